//! What somebody says of how a file is written stands over what is found in it.

mod folder;

use folder::Folder;
use ninefold_ingest::{
    Encoding, Error, Field, HeaderRow, Kind, Mapping, Revenue, Written, inspect_as, read_revenue,
    write_table,
};
use proptest::prelude::*;

fn encoded(label: &str) -> Written {
    Written {
        encoding: Encoding::parse(label),
        ..Written::default()
    }
}

fn headed(row: &str) -> Written {
    Written {
        header_row: HeaderRow::parse(row),
        ..Written::default()
    }
}

fn sales(written: Written) -> Mapping {
    let mut mapping = Mapping::default()
        .map(Field::At, "at")
        .map(Field::Amount, "amount")
        .map(Field::Stream, "stream")
        .set(Field::Currency, "EUR");
    mapping.options = mapping.options.with_written(written);
    mapping
}

fn streams(read: &Revenue) -> Vec<&str> {
    read.streams
        .iter()
        .map(|stream| stream.name.as_str())
        .collect()
}

#[test]
fn a_file_in_an_encoding_that_its_bytes_do_not_tell_is_read_as_is_said() {
    let folder = Folder::new();
    // Кафе in Windows-1251, which is no UTF-8, so it would be taken for Windows-1252.
    let text = b"at,amount,stream\n2026-10-11T20:14:00Z,5,\xca\xe0\xf4\xe5\n";
    let path = [folder.file("sales.csv", text)];
    let guessed = read_revenue(&path, &sales(Written::default()), &()).unwrap();
    assert_eq!(streams(&guessed), ["Êàôå"]);
    let said = encoded("windows-1251");
    let read = read_revenue(&path, &sales(said), &()).unwrap();
    assert_eq!(streams(&read), ["Кафе"]);
    let notes: Vec<&str> = read.report.notes.iter().map(|n| n.text.as_str()).collect();
    assert!(
        notes.contains(&"sales.csv is written in windows-1251."),
        "{notes:?}"
    );
    let seen = inspect_as(&path[0], Some(Kind::Revenue), said, None).unwrap();
    assert_eq!(seen.encoding, "windows-1251");
    assert_eq!(seen.rows[0][2], "Кафе");
    let mut table = Vec::new();
    let options = sales(said).options;
    write_table(&path[0], &options, "out.csv", &mut table, &()).unwrap();
    assert!(String::from_utf8(table).unwrap().ends_with(",5,Кафе\n"));
}

#[test]
fn text_that_would_pass_for_another_encoding_is_read_as_is_said() {
    let folder = Folder::new();
    // Windows-1252 whose bytes happen to be UTF-8 as well.
    let text = b"at,amount,stream\n2026-10-11T20:14:00Z,5,\xc3\xa9\n";
    let path = [folder.file("sales.csv", text)];
    for (written, stream) in [
        (Written::default(), "é"),
        (encoded("utf-8"), "é"),
        (encoded("windows-1252"), "Ã©"),
        (encoded("shift_jis"), "ﾃｩ"),
    ] {
        let read = read_revenue(&path, &sales(written), &()).unwrap();
        assert_eq!(streams(&read), [stream], "{written:?}");
    }
}

/// A report whose title is as wide as its table, so that it is taken for the header.
const TITLED: &str = "\
Sales,of,March
at,amount,stream
2026-03-11T20:14:00Z,5,shop
2026-03-12T20:14:00Z,6,shop
";

#[test]
fn the_header_is_the_row_that_is_said_to_be() {
    let folder = Folder::new();
    let path = [folder.file("sales.csv", TITLED)];
    let found = inspect_as(&path[0], None, Written::default(), None).unwrap();
    assert_eq!(found.columns[0].name, "Sales");
    assert_eq!(found.header_line, Some(1));
    let seen = inspect_as(&path[0], Some(Kind::Revenue), headed("2"), None).unwrap();
    assert_eq!(seen.header_line, Some(2));
    assert_eq!(seen.preamble, ["Sales of March"]);
    assert_eq!(seen.mapping.sources.len(), 3);
    assert_eq!(seen.rows.len(), 2);
    let read = read_revenue(&path, &sales(headed("2")), &()).unwrap();
    assert_eq!(
        (read.report.totals.read, read.report.totals.accepted),
        (2, 2)
    );
}

#[test]
fn a_header_that_is_taken_for_values_and_values_for_a_header() {
    let folder = Folder::new();
    let days = "2026-01-01,5.50,a\n2026-01-02,6.25,b\n2026-01-03,7.5,c\n2026-01-04,8.5,d\n";
    let path = folder.file("days.csv", days);
    let found = inspect_as(&path, None, Written::default(), None).unwrap();
    assert_eq!((found.headed, found.header_line), (false, None));
    let seen = inspect_as(&path, None, headed("1"), None).unwrap();
    assert_eq!((seen.headed, seen.header_line), (true, Some(1)));
    assert_eq!(
        (seen.columns[1].name.as_str(), seen.rows.len()),
        ("5.50", 3)
    );

    let words = folder.file("words.csv", "x,y\np,q\nr,s\n");
    let seen = inspect_as(&words, None, headed("none"), None).unwrap();
    assert!(!seen.headed);
    assert_eq!(seen.columns[1].name, "Column 2");
    assert_eq!(seen.rows, [["x", "y"], ["p", "q"], ["r", "s"]]);
}

#[test]
fn a_line_at_which_no_row_begins_is_refused_with_the_next_that_does() {
    let folder = Folder::new();
    let text = "\"a\ntitle\"\n\nat,amount,stream\n2026-03-11T20:14:00Z,5,shop\n";
    let path = [folder.file("sales.csv", text)];
    let refused = |row: &str| match read_revenue(&path, &sales(headed(row)), &()) {
        Err(error @ Error::Option { .. }) => error.to_string(),
        other => panic!("{row}: {other:?}"),
    };
    for (row, found) in [
        ("2", "the next row begins at 4"),
        ("3", "the next row begins at 4"),
        ("90", "the file ends at 5"),
    ] {
        let message = refused(row);
        assert!(
            message.starts_with(&format!("header row: found “{row}”")) && message.contains(found),
            "{message}"
        );
    }
    let read = read_revenue(&path, &sales(headed("4")), &()).unwrap();
    assert_eq!(read.report.totals.accepted, 1);
    for text in ["0", "-1", "1001", "first", ""] {
        assert_eq!(HeaderRow::parse(text), None, "{text}");
    }
}

#[test]
fn a_mapping_file_states_both() {
    let text = r#"{"options": {"encoding": "latin1", "header-row": 3}}"#;
    let mapping: Mapping = serde_json::from_str(text).unwrap();
    assert_eq!(mapping.options.header_row, Some(HeaderRow::At(3)));
    assert_eq!(mapping.options.encoding, Encoding::parse("windows-1252"));
    let again = serde_json::to_string(&mapping).unwrap();
    assert_eq!(serde_json::from_str::<Mapping>(&again).unwrap(), mapping);
    for text in [
        r#"{"options": {"encoding": "utf-7"}}"#,
        r#"{"options": {"header-row": 0}}"#,
        r#"{"options": {"header-row": "top"}}"#,
    ] {
        let error = serde_json::from_str::<Mapping>(text).unwrap_err();
        assert!(error.to_string().contains("expected"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However many lines stand above it and whatever they hold: the header is where it is said to
    /// be, and every row below it is read with its line.
    #[test]
    fn a_stated_header_is_taken_whatever_stands_above(
        above in prop::collection::vec("[a-z0-9 ]{0,8}(,[a-z0-9]{0,4}){0,4}", 0..40),
        rows in 1_usize..5,
    ) {
        let folder = Folder::new();
        let mut text = String::new();
        for line in &above {
            text.push_str(&format!("{line}\n"));
        }
        text.push_str("at,amount,stream\n");
        for row in 0..rows {
            text.push_str(&format!("2026-03-11T20:14:00Z,{row},shop\n"));
        }
        let written = Written {
            delimiter: Some(b','),
            ..headed(&(above.len() + 1).to_string())
        };
        let path = folder.file("sales.csv", &text);
        let seen = inspect_as(&path, Some(Kind::Revenue), written, None).unwrap();
        let names: Vec<&str> = seen.columns.iter().map(|c| c.name.as_str()).collect();
        prop_assert_eq!(names, ["at", "amount", "stream"]);
        prop_assert_eq!(seen.rows.len(), rows);
        let told = above.iter().filter(|line| !line.is_empty()).count();
        prop_assert_eq!(seen.preamble.len(), told);
    }
}
