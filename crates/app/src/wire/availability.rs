//! The availability screen.

use super::{Figure, Headline, State};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A service against its target.
    pub struct ServiceAgainstTarget {
        /// Id for links.
        pub id: String,
        /// Name.
        pub name: String,
        /// `1 Critical`, or `no tier`.
        pub tier: String,
        /// Owner team; empty makes it an orphan.
        pub owner: String,
        /// `99.9 %`, with where it came from in `targetFrom`.
        pub target: String,
        /// `tier 1`, `own`, `default`.
        pub target_from: String,
        /// Availability.
        pub availability: Figure,
        /// `2.9 nines`.
        pub nines: String,
        /// `57 min/month`.
        pub per_month: String,
        /// Downtime used, minutes, shown.
        pub used: Figure,
        /// Allowed minutes over the whole window.
        pub allowed: Figure,
        /// Remaining minutes, shown; negative with a true minus.
        pub remaining: String,
        /// `130 %`.
        pub consumed: String,
        /// Burn rate: `1.3`; 1 uses the budget up as the window passes.
        pub burn: Figure,
        /// `14 Aug`, when the budget ran or runs out; empty where it does not.
        pub runs_out: String,
        /// Share of expected revenue outside downtime; empty basis where it owns no stream.
        pub revenue_weighted: Figure,
        /// Incidents in the window.
        pub incidents: u64,
        /// 90 % range of incidents a year (exact Poisson), `1.4–9.2 a year`.
        pub rate: String,
        /// Met, burning, missed.
        pub state: State,
        /// The state in words: `Over by 157 min`.
        pub verdict: String,
        /// What the window cannot support; empty otherwise.
        pub caveat: String,
        /// `99.80–99.92 %`: 90 % interval of the long-run availability, with its median as value;
        /// missing on screens that do not show it.
        pub interval: Figure,
        /// What its dependencies allow: `99.95 %`; missing where it leans on nothing.
        pub ceiling: Figure,
        /// `Around the clock`, `Mon–Fri 09:00–17:00`.
        pub hours: String,
        /// What its channels let customers perceive: `mobile 99.77 %`; may be empty.
        pub perceived: String,
        /// The same by requests; missing where none were counted in the window.
        pub by_requests: Option<ByRequests>,
    }

    /// Availability by requests, where they were counted.
    pub struct ByRequests {
        /// Share of requests that were answered well, with its 90 % range.
        pub availability: Figure,
        /// `2.9 nines`.
        pub nines: String,
        /// `1,204 of 4.1M failed`.
        pub failed: String,
        /// Share of the failures that the target allows: `130 %`.
        pub consumed: String,
        /// Met, nearly used up, missed.
        pub state: State,
        /// The state in words: `Over by 204 requests`.
        pub verdict: String,
        /// What the difference to the availability by time means.
        pub difference: String,
    }

    /// Something about tiers, targets and ceilings that asks for a decision.
    pub struct Concern {
        /// Stable key: `tier-missing:ID`.
        pub key: String,
        /// How bad.
        pub state: State,
        /// Service id.
        pub service: String,
        /// Its name.
        pub name: String,
        /// States it with its numbers.
        pub text: String,
        /// What to do.
        pub todo: String,
        /// Key for the `explain` command; may be empty.
        pub explain: String,
    }

    /// The availability screen.
    pub struct Availability {
        /// Its sentence.
        pub headline: Headline,
        /// The window in words, with what clipped it: `1 Nov 2025 – 31 Oct 2026, 365 days`.
        pub window: String,
        /// Services against targets, worst first.
        pub services: Vec<ServiceAgainstTarget>,
        /// Targets that the dependencies rule out, and the like.
        pub notes: Vec<String>,
        /// Tier and target missing or impossible.
        pub concerns: Vec<Concern>,
    }
}
