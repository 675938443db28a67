//! Of several people one is right about everything, in closed form and in simulated years.

use super::*;
use crate::distribution::{Estimate, LogPosterior};
use crate::simulate::{Common, Model, Settings, Tally};
use proptest::prelude::*;

fn pool_of(parts: &[(f64, Distribution)]) -> Distribution {
    Distribution::Pool(parts.to_vec())
}

fn fixed(x: f64) -> Distribution {
    Distribution::Fixed(x)
}

fn range(low: f64, high: f64) -> Distribution {
    Estimate::interval(low, high).distribution("").unwrap()
}

/// A process that each voice speaks of: events a year, minutes to detect and to repair, users.
fn told(weights: &[f64], voices: &[[Distribution; 4]]) -> Process {
    let part = |n: usize| -> Distribution {
        let of = weights.iter().zip(voices);
        pool_of(&of.map(|(w, v)| (*w, v[n].clone())).collect::<Vec<_>>())
    };
    Process {
        detect: part(1),
        users: part(3),
        per_minute: fixed(10.0),
        ..Process::new(7, part(0), part(2))
    }
}

fn simulate(processes: Vec<Process>, years: u64) -> crate::simulate::Results {
    let model = Model::new(processes, Settings::added(&[500.0]));
    let mut tally = Tally::new(&model);
    let mut run = model.run(3);
    for chunk in 0..Model::chunks(years) {
        run.chunk(chunk, years, &mut tally);
    }
    tally.results()
}

fn assert_simulated(process: &Process, years: u64) {
    let results = simulate(vec![process.clone()], years);
    let z = (results.loss.mean - process.mean_loss()) / results.loss.mean_error;
    assert!(z.abs() < 4.0, "loss: {z}");
    let down = &results.services[0].down;
    let z = (down.mean - process.mean_minutes()) / down.mean_error;
    assert!(z.abs() < 4.0, "minutes: {z}");
}

/// Often and short, now and then, seldom and long: each says about the same, and so do all. Drawn
/// apart they would say 205 minutes, three times what anybody does.
#[test]
fn what_people_say_pools_to_what_people_say() {
    let third = 1.0 / 3.0;
    let voices = [
        [6.0, 1.0, 10.0, 1.0],
        [1.0, 20.0, 63.0, 1.0],
        [0.25, 60.0, 244.0, 1.0],
    ];
    let process = told(&[third; 3], &voices.map(|v| v.map(fixed)));
    // 66, 83 and 76.
    assert!((process.mean_minutes() - 75.0).abs() < 1e-9);
    let apart = process.mean_of(Input::Rate)
        * (process.mean_of(Input::Detect) + process.mean_of(Input::Repair));
    assert!(apart > 300.0, "{apart}");
    assert_eq!(process.shared_voices(), [Input::Rate]);
    assert_simulated(&process, 40_000);
}

#[test]
fn voices_of_other_weights_are_other_people() {
    let mut process = told(
        &[0.5, 0.5],
        &[
            [1.0, 0.0, 10.0, 1.0].map(fixed),
            [9.0, 0.0, 90.0, 1.0].map(fixed),
        ],
    );
    assert!((process.mean_minutes() - (10.0 + 810.0) / 2.0).abs() < 1e-9);
    process.repair = pool_of(&[(0.4, fixed(10.0)), (0.6, fixed(90.0))]);
    // What is certain is pooled with nothing: detect and users are of the voices of the rate.
    assert_eq!(process.shared_voices(), [Input::Rate]);
    assert!((process.mean_minutes() - 5.0 * 58.0).abs() < 1e-9);
    assert_simulated(&process, 40_000);
}

/// Ranges, a history among the people that says nothing of users, one length, scattered years and
/// common events: closed form and simulated years agree.
#[test]
fn simulated_years_follow_one_voice() {
    let fit = Estimate::Fitted(LogPosterior {
        center: 3.0,
        weight: 30.0,
        freedom: 60.0,
        spread: 0.3,
    })
    .distribution("")
    .unwrap();
    let learned = Estimate::Learned {
        shape: 40.0,
        exposure: 10.0,
    }
    .distribution("")
    .unwrap();
    let people = [
        (0.5, Distribution::Fixed(0.1)),
        (0.5, Distribution::Fixed(0.9)),
    ];
    let mut process = told(
        &[0.25, 0.25, 0.5],
        &[
            [
                range(8.0, 12.0),
                range(1.0, 2.0),
                range(5.0, 9.0),
                fixed(0.1),
            ],
            [
                range(0.5, 1.5),
                range(9.0, 20.0),
                range(60.0, 90.0),
                fixed(0.9),
            ],
            [learned, fixed(3.0), fit, pool_of(&people)],
        ],
    );
    assert_simulated(&process, 60_000);
    process.one_length = true;
    process.dispersion = 1.5;
    assert_simulated(&process, 60_000);
    process.common = Some(Common {
        group: 0,
        share: 0.5,
    });
    process.per_event = pool_of(&[(0.25, fixed(0.0)), (0.25, fixed(700.0)), (0.5, fixed(50.0))]);
    assert_simulated(&process, 60_000);
}

/// Lengths that different people speak of are no parts of one, whatever the record says: drawn as
/// one, the time to detect would follow who is right about the repair and about how often.
#[test]
fn one_length_is_of_the_same_voices() {
    let pool = |at: f64, low: f64, high: f64| pool_of(&[(at, fixed(low)), (1.0 - at, fixed(high))]);
    let mut process = told(
        &[0.5, 0.5],
        &[
            [1.0, 0.0, 10.0, 1.0].map(fixed),
            [9.0, 0.0, 90.0, 1.0].map(fixed),
        ],
    );
    process.one_length = true;
    assert!(process.is_one_length());
    process.detect = pool(0.3, 1.0, 200.0);
    assert!(!process.is_one_length());
    // Whom the time to detect is asked of is not whom how often is.
    let voices = 0.5 * (10.0 + 9.0 * 90.0) + 5.0 * (0.3 + 0.7 * 200.0);
    assert!((process.mean_minutes() - voices).abs() < 1e-9);
    assert_simulated(&process, 40_000);
}

/// Where in its distribution an unknown is goes by what the years are drawn by: of a certain repair
/// the voice that the time to detect is drawn from.
#[test]
fn the_level_of_a_voice_is_that_of_its_years() {
    let process = Process {
        detect: pool_of(&[(0.5, fixed(10.0)), (0.5, fixed(1_000.0))]),
        one_length: true,
        per_minute: fixed(1.0),
        ..Process::new(7, fixed(3.0), fixed(5.0))
    };
    let model = Model::new(vec![process], Settings::added(&[500.0]));
    let mut run = model.run(3);
    let mut levels = Vec::new();
    for trial in 0..512 {
        levels.push(run.level(0, Input::Repair, trial).unwrap());
    }
    let mut seen = [false; 2];
    run.years(0, 512, |first, years| {
        for (n, loss) in years.loss.iter().enumerate() {
            if *loss > 0.0 {
                let is_long = levels[first as usize + n] > 0.5;
                // Every event of a year lasts 15 minutes, or 1,005.
                let of = if is_long { 1_005.0 } else { 15.0 };
                assert!((loss / of).fract().abs() < 1e-9, "{loss}");
                assert!(is_long || *loss < 1_005.0);
                seen[usize::from(is_long)] = true;
            }
        }
    });
    assert_eq!(seen, [true; 2]);
}

proptest! {
    /// What a pool expects lies between what the first and the last of its voices do, and is their
    /// weighted mean.
    #[test]
    fn a_pool_stays_among_its_voices(
        said in prop::collection::vec(
            (1_u32..9, 0.01..50.0_f64, 0.0..90.0_f64, 0.5..900.0_f64, 0.01..1.0_f64),
            2..7,
        ),
    ) {
        let all: u32 = said.iter().map(|v| v.0).sum();
        let weights: Vec<f64> = said.iter().map(|v| f64::from(v.0) / f64::from(all)).collect();
        let voices: Vec<[Distribution; 4]> = (said.iter())
            .map(|v| [v.1, v.2, v.3, v.4].map(fixed))
            .collect();
        let own = |voice: &[Distribution; 4]| {
            let [often, detect, repair, users] = voice.clone();
            let alone = Process {
                detect,
                users,
                per_minute: fixed(10.0),
                ..Process::new(7, often, repair)
            };
            (alone.mean_minutes(), alone.mean_loss())
        };
        let each: Vec<(f64, f64)> = voices.iter().map(own).collect();
        let process = told(&weights, &voices);
        for (found, of) in [
            (process.mean_minutes(), each.iter().map(|e| e.0).collect::<Vec<f64>>()),
            (process.mean_loss(), each.iter().map(|e| e.1).collect()),
        ] {
            let least = of.iter().copied().fold(f64::INFINITY, f64::min);
            let most = of.iter().copied().fold(0.0, f64::max);
            prop_assert!(found >= least * (1.0 - 1e-12) && found <= most * (1.0 + 1e-12));
            let mean: f64 = of.iter().zip(&weights).map(|(x, w)| x * w).sum();
            prop_assert!((found - mean).abs() <= 1e-9 * mean);
        }
        let worlds: f64 = process.worlds().iter().map(|w| w.weight).sum();
        prop_assert!((worlds - 1.0).abs() < 1e-9);
    }
}
