//! Keeping score through the command table: incidents matched to risks, forecasts scored, words
//! weighed by their record.

use crate::shell::Shell;
use serde_json::{Value, json};

fn scores(shell: &Shell) -> Value {
    shell.call("scores", Value::Null)
}

fn rows<'v>(value: &'v Value, name: &str) -> &'v Vec<Value> {
    value[name].as_array().expect("a list")
}

/// The risk of the newest forecasts that incidents are suggested for.
fn risk_with_suggestion(shell: &Shell) -> String {
    let found = scores(shell);
    rows(&found, "forecasts")
        .iter()
        .map(|row| row["riskId"].as_str().unwrap().to_owned())
        .find(|id| {
            let matches = shell.call("risk.matches", json!({"id": id}));
            !rows(&matches, "suggested").is_empty() && !rows(&matches, "confirmed").is_empty()
        })
        .expect("a risk of the sample with an incident to decide on")
}

#[test]
fn the_record_of_the_sample_is_scored_and_weighs() {
    let shell = Shell::with_sample(false);
    let found = scores(&shell);
    assert_eq!(found["headline"]["missing"], Value::Null);
    let people = rows(&found, "people");
    let weight = |name: &str| -> f64 {
        let row = people.iter().find(|row| row["name"] == name);
        row.expect("who forecast")["weight"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap()
    };
    // Who was sure and wrong counts for less than who knew.
    assert!(weight("Jonas") < 1.0, "{people:?}");
    assert!(weight("Priya") > weight("Jonas") && weight("Mara") > weight("Jonas"));
    // Best first, and the mean weight of those with a record is one.
    let weights: Vec<f64> = people
        .iter()
        .map(|row| row["weight"].as_str().unwrap().parse().unwrap())
        .collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    let record = ["Priya", "Jonas", "Mara"].map(weight);
    assert!(
        (record.iter().sum::<f64>() - 3.0).abs() < 0.02,
        "{record:?}"
    );
    // No export of a session says any of it.
    let session = shell.call("premortems", Value::Null)["rows"][0]["id"].clone();
    let to = shell.path("form.json");
    shell.call(
        "premortem.form",
        json!({"session": session, "to": to, "format": "json"}),
    );
    let form = std::fs::read_to_string(to).unwrap().to_lowercase();
    assert!(
        !form.contains("brier") && !form.contains("weight"),
        "{form}"
    );
}

#[test]
fn a_verdict_counts_and_is_taken_back() {
    let shell = Shell::with_sample(false);
    let risk = risk_with_suggestion(&shell);
    let matches = |shell: &Shell| shell.call("risk.matches", json!({"id": risk}));
    let before = matches(&shell);
    let incident = before["suggested"][0]["incident"].clone();
    assert!(
        before["suggested"][0]["why"]
            .as_str()
            .unwrap()
            .contains("same service")
    );
    let say = |verdict: &str| {
        shell.call(
            "match.save",
            json!({"risk": risk, "incident": incident, "verdict": verdict}),
        )
    };
    let old = scores(&shell);
    say("confirmed");
    let after = matches(&shell);
    assert_eq!(
        rows(&after, "confirmed").len(),
        rows(&before, "confirmed").len() + 1
    );
    assert_eq!(
        rows(&after, "suggested").len(),
        rows(&before, "suggested").len() - 1
    );
    assert_ne!(scores(&shell)["forecasts"], old["forecasts"]);
    // One more event in the same time: a higher rate.
    let rate = |m: &Value| m["after"]["value"].as_f64().expect("a rate");
    assert!(rate(&after) > rate(&before));
    // It tells the weights of now, not those of before the verdict: another change and its undo
    // leave it as it is.
    shell.call("risk.learn", json!({"id": risk}));
    matches(&shell);
    shell.call("undo", Value::Null);
    assert_eq!(matches(&shell), after);
    say("rejected");
    assert_eq!(
        rows(&matches(&shell), "rejected").len(),
        rows(&before, "rejected").len() + 1
    );
    say("");
    assert_eq!(matches(&shell), before);
    shell.refused(
        "match.save",
        json!({"risk": risk, "incident": incident, "verdict": ""}),
    );
    shell.refused(
        "match.save",
        json!({"risk": risk, "incident": incident, "verdict": "maybe"}),
    );
    for _ in 0..3 {
        shell.call("undo", Value::Null);
    }
    assert_eq!(matches(&shell), before);

    // The register learns it once: doing it again changes nothing.
    let edit = shell.call("risk.get", json!({"id": risk}));
    shell.call("risk.learn", json!({"id": risk}));
    let learned = shell.call("risk.get", json!({"id": risk}));
    assert_eq!(learned["source"], "scored");
    assert_ne!(learned["frequency"], edit["frequency"]);
    shell.call("risk.learn", json!({"id": risk}));
    assert_eq!(shell.call("risk.get", json!({"id": risk})), learned);
    assert_eq!(
        matches(&shell)["before"]["value"],
        matches(&shell)["after"]["value"]
    );
    shell.call("undo", Value::Null);
    assert_eq!(shell.call("risk.get", json!({"id": risk})), edit);
}

/// The session that a risk came from, and its cluster.
fn session_of(shell: &Shell, risk: &str) -> (Value, String) {
    let name = shell.call("risk.get", json!({"id": risk}))["name"].clone();
    for row in rows(&shell.call("premortems", Value::Null), "rows") {
        let session = shell.call("premortem.get", json!({"id": row["id"], "person": ""}));
        let cluster = rows(&session, "clusters")
            .iter()
            .find(|c| c["title"] == name);
        if let Some(cluster) = cluster {
            let id = cluster["id"].as_str().expect("an id").to_owned();
            return (session, id);
        }
    }
    panic!("no session has {name}");
}

#[test]
fn making_risks_again_keeps_what_incidents_taught() {
    let shell = Shell::with_sample(false);
    let risk = risk_with_suggestion(&shell);
    let get = || shell.call("risk.get", json!({"id": risk}));
    let (session, cluster) = session_of(&shell, &risk);
    let id = session["id"].clone();
    shell.call("premortem.close", json!({"session": id, "closed": false}));
    shell.call("premortem.risks", json!({"id": id}));
    let said = get();
    shell.call("risk.learn", json!({"id": risk}));
    let learned = get();
    assert_ne!(learned["frequency"], said["frequency"]);

    // What the session comes to is what was learned, in the register and in the session.
    shell.call("premortem.risks", json!({"id": id}));
    assert_eq!(get(), learned);
    let minutes = |shell: &Shell| {
        let outlook = shell.call("premortem.outlook", json!({"id": id}));
        let row = rows(&outlook, "rows")
            .iter()
            .find(|row| row["cluster"] == cluster);
        row.expect("the cluster")["minutes"]["value"]
            .as_f64()
            .expect("minutes")
    };
    let before = minutes(&shell);

    // A person who changes their mind is heard, beside the incidents: more where they say more.
    let views = rows(&session, "clusters")
        .iter()
        .find(|c| c["id"] == cluster.as_str());
    let person = rows(views.expect("the cluster"), "given")[0]["person"].clone();
    let range = |kind: &str, low: &str, high: &str| json!({"kind": kind, "low": low, "likely": "", "high": high});
    let said = [("0.2", "0.6"), ("20", "60")].map(|(low, high)| {
        shell.call(
            "premortem.estimate",
            json!({
                "session": id, "cluster": cluster, "person": person,
                "frequency": range("interval", low, high),
                "detect": range("interval", "5", "20"),
                "repair": range("interval", "200", "900"),
                "users": range("fixed", "100 %", ""),
            }),
        );
        shell.call("premortem.risks", json!({"id": id}));
        minutes(&shell)
    });
    assert!(said[1] > said[0], "{said:?}");
    let heard = get();
    assert_eq!(heard["source"], "scored");
    assert_ne!(heard["frequency"], learned["frequency"]);
    assert_ne!(said[1], before);
    // And that is what updating it would say.
    shell.call("risk.learn", json!({"id": risk}));
    assert_eq!(get(), heard);
}
