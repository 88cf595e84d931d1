//! Visual Basic's `InStr`, on which Entra's is built.

use super::{find_ignore_case, utf16};
use std::num::NonZeroUsize;

/// How `InStr` compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// `vbBinaryCompare`: unit by unit.
    Binary,
    /// `vbTextCompare`: without regard to case, width and kana.
    Text,
}

/// The position of the first `needle` at or after position `start`, both counted from 1; 0 where there is none.
///
/// An empty needle is found at `start`, up to and including the end, but nothing is found in an empty text.
pub(crate) fn in_str(text: &str, needle: &str, start: NonZeroUsize, comparison: Comparison) -> usize {
    if text.is_empty() {
        return 0;
    }
    let from = start.get() - 1;
    let found = match comparison {
        Comparison::Binary => utf16::find(text, needle, from),
        Comparison::Text => find_ignore_case(text, needle, from),
    };
    found.map_or(0, |position| position + 1)
}
