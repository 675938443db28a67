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
mod window;

use crate::App;
use crate::host::Job;
use crate::imports::{Conversion, REPLACED, assumed_of, conversions_of, summaries};
use crate::text;
use crate::views::{Frame, frame, profile_text};
use crate::wire::{Basis, Error, ExplainArgs, Explanation, Figure, Input, Step, TextTable};
use crate::workspace::{Workspace, describe_files};
use availability::{Of, availability, ceiling, long_run, weighted};
pub(crate) use incident::line_of;
use incident::{incident_line, incident_total};
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::id::StreamId;
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::record::MinuteSum;
use ninefold_store::{Batch, Key};
use outage::outage;
pub(crate) use revenue::Behind;
use std::collections::BTreeSet;
use window::{cost_line, cut_entry, total};

/// Rows that an explanation lists.
const MOST_ROWS: usize = 200;
/// Hours that a formula spells out one by one; longer incidents are told day by day.
const MOST_STEPS: usize = 48;

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
        ["peak", "all"] => Ok(minute::peak(w, None)),
        ["peak", id] => Ok(minute::peak(w, Some(w.service(id)?))),
        ["team"] => Ok(minute::team(w)),
        ["observed", "all"] => Ok(minute::observed(w, frame, None)),
        ["observed", id] => Ok(minute::observed(w, frame, Some(w.service(id)?))),
        ["availability", id] => availability(w, frame, w.service(id)?, Of::Availability),
        ["downtime", id] => availability(w, frame, w.service(id)?, Of::Downtime),
        ["left", id] => availability(w, frame, w.service(id)?, Of::Left),
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
        ["growth"] => signs::growth(w).ok_or_else(unknown),
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

/// What the revenue that counts went through on its way in: conversions from other currencies, an
/// input a currency, and what was assumed.
pub(super) fn treated_revenue(w: &Workspace) -> Vec<Input> {
    let live: Vec<&Batch> = w
        .batches
        .iter()
        .filter(|b| b.live && b.import.kind == "revenue")
        .collect();
    let (mut all, mut partly) = (Vec::new(), false);
    let mut assumed: Vec<Input> = Vec::new();
    for (at, batch) in live.iter().enumerate() {
        let own = conversions_of(&batch.import.note);
        let sums = assumed_of(&batch.import.note);
        if own.is_empty() && sums.is_empty() {
            continue;
        }
        let gone = Replaced::since(w, batch, &live[at + 1..]);
        for conversion in &own {
            let next = own
                .iter()
                .filter(|c| {
                    c.of == conversion.of && c.from.currency() == conversion.from.currency()
                })
                .map(|c| c.day)
                .filter(|day| *day > conversion.day)
                .min();
            match gone.of(w, conversion, next) {
                Gone::All => {}
                Gone::Some => {
                    partly = true;
                    all.push(conversion.clone());
                }
                Gone::None => all.push(conversion.clone()),
            }
        }
        if !gone.is_whole() {
            assumed.extend(sums.into_iter().map(|sums| {
                let files = describe_files(&batch.import);
                input("Sums of days", sums, Basis::Assumed, &files)
            }));
        }
    }
    let mut inputs = converted(w, &all);
    if partly {
        for input in &mut inputs {
            input
                .source
                .push_str("; some of these minutes were replaced by a later import");
        }
    }
    inputs.extend(assumed);
    inputs
}

/// How much of something still counts.
enum Gone {
    None,
    Some,
    All,
}

/// The minutes of an import of revenue, and which of them a later one replaced.
struct Replaced {
    /// By stream.
    streams: Vec<(StreamId, Vec<MinuteSum>, BTreeSet<i64>)>,
}

impl Replaced {
    /// Minutes that cannot be read count as they are: here they are evidence, not a figure.
    fn since(w: &Workspace, batch: &Batch, later: &[&Batch]) -> Self {
        let replacing: Vec<&&Batch> = later
            .iter()
            .filter(|b| b.import.note.contains(REPLACED))
            .collect();
        if replacing.is_empty() {
            return Self {
                streams: Vec::new(),
            };
        }
        let read = |b: &Batch| w.store.revenue_of_batch(b.import.id).unwrap_or_default();
        let mut streams: Vec<_> = read(batch)
            .into_iter()
            .map(|(stream, minutes)| (stream, minutes, BTreeSet::new()))
            .collect();
        for later in replacing {
            for (stream, minutes) in read(later) {
                if let Some((_, _, gone)) = streams.iter_mut().find(|(own, _, _)| *own == stream) {
                    gone.extend(minutes.iter().map(|m| m.minute));
                }
            }
        }
        Self { streams }
    }

    /// Whether nothing of the import counts any more.
    fn is_whole(&self) -> bool {
        let mut streams = self.streams.iter();
        !self.streams.is_empty()
            && streams.all(|(_, own, gone)| own.iter().all(|sum| gone.contains(&sum.minute)))
    }

    /// What became of the minutes that a conversion is of: those from the day of its rate until
    /// that of the next.
    fn of(&self, w: &Workspace, conversion: &Conversion, next: Option<LocalDay>) -> Gone {
        let zone = w.methods.zone;
        let named = |id: &StreamId| {
            let stream = w.streams.iter().find(|s| s.id == *id);
            stream.is_some_and(|s| {
                conversion
                    .of
                    .eq_ignore_ascii_case(&format!("stream {}", s.name))
            })
        };
        let Some((_, minutes, gone)) = self.streams.iter().find(|(id, _, _)| named(id)) else {
            return Gone::None;
        };
        let begin = zone.midnight(conversion.day.0).minute();
        let end = next.map_or(i64::MAX, |day| zone.midnight(day.0).minute());
        let first = minutes.partition_point(|sum| sum.minute < begin);
        let last = minutes.partition_point(|sum| sum.minute < end);
        let own = minutes.get(first..last).unwrap_or_default();
        let replaced = own.iter().filter(|sum| gone.contains(&sum.minute)).count();
        match replaced {
            0 => Gone::None,
            n if n == own.len() => Gone::All,
            _ => Gone::Some,
        }
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
    let currency = w.methods.currency;
    text::figure(
        value,
        text::money_short(value, currency),
        "/min",
        format!("{}/min", text::money_estimate(value, currency)),
        Basis::Estimated,
    )
}

pub(super) fn origin(w: &Workspace, i: usize) -> String {
    w.batch_of
        .get(&Key::Incident(w.incidents[i].id))
        .and_then(|batch| w.batches.iter().find(|b| b.import.id == *batch))
        .map_or_else(|| "entered by hand".into(), |b| describe_files(&b.import))
}
