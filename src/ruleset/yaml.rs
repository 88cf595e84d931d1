//! YAML as a tree in which every scalar and every key has its place.
//!
//! serde-saphyr parses, bounds what a file may cost and gives byte spans; this tree only keeps them, so that `read` can
//! report every problem of a file at once instead of the first.

use crate::diagnostic::{Diagnostic, code};
use crate::source::{Source, Span, Spanned};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::DuplicateKeyPolicy;
use std::fmt;

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Boolean(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Node>>),
    /// Entries in the order of the file, repeated keys included.
    Mapping(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl Node {
    /// Returns what the value is, as messages name it.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Node::Null => "nothing",
            Node::Boolean(_) => "a boolean",
            Node::Number => "a number",
            Node::Text(_) => "a text",
            Node::List(_) => "a list",
            Node::Mapping(_) => "keys and values",
        }
    }
}

/// Deepest nesting of a file; the rule format needs six levels.
const MAX_DEPTH: usize = 16;

/// What is said of a file that runs into one of the parser's limits, whose own words name its types.
const TOO_COSTLY: &str = "it uses more aliases, depth or size than a rule file needs";

/// Parses one YAML document.
///
/// # Errors
///
/// `yaml` at the place where the parser stopped.
pub(super) fn parse(source: &Source) -> Result<Spanned<Node>, Box<Diagnostic>> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        strict_booleans: true,
        with_snippet: false,
        // SECURITY: each level takes stack, also of a thread that has little.
        budget: serde_yaml::budget! { max_depth: MAX_DEPTH },
    };
    let text = source.text();
    let parsed = serde_yaml::from_str_with_options::<serde_yaml::Spanned<Raw>>(text, options);
    parsed.map(place).map_err(|error| Box::new(failure(text, &error)))
}

fn failure(text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let rendered = error.render_with_formatter(&serde_yaml::UserMessageFormatter);
    let message = rendered.split(" at line ").next().unwrap_or(&rendered);
    let costs_too_much =
        message.starts_with("YAML document too large") || message.starts_with("recursion limit");
    let message = if costs_too_much { TOO_COSTLY } else { message };
    let location = error.location();
    let (line, column) = location.map_or((1, 1), |location| (location.line(), location.column()));
    let line_start = match line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(index(line) - 2).map_or(text.len(), |(newline, _)| newline + 1),
    };
    let rest = text.get(line_start..).unwrap_or_default();
    let within =
        rest.char_indices().nth(index(column.saturating_sub(1))).map_or(rest.len(), |(offset, _)| offset);
    let start = line_start + within;
    let width = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Diagnostic::new(
        &code::YAML,
        Span::new(start, start + width),
        format!("the file is not valid YAML: {message}"),
    )
    .label("the parser stopped here")
    .maybe_help(repair(error, message, rest.lines().next().unwrap_or_default(), within))
}

/// The one thing to do about an error, which the line and the place in it help to tell.
fn repair(error: &serde_yaml::Error, message: &str, line: &str, within: usize) -> Option<&'static str> {
    let before = line.get(..within).unwrap_or_default().trim();
    let begins_line = before.is_empty() && message.starts_with("while parsing a block");
    let continues_value = !before.is_empty()
        && before.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && message.starts_with("mapping values are not allowed");
    match error {
        _ if message == TOO_COSTLY => None,
        serde_yaml::Error::MultipleDocuments { .. } => Some("write one rule file for each application"),
        serde_yaml::Error::UnknownAnchor { .. } => Some("put a value that begins with `*` in single quotes"),
        _ if message.starts_with("tabs ") => Some("indent with blanks, not with tabs"),
        _ if begins_line || continues_value => Some("indent this line exactly as the lines beside it"),
        _ if line.contains('{') && line.contains('[') => {
            Some("inside `{ … }` put a value that holds `[`, `]`, `{`, `}` or `,` in single quotes")
        }
        _ => Some(
            "put a value that holds `: `, ` #` or quotation marks in single quotes, or use a block scalar (`|`)",
        ),
    }
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

type RawMapping = Vec<(serde_yaml::Spanned<String>, serde_yaml::Spanned<Raw>)>;

/// What serde gives; the places are still those of the parser.
enum Raw {
    Scalar(Node),
    List(Vec<serde_yaml::Spanned<Raw>>),
    Mapping(RawMapping),
}

fn span(at: &serde_yaml::Location) -> Span {
    let span = at.span();
    let start = usize::try_from(span.byte_offset().unwrap_or_default()).unwrap_or_default();
    Span::new(start, start + usize::try_from(span.byte_len().unwrap_or_default()).unwrap_or_default())
}

fn place(raw: serde_yaml::Spanned<Raw>) -> Spanned<Node> {
    let mut span = span(&raw.defined);
    let node = match raw.value {
        Raw::Scalar(node) => node,
        Raw::List(items) => {
            let items: Vec<_> = items.into_iter().map(place).collect();
            span = span.to(items.last().map_or(span, |item| item.span));
            Node::List(items)
        }
        Raw::Mapping(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let at = self::span(&key.defined);
                (Spanned::new(key.value, at), place(value))
            });
            let entries: Vec<_> = entries.collect();
            span = span.to(entries.last().map_or(span, |(_, value)| value.span));
            Node::Mapping(entries)
        }
    };
    Spanned::new(node, span)
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Null))
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Null))
    }

    fn visit_bool<E>(self, boolean: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Boolean(boolean)))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Number))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Number))
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Number))
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Text(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Scalar(Node::Text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Mapping(entries))
    }
}
