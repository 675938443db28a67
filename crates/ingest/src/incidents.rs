//! Incident rows: one row is one impact of an incident on a service.

use crate::desk::Desk;
use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, NoteCode, Report};
use crate::row::{Interner, Reject, Row, Values, Words, raw_number};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::record::{Detection, FixedCost, IncidentKind, Recovery};
use ninefold_domain::time::Instant;
use std::path::PathBuf;
use std::sync::Arc;

/// One accepted row. Texts that repeat are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentRow {
    /// Index in [`Report::files`].
    pub file: u32,
    /// Line, as in [`crate::Finding::row`].
    pub row: u64,
    /// The incident's id in its source; rows with one id are one incident.
    pub id: Option<Box<str>>,
    /// The service that was hit.
    pub service: Arc<str>,
    /// What happened.
    pub title: Option<Box<str>>,
    /// As the source writes it.
    pub severity: Option<Arc<str>>,
    /// When the service was first hit.
    pub started: Instant,
    /// When someone noticed.
    pub detected: Option<Instant>,
    /// When someone took it.
    pub acknowledged: Option<Instant>,
    /// When the worst was over.
    pub mitigated: Option<Instant>,
    /// When it was over; open where missing.
    pub resolved: Option<Instant>,
    /// Share of users or requests hit, 0 to 1.
    pub impact: Option<f64>,
    /// What it was.
    pub kind: IncidentKind,
    /// Causes.
    pub causes: Box<[Arc<str>]>,
    /// Who noticed.
    pub detected_by: Option<Detection>,
    /// Who recovered it.
    pub recovered_by: Option<Recovery>,
    /// How.
    pub recovery_action: Option<Arc<str>>,
    /// Times it was handed to another team.
    pub reassignments: Option<u32>,
    /// Customer contacts.
    pub contacts: Option<u32>,
    /// Customers lost over it.
    pub cancellations: Option<u32>,
    /// Costs known as amounts, at most one of a kind.
    pub fixed: Box<[FixedCost]>,
    /// Free text.
    pub notes: Option<Box<str>>,
}

/// What a set of incident files holds.
#[derive(Debug)]
pub struct Incidents {
    /// Accepted rows, in file order.
    pub rows: Vec<IncidentRow>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads incident files.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_incidents(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Incidents, Error> {
    let mut rows = Vec::new();
    let report = each_incident(paths, mapping, watch, &mut |row| rows.push(row))?;
    Ok(Incidents { rows, report })
}

/// Reads incident files and hands over each accepted row instead of keeping them all, for a
/// caller that needs only part of them. After an error, what was handed over does not count.
///
/// # Errors
/// As [`read_incidents`].
pub fn each_incident(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
    each: &mut dyn FnMut(IncidentRow),
) -> Result<Report, Error> {
    let mut sink = IncidentSink {
        each,
        services: Interner::default(),
        severities: Interner::default(),
        words: Interner::default(),
        open: 0,
    };
    table::read(paths, Kind::Incidents, mapping, watch, &mut sink)
}

struct IncidentSink<'a> {
    each: &'a mut dyn FnMut(IncidentRow),
    services: Interner,
    severities: Interner,
    words: Interner,
    open: u64,
}

const KINDS: Words<IncidentKind> = &[
    ("normal", IncidentKind::Normal),
    ("incident", IncidentKind::Normal),
    ("backfilled", IncidentKind::Normal),
    ("test", IncidentKind::Test),
    ("drill", IncidentKind::Test),
    ("maintenance", IncidentKind::Maintenance),
    ("scheduled", IncidentKind::Maintenance),
];

const DETECTIONS: Words<Detection> = &[
    ("monitoring", Detection::Monitoring),
    ("alert", Detection::Monitoring),
    ("alerting", Detection::Monitoring),
    ("monitor", Detection::Monitoring),
    ("automated", Detection::Monitoring),
    ("customer", Detection::Customer),
    ("customers", Detection::Customer),
    ("user", Detection::Customer),
    ("users", Detection::Customer),
    ("staff", Detection::Staff),
    ("employee", Detection::Staff),
    ("internal", Detection::Staff),
];

const RECOVERIES: Words<Recovery> = &[
    ("hand", Recovery::Hand),
    ("manual", Recovery::Hand),
    ("manually", Recovery::Hand),
    ("human", Recovery::Hand),
    ("automation", Recovery::Automation),
    ("automatic", Recovery::Automation),
    ("automatically", Recovery::Automation),
    ("automated", Recovery::Automation),
    ("auto", Recovery::Automation),
    ("self-healed", Recovery::Automation),
    ("provider", Recovery::Provider),
    ("vendor", Recovery::Provider),
];

/// A share: 0 to 1, or a percentage.
fn impact(row: &Row<'_>, values: &mut Values) -> Result<Option<f64>, Reject> {
    let field = Field::Impact;
    let share = match values.percentage(row, field)? {
        Some(share) => share,
        None => match values.decimal(row, field, None)? {
            Some(number) => number.to_f64(),
            None => return Ok(None),
        },
    };
    if (0.0..=1.0).contains(&share) {
        Ok(Some(share))
    } else {
        Err(Reject::new(
            Code::Impact,
            field,
            raw_number(row, field),
            "a share from 0 to 1, or a percentage",
        ))
    }
}

/// What the row says the incident cost.
fn costs(row: &Row<'_>, values: &mut Values) -> Result<Box<[FixedCost]>, Reject> {
    let mut costs = Vec::new();
    for field in Field::COSTS {
        if row.plan.has(field)
            && let Some(amount) = values.money(row, field)?
        {
            let kind = match field {
                Field::OtherCosts => "other",
                named => named.name(),
            };
            costs.push(FixedCost {
                kind: kind.to_owned(),
                amount,
            });
        }
    }
    Ok(costs.into())
}

impl Sink for IncidentSink<'_> {
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        use Field as F;
        let service = values
            .text(row, F::Service)
            .ok_or_else(|| Reject::missing(F::Service))?;
        let service = self.services.share(&service);
        let started = values
            .instant(row, F::Started)?
            .ok_or_else(|| Reject::missing(F::Started))?;
        let resolved = values.instant(row, F::Resolved)?;
        if let Some(end) = resolved
            && end < started
        {
            return Err(Reject::new(
                Code::EndBeforeStart,
                F::Resolved,
                values.text(row, F::Resolved).unwrap_or_default(),
                format!("a time not before {started}"),
            ));
        }
        let text = |values: &mut Values, field| values.text(row, field).map(Into::into);
        let parsed = IncidentRow {
            file: row.plan.file,
            row: row.line,
            id: text(values, F::Id),
            service,
            title: text(values, F::Title),
            severity: values
                .text(row, F::Severity)
                .map(|text| self.severities.share(&text)),
            started,
            detected: values.instant(row, F::Detected)?,
            acknowledged: values.instant(row, F::Acknowledged)?,
            mitigated: values.instant(row, F::Mitigated)?,
            resolved,
            impact: impact(row, values)?,
            kind: values.meaning(row, F::Kind, KINDS)?.unwrap_or_default(),
            causes: match values.text(row, F::Cause) {
                Some(text) => text
                    .split([';', '|'])
                    .map(str::trim)
                    .filter(|cause| !cause.is_empty())
                    .map(|cause| self.words.share(cause))
                    .collect(),
                None => Box::default(),
            },
            detected_by: values.meaning(row, F::DetectedBy, DETECTIONS)?,
            recovered_by: values.meaning(row, F::RecoveredBy, RECOVERIES)?,
            recovery_action: values
                .text(row, F::RecoveryAction)
                .map(|text| self.words.share(&text)),
            reassignments: values.count(row, F::Reassignments)?,
            contacts: values.count(row, F::Contacts)?,
            cancellations: values.count(row, F::Cancellations)?,
            fixed: costs(row, values)?,
            notes: text(values, F::Notes),
        };
        self.open += u64::from(parsed.resolved.is_none());
        (self.each)(parsed);
        Ok(())
    }

    fn close(&mut self, desk: &mut Desk) {
        desk.note(
            NoteCode::Open,
            self.open,
            format!("{} rows have no end: those incidents are open.", self.open),
        );
    }
}
