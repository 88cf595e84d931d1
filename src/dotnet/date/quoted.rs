//! Quoted text in a format: `'…'` or `"…"`, in which a backslash takes the next character as it is.

use super::cursor::Cursor;
use super::error::InvalidFormat;

/// Goes past quoted text, the opening quote being behind the cursor, at `opening`; returns what is between the quotes.
pub(super) fn take<'f>(
    format: &mut Cursor<'f>,
    quote: char,
    opening: Cursor<'f>,
) -> Result<&'f str, InvalidFormat> {
    let start = format.rest();
    loop {
        let before = *format;
        match format.next() {
            None => return Err(InvalidFormat::Unclosed(opening.position())),
            Some('\\') if format.next().is_none() => return Err(InvalidFormat::Escape(before.position())),
            Some(next) if next == quote => {
                return Ok(start.strip_suffix(before.rest()).unwrap_or_default());
            }
            Some(_) => {}
        }
    }
}

/// Returns the characters of a quoted text, escapes taken away.
pub(super) fn characters(quoted: &str) -> impl Iterator<Item = char> {
    let mut chars = quoted.chars();
    std::iter::from_fn(move || match chars.next() {
        Some('\\') => chars.next(),
        next => next,
    })
}
