//! File times: the 100-ns steps since 1 January 1601 that directories store.

use super::date_time::{DateTime, Kind, TICKS_PER_DAY};
use super::error::OutOfRange;

/// 1 January 1601, in ticks.
const EPOCH: i64 = 584_388 * TICKS_PER_DAY;

/// Returns the date of a file time, in UTC.
///
/// # Errors
///
/// Below zero, and beyond the year 9999; so 9223372036854775807, the «never» of directories, is refused.
pub(crate) fn from_file_time(file_time: i64) -> Result<DateTime, OutOfRange> {
    if file_time < 0 {
        return Err(OutOfRange);
    }
    DateTime::from_ticks(file_time.checked_add(EPOCH).ok_or(OutOfRange)?, Kind::Utc)
}

/// Returns the file time of a date. A date without a time zone is in UTC.
///
/// # Errors
///
/// For dates before 1601.
pub(crate) fn to_file_time(date: DateTime) -> Result<i64, OutOfRange> {
    let file_time = date.ticks() - EPOCH;
    if file_time < 0 { Err(OutOfRange) } else { Ok(file_time) }
}
