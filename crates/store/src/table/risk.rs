//! The register of risks, the techniques and options that would change them, and the scenarios
//! saved of all that.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{OptionId, RiskId, ScenarioId, ServiceId, TechniqueId};
use ninefold_domain::risk::Risk;
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::techniques::Technique;
use ninefold_domain::tiers::TierOption;
use rusqlite::types::Value;

pub(crate) const VERSION_2: &str = "
CREATE TABLE risk (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    service BLOB NOT NULL,
    failure_mode TEXT NOT NULL,
    category TEXT NOT NULL,
    frequency TEXT NOT NULL,
    dispersion REAL NOT NULL,
    detect TEXT NOT NULL,
    repair TEXT NOT NULL,
    users TEXT NOT NULL,
    streams TEXT NOT NULL,
    people TEXT NOT NULL,
    per_event TEXT NOT NULL,
    common_cause TEXT,
    source TEXT NOT NULL,
    notes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE technique (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    effects TEXT NOT NULL,
    one_off TEXT NOT NULL,
    yearly TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tier_option (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    change TEXT NOT NULL,
    one_off TEXT NOT NULL,
    yearly TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE scenario (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    scenario TEXT NOT NULL,
    given TEXT NOT NULL,
    digits TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// The columns of a risk in version 2.
pub(crate) const COLUMNS_2: &[&str] = &[
    "id",
    "name",
    "service",
    "failure_mode",
    "category",
    "frequency",
    "dispersion",
    "detect",
    "repair",
    "users",
    "streams",
    "people",
    "per_event",
    "common_cause",
    "source",
    "notes",
];

pub(crate) const VERSION_5: &str = "
CREATE TABLE risk (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    service BLOB NOT NULL,
    failure_mode TEXT NOT NULL,
    category TEXT NOT NULL,
    frequency TEXT NOT NULL,
    dispersion REAL NOT NULL,
    detect TEXT NOT NULL,
    repair TEXT NOT NULL,
    users TEXT NOT NULL,
    streams TEXT NOT NULL,
    people TEXT NOT NULL,
    per_event TEXT NOT NULL,
    common_cause TEXT,
    source TEXT NOT NULL,
    notes TEXT NOT NULL,
    one_length INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

impl Row for Risk {
    const TABLE: &'static str = "risk";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "service",
        "failure_mode",
        "category",
        "frequency",
        "dispersion",
        "detect",
        "repair",
        "users",
        "streams",
        "people",
        "per_event",
        "common_cause",
        "source",
        "notes",
        "one_length",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            row::id(self.service.to_bytes()),
            self.failure_mode.clone().into(),
            row::name(&self.category),
            row::json(&self.frequency),
            row::real(self.dispersion),
            row::json(&self.detect),
            row::json(&self.repair),
            row::json(&self.users),
            row::json(&self.streams),
            row::json(&self.people),
            row::json(&self.per_event),
            row::opt(self.common_cause.as_ref().map(row::json)),
            row::name(&self.source),
            self.notes.clone().into(),
            i64::from(self.one_length).into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: RiskId::from_bytes(fields.id()?),
            name: fields.text()?,
            service: ServiceId::from_bytes(fields.id()?),
            failure_mode: fields.text()?,
            category: fields.name()?,
            frequency: fields.json()?,
            dispersion: match fields.opt_real()? {
                Some(dispersion) => dispersion,
                None => return Err(fields.bad("a number")),
            },
            detect: fields.json()?,
            repair: fields.json()?,
            users: fields.json()?,
            streams: fields.json()?,
            people: fields.json()?,
            per_event: fields.json()?,
            common_cause: fields.opt_json()?,
            source: fields.name()?,
            notes: fields.text()?,
            one_length: fields.flag()?,
        })
    }
}

impl Row for Technique {
    const TABLE: &'static str = "technique";
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "scope", "effects", "one_off", "yearly"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            row::json(&self.scope),
            row::json(&self.effects),
            row::json(&self.one_off),
            row::json(&self.yearly),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: TechniqueId::from_bytes(fields.id()?),
            name: fields.text()?,
            scope: fields.json()?,
            effects: fields.json()?,
            one_off: fields.json()?,
            yearly: fields.json()?,
        })
    }
}

impl Row for TierOption {
    const TABLE: &'static str = "tier_option";
    const COLUMNS: &'static [&'static str] = &["id", "name", "change", "one_off", "yearly"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            self.name.clone().into(),
            row::json(&self.change),
            row::json(&self.one_off),
            row::json(&self.yearly),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: OptionId::from_bytes(fields.id()?),
            name: fields.text()?,
            change: fields.json()?,
            one_off: fields.json()?,
            yearly: fields.json()?,
        })
    }
}

impl Row for SavedScenario {
    const TABLE: &'static str = "scenario";
    const COLUMNS: &'static [&'static str] = &["id", "scenario", "given", "digits"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.scenario.id.to_bytes()),
            row::json(&self.scenario),
            self.given.clone().into(),
            self.digits.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        let id = ScenarioId::from_bytes(fields.id()?);
        let scenario: ninefold_domain::tiers::Scenario = fields.json()?;
        if scenario.id != id {
            return Err(fields.bad("the scenario of its id"));
        }
        Ok(Self {
            scenario,
            given: fields.text()?,
            digits: fields.text()?,
        })
    }
}
