//! Reading a date of unknown form, as .NET's `DateTime.Parse` with the invariant culture and `AdjustToUniversal`.
//!
//! The text is taken apart into tokens ([`lexer`]); a number or a name becomes a token only together with what stands
//! after it. A table ([`states`]) says which tokens may follow each other, and when enough of them are there to be a
//! date or a time ([`outcome`]). Then the next date or time begins, until the text ends.
//!
//! Month comes before day, unless a year of three or more digits is in front. The words are English, the suffixes
//! Chinese, Japanese or Korean. Two things that .NET reads are refused here: Hebrew numbers, and characters that ICU
//! takes for ASCII letters, as `ſ` for `s`.

pub(super) mod common;
mod fraction;
mod iso;
mod lexer;
mod offset;
mod outcome;
mod punctuation;
mod states;
mod words;

use super::assemble::{Fields, HalfDay};
use super::cursor::Cursor;
use super::date_time::DateTime;
use super::error::InvalidDate;
use super::styles::Styles;
use states::{After, State, Step, Token};

/// Reads a date and converts it to UTC. Its kind is `Utc` if the text named a time zone, else `Unspecified`.
///
/// A time without a date is today's, and a date without a year is this year's, by the clock `now`. With no clock such
/// texts are refused; that is the way to read dates whose meaning must not change from day to day.
///
/// .NET guesses: `29 Feb` is February 2029, and `12-01-02` is 1 December 2002. See [`contract_parse`] for a reading
/// that does not.
///
/// # Errors
///
/// For every text in which .NET finds no date, and for days and times that do not exist.
///
/// [`contract_parse`]: super::contract_parse
pub(crate) fn parse(text: &str, now: Option<DateTime>) -> Result<DateTime, InvalidDate> {
    if text.is_empty() {
        return Err(InvalidDate::Empty);
    }
    match common::read(text) {
        Some(date) => Ok(date),
        None => Reading::new(text, now).read(),
    }
}

/// The styles of every reading here.
const STYLES: Styles = Styles::ADJUST_TO_UNIVERSAL;

/// A text that is being read, and what it has said so far.
struct Reading<'t> {
    text: Cursor<'t>,
    /// Where the last token begins.
    token_start: Cursor<'t>,
    clock: Option<DateTime>,
    /// The state in the table, between two tokens.
    state: State,
    /// The numbers of the date or time that is not yet whole, and how many there are.
    numbers: [i64; 3],
    count: usize,
    /// The year and month that the text gives as such: by three or more digits, by name, by suffix.
    year: Option<i64>,
    month: Option<i64>,
    half_day: Option<HalfDay>,
    /// The fraction of a second, in ticks.
    fraction: i64,
    /// Which suffixes have been read, in the order of [`words::Suffix`].
    suffixed: [bool; 6],
    has_date: bool,
    has_time: bool,
    /// What is decided.
    fields: Fields,
}

impl<'t> Reading<'t> {
    fn new(text: &'t str, clock: Option<DateTime>) -> Self {
        Self {
            text: Cursor::new(text),
            token_start: Cursor::new(text),
            clock,
            state: State::Begin,
            numbers: [0; 3],
            count: 0,
            year: None,
            month: None,
            half_day: None,
            fraction: 0,
            suffixed: [false; 6],
            has_date: false,
            has_time: false,
            fields: Fields::default(),
        }
    }

    fn read(mut self) -> Result<DateTime, InvalidDate> {
        let mut whole = false;
        loop {
            let Some(token) = self.token()? else { continue };
            if token == Token::LocalTime {
                return self.iso_time();
            }
            match states::next(self.state, token).ok_or_else(|| self.unreadable())? {
                Step::To(state) => self.state = state,
                Step::Done(outcome) => {
                    self.decide(outcome)?;
                    self.state = State::Begin;
                    whole = true;
                }
            }
            if matches!(token, Token::End | Token::Number(After::End) | Token::Month(After::End)) {
                break;
            }
        }
        if !whole {
            return Err(InvalidDate::Incomplete);
        }
        self.fields.hour = Some(self.hour()?);
        self.fields.fraction = Some(self.fraction);
        self.fields.date(STYLES, self.clock)
    }

    /// Returns the hour in 24; a text without a time has hour 0, which `PM` makes 12.
    fn hour(&self) -> Result<i64, InvalidDate> {
        let hour = self.fields.hour.unwrap_or(0);
        match self.half_day {
            Some(HalfDay::Morning) if hour > 12 => Err(InvalidDate::HalfDay),
            Some(HalfDay::Morning) => Ok(hour % 12),
            Some(HalfDay::Afternoon) if hour < 12 => Ok(hour + 12),
            _ => Ok(hour),
        }
    }

    fn unreadable(&self) -> InvalidDate {
        InvalidDate::Unreadable(self.token_start.position())
    }
}
