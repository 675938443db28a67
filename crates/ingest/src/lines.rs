//! Rows once more, as they stand in their files, for whoever has to name some of them: which they
//! are, only the caller can tell.

use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::FINDINGS_KEPT;
use crate::row::{Plan, Reject, Row, Values};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::money::Currency;
use ninefold_domain::time::Instant;
use std::path::PathBuf;

/// What a row is told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Index in [`Report::files`](crate::Report::files).
    pub file: u32,
    /// As in [`crate::Finding::row`].
    pub row: u64,
    /// Its currency, where it reads.
    pub currency: Option<Currency>,
    /// When it was, where that is mapped and reads.
    pub at: Option<Instant>,
}

/// The cells of the rows that are wanted, in the order of the files; at most [`FINDINGS_KEPT`].
///
/// # Errors
/// What stops an import of these files as a whole; see [`Error`].
pub fn pick_rows(
    paths: &[PathBuf],
    kind: Kind,
    mapping: &Mapping,
    watch: &dyn Watch,
    wanted: &mut dyn FnMut(&Line) -> bool,
) -> Result<Vec<(Line, Vec<String>)>, Error> {
    let mut sink = Picker {
        at: match kind {
            Kind::Revenue | Kind::Requests => Some(Field::At),
            Kind::Incidents => Some(Field::Started),
            Kind::Labor => Some(Field::Start),
            _ => None,
        },
        priced: Field::of(kind)
            .iter()
            .any(|spec| spec.field == Field::Currency),
        wanted,
        picked: Vec::new(),
    };
    table::read(paths, kind, mapping, watch, &mut sink)?;
    Ok(sink.picked)
}

struct Picker<'a> {
    at: Option<Field>,
    priced: bool,
    wanted: &'a mut dyn FnMut(&Line) -> bool,
    picked: Vec<(Line, Vec<String>)>,
}

impl Sink for Picker<'_> {
    fn begin(&mut self, _: &Plan, _: &Values) {}

    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let line = Line {
            file: row.plan.file,
            row: row.line,
            currency: match self.priced {
                true => Field::money()
                    .filter(|field| row.plan.has(*field))
                    .find_map(|field| values.currency_of(row, field).ok().flatten()),
                false => None,
            },
            at: match self.at {
                Some(field) => values.instant(row, field).ok().flatten(),
                None => None,
            },
        };
        if self.picked.len() < FINDINGS_KEPT && (self.wanted)(&line) {
            self.picked.push((line, row.raw()));
        }
        Ok(())
    }
}
