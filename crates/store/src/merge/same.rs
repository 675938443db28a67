//! What both copies made on their own and is the same: services, streams and roles of one name,
//! incidents of one id of their source, imports of the same files.

use super::{Side, ids_in, name_of};
use crate::error::Error;
use crate::past::{Place, Registers};
use crate::record::{Key, Record};
use crate::write::Stored;
use ninefold_domain::id::BatchId;
use std::collections::{BTreeMap, HashMap};

/// What is the same in two copies.
pub(super) struct Same {
    /// Names that go, each with the one that stays: the smaller, which is that made first.
    pub names: HashMap<String, String>,
    /// Imports of the same files: one that counts, one that does not.
    pub batches: Vec<(BatchId, BatchId)>,
}

/// By which a record is known beyond its id.
fn known_by(record: &Record) -> Option<(&'static str, String)> {
    match record {
        Record::Service(service) => Some(("service", service.name.to_lowercase())),
        Record::Stream(stream) => Some((
            "stream",
            format!("{} {}", stream.currency, stream.name.to_lowercase()),
        )),
        Record::Role(role) => Some(("role", role.name.to_lowercase())),
        Record::Incident(incident) => incident.origin.as_ref().map(|origin| {
            (
                "incident",
                format!("{}\n{}", origin.source, origin.external_id),
            )
        }),
        _ => None,
    }
}

/// Records that count and that the other copy never had.
fn own<'a>(side: &'a Side, other: &'a Side) -> impl Iterator<Item = (Key, &'a Stored)> {
    side.records
        .iter()
        .map(|(key, stored)| (*key, stored))
        .filter(move |(key, stored)| {
            side.counts(stored)
                && !other.records.contains_key(key)
                && other.registers.get(&name_of(*key), None).is_none()
        })
}

pub(super) fn find(ours: &Side, theirs: &Side) -> Result<Same, Error> {
    let mut same = Same {
        names: HashMap::new(),
        batches: Vec::new(),
    };
    let mut known: HashMap<(&str, String), Key> = HashMap::new();
    for (key, stored) in own(ours, theirs) {
        if let Some(by) = known_by(&stored.record) {
            known.entry(by).or_insert(key);
        }
    }
    for (key, stored) in own(theirs, ours) {
        if let Some(other) = known_by(&stored.record).and_then(|by| known.remove(&by)) {
            same.pair(other, key);
        }
    }

    let imports = |side: &Side, other: &Side| {
        let mut found: Vec<_> = side
            .batches
            .values()
            .filter(|batch| batch.live && side.is_novel(batch.import.id, other))
            .filter(|batch| !batch.import.files.is_empty())
            .map(|batch| {
                let files = batch.import.files.iter();
                let mut hashes: Vec<String> = files.map(|file| file.hash.clone()).collect();
                hashes.sort_unstable();
                let content = (batch.import.kind.clone(), hashes);
                (content, batch.at, batch.import.id)
            })
            .collect();
        found.sort();
        found
    };
    let mut others = imports(theirs, ours);
    for (content, at, id) in imports(ours, theirs) {
        let Some(index) = others.iter().position(|(c, ..)| *c == content) else {
            continue;
        };
        let (_, other_at, other) = others.remove(index);
        same.pair_rows(ours, theirs, id, other)?;
        same.batches.push(if (at, id) <= (other_at, other) {
            (id, other)
        } else {
            (other, id)
        });
    }
    Ok(same)
}

impl Same {
    fn pair(&mut self, a: Key, b: Key) {
        let (a, b) = (a.id(), b.id());
        if a < b {
            self.names.insert(b, a);
        } else {
            self.names.insert(a, b);
        }
    }

    /// Pairs the rows of two imports of the same files that no id of their source pairs: those
    /// that are equal, then the rest in the order of the file, where both have as many.
    fn pair_rows(
        &mut self,
        ours: &Side,
        theirs: &Side,
        id: BatchId,
        other: BatchId,
    ) -> Result<(), Error> {
        for table in ["incident", "labor"] {
            let rows = |side: &Side, other_side: &Side, batch: BatchId| -> Result<Vec<_>, Error> {
                let mut rows = Vec::new();
                for (key, stored) in own(side, other_side) {
                    let paired = || {
                        let id = key.id();
                        self.names.contains_key(&id) || self.names.values().any(|n| *n == id)
                    };
                    if key.table() != table || stored.batch != Some(batch) || paired() {
                        continue;
                    }
                    let mut fields = stored.record.to_fields()?;
                    fields.remove("id");
                    let text = serde_json::Value::Object(fields).to_string();
                    rows.push((renamed(&text, &self.names), key));
                }
                Ok(rows)
            };
            let mut left = rows(ours, theirs, id)?;
            let mut equal: BTreeMap<String, Vec<Key>> = BTreeMap::new();
            for (text, key) in rows(theirs, ours, other)?.into_iter().rev() {
                equal.entry(text).or_default().push(key);
            }
            let mut pairs = Vec::new();
            left.retain(|(text, key)| match equal.get_mut(text).and_then(Vec::pop) {
                Some(other) => {
                    pairs.push((*key, other));
                    false
                }
                None => true,
            });
            let mut right: Vec<Key> = equal.into_values().flatten().collect();
            right.sort_unstable();
            if left.len() == right.len() {
                pairs.extend(left.into_iter().map(|(_, key)| key).zip(right));
            }
            for (key, other) in pairs {
                self.pair(key, other);
            }
        }
        Ok(())
    }
}

/// A text with other names for the records it mentions.
pub(super) fn renamed(text: &str, names: &HashMap<String, String>) -> String {
    if names.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, id) in ids_in(text) {
        if let Some(other) = names.get(id) {
            out.push_str(&text[from..at]);
            out.push_str(other);
            from = at + id.len();
        }
    }
    out.push_str(&text[from..]);
    out
}

/// The key of a record under its other name.
pub(super) fn renamed_key(key: Key, names: &HashMap<String, String>) -> Key {
    names
        .get(&key.id())
        .and_then(|name| Key::parse(key.table(), name))
        .unwrap_or(key)
}

/// Gives the records of a side the names that stay.
pub(super) fn rename(side: &mut Side, names: &HashMap<String, String>) -> Result<(), Error> {
    if names.is_empty() {
        return Ok(());
    }
    let records = std::mem::take(&mut side.records);
    for (key, stored) in records {
        let text = serde_json::Value::Object(stored.to_fields()?).to_string();
        let other = renamed(&text, names);
        let key = renamed_key(key, names);
        let stored = if other == text {
            stored
        } else {
            match serde_json::from_str(&other) {
                Ok(serde_json::Value::Object(fields)) => Stored::from_fields(key, fields)?,
                _ => return Err(Error::damaged("a record is no JSON under another name")),
            }
        };
        side.records.insert(key, stored);
    }
    let name = |name: &str| names.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let Registers { of, made, touched } = std::mem::take(&mut side.registers);
    side.registers = Registers {
        of: of
            .into_iter()
            .map(|((table, record, field), mut register)| {
                let values = register.heads.iter_mut().map(|head| &mut head.value);
                for value in values.chain(register.base.iter_mut()).flatten() {
                    *value = renamed(value, names);
                }
                let place: Place = (table, name(&record), field);
                (place, register)
            })
            .collect(),
        made: made
            .into_iter()
            .map(|((table, record), register)| ((table, name(&record)), register))
            .collect(),
        touched: touched
            .into_iter()
            .map(|(table, record)| (table, name(&record)))
            .collect(),
    };
    Ok(())
}
