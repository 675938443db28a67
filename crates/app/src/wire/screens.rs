//! What the screens of overview, cost and availability show.

use super::{CostLine, Figure, Headline, State, Tile};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A row of "what used most".
    pub struct TopIncident {
        /// Id for links.
        pub id: String,
        /// Such as `INC-0412`.
        pub label: String,
        /// Title.
        pub title: String,
        /// `78 min`, by the counting rule.
        pub minutes: String,
        /// Cost.
        pub cost: Figure,
    }

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
        /// Allowed minutes, shown.
        pub allowed: String,
        /// Remaining minutes, shown; negative with a true minus.
        pub remaining: String,
        /// `130 %`.
        pub consumed: String,
        /// `1.3`.
        pub burn: String,
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
    }

    /// One line of what changed.
    pub struct ChangeLine {
        /// `31 Oct`.
        pub when: String,
        /// What.
        pub what: String,
    }

    /// The first screen.
    pub struct Overview {
        /// Its sentence.
        pub headline: Headline,
        /// Cost of a full-outage minute, incident cost, availability, budget left.
        pub tiles: Vec<Tile>,
        /// Incidents that used most of the budget.
        pub top: Vec<TopIncident>,
        /// `All 47 incidents`.
        pub all_incidents: String,
        /// Each service against its target, worst first.
        pub services: Vec<ServiceAgainstTarget>,
        /// The latest entries of the log.
        pub changes: Vec<ChangeLine>,
    }

    /// Cost per minute of a service.
    pub struct ServiceCost {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// Expected revenue of a full-outage minute on average.
        pub revenue: Figure,
        /// Team on a full outage, per minute.
        pub team: Figure,
        /// Both, on average.
        pub full_outage: Figure,
        /// Both, in the dearest hour of the week.
        pub peak: Figure,
        /// When that is: `Sun 20:00`.
        pub peak_at: String,
        /// Observed: total cost over its `any` downtime minutes.
        pub observed: Figure,
        /// Its incidents' total cost in the window.
        pub total: Figure,
    }

    /// The cost screen.
    pub struct Cost {
        /// Its sentence.
        pub headline: Headline,
        /// Full-outage minute, peak, observed, total.
        pub tiles: Vec<Tile>,
        /// By service.
        pub services: Vec<ServiceCost>,
        /// By line, adding up to the total.
        pub lines: Vec<CostLine>,
        /// The total.
        pub total: CostLine,
        /// What to know.
        pub notes: Vec<String>,
    }

    /// Three typed numbers.
    pub struct QuickCostArgs {
        /// Revenue a year, decimal.
        pub revenue_a_year: String,
        /// People on a full outage.
        pub people: String,
        /// Their loaded rate per hour.
        pub rate: String,
        /// ISO 4217 code.
        pub currency: String,
    }

    /// The answer to three typed numbers.
    pub struct QuickCost {
        /// Revenue per minute.
        pub revenue: Figure,
        /// Team per minute.
        pub team: Figure,
        /// Both.
        pub total: Figure,
        /// How it comes about.
        pub formula: String,
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
    }
}
