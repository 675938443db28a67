//! Files as tools write them (`tests/data/presets`), imported as a person would who takes what is
//! suggested and answers what is asked.

use crate::shell::{Shell, list, number, text};
use serde_json::{Value, json};
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("data/presets")
        .join(name)
}

/// Looks at a file and takes the mapping that it suggests, with answers over it.
fn suggested(shell: &Shell, file: &str, kind: &str, answers: &[(&str, Value)]) -> Value {
    let path = fixture(file);
    let seen = shell.call("import.inspect", json!({"paths": [path], "kind": kind}));
    let name = file.split('.').next().unwrap_or_default();
    let expected = if kind == "labor" && file.starts_with("pagerduty") {
        "pagerduty-responders"
    } else {
        name
    };
    assert_eq!(text(&seen, "preset.name"), expected, "{file}");
    let mut mapping = seen["mapping"].clone();
    for (option, value) in answers {
        if let Some(field) = option.strip_prefix("fields.") {
            let fields = mapping["fields"].as_array_mut().expect("pairs");
            fields.push(json!([field, value]));
        } else {
            mapping[*option] = value.clone();
        }
    }
    // What is asked is answered, and nothing else has to be.
    for question in list(&seen, "questions") {
        let option = text(question, "option");
        let answered = answers
            .iter()
            .any(|(name, _)| *name == option || name.strip_prefix("fields.") == Some(option));
        let date = option == "dateFormat" || option == "zone";
        assert!(answered || date, "{file} asks {question}");
    }
    json!({"paths": [path], "kind": seen["kind"], "mapping": mapping})
}

/// What became of the incidents: number, services, severity, kind, the five times.
fn incidents(shell: &Shell) -> Vec<String> {
    let page = shell.call(
        "incidents.page",
        json!({"filter": "", "offset": 0, "limit": 500}),
    );
    let mut found: Vec<String> = list(&page, "rows")
        .iter()
        .map(|row| {
            let opened = shell.call("incident.get", json!({"id": text(row, "id")}));
            let edit = &opened["edit"];
            let settings = shell.call("settings", Value::Null);
            let name = |id: &str| {
                let services = list(&settings, "services").iter();
                let mut named = services.filter(|s| text(s, "edit.id") == id);
                let service = named.next().expect("a service of that id");
                text(service, "edit.name").to_owned()
            };
            let services: Vec<String> = list(edit, "impacts")
                .iter()
                .map(|impact| name(text(impact, "service")))
                .collect();
            let times = [
                "started",
                "detected",
                "acknowledged",
                "mitigated",
                "resolved",
            ]
            .map(|time| text(edit, time).replace("2026-", "").replace(' ', "T"));
            format!(
                "{} {} {} {} {}",
                text(edit, "number"),
                services.join("+"),
                text(edit, "severity"),
                text(edit, "kind"),
                times.join(" ")
            )
        })
        .collect();
    found.sort();
    found
}

#[track_caller]
fn judged(report: &Value, name: &str) -> u64 {
    list(report, "judgements")
        .iter()
        .find(|row| text(row, "name") == name)
        .map_or(0, |row| number(row, "count"))
}

/// Imports a file of incidents as suggested: its report and what came in.
#[track_caller]
fn brought(file: &str, answers: &[(&str, Value)]) -> (Value, Vec<String>) {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = shell.call("import.commit", suggested(&shell, file, "", answers));
    assert_eq!(
        number(&report, "read"),
        number(&report, "accepted") + number(&report, "rejected") + number(&report, "skipped"),
    );
    let found = incidents(&shell);
    (report, found)
}

#[test]
fn pagers_say_who_was_called_and_when() {
    let (_, found) = brought("pagerduty-basic.csv", &[]);
    assert_eq!(
        found,
        [
            "412 Checkout  normal 10-11T20:14    10-11T21:31",
            "413 Search  normal 10-12T08:00    ",
        ]
    );
    let (report, found) = brought("pagerduty-advanced.csv", &[]);
    assert_eq!(
        found,
        [
            "412 Checkout high normal 10-11T20:14  10-11T20:15:35  10-11T21:31",
            "413 Search low normal 10-12T08:00    ",
        ]
    );
    assert_eq!(judged(&report, "still-open"), 1);
    let (_, found) = brought("pagerduty-api.json", &[]);
    assert_eq!(
        found,
        [
            "412 Checkout P1 normal 10-11T20:14  10-11T20:15:35  10-11T21:31",
            "413 Search low normal 10-12T08:00  10-12T08:00:30  ",
        ]
    );
    let (report, found) = brought("opsgenie.json", &[]);
    assert_eq!(
        found,
        [
            "412 Checkout+Wallet P1 normal 10-11T20:14    ",
            "413 Search P3 normal 10-12T08:00    ",
        ]
    );
    assert_eq!(judged(&report, "closed-unresolved"), 1);
    let (_, found) = brought(
        "opsgenie.json",
        &[("treatments", json!([["closed-unresolved", "take-closed"]]))],
    );
    assert_eq!(
        found[0],
        "412 Checkout+Wallet P1 normal 10-11T20:14    10-11T21:35"
    );
}

#[test]
fn incident_tools_have_timelines() {
    let whole = "412 Checkout+Wallet SEV1 normal \
                 10-11T20:14 10-11T20:16 10-11T20:19 10-11T21:00 10-11T21:31";
    let (report, found) = brought("incident-io.json", &[]);
    assert_eq!(
        found,
        [
            "INC-412 Checkout+Wallet SEV1 normal \
             10-11T20:14 10-11T20:17 10-11T20:19 10-11T21:00 10-11T21:31",
            // Nothing says that it began before it was reported, so nothing was detected late.
            "INC-414 Search Minor normal 10-12T10:00    10-12T10:40",
        ]
    );
    assert_eq!(judged(&report, "cancelled"), 1);
    assert_eq!(number(&report, "skipped"), 1);

    let (_, found) = brought("firehydrant.json", &[]);
    assert_eq!(
        found,
        [whole, "413 Search SEV3 normal 10-12T08:00  10-12T08:04  "]
    );

    // What it cost is said in cents or whole. It may hold lost revenue, so it counts where somebody
    // says that it does.
    let shell = Shell::with_workspace("USD", "UTC");
    let whole_file = std::fs::read_to_string(fixture("firehydrant.json")).expect("a file");
    let costly = whole_file.replacen(
        "\"monetary_impact_cents\": null",
        "\"monetary_impact_cents\": 1250050",
        1,
    );
    let path = shell.file("firehydrant.json", costly);
    let seen = shell.call("import.inspect", json!({"paths": [path]}));
    let mut mapping = seen["mapping"].clone();
    let fields = mapping["fields"].as_array_mut().expect("pairs");
    assert!(fields.iter().all(|pair| pair[0] != "other-costs"));
    fields.push(json!(["other-costs", "monetary impact (made)"]));
    let args = json!({"paths": [path], "kind": "incidents", "mapping": mapping});
    shell.call("import.commit", args);
    let page = shell.call(
        "incidents.page",
        json!({"filter": "", "offset": 0, "limit": 10}),
    );
    let costs: Vec<String> = list(&page, "rows")
        .iter()
        .map(|row| shell.call("incident.get", json!({"id": text(row, "id")})))
        .filter(|opened| opened["edit"]["fixed"] != json!([]))
        .map(|opened| opened["edit"]["fixed"].to_string())
        .collect();
    assert!(
        matches!(&costs[..], [one] if one.contains("12,500.50") && one.contains("other")),
        "{costs:?}"
    );

    let (report, found) = brought("rootly.csv", &[]);
    assert_eq!(
        found,
        [
            whole,
            "413 Search SEV2 test 10-12T08:00    10-12T08:30",
            "415 Search SEV2 normal 09-01T09:00    09-01T09:45",
        ]
    );
    assert_eq!(judged(&report, "cancelled"), 1);
    assert_eq!(judged(&report, "test"), 1);
    let (report, found) = brought(
        "rootly.csv",
        &[(
            "treatments",
            json!([["cancelled", "keep"], ["test", "leave-out"]]),
        )],
    );
    assert_eq!(
        found,
        [
            whole,
            "414 Search SEV3 normal 10-12T09:00    ",
            "415 Search SEV2 normal 09-01T09:00    09-01T09:45",
        ]
    );
    assert_eq!(number(&report, "skipped"), 1);

    let (_, found) = brought("datadog.json", &[]);
    assert_eq!(
        found,
        [
            "412 Checkout+Wallet SEV1 normal 10-11T20:14 10-11T20:16   10-11T21:31",
            "413 Search SEV3 normal 10-12T07:50 10-12T08:00   ",
        ]
    );
}

#[test]
fn a_ticket_ends_when_it_was_resolved_and_its_last_update_counts() {
    let (report, found) = brought("servicenow-log.csv", &[]);
    assert_eq!(
        found,
        [
            "INC0000412 Mail P1 normal 10-13T20:14    10-13T21:31",
            "INC0000413 Search P3 normal 11-02T08:00    ",
        ]
    );
    assert_eq!(
        (number(&report, "read"), number(&report, "skipped")),
        (5, 3)
    );
    assert_eq!(judged(&report, "closed-unresolved"), 1);
    let closed = json!([["closed-unresolved", "set-aside"]]);
    let (report, found) = brought("servicenow-log.csv", &[("treatments", closed)]);
    assert_eq!(found.len(), 1);
    assert_eq!(text(&report, "groups.0.code"), "no-end");
    // The line is that of the last update in the file, as an editor counts.
    assert_eq!(number(&report, "problems.0.row"), 6);

    let (report, found) = brought("servicenow.csv", &[]);
    assert_eq!(
        found,
        ["INC0000412 Checkout P1 normal 10-13T20:14    10-13T21:31"]
    );
    assert_eq!(judged(&report, "cancelled"), 1);

    let (_, found) = brought(
        "jira.csv",
        &[("fields.other-costs", json!("Custom field (GTV Loss (€))"))],
    );
    assert_eq!(
        found,
        [
            "OPS-412 Checkout+Wallet Highest normal 07-13T20:14 07-13T20:17   07-13T21:31",
            "OPS-413 Search Low normal 07-14T07:55 07-14T08:00   ",
        ]
    );
}

#[test]
fn a_status_page_says_when_it_noticed() {
    let (_, found) = brought("statuspage.json", &[]);
    assert_eq!(
        found,
        [
            "k412 Checkout+Wallet major normal 10-11T20:14 10-11T20:17  10-11T21:00 10-11T21:31",
            "k413 Search maintenance maintenance 10-12T02:00 10-12T02:00   10-12T03:00",
        ]
    );
    let (report, found) = brought("google-cloud-status.json", &[]);
    assert_eq!(
        found,
        [
            "412 Storage+Compute SEV1 normal 10-11T20:14 10-11T20:41   10-11T21:31",
            "413 Queries SEV3 normal 10-12T08:00 10-12T08:30   10-12T09:00",
        ]
    );
    assert_eq!(number(&report, "accepted"), 2);
}

/// Minutes and sums of the only stream.
fn earned(file: &str, answers: &[(&str, Value)]) -> (Value, Value) {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = shell.call("import.commit", suggested(&shell, file, "", answers));
    let settings = shell.call("settings", Value::Null);
    (report, settings["streams"][0].clone())
}

#[test]
fn an_order_counts_once_less_its_refunds() {
    let (report, stream) = earned("shopify-orders.csv", &[]);
    assert_eq!(list(&report, "money"), [json!("€69.90")]);
    assert_eq!(text(&stream, "edit.name"), "shop");
    assert_eq!(
        (
            number(&report, "read"),
            number(&report, "accepted"),
            number(&report, "skipped")
        ),
        (4, 2, 2)
    );
    // Half past midnight in India is seven in the evening before.
    assert!(text(&stream, "covers").contains("31 Jul 2026"), "{stream}");
}

#[test]
fn what_customers_paid_is_not_what_moves_between_accounts() {
    let (report, stream) = earned("stripe-balance.csv", &[]);
    assert_eq!(list(&report, "money"), [json!("€19.90")]);
    assert_eq!(number(&report, "skipped"), 1);
    assert!(text(&stream, "covers").contains("1 Aug 2026"), "{stream}");
    let (report, _) = earned("stripe-api.json", &[]);
    assert_eq!(list(&report, "money"), [json!("€39.90")]);
}

#[test]
fn items_are_worth_quantity_times_price() {
    let (report, _) = earned("retail-items.csv", &[("fields.currency", json!("=EUR"))]);
    // 6 × 2.55 − 27.50 + 0
    assert_eq!(list(&report, "money"), [json!("−€12.20")]);
    assert_eq!(number(&report, "accepted"), 3);
}

#[test]
fn time_sheets_name_their_incident_in_what_people_write() {
    for file in ["toggl.csv", "harvest.csv"] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let number_of_it = "id,service,started,resolved\n\
                            INC-412,Checkout,2026-10-11T20:14:00Z,2026-10-11T21:31:00Z\n\
                            412,Search,2026-10-11T20:14:00Z,2026-10-11T21:31:00Z\n";
        let path = shell.file("incidents.csv", number_of_it);
        let fields = [
            ("id", "id"),
            ("service", "service"),
            ("started", "started"),
            ("resolved", "resolved"),
        ];
        shell.import("incidents", &[&path], &fields);
        let report = shell.call("import.commit", suggested(&shell, file, "", &[]));
        assert_eq!(number(&report, "new"), 2, "{report}");
        assert_eq!(number(&report, "skipped"), 1, "{file}");
    }
    // What PagerDuty counts as engaged is labor as well.
    let shell = Shell::with_workspace("EUR", "UTC");
    shell.call(
        "import.commit",
        suggested(&shell, "pagerduty-api.json", "incidents", &[]),
    );
    let report = shell.call(
        "import.commit",
        suggested(&shell, "pagerduty-api.json", "labor", &[]),
    );
    assert_eq!(number(&report, "new"), 2);
}

#[test]
fn a_process_log_is_one_incident_a_trace() {
    let (report, found) = brought("xes.xes", &[]);
    assert_eq!(
        found,
        [
            "1-412 PROD1 Medium normal 10-11T20:14    10-11T21:31",
            "1-413 PROD2 High normal 10-12T08:00    ",
        ]
    );
    assert_eq!(judged(&report, "still-open"), 1);
}

#[test]
fn a_preset_can_be_turned_off_and_an_unknown_one_is_refused() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let path = fixture("servicenow-log.csv");
    let seen = shell.call("import.inspect", json!({"paths": [path], "preset": "none"}));
    assert!(seen["preset"].is_null());
    assert!(
        list(&seen, "columns")
            .iter()
            .all(|c| !text(c, "name").contains("(made)"))
    );
    let error = shell.refused(
        "import.inspect",
        json!({"paths": [path], "preset": "pager"}),
    );
    assert!(error.message.contains("servicenow-log"), "{error}");
}

#[test]
fn rows_copied_from_a_spreadsheet_are_a_file_like_any() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let error = shell.refused("import.paste", json!({"text": "one line"}));
    assert!(error.message.contains("1 line"), "{error}");
    let text_of = "id\tservice\tstarted\tresolved\r\n\
                   A-1\tShop\t2027-01-04 10:00\t2027-01-04 10:30\r\n\
                   A-2\t\"Shop, EU\"\t2027-01-05 10:00\t\r\n";
    let pasted = shell.call("import.paste", json!({"text": text_of}));
    assert_eq!(number(&pasted, "rows"), 2);
    let path = text(&pasted, "path");
    let seen = shell.call("import.inspect", json!({"paths": [path]}));
    assert_eq!(text(&seen, "kind"), "incidents");
    let args = json!({"paths": [path], "kind": "incidents", "mapping": seen["mapping"]});
    assert_eq!(number(&shell.call("import.commit", args), "new"), 2);
}

#[test]
fn a_file_with_the_header_of_an_earlier_import_is_mapped_as_it_was() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let rows = "when,took,what\n03/04/2026 10:00,12,shop\n05/04/2026 10:00,7,shop\n";
    let first = shell.file("first.csv", rows);
    let mut args = crate::shell::import(
        "revenue",
        &[&first],
        &[
            ("at", "when"),
            ("amount", "took"),
            ("stream", "what"),
            ("currency", "=EUR"),
        ],
    );
    args["mapping"]["dateFormat"] = json!("%d/%m/%Y %H:%M");
    args["mapping"]["zone"] = json!("Europe/Berlin");
    let report = shell.call("import.commit", args.clone());

    let next = shell.file("next.csv", rows.replace("2026", "2025"));
    let seen = shell.call("import.inspect", json!({"paths": [next]}));
    assert!(text(&seen, "profile").contains("first.csv"), "{seen}");
    assert_eq!(text(&seen, "kind"), "revenue");
    assert_eq!(list(&seen, "questions").len(), 0);
    for part in ["fields", "dateFormat", "zone"] {
        let sorted = |value: &Value| {
            let mut parts: Vec<String> = match value.as_array() {
                Some(parts) => parts.iter().map(ToString::to_string).collect(),
                None => vec![value.to_string()],
            };
            parts.sort();
            parts
        };
        assert_eq!(
            sorted(&seen["mapping"][part]),
            sorted(&args["mapping"][part])
        );
    }
    // Another header, a tool that is chosen, or an import that was taken back: anew.
    let other = shell.file("other.csv", rows.replace("took", "amount"));
    for look in [
        json!({"paths": [other]}),
        json!({"paths": [next], "preset": "none"}),
    ] {
        assert_eq!(text(&shell.call("import.inspect", look), "profile"), "");
    }
    shell.call("import.undo", json!({"id": report["batch"]}));
    let seen = shell.call("import.inspect", json!({"paths": [next]}));
    assert_eq!(text(&seen, "profile"), "");
}
