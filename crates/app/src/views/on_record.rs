//! The register against the record: whether what risks are expected to do is what incidents did.
//!
//! A comparison of tiers is no better than its register. One that leaves out half of what
//! happened makes every nine look too dear, one that counts things twice too cheap. So each
//! service's expected minutes and the expected loss are held against what incidents came to a
//! year, as well as the record knows it.

use crate::plan::{Plan, Scope};
use crate::text;
use crate::wire::TextTable;
use crate::workspace::Workspace;
use ninefold_domain::longrun::Yearly;
use ninefold_domain::simulate::Process;
use ninefold_domain::targets::agreed_a_year;

/// Expected of the register, and on record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Held {
    /// Service; nothing for the money of all.
    pub(crate) service: Option<usize>,
    /// Expected a year, without any technique.
    pub(crate) expected: f64,
    /// On record.
    pub(crate) recorded: Yearly,
}

/// How the register reads against the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Incidents came to more than the register expects, beyond what the record leaves open.
    TooLittle,
    /// Within what the record leaves open.
    InLine,
    /// They came to less.
    MoreThanSeen,
    /// Nothing is on record to hold it against.
    NothingSeen,
}

impl Held {
    pub(crate) fn reading(&self) -> Reading {
        match self.recorded.interval {
            None => Reading::NothingSeen,
            Some((low, _)) if self.expected < low => Reading::TooLittle,
            Some((_, high)) if self.expected > high => Reading::MoreThanSeen,
            Some(_) => Reading::InLine,
        }
    }
}

/// Minutes of each service, then money of all; nothing where no time was observed.
pub(crate) fn held(w: &Workspace, plan: &Plan) -> Vec<Held> {
    let observed = w.analysis.observed;
    let years = observed.minutes() / w.methods.year.minutes();
    let bare = plan.bare(Scope::All).processes;
    let mut expected = vec![0.0; w.services.len()];
    for process in &bare {
        let minutes = process.mean_minutes();
        for hit in &process.hits {
            // A saved scenario has the services of its day: one may be gone since.
            let id = plan.given.services[hit.service].id;
            if let Some(at) = w.services.iter().position(|s| s.id == id) {
                expected[at] += minutes * hit.share;
            }
        }
    }
    let minutes = (0..w.services.len()).filter_map(|s| {
        let agreed = &w.analysis.agreed[s];
        let parts: Vec<f64> = w
            .analysis
            .downtime_by_incident(s, observed, w.methods.counting)
            .into_iter()
            .map(|(_, minutes)| minutes)
            .collect();
        let a_year = agreed_a_year(agreed, observed, &w.methods);
        let recorded = Yearly::of(&parts, agreed.minutes(observed) / a_year)?;
        Some(Held {
            service: Some(s),
            expected: expected[s],
            recorded,
        })
    });
    let per_major = w.methods.currency.units_per_major() as f64;
    let costs: Vec<f64> = w
        .analysis
        .incidents_in(observed)
        .map(|i| w.analysis.costs[i].total() as f64 / per_major)
        .collect();
    let money = Yearly::of(&costs, years).map(|recorded| Held {
        service: None,
        expected: bare.iter().map(Process::mean_loss).sum(),
        recorded,
    });
    minutes.chain(money).collect()
}

pub(crate) fn reading_text(reading: Reading) -> &'static str {
    match reading {
        Reading::TooLittle => "incidents came to more",
        Reading::InLine => "in line",
        Reading::MoreThanSeen => "more than incidents came to",
        Reading::NothingSeen => "nothing on record",
    }
}

/// The comparison as a table.
pub(crate) fn table(w: &Workspace, held: &[Held]) -> TextTable {
    let currency = w.methods.currency;
    let row = |h: &Held| {
        let number = |x: f64| match h.service {
            Some(_) => format!("{} min", text::minutes(x)),
            None => text::money_short(x, currency),
        };
        vec![
            match h.service {
                Some(s) => w.services[s].name.clone(),
                None => "Cost of all".into(),
            },
            number(h.expected),
            number(h.recorded.mean),
            h.recorded.interval.map_or_else(
                || text::NONE.to_owned(),
                |(low, high)| match h.service {
                    Some(_) => format!("{}–{} min", text::minutes(low), text::minutes(high)),
                    None => format!("{}–{}", number(low), number(high)),
                },
            ),
            reading_text(h.reading()).into(),
        ]
    };
    TextTable {
        columns: [
            "",
            "Register, a year",
            "On record, a year",
            "90 % range in the long run",
            "Register reads",
        ]
        .map(Into::into)
        .to_vec(),
        rows: held.iter().map(row).collect(),
    }
}

/// What figures of the register stand on, where the record says otherwise: both numbers.
pub(crate) fn both(w: &Workspace, held: &[Held]) -> Option<String> {
    let money = held.iter().find(|h| h.service.is_none())?;
    if !matches!(money.reading(), Reading::TooLittle | Reading::MoreThanSeen) {
        return None;
    }
    let amount = |x: f64| text::money_short(x, w.methods.currency);
    Some(format!(
        "This stands on the register’s {} a year; incidents on record came to {} a year.",
        amount(money.expected),
        amount(money.recorded.mean)
    ))
}

/// Where the register leaves out or adds what the record does not know: in a sentence; empty
/// where it is in line.
pub(crate) fn warning(w: &Workspace, held: &[Held]) -> String {
    let Some(money) = held.iter().find(|h| h.service.is_none()) else {
        return String::new();
    };
    let amount = |x: f64| text::money_short(x, w.methods.currency);
    match (money.reading(), money.recorded.interval) {
        (Reading::TooLittle, Some((low, high))) => format!(
            "The register expects {} a year, but incidents on record cost {} ({}–{}): it leaves out part of what happens, and another nine looks too dear.",
            amount(money.expected),
            amount(money.recorded.mean),
            amount(low),
            amount(high)
        ),
        (Reading::MoreThanSeen, Some((low, high))) => format!(
            "The register expects {} a year, more than incidents on record cost ({}, {}–{}): either it knows of worse to come, or it counts something twice.",
            amount(money.expected),
            amount(money.recorded.mean),
            amount(low),
            amount(high)
        ),
        _ => String::new(),
    }
}
