//! How revenue strays from what is expected, and for how long: a good hour is mostly followed by
//! another. So the clean hours around an outage say something about the hours that it took.
//!
//! The relative deviation of the rate is taken for a stationary noise whose covariance over a
//! time τ is Σ vᵢ·exp(−τ/Tᵢ), on top of the noise of single purchases, whose variance is `grain`
//! × expectation. One or two terms are fitted to the products of the residuals of clean hours at
//! lags of one to [`LAGS`] hours. What is left of an hour's own square is told apart by how it
//! grows with what the hour was expected to earn: with its square it is a passing term, that an
//! hour shares with no other, and in proportion it is grain.
//!
//! The best linear prediction of a gap from blocks of clean time beside it (kriging) is then a
//! small system of equations. Nothing here has to be true for a result to be honest: the ranges
//! come from placebos, to which the same prediction was applied. It only has to be useful for
//! them to be narrow.

/// Lags, in hours, that the covariance is fitted to.
const LAGS: usize = 48;
/// Time constants that are tried, in hours.
const SCALES: [f64; 10] = [0.5, 1.0, 1.5, 2.0, 3.0, 4.5, 7.0, 11.0, 17.0, 26.0];
/// Time constant of the term that an hour shares with no other, in hours.
const PASSING: f64 = 0.25;
/// Terms of the covariance: two that last, and the passing one.
const TERMS: usize = 3;
/// By how much a second term must lower the squared error to be worth having.
const WORTHWHILE: f64 = 0.8;
/// Pairs of clean hours that a fit needs.
const LEAST_PAIRS: usize = 200;
/// Blocks beside a gap.
pub(super) const SITES: usize = 6;

/// One term of the covariance.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Term {
    variance: f64,
    /// Time constant, hours.
    scale: f64,
}

impl Term {
    /// Mean of exp(−x/T) over a stretch of so many hours.
    fn fade(self, hours: f64) -> f64 {
        let x = hours / self.scale;
        if x < 1e-6 { 1.0 } else { -(-x).exp_m1() / x }
    }

    /// Variance of the mean over a stretch of so many hours.
    fn of_mean(self, hours: f64) -> f64 {
        let x = hours / self.scale;
        if x < 1e-4 {
            return self.variance;
        }
        2.0 * self.variance / (x * x) * (x + (-x).exp_m1())
    }
}

/// The noise of a stream around its levelled expectation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Memory {
    terms: [Term; TERMS],
    /// Variance of the noise of single purchases over expectation, major units.
    grain: f64,
}

/// What a clean hour was expected to earn and by how much it earned more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hour {
    pub(super) expected: f64,
    pub(super) more: f64,
}

impl Memory {
    /// Fits the noise to hours in their order, `None` where an hour is not clean.
    pub(super) fn fit(hours: &[Option<Hour>]) -> Self {
        let mut products = [(0.0, 0.0); LAGS + 1];
        let mut pairs = 0_usize;
        for (at, hour) in hours.iter().enumerate() {
            let Some(hour) = hour else { continue };
            for (lag, sum) in products.iter_mut().enumerate().skip(1) {
                if let Some(Some(other)) = hours.get(at + lag) {
                    sum.0 += hour.more * other.more;
                    sum.1 += hour.expected * other.expected;
                    pairs += 1;
                }
            }
        }
        let mut out = Self::default();
        if pairs >= LEAST_PAIRS {
            out.terms[..2].copy_from_slice(&best_terms(&products));
        }
        let (passing, grain) = own_squares(hours, out.of_mean(1.0));
        let unit = Term {
            variance: 1.0,
            scale: PASSING,
        };
        out.terms[2] = Term {
            variance: passing / unit.of_mean(1.0),
            scale: PASSING,
        };
        out.grain = grain;
        out
    }

    /// Terms that matter.
    fn terms(&self) -> impl Iterator<Item = Term> + '_ {
        self.terms.iter().copied().filter(|t| t.variance > 0.0)
    }

    /// Hours beyond which a block says nothing.
    pub(super) fn reach(&self) -> f64 {
        let longest = self.terms().map(|t| t.scale).fold(0.0, f64::max);
        6.0 * longest
    }

    /// Variance of the relative deviation of the rate, averaged over so many hours.
    pub(super) fn of_mean(&self, hours: f64) -> f64 {
        self.terms().map(|t| t.of_mean(hours)).sum()
    }

    /// Variance of the noise of single purchases over expectation, major units.
    pub(super) fn grain(&self) -> f64 {
        self.grain
    }
}

/// Splits what the squares of clean hours have beyond `lasting` × expectation² into a part that
/// grows with the square of the expectation and one in proportion to it.
fn own_squares(hours: &[Option<Hour>], lasting: f64) -> (f64, f64) {
    // Squares over expectation against expectation: a line, whose slope is the one and whose
    // height the other.
    let points = || {
        hours
            .iter()
            .flatten()
            .filter(|h| h.expected > 0.0)
            .map(|h| {
                (
                    h.expected,
                    h.more * h.more / h.expected - lasting * h.expected,
                )
            })
    };
    let count = points().count() as f64;
    if count == 0.0 {
        return (0.0, 0.0);
    }
    let sums = points().fold((0.0, 0.0), |s, (x, y)| (s.0 + x, s.1 + y));
    let (x0, y0) = (sums.0 / count, sums.1 / count);
    let (xx, xy) = points().fold((0.0, 0.0), |s, (x, y)| {
        (s.0 + (x - x0) * (x - x0), s.1 + (x - x0) * (y - y0))
    });
    // Where all hours expect about the same, nothing tells the two apart.
    let slope = if xx > 0.01 * count * x0 * x0 {
        (xy / xx).max(0.0)
    } else {
        0.0
    };
    let height = y0 - slope * x0;
    if height >= 0.0 {
        (slope, height)
    } else {
        ((y0 / x0).max(0.0), 0.0)
    }
}

/// The one or two terms that fit lagged products best: (Σ residuals, Σ expectations) by lag.
fn best_terms(products: &[(f64, f64); LAGS + 1]) -> [Term; 2] {
    let whole = products[1].1.max(f64::MIN_POSITIVE);
    let points: Vec<(f64, f64, f64)> = products
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, (_, scale))| *scale > 0.0)
        .map(|(lag, (sum, scale))| (lag as f64, sum / scale, scale / whole))
        .collect();
    // Covariance of two hours' means, a unit of variance.
    let shape = |scale: f64, lag: f64| {
        let term = Term {
            variance: 1.0,
            scale,
        };
        term.fade(1.0).powi(2) * (-(lag - 1.0) / scale).exp()
    };
    let error = |terms: &[Term; 2]| -> f64 {
        let at = |lag: f64| -> f64 {
            let term = |t: &Term| t.variance * shape(t.scale, lag);
            terms.iter().filter(|t| t.variance > 0.0).map(term).sum()
        };
        let squares = points.iter().map(|(lag, c, w)| w * (c - at(*lag)).powi(2));
        squares.sum()
    };
    // Sums of a and b, a² and b², and of each with what was found.
    let sums = |a: f64, b: f64| {
        points.iter().fold([0.0; 5], |mut s, (lag, c, w)| {
            let (x, y) = (shape(a, *lag), shape(b, *lag));
            for (sum, value) in s.iter_mut().zip([x * x, x * y, y * y, x * c, y * c]) {
                *sum += w * value;
            }
            s
        })
    };
    let mut best = [Term::default(); 2];
    let mut least = error(&best);
    for scale in SCALES {
        let [xx, _, _, xc, _] = sums(scale, scale);
        let variance = if xx > 0.0 { (xc / xx).max(0.0) } else { 0.0 };
        let one = [Term { variance, scale }, Term::default()];
        let found = error(&one);
        if found < least {
            (best, least) = (one, found);
        }
    }
    let mut least = least * WORTHWHILE;
    for (i, a) in SCALES.iter().enumerate() {
        for b in &SCALES[i + 1..] {
            let [xx, xy, yy, xc, yc] = sums(*a, *b);
            let both = xx * yy - xy * xy;
            let (v, w) = ((yy * xc - xy * yc) / both, (xx * yc - xy * xc) / both);
            if !(v > 0.0 && w > 0.0 && v.is_finite() && w.is_finite()) {
                continue;
            }
            let two = [
                Term {
                    variance: v,
                    scale: *a,
                },
                Term {
                    variance: w,
                    scale: *b,
                },
            ];
            let found = error(&two);
            if found < least {
                (best, least) = (two, found);
            }
        }
    }
    best
}

/// A block of clean time beside a gap.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Site {
    /// Before the gap, or after it.
    pub(super) before: bool,
    /// Hours between it and the gap.
    pub(super) distance: f64,
    /// Its length, hours.
    pub(super) hours: f64,
    /// What was expected of it, major units; more than nothing.
    pub(super) expected: f64,
}

/// A gap and the blocks that it is predicted from.
#[derive(Debug, Clone)]
pub(super) struct Surroundings<'a> {
    memory: &'a Memory,
    /// Length of the gap, hours.
    gap: f64,
    sites: &'a [Site],
    /// Lower triangle of the covariance of the sites, L of L·Lᵀ.
    factor: [[f64; SITES]; SITES],
}

impl<'a> Surroundings<'a> {
    /// At most [`SITES`] blocks, disjoint.
    pub(super) fn new(memory: &'a Memory, gap: f64, sites: &'a [Site]) -> Self {
        let sites = &sites[..sites.len().min(SITES)];
        let mut factor = [[0.0; SITES]; SITES];
        for i in 0..sites.len() {
            for j in 0..=i {
                let mut sum = covariance(memory, gap, &sites[i], &sites[j], i == j);
                for (x, y) in factor[i][..j].iter().zip(&factor[j][..j]) {
                    sum -= x * y;
                }
                factor[i][j] = if i == j {
                    // A covariance of sums of exponentials is positive; this is for rounding.
                    sum.max(1e-12).sqrt()
                } else {
                    sum / factor[j][j]
                };
            }
        }
        Self {
            memory,
            gap,
            sites,
            factor,
        }
    }

    /// L⁻¹ of a column.
    fn forward(&self, column: &mut [f64; SITES]) {
        for i in 0..self.sites.len() {
            let mut sum = column[i];
            for (factor, value) in self.factor[i][..i].iter().zip(column.iter()) {
                sum -= factor * value;
            }
            column[i] = sum / self.factor[i][i];
        }
    }

    /// What the relative deviations of the blocks say about the gap.
    pub(super) fn pull(&self, deviations: &[f64]) -> Pull {
        let mut column = [0.0; SITES];
        for (cell, value) in column.iter_mut().zip(deviations) {
            *cell = *value;
        }
        self.forward(&mut column);
        for i in (0..self.sites.len()).rev() {
            let mut sum = column[i];
            for (k, value) in column.iter().enumerate().take(self.sites.len()).skip(i + 1) {
                sum -= self.factor[k][i] * value;
            }
            column[i] = sum / self.factor[i][i];
        }
        let mut pull = Pull::default();
        for (part, term) in pull.parts.iter_mut().zip(self.memory.terms()) {
            part.scale = term.scale;
            for (site, weight) in self.sites.iter().zip(column) {
                let reached = weight
                    * term.variance
                    * (-site.distance / term.scale).exp()
                    * term.fade(site.hours);
                if site.before {
                    part.before += reached;
                } else {
                    part.after += reached;
                }
            }
        }
        pull
    }

    /// How much of the variance of the mean over a stretch of the gap the blocks explain;
    /// `from` and `until` in hours from its start.
    pub(super) fn explained(&self, from: f64, until: f64) -> f64 {
        let mut column = [0.0; SITES];
        for (cell, site) in column.iter_mut().zip(self.sites) {
            let apart = site.distance + if site.before { from } else { self.gap - until };
            let term = |t: Term| {
                t.variance
                    * (-apart.max(0.0) / t.scale).exp()
                    * t.fade(site.hours)
                    * t.fade(until - from)
            };
            *cell = self.memory.terms().map(term).sum();
        }
        self.forward(&mut column);
        column.iter().map(|x| x * x).sum()
    }
}

fn covariance(memory: &Memory, gap: f64, a: &Site, b: &Site, same: bool) -> f64 {
    if same {
        return memory.of_mean(a.hours) + memory.grain / a.expected;
    }
    let apart = if a.before == b.before {
        let (near, far) = if a.distance < b.distance {
            (a, b)
        } else {
            (b, a)
        };
        far.distance - near.distance - near.hours
    } else {
        a.distance + gap + b.distance
    };
    let term = |t: Term| {
        t.variance * (-apart.max(0.0) / t.scale).exp() * t.fade(a.hours) * t.fade(b.hours)
    };
    memory.terms().map(term).sum()
}

/// The relative deviation expected inside a gap: for each term, an amount that fades from its
/// start and one that fades towards its end.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Pull {
    parts: [Fading; TERMS],
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Fading {
    before: f64,
    after: f64,
    /// Time constant, hours; 0 where there is no term.
    scale: f64,
}

impl Pull {
    /// Mean over a stretch `from`..`until`, hours from the start of a gap of so many hours;
    /// never below −1, so that nothing less than nothing is expected.
    pub(super) fn mean(&self, gap: f64, from: f64, until: f64) -> f64 {
        let mut sum = 0.0;
        for part in self.parts.iter().filter(|p| p.scale > 0.0) {
            let term = Term {
                variance: 1.0,
                scale: part.scale,
            };
            let near = (-from / part.scale).exp() * part.before
                + (-(gap - until) / part.scale).exp() * part.after;
            sum += near * term.fade(until - from);
        }
        sum.max(-1.0)
    }

    /// Whether it says anything.
    pub(super) fn is_none(&self) -> bool {
        self.parts.iter().all(|p| p.before == 0.0 && p.after == 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn two_terms() -> Memory {
        Memory {
            terms: [
                Term {
                    variance: 0.06,
                    scale: 2.0,
                },
                Term {
                    variance: 0.02,
                    scale: 17.0,
                },
                Term {
                    variance: 0.01,
                    scale: PASSING,
                },
            ],
            grain: 3.0,
        }
    }

    /// Covariance of the means over two stretches (hours), summed over small steps.
    fn by_steps(memory: &Memory, a: (f64, f64), b: (f64, f64)) -> f64 {
        const STEPS: usize = 200;
        let point = |(from, until): (f64, f64), i: usize| {
            from + (until - from) * (i as f64 + 0.5) / STEPS as f64
        };
        let mut sum = 0.0;
        for i in 0..STEPS {
            for j in 0..STEPS {
                let apart = (point(a, i) - point(b, j)).abs();
                for term in memory.terms {
                    sum += term.variance * (-apart / term.scale).exp();
                }
            }
        }
        sum / (STEPS * STEPS) as f64
    }

    fn sites() -> [Site; 3] {
        let site = |before, distance, hours| Site {
            before,
            distance,
            hours,
            expected: 500.0,
        };
        [
            site(true, 0.0, 0.5),
            site(true, 0.5, 1.0),
            site(false, 0.0, 2.0),
        ]
    }

    /// Where the sites lie, the gap being 0..3.
    const PLACES: [(f64, f64); 3] = [(-0.5, 0.0), (-1.5, -0.5), (3.0, 5.0)];

    #[test]
    fn covariances_are_those_of_small_steps() {
        let memory = two_terms();
        assert!((memory.of_mean(3.0) - by_steps(&memory, (0.0, 3.0), (0.0, 3.0))).abs() < 1e-4);
        let sites = sites();
        for i in 0..3 {
            for j in 0..3 {
                let found = covariance(&memory, 3.0, &sites[i], &sites[j], i == j);
                let grain = if i == j { 3.0 / 500.0 } else { 0.0 };
                let expected = by_steps(&memory, PLACES[i], PLACES[j]) + grain;
                assert!(
                    (found - expected).abs() < 1e-4,
                    "{i} {j}: {found} {expected}"
                );
            }
        }
    }

    #[test]
    fn the_prediction_leaves_an_error_that_the_blocks_say_nothing_about() {
        // The best linear prediction is the one whose error is uncorrelated with every block.
        let memory = two_terms();
        let sites = sites();
        let around = Surroundings::new(&memory, 3.0, &sites);
        let stretch = (0.5, 2.0);
        // It is linear, so its weights are what it makes of each block alone.
        let weight = |i: usize| {
            let mut deviations = [0.0; 3];
            deviations[i] = 1.0;
            around.pull(&deviations).mean(3.0, stretch.0, stretch.1)
        };
        let weights = [weight(0), weight(1), weight(2)];
        let mut explained = 0.0;
        for (i, site) in sites.iter().enumerate() {
            let with_truth = by_steps(&memory, PLACES[i], stretch);
            let with_prediction: f64 = (0..3)
                .map(|j| weights[j] * covariance(&memory, 3.0, site, &sites[j], i == j))
                .sum();
            assert!((with_truth - with_prediction).abs() < 2e-4, "{i}");
            explained += weights[i] * with_truth;
        }
        assert!((explained - around.explained(stretch.0, stretch.1)).abs() < 2e-4);
        assert!(explained > 0.0 && explained < memory.of_mean(1.5));
    }

    #[test]
    fn a_planted_memory_is_found() {
        let mut random = Random::seeded(5);
        let mut z = 0.0;
        let hours: Vec<Option<Hour>> = (0..9_000)
            .map(|hour| {
                z = 0.6 * z + 0.24 * random.normal();
                let expected: f64 = if hour % 24 < 8 { 50.0 } else { 400.0 };
                let alone = (30.0 * expected).sqrt() * random.normal();
                (hour % 50 > 3).then_some(Hour {
                    expected,
                    more: z * expected + alone,
                })
            })
            .collect();
        let memory = Memory::fit(&hours);
        assert!((memory.of_mean(1.0) - 0.09).abs() < 0.01, "{memory:?}");
        assert!((25.0..35.0).contains(&memory.grain), "{memory:?}");
        assert!(memory.reach() > 6.0 && memory.reach() < 30.0, "{memory:?}");
        // Hours that stray each on its own have none.
        let lone: Vec<Option<Hour>> = (0..5_000)
            .map(|_| {
                Some(Hour {
                    expected: 100.0,
                    more: 20.0 * random.normal(),
                })
            })
            .collect();
        let memory = Memory::fit(&lone);
        assert!(
            memory.of_mean(24.0) < 1e-3 && (memory.grain - 4.0).abs() < 0.4,
            "{memory:?}"
        );
        let none = Memory::fit(&[None, None]);
        assert_eq!(
            (none.of_mean(1.0), none.grain, none.reach()),
            (0.0, 0.0, 0.0)
        );
    }

    #[test]
    fn purchases_and_good_hours_are_told_apart() {
        // Hours that stray each on its own, half by what they expect and half by its root.
        let mut random = Random::seeded(6);
        let hours: Vec<Option<Hour>> = (0..9_000)
            .map(|hour| {
                let expected = 100.0 + f64::from(hour % 24) * 20.0;
                let good = 0.2 * expected * random.normal();
                let bought = (12.0 * expected).sqrt() * random.normal();
                Some(Hour {
                    expected,
                    more: good + bought,
                })
            })
            .collect();
        let memory = Memory::fit(&hours);
        assert!((memory.of_mean(1.0) - 0.04).abs() < 0.006, "{memory:?}");
        assert!((memory.grain - 12.0).abs() < 2.0, "{memory:?}");
        assert!(memory.of_mean(24.0) < 0.003, "{memory:?}");
    }
}
