//! The level of a stream: what each day earns against the weekly profile, by what the weeks
//! around it earned.
//!
//! A profile is an average over the whole history. Where revenue grows, it is too high for the
//! beginning and too low for the end. The level of a day is that factor: an average, with
//! weights that fade over four weeks to either side, of what other clean days earned against
//! the profile, corrected for the trend where the days around lie to one side (at the ends of
//! the data). The day itself is left out of its own level, so that what is measured on a day is
//! compared with something that it did not move.
//!
//! Days off the baseline (a sale, a holiday) shape no other day's level, and the days around say
//! nothing about them: their level is what their own clean minutes earned.

use crate::time::{Instant, Interval};

/// Binary digits of a level: steps of 1/65,536, so that levelled integrals stay integers.
pub(crate) const LEVEL_BITS: u32 = 16;

/// Days to either side over which the weights of a level fade to nothing.
const REACH_DAYS: i64 = 28;
/// Days to either side that the trend is read from.
const TREND_DAYS: i64 = 91;
/// Whole clean days (by expected revenue) that a level needs behind it.
const LEAST_DAYS: f64 = 5.0;
/// Robust standard deviations from the median beyond which a day counts only so far.
const OUTLYING: f64 = 5.0;
/// Clean share of the expected revenue that a day off the baseline needs for a level of its own:
/// little, because the days around know nothing of a sale, and placebos know how little it is.
const LEAST_OWN_SHARE: f64 = 1.0 / 24.0;

/// What the level of a day comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LevelFrom {
    /// Clean days around it.
    Around,
    /// Its own clean minutes: a day off the baseline.
    OwnDay,
    /// Days around it, though it is off the baseline: too little of it was clean to tell.
    Extrapolated,
    /// Nothing: there are not enough clean days, and the level is 1.
    Unknown,
}

/// What one local day brought to the learning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DayTally {
    /// The day, clipped to the data.
    pub(crate) day: Interval,
    /// Earned in its clean minutes, major units.
    pub(crate) earned: f64,
    /// What the profile expected of those.
    pub(crate) expected: f64,
    /// What the profile expected of the whole day.
    pub(crate) whole: f64,
    /// Off the baseline.
    pub(crate) off: bool,
}

/// Level of a stream by local day.
#[derive(Debug, Clone)]
pub struct DayLevels {
    /// First instants of the days in ms, ascending, and the end of the last.
    starts: Vec<i64>,
    /// Level × 2¹⁶ of each day.
    levels: Vec<i64>,
    from: Vec<LevelFrom>,
}

impl DayLevels {
    /// Learns the levels; `days` ascending and without gaps.
    pub(crate) fn learn(days: &[DayTally]) -> Self {
        let mut starts: Vec<i64> = days.iter().map(|d| d.day.start.0).collect();
        starts.extend(days.last().map(|d| d.day.end.0));
        let around = Around::new(days);
        let mut levels = Vec::with_capacity(days.len());
        let mut from = Vec::with_capacity(days.len());
        for (at, day) in days.iter().enumerate() {
            let (level, source) = match around.level(at) {
                _ if day.off && day.expected >= LEAST_OWN_SHARE * day.whole && day.whole > 0.0 => {
                    (day.earned / day.expected, LevelFrom::OwnDay)
                }
                Some(level) if day.off => (level, LevelFrom::Extrapolated),
                Some(level) => (level, LevelFrom::Around),
                None => (1.0, LevelFrom::Unknown),
            };
            levels.push(fixed(level));
            from.push(source);
        }
        Self {
            starts,
            levels,
            from,
        }
    }

    /// The day that holds an instant: the first or last where it lies outside; nothing where
    /// there are no days.
    pub(crate) fn day(&self, at: Instant) -> Option<usize> {
        let next = self.starts.partition_point(|start| *start <= at.0);
        let last = self.levels.len().checked_sub(1)?;
        Some(next.saturating_sub(1).min(last))
    }

    /// A day as an interval.
    pub(crate) fn interval(&self, day: usize) -> Interval {
        Interval {
            start: Instant(self.starts[day]),
            end: Instant(self.starts[day + 1]),
        }
    }

    /// Number of days.
    pub(crate) fn len(&self) -> usize {
        self.levels.len()
    }

    /// Level of a day × 2¹⁶.
    pub(crate) fn fixed(&self, day: usize) -> i64 {
        self.levels[day]
    }

    /// Level at an instant: constant over each local day, and beyond the data as at its edge.
    #[must_use]
    pub fn at(&self, at: Instant) -> f64 {
        self.day(at).map_or(1.0, |day| {
            self.levels[day] as f64 / f64::from(1_u32 << LEVEL_BITS)
        })
    }

    /// What the level at an instant comes from.
    #[must_use]
    pub fn from(&self, at: Instant) -> LevelFrom {
        self.day(at)
            .map_or(LevelFrom::Unknown, |day| self.from[day])
    }

    /// The days with their levels and where those come from, for charts.
    pub fn iter(&self) -> impl Iterator<Item = (Interval, f64, LevelFrom)> + '_ {
        (0..self.len()).map(|day| {
            let interval = self.interval(day);
            (interval, self.at(interval.start), self.from[day])
        })
    }
}

fn fixed(level: f64) -> i64 {
    // Refunds can outweigh the sales of a day; an expectation below nothing would make an
    // outage earn money.
    (level.clamp(0.0, 1e6) * f64::from(1_u32 << LEVEL_BITS)).round() as i64
}

/// Averages over the days around a day.
struct Around {
    /// What each day earned against the profile; 0 where it says nothing.
    ratio: Vec<f64>,
    /// Its clean expected revenue as a share of a mean day's; 0 where it says nothing.
    weight: Vec<f64>,
}

impl Around {
    fn new(days: &[DayTally]) -> Self {
        let telling = |d: &&DayTally| !d.off && d.expected > 0.0;
        let count = days.iter().filter(telling).count();
        let mean = days.iter().filter(telling).map(|d| d.whole).sum::<f64>() / count.max(1) as f64;
        let (ratio, weight) = days
            .iter()
            .map(|d| match Some(d).filter(telling) {
                Some(d) if mean > 0.0 => (d.earned / d.expected, d.expected / mean),
                _ => (0.0, 0.0),
            })
            .unzip();
        Self { ratio, weight }
    }

    /// Level of a day by the others, reaching further where too few are clean.
    fn level(&self, at: usize) -> Option<f64> {
        let mut reach = REACH_DAYS;
        loop {
            if let Some(level) = self.level_within(at, reach) {
                return Some(level);
            }
            if reach > 8 * self.ratio.len() as i64 {
                return None;
            }
            reach *= 2;
        }
    }

    /// The telling days within a reach, without the day itself: (days from it, ratio, weight).
    fn near(&self, at: usize, reach: i64) -> impl Iterator<Item = (i64, f64, f64)> + '_ {
        let first = at.saturating_sub(reach as usize);
        let last = (at + reach as usize).min(self.ratio.len() - 1);
        (first..=last)
            .filter(move |day| *day != at && self.weight[*day] > 0.0)
            .map(move |day| {
                let days = day as i64 - at as i64;
                let near = 1.0 - (days.abs() as f64 / (reach + 1) as f64).powi(3);
                (days, self.ratio[day], self.weight[day] * near.powi(3))
            })
    }

    fn level_within(&self, at: usize, reach: i64) -> Option<f64> {
        let clean: f64 = self.near(at, reach).map(|(_, _, w)| w).sum();
        if clean < LEAST_DAYS {
            return None;
        }
        // A day far out (a sale that nobody marked, a broken feed) is pulled in to the edge of
        // what is usual.
        let mut ratios: Vec<f64> = self.near(at, reach).map(|(_, ratio, _)| ratio).collect();
        ratios.sort_unstable_by(f64::total_cmp);
        let median = ratios[ratios.len() / 2];
        let mut off: Vec<f64> = ratios.iter().map(|r| (r - median).abs()).collect();
        off.sort_unstable_by(f64::total_cmp);
        let edge = OUTLYING * 1.4826 * off[off.len() / 2];
        let (low, high) = if edge > 0.0 {
            (median - edge, median + edge)
        } else {
            (f64::MIN, f64::MAX)
        };
        let (mut sum, mut middle) = (0.0, 0.0);
        for (days, ratio, weight) in self.near(at, reach) {
            sum += weight * ratio.clamp(low, high);
            middle += weight * days as f64;
        }
        Some((sum - self.trend(at) * middle) / clean)
    }

    /// Growth of the ratio a day around a day: a weighted line through a quarter to either side.
    fn trend(&self, at: usize) -> f64 {
        let (mut s0, mut s1, mut s2, mut r0, mut r1) = (0.0, 0.0, 0.0, 0.0, 0.0);
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for (days, ratio, weight) in self.near(at, TREND_DAYS) {
            let x = days as f64;
            s0 += weight;
            s1 += weight * x;
            s2 += weight * x * x;
            r0 += weight * ratio;
            r1 += weight * ratio * x;
            (first, last) = (first.min(days), last.max(days));
        }
        let spread = s0 * s2 - s1 * s1;
        // A line through less than two months follows the noise.
        if last.saturating_sub(first) < 2 * REACH_DAYS || spread <= 0.0 {
            return 0.0;
        }
        (s0 * r1 - s1 * r0) / spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY_MS;
    use proptest::prelude::*;

    fn days(ratios: impl Iterator<Item = f64>) -> Vec<DayTally> {
        ratios
            .enumerate()
            .map(|(i, ratio)| DayTally {
                day: Interval {
                    start: Instant(i as i64 * DAY_MS),
                    end: Instant((i as i64 + 1) * DAY_MS),
                },
                earned: 1_000.0 * ratio,
                expected: 1_000.0,
                whole: 1_000.0,
                off: false,
            })
            .collect()
    }

    fn level(levels: &DayLevels, day: i64) -> f64 {
        levels.at(Instant(day * DAY_MS + 1))
    }

    #[test]
    fn growth_is_followed_to_the_ends_of_the_data() {
        let grows = |day: i64| 0.9 + 0.2 * day as f64 / 364.0;
        let levels = DayLevels::learn(&days((0..365).map(grows)));
        for day in [0, 3, 28, 180, 350, 364] {
            assert!((level(&levels, day) - grows(day)).abs() < 2e-5, "{day}");
            assert_eq!(levels.from(Instant(day * DAY_MS)), LevelFrom::Around);
        }
        assert_eq!(level(&levels, -400), level(&levels, 0));
        assert_eq!(level(&levels, 4_000), level(&levels, 364));
    }

    #[test]
    fn a_day_does_not_move_its_own_level() {
        let mut tallies = days((0..120).map(|_| 1.0));
        tallies[60].earned = 400.0;
        let levels = DayLevels::learn(&tallies);
        assert_eq!(level(&levels, 60), 1.0);
        assert!(level(&levels, 59) <= 1.0);
    }

    #[test]
    fn a_marked_day_has_its_own_level_and_shapes_no_other() {
        let mut tallies = days((0..120).map(|day| 1.0 + 0.01 * f64::from(day % 3)));
        let plain = DayLevels::learn(&tallies);
        tallies[60].earned = 3_000.0;
        tallies[60].off = true;
        let marked = DayLevels::learn(&tallies);
        assert_eq!(level(&marked, 60), 3.0);
        assert_eq!(marked.from(Instant(60 * DAY_MS)), LevelFrom::OwnDay);
        assert!((level(&marked, 61) - level(&plain, 61)).abs() < 0.001);
        // Down for most of it: the days around have to do, and it is said.
        (tallies[60].earned, tallies[60].expected) = (90.0, 30.0);
        let down = DayLevels::learn(&tallies);
        assert_eq!(down.from(Instant(60 * DAY_MS)), LevelFrom::Extrapolated);
        assert!((level(&down, 60) - 1.01).abs() < 0.01);
        // Unmarked, it is pulled in to what is usual.
        tallies[60] = DayTally {
            earned: 3_000.0,
            expected: 1_000.0,
            off: false,
            ..tallies[60]
        };
        assert!((level(&DayLevels::learn(&tallies), 61) - level(&plain, 61)).abs() < 0.005);
    }

    #[test]
    fn too_few_days_have_no_level() {
        let levels = DayLevels::learn(&days((0..4).map(|_| 2.0)));
        assert_eq!(
            (level(&levels, 2), levels.from(Instant(0))),
            (1.0, LevelFrom::Unknown)
        );
        let none = DayLevels::learn(&[]);
        assert_eq!((none.at(Instant(5)), none.len()), (1.0, 0));
        // Far from the only clean days, those still say it.
        let mut tallies = days((0..200).map(|_| 2.0));
        for day in &mut tallies[20..] {
            (day.earned, day.expected) = (0.0, 0.0);
        }
        assert_eq!(level(&DayLevels::learn(&tallies), 199), 2.0);
    }

    proptest! {
        #[test]
        fn levels_scale_with_what_was_earned(
            ratios in prop::collection::vec(0.2_f64..3.0, 10..150), factor in 0.5_f64..4.0,
        ) {
            let one = DayLevels::learn(&days(ratios.iter().copied()));
            let other = DayLevels::learn(&days(ratios.iter().map(|r| r * factor)));
            for day in 0..ratios.len() as i64 {
                prop_assert!((level(&one, day) * factor - level(&other, day)).abs() < 1e-4);
            }
        }
    }
}
