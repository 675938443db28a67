//! Time: UTC milliseconds inside, an IANA zone at the edges, intervals half-open.

use chrono::{
    DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Milliseconds in a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds in a day of 24 hours.
pub const DAY_MS: i64 = 86_400_000;
/// Minutes in a week.
pub const WEEK_MINUTES: i64 = 10_080;

/// A text that names no instant, or not one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeError {
    /// Not a date and time this reads: what was found.
    Unreadable(String),
    /// No such IANA zone: what was found.
    UnknownZone(String),
    /// A local time that the clocks skip in spring: time and zone.
    Gap(String, String),
    /// A local time that occurs twice in autumn: time and zone.
    Fold(String, String),
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(found) => write!(
                f,
                "“{found}” is not a date and time; expected one such as 2026-10-11T20:14:00Z"
            ),
            Self::UnknownZone(found) => write!(
                f,
                "“{found}” is not an IANA time zone; expected a name such as Europe/Berlin or UTC"
            ),
            Self::Gap(found, zone) => write!(
                f,
                "{found} does not exist in {zone}: the clocks skip it in spring; write its offset, such as +02:00"
            ),
            Self::Fold(found, zone) => write!(
                f,
                "{found} occurs twice in {zone}: the clocks go back; write its offset, such as +02:00"
            ),
        }
    }
}

impl std::error::Error for TimeError {}

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// The earliest instant accepted from outside (1900-01-01).
pub const EARLIEST: Instant = Instant(-2_208_988_800_000);
/// The first instant no longer accepted from outside (2200-01-01).
pub const LATEST: Instant = Instant(7_258_118_400_000);

impl Instant {
    /// The minute since 1970 that holds it.
    #[must_use]
    pub fn minute(self) -> i64 {
        self.0.div_euclid(MINUTE_MS)
    }

    /// The first instant of a minute since 1970.
    #[must_use]
    pub fn of_minute(minute: i64) -> Self {
        Self(minute * MINUTE_MS)
    }

    /// RFC 3339 in UTC: `2026-10-11T20:14:00Z`, with milliseconds only where there are any.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        match DateTime::<Utc>::from_timestamp_millis(self.0) {
            Some(t) if self.0.rem_euclid(1000) == 0 => t.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            Some(t) => t.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            None => format!("{} ms", self.0),
        }
    }

    /// RFC 3339 with an offset or `Z`; the `T` may be a space, seconds may be missing.
    ///
    /// # Errors
    /// [`TimeError::Unreadable`], also without an offset (see [`Zone::read_local`]) and
    /// outside 1900 to 2199.
    pub fn parse(text: &str) -> Result<Self, TimeError> {
        let unreadable = || TimeError::Unreadable(text.to_owned());
        let trimmed = text.trim();
        let normal = match trimmed.strip_suffix(['Z', 'z']) {
            Some(head) => format!("{head}+00:00"),
            None => trimmed.to_owned(),
        };
        let formats = [
            "%Y-%m-%dT%H:%M:%S%.f%:z",
            "%Y-%m-%d %H:%M:%S%.f%:z",
            "%Y-%m-%dT%H:%M%:z",
            "%Y-%m-%d %H:%M%:z",
            "%Y-%m-%d %H:%M:%S%.f %z",
            "%Y-%m-%dT%H:%M:%S%.f%z",
        ];
        let parsed = formats
            .iter()
            .find_map(|format| DateTime::parse_from_str(&normal, format).ok())
            .ok_or_else(unreadable)?;
        // chrono reads second 60 as a leap second; we refuse what UTC milliseconds cannot hold.
        if parsed.nanosecond() >= 1_000_000_000 {
            return Err(unreadable());
        }
        let instant = Self(parsed.timestamp_millis());
        if instant < EARLIEST || instant >= LATEST {
            return Err(unreadable());
        }
        Ok(instant)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339())
    }
}

impl FromStr for Instant {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        Self::parse(text)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Half-open, [start, end); never with end before start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    /// First instant inside.
    pub start: Instant,
    /// First instant outside.
    pub end: Instant,
}

impl Interval {
    /// [start, end), or nothing where the end lies before the start.
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Option<Self> {
        (end >= start).then_some(Self { start, end })
    }

    /// Milliseconds inside.
    #[must_use]
    pub fn length_ms(self) -> i64 {
        self.end.0 - self.start.0
    }

    /// Minutes inside, with their fraction.
    #[must_use]
    pub fn minutes(self) -> f64 {
        self.length_ms() as f64 / MINUTE_MS as f64
    }

    /// Whether nothing is inside.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// What both share, empty at `self.start` where they share nothing.
    #[must_use]
    pub fn clip(self, to: Self) -> Self {
        let start = self.start.max(to.start);
        let end = self.end.min(to.end);
        if end > start {
            Self { start, end }
        } else {
            Self {
                start: self.start,
                end: self.start,
            }
        }
    }

    /// Whether an instant lies inside.
    #[must_use]
    pub fn contains(self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }
}

/// An IANA zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

impl Zone {
    /// UTC.
    pub const UTC: Self = Self(Tz::UTC);

    /// A zone by its IANA name, case-insensitive.
    ///
    /// # Errors
    /// [`TimeError::UnknownZone`].
    pub fn parse(name: &str) -> Result<Self, TimeError> {
        Tz::from_str_insensitive(name.trim())
            .map(Self)
            .map_err(|_| TimeError::UnknownZone(name.to_owned()))
    }

    /// Its IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Every IANA name, in alphabetical order.
    #[must_use]
    pub fn all_names() -> Vec<&'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name()).collect()
    }

    /// The instant of a local time of this zone.
    ///
    /// # Errors
    /// [`TimeError::Gap`] and [`TimeError::Fold`]: never a guess.
    pub fn resolve(self, local: NaiveDateTime) -> Result<Instant, TimeError> {
        let shown = || {
            (
                local.format("%Y-%m-%d %H:%M:%S").to_string(),
                self.name().to_owned(),
            )
        };
        match self.0.from_local_datetime(&local) {
            chrono::LocalResult::Single(t) => Ok(Instant(t.timestamp_millis())),
            chrono::LocalResult::Ambiguous(..) => {
                let (time, zone) = shown();
                Err(TimeError::Fold(time, zone))
            }
            chrono::LocalResult::None => {
                let (time, zone) = shown();
                Err(TimeError::Gap(time, zone))
            }
        }
    }

    /// The first instant at or after a local time; in a gap the end of the gap, in a fold the
    /// earlier reading. For calendar edges (midnight), where one answer must exist.
    #[must_use]
    pub fn first_at_or_after(self, local: NaiveDateTime) -> Instant {
        for minutes in 0..=24 * 60 {
            let candidate = local + chrono::TimeDelta::minutes(minutes);
            if let Some(t) = self.0.from_local_datetime(&candidate).earliest() {
                return Instant(t.timestamp_millis());
            }
        }
        Instant(local.and_utc().timestamp_millis())
    }

    /// The local time of an instant.
    #[must_use]
    pub fn local(self, at: Instant) -> NaiveDateTime {
        match Utc.timestamp_millis_opt(at.0).single() {
            Some(t) => t.with_timezone(&self.0).naive_local(),
            None => NaiveDateTime::default(),
        }
    }

    /// Offset from UTC at an instant, in milliseconds.
    #[must_use]
    pub fn offset_ms(self, at: Instant) -> i64 {
        if in_range(at) {
            self.local(at).and_utc().timestamp_millis() - at.0
        } else {
            0
        }
    }

    /// The stretches of constant offset that make up a span: (interval, offset from UTC in
    /// milliseconds), ascending; none for an empty span.
    #[must_use]
    pub fn stretches(self, span: Interval) -> Vec<(Interval, i64)> {
        // No zone has changed its offset and changed it back within five days since 1970.
        const STEP: i64 = 5 * DAY_MS;
        let mut out = Vec::new();
        if span.is_empty() {
            return out;
        }
        let mut from = span.start;
        let mut offset = self.offset_ms(from);
        let mut at = from.0;
        // UTC is asked for nearly everywhere and never changes.
        while self != Self::UTC && at < span.end.0 {
            let next = (at + STEP).min(span.end.0);
            let after = self.offset_ms(Instant(next));
            if after != offset {
                let (mut low, mut high) = (at, next);
                while high - low > 1 {
                    let middle = low + (high - low) / 2;
                    if self.offset_ms(Instant(middle)) == offset {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                let end = Instant(high);
                out.push((Interval { start: from, end }, offset));
                (from, offset) = (end, after);
            }
            at = next;
        }
        let end = span.end;
        // A change at the very end leaves nothing after it.
        if from < end {
            out.push((Interval { start: from, end }, offset));
        }
        out
    }

    /// The first instant of the local day that holds `at`.
    #[must_use]
    pub fn day_start(self, at: Instant) -> Instant {
        self.midnight(self.local(at).date())
    }

    /// The first instant of a local date.
    #[must_use]
    pub fn midnight(self, date: NaiveDate) -> Instant {
        self.first_at_or_after(date.and_time(NaiveTime::MIN))
    }

    /// The interval widened to whole local days.
    #[must_use]
    pub fn whole_days(self, interval: Interval) -> Interval {
        let start = self.day_start(interval.start);
        let last = Instant((interval.end.0 - 1).max(interval.start.0));
        let next = self.local(last).date().checked_add_days(Days::new(1));
        let end = next.map_or(interval.end, |date| self.midnight(date));
        Interval { start, end }
    }

    /// The calendar window of `unit` that holds `at`, true to daylight saving.
    #[must_use]
    pub fn calendar(self, unit: CalendarUnit, at: Instant) -> Interval {
        let date = self.local(at).date();
        let first = match unit {
            CalendarUnit::Week => date
                .checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))
                .unwrap_or(date),
            CalendarUnit::Month => date.with_day(1).unwrap_or(date),
            CalendarUnit::Quarter => {
                let month = (date.month0() / 3) * 3 + 1;
                NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date)
            }
            CalendarUnit::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1).unwrap_or(date),
        };
        let next = match unit {
            CalendarUnit::Week => first.checked_add_days(Days::new(7)),
            CalendarUnit::Month => first.checked_add_months(Months::new(1)),
            CalendarUnit::Quarter => first.checked_add_months(Months::new(3)),
            CalendarUnit::Year => first.checked_add_months(Months::new(12)),
        };
        Interval {
            start: self.midnight(first),
            end: self.midnight(next.unwrap_or(first)),
        }
    }
}

fn in_range(at: Instant) -> bool {
    Utc.timestamp_millis_opt(at.0).single().is_some()
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// The stretches of constant offset that cover a span of time, for mapping many minutes to
/// local minutes of the week without asking the zone database each time.
#[derive(Debug, Clone)]
pub struct OffsetTable {
    /// (first instant with this offset, offset in ms), ascending; never empty.
    steps: Vec<(i64, i64)>,
}

impl OffsetTable {
    /// The offsets of `zone` from 1970 to 2100 and over `span`; constant beyond both. So wide,
    /// because incidents may lie years outside the revenue that a profile was learned from.
    #[must_use]
    pub fn new(zone: Zone, span: Interval) -> Self {
        const FROM: i64 = 0;
        const UNTIL: i64 = 4_102_444_800_000;
        let wide = Interval {
            start: Instant(span.start.0.min(FROM)),
            end: Instant(span.end.0.max(UNTIL)),
        };
        let mut steps: Vec<(i64, i64)> = zone
            .stretches(wide)
            .into_iter()
            .map(|(stretch, offset)| (stretch.start.0, offset))
            .collect();
        if let Some(first) = steps.first_mut() {
            first.0 = i64::MIN;
        }
        Self { steps }
    }

    /// Offset at an instant, in milliseconds.
    #[must_use]
    pub fn offset_ms(&self, at: i64) -> i64 {
        if let [(_, only)] = self.steps.as_slice() {
            return *only;
        }
        let index = self.steps.partition_point(|(from, _)| *from <= at);
        self.steps[index.saturating_sub(1)].1
    }

    /// Local minute of the week, Monday 00:00 = 0, of a UTC minute since 1970.
    #[must_use]
    pub fn minute_of_week(&self, minute: i64) -> i64 {
        let offset = self.offset_ms(minute * MINUTE_MS).div_euclid(MINUTE_MS);
        // 1970-01-01 was a Thursday: three days of 1,440 minutes after Monday.
        (minute + offset + 3 * 1440).rem_euclid(WEEK_MINUTES)
    }

    /// The stretches of constant offset inside `span`: (interval, offset in ms).
    pub fn stretches(&self, span: Interval) -> impl Iterator<Item = (Interval, i64)> + '_ {
        let first = self
            .steps
            .partition_point(|(from, _)| *from <= span.start.0)
            .saturating_sub(1);
        (first..self.steps.len()).map_while(move |index| {
            let (from, offset) = self.steps[index];
            let until = self
                .steps
                .get(index + 1)
                .map_or(i64::MAX, |(next, _)| *next);
            let start = from.max(span.start.0);
            let end = until.min(span.end.0);
            (start < end).then_some((
                Interval {
                    start: Instant(start),
                    end: Instant(end),
                },
                offset,
            ))
        })
    }
}

/// A calendar window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarUnit {
    /// Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// A year.
    Year,
}

/// How long a year is taken to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum YearBasis {
    /// 365 days.
    #[default]
    #[serde(rename = "365")]
    Days365,
    /// The Gregorian mean, 365.2425 days.
    #[serde(rename = "365.2425")]
    Gregorian,
    /// The Julian mean, 365.25 days.
    #[serde(rename = "365.25")]
    Julian,
}

impl YearBasis {
    /// Days in the year.
    #[must_use]
    pub fn days(self) -> f64 {
        match self {
            Self::Days365 => 365.0,
            Self::Gregorian => 365.2425,
            Self::Julian => 365.25,
        }
    }

    /// Minutes in the year.
    #[must_use]
    pub fn minutes(self) -> f64 {
        self.days() * 1440.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn rfc_3339_is_read_and_written() {
        assert_eq!(at("2024-01-01T00:00:00Z").0, 1_704_067_200_000);
        assert_eq!(at("2024-01-01T01:00:00.250+01:00").0, 1_704_067_200_250);
        assert_eq!(at("2024-01-01 00:00Z").to_rfc3339(), "2024-01-01T00:00:00Z");
        assert_eq!(Instant(250).to_rfc3339(), "1970-01-01T00:00:00.250Z");
        assert!(at("1969-12-31T23:59:59Z").0 < 0);
        for bad in [
            "",
            "2024-01-32T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-01-01T23:59:60Z",
            "9999-01-01T00:00:00Z",
            "2024-01-01T00:00:00",
            "yesterday",
        ] {
            assert!(Instant::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_skipped_and_a_doubled_hour_are_findings() {
        let zone = Zone::parse("europe/berlin").unwrap();
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        assert!(matches!(
            zone.resolve(local("2026-03-29 02:30")),
            Err(TimeError::Gap(..))
        ));
        assert!(matches!(
            zone.resolve(local("2026-10-25 02:30")),
            Err(TimeError::Fold(..))
        ));
        assert_eq!(
            zone.resolve(local("2026-07-01 12:00")).unwrap(),
            at("2026-07-01T10:00:00Z")
        );
        assert!(Zone::parse("Mars/Olympus").is_err());
    }

    #[test]
    fn calendar_windows_are_true_to_daylight_saving() {
        let zone = Zone::parse("America/New_York").unwrap();
        let march = zone.calendar(CalendarUnit::Month, at("2026-03-15T12:00:00Z"));
        assert_eq!(march.minutes(), 44_580.0);
        let year = Zone::UTC.calendar(CalendarUnit::Year, at("2026-03-15T12:00:00Z"));
        assert_eq!(year.minutes(), 525_600.0);
        let week = zone.calendar(CalendarUnit::Week, at("2026-03-08T12:00:00Z"));
        assert_eq!(week.minutes(), 10_080.0 - 60.0);
        let quarter = Zone::UTC.calendar(CalendarUnit::Quarter, at("2026-05-15T12:00:00Z"));
        assert_eq!(quarter.start, at("2026-04-01T00:00:00Z"));
        assert_eq!(quarter.end, at("2026-07-01T00:00:00Z"));
    }

    #[test]
    fn a_day_of_23_hours_is_widened_whole() {
        let zone = Zone::parse("Europe/Berlin").unwrap();
        let noon = Interval {
            start: at("2026-03-29T10:00:00Z"),
            end: at("2026-03-29T11:00:00Z"),
        };
        assert_eq!(zone.whole_days(noon).minutes(), 23.0 * 60.0);
        // Midnight itself is skipped in Beirut in spring.
        let beirut = Zone::parse("Asia/Beirut").unwrap();
        let day = beirut.whole_days(Interval {
            start: at("2026-03-29T10:00:00Z"),
            end: at("2026-03-29T11:00:00Z"),
        });
        assert_eq!(day.minutes(), 23.0 * 60.0);
    }

    #[test]
    fn the_offset_table_agrees_with_the_zone() {
        let zone = Zone::parse("America/New_York").unwrap();
        let span = Interval {
            start: at("2026-01-01T00:00:00Z"),
            end: at("2027-01-01T00:00:00Z"),
        };
        let table = OffsetTable::new(zone, span);
        let mut minute = span.start.minute();
        while minute < span.end.minute() {
            assert_eq!(
                table.offset_ms(minute * MINUTE_MS),
                zone.offset_ms(Instant::of_minute(minute))
            );
            minute += 61;
        }
        let total: i64 = table
            .stretches(span)
            .map(|(part, _)| part.length_ms())
            .sum();
        assert_eq!(total, span.length_ms());
        assert_eq!(table.stretches(span).count(), 3);
    }

    #[test]
    fn monday_midnight_is_slot_zero() {
        let table = OffsetTable::new(
            Zone::UTC,
            Interval {
                start: Instant(0),
                end: Instant(1),
            },
        );
        assert_eq!(table.minute_of_week(at("2024-01-01T00:00:00Z").minute()), 0);
        assert_eq!(table.minute_of_week(-1), 3 * 1440 - 1);
    }
}
