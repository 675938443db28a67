//! Copies of a workspace become one through the command table, as a shell uses it.

use crate::shell::{Shell, list, text};
use serde_json::{Value, json};

/// The sample’s services with one incident, and a copy of it under another name.
fn apart() -> Shell {
    let shell = Shell::with_sample(true);
    let mut edit = shell.call("incident.blank", Value::Null);
    let service = shell.call("settings", Value::Null)["services"][0]["edit"]["id"].clone();
    edit["title"] = json!("Payments down");
    edit["severity"] = json!("SEV2");
    edit["started"] = json!("2026-10-01 10:00");
    edit["resolved"] = json!("2026-10-01 10:30");
    edit["impacts"] =
        json!([{"service": service, "start": "2026-10-01 10:00", "end": "", "share": "50 %"}]);
    shell.call("incident.save", edit);
    shell.call(
        "workspace.backup",
        json!({"path": shell.path("anna.ninefold")}),
    );
    shell
}

fn incident(shell: &Shell) -> Value {
    let page = shell.call(
        "incidents.page",
        json!({"sort": null, "offset": 0, "limit": 10}),
    );
    let id = page["rows"][0]["id"].clone();
    shell.call("incident.get", json!({"id": id}))["edit"].clone()
}

fn severity(shell: &Shell, to: &str) {
    let mut edit = incident(shell);
    edit["severity"] = json!(to);
    shell.call("incident.save", edit);
}

#[test]
fn a_copy_is_merged_decided_on_and_taken_back() {
    let shell = apart();
    let (ours, theirs) = (shell.path("sample.ninefold"), shell.path("anna.ninefold"));
    severity(&shell, "SEV1");
    shell.call("workspace.open", json!({"path": theirs}));
    severity(&shell, "SEV3");
    shell.call("workspace.open", json!({"path": ours}));
    let before = shell.figures();

    let report = shell.call("workspace.merge", json!({"path": theirs}));
    assert_eq!(report["changed"], true);
    let conflict = &report["conflicts"][0];
    assert_eq!(conflict["field"], "severity");
    let said = |n: usize| {
        let side = &conflict["sides"][n];
        (side["copy"].clone(), side["text"].clone())
    };
    let both = [said(0), said(1)];
    assert!(both.contains(&(json!("sample"), json!("SEV1"))), "{both:?}");
    assert!(both.contains(&(json!("anna"), json!("SEV3"))), "{both:?}");
    assert_eq!(shell.status()["conflicts"], 1);
    assert_eq!(
        shell.call("conflicts", Value::Null)["conflicts"],
        report["conflicts"]
    );

    // Each side can be taken; the decision is one step of the history.
    for side in conflict["sides"].as_array().unwrap() {
        shell.call(
            "conflict.resolve",
            json!({"id": conflict["id"], "side": side["side"]}),
        );
        assert_eq!(shell.status()["conflicts"], 0);
        assert_eq!(incident(&shell)["severity"], side["text"]);
        shell.call("undo", Value::Null);
        assert_eq!(shell.status()["conflicts"], 1);
    }
    shell.refused("conflict.resolve", json!({"id": "nothing"}));
    shell.refused("conflict.resolve", json!({"id": conflict["id"], "side": 9}));

    shell.call("undo", Value::Null);
    assert_eq!(shell.status()["conflicts"], 0);
    assert_eq!(shell.figures(), before);
    shell.call("redo", Value::Null);
    assert_eq!(shell.status()["conflicts"], 1);
    // Nothing new the second time.
    let again = shell.call("workspace.merge", json!({"path": theirs}));
    assert_eq!(again["changed"], false);
    shell.refused("workspace.merge", json!({"path": ours}));
}

#[test]
fn two_copies_become_a_third_file_in_either_order() {
    let shell = apart();
    let (ours, theirs) = (shell.path("sample.ninefold"), shell.path("anna.ninefold"));
    severity(&shell, "SEV1");
    shell.call("workspace.open", json!({"path": theirs}));
    severity(&shell, "SEV3");
    shell.call("workspace.close", Value::Null);
    let bytes = [
        std::fs::read(&ours).unwrap(),
        std::fs::read(&theirs).unwrap(),
    ];
    let mut seen = Vec::new();
    for (a, b, out) in [
        (&ours, &theirs, "ab.ninefold"),
        (&theirs, &ours, "ba.ninefold"),
    ] {
        let out = shell.path(out);
        let report = shell.call("workspace.merge", json!({"of": a, "path": b, "out": out}));
        shell.call("workspace.open", json!({"path": out}));
        seen.push((
            report["conflicts"].clone(),
            shell.figures(),
            incident(&shell),
        ));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(
        bytes,
        [
            std::fs::read(&ours).unwrap(),
            std::fs::read(&theirs).unwrap()
        ]
    );
    let taken = json!({"of": ours, "path": theirs, "out": shell.path("ab.ninefold")});
    let error = shell.refused("workspace.merge", taken);
    assert!(error.message.contains("is there already"), "{error}");
    let other = shell.path("other.ninefold");
    let create = json!({"path": other, "currency": "EUR", "zone": "UTC"});
    shell.call("workspace.create", create);
    let error = shell.refused(
        "workspace.merge",
        json!({"of": ours, "path": other, "out": shell.path("none.ninefold")}),
    );
    assert!(
        error.message.contains("no copy of this workspace"),
        "{error}"
    );
    assert!(!shell.path("none.ninefold").exists());
}

/// A workspace with a session of two people, who write; a copy of it; and the session.
fn writing() -> (Shell, Value, [Value; 2]) {
    let shell = apart();
    shell.call(
        "workspace.open",
        json!({"path": shell.path("sample.ninefold")}),
    );
    let service = shell.call("settings", Value::Null)["services"][0]["edit"]["id"].clone();
    let people = json!([
        {"name": "Ana", "role": "", "present": true}, {"name": "Ben", "role": "", "present": true},
    ]);
    let started = shell.call(
        "premortem.start",
        json!({"service": service, "date": "2027-02-01", "people": people}),
    );
    let session = started["id"].clone();
    let seen = seen(&shell, &session);
    let id = |name: &str| {
        let of = |person: &&Value| person["name"] == name;
        list(&seen, "people")
            .iter()
            .find(of)
            .expect("who takes part")["id"]
            .clone()
    };
    let people = [id("Ana"), id("Ben")];
    (shell, session, people)
}

fn seen(shell: &Shell, session: &Value) -> Value {
    shell.call("premortem.get", json!({"id": session, "person": ""}))
}

fn copied(shell: &Shell, name: &str) -> std::path::PathBuf {
    let path = shell.path(name);
    shell.call("workspace.backup", json!({ "path": path }));
    path
}

/// Both ways of merging two copies into a new file, each opened and looked at.
fn both_ways<T>(
    shell: &Shell,
    a: &std::path::Path,
    b: &std::path::Path,
    mut look: impl FnMut(&Value) -> T,
) -> [T; 2] {
    shell.call("workspace.close", Value::Null);
    let mut merged = |of, path, name: &str| {
        let out = shell.path(name);
        let report = shell.call(
            "workspace.merge",
            json!({"of": of, "path": path, "out": out}),
        );
        shell.call("workspace.open", json!({ "path": out }));
        look(&report)
    };
    [merged(a, b, "one.ninefold"), merged(b, a, "two.ninefold")]
}

#[test]
fn what_was_typed_and_not_sent_comes_along() {
    let (shell, session, people) = writing();
    let write = |person: &Value, words: &str| {
        let page =
            json!({"session": session, "person": person, "prompt": "network", "text": words});
        shell.call("premortem.draft", page);
    };
    let jot = |slot: &str, text: &str| {
        let jot = json!({"session": session, "person": "", "slot": slot, "text": text});
        shell.call("premortem.jot", jot);
    };
    shell.call(
        "premortem.step",
        json!({"session": session, "step": "write"}),
    );
    write(&people[0], "Retries double the orders");
    let ours = shell.path("sample.ninefold");
    let theirs = copied(&shell, "theirs.ninefold");
    // Here Ana goes on and Ben begins; there Ana goes on otherwise. No command follows.
    write(&people[0], "Retries double the orders\nThe queue fills");
    write(&people[1], "A certificate expires");
    jot("person", "Cem");
    shell.call("workspace.open", json!({ "path": theirs }));
    write(&people[0], "Retries double the orders\nA cable is cut");
    jot("person", "Cemile");
    let drafts = |_: &Value| {
        let of = |person: &Value| {
            let args = json!({"id": session, "person": person});
            text(&shell.call("premortem.get", args), "draft").to_owned()
        };
        let jots = seen(&shell, &session)["jots"].clone();
        shell.call(
            "premortem.prompt",
            json!({"session": session, "prompt": "network"}),
        );
        // What is settled from it is the same page.
        (of(&people[0]), of(&people[1]), jots)
    };
    let [one, two] = both_ways(&shell, &ours, &theirs, drafts);
    assert_eq!(one, two);
    assert_eq!(
        one.0,
        "Retries double the orders\nThe queue fills\nA cable is cut"
    );
    assert_eq!(one.1, "A certificate expires");
    let person = |jot: &&Value| jot["slot"] == "person";
    let field = one.2.as_array().expect("jots").iter().find(person);
    assert_eq!(field.expect("the field")["text"], "Cemile");

    // Nothing but what was typed differs: it comes in, and once.
    shell.call("workspace.open", json!({ "path": ours }));
    let report = shell.call("workspace.merge", json!({ "path": theirs }));
    assert_eq!(report["changed"], true);
    let lines = report["lines"].to_string();
    assert!(lines.contains("not sent yet came along"), "{lines}");
    assert!(lines.contains("held another text in each copy"), "{lines}");
    let args = json!({"id": session, "person": people[0]});
    let page = shell.call("premortem.get", args)["draft"].clone();
    assert_eq!(page, one.0);
    let again = shell.call("workspace.merge", json!({ "path": theirs }));
    let came = |report: &Value| report["lines"].to_string().contains("came along");
    assert!(!came(&again), "{again}");
}

#[test]
fn a_page_that_went_on_in_one_copy_is_one_page() {
    let (shell, session, people) = writing();
    let write = |words: &str| {
        let page =
            json!({"session": session, "person": people[0], "prompt": "network", "text": words});
        shell.call("premortem.draft", page);
    };
    shell.call(
        "premortem.step",
        json!({"session": session, "step": "write"}),
    );
    write("Pay");
    let ours = shell.path("sample.ninefold");
    let theirs = copied(&shell, "theirs.ninefold");
    // No command follows in either copy, so that nothing says which is the newer one.
    write("Payment fails");
    let look = |_: &Value| {
        let of = json!({"id": session, "person": people[0]});
        text(&shell.call("premortem.get", of), "draft").to_owned()
    };
    let [one, two] = both_ways(&shell, &ours, &theirs, look);
    assert_eq!(
        (one.as_str(), two.as_str()),
        ("Payment fails", "Payment fails")
    );
}

#[test]
fn what_one_copy_sent_does_not_come_back_as_unsent() {
    let (shell, session, people) = writing();
    for step in ["write", "capture"] {
        shell.call("premortem.step", json!({"session": session, "step": step}));
    }
    let said = "Refunds go out twice";
    let jot = |slot: &str, text: &str| {
        let jot = json!({"session": session, "person": "", "slot": slot, "text": text});
        shell.call("premortem.jot", jot);
    };
    jot(
        "capture",
        &json!({"text": said, "line": "", "turn": people[0]}).to_string(),
    );
    jot("person", "Cem");
    let ours = shell.path("sample.ninefold");
    let theirs = copied(&shell, "theirs.ninefold");
    shell.call(
        "premortem.capture",
        json!({"session": session, "person": people[0], "text": said}),
    );
    jot("capture", "");
    let look = |_: &Value| {
        let seen = seen(&shell, &session);
        let slots = list(&seen, "jots")
            .iter()
            .map(|jot| text(jot, "slot").to_owned());
        (slots.collect::<Vec<_>>(), list(&seen, "cards").len())
    };
    let [one, two] = both_ways(&shell, &ours, &theirs, look);
    assert_eq!(one, two);
    // What nobody sent is there still.
    assert_eq!(one, (vec!["person".to_owned()], 1));
}

#[test]
fn estimates_that_nobody_is_to_see_yet_stay_hidden_in_a_conflict() {
    let (shell, session, people) = writing();
    for step in ["write", "capture"] {
        shell.call("premortem.step", json!({"session": session, "step": step}));
    }
    shell.call(
        "premortem.capture",
        json!({"session": session, "person": people[0], "text": "Retries double the orders"}),
    );
    shell.call(
        "premortem.step",
        json!({"session": session, "step": "cluster"}),
    );
    let card = seen(&shell, &session)["cards"][0]["id"].clone();
    let cluster = shell.call(
        "premortem.group",
        json!({"session": session, "cards": [card], "cluster": "new", "title": "Retries"}),
    )["id"]
        .clone();
    shell.call(
        "premortem.step",
        json!({"session": session, "step": "estimate"}),
    );
    let estimate = |person: &Value, low: &str, high: &str| {
        let range = |low: &str, high: &str| json!({"kind": "interval", "low": low, "likely": "", "high": high});
        shell.call(
            "premortem.estimate",
            json!({
                "session": session, "cluster": cluster, "person": person,
                "frequency": range(low, high), "detect": range("2", "10"),
                "repair": range("10", "90"),
                "users": {"kind": "fixed", "low": "50 %", "likely": "", "high": ""},
            }),
        );
    };
    estimate(&people[0], "0.5", "2");
    let ours = shell.path("sample.ninefold");
    let theirs = copied(&shell, "theirs.ninefold");
    estimate(&people[0], "7", "9");
    shell.call("workspace.open", json!({ "path": theirs }));
    estimate(&people[0], "17", "19");
    shell.call("workspace.open", json!({ "path": ours }));
    shell.call("workspace.merge", json!({ "path": theirs }));
    let conflict = || shell.call("conflicts", Value::Null)["conflicts"][0].clone();
    let texts = |conflict: &Value| -> Vec<String> {
        let sides = list(conflict, "sides").iter();
        sides.map(|side| text(side, "text").to_owned()).collect()
    };
    // Ben has not given his: nobody sees Ana’s.
    let hidden = conflict();
    assert_eq!(hidden["field"], "frequency");
    assert_eq!(texts(&hidden), ["not shown yet", "not shown yet"]);
    estimate(&people[1], "1", "3");
    let mut open = texts(&conflict());
    open.sort();
    assert!(
        open[0].starts_with("90 % range 17 to 19") && open[1].starts_with("90 % range 7 to 9"),
        "{open:?}"
    );
}

#[test]
fn what_the_other_copy_did_is_in_the_history_and_labels_stay_apart() {
    let shell = apart();
    let service = shell.call("settings", Value::Null)["services"][0]["edit"]["id"].clone();
    let require = |title: &str| {
        let mut edit = shell.call("requirement.blank", json!({ "id": service }));
        edit["title"] = json!(title);
        shell.call("requirement.save", edit)["id"].clone()
    };
    let (ours, theirs) = (shell.path("sample.ninefold"), shell.path("anna.ninefold"));
    let first = require("Answer without the cache");
    shell.call("workspace.open", json!({ "path": theirs }));
    let second = require("Restore within the hour");
    let look = |report: &Value| {
        let label = |id: &Value| {
            let detail = shell.call("requirement.get", json!({ "id": id }));
            text(&detail["row"], "label").to_owned()
        };
        (label(&first), label(&second), report["lines"].to_string())
    };
    let [one, two] = both_ways(&shell, &ours, &theirs, look);
    assert_eq!((&one.0, &one.1), (&two.0, &two.1));
    assert_ne!(one.0, one.1);
    for said in [&one.2, &two.2] {
        assert!(said.contains("another requirement has its label"), "{said}");
    }
    // Merged again with a copy that does not know it, and with one that decided likewise: settled.
    for other in [&ours, &theirs, &shell.path("one.ninefold")] {
        let report = shell.call("workspace.merge", json!({ "path": other }));
        assert_eq!(report["conflicts"], json!([]), "{report}");
        assert_eq!(look(&report).0, one.0);
        assert_eq!(look(&report).1, one.1);
    }

    shell.call("workspace.open", json!({ "path": ours }));
    shell.call("workspace.merge", json!({ "path": theirs }));
    let history = shell.call("history", json!({"limit": 10}));
    let merge = list(&history, "entries")
        .iter()
        .find(|entry| !list(entry, "brought").is_empty())
        .expect("the merge");
    let brought = &merge["brought"][0];
    assert_eq!(brought["copy"], "anna");
    assert!(text(brought, "label").contains("REQ-1"), "{brought}");

    // The new label is a part of the merge: one undo takes back both.
    shell.call("undo", Value::Null);
    assert!(
        shell
            .refused("requirement.get", json!({ "id": second }))
            .message
            .contains("requirement")
    );
    let detail = shell.call("requirement.get", json!({ "id": first }));
    assert_eq!(detail["row"]["label"], "REQ-1");
    shell.call("redo", Value::Null);
    assert_eq!(look(&Value::Null).0, one.0);
    assert_eq!(look(&Value::Null).1, one.1);
}
