//! Values of the expression language, and every conversion and comparison between them.
//!
//! | from | to text | to a number | to a boolean | to a date |
//! | --- | --- | --- | --- | --- |
//! | null | none | none | False | none |
//! | text | itself | an invariant decimal, else `type` | `true`/`false` in any case, a number ≠ 0, else `type` | by the grammar of `CDate` |
//! | boolean | `True` / `False` | 1 / 0 | itself | `type` |
//! | number | shortest decimal | itself | ≠ 0 | `type` |
//! | date | `M/d/yyyy h:mm:ss tt`, UTC | `type` | `type` | itself |
//! | list | its only member's | its only member's | its only member's | its only member's |
//! | complex | `type` | `type` | `type` | `type` |
//!
//! Text is borrowed from the input, the plan or the object's [`Arena`]; a conversion builds text only where none exists.
//! Source: `spec:expressions-2`.

mod compare;

use crate::diagnostic::{Code, EvalError, code};
use crate::dotnet::boolean;
use crate::dotnet::date::{self, DateTime};
pub(crate) use compare::{Comparison, Number};
use std::fmt::Write as _;

/// Where the values of one object are built; it is reset between objects, never freed.
pub(crate) type Arena = bumpalo::Bump;

/// A value: small and `Copy`, its text borrowed.
///
/// An attribute that a source object lacks is [`Value::Null`]. Equality is exact: `1`, `1.0` and `"1"` differ.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
// A tag as wide as the rest makes a value three words, which processors copy well; one of a byte made it an odd run of
// bytes, whose copies stalled.
#[repr(u64)]
pub enum Value<'a> {
    /// No value: an absent attribute and JSON null alike.
    Null,
    /// True or False.
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i64),
    /// Any other JSON number.
    Decimal(Decimal<'a>),
    /// A text; the empty text is a value.
    Text(&'a str),
    /// An instant, in UTC.
    DateTime(DateTime),
    /// The id of another source object.
    Reference(&'a str),
    /// Sub-attributes with their values, in order.
    Complex(&'a [(&'a str, Value<'a>)]),
    /// Members in order.
    List(&'a [Value<'a>]),
}

/// A number that is no 64-bit integer, as its JSON text.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal<'a>(&'a str);

impl<'a> Decimal<'a> {
    /// Takes the text of a JSON number; returns `None` for any other text.
    #[must_use]
    pub fn new(text: &'a str) -> Option<Self> {
        let is_json = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        text.parse::<f64>().ok().filter(|_| is_json).map(|_| Self(text))
    }

    /// Returns the JSON text.
    #[must_use]
    pub fn as_json(self) -> &'a str {
        self.0
    }

    /// Returns the nearest double.
    pub(crate) fn to_f64(self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Tells whether the text is that of a whole number, however long.
    fn is_whole(self) -> bool {
        self.0.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    }
}

/// A kind of value, as signatures and messages name it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Any kind.
    Any,
    /// No value.
    Null,
    /// True or False.
    Boolean,
    /// A whole number.
    Integer,
    /// A number with a fraction, or beyond 64 bits.
    Decimal,
    /// A text.
    Text,
    /// An instant.
    DateTime,
    /// The id of another object.
    Reference,
    /// A value with sub-attributes.
    Complex,
    /// Several values.
    List,
}

impl Kind {
    /// Returns the word that messages and the reference use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Any => "any value",
            Kind::Null => "null",
            Kind::Boolean => "boolean",
            Kind::Integer => "integer",
            Kind::Decimal => "number",
            Kind::Text => "text",
            Kind::DateTime => "date",
            Kind::Reference => "reference",
            Kind::Complex => "complex value",
            Kind::List => "multi-valued",
        }
    }
}

impl<'a> Value<'a> {
    /// Returns what kind of value this is.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Value::Null => Kind::Null,
            Value::Boolean(_) => Kind::Boolean,
            Value::Integer(_) => Kind::Integer,
            Value::Decimal(_) => Kind::Decimal,
            Value::Text(_) => Kind::Text,
            Value::DateTime(_) => Kind::DateTime,
            Value::Reference(_) => Kind::Reference,
            Value::Complex(_) => Kind::Complex,
            Value::List(_) => Kind::List,
        }
    }

    /// Tells whether there is no value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Tells whether the value is null, the empty text or an empty list.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Value::Null | Value::Text("") | Value::Reference("") | Value::List([]))
    }

    /// Returns the members of a list; a single value is a list of one, null an empty list.
    pub(crate) fn members(&self) -> &[Value<'a>] {
        match self {
            Value::Null => &[],
            Value::List(members) => members,
            single => std::slice::from_ref(single),
        }
    }

    /// Returns the only member of a list, null for an empty one, and any other value as it is.
    ///
    /// # Errors
    ///
    /// `type` when the list has several members.
    pub(crate) fn single(&self) -> Result<&Self, EvalError> {
        match self {
            Value::List([]) => Ok(&Value::Null),
            Value::List([member]) => member.single(),
            Value::List(_) => Err(EvalError::new(&code::TYPE, "several values where one is wanted")),
            single => Ok(single),
        }
    }

    /// Returns the text form; `None` for null.
    ///
    /// # Errors
    ///
    /// `type` for a complex value or a list of several members.
    #[inline]
    pub(crate) fn text(&self, arena: &'a Arena) -> Result<Option<&'a str>, EvalError> {
        match self {
            Value::Text(text) => Ok(Some(text)),
            Value::Null => Ok(None),
            other => other.text_form(arena),
        }
    }

    fn text_form(&self, arena: &'a Arena) -> Result<Option<&'a str>, EvalError> {
        Ok(Some(match self.single()? {
            Value::Null => return Ok(None),
            Value::Boolean(boolean) => boolean_text(*boolean),
            Value::Integer(integer) => arena.alloc_str(itoa::Buffer::new().format(*integer)),
            // What no double holds keeps its digits.
            Value::Decimal(decimal) if decimal.is_whole() || decimal.to_f64().is_infinite() => decimal.0,
            Value::Decimal(decimal) => built(arena, format_args!("{}", decimal.to_f64())),
            Value::Text(text) | Value::Reference(text) => text,
            Value::DateTime(date) => {
                // Its `Display` would come to the same, and ask the formatter for every letter.
                let mut text = bumpalo::collections::String::with_capacity_in(32, arena);
                let written = date.write(&mut text);
                debug_assert!(written.is_ok(), "a growing text takes any text");
                text.into_bump_str()
            }
            other @ (Value::Complex(_) | Value::List(_)) => return Err(other.mismatch(Kind::Text)),
        }))
    }

    /// Returns the number; `None` for null.
    ///
    /// # Errors
    ///
    /// `type` for what is no number.
    pub(crate) fn number(&self) -> Result<Option<Number>, EvalError> {
        let value = self.single()?;
        match value {
            Value::Null => Ok(None),
            Value::Boolean(boolean) => Ok(Some(Number::Integer(i64::from(*boolean)))),
            Value::Integer(integer) => Ok(Some(Number::Integer(*integer))),
            Value::Decimal(decimal) => Ok(Some(Number::Decimal(decimal.to_f64()))),
            Value::Text(text) | Value::Reference(text) => {
                Number::parse(text).map(Some).ok_or_else(|| value.mismatch(Kind::Decimal))
            }
            Value::DateTime(_) | Value::Complex(_) | Value::List(_) => Err(value.mismatch(Kind::Decimal)),
        }
    }

    /// Returns the whole number, its fraction cut toward zero; `None` for null.
    ///
    /// # Errors
    ///
    /// `type` for what is no number, `out-of-range` beyond 64 bits.
    pub(crate) fn integer(&self) -> Result<Option<i64>, EvalError> {
        let Some(number) = self.number()? else { return Ok(None) };
        let beyond = || EvalError::new(&code::OUT_OF_RANGE, "the number is beyond 64 bits");
        number.truncate().map(Some).ok_or_else(beyond)
    }

    /// Returns the truth; null is False.
    ///
    /// # Errors
    ///
    /// `type` for a text that is neither a boolean nor a number, and for dates and complex values.
    pub(crate) fn boolean(&self) -> Result<bool, EvalError> {
        let value = self.single()?;
        match value {
            Value::Null => Ok(false),
            Value::Boolean(boolean) => Ok(*boolean),
            Value::Integer(integer) => Ok(*integer != 0),
            Value::Decimal(decimal) => Ok(decimal.to_f64() != 0.0),
            Value::Text(text) | Value::Reference(text) => boolean::parse(text)
                .or_else(|| Number::parse(text).map(|number| !number.is_zero()))
                .ok_or_else(|| value.mismatch(Kind::Boolean)),
            Value::DateTime(_) | Value::Complex(_) | Value::List(_) => Err(value.mismatch(Kind::Boolean)),
        }
    }

    /// Returns the instant; `None` for null.
    ///
    /// # Errors
    ///
    /// `invalid-date` for a text that is no date, `type` for other kinds.
    pub(crate) fn date(&self) -> Result<Option<DateTime>, EvalError> {
        let value = self.single()?;
        match value {
            Value::Null => Ok(None),
            Value::DateTime(date) => Ok(Some(*date)),
            Value::Text(text) | Value::Reference(text) => match date::parse_dated(text) {
                Ok(date) => Ok(Some(date)),
                Err(error) => Err(EvalError::new(&code::INVALID_DATE, error.to_string())),
            },
            other => Err(other.mismatch(Kind::DateTime)),
        }
    }

    fn mismatch(&self, wanted: Kind) -> EvalError {
        mismatch(&code::TYPE, self.kind(), wanted)
    }
}

fn mismatch(code: &'static Code, found: Kind, wanted: Kind) -> EvalError {
    match (found, wanted) {
        (Kind::Text, wanted) => EvalError::new(code, format!("a text that is no {}", wanted.as_str())),
        (found, wanted) => {
            EvalError::new(code, format!("a {} where a {} is wanted", found.as_str(), wanted.as_str()))
        }
    }
}

/// Returns `True` or `False`, the text form of a boolean.
pub(crate) fn boolean_text(boolean: bool) -> &'static str {
    if boolean { "True" } else { "False" }
}

/// Builds a text in the arena.
pub(crate) fn built<'a>(arena: &'a Arena, text: std::fmt::Arguments<'_>) -> &'a str {
    let mut buffer = bumpalo::collections::String::with_capacity_in(32, arena);
    let written = buffer.write_fmt(text);
    debug_assert!(written.is_ok(), "a growing text takes any text");
    buffer.into_bump_str()
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text)
    }
}

impl From<bool> for Value<'_> {
    fn from(boolean: bool) -> Self {
        Value::Boolean(boolean)
    }
}

impl From<i64> for Value<'_> {
    fn from(integer: i64) -> Self {
        Value::Integer(integer)
    }
}

impl From<DateTime> for Value<'_> {
    fn from(date: DateTime) -> Self {
        Value::DateTime(date)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}
