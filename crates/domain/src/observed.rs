//! What a stream really earned over any stretch of time, exactly and without a walk.

use crate::money::Currency;
use crate::time::{Instant, Interval, MINUTE_MS};
use crate::velocity::DirtyMinutes;

/// Minutes between the sums that are kept.
const STEP: i64 = 60;

/// Observed revenue of one stream. Only minutes with revenue are kept, with a running sum at
/// every hour, so that a sum over any interval is two look-ups and at most two hours of
/// additions. All of it is integers: how an interval is cut changes no digit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Observed {
    units_per_major: i64,
    /// Minute since 1970 of the first hour; a multiple of [`STEP`].
    first: i64,
    /// For each hour, and once behind the last: the position of its first minute, and the sum
    /// of everything before it in units.
    hours: Vec<(usize, i128)>,
    /// (minute since `first`, units), ascending.
    minutes: Vec<(u32, i64)>,
}

impl Observed {
    /// From minute sums: (minute since 1970, units of 1/10,000 of the minor unit), each minute
    /// once, ascending.
    #[must_use]
    pub fn new(sums: impl Iterator<Item = (i64, i64)>, currency: Currency) -> Self {
        let mut out = Self {
            units_per_major: currency.units_per_major(),
            ..Self::default()
        };
        let mut total = 0_i128;
        for (minute, units) in sums {
            if out.hours.is_empty() {
                out.first = minute.div_euclid(STEP) * STEP;
            }
            // A stream spans less than the eight thousand years that 32 bits of minutes hold.
            let Ok(offset) = u32::try_from(minute - out.first) else {
                continue;
            };
            let hour = (i64::from(offset) / STEP) as usize;
            while out.hours.len() <= hour {
                out.hours.push((out.minutes.len(), total));
            }
            out.minutes.push((offset, units));
            total += i128::from(units);
        }
        out.hours.push((out.minutes.len(), total));
        out
    }

    /// The minute sums that it was made of: (minute since 1970, units), ascending.
    pub fn minutes(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        let first = self.first;
        let minutes = self.minutes.iter();
        minutes.map(move |(offset, units)| (first + i64::from(*offset), *units))
    }

    /// The same sums in fewer rows: an hour that no range touches is one row, at its first
    /// minute.
    pub(crate) fn by_clean_hour(&self, dirty: &DirtyMinutes) -> Vec<(i64, i64)> {
        let mut ranges = dirty.ranges().iter().peekable();
        let mut rows = Vec::with_capacity(self.hours.len());
        for (at, pair) in self.hours.windows(2).enumerate() {
            let start = self.first + at as i64 * STEP;
            while ranges.next_if(|(_, until)| *until <= start).is_some() {}
            let clean = ranges.peek().is_none_or(|(from, _)| *from >= start + STEP);
            // A sum that no row can hold stays in its minutes.
            match i64::try_from(pair[1].1 - pair[0].1) {
                Ok(sum) if clean => rows.push((start, sum)),
                _ => rows.extend(
                    self.minutes[pair[0].0..pair[1].0]
                        .iter()
                        .map(|(offset, units)| (self.first + i64::from(*offset), *units)),
                ),
            }
        }
        rows
    }

    /// Earned in a clock hour (hours since 1970, UTC), in major units.
    pub(crate) fn hour(&self, hour: i64) -> f64 {
        let at = usize::try_from(hour - self.first / STEP).unwrap_or(usize::MAX - 1);
        match (self.hours.get(at), self.hours.get(at + 1)) {
            (Some((_, before)), Some((_, after))) => {
                (after - before) as f64 / self.units_per_major as f64
            }
            _ => 0.0,
        }
    }

    /// Units × ms from the first hour to an instant.
    fn until(&self, at: Instant) -> i128 {
        let minute = at.minute() - self.first;
        let Ok(hour) = usize::try_from(minute.div_euclid(STEP)) else {
            return 0;
        };
        let last = self.hours.len() - 1;
        let Some((from, before)) = self.hours.get(hour).filter(|_| hour < last) else {
            return self.hours[last].1 * i128::from(MINUTE_MS);
        };
        let mut sum = *before * i128::from(MINUTE_MS);
        for (offset, units) in &self.minutes[*from..self.hours[hour + 1].0] {
            let offset = i64::from(*offset);
            if offset > minute {
                break;
            }
            let part = if offset < minute {
                MINUTE_MS
            } else {
                at.0.rem_euclid(MINUTE_MS)
            };
            sum += i128::from(*units) * i128::from(part);
        }
        sum
    }

    /// Earned in an interval, in units of 1/10,000 of the minor unit × ms; a minute that is
    /// partly inside counts pro rata. Exact.
    #[must_use]
    pub fn unit_ms(&self, over: Interval) -> i128 {
        if over.is_empty() || self.hours.is_empty() {
            return 0;
        }
        self.until(over.end) - self.until(over.start)
    }

    /// Earned in an interval, in major units.
    #[must_use]
    pub fn major(&self, over: Interval) -> f64 {
        if self.units_per_major == 0 {
            return 0.0;
        }
        self.unit_ms(over) as f64 / MINUTE_MS as f64 / self.units_per_major as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur() -> Currency {
        Currency::parse("EUR").unwrap()
    }

    fn of(start: i64, end: i64) -> Interval {
        Interval {
            start: Instant(start),
            end: Instant(end),
        }
    }

    #[test]
    fn nothing_observed_is_nothing() {
        let none = Observed::new(std::iter::empty(), eur());
        assert_eq!(none.unit_ms(of(0, i64::MAX)), 0);
        assert_eq!(Observed::default().major(of(0, 60_000)), 0.0);
    }

    #[test]
    fn a_part_of_a_minute_counts_pro_rata() {
        let seen = Observed::new([(100, 6_000_000), (103, 1_000_000)].into_iter(), eur());
        assert_eq!(seen.major(of(100 * 60_000, 101 * 60_000)), 6.0);
        assert_eq!(
            seen.major(of(100 * 60_000 + 15_000, 103 * 60_000 + 30_000)),
            5.0
        );
        assert_eq!(seen.major(of(i64::MIN / 2, i64::MAX / 2)), 7.0);
        assert_eq!(seen.major(of(101 * 60_000, 103 * 60_000)), 0.0);
    }

    proptest! {
        #[test]
        fn sums_equal_the_long_way_and_add_up(
            mut rows in prop::collection::vec((-5_000_i64..5_000, -9_000_000_i64..9_000_000), 0..300),
            cuts in prop::array::uniform3(-400_000_000_i64..400_000_000),
        ) {
            rows.sort_unstable();
            rows.dedup_by_key(|row| row.0);
            let seen = Observed::new(rows.iter().copied(), eur());
            let mut cuts = cuts;
            cuts.sort_unstable();
            let [a, b, c] = cuts;
            let naive = |over: Interval| -> i128 {
                rows.iter()
                    .map(|(minute, units)| {
                        let minute = of(minute * MINUTE_MS, (minute + 1) * MINUTE_MS);
                        i128::from(minute.clip(over).length_ms()) * i128::from(*units)
                    })
                    .sum()
            };
            prop_assert_eq!(seen.unit_ms(of(a, c)), naive(of(a, c)));
            let hour = a.div_euclid(60 * MINUTE_MS);
            let major = seen.major(of(hour * 60 * MINUTE_MS, (hour + 1) * 60 * MINUTE_MS));
            prop_assert!((seen.hour(hour) - major).abs() < 1e-6);
            // Fewer rows, the same sums in every stretch of whole hours, the same dirty minutes.
            let dirty = DirtyMinutes::of([of(b, c)]);
            let fewer = seen.by_clean_hour(&dirty);
            let sum = |rows: &[(i64, i64)], inside: &dyn Fn(i64) -> bool| -> i64 {
                rows.iter().filter(|(m, _)| inside(*m)).map(|(_, u)| u).sum()
            };
            let before_hour = |m: i64| m < hour * 60;
            prop_assert_eq!(sum(&fewer, &before_hour), sum(&rows, &before_hour));
            let touched = |m: i64| dirty.contains(m);
            prop_assert_eq!(sum(&fewer, &touched), sum(&rows, &touched));
            prop_assert_eq!(seen.unit_ms(of(a, b)) + seen.unit_ms(of(b, c)), seen.unit_ms(of(a, c)));
        }
    }
}
