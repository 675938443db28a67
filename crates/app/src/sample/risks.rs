//! What the company of the sample fears and could do: risks as its people see them, near the rates
//! and lengths that its incidents were drawn from, techniques, tier options and assumptions. What
//! its history says is learned from the incidents, as in any workspace.

use super::company::{
    CATALOG, CHECKOUT, EMAILS, IDENTITY, PARTNER_API, PAYMENTS, RECOMMENDATIONS, SEARCH,
    SERVICE_PLANS, SEVERITIES,
};
use super::rng;
use crate::plan::{BASE, defaults};
use ninefold_domain::distribution::{Estimate, Z95};
use ninefold_domain::id::{OptionId, RiskId, TechniqueId};
use ninefold_domain::record::Service;
use ninefold_domain::risk::{Category, CommonCause, Risk, RiskSource};
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::simulate::Precision;
use ninefold_domain::techniques::{TEMPLATES, Technique};
use ninefold_domain::tiers::{Change, Economics, Lever, Scenario, TierOption, Yearly};
use ninefold_domain::time::Instant;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A risk as planned: a part of the incidents of a service and a severity.
struct Plan {
    service: usize,
    name: &'static str,
    /// The cause that incidents of it carry as their tag.
    cause: &'static str,
    /// How it fails, as people put it.
    story: &'static str,
    category: Category,
    /// Number of the severity in [`SEVERITIES`].
    severity: usize,
    /// Share of the service's incidents of that severity.
    part: f64,
    /// People on it: minimum, most likely, maximum.
    people: (f64, f64, f64),
    group: Option<(&'static str, f64)>,
}

const fn plan(
    service: usize,
    name: &'static str,
    cause: &'static str,
    story: &'static str,
    category: Category,
    severity: usize,
    part: f64,
) -> Plan {
    Plan {
        service,
        name,
        cause,
        story,
        category,
        severity,
        part,
        people: match severity {
            0 => (4.0, 7.0, 14.0),
            1 => (2.0, 4.0, 8.0),
            _ => (1.0, 2.0, 4.0),
        },
        group: None,
    }
}

use Category::{
    ExcessiveLatency, ExcessiveLoad, MisconfigurationOrBug, SharedFate, SinglePointOfFailure,
};

/// Three services lose the same database cluster.
const CLUSTER: Option<(&str, f64)> = Some(("database cluster", 0.2));

const PLANS: [Plan; 14] = [
    plan(
        CHECKOUT,
        "Checkout release breaks the basket",
        "bad-deploy",
        "A release goes out that nobody can buy with.",
        MisconfigurationOrBug,
        0,
        0.32,
    ),
    plan(
        CHECKOUT,
        "Checkout out of worker threads",
        "thread-starvation",
        "Threads wait for a slow dependency until none is left.",
        ExcessiveLatency,
        1,
        0.24,
    ),
    plan(
        CHECKOUT,
        "Sale day beyond capacity",
        "sale-day-load",
        "Demand is a multiple of the usual and nothing scales in time.",
        ExcessiveLoad,
        1,
        0.12,
    ),
    Plan {
        group: CLUSTER,
        ..plan(
            PAYMENTS,
            "Payments database fails over",
            "database-failover",
            "The one primary is gone and authorisations wait.",
            SinglePointOfFailure,
            0,
            0.28,
        )
    },
    plan(
        PAYMENTS,
        "Fraud rules refuse good cards",
        "bad-config",
        "A rule is tuned and too strict.",
        MisconfigurationOrBug,
        1,
        0.28,
    ),
    Plan {
        group: CLUSTER,
        ..plan(
            IDENTITY,
            "Login store lost",
            "session-eviction",
            "Sessions live in one place.",
            SinglePointOfFailure,
            0,
            0.32,
        )
    },
    plan(
        IDENTITY,
        "Tokens refused",
        "bad-config",
        "Clocks or keys disagree between nodes.",
        MisconfigurationOrBug,
        1,
        0.24,
    ),
    plan(
        SEARCH,
        "Search index rebuilt wrongly",
        "failed-reindex",
        "An index is swapped in that lacks half the products.",
        MisconfigurationOrBug,
        1,
        0.2,
    ),
    plan(
        SEARCH,
        "Search slower than people wait",
        "slow-start",
        "Queries pile up at peak.",
        ExcessiveLatency,
        2,
        0.24,
    ),
    Plan {
        group: CLUSTER,
        ..plan(
            CATALOG,
            "Catalog database locked",
            "locking-migration",
            "A migration holds a lock over the peak.",
            SharedFate,
            1,
            0.2,
        )
    },
    plan(
        PARTNER_API,
        "Partners send a burst",
        "retry-burst",
        "One partner retries without pause.",
        ExcessiveLoad,
        1,
        0.2,
    ),
    plan(
        PARTNER_API,
        "Contract of the interface broken",
        "price-rules",
        "A field changes without notice.",
        MisconfigurationOrBug,
        2,
        0.2,
    ),
    plan(
        EMAILS,
        "Order emails stuck in a queue",
        "mail-queue",
        "Nobody owns it, so nobody looks.",
        SharedFate,
        2,
        0.24,
    ),
    plan(
        RECOMMENDATIONS,
        "Recommendations time out",
        "response-size",
        "A model is too large for its nodes.",
        ExcessiveLatency,
        2,
        0.2,
    ),
];

/// A range of costs in EUR.
type Costs = (f64, f64);

/// Techniques of the templates, with one-off and yearly costs.
const TECHNIQUES: [(&str, Costs, Costs); 8] = [
    ("Several zones", (36e3, 88e3), (16e3, 36e3)),
    ("Right-sized instances", (2.4e3, 8e3), (6e3, 20e3)),
    ("Owners for every service", (2e3, 6e3), (3.6e3, 10e3)),
    ("Automated recovery", (16e3, 44e3), (3.6e3, 11.2e3)),
    ("Observability near the customer", (8e3, 24e3), (6e3, 16e3)),
    ("Caching", (6e3, 20e3), (2e3, 6e3)),
    ("Degraded mode", (20e3, 52e3), (3.2e3, 8.8e3)),
    ("Chaos tests", (4.8e3, 16e3), (6e3, 20e3)),
];

/// What the ladder of costs starts from: three nines.
const LADDER: (f64, f64) = (9_000.0, 3.0);

/// Ids of the risks that are learned from the sample's history, always the same.
pub(crate) fn learned_ids(seed: u64) -> impl FnMut() -> RiskId {
    let mut ids = rng(seed, 43);
    move || RiskId(ids.random())
}

/// Risks, techniques, options and assumptions of the company.
pub(super) struct Outlook {
    pub(super) risks: Vec<Risk>,
    pub(super) techniques: Vec<Technique>,
    pub(super) options: Vec<TierOption>,
    pub(super) scenarios: Vec<SavedScenario>,
}

/// Draws ids and puts the plans together; what is planned is not drawn.
pub(super) fn outlook(seed: u64, services: &[Service], until: Instant) -> Outlook {
    let mut ids = rng(seed, 40);
    let risks = PLANS
        .iter()
        .map(|plan| risk(plan, &mut ids, services))
        .collect();
    let techniques: Vec<Technique> = TECHNIQUES
        .iter()
        .filter_map(|(name, one_off, yearly)| {
            let template = TEMPLATES.iter().find(|t| t.name == *name)?;
            Some(template.technique(
                TechniqueId(ids.random()),
                Estimate::interval(one_off.0, one_off.1),
                Estimate::interval(yearly.0, yearly.1),
            ))
        })
        .collect();
    let named = |name: &str| techniques.iter().find(|t| t.name == name).map(|t| t.id);
    let recover: Vec<TechniqueId> = [
        "Automated recovery",
        "Observability near the customer",
        "Owners for every service",
    ]
    .into_iter()
    .filter_map(named)
    .collect();
    let mut option = |name: &str, change, one_off: Costs, yearly| TierOption {
        id: OptionId(ids.random()),
        name: name.into(),
        change,
        one_off: Estimate::interval(one_off.0, one_off.1),
        yearly,
    };
    let target = |target, by| Change::Target { target, by };
    let options = vec![
        option(
            "Three nines everywhere",
            target(0.999, Lever::Duration),
            (5e3, 15e3),
            Yearly::Ladder,
        ),
        option(
            "Three and a half nines",
            target(0.9995, Lever::Duration),
            (15e3, 45e3),
            Yearly::Ladder,
        ),
        option(
            "Four nines, shorter failures",
            target(0.9999, Lever::Duration),
            (60e3, 170e3),
            Yearly::Ladder,
        ),
        option(
            "Four nines, fewer failures",
            target(0.9999, Lever::Rate),
            (75e3, 220e3),
            Yearly::Ladder,
        ),
        option(
            "Notice and recover sooner",
            Change::Techniques { of: recover },
            (26e3, 74e3),
            Yearly::Estimated {
                cost: Estimate::interval(13.2e3, 37.2e3),
            },
        ),
    ];
    let base = Scenario {
        id: BASE,
        as_of: until,
        economics: Economics::assumed(LADDER.0, LADDER.1),
        // A hundred incidents a year: a point of a chance is enough to look around.
        precision: Precision {
            chance: 0.01,
            ..Precision::default()
        },
        ..defaults(until)
    };
    Outlook {
        risks,
        techniques,
        options,
        scenarios: vec![SavedScenario {
            scenario: base,
            given: String::new(),
            digits: String::new(),
        }],
    }
}

fn risk(plan: &Plan, ids: &mut ChaCha8Rng, services: &[Service]) -> Risk {
    let law = &SEVERITIES[plan.severity];
    let rate = SERVICE_PLANS[plan.service].rate * law.share * plan.part;
    // People are unsure by a factor of two.
    let frequency = Estimate::interval(rate / 2.0, rate * 2.0);
    let spread = (Z95 * law.sigma).exp();
    // A seventh of an incident goes by before it is noticed.
    let noticed = law.median / 7.0;
    let repaired = law.median - noticed;
    let users = match plan.severity {
        0 => Estimate::three_point(0.8, 1.0, 1.0),
        1 => Estimate::three_point(0.15, 0.3, 0.5),
        _ => Estimate::three_point(0.03, 0.1, 0.2),
    };
    let (least, likely, most) = plan.people;
    Risk {
        id: RiskId(ids.random()),
        name: plan.name.into(),
        service: services[plan.service].id,
        failure_mode: plan.cause.into(),
        category: plan.category,
        frequency,
        dispersion: 1.0,
        detect: Estimate::interval(noticed / 3.0, noticed * 3.0),
        repair: Estimate::interval(repaired / spread, repaired * spread),
        users,
        streams: vec![],
        people: Estimate::three_point(least, likely, most),
        per_event: Estimate::fixed(0.0),
        common_cause: plan.group.map(|(group, share)| CommonCause {
            group: group.into(),
            share,
        }),
        source: RiskSource::PreMortem,
        notes: plan.story.into(),
    }
}
