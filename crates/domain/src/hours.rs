//! The time in which a service has to be there: its agreed service time.
//!
//! That is the hours of its week without holidays, or all of time where it has no hours; less
//! planned maintenance that does not count. Downtime counts only inside it, and availability is
//! a share of it. Whether an instant lies in the hours of a week is decided by the local minute
//! of the week, as it is for revenue: an hour that the clocks skip is missing, one that they
//! repeat is there twice.

use crate::calendar::WeeklyHours;
use crate::methods::Methods;
use crate::time::{DAY_MS, Instant, Interval, MINUTE_MS, WEEK_MINUTES, Zone};

const WEEK_MS: i64 = WEEK_MINUTES * MINUTE_MS;

/// Intervals in any order made disjoint and ascending; those that touch are joined.
#[must_use]
pub fn disjoint(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|interval| !interval.is_empty());
    intervals.sort_unstable();
    let mut out: Vec<Interval> = Vec::with_capacity(intervals.len());
    for interval in intervals {
        match out.last_mut() {
            Some(last) if interval.start <= last.end => last.end = last.end.max(interval.end),
            _ => out.push(interval),
        }
    }
    out
}

/// What is in `open` and not in `out`; both disjoint and ascending, and so is the answer.
fn without(open: Vec<Interval>, out: &[Interval]) -> Vec<Interval> {
    let Some(hull) = open.first().zip(open.last()) else {
        return open;
    };
    let mut next = out.partition_point(|o| o.end <= hull.0.start);
    if out.get(next).is_none_or(|o| o.start >= hull.1.end) {
        return open;
    }
    let mut left = Vec::with_capacity(open.len());
    for interval in open {
        let mut from = interval.start;
        while let Some(o) = out.get(next).filter(|o| o.start < interval.end) {
            if o.start > from {
                left.push(Interval {
                    start: from,
                    end: o.start,
                });
            }
            from = from.max(o.end);
            if o.end > interval.end {
                // It goes on into the next interval.
                break;
            }
            next += 1;
        }
        if from < interval.end {
            left.push(Interval {
                start: from,
                end: interval.end,
            });
        }
    }
    left
}

/// Days that are holidays under the methods, as disjoint ascending intervals of whole days of
/// the workspace zone.
#[must_use]
pub fn holidays(methods: &Methods) -> Vec<Interval> {
    let day = |date: chrono::NaiveDate| methods.zone.midnight(date);
    disjoint(
        methods
            .special_days
            .iter()
            .filter(|days| days.holiday)
            .filter_map(|days| Interval::new(day(days.from.0), day(days.until.0.succ_opt()?)))
            .collect(),
    )
}

/// Hours of a week along time.
#[derive(Debug, Clone)]
struct Week {
    zone: Zone,
    /// Milliseconds of the local week [from, until), ascending and disjoint.
    spans: Vec<(i64, i64)>,
}

impl Week {
    fn within(&self, window: Interval) -> Vec<Interval> {
        let mut out: Vec<Interval> = Vec::new();
        for (stretch, offset) in self.zone.stretches(window) {
            // 1970-01-01 was a Thursday: its week began three days before.
            let monday = |at: i64| (at + offset + 3 * DAY_MS).div_euclid(WEEK_MS);
            for week in monday(stretch.start.0)..=monday(stretch.end.0 - 1) {
                let midnight = week * WEEK_MS - 3 * DAY_MS - offset;
                for (from, until) in &self.spans {
                    let interval = Interval {
                        start: Instant((midnight + from).max(stretch.start.0)),
                        end: Instant((midnight + until).min(stretch.end.0)),
                    };
                    if interval.is_empty() {
                        continue;
                    }
                    match out.last_mut() {
                        Some(last) if last.end == interval.start => last.end = interval.end,
                        _ => out.push(interval),
                    }
                }
            }
        }
        out
    }
}

/// The agreed service time of one service.
#[derive(Debug, Clone, Default)]
pub struct AgreedTime {
    week: Option<Week>,
    /// Disjoint and ascending.
    out: Vec<Interval>,
}

impl AgreedTime {
    /// Around the clock, without exception.
    #[must_use]
    pub fn always() -> Self {
        Self::default()
    }

    /// From the hours of a week (around the clock where missing; local to `zone` unless they
    /// name their own), holidays (which only take time from hours) and maintenance that does
    /// not count, both in any order.
    #[must_use]
    pub fn new(
        hours: Option<&WeeklyHours>,
        zone: Zone,
        holidays: &[Interval],
        maintenance: Vec<Interval>,
    ) -> Self {
        let mut out = maintenance;
        let week = hours.map(|hours| {
            out.extend_from_slice(holidays);
            Week {
                zone: hours.zone().unwrap_or(zone),
                spans: hours
                    .spans()
                    .iter()
                    .map(|(a, b)| (i64::from(*a) * MINUTE_MS, i64::from(*b) * MINUTE_MS))
                    .collect(),
            }
        });
        Self {
            week,
            out: disjoint(out),
        }
    }

    /// Whether it has hours, so that there is time outside them.
    #[must_use]
    pub fn has_hours(&self) -> bool {
        self.week.is_some()
    }

    /// Whether it is all of time.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.week.is_none() && self.out.is_empty()
    }

    /// The part of a window that is agreed: disjoint, ascending.
    #[must_use]
    pub fn within(&self, window: Interval) -> Vec<Interval> {
        if window.is_empty() {
            return Vec::new();
        }
        let open = match &self.week {
            None => vec![window],
            Some(week) => week.within(window),
        };
        without(open, &self.out)
    }

    /// How much of a window is agreed, milliseconds.
    #[must_use]
    pub fn length_ms(&self, window: Interval) -> i64 {
        if self.is_always() {
            return window.length_ms().max(0);
        }
        self.within(window).iter().map(|i| i.length_ms()).sum()
    }

    /// How much of a window is agreed, minutes.
    #[must_use]
    pub fn minutes(&self, window: Interval) -> f64 {
        self.length_ms(window) as f64 / MINUTE_MS as f64
    }

    /// How much of a window is taken out of the hours (of all time where there are none) by
    /// maintenance and holidays, minutes.
    #[must_use]
    pub fn taken_out(&self, window: Interval) -> f64 {
        let hours: i64 = match &self.week {
            None => window.length_ms().max(0),
            Some(week) => week.within(window).iter().map(|i| i.length_ms()).sum(),
        };
        (hours - self.length_ms(window)) as f64 / MINUTE_MS as f64
    }

    /// The instant at which so many agreed milliseconds of a window have passed, if they do.
    #[must_use]
    pub fn after(&self, window: Interval, ms: i64) -> Option<Instant> {
        let mut left = ms;
        for interval in self.within(window) {
            if left < interval.length_ms() {
                return Some(Instant(interval.start.0 + left));
            }
            left -= interval.length_ms();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::LocalDay;
    use crate::methods::SpecialDays;
    use crate::money::Currency;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn window(start: &str, end: &str) -> Interval {
        Interval {
            start: at(start),
            end: at(end),
        }
    }

    fn agreed(hours: &WeeklyHours, zone: Zone, holidays: &[Interval]) -> AgreedTime {
        AgreedTime::new(Some(hours), zone, holidays, Vec::new())
    }

    #[test]
    fn an_office_month_without_its_holidays() {
        let mut methods = Methods::defaults(Currency::parse("EUR").unwrap());
        methods.zone = Zone::parse("Europe/Berlin").unwrap();
        let day = |text: &str| text.parse::<LocalDay>().unwrap();
        // April 2026 has 22 weekdays; Good Friday and Easter Monday are two of them.
        methods.special_days = vec![
            SpecialDays {
                name: "Easter".into(),
                from: day("2026-04-03"),
                until: day("2026-04-06"),
                off_baseline: false,
                holiday: true,
            },
            SpecialDays {
                name: "Sale".into(),
                from: day("2026-04-08"),
                until: day("2026-04-08"),
                off_baseline: true,
                holiday: false,
            },
        ];
        let april = "2026-04"
            .parse::<crate::calendar::Month>()
            .unwrap()
            .interval(methods.zone)
            .unwrap();
        let off = holidays(&methods);
        assert_eq!(
            off,
            [window("2026-04-02T22:00:00Z", "2026-04-06T22:00:00Z")]
        );
        let office = agreed(&WeeklyHours::office(), methods.zone, &off);
        assert_eq!(office.minutes(april), 20.0 * 480.0);
        assert_eq!(office.taken_out(april), 2.0 * 480.0);
        // Holidays take nothing from what has to be there around the clock.
        let always = AgreedTime::new(None, methods.zone, &off, Vec::new());
        assert!(always.is_always());
        assert_eq!(always.minutes(april), 30.0 * 1440.0);
    }

    #[test]
    fn a_skipped_hour_is_missing_and_a_repeated_one_is_there_twice() {
        let zone = Zone::parse("America/New_York").unwrap();
        // Sundays from 1 to 4: the clocks change at 2.
        let sunday = 6 * 1440;
        let hours = WeeklyHours::new(None, vec![(sunday + 60, sunday + 240)]).unwrap();
        let time = agreed(&hours, zone, &[]);
        let spring = window("2026-03-08T00:00:00Z", "2026-03-09T00:00:00Z");
        assert_eq!(time.minutes(spring), 120.0);
        let autumn = window("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z");
        assert_eq!(time.minutes(autumn), 240.0);
        assert_eq!(time.within(autumn).len(), 1);
    }

    #[test]
    fn agreed_time_passes_only_inside_the_hours() {
        let time = agreed(&WeeklyHours::office(), Zone::UTC, &[]);
        // Friday 16:30 with an hour to go: Monday 9:30.
        let span = window("2026-01-09T16:30:00Z", "2026-01-31T00:00:00Z");
        assert_eq!(
            time.after(span, 60 * MINUTE_MS),
            Some(at("2026-01-12T09:30:00Z"))
        );
        assert_eq!(time.after(span, 100 * DAY_MS), None);
        let empty = window("2026-01-10T00:00:00Z", "2026-01-10T00:00:00Z");
        assert!(time.within(empty).is_empty() && time.minutes(empty) == 0.0);
    }

    proptest! {
        #[test]
        fn it_agrees_minute_by_minute_with_the_local_clock(
            spans in prop::collection::vec((0_u16..10_000, 1_u16..2_000), 1..4),
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]),
            out in prop::collection::vec((0_i64..20_000, 0_i64..900), 0..4),
            // Around the two changes of the clocks of 2026 on both halves of the globe.
            start in prop::sample::select(vec!["2026-03-05T07:00:00Z", "2026-03-27T00:00:00Z", "2026-10-24T00:00:00Z", "2026-10-30T12:34:00Z"]),
        ) {
            let zone = Zone::parse(zone).unwrap();
            let spans: Vec<(u16, u16)> =
                spans.iter().map(|(from, length)| (*from, (from + length).min(10_080))).collect();
            let hours = WeeklyHours::new(Some(zone), spans.clone()).unwrap();
            let first = at(start).minute();
            let out: Vec<Interval> = out.iter().map(|(from, length)| Interval {
                start: Instant::of_minute(first + from),
                end: Instant::of_minute(first + from + length),
            }).collect();
            let time = AgreedTime::new(Some(&hours), Zone::UTC, &[], out.clone());
            let span = Interval { start: Instant::of_minute(first), end: Instant::of_minute(first + 4 * 1440) };
            let inside = time.within(span);
            for pair in inside.windows(2) {
                prop_assert!(pair[0].end < pair[1].start);
            }
            let mut minutes = 0_i64;
            for minute in first..first + 4 * 1440 {
                let now = Instant::of_minute(minute);
                let local = zone.local(now);
                let of_week = (i64::from(chrono::Datelike::weekday(&local).num_days_from_monday()) * 1440
                    + i64::from(chrono::Timelike::num_seconds_from_midnight(&local)) / 60) as u16;
                let agreed = spans.iter().any(|(a, b)| (*a..*b).contains(&of_week))
                    && !out.iter().any(|o| o.contains(now));
                prop_assert_eq!(agreed, inside.iter().any(|i| i.contains(now)), "{}", now);
                minutes += i64::from(agreed);
            }
            prop_assert_eq!(time.length_ms(span), minutes * MINUTE_MS);
        }
    }
}
