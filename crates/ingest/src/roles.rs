//! Rate cards: one row is a role and what an hour of it costs.

use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, Report};
use crate::row::{Reject, Row, Values, Words, unguarded};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::money::{Money, grouped};
use ninefold_domain::record::RoleGroup;
use std::collections::HashMap;
use std::path::PathBuf;

/// A role as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// Its name.
    pub role: String,
    /// The group it is shown under, where the file says so.
    pub group: Option<RoleGroup>,
    /// What an hour costs.
    pub rate: Money,
    /// Index of the file.
    pub file: u32,
    /// Line where the row begins.
    pub row: u64,
}

/// What a set of rate cards holds.
#[derive(Debug)]
pub struct Roles {
    /// Roles in the order of the files, each name once.
    pub rows: Vec<RoleRow>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads rate cards. A role that is stated twice comes in once where both rows say the same;
/// where they differ, the second is a finding.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_roles(paths: &[PathBuf], mapping: &Mapping, watch: &dyn Watch) -> Result<Roles, Error> {
    let mut sink = RoleSink::default();
    let report = table::read(paths, Kind::Roles, mapping, watch, &mut sink)?;
    Ok(Roles {
        rows: sink.rows,
        report,
    })
}

const GROUPS: Words<RoleGroup> = &[
    ("support", RoleGroup::Support),
    ("engineering", RoleGroup::Engineering),
    ("management", RoleGroup::Management),
    ("communications", RoleGroup::Communications),
    ("sales", RoleGroup::Sales),
    ("other", RoleGroup::Other),
];

#[derive(Default)]
struct RoleSink {
    rows: Vec<RoleRow>,
    /// Position in `rows` by lower-case name.
    known: HashMap<String, usize>,
}

impl Sink for RoleSink {
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let role = values
            .text(row, Field::Role)
            .map(unguarded)
            .ok_or_else(|| Reject::missing(Field::Role))?
            .into_owned();
        let group = values.meaning(row, Field::Group, GROUPS)?;
        let rate = values
            .money(row, Field::Rate)?
            .ok_or_else(|| Reject::missing(Field::Rate))?;
        let name = role.to_lowercase();
        match self.known.get(&name).map(|at| &self.rows[*at]) {
            Some(before) if before.rate == rate && before.group == group => Ok(()),
            Some(before) => Err(Reject::new(
                Code::Twice,
                Field::Role,
                format!("{role} at {}", grouped(&rate.to_decimal())),
                format!(
                    "one row for the role; the row before says {}",
                    grouped(&before.rate.to_decimal())
                ),
            )),
            None => {
                self.known.insert(name, self.rows.len());
                self.rows.push(RoleRow {
                    role,
                    group,
                    rate,
                    file: 0,
                    row: row.line,
                });
                Ok(())
            }
        }
    }
}
