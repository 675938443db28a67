//! What goes in and out of the store: records, changes of them, batches, history.

use crate::error::Error;
use crate::table::exchange;
use ninefold_domain::calendar::Month;
use ninefold_domain::exchange::RateYear;
use ninefold_domain::id::{
    BallotId, BatchId, CardId, ClusterId, ContractId, DraftId, IncidentId, JotId, JudgementId,
    LaborId, MappingId, MatchId, OptionId, ParticipantId, RequirementId, RiskId, RoleId,
    ScenarioId, ServiceId, SessionId, StreamId, TechniqueId,
};
use ninefold_domain::methods::Methods;
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::premortem::{
    self, Ballot, Card, Cluster, Draft, Jot, Judgement, Participant, Session,
};
use ninefold_domain::record::{
    BacklogMonth, Contract, Incident, LaborEntry, MinuteCount, MinuteSum, NamedMapping, Role,
    Service, Stream, Tier,
};
use ninefold_domain::requirement::Requirement;
use ninefold_domain::risk::Risk;
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::score::RiskMatch;
use ninefold_domain::techniques::Technique;
use ninefold_domain::tiers::TierOption;
use ninefold_domain::time::Instant;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// One record of the workspace, complete.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// The choices of the workspace; there is exactly one.
    Methods(Methods),
    /// A tier.
    Tier(Tier),
    /// A service.
    Service(Service),
    /// A revenue stream.
    Stream(Stream),
    /// A role of the rate card.
    Role(Role),
    /// A contract tier.
    Contract(Contract),
    /// The backlog of a month.
    Backlog(BacklogMonth),
    /// The exchange rates of a currency in a year.
    Rates(RateYear),
    /// A named mapping of files.
    Mapping(NamedMapping),
    /// A risk of the register.
    Risk(Risk),
    /// A technique.
    Technique(Technique),
    /// A tier option.
    Option(TierOption),
    /// A scenario.
    Scenario(Box<SavedScenario>),
    /// A pre-mortem session.
    Session(Session),
    /// Someone who takes part in a session.
    Participant(Participant),
    /// What someone wrote in silence.
    Draft(Draft),
    /// A card of a session.
    Card(Card),
    /// A cluster of cards.
    Cluster(Cluster),
    /// What someone estimates of a cluster.
    Judgement(Judgement),
    /// How someone votes.
    Ballot(Ballot),
    /// Whether an incident was a risk.
    Match(RiskMatch),
    /// What stands in a field that was not sent yet: kept, but never logged.
    Jot(Jot),
    /// A requirement.
    Requirement(Box<Requirement>),
    /// An incident.
    Incident(Incident),
    /// People on an incident.
    Labor(LaborEntry),
}

/// Which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// The one record of methods; it can be put, never deleted.
    Methods,
    /// A tier by its number.
    Tier(u8),
    /// A service.
    Service(ServiceId),
    /// A revenue stream.
    Stream(StreamId),
    /// A role.
    Role(RoleId),
    /// A contract tier.
    Contract(ContractId),
    /// The backlog of a month.
    Backlog(Month),
    /// The exchange rates of a currency in a year.
    Rates(Currency, i32),
    /// A named mapping of files.
    Mapping(MappingId),
    /// A risk.
    Risk(RiskId),
    /// A technique.
    Technique(TechniqueId),
    /// A tier option.
    Option(OptionId),
    /// A scenario.
    Scenario(ScenarioId),
    /// A pre-mortem session.
    Session(SessionId),
    /// Someone who takes part in a session.
    Participant(ParticipantId),
    /// What someone wrote in silence.
    Draft(DraftId),
    /// A card of a session.
    Card(CardId),
    /// A cluster of cards.
    Cluster(ClusterId),
    /// What someone estimates of a cluster.
    Judgement(JudgementId),
    /// How someone votes.
    Ballot(BallotId),
    /// A verdict on an incident and a risk.
    Match(MatchId),
    /// What stands in a field that was not sent yet: kept, but never logged.
    Jot(JotId),
    /// A requirement.
    Requirement(RequirementId),
    /// An incident.
    Incident(IncidentId),
    /// A labor entry.
    Labor(LaborId),
}

/// A change of one record.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all changes are puts, and a box each would cost an import an allocation a row"
)]
pub enum Change {
    /// The record is now this, whether it was there before or not.
    Put(Record),
    /// The record is gone.
    Delete(Key),
}

impl Record {
    /// Which record it is.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Methods(_) => Key::Methods,
            Self::Tier(tier) => Key::Tier(tier.number),
            Self::Service(service) => Key::Service(service.id),
            Self::Stream(stream) => Key::Stream(stream.id),
            Self::Role(role) => Key::Role(role.id),
            Self::Contract(contract) => Key::Contract(contract.id),
            Self::Backlog(backlog) => Key::Backlog(backlog.month),
            Self::Rates(rates) => Key::Rates(rates.currency, rates.year),
            Self::Mapping(mapping) => Key::Mapping(mapping.id),
            Self::Risk(risk) => Key::Risk(risk.id),
            Self::Technique(technique) => Key::Technique(technique.id),
            Self::Option(option) => Key::Option(option.id),
            Self::Scenario(saved) => Key::Scenario(saved.scenario.id),
            Self::Session(r) => Key::Session(r.id),
            Self::Participant(r) => Key::Participant(r.id),
            Self::Draft(r) => Key::Draft(r.id),
            Self::Card(r) => Key::Card(r.id),
            Self::Cluster(r) => Key::Cluster(r.id),
            Self::Judgement(r) => Key::Judgement(r.id),
            Self::Ballot(r) => Key::Ballot(r.id),
            Self::Match(r) => Key::Match(r.id),
            Self::Jot(r) => Key::Jot(r.id),
            Self::Requirement(requirement) => Key::Requirement(requirement.id),
            Self::Incident(incident) => Key::Incident(incident.id),
            Self::Labor(entry) => Key::Labor(entry.id),
        }
    }

    /// What people call it, for messages.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Methods(_) => "methods".into(),
            Self::Tier(tier) => format!("tier {}", tier.number),
            Self::Service(service) => format!("service “{}”", service.name),
            Self::Stream(stream) => format!("stream “{}”", stream.name),
            Self::Role(role) => format!("role “{}”", role.name),
            Self::Contract(contract) => format!("contract “{}”", contract.name),
            Self::Backlog(backlog) => format!("backlog of {}", backlog.month),
            Self::Rates(rates) => format!("rates of {} in {}", rates.currency, rates.year),
            Self::Mapping(mapping) => format!("mapping “{}”", mapping.name),
            Self::Risk(risk) => format!("risk “{}”", risk.name),
            Self::Technique(technique) => format!("technique “{}”", technique.name),
            Self::Option(option) => format!("option “{}”", option.name),
            Self::Scenario(saved) => format!("scenario “{}”", saved.scenario.name),
            Self::Session(session) => format!("pre-mortem “{}”", session.name),
            Self::Participant(person) => format!("participant “{}”", person.name),
            Self::Draft(_) => "draft".into(),
            Self::Card(card) => format!("card “{}”", card.text),
            Self::Cluster(cluster) => format!("cluster “{}”", cluster.title),
            Self::Judgement(_) => "estimate of a cluster".into(),
            Self::Ballot(_) => "ballot".into(),
            Self::Match(_) => "verdict".into(),
            Self::Jot(_) => "field".into(),
            Self::Requirement(requirement) => format!("requirement {}", requirement.label()),
            Self::Incident(incident) => format!("incident {}", incident.label()),
            Self::Labor(entry) => format!("labor of “{}”", entry.role),
        }
    }

    /// Its fields as the change log keeps them.
    ///
    /// Refuses what would not come back the same: JSON has no infinite number, and an instant
    /// outside 1900 to 2199 is no longer read.
    pub(crate) fn to_fields(&self) -> Result<Map<String, Value>, Error> {
        fn fields<T>(record: &T) -> Option<Map<String, Value>>
        where
            T: Serialize + DeserializeOwned + PartialEq,
        {
            let value = serde_json::to_value(record).ok()?;
            let same = T::deserialize(&value).is_ok_and(|back| back == *record);
            match value {
                Value::Object(map) if same => Some(map),
                _ => None,
            }
        }
        let fields = match self {
            Self::Methods(record) => fields(record),
            Self::Tier(record) => fields(record),
            Self::Service(record) => fields(record),
            Self::Stream(record) => fields(record),
            Self::Role(record) => fields(record),
            Self::Contract(record) => fields(record),
            Self::Backlog(record) => fields(record),
            Self::Rates(record) => fields(record),
            Self::Mapping(record) => fields(record),
            Self::Risk(record) => fields(record),
            Self::Technique(record) => fields(record),
            Self::Option(record) => fields(record),
            Self::Scenario(record) => fields(&**record),
            Self::Session(record) => fields(record),
            Self::Participant(record) => fields(record),
            Self::Draft(record) => fields(record),
            Self::Card(record) => fields(record),
            Self::Cluster(record) => fields(record),
            Self::Judgement(record) => fields(record),
            Self::Ballot(record) => fields(record),
            Self::Match(record) => fields(record),
            Self::Jot(record) => fields(record),
            Self::Requirement(record) => fields(&**record),
            Self::Incident(record) => fields(record),
            Self::Labor(record) => fields(record),
        };
        fields.ok_or_else(|| {
            Error::invalid(format!(
                "{} cannot be stored: a number is infinite or undefined, or an instant is outside \
                 1900 to 2199; correct it and try again",
                self.label()
            ))
        })
    }

    /// The record of a key from its fields.
    pub(crate) fn from_fields(key: Key, fields: Map<String, Value>) -> Result<Self, Error> {
        let value = Value::Object(fields);
        let record = match key {
            Key::Methods => serde_json::from_value(value).map(Self::Methods),
            Key::Tier(_) => serde_json::from_value(value).map(Self::Tier),
            Key::Service(_) => serde_json::from_value(value).map(Self::Service),
            Key::Stream(_) => serde_json::from_value(value).map(Self::Stream),
            Key::Role(_) => serde_json::from_value(value).map(Self::Role),
            Key::Contract(_) => serde_json::from_value(value).map(Self::Contract),
            Key::Backlog(_) => serde_json::from_value(value).map(Self::Backlog),
            Key::Rates(..) => serde_json::from_value(value).map(Self::Rates),
            Key::Mapping(_) => serde_json::from_value(value).map(Self::Mapping),
            Key::Risk(_) => serde_json::from_value(value).map(Self::Risk),
            Key::Technique(_) => serde_json::from_value(value).map(Self::Technique),
            Key::Option(_) => serde_json::from_value(value).map(Self::Option),
            Key::Scenario(_) => serde_json::from_value(value).map(Self::Scenario),
            Key::Session(_) => serde_json::from_value(value).map(Self::Session),
            Key::Participant(_) => serde_json::from_value(value).map(Self::Participant),
            Key::Draft(_) => serde_json::from_value(value).map(Self::Draft),
            Key::Card(_) => serde_json::from_value(value).map(Self::Card),
            Key::Cluster(_) => serde_json::from_value(value).map(Self::Cluster),
            Key::Judgement(_) => serde_json::from_value(value).map(Self::Judgement),
            Key::Ballot(_) => serde_json::from_value(value).map(Self::Ballot),
            Key::Match(_) => serde_json::from_value(value).map(Self::Match),
            Key::Jot(_) => serde_json::from_value(value).map(Self::Jot),
            Key::Requirement(_) => serde_json::from_value(value).map(Self::Requirement),
            Key::Incident(_) => serde_json::from_value(value).map(Self::Incident),
            Key::Labor(_) => serde_json::from_value(value).map(Self::Labor),
        };
        record.map_err(|error| {
            Error::damaged(format!("the change log holds an unreadable {key}: {error}"))
        })
    }
}

impl Key {
    /// Whether changes of it are kept without an entry of the log.
    pub(crate) fn is_quiet(self) -> bool {
        matches!(self, Self::Jot(_))
    }

    /// The table it lives in.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Methods => "method",
            Self::Tier(_) => "tier",
            Self::Service(_) => "service",
            Self::Stream(_) => "stream",
            Self::Role(_) => "role",
            Self::Contract(_) => "contract",
            Self::Backlog(_) => "backlog",
            Self::Rates(..) => "exchange_rate",
            Self::Mapping(_) => "named_mapping",
            Self::Risk(_) => "risk",
            Self::Technique(_) => "technique",
            Self::Option(_) => "tier_option",
            Self::Scenario(_) => "scenario",
            Self::Session(_) => "session",
            Self::Participant(_) => "participant",
            Self::Draft(_) => "draft",
            Self::Card(_) => "card",
            Self::Cluster(_) => "cluster",
            Self::Judgement(_) => "judgement",
            Self::Ballot(_) => "ballot",
            Self::Match(_) => "risk_match",
            Self::Jot(_) => "jot",
            Self::Requirement(_) => "requirement",
            Self::Incident(_) => "incident",
            Self::Labor(_) => "labor",
        }
    }

    /// Its name within the table, as the change log keeps it.
    pub(crate) fn id(self) -> String {
        match self {
            Self::Methods => "methods".into(),
            Self::Tier(number) => number.to_string(),
            Self::Service(id) => id.to_string(),
            Self::Stream(id) => id.to_string(),
            Self::Role(id) => id.to_string(),
            Self::Contract(id) => id.to_string(),
            Self::Backlog(month) => month.to_string(),
            Self::Rates(currency, year) => exchange::key(currency, year),
            Self::Mapping(id) => id.to_string(),
            Self::Risk(id) => id.to_string(),
            Self::Technique(id) => id.to_string(),
            Self::Option(id) => id.to_string(),
            Self::Scenario(id) => id.to_string(),
            Self::Session(id) => id.to_string(),
            Self::Participant(id) => id.to_string(),
            Self::Draft(id) => id.to_string(),
            Self::Card(id) => id.to_string(),
            Self::Cluster(id) => id.to_string(),
            Self::Judgement(id) => id.to_string(),
            Self::Ballot(id) => id.to_string(),
            Self::Match(id) => id.to_string(),
            Self::Jot(id) => id.to_string(),
            Self::Requirement(id) => id.to_string(),
            Self::Incident(id) => id.to_string(),
            Self::Labor(id) => id.to_string(),
        }
    }

    /// The key of a table and an id, as [`Key::table`] and [`Key::id`] wrote them.
    pub(crate) fn parse(table: &str, id: &str) -> Option<Self> {
        Some(match table {
            "method" => Self::Methods,
            "tier" => Self::Tier(id.parse().ok()?),
            "service" => Self::Service(id.parse().ok()?),
            "stream" => Self::Stream(id.parse().ok()?),
            "role" => Self::Role(id.parse().ok()?),
            "contract" => Self::Contract(id.parse().ok()?),
            "backlog" => Self::Backlog(id.parse().ok()?),
            "exchange_rate" => {
                let (currency, year) = exchange::parse(id)?;
                Self::Rates(currency, year)
            }
            "named_mapping" => Self::Mapping(id.parse().ok()?),
            "risk" => Self::Risk(id.parse().ok()?),
            "technique" => Self::Technique(id.parse().ok()?),
            "tier_option" => Self::Option(id.parse().ok()?),
            "scenario" => Self::Scenario(id.parse().ok()?),
            "session" => Self::Session(id.parse().ok()?),
            "participant" => Self::Participant(id.parse().ok()?),
            "draft" => Self::Draft(id.parse().ok()?),
            "card" => Self::Card(id.parse().ok()?),
            "cluster" => Self::Cluster(id.parse().ok()?),
            "judgement" => Self::Judgement(id.parse().ok()?),
            "ballot" => Self::Ballot(id.parse().ok()?),
            "risk_match" => Self::Match(id.parse().ok()?),
            "jot" => Self::Jot(id.parse().ok()?),
            "requirement" => Self::Requirement(id.parse().ok()?),
            "incident" => Self::Incident(id.parse().ok()?),
            "labor" => Self::Labor(id.parse().ok()?),
            _ => return None,
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Methods => f.write_str("methods"),
            key => write!(f, "{} {}", key.table(), key.id()),
        }
    }
}

impl Change {
    /// Which record it changes.
    #[must_use]
    pub fn key(&self) -> Key {
        match self {
            Self::Put(record) => record.key(),
            Self::Delete(key) => *key,
        }
    }
}

/// What an entry of the change log says about itself.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// The command that made it, such as `incident.edit`.
    pub command: &'a str,
    /// One line for people.
    pub label: String,
    /// When, by the host's clock.
    pub at: Instant,
}

/// A field that undo or redo left as it is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The record.
    pub key: Key,
    /// What people call it.
    pub what: String,
    /// The field; empty for the record as a whole.
    pub field: String,
    /// Why it was left.
    pub why: String,
}

/// What a committed entry did: what memory must apply to equal the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Applied {
    /// Sequence number of the entry.
    pub entry: u64,
    /// Changes in order.
    pub changes: Vec<Change>,
    /// The batch that this entry brought in (`true`) or took out (`false`). Incidents and labor
    /// entries that `changes` puts for the first time are of that batch when it came in.
    pub batch: Option<(BatchId, bool)>,
    /// Records whose batch changed while they stayed: they left theirs because they were
    /// edited since, or a redo took them back in.
    pub memberships: Vec<(Key, Option<BatchId>)>,
    /// So much changed that memory reads the file again instead of following: a merge, or the
    /// settling of what it left.
    pub reread: bool,
    /// Streams whose revenue is another now.
    pub streams: Vec<StreamId>,
    /// What was left as it is because it was changed since or is still used.
    pub skipped: Vec<Skipped>,
}

/// One file of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchFile {
    /// Its name as the user knows it.
    pub name: String,
    /// Hash of its content, by which the same file is known again.
    pub hash: String,
    /// Rows read from it.
    pub rows: u64,
}

/// One import, as it was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct NewBatch {
    /// Identity.
    pub id: BatchId,
    /// `incidents`, `revenue`, `labor` or `backlog`.
    pub kind: String,
    /// The files.
    pub files: Vec<BatchFile>,
    /// Rows read.
    pub rows_read: u64,
    /// Rows that came in.
    pub accepted: u64,
    /// Rows refused, each with a finding.
    pub rejected: u64,
    /// Rows left out on purpose, such as those already there.
    pub skipped: u64,
    /// Money that came in, one sum a currency.
    pub totals: Vec<Money>,
    /// Whatever the importer wants to keep beside it (mapping, findings), as JSON.
    pub note: String,
}

/// One import, as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// What was imported.
    pub import: NewBatch,
    /// Sequence number of its entry in the change log.
    pub entry: u64,
    /// When.
    pub at: Instant,
    /// Whether its rows count; an undone import is kept and can be redone.
    pub live: bool,
}

/// What an import brings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Import {
    /// New records. Incidents and labor belong to the batch; anything else (services made on
    /// the way) is a logged change of the same entry, in this order.
    pub records: Vec<Record>,
    /// Existing records that this import changes, logged.
    pub updates: Vec<Change>,
    /// Revenue by stream, minutes strictly ascending within each.
    pub revenue: Vec<(StreamId, Vec<MinuteSum>)>,
    /// Requests by service, minutes strictly ascending within each.
    pub requests: Vec<(ServiceId, Vec<MinuteCount>)>,
}

/// Everything but revenue and history, as memory holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// The choices of the workspace.
    pub methods: Methods,
    /// Tiers by number.
    pub tiers: Vec<Tier>,
    /// Services by id.
    pub services: Vec<Service>,
    /// Streams by id.
    pub streams: Vec<Stream>,
    /// Roles by id.
    pub roles: Vec<Role>,
    /// Contracts by id.
    pub contracts: Vec<Contract>,
    /// The backlog, ascending by month.
    pub backlog: Vec<BacklogMonth>,
    /// Exchange rates by currency and year.
    pub rates: Vec<RateYear>,
    /// Named mappings by id.
    pub mappings: Vec<NamedMapping>,
    /// Risks by id.
    pub risks: Vec<Risk>,
    /// Techniques by id.
    pub techniques: Vec<Technique>,
    /// Tier options by id.
    pub options: Vec<TierOption>,
    /// Scenarios by id.
    pub scenarios: Vec<SavedScenario>,
    /// Verdicts on incidents and risks by id.
    pub matches: Vec<RiskMatch>,
    /// Pre-mortems.
    pub premortems: premortem::Records,
    /// Requirements by id.
    pub requirements: Vec<Requirement>,
    /// Live incidents by id, with the batch each came in with.
    pub incidents: Vec<(Incident, Option<BatchId>)>,
    /// Live labor entries by id, with the batch each came in with.
    pub labor: Vec<(LaborEntry, Option<BatchId>)>,
    /// Every batch, also undone ones, oldest first.
    pub batches: Vec<Batch>,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Sequence number within the file.
    pub seq: u64,
    /// The replica that made it.
    pub replica: u128,
    /// When.
    pub at: Instant,
    /// The command: `undo` and `redo` for those.
    pub command: String,
    /// One line for people.
    pub label: String,
    /// The entry that this one takes back or brings back.
    pub inverse_of: Option<u64>,
    /// Whether it is undone at present.
    pub undone: bool,
    /// The batch it imported, undid or redid.
    pub batch: Option<BatchId>,
    /// Logged changes of single fields or whole records.
    pub changes: u64,
}

/// An entry of another copy that a merge brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedLine {
    /// What the copy was called.
    pub copy: String,
    /// When it was made there.
    pub at: Instant,
    /// The command: `undo` and `redo` for those.
    pub command: String,
    /// One line for people.
    pub label: String,
    /// What it changed there, in order.
    pub changes: Vec<FieldChange>,
}

/// What one entry did to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEntry {
    /// Sequence number of the entry.
    pub seq: u64,
    /// When.
    pub at: Instant,
    /// The command.
    pub command: String,
    /// One line for people.
    pub label: String,
    /// Changes of this record, in order.
    pub changes: Vec<FieldChange>,
}

/// One logged change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Table of the record: `method`, `tier`, `service`, `stream`, `role`, `contract`,
    /// `backlog`, `exchange_rate`, `named_mapping`, `risk`, `technique`, `tier_option`, `scenario`, `session`, `participant`,
    /// `draft`, `card`, `cluster`, `judgement`, `ballot`, `requirement`, `incident`, `labor` or
    /// `batch`.
    pub table: String,
    /// The record within the table.
    pub record: String,
    /// The field; nothing where the record as a whole came or went.
    pub field: Option<String>,
    /// JSON before; nothing where the record did not exist.
    pub before: Option<String>,
    /// JSON after; nothing where the record no longer exists.
    pub after: Option<String>,
}
