//! Sums of whole hours or days, spread over the minutes of them: an assumption, for those who have
//! nothing finer.

use crate::text;
use crate::wire::Error;
use chrono::Timelike;
use ninefold_domain::hours::AgreedTime;
use ninefold_domain::record::MinuteSum;
use ninefold_domain::time::{Instant, Interval, Zone};
use serde::{Deserialize, Serialize};

/// Minutes that the sums of one import may be spread over: some forty years of a stream. A few
/// thousand rows could ask for more than there is memory.
const MOST_MINUTES: usize = 20_000_000;

/// What is to be spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Asked {
    /// Sums of whole hours over their hours.
    hours: bool,
    /// Sums of whole days.
    days: Option<Over>,
}

/// Over which minutes a sum is spread, all alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// The hour that begins with it.
    Hour,
    /// All minutes of its day.
    Day,
    /// Those of its day that the service that carries it is agreed to be there; all of a day without
    /// any.
    Agreed,
}

/// A stream whose sums an import spread: what is finer takes the place of all that was assumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Spreading {
    /// Id of the stream.
    pub(super) stream: String,
    pub(super) whole: Whole,
}

/// What one sum was of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Whole {
    /// Hours that begin at this minute past, of UTC.
    Hours(i64),
    Days,
}

/// How the sums of a stream stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One a day, always at the same time (or at two, where clocks change).
    Daily,
    /// One an hour, always at the same minute of it, for most hours in a row.
    Hourly,
    /// Neither, or too few to tell.
    Other,
}

impl Asked {
    /// `hour`, `day`, `hours`, or `hour` with one of the others behind a comma.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let mut asked = Self::default();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let days = match part {
                "hour" => {
                    asked.hours = true;
                    continue;
                }
                "day" => Over::Day,
                "hours" => Over::Agreed,
                other => {
                    return Err(Error::invalid(
                        "spread",
                        format!("“{other}” is not a choice; expected hour, day, hours or nothing"),
                    ));
                }
            };
            if asked.days.is_some_and(|before| before != days) {
                return Err(Error::invalid(
                    "spread",
                    "sums of days go over whole days or over agreed hours, not both".into(),
                ));
            }
            asked.days = Some(days);
        }
        Ok(asked)
    }

    /// The sums of a stream spread as far as that is asked for; nothing where it is not, and why
    /// where it cannot be. `done` counts the minutes of the import.
    pub(super) fn spread(
        self,
        sums: &[MinuteSum],
        shape: Shape,
        zone: Zone,
        agreed: &AgreedTime,
        done: &mut usize,
    ) -> Result<Option<(Vec<MinuteSum>, Over)>, Refused> {
        let mut room = |each: usize| {
            *done = done.saturating_add(sums.len().saturating_mul(each));
            match *done > MOST_MINUTES {
                true => Err(Refused::Larger(
                    Error::invalid(
                        "spread",
                        format!(
                            "spread, these sums make more than {} minutes",
                            text::count(MOST_MINUTES)
                        ),
                    )
                    .hint("import fewer streams or years at a time"),
                )),
                false => Ok(()),
            }
        };
        let is_of_days = shape != Shape::Hourly && is_one_a_day(sums, zone);
        if let Some(over) = self.days.filter(|_| is_of_days) {
            room(1_440)?;
            if let Some(minutes) = spread_days(sums, over, zone, agreed) {
                return Ok(Some((minutes, over)));
            }
        }
        if self.hours && shape != Shape::Daily && is_on_the_hour(sums, zone) {
            room(60)?;
            return Ok(Some((spread_hours(sums), Over::Hour)));
        }
        match (self.days, self.hours, shape) {
            (None, false, _) => Ok(None),
            (None, true, Shape::Daily) => Err(Refused::For("its sums stand a day apart")),
            (None, true, _) => Err(Refused::For("its sums do not stand whole hours apart")),
            (Some(_), ..) => Err(Refused::For("it has several sums on one day")),
        }
    }
}

/// Why sums are not spread.
#[derive(Debug)]
pub(super) enum Refused {
    /// They are of another kind.
    For(&'static str),
    /// They come to more than can be held.
    Larger(Error),
}

impl Over {
    /// What is assumed with it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Hour => "evenly over their hours",
            Self::Agreed => "evenly over the agreed hours of their days",
            Self::Day => "evenly over their days",
        }
    }

    /// What an incident can no longer be asked with it.
    pub(super) fn caveat(self) -> &'static str {
        match self {
            Self::Hour => {
                "What an incident took of an hour cannot be told from the rest of that hour"
            }
            Self::Day | Self::Agreed => {
                "What an incident took cannot be seen in them, and no hour is dearer than another of its day"
            }
        }
    }

    /// How many sums there are, by what they are of: `31 daily sums`.
    pub(super) fn sums(self, count: usize) -> String {
        match self {
            Self::Hour => text::counted(count, "hourly sum", "hourly sums"),
            Self::Day | Self::Agreed => text::counted(count, "daily sum", "daily sums"),
        }
    }

    /// What one of these sums is of.
    pub(super) fn whole(self, sums: &[MinuteSum]) -> Whole {
        match self {
            Self::Hour => Whole::Hours(sums.first().map_or(0, |sum| sum.minute.rem_euclid(60))),
            Self::Day | Self::Agreed => Whole::Days,
        }
    }
}

impl Shape {
    pub(super) fn of(minutes: &[MinuteSum], zone: Zone) -> Self {
        if looks_daily(minutes) {
            Self::Daily
        } else if looks_hourly(minutes, zone) {
            Self::Hourly
        } else {
            Self::Other
        }
    }

    /// That of a few sums of a stream whose sums were spread before.
    pub(super) fn as_before(whole: Option<Whole>, minutes: &[MinuteSum], zone: Zone) -> Self {
        match whole {
            Some(Whole::Hours(_)) if is_on_the_hour(minutes, zone) => Self::Hourly,
            Some(Whole::Days) if is_one_a_day(minutes, zone) => Self::Daily,
            _ => Self::Other,
        }
    }
}

/// Whether all sums stand at one minute of the hour, on the clock of the zone: where that goes back
/// by half an hour, the minute of UTC is another.
fn is_on_the_hour(minutes: &[MinuteSum], zone: Zone) -> bool {
    let of = |sum: &MinuteSum| zone.local(Instant::of_minute(sum.minute)).minute();
    let first = minutes.first().map(of);
    let apart = minutes
        .windows(2)
        .all(|two| two[1].minute - two[0].minute >= 60);
    apart && minutes.iter().all(|sum| Some(of(sum)) == first)
}

fn is_one_a_day(sums: &[MinuteSum], zone: Zone) -> bool {
    let day = |sum: &MinuteSum| zone.local(Instant::of_minute(sum.minute)).date();
    sums.windows(2).all(|two| day(&two[0]) != day(&two[1]))
}

fn looks_hourly(minutes: &[MinuteSum], zone: Zone) -> bool {
    const FEWEST: usize = 24;
    let next = minutes
        .windows(2)
        .filter(|two| two[1].minute - two[0].minute == 60);
    minutes.len() >= FEWEST && next.count() * 2 >= minutes.len() && is_on_the_hour(minutes, zone)
}

fn looks_daily(minutes: &[MinuteSum]) -> bool {
    const FEWEST: usize = 5;
    let mut times: Vec<i64> = Vec::new();
    for sum in minutes {
        let time = sum.minute.rem_euclid(1_440);
        if !times.contains(&time) {
            times.push(time);
        }
        if times.len() > 2 {
            return false;
        }
    }
    let mut steps = minutes.windows(2).map(|two| two[1].minute - two[0].minute);
    minutes.len() >= FEWEST && steps.all(|step| step >= 1_380)
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
        "The {} sums of {stream} stand at one minute of their hours, most of them an hour apart: if they are sums of whole hours, all of an hour’s revenue counts in its first minute, and an outage that misses that minute takes none of it. Have each sum spread over its hour, which is an assumption, or import revenue by the minute.",
        text::count(sums),
    )
}

/// Sums that stand an hour or more apart as sums of minutes, each over the sixty that begin with it.
fn spread_hours(sums: &[MinuteSum]) -> Vec<MinuteSum> {
    let mut out = Vec::with_capacity(sums.len() * 60);
    for sum in sums {
        evenly(sum, (sum.minute..sum.minute + 60).collect(), &mut out);
    }
    out
}

/// Takes out the sums of which any minute is there: only the first minute of a sum has its rows.
/// How many minutes, rows and sums that are.
pub(super) fn without_those_there(
    minutes: &mut Vec<MinuteSum>,
    is_there: impl Fn(i64, i64) -> bool,
) -> Taken {
    let mut left = Vec::with_capacity(minutes.len());
    let mut taken = Taken::default();
    for sum in minutes.chunk_by(|_, next| next.rows == 0) {
        let [first, ..] = sum else { continue };
        if is_there(first.minute, sum[sum.len() - 1].minute) {
            taken.minutes += sum.len() as u64;
            taken.rows += u64::from(first.rows);
            taken.sums += 1;
        } else {
            left.extend_from_slice(sum);
        }
    }
    *minutes = left;
    taken
}

/// What was taken out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) minutes: u64,
    pub(super) rows: u64,
    pub(super) sums: usize,
}

/// A sum over these minutes. They come to it exactly: each holds what the sum has grown by until
/// its end.
fn evenly(sum: &MinuteSum, minutes: Vec<i64>, out: &mut Vec<MinuteSum>) {
    let count = minutes.len() as i128;
    let until = |done: i128| (i128::from(sum.units) * done).div_euclid(count);
    for (done, minute) in (0_i128..).zip(minutes) {
        out.push(MinuteSum {
            minute,
            // Each lies between nothing and the sum, so it fits.
            units: i64::try_from(until(done + 1) - until(done)).unwrap_or_default(),
            rows: if done == 0 { sum.rows } else { 0 },
        });
    }
}

/// Sums of days as sums of minutes, each day by the zone; nothing where a day has several, which
/// says more of the day than an even spread would.
fn spread_days(
    sums: &[MinuteSum],
    over: Over,
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
        if over == Over::Agreed {
            for part in agreed.within(day) {
                minutes.extend(part.start.minute()..part.end.minute());
            }
        }
        if minutes.is_empty() {
            minutes.extend(day.start.minute()..day.end.minute());
        }
        evenly(sum, minutes, &mut out);
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
                let out = spread_days(&one, Over::Day, berlin, &AgreedTime::always());
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
        assert_eq!(Shape::of(&hours, Zone::UTC), Shape::Hourly);
        let out = spread_hours(&hours);
        assert_eq!(out.len(), 48 * 60);
        assert!(out.windows(2).all(|two| two[0].minute + 1 == two[1].minute));
        for (n, hour) in out.chunks(60).enumerate() {
            assert_eq!(hour.iter().map(|m| m.units).sum::<i64>(), 1_003 - n as i64);
            assert_eq!(hour.iter().map(|m| m.rows).sum::<u32>(), 3);
        }
        // Hours without a sum are none to spread over.
        let gap = [sum(first, 6), sum(first + 180, 6)];
        assert_eq!(spread_hours(&gap).len(), 120);
        let close = [sum(first, 6), sum(first + 30, 6)];
        assert!(is_on_the_hour(&gap, Zone::UTC) && !is_on_the_hour(&close, Zone::UTC));
        // Sales of single minutes and sums of days are none of hours.
        let every: Vec<MinuteSum> = (0..48).map(|n| sum(first + n * 7, 1)).collect();
        let days: Vec<MinuteSum> = (0..48).map(|n| sum(first + n * 1_440, 1)).collect();
        assert_eq!(Shape::of(&every, Zone::UTC), Shape::Other);
        assert_eq!(Shape::of(&days, Zone::UTC), Shape::Daily);
        assert_eq!(Shape::of(&hours[..20], Zone::UTC), Shape::Other);
        // On Lord Howe Island the minute of UTC changes with the clocks, by half an hour.
        let island = Zone::parse("Australia/Lord_Howe").expect("a zone");
        let around = at("2026-04-04T00:00:00Z");
        let hours = (0..48).map(|h| {
            let utc = around + h * 60;
            // Whole hours of the clock: half past of UTC after 15:00, when it goes back.
            if h < 15 { utc } else { utc + 30 }
        });
        let hours: Vec<MinuteSum> = hours.map(|minute| sum(minute, 1)).collect();
        assert_eq!(Shape::of(&hours, island), Shape::Hourly);
        assert_eq!(Shape::of(&hours, Zone::UTC), Shape::Other);
    }

    #[test]
    fn days_with_several_sums_are_left() {
        let two = [
            sum(at("2027-06-01T08:00:00Z"), 10),
            sum(at("2027-06-01T20:00:00Z"), 10),
        ];
        assert_eq!(
            spread_days(&two, Over::Day, Zone::UTC, &AgreedTime::always()),
            None
        );
    }

    #[test]
    fn what_is_asked_is_done_or_refused_with_its_reason() {
        let first = at("2027-06-01T00:00:00Z");
        let every = |step: i64, count: i64| -> Vec<MinuteSum> {
            (0..count).map(|n| sum(first + n * step, 60)).collect()
        };
        let (hours, few, days, sales) =
            (every(60, 48), every(60, 20), every(1_440, 9), every(7, 48));
        let tried = |asked: &str, sums: &[MinuteSum]| {
            let asked = Asked::parse(asked).expect("a choice");
            let shape = Shape::of(sums, Zone::UTC);
            let agreed = AgreedTime::always();
            match asked.spread(sums, shape, Zone::UTC, &agreed, &mut 0) {
                Ok(Some((minutes, over))) => {
                    assert_eq!(
                        minutes.iter().map(|m| m.units).sum::<i64>(),
                        60 * sums.len() as i64
                    );
                    over.words()
                }
                Ok(None) => "",
                Err(Refused::For(why)) => why,
                Err(Refused::Larger(_)) => "too large",
            }
        };
        for (asked, sums, told) in [
            ("", &hours, ""),
            ("hour", &hours, "evenly over their hours"),
            ("hour,day", &hours, "evenly over their hours"),
            ("day", &hours, "it has several sums on one day"),
            // Too few to be told, but it is said.
            ("hour", &few, "evenly over their hours"),
            ("hour", &days, "its sums stand a day apart"),
            (
                "hour,hours",
                &days,
                "evenly over the agreed hours of their days",
            ),
            ("day", &days, "evenly over their days"),
            ("hour", &sales, "its sums do not stand whole hours apart"),
            ("hour,day", &sales, "it has several sums on one day"),
            ("day", &every(1_440, 20_000), "too large"),
        ] {
            assert_eq!(tried(asked, sums), told, "{asked}");
        }
        assert!(Asked::parse("week").is_err() && Asked::parse("day,hours").is_err());
    }

    #[test]
    fn a_sum_that_is_there_in_part_is_there() {
        let first = at("2027-06-01T00:00:00Z");
        let mut minutes = spread_hours(&[sum(first, 60), sum(first + 60, 60)]);
        let there = first + 61;
        let taken = without_those_there(&mut minutes, |from, to| from <= there && there <= to);
        let all = Taken {
            minutes: 60,
            rows: 3,
            sums: 1,
        };
        assert_eq!(taken, all);
        assert_eq!(minutes.len(), 60);
        assert_eq!(minutes[0].minute, first);
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
        let out = spread_days(&days, Over::Agreed, Zone::UTC, &agreed).expect("one a day");
        assert_eq!(out.len(), 480 + 1_440);
        assert_eq!(out[0].minute, at("2027-06-04T09:00:00Z"));
        assert!(out[..480].iter().all(|m| m.units == 1_000));
        assert!(out[480..].iter().all(|m| m.units == 1));
    }
}
