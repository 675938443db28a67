//! The register against the worked cases, and its refusals.

use super::*;
use crate::simulate::{Model, Settings, Tally};

fn risk(id: u128, name: &str) -> Risk {
    Risk {
        id: RiskId(id),
        name: name.into(),
        service: ServiceId(1),
        failure_mode: "the primary is gone".into(),
        category: Category::SinglePointOfFailure,
        frequency: Estimate::three_point(1.0, 2.0, 6.0),
        dispersion: 1.0,
        detect: Estimate::three_point(0.0, 5.0, 20.0),
        repair: Estimate::interval(10.0, 120.0),
        one_length: false,
        users: Estimate::three_point(0.1, 0.25, 1.0),
        streams: vec![],
        people: Estimate::fixed(3.0),
        per_event: Estimate::fixed(0.0),
        common_cause: None,
        source: RiskSource::PreMortem,
        notes: String::new(),
    }
}

#[test]
fn worked_case_of_bad_minutes() {
    assert!((bad_minutes(10.0, 50.0, 0.25, 60.0) - 91.25).abs() < 1e-9);
}

/// Fourteen risks: 98.901 %, and how many are too big for which target.
#[test]
fn fourteen_risks_against_three_targets() {
    let minutes = [
        3559.0, 507.0, 395.0, 242.0, 213.0, 150.0, 129.0, 125.0, 122.0, 119.0, 76.0, 71.0, 52.0,
        16.0,
    ];
    let sum: f64 = minutes.iter().sum();
    assert_eq!(sum, 5_776.0);
    assert!((1.0 - sum / 525_600.0 - 0.98901).abs() < 5e-6);
    for (target, too_big, alone) in [(0.999, 6, 1), (0.9995, 12, 3), (0.9999, 14, 12)] {
        let ranked = rank(&minutes, (1.0 - target) * 525_600.0);
        assert_eq!(
            ranked.iter().filter(|r| r.too_big).count(),
            too_big,
            "{target}"
        );
        assert_eq!(
            ranked.iter().filter(|r| r.breaks_alone).count(),
            alone,
            "{target}"
        );
        assert!(ranked.is_sorted_by(|a, b| a.minutes >= b.minutes));
    }
    // 16 + 52 + 71 + 76 + 119 + 122 = 456 fit into 525.6, the next 125 do not.
    let ranked = rank(&minutes, 525.6);
    assert_eq!(ranked.iter().filter(|r| r.accepted).count(), 6);
    assert!(ranked[13].accepted && !ranked[7].accepted);
    // Against a target of 100 % everything is too big, but nothing is not.
    let all = rank(&[1.0, 0.0], 0.0);
    assert!(all[0].too_big && all[0].share.is_infinite());
    assert!(!all[1].too_big && all[1].accepted);
}

/// Two services with budgets of 500 and 50: what is little for one is too much for the other, and
/// minutes of one never fill the budget of the other.
#[test]
fn risks_are_held_against_the_budget_of_each_service_that_they_reach() {
    let (shop, search) = (0, 1);
    let minutes = [
        vec![(shop, 120.0)],
        vec![(search, 30.0)],
        vec![(shop, 20.0), (search, 20.0)],
        vec![],
        vec![(shop, 400.0), (search, 0.0)],
    ];
    let stands = rank_each(&minutes, &[500.0, 50.0]);
    let of = |risk: usize| stands.iter().find(|s| s.risk == risk).unwrap();
    assert_eq!(stands.len(), 4);
    // 20 + 120 fit into the 500 of the shop, 400 more do not.
    assert!(of(0).accepted && !of(0).too_big && of(0).service == shop);
    assert!(!of(4).accepted && of(4).too_big && !of(4).breaks_alone);
    // 20 + 30 just fit into the 50 of search, each above a quarter of it.
    assert!(of(1).accepted && of(1).too_big && (of(1).share - 0.6).abs() < 1e-12);
    // Nothing for the shop, much for search: that is where it stands.
    assert!(of(2).too_big && of(2).service == search && (of(2).share - 0.4).abs() < 1e-12);
    // On one service it is the plain ranking.
    let alone = rank_each(
        &[vec![(0, 30.0)], vec![(0, 10.0)], vec![(0, 80.0)]],
        &[100.0],
    );
    for ranked in rank(&[30.0, 10.0, 80.0], 100.0) {
        let stand = alone[ranked.risk];
        assert_eq!(
            (
                stand.share,
                stand.too_big,
                stand.breaks_alone,
                stand.accepted
            ),
            (
                ranked.share,
                ranked.too_big,
                ranked.breaks_alone,
                ranked.accepted
            )
        );
    }
}

#[test]
fn a_risk_that_cannot_be_read_is_left_out_and_named() {
    let mut wrong = risk(2, "Certificate");
    wrong.repair = Estimate::interval(0.0, 5.0);
    wrong.users = Estimate::fixed(25.0);
    wrong.dispersion = 0.5;
    wrong.frequency = Estimate::fixed(1e9);
    let compiled = compile(&[risk(1, "Database"), wrong], |_| Exposure {
        per_minute: Distribution::Fixed(100.0),
        profile: None,
        hourly_rate: 90.0,
        hits: vec![],
    });
    assert_eq!(
        (compiled.processes.len(), compiled.risks.as_slice()),
        (1, &[0][..])
    );
    let [(1, errors)] = &compiled.refused[..] else {
        panic!("{:?}", compiled.refused);
    };
    let fields: Vec<&str> = errors.iter().map(|e| e.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "Certificate, events a year",
            "Certificate, minutes to repair",
            "Certificate, share of users",
            "Certificate, dispersion"
        ]
    );
}

#[test]
fn a_register_is_simulated_to_its_closed_form() {
    let risks = [risk(1, "Database"), risk(2, "Certificate")];
    let compiled = compile(&risks, |_| Exposure {
        per_minute: Distribution::Fixed(100.0),
        profile: None,
        hourly_rate: 90.0,
        hits: vec![Hit {
            service: 0,
            share: 1.0,
        }],
    });
    let parts = risks[0].parts().unwrap();
    let duration = parts.detect.mean() + parts.repair.mean();
    let loss = parts.frequency.mean() * duration * (100.0 * parts.users.mean() + 3.0 * 1.5);
    assert!((compiled.processes[0].mean_loss() - loss).abs() < 1e-9);
    let model = Model::new(compiled.processes, Settings::added(&[525.6]));
    let mut tally = Tally::new(&model);
    let mut run = model.run(1);
    for chunk in 0..Model::chunks(40_000) {
        run.chunk(chunk, 40_000, &mut tally);
    }
    let results = tally.results();
    let z = (results.loss.mean - 2.0 * loss) / results.loss.mean_error;
    assert!(z.abs() < 4.0, "{z}");
    let z = (results.services[0].down.mean - 2.0 * parts.minutes())
        / results.services[0].down.mean_error;
    assert!(z.abs() < 4.0, "{z}");
}

#[test]
fn a_pool_says_how_far_people_disagree() {
    let pooled = pool(&[
        (1.0, Estimate::interval(1.0, 4.0)),
        (1.0, Estimate::interval(10.0, 40.0)),
        (1.0, Estimate::interval(4.0, 1.0)),
    ])
    .unwrap();
    assert!((pooled.disagreement - 10.0).abs() < 1e-9);
    let d = pooled.estimate.distribution("").unwrap();
    assert!(d.quantile(0.05) < 2.0 && d.quantile(0.95) > 20.0);
    assert_eq!(pool(&[(1.0, Estimate::fixed(-1.0))]), None);
    let one = pool(&[(2.0, Estimate::fixed(3.0))]).unwrap();
    assert_eq!(
        (one.estimate, one.disagreement),
        (Estimate::fixed(3.0), 1.0)
    );
}

#[test]
fn a_range_and_a_history_meet_in_the_middle() {
    let range = Estimate::interval(10.0, 1_000.0).distribution("").unwrap();
    let prior = as_prior(&range, RANGE_WEIGHT);
    assert!((prior.center - 100.0_f64.ln()).abs() < 1e-9);
    let both = history::duration(prior, &[20.0; 3]).unwrap();
    let middle = both.distribution("").unwrap().quantile(0.5);
    assert!((middle - (100.0_f64 * 20.0).sqrt()).abs() < 0.5, "{middle}");
}

#[test]
fn a_risk_survives_storage() {
    let mut one = risk(7, "Region");
    one.common_cause = Some(CommonCause {
        group: "region".into(),
        share: 0.5,
    });
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Risk>(&text).unwrap(), one);
}

/// The end of a range that is fitted to it may be off by the last digits.
#[test]
fn all_users_may_be_the_end_of_a_range() {
    let all = |users| Risk {
        users,
        ..risk(1, "all")
    };
    let refused = |risk: &Risk| {
        let errors = risk.parts().err().unwrap_or_default();
        errors.iter().any(|e| e.field.contains("users"))
    };
    for low in [0.01, 0.1, 0.25, 0.3, 0.5, 0.9] {
        assert!(!refused(&all(Estimate::interval(low, 1.0))), "{low}");
    }
    assert!(refused(&all(Estimate::interval(0.1, 1.001))));
}
