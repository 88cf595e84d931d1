//! The Gregorian calendar of years 1 to 9999, and the English names of its days and months.

use std::ops::RangeInclusive;

/// The years that a date can have.
pub(super) const YEARS: RangeInclusive<i64> = 1..=9999;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Sunday first: the index is .NET's `DayOfWeek`.
pub(super) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The days before each month of a common year.
const DAYS_BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// Returns the three-letter form of a month or weekday name.
pub(super) fn abbreviation(name: &'static str) -> &'static str {
    name.get(..3).unwrap_or(name)
}

/// Returns the name at an index counted from `first`, or the empty text beyond the ends.
pub(super) fn name(names: &[&'static str], first: i64, number: i64) -> &'static str {
    usize::try_from(number - first).ok().and_then(|index| names.get(index)).copied().unwrap_or_default()
}

/// Returns the number of days in a month, and `None` if there is no such month.
pub(super) fn days_in_month(year: i64, month: i64) -> Option<i64> {
    if !YEARS.contains(&year) {
        return None;
    }
    match month {
        2 => Some(if is_leap(year) { 29 } else { 28 }),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// Returns the days from 1 January 1 to a date, and `None` if there is no such date.
pub(super) fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=days_in_month(year, month)?).contains(&day) {
        return None;
    }
    let before = year - 1;
    let leap_day = i64::from(month > 2 && is_leap(year));
    let before_month = *DAYS_BEFORE.get(usize::try_from(month - 1).ok()?)?;
    Some(before * 365 + before / 4 - before / 100 + before / 400 + before_month + leap_day + day - 1)
}

/// Returns the year, month and day that is `number` days after 1 January 1.
pub(super) fn civil(number: i64) -> (i64, i64, i64) {
    // Years are counted from 1 March of year 0, so that the leap day is the last day of its year.
    let days = number + 306;
    let (cycle, day_of_cycle) = (days / 146_097, days % 146_097);
    let year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36_524 - day_of_cycle / 146_096) / 365;
    let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (cycle * 400 + year_of_cycle + i64::from(month <= 2), month, day)
}

/// Returns the year that a one- or two-digit year means: the window is 1950 to 2049; other years stay.
pub(super) fn four_digit_year(year: i64) -> i64 {
    match year {
        0..=49 => year + 2000,
        50..=99 => year + 1900,
        _ => year,
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
