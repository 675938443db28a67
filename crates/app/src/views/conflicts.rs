//! What copies of the workspace disagree about, in words.

use super::premortem::not_shown_yet;
use super::settings::{HIDDEN, in_words, shown};
use crate::edit::{Unit, means};
use crate::text;
use crate::wire::{ConflictRow, ConflictSideRow};
use crate::workspace::Workspace;
use ninefold_domain::record::Incident;
use ninefold_store::{Conflict, ConflictSide};
use serde_json::Value;
use std::collections::HashMap;

/// Every conflict of the workspace.
pub(crate) fn rows(w: &Workspace) -> Vec<ConflictRow> {
    w.conflicts
        .iter()
        .map(|conflict| row(w, conflict))
        .collect()
}

/// One conflict.
pub(crate) fn row(w: &Workspace, conflict: &Conflict) -> ConflictRow {
    let kind = in_words(match conflict.table.as_str() {
        "method" => "choices",
        "tier_option" => "option",
        "batch" => "import",
        other => other,
    });
    let what = match conflict.table.as_str() {
        "method" => "Choices of the workspace".into(),
        _ => unquoted(&conflict.what, &kind),
    };
    let question = match (conflict.table.as_str(), &conflict.field) {
        ("batch", _) => "Does this import count?".into(),
        (_, None) => "One copy removed it, the other one changed it or leans on it.".into(),
        (_, Some(_)) => String::new(),
    };
    let names = names(w);
    // What copies disagree about may be what nobody is to see before all have given theirs.
    let is_hidden = conflict.field.is_some() && not_shown_yet(w, &conflict.table, &conflict.record);
    let sides = (0..)
        .zip(&conflict.sides)
        .map(|(side, said)| ConflictSideRow {
            side,
            copy: copies(said),
            when: if said.at.0 == 0 {
                String::new()
            } else {
                text::date_time(said.at, w.methods.zone)
            },
            text: if is_hidden {
                HIDDEN.into()
            } else {
                said_text(conflict, said, &names)
            },
            shown: said.shown,
        })
        .collect();
    let mut letters = kind.chars();
    let kind = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    ConflictRow {
        id: conflict.id.clone(),
        what,
        kind,
        field: match conflict.field.as_deref() {
            Some("one_length") => "Time to detect and to repair".into(),
            field => field.map(in_words).unwrap_or_default(),
        },
        question,
        sides,
    }
}

/// `service “Search”` is Search where its kind stands beside it.
fn unquoted(what: &str, kind: &str) -> String {
    let rest = what.strip_prefix(kind).unwrap_or(what).trim();
    let inner = rest.strip_prefix('“').and_then(|r| r.strip_suffix('”'));
    let text = inner.unwrap_or(rest);
    text.strip_prefix("of ").unwrap_or(text).to_owned()
}

fn copies(side: &ConflictSide) -> String {
    let named = side.copies.iter().filter(|copy| !copy.is_empty());
    let names: Vec<&str> = named.map(String::as_str).collect();
    if names.is_empty() {
        "before".into()
    } else {
        names.join(", ")
    }
}

fn said_text(conflict: &Conflict, side: &ConflictSide, names: &HashMap<String, String>) -> String {
    match (
        conflict.table.as_str(),
        conflict.field.as_deref(),
        &side.value,
    ) {
        (_, None, None) => "removed".into(),
        (_, None, Some(_)) => "stays".into(),
        ("batch", _, value) if value.as_deref() == Some("true") => "counts".into(),
        ("batch", ..) => "does not count".into(),
        ("risk", Some("one_length"), Some(json)) => if json == "true" {
            "parts of one length"
        } else {
            "independent"
        }
        .into(),
        (_, _, None) => text::NONE.into(),
        (_, field, Some(json)) => {
            let value: Option<Value> = serde_json::from_str(json).ok();
            // A range reads as one.
            if let Some(estimate) = value.clone().and_then(|v| serde_json::from_value(v).ok()) {
                return match field {
                    Some("users") => means(&estimate, Unit::Share),
                    _ => means(&estimate, Unit::Plain),
                };
            }
            let text = shown(value.map(|value| named(value, names)).as_ref());
            if text.is_empty() {
                "empty".into()
            } else {
                text
            }
        }
    }
}

/// A value with the names of records in place of their ids.
fn named(value: Value, names: &HashMap<String, String>) -> Value {
    match value {
        Value::String(text) => match names.get(&text) {
            Some(name) => Value::String(name.clone()),
            None => Value::String(text),
        },
        Value::Array(list) => list.into_iter().map(|v| named(v, names)).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(field, value)| (field, named(value, names)))
            .collect(),
        other => other,
    }
}

fn names(w: &Workspace) -> HashMap<String, String> {
    if w.conflicts.is_empty() {
        return HashMap::new();
    }
    let services = w
        .services
        .iter()
        .map(|s| (s.id.to_string(), s.name.clone()));
    let streams = w.streams.iter().map(|s| (s.id.to_string(), s.name.clone()));
    let risks = w.risks.iter().map(|r| (r.id.to_string(), r.name.clone()));
    let incidents = w
        .incidents
        .iter()
        .map(|i| (i.id.to_string(), Incident::label(i)));
    services
        .chain(streams)
        .chain(risks)
        .chain(incidents)
        .collect()
}
