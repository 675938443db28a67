//! The law of a total against scipy, sampling and its own laws.

use super::*;
use crate::distribution::Estimate;

fn duration(low: f64, high: f64) -> Distribution {
    Estimate::interval(low, high).distribution("").unwrap()
}

/// The scenarios that other programs are measured on, and their law as `scipy` gives it.
struct Scenario {
    name: String,
    rate: f64,
    duration: Distribution,
    per_minute: Distribution,
}

fn scenarios() -> Vec<Scenario> {
    let text = include_str!("../../../../tests/data/scenarios/scenarios.json");
    let list: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
    list.iter()
        .map(|s| {
            let range =
                |key: &str| duration(s[key][0].as_f64().unwrap(), s[key][1].as_f64().unwrap());
            Scenario {
                name: s["name"].as_str().unwrap().to_owned(),
                rate: s["lambda"].as_f64().unwrap(),
                duration: range("dur"),
                per_minute: range("cpm"),
            }
        })
        .collect()
}

const TARGETS: [f64; 4] = [0.99, 0.999, 0.9995, 0.9999];

fn row(of: &[&Scenario], resolution: Resolution) -> Vec<f64> {
    let loss: Vec<Component> = of
        .iter()
        .map(|s| {
            let size = Size::Product(
                Box::new(Size::One(s.duration.clone())),
                s.per_minute.clone(),
            );
            Component::poisson(s.rate, size)
        })
        .collect();
    let down: Vec<Component> = of
        .iter()
        .map(|s| Component::poisson(s.rate, Size::One(s.duration.clone())))
        .collect();
    let year = 525_600.0;
    let loss = Law::of(&loss, resolution, 0.0).unwrap();
    let down = Law::of(&down, resolution, year * (1.0 - TARGETS[0])).unwrap();
    let mut row = Vec::new();
    for law in [&loss, &down] {
        row.push(law.mean());
        row.extend([0.5, 0.9, 0.95, 0.99].map(|p| law.quantile(p)));
    }
    row.extend(TARGETS.map(|t| down.cdf(year * (1.0 - t))));
    row
}

/// Largest deviation from the golden, relative, absolute below 1.
fn against_golden(resolution: Resolution, all_only: bool) -> (f64, String) {
    let scenarios = scenarios();
    let golden = include_str!("../../../../tests/data/scenarios/law.csv");
    let mut worst = (0.0, String::new());
    for line in golden.lines().skip(1) {
        let mut fields = line.split(',');
        let name = fields.next().unwrap();
        if all_only && name != "ALL" {
            continue;
        }
        let of: Vec<&Scenario> = scenarios
            .iter()
            .filter(|s| name == "ALL" || s.name == name)
            .collect();
        assert!(!of.is_empty(), "{name}");
        for (n, (found, expected)) in row(&of, resolution).iter().zip(fields).enumerate() {
            let expected: f64 = expected.parse().unwrap();
            let off = (found - expected).abs() / expected.abs().max(1.0);
            if off > worst.0 {
                worst = (
                    off,
                    format!("{name}, column {n}: {found} is not {expected}"),
                );
            }
        }
    }
    worst
}

#[test]
fn every_scenario_agrees_with_scipy_to_a_millionth() {
    let (off, at) = against_golden(Resolution::FULL, false);
    assert!(off < 1e-6, "{off:e}: {at}");
}

#[test]
fn a_preview_of_all_scenarios_agrees_to_a_ten_thousandth() {
    let (off, at) = against_golden(Resolution::PREVIEW, true);
    assert!(off < 1e-5, "{off:e}: {at}");
}

fn near(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() < within,
        "{found} is not {expected}"
    );
}

fn law(rate: f64, size: Size) -> Law {
    Law::of(&[Component::poisson(rate, size)], Resolution::FULL, 5_256.0).unwrap()
}

/// One risk, 6 a year, 10 to 240 minutes: equal expected minutes, different answers.
#[test]
fn halving_the_repair_time_is_not_halving_the_rate() {
    let budgets = [525.6, 262.8, 52.56];
    let whole = Size::One(duration(10.0, 240.0));
    let half = Size::One(duration(5.0, 120.0));
    let today = law(6.0, whole.clone());
    near(today.mean(), 468.72, 0.005);
    near(today.quantile(0.9), 857.3, 0.05);
    for (law, expected) in [
        (today, [0.657, 0.265, 0.017]),
        (law(6.0, half), [0.953, 0.657, 0.054]),
        (law(3.0, whole), [0.912, 0.664, 0.161]),
    ] {
        for (budget, expected) in budgets.into_iter().zip(expected) {
            near(law.cdf(budget), expected, 0.0005);
        }
    }
}

/// Of a fixed size, the total is the count: a law known without any transform, and a size that
/// no grid resolves.
#[test]
fn a_fixed_size_leaves_the_count() {
    let law = law(3.0, Size::One(Distribution::Fixed(100.0)));
    let mut upto = 0.0;
    let mut term = (-3.0_f64).exp();
    for n in 0..12 {
        upto += term;
        term *= 3.0 / f64::from(n + 1);
        near(law.cdf(100.0 * f64::from(n) + 50.0), upto, 2e-5);
    }
    near(law.none(), (-3.0_f64).exp(), 1e-15);
    near(law.tail_mean(0.0), 300.0, 1e-6);
}

#[test]
fn a_gamma_rate_makes_the_count_negative_binomial() {
    let (shape, exposure) = (2.5, 0.5);
    let rate = Estimate::Learned { shape, exposure }
        .distribution("")
        .unwrap();
    let component = Component::new(rate, Size::One(Distribution::Fixed(10.0)));
    let law = Law::of(&[component], Resolution::PREVIEW, 0.0).unwrap();
    let p = exposure / (1.0 + exposure);
    let mut term = p.powf(shape);
    let mut upto = 0.0;
    for n in 0..25 {
        upto += term;
        term *= (1.0 - p) * (shape + f64::from(n)) / f64::from(n + 1);
        near(law.cdf(10.0 * f64::from(n) + 5.0), upto, 2e-5);
    }
    near(law.deviation(), 10.0 * (5.0 + 25.0 / 2.5_f64).sqrt(), 1e-9);
}

#[test]
fn a_rate_that_is_a_range_is_averaged_over() {
    let rate = Estimate::three_point(0.0, 2.0, 10.0)
        .distribution("")
        .unwrap();
    let component = Component::new(rate.clone(), Size::One(Distribution::Fixed(10.0)));
    let law = Law::of(&[component], Resolution::PREVIEW, 0.0).unwrap();
    // P(N = 0) by plain integration.
    let n = 200_000;
    let brute: f64 = (0..n)
        .map(|i| 10.0 * (f64::from(i) + 0.5) / f64::from(n))
        .map(|at| rate.density(at) * (-at).exp() * 10.0 / f64::from(n))
        .sum();
    near(law.none(), brute, 1e-6);
    near(law.mean(), 10.0 * rate.mean(), 1e-9);
}

/// Time to detect and time to repair, share of users, cost per minute: the grid against the
/// moments in closed form, and the distribution of a single event against plain integration.
#[test]
fn parts_and_factors_of_an_event() {
    let detect = Estimate::three_point(0.0, 5.0, 30.0)
        .distribution("")
        .unwrap();
    let repair = duration(10.0, 120.0);
    let share = Estimate::three_point(0.1, 0.25, 1.0)
        .distribution("")
        .unwrap();
    let sum = Size::Sum(vec![detect.clone(), repair.clone()]);
    // With so low a rate the law given an event is the law of one.
    let rate = 1e-4;
    let given = |size: Size, x: f64| {
        let law = Law::of(
            &[Component::poisson(rate, size)],
            Resolution::PREVIEW,
            1_000.0,
        )
        .unwrap();
        (law.cdf(x) - law.none()) / (1.0 - law.none())
    };
    let n = 2_000;
    let at = |i: i32| (f64::from(i) + 0.5) / f64::from(n);
    let brute: f64 = (0..n)
        .map(|i| repair.cdf(60.0 - detect.quantile(at(i))) / f64::from(n))
        .sum();
    near(given(sum.clone(), 60.0), brute, 1e-4);
    let brute: f64 = (0..n)
        .map(|i| repair.cdf(20.0 / share.quantile(at(i))) / f64::from(n))
        .sum();
    let product = Size::Product(Box::new(Size::One(repair)), share.clone());
    near(given(product, 20.0), brute, 1e-4);
    let all = Size::Product(Box::new(sum.clone()), share.clone());
    let law = Law::of(
        &[Component::poisson(4.0, all.clone())],
        Resolution::PREVIEW,
        0.0,
    )
    .unwrap();
    near(law.mean(), 4.0 * sum.mean() * share.mean(), 1e-9);
    // The mean read off the grid is the mean in closed form.
    let from_grid: f64 = (0..20_000)
        .map(|i| {
            (1.0 - law.cdf((f64::from(i) + 0.5) * law.reach() / 20_000.0)) * law.reach() / 20_000.0
        })
        .sum();
    near(from_grid / law.mean(), 1.0, 1e-3);
    near(law.tail_mean(0.0) / law.mean(), 1.0, 1e-6);
    assert!(law.tail_mean(0.95) > law.quantile(0.95));
}

#[test]
fn a_wide_beta_is_placed_by_its_ends_and_its_middle() {
    for (low, mode, high) in [
        (100.0, 100.0, 3_000.0),
        (0.0, 700.0, 2_900.0),
        (5.0, 2_900.0, 2_900.0),
    ] {
        let d = Estimate::three_point(low, mode, high)
            .distribution("")
            .unwrap();
        for step in [0.37, 1.9, 40.0, 4_000.0] {
            let grid = Grid {
                points: 1 << 14,
                step,
            };
            let mut points = vec![0.0; grid.points];
            grid.deposit(&d, 1.0, &mut points);
            let moment = |k: i32| -> f64 {
                points
                    .iter()
                    .enumerate()
                    .map(|(j, p)| p * (j as f64 * step).powi(k))
                    .sum()
            };
            near(moment(0), 1.0, 1e-7);
            near(moment(1) / d.mean(), 1.0, 1e-7);
            near(moment(2) / d.mean_square(), 1.0, 1e-7);
        }
    }
}

#[test]
fn nothing_happens_where_nothing_can() {
    for components in [
        vec![],
        vec![Component::poisson(0.0, Size::One(duration(1.0, 2.0)))],
        vec![Component::poisson(5.0, Size::One(Distribution::Fixed(0.0)))],
    ] {
        let law = Law::of(&components, Resolution::PREVIEW, 525.6).unwrap();
        assert_eq!(
            (law.mean(), law.quantile(0.99), law.cdf(0.0)),
            (0.0, 0.0, 1.0)
        );
        assert_eq!(law.tail_mean(0.95), 0.0);
    }
}

/// The law of one risk with lognormal durations and costs per minute: loss and downtime.
fn wide(rate: f64, dur: (f64, f64), cost: (f64, f64), resolution: Resolution) -> (Law, Law) {
    let minutes = Size::One(duration(dur.0, dur.1));
    let size = Size::Product(Box::new(minutes.clone()), duration(cost.0, cost.1));
    let of = |size, cover| Law::of(&[Component::poisson(rate, size)], resolution, cover).unwrap();
    (of(size, 0.0), of(minutes, 5_256.0))
}

/// Ranges of up to ten orders of magnitude: the bad years cost millions of typical ones and
/// more. At a low rate the law is that of one event, which has a formula.
#[test]
fn wide_ranges_are_resolved_from_the_typical_year_to_the_bad_one() {
    let rate = 0.01_f64;
    let twice = 1.0 - (-rate).exp() * (1.0 + rate);
    for high in [1e3, 1e5, 1e8, 1e10] {
        for resolution in [Resolution::PREVIEW, Resolution::FULL] {
            let (loss, down) = wide(rate, (1.0, high), (1.0, high), resolution);
            let minutes = duration(1.0, high);
            let Distribution::Lognormal(one) = minutes else {
                panic!("{minutes:?}")
            };
            let cost = Distribution::Lognormal(one.times(one));
            for (law, one) in [(&loss, &cost), (&down, &minutes)] {
                for p in [0.01, 0.05, 0.5, 0.8, 0.9] {
                    // Of the years with two events hardly any stays below what one has.
                    let found = law.cdf(one.quantile(p));
                    near(found, law.none() * (1.0 + rate * p), twice + 1e-5);
                }
                near(law.cdf(law.quantile(0.995)), 0.995, 1e-9);
            }
        }
    }
}

/// Against one and a half million years sampled by a program of its own.
#[test]
fn wide_ranges_agree_with_sampling() {
    let (loss, _) = wide(0.8, (1.0, 2e4), (1.0, 1e4), Resolution::FULL);
    let (more, _) = wide(1.0, (1.0, 1e5), (1.0, 1e5), Resolution::FULL);
    let (_, down) = wide(6.0, (1.0, 1e5), (1.0, 10.0), Resolution::FULL);
    // Standard errors of the chances: 0.0004 and 0.0001.
    for (law, median) in [(&loss, 150.3), (&more, 8_594.0)] {
        near(law.cdf(median), 0.5, 0.001);
        near(law.quantile(0.5) / median, 1.0, 0.02);
    }
    near(down.cdf(52.56), 0.012_97, 0.000_3);
}

/// Events so many that a year is the mean give or take a trifle: the law is normal but for a
/// skewness near 1e-5.
#[test]
fn a_year_of_a_billion_events_is_nearly_its_mean() {
    for rate in [1e6, 1e9] {
        for resolution in [Resolution::PREVIEW, Resolution::FULL] {
            let (loss, down) = wide(rate, (10.0, 240.0), (20.0, 30.0), resolution);
            // A preview is within a twelfth of a deviation, which is itself 1e-4 of the mean.
            let within = if resolution == Resolution::FULL {
                0.006
            } else {
                0.08
            };
            for law in [loss, down] {
                for (p, z) in [(0.05, -1.644_853_6), (0.5, 0.0), (0.99, 2.326_347_9)] {
                    let off = (law.quantile(p) - law.mean()) / law.deviation();
                    near(off, z, within);
                }
                let beyond = (law.tail_mean(0.95) - law.mean()) / law.deviation();
                near(beyond, 2.062_7, 10.0 * within);
            }
        }
    }
}

/// Where hardly a year has an event, the bad years are within reach nevertheless.
#[test]
fn a_rare_event_is_within_reach() {
    let size = duration(10.0, 240.0);
    let law = Law::of(
        &[Component::poisson(1e-3, Size::One(size.clone()))],
        Resolution::FULL,
        0.0,
    )
    .unwrap();
    assert_eq!(law.quantile(0.99), 0.0);
    near(law.exceedance(240.0), 0.05e-3, 1e-7);
    near(law.tail_mean(0.999_5) / law.mean() * 5e-4, 1.0, 0.5);
}

/// A mean that is no finite number is not the same as no loss.
#[test]
fn what_has_no_finite_mean_has_no_law() {
    let endless =
        Distribution::Lognormal(crate::distribution::Lognormal::from_interval(5.0, 1e308));
    let component = Component::poisson(1.0, Size::One(endless));
    let law = Law::of(&[component], Resolution::PREVIEW, 525.6);
    assert_eq!(law.err(), Some(Unbounded));
    // One range of twelve orders of magnitude has a law, a product of two has none.
    let one = Size::One(duration(1.0, 1e12));
    let two = Size::Product(Box::new(one.clone()), duration(1.0, 1e12));
    for (size, has) in [(one, true), (two, false)] {
        let law = Law::of(&[Component::poisson(1.0, size)], Resolution::PREVIEW, 0.0);
        assert_eq!(law.is_ok(), has);
    }
}

/// A cost per minute that is far wider than the duration, and a rate from 1 to 10,000: neither
/// leaves stairs in the law.
#[test]
fn what_is_averaged_over_leaves_no_stairs() {
    let narrow = Estimate::three_point(9.0, 10.0, 11.0)
        .distribution("")
        .unwrap();
    let sum = Size::Sum(vec![narrow.clone(), narrow.clone()]);
    let wide = duration(1.0, 1e5);
    for (size, mean) in [(Size::One(narrow), 10.0), (sum, 20.0)] {
        let size = Size::Product(Box::new(size), wide.clone());
        let law = Law::of(&[Component::poisson(0.01, size)], Resolution::PREVIEW, 0.0).unwrap();
        for p in [0.1, 0.3, 0.5, 0.7, 0.9] {
            let found = (law.cdf(mean * wide.quantile(p)) - law.none()) / (1.0 - law.none());
            near(found, p, 0.005);
        }
    }
    let rate = duration(1.0, 10_000.0);
    let component = Component::new(rate.clone(), Size::One(duration(9.0, 11.0)));
    let law = Law::of(&[component], Resolution { log2: 13 }, 0.0).unwrap();
    for p in [0.7, 0.75, 0.8, 0.85, 0.9] {
        near(law.cdf(10.02 * rate.quantile(p)), p, 0.005);
    }
}
