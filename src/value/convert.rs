//! Conversions of a value: what there is of it as a text, a number, a boolean or a date.
//!
//! Source: `spec:expressions-2`.

use super::{Arena, Kind, Number, Value, boolean_text, built};
use crate::diagnostic::{Code, EvalError, code};
use crate::dotnet::boolean;
use crate::dotnet::date::{self, DateTime};

impl<'a> Value<'a> {
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

pub(super) fn mismatch(code: &'static Code, found: Kind, wanted: Kind) -> EvalError {
    match (found, wanted) {
        (Kind::Text, wanted) => EvalError::new(code, format!("a text that is no {}", wanted.as_str())),
        (found, wanted) => {
            EvalError::new(code, format!("a {} where a {} is wanted", found.as_str(), wanted.as_str()))
        }
    }
}
