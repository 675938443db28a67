//! Edits and imports: one transaction, one entry of the log.

use crate::error::Error;
use crate::file::Store;
use crate::record::{Applied, Batch, Change, FieldChange, Import, Key, NewBatch, NewEntry, Record};
use crate::row::{self, Row, Tally};
use crate::table::incident::{self, IncidentRow};
use crate::table::labor::{self, LaborRow};
use crate::table::log::{Entry, LoggedChange};
use crate::table::{backlog, batch, exchange, log, method, requests, revenue};
use ninefold_domain::exchange::RateYear;
use ninefold_domain::id::{BatchId, IncidentId};
use ninefold_domain::premortem::{
    Ballot, Card, Cluster, Draft, Jot, Judgement, Participant, Session,
};
use ninefold_domain::record::{
    BacklogMonth, Contract, NamedMapping, Origin, Role, Service, Stream, Tier,
};
use ninefold_domain::requirement::Requirement;
use ninefold_domain::risk::Risk;
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::score::RiskMatch;
use ninefold_domain::techniques::Technique;
use ninefold_domain::tiers::TierOption;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde_json::Map;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Rows between two looks at whether the caller cancelled.
const ROWS_PER_LOOK: u64 = 1024;

/// A record as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    /// The record.
    pub record: Record,
    /// The batch it belongs to; incidents and labor only.
    pub batch: Option<BatchId>,
}

impl Stored {
    /// The fields that the log compares: the record's and, where it can have one, its batch.
    pub(crate) fn to_fields(&self) -> Result<Map<String, serde_json::Value>, Error> {
        let mut fields = self.record.to_fields()?;
        if matches!(self.record, Record::Incident(_) | Record::Labor(_)) {
            let batch = self.batch.map(|batch| batch.to_string());
            fields.insert("batch".into(), batch.into());
        }
        Ok(fields)
    }

    /// The record of a key from fields that [`Stored::to_fields`] made.
    pub(crate) fn from_fields(
        key: Key,
        mut fields: Map<String, serde_json::Value>,
    ) -> Result<Self, Error> {
        let batch = match fields.remove("batch") {
            None | Some(serde_json::Value::Null) => None,
            Some(value) => Some(serde_json::from_value(value).map_err(|_| {
                Error::damaged(format!("the change log holds an unreadable batch of {key}"))
            })?),
        };
        Ok(Self {
            record: Record::from_fields(key, fields)?,
            batch,
        })
    }
}

/// A transaction that becomes one entry of the log, or nothing.
pub(crate) struct Writing<'a> {
    pub(crate) db: Transaction<'a>,
    pub(crate) tally: Tally,
    /// Batches whose rows do not count, as this transaction leaves them.
    pub(crate) undone: HashSet<BatchId>,
    pub(crate) applied: Applied,
    logged: Vec<FieldChange>,
    head: &'a Cell<u64>,
    replica: u128,
}

impl<'a> Writing<'a> {
    pub(crate) fn begin(store: &'a mut Store) -> Result<Self, Error> {
        if store.read_only {
            return Err(Error::ReadOnly {
                path: store.path.clone(),
            });
        }
        let db = store
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version != crate::VERSION {
            return Err(Error::Newer {
                path: store.path.clone(),
                found: version,
                supported: crate::VERSION,
            });
        }
        let head = log::head(&db)?;
        if head != store.head.get() {
            return Err(Error::conflict(
                "another program has changed the workspace since it was read; nothing was \
                 changed. Reload it and do this again",
            ));
        }
        let undone = batch::undone(&db)?;
        Ok(Self {
            applied: Applied {
                entry: head + 1,
                ..Applied::default()
            },
            db,
            tally: Tally::default(),
            undone,
            logged: Vec::new(),
            head: &store.head,
            replica: store.replica,
        })
    }

    /// Whether a row of this batch counts, as this transaction leaves it.
    pub(crate) fn counts(&self, batch: Option<BatchId>) -> bool {
        batch.is_none_or(|batch| !self.undone.contains(&batch))
    }

    /// Notes a change for the log.
    pub(crate) fn log(&mut self, change: FieldChange) {
        self.logged.push(change);
    }

    /// Brings one record from what it was to what it is now and logs the difference: a row a
    /// field, or one row for a record that came or went.
    pub(crate) fn replace(
        &mut self,
        key: Key,
        was: Option<&Stored>,
        now: Option<&Stored>,
    ) -> Result<(), Error> {
        let change = |field: Option<String>, before, after| FieldChange {
            table: key.table().into(),
            record: key.id(),
            field,
            before,
            after,
        };
        let whole = |stored: &Stored| -> Result<_, Error> {
            Ok(serde_json::Value::Object(stored.to_fields()?).to_string())
        };
        match (was, now) {
            (None, None) => return Ok(()),
            (_, Some(now)) if key.is_quiet() => {
                now.to_fields()?;
            }
            _ if key.is_quiet() => {}
            (Some(was), Some(now)) => {
                let before = was.to_fields()?;
                for (field, after) in now.to_fields()? {
                    let before = before.get(&field).cloned().unwrap_or_default();
                    if before != after {
                        let (before, after) = (before.to_string(), after.to_string());
                        self.log(change(Some(field), Some(before), Some(after)));
                    }
                }
            }
            (None, Some(now)) => self.log(change(None, None, Some(whole(now)?))),
            (Some(was), None) => self.log(change(None, Some(whole(was)?), None)),
        }
        match now {
            Some(now) => write_record(&self.db, &mut self.tally, now),
            None => delete_record(&self.db, &mut self.tally, key),
        }
    }

    /// One change as the caller asked for it.
    fn apply(&mut self, change: Change) -> Result<(), Error> {
        let key = change.key();
        let was = find(&self.db, key)?;
        if was.as_ref().is_some_and(|was| !self.counts(was.batch)) {
            return Err(Error::conflict(format!(
                "{key} belongs to an import that was undone; redo the import to change it, or \
                 make a new record"
            )));
        }
        let now = match &change {
            Change::Delete(Key::Methods) => {
                return Err(Error::invalid(
                    "the methods of a workspace cannot be deleted; put others instead",
                ));
            }
            Change::Delete(key) if was.is_none() && key.is_quiet() => return Ok(()),
            Change::Delete(_) if was.is_none() => {
                return Err(Error::conflict(format!(
                    "there is no {key} to delete; reload the workspace"
                )));
            }
            Change::Delete(_) => None,
            Change::Put(record) => Some(Stored {
                record: record.clone(),
                batch: was.as_ref().and_then(|was| was.batch),
            }),
        };
        if was == now {
            return Ok(());
        }
        if let Some(Record::Incident(incident)) = now.as_ref().map(|now| &now.record)
            && let Some(origin) = &incident.origin
            && let Some(other) = self.holders_of(origin, incident.id)?.first()
        {
            return Err(same_origin(origin, *other));
        }
        self.replace(key, was.as_ref(), now.as_ref())?;
        self.applied.changes.push(change);
        Ok(())
    }

    /// Other incidents that count and have this origin: at most one, but for what an undo is about
    /// to turn.
    pub(crate) fn holders_of(
        &self,
        origin: &Origin,
        other_than: IncidentId,
    ) -> Result<Vec<IncidentId>, Error> {
        let rows: Vec<IncidentRow> = row::select(
            &self.db,
            "WHERE external_id = ? AND source = ?",
            &[
                origin.external_id.clone().into(),
                origin.source.clone().into(),
            ],
        )?;
        Ok(rows
            .into_iter()
            .filter(|row| self.counts(row.batch))
            .map(|row| row.incident.id)
            .filter(|id| *id != other_than)
            .collect())
    }

    /// Writes the entry and its changes and commits.
    pub(crate) fn commit(
        mut self,
        entry: NewEntry<'_>,
        inverse_of: Option<u64>,
        batch: Option<BatchId>,
    ) -> Result<Applied, Error> {
        // Nothing changed: an entry would only be in the way of undo. An undo that skipped all
        // it found is an entry nevertheless, or the next undo would meet the same step again.
        if self.logged.is_empty() && inverse_of.is_none() {
            self.applied.entry -= 1;
            if !self.applied.changes.is_empty() {
                // What is kept without an entry is kept as surely as the rest.
                self.tally.store(&self.db)?;
                self.db.commit()?;
            }
            return Ok(self.applied);
        }
        self.commit_always(entry, inverse_of, batch)
    }

    /// As [`Writing::commit`], also where no record changed.
    pub(crate) fn commit_always(
        mut self,
        entry: NewEntry<'_>,
        inverse_of: Option<u64>,
        batch: Option<BatchId>,
    ) -> Result<Applied, Error> {
        let seq = self.applied.entry;
        let entry = Entry {
            seq,
            replica: self.replica,
            at: entry.at,
            command: entry.command.to_owned(),
            label: entry.label,
            inverse_of,
            batch,
        };
        row::insert_all(&self.db, &mut self.tally, [&entry], |_| Ok(()))?;
        let changes: Vec<LoggedChange> = (0..)
            .zip(std::mem::take(&mut self.logged))
            .map(|(position, change)| LoggedChange {
                entry: seq,
                position,
                change,
            })
            .collect();
        row::insert_all(&self.db, &mut self.tally, &changes, |_| Ok(()))?;
        self.tally.store(&self.db)?;
        // A full disk makes SQLite roll back by itself; what it says then is what is told.
        self.db.commit()?;
        self.head.set(seq);
        Ok(self.applied)
    }
}

fn same_origin(origin: &Origin, other: IncidentId) -> Error {
    Error::conflict(format!(
        "incident {} of {} is in the workspace already (as {other}); expected each id of a source \
         once. Change that record instead, or leave this one out",
        origin.external_id, origin.source
    ))
}

/// The record of a key, whether it counts or not.
pub(crate) fn find(db: &Connection, key: Key) -> Result<Option<Stored>, Error> {
    fn one<R: Row>(
        db: &Connection,
        key: Value,
        store: impl FnOnce(R) -> Stored,
    ) -> Result<Option<Stored>, Error> {
        let condition = format!("WHERE {} = ?", R::COLUMNS[0]);
        Ok(row::select::<R>(db, &condition, &[key])?.pop().map(store))
    }
    let plain = |record| Stored {
        record,
        batch: None,
    };
    match key {
        Key::Methods => Ok(Some(plain(Record::Methods(method::read(db)?)))),
        Key::Tier(number) => one(db, i64::from(number).into(), |tier: Tier| {
            plain(Record::Tier(tier))
        }),
        Key::Service(id) => one(db, row::id(id.to_bytes()), |service: Service| {
            plain(Record::Service(service))
        }),
        Key::Stream(id) => one(db, row::id(id.to_bytes()), |stream: Stream| {
            plain(Record::Stream(stream))
        }),
        Key::Role(id) => one(db, row::id(id.to_bytes()), |role: Role| {
            plain(Record::Role(role))
        }),
        Key::Contract(id) => one(db, row::id(id.to_bytes()), |contract: Contract| {
            plain(Record::Contract(contract))
        }),
        Key::Backlog(month) => one(db, backlog::key(month), |backlog: BacklogMonth| {
            plain(Record::Backlog(backlog))
        }),
        Key::Rates(currency, year) => one(
            db,
            exchange::key(currency, year).into(),
            |rates: RateYear| plain(Record::Rates(rates)),
        ),
        Key::Mapping(id) => one(db, row::id(id.to_bytes()), |mapping: NamedMapping| {
            plain(Record::Mapping(mapping))
        }),
        Key::Risk(id) => one(db, row::id(id.to_bytes()), |risk: Risk| {
            plain(Record::Risk(risk))
        }),
        Key::Technique(id) => one(db, row::id(id.to_bytes()), |technique: Technique| {
            plain(Record::Technique(technique))
        }),
        Key::Option(id) => one(db, row::id(id.to_bytes()), |option: TierOption| {
            plain(Record::Option(option))
        }),
        Key::Scenario(id) => one(db, row::id(id.to_bytes()), |saved: SavedScenario| {
            plain(Record::Scenario(Box::new(saved)))
        }),
        Key::Session(id) => one(db, row::id(id.to_bytes()), |record: Session| {
            plain(Record::Session(record))
        }),
        Key::Participant(id) => one(db, row::id(id.to_bytes()), |record: Participant| {
            plain(Record::Participant(record))
        }),
        Key::Draft(id) => one(db, row::id(id.to_bytes()), |record: Draft| {
            plain(Record::Draft(record))
        }),
        Key::Card(id) => one(db, row::id(id.to_bytes()), |record: Card| {
            plain(Record::Card(record))
        }),
        Key::Cluster(id) => one(db, row::id(id.to_bytes()), |record: Cluster| {
            plain(Record::Cluster(record))
        }),
        Key::Judgement(id) => one(db, row::id(id.to_bytes()), |record: Judgement| {
            plain(Record::Judgement(record))
        }),
        Key::Ballot(id) => one(db, row::id(id.to_bytes()), |record: Ballot| {
            plain(Record::Ballot(record))
        }),
        Key::Match(id) => one(db, row::id(id.to_bytes()), |record: RiskMatch| {
            plain(Record::Match(record))
        }),
        Key::Jot(id) => one(db, row::id(id.to_bytes()), |record: Jot| {
            plain(Record::Jot(record))
        }),
        Key::Requirement(id) => one(db, row::id(id.to_bytes()), |requirement: Requirement| {
            plain(Record::Requirement(Box::new(requirement)))
        }),
        Key::Incident(id) => one(db, row::id(id.to_bytes()), |row: IncidentRow| Stored {
            record: Record::Incident(row.incident),
            batch: row.batch,
        }),
        Key::Labor(id) => one(db, row::id(id.to_bytes()), |row: LaborRow| Stored {
            record: Record::Labor(row.entry),
            batch: row.batch,
        }),
    }
}

/// Every record there is, also those of imports that were undone.
pub(crate) fn every(db: &Connection) -> Result<BTreeMap<Key, Stored>, Error> {
    let mut all = BTreeMap::new();
    let mut put = |stored: Stored| all.insert(stored.record.key(), stored);
    let methods = method::read(db)?;
    put(Stored {
        record: Record::Methods(methods),
        batch: None,
    });
    // Many, and so not one by one.
    for row in row::select_all::<IncidentRow>(db)? {
        put(Stored {
            record: Record::Incident(row.incident),
            batch: row.batch,
        });
    }
    for row in row::select_all::<LaborRow>(db)? {
        put(Stored {
            record: Record::Labor(row.entry),
            batch: row.batch,
        });
    }
    for (table, keys) in row::keys(db)? {
        if matches!(table.as_str(), "method" | "incident" | "labor") {
            continue;
        }
        // Tables that hold no records have no such keys.
        for key in keys.iter().filter_map(|key| Key::parse(&table, key)) {
            if let Some(stored) = find(db, key)? {
                put(stored);
            }
        }
    }
    Ok(all)
}

pub(crate) fn write_record(
    db: &Connection,
    tally: &mut Tally,
    stored: &Stored,
) -> Result<(), Error> {
    match &stored.record {
        Record::Methods(methods) => method::write(db, tally, methods),
        Record::Tier(tier) => row::put(db, tally, tier),
        Record::Service(service) => row::put(db, tally, service),
        Record::Stream(stream) => row::put(db, tally, stream),
        Record::Role(role) => row::put(db, tally, role),
        Record::Contract(contract) => row::put(db, tally, contract),
        Record::Backlog(backlog) => row::put(db, tally, backlog),
        Record::Rates(rates) => row::put(db, tally, rates),
        Record::Mapping(mapping) => row::put(db, tally, mapping),
        Record::Risk(risk) => row::put(db, tally, risk),
        Record::Technique(technique) => row::put(db, tally, technique),
        Record::Option(option) => row::put(db, tally, option),
        Record::Scenario(saved) => row::put(db, tally, &**saved),
        Record::Session(record) => row::put(db, tally, record),
        Record::Participant(record) => row::put(db, tally, record),
        Record::Draft(record) => row::put(db, tally, record),
        Record::Card(record) => row::put(db, tally, record),
        Record::Cluster(record) => row::put(db, tally, record),
        Record::Judgement(record) => row::put(db, tally, record),
        Record::Ballot(record) => row::put(db, tally, record),
        Record::Match(record) => row::put(db, tally, record),
        Record::Jot(record) => row::put(db, tally, record),
        Record::Requirement(requirement) => row::put(db, tally, &**requirement),
        Record::Incident(incident) => {
            let row = IncidentRow {
                incident: incident.clone(),
                batch: stored.batch,
            };
            row::put(db, tally, &row)
        }
        Record::Labor(entry) => {
            let row = LaborRow {
                entry: entry.clone(),
                batch: stored.batch,
            };
            row::put(db, tally, &row)
        }
    }
}

pub(crate) fn delete_record(db: &Connection, tally: &mut Tally, key: Key) -> Result<(), Error> {
    let deleted = match key {
        Key::Methods => false,
        Key::Tier(number) => row::delete::<Tier>(db, tally, &i64::from(number).into())?,
        Key::Service(id) => row::delete::<Service>(db, tally, &row::id(id.to_bytes()))?,
        Key::Stream(id) => row::delete::<Stream>(db, tally, &row::id(id.to_bytes()))?,
        Key::Role(id) => row::delete::<Role>(db, tally, &row::id(id.to_bytes()))?,
        Key::Contract(id) => row::delete::<Contract>(db, tally, &row::id(id.to_bytes()))?,
        Key::Backlog(month) => row::delete::<BacklogMonth>(db, tally, &backlog::key(month))?,
        Key::Rates(currency, year) => {
            row::delete::<RateYear>(db, tally, &exchange::key(currency, year).into())?
        }
        Key::Mapping(id) => row::delete::<NamedMapping>(db, tally, &row::id(id.to_bytes()))?,
        Key::Risk(id) => row::delete::<Risk>(db, tally, &row::id(id.to_bytes()))?,
        Key::Technique(id) => row::delete::<Technique>(db, tally, &row::id(id.to_bytes()))?,
        Key::Option(id) => row::delete::<TierOption>(db, tally, &row::id(id.to_bytes()))?,
        Key::Scenario(id) => row::delete::<SavedScenario>(db, tally, &row::id(id.to_bytes()))?,
        Key::Session(id) => row::delete::<Session>(db, tally, &row::id(id.to_bytes()))?,
        Key::Participant(id) => row::delete::<Participant>(db, tally, &row::id(id.to_bytes()))?,
        Key::Draft(id) => row::delete::<Draft>(db, tally, &row::id(id.to_bytes()))?,
        Key::Card(id) => row::delete::<Card>(db, tally, &row::id(id.to_bytes()))?,
        Key::Cluster(id) => row::delete::<Cluster>(db, tally, &row::id(id.to_bytes()))?,
        Key::Judgement(id) => row::delete::<Judgement>(db, tally, &row::id(id.to_bytes()))?,
        Key::Ballot(id) => row::delete::<Ballot>(db, tally, &row::id(id.to_bytes()))?,
        Key::Match(id) => row::delete::<RiskMatch>(db, tally, &row::id(id.to_bytes()))?,
        Key::Jot(id) => row::delete::<Jot>(db, tally, &row::id(id.to_bytes()))?,
        Key::Requirement(id) => row::delete::<Requirement>(db, tally, &row::id(id.to_bytes()))?,
        Key::Incident(id) => row::delete::<IncidentRow>(db, tally, &row::id(id.to_bytes()))?,
        Key::Labor(id) => row::delete::<LaborRow>(db, tally, &row::id(id.to_bytes()))?,
    };
    if deleted {
        Ok(())
    } else {
        Err(Error::conflict(format!("{key} cannot be deleted")))
    }
}

impl Store {
    /// Changes records by hand: all of the changes, in order, or none. Putting a record as it
    /// already is changes nothing, and an edit without any change makes no entry.
    ///
    /// # Errors
    /// [`Error::Conflict`] where a change contradicts what is stored or another program wrote
    /// meanwhile; [`Error::Busy`], [`Error::DiskFull`], [`Error::ReadOnly`], [`Error::Invalid`].
    pub fn edit(&mut self, entry: NewEntry<'_>, changes: Vec<Change>) -> Result<Applied, Error> {
        let result = Writing::begin(self).and_then(|mut writing| {
            for change in changes {
                writing.apply(change)?;
            }
            writing.commit(entry, None, None)
        });
        self.wrote(result)
    }

    /// Imports a batch: all of it or nothing. `progress` hears rows done and in all,
    /// `cancelled` is asked between rows.
    ///
    /// # Errors
    /// [`Error::Cancelled`], [`Error::Conflict`] naming an incident whose (source, external id)
    /// is there already, and those of [`Store::edit`].
    pub fn import(
        &mut self,
        entry: NewEntry<'_>,
        new: NewBatch,
        import: Import,
        progress: &dyn Fn(u64, u64),
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Applied, Error> {
        // With the log empty at the start, giving its room back after a full disk needs none.
        // Where another program reads, some of it stays: that costs room, nothing else.
        let _ = self
            .db
            .query_row("PRAGMA wal_checkpoint(passive)", [], |_| Ok(()));
        let result = Writing::begin(self)
            .and_then(|writing| writing.import(entry, new, import, progress, cancelled));
        self.wrote(result)
    }
}

impl Writing<'_> {
    fn import(
        mut self,
        entry: NewEntry<'_>,
        new: NewBatch,
        import: Import,
        progress: &dyn Fn(u64, u64),
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Applied, Error> {
        let id = new.id;
        let mut incidents = Vec::new();
        let mut entries = Vec::new();
        let mut logged = Vec::new();
        let batch = Some(id);
        for record in import.records {
            match record {
                Record::Incident(incident) => incidents.push(IncidentRow { incident, batch }),
                Record::Labor(entry) => entries.push(LaborRow { entry, batch }),
                other => logged.push(Change::Put(other)),
            }
        }
        let minutes: usize = import.revenue.iter().map(|(_, sums)| sums.len()).sum();
        let counts: usize = import.requests.iter().map(|(_, counts)| counts.len()).sum();
        let minutes = minutes + counts;
        let total = (incidents.len() + entries.len() + minutes) as u64;
        let done = Cell::new(0_u64);
        let step = |rows: usize| {
            let before = done.get();
            let after = before + rows as u64;
            done.set(after);
            if before / ROWS_PER_LOOK != after / ROWS_PER_LOOK || after == total {
                progress(after, total);
                if cancelled() {
                    return Err(Error::Cancelled);
                }
            }
            Ok(())
        };
        if cancelled() {
            return Err(Error::Cancelled);
        }

        // Before anything is written: all rows are read here, and compared with their tally.
        self.refuse_known_origins(&incidents)?;
        for change in logged.into_iter().chain(import.updates) {
            self.apply(change)?;
        }
        // In the order of the B-tree, so that pages are filled one after the other.
        incidents.sort_unstable_by_key(|row| row.incident.id);
        entries.sort_unstable_by_key(|row| row.entry.id);
        row::insert_all(&self.db, &mut self.tally, &incidents, |row| {
            incident::refuse_unstorable(&row.incident)?;
            step(1)
        })?;
        row::insert_all(&self.db, &mut self.tally, &entries, |row| {
            labor::refuse_unstorable(&row.entry)?;
            step(1)
        })?;
        let others = revenue::streams(&self.db)?;
        for (stream, sums) in &import.revenue {
            if find(&self.db, Key::Stream(*stream))?.is_none() {
                return Err(Error::conflict(format!(
                    "there is no stream {stream} to take revenue; reload the workspace"
                )));
            }
            revenue::write(&self.db, &mut self.tally, id, *stream, sums, step)?;
            self.applied.streams.push(*stream);
            // With others' revenue of the same minutes the sum must still be exact.
            if others.iter().any(|(_, other)| other == stream) {
                revenue::read(&self.db, *stream, &self.undone)?;
            }
        }
        for (service, counts) in &import.requests {
            if find(&self.db, Key::Service(*service))?.is_none() {
                return Err(Error::conflict(format!(
                    "there is no service {service} to count requests of; reload the workspace"
                )));
            }
            requests::write(&self.db, &mut self.tally, id, *service, counts, step)?;
        }

        let stored = Batch {
            import: new,
            entry: self.applied.entry,
            at: entry.at,
            live: true,
        };
        row::insert_all(&self.db, &mut self.tally, [&stored], |_| Ok(()))?;
        self.log(batch_change(id, true));
        self.applied.batch = Some((id, true));
        let put = |record| Change::Put(record);
        let incidents = incidents
            .into_iter()
            .map(|row| Record::Incident(row.incident));
        self.applied.changes.extend(incidents.map(put));
        let entries = entries.into_iter().map(|row| Record::Labor(row.entry));
        self.applied.changes.extend(entries.map(put));
        self.commit(entry, None, Some(id))
    }

    fn refuse_known_origins(&self, incidents: &[IncidentRow]) -> Result<(), Error> {
        let mut known: HashMap<Origin, IncidentId> = HashMap::new();
        if incidents.iter().any(|row| row.incident.origin.is_some()) {
            // Not against the tally, which does not yet know what this import changed.
            for row in row::select::<IncidentRow>(&self.db, "", &[])? {
                if self.counts(row.batch)
                    && let Some(origin) = row.incident.origin
                {
                    known.insert(origin, row.incident.id);
                }
            }
        }
        for IncidentRow { incident, .. } in incidents {
            if let Some(origin) = &incident.origin
                && let Some(other) = known.insert(origin.clone(), incident.id)
            {
                return Err(same_origin(origin, other));
            }
        }
        Ok(())
    }
}

/// How the log says that a batch came in (`true`) or went out.
pub(crate) fn batch_change(id: BatchId, live: bool) -> FieldChange {
    FieldChange {
        table: "batch".into(),
        record: id.to_string(),
        field: Some("live".into()),
        before: Some((!live).to_string()),
        after: Some(live.to_string()),
    }
}
