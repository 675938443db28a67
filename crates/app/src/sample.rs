//! The sample workspace: a fictional company, drawn from a seed.
//!
//! Nothing here reads a clock or a file: the same seed gives the same records, digit for digit.
//! What was planted is kept in [`Truth`], so that tests can recover it from the records.

mod business;
mod causes;
mod company;
mod files;
mod incidents;
mod labor;
mod premortem;
mod requirements;
mod revenue;
mod risks;
mod score;
mod truth;

pub use company::{COMPANY, STREAMS};
pub(crate) use requirements::requirements;
pub use truth::{Detectors, DurationLaw, Role, Season, Special, Streams, Truth};

use company::{ROLES, SERVICE_PLANS, STREAM_PLANS, TIERS};
use ninefold_domain::id::{RoleId, ServiceId, StreamId};
use ninefold_domain::methods::Methods;
use ninefold_domain::money::Currency;
use ninefold_domain::premortem::Records;
use ninefold_domain::record::{
    BacklogMonth, Channel, Contract, Dependence, Dependency, DependencyKind, Incident, LaborEntry,
    MinuteSum, Role as RateRole, Service, Stream, Tier,
};
use ninefold_domain::risk::Risk;
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::score::RiskMatch;
use ninefold_domain::techniques::Technique;
use ninefold_domain::tiers::TierOption;
use ninefold_domain::time::{DAY_MS, Instant, Interval, Zone};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The seed of the sample that ships.
pub const SEED: u64 = 1;

/// Drawn incidents begin no later than this before the end, so that all of them are over by it.
const QUIET_END_DAYS: i64 = 4;

/// A company with its history.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Choices.
    pub methods: Methods,
    /// Tiers.
    pub tiers: Vec<Tier>,
    /// Services.
    pub services: Vec<Service>,
    /// Revenue streams.
    pub streams: Vec<Stream>,
    /// Rate card.
    pub roles: Vec<RateRole>,
    /// Contract tiers.
    pub contracts: Vec<Contract>,
    /// The backlog, a record a month.
    pub backlog: Vec<BacklogMonth>,
    /// The register of risks.
    pub risks: Vec<Risk>,
    /// What could be done about them.
    pub techniques: Vec<Technique>,
    /// Ways to another tier.
    pub options: Vec<TierOption>,
    /// The assumptions of the base scenario.
    pub scenarios: Vec<SavedScenario>,
    /// The pre-mortem that was held.
    pub premortems: Records,
    /// Which of them were which risks.
    pub matches: Vec<RiskMatch>,
    /// Incidents in order of time.
    pub incidents: Vec<Incident>,
    /// Labor, by incident.
    pub labor: Vec<LaborEntry>,
    /// Revenue by minute, ascending, in the order of `streams`.
    pub revenue: Vec<Vec<MinuteSum>>,
    /// What was planted.
    pub truth: Truth,
}

/// A generator for one purpose: what one part draws moves no other.
fn rng(seed: u64, purpose: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(purpose);
    rng
}

/// Draws the company of a seed.
///
/// # Panics
/// Never by a seed: only if a constant of this folder does not read.
#[must_use]
pub fn generate(seed: u64) -> Sample {
    let currency = Currency::parse("EUR").expect("EUR is in ISO 4217");
    let zone = Zone::parse(company::ZONE).expect("the zone is in the zone database");
    let mut methods = Methods::defaults(currency);
    methods.zone = zone;
    let mut ids = rng(seed, 0);
    let services = services(&mut ids);
    let streams = streams(&mut ids, currency, &services);
    let roles = ROLES
        .iter()
        .map(|(name, group, rate, _)| RateRole {
            id: RoleId(ids.random()),
            name: (*name).into(),
            group: *group,
            rate: company::rate(rate, currency),
        })
        .collect();
    let mut truth = plant();
    let (mut incidents, specials) = incidents::draw(seed, &truth, zone, &services);
    truth.specials = specials;
    business::charge(seed, currency, &mut incidents);
    methods.assumptions = business::assumptions();
    methods.special_days = business::special_days(&truth.seasons, zone);
    let mut labor = labor::draw(seed, &incidents);
    business::schedule(seed, zone, &incidents, &mut labor);
    let severity = |incident: &Incident| methods.impact_of(incident.severity.as_deref());
    let revenue = (0..STREAMS)
        .map(|stream| {
            let drawn = revenue::draw(seed, stream, &truth, zone, &incidents, &services, severity);
            truth.planted_loss[stream] = drawn.planted_loss / currency.units_per_major() as f64;
            truth.lost[stream] = drawn.lost;
            truth.lost_orders[stream] = drawn.lost_orders;
            truth.returned_orders[stream] = drawn.returned_orders;
            drawn.minutes
        })
        .collect();
    let years = truth.span.minutes() / methods.year.minutes();
    let recorded = recorded(&services, &incidents, severity, years);
    let outlook = risks::outlook(seed, &services, &recorded, years, truth.span.end);
    let mut premortems = premortem::held(
        seed,
        zone,
        truth.span.end,
        &services,
        &outlook.risks,
        &outlook.techniques,
    );
    let matches = score::earlier(
        seed,
        zone,
        truth.span.end,
        &services,
        &outlook.risks,
        &incidents,
        &mut premortems,
    );
    Sample {
        premortems,
        matches,
        risks: outlook.risks,
        techniques: outlook.techniques,
        options: outlook.options,
        scenarios: outlook.scenarios,
        tiers: TIERS
            .iter()
            .map(|(number, name, target)| Tier {
                number: *number,
                name: (*name).into(),
                target: Some(*target),
            })
            .collect(),
        contracts: business::contracts(seed, currency, &services),
        backlog: business::backlog(truth.span, zone, &incidents),
        labor,
        methods,
        services,
        streams,
        roles,
        incidents,
        revenue,
        truth,
    }
}

/// Bad minutes a year that incidents of each service came to, before dependencies carry them on.
fn recorded(
    services: &[Service],
    incidents: &[Incident],
    severity: impl Fn(&Incident) -> f64,
    years: f64,
) -> Vec<f64> {
    let of = |service: &Service| -> f64 {
        let impacts = incidents
            .iter()
            .flat_map(|incident| {
                incident
                    .impacts
                    .iter()
                    .map(move |impact| (incident, impact))
            })
            .filter(|(_, impact)| impact.service == service.id);
        impacts
            .map(|(incident, impact)| {
                let end = impact.end.or(incident.resolved).unwrap_or(impact.start);
                let minutes = (end.0 - impact.start.0) as f64 / 60_000.0;
                minutes * impact.share.unwrap_or_else(|| severity(incident))
            })
            .sum()
    };
    services.iter().map(|service| of(service) / years).collect()
}

fn services(ids: &mut ChaCha8Rng) -> Vec<Service> {
    let names: Vec<ServiceId> = SERVICE_PLANS
        .iter()
        .map(|_| ServiceId(ids.random()))
        .collect();
    SERVICE_PLANS
        .iter()
        .zip(&names)
        .map(|(plan, id)| Service {
            id: *id,
            name: plan.name.into(),
            tier: plan.tier,
            owner: plan.owner.map(Into::into),
            target: plan.target,
            channels: plan
                .channels
                .iter()
                .map(|(name, share, ceiling)| Channel {
                    name: (*name).into(),
                    share: *share,
                    ceiling: *ceiling,
                })
                .collect(),
            dependencies: plan
                .leans_on
                .iter()
                .map(|(on, share)| Dependency {
                    on: names[*on],
                    kind: match share {
                        Some(share) => DependencyKind::Soft { share: *share },
                        None => DependencyKind::Hard,
                    },
                })
                .collect(),
            redundancies: vec![],
            hours: None,
        })
        .collect()
}

fn streams(ids: &mut ChaCha8Rng, currency: Currency, services: &[Service]) -> Vec<Stream> {
    STREAM_PLANS
        .iter()
        .map(|plan| Stream {
            id: StreamId(ids.random()),
            name: plan.name.into(),
            currency,
            dependences: plan
                .leans_on
                .iter()
                .map(|(service, share)| Dependence {
                    service: services[*service].id,
                    share: *share,
                })
                .collect(),
        })
        .collect()
}

/// What is planted, before anything is drawn.
fn plant() -> Truth {
    let span = company::span();
    let shape = STREAM_PLANS.each_ref().map(|plan| {
        let weights: Vec<f64> = plan
            .days
            .iter()
            .flat_map(|day| plan.hours.iter().map(move |hour| day * hour))
            .collect();
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        weights.iter().map(|w| w / mean).collect()
    });
    Truth {
        span,
        shape,
        level: STREAM_PLANS.each_ref().map(|p| p.yearly / (365.0 * 1440.0)),
        anchor: Instant(span.end.0 - 365 * DAY_MS / 2),
        weekly_growth: STREAM_PLANS.each_ref().map(|p| p.growth * 7.0 / 365.0),
        seasons: company::seasons(),
        recaptured: STREAM_PLANS.each_ref().map(|p| p.recaptured),
        return_minutes: company::RETURN_MINUTES,
        return_limit: company::RETURN_LIMIT,
        reach: company::REACH.to_vec(),
        incident_rates: SERVICE_PLANS.iter().map(|p| p.rate).collect(),
        incidents_begin: Interval {
            start: span.start,
            end: Instant(span.end.0 - QUIET_END_DAYS * DAY_MS),
        },
        durations: company::SEVERITIES.to_vec(),
        detectors: company::DETECTORS,
        by_hand: company::BY_HAND,
        repeats: company::REPEATS,
        specials: Vec::new(),
        planted_loss: [0.0; STREAMS],
        lost: [0; STREAMS],
        lost_orders: [0; STREAMS],
        returned_orders: [0; STREAMS],
    }
}
