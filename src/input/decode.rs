//! Checked JSON text to values, in the object's arena.

use super::InputError;
use super::json::failure;
use crate::value::{Arena, Decimal, Value};
use serde::de::{Deserializer as _, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// Deepest nesting of a value that a rule reads.
const MAX_DEPTH: usize = 100;

/// Decodes one JSON value; text without escapes is borrowed.
///
/// # Errors
///
/// For a lone surrogate, a repeated sub-attribute, and nesting deeper than 100.
pub(super) fn json<'a>(raw: &'a str, arena: &'a Arena) -> Result<Value<'a>, InputError> {
    nested(raw, arena, MAX_DEPTH)
}

fn nested<'a>(raw: &'a str, arena: &'a Arena, depth: usize) -> Result<Value<'a>, InputError> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(InputError::new(format!("a value nests deeper than {MAX_DEPTH} levels")));
    };
    match raw.as_bytes().first() {
        Some(b'"') => text(raw, arena).map(Value::Text),
        Some(b't') => Ok(Value::Boolean(true)),
        Some(b'f') => Ok(Value::Boolean(false)),
        Some(b'[') => {
            let members: Vec<&RawValue> = serde_json::from_str(raw).map_err(|error| failure(&error))?;
            let slice = arena.alloc_slice_fill_copy(members.len(), Value::Null);
            for (place, member) in slice.iter_mut().zip(members) {
                *place = nested(member.get(), arena, depth)?;
            }
            Ok(Value::List(slice))
        }
        Some(b'{') => complex(raw, arena, depth),
        Some(b'n') | None => Ok(Value::Null),
        Some(_) => number(raw),
    }
}

fn number(raw: &str) -> Result<Value<'_>, InputError> {
    if let Ok(integer) = raw.parse() {
        return Ok(Value::Integer(integer));
    }
    let beyond = || InputError::new("a number is beyond what a double holds");
    Decimal::new(raw).map(Value::Decimal).ok_or_else(beyond)
}

fn text<'a>(raw: &'a str, arena: &'a Arena) -> Result<&'a str, InputError> {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Ok(inner);
    }
    // The text has been checked; what is left to fail is an escape for half a surrogate pair.
    let lone = |_| InputError::new("an escape names half a character (a lone surrogate)");
    let decoded: String = serde_json::from_str(raw).map_err(lone)?;
    Ok(arena.alloc_str(&decoded))
}

fn complex<'a>(raw: &'a str, arena: &'a Arena, depth: usize) -> Result<Value<'a>, InputError> {
    let entries =
        serde_json::Deserializer::from_str(raw).deserialize_map(Entries).map_err(|error| failure(&error))?;
    let slice = arena.alloc_slice_fill_copy(entries.len(), ("", Value::Null));
    for (place, (name, value)) in slice.iter_mut().zip(entries) {
        let name = match name {
            Cow::Borrowed(name) => name,
            Cow::Owned(name) => arena.alloc_str(&name),
        };
        *place = (name, nested(value.get(), arena, depth)?);
    }
    Ok(Value::Complex(slice))
}

/// Collects the entries of an object; a repeated name is an error.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a complex value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let (mut entries, mut names) = (Self::Value::new(), HashSet::new());
        while let Some(Name(name)) = access.next_key()? {
            if !names.insert(name.clone()) {
                return Err(A::Error::custom(format!("the sub-attribute `{name}` stands twice")));
            }
            entries.push((name, access.next_value()?));
        }
        Ok(entries)
    }
}

/// A name that is borrowed where nothing is escaped, which serde's `Cow` never is.
#[derive(serde::Deserialize)]
struct Name<'n>(#[serde(borrow)] Cow<'n, str>);

/// Converts a parsed JSON tree; text is borrowed.
pub(super) fn tree<'a>(tree: &'a serde_json::Value, arena: &'a Arena) -> Value<'a> {
    match tree {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(boolean) => Value::Boolean(*boolean),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Number(number) => {
            let decimal =
                || Decimal::new(arena.alloc_str(&number.to_string())).map_or(Value::Null, Value::Decimal);
            number.as_i64().map_or_else(decimal, Value::Integer)
        }
        serde_json::Value::Array(members) => {
            Value::List(arena.alloc_slice_fill_iter(members.iter().map(|member| self::tree(member, arena))))
        }
        serde_json::Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.as_str(), self::tree(value, arena)));
            Value::Complex(bumpalo::collections::Vec::from_iter_in(entries, arena).into_bump_slice())
        }
    }
}
