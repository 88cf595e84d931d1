//! The next token of a text.

use super::states::{self, After, Outcome, State, Step, Token};
use super::words::{self, Separator, Suffix, Word};
use super::{Reading, fraction, offset, punctuation};
use crate::dotnet::date::assemble::Zone;
use crate::dotnet::date::calendar::four_digit_year;
use crate::dotnet::date::error::InvalidDate;

/// The digits of the longest number there can be.
const MOST_DIGITS: usize = 8;

impl Reading<'_> {
    /// Reads the next token and notes what it says. `None` is a piece that says nothing to the table.
    pub(super) fn token(&mut self) -> Result<Option<Token>, InvalidDate> {
        self.text.skip_white_space();
        self.token_start = self.text;
        match self.text.take_digits(usize::MAX) {
            (0, _) => {}
            (digits, _) if self.count == 3 || digits > MOST_DIGITS => return Err(self.unreadable()),
            (digits, number) => return self.number(number, digits > 2),
        }
        if self.text.is_at_end() {
            return Ok(Some(Token::End));
        }
        match words::take(&mut self.text) {
            Some(word) => self.word(word),
            None => self.sign().map(|()| None),
        }
    }

    fn word(&mut self, word: Word) -> Result<Option<Token>, InvalidDate> {
        match word {
            Word::Ignorable => return Ok(None),
            Word::Era => return Ok(Some(Token::Era)),
            Word::HalfDay(half_day) if self.half_day.is_none() => {
                self.half_day = Some(half_day);
                return Ok(None);
            }
            Word::Weekday(weekday) if self.fields.weekday.is_none() => {
                self.fields.weekday = Some(weekday);
                return Ok(Some(Token::Weekday));
            }
            Word::Zone if self.fields.zone.is_none() => {
                self.fields.zone = Some(Zone::UTC);
                return Ok(Some(Token::Zone));
            }
            Word::Month(month) if self.month.is_none() => {
                let after = self.after_month()?;
                self.month = Some(month);
                return Ok(Some(Token::Month(after)));
            }
            Word::HalfDay(_) | Word::Weekday(_) | Word::Zone | Word::Month(_) => {}
        }
        Err(self.unreadable())
    }

    /// Goes past a sign that is no word: an offset, or one of the signs that Visual Basic puts around a date.
    fn sign(&mut self) -> Result<(), InvalidDate> {
        if self.fields.zone.is_none() && matches!(self.text.peek(), Some('+' | '-')) {
            let zone = offset::take(&mut self.text).ok_or_else(|| self.unreadable())?;
            self.fields.zone = Some(zone);
            return Ok(());
        }
        if punctuation::take(&mut self.text) { Ok(()) } else { Err(self.unreadable()) }
    }

    fn number(&mut self, number: i64, is_year: bool) -> Result<Option<Token>, InvalidDate> {
        if self.state == State::TimeNnSep && (self.text.take('.') || self.text.take(',')) {
            (_, self.fraction) = fraction::take(&mut self.text);
        }
        self.offset_in_time()?;
        if is_year { self.year_number(number) } else { self.short_number(number) }
    }

    fn year_number(&mut self, number: i64) -> Result<Option<Token>, InvalidDate> {
        if self.year.is_some() {
            return Err(self.unreadable());
        }
        self.year = Some(number);
        let before = self.text;
        let after = match words::take_separator(&mut self.text) {
            Separator::End => After::End,
            Separator::HalfDay(half_day) if self.half_day.is_none() => {
                self.half_day = Some(half_day);
                After::Space
            }
            Separator::HalfDay(_) => return Ok(None),
            Separator::Space => After::Space,
            Separator::DateOrOffset if self.completes_a_date(Token::Year) => {
                self.text = before;
                After::Space
            }
            Separator::Date | Separator::DateOrOffset => After::DateSeparator,
            Separator::Suffix(suffix) => return self.suffixed(suffix, number).map(Some),
            Separator::Time | Separator::LocalTime => return Err(self.unreadable()),
        };
        Ok(Some(Token::Year(after)))
    }

    fn short_number(&mut self, number: i64) -> Result<Option<Token>, InvalidDate> {
        let before = self.text;
        let after = match words::take_separator(&mut self.text) {
            Separator::End => After::End,
            Separator::HalfDay(half_day) if self.half_day.is_none() => {
                self.half_day = Some(half_day);
                // So that `1/10 5 AM` is a day and an hour.
                if self.state == State::DateNn {
                    self.decide(Outcome::DateNn)?;
                }
                After::HalfDay
            }
            Separator::HalfDay(_) => return Ok(None),
            Separator::Space => After::Space,
            Separator::DateOrOffset if self.completes_a_date(Token::Number) => {
                self.text = before;
                After::Space
            }
            Separator::Date | Separator::DateOrOffset => After::DateSeparator,
            Separator::Time => After::TimeSeparator,
            Separator::Suffix(Suffix::Year) => {
                return self.suffixed(Suffix::Year, four_digit_year(number)).map(Some);
            }
            Separator::Suffix(suffix) => return self.suffixed(suffix, number).map(Some),
            Separator::LocalTime => {
                self.add(number);
                let in_date = matches!(self.state, State::DateYn | State::DateYnSep);
                return if in_date { Ok(Some(Token::LocalTime)) } else { Err(self.unreadable()) };
            }
        };
        self.add(number);
        if after == After::HalfDay {
            self.offset_in_time()?;
        }
        Ok(Some(Token::Number(after)))
    }

    /// Reads what stands after the name of a month.
    fn after_month(&mut self) -> Result<After, InvalidDate> {
        let before = self.text;
        Ok(match words::take_separator(&mut self.text) {
            Separator::End => After::End,
            Separator::Space => After::Space,
            Separator::DateOrOffset if self.completes_a_date(Token::Month) => {
                self.text = before;
                After::Space
            }
            Separator::Date | Separator::DateOrOffset => After::DateSeparator,
            _ => return Err(self.unreadable()),
        })
    }

    fn suffixed(&mut self, suffix: Suffix, number: i64) -> Result<Token, InvalidDate> {
        self.set_suffixed(suffix, number)?;
        Ok(match suffix {
            Suffix::Year | Suffix::Month | Suffix::Day => Token::DateSuffix,
            Suffix::Hour | Suffix::Minute | Suffix::Second => Token::TimeSuffix,
        })
    }

    /// Whether a hyphen cannot separate parts of a date here, because the date is whole: then it begins an offset.
    fn completes_a_date(&self, token: fn(After) -> Token) -> bool {
        states::next(self.state, token(After::DateSeparator)).is_none()
            && matches!(states::next(self.state, token(After::Space)), Some(Step::Done(_)))
    }

    /// Reads an offset after a number of a time.
    fn offset_in_time(&mut self) -> Result<(), InvalidDate> {
        let mut after = self.text;
        after.skip_white_space();
        let in_time = matches!(self.state, State::TimeNSep | State::TimeNnSep);
        if !in_time || !matches!(after.peek(), Some('+' | '-')) {
            return Ok(());
        }
        match offset::take(&mut after) {
            Some(zone) if self.fields.zone.is_none() => {
                self.text = after;
                self.fields.zone = Some(zone);
                Ok(())
            }
            _ => Err(self.unreadable()),
        }
    }

    fn add(&mut self, number: i64) {
        if let Some(place) = self.numbers.get_mut(self.count) {
            *place = number;
            self.count += 1;
        }
    }
}
