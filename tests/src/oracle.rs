//! `ninefold run` against exact answers: the tiny set was worked out in fractions, one minute
//! at a time, by `bench/peers/oracle_naive.py`.

use crate::repository::root;
use flate2::read::GzDecoder;
use ninefold_app::Job;
use ninefold_app::run::{RunArgs, RunInput, RunReport, run};
use ninefold_app::wire::Error;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

const FROM: &str = "2024-01-01T00:00:00Z";
const TO: &str = "2024-01-22T00:00:00Z";
const KINDS: [&str; 3] = ["incidents", "revenue", "labor"];
const RESULTS: [&str; 2] = ["incidents_out.csv", "services_out.csv"];

fn tiny(name: &str) -> PathBuf {
    root().join("tests/data/tiny").join(name)
}

/// A CSV file of the tiny set, unpacked.
fn unpacked(kind: &str) -> String {
    let file = fs::File::open(tiny(&format!("{kind}.csv.gz"))).expect("the tiny set is committed");
    let mut text = String::new();
    GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("it unpacks");
    text
}

/// The arguments for files named `incidents`, `revenue` and `labor` with one ending.
fn args(folder: &Path, ending: &str, out: &Path) -> RunArgs {
    let input = |kind: &str| RunInput {
        paths: vec![folder.join(format!("{kind}.{ending}"))],
        fields: Vec::new(),
    };
    RunArgs {
        incidents: input("incidents"),
        revenue: input("revenue"),
        labor: input("labor"),
        from: Some(FROM.into()),
        to: Some(TO.into()),
        out: out.to_owned(),
        ..RunArgs::default()
    }
}

fn quiet(args: &RunArgs) -> Result<RunReport, Error> {
    run(args, &Job::quiet())
}

fn table(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(path)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    reader
        .records()
        .map(|row| {
            row.expect("a row reads")
                .iter()
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

/// Every cell equal; numbers to 1e-9 of the larger one, absolute below 1.
fn assert_equals_golden(out: &Path) {
    for name in RESULTS {
        let expected = table(&tiny(name));
        let found = table(&out.join(name));
        assert_eq!(found.len(), expected.len(), "{name}: rows");
        for (line, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found.len(), expected.len(), "{name}, line {}", line + 1);
            for (a, b) in found.iter().zip(expected) {
                if let (Ok(x), Ok(y)) = (a.parse::<f64>(), b.parse::<f64>()) {
                    let near = (x - y).abs() <= 1e-9 * x.abs().max(y.abs()).max(1.0);
                    assert!(x == y || near, "{name}, line {}: {a} is not {b}", line + 1);
                } else {
                    assert_eq!(a, b, "{name}, line {}", line + 1);
                }
            }
        }
    }
}

#[test]
fn run_equals_the_exact_oracle_from_every_format() {
    let plain = tempfile::tempdir().expect("a folder");
    for kind in KINDS {
        fs::write(plain.path().join(format!("{kind}.csv")), unpacked(kind)).expect("it writes");
    }
    let packed = tiny("");
    let cases = [
        (plain.path(), "csv"),
        (&packed, "csv.gz"),
        (&packed, "parquet"),
    ];
    for (folder, ending) in cases {
        let out = tempfile::tempdir().expect("a folder");
        let report = quiet(&args(folder, ending, out.path())).expect(ending);
        let counts: Vec<_> = report
            .inputs
            .iter()
            .map(|input| (input.read, input.accepted, input.rejected, input.skipped))
            .collect();
        assert_eq!(
            counts,
            [
                (400, 400, 0, 0),
                (20_000, 20_000, 0, 0),
                (1_038, 1_038, 0, 0)
            ],
            "{ending}"
        );
        assert_equals_golden(out.path());
        // The sums that `bench/peers/README.md` of the set states, to the digits it states.
        let sums = [report.minutes, report.revenue_loss, report.labor_cost];
        for (sum, stated) in sums
            .into_iter()
            .zip([65_379.475_8, 397_576.208_5, 2_528_721.502_3])
        {
            assert!(
                (sum - stated).abs() < 6e-5,
                "{ending}: {sum} is not {stated}"
            );
        }
    }
}

#[test]
fn the_span_is_the_whole_days_of_the_revenue_unless_stated() {
    let out = tempfile::tempdir().expect("a folder");
    let stated = args(&tiny(""), "csv.gz", out.path());
    let found = RunArgs {
        from: None,
        to: None,
        ..stated
    };
    let report = quiet(&found).expect("it runs");
    assert_eq!((report.from.as_str(), report.to.as_str()), (FROM, TO));
    assert_equals_golden(out.path());
    // Berlin's days begin an hour before those of UTC, and the last one ends an hour before.
    let berlin = RunArgs {
        zone: "Europe/Berlin".into(),
        ..found
    };
    let report = quiet(&berlin).expect("it runs");
    assert_eq!(report.from, "2023-12-31T23:00:00Z");
    assert_eq!(report.to, "2024-01-22T23:00:00Z");
}

#[test]
fn the_order_of_rows_changes_no_byte() {
    let before = tempfile::tempdir().expect("a folder");
    quiet(&args(&tiny(""), "csv.gz", before.path())).expect("it runs");
    let mut state = 42_u64;
    let mut below = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % n
    };
    let shuffled = tempfile::tempdir().expect("a folder");
    for kind in KINDS {
        let text = unpacked(kind);
        let (head, rows) = text.split_once('\n').expect("a header");
        let mut rows: Vec<&str> = rows.lines().collect();
        for last in (1..rows.len()).rev() {
            rows.swap(last, below(last + 1));
        }
        let text = format!("{head}\n{}\n", rows.join("\n"));
        fs::write(shuffled.path().join(format!("{kind}.csv")), text).expect("it writes");
    }
    let after = tempfile::tempdir().expect("a folder");
    quiet(&args(shuffled.path(), "csv", after.path())).expect("it runs");
    for name in RESULTS {
        assert_eq!(
            fs::read(before.path().join(name)).expect("it is there"),
            fs::read(after.path().join(name)).expect("it is there"),
            "{name}"
        );
    }
}

/// A run on three small texts.
fn small(incidents: &str, revenue: &str, labor: &str) -> (Result<RunReport, Error>, [String; 2]) {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, text) in KINDS.into_iter().zip([incidents, revenue, labor]) {
        fs::write(folder.path().join(format!("{kind}.csv")), text).expect("it writes");
    }
    let out = folder.path().join("out");
    let found = RunArgs {
        from: None,
        to: None,
        ..args(folder.path(), "csv", &out)
    };
    let report = quiet(&found);
    let results = RESULTS.map(|name| fs::read_to_string(out.join(name)).unwrap_or_default());
    (report, results)
}

const REVENUE: &str = "ts,stream,amount\n2024-01-01T10:00:00.000Z,shop,60.00\n";
const LABOR: &str = "incident_id,role,people,minutes,hourly_rate\nA,responder,2,30,90.00\n";

#[test]
fn one_bad_row_is_set_aside_and_the_rest_counts() {
    let incidents = "incident_id,service,severity,started_at,resolved_at,impact\n\
        A,shop,SEV1,2024-01-01T12:00:00Z,2024-01-01T13:00:00Z,0.5\n\
        B,shop,SEV1,2024-01-01T12:00:00Z,2024-01-01T11:00:00Z,0.5\n\
        \"C,=1\",shop,SEV1,2024-01-01T12:30:00Z,2024-01-01T12:30:00Z,1\n\
        =D,shop,SEV1,2024-01-01T12:30:00Z,2024-01-01T12:31:00Z,1\n";
    let (report, [lines, services]) = small(incidents, REVENUE, LABOR);
    let report = report.expect("it runs");
    assert_eq!((report.incidents, report.rejected()), (3, 1));
    assert_eq!(report.inputs[0].problems[0].row, 3);
    // 60 earned over 1,380 clean minutes (12:00 to 13:00 is not clean), none of them in a slot
    // that an incident touched: those fall back to the mean of the clean ones.
    let mean = 60.0 / 1_380.0;
    let lost = |minutes: f64, impact: f64| mean * minutes * impact;
    let lines: Vec<&str> = lines.lines().collect();
    let number = |line: &str, column: usize| -> f64 {
        let mut cells: Vec<&str> = line.rsplitn(6, ',').collect();
        cells.reverse();
        cells[column].parse().expect("a number")
    };
    assert!(lines[1].starts_with("\"'=D\",shop,1.0,"), "{}", lines[1]);
    assert!(lines[2].starts_with("A,shop,60.0,"), "{}", lines[2]);
    assert_eq!(lines[3], "\"C,=1\",shop,0.0,0.0,0.0,0.0,0.0");
    assert!((number(lines[2], 2) - lost(60.0, 0.5)).abs() < 1e-9);
    assert_eq!(number(lines[2], 3), 90.0);
    assert_eq!(
        services,
        format!(
            "service,incidents,downtime_minutes,availability,nines\nshop,3,60.0,{},{}\n",
            1.0 - 1.0 / 24.0,
            -(1.0_f64 / 24.0).log10()
        )
    );
}

#[test]
fn nothing_is_replaced_where_a_run_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(RESULTS[0]), "mine").expect("it writes");
    let mut bad = args(&tiny(""), "csv.gz", folder.path());
    bad.to = Some(FROM.into());
    let error = quiet(&bad).expect_err("the span is empty");
    assert_eq!(error.field, "to");
    bad.to = Some("2024-01-22T00:00:30Z".into());
    assert_eq!(quiet(&bad).expect_err("half a minute").field, "to");
    bad.to = Some("tomorrow".into());
    assert_eq!(quiet(&bad).expect_err("no instant").field, "to");
    bad.to = Some(TO.into());
    bad.profile = "by-moon".into();
    assert_eq!(quiet(&bad).expect_err("no profile").field, "profile");
    bad.profile = String::new();
    bad.revenue.paths = vec![folder.path().join("missing.csv")];
    assert!(
        quiet(&bad)
            .expect_err("no file")
            .message
            .contains("missing.csv")
    );
    let left: Vec<_> = fs::read_dir(folder.path()).expect("it lists").collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(
        fs::read_to_string(folder.path().join(RESULTS[0])).expect("it reads"),
        "mine"
    );
}

#[test]
fn two_currencies_are_not_added_up() {
    let incidents = "incident_id,service,started_at,resolved_at,impact\n\
        A,shop,2024-01-01T12:00:00Z,2024-01-01T13:00:00Z,0.5\n";
    let revenue = "ts,stream,amount,currency\n2024-01-01T10:00:00Z,shop,60.00,GBP\n";
    let labor = "incident_id,role,people,minutes,hourly_rate,currency\nA,responder,2,30,90,USD\n";
    let (report, _) = small(incidents, revenue, labor);
    assert_eq!(report.expect_err("two currencies").field, "currency");
}
