//! Two parts of one quantity: a long outage takes long to be noticed and long to be repaired.
//!
//! Both parts stand at the same place in their distributions (they are comonotone), so their
//! quantiles add: Q(u) = Qa(u) + Qb(u).

use super::{Distribution, Lognormal, Pert, Tail, normal_cdf};
use std::sync::{Arc, OnceLock};

/// Standard normal scores between which moments are taken; 1e-17 lies outside.
const REACH: f64 = 8.5;

/// Points that moments are taken at.
const POINTS: u32 = 512;

/// Points of a curve; a cubic between two is off by less than 1e-9 of it.
const CURVE: u32 = 2_049;

/// The sum of two comonotone parts that has no name of its own, so many times as large.
#[derive(Debug, Clone)]
pub struct Together {
    a: Distribution,
    b: Distribution,
    by: f64,
    /// The sum at even steps of the normal score, found when it is first asked for. Copies of
    /// another size share it: quantiles of some parts are a thousand times as dear as scaling.
    curve: Arc<OnceLock<Vec<(f64, f64, f64)>>>,
}

impl PartialEq for Together {
    fn eq(&self, other: &Self) -> bool {
        (&self.a, &self.b, self.by) == (&other.a, &other.b, other.by)
    }
}

/// Standard normal scores with weights that sum to 1. Sums of a smooth bell over even steps
/// converge faster than any power of the step.
fn scores(n: u32) -> impl Iterator<Item = (f64, f64)> {
    let step = 2.0 * REACH / f64::from(n);
    let density = step / (2.0 * std::f64::consts::PI).sqrt();
    (0..n).map(move |i| {
        let z = (f64::from(i) + 0.5) * step - REACH;
        (z, density * (-0.5 * z * z).exp())
    })
}

/// The value of a part at a standard normal score.
fn at(part: &Distribution, z: f64) -> f64 {
    if z <= 0.0 {
        part.tail_quantile(Tail::Lower, normal_cdf(z))
    } else {
        part.tail_quantile(Tail::Upper, normal_cdf(-z))
    }
}

impl Distribution {
    /// The distribution of the sum of two parts that are drawn at the same quantile. Where the one
    /// is the other scaled, it is that one scaled. Two pools of the same weights are of the same
    /// people: the parts of each are joined, at whatever quantile of the pools they stand.
    #[must_use]
    pub fn together(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Fixed(0.0), d) | (d, Self::Fixed(0.0)) => d.clone(),
            (Self::Fixed(a), Self::Fixed(b)) => Self::Fixed(a + b),
            (Self::Pert(d), Self::Fixed(by)) | (Self::Fixed(by), Self::Pert(d)) => {
                Self::Pert(d.moved(*by))
            }
            (Self::Lognormal(a), Self::Lognormal(b)) if a.sigma == b.sigma => {
                Self::Lognormal(Lognormal {
                    mu: (a.mu.exp() + b.mu.exp()).ln(),
                    sigma: a.sigma,
                })
            }
            (Self::Pert(a), Self::Pert(b)) if a.shape() == b.shape() => Self::Pert(Pert {
                low: a.low + b.low,
                width: a.width + b.width,
                ..*a
            }),
            (Self::Gamma(a), Self::Gamma(b)) if a.shape == b.shape => {
                self.scaled(1.0 + a.exposure / b.exposure)
            }
            (Self::Fitted(a), Self::Fitted(b))
                if a.of.weight == b.of.weight && a.sigmas == b.sigmas =>
            {
                self.scaled(1.0 + (b.of.center - a.of.center).exp())
            }
            (Self::Pool(a), Self::Pool(b)) if a.iter().map(|p| p.0).eq(b.iter().map(|p| p.0)) => {
                let both = a.iter().zip(b).map(|((w, a), (_, b))| (*w, a.together(b)));
                Self::Pool(both.collect())
            }
            (a, b) => Self::Together(Box::new(Together {
                a: a.clone(),
                b: b.clone(),
                by: 1.0,
                curve: Arc::default(),
            })),
        }
    }
}

impl Together {
    pub(super) fn mean(&self) -> f64 {
        self.by * (self.a.mean() + self.b.mean())
    }

    /// E(A + B)², of which E(AB) is an integral over the common quantile.
    pub(super) fn mean_square(&self) -> f64 {
        let both: f64 = scores(POINTS)
            .map(|(z, w)| w * at(&self.a, z) * at(&self.b, z))
            .sum();
        self.by * self.by * (self.a.mean_square() + 2.0 * both + self.b.mean_square())
    }

    fn sum_at(&self, z: f64) -> f64 {
        self.by * (at(&self.a, z) + at(&self.b, z))
    }

    /// The score at which the sum is `x`.
    fn score(&self, x: f64) -> f64 {
        // Where the scores end, a probability has left the range of a float.
        let (mut low, mut high) = (-37.0, 37.0);
        for _ in 0..70 {
            let middle = 0.5 * (low + high);
            if self.sum_at(middle) < x {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }

    pub(super) fn cdf(&self, x: f64) -> f64 {
        normal_cdf(self.score(x))
    }

    pub(super) fn exceedance(&self, x: f64) -> f64 {
        normal_cdf(-self.score(x))
    }

    pub(super) fn tail_quantile(&self, tail: Tail, x: f64) -> f64 {
        self.by * (self.a.tail_quantile(tail, x) + self.b.tail_quantile(tail, x))
    }

    /// The slope of the quantile function is the sum of those of the parts.
    pub(super) fn density(&self, x: f64) -> f64 {
        let z = self.score(x);
        1.0 / (self.by * (Self::slope(&self.a, z, 1.0) + Self::slope(&self.b, z, 1.0)))
    }

    /// Slope of a part at a score against what has the density `bell` there.
    fn slope(part: &Distribution, z: f64, bell: f64) -> f64 {
        match part {
            Distribution::Fixed(_) => 0.0,
            part => bell / part.density(at(part, z)),
        }
    }

    /// Both parts pass their share of `k` at the same quantile, so their excesses add.
    pub(super) fn expected_excess(&self, k: f64) -> f64 {
        let z = self.score(k);
        let (a, b) = (at(&self.a, z), at(&self.b, z));
        self.by * (self.a.expected_excess(a) + self.b.expected_excess(b))
    }

    pub(super) fn scaled(&self, by: f64) -> Self {
        Self {
            by: self.by * by,
            ..self.clone()
        }
    }

    pub(super) fn nodes(&self, n: u32) -> Vec<(f64, f64)> {
        scores(n).map(|(z, w)| (self.sum_at(z), w)).collect()
    }

    /// Scores at even steps in ascending order, each with the sum there and its slope against the
    /// score: the whole distribution, for whoever has to ask it often.
    pub(crate) fn curve(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let curve = self.curve.get_or_init(|| {
            let step = 2.0 * REACH / f64::from(CURVE - 1);
            (0..CURVE)
                .map(|i| {
                    let z = f64::from(i) * step - REACH;
                    // dQ/dz = φ(z)/f(Q(z)).
                    let bell = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
                    let sum = at(&self.a, z) + at(&self.b, z);
                    let slope = Self::slope(&self.a, z, bell) + Self::slope(&self.b, z, bell);
                    (z, sum, slope)
                })
                .collect()
        });
        curve.iter().map(|(z, x, d)| (*z, self.by * x, self.by * d))
    }
}
