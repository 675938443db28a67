//! Public collections of awkward tables, where `NINEFOLD_TEST_DATA` names them: each file is
//! written out as it is read, or refused with words that say why. The table of which is which is
//! printed (`cargo test --workspace dirty -- --nocapture`).

use crate::shell::{Shell, text};
use ninefold_app::Job;
use ninefold_app::wire::Error;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A header and rows.
type Table = Vec<Vec<String>>;

/// A folder of them; nothing where none is named.
fn files(folder: &str) -> Option<Vec<PathBuf>> {
    let Some(data) = std::env::var_os("NINEFOLD_TEST_DATA") else {
        println!("skipped: NINEFOLD_TEST_DATA does not name the folder of real data");
        return None;
    };
    let folder = Path::new(&data).join("dirty").join(folder);
    let entries = std::fs::read_dir(&folder);
    let entries = entries.unwrap_or_else(|e| panic!("{} is missing: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    files.sort();
    Some(files)
}

/// The table as it is read: its header and its rows.
fn table(shell: &Shell, path: &Path) -> Result<Table, Error> {
    let to = shell.path("table.csv");
    let args = json!({"path": path, "to": to});
    shell.run("import.table", args, &Job::quiet())?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(&to)
        .expect("the table was written");
    let rows = reader.records().map(|row| {
        let row = row.expect("what we write, any reader reads");
        row.iter().map(str::to_owned).collect()
    });
    Ok(rows.collect())
}

#[test]
fn csv_spectrum_is_read_as_its_answers_say() {
    let Some(files) = files("csv-spectrum/csvs") else {
        return;
    };
    let shell = Shell::new();
    assert_eq!(files.len(), 11);
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let answers = path.with_file_name(format!("../json/{name}.json"));
        let answers = std::fs::read_to_string(&answers).expect("an answer for each");
        let answers: Vec<serde_json::Map<String, Value>> =
            serde_json::from_str(&answers).expect("objects");
        let rows = table(&shell, &path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let (header, rows) = rows.split_first().expect("a header");
        assert_eq!(rows.len(), answers.len(), "{name}");
        for (row, answer) in rows.iter().zip(&answers) {
            assert_eq!(row.len(), answer.len(), "{name}");
            for (column, value) in header.iter().zip(row) {
                // A copy of the collection may have lost its carriage returns on the way.
                let answer = answer[column.as_str()].as_str().expect("text");
                let answer = match std::fs::read(&path) {
                    Ok(bytes) if !bytes.contains(&b'\r') => answer.replace('\r', ""),
                    _ => answer.to_owned(),
                };
                assert_eq!(&answer, value, "{name}: {column}");
            }
        }
    }
}

/// What became of each file of a folder, printed.
fn outcomes(folder: &str) -> Option<Vec<(String, Result<Table, String>)>> {
    let files = files(folder)?;
    let shell = Shell::new();
    let mut out = Vec::new();
    println!("{folder}: {} files", files.len());
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let since = Instant::now();
        let seen = shell.run("import.inspect", json!({"paths": [path]}), &Job::quiet());
        let read = table(&shell, &path);
        let took = since.elapsed();
        assert!(took < Duration::from_secs(60), "{name} took {took:?}");
        let read = match (seen, read) {
            (Ok(seen), Ok(rows)) => {
                let columns = rows.first().map_or(0, Vec::len);
                println!(
                    "  {name:42} {:>7} rows × {columns:<4} {}",
                    rows.len().saturating_sub(1),
                    text(&seen, "summary")
                );
                assert!(columns > 0, "{name}");
                Ok(rows)
            }
            (Err(error), _) | (_, Err(error)) => {
                // A finding says what was found and what to do next.
                assert!(error.message.len() > 10, "{name}: {error}");
                assert!(!error.hints.is_empty(), "{name}: {error}");
                println!("  {name:42} {}", error.message);
                Err(error.message)
            }
        };
        out.push((name, read));
    }
    Some(out)
}

#[test]
fn messytables_come_in_or_say_why_not() {
    let Some(out) = outcomes("messytables") else {
        return;
    };
    let of = |name: &str| {
        let found = out.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("{name} is missing")).1
    };
    // One table in five formats.
    let simple = of("simple.csv").clone().expect("it reads");
    assert_eq!(simple.len(), 7);
    assert_eq!(simple[0], ["date", "temperature", "place"]);
    assert_eq!(simple[6], ["2011-01-03", "5", "Berkeley"]);
    for name in ["simple.ssv", "simple.zip"] {
        assert_eq!(of(name).as_ref(), Ok(&simple), "{name}");
    }
    // Workbooks hold days as times of day at midnight.
    let days = |rows: &[Vec<String>]| {
        let mut rows = rows.to_vec();
        for row in rows.iter_mut().skip(1) {
            row[0].truncate(10);
        }
        rows
    };
    for name in ["simple.xls", "simple.xlsx"] {
        let rows = of(name).as_ref().expect("it reads");
        assert_eq!(days(rows), simple, "{name}");
    }
    let wide = of("utf-16le_encoded.csv").as_ref().expect("it reads");
    assert_eq!(wide[0][0], "Organisation_code");
    assert_eq!(
        of("utf8bom.csv").as_ref().expect("it reads")[0],
        ["kitten", "win"]
    );
    // A header of years, below a title and what the table is about.
    let years = of("weird_head_padding.csv").as_ref().expect("it reads");
    assert_eq!(years[0][1..4], ["1985", "1993", "2000"]);
    let spanish = of("spanish_chars.csv").as_ref().expect("it reads");
    assert_eq!(spanish[0][7], "Descripción");
}

#[test]
fn spreadsheets_come_in_or_say_why_not() {
    let Some(out) = outcomes("spreadsheets") else {
        return;
    };
    let of = |name: &str| {
        let found = out.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("{name} is missing")).1
    };
    for name in [
        "pass_protected.xlsx",
        "pass_protected.xlsb",
        "pass_protected.ods",
    ] {
        let error = of(name).as_ref().expect_err(name).to_lowercase();
        assert!(error.contains("password"), "{name}: {error}");
    }
    // The same days, counted from 1904 and from 1900, in four formats.
    let first = of("date.xlsx").as_ref().expect("it reads")[0][0].clone();
    for name in [
        "date.xls",
        "date.xlsb",
        "date_1904.xlsx",
        "date_1904.xls",
        "date_1904.xlsb",
    ] {
        let rows = of(name).as_ref().expect("it reads");
        assert_eq!(rows[0][0], first, "{name}");
    }
    let read = out.iter().filter(|(_, read)| read.is_ok()).count();
    println!(
        "{read} of {} spreadsheets hold a table that is read",
        out.len()
    );
}
