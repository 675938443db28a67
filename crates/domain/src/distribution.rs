//! What people and histories say about a quantity, and the distribution it stands for.
//!
//! Two numbers are a 90 % interval and mean a [`Lognormal`]; three are minimum, mode and maximum
//! and mean a [`Pert`]. Which of them is stored with the estimate and never guessed. A history is
//! a [`Gamma`] (rates) or a [`LogPosterior`] (durations); several people are a weighted pool.
//!
//! An [`Estimate`] is what was written. [`Estimate::distribution`] says what it means, or why it
//! means nothing.

use serde::{Deserialize, Serialize};
use statrs::function::beta::{beta_reg, ln_beta};
use statrs::function::erf::erfc_inv;
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};
use std::fmt;

/// 95 % quantile of the standard normal distribution: half the width of a 90 % interval.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// The largest number that a quantity may be written as. Nothing that is counted in minutes,
/// people or money comes near it, and products of such numbers stay finite.
pub const LARGEST: f64 = 1e18;

/// How many times the high end of a 90 % interval may be the low one: from a second to 30,000
/// years. A lognormal that is wider has a mean that no year ever comes near.
pub const WIDEST: f64 = 1e12;

/// Points that a mean or a tail probability over an uncertain spread is taken at.
const SPREAD_NODES: u32 = 64;

/// The share of the distribution of an uncertain spread that is left out on either side. Without
/// a bound the mean of a lognormal with an uncertain σ does not exist.
const SPREAD_CUT: f64 = 0.01;

/// 2/√π ∫ e^(−t²) from `x` ≥ 0.46875 upwards, by the rational approximations of Cody (1969), near
/// 1e-16 of itself. The library's own jumps by 5e-12 from one piece to the next, too much for the
/// third differences that [`crate::law`] takes.
fn erfc_beyond(x: f64) -> f64 {
    if x > 26.6 {
        return 0.0;
    }
    let fraction = if x <= 4.0 {
        let top = [
            2.153_115_354_744_038_5e-8,
            0.564_188_496_988_670_1,
            8.883_149_794_388_377,
            66.119_190_637_141_63,
            298.635_138_197_400_1,
            881.952_221_241_769,
            1_712.047_612_634_070_7,
            2_051.078_377_826_071_6,
            1_230.339_354_797_997_2,
        ];
        let bottom = [
            1.0,
            15.744_926_110_709_835,
            117.693_950_891_312_5,
            537.181_101_862_009_9,
            1_621.389_574_566_690_3,
            3_290.799_235_733_459_7,
            4_362.619_090_143_247,
            3_439.367_674_143_721_6,
            1_230.339_354_803_749_5,
        ];
        horner(&top, x) / horner(&bottom, x)
    } else {
        let y = 1.0 / (x * x);
        let top = [
            1.631_538_713_730_209_7e-2,
            0.305_326_634_961_232_36,
            0.360_344_899_949_804_45,
            0.125_781_726_111_229_26,
            1.608_378_514_874_227_5e-2,
            6.587_491_615_298_378e-4,
        ];
        let bottom = [
            1.0,
            2.568_520_192_289_822,
            1.872_952_849_923_460_4,
            0.527_905_102_951_428_5,
            6.051_834_131_244_132e-2,
            2.335_204_976_268_691_8e-3,
        ];
        (std::f64::consts::FRAC_2_SQRT_PI * 0.5 - y * horner(&top, y) / horner(&bottom, y)) / x
    };
    // e^(−x²) in two factors: rounding x² would cost x² times the last digit.
    let whole = (x * 16.0).trunc() / 16.0;
    (-whole * whole).exp() * (-(x - whole) * (x + whole)).exp() * fraction
}

/// A polynomial, highest power first.
fn horner(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

/// Distribution function of the standard normal distribution.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    let x = z.abs() * std::f64::consts::FRAC_1_SQRT_2;
    if x >= 0.468_75 {
        let beyond = 0.5 * erfc_beyond(x);
        return if z < 0.0 { beyond } else { 1.0 - beyond };
    }
    let y = x * x;
    let top = [
        0.185_777_706_184_603_15,
        3.161_123_743_870_565_6,
        113.864_154_151_050_16,
        377.485_237_685_302,
        3_209.377_589_138_469_4,
    ];
    let bottom = [
        1.0,
        23.601_290_952_344_122,
        244.024_637_934_444_17,
        1_282.616_526_077_372_3,
        2_844.236_833_439_171,
    ];
    let within = z * std::f64::consts::FRAC_1_SQRT_2 * horner(&top, y) / horner(&bottom, y);
    0.5 + 0.5 * within
}

/// The `z` that a standard normal variable stays below with probability `p`; infinite at 0 and 1.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        -normal_quantile(1.0 - p)
    } else if p <= 0.0 {
        f64::NEG_INFINITY
    } else {
        -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
    }
}

/// An estimate that cannot be read as a distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateError {
    /// The field it was written in, as the caller names it.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do next.
    pub advice: String,
}

impl fmt::Display for EstimateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: found {}; expected {}. {}",
            self.field, self.found, self.expected, self.advice
        )
    }
}

impl std::error::Error for EstimateError {}

/// A number as a person would write it: 1e300 in place of three hundred zeros.
fn plain(x: f64) -> String {
    if x != 0.0 && !(1e-6..1e15).contains(&x.abs()) {
        format!("{x:e}")
    } else {
        format!("{x}")
    }
}

/// A quantity as it was written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Estimate {
    /// One number, taken as certain.
    Fixed {
        /// The value.
        value: f64,
    },
    /// A 90 % interval: one time in ten it lies outside. Lognormal, so both ends are above 0.
    Interval {
        /// 5 % quantile.
        low: f64,
        /// 95 % quantile.
        high: f64,
    },
    /// Minimum, most likely, maximum. PERT; the minimum may be 0.
    ThreePoint {
        /// Minimum.
        low: f64,
        /// Mode.
        likely: f64,
        /// Maximum.
        high: f64,
    },
    /// A rate that was learned: Gamma with this shape, over this much exposure.
    Learned {
        /// Events, with those that the prior stands for.
        shape: f64,
        /// Years (or whatever the rate is per), with those that the prior stands for.
        exposure: f64,
    },
    /// A positive quantity whose logarithm was learned.
    Fitted(LogPosterior),
    /// Several people's estimates, each kept: one of them is right, with these weights.
    Pooled {
        /// The estimates; weights are scaled to sum to 1.
        of: Vec<Weighted>,
    },
}

/// One estimate of a pool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weighted {
    /// Weight, at least 0.
    pub weight: f64,
    /// The estimate.
    pub estimate: Estimate,
}

impl Estimate {
    /// One number, taken as certain.
    #[must_use]
    pub fn fixed(value: f64) -> Self {
        Self::Fixed { value }
    }

    /// A 90 % interval.
    #[must_use]
    pub fn interval(low: f64, high: f64) -> Self {
        Self::Interval { low, high }
    }

    /// Minimum, most likely, maximum.
    #[must_use]
    pub fn three_point(low: f64, likely: f64, high: f64) -> Self {
        Self::ThreePoint { low, likely, high }
    }

    /// The distribution that is meant. `field` names the place in the error.
    ///
    /// # Errors
    /// Ends in the wrong order, a lognormal that reaches 0, numbers that are not finite or above
    /// [`LARGEST`], intervals wider than [`WIDEST`], values below 0, an empty pool, a mean or
    /// variance that is no finite number.
    pub fn distribution(&self, field: &str) -> Result<Distribution, EstimateError> {
        let refuse = |found: String, expected: &str, advice: &str| {
            Err(EstimateError {
                field: field.to_owned(),
                found,
                expected: expected.to_owned(),
                advice: advice.to_owned(),
            })
        };
        let too_large = |found: String| {
            refuse(
                found,
                &format!("numbers of at most {LARGEST:e}"),
                "Check the unit, or leave away the zeros that are too many.",
            )
        };
        match *self {
            Self::Fixed { value } => {
                if value.is_finite() && value > LARGEST {
                    too_large(plain(value))
                } else if value.is_finite() && value >= 0.0 {
                    Ok(Distribution::Fixed(value))
                } else {
                    refuse(
                        format!("{value}"),
                        "a number of at least 0",
                        "Enter what one occurrence takes, 0 where it takes nothing.",
                    )
                }
            }
            Self::Interval { low, high } => {
                let found = format!("{} to {}", plain(low), plain(high));
                if !(low.is_finite() && high.is_finite()) || low < 0.0 {
                    refuse(
                        found,
                        "two numbers above 0",
                        "Enter the low and the high end of a 90 % interval.",
                    )
                } else if low > high {
                    refuse(
                        found,
                        "the low end first",
                        "Swap the two ends if they were entered the other way round.",
                    )
                } else if low == high && high <= LARGEST {
                    Ok(Distribution::Fixed(low))
                } else if low == 0.0 {
                    refuse(
                        found,
                        "a low end above 0, because a 90 % interval is lognormal",
                        "Enter a small low end, or three numbers: minimum, most likely, maximum.",
                    )
                } else if high > LARGEST {
                    too_large(found)
                } else if high / low > WIDEST {
                    refuse(
                        found,
                        &format!("a high end of at most {WIDEST:e} times the low one"),
                        "Bring the ends nearer together, or split it into several risks.",
                    )
                } else {
                    Ok(Distribution::Lognormal(Lognormal::from_interval(low, high)))
                }
            }
            Self::ThreePoint { low, likely, high } => {
                let found = [low, likely, high].map(plain).join(", ");
                if ![low, likely, high].iter().all(|x| x.is_finite()) || low < 0.0 {
                    refuse(
                        found,
                        "three numbers of at least 0",
                        "Enter minimum, most likely and maximum.",
                    )
                } else if low > likely || likely > high {
                    refuse(
                        found,
                        "minimum ≤ most likely ≤ maximum",
                        "Put the three numbers in order.",
                    )
                } else if high > LARGEST {
                    too_large(found)
                } else if low == high {
                    Ok(Distribution::Fixed(low))
                } else {
                    Ok(Distribution::Pert(Pert::new(low, likely, high)))
                }
            }
            Self::Learned { shape, exposure } => {
                if shape.is_finite() && exposure.is_finite() && shape > 0.0 && exposure > 0.0 {
                    Ok(Distribution::Gamma(Gamma { shape, exposure }))
                } else if shape == 0.0 && exposure > 0.0 {
                    Ok(Distribution::Fixed(0.0))
                } else {
                    refuse(
                        format!("{shape} events in {exposure}"),
                        "events and exposure above 0",
                        "Widen the window that the rate is learned from, or enter a range.",
                    )
                }
            }
            Self::Fitted(fit) => {
                let sound = [fit.center, fit.weight, fit.freedom, fit.spread]
                    .iter()
                    .all(|x| x.is_finite());
                let positive = fit.weight > 0.0 && fit.freedom >= 1.0 && fit.spread >= 0.0;
                let law = (sound && positive).then(|| Distribution::Fitted(FittedLaw::new(fit)));
                if let Some(law) = law.filter(|law| law.mean_square().is_finite()) {
                    Ok(law)
                } else {
                    refuse(
                        format!("{fit:?}"),
                        "a fit of at least one observation or prior, with a finite mean and variance",
                        "Fit it again, or enter a range.",
                    )
                }
            }
            Self::Pooled { ref of } => {
                let total: f64 = of.iter().map(|w| w.weight).sum();
                if !(total.is_finite() && total > 0.0) || of.iter().any(|w| w.weight < 0.0) {
                    return refuse(
                        format!("{} estimates with a weight of {total} in all", of.len()),
                        "at least one estimate with a weight above 0",
                        "Add an estimate, or give one of them a weight.",
                    );
                }
                let mut parts = Vec::with_capacity(of.len());
                for (n, one) in of.iter().enumerate().filter(|(_, w)| w.weight > 0.0) {
                    let part = one
                        .estimate
                        .distribution(&format!("{field}, estimate {}", n + 1))?;
                    parts.push((one.weight / total, part));
                }
                Ok(if parts.len() == 1 {
                    parts.remove(0).1
                } else {
                    Distribution::Pool(parts)
                })
            }
        }
    }

    /// The same estimate of a quantity `factor` times as large; a factor of 0 makes it certainly
    /// nothing.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        if factor == 0.0 {
            return Self::fixed(0.0);
        }
        match *self {
            Self::Fixed { value } => Self::fixed(value * factor),
            Self::Interval { low, high } => Self::interval(low * factor, high * factor),
            Self::ThreePoint { low, likely, high } => {
                Self::three_point(low * factor, likely * factor, high * factor)
            }
            Self::Learned { shape, exposure } => Self::Learned {
                shape,
                exposure: exposure / factor,
            },
            Self::Fitted(fit) => Self::Fitted(LogPosterior {
                center: fit.center + factor.ln(),
                ..fit
            }),
            Self::Pooled { ref of } => Self::Pooled {
                of: of
                    .iter()
                    .map(|w| Weighted {
                        weight: w.weight,
                        estimate: w.estimate.scaled(factor),
                    })
                    .collect(),
            },
        }
    }
}

/// A distribution on the numbers of at least 0.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
    /// Certain.
    Fixed(f64),
    /// Of a 90 % interval.
    Lognormal(Lognormal),
    /// Of minimum, mode and maximum.
    Pert(Pert),
    /// A learned rate.
    Gamma(Gamma),
    /// A learned positive quantity.
    Fitted(FittedLaw),
    /// One of several, with these probabilities, which sum to 1.
    Pool(Vec<(f64, Distribution)>),
}

impl Distribution {
    /// Mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Fixed(x) => *x,
            Self::Lognormal(d) => d.mean(),
            Self::Pert(d) => d.mean(),
            Self::Gamma(d) => d.shape / d.exposure,
            Self::Fitted(d) => d.moment(1.0),
            Self::Pool(parts) => parts.iter().map(|(w, d)| w * d.mean()).sum(),
        }
    }

    /// Mean of the square.
    #[must_use]
    pub fn mean_square(&self) -> f64 {
        match self {
            Self::Fixed(x) => x * x,
            Self::Lognormal(d) => (2.0 * d.mu + 2.0 * d.sigma * d.sigma).exp(),
            Self::Pert(d) => d.variance() + d.mean().powi(2),
            Self::Gamma(d) => d.shape * (d.shape + 1.0) / (d.exposure * d.exposure),
            Self::Fitted(d) => d.moment(2.0),
            Self::Pool(parts) => parts.iter().map(|(w, d)| w * d.mean_square()).sum(),
        }
    }

    /// Variance.
    #[must_use]
    pub fn variance(&self) -> f64 {
        (self.mean_square() - self.mean().powi(2)).max(0.0)
    }

    /// Probability of at most `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Fixed(v) => f64::from(u8::from(x >= *v)),
            Self::Lognormal(d) => d.cdf(x),
            Self::Pert(d) => d.cdf(x),
            Self::Gamma(d) => {
                if x > 0.0 {
                    gamma_lr(d.shape, d.exposure * x)
                } else {
                    0.0
                }
            }
            Self::Fitted(d) => d.cdf(x),
            Self::Pool(parts) => parts.iter().map(|(w, d)| w * d.cdf(x)).sum(),
        }
    }

    /// Probability of more than `x`, exact where it is tiny.
    #[must_use]
    pub fn exceedance(&self, x: f64) -> f64 {
        match self {
            Self::Lognormal(d) if x > 0.0 => normal_cdf((d.mu - x.ln()) / d.sigma),
            Self::Pert(d) => d.mirrored_cdf(x),
            Self::Gamma(d) if x > 0.0 => gamma_ur(d.shape, d.exposure * x),
            Self::Pool(parts) => parts.iter().map(|(w, d)| w * d.exceedance(x)).sum(),
            _ => 1.0 - self.cdf(x),
        }
    }

    /// The value not exceeded with probability `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= 0.5 {
            self.tail_quantile(Tail::Lower, p)
        } else {
            self.tail_quantile(Tail::Upper, 1.0 - p)
        }
    }

    /// The value beyond which, on that side, lies the probability `x` ≤ 0.5. Exact for tiny `x`
    /// on both sides.
    #[must_use]
    pub fn tail_quantile(&self, tail: Tail, x: f64) -> f64 {
        match self {
            Self::Fixed(v) => *v,
            Self::Lognormal(d) => match tail {
                Tail::Lower => (d.mu + d.sigma * normal_quantile(x)).exp(),
                Tail::Upper => (d.mu - d.sigma * normal_quantile(x)).exp(),
            },
            Self::Pert(d) => d.tail_quantile(tail, x),
            Self::Gamma(d) => d.tail_quantile(tail, x),
            Self::Fitted(_) | Self::Pool(_) => self.bisect(tail, x),
        }
    }

    /// Bisection on the logarithm, for distributions without an inverse of their own.
    fn bisect(&self, tail: Tail, x: f64) -> f64 {
        let beyond = |at: f64| match tail {
            Tail::Lower => self.cdf(at) >= x,
            Tail::Upper => self.exceedance(at) <= x,
        };
        let mut high = self.mean().max(f64::MIN_POSITIVE);
        while !beyond(high) && high < 1e300 {
            high *= 16.0;
        }
        let mut low = high;
        while beyond(low) {
            if low < 1e-300 {
                return 0.0;
            }
            low /= 16.0;
        }
        for _ in 0..200 {
            let middle = low.sqrt() * high.sqrt();
            if middle <= low || middle >= high {
                break;
            }
            if beyond(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }

    /// Mean of what the quantity has above `k`: E[max(X − k, 0)].
    #[must_use]
    pub fn expected_excess(&self, k: f64) -> f64 {
        if k <= 0.0 {
            return self.mean() - k;
        }
        match self {
            Self::Fixed(x) => (x - k).max(0.0),
            Self::Lognormal(d) => d.mean() - d.partial_moment(1, k, 1.0) - k * self.exceedance(k),
            Self::Pert(d) => {
                let (low, high) = d.range();
                let above = 1.0 - d.partial_moment(0, k);
                let stretch = d.partial_moment(1, high) - d.partial_moment(1, k);
                (low - k) * above + (high - low) * stretch
            }
            Self::Gamma(d) => {
                let mean = d.shape / d.exposure;
                mean * gamma_ur(d.shape + 1.0, d.exposure * k)
                    - k * gamma_ur(d.shape, d.exposure * k)
            }
            Self::Fitted(d) => d
                .parts()
                .map(|(w, part)| w * Self::Lognormal(part).expected_excess(k))
                .sum(),
            Self::Pool(parts) => parts.iter().map(|(w, d)| w * d.expected_excess(k)).sum(),
        }
    }

    /// The distribution of `by` times the quantity, for `by` of at least 0.
    #[must_use]
    pub fn scaled(&self, by: f64) -> Self {
        if by == 0.0 {
            return Self::Fixed(0.0);
        }
        match self {
            Self::Fixed(x) => Self::Fixed(x * by),
            Self::Lognormal(d) => Self::Lognormal(Lognormal {
                mu: d.mu + by.ln(),
                sigma: d.sigma,
            }),
            Self::Pert(d) => Self::Pert(Pert {
                low: d.low * by,
                width: d.width * by,
                ..*d
            }),
            Self::Gamma(d) => Self::Gamma(Gamma {
                shape: d.shape,
                exposure: d.exposure / by,
            }),
            Self::Fitted(d) => Self::Fitted(FittedLaw {
                of: LogPosterior {
                    center: d.of.center + by.ln(),
                    ..d.of
                },
                sigmas: d.sigmas.clone(),
            }),
            Self::Pool(parts) => {
                Self::Pool(parts.iter().map(|(w, d)| (*w, d.scaled(by))).collect())
            }
        }
    }

    /// About `n` values with weights that sum to 1, for means of smooth functions.
    #[must_use]
    pub fn nodes(&self, n: u32) -> Vec<(f64, f64)> {
        let at = |i: u32| (f64::from(i) + 0.5) / f64::from(n);
        let mut nodes: Vec<(f64, f64)> = match self {
            Self::Fixed(x) => return vec![(*x, 1.0)],
            // Sums of a smooth bell over even steps converge faster than any power of the step.
            Self::Lognormal(d) => (0..n)
                .map(|i| {
                    let z = 14.0 * at(i) - 7.0;
                    ((d.mu + d.sigma * z).exp(), (-0.5 * z * z).exp())
                })
                .collect(),
            // t = s³(10 − 15s + 6s²) gathers points at both ends, where a beta is not smooth.
            Self::Pert(d) => (0..n)
                .map(|i| {
                    let s = at(i);
                    let t = s * s * s * (10.0 - 15.0 * s + 6.0 * s * s);
                    let x = d.low + d.width * t;
                    (x, d.density(x) * (s * (1.0 - s)).powi(2))
                })
                .collect(),
            Self::Gamma(_) | Self::Fitted(_) => {
                (0..n).map(|i| (self.quantile(at(i)), 1.0)).collect()
            }
            Self::Pool(parts) => parts
                .iter()
                .flat_map(|(w, d)| {
                    d.nodes(n.div_ceil(2))
                        .into_iter()
                        .map(move |(x, v)| (x, w * v))
                })
                .collect(),
        };
        let total: f64 = nodes.iter().map(|(_, w)| w).sum();
        for (_, weight) in &mut nodes {
            *weight /= total;
        }
        nodes
    }

    /// Density at `x`, where there is one; 0 for a certain value.
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        match self {
            Self::Fixed(_) => 0.0,
            Self::Lognormal(d) => {
                let z = (x.ln() - d.mu) / d.sigma;
                (-0.5 * z * z).exp() / (x * d.sigma * (2.0 * std::f64::consts::PI).sqrt())
            }
            Self::Pert(d) => d.density(x),
            Self::Gamma(d) => {
                let y = d.exposure * x;
                (d.shape * y.ln() - y - ln_gamma(d.shape)).exp() / x
            }
            Self::Fitted(d) => d.over_spread(|sigma| {
                if sigma == 0.0 {
                    return 0.0;
                }
                let z = (x.ln() - d.of.center) / sigma;
                (-0.5 * z * z).exp() / (x * sigma * (2.0 * std::f64::consts::PI).sqrt())
            }),
            Self::Pool(parts) => parts.iter().map(|(w, d)| w * d.density(x)).sum(),
        }
    }
}

/// A side of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Small values.
    Lower,
    /// Large values.
    Upper,
}

/// A lognormal distribution: ln X is normal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Lognormal {
    /// Mean of ln X.
    pub mu: f64,
    /// Standard deviation of ln X, above 0.
    pub sigma: f64,
}

impl Lognormal {
    /// Of a 90 % interval with 0 < `low` < `high`:
    /// μ = (ln low + ln high)/2, σ = (ln high − ln low)/3.28971.
    #[must_use]
    pub fn from_interval(low: f64, high: f64) -> Self {
        Self {
            mu: 0.5 * (low.ln() + high.ln()),
            sigma: (high.ln() - low.ln()) / (2.0 * Z95),
        }
    }

    /// exp(μ + σ²/2).
    #[must_use]
    pub fn mean(self) -> f64 {
        (self.mu + 0.5 * self.sigma * self.sigma).exp()
    }

    /// Probability of at most `x`.
    #[must_use]
    pub fn cdf(self, x: f64) -> f64 {
        if x > 0.0 {
            normal_cdf((x.ln() - self.mu) / self.sigma)
        } else {
            0.0
        }
    }

    /// Mean of X^k over X ≤ `x`, with `unit` as the unit of X: E[(X/unit)^k; X ≤ x].
    #[must_use]
    pub fn partial_moment(self, k: i32, x: f64, unit: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        let k = f64::from(k);
        let variance = self.sigma * self.sigma;
        (k * (self.mu - unit.ln()) + 0.5 * k * k * variance).exp()
            * normal_cdf((x.ln() - self.mu - k * variance) / self.sigma)
    }

    /// The product of two independent ones.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self {
            mu: self.mu + other.mu,
            sigma: self.sigma.hypot(other.sigma),
        }
    }
}

/// A PERT distribution: a beta stretched from a minimum to a maximum with a given mode.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pert {
    low: f64,
    width: f64,
    alpha: f64,
    beta: f64,
}

impl Pert {
    /// From minimum, mode and maximum, `low` < `high`:
    /// α = 1 + 4(mode − low)/(high − low), β = 1 + 4(high − mode)/(high − low).
    #[must_use]
    pub fn new(low: f64, mode: f64, high: f64) -> Self {
        let width = high - low;
        Self {
            low,
            width,
            alpha: 1.0 + 4.0 * (mode - low) / width,
            beta: 1.0 + 4.0 * (high - mode) / width,
        }
    }

    /// Shape α and β of the beta distribution.
    #[must_use]
    pub fn shape(self) -> (f64, f64) {
        (self.alpha, self.beta)
    }

    /// (minimum + 4 mode + maximum)/6.
    #[must_use]
    pub fn mean(self) -> f64 {
        self.low + self.width * self.alpha / (self.alpha + self.beta)
    }

    /// Variance.
    #[must_use]
    pub fn variance(self) -> f64 {
        let s = self.alpha + self.beta;
        self.width * self.width * self.alpha * self.beta / (s * s * (s + 1.0))
    }

    /// Probability of at most `x`.
    #[must_use]
    pub fn cdf(self, x: f64) -> f64 {
        let y = (x - self.low) / self.width;
        if y <= 0.0 {
            0.0
        } else if y >= 1.0 {
            1.0
        } else {
            beta_reg(self.alpha, self.beta, y)
        }
    }

    /// Minimum and maximum.
    #[must_use]
    pub fn range(self) -> (f64, f64) {
        (self.low, self.low + self.width)
    }

    /// Mean of Y^k over X ≤ `x`, where Y = (X − minimum)/(maximum − minimum).
    #[must_use]
    pub fn partial_moment(self, k: i32, x: f64) -> f64 {
        let (a, b) = (self.alpha, self.beta);
        let whole: f64 = (0..k)
            .map(|i| (a + f64::from(i)) / (a + b + f64::from(i)))
            .product();
        let y = (x - self.low) / self.width;
        if y <= 0.0 {
            0.0
        } else if y >= 1.0 {
            whole
        } else {
            whole * beta_reg(a + f64::from(k), b, y)
        }
    }

    fn mirrored_cdf(self, x: f64) -> f64 {
        let y = (self.low + self.width - x) / self.width;
        if y <= 0.0 {
            0.0
        } else if y >= 1.0 {
            1.0
        } else {
            beta_reg(self.beta, self.alpha, y)
        }
    }

    /// Minimum and maximum moved by this much.
    #[must_use]
    pub fn moved(self, by: f64) -> Self {
        Self {
            low: self.low + by,
            ..self
        }
    }

    /// The distribution of `about` − X.
    #[must_use]
    pub fn mirrored(self, about: f64) -> Self {
        Self {
            low: about - self.low - self.width,
            width: self.width,
            alpha: self.beta,
            beta: self.alpha,
        }
    }

    /// Density at `x`.
    #[must_use]
    pub fn density(self, x: f64) -> f64 {
        let y = (x - self.low) / self.width;
        if !(0.0..=1.0).contains(&y) {
            return 0.0;
        }
        (-ln_beta(self.alpha, self.beta)).exp()
            * y.powf(self.alpha - 1.0)
            * (1.0 - y).powf(self.beta - 1.0)
            / self.width
    }

    fn tail_quantile(self, tail: Tail, x: f64) -> f64 {
        match tail {
            Tail::Lower => self.low + self.width * beta_tail(self.alpha, self.beta, x),
            Tail::Upper => self.low + self.width * (1.0 - beta_tail(self.beta, self.alpha, x)),
        }
    }
}

/// Lower quantile of a beta distribution with shapes of at least 1.
///
/// Newton's method on ln F against ln x, where F is concave: from the left it never passes the
/// root. It starts at F(x) ≤ xᵃ/(a·B(a, b)), which is left of it and nearly exact in the tail.
fn beta_tail(a: f64, b: f64, p: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    let ln_b = ln_beta(a, b);
    let mut y = ((p * a).ln() + ln_b) / a;
    for _ in 0..100 {
        let x = y.exp().min(1.0 - f64::EPSILON);
        let below = beta_reg(a, b, x);
        let slope = (a * y + (b - 1.0) * (-x).ln_1p() - ln_b).exp() / below;
        let step = (p.ln() - below.ln()) / slope;
        if !step.is_finite() {
            break;
        }
        y = (y + step).min(-f64::EPSILON);
        if step.abs() < 1e-15 {
            break;
        }
    }
    y.exp()
}

/// A Gamma distribution of a rate: so many events in so much exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    /// Events, prior included; above 0.
    pub shape: f64,
    /// Exposure, prior included; above 0.
    pub exposure: f64,
}

impl Gamma {
    fn tail_quantile(self, tail: Tail, x: f64) -> f64 {
        if x <= 0.0 {
            return match tail {
                Tail::Lower => 0.0,
                Tail::Upper => f64::INFINITY,
            };
        }
        let a = self.shape;
        // F(y) ≤ y^a / Γ(a + 1), so the lower quantile is at least this; it is nearly exact in
        // the lower tail. Elsewhere Wilson and Hilferty's cube of a normal is close.
        let least = ((x.ln() + ln_gamma(a + 1.0)) / a).exp();
        let z = normal_quantile(x);
        let cube =
            1.0 - 1.0 / (9.0 * a) + if tail == Tail::Lower { z } else { -z } / (3.0 * a.sqrt());
        let mut y = match tail {
            Tail::Lower => (a * cube.max(0.0).powi(3)).max(least),
            Tail::Upper => a * cube.powi(3),
        }
        .max(f64::MIN_POSITIVE)
        .ln();
        // Of a small shape more than that may lie below the smallest number there is.
        let beneath = match tail {
            Tail::Lower => gamma_lr(a, f64::MIN_POSITIVE) >= x,
            Tail::Upper => gamma_ur(a, f64::MIN_POSITIVE) <= x,
        };
        if beneath {
            return 0.0;
        }
        // Newton's method on the logarithm of the tail against ln y, kept inside a bracket.
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        let ends = (f64::MIN_POSITIVE.ln(), f64::MAX.ln());
        let ln_gamma_a = ln_gamma(a);
        for _ in 0..200 {
            y = y.clamp(ends.0, ends.1);
            let at = y.exp().clamp(f64::MIN_POSITIVE, f64::MAX);
            let (below, sign) = match tail {
                Tail::Lower => (gamma_lr(a, at), 1.0),
                Tail::Upper => (gamma_ur(a, at), -1.0),
            };
            let off = sign * (below.ln() - x.ln());
            if off == 0.0 {
                break;
            }
            if off < 0.0 {
                low = y;
            } else {
                high = y;
            }
            let slope = (a * y - at - ln_gamma_a).exp() / below;
            let mut next = y - off / slope;
            if !(next > low && next < high) {
                next = match (low.is_finite(), high.is_finite()) {
                    (true, true) => 0.5 * (low + high),
                    (true, false) => low + 1.0,
                    _ => high - 1.0,
                };
            }
            let moved = (next - y).abs();
            y = next;
            if moved < 1e-15 * (1.0 + y.abs()) {
                break;
            }
        }
        y.exp() / self.exposure
    }
}

/// What a history says about a positive quantity: ln X is normal with a mean and a spread that
/// are themselves uncertain (normal-inverse-gamma posterior).
///
/// σ² = freedom · spread² / χ²(freedom), kept to its central 98 %; the mean of ln X is normal
/// about `center` with variance σ²/weight.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LogPosterior {
    /// Centre of the mean of ln X.
    pub center: f64,
    /// Observations that the mean rests on, the prior's included; above 0.
    pub weight: f64,
    /// Degrees of freedom of the spread, the prior's included; at least 1.
    pub freedom: f64,
    /// Scale of the standard deviation of ln X.
    pub spread: f64,
}

impl LogPosterior {
    /// The standard deviation of ln X that is exceeded with probability `p`.
    #[must_use]
    pub fn sigma_exceeded(self, p: f64) -> f64 {
        let p = p.clamp(SPREAD_CUT, 1.0 - SPREAD_CUT);
        let chi = Distribution::Gamma(Gamma {
            shape: 0.5 * self.freedom,
            exposure: 0.5,
        })
        .quantile(p);
        self.spread * (self.freedom / chi).sqrt()
    }
}

/// The predictive distribution of a [`LogPosterior`]: a mixture of lognormals over its spread.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedLaw {
    /// What it is the prediction of.
    of: LogPosterior,
    /// Standard deviations of ln X, each as likely, with the uncertainty of the centre in them.
    sigmas: Vec<f64>,
}

impl FittedLaw {
    fn new(of: LogPosterior) -> Self {
        let width = (1.0 + 1.0 / of.weight).sqrt();
        let inner = 1.0 - 2.0 * SPREAD_CUT;
        Self {
            of,
            sigmas: (0..SPREAD_NODES)
                .map(|i| {
                    let u = (f64::from(i) + 0.5) / f64::from(SPREAD_NODES);
                    width * of.sigma_exceeded(SPREAD_CUT + inner * u)
                })
                .collect(),
        }
    }

    /// What it is the prediction of.
    #[must_use]
    pub fn posterior(&self) -> LogPosterior {
        self.of
    }

    /// The lognormals that it is a mixture of, with their probabilities.
    pub fn parts(&self) -> impl Iterator<Item = (f64, Lognormal)> + '_ {
        self.sigmas.iter().map(|sigma| {
            let part = Lognormal {
                mu: self.of.center,
                sigma: *sigma,
            };
            (1.0 / f64::from(SPREAD_NODES), part)
        })
    }

    fn over_spread(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.sigmas.iter().map(|s| f(*s)).sum::<f64>() / f64::from(SPREAD_NODES)
    }

    fn moment(&self, k: f64) -> f64 {
        self.over_spread(|sigma| (k * self.of.center + 0.5 * k * k * sigma * sigma).exp())
    }

    fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        let from_center = x.ln() - self.of.center;
        self.over_spread(|sigma| {
            if sigma == 0.0 {
                f64::from(u8::from(from_center >= 0.0))
            } else {
                normal_cdf(from_center / sigma)
            }
        })
    }
}

#[cfg(test)]
mod tests;
