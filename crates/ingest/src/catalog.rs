//! Service catalogs: one row is a service, who owns it and what it leans on.

use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::number::Decimal;
use crate::preset::OwnFile;
use crate::report::{Code, Report};
use crate::row::{Reject, Row, Values, raw_number, unguarded};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::record::Tier;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;

/// Something that a service leans on.
#[derive(Debug, Clone, PartialEq)]
pub struct LeansOn {
    /// The other service's name.
    pub service: String,
    /// Share of users that is hit when the other is down; nothing: all of them.
    pub share: Option<f64>,
}

/// A service as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct CatalogRow {
    /// Its name.
    pub service: String,
    /// The team that owns it.
    pub owner: Option<String>,
    /// Number of its tier.
    pub tier: Option<u8>,
    /// Target of its own, 0 to 1.
    pub target: Option<f64>,
    /// What it leans on; nothing where the row does not say.
    pub depends_on: Option<Vec<LeansOn>>,
    /// Line where the row begins.
    pub row: u64,
}

/// What a set of catalogs holds.
#[derive(Debug)]
pub struct Catalog {
    /// Services in the order of the files, each name once.
    pub rows: Vec<CatalogRow>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads catalogs. A service that is stated twice is a finding where the rows differ.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_catalog(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Catalog, Error> {
    let mut sink = CatalogSink::default();
    let report = table::read(paths, Kind::Services, mapping, watch, &mut sink)?;
    Ok(Catalog {
        rows: sink.rows,
        report,
    })
}

#[derive(Default)]
struct CatalogSink {
    rows: Vec<CatalogRow>,
    /// Position in `rows` by lower-case name.
    known: HashMap<String, usize>,
}

/// `payments; search 40%`: what follows the name is the share of users that is hit.
fn leans_on(text: &str) -> Result<Vec<LeansOn>, Reject> {
    let parts = text.split([';', '|']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            let Some((name, share)) = part
                .strip_suffix('%')
                .and_then(|p| p.trim_end().rsplit_once(' '))
            else {
                return Ok(LeansOn {
                    service: OwnFile::unguarded(part).to_owned(),
                    share: None,
                });
            };
            // Moving the point in the text loses nothing, as a division may.
            let plain = share.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let number: Option<f64> = format!("{share}e-2").parse().ok().filter(|_| plain);
            let share = number.filter(|share| (0.0..=1.0).contains(share));
            let share = share.ok_or_else(|| {
                let expected = "a share from 0% to 100% behind the name of the service";
                Reject::new(Code::Impact, Field::DependsOn, part, expected)
            })?;
            Ok(LeansOn {
                service: OwnFile::unguarded(name.trim()).to_owned(),
                share: Some(share),
            })
        })
        .collect()
}

impl Sink for CatalogSink {
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let service = values
            .text(row, Field::Service)
            .map(unguarded)
            .ok_or_else(|| Reject::missing(Field::Service))?
            .into_owned();
        let tier = match values.count(row, Field::Tier)? {
            None => None,
            Some(number) => {
                let tier = u8::try_from(number).ok();
                let tier = tier.filter(|tier| Tier::NUMBERS.contains(tier));
                Some(tier.ok_or_else(|| {
                    let found = raw_number(row, Field::Tier);
                    let expected = "a tier from 1 (the most critical) to 9";
                    Reject::new(Code::Range, Field::Tier, found, expected)
                })?)
            }
        };
        let target = match values.percentage(row, Field::Target)? {
            Some(share) => Some(share),
            None => values
                .decimal(row, Field::Target, None)?
                .map(Decimal::to_f64),
        };
        if target.is_some_and(|target| !(0.0..1.0).contains(&target)) {
            let found = raw_number(row, Field::Target);
            let expected = "a target such as 99.9%, below 100%";
            return Err(Reject::new(Code::Range, Field::Target, found, expected));
        }
        // An empty cell is a field that nobody filled in, as in any other column: it takes no
        // dependency away.
        let depends_on = match values.text(row, Field::DependsOn) {
            Some(text) => Some(leans_on(&text)?).filter(|names| !names.is_empty()),
            None => None,
        };
        let read = CatalogRow {
            owner: values
                .text(row, Field::Owner)
                .map(unguarded)
                .map(Cow::into_owned),
            service,
            tier,
            target,
            depends_on,
            row: row.line,
        };
        let name = read.service.to_lowercase();
        match self.known.get(&name).map(|at| &self.rows[*at]) {
            Some(before)
                if (CatalogRow {
                    row: before.row,
                    ..read.clone()
                }) != *before =>
            {
                Err(Reject::new(
                    Code::Twice,
                    Field::Service,
                    read.service.as_str(),
                    format!(
                        "one row for the service; the first is in line {}",
                        before.row
                    ),
                ))
            }
            Some(_) => Ok(()),
            None => {
                self.known.insert(name, self.rows.len());
                self.rows.push(read);
                Ok(())
            }
        }
    }
}
