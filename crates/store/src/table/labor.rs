//! Labor entries.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{BatchId, IncidentId, LaborId};
use ninefold_domain::record::LaborEntry;
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
    ];

    fn bind(&self) -> Vec<Value> {
        let entry = &self.entry;
        vec![
            row::id(entry.id.to_bytes()),
            row::opt(self.batch.map(|batch| row::id(batch.to_bytes()))),
            row::id(entry.incident.to_bytes()),
            entry.role.clone().into(),
            row::opt(entry.person.clone()),
            entry.people_milli.into(),
            entry.worked_ms.into(),
            row::name(&entry.rate),
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
                start: None,
                review: false,
                actions: vec![],
            },
        })
    }
}
