//! Files as they should not be: each gives a clear error or findings, never a panic, and the
//! counts add up.

mod folder;

use flate2::Compression;
use flate2::write::GzEncoder;
use folder::Folder;
use ninefold_domain::money::Currency;
use ninefold_ingest::{
    Code, DecimalMark, Error, Field, Kind, Mapping, NoteCode, OnFold, Report, Revenue, Watch,
    inspect, read_incidents, read_labor, read_revenue,
};
use std::cell::Cell;
use std::io::Write;
use std::path::PathBuf;

fn revenue_mapping() -> Mapping {
    Mapping::default()
        .map(Field::At, "at")
        .map(Field::Amount, "amount")
        .set(Field::Stream, "shop")
        .set(Field::Currency, "EUR")
}

fn incident_mapping() -> Mapping {
    Mapping::default()
        .map(Field::Id, "id")
        .map(Field::Service, "service")
        .map(Field::Started, "started")
        .map(Field::Resolved, "resolved")
        .map(Field::Impact, "impact")
}

fn revenue(bytes: impl AsRef<[u8]>, mapping: &Mapping) -> Result<Revenue, Error> {
    let folder = Folder::new();
    let result = read_revenue(&[folder.file("data.csv", bytes)], mapping, &());
    if let Ok(revenue) = &result {
        adds_up(&revenue.report);
    }
    result
}

fn adds_up(report: &Report) {
    let totals = report.totals;
    assert_eq!(
        totals.read,
        totals.accepted + totals.rejected + totals.skipped
    );
    let counted: u64 = report.groups.iter().map(|group| group.count).sum();
    assert_eq!(counted, totals.rejected);
    for finding in &report.findings {
        assert!(!finding.expected.is_empty() && !finding.repair.is_empty() && finding.row > 0);
    }
}

fn codes(report: &Report) -> Vec<(u64, Code)> {
    report
        .findings
        .iter()
        .map(|finding| (finding.row, finding.code))
        .collect()
}

fn money(revenue: &Revenue) -> String {
    let sums: Vec<String> = revenue
        .report
        .accepted_money
        .iter()
        .map(ToString::to_string)
        .collect();
    sums.join(", ")
}

fn noted(report: &Report, code: NoteCode) -> u64 {
    report
        .notes
        .iter()
        .filter(|note| note.code == code)
        .map(|note| note.count)
        .sum()
}

#[test]
fn empty_binary_and_foreign_files_are_refused_by_name() {
    let folder = Folder::new();
    let read = |path: PathBuf| {
        let error = read_revenue(&[path], &revenue_mapping(), &()).unwrap_err();
        assert!(!error.hint().is_empty());
        (error.to_string(), error)
    };
    for (name, bytes) in [
        ("a.csv", &b""[..]),
        ("b.csv", b"\xef\xbb\xbf"),
        ("c.csv", b"\n \r\n"),
    ] {
        let (text, error) = read(folder.file(name, bytes));
        assert!(matches!(error, Error::Empty { .. }), "{text}");
        assert!(text.starts_with(name), "{text}");
    }
    for (name, bytes) in [
        ("a.csv", &b"at,amount\n\0\0\0"[..]),
        ("d.csv", b"\x01\x02\x03\x04\x05"),
    ] {
        let (text, error) = read(folder.file(name, bytes));
        assert!(matches!(error, Error::Binary { .. }), "{text}");
    }
    let (text, error) = read(folder.file("b.csv", b"PK\x03\x04rest"));
    assert!(matches!(error, Error::Archive { .. }), "{text}");
    let (text, error) = read(folder.file("book.xlsx", "at,amount\n"));
    assert!(matches!(error, Error::Format { .. }), "{text}");
    assert!(text.contains("xlsx"), "{text}");
    let (text, error) = read(folder.0.path().join("nowhere.csv"));
    assert!(matches!(error, Error::Io { .. }), "{text}");
    let (text, error) = read(folder.0.path().to_owned());
    assert!(matches!(error, Error::Io { .. }), "{text}");
}

#[test]
fn damaged_parquet_is_an_error() {
    let folder = Folder::new();
    for bytes in [
        &b"PAR1"[..],
        b"PAR1PAR1",
        b"PAR1\x00\x00\x00\x00\xff\xff\xff\x7fPAR1",
        b"PAR1garbage garbage garbage garbage\x10\x00\x00\x00PAR1",
    ] {
        let path = folder.file("x.parquet", bytes);
        let error = read_revenue(&[path], &revenue_mapping(), &()).unwrap_err();
        assert!(matches!(error, Error::Parquet { .. }), "{error}");
    }
    let path = folder.file("y.parquet", "at,amount\n");
    let error = inspect(&path, None, None).unwrap_err();
    assert!(matches!(error, Error::Parquet { .. }), "{error}");
}

#[test]
fn a_header_alone_is_no_error() {
    let revenue = revenue("at,amount\n", &revenue_mapping()).unwrap();
    assert_eq!(revenue.report.totals.read, 0);
    assert_eq!(noted(&revenue.report, NoteCode::NoRows), 1);
    assert!(revenue.streams.is_empty());
}

#[test]
fn gzip_is_read_and_a_cut_off_one_refused() {
    let folder = Folder::new();
    let mut text = String::from("at,amount\n");
    for row in 0..50_000 {
        text.push_str(&format!("2026-10-11T20:14:00Z,{row}.25\n"));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    let packed = encoder.finish().unwrap();
    let plain = folder.file("data.csv", &text);
    let whole = folder.file("data.csv.gz", &packed);
    let mapping = revenue_mapping();
    let a = read_revenue(&[plain], &mapping, &()).unwrap();
    let b = read_revenue(&[whole], &mapping, &()).unwrap();
    assert_eq!(money(&a), money(&b));
    assert_eq!(a.report.files[0].hash, b.report.files[0].hash);
    for cut in [12, packed.len() / 2, packed.len() - 1] {
        let path = folder.file("cut.csv.gz", &packed[..cut]);
        let error = read_revenue(&[path], &mapping, &()).unwrap_err();
        assert!(matches!(error, Error::Gzip { .. }), "{error}");
        assert!(error.to_string().contains("cut.csv.gz"), "{error}");
    }
}

#[test]
fn the_wrong_delimiter_is_told() {
    let mut mapping = revenue_mapping();
    mapping.options.delimiter = Some(b';');
    let error = revenue("at,amount\n2026-10-11,5\n", &mapping).unwrap_err();
    assert!(matches!(error, Error::OneColumn { .. }), "{error}");
    assert!(error.to_string().contains("at,amount"), "{error}");
}

#[test]
fn a_line_without_end_is_refused_and_a_quote_without_end_costs_one_line() {
    let endless = format!("at,amount\n2026-10-11,{}", "5".repeat(10 << 20));
    let error = revenue(endless, &revenue_mapping()).unwrap_err();
    assert!(matches!(error, Error::LongRow { line: 2, .. }), "{error}");
    let error = revenue("x".repeat(10 << 20), &revenue_mapping()).unwrap_err();
    assert!(matches!(error, Error::LongRow { line: 1, .. }), "{error}");

    let mut text = String::from("at,amount\n2026-10-11T20:14:00Z,1\n\"2026-10-11,2\n");
    for _ in 0..100_000 {
        text.push_str("2026-10-11T20:14:00Z,1\n");
    }
    let revenue = revenue(text, &revenue_mapping()).unwrap();
    assert_eq!(codes(&revenue.report), [(3, Code::ColumnCount)]);
    assert_eq!(money(&revenue), "100001.00 EUR");
}

#[test]
fn mappings_that_do_not_fit_say_what_there_is() {
    let text = "at,amount\n2026-10-11,5\n";
    let mut mapping = revenue_mapping();
    mapping.sources.remove(&Field::Currency);
    let error = revenue(text, &mapping).unwrap_err();
    assert!(matches!(&error, Error::Unmapped { fields, .. } if fields == &[Field::Currency]));
    assert!(error.hint().contains("such as EUR"), "{}", error.hint());

    let error = revenue(text, &revenue_mapping().map(Field::Amount, "total")).unwrap_err();
    assert!(matches!(error, Error::UnknownColumn { .. }), "{error}");
    assert!(error.to_string().contains("at, amount"), "{error}");

    let error = revenue(text, &revenue_mapping().map(Field::Impact, "amount")).unwrap_err();
    assert!(matches!(error, Error::ForeignField { .. }), "{error}");

    let error = revenue(text, &revenue_mapping().map(Field::At, "at*amount")).unwrap_err();
    assert!(matches!(error, Error::Option { .. }), "{error}");

    let error = revenue(text, &revenue_mapping().set(Field::Currency, "XYZ")).unwrap_err();
    assert!(matches!(error, Error::Option { .. }), "{error}");

    let mut mapping = revenue_mapping();
    mapping.options.date_format = Some("%Q".into());
    let error = revenue(text, &mapping).unwrap_err();
    assert!(matches!(error, Error::Option { .. }), "{error}");

    let unknown = serde_json::from_str::<Mapping>(r#"{"options": {"zone": "Mars/Olympus"}}"#);
    assert!(unknown.unwrap_err().to_string().contains("Mars/Olympus"));
}

#[test]
fn bad_values_are_findings_with_their_lines() {
    let text = "at,amount\n\
        2026-10-32T00:00:00Z,1\n\
        2026-10-11T20:14:00Z,NaN\n\
        2026-10-11T20:14:00Z,inf\n\
        2026-10-11T20:14:00Z,1e3\n\
        2026-10-11T20:14:00Z,99999999999999999999\n\
        2026-10-11T20:14:00Z,9223372036854.775807\n\
        2026-10-11T20:14:00Z,1\n\
        2026-10-11T20:14:00Z,1.2345678\n\
        2026-10-11T20:14:00Z\n\
        2026-10-11T20:14:00Z,1,2\n\
        2026-10-11T20:15:00Z,5,\n\
        2026-10-11T20:14:00Z,\n\
        ,\n\
        at,amount\n\
        9999-01-01,5\n\
        x,7.50\n";
    let revenue = revenue(text, &revenue_mapping()).unwrap();
    let expected = [
        (2, Code::Time),
        (3, Code::NotFinite),
        (4, Code::NotFinite),
        (5, Code::Number),
        (6, Code::TooLarge),
        (8, Code::TooLarge),
        (9, Code::Precision),
        (10, Code::ColumnCount),
        (11, Code::ColumnCount),
        (13, Code::Missing),
        (16, Code::Time),
        (17, Code::Time),
    ];
    assert_eq!(codes(&revenue.report), expected);
    assert_eq!(revenue.report.totals.skipped, 2);
    assert_eq!(revenue.report.totals.accepted, 2);
    let first = &revenue.report.findings[0];
    assert_eq!(first.column.as_deref(), Some("at"));
    assert_eq!(first.found, "2026-10-32T00:00:00Z");
    assert_eq!(first.raw.as_deref().unwrap(), ["2026-10-32T00:00:00Z", "1"]);
    // Money of rejected rows is named as far as it can be read.
    assert!(!revenue.report.rejected_money.is_empty());
}

#[test]
fn the_money_adds_up() {
    let text = "at,amount\n\
        2026-10-11T20:14:00Z,10.25\n\
        2026-10-11T20:14:00Z,-3.125\n\
        never,100\n\
        2026-10-12T20:14:00Z,0\n";
    let revenue = revenue(text, &revenue_mapping()).unwrap();
    assert_eq!(money(&revenue), "7.125 EUR");
    assert_eq!(revenue.report.rejected_money[0].to_string(), "100.00 EUR");
    assert_eq!(noted(&revenue.report, NoteCode::NegativeAmounts), 1);
    assert_eq!(noted(&revenue.report, NoteCode::ZeroAmounts), 1);
    let stream = &revenue.streams[0];
    assert_eq!(
        (stream.name.as_str(), stream.currency),
        ("shop", Currency::parse("EUR").unwrap())
    );
    let sums: Vec<(i64, i64, u32)> = stream
        .minutes
        .iter()
        .map(|sum| (sum.minute, sum.units, sum.rows))
        .collect();
    assert_eq!(sums, [(29_862_494, 7_125_000, 2), (29_863_934, 0, 1)]);
}

#[test]
fn excess_digits_are_rounded_only_where_stated() {
    let text = "at,amount\n2026-10-11T20:14:00Z,0.0000005\n2026-10-11T20:14:00Z,0.0000015\n";
    let mut mapping = revenue_mapping();
    assert_eq!(revenue(text, &mapping).unwrap().report.totals.rejected, 2);
    mapping.options.round_excess_digits = true;
    let rounded = revenue(text, &mapping).unwrap();
    assert_eq!(money(&rounded), "0.000002 EUR");
    assert_eq!(noted(&rounded.report, NoteCode::Rounded), 2);
}

#[test]
fn local_times_follow_the_zone_and_its_rules() {
    let text = "at,amount\n2026-03-29 02:30,1\n2026-10-25 02:30,2\n2026-10-25 03:30,4\n";
    let mut mapping = revenue_mapping();
    mapping.options.zone = ninefold_domain::time::Zone::parse("Europe/Berlin").unwrap();
    let read = revenue(text, &mapping).unwrap();
    assert_eq!(
        codes(&read.report),
        [(2, Code::TimeGap), (3, Code::TimeFold)]
    );
    assert_eq!(read.report.rejected_money[0].to_string(), "3.00 EUR");
    mapping.options.on_fold = OnFold::Later;
    let read = revenue(text, &mapping).unwrap();
    assert_eq!(money(&read), "6.00 EUR");
    assert_eq!(noted(&read.report, NoteCode::Folds), 1);
    assert_eq!(noted(&read.report, NoteCode::LocalTimes), 2);
    let (first, last) = read.streams[0].minutes.bounds().unwrap();
    assert_eq!(last - first, 60);
}

#[test]
fn the_whole_column_decides_between_day_and_month() {
    let day = revenue(
        "at,amount\n1/2/2026,1\n2/2/2026 8:05,1\n13/2/2026,1\n",
        &revenue_mapping(),
    );
    let day = day.unwrap();
    assert_eq!(noted(&day.report, NoteCode::DateOrder), 1);
    let (first, last) = day.streams[0].minutes.bounds().unwrap();
    assert_eq!(last - first, 12 * 1_440);
    let error = revenue("at,amount\n1/2/2026,1\n", &revenue_mapping()).unwrap_err();
    assert!(matches!(error, Error::AmbiguousDates { .. }), "{error}");
    let error = revenue("at,amount\n13/2/2026,1\n2/13/2026,1\n", &revenue_mapping()).unwrap_err();
    assert!(matches!(error, Error::MixedDates { .. }), "{error}");
}

#[test]
fn european_files() {
    let mut mapping = revenue_mapping();
    mapping.options.decimal = DecimalMark::Comma;
    let text = "\u{feff}at;amount\r\n11.10.2026 20:14;1.234,50\r\n13.10.2026;\"-110,7 €\"\r\n";
    let read = revenue(text, &mapping).unwrap();
    assert_eq!(money(&read), "1123.80 EUR");
    assert_eq!(noted(&read.report, NoteCode::ByteOrderMark), 1);
    let latin = b"at;amount\n2026-10-11;5,50 \x80\n";
    assert_eq!(money(&revenue(latin, &mapping).unwrap()), "5.50 EUR");
}

#[test]
fn quoted_line_breaks_keep_the_line_numbers_right() {
    let text = "note,at,amount\n\"two\nlines\",2026-10-11,1\nx,never,1\n";
    let read = revenue(text, &revenue_mapping()).unwrap();
    assert_eq!(codes(&read.report), [(4, Code::Time)]);
    assert_eq!(read.report.totals.accepted, 1);
}

#[test]
fn words_for_no_value_are_no_value() {
    let mut mapping = revenue_mapping();
    mapping.options.missing = vec!["?".into(), "0".into()];
    let text =
        "at,amount\n2026-10-11T20:14:00Z,?\n2026-10-11T20:14:00Z,0\n2026-10-11T20:14:00Z,1\n";
    let read = revenue(text, &mapping).unwrap();
    assert_eq!(
        codes(&read.report),
        [(2, Code::Missing), (3, Code::Missing)]
    );
}

#[test]
fn centuries_and_thousands_of_streams_stay_small() {
    let folder = Folder::new();
    let mut text = String::from("at,amount,stream\n");
    for year in 1900..2200 {
        text.push_str(&format!("{year}-06-01T00:00:00Z,1,s{year}\n"));
    }
    let mapping = revenue_mapping().map(Field::Stream, "stream");
    let wide = read_revenue(&[folder.file("wide.csv", &text)], &mapping, &()).unwrap();
    assert_eq!(wide.streams.len(), 300);
    let mut text = String::from("at,amount,stream\n");
    for row in 0..20_000 {
        text.push_str(&format!("2026-06-01T00:00:00Z,1,order-{row}\n"));
    }
    let error = read_revenue(&[folder.file("orders.csv", text)], &mapping, &()).unwrap_err();
    assert!(matches!(error, Error::TooManyStreams { .. }), "{error}");
}

#[test]
fn findings_are_capped_and_all_counted() {
    let mut text = String::from("at,amount\n");
    for _ in 0..12_000 {
        text.push_str("never,1\n");
    }
    let read = revenue(text, &revenue_mapping()).unwrap();
    assert_eq!(read.report.findings.len(), 10_000);
    assert_eq!(read.report.groups[0].count, 12_000);
    assert_eq!(read.report.rejected_money[0].to_string(), "12000.00 EUR");
}

struct StopAt {
    rows: u64,
    seen: Cell<u64>,
}

impl Watch for StopAt {
    fn progress(&self, done: u64, total: u64, rows: u64) {
        assert!(done <= total);
        self.seen.set(rows);
    }

    fn cancelled(&self) -> bool {
        self.seen.get() >= self.rows
    }
}

#[test]
fn cancelling_stops_soon() {
    let folder = Folder::new();
    let mut text = String::from("at,amount\n");
    for _ in 0..500_000 {
        text.push_str("2026-10-11T20:14:00Z,1.25\n");
    }
    let path = folder.file("data.csv", text);
    let watch = StopAt {
        rows: 1,
        seen: Cell::new(0),
    };
    let result = read_revenue(&[path], &revenue_mapping(), &watch);
    assert!(matches!(result, Err(Error::Cancelled)));
    assert!(watch.seen.get() < 100_000, "{}", watch.seen.get());
}

#[test]
fn incidents_that_cannot_be_are_findings() {
    let folder = Folder::new();
    let text = "id,service,started,resolved,impact\n\
        A,shop,2026-10-11T20:00:00Z,2026-10-11T21:00:00Z,0.3\n\
        B,shop,2026-10-11T20:00:00Z,2026-10-11T19:00:00Z,1\n\
        C,shop,2026-10-11T20:00:00Z,,30%\n\
        D,shop,2026-10-11T20:00:00Z,2026-10-11T20:00:00Z,1.01\n\
        E,shop,2026-10-11T20:00:00Z,2026-10-11T20:00:00Z,-0.1\n\
        F,shop,2026-10-11T20:00:00Z,2026-10-11T20:00:00Z,NaN\n\
        G,,2026-10-11T20:00:00Z,,\n\
        H,shop,,,\n\
        I,shop,2026-10-32,,\n\
        J,shop,2026-10-11T20:00:00Z,,130%\n";
    let path = folder.file("incidents.csv", text);
    let read = read_incidents(&[path], &incident_mapping(), &()).unwrap();
    adds_up(&read.report);
    let expected = [
        (3, Code::EndBeforeStart),
        (5, Code::Impact),
        (6, Code::Impact),
        (7, Code::NotFinite),
        (8, Code::Missing),
        (9, Code::Missing),
        (10, Code::Time),
        (11, Code::Impact),
    ];
    assert_eq!(codes(&read.report), expected);
    assert_eq!(read.rows.len(), 2);
    assert_eq!(read.rows[0].id.as_deref(), Some("A"));
    assert_eq!(read.rows[1].impact, Some(0.3));
    assert_eq!(read.rows[1].resolved, None);
    assert_eq!(noted(&read.report, NoteCode::Open), 1);
}

#[test]
fn labor_is_exact_and_never_negative() {
    let folder = Folder::new();
    let mapping = Mapping::default()
        .map(Field::Incident, "incident")
        .map(Field::Role, "role")
        .map(Field::People, "people")
        .map(Field::Minutes, "minutes")
        .map(Field::Hours, "hours")
        .map(Field::Start, "start")
        .map(Field::End, "end")
        .map(Field::Rate, "rate")
        .set(Field::Currency, "EUR");
    let text = "incident,role,people,minutes,hours,start,end,rate\n\
        A,sre,0.5,12.5,,,,90.125\n\
        A,sre,,,1.5,,,\n\
        A,sre,2,,1:30,,,€5\n\
        A,sre,2,,,2026-10-11T20:00:00Z,2026-10-11T20:00:30Z,1\n\
        A,sre,-1,5,,,,1\n\
        A,sre,1,-5,,,,1\n\
        A,sre,1,5,,,,-1\n\
        A,sre,1,,,,,1\n\
        A,sre,0.0001,5,,,,1\n\
        A,sre,1,,,2026-10-11T20:00:00Z,2026-10-11T19:00:00Z,1\n\
        A,sre,1,99999999999999999,,,,1\n\
        ,sre,1,5,,,,1\n";
    let path = folder.file("labor.csv", text);
    let read = read_labor(std::slice::from_ref(&path), &mapping, &()).unwrap();
    adds_up(&read.report);
    let rows: Vec<(i64, i64, Option<String>)> = read
        .rows
        .iter()
        .map(|row| {
            (
                row.people_milli,
                row.worked_ms,
                row.rate.map(|rate| rate.to_string()),
            )
        })
        .collect();
    let rate = |text: &str| Some(text.to_owned());
    assert_eq!(
        rows,
        [
            (500, 750_000, rate("90.125 EUR")),
            (1_000, 5_400_000, None),
            (2_000, 5_400_000, rate("5.00 EUR")),
            (2_000, 30_000, rate("1.00 EUR")),
        ]
    );
    let expected = [
        (6, Code::Negative),
        (7, Code::Negative),
        (8, Code::Negative),
        (9, Code::Missing),
        (10, Code::Precision),
        (11, Code::EndBeforeStart),
        (12, Code::TooLarge),
        (13, Code::Missing),
    ];
    assert_eq!(codes(&read.report), expected);

    let mut without = mapping;
    without.sources.remove(&Field::Currency);
    let error = read_labor(&[path], &without, &()).unwrap_err();
    assert!(error.hint().contains("such as EUR"), "{error}");
}

#[test]
fn a_mapping_survives_its_file_form() {
    let text = r#"{
        "fields": {
            "at": "InvoiceDate",
            "amount": "Quantity*UnitPrice",
            "currency": {"constant": "GBP"},
            "stream": {"column": "a*b"}
        },
        "options": {"delimiter": "tab", "decimal": "comma", "zone": "Europe/London",
                    "on-fold": "earlier", "round-excess-digits": true, "missing": ["?"]}
    }"#;
    let mapping: Mapping = serde_json::from_str(text).unwrap();
    assert_eq!(mapping.options.delimiter, Some(b'\t'));
    let again: Mapping = serde_json::from_str(&serde_json::to_string(&mapping).unwrap()).unwrap();
    assert_eq!(mapping, again);
    for bad in [
        r#"{"fields": {"when": "x"}}"#,
        r#"{"options": {"delimiter": "ab"}}"#,
        r#"{"options": {"colour": 1}}"#,
    ] {
        assert!(serde_json::from_str::<Mapping>(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_first_look_suggests_what_is_certain_and_asks_the_rest() {
    let folder = Folder::new();
    let text = "InvoiceNo,Quantity,InvoiceDate,UnitPrice\n\
        1,6,12/1/2010 8:26,2.55\nC2,-1,12/1/2010 8:27,?\n";
    let found = inspect(&folder.file("a.csv", text), None, None).unwrap();
    assert_eq!(found.kind, Some(Kind::Revenue));
    assert_eq!(found.rows.len(), 2);
    assert_eq!(found.mapping.options.missing, ["?"]);
    let questions: String = found
        .questions
        .iter()
        .map(|q| format!("{} ", q.text))
        .collect();
    let settles: Vec<&str> = found.questions.iter().map(|q| q.settles).collect();
    // The header is known: amounts are quantity times price, all of one stream.
    assert_eq!(settles, ["date-format", "zone", "currency"]);
    let mapping = serde_json::to_string(&found.mapping).unwrap();
    assert!(mapping.contains("UnitPrice"), "{mapping}");
    for part in ["currency", "day first or month first", "zone"] {
        assert!(questions.contains(part), "{part} in {questions}");
    }

    let text = "incident_id\tservice\tstarted_at\tresolved_at\timpact\n\
        A\tshop\t2026-10-11T20:00:00Z\t2026-10-11T21:00:00Z\t0.3\n";
    let found = inspect(&folder.file("b.tsv", text), None, None).unwrap();
    assert_eq!(found.kind, Some(Kind::Incidents));
    assert_eq!(found.mapping.sources.len(), 5);
    assert!(found.questions.is_empty(), "{:?}", found.questions);
    let read = read_incidents(&[folder.file("b.tsv", text)], &found.mapping, &()).unwrap();
    assert_eq!(read.rows.len(), 1);

    let text = "at;amount\n2026-10-11T20:00:00Z;5,50\n";
    let found = inspect(&folder.file("c.csv", text), Some(Kind::Revenue), None).unwrap();
    assert_eq!(found.mapping.options.decimal, DecimalMark::Comma);
}

/// Amounts of euros, pounds and dollars, one each.
const SIGNED: &str = "at,amount\n\
    2026-10-11T20:00:00Z,\"$1,200.00\"\n\
    2026-10-11T20:00:00Z,€15.00\n\
    2026-10-11T20:00:00Z,£3.00\n\
    2026-10-11T20:00:00Z,7.00\n";

#[test]
fn an_amount_with_the_sign_of_another_currency_is_set_aside() {
    let read = revenue(SIGNED, &revenue_mapping()).unwrap();
    assert_eq!(read.streams[0].minutes.total(), 22_000_000, "€15 and 7");
    let found: Vec<(u64, Code, &str, &str)> = read
        .report
        .findings
        .iter()
        .map(|f| (f.row, f.code, f.found.as_str(), f.expected.as_str()))
        .collect();
    let expected = "an amount in EUR, the currency of its row";
    assert_eq!(
        found,
        [
            (2, Code::Currency, "$1,200.00", expected),
            (4, Code::Currency, "£3.00", expected),
        ]
    );
    assert!(read.report.findings[0].repair.contains("another currency"));
    // Many countries have a dollar.
    let canadian = revenue_mapping().set(Field::Currency, "CAD");
    let read = revenue(SIGNED, &canadian).unwrap();
    assert_eq!(read.report.accepted_money[0].to_string(), "1207.00 CAD");
}

#[test]
fn a_sign_decides_where_nothing_else_says_the_currency() {
    let mut mapping = revenue_mapping();
    mapping.sources.remove(&Field::Currency);
    let signed = SIGNED.replace("7.00", "¥7");
    let sums = |mapping: &Mapping| {
        let report = revenue(&signed, mapping).unwrap().report;
        let money: Vec<String> = report
            .accepted_money
            .iter()
            .map(ToString::to_string)
            .collect();
        let rows: Vec<u64> = report.findings.iter().map(|f| f.row).collect();
        assert!(report.findings.iter().all(|f| f.code == Code::Currency));
        (money.join(", "), rows)
    };
    assert_eq!(
        sums(&mapping),
        ("15.00 EUR, 3.00 GBP".to_owned(), vec![2, 5])
    );
    // The dollar of a workspace that counts in one is meant.
    mapping.options.home = Some(Currency::parse("AUD").unwrap());
    assert_eq!(
        sums(&mapping),
        ("1200.00 AUD, 15.00 EUR, 3.00 GBP".to_owned(), vec![5])
    );
    // An amount without any sign needs a currency to be said.
    let refused = revenue(SIGNED, &mapping).unwrap_err();
    assert!(matches!(refused, Error::Unmapped { .. }), "{refused}");
}

#[test]
fn a_header_names_the_currency_of_what_stands_below() {
    let text = "service,started,GTV Loss (€)\nshop,2026-10-11T20:00:00Z,1250.50\n";
    let folder = Folder::new();
    let path = [folder.file("incidents.csv", text)];
    let mut mapping = Mapping::default()
        .map(Field::Service, "service")
        .map(Field::Started, "started")
        .map(Field::OtherCosts, "GTV Loss (€)");
    mapping.options.home = Some(Currency::parse("USD").unwrap());
    let read = read_incidents(&path, &mapping, &()).unwrap();
    assert_eq!(read.rows[0].fixed[0].amount.to_string(), "1250.50 EUR");
    let told = |note: &ninefold_ingest::Note| {
        note.code == NoteCode::Units && note.text.contains("GTV Loss (€) was read in EUR")
    };
    assert!(
        read.report.notes.iter().any(told),
        "{:?}",
        read.report.notes
    );
    let stated = mapping.set(Field::Currency, "USD");
    let read = read_incidents(&path, &stated, &()).unwrap();
    assert!(read.rows.is_empty());
    let finding = &read.report.findings[0];
    assert_eq!(finding.code, Code::Currency);
    assert_eq!(finding.found, "1250.50 under GTV Loss (€)");
}

#[test]
fn a_currency_is_asked_for_unless_every_amount_says_it() {
    let asks = |text: &str| {
        let folder = Folder::new();
        let found = inspect(&folder.file("data.csv", text), Some(Kind::Revenue), None).unwrap();
        found.questions.iter().any(|q| q.settles == "currency")
    };
    assert!(!asks(
        "at,amount\n2026-10-11T20:00:00Z,€15.00\n2026-10-11T20:00:00Z,£3.00\n"
    ));
    assert!(!asks(
        "at,amount,amount (€)\n2026-10-11T20:00:00Z,€15.00,\n"
    ));
    assert!(asks("at,amount\n2026-10-11T20:00:00Z,$15.00\n"));
    assert!(asks(SIGNED));
}

/// Amounts with what a first look at their file suggests, in a currency.
fn looked_at(text: &str, decimal: Option<DecimalMark>) -> (Vec<String>, Result<Revenue, Error>) {
    let folder = Folder::new();
    let path = folder.file("data.csv", text);
    let found = inspect(&path, Some(Kind::Revenue), None).unwrap();
    let asked = found.questions.iter().filter(|q| q.settles == "decimal");
    let asked = asked.map(|q| q.text.clone()).collect();
    let mut mapping = found
        .mapping
        .set(Field::Stream, "shop")
        .set(Field::Currency, "EUR");
    if let Some(mark) = decimal {
        mapping.options.decimal = mark;
        mapping.options.find_decimal = false;
    }
    (asked, read_revenue(&[path], &mapping, &()))
}

#[test]
fn amounts_that_are_decimals_or_thousands_are_asked_about() {
    let at = "2026-10-11T20:00:00Z";
    let open = format!("at,amount\n{at},1.234\n{at},5.678\n{at},1.000\n");
    let (asked, read) = looked_at(&open, None);
    assert_eq!(asked.len(), 1);
    assert!(asked[0].contains("“1.234”"), "{asked:?}");
    let refused = read.unwrap_err();
    assert!(
        matches!(&refused, Error::AmbiguousDecimals { field: Field::Amount, sample } if sample == "1.234"),
        "{refused}"
    );
    for (mark, sum) in [
        (DecimalMark::Point, "7.912 EUR"),
        (DecimalMark::Comma, "7912.00 EUR"),
    ] {
        let (_, read) = looked_at(&open, Some(mark));
        let report = read.unwrap().report;
        assert_eq!(report.accepted_money[0].to_string(), sum);
    }
    for (row, sum) in [("0.5", "8.412 EUR"), ("\"1.000,5\"", "8912.50 EUR")] {
        let (asked, read) = looked_at(&format!("{open}{at},{row}\n"), None);
        assert_eq!(asked, [""; 0], "{row} decides");
        assert_eq!(read.unwrap().report.accepted_money[0].to_string(), sum);
    }
    // One that decides beyond the rows of the first look is found as well.
    let many = format!("{open}{}{at},0.5\n", format!("{at},2.000\n").repeat(1_500));
    let (asked, read) = looked_at(&many, None);
    assert!(asked.is_empty() && read.is_ok(), "{asked:?}");
}

#[test]
fn a_decimal_comma_is_used_for_the_column_that_shows_it() {
    let text = "service,started,impact,loss\nshop,2026-10-11T20:00:00Z,0.5,\"1.250,50\"\n";
    let folder = Folder::new();
    let path = [folder.file("incidents.csv", text)];
    let mapping = inspect(&path[0], Some(Kind::Incidents), None)
        .unwrap()
        .mapping;
    let mapping = mapping
        .map(Field::OtherCosts, "loss")
        .set(Field::Currency, "EUR");
    let read = read_incidents(&path, &mapping, &()).unwrap();
    assert_eq!(read.rows[0].fixed[0].amount.to_string(), "1250.50 EUR");
    assert_eq!(read.rows[0].impact, Some(0.5));
    let told = |note: &ninefold_ingest::Note| note.text.contains("decimal comma, as “1.250,50”");
    assert!(
        read.report.notes.iter().any(told),
        "{:?}",
        read.report.notes
    );
}

#[test]
fn lakhs_are_set_aside_for_their_grouping() {
    let text = "at,amount\n2026-10-11T20:00:00Z,\"1,23,456.50\"\n";
    let (_, read) = looked_at(text, None);
    let report = read.unwrap().report;
    let finding = &report.findings[0];
    assert_eq!(finding.code, Code::Number);
    assert!(finding.expected.contains("lakhs"), "{}", finding.expected);
    assert!(!ninefold_ingest::needs_decimal_comma(&finding.found));
}

#[test]
fn a_product_is_asked_for_its_decimal_mark_like_a_column() {
    let at = "2026-10-11T20:00:00Z";
    let product = |rows: &str, decimal: Option<DecimalMark>| {
        let folder = Folder::new();
        let path = folder.file("data.csv", format!("at,quantity,price\n{rows}"));
        let mut mapping = inspect(&path, Some(Kind::Revenue), None)
            .unwrap()
            .mapping
            .map(Field::Amount, "quantity*price")
            .set(Field::Stream, "shop")
            .set(Field::Currency, "EUR");
        if let Some(mark) = decimal {
            mapping.options.decimal = mark;
            mapping.options.find_decimal = false;
        }
        read_revenue(&[path], &mapping, &()).map(|read| read.report.accepted_money[0].to_string())
    };
    let open = format!("{at},2,1.234\n{at},3,2.000\n");
    let refused = product(&open, None).unwrap_err();
    assert!(
        matches!(&refused, Error::AmbiguousDecimals { field: Field::Amount, sample } if sample == "1.234"),
        "{refused}"
    );
    assert_eq!(
        product(&open, Some(DecimalMark::Comma)).unwrap(),
        "8468.00 EUR"
    );
    // Any value of either column decides.
    assert_eq!(
        product(&format!("{open}{at},0.5,1\n"), None).unwrap(),
        "8.968 EUR"
    );
    let comma = format!("{open}{at},1,\"0,5\"\n");
    assert_eq!(product(&comma, None).unwrap(), "8468.50 EUR");
}

#[test]
fn text_in_a_format_with_numbers_is_asked_about_and_numbers_are_not() {
    let folder = Folder::new();
    let read = |amounts: &[&str]| {
        let rows: Vec<String> = amounts
            .iter()
            .map(|amount| format!(r#"{{"at": "2026-10-11T20:00:00Z", "amount": {amount}}}"#))
            .collect();
        let path = folder.file("data.json", format!("[{}]", rows.join(",")));
        let found = inspect(&path, Some(Kind::Revenue), None).unwrap();
        let asked = found.questions.iter().any(|q| q.settles == "decimal");
        let mapping = found
            .mapping
            .set(Field::Stream, "shop")
            .set(Field::Currency, "EUR");
        let read = read_revenue(&[path], &mapping, &());
        (
            asked,
            read.map(|read| read.report.accepted_money[0].to_string()),
        )
    };
    let (asked, refused) = read(&[r#""1,234""#, r#""5,678""#]);
    assert!(asked);
    assert!(matches!(refused, Err(Error::AmbiguousDecimals { .. })));
    for (amounts, sum) in [
        (["1.234", "5.678"], "6.912 EUR"),
        ([r#""1,234""#, "0.5"], "1234.50 EUR"),
        ([r#""1,234""#, r#""0,5""#], "1.734 EUR"),
    ] {
        let (asked, read) = read(&amounts);
        assert!(!asked, "{amounts:?}");
        assert_eq!(read.unwrap(), sum, "{amounts:?}");
    }
}
