//! Worked cases of the cost lines.

use super::world::{World, at, eur, euros, units};
use super::*;
use crate::calendar::WeeklyHours;
use crate::id::{ContractId, RoleId, ServiceId};
use crate::methods::{GiveOrTake, LossMethod, Opportunity, Profile, Sharing, SpecialDays, View};
use crate::money::{Currency, Money};
use crate::record::{Contract, CreditBand, FixedCost, Role, RoleGroup};
use crate::time::{YearBasis, Zone};

/// January 2024 at 100 euros a minute; the first of it is a Monday.
fn january() -> World {
    World::steady("2024-01-01T00:00:00Z", 31, 100)
}

#[test]
fn overlapping_incidents_share_the_loss_once() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 60, 1.0);
    world.down("2024-01-10T10:30:00Z", 60, 0.3);
    let shared = world.analyse().costs;
    assert!((shared[0].lost() - 5_307.692_307_692).abs() < 1e-6);
    assert!((shared[1].lost() - 1_592.307_692_307).abs() < 1e-6);
    assert_eq!(
        shared.iter().map(IncidentCost::total).sum::<i128>(),
        units("6900")
    );
    world.methods.sharing = Sharing::Full;
    let full = world.analyse().costs;
    assert!((full.iter().map(IncidentCost::lost).sum::<f64>() - 7_800.0).abs() < 1e-9);
}

#[test]
fn gross_loss_of_a_partial_outage() {
    let mut world = World::steady("2024-01-01T00:00:00Z", 31, 200);
    world.down("2024-01-10T10:00:00Z", 30, 0.6);
    assert!((world.analyse().costs[0].lost() - 3_600.0).abs() < 1e-9);
}

#[test]
fn a_long_incident_is_not_cut_at_a_working_day() {
    let mut world = january();
    let start = at("2024-01-10T10:00:00Z");
    world.hit(&[(1, start, 24 * 3_600_000 + 36_000, 1.0)]);
    let cost = &world.analyse().costs[0];
    assert!((cost.bad_minutes / 60.0 - 24.01).abs() < 1e-9);
    assert!((cost.lost() - 24.01 * 6_000.0).abs() < 1e-6);
}

#[test]
fn the_margin_view_takes_off_what_was_not_spent() {
    let mut world = World::steady("2024-01-01T00:00:00Z", 31, 130);
    world.down("2024-01-10T10:00:00Z", 30, 0.6);
    world.methods.assumptions.view = View::Margin;
    let analysis = world.analyse();
    let cost = &analysis.costs[0];
    assert_eq!(cost.lost_units(), units("2340"));
    assert_eq!(cost.line(LineKind::Unspent), units("-702"));
    assert_eq!(cost.net_units(), units("1638"));
    let deviation = |line| analysis.deviation([(0, 1.0)].into_iter(), line);
    let lost = deviation(Sought::Line(LineKind::LostRevenue));
    assert!((deviation(Sought::Total) - 0.7 * lost).abs() < 1e-12);
    assert!((deviation(Sought::Line(LineKind::Unspent)) - 0.3 * lost).abs() < 1e-12);
    assert_eq!(deviation(Sought::Line(LineKind::Review)), 0.0);
}

#[test]
fn labor_is_summed_exactly_and_divided_once() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 120, 0.0);
    // Commander 1 + scribe 0.75 + 3 participants × 0.5 over 2 h, and 3.5 h of review.
    for (people_milli, minutes, review) in [
        (1000, 120, false),
        (750, 120, false),
        (1500, 120, false),
        (3500, 60, true),
    ] {
        let entry = world.work(0, minutes);
        entry.people_milli = people_milli;
        entry.rate = Some(euros("25"));
        entry.review = review;
    }
    let cost = &world.analyse().costs[0];
    assert_eq!(
        cost.line(LineKind::Labor(RoleGroup::Engineering)),
        units("162.50")
    );
    assert_eq!(cost.line(LineKind::Review), units("87.50"));
    assert_eq!(cost.labor_total(), units("250"));
    assert_eq!(cost.total(), units("250"));
    assert_eq!(cost.labor.person_hours(), 10.0);
    // A third of an hour at 0.01 does not lose its remainder.
    let thirds = LaborRatio::new(1000, 1_200_000, euros("0.01"));
    assert_eq!(thirds.plus(thirds).plus(thirds).posted(), 10_000);
    assert_eq!(
        LaborRatio::new(1000, 3_600_000, euros("25")).to_estimate(eur()),
        25.0
    );
}

#[test]
fn parts_of_labor_sum_to_the_whole_posted_once() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 60, 0.0);
    // Three groups with a third of a unit each: together one unit.
    for role in ["engineer", "support", "sales"] {
        let entry = world.work(0, 20);
        entry.role = role.into();
        entry.rate = Some(Money::from_units(1, eur()));
    }
    let cost = &world.analyse().costs[0];
    assert_eq!(cost.labor_total(), 1);
    assert_eq!(cost.line(LineKind::Labor(RoleGroup::Support)), 1);
    assert_eq!(cost.labor.parts.len(), 3);
}

#[test]
fn an_hour_given_to_two_incidents_is_one_hour() {
    let mut world = january();
    for _ in 0..3 {
        world.down("2024-01-10T10:00:00Z", 60, 0.0);
    }
    let noon = at("2024-01-10T10:00:00Z");
    for (incident, minutes) in [(0, 60), (1, 60), (2, 30)] {
        let entry = world.work(incident, minutes);
        entry.person = Some("ann".into());
        entry.start = Some(noon);
    }
    // Half an hour among three, then half an hour among two.
    let costs = world.analyse().costs;
    let paid: Vec<i128> = costs.iter().map(IncidentCost::labor_total).collect();
    assert_eq!(paid, [units("25"), units("25"), units("10")]);
    assert_eq!(costs[0].labor.dropped_ms, 35 * MINUTE_MS);
    assert_eq!(costs[2].labor.dropped_ms, 20 * MINUTE_MS);
    assert!(costs.iter().all(|c| !c.labor.two_rates));
    // Another person is another hour, and without a person nothing is known.
    world.labor[0].person = Some("bob".into());
    world.labor[2].person = None;
    let paid: Vec<i128> = world
        .analyse()
        .costs
        .iter()
        .map(IncidentCost::labor_total)
        .collect();
    assert_eq!(paid, [units("60"), units("60"), units("30")]);
}

#[test]
fn overlapping_entries_of_one_person_in_one_incident_count_once() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 60, 0.0);
    for (start, minutes, rate) in [
        ("2024-01-10T10:00:00Z", 60, "60"),
        ("2024-01-10T10:30:00Z", 60, "120"),
        ("2024-01-10T10:45:00Z", 5, "30"),
    ] {
        let entry = world.work(0, minutes);
        entry.person = Some("ann".into());
        entry.start = Some(at(start));
        entry.rate = Some(euros(rate));
    }
    let labor = &world.analyse().costs[0].labor;
    // 30 min at 60, then an hour at the higher rate.
    assert_eq!(labor.units(), units("150"));
    assert!(labor.two_rates);
    assert_eq!(labor.dropped_ms, 35 * MINUTE_MS);
    assert_eq!(labor.parts[0].entries, 3);
    assert_eq!(labor.person_hours(), 1.5);
}

#[test]
fn two_halves_of_a_person_are_one_person() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 60, 0.0);
    world.down("2024-01-10T10:00:00Z", 60, 0.0);
    for incident in 0..2 {
        let entry = world.work(incident, 60);
        entry.person = Some("ann".into());
        entry.start = Some(at("2024-01-10T10:00:00Z"));
        entry.people_milli = 500;
    }
    let total: i128 = world.analyse().costs.iter().map(IncidentCost::total).sum();
    assert_eq!(total, units("60"));
    // A half and a whole are cut back to one: a third and two thirds.
    world.labor[1].people_milli = 1000;
    let paid: Vec<i128> = world
        .analyse()
        .costs
        .iter()
        .map(IncidentCost::total)
        .collect();
    assert_eq!(paid, [units("20"), units("40")]);
}

#[test]
fn work_outside_business_hours_costs_its_surcharge() {
    let mut world = january();
    world.methods.assumptions.out_of_hours = 1.5;
    world.down("2024-01-12T16:00:00Z", 60, 0.0);
    // Friday, an hour before and an hour after five.
    world.work(0, 120).start = Some(at("2024-01-12T16:00:00Z"));
    let part = world.analyse().costs[0].labor.parts[0];
    assert_eq!(part.plain.posted(), units("120"));
    assert_eq!(part.surcharge.posted(), units("30"));
    assert_eq!(part.units, units("150"));
    // Not known: not charged.
    world.labor[0].start = None;
    assert_eq!(world.analyse().costs[0].total(), units("120"));
    // A holiday is outside, and in New York it is eleven in the morning.
    world.labor[0].start = Some(at("2024-01-12T16:00:00Z"));
    let hours = WeeklyHours::office().spans().to_vec();
    let york = Zone::parse("America/New_York").unwrap();
    world.methods.assumptions.business_hours = WeeklyHours::new(Some(york), hours).unwrap();
    assert_eq!(world.analyse().costs[0].total(), units("120"));
    let day = "2024-01-12".parse().unwrap();
    world.methods.special_days.push(SpecialDays {
        name: "feast".into(),
        from: day,
        until: day,
        off_baseline: false,
        holiday: true,
    });
    assert_eq!(world.analyse().costs[0].total(), units("180"));
}

#[test]
fn activity_becomes_time_where_there_are_no_timesheets() {
    for (second, minutes) in [
        ("2024-01-10T10:15:00Z", 14.0),
        ("2024-01-10T10:25:00Z", 24.0),
        ("2024-01-10T10:40:00Z", 20.0),
    ] {
        let mut world = january();
        world.down("2024-01-10T10:00:00Z", 60, 0.0);
        world.work(0, 0).actions = vec![at(second), at("2024-01-10T10:11:00Z")];
        let cost = &world.analyse().costs[0];
        assert_eq!(cost.labor.person_hours() * 60.0, minutes, "{second}");
        assert_eq!(cost.lines.last().map(|l| l.basis), Some(Basis::Estimated));
        assert!(cost.labor.from_activity);
        // A timesheet says it better.
        world.work(0, 30);
        let cost = &world.analyse().costs[0];
        assert_eq!(cost.labor_total(), units("30"));
        assert_eq!(cost.lines.last().map(|l| l.basis), Some(Basis::Measured));
    }
}

#[test]
fn a_review_on_record_does_not_silence_the_work() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 60, 0.0);
    world.work(0, 0).actions = vec![at("2024-01-10T10:11:00Z"), at("2024-01-10T10:25:00Z")];
    world.work(0, 45).review = true;
    let cost = &world.analyse().costs[0];
    assert_eq!(cost.sum(LineKind::is_labor), units("69"));
    let lines: Vec<(LineKind, i128, Basis)> = cost
        .lines
        .iter()
        .filter(|l| l.kind.is_labor())
        .map(|l| (l.kind, l.units, l.basis))
        .collect();
    let work = LineKind::Labor(RoleGroup::Engineering);
    assert_eq!(
        lines,
        [
            (work, units("24"), Basis::Estimated),
            (LineKind::Review, units("45"), Basis::Measured),
        ]
    );
    assert_eq!(cost.labor.set_aside, 0);
    // A timesheet of the work says it better, and what it supersedes is told.
    world.work(0, 30);
    let cost = &world.analyse().costs[0];
    assert_eq!(cost.labor_total(), units("75"));
    assert_eq!((cost.labor.set_aside, cost.labor.from_activity), (1, false));
}

#[test]
fn what_nobody_did_or_what_costs_nothing_has_no_line() {
    let mut world = january();
    let free = FixedCost {
        kind: "vendors".into(),
        amount: euros("0"),
    };
    let incident = world.down("2024-01-10T10:00:00Z", 60, 0.0);
    incident.contacts = Some(0);
    incident.cancellations = Some(3);
    incident.fixed = vec![free];
    world.methods.assumptions.contact_cost = Some(7.0);
    world.methods.assumptions.customer_value = Some(0.0);
    let other = |world: &World| {
        let lines = &world.analyse().costs[0].lines;
        let kinds = lines.iter().map(|l| l.kind).filter(|k| !k.is_revenue());
        kinds.collect::<Vec<LineKind>>()
    };
    assert_eq!(other(&world), []);
    world.incidents[0].contacts = Some(1);
    world.methods.assumptions.customer_value = Some(100.0);
    assert_eq!(other(&world), [LineKind::Contacts, LineKind::Churn]);
}

#[test]
fn opportunity_never_counts_the_wage_twice() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 60, 0.0);
    world.work(0, 120);
    world.work(0, 60).review = true;
    world.work(0, 60).role = "support".into();
    world.work(0, 60).rate = Some(euros("500"));
    world.methods.assumptions.opportunity = Opportunity::Hour { value: 150.0 };
    // Three hours of engineers × (150 − 60); the hour at 500 was worth less than it cost.
    assert_eq!(
        world.analyse().costs[0].line(LineKind::Opportunity),
        units("270")
    );
    world.methods.assumptions.opportunity = Opportunity::Delay {
        per_week: 10_000.0,
        hours_a_week: 200.0,
    };
    let cost = &world.analyse().costs[0];
    assert_eq!(cost.line(LineKind::Opportunity), units("200"));
    assert_eq!(cost.labor.roadmap_hours(), 4.0);
    world.methods.assumptions.opportunity = Opportunity::Delay {
        per_week: 10_000.0,
        hours_a_week: 0.0,
    };
    assert_eq!(world.analyse().costs[0].line(LineKind::Opportunity), 0);
}

#[test]
fn contacts_churn_and_fixed_costs_have_lines_of_their_own() {
    let mut world = january();
    let incident = world.down("2024-01-10T10:00:00Z", 60, 0.0);
    incident.contacts = Some(40);
    incident.cancellations = Some(3);
    incident.fixed = [
        ("Refunds", "12.50"),
        ("vendors", "100"),
        (" refunds", "0.005"),
    ]
    .map(|(kind, amount)| FixedCost {
        kind: kind.into(),
        amount: euros(amount),
    })
    .to_vec();
    let usd = Currency::parse("USD").unwrap();
    incident.fixed.push(FixedCost {
        kind: "penalties".into(),
        amount: Money::parse("7", usd).unwrap(),
    });
    let without = world.analyse();
    assert_eq!(without.fixed_kinds, ["penalties", "refunds", "vendors"]);
    let cost = &without.costs[0];
    assert_eq!(cost.line(LineKind::Fixed(1)), units("12.505"));
    assert_eq!(cost.line(LineKind::Fixed(2)), units("100"));
    // No value, no line; another currency, no line either, and it is said.
    assert!(cost.lines.iter().all(|l| !matches!(
        l.kind,
        LineKind::Contacts | LineKind::Churn | LineKind::Fixed(0)
    )));
    assert_eq!(cost.foreign, 1);
    world.methods.assumptions.contact_cost = Some(4.2);
    world.methods.assumptions.customer_value = Some(900.0);
    let cost = &world.analyse().costs[0];
    assert_eq!(cost.line(LineKind::Contacts), units("168"));
    assert_eq!(cost.line(LineKind::Churn), units("2700"));
    assert_eq!(cost.total(), units("2980.505"));
}

#[test]
fn typed_amounts_give_their_lines_a_range() {
    let mut world = january();
    for day in ["10", "11"] {
        let incident = world.down(&format!("2024-01-{day}T10:00:00Z"), 60, 0.0);
        incident.contacts = Some(40);
        incident.cancellations = Some(3);
    }
    let assumptions = &mut world.methods.assumptions;
    assumptions.contact_cost = Some(4.2);
    assumptions.customer_value = Some(900.0);
    assumptions.give_or_take = GiveOrTake {
        contact_cost: 0.25,
        customer_value: 0.5,
        opportunity: 0.4,
        rate_card: 0.1,
        activity: 0.3,
    };
    assumptions.opportunity = Opportunity::Hour { value: 150.0 };
    // Two hours of engineers on record at 60, one at the 80 of the rate card.
    world.work(0, 120);
    world.roles.push(Role {
        id: RoleId(1),
        name: "DBA".into(),
        group: RoleGroup::Engineering,
        rate: euros("80"),
    });
    let carded = world.work(0, 60);
    carded.role = "DBA".into();
    carded.rate = None;
    let half = |world: &World, parts: &[(usize, f64)], of: Sought| {
        Z90 * world.analyse().deviation(parts.iter().copied(), of)
    };
    let (both, first) = ([(0, 1.0), (1, 1.0)], [(0, 1.0)]);
    // To a unit, which halves are posted to.
    let near = |found: f64, wanted: f64| {
        assert!((found - wanted).abs() < 1e-6, "{found} {wanted}");
    };
    // 40 × 4.20 ± 25 %, on each; one belief, so that both add up in full.
    near(half(&world, &first, Sought::Line(LineKind::Contacts)), 42.0);
    near(half(&world, &both, Sought::Line(LineKind::Contacts)), 84.0);
    near(
        half(&world, &[(0, 0.25)], Sought::Line(LineKind::Contacts)),
        10.5,
    );
    // 3 × 900 ± 50 %; three hours × 150 ± 40 %, less 80 ± 10 %; the same 80, not the 120 that were
    // paid. Together the rate cancels: what it is more as labor, it is less off the roadmap.
    near(half(&world, &first, Sought::Line(LineKind::Churn)), 1350.0);
    near(
        half(&world, &first, Sought::Line(LineKind::Opportunity)),
        180.0_f64.hypot(8.0),
    );
    let engineering = LineKind::Labor(RoleGroup::Engineering);
    near(half(&world, &first, Sought::Line(engineering)), 8.0);
    near(
        half(&world, &first, Sought::Total),
        42.0_f64.hypot(1350.0).hypot(180.0),
    );
    assert_eq!(half(&world, &both, Sought::NetRevenue), 0.0);
    // Hours that are read from activity err by themselves: 10 min at 60, ± 30 %.
    world.labor.clear();
    let active = world.work(1, 0);
    active.actions = vec![at("2024-01-11T10:11:00Z")];
    near(half(&world, &[(1, 1.0)], Sought::Line(engineering)), 3.0);
    // So are they where they are worth something: 10 min × (150 − 60) ± 30 %, with 150 ± 40 %.
    near(
        half(&world, &[(1, 1.0)], Sought::Line(LineKind::Opportunity)),
        (150.0_f64 * 0.4 / 6.0).hypot(0.3 * 15.0),
    );
    world.methods.assumptions.opportunity = Opportunity::Delay {
        per_week: 6_000.0,
        hours_a_week: 100.0,
    };
    near(
        half(&world, &[(1, 1.0)], Sought::Line(LineKind::Opportunity)),
        10.0 * 0.4_f64.hypot(0.3),
    );
    // Groups of roles rest on one belief: both add up in full.
    world.work(1, 0).role = "support".into();
    world.labor[1].actions = vec![at("2024-01-11T10:11:00Z")];
    world.methods.assumptions.opportunity = Opportunity::None;
    let support = LineKind::Labor(RoleGroup::Support);
    near(half(&world, &[(1, 1.0)], Sought::Line(support)), 3.0);
    world.incidents[1].contacts = None;
    world.incidents[1].cancellations = None;
    near(half(&world, &[(1, 1.0)], Sought::Total), 6.0);
    // What is taken as exact has no range.
    world.methods.assumptions.give_or_take = GiveOrTake {
        contact_cost: 0.0,
        customer_value: 0.0,
        opportunity: 0.0,
        rate_card: 0.0,
        activity: 0.0,
    };
    assert_eq!(half(&world, &both, Sought::Total), 0.0);
}

#[test]
fn other_currencies_are_counted_and_have_no_line() {
    let mut world = january();
    world.down("2024-01-10T10:00:00Z", 60, 1.0);
    let usd = Currency::parse("USD").unwrap();
    world.streams[0].currency = usd;
    world.work(0, 60).rate = Some(Money::parse("60", usd).unwrap());
    let cost = &world.analyse().costs[0];
    assert_eq!((cost.total(), cost.foreign), (0, 2));
    assert!(cost.losses.is_empty());
    // Its hours are known all the same.
    assert_eq!(cost.labor.person_hours(), 1.0);
}

fn enterprise(fee: &str, bands: &[(f64, f64)]) -> Contract {
    Contract {
        id: ContractId(1),
        name: "Enterprise".into(),
        service: ServiceId(1),
        fee: euros(fee),
        bands: bands
            .iter()
            .map(|(below, credit)| CreditBand {
                below: *below,
                credit: *credit,
            })
            .collect(),
    }
}

#[test]
fn credits_are_split_by_downtime() {
    // April has 30 days.
    let mut world = World::steady("2024-04-01T00:00:00Z", 30, 0);
    world.down("2024-04-10T10:00:00Z", 45, 1.0);
    world.down("2024-04-20T10:00:00Z", 15, 1.0);
    world.contracts = vec![enterprise("200000", &[(0.999, 0.1), (0.99, 0.25)])];
    let analysis = world.analyse();
    let [month] = analysis.credits.as_slice() else {
        panic!("{:?}", analysis.credits)
    };
    assert_eq!((month.band, month.units), (Some(0), units("20000")));
    assert!((month.availability() - (1.0 - 60.0 / 43_200.0)).abs() < 1e-12);
    assert!(!month.partial);
    let owed: Vec<i128> = analysis
        .costs
        .iter()
        .map(|c| c.line(LineKind::Credits(0)))
        .collect();
    assert_eq!(owed, [units("15000"), units("5000")]);
    // The highest band counts, not the sum of bands: 8 h is below 99 %.
    world.down("2024-04-25T00:00:00Z", 480, 1.0);
    let analysis = world.analyse();
    assert_eq!(analysis.credits[0].units, units("50000"));
    // 43.2 minutes are exactly 99.9 %, which is not below it.
    world.incidents.clear();
    world.hit(&[(1, at("2024-04-10T10:00:00Z"), 2_592_000, 1.0)]);
    let analysis = world.analyse();
    assert_eq!(
        (analysis.credits[0].band, analysis.credits[0].units),
        (None, 0)
    );
    assert!(analysis.costs[0].lines.iter().all(|l| l.units == 0));
}

#[test]
fn credits_belong_to_calendar_months() {
    let mut world = World::steady("2024-01-01T00:00:00Z", 45, 0);
    world.methods.zone = Zone::parse("Europe/Berlin").unwrap();
    // From an hour before to three hours after the end of January in Berlin.
    world.hit(&[(1, at("2024-01-31T22:00:00Z"), 4 * 3_600_000, 1.0)]);
    world.contracts = vec![enterprise("1000", &[(0.999, 0.1), (0.998, 0.2)])];
    let analysis = world.analyse();
    let seen: Vec<(String, f64, i128, bool)> = analysis
        .credits
        .iter()
        .map(|c| (c.month.to_string(), c.downtime, c.units, c.partial))
        .collect();
    assert_eq!(
        seen,
        [
            ("2024-01".to_owned(), 60.0, units("100"), false),
            ("2024-02".to_owned(), 180.0, units("200"), true),
        ]
    );
    assert_eq!(analysis.costs[0].line(LineKind::Credits(0)), units("300"));
    // Dollars are owed in dollars, and have no line here.
    world.contracts[0].fee = Money::parse("1000", Currency::parse("USD").unwrap()).unwrap();
    let analysis = world.analyse();
    assert_eq!(analysis.credits.len(), 2);
    assert_eq!(analysis.costs[0].total(), 0);
}

#[test]
fn three_typed_numbers_already_answer() {
    let (revenue, team) = cost_per_minute(10_000_000.0, 8.0, 90.0, YearBasis::Days365.minutes());
    assert!((revenue - 19.03).abs() < 0.005 && (team - 12.0).abs() < 1e-12);
    assert!((revenue + team - 31.03).abs() < 0.005);
}

#[test]
fn roles_find_their_group() {
    let card = RateCard::new(&[Role {
        id: RoleId(1),
        name: "Cook".into(),
        group: RoleGroup::Sales,
        rate: euros("10"),
    }]);
    for (role, group) in [
        ("Customer support", RoleGroup::Support),
        ("Database admin", RoleGroup::Engineering),
        ("incident-commander", RoleGroup::Management),
        ("PR", RoleGroup::Communications),
        ("Sales", RoleGroup::Sales),
        ("Product manager", RoleGroup::Management),
        (" cook", RoleGroup::Sales),
        ("baker", RoleGroup::Other),
    ] {
        assert_eq!(card.group(role), group, "{role}");
    }
}

/// Eight weeks at 200 a minute; on each of `incidents` days 60 % of it fails for half an hour,
/// and 1,260 of it comes back over the 90 minutes after, times what `came_back` says.
fn deferring(incidents: i64, came_back: impl Fn(i64) -> f64) -> World {
    let mut world = World::steady("2024-01-01T00:00:00Z", 56, 200);
    // What came back is a thousandth of all; of some hours of the week it would be a tenth.
    world.methods.profile = Profile::Flat;
    let first = world.revenue[0][0].minute;
    for day in 0..incidents {
        let at = (3 + 5 * day) * 1440 + 600;
        for minute in 0..30 {
            world.revenue[0][(at + minute) as usize].units = 80_000_000;
        }
        for minute in 30..120 {
            let back = (came_back(day) * 14_000_000.0) as i64;
            world.revenue[0][(at + minute) as usize].units += back;
        }
        let start = Instant::of_minute(first + at);
        world.hit(&[(1, start, 30 * MINUTE_MS, 0.6)]);
    }
    world
}

#[test]
fn deferred_revenue_is_taken_off_as_measured() {
    let mut world = deferring(10, |_| 1.0);
    let analysis = world.analyse();
    let recapture = analysis.recapture.unwrap();
    assert_eq!(recapture.episodes, 10);
    assert!((recapture.share - 0.35).abs() < 5e-4, "{recapture:?}");
    assert!(recapture.low > 0.349 && recapture.high < 0.351);
    world.methods.assumptions.view = View::Margin;
    for method in [LossMethod::Velocity, LossMethod::Counterfactual] {
        world.methods.loss = method;
        let analysis = world.analyse();
        for cost in &analysis.costs {
            let line = |kind| Money::from_units(cost.line(kind), eur()).to_estimate();
            let near = |kind, amount: f64| (line(kind) - amount).abs() < 3.6;
            assert!(near(LineKind::LostRevenue, 3_600.0), "{cost:?}");
            assert!(near(LineKind::Recaptured, -1_260.0), "{cost:?}");
            assert!(near(LineKind::Unspent, -702.0), "{cost:?}");
            let net = Money::from_units(cost.net_units(), eur()).to_estimate();
            assert!((net - 1_638.0).abs() < 3.6, "{net}");
        }
        let both = analysis.compared(&world.methods, 3);
        let [both] = both.as_slice() else {
            panic!("{both:?}")
        };
        assert!((both.velocity.net() - 2_340.0).abs() < 3.6);
        assert!((both.counterfactual.unwrap().net() - 2_340.0).abs() < 0.4);
        assert!((both.expected - 6_000.0).abs() < 0.4 && (both.observed - 2_400.0).abs() < 0.4);
    }
    // Not asked for: nothing comes off.
    world.methods.assumptions.recapture = false;
    world.methods.loss = LossMethod::Velocity;
    let analysis = world.analyse();
    assert!(analysis.recapture.is_none());
    assert_eq!(analysis.costs[0].line(LineKind::Recaptured), 0);
}

#[test]
fn a_share_that_cannot_be_told_is_not_taken_off() {
    // Too few episodes.
    let few = deferring(4, |_| 1.0).analyse();
    let recapture = few.recapture.unwrap();
    assert!((recapture.share - 0.35).abs() < 1e-3);
    assert_eq!((recapture.applied(), recapture.deviation()), (0.0, 0.0));
    assert!(few.costs.iter().all(|c| c.line(LineKind::Recaptured) == 0));
    // As often more as less came: the interval reaches below nothing.
    let mixed = deferring(10, |day| if day % 2 == 0 { 4.0 } else { -3.5 }).analyse();
    let recapture = mixed.recapture.unwrap();
    assert!(
        recapture.share > 0.05 && recapture.low < 0.0,
        "{recapture:?}"
    );
    assert_eq!(recapture.applied(), 0.0);
    // It differs, yet it is told apart: the total errs by it as a whole.
    let world = deferring(10, |day| 1.0 + (day % 2) as f64);
    let analysis = world.analyse();
    let recapture = analysis.recapture.unwrap();
    assert!(recapture.applied() > 0.5 && recapture.deviation() > 0.0);
    let lost: f64 = analysis.costs.iter().map(IncidentCost::lost).sum();
    let common = recapture.deviation() * lost;
    let total = analysis.deviation((0..10).map(|i| (i, 1.0)), Sought::Total);
    assert!(total >= common && total < 1.2 * common, "{total} {common}");
}

#[test]
fn incidents_that_err_alike_do_not_cancel_out() {
    let world = deferring(10, |day| 1.0 + (day % 2) as f64);
    let analysis = world.analyse();
    let mut sums = MethodSums::default();
    let mut alone = Vec::new();
    for i in 0..10 {
        let compared = analysis.compared(&world.methods, i);
        alone.push(compared[0].velocity);
        sums.add(i, &compared);
    }
    // The share that came back is the same for all: its error is ten times that of one.
    let share = 1.645 * analysis.recapture.unwrap().deviation() * sums.velocity.lost;
    let own: f64 = alone.iter().map(|l| l.own * l.own).sum();
    assert!((sums.velocity.half() - own.sqrt().hypot(share)).abs() < 1e-3 * share);
    assert!((sums.velocity.net() - alone.iter().map(MethodLoss::net).sum::<f64>()).abs() < 1e-9);

    // One outage entered twice is read from the same data: half of it each, and together no
    // surer than the one. On other days the noise is another.
    let mut noisy = World::steady("2024-01-01T00:00:00Z", 70, 100);
    let mut random = crate::random::Random::seeded(7);
    for minute in &mut noisy.revenue[0] {
        minute.units = (minute.units as f64 * (0.5 + random.unit())) as i64;
    }
    noisy.down("2024-02-07T10:00:00Z", 60, 1.0);
    let half = |world: &World| {
        let analysis = world.analyse();
        let mut sums = MethodSums::default();
        for i in 0..world.incidents.len() {
            sums.add(i, &analysis.compared(&world.methods, i));
        }
        let halves = (sums.velocity.half(), sums.counterfactual.half());
        // There is one range of it, wherever it is shown.
        for (loss, half) in [
            (LossMethod::Velocity, halves.0),
            (LossMethod::Counterfactual, halves.1),
        ] {
            let mut charged = world.clone();
            charged.methods.loss = loss;
            let all = (0..world.incidents.len()).map(|i| (i, 1.0));
            let deviation = charged.analyse().deviation(all, Sought::Total);
            assert!((Z90 * deviation / half - 1.0).abs() < 1e-9, "{loss:?}");
        }
        halves
    };
    let one = half(&noisy);
    let mut twice = noisy.clone();
    twice.down("2024-02-07T10:00:00Z", 60, 1.0);
    let same = half(&twice);
    let near = |a: f64, b: f64| (a / b - 1.0).abs() < 1e-9;
    assert!(one.0 > 0.0 && one.1 > 0.0);
    assert!(
        near(same.0, one.0) && near(same.1, one.1),
        "{same:?} {one:?}"
    );
    noisy.down("2024-02-14T10:00:00Z", 60, 1.0);
    let apart = half(&noisy);
    let root = 2.0_f64.sqrt();
    assert!(
        (apart.0 / one.0 / root - 1.0).abs() < 0.1,
        "{apart:?} {one:?}"
    );
}

#[test]
fn an_outage_of_several_streams_is_one_outage() {
    // The second stream is carried by the same service and saw the same.
    let both = |incidents, came_back: fn(i64) -> f64| {
        let one = deferring(incidents, came_back);
        let mut two = one.clone();
        let again: Vec<(i64, i64)> = two.revenue[0].iter().map(|m| (m.minute, m.units)).collect();
        let shop = two.services[0].id;
        two.stream(&[(shop, 1.0)], again.into_iter());
        (
            one.analyse().recapture.unwrap(),
            two.analyse().recapture.unwrap(),
        )
    };
    let (one, two) = both(10, |day| 1.0 + (day % 2) as f64);
    assert_eq!((one.episodes, two.episodes), (10, 10));
    assert!((two.lost - 2.0 * one.lost).abs() < 1e-6 * one.lost);
    // The second stream says nothing new, so that the range stays as wide.
    let width = |r: &Recapture| r.high - r.low;
    assert!((two.share - one.share).abs() < 1e-9);
    assert!((width(&two) - width(&one)).abs() < 1e-9 && width(&one) > 0.05);
    // Four outages of two streams are four.
    let (_, two) = both(4, |_| 1.0);
    assert_eq!((two.episodes, two.applied()), (4, 0.0));
    // More came back than was lost: it is shown as measured, and no more than all is taken off.
    let (more, _) = both(10, |day| 4.0 + (day % 2) as f64 / 2.0);
    assert!(more.share > 1.2, "{more:?}");
    assert_eq!(more.applied(), 1.0);
}

#[test]
fn an_incident_may_have_its_own_method() {
    // Nothing was lost in fact: 200 a minute went on.
    let mut world = World::steady("2024-01-01T00:00:00Z", 31, 200);
    world.down("2024-01-10T10:00:00Z", 30, 0.6);
    world.down("2024-01-20T10:00:00Z", 30, 0.6);
    world.incidents[1].method = Some(LossMethod::Counterfactual);
    let analysis = world.analyse();
    assert_eq!(analysis.costs[0].lost_units(), units("3600"));
    assert!(
        analysis.costs[1].lost().abs() < 1.0,
        "{:?}",
        analysis.costs[1]
    );
    assert_eq!(analysis.costs[1].method, LossMethod::Counterfactual);
    // Outside the data there is nothing to be observed: velocity.
    world.incidents[1].started = at("2024-03-20T10:00:00Z");
    world.incidents[1].impacts[0].start = at("2024-03-20T10:00:00Z");
    world.incidents[1].impacts[0].end = Some(at("2024-03-20T10:30:00Z"));
    world.incidents[1].resolved = None;
    let analysis = world.analyse();
    assert_eq!(analysis.costs[1].losses[0].method, LossMethod::Velocity);
    assert_eq!(analysis.costs[1].lost_units(), units("3600"));
    assert!(
        analysis.compared(&world.methods, 1)[0]
            .counterfactual
            .is_none()
    );
    // Half inside: the rest by velocity.
    world.incidents[1].impacts[0].start = at("2024-01-31T23:30:00Z");
    world.incidents[1].impacts[0].end = Some(at("2024-02-01T00:30:00Z"));
    let analysis = world.analyse();
    assert!((analysis.costs[1].lost() - 3_600.0).abs() < 1.0);
}

#[test]
fn losses_follow_the_level_where_asked() {
    // Revenue doubles half way.
    let mut world = World::steady("2024-01-01T00:00:00Z", 140, 100);
    for minute in world.revenue[0].iter_mut().skip(70 * 1440) {
        minute.units *= 2;
    }
    world.down("2024-01-24T10:00:00Z", 60, 1.0);
    world.down("2024-05-01T10:00:00Z", 60, 1.0);
    let lost = |world: &World| -> Vec<f64> {
        let costs = world.analyse().costs;
        costs.iter().map(IncidentCost::lost).collect()
    };
    let flat = lost(&world);
    assert!(flat.iter().all(|l| (l - 9_000.0).abs() < 10.0), "{flat:?}");
    world.methods.level = true;
    let levelled = lost(&world);
    assert!((levelled[0] - 6_000.0).abs() < 60.0, "{levelled:?}");
    assert!((levelled[1] - 12_000.0).abs() < 120.0, "{levelled:?}");
}

#[test]
fn days_off_the_baseline_teach_nothing() {
    let mut world = World::steady("2024-01-01T00:00:00Z", 28, 100);
    for minute in world.revenue[0].iter_mut().skip(9 * 1440).take(1440) {
        minute.units *= 10;
    }
    world.down("2024-01-17T10:00:00Z", 60, 1.0);
    assert!(world.analyse().costs[0].lost() > 8_000.0);
    let day = "2024-01-10".parse().unwrap();
    world.methods.special_days.push(SpecialDays {
        name: "sale".into(),
        from: day,
        until: day,
        off_baseline: true,
        holiday: false,
    });
    assert_eq!(world.analyse().costs[0].lost_units(), units("6000"));
}
