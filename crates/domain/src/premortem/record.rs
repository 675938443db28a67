//! The records of a session.

use crate::calendar::LocalDay;
use crate::distribution::Estimate;
use crate::id::{
    BallotId, CardId, ClusterId, DraftId, JotId, JudgementId, LineId, ParticipantId, RiskId,
    ServiceId, SessionId, TechniqueId, derived,
};
use crate::record::Origin;
use crate::risk::Category;
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A step of a session, in order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// It is a year from now and it has failed.
    #[default]
    Frame,
    /// Everyone writes on their own; nothing is shown.
    Write,
    /// The same through the eyes of a role.
    Lenses,
    /// One thought after the other becomes a card, in turn.
    Capture,
    /// Cards that mean the same failure.
    Cluster,
    /// Each person's ranges.
    Estimate,
    /// Each person's dots.
    Vote,
    /// Against the error budget.
    Rank,
    /// What could be done, on and off.
    Mitigate,
    /// Risks, test scenarios, requirements.
    Requirements,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 10] = [
        Self::Frame,
        Self::Write,
        Self::Lenses,
        Self::Capture,
        Self::Cluster,
        Self::Estimate,
        Self::Vote,
        Self::Rank,
        Self::Mitigate,
        Self::Requirements,
    ];

    /// Its place, from 0.
    #[must_use]
    pub fn place(self) -> usize {
        self as usize
    }

    /// Whether people write for themselves and nothing is shown.
    #[must_use]
    pub fn is_silent(self) -> bool {
        matches!(self, Self::Write | Self::Lenses)
    }
}

/// Minutes planned for each step: 57 in all. Those of the lenses are for as many of them as fit.
pub const PLAN: [u32; 10] = [3, 8, 2 * LENS_MINUTES, 10, 5, 10, 3, 5, 7, 2];

/// Minutes that one lens has.
pub const LENS_MINUTES: u32 = 2;

/// How far a clock runs past the minutes of its step before it stands: it was left on, as over
/// night, and nobody sits there.
pub const LEFT_ON_MS: i64 = 30 * 60_000;

/// A session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Identity.
    pub id: SessionId,
    /// The service that will have failed.
    pub service: ServiceId,
    /// Name shown.
    pub name: String,
    /// The day it is held.
    pub date: LocalDay,
    /// Availability that the error budget is taken from, 0 to 1; the service's where missing.
    pub target: Option<f64>,
    /// What is said at the beginning: a year from now, and what has happened.
    pub frame: String,
    /// The step that is open.
    pub step: Step,
    /// The furthest step that was ever open.
    pub furthest: Step,
    /// The prompt or lens on the screen: a key of [`super::prompt`]; may be empty.
    pub prompt: String,
    /// Since when the timer of the step runs; it stands where missing.
    pub running: Option<Instant>,
    /// Milliseconds that it ran before, also when the step was open earlier.
    pub spent_ms: i64,
    /// Milliseconds that a step had taken when it was left.
    #[serde(default)]
    pub left_ms: BTreeMap<Step, i64>,
    /// Milliseconds that the step had taken when its prompt came on the screen.
    #[serde(default)]
    pub prompt_ms: i64,
    /// Minutes planned for each step, in the order of [`Step::ALL`].
    pub minutes: [u32; 10],
    /// Dots that each person has in the vote.
    pub dots: u32,
    /// Whose turn it is to read out a thought; the first in order where missing.
    pub turn: Option<ParticipantId>,
    /// Those who said that they have nothing more to read out.
    pub passed: Vec<ParticipantId>,
    /// When it was closed; open where missing.
    pub closed: Option<Instant>,
}

impl Session {
    /// A session at its beginning.
    #[must_use]
    pub fn begun(id: SessionId, service: ServiceId, date: LocalDay, now: Instant) -> Self {
        Self {
            id,
            service,
            name: String::new(),
            date,
            target: None,
            frame: String::new(),
            step: Step::Frame,
            furthest: Step::Frame,
            prompt: String::new(),
            running: Some(now),
            spent_ms: 0,
            left_ms: BTreeMap::new(),
            prompt_ms: 0,
            minutes: PLAN,
            dots: 5,
            turn: None,
            passed: Vec::new(),
            closed: None,
        }
    }

    /// The session with another step open: its timer starts, or goes on where the step was open
    /// before, and nothing else is lost. Going to the step that is open changes nothing.
    #[must_use]
    pub fn at(&self, step: Step, now: Instant) -> Self {
        if step == self.step {
            return self.clone();
        }
        let mut left_ms = self.left_ms.clone();
        left_ms.insert(self.step, self.spent_at(now));
        let spent_ms = left_ms.get(&step).copied().unwrap_or(0);
        Self {
            step,
            furthest: self.furthest.max(step),
            prompt: match step {
                Step::Write => super::REALITIES[0].key.into(),
                Step::Lenses => super::LENSES[0].lens_key(),
                _ => String::new(),
            },
            running: Some(now),
            spent_ms,
            left_ms,
            prompt_ms: spent_ms,
            ..self.clone()
        }
    }

    /// The session with another prompt on the screen. A lens has minutes of its own, so the timer
    /// goes on with it; the realities share those of the writing.
    #[must_use]
    pub fn asked(&self, prompt: &str, now: Instant) -> Self {
        if prompt == self.prompt {
            return self.clone();
        }
        let timed = match self.step {
            Step::Lenses => self.timed(true, now),
            _ => self.clone(),
        };
        Self {
            prompt: prompt.into(),
            prompt_ms: self.spent_at(now),
            ..timed
        }
    }

    /// The session with its timer running or standing.
    #[must_use]
    pub fn timed(&self, running: bool, now: Instant) -> Self {
        if running && self.goes_on_at(now) > 0 {
            return self.clone();
        }
        Self {
            running: running.then_some(now),
            spent_ms: self.spent_at(now),
            ..self.clone()
        }
    }

    /// Milliseconds that the timer has run since it was started last, at most up to
    /// [`LEFT_ON_MS`] past the minutes of the step, and how many of these are left. A clock that
    /// was set back takes none away.
    fn run_at(&self, now: Instant) -> (i64, i64) {
        let Some(since) = self.running else {
            return (0, 0);
        };
        let planned = i64::from(self.minutes[self.step.place()]) * 60_000;
        let most = planned.saturating_sub(self.spent_ms).max(0) + LEFT_ON_MS;
        let ran = now.0.saturating_sub(since.0).clamp(0, most);
        (ran, most - ran)
    }

    /// Milliseconds until the timer stands by itself; 0 where it stands.
    #[must_use]
    pub fn goes_on_at(&self, now: Instant) -> i64 {
        self.run_at(now).1
    }

    /// Milliseconds that the step has taken.
    #[must_use]
    pub fn spent_at(&self, now: Instant) -> i64 {
        self.spent_ms.saturating_add(self.run_at(now).0)
    }

    /// Milliseconds of the step since its prompt came on the screen.
    #[must_use]
    pub fn prompted_at(&self, now: Instant) -> i64 {
        self.spent_at(now).saturating_sub(self.prompt_ms).max(0)
    }

    /// Milliseconds that all steps have taken, without those while the timer stood.
    #[must_use]
    pub fn whole_at(&self, now: Instant) -> i64 {
        let others = self.left_ms.iter().filter(|(step, _)| **step != self.step);
        others.fold(self.spent_at(now), |sum, (_, ms)| sum.saturating_add(*ms))
    }
}

/// Someone who takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    /// Identity.
    pub id: ParticipantId,
    /// The session.
    pub session: SessionId,
    /// Place in the round.
    pub place: f64,
    /// Name or pseudonym.
    pub name: String,
    /// The role they speak for: a key of [`super::LENSES`], or a word of their own.
    pub role: String,
    /// Whether they are there: who left no longer holds up a vote.
    pub present: bool,
    /// Where they came from, for one who wrote from outside on a form.
    pub origin: Option<Origin>,
}

/// What one participant writes in silence under one prompt: a thought a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Identity: see [`Draft::id_of`].
    pub id: DraftId,
    /// The session.
    pub session: SessionId,
    /// Who writes.
    pub participant: ParticipantId,
    /// The prompt or lens it was written under; may be empty.
    pub prompt: String,
    /// As typed.
    pub text: String,
}

impl Draft {
    /// The id of the one draft of a person under a prompt.
    #[must_use]
    pub fn id_of(participant: ParticipantId, prompt: &str) -> DraftId {
        DraftId(derived(&format!("draft {prompt}"), &[participant.0]))
    }

    /// The id of a line by its words; `nth` counts equal lines from 0. A line that is written
    /// otherwise is another.
    #[must_use]
    pub fn line_id(self_id: DraftId, words: &str, nth: u32) -> LineId {
        LineId(derived(
            &format!("line {words}"),
            &[self_id.0, u128::from(nth)],
        ))
    }
}

/// A thought on the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Identity.
    pub id: CardId,
    /// The session.
    pub session: SessionId,
    /// What will have failed.
    pub text: String,
    /// Who said it; nobody says where missing.
    pub author: Option<ParticipantId>,
    /// The prompt or lens it was written under; may be empty.
    pub prompt: String,
    /// The cluster it is in.
    pub cluster: Option<ClusterId>,
    /// Place among the cards of its cluster, or of those in none.
    pub place: f64,
    /// When it came into its cluster.
    pub placed: Option<Instant>,
    /// The cluster that it was in before.
    pub before: Option<ClusterId>,
    /// The line of a draft that it was read out from.
    pub line: Option<LineId>,
    /// Set aside: kept, but not counted.
    pub aside: bool,
    /// Where it was imported from.
    pub origin: Option<Origin>,
}

/// A technique of a cluster, on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mitigation {
    /// The technique.
    pub technique: TechniqueId,
    /// Whether it is counted.
    pub on: bool,
}

/// Cards that mean the same failure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// Identity.
    pub id: ClusterId,
    /// The session.
    pub session: SessionId,
    /// What fails, in a line.
    pub title: String,
    /// What kind of weakness it is.
    pub category: Category,
    /// The service that fails.
    pub service: ServiceId,
    /// Place among the clusters.
    pub place: f64,
    /// The cluster that it was merged into. It keeps its cards, estimates and votes, so that
    /// taking the merge back brings all of them back.
    pub into: Option<ClusterId>,
    /// The risk of the register that it became.
    pub risk: Option<RiskId>,
    /// The cause whose history was taken as a further voice; empty for none.
    pub history: String,
    /// What could be done about it.
    pub mitigations: Vec<Mitigation>,
    /// Free text.
    pub notes: String,
}

/// What one participant estimates of one cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Identity: see [`Judgement::id_of`].
    pub id: JudgementId,
    /// The session.
    pub session: SessionId,
    /// The cluster.
    pub cluster: ClusterId,
    /// Who.
    pub participant: ParticipantId,
    /// Events a year.
    pub frequency: Estimate,
    /// Minutes until it is noticed.
    pub detect: Estimate,
    /// Minutes from there until users are well again.
    pub repair: Estimate,
    /// Share of users hit, 0 to 1.
    pub users: Estimate,
    /// Why; may be empty.
    pub comment: String,
    /// When it was given.
    pub given: Instant,
}

impl Judgement {
    /// The id of the one judgement of a person on a cluster.
    #[must_use]
    pub fn id_of(participant: ParticipantId, cluster: ClusterId) -> JudgementId {
        JudgementId(derived("judgement", &[participant.0, cluster.0]))
    }
}

/// How one participant spends their dots: all of them in one record, so that no merge of two
/// copies lets anybody spend more than they have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Identity: see [`Ballot::id_of`].
    pub id: BallotId,
    /// The session.
    pub session: SessionId,
    /// Who.
    pub participant: ParticipantId,
    /// Dots by cluster, each cluster once, none with 0.
    pub dots: Vec<(ClusterId, u32)>,
    /// When it was given.
    pub given: Instant,
}

impl Ballot {
    /// The id of the one ballot of a person.
    #[must_use]
    pub fn id_of(participant: ParticipantId) -> BallotId {
        BallotId(derived("ballot", &[participant.0]))
    }
}

/// Begins the slot of a jot that is a draft; the prompt follows.
pub const WRITING: &str = "write ";

/// What stands in a field and was not sent yet, kept at every change so that a crash loses no
/// key that was pressed. It is no part of the log: when the field is sent, the record that it
/// becomes is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jot {
    /// Identity: see [`Jot::id_of`].
    pub id: JotId,
    /// The session.
    pub session: SessionId,
    /// Whose field; nobody's for what belongs to all.
    pub participant: Option<ParticipantId>,
    /// Which field: [`WRITING`] and a prompt for a draft, otherwise the window's word for it.
    pub slot: String,
    /// What stands in it.
    pub text: String,
}

impl Jot {
    /// The id of the one jot of a field.
    #[must_use]
    pub fn id_of(session: SessionId, participant: Option<ParticipantId>, slot: &str) -> JotId {
        let person = participant.map_or(0, |p| p.0);
        JotId(derived(&format!("jot {slot}"), &[session.0, person]))
    }
}
