//! What is kept of the years that were simulated: a memory that does not grow with their number,
//! and sums that do not depend on the order they are made in.

/// A sum of floats without any rounding, so that it is the same in every order.
///
/// A fixed-point number wide enough for every f64 (Kulisch), in digits of 32 bits.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactSum {
    digits: Vec<i64>,
    /// Additions until digits are carried, so that none overflows.
    room: u32,
    /// What is not a finite number, which a sum cannot come back from.
    broken: bool,
}

const DIGITS: usize = 68;

impl Default for ExactSum {
    fn default() -> Self {
        Self {
            digits: vec![0; DIGITS],
            room: 1 << 30,
            broken: false,
        }
    }
}

impl ExactSum {
    /// Adds a number.
    pub fn add(&mut self, x: f64) {
        if !x.is_finite() {
            self.broken = true;
            return;
        }
        if self.room == 0 {
            self.carry();
        }
        self.room -= 1;
        let bits = x.to_bits();
        let exponent = ((bits >> 52) & 0x7ff) as usize;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, place) = if exponent == 0 {
            (fraction, 0)
        } else {
            (fraction | 1 << 52, exponent - 1)
        };
        let wide = u128::from(mantissa) << (place % 32);
        let sign = if x < 0.0 { -1 } else { 1 };
        for (k, digit) in self.digits[place / 32..][..3].iter_mut().enumerate() {
            *digit += sign * ((wide >> (32 * k)) & 0xffff_ffff) as i64;
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.carry();
        let mut other = other.clone();
        other.carry();
        for (mine, theirs) in self.digits.iter_mut().zip(&other.digits) {
            *mine += theirs;
        }
        self.room -= 1;
        self.broken |= other.broken;
    }

    /// Brings every digit but the highest to 0 up to 2³² − 1: one representation for each value.
    fn carry(&mut self) {
        for k in 0..DIGITS - 1 {
            let carried = self.digits[k] >> 32;
            self.digits[k] -= carried << 32;
            self.digits[k + 1] += carried;
        }
        self.room = 1 << 30;
    }

    /// The sum as a float.
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.broken {
            return f64::NAN;
        }
        let mut sum = self.clone();
        sum.carry();
        let negative = sum.digits[DIGITS - 1] < 0;
        if negative {
            // Digits below a negative head cancel against it; of the magnitude they add up.
            sum.digits.iter_mut().for_each(|d| *d = -*d);
            sum.carry();
        }
        let magnitude: f64 = sum
            .digits
            .iter()
            .enumerate()
            .rev()
            .map(|(k, d)| {
                *d as f64 * 2_f64.powi(16 * k as i32 - 537) * 2_f64.powi(16 * k as i32 - 537)
            })
            .sum();
        if negative { -magnitude } else { magnitude }
    }
}

/// The distribution of a quantity of at least 0 that many years gave: exact count, mean, spread,
/// smallest and largest, and a histogram whose bins are a fixed share of their value wide. Of its
/// 80 octaves only those between the smallest and the largest value take memory: of most risks a
/// dozen. A bin holds up to 2³² − 1 years.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// log₂ of the bins of an octave.
    fine: u32,
    count: u64,
    least: f64,
    most: f64,
    sum: ExactSum,
    squares: ExactSum,
    /// Values below the first octave, and 0.
    none: u64,
    /// The first bin of `counts`; they are whole octaves.
    from: usize,
    counts: Vec<u32>,
}

/// Exponent of the first octave, 2^−20, and the number of octaves.
const LOWEST: u64 = 1023 - 20;
const OCTAVES: usize = 80;

impl Sketch {
    /// With 2^`fine` bins for each doubling: 9 makes them at most 0.2 % wide.
    #[must_use]
    pub fn new(fine: u32) -> Self {
        Self {
            fine,
            count: 0,
            least: f64::INFINITY,
            most: 0.0,
            sum: ExactSum::default(),
            squares: ExactSum::default(),
            none: 0,
            from: 1,
            counts: vec![],
        }
    }

    #[inline]
    fn bin(&self, x: f64) -> usize {
        // Signed, so that 0 lands before the first bin and is put into it.
        let raw = (x.to_bits() >> (52 - self.fine)) as i64 - self.first();
        raw.clamp(0, (OCTAVES as i64) << self.fine) as usize
    }

    /// Bins with their counts in ascending order, as far as they may hold anything.
    fn bins(&self) -> impl DoubleEndedIterator<Item = (usize, u32)> {
        let counts = self.counts.iter().enumerate();
        counts.map(|(at, n)| (self.from + at, *n))
    }

    /// Makes room for the octaves of the bins from `low` to `high`, which are at least 1.
    fn cover(&mut self, low: usize, high: usize) {
        let octave = |bin: usize| (bin - 1) >> self.fine;
        let (mut first, mut last) = (octave(low), octave(high));
        if !self.counts.is_empty() {
            first = first.min(octave(self.from));
            last = last.max(octave(self.from + self.counts.len() - 1));
        }
        let from = (first << self.fine) + 1;
        let mut counts = vec![0; (last + 1 - first) << self.fine];
        if !self.counts.is_empty() {
            counts[self.from - from..][..self.counts.len()].copy_from_slice(&self.counts);
        }
        (self.from, self.counts) = (from, counts);
    }

    /// Number of the bin before the first octave: it holds what is below it, and 0.
    fn first(&self) -> i64 {
        ((LOWEST << self.fine) - 1) as i64
    }

    /// Lower edge of a bin.
    fn edge(&self, bin: usize) -> f64 {
        f64::from_bits((self.first() as u64 + bin as u64) << (52 - self.fine))
    }

    /// Adds the values of one block of years. Its sums are rounded once; which years make a block
    /// depends on nothing but their numbers.
    pub fn add_block(&mut self, values: &[f64]) {
        let (mut sum, mut squares) = (0.0, 0.0);
        let (mut least, mut most) = (self.least, self.most);
        for &x in values {
            sum += x;
            squares += x * x;
            least = if x < least { x } else { least };
            most = if x > most { x } else { most };
            let bin = self.bin(x);
            if bin == 0 {
                self.none += 1;
                continue;
            }
            let at = bin.wrapping_sub(self.from);
            match self.counts.get_mut(at) {
                Some(count) => *count += 1,
                None => {
                    self.cover(bin, bin);
                    self.counts[bin - self.from] += 1;
                }
            }
        }
        (self.least, self.most) = (least, most);
        self.count += values.len() as u64;
        self.sum.add(sum);
        self.squares.add(squares);
    }

    /// Adds what another sketch of the same fineness holds.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        self.sum.merge(&other.sum);
        self.squares.merge(&other.squares);
        self.none += other.none;
        if other.counts.is_empty() {
            return;
        }
        self.cover(other.from, other.from + other.counts.len() - 1);
        let same = &mut self.counts[other.from - self.from..];
        for (mine, theirs) in same.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
    }

    /// Number of values.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Largest value.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.most
    }

    /// Mean; 0 of nothing.
    #[must_use]
    pub fn mean(&self) -> f64 {
        if self.count == 0 {
            0.0
        } else {
            self.sum.value() / self.count as f64
        }
    }

    /// Standard deviation.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        if self.count < 2 {
            return 0.0;
        }
        let n = self.count as f64;
        let mean = self.mean();
        ((self.squares.value() - n * mean * mean).max(0.0) / (n - 1.0)).sqrt()
    }

    /// Monte Carlo standard error of the mean.
    #[must_use]
    pub fn mean_error(&self) -> f64 {
        if self.count == 0 {
            f64::INFINITY
        } else {
            self.deviation() / (self.count as f64).sqrt()
        }
    }

    /// The value not exceeded by a share `p` of the years, straight between the edges of a bin.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if self.count == 0 {
            return 0.0;
        }
        let rank = p.clamp(0.0, 1.0) * (self.count - 1) as f64;
        if rank < self.none as f64 {
            return 0.0;
        }
        let mut below = self.none as f64;
        for (bin, n) in self.bins() {
            if n > 0 && rank < below + f64::from(n) {
                // The values of a bin are taken to be spread evenly over it.
                let part = (rank - below + 0.5) / f64::from(n);
                let (low, high) = (self.edge(bin), self.edge(bin + 1));
                return (low + part * (high - low)).clamp(self.least, self.most);
            }
            below += f64::from(n);
        }
        self.most
    }

    /// Share of the years above `x`.
    #[must_use]
    pub fn exceedance(&self, x: f64) -> f64 {
        if self.count == 0 || x >= self.most {
            return 0.0;
        }
        if x <= 0.0 {
            let at_least = if x < 0.0 { 0 } else { self.none };
            return (self.count - at_least) as f64 / self.count as f64;
        }
        let at = self.bin(x);
        let above = self.bins().filter(|(bin, _)| *bin > at);
        let above: u64 = above.map(|(_, n)| u64::from(n)).sum();
        let here = match at {
            0 => self.none as f64,
            at => self
                .counts
                .get(at.wrapping_sub(self.from))
                .map_or(0.0, |n| f64::from(*n)),
        };
        let (low, high) = (self.edge(at), self.edge(at + 1));
        let part = ((high - x) / (high - low)).clamp(0.0, 1.0);
        (above as f64 + part * here) / self.count as f64
    }

    /// Monte Carlo standard error of the quantile of `p`: half the distance between the quantiles
    /// a standard error of p below and above.
    #[must_use]
    pub fn quantile_error(&self, p: f64) -> f64 {
        if self.count == 0 {
            return f64::INFINITY;
        }
        let e = (p * (1.0 - p) / self.count as f64).sqrt();
        0.5 * (self.quantile(p + e) - self.quantile(p - e))
    }

    /// Mean of the years beyond the quantile of `p`: the middles of their bins.
    #[must_use]
    pub fn tail_mean(&self, p: f64) -> f64 {
        let wanted = (1.0 - p) * self.count as f64;
        if wanted <= 0.0 {
            return self.most;
        }
        let mut left = wanted;
        let mut sum = 0.0;
        for (bin, n) in self.bins().rev().filter(|(_, n)| *n > 0) {
            let n = f64::from(n);
            let take = n.min(left);
            let (low, high) = (self.edge(bin), self.edge(bin + 1).min(self.most));
            // Of a bin that is taken in part, the upper part.
            let from = high - (high - low) * take / n;
            sum += take * 0.5 * (from + high);
            left -= take;
            if left <= 0.0 {
                break;
            }
        }
        sum / wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sum_does_not_depend_on_its_order(values in prop::collection::vec(-1e15..1e15_f64, 1..60), seed: u64) {
            let mut forth = ExactSum::default();
            let mut back = ExactSum::default();
            let mut parts = [ExactSum::default(), ExactSum::default()];
            for (n, x) in values.iter().enumerate() {
                forth.add(*x);
                parts[(seed >> (n % 64)) as usize & 1].add(*x);
            }
            for x in values.iter().rev() {
                back.add(*x);
            }
            let [mut first, second] = parts;
            first.merge(&second);
            prop_assert_eq!(forth.value().to_bits(), back.value().to_bits());
            prop_assert_eq!(forth.value().to_bits(), first.value().to_bits());
            let plain: f64 = values.iter().sum();
            let size: f64 = values.iter().map(|x| x.abs()).sum();
            prop_assert!((forth.value() - plain).abs() <= 1e-13 * size);
        }

        #[test]
        fn a_sketch_knows_its_quantiles_to_its_fineness(mut values in prop::collection::vec(0.0..1e9_f64, 2..400), p in 0.0..1.0_f64) {
            let mut sketch = Sketch::new(9);
            sketch.add_block(&values);
            values.sort_by(f64::total_cmp);
            let at = p * (values.len() - 1) as f64;
            let found = sketch.quantile(p);
            prop_assert!(found >= values[at as usize] * 0.998 && found <= values[at.ceil() as usize] * 1.002);
        }
    }

    #[test]
    fn a_sum_loses_nothing() {
        let mut sum = ExactSum::default();
        for x in [1e300, 1.0, -1e300, 1e-300, -1.0] {
            sum.add(x);
        }
        assert_eq!(sum.value(), 1e-300);
        sum.add(-4e-300);
        assert!((sum.value() / -3e-300 - 1.0).abs() < 1e-15);
        sum.add(f64::INFINITY);
        assert!(sum.value().is_nan());
    }

    #[test]
    fn tails_and_shares_of_even_values() {
        let mut sketch = Sketch::new(9);
        let values: Vec<f64> = (0..10_000).map(f64::from).collect();
        for block in values.chunks(128) {
            sketch.add_block(block);
        }
        assert_eq!(sketch.mean(), 4_999.5);
        assert!((sketch.tail_mean(0.95) - 9_749.5).abs() < 2.0);
        assert!((sketch.exceedance(2_500.0) - 0.75).abs() < 1e-3);
        assert!((sketch.exceedance(0.0) - 0.9999).abs() < 1e-9);
        assert!((sketch.deviation() - 2_886.9).abs() < 0.1);
        assert_eq!(sketch.exceedance(10_000.0), 0.0);
        let error = sketch.quantile_error(0.5);
        assert!((error - 50.0).abs() < 3.0, "{error}");
    }

    /// Values all over the range of a float, in pieces and in any order: the same sketch, and room
    /// for no more octaves than lie between them.
    #[test]
    fn a_sketch_has_room_for_what_it_holds_whatever_came_first() {
        let values = [0.0, 3e-9, 5.0, 1e3, 7.5e5, 2e20, 1e300];
        let sketch = |order: &[usize]| {
            let mut parts = [Sketch::new(7), Sketch::new(7)];
            for (n, at) in order.iter().enumerate() {
                parts[n % 2].add_block(&values[*at..=*at]);
            }
            let [mut first, second] = parts;
            first.merge(&second);
            first
        };
        let all = sketch(&[0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(all, sketch(&[6, 4, 2, 0, 1, 3, 5]));
        assert_eq!(all, sketch(&[3, 6, 0, 5, 2, 4, 1]));
        assert_eq!((all.quantile(0.0), all.most()), (0.0, 1e300));
        assert!((all.exceedance(900.0) - 4.0 / 7.0).abs() < 1e-12);
        assert!((all.quantile(0.5) / 1e3 - 1.0).abs() < 0.01);
        let few = sketch(&[3, 4, 3, 4]);
        // From 2^9 up to 2^20.
        assert_eq!(few.counts.len(), 11 << 7);
    }

    #[test]
    fn nothing_is_0_and_of_no_precision() {
        let sketch = Sketch::new(7);
        assert_eq!((sketch.mean(), sketch.quantile(0.5)), (0.0, 0.0));
        assert!(sketch.mean_error().is_infinite());
    }
}
