//! The register as the window asks for it: long, across services, without revenue.

use crate::wire::{RiskRows, Risks};
use crate::{App, Job, SystemHost};
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::RiskId;
use ninefold_domain::risk::{Category, Risk, RiskSource};
use serde_json::json;
use std::time::Instant;

/// The sample, open, and the folder it is in.
fn sample() -> (tempfile::TempDir, App) {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(Box::new(SystemHost::default()), folder.path().join("home"));
    let path = folder.path().join("sample.ninefold");
    app.call(
        "workspace.sample",
        json!({"path": path, "catalogOnly": false}),
        &Job::quiet(),
    )
    .unwrap();
    (folder, app)
}

fn ask<T: serde::de::DeserializeOwned>(app: &App, command: &str, args: serde_json::Value) -> T {
    let answer = app.call(command, args, &Job::quiet()).unwrap();
    serde_json::from_value(answer).unwrap()
}

fn risk(n: u128, like: &Risk) -> Risk {
    Risk {
        id: RiskId(n + 1),
        name: format!("Risk {n}"),
        failure_mode: format!("mode {n}"),
        category: Category::MisconfigurationOrBug,
        frequency: Estimate::three_point(0.0, 0.001, 0.01),
        repair: Estimate::interval(10.0, 11.0 + (n % 997) as f64),
        source: RiskSource::PreMortem,
        ..like.clone()
    }
}

/// A list of everything that can fail: sent in windows that join without a gap, in an order that
/// one window does not have for itself. How long it takes is printed, not asserted: it depends on
/// the machine.
#[test]
fn ten_thousand_risks_are_ranked_and_read_in_windows() {
    const MANY: u128 = 10_000;
    let (_folder, app) = sample();
    app.with(|w| {
        let like = w.risks.clone();
        w.risks = (0..MANY)
            .map(|n| risk(n, &like[n as usize % like.len()]))
            .collect();
        Ok(())
    })
    .unwrap();
    let timed = |what: &str, since: Instant| println!("{what}: {:?}", since.elapsed());
    let clock = Instant::now();
    let screen: Risks = ask(&app, "risks", json!({"limit": 200}));
    timed("the register of 10,000 risks, 200 rows of it", clock);
    assert_eq!((screen.rows.len(), screen.total), (200, MANY as u32));
    let clock = Instant::now();
    let window = |offset: u32, limit: u32| -> RiskRows {
        ask(
            &app,
            "risks.rows",
            json!({"of": {}, "offset": offset, "limit": limit}),
        )
    };
    let end = window(9_900, 200);
    timed("a window of them", clock);
    assert_eq!((end.rows.len(), end.total), (100, MANY as u32));
    let clock = Instant::now();
    app.call("risks.suggest", json!(null), &Job::quiet())
        .unwrap();
    timed("what history suggests beside them", clock);
    let all = window(0, 20_000).rows;
    assert_eq!(all.len(), MANY as usize);
    let ids = |rows: &[crate::wire::RiskRow]| -> Vec<String> {
        rows.iter().map(|row| row.id.clone()).collect()
    };
    assert_eq!(ids(&all[..200]), ids(&screen.rows));
    assert_eq!(ids(&all[9_900..]), ids(&end.rows));
    assert!(all.is_sorted_by(|a, b| a.minutes.value >= b.minutes.value));
    // Greedy acceptance: of a service the smallest are taken, and none above one that is not.
    for service in screen.services.iter().map(|s| &s.label) {
        let own: Vec<_> = all.iter().filter(|row| row.service == *service).collect();
        let refused = own.iter().rposition(|row| !row.accepted);
        assert!(
            own.iter()
                .take(refused.unwrap_or(0))
                .all(|row| !row.accepted),
            "{service}"
        );
    }
}

/// The first workspace that anybody sees does not contradict itself.
#[test]
fn the_register_of_the_sample_is_in_line_with_its_record() {
    let (_folder, app) = sample();
    let screen: Risks = ask(&app, "risks", json!({}));
    assert_eq!(screen.record_warning, "", "{:#?}", screen.on_record.rows);
    let cost = screen.on_record.rows.last().unwrap();
    assert_eq!(cost.last().map(String::as_str), Some("in line"), "{cost:?}");
}

/// What several services may be down is not added up, nor held against the budget of one.
#[test]
fn services_are_held_against_their_own_budgets() {
    let (_folder, app) = sample();
    let all: Risks = ask(&app, "risks", json!({}));
    let mut over = 0;
    for service in &all.services {
        let one: Risks = ask(&app, "risks", json!({"service": service.key}));
        let [first, ..] = one.tiles.as_slice() else {
            panic!("{service:?}")
        };
        over += usize::from(first.over);
        // A row of it says the same of its own budget in either list, unless another service that
        // it reaches has less room.
        for row in &one.rows {
            let same = all.rows.iter().find(|r| r.id == row.id).unwrap();
            assert!(same.share_value >= row.share_value, "{}", row.name);
        }
    }
    assert_eq!(all.tiles[0].figure.value, Some(over as f64));
}

/// Nobody knows what a minute costs: that is no loss of nothing.
#[test]
fn without_revenue_a_loss_is_missing_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(Box::new(SystemHost::default()), folder.path().join("home"));
    let path = folder.path().join("shop.ninefold");
    let call = |command: &str, args| app.call(command, args, &Job::quiet()).unwrap();
    call(
        "workspace.create",
        json!({"path": path, "currency": "EUR", "zone": "UTC"}),
    );
    let service = call(
        "service.save",
        json!({
            "id": "", "name": "Shop", "tier": "", "owner": "", "target": "99.9 %",
            "channels": [], "dependencies": [], "redundancies": [], "hours": "", "hoursZone": ""
        }),
    );
    let fixed = |value: &str| json!({"kind": "fixed", "low": value, "likely": "", "high": ""});
    let mut risk = json!({
        "id": "", "name": "It fails", "service": service["id"], "failureMode": "it fails",
        "category": "single-point-of-failure", "frequency": fixed("6"), "detect": fixed("0"),
        "repair": fixed("60"), "users": fixed("100 %"), "people": fixed("0"),
        "perEvent": fixed("0"), "streams": [], "dispersion": "", "group": "", "groupShare": "",
        "source": "pre-mortem", "notes": ""
    });
    let saved = call("risk.save", risk.clone());
    let screen: Risks = ask(&app, "risks", json!({}));
    assert_eq!(screen.rows[0].loss.value, None);
    assert!(
        screen.rows[0]
            .loss
            .reason
            .contains("no revenue is known of Shop")
    );
    assert_eq!(screen.tiles[1].figure.value, None);
    let tiers = call(
        "tiers",
        json!({"scenario": "", "service": "", "preview": true}),
    );
    assert!(
        tiers["tiles"][0]["figure"]["value"].is_null(),
        "{}",
        tiers["tiles"]
    );
    for chart in ["exceedance", "tornado", "tierCurves"] {
        let drawn = call(
            "chart",
            json!({"chart": chart, "window": "", "scope": "", "theme": "light", "width": 800, "height": 300}),
        );
        let said = drawn.to_string();
        assert!(said.contains("o revenue is known"), "{chart}: {said}");
        assert!(!said.contains("no risks yet"), "{chart}");
    }
    // With a cost of its own it has a loss, and it says what is not in it.
    risk["id"] = saved["id"].clone();
    risk["perEvent"] = fixed("500");
    call("risk.save", risk);
    let screen: Risks = ask(&app, "risks", json!({}));
    assert_eq!(screen.rows[0].loss.value, Some(3_000.0));
    assert!(
        screen.tiles[1]
            .caption
            .contains("without lost revenue of 1 risk")
    );
}
