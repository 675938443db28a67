//! Counts of requests against what is there: services found or made, overlaps added, replaced or
//! kept.

use super::{KEPT, Outcome, Services};
use crate::host::Host;
use crate::text;
use crate::wire::Error;
use crate::workspace::Workspace;
use ninefold_domain::record::MinuteCount;
use ninefold_ingest::{Requests, ServiceRequests};
use ninefold_store::Record;
use std::collections::BTreeMap;

/// Services by name, which is compared without case, with the counts of a minute summed.
fn one_by_name(services: &[ServiceRequests]) -> Vec<ServiceRequests> {
    let mut out: Vec<ServiceRequests> = Vec::with_capacity(services.len());
    for read in services {
        let name = read.service.to_lowercase();
        match out.iter_mut().find(|s| s.service.to_lowercase() == name) {
            Some(there) => there.minutes = summed(&there.minutes, &read.minutes),
            None => out.push(read.clone()),
        }
    }
    out
}

/// The counts of two lists, ascending by minute.
fn summed(a: &[(MinuteCount, u32)], b: &[(MinuteCount, u32)]) -> Vec<(MinuteCount, u32)> {
    let mut minutes: BTreeMap<i64, (MinuteCount, u32)> = BTreeMap::new();
    for (count, rows) in a.iter().chain(b) {
        minutes
            .entry(count.minute)
            .and_modify(|(sum, all)| {
                sum.good = sum.good.saturating_add(count.good);
                sum.total = sum.total.saturating_add(count.total);
                *all = all.saturating_add(*rows);
            })
            .or_insert((*count, *rows));
    }
    minutes.into_values().collect()
}

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
    for service in &one_by_name(&read.services) {
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
        outcome.choices = vec!["keep", "add"];
        let minutes = text::counted(overlaps as usize, "minute", "minutes");
        let are = text::counted(overlaps as usize, "minute is there", "minutes are there");
        match on_overlap {
            "add" => outcome
                .notes
                .push(format!("{minutes} added to what was there.")),
            "keep" => outcome.notes.push(format!(
                "{minutes} {KEPT}; their rows in this file do not count."
            )),
            _ => {
                outcome.blocked = format!(
                    "{are} for the same service already with other counts. Choose what happens to them: keep what is there, or add to it. Counts are kept as sums that cannot be less than nothing, so an import cannot take any back: to replace them, undo the import that brought them and import this file again."
                );
            }
        }
    }
    Ok(outcome)
}
