//! Attribute paths: what stands in `target:` of a mapping, and paths into source objects.
//!
//! ```text
//! target path = [ schema ":" ] attribute [ filter ] [ "." attribute ]
//! source path = step { "." step }
//! schema      = "urn" { ":" part }              a part has neither ":" nor "["
//! attribute   = ( letter | "$" ) { letter | digit | "_" | "$" | "-" }
//! filter      = "[" attribute " eq " literal "]"
//! literal     = """ text """ | "true" | "false"   a text has neither quotes nor backslashes
//! step        = name [ filter ]                 a name has neither dots nor brackets
//! ```
//!
//! There is no free white space in a path. The language is so small, and a rule file has so many paths, that it is read by
//! hand: a tenth of the time that a grammar takes.
//!
//! Source: `spec:mapping-2.1`, `rfc7644:3.10`.

use super::{SyntaxError, mistake};
use crate::diagnostic::code;
use crate::source::{Span, Spanned};
use std::fmt;

/// The path of a target attribute, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TargetPath {
    pub(crate) schema: Option<Spanned<String>>,
    pub(crate) attribute: Spanned<String>,
    pub(crate) filter: Option<Filter>,
    pub(crate) sub_attribute: Option<Spanned<String>>,
}

/// The element of a multi-valued attribute: `[type eq "work"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) attribute: String,
    pub(crate) literal: Literal,
    pub(crate) span: Span,
}

/// What a path's filter compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Literal {
    /// `"work"`.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
}

/// One step of a path into a source object: `emails[type eq "work"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceStep {
    pub(crate) name: String,
    pub(crate) filter: Option<Filter>,
}

/// Parses a target path.
///
/// # Errors
///
/// `bad-target-path`, at the place where the text stops being a path.
pub(crate) fn parse_target(text: &str) -> Result<TargetPath, SyntaxError> {
    target_path(text)
        .ok_or_else(|| SyntaxError { code: &code::BAD_TARGET_PATH, ..mistake::in_target_path(text) })
}

fn target_path(text: &str) -> Option<TargetPath> {
    let mut cursor = Cursor { text, at: 0 };
    let schema = schema(text).map(|length| cursor.pass(length));
    if let Some(schema) = &schema {
        schema.node.split(':').all(|part| !part.is_empty()).then_some(())?;
        cursor.token(":")?;
    }
    let attribute = cursor.attribute()?;
    let filter = if cursor.sees('[') { Some(cursor.filter()?) } else { None };
    let sub_attribute = if cursor.token(".").is_some() { Some(cursor.attribute()?) } else { None };
    let owned = |name: Spanned<&str>| Spanned::new(name.node.to_owned(), name.span);
    cursor.is_at_end().then(|| TargetPath {
        schema: schema.map(owned),
        attribute: owned(attribute),
        filter,
        sub_attribute: sub_attribute.map(owned),
    })
}

/// Parses a path into a source object; `None` when the name is no path, e.g. `Cost [Center`.
pub(crate) fn parse_source(text: &str) -> Option<Vec<SourceStep>> {
    let (mut cursor, mut steps) = (Cursor { text, at: 0 }, Vec::new());
    loop {
        let name = cursor.pass_while(|char| !matches!(char, '.' | '[' | ']'));
        let name = Some(name.node.to_owned()).filter(|name| !name.is_empty())?;
        let filter = if cursor.sees('[') { Some(cursor.filter()?) } else { None };
        steps.push(SourceStep { name, filter });
        if cursor.is_at_end() {
            return Some(steps);
        }
        cursor.token(".")?;
    }
}

/// The length of the schema at the beginning: the dots of a URN separate nothing, and its colons only the last of them, which
/// stands before a filter.
fn schema(text: &str) -> Option<usize> {
    let urn = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"));
    text.split('[').next()?.rfind(':').filter(|_| urn)
}

/// How far a path has been read.
struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    fn sees(&self, char: char) -> bool {
        self.rest().starts_with(char)
    }

    fn pass(&mut self, length: usize) -> Spanned<&'t str> {
        let (start, passed) = (self.at, self.rest().get(..length).unwrap_or_default());
        self.at += passed.len();
        Spanned::new(passed, Span::new(start, self.at))
    }

    fn pass_while(&mut self, belongs: impl Fn(char) -> bool) -> Spanned<&'t str> {
        let rest = self.rest();
        self.pass(rest.find(|char| !belongs(char)).unwrap_or(rest.len()))
    }

    fn token(&mut self, token: &str) -> Option<()> {
        self.rest().starts_with(token).then(|| self.at += token.len())
    }

    fn attribute(&mut self) -> Option<Spanned<&'t str>> {
        let name = self.pass_while(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '$' | '-'));
        name.node.starts_with(|char: char| char.is_ascii_alphabetic() || char == '$').then_some(name)
    }

    fn filter(&mut self) -> Option<Filter> {
        let start = self.at;
        self.token("[")?;
        let attribute = self.attribute()?.node.to_owned();
        self.token(" eq ")?;
        let literal = self.literal()?;
        self.token("]")?;
        Some(Filter { attribute, literal, span: Span::new(start, self.at) })
    }

    fn literal(&mut self) -> Option<Literal> {
        if self.token("\"").is_some() {
            let text = self.pass_while(|char| !matches!(char, '"' | '\\')).node.to_owned();
            return self.token("\"").map(|()| Literal::Text(text));
        }
        let is_true = self.token("true").map(|()| Literal::Boolean(true));
        is_true.or_else(|| self.token("false").map(|()| Literal::Boolean(false)))
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Text(text) => write!(formatter, "\"{text}\""),
            Literal::Boolean(boolean) => boolean.fmt(formatter),
        }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "[{} eq {}]", self.attribute, self.literal)
    }
}

impl fmt::Display for TargetPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.schema.iter().try_for_each(|schema| write!(formatter, "{}:", schema.node))?;
        formatter.write_str(&self.attribute.node)?;
        self.filter.iter().try_for_each(|filter| filter.fmt(formatter))?;
        self.sub_attribute.iter().try_for_each(|sub| write!(formatter, ".{}", sub.node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_urn_ends_before_its_last_colon_and_a_literal_splits_nothing() {
        let path = parse_target(r#"urn:ietf:acme:hr:2.0:User:badges[kind eq "door:a.b"].code"#).unwrap();
        assert_eq!(path.schema.unwrap().node, "urn:ietf:acme:hr:2.0:User");
        assert_eq!(path.attribute.node, "badges");
        assert_eq!(path.filter.unwrap().literal, Literal::Text("door:a.b".to_owned()));
        assert_eq!(path.sub_attribute.unwrap().node, "code");
    }

    proptest! {
        #[test]
        fn printing_and_parsing_is_the_identity(
            schema in prop::option::of("urn(:[a-zA-Z0-9.]{1,6}){1,4}"),
            attribute in "[a-zA-Z$][a-zA-Z0-9_$-]{0,8}",
            literal in prop::option::of("[^\"\\\\]{0,8}"),
            sub in prop::option::of("[a-zA-Z]{1,8}"),
        ) {
            let filter = literal.map_or(String::new(), |literal| format!("[type eq \"{literal}\"]"));
            let schema = schema.map_or(String::new(), |schema| format!("{schema}:"));
            let sub = sub.map_or(String::new(), |sub| format!(".{sub}"));
            let text = format!("{schema}{attribute}{filter}{sub}");
            prop_assert_eq!(parse_target(&text).unwrap().to_string(), text);
        }
    }
}
