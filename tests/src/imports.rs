//! Imports through the application: what comes in, what is set aside, what is taken back, and
//! that nothing ever comes in by half.

use crate::shell::{Shell, cancelling, columns, euros, import, list, number, shown, text};
use ninefold_app::sample::{SEED, generate};
use ninefold_app::wire::Code;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

const REVENUE: &str = "at,stream,amount,currency";
const INCIDENTS: &str = "id,service,title,severity,started,resolved,impact";
const LABOR: &str = "incident,role,person,people,minutes,rate,currency";
const SAMPLE_LABOR: &str = "incident,role,person,people,start,minutes,review,rate,currency";

/// The same import with a choice for minutes that are there.
fn on_overlap(mut args: Value, choice: &str) -> Value {
    args["onOverlap"] = json!(choice);
    args
}

/// Exact total of each stream, as the settings show it.
fn totals(shell: &Shell) -> Vec<String> {
    let settings = shell.call("settings", Value::Null);
    list(&settings, "streams")
        .iter()
        .map(|s| format!("{} {}", text(s, "edit.name"), text(s, "total")))
        .collect()
}

/// read = accepted + rejected + skipped, and every rejected row is in a group.
#[track_caller]
fn adds_up(report: &Value) {
    let [read, accepted, rejected, skipped] =
        ["read", "accepted", "rejected", "skipped"].map(|name| number(report, name));
    assert_eq!(read, accepted + rejected + skipped, "{report}");
    let grouped: u64 = list(report, "groups")
        .iter()
        .map(|g| number(g, "count"))
        .sum();
    assert_eq!(grouped, rejected, "{report}");
}

/// Counts of a report: read, accepted, rejected, skipped, new, unchanged.
fn counts(report: &Value) -> [u64; 6] {
    [
        "read",
        "accepted",
        "rejected",
        "skipped",
        "new",
        "unchanged",
    ]
    .map(|name| number(report, name))
}

/// The sample's files in the folder of a shell, and the three imports that bring them in.
fn sample_imports(shell: &Shell) -> Vec<(&'static str, Value)> {
    let files = generate(SEED)
        .write_files(&shell.path("files"))
        .expect("the files of the sample");
    let [incidents, labor, revenue]: [PathBuf; 3] = files.try_into().expect("three files");
    let head = "id,service,title,severity,started,detected,acknowledged,mitigated,resolved,impact,kind,cause,detected_by,recovered_by,recovery_action,reassignments,contacts,cancellations,refunds,vendors,currency,notes"
        .split(',')
        .map(|name| (name.to_owned(), name.to_owned()))
        .collect::<Vec<_>>();
    let head: Vec<(&str, &str)> = head.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    vec![
        ("revenue", import("revenue", &[&revenue], &columns(REVENUE))),
        ("incidents", import("incidents", &[&incidents], &head)),
        ("labor", import("labor", &[&labor], &columns(SAMPLE_LABOR))),
    ]
}

#[test]
fn the_samples_files_give_the_samples_figures() {
    let shell = Shell::with_sample(true);
    let imports = sample_imports(&shell);
    for (kind, args) in &imports {
        let found = shell.call("import.inspect", json!({"paths": args["paths"]}));
        assert_eq!(text(&found, "kind"), *kind);
        assert!(list(&found, "questions").is_empty(), "{found}");
        let planned = shell.call("import.check", args.clone());
        // What the first look suggests needs no hand: it reads the very same.
        let suggested = json!({"paths": args["paths"], "kind": kind, "mapping": found["mapping"]});
        assert_eq!(shell.call("import.check", suggested), planned);
        let done = shell.call("import.commit", args.clone());
        adds_up(&done);
        assert_eq!(counts(&planned), counts(&done));
        assert_eq!(planned["money"], done["money"]);
        assert_eq!(number(&done, "rejected"), 0, "{done}");
    }
    let figures = shell.figures();
    let sample = Shell::with_sample(false);
    // The files say what each hour cost; in the sample the rate card does, which is an estimate
    // that may be off, unless somebody says that it is exact.
    let mut choices = sample.call("settings", Value::Null)["edit"].clone();
    assert_eq!(choices["giveRateCard"], "10\u{202f}%");
    choices["giveRateCard"] = json!("");
    sample.call("settings.save", choices);
    let expected = sample.figures();
    assert_eq!(figures["availability"], expected["availability"]);
    let bases = |figures: &Value| -> (Value, Vec<String>) {
        let mut cost = figures["cost"].clone();
        let mut bases = Vec::new();
        for line in cost["lines"].as_array_mut().expect("lines") {
            let line = line.as_object_mut().expect("a line");
            let key = line["key"].as_str().expect("a key");
            if key.starts_with("labor:") || key == "review" {
                line.remove("range");
                bases.extend(line.remove("basis").map(|basis| basis.to_string()));
            }
        }
        bases.dedup();
        (cost, bases)
    };
    let (from_files, measured) = bases(&figures);
    let (from_sample, estimated) = bases(&expected);
    assert_eq!(from_files, from_sample);
    assert_eq!(
        (measured, estimated),
        (vec!["\"measured\"".into()], vec!["\"estimated\"".into()])
    );
    assert_eq!(totals(&shell), totals(&sample));

    // The same files once more: nothing is new, and nothing changes.
    let before = shell.status();
    let history = shell.call("history", json!({"limit": 100}));
    for (kind, args) in &imports {
        let again = if *kind == "revenue" {
            let error = shell.refused("import.commit", args.clone());
            assert_eq!(error.code, Code::Conflict);
            assert!(error.message.contains("already hold revenue"), "{error}");
            assert!(error.message.contains("This very file"), "{error}");
            shell.call("import.commit", on_overlap(args.clone(), "keep"))
        } else {
            shell.call("import.commit", args.clone())
        };
        adds_up(&again);
        assert_eq!(number(&again, "new"), 0, "{kind}");
        assert_eq!(number(&again, "accepted"), 0, "{kind}");
        let unchanged = number(&again, "unchanged");
        match *kind {
            "revenue" => assert!(unchanged > 100_000, "minutes that were there: {unchanged}"),
            other => assert_eq!(unchanged, number(&before, other), "{other}"),
        }
    }
    assert_eq!(shell.status(), before);
    assert_eq!(shell.call("history", json!({"limit": 100})), history);
    assert_eq!(shell.figures(), figures);
}

/// Revenue of three minutes of one stream.
fn with_three_minutes() -> Shell {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "first.csv",
        "at,stream,amount,currency\n\
         2027-01-04T10:00:10Z,Shop,10.25,EUR\n\
         2027-01-04T10:00:50Z,Shop,0.50,EUR\n\
         2027-01-04T10:01:00Z,Shop,20,EUR\n\
         2027-01-04T10:02:00Z,Shop,30,EUR\n",
    );
    shell.import("revenue", &[&file], &columns(REVENUE));
    assert_eq!(totals(&shell), ["Shop €60.75"]);
    shell
}

/// Two of those minutes with other amounts, in three rows, and one that is new.
fn overlapping(shell: &Shell) -> Value {
    let file = shell.file(
        "second.csv",
        "at,stream,amount,currency\n\
         2027-01-04T10:01:00Z,shop,1.125,EUR\n\
         2027-01-04T10:02:00Z,shop,2,EUR\n\
         2027-01-04T10:02:30Z,shop,0.25,EUR\n\
         2027-01-04T10:03:00Z,shop,4,EUR\n",
    );
    import("revenue", &[&file], &columns(REVENUE))
}

#[test]
fn revenue_over_revenue_is_refused_until_someone_says_what_is_meant() {
    let shell = with_three_minutes();
    let args = overlapping(&shell);
    for choice in ["", "fail"] {
        let planned = shell.call("import.check", on_overlap(args.clone(), choice));
        assert!(text(&planned, "blocked").contains("2 minutes"), "{planned}");
        let error = shell.refused("import.commit", on_overlap(args.clone(), choice));
        assert_eq!(error.code, Code::Conflict);
        assert!(error.message.contains("2 minutes"), "{error}");
    }
    let error = shell.refused("import.check", on_overlap(args.clone(), "merge"));
    assert_eq!(
        (error.code, error.field.as_str()),
        (Code::Invalid, "onOverlap")
    );
    assert_eq!(totals(&shell), ["Shop €60.75"]);
}

#[test]
fn to_replace_takes_out_what_a_later_file_has_no_more_and_undo_brings_it_back() {
    let shell = with_three_minutes();
    let before = totals(&shell);
    // The order of 10:01 was voided; what lies outside of the file stays.
    let file = shell.file(
        "later.csv",
        "at,stream,amount,currency\n\
         2027-01-04T10:00:10Z,Shop,10.25,EUR\n\
         2027-01-04T10:02:00Z,Shop,30,EUR\n\
         2027-01-04T10:02:30Z,Cafe,5,EUR\n",
    );
    let args = import("revenue", &[&file], &columns(REVENUE));
    let blocked = text(&shell.call("import.check", args.clone()), "blocked").to_owned();
    assert!(
        blocked.contains("1 minute is there, on days of these files, and not in them"),
        "{blocked}"
    );
    let done = shell.call("import.commit", on_overlap(args.clone(), "replace"));
    adds_up(&done);
    // 10.75 became 10.25, and 20 went.
    assert_eq!(totals(&shell), ["Cafe €5.00", "Shop €40.25"]);
    let notes = list(&done, "notes").iter().filter_map(Value::as_str);
    let notes: Vec<&str> = notes.filter(|note| note.contains("taken out")).collect();
    assert!(
        matches!(notes[..], [note] if note.starts_with("1 minute was there on days of these files and is not in them")),
        "{done}"
    );
    shell.call("import.undo", json!({"id": text(&done, "batch")}));
    assert_eq!(totals(&shell)[..1], before[..]);
    shell.call("redo", Value::Null);
    assert_eq!(totals(&shell), ["Cafe €5.00", "Shop €40.25"]);

    // A file that ends earlier says nothing of later minutes.
    let early = shell.file(
        "early.csv",
        "at,stream,amount,currency\n2027-01-04T10:00:10Z,Shop,1,EUR\n",
    );
    let early = import("revenue", &[&early], &columns(REVENUE));
    shell.call("import.commit", on_overlap(early, "replace"));
    assert_eq!(totals(&shell), ["Cafe €5.00", "Shop €31.00"]);
}

#[test]
fn to_replace_counts_the_rows_of_the_later_file() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let csv = |name: &str, minutes: &[(u32, usize)]| {
        let rows: String = minutes
            .iter()
            .flat_map(|(minute, count)| std::iter::repeat_n(minute, *count))
            .map(|minute| format!("2027-01-04T10:{minute:02}:00Z,Shop,1,EUR\n"))
            .collect();
        let file = shell.file(name, format!("at,stream,amount,currency\n{rows}"));
        import("revenue", &[&file], &columns(REVENUE))
    };
    let held = || {
        let to = shell.path("out");
        let args = json!({"kind": "revenue", "to": to});
        shell.call("records.export", args);
        let text = std::fs::read_to_string(&to).expect("it was written");
        let rows = text.lines().skip(1).map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            format!("{} {}", &cells[0][14..16], cells[4])
        });
        rows.collect::<Vec<_>>()
    };
    shell.call("import.commit", csv("first.csv", &[(0, 5), (1, 3), (2, 2)]));
    assert_eq!(held(), ["00 5", "01 3", "02 2"]);
    // Fewer, more, and none.
    let later = csv("later.csv", &[(0, 2), (2, 4)]);
    let done = shell.call("import.commit", on_overlap(later.clone(), "replace"));
    assert_eq!(held(), ["00 2", "02 4"]);
    // What was taken out does not stand in the way.
    let third = csv("third.csv", &[(1, 7)]);
    let report = shell.call("import.check", third.clone());
    assert_eq!(text(&report, "blocked"), "", "{report}");
    assert_eq!(report["new"], 1, "{report}");
    let again = shell.call("import.commit", third);
    assert_eq!(held(), ["00 2", "01 7", "02 4"]);
    shell.call("import.undo", json!({"id": text(&again, "batch")}));
    shell.call("import.undo", json!({"id": text(&done, "batch")}));
    assert_eq!(held(), ["00 5", "01 3", "02 2"]);
}

#[test]
fn to_replace_leaves_days_alone_that_no_file_is_about_and_minutes_that_may_be_set_aside() {
    let shell = Shell::with_workspace("EUR", "Europe/Berlin");
    let csv = |name: &str, rows: &[(&str, &str)]| {
        let rows: String = rows
            .iter()
            .map(|(at, amount)| format!("2027-01-{at}:00Z,Shop,{amount},EUR\n"))
            .collect();
        shell.file(name, format!("at,stream,amount,currency\n{rows}"))
    };
    let all = csv(
        "all.csv",
        &[
            ("04T10:00", "1"),
            ("04T11:00", "2"),
            ("05T10:00", "4"),
            ("06T10:00", "8"),
        ],
    );
    shell.call(
        "import.commit",
        import("revenue", &[&all], &columns(REVENUE)),
    );
    let first = csv("first.csv", &[("04T10:00", "1"), ("04T12:00", "16")]);
    let last = csv("last.csv", &[("06T10:00", "8")]);
    let both = import("revenue", &[&first, &last], &columns(REVENUE));
    let done = shell.call("import.commit", on_overlap(both, "replace"));
    // The order of the 4th at 11:00 is gone; that of the 5th is in neither file.
    assert_eq!(totals(&shell), ["Shop €29.00"], "{done}");

    // Where a row cannot be read, what it was about may be there.
    let broken = csv(
        "broken.csv",
        &[
            ("04T10:00", "1"),
            ("04T12:00", "sixteen"),
            ("04T13:00", "32"),
        ],
    );
    let broken = import("revenue", &[&broken], &columns(REVENUE));
    let done = shell.call("import.commit", on_overlap(broken, "replace"));
    assert_eq!(totals(&shell), ["Shop €61.00"], "{done}");
    assert!(
        done["notes"].to_string().contains("repair those rows"),
        "{done}"
    );
}

#[test]
fn revenue_over_revenue_is_added_or_replaced_or_kept_exactly() {
    for (choice, total, rows, money) in [
        ("add", "Shop €68.125", [4, 4, 0, 0, 1, 0], "€7.375"),
        ("replace", "Shop €18.125", [4, 4, 0, 0, 1, 0], "−€42.625"),
        ("keep", "Shop €64.75", [4, 1, 0, 3, 1, 2], "€4.00"),
    ] {
        let shell = with_three_minutes();
        let before = shell.figures();
        let args = on_overlap(overlapping(&shell), choice);
        let planned = shell.call("import.check", args.clone());
        assert_eq!(text(&planned, "blocked"), "");
        let done = shell.call("import.commit", args);
        adds_up(&done);
        assert_eq!(totals(&shell), [total], "{choice}");
        assert_eq!(counts(&done), rows, "{choice}: {done}");
        assert_eq!(list(&done, "money"), [json!(money)], "{choice}");
        let notes = done["notes"].to_string();
        assert!(notes.contains("2 minutes"), "{choice}: {notes}");
        let after = shell.figures();
        let path = shell.path("shop.ninefold");
        shell.call("workspace.open", json!({"path": path}));
        assert_eq!(shell.figures(), after);

        if choice == "replace" {
            // The first import is what the second one replaced: it cannot go on its own.
            let data = shell.call("data", Value::Null);
            let first = list(&data, "batches").last().expect("two imports").clone();
            let error = shell.refused("import.undo", json!({"id": text(&first, "id")}));
            assert_eq!(error.code, Code::Conflict);
        }
        shell.call("undo", Value::Null);
        assert_eq!(shell.figures(), before, "{choice} taken back");
        shell.call("redo", Value::Null);
        assert_eq!(shell.figures(), after, "{choice} done again");
    }
}

#[test]
fn streams_that_differ_in_case_only_are_one() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "mixed.csv",
        "at,stream,amount,currency\n\
         2027-01-04T10:00:00Z,Shop,1,EUR\n\
         2027-01-04T10:00:30Z,SHOP,2,EUR\n\
         2027-01-04T10:01:00Z,shop,4,EUR\n",
    );
    let args = import("revenue", &[&file], &columns(REVENUE));
    shell.call("import.commit", args.clone());
    assert_eq!(shell.status()["streams"], 1);
    let settings = shell.call("settings", Value::Null);
    assert_eq!(text(&settings, "streams.0.total"), "€7.00");
    // And once more, over what is there now.
    let planned = shell.call("import.check", args.clone());
    assert!(text(&planned, "blocked").contains("2 minutes"), "{planned}");
    let done = shell.call("import.commit", on_overlap(args, "replace"));
    adds_up(&done);
    let settings = shell.call("settings", Value::Null);
    assert_eq!(text(&settings, "streams.0.total"), "€7.00");
}

#[test]
fn an_import_is_taken_back_and_done_again_exactly() {
    let shell = Shell::with_sample(true);
    let mut states = vec![(shell.figures(), totals(&shell))];
    for (_, args) in sample_imports(&shell) {
        shell.call("import.commit", args);
        states.push((shell.figures(), totals(&shell)));
    }
    for state in states.iter().rev().skip(1) {
        shell.call("undo", Value::Null);
        assert_eq!((shell.figures(), totals(&shell)), *state);
    }
    for state in &states[1..] {
        shell.call("redo", Value::Null);
        assert_eq!((shell.figures(), totals(&shell)), *state);
    }
    // The oldest, by name, while the later ones stay; and back.
    let data = shell.call("data", Value::Null);
    let revenue = list(&data, "batches")
        .iter()
        .find(|b| text(b, "kind") == "revenue")
        .expect("the import of revenue")
        .clone();
    let done = shell.call("import.undo", json!({"id": text(&revenue, "id")}));
    assert!(list(&done, "skipped").is_empty(), "{done}");
    let empty: Vec<String> = states[0].1.clone();
    assert_eq!(totals(&shell), empty);
    assert_eq!(number(&shell.status(), "incidents"), number_of_incidents());
    shell.call("redo", Value::Null);
    assert_eq!((shell.figures(), totals(&shell)), states[3]);
}

fn number_of_incidents() -> u64 {
    generate(SEED).incidents.len() as u64
}

/// Two incidents of `Shop`, imported.
fn with_two_incidents(shell: &Shell) -> Value {
    let file = shell.file(
        "incidents.csv",
        "id,service,title,severity,started,resolved,impact\n\
         A-1,Shop,First,SEV1,2027-01-04T10:00:00Z,2027-01-04T10:30:00Z,1\n\
         A-2,Shop,Second,SEV2,2027-01-05T10:00:00Z,2027-01-05T11:00:00Z,0.5\n",
    );
    shell.import("incidents", &[&file], &columns(INCIDENTS))
}

#[test]
fn an_older_import_taken_back_lists_what_was_changed_since_and_keeps_it() {
    let shell = with_three_minutes();
    let report = with_two_incidents(&shell);
    let page = shell.call(
        "incidents.page",
        json!({"filter": "A-1", "offset": 0, "limit": 1}),
    );
    let opened = shell.call("incident.get", json!({"id": text(&page, "rows.0.id")}));
    let mut edit = opened["edit"].clone();
    edit["title"] = json!("First, seen again");
    shell.call("incident.save", edit);

    let done = shell.call("import.undo", json!({"id": text(&report, "batch")}));
    let skipped = list(&done, "skipped");
    assert_eq!(skipped.len(), 1, "{done}");
    assert!(skipped[0].as_str().unwrap().contains("A-1"), "{done}");
    let left = shell.call("incidents.page", json!({"offset": 0, "limit": 10}));
    assert_eq!(number(&left, "total"), 1);
    assert_eq!(text(&left, "rows.0.title"), "First, seen again");
    let twice = shell.refused("import.undo", json!({"id": text(&report, "batch")}));
    assert_eq!(twice.code, Code::Conflict, "{twice}");
    shell.call("redo", Value::Null);
    assert_eq!(number(&shell.status(), "incidents"), 2);
}

#[test]
fn a_cancelled_import_leaves_nothing() {
    let shell = Shell::with_sample(true);
    let imports = sample_imports(&shell);
    let before = (shell.status(), shell.figures());
    let history = shell.call("history", json!({"limit": 100}));
    let (_, revenue) = &imports[0];
    // While the file is read, as soon as it is written, and in the middle of writing.
    for (label, nth) in [("Reading", 1), ("Imported", 1), ("Imported", 3)] {
        let seen = AtomicU64::new(0);
        let result = cancelling(&shell, "import.commit", revenue.clone(), |progress| {
            progress.label.starts_with(label) && seen.fetch_add(1, Ordering::Relaxed) + 1 == nth
        });
        let error = result.expect_err("the import was cancelled");
        assert_eq!(error.code, Code::Cancelled, "{label}: {error}");
        assert_eq!((shell.status(), shell.figures()), before, "{label}");
        assert_eq!(shell.call("history", json!({"limit": 100})), history);
        assert!(list(&shell.call("data", Value::Null), "batches").is_empty());
    }
    let path = shell.path("sample.ninefold");
    shell.call("workspace.close", Value::Null);
    shell.call("workspace.open", json!({"path": path}));
    assert_eq!(
        shell.figures(),
        before.1,
        "nor is anything left in the file"
    );
    // The same import goes through when nobody stops it.
    shell.call("import.commit", revenue.clone());
    assert!(number(&shell.status(), "streams") >= 4);
}

/// A file with 60 rows, 40 of them bad in eight ways, five each.
fn forty_bad_rows() -> String {
    let mut csv = String::from("id,service,title,severity,started,resolved,impact\n");
    for n in 0..20 {
        csv.push_str(&format!(
            "G-{n},Shop,Good {n},SEV2,2027-01-{:02}T10:00:00Z,2027-01-{:02}T10:30:00Z,0.5\n",
            n % 28 + 1,
            n % 28 + 1
        ));
        let bad = |what: &str| what.replace('#', &n.to_string());
        csv.push_str(&bad(match n % 4 {
            0 => {
                "B-#,Shop,Ends first,SEV1,2027-01-04T10:00:00Z,2027-01-04T09:00:00Z,1\n\
                  C-#,Shop,\"=HYPERLINK(\"\"x\"\")\",SEV1,2027-01-32T10:00:00Z,,1\n"
            }
            1 => {
                "B-#,,No service,SEV1,2027-01-04T10:00:00Z,,1\n\
                  C-#,Shop,@SUM(A1),SEV1,,2027-01-04T10:00:00Z,1\n"
            }
            2 => {
                "B-#,Shop,-2+3,SEV1,2027-01-04T10:00:00Z,,NaN\n\
                  C-#,Shop,+1,SEV1,2027-01-04T10:00:00Z,,inf\n"
            }
            _ => {
                "B-#,Shop,Over,SEV1,2027-01-04T10:00:00Z,,170\n\
                  C-#,Shop,Word,SEV1,yesterday,,1\n"
            }
        }));
    }
    csv
}

#[test]
fn of_forty_bad_rows_each_is_counted_named_saved_and_can_be_repaired() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file("incidents.csv", forty_bad_rows());
    let args = import("incidents", &[&file], &columns(INCIDENTS));
    let report = shell.call("import.check", args.clone());
    adds_up(&report);
    assert_eq!(counts(&report), [60, 20, 40, 0, 20, 0], "{report}");
    let problems = list(&report, "problems");
    assert_eq!(problems.len(), 40);
    for problem in problems {
        assert_eq!(text(problem, "file"), "incidents.csv");
        assert!(number(problem, "row") >= 2);
        for part in ["column", "expected", "repair", "code"] {
            assert!(!text(problem, part).is_empty(), "{part} of {problem}");
        }
    }

    let to = shell.path("set aside.csv");
    let written = shell.call("import.rejects", json!({"import": args, "to": to}));
    assert_eq!(number(&written, "rows"), 40);
    let mut reader = csv::Reader::from_path(&to).unwrap();
    let head: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(head[6..].join(","), INCIDENTS);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 40);
    for row in &rows {
        for cell in row {
            let formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
            assert!(!formula, "a spreadsheet would run {cell}");
        }
    }
    assert!(rows.iter().any(|row| &row[8] == "'=HYPERLINK(\"x\")"));
    assert!(rows.iter().any(|row| &row[8] == "'@SUM(A1)"));
    assert!(rows.iter().any(|row| &row[8] == "'-2+3"));

    let folder = shell.path("");
    let nowhere = json!({"import": args, "to": folder});
    assert_eq!(shell.refused("import.rejects", nowhere).code, Code::Io);

    // Repaired in place, the saved file comes in as it is.
    shell.call("import.commit", args.clone());
    let mut repaired = csv::Writer::from_path(shell.path("repaired.csv")).unwrap();
    repaired.write_record(&head).unwrap();
    for row in &rows {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        cells[7] = "Shop".into();
        cells[10] = "2027-01-04T08:00:00Z".into();
        cells[12] = "1".into();
        repaired.write_record(&cells).unwrap();
    }
    repaired.flush().unwrap();
    let file = shell.path("repaired.csv");
    let report = shell.import("incidents", &[&file], &columns(INCIDENTS));
    assert_eq!(counts(&report), [40, 40, 0, 0, 40, 0], "{report}");
    assert_eq!(number(&shell.status(), "incidents"), 60);
}

#[test]
fn rows_that_are_alike_are_all_real() {
    let shell = with_three_minutes();
    with_two_incidents(&shell);
    let sales = shell.file(
        "sales.csv",
        format!("{REVENUE}\n{0}{0}", "2027-01-05T10:00:00Z,Shop,9.99,EUR\n"),
    );
    let report = shell.import("revenue", &[&sales], &columns(REVENUE));
    assert_eq!(number(&report, "accepted"), 2);
    assert_eq!(totals(&shell), ["Shop €80.73"]);

    let hours = shell.file(
        "labor.csv",
        format!("{LABOR}\n{0}{0}", "A-1,Engineer,,1,30,60,EUR\n"),
    );
    let report = shell.import("labor", &[&hours], &columns(LABOR));
    assert_eq!(counts(&report), [2, 2, 0, 0, 2, 0]);
    let again = shell.import("labor", &[&hours], &columns(LABOR));
    assert_eq!(counts(&again), [2, 0, 0, 2, 0, 2]);
    let third = shell.file(
        "more.csv",
        format!("{LABOR}\n{0}{0}{0}", "A-1,Engineer,,1,30,60,EUR\n"),
    );
    let report = shell.import("labor", &[&third], &columns(LABOR));
    assert_eq!(counts(&report), [3, 1, 0, 2, 1, 2], "only the third is new");
    assert_eq!(number(&shell.status(), "labor"), 3);

    let nameless = "service,started,resolved,impact";
    let outages = shell.file(
        "outages.csv",
        format!(
            "{nameless}\n{0}{0}",
            "Shop,2027-01-06T10:00:00Z,2027-01-06T10:10:00Z,1\n"
        ),
    );
    let report = shell.import("incidents", &[&outages], &columns(nameless));
    assert_eq!(counts(&report), [2, 2, 0, 0, 2, 0]);
    let again = shell.import("incidents", &[&outages], &columns(nameless));
    assert_eq!(counts(&again), [2, 0, 0, 2, 0, 2]);
    assert_eq!(number(&shell.status(), "incidents"), 4);
}

#[test]
fn labor_for_an_incident_that_is_not_there_is_set_aside_by_name() {
    let shell = with_three_minutes();
    with_two_incidents(&shell);
    let file = shell.file(
        "labor.csv",
        format!(
            "{LABOR}\nA-1,Engineer,ada,1,30,60,EUR\nA-9,Engineer,ada,1,30,60,EUR\nA-2,Scribe,bob,x,30,60,EUR\n=A-8,Scribe,bob,1,30,60,EUR\n"
        ),
    );
    let args = import("labor", &[&file], &columns(LABOR));
    let report = shell.call("import.check", args.clone());
    adds_up(&report);
    assert_eq!(counts(&report), [4, 1, 3, 0, 1, 0], "{report}");
    let unknown: Vec<(&str, u64)> = list(&report, "problems")
        .iter()
        .filter(|p| text(p, "code") == "no-incident")
        .map(|p| (text(p, "found"), number(p, "row")))
        .collect();
    assert_eq!(unknown, [("A-9", 3), ("=A-8", 5)]);
    let to = shell.path("set aside.csv");
    let written = shell.call("import.rejects", json!({"import": args, "to": to}));
    assert_eq!(number(&written, "rows"), 3, "all that are set aside");
    let saved = std::fs::read_to_string(&to).unwrap();
    assert!(saved.contains("A-9"), "{saved}");
    assert!(
        saved.contains("'=A-8") && !saved.contains(",=A-8"),
        "{saved}"
    );
    shell.call("import.commit", args);
    assert_eq!(number(&shell.status(), "labor"), 1);
}

#[test]
fn incidents_that_imported_labor_was_spent_on_go_after_it() {
    let shell = with_three_minutes();
    let empty = shell.figures();
    let incidents = with_two_incidents(&shell);
    let without_labor = shell.figures();
    let hours = shell.file("labor.csv", format!("{LABOR}\nA-2,Engineer,,1,30,60,EUR\n"));
    let labor = shell.import("labor", &[&hours], &columns(LABOR));
    let error = shell.refused("import.undo", json!({"id": text(&incidents, "batch")}));
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("labor.csv"), "{error}");

    shell.call("import.undo", json!({"id": text(&labor, "batch")}));
    assert_eq!(shell.figures(), without_labor);
    let done = shell.call("import.undo", json!({"id": text(&incidents, "batch")}));
    assert!(list(&done, "skipped").is_empty(), "{done}");
    assert_eq!(shell.figures(), empty);
    for what in ["incidents", "labor"] {
        assert_eq!(number(&shell.status(), what), 0, "{what}");
    }
}

#[test]
fn another_currency_is_refused_and_says_which() {
    let shell = with_three_minutes();
    with_two_incidents(&shell);
    let before = shell.figures();
    let file = shell.file(
        "dollars.csv",
        format!("{REVENUE}\n2027-01-06T10:01:00Z,Web,1,USD\n"),
    );
    let args = import("revenue", &[&file], &columns(REVENUE));
    for command in ["import.check", "import.commit"] {
        let error = shell.refused(command, args.clone());
        assert_eq!(error.code, Code::Conflict);
        for part in ["Web", "USD", "EUR"] {
            assert!(error.message.contains(part), "{part}: {error}");
        }
    }
    // Among rows of the workspace's own currency they are set aside like any others.
    let file = shell.file(
        "mixed.csv",
        format!("{REVENUE}\n2027-01-06T10:00:00Z,Shop,1,EUR\n2027-01-06T10:01:00Z,Web,2,USD\n"),
    );
    let mixed = shell.call(
        "import.check",
        import("revenue", &[&file], &columns(REVENUE)),
    );
    adds_up(&mixed);
    assert_eq!(
        (&mixed["accepted"], &mixed["rejected"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(list(&mixed, "money"), [json!("€1.00")]);
    let problem = mixed["problems"][0].to_string();
    assert!(
        problem.contains("Web") && problem.contains("2.00 USD"),
        "{problem}"
    );
    let file = shell.file("labor.csv", format!("{LABOR}\nA-1,Engineer,,1,30,60,USD\n"));
    let aside = shell.call("import.commit", import("labor", &[&file], &columns(LABOR)));
    assert_eq!(counts(&aside)[..3], [1, 0, 1]);
    assert!(
        aside["problems"].to_string().contains("a rate of USD"),
        "{aside}"
    );
    assert_eq!(shell.figures(), before);
    // A currency that does not exist is a bad row, not another currency.
    let file = shell.file(
        "none.csv",
        format!("{REVENUE}\n2027-01-06T10:00:00Z,Shop,1,XYZZY\n"),
    );
    let report = shell.call(
        "import.check",
        import("revenue", &[&file], &columns(REVENUE)),
    );
    assert_eq!(counts(&report)[..3], [1, 0, 1]);
}

#[test]
fn money_of_an_import_reconciles_with_what_is_there() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let parts: Vec<PathBuf> = (1..=3)
        .map(|day| {
            let mut csv = format!("{REVENUE}\n");
            for minute in 0..60 {
                csv.push_str(&format!(
                    "2027-01-0{day}T10:{minute:02}:00Z,Shop,{}.{:03},EUR\n",
                    minute * day,
                    minute
                ));
            }
            csv.push_str(&format!("2027-01-0{day}T11:00:00Z,Shop,lots,EUR\n"));
            csv.push_str(&format!("2027-01-0{day}T11:01:00Z,Shop,-3.5,EUR\n"));
            shell.file(&format!("day {day}.csv"), csv)
        })
        .collect();
    let paths: Vec<&Path> = parts.iter().map(PathBuf::as_path).collect();
    let report = shell.import("revenue", &paths, &columns(REVENUE));
    adds_up(&report);
    assert_eq!(counts(&report)[..4], [186, 183, 3, 0]);
    // Σ minute × day + minute ÷ 1000 over three days, less three returns.
    let expected = euros("10614.81");
    assert_eq!(totals(&shell), [format!("Shop {}", shown(expected))]);
    assert_eq!(list(&report, "money"), [json!(shown(expected))]);
    let batch = list(&shell.call("data", Value::Null), "batches")[0].clone();
    assert_eq!(text(&batch, "total"), shown(expected));
    assert_eq!(
        text(&batch, "rows"),
        "186 read = 183 came in + 3 set aside + 0 skipped"
    );
}
