//! Real sales data, from the folder that `NINEFOLD_TEST_DATA` names. Unset: skipped with a
//! message; set but incomplete: a failure.

use ninefold_domain::time::Zone;
use ninefold_ingest::{Field, Kind, Mapping, NoteCode, inspect, read_revenue};
use std::path::PathBuf;

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("NINEFOLD_TEST_DATA");
    if folder.is_none() {
        println!("skipped: NINEFOLD_TEST_DATA does not name the folder of real data");
    }
    folder.map(PathBuf::from)
}

fn retail() -> Mapping {
    let mut mapping = Mapping::default()
        .map(Field::At, "InvoiceDate")
        .map(Field::Amount, "Quantity*UnitPrice")
        .set(Field::Currency, "GBP")
        .set(Field::Stream, "shop");
    mapping.options.zone = Zone::parse("Europe/London").unwrap();
    mapping
}

#[test]
fn a_year_of_online_retail_is_exact() {
    let Some(folder) = folder() else { return };
    let path = folder.join("revenue/online-retail.csv.gz");
    let read = read_revenue(&[path], &retail(), &()).unwrap();
    let totals = read.report.totals;
    assert_eq!((totals.read, totals.accepted), (541_909, 541_909));
    assert_eq!(read.report.accepted_money[0].to_string(), "9747747.934 GBP");
    let noted = |code: NoteCode| {
        let notes = read.report.notes.iter().filter(|note| note.code == code);
        notes.map(|note| note.count).collect::<Vec<u64>>()
    };
    assert_eq!(noted(NoteCode::Cancellations), [9_288]);
    assert_eq!(noted(NoteCode::ZeroAmounts), [2_515]);
    assert_eq!(noted(NoteCode::LocalTimes), [541_909]);
}

#[test]
fn twenty_files_of_a_month_are_one_import() {
    let Some(folder) = folder() else { return };
    let folder = folder.join("revenue/online-retail-by-day");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert_eq!(paths.len(), 20);
    let read = read_revenue(&paths, &retail(), &()).unwrap();
    assert_eq!(read.report.totals.accepted, 42_481);
    assert_eq!(read.report.accepted_money[0].to_string(), "748957.02 GBP");
    assert_eq!(read.report.files.len(), 20);
    let hashes: std::collections::HashSet<&str> = read
        .report
        .files
        .iter()
        .map(|file| file.hash.as_str())
        .collect();
    assert_eq!(hashes.len(), 20);

    let found = inspect(&paths[0], None, None).unwrap();
    assert_eq!(found.kind, Some(Kind::Revenue));
    // The header is known: amounts are quantity times price, without being asked.
    let mapping = serde_json::to_string(&found.mapping).unwrap();
    assert!(mapping.contains("UnitPrice"), "{mapping}");
    assert!(found.questions.iter().all(|q| q.settles != "amount"));
}

/// Every file of a folder and of those in it.
fn all_files(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn awful_files_are_read_or_refused_in_words() {
    let Some(folder) = folder() else { return };
    let files = all_files(&folder.join("dirty"));
    assert!(files.len() > 100, "{} files", files.len());
    let mut read = 0;
    for path in &files {
        let name = path.strip_prefix(&folder).unwrap().display();
        let started = std::time::Instant::now();
        match inspect(path, None, None) {
            Ok(seen) => {
                read += 1;
                println!(
                    "{name}: {:?}, {}, {} columns, {} rows shown, {} lines above",
                    seen.format,
                    seen.encoding,
                    seen.columns.len(),
                    seen.rows.len(),
                    seen.preamble.len()
                );
            }
            Err(error) => {
                println!("{name}: {error}");
                assert!(error.to_string().len() > 20 && !error.hint().is_empty());
            }
        }
        assert!(started.elapsed().as_secs() < 10, "{name}");
    }
    println!("{read} of {} are read", files.len());
    // The others hold single cells, pictures, formulas, passwords or attacks.
    assert!(read * 10 > files.len() * 6, "{read} of {}", files.len());
    // The same dates in every format, counted from either year.
    let cells = |name: &str| {
        let seen = inspect(&folder.join("dirty/spreadsheets").join(name), None, None).unwrap();
        let names = seen.columns.into_iter().map(|column| column.name).collect();
        [vec![names], seen.rows].concat()
    };
    let dates = cells("date.xlsx");
    assert_eq!(dates[0][0], "2021-01-01", "{dates:?}");
    for name in [
        "date.xls",
        "date.xlsb",
        "date_1904.xlsx",
        "date_1904.xls",
        "date_1904.xlsb",
    ] {
        assert_eq!(cells(name), dates, "{name}");
    }
}
