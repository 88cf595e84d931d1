//! [`DateTime`]: an instant of the years 1 to 9999 in steps of 100 ns, as .NET's type of that name.

use super::calendar;
use super::error::OutOfRange;
use super::format::OutputFormat;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

pub(super) const TICKS_PER_SECOND: i64 = 10_000_000;
pub(super) const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;
pub(super) const TICKS_PER_HOUR: i64 = 60 * TICKS_PER_MINUTE;
pub(super) const TICKS_PER_DAY: i64 = 24 * TICKS_PER_HOUR;

/// The last tick of the year 9999.
const MAX_TICKS: i64 = 3_652_059 * TICKS_PER_DAY - 1;

/// 1 January 1970, in ticks.
const UNIX_EPOCH: i64 = 719_162 * TICKS_PER_DAY;

/// What is known of a date's time zone. The host is in UTC, so it never changes what the clock shows.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// The text named no time zone.
    Unspecified,
    /// The date is known to be in UTC.
    Utc,
    /// The date was converted to the host's time zone.
    Local,
}

/// A date with its time of day, from the first day of year 1 to the last of year 9999, in UTC.
///
/// Dates compare by their ticks alone. `Display` writes `M/d/yyyy h:mm:ss tt`, the form in which a date becomes text;
/// fractions of a second are dropped there.
#[derive(Copy, Clone, Debug)]
pub struct DateTime {
    /// INVARIANT: from 0 to [`MAX_TICKS`].
    ticks: i64,
    kind: Kind,
}

impl DateTime {
    /// 1 January 1970, 00:00 UTC.
    pub const UNIX_EPOCH: Self = Self { ticks: UNIX_EPOCH, kind: Kind::Utc };

    /// Returns the instant that is so many seconds and nanoseconds after 1 January 1970, 00:00 UTC.
    ///
    /// Nanoseconds are cut to 100. `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Option<Self> {
        let ticks = seconds.checked_mul(TICKS_PER_SECOND)?.checked_add(UNIX_EPOCH)?;
        let date = Self::from_ticks(ticks.checked_add(i64::from(nanoseconds / 100))?, Kind::Utc);
        date.ok()
    }

    /// Returns the 100-ns steps since 1 January 1, 00:00.
    #[must_use]
    pub fn ticks(self) -> i64 {
        self.ticks
    }

    pub(super) fn from_ticks(ticks: i64, kind: Kind) -> Result<Self, OutOfRange> {
        if (0..=MAX_TICKS).contains(&ticks) { Ok(Self { ticks, kind }) } else { Err(OutOfRange) }
    }

    /// Returns midnight of a day, and `None` if there is no such day.
    pub(super) fn midnight(year: i64, month: i64, day: i64) -> Option<Self> {
        let ticks = calendar::day_number(year, month, day)? * TICKS_PER_DAY;
        Some(Self { ticks, kind: Kind::Unspecified })
    }

    /// Returns the date as many ticks later (or earlier).
    pub(super) fn plus(self, ticks: i64) -> Result<Self, OutOfRange> {
        Self::from_ticks(self.ticks.checked_add(ticks).ok_or(OutOfRange)?, self.kind)
    }

    /// Returns the date that is read when the date's text form is read by its own format.
    pub(super) fn through_text(self) -> Self {
        Self { ticks: self.ticks - self.ticks % TICKS_PER_SECOND, kind: Kind::Unspecified }
    }

    /// Writes the form in which a date becomes text.
    ///
    /// # Errors
    ///
    /// Only those of `out`.
    pub(crate) fn write(self, out: &mut impl fmt::Write) -> fmt::Result {
        CANONICAL.write(self, out)
    }

    pub(crate) fn kind(self) -> Kind {
        self.kind
    }

    pub(crate) fn with_kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// Returns year, month and day.
    pub(super) fn civil(self) -> (i64, i64, i64) {
        calendar::civil(self.ticks / TICKS_PER_DAY)
    }

    /// Returns the day of the week, Sunday being 0.
    pub(super) fn weekday(self) -> i64 {
        (self.ticks / TICKS_PER_DAY + 1) % 7
    }

    pub(super) fn hour(self) -> i64 {
        self.time_of_day() / TICKS_PER_HOUR
    }

    pub(super) fn minute(self) -> i64 {
        self.time_of_day() / TICKS_PER_MINUTE % 60
    }

    pub(super) fn second(self) -> i64 {
        self.time_of_day() / TICKS_PER_SECOND % 60
    }

    /// Returns the ticks since midnight.
    pub(super) fn time_of_day(self) -> i64 {
        self.ticks % TICKS_PER_DAY
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.ticks == other.ticks
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ticks.cmp(&other.ticks)
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ticks.hash(state);
    }
}

/// The form in which a date becomes text.
pub(super) const TEXT_FORM: &str = "M/d/yyyy h:mm:ss tt";

static CANONICAL: LazyLock<OutputFormat> = LazyLock::new(|| {
    OutputFormat::new(TEXT_FORM).expect("every letter of it is a specifier or stands for itself")
});

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(formatter)
    }
}
