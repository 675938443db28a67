//! Fourier transform of real sequences whose length is a power of two.

use std::f64::consts::PI;

/// Complex numbers as two arrays of one length, so that loops over them vectorise.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// Real parts.
    pub re: Vec<f64>,
    /// Imaginary parts.
    pub im: Vec<f64>,
}

impl Spectrum {
    /// All 0: of a sequence of zeros.
    #[must_use]
    pub fn zero(len: usize) -> Self {
        Self {
            re: vec![0.0; len],
            im: vec![0.0; len],
        }
    }

    /// All 1: of a sequence that is 1 at 0.
    #[must_use]
    pub fn one(len: usize) -> Self {
        Self {
            re: vec![1.0; len],
            im: vec![0.0; len],
        }
    }

    /// Becomes the product with another of the same length.
    pub fn multiply(&mut self, by: &Self) {
        let mine = self.re.iter_mut().zip(&mut self.im);
        for ((re, im), (br, bi)) in mine.zip(by.re.iter().zip(&by.im)) {
            (*re, *im) = (*re * br - *im * bi, *re * bi + *im * br);
        }
    }

    /// Becomes the sum with `weight` times another of the same length.
    pub fn add(&mut self, weight: f64, other: &Self) {
        for (re, more) in self.re.iter_mut().zip(&other.re) {
            *re += weight * more;
        }
        for (im, more) in self.im.iter_mut().zip(&other.im) {
            *im += weight * more;
        }
    }
}

/// A plan for real sequences of one length `n`, a power of two of at least 4.
#[derive(Debug, Clone)]
pub struct RealFourier {
    n: usize,
    /// cos(2πk/n), for k below n/2.
    cos: Vec<f64>,
    /// −sin(2πk/n), for k below n/2.
    sin: Vec<f64>,
}

impl RealFourier {
    /// A plan for length 2^`log2`, at least 2².
    #[must_use]
    pub fn new(log2: u32) -> Self {
        let n = 1_usize << log2.max(2);
        let step = 2.0 * PI / n as f64;
        let (sin, cos) = (0..n / 2).map(|k| (step * k as f64).sin_cos()).unzip();
        let mut plan = Self { n, cos, sin };
        plan.sin.iter_mut().for_each(|s: &mut f64| *s = -*s);
        plan
    }

    /// Length of the real sequence.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n
    }

    /// Never: a plan has a length of at least 4.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// X(k) = Σ x(j) e^(−2πijk/n) for k from 0 to n/2, as n/2 + 1 values.
    #[must_use]
    pub fn forward(&self, x: &[f64]) -> Spectrum {
        let half = self.n / 2;
        let mut z = Spectrum {
            re: x.iter().copied().step_by(2).collect(),
            im: x.iter().copied().skip(1).step_by(2).collect(),
        };
        self.complex(&mut z);
        // z holds the transform of x(2j) + i·x(2j+1); even and odd parts come apart by symmetry.
        let mut out = Spectrum::zero(half + 1);
        for k in 0..=half {
            let (a, b) = (k % half, (half - k) % half);
            let (er, ei) = (0.5 * (z.re[a] + z.re[b]), 0.5 * (z.im[a] - z.im[b]));
            let (or, oi) = (0.5 * (z.im[a] + z.im[b]), 0.5 * (z.re[b] - z.re[a]));
            let (c, s) = self.turn(k);
            out.re[k] = er + c * or - s * oi;
            out.im[k] = ei + c * oi + s * or;
        }
        out
    }

    /// The sequence whose [`forward`](Self::forward) this is.
    #[must_use]
    pub fn inverse(&self, spectrum: &Spectrum) -> Vec<f64> {
        let half = self.n / 2;
        let mut z = Spectrum::zero(half);
        for k in 0..half {
            let m = half - k;
            let (er, ei) = (
                0.5 * (spectrum.re[k] + spectrum.re[m]),
                0.5 * (spectrum.im[k] - spectrum.im[m]),
            );
            let (dr, di) = (
                0.5 * (spectrum.re[k] - spectrum.re[m]),
                0.5 * (spectrum.im[k] + spectrum.im[m]),
            );
            let (c, s) = self.turn(k);
            let (or, oi) = (c * dr + s * di, c * di - s * dr);
            // Conjugated, so that the forward transform below is the inverse one.
            z.re[k] = er - oi;
            z.im[k] = -(ei + or);
        }
        self.complex(&mut z);
        let scale = 1.0 / half as f64;
        z.re.iter()
            .zip(&z.im)
            .flat_map(|(re, im)| [re * scale, -im * scale])
            .collect()
    }

    /// e^(−2πik/n) for k up to n/2.
    fn turn(&self, k: usize) -> (f64, f64) {
        if k == self.n / 2 {
            (-1.0, 0.0)
        } else {
            (self.cos[k], self.sin[k])
        }
    }

    /// Transform of n/2 complex values in place: Stockham's, radix 4 with one last radix 2 where
    /// the length asks for it. It needs no reordering.
    fn complex(&self, data: &mut Spectrum) {
        let total = self.n / 2;
        let mut other = Spectrum::zero(total);
        let (mut len, mut stride) = (total, 1);
        while len >= 4 {
            let quarter = len / 4;
            // Turns of this pass are steps of 2π/len; the table has steps of 2π/n.
            let every = self.n / len;
            for p in 0..quarter {
                let (c1, s1) = self.turn(p * every);
                let (c2, s2) = self.turn(2 * p * every);
                let (c3, s3) = (c1 * c2 - s1 * s2, c1 * s2 + s1 * c2);
                let at = |i: usize| stride * (p + quarter * i)..stride * (p + quarter * i + 1);
                let (ar, ai) = (&data.re[at(0)], &data.im[at(0)]);
                let (br, bi) = (&data.re[at(1)], &data.im[at(1)]);
                let (cr, ci) = (&data.re[at(2)], &data.im[at(2)]);
                let (dr, di) = (&data.re[at(3)], &data.im[at(3)]);
                let to = 4 * p * stride..4 * (p + 1) * stride;
                let (yr0, yr) = other.re[to.clone()].split_at_mut(stride);
                let (yr1, yr) = yr.split_at_mut(stride);
                let (yr2, yr3) = yr.split_at_mut(stride);
                let (yi0, yi) = other.im[to].split_at_mut(stride);
                let (yi1, yi) = yi.split_at_mut(stride);
                let (yi2, yi3) = yi.split_at_mut(stride);
                for q in 0..stride {
                    let (sr, si) = (ar[q] + cr[q], ai[q] + ci[q]);
                    let (tr, ti) = (ar[q] - cr[q], ai[q] - ci[q]);
                    let (ur, ui) = (br[q] + dr[q], bi[q] + di[q]);
                    // −i(b − d)
                    let (vr, vi) = (bi[q] - di[q], dr[q] - br[q]);
                    yr0[q] = sr + ur;
                    yi0[q] = si + ui;
                    let (r, i) = (tr + vr, ti + vi);
                    yr1[q] = c1 * r - s1 * i;
                    yi1[q] = c1 * i + s1 * r;
                    let (r, i) = (sr - ur, si - ui);
                    yr2[q] = c2 * r - s2 * i;
                    yi2[q] = c2 * i + s2 * r;
                    let (r, i) = (tr - vr, ti - vi);
                    yr3[q] = c3 * r - s3 * i;
                    yi3[q] = c3 * i + s3 * r;
                }
            }
            std::mem::swap(data, &mut other);
            len /= 4;
            stride *= 4;
        }
        if len == 2 {
            for q in 0..stride {
                let (ar, ai) = (data.re[q], data.im[q]);
                let (br, bi) = (data.re[q + stride], data.im[q + stride]);
                other.re[q] = ar + br;
                other.im[q] = ai + bi;
                other.re[q + stride] = ar - br;
                other.im[q + stride] = ai - bi;
            }
            std::mem::swap(data, &mut other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequence(n: usize) -> Vec<f64> {
        (0..n)
            .map(|j| ((j * j * 7 + 3 * j) % 101) as f64 / 50.0 - 1.0)
            .collect()
    }

    #[test]
    fn it_is_the_sum_that_it_stands_for() {
        for log2 in [2, 3, 4, 5, 8] {
            let plan = RealFourier::new(log2);
            let n = plan.len();
            let x = sequence(n);
            let found = plan.forward(&x);
            for k in 0..=n / 2 {
                let (mut re, mut im) = (0.0, 0.0);
                for (j, value) in x.iter().enumerate() {
                    let angle = -2.0 * PI * (j * k % n) as f64 / n as f64;
                    re += value * angle.cos();
                    im += value * angle.sin();
                }
                assert!((found.re[k] - re).abs() < 1e-11, "{log2} {k}");
                assert!((found.im[k] - im).abs() < 1e-11, "{log2} {k}");
            }
        }
    }

    #[test]
    fn the_inverse_brings_it_back() {
        for log2 in [2, 3, 6, 9, 14] {
            let plan = RealFourier::new(log2);
            let x = sequence(plan.len());
            let back = plan.inverse(&plan.forward(&x));
            for (a, b) in x.iter().zip(&back) {
                assert!((a - b).abs() < 1e-12);
            }
        }
    }
}
