//! Writing a merge down: records and imports as they are now, the other copy's entries, and who
//! wrote what both had written.

use super::{Merged, Merging};
use crate::error::Error;
use crate::past::Place;
use crate::record::{Batch, FieldChange, Key};
use crate::row;
use crate::table::incident::IncidentRow;
use crate::table::labor::LaborRow;
use crate::table::merge::{MergedChange, MergedEntry, MergedHead};
use crate::table::{requests, revenue};
use crate::write::{Stored, Writing, batch_change, delete_record, write_record};
use ninefold_domain::id::{BatchId, StreamId};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The table that the log says of whose revenue went to another stream.
pub(crate) const REVENUE: &str = "revenue";

impl Merging {
    /// Writes what is other than `records` and `batches`, which this copy had.
    pub(super) fn write(
        &mut self,
        writing: &mut Writing<'_>,
        theirs: &Connection,
        records: &BTreeMap<Key, Stored>,
        batches: &BTreeMap<BatchId, Batch>,
    ) -> Result<Merged, Error> {
        let merge = writing.applied.entry;
        let mut merged = Merged {
            twice: std::mem::take(&mut self.twice),
            ..Merged::default()
        };
        merged.entries = self.write_entries(writing, merge)?;
        let foreign: BTreeSet<BatchId> = self
            .theirs
            .batches
            .keys()
            .filter(|id| !batches.contains_key(id))
            .copied()
            .collect();
        // An import that an undone merge had brought comes again, as it is by now.
        for id in &foreign {
            let key = [row::id(id.to_bytes())];
            let incidents: Vec<IncidentRow> = row::select(&writing.db, "WHERE batch = ?", &key)?;
            let labor: Vec<LaborRow> = row::select(&writing.db, "WHERE batch = ?", &key)?;
            let keys = incidents.iter().map(|row| Key::Incident(row.incident.id));
            for key in keys.chain(labor.iter().map(|row| Key::Labor(row.entry.id))) {
                delete_record(&writing.db, &mut writing.tally, key)?;
            }
            revenue::remove(&writing.db, &mut writing.tally, *id)?;
            requests::remove(&writing.db, &mut writing.tally, *id)?;
        }

        let keys: BTreeSet<Key> = records.keys().chain(self.records.keys()).copied().collect();
        for key in keys {
            let (was, now) = (records.get(&key), self.records.get(&key));
            if was == now {
                continue;
            }
            let came = now
                .and_then(|now| now.batch)
                .filter(|id| foreign.contains(id));
            match (was, now, came) {
                (None, Some(now), Some(batch)) => {
                    write_record(&writing.db, &mut writing.tally, now)?;
                    merged.added += u64::from(self.live.get(&batch) == Some(&true));
                }
                _ => {
                    writing.replace(key, was, now)?;
                    match (was, now) {
                        (None, _) => merged.added += 1,
                        (_, None) => merged.removed += 1,
                        _ => merged.changed += 1,
                    }
                }
            }
        }
        self.write_imports(writing, theirs, batches, &foreign, &mut merged)?;

        let heads: Vec<MergedHead> = std::mem::take(&mut self.heads)
            .into_iter()
            .flat_map(|((table, record, field), heads): (Place, _)| {
                heads.into_iter().map(move |head| MergedHead {
                    merge,
                    position: 0,
                    table: table.clone(),
                    record: record.clone(),
                    field: field.clone(),
                    dot: head.dot,
                    copy: head.copy,
                    at: head.at,
                    weight: head.weight,
                    value: head.value,
                })
            })
            .zip(0..)
            .map(|(head, position)| MergedHead { position, ..head })
            .collect();
        row::insert_all(&writing.db, &mut writing.tally, &heads, |_| Ok(()))?;
        writing.applied.reread = true;
        Ok(merged)
    }

    /// Writes down the entries that we did not know; says how many they are.
    fn write_entries(&self, writing: &mut Writing<'_>, merge: u64) -> Result<u64, Error> {
        let theirs = &self.theirs.log;
        let own = theirs.lines.iter().map(|line| {
            let entry = MergedEntry {
                merge,
                position: 0,
                dot: line.dot,
                copy: self.theirs.name.clone(),
                replica: line.entry.replica,
                seq: line.entry.seq,
                at: line.entry.at,
                command: line.entry.command.clone(),
                label: line.entry.label.clone(),
                batch: line.entry.batch,
            };
            (entry, &line.changes)
        });
        let brought = theirs
            .merges
            .values()
            .filter(|brought| brought.in_force)
            .flat_map(|brought| &brought.entries)
            .map(|(entry, changes)| {
                let entry = MergedEntry {
                    merge,
                    ..entry.clone()
                };
                (entry, changes)
            });
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        let mut changes = Vec::new();
        for (entry, of) in brought.chain(own) {
            if self.ours.log.known.contains(&entry.dot) || !seen.insert(entry.dot) {
                continue;
            }
            let position = entries.len() as u64;
            changes.extend((0..).zip(of).map(|(place, change)| MergedChange {
                merge,
                entry: position,
                position: place,
                change: change.clone(),
            }));
            entries.push(MergedEntry { position, ..entry });
        }
        row::insert_all(&writing.db, &mut writing.tally, &entries, |_| Ok(()))?;
        row::insert_all(&writing.db, &mut writing.tally, &changes, |_| Ok(()))?;
        Ok(entries.len() as u64)
    }

    fn write_imports(
        &self,
        writing: &mut Writing<'_>,
        theirs: &Connection,
        batches: &BTreeMap<BatchId, Batch>,
        foreign: &BTreeSet<BatchId>,
        merged: &mut Merged,
    ) -> Result<(), Error> {
        let stream = |id: StreamId| -> StreamId {
            let name = self.renamed.get(&id.to_string());
            name.and_then(|name| name.parse().ok()).unwrap_or(id)
        };
        let mut streams: BTreeSet<StreamId> = BTreeSet::new();
        for (id, batch) in batches {
            let live = self.live.get(id).copied().unwrap_or(batch.live);
            if live != batch.live {
                let stored = Batch {
                    live,
                    ..batch.clone()
                };
                row::put(&writing.db, &mut writing.tally, &stored)?;
                writing.log(batch_change(*id, live));
                if live {
                    writing.undone.remove(id);
                } else {
                    writing.undone.insert(*id);
                }
            }
        }
        for (batch, old) in revenue::streams(&writing.db)? {
            streams.insert(stream(old));
            if stream(old) != old {
                revenue::restream(&writing.db, &mut writing.tally, batch, |id| {
                    if id == old { stream(id) } else { id }
                })?;
                let text = |id: StreamId| Some(serde_json::Value::from(id.to_string()).to_string());
                writing.log(FieldChange {
                    table: REVENUE.into(),
                    record: batch.to_string(),
                    field: Some("stream".into()),
                    before: text(old),
                    after: text(stream(old)),
                });
            }
        }
        for id in foreign {
            let Some(batch) = self.theirs.batches.get(id) else {
                continue;
            };
            let live = self.live.get(id).copied().unwrap_or(false);
            let stored = Batch {
                entry: writing.applied.entry,
                live,
                ..batch.clone()
            };
            row::put(&writing.db, &mut writing.tally, &stored)?;
            for (old, sums) in revenue::of_batch(theirs, *id)? {
                let new = stream(old);
                streams.insert(new);
                revenue::write(&writing.db, &mut writing.tally, *id, new, &sums, |_| Ok(()))?;
            }
            for (old, counts) in requests::of_batch(theirs, *id)? {
                let name = self.renamed.get(&old.to_string());
                let new = name.and_then(|name| name.parse().ok()).unwrap_or(old);
                requests::write(&writing.db, &mut writing.tally, *id, new, &counts, |_| {
                    Ok(())
                })?;
            }
            if live {
                writing.log(batch_change(*id, true));
                writing.undone.remove(id);
                merged.imports += 1;
            } else {
                writing.undone.insert(*id);
            }
        }
        // With the other copy's revenue of the same minutes the sums must still be exact.
        for id in &streams {
            revenue::read(&writing.db, *id, &writing.undone)?;
        }
        writing.applied.streams = streams.into_iter().collect();
        Ok(())
    }
}
