//! Real data, from the folder that `NINEFOLD_TEST_DATA` names, through the application. Unset:
//! skipped with a message; set but incomplete: a failure.

use crate::shell::{Shell, import, list, number, text};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A file of the folder; nothing where no folder is named.
fn data(path: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("NINEFOLD_TEST_DATA") else {
        println!("skipped: NINEFOLD_TEST_DATA does not name the folder of real data");
        return None;
    };
    let path = Path::new(&folder).join(path);
    assert!(path.exists(), "{} is missing", path.display());
    Some(path)
}

fn unpacked(path: &Path) -> GzDecoder<File> {
    GzDecoder::new(File::open(path).expect("a readable file"))
}

/// Line items of a shop: amount = quantity × price, in pounds, on a London clock.
fn retail(paths: &[&Path]) -> Value {
    let mut args = import(
        "revenue",
        paths,
        &[
            ("at", "InvoiceDate"),
            ("amount", "Quantity*UnitPrice"),
            ("currency", "=GBP"),
            ("stream", "=shop"),
        ],
    );
    args["mapping"]["zone"] = json!("Europe/London");
    args
}

/// A workspace with the year of sales in it.
fn with_retail(path: &Path) -> (Shell, Value) {
    let shell = Shell::with_workspace("GBP", "Europe/London");
    let report = shell.call("import.commit", retail(&[path]));
    (shell, report)
}

#[test]
fn a_year_of_sales_comes_in_to_the_last_digit() {
    let Some(path) = data("revenue/online-retail.csv.gz") else {
        return;
    };
    let (shell, report) = with_retail(&path);
    assert_eq!(
        [
            number(&report, "read"),
            number(&report, "accepted"),
            number(&report, "rejected"),
            number(&report, "skipped"),
        ],
        [541_909, 541_909, 0, 0]
    );
    assert_eq!(list(&report, "money"), [json!("£9,747,747.934")]);
    let settings = shell.call("settings", Value::Null);
    assert_eq!(text(&settings, "streams.0.total"), "£9,747,747.934");
    let notes = report["notes"].to_string();
    for what in ["9,288", "2,515"] {
        assert!(notes.contains(what), "{what} in {notes}");
    }
    for word in ["cancel", "zero"] {
        assert!(notes.to_lowercase().contains(word), "{word} in {notes}");
    }
    // It was closed for ten days and on every Saturday, and open from six to eight.
    assert_eq!(
        text(&settings, "streams.0.covers"),
        "1 Dec 2010 – 9 Dec 2011"
    );
    let cost = shell.call("cost", Value::Null);
    let headline = text(&cost, "headline.sentence");
    assert!(headline.contains('£'), "{headline}");
    shell.call("undo", Value::Null);
    assert_eq!(number(&shell.status(), "streams"), 0);
    shell.call("redo", Value::Null);
    let settings = shell.call("settings", Value::Null);
    assert_eq!(text(&settings, "streams.0.total"), "£9,747,747.934");
}

#[test]
fn twenty_daily_files_are_one_import() {
    let Some(folder) = data("revenue/online-retail-by-day") else {
        return;
    };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a readable folder")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    assert_eq!(paths.len(), 20);
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let shell = Shell::with_workspace("GBP", "Europe/London");
    let found = shell.call("import.inspect", json!({"paths": paths}));
    assert_eq!(text(&found, "kind"), "revenue");
    let report = shell.call("import.commit", retail(&paths));
    assert_eq!(number(&report, "accepted"), 42_481);
    assert_eq!(list(&report, "money"), [json!("£748,957.02")]);
    let imports = shell.call("data", Value::Null);
    assert_eq!(list(&imports, "batches").len(), 1);
    assert_eq!(text(&imports, "batches.0.total"), "£748,957.02");

    // One of the days again: the same minutes are there already, and which file it was is known.
    let again = shell.call("import.check", retail(&paths[3..4]));
    let blocked = text(&again, "blocked");
    assert!(blocked.contains("This very file came in"), "{blocked}");
}

/// How many products each incident of the status page affected, by its number.
fn products_of(path: &Path) -> HashMap<String, usize> {
    let incidents: Vec<Value> =
        serde_json::from_reader(unpacked(path)).expect("an array of incidents");
    let products = |incident: &Value| list(incident, "affected_products").len();
    incidents
        .iter()
        .map(|incident| (text(incident, "number").to_owned(), products(incident)))
        .collect()
}

/// An import of a file as it lies there, by the mapping that is suggested.
fn as_suggested(shell: &Shell, path: &Path, preset: &str) -> Value {
    let seen = shell.call("import.inspect", json!({"paths": [path]}));
    assert_eq!(text(&seen, "preset.name"), preset);
    // The zone is for a person to say; nothing else is asked.
    for question in list(&seen, "questions") {
        assert_eq!(text(question, "option"), "zone", "{question}");
    }
    json!({"paths": [path], "kind": seen["kind"], "mapping": seen["mapping"]})
}

fn judged(report: &Value, name: &str) -> u64 {
    list(report, "judgements")
        .iter()
        .find(|row| text(row, "name") == name)
        .map_or(0, |row| number(row, "count"))
}

/// Says that a stream leans on a service to the full.
fn lean_on(shell: &Shell, service: &str) {
    let settings = shell.call("settings", Value::Null);
    let id = list(&settings, "services")
        .iter()
        .find(|s| text(s, "edit.name") == service)
        .map(|s| text(s, "edit.id").to_owned())
        .unwrap_or_else(|| panic!("no service {service}"));
    let mut stream = settings["streams"][0]["edit"].clone();
    stream["dependences"] = json!([{"service": id, "share": "100 %"}]);
    shell.call("stream.save", stream);
}

/// Ids of all incidents that a filter finds.
fn found(shell: &Shell, filter: &str) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let page = shell.call(
            "incidents.page",
            json!({"filter": filter, "offset": ids.len(), "limit": 500}),
        );
        let rows = list(&page, "rows");
        ids.extend(rows.iter().map(|row| text(row, "id").to_owned()));
        if rows.is_empty() || ids.len() as u64 >= number(&page, "matched") {
            return ids;
        }
    }
}

/// Whether a list of notes says that all minutes are extrapolated.
fn all_extrapolated(notes: &Value) -> bool {
    let notes = notes.to_string();
    notes.contains("100\u{202f}% of") && notes.contains("extrapolated")
}

#[test]
fn a_status_page_of_other_years_has_costs_marked_extrapolated() {
    let (Some(sales), Some(status)) = (
        data("revenue/online-retail.csv.gz"),
        data("incidents/google-cloud-status.json.gz"),
    ) else {
        return;
    };
    let (shell, _) = with_retail(&sales);
    let products = products_of(&status);
    assert_eq!(products.len(), 157);
    assert_eq!(products.values().filter(|n| **n > 1).count(), 81);
    let report = shell.call(
        "import.commit",
        as_suggested(&shell, &status, "google-cloud-status"),
    );
    let counts = ["read", "accepted", "rejected", "new"].map(|count| number(&report, count));
    assert_eq!(counts, [157, 157, 0, 157]);
    lean_on(&shell, "Google Compute Engine");
    assert_eq!(number(&shell.status(), "incidents"), 157);

    // Each incident has an impact for each product, and was seen after it began.
    let mut costly = 0;
    for id in found(&shell, "") {
        let opened = shell.call("incident.get", json!({"id": id}));
        let label = text(&opened, "edit.number");
        assert_eq!(
            list(&opened, "edit.impacts").len(),
            products[label],
            "{label}"
        );
        // The page says when it began and when it was noticed, for every one of them.
        assert_ne!(text(&opened, "edit.detected"), "", "{label}");
        assert_ne!(
            text(&opened, "edit.detected"),
            text(&opened, "edit.started"),
            "{label}"
        );
        let lost = &opened["lines"][0];
        if text(lost, "decimal") == "0" || text(lost, "decimal") == "0.00" {
            continue;
        }
        costly += 1;
        assert!(all_extrapolated(&opened["notes"]), "{}", opened["notes"]);
        let behind = shell.call("explain", json!({"key": text(lost, "explain")}));
        assert!(all_extrapolated(&behind["notes"]), "{behind}");
    }
    let of_compute = found(&shell, "service:compute").len();
    assert!(
        costly > 10 && costly <= of_compute,
        "{costly} of {of_compute}"
    );
    let cost = shell.call("cost", Value::Null);
    assert!(all_extrapolated(&cost["notes"]), "{}", cost["notes"]);

    let availability = shell.call("availability", Value::Null);
    let services = list(&availability, "services");
    // Sixty products and the shop.
    assert_eq!(services.len(), 61);
    for service in services {
        let share = service["availability"]["value"].as_f64().expect("a value");
        assert!((0.0..=1.0).contains(&share));
    }
    let hit = services
        .iter()
        .find(|s| text(s, "name") == "Google Compute Engine")
        .unwrap();
    assert!(hit["availability"]["value"].as_f64().unwrap() < 1.0);
    let imported = shell.call("data", Value::Null);
    let log = list(&imported, "sources")
        .iter()
        .find(|s| text(s, "kind") == "Incidents")
        .unwrap();
    assert!(text(log, "quality").contains("extrapolated"), "{log}");
}

#[test]
fn an_audit_log_has_one_incident_for_all_its_updates() {
    let (Some(sales), Some(log)) = (
        data("revenue/online-retail.csv.gz"),
        data("incidents/servicenow-event-log.csv.gz"),
    ) else {
        return;
    };
    let (shell, _) = with_retail(&sales);
    let mut args = as_suggested(&shell, &log, "servicenow-log");
    args["mapping"]["zone"] = json!("UTC");
    let report = shell.call("import.commit", args.clone());
    let counts =
        ["read", "accepted", "rejected", "skipped", "new"].map(|count| number(&report, count));
    assert_eq!(counts, [141_712, 24_918, 0, 116_794, 24_918]);
    assert_eq!(judged(&report, "closed-unresolved"), 1_556);
    assert_eq!(judged(&report, "still-open"), 0);
    let notes = report["notes"].to_string().replace(',', "");
    assert!(notes.contains("1556 rows state no end"), "{notes}");
    assert!(
        notes.contains("116794 left out: rows that are earlier updates"),
        "{notes}"
    );
    assert!(notes.contains("day first"), "{notes}");
    assert_eq!(found(&shell, "open").len(), 1_556);

    // The same log again: nothing is new, and nothing reads differently.
    let again = shell.call("import.check", args.clone());
    let counts = ["new", "updated", "unchanged"].map(|count| number(&again, count));
    assert_eq!(counts, [0, 0, 24_918]);
    // Another treatment of those that are closed without a resolved time.
    args["mapping"]["treatments"] = json!([["closed-unresolved", "set-aside"]]);
    let aside = shell.call("import.check", args);
    assert_eq!(number(&aside, "rejected"), 1_556);
    assert_eq!(text(&aside, "groups.0.code"), "no-end");

    // One that was resolved in ten hours and closed after days: resolved counts.
    let first = found(&shell, "INC0000045");
    let opened = shell.call("incident.get", json!({"id": first[0]}));
    assert_eq!(text(&opened, "edit.started"), "2016-02-29 01:16");
    assert_eq!(text(&opened, "edit.resolved"), "2016-02-29 11:29");

    lean_on(&shell, "Category 57");
    let costs: Vec<Value> = found(&shell, "service:57 cost>0")
        .iter()
        .take(5)
        .map(|id| shell.call("incident.get", json!({"id": id})))
        .collect();
    let cost = shell.call("cost", Value::Null);
    assert!(all_extrapolated(&cost["notes"]), "{}", cost["notes"]);
    assert_eq!(costs.len(), 5, "some of them cost something");
    for opened in &costs {
        assert!(all_extrapolated(&opened["notes"]), "{}", opened["notes"]);
        let lost = text(opened, "lines.0.explain");
        let behind = shell.call("explain", json!({"key": lost}));
        assert!(all_extrapolated(&behind["notes"]), "{behind}");
    }
    let total = text(&cost, "total.decimal");
    assert!(total.parse::<f64>().unwrap() > 0.0, "{total}");
    let availability = shell.call("availability", Value::Null);
    // Fifty-three configuration items, forty-six categories, what names none, and the shop.
    assert_eq!(list(&availability, "services").len(), 101);
    let share = |name: &str| {
        list(&availability, "services")
            .iter()
            .find(|s| text(s, "name") == name)
            .and_then(|s| s["availability"]["value"].as_f64())
            .unwrap()
    };
    assert!(share("Category 57") < 1.0);
    assert_eq!(share("shop"), 1.0);
}

/// What a back-test found, as its command prints it.
fn print_back_test(of: &str, found: &Value) {
    println!("\n{of}: {}", text(found, "headline.sentence"));
    println!("{}", text(found, "headline.lead"));
    for part in list(found, "parts") {
        println!(
            "  {:>12} – {:<12} incidents {:>24} came {:>6}   minutes {:>36} came {:>10}",
            text(part, "from"),
            text(part, "to"),
            text(part, "events"),
            text(part, "eventsActual"),
            text(part, "minutes"),
            text(part, "minutesActual")
        );
    }
    for score in list(found, "scores") {
        println!(
            "  {:34} {:4} forecasts, held {:>7} (expected {:>7}), score {:>8}, against the record {}",
            text(score, "of"),
            number(score, "forecasts"),
            text(score, "heldText"),
            text(score, "expectedText"),
            text(score, "scoreText"),
            text(score, "againstText")
        );
    }
    for note in list(found, "notes").iter().take(1) {
        println!("  {}", note.as_str().unwrap_or_default());
    }
}

/// The forecast on incidents that happened: learned from the first part of each log, held against
/// the rest. `cargo test --workspace back_test -- --nocapture` prints the tables.
#[test]
fn back_test_on_two_logs_of_real_incidents() {
    let (Some(status), Some(log)) = (
        data("incidents/google-cloud-status.json.gz"),
        data("incidents/servicenow-event-log.csv.gz"),
    ) else {
        return;
    };
    let held = |found: &Value, nth: usize| {
        let score = &list(found, "scores")[nth];
        (
            score["held"].as_f64().unwrap(),
            score["expected"].as_f64().unwrap(),
        )
    };
    let google = Shell::with_workspace("USD", "UTC");
    let args = as_suggested(&google, &status, "google-cloud-status");
    google.call("import.commit", args);
    let found = google.call("risks.backtest", json!({}));
    print_back_test(
        "Google Cloud, half a year predicted from half a year",
        &found,
    );
    let forecasts = number(&list(&found, "scores")[0], "forecasts");
    assert!(forecasts > 100, "{forecasts}");
    // Incidents as this model is meant for: its ranges hold nearly as often as they say.
    for nth in [0, 1] {
        let (held, expected) = held(&found, nth);
        assert!(held > expected - 0.06, "{held} of {expected}");
    }

    let desk = Shell::with_workspace("USD", "UTC");
    let args = as_suggested(&desk, &log, "servicenow-log");
    desk.call("import.commit", args);
    // The log stops taking new tickets after a quarter of its year; the first forecasts lie
    // within that quarter, the later ones predict what nobody wrote down.
    for (first, parts, what) in [
        (
            "8 %",
            12,
            "ServiceNow, a year predicted from its first month",
        ),
        (
            "50 %",
            6,
            "ServiceNow, half a year predicted from half a year",
        ),
    ] {
        let found = desk.call("risks.backtest", json!({"first": first, "parts": parts}));
        print_back_test(what, &found);
        assert_eq!(list(&found, "scores").len(), 4, "{what}");
        for nth in [0, 1] {
            let (held, _) = held(&found, nth);
            assert!((0.0..=1.0).contains(&held));
        }
    }
}
