//! White space as .NET has it: Unicode's `White_Space` property.
//!
//! It has U+0085 and the no-break spaces, but not the zero-width ones, the byte-order mark, NUL or U+180E.

/// Whether `Char.IsWhiteSpace` holds.
pub(crate) fn is_white_space(character: char) -> bool {
    character.is_whitespace()
}

/// The text without white space at both ends, as `String.Trim` leaves it.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_white_space)
}
