//! Availability by requests: the share of those that were answered well, beside the share of time.
//!
//! Time counts every minute the same; requests count what customers asked for. A minute at the
//! peak weighs more here, and failures count although nobody opened an incident.
//!
//! The range says how well a window tells the service's usual share: requests of one day fail
//! together, so days are what is drawn. With failures on at least two days it is the ratio
//! estimator over days, 1.645 standard errors to either side; without a failure it is the exact
//! Poisson bound of none seen, 2.996 of all.

use crate::availability::Downtime;
use crate::hours::AgreedTime;
use crate::methods::Counting;
use crate::record::MinuteCount;
use crate::time::{Instant, Interval, MINUTE_MS, Zone};
use std::collections::BTreeMap;

/// Standard errors to either side of a 90 % range.
const Z90: f64 = 1.644_853_626_951_472_7;

/// Failures that none seen leaves room for, at 95 % from above.
const NONE_SEEN: f64 = 2.995_732_273_553_991;

/// What requests say of a service in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Requests that were answered well.
    pub good: i64,
    /// All of them; at least one.
    pub total: i64,
    /// Minutes of agreed time in the window that have a count.
    pub minutes: i64,
    /// Downtime in those minutes, by the counting rule.
    pub down_minutes: f64,
    /// Failures in minutes in which an incident on record hit the service.
    pub failed_in_incidents: i64,
    /// The counted minutes from the first to the last.
    pub span: Interval,
    /// 90 % range of the share; nothing where one day cannot tell.
    pub range: Option<(f64, f64)>,
    /// Local days with failures, the worst first: the day, failures, requests.
    pub days: Vec<(Instant, i64, i64)>,
}

impl Asked {
    /// Requests that failed.
    #[must_use]
    pub fn failed(&self) -> i64 {
        self.total - self.good
    }

    /// Good ÷ total, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.good as f64 / self.total as f64
    }

    /// Failures that a target allows: (1 − target) × total. Targets are read to a thousandth of a
    /// millionth: 1 − 0.9999 as it stands is a little less than 0.0001, and one failure of ten
    /// thousand would be one too many.
    #[must_use]
    pub fn allowed(&self, target: f64) -> f64 {
        const PARTS: f64 = 1e9;
        ((1.0 - target) * PARTS).round() * self.total as f64 / PARTS
    }

    /// Share of these failures that is used up; infinite where a target allows none.
    #[must_use]
    pub fn used(&self, target: f64) -> f64 {
        match (self.failed(), self.allowed(target)) {
            (0, _) => 0.0,
            (_, allowed) if allowed <= 0.0 => f64::INFINITY,
            (failed, allowed) => failed as f64 / allowed,
        }
    }
}

/// What the counts (ascending by minute) say inside a window and the agreed time of the service;
/// nothing where no request was counted there.
#[must_use]
pub fn asked(
    counts: &[MinuteCount],
    window: Interval,
    agreed: &AgreedTime,
    downtime: &Downtime,
    counting: Counting,
    zone: Zone,
) -> Option<Asked> {
    let start_of = |count: &MinuteCount| Instant(count.minute * MINUTE_MS);
    let mut found = Asked {
        good: 0,
        total: 0,
        minutes: 0,
        down_minutes: 0.0,
        failed_in_incidents: 0,
        span: Interval {
            start: window.end,
            end: window.start,
        },
        range: None,
        days: Vec::new(),
    };
    let mut days: BTreeMap<Instant, (i64, i64)> = BTreeMap::new();
    let mut down = downtime.within(window).map(|(at, _)| at).peekable();
    let mut day = Interval {
        start: Instant(0),
        end: Instant(0),
    };
    for part in agreed.within(window) {
        let first = counts.partition_point(|count| start_of(count) < part.start);
        for count in counts[first..]
            .iter()
            .take_while(|c| start_of(c) < part.end)
        {
            let at = start_of(count);
            let end = Instant(at.0 + MINUTE_MS);
            while down.next_if(|stretch| stretch.end <= at).is_some() {}
            if down.peek().is_some_and(|stretch| stretch.start < end) {
                found.failed_in_incidents += count.total - count.good;
                let minute = Interval { start: at, end };
                found.down_minutes += downtime.minutes(minute, counting);
            }
            if !day.contains(at) {
                let start = zone.day_start(at);
                // Thirty hours after a midnight is always the next day.
                let next = zone.day_start(Instant(start.0 + 30 * 60 * MINUTE_MS));
                day = Interval { start, end: next };
            }
            let of_day = days.entry(day.start).or_default();
            of_day.0 += count.total - count.good;
            of_day.1 += count.total;
            found.good += count.good;
            found.total += count.total;
            found.minutes += 1;
            found.span.start = found.span.start.min(at);
            found.span.end = found.span.end.max(end);
        }
    }
    if found.total == 0 {
        return None;
    }
    let days: Vec<(Instant, i64, i64)> = days
        .into_iter()
        .map(|(day, (failed, total))| (day, failed, total))
        .collect();
    found.range = range(&days, found.failed(), found.total);
    found.days = days
        .into_iter()
        .filter(|(_, failed, _)| *failed > 0)
        .collect();
    found.days.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Some(found)
}

/// 90 % range of the share of good requests, from days that fail as a whole.
fn range(days: &[(Instant, i64, i64)], failed: i64, total: i64) -> Option<(f64, f64)> {
    let all = total as f64;
    if failed == 0 {
        return Some(((1.0 - NONE_SEEN / all).max(0.0), 1.0));
    }
    let n = days.len() as f64;
    // One bad day among good ones does not say how bad days differ.
    if days.iter().filter(|(_, failed, _)| *failed > 0).count() < 2 {
        return None;
    }
    let share = failed as f64 / all;
    let squares: f64 = days
        .iter()
        .map(|(_, failed, total)| (*failed as f64 - share * *total as f64).powi(2))
        .sum();
    let error = (squares * n / (n - 1.0)).sqrt() / all;
    let half = Z90 * error;
    Some(((1.0 - share - half).max(0.0), (1.0 - share + half).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::impact::{Piece, WHOLE};

    const DAY: i64 = 1_440;

    fn count(minute: i64, good: i64, total: i64) -> MinuteCount {
        MinuteCount {
            minute,
            good,
            total,
        }
    }

    fn minutes(start: i64, end: i64) -> Interval {
        Interval {
            start: Instant(start * MINUTE_MS),
            end: Instant(end * MINUTE_MS),
        }
    }

    fn down(interval: Interval) -> Downtime {
        Downtime::of(&[Piece {
            incident: 0,
            interval,
            level: WHOLE,
        }])
    }

    #[test]
    fn a_worked_window() {
        // 1,000 requests, 10 failed: 8 of them in an incident of minutes 10 and 11.
        let counts = [
            count(-5, 0, 99),
            count(9, 499, 500),
            count(10, 92, 100),
            count(DAY + 3, 399, 400),
            count(2 * DAY, 7, 7),
        ];
        let found = asked(
            &counts,
            minutes(0, 2 * DAY),
            &AgreedTime::always(),
            &down(minutes(10, 12)),
            Counting::Weighted,
            Zone::UTC,
        )
        .unwrap();
        assert_eq!((found.good, found.total, found.minutes), (990, 1_000, 3));
        assert_eq!(found.share(), 0.99);
        assert_eq!((found.failed(), found.failed_in_incidents), (10, 8));
        // Minute 11 was down as well, but nobody counted in it.
        assert_eq!(found.down_minutes, 1.0);
        assert!((found.allowed(0.995) - 5.0).abs() < 1e-9);
        assert!((found.used(0.995) - 2.0).abs() < 1e-9);
        assert_eq!(found.used(1.0), f64::INFINITY);
        assert_eq!(found.span, minutes(9, DAY + 4));
        // Days: 9 of 600 and 1 of 400 failed; 9 − 6 = 3 and 1 − 4 = −3:
        // √(18 × 2 ÷ 1) ÷ 1000 = 0.006, × 1.645 = 0.00987.
        let (low, high) = found.range.unwrap();
        assert!((low - (0.99 - 0.009_869_12)).abs() < 1e-7, "{low}");
        assert!((high - (0.99 + 0.009_869_12)).abs() < 1e-7, "{high}");
        let days: Vec<(i64, i64)> = found.days.iter().map(|d| (d.1, d.2)).collect();
        assert_eq!(days, [(9, 600), (1, 400)]);
    }

    #[test]
    fn nothing_failed_is_not_certainty() {
        let counts = [count(0, 10_000, 10_000)];
        let found = asked(
            &counts,
            minutes(0, DAY),
            &AgreedTime::always(),
            &Downtime::default(),
            Counting::Weighted,
            Zone::UTC,
        )
        .unwrap();
        let (low, high) = found.range.unwrap();
        assert!((low - 0.999_700_43).abs() < 1e-7 && high == 1.0);
        assert_eq!(found.used(1.0), 0.0);
    }

    #[test]
    fn without_requests_there_is_no_share() {
        let none = |counts: &[MinuteCount]| {
            let window = minutes(0, DAY);
            let always = AgreedTime::always();
            asked(
                counts,
                window,
                &always,
                &Downtime::default(),
                Counting::Weighted,
                Zone::UTC,
            )
        };
        assert_eq!(none(&[]), None);
        assert_eq!(none(&[count(5, 0, 0)]), None);
        assert_eq!(none(&[count(DAY, 5, 5)]), None);
        // One day with failures says nothing of others.
        assert_eq!(none(&[count(5, 1, 2)]).unwrap().range, None);
    }
}
