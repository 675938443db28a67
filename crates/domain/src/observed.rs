//! What a stream really earned over any stretch of time, exactly and without a walk.

use crate::money::Currency;
use crate::time::{Instant, Interval, MINUTE_MS};

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
            prop_assert_eq!(seen.unit_ms(of(a, b)) + seen.unit_ms(of(b, c)), seen.unit_ms(of(a, c)));
        }
    }
}
