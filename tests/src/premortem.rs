//! A pre-mortem through the command table, as a shell uses it.

use crate::shell::{Shell, list, text};
use serde_json::{Value, json};

/// A workspace with one service, and a session of three people on it.
struct Room {
    shell: Shell,
    session: String,
    people: Vec<String>,
}

impl Room {
    fn new() -> Self {
        let shell = Shell::with_workspace("EUR", "UTC");
        let service = shell.call(
            "service.save",
            json!({
                "id": "", "name": "Checkout", "tier": "", "owner": "", "target": "99.9 %",
                "channels": [], "dependencies": [], "redundancies": [], "hours": "", "hoursZone": ""
            }),
        );
        Self::on(shell, text(&service, "id"))
    }

    fn on(shell: Shell, service: &str) -> Self {
        let person = |name: &str, role: &str| json!({"name": name, "role": role, "present": true});
        let done = shell.call(
            "premortem.start",
            json!({
                "service": service, "date": "2027-02-01",
                "people": [
                    person("Ana", "support"), person("Ben", "engineering"), person("Cem", "operations")
                ]
            }),
        );
        let session = text(&done, "id").to_owned();
        let mut room = Self {
            shell,
            session,
            people: vec![],
        };
        let seen = room.seen("");
        let mut people: Vec<(String, String)> = list(&seen, "people")
            .iter()
            .map(|p| (text(p, "name").to_owned(), text(p, "id").to_owned()))
            .collect();
        people.sort();
        room.people = people.into_iter().map(|p| p.1).collect();
        room
    }

    #[track_caller]
    fn seen(&self, person: &str) -> Value {
        self.shell.call(
            "premortem.get",
            json!({"id": self.session, "person": person}),
        )
    }

    /// Calls a command of the session.
    #[track_caller]
    fn call(&self, command: &str, mut args: Value) -> Value {
        args["session"] = json!(self.session);
        self.shell.call(&format!("premortem.{command}"), args)
    }

    #[track_caller]
    fn step(&self, step: &str) {
        self.call("step", json!({ "step": step }));
    }

    fn write(&self, person: usize, prompt: &str, words: &str) {
        self.call(
            "draft",
            json!({"person": self.people[person], "prompt": prompt, "text": words}),
        );
    }

    /// Reads out every thought, in turn; answers who spoke.
    fn capture_all(&self) -> Vec<String> {
        let mut order = vec![];
        loop {
            let seen = self.seen("");
            let turn = &seen["turn"];
            let Some(line) = turn["lines"].as_array().and_then(|l| l.first()) else {
                return order;
            };
            order.push(text(turn, "name").to_owned());
            self.call(
                "capture",
                json!({
                    "person": turn["person"], "text": line["text"], "line": line["id"]
                }),
            );
        }
    }

    fn estimate(&self, person: usize, cluster: &str, frequency: (&str, &str)) {
        let range = |low: &str, high: &str| json!({"kind": "interval", "low": low, "likely": "", "high": high});
        self.call(
            "estimate",
            json!({
                "cluster": cluster, "person": self.people[person],
                "frequency": range(frequency.0, frequency.1),
                "detect": range("2", "10"), "repair": range("10", "90"),
                "users": {"kind": "three-point", "low": "20 %", "likely": "50 %", "high": "100 %"},
                "comment": ""
            }),
        );
    }
}

fn cluster(seen: &Value, title: &str) -> Value {
    list(seen, "clusters")
        .iter()
        .find(|c| c["title"] == title)
        .unwrap_or_else(|| panic!("a cluster {title} in {seen:#}"))
        .clone()
}

#[test]
fn a_whole_session_ends_in_risks_of_the_register() {
    let room = Room::new();
    room.step("write");
    room.write(
        0,
        "network",
        "- The provider drops us\n- Retries double the orders",
    );
    room.write(1, "network", "Primary database gone");
    room.write(
        2,
        "people",
        "Someone deletes the load balancer\nA certificate expires\nThe provider fails",
    );

    // Nobody sees what others write; everyone sees their own.
    for (n, person) in room.people.iter().enumerate() {
        let seen = room.seen(person);
        let all = seen.to_string();
        for (words, by) in [("drops us", 0), ("Primary", 1), ("deletes", 2)] {
            let own = by == n && (by != 2);
            assert_eq!(all.contains(words), own, "{words} for {n}: {seen:#}");
        }
        assert!(list(&seen, "cards").is_empty());
    }
    room.step("lenses");
    room.write(1, "lens:engineering", "The migration locks the table");
    assert!(!room.seen("").to_string().contains("migration"));

    room.step("capture");
    let order = room.capture_all();
    assert_eq!(order, ["Ana", "Ben", "Cem", "Ana", "Ben", "Cem", "Cem"]);
    room.call(
        "capture",
        json!({"person": "", "text": "1. DNS\n2. Region lost\n"}),
    );
    let seen = room.seen("");
    let cards = list(&seen, "cards").to_vec();
    assert_eq!(cards.len(), 9);
    assert_eq!(list(&seen, "loose").len(), 9);

    room.step("cluster");
    let id_of = |words: &str| {
        let card = cards.iter().find(|c| text(c, "text").contains(words));
        text(card.expect("the card"), "id").to_owned()
    };
    let group = |words: &[&str], into: &str, title: &str| {
        let ids: Vec<String> = words.iter().map(|w| id_of(w)).collect();
        let done = room.call(
            "group",
            json!({"cards": ids, "cluster": into, "title": title}),
        );
        text(&done, "id").to_owned()
    };
    let provider = group(
        &["drops us", "provider fails"],
        "new",
        "Payment provider fails",
    );
    let database = group(&["Primary", "migration"], "new", "Database not there");
    let slips = group(&["deletes"], "new", "");

    room.step("estimate");
    room.estimate(0, &provider, ("1", "4"));
    room.estimate(1, &provider, ("6", "24"));
    // Cem has not estimated it: he sees neither the estimates nor the pool.
    let blind = cluster(&room.seen(&room.people[2]), "Payment provider fails");
    assert_eq!(blind["shown"], false);
    assert!(list(&blind, "given").is_empty() && blind["pooled"].is_null());
    let open = cluster(&room.seen(&room.people[0]), "Payment provider fails");
    assert_eq!(list(&open, "given").len(), 2);
    assert!(text(&open["pooled"], "disagreement").starts_with("×6"));
    room.estimate(2, &database, ("0.5", "2"));

    room.step("vote");
    let dots = |spent: &[(&str, u32)]| -> Value {
        spent
            .iter()
            .map(|(c, n)| json!({"cluster": c, "dots": n}))
            .collect()
    };
    room.call(
        "vote",
        json!({"person": room.people[0], "dots": dots(&[(&provider, 4), (&slips, 1)])}),
    );
    room.call(
        "vote",
        json!({"person": room.people[1], "dots": dots(&[(&database, 5)])}),
    );
    for person in ["", &room.people[0], &room.people[2]] {
        let seen = room.seen(person);
        assert!(
            list(&seen, "clusters").iter().all(|c| c["dots"].is_null()),
            "{seen:#}"
        );
        assert_eq!(seen["vote"]["shown"], false);
    }
    room.call(
        "vote",
        json!({"person": room.people[2], "dots": dots(&[(&provider, 2)])}),
    );
    assert_eq!(cluster(&room.seen(""), "Payment provider fails")["dots"], 6);

    room.step("rank");
    let outlook = room
        .shell
        .call("premortem.outlook", json!({"id": room.session}));
    let rows = list(&outlook, "rows");
    assert_eq!(text(&rows[0], "title"), "Payment provider fails");
    assert_eq!(text(&rows[2], "problem"), "Nobody has estimated it yet.");

    // An earlier step again: nothing of the later ones is lost.
    room.step("cluster");
    room.call("merge", json!({"cluster": slips, "into": database}));
    assert_eq!(cluster(&room.seen(""), "Database not there")["dots"], 6);
    room.call("merge", json!({"cluster": slips, "into": ""}));
    assert_eq!(cluster(&room.seen(""), "Database not there")["dots"], 5);

    room.step("requirements");
    let risks = |room: &Room| list(&room.shell.call("risks", json!({})), "rows").to_vec();
    let done = room
        .shell
        .call("premortem.risks", json!({"id": room.session}));
    assert_eq!(list(&done, "skipped").len(), 1, "{done:#}");
    let first = risks(&room);
    assert_eq!(first.len(), 2);
    // Done again, it changes nothing; with another estimate, it brings up to date.
    let version = room.shell.status()["version"].clone();
    room.shell
        .call("premortem.risks", json!({"id": room.session}));
    assert_eq!(room.shell.status()["version"], version);
    room.step("estimate");
    room.estimate(0, &database, ("10", "20"));
    room.shell
        .call("premortem.risks", json!({"id": room.session}));
    let second = risks(&room);
    assert_eq!(second.len(), 2);
    assert_ne!(first, second);
}
