//! Files with tables, read by everything that reads them.

use crate::{choice, file};
use ninefold_domain::time::Zone;
use ninefold_ingest::{
    DecimalMark, Field, Inspection, Kind, Mapping, OnFold, Options, Report, Source, inspect,
    read_backlog, read_catalog, read_contributions, read_incidents, read_labor, read_rates,
    read_requests, read_revenue, read_roles, write_table,
};
use std::path::{Path, PathBuf};

/// Looks at a file, writes it out as a table, and reads it as one of the kinds: with the mapping
/// that is suggested for it, and with its columns taken for the fields of that kind in turn.
pub fn read_table(name: &str, bytes: &[u8]) {
    let path = file(name, bytes);
    let way = choice(bytes, 64);
    let delimiter = [None, None, Some(b';'), Some(b'\t')][way % 4];
    let options = Options {
        delimiter,
        ..Options::default()
    };
    let mut out = Vec::new();
    if let Ok(rows) = write_table(&path, &options, "out.csv", &mut out, &()) {
        // Behind a blank line: at the very beginning a byte order mark would be no value.
        out.insert(0, b'\n');
        let written = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(out.as_slice())
            .into_byte_records()
            .filter(Result::is_ok)
            .count() as u64;
        assert_eq!(written, rows + 1, "a header and the rows");
    }
    let kind = Kind::ALL[way / 4 % Kind::ALL.len()];
    if let Ok(found) = inspect(&path, None, delimiter) {
        if let Some(kind) = found.kind {
            read(&path, kind, &found.mapping);
        }
        read(&path, kind, &in_turn(&found, kind, delimiter, way));
    }
}

/// The columns of a file for the fields of a kind, one after the other.
fn in_turn(found: &Inspection, kind: Kind, delimiter: Option<u8>, way: usize) -> Mapping {
    let mut mapping = Mapping::default();
    let columns = found.columns.len().max(1);
    for (nth, spec) in Field::of(kind).iter().enumerate() {
        if let Some(column) = found.columns.get((nth + way / 20) % columns) {
            let source = Source::Column(column.name.clone());
            mapping.sources.insert(spec.field, source);
        }
    }
    if way % 2 == 0 && mapping.sources.contains_key(&Field::Currency) {
        mapping = mapping.set(Field::Currency, "EUR");
    }
    mapping.options.delimiter = delimiter;
    if way >= 32 {
        mapping.options.on_fold = OnFold::InOrder;
        mapping.options.zone = Zone::parse("Australia/Lord_Howe").expect("a zone");
    }
    mapping
}

fn read(path: &Path, kind: Kind, mapping: &Mapping) {
    let paths = [PathBuf::from(path)];
    let report = match kind {
        Kind::Revenue => read_revenue(&paths, mapping, &()).map(|read| read.report),
        Kind::Incidents => read_incidents(&paths, mapping, &()).map(|read| read.report),
        Kind::Labor => read_labor(&paths, mapping, &()).map(|read| read.report),
        Kind::Backlog => read_backlog(&paths, mapping, &()).map(|read| read.report),
        Kind::Requests => read_requests(&paths, mapping, &()).map(|read| read.report),
        Kind::Rates => read_rates(&paths, mapping, &()).map(|read| read.report),
        Kind::Roles => read_roles(&paths, mapping, &()).map(|read| read.report),
        Kind::Services => read_catalog(&paths, mapping, &()).map(|read| read.report),
        Kind::Contributions => read_contributions(&paths, mapping, &()).map(|read| read.report),
    };
    match report {
        Ok(report) => adds_up(&report),
        Err(error) => {
            // Whatever stops an import says so in words.
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
        }
    }
}

/// Every row is accepted, rejected or skipped, once; each rejected one stands with its place.
fn adds_up(report: &Report) {
    let all = &report.totals;
    assert_eq!(all.read, all.accepted + all.rejected + all.skipped);
    let of_files: u64 = report.files.iter().map(|file| file.rows.read).sum();
    assert_eq!(of_files, all.read);
    let grouped: u64 = report.groups.iter().map(|group| group.count).sum();
    assert_eq!(grouped, all.rejected);
    assert!(report.findings.len() as u64 <= all.rejected);
    for finding in &report.findings {
        assert!(finding.row > 0 && !finding.expected.is_empty() && !finding.repair.is_empty());
    }
}

/// Lines of text, each read as a time, an amount, a length, a share and a currency.
pub fn read_values(bytes: &[u8]) {
    let [how, body @ ..] = bytes else { return };
    let how = usize::from(*how);
    let mut text = String::from("value\n");
    for line in String::from_utf8_lossy(body).lines().take(200) {
        text.push('"');
        text.push_str(&line.replace('"', "\"\""));
        text.push_str("\"\n");
    }
    let path = file("values.csv", text.as_bytes());
    let formats = [
        None,
        None,
        Some("%d/%m/%Y %H:%M"),
        Some("%b %e, %Y %I:%M %p %z"),
        Some("epoch-s"),
        Some("epoch-ms"),
        Some("epoch-us"),
        Some("excel-1900"),
        Some("excel-1904"),
    ];
    let zone = ["UTC", "Europe/Lisbon", "America/St_Johns", "Pacific/Apia"][how / 9 % 4];
    let options = Options {
        date_format: formats[how % 9].map(str::to_owned),
        zone: Zone::parse(zone).expect("a zone"),
        decimal: [DecimalMark::Point, DecimalMark::Comma][how % 2],
        on_fold: [OnFold::Earlier, OnFold::Later, OnFold::InOrder][how / 2 % 3],
        round_excess_digits: how % 3 == 0,
        ..Options::default()
    };
    for kind in Kind::ALL {
        let mut mapping = Mapping {
            options: options.clone(),
            ..Mapping::default()
        };
        for spec in Field::of(kind) {
            mapping = mapping.map(spec.field, "value");
        }
        read(&path, kind, &mapping);
        if mapping.sources.contains_key(&Field::Currency) {
            read(&path, kind, &mapping.set(Field::Currency, "EUR"));
        }
    }
}
