//! The rest of an ISO 8601 text, after `yyyy-MM-ddT`. It is read by rules of its own, stricter than elsewhere.

use super::{Reading, STYLES, fraction, offset, punctuation};
use crate::dotnet::date::assemble::{Fields, Zone};
use crate::dotnet::date::date_time::DateTime;
use crate::dotnet::date::error::InvalidDate;

impl Reading<'_> {
    /// Reads the time and the zone. What stood before year, month and day is forgotten, but for a zone.
    pub(super) fn iso_time(mut self) -> Result<DateTime, InvalidDate> {
        let hour = self.two_digits()?;
        if !self.sign_in_time(':') {
            return Err(self.unreadable());
        }
        let minute = self.two_digits()?;
        let (mut second, mut ticks) = (0, 0);
        if self.sign_in_time(':') {
            second = self.two_digits()?;
            if self.text.take('.') || self.text.take(',') {
                let (digits, value) = fraction::take(&mut self.text);
                if digits == 0 {
                    return Err(self.unreadable());
                }
                ticks = value;
            }
        }
        self.iso_zone()?;
        self.iso_end()?;
        let [month, day, _] = self.numbers;
        let fields = Fields {
            year: self.year,
            month: Some(month),
            day: Some(day),
            hour: Some(hour),
            minute: Some(minute),
            second: Some(second),
            fraction: Some(ticks),
            weekday: None,
            zone: self.fields.zone,
        };
        fields.date(STYLES, None)
    }

    fn two_digits(&mut self) -> Result<i64, InvalidDate> {
        self.text.skip_white_space();
        self.token_start = self.text;
        match self.text.take_digits(2) {
            (2, number) => Ok(number),
            _ => Err(self.unreadable()),
        }
    }

    fn sign_in_time(&mut self, sign: char) -> bool {
        self.text.skip_white_space();
        self.text.take(sign)
    }

    fn iso_zone(&mut self) -> Result<(), InvalidDate> {
        self.text.skip_white_space();
        self.token_start = self.text;
        match self.text.peek() {
            Some('+' | '-') => {
                let zone = offset::take(&mut self.text).ok_or_else(|| self.unreadable())?;
                self.fields.zone = Some(zone);
            }
            Some('Z' | 'z') => {
                self.text.next();
                self.fields.zone = Some(Zone::UTC);
            }
            _ => {}
        }
        Ok(())
    }

    /// Goes past the signs that may stand at the end, and refuses everything else.
    fn iso_end(&mut self) -> Result<(), InvalidDate> {
        self.text.skip_white_space();
        self.token_start = self.text;
        if self.text.peek() == Some('#') {
            if !punctuation::take(&mut self.text) {
                return Err(self.unreadable());
            }
            // .NET goes past one character too many; there can only be white space or a NUL.
            self.text.next();
            self.text.skip_white_space();
        }
        if self.text.is_at_end() || punctuation::take(&mut self.text) {
            Ok(())
        } else {
            Err(self.unreadable())
        }
    }
}
