//! An earlier pre-mortem, about as long ago as its year, and what came of it: so that there is a
//! record to see.

use super::company::CHECKOUT;
use super::rng;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{CardId, ClusterId, ParticipantId, SessionId};
use ninefold_domain::premortem::{Card, Cluster, Judgement, Participant, Records, Session, Step};
use ninefold_domain::record::{Incident, IncidentKind, Service};
use ninefold_domain::risk::Risk;
use ninefold_domain::score::{RiskMatch, Verdict, likeness};
use ninefold_domain::time::{Instant, Zone};
use rand::Rng;

/// Days before the end of the data.
const BEFORE: i64 = 330;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1_440 * MINUTE_MS;
/// Risks that were talked about.
const MOST: usize = 4;

/// Who was there: name, role, how far their middles are off in often, notice and repair, and how
/// wide their ranges are: one who knows, one sure and wrong, one careful.
const PEOPLE: [(&str, &str, [f64; 3], f64); 3] = [
    ("Priya", "operations", [1.1, 1.0, 1.1], 2.2),
    ("Jonas", "product", [0.3, 0.4, 0.4], 1.4),
    ("Mara", "engineering", [1.4, 1.5, 1.3], 3.2),
];

/// Adds the session; says which incidents were which of its risks.
pub(super) fn earlier(
    seed: u64,
    zone: Zone,
    until: Instant,
    services: &[Service],
    risks: &[Risk],
    incidents: &[Incident],
    records: &mut Records,
) -> Vec<RiskMatch> {
    let mut ids = rng(seed, 47);
    let service = services[CHECKOUT].id;
    let date = zone.local(Instant(until.0 - BEFORE * DAY_MS)).date();
    let began = date
        .and_hms_opt(14, 0, 0)
        .map_or(until, |local| zone.first_at_or_after(local));
    let minute = |n: usize| Instant(began.0 + n as i64 * MINUTE_MS);
    let alike = |risk: &Risk, incident: &Incident| {
        let said = [risk.name.as_str(), risk.failure_mode.as_str()];
        likeness(&said, &incident.title, &incident.causes)
            .is_some_and(|found| found.cause.is_some() || found.words.len() > 1)
    };
    let came = |risk: &Risk| -> Vec<&Incident> {
        incidents
            .iter()
            .filter(|i| i.kind == IncidentKind::Normal && i.started > minute(60))
            .filter(|i| {
                i.impacts
                    .iter()
                    .any(|impact| impact.service == risk.service)
            })
            .filter(|i| alike(risk, i))
            .collect()
    };
    let mut talked: Vec<(&Risk, Vec<&Incident>)> = risks
        .iter()
        .filter(|risk| risk.service == service)
        .map(|risk| (risk, came(risk)))
        .collect();
    // Those that came first, or nobody would see how a forecast does.
    talked.sort_by_key(|(risk, came)| (std::cmp::Reverse(came.len()), risk.id));
    talked.truncate(MOST);

    let id = SessionId(ids.random());
    records.sessions.push(Session {
        name: "Checkout, a year before".into(),
        frame: "It is a year from now and checkout has failed. What happened?".into(),
        step: Step::Requirements,
        furthest: Step::Requirements,
        running: None,
        spent_ms: 2 * MINUTE_MS,
        closed: Some(minute(50)),
        ..Session::begun(id, service, LocalDay(date), began)
    });
    let people: Vec<ParticipantId> = PEOPLE.iter().map(|_| ParticipantId(ids.random())).collect();
    for (n, (name, role, ..)) in PEOPLE.iter().enumerate() {
        records.participants.push(Participant {
            id: people[n],
            session: id,
            place: n as f64 + 1.0,
            name: (*name).into(),
            role: (*role).into(),
            present: true,
            origin: None,
        });
    }
    let mut matches = Vec::new();
    for (n, (risk, came)) in talked.iter().enumerate() {
        let cluster = ClusterId(ids.random());
        records.clusters.push(Cluster {
            id: cluster,
            session: id,
            title: risk.name.clone(),
            category: risk.category,
            service: risk.service,
            place: n as f64 + 1.0,
            into: None,
            risk: Some(risk.id),
            history: String::new(),
            mitigations: vec![],
            notes: String::new(),
        });
        records.cards.push(Card {
            id: CardId(ids.random()),
            session: id,
            text: risk.failure_mode.clone(),
            author: Some(people[n % people.len()]),
            prompt: String::new(),
            cluster: Some(cluster),
            place: n as f64 + 1.0,
            placed: Some(minute(20)),
            before: None,
            line: None,
            aside: false,
            origin: None,
        });
        for (person, (_, _, off, wide)) in people.iter().zip(&PEOPLE) {
            let middle = |of: &Estimate| of.distribution("").map_or(1.0, |d| d.quantile(0.5));
            let said = |of: &Estimate, off: f64| {
                let middle = middle(of) * off;
                let typed = |value: f64| format!("{value:.1e}").parse().unwrap_or(value);
                Estimate::interval(typed(middle / wide), typed(middle * wide))
            };
            records.judgements.push(Judgement {
                id: Judgement::id_of(*person, cluster),
                session: id,
                cluster,
                participant: *person,
                frequency: said(&risk.frequency, off[0]),
                detect: said(&risk.detect, off[1]),
                repair: said(&risk.repair, off[2]),
                users: risk.users.clone(),
                comment: String::new(),
                given: minute(30 + n),
            });
        }
        // The newest is left for a person to decide.
        for incident in came.iter().rev().skip(1) {
            matches.push(RiskMatch {
                id: RiskMatch::id_of(risk.id, incident.id),
                risk: risk.id,
                incident: incident.id,
                verdict: Verdict::Confirmed,
                decided: until,
            });
        }
    }
    records.sessions.sort_by_key(|s| s.id);
    records.participants.sort_by_key(|p| p.id);
    records.cards.sort_by_key(|c| c.id);
    records.clusters.sort_by_key(|c| c.id);
    records.judgements.sort_by_key(|j| j.id);
    matches.sort_by_key(|m| m.id);
    matches
}
