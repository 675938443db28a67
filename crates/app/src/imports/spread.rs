//! Sums of whole hours or days, spread over the minutes of them: an assumption, for those who have
//! nothing finer.

use crate::text;
use crate::wire::Error;
use ninefold_domain::hours::AgreedTime;
use ninefold_domain::record::MinuteSum;
use ninefold_domain::time::{Instant, Interval, Zone};

/// Over which minutes a sum is spread, all alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// It counts in the minute that it stands in.
    No,
    /// Over the hour that begins with it.
    Hour,
    /// Over all minutes of its day.
    Day,
    /// Over those of its day that the service that carries it is agreed to be there; over all of a day
    /// without any.
    Hours,
}

impl Spread {
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        match text {
            "" => Ok(Self::No),
            "hour" => Ok(Self::Hour),
            "day" => Ok(Self::Day),
            "hours" => Ok(Self::Hours),
            other => Err(Error::invalid(
                "spread",
                format!("“{other}” is not a choice; expected hour, day, hours or nothing"),
            )),
        }
    }

    /// What is assumed with it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Hour => "evenly over their hours",
            Self::Hours => "evenly over the agreed hours of their days",
            Self::No | Self::Day => "evenly over their days",
        }
    }

    /// What an incident can no longer be asked with it.
    pub(super) fn caveat(self) -> &'static str {
        match self {
            Self::Hour => {
                "What an incident took of an hour cannot be told from the rest of that hour"
            }
            Self::No | Self::Day | Self::Hours => {
                "What an incident took cannot be seen in them, and no hour is dearer than another of its day"
            }
        }
    }

    /// How many sums there are, by what they are of: `31 daily sums`.
    pub(super) fn sums(self, count: usize) -> String {
        match self {
            Self::Hour => text::counted(count, "hourly sum", "hourly sums"),
            Self::No | Self::Day | Self::Hours => text::counted(count, "daily sum", "daily sums"),
        }
    }
}

/// Whether what an import assumed is a spread over whole days.
pub(super) fn is_over_days(assumed: &str) -> bool {
    !assumed.ends_with(Spread::Hour.words())
}

/// Whether there is one sum an hour, always at the same minute of it, for most hours in a row.
pub(super) fn looks_hourly(minutes: &[MinuteSum]) -> bool {
    const FEWEST: usize = 24;
    let seen = &minutes[..minutes.len().min(1_000)];
    let Some(first) = seen.first() else {
        return false;
    };
    let same = |m: &MinuteSum| (m.minute - first.minute) % 60 == 0;
    let next = seen
        .windows(2)
        .filter(|two| two[1].minute - two[0].minute == 60);
    seen.len() >= FEWEST && seen.iter().all(same) && next.count() * 2 >= seen.len()
}

/// Whether there is one sum a day, always at the same time (or at two, where clocks change).
pub(super) fn looks_daily(minutes: &[MinuteSum]) -> bool {
    const FEWEST: usize = 5;
    let mut times: Vec<i64> = minutes
        .iter()
        .take(1_000)
        .map(|m| m.minute.rem_euclid(1_440))
        .collect();
    times.sort_unstable();
    times.dedup();
    let apart = minutes
        .windows(2)
        .take(1_000)
        .all(|two| two[1].minute - two[0].minute >= 1_380);
    minutes.len() >= FEWEST && times.len() <= 2 && apart
}

/// What is said of sums of days that nobody asked to be spread.
pub(super) fn unspread(stream: &str, sums: usize) -> String {
    format!(
        "All {} sums of {stream} stand at the same time of their days: if they are sums of whole days, all of a day's revenue counts in that one minute, and an outage at another hour costs nothing. Import revenue by the hour or finer, or have each sum spread over its day, which is an assumption.",
        text::count(sums),
    )
}

/// What is said of sums of hours that nobody asked to be spread.
pub(super) fn unspread_hours(stream: &str, sums: usize) -> String {
    format!(
        "All {} sums of {stream} stand an hour apart: if they are sums of whole hours, all of an hour’s revenue counts in its first minute, and an outage that misses that minute takes none of it. Have each sum spread over its hour, which is an assumption, or import revenue by the minute.",
        text::count(sums),
    )
}

/// Sums of hours as sums of minutes, each over the sixty that begin with it; nothing where two are
/// closer than that.
pub(super) fn spread_hours(sums: &[MinuteSum]) -> Option<Vec<MinuteSum>> {
    if sums
        .windows(2)
        .any(|two| two[1].minute - two[0].minute < 60)
    {
        return None;
    }
    let mut out = Vec::with_capacity(sums.len() * 60);
    for sum in sums {
        evenly(sum, (sum.minute..sum.minute + 60).collect(), &mut out)?;
    }
    Some(out)
}

/// A sum over these minutes. They come to it exactly: each holds what the sum has grown by until
/// its end.
fn evenly(sum: &MinuteSum, minutes: Vec<i64>, out: &mut Vec<MinuteSum>) -> Option<()> {
    let count = minutes.len() as i128;
    let until = |done: i128| (i128::from(sum.units) * done).div_euclid(count);
    for (done, minute) in (0_i128..).zip(minutes) {
        out.push(MinuteSum {
            minute,
            // Each lies between nothing and the sum, so it fits.
            units: i64::try_from(until(done + 1) - until(done)).ok()?,
            rows: if done == 0 { sum.rows } else { 0 },
        });
    }
    Some(())
}

/// Sums of days as sums of minutes, each day by the zone; nothing where a day has several, which
/// says more of the day than an even spread would.
pub(super) fn spread(
    sums: &[MinuteSum],
    how: Spread,
    zone: Zone,
    agreed: &AgreedTime,
) -> Option<Vec<MinuteSum>> {
    let mut out: Vec<MinuteSum> = Vec::new();
    let mut ended: Option<Instant> = None;
    for sum in sums {
        let at = Instant::of_minute(sum.minute);
        let date = zone.local(at).date();
        let day = Interval {
            start: zone.midnight(date),
            end: zone.midnight(date.succ_opt()?),
        };
        if ended.is_some_and(|ended| day.start < ended) {
            return None;
        }
        ended = Some(day.end);
        let mut minutes: Vec<i64> = Vec::new();
        if how == Spread::Hours {
            for part in agreed.within(day) {
                minutes.extend(part.start.minute()..part.end.minute());
            }
        }
        if minutes.is_empty() {
            minutes.extend(day.start.minute()..day.end.minute());
        }
        evenly(sum, minutes, &mut out)?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ninefold_domain::calendar::WeeklyHours;

    fn at(text: &str) -> i64 {
        Instant::parse(text).expect("it reads").minute()
    }

    fn sum(minute: i64, units: i64) -> MinuteSum {
        MinuteSum {
            minute,
            units,
            rows: 3,
        }
    }

    #[test]
    fn a_day_comes_to_its_sum_whatever_its_length() {
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        // The clocks go forward on 28 March 2027 and back on 31 October 2027.
        for (day, minutes) in [
            ("2027-03-27T23:00:00Z", 1_380),
            ("2027-06-01T15:30:00Z", 1_440),
            ("2027-10-30T22:00:00Z", 1_500),
        ] {
            for units in [1_000_003, -7, 0, i64::MAX / 2] {
                let one = [sum(at(day), units)];
                let out = spread(&one, Spread::Day, berlin, &AgreedTime::always());
                let out = out.expect("one sum a day");
                assert_eq!(out.len(), minutes, "{day}");
                assert_eq!(out.iter().map(|m| m.units).sum::<i64>(), units);
                assert_eq!(out.iter().map(|m| m.rows).sum::<u32>(), 3);
                let most = out.iter().map(|m| m.units).max();
                let least = out.iter().map(|m| m.units).min();
                assert!(most.zip(least).is_some_and(|(a, b)| a - b <= 1));
                assert!(out.windows(2).all(|two| two[0].minute + 1 == two[1].minute));
            }
        }
    }

    #[test]
    fn an_hour_comes_to_its_sum_and_is_known_by_its_neighbours() {
        let first = at("2027-10-30T22:00:00Z");
        let hours: Vec<MinuteSum> = (0..48).map(|h| sum(first + h * 60, 1_003 - h)).collect();
        assert!(looks_hourly(&hours) && !looks_daily(&hours));
        let out = spread_hours(&hours).expect("an hour apart");
        assert_eq!(out.len(), 48 * 60);
        assert!(out.windows(2).all(|two| two[0].minute + 1 == two[1].minute));
        for (n, hour) in out.chunks(60).enumerate() {
            assert_eq!(hour.iter().map(|m| m.units).sum::<i64>(), 1_003 - n as i64);
            assert_eq!(hour.iter().map(|m| m.rows).sum::<u32>(), 3);
        }
        // Hours without a sum are none to spread over.
        let gap = [sum(first, 6), sum(first + 180, 6)];
        assert_eq!(spread_hours(&gap).expect("apart").len(), 120);
        let close = [sum(first, 6), sum(first + 30, 6)];
        assert_eq!(spread_hours(&close), None);
        // Sales of single minutes and sums of days are none of hours.
        let every: Vec<MinuteSum> = (0..48).map(|n| sum(first + n * 7, 1)).collect();
        let days: Vec<MinuteSum> = (0..48).map(|n| sum(first + n * 1_440, 1)).collect();
        assert!(!looks_hourly(&every) && !looks_hourly(&days) && !looks_hourly(&hours[..20]));
    }

    #[test]
    fn days_with_several_sums_are_left() {
        let two = [
            sum(at("2027-06-01T08:00:00Z"), 10),
            sum(at("2027-06-01T20:00:00Z"), 10),
        ];
        assert_eq!(
            spread(&two, Spread::Day, Zone::UTC, &AgreedTime::always()),
            None
        );
    }

    #[test]
    fn agreed_hours_take_all_of_it_and_a_day_without_any_is_spread_whole() {
        let spans = (0..5).map(|day| (day * 1_440 + 540, day * 1_440 + 1_020));
        let hours = WeeklyHours::new(None, spans.collect()).expect("hours");
        let agreed = AgreedTime::new(Some(&hours), Zone::UTC, &[], Vec::new());
        // A Friday and a Saturday.
        let days = [
            sum(at("2027-06-04T00:00:00Z"), 480_000),
            sum(at("2027-06-05T00:00:00Z"), 1_440),
        ];
        let out = spread(&days, Spread::Hours, Zone::UTC, &agreed).expect("one a day");
        assert_eq!(out.len(), 480 + 1_440);
        assert_eq!(out[0].minute, at("2027-06-04T09:00:00Z"));
        assert!(out[..480].iter().all(|m| m.units == 1_000));
        assert!(out[480..].iter().all(|m| m.units == 1));
    }
}
