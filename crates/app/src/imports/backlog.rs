//! Backlog months put beside those that are there: a month is known by itself, so one that says
//! something else is changed, and one that says the same stays.

use super::Outcome;
use crate::workspace::Workspace;
use ninefold_domain::record::BacklogMonth;
use ninefold_ingest::Backlog;
use ninefold_store::{Change, Record};

/// Changed months that a note names.
const NAMED: usize = 8;

fn open_items(month: &BacklogMonth) -> String {
    let mut text = format!("{}, {} for resilience", month.open, month.open_resilience);
    if let Some(customers) = month.customer_incidents {
        text.push_str(&format!(", {customers} reported by customers"));
    }
    text
}

pub(super) fn plan_backlog(w: &Workspace, backlog: &Backlog) -> Outcome {
    let mut outcome = Outcome {
        noun: ("month", "months"),
        // What a file says again adds nothing.
        known_rows: backlog.report.totals.accepted - backlog.months.len() as u64,
        ..Outcome::default()
    };
    let mut changed = Vec::new();
    for month in &backlog.months {
        let record = Record::Backlog(*month);
        let there = w
            .backlog
            .binary_search_by_key(&month.month, |known| known.month)
            .map(|at| w.backlog[at]);
        match there {
            Err(_) => {
                outcome.new += 1;
                outcome.import.records.push(record);
            }
            Ok(there) if there == *month => {
                outcome.unchanged += 1;
                outcome.known_rows += 1;
            }
            Ok(there) => {
                outcome.updated += 1;
                outcome.import.updates.push(Change::Put(record));
                changed.push(format!(
                    "{} (was {}; is {})",
                    month.month,
                    open_items(&there),
                    open_items(month)
                ));
            }
        }
    }
    if !changed.is_empty() {
        let more = changed.len().saturating_sub(NAMED);
        changed.truncate(NAMED);
        outcome.notes.push(format!(
            "Months that were there are changed: {}{}.",
            changed.join("; "),
            if more > 0 {
                format!("; and {more} more")
            } else {
                String::new()
            }
        ));
    }
    outcome
}
