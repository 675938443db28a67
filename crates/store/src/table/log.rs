//! The append-only log of changes: an entry a command, a change a field.

use crate::error::Error;
use crate::record::FieldChange;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::BatchId;
use ninefold_domain::time::Instant;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::HashMap;

pub(crate) const VERSION_1: &str = "
CREATE TABLE entry (
    checksum INTEGER NOT NULL,
    seq INTEGER NOT NULL PRIMARY KEY,
    replica BLOB NOT NULL,
    at INTEGER NOT NULL,
    command TEXT NOT NULL,
    label TEXT NOT NULL,
    inverse_of INTEGER,
    batch BLOB
) STRICT;
CREATE TABLE change (
    checksum INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    position INTEGER NOT NULL,
    tbl TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT,
    before TEXT,
    after TEXT,
    PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;
";

/// One entry.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Sequence number, from 1.
    pub seq: u64,
    /// The replica that made it.
    pub replica: u128,
    /// When.
    pub at: Instant,
    /// Such as `incident.edit`.
    pub command: String,
    /// For people.
    pub label: String,
    /// The entry that this one takes back.
    pub inverse_of: Option<u64>,
    /// The batch it imported, undid or redid.
    pub batch: Option<BatchId>,
}

/// A sequence number or position; both grow by one and never reach the bound.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

impl Row for Entry {
    const TABLE: &'static str = "entry";
    const COLUMNS: &'static [&'static str] = &[
        "seq",
        "replica",
        "at",
        "command",
        "label",
        "inverse_of",
        "batch",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            number(self.seq).into(),
            row::id(self.replica.to_be_bytes()),
            self.at.0.into(),
            self.command.clone().into(),
            self.label.clone().into(),
            row::opt(self.inverse_of.map(number)),
            row::opt(self.batch.map(|batch| row::id(batch.to_bytes()))),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            seq: fields.narrow()?,
            replica: u128::from_be_bytes(fields.id()?),
            at: Instant(fields.int()?),
            command: fields.text()?,
            label: fields.text()?,
            inverse_of: fields.opt_narrow()?,
            batch: fields.opt_id()?.map(BatchId::from_bytes),
        })
    }
}

/// One change of an entry.
#[derive(Debug, Clone)]
pub(crate) struct LoggedChange {
    /// The entry.
    pub entry: u64,
    /// Position within it.
    pub position: u64,
    /// The change.
    pub change: FieldChange,
}

impl Row for LoggedChange {
    const TABLE: &'static str = "change";
    const COLUMNS: &'static [&'static str] = &[
        "entry", "position", "tbl", "record", "field", "before", "after",
    ];

    fn bind(&self) -> Vec<Value> {
        let change = &self.change;
        vec![
            number(self.entry).into(),
            number(self.position).into(),
            change.table.clone().into(),
            change.record.clone().into(),
            row::opt(change.field.clone()),
            row::opt(change.before.clone()),
            row::opt(change.after.clone()),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            entry: fields.narrow()?,
            position: fields.narrow()?,
            change: FieldChange {
                table: fields.text()?,
                record: fields.text()?,
                field: fields.opt_text()?,
                before: fields.opt_text()?,
                after: fields.opt_text()?,
            },
        })
    }
}

/// The newest sequence number; 0 in a new file.
pub(crate) fn head(db: &Connection) -> Result<u64, Error> {
    let seq: i64 = db
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM entry")?
        .query_row([], |row| row.get(0))?;
    u64::try_from(seq).map_err(|_| Error::damaged("table entry holds a negative number"))
}

/// The changes of one entry, in order.
pub(crate) fn changes_of(db: &Connection, entry: u64) -> Result<Vec<FieldChange>, Error> {
    let rows: Vec<LoggedChange> = row::select(
        db,
        "WHERE entry = ? ORDER BY position",
        &[number(entry).into()],
    )?;
    Ok(rows.into_iter().map(|row| row.change).collect())
}

/// What is done and what is undone at present, read off the log.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    /// Entries in force, the one that undo takes first last.
    pub done: Vec<Step>,
    /// Entries that redo brings back, the first of them last.
    pub undone: Vec<Step>,
}

/// An entry that was made, and the entry that put it in its present state.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// The entry that was made.
    pub origin: u64,
    /// The newest undo or redo of it, or itself: what the next inverse turns round.
    pub tip: u64,
    /// The batch it imported.
    pub batch: Option<BatchId>,
    /// Its command.
    pub command: String,
    /// Its label.
    pub label: String,
}

impl Timeline {
    /// Replays the log. An undo takes its step out of `done`, wherever it stands there; a new
    /// entry empties `undone`, whose entries stay in the history.
    pub(crate) fn read(db: &Connection) -> Result<Self, Error> {
        let entries: Vec<Entry> = row::select_all(db)?;
        let mut timeline = Self::default();
        for entry in entries {
            let Some(target) = entry.inverse_of else {
                timeline.undone.clear();
                timeline.done.push(Step {
                    origin: entry.seq,
                    tip: entry.seq,
                    batch: entry.batch,
                    command: entry.command,
                    label: entry.label,
                });
                continue;
            };
            let (from, to) = if timeline.done.iter().any(|step| step.tip == target) {
                (&mut timeline.done, &mut timeline.undone)
            } else {
                (&mut timeline.undone, &mut timeline.done)
            };
            let Some(index) = from.iter().rposition(|step| step.tip == target) else {
                return Err(Error::damaged(format!(
                    "entry {} of the log takes back entry {target}, which is not in force",
                    entry.seq
                )));
            };
            let mut step = from.remove(index);
            step.tip = entry.seq;
            to.push(step);
        }
        Ok(timeline)
    }
}

/// How many changes each entry from `first` to `last` logged.
pub(crate) fn change_counts(
    db: &Connection,
    first: u64,
    last: u64,
) -> Result<HashMap<u64, u64>, Error> {
    let mut statement = db.prepare_cached(
        "SELECT entry, count(*) FROM change WHERE entry BETWEEN ? AND ? GROUP BY entry",
    )?;
    let mut rows = statement.query([number(first), number(last)])?;
    let mut counts = HashMap::new();
    while let Some(row) = rows.next()? {
        let (entry, count): (i64, i64) = (row.get(0)?, row.get(1)?);
        counts.insert(entry.unsigned_abs(), count.unsigned_abs());
    }
    Ok(counts)
}
