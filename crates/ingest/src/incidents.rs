//! Incident rows: one row is one impact of an incident on a service.

use crate::desk::Desk;
use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, NoteCode, Report};
use crate::row::{Interner, Reject, Row, Values, raw_number};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::record::{Detection, IncidentKind, Recovery};
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

/// A word of a source and what it means here.
type Words<T> = &'static [(&'static str, T)];

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
    ("customer", Detection::Customer),
    ("staff", Detection::Staff),
    ("employee", Detection::Staff),
];

const RECOVERIES: Words<Recovery> = &[
    ("hand", Recovery::Hand),
    ("manual", Recovery::Hand),
    ("automation", Recovery::Automation),
    ("automatic", Recovery::Automation),
    ("provider", Recovery::Provider),
];

/// The meaning of a field's word; nothing where it is missing.
fn meaning<T: Copy>(
    row: &Row<'_>,
    values: &mut Values,
    field: Field,
    words: Words<T>,
) -> Result<Option<T>, Reject> {
    let Some(text) = values.text(row, field) else {
        return Ok(None);
    };
    let known = words
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(&text));
    match known {
        Some((_, meaning)) => Ok(Some(*meaning)),
        None => {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            Err(Reject::new(
                Code::Word,
                field,
                text.into_owned(),
                format!("one of {}", names.join(", ")),
            ))
        }
    }
}

/// A whole number from zero up.
fn count(row: &Row<'_>, values: &Values, field: Field) -> Result<Option<u32>, Reject> {
    let Some(number) = values.decimal(row, field, None)? else {
        return Ok(None);
    };
    let refuse =
        |code, expected: &'static str| Reject::new(code, field, raw_number(row, field), expected);
    if number.is_negative() {
        return Err(refuse(Code::Negative, "zero or more"));
    }
    let (whole, _) = number
        .to_scale(0, false)
        .map_err(|_| refuse(Code::Precision, "a whole number"))?;
    u32::try_from(whole)
        .map(Some)
        .map_err(|_| refuse(Code::TooLarge, "a number below 4 billion"))
}

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
            kind: meaning(row, values, F::Kind, KINDS)?.unwrap_or_default(),
            causes: match values.text(row, F::Cause) {
                Some(text) => text
                    .split([';', '|'])
                    .map(str::trim)
                    .filter(|cause| !cause.is_empty())
                    .map(|cause| self.words.share(cause))
                    .collect(),
                None => Box::default(),
            },
            detected_by: meaning(row, values, F::DetectedBy, DETECTIONS)?,
            recovered_by: meaning(row, values, F::RecoveredBy, RECOVERIES)?,
            recovery_action: values
                .text(row, F::RecoveryAction)
                .map(|text| self.words.share(&text)),
            reassignments: count(row, values, F::Reassignments)?,
            contacts: count(row, values, F::Contacts)?,
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
