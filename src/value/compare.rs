//! Numbers, and the six comparisons between values.
//!
//! Source: `spec:expressions-2.3`.

use super::convert::mismatch;
use super::{Kind, Value};
use crate::diagnostic::{EvalError, code};
use crate::dotnet::{boolean, text};
use std::cmp::Ordering;

/// A number: exact where it is whole, else a double.
#[derive(Copy, Clone, Debug, PartialEq)]
pub(crate) enum Number {
    /// A whole number of 64 bits.
    Integer(i64),
    /// A double.
    Decimal(f64),
}

impl Number {
    /// Reads an invariant decimal: a sign, digits, a point; no exponent. White space around it and NULs at its end are allowed,
    /// as .NET allows them.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_end_matches('\0').trim();
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !plain || !digits.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let whole = text.parse().ok().map(Number::Integer);
        whole.or_else(|| text.parse().ok().map(Number::Decimal))
    }

    /// Returns the number with its fraction cut toward zero; `None` beyond 64 bits.
    pub(crate) fn truncate(self) -> Option<i64> {
        match self {
            Number::Integer(integer) => Some(integer),
            Number::Decimal(decimal) => format!("{:.0}", decimal.trunc()).parse().ok(),
        }
    }

    /// Returns the number with its fraction cut toward zero, or the greatest or least of 64 bits.
    pub(crate) fn saturate(self) -> i64 {
        let negative = matches!(self, Number::Decimal(decimal) if decimal < 0.0);
        self.truncate().unwrap_or(if negative { i64::MIN } else { i64::MAX })
    }

    pub(super) fn is_zero(self) -> bool {
        matches!(self, Number::Integer(0)) || matches!(self, Number::Decimal(decimal) if decimal == 0.0)
    }

    #[expect(clippy::cast_precision_loss, reason = "a double is what .NET compares a decimal with")]
    fn to_f64(self) -> f64 {
        match self {
            Number::Integer(integer) => integer as f64,
            Number::Decimal(decimal) => decimal,
        }
    }

    fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Number::Integer(left), Number::Integer(right)) => Some(left.cmp(&right)),
            (left, right) => left.to_f64().partial_cmp(&right.to_f64()),
        }
    }
}

/// A comparison operator of the expression language.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    /// All comparisons with how they are written.
    pub(crate) const ALL: [(&'static str, Comparison); 6] = [
        ("=", Comparison::Equal),
        ("<>", Comparison::NotEqual),
        ("<", Comparison::Less),
        ("<=", Comparison::LessOrEqual),
        (">", Comparison::Greater),
        (">=", Comparison::GreaterOrEqual),
    ];

    /// Returns the operator as it is written.
    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, comparison)| *comparison == self).map_or("", |(written, _)| written)
    }

    /// Tells whether the comparison holds. Null on either side makes every comparison False.
    ///
    /// # Errors
    ///
    /// `type` when the two cannot be ordered, or one is complex; `invalid-date` when one is a date and the other no date's text.
    pub(crate) fn holds(self, left: &Value<'_>, right: &Value<'_>) -> Result<bool, EvalError> {
        if left.is_null() || right.is_null() {
            return Ok(false);
        }
        let (left, right) = (left.single()?, right.single()?);
        if left.is_null() || right.is_null() {
            return Ok(false); // An empty list, or a list of one null.
        }
        let order = match (left, right) {
            (Value::Complex(_), _) | (_, Value::Complex(_)) => {
                return Err(mismatch(&code::TYPE, Kind::Complex, Kind::Text));
            }
            (Value::Boolean(_), Value::DateTime(_)) | (Value::DateTime(_), Value::Boolean(_)) => {
                return Err(mismatch(&code::TYPE, Kind::DateTime, Kind::Boolean));
            }
            (Value::Boolean(_), _) | (_, Value::Boolean(_)) => {
                booleans(left).zip(booleans(right)).map(|(l, r)| l.cmp(&r))
            }
            (Value::DateTime(_), _) | (_, Value::DateTime(_)) => Some(left.date()?.cmp(&right.date()?)),
            (Value::Integer(_) | Value::Decimal(_), _) | (_, Value::Integer(_) | Value::Decimal(_)) => {
                let numbers = left.number().ok().flatten().zip(right.number().ok().flatten());
                numbers.and_then(|(left, right)| left.order(right))
            }
            (Value::Text(left) | Value::Reference(left), Value::Text(right) | Value::Reference(right)) => {
                Some(text::compare(left, right))
            }
            (Value::Null | Value::List(_), _) | (_, Value::Null | Value::List(_)) => None,
        };
        match order {
            Some(order) => Ok(self.fits(order)),
            None => self.without_order(left, right),
        }
    }

    /// What cannot be converted is unequal, and has no order.
    fn without_order(self, left: &Value<'_>, right: &Value<'_>) -> Result<bool, EvalError> {
        match self {
            Comparison::Equal => Ok(false),
            Comparison::NotEqual => Ok(true),
            _ => Err(mismatch(&code::TYPE, left.kind(), right.kind())),
        }
    }

    fn fits(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// The boolean of one side of a comparison; a text counts only as `true` or `false`.
fn booleans(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Text(text) | Value::Reference(text) => boolean::parse(text),
        other => other.boolean().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_fails_every_comparison_and_kinds_convert() {
        for (left, comparison, right, expected) in [
            (Value::Null, Comparison::NotEqual, Value::Text("x"), false),
            (Value::Text(""), Comparison::Equal, Value::Text(""), true),
            (Value::Text("1"), Comparison::Equal, Value::Integer(1), true),
            (Value::Text("10"), Comparison::Greater, Value::Text("9"), false), // texts, by code unit
            (Value::Boolean(true), Comparison::Equal, Value::Text("TRUE"), true),
            (Value::Boolean(true), Comparison::NotEqual, Value::Text("yes"), true),
        ] {
            assert_eq!(comparison.holds(&left, &right), Ok(expected), "{left:?} {comparison:?} {right:?}");
        }
    }

    #[test]
    fn a_number_is_an_invariant_decimal() {
        for (text, expected) in [
            (" 12 ", Some(Number::Integer(12))),
            ("-1.5", Some(Number::Decimal(-1.5))),
            ("+7", Some(Number::Integer(7))),
            ("1e3", None),
            ("inf", None),
            (".", None),
            ("", None),
        ] {
            assert_eq!(Number::parse(text), expected, "{text:?}");
        }
    }
}
