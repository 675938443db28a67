//! The first screen.

use super::{Figure, Headline, ServiceAgainstTarget, SignRow, State, Tile};
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

    /// One line of what changed.
    pub struct ChangeLine {
        /// `31 Oct`.
        pub when: String,
        /// What.
        pub what: String,
    }

    /// A figure of the last whole month beside the month before.
    pub struct SinceRow {
        /// `Incident cost`.
        pub label: String,
        /// The last whole month.
        pub now: Figure,
        /// The month before.
        pub before: Figure,
        /// `+ 23 %`, `− 3`, with a true minus; empty where there is nothing to compare.
        pub change: String,
        /// Whether the change can be told from chance, in words; may be empty.
        pub verdict: String,
        /// Better, worse or neither.
        pub state: State,
    }

    /// The first screen.
    pub struct Overview {
        /// Its sentence.
        pub headline: Headline,
        /// What the figures lack, to be seen with them: costs in currencies without a rate.
        pub alerts: Vec<String>,
        /// Cost of a full-outage minute, incident cost, availability, budget left.
        pub tiles: Vec<Tile>,
        /// Incidents that used most of the budget.
        pub top: Vec<TopIncident>,
        /// `All 47 incidents`.
        pub all_incidents: String,
        /// Each service against its target, worst first.
        pub services: Vec<ServiceAgainstTarget>,
        /// Signs of the bottleneck, worst first.
        pub signs: Vec<SignRow>,
        /// What changed since the month before: cost, incidents, downtime, signs.
        pub since: Vec<SinceRow>,
        /// `October 2026 against September 2026`; empty where there is no month to compare.
        pub since_title: String,
        /// The latest entries of the log.
        pub changes: Vec<ChangeLine>,
    }
}
