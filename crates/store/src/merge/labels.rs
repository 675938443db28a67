//! Labels that both copies gave: requirements are numbered in each copy, so two that were made
//! apart may have one label.

use super::{Merging, name_of, place};
use crate::past::{Head, OWN};
use crate::record::{Key, Record};
use ninefold_domain::time::Instant;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A requirement that got another label because the other copy gave its own to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relabelled {
    /// Its title.
    pub title: String,
    /// The number that it had.
    pub was: u32,
    /// The number that it has now.
    pub now: u32,
}

impl Merging {
    /// Gives requirements of one label, made in both copies, labels of their own: the one made
    /// first keeps it. The merge itself wrote the new one, so that copies which know the merge
    /// know it, and taking back the merge takes it back.
    pub(super) fn name_apart(&mut self, at: Instant) -> Vec<Relabelled> {
        let mut taken: HashMap<u32, Key> = HashMap::new();
        let mut found = Vec::new();
        let mut next = 0;
        // By their ids, which says who was first and is the same in either copy.
        for (key, stored) in &self.records {
            let Record::Requirement(requirement) = &stored.record else {
                continue;
            };
            next = next.max(requirement.number);
            match taken.entry(requirement.number) {
                Entry::Vacant(free) => drop(free.insert(*key)),
                // A copy that had both so already is left as it is: no merge brought that about.
                Entry::Occupied(first) => {
                    let had_both = [&self.ours, &self.theirs].into_iter().any(|side| {
                        [first.get(), key].into_iter().all(|key| {
                            let held = side.records.get(key).map(|stored| &stored.record);
                            matches!(held, Some(Record::Requirement(r)) if r.number == *first.key())
                        })
                    });
                    if !had_both {
                        found.push((*key, requirement.clone()));
                    }
                }
            }
        }
        let mut said = Vec::new();
        for (key, mut requirement) in found {
            next += 1;
            said.push(Relabelled {
                title: requirement.title.clone(),
                was: requirement.number,
                now: next,
            });
            requirement.number = next;
            let head = Head {
                dot: OWN,
                copy: String::new(),
                at,
                weight: 0,
                value: Some(next.to_string()),
            };
            self.heads
                .insert(place(&name_of(key), Some("number")), vec![head]);
            if let Some(stored) = self.records.get_mut(&key) {
                stored.record = Record::Requirement(requirement);
            }
        }
        said
    }
}
