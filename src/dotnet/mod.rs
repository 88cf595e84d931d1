//! What the expression language takes from .NET: dates, text by UTF-16 code unit, casing, regular expressions,
//! encodings, base64, and how texts are read as booleans and numbers.
//!
//! Each part stands behind a small face and is exact to the tables `tests/conformance/dotnet-*.json`, which .NET 9 itself
//! produced, as far as they go. Nothing here knows of values, rules or objects.

pub(crate) mod base64;
pub(crate) mod boolean;
pub(crate) mod date;
pub(crate) mod encoding;
pub(crate) mod int32;
pub(crate) mod regex;
pub(crate) mod text;
