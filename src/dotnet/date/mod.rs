//! Dates as .NET has them: reading, writing, adding, comparing.
//!
//! Text goes in, [`DateTime`]s of 100-ns ticks come out, and the other way round. The culture is always the invariant
//! one and the host's time zone is always UTC, so a local date and a universal date show the same clock.
//!
//! | for | use |
//! | --- | --- |
//! | `CDate`, date text given to a date function | [`parse_dated`]; [`parse()`] takes all that .NET takes |
//! | `FormatDateTime` | [`Styles`], [`InputFormat`] and [`OutputFormat`] |
//! | `DateAdd`, `DateDiff` | [`Interval`], [`date_add`], [`date_diff`] |
//! | `DateFromNum`, `NumFromDate` | [`from_file_time`], [`to_file_time`] |
//! | the text form of a date | its `Display` |
//!
//! Nothing here reads a clock: what .NET would fill in from today's date comes from the `now` the caller passes.
//! No input causes a panic, and no error holds the text that was read, for it is personal data.
//!
//! The behaviour is that of .NET 9; the tables `dotnet-cdate`, `dotnet-date*` and `dotnet-filetime` decide.

mod assemble;
mod calendar;
mod cursor;
mod date_time;
mod dated;
mod error;
mod file_time;
pub(crate) mod format;
mod input_format;
mod parse;
mod parse_exact;
mod quoted;
mod standard;
pub(crate) mod styles;
mod visual_basic;

#[cfg(test)]
mod tests;

pub use date_time::DateTime;
pub(crate) use dated::parse_dated;
pub(crate) use error::InvalidDate;
pub(crate) use file_time::{from_file_time, to_file_time};
pub(crate) use format::OutputFormat;
pub(crate) use input_format::InputFormat;
pub(crate) use parse::parse;
pub(crate) use styles::Styles;
pub(crate) use visual_basic::{Interval, date_add, date_diff};
// What only the tables and the tests ask for.
#[cfg(test)]
pub(crate) use {
    date_time::Kind,
    error::{InvalidFormat, InvalidInterval, InvalidStyles, OutOfRange},
};
