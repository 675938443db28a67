//! Putting sizes on a grid of evenly spaced points.

use crate::distribution::{Distribution, Lognormal, Pert, Together};

/// Damping of what wraps around the grid: e^−23 ≈ 1e-10.
const TILT: f64 = 23.0;

/// Cells in which a size is put on the points by its moments; beyond, its density is smooth
/// against the step, and its value at a point is the same to better than (1/256)⁴.
const NEAR: usize = 256;

/// Standard deviations beyond which a lognormal is left out: 1e-19.
const FAR: f64 = 9.0;

/// Standard deviations of ln X, in cells, from which on a density is smooth inside one.
const SMOOTH: f64 = 6.0;

/// 1/√2π.
const BELL: f64 = 0.398_942_280_401_432_7;

/// Gauss's rule with five points on 0 to 1: position and weight.
const GAUSS: [(f64, f64); 5] = [
    (0.046_910_077_030_668_0, 0.118_463_442_528_094_54),
    (0.230_765_344_947_158_45, 0.239_314_335_249_683_23),
    (0.5, 0.284_444_444_444_444_44),
    (0.769_234_655_052_841_6, 0.239_314_335_249_683_23),
    (0.953_089_922_969_332, 0.118_463_442_528_094_54),
];

/// The same with three, for a piece that is nearly straight.
const FEW: [(f64, f64); 3] = [
    (0.112_701_665_379_258_3, 5.0 / 18.0),
    (0.5, 4.0 / 9.0),
    (0.887_298_334_620_741_7, 5.0 / 18.0),
];

/// Points j × step for j from 0 to `points` − 1.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    /// Number of points.
    pub points: usize,
    /// Distance between two.
    pub step: f64,
}

impl Grid {
    /// θm: the exponent that the tilt has at point `m`, which may lie beyond the grid.
    pub fn tilt_of(&self, m: f64) -> f64 {
        TILT / self.points as f64 * m
    }

    /// Multiplies the value of point j by e^(±θj).
    pub fn tilt(&self, values: &mut [f64], sign: f64) {
        let theta = sign * TILT / self.points as f64;
        // By blocks, so that an exponential is taken for few points and errors do not pile up.
        let block: Vec<f64> = (0..256).map(|j| (theta * f64::from(j)).exp()).collect();
        for (b, values) in values.chunks_mut(256).enumerate() {
            let start = (theta * (256 * b) as f64).exp();
            for (value, factor) in values.iter_mut().zip(&block) {
                *value *= start * factor;
            }
        }
    }

    /// Adds `weight` times the distribution to the points.
    pub fn deposit(&self, of: &Distribution, weight: f64, onto: &mut [f64]) {
        match of {
            Distribution::Fixed(x) => {
                let at = x / self.step;
                let cell = at.floor();
                let t = at - cell;
                add_cell(onto, cell, weight, [1.0, t, t * t, t * t * t]);
            }
            Distribution::Lognormal(d) => self.deposit_lognormal(*d, weight, onto),
            Distribution::Pert(d) => self.deposit_pert(*d, weight, onto),
            Distribution::Pool(parts) => {
                for (share, part) in parts {
                    self.deposit(part, weight * share, onto);
                }
            }
            Distribution::Fitted(d) => {
                for (share, part) in d.parts() {
                    self.deposit_lognormal(part, weight * share, onto);
                }
            }
            Distribution::Together(d) => self.deposit_together(d, weight, onto),
            Distribution::Gamma(_) => {
                for (x, share) in of.nodes(4096) {
                    self.deposit(&Distribution::Fixed(x), weight * share, onto);
                }
            }
        }
    }

    /// Goes along the quantile function, which is known at even steps of the normal score and is a
    /// cubic between two, and gives each cell that it crosses the moments of what lies in it.
    fn deposit_together(&self, d: &Together, weight: f64, onto: &mut [f64]) {
        for ((from, a, da), (to, b, db)) in d.curve().zip(d.curve().skip(1)) {
            let wide = to - from;
            let (a, b) = (a / self.step, b / self.step);
            if a.floor() >= self.points as f64 {
                break;
            }
            // A slope that is not finite (a density of 0) gives way to the secant.
            let slope = |d: f64| match d * wide / self.step {
                d if d.is_finite() => d,
                _ => b - a,
            };
            let (da, db) = (slope(da), slope(db));
            let (c, e) = (3.0 * (b - a) - 2.0 * da - db, 2.0 * (a - b) + da + db);
            let x = |t: f64| a + t * (da + t * (c + t * e));
            let slope_at = |t: f64| da + t * (2.0 * c + 3.0 * t * e);
            let mut t = 0.0;
            let mut cell = a.floor();
            while t < 1.0 && cell < self.points as f64 {
                let end = if b <= cell + 1.0 {
                    1.0
                } else {
                    leaves(x, slope_at, cell + 1.0, t)
                };
                let mut moments = [0.0; 4];
                for (place, share) in FEW {
                    let at = t + (end - t) * place;
                    let z = from + wide * at;
                    let mass = share * (end - t) * wide * (-0.5 * z * z).exp() * BELL;
                    let inside = x(at) - cell;
                    for (k, moment) in moments.iter_mut().enumerate() {
                        *moment += mass * inside.powi(k as i32);
                    }
                }
                add_cell(onto, cell, weight, moments);
                t = end;
                cell += 1.0;
            }
        }
    }

    fn deposit_lognormal(&self, d: Lognormal, weight: f64, onto: &mut [f64]) {
        if d.sigma <= 0.0 {
            return self.deposit(&Distribution::Fixed(d.mu.exp()), weight, onto);
        }
        let near = NEAR.min(self.points);
        let first = (d.mu - FAR * d.sigma).exp() / self.step;
        let last = (d.mu + FAR * d.sigma).exp() / self.step;
        let norm = 1.0 / (d.sigma * (2.0 * std::f64::consts::PI).sqrt());
        let (shift, per) = (self.step.ln() - d.mu, 1.0 / d.sigma);
        if first < (near + 2) as f64 {
            // Moments of the cells below `near` + 2 give every point below `near` its full value.
            let mut close = vec![0.0; near + 4];
            // Differences of moments lose i³ of their digits in cell i. Where the density is
            // smooth inside a cell, Gauss's rule has them all.
            let smooth = (SMOOTH / d.sigma).max(SMOOTH) as usize;
            let moments = |edge: usize| {
                [0, 1, 2, 3].map(|k| d.partial_moment(k, edge as f64 * self.step, self.step))
            };
            let mut before = [0.0; 4];
            for i in (first as usize).saturating_sub(2)..near + 2 {
                if i as f64 > last {
                    break;
                }
                let about_i = if i < smooth {
                    let upto = moments(i + 1);
                    let raw = [0, 1, 2, 3].map(|k: usize| upto[k] - before[k]);
                    before = upto;
                    about(raw, i as f64)
                } else {
                    let mut sum = [0.0; 4];
                    for (t, w) in GAUSS {
                        let x = i as f64 + t;
                        let z = (x.ln() + shift) * per;
                        let mass = w * norm / x * (-0.5 * z * z).exp();
                        for (k, sum) in sum.iter_mut().enumerate() {
                            *sum += mass * t.powi(k as i32);
                        }
                    }
                    sum
                };
                add_cell(&mut close, i as f64, weight, about_i);
            }
            for (point, value) in onto.iter_mut().zip(&close[..near]) {
                *point += value;
            }
        }
        let from = near.max(first as usize);
        let to = self.points.min(last.min(1e18) as usize + 2);
        for (j, point) in onto.iter_mut().enumerate().take(to).skip(from) {
            let z = ((j as f64).ln() + shift) * per;
            *point += weight * norm / j as f64 * (-0.5 * z * z).exp();
        }
    }

    /// A beta is not smooth at its ends. A narrow one goes by the moments of its cells; of a wide
    /// one only the ends do, each counted from its own end, and the middle by its density.
    fn deposit_pert(&self, d: Pert, weight: f64, onto: &mut [f64]) {
        let (low, high) = d.range();
        let (first, last) = ((low / self.step).floor(), (high / self.step).floor());
        if first >= self.points as f64 {
            return;
        }
        let (start, stop) = (first as i64, last.min(1e15) as i64);
        let from_low = d.moved((2.0 - first) * self.step);
        let cells = stop - start + 1;
        if cells <= 4 * NEAR as i64 {
            for (i, value) in self.pert_points(from_low, cells as usize) {
                put(onto, start - 2 + i, weight * value);
            }
            return;
        }
        let near = NEAR as i64;
        for (i, value) in self.pert_points(from_low, NEAR + 4) {
            if i - 2 < near {
                put(onto, start - 2 + i, weight * value);
            }
        }
        for j in start + near..(stop + 1 - near).min(self.points as i64) {
            let x = j as f64 * self.step;
            put(onto, j, weight * self.step * d.density(x));
        }
        let from_high = d.mirrored((last + 3.0) * self.step);
        for (i, value) in self.pert_points(from_high, NEAR + 4) {
            if i - 2 <= near {
                put(onto, stop + 3 - i, weight * value);
            }
        }
    }

    /// The points of the first `cells` cells of a beta that begins in cell 2.
    fn pert_points(&self, d: Pert, cells: usize) -> impl Iterator<Item = (i64, f64)> {
        let (low, high) = d.range();
        let (offset, width) = (low / self.step, (high - low) / self.step);
        let mut points = vec![0.0; cells + 6];
        let mut before = [0.0; 4];
        for i in 2..cells + 2 {
            let edge = (i + 1) as f64 * self.step;
            let upto = [0, 1, 2, 3].map(|k| d.partial_moment(k, edge));
            let y = [0, 1, 2, 3].map(|k: usize| upto[k] - before[k]);
            before = upto;
            // The position in cell i is at + width·Y.
            let at = offset - i as f64;
            let moments = [
                y[0],
                at * y[0] + width * y[1],
                at * at * y[0] + 2.0 * at * width * y[1] + width * width * y[2],
                at.powi(3) * y[0]
                    + 3.0 * at * at * width * y[1]
                    + 3.0 * at * width * width * y[2]
                    + width.powi(3) * y[3],
            ];
            add_cell(&mut points, i as f64, 1.0, moments);
        }
        (0_i64..).zip(points)
    }
}

/// Where between `from` and 1 the growing `x` reaches `edge`, which it passes before 1: by Newton's
/// method, which needs two or three steps from cell to cell, kept inside a bracket.
fn leaves(x: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64, edge: f64, from: f64) -> f64 {
    let (mut low, mut high) = (from, 1.0);
    let mut t = from;
    for _ in 0..60 {
        let off = x(t) - edge;
        if off < 0.0 {
            low = t;
        } else {
            high = t;
        }
        let step = off / slope(t);
        let next = t - step;
        // Its error is the square of the step.
        if step.abs() < 1e-11 {
            return next.clamp(low, high);
        }
        // Not a number where the slope is 0.
        t = if next > low && next < high {
            next
        } else {
            0.5 * (low + high)
        };
    }
    t
}

/// Adds to a point. What falls on −1 goes to the first three points so that everything up to
/// squares is kept; what falls beyond the grid cannot come back.
fn put(onto: &mut [f64], at: i64, value: f64) {
    if at == -1 {
        for (point, share) in onto.iter_mut().zip([3.0, -3.0, 1.0]) {
            *point += share * value;
        }
    } else if let Some(point) = usize::try_from(at).ok().and_then(|i| onto.get_mut(i)) {
        *point += value;
    }
}

/// Moments about i of what has these moments about 0.
fn about(raw: [f64; 4], i: f64) -> [f64; 4] {
    [
        raw[0],
        raw[1] - i * raw[0],
        raw[2] - i * (2.0 * raw[1] - i * raw[0]),
        raw[3] - i * (3.0 * raw[2] - i * (3.0 * raw[1] - i * raw[0])),
    ]
}

/// Spreads what lies in the cell from `cell` to `cell` + 1, with these moments of its position in
/// the cell, over the four points around it by cubic convolution.
fn add_cell(onto: &mut [f64], cell: f64, weight: f64, [a0, a1, a2, a3]: [f64; 4]) {
    if cell < onto.len() as f64 {
        let i = cell as i64;
        put(onto, i - 1, weight * 0.5 * (-a3 + 2.0 * a2 - a1));
        put(onto, i, weight * 0.5 * (3.0 * a3 - 5.0 * a2 + 2.0 * a0));
        put(onto, i + 1, weight * 0.5 * (-3.0 * a3 + 4.0 * a2 + a1));
        put(onto, i + 2, weight * 0.5 * (a3 - a2));
    }
}
