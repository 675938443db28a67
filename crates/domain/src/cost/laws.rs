//! Laws of the cost lines, on drawn worlds.

use super::world::{World, at, eur, euros};
use super::*;
use crate::analysis::Analysis;
use crate::id::ContractId;
use crate::impact::{Reach, pieces_by_stream, settle_all};
use crate::ledger::{Amounts, Cut, cut};
use crate::methods::{Counting, LossMethod, Opportunity, Profile, Sharing, View};
use crate::money::Money;
use crate::pair::{InTurn, Pair};
use crate::random::Random;
use crate::record::{
    Contract, CreditBand, Dependency, DependencyKind, FixedCost, Impact, IncidentKind, RoleGroup,
};
use crate::time::{DAY_MS, Zone};
use crate::velocity::{DirtyMinutes, ThinSlots};
use proptest::prelude::*;
use std::collections::BTreeMap;

const START: &str = "2024-01-22T00:00:00Z";
const DAYS: i64 = 14;

fn one_of<T: Clone>(random: &mut Random, of: &[T]) -> T {
    of[random.below(of.len())].clone()
}

fn moment(random: &mut Random) -> Instant {
    Instant(at(START).0 + random.below((DAYS * DAY_MS) as usize) as i64)
}

/// Three services in a row, two streams that repeat by the week, incidents and labor of every
/// kind over two weeks that end in another month than they began in.
fn drawn(seed: u64) -> World {
    let mut random = Random::seeded(seed);
    let mut world = World::steady(START, DAYS, 0);
    world.streams.clear();
    world.revenue.clear();
    let hard = |on| Dependency {
        on,
        kind: DependencyKind::Hard,
    };
    let soft = |on| Dependency {
        on,
        kind: DependencyKind::Soft { share: 0.4 },
    };
    let shop = world.services[0].id;
    let search = world.service("search", vec![hard(shop)]);
    let mail = world.service("mail", vec![soft(search)]);
    let first = at(START).minute();
    for carried in [vec![(shop, 1.0), (mail, 0.5)], vec![(search, 0.3)]] {
        let factor = 1 + random.below(1_000_000) as i64;
        world.stream(
            &carried,
            (first..first + DAYS * 1440).map(|m| (m, m.rem_euclid(10_080) / 60 * factor)),
        );
    }
    let methods = &mut world.methods;
    methods.sharing = one_of(&mut random, &[Sharing::Shared, Sharing::Full]);
    methods.counting = one_of(
        &mut random,
        &[
            Counting::Weighted,
            Counting::Any,
            Counting::From { impact: 0.4 },
        ],
    );
    methods.zone = Zone::parse(one_of(&mut random, &["UTC", "Europe/Berlin"])).unwrap();
    let assumptions = &mut methods.assumptions;
    assumptions.view = one_of(&mut random, &[View::Revenue, View::Margin]);
    assumptions.out_of_hours = one_of(&mut random, &[1.0, 1.5, 2.0 / 3.0]);
    assumptions.opportunity = one_of(
        &mut random,
        &[
            Opportunity::None,
            Opportunity::Hour { value: 77.7 },
            Opportunity::Delay {
                per_week: 10_000.0,
                hours_a_week: 70.0,
            },
        ],
    );
    assumptions.contact_cost = Some(3.21);
    assumptions.customer_value = Some(1234.5);
    world.contracts.push(Contract {
        id: ContractId(1),
        name: "Enterprise".into(),
        service: search,
        fee: euros("12345.67"),
        bands: [(0.999, 0.1), (0.99, 0.25)]
            .map(|(below, credit)| CreditBand { below, credit })
            .to_vec(),
    });
    for _ in 0..1 + random.below(7) {
        let start = moment(&mut random);
        let impacts: Vec<(u128, Instant, i64, f64)> = (0..1 + random.below(3))
            .map(|_| {
                (
                    1 + random.below(3) as u128,
                    Instant(start.0 + random.below(3_600_000) as i64),
                    random.below(10 * 3_600_000) as i64,
                    one_of(&mut random, &[0.0, 0.1, 0.3, 0.7, 1.0]),
                )
            })
            .collect();
        let incident = world.hit(&impacts);
        incident.kind = one_of(
            &mut random,
            &[
                IncidentKind::Normal,
                IncidentKind::Normal,
                IncidentKind::Test,
            ],
        );
        incident.severity = one_of(
            &mut random,
            &[None, Some("SEV1".into()), Some("sev1".into())],
        );
        let tags = ["dns", "DNS ", "config", "capacity", "deploy"];
        incident.causes = (0..random.below(4))
            .map(|_| one_of(&mut random, &tags).to_owned())
            .collect();
        incident.recovery_action = one_of(&mut random, &[None, Some("restart".into())]);
        incident.contacts = Some(random.below(100) as u32);
        incident.cancellations = one_of(&mut random, &[None, Some(2)]);
        if random.below(2) == 0 {
            incident.fixed.push(FixedCost {
                kind: one_of(&mut random, &["refunds", "vendors"]).to_owned(),
                amount: Money::from_units(random.below(1_000_000_000) as i128, eur()),
            });
        }
    }
    let incidents = world.incidents.len();
    for _ in 0..random.below(25) {
        // Every third incident knows responders' activity and no timesheet.
        let incident = random.below(incidents);
        let begun = world.incidents[incident].started;
        let entry = world.work(incident, 30 + random.below(400) as i64);
        entry.worked_ms += random.below(60_000) as i64;
        entry.people_milli = one_of(&mut random, &[1000, 1000, 500, 250, 2000]);
        entry.person = one_of(&mut random, &[None, Some("ann".into()), Some("ann".into())]);
        entry.role = one_of(&mut random, &["engineer", "support", "sales"]).to_owned();
        let rates = [None, Some(euros("33.333333")), Some(euros("90"))];
        entry.rate = one_of(&mut random, &rates);
        entry.review = random.below(5) == 0;
        let start = Instant(begun.0 + random.below(4 * 3_600_000) as i64);
        entry.start = one_of(&mut random, &[None, Some(start), Some(start)]);
        if incident % 3 == 2 {
            entry.worked_ms = 0;
            entry.actions = (0..1 + random.below(5))
                .map(|_| Instant(start.0 + random.below(7_200_000) as i64))
                .collect();
        }
    }
    world
}

/// A drawn world whose revenue strays from minute to minute, with losses by either method.
fn strayed(seed: u64) -> World {
    let mut world = drawn(seed);
    let mut random = Random::seeded(!seed);
    for minutes in &mut world.revenue {
        for minute in minutes {
            minute.units = (minute.units as f64 * (0.5 + random.unit())) as i64;
        }
    }
    let methods = [LossMethod::Velocity, LossMethod::Counterfactual];
    world.methods.loss = one_of(&mut random, &methods);
    world.methods.level = random.below(2) == 0;
    world.methods.assumptions.recapture = random.below(4) > 0;
    for incident in &mut world.incidents {
        let own = [None, Some(methods[0]), Some(methods[1])];
        incident.method = one_of(&mut random, &own);
    }
    world
}

fn shuffle<T>(random: &mut Random, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        items.swap(i, random.below(i + 1));
    }
}

/// Costs under velocities that are given, whatever the incidents touched.
fn costs_with(world: &World, velocity: &[Velocity], span: Interval) -> Vec<IncidentCost> {
    let reach = Reach::new(&world.services, &world.streams);
    let settled = settle_all(&world.incidents, &reach, &world.methods, span.end);
    let baselines: Vec<Baseline<'_>> = velocity
        .iter()
        .map(|velocity| Baseline {
            velocity,
            counterfactual: None,
            covered: Some(span),
        })
        .collect();
    let inputs = CostInputs {
        methods: &world.methods,
        incidents: &world.incidents,
        settled: &settled,
        labor: &world.labor,
        rates: &RateCard::default(),
        baselines: &baselines,
        stream_pieces: &pieces_by_stream(&settled, &reach, velocity.len()),
        business: &AgreedTime::always(),
        contracts: &[],
        credits: &[],
        fixed_kinds: &fixed_kinds(&world.incidents),
        as_of: span.end,
    };
    cost_of_incidents(&inputs, &InTurn).incidents
}

/// The second piece begun and ended before the first.
struct LastFirst;

impl Pair for LastFirst {
    fn both<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        let other = other();
        (one(), other)
    }
}

fn gross(analysis: &Analysis) -> f64 {
    analysis.costs.iter().map(IncidentCost::lost).sum()
}

fn line_total(analysis: &Analysis, wanted: impl Fn(LineKind) -> bool) -> i128 {
    analysis.costs.iter().map(|c| c.sum(&wanted)).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn lines_sum_to_totals_and_every_cut_to_the_same(seed: u64) {
        let world = strayed(seed);
        let analysis = world.analyse();
        for cost in &analysis.costs {
            prop_assert!(cost.lines.is_sorted_by(|a, b| a.kind < b.kind));
            let amounts = Amounts::of(cost);
            prop_assert_eq!(amounts.total(), cost.total());
            prop_assert_eq!(amounts.revenue, cost.net_units());
            prop_assert_eq!(amounts.labor, cost.labor.units());
            prop_assert!(cost.counts || cost.lines.is_empty());
        }
        let owed: i128 = analysis.credits.iter().map(|c| c.units).sum();
        prop_assert_eq!(owed, line_total(&analysis, |k| matches!(k, LineKind::Credits(_))));
        let all: Vec<usize> = (0..analysis.costs.len()).collect();
        for by in [Cut::Incident, Cut::Service, Cut::Line, Cut::Group, Cut::Severity, Cut::Month,
                   Cut::Cause, Cut::Recovery] {
            let entries = cut(&world.facts(), &analysis, &all, by);
            let column = |of: fn(&Amounts) -> i128| -> i128 {
                entries.iter().map(|e| of(&e.amounts)).sum()
            };
            let own = |of: fn(&Amounts) -> i128| -> i128 {
                analysis.costs.iter().map(|c| of(&Amounts::of(c))).sum()
            };
            prop_assert_eq!(column(|a| a.revenue), own(|a| a.revenue));
            prop_assert_eq!(column(|a| a.labor), own(|a| a.labor));
            prop_assert_eq!(column(|a| a.other), own(|a| a.other));
        }
    }

    #[test]
    fn the_order_of_records_changes_nothing(seed: u64, order: u64) {
        let world = strayed(seed);
        let mut other = world.clone();
        let mut random = Random::seeded(order);
        shuffle(&mut random, &mut other.incidents);
        shuffle(&mut random, &mut other.labor);
        shuffle(&mut random, &mut other.services);
        other.streams.reverse();
        other.revenue.reverse();
        let lines = |world: &World| -> BTreeMap<u128, (Vec<Line>, String)> {
            let analysis = world.analyse();
            let all = 0..world.incidents.len();
            let whole = analysis.deviation(all.clone().map(|i| (i, 1.0)), Sought::Total);
            let costs = all.map(|i| {
                let (id, cost) = (world.incidents[i].id.0, &analysis.costs[i]);
                let deviation = analysis.deviation([(i, 1.0)].into_iter(), Sought::Total);
                let rest = format!("{:?} {deviation} {whole}", cost.labor);
                (id, (cost.lines.clone(), rest))
            });
            costs.collect()
        };
        prop_assert_eq!(lines(&world), lines(&other));
        let causes = |world: &World| {
            let all: Vec<usize> = (0..world.incidents.len()).collect();
            cut(&world.facts(), &world.analyse(), &all, Cut::Cause)
        };
        prop_assert_eq!(causes(&world), causes(&other));
    }

    #[test]
    fn which_of_two_pieces_is_done_first_changes_nothing(seed: u64) {
        let world = strayed(seed);
        let facts = world.facts();
        prop_assert_eq!(world.analyse().costs, Analysis::by(&facts, None, &LastFirst).costs);
    }

    #[test]
    fn an_incident_cut_in_two_costs_the_same(seed: u64, at in 0.0..1.0_f64) {
        let whole = strayed(seed);
        let mut parts = whole.clone();
        let first = &mut parts.incidents[0];
        let (start, end) = (first.started, first.resolved.unwrap());
        let middle = Instant(start.0 + ((end.0 - start.0) as f64 * at) as i64);
        let (before, after): (Vec<Impact>, Vec<Impact>) = first
            .impacts
            .iter()
            .map(|i| {
                let (from, until) = (i.start, i.end.unwrap());
                let middle = middle.clamp(from, until);
                (
                    Impact { end: Some(middle), ..*i },
                    Impact { start: middle, ..*i },
                )
            })
            .unzip();
        let mut second = Incident::begun(crate::id::IncidentId(1000), middle);
        (second.kind, second.resolved, second.impacts) = (first.kind, Some(end), after);
        second.method = first.method;
        (first.resolved, first.impacts) = (Some(middle), before);
        parts.incidents.push(second);
        let (one, two) = (whole.analyse(), parts.analyse());
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 + 1e-8 * gross(&one).abs();
        prop_assert!(near(gross(&one), gross(&two)), "{} {}", gross(&one), gross(&two));
        let net = |a: &Analysis| {
            Money::from_units(line_total(a, LineKind::is_revenue), eur()).to_estimate()
        };
        // A posted line is rounded to a millionth, so each may be half of one from what it stands for.
        let posted = |a: &Analysis| {
            let lines = a.costs.iter().flat_map(|c| &c.lines);
            lines.filter(|line| LineKind::is_revenue(line.kind)).count() as f64
        };
        let rounding = 0.5e-6 * (posted(&one) + posted(&two));
        let apart = (net(&one) - net(&two)).abs();
        let bound = rounding + 1e-8 * gross(&one).abs();
        prop_assert!(apart <= bound, "{} {}", net(&one), net(&two));
        for same in [LineKind::is_labor, |k| matches!(k, LineKind::Credits(_))] {
            prop_assert_eq!(line_total(&one, same), line_total(&two, same));
        }
    }

    #[test]
    fn shared_hours_agree_with_a_count_minute_by_minute(seed: u64) {
        let mut random = Random::seeded(seed);
        let mut world = World::steady(START, 7, 0);
        world.methods.assumptions.out_of_hours = 1.5;
        for _ in 0..4 {
            world.down(START, 60, 0.0);
        }
        let monday = at(START).0;
        for _ in 0..1 + random.below(14) {
            let incident = random.below(4);
            let entry = world.work(incident, random.below(150) as i64);
            entry.start = Some(Instant(monday + (450 + random.below(200)) as i64 * MINUTE_MS));
            entry.person = one_of(&mut random, &[Some("ann".into()), Some("bob".into())]);
            entry.rate = Some(Money::from_units(1 + random.below(1_000_000) as i128, eur()));
        }
        // (plain, surcharge) of each incident.
        let mut paid = [(0_i128, 0_i128); 4];
        for minute in 0..1440 {
            let now = Instant(monday + minute * MINUTE_MS);
            for person in ["ann", "bob"] {
                let mut rates = [None; 4];
                for entry in &world.labor {
                    let start = entry.start.unwrap();
                    let inside = start <= now && now.0 < start.0 + entry.worked_ms;
                    if inside && entry.person.as_deref() == Some(person) {
                        let place = &mut rates[entry.incident.0 as usize - 1];
                        *place = (*place).max(entry.rate.map(Money::units));
                    }
                }
                let among = rates.iter().flatten().count() as i128;
                for (paid, rate) in paid.iter_mut().zip(rates) {
                    let Some(rate) = rate else { continue };
                    let time = 1000 * i128::from(MINUTE_MS) * LaborRatio::MOMENT_PARTS / among;
                    paid.0 += time * rate;
                    if !(540..1020).contains(&minute) {
                        paid.1 += time * crate::money::divide_half_even(rate, 2);
                    }
                }
            }
        }
        for (cost, paid) in world.analyse().costs.iter().zip(paid) {
            let sum = |of: fn(&LaborPart) -> LaborRatio| -> i128 {
                cost.labor.parts.iter().map(|p| of(p).numerator).sum()
            };
            prop_assert_eq!((sum(|p| p.plain), sum(|p| p.surcharge)), paid);
        }
    }

    #[test]
    fn methods_side_by_side_are_those_in_force(seed: u64) {
        let world = strayed(seed);
        let analysis = world.analyse();
        for (i, cost) in analysis.costs.iter().enumerate() {
            let compared = analysis.compared(&world.methods, i);
            prop_assert_eq!(compared.len(), cost.losses.len());
            for (loss, compared) in cost.losses.iter().zip(compared) {
                let by_method = match loss.method {
                    LossMethod::Velocity => compared.velocity,
                    LossMethod::Counterfactual => compared.counterfactual.unwrap(),
                };
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 + 1e-9 * loss.expected.abs();
                prop_assert!(near(by_method.lost, loss.lost), "{by_method:?} {loss:?}");
                if loss.method == LossMethod::Counterfactual {
                    prop_assert!(near(by_method.recaptured, loss.recaptured));
                }
                prop_assert!(by_method.low <= by_method.high);
            }
        }
    }

    #[test]
    fn a_longer_or_worse_incident_never_costs_less(
        seed: u64,
        start in 0..7 * DAY_MS,
        lengths in (0..3 * DAY_MS, 0..3 * DAY_MS),
        shares in (0.0..1.0_f64, 0.0..1.0_f64),
    ) {
        let mut world = drawn(seed);
        world.incidents.truncate(1);
        world.methods.assumptions.recapture = false;
        let start = Instant(at(START).0 + start);
        let mut cost = |length: i64, share: f64| {
            let incident = &mut world.incidents[0];
            incident.started = start;
            incident.resolved = Some(Instant(start.0 + length));
            incident.impacts = vec![Impact {
                service: crate::id::ServiceId(1),
                start,
                end: None,
                share: Some(share),
            }];
            let cost = &world.analyse().costs[0];
            (cost.lost_units(), cost.total())
        };
        let (short, long) = (lengths.0.min(lengths.1), lengths.0.max(lengths.1));
        let (mild, bad) = (shares.0.min(shares.1), shares.0.max(shares.1));
        let (least, most) = (cost(short, mild), cost(long, bad));
        for between in [cost(long, mild), cost(short, bad)] {
            prop_assert!(least.0 <= between.0 && between.0 <= most.0);
            prop_assert!(least.1 <= between.1 && between.1 <= most.1);
        }
    }

    #[test]
    fn a_fixed_offset_moves_no_loss(seed: u64, hours in 1..12) {
        let world = drawn(seed);
        let span = Interval {
            start: at(START),
            end: Instant(at(START).0 + DAYS * DAY_MS),
        };
        let there = Zone::parse(&format!("Etc/GMT+{hours}")).unwrap();
        let reach = Reach::new(&world.services, &world.streams);
        let settled = settle_all(&world.incidents, &reach, &world.methods, span.end);
        let pieces = pieces_by_stream(&settled, &reach, world.streams.len());
        for profile in [Profile::Flat, Profile::MinuteOfWeek] {
            let lost = |zone| -> Vec<Vec<Line>> {
                let velocity: Vec<Velocity> = world
                    .revenue
                    .iter()
                    .zip(&pieces)
                    .map(|(minutes, pieces)| {
                        Velocity::learn(
                            minutes.iter().map(|m| (m.minute, m.units)),
                            eur(),
                            &DirtyMinutes::of(pieces.iter().map(|p| p.interval)),
                            span,
                            zone,
                            profile,
                            ThinSlots::Mean,
                        )
                    })
                    .collect();
                costs_with(&world, &velocity, span)
                    .into_iter()
                    .map(|c| c.lines)
                    .collect()
            };
            prop_assert_eq!(lost(Zone::UTC), lost(there));
        }
    }
}

#[test]
fn drawn_worlds_hold_what_the_laws_are_about() {
    let (mut lines, mut dropped, mut active, mut surcharged) = (BTreeMap::new(), 0, 0, 0);
    for seed in 0..40 {
        for cost in strayed(seed).analyse().costs {
            for line in cost.lines.iter().filter(|l| l.units != 0) {
                *lines.entry(line.kind).or_insert(0) += 1;
            }
            dropped += usize::from(cost.labor.dropped_ms > 0);
            active += usize::from(cost.labor.from_activity);
            surcharged += usize::from(cost.labor.parts.iter().any(|p| p.surcharge.posted() != 0));
        }
    }
    let counts = (dropped, active, surcharged);
    assert!(dropped > 5 && active > 5 && surcharged > 5, "{counts:?}");
    for kind in [
        LineKind::LostRevenue,
        LineKind::Recaptured,
        LineKind::Unspent,
        LineKind::Labor(RoleGroup::Engineering),
        LineKind::Review,
        LineKind::Opportunity,
        LineKind::Credits(0),
        LineKind::Contacts,
        LineKind::Churn,
        LineKind::Fixed(0),
    ] {
        assert!(
            lines.get(&kind).is_some_and(|n| *n > 5),
            "{kind:?}: {lines:?}"
        );
    }
}
