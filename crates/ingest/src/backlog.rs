//! Backlog rows: one row is the backlog at the end of a month.

use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, Report};
use crate::row::{Cell, Reject, Row, Values, raw_number};
use crate::table::{self, Sink};
use crate::time::month_of;
use crate::watch::Watch;
use ninefold_domain::calendar::Month;
use ninefold_domain::record::BacklogMonth;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What a set of backlog files holds.
#[derive(Debug)]
pub struct Backlog {
    /// Months, ascending, each once.
    pub months: Vec<BacklogMonth>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads backlog files. A month that is stated twice comes in once where both rows say the
/// same; where they differ, the second is a finding.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_backlog(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Backlog, Error> {
    let mut sink = BacklogSink::default();
    let report = table::read(paths, Kind::Backlog, mapping, watch, &mut sink)?;
    Ok(Backlog {
        months: sink.months.into_values().collect(),
        report,
    })
}

#[derive(Default)]
struct BacklogSink {
    months: BTreeMap<Month, BacklogMonth>,
}

fn month(row: &Row<'_>, values: &mut Values) -> Result<Month, Reject> {
    let field = Field::Month;
    let unreadable = |found: String| {
        Reject::new(
            Code::Time,
            field,
            found,
            "a month from 1900 to 2199, such as 2026-11",
        )
    };
    let text = match values.present(row.cell(field)) {
        Cell::Missing => return Err(Reject::missing(field)),
        // The day of a date does not depend on a zone where the date itself has none.
        Cell::Utc(ms) | Cell::Local(ms) => ninefold_domain::time::Instant(ms).to_rfc3339(),
        cell => cell.show(),
    };
    month_of(text.trim()).ok_or_else(|| unreadable(text))
}

impl Sink for BacklogSink {
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let month = month(row, values)?;
        let count = |field| {
            values
                .count(row, field)?
                .ok_or_else(|| Reject::missing(field))
        };
        let (open, open_resilience) = (count(Field::Open)?, count(Field::OpenResilience)?);
        if open_resilience > open {
            return Err(Reject::new(
                Code::TooLarge,
                Field::OpenResilience,
                raw_number(row, Field::OpenResilience),
                format!("at most the {open} open items that it is a part of"),
            ));
        }
        let read = BacklogMonth {
            month,
            open,
            open_resilience,
            customer_incidents: values.count(row, Field::CustomerIncidents)?,
        };
        match self.months.insert(month, read) {
            Some(before) if before != read => {
                self.months.insert(month, before);
                Err(Reject::new(
                    Code::Twice,
                    Field::Month,
                    format!("{month}: {open} open, {open_resilience} for resilience"),
                    format!(
                        "the row before, {} open, {} for resilience, or one row for the month",
                        before.open, before.open_resilience
                    ),
                ))
            }
            _ => Ok(()),
        }
    }
}
