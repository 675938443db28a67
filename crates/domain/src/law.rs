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
//!
//! A year's total may span many orders of magnitude: half of the years cost hundreds, one in a
//! hundred costs millions. One grid that reaches the bad years has steps larger than a typical
//! one. So a law is put together from grids, each [`RATIO`] times as fine as the one before and
//! reaching as much less far, until the typical years are well resolved too. Where events are so
//! many that a year hardly varies, the grid begins below the least that a year may cost, not at 0.

mod cells;
pub mod fourier;

use crate::distribution::{Distribution, Tail};
use cells::Grid;
use fourier::{RealFourier, Spectrum};

/// Points that a factor of an event, or a rate that is not Gamma, is averaged over, at least.
const NODES: u32 = 32;

/// Points at most.
const MOST_NODES: f64 = 1_024.0;

/// Points that a quantity is averaged over where `rest` is what else scatters: as many as leave
/// no stairs, so that two neighbours are nearer to each other than the rest is wide. Both spreads
/// are of logarithms: see [`spread`].
fn nodes(quantity: f64, rest: f64) -> u32 {
    let needed = f64::from(NODES) * 0.5 * quantity / rest;
    needed.clamp(f64::from(NODES), MOST_NODES) as u32
}

/// The σ of ln X of the lognormal with this mean and mean square.
fn spread(mean: f64, mean_square: f64) -> f64 {
    (mean_square / (mean * mean)).max(1.0).ln().sqrt()
}

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

    fn spread(&self) -> f64 {
        spread(self.mean(), self.mean_square())
    }

    /// The points that a factor on this size is averaged over, with their weights.
    fn nodes(&self, factor: &Distribution) -> Vec<(f64, f64)> {
        let of_factor = spread(factor.mean(), factor.mean_square());
        factor.nodes(nodes(of_factor, self.spread()))
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
                // A product is the same either way round; the wider one is put on the grid, the
                // narrower one averaged over.
                (Self::One(size), factor)
                    if spread(factor.mean(), factor.mean_square())
                        > spread(size.mean(), size.mean_square()) =>
                {
                    Self::Product(Box::new(Self::One(factor)), size)
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
                    for (by, share) in size.nodes(factor) {
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
                for (by, share) in size.nodes(factor) {
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

    /// A bound σ² so that a total is below its mean by t with a chance of at most e^(−t²/2σ²):
    /// the variance where the count is a sum of independent positive jumps; else the mean square
    /// of the rate counts, as of any variable above 0.
    fn lower(&self) -> f64 {
        match self.rate {
            Distribution::Fixed(_) | Distribution::Gamma(_) => self.variance(),
            _ => self.variance() + self.mean().powi(2),
        }
    }

    /// Probability of no event.
    fn none(&self) -> f64 {
        match &self.rate {
            Distribution::Fixed(rate) => (-rate).exp(),
            Distribution::Gamma(g) => (-g.shape * (1.0 / g.exposure).ln_1p()).exp(),
            _ => self
                .rates()
                .iter()
                .map(|(rate, share)| share * (-rate).exp())
                .sum(),
        }
    }

    /// The points that the rate is averaged over, with their weights. The total at one rate
    /// scatters the less, the higher the rate is.
    fn rates(&self) -> Vec<(f64, f64)> {
        let high = self.rate.quantile(0.95).max(1.0);
        let one = self.size.mean_square() / (self.size.mean() * self.size.mean());
        let of_rate = spread(self.rate.mean(), self.rate.mean_square());
        self.rate.nodes(nodes(of_rate, (one / high).ln_1p().sqrt()))
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
            _ => {
                let nodes = self.rates();
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

/// How many times finer the next grid is where one does not resolve the typical years.
const RATIO: usize = 64;

/// Chances whose quantiles are asked for: each has to lie many steps above 0.
const ASKED: [f64; 5] = [0.05, 0.5, 0.9, 0.95, 0.99];

/// Probability that may lie unresolved in the first steps of a grid, beside that of no event.
const UNRESOLVED: f64 = 1e-5;

/// Standard deviations below the mean that a total of many events never reaches: positive jumps
/// keep the lower tail below e^(−z²/2), so 1e-16.
const LEAST: f64 = 8.6;

/// The widest σ of ln X that a size may have. The third moments of a cell, which the grid is laid
/// by, leave the range of a float at 12.
const WIDEST_SIZE: f64 = 11.0;

/// The events are so large or so unlike each other that the mean or the variance of a year is no
/// finite number, or none that could be computed with; then there is no law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unbounded;

impl std::fmt::Display for Unbounded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the sizes of events are too wide for a law")
    }
}

impl std::error::Error for Unbounded {}

/// The law of a year's total.
#[derive(Debug, Clone)]
pub struct Law {
    /// Probability of a year without an event that counts.
    none: f64,
    mean: f64,
    variance: f64,
    reach: f64,
    /// Totals in ascending order, at least one.
    at: Vec<f64>,
    /// Probability of at most each of them.
    upto: Vec<f64>,
}

/// What is known of a law without a grid.
#[derive(Debug, Clone, Copy)]
struct Known {
    mean: f64,
    variance: f64,
    none: f64,
    /// Totals below it have no probability worth mentioning.
    least: f64,
}

/// A law on one grid.
#[derive(Debug)]
struct Piece {
    /// Where the grid begins.
    origin: f64,
    step: f64,
    /// Probability of at most the origin and (j + ½) steps.
    cumulated: Vec<f64>,
}

impl Piece {
    fn at(&self, j: usize) -> f64 {
        self.origin + (j as f64 + 0.5) * self.step
    }
}

impl Law {
    /// The law of the sum of independent `components`, in their unit.
    ///
    /// The grids reach at least to `cover` (beyond it the distribution function is only known
    /// to be near 1), and to between three and six times the 99 % quantile.
    ///
    /// # Errors
    /// [`Unbounded`] where the mean or the variance is no finite number, or a size so wide that
    /// its cells have no moments.
    pub fn of(
        components: &[Component],
        resolution: Resolution,
        cover: f64,
    ) -> Result<Self, Unbounded> {
        let active: Vec<Component> = components
            .iter()
            .filter(|c| c.rate.mean() != 0.0 && c.size.mean() != 0.0)
            .cloned()
            .collect();
        if active.is_empty() {
            return Ok(Self {
                none: 1.0,
                mean: 0.0,
                variance: 0.0,
                reach: 1.0,
                at: vec![0.5],
                upto: vec![1.0],
            });
        }
        let mean: f64 = active.iter().map(Component::mean).sum();
        let variance: f64 = active.iter().map(Component::variance).sum();
        let too_wide = active.iter().any(|c| c.size.spread() > WIDEST_SIZE);
        if too_wide || !mean.is_finite() || !variance.is_finite() {
            return Err(Unbounded);
        }
        let below = mean - LEAST * active.iter().map(Component::lower).sum::<f64>().sqrt();
        let known = Known {
            mean,
            variance,
            none: active.iter().map(Component::none).product(),
            // A grid from 0 will do unless most of it would lie below the least total.
            least: if below > 0.5 * mean { below } else { 0.0 },
        };
        let fine = RealFourier::new(resolution.log2);
        let edge = Self::edge(&active, &known, resolution, cover);
        let mut pieces = vec![Self::on(&active, &fine, edge, &known)];
        while let Some(last) = pieces.last() {
            let finer = (fine.len() as f64 * last.step) / RATIO as f64;
            if known.least > 0.0 || finer < 1e-280 || resolved(last, known.none) {
                break;
            }
            pieces.push(Self::on(&active, &fine, finer, &known));
        }
        Ok(Self::joined(&pieces, &known))
    }

    /// How far the coarsest grid goes from where it begins. Coarse laws find it.
    fn edge(components: &[Component], known: &Known, resolution: Resolution, cover: f64) -> f64 {
        let deviation = known.variance.max(0.0).sqrt();
        let cover = 1.3 * (cover - known.least);
        if known.least > 0.0 {
            // As far above the mean as below it, and as much again for what is skewed.
            let above = known.mean + 12.0 * deviation - known.least;
            return above.max(cover.min(8.0 * above));
        }
        let large = components.iter().map(|c| c.size.large());
        let largest = large.fold(0.0, f64::max);
        let mut edge = 4.0 * (known.mean + 3.0 * deviation).max(largest);
        let coarse = RealFourier::new(resolution.log2.min(12));
        // Where nearly all years are without an event, the bad ones are those that have one.
        let bad = 0.99_f64.max(known.none + 0.9 * (1.0 - known.none));
        // A step divides by 250,000 at most; the widest ranges take some dozens.
        for _ in 0..64 {
            edge = edge.max(cover);
            let piece = Self::on(components, &coarse, edge, known);
            let law = Self::joined(&[piece], known);
            let x = law.quantile(bad).max(edge * 1e-6);
            if 3.0 * x < edge && (edge < 6.0 * x || edge <= 1.01 * cover) {
                break;
            }
            edge = 4.0 * x;
        }
        edge.max(cover)
    }

    /// Puts grids together, the coarsest first: each is believed up to half its reach, because
    /// the damping of what wraps around makes its far end less exact.
    fn joined(pieces: &[Piece], known: &Known) -> Self {
        let (mut at, mut upto) = (vec![], vec![]);
        let mut from = f64::NEG_INFINITY;
        let mut highest = known.none;
        for (n, piece) in pieces.iter().enumerate().rev() {
            let points = piece.cumulated.len();
            let half = if n == 0 { points } else { points / 2 };
            for (j, value) in piece.cumulated[..half].iter().enumerate() {
                if piece.at(j) > from {
                    highest = value.max(highest);
                    at.push(piece.at(j));
                    upto.push(highest);
                }
            }
            from = at.last().copied().unwrap_or(from);
        }
        let reach = pieces
            .first()
            .map_or(0.0, |p| p.origin + p.step * p.cumulated.len() as f64);
        Self {
            none: known.none,
            mean: known.mean,
            variance: known.variance,
            reach,
            at,
            upto,
        }
    }

    fn on(components: &[Component], fourier: &RealFourier, edge: f64, known: &Known) -> Piece {
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
        // A grid that begins at m steps holds the total less m steps: e^(θm + 2πikm/n).
        let skipped = (known.least / grid.step).floor();
        if skipped > 0.0 {
            let damped = grid.tilt_of(skipped);
            let turns = skipped.rem_euclid(points as f64);
            for (k, (re, im)) in logarithm.re.iter_mut().zip(&mut logarithm.im).enumerate() {
                let turn = (k as f64 * turns).rem_euclid(points as f64) / points as f64;
                *re += damped;
                *im += 2.0 * std::f64::consts::PI * turn;
            }
        }
        for (re, im) in logarithm.re.iter_mut().zip(&mut logarithm.im) {
            let size = re.exp();
            let (sin, cos) = im.sin_cos();
            (*re, *im) = (size * cos, size * sin);
        }
        let mut density = fourier.inverse(&logarithm);
        grid.tilt(&mut density, 1.0);
        Piece {
            origin: skipped.max(0.0) * grid.step,
            step: grid.step,
            cumulated: cumulate(&density, known.none),
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
        self.reach
    }

    /// Total and probability of at most it at place `j` of the table; before its beginning, 0
    /// and that of no event.
    fn node(&self, j: Option<usize>) -> (f64, f64) {
        j.map_or((0.0, self.none), |j| (self.at[j], self.upto[j]))
    }

    /// Probability of a total of at most `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 0.0;
        }
        let j = self.at.partition_point(|at| *at <= x);
        if j == self.at.len() {
            return self.upto[j - 1];
        }
        let ((a, low), (b, high)) = (self.node(j.checked_sub(1)), self.node(Some(j)));
        low + (x - a) / (b - a) * (high - low)
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
        let j = self.upto.partition_point(|c| *c < p);
        if j >= self.upto.len() {
            return self.reach;
        }
        let ((a, low), (b, high)) = (self.node(j.checked_sub(1)), self.node(Some(j)));
        a + (p - low) / (high - low) * (b - a)
    }

    /// Mean of the totals beyond the quantile of `p`: what a bad year costs on average.
    #[must_use]
    pub fn tail_mean(&self, p: f64) -> f64 {
        if p >= 1.0 {
            return self.reach;
        }
        // E[X; X > q] = E[X] − E[X; X ≤ q], and E[X; X ≤ q] = p·q − ∫ F up to q.
        let q = self.quantile(p);
        if q == 0.0 {
            return self.mean / (1.0 - p);
        }
        let mut area = 0.0;
        let mut before = self.node(None);
        let within = self.at.partition_point(|at| *at < q);
        let nodes = self.at.iter().copied().zip(self.upto.iter().copied());
        for node in nodes.take(within).chain([(q, p)]) {
            area += 0.5 * (before.1 + node.1) * (node.0 - before.0);
            before = node;
        }
        ((self.mean - (p * q - area)) / (1.0 - p)).max(q)
    }
}

/// Whether a grid is fine enough for what is asked: every quantile lies where the next grid would
/// no longer reach, and next to nothing in the first steps. A grid of so few points that it only
/// serves to see whether there is a law is as fine as it can be.
fn resolved(piece: &Piece, none: f64) -> bool {
    let covered = piece.cumulated.len() / (2 * RATIO);
    let first = covered / 32;
    if first == 0 {
        return true;
    }
    let lowest = ASKED.into_iter().find(|p| *p > none).unwrap_or(1.0);
    piece.cumulated[covered] < lowest && piece.cumulated[first] - none < UNRESOLVED
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

#[cfg(test)]
mod tests;
