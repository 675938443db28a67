//! Labor rows put to the incidents they name.

use super::Outcome;
use crate::host::Host;
use crate::text;
use crate::wire::{Error, Problem};
use crate::workspace::Workspace;
use ninefold_domain::id::{IncidentId, LaborId};
use ninefold_domain::money::Money;
use ninefold_domain::record::LaborEntry;
use ninefold_ingest::{LaborRow, Report};
use ninefold_store::Record;
use std::collections::{BTreeSet, HashMap};

/// What makes two labor rows the same.
type LaborLikeness = (IncidentId, String, Option<String>, i64, i64, Option<i128>);

fn labor_likeness(e: &LaborEntry) -> LaborLikeness {
    (
        e.incident,
        e.role.clone(),
        e.person.clone(),
        e.people_milli,
        e.worked_ms,
        e.rate.map(Money::units),
    )
}

pub(super) fn plan_labor(
    w: &Workspace,
    rows: Vec<LaborRow>,
    report: &Report,
    host: &dyn Host,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome {
        noun: ("entry", "entries"),
        ..Outcome::default()
    };
    let mut incidents: HashMap<&str, Option<IncidentId>> = HashMap::new();
    for incident in &w.incidents {
        if let Some(origin) = &incident.origin {
            // Two sources may use one number; labor that names it is nobody's then.
            incidents
                .entry(origin.external_id.as_str())
                .and_modify(|id| *id = None)
                .or_insert(Some(incident.id));
        }
    }
    let mut alike: HashMap<LaborLikeness, usize> = HashMap::new();
    for entry in &w.labor {
        *alike.entry(labor_likeness(entry)).or_default() += 1;
    }
    let mut unpriced: BTreeSet<String> = BTreeSet::new();
    for row in rows {
        let Some(incident) = incidents.get(&*row.incident).copied().flatten() else {
            let file = report
                .files
                .get(row.file as usize)
                .map(|f| f.name.clone())
                .unwrap_or_default();
            outcome.refused.push((
                Problem {
                    code: "no-incident".into(),
                    file,
                    row: row.row,
                    column: "incident".into(),
                    found: row.incident.to_string(),
                    expected: "the number of exactly one incident that is here".into(),
                    repair: "Import the incidents first, then the labor.".into(),
                },
                1,
            ));
            continue;
        };
        if let Some(rate) = row.rate.filter(|r| r.currency() != w.methods.currency) {
            return Err(Error::conflict(format!(
                "rates are in {}, and this workspace is in {}",
                rate.currency(),
                w.methods.currency
            ))
            .hint(
                "set the currency of the file to that of the workspace, or make another workspace",
            ));
        }
        let entry = LaborEntry {
            id: LaborId(host.new_id()),
            incident,
            role: row.role.to_string(),
            person: row.person.map(|p| p.to_string()),
            people_milli: row.people_milli,
            worked_ms: row.worked_ms,
            rate: row.rate,
            start: None,
            review: false,
            actions: vec![],
        };
        if let Some(n) = alike.get_mut(&labor_likeness(&entry)).filter(|n| **n > 0) {
            *n -= 1;
            outcome.unchanged += 1;
            outcome.known_rows += 1;
            continue;
        }
        if entry.rate.is_none()
            && !w
                .roles
                .iter()
                .any(|r| r.name.eq_ignore_ascii_case(&entry.role))
        {
            unpriced.insert(entry.role.clone());
        }
        outcome.new += 1;
        outcome.import.records.push(Record::Labor(entry));
    }
    if !unpriced.is_empty() {
        let names: Vec<String> = unpriced.into_iter().take(8).collect();
        outcome.notes.push(format!(
            "No rate for {}: they count nothing until the rate card has them.",
            names.join(", ")
        ));
    }
    if outcome.unchanged > 0 {
        outcome.notes.push(format!(
            "{} there already and left as they are.",
            text::counted(outcome.unchanged as usize, "entry is", "entries are")
        ));
    }
    Ok(outcome)
}
