//! Requirements and how they are verified.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{RequirementId, ServiceId};
use ninefold_domain::requirement::Requirement;
use rusqlite::types::Value;

pub(crate) const VERSION_3: &str = "
CREATE TABLE requirement (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    statement TEXT NOT NULL,
    scenario TEXT NOT NULL,
    service BLOB NOT NULL,
    tier INTEGER,
    slo TEXT,
    rto REAL,
    rpo REAL,
    source TEXT NOT NULL,
    risks TEXT NOT NULL,
    incidents TEXT NOT NULL,
    techniques TEXT NOT NULL,
    evidence TEXT,
    expectations TEXT NOT NULL,
    owner TEXT,
    product TEXT,
    technical TEXT,
    test TEXT NOT NULL,
    results TEXT NOT NULL,
    status TEXT NOT NULL,
    notes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

impl Row for Requirement {
    const TABLE: &'static str = "requirement";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number",
        "title",
        "statement",
        "scenario",
        "service",
        "tier",
        "slo",
        "rto",
        "rpo",
        "source",
        "risks",
        "incidents",
        "techniques",
        "evidence",
        "expectations",
        "owner",
        "product",
        "technical",
        "test",
        "results",
        "status",
        "notes",
    ];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            i64::from(self.number).into(),
            self.title.clone().into(),
            self.statement.clone().into(),
            row::json(&self.scenario),
            row::id(self.service.to_bytes()),
            row::opt(self.tier.map(i64::from)),
            row::opt(self.slo.as_ref().map(row::json)),
            row::opt(self.rto.map(row::real)),
            row::opt(self.rpo.map(row::real)),
            row::json(&self.source),
            row::json(&self.risks),
            row::json(&self.incidents),
            row::json(&self.techniques),
            row::opt(self.evidence.as_ref().map(row::json)),
            row::json(&self.expectations),
            row::opt(self.owner.clone()),
            row::opt(self.product.as_ref().map(row::json)),
            row::opt(self.technical.as_ref().map(row::json)),
            row::json(&self.test),
            row::json(&self.results),
            row::name(&self.status),
            self.notes.clone().into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: RequirementId::from_bytes(fields.id()?),
            number: fields.narrow()?,
            title: fields.text()?,
            statement: fields.text()?,
            scenario: fields.json()?,
            service: ServiceId::from_bytes(fields.id()?),
            tier: fields.opt_narrow()?,
            slo: fields.opt_json()?,
            rto: fields.opt_real()?,
            rpo: fields.opt_real()?,
            source: fields.json()?,
            risks: fields.json()?,
            incidents: fields.json()?,
            techniques: fields.json()?,
            evidence: fields.opt_json()?,
            expectations: fields.json()?,
            owner: fields.opt_text()?,
            product: fields.opt_json()?,
            technical: fields.opt_json()?,
            test: fields.json()?,
            results: fields.json()?,
            status: fields.name()?,
            notes: fields.text()?,
        })
    }
}
