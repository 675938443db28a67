//! The same small tables in every format and dress: what comes in is the same, and what cannot
//! is refused by name.

mod folder;

use flate2::Compression;
use flate2::write::GzEncoder;
use folder::Folder;
use ninefold_ingest::{
    Code, Error, Field, Format, Incidents, Kind, Mapping, NoteCode, Report, Revenue, inspect,
    read_incidents, read_revenue,
};
use std::io::Write;
use std::path::PathBuf;

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
    assert_eq!(read.report.findings, []);
    let left: Vec<(u64, &str)> = (read.report.left.iter())
        .map(|left| (left.row, left.why.as_str()))
        .collect();
    assert_eq!(left, [(7, "sum up others")]);
    assert_eq!(
        read.report.totals.skipped, 3,
        "the total, the header again, and nothing"
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

/// A ZIP archive of members, packed.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    use zip::write::SimpleFileOptions;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of sheets, each the XML of its rows; style 1 is a date, style 2 a length of time.
fn xlsx(from_1904: bool, sheets: &[(&str, &str)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut list, mut links) = (String::new(), String::new());
    for (index, (name, _)) in sheets.iter().enumerate() {
        list.push_str(&format!(
            r#"<sheet name="{name}" sheetId="{0}" r:id="rId{0}"/>"#,
            index + 1
        ));
        links.push_str(&format!(
            r#"<Relationship Id="rId{0}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{0}.xml"/>"#,
            index + 1
        ));
    }
    let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
    let workbook = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="{}"/><sheets>{list}</sheets></workbook>"#,
        u8::from(from_1904)
    );
    let links = format!(
        r#"<Relationships xmlns="{packages}">{links}<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
    );
    let styles = format!(
        r#"<styleSheet xmlns="{MAIN}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>"#
    );
    let rels = format!(
        r#"<Relationships xmlns="{packages}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let mut members: Vec<(String, Vec<u8>)> = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", &rels),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/styles.xml", &styles),
    ]
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .into();
    for (index, (_, rows)) in sheets.iter().enumerate() {
        let sheet =
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
        members.push((
            format!("xl/worksheets/sheet{}.xml", index + 1),
            sheet.into_bytes(),
        ));
    }
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    zip(&members)
}

/// A cell of text.
fn t(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

/// A cell of a number, in a style.
fn n(place: &str, style: u8, value: &str) -> String {
    format!(r#"<c r="{place}" s="{style}"><v>{value}</v></c>"#)
}

/// The sales of [`SALES`] below a title, with times as days from 1900 or from 1904.
fn sales_sheet(from_1904: bool) -> String {
    let day = if from_1904 { 44_844.0 } else { 46_306.0 };
    let at = |seconds: f64| format!("{}", day + (72_840.0 + seconds) / 86_400.0);
    let row =
        |number: u32, cells: [String; 3]| format!(r#"<row r="{number}">{}</row>"#, cells.concat());
    [
        format!(r#"<row r="2">{}</row>"#, t("B2", "Sales of the shop")),
        row(4, [t("B4", "at"), t("C4", "amount"), t("D4", "stream")]),
        row(
            5,
            [n("B5", 1, &at(0.0)), n("C5", 0, "12.5"), t("D5", "Café")],
        ),
        row(
            6,
            [n("B6", 1, &at(30.0)), n("C6", 0, "-2.25"), t("D6", "Café")],
        ),
        row(
            8,
            [n("B8", 1, &at(60.0)), t("C8", "1,000"), t("D8", "Shop")],
        ),
    ]
    .concat()
}

const ODS_CONTENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Sales">
<table:table-row><table:table-cell office:value-type="string"><text:p>at</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>amount</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>stream</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-10-11T20:14:00"><text:p>x</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12.5"><text:p>12.5</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Café</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-10-11T20:14:30"><text:p>x</text:p></table:table-cell>
<table:table-cell office:value-type="currency" office:currency="EUR" office:value="-2.25"><text:p>x</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Café</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-10-11T20:15:00"><text:p>x</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="1000"><text:p>x</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Shop</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"#;

fn ods(content: &str) -> Vec<u8> {
    // The reader takes line breaks between cells for text.
    let content = content.replace('\n', "");
    zip(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            "META-INF/manifest.xml",
            br#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>"#,
        ),
        ("content.xml", content.as_bytes()),
    ])
}

#[test]
fn workbooks_are_the_same_table() {
    let folder = Folder::new();
    let notes_sheet = format!(r#"<row r="1">{}</row>"#, t("A1", "What this is"));
    let sales = sales_sheet(false);
    let old = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sales.xls");
    for (name, bytes) in [
        ("one.xlsx", xlsx(false, &[("Sales", &sales)])),
        ("1904.xlsx", xlsx(true, &[("Sales", &sales_sheet(true))])),
        (
            "several.xlsx",
            xlsx(
                false,
                &[
                    ("Notes", &notes_sheet),
                    ("Sales", &sales),
                    ("Older", &sales),
                ],
            ),
        ),
        ("misnamed.csv", xlsx(false, &[("Sales", &sales)])),
        ("packed.xlsx.gz", gzip(&xlsx(false, &[("Sales", &sales)]))),
        ("open.ods", ods(ODS_CONTENT)),
        ("old.xls", std::fs::read(old).unwrap()),
    ] {
        let path = folder.file(name, bytes);
        let seen = inspect(&path, None, None).unwrap();
        assert_eq!(seen.format, Format::Workbook, "{name}");
        assert_eq!(seen.kind, Some(Kind::Revenue), "{name}");
        assert_eq!(seen.delimiter, None, "{name}");
        let read = revenue(path).unwrap();
        assert_eq!(
            sums(&read),
            expected(),
            "{name}: {:?}",
            read.report.findings
        );
        let chosen = notes(&read.report, NoteCode::Chosen);
        assert_eq!(
            chosen.len(),
            usize::from(["several.xlsx", "old.xls"].contains(&name)),
            "{name}: {chosen:?}"
        );
    }
}

#[test]
fn rows_of_a_sheet_are_found_again_by_their_numbers() {
    let folder = Folder::new();
    let rows = [
        format!(
            r#"<row r="3">{}{}</row>"#,
            t("A3", "incident"),
            t("B3", "role")
        ),
        // Lengths of time, a line break in a cell, an error, a cell that is not there.
        format!(
            r#"<row r="4">{}{}</row>"#,
            t("A4", "x"),
            t("B4", "two\nlines")
        ),
        r#"<row r="9"><c r="A9" t="e"><v>#DIV/0!</v></c></row>"#.to_owned(),
        format!(r#"<row r="10">{}{}</row>"#, t("A10", "y"), t("B10", "ops")),
    ];
    let rows: String = rows.concat();
    let rows = rows.replacen("</row>", &format!("{}</row>", t("C3", "hours")), 1);
    let rows = rows
        .replace("<row r=\"9\">", &format!("<row r=\"9\">{}", ""))
        .replacen(
            "two\nlines</t></is></c>",
            &format!("two\nlines</t></is></c>{}", n("C4", 2, "1.5")),
            1,
        );
    let path = folder.file("hours.xlsx", xlsx(false, &[("Hours", &rows)]));
    let mapping = Mapping::default()
        .map(Field::Incident, "incident")
        .map(Field::Role, "role")
        .map(Field::Hours, "hours");
    let read = ninefold_ingest::read_labor(&[path], &mapping, &()).unwrap();
    let found: Vec<(u64, i64)> = read
        .rows
        .iter()
        .map(|row| (row.row, row.worked_ms / 60_000))
        .collect();
    assert_eq!(found, [(4, 36 * 60)]);
    let rejected: Vec<u64> = read.report.findings.iter().map(|f| f.row).collect();
    assert_eq!(rejected, [9, 10]);
}

#[test]
fn workbooks_that_cannot_be_read_are_refused_by_name() {
    let folder = Folder::new();
    let sales = sales_sheet(false);
    let whole = xlsx(false, &[("Sales", &sales)]);
    let far = format!(
        r#"<row r="1">{}{}</row><row r="1048576">{}</row>"#,
        t("A1", "at"),
        t("XFD1", "amount"),
        t("XFD1048576", "x")
    );
    for (name, bytes) in [
        ("empty.xlsx", xlsx(false, &[("Empty", "")])),
        ("alone.xlsx", xlsx(false, &[("One", &t("A1", "at"))])),
        ("cut.xlsx", whole[..whole.len() / 2].to_vec()),
        ("no sheet.xlsx", zip(&[("xl/workbook.xml", b"<workbook/>")])),
        (
            "bad.xlsx",
            xlsx(false, &[("Bad", "<row r=\"1\"><c r=\"A1\"><v>")]),
        ),
        ("bad.ods", ods("<office:document-content>")),
        (
            "bad.xls",
            [&[0xd0, 0xcf, 0x11, 0xe0][..], &[7; 3_000]].concat(),
        ),
    ] {
        let error = revenue(folder.file(name, bytes)).unwrap_err();
        assert!(
            matches!(error, Error::Workbook { .. } | Error::Archive { .. }),
            "{name}: {error}"
        );
        assert!(error.to_string().starts_with(name) && !error.hint().is_empty());
    }
    // Two cells in the corners of the largest sheet take what two cells take.
    let path = folder.file("far.xlsx", xlsx(false, &[("Far", &far)]));
    let seen = inspect(&path, None, None).unwrap();
    assert_eq!(seen.columns.len(), 16_384);
}

#[test]
fn an_archive_brings_all_its_tables_in_together() {
    let folder = Folder::new();
    let lines: Vec<&str> = SALES.lines().collect();
    let first = format!("{}\n{}\n", lines[0], lines[1]);
    let second = format!("{}\n{}\n", lines[0], lines[2]);
    let third = r#"[{"at": "2026-10-11T20:15:00Z", "amount": 1000, "stream": "Shop"}]"#;
    let path = folder.file(
        "sales.zip",
        zip(&[
            ("2026/b.csv", second.as_bytes()),
            ("2026/a.csv", &utf16(&first, true, false)),
            ("2026/c.json", third.as_bytes()),
            ("readme.txt", b"What this is."),
            ("picture.png", b"\x89PNG"),
            ("__MACOSX/2026/._a.csv", b"\0\0"),
            (".hidden.csv", b"x"),
        ]),
    );
    let read = revenue(path.clone()).unwrap();
    assert_eq!(sums(&read), expected());
    let files: Vec<&str> = read.report.files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(
        files,
        [
            "sales.zip/2026/a.csv",
            "sales.zip/2026/b.csv",
            "sales.zip/2026/c.json"
        ]
    );
    let told = notes(&read.report, NoteCode::Chosen);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("readme.txt") && told[0].contains("picture.png"),
        "{told:?}"
    );
    assert!(!told[0].contains("MACOSX"));
    let seen = inspect(&path, None, None).unwrap();
    assert_eq!((seen.kind, seen.encoding), (Some(Kind::Revenue), "UTF-16"));
    // A workbook and a text file within are tables too.
    let book = xlsx(false, &[("Sales", &sales_sheet(false))]);
    for (name, inner, bytes) in [
        ("book.zip", "sales.xlsx", book.as_slice()),
        ("text.zip", "sales.txt", SALES.as_bytes()),
    ] {
        let path = folder.file(name, zip(&[(inner, bytes)]));
        assert_eq!(sums(&revenue(path).unwrap()), expected(), "{name}");
    }
}

#[test]
fn archives_that_are_bombs_or_damaged_are_refused_before_they_unpack() {
    let folder = Folder::new();
    let nothing = vec![b'\n'; 80 << 20];
    let bomb = zip(&[("a.csv", &nothing)]);
    assert!(bomb.len() < 200_000);
    let started = std::time::Instant::now();
    let error = revenue(folder.file("bomb.zip", &bomb)).unwrap_err();
    assert!(
        matches!(&error, Error::Archive { detail, .. } if detail.contains("unpacks")),
        "{error}"
    );
    let in_book = zip(&[
        ("xl/workbook.xml", b""),
        ("xl/worksheets/sheet1.xml", &nothing),
    ]);
    let error = revenue(folder.file("bomb.xlsx", in_book)).unwrap_err();
    assert!(matches!(error, Error::Archive { .. }), "{error}");
    assert!(started.elapsed().as_secs() < 10);

    let good = zip(&[("a.csv", SALES.as_bytes())]);
    // A directory that promises less than comes, or other bytes than come.
    let place = good
        .windows(4)
        .rposition(|bytes| bytes == b"PK\x01\x02")
        .unwrap();
    for (at, name) in [(16, "checksum.zip"), (24, "length.zip")] {
        let mut bad = good.clone();
        bad[place + at] ^= 1;
        let error = revenue(folder.file(name, bad)).unwrap_err();
        assert!(
            matches!(error, Error::Gzip { .. } | Error::Archive { .. }),
            "{name}: {error}"
        );
    }
    for (name, bytes) in [
        ("cut.zip", good[..good.len() - 30].to_vec()),
        ("none.zip", zip(&[("picture.png", b"\x89PNG")])),
        ("empty.zip", zip(&[])),
        (
            "nested.zip",
            zip(&[("inner.csv", &zip(&[("a.csv", b"x")]))]),
        ),
    ] {
        let error = revenue(folder.file(name, bytes)).unwrap_err();
        assert!(
            matches!(error, Error::Archive { .. } | Error::Binary { .. }),
            "{name}: {error}"
        );
        assert!(!error.hint().is_empty());
    }
}

#[test]
fn a_packed_table_in_an_archive_is_read_as_it_is_alone() {
    let folder = Folder::new();
    let packed = gzip(SALES.as_bytes());
    let one = folder.file("one.zip", zip(&[("2026/a.csv.gz", packed.as_slice())]));
    let alone = folder.file("a.csv", SALES);
    let totals = |path: PathBuf| {
        let read = revenue(path).unwrap();
        (read.report.totals, read.report.accepted_money)
    };
    assert_eq!(totals(one), totals(alone));
    // Cut short, it is refused by its name within the archive.
    let cut = &packed[..packed.len() - 12];
    let error = revenue(folder.file("cut.zip", zip(&[("a.csv.gz", cut)]))).unwrap_err();
    assert!(error.to_string().contains("cut.zip/a.csv.gz"), "{error}");
}
