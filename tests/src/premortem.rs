//! A pre-mortem through the command table, as a shell uses it.

use crate::shell::{Shell, list, text};
use serde_json::{Value, json};

/// A workspace with one service, and a session of three people on it.
pub struct Room {
    pub shell: Shell,
    pub session: String,
    pub people: Vec<String>,
}

impl Room {
    pub fn new() -> Self {
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

    pub fn on(shell: Shell, service: &str) -> Self {
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

    /// Another session beside this one; its id.
    pub(crate) fn on_same(room: &Self) -> String {
        let service = room.seen("")["service"].clone();
        let done = room.shell.call(
            "premortem.start",
            json!({"service": service, "name": "Another", "people": []}),
        );
        text(&done, "id").to_owned()
    }

    #[track_caller]
    pub fn seen(&self, person: &str) -> Value {
        self.shell.call(
            "premortem.get",
            json!({"id": self.session, "person": person}),
        )
    }

    /// Calls a command of the session.
    #[track_caller]
    pub fn call(&self, command: &str, mut args: Value) -> Value {
        args["session"] = json!(self.session);
        self.shell.call(&format!("premortem.{command}"), args)
    }

    #[track_caller]
    pub fn step(&self, step: &str) {
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

    pub fn estimate(&self, person: usize, cluster: &str, frequency: (&str, &str)) {
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

pub fn cluster(seen: &Value, title: &str) -> Value {
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
    // A risk of the register of the same name on the same service is what the cluster becomes:
    // beside it, its minutes would count twice.
    let only = |low: &str| json!({"kind": "fixed", "low": low, "likely": "", "high": ""});
    let same = room.shell.call(
        "risk.save",
        json!({
            "id": "", "name": "payment provider FAILS", "service": room.seen("")["service"],
            "failureMode": "it is silent", "category": "single-point-of-failure",
            "frequency": only("3"), "detect": only("5"), "repair": only("50"),
            "users": only("100 %"), "people": only("2"), "perEvent": only("0"), "streams": [],
            "dispersion": "", "group": "", "groupShare": "", "source": "pre-mortem", "notes": ""
        }),
    );
    let beside = room
        .shell
        .call("premortem.outlook", json!({"id": room.session}));
    assert_eq!(list(&beside, "rows").len(), rows.len());
    // Other random numbers, the same law.
    let minutes = |of: &Value| of["minutes"]["with"]["value"].as_f64().expect("minutes");
    let ratio = minutes(&beside) / minutes(&outlook);
    assert!((ratio - 1.0).abs() < 0.1, "{ratio}");
    room.shell.call("risk.delete", json!({"id": same["id"]}));

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
    // While some have not estimated, neither risks nor minutes tell what others said.
    let early = room
        .shell
        .call("premortem.risks", json!({"id": room.session}));
    assert_eq!(list(&early, "skipped").len(), 3, "{early:#}");
    let outlook = room
        .shell
        .call("premortem.outlook", json!({"id": room.session}));
    assert!(
        list(&outlook, "rows")
            .iter()
            .all(|r| r["cluster"] == "" || r["minutes"]["value"].is_null())
    );
    room.step("requirements");
    room.shell
        .call("premortem.risks", json!({"id": room.session}));
    let second = risks(&room);
    assert_eq!(second.len(), 2);
    assert_ne!(first, second);
}

#[test]
fn every_change_of_a_session_is_taken_back_and_done_again() {
    let room = Room::new();
    room.step("write");
    room.write(0, "network", "one\ntwo");
    room.step("capture");
    // Who wrote nothing speaks from paper until they pass.
    room.call("pass", json!({"id": room.people[1]}));
    room.call("pass", json!({"id": room.people[2]}));
    let seen = |room: &Room| {
        let mut seen = room.seen(&room.people[0]);
        seen["timer"] = Value::Null;
        seen
    };
    let before = seen(&room);
    room.capture_all();
    let after = seen(&room);
    // One step for each card, not for each key.
    assert_eq!(room.shell.status()["undo"], "Card: two");
    room.shell.call("undo", Value::Null);
    room.shell.call("undo", Value::Null);
    assert_eq!(seen(&room), before);
    room.shell.call("redo", Value::Null);
    room.shell.call("redo", Value::Null);
    assert_eq!(seen(&room), after);
}

#[test]
fn keys_are_kept_without_filling_the_history() {
    let room = Room::new();
    room.step("write");
    let version = room.shell.status()["version"].clone();
    let words = "The provider drops us and nobody notices for an hour";
    for end in 1..=words.len() {
        room.write(1, "network", &words[..end]);
    }
    room.call(
        "jot",
        json!({"person": "", "slot": "frame", "text": "half a sent"}),
    );
    assert_eq!(room.shell.status()["version"], version);
    let seen = room.seen(&room.people[1]);
    assert_eq!(seen["draft"], words);
    assert_eq!(seen["jots"][0]["text"], "half a sent");
    // Somebody else sees that something was written, not what.
    let other = room.seen(&room.people[2]);
    assert_eq!(other["people"][1]["written"], 1);
    assert!(!other.to_string().contains("provider"));
    // After a restart everything stands as it was, in the middle of a word.
    let path = room.shell.status()["path"].clone();
    room.shell.call("workspace.close", Value::Null);
    room.shell.call("workspace.open", json!({"path": path}));
    assert_eq!(room.seen(&room.people[1])["draft"], words);
    room.step("lenses");
    let history = room.shell.call("history", json!({"limit": 10}));
    let told = history.to_string();
    assert!(
        !told.contains("nobody notices"),
        "history tells a draft: {told}"
    );
    let labels: Vec<&str> = list(&history, "entries")
        .iter()
        .map(|e| text(e, "label"))
        .collect();
    assert!(labels[1].contains("wrote 1 thought"), "{labels:?}");
    // The written thought is an entry of its own: taking the step back keeps it.
    room.shell.call("undo", Value::Null);
    assert_eq!(room.seen(&room.people[1])["draft"], words);
    // Emptied, it is empty, not as it was before.
    room.write(1, "network", "");
    assert_eq!(room.seen(&room.people[1])["draft"], "");
    room.step("lenses");
    room.step("write");
    assert_eq!(room.seen(&room.people[1])["draft"], "");
}

#[test]
fn what_is_wrong_is_refused_with_its_field() {
    let room = Room::new();
    let refused = |command: &str, mut args: Value| {
        args["session"] = json!(room.session);
        let error = room.shell.refused(&format!("premortem.{command}"), args);
        (error.field, error.message)
    };
    let ana = &room.people[0];
    assert_eq!(refused("step", json!({"step": "coffee"})).0, "step");
    assert_eq!(
        refused("prompt", json!({"prompt": "lens:coffee"})).0,
        "prompt"
    );
    assert_eq!(
        refused(
            "draft",
            json!({"person": "", "prompt": "network", "text": "x"})
        )
        .0,
        "person"
    );
    assert_eq!(
        refused(
            "jot",
            json!({"person": ana, "slot": "write network", "text": "x"})
        )
        .0,
        "slot"
    );
    assert_eq!(
        refused("capture", json!({"person": ana, "text": " \n- "})).0,
        "text"
    );
    assert_eq!(
        refused(
            "person",
            json!({"name": "ana", "role": "", "present": true})
        )
        .0,
        "name"
    );
    assert_eq!(
        refused("group", json!({"cards": [], "cluster": "new"})).0,
        "cards"
    );
    let card = room.call("capture", json!({"person": ana, "text": "one\ntwo"}));
    let group = |cards: Value| {
        room.call(
            "group",
            json!({"cards": cards, "cluster": "new", "title": ""}),
        )
    };
    let cluster = group(json!([card["id"]]));
    let range =
        |low: &str, high: &str| json!({"kind": "interval", "low": low, "likely": "", "high": high});
    let mut estimate = json!({
        "cluster": cluster["id"], "person": ana, "frequency": range("1", "20000"),
        "detect": range("1", "2"), "repair": range("1", "2"), "users": range("10 %", "50 %")
    });
    assert_eq!(refused("estimate", estimate.clone()).0, "frequency.high");
    estimate["frequency"] = range("4", "1");
    assert_eq!(refused("estimate", estimate.clone()).0, "frequency.low");
    estimate["frequency"] = range("1", "4");
    estimate["users"] = range("10 %", "120 %");
    assert_eq!(refused("estimate", estimate).0, "users.high");
    let dots = json!([{"cluster": cluster["id"], "dots": 6}]);
    let (field, message) = refused("vote", json!({"person": ana, "dots": dots}));
    assert_eq!(field, "dots");
    assert!(message.contains("everyone has 5"), "{message}");
    let error = room.shell.refused(
        "premortem.cluster.delete",
        json!({"session": room.session, "id": cluster["id"]}),
    );
    assert!(error.hints[0].contains("merge"));
    let error = room.shell.refused(
        "premortem.person.delete",
        json!({"session": room.session, "id": ana}),
    );
    assert!(error.hints[0].contains("not there"));
    // A closed one is read, not changed.
    room.call("close", json!({"closed": true}));
    assert!(
        refused("step", json!({"step": "vote"}))
            .1
            .contains("is closed")
    );
    room.call("close", json!({"closed": false}));
    room.step("vote");
    // Deleted whole, and brought back whole.
    let before = room.seen(ana);
    room.shell
        .call("premortem.delete", json!({"id": room.session}));
    assert!(list(&room.shell.call("premortems", Value::Null), "rows").is_empty());
    room.shell.call("undo", Value::Null);
    assert_eq!(room.seen(ana), before);
}

#[test]
fn a_service_that_a_session_is_about_stays() {
    let room = Room::new();
    let services = room.seen("")["services"].clone();
    let error = room
        .shell
        .refused("service.delete", json!({"id": services[0]["key"]}));
    assert!(error.message.contains("pre-mortem"), "{error}");
}

/// What a person has written after so many operations of the script.
fn script_text(person: usize, done: usize) -> String {
    let words = "It failed because nobody looked and the queue ran full again ";
    let keys = (0..done)
        .filter(|n| !is_card(*n) && n % 3 == person)
        .count();
    words.chars().cycle().take(keys).collect()
}

/// Whether an operation of the script puts a card on the table; all others are keys.
fn is_card(n: usize) -> bool {
    n % 11 == 10
}

/// The operations of the script from one on, each acknowledged on a line of its own once the
/// application has answered.
fn run_script(path: &str, session: &str, people: &[String], from: usize) {
    use ninefold_app::{App, Job, SystemHost};
    use std::io::Write;
    // Each run is a program of its own: its ids must be new ones.
    let app = App::new(Box::<SystemHost>::default(), "home".into());
    let call = |command: &str, args: Value| {
        if let Err(error) = app.call(command, args, &Job::quiet()) {
            panic!("{command}: {error}");
        }
    };
    call("workspace.open", json!({"path": path}));
    let mut out = std::io::stdout();
    for n in from..100_000 {
        if is_card(n) {
            call(
                "premortem.capture",
                json!({"session": session, "person": "", "text": format!("card {n}")}),
            );
        } else {
            let person = n % 3;
            call(
                "premortem.draft",
                json!({
                    "session": session, "person": people[person], "prompt": "network",
                    "text": script_text(person, n + 1)
                }),
            );
        }
        let _ = writeln!(out, "done {n}");
        let _ = out.flush();
    }
}

/// The other side of [`a_session_killed_at_any_key_goes_on_with_nothing_lost`]: run by it in a
/// process of its own, and nothing by itself.
#[test]
fn session_to_be_killed() {
    let Ok(told) = std::env::var("NINEFOLD_KILLED_SESSION") else {
        return;
    };
    let told: Vec<&str> = told.split('\n').collect();
    let people: Vec<String> = told[3..].iter().map(ToString::to_string).collect();
    let from = told[2].parse().expect("a number");
    run_script(told[0], told[1], &people, from);
}

#[test]
fn a_session_killed_at_any_key_goes_on_with_nothing_lost() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let mut room = Room::new();
    room.step("write");
    let path = text(&room.shell.status(), "path").to_owned();
    room.shell.call("workspace.close", Value::Null);
    // The folder goes with the first shell.
    let _folder = std::mem::replace(&mut room.shell, Shell::new());
    let mut random = ninefold_domain::random::Random::seeded(20);
    let mut done = 0;
    for kill in 0..20 {
        let told = format!(
            "{path}\n{}\n{done}\n{}",
            room.session,
            room.people.join("\n")
        );
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "premortem::session_to_be_killed", "--nocapture"])
            .env("NINEFOLD_KILLED_SESSION", told)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("another process");
        let stop = done + 1 + random.below(40);
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut acknowledged = None;
        for line in lines {
            let Ok(line) = line else { break };
            // The harness writes on the same line before the first.
            let Some((_, n)) = line.rsplit_once("done ") else {
                continue;
            };
            let n: usize = n.trim().parse().expect("a number");
            acknowledged = Some(n);
            if n >= stop {
                // Somewhere within what it does next.
                std::thread::sleep(std::time::Duration::from_micros(random.below(3000) as u64));
                break;
            }
        }
        child.kill().expect("it runs");
        child.wait().expect("it ended");
        let acknowledged = acknowledged.expect("the script began") + 1;
        // What was acknowledged is there; a few operations more may be.
        room.shell = Shell::new();
        room.shell.call("workspace.open", json!({"path": path}));
        let cards: Vec<String> = {
            room.step("capture");
            let seen = room.seen("");
            list(&seen, "cards")
                .iter()
                .map(|c| text(c, "text").to_owned())
                .collect()
        };
        room.step("write");
        for n in (0..acknowledged).filter(|n| is_card(*n)) {
            let found = cards.iter().filter(|c| **c == format!("card {n}")).count();
            assert_eq!(found, 1, "kill {kill}: card {n} in {cards:?}");
        }
        let written: Vec<String> = room
            .people
            .iter()
            .map(|p| text(&room.seen(p), "draft").to_owned())
            .collect();
        let fits = |n: &usize| {
            let cards_by_then = (0..*n).filter(|n| is_card(*n)).count();
            cards.len() == cards_by_then
                && (0..3).all(|person| written[person] == script_text(person, *n))
        };
        done = (acknowledged..acknowledged + 200)
            .find(fits)
            .unwrap_or_else(|| {
                panic!("kill {kill}: after {acknowledged} there is {written:?}, {cards:?}")
            });
        room.shell.call("workspace.close", Value::Null);
    }
    assert!(done > 100);
}

#[test]
fn a_key_is_kept_in_a_moment() {
    let room = Room::new();
    room.step("write");
    // As long a page as anybody writes in eight minutes.
    let page = "The provider drops us and nobody notices.\n".repeat(40);
    let mut took: Vec<f64> = (0..200)
        .map(|n| {
            let since = std::time::Instant::now();
            room.write(0, "network", &format!("{page}{n}"));
            since.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!(
        "a key: median {:.2} ms, ninth decile {:.2} ms",
        took[100], took[180]
    );
    // Fast enough to type on; the machine of a test may be busy with others.
    assert!(took[100] < 50.0, "{took:?}");
}

/// Cards, estimates and ballots of a session, as many as there are.
fn counted(seen: &Value, people: usize) -> (usize, usize, usize) {
    let estimates = list(seen, "clusters")
        .iter()
        .map(|c| list(c, "given").len())
        .sum();
    let waiting = list(&seen["vote"], "yetToVote").len();
    (list(seen, "cards").len(), estimates, people - waiting)
}

#[test]
fn in_whatever_order_things_are_done_nothing_is_lost() {
    use ninefold_domain::random::Random;
    for seed in 0..3 {
        let room = Room::new();
        let mut random = Random::seeded(seed);
        let steps = [
            "frame",
            "write",
            "lenses",
            "capture",
            "cluster",
            "estimate",
            "vote",
            "rank",
            "mitigate",
            "requirements",
        ];
        let everything = |room: &Room| {
            room.step("rank");
            let mut seen = room.seen(&room.people[0]);
            seen["timer"] = Value::Null;
            seen
        };
        let beginning = everything(&room);
        let entries = |room: &Room| {
            list(
                &room.shell.call("history", json!({"limit": 10_000})),
                "entries",
            )
            .len()
        };
        let first = entries(&room);
        let mut most = (0, 0, 0);
        for n in 0..90 {
            let person = room.people[random.below(3)].clone();
            let seen = room.seen(&person);
            let cards: Vec<String> = list(&seen, "cards")
                .iter()
                .map(|c| text(c, "id").to_owned())
                .collect();
            let clusters: Vec<String> = list(&seen, "clusters")
                .iter()
                .map(|c| text(c, "id").to_owned())
                .collect();
            let any = |of: &[String], random: &mut Random| {
                of.get(random.below(of.len().max(1)))
                    .cloned()
                    .unwrap_or_default()
            };
            let (card, one, other) = (
                any(&cards, &mut random),
                any(&clusters, &mut random),
                any(&clusters, &mut random),
            );
            let range = |low: &str, high: &str| json!({"kind": "interval", "low": low, "likely": "", "high": high});
            let (command, mut args) = match random.below(12) {
                0 => ("step", json!({"step": steps[random.below(10)]})),
                1 => (
                    "draft",
                    json!({"person": person, "prompt": "network", "text": format!("a {n}\nb {n}")}),
                ),
                2 => (
                    "capture",
                    json!({"person": person, "text": format!("1. one {n}\n2. two {n}"), "anonymous": n % 2 == 0}),
                ),
                3 => ("group", json!({"cards": [card], "cluster": "new"})),
                4 => ("group", json!({"cards": [card], "cluster": one})),
                5 => ("merge", json!({"cluster": one, "into": other})),
                6 => ("merge", json!({"cluster": one, "into": ""})),
                7 | 8 => (
                    "estimate",
                    json!({
                        "cluster": one, "person": person, "frequency": range("1", "4"), "detect": range("1", "9"),
                        "repair": range("10", "90"), "users": range("10 %", "90 %")
                    }),
                ),
                9 => (
                    "vote",
                    json!({"person": person, "dots": [{"cluster": one, "dots": 2}]}),
                ),
                10 => ("pass", json!({"id": person})),
                _ => (
                    "card",
                    json!({"id": card, "text": format!("said {n}"), "author": person, "aside": false}),
                ),
            };
            args["session"] = json!(room.session);
            // Some of it is refused: then it must have changed nothing.
            let _ = room.shell.run(
                &format!("premortem.{command}"),
                args,
                &ninefold_app::Job::quiet(),
            );
            let step = text(&room.seen(""), "step").to_owned();
            let now = counted(&everything(&room), 3);
            room.step(&step);
            assert!(
                now.0 >= most.0 && now.2 >= most.2,
                "seed {seed}, {n}, {command}: {now:?} after {most:?}"
            );
            most = (now.0, now.1, now.2);
        }
        assert!(most.0 > 3, "seed {seed}: {most:?}");
        let end = everything(&room);
        // All of it can be taken back, to the last record, and done again.
        let made = entries(&room) - first;
        for _ in 0..made {
            room.shell.call("undo", Value::Null);
        }
        let seen = |room: &Room| {
            let mut seen = room.seen(&room.people[0]);
            seen["timer"] = Value::Null;
            seen
        };
        assert_eq!(seen(&room), beginning, "seed {seed}");
        for _ in 0..made {
            room.shell.call("redo", Value::Null);
        }
        assert_eq!(seen(&room), end, "seed {seed}");
    }
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

#[test]
fn the_sample_held_one_that_opens_to_its_people() {
    let shell = Shell::with_sample(false);
    let found = shell.call("premortems", Value::Null);
    let rows = list(&found, "rows");
    // Newest first; the other one is a year older, with a record by now.
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["closed"], true);
    let id = text(&rows[0], "id").to_owned();
    let seen = shell.call("premortem.get", json!({"id": id}));
    assert_eq!(list(&seen, "people").len(), 6);
    assert_eq!(list(&seen, "loose").len(), 0, "{seen:#}");
    let clusters = list(&seen, "clusters");
    assert_eq!(clusters.len(), 6);
    let dots: u64 = clusters.iter().filter_map(|c| c["dots"].as_u64()).sum();
    assert_eq!(dots, 30);
    // Five of the six are risks of the register; every card has somebody who wrote it.
    let linked = clusters
        .iter()
        .filter(|c| c["riskName"] == c["title"])
        .count();
    assert_eq!(linked, 5);
    assert!(
        list(&seen, "cards")
            .iter()
            .all(|c| !text(c, "author").is_empty())
    );
    assert!(
        clusters
            .iter()
            .all(|c| c["pooled"].is_object() && list(c, "remarks").is_empty())
    );
    assert!(clusters.iter().any(|c| c["pooled"]["apart"] == true));

    let outlook = shell.call("premortem.outlook", json!({"id": id}));
    let value = |of: &str, which: &str| outlook[of][which]["value"].as_f64().expect("a value");
    assert!(value("minutes", "with") < value("minutes", "without"));
    assert!(value("met", "with") > value("met", "without"));
    let rows = list(&outlook, "rows");
    assert_eq!(text(&rows[0], "rank"), "1");
    let minutes: Vec<f64> = rows[..6]
        .iter()
        .map(|r| r["without"]["value"].as_f64().expect("minutes"))
        .collect();
    assert!(minutes.is_sorted_by(|a, b| a >= b), "{minutes:?}");
    // Figures open, and the parts of the whole add up to it.
    let mut opened = vec![];
    keys(&outlook, &mut opened);
    assert!(opened.len() > 20, "{opened:?}");
    for key in &opened {
        let why = shell.call("explain", json!({"key": key}));
        assert!(!list(&why, "steps").is_empty(), "{key}");
    }
    let total = shell.call(
        "explain",
        json!({"key": format!("premortem:{id}:total:minutes")}),
    );
    assert_eq!(
        total["figure"]["value"],
        outlook["minutes"]["with"]["value"]
    );
    let one = format!(
        "premortem:{id}:cluster:{}:minutes",
        text(&rows[0], "cluster")
    );
    let why = shell.call("explain", json!({"key": one}));
    let of = |c: &&Value| c["id"] == rows[0]["cluster"];
    let given = list(clusters.iter().find(of).expect("the cluster"), "given");
    assert_eq!(list(&why["rows"], "rows").len(), given.len(), "{why:#}");

    // A switch is answered at once: 300 ms is what a meeting does not notice.
    shell.call("premortem.close", json!({"session": id, "closed": false}));
    let cluster = rows
        .iter()
        .find(|r| !list(r, "mitigations").is_empty())
        .expect("a mitigation");
    let mitigation = &list(cluster, "mitigations")[0];
    let mut took: Vec<f64> = (0..5)
        .map(|n| {
            let since = std::time::Instant::now();
            let state = if n % 2 == 0 { "off" } else { "on" };
            shell.call(
                "premortem.mitigation",
                json!({
                    "session": id, "cluster": cluster["cluster"],
                    "technique": mitigation["technique"], "state": state
                }),
            );
            shell.call("premortem.outlook", json!({"id": id}));
            since.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!("a switch: {took:.0?} ms");
    assert!(took[0] < 1500.0, "{took:?} ms on a busy machine");
    // The session ends in requirements: those that are there are not drafted again.
    let drafted = shell.call("premortem.requirements", json!({"id": id}));
    let labels = list(&drafted, "labels").len();
    assert!(labels > 0, "{drafted:#}");
    let again = shell.call("premortem.requirements", json!({"id": id}));
    assert_eq!(list(&again, "labels").len(), 0, "{again:#}");
}
