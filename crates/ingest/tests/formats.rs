//! The same small tables in every format and dress: what comes in is the same, and what cannot
//! is refused by name.

use flate2::Compression;
use flate2::write::GzEncoder;
use ninefold_ingest::{
    Code, Error, Field, Format, Incidents, Kind, Mapping, NoteCode, Report, Revenue, inspect,
    read_incidents, read_revenue,
};
use std::io::Write;
use std::path::PathBuf;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
    let text = if mark {
        format!("\u{feff}{text}")
    } else {
        text.to_owned()
    };
    text.encode_utf16()
        .flat_map(|unit| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

const SALES: &str = "\
at,amount,stream
2026-10-11T20:14:00Z,12.50,Café
2026-10-11T20:14:30Z,-2.25,Café
2026-10-11T20:15:00Z,\"1,000\",Shop
";

fn revenue_mapping() -> Mapping {
    Mapping::default()
        .map(Field::At, "at")
        .map(Field::Amount, "amount")
        .map(Field::Stream, "stream")
        .set(Field::Currency, "EUR")
}

fn revenue(path: PathBuf) -> Result<Revenue, Error> {
    read_revenue(&[path], &revenue_mapping(), &())
}

/// Sums by stream, and how many rows.
fn sums(revenue: &Revenue) -> Vec<String> {
    let totals = revenue.report.totals;
    assert_eq!(
        totals.read,
        totals.accepted + totals.rejected + totals.skipped
    );
    let mut sums: Vec<String> = revenue
        .streams
        .iter()
        .map(|stream| {
            let minutes: Vec<_> = stream.minutes.iter().collect();
            let units: i64 = minutes.iter().map(|minute| minute.units).sum();
            let rows: u32 = minutes.iter().map(|minute| minute.rows).sum();
            format!("{} {} in {rows}", stream.name, units)
        })
        .collect();
    sums.sort();
    sums
}

fn notes(report: &Report, code: NoteCode) -> Vec<&str> {
    report
        .notes
        .iter()
        .filter(|note| note.code == code)
        .map(|note| note.text.as_str())
        .collect()
}

fn expected() -> Vec<String> {
    let folder = Folder::new();
    let sums = sums(&revenue(folder.file("a.csv", SALES)).unwrap());
    assert_eq!(sums, ["Café 10250000 in 2", "Shop 1000000000 in 1"]);
    sums
}

#[test]
fn text_in_any_encoding_is_the_same_table() {
    let folder = Folder::new();
    let latin: Vec<u8> = SALES
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for (name, bytes, encoding) in [
        (
            "marked.csv",
            [b"\xef\xbb\xbf", SALES.as_bytes()].concat(),
            "UTF-8",
        ),
        ("latin.csv", latin, "Windows-1252"),
        ("little.csv", utf16(SALES, true, false), "UTF-16"),
        ("big.txt", utf16(SALES, true, true), "UTF-16"),
        ("bare.csv", utf16(SALES, false, false), "UTF-16"),
        ("bare big.csv", utf16(SALES, false, true), "UTF-16"),
        ("packed.csv.gz", gzip(&utf16(SALES, true, false)), "UTF-16"),
        // What spreadsheets call “Unicode text”.
        (
            "tabs.txt",
            utf16(
                &SALES.replace("\"1,000\"", "1000").replace(',', "\t"),
                true,
                false,
            ),
            "UTF-16",
        ),
    ] {
        let path = folder.file(name, bytes);
        let seen = inspect(&path, None, None).unwrap();
        assert_eq!(seen.encoding, encoding, "{name}");
        let read = revenue(path).unwrap();
        assert_eq!(sums(&read), expected(), "{name}");
        let told = notes(&read.report, NoteCode::Encoding);
        assert_eq!(told.is_empty(), encoding == "UTF-8", "{name}: {told:?}");
    }
}

#[test]
fn a_header_is_found_below_titles_and_what_is_above_is_told() {
    let folder = Folder::new();
    for (name, above) in [
        ("lines.csv", "Sales of the shop\nExported 2026-10-12\n\n"),
        (
            "padded.csv",
            "Sales of the shop,,\nExported 2026-10-12,,\n,,\n",
        ),
        ("quoted.csv", "\"Sales, all\nof them\"\n\n"),
    ] {
        let path = folder.file(name, format!("{above}{SALES}"));
        let seen = inspect(&path, None, None).unwrap();
        assert_eq!(seen.columns[0].name, "at", "{name}");
        assert!(seen.preamble[0].starts_with("Sales"), "{name}");
        let read = revenue(path).unwrap();
        assert_eq!(sums(&read), expected(), "{name}");
        assert!(notes(&read.report, NoteCode::Preamble)[0].contains("Sales"));
    }
    // Lines count from the beginning of the file, and a total below is no sale.
    let path = folder.file(
        "total.csv",
        format!("Sales\n\n{SALES}Total,1010.25,\nat,amount,stream\n,,\n"),
    );
    let read = revenue(path).unwrap();
    assert_eq!(sums(&read), expected());
    let found: Vec<(u64, Code)> = read
        .report
        .findings
        .iter()
        .map(|finding| (finding.row, finding.code))
        .collect();
    assert_eq!(found, [(7, Code::Time)]);
    assert_eq!(
        read.report.totals.skipped, 2,
        "the header again, and nothing"
    );
}

#[test]
fn json_in_any_layout_is_the_same_table() {
    let folder = Folder::new();
    let rows = [
        r#"{"at": "2026-10-11T20:14:00Z", "amount": 12.50, "stream": "Café"}"#,
        r#"{"at": "2026-10-11T20:14:30Z", "amount": -225e-2, "stream": "Caf\u00e9"}"#,
        r#"{"at": "2026-10-11T20:15:00Z", "amount": "1000", "stream": "Shop", "note": null}"#,
    ];
    let array = format!("[{}]", rows.join(",\n"));
    for (name, text) in [
        ("array.json", array.clone()),
        ("lines.ndjson", rows.join("\n")),
        ("lines.jsonl", format!("{}\r\n", rows.join("\r\n"))),
        ("lines.txt", rows.join("\n")),
        (
            "page.json",
            format!("{{\"page\": {{\"id\": 1}}, \"items\": {array}}}"),
        ),
    ] {
        for packed in [false, true] {
            let (name, bytes) = if packed {
                (format!("{name}.gz"), gzip(text.as_bytes()))
            } else {
                (name.to_owned(), text.clone().into_bytes())
            };
            let path = folder.file(&name, bytes);
            let seen = inspect(&path, None, None).unwrap();
            assert_eq!((seen.format, seen.gzip), (Format::Json, packed), "{name}");
            assert_eq!(seen.kind, Some(Kind::Revenue), "{name}");
            let read = revenue(path).unwrap();
            assert_eq!(sums(&read), expected(), "{name}");
            let chosen = notes(&read.report, NoteCode::Chosen);
            assert_eq!(
                chosen.len(),
                usize::from(name.starts_with("page")),
                "{chosen:?}"
            );
        }
    }
    let path = folder.file("utf16.json", utf16(&array, true, false));
    assert_eq!(sums(&revenue(path).unwrap()), expected());
}

#[test]
fn json_lines_that_do_not_read_are_findings_and_arrays_that_do_not_are_errors() {
    let folder = Folder::new();
    let good = r#"{"at": "2026-10-11T20:14:00Z", "amount": 5, "stream": "Shop"}"#;
    let text = format!("{good}\n{{\"at\": \n\n[1]\n{good}\n{{\"at\": \"soon\", \"amount\": 5}}\n");
    let read = revenue(folder.file("x.ndjson", text)).unwrap();
    let found: Vec<(u64, Code)> = read
        .report
        .findings
        .iter()
        .map(|finding| (finding.row, finding.code))
        .collect();
    // As an editor counts lines: the header is none of them.
    assert_eq!(
        found,
        [
            (2, Code::ColumnCount),
            (4, Code::ColumnCount),
            (6, Code::Time)
        ]
    );
    assert_eq!(read.report.totals.accepted, 2);
    for (text, line) in [
        (format!("[{good},\n{good}"), 2),
        (format!("[{good},\n\n{{\"at\" 1}}]"), 3),
        ("{\"a\": 1}}".to_owned(), 1),
        ("".to_owned() + "nothing of it", 1),
    ] {
        let error = revenue(folder.file("x.json", &text)).unwrap_err();
        assert!(!error.hint().is_empty());
        assert!(
            matches!(&error, Error::Json { line: found, .. } if *found == line),
            "{text}: {error}"
        );
    }
    // A table without any row that has the column.
    let error = revenue(folder.file("x.json", "[]")).unwrap_err();
    assert!(
        matches!(error, Error::Empty { .. } | Error::UnknownColumn { .. }),
        "{error}"
    );
}

#[test]
fn incidents_of_a_status_page_are_read_by_their_members() {
    let folder = Folder::new();
    let text = r#"{"page": {"id": "p", "name": "Shop"}, "incidents": [
        {"id": "i-1", "name": "Slow search", "impact": "minor",
         "created_at": "2026-10-11T20:14:00.000Z", "resolved_at": "2026-10-11T20:40:00.000Z",
         "components": [{"id": "c1", "name": "Search"}],
         "incident_updates": [{"body": "We look."}, {"body": "Solved; \"fine\"."}]},
        {"id": "i-2", "name": "Down", "impact": "critical",
         "created_at": "2026-10-12T20:14:00.000Z", "resolved_at": null,
         "components": [{"id": "c2", "name": "Checkout"}], "incident_updates": []}
    ]}"#;
    let path = folder.file("incidents.json", text);
    let seen = inspect(&path, Some(Kind::Incidents), None).unwrap();
    let mapping = seen
        .mapping
        .map(Field::Service, "components.name")
        .map(Field::Severity, "impact")
        .map(Field::Notes, "incident_updates.body");
    let mut mapping = mapping;
    mapping.sources.remove(&Field::Impact);
    let Incidents { rows, report } = read_incidents(&[path], &mapping, &()).unwrap();
    assert_eq!(report.totals.accepted, 2, "{:?}", report.findings);
    assert_eq!(&*rows[0].service, "Search");
    assert_eq!(rows[0].notes.as_deref(), Some("We look.;Solved; \"fine\"."));
    assert_eq!(rows[1].resolved, None);
    assert_eq!(rows[1].title.as_deref(), Some("Down"));
}
