//! Rows of revenue that equal an earlier one of their file: counted always, left out on demand.

use ninefold_ingest::{Field, Mapping, NoteCode, Repeats, Report, Revenue, read_revenue};
use proptest::prelude::*;
use std::collections::HashSet;
use std::path::PathBuf;

fn read(texts: &[String], repeats: Repeats) -> Revenue {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = (0..texts.len())
        .map(|at| folder.path().join(format!("{at}.csv")))
        .collect();
    for (path, text) in paths.iter().zip(texts) {
        std::fs::write(path, text).unwrap();
    }
    let mut mapping = Mapping::default()
        .map(Field::At, "at")
        .map(Field::Amount, "amount")
        .map(Field::Stream, "stream")
        .set(Field::Currency, "EUR");
    mapping.options.repeats = repeats;
    read_revenue(&paths, &mapping, &()).unwrap()
}

fn note(report: &Report) -> Option<&str> {
    let mut notes = report.notes.iter();
    let note = notes.find(|note| note.code == NoteCode::Duplicates);
    note.map(|note| note.text.as_str())
}

fn total(read: &Revenue) -> String {
    read.report.accepted_money[0].to_string()
}

const HEAD: &str = "at,amount,stream,order\n";

#[test]
fn equal_rows_are_counted_with_the_first_of_them_and_can_stay_out() {
    let text = format!(
        "{HEAD}2026-03-01T10:00:00Z,5,shop,1\n\
         2026-03-01T10:00:00Z,5,shop,2\n\
         2026-03-01T10:00:00Z,5,shop,1\n\
         2026-03-01T10:00:00Z,5,\"shop\",1\n\
         2026-03-01T10:00:00Z,five,shop,3\n\
         2026-03-01T10:00:00Z,five,shop,3\n"
    );
    // The same rows in another file are no repetition of these.
    let other = format!("{HEAD}2026-03-01T10:00:00Z,5,shop,1\n");
    let texts = [text, other];
    let kept = read(&texts, Repeats::Keep);
    assert_eq!(kept.report.repeated, 2);
    assert_eq!(
        (kept.report.totals.accepted, kept.report.totals.rejected),
        (5, 2)
    );
    assert_eq!(total(&kept), "25.00 EUR");
    let said = note(&kept.report).unwrap();
    assert!(
        said.starts_with("2 rows equal an earlier one cell for cell; the first is 0.csv, line 4."),
        "{said}"
    );

    let out = read(&texts, Repeats::LeaveOut);
    assert_eq!(out.report.totals.accepted, 3);
    assert_eq!(total(&out), "15.00 EUR");
    assert_eq!(out.report.totals.read, kept.report.totals.read);
    assert!(note(&out.report).unwrap().contains("by your word"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// As many as a set of the lines finds, whichever way rows are read: the quick one for plain
    /// rows, or one by one where values are quoted; and what stays out is all but the first.
    #[test]
    fn repeats_are_those_that_a_set_of_rows_finds(
        rows in prop::collection::vec((0_u32..3, 1_u32..3, "[a-c]"), 1..60),
        quoted in any::<bool>(),
        returns in any::<bool>(),
    ) {
        let end = if returns { "\r\n" } else { "\n" };
        let mut text = HEAD.replace('\n', end);
        for (nth, (minute, amount, order)) in rows.iter().enumerate() {
            let stream = if quoted && nth % 2 == 0 { "\"shop\"" } else { "shop" };
            text.push_str(&format!("2026-03-01T10:0{minute}:00Z,{amount},{stream},{order}{end}"));
        }
        let distinct: HashSet<_> = rows.iter().collect();
        let kept = read(&[text.clone()], Repeats::Keep);
        prop_assert_eq!(kept.report.repeated as usize, rows.len() - distinct.len());
        prop_assert_eq!(kept.report.totals.accepted as usize, rows.len());
        prop_assert_eq!(note(&kept.report).is_some(), rows.len() > distinct.len());
        let out = read(&[text], Repeats::LeaveOut);
        prop_assert_eq!(out.report.repeated, kept.report.repeated);
        prop_assert_eq!(out.report.totals.accepted as usize, distinct.len());
        let sum: u32 = distinct.iter().map(|row| row.1).sum();
        prop_assert_eq!(total(&out), format!("{sum}.00 EUR"));
    }
}
