//! JSON objects as source objects.
//!
//! The whole text is checked; of the attributes only those that the plan reads are kept, as the text they are.

use super::{Cell, InputError, SourceObject, Wanted};
use crate::value::Value;
use serde::de::{DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// One JSON object as UTF-8 text, e.g. a line of NDJSON.
impl SourceObject for [u8] {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        let text = std::str::from_utf8(self).map_err(|error| {
            let before = self.get(..error.valid_up_to()).unwrap_or_default();
            let (line, column) = position(before);
            InputError::at("the object is not UTF-8 text", line, column)
        })?;
        text.read(wanted)
    }
}

/// One JSON object as text.
impl SourceObject for str {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        let mut deserializer = serde_json::Deserializer::from_str(self);
        let read = deserializer.deserialize_map(Object(wanted)).and_then(|()| deserializer.end());
        read.map_err(|error| failure(&error))
    }
}

/// A JSON object that has been parsed already; texts are borrowed.
impl SourceObject for serde_json::Map<String, serde_json::Value> {
    fn read<'a>(&'a self, wanted: &mut Wanted<'a>) -> Result<(), InputError> {
        for index in 0..wanted.len() {
            match self.get(wanted.name(index)) {
                None | Some(serde_json::Value::Null) => {}
                Some(serde_json::Value::Bool(boolean)) => wanted.set(index, Value::Boolean(*boolean)),
                Some(serde_json::Value::String(text)) => wanted.set(index, Value::Text(text)),
                Some(other) => drop(wanted.put(index, Cell::Tree(other))),
            }
        }
        Ok(())
    }
}

/// The line and the column after a text, from 1.
fn position(before: &[u8]) -> (usize, usize) {
    let lines = memchr::memchr_iter(b'\n', before).count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
    (lines + 1, column + 1)
}

/// serde's message without its place, which is told apart.
pub(super) fn failure(error: &serde_json::Error) -> InputError {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    // SECURITY: serde's type errors repeat the value that they found.
    let message = match message {
        _ if message.starts_with("invalid type") => "the source object is not a JSON object",
        "expected ident" | "expected value" => "not a JSON value",
        message => message,
    };
    InputError::at(message, error.line(), error.column())
}

struct Object<'w, 'a>(&'w mut Wanted<'a>);

impl<'a> Visitor<'a> for Object<'_, 'a> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut access: A) -> Result<(), A::Error> {
        while let Some(key) = access.next_key_seed(Key(self.0))? {
            let Some(key) = key else {
                access.next_value::<IgnoredAny>()?;
                continue;
            };
            let raw: &RawValue = access.next_value()?;
            if !self.0.put(key, Cell::Json(raw.get())) {
                let message = format!("the attribute `{}` stands twice", self.0.name(key));
                return Err(A::Error::custom(message));
            }
        }
        Ok(())
    }
}

/// Finds the index of a key, if it is wanted.
struct Key<'w, 'a>(&'w Wanted<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an attribute name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.find(name))
    }
}
