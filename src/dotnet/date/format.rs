//! Writing a date: custom and standard output formats in the invariant culture.
//!
//! A format is checked once, by [`OutputFormat::new`]; writing by it then fails only if the writer does. A character
//! that is no specifier is written as it is, so `T` and `Z` need no quotes here.

use super::calendar;
use super::cursor::Cursor;
use super::date_time::{DateTime, Kind, TICKS_PER_MINUTE, TICKS_PER_SECOND};
use super::error::InvalidFormat;
use super::{quoted, standard};
use std::fmt;

/// A valid format for writing dates.
#[derive(Clone, Debug)]
pub(crate) struct OutputFormat {
    parts: Vec<Part>,
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
#[derive(Clone, Debug)]
enum Part {
    /// A specifier: its letter and how often it stands there.
    Specifier(char, usize),
    Text(String),
}

impl OutputFormat {
    /// Reads a format. One character alone is a standard format; no character at all is `G`.
    ///
    /// # Errors
    ///
    /// An unknown standard format, an unclosed quote, a `\` or `%` with nothing after it, more than seven `f` or `F`.
    pub(crate) fn new(format: &str) -> Result<Self, InvalidFormat> {
        let letter = if format.is_empty() { Some('G') } else { standard::letter(format) };
        let pattern = match letter {
            Some(letter) => standard::pattern(letter).ok_or(InvalidFormat::NoSuchStandardFormat(letter))?,
            None => format,
        };
        let (mut cursor, mut parts) = (Cursor::new(pattern), Vec::new());
        while let Some(part) = next_part(&mut cursor)? {
            match (parts.last_mut(), part) {
                (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
                (_, part) => parts.push(part),
            }
        }
        Ok(Self { parts, universal: matches!(letter, Some('r' | 'R' | 'u')) })
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
        let mut output = Output { out, dot: false, date, civil: date.civil(), zone };
        for part in &self.parts {
            match part {
                Part::Specifier(letter, count) => output.specifier(*letter, *count)?,
                Part::Text(text) => output.text(text)?,
            }
        }
        output.flush()
    }
}

/// Reads the next piece of a format.
fn next_part(format: &mut Cursor<'_>) -> Result<Option<Part>, InvalidFormat> {
    let before = *format;
    let literal = |character: char| Part::Text(character.to_string());
    let Some(character) = format.next() else { return Ok(None) };
    Ok(Some(match character {
        '\'' | '"' => Part::Text(quoted::characters(quoted::take(format, character, before)?).collect()),
        '\\' => literal(format.next().ok_or_else(|| InvalidFormat::Escape(before.position()))?),
        '%' => match format.next() {
            None | Some('%') => return Err(InvalidFormat::Percent(before.position())),
            Some('\'' | '"') => return Err(InvalidFormat::Unclosed(before.position() + 1)),
            Some('\\') => return Err(InvalidFormat::Escape(before.position() + 1)),
            Some(next) if is_specifier(next) => Part::Specifier(next, 1),
            Some(next) => literal(next),
        },
        'K' => Part::Specifier('K', 1),
        _ if is_specifier(character) => {
            let count = 1 + format.take_run(character);
            if matches!(character, 'f' | 'F') && count > 7 {
                return Err(InvalidFormat::Fraction(before.position()));
            }
            Part::Specifier(character, count)
        }
        _ => literal(character),
    }))
}

fn is_specifier(character: char) -> bool {
    matches!(character, 'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'K' | 'm' | 'M' | 's' | 't' | 'y' | 'z')
}

/// The numbers below 100 in two digits each.
const PAIRS: &str = "0001020304050607080910111213141516171819\
    2021222324252627282930313233343536373839\
    4041424344454647484950515253545556575859\
    6061626364656667686970717273747576777879\
    8081828384858687888990919293949596979899";

/// A date that is being written, with the text so far but for a dot that may still go away.
struct Output<'o, W> {
    out: &'o mut W,
    /// Whether the last character is a `.`, which an empty `F` removes.
    dot: bool,
    date: DateTime,
    /// Its year, month and day.
    civil: (i64, i64, i64),
    zone: Zone,
}

impl<W: fmt::Write> Output<'_, W> {
    fn flush(&mut self) -> fmt::Result {
        if std::mem::take(&mut self.dot) { self.out.write_char('.') } else { Ok(()) }
    }

    fn text(&mut self, text: &str) -> fmt::Result {
        if text.is_empty() {
            return Ok(());
        }
        self.flush()?;
        let before_dot = text.strip_suffix('.');
        self.dot = before_dot.is_some();
        self.out.write_str(before_dot.unwrap_or(text))
    }

    /// Writes a number with zeros before it, so that it has at least `width` digits.
    fn number(&mut self, value: i64, width: usize) -> fmt::Result {
        self.flush()?;
        match (width, value) {
            (1, 10..100) | (2, 0..100) => self.pair(value),
            (4, 0..10_000) => {
                self.pair(value / 100)?;
                self.pair(value % 100)
            }
            _ => {
                let mut buffer = itoa::Buffer::new();
                let digits = buffer.format(value);
                (digits.len()..width).try_for_each(|_| self.out.write_char('0'))?;
                self.out.write_str(digits)
            }
        }
    }

    /// Writes a number below 100 in two digits.
    #[inline]
    fn pair(&mut self, value: i64) -> fmt::Result {
        let start = usize::try_from(value).unwrap_or_default() * 2;
        self.out.write_str(PAIRS.get(start..start + 2).unwrap_or_default())
    }

    fn specifier(&mut self, letter: char, count: usize) -> fmt::Result {
        let (date, (year, month, day)) = (self.date, self.civil);
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
            ('f' | 'F', _) => self.fraction(letter, count),
            ('t', 1) => self.text(if date.hour() < 12 { "A" } else { "P" }),
            ('t', _) => self.text(if date.hour() < 12 { "AM" } else { "PM" }),
            ('g', _) => self.text("A.D."),
            ('K', _) => match self.zone {
                Zone::Unspecified => Ok(()),
                Zone::Utc => self.text("Z"),
                Zone::Offset(minutes) => self.offset(minutes, 3),
            },
            _ => match self.zone {
                Zone::Unspecified | Zone::Utc => self.offset(0, count),
                Zone::Offset(minutes) => self.offset(minutes, count),
            },
        }
    }

    /// Writes so many digits of the second's fraction, cut, not rounded; `F` without the zeros at the end.
    fn fraction(&mut self, letter: char, count: usize) -> fmt::Result {
        let mut fraction = self.date.ticks() % TICKS_PER_SECOND;
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
        self.text(if minutes < 0 { "-" } else { "+" })?;
        self.number(minutes.abs() / 60, count.min(2))?;
        if count < 3 {
            return Ok(());
        }
        self.text(":")?;
        self.number(minutes.abs() % 60, 2)
    }
}
