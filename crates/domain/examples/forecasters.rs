//! Does it help to weigh people by their record? Teams of simulated forecasters of different skill
//! estimate risks whose truth is known; after so many resolved forecasts the next ones are pooled
//! with equal weights and with those of the record, and both are scored.
//!
//! `cargo run --release -p ninefold-domain --example forecasters -- [teams] [risks to score]`

#![allow(clippy::disallowed_macros, clippy::disallowed_methods)] // an example is a shell

use ninefold_domain::distribution::{Distribution, Estimate, Weighted};
use ninefold_domain::random::Random;
use ninefold_domain::score::{Came, EQUAL, Event, Said, log_scores, score, weights};

/// Someone whose medians are off by `bias` and scatter by `noise`, and whose 90 % ranges are as
/// wide as if they scattered by `owned`, all in factors of e.
#[derive(Clone, Copy)]
struct Forecaster {
    name: &'static str,
    bias: f64,
    noise: f64,
    owned: f64,
}

/// A team as teams are: one who knows, one who is careful, one sure and wrong, one who exaggerates.
const TEAM: [Forecaster; 4] = [
    Forecaster {
        name: "knows",
        bias: 0.0,
        noise: 0.3,
        owned: 0.35,
    },
    Forecaster {
        name: "careful",
        bias: 0.1,
        noise: 0.6,
        owned: 0.9,
    },
    Forecaster {
        name: "sure and wrong",
        bias: -0.8,
        noise: 0.8,
        owned: 0.2,
    },
    Forecaster {
        name: "exaggerates",
        bias: 1.5,
        noise: 0.7,
        owned: 0.5,
    },
];
/// A team in which everybody is as good as the others: there is nothing to learn.
const EQUALS: [Forecaster; 4] = [
    Forecaster {
        name: "a",
        bias: 0.0,
        noise: 0.5,
        owned: 0.5,
    },
    Forecaster {
        name: "b",
        bias: 0.0,
        noise: 0.5,
        owned: 0.5,
    },
    Forecaster {
        name: "c",
        bias: 0.0,
        noise: 0.5,
        owned: 0.5,
    },
    Forecaster {
        name: "d",
        bias: 0.0,
        noise: 0.5,
        owned: 0.5,
    },
];

/// Knuth’s way, for small means.
fn poisson(mean: f64, random: &mut Random) -> usize {
    let (mut count, mut product) = (0, random.unit());
    while product > (-mean).exp() {
        count += 1;
        product *= random.unit();
    }
    count
}

type Estimates = [Estimate; 3];

/// What each of the team says of a risk, and what comes of it within a year.
fn risk(team: &[Forecaster], random: &mut Random) -> (Vec<Estimates>, Came) {
    let rate = (1.2_f64.ln() + 0.8 * random.normal()).exp();
    let detect = (8.0_f64.ln() + 0.6 * random.normal()).exp();
    let repair = (45.0_f64.ln() + 0.7 * random.normal()).exp();
    let said = team
        .iter()
        .map(|who| {
            [rate, detect, repair].map(|truth| {
                let middle = truth * (who.bias + who.noise * random.normal()).exp();
                let factor = (1.644_853_6 * who.owned).exp();
                Estimate::interval(middle / factor, middle * factor)
            })
        })
        .collect();
    let events = (0..poisson(rate, random))
        .map(|_| Event {
            detect: Some(detect * (0.4 * random.normal()).exp()),
            repair: Some(repair * (0.5 * random.normal()).exp()),
        })
        .collect();
    (said, Came { years: 1.0, events })
}

fn distribution(estimate: &Estimate) -> Distribution {
    estimate
        .distribution("")
        .expect("a range that means something")
}

fn said(estimates: &Estimates) -> Said {
    let [frequency, detect, repair] = estimates.each_ref().map(distribution);
    Said {
        frequency,
        detect,
        repair,
    }
}

fn pooled(all: &[Estimates], weights: &[f64]) -> Said {
    let of = |quantity: usize| {
        let part = |(estimates, weight): (&Estimates, &f64)| Weighted {
            weight: *weight,
            estimate: estimates[quantity].clone(),
        };
        Estimate::Pooled {
            of: all.iter().zip(weights).map(part).collect(),
        }
    };
    said(&[of(0), of(1), of(2)])
}

/// Mean scores of pools: Brier, logarithmic, interval of lengths.
#[derive(Clone, Copy, Default)]
struct Mean {
    risks: f64,
    brier: f64,
    log: f64,
    logs: f64,
    lengths: f64,
    length_count: f64,
    held: f64,
    ranges: f64,
}

impl Mean {
    fn add(&mut self, forecast: &Said, came: &Came) {
        let scored = score(forecast, came);
        self.risks += 1.0;
        self.brier += scored.brier;
        for log in log_scores(forecast, came).into_iter().flatten() {
            self.log += log;
            self.logs += 1.0;
        }
        for held in std::iter::once(&scored.count).chain(&scored.lengths) {
            self.ranges += 1.0;
            self.held += f64::from(u8::from(held.holds()));
        }
        self.lengths += scored.lengths.iter().map(|held| held.score).sum::<f64>();
        self.length_count += scored.lengths.len() as f64;
    }

    fn row(&self) -> String {
        format!(
            "{:>7.4} {:>8.4} {:>9.3} {:>7.1} %",
            self.brier / self.risks,
            self.log / self.logs,
            self.lengths / self.length_count,
            100.0 * self.held / self.ranges
        )
    }
}

/// What comes of teams of one make after so many resolved forecasts.
struct Study {
    /// Mean weights of their people.
    weights: Vec<f64>,
    /// Further risks pooled with equal weights.
    equal: Mean,
    /// The same risks pooled with the weights of the record.
    learned: Mean,
}

/// `teams` teams resolve so many forecasts each; then `scored` further risks are pooled both ways.
/// Team n draws the same numbers whatever is asked of it.
fn study(team: &[Forecaster], resolved: u64, teams: u64, scored: u64) -> Study {
    let mut found = Study {
        weights: vec![0.0; team.len()],
        equal: Mean::default(),
        learned: Mean::default(),
    };
    let equal = vec![1.0; team.len()];
    for n in 0..teams {
        let mut random = Random::seeded(n + 1);
        let mut rows = Vec::new();
        for _ in 0..resolved {
            let (all, came) = risk(team, &mut random);
            let each: Vec<[Option<f64>; 3]> = all
                .iter()
                .map(|one| log_scores(&said(one), &came))
                .collect();
            for quantity in 0..3 {
                rows.push(each.iter().map(|logs| logs[quantity]).collect());
            }
        }
        let learned = weights(&rows, team.len(), EQUAL);
        for (sum, weight) in found.weights.iter_mut().zip(&learned) {
            *sum += weight / teams as f64;
        }
        // The same further risks whatever was resolved before.
        let mut random = Random::seeded(1_000_000 + n);
        for _ in 0..scored {
            let (all, came) = risk(team, &mut random);
            found.equal.add(&pooled(&all, &equal), &came);
            found.learned.add(&pooled(&all, &learned), &came);
        }
    }
    found
}

fn main() {
    let mut args = std::env::args()
        .skip(1)
        .filter_map(|a| a.parse::<u64>().ok());
    let teams = args.next().unwrap_or(40);
    let scored = args.next().unwrap_or(40);
    println!(
        "{teams} teams, {scored} further risks each. Brier and interval score: less is better. \
         Log score: more is better.\nEqual weights stand for {EQUAL} observations a person.\n"
    );
    for (title, team) in [
        ("A team of different skill", TEAM),
        ("A team of equals", EQUALS),
    ] {
        println!("{title}: {}", team.map(|who| who.name).join(", "));
        println!("resolved  weights          Brier      log  interval  ranges held");
        for resolved in [0, 2, 5, 10, 20, 40] {
            let found = study(&team, resolved, teams, scored);
            let shown: Vec<String> = found.weights.iter().map(|w| format!("{w:.2}")).collect();
            println!("{resolved:>8}  equal            {}", found.equal.row());
            println!("          {:<16} {}", shown.join(" "), found.learned.row());
        }
        println!();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAMS: u64 = 12;
    const SCORED: u64 = 30;

    fn log(of: &Mean) -> f64 {
        of.log / of.logs
    }

    /// What the table of the documents says, on fewer teams: whoever breaks the pool or the weights
    /// breaks this.
    #[test]
    fn a_record_helps_and_a_short_one_does_no_harm() {
        let mut last = f64::NEG_INFINITY;
        for (resolved, at_least) in [(2, 0.02), (10, 0.08), (40, 0.15)] {
            let found = study(&TEAM, resolved, TEAMS, SCORED);
            let gain = log(&found.learned) - log(&found.equal);
            assert!(gain > at_least, "{resolved} resolved gain {gain}");
            assert!(
                log(&found.learned) > last,
                "more of a record, a better pool"
            );
            last = log(&found.learned);
            let interval = |of: &Mean| of.lengths / of.length_count;
            assert!(interval(&found.learned) < interval(&found.equal));
            assert!(found.learned.brier <= found.equal.brier);
            // 90 % ranges keep what they promise.
            assert!(found.learned.held / found.learned.ranges > 0.9);
        }
        let found = study(&TEAM, 40, TEAMS, SCORED);
        assert!(found.weights[0] > 2.0 && found.weights[2] < 0.5 && found.weights[3] < 0.5);
        // Nothing to learn: nothing lost.
        let equals = study(&EQUALS, 40, TEAMS, SCORED);
        assert!((log(&equals.learned) - log(&equals.equal)).abs() < 0.01);
        // Nobody has a record yet.
        let none = study(&TEAM, 0, 2, 2);
        assert!(
            none.weights
                .iter()
                .all(|weight| (weight - 1.0).abs() < 1e-9)
        );
        assert_eq!(none.learned.log, none.equal.log);
    }
}
