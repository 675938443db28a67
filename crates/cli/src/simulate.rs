//! `simulate`: years of risks, by sampling or by their exact law.

use crate::args::Simulate;
use crate::session::{Answer, Session, absolute};
use crate::text::{Table, bullets, paragraph};
use ninefold_app::simulate::file::{FileArgs, simulate_file};
use ninefold_app::wire::{Error, SimulateArgs, Simulation};
use serde_json::{Value, json};

/// Where the random numbers of a file start.
const SEED: u64 = 42;

/// `simulate`
pub fn simulate(args: &Simulate) -> Result<Answer, Error> {
    if let Some(workspace) = &args.workspace {
        let session = Session::open(workspace)?;
        let ask = SimulateArgs {
            path: absolute(&args.out)?,
            scenario: args.scenario.clone(),
            years: args.years,
            seed: args.seed,
            threads: u32::try_from(args.threads).unwrap_or(u32::MAX),
            exact: args.exact,
        };
        let (json, found): (Value, Simulation) = session.call("simulate", &ask)?;
        return Ok(Answer::new(json, print(&found)));
    }
    let session = Session::new();
    let ask = FileArgs {
        risks: args.risks.clone().unwrap_or_default(),
        years: args.years,
        seed: args.seed.unwrap_or(SEED),
        threads: args.threads,
        exact: args.exact,
        out: args.out.clone(),
    };
    let report = session.watch(|job| simulate_file(&ask, job))?;
    Ok(Answer::new(json!(report), print(&report)))
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
