//! A file written out as a plain table: exactly the header and the values that a reader gets.

use crate::error::Error;
use crate::made::Made;
use crate::mapping::Options;
use crate::open::{self, Body, Source};
use crate::parquet::Parquet;
use crate::preset;
use crate::records::RawRow;
use crate::source::{Next, Text, decode};
use crate::watch::Watch;
use crate::written::Written;
use std::io::{self, Write};
use std::path::Path;

/// Rows between two looks at whether to stop.
const WATCHED_ROWS: u64 = 1 << 14;

/// Narrow rows at the end of a file that can be none of its table.
const MOST_NARROW: usize = 1_000;

/// Writes the tables of a file as CSV (UTF-8, commas, `\n`), as they are read under these
/// options: past what stands above the header, in the shape that the preset gives them. Returns
/// the rows written. Rows are written as wide as they are; a quote that is never closed costs its
/// line, as it does in an import. What is none of the table is left out: empty rows, the header
/// repeated, and rows of less than half the columns that end the file (a total, a remark, another
/// table), all of which an import skips or lists.
///
/// # Errors
/// Those of the readers; [`Error::Io`] naming `to` where it cannot be written.
pub fn write_table(
    path: &Path,
    options: &Options,
    to: &str,
    out: &mut dyn Write,
    watch: &dyn Watch,
) -> Result<u64, Error> {
    let failed = |source: io::Error| Error::Io {
        file: to.to_owned(),
        source,
    };
    let (sources, _) = open::sources(path, options.encoding)?;
    let mut rows = 0;
    let mut line = Vec::new();
    for (index, source) in sources.into_iter().enumerate() {
        let source = preset::shaped(source, options)?;
        each_row(&source, options.written(), index == 0, &mut |cells| {
            line.clear();
            for (at, cell) in cells.iter().enumerate() {
                if at > 0 {
                    line.push(b',');
                }
                Made::cell(&mut line, cell);
            }
            if let [only] = cells
                && only.is_empty()
            {
                // A line without anything would be no row.
                line.extend_from_slice(b"\"\"");
            }
            line.push(b'\n');
            rows += 1;
            if rows % WATCHED_ROWS == 0 {
                watch.progress(0, 0, rows);
                if watch.cancelled() {
                    return Err(Error::Cancelled);
                }
            }
            out.write_all(&line).map_err(failed)
        })?;
    }
    out.flush().map_err(failed)?;
    Ok(rows.saturating_sub(1))
}

/// Shows the header, where it is wanted, and every row.
fn each_row(
    source: &Source,
    written: Written,
    with_header: bool,
    see: &mut dyn FnMut(&[String]) -> Result<(), Error>,
) -> Result<(), Error> {
    if matches!(source.body, Body::Parquet) {
        let parquet = Parquet::open(&source.path)?;
        if with_header {
            see(&parquet.header)?;
        }
        let all: Vec<usize> = (0..parquet.header.len()).collect();
        for slice in parquet.slices() {
            let batch = parquet.read(slice, &all)?;
            for row in 0..batch.rows {
                let cells: Vec<String> = all
                    .iter()
                    .map(|column| batch.cell(row, *column).show())
                    .collect();
                see(&cells)?;
            }
        }
        return Ok(());
    }
    let mut text = Text::open(source, written)?;
    if with_header {
        see(&text.header)?;
    }
    let mut raw = RawRow::default();
    // Narrow rows, until a row of the table shows that they stand among its rows.
    let mut narrow: Vec<Vec<String>> = Vec::new();
    loop {
        match text.next(&mut raw)? {
            Next::Row { .. } => {
                let cells: Vec<String> = raw.iter().map(|cell| decode(cell).into_owned()).collect();
                let mut trimmed = cells.iter().map(|cell| cell.trim());
                if trimmed.clone().all(str::is_empty) || trimmed.by_ref().eq(text.header.iter()) {
                    continue;
                }
                if cells.len() * 2 <= text.header.len() && narrow.len() < MOST_NARROW {
                    narrow.push(cells);
                    continue;
                }
                for held in narrow.drain(..) {
                    see(&held)?;
                }
                see(&cells)?;
            }
            Next::OpenQuote { .. } => {}
            Next::End => return Ok(()),
        }
    }
}
