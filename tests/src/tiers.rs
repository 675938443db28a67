//! Risks, tiers and scenarios through the command table, as a shell uses it.

use crate::shell::{Shell, list, text};
use serde_json::{Value, json};
use std::sync::OnceLock;
use std::time::Instant;

/// The sample, opened once for the tests that only read it.
fn sample() -> &'static Shell {
    static SAMPLE: OnceLock<Shell> = OnceLock::new();
    SAMPLE.get_or_init(|| Shell::with_sample(false))
}

fn tiers(shell: &Shell, scenario: &str, preview: bool) -> Value {
    shell.call(
        "tiers",
        json!({"scenario": scenario, "service": "", "preview": preview}),
    )
}

/// Every key of an explanation in an answer.
fn keys(answer: &Value, found: &mut Vec<String>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Object(members) => {
            if let Some(key) = members.get("explain").and_then(Value::as_str)
                && !key.is_empty()
            {
                found.push(key.to_owned());
            }
            members.values().for_each(|member| keys(member, found));
        }
        _ => {}
    }
}

fn risk(service: &str, name: &str) -> Value {
    let quantity = |kind: &str, low: &str, high: &str| json!({"kind": kind, "low": low, "likely": "", "high": high});
    json!({
        "id": "", "name": name, "service": service, "failureMode": "it fails",
        "category": "single-point-of-failure",
        "frequency": quantity("fixed", "6", ""),
        "detect": quantity("fixed", "0", ""),
        "repair": quantity("interval", "10", "240"),
        "users": quantity("fixed", "100 %", ""),
        "people": quantity("fixed", "0", ""),
        "perEvent": quantity("fixed", "0", ""),
        "streams": [], "dispersion": "", "group": "", "groupShare": "",
        "source": "pre-mortem", "notes": ""
    })
}

/// An empty workspace with one service at a target.
fn with_service(target: &str) -> (Shell, String) {
    let shell = Shell::with_workspace("EUR", "UTC");
    let done = shell.call(
        "service.save",
        json!({
            "id": "", "name": "Shop", "tier": "", "owner": "", "target": target,
            "channels": [], "dependencies": [], "redundancies": [], "hours": "", "hoursZone": ""
        }),
    );
    let id = text(&done, "id").to_owned();
    (shell, id)
}

#[test]
fn a_preview_says_that_it_is_one_and_the_full_count_agrees_with_it() {
    let shell = Shell::with_sample(false);
    // What it takes is told and not judged: a machine may be busy with anything else.
    let clock = Instant::now();
    let preview = tiers(&shell, "", true);
    println!("preview: {:?}", clock.elapsed());
    assert_eq!(preview["preview"], json!(true));
    assert!(text(&preview, "counted").contains("Preview"));
    let full = tiers(&shell, "", false);
    assert_eq!(full["preview"], json!(false));
    let loss = |answer: &Value| {
        list(answer, "options")[0]["loss"]["value"]
            .as_f64()
            .unwrap()
    };
    assert!((loss(&preview) / loss(&full) - 1.0).abs() < 0.15);
    // Asked again, also for a preview, the full count is what there is.
    assert_eq!(tiers(&shell, "", true), full);
}

#[test]
fn every_figure_of_the_register_and_of_tiers_opens() {
    let shell = sample();
    let mut found = Vec::new();
    keys(&shell.call("risks", json!({})), &mut found);
    keys(&tiers(shell, "", true), &mut found);
    found.sort();
    found.dedup();
    assert!(found.len() > 60, "{} keys", found.len());
    for key in found {
        let explanation = shell.call("explain", json!({"key": key, "window": ""}));
        assert!(!text(&explanation, "title").is_empty(), "{key}");
        assert!(!text(&explanation, "formula").is_empty(), "{key}");
        assert!(!list(&explanation, "inputs").is_empty(), "{key}");
        assert!(!list(&explanation, "steps").is_empty(), "{key}");
    }
}

#[test]
fn what_opens_is_held_against_the_target_that_was_chosen() {
    let shell = sample();
    let mut seen = Vec::new();
    for target in ["", "99.99 %"] {
        let screen = shell.call("risks", json!({"service": "", "target": target}));
        let tile = &list(&screen, "tiles")[0];
        let key = text(tile, "figure.explain");
        let behind = shell.call("explain", json!({"key": key, "window": ""}));
        assert_eq!(
            behind["figure"]["value"], tile["figure"]["value"],
            "{target}"
        );
        seen.push(tile["figure"]["value"].clone());
    }
    assert_ne!(seen[0], seen[1], "the targets differ in what they allow");
}

#[test]
fn charts_have_something_to_show() {
    let shell = sample();
    for chart in [
        "Risks",
        "TierCurves",
        "Payback",
        "Tornado",
        "Frontier",
        "Exceedance",
    ] {
        let mut name = chart.to_owned();
        name[..1].make_ascii_lowercase();
        let drawn = shell.call(
            "chart",
            json!({"chart": name, "scope": "", "width": 720, "height": 0}),
        );
        assert_eq!(drawn["empty"], json!(false), "{chart}");
        assert!(!text(&drawn, "summary").is_empty(), "{chart}");
        assert!(!list(&drawn, "table.rows").is_empty(), "{chart}");
    }
}

#[test]
fn a_saved_scenario_reopens_to_the_same_digits_when_the_facts_move_on() {
    let shell = Shell::with_sample(false);
    let done = shell.call(
        "scenario.save",
        json!({"id": "", "from": "", "name": "Cautious", "notes": "", "decidedBy": "Ada"}),
    );
    let id = text(&done, "id").to_owned();
    let saved = tiers(&shell, &id, false);
    assert_eq!(text(&saved, "stale"), "");
    // Computed again from what it was given it gives the same digits.
    let again = shell.call(
        "tiers",
        json!({"scenario": id, "service": "", "preview": false, "again": true}),
    );
    assert_eq!(saved["options"], again["options"]);
    assert_eq!(saved["tiles"], again["tiles"]);
    // The register moves on; the scenario does not.
    let risks = shell.call("risks", json!({}));
    let first = text(&list(&risks, "rows")[0], "id").to_owned();
    shell.call("risk.delete", json!({"id": first}));
    let stale = tiers(&shell, &id, false);
    assert!(text(&stale, "stale").contains("risks"));
    assert_eq!(saved["options"], stale["options"]);
    let rows = list(&stale, "scenarios");
    assert_eq!(rows[0]["stale"], json!(false));
    assert_eq!(rows[1]["stale"], json!(true));
    shell.call("scenario.renew", json!({"id": id}));
    let renewed = tiers(&shell, &id, false);
    assert_eq!(text(&renewed, "stale"), "");
    assert_ne!(saved["options"], renewed["options"]);
    let table = shell.call("scenario.compare", json!({"scenarios": ["", id]}));
    assert_eq!(list(&table, "table.columns").len(), 3);
    // All of it is taken back.
    for _ in 0..3 {
        shell.call("undo", json!({}));
    }
    assert_eq!(list(&tiers(&shell, "", true), "scenarios").len(), 1);
    assert_eq!(
        list(&shell.call("risks", json!({})), "rows").len(),
        list(&risks, "rows").len()
    );
}

#[test]
fn a_switch_of_a_technique_moves_minutes_and_money() {
    let shell = Shell::with_sample(true);
    let before = tiers(&shell, "", true);
    let technique = list(&before, "techniques")
        .iter()
        .find(|t| text(t, "name") == "Automated recovery")
        .unwrap();
    assert_eq!(technique["on"], json!(false));
    let avoided = technique["minutes"]["value"].as_f64().unwrap();
    let mut plan = before["plan"].clone();
    plan["techniques"] = json!([technique["id"]]);
    shell.call("plan.save", plan);
    let after = shell.call("risks", json!({}));
    let minutes = |answer: &Value| {
        list(answer, "rows")
            .iter()
            .map(|r| r["minutes"]["value"].as_f64().unwrap())
            .sum::<f64>()
    };
    let now = minutes(&after);
    shell.call("undo", json!({}));
    let then = minutes(&shell.call("risks", json!({})));
    assert!(avoided > 1.0);
    assert!(
        (then - now - avoided).abs() < 1e-6 * then,
        "{then} {now} {avoided}"
    );
}

/// One risk, 6 a year, 10 to 240 minutes: the worked table of the model, through the screens.
#[test]
fn one_risk_has_its_worked_answers() {
    let (shell, service) = with_service("99.99 %");
    shell.call("risk.save", risk(&service, "It fails"));
    let register = shell.call("risks", json!({}));
    let row = &list(&register, "rows")[0];
    let minutes = row["minutes"]["value"].as_f64().unwrap();
    assert!((minutes - 468.72).abs() < 0.005, "{minutes}");
    assert_eq!(row["breaksAlone"], json!(true));
    assert_eq!(row["accepted"], json!(false));
    // Against 99.9 % it is too big, but fits.
    let lower = shell.call("risks", json!({"target": "99.9 %"}));
    let row = &list(&lower, "rows")[0];
    assert_eq!(
        (&row["tooBig"], &row["breaksAlone"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(row["accepted"], json!(true));
    for (name, lever) in [("Shorter", "duration"), ("Fewer", "rate")] {
        let zero = json!({"kind": "fixed", "low": "0", "likely": "", "high": ""});
        shell.call(
            "option.save",
            json!({"id": "", "name": name, "change": "target", "target": "99.99 %",
                "lever": lever, "techniques": [], "oneOff": zero, "yearly": "ladder",
                "yearlyCost": zero}),
        );
    }
    let answer = tiers(&shell, "", false);
    let met = |name: &str| {
        let option = list(&answer, "options")
            .iter()
            .find(|o| text(o, "name") == name)
            .unwrap();
        option["met"]["value"].as_f64().unwrap()
    };
    // Events overlap now and then, which counts once: a little above durations added.
    assert!((met("Do nothing") - 0.017).abs() < 0.005);
    assert!((met("Shorter") - 0.585).abs() < 0.02, "{}", met("Shorter"));
    assert!((met("Fewer") - 0.707).abs() < 0.02, "{}", met("Fewer"));
}

#[test]
fn history_suggests_risks_and_a_person_accepts_them() {
    let shell = Shell::with_sample(false);
    let suggested = shell.call("risks.suggest", json!({}));
    let rows = list(&suggested, "rows");
    assert!(rows.len() > 20);
    let before = list(&shell.call("risks", json!({})), "rows").len();
    shell.call(
        "risks.accept",
        json!({"keys": [rows[0]["key"], rows[1]["key"]]}),
    );
    let after = shell.call("risks", json!({}));
    assert_eq!(list(&after, "rows").len(), before + 2);
    let accepted = list(&after, "rows")
        .iter()
        .find(|r| r["name"] == rows[0]["name"])
        .unwrap();
    assert_eq!(text(accepted, "source"), "History");
    let close = |a: &Value, b: &Value| {
        let (a, b) = (a["value"].as_f64().unwrap(), b["value"].as_f64().unwrap());
        assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    };
    close(&accepted["minutes"], &rows[0]["minutes"]);
    // The register of the sample knows its record: what comes on top is there twice, and that is
    // said before it is taken in.
    let record = after["onRecord"]["rows"].as_array().unwrap();
    for row in &rows[..2] {
        assert_eq!(row["twice"], true, "{row}");
        let service = record.iter().find(|r| r[0] == row["service"]).unwrap();
        let expected = format!("{} min", text(&row["withIt"], "text"));
        assert_eq!(service[1], json!(expected));
        assert_eq!(service[4], row["reads"]);
    }
    let left = shell.call("risks.suggest", json!({}));
    assert_eq!(list(&left, "rows").len(), rows.len() - 2);
    // What was learned is kept where the form does not touch it.
    let edit = shell.call("risk.get", json!({"id": accepted["id"]}));
    assert_eq!(text(&edit, "frequency.kind"), "kept");
    shell.call("risk.save", edit.clone());
    let saved = shell.call("risks", json!({}));
    assert_eq!(list(&saved, "rows"), list(&after, "rows"));
    // What it learned is one length in two parts: that is kept, told, and may be changed.
    let behind = |risk: &Value| {
        let key = text(&risk["minutes"], "explain");
        let told = shell.call("explain", json!({"key": key, "window": ""}));
        told["inputs"].to_string().contains("parts of one length")
    };
    assert_eq!(edit["oneLength"], true);
    assert!(behind(accepted));
    let years = |one_length: bool| {
        let mut edit = edit.clone();
        edit["oneLength"] = json!(one_length);
        shell.call("risk.save", edit);
        assert_eq!(behind(accepted), one_length);
        let out = shell.path("years.csv");
        let ask = json!({"path": out.display().to_string(), "years": 40_000});
        let found = shell.call("simulate", ask);
        let mut rows = list(&found, "rows").iter();
        let one = rows.find(|r| r["name"] == accepted["name"]).unwrap();
        let down = &one["down"];
        [0, 4].map(|n| down[n].as_f64().unwrap())
    };
    // As long on average, and longer in bad years.
    let ([mean, p99], [mean_apart, p99_apart]) = (years(true), years(false));
    assert!(
        (mean / mean_apart - 1.0).abs() < 0.02,
        "{mean} {mean_apart}"
    );
    assert!(p99 > 1.02 * p99_apart, "{p99} {p99_apart}");
}

/// People's ranges pooled with what history learned: whoever is right is right about both parts.
#[test]
fn what_is_pooled_with_history_has_one_length() {
    let shell = Shell::with_sample(false);
    let suggested = shell.call("risks.suggest", json!({}));
    let one = list(&suggested, "rows")
        .iter()
        .find(|r| text(r, "sameAs").is_empty())
        .unwrap();
    let services = shell.call("risks", json!({}))["services"].clone();
    let service = services.as_array().unwrap().iter();
    let service = service
        .clone()
        .find(|s| s["label"] == one["service"])
        .unwrap();
    let mut said = risk(text(service, "key"), "As people see it");
    said["failureMode"] = one["cause"].clone();
    said["detect"] = json!({"kind": "interval", "low": "1", "likely": "", "high": "9"});
    let id = shell.call("risk.save", said)["id"].clone();
    let known = || shell.call("risk.get", json!({"id": id}));
    assert_eq!(known()["oneLength"], false);
    shell.call("risks.accept", json!({"keys": [one["key"]]}));
    let pooled = known();
    assert_eq!(
        (text(&pooled, "source"), &pooled["oneLength"]),
        ("both", &json!(true))
    );
}

/// Each option has what it hangs on, in closed form: nothing of luck, so a preview says the same as
/// the full count, and the chart of an option is of that one.
#[test]
fn what_each_option_hangs_on_is_its_own_and_no_luck() {
    let shell = Shell::with_sample(false);
    let preview = tiers(&shell, "", true);
    let full = tiers(&shell, "", false);
    assert_eq!(preview["tornado"], full["tornado"]);
    let tornados = list(&full, "tornado");
    let options = list(&full, "options");
    assert_eq!(tornados.len(), options.len() - 1);
    for (one, option) in tornados.iter().zip(&options[1..]) {
        assert_eq!(one["option"], option["id"]);
        assert!(!list(one, "rows").is_empty());
        let scope = format!("//{}", text(option, "id"));
        let drawn = shell.call(
            "chart",
            json!({"chart": "tornado", "window": "", "scope": scope, "theme": "light",
                "width": 800, "height": 0}),
        );
        assert!(drawn.to_string().contains(text(option, "name")), "{drawn}");
        // What an option costs is among what it hangs on, of the option itself only.
        let other = format!("{}, one-off cost", text(option, "name"));
        let cost = |t: &Value| t["rows"].to_string().contains(&other);
        assert!(tornados.iter().filter(|t| *t != one).all(|t| !cost(t)));
        let figure = &option["paysBack"];
        assert!(text(figure, "exact").contains("standard error"), "{figure}");
    }
    assert_ne!(tornados[0]["rows"], tornados[1]["rows"]);
}

/// A law of another model than the one that stands in the workspace is no answer: what is against
/// it is named with what to do, and nothing is written.
#[test]
fn an_exact_law_is_refused_where_the_register_has_none() {
    let (shell, service) = with_service("99.9 %");
    shell.call("risk.save", risk(&service, "Plain"));
    let mut staffed = risk(&service, "Staffed");
    staffed["people"] = json!({"kind": "fixed", "low": "3", "likely": "", "high": ""});
    staffed["users"] = json!({"kind": "interval", "low": "10 %", "likely": "", "high": "50 %"});
    shell.call("risk.save", staffed.clone());
    let out = shell.path("law.csv");
    let ask = json!({"path": out.display().to_string(), "exact": true});
    let refused = shell.refused("simulate", ask.clone());
    assert!(
        refused.message.contains("moment in the year"),
        "{refused:?}"
    );
    assert!(
        refused
            .hints
            .iter()
            .any(|h| h.contains("durations added up"))
    );
    change_plan(&shell, &[("moments", "added")]);
    let refused = shell.refused("simulate", ask.clone());
    assert!(
        refused.message.contains("labor") && refused.message.contains("“Staffed”"),
        "{refused:?}"
    );
    assert!(!refused.message.contains("Plain") && !out.exists());
    // As a whole it has one: the law is of the register as it stands.
    let rows = shell.call("risks", json!({}));
    let mut rows = list(&rows, "rows").iter();
    staffed["id"] = rows.find(|r| r["name"] == "Staffed").unwrap()["id"].clone();
    staffed["users"] = json!({"kind": "fixed", "low": "50 %", "likely": "", "high": ""});
    shell.call("risk.save", staffed);
    let law = shell.call("simulate", ask);
    assert_eq!(text(&law, "basis"), "exact");
    let mut rows = list(&law, "rows").iter();
    let plain = rows.find(|r| r["name"] == "Plain").unwrap();
    assert!(
        (plain["met"][1].as_f64().unwrap() - 0.657).abs() < 5e-4,
        "{plain}"
    );
}

#[test]
fn what_means_nothing_is_refused_with_its_field() {
    let (shell, service) = with_service("99.9 %");
    let refuse = |command: &str, args: Value, field: &str| {
        let error = shell.refused(command, args);
        assert_eq!(error.field, field, "{}", error.message);
    };
    let mut swapped = risk(&service, "Swapped");
    swapped["repair"] = json!({"kind": "interval", "low": "240", "likely": "", "high": "10"});
    refuse("risk.save", swapped, "repair.low");
    let mut zero = risk(&service, "Zero");
    zero["repair"] = json!({"kind": "interval", "low": "0", "likely": "", "high": "10"});
    refuse("risk.save", zero, "repair.low");
    let mut share = risk(&service, "Share");
    share["users"] = json!({"kind": "fixed", "low": "130 %", "likely": "", "high": ""});
    refuse("risk.save", share, "users.low");
    refuse("risk.save", risk("", "Nowhere"), "service");
    let plan = tiers(&shell, "", true)["plan"].clone();
    for (field, value) in [
        ("horizon", "2.5"),
        ("horizon", "-1"),
        ("horizon", "0"),
        ("discount", "ten"),
        ("ladderMultiplier", "0.5"),
        ("seed", "1.5"),
        ("precision", "0 %"),
        ("surge", "0"),
        ("surge", "-1"),
    ] {
        let mut edit = plan.clone();
        edit[field] = json!(value);
        refuse("plan.save", edit, field);
    }
}

#[test]
fn nothing_to_simulate_is_a_sentence_not_a_zero() {
    let (shell, service) = with_service("99.9 %");
    for answer in [tiers(&shell, "", true), tiers(&shell, "", false)] {
        assert!(answer["headline"]["missing"].is_string());
        assert_eq!(list(&answer, "tiles").len(), 0);
    }
    assert!(shell.call("risks", json!({}))["headline"]["missing"].is_string());
    // A rate of 0: odd, and answered.
    let mut never = risk(&service, "Never");
    never["frequency"] = json!({"kind": "fixed", "low": "0", "likely": "", "high": ""});
    shell.call("risk.save", never);
    let answer = tiers(&shell, "", false);
    let nothing = &list(&answer, "options")[0];
    assert_eq!(nothing["loss"]["value"], json!(0.0));
    assert_eq!(nothing["met"]["value"], json!(1.0));
}

/// Four outages of half an hour in a year are 120 minutes, in the long run 1.663 to 8.459 of them a
/// year: 50 to 254 minutes, 51 to 251 by the draws that are shown.
#[test]
fn the_register_is_held_against_the_record() {
    let (shell, service) = with_service("99.9 %");
    let rows = [
        "2025-01-01T00:00:00Z,2025-01-01T00:30:00Z",
        "2025-04-01T10:00:00Z,2025-04-01T10:30:00Z",
        "2025-09-01T10:00:00Z,2025-09-01T10:30:00Z",
        "2025-12-31T23:30:00Z,2026-01-01T00:00:00Z",
    ];
    let csv: String = std::iter::once("id,service,started,resolved,impact\n".to_owned())
        .chain(rows.iter().enumerate().map(|(n, times)| {
            let (from, to) = times.split_once(',').unwrap();
            format!("I{n},Shop,{from},{to},1\n")
        }))
        .collect();
    let file = shell.file("incidents.csv", csv);
    let fields = crate::shell::columns("id,service,started,resolved,impact");
    shell.import("incidents", &[&file], &fields);
    let held = |shell: &Shell| {
        let answer = shell.call("risks", json!({}));
        list(&answer, "onRecord.rows")
            .iter()
            .find(|row| row[0] == "Shop")
            .cloned()
            .unwrap()
    };
    assert_eq!(
        held(&shell),
        json!([
            "Shop",
            "0 min",
            "120 min",
            "51–251 min",
            "incidents came to more"
        ])
    );
    shell.call("risk.save", risk(&service, "Six a year"));
    assert_eq!(
        held(&shell),
        json!([
            "Shop",
            "469 min",
            "120 min",
            "51–251 min",
            "more than incidents came to"
        ])
    );
    let mut fewer = risk(&service, "Half as often as not");
    let known = shell.call("risks", json!({}));
    fewer["id"] = list(&known, "rows")[0]["id"].clone();
    fewer["frequency"]["low"] = json!("2");
    shell.call("risk.save", fewer);
    assert_eq!(held(&shell)[4], "in line");
}

/// A number as shown: `1,234`, `70 %`.
fn shown(text: &str) -> f64 {
    let digits: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    digits.parse().unwrap_or(0.0)
}

/// Taking every suggestion of an empty register is taking the whole record: neither minutes nor
/// money may differ by much from what a year of it had.
#[test]
fn what_history_suggests_comes_to_what_history_was() {
    let shell = Shell::with_sample(false);
    for row in list(&shell.call("risks", json!({})), "rows") {
        shell.call("risk.delete", json!({"id": row["id"]}));
    }
    let suggested = shell.call("risks.suggest", json!({}));
    let rows = list(&suggested, "rows");
    let expected: f64 = rows
        .iter()
        .map(|row| row["minutes"]["value"].as_f64().unwrap())
        .sum();
    let (mut recorded, mut years) = (0.0, 0.0);
    let page = shell.call(
        "incidents.page",
        json!({"filter": "", "offset": 0, "limit": 500}),
    );
    for row in list(&page, "rows") {
        if text(row, "note").is_empty() && row["open"] == json!(false) {
            recorded += shown(text(row, "minutes")) * shown(text(row, "impact")) / 100.0;
        }
    }
    for row in rows {
        years = shown(text(row, "evidence").split(" in ").nth(1).unwrap());
    }
    let by_minutes = expected / (recorded / years);
    assert!(
        (0.8..1.3).contains(&by_minutes),
        "{by_minutes}: {expected} of {recorded} in {years}"
    );

    let keys: Vec<&Value> = rows.iter().map(|row| &row["key"]).collect();
    shell.call("risks.accept", json!({"keys": keys}));
    let register = shell.call("risks", json!({}));
    let loss: f64 = list(&register, "rows")
        .iter()
        .map(|row| row["loss"]["value"].as_f64().unwrap())
        .sum();
    // The cost of two halves of the record, by what is posted of each incident.
    let cost = shell.call("cost", json!({"window": "2000-01-01..2100-01-01"}));
    let posted: f64 = text(&cost, "total.decimal").parse().unwrap();
    let by_loss = loss / (posted / years);
    assert!(
        (0.7..1.4).contains(&by_loss),
        "{by_loss}: {loss} of {posted} in {years}"
    );
    assert!(list(&shell.call("risks.suggest", json!({})), "rows").is_empty());
}

/// On the sample, whose incidents come from known rates, forecasts hold about as often as they say.
#[test]
fn forecasts_of_the_sample_hold() {
    let found = sample().call("risks.backtest", json!({"first": "40 %", "parts": 8}));
    assert_eq!(list(&found, "parts").len(), 8);
    let scores = list(&found, "scores");
    assert_eq!(scores.len(), 4);
    for score in &scores[..2] {
        let forecasts = score["forecasts"].as_u64().unwrap();
        assert!(forecasts > 100, "{score}");
        let (held, expected) = (
            score["held"].as_f64().unwrap(),
            score["expected"].as_f64().unwrap(),
        );
        assert!((held - expected).abs() < 0.06, "{score}");
    }
    // The same seed, the same digits.
    let again = sample().call("risks.backtest", json!({"first": "40 %", "parts": 8}));
    assert_eq!(found, again);
    for (args, field) in [
        (json!({"first": "0 %"}), "first"),
        (json!({"first": "half"}), "first"),
        (json!({"parts": 0}), "parts"),
    ] {
        let error = sample().refused("risks.backtest", args);
        assert_eq!(error.field, field, "{}", error.message);
    }
    let (empty, _) = with_service("99.9 %");
    let answer = empty.call("risks.backtest", json!({}));
    assert!(answer["headline"]["missing"].is_string());
}

/// Options to bring the one service to 99.99 %, by either lever.
fn both_levers(shell: &Shell) {
    let zero = json!({"kind": "fixed", "low": "0", "likely": "", "high": ""});
    for (name, lever) in [("Shorter", "duration"), ("Fewer", "rate")] {
        shell.call(
            "option.save",
            json!({"id": "", "name": name, "change": "target", "target": "99.99 %",
                "lever": lever, "techniques": [], "oneOff": zero, "yearly": "ladder",
                "yearlyCost": zero}),
        );
    }
}

/// The plan of the base scenario with some of it changed.
fn change_plan(shell: &Shell, change: &[(&str, &str)]) {
    let mut plan = tiers(shell, "", true)["plan"].clone();
    for (field, value) in change {
        plan[*field] = json!(value);
    }
    shell.call("plan.save", plan);
}

/// Independent risks whose events have no moment: the exact law, and its worked digits.
#[test]
fn without_moments_the_exact_law_stands_in_for_simulated_years() {
    let (shell, service) = with_service("99.9 %");
    shell.call("risk.save", risk(&service, "It fails"));
    both_levers(&shell);
    let simulated = tiers(&shell, "", false);
    assert_eq!(text(&simulated, "basis"), "simulated");
    change_plan(&shell, &[("moments", "added")]);
    let exact = tiers(&shell, "", false);
    assert_eq!(text(&exact, "basis"), "exact");
    assert!(text(&exact, "counted").starts_with("Exact law"));
    let near = |found: &Value, expected: f64, within: f64| {
        let found = found["value"].as_f64().unwrap();
        assert!(
            (found - expected).abs() < within,
            "{found} is not {expected}"
        );
    };
    let option = |name: &str| {
        let options = list(&exact, "options");
        options.iter().find(|o| text(o, "name") == name).unwrap()
    };
    near(&option("Do nothing")["met"], 0.657, 5e-4);
    near(&option("Shorter")["met"], 0.585, 5e-4);
    near(&option("Fewer")["met"], 0.707, 5e-4);
    let either = list(&exact, "rateOrRepair");
    near(&either[1]["met"], 0.912, 5e-4);
    near(&either[2]["met"], 0.953, 5e-4);
    // Sampled years are near, and what every event shares has no law.
    near(&list(&simulated, "options")[0]["met"], 0.657, 0.02);
    let mut tied = risk(&service, "Tied to another");
    tied["group"] = json!("power");
    tied["groupShare"] = json!("50 %");
    shell.call("risk.save", tied);
    let answer = tiers(&shell, "", false);
    assert_eq!(text(&answer, "basis"), "simulated");
    let notes = answer["notes"].to_string();
    assert!(notes.contains("no exact law") && notes.contains("several risks at once"));
}

/// What strikes when more is going on costs more than what strikes at any moment.
#[test]
fn events_that_follow_demand_cost_more() {
    let shell = Shell::with_sample(false);
    let loss = |moments: &str| {
        change_plan(&shell, &[("moments", moments)]);
        let answer = tiers(&shell, "", true);
        let options = list(&answer, "options");
        options[0]["loss"]["value"].as_f64().unwrap()
    };
    let (even, demand) = (loss("even"), loss("demand"));
    assert!(demand > 1.05 * even, "{demand} {even}");
    let mut plan = tiers(&shell, "", true)["plan"].clone();
    plan["moments"] = json!("never");
    assert_eq!(shell.refused("plan.save", plan).field, "moments");
}

#[test]
fn a_saved_scenario_has_the_same_digits_after_a_restart() {
    let (shell, service) = with_service("99.9 %");
    shell.call("risk.save", risk(&service, "It fails"));
    both_levers(&shell);
    let done = shell.call(
        "scenario.save",
        json!({"id": "", "from": "", "name": "Kept", "notes": "as it was", "decidedBy": "Ada"}),
    );
    let id = text(&done, "id").to_owned();
    let saved = tiers(&shell, &id, false);
    shell.call("workspace.close", Value::Null);
    shell.call(
        "workspace.open",
        json!({"path": shell.path("shop.ninefold")}),
    );
    assert_eq!(tiers(&shell, &id, false), saved);
    let again = shell.call(
        "tiers",
        json!({"scenario": id, "service": "", "preview": false, "again": true}),
    );
    assert_eq!(again["options"], saved["options"]);
    assert_eq!(again["knowing"], saved["knowing"]);
    let row = &list(&saved, "scenarios")[1];
    assert_eq!(
        (text(row, "notes"), text(row, "decidedBy")),
        ("as it was", "Ada")
    );
}

/// Input at its edges: each has a sensible answer or says what is wrong.
#[test]
fn input_at_its_edges_is_answered_or_refused() {
    // Without revenue nobody knows what a minute costs: a loss is missing, not nothing, no option
    // can pay, and it is said why.
    let (shell, service) = with_service("99.9 %");
    let mut one = risk(&service, "Costs nothing");
    // A range of one value is that value.
    one["repair"] = json!({"kind": "interval", "low": "60", "likely": "", "high": "60"});
    shell.call("risk.save", one);
    both_levers(&shell);
    let answer = tiers(&shell, "", false);
    let options = list(&answer, "options");
    assert!(options[0]["loss"]["value"].is_null());
    assert!(text(&options[0], "loss.reason").contains("no revenue is known"));
    assert!(text(&answer, "headline.sentence").contains("not known yet"));
    let shorter = options
        .iter()
        .find(|o| text(o, "name") == "Shorter")
        .unwrap();
    assert!(shorter["avoided"]["value"].is_null());
    assert_eq!(shorter["pays"]["value"], json!(0.0));
    assert!(shorter["breakEven"]["value"].is_null());
    assert!(!text(shorter, "breakEven.reason").is_empty());
    // Six hours a year against 8.76 are 99.9 %; 360 minutes fit, on average.
    let minutes = list(&shell.call("risks", json!({})), "rows")[0]["minutes"]["value"].clone();
    assert_eq!(minutes, json!(360.0));

    // A target of 100 % allows nothing: nobody's target, and any risk is too big for it.
    let zero = json!({"kind": "fixed", "low": "0", "likely": "", "high": ""});
    let perfect = shell.refused(
        "option.save",
        json!({"id": "", "name": "Perfect", "change": "target", "target": "100 %",
            "lever": "rate", "techniques": [], "oneOff": zero, "yearly": "ladder",
            "yearlyCost": zero}),
    );
    assert_eq!(perfect.field, "target");
    let against = shell.call("risks", json!({"target": "100 %"}));
    let row = &list(&against, "rows")[0];
    assert_eq!(
        (&row["tooBig"], &row["accepted"]),
        (&json!(true), &json!(false))
    );

    // No incident suggests nothing, and one on a day on record no yearly rate: it would come to
    // hundreds a year. From four weeks on record on, few incidents are a history, with a wide
    // range.
    let (shell, _) = with_service("99.9 %");
    assert!(list(&shell.call("risks.suggest", json!({})), "rows").is_empty());
    let fields = [
        ("id", "id"),
        ("service", "service"),
        ("started", "started"),
        ("resolved", "resolved"),
    ];
    let import = |name: &str, id: &str, day: &str| {
        let rows =
            format!("id,service,started,resolved\n{id},Shop,{day}T10:00:00Z,{day}T10:45:00Z\n");
        shell.import("incidents", &[&shell.file(name, &rows)], &fields);
    };
    import("one.csv", "INC-1", "2026-03-10");
    let short = shell.call("risks.suggest", json!({}));
    assert!(list(&short, "rows").is_empty(), "{short}");
    let why = short["notes"][0].as_str().unwrap();
    assert!(
        why.starts_with("1 day on record is too short for a yearly rate"),
        "{why}"
    );
    import("two.csv", "INC-2", "2026-05-09");
    let rows = shell.call("risks.suggest", json!({}));
    let [one] = list(&rows, "rows") else {
        panic!("{rows}");
    };
    shell.call("risks.accept", json!({"keys": [one["key"]]}));
    let answer = tiers(&shell, "", true);
    assert_eq!(answer["risks"], json!(1));
    assert!(list(&answer, "options")[0]["met"]["value"].is_number());
}

#[test]
fn a_target_that_one_service_keeps_already_changes_nothing() {
    let shell = Shell::with_sample(false);
    let services = shell.call("tiers", json!({"preview": true, "service": ""}));
    let payments = list(&services, "services").iter();
    let payments = payments.clone().find(|s| s["label"] == "Payments").unwrap();
    let answer = shell.call(
        "tiers",
        json!({"preview": true, "service": payments["key"]}),
    );
    let options = list(&answer, "options");
    let three = options
        .iter()
        .find(|o| text(o, "change").starts_with("99.90"))
        .unwrap_or_else(|| panic!("{options:?}"));
    assert_eq!(
        three["availability"]["value"],
        options[0]["availability"]["value"]
    );
    assert!(three["avoided"]["value"].as_f64().unwrap().abs() < 1e-6);
}
