//! Plans whose digits are known beforehand.

use super::*;
use crate::plan::given::{Given, GivenService};
use crate::plan::{Plan, defaults};
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{OptionId, RiskId, ServiceId};
use ninefold_domain::record::Channel;
use ninefold_domain::risk::{Category, Risk, RiskSource};
use ninefold_domain::tiers::{Scenario, TierOption};
use ninefold_domain::time::Instant;

fn risk(n: u128, service: u128, frequency: Estimate) -> Risk {
    Risk {
        id: RiskId(n + 1),
        name: format!("Risk {n}"),
        service: ServiceId(service),
        failure_mode: String::new(),
        category: Category::MisconfigurationOrBug,
        frequency,
        dispersion: 1.0,
        detect: Estimate::fixed(5.0),
        repair: Estimate::interval(10.0, 240.0),
        one_length: false,
        users: Estimate::three_point(0.1, 0.3, 1.0),
        streams: vec![],
        people: Estimate::fixed(2.0),
        per_event: Estimate::fixed(0.0),
        common_cause: None,
        source: RiskSource::PreMortem,
        notes: String::new(),
    }
}

fn target(target: f64) -> TierOption {
    TierOption {
        id: OptionId((target * 1e9) as u128),
        name: format!("{target}"),
        change: Change::Target {
            target,
            by: Lever::Duration,
        },
        one_off: Estimate::fixed(0.0),
        yearly: ninefold_domain::tiers::Yearly::Ladder,
    }
}

fn service(n: u128, reaches: &[(usize, f64)]) -> GivenService {
    GivenService {
        id: ServiceId(n),
        name: format!("Service {n}"),
        target: 0.999,
        channels: vec![],
        ceiling: 1.0,
        leans_on: Some(vec![]),
        per_minute: Estimate::fixed(100.0),
        hours: vec![],
        reaches: reaches.to_vec(),
    }
}

fn plan(risks: Vec<Risk>, options: Vec<TierOption>, services: Vec<GivenService>) -> Plan {
    Plan {
        scenario: Scenario {
            risks,
            options,
            ..defaults(Instant(0))
        },
        given: Given {
            year: 525_600.0,
            services,
            whole_per_minute: 100.0,
            touched: vec![],
            hourly_rate: 90.0,
            techniques: vec![],
            worth: String::new(),
        },
    }
}

/// A register as long as a company's list of everything: answered at once, by a preview.
#[test]
fn ten_thousand_risks_are_answered() {
    let often = || Estimate::three_point(0.0, 0.001, 0.01);
    let risks = (0..10_000).map(|n| risk(n, 1, often())).collect();
    let plan = plan(risks, vec![target(0.9999)], vec![service(1, &[(0, 1.0)])]);
    let digits = preview(&plan, Scope::Service(0), &Job::quiet()).unwrap();
    assert_eq!(digits.sources.len(), 10_000);
    let expected: f64 = plan
        .today(Scope::Service(0))
        .processes
        .iter()
        .map(Process::mean_loss)
        .sum();
    assert!((digits.loss.mean / expected - 1.0).abs() < 5.0 * digits.errors.0);
    assert!(digits.options[0].avoided > 0.0);
    // Of so many inputs those are told that move the loss most.
    assert!(digits.knowing.len() < 100, "{}", digits.knowing.len());
}

/// Of the curve too: what customers cannot tell on their channel is revenue and no work.
#[test]
fn the_curve_hides_revenue_and_no_work() {
    let often = Risk {
        repair: Estimate::fixed(95.0),
        users: Estimate::fixed(1.0),
        ..risk(0, 1, Estimate::fixed(10.0))
    };
    let channel = Channel {
        name: "Mobile".into(),
        share: 0.6,
        ceiling: 0.999,
    };
    let shop = GivenService {
        channels: vec![channel],
        ..service(1, &[(0, 1.0)])
    };
    let plan = plan(vec![often], vec![target(0.9999)], vec![shop]);
    let digits = preview(&plan, Scope::Service(0), &Job::quiet()).unwrap();
    // 100 of revenue and two people at 90 an hour go with each of 1,000 minutes a year.
    let today = 1.0 - 1_000.0 / 525_600.0;
    let told = |to: f64| (0.4 * (to - today) + 0.6 * (to.min(0.999) - today)) / (1.0 - today);
    let four = digits.curve.iter().find(|p| p.nines == 4.0).unwrap();
    let left = 100.0 * (1.0 - told(0.9999)) + 3.0 * 0.0001 / (1.0 - today);
    let found = four.loss.0 / digits.loss.mean;
    assert!((found - left / 103.0).abs() < 1e-9, "{found}");
    // And the option that gets there, by the luck of its runs.
    let option = digits.left_of(&digits.options[0]) / digits.loss.mean;
    assert!((option - found).abs() < 0.02, "{option} {found}");
}

/// A shop leans on a provider in full and on a search for half of its users.
#[test]
fn no_target_gets_further_than_what_a_service_leans_on() {
    let once = |n, service| Risk {
        repair: Estimate::fixed(95.0),
        users: Estimate::fixed(1.0),
        ..risk(n, service, Estimate::fixed(1.0))
    };
    let shop = || GivenService {
        ceiling: 0.999 * (1.0 - 0.5 * 0.001),
        leans_on: Some(vec![(1, 1.0), (2, 0.5)]),
        ..service(1, &[(0, 1.0)])
    };
    let services = |shop| {
        vec![
            shop,
            service(2, &[(1, 1.0), (0, 1.0)]),
            service(3, &[(2, 1.0), (0, 0.5)]),
        ]
    };
    let near =
        |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
    let scope = Scope::Service(0);
    // The shop fails ten times a year, 100 minutes each; nothing is known of the others but their
    // targets.
    let own: Vec<Risk> = (0..10).map(|n| once(n, 1)).collect();
    let options = vec![target(0.999), target(0.99999)];
    let by_target = plan(own.clone(), options.clone(), services(shop()));
    let digits = preview(&by_target, scope, &Job::quiet()).unwrap();
    near(digits.ceiling.unwrap(), shop().ceiling);
    near(digits.options[0].availability, shop().ceiling);
    near(digits.options[1].availability, shop().ceiling);
    // The curve saves as much there as the targets do, and no more above.
    let at_ceiling = digits.curve.iter().position(|p| p.nines > 2.8).unwrap();
    assert!(digits.is_ceiling(at_ceiling));
    let left = digits.left_of(&digits.options[1]);
    assert!((digits.curve[at_ceiling].loss.0 / left - 1.0).abs() < 0.02);
    // The provider is seen to fail for 100 minutes, which is less than it promises; the search
    // fails more often than it promises, and counts with what it promises.
    let mut all = own;
    all.push(once(10, 2));
    all.extend((11..20).map(|n| once(n, 3)));
    let by_risks = plan(all, options, services(shop()));
    let digits = preview(&by_risks, scope, &Job::quiet()).unwrap();
    let up = 1.0 - 100.0 / 525_600.0;
    near(digits.ceiling.unwrap(), up * (1.0 - 0.5 * 0.001));
    near(digits.options[1].availability, digits.ceiling.unwrap());
    near(digits.options[0].availability, 0.999);
    // Where today is better than what is promised, a promise is no bound: only what the others take
    // of today is, and nothing where nothing of them is known.
    let calm = |risks| plan(risks, vec![target(0.99999)], services(shop()));
    let alone = preview(&calm(vec![once(0, 1)]), scope, &Job::quiet()).unwrap();
    near(alone.ceiling.unwrap(), 1.0);
    near(alone.options[0].availability, 0.99999);
    let both = calm(vec![once(0, 1), once(1, 2)]);
    let digits = preview(&both, scope, &Job::quiet()).unwrap();
    near(digits.ceiling.unwrap(), up);
    near(digits.options[0].availability, up);
    // All together include what they lean on.
    let digits = preview(&by_risks, Scope::All, &Job::quiet()).unwrap();
    near(digits.ceiling.unwrap(), 1.0);
}
