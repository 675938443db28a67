//! `signs`: the signs of the bottleneck, timelines and growth.

use crate::args::InWorkspace;
use crate::commands::{headline, tiles};
use crate::session::{Answer, Session};
use crate::text::{Table, bullets, paragraph, section};
use ninefold_app::wire::{Error, Nothing, SignRow, Signs, State, TimeMetric};
use serde_json::Value;

/// `signs`
pub fn signs(at: &InWorkspace) -> Result<Answer, Error> {
    let session = Session::open(&at.workspace)?;
    let (json, signs): (Value, Signs) = session.call("signs", &Nothing {})?;
    let mut out = String::new();
    headline(&signs.headline, &mut out);
    if signs.headline.missing.is_some() {
        return Ok(Answer::new(json, out));
    }
    paragraph(&signs.window, 0, &mut out);
    list(&signs.signs, &mut out);
    times(&signs.times, &mut out);
    section("Recoveries", &mut out);
    let mut table = Table::new(&["Recovered", ">Count", ">Share", ">Median", ">Ninth decile"]);
    for row in &signs.recoveries {
        table.row([
            &row.label,
            &row.count.to_string(),
            &row.share,
            &row.median.text,
            &row.p90.text,
        ]);
    }
    table.print(&mut out);
    section("Growth", &mut out);
    tiles(&signs.growth, &mut out);
    bullets(&signs.growth_notes, &mut out);
    section(&format!("Phase: {}", signs.phase.phase), &mut out);
    paragraph(&signs.phase.why, 0, &mut out);
    if !signs.phase.next.is_empty() {
        section("What comes next", &mut out);
        bullets(&signs.phase.next, &mut out);
    }
    Ok(Answer::new(json, out))
}

fn list(signs: &[SignRow], out: &mut String) {
    section("Signs", out);
    let mut table = Table::new(&["Sign", ">Value", ">Before", "State", "Threshold", "Counted"]);
    for sign in signs {
        let state = match sign.state {
            State::Ok => "ok",
            State::Warn => "warns",
            State::Over => "alarms",
            State::Unknown => "unknown",
        };
        table.row([
            &sign.label,
            &sign.value.text,
            &sign.before,
            state,
            &sign.threshold,
            &sign.counted,
        ]);
    }
    table.print(out);
    let asks: Vec<String> = signs
        .iter()
        .filter(|s| matches!(s.state, State::Warn | State::Over))
        .map(|s| format!("{}: {}", s.label, s.todo))
        .collect();
    if !asks.is_empty() {
        section("What to do", out);
        bullets(&asks, out);
    }
}

fn times(metrics: &[TimeMetric], out: &mut String) {
    section("Timelines", out);
    let mut table = Table::new(&[
        "Time to",
        ">Known",
        ">Median",
        ">Ninth decile",
        ">Before",
        "Is a change real",
    ]);
    for metric in metrics {
        table.row([
            &metric.label,
            &metric.known.to_string(),
            &metric.median.text,
            &metric.p90.text,
            &metric.before,
            &metric.verdict,
        ]);
    }
    table.print(out);
}
