//! How many events a year has.

use super::stream::unit;
use crate::distribution::normal_quantile;

/// Rate up to which counts are found by adding probabilities up from 0.
const SEARCHED: f64 = 64.0;

/// The most events that a year of one process is given, so that a rate without sense cannot take
/// all memory. The register, and the command line for a file, refuse rates long before.
pub const MOST: u32 = 1 << 17;

/// log₂ of the places that a search of a tabulated distribution function may start from.
const GUIDE: u32 = 10;

/// Counts at one rate, by inversion of a tabulated distribution function.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Probability of at most n events.
    upto: Vec<f64>,
    /// Smallest n whose `upto` reaches i/1024: where the search starts.
    guide: Vec<u16>,
}

impl Counts {
    /// Poisson counts at `rate` ≥ 0; the table ends where 1e-17 is left, or where `rate` is too
    /// high for one.
    #[must_use]
    pub fn poisson(rate: f64) -> Option<Self> {
        if rate > 700.0 {
            return None;
        }
        let mut upto = Vec::new();
        let mut term = (-rate).exp();
        let mut sum = 0.0;
        let mut n = 0.0;
        loop {
            sum += term;
            upto.push(sum);
            n += 1.0;
            term *= rate / n;
            if n > rate && term < 1e-17 {
                break;
            }
        }
        // No draw may run past the end.
        if let Some(last) = upto.last_mut() {
            *last = 1.0;
        }
        let guide = (0..1_u32 << GUIDE)
            .map(|i| upto.partition_point(|c| *c < f64::from(i) / f64::from(1 << GUIDE)) as u16)
            .collect();
        Some(Self { upto, guide })
    }

    /// The count that these bits choose.
    #[inline]
    #[must_use]
    pub fn draw(&self, bits: u64) -> u32 {
        let u = unit(bits);
        // Nearly always the start is the answer or the one before it, so this takes no branch
        // that cannot be foreseen.
        let start = self.guide[(bits >> (64 - GUIDE)) as usize] as usize;
        let mut n = start + usize::from(self.upto[start] < u);
        while self.upto[n] < u {
            n += 1;
        }
        n as u32
    }
}

/// A Poisson count at a rate of its own, by inversion: exact up to a rate of 64; above, by
/// Giles' (2016) expansion of the inverse about the normal quantile, whose count differs from the
/// exact one in about one draw of ten thousand, without bias.
#[must_use]
pub fn poisson(rate: f64, bits: u64) -> u32 {
    let u = unit(bits);
    if rate <= SEARCHED {
        let mut term = (-rate).exp();
        let mut sum = term;
        let mut n = 0_u32;
        while sum < u && n < 400 {
            n += 1;
            term *= rate / f64::from(n);
            sum += term;
        }
        return n;
    }
    let w = normal_quantile(u);
    let root = rate.sqrt();
    let q = rate
        + root * w
        + (1.0 / 3.0 + w * w / 6.0)
        + (-w / 36.0 - w * w * w / 72.0) / root
        + (-8.0 / 405.0 + 7.0 * w * w / 810.0 + w * w * w * w / 270.0) / rate;
    q.max(0.0).min(f64::from(MOST)) as u32
}

/// A count that scatters more than Poisson: its rate is Gamma of mean `rate` and shape `rate` ×
/// `scatter`, so it is negative binomial of variance `rate` × (1 + 1/`scatter`). By inversion, so
/// that it grows with its number and with its rate. Nothing where its probabilities cannot be
/// added up from 0; then the rate is to be drawn first.
#[must_use]
pub fn scattered(rate: f64, scatter: f64, bits: u64) -> Option<u32> {
    let shape = rate * scatter;
    let none = -shape * (1.0 / scatter).ln_1p();
    if rate > SEARCHED || none < -600.0 {
        return None;
    }
    let u = unit(bits);
    let further = 1.0 / (1.0 + scatter);
    let mut term = none.exp();
    let mut sum = term;
    let mut n = 0_u32;
    while sum < u && n < MOST && term > 1e-300 {
        term *= (shape + f64::from(n)) / f64::from(n + 1) * further;
        n += 1;
        sum += term;
    }
    Some(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::stream::Stream;

    #[test]
    fn counts_have_the_law_of_their_rate() {
        let stream = Stream::new(3, 3, 3);
        let n = 200_000_u32;
        for rate in [0.05, 1.0, 6.0, 30.0, 64.0, 65.0, 300.0, 5_000.0] {
            let table = Counts::poisson(rate);
            let counts: Vec<f64> = (0..u64::from(n))
                .map(|t| {
                    let bits = stream.of_trial(t);
                    let alone = poisson(rate, bits);
                    if let Some(table) = &table {
                        let tabulated = table.draw(bits);
                        if rate <= SEARCHED {
                            assert_eq!(tabulated, alone, "{rate}");
                        } else {
                            assert!(tabulated.abs_diff(alone) <= 1, "{tabulated} {alone}");
                        }
                    }
                    f64::from(alone)
                })
                .collect();
            let mean = counts.iter().sum::<f64>() / f64::from(n);
            let variance = counts.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / f64::from(n);
            let sigma = (rate / f64::from(n)).sqrt();
            assert!((mean - rate).abs() < 4.0 * sigma, "{rate}: {mean}");
            let of_variance = ((2.0 * rate * rate + rate) / f64::from(n)).sqrt();
            assert!(
                (variance - rate).abs() < 4.5 * of_variance,
                "{rate}: {variance}"
            );
        }
    }

    #[test]
    fn scattered_counts_are_negative_binomial() {
        let stream = Stream::new(5, 5, 5);
        let n = 200_000_u32;
        for (rate, scatter) in [(0.4, 0.5), (3.0, 1.0), (3.0, 4.0), (40.0, 0.25)] {
            let counts: Vec<f64> = (0..u64::from(n))
                .map(|t| f64::from(scattered(rate, scatter, stream.of_trial(t)).unwrap()))
                .collect();
            let mean = counts.iter().sum::<f64>() / f64::from(n);
            let variance = counts.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / f64::from(n);
            let expected = rate * (1.0 + 1.0 / scatter);
            let sigma = (expected / f64::from(n)).sqrt();
            assert!(
                (mean - rate).abs() < 4.0 * sigma,
                "{rate} {scatter}: {mean}"
            );
            assert!(
                (variance / expected - 1.0).abs() < 0.05,
                "{rate} {scatter}: {variance}"
            );
            let none = counts.iter().filter(|c| **c == 0.0).count() as f64 / f64::from(n);
            let law = (scatter / (1.0 + scatter)).powf(rate * scatter);
            assert!((none - law).abs() < 0.005, "{rate} {scatter}: {none} {law}");
        }
        // It grows with the rate, and without scatter it would be Poisson.
        for t in 0..2_000 {
            let bits = stream.of_trial(t);
            let of = |rate| scattered(rate, 0.7, bits).unwrap();
            assert!(of(1.0) <= of(1.5) && of(1.5) <= of(6.0));
            assert_eq!(scattered(6.0, 1e12, bits).unwrap(), poisson(6.0, bits));
        }
        assert_eq!(scattered(65.0, 1.0, 0), None);
        assert_eq!(scattered(0.0, 1.0, u64::MAX), Some(0));
    }

    #[test]
    fn no_rate_no_events() {
        assert_eq!(poisson(0.0, u64::MAX), 0);
        let table = Counts::poisson(0.0).unwrap();
        assert_eq!((table.draw(0), table.draw(u64::MAX)), (0, 0));
    }
}
