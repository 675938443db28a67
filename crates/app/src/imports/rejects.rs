//! The rows that an import sets aside, written out to be repaired.

use super::SetAside;
use crate::wire::{Error, Inspection, Written};
use crate::workspace::io;
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
