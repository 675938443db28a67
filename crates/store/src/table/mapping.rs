//! Named mappings of files.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::MappingId;
use ninefold_domain::record::NamedMapping;
use rusqlite::types::Value;

pub(crate) const VERSION_4: &str = "
CREATE TABLE named_mapping (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    header TEXT NOT NULL,
    mapping TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl Row for NamedMapping {
    const TABLE: &'static str = "named_mapping";
    const COLUMNS: &'static [&'static str] = &["id", "name", "kind", "header", "mapping"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            self.kind.clone().into(),
            row::json(&self.header),
            self.mapping.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: MappingId::from_bytes(fields.id()?),
            name: fields.text()?,
            kind: fields.text()?,
            header: fields.json()?,
            mapping: fields.text()?,
        })
    }
}
