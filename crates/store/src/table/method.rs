//! Methods and assumptions: one row a field, its value as JSON.

use crate::error::Error;
use crate::record::{Key, Record};
use crate::row::{self, Fields, Row, Tally};
use ninefold_domain::methods::Methods;
use rusqlite::Connection;
use rusqlite::types::Value;

pub(crate) const VERSION_1: &str = "
CREATE TABLE method (
    checksum INTEGER NOT NULL,
    field TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// One field of the methods.
pub(crate) struct Method {
    field: String,
    value: String,
}

impl Row for Method {
    const TABLE: &'static str = "method";
    const COLUMNS: &'static [&'static str] = &["field", "value"];

    fn bind(&self) -> Vec<Value> {
        vec![self.field.clone().into(), self.value.clone().into()]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            field: fields.text()?,
            value: fields.text()?,
        })
    }
}

/// The methods of the workspace.
pub(crate) fn read(db: &Connection) -> Result<Methods, Error> {
    let rows: Vec<Method> = row::select_all(db)?;
    let mut fields = serde_json::Map::new();
    for Method { field, value } in rows {
        let value = serde_json::from_str(&value)
            .map_err(|_| Error::damaged(format!("table method holds no JSON for {field}")))?;
        fields.insert(field, value);
    }
    match Record::from_fields(Key::Methods, fields)? {
        Record::Methods(methods) => Ok(methods),
        _ => Err(Error::damaged("table method holds no methods")),
    }
}

/// Writes the methods, whatever they were before.
pub(crate) fn write(db: &Connection, tally: &mut Tally, methods: &Methods) -> Result<(), Error> {
    for (field, value) in Record::Methods(methods.clone()).to_fields()? {
        let value = value.to_string();
        row::put(db, tally, &Method { field, value })?;
    }
    Ok(())
}
