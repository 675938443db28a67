//! What the company of the sample fears and could do: its register of risks, from the lengths that
//! its incidents were drawn from and the minutes that they came to, techniques, tier options and
//! assumptions.

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
use ninefold_domain::techniques::{TEMPLATES, Technique};
use ninefold_domain::tiers::{Change, Economics, Lever, Scenario, TierOption, Yearly};
use ninefold_domain::time::Instant;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A risk as planned: a part of the incidents of a service and a severity.
struct Plan {
    service: usize,
    name: &'static str,
    failure_mode: &'static str,
    category: Category,
    /// Number of the severity in [`SEVERITIES`].
    severity: usize,
    /// Share of the service's incidents of that severity that are like it. What is like none is
    /// left to those there are: see [`outlook`].
    part: f64,
    source: RiskSource,
    /// People on it: minimum, most likely, maximum.
    people: (f64, f64, f64),
    group: Option<(&'static str, f64)>,
}

const fn plan(
    service: usize,
    name: &'static str,
    failure_mode: &'static str,
    category: Category,
    severity: usize,
    part: f64,
    source: RiskSource,
) -> Plan {
    Plan {
        service,
        name,
        failure_mode,
        category,
        severity,
        part,
        source,
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
use RiskSource::{Both, History, PreMortem};

/// Three services lose the same database cluster.
const CLUSTER: Option<(&str, f64)> = Some(("database cluster", 0.2));

const PLANS: [Plan; 14] = [
    plan(
        CHECKOUT,
        "Checkout release breaks the basket",
        "a release goes out that nobody can buy with",
        MisconfigurationOrBug,
        0,
        0.8,
        Both,
    ),
    plan(
        CHECKOUT,
        "Checkout out of worker threads",
        "threads wait for a slow dependency until none is left",
        ExcessiveLatency,
        1,
        0.6,
        History,
    ),
    plan(
        CHECKOUT,
        "Sale day beyond capacity",
        "demand is a multiple of the usual and nothing scales in time",
        ExcessiveLoad,
        1,
        0.3,
        PreMortem,
    ),
    Plan {
        group: CLUSTER,
        ..plan(
            PAYMENTS,
            "Payments database fails over",
            "the one primary is gone and authorisations wait",
            SinglePointOfFailure,
            0,
            0.7,
            Both,
        )
    },
    plan(
        PAYMENTS,
        "Fraud rules refuse good cards",
        "a rule is tuned and too strict",
        MisconfigurationOrBug,
        1,
        0.7,
        History,
    ),
    Plan {
        group: CLUSTER,
        ..plan(
            IDENTITY,
            "Login store lost",
            "sessions live in one place",
            SinglePointOfFailure,
            0,
            0.8,
            PreMortem,
        )
    },
    plan(
        IDENTITY,
        "Tokens refused",
        "clocks or keys disagree between nodes",
        MisconfigurationOrBug,
        1,
        0.6,
        History,
    ),
    plan(
        SEARCH,
        "Search index rebuilt wrongly",
        "an index is swapped in that lacks half the products",
        MisconfigurationOrBug,
        1,
        0.5,
        History,
    ),
    plan(
        SEARCH,
        "Search slower than people wait",
        "queries pile up at peak",
        ExcessiveLatency,
        2,
        0.6,
        Both,
    ),
    Plan {
        group: CLUSTER,
        ..plan(
            CATALOG,
            "Catalog database locked",
            "a migration holds a lock over the peak",
            SharedFate,
            1,
            0.5,
            PreMortem,
        )
    },
    plan(
        PARTNER_API,
        "Partners send a burst",
        "one partner retries without pause",
        ExcessiveLoad,
        1,
        0.5,
        History,
    ),
    plan(
        PARTNER_API,
        "Contract of the interface broken",
        "a field changes without notice",
        MisconfigurationOrBug,
        2,
        0.5,
        History,
    ),
    plan(
        EMAILS,
        "Order emails stuck in a queue",
        "nobody owns it, so nobody looks",
        SharedFate,
        2,
        0.6,
        History,
    ),
    plan(
        RECOMMENDATIONS,
        "Recommendations time out",
        "a model is too large for its nodes",
        ExcessiveLatency,
        2,
        0.5,
        PreMortem,
    ),
];

/// A range of costs in EUR.
type Costs = (f64, f64);

/// Techniques of the templates, with one-off and yearly costs.
const TECHNIQUES: [(&str, Costs, Costs); 8] = [
    ("Several zones", (9e3, 22e3), (4e3, 9e3)),
    ("Right-sized instances", (600.0, 2e3), (1.5e3, 5e3)),
    ("Owners for every service", (500.0, 1.5e3), (900.0, 2.5e3)),
    ("Automated recovery", (4e3, 11e3), (900.0, 2.8e3)),
    ("Observability near the customer", (2e3, 6e3), (1.5e3, 4e3)),
    ("Caching", (1.5e3, 5e3), (500.0, 1.5e3)),
    ("Degraded mode", (5e3, 13e3), (800.0, 2.2e3)),
    ("Chaos tests", (1.2e3, 4e3), (1.5e3, 5e3)),
];

/// What the ladder of costs starts from: three nines.
const LADDER: (f64, f64) = (6_000.0, 3.0);

/// Risks, techniques, options and assumptions of the company.
pub(super) struct Outlook {
    pub(super) risks: Vec<Risk>,
    pub(super) techniques: Vec<Technique>,
    pub(super) options: Vec<TierOption>,
    pub(super) scenarios: Vec<SavedScenario>,
}

/// Draws ids and puts the plans together; what is planned is not drawn.
///
/// Fourteen risks are too few to name everything that happened. Those of a service stand for all
/// of its record: they strike so often, and last so long, that their minutes a year are the
/// `recorded` ones, in the order of the services. Both by the same factor: fewer events than there
/// were, each a little longer, keep a preview as fast as the register is short. A register that
/// left out half of the record would make every nine look too dear, in the first workspace that
/// anybody sees.
pub(super) fn outlook(
    seed: u64,
    services: &[Service],
    recorded: &[f64],
    years: f64,
    until: Instant,
) -> Outlook {
    let mut ids = rng(seed, 40);
    let planned = |of: usize| -> f64 {
        let own = PLANS.iter().filter(|plan| plan.service == of);
        own.map(|plan| plan.rate() * plan.minutes(1.0)).sum()
    };
    let more: Vec<f64> = (recorded.iter().enumerate())
        .map(|(of, minutes)| match planned(of) {
            0.0 => 1.0,
            planned => (minutes / planned).sqrt(),
        })
        .collect();
    let risks = PLANS
        .iter()
        .map(|plan| {
            let more = more.get(plan.service).copied().unwrap_or(1.0);
            risk(plan, more, &mut ids, services, years)
        })
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
        one_off: if one_off.1 == 0.0 {
            Estimate::fixed(0.0)
        } else {
            Estimate::interval(one_off.0, one_off.1)
        },
        yearly,
    };
    let target = |target, by| Change::Target { target, by };
    let options = vec![
        option(
            "Three nines everywhere",
            target(0.999, Lever::Duration),
            (0.0, 0.0),
            Yearly::Ladder,
        ),
        option(
            "99.95 % everywhere",
            target(0.9995, Lever::Duration),
            (2e3, 6e3),
            Yearly::Ladder,
        ),
        option(
            "Four nines, shorter failures",
            target(0.9999, Lever::Duration),
            (12e3, 35e3),
            Yearly::Ladder,
        ),
        option(
            "Four nines, fewer failures",
            target(0.9999, Lever::Rate),
            (15e3, 45e3),
            Yearly::Ladder,
        ),
        option(
            "Notice and recover sooner",
            Change::Techniques { of: recover },
            (6.5e3, 18.5e3),
            Yearly::Estimated {
                cost: Estimate::interval(3.3e3, 9.3e3),
            },
        ),
    ];
    let base = Scenario {
        id: BASE,
        as_of: until,
        economics: Economics::assumed(LADDER.0, LADDER.1),
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

impl Plan {
    /// Events a year as they were drawn, before anything is left to it.
    fn rate(&self) -> f64 {
        let law = &SEVERITIES[self.severity];
        SERVICE_PLANS[self.service].rate * law.share * self.part
    }

    /// Share of users hit.
    fn users(&self) -> Estimate {
        match self.severity {
            0 => Estimate::three_point(0.8, 1.0, 1.0),
            1 => Estimate::three_point(0.15, 0.3, 0.5),
            _ => Estimate::three_point(0.03, 0.1, 0.2),
        }
    }

    /// Minutes until it is noticed, and from there until users are well, so many times as long as
    /// they were drawn.
    fn lengths(&self, longer: f64) -> (Estimate, Estimate) {
        let law = &SEVERITIES[self.severity];
        let spread = (Z95 * law.sigma).exp();
        // A seventh of an incident goes by before it is noticed.
        let noticed = longer * law.median / 7.0;
        let repaired = longer * law.median - noticed;
        (
            Estimate::interval(noticed / 3.0, noticed * 3.0),
            Estimate::interval(repaired / spread, repaired * spread),
        )
    }

    /// Expected bad minutes of an event.
    fn minutes(&self, longer: f64) -> f64 {
        let mean = |e: &Estimate| e.distribution("").map_or(0.0, |d| d.mean());
        let (detect, repair) = self.lengths(longer);
        (mean(&detect) + mean(&repair)) * mean(&self.users())
    }

    /// What an event costs however long: its review, credits, and planned work that waits.
    fn per_event(&self) -> Estimate {
        match self.severity {
            0 => Estimate::three_point(800.0, 2_000.0, 5_000.0),
            1 => Estimate::three_point(100.0, 350.0, 1_200.0),
            _ => Estimate::three_point(30.0, 120.0, 400.0),
        }
    }
}

fn risk(plan: &Plan, more: f64, ids: &mut ChaCha8Rng, services: &[Service], years: f64) -> Risk {
    let rate = plan.rate() * more;
    let frequency = match plan.source {
        // As a history of this length would have taught it, on average.
        History => Estimate::Learned {
            shape: 0.5 + rate * years,
            exposure: years,
        },
        // People are unsure by a factor of two.
        PreMortem => Estimate::interval(rate / 2.0, rate * 2.0),
        // What is matched to it comes after the sample was made.
        Both | RiskSource::Scored => Estimate::interval(rate / 1.6, rate * 1.6),
    };
    let (detect, repair) = plan.lengths(more);
    let (least, likely, most) = plan.people;
    Risk {
        id: RiskId(ids.random()),
        name: plan.name.into(),
        service: services[plan.service].id,
        failure_mode: plan.failure_mode.into(),
        category: plan.category,
        frequency,
        dispersion: 1.0,
        detect,
        repair,
        // What a history teaches of an incident is its length in all, and a part of it.
        one_length: matches!(plan.source, History | Both),
        users: plan.users(),
        streams: vec![],
        people: Estimate::three_point(least, likely, most),
        per_event: plan.per_event(),
        common_cause: plan.group.map(|(group, share)| CommonCause {
            group: group.into(),
            share,
        }),
        source: plan.source,
        notes: String::new(),
    }
}
