//! Ordinal comparison: by code unit, without culture, ignorable characters or equivalences.

use super::{Culture, casing};
use std::cmp::Ordering;

/// Whether a text holds another without regard to case, as `StringComparison.OrdinalIgnoreCase` has it.
///
/// Characters are compared by their simple upper case, so `ς` is found in `σ`, but `ß` is not in `ẞ`, nor `ı` in `I`.
pub(crate) fn contains_ignore_case(text: &str, needle: &str) -> bool {
    // Folding both first keeps the search linear, however often a long needle nearly fits.
    let folded = |text: &str| text.chars().map(ordinal_upper).collect::<String>();
    folded(text).contains(&folded(needle))
}

/// The order of two texts by UTF-16 code unit, which puts U+10000 before U+FFFF.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    left.encode_utf16().cmp(right.encode_utf16())
}

/// The upper case that ordinal comparison goes by: .NET leaves out the two letters that would fold onto
/// ASCII.
fn ordinal_upper(character: char) -> char {
    match character {
        'ı' | 'ſ' => character,
        _ => casing::upper(character, Culture::Invariant),
    }
}
