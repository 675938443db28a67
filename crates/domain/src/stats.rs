//! The few distributions that honest intervals need, through `statrs`.

use statrs::distribution::{ContinuousCDF, Gamma};

/// Quantile of a Gamma distribution with unit rate; 0 for a shape of 0.
fn gamma_quantile(shape: f64, p: f64) -> f64 {
    match Gamma::new(shape, 1.0) {
        Ok(gamma) => refine(&gamma, p),
        Err(_) => 0.0,
    }
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
