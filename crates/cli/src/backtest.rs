//! `backtest`: would forecasts from the earlier incidents have said what came?

use crate::args::Backtest as Args;
use crate::commands::{headline, notes};
use crate::session::{Answer, Session};
use crate::text::{Table, section};
use ninefold_app::wire::{Backtest, BacktestArgs, Error};
use serde_json::Value;

/// `backtest`
pub fn backtest(args: &Args) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let ask = BacktestArgs {
        first: args.first.clone(),
        parts: args.parts,
        seed: args.seed,
    };
    let (json, found): (Value, Backtest) = session.call("risks.backtest", &ask)?;
    Ok(Answer::new(json, print(&found)))
}

fn print(found: &Backtest) -> String {
    let mut out = String::new();
    headline(&found.headline, &mut out);
    if found.scores.is_empty() {
        return out;
    }
    let mark = |held: bool| if held { "" } else { " outside" };
    section("All together, part by part", &mut out);
    let mut table = Table::new(&["From", ">Incidents", ">Came", ">Minutes", ">Came"]);
    for part in &found.parts {
        table.row([
            &part.from,
            &part.events,
            &format!("{}{}", part.events_actual, mark(part.events_held)),
            &part.minutes,
            &format!("{}{}", part.minutes_actual, mark(part.minutes_held)),
        ]);
    }
    table.print(&mut out);
    section("Scores", &mut out);
    let mut table = Table::new(&[
        "Forecasts of",
        ">Number",
        ">Held",
        ">Expected",
        ">Score",
        ">Against the record",
    ]);
    for row in &found.scores {
        table.row([
            &row.of,
            &row.forecasts.to_string(),
            &row.held_text,
            &row.expected_text,
            &row.score_text,
            &row.against_text,
        ]);
    }
    table.print(&mut out);
    notes(&found.notes, &mut out);
    out
}
