//! What the numbers of a whole date or time are: its year, month, day, hour, minute and second.

use super::Reading;
use super::states::Outcome;
use super::words::Suffix;
use crate::dotnet::date::assemble::{current_year, is_day};
use crate::dotnet::date::calendar::four_digit_year;
use crate::dotnet::date::error::InvalidDate;

impl Reading<'_> {
    /// Gives the numbers that were read their meaning. A second date or time is refused.
    pub(super) fn decide(&mut self, outcome: Outcome) -> Result<(), InvalidDate> {
        let [first, second, third] = self.numbers;
        // The states see to it that the year and the month are there where they are used.
        let (year, month) = (self.year.unwrap_or(0), self.month.unwrap_or(0));
        match outcome {
            Outcome::DateNn => self.date(current_year(self.clock)?, first, second),
            Outcome::DateNnn => self.date(four_digit_year(third), first, second),
            Outcome::DateMnn if is_day(four_digit_year(second), month, first) => {
                self.date(four_digit_year(second), month, first)
            }
            Outcome::DateMnn => self.date(four_digit_year(first), month, second),
            Outcome::DateYnn | Outcome::DateNny => self.date(year, first, second),
            Outcome::DateYmn => self.date(year, month, first),
            Outcome::DateYn => self.date(year, first, 1),
            Outcome::DateYm => self.date(year, month, 1),
            Outcome::DateMn => self.partial_date(current_year(self.clock)?, month, first),
            // .NET: a number before a month's name, and nothing else, is taken for the year.
            Outcome::DateNm => self.partial_date(four_digit_year(first), month, 1),
            Outcome::DateSuffixed | Outcome::TimeSuffixed => Ok(()),
            Outcome::DateSuffixedN => self.suffixed_date_and_day(first),
            Outcome::DateNSuffixed => self.year_and_suffixed_date(first),
            Outcome::DateNnSuffixed => self.numbers_and_suffixed_date(first, second),
            Outcome::TimeN if self.half_day.is_none() => Err(InvalidDate::Incomplete),
            Outcome::TimeN => self.time(first, None, None),
            Outcome::TimeNn => self.time(first, Some(second), None),
            Outcome::TimeNnn => self.time(first, Some(second), Some(third)),
        }?;
        self.count = 0;
        Ok(())
    }

    fn date(&mut self, year: i64, month: i64, day: i64) -> Result<(), InvalidDate> {
        self.partial_date(year, month, day)?;
        self.has_date = true;
        Ok(())
    }

    /// .NET: after a month with one number, another date may still follow, and replaces it.
    fn partial_date(&mut self, year: i64, month: i64, day: i64) -> Result<(), InvalidDate> {
        if self.has_date {
            return Err(InvalidDate::Incomplete);
        }
        self.set_day(year, month, day)
    }

    fn set_day(&mut self, year: i64, month: i64, day: i64) -> Result<(), InvalidDate> {
        if !is_day(year, month, day) {
            return Err(InvalidDate::NoSuchTime);
        }
        self.fields.year = Some(year);
        self.fields.month = Some(month);
        self.fields.day = Some(day);
        Ok(())
    }

    fn time(&mut self, hour: i64, minute: Option<i64>, second: Option<i64>) -> Result<(), InvalidDate> {
        if self.has_time {
            return Err(InvalidDate::Incomplete);
        }
        self.has_time = true;
        self.fields.hour = Some(hour);
        self.fields.minute = minute.or(self.fields.minute);
        self.fields.second = second.or(self.fields.second);
        Ok(())
    }

    /// Notes a number with a suffix; the same suffix must not come twice.
    pub(super) fn set_suffixed(&mut self, suffix: Suffix, number: i64) -> Result<(), InvalidDate> {
        if self.suffixed.get_mut(suffix as usize).is_none_or(|seen| std::mem::replace(seen, true)) {
            return Err(InvalidDate::Incomplete);
        }
        match suffix {
            Suffix::Year => (self.year, self.fields.year) = (Some(number), Some(number)),
            Suffix::Month => (self.month, self.fields.month) = (Some(number), Some(number)),
            Suffix::Day => self.fields.day = Some(number),
            Suffix::Hour => self.fields.hour = Some(number),
            Suffix::Minute => self.fields.minute = Some(number),
            Suffix::Second => self.fields.second = Some(number),
        }
        Ok(())
    }

    fn suffixed_date_and_day(&mut self, day: i64) -> Result<(), InvalidDate> {
        if self.count != 1 || self.fields.day.is_some() {
            return Err(InvalidDate::Incomplete);
        }
        self.fields.day = Some(day);
        Ok(())
    }

    fn year_and_suffixed_date(&mut self, year: i64) -> Result<(), InvalidDate> {
        if self.fields.month.is_none() || self.fields.year.is_some() {
            return Err(InvalidDate::Incomplete);
        }
        self.fields.year = Some(four_digit_year(year));
        self.fields.day = Some(1);
        Ok(())
    }

    /// Takes two numbers for what the suffixes leave open: month and day, or day and year.
    fn numbers_and_suffixed_date(&mut self, first: i64, second: i64) -> Result<(), InvalidDate> {
        match self.suffixed {
            [true, false, false, ..] => self.set_day(four_digit_year(self.year.unwrap_or(0)), first, second),
            [false, true, false, ..] => {
                self.set_day(four_digit_year(second), self.fields.month.unwrap_or(0), first)
            }
            _ => Err(InvalidDate::Incomplete),
        }
    }
}
