//! What merges brought: the entries of the other copies with their changes, and who last wrote
//! the fields that both had written.

use crate::error::Error;
use crate::record::FieldChange;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::BatchId;
use ninefold_domain::time::Instant;
use rusqlite::types::Value;

pub(crate) const VERSION_3: &str = "
CREATE TABLE merged_entry (
    checksum INTEGER NOT NULL,
    merge INTEGER NOT NULL,
    position INTEGER NOT NULL,
    dot BLOB NOT NULL,
    copy TEXT NOT NULL,
    replica BLOB NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    command TEXT NOT NULL,
    label TEXT NOT NULL,
    batch BLOB,
    PRIMARY KEY (merge, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE merged_change (
    checksum INTEGER NOT NULL,
    merge INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    position INTEGER NOT NULL,
    tbl TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT,
    before TEXT,
    after TEXT,
    PRIMARY KEY (merge, entry, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE merged_head (
    checksum INTEGER NOT NULL,
    merge INTEGER NOT NULL,
    position INTEGER NOT NULL,
    tbl TEXT NOT NULL,
    record TEXT NOT NULL,
    field TEXT,
    dot BLOB NOT NULL,
    copy TEXT NOT NULL,
    at INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    value TEXT,
    PRIMARY KEY (merge, position)
) STRICT, WITHOUT ROWID;
";

/// A sequence number or position; both grow by one and never reach the bound.
fn number(value: u64) -> Value {
    Value::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// An entry that another copy of the workspace made, as it stands there.
#[derive(Debug, Clone)]
pub(crate) struct MergedEntry {
    /// The entry of this file that brought it.
    pub merge: u64,
    /// Its place among those of the merge.
    pub position: u64,
    /// By which it is known in every copy.
    pub dot: u128,
    /// What the copy was called.
    pub copy: String,
    /// The replica that made it.
    pub replica: u128,
    /// Its sequence number in that copy.
    pub seq: u64,
    /// When it was made.
    pub at: Instant,
    /// Such as `incident.edit`.
    pub command: String,
    /// For people.
    pub label: String,
    /// The batch that it imported, undid or redid.
    pub batch: Option<BatchId>,
}

impl Row for MergedEntry {
    const TABLE: &'static str = "merged_entry";
    const COLUMNS: &'static [&'static str] = &[
        "merge", "position", "dot", "copy", "replica", "seq", "at", "command", "label", "batch",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            number(self.merge),
            number(self.position),
            row::id(self.dot.to_be_bytes()),
            self.copy.clone().into(),
            row::id(self.replica.to_be_bytes()),
            number(self.seq),
            self.at.0.into(),
            self.command.clone().into(),
            self.label.clone().into(),
            row::opt(self.batch.map(|batch| row::id(batch.to_bytes()))),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            merge: fields.narrow()?,
            position: fields.narrow()?,
            dot: u128::from_be_bytes(fields.id()?),
            copy: fields.text()?,
            replica: u128::from_be_bytes(fields.id()?),
            seq: fields.narrow()?,
            at: Instant(fields.int()?),
            command: fields.text()?,
            label: fields.text()?,
            batch: fields.opt_id()?.map(BatchId::from_bytes),
        })
    }
}

/// One change of such an entry.
#[derive(Debug, Clone)]
pub(crate) struct MergedChange {
    /// The entry of this file that brought it.
    pub merge: u64,
    /// The place of its entry among those of the merge.
    pub entry: u64,
    /// Position within its entry.
    pub position: u64,
    /// The change.
    pub change: FieldChange,
}

impl Row for MergedChange {
    const TABLE: &'static str = "merged_change";
    const COLUMNS: &'static [&'static str] = &[
        "merge", "entry", "position", "tbl", "record", "field", "before", "after",
    ];

    fn bind(&self) -> Vec<Value> {
        let change = &self.change;
        vec![
            number(self.merge),
            number(self.entry),
            number(self.position),
            change.table.clone().into(),
            change.record.clone().into(),
            row::opt(change.field.clone()),
            row::opt(change.before.clone()),
            row::opt(change.after.clone()),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            merge: fields.narrow()?,
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

/// A value of a field that nobody who knew it has replaced, as a merge left it.
#[derive(Debug, Clone)]
pub(crate) struct MergedHead {
    /// The entry of this file that merged.
    pub merge: u64,
    /// Its place among those of the merge.
    pub position: u64,
    /// Table of the record.
    pub table: String,
    /// The record.
    pub record: String,
    /// The field; nothing for whether the record is there at all.
    pub field: Option<String>,
    /// The entry that wrote it.
    pub dot: u128,
    /// The copy in which it was written.
    pub copy: String,
    /// When it was written.
    pub at: Instant,
    /// Among several values the one of the largest weight is shown.
    pub weight: u8,
    /// JSON of the value; nothing where the record is gone.
    pub value: Option<String>,
}

impl Row for MergedHead {
    const TABLE: &'static str = "merged_head";
    const COLUMNS: &'static [&'static str] = &[
        "merge", "position", "tbl", "record", "field", "dot", "copy", "at", "weight", "value",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            number(self.merge),
            number(self.position),
            self.table.clone().into(),
            self.record.clone().into(),
            row::opt(self.field.clone()),
            row::id(self.dot.to_be_bytes()),
            self.copy.clone().into(),
            self.at.0.into(),
            i64::from(self.weight).into(),
            row::opt(self.value.clone()),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            merge: fields.narrow()?,
            position: fields.narrow()?,
            table: fields.text()?,
            record: fields.text()?,
            field: fields.opt_text()?,
            dot: u128::from_be_bytes(fields.id()?),
            copy: fields.text()?,
            at: Instant(fields.int()?),
            weight: fields.narrow()?,
            value: fields.opt_text()?,
        })
    }
}
