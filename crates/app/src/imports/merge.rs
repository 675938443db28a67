//! An incident that is there and comes again: what the file says now, what a person said here,
//! and what is taken of it.

use super::Outcome;
use crate::text;
use crate::wire::ChangeRow;
use crate::workspace::Workspace;
use ninefold_domain::record::{Impact, Incident};
use ninefold_domain::time::{Instant, Zone};
use ninefold_ingest::Field;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};

/// What happens to incidents that are there and read differently in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OnChange {
    /// The file is taken, but not over what somebody edited here.
    Update,
    /// The file is taken.
    Take,
    /// Nothing is.
    Keep,
}

impl OnChange {
    /// Whether a field that reads differently is taken from the file.
    pub(super) fn takes(self, edited_here: bool) -> bool {
        match self {
            Self::Update => !edited_here,
            Self::Take => true,
            Self::Keep => false,
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "" | "update" => Some(Self::Update),
            "take" => Some(Self::Take),
            "keep" => Some(Self::Keep),
            _ => None,
        }
    }
}

/// Fields of the records of a table that people edited here, in changes that are in force.
pub(super) fn edited_here(w: &Workspace, table: &str) -> HashMap<String, BTreeSet<String>> {
    let mut edited: HashMap<String, BTreeSet<String>> = HashMap::new();
    // Where the history cannot be read, the workspace will say so before anything is written.
    let history = w.store.history(usize::MAX, None).unwrap_or_default();
    let by_hand = history.iter().filter(|entry| {
        entry.inverse_of.is_none()
            && !entry.undone
            && entry.changes > 0
            && !entry.command.starts_with("import.")
    });
    for entry in by_hand {
        for change in w.store.changes(entry.seq).unwrap_or_default() {
            if change.table == table
                && let Some(field) = change.field
            {
                edited.entry(change.record).or_default().insert(field);
            }
        }
    }
    edited
}

/// Says what reads differently and stays as it is here.
pub(super) fn note_kept(outcome: &mut Outcome) {
    let changes = outcome.changes.iter();
    let kept = changes.filter(|change| !change.taken).count();
    if kept > 0 {
        outcome.notes.push(format!(
            "{} differently in the file and {} kept as {} here.",
            text::counted(kept, "field reads", "fields read"),
            if kept == 1 { "is" } else { "are" },
            if kept == 1 { "it is" } else { "they are" },
        ));
    }
}

/// What an import makes of one incident that is there.
pub(super) struct Merged {
    /// As it is to be; nothing where that is how it is.
    pub(super) incident: Option<Incident>,
    /// What differs, also where it is not taken.
    pub(super) changes: Vec<ChangeRow>,
}

/// Compares an incident with what a file says of it. A field that is not mapped, or that the
/// file leaves empty, says nothing.
pub(super) fn merge(
    w: &Workspace,
    there: &Incident,
    file: Incident,
    mapped: &BTreeSet<Field>,
    edited: Option<&BTreeSet<String>>,
    rule: OnChange,
) -> Merged {
    let said = says(there, file, mapped);
    let (Some(before), Some(after)) = (members(there), members(&said)) else {
        return Merged {
            incident: None,
            changes: Vec::new(),
        };
    };
    let mut whole = before.clone();
    let mut changes = Vec::new();
    let mut taken = false;
    for (field, now) in after {
        let was = before.get(&field).unwrap_or(&Value::Null);
        if *was == now {
            continue;
        }
        let by_hand = edited.is_some_and(|fields| fields.contains(&field));
        let take = rule.takes(by_hand);
        changes.push(ChangeRow {
            record: there.label(),
            field: field.replace('_', " "),
            was: shown(w, there, &field, was),
            now: shown(w, &said, &field, &now),
            taken: take,
            edited: by_hand,
        });
        if take {
            taken = true;
            whole.insert(field, now);
        }
    }
    let incident = taken
        .then(|| serde_json::from_value(Value::Object(whole)).ok())
        .flatten();
    Merged { incident, changes }
}

fn members(incident: &Incident) -> Option<Map<String, Value>> {
    match serde_json::to_value(incident) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// The incident that is there, with everything that the file says of it.
fn says(there: &Incident, file: Incident, mapped: &BTreeSet<Field>) -> Incident {
    use Field as F;
    let has = |fields: &[Field]| fields.iter().any(|field| mapped.contains(field));
    let mut said = there.clone();
    if has(&[F::Title]) && !file.title.is_empty() {
        said.title = file.title;
    }
    if has(&[F::Kind]) {
        said.kind = file.kind;
    }
    said.severity = file.severity.or(said.severity);
    said.started = file.started;
    said.detected = file.detected.or(said.detected);
    said.acknowledged = file.acknowledged.or(said.acknowledged);
    said.mitigated = file.mitigated.or(said.mitigated);
    said.resolved = file.resolved.or(said.resolved);
    if !file.causes.is_empty() {
        said.causes = file.causes;
    }
    said.detected_by = file.detected_by.or(said.detected_by);
    said.recovered_by = file.recovered_by.or(said.recovered_by);
    said.recovery_action = file.recovery_action.or(said.recovery_action);
    said.reassignments = file.reassignments.or(said.reassignments);
    said.contacts = file.contacts.or(said.contacts);
    said.cancellations = file.cancellations.or(said.cancellations);
    if !file.notes.is_empty() {
        said.notes = file.notes;
    }
    said.fixed
        .retain(|known| file.fixed.iter().all(|cost| cost.kind != known.kind));
    said.fixed.extend(file.fixed);
    if same_costs(&said, there) {
        said.fixed.clone_from(&there.fixed);
    }
    // An impact keeps the share that is here where the file states none, and its place.
    let share_here = |impact: &Impact| {
        let mut alike = there.impacts.iter().filter(|x| x.service == impact.service);
        alike.next().and_then(|known| known.share)
    };
    let impacts: Vec<Impact> = file
        .impacts
        .into_iter()
        .map(|impact| Impact {
            share: impact.share.or_else(|| share_here(&impact)),
            ..impact
        })
        .collect();
    if !same_impacts(&impacts, &said) {
        said.impacts = impacts;
    }
    said
}

/// Whether two lists of costs hold the same, in whatever order.
fn same_costs(a: &Incident, b: &Incident) -> bool {
    a.fixed.len() == b.fixed.len() && a.fixed.iter().all(|cost| b.fixed.contains(cost))
}

/// Whether impacts say what those that are there say, in whatever order, of an incident that
/// starts and ends as `said` does.
fn same_impacts(impacts: &[Impact], said: &Incident) -> bool {
    // One that ends with its incident may say so by having no end of its own.
    let whole = |impact: &Impact| {
        let end = impact.end.or(said.resolved);
        (
            impact.service,
            impact.start,
            end,
            impact.share.map(f64::to_bits),
        )
    };
    let mut known: Vec<_> = said.impacts.iter().map(whole).collect();
    impacts.len() == known.len()
        && impacts.iter().map(whole).all(|impact| {
            let at = known.iter().position(|other| *other == impact);
            at.map(|at| known.swap_remove(at)).is_some()
        })
}

/// A value of a field, for people.
fn shown(w: &Workspace, incident: &Incident, field: &str, value: &Value) -> String {
    let zone: Zone = w.methods.zone;
    let time = |at: Option<Instant>| at.map_or_else(String::new, |at| text::form_time(at, zone));
    match field {
        "started" => time(Some(incident.started)),
        "detected" => time(incident.detected),
        "acknowledged" => time(incident.acknowledged),
        "mitigated" => time(incident.mitigated),
        "resolved" => time(incident.resolved),
        "causes" => incident.causes.join(", "),
        "fixed" => {
            let costs = incident.fixed.iter();
            let costs: Vec<String> = costs
                .map(|cost| format!("{} {}", cost.kind, text::money_exact(cost.amount)))
                .collect();
            costs.join(", ")
        }
        "impacts" => {
            let impacts: Vec<String> = incident
                .impacts
                .iter()
                .map(|impact| {
                    let named = w.services.iter().find(|s| s.id == impact.service);
                    let name = named.map_or("a new service", |s| s.name.as_str());
                    let share = impact.share.map(text::percent_plain).unwrap_or_default();
                    let end = impact.end.or(incident.resolved);
                    let span = format!("{} – {}", time(Some(impact.start)), time(end));
                    [name, &share, &span].join(" ").replace("  ", " ")
                })
                .collect();
            impacts.join("; ")
        }
        _ => match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
    }
}
