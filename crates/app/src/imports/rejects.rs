//! The rows that an import sets aside, written out to be repaired.

use super::SetAside;
use super::exchange::NO_RATE;
use super::files::{Watched, reading};
use crate::host::Job;
use crate::wire::{Error, ImportArgs, Inspection, Problem, Written};
use crate::workspace::{Workspace, io};
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::exchange::{RateYear, rate_on};
use ninefold_domain::money::Currency;
use ninefold_domain::time::Zone;
use ninefold_ingest::{Kind, Line, pick_rows};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// A cell that no spreadsheet takes for a formula; numbers stay numbers.
pub(crate) fn neutral(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    if risky && cell.trim().parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// What tells rows that only a plan set aside, in a second reading of their files.
pub(super) struct Wanted {
    home: Currency,
    zone: Zone,
    rates: Vec<RateYear>,
    /// By file and line, where that is known.
    rows: HashSet<(String, u64)>,
    /// The files in the order in which they are read.
    files: Vec<String>,
}

impl Wanted {
    pub(super) fn of(w: &Workspace, rows: Vec<(String, u64)>, files: Vec<String>) -> Self {
        Self {
            home: w.methods.currency,
            zone: w.methods.zone,
            rates: w.rates.clone(),
            rows: rows.into_iter().collect(),
            files,
        }
    }

    /// The currency of a row that no rate is known for on its day, and that day.
    fn without_rate(&self, line: &Line) -> Option<(Currency, LocalDay)> {
        let currency = line.currency.filter(|currency| *currency != self.home)?;
        let day = LocalDay(self.zone.local(line.at?).date());
        rate_on(&self.rates, currency, day)
            .is_none()
            .then_some((currency, day))
    }
}

/// The same rows with their cells: those that a plan set aside are read once more, and a refusal
/// that stands for many rows becomes each of them.
pub(super) fn with_cells(
    set_aside: Vec<SetAside>,
    wanted: &Wanted,
    args: &ImportArgs,
    job: &Job<'_>,
) -> Result<Vec<SetAside>, Error> {
    let is_many = |s: &SetAside| s.problem.code == NO_RATE && s.problem.row == 0;
    let many = set_aside.iter().find(|s| is_many(s));
    let bare = set_aside
        .iter()
        .any(|s| s.raw.is_empty() && s.problem.row > 0);
    if many.is_none() && !bare {
        return Ok(set_aside);
    }
    let template = many.map(|s| s.problem.clone());
    let place = |s: &SetAside| (s.problem.file.clone(), s.problem.row);
    let known: HashMap<(String, u64), bool> = set_aside
        .iter()
        .map(|s| (place(s), s.raw.is_empty()))
        .collect();
    let (kind, paths, mut mapping) = reading(args)?;
    mapping.options.home = Some(wanted.home);
    let place_of = |line: &Line| {
        let name = wanted.files.get(line.file as usize);
        let name = name.cloned().unwrap_or_default();
        (name, line.row)
    };
    let is_without = |line: &Line| {
        template.is_some()
            && (wanted.rows.contains(&place_of(line))
                || (kind == Kind::Revenue && wanted.without_rate(line).is_some()))
    };
    let watch = Watched::new(job, "Reading the rows set aside".into());
    let picked = pick_rows(&paths, kind, &mapping, &watch, &mut |line| match known
        .get(&place_of(line))
    {
        Some(bare) => *bare,
        None => is_without(line),
    })?;
    let found = picked.len();
    let mut cells: HashMap<(String, u64), Vec<String>> = HashMap::new();
    let mut without: Vec<SetAside> = Vec::new();
    for (line, raw) in picked {
        let (file, row) = place_of(&line);
        match &template {
            Some(template) if !known.contains_key(&(file.clone(), row)) => {
                let currency = line
                    .currency
                    .map(|c| c.code().to_owned())
                    .unwrap_or_default();
                let day = wanted.without_rate(&line).map(|(_, day)| day.to_string());
                without.push(SetAside {
                    problem: Problem {
                        file,
                        row,
                        found: currency.clone(),
                        expected: match day {
                            Some(day) => format!("a rate of {currency} on {day} or before"),
                            None => template.expected.clone(),
                        },
                        ..template.clone()
                    },
                    raw,
                });
            }
            _ => {
                cells.insert((file, row), raw);
            }
        }
    }
    // Where its rows were not found again, or too many to be all of them, the sum still says
    // something.
    let keep_many = without.is_empty() || found >= ninefold_ingest::FINDINGS_KEPT;
    let mut out: Vec<SetAside> = set_aside
        .into_iter()
        .filter(|s| keep_many || !is_many(s))
        .map(|s| match cells.get(&place(&s)) {
            Some(raw) if s.raw.is_empty() => SetAside {
                raw: raw.clone(),
                ..s
            },
            _ => s,
        })
        .collect();
    out.extend(without);
    Ok(out)
}

pub(super) fn write_rejects(
    set_aside: &[SetAside],
    header: &Inspection,
    to: &Path,
) -> Result<Written, Error> {
    let failed = |e: std::io::Error| io("write", to, &e);
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut head: Vec<String> = ["file", "row", "column", "found", "expected", "repair"]
        .map(str::to_owned)
        .to_vec();
    head.extend(header.columns.iter().map(|c| c.name.clone()));
    let width = set_aside.iter().map(|s| s.raw.len()).max().unwrap_or(0);
    while head.len() < 6 + width {
        head.push(format!("column {}", head.len() - 5));
    }
    let columns = head.len();
    let rows = set_aside.iter().map(|SetAside { problem: p, raw }| {
        let row = p.row.to_string();
        let reason = [&p.file, &row, &p.column, &p.found, &p.expected, &p.repair];
        let mut cells: Vec<String> = reason.into_iter().chain(raw).cloned().collect();
        cells.resize(columns, String::new());
        cells
    });
    for row in std::iter::once(head).chain(rows) {
        out.write_record(row.iter().map(|cell| neutral(cell)))
            .map_err(|e| failed(std::io::Error::other(e)))?;
    }
    let bytes = out
        .into_inner()
        .map_err(|e| failed(std::io::Error::other(e.to_string())))?;
    crate::host::write_file(to, &bytes).map_err(failed)?;
    Ok(Written {
        path: to.display().to_string(),
        rows: set_aside.len() as u64,
    })
}
