//! How incident minutes grow with demand: a quasi-Poisson regression with a block bootstrap.
//!
//! The mean of the minutes of a week is taken as μ = e^a × demand^b. At b = 1 minutes grow in
//! proportion to demand; above 1 they grow faster, which is the sign of a bottleneck. “Quasi”:
//! the minutes of a week vary far more than a Poisson count would, which changes nothing about
//! the estimate (its equations only use the means) and all about its error. So the error is not
//! taken from the model but from the data: blocks of neighbouring weeks are drawn with
//! replacement, as many as there are weeks, and fitted again. Weeks without incidents stay in;
//! leaving them out would hide exactly the growth of how often it happens.
//!
//! Quantiles of the resampled slopes are taken a little further out than asked (Hesterberg's
//! expanded percentile interval, 2015), by what Student's t adds for so many blocks. On generated
//! weeks with bursts of lognormal incidents (coefficient of variation 2) the 90 % interval then
//! holds the truth in 86 to 94 % of worlds, by how many incidents there are.

use crate::change::t_quantile_at;
use crate::random::Random;
use crate::stats::quantile;
use statrs::function::erf::erfc;

/// Fewer weeks than this are too few for a slope.
pub const FEWEST_WEEKS: usize = 26;
/// Fewer weeks with incident minutes than this are too few for a slope.
pub const FEWEST_WEEKS_WITH_INCIDENTS: usize = 8;
/// Weeks drawn together: incidents of neighbouring weeks may share a cause.
const BLOCK: usize = 4;
/// Slopes beyond this are not told apart: the minutes then lie in the first or last weeks alone.
const BOUND: f64 = 60.0;
/// Fits of resampled weeks: few hundred suffice for a 5 % quantile; long histories get fewer, so
/// that the whole stays within some 10 ms.
const MOST_DRAWS: usize = 1_000;
const FEWEST_DRAWS: usize = 400;
const WEEKS_DRAWN: usize = 100_000;
/// Draws are the same every time.
const SEED: u64 = 0x736c_6f70_6573;

/// Minutes = e^`intercept` × demand^`slope`, demand against its geometric mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Logarithm of the weekly minutes at the geometric mean of demand.
    pub intercept: f64,
    /// Growth of minutes in the exponent of demand.
    pub slope: f64,
    /// Pearson's χ² by degrees of freedom: how many times a Poisson variance weeks vary.
    pub dispersion: f64,
}

impl Fit {
    /// Fits `minutes` (not negative) of weeks to logarithms of demand; nothing without minutes,
    /// or where demand never changes.
    #[must_use]
    pub fn of(log_demand: &[f64], minutes: &[f64]) -> Option<Self> {
        let ones = vec![1.0; log_demand.len()];
        let mean = log_demand.iter().sum::<f64>() / log_demand.len().max(1) as f64;
        let x: Vec<f64> = log_demand.iter().map(|x| x - mean).collect();
        let slope = solve(&x, minutes, &ones, 1.0)?;
        let total: f64 = minutes.iter().sum();
        let intercept = (total / x.iter().map(|x| (slope * x).exp()).sum::<f64>()).ln();
        let chi: f64 = x
            .iter()
            .zip(minutes)
            .map(|(x, y)| {
                let mu = (intercept + slope * x).exp();
                (y - mu) * (y - mu) / mu
            })
            .sum();
        Some(Self {
            intercept,
            slope,
            dispersion: chi / (x.len().max(3) - 2) as f64,
        })
    }
}

/// The slope that solves the score equations of the weighted weeks. With the intercept taken out
/// they say that the mean of x under weights e^(bx) equals its mean under the minutes; the left
/// side rises with b, so there is one solution, found by Newton steps kept inside the bound.
fn solve(x: &[f64], minutes: &[f64], weights: &[f64], from: f64) -> Option<f64> {
    let (mut total, mut moment) = (0.0, 0.0);
    for ((x, y), w) in x.iter().zip(minutes).zip(weights) {
        total += w * y;
        moment += w * y * x;
    }
    if total <= 0.0 {
        return None;
    }
    let target = moment / total;
    let mut slope = from;
    for _ in 0..60 {
        let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
        for (x, w) in x.iter().zip(weights) {
            if *w > 0.0 {
                let e = w * (slope * x).exp();
                sum += e;
                first += e * x;
                second += e * x * x;
            }
        }
        let mean = first / sum;
        let variance = second / sum - mean * mean;
        if variance <= 1e-12 {
            // Either demand never changed, or the weights have run to one end.
            return (slope != from).then_some(slope);
        }
        let step = ((target - mean) / variance).clamp(-4.0, 4.0);
        let next = (slope + step).clamp(-BOUND, BOUND);
        let moved = (next - slope).abs();
        slope = next;
        if moved < 1e-9 {
            break;
        }
    }
    Some(slope)
}

/// The slope of minutes on demand with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// The fit to the weeks as they were.
    pub fit: Fit,
    /// 90 % block-bootstrap interval of the slope.
    pub interval: (f64, f64),
    /// Below this lies the slope in one of four cases: the lower end of its 50 % interval.
    pub lower_quartile: f64,
    /// Fits of resampled weeks behind the interval.
    pub draws: usize,
}

/// Why there is no slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSlope {
    /// Fewer weeks than [`FEWEST_WEEKS`].
    FewWeeks {
        /// How many there are.
        have: usize,
    },
    /// Fewer weeks with incident minutes than [`FEWEST_WEEKS_WITH_INCIDENTS`].
    FewWithIncidents {
        /// How many there are.
        have: usize,
    },
    /// Demand was the same in every week.
    SteadyDemand,
}

impl Slope {
    /// From the logarithm of demand and the incident minutes of each week, in the order of time.
    ///
    /// # Errors
    /// [`NoSlope`], where the weeks can not say.
    pub fn of(log_demand: &[f64], minutes: &[f64]) -> Result<Self, NoSlope> {
        let n = log_demand.len().min(minutes.len());
        let (log_demand, minutes) = (&log_demand[..n], &minutes[..n]);
        if n < FEWEST_WEEKS {
            return Err(NoSlope::FewWeeks { have: n });
        }
        let have = minutes.iter().filter(|y| **y > 0.0).count();
        if have < FEWEST_WEEKS_WITH_INCIDENTS {
            return Err(NoSlope::FewWithIncidents { have });
        }
        let fit = Fit::of(log_demand, minutes).ok_or(NoSlope::SteadyDemand)?;
        let slopes = resampled(log_demand, minutes, fit.slope);
        if slopes.is_empty() {
            return Err(NoSlope::SteadyDemand);
        }
        let at = |p: f64| quantile(&slopes, expanded(p, n)).unwrap_or(fit.slope);
        Ok(Self {
            fit,
            interval: (at(0.05), at(0.95)),
            lower_quartile: at(0.25),
            draws: slopes.len(),
        })
    }
}

/// A probability moved outwards by what Student's t adds for the number of blocks.
fn expanded(p: f64, weeks: usize) -> f64 {
    let blocks = weeks as f64 / BLOCK as f64;
    let Some(t) = t_quantile_at(p, blocks - 1.0) else {
        return p;
    };
    let z = t * (blocks / (blocks - 1.0)).sqrt();
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// The slopes of resampled weeks, ascending. Blocks are circular, so that every week is as likely
/// as any other.
fn resampled(log_demand: &[f64], minutes: &[f64], slope: f64) -> Vec<f64> {
    let n = log_demand.len();
    let mean = log_demand.iter().sum::<f64>() / n as f64;
    let x: Vec<f64> = log_demand.iter().map(|x| x - mean).collect();
    let mut random = Random::seeded(SEED);
    let mut weights = vec![0.0; n];
    let mut slopes: Vec<f64> = (0..(WEEKS_DRAWN / n).clamp(FEWEST_DRAWS, MOST_DRAWS))
        .filter_map(|_| {
            weights.fill(0.0);
            let mut drawn = 0;
            while drawn < n {
                let start = random.below(n);
                for k in 0..BLOCK.min(n - drawn) {
                    weights[(start + k) % n] += 1.0;
                }
                drawn += BLOCK;
            }
            solve(&x, minutes, &weights, slope)
        })
        .collect();
    slopes.sort_unstable_by(f64::total_cmp);
    slopes
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks of demand that doubles every year (natural logarithms) and incidents after it.
    fn weeks(random: &mut Random, n: usize, rate: f64, slope: f64) -> (Vec<f64>, Vec<f64>) {
        let x: Vec<f64> = (0..n)
            .map(|week| 2_f64.ln() * week as f64 / 52.0 + 0.05 * random.normal())
            .collect();
        let mean = x.iter().sum::<f64>() / n as f64;
        let minutes = x
            .iter()
            .map(|x| {
                let limit = (-rate * (slope * (x - mean)).exp()).exp();
                let (mut sum, mut product) = (0.0, random.unit());
                while product > limit {
                    sum += 40.0 * (1.27 * random.normal()).exp();
                    product *= random.unit();
                }
                sum
            })
            .collect();
        (x, minutes)
    }

    #[test]
    fn exact_growth_is_found_exactly() {
        let x: Vec<f64> = (0..40).map(|week| f64::from(week) * 0.02).collect();
        let minutes: Vec<f64> = x.iter().map(|x| 30.0 * (1.5 * x).exp()).collect();
        let slope = Slope::of(&x, &minutes).unwrap();
        assert!((slope.fit.slope - 1.5).abs() < 1e-9);
        let (low, high) = slope.interval;
        assert!((low - 1.5).abs() < 1e-6 && (high - 1.5).abs() < 1e-6);
        assert!(slope.fit.dispersion < 1e-9);
        // The mean of the logarithm of demand is its origin.
        assert!((slope.fit.intercept - (30.0_f64.ln() + 1.5 * 0.39)).abs() < 1e-9);
    }

    #[test]
    fn the_fit_solves_the_score_equations() {
        let mut random = Random::seeded(4);
        let (x, minutes) = weeks(&mut random, 60, 2.0, 1.2);
        let fit = Fit::of(&x, &minutes).unwrap();
        let mean = x.iter().sum::<f64>() / 60.0;
        let (mut first, mut second) = (0.0, 0.0);
        for (x, y) in x.iter().zip(&minutes) {
            let residual = y - (fit.intercept + fit.slope * (x - mean)).exp();
            first += residual;
            second += residual * (x - mean);
        }
        assert!(
            first.abs() < 1e-6 && second.abs() < 1e-6,
            "{first} {second}"
        );
    }

    #[test]
    fn a_planted_slope_is_recovered_and_proportion_seldom_taken_for_more() {
        let mut random = Random::seeded(77);
        let worlds = 60;
        let (mut covered, mut sum, mut found, mut false_alarms) = (0, 0.0, 0, 0);
        for _ in 0..worlds {
            let (x, minutes) = weeks(&mut random, 104, 8.0, 1.5);
            let slope = Slope::of(&x, &minutes).unwrap();
            sum += slope.fit.slope;
            covered += usize::from(slope.interval.0 <= 1.5 && 1.5 <= slope.interval.1);
            found += usize::from(slope.interval.0 > 1.0);
            let (x, minutes) = weeks(&mut random, 104, 8.0, 1.0);
            false_alarms += usize::from(Slope::of(&x, &minutes).unwrap().interval.0 > 1.0);
        }
        let mean = sum / f64::from(worlds);
        assert!((mean - 1.5).abs() < 0.05, "{mean}");
        // 90 % of 60 is 54 ± 2.3, 5 % is 3 ± 1.7.
        assert!((47..=60).contains(&covered), "{covered}");
        assert!(found > 40, "{found}");
        assert!(false_alarms <= 8, "{false_alarms}");
    }

    #[test]
    fn what_can_not_be_said_is_refused_by_reason() {
        let steady = vec![1.0; 52];
        let minutes: Vec<f64> = (0..52).map(f64::from).collect();
        assert_eq!(Slope::of(&steady, &minutes), Err(NoSlope::SteadyDemand));
        assert_eq!(
            Slope::of(&minutes[..25], &minutes[..25]),
            Err(NoSlope::FewWeeks { have: 25 })
        );
        let mut rare = vec![0.0; 52];
        rare[3] = 10.0;
        assert_eq!(
            Slope::of(&minutes, &rare),
            Err(NoSlope::FewWithIncidents { have: 1 })
        );
    }

    #[test]
    fn incidents_in_the_last_weeks_alone_have_a_bounded_slope() {
        let x: Vec<f64> = (0..60).map(|week| f64::from(week) * 1e-3).collect();
        let minutes: Vec<f64> = (0..60).map(|w| if w >= 50 { 60.0 } else { 0.0 }).collect();
        let slope = Slope::of(&x, &minutes).unwrap();
        assert!(slope.fit.slope.is_finite() && slope.interval.1 <= BOUND);
    }
}
