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
    pub(crate) fn convert<'a>(
        &self,
        value: &'a Value<'a>,
        arena: &'a Arena,
    ) -> Result<&'a Value<'a>, EvalError> {
        match (value, self.kind) {
            (Value::Null, _) => Ok(value),
            (Value::Text(_), _) if self.keeps_text => Ok(value),
            (Value::Boolean(_), AttributeType::Boolean) if !self.multivalued => Ok(value),
            _ => self.convert_any(value, arena),
        }
    }

    fn convert_any<'a>(&self, value: &'a Value<'a>, arena: &'a Arena) -> Result<&'a Value<'a>, EvalError> {
        if !self.multivalued {
            return match value {
                Value::List(members) => self.convert_single(only(members)?, arena),
                single => self.convert_single(single, arena),
            };
        }
        let mut members = bumpalo::collections::Vec::new_in(arena);
        for member in value.members().iter().filter(|member| !member.is_empty()) {
            members.push(*self.convert_single(member, arena)?);
        }
        Ok(if members.is_empty() {
            &Value::Null
        } else {
            arena.alloc(Value::List(members.into_bump_slice()))
        })
    }

    fn convert_single<'a>(&self, value: &'a Value<'a>, arena: &'a Arena) -> Result<&'a Value<'a>, EvalError> {
        match (self.kind, value) {
            // A reference is linked to the target's resources later; complex values come only from complex-valued functions,
            // and only whole multi-valued attributes take them.
            (_, Value::Null)
            | (AttributeType::Boolean, Value::Boolean(_))
            | (AttributeType::Integer, Value::Integer(_))
            | (AttributeType::Complex, Value::Complex(_))
            | (AttributeType::Reference, _) => Ok(value),
            (AttributeType::Boolean, value) => {
                let text = value.text(arena).ok().flatten();
                let invalid = || {
                    EvalError::new(
                        &code::INVALID_BOOLEAN,
                        "a boolean target got a value that is neither true nor false",
                    )
                };
                Ok(arena.alloc(text.and_then(boolean::exactly).ok_or_else(invalid)?.into()))
            }
            (AttributeType::Integer, value) => {
                let text = value.text(arena).ok().flatten();
                let invalid = || {
                    EvalError::new(
                        &code::INVALID_INTEGER,
                        "an integer target got a value that is no whole number",
                    )
                };
                Ok(arena.alloc(text.and_then(integer).ok_or_else(invalid)?))
            }
            (AttributeType::Complex, _) => {
                let message = "a complex target got a value without sub-attributes";
                Err(EvalError::new(&code::COMPLEX_AS_SCALAR, message))
            }
            (_, value) => Ok(arena.alloc(value.text(arena)?.into())),
        }
    }
}

fn only<'a>(members: &'a [Value<'a>]) -> Result<&'a Value<'a>, EvalError> {
    let mut filled = members.iter().filter(|member| !member.is_empty());
    let first = filled.next().unwrap_or(&Value::Null);
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
