//! Labor rows: work of one role, or one person, on an incident.

use crate::report::Report;
use ninefold_domain::money::Money;
use std::sync::Arc;

/// One accepted row. Texts that repeat are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct LaborRow {
    /// Index in [`Report::files`].
    pub file: u32,
    /// Line, as in [`crate::Finding::row`].
    pub row: u64,
    /// The incident's id in its source.
    pub incident: Arc<str>,
    /// The role.
    pub role: Arc<str>,
    /// A person's pseudonym.
    pub person: Option<Arc<str>>,
    /// People × 1,000: half a person is 500.
    pub people_milli: i64,
    /// Milliseconds each of them worked.
    pub worked_ms: i64,
    /// Loaded rate per hour.
    pub rate: Option<Money>,
}

/// What a set of labor files holds.
#[derive(Debug)]
pub struct Labor {
    /// Accepted rows, in file order.
    pub rows: Vec<LaborRow>,
    /// Counts, findings, notes.
    pub report: Report,
}
