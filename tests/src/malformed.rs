//! Files as they should not be, of every kind, through looking, checking and importing: a clear
//! error or findings, never a panic, and never half an import.

use crate::shell::{Shell, columns, import, list, number, text};
use flate2::Compression;
use flate2::write::GzEncoder;
use ninefold_app::wire::Error;
use ninefold_app::{Job, wire::Code};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;

/// A kind of data with its columns and a row that is fine.
struct Kind {
    name: &'static str,
    head: &'static str,
    good: &'static str,
    /// Column of the first time, of the first number.
    time: usize,
    number: usize,
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "revenue",
        head: "at,stream,amount,currency",
        good: "2027-01-04T10:00:00Z,Web,10.50,EUR",
        time: 0,
        number: 2,
    },
    Kind {
        name: "incidents",
        head: "id,service,title,severity,started,resolved,impact",
        good: "N-1,Shop,Down,SEV1,2027-01-04T10:00:00Z,2027-01-04T11:00:00Z,0.5",
        time: 4,
        number: 6,
    },
    Kind {
        name: "labor",
        head: "incident,role,start,end,people,rate,currency",
        good: "A-1,Engineer,2027-01-04T10:00:00Z,2027-01-04T11:00:00Z,1,60,EUR",
        time: 2,
        number: 5,
    },
];

impl Kind {
    /// The good row with one cell replaced.
    fn row(&self, column: usize, cell: &str) -> String {
        let mut cells: Vec<&str> = self.good.split(',').collect();
        cells[column] = cell;
        cells.join(",")
    }

    /// A file of some rows under the head.
    fn file(&self, rows: &[&str]) -> String {
        let mut csv = format!("{}\n", self.head);
        for row in rows {
            csv.push_str(row);
            csv.push('\n');
        }
        csv
    }
}

/// A workspace that holds a little of everything, so that damage would show.
fn workspace() -> Shell {
    let shell = Shell::with_workspace("EUR", "UTC");
    let sales = shell.file(
        "sales.csv",
        "at,stream,amount,currency\n2027-01-02T10:00:00Z,Shop,100,EUR\n2027-01-02T10:01:00Z,Shop,50,EUR\n",
    );
    let outages = shell.file(
        "outages.csv",
        "id,service,started,resolved\nA-1,Shop,2027-01-02T10:00:00Z,2027-01-02T10:30:00Z\n",
    );
    let hours = shell.file(
        "hours.csv",
        "incident,role,minutes,rate,currency\nA-1,Engineer,30,60,EUR\n",
    );
    shell.import("revenue", &[&sales], &columns("at,stream,amount,currency"));
    shell.import(
        "incidents",
        &[&outages],
        &columns("id,service,started,resolved"),
    );
    shell.import(
        "labor",
        &[&hours],
        &columns("incident,role,minutes,rate,currency"),
    );
    shell
}

/// Everything that an import could have changed.
fn everything(shell: &Shell) -> Value {
    json!([
        shell.status(),
        shell.figures(),
        shell.call("data", Value::Null),
        shell.call("history", json!({"limit": 100})),
    ])
}

fn quietly(shell: &Shell, command: &str, args: Value) -> Result<Value, Error> {
    shell.run(command, args, &Job::quiet())
}

/// Looks at, checks and imports a file that must fail as a whole: all three say why.
#[track_caller]
fn unusable(shell: &Shell, kind: &Kind, path: &Path, code: Code, says: &str) {
    let before = everything(shell);
    for command in ["import.check", "import.commit"] {
        let error = shell.refused(command, import(kind.name, &[path], &columns(kind.head)));
        assert_eq!(error.code, code, "{command} of {}: {error}", kind.name);
        assert!(
            error.message.contains(says),
            "{command} of {}: “{says}” in {error}",
            kind.name
        );
        assert!(!error.hints.is_empty(), "what to do next: {error}");
    }
    // A first look may still show what is there; what it shows must not be an error's lack.
    if let Err(error) = quietly(
        shell,
        "import.inspect",
        json!({"paths": [path], "kind": kind.name}),
    ) {
        assert!(!error.message.is_empty() && !error.hints.is_empty());
    }
    assert_eq!(everything(shell), before, "{}: nothing came in", kind.name);
}

/// Checks and imports a file of which nothing is fit: each row is set aside with its reason.
#[track_caller]
fn set_aside(shell: &Shell, kind: &Kind, path: &Path, rows: u64) -> Value {
    let before = everything(shell);
    let args = import(kind.name, &[path], &columns(kind.head));
    let report = shell.call("import.check", args.clone());
    assert_eq!(
        (number(&report, "read"), number(&report, "rejected")),
        (rows, rows),
        "{}: {report}",
        kind.name
    );
    for problem in list(&report, "problems") {
        for part in ["file", "expected", "repair"] {
            assert!(!text(problem, part).is_empty(), "{part} of {problem}");
        }
    }
    shell.call("import.commit", args);
    assert_eq!(everything(shell), before, "{}: nothing came in", kind.name);
    report
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn files_that_are_no_tables_are_refused_as_a_whole() {
    let shell = workspace();
    for kind in &KINDS {
        let empty = shell.file("empty.csv", "");
        unusable(&shell, kind, &empty, Code::BadFile, "empty.csv");
        let packed = shell.file("empty.csv.gz", gz(b""));
        unusable(&shell, kind, &packed, Code::BadFile, "empty.csv.gz");

        let mut noise = vec![0_u8; 40_000];
        let mut state = 7_u32;
        for byte in &mut noise {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        let binary = shell.file("noise.csv", &noise);
        unusable(&shell, kind, &binary, Code::BadFile, "noise.csv");
        let parquet = shell.file("noise.parquet", &noise);
        unusable(&shell, kind, &parquet, Code::BadFile, "noise.parquet");
        let cut = shell.file("cut.parquet", b"PAR1 and then no more");
        unusable(&shell, kind, &cut, Code::BadFile, "cut.parquet");
        let picture = shell.file("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0");
        unusable(&shell, kind, &picture, Code::BadFile, "picture.csv");

        let rows: Vec<String> = (0..5_000)
            .map(|n| kind.row(kind.time, &n.to_string()))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let whole = gz(kind.file(&rows).as_bytes());
        let truncated = shell.file("cut.csv.gz", &whole[..whole.len() * 2 / 3]);
        unusable(&shell, kind, &truncated, Code::BadFile, "cut.csv.gz");
        let no_end = shell.file("no end.csv.gz", &whole[..whole.len() - 4]);
        unusable(&shell, kind, &no_end, Code::BadFile, "no end.csv.gz");

        let folder = shell.path("folder.csv");
        let _ = std::fs::create_dir(&folder);
        unusable(&shell, kind, &folder, Code::Io, "folder.csv");
        let missing = shell.path("missing.csv");
        unusable(&shell, kind, &missing, Code::Io, "missing.csv");

        let long = shell.file("long.csv", vec![b'x'; 10_000_000]);
        unusable(&shell, kind, &long, Code::BadFile, "long.csv");
        let mut quote = kind.file(&[kind.good]).into_bytes();
        quote.extend(b"\"");
        quote.extend(vec![b'y'; 10_000_000]);
        let quoted = shell.file("quote.csv", quote);
        unusable(&shell, kind, &quoted, Code::BadFile, "quote.csv");
    }
}

#[test]
fn a_good_file_beside_a_bad_one_does_not_come_in_alone() {
    let shell = workspace();
    for kind in &KINDS {
        let good = shell.file("good.csv", kind.file(&[kind.good]));
        let bad = shell.file("bad.csv", [0_u8, 1, 2, 3, 0, 0, 0, 255, 254, 0, 9]);
        let before = everything(&shell);
        let args = import(kind.name, &[&good, &bad], &columns(kind.head));
        let error = shell.refused("import.commit", args);
        assert!(error.message.contains("bad.csv"), "{error}");
        assert_eq!(everything(&shell), before);
    }
}

#[test]
fn a_head_without_rows_is_an_import_of_nothing() {
    let shell = workspace();
    for kind in &KINDS {
        let path = shell.file("head.csv", kind.file(&[]));
        let report = set_aside(&shell, kind, &path, 0);
        assert!(
            report["notes"].to_string().contains("no row")
                || text(&report, "headline.sentence").contains("Nothing"),
            "{report}"
        );
    }
}

#[test]
fn the_wrong_delimiter_or_kind_or_column_is_named() {
    let shell = workspace();
    for kind in &KINDS {
        let path = shell.file("file.csv", kind.file(&[kind.good]));
        let before = everything(&shell);
        let mut args = import(kind.name, &[&path], &columns(kind.head));
        args["mapping"]["delimiter"] = json!(";");
        let error = shell.refused("import.commit", args.clone());
        assert_eq!(
            (error.code, error.field.as_str()),
            (Code::BadFile, "delimiter")
        );
        args["mapping"]["delimiter"] = json!("ab");
        assert_eq!(shell.refused("import.commit", args).field, "delimiter");

        // A file of another kind lacks the columns that are mapped.
        for other in KINDS.iter().filter(|other| other.name != kind.name) {
            let args = import(other.name, &[&path], &columns(other.head));
            let error = shell.refused("import.commit", args);
            assert_eq!(error.code, Code::BadFile, "{error}");
            assert!(error.message.contains("there is no column"), "{error}");
            assert!(!error.field.is_empty());
            // With the file's own columns, the fields are not those of the kind.
            let args = import(other.name, &[&path], &columns(kind.head));
            let error = shell.refused("import.commit", args);
            assert!(!error.hints.is_empty(), "{error}");
        }
        let mut args = import(kind.name, &[&path], &columns(kind.head));
        args["kind"] = json!("weather");
        let error = shell.refused("import.commit", args);
        assert_eq!((error.code, error.field.as_str()), (Code::Invalid, "kind"));

        for (member, value) in [
            ("zone", "Europe/Atlantis"),
            ("decimal", "middle"),
            ("onFold", "guess"),
        ] {
            let mut args = import(kind.name, &[&path], &columns(kind.head));
            args["mapping"][member] = json!(value);
            let error = shell.refused("import.commit", args);
            assert_eq!((error.code, error.field.as_str()), (Code::Invalid, member));
        }
        let mut args = import(kind.name, &[&path], &columns(kind.head));
        args["mapping"]["dateFormat"] = json!("%Q%Q%");
        let error = shell.refused("import.commit", args);
        assert!(error.message.contains("%Q%Q%"), "{error}");
        for paths in [json!([]), json!(["\u{0}"]), json!([""])] {
            let mut args = import(kind.name, &[&path], &columns(kind.head));
            args["paths"] = paths;
            shell.refused("import.commit", args);
        }
        let error = shell.refused("import.commit", json!({"kind": kind.name}));
        assert_eq!(error.code, Code::Invalid);
        assert_eq!(everything(&shell), before);
    }
}

#[test]
fn values_that_cannot_be_are_set_aside_one_by_one() {
    let shell = workspace();
    for kind in &KINDS {
        let numbers = [
            "NaN",
            "inf",
            "-inf",
            "Infinity",
            "1e999",
            "99999999999999999999999999999999999999999999",
            "-99999999999999999999999999",
            "0x10",
            "ten",
            "1..2",
            "--1",
        ];
        let times = [
            "2027-01-32T10:00:00Z",
            "2027-02-29T10:00:00Z",
            "2027-13-01T10:00:00Z",
            "2027-01-04T24:61:00Z",
            "2027-01-04T10:00:00+99:00",
            "2027-01-04 10:00 Mars/Olympus",
            "yesterday",
            "NaN",
            "-",
            "99999-01-01T00:00:00Z",
        ];
        let rows: Vec<String> = numbers
            .iter()
            .map(|cell| kind.row(kind.number, cell))
            .chain(times.iter().map(|cell| kind.row(kind.time, cell)))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let path = shell.file("bad.csv", kind.file(&rows));
        let report = set_aside(&shell, kind, &path, rows.len() as u64);
        assert_eq!(list(&report, "problems").len(), rows.len());
    }
    // Ends before it starts.
    for (kind, column) in [(&KINDS[1], 5), (&KINDS[2], 3)] {
        let row = kind.row(column, "2027-01-04T09:00:00Z");
        let path = shell.file("ends first.csv", kind.file(&[&row]));
        let report = set_aside(&shell, kind, &path, 1);
        assert!(
            report["groups"]
                .to_string()
                .to_lowercase()
                .contains("before"),
            "{report}"
        );
    }
    // A share of more than everything.
    let kind = &KINDS[1];
    for share in ["1.5", "-0.1", "170 %"] {
        let path = shell.file("share.csv", kind.file(&[&kind.row(kind.number, share)]));
        set_aside(&shell, kind, &path, 1);
    }
}

#[test]
fn huge_amounts_are_refused_before_anything_overflows() {
    let shell = workspace();
    let kind = &KINDS[0];
    // The largest amount that is kept, and no more in the same minute.
    let largest = "9223372036854.775807";
    let row = kind.row(2, largest);
    let path = shell.file("largest.csv", kind.file(&[&row, &row]));
    let args = import(kind.name, &[&path], &columns(kind.head));
    let report = shell.call("import.check", args);
    assert_eq!(
        (number(&report, "accepted"), number(&report, "rejected")),
        (1, 1),
        "{report}"
    );
    let one = shell.file("one.csv", kind.file(&[&row]));
    let mut args = import(kind.name, &[&one], &columns(kind.head));
    shell.call("import.commit", args.clone());
    let before = everything(&shell);
    args["onOverlap"] = json!("add");
    let error = shell.refused("import.commit", args.clone());
    assert!(error.message.to_lowercase().contains("large"), "{error}");
    // Another spelling of the stream does not get around it.
    let other = shell.file(
        "spelled.csv",
        kind.file(&[&row, &row.replace("Web", "WEB")]),
    );
    let mut spelled = import(kind.name, &[&other], &columns(kind.head));
    spelled["onOverlap"] = json!("replace");
    shell.refused("import.commit", spelled);
    // Replacing it by its opposite would need twice the room.
    let least = shell.file(
        "least.csv",
        kind.file(&[&kind.row(2, "-9223372036854.775807")]),
    );
    let mut args = import(kind.name, &[&least], &columns(kind.head));
    args["onOverlap"] = json!("replace");
    shell.refused("import.commit", args);
    assert_eq!(everything(&shell), before);
}

#[test]
fn incidents_of_other_centuries_neither_hang_nor_break_the_figures() {
    let shell = workspace();
    let kind = &KINDS[1];
    let rows = [
        "F-1,Shop,Long ago,SEV1,0001-01-01T00:00:00Z,0001-01-01T01:00:00Z,1",
        "F-2,Shop,Long after,SEV1,9999-12-31T00:00:00Z,9999-12-31T01:00:00Z,1",
        "F-3,Shop,Ever since,SEV1,1970-01-01T00:00:00Z,,1",
    ];
    let path = shell.file("centuries.csv", kind.file(&rows));
    let args = import(kind.name, &[&path], &columns(kind.head));
    let since = std::time::Instant::now();
    let report = shell.call("import.commit", args);
    assert_eq!(
        number(&report, "accepted") + number(&report, "rejected"),
        3,
        "{report}"
    );
    shell.figures();
    assert!(
        since.elapsed().as_secs() < 20,
        "{:?} for three incidents",
        since.elapsed()
    );
    shell.call("undo", Value::Null);
    assert_eq!(number(&shell.status(), "incidents"), 1);
}

#[test]
fn rows_that_are_too_short_or_too_long_are_set_aside_or_read_as_they_stand() {
    let shell = workspace();
    for kind in &KINDS {
        let long = format!("{},one,two,three", kind.good);
        let path = shell.file("ragged.csv", kind.file(&[",", "", "x", &long]));
        let args = import(kind.name, &[&path], &columns(kind.head));
        let report = shell.call("import.check", args);
        let read = number(&report, "read");
        assert_eq!(
            read,
            number(&report, "accepted") + number(&report, "rejected") + number(&report, "skipped"),
            "{report}"
        );
        assert!(number(&report, "rejected") >= 2, "{}: {report}", kind.name);
    }
}

#[test]
fn any_arguments_of_any_command_are_answered_or_refused() {
    let shell = workspace();
    let id = "0123456789abcdef0123456789abcdef";
    let far = "\u{0}\u{202e}ß".repeat(2_000);
    let odd = [
        Value::Null,
        json!({}),
        json!([]),
        json!("x"),
        json!(-1),
        json!({"id": id, "key": far, "path": "", "window": far, "paths": [far], "kind": far}),
        json!({"id": far, "path": far, "offset": u64::MAX, "limit": u64::MAX, "filter": far}),
        json!({"offset": -1, "limit": 1.5, "width": u64::MAX}),
        json!({"chart": "velocity", "width": u32::MAX, "height": u32::MAX, "scope": far}),
        json!({"chart": "budget", "width": 0, "height": 0, "scope": id}),
        json!({"offset": 0, "limit": 10, "filter": "> cost> service: severity: cause:", "sort": {"column": far, "descending": true}}),
        json!({"revenueAYear": "1e308", "people": "1e308", "rate": "1e308", "currency": "EUR"}),
        json!({"revenueAYear": "NaN", "people": "-1", "rate": "inf", "currency": "EUR"}),
    ];
    for command in ninefold_app::command::NAMES {
        // These would make or close files, which the loop is not about.
        if matches!(
            *command,
            "workspace.sample" | "workspace.close" | "undo" | "redo"
        ) {
            continue;
        }
        for args in &odd {
            if let Err(error) = quietly(&shell, command, args.clone()) {
                assert!(!error.message.is_empty(), "{command}");
            }
        }
    }
    let error = quietly(&shell, "weather", Value::Null).unwrap_err();
    assert_eq!(error.code, Code::UnknownCommand);
    assert_eq!(number(&shell.status(), "incidents"), 1);
}
