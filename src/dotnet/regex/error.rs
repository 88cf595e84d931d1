//! What can be wrong with a pattern, and with running one.

use std::fmt;

/// A pattern or a replacement that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PatternError {
    /// Where .NET's parser stops, as a byte offset into the text given.
    pub(crate) offset: usize,
    /// What is wrong: lower-case start, no full stop, the user's words in backticks.
    pub(crate) message: String,
    /// Whether .NET refuses it too.
    pub(crate) kind: PatternErrorKind,
    /// The one thing to do, if one is known.
    pub(crate) help: Option<&'static str>,
}

impl PatternError {
    pub(super) fn help(self, help: &'static str) -> Self {
        Self { help: Some(help), ..self }
    }
}

/// Whether .NET refuses a pattern too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatternErrorKind {
    /// .NET refuses it.
    Invalid,
    /// .NET accepts it; we do not evaluate it rather than evaluate it differently.
    Unsupported,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for PatternError {}

/// Why a pattern does not say what it matches in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatchError {
    /// Matching took more steps than one call may take: the pattern backtracks too much on the text.
    StepLimit,
    /// After a turn of a lazy loop that took nothing, or after balancing within look-behind, .NET has lost its place: it throws,
    /// or finds what is not there.
    Disorder,
}

impl fmt::Display for MatchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::StepLimit => "the pattern takes too many steps on this text",
            Self::Disorder => {
                "a lazy loop takes nothing in this text, or a balancing group in look-behind less than nothing, after which .NET loses its place"
            }
        })
    }
}

impl std::error::Error for MatchError {}
