//! Every format: its rules, what is left out, and the way back.

use super::openslo::documents;
use super::table::to_csv;
use super::*;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::id::{IncidentId, RequirementId, RiskId, ServiceId, TechniqueId};
use ninefold_domain::record::{Dependency, DependencyKind};
use ninefold_domain::requirement::{
    Answer, Evidence, Expectations, Hours, Outcome, Period, Ranged, Scenario, SignOff, Sli, Slo,
    SloWindow, Source, Status, TestResult, TestScenario,
};
use ninefold_domain::time::{Instant, Zone};
use proptest::prelude::*;
use serde_json::{Value, json};

fn requirement() -> Requirement {
    Requirement {
        id: RequirementId(9),
        number: 7,
        title: "Payments served again within 5 minutes".into(),
        statement:
            "If the primary is gone, then the Payments service shall serve again within 5 minutes."
                .into(),
        scenario: Scenario {
            source: "A part that fails".into(),
            measure: "5 minutes".into(),
            ..Scenario::default()
        },
        service: ServiceId(1),
        tier: Some(1),
        slo: Some(Slo {
            sli: Sli {
                description: "answered".into(),
                source: "prometheus".into(),
                good: "sum(rate(http_requests_total{code!~\"5..\"}[5m]))".into(),
                total: "sum(rate(http_requests_total[5m]))".into(),
            },
            target: 0.9995,
            window: SloWindow::Rolling { days: 30 },
        }),
        rto: Some(5.0),
        rpo: Some(0.5),
        source: Source::Risk { of: RiskId(3) },
        risks: vec![RiskId(3), RiskId(4)],
        incidents: vec![IncidentId(5)],
        techniques: vec![TechniqueId(6)],
        evidence: Some(Evidence {
            as_of: Instant(1_793_000_000_000),
            per_minute: Some(Ranged::new(110.0, 74.0, 150.0)),
            minutes: Ranged::new(0.1, 0.0, 1.0),
            loss: Ranged::new(1.0 / 3.0, 0.0, 4e9),
            met: Some(Ranged::new(0.4, 0.3, 0.5)),
            cost: Some(10.0),
            avoided: Some(-2.5),
            risks: vec![RiskId(3)],
            incidents: vec![IncidentId(5)],
        }),
        expectations: Expectations {
            hours: Hours::Always,
            regions: "EU".into(),
            channels: vec!["mobile".into(), "API".into()],
            perceivable: Answer::Yes,
            wanted: Answer::Unsaid,
            notes: String::new(),
        },
        owner: Some("Team Till".into()),
        product: Some(SignOff {
            by: "Ada".into(),
            at: Instant(1_793_000_001_000),
        }),
        technical: None,
        test: TestScenario {
            title: "The primary is stopped".into(),
            given: vec!["it serves".into(), "it is watched".into()],
            when: vec!["the primary is stopped".into()],
            then: vec!["it serves again within 5 minutes".into()],
            probe: String::new(),
            fault: String::new(),
            wait_minutes: 5.0,
        },
        results: vec![TestResult {
            outcome: Outcome::Held,
            said: "completed".into(),
            at: Instant(1_793_000_002_000),
            imported: Instant(1_793_000_003_000),
            file: "journal.json".into(),
            hash: "00ff".into(),
            note: String::new(),
        }],
        status: Status::Verified,
        notes: "two\nlines".into(),
    }
}

fn entry(requirement: &Requirement) -> Entry<'_> {
    Entry {
        requirement,
        service: "Payments",
        status: "verified".into(),
        reason: String::new(),
        flags: vec![("No owner".into(), "nobody answers for it".into())],
        figures: vec![("Expected loss".into(), "€12k a year".into())],
        objectives: vec![("Objective".into(), "99.95 %".into())],
        expectations: vec![],
        risks: requirement
            .risks
            .iter()
            .map(|id| (id.to_string(), format!("Risk {}", id.0)))
            .collect(),
        incidents: requirement
            .incidents
            .iter()
            .map(|id| (id.to_string(), "INC-5".into()))
            .collect(),
        behind: requirement
            .incidents
            .iter()
            .map(|_| "INC-5".into())
            .collect(),
        techniques: requirement
            .techniques
            .iter()
            .map(|id| (id.to_string(), "Several zones".into()))
            .collect(),
        product: "Ada, 3 Nov 2026".into(),
        technical: String::new(),
        verification: "Held, 3 Nov 2026".into(),
    }
}

fn services() -> Vec<Service> {
    vec![
        Service {
            owner: Some("Team Till".into()),
            tier: Some(1),
            dependencies: vec![Dependency {
                on: ServiceId(2),
                kind: DependencyKind::Hard,
            }],
            ..Service::named(ServiceId(1), "Payments")
        },
        Service::named(ServiceId(2), "Österreichisches Tor & Co."),
        Service::named(ServiceId(3), "payments"),
    ]
}

fn sheet<'a>(requirements: &'a [Requirement], services: &'a [Service]) -> Sheet<'a> {
    Sheet {
        workspace: "shop",
        as_of: "14 Nov 2026, 00:00".into(),
        currency: "EUR",
        entries: requirements.iter().map(entry).collect(),
        services,
        catalog: Vec::new(),
    }
}

fn written(format: Format, requirements: &[Requirement]) -> Export {
    export(format, &sheet(requirements, &services()))
}

// OpenSLO: the rules of its specification, written down apart from the writer.

/// What is wrong with a document, as a reader would say it.
fn faults(document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |fine: bool, what: &str| {
        if !fine {
            faults.push(what.to_owned());
        }
    };
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    let label = |name: &str| {
        let letter = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        !name.is_empty()
            && name.len() <= 63
            && name.bytes().all(|b| letter(b) || b == b'-')
            && name.bytes().next().is_some_and(letter)
            && name.bytes().next_back().is_some_and(letter)
    };
    let metadata = |of: &Value, check: &mut dyn FnMut(bool, &str)| {
        check(label(&text(&of["name"])), "metadata.name");
        let shown = of["displayName"].as_str();
        check(
            shown.is_none_or(|s| s.chars().count() <= 63),
            "metadata.displayName",
        );
        if let Some(all) = of["annotations"].as_object() {
            check(all.values().all(Value::is_string), "metadata.annotations");
        }
    };
    check(document["apiVersion"] == "openslo/v1", "apiVersion");
    metadata(&document["metadata"], &mut check);
    let spec = &document["spec"];
    let described = |of: &Value| {
        of["description"]
            .as_str()
            .is_none_or(|s| s.chars().count() <= 1_050)
    };
    check(described(spec), "spec.description");
    let indicator = |of: &Value, check: &mut dyn FnMut(bool, &str)| {
        let ratio = of.get("ratioMetric");
        check(
            ratio.is_some() != of.get("thresholdMetric").is_some(),
            "exactly one of thresholdMetric and ratioMetric",
        );
        if let Some(ratio) = ratio {
            if ratio.get("raw").is_some() {
                check(ratio.get("rawType").is_some(), "rawType");
            } else {
                check(
                    ratio.get("good").is_some() != ratio.get("bad").is_some(),
                    "one of good and bad",
                );
                check(ratio.get("total").is_some(), "total");
            }
            for part in ["good", "bad", "total", "raw"] {
                if let Some(metric) = ratio.get(part) {
                    let spec = &metric["metricSource"]["spec"];
                    let filled = spec.as_object().is_some_and(|map| {
                        !map.is_empty() && map.values().all(|v| v != "" && !v.is_null())
                    });
                    check(filled, "metricSource.spec");
                }
            }
        }
    };
    match text(&document["kind"]).as_str() {
        "Service" => {}
        "SLI" => indicator(spec, &mut check),
        "SLO" => {
            check(label(&text(&spec["service"])), "spec.service");
            check(
                spec.get("indicator").is_some() != spec.get("indicatorRef").is_some(),
                "exactly one of indicator and indicatorRef",
            );
            let inline = spec.get("indicator");
            if let Some(inline) = inline {
                metadata(&inline["metadata"], &mut check);
                indicator(&inline["spec"], &mut check);
            }
            let windows = spec["timeWindow"].as_array().cloned().unwrap_or_default();
            check(windows.len() == 1, "exactly one timeWindow");
            for window in &windows {
                let duration = text(&window["duration"]);
                let digits = duration.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                check(
                    duration.len() == digits.len() + 1
                        && !digits.is_empty()
                        && digits.bytes().all(|b| b.is_ascii_digit())
                        && duration.ends_with(['m', 'h', 'd', 'w', 'M', 'Q', 'Y']),
                    "timeWindow.duration",
                );
                match window["isRolling"].as_bool() {
                    Some(true) => check(window.get("calendar").is_none(), "rolling, no calendar"),
                    Some(false) => {
                        let calendar = &window["calendar"];
                        let start = text(&calendar["startTime"]);
                        let shape: String = start
                            .chars()
                            .map(|c| if c.is_ascii_digit() { '0' } else { c })
                            .collect();
                        check(shape == "0000-00-00 00:00:00", "calendar.startTime");
                        let zone = text(&calendar["timeZone"]);
                        check(
                            zone.contains('/') && Zone::parse(&zone).is_ok(),
                            "calendar.timeZone",
                        );
                    }
                    None => check(false, "timeWindow.isRolling"),
                }
            }
            let method = text(&spec["budgetingMethod"]);
            check(
                ["Occurrences", "Timeslices", "RatioTimeslices"].contains(&method.as_str()),
                "budgetingMethod",
            );
            let objectives = spec["objectives"].as_array().cloned().unwrap_or_default();
            check(!objectives.is_empty(), "objectives");
            for objective in &objectives {
                let within = |name: &str, most: f64| {
                    let value = objective[name].as_f64();
                    value.is_none_or(|v| (0.0..most).contains(&v))
                };
                check(
                    objective.get("target").is_some() != objective.get("targetPercent").is_some(),
                    "one of target and targetPercent",
                );
                check(within("target", 1.0), "target");
                check(within("targetPercent", 100.0), "targetPercent");
                if method == "Timeslices" {
                    let slice = objective["timeSliceTarget"].as_f64();
                    check(
                        slice.is_some_and(|v| v > 0.0 && v <= 1.0),
                        "timeSliceTarget",
                    );
                    check(
                        objective.get("timeSliceWindow").is_some(),
                        "timeSliceWindow",
                    );
                }
                let is_threshold =
                    inline.is_some_and(|i| i["spec"].get("thresholdMetric").is_some());
                let compares = objective.get("op").is_some() || objective.get("value").is_some();
                check(
                    inline.is_none() || is_threshold == compares,
                    "op and value for a threshold only",
                );
            }
        }
        _ => check(false, "kind"),
    }
    faults
}

fn slo_document() -> Value {
    let one = requirement();
    let services = services();
    let (documents, _) = documents(&sheet(std::slice::from_ref(&one), &services));
    let found = documents.into_iter().find(|d| d["kind"] == "SLO");
    found.expect("an objective")
}

#[test]
fn only_what_grows_for_ever_is_a_counter() {
    let services = services();
    let counter = |good: &str, total: &str| {
        let mut one = requirement();
        if let Some(slo) = &mut one.slo {
            slo.sli.good = good.into();
            slo.sli.total = total.into();
        }
        let (documents, _) = documents(&sheet(std::slice::from_ref(&one), &services));
        let sli = documents.into_iter().find(|d| d["kind"] == "SLI");
        sli.expect("an indicator")["spec"]["ratioMetric"]["counter"].clone()
    };
    assert_eq!(counter("sum(good_total)", "sum(all_total)"), json!(true));
    assert_eq!(
        counter("sum(good_total)", "sum(rate(all_total[5m]))"),
        json!(false)
    );
    assert_eq!(
        counter("increase(good[1h])", "increase(all[1h])"),
        json!(false)
    );
}

#[test]
fn objectives_keep_the_rules_of_openslo() {
    let mut calendar = requirement();
    calendar.number = 8;
    calendar.title = "x".repeat(200);
    calendar.statement = "y ".repeat(2_000);
    calendar.slo = Some(Slo {
        window: SloWindow::Calendar {
            period: Period::Quarter,
            zone: Zone::parse("UTC").unwrap(),
            from: "2026-10-01".parse::<LocalDay>().unwrap(),
        },
        ..calendar.slo.clone().unwrap()
    });
    let all = [requirement(), calendar];
    let services = services();
    let (documents, skipped) = documents(&sheet(&all, &services));
    assert!(skipped.is_empty());
    let kinds: Vec<&str> = documents
        .iter()
        .filter_map(|d| d["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["Service", "SLI", "SLO", "SLI", "SLO"]);
    for document in &documents {
        assert_eq!(faults(document), [] as [String; 0], "{document:#}");
    }
    assert_eq!(
        documents[4]["spec"]["timeWindow"][0],
        json!({
            "duration": "1Q",
            "isRolling": false,
            "calendar": {"startTime": "2026-10-01 00:00:00", "timeZone": "Etc/UTC"},
        })
    );
    // The indicator inside is the one that stands alone, and the service is there.
    assert_eq!(
        documents[2]["spec"]["indicator"]["metadata"],
        documents[1]["metadata"]
    );
    assert_eq!(
        documents[2]["spec"]["service"],
        documents[0]["metadata"]["name"]
    );
}

#[test]
fn each_rule_of_openslo_is_missed_when_it_is_broken() {
    let broken = |path: &str, value: Value| {
        let mut document = slo_document();
        let (parent, name) = path.rsplit_once('/').unwrap();
        match (value, document.pointer_mut(path).is_some()) {
            (Value::Null, _) => {
                let place = document.pointer_mut(parent).unwrap();
                place.as_object_mut().unwrap().remove(name);
            }
            (value, true) => *document.pointer_mut(path).unwrap() = value,
            (value, false) => document.pointer_mut(parent).unwrap()[name] = value,
        }
        faults(&document)
    };
    assert_eq!(faults(&slo_document()), [] as [String; 0]);
    for (path, value, fault) in [
        ("/apiVersion", json!("openslo/v1alpha"), "apiVersion"),
        ("/kind", json!("Objective"), "kind"),
        ("/metadata/name", json!("REQ-7"), "metadata.name"),
        ("/metadata/name", json!("a".repeat(64)), "metadata.name"),
        ("/metadata/name", json!("-a"), "metadata.name"),
        (
            "/metadata/displayName",
            json!("a".repeat(64)),
            "metadata.displayName",
        ),
        (
            "/spec/description",
            json!("a".repeat(1_051)),
            "spec.description",
        ),
        (
            "/spec/indicatorRef",
            json!("other"),
            "exactly one of indicator and indicatorRef",
        ),
        (
            "/spec/indicator",
            Value::Null,
            "exactly one of indicator and indicatorRef",
        ),
        (
            "/spec/indicator/spec/thresholdMetric",
            json!({}),
            "exactly one of thresholdMetric and ratioMetric",
        ),
        (
            "/spec/indicator/spec/ratioMetric/bad",
            json!({}),
            "one of good and bad",
        ),
        (
            "/spec/indicator/spec/ratioMetric/total",
            Value::Null,
            "total",
        ),
        (
            "/spec/indicator/spec/ratioMetric/total/metricSource/spec",
            json!({}),
            "metricSource.spec",
        ),
        ("/spec/timeWindow", json!([]), "exactly one timeWindow"),
        (
            "/spec/timeWindow/0/duration",
            json!("30 days"),
            "timeWindow.duration",
        ),
        (
            "/spec/timeWindow/0/duration",
            json!("d"),
            "timeWindow.duration",
        ),
        (
            "/spec/timeWindow/0/calendar",
            json!({}),
            "rolling, no calendar",
        ),
        (
            "/spec/timeWindow/0/isRolling",
            Value::Null,
            "timeWindow.isRolling",
        ),
        (
            "/spec/timeWindow/0",
            json!({"duration": "1M", "isRolling": false,
                "calendar": {"startTime": "2026-10-01T00:00:00Z", "timeZone": "Europe/Berlin"}}),
            "calendar.startTime",
        ),
        (
            "/spec/timeWindow/0",
            json!({"duration": "1M", "isRolling": false,
                "calendar": {"startTime": "2026-10-01 00:00:00", "timeZone": "UTC"}}),
            "calendar.timeZone",
        ),
        ("/spec/budgetingMethod", json!("Events"), "budgetingMethod"),
        (
            "/spec/budgetingMethod",
            json!("Timeslices"),
            "timeSliceTarget",
        ),
        ("/spec/objectives/0/target", json!(1.0), "target"),
        ("/spec/objectives/0/target", json!(-0.1), "target"),
        (
            "/spec/objectives/0/targetPercent",
            json!(99.0),
            "one of target and targetPercent",
        ),
        (
            "/spec/objectives/0/op",
            json!("lte"),
            "op and value for a threshold only",
        ),
        ("/spec/service", json!("Payments"), "spec.service"),
    ] {
        let found = broken(path, value);
        assert!(found.iter().any(|f| f == fault), "{path}: {found:?}");
    }
}

#[test]
fn what_has_no_objective_is_left_out_and_named() {
    let mut none = requirement();
    none.slo = None;
    let mut all = requirement();
    all.number = 8;
    all.slo = all.slo.map(|slo| Slo { target: 1.0, ..slo });
    let mut unasked = requirement();
    unasked.number = 9;
    unasked.slo = unasked.slo.map(|slo| Slo {
        sli: Sli::default(),
        ..slo
    });
    let made = written(Format::OpenSlo, &[none, all, unasked]);
    assert!(made.files.is_empty());
    assert_eq!(made.written, 0);
    assert_eq!(made.skipped.len(), 3);
}

#[test]
fn an_experiment_names_its_requirement_and_asks_over_http() {
    let made = written(Format::ChaosToolkit, &[requirement()]);
    assert_eq!(made.files[0].name, "req-7-payments.json");
    let found: Value = serde_json::from_str(&made.files[0].text).unwrap();
    assert_eq!(
        found["extensions"][0]["requirement"],
        RequirementId(9).to_string()
    );
    let well = &found["steady-state-hypothesis"]["probes"][0];
    assert_eq!(well["tolerance"], 200);
    assert_eq!(well["provider"]["url"], "${probe_url}");
    assert_eq!(found["configuration"]["probe_url"]["key"], "PAYMENTS_URL");
    assert_eq!(found["method"][0]["pauses"]["after"], 300);
    assert_eq!(found["method"][0]["type"], "probe");
    let mut named = requirement();
    named.test.probe = "https://shop.example/health".into();
    named.test.fault = "https://shop.example/fault".into();
    let made = written(Format::ChaosToolkit, &[named]);
    let found: Value = serde_json::from_str(&made.files[0].text).unwrap();
    assert_eq!(found["method"][0]["type"], "action");
    assert_eq!(found["configuration"], json!({}));
}

#[test]
fn a_catalog_has_an_owner_for_each_and_names_that_differ() {
    let made = written(Format::Backstage, &[requirement()]);
    let text = &made.files[0].text;
    assert_eq!(made.files[0].name, "catalog-info.yaml");
    assert_eq!(text.matches("\n  owner: ").count(), 3);
    assert!(text.contains("name: \"oesterreichisches-tor-co\""));
    assert!(text.contains("name: \"payments-2\""));
    assert!(text.contains("- \"component:oesterreichisches-tor-co\""));
    assert_eq!(made.skipped.len(), 2);
}

#[test]
fn a_cell_that_begins_a_formula_is_neutral_and_numbers_stay_numbers() {
    let mut one = requirement();
    one.title = "=HYPERLINK(\"http://x\")".into();
    one.notes = "@SUM(A1)".into();
    one.owner = Some("+49 team".into());
    one.rpo = Some(0.25);
    let text = &written(Format::Csv, &[one]).files[0].text;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name: &str| {
        let at = heads.iter().position(|h| h == name).unwrap();
        row.get(at).unwrap().to_owned()
    };
    assert_eq!(cell("title"), "'=HYPERLINK(\"http://x\")");
    assert_eq!(cell("notes"), "'@SUM(A1)");
    assert_eq!(cell("owner"), "'+49 team");
    // A number below 0 is a number and no formula.
    assert_eq!(cell("avoided"), "-2.5");
    assert_eq!(cell("rpo_minutes"), "0.25");
    assert_eq!(cell("target"), "0.9995");
    let jira = &written(Format::Jira, &[requirement()]).files[0].text;
    let mut reader = csv::Reader::from_reader(jira.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("Summary"));
    assert!(jira.contains("h3. Owner"), "{jira}");
    // In Jira's marks a brace is a macro and a bracket a link.
    let mut query = requirement();
    query.statement = "The shop shall answer rate(total{code}[5m]) | all of it.".into();
    let marked = &written(Format::Jira, &[query]).files[0].text;
    assert!(
        marked.contains(r"rate(total\{code\}\[5m\]) \| all"),
        "{marked}"
    );
    for row in reader.records() {
        for cell in row.unwrap().iter() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
        }
    }
}

#[test]
fn a_document_shows_text_as_it_is() {
    let mut one = requirement();
    one.title = "a | b <script> *bold*".into();
    let text = &written(Format::Markdown, &[one]).files[0].text;
    assert!(text.contains("a \\| b \\<script\\> \\*bold\\*"));
    for part in [
        "REQ-7",
        "€12k a year",
        "INC-5",
        "Several zones",
        "Given",
        "No owner",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn a_feature_reads_as_steps() {
    assert_eq!(
        feature(&requirement(), "Payments"),
        "@REQ-7 @payments\nFeature: REQ-7 Payments served again within 5 minutes\n\n  \
         Rule: If the primary is gone, then the Payments service shall serve again within 5 \
         minutes.\n\n    Scenario: The primary is stopped\n      Given it serves\n      And it is \
         watched\n      When the primary is stopped\n      Then it serves again within 5 minutes\n"
    );
}

#[test]
fn what_is_no_export_is_refused_with_what_was_expected() {
    assert!(read_json("7").unwrap_err().contains("JSON object"));
    assert!(read_json("[]").is_err());
    assert!(
        read_json("{\"format\":\"x\"}")
            .unwrap_err()
            .contains(FORMAT)
    );
    let newer = format!("{{\"format\":\"{FORMAT}\",\"version\":2,\"requirements\":[]}}");
    assert!(read_json(&newer).unwrap_err().contains("version 2"));
    assert!(read_csv("a,b\n1,2\n").unwrap_err().contains("column"));
    let text = &written(Format::Csv, &[requirement()]).files[0].text;
    let found = read_csv(&text.replace(",0.9995,", ",much,")).unwrap();
    assert_eq!(
        found[0].as_ref().unwrap_err(),
        "line 2, column target: “much” is not a number"
    );
}

fn back(format: Format, requirements: &[Requirement]) -> Vec<Requirement> {
    let text = &written(format, requirements).files[0].text;
    let packed: Vec<Packed> = match format {
        Format::Json => read_json(text).unwrap(),
        _ => read_csv(text)
            .unwrap()
            .into_iter()
            .map(Result::unwrap)
            .collect(),
    };
    packed.into_iter().map(|p| p.requirement).collect()
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~äöü€]{0,24}",
        "[=+@'\t-][ -~]{0,8}",
        "'{1,3}[=+@-]?[a-z,;\"\n]{0,6}",
    ]
}

/// A line of a list: what a form lets through.
fn line() -> impl Strategy<Value = String> {
    words().prop_filter("one line", |w| {
        !w.trim().is_empty() && !w.contains(['\n', '\r'])
    })
}

fn any_requirement() -> impl Strategy<Value = Requirement> {
    let number = prop::option::of(0.0_f64..1e6);
    let window = prop_oneof![
        (1_u32..400).prop_map(|days| SloWindow::Rolling { days }),
        Just(SloWindow::Calendar {
            period: Period::Month,
            zone: Zone::parse("Europe/Berlin").unwrap(),
            from: "2026-11-01".parse::<LocalDay>().unwrap(),
        }),
    ];
    let slo = prop::option::of((0.0_f64..=1.0, window, words(), words()));
    (
        (any::<u128>(), 1_u32..10_000, words(), words(), words()),
        (number.clone(), number, slo, prop::option::of(line())),
        (
            prop::collection::vec(line(), 0..3),
            prop::collection::vec(line(), 0..3),
            prop::sample::select(Status::ALL.to_vec()),
            prop::collection::vec(any::<u128>(), 0..3),
        ),
        (words(), prop::option::of(line()), any::<bool>()),
    )
        .prop_map(
            |(
                (id, number, title, statement, notes),
                (rto, rpo, slo, owner),
                (given, channels, status, risks),
                (measure, signed, bare),
            )| {
                let full = requirement();
                Requirement {
                    id: RequirementId(id),
                    number,
                    title,
                    statement,
                    notes,
                    rto,
                    rpo,
                    slo: slo.map(|(target, window, good, description)| Slo {
                        sli: Sli {
                            description,
                            good,
                            ..Sli::default()
                        },
                        target,
                        window,
                    }),
                    owner,
                    status,
                    risks: risks.into_iter().map(RiskId).collect(),
                    scenario: Scenario {
                        measure,
                        ..full.scenario.clone()
                    },
                    expectations: Expectations {
                        channels,
                        ..full.expectations.clone()
                    },
                    technical: signed.map(|by| SignOff {
                        by,
                        at: Instant(1_793_000_001_000),
                    }),
                    test: TestScenario {
                        given,
                        ..full.test.clone()
                    },
                    evidence: full.evidence.clone().filter(|_| !bare),
                    results: if bare { vec![] } else { full.results.clone() },
                    tier: if bare { None } else { full.tier },
                    ..full
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_was_exported_reads_back_the_same(
        requirements in prop::collection::vec(any_requirement(), 0..4),
    ) {
        prop_assert_eq!(back(Format::Json, &requirements), requirements.clone());
        prop_assert_eq!(back(Format::Csv, &requirements), requirements);
    }

    #[test]
    fn neutral_is_undone_by_plain_and_begins_no_formula(text in words()) {
        let cell = neutral(&text);
        prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        prop_assert_eq!(plain(&cell), text);
    }

    #[test]
    fn a_row_stays_a_row(cells in prop::collection::vec(words(), 2..5)) {
        let text = to_csv(&[cells.clone(), cells.clone()]);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for row in reader.records() {
            let row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
            prop_assert_eq!(&row, &cells);
        }
    }

    #[test]
    fn slugs_are_labels_and_differ(names in prop::collection::vec("\\PC{0,80}", 1..6)) {
        let mut slugs = slug::Slugs::default();
        let mut seen = std::collections::HashSet::new();
        for name in &names {
            let one = slugs.of(name);
            prop_assert!(one.len() <= 63 && !one.is_empty());
            prop_assert!(one.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!one.starts_with('-') && !one.ends_with('-'));
            prop_assert!(seen.insert(one));
        }
    }

    #[test]
    fn no_text_makes_a_writer_fail(one in any_requirement()) {
        for (format, _) in Format::ALL {
            let made = written(format, std::slice::from_ref(&one));
            for file in &made.files {
                prop_assert!(!file.name.contains(['/', '\\']));
            }
        }
    }
}
