//! Incidents of the sample: those drawn by rate, and those planted by name.

use super::causes::{self, Cause};
use super::company::{
    BY_AUTOMATION, BY_HAND, CATALOG, CHECKOUT, DETECTORS, EMAILS, IDENTITY, PARTNER_API, PAYMENTS,
    RECOMMENDATIONS, REPEATS, SEARCH, SERVICE_PLANS, SERVICES, SEVERITIES, SPREADS, at,
};
use super::revenue::poisson;
use super::truth::{Role, Special, Truth};
use ninefold_domain::id::IncidentId;
use ninefold_domain::record::{
    Detection, Impact, Incident, IncidentKind, Origin, Recovery, Service,
};
use ninefold_domain::time::{DAY_MS, Instant, MINUTE_MS, OffsetTable, Zone};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Days in the year that rates are about.
const YEAR_DAYS: f64 = 365.0;
/// No incident is over sooner.
const SHORTEST_MINUTES: f64 = 5.0;
/// Services that a service drags along, in its own way: not by dependence, but by sharing.
const NEIGHBOURS: [usize; SERVICES] = [
    EMAILS,
    EMAILS,
    PARTNER_API,
    RECOMMENDATIONS,
    SEARCH,
    CATALOG,
    PARTNER_API,
    SEARCH,
];

/// Where a drawn incident begins: time and service.
#[derive(Clone, Copy)]
struct Begin {
    at: Instant,
    service: usize,
}

/// An incident that still lacks its number.
struct Draft {
    incident: Incident,
    role: Option<Role>,
    /// Drafts that had the same cause before, as a position in the list of drawn ones.
    repeats: Option<usize>,
}

/// A lognormal time in minutes.
fn lognormal(rng: &mut ChaCha8Rng, median: f64, sigma: f64) -> f64 {
    (median.ln() + sigma * rng.sample::<f64, _>(StandardNormal)).exp()
}

/// Minutes as whole seconds, in milliseconds.
fn whole_seconds(minutes: f64) -> i64 {
    (minutes * 60.0).round() as i64 * 1_000
}

/// A share to the hundredth, which is what people write down.
fn hundredths(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}

/// Times and services of the drawn incidents, ascending: a Poisson process for each service,
/// busier when customers are.
fn begins(rng: &mut ChaCha8Rng, truth: &Truth, zone: Zone) -> Vec<Begin> {
    let within = truth.incidents_begin;
    let years = within.length_ms() as f64 / DAY_MS as f64 / YEAR_DAYS;
    let offsets = OffsetTable::new(zone, truth.span);
    let demand: Vec<f64> = (0..168)
        .map(|slot| {
            (0..truth.level.len())
                .map(|s| truth.level[s] * truth.shape[s][slot])
                .sum()
        })
        .collect();
    let most = demand.iter().copied().fold(0.0, f64::max);
    let mut out = Vec::new();
    for (service, rate) in truth.incident_rates.iter().enumerate() {
        for _ in 0..poisson(rng, rate * years) {
            let at = loop {
                let at = Instant(rng.random_range(within.start.0..within.end.0) / 1_000 * 1_000);
                let slot = (offsets.minute_of_week(at.minute()) / 60) as usize;
                if rng.random::<f64>() < 0.4 + 0.6 * demand[slot] / most {
                    break at;
                }
            };
            out.push(Begin { at, service });
        }
    }
    out.sort_by_key(|b| (b.at, b.service));
    out
}

/// Causes that a service has already had.
#[derive(Default)]
struct Had {
    /// Cause and the drawn incident that had it last.
    list: Vec<(&'static Cause, usize)>,
}

impl Had {
    /// A cause for the next incident, and the incident that had it before, if any.
    fn next(
        &mut self,
        rng: &mut ChaCha8Rng,
        pools: [&'static [Cause]; 2],
        index: usize,
    ) -> (&'static Cause, Option<usize>) {
        let again = !self.list.is_empty() && rng.random::<f64>() < REPEATS;
        let fresh: Vec<&'static Cause> = pools
            .into_iter()
            .flatten()
            .filter(|c| self.list.iter().all(|(had, _)| had.tag != c.tag))
            .collect();
        if again || fresh.is_empty() {
            let at = rng.random_range(0..self.list.len());
            let (cause, before) = self.list[at];
            self.list[at].1 = index;
            return (cause, Some(before));
        }
        let cause = fresh[rng.random_range(0..fresh.len())];
        self.list.push((cause, index));
        (cause, None)
    }
}

/// The drawn incidents, in order of time.
fn drawn(rng: &mut ChaCha8Rng, truth: &Truth, zone: Zone, services: &[Service]) -> Vec<Draft> {
    let begins = begins(rng, truth, zone);
    let mut had: [[Had; 2]; SERVICES] = Default::default();
    let mut drafts = Vec::with_capacity(begins.len());
    for (index, begin) in begins.into_iter().enumerate() {
        let severity = severity(rng);
        let law = SEVERITIES[severity];
        let minutes = lognormal(rng, law.median, law.sigma).max(SHORTEST_MINUTES);
        let recovery = match rng.random::<f64>() {
            x if x < BY_HAND => Recovery::Hand,
            x if x < BY_HAND + BY_AUTOMATION => Recovery::Automation,
            _ => Recovery::Provider,
        };
        let (pools, kind) = if recovery == Recovery::Provider {
            (
                [causes::PROVIDER[begin.service], causes::PROVIDER_ANYWHERE],
                1,
            )
        } else {
            ([causes::OWN[begin.service], causes::OWN_ANYWHERE], 0)
        };
        let (cause, repeats) = had[begin.service][kind].next(rng, pools, index);
        let detection = match rng.random::<f64>() {
            x if x < DETECTORS.customer => Detection::Customer,
            x if x < DETECTORS.customer + DETECTORS.staff => Detection::Staff,
            _ => Detection::Monitoring,
        };
        let share = impact_share(rng, severity);
        let counted = share.unwrap_or([1.0, 0.3, 0.1][severity]);
        let mut incident = timeline(rng, begin.at, minutes, detection);
        incident.title = cause.title.replace("{}", SERVICE_PLANS[begin.service].name);
        incident.severity = Some(law.severity.into());
        incident.causes = vec![cause.tag.into()];
        incident.recovered_by = Some(recovery);
        // Automation knows its way back, not a fix that nobody has written yet.
        incident.recovery_action = Some(match (recovery, cause.action) {
            (Recovery::Automation, "fix forward") => "roll back".into(),
            (_, action) => action.into(),
        });
        incident.reassignments = Some(handed_over(rng, severity));
        let contacts = counted
            * minutes
            * 0.18
            * if detection == Detection::Customer {
                1.8
            } else {
                1.0
            };
        incident.contacts = Some(poisson(rng, contacts));
        incident.impacts.push(Impact {
            service: services[begin.service].id,
            start: incident.started,
            end: incident.resolved,
            share,
        });
        if rng.random::<f64>() < SPREADS {
            let start = Instant(incident.started.0 + whole_seconds(minutes * 0.15));
            let end = Instant(incident.started.0 + whole_seconds(minutes * 0.85));
            incident.impacts.push(Impact {
                service: services[NEIGHBOURS[begin.service]].id,
                start,
                end: Some(end),
                share: Some(hundredths((counted * 0.4).max(0.02))),
            });
        }
        drafts.push(Draft {
            incident,
            role: None,
            repeats,
        });
    }
    drafts
}

fn severity(rng: &mut ChaCha8Rng) -> usize {
    let mut left: f64 = rng.random();
    for (index, law) in SEVERITIES.iter().enumerate() {
        left -= law.share;
        if left < 0.0 {
            return index;
        }
    }
    SEVERITIES.len() - 1
}

/// Impact as written down; missing where people left it to the severity.
fn impact_share(rng: &mut ChaCha8Rng, severity: usize) -> Option<f64> {
    let (low, high) = [(0.7, 1.0), (0.15, 0.55), (0.02, 0.15)][severity];
    let written = rng.random::<f64>() < 0.55;
    let share = hundredths(rng.random_range(low..high));
    written.then_some(share)
}

/// Times an incident is handed to another team: more often when it is not clear whose it is.
fn handed_over(rng: &mut ChaCha8Rng, severity: usize) -> u32 {
    let limits = [[0.45, 0.75, 0.90], [0.58, 0.84, 0.95], [0.66, 0.90, 0.97]][severity];
    let x: f64 = rng.random();
    limits.iter().filter(|limit| x >= **limit).count() as u32
}

/// An incident with its timeline in order and nothing else.
fn timeline(
    rng: &mut ChaCha8Rng,
    started: Instant,
    minutes: f64,
    detection: Detection,
) -> Incident {
    let median = match detection {
        Detection::Monitoring => DETECTORS.monitoring_minutes,
        Detection::Staff => DETECTORS.staff_minutes,
        Detection::Customer => DETECTORS.customer_minutes,
    };
    // Nobody notices after the fact, and someone has to work on it after that.
    let detected = lognormal(rng, median, 0.6).min(0.45 * minutes);
    let acknowledged = (detected + lognormal(rng, 3.0, 0.6)).min(0.6 * minutes);
    let mitigated = acknowledged + (minutes - acknowledged) * rng.random_range(0.55..0.95);
    let after = |minutes: f64| Some(Instant(started.0 + whole_seconds(minutes)));
    Incident {
        id: IncidentId(0),
        origin: None,
        title: String::new(),
        kind: IncidentKind::Normal,
        severity: None,
        started,
        detected: after(detected),
        acknowledged: after(acknowledged),
        mitigated: after(mitigated),
        resolved: after(minutes),
        causes: Vec::new(),
        detected_by: Some(detection),
        recovered_by: None,
        recovery_action: None,
        reassignments: None,
        contacts: None,
        notes: String::new(),
        impacts: Vec::new(),
        cancellations: None,
        fixed: vec![],
        method: None,
    }
}

/// A planted incident.
struct Planted {
    role: Role,
    title: &'static str,
    kind: IncidentKind,
    severity: &'static str,
    cause: &'static str,
    detected_by: Detection,
    /// Minutes after the start: detected, acknowledged, mitigated.
    marks: [i64; 3],
    recovered_by: Recovery,
    action: &'static str,
    reassignments: u32,
    contacts: u32,
    notes: &'static str,
    /// Service, start, end, share where it is not the severity's.
    impacts: &'static [(usize, &'static str, &'static str, Option<f64>)],
}

/// What most planted incidents have in common.
const USUAL: Planted = Planted {
    role: Role::Peak,
    title: "",
    kind: IncidentKind::Normal,
    severity: "SEV2",
    cause: "",
    detected_by: Detection::Monitoring,
    marks: [3, 7, 30],
    recovered_by: Recovery::Hand,
    action: "roll back",
    reassignments: 0,
    contacts: 6,
    notes: "",
    impacts: &[],
};

const PLANTED: &[Planted] = &[
    Planted {
        role: Role::Peak,
        title: "Checkout down on Sunday evening: connection pool exhausted after resize",
        severity: "SEV1",
        cause: "connection-pool",
        marks: [2, 6, 84],
        reassignments: 2,
        contacts: 214,
        notes: "The pool was halved on Friday to save licences; the first evening at full load used it up. Rolled back on the second try.",
        impacts: &[(
            CHECKOUT,
            "2026-03-22T19:38:20+01:00",
            "2026-03-22T21:19:50+01:00",
            None,
        )],
        ..USUAL
    },
    Planted {
        role: Role::SaleDay,
        title: "Checkout slow on the sale day: basket prices recomputed on every click",
        cause: "missing-cache",
        marks: [4, 6, 19],
        action: "scale",
        recovered_by: Recovery::Automation,
        contacts: 31,
        impacts: &[(
            CHECKOUT,
            "2025-11-28T20:11:05+01:00",
            "2025-11-28T20:36:35+01:00",
            Some(0.1),
        )],
        ..USUAL
    },
    Planted {
        role: Role::Outer,
        title: "Product search finds a third less: reindex failed and was published",
        cause: "failed-reindex",
        detected_by: Detection::Staff,
        marks: [41, 52, 300],
        action: "restore",
        contacts: 19,
        impacts: &[(
            SEARCH,
            "2026-03-11T09:20:00+01:00",
            "2026-03-11T15:05:30+01:00",
            Some(0.35),
        )],
        ..USUAL
    },
    Planted {
        role: Role::Nested,
        title: "Product pages of one warehouse fail while search is being repaired",
        cause: "warehouse-link",
        marks: [5, 9, 38],
        action: "restart",
        contacts: 11,
        notes: "Inside the search incident of the same morning; unrelated cause.",
        impacts: &[(
            CATALOG,
            "2026-03-11T11:02:10+01:00",
            "2026-03-11T11:48:40+01:00",
            None,
        )],
        ..USUAL
    },
    Planted {
        role: Role::OverlapFirst,
        title: "Checkout refuses all orders: basket table locked by a migration",
        severity: "SEV1",
        cause: "locking-migration",
        marks: [2, 5, 50],
        contacts: 88,
        impacts: &[(
            CHECKOUT,
            "2026-02-10T10:00:00+01:00",
            "2026-02-10T11:00:00+01:00",
            None,
        )],
        ..USUAL
    },
    Planted {
        role: Role::OverlapSecond,
        title: "Gift cards refused at checkout: balance service restarted with old data",
        cause: "stale-restore",
        detected_by: Detection::Customer,
        marks: [12, 16, 49],
        action: "restore",
        contacts: 17,
        impacts: &[(
            CHECKOUT,
            "2026-02-10T10:30:00+01:00",
            "2026-02-10T11:30:00+01:00",
            None,
        )],
        ..USUAL
    },
    Planted {
        role: Role::TouchingFirst,
        title: "Login fails for half of customers: token cache rolled out empty",
        cause: "cache-rollout",
        marks: [4, 8, 31],
        contacts: 42,
        impacts: &[(
            IDENTITY,
            "2026-05-19T14:12:00+02:00",
            "2026-05-19T14:46:30+02:00",
            Some(0.5),
        )],
        ..USUAL
    },
    Planted {
        role: Role::TouchingSecond,
        title: "Login slow right after the roll back: sessions rebuilt from the database",
        cause: "session-rebuild",
        marks: [1, 2, 22],
        action: "scale",
        contacts: 15,
        impacts: &[(
            IDENTITY,
            "2026-05-19T14:46:30+02:00",
            "2026-05-19T15:14:00+02:00",
            Some(0.2),
        )],
        ..USUAL
    },
    Planted {
        role: Role::Zone,
        title: "Cloud zone outage: a third of instances of five services lost",
        severity: "SEV1",
        cause: "cloud-zone",
        marks: [2, 4, 74],
        recovered_by: Recovery::Provider,
        action: "fail over",
        reassignments: 1,
        contacts: 73,
        impacts: &[
            (
                CATALOG,
                "2025-08-13T15:31:00+02:00",
                "2025-08-13T17:06:00+02:00",
                Some(0.35),
            ),
            (
                SEARCH,
                "2025-08-13T15:31:30+02:00",
                "2025-08-13T17:12:00+02:00",
                Some(0.35),
            ),
            (
                PARTNER_API,
                "2025-08-13T15:32:00+02:00",
                "2025-08-13T16:58:00+02:00",
                Some(0.3),
            ),
            (
                RECOMMENDATIONS,
                "2025-08-13T15:31:00+02:00",
                "2025-08-13T18:20:00+02:00",
                None,
            ),
            (
                EMAILS,
                "2025-08-13T15:40:00+02:00",
                "2025-08-13T17:30:00+02:00",
                Some(0.5),
            ),
        ],
        ..USUAL
    },
    Planted {
        role: Role::Failover,
        title: "Database failover hangs: checkout, login and product pages at half strength",
        severity: "SEV1",
        cause: "database-failover",
        marks: [3, 8, 33],
        action: "fail over",
        reassignments: 3,
        contacts: 57,
        impacts: &[
            (
                CHECKOUT,
                "2026-06-24T11:08:00+02:00",
                "2026-06-24T11:41:00+02:00",
                Some(0.5),
            ),
            (
                IDENTITY,
                "2026-06-24T11:09:30+02:00",
                "2026-06-24T11:36:00+02:00",
                Some(0.4),
            ),
            (
                CATALOG,
                "2026-06-24T11:15:00+02:00",
                "2026-06-24T11:52:30+02:00",
                Some(0.5),
            ),
        ],
        ..USUAL
    },
    Planted {
        role: Role::Customers,
        title: "Wholesale orders rejected with a wrong price error; partners called first",
        cause: "price-rules",
        detected_by: Detection::Customer,
        marks: [205, 214, 430],
        action: "fix forward",
        reassignments: 2,
        contacts: 61,
        notes: "No alert looks at refused partner orders. The first partner called at 11:35.",
        impacts: &[(
            PARTNER_API,
            "2026-01-22T08:10:00+01:00",
            "2026-01-22T15:52:00+01:00",
            Some(0.25),
        )],
        ..USUAL
    },
    Planted {
        role: Role::HandedAround,
        title: "3-D Secure challenges do not open for one bank group",
        cause: "bank-redirect",
        detected_by: Detection::Customer,
        marks: [33, 47, 128],
        action: "fix forward",
        reassignments: 5,
        contacts: 38,
        notes: "Payments, identity, the app team, the acquirer and payments again: two hours to find whose it was.",
        impacts: &[(
            PAYMENTS,
            "2026-04-08T17:20:00+02:00",
            "2026-04-08T19:38:00+02:00",
            Some(0.18),
        )],
        ..USUAL
    },
    Planted {
        role: Role::LongTail,
        title: "Order mails lost for one mailbox provider over a weekend",
        severity: "SEV3",
        cause: "blocked-sender",
        detected_by: Detection::Customer,
        marks: [870, 905, 3_400],
        recovered_by: Recovery::Provider,
        action: "wait for provider",
        reassignments: 2,
        contacts: 96,
        notes: "Nobody owns order mails: it was seen by support on Saturday and looked at on Monday.",
        impacts: &[(
            EMAILS,
            "2026-07-03T18:30:00+02:00",
            "2026-07-06T09:10:00+02:00",
            Some(0.08),
        )],
        ..USUAL
    },
    Planted {
        role: Role::ClockChange,
        title: "Subscription renewals run twice and fail: the clocks went back",
        cause: "clock-change",
        marks: [25, 48, 140],
        action: "fix forward",
        contacts: 12,
        notes: "02:00 to 03:00 happened twice that night.",
        impacts: &[(
            PAYMENTS,
            "2025-10-26T01:40:00+02:00",
            "2025-10-26T03:25:00+01:00",
            Some(0.3),
        )],
        ..USUAL
    },
    Planted {
        role: Role::MonthEnd,
        title: "Product search down over midnight: license of the search cluster ended with the month",
        severity: "SEV1",
        cause: "expired-license",
        marks: [6, 15, 52],
        action: "renew credential",
        contacts: 9,
        impacts: &[(
            SEARCH,
            "2026-01-31T23:40:00+01:00",
            "2026-02-01T00:40:00+01:00",
            None,
        )],
        ..USUAL
    },
    Planted {
        role: Role::Maintenance,
        title: "Planned: product catalog moves to the new database cluster",
        kind: IncidentKind::Maintenance,
        severity: "SEV3",
        cause: "planned-work",
        detected_by: Detection::Staff,
        marks: [0, 0, 110],
        action: "finish plan",
        contacts: 2,
        impacts: &[(
            CATALOG,
            "2026-04-19T03:00:00+02:00",
            "2026-04-19T05:00:00+02:00",
            Some(0.5),
        )],
        ..USUAL
    },
    Planted {
        role: Role::Drill,
        title: "Game day: fail checkout over to the second zone",
        kind: IncidentKind::Test,
        severity: "SEV1",
        cause: "drill",
        detected_by: Detection::Staff,
        marks: [1, 3, 40],
        action: "fail over",
        contacts: 0,
        impacts: &[(
            CHECKOUT,
            "2026-05-06T10:00:00+02:00",
            "2026-05-06T11:00:00+02:00",
            None,
        )],
        ..USUAL
    },
];

fn planted(services: &[Service]) -> impl Iterator<Item = Draft> {
    PLANTED.iter().map(|plan| {
        let impacts: Vec<Impact> = plan
            .impacts
            .iter()
            .map(|(service, start, end, share)| Impact {
                service: services[*service].id,
                start: at(start),
                end: Some(at(end)),
                share: *share,
            })
            .collect();
        let started = impacts.iter().map(|i| i.start).min().unwrap_or(Instant(0));
        let mark = |index: usize| Some(Instant(started.0 + plan.marks[index] * MINUTE_MS));
        Draft {
            incident: Incident {
                id: IncidentId(0),
                origin: None,
                title: plan.title.into(),
                kind: plan.kind,
                severity: Some(plan.severity.into()),
                started,
                detected: mark(0),
                acknowledged: mark(1),
                mitigated: mark(2),
                resolved: impacts.iter().filter_map(|i| i.end).max(),
                causes: vec![plan.cause.into()],
                detected_by: Some(plan.detected_by),
                recovered_by: Some(plan.recovered_by),
                recovery_action: Some(plan.action.into()),
                reassignments: Some(plan.reassignments),
                contacts: Some(plan.contacts),
                notes: plan.notes.into(),
                impacts,
                cancellations: None,
                fixed: vec![],
                method: None,
            },
            role: Some(plan.role),
            repeats: None,
        }
    })
}

/// All incidents in order of time, and which of them were planted by name.
pub(super) fn draw(
    seed: u64,
    truth: &Truth,
    zone: Zone,
    services: &[Service],
) -> (Vec<Incident>, Vec<Special>) {
    let mut rng = super::rng(seed, 1);
    let mut ids = super::rng(seed, 2);
    let drawn = drawn(&mut rng, truth, zone, services);
    let count = drawn.len();
    let mut drafts: Vec<(usize, Draft)> = drawn
        .into_iter()
        .chain(planted(services))
        .enumerate()
        .collect();
    drafts.sort_by_key(|(index, draft)| (draft.incident.started, *index));
    let mut labels = vec![String::new(); count];
    let mut specials = Vec::new();
    let mut incidents = Vec::with_capacity(drafts.len());
    for (number, (index, draft)) in drafts.into_iter().enumerate() {
        let Draft {
            mut incident,
            role,
            repeats,
        } = draft;
        let label = format!("INC-{:04}", number + 1);
        incident.id = IncidentId(ids.random());
        if let Some(before) = repeats {
            incident.title = format!("Again: {}", incident.title);
            incident.notes = format!("Same cause as {}.", labels[before]);
        }
        if let Some(role) = role {
            specials.push(Special {
                role,
                incident: incident.id,
            });
        }
        if let Some(slot) = labels.get_mut(index) {
            slot.clone_from(&label);
        }
        incident.origin = Some(Origin {
            source: "file".into(),
            external_id: label,
        });
        incidents.push(incident);
    }
    (incidents, specials)
}
