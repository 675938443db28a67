//! Forms of a pre-mortem for people who cannot be there: out blank, back filled.

use crate::premortem::{Room, cluster};
use crate::shell::{list, text};
use serde_json::{Value, json};

/// A form as a person fills it in: cells by line of the form, in place of what stands there.
fn fill(form: &str, name: &str, role: &str, cells: &[(&str, &str, &str)]) -> String {
    let mut reader = csv::Reader::from_reader(form.as_bytes());
    let head = reader.headers().expect("a header").clone();
    let mut out = csv::Writer::from_writer(vec![]);
    out.write_record(&head).expect("a row");
    for (n, row) in reader.records().enumerate() {
        let row = row.expect("a row");
        let line = row.get(1).expect("a line").to_owned();
        let filled = head.iter().zip(&row).map(|(column, was)| {
            let own = cells
                .iter()
                .find(|c| line.starts_with(c.0) && c.1 == column);
            match (column, own) {
                (_, Some((_, _, cell))) => (*cell).to_owned(),
                ("name", _) if n == 0 => name.to_owned(),
                ("role", _) if n == 0 => role.to_owned(),
                _ => was.to_owned(),
            }
        });
        out.write_record(filled).expect("a row");
    }
    String::from_utf8(out.into_inner().expect("bytes")).expect("text")
}

#[test]
fn a_form_goes_out_blank_and_comes_back_filled() {
    let room = Room::new();
    room.step("capture");
    room.call(
        "capture",
        json!({"person": room.people[0], "text": "=SUM of all fears"}),
    );
    let card = list(&room.seen(""), "cards")[0]["id"].clone();
    room.call(
        "group",
        json!({"cards": [card], "cluster": "new", "title": ""}),
    );
    for format in ["csv", "json", "xlsx"] {
        let to = room.shell.path(&format!("blank.{format}"));
        let written = room
            .shell
            .call("premortem.form", json!({"session": room.session, "to": to}));
        assert_eq!(written["rows"], 16);
        // Blank, it brings nothing, whatever the format.
        let report = room.shell.call(
            "premortem.form.import",
            json!({"session": room.session, "paths": [to]}),
        );
        assert_eq!(
            (&report["read"], &report["blank"], &report["new"]),
            (&json!(16), &json!(16), &json!(0)),
            "{format}: {report:#}"
        );
    }
    let blank = std::fs::read_to_string(room.shell.path("blank.csv")).expect("a form");
    assert!(blank.contains(",'=SUM of all fears"), "{blank}");
    let filled = fill(
        &blank,
        "Dana",
        "Sales",
        &[
            ("ask:network", "failure", "The VPN of the warehouse drops"),
            ("ask:latency", "failure", "Quotes take a minute"),
            ("ask:latency", "anonymous", "yes"),
            ("ask:people", "failure", "Wrong price list"),
            ("ask:people", "events_a_year_low", "1"),
            ("ask:people", "events_a_year_high", "6"),
            ("ask:people", "detect_minutes_likely", "30"),
            ("ask:people", "repair_minutes_low", "20"),
            ("ask:people", "repair_minutes_high", "2 h"),
            ("ask:people", "users_share_low", "5%"),
            ("ask:people", "users_share_likely", "0.2"),
            ("ask:people", "users_share_high", "60 %"),
            ("ask:people", "why", "twice last year"),
            ("cluster:", "events_a_year_low", "4"),
            ("cluster:", "events_a_year_high", "1"),
            ("cluster:", "detect_minutes_likely", "5"),
            ("cluster:", "repair_minutes_likely", "5"),
            ("cluster:", "users_share_likely", "100%"),
            ("free:1", "failure", "Late"),
            ("free:1", "repair_minutes_low", "5"),
        ],
    );
    let path = room.shell.file("dana.csv", &filled);
    let import = |check: bool| {
        room.shell.call(
            "premortem.form.import",
            json!({"session": room.session, "paths": [path], "check": check}),
        )
    };
    let version = room.shell.status()["version"].clone();
    let report = import(true);
    assert_eq!(room.shell.status()["version"], version);
    assert_eq!(report["people"], json!(["Dana"]));
    assert_eq!(
        [
            "read",
            "accepted",
            "blank",
            "rejected",
            "cards",
            "estimates",
            "new"
        ]
        .map(|k| report[k].as_u64().expect("a number")),
        [16, 3, 11, 2, 3, 1, 4],
        "{report:#}"
    );
    let problems = list(&report, "problems");
    let told: Vec<(&str, &str)> = problems
        .iter()
        .map(|p| (text(p, "column"), text(p, "code")))
        .collect();
    assert!(told.contains(&("events_a_year_low", "range")), "{told:?}");
    assert!(told.iter().any(|t| t.1 == "missing"), "{told:?}");
    assert!(
        problems
            .iter()
            .all(|p| p["row"].as_u64() > Some(1) && !text(p, "repair").is_empty())
    );

    import(false);
    let first = room.seen("");
    let cards = list(&first, "cards");
    assert_eq!(cards.len(), 4);
    let said = |words: &str| {
        cards
            .iter()
            .find(|c| text(c, "text") == words)
            .expect("the card")
    };
    assert_eq!(said("The VPN of the warehouse drops")["author"], "Dana");
    assert_eq!(
        said("The VPN of the warehouse drops")["prompt"],
        "The network fails"
    );
    assert_eq!(said("Quotes take a minute")["author"], "");
    // A thought with numbers is a cluster of its own.
    let priced = cluster(&first, "Wrong price list");
    assert_eq!(priced["estimated"], "1 of 4");
    // From outside, nobody in the room waits for her.
    let dana = list(&first, "people")
        .iter()
        .find(|p| p["name"] == "Dana")
        .expect("Dana")
        .clone();
    assert_eq!(
        (&dana["present"], &dana["role"]),
        (&json!(false), &json!("sales"))
    );

    // The same again changes nothing; a corrected form changes what it brought.
    let again = import(false);
    assert_eq!(again["unchanged"], 4);
    assert_eq!(again["new"], 0);
    let strip = |mut seen: Value| {
        seen["timer"] = Value::Null;
        seen
    };
    assert_eq!(strip(room.seen("")), strip(first));
    room.shell.file(
        "dana.csv",
        filled.replace("Quotes take a minute", "Quotes take an hour"),
    );
    let changed = import(false);
    assert_eq!(
        (&changed["updated"], &changed["new"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(list(&room.seen(""), "cards").len(), 4);

    // A form of another session is told as such.
    let other = Room::on_same(&room);
    let report = room.shell.call(
        "premortem.form.import",
        json!({"session": other, "paths": [path]}),
    );
    assert_eq!(report["accepted"], 0);
    assert_eq!(
        text(&list(&report, "problems")[2], "code"),
        "other-session",
        "{report:#}"
    );
}
