//! Incidents, each with its impacts.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::id::{BatchId, IncidentId, ServiceId};
use ninefold_domain::record::{Impact, Incident, Origin};
use ninefold_domain::time::Instant;
use rusqlite::types::Value;

pub(crate) const VERSION_1: &str = "
CREATE TABLE incident (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    batch BLOB,
    source TEXT,
    external_id TEXT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT,
    started INTEGER NOT NULL,
    detected INTEGER,
    acknowledged INTEGER,
    mitigated INTEGER,
    resolved INTEGER,
    causes TEXT NOT NULL,
    detected_by TEXT,
    recovered_by TEXT,
    recovery_action TEXT,
    reassignments INTEGER,
    contacts INTEGER,
    notes TEXT NOT NULL,
    impacts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Columns of version 1 without the checksum, in the order that the checksum takes them.
pub(crate) const COLUMNS_1: &[&str] = &[
    "id",
    "batch",
    "source",
    "external_id",
    "title",
    "kind",
    "severity",
    "started",
    "detected",
    "acknowledged",
    "mitigated",
    "resolved",
    "causes",
    "detected_by",
    "recovered_by",
    "recovery_action",
    "reassignments",
    "contacts",
    "notes",
    "impacts",
];

pub(crate) const VERSION_2: &str = "
CREATE TABLE incident (
    checksum INTEGER NOT NULL,
    id BLOB NOT NULL PRIMARY KEY,
    batch BLOB,
    source TEXT,
    external_id TEXT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT,
    started INTEGER NOT NULL,
    detected INTEGER,
    acknowledged INTEGER,
    mitigated INTEGER,
    resolved INTEGER,
    causes TEXT NOT NULL,
    detected_by TEXT,
    recovered_by TEXT,
    recovery_action TEXT,
    reassignments INTEGER,
    contacts INTEGER,
    notes TEXT NOT NULL,
    impacts TEXT NOT NULL,
    cancellations INTEGER,
    fixed TEXT NOT NULL,
    method TEXT
) STRICT, WITHOUT ROWID;
";

/// An incident and the batch it came in with.
pub(crate) struct IncidentRow {
    /// The incident.
    pub incident: Incident,
    /// Its batch, unless it was made by hand or has left its batch.
    pub batch: Option<BatchId>,
}

/// An impact as it is kept: `[service, start, end, share]`, instants in milliseconds, which
/// reads several times faster than instants as text do.
type StoredImpact = (ServiceId, i64, Option<i64>, Option<f64>);

impl Row for IncidentRow {
    const TABLE: &'static str = "incident";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "batch",
        "source",
        "external_id",
        "title",
        "kind",
        "severity",
        "started",
        "detected",
        "acknowledged",
        "mitigated",
        "resolved",
        "causes",
        "detected_by",
        "recovered_by",
        "recovery_action",
        "reassignments",
        "contacts",
        "notes",
        "impacts",
        "cancellations",
        "fixed",
        "method",
    ];

    fn bind(&self) -> Vec<Value> {
        let incident = &self.incident;
        let origin = incident.origin.as_ref();
        let time = |at: Option<Instant>| row::opt(at.map(|at| at.0));
        let impacts: Vec<StoredImpact> = incident
            .impacts
            .iter()
            .map(|i| (i.service, i.start.0, i.end.map(|end| end.0), i.share))
            .collect();
        vec![
            row::id(incident.id.to_bytes()),
            row::opt(self.batch.map(|batch| row::id(batch.to_bytes()))),
            row::opt(origin.map(|origin| origin.source.clone())),
            row::opt(origin.map(|origin| origin.external_id.clone())),
            incident.title.clone().into(),
            row::name(&incident.kind),
            row::opt(incident.severity.clone()),
            incident.started.0.into(),
            time(incident.detected),
            time(incident.acknowledged),
            time(incident.mitigated),
            time(incident.resolved),
            row::json(&incident.causes),
            row::name(&incident.detected_by),
            row::name(&incident.recovered_by),
            row::opt(incident.recovery_action.clone()),
            row::opt(incident.reassignments.map(i64::from)),
            row::opt(incident.contacts.map(i64::from)),
            incident.notes.clone().into(),
            row::json(&impacts),
            row::opt(incident.cancellations.map(i64::from)),
            row::json(&incident.fixed),
            row::name(&incident.method),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        let id = IncidentId::from_bytes(fields.id()?);
        let batch = fields.opt_id()?.map(BatchId::from_bytes);
        let source = fields.opt_text()?;
        let external_id = fields.opt_text()?;
        Ok(Self {
            batch,
            incident: Incident {
                id,
                origin: source.zip(external_id).map(|(source, external_id)| Origin {
                    source,
                    external_id,
                }),
                title: fields.text()?,
                kind: fields.name()?,
                severity: fields.opt_text()?,
                started: Instant(fields.int()?),
                detected: fields.opt_int()?.map(Instant),
                acknowledged: fields.opt_int()?.map(Instant),
                mitigated: fields.opt_int()?.map(Instant),
                resolved: fields.opt_int()?.map(Instant),
                causes: fields.json()?,
                detected_by: fields.opt_name()?,
                recovered_by: fields.opt_name()?,
                recovery_action: fields.opt_text()?,
                reassignments: fields.opt_narrow()?,
                contacts: fields.opt_narrow()?,
                notes: fields.text()?,
                impacts: fields
                    .json::<Vec<StoredImpact>>()?
                    .into_iter()
                    .map(|(service, start, end, share)| Impact {
                        service,
                        start: Instant(start),
                        end: end.map(Instant),
                        share,
                    })
                    .collect(),
                cancellations: fields.opt_narrow()?,
                fixed: fields.json()?,
                method: fields.opt_name()?,
            },
        })
    }
}

/// What of an incident cannot be kept: an infinite share, or an instant outside the years that
/// are accepted from anywhere. The change log could not bring it back.
pub(crate) fn refuse_unstorable(incident: &Incident) -> Result<(), Error> {
    use ninefold_domain::time::{EARLIEST, LATEST};
    let times = [
        Some(incident.started),
        incident.detected,
        incident.acknowledged,
        incident.mitigated,
        incident.resolved,
    ];
    let spans = incident.impacts.iter().flat_map(|i| [Some(i.start), i.end]);
    let in_range = |at: Instant| (EARLIEST..LATEST).contains(&at);
    let fine = times.into_iter().chain(spans).flatten().all(in_range)
        && incident
            .impacts
            .iter()
            .all(|i| i.share.is_none_or(f64::is_finite));
    if fine {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "incident {} cannot be stored: found an impact that is no finite number or an instant \
         outside 1900 to 2199; correct it and try again",
        incident.label()
    )))
}
