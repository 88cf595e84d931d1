//! Reading a date by an input format, as .NET's `DateTime.ParseExact`.

use super::assemble::{Fields, HalfDay, Zone};
use super::calendar;
use super::cursor::Cursor;
use super::date_time::DateTime;
use super::error::InvalidDate;
use super::input_format::{InputFormat, Offset, Part};
use super::quoted;
use super::styles::Styles;

impl InputFormat {
    /// Reads a date. A missing day or month is the first, a missing year is that of `now`, and a mere time of day is
    /// on the day of `now` (with the style `NoCurrentDateDefault`: on the first day of year 1).
    ///
    /// A date in another time zone is converted to UTC, the zone of the host, so that its day may change.
    ///
    /// # Errors
    ///
    /// For every text that does not fit the format, and for days and times that do not exist.
    pub(crate) fn parse(&self, text: &str, now: DateTime) -> Result<DateTime, InvalidDate> {
        if text.is_empty() {
            return Err(InvalidDate::Empty);
        }
        let mut text = if self.styles.has(Styles::ALLOW_TRAILING_WHITE) { text.trim_end() } else { text };
        if self.styles.has(Styles::ALLOW_LEADING_WHITE) {
            text = text.trim_start();
        }
        let mut matching = Matching {
            format: self,
            text: Cursor::new(text),
            fields: Fields { zone: self.universal.then_some(Zone::UTC), ..Fields::default() },
            half_day: None,
            twelve_hours: false,
            two_digit_year: false,
        };
        matching.run(&self.parts)?;
        matching.finish()?.date(self.styles, Some(now))
    }
}

/// A text that is being matched with a format.
struct Matching<'m> {
    format: &'m InputFormat,
    text: Cursor<'m>,
    fields: Fields,
    half_day: Option<HalfDay>,
    twelve_hours: bool,
    two_digit_year: bool,
}

impl Matching<'_> {
    fn run(&mut self, parts: &[Part]) -> Result<(), InvalidDate> {
        let inner_white = self.format.styles.has(Styles::ALLOW_INNER_WHITE);
        let mut place = 0;
        while let Some(part) = parts.get(place) {
            place += 1;
            if inner_white && !matches!(part, Part::Go(_) | Part::Fault | Part::End) {
                self.text.skip_white_space();
            }
            match part {
                Part::Specifier(letter, count) => self.specifier(*letter, *count)?,
                Part::Dot if self.text.take('.') => {}
                Part::Dot => return Err(self.mismatch('.', 1)),
                Part::OptionalDot(with_dot) => {
                    if self.text.take('.') {
                        place = *with_dot;
                    }
                }
                Part::Go(there) => place = *there,
                Part::Fault => return Err(self.mismatch('F', 8)),
                Part::End => break,
                Part::Blank { .. } if inner_white => {}
                // .NET: white space may be missing where it may at the end, unless nothing follows it.
                Part::Blank { last: false, character }
                    if self.format.styles.has(Styles::ALLOW_TRAILING_WHITE) =>
                {
                    self.take(*character);
                }
                Part::Literal(character) | Part::Blank { character, .. } => self.literal(*character)?,
                Part::Greenwich => {
                    "GMT".chars().try_for_each(|letter| self.literal(letter))?;
                    let named = self.fields.zone.is_some_and(|zone| zone.named);
                    self.fields.zone = Some(Zone { minutes: 0, named });
                }
                Part::Quoted(quoted) => {
                    for character in quoted::characters(quoted) {
                        match character {
                            blank if inner_white && blank.is_whitespace() => self.text.skip_white_space(),
                            _ => self.literal(character)?,
                        }
                    }
                }
            }
        }
        if self.text.is_at_end() { Ok(()) } else { Err(InvalidDate::Trailing(self.text.position())) }
    }

    fn specifier(&mut self, letter: char, count: usize) -> Result<(), InvalidDate> {
        match letter {
            'y' => {
                self.two_digit_year |= count <= 2;
                let year = self.number(letter, count, count)?;
                set(&mut self.fields.year, year, letter)
            }
            'M' if count <= 2 => {
                let month = self.number(letter, count, count)?;
                set(&mut self.fields.month, month, letter)
            }
            'M' => {
                let month = self.name(&calendar::MONTHS, letter, count)? + 1;
                set(&mut self.fields.month, month, letter)
            }
            'd' if count <= 2 => {
                let day = self.number(letter, count, count)?;
                set(&mut self.fields.day, day, letter)
            }
            'd' => {
                let weekday = self.name(&calendar::WEEKDAYS, letter, count)?;
                set(&mut self.fields.weekday, weekday, letter)
            }
            'h' | 'H' => {
                self.twelve_hours |= letter == 'h';
                let hour = self.number(letter, count, 2)?;
                set(&mut self.fields.hour, hour, letter)
            }
            'm' => {
                let minute = self.number(letter, count, 2)?;
                set(&mut self.fields.minute, minute, letter)
            }
            's' => {
                let second = self.number(letter, count, 2)?;
                set(&mut self.fields.second, second, letter)
            }
            'f' | 'F' => {
                let fraction = self.fraction(letter, count)?;
                set(&mut self.fields.fraction, fraction, letter)
            }
            't' => {
                let half_day = self.half_day(count)?;
                set(&mut self.half_day, half_day, letter)
            }
            'g' => self.era(count),
            _ => self.zone(letter, count),
        }
    }

    /// Reads one or two digits for a single letter, else exactly `count`, but not more than `most`.
    fn number(&mut self, letter: char, count: usize, most: usize) -> Result<i64, InvalidDate> {
        let (least, most) = if count == 1 { (1, 2) } else { (count.min(most), count.min(most)) };
        let before = self.text;
        let (digits, value) = self.text.take_digits(most);
        if digits < least {
            self.text = before;
            return Err(self.mismatch(letter, count));
        }
        Ok(value)
    }

    /// Reads a name, or for three letters its abbreviation, and returns its index.
    fn name(&mut self, names: &[&'static str], letter: char, count: usize) -> Result<i64, InvalidDate> {
        let matching = (0..).zip(names).find(|(_, name)| {
            self.text.take_ignoring_case(if count == 3 { calendar::abbreviation(name) } else { name })
        });
        matching.map(|(index, _)| index).ok_or_else(|| self.mismatch(letter, count))
    }

    /// Reads exactly `count` digits for `f`, up to `count` for `F`, and returns them as ticks.
    fn fraction(&mut self, letter: char, count: usize) -> Result<i64, InvalidDate> {
        let before = self.text;
        let (digits, value) = self.text.take_digits(count);
        if letter == 'f' && digits < count {
            self.text = before;
            return Err(self.mismatch(letter, count));
        }
        Ok((digits..7).fold(value, |value, _| value * 10))
    }

    fn half_day(&mut self, count: usize) -> Result<HalfDay, InvalidDate> {
        let mut takes = |letter, word| {
            if count == 1 { self.text.take(letter) } else { self.text.take_ignoring_case(word) }
        };
        if takes('A', "AM") {
            Ok(HalfDay::Morning)
        } else if takes('P', "PM") {
            Ok(HalfDay::Afternoon)
        } else {
            Err(self.mismatch('t', count))
        }
    }

    fn era(&mut self, count: usize) -> Result<(), InvalidDate> {
        let found = self.text.take_ignoring_case("A.D.") || self.text.take_ignoring_case("AD");
        if found { Ok(()) } else { Err(self.mismatch('g', count)) }
    }

    /// Reads `K`, `Z` or an offset; two that differ are refused.
    fn zone(&mut self, letter: char, count: usize) -> Result<(), InvalidDate> {
        let zone = match letter {
            'Z' if self.text.take_whole_word("GMT") || self.text.take_whole_word("Z") => Zone::UTC,
            'Z' => return Err(self.mismatch(letter, count)),
            'K' if self.text.take('Z') => Zone::UTC,
            'K' if !self.text.rest().starts_with(['+', '-']) => return Ok(()),
            'K' => self.offset(letter, 3)?,
            _ => self.offset(letter, count)?,
        };
        match self.fields.zone {
            Some(known) if known.minutes != zone.minutes => Err(InvalidDate::Contradiction(letter)),
            known => {
                let named = zone.named || known.is_some_and(|known| known.named);
                self.fields.zone = Some(Zone { named, ..zone });
                Ok(())
            }
        }
    }

    /// Reads a sign and hours, and from three letters on minutes as well.
    fn offset(&mut self, letter: char, count: usize) -> Result<Zone, InvalidDate> {
        let sign = self.text.peek().filter(|sign| matches!(sign, '+' | '-'));
        let sign = sign.ok_or_else(|| self.mismatch(letter, count))?;
        self.text.next();
        let hours = self.number(letter, if count == 2 { 2 } else { 1 }, 2)?;
        if count < 3 {
            return Ok(Zone::offset(sign, hours, 0));
        }
        let fixed = letter == 'K' && self.format.offset == Offset::Fixed;
        if !self.text.take(':') && fixed {
            return Err(self.mismatch(letter, 1));
        }
        let minutes = self.number(letter, 2, 2)?;
        if minutes > 59 && !fixed {
            return Err(self.mismatch(letter, count));
        }
        Ok(Zone::offset(sign, hours, minutes))
    }

    fn literal(&mut self, character: char) -> Result<(), InvalidDate> {
        if self.take(character) { Ok(()) } else { Err(self.mismatch(character, 1)) }
    }

    /// Goes past a character; for a blank also past one of the two narrow ones that languages put before AM and PM.
    fn take(&mut self, character: char) -> bool {
        self.text.take(character)
            || (character == ' ' && (self.text.take('\u{A0}') || self.text.take('\u{202F}')))
    }

    fn mismatch(&self, letter: char, count: usize) -> InvalidDate {
        InvalidDate::Mismatch { letter, count, position: self.text.position() }
    }

    /// Returns the fields with the year in full and the hour in 24.
    fn finish(self) -> Result<Fields, InvalidDate> {
        let mut fields = self.fields;
        if self.two_digit_year {
            let year = fields.year.filter(|year| *year < 100).ok_or(InvalidDate::Contradiction('y'))?;
            fields.year = Some(calendar::four_digit_year(year));
        }
        let hour = fields.hour.unwrap_or(-1);
        let afternoon = self.half_day == Some(HalfDay::Afternoon);
        if self.twelve_hours {
            if hour > 12 {
                return Err(InvalidDate::HalfDay);
            }
            fields.hour = Some(hour % 12 + if afternoon { 12 } else { 0 });
        } else if self.half_day.is_some() && afternoon != (hour >= 12) {
            return Err(InvalidDate::HalfDay);
        }
        Ok(fields)
    }
}

/// Sets a field that may be set before, but not to another value.
fn set<T: Copy + PartialEq>(field: &mut Option<T>, value: T, letter: char) -> Result<(), InvalidDate> {
    if *field.get_or_insert(value) == value { Ok(()) } else { Err(InvalidDate::Contradiction(letter)) }
}
