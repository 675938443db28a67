//! The forms: every mistake names its field, what others hang on stays, and what a form does not
//! show is kept.

use crate::shell::{Shell, columns, list, text};
use crate::workspace::{
    backlog, change_everything, choices, contract, incident, service, service_id, special_days,
    stream, with, with_revenue,
};
use ninefold_app::wire::Code;
use serde_json::{Value, json};

/// Members of a form, each with what does not go there.
type Mistakes = Vec<(&'static str, &'static [&'static str])>;

/// An id that no record has.
const NOBODY: &str = "00000000000000000000000000000001";

#[test]
fn every_mistake_in_a_form_is_refused_and_names_its_field() {
    let shell = with_revenue();
    let search = shell.call("service.save", service("Search"));
    let search = text(&search, "id").to_owned();
    shell.call(
        "role.save",
        json!({"id": "", "name": "Engineer", "group": "engineering", "rate": "90", "used": 0}),
    );
    let shop = service_id(&shell, "Shop");
    let full = json!({
        "id": "", "name": "Payment", "tier": "1", "owner": "", "target": "99.9 %",
        "channels": [{"name": "web", "share": "60 %", "ceiling": "99.9 %"}],
        "dependencies": [{"on": search, "kind": "soft", "share": "20 %"}],
        "redundancies": [{"of": [search, shop], "needed": "1", "commonCause": "5 %"}],
        "hours": "Mon-Fri 09:00-17:00", "hoursZone": "Europe/Lisbon",
    });
    let gold = contract("Gold", &shop);
    let january = backlog("2027-01");
    let sale = with(special_days("Sale"), &[("until", json!("2027-01-15"))]);
    let hand = json!({"sign": "recovered-by-hand", "warn": "40 %", "alarm": "60 %"});
    let payback = json!({"sign": "manual-recovery", "warn": "60", "alarm": "40"});
    let role = json!({"id": "", "name": "Scribe", "group": "other", "rate": "40", "used": 0});
    let tier = json!({"number": "4", "name": "Internal", "target": "95 %", "services": 0});
    let shares = with(
        stream(&shell),
        &[("dependences", json!([{"service": shop, "share": "100 %"}]))],
    );
    let good = with(
        incident(&shop),
        &[(
            "fixed",
            json!([{"kind": "penalties", "amount": "10", "currency": ""}]),
        )],
    );
    let settings = with(
        choices(&shell),
        &[
            ("opportunity", json!("delay")),
            ("delayPerWeek", json!("1000")),
            ("delayHours", json!("40")),
        ],
    );
    let by_hour = with(
        choices(&shell),
        &[("opportunity", json!("hour")), ("hourValue", json!("120"))],
    );
    // What is typed into a member of a form that is right otherwise; the error names the member.
    let plain: [(&str, &Value, Mistakes); 12] = [
        (
            "service.save",
            &full,
            vec![
                ("name", &["  ", "sEARCH"]),
                ("tier", &["9", "high"]),
                ("target", &["about 3 nines", "20 %", "NaN"]),
                ("channels.0.name", &[""]),
                ("channels.0.share", &["160 %"]),
                ("channels.0.ceiling", &["x"]),
                ("dependencies.0.on", &[NOBODY, ""]),
                ("dependencies.0.share", &["-1", ""]),
                ("dependencies.0.kind", &["firm", ""]),
                ("redundancies.0.needed", &["", "0", "3", "x"]),
                ("redundancies.0.commonCause", &["110 %"]),
                ("hours", &["Mon-Fri", "9-17", "Mon 9-17, Mon 25-26"]),
                ("hoursZone", &["Europe/Atlantis"]),
            ],
        ),
        (
            "stream.save",
            &shares,
            vec![
                ("name", &[""]),
                ("dependences.0.service", &[NOBODY]),
                ("dependences.0.share", &["inf"]),
            ],
        ),
        (
            "role.save",
            &role,
            vec![
                ("name", &["", "engineer"]),
                ("group", &["wizard"]),
                ("rate", &["lots", "-1", "1000001", "1.1234567", ""]),
            ],
        ),
        (
            "tier.save",
            &tier,
            vec![
                ("number", &["0", "10", "ten", ""]),
                ("name", &[""]),
                ("target", &["100.1 %"]),
            ],
        ),
        (
            "settings.save",
            &settings,
            vec![
                ("currency", &["EURO", "USD"]),
                ("zone", &["Europe/Atlantis"]),
                ("year", &["360"]),
                ("profile", &["moon"]),
                ("minObservations", &["-1"]),
                ("counting", &["some"]),
                ("sharing", &["none"]),
                ("asOf", &["2027-02-30"]),
                ("defaultTarget", &["", "2"]),
                ("teamPeople", &["NaN"]),
                ("teamRate", &["inf"]),
                ("severities.0.severity", &[""]),
                ("severities.0.impact", &["101 %"]),
                ("loss", &["", "guess"]),
                ("view", &["profit"]),
                ("margin", &["", "170 %"]),
                ("recoveryMinutes", &["-1", "10081"]),
                ("businessHours", &["office"]),
                ("businessZone", &["Berlin"]),
                ("outOfHours", &["0.5", "11", ""]),
                ("opportunity", &["", "maybe"]),
                ("delayPerWeek", &["", "-1"]),
                ("delayHours", &["0"]),
                ("contactCost", &["7,5", "-1"]),
                ("customerValue", &["1e13"]),
                ("actionMinutes", &["x"]),
                ("actionGapMinutes", &["2000"]),
                ("automationDays", &["NaN"]),
                ("manualHours", &["-0.5"]),
                ("giveRateCard", &["-1 %", "101 %"]),
                ("giveActivity", &["x"]),
                ("giveOpportunity", &["-0.1"]),
                ("giveContact", &["inf"]),
                ("giveCustomer", &["10 hours"]),
            ],
        ),
        ("settings.save", &by_hour, vec![("hourValue", &["", "-1"])]),
        (
            "contract.save",
            &gold,
            vec![
                ("name", &[" "]),
                ("service", &["", NOBODY]),
                ("fee", &["", "-1", "1e6", "12,50"]),
                ("bands.0.below", &["", "x"]),
                ("bands.0.credit", &["x"]),
                // Less is owed for a worse month.
                ("bands.1.credit", &["9 %"]),
            ],
        ),
        (
            "backlog.save",
            &january,
            vec![
                ("month", &["", "January", "2027-13", "2027-01-01"]),
                ("open", &["", "-1", "4.5"]),
                ("openResilience", &["", "41"]),
                ("customerIncidents", &["few"]),
            ],
        ),
        (
            "special-days.save",
            &sale,
            vec![
                ("name", &[""]),
                ("from", &["", "2027-02-30", "14.1.2027"]),
                ("until", &["2027-01-13", "2029-01-14", "x"]),
            ],
        ),
        (
            "threshold.save",
            &hand,
            vec![
                ("sign", &["", "mood"]),
                ("warn", &["often", "101 %"]),
                ("alarm", &["39 %", "-1"]),
            ],
        ),
        // The sooner automation pays for itself, the worse: 61 days do not alarm after 60.
        ("threshold.save", &payback, vec![("alarm", &["61", "1e9"])]),
        (
            "incident.save",
            &good,
            vec![
                ("title", &[" "]),
                // The last one is skipped when clocks go forward.
                ("started", &["", "2027-01-32 14:00", "2027-03-28 02:30"]),
                ("detected", &["noon"]),
                ("acknowledged", &["2027-01-13 13:00"]),
                ("mitigated", &["2026-01-13 14:00"]),
                ("resolved", &["2027-01-13 13:59"]),
                ("reassignments", &["-1"]),
                ("contacts", &["1.5"]),
                ("cancellations", &["-1"]),
                ("method", &["guess"]),
                ("kind", &["odd", ""]),
                ("detectedBy", &["luck"]),
                ("recoveredBy", &["luck"]),
                ("fixed.0.kind", &[" "]),
                ("fixed.0.amount", &["", "1e3", "free", "1.1234567"]),
                ("fixed.0.currency", &["EURO"]),
                ("impacts.0.service", &["", NOBODY]),
                ("impacts.0.start", &["x"]),
                ("impacts.0.end", &["2027-01-13 13:00"]),
                ("impacts.0.share", &["700"]),
                ("labor.0.role", &[""]),
                ("labor.0.people", &["two", "-2"]),
                ("labor.0.minutes", &[""]),
                ("labor.0.rate", &["1e9"]),
                ("labor.0.start", &["early"]),
            ],
        ),
    ];
    for (command, form, members) in plain {
        for (member, typed) in members {
            for typed in typed {
                let error = shell.refused(command, with(form.clone(), &[(member, json!(typed))]));
                assert_eq!(error.code, Code::Invalid, "{command} {member}={typed}");
                assert_eq!(error.field, member, "{command} {member}={typed}: {error}");
            }
        }
    }
    // Lists that are wrong as lists.
    let twice = |member: &str, id: &str| json!([{member: id, "kind": "hard", "share": "1"}, {member: id, "kind": "hard", "share": "1"}]);
    let web = |share: &str| json!({"name": "web", "share": share, "ceiling": "1"});
    for (command, form, member, list, field) in [
        (
            "service.save",
            &full,
            "channels",
            json!([web("60 %"), web("0.6")]),
            "channels",
        ),
        (
            "service.save",
            &full,
            "dependencies",
            twice("on", &search),
            "dependencies.1.on",
        ),
        (
            "stream.save",
            &shares,
            "dependences",
            twice("service", &shop),
            "dependences.1.service",
        ),
        (
            "settings.save",
            &settings,
            "severities",
            json!([{"severity": "P1", "impact": "1"}, {"severity": "p1", "impact": "1"}]),
            "severities.1.severity",
        ),
        ("incident.save", &good, "impacts", json!([]), "impacts"),
        (
            "service.save",
            &full,
            "redundancies",
            json!([{"of": [search], "needed": "1", "commonCause": ""}]),
            "redundancies.0.of",
        ),
        (
            "service.save",
            &full,
            "redundancies",
            json!([{"of": [search, search], "needed": "1", "commonCause": ""}]),
            "redundancies.0.of",
        ),
        ("contract.save", &gold, "bands", json!([]), "bands"),
        (
            "contract.save",
            &gold,
            "bands",
            json!([{"below": "99 %", "credit": "1"}, {"below": "0.99", "credit": "1"}]),
            "bands.1.below",
        ),
        (
            "special-days.save",
            &sale,
            "offBaseline",
            json!(false),
            "offBaseline",
        ),
    ] {
        let error = shell.refused(command, with(form.clone(), &[(member, list)]));
        assert_eq!(
            (error.code, error.field.as_str()),
            (Code::Invalid, field),
            "{error}"
        );
    }
    // The forms themselves were right all along.
    for (command, form) in [
        ("service.save", &full),
        ("stream.save", &shares),
        ("role.save", &role),
        ("tier.save", &tier),
        ("settings.save", &settings),
        ("incident.save", &good),
        ("contract.save", &gold),
        ("backlog.save", &january),
        ("special-days.save", &sale),
        ("threshold.save", &hand),
        ("settings.save", &by_hour),
    ] {
        shell.call(command, form.clone());
    }
    // What is there once is not there twice.
    for (command, form, field) in [
        ("incident.save", &good, "number"),
        ("contract.save", &gold, "name"),
        ("backlog.save", &january, "month"),
        ("special-days.save", &sale, "name"),
    ] {
        let again = shell.refused(command, form.clone());
        assert_eq!(again.field, field, "{again}");
    }
    let unknown = json!({"id": NOBODY});
    for command in [
        "incident.get",
        "incident.delete",
        "service.delete",
        "role.delete",
        "tier.delete",
        "contract.delete",
        "backlog.delete",
        "special-days.delete",
        "import.undo",
    ] {
        assert_eq!(
            shell.refused(command, unknown.clone()).code,
            Code::NotFound,
            "{command}"
        );
    }
    for (form, member) in [
        (&full, "service.save"),
        (&role, "role.save"),
        (&incident(&shop), "incident.save"),
        (&shares, "stream.save"),
        (&gold, "contract.save"),
        (&january, "backlog.save"),
        (&sale, "special-days.save"),
    ] {
        let error = shell.refused(member, with(form.clone(), &[("id", json!(NOBODY))]));
        assert_eq!(error.code, Code::NotFound, "{member}: {error}");
    }
}

#[test]
fn services_do_not_lean_on_each_other_in_a_circle() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let mut ids: Vec<String> = Vec::new();
    for name in ["A", "B", "C"] {
        let on: Vec<Value> = ids
            .last()
            .map(|on| json!({"on": on, "kind": "hard", "share": ""}))
            .into_iter()
            .collect();
        let done = shell.call(
            "service.save",
            with(service(name), &[("dependencies", json!(on))]),
        );
        ids.push(text(&done, "id").to_owned());
    }
    // C leans on B, B on A: A may lean on neither, nor on itself.
    for (on, kind) in [(&ids[2], "hard"), (&ids[1], "soft")] {
        let closing = with(
            service("A"),
            &[
                ("id", json!(ids[0])),
                (
                    "dependencies",
                    json!([{"on": on, "kind": kind, "share": "50 %"}]),
                ),
            ],
        );
        let error = shell.refused("service.save", closing);
        assert_eq!(error.field, "dependencies");
        assert!(error.message.contains(" → "), "{error}");
    }
    let own = with(
        service("A"),
        &[
            ("id", json!(ids[0])),
            (
                "dependencies",
                json!([{"on": ids[0], "kind": "hard", "share": ""}]),
            ),
        ],
    );
    assert_eq!(
        shell.refused("service.save", own).field,
        "dependencies.0.on"
    );
    // Through a group it is a circle too: A would lean on C or a service that leans on nothing.
    let spare = shell.call("service.save", service("Spare"));
    let group = |needed: &str| json!([{"of": [ids[2], text(&spare, "id")], "needed": needed, "commonCause": ""}]);
    let closing = |needed: &str| {
        with(
            service("A"),
            &[("id", json!(ids[0])), ("redundancies", group(needed))],
        )
    };
    for needed in ["1", "2"] {
        let error = shell.refused("service.save", closing(needed));
        assert_eq!(error.field, "redundancies", "{error}");
        assert!(error.message.contains(" → "), "{error}");
    }
}

#[test]
fn what_others_hang_on_is_not_deleted() {
    let shell = with_revenue();
    let shop = service_id(&shell, "Shop");
    let error = shell.refused("service.delete", json!({"id": shop}));
    assert_eq!(error.code, Code::Conflict);
    assert!(
        error.message.contains("Shop"),
        "the stream is named: {error}"
    );

    let base = shell.call("service.save", service("Base"));
    let base = text(&base, "id").to_owned();
    let leaning = shell.call(
        "service.save",
        with(
            service("Top"),
            &[(
                "dependencies",
                json!([{"on": base, "kind": "hard", "share": ""}]),
            )],
        ),
    );
    let top = text(&leaning, "id").to_owned();
    let error = shell.refused("service.delete", json!({"id": base}));
    assert!(error.message.contains("Top"), "{error}");
    shell.call("incident.save", incident(&top));
    let error = shell.refused("service.delete", json!({"id": top}));
    assert!(error.message.contains("1 incident"), "{error}");

    // All that refers to it is named, not only the first of it.
    let twin = shell.call("service.save", service("Twin"));
    let twin = text(&twin, "id").to_owned();
    shell.call(
        "service.save",
        with(
            service("Front"),
            &[(
                "redundancies",
                json!([{"of": [base, twin], "needed": "1", "commonCause": ""}]),
            )],
        ),
    );
    shell.call("contract.save", contract("Gold", &base));
    shell.call("contract.save", contract("Iron", &base));
    let error = shell.refused("service.delete", json!({"id": base}));
    for name in ["Top", "Front", "Gold", "Iron"] {
        assert!(error.message.contains(name), "{name}: {error}");
    }
    let error = shell.refused("service.delete", json!({"id": twin}));
    assert!(error.message.contains("Front"), "{error}");

    shell.call(
        "service.save",
        with(service("Critical"), &[("tier", json!("1"))]),
    );
    let error = shell.refused("tier.delete", json!({"id": "1"}));
    assert!(error.message.contains("Critical"), "{error}");
}

#[test]
fn saving_a_form_as_it_was_opened_changes_nothing() {
    let shell = with_revenue();
    change_everything(&shell, |_| ());
    // Values that a form must not round away: a third, milliseconds, a doubled hour, 7 seconds.
    let head = "id,service,started,resolved,impact,severity,cause,notes";
    let odd = shell.file(
        "odd.csv",
        format!(
            "{head}\n\
             O-1,Shop,2027-01-12T10:00:00.123Z,2027-01-12T10:20:00.456Z,0.333333333,SEV1,a;b,\"two\nlines\"\n\
             O-2,Shop,2026-10-25T00:30:00Z,2026-10-25T01:30:00Z,0.1234567,SEV2,,\n\
             O-2,Search,2026-10-25T00:40:07Z,2026-10-25T01:20:00Z,,SEV2,,\n\
             O-3,Payment,2027-01-14T10:00:00Z,,,,,\n"
        ),
    );
    shell.import("incidents", &[&odd], &columns(head));
    let labor = "incident,role,people,hours,rate,currency";
    let hours = shell.file(
        "hours.csv",
        format!("{labor}\nO-1,Engineer,1.5,0:20:07,33.3333,EUR\nO-1,Engineer,1,1.1,,\n"),
    );
    shell.import("labor", &[&hours], &columns(labor));

    let before = shell.figures();
    let settings = shell.call("settings", Value::Null);
    let page = shell.call("incidents.page", json!({"offset": 0, "limit": 500}));
    let opened: Vec<Value> = list(&page, "rows")
        .iter()
        .map(|row| shell.call("incident.get", json!({"id": text(row, "id")})))
        .collect();
    assert_eq!(opened.len(), 4);
    for detail in &opened {
        shell.call("incident.save", detail["edit"].clone());
        let again = shell.call("incident.get", json!({"id": text(detail, "id")}));
        assert_eq!(&again["edit"], &detail["edit"]);
        assert_eq!(shell.figures(), before, "{}", text(detail, "edit.number"));
    }
    shell.call("settings.save", settings["edit"].clone());
    for (rows, command) in [
        ("services", "service.save"),
        ("streams", "stream.save"),
        ("roles", "role.save"),
        ("tiers", "tier.save"),
        ("contracts", "contract.save"),
        ("backlog", "backlog.save"),
        ("specialDays", "special-days.save"),
        ("thresholds", "threshold.save"),
    ] {
        assert!(!list(&settings, rows).is_empty(), "{rows}");
        for row in list(&settings, rows) {
            let form = row.get("edit").unwrap_or(row);
            shell.call(command, form.clone());
        }
    }
    assert_eq!(shell.call("settings", Value::Null), settings);
    assert_eq!(shell.figures(), before);
}

/// Responder activity and costs in other currencies come with imports and are not typed.
#[test]
fn what_a_form_does_not_show_is_kept() {
    let shell = with_revenue();
    let head = "id,service,started,resolved,refunds,currency";
    let incidents = shell.file(
        "incidents.csv",
        format!("{head}\nA-1,Shop,2027-01-12T10:00:00Z,2027-01-12T10:20:00Z,12.5,USD\n"),
    );
    shell.import("incidents", &[&incidents], &columns(head));
    let head = "incident,person,acted";
    let acted = shell.file(
        "acted.csv",
        format!("{head}\nA-1,ada,2027-01-12T10:11:00Z\nA-1,ada,2027-01-12T10:15:00Z\n"),
    );
    shell.import("labor", &[&acted], &columns(head));
    let page = shell.call("incidents.page", json!({"offset": 0, "limit": 10}));
    let id = json!({"id": text(&list(&page, "rows")[0], "id")});
    let opened = shell.call("incident.get", id.clone());
    let form = opened["edit"].clone();
    assert_eq!(
        form["fixed"],
        json!([{"kind": "refunds", "amount": "12.50", "currency": "USD"}])
    );
    let [entry] = list(&form, "labor") else {
        panic!("one entry: {form}");
    };
    assert!(text(entry, "activity").starts_with("2 actions"), "{entry}");

    // Whatever else is typed, also into the entry or by leaving it out.
    for labor in [
        json!([with(
            entry.clone(),
            &[("minutes", json!("90")), ("person", json!("eve"))]
        )]),
        json!([]),
    ] {
        let form = with(
            form.clone(),
            &[("title", json!("Renamed")), ("labor", labor)],
        );
        shell.call("incident.save", form);
        let again = shell.call("incident.get", id.clone());
        assert_eq!(text(&again, "title"), "Renamed");
        for what in ["labor", "fixed", "causes", "method"] {
            assert_eq!(again["edit"][what], opened["edit"][what], "{what}");
        }
    }
    // The choices do not hold what has forms of its own.
    shell.call("special-days.save", special_days("Sale"));
    shell.call(
        "threshold.save",
        json!({"sign": "at-peak", "warn": "15 %", "alarm": "50 %"}),
    );
    let before = shell.call("settings", Value::Null);
    shell.call(
        "settings.save",
        with(choices(&shell), &[("margin", json!("50 %"))]),
    );
    let after = shell.call("settings", Value::Null);
    for what in ["specialDays", "thresholds"] {
        assert_eq!(after[what], before[what], "{what}");
    }
}

#[test]
fn the_growth_phase_is_answered_from_its_questions_only() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let answer = |question: &str, answer: &str| json!({"question": question, "answer": answer});
    let question = &ninefold_domain::phase::QUESTIONS[0];
    let choice = question.answers[1].key;
    let done = shell.call("phase.answer", answer(question.key, choice));
    assert!(text(&done, "label").contains(question.text), "{done}");
    for (wrong, field) in [
        (answer("mood", choice), "question"),
        (answer("mood", ""), "question"),
        (answer(question.key, "maybe"), "answer"),
    ] {
        assert_eq!(shell.refused("phase.answer", wrong).field, field);
    }
    let history = shell.call("history", json!({"limit": 1}));
    let changes = list(&history, "entries")[0].clone();
    assert!(changes.to_string().contains(choice), "{changes}");
    let taken_back = shell.call("phase.answer", answer(question.key, ""));
    assert!(text(&taken_back, "label").starts_with("Took back"));
    shell.call("undo", Value::Null);
    assert_eq!(
        text(&shell.status(), "undo"),
        text(&done, "label"),
        "the answer stands again"
    );
}

#[test]
fn hours_are_shown_as_they_are_read() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let shown = |typed: &str| {
        let form = with(service("A"), &[("hours", json!(typed))]);
        let done = shell.call("service.save", form);
        let settings = shell.call("settings", Value::Null);
        let hours = text(&list(&settings, "services")[0], "edit.hours").to_owned();
        shell.call("service.delete", json!({"id": text(&done, "id")}));
        hours
    };
    assert_eq!(
        shown("mon–fri 9–17; sat 10-14"),
        "Mon-Fri 09:00-17:00, Sat 10:00-14:00"
    );
    assert_eq!(shown(" "), "");
}
