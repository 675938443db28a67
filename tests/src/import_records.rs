//! Imports of what incidents cost, of when people worked and what responders did, and of the
//! backlog: what is new, what changes what is there, what is the same, and the way back.

use crate::shell::{Shell, columns, import, list, number, text};
use serde_json::{Value, json};

/// Counts of a report: read, accepted, rejected, skipped, new, changed, as they were.
fn counts(report: &Value) -> [u64; 7] {
    let counts = [
        "read",
        "accepted",
        "rejected",
        "skipped",
        "new",
        "updated",
        "unchanged",
    ]
    .map(|name| number(report, name));
    let [read, accepted, rejected, skipped, ..] = counts;
    assert_eq!(read, accepted + rejected + skipped, "{report}");
    counts
}

fn says(report: &Value, words: &str) -> bool {
    let notes = list(report, "notes").iter().filter_map(Value::as_str);
    notes.into_iter().any(|note| note.contains(words))
}

const INCIDENTS: &str =
    "id,service,started,resolved,refunds,penalties,cancellations,recovery-action";

fn incidents(shell: &Shell, rows: &str) -> Value {
    let file = shell.file("incidents.csv", format!("{INCIDENTS}\n{rows}"));
    shell.import("incidents", &[&file], &columns(INCIDENTS))
}

const TWO: &str = "\
A-1,Shop,2027-01-04T10:00:00Z,2027-01-04T10:30:00Z,120.50,,2,restart
A-2,Shop,2027-01-05T10:00:00Z,2027-01-05T11:00:00Z,,,,
";

#[test]
fn costs_come_in_with_their_incident_in_the_currency_of_the_workspace() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = incidents(&shell, TWO);
    assert_eq!(counts(&report), [2, 2, 0, 0, 2, 0, 0]);
    assert!(says(&report, "Costs are read in EUR"), "{report}");
    // As they came back from the file, they equal what the same rows say.
    let again = incidents(&shell, TWO);
    assert_eq!(counts(&again), [2, 0, 0, 2, 0, 0, 2]);
    assert!(!says(&again, "differently"), "{again}");
    let other = incidents(&shell, &TWO.replace("120.50", "120.51"));
    assert!(says(&other, "the file is taken"), "{other}");
    assert_eq!(counts(&other)[5], 1, "{other}");

    let head = format!("{INCIDENTS},currency");
    let file = shell.file(
        "dollars.csv",
        format!("{head}\nB-1,Shop,2027-01-04T10:00:00Z,,5,,,,USD\n"),
    );
    let report = shell.import("incidents", &[&file], &columns(&head));
    assert_eq!(counts(&report), [1, 1, 0, 0, 1, 0, 0]);
    assert!(says(&report, "for want of a rate of USD"), "{report}");
    assert!(!says(&report, "Costs are read in"), "{report}");
}

#[test]
fn rows_of_one_incident_that_repeat_an_amount_say_it_once() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let times = "2027-01-04T10:00:00Z,2027-01-04T10:30:00Z";
    let report = incidents(
        &shell,
        &format!("A-1,Shop,{times},50,,1,\nA-1,Search,{times},50,,3,\n"),
    );
    assert_eq!(counts(&report), [2, 2, 0, 0, 1, 0, 0]);
    assert!(!says(&report, "another amount"), "{report}");
    // The same incident in one row.
    let same = format!("A-1,Shop,{times},50,,3,\n");
    let file = shell.file("one.csv", format!("{INCIDENTS}\n{same}"));
    let check = shell.call(
        "import.check",
        import("incidents", &[&file], &columns(INCIDENTS)),
    );
    // It has one impact less, and only that.
    assert!(says(&check, "differently"), "{check}");
    let report = incidents(
        &shell,
        &format!("B-1,Shop,{times},50,7,,\nB-1,Search,{times},60,7,,\n"),
    );
    assert!(
        says(
            &report,
            "1 row states another amount of a cost than the row before"
        ),
        "{report}"
    );
}

#[test]
fn when_people_worked_is_added_to_labor_that_is_there() {
    let shell = Shell::with_workspace("EUR", "UTC");
    incidents(&shell, TWO);
    let head = "incident,role,person,start,end,review";
    let rows = "\
A-1,engineer,ada,2027-01-04T10:00:00Z,2027-01-04T11:00:00Z,
A-1,engineer,ada,2027-01-04T12:00:00Z,2027-01-04T13:00:00Z,no
A-2,engineer,bob,2027-01-05T10:00:00Z,2027-01-05T10:20:00Z,yes
";
    // As a program that did not keep the beginning had it.
    let old = shell.file(
        "old.csv",
        "incident,role,person,minutes\nA-1,engineer,ada,60\n",
    );
    shell.import("labor", &[&old], &columns("incident,role,person,minutes"));
    let file = shell.file("labor.csv", format!("{head}\n{rows}"));
    let report = shell.import("labor", &[&file], &columns(head));
    assert_eq!(counts(&report), [3, 3, 0, 0, 2, 1, 0]);
    assert!(says(&report, "say"), "{report}");
    assert_eq!(number(&shell.status(), "labor"), 3);
    let again = shell.import("labor", &[&file], &columns(head));
    assert_eq!(counts(&again), [3, 0, 0, 3, 0, 0, 3]);
    shell.call("import.undo", json!({"id": text(&report, "batch")}));
    assert_eq!(number(&shell.status(), "labor"), 1);
    let check = shell.call("import.check", import("labor", &[&file], &columns(head)));
    assert_eq!(counts(&check), [3, 3, 0, 0, 2, 1, 0]);
}

#[test]
fn what_one_responder_did_on_an_incident_is_one_entry_that_grows() {
    let shell = Shell::with_workspace("EUR", "UTC");
    incidents(&shell, TWO);
    let head = "incident,person,acted";
    let rows = "\
A-1,ada,2027-01-04T10:11:00Z
A-1,bob,2027-01-04T10:12:00Z
A-1,ada,2027-01-04T10:15:00Z
A-2,ada,2027-01-05T10:15:00Z
A-9,ada,2027-01-05T10:15:00Z
";
    let file = shell.file("activity.csv", format!("{head}\n{rows}"));
    let report = shell.import("labor", &[&file], &columns(head));
    assert_eq!(counts(&report), [5, 4, 1, 0, 3, 0, 0]);
    assert!(says(&report, "responder"), "{report}");
    let again = shell.import("labor", &[&file], &columns(head));
    assert_eq!(counts(&again), [5, 0, 1, 4, 0, 0, 3]);
    // An export that begins before the end of the last one.
    let later = shell.file(
        "later.csv",
        format!(
            "{head}\nA-1,ada,2027-01-04T10:15:00Z\nA-1,ada,2027-01-04T10:40:00Z\n\
             A-1,eve,2027-01-04T10:41:00Z\n"
        ),
    );
    let report = shell.import("labor", &[&later], &columns(head));
    assert_eq!(counts(&report), [3, 3, 0, 0, 1, 1, 0]);
    assert_eq!(number(&shell.status(), "labor"), 4);
    let both = shell.call(
        "import.check",
        import("labor", &[&file, &later], &columns(head)),
    );
    assert_eq!(counts(&both), [8, 0, 1, 7, 0, 0, 4]);
    shell.call("undo", Value::Null);
    assert_eq!(number(&shell.status(), "labor"), 3);
    let check = shell.call("import.check", import("labor", &[&later], &columns(head)));
    assert_eq!(counts(&check), [3, 3, 0, 0, 1, 1, 0]);
}

#[test]
fn a_month_of_the_backlog_is_changed_by_its_name() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let head = "month,open,open-resilience,customer-incidents";
    let bring = |name: &str, rows: &str| {
        let file = shell.file(name, format!("{head}\n{rows}"));
        import("backlog", &[&file], &columns(head))
    };
    let first = bring("first.csv", "2026-11,120,12,3\n2026-12,130,13,\n");
    let report = shell.call("import.commit", first.clone());
    assert_eq!(counts(&report), [2, 2, 0, 0, 2, 0, 0]);
    let again = shell.call("import.commit", first.clone());
    assert_eq!(counts(&again), [2, 0, 0, 2, 0, 0, 2]);
    let second = bring(
        "second.csv",
        "2026-12,131,13,\n2027-01,140,20,\n2027-01,140,20,\n2026-11,120,12,3\n2026-10,1,2,\n",
    );
    let report = shell.call("import.commit", second.clone());
    assert_eq!(counts(&report), [5, 2, 1, 2, 1, 1, 1]);
    assert!(
        says(
            &report,
            "2026-12 (was 130, 13 for resilience; is 131, 13 for resilience)"
        ),
        "{report}"
    );
    let done = shell.call("import.undo", json!({"id": text(&report, "batch")}));
    assert!(list(&done, "skipped").is_empty(), "{done}");
    let check = shell.call("import.check", first);
    assert_eq!(counts(&check), [2, 0, 0, 2, 0, 0, 2]);
    shell.call("redo", Value::Null);
    let check = shell.call("import.check", second);
    assert_eq!(counts(&check), [5, 0, 1, 4, 0, 0, 3]);
}

#[test]
fn json_and_utf_16_come_in_as_any_text_does() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let rows = r#"{"id": "A-1", "service": {"name": "Shop"}, "started": 1773313200, "resolved": 1773316800, "penalty": 12.50}
{"id": "A-2", "service": {"name": "Search"}, "started": 1773313200
{"id": "A-3", "service": {"name": "Search"}, "started": 1773313200}
"#;
    let file = shell.file("incidents.ndjson", rows);
    let fields = [
        ("id", "id"),
        ("service", "service.name"),
        ("started", "started"),
        ("resolved", "resolved"),
        ("penalties", "penalty"),
    ];
    let seen = shell.call(
        "import.inspect",
        json!({"paths": [file], "kind": "incidents", "delimiter": ""}),
    );
    assert!(text(&seen, "summary").contains("JSON"), "{seen}");
    let check = shell.call("import.check", import("incidents", &[&file], &fields));
    assert_eq!(counts(&check), [3, 2, 1, 0, 2, 0, 0], "{check}");
    assert_eq!(number(&check, "problems.0.row"), 2);
    assert!(says(&check, "as seconds since 1970"), "{check}");
    let to = shell.path("aside.csv");
    let args = json!({"import": import("incidents", &[&file], &fields), "to": to});
    assert_eq!(number(&shell.call("import.rejects", args), "rows"), 1);
    let saved = std::fs::read_to_string(&to).expect("the rows set aside");
    assert!(
        saved.contains("A-2") && saved.contains("service.name"),
        "{saved}"
    );
    shell.import("incidents", &[&file], &fields);
    let again = shell.import("incidents", &[&file], &fields);
    assert_eq!(counts(&again), [3, 0, 1, 2, 0, 0, 2]);

    let wide: Vec<u8> = format!("\u{feff}{INCIDENTS}\n{TWO}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = shell.file("wide.csv", wide);
    let seen = shell.call(
        "import.inspect",
        json!({"paths": [file], "kind": "incidents", "delimiter": ""}),
    );
    assert!(text(&seen, "summary").contains("UTF-16"), "{seen}");
    let report = shell.import("incidents", &[&file], &columns(INCIDENTS));
    assert_eq!(
        counts(&report),
        [2, 2, 0, 0, 1, 1, 0],
        "A-1 is there already, and reads differently"
    );
}

/// A file of incidents with an id, a service, two times, a severity and contacts.
fn log(shell: &Shell, rows: &str) -> Value {
    let head = "id,service,started,resolved,severity,contacts";
    let file = shell.file("log.csv", format!("{head}\n{rows}"));
    import("incidents", &[&file], &columns(head))
}

fn opened(shell: &Shell, filter: &str) -> Value {
    let page = json!({"filter": filter, "offset": 0, "limit": 10});
    let page = shell.call("incidents.page", page);
    shell.call("incident.get", json!({"id": text(&page, "rows.0.id")}))
}

#[test]
fn a_log_that_comes_again_updates_by_number_and_leaves_what_people_edited() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let first = "A-1,Shop,2027-01-04T10:00:00Z,,SEV1,3\n\
                 A-2,Shop,2027-01-05T10:00:00Z,2027-01-05T11:00:00Z,SEV2,\n\
                 A-3,Search,2027-01-06T10:00:00Z,2027-01-06T10:10:00Z,SEV2,\n";
    shell.call("import.commit", log(&shell, first));
    // Somebody knows better when A-2 was over, and what share it hit.
    let mut edit = opened(&shell, "A-2")["edit"].clone();
    edit["resolved"] = json!("2027-01-05 10:40");
    edit["impacts"][0]["share"] = json!("30 %");
    shell.call("incident.save", edit);
    let before = [
        opened(&shell, "A-1"),
        opened(&shell, "A-2"),
        opened(&shell, "A-3"),
    ];

    let later = "A-1,Shop,2027-01-04T10:00:00Z,2027-01-04T10:45:00Z,SEV1,\n\
                 A-2,Shop,2027-01-05T10:00:00Z,2027-01-05T11:30:00Z,SEV1,\n\
                 A-3,Search,2027-01-06T10:00:00Z,2027-01-06T10:10:00Z,SEV2,\n\
                 A-4,Search,2027-01-07T10:00:00Z,2027-01-07T10:10:00Z,SEV3,\n";
    let args = log(&shell, later);
    let report = shell.call("import.check", args.clone());
    assert_eq!(counts(&report), [4, 3, 0, 1, 1, 2, 1], "{report}");
    let changes: Vec<String> = report["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            let part = |name: &str| text(c, name);
            let becomes = [("taken", &c["taken"]), ("edited", &c["edited"])];
            let becomes: Vec<&str> = becomes
                .iter()
                .filter(|(_, is)| **is == json!(true))
                .map(|(name, _)| *name)
                .collect();
            format!(
                "{} {}: {} -> {} ({})",
                part("record"),
                part("field"),
                part("was"),
                part("now"),
                becomes.join(",")
            )
        })
        .collect();
    assert_eq!(
        changes,
        [
            "A-1 resolved:  -> 2027-01-04 10:45 (taken)",
            "A-2 resolved: 2027-01-05 10:40 -> 2027-01-05 11:30 (edited)",
            "A-2 severity: SEV2 -> SEV1 (taken)",
        ]
    );

    // Nothing at all, or everything: as it is asked for.
    let mut keep = args.clone();
    keep["onChange"] = json!("keep");
    assert_eq!(
        counts(&shell.call("import.check", keep)),
        [4, 1, 0, 3, 1, 0, 3]
    );
    let mut take = args.clone();
    take["onChange"] = json!("take");
    assert_eq!(
        counts(&shell.call("import.check", take)),
        [4, 3, 0, 1, 1, 2, 1]
    );

    let report = shell.call("import.commit", args.clone());
    assert_eq!(
        text(&opened(&shell, "A-1"), "edit.resolved"),
        "2027-01-04 10:45"
    );
    // The file says nothing of contacts this time, and that says nothing.
    assert_eq!(text(&opened(&shell, "A-1"), "edit.contacts"), "3");
    let kept = opened(&shell, "A-2");
    assert_eq!(text(&kept, "edit.resolved"), "2027-01-05 10:40");
    assert_eq!(text(&kept, "edit.severity"), "SEV1");
    assert_eq!(kept["edit"]["impacts"], before[1]["edit"]["impacts"]);
    // And again: only what was held back differs.
    assert_eq!(
        counts(&shell.call("import.check", args)),
        [4, 0, 0, 4, 0, 0, 4]
    );

    // Taken back, everything is as it was before.
    shell.call("import.undo", json!({"id": report["batch"]}));
    let after = [
        opened(&shell, "A-1"),
        opened(&shell, "A-2"),
        opened(&shell, "A-3"),
    ];
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before["edit"], after["edit"]);
    }
    assert_eq!(number(&shell.status(), "incidents"), 3);
}

#[test]
fn an_incident_that_is_likely_there_under_another_number_is_shown_and_comes_in() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let row = |id: &str, minute: &str| {
        format!("{id},Shop,2027-01-04T10:{minute}Z,2027-01-04T11:00:00Z,SEV1,\n")
    };
    shell.call("import.commit", log(&shell, &row("A-1", "00:10")));
    let other = log(&shell, &(row("P-9", "00:40") + &row("P-10", "07:00")));
    let report = shell.call("import.check", other);
    assert_eq!(number(&report, "new"), 2);
    assert!(says(&report, "1 new incident has"), "{report}");
    assert!(says(&report, "P-9 is like A-1"), "{report}");
}

#[test]
fn a_severity_without_an_impact_gets_one_as_it_comes_in() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let head = "id,service,started,resolved,severity,impact";
    let rows = "\
A-1,Shop,2027-01-04T10:00:00Z,2027-01-04T11:00:00Z,high,
A-2,Shop,2027-01-05T10:00:00Z,2027-01-05T11:00:00Z,Low,
A-3,Shop,2027-01-06T10:00:00Z,2027-01-06T11:00:00Z,low,
A-4,Shop,2027-01-07T10:00:00Z,2027-01-07T11:00:00Z,sev 2,
A-5,Shop,2027-01-08T10:00:00Z,2027-01-08T11:00:00Z,odd,0.5
";
    let file = shell.file("incidents.csv", format!("{head}\n{rows}"));
    let mut args = import("incidents", &[&file], &columns(head));
    let check = shell.call("import.check", args.clone());
    let rows = |report: &Value| -> Vec<(String, u64, String, bool)> {
        let rows = list(report, "severities").iter();
        rows.map(|r| {
            let said = r["said"].as_bool().unwrap();
            (
                text(r, "severity").into(),
                number(r, "rows"),
                text(r, "impact").into(),
                said,
            )
        })
        .collect()
    };
    // `sev 2` is SEV2, which has one; the odd one says its share itself.
    assert_eq!(
        rows(&check),
        [
            ("high".into(), 1, "100\u{202f}%".into(), false),
            ("Low".into(), 2, "10\u{202f}%".into(), false),
        ]
    );
    assert!(says(&check, "Assumed from the names"), "{check}");
    args["mapping"]["severities"] = json!([["low", "25 %"]]);
    let report = shell.call("import.commit", args.clone());
    assert_eq!(
        rows(&report)[1],
        ("Low".into(), 2, "25\u{202f}%".into(), true)
    );
    let impacts = |shell: &Shell| -> Vec<(String, String)> {
        let settings = shell.call("settings", json!({}));
        let all = list(&settings["edit"], "severities").iter();
        let all = all.map(|s| (text(s, "severity").to_owned(), text(s, "impact").to_owned()));
        all.filter(|(name, _)| ["high", "Low", "odd"].contains(&name.as_str()))
            .collect()
    };
    let set = [
        ("high".into(), "100\u{202f}%".into()),
        ("Low".into(), "25\u{202f}%".into()),
    ];
    assert_eq!(impacts(&shell), set);
    // 60 min in full, 2 × 60 at a quarter, 60 at 0.3, 60 at a half.
    let page = shell.call("overview", json!({}));
    let shop = &list(&page, "services")[0];
    assert_eq!(text(&shop["used"], "text"), "138");
    // The shares are told from severities, and nothing is known to cost anything.
    assert_eq!(text(&shop["availability"], "basis"), "estimated");
    assert!(page["tiles"][1]["figure"]["value"].is_null());
    assert!(text(&page["headline"], "sentence").contains("is not known"));

    // What is known is asked no more; undo takes the severities back with the rows.
    let again = shell.call("import.check", args.clone());
    assert!(rows(&again).is_empty(), "{again}");
    shell.call("import.undo", json!({ "id": text(&report, "batch") }));
    assert!(impacts(&shell).is_empty());
    args["mapping"]["severities"] = json!([["low", "a quarter"]]);
    let refused = shell.refused("import.check", args);
    assert_eq!(refused.field, "severities.low");
}

#[test]
fn labor_finds_its_incident_by_the_number_with_or_without_a_prefix() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let head = "id,service,started,resolved";
    let rows = "\
1045,Shop,2027-01-04T10:00:00Z,2027-01-04T11:00:00Z
INC-0412,Shop,2027-01-05T10:00:00Z,2027-01-05T11:00:00Z
OPS-777,Shop,2027-01-06T10:00:00Z,2027-01-06T11:00:00Z
CRM-777,Shop,2027-01-07T10:00:00Z,2027-01-07T11:00:00Z
";
    let file = shell.file("incidents.csv", format!("{head}\n{rows}"));
    shell.import("incidents", &[&file], &columns(head));
    let head = "incident,role,person,hours";
    let rows = "\
PD-1045,engineer,ada,1
412,engineer,ada,1
INC-0412,engineer,bob,1
777,engineer,ada,1
COVID-412,engineer,ada,1
45,engineer,ada,1
";
    let file = shell.file("labor.csv", format!("{head}\n{rows}"));
    let report = shell.import("labor", &[&file], &columns(head));
    // 777 could be either; COVID-412 is another thing than INC-0412; 45 is no number of one.
    assert_eq!(counts(&report), [6, 3, 3, 0, 3, 0, 0], "{report}");
    assert!(
        says(&report, "2 rows name an incident by its number"),
        "{report}"
    );
}

#[test]
fn labor_finds_its_incident_however_its_number_is_put_together() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let head = "id,service,started,resolved";
    let rows = "\
INC-0003,Shop,2027-01-04T10:00:00Z,2027-01-04T11:00:00Z
7,Shop,2027-01-05T10:00:00Z,2027-01-05T11:00:00Z
OPS-9,Shop,2027-01-06T10:00:00Z,2027-01-06T11:00:00Z
CRM-9,Shop,2027-01-07T10:00:00Z,2027-01-07T11:00:00Z
";
    let file = shell.file("incidents.csv", format!("{head}\n{rows}"));
    shell.import("incidents", &[&file], &columns(head));
    let head = "incident,role,person,hours";
    let rows = "\
INC 3,engineer,ada,1
inc-3,engineer,bob,1
Incident #7,engineer,ada,1
ops 9,engineer,ada,1
PD 7,engineer,bob,1
PD-3,engineer,ada,1
SPRINT-7,engineer,ada,1
3,engineer,ada,1
9,engineer,ada,1
";
    let file = shell.file("labor.csv", format!("{head}\n{rows}"));
    let report = shell.import("labor", &[&file], &columns(head));
    // Another prefix is another tracker, and a few digits alone may count anything.
    assert_eq!(counts(&report), [9, 5, 4, 0, 5, 0, 0], "{report}");
    assert!(
        says(&report, "5 rows name an incident by its number"),
        "{report}"
    );
}

#[test]
fn sums_of_days_can_be_spread_over_their_days_and_every_figure_says_so() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let head = "at,amount,stream";
    let rows: Vec<String> = (1..=28)
        .map(|day| format!("2027-02-{day:02},1440.00,shop"))
        .collect();
    let file = shell.file("daily.csv", format!("{head}\n{}\n", rows.join("\n")));
    let mut fields = columns(head);
    fields.push(("currency", "=EUR"));
    let mut args = import("revenue", &[&file], &fields);
    let as_they_are = shell.call("import.check", args.clone());
    assert_eq!(as_they_are["daily"], json!(["shop"]));
    args["mapping"]["spread"] = json!("weekly");
    let refused = shell.refused("import.check", args.clone());
    assert_eq!(refused.field, "spread");
    args["mapping"]["spread"] = json!("day");
    let report = shell.call("import.commit", args);
    assert_eq!(report["daily"], json!(["shop"]));
    assert_eq!(report["money"], json!(["€40,320.00"]), "{report}");
    assert!(says(
        &report,
        "Assumed: 28 daily sums of shop spread evenly"
    ));
    // An outage at any hour costs what a minute of the day is.
    let incidents = shell.file(
        "incidents.csv",
        "id,service,started,resolved,impact\n1,shop,2027-02-10T15:00:00Z,2027-02-10T15:30:00Z,1\n",
    );
    let head = "id,service,started,resolved,impact";
    shell.import("incidents", &[&incidents], &columns(head));
    let page = shell.call(
        "incidents.page",
        json!({"filter": "", "sort": null, "offset": 0, "limit": 5}),
    );
    let id = text(&list(&page, "rows")[0], "id").to_owned();
    for key in [
        format!("incident:{id}:lostRevenue"),
        "outage:all".to_owned(),
    ] {
        let asked = json!({"window": "2027-02-01..2027-03-01", "key": key});
        let found = shell.call("explain", asked);
        let inputs = list(&found, "inputs");
        let assumed = inputs
            .iter()
            .find(|input| text(input, "label") == "Spread sums")
            .unwrap_or_else(|| panic!("{found}"));
        assert_eq!(text(assumed, "basis"), "assumed");
        assert_eq!(
            text(assumed, "value"),
            "28 daily sums of shop spread evenly over their days"
        );
        if key.starts_with("incident") {
            assert_eq!(text(&found["figure"], "exact"), "€30.00", "{found}");
        }
    }
    // What is finer takes its place, and nothing is assumed any more.
    let hours = (1..=28).flat_map(|day| {
        (0..24).map(move |hour| format!("2027-02-{day:02}T{hour:02}:00:00Z,60.00,shop\n"))
    });
    let head = "at,amount,stream";
    let file = shell.file(
        "hourly.csv",
        format!("{head}\n{}", hours.collect::<String>()),
    );
    let mut args = import("revenue", &[&file], &fields);
    args["onOverlap"] = json!("replace");
    shell.call("import.commit", args);
    let asked = json!({"window": "2027-02-01..2027-03-01", "key": "outage:all"});
    let found = shell.call("explain", asked);
    assert!(
        list(&found, "inputs")
            .iter()
            .all(|input| text(input, "label") != "Spread sums"),
        "{found}"
    );
}

#[test]
fn sums_of_days_are_told_from_sales() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let head = "at,amount,stream";
    let days = |time: &str| -> String {
        let rows = (1..=9).map(|d| format!("2027-01-0{d}T{time}Z,100.00,shop"));
        rows.collect::<Vec<_>>().join("\n")
    };
    let check = |name: &str, rows: String| {
        let file = shell.file(name, format!("{head}\n{rows}\n"));
        let mut fields = columns(head);
        fields.push(("currency", "=EUR"));
        shell.call("import.check", import("revenue", &[&file], &fields))
    };
    let daily = check("daily.csv", days("00:00:00"));
    assert!(says(&daily, "sums of whole days"), "{daily}");
    let sales = format!("{}\n2027-01-03T17:20:00Z,5.00,shop", days("00:00:00"));
    let sales = check("sales.csv", sales);
    assert!(!says(&sales, "sums of whole days"), "{sales}");
}
