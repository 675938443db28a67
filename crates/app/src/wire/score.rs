//! Keeping score: which incidents were which risks, and how forecasts did.

use super::{Figure, Headline};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// An incident beside a risk.
    pub struct MatchRow {
        /// Incident id.
        pub incident: String,
        /// `INC-0412`.
        pub label: String,
        /// What happened.
        pub title: String,
        /// `14 Oct 2026, 09:12`.
        pub when: String,
        /// `42 min`.
        pub lasted: String,
        /// What speaks for it: `cause certificate-expiry; words: certificate, gateway`.
        pub why: String,
    }

    /// Incidents of a risk.
    pub struct RiskMatches {
        /// `3 incidents matched, 1 suggested`.
        pub summary: String,
        /// Since when it is a forecast: `forecast on 14 Oct 2026`, or why it is none.
        pub since: String,
        /// Confirmed by a person.
        pub confirmed: Vec<MatchRow>,
        /// Suggested by service, cause and words; nobody decided yet.
        pub suggested: Vec<MatchRow>,
        /// Rejected by a person.
        pub rejected: Vec<MatchRow>,
        /// Events a year as the register has them.
        pub before: Figure,
        /// Events a year with what was confirmed; missing where nothing can be learned.
        pub after: Option<Figure>,
        /// What the update does, or why there is none.
        pub learning: String,
    }

    /// A verdict on an incident and a risk.
    pub struct MatchEdit {
        /// The risk.
        pub risk: String,
        /// The incident.
        pub incident: String,
        /// `confirmed`, `rejected`, or empty to take a verdict back.
        pub verdict: String,
    }

    /// A person’s record.
    pub struct ForecasterRow {
        /// Name.
        pub name: String,
        /// Forecasts that are scored.
        pub forecasts: u64,
        /// Brier score: `0.12`; a dash without a forecast.
        pub brier: String,
        /// `7 of 9`.
        pub held: String,
        /// Mean interval score of lengths, on the logarithmic scale.
        pub interval: String,
        /// How much their word counts in a pool: `1.2`.
        pub weight: String,
    }

    /// How one forecast of one person did.
    pub struct ForecastRow {
        /// The risk it became.
        pub risk: String,
        /// Risk id.
        pub risk_id: String,
        /// Who.
        pub name: String,
        /// When.
        pub when: String,
        /// `after 212 days` or `final`.
        pub so_far: String,
        /// Chance of at least one by now: `71 %`.
        pub chance: String,
        /// How many came, with the range that was forecast: `2 (0–5)`.
        pub came: String,
        /// Brier score.
        pub brier: String,
        /// Ranges of lengths that held: `1 of 2`.
        pub lengths: String,
    }

    /// How forecasts did.
    pub struct Scores {
        /// The sentence.
        pub headline: Headline,
        /// People, best first.
        pub people: Vec<ForecasterRow>,
        /// Forecasts, newest first.
        pub forecasts: Vec<ForecastRow>,
        /// How it is counted.
        pub notes: Vec<String>,
    }
}
