//! Conflicts that merges left: what each copy says, and how a person settles it.

use crate::error::Error;
use crate::file::Store;
use crate::merge::mentioned;
use crate::past::{Head, Log, Place, THERE, differ};
use crate::record::{Applied, Batch, FieldChange, Key, NewEntry, Record};
use crate::row;
use crate::table::batch;
use crate::table::labor::LaborRow;
use crate::table::merge::MergedHead;
use crate::write::{Stored, Writing, batch_change, every, find};
use ninefold_domain::id::BatchId;
use ninefold_domain::impact::check_cycles;
use ninefold_domain::record::Service;
use ninefold_domain::time::Instant;
use rusqlite::Connection;
use std::collections::{HashMap, HashSet};

/// The command of an entry that settled a conflict.
pub(crate) const COMMAND: &str = "conflict.resolve";

/// What copies say of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictSide {
    /// The copies that say so, by what they were called when they were merged.
    pub copies: Vec<String>,
    /// When it was written last.
    pub at: Instant,
    /// JSON of the value; nothing where the record was deleted or went with its import.
    pub value: Option<String>,
    /// Whether it is what the workspace shows at present.
    pub shown: bool,
}

/// Two or more values of one field, none of which was written in knowledge of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// By which it is named: `table:record:field`.
    pub id: String,
    /// The table of the record, as in [`FieldChange::table`].
    pub table: String,
    /// The record within the table.
    pub record: String,
    /// The field; nothing where one copy deleted the record and the other one changed it.
    pub field: Option<String>,
    /// What people call the record.
    pub what: String,
    /// What is said, oldest first.
    pub sides: Vec<ConflictSide>,
}

/// Every conflict, by table, record and field.
pub(crate) fn all(db: &Connection) -> Result<Vec<Conflict>, Error> {
    // Most workspaces were never merged.
    if row::select::<MergedHead>(db, "LIMIT 1", &[])?.is_empty() {
        return Ok(Vec::new());
    }
    let registers = Log::read(db)?.registers("", &HashSet::new());
    let mut found = Vec::new();
    for (place, register) in registers.of {
        if differ(&register.heads) {
            found.extend(conflict(db, place, &register.heads)?);
        }
    }
    found.sort_by(|a, b| (&a.table, &a.record, &a.field).cmp(&(&b.table, &b.record, &b.field)));
    Ok(found)
}

/// The conflict of a place, if there is still something to decide.
fn conflict(db: &Connection, place: Place, heads: &[Head]) -> Result<Option<Conflict>, Error> {
    let (table, record, field) = place;
    let (what, now) = if table == "batch" {
        let Some(batch) = batch_of(db, &record)? else {
            return Ok(None);
        };
        let files = batch.import.files.iter().map(|file| file.name.as_str());
        let files: Vec<&str> = files.collect();
        let what = format!("import of {}", files.join(", "));
        (what, Some(batch.live.to_string()))
    } else {
        let Some(key) = Key::parse(&table, &record) else {
            return Ok(None);
        };
        // A record that is gone has nothing left to decide on.
        let Some(stored) = find(db, key)? else {
            return Ok(None);
        };
        let now = match &field {
            None => Some(THERE.to_owned()),
            Some(field) => stored.to_fields()?.get(field).map(ToString::to_string),
        };
        (stored.record.label(), now)
    };
    let mut sides: Vec<ConflictSide> = Vec::new();
    for head in heads {
        match sides.iter_mut().find(|side| side.value == head.value) {
            Some(side) => {
                side.at = side.at.max(head.at);
                if !side.copies.contains(&head.copy) {
                    side.copies.push(head.copy.clone());
                    side.copies.sort();
                }
            }
            None => sides.push(ConflictSide {
                copies: vec![head.copy.clone()],
                at: head.at,
                shown: head.value == now,
                value: head.value.clone(),
            }),
        }
    }
    sides.sort_by(|a, b| (a.at, &a.value).cmp(&(b.at, &b.value)));
    Ok(Some(Conflict {
        id: format!("{table}:{record}:{}", field.as_deref().unwrap_or_default()),
        table,
        record,
        field,
        what,
        sides,
    }))
}

fn batch_of(db: &Connection, id: &str) -> Result<Option<Batch>, Error> {
    let Ok(id) = id.parse::<BatchId>() else {
        return Ok(None);
    };
    Ok(batch::all(db)?
        .into_iter()
        .find(|batch| batch.import.id == id))
}

impl Store {
    /// The conflicts that merges left and that nobody has settled yet. An edit of the field
    /// settles one, too.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn conflicts(&self) -> Result<Vec<Conflict>, Error> {
        self.reading(all)
    }

    /// Settles a conflict by one entry that can be undone: takes the value of a side, by its
    /// number among [`Conflict::sides`], or keeps what stands.
    ///
    /// # Errors
    /// [`Error::Conflict`] where it is settled already, or where the value does not fit what
    /// stands by now; those of [`Store::edit`].
    pub fn resolve(
        &mut self,
        id: &str,
        side: Option<usize>,
        label: &str,
        at: Instant,
    ) -> Result<Applied, Error> {
        let result = Writing::begin(self).and_then(|mut writing| {
            settle(&mut writing, id, side)?;
            writing.applied.reread = true;
            let entry = NewEntry {
                command: COMMAND,
                label: label.to_owned(),
                at,
            };
            writing.commit_always(entry, None, None)
        });
        self.wrote(result)
    }
}

fn settle(writing: &mut Writing<'_>, id: &str, side: Option<usize>) -> Result<(), Error> {
    let gone = || {
        Error::conflict(
            "this conflict is settled already, or what it was about is gone; reload the workspace",
        )
    };
    let conflict = all(&writing.db)?
        .into_iter()
        .find(|conflict| conflict.id == id)
        .ok_or_else(gone)?;
    let value = match side {
        Some(side) => Some(&conflict.sides.get(side).ok_or_else(gone)?.value),
        None => None,
    };
    if conflict.table == "batch" {
        let batch = batch_of(&writing.db, &conflict.record)?.ok_or_else(gone)?;
        let live = match value {
            Some(value) => value.as_deref() == Some("true"),
            None => batch.live,
        };
        return flip(writing, batch, live);
    }
    let key = Key::parse(&conflict.table, &conflict.record).ok_or_else(gone)?;
    let was = find(&writing.db, key)?.ok_or_else(gone)?;
    let mut fields = was.to_fields()?;
    let Some(field) = &conflict.field else {
        if let Some(None) = value {
            if let Key::Incident(incident) = key {
                // Its labor goes with it, as it does where an incident is deleted by hand.
                for row in row::select_all::<LaborRow>(&writing.db)? {
                    if row.entry.incident == incident && writing.counts(row.batch) {
                        let key = Key::Labor(row.entry.id);
                        let was = Stored {
                            record: Record::Labor(row.entry),
                            batch: row.batch,
                        };
                        writing.replace(key, Some(&was), None)?;
                    }
                }
                return writing.replace(key, Some(&was), None);
            }
            refuse_used(writing, key, &was)?;
            return writing.replace(key, Some(&was), None);
        }
        let whole = Some(serde_json::Value::Object(fields).to_string());
        writing.log(FieldChange {
            table: conflict.table,
            record: conflict.record,
            field: None,
            before: whole.clone(),
            after: whole,
        });
        return Ok(());
    };
    let before = fields.get(field).cloned().unwrap_or_default().to_string();
    let after = match value {
        Some(Some(value)) => value.clone(),
        _ => before.clone(),
    };
    if after == before {
        // Nothing to write but that a person decided so.
        writing.log(FieldChange {
            table: conflict.table,
            record: conflict.record,
            field: Some(field.clone()),
            before: Some(before.clone()),
            after: Some(before),
        });
        return Ok(());
    }
    let value = serde_json::from_str(&after)
        .map_err(|_| Error::damaged("a conflict holds a value that is no JSON"))?;
    fields.insert(field.clone(), value);
    let now = Stored::from_fields(key, fields)?;
    refuse_gone(writing, &was, &now)?;
    if let Record::Service(service) = &now.record {
        let mut services: Vec<Service> = row::select_all(&writing.db)?;
        services.retain(|other| other.id != service.id);
        services.push(service.clone());
        check_cycles(&services).map_err(|cycle| {
            Error::conflict(format!(
                "with these dependencies services would lean on each other in a circle: {}. \
                 Change another dependency of the circle first",
                cycle.0.join(" → ")
            ))
        })?;
    }
    writing.replace(key, Some(&was), Some(&now))
}

/// Refuses a value that names a record which was there once and is not any more, unless what
/// stands names it too.
fn refuse_gone(writing: &Writing<'_>, was: &Stored, now: &Stored) -> Result<(), Error> {
    let registers = Log::read(&writing.db)?.registers("", &HashSet::new());
    // What came by an import stands in no entry of its own.
    let logged = registers.of.keys();
    let logged = logged.filter_map(|(table, record, _)| Key::parse(table, record));
    let known: HashMap<String, Key> = logged
        .chain(every(&writing.db)?.into_keys())
        .map(|key| (key.id(), key))
        .collect();
    let roles = HashMap::new();
    let before = mentioned(was, &known, &roles)?;
    for key in mentioned(now, &known, &roles)?.difference(&before) {
        if find(&writing.db, *key)?.is_none_or(|stored| !writing.counts(stored.batch)) {
            return Err(Error::conflict(format!(
                "with this value {} would name a {} that is deleted; bring that back, or take \
                 another value",
                now.record.label(),
                key.table().replace('_', " ")
            )));
        }
    }
    Ok(())
}

fn flip(writing: &mut Writing<'_>, batch: Batch, live: bool) -> Result<(), Error> {
    let id = batch.import.id;
    if live == batch.live {
        writing.log(FieldChange {
            before: Some(live.to_string()),
            ..batch_change(id, live)
        });
        return Ok(());
    }
    row::put(&writing.db, &mut writing.tally, &Batch { live, ..batch })?;
    writing.log(batch_change(id, live));
    if live {
        writing.undone.remove(&id);
    } else {
        writing.undone.insert(id);
    }
    for (of, stream) in crate::table::revenue::streams(&writing.db)? {
        if of == id {
            crate::table::revenue::read(&writing.db, stream, &writing.undone)?;
        }
    }
    Ok(())
}

fn refuse_used(writing: &Writing<'_>, key: Key, stored: &Stored) -> Result<(), Error> {
    let wanted = HashMap::from([(key.id(), key)]);
    let roles = match &stored.record {
        Record::Role(role) => HashMap::from([(role.name.to_lowercase(), key)]),
        _ => HashMap::new(),
    };
    for (_, user) in every(&writing.db)? {
        if writing.counts(user.batch) && !mentioned(&user, &wanted, &roles)?.is_empty() {
            return Err(Error::conflict(format!(
                "{} is still used by {}; change or delete that first",
                stored.record.label(),
                user.record.label()
            )));
        }
    }
    Ok(())
}
