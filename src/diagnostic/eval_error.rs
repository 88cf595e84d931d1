//! The failure of one mapping or clause for one source object.

use super::{Code, Diagnostic};
use crate::source::Span;
use std::borrow::Cow;
use std::fmt;

/// Why an expression or a clause failed for one source object: a code, a place in the rules, and what was wrong.
///
/// The text names kinds and parameters, never a value of the source object. The error is one word wide, so that the
/// usual result, a value, stays small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvalError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    code: &'static Code,
    span: Option<Span>,
    /// The argument of a call that is at fault, until the caller has turned it into a place.
    slot: Option<usize>,
    message: Cow<'static, str>,
}

impl EvalError {
    /// Makes an error whose place the caller adds.
    pub(crate) fn new(code: &'static Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { code, span: None, slot: None, message: message.into() }))
    }

    /// Says which argument of the call is at fault.
    pub(crate) fn of_argument(mut self, slot: usize) -> Self {
        if self.0.span.is_none() {
            self.0.slot = Some(slot);
        }
        self
    }

    /// Takes the argument that is at fault, where it has no place yet.
    pub(crate) fn take_slot(&mut self) -> Option<usize> {
        self.0.slot.take()
    }

    /// Adds the place in the rules, unless an inner call has said its own.
    pub(crate) fn at(mut self, span: Span) -> Self {
        self.place(span);
        self
    }

    /// As [`EvalError::at`], in place.
    pub(crate) fn place(&mut self, span: Span) {
        self.0.span.get_or_insert(span);
    }

    /// Returns the code, e.g. `out-of-range`.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.0.code
    }

    /// Returns the place in the rules.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.0.span
    }

    /// Returns what was wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the error as a finding about the rule file.
    #[must_use]
    pub fn to_diagnostic(&self) -> Diagnostic {
        match self.span() {
            Some(span) => Diagnostic::new(self.code(), span, self.message()),
            None => Diagnostic::without_place(self.code(), self.message()),
        }
    }
}

impl fmt::Display for EvalError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code().name, self.message())
    }
}

impl std::error::Error for EvalError {}
