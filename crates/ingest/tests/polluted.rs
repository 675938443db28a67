//! Polluted copies of a sales table, imported as revenue: what is not damaged comes in, what is
//! damaged is listed with its line, and no row is lost on the way.

#[path = "../examples/polluted/sales.rs"]
mod sales;
#[path = "../examples/polluted/variants.rs"]
mod variants;

use ninefold_ingest::{
    DecimalMark, Field, Mapping, Options, Revenue, inspect, read_revenue, write_table,
};
use sales::HEADER;
use std::path::Path;
use variants::{KINDS, MIXED, Variant, variants};

/// Files of each sort, and of the sort with two things at once.
const COUNTS: [usize; 2] = [6, 5];

fn all() -> Vec<Variant> {
    let mut all = variants(KINDS, COUNTS[0] * KINDS.len(), 20_260);
    all.extend(variants(MIXED, COUNTS[1] * MIXED.len(), 20_261));
    all
}

fn import(path: &Path, variant: &Variant) -> Revenue {
    // Without a header, columns are called by their numbers.
    let column = |name: &str| {
        if variant.header.is_empty() {
            let at = HEADER.iter().position(|known| *known == name).unwrap();
            format!("Column {}", at + 1)
        } else {
            name.to_owned()
        }
    };
    let mut mapping = Mapping::default()
        .map(Field::At, &column("sold_at"))
        .map(Field::Amount, &column("amount"))
        .map(Field::Stream, &column("store"))
        .map(Field::Currency, &column("currency"));
    if variant.kind.contains("decimal comma") {
        mapping.options.decimal = DecimalMark::Comma;
    }
    read_revenue(&[path.to_owned()], &mapping, &())
        .unwrap_or_else(|error| panic!("{}: {error}", variant.kind))
}

/// Hundredths of the amounts of records that have all of their cells.
fn cents(rows: &[Vec<String>]) -> i64 {
    let amounts = rows.iter().map(|row| row[4].replace(['.', ','], ""));
    amounts.map(|digits| digits.parse::<i64>().unwrap()).sum()
}

#[test]
fn every_row_comes_in_or_is_listed_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let all = all();
    assert!(all.len() > 200);
    for (nth, variant) in all.iter().enumerate() {
        let path = folder.path().join(format!("{nth}.csv"));
        std::fs::write(&path, &variant.bytes).unwrap();
        let read = import(&path, variant);
        let (kind, report) = (variant.kind, &read.report);
        let totals = &report.totals;
        assert_eq!(
            totals.read,
            totals.accepted + totals.rejected + totals.skipped,
            "{kind}"
        );
        assert_eq!(totals.rejected, report.findings.len() as u64, "{kind}");
        let can_be_damaged = ["row", "mixed"].contains(&variant.level);
        assert!(can_be_damaged || variant.damaged == 0, "{kind}");
        let whole = variant.rows.len() as u64 - variant.damaged as u64;
        if variant.damaged == 0 {
            // Everything came in, to the cent.
            assert_eq!(totals.accepted, whole, "{kind}");
            let units = report.accepted_money[0].units();
            assert_eq!(units, i128::from(cents(&variant.rows)) * 10_000, "{kind}");
        } else if kind == "row broken in two" {
            // Both pieces of each are among the records.
            assert_eq!(totals.accepted, whole - variant.damaged as u64, "{kind}");
            assert_eq!(totals.rejected, 2 * variant.damaged as u64, "{kind}");
        } else {
            assert!(
                totals.accepted >= whole,
                "{kind}: {totals:?}, {whole} whole"
            );
        }
        // Each finding stands at the line that it speaks of, and no line is spoken of twice.
        let text = match variant.bytes.as_slice() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => continue,
            bytes => String::from_utf8_lossy(bytes)
                .replace("\r\n", "\n")
                .replace('\r', "\n"),
        };
        let lines: Vec<&str> = text.split('\n').collect();
        let mut before = 0;
        for finding in &report.findings {
            assert!(finding.row > before, "{kind}: {finding:?}");
            before = finding.row;
            let line = lines[finding.row as usize - 1].replace('"', "");
            let first = finding
                .raw
                .as_ref()
                .map(|raw| raw[0].trim().replace('"', ""));
            assert!(
                first
                    .as_ref()
                    .is_none_or(|first| line.contains(first.lines().next().unwrap_or_default())),
                "{kind}: {finding:?} is not “{line}”"
            );
        }
    }
}

#[test]
fn the_table_is_written_out_as_it_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    for (nth, variant) in all().iter().enumerate() {
        let path = folder.path().join(format!("{nth}.csv"));
        std::fs::write(&path, &variant.bytes).unwrap();
        let kind = variant.kind;
        let seen = inspect(&path, None, None).unwrap();
        assert_eq!(seen.headed, !variant.header.is_empty(), "{kind}");
        let mut out = Vec::new();
        write_table(&path, &Options::default(), "out", &mut out, &()).unwrap();
        let mut read: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(out.as_slice())
            .records()
            .map(|row| {
                row.unwrap()
                    .iter()
                    .map(|cell| cell.trim().to_owned())
                    .collect()
            })
            .collect();
        // Empty columns at the right say nothing.
        for row in &mut read {
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
        }
        let header = read.remove(0);
        if seen.headed {
            assert_eq!(header, variant.header, "{kind}");
        }
        let meant = variant.rows.iter().filter(|row| {
            let mut row = (*row).clone();
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
            read.contains(&row)
        });
        assert!(
            meant.count() + variant.damaged >= variant.rows.len(),
            "{kind}: a row that was not damaged is not as it was"
        );
        assert!(
            read.len() <= variant.rows.len(),
            "{kind}: rows that are none"
        );
    }
}
