//! Incident rows: one row is one impact of an incident on a service.

use crate::report::Report;
use ninefold_domain::record::{Detection, IncidentKind, Recovery};
use ninefold_domain::time::Instant;
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
