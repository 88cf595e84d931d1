//! Offsets from UTC: `±h`, `±hh`, `±hmm`, `±hhmm`, `±h:m` and the like.

use crate::dotnet::date::assemble::Zone;
use crate::dotnet::date::cursor::Cursor;

/// Goes past an offset. `None` if there is none, wherever the cursor then is.
pub(super) fn take(text: &mut Cursor<'_>) -> Option<Zone> {
    let sign = text.next().filter(|sign| matches!(sign, '+' | '-'))?;
    let (hours, minutes) = match text.take_digits(usize::MAX) {
        (1 | 2, hours) if text.take(':') => match text.take_digits(usize::MAX) {
            (1 | 2, minutes) => (hours, minutes),
            _ => return None,
        },
        (1 | 2, hours) => (hours, 0),
        (3 | 4, both) => (both / 100, both % 100),
        _ => return None,
    };
    (minutes < 60).then(|| Zone::offset(sign, hours, minutes))
}
