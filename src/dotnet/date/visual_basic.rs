//! `DateAdd` and `DateDiff` of Visual Basic's `DateAndTime`.
//!
//! A week starts on Sunday. The time zone of a date plays no part.

use super::calendar;
use super::date_time::{DateTime, Kind, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};
use super::error::{InvalidInterval, OutOfRange};

/// The unit in which dates are added and compared.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Interval {
    Year,
    Quarter,
    Month,
    DayOfYear,
    Day,
    /// `w`: adds days, but counts whole weeks.
    Weekday,
    /// `ww`: adds weeks, and counts the Sundays between two dates.
    Week,
    Hour,
    Minute,
    Second,
}

const NAMES: [(&str, Interval); 10] = [
    ("yyyy", Interval::Year),
    ("q", Interval::Quarter),
    ("m", Interval::Month),
    ("y", Interval::DayOfYear),
    ("d", Interval::Day),
    ("w", Interval::Weekday),
    ("ww", Interval::Week),
    ("h", Interval::Hour),
    ("n", Interval::Minute),
    ("s", Interval::Second),
];

impl Interval {
    /// Reads an interval as Visual Basic does: `yyyy q m y d w ww h n s`, in any case.
    ///
    /// # Errors
    ///
    /// For every other text.
    pub(crate) fn from_text(text: &str) -> Result<Self, InvalidInterval> {
        let known = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        known.map(|(_, interval)| *interval).ok_or(InvalidInterval)
    }

    /// Reads an interval that Entra documents: `yyyy m d ww h n s`, in exactly this case.
    ///
    /// # Errors
    ///
    /// For every other text, `q`, `y`, `w` and `D` among them.
    pub(crate) fn from_argument(text: &str) -> Result<Self, InvalidInterval> {
        match Self::from_text(text)? {
            Self::Quarter | Self::DayOfYear | Self::Weekday => Err(InvalidInterval),
            _ if text.contains(|letter: char| letter.is_ascii_uppercase()) => Err(InvalidInterval),
            documented => Ok(documented),
        }
    }
}

/// Returns the date that is `number` intervals after `date`. The number is cut toward zero.
///
/// After years, quarters and months, a day that the month does not have becomes its last day.
///
/// # Errors
///
/// A result outside the years 1 to 9999, and a number that is none or takes more than 32 bits.
pub(crate) fn date_add(interval: Interval, number: f64, date: DateTime) -> Result<DateTime, OutOfRange> {
    let number = int32(number).ok_or(OutOfRange)?;
    let unit = match interval {
        // .NET multiplies the years by twelve without a check, so that a great enough number goes round.
        Interval::Year => return add_months(date, number.wrapping_mul(12)),
        Interval::Quarter => return add_months(date, number.checked_mul(3).ok_or(OutOfRange)?),
        Interval::Month => return add_months(date, number),
        Interval::DayOfYear | Interval::Day | Interval::Weekday => TICKS_PER_DAY,
        Interval::Week => 7 * TICKS_PER_DAY,
        Interval::Hour => TICKS_PER_HOUR,
        Interval::Minute => TICKS_PER_MINUTE,
        Interval::Second => TICKS_PER_SECOND,
    };
    date.plus(i64::from(number).checked_mul(unit).ok_or(OutOfRange)?)
}

fn add_months(date: DateTime, months: i32) -> Result<DateTime, OutOfRange> {
    let (_, _, day) = date.civil();
    let month = self::months(date) + i64::from(months);
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let last_day = calendar::days_in_month(year, month).ok_or(OutOfRange)?;
    let midnight = DateTime::midnight(year, month, day.min(last_day)).ok_or(OutOfRange)?;
    midnight.with_kind(Kind::Unspecified).plus(date.time_of_day())
}

/// Returns how many intervals `later` is after `earlier`; negative if it is before.
///
/// Years, quarters and months compare the calendar, weeks count the Sundays between, everything else is elapsed time
/// cut toward zero.
///
/// # Errors
///
/// For weeks, if one of the dates is in the first week of year 1.
pub(crate) fn date_diff(interval: Interval, earlier: DateTime, later: DateTime) -> Result<i64, OutOfRange> {
    Ok(match interval {
        Interval::Year => later.civil().0 - earlier.civil().0,
        Interval::Quarter => months(later) / 3 - months(earlier) / 3,
        Interval::Month => months(later) - months(earlier),
        Interval::DayOfYear | Interval::Day => elapsed(earlier, later, TICKS_PER_DAY),
        Interval::Weekday => elapsed(earlier, later, TICKS_PER_DAY) / 7,
        Interval::Week => elapsed(last_saturday(earlier)?, last_saturday(later)?, TICKS_PER_DAY) / 7,
        Interval::Hour => elapsed(earlier, later, TICKS_PER_HOUR),
        Interval::Minute => elapsed(earlier, later, TICKS_PER_MINUTE),
        Interval::Second => elapsed(earlier, later, TICKS_PER_SECOND),
    })
}

/// Returns the months from January of year 0 to a date's month.
fn months(date: DateTime) -> i64 {
    let (year, month, _) = date.civil();
    year * 12 + month - 1
}

/// Returns the same time on the Saturday before the date's week.
fn last_saturday(date: DateTime) -> Result<DateTime, OutOfRange> {
    date.plus(-(date.weekday() + 1) * TICKS_PER_DAY)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = ".NET divides doubles: over thousands of years a missing tick is rounded away"
)]
fn elapsed(earlier: DateTime, later: DateTime, unit: i64) -> i64 {
    ((later.ticks() - earlier.ticks()) as f64 / unit as f64) as i64
}

/// Returns a number cut toward zero, if it then fits.
fn int32(number: f64) -> Option<i32> {
    let whole = number.trunc();
    #[expect(clippy::cast_possible_truncation, reason = "the range is tested")]
    (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&whole).then_some(whole as i32)
}
