//! What `CDate` takes of all that .NET reads as a date.

use super::parse;
use super::{DateTime, InvalidDate};

/// The fewest digits that name a year beyond doubt.
const YEAR_DIGITS: usize = 4;

/// Reads a date as .NET does, if the text says all of it.
///
/// .NET fills in today where a text has only a time, takes the day of `29 Feb` for a year, and guesses the century of two
/// digits, differently from version to version. A rule that meets such a text should fail rather than enable an account.
///
/// # Errors
///
/// For what .NET refuses, and for a text without a year of four digits.
pub(crate) fn parse_dated(text: &str) -> Result<DateTime, InvalidDate> {
    // The common forms have a year of four digits.
    if let Some(date) = parse::common::read(text) {
        return Ok(date);
    }
    let date = parse::parse(text, None)?;
    let runs = text.split(|character: char| !character.is_ascii_digit());
    let has_year = runs.map(str::len).any(|digits| digits >= YEAR_DIGITS);
    if has_year { Ok(date) } else { Err(InvalidDate::NoYear) }
}
