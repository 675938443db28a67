//! A hundred thousand incidents: every page of the grid against a naive reference, and how long
//! things take (printed, not asserted: it depends on the machine and the profile).

use crate::shell::{Shell, columns, list, number, text};
use serde_json::{Value, json};
use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::time::Instant;

const MANY: usize = 100_000;
const SERVICES: usize = 20;
const SEVERITIES: [&str; 4] = ["SEV1", "SEV2", "SEV3", ""];
const CAUSES: [&str; 5] = ["config", "capacity", "network", "deploy", "dns cache"];
const WORDS: [&str; 6] = ["cards", "slow", "search", "login", "timeouts", "errors"];
/// Minutes since 1970 of 1 January 2026, UTC.
const FIRST: i64 = 29_453_760;

/// An incident as the reference knows it.
struct Plain {
    label: String,
    title: String,
    service: String,
    severity: &'static str,
    cause: &'static str,
    started: i64,
    /// Missing while it is open.
    minutes: Option<i64>,
    /// Tenths.
    impact: i64,
    customer: bool,
    hand: bool,
    /// Labor, whole units of currency.
    cost: i64,
}

impl Plain {
    /// Each starts in a minute of its own, in an order that is not that of the numbers.
    fn nth(n: usize) -> Self {
        let place = n * 7_919 % MANY;
        let mix = |salt: usize, of: usize| (n * 2_654_435_761 + salt * 40_503) / 97 % of;
        let minutes = (n % 5_000 != 4_999).then(|| 1 + mix(1, 600) as i64);
        Self {
            label: format!("N-{n:06}"),
            title: format!(
                "{} {} {}",
                WORDS[mix(2, 6)],
                WORDS[mix(3, 6)],
                mix(4, 1_000)
            ),
            service: format!("Service {:02}", mix(5, SERVICES)),
            severity: SEVERITIES[mix(6, 4)],
            cause: CAUSES[mix(7, 5)],
            started: FIRST + 7 * place as i64,
            minutes,
            impact: 1 + mix(8, 10) as i64,
            customer: mix(9, 3) == 0,
            hand: mix(10, 2) == 0,
            cost: if n.is_multiple_of(40) {
                1 + mix(11, 5_000) as i64
            } else {
                0
            },
        }
    }

    fn length(&self, as_of: i64) -> i64 {
        self.minutes.unwrap_or(as_of - self.started)
    }
}

struct World {
    shell: Shell,
    all: Vec<Plain>,
    /// Minutes since 1970: the end of the last day with data.
    as_of: i64,
}

impl World {
    fn new() -> Self {
        let all: Vec<Plain> = (0..MANY).map(Plain::nth).collect();
        let shell = Shell::with_workspace("EUR", "UTC");
        let head =
            "id,service,title,severity,started,resolved,impact,cause,detected_by,recovered_by";
        let mut incidents = format!("{head}\n");
        let mut labor = String::from("incident,role,minutes,rate,currency\n");
        let time = |minute: i64| {
            let at = ninefold_domain::time::Instant::of_minute(minute);
            at.to_rfc3339()
        };
        for i in &all {
            let end = i.minutes.map(|m| time(i.started + m)).unwrap_or_default();
            let _ = writeln!(
                incidents,
                "{},{},{},{},{},{end},0.{},{},{},{}",
                i.label,
                i.service,
                i.title,
                i.severity,
                time(i.started),
                if i.impact == 10 {
                    "99".into()
                } else {
                    i.impact.to_string()
                },
                i.cause,
                if i.customer { "customer" } else { "monitoring" },
                if i.hand { "hand" } else { "automation" },
            );
            if i.cost > 0 {
                // At 60 an hour a minute costs one.
                let _ = writeln!(labor, "{},Engineer,{},60,EUR", i.label, i.cost);
            }
        }
        let incidents = shell.file("incidents.csv", incidents);
        let labor = shell.file("labor.csv", labor);
        let sales = shell.file(
            "sales.csv",
            "at,stream,amount,currency\n2026-01-02T10:00:00Z,Shop,100,EUR\n",
        );
        shell.import("revenue", &[&sales], &columns("at,stream,amount,currency"));
        let since = Instant::now();
        let report = shell.import("incidents", &[&incidents], &columns(head));
        println!("import of {MANY} incidents: {:?}", since.elapsed());
        assert_eq!(number(&report, "new") as usize, MANY);
        shell.import(
            "labor",
            &[&labor],
            &columns("incident,role,minutes,rate,currency"),
        );
        let last = all
            .iter()
            .map(|i| i.started + i.minutes.unwrap_or(1))
            .max()
            .unwrap_or(FIRST);
        Self {
            shell,
            all,
            as_of: (last - 1).div_euclid(1_440) * 1_440 + 1_440,
        }
    }

    /// The reference: positions of what a condition lets through, in an order.
    fn expected(
        &self,
        keep: impl Fn(&Plain) -> bool,
        order: impl Fn(&Plain, &Plain) -> Ordering,
        descending: bool,
    ) -> Vec<usize> {
        let mut found: Vec<usize> = (0..MANY).filter(|i| keep(&self.all[*i])).collect();
        found.sort_unstable_by(|a, b| {
            let (a, b) = (&self.all[*a], &self.all[*b]);
            let by = order(a, b).then(a.started.cmp(&b.started));
            if descending { by.reverse() } else { by }
        });
        found
    }

    /// Asks for a page and holds it against the reference.
    #[track_caller]
    fn page(&self, args: &Value, expected: &[usize]) -> Value {
        let page = self.shell.call("incidents.page", args.clone());
        let offset = number(args, "offset") as usize;
        let limit = number(args, "limit").min(500) as usize;
        assert_eq!(number(&page, "total") as usize, MANY, "{args}");
        assert_eq!(number(&page, "matched") as usize, expected.len(), "{args}");
        let rows: Vec<&str> = list(&page, "rows")
            .iter()
            .map(|r| text(r, "label"))
            .collect();
        let wanted: Vec<&str> = expected
            .iter()
            .skip(offset)
            .take(limit)
            .map(|i| self.all[*i].label.as_str())
            .collect();
        assert_eq!(rows, wanted, "{args}");
        page
    }
}

fn newest(_: &Plain, _: &Plain) -> Ordering {
    Ordering::Equal
}

#[test]
fn pages_of_a_hundred_thousand_incidents_are_those_of_a_naive_reference() {
    let world = World::new();
    let path = world.shell.path("shop.ninefold");
    world.shell.call("workspace.close", Value::Null);
    let since = Instant::now();
    world.shell.call("workspace.open", json!({"path": path}));
    println!("open: {:?}", since.elapsed());
    let since = Instant::now();
    let all = world.expected(|_| true, newest, true);
    println!("(reference order: {:?})", since.elapsed());
    let since = Instant::now();
    world.page(&json!({"offset": 0, "limit": 100}), &all);
    println!("first page: {:?}", since.elapsed());

    // Windows anywhere, at the end, beyond it, of nothing, and larger than an answer may be.
    for (offset, limit) in [
        (0, 0),
        (0, 1),
        (49_990, 20),
        (MANY - 1, 10),
        (MANY - 100, 100),
        (MANY, 50),
        (MANY * 2, 50),
        (0, 100_000),
        (usize::MAX >> 12, 500),
    ] {
        let page = world.page(&json!({"offset": offset, "limit": limit}), &all);
        assert!(list(&page, "rows").len() <= limit.min(500));
        assert_eq!(number(&page, "offset") as usize, offset.min(MANY));
    }
    let mut seen = HashSet::new();
    for offset in (0..MANY).step_by(500) {
        let page = world
            .shell
            .call("incidents.page", json!({"offset": offset, "limit": 500}));
        seen.extend(list(&page, "rows").iter().map(|r| text(r, "id").to_owned()));
    }
    assert_eq!(seen.len(), MANY, "scrolled to the end, each was seen once");

    sorts(&world);
    filters(&world);
    edits(&world);
}

fn sorts(world: &World) {
    let as_of = world.as_of;
    type Order<'a> = Box<dyn Fn(&Plain, &Plain) -> Ordering + 'a>;
    // An incident without a severity has none to sort by: it comes before all that have one.
    let severity = |i: &Plain| (!i.severity.is_empty()).then_some(i.severity);
    let orders: [(&str, Order<'_>); 8] = [
        ("started", Box::new(newest)),
        ("label", Box::new(|a, b| a.label.cmp(&b.label))),
        ("title", Box::new(|a, b| a.title.cmp(&b.title))),
        ("service", Box::new(|a, b| a.service.cmp(&b.service))),
        (
            "severity",
            Box::new(move |a, b| severity(a).cmp(&severity(b))),
        ),
        (
            "minutes",
            Box::new(move |a, b| a.length(as_of).cmp(&b.length(as_of))),
        ),
        ("impact", Box::new(|a, b| a.impact.cmp(&b.impact))),
        ("cost", Box::new(|a, b| a.cost.cmp(&b.cost))),
    ];
    for (column, order) in &orders {
        for descending in [false, true] {
            let expected = world.expected(|_| true, order, descending);
            let since = Instant::now();
            for offset in [0, 31_415, MANY - 30] {
                world.page(
                    &json!({
                        "offset": offset,
                        "limit": 40,
                        "sort": {"column": column, "descending": descending},
                    }),
                    &expected,
                );
            }
            println!("three pages by {column}: {:?}", since.elapsed());
        }
    }
}

fn filters(world: &World) {
    type Keep = Box<dyn Fn(&Plain) -> bool>;
    let as_of = world.as_of;
    let cases: Vec<(&str, Keep)> = vec![
        ("login", Box::new(|i| i.title.contains("login"))),
        (
            "LOGIN slow",
            Box::new(|i| i.title.contains("login") && i.title.contains("slow")),
        ),
        (
            "n-0123",
            Box::new(|i| i.label.to_lowercase().contains("n-0123")),
        ),
        ("dns", Box::new(|i| i.cause.contains("dns"))),
        ("service:07", Box::new(|i| i.service.contains("07"))),
        ("severity:sev1", Box::new(|i| i.severity == "SEV1")),
        ("severity:SEV9", Box::new(|_| false)),
        ("cause:cap", Box::new(|i| i.cause.contains("cap"))),
        (">300", Box::new(move |i| i.length(as_of) > 300)),
        ("cost>4,000", Box::new(|i| i.cost > 4_000)),
        ("cost>-1", Box::new(|_| true)),
        ("open", Box::new(|i| i.minutes.is_none())),
        ("customer", Box::new(|i| i.customer)),
        ("hand", Box::new(|i| i.hand)),
        (
            "customer hand severity:SEV2 >120 config",
            Box::new(|i| {
                i.customer
                    && i.hand
                    && i.severity == "SEV2"
                    && i.minutes.is_none_or(|m| m > 120)
                    && i.cause == "config"
            }),
        ),
        ("nothing is called this", Box::new(|_| false)),
    ];
    for (filter, keep) in &cases {
        let expected = world.expected(keep, newest, true);
        let since = Instant::now();
        let args = json!({"filter": filter, "offset": 0, "limit": 100});
        let page = world.page(&args, &expected);
        println!("filter {filter}: {:?}", since.elapsed());
        assert_eq!(text(&page, "problem"), "", "{filter}");
        let summary = text(&page, "summary");
        let of_all = summary.strip_prefix("All ").unwrap_or(summary);
        let counted = of_all.split(' ').next().unwrap_or_default();
        assert_eq!(counted.replace(',', ""), expected.len().to_string());
        let last = expected.len().saturating_sub(3);
        world.page(
            &json!({"filter": filter, "offset": last, "limit": 10}),
            &expected,
        );
    }
    for filter in [">soon", "cost>lots", ">NaN"] {
        let page = world.shell.call(
            "incidents.page",
            json!({"filter": filter, "offset": 0, "limit": 1}),
        );
        assert!(text(&page, "problem").contains(filter), "{page}");
    }
}

/// A change is in the very next page, in its new place.
fn edits(world: &World) {
    let page = world.shell.call(
        "incidents.page",
        json!({"filter": "N-000123", "offset": 0, "limit": 5}),
    );
    let opened = world
        .shell
        .call("incident.get", json!({"id": text(&page, "rows.0.id")}));
    let mut edit = opened["edit"].clone();
    edit["title"] = json!("Zebra crossing");
    let since = Instant::now();
    world.shell.call("incident.save", edit);
    println!("edit: {:?}", since.elapsed());
    let by_title = json!({
        "offset": 0,
        "limit": 1,
        "sort": {"column": "title", "descending": true},
    });
    let page = world.shell.call("incidents.page", by_title.clone());
    assert_eq!(text(&page, "rows.0.title"), "Zebra crossing");
    let page = world.shell.call(
        "incidents.page",
        json!({"filter": "zebra", "offset": 0, "limit": 5}),
    );
    assert_eq!(number(&page, "matched"), 1);
    let since = Instant::now();
    world.shell.call("undo", Value::Null);
    println!("undo: {:?}", since.elapsed());
    let page = world.shell.call("incidents.page", by_title);
    assert_ne!(text(&page, "rows.0.title"), "Zebra crossing");
    for screen in ["overview", "cost", "availability", "data"] {
        let since = Instant::now();
        world.shell.call(screen, Value::Null);
        println!("{screen}: {:?}", since.elapsed());
    }
}
