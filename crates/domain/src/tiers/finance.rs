//! What money over several years is worth: one-off at the start, the rest at the end of each year.

/// Net present value of flows at the ends of years 0, 1, 2, …: Σ flow/(1 + rate)^year.
#[must_use]
pub fn net_present_value(rate: f64, flows: &[f64]) -> f64 {
    flows
        .iter()
        .rev()
        .fold(0.0, |value, flow| value / (1.0 + rate) + flow)
}

/// What 1 at the end of each of so many years is worth today.
#[must_use]
pub fn annuity(rate: f64, years: u32) -> f64 {
    (1..=years).map(|t| (1.0 + rate).powi(-(t as i32))).sum()
}

/// The rate at which the net present value is 0, nearest to 0 where there are several; missing
/// where there is none, as with flows of one sign only.
#[must_use]
pub fn internal_rate(flows: &[f64]) -> Option<f64> {
    // In x = 1/(1 + rate) it is a root of a polynomial, looked for between a rate of 10⁶ and one
    // of −0.999.
    let value = |x: f64| flows.iter().rev().fold(0.0, |v, flow| v * x + flow);
    let (low, high) = (1e-6_f64.ln(), 1e3_f64.ln());
    let steps = 4_000;
    let at = |k: i32| (low + (high - low) * f64::from(k) / f64::from(steps)).exp();
    let mut best: Option<f64> = None;
    for k in 0..steps {
        let (mut a, mut b) = (at(k), at(k + 1));
        let sign = value(a);
        if sign == 0.0 || sign * value(b) >= 0.0 {
            continue;
        }
        for _ in 0..200 {
            let middle = 0.5 * (a + b);
            if middle <= a || middle >= b {
                break;
            }
            if value(middle) * sign > 0.0 {
                a = middle;
            } else {
                b = middle;
            }
        }
        let rate = 1.0 / (0.5 * (a + b)) - 1.0;
        if best.is_none_or(|before| rate.abs() < before.abs()) {
            best = Some(rate);
        }
    }
    best
}

/// Years until flows that follow `one_off` have paid it back, without interest, straight within a
/// year; missing where they never do.
///
/// Without a one-off cost it is 0, unless the flows of some year leave it in the red: then those
/// are what has to be paid back. 0 too where nothing is spent and nothing comes of it.
#[must_use]
pub fn payback(one_off: f64, yearly: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut left = one_off;
    let mut years = 0.0;
    for flow in yearly {
        if left > 0.0 && flow >= left {
            return Some(years + left / flow);
        }
        left -= flow;
        years += 1.0;
    }
    (left <= 0.0).then_some(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_case() {
        let flows = [-100_000.0, 60_000.0, 60_000.0, 60_000.0];
        assert!((net_present_value(0.1, &flows) - 49_211.12).abs() < 0.005);
        assert!((internal_rate(&flows).unwrap() - 0.3631).abs() < 5e-5);
        assert!((payback(100_000.0, [60_000.0; 3]).unwrap() - 1.667).abs() < 5e-4);
    }

    /// Values of numpy-financial 1.0.
    #[test]
    fn the_field_standard_agrees() {
        let cases: [(&[f64], f64, f64, f64); 4] = [
            (
                &[-100_000.0, 60_000.0, 60_000.0, 60_000.0],
                0.1,
                49_211.119_459_053_32,
                0.363_096_539_475_171_95,
            ),
            (
                &[-250_000.0, 90_000.0, 120_000.0, 70_000.0, 20_000.0],
                0.07,
                11_323.552_548_805_794,
                0.093_903_121_282_048_25,
            ),
            (&[-100.0, 20.0, 20.0], 0.0, -60.0, -0.441_742_430_504_415_86),
            (
                &[-1_000.0, 300.0, 400.0, 500.0, 600.0],
                0.0,
                800.0,
                0.248_883_356_624_070_9,
            ),
        ];
        for (flows, rate, value, internal) in cases {
            assert!((net_present_value(rate, flows) - value).abs() < 1e-9 * value.abs());
            assert!((internal_rate(flows).unwrap() - internal).abs() < 1e-9);
        }
        assert!((annuity(0.1, 3) - 2.486_851_990_984_222).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_paid_back_has_no_answer() {
        assert_eq!(internal_rate(&[100.0, 20.0]), None);
        assert_eq!(internal_rate(&[-100.0]), None);
        assert_eq!(internal_rate(&[]), None);
        assert_eq!(payback(100.0, [10.0; 3]), None);
        assert_eq!(payback(0.0, [10.0; 3]), Some(0.0));
        assert_eq!(payback(0.0, [0.0; 3]), Some(0.0));
        // Nothing once, but more each year than it saves.
        assert_eq!(payback(0.0, [-10.0; 3]), None);
        assert_eq!(payback(0.0, [-10.0, 40.0, -1.0]), Some(1.25));
        // What it brings at the start lasts for a while.
        assert_eq!(payback(-25.0, [-10.0; 2]), Some(0.0));
        assert_eq!(payback(-25.0, [-10.0; 3]), None);
        // A year that costs comes before one that pays.
        assert_eq!(payback(100.0, [-50.0, 300.0]), Some(1.5));
    }
}
