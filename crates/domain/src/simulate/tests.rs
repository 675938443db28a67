//! The sampling engine against exact laws, on any number of threads.

use super::*;
use crate::distribution::{Estimate, LogPosterior};
use crate::law::{Component, Law, Resolution, Size};

fn range(low: f64, high: f64) -> Distribution {
    Estimate::interval(low, high).distribution("").unwrap()
}

fn scenarios() -> Vec<Process> {
    let text = include_str!("../../../../tests/data/scenarios/scenarios.json");
    let list: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
    list.iter()
        .enumerate()
        .map(|(n, s)| {
            let pair = |key: &str| range(s[key][0].as_f64().unwrap(), s[key][1].as_f64().unwrap());
            let rate = Distribution::Fixed(s["lambda"].as_f64().unwrap());
            Process {
                per_minute: pair("cpm"),
                ..Process::new(n as u128, rate, pair("dur"))
            }
        })
        .collect()
}

const YEAR: f64 = 525_600.0;

fn simulate(model: &Model, years: u64, seed: u64) -> Tally {
    let mut tally = Tally::new(model);
    let mut run = model.run(seed);
    for chunk in 0..Model::chunks(years) {
        run.chunk(chunk, years, &mut tally);
    }
    tally
}

fn detailed(budgets: &[f64]) -> Settings {
    Settings {
        detail: true,
        ..Settings::added(budgets)
    }
}

/// Standard errors that mean and quantiles are from an exact law.
fn z_scores(spread: &Spread, law: &Law, n: u64) -> Vec<f64> {
    let n = n as f64;
    let mut z = vec![(spread.mean - law.mean()) / (law.deviation() / n.sqrt())];
    for (p, q) in Spread::LEVELS.into_iter().zip(spread.quantiles) {
        let e = (p * (1.0 - p) / n).sqrt();
        if q > 0.0 || law.none() < p - 4.0 * e {
            z.push((law.cdf(q) - p) / e);
        }
    }
    z
}

fn assert_agrees(spread: &Spread, law: &Law, n: u64, what: &str) {
    let z = z_scores(spread, law, n);
    assert!(z.iter().all(|z| z.abs() < 4.0), "{what}: {z:?}");
}

fn component(process: &Process, size: Size) -> Component {
    Component::new(process.rate.clone(), size)
}

fn minutes(process: &Process) -> Size {
    Size::Sum(vec![process.detect.clone(), process.repair.clone()])
}

/// The scenarios that other programs are measured on, each and together.
#[test]
fn years_have_their_exact_law() {
    let n = 100_000;
    let budgets = [0.01, 0.001, 0.000_5, 0.000_1].map(|x| x * YEAR);
    let model = Model::new(scenarios(), detailed(&budgets));
    let results = simulate(&model, n, 42).results();
    let law_of = |processes: &[Process]| {
        let loss =
            |p: &Process| component(p, Size::Product(Box::new(minutes(p)), p.per_minute.clone()));
        let loss: Vec<Component> = processes.iter().map(loss).collect();
        let down: Vec<Component> = processes.iter().map(|p| component(p, minutes(p))).collect();
        let resolution = Resolution { log2: 15 };
        (
            Law::of(&loss, resolution, 0.0).unwrap(),
            Law::of(&down, resolution, budgets[0]).unwrap(),
        )
    };
    for (process, result) in model.processes().iter().zip(&results.sources) {
        let (loss, down) = law_of(std::slice::from_ref(process));
        assert_agrees(result.loss.as_ref().unwrap(), &loss, n, "loss");
        assert_agrees(result.down.as_ref().unwrap(), &down, n, "downtime");
        assert!((result.mean_loss / result.loss.as_ref().unwrap().mean - 1.0).abs() < 1e-12);
    }
    let (loss, down) = law_of(model.processes());
    assert_agrees(&results.loss, &loss, n, "loss of all");
    assert_agrees(&results.services[0].down, &down, n, "downtime of all");
    for (met, budget) in results.services[0].met.iter().zip(budgets) {
        let z = (met.share - down.cdf(budget)) / met.error;
        assert!(z.abs() < 4.0, "{budget}: {z}");
    }
    let tail = results.loss.tail_mean_95 / loss.tail_mean(0.95);
    assert!((tail - 1.0).abs() < 0.05, "{tail}");
}

fn wide(owner: u128) -> Process {
    let three = |a, b, c| Estimate::three_point(a, b, c).distribution("").unwrap();
    Process {
        detect: three(0.0, 5.0, 30.0),
        users: three(0.05, 0.3, 1.0),
        per_minute: three(10.0, 50.0, 400.0),
        ..Process::new(owner, three(1.0, 3.0, 12.0), range(10.0, 120.0))
    }
}

/// Every part of an event, and a rate that is a range: against the exact law of the same.
#[test]
fn parts_of_an_event_have_their_exact_law() {
    let n = 60_000;
    let gamma = Estimate::Learned {
        shape: 4.5,
        exposure: 1.5,
    };
    let learned = Process {
        rate: gamma.distribution("").unwrap(),
        ..wide(2)
    };
    let model = Model::new(vec![wide(1), learned], detailed(&[525.6]));
    let results = simulate(&model, n, 7).results();
    for (process, result) in model.processes().iter().zip(&results.sources) {
        let down = Size::Product(Box::new(minutes(process)), process.users.clone());
        let law = Law::of(&[component(process, down)], Resolution { log2: 13 }, 0.0).unwrap();
        assert_agrees(result.down.as_ref().unwrap(), &law, n, "weighted minutes");
        assert!((law.mean() / process.mean_minutes() - 1.0).abs() < 1e-9);
        let z = (result.mean_loss - process.mean_loss()) / result.loss.as_ref().unwrap().mean_error;
        assert!(z.abs() < 4.0, "{z}");
    }
}

#[test]
fn digits_do_not_depend_on_threads_or_order() {
    let mut settings = Settings::added(&[525.6, 52.56]);
    settings.timing = Timing::Uniform;
    let mut processes = scenarios();
    processes.push(wide(99));
    for settings in [Settings::added(&[525.6]), settings] {
        let model = Model::new(processes.clone(), settings);
        let years = 3 * CHUNK + 1_000;
        let alone = simulate(&model, years, 5);
        let mut parts: Vec<Tally> = [[3, 0], [2, 1]]
            .iter()
            .map(|chunks| {
                let mut run = model.run(5);
                let mut tally = Tally::new(&model);
                for chunk in chunks {
                    run.chunk(*chunk, years, &mut tally);
                }
                tally
            })
            .collect();
        let mut together = parts.remove(1);
        together.merge(&parts[0]);
        assert_eq!(together.results(), alone.results());
        assert_eq!(together.exceedance(20), alone.exceedance(20));
        assert_ne!(simulate(&model, years, 6).results(), alone.results());
    }
}

/// A scenario that changes one thing differs by that thing alone.
#[test]
fn a_risk_draws_the_same_numbers_in_every_scenario() {
    let years = 2_000;
    let of = |processes: Vec<Process>| {
        let model = Model::new(processes, Settings::added(&[525.6]));
        let mut loss = Vec::new();
        model
            .run(11)
            .years(0, years, |_, y| loss.extend(y.loss.clone()));
        loss
    };
    let pair = scenarios();
    let (a, b) = (of(vec![pair[3].clone()]), of(vec![pair[7].clone()]));
    let both = of(vec![pair[7].clone(), pair[3].clone()]);
    for ((a, b), both) in a.iter().zip(&b).zip(&both) {
        assert!((a + b - both).abs() <= 1e-9 * both);
    }
    let half = Process {
        repair: pair[3].repair.scaled(0.5),
        ..pair[3].clone()
    };
    for (whole, half) in a.iter().zip(of(vec![half])) {
        assert!((0.5 * whole - half).abs() <= 1e-9 * whole);
    }
    // A lower rate takes events away and brings none.
    let fewer = Process {
        rate: Distribution::Fixed(0.4),
        ..pair[3].clone()
    };
    assert!(
        a.iter()
            .zip(of(vec![fewer]))
            .all(|(more, fewer)| fewer <= *more)
    );
}

/// The fast lane draws what the general way draws.
#[test]
fn the_fast_lane_is_the_general_way() {
    let plain = scenarios();
    let general: Vec<Process> = plain
        .iter()
        .map(|p| Process {
            per_event: Distribution::Fixed(1e-9),
            ..p.clone()
        })
        .collect();
    let settings = Settings::added(&[525.6]);
    let fast = simulate(&Model::new(plain, settings.clone()), 3_000, 1).results();
    let slow = simulate(&Model::new(general, settings), 3_000, 1).results();
    assert_eq!(fast.services, slow.services);
    assert!((fast.loss.mean / slow.loss.mean - 1.0).abs() < 1e-12);
    assert!((fast.largest.mean / slow.largest.mean - 1.0).abs() < 1e-12);
}

#[test]
fn overlaps_count_once_and_only_there() {
    let years = 4_000;
    let of = |timing: Timing, rate: f64| {
        let process = Process {
            per_minute: Distribution::Fixed(2.0),
            ..Process::new(4, Distribution::Fixed(rate), Distribution::Fixed(100.0))
        };
        let settings = Settings {
            timing,
            ..Settings::added(&[525.6])
        };
        simulate(&Model::new(vec![process], settings), years, 3).results()
    };
    let (added, union) = (of(Timing::Added, 500.0), of(Timing::Uniform, 500.0));
    assert_eq!(added.loss.mean, union.loss.mean);
    // A point of the year is free with probability e^(−rate × length / year).
    let expected = YEAR * (1.0 - (-500.0 * 100.0 / YEAR).exp());
    let found = union.services[0].down.mean;
    assert!((found / expected - 1.0).abs() < 2e-3, "{found} {expected}");
    assert!(added.services[0].down.mean > 1.04 * found);
}

#[test]
fn a_soft_hit_downs_a_share_and_targets_of_a_set_are_met_together() {
    let mut process = Process::new(1, Distribution::Fixed(5.0), range(10.0, 240.0));
    process.hits = vec![
        Hit {
            service: 0,
            share: 1.0,
        },
        Hit {
            service: 1,
            share: 0.2,
        },
    ];
    let settings = Settings {
        budgets: vec![vec![525.6], vec![52.56]],
        ..Settings::added(&[])
    };
    let results = simulate(&Model::new(vec![process], settings), 20_000, 3).results();
    let [own, other] = &results.services[..] else {
        panic!("two services");
    };
    assert!((other.down.mean / own.down.mean - 0.2).abs() < 1e-9);
    // A fifth of the downtime against a tenth of the budget: the second is the one that breaks.
    assert_eq!(results.all_met[0].share, other.met[0].share);
    assert!(own.met[0].share > other.met[0].share + 0.1);
}

/// Cost by the hour: even timing pays the average hour; timing by demand pays more, by the mean
/// square of the profile.
#[test]
fn events_cost_what_their_hour_costs() {
    let values: Vec<f64> = (0..hours::HOURS)
        .map(|h| {
            if (9..18).contains(&(h % 24)) {
                3.0
            } else {
                0.5
            }
        })
        .collect();
    let mean = values.iter().sum::<f64>() / 168.0;
    let square = values.iter().map(|v| v * v).sum::<f64>() / 168.0;
    let of = |timing: Timing| {
        let process = Process {
            per_minute: Distribution::Fixed(7.0),
            profile: Some(0),
            ..Process::new(4, Distribution::Fixed(20.0), Distribution::Fixed(1.0))
        };
        let settings = Settings {
            timing,
            profiles: vec![HourProfile::new(&values)],
            ..Settings::added(&[525.6])
        };
        simulate(&Model::new(vec![process], settings), 30_000, 3)
            .results()
            .loss
    };
    for timing in [Timing::Added, Timing::Uniform] {
        let even = of(timing);
        assert!(
            (even.mean - 140.0).abs() < 4.0 * even.mean_error,
            "{even:?}"
        );
    }
    let weighted = of(Timing::Weighted(0));
    // An event of a minute may run over the end of its hour: 1/120 of the difference.
    let expected = 140.0 * square / (mean * mean);
    assert!(
        (weighted.mean / expected - 1.0).abs() < 0.01,
        "{} {expected}",
        weighted.mean
    );
}

/// Common cause moves events together and adds none.
#[test]
fn common_events_keep_every_rate_and_tie_the_counts() {
    let member = |owner, rate, share| Process {
        per_event: Distribution::Fixed(1.0),
        common: Some(Common { group: 0, share }),
        ..Process::new(owner, Distribution::Fixed(rate), Distribution::Fixed(10.0))
    };
    let processes = vec![
        member(1, 4.0, 0.5),
        member(2, 6.0, 0.2),
        member(3, 2.0, 0.0),
    ];
    let n = 60_000;
    let model = Model::new(processes, detailed(&[525.6]));
    let results = simulate(&model, n, 9).results();
    for (process, source) in model.processes().iter().zip(&results.sources) {
        let rate = process.rate.mean();
        let z = (source.mean_loss - rate) / (rate / n as f64).sqrt();
        assert!(z.abs() < 4.0, "{z}");
        let deviation = source.loss.as_ref().unwrap().deviation;
        assert!((deviation / rate.sqrt() - 1.0).abs() < 0.02, "{deviation}");
    }
    // Common events: at a rate of 2, all of them in the first, 1.2/2 of them in the second, so
    // 1.2 a year are shared: Var(N₁ + N₂ + N₃) = 12 + 2 × 1.2.
    let variance = results.loss.deviation.powi(2);
    assert!((variance / 14.4 - 1.0).abs() < 0.03, "{variance}");
    // At one moment they overlap: an event of both takes the service down once.
    let settings = Settings {
        timing: Timing::Uniform,
        ..detailed(&[525.6])
    };
    let model = Model::new(model.processes().to_vec(), settings);
    let union = simulate(&model, n, 9).results();
    let down = union.services[0].down.mean;
    assert!((down - 108.0).abs() < 0.5, "{down}");
    // The largest event counts both parts of a common one.
    assert_eq!(union.largest.most, 2.0);
}

/// The scatter belongs to the rate of a risk, however many of its events it shares: its count is
/// negative binomial, as the exact law of the risk alone has it.
#[test]
fn a_risk_that_scatters_keeps_its_law_in_a_group() {
    let scattered = |common| Process {
        per_event: Distribution::Fixed(1.0),
        dispersion: 4.0,
        common,
        ..Process::new(1, Distribution::Fixed(6.0), range(10.0, 120.0))
    };
    let other = Process {
        common: Some(Common {
            group: 0,
            share: 0.3,
        }),
        ..Process::new(2, Distribution::Fixed(9.0), range(5.0, 60.0))
    };
    let n = 60_000;
    let alone = exact::years(
        &[scattered(None)],
        &Settings::added(&[525.6]),
        Resolution::FULL,
    )
    .unwrap();
    for share in [0.2, 0.9, 1.0] {
        let one = scattered(Some(Common { group: 0, share }));
        let model = Model::new(vec![one, other.clone()], detailed(&[525.6]));
        let results = simulate(&model, n, 5).results();
        let found = &results.sources[0];
        assert_agrees(found.down.as_ref().unwrap(), &alone.down[0], n, "minutes");
        let count = found.loss.as_ref().unwrap();
        let variance = count.deviation.powi(2);
        assert!((variance / 24.0 - 1.0).abs() < 0.04, "{share}: {variance}");
        // The other one shares events and no scatter.
        let minutes = results.sources[1].down.as_ref().unwrap();
        let d = range(5.0, 60.0);
        let law = (9.0 * d.mean(), 9.0 * d.mean_square());
        let z = (minutes.mean - law.0) / minutes.mean_error;
        assert!(z.abs() < 4.0, "{share}: {z}");
        let variance = minutes.deviation.powi(2);
        assert!((variance / law.1 - 1.0).abs() < 0.04, "{share}: {variance}");
    }
}

/// Who shares none of its events is in no group: its years are the same to the last digit.
#[test]
fn a_share_of_nothing_is_no_group() {
    let one = |dispersion, common| Process {
        per_event: Distribution::Fixed(1.0),
        dispersion,
        common,
        ..Process::new(1, Distribution::Fixed(6.0), range(10.0, 120.0))
    };
    let other = Process {
        common: Some(Common {
            group: 0,
            share: 0.3,
        }),
        ..Process::new(2, Distribution::Fixed(9.0), range(5.0, 60.0))
    };
    let nothing = Some(Common {
        group: 0,
        share: 0.0,
    });
    for dispersion in [1.0, 4.0] {
        let of = |common| {
            let model = Model::new(
                vec![one(dispersion, common), other.clone()],
                detailed(&[525.6]),
            );
            let results = simulate(&model, 2_000, 5).results();
            results.sources[0].mean_loss
        };
        assert_eq!(of(nothing), of(None));
    }
}

#[test]
fn counts_scatter_more_than_poisson_where_said() {
    let process = Process {
        per_event: Distribution::Fixed(1.0),
        dispersion: 3.0,
        ..Process::new(1, Distribution::Fixed(5.0), Distribution::Fixed(1.0))
    };
    let model = Model::new(vec![process], Settings::added(&[525.6]));
    let loss = simulate(&model, 40_000, 2).results().loss;
    assert!((loss.mean - 5.0).abs() < 4.0 * loss.mean_error);
    assert!((loss.deviation.powi(2) / 15.0 - 1.0).abs() < 0.05);
}

/// Several years that share their parameters hang together; the mean of each does not change.
#[test]
fn years_of_one_draw_share_their_parameters() {
    let correlation = |years_per_draw: u64| {
        let settings = Settings {
            years_per_draw,
            ..Settings::added(&[525.6])
        };
        let fitted = Estimate::Fitted(LogPosterior {
            center: 3.0,
            weight: 2.0,
            freedom: 6.0,
            spread: 0.4,
        });
        let process = Process::new(
            1,
            Distribution::Fixed(40.0),
            fitted.distribution("").unwrap(),
        );
        let model = Model::new(vec![process], settings);
        let mut down = Vec::new();
        model
            .run(4)
            .years(0, 20_000, |_, y| down.extend(y.down[0].clone()));
        let logs: Vec<f64> = down.iter().map(|d| d.ln()).collect();
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        let (mut both, mut own) = (0.0, 0.0);
        for pair in logs.chunks_exact(2) {
            both += (pair[0] - mean) * (pair[1] - mean);
            own += 0.5 * ((pair[0] - mean).powi(2) + (pair[1] - mean).powi(2));
        }
        both / own
    };
    assert!(correlation(1).abs() < 0.05);
    let two = correlation(2);
    assert!(two > 0.6, "{two}");
}

/// An event of a fitted duration follows its predictive distribution.
#[test]
fn a_fitted_duration_is_predicted_with_its_uncertainty() {
    let fit = Estimate::Fitted(LogPosterior {
        center: 4.0,
        weight: 3.0,
        freedom: 5.0,
        spread: 0.7,
    })
    .distribution("")
    .unwrap();
    let pool = Distribution::Pool(vec![(0.3, range(1.0, 2.0)), (0.7, fit.clone())]);
    for d in [fit, pool] {
        let process = Process {
            per_minute: Distribution::Fixed(1.0),
            ..Process::new(8, Distribution::Fixed(0.02), d.clone())
        };
        let n = 400_000;
        let model = Model::new(vec![process], Settings::added(&[525.6]));
        let tally = simulate(&model, n, 3);
        // Of the few years with an event nearly all have one.
        let struck = tally.results().sources[0].struck.share;
        for p in [0.1, 0.5, 0.9] {
            let x = d.quantile(p);
            let found = tally.largest_exceedance(x) / struck;
            let e = (p * (1.0 - p) / (n as f64 * struck)).sqrt();
            assert!((found - (1.0 - p)).abs() < 4.0 * e + 0.005, "{p}: {found}");
        }
    }
}

/// A length learned from incidents and split into its parts: the years are those of the whole
/// length, event by event, and those of a plain program that draws parameters and lengths itself.
#[test]
fn parts_of_a_learned_length_come_to_the_whole() {
    let posterior = LogPosterior {
        center: 4.0,
        weight: 6.0,
        freedom: 9.0,
        spread: 0.8,
    };
    let length = |by: f64| {
        let whole = Estimate::Fitted(posterior).scaled(by);
        whole.distribution("").unwrap()
    };
    let rate = 5.0;
    let whole = Process::new(3, Distribution::Fixed(rate), length(1.0));
    let split = Process {
        detect: length(0.3),
        one_length: true,
        ..Process::new(3, Distribution::Fixed(rate), length(0.7))
    };
    let n = 60_000;
    let years = |process: &Process| {
        let model = Model::new(vec![process.clone()], Settings::added(&[525.6]));
        let mut down: Vec<f64> = Vec::new();
        model
            .run(4)
            .years(0, n, |_, years| down.extend(&years.down[0]));
        down
    };
    let (whole, mut parts) = (years(&whole), years(&split));
    for (a, b) in whole.iter().zip(&parts) {
        assert!((a - b).abs() <= 1e-5 * a, "{a} {b}");
    }
    let stream = Stream::new(11, 0, 0);
    let mut plain: Vec<f64> = (0..n)
        .map(|year| {
            let base = stream.of_trial(year);
            let u = |k: u64| unit(draw(base, k));
            let z = |k: u64| crate::distribution::normal_quantile(u(k));
            let sigma = posterior.sigma_exceeded(u(0));
            let center = posterior.center + z(1) * sigma / posterior.weight.sqrt();
            // Gaps of a Poisson process until the year is over.
            let (mut at, mut sum, mut k) = (0.0, 0.0, 2);
            loop {
                at -= u(k).ln() / rate;
                if at > 1.0 {
                    break sum;
                }
                sum += (center + sigma * z(k + 1)).exp();
                k += 2;
            }
        })
        .collect();
    plain.sort_by(f64::total_cmp);
    parts.sort_by(f64::total_cmp);
    for p in [0.5, 0.9, 0.95, 0.99] {
        let (at, count) = (p * n as f64, n as f64);
        // Both are samples: as many years of the one below the quantile of the other.
        let quantile = plain[at as usize];
        let below = parts.partition_point(|x| *x <= quantile) as f64;
        let z = (below - at) / (2.0 * p * (1.0 - p) * count).sqrt();
        assert!(z.abs() < 4.0, "{p}: {z}");
    }
    // Drawn apart, as they once were, the bad years are too mild.
    let mut apart = years(&Process {
        one_length: false,
        ..split
    });
    apart.sort_by(f64::total_cmp);
    let p95 = |years: &[f64]| years[n as usize * 95 / 100];
    assert!(p95(&apart) < 0.95 * p95(&plain));
}

#[test]
fn precision_decides_the_number_of_years() {
    let model = Model::new(scenarios(), Settings::added(&[5_256.0]));
    let few = simulate(&model, 2_000, 1).convergence(Precision::default());
    assert!(!few.reached && few.needed > 2_000, "{few:?}");
    let many = simulate(&model, few.needed * 2, 1).convergence(Precision::default());
    assert!(many.reached, "{many:?}");
    assert!(Tally::new(&model).convergence(Precision::default()).needed == 0);
}

#[test]
fn nothing_and_very_much_are_simulated_too() {
    let nothing = Model::new(vec![], Settings::added(&[0.0, 525.6]));
    let results = simulate(&nothing, 1_000, 1).results();
    assert_eq!(results.loss.mean, 0.0);
    // Not a minute is allowed and not a minute is lost.
    assert!(results.services[0].met.iter().all(|m| m.share == 1.0));
    assert!(simulate(&nothing, 1_000, 1).exceedance(10).is_empty());

    let never = Process::new(1, Distribution::Fixed(0.0), range(1.0, 2.0));
    let results = simulate(
        &Model::new(vec![never], Settings::added(&[525.6])),
        1_000,
        1,
    )
    .results();
    assert_eq!(
        (results.loss.mean, results.sources[0].struck.share),
        (0.0, 0.0)
    );

    let often = Process::new(1, Distribution::Fixed(5_000.0), Distribution::Fixed(1.0));
    let results = simulate(&Model::new(vec![often], Settings::added(&[0.0])), 500, 1).results();
    let down = &results.services[0].down;
    assert!(
        (down.mean - 5_000.0).abs() < 4.0 * down.mean_error,
        "{down:?}"
    );
    assert_eq!(results.services[0].met[0].share, 0.0);

    let many: Vec<Process> = (0..10_000)
        .map(|n| Process {
            rate: Distribution::Fixed(0.01),
            ..wide(n)
        })
        .collect();
    let mean: f64 = many.iter().map(Process::mean_loss).sum();
    let model = Model::new(many, Settings::added(&[525.6]));
    let results = simulate(&model, 256, 1).results();
    assert!((results.loss.mean - mean).abs() < 5.0 * results.loss.mean_error);
}
