//! `simulate`: years of risks, by sampling or by their exact law.

use crate::args::Simulate;
use crate::session::{Answer, Session, absolute};
use crate::text::{Table, bullets, paragraph};
use ninefold_app::simulate::file::{FileArgs, simulate_file};
use ninefold_app::wire::{Code, Error, Risks, RisksArgs, SimulateArgs, Simulation};
use serde_json::{Value, json};
use std::path::Path;

/// Where the random numbers of a file start.
const SEED: u64 = 42;

/// Events a year from which on the register calls something a state and no risk; a file is held
/// to the same, because a year of more is not simulated in full.
const MOST_EVENTS: f64 = 10_000.0;

/// Risks up to which every one is given its exact law: about twenty milliseconds each, so that
/// the answer comes within a minute or so.
const MOST_EXACT: usize = 2_000;

/// `simulate`
pub fn simulate(args: &Simulate) -> Result<Answer, Error> {
    if let Some(workspace) = &args.workspace {
        let session = Session::open(workspace)?;
        if args.scenario.is_empty() {
            let (_, register): (Value, Risks) = session.call("risks", &RisksArgs::default())?;
            let place = format!("the register of {}", workspace.display());
            enough(&place, register.rows.len(), args.exact)?;
        }
        let ask = SimulateArgs {
            path: absolute(&args.out)?,
            scenario: args.scenario.clone(),
            years: args.years,
            seed: args.seed,
            threads: u32::try_from(args.threads).unwrap_or(u32::MAX),
            exact: args.exact,
        };
        let (json, found): (Value, Simulation) = session.call("simulate", &ask)?;
        if found.rows.len() < 2 {
            // A saved scenario, or a register whose risks do not read, shows only now that nothing
            // takes part.
            let mut error = none(&format!("the scenario in {}", workspace.display()));
            error.hints.extend(found.notes);
            error
                .hints
                .push(format!("leave {} aside: it says nothing", found.path));
            return Err(error);
        }
        return Ok(Answer::new(json, print(&found)));
    }
    let session = Session::new();
    let risks = args.risks.clone().unwrap_or_default();
    // What cannot be read at all is for the application to say.
    if let Ok(text) = std::fs::read_to_string(&risks) {
        sound(&text, &risks, args.exact)?;
    }
    let ask = FileArgs {
        risks,
        years: args.years,
        seed: args.seed.unwrap_or(SEED),
        threads: args.threads,
        exact: args.exact,
        out: args.out.clone(),
    };
    let report = session.watch(|job| simulate_file(&ask, job))?;
    Ok(Answer::new(json!(report), print(&report)))
}

/// An error of the file or the register.
fn refused(message: String, hint: &str) -> Error {
    Error {
        code: Code::Invalid,
        message,
        hints: vec![hint.into()],
        field: "risks".into(),
    }
}

fn none(place: &str) -> Error {
    refused(
        format!("{place} holds no risks to simulate; expected at least one"),
        "a year without risks says nothing: enter risks, accept what history suggests, or give a file such as [{\"name\": \"R01\", \"lambda\": 24, \"dur\": [5, 90], \"cpm\": [40, 900]}]",
    )
}

/// Whether there are risks at all, and not too many for their exact laws.
///
/// # Errors
/// No risks; with `exact`, more than [`MOST_EXACT`].
fn enough(place: &str, risks: usize, exact: bool) -> Result<(), Error> {
    if risks == 0 {
        return Err(none(place));
    }
    if exact && risks > MOST_EXACT {
        return Err(refused(
            format!(
                "{place} holds {risks} risks; expected at most {MOST_EXACT} for the exact law of each"
            ),
            "leave --exact out: simulated years take any number of risks",
        ));
    }
    Ok(())
}

/// Whether the risks of a file are within what years can be simulated of. What is not written as
/// risks are is left to the application, which says so.
///
/// # Errors
/// No risks, too many for the exact law, more than [`MOST_EVENTS`] a year of one.
fn sound(text: &str, file: &Path, exact: bool) -> Result<(), Error> {
    let Ok(list) = serde_json::from_str::<Vec<Value>>(text) else {
        return Ok(());
    };
    let place = file.display().to_string();
    enough(&place, list.len(), exact)?;
    for (n, risk) in list.iter().enumerate() {
        let rate = &risk["lambda"];
        let numbers = rate
            .as_array()
            .map_or(std::slice::from_ref(rate), Vec::as_slice);
        let most = numbers.iter().filter_map(Value::as_f64).fold(0.0, f64::max);
        if most > MOST_EVENTS {
            let name = risk["name"].as_str().unwrap_or_default();
            return Err(refused(
                format!(
                    "{place}, scenario {} ({name}), lambda: found {most:e} events a year; expected at most {MOST_EVENTS}",
                    n + 1
                ),
                "what happens more than once an hour is not a risk but a state: check the unit, which is events a year",
            ));
        }
    }
    Ok(())
}

fn print(report: &Simulation) -> String {
    let mut out = String::new();
    let how = if report.years == 0 {
        "The exact law, without sampling.".to_owned()
    } else {
        format!(
            "{} {}, seed {}, {} {}. Standard errors of all together: mean {:.2} %, 95 % \
             quantile {:.2} %, largest chance {:.2} points.",
            report.years,
            if report.years == 1 { "year" } else { "years" },
            report.seed,
            report.threads,
            if report.threads == 1 {
                "thread"
            } else {
                "threads"
            },
            report.mean_error * 100.0,
            report.p95_error * 100.0,
            report.chance_error * 100.0
        )
    };
    paragraph(&how, 0, &mut out);
    let mut table = Table::new(&[
        "Risk",
        ">Mean loss",
        ">Median",
        ">95 %",
        ">Mean min",
        ">99 %",
        ">99.9 %",
        ">99.95 %",
        ">99.99 %",
    ]);
    for row in &report.rows {
        let chance = |t: usize| format!("{:.3}", row.met[t]);
        table.row([
            &row.name,
            &format!("{:.0}", row.loss[0]),
            &format!("{:.0}", row.loss[1]),
            &format!("{:.0}", row.loss[3]),
            &format!("{:.1}", row.down[0]),
            &chance(0),
            &chance(1),
            &chance(2),
            &chance(3),
        ]);
    }
    table.print(&mut out);
    bullets(&report.notes, &mut out);
    paragraph(&format!("Written: {}", report.path), 0, &mut out);
    out
}
