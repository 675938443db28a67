//! What the file says about itself, and the tally of every other table.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use rusqlite::Connection;
use rusqlite::types::Value;

pub(crate) const VERSION_1: &str = "
CREATE TABLE meta (
    checksum INTEGER NOT NULL,
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    tbl TEXT NOT NULL PRIMARY KEY,
    rows INTEGER NOT NULL,
    checksums INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// One fact about the file.
pub(crate) struct Meta {
    /// Such as `replica`.
    pub name: String,
    /// Its text.
    pub value: String,
}

impl Row for Meta {
    const TABLE: &'static str = "meta";
    const COLUMNS: &'static [&'static str] = &["name", "value"];

    fn bind(&self) -> Vec<Value> {
        vec![self.name.clone().into(), self.value.clone().into()]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            name: fields.text()?,
            value: fields.text()?,
        })
    }
}

/// The replica that this file writes its log as.
pub(crate) fn replica(db: &Connection) -> Result<u128, Error> {
    let facts: Vec<Meta> = row::select_all(db)?;
    facts
        .iter()
        .find(|fact| fact.name == "replica")
        .and_then(|fact| u128::from_str_radix(&fact.value, 16).ok())
        .ok_or_else(|| Error::damaged("table meta names no replica"))
}
