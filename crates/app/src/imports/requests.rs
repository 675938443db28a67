//! Counts of requests against what is there: services found or made, overlaps added, replaced or
//! kept.

use super::{KEPT, Outcome, Services};
use crate::host::Host;
use crate::text;
use crate::wire::Error;
use crate::workspace::Workspace;
use ninefold_domain::record::MinuteCount;
use ninefold_ingest::Requests;
use ninefold_store::Record;

pub(super) fn plan_requests(
    w: &Workspace,
    read: &Requests,
    on_overlap: &str,
    host: &dyn Host,
) -> Result<Outcome, Error> {
    if !matches!(on_overlap, "" | "fail" | "add" | "keep") {
        return Err(Error::invalid(
            "onOverlap",
            format!(
                "“{on_overlap}” is not a choice for counts of requests; expected fail, add or keep"
            ),
        )
        .hint("to replace counts, undo the import that brought them and import the file again"));
    }
    let mut outcome = Outcome {
        noun: ("minute", "minutes"),
        ..Outcome::default()
    };
    let mut services = Services::of(w, host);
    let mut overlaps = 0_u64;
    for service in &read.services {
        let before = services.made.len();
        let id = services.named(&service.service);
        if services.made.len() > before {
            outcome
                .notes
                .push(format!("New service {}.", service.service));
        }
        let there: &[MinuteCount] = w.requests.get(&id).map_or(&[], Vec::as_slice);
        let mut minutes = Vec::new();
        for (count, rows) in &service.minutes {
            let old = there
                .binary_search_by_key(&count.minute, |known| known.minute)
                .map(|at| there[at]);
            match old {
                // What reads the same is the same minute, come again.
                Ok(old) if old == *count && on_overlap != "add" => {
                    outcome.unchanged += 1;
                    outcome.known_rows += u64::from(*rows);
                }
                Ok(_) if on_overlap == "keep" => {
                    overlaps += 1;
                    outcome.unchanged += 1;
                    outcome.known_rows += u64::from(*rows);
                }
                Ok(_) => {
                    overlaps += 1;
                    minutes.push(*count);
                }
                Err(_) => {
                    outcome.new += 1;
                    minutes.push(*count);
                }
            }
        }
        if !minutes.is_empty() {
            outcome.import.requests.push((id, minutes));
        }
    }
    let made = services.made.into_iter().map(Record::Service);
    outcome.import.records.extend(made);
    if overlaps > 0 {
        let minutes = text::counted(overlaps as usize, "minute", "minutes");
        match on_overlap {
            "add" => outcome
                .notes
                .push(format!("{minutes} added to what was there.")),
            "keep" => outcome.notes.push(format!(
                "{minutes} {KEPT}; their rows in this file do not count."
            )),
            _ => {
                outcome.blocked = format!(
                    "{minutes} already hold other counts of the same service. Choose what happens to them: add to what is there, or keep it."
                );
            }
        }
    }
    Ok(outcome)
}
