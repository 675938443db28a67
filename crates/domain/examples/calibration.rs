//! Are the ranges honest? Worlds with known risks, each with a history: learn from it, predict
//! next year, and see how often next year is inside the 90 % range, and whether a predicted chance
//! of meeting a target comes true as often as it says.
//!
//! ```text
//! cargo run --release -p ninefold-domain --example calibration -- [WORLDS] [YEARS_OF_HISTORY] [SEED]
//! ```

// An example is a program: it may read arguments and print.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use ninefold_domain::distribution::{Estimate, normal_quantile};
use ninefold_domain::risk::history::{PastEvent, RatePrior, learn};
use ninefold_domain::simulate::count::poisson;
use ninefold_domain::simulate::stream::{Stream, draw, unit};
use ninefold_domain::simulate::{Model, Process, Settings, Tally};
use std::error::Error;

const RISKS: u128 = 8;
const YEAR: f64 = 525_600.0;
const TARGETS: [f64; 4] = [0.99, 0.995, 0.998, 0.999];
/// Simulated years that a prediction is read from.
const TRIALS: u64 = 8_192;
/// Share of an incident that goes by before it is noticed: the register keeps both parts, and
/// draws them as the one length that they are.
const UNNOTICED: f64 = 0.3;
/// A true risk.
struct Truth {
    rate: f64,
    mu: f64,
    sigma: f64,
    per_minute: f64,
}

impl Truth {
    fn draw(stream: Stream) -> Self {
        let z = |n| normal_quantile(unit(draw(stream.of_trial(0), n)));
        let sigma = 0.9 * (0.25 * z(2)).exp();
        Self {
            rate: (0.9 + 0.9 * z(0)).exp(),
            mu: 4.1 + 0.7 * z(1),
            sigma,
            per_minute: (4.0 + z(3)).exp(),
        }
    }

    /// Events of one year: when, in years from the beginning, and how long, in minutes.
    fn year(&self, stream: Stream, year: u64) -> Vec<(f64, f64)> {
        let base = stream.of_trial(year);
        (0..u64::from(poisson(self.rate, base)))
            .map(|k| [0, 1].map(|n| unit(draw(Stream::event(base, k), n))))
            .map(|[u, at]| {
                let minutes = (self.mu + self.sigma * normal_quantile(u)).exp();
                (year as f64 + at, minutes)
            })
            .collect()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let worlds: u64 = args.next().map_or(Ok(500), |t| t.parse())?;
    let history: u64 = args.next().map_or(Ok(3), |t| t.parse())?;
    let seed: u64 = args.next().map_or(Ok(1), |t| t.parse())?;
    let (mut loss_inside, mut down_inside) = (0_u64, 0_u64);
    let mut deciles = [(0_u64, 0.0, 0_u64); 10];
    for world in 0..worlds {
        let streams =
            |risk: u128, purpose| Stream::new(seed, u128::from(world) << 64 | risk, purpose);
        let (mut past, mut costs) = (Vec::new(), Vec::new());
        let (mut loss, mut down) = (0.0, 0.0);
        for risk in 0..RISKS {
            let truth = Truth::draw(streams(risk, 0));
            let events = streams(risk, 1);
            for (at, minutes) in (0..history).flat_map(|y| truth.year(events, y)) {
                past.push(PastEvent {
                    group: "service".into(),
                    kind: risk.to_string(),
                    at,
                    detect: Some(UNNOTICED * minutes),
                    minutes,
                    users: 1.0,
                });
            }
            let next: f64 = truth.year(events, history).iter().map(|e| e.1).sum();
            loss += next * truth.per_minute;
            down += next;
            costs.push(truth.per_minute);
        }
        let mut processes = Vec::new();
        for learned in learn(&past, history as f64, RatePrior::default()) {
            let risk: usize = learned.kind.parse()?;
            let long = learned.minutes.ok_or("events without a length")?;
            let unnoticed = learned.unnoticed.unwrap_or(0.0);
            processes.push(Process {
                detect: long.scaled(unnoticed).distribution("detect")?,
                one_length: true,
                dispersion: learned.dispersion,
                per_minute: Estimate::fixed(costs[risk]).distribution("cost")?,
                ..Process::new(
                    risk as u128,
                    learned.frequency.distribution("rate")?,
                    long.scaled(1.0 - unnoticed).distribution("repair")?,
                )
            });
        }
        let budgets = TARGETS.map(|t| YEAR * (1.0 - t));
        let model = Model::new(processes, Settings::added(&budgets));
        let mut tally = Tally::new(&model);
        let mut run = model.run(seed ^ world);
        for chunk in 0..Model::chunks(TRIALS) {
            run.chunk(chunk, TRIALS, &mut tally);
        }
        let results = tally.results();
        let inside = |x: f64, q: [f64; 5]| u64::from(q[0] <= x && x <= q[3]);
        loss_inside += inside(loss, results.loss.quantiles);
        down_inside += inside(down, results.services[0].down.quantiles);
        for (met, budget) in results.services[0].met.iter().zip(budgets) {
            let decile = ((met.share * 10.0) as usize).min(9);
            deciles[decile].0 += 1;
            deciles[decile].1 += met.share;
            deciles[decile].2 += u64::from(down <= budget);
        }
    }
    let n = worlds as f64;
    let error = 100.0 * (0.09 / n).sqrt();
    println!("{worlds} worlds of {RISKS} risks, {history} years of history each");
    println!(
        "next year inside the 90 % range: loss {:.1} %, downtime {:.1} % (± {error:.1})",
        100.0 * loss_inside as f64 / n,
        100.0 * down_inside as f64 / n
    );
    println!("\nchance of meeting a target: predictions, mean predicted, came true, z");
    for (k, (count, predicted, true_count)) in deciles.into_iter().enumerate() {
        if count == 0 {
            continue;
        }
        let n = count as f64;
        let p = predicted / n;
        let share = true_count as f64 / n;
        println!(
            "{:3} to {:3} %  {count:5}  {:5.1} %  {:5.1} %  {:5.2}",
            10 * k,
            10 * (k + 1),
            100.0 * p,
            100.0 * share,
            (share - p) / (p * (1.0 - p) / n).sqrt()
        );
    }
    Ok(())
}
