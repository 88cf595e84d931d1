//! What is wrong or doubtful in a rule file, and how it is shown.
//!
//! Every finding is a [`Diagnostic`]: a stable code, a message, labels with places in the file and, where one step
//! repairs it, help. A [`Report`] holds all findings of one file. Messages name attributes and kinds, never a source
//! object's values.

pub(crate) mod code;
mod eval_error;
mod human;
mod json;
mod suggest;

use crate::source::{Source, Span};
pub use code::Code;
pub use eval_error::EvalError;
use std::fmt;
pub(crate) use suggest::closest;

/// How bad a finding is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The rule runs, and probably not as meant.
    Warning,
    /// The rule cannot run.
    Error,
}

impl Severity {
    /// Returns the word that reports print.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) span: Span,
    pub(crate) text: String,
}

/// One finding about a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    code: &'static Code,
    severity: Severity,
    message: String,
    /// The primary place first; empty when the finding has no place, e.g. an unreadable file.
    labels: Vec<Label>,
    help: Option<String>,
    /// What it would be without the leniency that its code names, where the code alone does not say it.
    without_leniency: Option<&'static Code>,
}

impl Diagnostic {
    /// Makes a finding at its narrowest true place.
    pub(crate) fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        let label = Label { span, text: String::new() };
        Self { labels: vec![label], ..Self::without_place(code, message) }
    }

    /// Makes a finding without a place.
    pub(crate) fn without_place(code: &'static Code, message: impl Into<String>) -> Self {
        let (severity, message) = (code.severity, message.into());
        Self { code, severity, message, labels: Vec::new(), help: None, without_leniency: None }
    }

    /// Says what stands at the primary place.
    pub(crate) fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = self.labels.first_mut() {
            primary.text = text.into();
        }
        self
    }

    /// Adds a second place, where two disagree.
    pub(crate) fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds the one thing to do.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        self.maybe_help(Some(help))
    }

    /// Adds the one thing to do, if one is known.
    pub(crate) fn maybe_help(mut self, help: Option<impl Into<String>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }

    /// Moves all places from a scalar's text to the file.
    pub(crate) fn relocate(mut self, locate: impl Fn(Span) -> Span) -> Self {
        self.labels.iter_mut().for_each(|label| label.span = locate(label.span));
        self
    }

    /// Says what it would be without the leniency that its code names.
    pub(crate) fn or_else(self, code: &'static Code) -> Self {
        Self { without_leniency: Some(code), ..self }
    }

    /// Makes an error of it, whatever its code says.
    pub(crate) fn refuse(self) -> Self {
        Self { severity: Severity::Error, ..self }
    }

    /// Returns the stable code, e.g. `unknown-function`.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.code
    }

    /// Returns the kind of `spec:expressions-1.11` that this is for an expression that stands alone.
    #[must_use]
    pub fn error_kind(&self) -> &'static str {
        self.without_leniency.unwrap_or(self.code).error_kind()
    }

    /// Returns how bad it is; a strict check makes errors of leniencies.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Tells whether the finding keeps the rules from running.
    #[must_use]
    pub fn is_refused(&self, strict: bool) -> bool {
        self.severity() == Severity::Error || (strict && self.code.is_leniency())
    }

    /// Returns what is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the one thing to do, if one step repairs it.
    #[must_use]
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Returns the primary place, if the finding has one.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}

/// All findings about one file, in the order of their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Collects findings about a source.
    pub(crate) fn new(source: Source, mut diagnostics: Vec<Diagnostic>) -> Self {
        // What stands behind an anchor is read for each of its aliases, and told once.
        diagnostics.sort_by(|left, right| (left.span(), &left.message).cmp(&(right.span(), &right.message)));
        diagnostics.dedup();
        Self { source, diagnostics }
    }

    /// Returns the file that the findings are about.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the findings in the order of their places.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Tells whether any finding keeps the rules from running.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    /// Renders the findings with the lines they are about, as a person reads them; `colour` adds terminal colours.
    #[must_use]
    pub fn to_human(&self, colour: bool) -> String {
        human::render(self, colour)
    }

    /// Renders one line a finding: `file:line:column: error[code]: message; help`.
    #[must_use]
    pub fn to_plain(&self) -> String {
        human::render_plain(self)
    }

    /// Renders one JSON object a finding, as lines; positions count from 1.
    #[must_use]
    pub fn to_json_lines(&self) -> String {
        json::render(self)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_human(false))
    }
}

impl std::error::Error for Report {}
