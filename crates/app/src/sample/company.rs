//! The company of the sample: what it sells, what it runs and who works there.
//!
//! Everything in this file is planted by hand. The generator draws from it, and tests recover
//! it from what was drawn.

use super::truth::{Detectors, DurationLaw, Season, Streams};
use ninefold_domain::money::Money;
use ninefold_domain::record::RoleGroup;
use ninefold_domain::time::{Instant, Interval};

/// Name of the company.
pub const COMPANY: &str = "Fernweh Supplies";
/// Its zone.
pub(super) const ZONE: &str = "Europe/Berlin";
/// First local day of the data.
const FIRST: &str = "2025-05-01T00:00:00+02:00";
/// End of the last local day, 18 months later.
const END: &str = "2026-11-01T00:00:00+01:00";

/// A time of this folder's tables, which are all written with an offset.
pub(super) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("the tables hold times")
}

/// From one such time to another.
pub(super) fn between(start: &str, end: &str) -> Interval {
    Interval {
        start: at(start),
        end: at(end),
    }
}

/// The 18 months that the data covers.
pub(super) fn span() -> Interval {
    between(FIRST, END)
}

pub(super) const CHECKOUT: usize = 0;
pub(super) const PAYMENTS: usize = 1;
pub(super) const IDENTITY: usize = 2;
pub(super) const SEARCH: usize = 3;
pub(super) const CATALOG: usize = 4;
pub(super) const PARTNER_API: usize = 5;
pub(super) const EMAILS: usize = 6;
pub(super) const RECOMMENDATIONS: usize = 7;
/// How many services there are.
pub(super) const SERVICES: usize = 8;
/// How many revenue streams there are.
pub const STREAMS: usize = 4;

/// Tier number, name and target.
pub(super) const TIERS: [(u8, &str, f64); 3] = [
    (1, "Critical", 0.999),
    (2, "Important", 0.995),
    (3, "Supporting", 0.99),
];

/// A service as planned.
pub(super) struct ServicePlan {
    pub(super) name: &'static str,
    pub(super) tier: Option<u8>,
    pub(super) owner: Option<&'static str>,
    pub(super) target: Option<f64>,
    /// Name, share, ceiling.
    pub(super) channels: &'static [(&'static str, f64, f64)],
    /// Service leaned on, and the share of users hit; none for a hard dependency.
    pub(super) leans_on: &'static [(usize, Option<f64>)],
    /// Incidents a year, the named ones apart.
    pub(super) rate: f64,
}

const SHOP_CHANNELS: &[(&str, f64, f64)] = &[("web", 0.64, 1.0), ("mobile", 0.36, 0.999)];

/// The services, in the order of the constants above.
pub(super) const SERVICE_PLANS: [ServicePlan; SERVICES] = [
    ServicePlan {
        name: "Checkout",
        tier: Some(1),
        owner: Some("Checkout"),
        target: None,
        channels: SHOP_CHANNELS,
        leans_on: &[(PAYMENTS, None), (IDENTITY, None)],
        rate: 8.0,
    },
    ServicePlan {
        name: "Payments",
        tier: Some(1),
        owner: Some("Payments"),
        target: None,
        channels: &[
            ("web", 0.58, 1.0),
            ("mobile", 0.32, 0.999),
            ("api", 0.1, 1.0),
        ],
        leans_on: &[],
        rate: 6.5,
    },
    ServicePlan {
        name: "Identity",
        tier: Some(1),
        owner: Some("Platform"),
        target: None,
        channels: &[("web", 0.5, 1.0), ("mobile", 0.3, 0.999), ("api", 0.2, 1.0)],
        leans_on: &[],
        rate: 4.5,
    },
    ServicePlan {
        name: "Product search",
        tier: Some(2),
        owner: Some("Discovery"),
        target: None,
        channels: SHOP_CHANNELS,
        leans_on: &[(CATALOG, Some(0.5))],
        rate: 12.0,
    },
    ServicePlan {
        name: "Product catalog",
        tier: Some(2),
        owner: Some("Discovery"),
        target: None,
        channels: &[("web", 0.5, 1.0), ("mobile", 0.3, 0.999), ("api", 0.2, 1.0)],
        leans_on: &[],
        rate: 9.0,
    },
    ServicePlan {
        name: "Partner API",
        tier: Some(2),
        owner: Some("Partner integrations"),
        // Promised in the partners' contracts.
        target: Some(0.999),
        channels: &[("api", 1.0, 1.0)],
        leans_on: &[(IDENTITY, None), (CATALOG, Some(0.3))],
        rate: 10.5,
    },
    // The two orphans: nobody owns them, and one has not even been given a tier.
    ServicePlan {
        name: "Order emails",
        tier: Some(3),
        owner: None,
        target: None,
        channels: &[],
        leans_on: &[],
        rate: 9.5,
    },
    ServicePlan {
        name: "Recommendations",
        tier: None,
        owner: None,
        target: None,
        channels: SHOP_CHANNELS,
        leans_on: &[(CATALOG, Some(0.5))],
        rate: 9.0,
    },
];

/// What one row of revenue is worth.
pub(super) enum Basket {
    /// Lognormal: mean in EUR, standard deviation of the logarithm.
    Order(f64, f64),
    /// One of a few prices: cents and probability.
    Plans(&'static [(i64, f64)]),
}

impl Basket {
    /// Mean in EUR.
    pub(super) fn mean(&self) -> f64 {
        match self {
            Self::Order(mean, _) => *mean,
            Self::Plans(plans) => plans
                .iter()
                .map(|(cents, p)| *cents as f64 / 100.0 * p)
                .sum(),
        }
    }
}

/// A revenue stream as planned.
pub(super) struct StreamPlan {
    pub(super) name: &'static str,
    /// EUR a year at the level of 183 days before the end, without seasons.
    pub(super) yearly: f64,
    /// Logarithmic growth a year.
    pub(super) growth: f64,
    pub(super) basket: Basket,
    /// Share of rows that are refunds.
    pub(super) refunds: f64,
    /// Share of lost orders that come back after the end.
    pub(super) recaptured: f64,
    /// Weight of each local hour of the day.
    pub(super) hours: [f64; 24],
    /// Weight of each day of the week, Monday first.
    pub(super) days: [f64; 7],
    pub(super) leans_on: &'static [(usize, f64)],
}

/// Shoppers at home: a small peak at noon, a large one in the evening.
const SHOP_HOURS: [f64; 24] = [
    0.38, 0.18, 0.10, 0.07, 0.07, 0.12, 0.30, 0.60, 0.88, 1.05, 1.15, 1.20, 1.28, 1.18, 1.10, 1.10,
    1.18, 1.32, 1.55, 1.95, 2.35, 2.10, 1.45, 0.80,
];
/// On the way: mornings and evenings.
const MOBILE_HOURS: [f64; 24] = [
    0.50, 0.25, 0.12, 0.08, 0.08, 0.20, 0.65, 1.10, 1.05, 0.90, 0.92, 1.00, 1.20, 1.10, 0.95, 0.98,
    1.15, 1.40, 1.55, 1.85, 2.30, 2.20, 1.65, 0.95,
];
/// Offices.
const OFFICE_HOURS: [f64; 24] = [
    0.04, 0.03, 0.03, 0.03, 0.05, 0.12, 0.45, 1.30, 2.40, 2.80, 2.70, 2.35, 1.60, 2.00, 2.45, 2.30,
    1.85, 1.05, 0.45, 0.22, 0.14, 0.10, 0.07, 0.05,
];
/// Renewals in the small hours and the morning, sign-ups over the day.
const RENEWAL_HOURS: [f64; 24] = [
    0.60, 0.50, 0.50, 0.55, 1.60, 2.80, 3.00, 2.40, 1.20, 0.90, 0.80, 0.80, 0.80, 0.75, 0.70, 0.70,
    0.70, 0.75, 0.85, 1.00, 1.10, 1.00, 0.80, 0.70,
];

/// The revenue streams.
pub(super) const STREAM_PLANS: [StreamPlan; STREAMS] = [
    StreamPlan {
        name: "Web shop orders",
        yearly: 17_470_000.0,
        growth: 0.12,
        basket: Basket::Order(78.0, 0.70),
        refunds: 0.016,
        recaptured: 0.28,
        hours: SHOP_HOURS,
        days: [1.02, 0.96, 0.95, 0.97, 0.90, 0.92, 1.28],
        leans_on: &[
            (CHECKOUT, 1.0),
            (SEARCH, 0.4),
            (CATALOG, 0.6),
            (RECOMMENDATIONS, 0.05),
        ],
    },
    StreamPlan {
        name: "Mobile app orders",
        yearly: 9_830_000.0,
        growth: 0.34,
        basket: Basket::Order(54.0, 0.60),
        refunds: 0.018,
        recaptured: 0.22,
        hours: MOBILE_HOURS,
        days: [0.98, 0.94, 0.95, 0.97, 0.96, 0.98, 1.22],
        leans_on: &[
            (CHECKOUT, 1.0),
            (SEARCH, 0.45),
            (CATALOG, 0.6),
            (RECOMMENDATIONS, 0.08),
        ],
    },
    StreamPlan {
        name: "Partner API orders",
        yearly: 7_470_000.0,
        growth: 0.18,
        basket: Basket::Order(240.0, 0.85),
        refunds: 0.010,
        recaptured: 0.55,
        hours: OFFICE_HOURS,
        days: [1.36, 1.38, 1.36, 1.34, 1.16, 0.28, 0.12],
        leans_on: &[(PARTNER_API, 1.0)],
    },
    StreamPlan {
        name: "Subscriptions",
        yearly: 3_170_000.0,
        growth: 0.24,
        basket: Basket::Plans(&[(790, 0.52), (1290, 0.34), (2490, 0.14)]),
        refunds: 0.006,
        recaptured: 0.60,
        hours: RENEWAL_HOURS,
        days: [1.06, 1.02, 1.00, 1.00, 1.00, 0.96, 0.96],
        leans_on: &[(PAYMENTS, 1.0), (IDENTITY, 0.3)],
    },
];

/// Share of each stream that is lost while a service is fully down, whatever lies between.
pub(super) const REACH: [[f64; STREAMS]; SERVICES] = [
    [1.0, 1.0, 0.0, 0.0],
    [1.0, 1.0, 0.0, 1.0],
    [1.0, 1.0, 1.0, 0.3],
    [0.4, 0.45, 0.0, 0.0],
    [0.6, 0.6, 0.3, 0.0],
    [0.0, 0.0, 1.0, 0.0],
    [0.0, 0.0, 0.0, 0.0],
    [0.05, 0.08, 0.0, 0.0],
];

/// Standard deviation of the hourly noise of demand (of its logarithm).
pub(super) const NOISE: f64 = 0.08;
/// Correlation of that noise from hour to hour.
pub(super) const NOISE_MEMORY: f64 = 0.8;
/// Mean time until a lost order that comes back does so, in minutes after the end.
pub(super) const RETURN_MINUTES: f64 = 55.0;
/// None comes back later than this.
pub(super) const RETURN_LIMIT: f64 = 240.0;

/// Times when demand is not its usual self, by stream.
pub(super) fn seasons() -> Vec<Season> {
    let season = |name, start, end, factors: Streams<f64>| Season {
        name,
        during: between(start, end),
        factors,
    };
    vec![
        season(
            "week before the sale",
            "2025-11-24T00:00:00+01:00",
            "2025-11-28T00:00:00+01:00",
            [1.20, 1.25, 1.05, 1.0],
        ),
        season(
            "sale day",
            "2025-11-28T00:00:00+01:00",
            "2025-11-29T00:00:00+01:00",
            [3.20, 3.60, 1.20, 1.10],
        ),
        season(
            "weekend after the sale",
            "2025-11-29T00:00:00+01:00",
            "2025-12-01T00:00:00+01:00",
            [1.45, 1.50, 1.0, 1.0],
        ),
        season(
            "gifts",
            "2025-12-01T00:00:00+01:00",
            "2025-12-21T00:00:00+01:00",
            [1.22, 1.26, 1.05, 1.0],
        ),
        season(
            "holidays",
            "2025-12-24T00:00:00+01:00",
            "2026-01-02T00:00:00+01:00",
            [0.72, 0.80, 0.30, 1.0],
        ),
    ]
}

/// Severities, their share of incidents, and how long they last: median in minutes and standard
/// deviation of the logarithm.
pub(super) const SEVERITIES: [DurationLaw; 3] = [
    DurationLaw {
        severity: "SEV1",
        share: 0.10,
        median: 34.0,
        sigma: 0.55,
    },
    DurationLaw {
        severity: "SEV2",
        share: 0.36,
        median: 68.0,
        sigma: 0.65,
    },
    DurationLaw {
        severity: "SEV3",
        share: 0.54,
        median: 115.0,
        sigma: 0.75,
    },
];

/// Who notices, with the median time they take in minutes.
pub(super) const DETECTORS: Detectors = Detectors {
    customer: 0.24,
    staff: 0.14,
    monitoring_minutes: 3.5,
    staff_minutes: 9.0,
    customer_minutes: 17.0,
};
/// Share of incidents that a person recovers by hand.
pub(super) const BY_HAND: f64 = 0.60;
/// Share that automation recovers; the provider recovers the rest.
pub(super) const BY_AUTOMATION: f64 = 0.26;
/// Share of incidents that repeat an earlier cause of the same service, where there is one.
pub(super) const REPEATS: f64 = 0.28;
/// Share of incidents that also hit a second service.
pub(super) const SPREADS: f64 = 0.12;

/// Role, group, loaded rate an hour in EUR, and what its people are called.
pub(super) const ROLES: [(&str, RoleGroup, &str, &str); 6] = [
    ("Support agent", RoleGroup::Support, "38.00", "sup"),
    ("Software engineer", RoleGroup::Engineering, "82.00", "dev"),
    (
        "Site reliability engineer",
        RoleGroup::Engineering,
        "89.50",
        "sre",
    ),
    (
        "Engineering manager",
        RoleGroup::Management,
        "110.00",
        "mgr",
    ),
    ("PR and marketing", RoleGroup::Communications, "64.00", "pr"),
    ("Sales manager", RoleGroup::Sales, "71.50", "sal"),
];

/// A rate of the table above.
pub(super) fn rate(text: &str, currency: ninefold_domain::money::Currency) -> Money {
    Money::parse(text, currency).expect("the table holds amounts")
}
