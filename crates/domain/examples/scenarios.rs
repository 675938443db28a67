//! Simulates a file of scenarios and holds it against their exact law.
//!
//! ```text
//! cargo run --release -p ninefold-domain --example scenarios -- SCENARIOS.json [LAW.csv] [YEARS] [THREADS] [SEED]
//! ```
//!
//! A scenario is `{"name", "lambda", "dur": [low, high], "cpm": [low, high]}`: events a year, and
//! the 90 % intervals of minutes and of cost per minute. For each of them and for all together it
//! prints how many standard errors the simulation is from the exact law in mean, quantiles and
//! the chance of 99, 99.9, 99.95 and 99.99 %. With a `LAW.csv` computed elsewhere it prints how
//! far the exact law is from that.

// An example is a program: it may read files, look at the clock, start threads and print.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::disallowed_macros
)]

use ninefold_domain::distribution::{Distribution, Estimate};
use ninefold_domain::law::{Component, Law, Resolution, Size};
use ninefold_domain::simulate::{Chance, Model, Process, Settings, Spread, Tally};
use std::error::Error;
use std::time::Instant;

const YEAR: f64 = 525_600.0;
const TARGETS: [f64; 4] = [0.99, 0.999, 0.9995, 0.9999];
/// Where the quantiles 0.5, 0.9, 0.95 and 0.99 are in a [`Spread`].
const QUANTILES: [usize; 4] = [1, 2, 3, 4];

struct Scenario {
    name: String,
    process: Process,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = args.first() else {
        return Err("expected SCENARIOS.json [LAW.csv] [YEARS] [THREADS] [SEED]".into());
    };
    let mut rest = args[1..].iter();
    let mut next = rest.next();
    let golden = match next {
        Some(path) if path.ends_with(".csv") => {
            next = rest.next();
            Some(std::fs::read_to_string(path)?)
        }
        _ => None,
    };
    let years: u64 = next.map_or(Ok(1_000_000), |t| t.parse())?;
    let threads: u64 = rest.next().map_or(Ok(1), |t| t.parse())?;
    let seed: u64 = rest.next().map_or(Ok(42), |t| t.parse())?;
    let scenarios = read(&std::fs::read_to_string(file)?)?;

    let clock = Instant::now();
    let laws: Vec<(Law, Law)> = (0..=scenarios.len())
        .map(|n| match scenarios.get(n) {
            Some(one) => law(std::slice::from_ref(one), Resolution::FULL),
            None => law(&scenarios, Resolution::FULL),
        })
        .collect();
    println!(
        "exact law of every row: {:.3} s",
        clock.elapsed().as_secs_f64()
    );
    let clock = Instant::now();
    let preview = law(&scenarios, Resolution::PREVIEW);
    println!(
        "preview of the law of all: {:.1} ms, median loss {:.1}",
        clock.elapsed().as_secs_f64() * 1e3,
        preview.0.quantile(0.5)
    );
    if let Some(golden) = golden {
        against(&golden, &laws)?;
    }

    let clock = Instant::now();
    let tally = simulate(&scenarios, years, threads, seed);
    let seconds = clock.elapsed().as_secs_f64();
    let events = years as f64 * scenarios.iter().map(|s| s.process.rate.mean()).sum::<f64>();
    println!(
        "{years} years × {} scenarios on {threads} threads, {events:.0} events: {seconds:.3} s, \
         {:.2} M scenario-years/s, {:.1} ns/event",
        scenarios.len(),
        years as f64 * scenarios.len() as f64 / seconds / 1e6,
        seconds / events * 1e9
    );
    z_scores(&scenarios, &laws, &tally);
    Ok(())
}

fn read(text: &str) -> Result<Vec<Scenario>, Box<dyn Error>> {
    let list: Vec<serde_json::Value> = serde_json::from_str(text)?;
    list.iter()
        .enumerate()
        .map(|(n, s)| {
            let name = s["name"].as_str().ok_or("a scenario without a name")?;
            let range = |key: &str| -> Result<Distribution, Box<dyn Error>> {
                let ends = (s[key][0].as_f64(), s[key][1].as_f64());
                let (Some(low), Some(high)) = ends else {
                    return Err(format!("{name}: {key} is not a pair of numbers").into());
                };
                Ok(Estimate::interval(low, high).distribution(&format!("{name}, {key}"))?)
            };
            let rate = s["lambda"].as_f64().ok_or("a scenario without a lambda")?;
            let rate = Estimate::fixed(rate).distribution(&format!("{name}, lambda"))?;
            Ok(Scenario {
                name: name.to_owned(),
                process: Process {
                    per_minute: range("cpm")?,
                    ..Process::new(n as u128, rate, range("dur")?)
                },
            })
        })
        .collect()
}

/// The laws of loss and downtime of these scenarios together.
fn law(scenarios: &[Scenario], resolution: Resolution) -> (Law, Law) {
    let size = |s: &Scenario| Size::One(s.process.repair.clone());
    let loss: Vec<Component> = scenarios
        .iter()
        .map(|s| {
            let cost = Size::Product(Box::new(size(s)), s.process.per_minute.clone());
            Component::new(s.process.rate.clone(), cost)
        })
        .collect();
    let down: Vec<Component> = scenarios
        .iter()
        .map(|s| Component::new(s.process.rate.clone(), size(s)))
        .collect();
    (
        Law::of(&loss, resolution, 0.0).expect("ranges of a file are bounded"),
        Law::of(&down, resolution, YEAR * (1.0 - TARGETS[0]))
            .expect("ranges of a file are bounded"),
    )
}

/// Years of all scenarios on one service, with the distribution of each kept.
fn simulate(scenarios: &[Scenario], years: u64, threads: u64, seed: u64) -> Tally {
    let budgets: Vec<f64> = TARGETS.iter().map(|t| YEAR * (1.0 - t)).collect();
    let settings = Settings {
        detail: true,
        ..Settings::added(&budgets)
    };
    let processes = scenarios.iter().map(|s| s.process.clone()).collect();
    let model = Model::new(processes, settings);
    let mut all = Tally::new(&model);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1))
            .map(|thread| {
                let model = &model;
                scope.spawn(move || {
                    let mut run = model.run(seed);
                    let mut tally = Tally::new(model);
                    for chunk in (thread..Model::chunks(years)).step_by(threads.max(1) as usize) {
                        run.chunk(chunk, years, &mut tally);
                    }
                    tally
                })
            })
            .collect();
        for worker in workers {
            match worker.join() {
                Ok(tally) => all.merge(&tally),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    all
}

fn against(golden: &str, laws: &[(Law, Law)]) -> Result<(), Box<dyn Error>> {
    let mut worst = (0.0, String::new());
    for (line, (loss, down)) in golden.lines().skip(1).zip(laws) {
        let (name, numbers) = line.split_once(',').ok_or("a line without a comma")?;
        for (n, (found, expected)) in row(loss, down).iter().zip(numbers.split(',')).enumerate() {
            let expected: f64 = expected.parse()?;
            let off = (found - expected).abs() / expected.abs().max(1.0);
            if off > worst.0 {
                worst = (off, format!("{name}, column {}", n + 2));
            }
        }
    }
    println!(
        "largest deviation from the law given: {:.1e} ({})",
        worst.0, worst.1
    );
    Ok(())
}

fn row(loss: &Law, down: &Law) -> Vec<f64> {
    let mut row = Vec::new();
    for law in [loss, down] {
        row.push(law.mean());
        row.extend([0.5, 0.9, 0.95, 0.99].map(|p| law.quantile(p)));
    }
    row.extend(TARGETS.map(|t| down.cdf(YEAR * (1.0 - t))));
    row
}

fn z_scores(scenarios: &[Scenario], laws: &[(Law, Law)], tally: &Tally) {
    let results = tally.results();
    let n = tally.years() as f64;
    let mut all = Vec::new();
    let spreads = results
        .sources
        .iter()
        .map(|s| (s.loss.clone(), s.down.clone(), None))
        .chain(std::iter::once((
            Some(results.loss.clone()),
            Some(results.services[0].down.clone()),
            Some(results.services[0].met.clone()),
        )));
    println!(
        "\nstandard errors from the exact law: loss mean, p50, p90, p95, p99; downtime the same; targets"
    );
    for (k, (loss, down, met)) in spreads.enumerate() {
        let (loss_law, down_law) = &laws[k];
        let mut z = Vec::new();
        for (spread, law) in [(loss, loss_law), (down, down_law)] {
            let Some(spread) = spread else { continue };
            z.extend(of_spread(&spread, law, n));
        }
        for (chance, target) in met.iter().flatten().zip(TARGETS) {
            z.push(of_chance(*chance, down_law.cdf(YEAR * (1.0 - target)), n));
        }
        let name = scenarios.get(k).map_or("ALL", |s| s.name.as_str());
        let text: Vec<String> = z.iter().map(|z| format!("{z:6.2}")).collect();
        println!("{name:28} {}", text.join(" "));
        all.extend(z);
    }
    let count = all.len() as f64;
    println!(
        "{count} z scores: mean {:.3}, root mean square {:.3}, largest {:.2}, over 4: {}",
        all.iter().sum::<f64>() / count,
        (all.iter().map(|z| z * z).sum::<f64>() / count).sqrt(),
        all.iter().map(|z| z.abs()).fold(0.0, f64::max),
        all.iter().filter(|z| z.abs() > 4.0).count()
    );
}

fn of_spread(spread: &Spread, law: &Law, n: f64) -> Vec<f64> {
    let mut z = vec![(spread.mean - law.mean()) / (law.deviation() / n.sqrt())];
    for at in QUANTILES {
        let p = Spread::LEVELS[at];
        let e = (p * (1.0 - p) / n).sqrt();
        let found = law.cdf(spread.quantiles[at]);
        // A quantile at 0 says no more than that a year without events is more likely than p.
        z.push(if spread.quantiles[at] == 0.0 && law.none() > p - 4.0 * e {
            0.0
        } else {
            (found - p) / e
        });
    }
    z
}

fn of_chance(found: Chance, exact: f64, n: f64) -> f64 {
    (found.share - exact) / ((exact * (1.0 - exact)).max(1.0 / n) / n).sqrt()
}
