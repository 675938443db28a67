//! Requirements through the command table: drafted, judged, accepted, stale, traced, verified,
//! exported and read back.

use crate::shell::{Shell, list, text};
use ninefold_app::wire::Code;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The sample, opened once for the tests that only read it.
fn sample() -> &'static Shell {
    static SAMPLE: OnceLock<Shell> = OnceLock::new();
    SAMPLE.get_or_init(|| Shell::with_sample(false))
}

fn all(shell: &Shell) -> Value {
    shell.call("requirements", json!({}))
}

fn get(shell: &Shell, id: &str) -> Value {
    shell.call("requirement.get", json!({"id": id}))
}

/// Every figure with a key in an answer.
fn figures<'a>(answer: &'a Value, found: &mut Vec<&'a Value>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| figures(item, found)),
        Value::Object(members) => {
            if members
                .get("explain")
                .and_then(Value::as_str)
                .is_some_and(|key| !key.is_empty())
            {
                found.push(answer);
            }
            members.values().for_each(|member| figures(member, found));
        }
        _ => {}
    }
}

fn risk(service: &str, name: &str, events: &str) -> Value {
    let quantity = |kind: &str, low: &str, high: &str| json!({"kind": kind, "low": low, "likely": "", "high": high});
    json!({
        "id": "", "name": name, "service": service, "failureMode": "the only database is gone",
        "category": "single-point-of-failure",
        "frequency": quantity("fixed", events, ""),
        "detect": quantity("fixed", "10", ""),
        "repair": quantity("fixed", "50", ""),
        "users": quantity("fixed", "50 %", ""),
        "people": quantity("fixed", "4", ""),
        "perEvent": quantity("fixed", "0", ""),
        "streams": [], "dispersion": "", "group": "", "groupShare": "",
        "source": "pre-mortem", "notes": ""
    })
}

/// A workspace with one service at a target, its hours, and one risk.
fn with_risk(target: &str, hours: &str) -> (Shell, String, String) {
    let shell = Shell::with_workspace("EUR", "UTC");
    let service = shell.call(
        "service.save",
        json!({
            "id": "", "name": "Shop", "tier": "1", "owner": "Team Shop", "target": target,
            "channels": [], "dependencies": [], "redundancies": [], "hours": hours, "hoursZone": ""
        }),
    );
    let service = text(&service, "id").to_owned();
    let made = shell.call("risk.save", risk(&service, "Database gone", "4"));
    let made = text(&made, "id").to_owned();
    (shell, service, made)
}

fn keys(row: &Value) -> Vec<&str> {
    list(row, "flags").iter().map(|f| text(f, "key")).collect()
}

#[test]
fn the_sample_has_one_in_every_state_with_the_reason() {
    let shell = sample();
    let screen = all(shell);
    let rows = list(&screen, "rows");
    let states: Vec<(&str, &str)> = rows
        .iter()
        .map(|r| (text(r, "label"), text(r, "status")))
        .collect();
    assert_eq!(
        states,
        [
            ("REQ-1", "verified"),
            ("REQ-2", "accepted"),
            ("REQ-3", "stale"),
            ("REQ-4", "failed"),
            ("REQ-5", "draft"),
            ("REQ-6", "draft"),
            ("REQ-7", "draft"),
        ]
    );
    assert!(text(&rows[2], "reason").starts_with("Cost per minute was €"));
    assert!(text(&rows[2], "reason").contains(", is now €"));
    assert!(text(&rows[3], "reason").starts_with("Its test of "));
    let vague = keys(&rows[6]);
    for key in ["no-system", "no-measure", "no-owner", "vague"] {
        assert!(vague.contains(&key), "{key}: {vague:?}");
    }
    // The drafts of the rules themselves are sound.
    for row in &rows[..6] {
        for flag in list(row, "flags") {
            assert_eq!(flag["blocks"], json!(false), "{row}");
        }
    }
    assert!(text(&screen, "headline.sentence").starts_with("1 of 7 requirements is verified"));
}

#[test]
fn each_leads_to_its_money_risk_incidents_and_test_and_back() {
    let shell = sample();
    for row in list(&all(shell), "rows") {
        let id = text(row, "id");
        let trace = &get(shell, id)["trace"];
        let trace = trace.clone();
        for kind in ["incidents", "risks", "tests"] {
            assert!(!list(&trace, kind).is_empty(), "{kind} of {id}");
        }
        assert!(!text(&trace, "of.money.explain").is_empty());
        for (kind, one) in [("incidents", "incident"), ("risks", "risk")] {
            for link in list(&trace, kind) {
                assert!(!text(link, "money.text").is_empty());
                let back = shell.call("trace", json!({"kind": one, "id": text(link, "id")}));
                let ids: Vec<&str> = list(&back, "requirements")
                    .iter()
                    .map(|r| text(r, "id"))
                    .collect();
                assert!(
                    ids.contains(&id),
                    "{kind} {} back to {id}",
                    text(link, "label")
                );
                let tests: Vec<&str> = list(&back, "tests").iter().map(|t| text(t, "id")).collect();
                assert!(tests.contains(&id));
            }
        }
    }
}

#[test]
fn links_lead_back_whichever_end_is_opened() {
    let shell = sample();
    let screens = all(shell);
    let risks = shell.call("risks", json!({}));
    let page = shell.call("incidents.page", json!({"offset": 0, "limit": 500}));
    // The plural of what a link leads to, and what it is.
    let ends = [
        ("requirement", "requirements", ids(&screens, "rows")),
        ("risk", "risks", ids(&risks, "rows")),
        ("incident", "incidents", ids(&page, "rows")),
    ];
    let mut links: BTreeSet<(String, String)> = BTreeSet::new();
    for (kind, _, ids) in &ends {
        for id in ids {
            let trace = shell.call("trace", json!({"kind": kind, "id": id}));
            for (_, plural, _) in &ends {
                for link in list(&trace, plural) {
                    links.insert((id.clone(), text(link, "id").to_owned()));
                }
            }
        }
    }
    assert!(links.len() > 100, "{}", links.len());
    for (from, to) in &links {
        let back = (to.clone(), from.clone());
        assert!(links.contains(&back), "{from} leads to {to}, not back");
    }
}

fn ids(answer: &Value, rows: &str) -> Vec<String> {
    let rows = list(answer, rows);
    rows.iter().map(|row| text(row, "id").to_owned()).collect()
}

/// What there is to know of an incident and two risks, and whether a requirement names it.
struct Known {
    id: String,
    causes: &'static str,
    is_named: bool,
    /// What a person said of each risk.
    said: [&'static str; 2],
}

#[test]
fn incidents_behind_a_requirement_are_those_it_names_but_for_what_people_said() {
    let (shell, service, database) = with_risk("99.9 %", "");
    let mut zone = risk(&service, "Zone lost", "2");
    zone["failureMode"] = json!("a zone is lost");
    let zone = text(&shell.call("risk.save", zone), "id").to_owned();
    let risks = [database, zone];
    // By words alone, an incident is of the risk whose failure its cause is in.
    let words = ["database", "zone"];

    let mut all = Vec::new();
    for causes in ["", "database", "zone", "database, zone"] {
        for is_named in [false, true] {
            for first in ["", "confirmed", "rejected"] {
                for second in ["", "confirmed", "rejected"] {
                    let mut edit = shell.call("incident.blank", Value::Null);
                    let at = all.len();
                    for (field, value) in [
                        ("title", json!(format!("Incident {at}"))),
                        (
                            "started",
                            json!(format!("2026-10-{:02} 10:00", 1 + at % 28)),
                        ),
                        (
                            "resolved",
                            json!(format!("2026-10-{:02} 10:30", 1 + at % 28)),
                        ),
                        ("causes", json!(causes)),
                        (
                            "impacts",
                            json!([{"service": service, "start": "", "end": "", "share": "50 %"}]),
                        ),
                    ] {
                        edit[field] = value;
                    }
                    let made = shell.call("incident.save", edit);
                    all.push(Known {
                        id: text(&made, "id").to_owned(),
                        causes,
                        is_named,
                        said: [first, second],
                    });
                }
            }
        }
    }
    let named: Vec<&str> = all
        .iter()
        .filter(|one| one.is_named)
        .map(|one| one.id.as_str())
        .collect();
    // One requirement of the one risk, one of both.
    let about: [&[usize]; 2] = [&[0], &[0, 1]];
    let requirements = about.map(|of| {
        let mut edit = shell.call("requirement.blank", json!({"id": service}));
        edit["title"] = json!(format!("About {}", of.len()));
        edit["risks"] = of.iter().map(|at| json!(risks[*at])).collect();
        edit["incidents"] = json!(named);
        let made = shell.call("requirement.save", edit);
        text(&made, "id").to_owned()
    });
    let linked = |kind: &str, id: &str, to: &str| -> Vec<String> {
        let trace = shell.call("trace", json!({"kind": kind, "id": id}));
        let links = list(&trace, to).iter();
        links.map(|link| text(link, "id").to_owned()).collect()
    };
    let check = |expected: &dyn Fn(&Known, &[usize]) -> bool| {
        for (id, of) in requirements.iter().zip(about) {
            let found = linked("requirement", id, "incidents");
            for one in &all {
                let case = format!(
                    "about {of:?}: “{}”, named {}, said {:?}",
                    one.causes, one.is_named, one.said
                );
                assert_eq!(found.contains(&one.id), expected(one, of), "{case}");
            }
        }
        // And back, from a few of each sort.
        for one in all.iter().step_by(5) {
            let back = linked("incident", &one.id, "requirements");
            for (id, of) in requirements.iter().zip(about) {
                assert_eq!(
                    back.contains(id),
                    expected(one, of),
                    "back from {:?}",
                    one.said
                );
            }
        }
    };

    // Nobody said anything: those that it names, whatever words tell.
    check(&|one, _| one.is_named);

    for one in &all {
        for (risk, verdict) in risks.iter().zip(one.said) {
            if !verdict.is_empty() {
                shell.call(
                    "match.save",
                    json!({"risk": risk, "incident": one.id, "verdict": verdict}),
                );
            }
        }
    }
    check(&|one, of| {
        // Of one of its risks by a person's word: behind it, named or not.
        if of.iter().any(|at| one.said[*at] == "confirmed") {
            return true;
        }
        // Not of a risk by a person's word: out, but where it is of another one by its words.
        let was_none = of.iter().any(|at| one.said[*at] == "rejected");
        let other = of
            .iter()
            .any(|at| one.said[*at].is_empty() && one.causes.contains(words[*at]));
        one.is_named && (!was_none || other)
    });
}

#[test]
fn every_figure_of_a_requirement_opens_and_is_the_figure_it_explains() {
    let shell = sample();
    let mut kinds = BTreeSet::new();
    let screen = all(shell);
    let details: Vec<Value> = list(&screen, "rows")
        .iter()
        .map(|r| get(shell, text(r, "id")))
        .collect();
    for answer in std::iter::once(&screen).chain(&details) {
        let mut found = Vec::new();
        figures(answer, &mut found);
        for figure in found {
            let key = text(figure, "explain");
            kinds.insert(key.rsplit(':').next().unwrap_or("").to_owned());
            let explanation = shell.call("explain", json!({"key": key, "window": ""}));
            assert!(!text(&explanation, "formula").is_empty(), "{key}");
            assert!(!list(&explanation, "inputs").is_empty(), "{key}");
            assert_eq!(
                text(&explanation, "figure.exact"),
                text(figure, "exact"),
                "{key}"
            );
            let steps = list(&explanation, "steps");
            let last = steps.last().expect("a step");
            if key.starts_with("requirement:") && !key.contains(":per-minute") {
                assert_eq!(text(last, "value"), text(figure, "exact"), "{key}");
            }
        }
    }
    for kind in [
        "per-minute",
        "minutes",
        "loss",
        "met",
        "cost",
        "avoided",
        "was",
    ] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
}

#[test]
fn a_risk_becomes_a_draft_that_is_accepted_signed_and_verified() {
    let (shell, _, made) = with_risk("99.9 %", "");
    let drafted = shell.call(
        "requirements.draft",
        json!({"from": "risks", "risks": [made]}),
    );
    assert_eq!(list(&drafted, "labels"), [json!("REQ-1")]);
    let detail = get(&shell, "REQ-1");
    assert_eq!(
        text(&detail, "row.statement"),
        "If the only database is gone, then the Shop service shall serve its users again within \
         60 minutes."
    );
    // 4 a year × 60 minutes × half the users.
    assert_eq!(detail["evidence"][1]["now"]["value"], json!(120.0));
    // Without revenue there is no cost of a minute, and that is no 0.
    assert_eq!(text(&detail, "row.perMinute.text"), "—");
    assert_eq!(text(&detail, "row.status"), "draft");
    // Once more is no second one.
    let again = shell.call(
        "requirements.draft",
        json!({"from": "risks", "risks": [made]}),
    );
    assert_eq!(list(&again, "labels").len(), 0);
    assert_eq!(
        list(&again, "skipped"),
        [json!("Database gone has REQ-1 already")]
    );

    let id = text(&detail, "row.id").to_owned();
    shell.call("requirement.accept", json!({"id": id}));
    let error = shell.refused("requirement.accept", json!({"id": id}));
    assert_eq!(error.code, Code::Conflict);
    shell.call(
        "requirement.sign",
        json!({"id": id, "part": "product", "by": " Ada "}),
    );
    let row = get(&shell, &id)["row"].clone();
    assert_eq!(
        (text(&row, "status"), text(&row, "product")),
        ("accepted", "Ada, 1 Feb 2027")
    );

    let found = |before: Value, after: Value| {
        let state = |met: Value| match met {
            Value::Null => Value::Null,
            met => json!({"steady_state_met": met, "probes": []}),
        };
        json!({"before": state(before), "during": [], "after": state(after)})
    };
    let of_run = |status: &str, deviated: bool, end: &str, rto: f64, states: Value| {
        json!({
            "status": status, "deviated": deviated, "end": end, "steady_states": states,
            "run": [{"activity": {"type": "action", "name": "Break it"}, "status": "succeeded"}],
            "experiment": {"title": "t", "extensions": [
                {"name": "other"},
                {"name": "ninefold", "requirement": id, "label": "REQ-1",
                 "statement": text(&row, "statement"), "target": null, "rtoMinutes": rto},
            ]},
        })
        .to_string()
    };
    let journal = |status: &str, deviated: bool, end: &str, rto: f64| {
        let states = found(json!(true), json!(!deviated));
        of_run(status, deviated, end, rto, states)
    };
    let with_run = |end: &str, status: Value, output: &Value| {
        let states = found(json!(true), json!(true));
        let mut journal: Value =
            serde_json::from_str(&of_run("completed", false, end, 60.0, states)).expect("JSON");
        journal["run"] = json!([{
            "activity": {"type": "action", "name": "Break it", "provider": {"type": "http"}},
            "status": status, "output": output,
        }]);
        journal.to_string()
    };
    let with_pause = |end: &str, when: &str| {
        let mut journal: Value =
            serde_json::from_str(&with_run(end, json!("succeeded"), &json!({}))).expect("JSON");
        journal["run"][0]["activity"]["pauses"] = json!({when: 7_200});
        journal.to_string()
    };
    let without_a_fault = |end: &str| {
        let mut journal: Value =
            serde_json::from_str(&with_run(end, json!("failed"), &json!({}))).expect("JSON");
        journal["run"][0]["activity"]["type"] = json!("probe");
        journal.to_string()
    };
    let verify = |name: &str, content: String| {
        let path = shell.file(name, content);
        shell.call("requirements.verify", json!({"path": path}))
    };
    for (name, content, status) in [
        (
            "1.json",
            journal("completed", false, "2027-01-10T10:00:00.5", 60.0),
            "verified",
        ),
        (
            "2.json",
            journal("completed", true, "2027-01-11T10:00:00", 60.0),
            "failed",
        ),
        (
            "3.json",
            journal("completed", false, "2027-01-12T10:00:00+01:00", 60.0),
            "verified",
        ),
        // The first one again, and one that is older than the last: nothing new.
        (
            "4.json",
            journal("completed", true, "2027-01-11T10:00:00", 60.0),
            "verified",
        ),
        (
            "5.json",
            journal("failed", false, "2027-01-01T10:00:00", 60.0),
            "verified",
        ),
        (
            "6.json",
            journal("aborted", false, "2027-01-13T10:00:00", 60.0),
            "stale",
        ),
        (
            "7.json",
            journal("failed", false, "2027-01-14T10:00:00", 60.0),
            "failed",
        ),
        (
            "8.json",
            journal("interrupted", false, "2027-01-15T10:00:00", 60.0),
            "stale",
        ),
        // The tool calls it completed when the steady state is not there beforehand.
        (
            "10.json",
            of_run(
                "completed",
                false,
                "2027-01-15T11:00:00",
                60.0,
                found(json!(false), Value::Null),
            ),
            "failed",
        ),
        // A run that did not look afterwards says nothing, as a dry one.
        (
            "11.json",
            of_run(
                "completed",
                false,
                "2027-01-15T12:00:00",
                60.0,
                found(json!(true), Value::Null),
            ),
            "stale",
        ),
        (
            "12.json",
            of_run("completed", false, "2027-01-15T13:00:00", 60.0, json!({})),
            "stale",
        ),
        // Nor does one that was told only to say what it would do, or whose fault was not set.
        (
            "13.json",
            with_run("2027-01-15T14:00:00", json!("succeeded"), &Value::Null),
            "stale",
        ),
        (
            "14.json",
            with_run("2027-01-15T15:00:00", json!("failed"), &Value::Null),
            "stale",
        ),
        (
            "15.json",
            with_run(
                "2027-01-15T16:00:00",
                json!("succeeded"),
                &json!({"status": 200}),
            ),
            "verified",
        ),
        // What waits before its fault is no longer away for it; what waits too long after it is.
        (
            "16.json",
            with_pause("2027-01-15T17:00:00", "before"),
            "verified",
        ),
        (
            "17.json",
            with_pause("2027-01-15T18:00:00", "after"),
            "stale",
        ),
        // A probe that cannot be carried out sets no fault.
        ("18.json", without_a_fault("2027-01-15T19:00:00"), "stale"),
        // Of an earlier wording it says nothing.
        (
            "9.json",
            journal("completed", false, "2027-01-16T10:00:00", 5.0),
            "stale",
        ),
    ] {
        let answer = verify(name, content);
        assert_eq!(text(&answer, "status"), status, "{name}: {answer}");
        assert_eq!(text(&answer, "label"), "REQ-1");
    }
    let detail = get(&shell, &id);
    assert_eq!(list(&detail, "results").len(), 17);
    assert!(text(&detail, "row.reason").contains("of an earlier wording"));
    let labels: Vec<&str> = list(&detail, "history")
        .iter()
        .map(|h| text(h, "label"))
        .collect();
    assert_eq!(labels.first(), Some(&"REQ-1: its test says nothing"));
    assert_eq!(labels.last(), Some(&"Drafted REQ-1"));

    // Undo of a verification takes its result back, and redo brings it.
    shell.call("undo", Value::Null);
    assert_eq!(list(&get(&shell, &id), "results").len(), 16);
    shell.call("redo", Value::Null);
    // But for the history, which remembers both.
    let without = |mut detail: Value| {
        detail["history"] = json!([]);
        detail
    };
    assert_eq!(without(get(&shell, &id)), without(detail));

    for (content, part) in [
        ("{}".to_owned(), "status"),
        ("not json".to_owned(), "journal"),
        (journal("odd", false, "2027-01-16T10:00:00", 60.0), "odd"),
        (journal("completed", false, "yesterday", 60.0), "yesterday"),
        (
            "{\"status\": \"completed\", \"experiment\": {\"title\": \"t\"}}".to_owned(),
            "which requirement",
        ),
    ] {
        let path = shell.file("bad.json", content);
        let error = shell.refused("requirements.verify", json!({"path": path}));
        assert!(error.message.contains(part), "{error}");
    }
}

#[test]
fn evidence_that_moves_makes_it_stale_and_accepting_anew_mends_it() {
    let (shell, service, made) = with_risk("99.9 %", "");
    shell.call(
        "requirements.draft",
        json!({"from": "risks", "risks": [made]}),
    );
    shell.call("requirement.accept", json!({"id": "REQ-1"}));
    let status = |shell: &Shell| {
        let row = get(shell, "REQ-1")["row"].clone();
        (
            text(&row, "status").to_owned(),
            text(&row, "reason").to_owned(),
        )
    };
    assert_eq!(status(&shell).0, "accepted");
    // A little more often is still within the range; ten times as often is not.
    let often = |events: &str| {
        let mut edit = risk(&service, "Database gone", events);
        edit["id"] = json!(made);
        shell.call("risk.save", edit);
    };
    often("4.5");
    assert_eq!(status(&shell).0, "accepted");
    often("40");
    let (stale, why) = status(&shell);
    assert_eq!(stale, "stale");
    assert!(
        why.starts_with("Expected bad minutes a year was 120"),
        "{why}"
    );
    shell.call("requirement.accept", json!({"id": "REQ-1"}));
    assert_eq!(status(&shell), ("accepted".into(), String::new()));
    shell.call("risk.delete", json!({"id": made}));
    let (stale, why) = status(&shell);
    assert_eq!(stale, "stale");
    assert!(why.contains("no longer in the register"), "{why}");
    // What a requirement is about cannot go away under it.
    let error = shell.refused("service.delete", json!({"id": service}));
    assert!(error.message.contains("REQ-1"), "{error}");
}

#[test]
fn what_cannot_be_checked_is_flagged_and_not_accepted() {
    let (shell, service, _) = with_risk("99.9 %", "Mon-Fri 08:00-18:00");
    let blank = shell.call("requirement.blank", json!({"id": service}));
    let with = |changes: &[(&str, Value)]| {
        let mut edit = blank.clone();
        edit["title"] = json!("Always there");
        for (name, value) in changes {
            edit[name] = value.clone();
        }
        edit
    };
    let check = |changes: &[(&str, Value)]| shell.call("requirement.check", with(changes));
    let flags = |changes: &[(&str, Value)]| -> Vec<String> {
        keys(&check(changes))
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let statement = |s: &str| ("statement", json!(s));
    assert_eq!(
        flags(&[statement("The system shall have 100 % uptime, 24x7.")]),
        ["no-system", "hundred", "against-hours"]
    );
    let sound = "While its agreed hours last, the Shop service shall answer 99.9 % of requests.";
    assert!(flags(&[statement(sound)]).is_empty());
    assert_eq!(
        flags(&[statement(sound), ("target", json!("99.95 %"))]),
        ["targets-differ"]
    );
    let answer = check(&[
        statement(sound),
        ("windowDays", json!("0")),
        ("target", json!("99.9")),
    ]);
    assert_eq!(text(&answer, "field"), "windowDays");
    assert!(text(&check(&[statement(sound)]), "form").starts_with("State: While"));

    let done = shell.call(
        "requirement.save",
        with(&[statement("The system shall never go down.")]),
    );
    let id = text(&done, "id").to_owned();
    let error = shell.refused("requirement.accept", json!({"id": id}));
    assert!(error.message.contains("could be any"), "{error}");
    let mut edit = get(&shell, &id)["edit"].clone();
    edit["statement"] = json!(sound);
    shell.call("requirement.save", edit.clone());
    shell.call("requirement.accept", json!({"id": id}));
    shell.call(
        "requirement.sign",
        json!({"id": id, "part": "technical", "by": "Lin"}),
    );
    // Other words of what was agreed: a draft again, without its signature.
    edit["rto"] = json!("15");
    shell.call("requirement.save", edit.clone());
    let row = get(&shell, &id)["row"].clone();
    assert_eq!(
        (text(&row, "status"), text(&row, "technical")),
        ("draft", "")
    );
    // As it was opened it changes nothing.
    let before = shell.status();
    let same = get(&shell, &id)["edit"].clone();
    shell.call("requirement.save", same);
    assert_eq!(text(&before, "undo"), text(&shell.status(), "undo"));

    for (name, value) in [
        ("title", json!(" ")),
        ("service", json!("x")),
        ("target", json!("120 %")),
        ("rto", json!("-1")),
        ("probe", json!("localhost")),
        ("hours", json!("sometimes")),
        ("incidents", json!(["INC-404"])),
    ] {
        let mut wrong = edit.clone();
        wrong[name] = value;
        let error = shell.refused("requirement.save", wrong);
        assert!(
            error.field.starts_with(name) || name == "risks",
            "{name}: {}",
            error.field
        );
    }
    shell.call("requirement.retire", json!({"id": id, "retired": true}));
    assert_eq!(text(&get(&shell, &id), "row.status"), "retired");
    shell.call("requirement.retire", json!({"id": id, "retired": false}));
    shell.call("requirement.delete", json!({"id": id}));
    assert!(list(&all(&shell), "rows").is_empty());
}

#[test]
fn techniques_that_cost_more_than_they_save_are_flagged_with_both() {
    let (shell, _, made) = with_risk("99.9 %", "");
    let fixed = |low: &str| json!({"kind": "fixed", "low": low, "likely": "", "high": ""});
    let dear = shell.call(
        "technique.save",
        json!({
            "id": "", "name": "Second site", "scope": "every", "of": [],
            "effects": [{"input": "rate", "factor": fixed("0.5")}],
            "oneOff": fixed("1000000"), "yearly": fixed("0"),
        }),
    );
    shell.call(
        "requirements.draft",
        json!({"from": "risks", "risks": [made]}),
    );
    // One that does not pay is not proposed.
    let mut edit = get(&shell, "REQ-1")["edit"].clone();
    assert!(list(&edit, "techniques").is_empty());
    edit["techniques"] = json!([text(&dear, "id")]);
    shell.call("requirement.save", edit);
    let detail = get(&shell, "REQ-1");
    let row = &detail["row"];
    assert_eq!(keys(row), ["unaffordable"]);
    let why = text(&list(row, "flags")[0], "reason");
    assert!(
        why.starts_with("it costs €1.0M over the horizon and saves €"),
        "{why}"
    );
    assert_eq!(text(&detail, "cost.exact"), "€1,000,000.00");
}

#[test]
fn exports_read_back_the_same_and_drafts_of_targets_have_objectives() {
    let shell = Shell::with_sample(false);
    let options = all(&shell);
    let option = list(&options, "options")
        .iter()
        .find(|o| text(o, "label") == "Four nines, shorter failures")
        .map(|o| text(o, "key").to_owned())
        .expect("the option of the sample");
    let drafted = shell.call(
        "requirements.draft",
        json!({"from": "targets", "option": option}),
    );
    assert!(!list(&drafted, "labels").is_empty());
    assert_eq!(
        list(&drafted, "skipped").len(),
        1,
        "Checkout has one: {drafted}"
    );
    let first = get(&shell, text(&drafted["ids"], "0"));
    assert_eq!(text(&first, "edit.target"), "99.99\u{202f}%");
    assert!(!text(&first, "cost.explain").is_empty());

    let screen = all(&shell);
    let dir = shell.path("out");
    let export =
        |format: &str| shell.call("requirements.export", json!({"format": format, "dir": dir}));
    for format in [
        "markdown",
        "csv",
        "json",
        "openslo",
        "chaostoolkit",
        "backstage",
        "gherkin",
        "jira",
    ] {
        let answer = export(format);
        assert!(!list(&answer, "files").is_empty(), "{format}");
        for file in list(&answer, "files") {
            let file = file.as_str().expect("a path");
            assert!(std::fs::metadata(file).expect("a file").len() > 0, "{file}");
        }
    }
    let left: Vec<String> = std::fs::read_dir(&dir)
        .expect("a folder")
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // All of each but what was done to it, which is of the workspace: sentence, scenario, evidence,
    // names under it, test and results.
    let whole = |shell: &Shell| -> Vec<Value> {
        let rows = all(shell);
        let details = list(&rows, "rows").iter().map(|row| {
            let mut detail = get(shell, text(row, "id"));
            detail
                .as_object_mut()
                .expect("a requirement")
                .remove("history");
            detail
        });
        details.collect()
    };
    let before = whole(&shell);
    for name in ["requirements.json", "requirements.csv"] {
        let path = dir.join(name);
        let answer = shell.call("requirements.import", json!({"path": path}));
        assert_eq!(
            (&answer["new"], &answer["updated"]),
            (&json!(0), &json!(0)),
            "{answer}"
        );
        // And into a workspace from which they are gone: the same records, with the same ids.
        for row in list(&screen, "rows") {
            shell.call("requirement.delete", json!({"id": text(row, "id")}));
        }
        let answer = shell.call("requirements.import", json!({"path": path}));
        assert_eq!(list(&answer, "skipped"), [] as [Value; 0]);
        assert_eq!(list(&all(&shell), "rows"), list(&screen, "rows"), "{name}");
        for (was, now) in before.iter().zip(whole(&shell)) {
            assert_eq!(*was, now, "{name}");
        }
    }
    let error = shell.refused("requirements.export", json!({"format": "pdf", "dir": dir}));
    assert_eq!(error.field, "format");
    let path = shell.file("other.csv", "a,b\n1,2\n");
    let error = shell.refused("requirements.import", json!({"path": path}));
    assert_eq!(error.code, Code::BadFile);
}

#[test]
fn an_export_that_cannot_be_written_leaves_nothing() {
    let (shell, _, made) = with_risk("99.9 %", "");
    shell.call(
        "requirements.draft",
        json!({"from": "risks", "risks": [made]}),
    );
    let dir = shell.path("blocked");
    std::fs::create_dir_all(dir.join("requirements.md")).expect("a folder in the way");
    let error = shell.refused(
        "requirements.export",
        json!({"format": "markdown", "dir": dir}),
    );
    assert_eq!(error.code, Code::Io);
    let names: Vec<_> = std::fs::read_dir(&dir)
        .expect("a folder")
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .collect();
    assert_eq!(names, ["requirements.md"]);
}

#[test]
fn without_any_it_says_where_they_come_from() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let screen = all(&shell);
    assert!(text(&screen, "headline.missing").contains("come from risks"));
    let error = shell.refused("requirements.draft", json!({"from": "risks"}));
    assert_eq!(error.field, "risks");
}
