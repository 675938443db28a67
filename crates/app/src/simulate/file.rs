//! A file of scenarios, simulated without a workspace.
//!
//! The file is JSON, a list of `{"name", "lambda", "dur", "cpm"}`: events a year, minutes of an
//! event, cost of a minute. A quantity is a number (certain), two numbers (a 90 % interval,
//! lognormal) or three (minimum, most likely, maximum; PERT). Durations are added up, as the
//! comparison programs do it.

use super::table::{self, Method};
use super::{Effort, Years, threads};
use crate::host::Job;
use crate::wire::{Error, Simulation, SimulationRow};
use crate::workspace::io;
use ninefold_domain::distribution::{Distribution, Estimate};
use ninefold_domain::risk::MOST_EVENTS;
use ninefold_domain::simulate::{Precision, Process, Settings};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What a file looks like.
const EXAMPLE: &str = r#"[{"name": "R01", "lambda": 24, "dur": [5, 90], "cpm": [40, 900]}]"#;

/// What to simulate, and how.
#[derive(Debug, Clone)]
pub struct FileArgs {
    /// The scenarios.
    pub risks: PathBuf,
    /// Years; as many as the default precision takes where missing.
    pub years: Option<u64>,
    /// Where the random numbers start.
    pub seed: u64,
    /// Threads; 0 for as many as the machine has cores.
    pub threads: usize,
    /// The exact law in place of simulated years.
    pub exact: bool,
    /// The CSV file to write.
    pub out: PathBuf,
}

/// A quantity as it is written in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Written {
    One(f64),
    Some(Vec<f64>),
}

impl Written {
    fn numbers(&self) -> &[f64] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Some(values) => values,
        }
    }
}

/// A scenario as it is written in the file. What else it holds plays no part, and is told.
#[derive(Debug, Clone, Deserialize)]
struct Scenario {
    name: String,
    lambda: Written,
    dur: Written,
    cpm: Written,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

/// Simulates the scenarios of a file and writes a row for each and one for all.
///
/// # Errors
/// A file that cannot be read or written, a scenario that means nothing, a cancelled job.
pub fn simulate_file(args: &FileArgs, job: &Job<'_>) -> Result<Simulation, Error> {
    let text = std::fs::read_to_string(&args.risks).map_err(|e| io("read", &args.risks, &e))?;
    let place = args.risks.display().to_string();
    let Said {
        names,
        processes,
        unread,
    } = read(&text, &place)?;
    let settings = Settings::added(&[]);
    report(
        &Ask {
            years: args.years,
            seed: args.seed,
            threads: args.threads,
            exact: args.exact,
            out: args.out.clone(),
            place,
        },
        &names,
        processes,
        &settings,
        job,
    )
    .map(|mut found| {
        if !unread.is_empty() {
            let fields: Vec<String> = unread.into_iter().collect();
            found.notes.push(format!(
                "Played no part, since a scenario has a name, lambda, dur and cpm: {}.",
                fields.join(", ")
            ));
        }
        found
    })
}

/// What is asked of a simulation, whatever it is of.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) years: Option<u64>,
    pub(crate) seed: u64,
    pub(crate) threads: usize,
    pub(crate) exact: bool,
    pub(crate) out: PathBuf,
    /// What errors call where the risks are from.
    pub(crate) place: String,
}

/// Risks up to which every one is given its exact law: about twenty milliseconds each, so that
/// the answer comes within a minute or so.
const MOST_EXACT: usize = 2_000;

/// Years up to which a bin of a distribution can count them.
const MOST_YEARS: u64 = u32::MAX as u64;

/// Whether there are risks at all, and not too many for their exact laws.
///
/// # Errors
/// No risks; with the exact law, more than [`MOST_EXACT`].
fn enough(ask: &Ask, risks: usize) -> Result<(), Error> {
    let place = &ask.place;
    if risks == 0 {
        return Err(Error::invalid(
            "risks",
            format!("{place} holds no risks to simulate; expected at least one"),
        )
        .hint(format!(
            "a year without risks says nothing: enter risks, accept what history suggests, or give a file such as {EXAMPLE}"
        )));
    }
    if ask.exact && risks > MOST_EXACT {
        return Err(Error::invalid(
            "risks",
            format!(
                "{place} holds {risks} risks; expected at most {MOST_EXACT} for the exact law of each"
            ),
        )
        .hint("leave --exact out: simulated years take any number of risks"));
    }
    Ok(())
}

/// Computes and writes the rows of some processes.
pub(crate) fn report(
    ask: &Ask,
    names: &[String],
    processes: Vec<Process>,
    settings: &Settings,
    job: &Job<'_>,
) -> Result<Simulation, Error> {
    if ask.years == Some(0) {
        return Err(
            Error::invalid("years", "0 years say nothing; expected 1 or more".into())
                .hint("leave the number out to simulate as many as the precision takes"),
        );
    }
    if ask.years.is_some_and(|years| years > MOST_YEARS) {
        return Err(Error::invalid(
            "years",
            format!("more years than are counted; expected at most {MOST_YEARS}"),
        )
        .hint("leave the number out to simulate as many as the precision takes"));
    }
    enough(ask, processes.len())?;
    if names.iter().any(|name| name == table::ALL) {
        return Err(Error::invalid(
            "risks",
            format!(
                "{}: a risk is called {}, as the row of all of them together",
                ask.place,
                table::ALL
            ),
        )
        .hint("give it another name, so that the two rows can be told apart"));
    }
    let method = if ask.exact {
        Method::Exact(ask.threads)
    } else {
        Method::Sample(Effort {
            seed: ask.seed,
            threads: ask.threads,
            years: ask
                .years
                .map_or(Years::Until(Precision::default()), Years::Fixed),
        })
    };
    let found = table::rows(names, processes, settings, method, job)?;
    table::write(&ask.out, &found.rows)?;
    let mut notes = Vec::new();
    if let Some(c) = &found.convergence
        && !c.reached
    {
        notes.push(format!(
            "The errors are larger than 1 % of the mean, 2 % of the 95 % quantile or half a point \
             of a chance; about {} years would do.",
            crate::text::count(usize::try_from(c.needed).unwrap_or(usize::MAX))
        ));
    }
    let error = |of: fn(&ninefold_domain::simulate::Convergence) -> f64| {
        found.convergence.as_ref().map_or(0.0, of)
    };
    Ok(Simulation {
        basis: if ask.exact { "exact" } else { "simulated" }.into(),
        years: found.years,
        seed: ask.seed,
        threads: threads(ask.threads) as u32,
        mean_error: error(|c| c.mean),
        p95_error: error(|c| c.p95),
        chance_error: error(|c| c.chance),
        years_needed: found.convergence.as_ref().map_or(0, |c| c.needed),
        rows: found
            .rows
            .into_iter()
            .map(|row| SimulationRow {
                name: row.name,
                loss: row.loss,
                down: row.down,
                met: row.met,
            })
            .collect(),
        notes,
        path: ask.out.display().to_string(),
    })
}

/// What a file of scenarios says.
#[derive(Debug)]
struct Said {
    names: Vec<String>,
    processes: Vec<Process>,
    /// Fields that play no part.
    unread: BTreeSet<String>,
}

/// What a file's text says; `place` is what errors call the file.
fn read(text: &str, place: &str) -> Result<Said, Error> {
    let list: Vec<serde_json::Value> = serde_json::from_str(text).map_err(|e| {
        Error::invalid("risks", format!("{place} is not a list of scenarios: {e}"))
            .hint(format!("expected JSON such as {EXAMPLE}"))
    })?;
    let mut names = Vec::with_capacity(list.len());
    let mut processes = Vec::with_capacity(list.len());
    let mut unread = BTreeSet::new();
    for (n, value) in list.into_iter().enumerate() {
        let at = format!("{place}, scenario {}", n + 1);
        let scenario: Scenario = serde_json::from_value(value).map_err(|e| {
            Error::invalid("risks", format!("{at}: {e}"))
                .hint("a scenario has a name, and lambda, dur and cpm, each one to three numbers")
        })?;
        let quantity = |of: &Written, field: &str| -> Result<Distribution, Error> {
            let field = format!("{at} ({}), {field}", scenario.name);
            let estimate = match of.numbers() {
                [value] => Estimate::fixed(*value),
                [low, high] => Estimate::interval(*low, *high),
                [low, likely, high] => Estimate::three_point(*low, *likely, *high),
                other => {
                    return Err(Error::invalid(
                        "risks",
                        format!(
                            "{field}: found {} numbers; expected one to three",
                            other.len()
                        ),
                    ));
                }
            };
            estimate
                .distribution(&field)
                .map_err(|e| Error::invalid("risks", e.to_string()))
        };
        let most = scenario
            .lambda
            .numbers()
            .iter()
            .copied()
            .fold(0.0, f64::max);
        if most > MOST_EVENTS {
            return Err(Error::invalid(
                "risks",
                format!(
                    "{at} ({}), lambda: found {most:e} events a year; expected at most {MOST_EVENTS}",
                    scenario.name
                ),
            )
            .hint("what happens more than once an hour is not a risk but a state: check the unit, which is events a year"));
        }
        // Streams of random numbers belong to the place in the file.
        let mut process = Process::new(
            n as u128,
            quantity(&scenario.lambda, "lambda")?,
            quantity(&scenario.dur, "dur")?,
        );
        process.per_minute = quantity(&scenario.cpm, "cpm")?;
        names.push(scenario.name);
        processes.push(process);
        unread.extend(scenario.rest.into_keys());
    }
    Ok(Said {
        names,
        processes,
        unread,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Code;

    fn data(name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/data/scenarios")
            .join(name)
    }

    fn ask(years: Option<u64>, threads: usize, exact: bool, out: PathBuf) -> FileArgs {
        FileArgs {
            risks: data("scenarios.json"),
            years,
            seed: 42,
            threads,
            exact,
            out,
        }
    }

    fn numbers(csv: &str) -> Vec<Vec<f64>> {
        csv.lines()
            .skip(1)
            .map(|line| {
                line.split(',')
                    .skip(1)
                    .map(|n| n.parse().unwrap())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn the_exact_law_of_the_file_is_the_golden_one() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("law.csv");
        let report = simulate_file(&ask(None, 2, true, out.clone()), &Job::quiet()).unwrap();
        assert_eq!((report.basis.as_str(), report.years), ("exact", 0));
        let written = std::fs::read_to_string(out).unwrap();
        let golden = std::fs::read_to_string(data("law.csv")).unwrap();
        assert_eq!(written.lines().next(), golden.lines().next());
        let (written, golden) = (numbers(&written), numbers(&golden));
        assert_eq!(written.len(), 21);
        for (row, expected) in written.iter().zip(&golden) {
            for (found, expected) in row.iter().zip(expected) {
                let off = (found - expected).abs() / expected.abs().max(1.0);
                assert!(off < 1e-6, "{found} is not {expected}");
            }
        }
    }

    #[test]
    fn simulated_years_agree_with_the_law_and_do_not_depend_on_threads() {
        let dir = tempfile::tempdir().unwrap();
        let years = 40_000;
        let run = |threads: usize| {
            let out = dir.path().join(format!("{threads}.csv"));
            simulate_file(
                &ask(Some(years), threads, false, out.clone()),
                &Job::quiet(),
            )
            .unwrap();
            std::fs::read_to_string(out).unwrap()
        };
        let one = run(1);
        assert_eq!(one, run(2));
        assert_eq!(one, run(5));
        let golden = numbers(&std::fs::read_to_string(data("law.csv")).unwrap());
        for (row, law) in numbers(&one).iter().zip(&golden) {
            // The last four columns are chances: their standard error is known.
            for (found, chance) in row[10..].iter().zip(&law[10..]) {
                let error = (chance * (1.0 - chance)).max(1.0 / years as f64) / years as f64;
                assert!(
                    (found - chance).abs() < 4.5 * error.sqrt(),
                    "{found} is not {chance}"
                );
            }
            assert!((row[1] / law[1] - 1.0).abs() < 0.05 || law[1] == 0.0);
        }
    }

    #[test]
    fn years_follow_from_the_precision() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("one.json");
        let text = r#"[{"name": "steady, \"=quoted\"", "lambda": 50, "dur": [20, 30], "cpm": 10}]"#;
        std::fs::write(&path, text).unwrap();
        let args = FileArgs {
            risks: path,
            ..ask(None, 0, false, dir.path().join("one.csv"))
        };
        let report = simulate_file(&args, &Job::quiet()).unwrap();
        assert_eq!(report.years, super::super::FIRST);
        assert!(report.mean_error < 0.01 && report.notes.is_empty());
        let written = std::fs::read_to_string(&report.path).unwrap();
        assert!(
            written
                .lines()
                .nth(1)
                .unwrap()
                .starts_with("\"steady, \"\"=quoted\"\"\",")
        );
        let mean =
            50.0 * ninefold_domain::distribution::Lognormal::from_interval(20.0, 30.0).mean();
        assert!((report.rows[0].down[0] / mean - 1.0).abs() < 0.01);
        assert!((report.rows[1].loss[0] / mean - 10.0).abs() < 0.1);
    }

    #[test]
    fn what_means_nothing_is_named() {
        let complain = |text: &str| read(text, "risks.json").unwrap_err().message;
        assert!(complain("{").starts_with("risks.json is not a list of scenarios"));
        let of = |dur: &str| format!(r#"[{{"name":"A","lambda":1,"dur":{dur},"cpm":[1,2]}}]"#);
        let low_first = complain(&of("[90, 5]"));
        assert!(low_first.contains("scenario 1 (A), dur") && low_first.contains("low end first"));
        assert!(complain(&of("[0, 5]")).contains("above 0"));
        assert!(complain(&of("[1,2,3,4]")).contains("found 4 numbers"));
        assert!(complain(r#"[{"name":"A","lambda":1,"dur":5}]"#).contains("cpm"));
        // Nothing that happens is a sensible question.
        assert!(read(&of("[0, 0]"), "x").is_ok());
    }

    #[test]
    fn what_plays_no_part_is_told_and_no_risk_is_called_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("risks.json");
        let run = |text: &str| {
            std::fs::write(&path, text).unwrap();
            let args = FileArgs {
                risks: path.clone(),
                ..ask(Some(1_000), 1, false, dir.path().join("out.csv"))
            };
            simulate_file(&args, &Job::quiet())
        };
        let one = |name: &str, more: &str| {
            format!(r#"[{{"name":"{name}","lambda":1,"dur":5,"cpm":1{more}}}]"#)
        };
        let found = run(&one("A", r#","users":0.5,"detect":3"#)).unwrap();
        let told = found
            .notes
            .iter()
            .filter(|n| n.starts_with("Played no part"));
        let told: Vec<&String> = told.collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].ends_with(": detect, users."), "{}", told[0]);
        let quiet = run(&one("A", "")).unwrap();
        assert!(quiet.notes.iter().all(|n| !n.starts_with("Played no part")));
        let refused = run(&one("ALL", "")).unwrap_err();
        assert!(refused.message.contains("called ALL"), "{refused}");
    }

    #[test]
    fn no_scenarios_and_no_years_are_refused_and_nothing_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("none.json");
        std::fs::write(&path, "[]").unwrap();
        let args = FileArgs {
            risks: path,
            ..ask(Some(1_000), 2, false, dir.path().join("none.csv"))
        };
        let refused = simulate_file(&args, &Job::quiet()).unwrap_err();
        assert!(refused.message.contains("no risks"), "{refused}");
        let none = FileArgs {
            years: Some(0),
            ..ask(None, 2, false, args.out.clone())
        };
        assert_eq!(
            simulate_file(&none, &Job::quiet()).unwrap_err().code,
            Code::Invalid
        );
        let many = FileArgs {
            years: Some(1 << 32),
            ..ask(None, 2, false, args.out.clone())
        };
        let refused = simulate_file(&many, &Job::quiet()).unwrap_err();
        assert_eq!(refused.field, "years");
        assert!(!args.out.exists());
    }

    #[test]
    fn a_cancelled_simulation_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out.csv");
        let cancelled = std::sync::atomic::AtomicBool::new(true);
        let job = Job {
            progress: &|_| (),
            cancelled: &cancelled,
        };
        for exact in [true, false] {
            let error = simulate_file(&ask(Some(1 << 20), 2, exact, out.clone()), &job);
            assert_eq!(error.unwrap_err().code, Code::Cancelled);
            assert!(!out.exists());
        }
    }
}
