//! Copies of a workspace become one through the command table, as a shell uses it.

use crate::shell::Shell;
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
