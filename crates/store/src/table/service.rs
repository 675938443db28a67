//! Services, their tiers, the streams that lean on them, and the roles of the rate card.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{RoleId, ServiceId, StreamId};
use ninefold_domain::record::{Role, Service, Stream, Tier};
use rusqlite::types::Value;

pub(crate) const VERSION_1: &str = "
CREATE TABLE tier (
    checksum INTEGER NOT NULL,
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    target REAL
) STRICT;
CREATE TABLE service (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    tier INTEGER,
    owner TEXT,
    target REAL,
    channels TEXT NOT NULL,
    dependencies TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE stream (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    dependences TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE role (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    team TEXT NOT NULL,
    rate TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Columns of table service in version 1 without the checksum, in the order that the checksum
/// takes them.
pub(crate) const COLUMNS_1: &[&str] = &[
    "id",
    "name",
    "tier",
    "owner",
    "target",
    "channels",
    "dependencies",
];

pub(crate) const VERSION_2: &str = "
CREATE TABLE service (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    tier INTEGER,
    owner TEXT,
    target REAL,
    channels TEXT NOT NULL,
    dependencies TEXT NOT NULL,
    redundancies TEXT NOT NULL,
    hours TEXT
) STRICT, WITHOUT ROWID;
";

impl Row for Tier {
    const TABLE: &'static str = "tier";
    const COLUMNS: &'static [&'static str] = &["number", "name", "target"];

    fn bind(&self) -> Vec<Value> {
        vec![
            i64::from(self.number).into(),
            self.name.clone().into(),
            row::opt(self.target.map(row::real)),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            number: fields.narrow()?,
            name: fields.text()?,
            target: fields.opt_real()?,
        })
    }
}

impl Row for Service {
    const TABLE: &'static str = "service";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "tier",
        "owner",
        "target",
        "channels",
        "dependencies",
        "redundancies",
        "hours",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            row::opt(self.tier.map(i64::from)),
            row::opt(self.owner.clone()),
            row::opt(self.target.map(row::real)),
            row::json(&self.channels),
            row::json(&self.dependencies),
            row::json(&self.redundancies),
            row::opt(self.hours.as_ref().map(row::json)),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: ServiceId::from_bytes(fields.id()?),
            name: fields.text()?,
            tier: fields.opt_narrow()?,
            owner: fields.opt_text()?,
            target: fields.opt_real()?,
            channels: fields.json()?,
            dependencies: fields.json()?,
            redundancies: fields.json()?,
            hours: fields.opt_json()?,
        })
    }
}

impl Row for Stream {
    const TABLE: &'static str = "stream";
    const COLUMNS: &'static [&'static str] = &["id", "name", "currency", "dependences"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            row::name(&self.currency),
            row::json(&self.dependences),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: StreamId::from_bytes(fields.id()?),
            name: fields.text()?,
            currency: fields.name()?,
            dependences: fields.json()?,
        })
    }
}

impl Row for Role {
    const TABLE: &'static str = "role";
    // `group` is a word of SQL.
    const COLUMNS: &'static [&'static str] = &["id", "name", "team", "rate"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            row::name(&self.group),
            row::name(&self.rate),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: RoleId::from_bytes(fields.id()?),
            name: fields.text()?,
            group: fields.name()?,
            rate: fields.name()?,
        })
    }
}
