//! The exact law of a year's total: compound Poisson (or negative binomial) processes without
//! sampling.
//!
//! Where risks are independent and an event costs the same at any hour, the total of a year has a
//! characteristic function in closed form. Each event's size is put on a grid, transformed,
//! compounded, and transformed back. What is beyond the grid cannot come back below it; what the
//! transform would wrap around is damped by exponential tilting to 1e-10 of itself.
//!
//! Sizes are put on the grid by cubic convolution (Keys 1981), which keeps probability, mean and
//! variance of every size, also of one far below a step; so the error is of third order in the
//! step: see [`Resolution`].

mod cells;
pub mod fourier;

use crate::distribution::{Distribution, Tail};
use cells::Grid;
use fourier::{RealFourier, Spectrum};

/// Points that a factor of an event, or a rate that is not Gamma, is averaged over.
const NODES: u32 = 32;

/// The size of one event.
#[derive(Debug, Clone, PartialEq)]
pub enum Size {
    /// Of one distribution.
    One(Distribution),
    /// Independent parts added: time to detect and time to repair.
    Sum(Vec<Distribution>),
    /// A size times an independent factor: a duration times a cost per minute or a share.
    Product(Box<Size>, Distribution),
}

impl Size {
    /// Mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::One(d) => d.mean(),
            Self::Sum(parts) => parts.iter().map(Distribution::mean).sum(),
            Self::Product(size, factor) => size.mean() * factor.mean(),
        }
    }

    /// Mean of the square.
    #[must_use]
    pub fn mean_square(&self) -> f64 {
        match self {
            Self::One(d) => d.mean_square(),
            Self::Sum(parts) => {
                self.mean().powi(2) + parts.iter().map(Distribution::variance).sum::<f64>()
            }
            Self::Product(size, factor) => size.mean_square() * factor.mean_square(),
        }
    }

    /// A value that is exceeded about once in a thousand events.
    fn large(&self) -> f64 {
        match self {
            Self::One(d) => d.tail_quantile(Tail::Upper, 1e-3),
            Self::Sum(parts) => parts
                .iter()
                .map(|d| d.tail_quantile(Tail::Upper, 1e-3))
                .sum(),
            Self::Product(size, factor) => size.large() * factor.tail_quantile(Tail::Upper, 1e-2),
        }
    }

    /// The same size as one distribution where the field has a name for it.
    #[must_use]
    pub fn simplified(self) -> Self {
        match self {
            Self::Sum(parts) => {
                let mut left: Vec<Distribution> = parts
                    .into_iter()
                    .filter(|d| *d != Distribution::Fixed(0.0))
                    .collect();
                match left.len() {
                    0 => Self::One(Distribution::Fixed(0.0)),
                    1 => Self::One(left.remove(0)),
                    _ => Self::Sum(left),
                }
            }
            Self::Product(size, factor) => match (size.simplified(), factor) {
                (size, Distribution::Fixed(1.0)) => size,
                (Self::One(Distribution::Fixed(by)), factor) => Self::One(factor.scaled(by)),
                (Self::One(Distribution::Lognormal(a)), Distribution::Lognormal(b)) => {
                    Self::One(Distribution::Lognormal(a.times(b)))
                }
                (Self::One(size), Distribution::Fixed(by)) => Self::One(size.scaled(by)),
                (Self::Sum(parts), Distribution::Fixed(by)) => {
                    Self::Sum(parts.iter().map(|d| d.scaled(by)).collect())
                }
                (size, factor) => Self::Product(Box::new(size), factor),
            },
            one @ Self::One(_) => one,
        }
    }

    /// The same size `by` times as large.
    fn scaled(&self, by: f64) -> Self {
        match self {
            Self::One(d) => Self::One(d.scaled(by)),
            Self::Sum(parts) => Self::Sum(parts.iter().map(|d| d.scaled(by)).collect()),
            Self::Product(size, factor) => Self::Product(size.clone(), factor.scaled(by)),
        }
    }

    /// Adds `weight` times this size to the grid's points, where it is a mixture of named
    /// distributions; else answers false and adds nothing.
    fn deposit(&self, grid: &Grid, weight: f64, onto: &mut [f64]) -> bool {
        match self {
            Self::One(d) => {
                grid.deposit(d, weight, onto);
                true
            }
            Self::Sum(_) => false,
            Self::Product(size, factor) => match &**size {
                Self::One(d) => {
                    for (by, share) in factor.nodes(NODES) {
                        grid.deposit(&d.scaled(by), weight * share, onto);
                    }
                    true
                }
                _ => false,
            },
        }
    }

    /// Transform of the tilted grid.
    fn spectrum(&self, grid: &Grid, fourier: &RealFourier) -> Spectrum {
        let mut points = vec![0.0; grid.points];
        if self.deposit(grid, 1.0, &mut points) {
            grid.tilt(&mut points, -1.0);
            return fourier.forward(&points);
        }
        match self {
            Self::One(_) => fourier.forward(&points),
            Self::Sum(parts) => {
                let mut product = Spectrum::one(grid.points / 2 + 1);
                for part in parts {
                    product.multiply(&Self::One(part.clone()).spectrum(grid, fourier));
                }
                product
            }
            Self::Product(size, factor) => {
                let mut sum = Spectrum::zero(grid.points / 2 + 1);
                for (by, share) in factor.nodes(NODES) {
                    sum.add(share, &size.scaled(by).spectrum(grid, fourier));
                }
                sum
            }
        }
    }
}

/// A kind of event: how often, how large.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Events a year: certain (the count is Poisson), Gamma (negative binomial) or any other
    /// distribution, drawn once a year.
    pub rate: Distribution,
    /// Size of an event.
    pub size: Size,
}

impl Component {
    /// Events at a known rate.
    #[must_use]
    pub fn poisson(rate: f64, size: Size) -> Self {
        Self::new(Distribution::Fixed(rate), size)
    }

    /// Events at a rate that is itself uncertain.
    #[must_use]
    pub fn new(rate: Distribution, size: Size) -> Self {
        Self {
            rate,
            size: size.simplified(),
        }
    }

    fn mean(&self) -> f64 {
        self.rate.mean() * self.size.mean()
    }

    fn variance(&self) -> f64 {
        self.rate.mean() * self.size.mean_square() + self.rate.variance() * self.size.mean().powi(2)
    }

    /// Probability of no event.
    fn none(&self) -> f64 {
        match &self.rate {
            Distribution::Fixed(rate) => (-rate).exp(),
            Distribution::Gamma(g) => (-g.shape * (1.0 / g.exposure).ln_1p()).exp(),
            other => other
                .nodes(NODES)
                .iter()
                .map(|(rate, share)| share * (-rate).exp())
                .sum(),
        }
    }

    /// Adds ln E[φ^N] to `logarithm`, for a rate that is not certain.
    fn compound(&self, phi: &Spectrum, logarithm: &mut Spectrum) {
        match &self.rate {
            Distribution::Fixed(rate) => {
                for k in 0..phi.re.len() {
                    logarithm.re[k] += rate * (phi.re[k] - 1.0);
                    logarithm.im[k] += rate * phi.im[k];
                }
            }
            Distribution::Gamma(g) => {
                // (1 + (1 − φ)/exposure)^−shape
                for k in 0..phi.re.len() {
                    let re = 1.0 + (1.0 - phi.re[k]) / g.exposure;
                    let im = -phi.im[k] / g.exposure;
                    logarithm.re[k] -= 0.5 * g.shape * (re * re + im * im).ln();
                    logarithm.im[k] -= g.shape * im.atan2(re);
                }
            }
            other => {
                let nodes = other.nodes(NODES);
                for k in 0..phi.re.len() {
                    let (mut re, mut im) = (0.0, 0.0);
                    for (rate, share) in &nodes {
                        let size = share * (rate * (phi.re[k] - 1.0)).exp();
                        let (sin, cos) = (rate * phi.im[k]).sin_cos();
                        re += size * cos;
                        im += size * sin;
                    }
                    logarithm.re[k] += 0.5 * (re * re + im * im).ln();
                    logarithm.im[k] += im.atan2(re);
                }
            }
        }
    }
}

/// How fine a law is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolution {
    /// Logarithm to base 2 of the number of grid points.
    pub log2: u32,
}

impl Resolution {
    /// Within about 2e-5 of a quantile, in milliseconds.
    pub const PREVIEW: Self = Self { log2: 14 };
    /// Within 1e-6 of a quantile.
    pub const FULL: Self = Self { log2: 17 };
}

/// The law of a year's total.
#[derive(Debug, Clone)]
pub struct Law {
    /// Probability of a year without an event that counts.
    none: f64,
    mean: f64,
    variance: f64,
    step: f64,
    /// Probability of at most (j + ½) steps.
    cumulated: Vec<f64>,
}

impl Law {
    /// The law of the sum of independent `components`.
    ///
    /// The grid reaches at least to `cover` (beyond it the distribution function is only known
    /// to be near 1), and to between three and six times the 99 % quantile.
    #[must_use]
    pub fn of(components: &[Component], resolution: Resolution, cover: f64) -> Self {
        let active: Vec<Component> = components
            .iter()
            .filter(|c| c.rate.mean() > 0.0 && c.size.mean() > 0.0)
            .cloned()
            .collect();
        let mean: f64 = active.iter().map(Component::mean).sum();
        let variance: f64 = active.iter().map(Component::variance).sum();
        let none: f64 = active.iter().map(Component::none).product();
        if active.is_empty() || !mean.is_finite() || mean <= 0.0 {
            return Self {
                none: 1.0,
                mean: 0.0,
                variance: 0.0,
                step: 1.0,
                cumulated: vec![1.0; 2],
            };
        }
        let largest = active.iter().map(|c| c.size.large()).fold(0.0, f64::max);
        let mut edge = 4.0 * (mean + 3.0 * variance.max(0.0).sqrt()).max(largest);
        // A coarse law finds the reach; only the last one is fine.
        let coarse = RealFourier::new(resolution.log2.min(12));
        for _ in 0..8 {
            edge = edge.max(1.3 * cover);
            let law = Self::on(&active, &coarse, edge, (mean, variance, none));
            let x = law.quantile(0.99).max(edge * 1e-6);
            if 3.0 * x < edge && (edge < 6.0 * x || edge <= 1.31 * cover) {
                break;
            }
            edge = 4.0 * x;
        }
        edge = edge.max(1.3 * cover);
        let fine = RealFourier::new(resolution.log2);
        Self::on(&active, &fine, edge, (mean, variance, none))
    }

    fn on(
        components: &[Component],
        fourier: &RealFourier,
        edge: f64,
        (mean, variance, none): (f64, f64, f64),
    ) -> Self {
        let points = fourier.len();
        let grid = Grid {
            points,
            step: edge / points as f64,
        };
        // Poisson components add up before the transform: together they are one compound
        // Poisson process whose sizes are the mixture of theirs.
        let mut mixture = vec![0.0; points];
        let mut rate = 0.0;
        let mut logarithm = Spectrum::zero(points / 2 + 1);
        for component in components {
            if let Distribution::Fixed(often) = component.rate
                && component.size.deposit(&grid, often, &mut mixture)
            {
                rate += often;
            } else {
                let phi = component.size.spectrum(&grid, fourier);
                component.compound(&phi, &mut logarithm);
            }
        }
        if rate > 0.0 {
            grid.tilt(&mut mixture, -1.0);
            let phi = fourier.forward(&mixture);
            for k in 0..phi.re.len() {
                logarithm.re[k] += phi.re[k] - rate;
                logarithm.im[k] += phi.im[k];
            }
        }
        for (re, im) in logarithm.re.iter_mut().zip(&mut logarithm.im) {
            let size = re.exp();
            let (sin, cos) = im.sin_cos();
            (*re, *im) = (size * cos, size * sin);
        }
        let mut density = fourier.inverse(&logarithm);
        grid.tilt(&mut density, 1.0);
        let cells = cumulate(&density, none);
        Self {
            none,
            mean,
            variance,
            step: grid.step,
            cumulated: cells,
        }
    }

    /// Mean, in closed form.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Standard deviation, in closed form.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        self.variance.max(0.0).sqrt()
    }

    /// Probability of a year without any event.
    #[must_use]
    pub fn none(&self) -> f64 {
        self.none
    }

    /// How far the law is known.
    #[must_use]
    pub fn reach(&self) -> f64 {
        self.step * self.cumulated.len() as f64
    }

    /// Probability of a total of at most `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            0.0
        } else if x == 0.0 {
            self.none
        } else {
            if x < 0.5 * self.step {
                return self.none + 2.0 * x / self.step * (self.cumulated[0] - self.none);
            }
            interpolate(&self.cumulated, x / self.step).max(self.none)
        }
    }

    /// Probability of a total above `x`.
    #[must_use]
    pub fn exceedance(&self, x: f64) -> f64 {
        1.0 - self.cdf(x)
    }

    /// The total not exceeded with probability `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= self.none {
            return 0.0;
        }
        let j = self.cumulated.partition_point(|c| *c < p);
        if j >= self.cumulated.len() {
            return self.reach();
        }
        let below = if j == 0 {
            self.none
        } else {
            self.cumulated[j - 1]
        };
        let part = (p - below) / (self.cumulated[j] - below);
        ((j as f64 - 0.5 + part) * self.step).max(0.0)
    }

    /// Mean of the totals beyond the quantile of `p`: what a bad year costs on average.
    #[must_use]
    pub fn tail_mean(&self, p: f64) -> f64 {
        if p >= 1.0 {
            return self.reach();
        }
        // E[X; X > q] = E[X] − E[X; X ≤ q], and E[X; X ≤ q] = p·q − ∫ F up to q.
        let q = self.quantile(p);
        if q == 0.0 {
            return self.mean / (1.0 - p);
        }
        let cells = (q / self.step + 0.5) as usize;
        let area = if cells == 0 {
            0.5 * (self.none + p) * q / self.step
        } else {
            // F runs straight from (j − ½) to (j + ½); the first piece is half as wide.
            let first = 0.25 * (self.none + self.cumulated[0]);
            let whole: f64 = self.cumulated[..cells]
                .windows(2)
                .map(|pair| 0.5 * (pair[0] + pair[1]))
                .sum();
            let rest = q / self.step + 0.5 - cells as f64;
            first + whole + 0.5 * rest * (self.cumulated[cells - 1] + p)
        };
        let below = p * q - area * self.step;
        ((self.mean - below) / (1.0 - p)).max(q)
    }
}

/// Distribution function at (j + ½) steps from the weights of the points: their sum up to j, and
/// the next term of Euler and Maclaurin.
fn cumulate(weights: &[f64], none: f64) -> Vec<f64> {
    let mut upto = 0.0;
    let sums = weights.iter().enumerate().map(|(j, weight)| {
        upto += weight;
        // The atom at 0 has no neighbours to be smooth with.
        let slope = match weights.get(j + 1) {
            Some(next) if j > 0 => (next - weight) / 24.0,
            _ => 0.0,
        };
        (upto + slope).clamp(none, 1.0)
    });
    // A size below a step leaves weights below 0 beside it, so the sum is not quite monotone.
    // Where it falls, its mean over the stretch is taken (pool adjacent violators).
    let mut stretches: Vec<(f64, u32)> = Vec::with_capacity(weights.len());
    for sum in sums {
        let (mut level, mut length) = (sum, 1);
        while let Some(&(before, count)) = stretches.last() {
            if before <= level {
                break;
            }
            let both = f64::from(length) + f64::from(count);
            level = (level * f64::from(length) + before * f64::from(count)) / both;
            length += count;
            stretches.pop();
        }
        stretches.push((level, length));
    }
    stretches
        .into_iter()
        .flat_map(|(level, length)| std::iter::repeat_n(level, length as usize))
        .collect()
}

/// Distribution function between cells: `cumulated[j]` is its value at j + ½.
fn interpolate(cumulated: &[f64], x: f64) -> f64 {
    let at = (x - 0.5).max(0.0);
    let j = at as usize;
    match cumulated.get(j + 1) {
        Some(next) => cumulated[j] + (at - j as f64) * (next - cumulated[j]),
        None => cumulated[cumulated.len() - 1],
    }
}

#[cfg(test)]
mod tests;
