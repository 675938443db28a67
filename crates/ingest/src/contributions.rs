//! Contribution rows: what one person writes from outside on the form of a pre-mortem. One row is
//! one failure they fear, or what they estimate of a cluster that is there already.

use crate::duration;
use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, Report};
use crate::row::{Plan, Reject, Row, Values, YES_OR_NO, raw_number};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::distribution::Estimate;
use std::path::PathBuf;

/// What a row estimates: all four quantities, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// Events a year.
    pub frequency: Estimate,
    /// Minutes until it is noticed.
    pub detect: Estimate,
    /// Minutes from there until users are well again.
    pub repair: Estimate,
    /// Share of users, 0 to 1.
    pub users: Estimate,
}

/// One accepted row.
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionRow {
    /// Number of the file among those read.
    pub file: u32,
    /// Line, as in [`crate::Finding::row`].
    pub row: u64,
    /// The session that the form was made for, as the form says it.
    pub session: Option<String>,
    /// Which line of the form it is; the same when the form is sent again.
    pub line: Option<String>,
    /// Who fills it in: as on the row, or as on a row above it.
    pub person: String,
    /// The role they speak for, likewise.
    pub role: Option<String>,
    /// What will have failed.
    pub failure: Option<String>,
    /// Whether nobody is to see who said it.
    pub anonymous: bool,
    /// What they estimate.
    pub estimates: Option<Estimates>,
    /// Why.
    pub why: Option<String>,
}

/// What a set of forms holds.
#[derive(Debug)]
pub struct Contributions {
    /// Accepted rows, in file order, those that were left blank among them.
    pub rows: Vec<ContributionRow>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads filled forms.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_contributions(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Contributions, Error> {
    let mut sink = ContributionSink::default();
    let report = table::read(paths, Kind::Contributions, mapping, watch, &mut sink)?;
    Ok(Contributions {
        rows: sink.rows,
        report,
    })
}

#[derive(Default)]
struct ContributionSink {
    rows: Vec<ContributionRow>,
    files: u32,
    /// Who filled in the rows above.
    person: Option<String>,
    role: Option<String>,
}

/// Begins the key of a line that asks for estimates of a cluster that is there.
pub const CLUSTER_LINE: &str = "cluster:";

/// A quantity with its three columns: least or low, most likely, most or high.
struct Quantity {
    low: Field,
    likely: Field,
    high: Field,
    unit: Unit,
}

/// What a number of a quantity counts, and how else it may be written.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    /// Events a year: a bare number.
    Events,
    /// Minutes, or a length with its unit.
    Minutes,
    /// A share, or a percentage.
    Share,
}

const QUANTITIES: [Quantity; 4] = [
    Quantity {
        low: Field::EventsLow,
        likely: Field::EventsLikely,
        high: Field::EventsHigh,
        unit: Unit::Events,
    },
    Quantity {
        low: Field::DetectLow,
        likely: Field::DetectLikely,
        high: Field::DetectHigh,
        unit: Unit::Minutes,
    },
    Quantity {
        low: Field::RepairLow,
        likely: Field::RepairLikely,
        high: Field::RepairHigh,
        unit: Unit::Minutes,
    },
    Quantity {
        low: Field::UsersLow,
        likely: Field::UsersLikely,
        high: Field::UsersHigh,
        unit: Unit::Share,
    },
];

impl Quantity {
    /// One column of it.
    fn number(&self, row: &Row<'_>, values: &Values, field: Field) -> Result<Option<f64>, Reject> {
        let written = match self.unit {
            Unit::Events => None,
            Unit::Minutes => duration::minutes_with_unit(&raw_number(row, field)),
            Unit::Share => values.percentage(row, field)?,
        };
        let number = match written {
            Some(number) => number,
            None => match values.decimal(row, field, None)? {
                Some(number) => number.to_f64(),
                None => return Ok(None),
            },
        };
        let refuse = |code, expected: &'static str| {
            Reject::new(code, field, raw_number(row, field), expected)
        };
        if number < 0.0 {
            return Err(refuse(Code::Negative, "zero or more"));
        }
        if self.unit == Unit::Share && number > 1.0 {
            return Err(refuse(Code::Impact, "a share from 0 to 1, or a percentage"));
        }
        Ok(Some(number))
    }

    /// The estimate of a row; nothing where all three columns are empty.
    ///
    /// One number in the middle is taken as certain, the two ends are a 90 % range, and three are
    /// least, most likely and most.
    fn read(&self, row: &Row<'_>, values: &Values) -> Result<Option<Estimate>, Reject> {
        let low = self.number(row, values, self.low)?;
        let likely = self.number(row, values, self.likely)?;
        let high = self.number(row, values, self.high)?;
        let estimate = match (low, likely, high) {
            (None, None, None) => return Ok(None),
            (None, Some(value), None) => Estimate::fixed(value),
            (Some(low), None, Some(high)) => Estimate::interval(low, high),
            (Some(low), Some(likely), Some(high)) => Estimate::three_point(low, likely, high),
            (low, _, _) => {
                let other = if low.is_none() { self.low } else { self.high };
                return Err(Reject::new(
                    Code::Missing,
                    other,
                    "nothing",
                    "both ends of the range, or a single number in the middle",
                ));
            }
        };
        match estimate.distribution("") {
            Ok(_) => Ok(Some(estimate)),
            Err(error) => Err(Reject::new(
                Code::Range,
                self.low,
                error.found,
                error.expected,
            )),
        }
    }
}

/// All four quantities, or none.
fn estimates(row: &Row<'_>, values: &Values) -> Result<Option<Estimates>, Reject> {
    let mut read = Vec::with_capacity(QUANTITIES.len());
    for quantity in &QUANTITIES {
        read.push(quantity.read(row, values)?);
    }
    if read.iter().all(Option::is_none) {
        return Ok(None);
    }
    if let Some(missing) = read.iter().position(Option::is_none) {
        return Err(Reject::new(
            Code::Missing,
            QUANTITIES[missing].low,
            "nothing",
            "all four of events, detect, repair and users, or none of them",
        ));
    }
    let mut read = read.into_iter().flatten();
    let mut next = || read.next().unwrap_or(Estimate::fixed(0.0));
    Ok(Some(Estimates {
        frequency: next(),
        detect: next(),
        repair: next(),
        users: next(),
    }))
}

/// A text that our own form wrote so that no spreadsheet takes it for a formula, as it was.
fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']) => rest,
        _ => text,
    }
}

impl Sink for ContributionSink {
    fn begin(&mut self, _plan: &Plan, _values: &Values) {
        self.files += 1;
        (self.person, self.role) = (None, None);
    }

    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let mut text = |field| {
            let text = values.text(row, field)?;
            let text = plain(text.trim()).trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        if let Some(person) = text(Field::Contributor) {
            // A role belongs to the person it stands beside.
            self.role = None;
            self.person = Some(person);
        }
        if let Some(role) = text(Field::Role) {
            self.role = Some(role);
        }
        let (session, line) = (text(Field::Session), text(Field::Line));
        let (failure, why) = (text(Field::Failure), text(Field::Why));
        let estimates = estimates(row, values)?;
        let anonymous = values
            .meaning(row, Field::Anonymous, YES_OR_NO)?
            .unwrap_or(false);
        // A line about a cluster that is there came with its title.
        let own_words =
            failure.is_some() && !line.as_ref().is_some_and(|l| l.starts_with(CLUSTER_LINE));
        let filled = estimates.is_some() || own_words;
        let person = match &self.person {
            Some(person) => person.clone(),
            // Nobody has to sign what they left blank.
            None if !filled => String::new(),
            None => {
                return Err(Reject::new(
                    Code::Missing,
                    Field::Contributor,
                    "nothing",
                    "a name or pseudonym, on this row or one above it",
                ));
            }
        };
        self.rows.push(ContributionRow {
            file: self.files - 1,
            row: row.line,
            session,
            line,
            person,
            role: self.role.clone(),
            failure,
            anonymous,
            estimates,
            why,
        });
        Ok(())
    }
}
