//! The few distributions that honest intervals need, through `statrs`.

use statrs::distribution::{Beta, ContinuousCDF, Gamma};

/// Quantile of a Gamma distribution with unit rate; 0 for a shape of 0.
fn gamma_quantile(shape: f64, p: f64) -> f64 {
    match Gamma::new(shape, 1.0) {
        Ok(gamma) => refine(&gamma, p),
        Err(_) => 0.0,
    }
}

/// Exact (Clopper–Pearson) interval on a share after `count` of `trials`, for `level` such as
/// 0.9; 0 to 1 without a trial.
#[must_use]
pub fn binomial_interval(count: u64, trials: u64, level: f64) -> (f64, f64) {
    let count = count.min(trials);
    let tail = (1.0 - level) / 2.0;
    let (k, n) = (count as f64, trials as f64);
    let low = if count == 0 {
        0.0
    } else {
        beta_quantile(k, n - k + 1.0, tail)
    };
    let high = if count == trials {
        1.0
    } else {
        beta_quantile(k + 1.0, n - k, 1.0 - tail)
    };
    (low, high)
}

/// Quantile of a Beta distribution by bisection.
fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    let Ok(beta) = Beta::new(a, b) else {
        return 0.0;
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if beta.cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Two-sided p value of the hypothesis that two shares are one (Fisher's exact test): the
/// probability, given both totals, of any table no likelier than the one that was found.
/// Arguments are (count, trials) of either side.
#[must_use]
pub fn shares_differ(a: (u64, u64), b: (u64, u64)) -> f64 {
    let (hits, all) = (a.0 + b.0, a.1 + b.1);
    let low = hits.saturating_sub(b.1);
    let high = hits.min(a.1);
    if low >= high {
        return 1.0;
    }
    // Log probabilities up to a constant, by the ratio of neighbours.
    let mut log = 0.0;
    let mut logs = Vec::with_capacity((high - low + 1) as usize);
    logs.push(log);
    for k in low..high {
        // Hypergeometric: p(k+1)/p(k) = (hits−k)(n₁−k) / ((k+1)(n₂−hits+k+1)).
        let up = (hits - k) as f64 * (a.1 - k) as f64;
        let down = (k + 1) as f64 * (all - a.1 + k + 1 - hits) as f64;
        log += (up / down).ln();
        logs.push(log);
    }
    tail_of(&logs, (a.0 - low) as usize)
}

/// Two-sided p value of the hypothesis that two counts come from one rate, over stretches of
/// `exposure` and `exposure_before` (any one unit): binomial, given their sum.
#[must_use]
pub fn rates_differ(count: u64, exposure: f64, before: u64, exposure_before: f64) -> f64 {
    let n = count + before;
    if n == 0 || exposure <= 0.0 || exposure_before <= 0.0 {
        return 1.0;
    }
    let odds = (exposure / exposure_before).ln();
    let mut log = 0.0;
    let mut logs = Vec::with_capacity((n + 1) as usize);
    logs.push(log);
    for k in 0..n {
        log += ((n - k) as f64 / (k + 1) as f64).ln() + odds;
        logs.push(log);
    }
    tail_of(&logs, count as usize)
}

/// Probability of everything no likelier than what was found, from log probabilities that lack
/// a common constant.
fn tail_of(logs: &[f64], found: usize) -> f64 {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weight = |log: f64| (log - most).exp();
    let limit = logs.get(found).map_or(0.0, |log| weight(*log)) * (1.0 + 1e-9);
    let (mut all, mut tail) = (0.0, 0.0);
    for log in logs {
        let here = weight(*log);
        all += here;
        if here <= limit {
            tail += here;
        }
    }
    (tail / all).min(1.0)
}

/// Quantile of ascending values by linear interpolation between order statistics (type 7 of
/// Hyndman and Fan); nothing without values.
#[must_use]
pub fn quantile(ascending: &[f64], p: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    let high = (low + 1).min(last);
    Some(ascending[low] + (ascending[high] - ascending[low]) * part)
}

/// Bisection on the distribution function: the library's own inverse stops near 1e-8.
fn refine(gamma: &Gamma, p: f64) -> f64 {
    let mut high = 1.0;
    while gamma.cdf(high) < p && high < 1e300 {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if gamma.cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Exact (Garwood) interval on a Poisson mean after `count` events, for `level` such as 0.9.
#[must_use]
pub fn poisson_interval(count: u64, level: f64) -> (f64, f64) {
    let tail = (1.0 - level) / 2.0;
    let low = if count == 0 {
        0.0
    } else {
        gamma_quantile(count as f64, tail)
    };
    (low, gamma_quantile(count as f64 + 1.0, 1.0 - tail))
}

/// A rate a year with its 90 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Posterior mean.
    pub mean: f64,
    /// 5 % quantile.
    pub low: f64,
    /// 95 % quantile.
    pub high: f64,
}

/// Posterior of a yearly rate from a Gamma(`shape`, `years`) prior and `count` events in
/// `observed` years.
#[must_use]
pub fn rate_posterior(shape: f64, years: f64, count: u64, observed: f64) -> Option<Rate> {
    let total = years + observed;
    let a = shape + count as f64;
    if total <= 0.0 || a <= 0.0 {
        return None;
    }
    Some(Rate {
        mean: a / total,
        low: gamma_quantile(a, 0.05) / total,
        high: gamma_quantile(a, 0.95) / total,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 0.0005
    }

    #[test]
    fn exact_poisson_intervals() {
        for (k, low, high) in [
            (0, 0.0, 2.996),
            (1, 0.051, 4.744),
            (4, 1.366, 9.154),
            (12, 6.924, 19.443),
        ] {
            let (a, b) = poisson_interval(k, 0.9);
            assert!(near(a, low) && near(b, high), "{k}: {a} {b}");
        }
    }

    #[test]
    fn exact_binomial_intervals() {
        // R: binom.test(k, n, conf.level = 0.9)$conf.int
        for (k, n, low, high) in [
            (0, 10, 0.0, 0.2589),
            (2, 10, 0.0368, 0.5069),
            (10, 10, 0.7411, 1.0),
            (17, 40, 0.2921, 0.5666),
        ] {
            let (a, b) = binomial_interval(k, n, 0.9);
            assert!(near(a, low) && near(b, high), "{k}/{n}: {a} {b}");
        }
        assert_eq!(binomial_interval(0, 0, 0.9), (0.0, 1.0));
    }

    #[test]
    fn shares_and_rates_are_compared_exactly() {
        // The tea tasting: 3 of 4 against 1 of 4.
        assert!((shares_differ((3, 4), (1, 4)) - 34.0 / 70.0).abs() < 1e-12);
        assert!((shares_differ((4, 4), (0, 4)) - 2.0 / 70.0).abs() < 1e-12);
        assert_eq!(shares_differ((0, 0), (3, 5)), 1.0);
        assert_eq!(shares_differ((2, 2), (3, 3)), 1.0);
        // Binomial of 10 with a half: 9 or more, or 1 or fewer.
        let p = rates_differ(9, 90.0, 1, 90.0);
        assert!((p - 22.0 / 1024.0).abs() < 1e-12, "{p}");
        // Twice as long and twice as many is no difference.
        assert!(rates_differ(20, 180.0, 10, 90.0) > 0.8);
        assert_eq!(rates_differ(0, 90.0, 0, 90.0), 1.0);
    }

    #[test]
    fn quantiles_between_order_statistics() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(quantile(&[5.0], 0.9), Some(5.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn posteriors_of_a_rate() {
        let rate = rate_posterior(4.0, 1.0, 1, 2.0).unwrap();
        assert!(
            near(rate.mean, 1.6667) && near(rate.low, 0.657) && near(rate.high, 3.051),
            "{rate:?}"
        );
        let rate = rate_posterior(0.5, 0.0, 4, 1.0).unwrap();
        assert!(near(rate.low, 1.663) && near(rate.high, 8.459), "{rate:?}");
        assert!(rate_posterior(0.5, 0.0, 4, 0.0).is_none());
    }
}
