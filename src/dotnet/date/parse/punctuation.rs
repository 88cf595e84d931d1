//! The signs that .NET passes over for the sake of Visual Basic: `#…#` around a date, and NULs at the end.

use crate::dotnet::date::cursor::Cursor;

/// Goes past a `#` or past the NULs at the end, where they may stand.
pub(super) fn take(text: &mut Cursor<'_>) -> bool {
    match text.peek() {
        Some('#') => are_paired(text.text()) && text.take('#'),
        Some('\0') => {
            text.take_run('\0');
            text.is_at_end()
        }
        _ => false,
    }
}

/// Whether a text has two `#`, nothing but white space before them, and nothing but that and NULs after them.
fn are_paired(text: &str) -> bool {
    let mut parts = text.split('#');
    let (before, inside, after) = (parts.next(), parts.next(), parts.next());
    let (Some(before), Some(inside), Some(after), None) = (before, inside, after, parts.next()) else {
        return false;
    };
    before.trim_start().is_empty()
        && !inside.contains('\0')
        && after.chars().all(|next| next.is_whitespace() || next == '\0')
}
