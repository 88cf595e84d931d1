//! The operators of scoping filters: one file each, named in one list.
//!
//! An operator says whether a clause holds for the text of a source value that is not null. What null, lists and errors
//! mean is the same for all and stands in `eval/scoping.rs`. The six comparisons of expressions are one table with
//! one difference between its rows, so they are an enum: [`crate::value::Comparison`].
//!
//! Source: `spec:mapping-3.5`, `entra:scoping-filters`.

mod prelude;

use crate::diagnostic::{Code, code};
use crate::dotnet::regex::{Pattern, PatternErrorKind};

/// One scoping operator.
#[derive(Debug)]
pub struct ScopingOperator {
    /// The canonical spelling, e.g. `NOT EQUALS`.
    pub name: &'static str,
    /// What it tells, in one sentence.
    pub summary: &'static str,
    /// Key of its source.
    pub source: &'static str,
    /// What stands after it.
    pub operand: OperandKind,
    /// Clauses with the value of `attr` as JSON, and what they give.
    pub examples: &'static [ScopingExample],
    /// What decides.
    pub(crate) test: Test,
}

/// A clause over the attribute `attr`, with what it gives for a value.
#[derive(Debug)]
pub struct ScopingExample {
    /// Operator and operand, e.g. `EQUALS "Sales"`.
    pub clause: &'static str,
    /// The JSON value of `attr`.
    pub value: &'static str,
    /// Whether the clause holds.
    pub holds: bool,
}

const fn example(clause: &'static str, value: &'static str, holds: bool) -> ScopingExample {
    ScopingExample { clause, value, holds }
}

/// What an operator takes as its value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OperandKind {
    /// Nothing.
    None,
    /// A text that is not empty.
    Text,
    /// A whole number that is not negative.
    Natural,
    /// A .NET regular expression.
    Pattern,
}

/// How an operator decides about a value.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Test {
    /// By whether there is a value: what null gives; a value gives the opposite.
    Presence { null: bool },
    /// By the text of a value that is not null.
    Text(fn(&str, &Operand) -> Result<Verdict, crate::dotnet::regex::MatchError>),
    /// Not at all: documented as not supported.
    Unsupported,
}

/// What an operator finds about one value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Holds(bool),
    /// The value is not an integer where one is wanted, which alone decides whether the clause holds.
    NotAnInteger(bool),
}

impl std::ops::Not for Verdict {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::Holds(holds) => Self::Holds(!holds),
            Self::NotAnInteger(holds) => Self::NotAnInteger(!holds),
        }
    }
}

/// The operand of a clause, made ready when the rules are loaded.
#[derive(Debug)]
pub(crate) enum Operand {
    None,
    Text(Box<str>),
    Pattern(Box<Pattern>),
}

impl Operand {
    /// Returns the operand as text; empty for a pattern or none.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Operand::Text(text) => text,
            Operand::None | Operand::Pattern(_) => "",
        }
    }

    /// Searches a value with the pattern; what is no pattern finds nothing.
    pub(crate) fn is_match(&self, value: &str) -> Result<bool, crate::dotnet::regex::MatchError> {
        match self {
            Operand::Pattern(pattern) => pattern.is_match(value),
            Operand::None | Operand::Text(_) => Ok(false),
        }
    }
}

/// Why an operand does not fit its operator.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OperandError {
    pub(crate) code: &'static Code,
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
    /// The byte of the operand's text where it goes wrong.
    pub(crate) offset: Option<usize>,
}

impl ScopingOperator {
    /// Makes the operand of a clause ready.
    ///
    /// # Errors
    ///
    /// `invalid-operand` when it is missing, empty or of the wrong kind; `invalid-regex` or `unsupported-pattern` for a pattern.
    pub(crate) fn prepare(&self, operand: Option<&str>) -> Result<Operand, OperandError> {
        let invalid = |message: String, help| OperandError {
            code: &code::INVALID_OPERAND,
            message,
            help,
            offset: None,
        };
        if self.operand == OperandKind::None {
            return Ok(Operand::None);
        }
        let Some(text) = operand.filter(|text| !text.is_empty()) else {
            let help = "to test for no value, write IS NULL or IS NOT NULL";
            return Err(invalid(format!("`{}` needs a value", self.name), Some(help)));
        };
        match self.operand {
            OperandKind::Natural if !text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err(invalid(format!("`{}` needs a whole number that is not negative", self.name), None))
            }
            OperandKind::Pattern => pattern(text),
            _ => Ok(Operand::Text(text.into())),
        }
    }
}

fn pattern(text: &str) -> Result<Operand, OperandError> {
    let compiled = Pattern::new(text).map_err(|error| {
        let code = match error.kind {
            PatternErrorKind::Invalid => &code::INVALID_REGEX,
            PatternErrorKind::Unsupported => &code::UNSUPPORTED_PATTERN,
        };
        OperandError {
            code,
            message: format!("the pattern is refused: {error}"),
            help: error.help,
            offset: Some(error.offset),
        }
    })?;
    Ok(Operand::Pattern(Box::new(compiled)))
}

macro_rules! catalog {
    ($($module:ident)+) => {
        $(mod $module;)+
        /// All scoping operators.
        pub static SCOPING_OPERATORS: &[&ScopingOperator] = &[$(&$module::OPERATOR),+];
    };
}

catalog! {
    equals
    not_equals
    is_null
    is_not_null
    is_true
    is_false
    ends_with
    includes
    regex_match
    not_regex_match
    greater_than
    greater_than_or_equals
    ampersand
    not_ampersand
    is_member_of
}

/// An operator that words spell, and how many of the words it took.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) operator: &'static ScopingOperator,
    pub(crate) words: usize,
}

/// Returns the operator that the first words spell, letter case and the difference between blank and `_` ignored;
/// of several the longest.
pub(crate) fn find(words: &[&str]) -> Option<Found> {
    let spelt = |count: usize| {
        let text = fold(&words.get(..count)?.join(" "));
        let operator = SCOPING_OPERATORS.iter().find(|operator| fold(operator.name) == text)?;
        Some(Found { operator, words: count })
    };
    (1..=words.len()).rev().find_map(spelt)
}

fn fold(name: &str) -> String {
    name.replace('_', " ").to_ascii_uppercase()
}
