//! Ordinal comparison: by code unit, without culture, ignorable characters or equivalences.

use super::{Culture, casing};
use std::cmp::Ordering;

/// Whether two texts are equal without regard to case, as `StringComparison.OrdinalIgnoreCase` has it.
///
/// Characters are compared by their simple upper case, so `ς` equals `σ`, but `ß` is not `ẞ`, nor `ı` `I`.
#[cfg(test)]
pub(crate) fn equals_ignore_case(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    left.chars().map(ordinal_upper).eq(right.chars().map(ordinal_upper))
}

/// Whether a text holds another without regard to case, compared as [`equals_ignore_case`] does.
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
