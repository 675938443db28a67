//! Techniques and the frontier against every set by brute force.

use super::*;
use crate::distribution::Distribution;
use crate::risk::RiskSource;
use crate::simulate::{Model, Tally};

fn risk(id: u128, category: Category) -> Risk {
    Risk {
        id: RiskId(id),
        name: format!("Risk {id}"),
        service: ServiceId(id % 2),
        failure_mode: String::new(),
        category,
        frequency: Estimate::fixed(2.0 + id as f64),
        dispersion: 1.0,
        detect: Estimate::fixed(10.0),
        one_length: false,
        repair: Estimate::interval(10.0, 100.0),
        users: Estimate::fixed(0.5),
        streams: vec![],
        people: Estimate::fixed(0.0),
        per_event: Estimate::fixed(50.0),
        common_cause: None,
        source: RiskSource::PreMortem,
        notes: String::new(),
    }
}

fn register() -> Vec<Risk> {
    vec![
        risk(1, Category::SinglePointOfFailure),
        risk(2, Category::ExcessiveLoad),
        risk(3, Category::MisconfigurationOrBug),
    ]
}

fn processes(risks: &[Risk]) -> Vec<Process> {
    risks
        .iter()
        .map(|risk| {
            let parts = risk.parts().unwrap();
            Process {
                detect: parts.detect,
                users: parts.users,
                per_minute: Distribution::Fixed(100.0),
                per_event: parts.per_event,
                ..Process::new(risk.id.0, parts.frequency, parts.repair)
            }
        })
        .collect()
}

fn technique(id: u128, scope: Scope, effects: &[(Input, f64)], cost: f64) -> Technique {
    Technique {
        id: TechniqueId(id),
        name: format!("Technique {id}"),
        scope,
        effects: effects
            .iter()
            .map(|(input, factor)| Effect {
                input: *input,
                factor: Estimate::fixed(*factor),
            })
            .collect(),
        one_off: Estimate::fixed(cost),
        yearly: Estimate::fixed(0.0),
    }
}

fn set() -> Vec<Technique> {
    let load = Scope::Categories {
        of: vec![Category::ExcessiveLoad],
    };
    vec![
        technique(1, Scope::Every, &[(Input::Repair, 0.5)], 9_000.0),
        technique(
            2,
            Scope::Every,
            &[(Input::Detect, 0.2), (Input::Repair, 0.9)],
            4_000.0,
        ),
        technique(3, load, &[(Input::Rate, 0.1)], 5_000.0),
        technique(
            4,
            Scope::Service { of: ServiceId(1) },
            &[(Input::Users, 0.3)],
            7_000.0,
        ),
        technique(
            5,
            Scope::Risks {
                of: vec![RiskId(3)],
            },
            &[(Input::Rate, 0.0)],
            8_000.0,
        ),
        technique(6, Scope::Every, &[(Input::Rate, 1.2)], 100.0),
    ]
}

/// Every set by brute force, through the processes themselves.
#[test]
fn the_frontier_is_that_of_every_set() {
    let risks = register();
    let refs: Vec<&Risk> = risks.iter().collect();
    let processes = processes(&risks);
    let techniques = set();
    let costs: Vec<f64> = techniques.iter().map(|t| t.cost(2.5).unwrap()).collect();
    let found = frontier(&processes, &refs, &techniques, &costs);
    assert!(found.exact);
    let total = |ps: &[Process]| ps.iter().map(Process::mean_loss).sum::<f64>();
    let sets: Vec<(f64, f64)> = (0..64_u32)
        .map(|bits| {
            let on: Vec<&Technique> = (0..6)
                .filter(|t| bits >> t & 1 == 1)
                .map(|t| &techniques[t])
                .collect();
            let cost = (0..6)
                .filter(|t| bits >> t & 1 == 1)
                .map(|t| costs[t])
                .sum();
            let (after, errors) = apply(&processes, &refs, &on);
            assert!(errors.is_empty());
            (cost, total(&processes) - total(&after))
        })
        .collect();
    assert!(
        found
            .sets
            .is_sorted_by(|a, b| a.cost < b.cost && a.avoided < b.avoided)
    );
    for portfolio in &found.sets {
        let bits: usize = portfolio.techniques.iter().map(|t| 1 << t).sum();
        assert!((sets[bits].0 - portfolio.cost).abs() < 1e-6);
        assert!((sets[bits].1 - portfolio.avoided).abs() < 1e-6);
    }
    for (cost, avoided) in sets {
        let best = found.within(cost).unwrap();
        assert!(best.avoided >= avoided - 1e-6, "{cost} {avoided} {best:?}");
    }
    // What only makes things worse is in no set.
    assert!(found.sets.iter().all(|s| !s.techniques.contains(&5)));
    assert_eq!(found.sets[0].cost, 0.0);
}

#[test]
fn the_next_amount_buys_the_step_on_the_frontier() {
    let risks = register();
    let refs: Vec<&Risk> = risks.iter().collect();
    let techniques = set();
    let costs: Vec<f64> = techniques.iter().map(|t| t.cost(0.0).unwrap()).collect();
    let found = frontier(&processes(&risks), &refs, &techniques, &costs);
    assert_eq!(found.next(0.0, 3_999.0), None);
    let (gain, set) = found.next(0.0, 10_000.0).unwrap();
    assert_eq!(gain, set.avoided);
    assert!(set.cost <= 10_000.0);
    let all = found.sets.last().unwrap();
    assert_eq!(found.next(all.cost, 1e9), None);
}

#[test]
fn beyond_twenty_techniques_the_heuristic_says_so_and_is_close() {
    let risks = register();
    let refs: Vec<&Risk> = risks.iter().collect();
    let ps = processes(&risks);
    let many: Vec<Technique> = (0..21)
        .map(|n| {
            let by = 0.5 + 0.02 * n as f64;
            technique(
                n,
                Scope::Every,
                &[(Input::Repair, by)],
                1_000.0 + 100.0 * n as f64,
            )
        })
        .collect();
    let costs: Vec<f64> = many.iter().map(|t| t.cost(0.0).unwrap()).collect();
    let greedy = frontier(&ps, &refs, &many, &costs);
    assert!(!greedy.exact);
    let exact = frontier(&ps, &refs, &many[..10], &costs[..10]);
    for budget in [2_000.0, 5_000.0, 9_000.0] {
        let (a, b) = (
            greedy.within(budget).unwrap(),
            exact.within(budget).unwrap(),
        );
        assert!(a.avoided > 0.8 * b.avoided, "{budget}");
    }
}

/// Factors that are ranges: simulated losses have the closed-form mean, and a technique is as
/// good on one risk as on the other in each life.
#[test]
fn techniques_are_simulated_as_they_are_reckoned() {
    let risks = register();
    let refs: Vec<&Risk> = risks.iter().collect();
    let before = processes(&risks);
    let templates: Vec<Technique> = TEMPLATES
        .iter()
        .enumerate()
        .map(|(n, t)| {
            t.technique(
                TechniqueId(n as u128),
                Estimate::fixed(1.0),
                Estimate::fixed(1.0),
            )
        })
        .collect();
    let on: Vec<&Technique> = templates.iter().take(5).collect();
    let (after, errors) = apply(&before, &refs, &on);
    assert!(errors.is_empty());
    let settings = Settings {
        budgets: vec![vec![525.6]; 2],
        ..Settings::added(&[])
    };
    let model = Model::new(after.clone(), settings);
    let mut tally = Tally::new(&model);
    let mut run = model.run(3);
    for chunk in 0..Model::chunks(30_000) {
        run.chunk(chunk, 30_000, &mut tally);
    }
    let loss = tally.results().loss;
    let expected: f64 = after.iter().map(Process::mean_loss).sum();
    assert!(expected < 0.8 * before.iter().map(Process::mean_loss).sum::<f64>());
    let z = (loss.mean - expected) / loss.mean_error;
    assert!(z.abs() < 4.0, "{z}");
}

/// Equal minutes, and by the rate the better chance of a strict target.
#[test]
fn fix_the_rate_or_the_repair_time() {
    let repair = Estimate::interval(10.0, 240.0).distribution("").unwrap();
    let today = vec![Process::new(1, Distribution::Fixed(6.0), repair)];
    for (budget, rate, repair) in [
        (525.6, 0.912, 0.953),
        (262.8, 0.664, 0.657),
        (52.56, 0.161, 0.054),
    ] {
        let settings = Settings::added(&[budget]);
        let both = rate_or_repair(&today, &settings, 0.5, Resolution::PREVIEW).unwrap();
        assert!((both.rate.met - rate).abs() < 5e-4 && (both.repair.met - repair).abs() < 5e-4);
        assert!((both.rate.minutes - both.repair.minutes).abs() < 1e-9);
        assert!((both.today.minutes - 2.0 * both.rate.minutes).abs() < 1e-9);
    }
}

#[test]
fn a_surge_costs_more_and_overloads_more_often() {
    let risks = register();
    let refs: Vec<&Risk> = risks.iter().collect();
    let before = processes(&risks);
    let after = surge(&before, &refs, 3.0, 1.0);
    assert_eq!(after[1].rate.mean(), 3.0 * before[1].rate.mean());
    assert_eq!(after[0].rate.mean(), before[0].rate.mean());
    assert_eq!(after[0].per_minute.mean(), 300.0);
}

#[test]
fn a_factor_that_means_nothing_is_named_and_changes_nothing() {
    let risks = register();
    let refs: Vec<&Risk> = risks.iter().collect();
    let before = processes(&risks);
    let mut wrong = technique(1, Scope::Every, &[(Input::Rate, -0.5)], 1.0);
    let (after, errors) = apply(&before, &refs, &[&wrong]);
    assert_eq!((after, errors.len()), (before, 1));
    wrong.one_off = Estimate::interval(2.0, 1.0);
    assert!(wrong.cost(1.0).is_err());
    let text = serde_json::to_string(&set()).unwrap();
    assert_eq!(
        serde_json::from_str::<Vec<Technique>>(&text).unwrap(),
        set()
    );
}
