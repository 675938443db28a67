//! What the structure of a system allows: series, replicas, common cause, channels.

/// All are needed: the product. Each unique dependency goes in once.
#[must_use]
pub fn series(availabilities: &[f64]) -> f64 {
    availabilities.iter().product()
}

/// At least `k` of `n` alike replicas are needed, failing independently.
#[must_use]
pub fn k_of_n(k: u32, n: u32, availability: f64) -> f64 {
    (k..=n)
        .map(|up| {
            let ways: f64 = (0..up)
                .map(|i| f64::from(n - i) / f64::from(up - i))
                .product();
            ways * availability.powi(up as i32) * (1.0 - availability).powi((n - up) as i32)
        })
        .sum()
}

/// Two replicas of which one is enough, where a share `beta` of failures is common to both:
/// q = ((1 − β)q)² + βq.
#[must_use]
pub fn pair_with_common_cause(availability: f64, beta: f64) -> f64 {
    let q = 1.0 - availability;
    1.0 - (((1.0 - beta) * q).powi(2) + beta * q)
}

/// A dependency whose failure hits only a share of users.
#[must_use]
pub fn soft(availability: f64, share: f64) -> f64 {
    1.0 - share * (1.0 - availability)
}

/// What users can tell apart over channels that are themselves only so available: revenue a
/// year credited for raising availability from `from` to `to`, per channel only up to its
/// ceiling. Channels are (share of revenue, ceiling).
#[must_use]
pub fn credited_benefit(revenue: f64, from: f64, to: f64, channels: &[(f64, f64)]) -> f64 {
    channels
        .iter()
        .map(|(share, ceiling)| revenue * share * (to.min(*ceiling) - from).max(0.0))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, digits: i32) {
        assert!(
            (found - expected).abs() < 0.5 * 10_f64.powi(-digits),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn worked_cases() {
        near(series(&[0.999; 5]), 0.99501, 5);
        near(k_of_n(2, 3, 0.99), 0.999_702, 9);
        near(pair_with_common_cause(0.99, 0.0), 0.9999, 9);
        near(pair_with_common_cause(0.99, 0.1), 0.998_919, 9);
        near(series(&[0.9995, soft(0.99, 0.2)]), 0.997_501, 9);
        // 99.99 % over five distinct 99.999 % dependencies.
        near((series(&[0.99999; 5]) - 0.9999) * 525_600.0, 26.28, 2);
    }

    #[test]
    fn a_channel_hides_what_is_above_its_ceiling() {
        let channels = [(0.6, 0.999), (0.4, 1.0)];
        near(credited_benefit(1e6, 0.999, 0.9999, &channels), 360.0, 6);
        near(
            credited_benefit(1e6, 0.999, 0.9999, &[(1.0, 1.0)]),
            900.0,
            6,
        );
        near(credited_benefit(1e6, 0.995, 0.9999, &channels), 4360.0, 6);
    }
}
