//! Values as an explanation shows them.

use super::REDACTED;
use crate::emit;
use crate::value::Value;
use serde::{Serialize, Serializer};

/// A value as JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Json(String);

impl Json {
    pub(super) fn new(value: Value<'_>) -> Self {
        Self(emit::value_text(value))
    }

    /// A value, or what stands in its place; null hides nothing.
    pub(super) fn shown(value: Value<'_>, hidden: bool) -> Self {
        if hidden && !value.is_null() { Self::new(Value::Text(REDACTED)) } else { Self::new(value) }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn is_null(&self) -> bool {
        self.0 == "null"
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &serde_json::value::RawValue =
            serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// Names with values, in order, as a JSON object.
#[derive(Debug, Default)]
pub(super) struct Entries(pub(super) Vec<(String, Json)>);

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
