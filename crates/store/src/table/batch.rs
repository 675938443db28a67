//! Batches: one row an import. Rows of a batch count while it is live.

use crate::error::Error;
use crate::record::{Batch, NewBatch};
use crate::row::{self, Fields, Row};
use ninefold_domain::id::BatchId;
use ninefold_domain::time::Instant;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::HashSet;

pub(crate) const VERSION_1: &str = "
CREATE TABLE batch (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    entry INTEGER NOT NULL,
    at INTEGER NOT NULL,
    live INTEGER NOT NULL,
    kind TEXT NOT NULL,
    files TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    totals TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// A count of rows, which never comes near the bound of a signed number.
fn count(rows: u64) -> Value {
    Value::Integer(i64::try_from(rows).unwrap_or(i64::MAX))
}

impl Row for Batch {
    const TABLE: &'static str = "batch";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "entry",
        "at",
        "live",
        "kind",
        "files",
        "rows_read",
        "accepted",
        "rejected",
        "skipped",
        "totals",
        "note",
    ];

    fn bind(&self) -> Vec<Value> {
        let import = &self.import;
        vec![
            row::id(import.id.to_bytes()),
            count(self.entry),
            self.at.0.into(),
            i64::from(self.live).into(),
            import.kind.clone().into(),
            row::json(&import.files),
            count(import.rows_read),
            count(import.accepted),
            count(import.rejected),
            count(import.skipped),
            row::json(&import.totals),
            import.note.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        let id = BatchId::from_bytes(fields.id()?);
        Ok(Self {
            entry: fields.narrow()?,
            at: Instant(fields.int()?),
            live: fields.int()? == 1,
            import: NewBatch {
                id,
                kind: fields.text()?,
                files: fields.json()?,
                rows_read: fields.narrow()?,
                accepted: fields.narrow()?,
                rejected: fields.narrow()?,
                skipped: fields.narrow()?,
                totals: fields.json()?,
                note: fields.text()?,
            },
        })
    }
}

/// Every batch, oldest first.
pub(crate) fn all(db: &Connection) -> Result<Vec<Batch>, Error> {
    let mut batches: Vec<Batch> = row::select_all(db)?;
    // Those that one merge brought have its entry in common.
    batches.sort_by_key(|batch| (batch.entry, batch.at));
    Ok(batches)
}

/// One batch.
pub(crate) fn one(db: &Connection, id: BatchId) -> Result<Batch, Error> {
    row::select(db, "WHERE id = ?", &[row::id(id.to_bytes())])?
        .pop()
        .ok_or_else(|| Error::conflict(format!("there is no import {id}; reload the workspace")))
}

/// The batches whose rows do not count.
pub(crate) fn undone(db: &Connection) -> Result<HashSet<BatchId>, Error> {
    let batches: Vec<Batch> = row::select_all(db)?;
    Ok(batches
        .iter()
        .filter(|batch| !batch.live)
        .map(|batch| batch.import.id)
        .collect())
}
