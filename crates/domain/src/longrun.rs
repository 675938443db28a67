//! What a record of incidents says about availability in the long run, and what a window is
//! long enough to support.
//!
//! A year with few incidents is mostly luck. The rate of incidents is known as well as their
//! number allows (Gamma posterior from the prior Gamma(0.5, 0)), their mean length as well as a
//! bootstrap of the recorded ones tells; one times the other is downtime in the long run.
//!
//! The bootstrap is the studentized one (Efron 1979, Hall 1988) on the logarithm of the mean, which
//! keeps a length above nothing: lengths are skewed, and a year without a long incident looks both
//! short and certain. A resample of alike lengths knows nothing of its own error, so that this is
//! held at no less than half of the record's, and a mean length at no more than twice the longest
//! one. Plain resampling believes what it sees: of years with 12 incidents of a coefficient of
//! variation of 2 its 90 % intervals hold the truth in 77 %, these in 85 % (of 1: 85 % and 89 %); of
//! years with four of 1 in 81 % and 84 %. No resampling knows lengths that have not been, see
//! [`LongRun::few`].

use crate::availability::budget_minutes;
use crate::random::Random;
use crate::stats::{Rate, rate_posterior};

/// Shape of the prior of a rate; its time is 0, so that the record decides.
const PRIOR: f64 = 0.5;
/// Draws of rate and mean length.
const DRAWS: usize = 2_000;
/// From so many incidents on the mean of a resample is drawn from its normal limit.
const RESAMPLED: usize = 500;
/// Fewer incidents than this say little about how long others may take.
pub const FEW: usize = 8;
/// The least relative error that a resample is taken to have, as a share of the record's.
const LEAST_ERROR: f64 = 0.5;
/// A mean length is at most so many times the longest on record.
const LONGEST: f64 = 2.0;
/// An incident is taken to last so long where none is on record, minutes: an assumption.
pub const ORDINARY_MINUTES: f64 = 15.0;

/// Availability in the long run, as far as a record supports saying so.
#[derive(Debug, Clone, PartialEq)]
pub struct LongRun {
    /// Incidents that made downtime.
    pub incidents: usize,
    /// Incidents a year of agreed time: posterior mean and 90 % interval.
    pub rate: Rate,
    /// Median of their counted minutes; nothing without any.
    pub median_minutes: Option<f64>,
    /// Draws of the long-run availability, ascending; none without an incident, because then
    /// nothing is known about how long one takes.
    draws: Vec<f64>,
}

impl LongRun {
    /// From the counted minutes of each incident of a service in `agreed` minutes of agreed
    /// time; `agreed_a_year` is how many of these a year has. Nothing where no time was agreed.
    #[must_use]
    pub fn of(minutes: &[f64], agreed: f64, agreed_a_year: f64) -> Option<Self> {
        if agreed <= 0.0 || agreed_a_year <= 0.0 {
            return None;
        }
        let count = minutes.len();
        let rate = rate_posterior(PRIOR, 0.0, count as u64, agreed / agreed_a_year)?;
        // In order of length, so that the order of the records changes no digit.
        let mut sorted = minutes.to_vec();
        sorted.sort_by(f64::total_cmp);
        let median = (count > 0).then(|| 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]));
        Some(Self {
            incidents: count,
            rate,
            median_minutes: median,
            draws: draws(&sorted, agreed),
        })
    }

    /// Quantile of the long-run availability, such as 0.05 and 0.95 for the 90 % interval.
    #[must_use]
    pub fn quantile(&self, p: f64) -> Option<f64> {
        quantile(&self.draws, p)
    }

    /// The 90 % interval of the long-run availability: (low, high).
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.quantile(0.05).zip(self.quantile(0.95))
    }

    /// Whether there are so few incidents that the interval is too narrow: it knows only the
    /// lengths that have been.
    #[must_use]
    pub fn few(&self) -> bool {
        self.incidents < FEW
    }
}

/// What incidents come to a year: the recorded sum, and what it may be in the long run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Yearly {
    /// Recorded sum over the recorded years.
    pub mean: f64,
    /// 90 % interval of the long-run mean: rate and mean size each as well as they are known.
    /// Nothing without an incident.
    pub interval: Option<(f64, f64)>,
}

impl Yearly {
    /// From what each incident came to (minutes, or money in major units, at least 0) over
    /// `years`; nothing where no time was observed.
    #[must_use]
    pub fn of(amounts: &[f64], years: f64) -> Option<Self> {
        if years <= 0.0 {
            return None;
        }
        let mut sorted = amounts.to_vec();
        sorted.sort_by(f64::total_cmp);
        let drawn = totals(&sorted, years);
        let at = |p: f64| quantile(&drawn, p);
        Some(Self {
            mean: sorted.iter().sum::<f64>() / years,
            interval: at(0.05).zip(at(0.95)),
        })
    }
}

/// Quantile of ascending draws, between two of them pro rata.
fn quantile(draws: &[f64], p: f64) -> Option<f64> {
    let last = draws.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    let high = (low + 1).min(last);
    Some(draws[low] + (draws[high] - draws[low]) * part)
}

/// Draws of 1 − rate × mean length, ascending; `sorted` are the lengths in minutes.
fn draws(sorted: &[f64], agreed: f64) -> Vec<f64> {
    let mut out: Vec<f64> = totals(sorted, agreed)
        .into_iter()
        .map(|share| (1.0 - share).max(0.0))
        .collect();
    out.reverse();
    out
}

/// Draws of rate × mean size for a unit of `exposure`, ascending; none without an incident.
fn totals(sorted: &[f64], exposure: f64) -> Vec<f64> {
    let count = sorted.len();
    if count == 0 {
        return Vec::new();
    }
    let n = count as f64;
    let (mean, error) = mean_and_error(sorted.iter().copied(), n);
    if mean <= 0.0 {
        return vec![0.0; DRAWS];
    }
    let (relative, longest) = (error / mean, LONGEST * sorted[count - 1]);
    // One seed for all: two services with the same record get the same answer.
    let mut random = Random::seeded(0x6c6f_6e67_7275_6e21);
    let mut out: Vec<f64> = (0..DRAWS)
        .map(|_| {
            // How many of its own errors a resample is off tells how far off we may be.
            let off = if count < RESAMPLED {
                let again = (0..count).map(|_| sorted[random.below(count)]);
                let (other, its_error) = mean_and_error(again, n);
                let its_relative = (its_error / other).max(LEAST_ERROR * relative);
                // A resample of nothing but zeros is as far off as may be.
                if other > 0.0 && its_relative > 0.0 {
                    (mean / other).ln() / its_relative
                } else if relative > 0.0 {
                    f64::INFINITY
                } else {
                    0.0
                }
            } else {
                random.normal()
            };
            let length = (mean * (off * relative).exp()).min(longest);
            let rate = gamma(&mut random, n + PRIOR) / exposure;
            rate * length
        })
        .collect();
    out.sort_by(f64::total_cmp);
    out
}

/// Mean of `n` values and the standard error that they give it.
fn mean_and_error(values: impl Iterator<Item = f64>, n: f64) -> (f64, f64) {
    let (mut sum, mut squares) = (0.0, 0.0);
    for value in values {
        sum += value;
        squares += value * value;
    }
    let mean = sum / n;
    // Alike values leave a rest of rounding, which is no spread.
    let variance = squares / n - mean * mean;
    let error = if variance > 1e-12 * squares / n {
        (variance / n).sqrt()
    } else {
        0.0
    };
    (mean, error)
}

/// A draw from Gamma(`shape`, 1) for a shape of at least 1, by Marsaglia and Tsang (2000).
fn gamma(random: &mut Random, shape: f64) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let z = random.normal();
        let v = (1.0 + c * z).powi(3);
        if v <= 0.0 {
            continue;
        }
        let u = 1.0 - random.unit();
        if u.ln() < 0.5 * z * z + d * (1.0 - v + v.ln()) {
            return d * v;
        }
    }
}

/// Whether a window is long enough for a target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Support {
    /// Error budget of the window, minutes.
    pub budget: f64,
    /// Counted minutes of an ordinary incident: the median of those on record, else
    /// [`ORDINARY_MINUTES`].
    pub ordinary: f64,
    /// Whether `ordinary` comes from the record; it is an assumption otherwise.
    pub measured: bool,
    /// Agreed minutes in which the budget would cover one ordinary incident; infinite for a
    /// target without a budget.
    pub needed: f64,
}

impl Support {
    /// Of a target in so many `agreed` minutes, with the median of the incidents on record.
    #[must_use]
    pub fn of(target: f64, agreed: f64, median_minutes: Option<f64>) -> Self {
        let measured = median_minutes.filter(|m| *m > 0.0);
        let ordinary = measured.unwrap_or(ORDINARY_MINUTES);
        let per_minute = budget_minutes(target, 1.0);
        Self {
            budget: budget_minutes(target, agreed),
            ordinary,
            measured: measured.is_some(),
            needed: if per_minute > 0.0 {
                ordinary / per_minute
            } else {
                f64::INFINITY
            },
        }
    }

    /// Whether one ordinary incident decides if the target is met, so that meeting it says
    /// little.
    #[must_use]
    pub fn one_decides(&self) -> bool {
        self.ordinary > self.budget
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: f64 = 525_600.0;

    #[test]
    fn ninety_days_at_four_nines_hang_on_one_incident() {
        let support = Support::of(0.9999, 90.0 * 1440.0, Some(15.0));
        assert!((support.budget - 12.96).abs() < 1e-9 && support.one_decides());
        assert!((support.needed / 1440.0 - 104.166_67).abs() < 1e-4);
        assert!(!Support::of(0.999, 90.0 * 1440.0, Some(15.0)).one_decides());
        let assumed = Support::of(0.9999, 90.0 * 1440.0, None);
        assert!((assumed.ordinary, assumed.measured) == (ORDINARY_MINUTES, false));
        assert_eq!(Support::of(1.0, YEAR, Some(1.0)).needed, f64::INFINITY);
    }

    #[test]
    fn without_incidents_only_the_rate_is_bounded() {
        let none = LongRun::of(&[], YEAR, YEAR).unwrap();
        assert_eq!(none.interval(), None);
        assert!(none.few() && none.median_minutes.is_none());
        // Gamma(0.5): half a χ² with one degree of freedom, whose 95 % quantile is 3.8415.
        assert!((none.rate.high - 1.920_73).abs() < 1e-4);
        assert!(LongRun::of(&[1.0], 0.0, YEAR).is_none());
    }

    #[test]
    fn alike_incidents_leave_only_the_rate_open() {
        // Four of 30 minutes in a year: the rate is 90 % within 1.663 to 8.459 a year.
        let run = LongRun::of(&[30.0; 4], YEAR, YEAR).unwrap();
        let (low, high) = run.interval().unwrap();
        assert!((low - (1.0 - 8.459 * 30.0 / YEAR)).abs() < 2e-5, "{low}");
        assert!((high - (1.0 - 1.663 * 30.0 / YEAR)).abs() < 1e-5, "{high}");
        assert_eq!(run.median_minutes, Some(30.0));
    }

    #[test]
    fn amounts_a_year_are_the_same_law() {
        let lengths = [10.0, 25.0, 60.0, 240.0];
        let (low, high) = LongRun::of(&lengths, 2.0 * YEAR, YEAR)
            .unwrap()
            .interval()
            .unwrap();
        let yearly = Yearly::of(&lengths, 2.0).unwrap();
        assert!((yearly.mean - 167.5).abs() < 1e-12);
        let (least, most) = yearly.interval.unwrap();
        assert!((least / YEAR - (1.0 - high)).abs() < 1e-12);
        assert!((most / YEAR - (1.0 - low)).abs() < 1e-12);
        assert_eq!(Yearly::of(&[], 1.0).unwrap().interval, None);
        assert_eq!(Yearly::of(&lengths, 0.0), None);
    }

    #[test]
    fn draws_from_the_gamma_have_its_moments() {
        let mut random = Random::seeded(3);
        for shape in [1.5, 12.5] {
            let n = 50_000;
            let draws: Vec<f64> = (0..n).map(|_| gamma(&mut random, shape)).collect();
            let mean = draws.iter().sum::<f64>() / f64::from(n);
            let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n);
            assert!((mean / shape - 1.0).abs() < 0.02 && (variance / shape - 1.0).abs() < 0.05);
        }
    }

    #[test]
    fn nine_of_ten_intervals_hold_the_truth() {
        // Years with 12 or 4 incidents on average that last 30 minutes on average: lognormal, with
        // a coefficient of variation of 1 and of 2.
        for (a_year, cv, expected) in [
            (12.0, 1.0_f64, 0.87..=0.93),
            (12.0, 2.0, 0.81..=0.88),
            (4.0, 1.0, 0.80..=0.90),
        ] {
            let truth = 1.0 - a_year * 30.0 / YEAR;
            let sigma2 = (1.0 + cv * cv).ln();
            let mut random = Random::seeded(9);
            let worlds = 600;
            let (mut covered, mut spoken) = (0, 0);
            for _ in 0..worlds {
                let mut lengths = Vec::new();
                let mut at = -(1.0 - random.unit()).ln() / a_year;
                while at < 1.0 {
                    let z = random.normal();
                    lengths.push(30.0 * (z * sigma2.sqrt() - 0.5 * sigma2).exp());
                    at -= (1.0 - random.unit()).ln() / a_year;
                }
                let run = LongRun::of(&lengths, YEAR, YEAR).unwrap();
                // Of a year without any nothing is said.
                if lengths.is_empty() {
                    continue;
                }
                spoken += 1;
                let held = run
                    .interval()
                    .is_some_and(|(a, b)| a <= truth && truth <= b);
                covered += u32::from(held);
            }
            let share = f64::from(covered) / f64::from(spoken);
            assert!(expected.contains(&share), "{a_year} of cv {cv}: {share}");
        }
    }

    #[test]
    fn a_few_incidents_are_neither_nothing_nor_everything() {
        for lengths in [
            [2.0, 90.0, 95.0, 100.0].as_slice(),
            &[26.0, 25.0, 27.0, 26.0, 24.0],
            &[5.0, 5.0, 5.0, 120.0],
            &[1.0, 2.0, 3.0, 200.0, 22.0],
            &[0.0, 0.0, 0.0, 30.0],
        ] {
            let window = 30.0 * 1440.0;
            let down: f64 = lengths.iter().sum();
            let run = LongRun::of(lengths, window, YEAR).unwrap();
            let (low, high) = run.interval().unwrap();
            // What was observed lies within, and some outage is to be expected.
            let seen = 1.0 - down / window;
            assert!(
                low < seen && seen < high && high < 1.0,
                "{lengths:?}: {low} {high}"
            );
            // At most as if each lasted twice the longest, of twice as many.
            let worst = 4.0 * lengths.len() as f64 * lengths[lengths.len() - 1].max(100.0) * 2.0;
            assert!(low > 1.0 - worst / window, "{lengths:?}: {low}");
            assert!(run.few());
        }
    }

    #[test]
    fn many_incidents_are_the_limit_of_resampling() {
        let lengths = |n: usize| (0..n).map(|i| (i % 40) as f64).collect::<Vec<f64>>();
        let (a, b) = (
            LongRun::of(&lengths(RESAMPLED - 1), YEAR, YEAR).unwrap(),
            LongRun::of(&lengths(RESAMPLED), YEAR, YEAR).unwrap(),
        );
        let (a, b) = (a.interval().unwrap(), b.interval().unwrap());
        assert!(
            (a.0 - b.0).abs() < 2e-4 && (a.1 - b.1).abs() < 2e-4,
            "{a:?} {b:?}"
        );
        let mut reversed = lengths(100);
        reversed.reverse();
        assert_eq!(
            LongRun::of(&reversed, YEAR, YEAR),
            LongRun::of(&lengths(100), YEAR, YEAR)
        );
    }
}
