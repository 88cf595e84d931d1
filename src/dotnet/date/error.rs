//! What can be wrong with a date, a format, a style or an interval.
//!
//! SECURITY: the messages name places and specifiers, never the text that was read.

use std::fmt;

/// Why a text is not a date, or not the date that its format describes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum InvalidDate {
    /// There is no text.
    Empty,
    /// What stands at a position (from 1, in UTF-16 code units) is no part of a date.
    Unreadable(usize),
    /// The text has dates or times in it, but they do not add up to one date.
    Incomplete,
    /// The format wants something else at a position.
    Mismatch {
        /// The letter of the specifier, or the literal character.
        letter: char,
        /// How often the letter stands in the specifier.
        count: usize,
        /// The position in the text.
        position: usize,
    },
    /// The text goes on where the format ends.
    Trailing(usize),
    /// Two specifiers of one kind read different values.
    Contradiction(char),
    /// There is no such day, hour, minute or second.
    NoSuchTime,
    /// The hour does not go with AM or PM.
    HalfDay,
    /// The date falls on another weekday.
    Weekday,
    /// The offset is more than 14 hours.
    Offset,
    /// The date is outside the years 1 to 9999.
    OutOfRange,
    /// The text has no year, or no date at all, and the caller gave no clock to take it from.
    NoClock,
    /// The text has no year of four digits, so which year it means is a guess.
    NoYear,
}

impl fmt::Display for InvalidDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("the text is empty"),
            Self::Unreadable(position) => write!(formatter, "no date can be read at position {position}"),
            Self::Incomplete => formatter.write_str("the text is not one whole date"),
            Self::Mismatch { letter, count, position } => {
                formatter.write_str("`")?;
                (0..*count).try_for_each(|_| write!(formatter, "{letter}"))?;
                write!(formatter, "` does not fit at position {position}")
            }
            Self::Trailing(position) => {
                write!(formatter, "the format ends at position {position} of the text")
            }
            Self::Contradiction(letter) => write!(formatter, "two different values for `{letter}`"),
            Self::NoSuchTime => formatter.write_str("there is no such day or time"),
            Self::HalfDay => formatter.write_str("the hour does not go with AM or PM"),
            Self::Weekday => formatter.write_str("the date falls on another weekday"),
            Self::Offset => formatter.write_str("the offset is more than 14 hours"),
            Self::OutOfRange => OutOfRange.fmt(formatter),
            Self::NoClock => formatter.write_str("the text has no date, or a date without a year"),
            Self::NoYear => formatter.write_str("the text has no year of four digits"),
        }
    }
}

impl From<OutOfRange> for InvalidDate {
    fn from(OutOfRange: OutOfRange) -> Self {
        Self::OutOfRange
    }
}

/// Why a text is not a date format. Positions count from 1, in UTF-16 code units.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum InvalidFormat {
    /// An input format must not be empty.
    Empty,
    /// A format of one character must be a standard format.
    NoSuchStandardFormat(char),
    /// A quote is not closed.
    Unclosed(usize),
    /// A `\` has nothing to escape.
    Escape(usize),
    /// A `%` has no specifier after it.
    Percent(usize),
    /// More than seven `f` or `F`.
    Fraction(usize),
}

impl fmt::Display for InvalidFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("the format is empty"),
            Self::NoSuchStandardFormat(letter) => write!(formatter, "there is no standard format `{letter}`"),
            Self::Unclosed(position) => write!(formatter, "the quote at position {position} is not closed"),
            Self::Escape(position) => write!(formatter, "nothing follows the `\\` at position {position}"),
            Self::Percent(position) => {
                write!(formatter, "no specifier follows the `%` at position {position}")
            }
            Self::Fraction(position) => {
                write!(formatter, "more than seven fraction digits at position {position}")
            }
        }
    }
}

/// A date, or the result of adding to one, is outside the years 1 to 9999 (for a file time: 1601 to 9999).
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct OutOfRange;

impl fmt::Display for OutOfRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the date is out of range")
    }
}

/// A text is no list of `DateTimeStyles`, or the styles contradict each other.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum InvalidStyles {
    /// The text names a style that does not exist.
    Unknown,
    /// The text is a number that is too large.
    Overflow,
    /// The styles cannot be combined.
    Conflict,
}

impl fmt::Display for InvalidStyles {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unknown => "there is no such date style",
            Self::Overflow => "the number of a date style is too large",
            Self::Conflict => "these date styles cannot be combined",
        })
    }
}

/// A text is not the name of an interval.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) struct InvalidInterval;

impl fmt::Display for InvalidInterval {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("there is no such interval")
    }
}
