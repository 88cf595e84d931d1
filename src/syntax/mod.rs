//! Text of the three languages to trees, and back.
//!
//! In goes the text of one scalar; out comes a tree whose spans count bytes of that text, or a [`SyntaxError`] that names
//! the mistake. Printing a tree and parsing it gives the tree. This is the only user of pest: its `Rule` stays here.
//!
//! Source: `spec:expressions-1`, `spec:mapping-2.1`, `spec:mapping-3`.

pub(crate) mod expression;
pub(crate) mod filter;
mod mistake;
mod nesting;
pub(crate) mod path;
mod text;

use crate::diagnostic::{Code, Diagnostic, code};
use crate::source::Span;
pub(crate) use mistake::{is_logical, second_comparison};
pub(crate) use text::place_in;

/// Why a text is not of its language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) code: &'static Code,
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) label: &'static str,
    pub(crate) help: Option<String>,
}

impl SyntaxError {
    fn new(span: Span, message: impl Into<String>, label: &'static str) -> Self {
        Self { code: &code::SYNTAX, span, message: message.into(), label, help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns the error as a finding, its place still within the scalar.
    pub(crate) fn to_diagnostic(&self) -> Diagnostic {
        Diagnostic::new(self.code, self.span, self.message.as_str())
            .label(self.label)
            .maybe_help(self.help.as_deref())
    }
}

/// Something that runs and that Entra would not accept or would spell otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leniency {
    pub(crate) kind: LeniencyKind,
    pub(crate) span: Span,
}

/// Which leniency of `spec:expressions-1.9` the text needs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum LeniencyKind {
    /// A backslash before anything but a quote or a backslash.
    LaxEscape,
    /// The operator `&`.
    Concatenation,
}

fn span_of<R: pest::RuleType>(pair: &pest::iterators::Pair<'_, R>) -> Span {
    Span::new(pair.as_span().start(), pair.as_span().end())
}

/// The byte offset at which pest gave up.
fn failure_offset<R: pest::RuleType>(error: &pest::error::Error<R>) -> usize {
    match error.location {
        pest::error::InputLocation::Pos(offset) | pest::error::InputLocation::Span((offset, _)) => offset,
    }
}
