//! Distributions against scipy, and their laws.

use super::*;
use proptest::prelude::*;

fn close(found: f64, expected: f64, relative: f64) {
    assert!(
        (found - expected).abs() <= relative * expected.abs().max(1e-300),
        "{found} is not {expected}"
    );
}

fn lognormal(low: f64, high: f64) -> Distribution {
    Estimate::interval(low, high).distribution("here").unwrap()
}

fn pert([low, likely, high]: [f64; 3]) -> Distribution {
    Estimate::three_point(low, likely, high)
        .distribution("here")
        .unwrap()
}

#[test]
fn worked_cases() {
    assert!((lognormal(100e3, 1e6).mean() - 404_001.28).abs() < 0.005);
    assert!((lognormal(100e3, 1e6).mean() * 0.1 - 40_400.13).abs() < 0.005);
    assert!((lognormal(10.0, 240.0).mean() - 78.12).abs() < 0.005);
    assert_eq!(Pert::new(0.0, 5.0, 10.0).shape(), (3.0, 3.0));
    assert!((pert([0.0, 5.0, 10.0]).quantile(0.95) - 8.107).abs() < 0.0005);
}

/// Values of scipy 1.17 (`lognorm`, `beta`, `norm`), to the 1e-9 that is asked for.
#[test]
fn the_field_standard_agrees_on_lognormal() {
    for (low, high, p, x) in [
        (100e3, 1e6, 1e-06, 11351.718376958474),
        (100e3, 1e6, 0.3, 219075.37452360574),
        (100e3, 1e6, 0.999, 2750197.74326054),
        (10.0, 240.0, 1e-06, 0.49634700878444116),
        (10.0, 240.0, 0.01, 5.176975047123513),
        (10.0, 240.0, 0.9, 168.9609152996485),
        (10.0, 240.0, 0.999, 969.6751481107882),
        (1.0, 15.0, 0.01, 0.5706390312911918),
        (1.0, 15.0, 0.5, 3.872983346207417),
        (1440.0, 20160.0, 0.3, 3537.743349456993),
        (1440.0, 20160.0, 0.999, 64277.3311099271),
    ] {
        close(lognormal(low, high).quantile(p), x, 1e-9);
        close(lognormal(low, high).cdf(x), p, 1e-9);
        close(lognormal(low, high).exceedance(x), 1.0 - p, 1e-9);
    }
    close(lognormal(10.0, 240.0).variance(), 9415.417078746252, 1e-9);
    for (z, p) in [
        (-8.0, 6.22096057427174e-16),
        (-3.0, 0.0013498980316300933),
        (0.5, 0.6914624612740131),
        (2.5, 0.9937903346742238),
    ] {
        close(normal_cdf(z), p, 1e-9);
    }
    for (p, z) in [
        (1e-12, -7.034483825301131),
        (1e-6, -4.753424308822899),
        (0.3, -0.5244005127080409),
    ] {
        close(normal_quantile(p), z, 1e-9);
    }
}

#[test]
fn the_field_standard_agrees_on_pert() {
    for (range, p, x) in [
        ([0.0, 5.0, 10.0], 1e-06, 0.046524163615865824),
        ([0.0, 5.0, 10.0], 0.05, 1.8925537743777079),
        ([0.0, 5.0, 10.0], 0.999, 9.524481018245423),
        ([10.0, 20.0, 120.0], 1e-06, 10.00104905569019),
        ([10.0, 20.0, 120.0], 0.5, 31.556096668558897),
        ([10.0, 20.0, 120.0], 0.95, 68.77752822890604),
        ([0.0, 0.0, 1.0], 1e-06, 2.0000008000004803e-07),
        ([0.0, 0.0, 1.0], 0.5, 0.12944943670387585),
        ([0.0, 0.0, 1.0], 0.999, 0.748811356849042),
        ([5.0, 60.0, 60.0], 1e-06, 8.470265394641062),
        ([5.0, 60.0, 60.0], 0.95, 59.43865799278437),
        ([2.0, 3.0, 1000.0], 0.05, 12.33249217727201),
        ([2.0, 3.0, 1000.0], 0.999, 750.0018314499537),
    ] {
        close(pert(range).quantile(p), x, 1e-9);
        if p > 1e-3 {
            close(pert(range).cdf(x), p, 1e-9);
        }
    }
    close(
        pert([10.0, 20.0, 120.0]).cdf(43.0),
        0.7126343609042277,
        1e-9,
    );
    close(
        pert([10.0, 20.0, 120.0]).exceedance(109.0),
        4.6223382930652954e-05,
        1e-9,
    );
    close(pert([10.0, 20.0, 120.0]).mean(), 35.0, 1e-12);
    close(
        pert([2.0, 3.0, 1000.0]).variance(),
        19825.285714285706,
        1e-9,
    );
}

#[test]
fn a_range_that_means_nothing_is_refused_with_what_to_do() {
    let low = Estimate::interval(0.0, 5.0).distribution("Time to repair");
    let error = low.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Time to repair: found 0 to 5; expected a low end above 0, because a 90 % interval is \
         lognormal. Enter a small low end, or three numbers: minimum, most likely, maximum."
    );
    for wrong in [
        Estimate::fixed(-1.0),
        Estimate::fixed(f64::NAN),
        Estimate::interval(5.0, 4.0),
        Estimate::interval(-1.0, 4.0),
        Estimate::interval(1.0, f64::INFINITY),
        Estimate::three_point(1.0, 0.0, 2.0),
        Estimate::three_point(0.0, 3.0, 2.0),
        Estimate::three_point(-1.0, 0.0, 2.0),
        Estimate::Learned {
            shape: 1.0,
            exposure: 0.0,
        },
        Estimate::Pooled { of: vec![] },
        Estimate::Pooled {
            of: vec![Weighted {
                weight: 1.0,
                estimate: Estimate::interval(2.0, 1.0),
            }],
        },
    ] {
        assert!(wrong.distribution("here").is_err(), "{wrong:?}");
    }
}

#[test]
fn a_range_of_one_value_is_that_value() {
    for one in [
        Estimate::fixed(7.0),
        Estimate::interval(7.0, 7.0),
        Estimate::three_point(7.0, 7.0, 7.0),
    ] {
        assert_eq!(one.distribution("here"), Ok(Distribution::Fixed(7.0)));
    }
    assert_eq!(
        Estimate::interval(0.0, 0.0).distribution("here"),
        Ok(Distribution::Fixed(0.0))
    );
}

/// A rate that is nearly always nothing: its quantiles lie below every number, or are far out.
#[test]
fn a_gamma_of_a_tiny_shape_has_quantiles() {
    for shape in [1e-9, 1e-4, 0.002, 0.03] {
        let d = Distribution::Gamma(Gamma {
            shape,
            exposure: shape,
        });
        let mut last = 0.0;
        for p in [1e-12, 0.3, 0.5, 0.9, 0.999, 1.0 - 1e-12] {
            let x = d.quantile(p);
            assert!(x.is_finite() && x >= 0.0, "{shape} {p}: {x}");
            last = x;
            // Below that the incomplete gamma function does not tell numbers from 0.
            if x * shape > 1e-12 {
                close(d.exceedance(x), 1.0 - p, 1e-3);
            }
        }
        assert!(
            last > 1.0,
            "what hardly ever happens is large when it does: {last}"
        );
    }
}

#[test]
fn a_pool_is_the_mixture_of_its_people() {
    let pool = Estimate::Pooled {
        of: vec![
            Weighted {
                weight: 3.0,
                estimate: Estimate::interval(10.0, 240.0),
            },
            Weighted {
                weight: 1.0,
                estimate: Estimate::three_point(0.0, 5.0, 10.0),
            },
        ],
    }
    .distribution("here")
    .unwrap();
    let (a, b) = (lognormal(10.0, 240.0), pert([0.0, 5.0, 10.0]));
    close(pool.mean(), 0.75 * a.mean() + 0.25 * b.mean(), 1e-12);
    close(pool.cdf(8.0), 0.75 * a.cdf(8.0) + 0.25 * b.cdf(8.0), 1e-12);
    close(pool.cdf(pool.quantile(0.3)), 0.3, 1e-9);
}

#[test]
fn a_fit_with_much_data_is_the_plain_lognormal() {
    let fit = |weight, freedom| {
        Estimate::Fitted(LogPosterior {
            center: 3.0,
            weight,
            freedom,
            spread: 0.8,
        })
        .distribution("here")
        .unwrap()
    };
    let much = fit(1e9, 1e5);
    let plain = Distribution::Lognormal(Lognormal {
        mu: 3.0,
        sigma: 0.8,
    });
    close(much.mean(), plain.mean(), 1e-3);
    close(much.quantile(0.95), plain.quantile(0.95), 1e-3);
    assert!(fit(3.0, 5.0).quantile(0.95) > 1.2 * plain.quantile(0.95));
}

#[test]
fn an_estimate_survives_storage() {
    let estimate = Estimate::Pooled {
        of: vec![
            Weighted {
                weight: 1.0,
                estimate: Estimate::interval(0.25, 12.5),
            },
            Weighted {
                weight: 2.0,
                estimate: Estimate::Fitted(LogPosterior {
                    center: 3.5,
                    weight: 2.0,
                    freedom: 3.0,
                    spread: 0.5,
                }),
            },
        ],
    };
    let text = serde_json::to_string(&estimate).unwrap();
    assert_eq!(serde_json::from_str::<Estimate>(&text).unwrap(), estimate);
}

fn any_distribution() -> impl Strategy<Value = Distribution> {
    prop_oneof![
        (0.01..1e4_f64, 1.01..1e3_f64).prop_map(|(low, times)| lognormal(low, low * times)),
        (0.0..1e3_f64, 0.0..=1.0_f64, 0.01..1e3_f64).prop_map(|(low, at, width)| pert([
            low,
            low + at * width,
            low + width
        ])),
        (0.3..200.0_f64, 0.1..20.0_f64)
            .prop_map(|(shape, exposure)| Distribution::Gamma(Gamma { shape, exposure })),
    ]
}

proptest! {
    #[test]
    fn quantile_and_distribution_function_are_inverse(d in any_distribution(), p in 1e-9..0.5_f64) {
        let low = d.tail_quantile(Tail::Lower, p);
        prop_assert!((d.cdf(low) - p).abs() < 1e-8 * p.max(1e-4), "{} {}", d.cdf(low), p);
        let high = d.tail_quantile(Tail::Upper, p);
        prop_assert!((d.exceedance(high) - p).abs() < 1e-8 * p.max(1e-4), "{}", d.exceedance(high));
        prop_assert!(low <= high);
    }

    #[test]
    fn the_density_is_the_slope_of_the_distribution_function(d in any_distribution(), p in 0.05..0.95_f64) {
        let x = d.quantile(p);
        let h = 1e-5 * (d.quantile(0.95) - d.quantile(0.05));
        prop_assume!(x - h > d.quantile(1e-6));
        let slope = (d.cdf(x + h) - d.cdf(x - h)) / (2.0 * h);
        prop_assert!((slope - d.density(x)).abs() <= 1e-3 * slope.abs(), "{slope} {}", d.density(x));
    }

    #[test]
    fn the_excess_is_the_area_beyond(d in any_distribution(), p in 0.05..0.95_f64) {
        let k = d.quantile(p);
        // The area under the exceedance from k on, in even steps of ln x.
        let n = 2_000;
        let end = d.tail_quantile(Tail::Upper, 1e-12).max(k * (1.0 + 1e-9));
        let at = |i: i32| k * (end / k).powf(f64::from(i) / f64::from(n));
        let brute: f64 = (0..n)
            .map(|i| (at(i), at(i + 1)))
            .map(|(a, b)| 0.5 * (b - a) * (d.exceedance(a) + d.exceedance(b)))
            .sum();
        let found = d.expected_excess(k);
        prop_assert!((found - brute).abs() < 1e-3 * d.mean(), "{found} {brute}");
        prop_assert!((d.expected_excess(0.0) - d.mean()).abs() < 1e-9 * d.mean());
    }

    #[test]
    fn a_scaled_estimate_scales_every_quantile(low in 0.1..10.0_f64, times in 1.1..50.0_f64, factor in 0.01..5.0_f64, p in 0.01..0.99_f64) {
        for estimate in [
            Estimate::interval(low, low * times),
            Estimate::three_point(low, low * (1.0 + times) * 0.5, low * times),
            Estimate::Learned { shape: low, exposure: times },
        ] {
            let before = estimate.distribution("").unwrap().quantile(p);
            let after = estimate.scaled(factor).distribution("").unwrap().quantile(p);
            prop_assert!((after - factor * before).abs() < 1e-9 * after.abs());
        }
    }
}

#[test]
fn ranges_without_a_finite_mean_are_refused() {
    for (estimate, found, expected) in [
        (Estimate::interval(1e-300, 1e300), "1e-300 to 1e300", "1e18"),
        (Estimate::interval(5.0, 1e308), "5 to 1e308", "1e18"),
        (
            Estimate::interval(1e-7, 1e6),
            "1e-7 to 1000000",
            "1e12 times",
        ),
        (Estimate::interval(1e19, 1e19), "1e19 to 1e19", "1e18"),
        (Estimate::fixed(1e300), "1e300", "1e18"),
        (
            Estimate::three_point(0.0, 5.0, 1e200),
            "0, 5, 1e200",
            "1e18",
        ),
    ] {
        let error = estimate.distribution("A, dur").unwrap_err();
        assert_eq!(
            (error.field.as_str(), error.found.as_str()),
            ("A, dur", found)
        );
        assert!(error.expected.contains(expected), "{error}");
    }
    // The widest that is taken has moments, also as the product of three.
    let d = Estimate::interval(1e6, 1e18).distribution("").unwrap();
    assert!(d.mean_square().powi(3).is_finite());
    let fit = LogPosterior {
        center: 0.0,
        weight: 1.0,
        freedom: 1.0,
        spread: 400.0,
    };
    assert!(Estimate::Fitted(fit).distribution("").is_err());
}

/// Parts at the same quantile: against sums over many quantiles.
#[test]
fn parts_that_are_drawn_together_add_their_quantiles() {
    let (a, b) = (lognormal(2.0, 30.0), pert([0.0, 10.0, 90.0]));
    let both = a.together(&b);
    let n = 400_000;
    let values: Vec<f64> = (0..n)
        .map(|i| (f64::from(i) + 0.5) / f64::from(n))
        .map(|p| a.quantile(p) + b.quantile(p))
        .collect();
    let mean = |f: &dyn Fn(f64) -> f64| values.iter().map(|x| f(*x)).sum::<f64>() / f64::from(n);
    close(both.mean(), mean(&|x| x), 1e-5);
    close(both.mean_square(), mean(&|x| x * x), 1e-3);
    close(
        both.expected_excess(60.0),
        mean(&|x| (x - 60.0).max(0.0)),
        1e-3,
    );
    for p in [1e-6, 0.05, 0.5, 0.95, 1.0 - 1e-6] {
        let x = a.quantile(p) + b.quantile(p);
        close(both.quantile(p), x, 1e-12);
        close(both.cdf(x), p, 1e-9);
        close(both.exceedance(x), 1.0 - p, 1e-9);
        close(both.scaled(3.0).quantile(p), 3.0 * x, 1e-12);
    }
    let slope = (both.cdf(40.001) - both.cdf(39.999)) / 0.002;
    close(both.density(40.0), slope, 1e-5);
    let nodes = both.nodes(64);
    close(nodes.iter().map(|(x, w)| x * w).sum(), both.mean(), 1e-6);
}

/// Where one part is the other scaled, the sum is that one scaled, by its own name.
#[test]
fn scaled_copies_together_are_one_scaled() {
    let fitted = Estimate::Fitted(LogPosterior {
        center: 3.0,
        weight: 5.0,
        freedom: 7.0,
        spread: 0.6,
    })
    .distribution("")
    .unwrap();
    let gamma = Distribution::Gamma(Gamma {
        shape: 2.5,
        exposure: 4.0,
    });
    let pool = Distribution::Pool(vec![(0.4, lognormal(1.0, 9.0)), (0.6, fitted.clone())]);
    for d in [
        lognormal(10.0, 240.0),
        pert([1.0, 5.0, 30.0]),
        gamma,
        fitted,
        pool,
        Distribution::Fixed(7.0),
    ] {
        let both = d.scaled(0.2).together(&d.scaled(0.8));
        assert!(!matches!(both, Distribution::Together(_)), "{both:?}");
        for p in [0.01, 0.4, 0.9, 0.999] {
            close(both.quantile(p), d.quantile(p), 1e-9);
        }
        close(both.mean_square(), d.mean_square(), 1e-9);
        assert_eq!(d.together(&Distribution::Fixed(0.0)), d);
    }
    let moved = pert([1.0, 5.0, 30.0]).together(&Distribution::Fixed(10.0));
    close(
        moved.quantile(0.3),
        pert([11.0, 15.0, 40.0]).quantile(0.3),
        1e-12,
    );
}

/// The mean of a fit at the ends of its parameters, against parameters drawn one by one.
#[test]
fn a_mean_is_as_uncertain_as_its_parameters() {
    use crate::simulate::stream::{Stream, draw, unit};
    let posterior = LogPosterior {
        center: 3.0,
        weight: 4.0,
        freedom: 6.0,
        spread: 0.7,
    };
    let d = Estimate::Fitted(posterior).distribution("").unwrap();
    let stream = Stream::new(5, 1, 0);
    let n = 40_000;
    let mut means: Vec<f64> = (0..n)
        .map(|t| {
            let bits = stream.of_trial(t);
            let sigma =
                posterior.sigma_exceeded(SPREAD_CUT + (1.0 - 2.0 * SPREAD_CUT) * unit(bits));
            let z = normal_quantile(unit(draw(bits, 1)));
            (posterior.center + sigma / posterior.weight.sqrt() * z + 0.5 * sigma * sigma).exp()
        })
        .collect();
    means.sort_by(f64::total_cmp);
    for p in [0.05, 0.5, 0.95] {
        let below = means.partition_point(|m| *m <= d.mean_quantile(p)) as f64 / n as f64;
        let z = (below - p) / (p * (1.0 - p) / n as f64).sqrt();
        assert!(z.abs() < 4.0, "{p}: {z}");
    }
    // Of a pool, which estimate holds; of a plain range nothing is uncertain.
    let pool = Distribution::Pool(vec![
        (0.3, lognormal(1.0, 2.0)),
        (0.7, lognormal(50.0, 60.0)),
    ]);
    close(pool.mean_quantile(0.29), lognormal(1.0, 2.0).mean(), 1e-9);
    close(pool.mean_quantile(0.31), lognormal(50.0, 60.0).mean(), 1e-9);
    assert_eq!(
        lognormal(1.0, 9.0).mean_quantile(0.05),
        lognormal(1.0, 9.0).mean()
    );
}
