//! The calendar as people write it: days, months, hours of the week.

use crate::time::{Instant, Interval, WEEK_MINUTES, Zone};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// What does not read as a part of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarError {
    /// Not a day from 1900 to 2199: what was found.
    Day(String),
    /// Not a month from 1900 to 2199: what was found.
    Month(String),
    /// Not a stretch of a week: minutes of the week from and until.
    Span(u16, u16),
    /// A week without any hours.
    NoHours,
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(found) => write!(
                f,
                "“{found}” is not a day; expected one from 1900 to 2199, such as 2026-11-27"
            ),
            Self::Month(found) => write!(
                f,
                "“{found}” is not a month; expected one from 1900 to 2199, such as 2026-11"
            ),
            Self::Span(from, until) => write!(
                f,
                "minutes {from} to {until} are not a stretch of a week; expected an end after \
                 the beginning, and none after Sunday 24:00"
            ),
            Self::NoHours => f.write_str(
                "a week without any hours; expected at least one stretch, or no hours at all \
                 for around the clock",
            ),
        }
    }
}

impl std::error::Error for CalendarError {}

/// A calendar day, without a zone: `2026-11-27`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalDay(pub NaiveDate);

impl fmt::Display for LocalDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl FromStr for LocalDay {
    type Err = CalendarError;

    /// Reads `2026-11-27`.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
            .map_err(|_| CalendarError::Day(text.to_owned()))?;
        // The same years as instants: else a stored day would not come back.
        if (1900..2200).contains(&day.year()) {
            Ok(Self(day))
        } else {
            Err(CalendarError::Day(text.to_owned()))
        }
    }
}

/// A calendar month, without a zone: `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// A month, 1 to 12, of a year, 1900 to 2199.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1900..2200).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The local month that holds an instant; nothing outside 1900 to 2199.
    #[must_use]
    pub fn of(at: Instant, zone: Zone) -> Option<Self> {
        let local = zone.local(at);
        Self::new(local.year(), local.month())
    }

    /// Its local interval in a zone, true to daylight saving.
    #[must_use]
    pub fn interval(self, zone: Zone) -> Option<Interval> {
        let first = NaiveDate::from_ymd_opt(self.year, self.month, 1)?;
        let next = first.checked_add_months(Months::new(1))?;
        Some(Interval {
            start: zone.midnight(first),
            end: zone.midnight(next),
        })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = CalendarError;

    /// Reads `2026-11`.
    fn from_str(text: &str) -> Result<Self, CalendarError> {
        let unreadable = || CalendarError::Month(text.to_owned());
        let (year, month) = text.trim().split_once('-').ok_or_else(unreadable)?;
        let year = year.parse().map_err(|_| unreadable())?;
        let month = month.parse().map_err(|_| unreadable())?;
        Self::new(year, month).ok_or_else(unreadable)
    }
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

as_text!(LocalDay, Month);

/// Hours of a local week, such as those in which a service has to be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawHours")]
pub struct WeeklyHours {
    zone: Option<Zone>,
    spans: Vec<(u16, u16)>,
}

/// As written; [`WeeklyHours::new`] says what is wrong with it.
#[derive(Deserialize)]
struct RawHours {
    zone: Option<Zone>,
    spans: Vec<(u16, u16)>,
}

impl TryFrom<RawHours> for WeeklyHours {
    type Error = CalendarError;

    fn try_from(raw: RawHours) -> Result<Self, CalendarError> {
        Self::new(raw.zone, raw.spans)
    }
}

impl WeeklyHours {
    /// Spans of minutes of the local week [from, until), Monday 00:00 = 0, in any order; those
    /// that touch are joined. `zone` missing: that of the workspace.
    ///
    /// # Errors
    /// A span that is empty, runs backwards or goes past Sunday midnight; no span at all.
    pub fn new(zone: Option<Zone>, mut spans: Vec<(u16, u16)>) -> Result<Self, CalendarError> {
        let week = WEEK_MINUTES as u16;
        if let Some((from, until)) = spans.iter().find(|(a, b)| a >= b || *b > week) {
            return Err(CalendarError::Span(*from, *until));
        }
        if spans.is_empty() {
            return Err(CalendarError::NoHours);
        }
        spans.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::with_capacity(spans.len());
        for (from, until) in spans {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => joined.push((from, until)),
            }
        }
        Ok(Self {
            zone,
            spans: joined,
        })
    }

    /// Monday to Friday, 9 to 17.
    #[must_use]
    pub fn office() -> Self {
        Self {
            zone: None,
            spans: (0..5)
                .map(|day| (day * 1440 + 540, day * 1440 + 1020))
                .collect(),
        }
    }

    /// The zone that the hours are local to; that of the workspace where missing.
    #[must_use]
    pub fn zone(&self) -> Option<Zone> {
        self.zone
    }

    /// Spans of minutes of the week [from, until), ascending and disjoint.
    #[must_use]
    pub fn spans(&self) -> &[(u16, u16)] {
        &self.spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_survive_text() {
        for text in ["2026-11-27", "1900-01-01", "2199-12-31"] {
            assert_eq!(text.parse::<LocalDay>().unwrap().to_string(), text);
        }
        for text in ["1899-12-31", "2200-01-01", "2026-02-30", "27.11.2026"] {
            assert!(text.parse::<LocalDay>().is_err(), "{text}");
        }
        assert_eq!("2026-3".parse::<Month>().unwrap().to_string(), "2026-03");
        for text in ["2026", "2026-13", "2026-00", "x-1"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_is_true_to_daylight_saving() {
        let zone = Zone::parse("America/New_York").unwrap();
        let march = "2026-03".parse::<Month>().unwrap();
        let interval = march.interval(zone).unwrap();
        assert_eq!(interval.minutes(), 44_580.0);
        assert_eq!(Month::of(interval.start, zone), Some(march));
        assert_eq!(Month::of(interval.end, zone), "2026-04".parse().ok());
    }

    #[test]
    fn hours_are_joined_and_refused_by_name() {
        let hours = WeeklyHours::new(None, vec![(600, 700), (0, 300), (300, 400)]).unwrap();
        assert_eq!(hours.spans(), [(0, 400), (600, 700)]);
        assert_eq!(
            WeeklyHours::new(None, vec![(10_000, 10_081)]),
            Err(CalendarError::Span(10_000, 10_081))
        );
        assert_eq!(WeeklyHours::new(None, vec![]), Err(CalendarError::NoHours));
        let text = serde_json::to_string(&WeeklyHours::office()).unwrap();
        assert_eq!(
            serde_json::from_str::<WeeklyHours>(&text).unwrap(),
            WeeklyHours::office()
        );
        assert!(serde_json::from_str::<WeeklyHours>(r#"{"zone":null,"spans":[]}"#).is_err());
    }
}
