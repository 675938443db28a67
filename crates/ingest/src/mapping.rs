//! What the user says about a file: which column is which field, and how its values are written.
//!
//! The JSON form is the mapping file of the command line:
//!
//! ```json
//! {
//!   "fields": {
//!     "at": "InvoiceDate",
//!     "amount": "Quantity*UnitPrice",
//!     "currency": {"constant": "GBP"},
//!     "stream": {"constant": "shop"}
//!   },
//!   "options": {"zone": "Europe/London"}
//! }
//! ```

use crate::encoding::Encoding;
use crate::fix::Fix;
use crate::judge::{Judgement, Treatment};
use crate::written::{HeaderRow, Written};
use ninefold_domain::money::Currency;
use ninefold_domain::time::Zone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One row is one impact of an incident on a service.
    Incidents,
    /// One row is one amount at one instant.
    Revenue,
    /// One row is work of one role (or person) on an incident, or one thing that someone did
    /// about it.
    Labor,
    /// One row is the backlog at the end of a month.
    Backlog,
    /// One row is how many requests a service answered well in a minute, and how many there were.
    Requests,
    /// One row is what a currency was worth on a day.
    Rates,
    /// One row is a role and what an hour of it costs.
    Roles,
    /// One row is a service, who owns it and what it leans on.
    Services,
    /// One row is what one person fears, or estimates, on the form of a pre-mortem.
    Contributions,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Incidents,
        Self::Revenue,
        Self::Labor,
        Self::Backlog,
        Self::Requests,
        Self::Rates,
        Self::Roles,
        Self::Services,
        Self::Contributions,
    ];

    /// `incidents`, `revenue`, `labor`, `backlog`, `requests`, `rates`, `roles`, `services` or
    /// `contributions`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Revenue => "revenue",
            Self::Labor => "labor",
            Self::Backlog => "backlog",
            Self::Requests => "requests",
            Self::Rates => "rates",
            Self::Roles => "roles",
            Self::Services => "services",
            Self::Contributions => "contributions",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! fields {
    ($($variant:ident $name:literal $help:literal [$($alias:literal)*];)*) => {
        /// A value that a row can carry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = $help] $variant,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Its name in mappings: `detected-by`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it holds, in one line.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help),* }
            }

            /// Headers that mean this field beyond doubt, lower case, words joined by `_`.
            pub(crate) fn aliases(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($alias),*]),* }
            }
        }
    };
}

fields! {
    Id "id" "The incident's id in its source; rows with one id are one incident."
        ["incident_id" "id" "number" "reference" "issue_key" "incident_number" "incident_no"
         "ticket" "ticket_id" "ticket_number" "key"];
    Service "service" "The service that was hit."
        ["service" "service_name" "business_service" "affected_service" "services"
         "affected_services" "component" "system" "application" "dienst" "komponente"];
    Title "title" "One line that says what happened."
        ["title" "summary" "description" "short_description" "name" "titel" "kurzbeschreibung"];
    Severity "severity" "As the source writes it, such as SEV2 or P1."
        ["severity" "priority" "priority_name" "schweregrad" "priorität"];
    Started "started" "When the service was first hit."
        ["started" "started_at" "begin" "start_time" "customer_impact_start" "opened_at"
         "opened_on" "start" "started_on" "start_at" "start_date" "start_datetime" "began"
         "begin_time" "began_at" "opened" "open_time" "created_on" "created_at" "created" "beginn" "begonnen" "eröffnet"];
    Detected "detected" "When someone or something noticed."
        ["detected" "detected_at" "created_at" "created"];
    Acknowledged "acknowledged" "When someone took it."
        ["acknowledged" "acknowledged_at"];
    Mitigated "mitigated" "When the worst was over."
        ["mitigated" "mitigated_at"];
    Resolved "resolved" "When customers were well again; open where empty."
        ["resolved" "resolved_at" "resolved_on" "customer_impact_end" "end" "ended" "ended_at"
         "ended_on" "end_time" "end_at" "end_date" "end_datetime" "finished" "finished_at" "restored"
         "restored_at" "recovered_at" "ende" "behoben"];
    DetectedAfter "detected-after" "From started to detected: 1:02:03, 2 Hours, or a number under a header that says its unit."
        ["seconds_to_detect"];
    AcknowledgedAfter "acknowledged-after" "From started to acknowledged, likewise."
        ["seconds_to_first_ack" "seconds_to_acknowledge"];
    MitigatedAfter "mitigated-after" "From started to mitigated, likewise."
        ["seconds_to_mitigate"];
    ResolvedAfter "resolved-after" "From started to resolved: 1:02:03, 2 Hours, or a number under a header that says its unit."
        ["seconds_to_resolve" "duration" "downtime" "outage_duration" "incident_duration"
         "time_to_resolve" "time_to_restore"];
    Status "status" "Open, resolved, closed or cancelled, as the source writes it."
        ["status" "state" "incident_state" "incident_status"];
    Closed "closed" "When the record was closed, which is not when customers were well again."
        ["closed" "closed_at" "closed_on"];
    Impact "impact" "Share of users or requests hit: 0 to 1, or 30%."
        ["impact" "impact_share" "impact_percent" "impact_pct" "percent_impact" "percent_affected"];
    ImpactStarted "impact-started" "When this service was first hit, where that is not when it all began."
        ["impact_started"];
    ImpactEnded "impact-ended" "When this service was well again, where that is not when all was."
        ["impact_ended"];
    CustomerImpacted "customer-impacted" "no where customers were not hit."
        ["customer_impacted"];
    Kind "kind" "normal, test or maintenance."
        ["kind" "incident_kind" "incident_type"];
    Cause "cause" "Causes, separated by ; or |."
        ["cause" "causes" "root_cause" "cause_tags"];
    DetectedBy "detected-by" "monitoring, customer or staff."
        ["detected_by" "reported_by" "detection" "detection_method" "detection_source"];
    RecoveredBy "recovered-by" "hand, automation or provider."
        ["recovered_by" "recovery" "resolution_type"];
    RecoveryAction "recovery-action" "restart, scale, roll back, restore, ..."
        ["recovery_action" "resolution_action" "mitigation_action"];
    Reassignments "reassignments" "Times it was handed to another team."
        ["reassignments" "reassignment_count" "handoffs" "hand_offs" "handovers"];
    Contacts "contacts" "Customer contacts it caused."
        ["contacts" "customer_contacts" "support_contacts" "support_tickets"];
    Cancellations "cancellations" "Customers lost over it."
        ["cancellations" "customers_lost" "lost_customers" "churned_customers"];
    Refunds "refunds" "Refunded over it, in the row's currency."
        ["refunds" "refund" "refunded" "refund_amount" "refunded_amount"];
    Penalties "penalties" "Penalties paid over it; SLA credits come from contracts."
        ["penalties" "penalty" "penalty_amount" "sla_penalty" "sla_penalties" "fines"];
    Vendors "vendors" "What vendors and contractors charged for it."
        ["vendors" "vendor_cost" "vendor_costs" "contractor_cost" "contractor_costs"];
    OtherCosts "other-costs" "Any other cost of it that is known as an amount."
        ["other_costs"];
    OtherCostsFor "other-costs-for" "What the other cost is for, such as legal."
        ["other_costs_for"];
    Notes "notes" "Free text."
        ["notes" "comment" "comments"];
    At "at" "When the money was earned."
        ["at" "ts" "timestamp" "time" "date" "datetime" "paid_at" "created_utc" "invoicedate"
         "invoice_date" "order_date" "day" "datum" "zeit" "zeitpunkt" "zeitstempel" "tag"];
    Amount "amount" "How much; refunds negative; may be a product such as Quantity*UnitPrice."
        ["amount" "total" "gross" "revenue" "amount_cents" "amount_in_cents" "total_cents"
         "amount_minor" "amount_in_minor_units" "sales" "total_sales" "net_sales" "turnover" "umsatz" "betrag"];
    Stream "stream" "The revenue stream, such as checkout."
        ["stream" "revenue_stream" "service" "channel" "sales_channel" "kanal" "vertriebskanal"];
    Currency "currency" "ISO 4217 code, such as EUR."
        ["currency" "currency_code" "währung"];
    Incident "incident" "The incident's id in its source."
        ["incident" "incident_id" "incident_number"];
    Role "role" "The role, as on the rate card."
        ["role" "roles" "rolle"];
    Person "person" "A person's pseudonym, where one row is one person."
        ["person" "user" "responder" "actor"];
    People "people" "How many people; 1 where empty."
        ["people" "headcount"];
    Minutes "minutes" "Minutes each of them worked."
        ["minutes" "worked_minutes" "duration_minutes" "minuten"];
    Hours "hours" "Hours each of them worked: 1.5 or 1:30."
        ["hours" "worked_hours" "stunden"];
    Start "start" "When the work began."
        ["start" "work_started" "started" "started_at" "start_time"];
    End "end" "When the work ended."
        ["end" "work_ended" "ended" "ended_at" "end_time"];
    Rate "rate" "Loaded rate per hour; the rate card's where empty."
        ["rate" "hourly_rate" "loaded_rate" "cost_rate"];
    Review "review" "yes where it is review after the incident, not work on it."
        ["review" "is_review" "post_incident" "postmortem" "retrospective"];
    Acted "acted" "When a person acted, in records of what responders did: time worked follows."
        ["acted" "acted_at" "action_at" "activity_at" "performed_at"];
    Month "month" "Which month: 2026-11."
        ["month" "period"];
    Open "open" "Open items at the end of the month."
        ["open" "open_items" "backlog" "backlog_size"];
    OpenResilience "open-resilience" "Of these, work on resilience."
        ["open_resilience" "resilience" "resilience_items"];
    CustomerIncidents "customer-incidents" "Incidents that customers reported in the month."
        ["customer_incidents" "customer_reported" "customer_reported_incidents"];
    Good "good" "Requests that were answered well in the minute."
        ["good" "good_events" "good_requests" "successes" "successful" "success"];
    Bad "bad" "Requests that were not."
        ["bad" "bad_events" "bad_requests" "failures" "failed" "errors"];
    Total "total" "All requests of the minute."
        ["total" "total_events" "total_requests" "requests" "events" "all"];
    Day "day" "The day of the rate."
        ["day" "date" "time_period"];
    Worth "worth" "What one unit of the currency is worth in that of the workspace."
        ["worth" "rate" "exchange_rate"];
    PerOne "per-one" "Or: how many units of the currency make one of the other."
        ["per_one" "units_per_one"];
    Base "base" "The currency that rates are quoted against; that of the workspace where empty."
        ["base" "base_currency"];
    Group "group" "support, engineering, management, communications, sales or other."
        ["group" "role_group"];
    Owner "owner" "The team that owns it."
        ["owner" "team" "owned_by"];
    Tier "tier" "Number of its tier, 1 the most critical."
        ["tier"];
    Target "target" "Availability that it promises by itself: 99.9%."
        ["target" "slo" "availability_target"];
    DependsOn "depends-on" "Services that it leans on, separated by ; with the share of users where it is not all: search 40%."
        ["depends_on" "dependencies"];
    Session "session" "The session that the form was made for."
        ["session" "premortem" "pre_mortem"];
    Line "line" "Which line of the form it is; the same when the form is sent again."
        ["line" "form_line"];
    Contributor "name" "Name or pseudonym of who fills in the form; rows below take it over."
        ["name" "your_name" "contributor" "participant"];
    Question "question" "What the line asks; not read."
        ["question"];
    Failure "failure" "What will have failed."
        ["failure" "what_failed" "what_will_have_failed"];
    Anonymous "anonymous" "yes where nobody is to see who said it."
        ["anonymous"];
    EventsLow "events-low" "Events a year: low end, or least."
        ["events_a_year_low" "events_low"];
    EventsLikely "events-likely" "Events a year: most likely, or the one number."
        ["events_a_year_likely" "events_likely"];
    EventsHigh "events-high" "Events a year: high end, or most."
        ["events_a_year_high" "events_high"];
    DetectLow "detect-low" "Minutes until it is noticed: low end, or least."
        ["detect_minutes_low" "detect_low"];
    DetectLikely "detect-likely" "Minutes until it is noticed: most likely, or the one number."
        ["detect_minutes_likely" "detect_likely"];
    DetectHigh "detect-high" "Minutes until it is noticed: high end, or most."
        ["detect_minutes_high" "detect_high"];
    RepairLow "repair-low" "Minutes from there until users are well again: low end, or least."
        ["repair_minutes_low" "repair_low"];
    RepairLikely "repair-likely" "Minutes from there: most likely, or the one number."
        ["repair_minutes_likely" "repair_likely"];
    RepairHigh "repair-high" "Minutes from there: high end, or most."
        ["repair_minutes_high" "repair_high"];
    UsersLow "users-low" "Share of users hit: low end, or least."
        ["users_share_low" "users_low"];
    UsersLikely "users-likely" "Share of users hit: most likely, or the one number."
        ["users_share_likely" "users_likely"];
    UsersHigh "users-high" "Share of users hit: high end, or most."
        ["users_share_high" "users_high"];
    Why "why" "Why they think so."
        ["why" "reason" "comment"];
}

/// A field of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// The field.
    pub field: Field,
    /// Whether a mapping must have it. Labor also needs one of minutes, hours, start and end, or
    /// acted; a rate or a cost that is mapped needs a currency. Records of what responders did
    /// need no role.
    pub required: bool,
    /// What it holds, in one line.
    pub help: &'static str,
}

impl Field {
    /// What an incident cost as an amount.
    pub const COSTS: [Self; 4] = [
        Self::Refunds,
        Self::Penalties,
        Self::Vendors,
        Self::OtherCosts,
    ];

    /// Lengths of time from the start of an incident.
    pub(crate) const LENGTHS: [Self; 4] = [
        Self::DetectedAfter,
        Self::AcknowledgedAfter,
        Self::MitigatedAfter,
        Self::ResolvedAfter,
    ];

    /// What is an amount of money, with a currency beside it.
    pub(crate) fn money() -> impl Iterator<Item = Self> {
        [Self::Amount, Self::Rate].into_iter().chain(Self::COSTS)
    }

    /// The field of a name; `detected_by` and `detected-by` are the same.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let normal = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        Self::ALL.iter().copied().find(|f| f.name() == normal)
    }

    /// The fields of a kind, the required ones among them marked.
    #[must_use]
    pub fn of(kind: Kind) -> Vec<FieldSpec> {
        use Field as F;
        let (required, optional): (&[F], &[F]) = match kind {
            Kind::Incidents => (
                &[F::Service, F::Started],
                &[
                    F::Id,
                    F::Title,
                    F::Severity,
                    F::Detected,
                    F::Acknowledged,
                    F::Mitigated,
                    F::Resolved,
                    F::DetectedAfter,
                    F::AcknowledgedAfter,
                    F::MitigatedAfter,
                    F::ResolvedAfter,
                    F::Status,
                    F::Closed,
                    F::Impact,
                    F::ImpactStarted,
                    F::ImpactEnded,
                    F::CustomerImpacted,
                    F::Kind,
                    F::Cause,
                    F::DetectedBy,
                    F::RecoveredBy,
                    F::RecoveryAction,
                    F::Reassignments,
                    F::Contacts,
                    F::Cancellations,
                    F::Refunds,
                    F::Penalties,
                    F::Vendors,
                    F::OtherCosts,
                    F::OtherCostsFor,
                    F::Currency,
                    F::Notes,
                ],
            ),
            Kind::Revenue => (&[F::At, F::Amount, F::Stream, F::Currency], &[]),
            Kind::Labor => (
                &[F::Incident, F::Role],
                &[
                    F::Person,
                    F::People,
                    F::Minutes,
                    F::Hours,
                    F::Start,
                    F::End,
                    F::Rate,
                    F::Currency,
                    F::Review,
                    F::Acted,
                ],
            ),
            Kind::Backlog => (
                &[F::Month, F::Open, F::OpenResilience],
                &[F::CustomerIncidents],
            ),
            Kind::Requests => (&[F::At, F::Service], &[F::Good, F::Total, F::Bad]),
            Kind::Rates => (&[F::Day, F::Currency], &[F::Worth, F::PerOne, F::Base]),
            Kind::Roles => (&[F::Role, F::Rate, F::Currency], &[F::Group]),
            Kind::Services => (&[F::Service], &[F::Owner, F::Tier, F::Target, F::DependsOn]),
            Kind::Contributions => (
                &[F::Contributor, F::Failure],
                &[
                    F::Session,
                    F::Line,
                    F::Role,
                    F::Question,
                    F::Anonymous,
                    F::EventsLow,
                    F::EventsLikely,
                    F::EventsHigh,
                    F::DetectLow,
                    F::DetectLikely,
                    F::DetectHigh,
                    F::RepairLow,
                    F::RepairLikely,
                    F::RepairHigh,
                    F::UsersLow,
                    F::UsersLikely,
                    F::UsersHigh,
                    F::Why,
                ],
            ),
        };
        let spec = |required| {
            move |field: &F| FieldSpec {
                field: *field,
                required,
                help: field.help(),
            }
        };
        required
            .iter()
            .map(spec(true))
            .chain(optional.iter().map(spec(false)))
            .collect()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|field| field.name()).collect();
            serde::de::Error::custom(format!(
                "“{name}” is not a field; expected one of {}",
                known.join(", ")
            ))
        })
    }
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A column.
    Column(String),
    /// The product of two columns, such as quantity × price.
    Product(String, String),
    /// The same value in every row.
    Constant(String),
}

impl Source {
    /// `Quantity*UnitPrice` is a product, anything else a column.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.split_once('*') {
            Some((left, right)) if !left.trim().is_empty() && !right.trim().is_empty() => {
                Self::Product(left.trim().to_owned(), right.trim().to_owned())
            }
            _ => Self::Column(text.trim().to_owned()),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Column(name) => f.write_str(name),
            Self::Product(left, right) => write!(f, "{left} × {right}"),
            Self::Constant(value) => write!(f, "“{value}” in every row"),
        }
    }
}

/// The exact forms, for what the short text form cannot say.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ExactSource {
    Column(String),
    Product(String, String),
    Constant(String),
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WrittenSource {
    Short(String),
    Exact(ExactSource),
}

impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let short = match self {
            Self::Column(name) => name.clone(),
            Self::Product(left, right) => format!("{left}*{right}"),
            Self::Constant(_) => String::new(),
        };
        let written = if Self::parse(&short) == *self {
            WrittenSource::Short(short)
        } else {
            WrittenSource::Exact(match self.clone() {
                Self::Column(name) => ExactSource::Column(name),
                Self::Product(left, right) => ExactSource::Product(left, right),
                Self::Constant(value) => ExactSource::Constant(value),
            })
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match WrittenSource::deserialize(deserializer)? {
            WrittenSource::Short(text) => Self::parse(&text),
            WrittenSource::Exact(ExactSource::Column(name)) => Self::Column(name),
            WrittenSource::Exact(ExactSource::Product(left, right)) => Self::Product(left, right),
            WrittenSource::Exact(ExactSource::Constant(value)) => Self::Constant(value),
        })
    }
}

/// The sign between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecimalMark {
    /// `1,234.50`
    #[default]
    Point,
    /// `1.234,50`
    Comma,
}

/// What happens to a local time that occurs twice in autumn. One that the clocks skip in
/// spring is always rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnFold {
    /// The row is a finding.
    #[default]
    Reject,
    /// Before the clocks went back.
    Earlier,
    /// After the clocks went back.
    Later,
    /// As the order of the rows says: those of a stream or service go through the hour, back to
    /// its beginning and through it again. A row is a finding where they do not, and in files
    /// that are no series of times.
    InOrder,
}

/// What a share without a `%` counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shares {
    /// All is 1.
    Share,
    /// All is 100.
    Percent,
}

/// What an amount counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Amounts {
    /// The unit of the currency: 10.50 EUR.
    Major,
    /// Its minor unit, such as cents: 1050 are 10.50 EUR.
    Minor,
}

/// What becomes of rows of revenue that equal another row of their file, cell for cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeats {
    /// They count: two sales can look alike.
    #[default]
    Keep,
    /// All but the first of them are skipped, and counted.
    LeaveOut,
}

/// How values are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Options {
    /// Between the columns of a text file; found in the file where missing.
    #[serde(with = "delimiter_text", skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<u8>,
    /// Of a text file: `UTF-8`, `windows-1252`; told by its bytes where missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    /// Line of the header of a text file, or its row in a sheet, from 1, or `none`; found in the
    /// file where missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<HeaderRow>,
    /// Decimal mark; the other of `.` and `,` may group thousands.
    pub decimal: DecimalMark,
    /// Nobody said the decimal mark: each column of amounts in a text file decides it for itself,
    /// and one that leaves it open is refused. [`Self::decimal`] is what holds for the rest. A
    /// mapping that is written down has said it.
    #[serde(skip)]
    pub find_decimal: bool,
    /// How times are written, in the letters of strftime (`%d/%m/%Y %H:%M`), or `epoch-s`,
    /// `epoch-ms`, `epoch-us`, `excel-1900`, `excel-1904`. Where missing: ISO 8601 with or
    /// without an offset, and day and month orders and counts since 1970 that the whole column
    /// decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_format: Option<String>,
    /// Zone of times without an offset.
    pub zone: Zone,
    /// What happens to a local time that occurs twice.
    pub on_fold: OnFold,
    /// Round amounts with more digits than are kept (half to even, counted) instead of
    /// rejecting their rows.
    pub round_excess_digits: bool,
    /// What shares without a `%` count in; where missing, the header and the whole column say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<Shares>,
    /// What amounts count in; where missing, the header of each column says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amounts: Option<Amounts>,
    /// Texts that mean “no value”, besides the empty one: `?`, `NULL`.
    pub missing: Vec<String>,
    /// The tool that wrote the file, by the name of its [preset](crate::Preset): its rows are
    /// brought into shape before they are read. None where missing, or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// What parts the services of one incident in one value, such as `;`. Where missing, a value
    /// is one service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_separator: Option<String>,
    /// What becomes of rows of revenue that equal another one.
    pub repeats: Repeats,
    /// What happens to incidents that call for judgement, where it is not the usual.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub treatments: BTreeMap<Judgement, Treatment>,
    /// What becomes of rows that are refused for one reason in one field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix>,
    /// The currency of the workspace, if the file comes into one: a sign of several currencies,
    /// such as `$`, is its where it can be, and costs of incidents are in it where no currency is
    /// mapped. It says nothing about the file, so it is not written with the mapping.
    #[serde(skip)]
    pub home: Option<Currency>,
    /// The incidents of the workspace, if the file comes into one, to be found in what people write:
    /// id in lower case → id. Nor is it written with the mapping.
    #[serde(skip)]
    pub incidents: Arc<HashMap<String, String>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            delimiter: None,
            encoding: None,
            header_row: None,
            decimal: DecimalMark::default(),
            find_decimal: false,
            date_format: None,
            zone: Zone::UTC,
            on_fold: OnFold::default(),
            round_excess_digits: false,
            shares: None,
            amounts: None,
            missing: Vec::new(),
            preset: None,
            service_separator: None,
            repeats: Repeats::default(),
            treatments: BTreeMap::new(),
            fixes: Vec::new(),
            home: None,
            incidents: Arc::default(),
        }
    }
}

impl Options {
    /// How text is written, as far as it is said.
    #[must_use]
    pub fn written(&self) -> Written {
        Written {
            delimiter: self.delimiter,
            encoding: self.encoding,
            header_row: self.header_row,
        }
    }

    /// The same options for text that is written like this.
    #[must_use]
    pub fn with_written(mut self, written: Written) -> Self {
        self.delimiter = written.delimiter;
        self.encoding = written.encoding;
        self.header_row = written.header_row;
        self
    }

    /// What happens to an incident that calls for a judgement.
    #[must_use]
    pub fn treatment(&self, judgement: Judgement) -> Treatment {
        self.treatments
            .get(&judgement)
            .copied()
            .unwrap_or(judgement.usual())
    }
}

/// A delimiter as a one-character text, `"tab"` for the tab.
mod delimiter_text {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands the field by reference")]
    pub fn serialize<S: Serializer>(value: &Option<u8>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            None => serializer.serialize_none(),
            Some(b'\t') => serializer.serialize_str("tab"),
            Some(byte) => serializer.serialize_str(&char::from(*byte).to_string()),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| {
            super::parse_delimiter(&text).ok_or_else(|| {
                serde::de::Error::custom(format!(
                    "“{text}” is not a delimiter; expected one character such as ; or the word tab"
                ))
            })
        })
        .transpose()
    }
}

/// The delimiter of a text: one ASCII character that is no quote and no line break, or `tab`.
#[must_use]
pub fn parse_delimiter(text: &str) -> Option<u8> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Some(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | 0) => Some(*byte),
        _ => None,
    }
}

/// Which column is which field, and how values are written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Mapping {
    /// Where each field comes from.
    #[serde(rename = "fields")]
    pub sources: BTreeMap<Field, Source>,
    /// How values are written.
    pub options: Options,
}

impl Mapping {
    /// The same mapping with one field from a column or a product (`Quantity*UnitPrice`).
    #[must_use]
    pub fn map(mut self, field: Field, column: &str) -> Self {
        self.sources.insert(field, Source::parse(column));
        self
    }

    /// The same mapping with one field from a column, whatever characters its name has.
    #[must_use]
    pub(crate) fn map_column(mut self, field: Field, column: String) -> Self {
        self.sources.insert(field, Source::Column(column));
        self
    }

    /// The same mapping with one field the same in every row.
    #[must_use]
    pub fn set(mut self, field: Field, value: &str) -> Self {
        self.sources
            .insert(field, Source::Constant(value.to_owned()));
        self
    }
}
