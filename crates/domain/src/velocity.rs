//! Revenue velocity: what a minute was expected to earn, and how sure that is.
//!
//! Expected revenue is a periodic profile over the minutes of a week, learned from minutes
//! outside every incident. It is kept as integers (units of money × 2³²), so that integrals
//! over time are exact sums: no order of rows, threads or splits changes a digit, and a longer
//! outage never costs less while expectations are not negative.

use crate::level::{DayLevels, DayTally, LEVEL_BITS};
use crate::methods::{Average, Profile, SpecialDays};
use crate::money::Currency;
use crate::observed::Observed;
use crate::time::{Instant, Interval, MINUTE_MS, OffsetTable, WEEK_MINUTES, Zone};

mod medians;

use medians::WeekRates;

const SLOTS: usize = WEEK_MINUTES as usize;
/// Binary digits kept below the unit of money.
const FRACTION_BITS: u32 = 32;

/// Minutes that an incident touched, as disjoint ascending ranges [from, until).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirtyMinutes {
    ranges: Vec<(i64, i64)>,
}

impl DirtyMinutes {
    /// Every minute that any of the intervals overlaps by more than nothing.
    #[must_use]
    pub fn of(intervals: impl IntoIterator<Item = Interval>) -> Self {
        let ranges = intervals
            .into_iter()
            .filter(|i| !i.is_empty())
            .map(|i| (i.start.minute(), Instant(i.end.0 - 1).minute() + 1))
            .collect();
        Self::merged(ranges)
    }

    /// The minutes of days that the user took off the baseline, in a zone.
    #[must_use]
    pub fn off_baseline(days: &[SpecialDays], zone: Zone) -> Self {
        Self::of(days.iter().filter(|d| d.off_baseline).map(|days| {
            let last = days.until.0.max(days.from.0);
            Interval {
                start: zone.midnight(days.from.0),
                end: zone.midnight(last.succ_opt().unwrap_or(last)),
            }
        }))
    }

    fn merged(mut ranges: Vec<(i64, i64)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(ranges.len().min(1024));
        for (from, until) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => merged.push((from, until)),
            }
        }
        Self { ranges: merged }
    }

    /// The ranges, ascending and disjoint.
    #[must_use]
    pub fn ranges(&self) -> &[(i64, i64)] {
        &self.ranges
    }

    /// Whether a minute is inside.
    #[must_use]
    pub fn contains(&self, minute: i64) -> bool {
        let next = self.ranges.partition_point(|(from, _)| *from <= minute);
        next > 0 && minute < self.ranges[next - 1].1
    }

    /// Minutes inside this or the other.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::merged([self.ranges.as_slice(), other.ranges.as_slice()].concat())
    }

    /// With so many minutes after the end of each range.
    #[must_use]
    pub fn prolonged(&self, minutes: i64) -> Self {
        let longer = |(from, until): &(i64, i64)| (*from, until.saturating_add(minutes.max(0)));
        Self::merged(self.ranges.iter().map(longer).collect())
    }

    /// Whether any minute of an interval is inside.
    #[must_use]
    pub fn touches(&self, over: Interval) -> bool {
        if over.is_empty() {
            return false;
        }
        let last = Instant(over.end.0 - 1).minute();
        let next = self.ranges.partition_point(|(from, _)| *from <= last);
        next > 0 && over.start.minute() < self.ranges[next - 1].1
    }

    /// The parts of the ranges inside an interval, ascending.
    pub fn within(&self, over: Interval) -> impl Iterator<Item = Interval> + '_ {
        let first = self
            .ranges
            .partition_point(|(_, until)| Instant::of_minute(*until) <= over.start);
        self.ranges[first..].iter().map_while(move |(from, until)| {
            let range = Interval {
                start: Instant::of_minute(*from),
                end: Instant::of_minute(*until),
            };
            (range.start < over.end).then(|| range.clip(over))
        })
    }

    /// Minutes inside.
    #[must_use]
    pub fn len(&self) -> i64 {
        self.ranges.iter().map(|(from, until)| until - from).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }
}

/// How a slot with too few clean minutes is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThinSlots {
    /// By the stream's mean (or median) over all its clean minutes.
    Mean,
    /// By the next coarser profile (minute → hour → all) below this many clean minutes.
    Coarser(u32),
}

impl ThinSlots {
    /// The rule for a minimum number of observations: 0 and 1 mean the stream's mean.
    #[must_use]
    pub fn at_least(min_observations: u32) -> Self {
        if min_observations <= 1 {
            Self::Mean
        } else {
            Self::Coarser(min_observations)
        }
    }
}

/// How the clean minutes of a slot become what it is expected to earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotRule {
    /// Their mean, or the median of the weeks.
    pub average: Average,
    /// What is done where there are few.
    pub thin: ThinSlots,
}

impl From<ThinSlots> for SlotRule {
    /// By the mean.
    fn from(thin: ThinSlots) -> Self {
        Self {
            average: Average::Mean,
            thin,
        }
    }
}

/// Expected revenue of one stream by minute of the local week.
#[derive(Debug, Clone)]
pub struct Velocity {
    currency: Currency,
    offsets: OffsetTable,
    /// Expected units a minute × 2³², per slot.
    slots: Vec<i128>,
    /// Sum of the slots before this one; one longer than `slots`.
    prefix: Vec<i128>,
    /// Clean minutes behind each slot of the chosen profile.
    observations: Vec<u32>,
    clean_minutes: i64,
    clean_units: i128,
    spread: Spread,
    /// Week (since the Monday before 1970, UTC) and what its clean hours earned, as a share of
    /// what the profile expected of them.
    levels: Vec<(i64, f64)>,
    /// Levels by local day, with ∫ expected × level × 2¹⁶ up to the start of each day.
    by_day: Option<(DayLevels, Vec<i128>)>,
}

/// How far clean stretches strayed from the profile: variance over expectation (major units),
/// so that a loss of expectation E has variance `phi × E`. Hours and days are kept apart,
/// because neighbouring hours err together and a day's error is larger than 24 lone hours'.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// From whole clean hours, in major units.
    pub hour: f64,
    /// From whole clean days, in major units.
    pub day: f64,
    /// Clean hours behind it.
    pub hours: u32,
}

impl Spread {
    /// Standard deviation, in major units, of what a stretch of `minutes` would have earned
    /// when it was expected to earn `expected`.
    #[must_use]
    pub fn deviation(self, expected: f64, minutes: f64) -> f64 {
        if expected <= 0.0 {
            return 0.0;
        }
        let along = (minutes.max(60.0) / 60.0).ln() / 24.0_f64.ln();
        let phi = self.hour + (self.day.max(self.hour) - self.hour) * along.clamp(0.0, 1.0);
        (phi * expected).sqrt()
    }
}

/// Clean revenue and clean minutes by minute of the week.
struct Tally {
    units: Vec<i128>,
    minutes: Vec<i64>,
}

impl Tally {
    /// `minutes` yields (minute since 1970, units), each minute once, in any order.
    fn new(
        minutes: impl Iterator<Item = (i64, i64)>,
        dirty: &DirtyMinutes,
        span: Interval,
        offsets: &OffsetTable,
    ) -> Self {
        let (first, last) = (span.start.minute(), span.end.minute());
        let mut units = vec![0_i128; SLOTS];
        // Rows mostly come in time order: walk along the dirty ranges, look up when they don't.
        let ranges = dirty.ranges();
        let mut at = 0;
        let mut previous = i64::MIN;
        // Minutes [from, until) have one offset: the next is looked up when it changes.
        let (mut from, mut until, mut shift) = (0, 0, 0);
        for (minute, amount) in minutes {
            if minute < first || minute >= last {
                continue;
            }
            if minute < previous {
                at = ranges.partition_point(|(_, until)| *until <= minute);
            } else {
                while at < ranges.len() && ranges[at].1 <= minute {
                    at += 1;
                }
            }
            previous = minute;
            if at < ranges.len() && ranges[at].0 <= minute {
                continue;
            }
            if minute < from || minute >= until {
                let onwards = Interval {
                    start: Instant::of_minute(minute),
                    end: span.end,
                };
                let slot = offsets.minute_of_week(minute);
                let stretch = offsets.stretches(onwards).next();
                // A change of offset always falls on a whole minute.
                (from, until) = (minute, stretch.map_or(minute + 1, |(s, _)| s.end.minute()));
                shift = slot - minute;
            }
            units[(minute + shift).rem_euclid(WEEK_MINUTES) as usize] += i128::from(amount);
        }
        let mut counts = SlotCounts::default();
        counts.add(offsets, first, last, 1);
        for (from, until) in ranges {
            counts.add(offsets, (*from).max(first), (*until).min(last), -1);
        }
        Self {
            units,
            minutes: counts.finish(),
        }
    }
}

/// Counts minutes per slot of the week over ranges, in constant time a range.
struct SlotCounts {
    whole_weeks: i64,
    steps: Vec<i64>,
}

impl Default for SlotCounts {
    fn default() -> Self {
        Self {
            whole_weeks: 0,
            steps: vec![0; SLOTS + 1],
        }
    }
}

impl SlotCounts {
    fn add(&mut self, offsets: &OffsetTable, from: i64, until: i64, sign: i64) {
        if until <= from {
            return;
        }
        let span = Interval {
            start: Instant::of_minute(from),
            end: Instant::of_minute(until),
        };
        for (part, _) in offsets.stretches(span) {
            // A change of offset always falls on a whole minute.
            let (a, b) = (part.start.minute(), part.end.minute());
            let length = b - a;
            self.whole_weeks += sign * (length / WEEK_MINUTES);
            let rest = length % WEEK_MINUTES;
            let start = offsets.minute_of_week(a);
            let end = start + rest;
            self.steps[start as usize] += sign;
            if end <= WEEK_MINUTES {
                self.steps[end as usize] -= sign;
            } else {
                self.steps[SLOTS] -= sign;
                self.steps[0] += sign;
                self.steps[(end - WEEK_MINUTES) as usize] -= sign;
            }
        }
    }

    fn finish(self) -> Vec<i64> {
        let mut running = self.whole_weeks;
        self.steps[..SLOTS]
            .iter()
            .map(|step| {
                running += step;
                running
            })
            .collect()
    }
}

fn fixed(units: i128, minutes: i64) -> i128 {
    if minutes <= 0 {
        return 0;
    }
    // Units of a slot over a whole history stay far below 2⁹⁵.
    crate::money::divide_half_even(units << FRACTION_BITS, i128::from(minutes))
}

impl Velocity {
    /// Learns the profile of a stream from its minute sums.
    ///
    /// `minutes` yields (minute since 1970, units of 1/10,000 of the minor unit), each minute
    /// once; a minute of `span` that it does not yield earned nothing. Only minutes of `span`
    /// outside `dirty` count. Source: `SPEC.md` of the comparison programs, steps 1 to 3.
    #[must_use]
    pub fn learn(
        minutes: impl Iterator<Item = (i64, i64)>,
        currency: Currency,
        dirty: &DirtyMinutes,
        span: Interval,
        zone: Zone,
        profile: Profile,
        rule: impl Into<SlotRule>,
    ) -> Self {
        let offsets = OffsetTable::new(zone, span);
        let rule = rule.into();
        Self::learn_at(offsets, minutes, currency, dirty, span, profile, rule)
    }

    /// Learns the profile of the same stream again, outside other minutes. From a profile by
    /// hours or flat, whole hours are summed at once.
    pub(crate) fn learn_again(
        &self,
        observed: &Observed,
        dirty: &DirtyMinutes,
        span: Interval,
        profile: Profile,
        rule: SlotRule,
    ) -> Self {
        let offsets = self.offsets.clone();
        let (currency, hour_ms) = (self.currency, 60 * MINUTE_MS);
        let by_hour = profile != Profile::MinuteOfWeek
            && span.start.0 % hour_ms == 0
            && span.end.0 % hour_ms == 0
            && offsets.stretches(span).all(|(_, o)| o % hour_ms == 0);
        if by_hour {
            let sums = observed.by_clean_hour(dirty).into_iter();
            Self::learn_at(offsets, sums, currency, dirty, span, profile, rule)
        } else {
            let sums = observed.minutes();
            Self::learn_at(offsets, sums, currency, dirty, span, profile, rule)
        }
    }

    fn learn_at(
        offsets: OffsetTable,
        minutes: impl Iterator<Item = (i64, i64)>,
        currency: Currency,
        dirty: &DirtyMinutes,
        span: Interval,
        profile: Profile,
        rule: SlotRule,
    ) -> Self {
        let thin = rule.thin;
        let (tally, weeks) = match rule.average {
            Average::Mean => (Tally::new(minutes, dirty, span, &offsets), None),
            Average::Median => {
                let rows: Vec<(i64, i64)> = minutes.collect();
                (
                    Tally::new(rows.iter().copied(), dirty, span, &offsets),
                    Some(WeekRates::new(&rows, dirty, span, &offsets)),
                )
            }
        };
        // Of slots [from, until), which earned so much in so many clean minutes.
        let middle = |from: usize, until: usize, units: i128, minutes: i64| match &weeks {
            None => fixed(units, minutes),
            Some(weeks) => weeks.median(from, until),
        };
        let clean_minutes: i64 = tally.minutes.iter().sum();
        let clean_units: i128 = tally.units.iter().sum();
        let mean = middle(0, SLOTS, clean_units, clean_minutes);
        let hours: Vec<(i128, i64)> = (0..168)
            .map(|hour| {
                let range = hour * 60..(hour + 1) * 60;
                (
                    tally.units[range.clone()].iter().sum(),
                    tally.minutes[range].iter().sum(),
                )
            })
            .collect();
        let least = match thin {
            ThinSlots::Mean => 1,
            ThinSlots::Coarser(n) => i64::from(n.max(1)),
        };
        // An hour's slot holds up to sixty minutes of each week.
        let by_hour: Vec<i128> = hours
            .iter()
            .enumerate()
            .map(|(hour, (units, minutes))| {
                if *minutes >= least {
                    middle(hour * 60, (hour + 1) * 60, *units, *minutes)
                } else {
                    mean
                }
            })
            .collect();
        let hourly = |slot: usize| by_hour[slot / 60];
        let mut slots = Vec::with_capacity(SLOTS);
        let mut observations = Vec::with_capacity(SLOTS);
        for slot in 0..SLOTS {
            let (value, seen) = match profile {
                Profile::Flat => (mean, clean_minutes),
                Profile::HourOfWeek => (hourly(slot), hours[slot / 60].1),
                Profile::MinuteOfWeek => {
                    let seen = tally.minutes[slot];
                    let value = if seen >= least {
                        middle(slot, slot + 1, tally.units[slot], seen)
                    } else if thin == ThinSlots::Mean {
                        mean
                    } else {
                        hourly(slot)
                    };
                    (value, seen)
                }
            };
            slots.push(value);
            observations.push(u32::try_from(seen).unwrap_or(u32::MAX));
        }
        let mut prefix = Vec::with_capacity(SLOTS + 1);
        let mut sum = 0_i128;
        prefix.push(0);
        for value in &slots {
            sum += value;
            prefix.push(sum);
        }
        Self {
            currency,
            offsets,
            slots,
            prefix,
            observations,
            clean_minutes,
            clean_units,
            spread: Spread::default(),
            levels: Vec::new(),
            by_day: None,
        }
    }

    /// Learns what each local day of `span` earns against the profile, see [`crate::level`].
    /// `dirty` are the minutes that incidents touched (with the time after them in which
    /// revenue comes back), `off` the days off the baseline.
    #[must_use]
    pub fn with_levels(
        mut self,
        observed: &Observed,
        dirty: &DirtyMinutes,
        off: &DirtyMinutes,
        span: Interval,
        zone: Zone,
    ) -> Self {
        let mut tallies = Vec::new();
        let mut start = span.start;
        while start < span.end {
            let day = zone.whole_days(Interval { start, end: start }).clip(span);
            if day.is_empty() {
                break;
            }
            let whole = self.integral(day);
            let (mut earned, mut expected) = (observed.unit_ms(day), whole);
            for range in dirty.within(day) {
                earned -= observed.unit_ms(range);
                expected -= self.integral(range);
            }
            let scale = MINUTE_MS as f64 * self.currency.units_per_major() as f64;
            tallies.push(DayTally {
                day,
                earned: earned as f64 / scale,
                expected: self.in_major(expected),
                whole: self.in_major(whole),
                off: off.touches(day),
            });
            start = day.end;
        }
        let levels = DayLevels::learn(&tallies);
        let mut sum = 0_i128;
        let mut prefix = Vec::with_capacity(levels.len());
        for day in 0..levels.len() {
            prefix.push(sum);
            let whole = self.integral(levels.interval(day));
            sum = sum.saturating_add(whole.saturating_mul(i128::from(levels.fixed(day))));
        }
        self.by_day = Some((levels, prefix));
        self
    }

    /// The levels by local day, where they were learned.
    #[must_use]
    pub fn day_levels(&self) -> Option<&DayLevels> {
        self.by_day.as_ref().map(|(levels, _)| levels)
    }

    /// What the day of an instant earns against the profile; 1 where no levels were learned.
    #[must_use]
    pub fn level_at(&self, at: Instant) -> f64 {
        self.day_levels().map_or(1.0, |levels| levels.at(at))
    }

    /// Expected revenue of an interval at the level of its days, in major units: ∫ profile ×
    /// level, a sum of integers whose parts add up exactly. Without levels it is
    /// [`Velocity::expected`].
    #[must_use]
    pub fn levelled(&self, over: Interval) -> f64 {
        let Some((levels, prefix)) = self.by_day.as_ref().filter(|(l, _)| l.len() > 0) else {
            return self.expected(over);
        };
        if over.is_empty() {
            return 0.0;
        }
        // The first day reaches back and the last forward without end.
        let day_of = |at: Instant| levels.day(at).unwrap_or(0);
        let (first, last) = (day_of(over.start), day_of(over.end));
        let part = |interval: Interval, day: usize| {
            self.integral(interval)
                .saturating_mul(i128::from(levels.fixed(day)))
        };
        let sum = if first == last {
            part(over, first)
        } else {
            let head = Interval {
                start: over.start,
                end: levels.interval(first).end,
            };
            let tail = Interval {
                start: levels.interval(last).start,
                end: over.end,
            };
            part(head, first)
                .saturating_add(prefix[last] - prefix[first + 1])
                .saturating_add(part(tail, last))
        };
        self.in_major(sum) / f64::from(1_u32 << LEVEL_BITS)
    }

    /// Measures how far whole clean hours and days strayed from the profile; `minutes` as in
    /// [`Velocity::learn`], ascending.
    #[must_use]
    pub fn with_spread(
        mut self,
        minutes: impl Iterator<Item = (i64, i64)>,
        dirty: &DirtyMinutes,
        span: Interval,
    ) -> Self {
        let scale = self.currency.units_per_major() as f64;
        let first_hour = span.start.minute().div_euclid(60);
        let last_hour = (span.end.minute() + 59).div_euclid(60);
        let count = usize::try_from(last_hour - first_hour).unwrap_or(0);
        let mut observed = vec![0.0_f64; count];
        for (minute, units) in minutes {
            let hour = minute.div_euclid(60) - first_hour;
            if let Some(sum) = usize::try_from(hour).ok().and_then(|h| observed.get_mut(h)) {
                *sum += units as f64 / scale;
            }
        }
        let mut usable = vec![true; count];
        let whole =
            |hour: i64| hour * 60 >= span.start.minute() && (hour + 1) * 60 <= span.end.minute();
        for (index, flag) in usable.iter_mut().enumerate() {
            *flag = whole(first_hour + index as i64);
        }
        for (from, until) in dirty.ranges() {
            let a = (from.div_euclid(60) - first_hour).clamp(0, count as i64) as usize;
            let b = ((until + 59).div_euclid(60) - first_hour).clamp(0, count as i64) as usize;
            usable[a..b].fill(false);
        }
        let (mut squares, mut sum, mut hours) = (0.0, 0.0, 0_u32);
        let (mut day_squares, mut day_sum) = (0.0, 0.0);
        let (mut day_residual, mut day_expected, mut day_hours) = (0.0, 0.0, 0);
        // (week, earned, expected, clean hours), ascending.
        let mut weeks: Vec<(i64, f64, f64, u32)> = Vec::new();
        for index in 0..count {
            let hour = first_hour + index as i64;
            if usable[index] {
                let expected = self.expected(Interval {
                    start: Instant::of_minute(hour * 60),
                    end: Instant::of_minute((hour + 1) * 60),
                });
                let residual = observed[index] - expected;
                squares += residual * residual;
                sum += expected;
                hours += 1;
                day_residual += residual;
                day_expected += expected;
                day_hours += 1;
                let week = (hour + 72).div_euclid(168);
                match weeks.last_mut() {
                    Some(last) if last.0 == week => {
                        last.1 += observed[index];
                        last.2 += expected;
                        last.3 += 1;
                    }
                    _ => weeks.push((week, observed[index], expected, 1)),
                }
            }
            if (hour + 1).rem_euclid(24) == 0 {
                if day_hours == 24 {
                    day_squares += day_residual * day_residual;
                    day_sum += day_expected;
                }
                (day_residual, day_expected, day_hours) = (0.0, 0.0, 0);
            }
        }
        self.spread = Spread {
            hour: if sum > 0.0 { squares / sum } else { 0.0 },
            day: if day_sum > 0.0 {
                day_squares / day_sum
            } else {
                0.0
            },
            hours,
        };
        // Less than half a week says little about a week.
        self.levels = weeks
            .into_iter()
            .filter(|(_, _, expected, hours)| *hours >= 84 && *expected > 0.0)
            .map(|(week, earned, expected, _)| (week, earned / expected))
            .collect();
        self
    }

    /// ∫ expected over an interval, in units of money × 2³² × ms: exact.
    fn integral(&self, over: Interval) -> i128 {
        let mut sum = 0;
        for (part, offset) in self.offsets.stretches(over) {
            sum += self.antiderivative(part.end.0 + offset)
                - self.antiderivative(part.start.0 + offset);
        }
        sum
    }

    /// ∫ from the local Monday of 1970's first week to a local instant.
    fn antiderivative(&self, local_ms: i64) -> i128 {
        const WEEK_MS: i64 = WEEK_MINUTES * MINUTE_MS;
        let shifted = local_ms + 3 * 1440 * MINUTE_MS;
        let weeks = shifted.div_euclid(WEEK_MS);
        let within = shifted.rem_euclid(WEEK_MS);
        let slot = (within / MINUTE_MS) as usize;
        let rest = within % MINUTE_MS;
        (i128::from(weeks) * self.prefix[SLOTS] + self.prefix[slot]) * i128::from(MINUTE_MS)
            + self.slots[slot] * i128::from(rest)
    }

    /// An integral in major units.
    fn in_major(&self, integral: i128) -> f64 {
        let unit = (1_i64 << FRACTION_BITS) as f64 * MINUTE_MS as f64;
        integral as f64 / unit / self.currency.units_per_major() as f64
    }

    /// Expected revenue of an interval, partial minutes pro rata, in major units (estimate).
    #[must_use]
    pub fn expected(&self, over: Interval) -> f64 {
        self.in_major(self.integral(over))
    }

    /// Expected revenue of a clock hour (hours since 1970, UTC) at the level of its first
    /// instant, in major units; offsets do not change inside it.
    pub(crate) fn levelled_hour(&self, hour: i64) -> f64 {
        let slot = self.offsets.minute_of_week(hour * 60) as usize;
        let end = slot + 60;
        let sum = if end <= SLOTS {
            self.prefix[end] - self.prefix[slot]
        } else {
            self.prefix[SLOTS] - self.prefix[slot] + self.prefix[end - SLOTS]
        };
        let unit = (1_i64 << FRACTION_BITS) as f64 * self.currency.units_per_major() as f64;
        sum as f64 / unit * self.level_at(Instant::of_minute(hour * 60))
    }

    /// Expected revenue a minute on average over the week, in major units.
    #[must_use]
    pub fn mean_per_minute(&self) -> f64 {
        self.prefix[SLOTS] as f64
            / (1_i64 << FRACTION_BITS) as f64
            / self.currency.units_per_major() as f64
            / WEEK_MINUTES as f64
    }

    /// Expected revenue a minute in each local hour of the week, Monday 00:00 first, in major
    /// units; 168 values.
    #[must_use]
    pub fn by_hour_of_week(&self) -> Vec<f64> {
        let unit = (1_i64 << FRACTION_BITS) as f64 * self.currency.units_per_major() as f64;
        (0..168)
            .map(|hour| {
                (self.prefix[(hour + 1) * 60] - self.prefix[hour * 60]) as f64 / 60.0 / unit
            })
            .collect()
    }

    /// Expected revenue a minute in a slot (local minute of the week), in major units.
    #[must_use]
    pub fn at_slot(&self, slot: usize) -> f64 {
        self.slots[slot % SLOTS] as f64
            / (1_i64 << FRACTION_BITS) as f64
            / self.currency.units_per_major() as f64
    }

    /// Clean minutes behind a slot of the chosen profile.
    #[must_use]
    pub fn observations(&self, slot: usize) -> u32 {
        self.observations[slot % SLOTS]
    }

    /// Local minute of the week of an instant.
    #[must_use]
    pub fn slot_of(&self, at: Instant) -> usize {
        self.offsets.minute_of_week(at.minute()) as usize
    }

    /// Clean minutes it was learned from.
    #[must_use]
    pub fn clean_minutes(&self) -> i64 {
        self.clean_minutes
    }

    /// Revenue in those, in units of 1/10,000 of the minor unit.
    #[must_use]
    pub fn clean_units(&self) -> i128 {
        self.clean_units
    }

    /// Its currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Weeks with at least half of their hours clean (numbered from the Monday before 1970,
    /// UTC), and what those hours earned as a share of what the profile expected of them.
    #[must_use]
    pub fn weekly_levels(&self) -> &[(i64, f64)] {
        &self.levels
    }

    /// How far clean stretches strayed from it.
    #[must_use]
    pub fn spread(&self) -> Spread {
        self.spread
    }
}

#[cfg(test)]
mod tests;
