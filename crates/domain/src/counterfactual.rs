//! What incidents really cost: expected − observed.
//!
//! *Expected* is the weekly profile × the level of the day ([`crate::level`]), moved by what the
//! clean hours right before and after did against that ([`memory`]). *Observed* is exact. Their
//! difference is the loss of one particular stretch of time, whatever impact anyone wrote down,
//! with the noise of that stretch in it. After an incident some of the revenue comes back: in
//! the recovery window the same difference, negative, is what was recaptured.
//!
//! How large the noise is, is not modelled alone but measured: the same estimate is made for
//! clean stretches of several lengths, where the truth is known to be that nothing was lost, and
//! how far these placebos were off sets the scale of the range. Gross loss and recapture err
//! together, so the range of the net loss is that of both stretches, not the sum of two ranges.
//!
//! The expectation is a function of time alone: it depends on which minutes of the stream were
//! touched, not on which incident touched them. So losses add up however an incident or a window
//! is cut.

mod memory;

use crate::level::LevelFrom;
use crate::methods::Profile;
use crate::observed::Observed;
use crate::time::{Instant, Interval, MINUTE_MS, WEEK_MINUTES, Zone};
use crate::velocity::{DirtyMinutes, SlotRule, Velocity};
use memory::{Hour, Memory, Pull, SITES, Site, Surroundings};

const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Blocks beside a gap, nearest first: minutes from it, and length in minutes.
const BLOCKS: [(i64, i64); SITES / 2] = [(0, 30), (30, 60), (90, 120)];
/// Placebos below which nothing is made of them.
const LEAST_PLACEBOS: usize = 19;
/// Lengths, in hours, at which the noise of a stretch is compared with placebos.
const CALIBRATED: [f64; 5] = [1.0, 3.0, 8.0, 24.0, 72.0];
/// Placebos tried at each of them.
const CALIBRATIONS: u32 = 100;

/// What a stretch of time was expected to earn and did earn.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Seen {
    /// Expected, major units, over the minutes inside the revenue data.
    pub expected: f64,
    /// Observed, major units.
    pub observed: f64,
    /// Minutes inside the revenue data.
    pub minutes: f64,
    /// Minutes outside: they are in neither figure.
    pub uncovered_minutes: f64,
    /// Minutes inside whose level is not known from their day or the days around.
    pub extrapolated_minutes: f64,
}

impl Seen {
    /// Expected − observed, major units: lost where positive, gained where negative.
    #[must_use]
    pub fn loss(&self) -> f64 {
        self.expected - self.observed
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            expected: self.expected + other.expected,
            observed: self.observed + other.observed,
            minutes: self.minutes + other.minutes,
            uncovered_minutes: self.uncovered_minutes + other.uncovered_minutes,
            extrapolated_minutes: self.extrapolated_minutes + other.extrapolated_minutes,
        }
    }
}

/// A stretch of minutes that incidents touched without a break, and the time after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Episode {
    /// Touched minutes.
    pub dirty: Interval,
    /// When revenue may come back: until the recovery time is over, the next episode begins or
    /// the data end. Nothing where that leaves no time.
    pub recovery: Option<Interval>,
}

/// Touched minutes with the recovery after them, across which clean time is interpolated.
#[derive(Debug, Clone, Copy)]
struct Gap {
    interval: Interval,
    pull: Pull,
}

/// What a counterfactual is learned from, besides revenue.
#[derive(Debug, Clone, Copy)]
pub struct Learning<'a> {
    /// The stream's velocity, learned in the same zone; its profile is not used.
    pub velocity: &'a Velocity,
    /// What its revenue covers.
    pub span: Interval,
    /// Zone of the weekly profile and of days.
    pub zone: Zone,
    /// Baseline.
    pub profile: Profile,
    /// What slots are expected to earn.
    pub rule: SlotRule,
    /// Minutes that incidents or maintenance touched.
    pub dirty: &'a DirtyMinutes,
    /// Minutes of days off the baseline.
    pub off: &'a DirtyMinutes,
    /// For how long after an incident revenue may come back, minutes. That time is kept out of
    /// the profile, every level and every placebo.
    pub recovery_minutes: f64,
}

/// The counterfactual of one stream.
#[derive(Debug, Clone)]
pub struct Counterfactual {
    velocity: Velocity,
    observed: Observed,
    span: Interval,
    episodes: Vec<Episode>,
    gaps: Vec<Gap>,
    /// Minutes of the gaps.
    shadow: DirtyMinutes,
    /// Those and the days off the baseline.
    excluded: DirtyMinutes,
    memory: Memory,
    /// Length in hours, and by what a standard deviation from the memory has to be multiplied.
    calibration: Vec<(f64, f64)>,
    /// Clean weeks behind the profile.
    weeks: f64,
}

impl Counterfactual {
    /// Learns what there is to know about a stream from its exact sums.
    ///
    /// The profile is learned outside the recovery of incidents too: what came back after one
    /// is nothing that is usual at that hour.
    #[must_use]
    pub fn learn(observed: Observed, from: &Learning<'_>) -> Self {
        // More than a year of recovery is as good as for ever.
        let recovery = from.recovery_minutes.clamp(0.0, 525_600.0);
        let recovery_ms = (recovery * MINUTE_MS as f64) as i64;
        let shadow = from.dirty.prolonged(recovery.ceil() as i64);
        let excluded = shadow.union(from.off);
        let span = from.span;
        let velocity = from
            .velocity
            .learn_again(&observed, &excluded, span, from.profile, from.rule)
            .with_levels(&observed, &shadow, from.off, span, from.zone);
        let weeks = velocity.clean_minutes() as f64 / WEEK_MINUTES as f64;
        let mut out = Self {
            episodes: episodes(from.dirty, span, recovery_ms),
            excluded,
            memory: Memory::default(),
            calibration: Vec::new(),
            gaps: Vec::new(),
            velocity,
            observed,
            span,
            shadow,
            weeks,
        };
        out.memory = Memory::fit(&out.clean_hours());
        out.gaps = out
            .shadow
            .within(span)
            .map(|interval| Gap {
                interval,
                pull: out.pull(interval, &out.usable(interval)),
            })
            .collect();
        out.calibration = out.calibrate();
        out
    }

    /// The velocity that it rests on, with the levels of its days.
    #[must_use]
    pub fn velocity(&self) -> &Velocity {
        &self.velocity
    }

    /// The exact sums that it rests on.
    #[must_use]
    pub fn observed(&self) -> &Observed {
        &self.observed
    }

    /// Touched stretches with their recovery, ascending.
    #[must_use]
    pub fn episodes(&self) -> &[Episode] {
        &self.episodes
    }

    /// The position of the episode that touches an instant.
    #[must_use]
    pub fn episode_at(&self, at: Instant) -> Option<usize> {
        let next = self.episodes.partition_point(|e| e.dirty.start <= at);
        let last = next.checked_sub(1)?;
        self.episodes[last].dirty.contains(at).then_some(last)
    }

    /// What expectations can be compared with: the data, if any minute of them is clean.
    fn known(&self) -> Interval {
        Interval {
            start: self.span.start,
            end: if self.velocity.clean_minutes() > 0 {
                self.span.end
            } else {
                self.span.start
            },
        }
    }

    /// Clean whole hours of the data in their order.
    fn clean_hours(&self) -> Vec<Option<Hour>> {
        let first = (self.span.start.0 + HOUR_MS - 1).div_euclid(HOUR_MS);
        let last = self.span.end.0.div_euclid(HOUR_MS);
        (first..last)
            .map(|hour| {
                let over = Interval {
                    start: Instant(hour * HOUR_MS),
                    end: Instant((hour + 1) * HOUR_MS),
                };
                (!self.excluded.touches(over)).then(|| {
                    let expected = self.velocity.levelled_hour(hour);
                    Hour {
                        expected,
                        more: self.observed.hour(hour) - expected,
                    }
                })
            })
            .collect()
    }

    /// The blocks beside a gap.
    fn blocks(gap: Interval) -> [Interval; SITES] {
        let mut out = [gap; SITES];
        for (i, (distance, length)) in BLOCKS.iter().enumerate() {
            let (near, far) = (distance * MINUTE_MS, (distance + length) * MINUTE_MS);
            out[i] = Interval {
                start: Instant(gap.start.0 - far),
                end: Instant(gap.start.0 - near),
            };
            out[SITES / 2 + i] = Interval {
                start: Instant(gap.end.0 + near),
                end: Instant(gap.end.0 + far),
            };
        }
        out
    }

    /// Which blocks beside a gap are inside the data, clean, and on days whose level is known.
    fn usable(&self, gap: Interval) -> [bool; SITES] {
        Self::blocks(gap).map(|block| {
            block.clip(self.span) == block
                && !self.shadow.touches(block)
                && self.extrapolated(block) == 0.0
        })
    }

    fn pull(&self, gap: Interval, usable: &[bool; SITES]) -> Pull {
        let (sites, deviations, count) =
            self.sites(gap, usable, |block| self.velocity.levelled(block));
        let sites = &sites[..count];
        Surroundings::new(&self.memory, hours(gap), sites).pull(&deviations[..count])
    }

    /// The usable blocks beside a gap, how far each was from what was `expected` of it,
    /// relatively, and how many there are.
    fn sites(
        &self,
        gap: Interval,
        usable: &[bool; SITES],
        expected: impl Fn(Interval) -> f64,
    ) -> ([Site; SITES], [f64; SITES], usize) {
        let (mut sites, mut deviations, mut count) = ([Site::default(); SITES], [0.0; SITES], 0);
        for (i, block) in Self::blocks(gap).into_iter().enumerate() {
            let expected = if usable[i] { expected(block) } else { 0.0 };
            if expected <= 0.0 {
                continue;
            }
            let (distance, length) = BLOCKS[i % BLOCKS.len()];
            sites[count] = Site {
                before: i < BLOCKS.len(),
                distance: distance as f64 / 60.0,
                hours: length as f64 / 60.0,
                expected,
            };
            deviations[count] = self.observed.major(block) / expected - 1.0;
            count += 1;
        }
        (sites, deviations, count)
    }

    /// Minutes of an interval on days whose level is not known.
    fn extrapolated(&self, over: Interval) -> f64 {
        let Some(levels) = self.velocity.day_levels() else {
            return over.minutes();
        };
        let (Some(first), Some(last)) = (
            levels.day(over.start),
            levels.day(Instant((over.end.0 - 1).max(over.start.0))),
        ) else {
            return over.minutes();
        };
        (first..=last)
            .filter(|day| {
                let from = levels.from(levels.interval(*day).start);
                matches!(from, LevelFrom::Extrapolated | LevelFrom::Unknown)
            })
            .fold(0.0, |sum, day| {
                sum + levels.interval(day).clip(over).minutes()
            })
    }

    /// What an interval was expected to earn and did. Where no minute of the stream is clean,
    /// there is nothing to expect, and all of it is uncovered.
    #[must_use]
    pub fn window(&self, over: Interval) -> Seen {
        let inside = over.clip(self.known());
        let minutes = inside.minutes();
        let mut seen = Seen {
            minutes,
            uncovered_minutes: over.minutes() - minutes,
            ..Seen::default()
        };
        if inside.is_empty() {
            return seen;
        }
        seen.expected = self.velocity.levelled(inside);
        seen.observed = self.observed.major(inside);
        seen.extrapolated_minutes = self.extrapolated(inside);
        let first = self
            .gaps
            .partition_point(|g| g.interval.end <= inside.start);
        for gap in self.gaps[first..]
            .iter()
            .take_while(|g| g.interval.start < inside.end)
        {
            seen.expected += self.moved(gap.interval, &gap.pull, inside);
        }
        seen
    }

    /// ∫ levelled expectation × pull over the part of an interval inside a gap. The pull is
    /// averaged over clock hours (of the part inside the gap), so that parts add up.
    fn moved(&self, gap: Interval, pull: &Pull, over: Interval) -> f64 {
        let over = over.clip(gap);
        if over.is_empty() || pull.is_none() {
            return 0.0;
        }
        let hour_of = |at: i64| at.div_euclid(HOUR_MS);
        let reach = self.memory.reach().ceil() as i64 + 1;
        let last = hour_of(over.end.0 - 1);
        let (early, late) = (hour_of(gap.start.0) + reach, hour_of(gap.end.0 - 1) - reach);
        let mut sum = 0.0;
        let mut hour = hour_of(over.start.0);
        while hour <= last {
            if hour > early && hour < late {
                // Deep inside a long gap the clean time around it says nothing.
                hour = late;
                continue;
            }
            let cell = Interval {
                start: Instant(hour * HOUR_MS),
                end: Instant((hour + 1) * HOUR_MS),
            };
            let whole = cell.clip(gap);
            let from = (whole.start.0 - gap.start.0) as f64 / HOUR_MS as f64;
            let until = (whole.end.0 - gap.start.0) as f64 / HOUR_MS as f64;
            sum += self.velocity.levelled(cell.clip(over)) * pull.mean(hours(gap), from, until);
            hour += 1;
        }
        sum
    }

    /// What the sum over disjoint intervals was expected to earn and did.
    #[must_use]
    pub fn total(&self, over: &[Interval]) -> Seen {
        let sum = |sum: Seen, interval: &Interval| sum.plus(self.window(*interval));
        over.iter().fold(Seen::default(), sum)
    }

    /// What disjoint intervals were expected to earn by the weekly profile alone, and at the level
    /// of their days, major units: [`Counterfactual::total`] corrects the latter by what the clean
    /// time beside a gap did.
    #[must_use]
    pub fn unmoved(&self, over: &[Interval]) -> (f64, f64) {
        let known = self.known();
        over.iter().map(|interval| interval.clip(known)).fold(
            (0.0, 0.0),
            |(profile, levelled), inside| {
                (
                    profile + self.velocity.expected(inside),
                    levelled + self.velocity.levelled(inside),
                )
            },
        )
    }

    /// Standard deviation, major units, of expected − observed over disjoint intervals: what
    /// the memory of the stream says, times what placebos of about that length strayed against
    /// it. Cheap enough for every incident of a workspace; [`Counterfactual::band`] is exact.
    #[must_use]
    pub fn deviation(&self, over: &[Interval]) -> f64 {
        let mut variance = 0.0;
        let mut at = 0;
        while at < over.len() {
            // Intervals inside one gap err together.
            let gap = self.gap_around(over[at]);
            let mut hull = over[at].clip(self.known());
            let mut expected = 0.0;
            while at < over.len() && (over[at].start < gap.end || hull.is_empty()) {
                let inside = over[at].clip(self.known());
                if !inside.is_empty() {
                    expected += self.velocity.levelled(inside);
                    hull = Interval {
                        start: if hull.is_empty() {
                            inside.start
                        } else {
                            hull.start.min(inside.start)
                        },
                        end: hull.end.max(inside.end),
                    };
                }
                at += 1;
            }
            let (sites, _, count) = self.sites(gap, &self.usable(gap), |block| {
                self.velocity.levelled(block)
            });
            let day = self.velocity.day_levels().map(|l| l.from(hull.start));
            let own = day == Some(LevelFrom::OwnDay);
            variance += self.variance(gap, &sites[..count], hull, expected, own)
                * self.factor(hours(hull)).powi(2);
        }
        variance.sqrt()
    }

    /// The gap that an interval lies in; itself where it lies in none.
    fn gap_around(&self, over: Interval) -> Interval {
        let next = self
            .gaps
            .partition_point(|g| g.interval.start <= over.start);
        match next.checked_sub(1).map(|last| self.gaps[last].interval) {
            Some(gap) if over.start < gap.end => gap,
            _ => over,
        }
    }

    /// Variance by the memory of expected − observed over a part of a gap.
    fn variance(
        &self,
        gap: Interval,
        sites: &[Site],
        hull: Interval,
        expected: f64,
        own_day: bool,
    ) -> f64 {
        if hull.is_empty() {
            return 0.0;
        }
        let at = |instant: Instant| ((instant.0 - gap.start.0) as f64 / HOUR_MS as f64).max(0.0);
        let (from, until) = (at(hull.start), at(hull.end));
        let explained = if sites.is_empty() {
            0.0
        } else {
            Surroundings::new(&self.memory, hours(gap), sites).explained(from, until)
        };
        // A level rests on about thirty days, or on the rest of its own.
        let day = self.memory.of_mean(24.0);
        let level = if own_day { day } else { day / 30.0 };
        let relative = (self.memory.of_mean(until - from) - explained).max(0.0) + level;
        expected * expected * relative + self.memory.grain() * expected.max(0.0)
    }

    /// What a standard deviation from the memory is multiplied by, for a length in hours.
    fn factor(&self, length: f64) -> f64 {
        let x = length.max(1e-3).ln();
        let next = self
            .calibration
            .partition_point(|(hours, _)| hours.ln() <= x);
        match (
            next.checked_sub(1).map(|i| self.calibration[i]),
            self.calibration.get(next),
        ) {
            (Some((a, f)), Some((b, g))) => f + (g - f) * (x - a.ln()) / (b.ln() - a.ln()),
            (Some((_, only)), None) | (None, Some(&(_, only))) => only,
            (None, None) => 1.0,
        }
    }

    /// Compares what the memory says with placebos spread evenly over the data, by length.
    fn calibrate(&self) -> Vec<(f64, f64)> {
        let mut out = Vec::new();
        for length in CALIBRATED {
            let length_ms = (length * HOUR_MS as f64) as i64;
            let room = self.span.length_ms() - length_ms;
            if room <= 0 {
                break;
            }
            let (mut squares, mut variances, mut count) = (0.0, 0.0, 0_usize);
            for i in 0..CALIBRATIONS {
                // Steps of the golden ratio fill the data evenly and meet every time of day;
                // on the minute, so that a placebo has whole minutes.
                let place = (f64::from(i) * 0.618_033_988_749_895).fract() * room as f64;
                let start = self.span.start.0 + place as i64 / MINUTE_MS * MINUTE_MS;
                let gap = Interval {
                    start: Instant(start),
                    end: Instant(start + length_ms),
                };
                if let Some((error, deviation)) = self.placebo(gap) {
                    squares += error * error;
                    variances += deviation * deviation;
                    count += 1;
                }
            }
            // By their sums: stretches that carry no revenue have no say.
            if count >= LEAST_PLACEBOS && variances > 0.0 {
                out.push((length, (squares / variances).sqrt()));
            }
        }
        out
    }

    /// Expected − observed over a stretch in which nothing was lost, as if it had been touched,
    /// and the standard deviation that the memory gives it; nothing where it is not clean.
    fn placebo(&self, gap: Interval) -> Option<(f64, f64)> {
        let clean = |over: Interval| over.clip(self.span) == over && !self.excluded.touches(over);
        let usable = self.usable(gap);
        let mut beside = Self::blocks(gap).into_iter().zip(usable);
        if !clean(gap) || beside.any(|(block, used)| used && !clean(block)) {
            return None;
        }
        let levelled = |over: Interval| self.velocity.levelled(over);
        let (sites, deviations, count) = self.sites(gap, &usable, levelled);
        let sites = &sites[..count];
        let pull = Surroundings::new(&self.memory, hours(gap), sites).pull(&deviations[..count]);
        let expected = levelled(gap);
        let error = expected + self.moved(gap, &pull, gap) - self.observed.major(gap);
        let deviation = self.variance(gap, sites, gap, expected, false).sqrt();
        // The profile has seen the placebo, but not the incident: a mean of n weeks is off by
        // n / (n − 1) as much as the mean of the others, one of n others by n / (n + 1) less.
        if self.weeks < 2.0 {
            return None;
        }
        let unseen = ((self.weeks + 1.0) / (self.weeks - 1.0)).sqrt();
        (deviation > 0.0).then_some((error * unseen, deviation))
    }
}

fn hours(over: Interval) -> f64 {
    over.length_ms() as f64 / HOUR_MS as f64
}

/// Touched stretches inside the data with their recovery.
fn episodes(dirty: &DirtyMinutes, span: Interval, recovery_ms: i64) -> Vec<Episode> {
    let stretches: Vec<Interval> = dirty.within(span).collect();
    stretches
        .iter()
        .enumerate()
        .map(|(i, stretch)| {
            let next = stretches.get(i + 1).map_or(span.end, |n| n.start);
            let recovery = Interval {
                start: stretch.end,
                end: Instant(stretch.end.0.saturating_add(recovery_ms)).min(next),
            };
            Episode {
                dirty: *stretch,
                recovery: (!recovery.is_empty()).then_some(recovery),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
