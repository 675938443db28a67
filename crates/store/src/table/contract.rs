//! Contract tiers: what their customers pay, and what they get back for a bad month.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{ContractId, ServiceId};
use ninefold_domain::record::Contract;
use rusqlite::types::Value;

pub(crate) const VERSION_2: &str = "
CREATE TABLE contract (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    service BLOB NOT NULL,
    fee TEXT NOT NULL,
    bands TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl Row for Contract {
    const TABLE: &'static str = "contract";
    const COLUMNS: &'static [&'static str] = &["id", "name", "service", "fee", "bands"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            row::id(self.service.to_bytes()),
            row::name(&self.fee),
            row::json(&self.bands),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: ContractId::from_bytes(fields.id()?),
            name: fields.text()?,
            service: ServiceId::from_bytes(fields.id()?),
            fee: fields.name()?,
            bands: fields.json()?,
        })
    }
}
