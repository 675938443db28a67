//! Sampling by inversion from a tabulated quantile function.
//!
//! Every distribution, whatever its formula, is drawn in the same few nanoseconds: 32 random bits
//! are read as an odd number y between −2³¹ and 2³¹. Its sign is a side and |y|/2³² the tail
//! probability; as a float, its exponent and first four bits choose one of 1,024 cubics in y.
//! Towards either tail the pieces halve with the probability, so the relative error stays alike
//! from the middle to the last draw in four billion: 2e-7 for the spreads that people give.
//!
//! Inversion is monotone in its random number, which is what makes common random numbers work:
//! the same event is long in one scenario and long in the other.

use crate::distribution::{Distribution, Gamma, Pert, Tail, normal_quantile};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Halvings of the tail probability that are told apart; the last holds no odd number.
const OCTAVES: usize = 32;
/// Pieces in each of them.
const PIECES: usize = 16;
const SIDE: usize = OCTAVES * PIECES;
/// Bits of an f64 below its exponent and the four bits that choose the piece.
const SHIFT: u32 = 48;
/// The exponent bits and piece of y = 1, where the table begins.
const FIRST: u64 = 1023 * PIECES as u64;
/// What y is divided by to be a tail probability.
const WHOLE: f64 = 4_294_967_296.0;

/// Shapes that are remembered; each takes 16 KiB.
const REMEMBERED: usize = 256;

/// Value and slope at the edges of the pieces, for the lower and the upper side.
type Nodes = [Vec<(f64, f64)>; 2];

/// Value and slope of a quantile function at a tail probability.
fn node(of: &Distribution, tail: Tail, x: f64) -> (f64, f64) {
    let value = of.tail_quantile(tail, x);
    let slope = 1.0 / of.density(value);
    match tail {
        Tail::Lower => (value, slope),
        Tail::Upper => (value, -slope),
    }
}

/// A quantile function as cubics: two sides of 32 octaves with 16 pieces each. Small enough
/// that two of them stay in the fast part of the memory.
#[derive(Debug, Clone)]
pub struct Table(Box<[[f64; 4]; 2 * SIDE]>);

impl Table {
    /// Tabulates a quantile function: `at` answers value and slope at edge k of the pieces, whose
    /// tail probability is beside it.
    fn build(at: impl Fn(Tail, usize, f64) -> (f64, f64)) -> Self {
        let mut cubics = Box::new([[0.0; 4]; 2 * SIDE]);
        // The last octave, from a tail of a half upwards, is never drawn.
        let last = SIDE - PIECES;
        for (side, tail) in [Tail::Lower, Tail::Upper].into_iter().enumerate() {
            let sign = if side == 0 { 1.0 } else { -1.0 };
            let nodes: Vec<(f64, f64)> = (0..=last).map(|k| at(tail, k, edge(k) / WHOLE)).collect();
            for k in 0..last {
                let h = (edge(k + 1) - edge(k)) / WHOLE;
                let ((a, da), (b, db)) = (nodes[k], nodes[k + 1]);
                let secant = (b - a) / h;
                // A slope that is not finite (a density of 0) gives way to the secant.
                let da = if da.is_finite() { da } else { secant };
                let db = if db.is_finite() { db } else { secant };
                let c = (3.0 * secant - 2.0 * da - db) / h;
                let d = (da + db - 2.0 * secant) / (h * h);
                // From the distance to the edge to y itself: a step less for every draw, at the
                // cost of four digits of sixteen.
                let x = edge(k) / WHOLE;
                let per = sign / WHOLE;
                let from = [
                    a - x * (da - x * (c - x * d)),
                    da - x * (2.0 * c - 3.0 * x * d),
                    c - 3.0 * x * d,
                    d,
                ];
                let place = ((FIRST as usize + k) & (SIDE - 1)) + side * SIDE;
                cubics[place] = [
                    from[0],
                    from[1] * per,
                    from[2] * per * per,
                    from[3] * per * per * per,
                ];
            }
        }
        Self(cubics)
    }

    /// The table of a distribution.
    #[must_use]
    pub fn of(distribution: &Distribution) -> Self {
        match distribution {
            Distribution::Lognormal(d) => {
                // exp of the tabulated normal quantiles: one table needs no quantile of its own.
                let normal = Self::normal_nodes();
                let (mu, sigma) = (d.mu, d.sigma);
                Self::build(|tail, k, _| {
                    let (z, slope) = normal[k];
                    match tail {
                        Tail::Lower => {
                            let value = (mu + sigma * z).exp();
                            (value, value * sigma * slope)
                        }
                        Tail::Upper => {
                            let value = (mu - sigma * z).exp();
                            (value, -value * sigma * slope)
                        }
                    }
                })
            }
            Distribution::Pert(d) => {
                let (low, high) = d.range();
                let unit = Pert::new(0.0, (d.shape().0 - 1.0) / 4.0, 1.0);
                Self::of_shape(&Distribution::Pert(unit), low, high - low)
            }
            Distribution::Gamma(d) => {
                let unit = Gamma {
                    shape: d.shape,
                    exposure: 1.0,
                };
                Self::of_shape(&Distribution::Gamma(unit), 0.0, 1.0 / d.exposure)
            }
            other => Self::build(|tail, _, x| node(other, tail, x)),
        }
    }

    /// The table of `low` + `width` × a shape. Options of a screen are variations of the same few
    /// shapes, whose quantiles take a thousand times as long to find as to stretch, so they are
    /// remembered; what is remembered is what would be computed.
    fn of_shape(unit: &Distribution, low: f64, width: f64) -> Self {
        let key = match unit {
            Distribution::Pert(d) => [0, d.shape().0.to_bits()],
            Distribution::Gamma(d) => [1, d.shape.to_bits()],
            _ => return Self::build(|tail, _, x| node(unit, tail, x)),
        };
        static SHAPES: Mutex<BTreeMap<[u64; 2], Arc<Nodes>>> = Mutex::new(BTreeMap::new());
        let known = || SHAPES.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known().get(&key).cloned();
        let nodes = found.unwrap_or_else(|| {
            let side = |tail| {
                (0..=SIDE - PIECES)
                    .map(|k| node(unit, tail, edge(k) / WHOLE))
                    .collect()
            };
            let nodes = Arc::new([side(Tail::Lower), side(Tail::Upper)]);
            let mut shapes = known();
            if shapes.len() >= REMEMBERED {
                shapes.clear();
            }
            shapes.insert(key, Arc::clone(&nodes));
            nodes
        });
        Self::build(|tail, k, _| {
            let (value, slope) = nodes[tail as usize][k];
            (low + width * value, width * slope)
        })
    }

    /// The table of the standard normal distribution.
    #[must_use]
    pub fn normal() -> Arc<Self> {
        static TABLE: OnceLock<Arc<Table>> = OnceLock::new();
        TABLE
            .get_or_init(|| {
                let nodes = Self::normal_nodes();
                Arc::new(Self::build(|tail, k, _| {
                    let (z, slope) = nodes[k];
                    match tail {
                        Tail::Lower => (z, slope),
                        Tail::Upper => (-z, -slope),
                    }
                }))
            })
            .clone()
    }

    /// Lower quantiles of the standard normal distribution at the edges of the pieces, and their
    /// slopes √(2π) e^(z²/2).
    fn normal_nodes() -> &'static [(f64, f64)] {
        static NODES: OnceLock<Vec<(f64, f64)>> = OnceLock::new();
        NODES.get_or_init(|| {
            (0..=SIDE)
                .map(|k| {
                    let z = normal_quantile((edge(k) / WHOLE).min(0.5));
                    (z, (2.0 * std::f64::consts::PI).sqrt() * (0.5 * z * z).exp())
                })
                .collect()
        })
    }

    /// The table of the spread that a fit leaves open: the standard deviation of ln X.
    #[must_use]
    pub fn of_spread(sigma_exceeded: impl Fn(f64) -> f64) -> Self {
        // Its slope has no short formula; differences of the tabulated values will do.
        let value = |tail, x| match tail {
            Tail::Lower => sigma_exceeded(1.0 - x),
            Tail::Upper => sigma_exceeded(x),
        };
        Self::build(|tail, _, x| (value(tail, x), f64::NAN))
    }

    /// The quantile of 32 random bits, of which the lowest does not count.
    #[inline]
    #[must_use]
    pub fn draw(&self, bits: u32) -> f64 {
        let y = f64::from((bits | 1) as i32);
        let piece = (y.to_bits() >> SHIFT) as usize & (SIDE - 1);
        let side = (bits >> 31) as usize * SIDE;
        let [a, b, c, d] = self.0[piece + side];
        a + y * (b + y * (c + y * d))
    }
}

/// The probability that a draw of these bits is the quantile of.
#[must_use]
pub fn level(bits: u32) -> f64 {
    let y = f64::from((bits | 1) as i32) / WHOLE;
    if y > 0.0 { y } else { 1.0 + y }
}

/// Where piece k begins, as y.
fn edge(k: usize) -> f64 {
    f64::from_bits((FIRST + k as u64) << SHIFT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::Estimate;

    /// The quantile that 32 bits stand for.
    fn exact(d: &Distribution, bits: u32) -> f64 {
        let y = (bits | 1) as i32;
        let tail = if y > 0 { Tail::Lower } else { Tail::Upper };
        d.tail_quantile(tail, f64::from(y.unsigned_abs()) / WHOLE)
    }

    #[test]
    fn a_table_is_the_quantile_function() {
        let ranges = [
            (Estimate::interval(10.0, 240.0), 1e-6),
            (Estimate::interval(1440.0, 20160.0), 1e-6),
            (Estimate::interval(1.0, 5_000.0), 5e-6),
            (Estimate::three_point(0.0, 5.0, 10.0), 1e-6),
            (Estimate::three_point(5.0, 5.0, 10.0), 1e-6),
            (Estimate::three_point(5.0, 10.0, 10.0), 1e-6),
            (
                Estimate::Learned {
                    shape: 4.5,
                    exposure: 2.0,
                },
                1e-5,
            ),
        ];
        for (estimate, within) in ranges {
            let d = estimate.distribution("").unwrap();
            let table = Table::of(&d);
            let mut worst: f64 = 0.0;
            for n in 0..4_000_u32 {
                // Every order of magnitude of the tail on both sides.
                let y = (n.wrapping_mul(2_654_435_761) as i32) >> (n % 31);
                let bits = y as u32;
                let (found, expected) = (table.draw(bits), exact(&d, bits));
                worst = worst.max((found / expected - 1.0).abs());
            }
            assert!(worst < within, "{d:?}: {worst:e}");
        }
    }

    #[test]
    fn the_extreme_draws_are_finite_and_in_order() {
        let d = Estimate::interval(10.0, 240.0).distribution("").unwrap();
        let table = Table::of(&d);
        // From the smallest positive y up, then from the largest negative one up to −1.
        let draws = [0, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, u32::MAX].map(|y| table.draw(y));
        assert!(draws.is_sorted(), "{draws:?}");
        assert!(draws[0] > 0.0 && draws[5] < 1e5);
    }
}
