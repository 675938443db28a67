//! A workspace by hand: made, filled, changed, taken back, done again, closed and reopened.

use crate::shell::{Shell, columns, list, number, text};
use ninefold_app::wire::Code;
use serde_json::{Value, json};
use std::fmt::Write as _;

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
pub fn with_revenue() -> Shell {
    let shell = Shell::with_workspace("EUR", "Europe/Berlin");
    let file = shell.file("revenue.csv", revenue_csv());
    shell.import("revenue", &[&file], &columns("at,stream,amount,currency"));
    shell
}

pub fn service(name: &str) -> Value {
    json!({
        "id": "", "name": name, "tier": "", "owner": "", "target": "", "channels": [],
        "dependencies": [], "redundancies": [], "hours": "", "hoursZone": "",
    })
}

pub fn contract(name: &str, service: &str) -> Value {
    json!({
        "id": "", "name": name, "service": service, "fee": "200,000",
        "bands": [{"below": "99.9 %", "credit": "10 %"}, {"below": "99 %", "credit": "25 %"}],
    })
}

pub fn backlog(month: &str) -> Value {
    json!({
        "id": "", "month": month, "open": "40", "openResilience": "9",
        "customerIncidents": "", "share": "",
    })
}

pub fn special_days(name: &str) -> Value {
    json!({
        "id": "", "name": name, "from": "2027-01-14", "until": "", "offBaseline": true,
        "holiday": false,
    })
}

/// The id of a service by its name.
pub fn service_id(shell: &Shell, name: &str) -> String {
    let settings = shell.call("settings", Value::Null);
    let found = list(&settings, "services")
        .iter()
        .find(|s| text(s, "edit.name") == name);
    text(found.expect("the service is there"), "edit.id").to_owned()
}

pub fn stream(shell: &Shell) -> Value {
    let settings = shell.call("settings", Value::Null);
    list(&settings, "streams")[0]["edit"].clone()
}

pub fn choices(shell: &Shell) -> Value {
    shell.call("settings", Value::Null)["edit"].clone()
}

/// The same object with some members replaced; `a.0.b` goes into lists.
pub fn with(mut value: Value, changes: &[(&str, Value)]) -> Value {
    for (path, to) in changes {
        let pointer = format!("/{}", path.replace('.', "/"));
        let place = value.pointer_mut(&pointer);
        *place.unwrap_or_else(|| panic!("no {path}")) = to.clone();
    }
    value
}

pub fn incident(service: &str) -> Value {
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
pub fn labor(role: &str, person: &str, people: &str, minutes: &str, rate: &str) -> Value {
    json!({
        "id": "", "role": role, "person": person, "people": people, "minutes": minutes,
        "rate": rate, "start": "", "review": false, "activity": "",
    })
}

/// Every sort of change, one by one; what they are called comes back in order.
pub fn change_everything(shell: &Shell, mut after: impl FnMut(&Shell)) {
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
                ("giveRateCard", json!("12.5 %")),
                ("giveActivity", json!("")),
                ("giveOpportunity", json!("40 %")),
                ("giveContact", json!("20")),
                ("giveCustomer", json!("± 1")),
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

/// Two weeks of revenue, and a target of the service `Shop`; full outages of it by start and end.
fn shop_with(target: &str, hours: &str, outages: &[(&str, &str)]) -> Shell {
    let shell = with_revenue();
    let settings = shell.call("settings", Value::Null);
    let edit = list(&settings, "services")[0]["edit"].clone();
    let shop = text(&edit, "id").to_owned();
    shell.call(
        "service.save",
        with(edit, &[("target", json!(target)), ("hours", json!(hours))]),
    );
    for (nth, (start, end)) in outages.iter().enumerate() {
        shell.call("incident.save", outage(nth, &[(&shop, start, end)]));
    }
    shell
}

/// An incident that took services down in full, each from a start to an end.
fn outage(nth: usize, hits: &[(&str, &str, &str)]) -> Value {
    let (_, start, end) = hits[0];
    let impacts: Vec<Value> = hits
        .iter()
        .map(|(service, start, end)| {
            json!({"service": service, "start": start, "end": end, "share": "100 %"})
        })
        .collect();
    with(
        incident(""),
        &[
            ("number", json!(format!("INC-{}", nth + 1))),
            ("started", json!(start)),
            ("detected", json!("")),
            ("acknowledged", json!("")),
            ("mitigated", json!("")),
            ("resolved", json!(end)),
            ("impacts", json!(impacts)),
        ],
    )
}

/// Two outages that overlap use 40 minutes of the budget together, and neither of them did alone.
#[test]
fn an_incident_of_a_budget_is_told_with_its_own_minutes() {
    let first = ("2027-01-13 10:00", "2027-01-13 10:30");
    let second = ("2027-01-13 10:20", "2027-01-13 10:40");
    let shell = shop_with("99.9 %", "", &[first, second]);
    let args =
        json!({"chart": "budget", "window": "2027-01-04..2027-02-03", "width": 800, "height": 300});
    let drawn = shell.call("chart", args);
    let svg = text(&drawn, "svg");
    for told in [
        ">INC-1<",
        ">25 min<",
        ">INC-2<",
        ">15 min<",
        ">Used 40 min<",
    ] {
        assert!(svg.contains(told), "{told}: {svg}");
    }
    assert!(!svg.contains(">40 min<"), "{svg}");
}

#[test]
fn the_budget_of_a_window_that_still_runs_is_that_of_all_of_it() {
    let half_hour = ("2027-01-13 14:00", "2027-01-13 14:30");
    let shell = shop_with("99.9 %", "", &[half_hour]);
    let first = |window: &str| {
        let answer = shell.call("availability", json!({"window": window}));
        (
            list(&answer, "services")[0].clone(),
            text(&answer, "headline.sentence").to_owned(),
        )
    };
    // Thirty days allow 43.2 min; fourteen of them are on record, 4 to 17 January.
    let running = "2027-01-04..2027-02-03";
    let (row, sentence) = first(running);
    assert_eq!(text(&row, "used.text"), "30");
    assert_eq!(text(&row, "allowed.text"), "43");
    assert_eq!(text(&row, "remaining"), "13");
    assert_eq!(text(&row, "consumed"), "69\u{202f}%");
    // 20.16 min are for the days on record.
    assert_eq!(text(&row, "burn.text"), "1.5");
    assert_eq!(text(&row, "verdict"), "Over pace, 13 min left");
    assert_eq!(row["state"], json!("warn"));
    assert_eq!(
        text(&row, "runsOut"),
        "runs out 24 Jan 2027 at this pace",
        "43.2 min at 30 min in 14 days last 20.16 days"
    );
    assert!(sentence.contains("so far"), "{sentence}");
    let chart = |window: &str| {
        let args = json!({"chart": "budget", "window": window, "width": 800, "height": 300});
        shell.call("chart", args)
    };
    let drawn = chart(running);
    assert!(
        text(&drawn, "summary").contains("30 of 43 minutes allowed"),
        "{}",
        drawn["summary"]
    );
    let overview = shell.call("overview", json!({"window": running}));
    let left = list(&overview, "tiles")
        .iter()
        .find(|tile| text(tile, "label").starts_with("Error budget left"))
        .unwrap();
    assert_eq!(
        (text(left, "figure.text"), &left["over"]),
        ("13", &json!(false))
    );
    let id = service_id(&shell, "Shop");
    let opened = shell.call(
        "explain",
        json!({"key": format!("availability:{id}"), "window": running}),
    );
    let steps: Vec<&str> = list(&opened, "steps")
        .iter()
        .map(|step| text(step, "value"))
        .collect();
    for value in ["20.16 min", "43.2 min", "13.2 min"] {
        assert!(steps.contains(&value), "{value} in {steps:?}");
    }

    // The same two weeks by themselves are over, and the budget of two weeks is spent.
    let (row, sentence) = first("2027-01-04..2027-01-18");
    assert_eq!(text(&row, "allowed.text"), "20");
    assert_eq!(text(&row, "verdict"), "Over by 9.8 min");
    assert_eq!(row["state"], json!("over"));
    assert_eq!(text(&row, "runsOut"), "spent 13 Jan 2027");
    assert!(sentence.contains("missed its target"), "{sentence}");

    // 45 minutes are more than all thirty days allow: gone, whatever comes.
    let shop = service_id(&shell, "Shop");
    let quarter = outage(1, &[(&shop, "2027-01-14 10:00", "2027-01-14 10:15")]);
    shell.call("incident.save", quarter);
    let (row, sentence) = first(running);
    assert_eq!(text(&row, "verdict"), "Over by 1.8 min");
    assert_eq!(row["state"], json!("over"));
    assert_eq!(text(&row, "runsOut"), "spent 14 Jan 2027");
    assert!(sentence.contains("can no longer meet"), "{sentence}");
}

#[test]
fn minutes_a_month_are_those_of_its_hours() {
    let half_hour = ("2027-01-13 14:00", "2027-01-13 14:30");
    let shell = shop_with("99 %", "Mon–Fri 09:00–17:00", &[half_hour]);
    // Ten days of eight hours in fourteen days: 30 of 4,800 agreed minutes. A month has 10,429.
    let window = json!({"window": "2027-01-04..2027-01-18"});
    let answer = shell.call("availability", window.clone());
    let row = &list(&answer, "services")[0];
    assert_eq!(text(row, "availability.exact"), "0.993750000");
    assert_eq!(text(row, "allowed.text"), "48");
    assert_eq!(text(row, "perMonth"), "65 min/month");
    assert_eq!(text(row, "rate"), "", "a fortnight says nothing of a year");
    let overview = shell.call("overview", window);
    let tile = list(&overview, "tiles")
        .iter()
        .find(|tile| text(tile, "label").starts_with("Availability, Shop"))
        .unwrap();
    let caption = text(tile, "caption");
    assert!(caption.ends_with("target 104 min/month"), "{caption}");
}

#[test]
fn without_agreed_time_nothing_is_judged() {
    let half_hour = ("2027-01-13 14:00", "2027-01-13 14:30");
    let shell = shop_with("99 %", "Mon–Fri 09:00–17:00", &[half_hour]);
    // A Saturday and a Sunday.
    let window = json!({"window": "2027-01-09..2027-01-11"});
    let answer = shell.call("availability", window.clone());
    assert_eq!(
        text(&answer, "headline.sentence"),
        "No service had to be there from 9 Jan 2027 to 10 Jan 2027."
    );
    assert_eq!(text(&answer, "headline.lead"), "");
    let row = &list(&answer, "services")[0];
    for figure in ["availability", "used", "revenueWeighted"] {
        assert_eq!(row[figure]["basis"], json!("missing"), "{figure}");
        assert_eq!(
            text(row, &format!("{figure}.reason")),
            "no agreed time in this window"
        );
    }
    assert_eq!(row["state"], json!("unknown"));
    for empty in [
        "nines",
        "perMonth",
        "remaining",
        "consumed",
        "runsOut",
        "caveat",
    ] {
        assert_eq!(text(row, empty), "", "{empty}");
    }
    assert_eq!(row["interval"]["value"], Value::Null);
    let overview = shell.call("overview", window.clone());
    assert!(
        list(&overview, "tiles")
            .iter()
            .all(|tile| !text(tile, "label").starts_with("Availability")),
        "nothing to show a tile of"
    );
    let key = format!("availability:{}", service_id(&shell, "Shop"));
    let opened = shell.call(
        "explain",
        json!({"key": key, "window": "2027-01-09..2027-01-11"}),
    );
    assert_eq!(opened["figure"]["basis"], json!("missing"));
}

#[test]
fn a_minute_that_incidents_share_is_one_downtime_minute() {
    let shell = with_revenue();
    shell.call("service.save", service("Search"));
    let (shop, search) = (service_id(&shell, "Shop"), service_id(&shell, "Search"));
    // Two incidents that overlap by half an hour; the first hits another service for longer.
    let first = outage(
        0,
        &[
            (&shop, "2027-01-13 14:00", "2027-01-13 15:00"),
            (&search, "2027-01-13 14:00", "2027-01-13 16:00"),
        ],
    );
    shell.call(
        "incident.save",
        with(first, &[("resolved", json!("2027-01-13 16:00"))]),
    );
    shell.call(
        "incident.save",
        outage(1, &[(&shop, "2027-01-13 14:30", "2027-01-13 15:30")]),
    );
    let cost = shell.call("cost", Value::Null);
    let value = |figure: &Value| figure["value"].as_f64().unwrap();
    let tile = |label: &str| {
        list(&cost, "tiles")
            .iter()
            .find(|tile| text(tile, "label") == label)
            .unwrap()
            .clone()
    };
    let (each, all) = (tile("Observed downtime minute"), tile("Incident cost"));
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * b.abs();
    assert!(
        close(value(&each["figure"]) * 120.0, value(&all["figure"])),
        "14:00 to 16:00 is two hours: {each} {all}"
    );
    for (name, minutes) in [("Shop", 90.0), ("Search", 120.0)] {
        let row = list(&cost, "services")
            .iter()
            .find(|row| text(row, "name") == name)
            .unwrap();
        assert!(
            close(value(&row["observed"]) * minutes, value(&row["total"])),
            "{name} was hit for {minutes} min: {row}"
        );
    }
    // Both screens say the same.
    let overview = shell.call("overview", Value::Null);
    let caption = list(&overview, "tiles")
        .iter()
        .map(|tile| text(tile, "caption"))
        .find(|caption| caption.contains("per downtime minute"))
        .unwrap();
    let shown = text(&each, "figure.text");
    assert!(
        caption.contains(&format!("{shown} per downtime minute")),
        "{shown} in {caption}"
    );
}
