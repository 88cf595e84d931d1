//! The fraction of a second, with any number of digits.

use crate::dotnet::date::cursor::Cursor;

/// Goes past the digits after a dot, and returns how many there are and their value in ticks.
///
/// The digits beyond the seventh round, but as .NET adds them up: one by one, as doubles, a half to the even tick.
pub(super) fn take(text: &mut Cursor<'_>) -> (usize, i64) {
    let (mut fraction, mut place, mut count) = (0.0, 0.1, 0);
    while let Some(digit) = text.peek().and_then(|next| next.to_digit(10)) {
        fraction += f64::from(digit) * place;
        place *= 0.1;
        count += 1;
        text.next();
    }
    #[expect(clippy::cast_possible_truncation, reason = "the fraction is from 0 to 1")]
    let ticks = (fraction * 10_000_000.0_f64).round_ties_even() as i64;
    (count, ticks)
}
