//! The forms in which systems write dates, read in one pass: `2021-06-30`, `2021-06-30T08:15:00.5+05:30` (a blank may
//! stand for the `T`), `6/30/2021 8:15:00 AM`.
//!
//! What does not fit exactly, and what fits but is no date, is left to the table, which reads all forms and knows the errors.

use super::STYLES;
use crate::dotnet::date::assemble::{Fields, Zone};
use crate::dotnet::date::date_time::DateTime;

/// Reads a text in one of the common forms.
pub(in super::super) fn read(text: &str) -> Option<DateTime> {
    let mut text = Text(text.as_bytes());
    let fields = if text.0.get(4) == Some(&b'-') { text.iso()? } else { text.american()? };
    if text.0.is_empty() { fields.date(STYLES, None).ok() } else { None }
}

/// What is left of a text.
struct Text<'t>(&'t [u8]);

impl Text<'_> {
    fn take(&mut self, wanted: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[wanted])?;
        Some(())
    }

    fn digit(&mut self) -> Option<i64> {
        let (digit, after) = self.0.split_first()?;
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        self.0 = after;
        Some(digit)
    }

    /// Exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        (0..digits).try_fold(0, |number, _| Some(number * 10 + self.digit()?))
    }

    /// One digit or two.
    fn short_number(&mut self) -> Option<i64> {
        let first = self.digit()?;
        Some(self.digit().map_or(first, |second| first * 10 + second))
    }

    /// `yyyy-MM-dd`, then perhaps a time, then perhaps an offset.
    fn iso(&mut self) -> Option<Fields> {
        let year = self.number(4)?;
        self.take(b'-')?;
        let month = self.number(2)?;
        self.take(b'-')?;
        let day = self.number(2)?;
        let mut fields = fields(year, month, day);
        if self.take(b'T').or_else(|| self.take(b' ')).is_some() {
            self.time(&mut fields, 2)?;
            if self.take(b'.').is_some() {
                fields.fraction = Some(self.fraction()?);
            }
            if self.take(b'Z').is_some() {
                fields.zone = Some(Zone::UTC);
                return Some(fields);
            }
        }
        if let Some(sign @ (b'+' | b'-')) = self.0.first().copied() {
            self.take(sign)?;
            let hours = self.number(2)?;
            self.take(b':')?;
            let minutes = self.number(2).filter(|minutes| *minutes < 60)?;
            fields.zone = Some(Zone::offset(sign.into(), hours, minutes));
        }
        Some(fields)
    }

    /// `M/d/yyyy`, then perhaps a time of twelve hours.
    fn american(&mut self) -> Option<Fields> {
        let month = self.short_number()?;
        self.take(b'/')?;
        let day = self.short_number()?;
        self.take(b'/')?;
        let mut fields = fields(self.number(4)?, month, day);
        if self.take(b' ').is_some() {
            self.time(&mut fields, 1)?;
            let half = match self.0 {
                b" AM" => 0,
                b" PM" => 12,
                _ => return None,
            };
            self.0 = &[];
            fields.hour = fields.hour.filter(|hour| (1..=12).contains(hour)).map(|hour| hour % 12 + half);
            fields.hour?;
        }
        Some(fields)
    }

    fn time(&mut self, fields: &mut Fields, least: usize) -> Option<()> {
        fields.hour = Some(if least == 2 { self.number(2)? } else { self.short_number()? });
        self.take(b':')?;
        fields.minute = Some(self.number(2)?);
        self.take(b':')?;
        fields.second = Some(self.number(2)?);
        Some(())
    }

    /// One to seven digits, as ticks.
    fn fraction(&mut self) -> Option<i64> {
        let before = self.0.len();
        let mut ticks = self.digit()?;
        while let Some(digit) = self.digit() {
            ticks = ticks.checked_mul(10)?.checked_add(digit)?;
        }
        let missing = 7_usize.checked_sub(before - self.0.len())?;
        Some((0..missing).fold(ticks, |ticks, _| ticks * 10))
    }
}

fn fields(year: i64, month: i64, day: i64) -> Fields {
    let (year, month, day) = (Some(year), Some(month), Some(day));
    Fields { year, month, day, hour: Some(0), fraction: Some(0), ..Fields::default() }
}

#[cfg(test)]
mod tests {
    use super::super::Reading;
    use super::read;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn common_forms_are_read_as_the_table_reads_them(
            (year, month, day) in (0..=9999_u32, 0..=13_u32, 0..=32_u32),
            (hour, minute, second) in (0..=25_u32, 0..=61_u32, 0..=61_u32),
            fraction in prop_oneof![Just(String::new()), "\\.[0-9]{0,9}"],
            zone in prop_oneof![Just(String::new()), Just("Z".to_owned()), "[+-][01][0-9]:[0-6][0-9]", "[ Z+-:0-9]{0,6}"],
            form in 0..7,
            half in prop::sample::select(vec!["AM", "PM", "am", "", "A"]),
        ) {
            let text = match form {
                0 => format!("{year:04}-{month:02}-{day:02}{zone}"),
                1 => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{zone}"),
                2 => format!("{month}/{day}/{year:04}"),
                3 => format!("{month}/{day}/{year:04} {hour}:{minute:02}:{second:02} {half}"),
                4 => format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02} {half}"),
                5 => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}{zone}"),
                _ => format!("{year:04}-{month}-{day:02} {hour:02}:{minute:02}{zone}"),
            };
            if let Some(date) = read(&text) {
                let by_table = Reading::new(&text, None).read();
                let by_table = by_table.map(|date| (date.ticks(), date.kind()));
                prop_assert_eq!(by_table, Ok((date.ticks(), date.kind())), "{}", text);
            }
        }
    }

    #[test]
    fn what_systems_write_is_read_in_one_pass() {
        for text in [
            "2021-06-30",
            "2012-03-16-07:00",
            "2021-06-30T08:15:00Z",
            "2021-06-30T08:15:00.1234567+05:30",
            "2021-06-30T08:15:00",
            "2021-06-30 23:59:59-08:00",
            "8/25/2021 5:41:18 PM",
            "12/31/9999 11:59:59 PM",
            "1/1/0001",
            "1/2/2021 12:00:00 AM",
        ] {
            assert!(read(text).is_some(), "{text}");
        }
    }
}
