//! What rows of incidents, labor and backlog carry besides times: costs, counts, words, moments
//! at which people acted, months. Each with the ways in which it can be wrong.

use ninefold_domain::record::{Detection, IncidentKind, Recovery};
use ninefold_domain::time::Zone;
use ninefold_ingest::{
    Backlog, Code, DecimalMark, Error, Field, Incidents, Judgement, Kind, Labor, Mapping, NoteCode,
    Report, inspect, read_backlog, read_incidents, read_labor,
};
use std::io::Write;
use std::path::PathBuf;

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// The mapping that the headers suggest.
fn suggested(kind: Kind, text: &str) -> Mapping {
    let file = file(text);
    let seen = inspect(file.path(), None, None).unwrap();
    assert_eq!(seen.kind, Some(kind), "{text}");
    seen.mapping
}

fn adds_up(report: &Report) {
    let totals = report.totals;
    assert_eq!(
        totals.read,
        totals.accepted + totals.rejected + totals.skipped
    );
}

fn findings(report: &Report) -> Vec<(u64, Code, &str)> {
    adds_up(report);
    report
        .findings
        .iter()
        .map(|f| (f.row, f.code, f.column.as_deref().unwrap_or_default()))
        .collect()
}

fn incidents(text: &str, mapping: &Mapping) -> Incidents {
    let file = file(text);
    read_incidents(&[PathBuf::from(file.path())], mapping, &()).unwrap()
}

fn labor(text: &str, mapping: &Mapping) -> Labor {
    let file = file(text);
    read_labor(&[PathBuf::from(file.path())], mapping, &()).unwrap()
}

fn backlog(text: &str) -> Backlog {
    let mapping = suggested(Kind::Backlog, text);
    let file = file(text);
    read_backlog(&[PathBuf::from(file.path())], &mapping, &()).unwrap()
}

const COSTS: &str = "\
number,business_service,opened_at,resolved_at,detected_by,recovered_by,recovery_action,\
reassignment_count,customers_lost,refunded_amount,penalties,vendor_costs,currency,kind
INC1,Checkout,2026-10-11T20:00:00Z,2026-10-11T21:00:00Z,Customers,automatically,restart,2,3,\"1,200.50\",0,,EUR,normal
INC2,Search,2026-10-12T20:00:00Z,,alert,Manual,roll back,0,,,,€80,EUR,drill
INC3,Search,2026-10-12T20:00:00Z,,,,,,,,,,,
";

#[test]
fn an_incident_brings_what_it_cost() {
    let mapping = suggested(Kind::Incidents, COSTS);
    for field in [
        Field::Cancellations,
        Field::Refunds,
        Field::Penalties,
        Field::Vendors,
        Field::Reassignments,
        Field::Kind,
    ] {
        assert!(mapping.sources.contains_key(&field), "{field}");
    }
    let read = incidents(COSTS, &mapping);
    assert_eq!(findings(&read.report), []);
    let costs = |index: usize| -> Vec<String> {
        read.rows[index]
            .fixed
            .iter()
            .map(|cost| format!("{} {}", cost.kind, cost.amount))
            .collect()
    };
    // A stated zero is a fact; an empty cell is nothing.
    assert_eq!(costs(0), ["refunds 1200.50 EUR", "penalties 0.00 EUR"]);
    assert_eq!(costs(1), ["vendors 80.00 EUR"]);
    assert!(costs(2).is_empty());
    let first = &read.rows[0];
    assert_eq!(first.cancellations, Some(3));
    assert_eq!(first.reassignments, Some(2));
    assert_eq!(first.detected_by, Some(Detection::Customer));
    assert_eq!(first.recovered_by, Some(Recovery::Automation));
    assert_eq!(first.recovery_action.as_deref(), Some("restart"));
    assert_eq!(read.rows[1].kind, IncidentKind::Test);
    assert_eq!(read.rows[2].cancellations, None);
}

#[test]
fn a_cost_that_does_not_read_sets_its_row_aside() {
    let head = "service,started,refunds,cancellations,currency\n";
    let rows = [
        ("A,2026-10-11T20:00:00Z,-5,,EUR", Code::Negative, "refunds"),
        ("A,2026-10-11T20:00:00Z,some,,EUR", Code::Number, "refunds"),
        ("A,2026-10-11T20:00:00Z,5,,", Code::Missing, "currency"),
        ("A,2026-10-11T20:00:00Z,5,,EURO", Code::Currency, "currency"),
        ("A,2026-10-11T20:00:00Z,€5,,USD", Code::Currency, "refunds"),
        (
            "A,2026-10-11T20:00:00Z,0.0000001,,EUR",
            Code::Precision,
            "refunds",
        ),
        (
            "A,2026-10-11T20:00:00Z,99999999999999999999,,EUR",
            Code::TooLarge,
            "refunds",
        ),
        (
            "A,2026-10-11T20:00:00Z,,-1,EUR",
            Code::Negative,
            "cancellations",
        ),
        (
            "A,2026-10-11T20:00:00Z,,1.5,EUR",
            Code::Precision,
            "cancellations",
        ),
        (
            "A,2026-10-11T20:00:00Z,,5000000000,EUR",
            Code::TooLarge,
            "cancellations",
        ),
    ];
    for (row, code, column) in rows {
        let text = format!("{head}{row}\n");
        let read = incidents(&text, &suggested(Kind::Incidents, &text));
        assert_eq!(findings(&read.report), [(2, code, column)], "{row}");
        assert!(read.rows.is_empty());
    }
    // A currency is only asked for where there is an amount.
    let text = format!("{head}A,2026-10-11T20:00:00Z,,2,???\n");
    let read = incidents(&text, &suggested(Kind::Incidents, &text));
    assert_eq!((read.rows.len(), read.rows[0].fixed.len()), (1, 0));
}

#[test]
fn costs_need_a_currency_from_somewhere() {
    let text = "service,started,penalty\nA,2026-10-11T20:00:00Z,\"1.234,5\"\n";
    let mapping = suggested(Kind::Incidents, text);
    assert_eq!(mapping.options.decimal, DecimalMark::Comma);
    let file = file(text);
    let refused = read_incidents(&[file.path().to_owned()], &mapping, &()).unwrap_err();
    assert!(
        matches!(&refused, Error::Unmapped { fields, .. } if fields == &[Field::Currency]),
        "{refused}"
    );
    let read = incidents(text, &mapping.set(Field::Currency, "SEK"));
    assert_eq!(read.rows[0].fixed[0].amount.to_string(), "1234.50 SEK");
    // A product of columns is an amount too, a word is not.
    let text = "service,started,vendor hours,vendor rate\nA,2026-10-11T20:00:00Z,3,80.25\n";
    let mapping = suggested(Kind::Incidents, text)
        .map(Field::Vendors, "vendor hours*vendor rate")
        .set(Field::Currency, "EUR");
    let read = incidents(text, &mapping);
    assert_eq!(read.rows[0].fixed[0].amount.to_string(), "240.75 EUR");
}

#[test]
fn labor_knows_when_it_began_and_what_was_review() {
    let text = "\
incident,role,person,start,end,minutes,is review
A-1,engineer,p1,2026-10-11T20:00:00+02:00,2026-10-11T21:30:00+02:00,,no
A-1,engineer,p2,2026-10-11T20:00:00Z,,45,
A-1,manager,p3,,,30,Yes
A-1,manager,p3,2026-10-11T20:00:00Z,,,
A-1,manager,p3,,2026-10-11T20:00:00Z,,
A-1,manager,p3,2026-10-11T21:00:00Z,2026-10-11T20:00:00Z,,
A-1,manager,p3,yesterday,,30,
A-1,manager,p3,,,30,perhaps
A-1,manager,p3,,,,
";
    let read = labor(text, &suggested(Kind::Labor, text));
    let found: Vec<(Option<String>, i64, bool)> = read
        .rows
        .iter()
        .map(|row| {
            assert_eq!(row.acted, None);
            let start = row.start.map(ninefold_domain::time::Instant::to_rfc3339);
            (start, row.worked_ms / 60_000, row.review)
        })
        .collect();
    assert_eq!(
        found,
        [
            (Some("2026-10-11T18:00:00Z".into()), 90, false),
            (Some("2026-10-11T20:00:00Z".into()), 45, false),
            (None, 30, true),
        ]
    );
    assert_eq!(
        findings(&read.report),
        [
            (5, Code::Missing, "end"),
            (6, Code::Missing, "start"),
            (7, Code::EndBeforeStart, "end"),
            (8, Code::Time, "start"),
            (9, Code::Word, "is review"),
            (10, Code::Missing, "minutes"),
        ]
    );
}

#[test]
fn what_responders_did_needs_neither_minutes_nor_a_role() {
    let text = "\
incident_id,user,acted_at
A-1,ada,2026-10-11T10:11:00Z
A-1,ada,2026-10-11T10:15:00Z
A-1,bob,soon
A-1,bob,
,bob,2026-10-11T10:15:00Z
";
    let mapping = suggested(Kind::Labor, text);
    let seen = inspect(file(text).path(), None, None).unwrap();
    assert_eq!(seen.questions, [], "a role is not asked for");
    let read = labor(text, &mapping);
    assert_eq!(
        findings(&read.report),
        [
            (4, Code::Time, "acted_at"),
            (5, Code::Missing, "acted_at"),
            (6, Code::Missing, "incident_id"),
        ]
    );
    let found: Vec<(&str, Option<&str>, i64, bool)> = read
        .rows
        .iter()
        .map(|row| {
            let acted = row.acted.is_some() && row.start.is_none();
            (&*row.role, row.person.as_deref(), row.worked_ms, acted)
        })
        .collect();
    assert_eq!(found, [("responder", Some("ada"), 0, true); 2]);
    let notes = &read.report.notes;
    // Those that were set aside are not counted twice.
    assert!(
        notes.iter().any(|n| n.code == NoteCode::NoRole),
        "{notes:?}"
    );
    // A row that states its minutes is a timesheet row, also among the others.
    let text = "incident,role,acted,minutes\nA-1,ops,2026-10-11T10:11:00Z,15\nA-1,ops,2026-10-11T10:11:00Z,\n";
    let read = labor(text, &suggested(Kind::Labor, text));
    let found: Vec<(i64, bool)> = read
        .rows
        .iter()
        .map(|row| (row.worked_ms / 60_000, row.acted.is_some()))
        .collect();
    assert_eq!(found, [(15, false), (0, true)]);
}

#[test]
fn a_backlog_is_a_row_a_month() {
    let read = backlog(
        "month,open,open_resilience,customer_incidents\n\
         2026-11,120,12,3\n2026-09-30,\"1,100\",0,\nNov-25,5,5,0\n10/2026,7,1,\nAugust 2026,8,2,\n",
    );
    assert_eq!(findings(&read.report), []);
    let found: Vec<String> = read
        .months
        .iter()
        .map(|m| {
            format!(
                "{} {} {} {:?}",
                m.month, m.open, m.open_resilience, m.customer_incidents
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "2025-11 5 5 Some(0)",
            "2026-08 8 2 None",
            "2026-09 1100 0 None",
            "2026-10 7 1 None",
            "2026-11 120 12 Some(3)",
        ]
    );
}

#[test]
fn a_backlog_row_that_does_not_read_is_set_aside() {
    let read = backlog(
        "month,open,open_resilience\n2026-13,1,0\n11,1,0\n1899-12,1,0\n26-11,1,0\n,1,0\n\
         2026-01,,0\n2026-01,1,\n2026-01,1.5,0\n2026-01,-1,0\n2026-01,3,4\n\
         2026-02,3,1\n2026-02,3,1\n2026-02,3,2\n2026-03,many,0\n2026-04-31,1,0\n13/2026,1,0\n",
    );
    assert_eq!(
        findings(&read.report),
        [
            (2, Code::Time, "month"),
            (3, Code::Time, "month"),
            (4, Code::Time, "month"),
            (5, Code::Time, "month"),
            (6, Code::Missing, "month"),
            (7, Code::Missing, "open"),
            (8, Code::Missing, "open_resilience"),
            (9, Code::Precision, "open"),
            (10, Code::Negative, "open"),
            (11, Code::TooLarge, "open_resilience"),
            (14, Code::Twice, "month"),
            (15, Code::Number, "open"),
            (16, Code::Time, "month"),
            (17, Code::Time, "month"),
        ]
    );
    let kept: Vec<String> = read
        .months
        .iter()
        .map(|m| format!("{} {}", m.month, m.open_resilience))
        .collect();
    assert_eq!(kept, ["2026-02 1"]);
}

#[test]
fn time_worked_may_be_written_in_words_or_on_a_clock() {
    let text = "\
incident,role,minutes,hours
A-1,ops,25 Days 21 Hours 1 Minute,
A-1,ops,1:02:03,
A-1,ops,1h 30m,
A-1,ops,,1:30
A-1,ops,,PT45M
A-1,ops,,1.5
A-1,ops,1:30,
A-1,ops,a while,
A-1,ops,4000000 weeks,
";
    let read = labor(text, &suggested(Kind::Labor, text));
    let seconds: Vec<i64> = read.rows.iter().map(|row| row.worked_ms / 1_000).collect();
    assert_eq!(seconds, [2_235_660, 3_723, 5_400, 5_400, 2_700, 5_400]);
    // Half past one, or a minute and a half?
    assert_eq!(
        findings(&read.report),
        [
            (8, Code::Number, "minutes"),
            (9, Code::Number, "minutes"),
            (10, Code::TooLarge, "minutes"),
        ]
    );
}

/// When the incidents of some rows began, or what stopped the import.
fn began(format: Option<&str>, values: &[&str]) -> Result<Vec<String>, Error> {
    let mut mapping = Mapping::default()
        .set(Field::Service, "Shop")
        .map(Field::Started, "began");
    mapping.options.date_format = format.map(str::to_owned);
    let file = file(&format!("began,x\n{},\n", values.join(",\n")));
    let read = read_incidents(&[PathBuf::from(file.path())], &mapping, &())?;
    adds_up(&read.report);
    Ok(read
        .rows
        .iter()
        .map(|row| row.started.to_rfc3339())
        .collect())
}

#[test]
fn counts_of_time_are_told_by_their_size_and_days_are_asked_about() {
    for values in [
        ["1773313200", "1773313200.5"],
        ["1773313200000", "1773313200500"],
        ["1773313200000000", "1773313200500999"],
    ] {
        assert_eq!(
            began(None, &values).unwrap(),
            ["2026-03-12T11:00:00Z", "2026-03-12T11:00:00.500Z"],
            "{values:?}"
        );
    }
    // Two sizes in one column say two things: neither is guessed.
    assert_eq!(
        began(None, &["1773313200", "1773313200000"]).unwrap(),
        [""; 0]
    );
    let asked = began(None, &["46093.4583333333", "46094"]).unwrap_err();
    assert!(matches!(asked, Error::SerialDates { .. }), "{asked}");
    assert!(asked.hint().contains("excel-1904"));
    assert_eq!(
        began(
            Some("excel-1900"),
            &["46093.4583333333", "46094", "61", "60", "59"]
        )
        .unwrap(),
        [
            "2026-03-12T11:00:00Z",
            "2026-03-13T00:00:00Z",
            "1900-03-01T00:00:00Z",
            // The 29th of February 1900 never was.
            "1900-02-28T00:00:00Z"
        ]
    );
    assert_eq!(
        began(Some("excel-1904"), &["44631.4583333333", "-1", "x"]).unwrap(),
        ["2026-03-12T11:00:00Z"]
    );
    let seen = inspect(
        file("service,started\nShop,46093\n").path(),
        Some(Kind::Incidents),
        None,
    )
    .unwrap();
    assert!(
        seen.questions.iter().any(|q| q.text.contains("1904")),
        "{:?}",
        seen.questions
    );
}

/// When the incidents of a table are over, as its header suggests that it is read.
fn ends(text: &str, zone: &str) -> Vec<String> {
    let mut mapping = suggested(Kind::Incidents, text);
    mapping.options.zone = Zone::parse(zone).unwrap();
    let read = incidents(text, &mapping);
    assert_eq!(findings(&read.report), [], "{text}");
    let over = read.rows.iter().map(|row| row.resolved);
    over.map(|end| end.map_or("open".into(), ninefold_domain::time::Instant::to_rfc3339))
        .collect()
}

#[test]
fn a_date_and_times_apart_say_when_it_was_over() {
    for (text, end) in [
        (
            "ID,Service,Start date,Start time,End time\n1,Shop,2027-01-04,10:00,10:30\n",
            "2027-01-04T10:30:00Z",
        ),
        (
            "Date,Time,Service,Title,Resolved at\n2027-01-04,10:00,Shop,Down,10:30\n",
            "2027-01-04T10:30:00Z",
        ),
        (
            "Date,Time,Service,Title,Resolved at\n2027-01-04,10:00,Shop,Down,2027-01-05 10:30\n",
            "2027-01-05T10:30:00Z",
        ),
        // A name that nothing is put together from, where what was made is empty.
        (
            "Date,Time,Service,Title,End datetime\n2027-01-04,10:00,Shop,Down,2027-01-05 10:30\n",
            "2027-01-05T10:30:00Z",
        ),
        // A date in words is no time of day, so its column stands.
        (
            "Date,Time,Service,Title,End datetime\n2027-01-04,10:00,Shop,Down,5 Jan 2027 10:30\n",
            "2027-01-05T10:30:00Z",
        ),
        (
            "Date,Start time,End time,Service\n2027-01-04,10:00 UTC,10:30 UTC,Shop\n",
            "2027-01-04T10:30:00Z",
        ),
        (
            "Date,Start time,End time,Service\n2027-01-04,10:00,,Shop\n",
            "open",
        ),
    ] {
        assert_eq!(ends(text, "UTC"), [end], "{text}");
    }
}

#[test]
fn a_night_in_which_the_clocks_change_ends_when_they_say() {
    let text = "ID,Service,Date,Start time,End time\n\
                1,Shop,3/27/2027,11:30 PM,3:30 AM\n2,Shop,10/30/2027,11:30 PM,3:30 AM\n";
    assert_eq!(
        ends(text, "Europe/Berlin"),
        ["2027-03-28T01:30:00Z", "2027-10-31T02:30:00Z"]
    );
    let text = "Incident,Person,Role,Date,Start time,End time\n\
                A-1,ada,ops,2027-03-27,23:30,03:30\nA-1,ada,ops,2027-10-30,23:30,03:30\n";
    let mut mapping = suggested(Kind::Labor, text);
    mapping.options.zone = Zone::parse("Europe/Berlin").unwrap();
    let read = labor(text, &mapping);
    assert_eq!(findings(&read.report), []);
    let hours: Vec<i64> = read.rows.iter().map(|r| r.worked_ms / 3_600_000).collect();
    assert_eq!(hours, [3, 5]);
}

#[test]
fn a_title_says_test_only_where_no_kind_is_given() {
    let text = "ID,Service,Started,Resolved,Title,Kind\n\
                1,Shop,2027-01-04,2027-01-05,Fire drill,normal\n\
                2,Shop,2027-01-04,2027-01-05,Fire drill,\n\
                3,Shop,2027-01-04,2027-01-05,Shop down,drill\n";
    let read = incidents(text, &suggested(Kind::Incidents, text));
    let kinds: Vec<IncidentKind> = read.rows.iter().map(|row| row.kind).collect();
    assert_eq!(
        kinds,
        [IncidentKind::Normal, IncidentKind::Test, IncidentKind::Test]
    );
}

/// How the incidents of a table without ends are judged.
fn judged(text: &str) -> Vec<Judgement> {
    let mapping = suggested(Kind::Incidents, text);
    assert!(!mapping.sources.contains_key(&Field::Resolved), "{text}");
    let read = incidents(text, &mapping);
    assert!(read.rows.iter().all(|row| row.resolved.is_none()));
    let sorts = read.report.judged.iter();
    sorts.map(|judged| judged.judgement).collect()
}

#[test]
fn closed_is_not_resolved() {
    let row = "1,Shop,2027-01-04 10:00,2027-01-05 10:00";
    for header in ["Closed", "Closed at", "closed_on"] {
        let text = format!("ID,Service,Opened,{header}\n{row}\n");
        assert_eq!(judged(&text), [Judgement::ClosedUnresolved], "{header}");
    }
    // A status says it better.
    let text = format!("ID,Service,Opened,Closed,Status\n{row},Reopened\n");
    assert_eq!(judged(&text), [Judgement::StillOpen]);
    let text = "ID,Title,Opened,Closed\n1,Shop down,2027-01-04 10:00,\n";
    let seen = inspect(file(text).path(), None, None).unwrap();
    assert_eq!(seen.kind, Some(Kind::Incidents), "a service is asked for");
}

/// When the incidents of a file under these heads ended, in minutes after they began, and the
/// lines that were set aside.
fn lasted(head: &str, lengths: &[&str]) -> (Vec<f64>, Vec<u64>) {
    let mut text = format!("service,started,{head}\n");
    for length in lengths {
        text.push_str(&format!("shop,2026-10-11T20:00:00Z,{length}\n"));
    }
    let mapping = suggested(Kind::Incidents, &text);
    assert_eq!(
        mapping.sources.get(&Field::ResolvedAfter),
        Some(&ninefold_ingest::Source::Column(head.to_owned()))
    );
    let read = incidents(&text, &mapping);
    adds_up(&read.report);
    let minutes = read.rows.iter().map(|row| {
        let resolved = row.resolved.expect("an end");
        (resolved.0 - row.started.0) as f64 / 60_000.0
    });
    let aside = read.report.findings.iter().map(|f| {
        assert!(f.expected.contains("duration (min)"), "{}", f.expected);
        f.row
    });
    (minutes.collect(), aside.collect())
}

#[test]
fn how_long_it_lasted_counts_in_the_unit_of_the_header() {
    assert_eq!(
        lasted("downtime (min)", &["45", "1.5"]),
        (vec![45.0, 1.5], vec![])
    );
    assert_eq!(lasted("duration_hours", &["2"]), (vec![120.0], vec![]));
    assert_eq!(lasted("Duration (s)", &["90"]), (vec![1.5], vec![]));
    assert_eq!(
        lasted("duration", &["45", "45 min", "1:30"]),
        (vec![45.0, 90.0], vec![2]),
        "a bare number says no unit"
    );
    // Beside hours, minutes and seconds, two parts are minutes and seconds.
    assert_eq!(
        lasted("duration", &["45:30", "1:02:03"]),
        (vec![45.5, 62.05], vec![])
    );
    assert_eq!(lasted("downtime (min)", &["45:30"]), (vec![45.5], vec![]));
    // Where a column says when it ended, nobody needs to know how long it took.
    let both = "service,started,resolved,duration\n";
    let mapping = suggested(Kind::Incidents, both);
    assert!(!mapping.sources.contains_key(&Field::ResolvedAfter));
}

#[test]
fn an_incident_that_hit_no_customer_begins_with_its_record_and_costs_no_user() {
    let text = "public_id,title,created,resolved,customer_impacted,customer_impact_start,customer_impact_end,services,state\n\
        1,Disk full,2026-10-11T20:17:00Z,2026-10-11T21:35:00Z,false,,,Checkout,resolved\n\
        2,Timeouts,2026-10-11T20:17:00Z,2026-10-11T21:35:00Z,true,2026-10-11T20:14:00Z,2026-10-11T21:31:00Z,Checkout,resolved\n\
        3,Unknown start,2026-10-11T20:17:00Z,,true,,,Checkout,active\n";
    let file = file(text);
    let seen = inspect(file.path(), None, None).unwrap();
    assert_eq!(seen.preset.map(|preset| preset.name), Some("datadog"));
    let paths = [file.path().to_owned()];
    let read = read_incidents(&paths, &seen.mapping, &()).unwrap();
    let found: Vec<(String, String, Option<f64>)> = read
        .rows
        .iter()
        .map(|row| {
            let end = row.resolved.expect("an end");
            (row.started.to_rfc3339(), end.to_rfc3339(), row.impact)
        })
        .collect();
    let of = |start: &str, end: &str, share| (start.to_owned(), end.to_owned(), share);
    assert_eq!(
        found,
        [
            of("2026-10-11T20:17:00Z", "2026-10-11T21:35:00Z", Some(0.0)),
            of("2026-10-11T20:14:00Z", "2026-10-11T21:31:00Z", None),
        ]
    );
    assert_eq!(findings(&read.report)[0].1, Code::Missing);
    let judged = |j: &&ninefold_ingest::Judged| j.judgement == Judgement::NoCustomer;
    let told = read.report.judged.iter().find(judged).expect("it is told");
    assert_eq!((told.count, told.treatment.name()), (1, "keep"));
    // Somebody may want them to count, or not to come in.
    for (treatment, share, rows) in [("count", None, 2), ("leave-out", None, 1)] {
        let mut mapping = seen.mapping.clone();
        let treatment = Judgement::NoCustomer.treatment(treatment).unwrap();
        mapping
            .options
            .treatments
            .insert(Judgement::NoCustomer, treatment);
        let read = read_incidents(&paths, &mapping, &()).unwrap();
        assert_eq!((read.rows.len(), read.rows[0].impact), (rows, share));
    }
}
