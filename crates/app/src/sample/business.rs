//! What the company of the sample pays besides wages and lost orders, and what it promises.
//!
//! Drawn after incidents and labor, from numbers of its own, so that nothing else moves.

use super::company::{PARTNER_API, rate};
use super::truth::Season;
use ninefold_domain::calendar::{LocalDay, Month, WeeklyHours};
use ninefold_domain::id::{ContractId, LaborId};
use ninefold_domain::methods::{Assumptions, Opportunity, SpecialDays};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::record::{
    BacklogMonth, Contract, CreditBand, Detection, FixedCost, Incident, IncidentKind, LaborEntry,
    Service,
};
use ninefold_domain::time::{DAY_MS, Instant, Interval, MINUTE_MS, Zone};
use rand::Rng;
use std::collections::BTreeMap;

/// Of so many contacts one ends in a customer who leaves.
const CONTACTS_A_CANCELLATION: f64 = 45.0;
/// Minutes that each of the people on a SEV1 sits in its review.
const REVIEW_MINUTES: i64 = 60;

/// What is assumed: a retailer's margin, night work at time and a half.
pub(super) fn assumptions() -> Assumptions {
    let day = |day: u16| (day * 1440 + 8 * 60, day * 1440 + 18 * 60);
    Assumptions {
        margin: 0.42,
        out_of_hours: 1.5,
        business_hours: WeeklyHours::new(None, (0..5).map(day).collect())
            .expect("five days of ten hours"),
        opportunity: Opportunity::Hour { value: 125.0 },
        contact_cost: Some(7.5),
        customer_value: Some(90.0),
        ..Assumptions::default()
    }
}

/// The seasons as someone who knows the company would mark them.
pub(super) fn special_days(seasons: &[Season], zone: Zone) -> Vec<SpecialDays> {
    seasons
        .iter()
        .map(|season| SpecialDays {
            name: {
                let mut letters = season.name.chars();
                let first = letters.next().map(|c| c.to_uppercase().to_string());
                first.unwrap_or_default() + letters.as_str()
            },
            from: LocalDay(zone.local(season.during.start).date()),
            until: LocalDay(zone.local(Instant(season.during.end.0 - 1)).date()),
            off_baseline: true,
            // Shops on the web are open on holidays.
            holiday: false,
        })
        .collect()
}

/// Two contract tiers of the partners.
pub(super) fn contracts(seed: u64, currency: Currency, services: &[Service]) -> Vec<Contract> {
    let mut ids = super::rng(seed, 5);
    let mut contract = |name: &str, fee: &str, bands: &[(f64, f64)]| Contract {
        id: ContractId(ids.random()),
        name: name.into(),
        service: services[PARTNER_API].id,
        fee: rate(fee, currency),
        bands: bands
            .iter()
            .map(|(below, credit)| CreditBand {
                below: *below,
                credit: *credit,
            })
            .collect(),
    };
    vec![
        contract(
            "Enterprise partners",
            "38400.00",
            &[(0.999, 0.10), (0.995, 0.25), (0.99, 0.5)],
        ),
        contract(
            "Business partners",
            "21500.00",
            &[(0.995, 0.10), (0.99, 0.3)],
        ),
    ]
}

/// Writes down what incidents cost as amounts: refunds and customers who left where customers
/// noticed, a penalty where a provider is to blame on neither side.
pub(super) fn charge(seed: u64, currency: Currency, incidents: &mut [Incident]) {
    let mut rng = super::rng(seed, 6);
    for incident in incidents {
        // Always the same number of draws: one incident more moves no other.
        let (leaves, refunds, vendor): (f64, f64, f64) = rng.random();
        if incident.kind != IncidentKind::Normal {
            continue;
        }
        let contacts = f64::from(incident.contacts.unwrap_or(0));
        let lost = (contacts / CONTACTS_A_CANCELLATION + leaves * 0.9).floor() as u32;
        if contacts > 0.0 {
            incident.cancellations = Some(lost);
        }
        let amount = |euros: f64| {
            // Whole euros, as goodwill is given.
            Money::from_units(
                i128::from(euros.round() as i64) * i128::from(currency.units_per_major()),
                currency,
            )
        };
        if incident.detected_by == Some(Detection::Customer) && refunds < 0.6 {
            incident.fixed.push(FixedCost {
                kind: "refunds".into(),
                amount: amount(contacts * 9.0 + 20.0),
            });
        }
        if incident.severity.as_deref() == Some("SEV1") && vendor < 0.25 {
            incident.fixed.push(FixedCost {
                kind: "vendors".into(),
                amount: amount(900.0 + 1_600.0 * vendor),
            });
        }
    }
}

/// When each entry of labor began, and the reviews after the worst.
pub(super) fn schedule(seed: u64, zone: Zone, incidents: &[Incident], labor: &mut Vec<LaborEntry>) {
    let mut rng = super::rng(seed, 7);
    let mut ids = super::rng(seed, 8);
    let mut reviews = Vec::new();
    for incident in incidents {
        let begin = incident.detected.unwrap_or(incident.started);
        for entry in labor.iter_mut().filter(|e| e.incident == incident.id) {
            let late: i64 = rng.random_range(0..12);
            entry.start = Some(Instant(begin.0 + late * MINUTE_MS));
            let is_reviewed = incident.severity.as_deref() == Some("SEV1")
                && incident.kind == IncidentKind::Normal
                && entry.person.is_some();
            if is_reviewed {
                reviews.push(LaborEntry {
                    id: LaborId(ids.random()),
                    worked_ms: REVIEW_MINUTES * MINUTE_MS,
                    start: Some(review_start(zone, incident)),
                    review: true,
                    ..entry.clone()
                });
            }
        }
    }
    labor.extend(reviews);
    // By incident, as a time sheet is kept.
    let order: BTreeMap<_, usize> = incidents
        .iter()
        .enumerate()
        .map(|(i, x)| (x.id, i))
        .collect();
    labor.sort_by_key(|e| (order.get(&e.incident).copied(), e.review));
}

/// Ten in the morning of the second day after the end.
fn review_start(zone: Zone, incident: &Incident) -> Instant {
    let end = incident.resolved.unwrap_or(incident.started);
    let day = zone.day_start(Instant(end.0 + 2 * DAY_MS));
    Instant(day.0 + 10 * 60 * MINUTE_MS)
}

/// A backlog in which resilience work piles up, with the incidents that customers reported.
pub(super) fn backlog(span: Interval, zone: Zone, incidents: &[Incident]) -> Vec<BacklogMonth> {
    let mut months = Vec::new();
    let mut at = span.start;
    while at < span.end {
        let Some(month) = Month::of(at, zone) else {
            break;
        };
        let Some(during) = month.interval(zone) else {
            break;
        };
        let reported = incidents
            .iter()
            .filter(|i| i.detected_by == Some(Detection::Customer) && during.contains(i.started));
        let n = months.len() as u32;
        months.push(BacklogMonth {
            month,
            open: 184 + 5 * n,
            open_resilience: 17 + 2 * n + (n % 3),
            customer_incidents: Some(reported.count() as u32),
        });
        at = during.end;
    }
    months
}
