//! Positions in UTF-16 code units over `&str`, without converting it.
//!
//! A position inside a surrogate pair cuts its character; neither side of the cut keeps a half of it. ASCII,
//! where units are bytes, takes a short way.

/// The length of a text in code units.
pub(crate) fn len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// The first `count` code units, or the whole text where it is shorter.
pub(crate) fn prefix(text: &str, count: usize) -> &str {
    // No text has more units than bytes.
    if count >= text.len() {
        return text;
    }
    let (byte, _) = character_at(text, count);
    text.get(..byte).unwrap_or(text)
}

/// At most `length` code units from position `start`, counted from 0.
///
/// At the end of the text nothing is left; past it there is no such position, and `Substring` fails: `None`.
pub(crate) fn substring(text: &str, start: usize, length: usize) -> Option<&str> {
    let (rest, begins) = suffix(text, start);
    // A cut character leaves one unit less to take.
    let cut = begins.checked_sub(start)?;
    Some(prefix(rest, length.saturating_sub(cut)))
}

/// The position of the first `needle` at or after position `from`, compared unit by unit.
///
/// An empty needle is found at `from`, up to and including the end.
pub(crate) fn find(text: &str, needle: &str, from: usize) -> Option<usize> {
    if needle.is_empty() {
        return (from <= len(text)).then_some(from);
    }
    let (rest, skipped) = suffix(text, from);
    let (before, _) = rest.split_once(needle)?;
    Some(skipped + len(before))
}

/// The text from position `start` on, and the position at which it really begins.
///
/// They differ by one where `start` cuts a character; past the end nothing is left.
pub(super) fn suffix(text: &str, start: usize) -> (&str, usize) {
    let (byte, first_unit) = character_at(text, start);
    let mut rest = text.get(byte..).unwrap_or_default().chars();
    let cut = if first_unit < start { rest.next().map_or(0, char::len_utf16) } else { 0 };
    (rest.as_str(), first_unit + cut)
}

/// The byte position of the character that holds unit `position`, and the position of its first unit; the end
/// of the text where it is shorter.
fn character_at(text: &str, position: usize) -> (usize, usize) {
    if text.as_bytes().get(..position).is_some_and(<[u8]>::is_ascii) {
        return (position, position);
    }
    let mut unit = 0;
    for (byte, character) in text.char_indices() {
        let next = unit + character.len_utf16();
        if next > position {
            return (byte, unit);
        }
        unit = next;
    }
    (text.len(), unit)
}
