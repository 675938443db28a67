//! Which incidents were which risks: what forecasts are scored by.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{IncidentId, MatchId, RiskId};
use ninefold_domain::score::RiskMatch;
use ninefold_domain::time::Instant;
use rusqlite::types::Value;

pub(crate) const VERSION_3: &str = "
CREATE TABLE risk_match (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    risk BLOB NOT NULL,
    incident BLOB NOT NULL,
    verdict TEXT NOT NULL,
    decided INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

impl Row for RiskMatch {
    const TABLE: &'static str = "risk_match";
    const COLUMNS: &'static [&'static str] = &["id", "risk", "incident", "verdict", "decided"];

    fn bind(&self) -> Vec<Value> {
        vec![
            row::id(self.id.to_bytes()),
            row::id(self.risk.to_bytes()),
            row::id(self.incident.to_bytes()),
            row::name(&self.verdict),
            self.decided.0.into(),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            id: MatchId::from_bytes(fields.id()?),
            risk: RiskId::from_bytes(fields.id()?),
            incident: IncidentId::from_bytes(fields.id()?),
            verdict: fields.name()?,
            decided: Instant(fields.int()?),
        })
    }
}
