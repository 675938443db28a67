//! What people and histories say about a quantity, and the distribution it stands for.
//!
//! Two numbers are a 90 % interval and mean a [`Lognormal`]; three are minimum, mode and maximum
//! and mean a [`Pert`]. Which of them is stored with the estimate and never guessed. A history is
//! a [`Gamma`] (rates) or a [`LogPosterior`] (durations); several people are a weighted pool.
//!
//! An [`Estimate`] is what was written. [`Estimate::distribution`] says what it means, or why it
//! means nothing.

mod estimate;
mod normal;
mod together;

pub use estimate::{Estimate, EstimateError, LARGEST, WIDEST, Weighted};
pub use normal::{normal_cdf, normal_quantile};
pub use together::Together;

use serde::{Deserialize, Serialize};
use statrs::function::beta::{beta_reg, ln_beta};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// 95 % quantile of the standard normal distribution: half the width of a 90 % interval.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// Points that a mean or a tail probability over an uncertain spread is taken at.
const SPREAD_NODES: u32 = 64;

/// The share of the distribution of an uncertain spread that is left out on either side. Without
/// a bound the mean of a lognormal with an uncertain σ does not exist.
const SPREAD_CUT: f64 = 0.01;

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
    /// Two parts of one quantity, long and short together.
    Together(Box<Together>),
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
            Self::Together(d) => d.mean(),
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
            Self::Together(d) => d.mean_square(),
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
            Self::Together(d) => d.cdf(x),
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
            Self::Together(d) => d.exceedance(x),
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
            Self::Together(d) => d.tail_quantile(tail, x),
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

    /// Probability that the mean is at most `x`, as far as the mean is uncertain: that of a fit by
    /// its parameters, that of a pool by which estimate holds. Of anything else it is certain.
    fn mean_cdf(&self, x: f64) -> f64 {
        match self {
            Self::Fitted(d) => d.mean_cdf(x),
            Self::Pool(parts) => parts.iter().map(|(w, d)| w * d.mean_cdf(x)).sum(),
            certain => f64::from(u8::from(x >= certain.mean())),
        }
    }

    /// The mean that is not exceeded with probability `p`, 0 < p < 1: what many events of the
    /// quantity average to where its parameters are that high. The scatter of single events, which
    /// averages out, has no part in it.
    #[must_use]
    pub fn mean_quantile(&self, p: f64) -> f64 {
        if !matches!(self, Self::Fitted(_) | Self::Pool(_)) {
            return self.mean();
        }
        let mut high = self.mean().max(f64::MIN_POSITIVE);
        while self.mean_cdf(high) < p && high < 1e300 {
            high *= 4.0;
        }
        let mut low = high;
        while self.mean_cdf(low) >= p {
            if low < 1e-300 {
                return 0.0;
            }
            low /= 4.0;
        }
        for _ in 0..200 {
            let middle = low.sqrt() * high.sqrt();
            if middle <= low || middle >= high {
                break;
            }
            if self.mean_cdf(middle) >= p {
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
            Self::Together(d) => d.expected_excess(k),
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
            Self::Together(d) => Self::Together(Box::new(d.scaled(by))),
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
            Self::Together(d) => d.nodes(n),
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
            Self::Together(d) => d.density(x),
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

    /// Probability that exp(mean of ln X + σ²/2) is at most `x`.
    fn mean_cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        // `sigmas` have the uncertainty of the centre in them.
        let width = (1.0 + 1.0 / self.of.weight).sqrt();
        self.over_spread(|sigma| {
            let own = sigma / width;
            let off = x.ln() - self.of.center - 0.5 * own * own;
            if own == 0.0 {
                f64::from(u8::from(off >= 0.0))
            } else {
                normal_cdf(off * self.of.weight.sqrt() / own)
            }
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
