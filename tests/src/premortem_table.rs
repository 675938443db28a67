//! What happens round the table of a pre-mortem: who said what, what is kept, how long it takes,
//! and what the register knows already.

use crate::premortem::{Room, cluster};
use crate::shell::{Shell, list, text};
use serde_json::{Value, json};

/// Puts a thought of someone on the table.
fn say(room: &Room, person: usize, words: &str, anonymous: bool) {
    let args = json!({"person": room.people[person], "text": words, "anonymous": anonymous});
    room.call("capture", args);
}

#[test]
fn cards_that_nobody_signed_do_not_stand_in_the_order_of_the_turns() {
    let room = Room::new();
    room.step("capture");
    for n in 0..10 {
        say(&room, n % 3, &format!("signed {n}"), false);
    }
    for n in 0..10 {
        say(&room, 0, &format!("unsigned {n}"), true);
    }
    let seen = room.seen("");
    let cards = list(&seen, "cards");
    let words: Vec<&str> = cards.iter().map(|c| text(c, "text")).collect();
    let place = |of: &str| words.iter().position(|w| *w == of).expect("the card");
    let unsigned: Vec<usize> = (0..10).map(|n| place(&format!("unsigned {n}"))).collect();
    let last = place("signed 9");
    assert!(
        unsigned.iter().filter(|at| **at < last).count() >= 3,
        "at the end of the round: {words:?}"
    );
    assert!(
        !unsigned.is_sorted(),
        "in the order they were said: {words:?}"
    );
    // Those that are signed stay in theirs.
    let signed: Vec<usize> = (0..10).map(|n| place(&format!("signed {n}"))).collect();
    assert!(signed.is_sorted(), "{words:?}");
    for card in cards.iter().filter(|c| text(c, "text").starts_with("un")) {
        assert_eq!((text(card, "author"), text(card, "authorId")), ("", ""));
        for person in &room.people {
            assert!(!card.to_string().contains(person), "{card}");
        }
    }
    // Nor does the history, which has them in the order that they were said in.
    let told = room.shell.call("history", json!({"limit": 100}));
    let entries = list(&told, "entries");
    assert!(told.to_string().contains("Card: signed 3"));
    assert!(!told.to_string().contains("unsigned 3"), "{told}");
    let nobody = |e: &&Value| text(e, "label") == "A card that nobody signed";
    assert_eq!(entries.iter().filter(nobody).count(), 10);
    for entry in entries.iter().filter(nobody) {
        assert_eq!((&entry["changes"], &entry["more"]), (&json!([]), &json!(0)));
    }
    // Nor do the counts of the round tell.
    let counted: Vec<&Value> = list(&seen, "people").iter().map(|p| &p["cards"]).collect();
    assert_eq!(counted, [4, 3, 3]);
}

#[test]
fn what_someone_typed_and_did_not_say_waits_for_their_turn() {
    let room = Room::new();
    room.step("capture");
    let slot = format!("capture {}", room.people[0]);
    let jot = |slot: &str, words: &str| {
        room.call("jot", json!({"person": "", "slot": slot, "text": words}));
    };
    let kept = || -> Vec<String> {
        let seen = room.seen("");
        let jots = list(&seen, "jots").iter();
        jots.map(|j| text(j, "slot").to_owned()).collect()
    };
    jot(&slot, "half a thought");
    room.call("pass", json!({"id": room.people[0]}));
    let own = [slot];
    assert_eq!(kept(), own);
    // Another says theirs: it is none of their business.
    say(&room, 1, "of Ben", false);
    assert_eq!(kept(), own);
    room.call("turn", json!({"id": room.people[0]}));
    assert_eq!(room.seen("")["turn"]["person"], room.people[0]);
    say(&room, 0, "half a thought, said", false);
    assert!(kept().is_empty());
}

#[test]
fn the_plan_of_a_lens_is_inside_that_of_its_step() {
    let room = Room::new();
    let planned = || {
        let timer = &room.seen("")["timer"];
        let ms = |of: &str| timer[of].as_u64().expect("milliseconds") / 60_000;
        (ms("planned"), ms("lensPlanned"), ms("wholePlanned"))
    };
    assert_eq!(planned(), (3, 0, 57));
    room.step("lenses");
    assert_eq!(planned(), (4, 2, 57));
    room.call("prompt", json!({"prompt": "lens:engineering"}));
    assert_eq!(planned(), (4, 2, 57));
    room.step("capture");
    assert_eq!(planned(), (10, 0, 57));
}

/// A session with a cluster that all have estimated.
fn estimated(title: &str) -> (Room, String) {
    let room = Room::new();
    room.step("capture");
    say(&room, 0, title, false);
    let card = list(&room.seen(""), "cards")[0]["id"].clone();
    room.step("cluster");
    let done = room.call(
        "group",
        json!({"cards": [card], "cluster": "new", "title": title}),
    );
    let id = text(&done, "id").to_owned();
    room.step("estimate");
    for n in 0..room.people.len() {
        room.estimate(n, &id, ("1", "4"));
    }
    (room, id)
}

/// A cluster as the form has it, with a change.
fn edit(room: &Room, id: &str, change: &Value) {
    let seen = room.seen("");
    let clusters = list(&seen, "clusters");
    let now = clusters
        .iter()
        .find(|c| c["id"] == id)
        .expect("the cluster");
    let mut args = json!({"id": id});
    for field in ["title", "category", "service", "risk", "history", "notes"] {
        args[field] = now[field].clone();
    }
    for (field, value) in change.as_object().expect("fields") {
        args[field] = value.clone();
    }
    room.call("cluster", args);
}

fn risks(room: &Room) -> Vec<String> {
    let args = json!({"service": "", "target": "", "by": "loss", "limit": 50});
    let register = room.shell.call("risks", args);
    let rows = list(&register, "rows").iter();
    rows.map(|r| text(r, "name").to_owned()).collect()
}

#[test]
fn a_risk_follows_the_new_name_of_its_cluster_but_keeps_one_of_its_own() {
    let (room, id) = estimated("Provider gone");
    room.shell
        .call("premortem.risks", json!({"id": room.session}));
    assert_eq!(risks(&room), ["Provider gone"]);
    edit(&room, &id, &json!({"title": "Payment provider fails"}));
    room.shell
        .call("premortem.risks", json!({"id": room.session}));
    assert_eq!(risks(&room), ["Payment provider fails"]);
    // One step back takes both names back: there was nothing to bring up to date.
    room.shell.call("undo", Value::Null);
    assert_eq!(risks(&room), ["Provider gone"]);
    assert_eq!(cluster(&room.seen(""), "Provider gone")["id"], id.as_str());
}

#[test]
fn a_risk_that_reads_like_a_cluster_is_offered_and_named_until_they_are_one() {
    let (room, id) = estimated("Payment provider fails");
    let known = estimated_risk(&room, "Payment provider outage");
    let other = estimated_risk(&room, "Search index is stale");
    let twins = |room: &Room| cluster(&room.seen(""), "Payment provider fails")["twins"].clone();
    assert_eq!(
        twins(&room),
        json!([{"key": known, "label": "Payment provider outage"}])
    );
    let outlook = |room: &Room| {
        let args = json!({"id": room.session});
        room.shell.call("premortem.outlook", args)
    };
    let others = |outlook: &Value| -> Vec<(String, String)> {
        let all = list(outlook, "others").iter();
        let mut all: Vec<_> = all
            .map(|o| (text(o, "name").to_owned(), text(o, "like").to_owned()))
            .collect();
        all.sort();
        all
    };
    let before = outlook(&room);
    assert_eq!(
        others(&before),
        [
            (
                "Payment provider outage".into(),
                "Payment provider fails".into()
            ),
            ("Search index is stale".into(), String::new()),
        ]
    );
    edit(&room, &id, &json!({"risk": known}));
    assert_eq!(twins(&room), json!([]));
    let after = outlook(&room);
    assert_eq!(
        others(&after),
        [("Search index is stale".into(), String::new())]
    );
    assert_eq!(list(&after, "others")[0]["id"], other.as_str());
    let minutes = |of: &Value| of["minutes"]["with"]["value"].as_f64().expect("minutes");
    assert!(minutes(&after) < minutes(&before), "it counts once");
    // The risk keeps the name that the register gave it.
    room.shell
        .call("premortem.risks", json!({"id": room.session}));
    assert!(risks(&room).contains(&"Payment provider outage".to_owned()));
}

/// A risk of the register on the service of the room; its id.
fn estimated_risk(room: &Room, name: &str) -> String {
    let service = room.seen("")["service"].clone();
    let fixed =
        |value: &str| json!({"kind": "fixed", "low": value, "likely": "", "high": "", "means": ""});
    let done = room.shell.call(
        "risk.save",
        json!({
            "id": "", "name": name, "service": service, "failureMode": "",
            "category": "shared-fate", "frequency": fixed("2"), "dispersion": "1",
            "detect": fixed("5"), "repair": fixed("25"), "oneLength": false,
            "users": fixed("100 %"), "streams": [], "people": fixed("1"),
            "perEvent": fixed("0"), "group": "", "groupShare": "", "source": "pre-mortem", "notes": ""
        }),
    );
    text(&done, "id").to_owned()
}

/// Often and short, now and then, seldom and long: what all say together lies among what each does,
/// in the session, in the register, and where the figure is opened.
#[test]
fn what_people_say_together_lies_among_what_they_say() {
    let room = Room::new();
    room.step("capture");
    room.call(
        "capture",
        json!({"person": "", "text": "The provider drops us"}),
    );
    room.step("cluster");
    let card = text(&list(&room.seen(""), "cards")[0], "id").to_owned();
    let grouped = json!({"cards": [card], "cluster": "new", "title": ""});
    let id = text(&room.call("group", grouped), "id").to_owned();
    room.step("estimate");
    let certain = |x: &str| json!({"kind": "fixed", "low": x, "likely": "", "high": ""});
    let said = [("6", "1", "10"), ("1", "20", "63"), ("0.25", "60", "244")];
    for (person, (often, detect, repair)) in said.iter().enumerate() {
        room.call(
            "estimate",
            json!({
                "cluster": id, "person": room.people[person], "frequency": certain(often),
                "detect": certain(detect), "repair": certain(repair), "users": certain("100 %"),
                "comment": ""
            }),
        );
    }
    // 66, 83 and 76.
    let pooled = &cluster(&room.seen(""), "The provider drops us")["pooled"];
    let near = |value: &Value| (value.as_f64().unwrap() - 75.0).abs() < 1e-6;
    assert!(near(&pooled["minutes"]["value"]), "{pooled:#}");
    room.step("rank");
    let this = json!({ "id": room.session });
    let outlook = room.shell.call("premortem.outlook", this.clone());
    let row = &list(&outlook, "rows")[0];
    assert!(near(&row["minutes"]["value"]), "{row:#}");
    let told = room
        .shell
        .call("explain", json!({"key": row["minutes"]["explain"]}));
    let steps: Vec<(&str, &str)> = list(&told, "steps")
        .iter()
        .map(|s| (text(s, "label"), text(s, "value")))
        .collect();
    let of = |name: &str, minutes: &str| {
        let is = |(label, value): &&(&str, &str)| label.starts_with(name) && *value == minutes;
        assert!(steps.iter().any(|s| is(&s)), "{name}: {steps:#?}");
    };
    of("Ana, weight 33\u{202f}%: 6 a year, 11 min", "66 min");
    of("Ben, weight 33\u{202f}%: 1 a year, 83 min", "83 min");
    of("Cem, weight 33\u{202f}%: 0.25 a year, 304 min", "76 min");
    room.shell.call("premortem.risks", this);
    let register = room.shell.call("risks", json!({}));
    let risk = &list(&register, "rows")[0];
    assert!(near(&risk["minutes"]["value"]), "{risk:#}");
}

/// A cluster of one card, that all three estimate alike: so often, five minutes until it is noticed
/// and twenty-five more, all users. Its id.
fn estimated_cluster(room: &Room, words: &str, often: [&str; 3]) -> String {
    room.call("capture", json!({"person": "", "text": words}));
    let seen = room.seen("");
    let is_new = |c: &&Value| c["text"] == words && c["cluster"] == "";
    let card = list(&seen, "cards").iter().find(is_new).expect("the card");
    let grouped = json!({"cards": [card["id"]], "cluster": "new", "title": ""});
    let id = text(&room.call("group", grouped), "id").to_owned();
    let certain = |x: &str| json!({"kind": "fixed", "low": x, "likely": "", "high": ""});
    for (person, often) in room.people.iter().zip(often) {
        room.call(
            "estimate",
            json!({
                "cluster": id, "person": person, "frequency": certain(often),
                "detect": certain("5"), "repair": certain("25"), "users": certain("100 %"),
                "comment": ""
            }),
        );
    }
    id
}

/// A cluster that has the name of a risk is told to be it before it takes it; a second one of that
/// name is another risk, and takes nothing from the first.
#[test]
fn a_risk_is_one_cluster_of_a_session() {
    let room = Room::new();
    estimated_risk(&room, "Payment provider outage");
    room.step("capture");
    estimated_cluster(&room, "payment provider outage", ["1"; 3]);
    let seen = cluster(&room.seen(""), "payment provider outage");
    assert_eq!(
        (text(&seen, "risk"), text(&seen, "named")),
        ("", "Payment provider outage")
    );
    let this = json!({"id": room.session});
    room.shell.call("premortem.risks", this.clone());
    let seen = cluster(&room.seen(""), "payment provider outage");
    assert_eq!(text(&seen, "riskName"), "Payment provider outage");
    assert_eq!(
        (text(&seen, "named"), list(&seen, "requirements").len()),
        ("", 0)
    );

    estimated_cluster(&room, "Payment provider outage", ["7"; 3]);
    let second = cluster(&room.seen(""), "Payment provider outage");
    assert_eq!(text(&second, "named"), "", "it is the risk of the first");
    let done = room.shell.call("premortem.requirements", this);
    assert_eq!(list(&done, "labels").len(), 2, "{done:#}");
    let register = room.shell.call("risks", json!({}));
    let minutes = |name: &str| {
        let mut rows = list(&register, "rows").iter();
        let row = rows.find(|r| r["name"] == name).expect("the risk");
        row["minutes"]["value"].as_f64().expect("minutes").round()
    };
    assert_eq!(minutes("Payment provider outage"), 30.0);
    assert_eq!(minutes("Payment provider outage (2)"), 210.0);
    // Each stands beside the requirement that was drafted for it.
    for (title, label) in [
        ("payment provider outage", "REQ-1"),
        ("Payment provider outage", "REQ-2"),
    ] {
        let seen = cluster(&room.seen(""), title);
        assert_eq!(text(&list(&seen, "requirements")[0], "label"), label);
    }
    // Nor can a better name for one take the risk of another.
    let first = cluster(&room.seen(""), "payment provider outage");
    let mut edit = json!({"id": first["id"], "title": "Payment provider outage (2)"});
    for field in ["category", "service", "risk", "history", "notes"] {
        edit[field] = first[field].clone();
    }
    room.call("cluster", edit);
    let kept = cluster(&room.seen(""), "Payment provider outage (2)");
    assert_eq!(text(&kept, "riskName"), "Payment provider outage");
}

/// A history that counts as a voice is one of those who may be right, about all of it: the pool is
/// the mean over people and history, wherever it is told.
#[test]
fn a_history_that_counts_is_a_voice_like_that_of_a_person() {
    let shell = Shell::with_sample(false);
    let settings = shell.call("settings", Value::Null);
    let named = |s: &&Value| text(s, "edit.name") == "Checkout";
    let service = list(&settings, "services").iter().find(named).expect("it");
    let room = Room::on(shell, text(service, "edit.id"));
    room.step("capture");
    let id = estimated_cluster(&room, "Nothing like it", ["1", "2", "6"]);
    room.step("estimate");
    let seen = room.seen("");
    let mut edit = json!({"id": id, "title": "Nothing like it"});
    let found = cluster(&seen, "Nothing like it");
    assert_eq!(
        found["pooled"]["minutes"]["value"].as_f64().map(f64::round),
        Some(90.0)
    );
    for field in ["category", "service", "risk", "notes"] {
        edit[field] = found[field].clone();
    }
    edit["history"] = list(&seen, "baseRates")[0]["key"].clone();
    room.call("cluster", edit);
    room.step("rank");
    let pooled = cluster(&room.seen(""), "Nothing like it")["pooled"].clone();
    assert_eq!(text(&pooled, "people"), "3 people and a history");
    let outlook = room
        .shell
        .call("premortem.outlook", json!({"id": room.session}));
    let row = list(&outlook, "rows")
        .iter()
        .find(|r| r["cluster"] == id.as_str())
        .expect("it");
    let told = room
        .shell
        .call("explain", json!({"key": row["minutes"]["explain"]}));
    let voices: Vec<(&str, f64)> = list(&told, "steps")
        .iter()
        .map(|s| (text(s, "label"), text(s, "value")))
        .filter(|(label, _)| label.contains(", weight 25\u{202f}%: "))
        .map(|(label, value)| {
            (
                label,
                value
                    .trim_end_matches(" min")
                    .replace(',', "")
                    .parse()
                    .unwrap(),
            )
        })
        .collect();
    let names: Vec<&str> = voices
        .iter()
        .filter_map(|v| v.0.split(',').next())
        .collect();
    assert_eq!(names, ["Ana", "Ben", "Cem", "History"], "{told:#}");
    assert_eq!(
        voices.iter().take(3).map(|v| v.1).collect::<Vec<_>>(),
        [30.0, 60.0, 180.0]
    );
    let mean = voices.iter().map(|v| v.1).sum::<f64>() / 4.0;
    // The text of a voice is rounded to a minute.
    for minutes in [&row["minutes"], &pooled["minutes"]] {
        let minutes = minutes["value"].as_f64().expect("minutes");
        assert!((minutes - mean).abs() <= 0.25, "{minutes} for {voices:?}");
    }
}

#[test]
fn everything_that_is_wrong_with_an_estimate_is_told_at_once() {
    let room = Room::new();
    room.step("capture");
    say(&room, 0, "one", false);
    let card = list(&room.seen(""), "cards")[0]["id"].clone();
    let made = room.call("group", json!({"cards": [card], "cluster": "new"}));
    let range =
        |low: &str, high: &str| json!({"kind": "interval", "low": low, "likely": "", "high": high});
    let checked = |frequency: Value, detect: Value, users: Value| -> Vec<String> {
        let found = room.call(
            "estimate.check",
            json!({
                "cluster": made["id"], "person": room.people[0], "frequency": frequency,
                "detect": detect, "repair": range("10", "90"), "users": users, "comment": ""
            }),
        );
        let problems = list(&found, "problems").iter();
        problems.map(|p| text(p, "field").to_owned()).collect()
    };
    let fine = || range("1", "4");
    assert_eq!(
        checked(range("x", "often"), range("9", "1"), range("", "40 %")),
        ["frequency.low", "frequency.high", "detect.low", "users.low"]
    );
    assert_eq!(
        checked(range("1", "20000"), fine(), range("10 %", "120 %")),
        ["users.high"]
    );
    assert_eq!(
        checked(range("1", "20000"), fine(), range("90 %", "100 %")),
        ["frequency.high"]
    );
    assert!(checked(range("0,5", "1,5"), fine(), range("12,5 %", "40 %")).is_empty());
    // It changes nothing.
    assert_eq!(list(&room.seen(""), "people")[0]["estimated"], 0);
}
