//! Tables as people keep them by hand, without any tool: names of columns that everyone uses,
//! dates apart from times, shares in percent, amounts in cents, drills among the incidents.

use crate::shell::{Shell, list, number, text};
use serde_json::{Value, json};

/// What the header of a table is taken for, and its suggested fields.
fn suggested(shell: &Shell, table: &str) -> (Value, Vec<(String, String)>) {
    let file = shell.file("table.csv", table);
    let found = shell.call("import.inspect", json!({ "paths": [file] }));
    let fields = serde_json::from_value(found["mapping"]["fields"].clone()).expect("pairs");
    (found, fields)
}

/// Imports a table as it is suggested, with these members of the mapping changed.
fn take(shell: &Shell, table: &str, changed: &Value) -> Value {
    let (found, _) = suggested(shell, table);
    let mut mapping = found["mapping"].clone();
    for (name, value) in changed.as_object().expect("members") {
        mapping[name] = value.clone();
    }
    let args = json!({
        "paths": [shell.path("table.csv")],
        "kind": found["kind"],
        "mapping": mapping,
    });
    shell.call("import.commit", args)
}

/// Rows of the list of incidents: number, start, minutes, users hit, as they read.
fn incidents(shell: &Shell) -> Vec<Value> {
    let rows = shell.call(
        "incidents.page",
        json!({"filter": "", "sort": null, "offset": 0, "limit": 100}),
    );
    // The newest stands first.
    list(&rows, "rows").iter().rev().cloned().collect()
}

#[test]
fn columns_are_known_by_the_names_that_everyone_uses() {
    let shell = Shell::with_workspace("EUR", "UTC");
    for (header, fields) in [
        (
            "ID,Service,Start,End",
            "id=ID resolved=End service=Service started=Start",
        ),
        (
            "Number,System,Started,Ended",
            "id=Number resolved=Ended service=System started=Started",
        ),
        (
            "Ticket,Application,Opened,Closed",
            "closed=Closed id=Ticket service=Application started=Opened",
        ),
        (
            "Key,Component,Begin,End time",
            "id=Key resolved=End time service=Component started=Begin",
        ),
        (
            "ID,Title,Started,Ended",
            "id=ID resolved=Ended started=Started title=Title",
        ),
    ] {
        let row = "7,Shop,2027-01-04 10:00,2027-01-04 10:30\n";
        let (found, mut read) = suggested(&shell, &format!("{header}\n{row}"));
        read.sort();
        let read: Vec<String> = read.iter().map(|(f, c)| format!("{f}={c}")).collect();
        assert_eq!(text(&found, "kind"), "incidents", "{header}");
        assert_eq!(read.join(" "), fields, "{header}");
    }
    // Where both are there, resolved is resolved and closed is closed.
    let (_, mut both) = suggested(
        &shell,
        "ID,Service,Opened,Resolved,Closed\n7,Shop,2027-01-04,2027-01-05,2027-01-06\n",
    );
    both.sort();
    assert_eq!(both[0], ("closed".into(), "Closed".into()));
    assert!(both.contains(&("resolved".into(), "Resolved".into())));
}

#[test]
fn what_is_only_closed_ends_then_where_somebody_says_so() {
    const TABLE: &str = "ID,Service,Opened,Closed\n7,Shop,2027-01-04 10:00,2027-01-04 11:00\n";
    let resolved = |shell: &Shell| {
        let rows = incidents(shell);
        let detail = shell.call("incident.get", json!({"id": rows[0]["id"]}));
        text(&detail, "edit.resolved").to_owned()
    };
    for (treatment, end) in [("keep", ""), ("take-closed", "2027-01-04 11:00")] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let changed = json!({"treatments": [["closed-unresolved", treatment]]});
        let report = take(&shell, TABLE, &changed);
        let judged = list(&report, "judgements");
        let sort = judged
            .iter()
            .find(|j| text(j, "name") == "closed-unresolved")
            .expect("it is named");
        assert_eq!(number(sort, "count"), 1, "{report}");
        assert_eq!(resolved(&shell), end, "{treatment}");
        // Nothing says when it was mitigated, so that is no choice.
        let names: Vec<&str> = list(sort, "choices")
            .iter()
            .map(|c| text(c, "name"))
            .collect();
        assert_eq!(names, ["keep", "take-closed", "set-aside", "leave-out"]);
        let notes = report["notes"].to_string();
        assert!(
            notes.contains("1 incident states neither a severity nor a share of users"),
            "{notes}"
        );
        // What was judged is kept with the import.
        let kept = shell.call("data", Value::Null)["batches"][0]["notes"].to_string();
        let title = match treatment {
            "keep" => "Count as open, to the end of the data",
            _ => "End when the record was closed",
        };
        let sentence = format!("Closed without a resolved time, 1 row: “{title}”.");
        assert!(kept.contains(&sentence), "{kept}");
    }
    // A person may map it all the same, and is told.
    let shell = Shell::with_workspace("EUR", "UTC");
    let (_, mut fields) = suggested(&shell, TABLE);
    fields.retain(|(field, _)| field != "closed");
    fields.push(("resolved".into(), "Closed".into()));
    let report = take(&shell, TABLE, &json!({ "fields": fields }));
    assert!(
        report["notes"]
            .to_string()
            .contains("The end is read from Closed"),
        "{report}"
    );
    assert_eq!(resolved(&shell), "2027-01-04 11:00");
}

#[test]
fn a_date_and_times_in_columns_of_their_own_are_put_together() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = take(
        &shell,
        "ID,Service,Date,Start time,End time\n\
         1,Shop,2027-01-04,10:00,10:30\n\
         2,Shop,2027-01-05,23:30,00:15\n\
         3,Shop,2027-01-06,08:00,\n",
        &json!({}),
    );
    assert_eq!(number(&report, "accepted"), 3, "{report}");
    let rows = incidents(&shell);
    assert_eq!(rows.len(), 3);
    let detail = |at: usize| shell.call("incident.get", json!({"id": rows[at]["id"]}));
    let night = detail(1);
    let edit = &night["edit"];
    assert_eq!(edit["started"], "2027-01-05 23:30");
    assert_eq!(edit["resolved"], "2027-01-06 00:15");
    assert_eq!(detail(2)["edit"]["resolved"], "");

    for table in [
        "Date,Time,Total,Currency\n04/13/2027,9:05 PM,10.50,EUR\n",
        "Date,Time,Description,Quantity,UnitPrice,Currency\n04/13/2027,9:05 PM,Tea,3,3.50,EUR\n",
    ] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let (found, mut fields) = suggested(&shell, table);
        assert_eq!(text(&found, "kind"), "revenue", "{table}");
        fields.push(("stream".into(), "=Till".into()));
        let report = take(&shell, table, &json!({ "fields": fields }));
        assert_eq!(report["money"], json!(["€10.50"]), "{report}");
    }
}

#[test]
fn sums_of_days_are_known_by_the_names_that_shops_give_them() {
    let shell = Shell::with_workspace("EUR", "UTC");
    for header in [
        "Day,Sales",
        "Day,Total sales",
        "Order date,Net sales",
        "Date,Turnover",
    ] {
        let (found, fields) = suggested(&shell, &format!("{header}\n2027-01-04,10.50\n"));
        assert_eq!(text(&found, "kind"), "revenue", "{header}");
        assert_eq!(fields.len(), 2, "{header}");
    }
}

#[test]
fn a_stream_of_a_service_that_no_incident_hit_says_what_that_means() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let sales = "At,Amount,Currency,Stream\n2027-01-04T10:00:00Z,10.50,EUR,web\n";
    let says = |report: &Value| {
        let notes = report["notes"].to_string();
        (
            notes.contains("New stream web"),
            notes.contains("no incident on record hit that service"),
        )
    };
    let args = |shell: &Shell, carriers: Value| {
        let (found, _) = suggested(shell, sales);
        let mut mapping = found["mapping"].clone();
        mapping["carriers"] = carriers;
        let path = shell.path("table.csv");
        json!({"paths": [path], "kind": "revenue", "mapping": mapping})
    };
    let check = |carriers| says(&shell.call("import.check", args(&shell, carriers)));
    assert_eq!(
        check(json!([])),
        (true, false),
        "there are no incidents yet"
    );
    take(
        &shell,
        "ID,Service,Start,End\n1,Checkout,2027-01-04 10:00,2027-01-04 10:30\n\
         2,Search,2027-01-05 10:00,2027-01-05 10:30\n",
        &json!({}),
    );
    assert_eq!(check(json!([])), (true, true));
    assert_eq!(check(json!([["web", "Checkout"]])), (true, false));
}

#[test]
fn what_a_made_column_uses_is_read() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = take(
        &shell,
        "ID,Service,Date,Start time,End time,Mood\n1,Shop,2027-01-04,10:00,10:30,calm\n",
        &json!({}),
    );
    let left_out = list(&report, "notes")
        .iter()
        .filter_map(Value::as_str)
        .find(|note| note.starts_with("Not read"));
    assert_eq!(left_out, Some("Not read: Mood."), "{report}");
    // Of a tool: columns that something was found in, and that say which rows are records.
    let (found, _) = suggested(
        &shell,
        "User,Description,Start date,Start time,End date,End time,Duration,Tags,Billable\n\
         Ada,Fixing INC-7,2027-01-04,10:00,2027-01-04,10:30,0:30:00,,No\n",
    );
    let of = |name: &str| {
        let columns = list(&found, "columns");
        let column = columns.iter().find(|column| text(column, "name") == name);
        column.unwrap_or_else(|| panic!("{name}: {found}")).clone()
    };
    assert_eq!(
        of("started work (made)")["from"],
        json!(["Start date", "Start time"])
    );
    assert_eq!(
        of("incident found (made)")["from"],
        json!(["Description", "Tags"])
    );
    assert_eq!(of("Description")["tellsRows"], true);
    assert_eq!(of("Billable")["tellsRows"], false);
}

#[test]
fn requests_have_their_date_and_time_put_together() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let table = "Date,Time,Service,Good,Total\n\
                 2027-01-04,9:05,Shop,98,100\n\
                 2027-01-04,9:06,Shop,99,100\n";
    let (found, _) = suggested(&shell, table);
    assert_eq!(text(&found, "kind"), "requests", "{found}");
    let report = take(&shell, table, &json!({}));
    assert_eq!(number(&report, "accepted"), 2, "{report}");
    assert_eq!(number(&report, "new"), 2, "a minute each: {report}");

    // Without a service it is only read so where somebody says what it is.
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "table.csv",
        "Date,Time,Good,Total\n2027-01-04,9:05,98,100\n2027-01-04,9:06,99,100\n",
    );
    let found = shell.call("import.inspect", json!({ "paths": [file] }));
    assert_ne!(text(&found, "kind"), "requests", "{found}");
    let look = json!({ "paths": [file], "kind": "requests" });
    let mut mapping = shell.call("import.inspect", look)["mapping"].clone();
    let fields = mapping["fields"].as_array_mut().expect("pairs");
    fields.push(json!(["service", "=Shop"]));
    let args = json!({ "paths": [file], "kind": "requests", "mapping": mapping });
    let report = shell.call("import.commit", args);
    assert_eq!(number(&report, "accepted"), 2, "{report}");
    assert_eq!(number(&report, "new"), 2, "a minute each: {report}");
}

/// The impacts of incidents that came in, as shares.
fn shares(shell: &Shell) -> Vec<String> {
    let rows = incidents(shell);
    let details = rows
        .iter()
        .map(|row| shell.call("incident.get", json!({"id": row["id"]})));
    details
        .map(|detail| text(&detail["edit"]["impacts"][0], "share").to_owned())
        .collect()
}

fn with_impacts(header: &str, impacts: &[&str]) -> String {
    let rows = impacts.iter().enumerate().map(|(at, impact)| {
        format!(
            "{at},Shop,2027-01-{:02} 10:00,2027-01-{:02} 10:30,{impact}\n",
            at + 1,
            at + 1
        )
    });
    format!(
        "ID,Service,Started,Resolved,{header}\n{}",
        rows.collect::<String>()
    )
}

#[test]
fn shares_are_percent_where_the_header_or_the_whole_column_says_so() {
    for (header, impacts, expected) in [
        ("Impact", vec!["100", "30", "0.5"], vec!["100", "30", "0.5"]),
        ("Impact %", vec!["1", "0.5", "5"], vec!["1", "0.5", "5"]),
        ("Impact", vec!["1", "0.5", "0"], vec!["100", "50", "0"]),
        ("Impact", vec!["100%", "30%", "1%"], vec!["100", "30", "1"]),
    ] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let report = take(&shell, &with_impacts(header, &impacts), &json!({}));
        assert_eq!(
            number(&report, "rejected"),
            0,
            "{header} {impacts:?}: {report}"
        );
        let read: Vec<String> = shares(&shell)
            .iter()
            .map(|share| share.replace(['%', '\u{202f}', ' '], ""))
            .collect();
        assert_eq!(read, expected, "{header} {impacts:?}");
    }
    // The header says percent, and a spreadsheet may have written 1 for all: that is asked.
    let shell = Shell::with_workspace("EUR", "UTC");
    let table = with_impacts("Impact %", &["1", "0.5"]);
    let (found, _) = suggested(&shell, &table);
    let questions = list(&found, "questions");
    assert!(
        questions.iter().any(|q| text(q, "option") == "shares"),
        "{found}"
    );
    let args = json!({
        "paths": [shell.path("table.csv")],
        "kind": "incidents",
        "mapping": found["mapping"],
    });
    let refused = shell.refused("import.commit", args);
    assert!(refused.message.contains("shares"), "{refused}");
    assert_eq!(refused.field, "shares", "the option to mark");
    take(&shell, &table, &json!({"shares": "share"}));
    assert!(shares(&shell)[0].starts_with("100"), "{:?}", shares(&shell));
}

#[test]
fn amounts_in_cents_are_told_by_their_header() {
    for (header, changed, money) in [
        ("amount_cents", json!({}), "€10.50"),
        ("Amount in cents", json!({}), "€10.50"),
        ("amount", json!({}), "€1,050.00"),
        ("amount", json!({"amounts": "minor"}), "€10.50"),
        ("amount_cents", json!({"amounts": "major"}), "€1,050.00"),
    ] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let table = format!(
            "at,stream,{header},currency\n2027-01-04T10:00:00Z,Shop,1000,EUR\n2027-01-04T10:00:00Z,Shop,50,EUR\n"
        );
        let report = take(&shell, &table, &changed);
        assert_eq!(report["money"], json!([money]), "{header} {changed}");
        let said = report["notes"].to_string().contains("minor units");
        assert_eq!(said, changed == json!({}) && header != "amount", "{report}");
    }
}

#[test]
fn incidents_that_their_titles_call_tests_count_nowhere_until_somebody_says_so() {
    let table = "ID,Service,Title,Started,Resolved\n\
        1,Shop,[DRILL] failover,2027-01-04 10:00,2027-01-04 10:30\n\
        2,Shop,Test suite of payments down,2027-01-05 10:00,2027-01-05 10:30\n";
    for (treatment, kinds) in [
        ("keep", ["test", "normal"]),
        ("count", ["normal", "normal"]),
    ] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let report = take(
            &shell,
            table,
            &json!({"treatments": [["titled-test", treatment]]}),
        );
        let judged = list(&report, "judgements");
        let sort = judged
            .iter()
            .find(|j| text(j, "name") == "titled-test")
            .expect("it is named");
        assert_eq!(
            (number(sort, "count"), text(sort, "treatment")),
            (1, treatment)
        );
        let read: Vec<String> = incidents(&shell)
            .iter()
            .map(|row| {
                let detail = shell.call("incident.get", json!({"id": row["id"]}));
                text(&detail, "edit.kind").to_owned()
            })
            .collect();
        assert_eq!(read, kinds, "{treatment}");
    }
}

/// Who holds that customers were well once it was mitigated can say so, also where the record was
/// left open; what was not mitigated either stays open.
#[test]
fn an_incident_may_end_when_it_was_mitigated() {
    let table = "ID,Service,Started,Resolved,Mitigated,Status\n\
        1,Shop,2027-01-04 10:00,,2027-01-04 10:43,Open\n\
        2,Shop,2027-01-05 10:00,,,Open\n\
        3,Shop,2027-01-06 10:00,,2027-01-06 10:20,Closed\n\
        4,Shop,2027-01-07 10:00,2027-01-07 11:00,2027-01-07 10:10,Resolved\n";
    // The same where the file says how long it took.
    let lengths = "ID,Service,Started,Resolved,Seconds to mitigate,Status\n\
        1,Shop,2027-01-04 10:00,,2580,Open\n\
        2,Shop,2027-01-05 10:00,,,Open\n\
        3,Shop,2027-01-06 10:00,,1200,Closed\n\
        4,Shop,2027-01-07 10:00,2027-01-07 11:00,600,Resolved\n";
    for (said, ends) in [
        (json!([]), ["", "", "", "2027-01-07 11:00"]),
        (
            json!([
                ["still-open", "take-mitigated"],
                ["closed-unresolved", "take-mitigated"]
            ]),
            [
                "2027-01-04 10:43",
                "",
                "2027-01-06 10:20",
                "2027-01-07 11:00",
            ],
        ),
    ] {
        for table in [table, lengths] {
            let shell = Shell::with_workspace("EUR", "UTC");
            take(&shell, table, &json!({"treatments": said}));
            let found: Vec<String> = incidents(&shell)
                .iter()
                .map(|row| {
                    let detail = shell.call("incident.get", json!({"id": row["id"]}));
                    text(&detail, "edit.resolved").to_owned()
                })
                .collect();
            assert_eq!(found, ends, "{said}");
        }
    }
}

#[test]
fn incidents_that_never_ended_say_how_much_they_weigh() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = take(
        &shell,
        "ID,Service,Started,Resolved\n\
         1,Shop,2027-01-01 00:00,\n\
         2,Shop,2027-01-10 22:00,\n\
         3,Shop,2027-01-10 10:00,2027-01-10 11:00\n",
        &json!({}),
    );
    let judged = list(&report, "judgements");
    assert_eq!(text(&judged[0], "name"), "still-open");
    // Ten days and two hours, to midnight after the tenth, and an hour of the one that ended.
    assert_eq!(
        text(&judged[0], "detail"),
        "All without an end run to 11 Jan 2027, 00:00, where the data ends: 1 for 14,400 minutes, 2 for 120 minutes. \
         14,520 minutes in all, 100\u{202f}% of the minutes of these incidents."
    );
}

#[test]
fn a_new_stream_is_carried_by_the_only_service_or_by_the_one_that_is_chosen() {
    const SALES: &str = "at,stream,amount,currency\n2027-01-04T10:00:00Z,web,10,EUR\n";
    let services = |shell: &Shell| -> Vec<String> {
        let settings = shell.call("settings", Value::Null);
        let services = list(&settings, "services").iter();
        services.map(|s| text(s, "edit.name").to_owned()).collect()
    };
    // Nothing is there: a service of its name is made, and said to be.
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = take(&shell, SALES, &json!({}));
    let carrier = &list(&report, "carriers")[0]["services"];
    assert_eq!(
        carrier,
        &json!([{"service": "web", "made": true, "share": "100\u{202f}%", "wrong": ""}])
    );
    assert_eq!(services(&shell), ["web"]);

    for (there, said, carried, after) in [
        (vec!["Shop"], json!([]), "Shop", vec!["Shop"]),
        (vec!["Shop", "Web"], json!([]), "Web", vec!["Shop", "Web"]),
        (
            vec!["Shop", "Search"],
            json!([["web", "shop"]]),
            "Shop",
            vec!["Search", "Shop"],
        ),
        (
            vec!["Shop", "Search"],
            json!([]),
            "web",
            vec!["Search", "Shop", "web"],
        ),
        (
            vec!["Shop"],
            json!([["Web", "Site"]]),
            "Site",
            vec!["Shop", "Site"],
        ),
    ] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let catalog: String = there.iter().map(|name| format!("{name},Team\n")).collect();
        take(&shell, &format!("service,owner\n{catalog}"), &json!({}));
        let report = take(&shell, SALES, &json!({"carriers": said}));
        let carrier = &list(&report, "carriers")[0];
        let carrying = list(carrier, "services");
        assert_eq!(carrying.len(), 1);
        assert_eq!(text(&carrying[0], "service"), carried, "{there:?} {said}");
        assert_eq!(
            carrier["said"],
            json!(said != json!([])),
            "{there:?} {said}"
        );
        let mut found = services(&shell);
        found.sort_by_key(|name| name.to_lowercase());
        assert_eq!(found, after, "{there:?} {said}");
    }
}

/// Sums of hours are told, and can be spread over their hours: an outage takes its part of its hour
/// wherever it begins.
#[test]
fn sums_of_hours_are_told_and_can_be_spread() {
    let sales: String = (0..14 * 24)
        .map(|h| {
            format!(
                "2027-01-{:02}T{:02}:00:00Z,web,60,EUR\n",
                4 + h / 24,
                h % 24
            )
        })
        .collect();
    let sales = format!("at,stream,amount,currency\n{sales}");
    let lost = |spread: &str| {
        let shell = Shell::with_workspace("EUR", "UTC");
        let report = take(&shell, &sales, &json!({"spread": spread}));
        assert_eq!(report["hourly"], json!(["web"]));
        assert_eq!(list(&report, "daily").len(), 0);
        let notes = report["notes"].to_string();
        assert_eq!(
            notes.contains("most of them an hour apart"),
            spread.is_empty(),
            "{notes}"
        );
        assert_eq!(
            notes.contains("336 hourly sums of web spread evenly over their hours"),
            !spread.is_empty(),
            "{notes}"
        );
        take(
            &shell,
            "id,service,started,resolved,impact\n1,web,2027-01-12T10:15:00Z,2027-01-12T10:45:00Z,1\n",
            &json!({}),
        );
        let per_minute = shell.call("settings", Value::Null);
        let figure = &list(&per_minute, "streams")[0]["perMinute"];
        figure["value"].as_f64().expect("a figure")
    };
    // A euro a minute at every hour.
    assert!((lost("hour") - 1.0).abs() < 1e-9);
    lost("");
}

#[test]
fn a_new_stream_is_carried_by_several_services_each_to_its_share() {
    const SALES: &str = "at,stream,amount,currency\n2027-01-04T10:00:00Z,web,10,EUR\n";
    let shell = Shell::with_workspace("EUR", "UTC");
    take(
        &shell,
        "service,owner\nCheckout,Team\nSearch,Team\n",
        &json!({}),
    );
    let (found, _) = suggested(&shell, SALES);
    let args = |carriers: &Value| {
        let mut mapping = found["mapping"].clone();
        mapping["carriers"] = carriers.clone();
        json!({"paths": [shell.path("table.csv")], "kind": "revenue", "mapping": mapping})
    };
    // What cannot be is told at its line, and nothing comes in by it.
    for (said, at, wrong) in [
        (
            json!([["web", "Checkout"], ["web", "Search", "much"]]),
            1,
            "not a share",
        ),
        (
            json!([["web", "Checkout"], ["web", "checkout", "30%"]]),
            1,
            "twice",
        ),
        (
            json!([["web", "Checkout", "0"], ["web", "Search"]]),
            0,
            "nothing of it",
        ),
        (
            json!([["web", "Checkout:much"]]),
            0,
            "“much” is not a share",
        ),
    ] {
        let report = shell.call("import.check", args(&said));
        let services = list(&list(&report, "carriers")[0], "services");
        for (i, service) in services.iter().enumerate() {
            let told = text(service, "wrong");
            assert_eq!(told.contains(wrong), i == at, "{said} {i}: {told}");
        }
        let error = shell.refused("import.commit", args(&said));
        assert_eq!(error.field, "carriers", "{said}");
        assert!(error.message.contains(wrong), "{said}: {}", error.message);
    }
    let said = json!([
        ["web", "Checkout"],
        {"stream": "Web", "service": "search", "share": "30,5 %"},
        ["kiosk", "Search"],
    ]);
    let report = shell.call("import.commit", args(&said));
    assert!(
        report["notes"].to_string().contains(
            "New stream web, carried by service Checkout to 100\u{202f}% and service Search to 30.5\u{202f}%"
        ),
        "{}",
        report["notes"]
    );
    let settings = shell.call("settings", Value::Null);
    let shares: Vec<&str> = list(&list(&settings, "streams")[0], "edit.dependences")
        .iter()
        .map(|d| text(d, "share"))
        .collect();
    assert_eq!(shares, ["100\u{202f}%", "30.5\u{202f}%"]);
}

#[test]
fn an_incident_that_a_file_has_under_two_numbers_is_told() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let row = |id: &str, title: &str| {
        format!("{id},Shop,{title},2027-01-04T10:00:00Z,2027-01-04T11:00:00Z\n")
    };
    let table = [
        "id,service,title,started,resolved\n".to_owned(),
        row("A-1", "Down"),
        row("A-2", "Down"),
        row("A-3", "Slow"),
    ];
    let report = take(&shell, &table.concat(), &json!({}));
    assert_eq!(number(&report, "new"), 3, "{report}");
    let notes: Vec<&str> = list(&report, "notes")
        .iter()
        .filter_map(Value::as_str)
        .filter(|note| note.contains("likely the same"))
        .collect();
    assert_eq!(notes.len(), 1, "{report}");
    assert!(notes[0].contains("1 new incident has"), "{notes:?}");
    assert!(notes[0].contains("A-2 is like A-1"), "{notes:?}");
}

#[test]
fn a_cost_under_a_header_in_another_currency_is_not_that_of_the_workspace() {
    let shell = Shell::with_workspace("USD", "UTC");
    let table = "id,service,started,resolved,Loss (€)\n\
        A,Shop,2027-01-04T10:00:00Z,2027-01-04T11:00:00Z,\"1.250,50\"\n";
    let (found, _) = suggested(&shell, table);
    let mut fields = found["mapping"]["fields"].clone();
    fields
        .as_array_mut()
        .expect("pairs")
        .push(json!(["other-costs", "Loss (€)"]));
    let report = take(&shell, table, &json!({"fields": fields}));
    assert_eq!(number(&report, "accepted"), 1, "{report}");
    let notes = report["notes"].to_string();
    // There is no rate of the euro: it stays as it stands and is told.
    assert!(notes.contains("1,250.50 EUR in all"), "{notes}");
}

/// Sums of every hour of a night in autumn, as a shop exports them: the hour that comes twice is
/// told apart by the order of its rows, of each stream by itself, up or down the file.
#[test]
fn the_hour_that_comes_twice_is_told_by_the_order_of_rows() {
    let hours = [0, 1, 2, 2, 3, 4];
    let mut rows: Vec<String> = Vec::new();
    for (n, hour) in hours.iter().enumerate() {
        for stream in ["web", "app"] {
            let amount = 60 * (n + 1) * if stream == "app" { 10 } else { 1 };
            rows.push(format!("2026-10-25 0{hour}:00,{stream},{amount},EUR\n"));
        }
    }
    for newest_first in [false, true] {
        let sales: String = match newest_first {
            false => rows.concat(),
            true => rows.iter().rev().cloned().collect(),
        };
        let sales = format!("at,stream,amount,currency\n{sales}");
        let seen = |said: &str| {
            let shell = Shell::with_workspace("EUR", "Europe/Berlin");
            let zone = json!({"onFold": said, "zone": "Europe/Berlin"});
            let report = take(&shell, &sales, &zone);
            (report, shell)
        };
        let (aside, _) = seen("reject");
        assert_eq!(number(&aside, "rejected"), 4, "{aside}");
        let (report, shell) = seen("in-order");
        assert_eq!(number(&report, "accepted"), 12, "{report}");
        assert_eq!(
            number(&report, "new"),
            12,
            "minutes of both streams: {report}"
        );
        assert!(
            report["notes"].to_string().contains(
                "4 times occur twice in Europe/Berlin and were read as the order of the rows says"
            ),
            "{report}"
        );
        // As it is written out again: every hour has the sum that its place says.
        let path = shell.path("out.csv");
        shell.call("records.export", json!({"kind": "revenue", "to": path}));
        let written = std::fs::read_to_string(&path).expect("a file");
        for (n, hour) in ["22:00", "23:00", "00:00", "01:00", "02:00", "03:00"]
            .iter()
            .enumerate()
        {
            for (stream, times) in [("web", 1), ("app", 10)] {
                let amount = 60 * (n + 1) * times;
                let line = written
                    .lines()
                    .find(|line| line.contains(&format!("T{hour}")) && line.contains(stream))
                    .expect("the hour");
                assert!(line.contains(&format!(",{amount}.00,")), "{line}: {amount}");
            }
        }
        // With one of them for both, two sums share a minute.
        let (report, _) = seen("later");
        assert_eq!(number(&report, "new"), 10, "{report}");
    }
}

/// Who brought one part is told what a cost per minute lacks, until nothing does.
#[test]
fn an_import_says_what_is_still_to_come_in() {
    let shell = Shell::with_workspace("EUR", "UTC");
    for (table, next) in [
        (
            "id,service,started,resolved,severity\n1,web,2027-01-04T10:15:00Z,2027-01-04T10:45:00Z,SEV1\n",
            "revenue",
        ),
        (
            "at,stream,amount,currency\n2027-01-04T10:00:00Z,web,60,EUR\n",
            "labor",
        ),
        (
            "incident,role,person,people,minutes,rate,currency\n1,Engineer,Ada,1,30,90,EUR\n",
            "",
        ),
    ] {
        let report = take(&shell, table, &json!({}));
        match next {
            "" => assert_eq!(report["lacks"], Value::Null, "{report}"),
            kind => {
                assert_eq!(text(&report, "lacks.kind"), kind, "{report}");
                let what = format!("There is no {kind} yet");
                assert!(text(&report, "lacks.text").starts_with(&what), "{report}");
            }
        }
        assert!(!report["notes"].to_string().contains("neither a severity"));
    }
}

/// A closing time that cannot be the end is blamed itself, not the empty field that it stands for.
#[test]
fn the_time_that_an_end_is_taken_from_is_blamed() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = take(
        &shell,
        "ID,Service,Opened,Resolved,Closed,Status\n7,Shop,2027-01-04 10:00,,2027-01-03 11:00,Closed\n",
        &json!({"treatments": [["closed-unresolved", "take-closed"]]}),
    );
    let problem = &list(&report, "problems")[0];
    assert_eq!(text(problem, "field"), "closed");
    assert_eq!(text(problem, "found"), "2027-01-03 11:00");
    assert_eq!(
        text(&report, "headline.sentence"),
        "No row can come in: 1 row is set aside."
    );
}

/// A report has its sum at the end, which is no sale.
#[test]
fn a_row_of_sums_is_no_row() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let sales: String = (10..34)
        .map(|m| format!("2026-01-04T10:{m}:00Z;web;1.000,50 €\n"))
        .collect();
    let sales = format!("Zeit;Kanal;Umsatz\n{sales}Summe;;24.012,00 €\n");
    let report = take(&shell, &sales, &json!({"decimal": "comma"}));
    let books = ["read", "accepted", "rejected", "skipped"].map(|name| number(&report, name));
    assert_eq!(books, [25, 24, 0, 1], "{report}");
    assert_eq!(report["money"], json!(["€24,012.00"]));
    let left = &list(&report, "left")[0];
    assert_eq!(text(left, "why"), "sum up others");
    assert!(text(left, "cells").starts_with("Summe"), "{left}");
}

/// Holes in revenue count as if nothing had been sold, so they are told; so is time to come.
#[test]
fn holes_in_revenue_and_times_to_come_are_told() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let sales: String = (0..40 * 24)
        .filter(|h| h / 24 != 20 && *h < 39 * 24 + 3)
        .map(|h| {
            let at = format!("2026-{:02}-{:02}", 4 + h / 24 / 30, 1 + h / 24 % 30);
            format!("{at}T{:02}:00:00Z,web,60,EUR\n", h % 24)
        })
        .collect();
    let sales = format!("at,stream,amount,currency\n{sales}");
    let report = take(&shell, &sales, &json!({}));
    let notes = report["notes"].to_string();
    assert!(notes.contains("web has no row on 21 Apr 2026"), "{notes}");
    assert!(
        notes.contains("nothing after 10 May 2026, 02:00"),
        "{notes}"
    );
    assert!(!notes.contains("still to come"), "{notes}");
    let data = shell.call("data", Value::Null).to_string();
    assert!(data.contains("no row on 21 Apr 2026"), "{data}");

    let report = take(
        &shell,
        "id,service,started,resolved,impact\n1,web,2199-01-12T10:15:00Z,,1\n",
        &json!({}),
    );
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("1 incident begins in time that is still to come (1)"),
        "{notes}"
    );
}

const HEAD: &str = "at,stream,amount,currency\n";

/// So many days of a stream from 4 January 2027, 60 euros an hour.
fn hours(stream: &str, days: u64, minute: u64) -> String {
    (0..days * 24)
        .map(|h| {
            let day = 4 + h / 24;
            format!(
                "2027-01-{day:02}T{:02}:{minute:02}:00Z,{stream},60.00,EUR\n",
                h % 24
            )
        })
        .collect()
}

/// Name and sum of each stream.
fn totals(shell: &Shell) -> Vec<String> {
    let settings = shell.call("settings", Value::Null);
    let streams = list(&settings, "streams").iter();
    streams
        .map(|s| format!("{} {}", text(s, "edit.name"), text(s, "total")))
        .collect()
}

/// Imports revenue over what is there.
fn over(shell: &Shell, table: &str, choice: &str, spread: &str) -> Value {
    let (found, _) = suggested(shell, table);
    let mut mapping = found["mapping"].clone();
    mapping["spread"] = json!(spread);
    let args = json!({
        "paths": [shell.path("table.csv")],
        "kind": "revenue",
        "mapping": mapping,
        "onOverlap": choice,
    });
    shell.call("import.commit", args)
}

/// Finer revenue takes out all that was assumed of its hours, up to their ends; the same hours kept
/// are kept whole.
#[test]
fn hours_that_were_spread_are_replaced_and_kept_whole() {
    let table = format!("{HEAD}{}", hours("web", 2, 0));
    let shell = Shell::with_workspace("EUR", "UTC");
    take(&shell, &table, &json!({"spread": "hour"}));
    let finer = format!("{HEAD}{}", hours("web", 2, 30));
    let report = over(&shell, &finer, "replace", "");
    assert_eq!(totals(&shell), ["web €2,880.00"]);
    assert_eq!(number(&report, "updated"), 2_880, "all minutes: {report}");

    let shell = Shell::with_workspace("EUR", "UTC");
    take(&shell, &table, &json!({}));
    let report = over(&shell, &table, "keep", "hour");
    assert_eq!(number(&report, "accepted"), 0, "{report}");
    assert_eq!(number(&report, "new"), 0, "{report}");
    assert_eq!(totals(&shell), ["web €2,880.00"]);

    // A few hours more of what was spread are asked about as hours.
    let shell = Shell::with_workspace("EUR", "UTC");
    take(&shell, &table, &json!({"spread": "hour"}));
    let later = format!("{HEAD}2027-01-06T00:00:00Z,web,60,EUR\n2027-01-06T01:00:00Z,web,60,EUR\n");
    let report = take(&shell, &later, &json!({"spread": "hour"}));
    assert_eq!(report["hourly"], json!(["web"]));
    assert_eq!(number(&report, "new"), 120, "{report}");
}

/// Of a file with days of one stream and hours of another each has its answer, and what one of them
/// was spread over takes nothing out of the other.
#[test]
fn days_and_hours_in_one_file_are_spread_each_by_itself() {
    let daily: String = (4..24)
        .map(|day| format!("2027-01-{day:02}T00:00:00Z,web,1440.00,EUR\n"))
        .collect();
    let both = format!("{HEAD}{daily}{}", hours("app", 10, 0));
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = take(&shell, &both, &json!({"spread": "hour,day"}));
    assert_eq!(number(&report, "new"), 20 * 1_440 + 240 * 60, "{report}");

    let shell = Shell::with_workspace("EUR", "UTC");
    let report = take(&shell, &both, &json!({"spread": "day"}));
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("app was not spread: it has several sums on one day"),
        "{notes}"
    );
    assert!(notes.contains("sums of app stand at one minute"), "{notes}");
    let part: String = hours("app", 2, 0)
        .lines()
        .filter(|line| line.contains("T10") || line.contains("T11"))
        .map(|line| format!("{line}\n"))
        .collect();
    over(&shell, &format!("{HEAD}{part}"), "replace", "");
    // From the first row of the file to its last: 12:00 to 09:00 between them is taken out.
    assert_eq!(totals(&shell)[0], "app €13,080.00");
}

/// Who writes down what they worked on names an incident in whatever letters; one that is known
/// goes before what only looks like one.
#[test]
fn an_incident_that_is_there_is_found_in_what_people_write() {
    let shell = Shell::with_workspace("EUR", "UTC");
    take(
        &shell,
        "id,service,started,resolved,impact\n\
         Q0AA01,web,2026-09-04T10:00:00Z,2026-09-04T10:30:00Z,1\n\
         SHOP-409,web,2026-09-05T10:00:00Z,2026-09-05T10:30:00Z,1\n",
        &json!({}),
    );
    let report = take(
        &shell,
        "Date,Client,Project,Task,Notes,Hours,First Name,Last Name,Roles,Billable Rate,Cost Rate,Currency\n\
         2026-09-04,Shop,Run,Incident,Q0AA01 checkout latency,1.0,Ada,Byron,SRE,0,90,EUR\n\
         2026-09-05,Shop,Run,shop-409,rollback,0.5,Ada,Byron,SRE,0,90,EUR\n\
         2026-09-05,Shop,Run,COPY-88 of texts,for SHOP-409,0.25,Ada,Byron,SRE,0,90,EUR\n\
         2026-09-05,Shop,Run,UTF-8 clean up,,2.0,Ada,Byron,SRE,0,90,EUR\n\
         2026-09-05,Shop,Run,Planning,took 42 min,2.0,Ada,Byron,SRE,0,90,EUR\n",
        &json!({}),
    );
    let books = ["read", "accepted", "rejected", "skipped"].map(|name| number(&report, name));
    assert_eq!(books, [5, 3, 0, 2], "{report}");
}
