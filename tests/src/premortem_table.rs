//! What happens round the table of a pre-mortem: who said what, what is kept, how long it takes,
//! and what the register knows already.

use crate::premortem::{Room, cluster};
use crate::shell::{list, text};
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
