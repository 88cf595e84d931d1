//! Visual Basic's `InStr`, on which Entra's is built.

use super::{find_ignore_case, utf16};

/// How `InStr` compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// `vbBinaryCompare`: unit by unit.
    Binary,
    /// `vbTextCompare`: without regard to case, width and kana.
    Text,
}

/// The position, from 0, of the first `needle` at or after position `from`.
///
/// An empty needle is found at `from`, up to and including the end, but nothing is found in an empty text.
pub(crate) fn in_str(text: &str, needle: &str, from: usize, comparison: Comparison) -> Option<usize> {
    if text.is_empty() {
        return None;
    }
    match comparison {
        Comparison::Binary => utf16::find(text, needle, from),
        Comparison::Text => find_ignore_case(text, needle, from),
    }
}
