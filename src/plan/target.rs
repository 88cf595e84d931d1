//! A target attribute, and how values become what it takes.
//!
//! Source: `spec:mapping-1.7`, `spec:mapping-2.6`.

use crate::diagnostic::{EvalError, code};
use crate::dotnet::boolean;
use crate::schema::AttributeType;
use crate::value::{Arena, Decimal, Value};

/// A target attribute of a mapping.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent characteristics of an attribute")]
pub(crate) struct Target {
    /// The normalised path, e.g. `name.givenName`.
    pub(crate) path: String,
    pub(crate) kind: AttributeType,
    pub(crate) multivalued: bool,
    /// Whether it takes a text as it is.
    pub(crate) keeps_text: bool,
    pub(crate) required: bool,
    /// Whether a difference in letter case is a change.
    pub(crate) case_exact: bool,
    /// Whether the target's own filters heed letter case, so that matching must.
    pub(crate) matches_case: bool,
}

impl Target {
    /// Converts a value to what the target takes; null stands for no value.
    ///
    /// Null and empty members of a list are dropped before they are counted. A single value becomes a list of one where
    /// the target is multi-valued, and a list of one becomes its member where it is not.
    ///
    /// # Errors
    ///
    /// `multi-valued-source` for several values on a single-valued target, `invalid-boolean`, `invalid-integer`, and
    /// `type` for a complex value on a simple target.
    #[inline]
    pub(crate) fn convert<'a>(&self, value: Value<'a>, arena: &'a Arena) -> Result<Value<'a>, EvalError> {
        match (value, self.kind) {
            (Value::Null, _) => Ok(value),
            (Value::Text(_), _) if self.keeps_text => Ok(value),
            (Value::Boolean(_), AttributeType::Boolean) if !self.multivalued => Ok(value),
            _ => self.convert_any(value, arena),
        }
    }

    fn convert_any<'a>(&self, value: Value<'a>, arena: &'a Arena) -> Result<Value<'a>, EvalError> {
        if !self.multivalued {
            return match value {
                Value::List(members) => self.convert_single(only(members)?, arena),
                single => self.convert_single(single, arena),
            };
        }
        let mut members = bumpalo::collections::Vec::new_in(arena);
        for member in value.members().iter().filter(|member| !member.is_empty()) {
            members.push(self.convert_single(*member, arena)?);
        }
        Ok(if members.is_empty() { Value::Null } else { Value::List(members.into_bump_slice()) })
    }

    fn convert_single<'a>(&self, value: Value<'a>, arena: &'a Arena) -> Result<Value<'a>, EvalError> {
        match (self.kind, value) {
            (_, Value::Null) => Ok(Value::Null),
            (AttributeType::Boolean, Value::Boolean(_)) | (AttributeType::Integer, Value::Integer(_)) => {
                Ok(value)
            }
            (AttributeType::Boolean, value) => {
                let text = value.to_text(arena).ok().flatten();
                let invalid = || {
                    EvalError::new(
                        &code::INVALID_BOOLEAN,
                        "a boolean target got a value that is neither true nor false",
                    )
                };
                text.and_then(boolean::parse).map(Value::Boolean).ok_or_else(invalid)
            }
            (AttributeType::Integer, value) => {
                let text = value.to_text(arena).ok().flatten();
                let invalid = || {
                    EvalError::new(
                        &code::INVALID_INTEGER,
                        "an integer target got a value that is no whole number",
                    )
                };
                text.and_then(integer).ok_or_else(invalid)
            }
            // Linked to the target's resources later.
            (AttributeType::Reference, value) => Ok(value),
            // What only complex-valued functions give, and only whole multi-valued attributes take.
            (AttributeType::Complex, Value::Complex(_)) => Ok(value),
            (AttributeType::Complex, _) => {
                let message = "a complex target got a value without sub-attributes";
                Err(EvalError::new(&code::COMPLEX_AS_SCALAR, message))
            }
            (_, value) => Ok(value.to_text(arena)?.into()),
        }
    }
}

fn only<'a>(members: &[Value<'a>]) -> Result<Value<'a>, EvalError> {
    let mut filled = members.iter().filter(|member| !member.is_empty());
    let first = filled.next().copied().unwrap_or(Value::Null);
    match filled.next() {
        Some(_) => {
            Err(EvalError::new(&code::MULTI_VALUED_SOURCE, "a single-valued target got several values"))
        }
        None => Ok(first),
    }
}

/// A whole number of any size; beyond 64 bits it keeps its digits.
fn integer(text: &str) -> Option<Value<'_>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Ok(integer) = text.parse() {
        return Some(Value::Integer(integer));
    }
    // JSON knows no leading zeros.
    let significant = digits.trim_start_matches('0');
    let plain = text.len() == digits.len();
    Decimal::new(if plain { significant } else { text })
        .filter(|_| plain || significant == digits)
        .map(Value::Decimal)
}
