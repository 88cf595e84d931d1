//! From the fields that were read to a date: what is missing is filled in, what does not fit is refused.

use super::calendar;
use super::date_time::{DateTime, Kind, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};
use super::error::InvalidDate;
use super::styles::Styles;

/// What a text says of a date.
#[derive(Copy, Clone, Default)]
pub(super) struct Fields {
    pub(super) year: Option<i64>,
    pub(super) month: Option<i64>,
    pub(super) day: Option<i64>,
    pub(super) hour: Option<i64>,
    pub(super) minute: Option<i64>,
    pub(super) second: Option<i64>,
    /// The fraction of the second, in ticks.
    pub(super) fraction: Option<i64>,
    /// Sunday is 0.
    pub(super) weekday: Option<i64>,
    pub(super) zone: Option<Zone>,
}

/// A time zone that a text names.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) struct Zone {
    /// Minutes east of UTC.
    pub(super) minutes: i64,
    /// Whether it is called `Z` or `GMT`, not by an offset.
    pub(super) named: bool,
}

impl Zone {
    pub(super) const UTC: Self = Self { minutes: 0, named: true };

    /// Returns a zone that is written as an offset.
    pub(super) fn offset(sign: char, hours: i64, minutes: i64) -> Self {
        let minutes = hours * 60 + minutes;
        Self { minutes: if sign == '-' { -minutes } else { minutes }, named: false }
    }
}

/// Which half of the day an hour is in.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum HalfDay {
    Morning,
    Afternoon,
}

impl Fields {
    /// Returns the date, converted to the host's time zone or to UTC as the styles say.
    ///
    /// Without a clock, a text that lacks the year, or the whole date, is refused.
    pub(super) fn date(&self, styles: Styles, clock: Option<DateTime>) -> Result<DateTime, InvalidDate> {
        let (year, month, day) = self.day(styles, clock)?;
        let midnight = DateTime::midnight(year, month, day).ok_or(InvalidDate::NoSuchTime)?;
        let date = midnight.plus(self.time_of_day()?)?;
        // INVARIANT: before the conversion, which may change the day.
        if self.weekday.is_some_and(|weekday| weekday != date.weekday()) {
            return Err(InvalidDate::Weekday);
        }
        in_zone(date, self.zone, styles)
    }

    fn day(&self, styles: Styles, clock: Option<DateTime>) -> Result<(i64, i64, i64), InvalidDate> {
        if let (None, None, None) = (self.year, self.month, self.day) {
            if styles.has(Styles::NO_CURRENT_DATE_DEFAULT) {
                return Ok((1, 1, 1));
            }
            return Ok(clock.ok_or(InvalidDate::NoClock)?.civil());
        }
        let year = match self.year {
            Some(year) => year,
            None => current_year(clock)?,
        };
        Ok((year, self.month.unwrap_or(1), self.day.unwrap_or(1)))
    }

    /// Returns the ticks since midnight; a rounded fraction may make them a whole day.
    fn time_of_day(&self) -> Result<i64, InvalidDate> {
        let [hour, minute, second] = [self.hour, self.minute, self.second].map(Option::unwrap_or_default);
        if !(0..24).contains(&hour) || !(0..60).contains(&minute) || !(0..60).contains(&second) {
            return Err(InvalidDate::NoSuchTime);
        }
        let fraction = self.fraction.unwrap_or_default();
        Ok(hour * TICKS_PER_HOUR + minute * TICKS_PER_MINUTE + second * TICKS_PER_SECOND + fraction)
    }
}

/// Returns the year that a date without one is in.
pub(super) fn current_year(clock: Option<DateTime>) -> Result<i64, InvalidDate> {
    let (year, _, _) = clock.ok_or(InvalidDate::NoClock)?.civil();
    Ok(year)
}

/// Returns whether there is such a day.
pub(super) fn is_day(year: i64, month: i64, day: i64) -> bool {
    calendar::day_number(year, month, day).is_some()
}

fn in_zone(date: DateTime, zone: Option<Zone>, styles: Styles) -> Result<DateTime, InvalidDate> {
    let Some(zone) = zone else {
        return Ok(date.with_kind(if !styles.has(Styles::ASSUME_LOCAL | Styles::ASSUME_UNIVERSAL) {
            Kind::Unspecified
        } else if styles.has(Styles::ADJUST_TO_UNIVERSAL) {
            Kind::Utc
        } else {
            Kind::Local
        }));
    };
    if zone.minutes.abs() > 14 * 60 {
        return Err(InvalidDate::Offset);
    }
    let kept = zone.named && styles.has(Styles::ROUNDTRIP_KIND);
    let kind = if kept || styles.has(Styles::ADJUST_TO_UNIVERSAL) { Kind::Utc } else { Kind::Local };
    let ticks = date.ticks() - zone.minutes * TICKS_PER_MINUTE;
    // .NET: a time before the first day stays within that day, for it may be a time of day and no date at all.
    Ok(DateTime::from_ticks(if ticks < 0 { ticks + TICKS_PER_DAY } else { ticks }, kind)?)
}
