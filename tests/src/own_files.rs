//! What Ninefold writes, it reads back: the records of a workspace as files, in which the same
//! workspace finds nothing new, in which it finds an edit, and from which another one is made.

use crate::shell::{Shell, list, number, text};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Every kind that the sample has records of; the others are written by hand below.
const KINDS: [&str; 8] = [
    "services",
    "roles",
    "rates",
    "incidents",
    "labor",
    "revenue",
    "backlog",
    "requests",
];

fn export(shell: &Shell, kind: &str) -> (PathBuf, Value) {
    let path = shell.path(&format!("{kind}.csv"));
    let written = shell.call("records.export", json!({"kind": kind, "to": path}));
    (path, written)
}

/// An import as somebody makes it who maps nothing by hand.
fn untouched(shell: &Shell, kind: &str, path: &Path) -> Value {
    let seen = shell.call("import.inspect", json!({"paths": [path], "kind": kind}));
    assert_eq!(list(&seen, "questions").len(), 0, "{kind}: {seen}");
    json!({"paths": [path], "kind": kind, "mapping": seen["mapping"]})
}

fn check(shell: &Shell, kind: &str, path: &Path) -> Value {
    shell.call("import.check", untouched(shell, kind, path))
}

/// New, changed, as they were, set aside.
fn counts(report: &Value) -> [u64; 4] {
    ["new", "updated", "unchanged", "rejected"].map(|name| number(report, name))
}

/// Adds what the sample has none of: rates, requests, a backlog, and what is hard to write down.
fn fill(shell: &Shell) {
    let bring = |kind: &str, csv: &str| {
        let path = shell.file(&format!("{kind}-in.csv"), csv);
        let report = shell.call("import.commit", untouched(shell, kind, &path));
        assert_eq!(number(&report, "rejected"), 0, "{report}");
    };
    bring(
        "rates",
        "day,currency,worth,per_one\n2026-01-05,USD,0.9231,\n2026-01-06,USD,,1.0833\n2026-01-05,JPY,,161.5\n",
    );
    bring(
        "requests",
        "at,service,good,total\n2026-01-05T10:00Z,Checkout,97,100\n2026-01-05T10:01Z,Checkout,88,90\n",
    );
    bring(
        "roles",
        "role,rate,currency,group\n\"=Lead, \"\"on call\"\"\",101.123456,EUR,sales\n",
    );
    bring(
        "services",
        "service,owner,tier,target,depends_on\n+Edge,@net,3,99.93%,Checkout 7%; Search\n",
    );
    let head = "id,service,started,resolved,title,severity,refunds,vendors,other_costs,other_costs_for,currency,impact,notes";
    bring(
        "incidents",
        &format!(
            "{head}\n\
             N-1,Checkout,2026-02-01T10:00:00.250Z,2026-02-01T11:00Z,=1+1,N/A,5.00,,7.5,legal,EUR,7%,\"two\nlines, '=x\"\n\
             N-1,Search,2026-02-01T10:10Z,2026-02-01T10:40Z,=1+1,N/A,6.00,,9,other,EUR,0.333333333333,\n\
             N-1,Search,2026-02-01T10:10Z,2026-02-01T10:40Z,=1+1,N/A,,3,,,XAF,0.333333333333,\n\
             ''N-2,Checkout,2026-02-02T10:00Z,,'tis open,SEV2,,,,,,,\n"
        ),
    );
    bring(
        "labor",
        "incident,role,person,people,minutes,start,acted,rate,currency\n\
         N-1,-DBA,ada,2.5,0.0005,,,99.5,EUR\n\
         N-1,=Lead,bob,,,,2026-02-01T10:20:00Z,,\n\
         N-1,=Lead,bob,,,,2026-02-01T10:25:00Z,,\n",
    );
}

#[test]
fn own_files_bring_nothing_new_where_they_were_written() {
    let shell = Shell::with_sample(false);
    fill(&shell);
    for kind in KINDS {
        let (path, written) = export(&shell, kind);
        let records = number(&written, "records");
        assert!(records > 0, "{kind}: {written}");
        let report = check(&shell, kind, &path);
        assert_eq!(counts(&report), [0, 0, records, 0], "{kind}: {report:#}");
        assert_eq!(list(&report, "changes").len(), 0, "{kind}: {report:#}");
        assert_eq!(text(&report, "blocked"), "", "{kind}: {report:#}");
        assert!(
            text(&report, "headline.sentence").starts_with("Nothing new"),
            "{kind}: {report:#}"
        );
        // Nothing new is no change.
        let before = shell.status();
        let done = shell.call("import.commit", untouched(&shell, kind, &path));
        assert_eq!(text(&done, "batch"), "", "{kind}");
        assert_eq!(shell.status(), before, "{kind}");
    }
}

#[test]
fn another_workspace_takes_them_in_and_writes_the_same_files() {
    let from = Shell::with_sample(false);
    fill(&from);
    let to = Shell::with_workspace("EUR", "Europe/Berlin");
    for kind in KINDS {
        let (path, written) = export(&from, kind);
        let report = to.call("import.commit", untouched(&to, kind, &path));
        assert_eq!(number(&report, "rejected"), 0, "{kind}: {report:#}");
        let (copy, again) = export(&to, kind);
        assert_eq!(written["records"], again["records"], "{kind}");
        let rows = |path: &Path| {
            let text = std::fs::read_to_string(path).expect("it was written");
            // Order is that of ids, and how many rows a minute was summed from is not read.
            let mut rows: Vec<String> = match kind {
                "revenue" => {
                    let cut = |line: &str| line.rsplit_once(',').map(|(row, _)| row.to_owned());
                    text.lines().filter_map(cut).collect()
                }
                _ => text.split("\n").map(str::to_owned).collect(),
            };
            rows.sort();
            rows
        };
        assert_eq!(rows(&path), rows(&copy), "{kind}");
    }
}

#[test]
fn an_edit_by_hand_is_found_and_kept_and_one_in_the_file_is_taken() {
    let shell = Shell::with_sample(false);
    fill(&shell);
    let (path, written) = export(&shell, "incidents");
    let csv = std::fs::read_to_string(&path).expect("it was written");
    let page = shell.call(
        "incidents.page",
        json!({"filter": "N-1", "offset": 0, "limit": 500}),
    );
    let row = list(&page, "rows").iter().find(|row| row["label"] == "N-1");
    let id = text(row.expect("it came in"), "id").to_owned();
    let mut edit = shell.call("incident.get", json!({ "id": id }))["edit"].clone();
    edit["title"] = "Typed here".into();
    shell.call("incident.save", edit);

    let report = check(&shell, "incidents", &path);
    let records = number(&written, "records");
    assert_eq!(counts(&report), [0, 0, records, 0], "{report:#}");
    let changes = list(&report, "changes");
    assert_eq!(changes.len(), 1, "{report:#}");
    let change = &changes[0];
    assert_eq!(
        ["record", "field", "was", "now"].map(|name| text(change, name)),
        ["N-1", "title", "Typed here", "=1+1"]
    );
    assert_eq!(
        (&change["edited"], &change["taken"]),
        (&true.into(), &false.into())
    );

    shell.file(
        "incidents.csv",
        csv.replace("SEV2,2026-02-02T", "SEV1,2026-02-02T"),
    );
    let report = check(&shell, "incidents", &path);
    assert_eq!(counts(&report), [0, 1, records - 1, 0], "{report:#}");
    let taken: Vec<[&str; 4]> = list(&report, "changes")
        .iter()
        .filter(|change| change["taken"] == true)
        .map(|change| ["record", "field", "was", "now"].map(|name| text(change, name)))
        .collect();
    assert_eq!(taken, [["''N-2", "severity", "SEV2", "SEV1"]]);
}

#[test]
fn a_minute_of_revenue_that_was_changed_in_the_file_is_told_before_it_is_replaced() {
    let shell = Shell::with_sample(false);
    let (path, written) = export(&shell, "revenue");
    let records = number(&written, "records");
    let csv = std::fs::read_to_string(&path).expect("it was written");
    let mut lines: Vec<String> = csv.lines().map(str::to_owned).collect();
    let cells: Vec<&str> = lines[1].split(',').collect();
    let (stream, amount) = (cells[1].to_owned(), cells[2].to_owned());
    lines[1] = [cells[0], cells[1], "12345.67", cells[3], cells[4]].join(",");
    shell.file("revenue.csv", lines.join("\n"));
    let mut args = untouched(&shell, "revenue", &path);
    let report = shell.call("import.check", args.clone());
    assert!(text(&report, "blocked").contains("1 minute"), "{report:#}");
    let changes = list(&report, "changes");
    assert_eq!(changes.len(), 1, "{report:#}");
    assert_eq!(text(&changes[0], "record"), stream);
    assert!(text(&changes[0], "now").contains("12,345.67"), "{report:#}");
    args["onOverlap"] = "replace".into();
    let done = shell.call("import.commit", args);
    assert_eq!(number(&done, "unchanged"), records - 1, "{done:#}");
    // What came in is the difference.
    let money = text(&done, "money.0").replace([',', '€', ' ', '\u{a0}'], "");
    let difference: f64 = 12_345.67 - amount.parse::<f64>().expect("an amount");
    assert!(
        money.contains(&format!("{difference:.2}")),
        "{money} {difference}"
    );
    let again = check(&shell, "revenue", &path);
    assert_eq!(counts(&again), [0, 0, records, 0], "{again:#}");
}

#[test]
fn an_incident_that_was_entered_here_is_known_by_its_id() {
    let shell = Shell::with_sample(true);
    let mut edit = shell.call("incident.blank", Value::Null);
    edit["title"] = "Entered".into();
    edit["started"] = "2026-03-01 10:00".into();
    edit["resolved"] = "2026-03-01 11:00".into();
    edit["impacts"][0]["start"] = "2026-03-01 10:00".into();
    shell.call("incident.save", edit);
    let (path, written) = export(&shell, "incidents");
    assert_eq!(number(&written, "records"), 1);
    let report = check(&shell, "incidents", &path);
    assert_eq!(counts(&report), [0, 0, 1, 0], "{report:#}");
    assert_eq!(list(&report, "changes").len(), 0, "{report:#}");
}

#[test]
fn what_cannot_be_written_is_refused_by_name() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let to = shell.path("x.csv");
    for kind in ["", "contributions", "orders"] {
        let error = shell.refused("records.export", json!({"kind": kind, "to": to}));
        assert_eq!(error.field, "kind");
        assert!(
            error.message.contains("incidents, revenue"),
            "{}",
            error.message
        );
    }
    assert!(!to.exists());
    // A kind without records is a head, for somebody to fill in; unless only records are wanted.
    let args = json!({"kind": "labor", "to": to, "onlyWithRecords": true});
    assert_eq!(number(&shell.call("records.export", args), "records"), 0);
    assert!(!to.exists());
    shell.call("records.export", json!({"kind": "labor", "to": to}));
    let head = std::fs::read_to_string(&to).expect("it was written");
    assert!(head.starts_with("incident,role,"), "{head}");
}
