//! Labor entries: timesheets and what responders did.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{BatchId, IncidentId, LaborId};
use ninefold_domain::record::LaborEntry;
use ninefold_domain::time::{EARLIEST, Instant, LATEST};
use rusqlite::types::Value;

pub(crate) const VERSION_1: &str = "
CREATE TABLE labor (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    batch BLOB,
    incident BLOB NOT NULL,
    role TEXT NOT NULL,
    person TEXT,
    people_milli INTEGER NOT NULL,
    worked_ms INTEGER NOT NULL,
    rate TEXT
) STRICT, WITHOUT ROWID;
";

/// Columns of version 1 without the checksum, in the order that the checksum takes them.
pub(crate) const COLUMNS_1: &[&str] = &[
    "id",
    "batch",
    "incident",
    "role",
    "person",
    "people_milli",
    "worked_ms",
    "rate",
];

pub(crate) const VERSION_2: &str = "
CREATE TABLE labor (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    batch BLOB,
    incident BLOB NOT NULL,
    role TEXT NOT NULL,
    person TEXT,
    people_milli INTEGER NOT NULL,
    worked_ms INTEGER NOT NULL,
    rate TEXT,
    start INTEGER,
    review INTEGER NOT NULL,
    actions TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// A labor entry and the batch it came in with.
pub(crate) struct LaborRow {
    /// The entry.
    pub entry: LaborEntry,
    /// Its batch, unless it was made by hand or has left its batch.
    pub batch: Option<BatchId>,
}

impl Row for LaborRow {
    const TABLE: &'static str = "labor";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "batch",
        "incident",
        "role",
        "person",
        "people_milli",
        "worked_ms",
        "rate",
        "start",
        "review",
        "actions",
    ];

    fn bind(&self) -> Vec<Value> {
        let entry = &self.entry;
        let actions: Vec<i64> = entry.actions.iter().map(|at| at.0).collect();
        vec![
            row::id(entry.id.to_bytes()),
            row::opt(self.batch.map(|batch| row::id(batch.to_bytes()))),
            row::id(entry.incident.to_bytes()),
            entry.role.clone().into(),
            row::opt(entry.person.clone()),
            entry.people_milli.into(),
            entry.worked_ms.into(),
            row::name(&entry.rate),
            row::opt(entry.start.map(|at| at.0)),
            i64::from(entry.review).into(),
            row::json(&actions),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        let id = LaborId::from_bytes(fields.id()?);
        Ok(Self {
            batch: fields.opt_id()?.map(BatchId::from_bytes),
            entry: LaborEntry {
                id,
                incident: IncidentId::from_bytes(fields.id()?),
                role: fields.text()?,
                person: fields.opt_text()?,
                people_milli: fields.int()?,
                worked_ms: fields.int()?,
                rate: fields.opt_name()?,
                start: fields.opt_int()?.map(Instant),
                review: fields.flag()?,
                actions: fields
                    .json::<Vec<i64>>()?
                    .into_iter()
                    .map(Instant)
                    .collect(),
            },
        })
    }
}

/// What of a labor entry cannot be kept: an instant outside the years that are accepted from
/// anywhere. The change log could not bring it back.
pub(crate) fn refuse_unstorable(entry: &LaborEntry) -> Result<(), Error> {
    let mut times = entry.start.iter().chain(&entry.actions);
    if times.all(|at| (EARLIEST..LATEST).contains(at)) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "labor of “{}” cannot be stored: found an instant outside 1900 to 2199; correct it and \
         try again",
        entry.role
    )))
}
