//! Attribute paths: `emails[type eq "work"].value`.

use super::{SyntaxError, mistake, span_of};
use crate::diagnostic::code;
use crate::source::{Span, Spanned};
use pest::Parser as _;
use pest::iterators::Pair;
use std::fmt;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/path.pest"]
    pub(super) struct Grammar;
}
use grammar::{Grammar, Rule};

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
    let pairs = Grammar::parse(Rule::target_path, text)
        .map_err(|_| SyntaxError { code: &code::BAD_TARGET_PATH, ..mistake::in_target_path(text) })?;
    let (mut schema, mut attributes, mut found_filter) = (None, Vec::new(), None);
    for pair in pairs.flat_map(Pair::into_inner) {
        let span = span_of(&pair);
        match pair.as_rule() {
            Rule::schema => schema = Some(Spanned::new(pair.as_str().to_owned(), span)),
            Rule::attribute => attributes.push(Spanned::new(pair.as_str().to_owned(), span)),
            Rule::filter => found_filter = Some(filter(pair)),
            _ => {}
        }
    }
    let mut attributes = attributes.into_iter();
    let attribute = attributes.next().expect("the grammar wants an attribute");
    Ok(TargetPath { schema, attribute, filter: found_filter, sub_attribute: attributes.next() })
}

/// Parses a path into a source object; `None` when the name is no path, e.g. `Cost [Center`.
pub(crate) fn parse_source(text: &str) -> Option<Vec<SourceStep>> {
    let mut pairs = Grammar::parse(Rule::source_path, text).ok()?;
    let steps = pairs.next()?.into_inner().filter(|pair| pair.as_rule() == Rule::source_step);
    Some(steps.map(source_step).collect())
}

fn source_step(pair: Pair<'_, Rule>) -> SourceStep {
    let mut parts = pair.into_inner();
    let name = parts.next().expect("a step has a name").as_str().to_owned();
    SourceStep { name, filter: parts.next().map(filter) }
}

fn filter(pair: Pair<'_, Rule>) -> Filter {
    let span = span_of(&pair);
    let mut parts = pair.into_inner();
    let attribute = parts.next().expect("a filter has an attribute").as_str().to_owned();
    let literal =
        parts.next().and_then(|literal| literal.into_inner().next()).expect("a filter has a literal");
    let literal = match literal.as_rule() {
        Rule::boolean => Literal::Boolean(literal.as_str() == "true"),
        _ => Literal::Text(literal.into_inner().map(|text| text.as_str()).collect()),
    };
    Filter { attribute, literal, span }
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
