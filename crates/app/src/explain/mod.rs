//! Everything behind a figure: formula, steps that add up to it, inputs with their basis, rows.

mod availability;
mod incident;
mod methods;
mod minute;
mod outage;
mod premortem;
mod requests;
mod requirement;
mod revenue;
mod risks;
mod signs;
mod since;
mod tiers;
mod treated;
mod window;

use crate::App;
use crate::host::Job;
use crate::imports::{Conversion, summaries};
use crate::text;
use crate::views::{Frame, frame, profile_text};
use crate::wire::{Basis, Error, ExplainArgs, Explanation, Figure, Input, Step, TextTable};
use crate::workspace::{Workspace, describe_files};
use availability::{Of, availability, ceiling, long_run, weighted};
pub(crate) use incident::line_of;
use incident::{incident_line, incident_total};
use ninefold_domain::money::{Currency, Money};
use ninefold_store::Key;
use outage::outage;
pub(crate) use revenue::Behind;
use treated::treated_revenue;
use window::{cost_line, cut_entry, total};

/// Rows that an explanation lists.
const MOST_ROWS: usize = 200;
/// Hours that a formula spells out one by one; longer incidents are told day by day.
const MOST_STEPS: usize = 48;

/// Hours of a week.
const HOURS: usize = 168;

impl App {
    pub(crate) fn explain(&self, args: &ExplainArgs, _: &Job<'_>) -> Result<Explanation, Error> {
        self.with(|w| {
            let frame = frame(w, &args.window)?;
            explain(w, &frame, &args.key)
        })
    }
}

fn explain(w: &Workspace, frame: &Frame, key: &str) -> Result<Explanation, Error> {
    let unknown = || Error::not_found(&format!("an explanation of “{key}”"));
    let parts: Vec<&str> = key.split(':').collect();
    match parts.as_slice() {
        ["outage", "all"] => Ok(outage(w, None)),
        ["outage", id] => Ok(outage(w, Some(w.service(id)?))),
        ["peak", "all"] => Ok(minute::hour(w, None, None)),
        ["peak", id] => Ok(minute::hour(w, Some(w.service(id)?), None)),
        ["hour", of, hour] => {
            let hour = hour
                .parse()
                .ok()
                .filter(|h| *h < HOURS)
                .ok_or_else(unknown)?;
            let service = match *of {
                "all" => None,
                id => Some(w.service(id)?),
            };
            Ok(minute::hour(w, service, Some(hour)))
        }
        ["team"] => Ok(minute::team(w)),
        ["observed", "all"] => Ok(minute::observed(w, frame, None)),
        ["observed", id] => Ok(minute::observed(w, frame, Some(w.service(id)?))),
        ["availability", id] => availability(w, frame, w.service(id)?, Of::Availability),
        ["downtime", id] => availability(w, frame, w.service(id)?, Of::Downtime),
        ["left", id] => availability(w, frame, w.service(id)?, Of::Left),
        ["allowed", id] => availability(w, frame, w.service(id)?, Of::Allowed),
        ["burn", id] => availability(w, frame, w.service(id)?, Of::Burn),
        ["weighted", id] => weighted(w, frame, w.service(id)?).ok_or_else(unknown),
        ["requests", id] => requests::requests(w, frame, w.service(id)?).ok_or_else(unknown),
        ["longrun", id] => long_run(w, frame, w.service(id)?).ok_or_else(unknown),
        // Another window than that of the screen: a month beside another.
        ["at", window, rest @ ..] => explain(w, &super::views::frame(w, window)?, &rest.join(":")),
        ["incidents"] => Ok(since::incidents(w, frame)),
        ["resolve"] => Ok(since::resolve(w, frame)),
        ["methods", method] => methods::window(w, frame, method).ok_or_else(unknown),
        ["total"] | ["cost", "total"] => Ok(total(w, frame, None)),
        ["service", id, "total"] => Ok(total(w, frame, Some(w.service(id)?))),
        ["cost", line @ ..] => cost_line(w, frame, &line.join(":")).ok_or_else(unknown),
        ["incident", id, "total"] => Ok(incident_total(w, w.incident(id)?)),
        ["incident", id, "method", method] => {
            methods::incident(w, w.incident(id)?, method).ok_or_else(unknown)
        }
        ["incident", id, line @ ..] => {
            incident_line(w, w.incident(id)?, &line.join(":")).ok_or_else(unknown)
        }
        ["sign", key] => signs::sign(w, key).ok_or_else(unknown),
        ["recovery", by] => signs::recovery(w, by).ok_or_else(unknown),
        ["time", key] => signs::time(w, key).ok_or_else(unknown),
        ["growth", of] => signs::growth(w, of).ok_or_else(unknown),
        ["cut", by, key @ ..] => cut_entry(w, frame, by, &key.join(":")).ok_or_else(unknown),
        ["risk", id, of] => risks::risk(w, id, of).ok_or_else(unknown),
        ["risks", service, of, against @ ..] => {
            risks::register(w, service, of, &against.join(":")).ok_or_else(unknown)
        }
        ["tiers", scenario, service, rest @ ..] => {
            tiers::figure(w, scenario, service, rest)?.ok_or_else(unknown)
        }
        ["premortem", session, rest @ ..] => {
            premortem::figure(w, session, rest)?.ok_or_else(unknown)
        }
        ["requirement", id, of] => requirement::requirement(w, id, of, false)?.ok_or_else(unknown),
        ["requirement", id, of, "was"] => {
            requirement::requirement(w, id, of, true)?.ok_or_else(unknown)
        }
        ["ceiling", id] => ceiling(w, frame, w.service(id)?).ok_or_else(unknown),
        _ => Err(unknown()),
    }
}

pub(super) fn step(label: impl Into<String>, value: impl Into<String>) -> Step {
    Step {
        label: label.into(),
        value: value.into(),
    }
}

pub(super) fn table(columns: &[&str], rows: Vec<Vec<String>>) -> TextTable {
    TextTable {
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        rows,
    }
}

pub(super) fn input(label: &str, value: String, basis: Basis, source: &str) -> Input {
    Input {
        label: label.into(),
        value,
        basis,
        source: source.into(),
    }
}

pub(super) fn rows_note(shown: usize, all: usize) -> String {
    if shown < all {
        format!("{} of {} rows", text::count(shown), text::count(all))
    } else {
        text::counted(all, "row", "rows")
    }
}

/// What a list of clean hours leaves out.
const WHOLE_HOURS: &str = "Listed are hours that are clean as a whole; where a part of an hour is clean, its minutes count too and are not listed.";

pub(super) fn baseline_input(w: &Workspace) -> Input {
    input(
        "Baseline",
        format!("{}, in {}", profile_text(&w.methods), w.methods.zone),
        Basis::Assumed,
        "Settings, choices",
    )
}

pub(super) fn revenue_files(w: &Workspace) -> String {
    let files: Vec<String> = w
        .batches
        .iter()
        .filter(|b| b.live && b.import.kind == "revenue")
        .map(|b| describe_files(&b.import))
        .collect();
    if files.is_empty() {
        "no revenue imported".into()
    } else {
        files.join(", ")
    }
}

/// Conversions as inputs: the amounts as their files have them, and the rates.
pub(super) fn converted(w: &Workspace, conversions: &[Conversion]) -> Vec<Input> {
    let mut currencies: Vec<Currency> = conversions.iter().map(|c| c.from.currency()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    currencies
        .into_iter()
        .map(|currency| {
            let own: Vec<&Conversion> = conversions
                .iter()
                .filter(|c| c.from.currency() == currency)
                .collect();
            let to: i128 = own.iter().map(|c| c.to.units()).sum();
            let came = text::money_exact(Money::from_units(to, w.methods.currency));
            input(
                &format!("Converted from {currency}"),
                came,
                Basis::Measured,
                &summaries(own.into_iter()).collect::<Vec<_>>().join("; "),
            )
        })
        .collect()
}

pub(super) fn per_minute(w: &Workspace, value: f64) -> Figure {
    crate::views::cost::per_minute(value, w.methods.currency, Basis::Estimated)
}

pub(super) fn origin(w: &Workspace, i: usize) -> String {
    w.batch_of
        .get(&Key::Incident(w.incidents[i].id))
        .and_then(|batch| w.batches.iter().find(|b| b.import.id == *batch))
        .map_or_else(|| "entered by hand".into(), |b| describe_files(&b.import))
}
