//! What was written of a quantity, and whether it means anything.

use super::{Distribution, FittedLaw, Gamma, LogPosterior, Lognormal, Pert};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The largest number that a quantity may be written as. Nothing that is counted in minutes,
/// people or money comes near it, and products of such numbers stay finite.
pub const LARGEST: f64 = 1e18;

/// How many times the high end of a 90 % interval may be the low one: from a second to 30,000
/// years. A lognormal that is wider has a mean that no year ever comes near.
pub const WIDEST: f64 = 1e12;

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

    /// The voices of a pool, each with its weight, those of pools within it among them; an
    /// estimate that is no pool is one voice of weight 1.
    #[must_use]
    pub fn voices(self) -> Vec<Weighted> {
        let Self::Pooled { of } = self else {
            return vec![Weighted {
                weight: 1.0,
                estimate: self,
            }];
        };
        let mut voices = Vec::new();
        for Weighted { weight, estimate } in of {
            let inner = estimate.voices();
            let all: f64 = inner.iter().map(|w| w.weight).sum();
            voices.extend(inner.into_iter().map(|w| Weighted {
                weight: weight * w.weight / all,
                estimate: w.estimate,
            }));
        }
        voices
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
