//! The records of a workspace: what people and files say, before anything is computed.
//!
//! All of them are facts. How they are counted, what is assumed and which window is looked at
//! is in [`crate::methods`].

use crate::calendar::{Month, WeeklyHours};
use crate::id::{ContractId, IncidentId, LaborId, MappingId, RoleId, ServiceId, StreamId};
use crate::methods::LossMethod;
use crate::money::{Currency, Money};
use crate::time::{Instant, Interval};
use serde::{Deserialize, Serialize};

/// Where an imported record came from: (source, external id) is unique per kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The system or file family, such as `pagerduty`; `file` by default.
    pub source: String,
    /// The id there, such as `INC-0412`.
    pub external_id: String,
}

/// A channel that customers come through.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Such as `mobile` or `api`.
    pub name: String,
    /// Share of the service's revenue, 0 to 1.
    pub share: f64,
    /// Availability of the channel itself, 0 to 1 (mobile 0.999).
    pub ceiling: f64,
}

/// How a service leans on another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum DependencyKind {
    /// When the other is down, this one is.
    Hard,
    /// When the other is down, this share of this one's users is hit, 0 to 1.
    Soft {
        /// Share of users, 0 to 1.
        share: f64,
    },
}

/// A dependency on another service.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Dependency {
    /// The service that is leaned on.
    pub on: ServiceId,
    /// How much.
    #[serde(flatten)]
    pub kind: DependencyKind,
}

/// Services that stand in for each other: `needed` of them carry the load.
///
/// What leans on the group is hit by the impact that is left when the best `needed` members
/// are kept: of three members of which two are needed, the second worst impact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Redundancy {
    /// The members, each once; at least one.
    pub of: Vec<ServiceId>,
    /// How many of them are needed, 1 to their number.
    pub needed: u32,
    /// Share of a member's failures that take all of them down at once, 0 to 1 (β). Used for
    /// the ceiling that the group allows; recorded incidents already say what they hit.
    pub common_cause: f64,
}

/// A service that can be down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// Identity.
    pub id: ServiceId,
    /// Name shown; unique, but never a key.
    pub name: String,
    /// Tier number, 1 the most critical; missing is a sign of its own.
    pub tier: Option<u8>,
    /// The team that owns it; missing makes it an orphan.
    pub owner: Option<String>,
    /// Availability target of its own, 0 to 1; else its tier's.
    pub target: Option<f64>,
    /// Channels, shares summing to at most 1.
    pub channels: Vec<Channel>,
    /// What it leans on.
    pub dependencies: Vec<Dependency>,
    /// Groups of services that it leans on, each hard.
    #[serde(default)]
    pub redundancies: Vec<Redundancy>,
    /// When it has to be there; around the clock where missing.
    #[serde(default)]
    pub hours: Option<WeeklyHours>,
}

impl Service {
    /// A service of which only the name is known.
    #[must_use]
    pub fn named(id: ServiceId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            tier: None,
            owner: None,
            target: None,
            channels: Vec::new(),
            dependencies: Vec::new(),
            redundancies: Vec::new(),
            hours: None,
        }
    }
}

/// A tier and what it promises.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tier {
    /// 1 the most critical.
    pub number: u8,
    /// Such as `Critical`.
    pub name: String,
    /// Availability target, 0 to 1.
    pub target: Option<f64>,
}

impl Tier {
    /// The numbers that a tier may have.
    pub const NUMBERS: std::ops::RangeInclusive<u8> = 1..=9;
}

/// How much of a stream a service carries.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Dependence {
    /// The service.
    pub service: ServiceId,
    /// Share of the stream lost when it is fully down, 0 to 1 (checkout 1, search 0.4).
    pub share: f64,
}

/// One band of an SLA: what is owed when a month's availability is below it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CreditBand {
    /// The credit is owed below this availability, 0 to 1.
    pub below: f64,
    /// Share of the month's fee, 0 to 1; the highest band reached counts, not the sum.
    pub credit: f64,
}

/// A contract tier: what its customers pay and what they get back for a bad month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// Identity.
    pub id: ContractId,
    /// Such as `Enterprise`.
    pub name: String,
    /// The service whose availability is promised.
    pub service: ServiceId,
    /// Fees of all its customers for one calendar month.
    pub fee: Money,
    /// Bands, in any order.
    pub bands: Vec<CreditBand>,
}

/// The backlog at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BacklogMonth {
    /// Which month; there is one record a month.
    pub month: Month,
    /// Open items.
    pub open: u32,
    /// Of these, work on resilience.
    pub open_resilience: u32,
    /// Incidents that customers reported, where it is known.
    pub customer_incidents: Option<u32>,
}

/// A revenue stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stream {
    /// Identity.
    pub id: StreamId,
    /// Name shown.
    pub name: String,
    /// Its one currency.
    pub currency: Currency,
    /// The services it leans on.
    pub dependences: Vec<Dependence>,
}

/// Revenue of one minute: exact sum and number of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinuteSum {
    /// Minute since 1970, UTC.
    pub minute: i64,
    /// Units of 1/10,000 of the stream currency's minor unit.
    pub units: i64,
    /// Rows that were summed; in an import that replaces others, the difference to theirs, modulo
    /// 2³².
    pub rows: u32,
}

/// Requests that a service answered in one minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinuteCount {
    /// Minute since 1970, UTC.
    pub minute: i64,
    /// How many it answered well; 0 to `total`.
    pub good: i64,
    /// How many there were.
    pub total: i64,
}

/// How files with a certain header are mapped, under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedMapping {
    /// Identity.
    pub id: MappingId,
    /// Name shown; unique among the mappings of a workspace, without case.
    pub name: String,
    /// What such files hold, such as `incidents`.
    pub kind: String,
    /// The header by which such files are known.
    pub header: Vec<String>,
    /// The mapping, as JSON of whoever reads files.
    pub mapping: String,
}

/// What an incident was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// A real one.
    #[default]
    Normal,
    /// A drill or test: counted in nothing.
    Test,
    /// Planned maintenance.
    Maintenance,
}

/// Who noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detection {
    /// An alert.
    Monitoring,
    /// A customer.
    Customer,
    /// Someone of the company.
    Staff,
}

/// Who recovered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recovery {
    /// A person, by hand.
    Hand,
    /// Automation.
    Automation,
    /// The provider.
    Provider,
}

/// What one incident did to one service.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Impact {
    /// The service.
    pub service: ServiceId,
    /// When the service was first hit.
    pub start: Instant,
    /// When customers were well again; open where missing.
    pub end: Option<Instant>,
    /// Share of users or requests hit, 0 to 1; the severity's default where missing.
    pub share: Option<f64>,
}

/// A cost that is known as an amount: a refund, a penalty, a vendor's bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedCost {
    /// What for: `refunds`, `penalties`, `vendors` or another word; compared without case.
    pub kind: String,
    /// How much.
    pub amount: Money,
}

/// An incident with its timeline and its impacts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// Identity.
    pub id: IncidentId,
    /// Where it was imported from.
    pub origin: Option<Origin>,
    /// One line.
    pub title: String,
    /// What it was.
    pub kind: IncidentKind,
    /// As its source writes it, such as `SEV2`.
    pub severity: Option<String>,
    /// It began.
    pub started: Instant,
    /// Someone or something noticed.
    pub detected: Option<Instant>,
    /// Someone took it.
    pub acknowledged: Option<Instant>,
    /// The worst was over.
    pub mitigated: Option<Instant>,
    /// It was over; open where missing.
    pub resolved: Option<Instant>,
    /// Causes, as tags.
    pub causes: Vec<String>,
    /// Who noticed.
    pub detected_by: Option<Detection>,
    /// Who recovered it.
    pub recovered_by: Option<Recovery>,
    /// How: restart, scale, roll back, restore.
    pub recovery_action: Option<String>,
    /// Times it was handed to another team.
    pub reassignments: Option<u32>,
    /// Customer contacts.
    pub contacts: Option<u32>,
    /// Customers lost over it.
    #[serde(default)]
    pub cancellations: Option<u32>,
    /// Costs known as amounts.
    #[serde(default)]
    pub fixed: Vec<FixedCost>,
    /// How its lost revenue is computed, where it is not as the workspace says.
    #[serde(default)]
    pub method: Option<LossMethod>,
    /// Free text.
    pub notes: String,
    /// What it did to which service; at least one for a record that counts.
    pub impacts: Vec<Impact>,
}

impl Incident {
    /// An incident of which only the beginning is known.
    #[must_use]
    pub fn begun(id: IncidentId, started: Instant) -> Self {
        Self {
            id,
            origin: None,
            title: String::new(),
            kind: IncidentKind::Normal,
            severity: None,
            started,
            detected: None,
            acknowledged: None,
            mitigated: None,
            resolved: None,
            causes: Vec::new(),
            detected_by: None,
            recovered_by: None,
            recovery_action: None,
            reassignments: None,
            contacts: None,
            cancellations: None,
            fixed: Vec::new(),
            method: None,
            notes: String::new(),
            impacts: Vec::new(),
        }
    }

    /// Time to detect, in minutes, where both ends are known and in order.
    #[must_use]
    pub fn ttd(&self) -> Option<f64> {
        Interval::new(self.started, self.detected?).map(Interval::minutes)
    }

    /// Time to acknowledge after detection, in minutes.
    #[must_use]
    pub fn tta(&self) -> Option<f64> {
        Interval::new(self.detected?, self.acknowledged?).map(Interval::minutes)
    }

    /// Time to mitigate, in minutes.
    #[must_use]
    pub fn ttm(&self) -> Option<f64> {
        Interval::new(self.started, self.mitigated?).map(Interval::minutes)
    }

    /// Time to resolve, in minutes.
    #[must_use]
    pub fn ttr(&self) -> Option<f64> {
        Interval::new(self.started, self.resolved?).map(Interval::minutes)
    }

    /// What its source calls it, else the first digits of its id.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.origin {
            Some(origin) => origin.external_id.clone(),
            None => format!("#{}", &self.id.to_string()[..8]),
        }
    }
}

/// The group a role's cost is shown under.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum RoleGroup {
    /// Customer support.
    Support,
    /// Engineers and operators.
    Engineering,
    /// Managers.
    Management,
    /// PR and marketing.
    Communications,
    /// Sales.
    Sales,
    /// Anyone else.
    #[default]
    Other,
}

/// A role of the rate card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// Identity.
    pub id: RoleId,
    /// Name shown, matched case-insensitively by importers.
    pub name: String,
    /// Group it is shown under.
    pub group: RoleGroup,
    /// Loaded rate per hour.
    pub rate: Money,
}

/// People on an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LaborEntry {
    /// Identity.
    pub id: LaborId,
    /// The incident.
    pub incident: IncidentId,
    /// Role as written; its rate is the rate card's where the entry has none.
    pub role: String,
    /// A person's pseudonym, where one row is one person.
    pub person: Option<String>,
    /// People × 1,000: half a person is 500.
    pub people_milli: i64,
    /// Milliseconds each of them worked.
    pub worked_ms: i64,
    /// Loaded rate per hour, where the row says so.
    pub rate: Option<Money>,
    /// When the work began, where it is known: then overlaps and hours of the day can be told.
    #[serde(default)]
    pub start: Option<Instant>,
    /// Whether it is review after the incident, not work on it.
    #[serde(default)]
    pub review: bool,
    /// Moments at which the person acted (responder activity), in any order. Where there are
    /// any, the time worked follows from them and `worked_ms` is 0; they count only on incidents
    /// without timesheets.
    #[serde(default)]
    pub actions: Vec<Instant>,
}

impl LaborEntry {
    /// One person of a role for no time yet.
    #[must_use]
    pub fn of(id: LaborId, incident: IncidentId, role: impl Into<String>) -> Self {
        Self {
            id,
            incident,
            role: role.into(),
            person: None,
            people_milli: 1000,
            worked_ms: 0,
            rate: None,
            start: None,
            review: false,
            actions: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_to_x_need_both_ends_in_order() {
        let mut incident = Incident {
            detected: Some(Instant(540_000)),
            acknowledged: Some(Instant(960_000)),
            resolved: Some(Instant(4_620_000)),
            ..Incident::begun(IncidentId(1), Instant(0))
        };
        assert_eq!(incident.ttd(), Some(9.0));
        assert_eq!(incident.tta(), Some(7.0));
        assert_eq!(incident.ttm(), None);
        assert_eq!(incident.ttr(), Some(77.0));
        incident.detected = Some(Instant(-1));
        assert_eq!(incident.ttd(), None);
    }
}
