//! Writing a date: custom and standard output formats in the invariant culture.
//!
//! A format is checked once, by [`OutputFormat::new`]; writing by it then fails only if the writer does. A character
//! that is no specifier is written as it is, so `T` and `Z` need no quotes here.

use super::calendar;
use super::cursor::Cursor;
use super::date_time::{DateTime, Kind, TICKS_PER_MINUTE, TICKS_PER_SECOND};
use super::error::InvalidFormat;
use super::{quoted, standard};
use std::borrow::Cow;
use std::fmt;

/// The form in which a date becomes text.
pub(super) const CANONICAL: OutputFormat<'static> =
    OutputFormat { pattern: Cow::Borrowed("M/d/yyyy h:mm:ss tt"), universal: false };

/// A valid format for writing dates.
#[derive(Clone, Debug)]
pub(crate) struct OutputFormat<'f> {
    /// INVARIANT: [`next_part`] finds no fault in it.
    pattern: Cow<'f, str>,
    /// Whether a date with an offset is first converted to UTC.
    universal: bool,
}

/// What is written for a date's time zone. A plain date never has another offset than zero.
#[derive(Copy, Clone, Debug)]
pub(crate) enum Zone {
    Unspecified,
    Utc,
    /// Minutes east of UTC.
    Offset(i64),
}

/// A piece of a format.
enum Part<'f> {
    /// A specifier: its letter and how often it stands there.
    Specifier(char, usize),
    Literal(char),
    Quoted(&'f str),
}

impl<'f> OutputFormat<'f> {
    /// Checks a format. One character alone is a standard format; no character at all is `G`.
    ///
    /// # Errors
    ///
    /// An unknown standard format, an unclosed quote, a `\` or `%` with nothing after it, more than seven `f` or `F`.
    pub(crate) fn new(format: &'f str) -> Result<Self, InvalidFormat> {
        let letter = if format.is_empty() { Some('G') } else { standard::letter(format) };
        let pattern = match letter {
            Some(letter) => standard::pattern(letter).ok_or(InvalidFormat::NoSuchStandardFormat(letter))?,
            None => format,
        };
        let mut cursor = Cursor::new(pattern);
        while next_part(&mut cursor)?.is_some() {}
        Ok(Self { pattern: pattern.into(), universal: matches!(letter, Some('r' | 'R' | 'u')) })
    }

    /// Returns the format as one that borrows nothing, to be kept.
    pub(crate) fn into_owned(self) -> OutputFormat<'static> {
        OutputFormat { pattern: Cow::Owned(self.pattern.into_owned()), ..self }
    }

    /// Writes a date by this format.
    ///
    /// # Errors
    ///
    /// Only those of `out`.
    pub(crate) fn write(&self, date: DateTime, out: &mut impl fmt::Write) -> fmt::Result {
        let zone = match date.kind() {
            Kind::Unspecified => Zone::Unspecified,
            Kind::Utc => Zone::Utc,
            Kind::Local => Zone::Offset(0),
        };
        self.write_in_zone(date, zone, out)
    }

    /// Writes a date whose clock is that of `zone`, as .NET's `DateTimeOffset` does.
    pub(crate) fn write_in_zone(&self, date: DateTime, zone: Zone, out: &mut impl fmt::Write) -> fmt::Result {
        let date = match zone {
            Zone::Offset(minutes) if self.universal => {
                date.plus(-minutes * TICKS_PER_MINUTE).map_err(|_| fmt::Error)?
            }
            _ => date,
        };
        let mut output = Output { out, dot: false };
        let mut cursor = Cursor::new(&self.pattern);
        while let Some(part) = next_part(&mut cursor).map_err(|_| fmt::Error)? {
            match part {
                Part::Specifier(letter, count) => output.specifier(letter, count, date, zone)?,
                Part::Literal(character) => output.character(character)?,
                Part::Quoted(text) => quoted::characters(text).try_for_each(|next| output.character(next))?,
            }
        }
        output.flush()
    }
}

/// Reads the next piece of a format.
fn next_part<'f>(format: &mut Cursor<'f>) -> Result<Option<Part<'f>>, InvalidFormat> {
    let before = *format;
    let Some(character) = format.next() else { return Ok(None) };
    Ok(Some(match character {
        '\'' | '"' => Part::Quoted(quoted::take(format, character, before.position())?),
        '\\' => Part::Literal(format.next().ok_or_else(|| InvalidFormat::Escape(before.position()))?),
        '%' => match format.next() {
            None | Some('%') => return Err(InvalidFormat::Percent(before.position())),
            Some('\'' | '"') => return Err(InvalidFormat::Unclosed(before.position() + 1)),
            Some('\\') => return Err(InvalidFormat::Escape(before.position() + 1)),
            Some(next) if is_specifier(next) => Part::Specifier(next, 1),
            Some(next) => Part::Literal(next),
        },
        'K' => Part::Specifier('K', 1),
        _ if is_specifier(character) => {
            let count = 1 + format.take_run(character);
            if matches!(character, 'f' | 'F') && count > 7 {
                return Err(InvalidFormat::Fraction(before.position()));
            }
            Part::Specifier(character, count)
        }
        _ => Part::Literal(character),
    }))
}

fn is_specifier(character: char) -> bool {
    matches!(character, 'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'K' | 'm' | 'M' | 's' | 't' | 'y' | 'z')
}

/// The text so far, but for a dot that may still go away.
struct Output<'o, W> {
    out: &'o mut W,
    /// Whether the last character is a `.`, which an empty `F` removes.
    dot: bool,
}

impl<W: fmt::Write> Output<'_, W> {
    fn flush(&mut self) -> fmt::Result {
        if std::mem::take(&mut self.dot) { self.out.write_char('.') } else { Ok(()) }
    }

    fn character(&mut self, character: char) -> fmt::Result {
        self.flush()?;
        self.dot = character == '.';
        if self.dot { Ok(()) } else { self.out.write_char(character) }
    }

    fn text(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|character| self.character(character))
    }

    /// Writes a number with zeros before it, so that it has at least `width` digits.
    fn number(&mut self, value: i64, width: usize) -> fmt::Result {
        self.flush()?;
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(value);
        (digits.len()..width).try_for_each(|_| self.out.write_char('0'))?;
        self.out.write_str(digits)
    }

    fn specifier(&mut self, letter: char, count: usize, date: DateTime, zone: Zone) -> fmt::Result {
        let (year, month, day) = date.civil();
        match (letter, count) {
            ('y', 1 | 2) => self.number(year % 100, count),
            ('y', _) => self.number(year, count),
            ('M', 1 | 2) => self.number(month, count),
            ('M', 3) => self.text(calendar::abbreviation(calendar::name(&calendar::MONTHS, 1, month))),
            ('M', _) => self.text(calendar::name(&calendar::MONTHS, 1, month)),
            ('d', 1 | 2) => self.number(day, count),
            ('d', 3) => {
                self.text(calendar::abbreviation(calendar::name(&calendar::WEEKDAYS, 0, date.weekday())))
            }
            ('d', _) => self.text(calendar::name(&calendar::WEEKDAYS, 0, date.weekday())),
            ('h', _) => self.number((date.hour() + 11) % 12 + 1, count.min(2)),
            ('H', _) => self.number(date.hour(), count.min(2)),
            ('m', _) => self.number(date.minute(), count.min(2)),
            ('s', _) => self.number(date.second(), count.min(2)),
            ('f' | 'F', _) => self.fraction(letter, count, date),
            ('t', 1) => self.text(if date.hour() < 12 { "A" } else { "P" }),
            ('t', _) => self.text(if date.hour() < 12 { "AM" } else { "PM" }),
            ('g', _) => self.text("A.D."),
            ('K', _) => match zone {
                Zone::Unspecified => Ok(()),
                Zone::Utc => self.character('Z'),
                Zone::Offset(minutes) => self.offset(minutes, 3),
            },
            _ => match zone {
                Zone::Unspecified | Zone::Utc => self.offset(0, count),
                Zone::Offset(minutes) => self.offset(minutes, count),
            },
        }
    }

    /// Writes so many digits of the second's fraction, cut, not rounded; `F` without the zeros at the end.
    fn fraction(&mut self, letter: char, count: usize, date: DateTime) -> fmt::Result {
        let mut fraction = date.ticks() % TICKS_PER_SECOND;
        (count..7).for_each(|_| fraction /= 10);
        if letter == 'f' {
            return self.number(fraction, count);
        }
        let mut digits = count;
        while digits > 0 && fraction % 10 == 0 {
            fraction /= 10;
            digits -= 1;
        }
        if digits > 0 {
            return self.number(fraction, digits);
        }
        self.dot = false;
        Ok(())
    }

    fn offset(&mut self, minutes: i64, count: usize) -> fmt::Result {
        self.character(if minutes < 0 { '-' } else { '+' })?;
        self.number(minutes.abs() / 60, count.min(2))?;
        if count < 3 {
            return Ok(());
        }
        self.character(':')?;
        self.number(minutes.abs() % 60, 2)
    }
}
