//! What is known about a company beside its incidents and its money: the catalog of its services,
//! its rate card, and the requests that its services answered.

use crate::shell::{Shell, list, number, text};
use ninefold_app::wire::Code;
use serde_json::{Value, json};
use std::path::PathBuf;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("data/presets")
        .join(name)
}

/// What is suggested for a file, which must ask nothing.
fn suggested(shell: &Shell, path: &PathBuf, preset: &str) -> Value {
    let seen = shell.call("import.inspect", json!({"paths": [path]}));
    let known = seen["preset"]["name"].as_str().unwrap_or_default();
    assert_eq!(known, preset, "{seen}");
    assert!(list(&seen, "questions").is_empty(), "{seen}");
    json!({"paths": [path], "kind": seen["kind"], "mapping": seen["mapping"]})
}

/// Name, tier, owner and what each service leans on.
fn services(shell: &Shell) -> Vec<String> {
    let settings = shell.call("settings", Value::Null);
    let all = list(&settings, "services");
    let name = |id: &str| {
        let mut named = all.iter().filter(|s| text(s, "edit.id") == id);
        text(named.next().expect("a service"), "edit.name").to_owned()
    };
    let mut found: Vec<String> = all
        .iter()
        .map(|service| {
            let edit = &service["edit"];
            let leans: Vec<String> = list(edit, "dependencies")
                .iter()
                .map(|d| format!("{} {}", name(text(d, "on")), text(d, "share")))
                .collect();
            format!(
                "{} [{}] {} → {}",
                text(edit, "name"),
                text(edit, "tier"),
                text(edit, "owner"),
                leans.join(", ")
            )
        })
        .collect();
    found.sort();
    found
}

fn roles(shell: &Shell) -> Vec<String> {
    let settings = shell.call("settings", Value::Null);
    list(&settings, "roles")
        .iter()
        .map(|r| {
            format!(
                "{} {} {}",
                text(r, "name"),
                text(r, "group"),
                text(r, "rate")
            )
        })
        .collect()
}

#[test]
fn a_backstage_catalog_becomes_services() {
    for file in ["backstage.yaml", "backstage.json"] {
        let shell = Shell::with_workspace("EUR", "UTC");
        let args = suggested(&shell, &fixture(file), "backstage");
        let report = shell.call("import.commit", args.clone());
        assert_eq!(number(&report, "new"), 3, "{report}");
        assert_eq!(number(&report, "rejected"), 0, "{report}");
        let found = services(&shell);
        assert_eq!(
            found,
            [
                "checkout [1] payments-team → payments , orders-db , mailer ",
                "mailer []  → ",
                "orders-db [] ada → ",
                "payments [] payments-team → ",
            ],
            "{file}"
        );
        let notes = report["notes"].to_string();
        assert!(
            notes.contains("leaned on without a row of its own"),
            "{notes}"
        );
        assert!(notes.contains("entities other than components"), "{notes}");
        let again = shell.call("import.commit", args);
        assert_eq!(
            (number(&again, "new"), number(&again, "unchanged")),
            (0, 3),
            "{again}"
        );
        shell.call("undo", Value::Null);
        assert!(services(&shell).is_empty());
    }
}

#[test]
fn a_catalog_of_our_own_comes_back_as_it_was() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let csv = "service,owner,tier,target,depends-on\n\
        Web & Shop,Team „Till“,1,99.95%,Suche 7%; db\nSuche,,2,,\ndb,Data / Ops,,99.5%,\n";
    let file = shell.file("services.csv", csv);
    shell.call("import.commit", suggested(&shell, &file, ""));
    let before = services(&shell);
    assert_eq!(
        before,
        [
            "Suche [2]  → ",
            "Web & Shop [1] Team „Till“ → Suche 7\u{202f}%, db ",
            "db [] Data / Ops → ",
        ]
    );
    let dir = shell.path("out");
    shell.call(
        "requirements.export",
        json!({"format": "backstage", "dir": dir}),
    );
    let catalog = dir.join("catalog-info.yaml");
    let again = shell.call("import.check", suggested(&shell, &catalog, "backstage"));
    assert_eq!(
        (number(&again, "new"), number(&again, "unchanged")),
        (0, 3),
        "{again}"
    );
    let targets = |shell: &Shell| -> Vec<String> {
        let settings = shell.call("settings", Value::Null);
        let mut all: Vec<String> = list(&settings, "services")
            .iter()
            .map(|s| format!("{} {}", text(s, "edit.name"), text(s, "edit.target")))
            .collect();
        all.sort();
        all
    };
    let other = Shell::with_workspace("EUR", "UTC");
    other.call("import.commit", suggested(&other, &catalog, "backstage"));
    assert_eq!(services(&other), before);
    assert_eq!(targets(&other), targets(&shell));
}

#[test]
fn a_catalog_changes_what_it_says_and_leaves_the_rest() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let csv = |text: &str| {
        let file = shell.file("services.csv", text);
        suggested(&shell, &file, "")
    };
    shell.call(
        "import.commit",
        csv("service,owner,tier,target,depends-on\nshop,Web,2,99.5%,db; search 40%\ndb,Data,,,\n"),
    );
    assert_eq!(
        services(&shell),
        [
            "db [] Data → ",
            "search []  → ",
            "shop [2] Web → db , search 40\u{202f}%"
        ]
    );
    // No tier, no target, and a dependency without its share: these stay as they are.
    let report = shell.call(
        "import.check",
        csv("service,owner,depends-on\nshop,Platform,search; db\n"),
    );
    let changes: Vec<String> = list(&report, "changes")
        .iter()
        .map(|c| {
            format!(
                "{}: {} → {}",
                text(c, "field"),
                text(c, "was"),
                text(c, "now")
            )
        })
        .collect();
    assert_eq!(changes, ["owner: Web → Platform"]);
    // A circle cannot be worked out, and is not brought in.
    let circle = csv("service,depends-on\ndb,shop\n");
    let report = shell.call("import.check", circle.clone());
    assert!(text(&report, "blocked").contains("circle"), "{report}");
    assert!(
        text(&report, "blocked").contains("db → shop → db"),
        "{report}"
    );
    assert_eq!(report["choices"], json!(["leave-out"]), "{report}");
    let refused = shell.refused("import.commit", circle.clone());
    assert_eq!(refused.code, Code::Conflict);
    assert_eq!(refused.hints, ["choose one of: leave-out"]);
    // It comes in without what closes the circle, and says what that was.
    let mut broken = circle;
    broken["onOverlap"] = json!("leave-out");
    let report = shell.call("import.check", broken.clone());
    assert_eq!(text(&report, "blocked"), "", "{report}");
    assert!(
        list(&report, "notes").iter().any(|n| n
            .as_str()
            .is_some_and(|n| n.contains("would close a circle: db → shop"))),
        "{report}"
    );
    let before = services(&shell);
    shell.call("import.commit", broken.clone());
    assert_eq!(services(&shell), before);
    broken["onOverlap"] = json!("replace");
    assert_eq!(shell.refused("import.commit", broken).field, "onOverlap");
    // An empty cell takes no dependency away, and the report says that they stay.
    let silent = csv("service,owner,depends-on\nshop,Web,\n");
    let report = shell.call("import.check", silent);
    assert_eq!(list(&report, "changes").len(), 0, "{report}");
    assert!(
        list(&report, "notes").iter().any(|n| n
            .as_str()
            .is_some_and(|n| n.starts_with("1 service says nothing"))),
        "{report}"
    );
    // What cannot be is told with its line.
    let report = shell.call(
        "import.check",
        csv("service,owner,tier,target,depends-on\na,x,0,,\nb,x,1,101%,\nc,x,1,,db 140%\nd,x,1,,\nd,y,1,,\ne,x,9,,\nf,x,10,,\n"),
    );
    let rows: Vec<u64> = list(&report, "problems")
        .iter()
        .map(|p| number(p, "row"))
        .collect();
    assert_eq!(rows, [2, 3, 4, 6, 8], "{report}");
}

#[test]
fn what_was_edited_here_is_kept_over_a_file_unless_the_file_is_taken() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let bring = |csv: &str, rule: &str| {
        let file = shell.file("company.csv", csv);
        let mut args = suggested(&shell, &file, "");
        args["onChange"] = json!(rule);
        shell.call("import.commit", args)
    };
    bring(
        "service,owner,tier,target,depends-on\nshop,Web,2,99.5%,db\n",
        "",
    );
    bring(
        "role,rate,currency,group\nEngineer,90,EUR,engineering\n",
        "",
    );
    let settings = shell.call("settings", Value::Null);
    let shop = list(&settings, "services")
        .iter()
        .find(|s| s["edit"]["name"] == "shop")
        .expect("it came in");
    let mut edit = shop["edit"].clone();
    edit["owner"] = json!("Platform");
    shell.call("service.save", edit);
    let mut role = list(&settings, "roles")[0].clone();
    role["rate"] = json!("120");
    shell.call("role.save", role);

    let catalog = "service,owner,tier,target,depends-on\nshop,Shop,3,99.5%,db\n";
    let report = bring(catalog, "update");
    let changes: Vec<(&str, bool, bool)> = list(&report, "changes")
        .iter()
        .map(|c| (text(c, "field"), c["taken"] == true, c["edited"] == true))
        .collect();
    assert_eq!(changes, [("owner", false, true), ("tier", true, false)]);
    assert_eq!(services(&shell)[1], "shop [3] Platform → db ");
    let card = "role,rate,currency,group\nEngineer,95,EUR,support\n";
    let report = bring(card, "update");
    assert_eq!(number(&report, "updated"), 1, "{report}");
    assert_eq!(roles(&shell), ["Engineer support 120.00"]);
    bring(card, "take");
    bring(catalog, "take");
    assert_eq!(roles(&shell), ["Engineer support 95.00"]);
    assert_eq!(services(&shell)[1], "shop [3] Shop → db ");
}

#[test]
fn wages_of_the_bls_become_a_rate_card() {
    let shell = Shell::with_workspace("USD", "UTC");
    let args = suggested(&shell, &fixture("oews.csv"), "oews");
    let report = shell.call("import.commit", args.clone());
    assert_eq!(
        roles(&shell),
        [
            "Computer and Information Systems Managers management 92.39",
            "Computer User Support Specialists support 32.10",
            "Customer Service Representatives support 22.40",
            "Public Relations Specialists communications 40.44",
            "Software Developers engineering 71.20",
        ]
    );
    // One wage is not stated, one is above the table; groups and physicians are no roles.
    assert_eq!(number(&report, "rejected"), 2, "{report}");
    assert_eq!(number(&report, "skipped"), 3, "{report}");
    let again = shell.call("import.commit", args.clone());
    assert_eq!((number(&again, "new"), number(&again, "unchanged")), (0, 5));

    // In another currency, at the last rate.
    let other = Shell::with_workspace("EUR", "UTC");
    let report = other.call("import.check", args.clone());
    assert_eq!(number(&report, "accepted"), 0, "{report}");
    assert!(
        report["groups"].to_string().contains("No exchange rate"),
        "{report}"
    );
    other.call(
        "rate.save",
        json!({"id": "", "currency": "USD", "day": "2020-01-02", "rate": "0.5", "worth": ""}),
    );
    other.call("import.commit", args);
    assert!(roles(&other).contains(&"Software Developers engineering 35.60".to_owned()));
}

#[test]
fn a_role_that_is_there_takes_the_rate_of_the_file_or_keeps_its_own() {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "card.csv",
        "role,rate,currency,group\nEngineer,90,EUR,engineering\nSupport,40,EUR,\n",
    );
    let args = suggested(&shell, &file, "");
    shell.call("import.commit", args);
    let file = shell.file(
        "card2.csv",
        "role,rate,currency\nengineer,95,EUR\nENGINEER,96,EUR\nSupport,40,EUR\n",
    );
    let mut args = suggested(&shell, &file, "");
    args["onChange"] = json!("keep");
    let kept = shell.call("import.commit", args.clone());
    assert_eq!(number(&kept, "updated"), 0, "{kept}");
    assert_eq!(number(&kept, "rejected"), 1, "{kept}");
    assert_eq!(roles(&shell)[0], "Engineer engineering 90.00");
    args["onChange"] = json!("update");
    shell.call("import.commit", args);
    assert_eq!(roles(&shell)[0], "Engineer engineering 95.00");
}

/// Two days of requests; ten fail in the incident, two elsewhere.
const REQUESTS: &str = "at,service,good,total\n\
    2026-03-02T10:00:00Z,shop,990,1000\n\
    2026-03-02T11:00:00Z,shop,1000,1000\n\
    2026-03-03T10:00:00Z,shop,1998,2000\n\
    2026-03-03T10:00:30Z,shop,0,0\n";

fn by_requests(shell: &Shell) -> Value {
    let screen = shell.call("availability", json!({"window": "2026-01-01..2026-04-01"}));
    list(&screen, "services")[0]["byRequests"].clone()
}

fn with_an_incident() -> Shell {
    let shell = Shell::with_workspace("EUR", "UTC");
    let file = shell.file(
        "incidents.csv",
        "id,service,started,resolved,impact\nI-1,shop,2026-03-02T10:00:00Z,2026-03-02T10:30:00Z,1\nI-2,shop,2026-03-04T10:00:00Z,2026-03-04T10:01:00Z,0\n",
    );
    let args = suggested(&shell, &file, "");
    shell.call("import.commit", args);
    shell
}

#[test]
fn requests_give_an_availability_of_their_own() {
    let shell = with_an_incident();
    assert_eq!(by_requests(&shell), Value::Null);
    let file = shell.file("requests.csv", REQUESTS);
    let args = suggested(&shell, &file, "");
    assert_eq!(text(&args, "kind"), "requests");
    let report = shell.call("import.commit", args.clone());
    assert_eq!(
        (number(&report, "accepted"), number(&report, "new")),
        (4, 3),
        "{report}"
    );
    let by = by_requests(&shell);
    // 3,988 of 4,000.
    assert_eq!(text(&by, "availability.text"), "99.70\u{202f}%", "{by}");
    assert_eq!(text(&by, "nines"), "2.5 nines");
    assert_eq!(text(&by, "failed"), "12 of 4,000 failed");
    // The default target allows 0.1 % of 4,000.
    assert_eq!(text(&by, "consumed"), "300\u{202f}%");
    assert_eq!(text(&by, "verdict"), "Over by 8 requests");
    assert_eq!(text(&by, "state"), "over");
    let said = text(&by, "difference");
    assert!(
        said.contains("2 of the 12 failures lie outside every incident"),
        "{said}"
    );
    assert!(said.contains("agreed minutes"), "{said}");

    let key = text(&by, "availability.explain").to_owned();
    let opened = shell.call(
        "explain",
        json!({"window": "2026-01-01..2026-04-01", "key": key}),
    );
    let steps = list(&opened, "steps");
    assert_eq!(text(&steps[steps.len() - 1], "label"), "3,988 ÷ 4,000");
    assert_eq!(text(&steps[steps.len() - 1], "value"), "99.70\u{202f}%");
    assert_eq!(list(&opened, "rows.rows").len(), 2, "{opened}");
    assert!(opened["inputs"].to_string().contains("requests.csv"));

    // Again, it is all there; other counts of the same minutes are asked about.
    let again = shell.call("import.commit", args);
    assert_eq!(
        (number(&again, "new"), number(&again, "unchanged")),
        (0, 3),
        "{again}"
    );
    let file = shell.file("more.csv", REQUESTS.replace("990,1000", "900,1000"));
    let mut args = suggested(&shell, &file, "");
    let blocked = shell.call("import.check", args.clone());
    assert!(
        text(&blocked, "blocked").contains("1 minute is there for the same service"),
        "{blocked}"
    );
    // What it offers works, and nothing else does.
    assert_eq!(blocked["choices"], json!(["keep", "add"]), "{blocked}");
    args["onOverlap"] = json!("replace");
    assert_eq!(
        shell.refused("import.check", args.clone()).field,
        "onOverlap"
    );
    args["onOverlap"] = json!("add");
    shell.call("import.check", args.clone());
    args["onOverlap"] = json!("keep");
    assert_eq!(number(&shell.call("import.check", args), "unchanged"), 3);
    shell.call("undo", Value::Null);
    assert_eq!(by_requests(&shell), Value::Null);
    shell.call("redo", Value::Null);
    assert_eq!(by_requests(&shell), by);
}

#[test]
fn counts_that_cannot_be_are_findings() {
    let shell = with_an_incident();
    let file = shell.file(
        "requests.csv",
        "time,service,total,failed\n\
         2026-03-02T10:00:00Z,shop,10,1\n\
         2026-03-02T10:01:00Z,shop,10,11\n\
         2026-03-02T10:02:00Z,shop,-1,0\n\
         2026-03-02T10:03:00Z,shop,1.5,0\n\
         2026-03-02T10:04:00Z,,1,0\n\
         2026-03-02T10:05:00Z,shop,7,\n",
    );
    let args = suggested(&shell, &file, "");
    let report = shell.call("import.commit", args);
    assert_eq!(
        ["read", "accepted", "rejected"].map(|n| number(&report, n)),
        [6, 1, 5],
        "{report}"
    );
    assert_eq!(text(&by_requests(&shell), "failed"), "1 of 10 failed");
}

#[test]
fn one_service_in_two_spellings_is_one_service() {
    let shell = with_an_incident();
    let file = shell.file(
        "requests.csv",
        "time,service,total,failed\n\
         2026-03-02T10:00:00Z,Shop,10,1\n\
         2026-03-02T10:00:30Z,shop,10,0\n\
         2026-03-02T10:01:00Z,SHOP,20,0\n",
    );
    let args = suggested(&shell, &file, "");
    let report = shell.call("import.commit", args);
    assert_eq!(
        ["read", "accepted", "new"].map(|n| number(&report, n)),
        [3, 3, 2],
        "{report}"
    );
    assert_eq!(text(&by_requests(&shell), "failed"), "1 of 40 failed");
}
