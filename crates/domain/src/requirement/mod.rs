//! Requirements: what is promised, on what evidence, to whom, and how it is verified.
//!
//! A [`Requirement`] is a sentence that a test can check ([`ears`]), the six parts of a
//! quality-attribute scenario, an objective, and the [`Evidence`] it was accepted on. It is
//! drafted from risks and targets by [`draft`]; what speaks against it is found by [`flags`].
//! When the evidence of today lies outside the ranges that it was accepted on, it is stale.

pub mod draft;
pub mod ears;
mod evidence;
pub mod flags;

pub use evidence::{Evidence, MET_TOLERANCE, Moved, Quantity, Ranged};

use crate::id::{IncidentId, OptionId, RequirementId, RiskId, ServiceId, TechniqueId};
use crate::time::{Instant, Zone};
use serde::{Deserialize, Serialize};

/// Where a requirement is in its life, as people and tests left it. What is shown also depends
/// on the evidence of today: see [`Requirement::standing`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Proposed; nobody accepted it yet.
    #[default]
    Draft,
    /// Accepted by people, not tested.
    Accepted,
    /// Its last test held.
    Verified,
    /// Its last test did not hold.
    Failed,
    /// What it rests on has moved, or its last test says nothing.
    Stale,
    /// Not asked for any more; kept for the record.
    Retired,
}

impl Status {
    /// Every status, in the order of a life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Accepted,
        Self::Verified,
        Self::Failed,
        Self::Stale,
        Self::Retired,
    ];

    /// The name it is stored and exported under.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Accepted => "accepted",
            Self::Verified => "verified",
            Self::Failed => "failed",
            Self::Stale => "stale",
            Self::Retired => "retired",
        }
    }

    /// The status of a name.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }
}

/// The six parts of a quality-attribute scenario. Source: Bass, Clements and Kazman, “Software
/// Architecture in Practice”.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scenario {
    /// Who or what causes it.
    pub source: String,
    /// What happens.
    pub stimulus: String,
    /// Under what conditions.
    pub environment: String,
    /// What it happens to.
    pub artifact: String,
    /// What the artifact does about it.
    pub response: String,
    /// How well, as a number: a percentage, a repair time, an interval of unavailability.
    pub measure: String,
}

/// The window an objective is counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SloWindow {
    /// The last so many days, at any moment.
    Rolling {
        /// 1 or more.
        days: u32,
    },
    /// Calendar periods of a zone, from a first day on.
    Calendar {
        /// The period.
        period: Period,
        /// Whose midnight begins it.
        zone: Zone,
        /// First day of the first period.
        from: crate::calendar::LocalDay,
    },
}

/// A calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

impl SloWindow {
    /// Days of it; calendar periods by their average.
    #[must_use]
    pub fn days(self) -> f64 {
        match self {
            Self::Rolling { days } => f64::from(days),
            Self::Calendar { period, .. } => match period {
                Period::Week => 7.0,
                Period::Month => 365.2425 / 12.0,
                Period::Quarter => 365.2425 / 4.0,
                Period::Year => 365.2425,
            },
        }
    }
}

/// What is counted: good events out of all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sli {
    /// In words: `share of requests that are answered`.
    pub description: String,
    /// What kind of source answers the queries, such as `prometheus`.
    pub source: String,
    /// Query that counts good events.
    pub good: String,
    /// Query that counts all events.
    pub total: String,
}

/// A service level objective.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slo {
    /// What is counted.
    pub sli: Sli,
    /// Share that has to be good, 0 to 1.
    pub target: f64,
    /// Over what.
    pub window: SloWindow,
}

impl Slo {
    /// Minutes of full outage that its window allows, around the clock.
    #[must_use]
    pub fn budget_minutes(&self) -> f64 {
        (1.0 - self.target) * self.window.days() * 1440.0
    }
}

/// When the requirement has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hours {
    /// Nobody said.
    #[default]
    Unsaid,
    /// Around the clock.
    Always,
    /// In the agreed hours of the service.
    ServiceHours,
}

/// An answer that somebody has to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Nobody said.
    #[default]
    Unsaid,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// Whether people would notice the target, and want it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Expectations {
    /// When it has to hold.
    pub hours: Hours,
    /// Where: regions, in words.
    pub regions: String,
    /// How people come: channels, such as mobile or API.
    pub channels: Vec<String>,
    /// Whether users on these channels can tell the target from a lower one.
    pub perceivable: Answer,
    /// Whether somebody asked for it.
    pub wanted: Answer,
    /// Who says so, and why.
    pub notes: String,
}

/// Somebody's word for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// How it is tried: steps for people, and an experiment for a machine.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TestScenario {
    /// One line.
    pub title: String,
    /// What is so beforehand, a step a line.
    pub given: Vec<String>,
    /// What is done.
    pub when: Vec<String>,
    /// What must follow.
    pub then: Vec<String>,
    /// URL that answers with 200 while the service is well; empty: asked for when it runs.
    pub probe: String,
    /// URL whose call brings the fault about; empty: by hand.
    pub fault: String,
    /// Minutes after the fault until the service must be well again.
    pub wait_minutes: f64,
}

impl TestScenario {
    /// Whether there is anything to try.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.when.is_empty() && self.then.is_empty() && self.fault.is_empty()
    }
}

/// What an experiment came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It ran through and the system kept its steady state.
    Held,
    /// The system left its steady state, or was not in it beforehand.
    Broke,
    /// It was broken off, or was of another wording: it says nothing.
    Inconclusive,
}

/// The result of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestResult {
    /// What it came to.
    pub outcome: Outcome,
    /// In the words of its tool, such as `completed` or `deviated`.
    pub said: String,
    /// When it ended.
    pub at: Instant,
    /// When it was brought in.
    pub imported: Instant,
    /// Name of the journal.
    pub file: String,
    /// Hash of the journal.
    pub hash: String,
    /// What to know about it; may be empty.
    pub note: String,
}

/// What it was drafted from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Source {
    /// Written by hand.
    Hand,
    /// A risk of the register.
    Risk {
        /// Which.
        of: RiskId,
    },
    /// A target, of a tier or of a chosen option.
    Target {
        /// The option, where one was chosen.
        option: Option<OptionId>,
    },
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// Identity.
    pub id: RequirementId,
    /// Shown as `REQ-7`; unique in a workspace, but never a key.
    pub number: u32,
    /// One line.
    pub title: String,
    /// The sentence.
    pub statement: String,
    /// What happens, to what, and how well it is answered.
    pub scenario: Scenario,
    /// The service it is about.
    pub service: ServiceId,
    /// Tier number of the service, as it was when this was written.
    pub tier: Option<u8>,
    /// The objective.
    pub slo: Option<Slo>,
    /// Recovery time objective in minutes: users are served again within it.
    pub rto: Option<f64>,
    /// Recovery point objective in minutes: data older than it is not lost.
    pub rpo: Option<f64>,
    /// What it was drafted from.
    pub source: Source,
    /// Risks that it is about.
    pub risks: Vec<RiskId>,
    /// Incidents that it would have changed.
    pub incidents: Vec<IncidentId>,
    /// Techniques that are to bring it about.
    pub techniques: Vec<TechniqueId>,
    /// What spoke for it when it was drafted or accepted.
    pub evidence: Option<Evidence>,
    /// Whether it would be noticed, and is wanted.
    pub expectations: Expectations,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Somebody for the product.
    pub product: Option<SignOff>,
    /// Somebody for the engineers.
    pub technical: Option<SignOff>,
    /// How it is tried.
    pub test: TestScenario,
    /// What came of it, oldest first.
    pub results: Vec<TestResult>,
    /// Where it is in its life.
    pub status: Status,
    /// Free text.
    pub notes: String,
}

impl Requirement {
    /// `REQ-7`.
    #[must_use]
    pub fn label(&self) -> String {
        label(self.number)
    }

    /// The result that counts: the newest by its end, of equal ones the one brought in last.
    #[must_use]
    pub fn last_result(&self) -> Option<&TestResult> {
        self.results.iter().max_by_key(|r| r.at)
    }

    /// Its status with the evidence of today: accepted and verified ones are stale where `moved`
    /// says that something lies outside its range. A failed one stays failed, which is worse.
    #[must_use]
    pub fn standing(&self, moved: &[Moved]) -> Status {
        match self.status {
            Status::Accepted | Status::Verified if !moved.is_empty() => Status::Stale,
            status => status,
        }
    }

    /// Whether a change to `now` is one of what was agreed.
    #[must_use]
    pub fn promises_otherwise(&self, now: &Self) -> bool {
        let slo = |r: &Self| r.slo.as_ref().map(|s| (s.target, s.window));
        self.statement != now.statement
            || self.scenario != now.scenario
            || self.service != now.service
            || slo(self) != slo(now)
            || self.rto != now.rto
            || self.rpo != now.rpo
    }

    /// Takes a result in: the newest decides on the status, but neither a draft is verified by
    /// it nor a retired one brought back. The same journal again changes nothing and answers
    /// `false`, unless it said nothing before and more is known of it now.
    pub fn tested(&mut self, result: TestResult) -> bool {
        if let Some(at) = self.results.iter().position(|r| r.hash == result.hash) {
            let is_news = self.results[at].outcome == Outcome::Inconclusive
                && result.outcome != Outcome::Inconclusive;
            if !is_news {
                return false;
            }
            self.results.remove(at);
        }
        self.results.push(result);
        self.results.sort_by_key(|r| (r.at, r.imported));
        if matches!(self.status, Status::Draft | Status::Retired) {
            return true;
        }
        if let Some(last) = self.last_result() {
            self.status = match last.outcome {
                Outcome::Held => Status::Verified,
                Outcome::Broke => Status::Failed,
                Outcome::Inconclusive => Status::Stale,
            };
        }
        true
    }

    /// This one as it was changed to `now`. Where that promises something else, what was agreed is
    /// a draft again: signatures go, and tests of the old wording say nothing about the new one.
    #[must_use]
    pub fn changed_to(&self, mut now: Self) -> Self {
        if self.status == Status::Draft || !self.promises_otherwise(&now) {
            return now;
        }
        if self.status != Status::Retired {
            now.status = Status::Draft;
        }
        now.product = None;
        now.technical = None;
        for result in &mut now.results {
            if result.outcome != Outcome::Inconclusive {
                result.outcome = Outcome::Inconclusive;
                result.note = EARLIER_WORDING.into();
            }
        }
        now
    }

    /// Takes it as agreed on this evidence. A test that it had still counts, if it was of what
    /// is agreed on; the caller says so by leaving the results in place.
    pub fn accept(&mut self, evidence: Evidence) {
        self.evidence = Some(evidence);
        self.status = match self.last_result().map(|r| r.outcome) {
            Some(Outcome::Held) => Status::Verified,
            Some(Outcome::Broke) => Status::Failed,
            Some(Outcome::Inconclusive) | None => Status::Accepted,
        };
    }
}

/// What is noted beside a test whose requirement was changed after it.
pub const EARLIER_WORDING: &str = "of an earlier wording of the requirement";

/// `REQ-7`.
#[must_use]
pub fn label(number: u32) -> String {
    format!("REQ-{number}")
}

/// The number of `REQ-7`, `req-7` or `7`.
#[must_use]
pub fn number_of(label: &str) -> Option<u32> {
    let label = label.trim();
    let digits = match label.get(..4) {
        Some(head) if head.eq_ignore_ascii_case("REQ-") => &label[4..],
        _ => label,
    };
    // An id of 32 digits is no number.
    let plain = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then_some(digits)?.parse().ok().filter(|n| *n > 0)
}

#[cfg(test)]
mod tests;
