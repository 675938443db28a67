//! Which moment a time on a zone's clock is. An hour that the clocks skip is refused, and one that
//! occurs twice is read only as the mapping says.

use crate::mapping::{OnFold, Options};
use crate::time::{Form, HOUR_MS, TimeError, Written};
use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use ninefold_domain::time::{EARLIEST, Instant, LATEST, MINUTE_MS};

/// A span that occurs twice, on the clock of the zone: mostly an hour, half of one on Lord Howe
/// Island.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Twice {
    pub(crate) begins: i64,
    /// The first moment after it.
    pub(crate) ends: i64,
}

impl Twice {
    fn holds(self, clock_ms: i64) -> bool {
        (self.begins..self.ends).contains(&clock_ms)
    }
}

/// Reads the times of one import.
#[derive(Debug)]
pub(crate) struct Times {
    zone: Tz,
    on_fold: OnFold,
    /// The last local hour that has one offset throughout: (hour since 1970, offset in ms).
    hour: Option<(i64, i64)>,
    /// The last span that occurs twice.
    twice: Option<Twice>,
    /// Times without an offset so far.
    pub(crate) local: u64,
    /// Times that occur twice and were read as the mapping says.
    pub(crate) folds: u64,
}

impl Times {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            // Every zone of the domain is one of chrono-tz's, by its own name.
            zone: options.zone.name().parse().unwrap_or(Tz::UTC),
            on_fold: options.on_fold,
            hour: None,
            twice: None,
            local: 0,
            folds: 0,
        }
    }

    /// The instant of a text.
    pub(crate) fn read(&mut self, text: &[u8], form: &Form) -> Result<Instant, TimeError> {
        self.resolve(Written::of(text, form)?)
    }

    /// The instant of what was written.
    pub(crate) fn resolve(&mut self, written: Written) -> Result<Instant, TimeError> {
        let instant = match written.offset_ms {
            Some(offset) => written.clock_ms.checked_sub(offset),
            None => {
                let instant = self.local(written.clock_ms)?;
                self.local += 1;
                Some(instant)
            }
        };
        match instant {
            Some(ms) if (EARLIEST.0..LATEST.0).contains(&ms) => Ok(Instant(ms)),
            _ => Err(TimeError::OutOfRange),
        }
    }

    /// UTC milliseconds of a local time of the zone.
    fn local(&mut self, clock_ms: i64) -> Result<i64, TimeError> {
        if self.zone == Tz::UTC {
            return Ok(clock_ms);
        }
        let hour = clock_ms.div_euclid(HOUR_MS);
        if let Some((known, offset)) = self.hour
            && known == hour
        {
            return Ok(clock_ms - offset);
        }
        if let (Some(first), Some(last)) = (
            self.single_offset(hour * HOUR_MS),
            self.single_offset(hour * HOUR_MS + HOUR_MS - 1),
        ) && first == last
        {
            self.hour = Some((hour, first));
            return Ok(clock_ms - first);
        }
        match self.zone.from_local_datetime(&naive(clock_ms)?) {
            LocalResult::Single(at) => Ok(at.timestamp_millis()),
            LocalResult::None => Err(TimeError::Gap),
            LocalResult::Ambiguous(earlier, later) => {
                let at = match self.on_fold {
                    OnFold::Reject | OnFold::InOrder => return Err(TimeError::Fold),
                    OnFold::Earlier => earlier,
                    OnFold::Later => later,
                };
                self.folds += 1;
                Ok(at.timestamp_millis())
            }
        }
    }

    /// The span that a time without an offset lies in, where it occurs twice.
    pub(crate) fn twice(&mut self, clock_ms: i64) -> Option<Twice> {
        let hour = clock_ms.div_euclid(HOUR_MS);
        if self.zone == Tz::UTC || self.hour.is_some_and(|(known, _)| known == hour) {
            return None;
        }
        if let Some(known) = self.twice.filter(|twice| twice.holds(clock_ms)) {
            return Some(known);
        }
        let zone = self.zone;
        let LocalResult::Ambiguous(one, other) = zone.from_local_datetime(&naive(clock_ms).ok()?)
        else {
            // Remembers an hour of one offset, so that the next row of it is quick.
            let _ = self.local(clock_ms);
            return None;
        };
        let length_ms = (other.timestamp_millis() - one.timestamp_millis()).abs();
        let minute = clock_ms.div_euclid(MINUTE_MS) * MINUTE_MS;
        let earlier = (1..length_ms / MINUTE_MS).map(|back| minute - back * MINUTE_MS);
        let begins = earlier
            .take_while(|clock_ms| {
                naive(*clock_ms).is_ok_and(|at| {
                    matches!(zone.from_local_datetime(&at), LocalResult::Ambiguous(..))
                })
            })
            .last()
            .unwrap_or(minute);
        self.twice = Some(Twice {
            begins,
            ends: begins + length_ms,
        });
        self.twice
    }

    /// A moment on the clock of the zone, as a file would write it: `2026-10-19 18:30`.
    pub(crate) fn on_clock(&self, at: Instant) -> String {
        let local = DateTime::from_timestamp_millis(at.0).map(|utc| utc.with_timezone(&self.zone));
        let form = match at.0 % MINUTE_MS {
            0 => "%Y-%m-%d %H:%M",
            _ => "%Y-%m-%d %H:%M:%S",
        };
        local.map_or_else(|| at.to_rfc3339(), |local| local.format(form).to_string())
    }

    /// Whether the order of rows is to tell times apart that occur twice.
    pub(crate) fn is_by_order(&self) -> bool {
        self.on_fold == OnFold::InOrder
    }

    /// The instant of a time that occurs twice.
    pub(crate) fn of_two(&mut self, clock_ms: i64, later: bool) -> Result<Instant, TimeError> {
        let said = if later {
            OnFold::Later
        } else {
            OnFold::Earlier
        };
        let before = std::mem::replace(&mut self.on_fold, said);
        let read = self.resolve(Written {
            clock_ms,
            offset_ms: None,
        });
        self.on_fold = before;
        read
    }

    /// The UTC minute of a minute on the zone's clock, where both are whole minutes of 60
    /// seconds with one offset.
    pub(crate) fn whole_minute(&self, clock: i64) -> Option<i64> {
        if self.zone == Tz::UTC {
            return Some(clock);
        }
        let first = self.single_offset(clock * MINUTE_MS)?;
        let last = self.single_offset(clock * MINUTE_MS + MINUTE_MS - 1)?;
        (first == last && first % MINUTE_MS == 0).then_some(clock - first / MINUTE_MS)
    }

    fn single_offset(&self, clock_ms: i64) -> Option<i64> {
        let at = self
            .zone
            .from_local_datetime(&naive(clock_ms).ok()?)
            .single()?;
        Some(clock_ms - at.timestamp_millis())
    }
}

pub(crate) fn naive(clock_ms: i64) -> Result<NaiveDateTime, TimeError> {
    DateTime::from_timestamp_millis(clock_ms)
        .map(|at| at.naive_utc())
        .ok_or(TimeError::OutOfRange)
}
