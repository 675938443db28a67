//! Which row of a table is its header, and whether there is one.

use crate::mapping::{DecimalMark, Options};
use crate::number::Decimal;
use crate::time::{Form, needs_order};
use crate::zoned::Times;
use std::collections::BTreeMap;

/// Rows among which the header is looked for.
pub(crate) const HEADER_ROWS: usize = 60;
/// Rows that may stand above it.
const PREAMBLE_ROWS: usize = 30;

/// Which row is the header: the first, unless it has far fewer values than most rows have. Then
/// the first row that has about as many, if all of them read like names.
pub(crate) fn header_row(rows: &[&[String]]) -> usize {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(filled(row)).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, rows)| *rows);
    let usual = usual.map_or(0, |(filled, _)| filled);
    let full = |row: &[String]| usual >= 2 && filled(row) * 5 >= usual * 4;
    let found = rows.iter().take(PREAMBLE_ROWS).position(|row| full(row));
    match found {
        Some(at) if at > 0 && rows[at].iter().all(|cell| is_name(cell) || is_year(cell)) => at,
        _ => 0,
    }
}

/// Whether a cell is a year, which columns below a title may be called by.
fn is_year(cell: &str) -> bool {
    matches!(cell.parse(), Ok(1900..=2100_u16))
}

/// Whether a cell can be the name of a column: not a number, an amount or a date.
fn is_name(cell: &str) -> bool {
    let first = cell.trim_start_matches(['-', '+', '(', '.', ',', '€', '$', '£', '¥', ' ']);
    !first.starts_with(|c: char| c.is_ascii_digit())
}

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Empty,
    Words,
    Whole,
    Fraction,
    Time,
}

fn look(cell: &str, times: &mut Times) -> Look {
    let number = |mark| Decimal::parse(cell.as_bytes(), mark, None).is_ok();
    if cell.is_empty() {
        Look::Empty
    } else if is_name(cell) {
        Look::Words
    } else if cell.bytes().all(|byte| byte.is_ascii_digit()) {
        Look::Whole
    } else if needs_order(cell.as_bytes()) || times.read(cell.as_bytes(), &Form::Iso).is_ok() {
        Look::Time
    } else if number(DecimalMark::Point) || number(DecimalMark::Comma) {
        Look::Fraction
    } else {
        Look::Words
    }
}

/// Rows below the first that it takes to say that the first is none of names.
const BELOW: usize = 3;

/// Whether the first of these rows is a row of values like those below it: where columns hold
/// numbers or times, so does it, and at least one of those is a time or has a fraction. Whole
/// numbers alone could be the names of months or years.
pub(crate) fn is_headless(rows: &[&[String]]) -> bool {
    let [first, below @ ..] = rows else {
        return false;
    };
    let mut times = Times::new(&Options::default());
    let mut sure = false;
    for (at, cell) in first.iter().enumerate() {
        let looks: Vec<Look> = below
            .iter()
            .filter_map(|row| row.get(at))
            .map(|cell| look(cell, &mut times))
            .filter(|look| *look != Look::Empty)
            .collect();
        let count = |wanted: &[Look]| looks.iter().filter(|look| wanted.contains(look)).count();
        let most = |part: usize| looks.len() >= BELOW && part * 10 >= looks.len() * 9;
        let here = look(cell, &mut times);
        if here == Look::Empty {
            continue;
        }
        if most(count(&[Look::Time])) {
            if here != Look::Time {
                return false;
            }
            sure = true;
        } else if most(count(&[Look::Whole, Look::Fraction])) {
            if !matches!(here, Look::Whole | Look::Fraction) {
                return false;
            }
            sure |= here == Look::Fraction && count(&[Look::Fraction]) > 0;
        }
    }
    sure
}

/// Names for the columns of a table without any, as many as most of its rows have.
pub(crate) fn made_names(rows: &[&[String]]) -> Vec<String> {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *widths.entry(row.len()).or_default() += 1;
    }
    let usual = widths.into_iter().max_by_key(|(_, rows)| *rows);
    let columns = usual.map_or(0, |(width, _)| width);
    (1..=columns).map(|nth| format!("Column {nth}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_found_below_titles() {
        let at = |text: &str| {
            let rows: Vec<Vec<String>> = text
                .lines()
                .map(|line| line.split(',').map(|cell| cell.trim().to_owned()).collect())
                .collect();
            header_row(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        for (text, header) in [
            ("a,b\n1,2", 0),
            ("Sales\nfrom,2026\n\nat,amount,stream\n2026-01-01,5,shop", 3),
            // As spreadsheets fill up every row.
            ("Sales,,\n,,\nat,amount,stream\n2026-01-01,5,shop", 2),
            // A row of values is no header, nor is any row in a file without one.
            ("a\n1,2,3", 0),
            ("x,,\n5,6,7\nq,r,s", 0),
            ("alone\n1\n2", 0),
            ("a,b,c\nw,w,w\nx,y,z,u,v\np,q,r", 0),
            ("", 0),
        ] {
            assert_eq!(at(text), header, "{text}");
        }
    }

    #[test]
    fn a_row_of_values_is_no_header() {
        for (text, headless) in [
            (
                "2026-01-01,5.50,shop\n2026-01-02,6,shop\n2026-01-03,7.25,web\n2026-01-04,8,web",
                true,
            ),
            ("A1,5.50\nA2,6.10\nA3,7.25\nA4,8.00", true),
            (
                "at,amount\n2026-01-02,6\n2026-01-03,7.25\n2026-01-04,8",
                false,
            ),
            // Names of columns that are numbers or days.
            ("store,2024,2025\nA,1,2\nB,3,4\nC,5,6", false),
            ("store,1,2\nA,1,2\nB,3,4\nC,5,6", false),
            ("store,2026-01-01,2026-01-02\nA,1,2\nB,3,4\nC,5,6", false),
            // Too few rows to say.
            ("2026-01-01,5.50\n2026-01-02,6.50", false),
            ("", false),
        ] {
            let rows: Vec<Vec<String>> = text
                .lines()
                .map(|line| line.split(',').map(str::to_owned).collect())
                .collect();
            let rows: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
            assert_eq!(is_headless(&rows), headless, "{text}");
        }
    }
}
