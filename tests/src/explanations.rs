//! Every figure opens: what is behind it adds up to it, to the cent.

use crate::shell::{Shell, euros, list, shown, text};
use ninefold_app::Job;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The sample, opened once for the tests that only read it.
fn sample() -> &'static Shell {
    static SAMPLE: OnceLock<Shell> = OnceLock::new();
    SAMPLE.get_or_init(|| Shell::with_sample(false))
}

/// Ids of all incidents.
fn incidents(shell: &Shell) -> Vec<String> {
    let page = shell.call("incidents.page", json!({"offset": 0, "limit": 500}));
    let rows = list(&page, "rows");
    assert!(rows.len() > 100, "the sample has about 120 incidents");
    rows.iter().map(|row| text(row, "id").to_owned()).collect()
}

/// Every non-empty `explain` of an answer, wherever it stands, with what it hangs on.
fn keys<'a>(answer: &'a Value, found: &mut Vec<(&'a str, &'a Value)>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Object(members) => {
            if let Some(key) = members.get("explain").and_then(Value::as_str)
                && !key.is_empty()
            {
                found.push((key, answer));
            }
            members.values().for_each(|member| keys(member, found));
        }
        _ => {}
    }
}

#[track_caller]
fn explain(shell: &Shell, key: &str, window: &str) -> Value {
    let explanation = shell.call("explain", json!({"key": key, "window": window}));
    assert!(!text(&explanation, "title").is_empty(), "{key}");
    assert!(!text(&explanation, "formula").is_empty(), "{key}");
    assert!(!list(&explanation, "inputs").is_empty(), "{key}");
    let columns = list(&explanation, "rows.columns").len();
    let rows = list(&explanation, "rows.rows");
    assert!(rows.len() <= 200, "{key}: {} rows", rows.len());
    assert!(
        rows.iter()
            .all(|row| row.as_array().map(Vec::len) == Some(columns)),
        "{key}: rows as wide as their head"
    );
    explanation
}

/// Units of an amount as shown: `−€1,234.50`.
#[track_caller]
fn amount(text: &str) -> i128 {
    let plain = text.replace([',', '€'], "").replace('\u{2212}', "-");
    euros(&plain)
}

/// Posted units of a figure; its value is exact to well below a unit.
fn posted(figure: &Value) -> i128 {
    (figure["value"].as_f64().expect("a figure with a value") * 1e6).round() as i128
}

/// Exact units of the lines of an answer, and of its total.
fn lines(answer: &Value) -> (Vec<i128>, i128) {
    let units = list(answer, "lines")
        .iter()
        .map(|line| euros(text(line, "decimal")))
        .collect();
    (units, euros(text(answer, "total.decimal")))
}

/// Every figure with a value in an answer, and where it stands.
fn figures<'a>(answer: &'a Value, at: &str, found: &mut Vec<(String, &'a Value)>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| figures(item, at, found)),
        Value::Object(members) => {
            if members.contains_key("rangeMeans") && !answer["value"].is_null() {
                found.push((at.to_owned(), answer));
            }
            for (name, member) in members {
                figures(member, &format!("{at}.{name}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_figure_of_what_failure_cost_opens_to_where_it_stands_in_its_own_steps() {
    let shell = sample();
    let mut opened = BTreeSet::new();
    for window in ["", "month"] {
        let at = json!({"window": window});
        let mut answers: Vec<(&str, Value)> = ["overview", "cost", "cost.cuts", "availability"]
            .into_iter()
            .map(|screen| (screen, shell.call(screen, at.clone())))
            .collect();
        answers.push(("signs", shell.call("signs", json!({}))));
        for id in incidents(shell).iter().step_by(17) {
            answers.push((
                "incident.get",
                shell.call("incident.get", json!({"id": id})),
            ));
        }
        for (screen, answer) in &answers {
            let mut found = Vec::new();
            figures(answer, screen, &mut found);
            for (place, figure) in found {
                let key = text(figure, "explain");
                assert!(
                    !key.is_empty(),
                    "{place}: {} does not open",
                    text(figure, "text")
                );
                let behind = explain(shell, key, window);
                let shown = [text(figure, "exact"), text(figure, "text")];
                let said = list(&behind, "steps")
                    .iter()
                    .map(|step| text(step, "value"));
                let mut said = said.chain([text(&behind, "figure.exact")]);
                let unit = text(figure, "unit");
                let with_unit = format!("{} {unit}", shown[1]);
                assert!(
                    said.any(|s| shown.contains(&s) || s == with_unit),
                    "{place}: {} is not behind {key}",
                    shown[0]
                );
                opened.insert(key.split(':').next().unwrap_or_default().to_owned());
            }
        }
    }
    for kind in [
        "allowed",
        "at",
        "availability",
        "burn",
        "downtime",
        "growth",
        "incident",
        "left",
        "longrun",
        "methods",
        "observed",
        "outage",
        "peak",
        "recovery",
        "service",
        "sign",
        "team",
        "time",
        "total",
        "weighted",
    ] {
        assert!(opened.contains(kind), "{kind}: {opened:?}");
    }
}

#[test]
fn a_point_of_a_chart_opens_to_what_it_shows() {
    let shell = sample();
    let availability = shell.call("availability", json!({"window": ""}));
    let service = text(&list(&availability, "services")[0], "id").to_owned();
    let incident = incidents(shell)[5].clone();
    let charts = [
        ("usedAllowed", ""),
        ("budget", ""),
        ("budget", &service),
        ("weekHeat", ""),
        ("weekHeat", &service),
        ("costPerMinute", ""),
        ("costLines", ""),
        ("costLines", &incident),
        ("costByMonth", ""),
        ("expected", &incident),
        ("times", "ttr"),
        ("demand", ""),
        ("growthSlope", ""),
        ("timeline", ""),
    ];
    let heat = |chart: &str, keys: usize| chart != "weekHeat" || keys == 168;
    for (chart, scope) in charts {
        let args = json!({"chart": chart, "scope": scope, "window": "", "width": 800, "height": 0});
        let answer = shell.call("chart", args);
        let points = list(&answer, "points");
        assert!(!points.is_empty(), "{chart} {scope}");
        let mut figures = Vec::new();
        for point in points {
            let key = text(point, "explain");
            assert!(!key.is_empty(), "{chart}: {point}");
            if figures.iter().all(|(known, _)| known != key) {
                figures.push((key.to_owned(), explain(shell, key, "")));
            }
        }
        assert!(heat(chart, figures.len()), "{}", figures.len());
        // Where a point is one figure, it is the one that opens.
        if ["weekHeat", "costPerMinute", "usedAllowed"].contains(&chart) {
            for point in points {
                let key = text(point, "explain");
                let (_, behind) = (figures.iter().find(|(known, _)| known == key)).unwrap();
                let (figure, unit) = (text(behind, "figure.text"), text(behind, "figure.unit"));
                let shown = text(point, "formatted")
                    .split(" (")
                    .next()
                    .unwrap_or_default();
                let both = [format!("{figure}{unit}"), format!("{figure} {unit}")];
                assert!(
                    both.iter().any(|b| b == shown),
                    "{chart} {key}: {shown}, {both:?}"
                );
            }
        }
    }
}

#[test]
fn what_one_incident_did_cost_can_be_followed_from_the_profile_on() {
    let shell = sample();
    let mut followed = 0;
    for id in incidents(shell).iter().step_by(4) {
        let key = format!("incident:{id}:method:counterfactual");
        let Ok(behind) = shell.run("explain", json!({"key": key, "window": ""}), &Job::quiet())
        else {
            continue;
        };
        let steps = list(&behind, "steps");
        let step = |begin: &str, end: &str| {
            let is = |s: &&Value| {
                let label = text(s, "label");
                label.starts_with(begin) && label.ends_with(end)
            };
            let found = steps.iter().find(is);
            found.unwrap_or_else(|| panic!("{begin} … {end}: {steps:?}"))
        };
        let value = |begin: &str, end: &str| amount(text(step(begin, end), "value")) as f64 / 1e6;
        let factor = |begin: &str, end: &str| -> f64 {
            let (_, from) = text(step(begin, end), "label").split_once("× ").unwrap();
            from.split(' ').next().unwrap().parse().expect("a number")
        };
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-8 * a.abs().max(b.abs()) + 0.021;
        let profile = ": expected by the profile of clean weeks";
        let level = "(level of the weeks around)";
        let beside = "(the clean hours beside it against that)";
        let streams: Vec<&str> = steps
            .iter()
            .filter_map(|s| text(s, "label").strip_suffix(profile))
            .collect();
        let mut difference = 0.0;
        for stream in &streams {
            let levelled = value(stream, level);
            let expected = value(stream, beside);
            assert!(
                near(value(stream, profile) * factor(stream, level), levelled),
                "{steps:?}"
            );
            assert!(
                near(levelled * factor(stream, beside), expected),
                "{steps:?}"
            );
            difference += expected - value(stream, ": observed");
        }
        // Where no other incident shares it, that is the loss.
        if !streams.is_empty() && near(difference, value("Lost, gross", "")) {
            followed += 1;
        }
    }
    assert!(followed >= 10, "{followed}");
}

#[test]
fn a_window_beyond_the_record_says_so_and_costs_nothing_known() {
    let shell = sample();
    for (screen, window) in [
        ("cost", "2027-01-01..2027-02-01"),
        ("overview", "2030-01-01..2030-02-01"),
        ("availability", "2027-01-01..2027-02-01"),
        ("cost.cuts", "2027-01-01..2027-02-01"),
    ] {
        let answer = shell.call(screen, json!({"window": window}));
        assert_eq!(
            text(&answer, "headline.sentence"),
            "Nothing is on record in this window.",
            "{screen}"
        );
        assert!(
            text(&answer, "headline.missing").contains("are on record"),
            "{screen}"
        );
    }
    let half = shell.call("cost", json!({"window": "2026-10-15..2026-12-01"}));
    let told = list(&half, "notes").iter().any(|n| {
        n.as_str().is_some_and(|n| {
            n.starts_with("The window is partial: of it 15 Oct 2026 – 31 Oct 2026")
        })
    });
    assert!(told, "{}", half["notes"]);
}

#[test]
fn an_export_says_of_every_line_what_the_window_says() {
    let shell = sample();
    let folder = tempfile::tempdir().unwrap();
    let json_path = folder.path().join("lines.json");
    let args = json!({"path": json_path, "window": "rolling-90"});
    let written = shell.call("cost.export", args);
    let file = std::fs::read(&json_path).unwrap();
    let lines: Vec<Value> = serde_json::from_slice(&file).unwrap();
    assert_eq!(written["rows"], lines.len());
    assert!(lines.len() > 50, "{}", lines.len());
    let mut clean_hours = 0;
    for line in &lines {
        let key = format!("incident:{}:{}", text(line, "id"), text(line, "line"));
        let behind = explain(shell, &key, "");
        for (part, behind_part) in [
            ("formula", "formula"),
            ("steps", "steps"),
            ("inputs", "inputs"),
            ("rows", "rows"),
            ("rows_note", "rowsNote"),
            ("notes", "notes"),
            ("basis", "figure"),
        ] {
            let theirs = match part {
                "basis" => &behind["figure"]["basis"],
                _ => &behind[behind_part],
            };
            assert_eq!(&line[part], theirs, "{part} of {key}");
        }
        clean_hours += list(line, "rows.rows").len();
    }
    assert!(clean_hours > 1_000, "{clean_hours}");

    // The same as text, and of many incidents: no rows, all else.
    let csv_path = folder.path().join("lines.csv");
    shell.call(
        "cost.export",
        json!({"path": csv_path, "window": "rolling-90"}),
    );
    let mut reader = csv::Reader::from_path(&csv_path).unwrap();
    let heads = reader.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let (steps, inputs) = (column("steps"), column("inputs"));
    for (row, line) in reader.records().zip(&lines) {
        let row = row.unwrap();
        for step in list(line, "steps") {
            let step = format!("{} = {}", text(step, "label"), text(step, "value"));
            assert!(row[steps].contains(&step), "{step} of {:?}", &row[steps]);
        }
        for input in list(line, "inputs") {
            assert!(
                row[inputs].contains(text(input, "source")),
                "{:?}",
                &row[inputs]
            );
        }
    }
}

#[test]
fn every_figure_with_a_key_opens_and_is_the_figure_it_explains() {
    let shell = sample();
    let mut seen = BTreeSet::new();
    for window in ["", "month", "rolling-90"] {
        let at = json!({"window": window});
        for screen in ["overview", "cost", "availability"] {
            let answer = shell.call(screen, at.clone());
            let mut found = Vec::new();
            keys(&answer, &mut found);
            assert!(!found.is_empty(), "{screen} has figures that open");
            for (key, _) in found {
                explain(shell, key, window);
                seen.insert(key.split(':').next().unwrap_or_default().to_owned());
            }
        }
        // A total, and each service's availability, is the same on its screen and behind it.
        let cost = shell.call("cost", at.clone());
        let behind = explain(shell, text(&cost, "total.explain"), window);
        assert_eq!(text(&behind, "figure.exact"), text(&cost, "total.amount"));
        for service in list(&cost, "services") {
            for name in ["fullOutage", "total"] {
                let behind = explain(shell, text(service, &format!("{name}.explain")), window);
                assert_eq!(
                    text(&behind, "figure.exact"),
                    text(service, &format!("{name}.exact")),
                    "{name} of {}",
                    text(service, "name")
                );
            }
        }
        for service in list(&shell.call("availability", at.clone()), "services") {
            let behind = explain(shell, text(service, "availability.explain"), window);
            assert_eq!(
                text(&behind, "figure.exact"),
                text(service, "availability.exact")
            );
        }
    }
    let expected = ["availability", "cost", "outage", "service", "total"];
    assert!(expected.iter().all(|kind| seen.contains(*kind)), "{seen:?}");
    assert!(
        shell
            .run("explain", json!({"key": "weather"}), &Job::quiet())
            .is_err()
    );
}

#[test]
fn lines_sum_to_the_total_and_services_too() {
    let shell = sample();
    for window in ["", "month", "quarter", "rolling-30", "rolling-7"] {
        let cost = shell.call("cost", json!({"window": window}));
        let (each, total) = lines(&cost);
        assert_eq!(each.iter().sum::<i128>(), total, "{window}");
        let services: i128 = list(&cost, "services")
            .iter()
            .map(|s| posted(&s["total"]))
            .sum();
        assert_eq!(services, total, "{window}: services sum to the total");

        // The steps behind the total are its lines with every digit. On the screen they are
        // rounded to the cent so that they sum to the total that stands below them.
        let behind = explain(shell, "total", window);
        let steps = list(&behind, "steps");
        for line in list(&cost, "lines") {
            let step = steps
                .iter()
                .find(|step| text(step, "label") == text(line, "label"));
            let step = step.unwrap_or_else(|| panic!("no step for {}", text(line, "label")));
            assert_eq!(amount(text(step, "value")), euros(text(line, "decimal")));
            let rounded = amount(text(line, "amount")) - euros(text(line, "decimal"));
            assert!(rounded.abs() < 10_000, "{line}");
        }
        let printed = list(&cost, "lines")
            .iter()
            .map(|line| amount(text(line, "amount")));
        assert_eq!(printed.sum::<i128>(), amount(text(&cost, "total.amount")));
        assert_eq!(shown(total), text(&cost, "total.amount"));

        // Behind each line stand incidents, whose amounts add up to it.
        for line in list(&cost, "lines") {
            let behind = explain(shell, text(line, "explain"), window);
            assert_eq!(
                amount(text(&behind, "figure.exact")),
                euros(text(line, "decimal"))
            );
            let rows = list(&behind, "rows.rows");
            let sum: i128 = rows.iter().map(|row| amount(text(row, "4"))).sum();
            let off = (sum - euros(text(line, "decimal"))).abs();
            // Each row is shown to the cent: half a cent each at most.
            assert!(
                off <= 5_000 * (rows.len() as i128 + 1),
                "{}: rows are off by {off}",
                text(line, "label")
            );
        }
    }
}

#[test]
fn windows_by_month_sum_to_the_whole() {
    let shell = sample();
    let whole = shell.call("cost", json!({"window": "2025-05-01..2026-11-01"}));
    let (_, total) = lines(&whole);
    let mut sum = 0;
    let mut months = 0;
    for month in 4..22 {
        let name = |month: i32| format!("{}-{:02}-01", 2025 + month / 12, month % 12 + 1);
        let window = format!("{}..{}", name(month), name(month + 1));
        sum += lines(&shell.call("cost", json!({"window": window}))).1;
        months += 1;
    }
    assert_eq!((months, sum), (18, total));
    // That window is the whole sample.
    let page = shell.call("incidents.page", json!({"offset": 0, "limit": 1}));
    let each: i128 = incidents(shell)
        .iter()
        .map(|id| {
            let opened = shell.call("incident.get", json!({"id": id}));
            if opened["cost"]["value"].is_null() {
                0
            } else {
                lines(&opened).1
            }
        })
        .sum();
    assert_eq!(each, total, "{page}");
}

#[test]
fn the_lines_of_every_incident_sum_to_its_total_and_open() {
    let shell = sample();
    let mut with_labor = 0;
    for id in incidents(shell) {
        let opened = shell.call("incident.get", json!({"id": id}));
        let (each, total) = lines(&opened);
        assert_eq!(each.iter().sum::<i128>(), total, "{id}");
        let mut found = Vec::new();
        keys(&opened, &mut found);
        assert!(!found.is_empty());
        for (key, _) in &found {
            explain(shell, key, "");
        }
        let behind = explain(shell, text(&opened, "total.explain"), "");
        for line in list(&opened, "lines") {
            let step = list(&behind, "steps")
                .iter()
                .find(|step| text(step, "label").starts_with(text(line, "label")));
            let posted = euros(text(line, "decimal"));
            assert_eq!(amount(text(step.unwrap(), "value")), posted, "{id}");
            let behind = explain(shell, text(line, "explain"), "");
            let steps = list(&behind, "steps");
            let (last, parts) = steps.split_last().expect("a formula with steps");
            assert_eq!(amount(text(last, "value")), posted, "{id}");
            let sum: i128 = parts.iter().map(|step| amount(text(step, "value"))).sum();
            let off = (sum - euros(text(line, "decimal"))).abs();
            assert!(
                off <= 5_000 * (parts.len() as i128 + 1),
                "{}: {} is off by {off} behind {}",
                text(&opened, "title"),
                text(line, "label"),
                text(line, "amount")
            );
            with_labor += usize::from(text(line, "key").starts_with("labor:"));
        }
    }
    assert!(with_labor > 50, "labor was among them: {with_labor}");
}

#[test]
fn the_minutes_behind_an_availability_are_its_downtime() {
    let shell = sample();
    let mut checked = 0;
    for window in ["rolling-90", "quarter", "rolling-365"] {
        for service in list(
            &shell.call("availability", json!({"window": window})),
            "services",
        ) {
            let behind = explain(shell, text(service, "availability.explain"), window);
            let rows = list(&behind, "rows.rows");
            if rows.len() == 200 {
                continue;
            }
            let minutes = |row: &Value| -> f64 { text(row, "3").replace(',', "").parse().unwrap() };
            let sum: f64 = rows.iter().map(minutes).sum();
            let used = service["used"]["value"].as_f64().unwrap();
            // Shown to a tenth of a minute below ten, to a minute above.
            let rounding = 0.5 * rows.len() as f64 + 0.05;
            assert!(
                (sum - used).abs() <= rounding,
                "{}: {sum} of {used}",
                text(service, "name")
            );
            checked += rows.len();
        }
    }
    assert!(checked > 100);
}

/// Every text of an answer.
fn texts<'a>(answer: &'a Value, found: &mut Vec<&'a str>) {
    match answer {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

const CHARTS: [&str; 7] = [
    "budget",
    "velocity",
    "weekHeat",
    "costPerMinute",
    "usedAllowed",
    "timeline",
    "costLines",
];

#[test]
fn screens_and_charts_of_any_window_show_no_number_that_is_none() {
    let empty = Shell::with_workspace("JPY", "America/New_York");
    for shell in [sample(), &empty] {
        for window in [
            "",
            "rolling-1",
            "rolling-65535",
            "week",
            "month",
            "quarter",
            "year",
            "2030-01-01..2031-01-01",
            "1990-01-01..1990-01-02",
            "2026-10-31..2026-11-01",
            "2026-05-05 10:00..2026-05-05 10:01",
        ] {
            let at = json!({"window": window});
            let mut answers: Vec<Value> = ["overview", "cost", "availability"]
                .iter()
                .map(|screen| shell.call(screen, at.clone()))
                .collect();
            for chart in CHARTS {
                for (width, height) in [(800, 300), (320, 0), (1, 1)] {
                    let args =
                        json!({"chart": chart, "window": window, "width": width, "height": height});
                    let drawn = shell.call("chart", args);
                    assert!(text(&drawn, "svg").starts_with("<svg"), "{chart}");
                    let table = list(&drawn, "table.rows");
                    let points = list(&drawn, "points");
                    assert!(
                        drawn["empty"] == json!(true) || !table.is_empty(),
                        "{chart} of {window} has {} points and no table",
                        points.len()
                    );
                    answers.push(drawn);
                }
            }
            for answer in &answers {
                let mut found = Vec::new();
                texts(answer, &mut found);
                let strange = found
                    .iter()
                    .find(|text| text.contains("NaN") || text.contains("inf "));
                assert_eq!(strange, None, "in “{window}”");
            }
        }
        for window in [
            "yesterday",
            "rolling-0",
            "rolling-x",
            "2026-02-30..2026-03-01",
            "..",
            "2026-03-01..2026-02-01",
        ] {
            for screen in ["overview", "cost", "availability"] {
                let error = shell.refused(screen, json!({"window": window}));
                assert_eq!(error.field, "window", "{window}: {error}");
            }
        }
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    let shell = sample();
    let id = &incidents(shell)[0];
    for key in [
        "",
        ":",
        "total:",
        "outage",
        "outage:nobody",
        "outage:00000000000000000000000000000001",
        "availability:",
        "cost:labor:wizards",
        "cost",
        "service::total",
        "incident:x:total",
        &format!("incident:{id}:"),
        &format!("incident:{id}:labor:wizards"),
        &format!("incident:{id}:labor"),
        &format!("service:{id}:total"),
    ] {
        let error = shell.refused("explain", json!({"key": key}));
        assert!(!error.message.is_empty(), "{key}");
    }
}

#[test]
fn the_head_of_an_incident_rests_on_what_its_total_rests_on() {
    let shell = sample();
    let mut bases = BTreeSet::new();
    for id in incidents(shell) {
        let detail = shell.call("incident.get", json!({"id": id}));
        let head = text(&detail, "cost.basis");
        if head == "missing" {
            continue;
        }
        assert_eq!(head, text(&detail, "total.basis"), "{id}");
        let key = format!("incident:{id}:total");
        let opened = explain(shell, &key, "");
        assert_eq!(head, text(&opened, "figure.basis"), "{id}");
        bases.insert(head.to_owned());
    }
    assert!(bases.contains("estimated"), "{bases:?}");
    // And the window as a whole.
    let cost = shell.call("cost", json!({"window": "rolling-365"}));
    let opened = explain(shell, "total", "rolling-365");
    assert_eq!(text(&cost, "total.basis"), text(&opened, "figure.basis"));
}
