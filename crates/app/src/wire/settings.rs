//! Choices, services, streams, roles and tiers as they are typed.

use super::Figure;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A share of a stream that a service carries.
    pub struct ShareEdit {
        /// Service id.
        pub service: String,
        /// `100 %`, `0.4`.
        pub share: String,
    }

    /// A dependency as typed.
    pub struct DependencyEdit {
        /// Service id.
        pub on: String,
        /// `hard` or `soft`.
        pub kind: String,
        /// `20 %` where soft.
        pub share: String,
    }

    /// A channel as typed.
    pub struct ChannelEdit {
        /// Name.
        pub name: String,
        /// Share of revenue: `60 %`.
        pub share: String,
        /// Availability of the channel itself: `99.9 %`.
        pub ceiling: String,
    }

    /// A service as typed.
    pub struct ServiceEdit {
        /// Empty for a new one.
        pub id: String,
        /// Name.
        pub name: String,
        /// `1`; empty: none.
        pub tier: String,
        /// Team; empty: an orphan.
        pub owner: String,
        /// `99.95 %`; empty: the tier's.
        pub target: String,
        /// Channels.
        pub channels: Vec<ChannelEdit>,
        /// Dependencies.
        pub dependencies: Vec<DependencyEdit>,
    }

    /// A service with what hangs on it.
    pub struct ServiceRow {
        /// For the form.
        pub edit: ServiceEdit,
        /// Incidents on it.
        pub incidents: u64,
        /// `Shop 100 %, Search 40 %`.
        pub streams: String,
        /// Why it cannot be deleted; empty where it can.
        pub pinned: String,
    }

    /// A stream as typed.
    pub struct StreamEdit {
        /// Id; streams are made by importing revenue.
        pub id: String,
        /// Name.
        pub name: String,
        /// Services it leans on.
        pub dependences: Vec<ShareEdit>,
    }

    /// A stream with its revenue.
    pub struct StreamRow {
        /// For the form.
        pub edit: StreamEdit,
        /// ISO 4217 code.
        pub currency: String,
        /// Total, exact.
        pub total: String,
        /// `1 May 2025 – 31 Oct 2026`.
        pub covers: String,
        /// Mean per minute.
        pub per_minute: Figure,
    }

    /// A role of the rate card as typed.
    pub struct RoleEdit {
        /// Empty for a new one.
        pub id: String,
        /// Name.
        pub name: String,
        /// `support`, `engineering`, `management`, `communications`, `sales`, `other`.
        pub group: String,
        /// Loaded rate per hour, decimal.
        pub rate: String,
        /// Entries that use it (not written).
        pub used: u64,
    }

    /// A tier as typed.
    pub struct TierEdit {
        /// `1` is the most critical.
        pub number: String,
        /// Name.
        pub name: String,
        /// `99.9 %`; empty: none.
        pub target: String,
        /// Services in it (not written).
        pub services: u64,
    }

    /// A severity with its default impact as typed.
    pub struct SeverityEdit {
        /// As sources write it.
        pub severity: String,
        /// `30 %`.
        pub impact: String,
    }

    /// The choices of a workspace as typed.
    pub struct SettingsEdit {
        /// ISO 4217 code.
        pub currency: String,
        /// IANA zone.
        pub zone: String,
        /// `365`, `365.2425`, `365.25`.
        pub year: String,
        /// `flat`, `hour-of-week`, `minute-of-week`.
        pub profile: String,
        /// Clean minutes a slot needs.
        pub min_observations: String,
        /// `weighted`, `any`, `from`.
        pub counting: String,
        /// `50 %`, where counting is `from`.
        pub counting_from: String,
        /// `shared`, `full`.
        pub sharing: String,
        /// Whether planned maintenance counts.
        pub count_maintenance: bool,
        /// Local time or RFC 3339; empty: the end of the data.
        pub as_of: String,
        /// `99.9 %`.
        pub default_target: String,
        /// People on a full outage.
        pub team_people: String,
        /// Their loaded rate per hour.
        pub team_rate: String,
        /// Default impacts.
        pub severities: Vec<SeverityEdit>,
    }

    /// The settings screen.
    pub struct Settings {
        /// Choices.
        pub edit: SettingsEdit,
        /// Services, by tier and name.
        pub services: Vec<ServiceRow>,
        /// Streams.
        pub streams: Vec<StreamRow>,
        /// Rate card.
        pub roles: Vec<RoleEdit>,
        /// Tiers.
        pub tiers: Vec<TierEdit>,
        /// Every ISO 4217 code.
        pub currencies: Vec<String>,
        /// Every IANA zone.
        pub zones: Vec<String>,
    }
}
