//! What a series of revenue leaves open: days without any row between days that have some, and a
//! first or last day that is there in part. Such hours count as hours in which nothing was sold.

use crate::imports::is_held;
use crate::text;
use chrono::{Datelike, NaiveDate};
use ninefold_domain::record::MinuteSum;
use ninefold_domain::time::{Instant, Interval, Zone};
use std::collections::BTreeMap;

/// What such holes mean.
pub(crate) const NOTHING_SOLD: &str = "these hours count as if nothing had been sold; if data is missing, what is expected is too low";

/// Fewer days are no rhythm that a day could miss.
const FEWEST_DAYS: usize = 14;

/// Minutes that a day may begin later or end earlier than the days usually do.
const SLACK_MINUTES: i64 = 120;

/// Days that are named.
const NAMED: usize = 3;

/// What is missing of a series.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Gaps {
    /// Days without a row, though nearly every such day of the week has some.
    days: Vec<NaiveDate>,
    /// Where the first day begins, if it does so later than others.
    begins: Option<Instant>,
    /// Where the last day ends, if it does so earlier than others.
    ends: Option<Instant>,
    /// More than a week without a row, where sales are too rare for a day to be missed: how many
    /// days, and after when.
    silence: Option<(i64, Instant)>,
}

impl Gaps {
    /// Of minutes in ascending order.
    pub(crate) fn of(minutes: &[MinuteSum], zone: Zone) -> Self {
        // A minute that was taken out is there with nothing in it.
        if !minutes.iter().all(is_held) {
            let held: Vec<MinuteSum> = minutes.iter().copied().filter(is_held).collect();
            return Self::of(&held, zone);
        }
        let days = by_day(minutes, zone);
        let silence = silence(minutes);
        let (Some(first), Some(last)) = (days.first_key_value(), days.last_key_value()) else {
            return Self::default();
        };
        if days.len() < FEWEST_DAYS {
            return Self {
                silence,
                ..Self::default()
            };
        }
        // Of each day of the week: how many there are, and how many have rows.
        let mut weeks = [(0_u32, 0_u32); 7];
        let all = first.0.iter_days().take_while(|day| day <= last.0);
        for day in all.clone() {
            let of = &mut weeks[day.weekday().num_days_from_monday() as usize];
            of.0 += 1;
            of.1 += u32::from(days.contains_key(&day));
        }
        let usual = |day: &NaiveDate| {
            let (there, with) = weeks[day.weekday().num_days_from_monday() as usize];
            with * 10 >= there * 8
        };
        let missing = all.filter(|day| !days.contains_key(day) && usual(day));
        // Minutes from the beginning of a day to its first row, and to its last.
        let span = |day: &NaiveDate, (from, to): &(i64, i64)| {
            let begins = zone.midnight(*day).minute();
            (from - begins, to - begins)
        };
        let inner = days.iter().skip(1).take(days.len() - 2);
        let (mut begin, mut end): (Vec<i64>, Vec<i64>) =
            inner.map(|(day, sums)| span(day, sums)).unzip();
        let (usual_begin, usual_end) = (middle(&mut begin), middle(&mut end));
        let begins_late = span(first.0, first.1).0 > usual_begin + SLACK_MINUTES;
        let ends_early = span(last.0, last.1).1 < usual_end - SLACK_MINUTES;
        let days: Vec<NaiveDate> = missing.collect();
        Self {
            silence: silence.filter(|_| days.is_empty()),
            days,
            begins: begins_late.then(|| Instant::of_minute(first.1.0)),
            ends: ends_early.then(|| Instant::of_minute(last.1.1)),
        }
    }

    /// Of these, what lies between the first and the last of some minutes, or is one of both.
    pub(crate) fn within(mut self, minutes: &[MinuteSum], zone: Zone) -> Self {
        let (Some(first), Some(last)) = (minutes.first(), minutes.last()) else {
            return Self::default();
        };
        let [first, last] = [first, last].map(|sum| Instant::of_minute(sum.minute));
        let [from, to] = [first, last].map(|at| zone.local(at).date());
        self.days.retain(|day| (from..=to).contains(day));
        self.begins = self.begins.filter(|at| *at == first);
        self.ends = self.ends.filter(|at| *at == last);
        self.silence = self.silence.filter(|(_, at)| (first..last).contains(at));
        self
    }

    /// `no row on 17 Nov 2026; its last day ends with 1 Dec 2026, 00:59`; nothing where nothing is
    /// missing.
    pub(crate) fn words(&self, zone: Zone) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        if !self.days.is_empty() {
            let named = self.days.iter().take(NAMED);
            let mut named: Vec<String> = named
                .map(|day| text::date(zone.midnight(*day), zone))
                .collect();
            let more = self.days.len() - named.len();
            if more > 0 {
                named.push(text::counted(more, "more day", "more days"));
            }
            parts.push(format!("no row on {}", named.join(", ")));
        }
        if let Some((length, from)) = self.silence {
            parts.push(format!(
                "no row for {length} days from {}",
                text::date(from, zone)
            ));
        }
        if let Some(at) = self.begins {
            parts.push(format!("nothing before {}", text::date_time(at, zone)));
        }
        if let Some(at) = self.ends {
            parts.push(format!("nothing after {}", text::date_time(at, zone)));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// First and last minute with a row, by local day.
fn by_day(minutes: &[MinuteSum], zone: Zone) -> BTreeMap<NaiveDate, (i64, i64)> {
    let mut days = BTreeMap::new();
    let mut rest = minutes;
    while let Some(first) = rest.first() {
        let day = zone.whole_days(Interval {
            start: Instant::of_minute(first.minute),
            end: Instant::of_minute(first.minute + 1),
        });
        let count = rest.partition_point(|sum| sum.minute < day.end.minute());
        let (of_day, later) = rest.split_at(count.max(1));
        let last = of_day.last().unwrap_or(first);
        days.insert(zone.local(day.start).date(), (first.minute, last.minute));
        rest = later;
    }
    days
}

fn silence(minutes: &[MinuteSum]) -> Option<(i64, Instant)> {
    const DAY: i64 = 1_440;
    let steps = minutes
        .windows(2)
        .map(|two| (two[1].minute - two[0].minute, two[0].minute));
    let (length, from) = steps.max().filter(|(length, _)| *length > 7 * DAY)?;
    Some((length / DAY, Instant::of_minute(from)))
}

fn middle(values: &mut [i64]) -> i64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rows: impl Iterator<Item = (i64, i64)>) -> Option<String> {
        let zone = Zone::parse("Europe/Berlin").expect("a zone");
        let first = Instant::parse("2026-10-01T00:00:00+02:00").expect("an instant");
        let first = zone.local(first).date();
        let minutes: Vec<MinuteSum> = rows
            .map(|(day, hour)| {
                let date = first + chrono::Days::new(day as u64);
                MinuteSum {
                    minute: zone.midnight(date).minute() + hour * 60,
                    units: 1,
                    rows: 1,
                }
            })
            .collect();
        Gaps::of(&minutes, zone).words(zone)
    }

    fn hours(days: i64) -> impl Iterator<Item = (i64, i64)> {
        (0..days).flat_map(|day| (0..24).map(move |hour| (day, hour)))
    }

    #[test]
    fn what_is_whole_lacks_nothing() {
        // Over the change of clocks.
        assert_eq!(words(hours(60)), None);
        // Closed at the weekend (the first of October 2026 is a Thursday), open from nine to five.
        let open = hours(60).filter(|(day, hour)| (day + 3) % 7 < 5 && (9..17).contains(hour));
        assert_eq!(words(open), None);
        // Too short to have a rhythm.
        assert_eq!(words(hours(9).filter(|(day, _)| *day != 4)), None);
    }

    #[test]
    fn a_day_without_rows_and_days_in_part_are_named() {
        let holes = hours(60).filter(|(day, hour)| {
            *day != 33 && (*day != 0 || *hour > 10) && (*day != 59 || *hour < 1)
        });
        assert_eq!(
            words(holes).as_deref(),
            Some(
                "no row on 3 Nov 2026; nothing before 1 Oct 2026, 11:00; nothing after 29 Nov 2026, 00:00"
            )
        );
        // Taken out again by a later import is as if it had never been there.
        let zone = Zone::parse("Europe/Berlin").expect("a zone");
        let first = zone.midnight(NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day"));
        let minutes: Vec<MinuteSum> = (0..40 * 24)
            .map(|hour| MinuteSum {
                minute: first.minute() + hour * 60,
                units: i64::from(hour / 24 != 9),
                rows: u32::from(hour / 24 != 9),
            })
            .collect();
        assert_eq!(
            Gaps::of(&minutes, zone).words(zone).as_deref(),
            Some("no row on 10 Oct 2026")
        );
        let weeks = hours(60).filter(|(day, _)| !(20..25).contains(day));
        assert_eq!(
            words(weeks).as_deref(),
            Some("no row on 21 Oct 2026, 22 Oct 2026, 23 Oct 2026, 2 more days")
        );
    }
}
