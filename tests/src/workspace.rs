//! A workspace by hand: made, filled, changed, taken back, done again, closed and reopened.

use crate::shell::{Shell, columns, list, number, text};
use ninefold_app::wire::Code;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Members of a form, each with what does not go there.
type Mistakes = Vec<(&'static str, &'static [&'static str])>;

/// An id that no record has.
const NOBODY: &str = "00000000000000000000000000000001";

/// Two weeks from Monday 4 January 2027, ten to nine local time less an hour, a sale a minute.
fn revenue_csv() -> String {
    let mut csv = String::from("at,stream,amount,currency\n");
    for day in 4..18 {
        for hour in 9..21 {
            for minute in 0..60 {
                let cents = hour * 10 + day;
                let _ = writeln!(
                    csv,
                    "2027-01-{day:02}T{hour:02}:{minute:02}:00Z,Shop,{}.{:02},EUR",
                    cents / 100,
                    cents % 100
                );
            }
        }
    }
    csv
}

/// A workspace with revenue of a stream `Shop`, carried by a service of that name.
fn with_revenue() -> Shell {
    let shell = Shell::with_workspace("EUR", "Europe/Berlin");
    let file = shell.file("revenue.csv", revenue_csv());
    shell.import("revenue", &[&file], &columns("at,stream,amount,currency"));
    shell
}

fn service(name: &str) -> Value {
    json!({
        "id": "", "name": name, "tier": "", "owner": "", "target": "", "channels": [],
        "dependencies": [], "redundancies": [], "hours": "", "hoursZone": "",
    })
}

fn contract(name: &str, service: &str) -> Value {
    json!({
        "id": "", "name": name, "service": service, "fee": "200,000",
        "bands": [{"below": "99.9 %", "credit": "10 %"}, {"below": "99 %", "credit": "25 %"}],
    })
}

fn backlog(month: &str) -> Value {
    json!({
        "id": "", "month": month, "open": "40", "openResilience": "9",
        "customerIncidents": "", "share": "",
    })
}

fn special_days(name: &str) -> Value {
    json!({
        "id": "", "name": name, "from": "2027-01-14", "until": "", "offBaseline": true,
        "holiday": false,
    })
}

/// The id of a service by its name.
fn service_id(shell: &Shell, name: &str) -> String {
    let settings = shell.call("settings", Value::Null);
    let found = list(&settings, "services")
        .iter()
        .find(|s| text(s, "edit.name") == name);
    text(found.expect("the service is there"), "edit.id").to_owned()
}

fn stream(shell: &Shell) -> Value {
    let settings = shell.call("settings", Value::Null);
    list(&settings, "streams")[0]["edit"].clone()
}

fn choices(shell: &Shell) -> Value {
    shell.call("settings", Value::Null)["edit"].clone()
}

/// The same object with some members replaced; `a.0.b` goes into lists.
fn with(mut value: Value, changes: &[(&str, Value)]) -> Value {
    for (path, to) in changes {
        let pointer = format!("/{}", path.replace('.', "/"));
        let place = value.pointer_mut(&pointer);
        *place.unwrap_or_else(|| panic!("no {path}")) = to.clone();
    }
    value
}

fn incident(service: &str) -> Value {
    json!({
        "id": "", "number": "INC-1", "title": "Cards declined", "kind": "normal",
        "severity": "SEV2", "started": "2027-01-13 14:00", "detected": "2027-01-13 14:05",
        "acknowledged": "2027-01-13 14:07", "mitigated": "2027-01-13 14:40",
        "resolved": "2027-01-13 15:00", "causes": "config, capacity", "detectedBy": "customer",
        "recoveredBy": "hand", "recoveryAction": "restart", "reassignments": "1",
        "contacts": "12", "cancellations": "", "method": "", "notes": "",
        "impacts": [{"service": service, "start": "", "end": "", "share": "70 %"}],
        "fixed": [], "labor": [labor("Engineer", "ada", "2", "90", "")],
    })
}

/// An entry of the incident form.
fn labor(role: &str, person: &str, people: &str, minutes: &str, rate: &str) -> Value {
    json!({
        "id": "", "role": role, "person": person, "people": people, "minutes": minutes,
        "rate": rate, "start": "", "review": false, "activity": "",
    })
}

/// Every sort of change, one by one; what they are called comes back in order.
fn change_everything(shell: &Shell, mut after: impl FnMut(&Shell)) {
    let mut step = |command: &str, args: Value| -> Value {
        let done = shell.call(command, args);
        after(shell);
        done
    };
    let search = step("service.save", service("Search"));
    let search = text(&search, "id").to_owned();
    let payment = step(
        "service.save",
        json!({
            "id": "", "name": "Payment", "tier": "1", "owner": "Team P", "target": "99.95 %",
            "channels": [{"name": "web", "share": "60 %", "ceiling": "99.9 %"}],
            "dependencies": [{"on": search, "kind": "soft", "share": "20 %"}],
            "redundancies": [], "hours": "Mon–Fri 9–17, Sat 10:00-14:00", "hoursZone": "",
        }),
    );
    let payment = text(&payment, "id").to_owned();
    step(
        "tier.save",
        json!({"number": "4", "name": "Internal", "target": "95 %", "services": 0}),
    );
    let engineer = step(
        "role.save",
        json!({"id": "", "name": "Engineer", "group": "engineering", "rate": "90.50", "used": 0}),
    );
    let spare = step(
        "role.save",
        json!({"id": "", "name": "Scribe", "group": "other", "rate": "40", "used": 0}),
    );
    let shop = service_id(shell, "Shop");
    step(
        "stream.save",
        with(
            stream(shell),
            &[(
                "dependences",
                json!([{"service": shop, "share": "100 %"}, {"service": payment, "share": "80 %"}]),
            )],
        ),
    );
    step(
        "settings.save",
        with(
            choices(shell),
            &[
                ("counting", json!("any")),
                ("teamPeople", json!("5")),
                ("defaultTarget", json!("99.5 %")),
            ],
        ),
    );
    let first = step("incident.save", incident(&payment));
    let opened = shell.call("incident.get", json!({"id": text(&first, "id")}));
    step(
        "incident.save",
        with(
            opened["edit"].clone(),
            &[
                ("title", json!("Cards declined, twice")),
                ("resolved", json!("2027-01-13 15:30")),
                ("impacts.0.share", json!("")),
                ("labor", json!([labor("Scribe", "", "1", "12.5", "33")])),
                ("cancellations", json!("2")),
                ("method", json!("counterfactual")),
                (
                    "fixed",
                    json!([{"kind": "refunds", "amount": "1,250.50", "currency": ""}]),
                ),
            ],
        ),
    );
    step(
        "incident.save",
        with(
            incident(&shop),
            &[
                ("number", json!("")),
                ("started", json!("2027-01-13 14:30")),
                ("detected", json!("")),
                ("acknowledged", json!("")),
                ("mitigated", json!("")),
                ("resolved", json!("2027-01-13 16:00")),
            ],
        ),
    );
    step("incident.delete", json!({"id": text(&first, "id")}));
    step(
        "role.save",
        json!({"id": text(&engineer, "id"), "name": "Engineer", "group": "engineering", "rate": "100", "used": 0}),
    );
    step("role.delete", json!({"id": text(&spare, "id")}));
    step("tier.delete", json!({"id": "4"}));
    let extra = step("service.save", service("Extra"));
    step("service.delete", json!({"id": text(&extra, "id")}));
    step(
        "service.save",
        with(
            service("Front"),
            &[(
                "redundancies",
                json!([{"of": [search, payment], "needed": "1", "commonCause": "10 %"}]),
            )],
        ),
    );
    let gold = step("contract.save", contract("Gold", &shop));
    let silver = step("contract.save", contract("Silver", &payment));
    step("contract.delete", json!({"id": text(&silver, "id")}));
    step(
        "contract.save",
        with(
            contract("Golden", &payment),
            &[("id", json!(text(&gold, "id"))), ("fee", json!("1000"))],
        ),
    );
    step("backlog.save", backlog("2027-01"));
    let wrong = step("backlog.save", backlog("2027-03"));
    step(
        "backlog.save",
        with(
            backlog("2026-12"),
            &[
                ("id", json!(text(&wrong, "id"))),
                ("customerIncidents", json!("4")),
            ],
        ),
    );
    step("backlog.delete", json!({"id": "2027-01"}));
    let sale = step("special-days.save", special_days("Sale"));
    step("special-days.save", special_days("Fair"));
    step(
        "special-days.save",
        with(
            special_days("Big sale"),
            &[("id", json!(text(&sale, "id"))), ("holiday", json!(true))],
        ),
    );
    step("special-days.delete", json!({"id": "2027-01-14 Fair"}));
    let at_peak =
        |warn: &str, alarm: &str| json!({"sign": "at-peak", "warn": warn, "alarm": alarm});
    step("threshold.save", at_peak("15 %", "0.5"));
    step(
        "threshold.save",
        json!({"sign": "manual-recovery", "warn": "400", "alarm": "100"}),
    );
    step("threshold.save", at_peak("", ""));
    step(
        "settings.save",
        with(
            choices(shell),
            &[
                ("loss", json!("counterfactual")),
                ("level", json!(true)),
                ("view", json!("margin")),
                ("margin", json!("61.5 %")),
                ("recapture", json!(false)),
                ("recoveryMinutes", json!("90")),
                (
                    "businessHours",
                    json!("Mon-Thu 08:00-18:00, Fri 22:00-02:00"),
                ),
                ("businessZone", json!("America/New_York")),
                ("outOfHours", json!("1.5")),
                ("opportunity", json!("delay")),
                ("delayPerWeek", json!("30,000")),
                ("delayHours", json!("120")),
                ("contactCost", json!("7.5")),
                ("customerValue", json!("900")),
                ("actionMinutes", json!("12")),
                ("actionGapMinutes", json!("25")),
                ("automationDays", json!("3")),
                ("manualHours", json!("0.5")),
            ],
        ),
    );
}

#[test]
fn every_change_is_taken_back_one_by_one_and_done_again() {
    let shell = Shell::with_workspace("EUR", "Europe/Berlin");
    // What is computed, and what was typed.
    let state = |shell: &Shell| json!([shell.figures(), shell.call("settings", Value::Null)]);
    let mut states = vec![state(&shell)];
    let file = shell.file("revenue.csv", revenue_csv());
    shell.import("revenue", &[&file], &columns("at,stream,amount,currency"));
    states.push(state(&shell));
    change_everything(&shell, |shell| states.push(state(shell)));
    let changes = states.len() - 1;
    assert_eq!(changes, 34);
    assert!(
        states.windows(2).any(|pair| pair[0] != pair[1]),
        "the figures follow the changes"
    );

    // Reopened in the middle of going back, and again in the middle of going forward.
    let path = shell.path("shop.ninefold");
    for step in (0..changes).rev() {
        if step == 8 {
            shell.call("workspace.open", json!({"path": path}));
        }
        let promised = text(&shell.status(), "undo").to_owned();
        let done = shell.call("undo", Value::Null);
        assert_eq!(text(&done, "label"), format!("Undone: {promised}"));
        assert!(list(&done, "skipped").is_empty(), "{done}");
        assert_eq!(state(&shell), states[step], "back to {step}: {promised}");
        assert_eq!(text(&shell.status(), "redo"), promised);
    }
    let empty = shell.status();
    for what in ["incidents", "services", "streams", "labor"] {
        assert_eq!(number(&empty, what), 0, "{what}");
    }
    for (step, known) in states.iter().enumerate().skip(1) {
        if step == 9 {
            shell.call("workspace.open", json!({"path": path}));
        }
        shell.call("redo", Value::Null);
        assert_eq!(state(&shell), *known, "forward to {step}");
    }
    let error = shell.refused("redo", Value::Null);
    assert_eq!(error.code, Code::Conflict);
    shell.call("workspace.close", Value::Null);
    shell.call("workspace.open", json!({"path": path}));
    assert_eq!(state(&shell), states[changes], "after reopening");
}

#[test]
fn a_new_change_keeps_what_was_undone_in_the_history_only() {
    let shell = with_revenue();
    shell.call("service.save", service("Search"));
    shell.call("undo", Value::Null);
    shell.call("service.save", service("Basket"));
    assert_eq!(text(&shell.status(), "redo"), "");
    assert_eq!(shell.refused("redo", Value::Null).code, Code::Conflict);
    let history = shell.call("history", json!({"limit": 100}));
    let labels: Vec<&str> = list(&history, "entries")
        .iter()
        .map(|e| text(e, "label"))
        .collect();
    assert_eq!(
        labels,
        [
            "Added service Basket",
            "Undone: Added service Search",
            "Added service Search",
            "Imported revenue from revenue.csv",
            "Made the workspace with three tiers",
        ]
    );
}

#[test]
fn history_lists_every_change_with_its_fields() {
    let shell = with_revenue();
    let mut steps = 0;
    change_everything(&shell, |_| steps += 1);
    let history = shell.call("history", json!({"limit": 500}));
    let entries = list(&history, "entries");
    // The workspace itself and the import come before.
    assert_eq!(entries.len(), steps + 2);
    for (at, entry) in entries.iter().enumerate() {
        assert_eq!(
            number(entry, "seq"),
            (entries.len() - at) as u64,
            "newest first, none left out"
        );
        assert!(!text(entry, "label").is_empty());
        assert!(!entry["undone"].as_bool().unwrap());
    }
    let edited = entries
        .iter()
        .find(|e| text(e, "label") == "Changed role Engineer")
        .expect("the change of a rate is in the history");
    let change = &list(edited, "changes")[0];
    assert_eq!(text(change, "field"), "Engineer · rate");
    assert!(text(change, "before").contains("90.5"), "{change}");
    assert!(text(change, "after").contains("100"), "{change}");
    assert_eq!(list(edited, "changes").len(), 1, "only the rate changed");
}

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
                ("fixed.0.amount", &["", "-1", "free", "1.1234567"]),
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
fn a_new_workspace_needs_a_currency_a_zone_and_a_place() {
    let shell = Shell::new();
    let path = shell.path("a.ninefold");
    for (path, currency, zone, field) in [
        (json!(path), "EURO", "UTC", "currency"),
        (json!(path), "EUR", "Mars/Olympus", "zone"),
        (json!(" "), "EUR", "UTC", "path"),
    ] {
        let error = shell.refused(
            "workspace.create",
            json!({"path": path, "currency": currency, "zone": zone}),
        );
        assert_eq!((error.code, error.field.as_str()), (Code::Invalid, field));
    }
    assert!(!path.exists(), "nothing is left of a refused workspace");
    let error = shell.refused("overview", Value::Null);
    assert_eq!(error.code, Code::NoWorkspace);
    let there = shell.file("b.ninefold", "not mine");
    shell.refused(
        "workspace.create",
        json!({"path": there, "currency": "EUR", "zone": "UTC"}),
    );
    assert_eq!(std::fs::read(&there).unwrap(), b"not mine");
    let error = shell.refused("workspace.open", json!({"path": there}));
    assert_eq!(error.code, Code::BadWorkspace);
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
fn a_file_that_cannot_be_written_is_read_and_refuses_changes() {
    let shell = with_revenue();
    let before = shell.figures();
    let path = shell.path("shop.ninefold");
    shell.call("workspace.close", Value::Null);
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions.clone()).unwrap();
    shell.call("workspace.open", json!({"path": path}));
    assert!(!text(&shell.status(), "readOnly").is_empty());
    assert_eq!(shell.figures(), before);
    for (command, args) in [
        ("service.save", service("Search")),
        ("settings.save", choices(&shell)),
        ("undo", Value::Null),
    ] {
        let error = shell.refused(command, args);
        assert_eq!(error.code, Code::ReadOnly, "{command}: {error}");
    }
    let file = shell.file(
        "more.csv",
        "at,stream,amount,currency\n2027-01-20T10:00:00Z,Shop,5,EUR\n",
    );
    let args = crate::shell::import("revenue", &[&file], &columns("at,stream,amount,currency"));
    assert_eq!(shell.refused("import.commit", args).code, Code::ReadOnly);
    assert_eq!(shell.figures(), before);
}

#[test]
fn a_backup_opens_as_the_same_workspace() {
    let shell = with_revenue();
    let before = shell.figures();
    let to = shell.path("copy.ninefold");
    shell.call("workspace.backup", json!({"path": to}));
    shell.call("service.save", service("Later"));
    shell.call("workspace.open", json!({"path": to}));
    assert_eq!(shell.figures(), before);
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

/// Everything that the screens show of a workspace, the history and the version apart.
fn shown(shell: &Shell) -> Value {
    let page = shell.call("incidents.page", json!({"offset": 0, "limit": 500}));
    let opened: Vec<Value> = list(&page, "rows")
        .iter()
        .map(|row| shell.call("incident.get", json!({"id": text(row, "id")})))
        .collect();
    json!([
        shell.figures(),
        shell.call("settings", Value::Null),
        shell.call("data", Value::Null),
        page,
        opened,
    ])
}

#[test]
fn what_is_in_memory_is_what_is_in_the_file_after_every_step() {
    let shell = with_revenue();
    let other = Shell::new();
    let mut step = 0;
    let mut same = |shell: &Shell, what: &str| {
        step += 1;
        let copy = shell.path(&format!("copy {step}.ninefold"));
        shell.call("workspace.backup", json!({"path": copy}));
        other.call("workspace.open", json!({"path": copy}));
        assert_eq!(shown(&other), shown(shell), "step {step}: {what}");
    };
    change_everything(&shell, |shell| same(shell, "a change"));
    for _ in 0..12 {
        shell.call("undo", Value::Null);
        same(&shell, "an undo");
    }
    for _ in 0..12 {
        shell.call("redo", Value::Null);
        same(&shell, "a redo");
    }
    // Labor of one incident: one entry changed, one gone, one new, and all of it taken back.
    let mut form = incident(&service_id(&shell, "Shop"));
    form["number"] = json!("INC-7");
    form["labor"] = json!([
        labor("Engineer", "a", "1", "10", ""),
        labor("Engineer", "b", "1", "20", "50"),
        labor("Nobody", "", "1", "30", ""),
    ]);
    let done = shell.call("incident.save", form);
    same(&shell, "an incident with three entries");
    let opened = shell.call("incident.get", json!({"id": text(&done, "id")}));
    let mut form = opened["edit"].clone();
    let rows = form["labor"].as_array_mut().unwrap();
    assert_eq!(rows.len(), 3);
    rows[0]["minutes"] = json!("11");
    rows.remove(1);
    rows.push(labor("Engineer", "c", "2", "5", ""));
    shell.call("incident.save", form);
    same(&shell, "entries changed");
    shell.call("undo", Value::Null);
    same(&shell, "entries as they were");
    let again = shell.call("incident.get", json!({"id": text(&done, "id")}));
    assert_eq!(again["lines"], opened["lines"]);
    let sorted = |detail: &Value| {
        let mut rows: Vec<String> = list(detail, "edit.labor")
            .iter()
            .map(Value::to_string)
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(sorted(&again), sorted(&opened));
}
