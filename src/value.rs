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
mod convert;

use crate::diagnostic::{EvalError, code};
use crate::dotnet::date::DateTime;
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
