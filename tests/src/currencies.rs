//! Amounts in several currencies: converted at the rate of their day while they come in, or set
//! aside, and never changed behind anyone's back.

use crate::shell::{Shell, columns, import, list, number, text};
use ninefold_app::wire::Code;
use serde_json::{Value, json};

const RATES: &str =
    "day,currency,rate\n2026-03-02,USD,0.9\n2026-03-04,USD,0.8\n2026-03-02,GBP,1.25\n";
const SALES: &str = "at,stream,amount,currency\n\
    2026-03-01T12:00:00Z,shop,10.00,USD\n\
    2026-03-02T12:00:00Z,shop,10.00,USD\n\
    2026-03-02T12:00:30Z,Shop,1.00,EUR\n\
    2026-03-03T12:00:00Z,shop,10.00,USD\n\
    2026-03-04T12:00:00Z,shop,10.00,USD\n\
    2026-03-04T12:00:00Z,shop,4.00,GBP\n\
    2026-03-04T12:00:00Z,shop,500,JPY\n";

fn rates(shell: &Shell, csv: &str) -> Value {
    let file = shell.file("rates.csv", csv);
    let seen = shell.call("import.inspect", json!({"paths": [file]}));
    assert_eq!(text(&seen, "kind"), "rates", "{seen}");
    let args = json!({"paths": [file], "kind": "rates", "mapping": seen["mapping"]});
    shell.call("import.commit", args)
}

fn sales(shell: &Shell, csv: &str) -> Value {
    let file = shell.file("sales.csv", csv);
    import("revenue", &[&file], &columns("at,stream,amount,currency"))
}

fn total(shell: &Shell) -> String {
    let settings = shell.call("settings", Value::Null);
    text(&list(&settings, "streams")[0], "total").to_owned()
}

#[test]
fn amounts_come_in_at_the_rate_of_their_day() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let done = rates(&shell, RATES);
    assert_eq!(number(&done, "new"), 3, "{done}");
    let args = sales(&shell, SALES);
    let report = shell.call("import.commit", args);
    // 10 × 0.9 + 1 + 10 × 0.9 (the last known) + 10 × 0.8 + 4 × 1.25.
    assert_eq!(report["money"], json!(["€32.00"]), "{report}");
    assert_eq!(total(&shell), "€32.00");
    assert_eq!(number(&report, "read"), 7);
    assert_eq!(number(&report, "accepted"), 5, "{report}");
    // The dollars of the day before the first rate, and the yen.
    assert_eq!(number(&report, "rejected"), 2);
    let problems: Vec<(&str, &str)> = list(&report, "problems")
        .iter()
        .map(|p| (text(p, "found"), text(p, "expected")))
        .collect();
    assert_eq!(
        problems,
        [
            (
                "1 row of stream shop, 500 JPY in all, 4 Mar 2026",
                "a rate of JPY on 4 Mar 2026 or before"
            ),
            (
                "1 row of stream shop, 10.00 USD in all, 1 Mar 2026",
                "a rate of USD on 1 Mar 2026 or before"
            ),
        ]
    );
    assert!(text(&list(&report, "groups")[0], "title").contains("exchange rate"));
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("Converted to EUR as of their day: 3 rows, 30.00 USD, at 0.8 to 0.9 (quoted 2026-03-02 to 2026-03-04)"),
        "{notes}"
    );
    assert!(
        notes.contains("1 row, 4.00 GBP, at 1.25 (quoted 2026-03-02)"),
        "{notes}"
    );
}

#[test]
fn rows_without_a_rate_are_written_out_as_they_stand_with_their_lines() {
    let shell = Shell::with_workspace("EUR", "UTC");
    rates(&shell, RATES);
    // One row is set aside by the reader itself: it is there once.
    let args = sales(&shell, &format!("{SALES}soon,shop,1,JPY\n"));
    let to = shell.path("aside.csv");
    let written = shell.call("import.rejects", json!({"import": args, "to": to}));
    assert_eq!(number(&written, "rows"), 3, "{written}");
    let mut reader = csv::Reader::from_path(&to).expect("it is there");
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    rows.sort_by_key(|row| row[1].parse::<u64>().expect("a line"));
    let cells: Vec<String> = rows
        .iter()
        .map(|row| format!("{}: {}", row[1], row[6..].join(",")))
        .collect();
    assert_eq!(
        cells,
        [
            "2: 2026-03-01T12:00:00Z,shop,10.00,USD",
            "8: 2026-03-04T12:00:00Z,shop,500,JPY",
            "9: soon,shop,1,JPY",
        ]
    );
    assert_eq!(rows[1][4], "a rate of JPY on 2026-03-04 or before");
}

#[test]
fn a_figure_says_that_it_was_converted_and_by_which_rates() {
    let shell = Shell::with_workspace("EUR", "UTC");
    rates(&shell, RATES);
    let args = sales(&shell, SALES);
    shell.call("import.commit", args);
    let incidents = shell.file(
        "incidents.csv",
        "id,service,started,resolved,impact,refunds,currency\n\
         INC-1,shop,2026-03-04T12:00:00Z,2026-03-04T12:30:00Z,1,20.00,USD\n\
         INC-2,shop,2026-02-04T12:00:00Z,2026-02-04T12:30:00Z,1,20.00,USD\n",
    );
    let head = columns("id,service,started,resolved,impact,refunds,currency");
    let report = shell.call("import.commit", import("incidents", &[&incidents], &head));
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("Not counted, for want of a rate of USD"),
        "{notes}"
    );
    let page = shell.call(
        "incidents.page",
        json!({"filter": "INC-1", "offset": 0, "limit": 5}),
    );
    let id = text(&list(&page, "rows")[0], "id").to_owned();
    let opened = shell.call("incident.get", json!({"id": id}));
    let lines = opened.to_string();
    assert!(lines.contains("€16.00"), "20 × 0.8: {lines}");

    let key = format!("incident:{id}:lostRevenue");
    let found = shell.call(
        "explain",
        json!({"window": "2026-01-01..2026-04-01", "key": key}),
    );
    let input = list(&found, "inputs")
        .iter()
        .find(|input| text(input, "label") == "Converted from USD")
        .unwrap_or_else(|| panic!("{found}"));
    assert_eq!(text(input, "value"), "€26.00");
    assert_eq!(
        text(input, "source"),
        "3 rows, 30.00 USD, at 0.8 to 0.9 (quoted 2026-03-02 to 2026-03-04)"
    );
}

#[test]
fn labor_that_comes_again_after_another_rate_is_there_once_and_takes_the_rate() {
    let shell = Shell::with_workspace("EUR", "UTC");
    rates(&shell, RATES);
    let incidents = shell.file(
        "incidents.csv",
        "id,service,started,resolved,impact\n\
         INC-1,shop,2026-03-04T12:00:00Z,2026-03-04T13:00:00Z,1\n",
    );
    let head = "id,service,started,resolved,impact";
    shell.import("incidents", &[&incidents], &columns(head));
    let labor = shell.file(
        "labor.csv",
        "incident,role,person,minutes,rate,currency,start\n\
         INC-1,engineer,Ana,60,100.00,USD,2026-03-04T12:00:00Z\n\
         INC-1,engineer,Ben,30,50.00,USD,\n\
         INC-1,engineer,Cem,30,50.00,EUR,\n",
    );
    let head = "incident,role,person,minutes,rate,currency,start";
    let come = || shell.import("labor", &[&labor], &columns(head));
    let counts = |report: &Value| ["new", "updated", "unchanged"].map(|n| number(report, n));
    let cost = || {
        let overview = shell.call("cost", Value::Null);
        overview.to_string()
    };
    assert_eq!(counts(&come()), [3, 0, 0]);
    let before = cost();
    assert_eq!(counts(&come()), [0, 0, 3]);
    assert_eq!(cost(), before);
    let save = |rate: &str| {
        let edit = json!({"id": "USD 2026-03-04", "currency": "USD", "day": "2026-03-04", "rate": rate, "worth": ""});
        shell.call("rate.save", edit);
    };
    save("0.5");
    assert_eq!(cost(), before);
    let report = come();
    assert_eq!(counts(&report), [0, 2, 1], "{report}");
    assert!(
        report["notes"]
            .to_string()
            .contains("2 entries are there already and now say what an hour costs")
    );
    // 100 × 0.5 + 25 × 0.5 + 25, where it was 100 × 0.8 + 25 × 0.8 + 25.
    assert_ne!(cost(), before);
    save("0.8");
    come();
    assert_eq!(cost(), before);
}

#[test]
fn costs_without_a_rate_are_told_with_every_total_they_are_missing_from() {
    let shell = Shell::with_workspace("EUR", "UTC");
    rates(&shell, RATES);
    shell.call("import.commit", sales(&shell, SALES));
    let head = "id,service,started,resolved,impact,refunds,vendors,currency";
    let file = shell.file(
        "incidents.csv",
        format!(
            "{head}\n\
             INC-1,shop,2026-03-04T12:00:00Z,2026-03-04T12:30:00Z,1,20.00,,USD\n\
             INC-2,shop,2026-02-04T12:00:00Z,2026-02-04T12:30:00Z,1,20.00,6.00,USD\n\
             INC-3,shop,2026-03-02T12:00:00Z,2026-03-02T12:10:00Z,1,700,,JPY\n"
        ),
    );
    shell.call(
        "import.commit",
        import("incidents", &[&file], &columns(head)),
    );
    let window = json!({"window": "2026-01-01..2026-04-01"});
    for screen in ["cost", "overview"] {
        let alerts = shell.call(screen, window.clone())["alerts"].clone();
        let alert = alerts[0].as_str().unwrap_or_default();
        for words in [
            "3 amounts",
            "26.00",
            "700",
            "of 2 incidents",
            "Enter the rates of JPY and USD",
        ] {
            assert!(alert.contains(words), "{screen}, {words}: {alerts}");
        }
    }
    let march = json!({"window": "2026-03-04..2026-04-01"});
    assert_eq!(shell.call("cost", march.clone())["alerts"], json!([]));
    assert_eq!(shell.call("overview", march)["alerts"], json!([]));
    let page = shell.call(
        "incidents.page",
        json!({"filter": "INC-3", "offset": 0, "limit": 5}),
    );
    let id = text(&list(&page, "rows")[0], "id").to_owned();
    let opened = shell.call("incident.get", json!({ "id": id }));
    assert!(
        opened["notes"]
            .to_string()
            .contains("for want of an exchange rate: 1 amount"),
        "{opened}"
    );
    let total = json!({"window": "2026-01-01..2026-04-01", "key": "total"});
    let found = shell.call("explain", total);
    assert!(found["notes"].to_string().contains("3 amounts"), "{found}");
    // With the rate, and the file again, it is counted and no longer told.
    for (currency, rate) in [("JPY", "1/160"), ("USD", "0.5")] {
        shell.call(
            "rate.save",
            json!({"id": "", "currency": currency, "day": "2026-01-02", "rate": rate, "worth": ""}),
        );
    }
    shell.call(
        "import.commit",
        import("incidents", &[&file], &columns(head)),
    );
    assert_eq!(shell.call("cost", window)["alerts"], json!([]));
}

#[test]
fn the_evidence_of_a_cost_is_the_conversion_that_stands() {
    let shell = Shell::with_workspace("EUR", "UTC");
    rates(&shell, RATES);
    let head = "id,service,started,resolved,refunds,currency";
    let row = "INC-1,shop,2026-03-04T12:00:00Z,2026-03-04T12:30:00Z,20.00,USD\n";
    let file = shell.file("incidents.csv", format!("{head}\n{row}"));
    let bring = || {
        shell.call(
            "import.commit",
            import("incidents", &[&file], &columns(head)),
        )
    };
    bring();
    shell.call(
        "rate.save",
        json!({"id": "USD 2026-03-04", "currency": "USD", "day": "2026-03-04", "rate": "0.7", "worth": ""}),
    );
    let second = bring();
    assert_eq!(number(&second, "updated"), 1, "{second}");
    let evidence = || {
        let page = shell.call(
            "incidents.page",
            json!({"filter": "INC-1", "offset": 0, "limit": 5}),
        );
        let id = text(&list(&page, "rows")[0], "id").to_owned();
        let found = shell.call(
            "explain",
            json!({"window": "2026-01-01..2026-04-01", "key": format!("incident:{id}:fixed:refunds")}),
        );
        let of_usd = list(&found, "inputs")
            .iter()
            .find(|input| text(input, "label") == "Converted from USD")
            .expect("it was converted");
        [text(of_usd, "value"), text(of_usd, "source")].join(" ← ")
    };
    assert_eq!(
        evidence(),
        "€14.00 ← 1 row, 20.00 USD, at 0.7 (quoted 2026-03-04)"
    );
    // Taken back, the first one stands again.
    shell.call("import.undo", json!({"id": text(&second, "batch")}));
    assert_eq!(
        evidence(),
        "€16.00 ← 1 row, 20.00 USD, at 0.8 (quoted 2026-03-04)"
    );
}

#[test]
fn the_evidence_of_revenue_is_what_still_counts_of_it() {
    let shell = Shell::with_workspace("EUR", "UTC");
    rates(&shell, RATES);
    const HEAD: &str = "at,stream,amount,currency\n";
    const SECOND: &str = "2026-03-02T12:00:00Z,shop,10.00,USD\n";
    const FOURTH: &str =
        "2026-03-04T12:00:00Z,shop,10.00,USD\n2026-03-04T13:00:00Z,shop,5.00,USD\n";
    shell.call(
        "import.commit",
        sales(&shell, &format!("{HEAD}{SECOND}{FOURTH}")),
    );
    let evidence = || {
        let key = json!({"window": "2026-01-01..2026-04-01", "key": "outage:all"});
        let found = shell.call("explain", key);
        let inputs = list(&found, "inputs");
        let of_usd: Vec<String> = inputs
            .iter()
            .filter(|input| text(input, "label") == "Converted from USD")
            .map(|input| [text(input, "value"), text(input, "source")].join(" ← "))
            .collect();
        of_usd.join(" | ")
    };
    let first = "€21.00 ← 3 rows, 25.00 USD, at 0.8 to 0.9 (quoted 2026-03-02 to 2026-03-04)";
    assert_eq!(evidence(), first);
    shell.call(
        "rate.save",
        json!({"id": "USD 2026-03-04", "currency": "USD", "day": "2026-03-04", "rate": "0.7", "worth": ""}),
    );
    let replace = |rows: &str| {
        let mut args = sales(&shell, &format!("{HEAD}{rows}"));
        args["onOverlap"] = json!("replace");
        shell.call("import.commit", args)
    };
    let report = replace(FOURTH);
    // 10 × 0.9 as before, and 15 × 0.7 in the place of 15 × 0.8.
    assert_eq!(total(&shell), "€19.50");
    assert_eq!(
        evidence(),
        "€19.50 ← 3 rows, 25.00 USD, at 0.7 to 0.9 (quoted 2026-03-02 to 2026-03-04)"
    );
    shell.call("import.undo", json!({"id": text(&report, "batch")}));
    assert_eq!(evidence(), first);
    // Of a day of which only a part was replaced, the rest still counts.
    replace("2026-03-04T12:00:00Z,shop,10.00,USD\n2026-03-04T14:00:00Z,shop,1.00,nought\n");
    assert!(
        evidence().ends_with("some of these minutes were replaced by a later import"),
        "{}",
        evidence()
    );
}

#[test]
fn a_day_with_an_offset_is_the_day_that_it_says_and_asks_for_no_zone() {
    let shell = Shell::with_workspace("EUR", "Europe/Berlin");
    let csv =
        "day,currency,rate\n2024-01-05T00:00+02:00,USD,0.9\n2024-01-08T23:30:00-05:00,USD,0.8\n";
    let file = shell.file("rates.csv", csv);
    let seen = shell.call("import.inspect", json!({"paths": [file], "kind": "rates"}));
    assert_eq!(seen["questions"], json!([]), "{seen}");
    assert_eq!(number(&rates(&shell, csv), "new"), 2);
    let days: Vec<String> = listed(&shell)
        .iter()
        .map(|rate| rate.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(days, ["USD 2024-01-05", "USD 2024-01-08"]);
    let plain = shell.file("plain.csv", "day,currency,rate\n2024-01-05,USD,0.9\n");
    let seen = shell.call("import.inspect", json!({"paths": [plain], "kind": "rates"}));
    assert_eq!(seen["questions"], json!([]), "{seen}");
}

#[test]
fn every_currency_shows_its_newest_rates() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let mut csv = "day,currency,rate\n2020-01-02,GBP,1.2\n".to_owned();
    for day in 0..120 {
        csv.push_str(&format!(
            "2026-{:02}-{:02},USD,0.9\n",
            day / 28 + 1,
            day % 28 + 1
        ));
    }
    rates(&shell, &csv);
    let settings = shell.call("settings", Value::Null);
    let of = |code: &str| {
        let all = list(&settings, "rates").iter();
        all.filter(|rate| rate["currency"] == code).count()
    };
    assert_eq!((of("USD"), of("GBP")), (100, 1));
}

#[test]
fn another_rate_later_changes_nothing_that_came_in() {
    let shell = Shell::with_workspace("EUR", "UTC");
    rates(&shell, RATES);
    shell.call("import.commit", sales(&shell, SALES));
    let before = (
        total(&shell),
        shell.call("data", Value::Null)["batches"][0]["notes"].clone(),
    );
    shell.call(
        "rate.save",
        json!({"id": "USD 2026-03-02", "currency": "USD", "day": "2026-03-02", "rate": "1/2", "worth": ""}),
    );
    let after = (
        total(&shell),
        shell.call("data", Value::Null)["batches"][0]["notes"].clone(),
    );
    assert_eq!(before, after);
    let said = shell.call("history", json!({"limit": 1})).to_string();
    assert!(
        said.contains("Changed the rate of USD on 2026-03-02 from 0.9 to 1/2"),
        "{said}"
    );

    // What is imported now is converted by it; the same file says what to do with its minutes.
    let again = shell.refused("import.commit", sales(&shell, SALES));
    assert_eq!(again.code, Code::Conflict);
    let mut args = sales(&shell, SALES);
    args["onOverlap"] = json!("replace");
    shell.call("import.commit", args);
    // 10 × 0.5 + 1 + 10 × 0.5 + 10 × 0.8 + 4 × 1.25.
    assert_eq!(total(&shell), "€24.00");
    shell.call("undo", Value::Null);
    assert_eq!(total(&shell), "€32.00");
}

#[test]
fn a_file_in_a_currency_without_any_rate_is_refused_with_what_to_do() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let args = sales(
        &shell,
        "at,stream,amount,currency\n2026-03-01T12:00:00Z,shop,10,USD\n",
    );
    let refused = shell.refused("import.commit", args);
    assert_eq!(refused.code, Code::Conflict);
    assert!(
        refused.message.contains("there are no rates of USD"),
        "{refused}"
    );
    assert!(refused.hints[0].contains("exchange rates"), "{refused}");
}

/// The wide table of the European Central Bank, as `tests/data/presets/ecb-rates.csv` has it.
fn ecb(shell: &Shell) -> Value {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/presets/ecb-rates.csv");
    let seen = shell.call("import.inspect", json!({"paths": [file]}));
    assert_eq!(text(&seen, "preset.name"), "ecb-rates");
    assert!(list(&seen, "questions").is_empty(), "{seen}");
    let args = json!({"paths": [file], "kind": "rates", "mapping": seen["mapping"]});
    shell.call("import.commit", args)
}

fn listed(shell: &Shell) -> Vec<String> {
    let settings = shell.call("settings", Value::Null);
    let mut rates: Vec<String> = list(&settings, "rates")
        .iter()
        .map(|r| format!("{} {}", text(r, "id"), text(r, "rate")))
        .collect();
    rates.sort();
    rates
}

#[test]
fn the_rates_of_the_central_bank_come_in_as_they_are_quoted() {
    let shell = Shell::with_workspace("EUR", "Europe/Berlin");
    let report = ecb(&shell);
    // 3 days × USD, JPY, GBP, ISK, one N/A among them; CYP is a currency of the past.
    assert_eq!(number(&report, "new"), 11, "{report}");
    assert_eq!(number(&report, "rejected"), 0, "{report}");
    assert_eq!(number(&report, "skipped"), 1, "{report}");
    let notes = report["notes"].to_string();
    assert!(
        notes.contains("no longer in ISO 4217 were passed over: CYP"),
        "{notes}"
    );
    assert_eq!(listed(&shell)[0], "GBP 2026-03-02 1/0.8712");
    // Again, it is all there.
    let again = ecb(&shell);
    assert_eq!(
        (number(&again, "new"), number(&again, "unchanged")),
        (0, 11),
        "{again}"
    );
}

#[test]
fn another_workspace_currency_gets_them_by_way_of_the_euro() {
    let shell = Shell::with_workspace("USD", "UTC");
    ecb(&shell);
    let rates = listed(&shell);
    // 1 EUR = 1.0800 USD = 0.8712 GBP on 2 March.
    assert!(
        rates.contains(&"EUR 2026-03-02 1.08".to_owned()),
        "{rates:?}"
    );
    assert!(
        rates.contains(&"GBP 2026-03-02 1.239669421488".to_owned()),
        "{rates:?}"
    );
    assert!(
        rates.iter().all(|rate| !rate.starts_with("USD")),
        "{rates:?}"
    );
}

#[test]
fn rates_are_typed_and_taken_back() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let rate = |id: &str, currency: &str, day: &str, rate: &str| json!({"id": id, "currency": currency, "day": day, "rate": rate, "worth": ""});
    shell.call("rate.save", rate("", "usd", "2026-03-02", "0.92"));
    shell.call(
        "rate.save",
        rate("USD 2026-03-02", "USD", "2025-03-02", "0.93"),
    );
    assert_eq!(listed(&shell), ["USD 2025-03-02 0.93"]);
    for (edit, field) in [
        (rate("", "EUR", "2026-03-02", "1"), "currency"),
        (rate("", "XXX", "2026-03-02", "1"), "currency"),
        (rate("", "USD", "2.3.2026", "1"), "day"),
        (rate("", "USD", "2026-03-02", "0"), "rate"),
        (rate("", "USD", "2026-03-02", "one"), "rate"),
    ] {
        assert_eq!(shell.refused("rate.save", edit).field, field);
    }
    shell.call("rate.delete", json!({"id": "USD 2025-03-02"}));
    assert!(listed(&shell).is_empty());
    shell.call("undo", Value::Null);
    assert_eq!(listed(&shell), ["USD 2025-03-02 0.93"]);
}

#[test]
fn rates_that_contradict_each_other_are_findings() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let report = rates(
        &shell,
        "day,currency,rate\n2026-03-02,USD,0.9\n2026-03-02,USD,0.9\n2026-03-02,USD,0.91\n2026-03-02,USD,-1\nsoon,USD,1\n2026-03-02,ABC,1\n",
    );
    assert_eq!(
        ["read", "accepted", "rejected", "skipped"].map(|n| number(&report, n)),
        [6, 1, 4, 1],
        "{report}"
    );
}

#[test]
fn earlier_rates_are_paged_through() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let days = (0..250).map(|n| {
        let (month, day) = (n / 28 + 1, n % 28 + 1);
        format!("2025-{month:02}-{day:02},USD,0.{}\n", n + 100)
    });
    let csv: String = std::iter::once("day,currency,rate\n".to_owned())
        .chain(days)
        .collect();
    rates(&shell, &csv);
    let settings = shell.call("settings", Value::Null);
    assert_eq!(list(&settings, "rates").len(), 100);
    assert_eq!(number(&list(&settings, "rateSpans")[0], "days"), 250);
    let page = |offset: u64| {
        let page = shell.call("rates.page", json!({"currency": "USD", "offset": offset}));
        assert_eq!(number(&page, "total"), 250);
        let rates = list(&page, "rates").iter();
        rates.map(|r| text(r, "day").to_owned()).collect::<Vec<_>>()
    };
    let first: Vec<&str> = list(&settings, "rates")
        .iter()
        .map(|r| text(r, "day"))
        .collect();
    assert_eq!(page(0), first);
    let all = [page(0), page(100), page(200)].concat();
    assert_eq!(all.len(), 250);
    assert!(
        all.windows(2).all(|two| two[0] > two[1]),
        "the newest first, none twice"
    );
    assert_eq!(all.last().map(String::as_str), Some("2025-01-01"));
    assert!(page(250).is_empty());
    shell.refused("rates.page", json!({"currency": "dollars", "offset": 0}));
}
