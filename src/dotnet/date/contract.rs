//! The date texts that `CDate` promises to read; narrower than what .NET reads.

use super::cursor::Cursor;
use super::date_time::DateTime;
use super::error::InvalidDate;
use super::parse::parse;

/// Reads a date that is written out in full, and converts it to UTC.
///
/// That is `yyyy-M-d` or `M/d/yyyy`; after it may come a time, `H:mm`, `H:mm:ss` or `H:mm:ss.f` with up to seven
/// digits, after `T` or white space, with `AM` or `PM` and an hour from 1 to 12; and after that a time zone, `Z` or an
/// offset `±h`, `±hh`, `±hhmm` or `±hh:mm`. White space around it is ignored. Without a zone the date is in UTC.
///
/// The value is what [`parse()`] gives, and what that refuses is refused. Nothing is guessed: no month's name, no
/// two-digit year, no time without a date, so the clock plays no part.
///
/// # Errors
///
/// For every other text, and for days and times that do not exist.
pub(crate) fn contract_parse(text: &str) -> Result<DateTime, InvalidDate> {
    let mut cursor = Cursor::new(text);
    cursor.skip_white_space();
    if cursor.is_at_end() {
        return Err(InvalidDate::Empty);
    }
    if date(&mut cursor) && time(&mut cursor) && zone(&mut cursor) {
        cursor.skip_white_space();
        if cursor.is_at_end() {
            return parse(text, None);
        }
    }
    Err(InvalidDate::Unreadable(cursor.position()))
}

/// Goes past `yyyy-M-d` or `M/d/yyyy`.
fn date(text: &mut Cursor<'_>) -> bool {
    match digits(text) {
        4 => text.take('-') && one_or_two(text) && text.take('-') && one_or_two(text),
        1 | 2 => text.take('/') && one_or_two(text) && text.take('/') && digits(text) == 4,
        _ => false,
    }
}

/// Goes past a time, or stays where it is if none follows.
fn time(text: &mut Cursor<'_>) -> bool {
    let before = *text;
    let marked = text.take_ignoring_case("T");
    text.skip_white_space();
    if !marked && !text.rest().starts_with(|next: char| next.is_ascii_digit()) {
        *text = before;
        return true;
    }
    let (count, hour) = text.take_digits(usize::MAX);
    if !(1..=2).contains(&count) || !text.take(':') || digits(text) != 2 {
        return false;
    }
    if text.take(':') && (digits(text) != 2 || text.take('.') && !(1..=7).contains(&digits(text))) {
        return false;
    }
    let mut after = *text;
    after.skip_white_space();
    if after.take_ignoring_case("AM") || after.take_ignoring_case("PM") {
        *text = after;
        return (1..=12).contains(&hour);
    }
    true
}

/// Goes past a zone, or stays where it is if none follows.
fn zone(text: &mut Cursor<'_>) -> bool {
    text.skip_white_space();
    if text.take('+') || text.take('-') {
        return match digits(text) {
            2 if text.take(':') => digits(text) == 2,
            1 | 2 | 4 => true,
            _ => false,
        };
    }
    text.take_ignoring_case("Z");
    true
}

fn digits(text: &mut Cursor<'_>) -> usize {
    text.take_digits(usize::MAX).0
}

fn one_or_two(text: &mut Cursor<'_>) -> bool {
    (1..=2).contains(&digits(text))
}
