//! Everything that is typed in beside incidents: choices, special days, thresholds, services,
//! streams, roles, tiers, contracts, the backlog.

use super::{Figure, MappingRow};
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

    /// Services that stand in for each other, as typed.
    pub struct RedundancyEdit {
        /// Service ids, each once.
        pub of: Vec<String>,
        /// How many of them are needed: `2`.
        pub needed: String,
        /// Share of a member's failures that take all of them down: `10 %`; empty: none.
        pub common_cause: String,
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
        /// Groups of services that it leans on.
        pub redundancies: Vec<RedundancyEdit>,
        /// `Mon-Fri 09:00-17:00, Sat 10:00-14:00`; empty: around the clock.
        pub hours: String,
        /// IANA zone of the hours; empty: the workspace's.
        pub hours_zone: String,
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

    /// A band of a contract as typed.
    pub struct BandEdit {
        /// Owed below this availability: `99.9 %`.
        pub below: String,
        /// Share of the month's fee: `10 %`.
        pub credit: String,
    }

    /// A contract tier as typed.
    pub struct ContractEdit {
        /// Empty for a new one.
        pub id: String,
        /// Name.
        pub name: String,
        /// Id of the service whose availability is promised.
        pub service: String,
        /// Fees of all its customers for a calendar month, decimal.
        pub fee: String,
        /// At least one, in any order.
        pub bands: Vec<BandEdit>,
    }

    /// The backlog at the end of a month as typed.
    pub struct BacklogEdit {
        /// The month that it was opened as; empty for a new one.
        pub id: String,
        /// `2026-10`.
        pub month: String,
        /// Open items.
        pub open: String,
        /// Of these, work on resilience.
        pub open_resilience: String,
        /// Incidents that customers reported; empty: not known.
        pub customer_incidents: String,
        /// Share of work on resilience, shown: `23 %` (not written).
        pub share: String,
    }

    /// The exchange rate of a day as typed.
    pub struct RateEdit {
        /// Currency and day that it was opened as, `USD 2026-03-02`; empty for a new one.
        pub id: String,
        /// The other currency.
        pub currency: String,
        /// `2026-03-02`.
        pub day: String,
        /// What one unit is worth, `0.9231`; or how many make one, `1/1.0833`.
        pub rate: String,
        /// What one unit is worth, shown: `€0.9231` (not written).
        pub worth: String,
    }

    /// Some of the rates of a currency.
    pub struct RatesArgs {
        /// The other currency.
        pub currency: String,
        /// Days to pass over, from the newest.
        pub offset: u64,
    }

    /// A hundred rates of a currency at most, the newest first.
    pub struct RatePage {
        /// Days that have a rate.
        pub total: u64,
        /// Rates.
        pub rates: Vec<RateEdit>,
    }

    /// What is known of the rates of a currency.
    pub struct RateSpan {
        /// The other currency.
        pub currency: String,
        /// Days that have a rate.
        pub days: u64,
        /// `1,240 days, 4 Jan 2021 – 5 Feb 2026`.
        pub covers: String,
    }

    /// Days unlike others as typed.
    pub struct SpecialDaysEdit {
        /// Empty for new ones.
        pub id: String,
        /// Such as `Black Friday`.
        pub name: String,
        /// First day: `2026-11-27`.
        pub from: String,
        /// Last day, included; empty: the first.
        pub until: String,
        /// Whether their minutes are left out of the revenue baseline.
        pub off_baseline: bool,
        /// Whether they are a holiday: outside service hours and business hours.
        pub holiday: bool,
    }

    /// From where a sign warns and alarms, as typed; both empty: the default.
    pub struct ThresholdEdit {
        /// The sign: `detected-by-customers`, `recovered-by-hand`, …
        pub sign: String,
        /// `20 %`, `1`, `365`.
        pub warn: String,
        /// Same.
        pub alarm: String,
    }

    /// A sign with its thresholds.
    pub struct ThresholdRow {
        /// For the form; the default where none was typed.
        pub edit: ThresholdEdit,
        /// `Detected by customers`.
        pub label: String,
        /// What an empty field stands for.
        pub default_warn: String,
        /// Same.
        pub default_alarm: String,
        /// Whether they were typed.
        pub typed: bool,
        /// What they are in: `share`, `slope`, `days`, `services`.
        pub unit: String,
        /// Whether lower values are worse.
        pub lower_is_worse: bool,
    }

    /// An answer about the growth phase.
    pub struct PhaseAnswerEdit {
        /// Key of the question.
        pub question: String,
        /// Key of the answer; empty: back to what the data says.
        pub answer: String,
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
        /// `mean`, `median`.
        pub average: String,
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
        /// `velocity`, `counterfactual`.
        pub loss: String,
        /// Whether `velocity` follows the level of the weeks around.
        pub level: bool,
        /// `revenue`, `margin`.
        pub view: String,
        /// Margin on revenue: `70 %`.
        pub margin: String,
        /// Whether revenue that came back is taken off.
        pub recapture: bool,
        /// Minutes after an incident in which it may come back.
        pub recovery_minutes: String,
        /// Hours that are paid plainly: `Mon-Fri 09:00-17:00`; empty: all of the week.
        pub business_hours: String,
        /// Their IANA zone; empty: the workspace's.
        pub business_zone: String,
        /// Multiplier of the rate outside them: `1.5`; 1 is none.
        pub out_of_hours: String,
        /// `none`, `hour`, `delay`.
        pub opportunity: String,
        /// Value of an hour of roadmap work, where opportunity is `hour`.
        pub hour_value: String,
        /// Cost of a week's delay of the roadmap, where it is `delay`.
        pub delay_per_week: String,
        /// Roadmap hours that the team has in a week, where it is `delay`.
        pub delay_hours: String,
        /// Cost of one customer contact; empty: not counted.
        pub contact_cost: String,
        /// Margin that a customer brings over its lifetime; empty: not counted.
        pub customer_value: String,
        /// Minutes that one action of a responder is worth.
        pub action_minutes: String,
        /// Another action within so many minutes makes it continuous work.
        pub action_gap_minutes: String,
        /// Time box for automating a recovery, days of eight hours.
        pub automation_days: String,
        /// Hours of one manual recovery where labor does not tell.
        pub manual_hours: String,
        /// How far the rates of the rate card may be off, either way: `10 %`; empty: exact. Those
        /// below likewise.
        pub give_rate_card: String,
        /// Of hours that are read from what responders did.
        pub give_activity: String,
        /// Of the value of an hour of roadmap work, or of the cost of a week's delay.
        pub give_opportunity: String,
        /// Of the cost of a contact.
        pub give_contact: String,
        /// Of the margin that a customer brings.
        pub give_customer: String,
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
        /// Contract tiers, by name.
        pub contracts: Vec<ContractEdit>,
        /// The backlog, newest month first.
        pub backlog: Vec<BacklogEdit>,
        /// Exchange rates, newest first, at most 100.
        pub rates: Vec<RateEdit>,
        /// What is known of each currency.
        pub rate_spans: Vec<RateSpan>,
        /// Mappings of files that have a name.
        pub mappings: Vec<MappingRow>,
        /// Days unlike others, newest first.
        pub special_days: Vec<SpecialDaysEdit>,
        /// Every sign with its thresholds.
        pub thresholds: Vec<ThresholdRow>,
        /// Every ISO 4217 code.
        pub currencies: Vec<String>,
        /// Every IANA zone.
        pub zones: Vec<String>,
    }
}
