//! A session with everything that people put into it, and the rules that hold over it.

use super::record::{
    Ballot, Card, Cluster, Draft, Jot, Judgement, Participant, Session, Step, WRITING,
};
use super::{LENSES, REALITIES, lines};
use crate::distribution::Estimate;
use crate::id::{CardId, ClusterId, DraftId, LineId, ParticipantId, RiskId, SessionId};
use crate::risk::{Pool, pool};
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The pre-mortems of a workspace, each kind by id.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// Sessions.
    pub sessions: Vec<Session>,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// What was written in silence.
    pub drafts: Vec<Draft>,
    /// Cards.
    pub cards: Vec<Card>,
    /// Clusters.
    pub clusters: Vec<Cluster>,
    /// Estimates.
    pub judgements: Vec<Judgement>,
    /// Votes.
    pub ballots: Vec<Ballot>,
    /// What was not sent yet.
    pub jots: Vec<Jot>,
}

impl Records {
    /// A session with all that is in it.
    #[must_use]
    pub fn meeting(&self, id: SessionId) -> Option<Meeting<'_>> {
        let session = self.sessions.iter().find(|s| s.id == id)?;
        let mut clusters: Vec<&Cluster> =
            self.clusters.iter().filter(|c| c.session == id).collect();
        clusters.sort_by(|a, b| a.place.total_cmp(&b.place).then(a.id.cmp(&b.id)));
        let mut cards: Vec<&Card> = self.cards.iter().filter(|c| c.session == id).collect();
        cards.sort_by(|a, b| a.place.total_cmp(&b.place).then(a.id.cmp(&b.id)));
        let of = |session: SessionId| session == id;
        let mut participants: Vec<&Participant> =
            self.participants.iter().filter(|p| of(p.session)).collect();
        participants.sort_by(|a, b| a.place.total_cmp(&b.place).then(a.id.cmp(&b.id)));
        Some(Meeting {
            session,
            participants,
            drafts: self.drafts.iter().filter(|d| of(d.session)).collect(),
            cards,
            clusters,
            judgements: self.judgements.iter().filter(|j| of(j.session)).collect(),
            ballots: self.ballots.iter().filter(|b| of(b.session)).collect(),
            jots: self.jots.iter().filter(|j| of(j.session)).collect(),
        })
    }
}

/// One session.
#[derive(Debug, Clone)]
pub struct Meeting<'a> {
    /// The session.
    pub session: &'a Session,
    /// Who takes part, in the order they sit.
    pub participants: Vec<&'a Participant>,
    /// Drafts.
    pub drafts: Vec<&'a Draft>,
    /// Cards by place.
    pub cards: Vec<&'a Card>,
    /// Clusters by place, merged ones among them.
    pub clusters: Vec<&'a Cluster>,
    /// Estimates.
    pub judgements: Vec<&'a Judgement>,
    /// Votes.
    pub ballots: Vec<&'a Ballot>,
    /// What was not sent yet.
    pub jots: Vec<&'a Jot>,
}

/// A thought that was written and not read out yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Identity.
    pub id: LineId,
    /// The prompt it was written under; may be empty.
    pub prompt: String,
    /// Its words.
    pub text: String,
}

/// What people estimate of a cluster: each person once, and what no longer counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<'a> {
    /// The newest of each person, in the order they sit.
    pub counted: Vec<&'a Judgement>,
    /// Older ones of the same people on clusters that were merged into this one: kept, not
    /// counted.
    pub kept: Vec<&'a Judgement>,
}

/// The estimates of a cluster, pooled.
#[derive(Debug, Clone, PartialEq)]
pub struct Pooled {
    /// Events a year.
    pub frequency: Pool,
    /// Minutes until it is noticed.
    pub detect: Pool,
    /// Minutes from there.
    pub repair: Pool,
    /// Share of users.
    pub users: Pool,
    /// Number of people.
    pub people: usize,
}

impl Pooled {
    /// The largest factor between two people's medians over all four quantities; 1 is agreement.
    #[must_use]
    pub fn disagreement(&self) -> f64 {
        [&self.frequency, &self.detect, &self.repair, &self.users]
            .iter()
            .map(|p| p.disagreement)
            .fold(1.0, f64::max)
    }
}

/// Votes, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// Dots by cluster, every cluster that is not merged once, most first.
    pub by: Vec<(ClusterId, u32)>,
    /// Dots on clusters that are not there any more.
    pub lost: u32,
    /// Ballots counted.
    pub ballots: usize,
}

/// What no longer fits, or does not yet. Nothing is taken away for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Remark {
    /// A cluster without cards whose estimates and votes stay.
    Empty {
        /// The cluster.
        cluster: ClusterId,
        /// Estimates that stay.
        judgements: usize,
        /// Dots that stay.
        dots: u32,
    },
    /// Cards came into or left a cluster after people estimated or voted for it.
    CardsMoved {
        /// The cluster.
        cluster: ClusterId,
        /// The cards.
        cards: Vec<CardId>,
        /// People whose estimate is older than that.
        judgements: usize,
        /// People whose vote for it is older than that.
        ballots: usize,
    },
    /// People who estimated several clusters that are one now: their newest estimate counts.
    Superseded {
        /// The cluster.
        cluster: ClusterId,
        /// Estimates that are kept and not counted.
        judgements: usize,
    },
    /// A ballot with more dots than a person has by now.
    TooManyDots {
        /// Who.
        participant: ParticipantId,
        /// Dots spent.
        spent: u32,
    },
    /// The risk that a cluster became is not in the register any more.
    RiskGone {
        /// The cluster.
        cluster: ClusterId,
    },
}

impl<'a> Meeting<'a> {
    /// Someone who takes part.
    #[must_use]
    pub fn participant(&self, id: ParticipantId) -> Option<&'a Participant> {
        self.participants.iter().copied().find(|p| p.id == id)
    }

    /// A cluster.
    #[must_use]
    pub fn cluster(&self, id: ClusterId) -> Option<&'a Cluster> {
        self.clusters.iter().copied().find(|c| c.id == id)
    }

    // Writing and reading out ---------------------------------------------------------------

    /// What a person has written under a prompt, keys that were not sent yet among it.
    #[must_use]
    pub fn written(&self, participant: ParticipantId, prompt: &str) -> &'a str {
        let slot = |j: &&&Jot| {
            j.participant == Some(participant)
                && j.slot.strip_prefix(WRITING).is_some_and(|p| p == prompt)
        };
        if let Some(jot) = self.jots.iter().find(slot) {
            return &jot.text;
        }
        let id = Draft::id_of(participant, prompt);
        let draft = self.drafts.iter().find(|d| d.id == id);
        draft.map_or("", |d| &d.text)
    }

    /// Prompts that a person has written something under, in the order they are asked.
    #[must_use]
    pub fn prompts_of(&self, participant: ParticipantId) -> Vec<String> {
        let drafts = self.drafts.iter().filter(|d| d.participant == participant);
        let jots = self.jots.iter().filter_map(|j| {
            (j.participant == Some(participant))
                .then(|| j.slot.strip_prefix(WRITING))
                .flatten()
        });
        let found: BTreeSet<String> = drafts
            .map(|d| d.prompt.clone())
            .chain(jots.map(str::to_owned))
            .collect();
        let asked: Vec<String> = std::iter::once(String::new())
            .chain(REALITIES.iter().map(|p| p.key.to_owned()))
            .chain(LENSES.iter().map(super::Prompt::lens_key))
            .collect();
        let place = |key: &String| asked.iter().position(|a| a == key).unwrap_or(asked.len());
        let mut found: Vec<String> = found.into_iter().collect();
        found.sort_by_key(|key| (place(key), key.clone()));
        found
    }

    /// All thoughts of a person, in the order they were asked for.
    #[must_use]
    pub fn thoughts(&self, participant: ParticipantId) -> Vec<Line> {
        let mut thoughts = Vec::new();
        for prompt in self.prompts_of(participant) {
            let id: DraftId = Draft::id_of(participant, &prompt);
            let mut seen: HashMap<String, u32> = HashMap::new();
            for text in lines(self.written(participant, &prompt)) {
                let nth = seen.entry(text.clone()).or_default();
                thoughts.push(Line {
                    id: Draft::line_id(id, &text, *nth),
                    prompt: prompt.clone(),
                    text,
                });
                *nth += 1;
            }
        }
        thoughts
    }

    /// Thoughts of a person that no card was made of yet.
    #[must_use]
    pub fn left(&self, participant: ParticipantId) -> Vec<Line> {
        let taken: HashSet<LineId> = self.cards.iter().filter_map(|c| c.line).collect();
        let mut left = self.thoughts(participant);
        left.retain(|line| !taken.contains(&line.id));
        left
    }

    /// Whether it can be someone's turn: there, not passed, and with thoughts left. Who wrote
    /// nothing at all speaks from paper until they pass.
    #[must_use]
    pub fn can_speak(&self, participant: &Participant) -> bool {
        participant.present
            && !self.session.passed.contains(&participant.id)
            && (!self.left(participant.id).is_empty() || self.thoughts(participant.id).is_empty())
    }

    /// Whose turn it is; nobody's when all thoughts are on the table. Who was given the turn has
    /// it, also with nothing written left: they may have more on paper.
    #[must_use]
    pub fn turn(&self) -> Option<ParticipantId> {
        match self.session.turn.and_then(|id| self.participant(id)) {
            Some(person) if person.present && !self.session.passed.contains(&person.id) => {
                Some(person.id)
            }
            _ => self.turn_after(self.session.turn),
        }
    }

    /// Whose turn it is after someone: the next in order who can speak, round and round, so that
    /// nobody is more than one thought ahead of those who still have some.
    #[must_use]
    pub fn turn_after(&self, after: Option<ParticipantId>) -> Option<ParticipantId> {
        let last = after.and_then(|id| self.participants.iter().position(|p| p.id == id));
        let start = last.map_or(0, |at| at + 1);
        let round = self.participants[start..]
            .iter()
            .chain(&self.participants[..start]);
        let mut able = round.copied().filter(|p| self.can_speak(p));
        able.next().map(|p| p.id)
    }

    // What is seen --------------------------------------------------------------------------

    /// Whether someone's draft may be shown: to themselves at any time, to others once it is read
    /// out.
    #[must_use]
    pub fn shows_drafts_of(&self, owner: ParticipantId, viewer: Option<ParticipantId>) -> bool {
        viewer == Some(owner) || (self.session.step >= Step::Capture)
    }

    /// Whether cards may be shown: not while people write.
    #[must_use]
    pub fn shows_cards(&self) -> bool {
        !self.session.step.is_silent()
    }

    /// Whether the estimates of all for a cluster may be shown to someone: once they gave theirs,
    /// once all who are there gave theirs, or once the step of estimating is over.
    #[must_use]
    pub fn shows_judgements(&self, cluster: ClusterId, viewer: Option<ParticipantId>) -> bool {
        if self.session.step > Step::Estimate {
            return true;
        }
        let given = self.given(cluster);
        let gave = |id: ParticipantId| given.counted.iter().any(|j| j.participant == id);
        viewer.is_some_and(gave) || (self.anyone_there() && self.there().all(|p| gave(p.id)))
    }

    fn there(&self) -> impl Iterator<Item = &'a Participant> + '_ {
        self.participants.iter().copied().filter(|p| p.present)
    }

    fn anyone_there(&self) -> bool {
        self.there().next().is_some()
    }

    /// Those who are there and have not voted.
    #[must_use]
    pub fn yet_to_vote(&self) -> Vec<&'a Participant> {
        self.there()
            .filter(|p| !self.ballots.iter().any(|b| b.participant == p.id))
            .collect()
    }

    /// The votes, once all who are there have voted.
    #[must_use]
    pub fn tally(&self) -> Option<Tallied> {
        if self.ballots.is_empty() || !self.yet_to_vote().is_empty() {
            return None;
        }
        Some(self.count())
    }

    fn count(&self) -> Tallied {
        let mut by: BTreeMap<ClusterId, u32> = self.roots().map(|c| (c.id, 0)).collect();
        let mut lost = 0_u32;
        for (cluster, dots) in self.ballots.iter().flat_map(|b| &b.dots) {
            match self.root(*cluster).and_then(|root| by.get_mut(&root)) {
                Some(sum) => *sum = sum.saturating_add(*dots),
                None => lost = lost.saturating_add(*dots),
            }
        }
        let place: HashMap<ClusterId, usize> = self
            .clusters
            .iter()
            .enumerate()
            .map(|(n, c)| (c.id, n))
            .collect();
        let mut by: Vec<(ClusterId, u32)> = by.into_iter().collect();
        by.sort_by_key(|(id, dots)| (std::cmp::Reverse(*dots), place[id]));
        Tallied {
            by,
            lost,
            ballots: self.ballots.len(),
        }
    }

    // Clusters ------------------------------------------------------------------------------

    /// The cluster that a cluster belongs to by now: itself, or what it was merged into, and so
    /// on. Where two copies merged two clusters into each other, the smaller id of the circle.
    #[must_use]
    pub fn root(&self, id: ClusterId) -> Option<ClusterId> {
        let mut path = vec![self.cluster(id)?.id];
        loop {
            let last = path[path.len() - 1];
            let next = self
                .cluster(last)
                .and_then(|c| c.into)
                .and_then(|into| self.cluster(into));
            let Some(next) = next else {
                return Some(last);
            };
            if let Some(at) = path.iter().position(|seen| *seen == next.id) {
                return path[at..].iter().min().copied();
            }
            path.push(next.id);
        }
    }

    /// Clusters that are merged into no other, by place.
    pub fn roots(&self) -> impl Iterator<Item = &'a Cluster> + '_ {
        let roots = self.clusters.iter().copied();
        roots.filter(|c| self.root(c.id) == Some(c.id))
    }

    /// A cluster and all that were merged into it, itself first.
    #[must_use]
    pub fn family(&self, root: ClusterId) -> Vec<ClusterId> {
        let mut family: Vec<ClusterId> = self
            .clusters
            .iter()
            .map(|c| c.id)
            .filter(|id| self.root(*id) == Some(root))
            .collect();
        family.sort_by_key(|id| *id != root);
        family
    }

    /// The cards of a cluster and of all that were merged into it, without those set aside.
    #[must_use]
    pub fn cards_in(&self, root: ClusterId) -> Vec<&'a Card> {
        let family = self.family(root);
        let inside = |c: &&&Card| c.cluster.is_some_and(|id| family.contains(&id)) && !c.aside;
        self.cards.iter().filter(inside).copied().collect()
    }

    /// Cards on the table in no cluster.
    #[must_use]
    pub fn loose(&self) -> Vec<&'a Card> {
        let loose = |c: &&&Card| !c.aside && c.cluster.and_then(|id| self.root(id)).is_none();
        self.cards.iter().filter(loose).copied().collect()
    }

    /// What people estimate of a cluster.
    #[must_use]
    pub fn given(&self, root: ClusterId) -> Given<'a> {
        let family = self.family(root);
        let mut newest: BTreeMap<ParticipantId, &Judgement> = BTreeMap::new();
        let mut kept = Vec::new();
        for judgement in &self.judgements {
            if !family.contains(&judgement.cluster) {
                continue;
            }
            match newest.get(&judgement.participant) {
                Some(other) if (other.given, other.id) > (judgement.given, judgement.id) => {
                    kept.push(*judgement);
                }
                _ => {
                    if let Some(older) = newest.insert(judgement.participant, judgement) {
                        kept.push(older);
                    }
                }
            }
        }
        let seat = |id: ParticipantId| self.participants.iter().position(|p| p.id == id);
        let mut counted: Vec<&Judgement> = newest.into_values().collect();
        counted.sort_by_key(|j| seat(j.participant));
        Given { counted, kept }
    }

    /// The estimates of a cluster as one; `weight` says how much each person's counts. Missing
    /// where nobody gave one.
    #[must_use]
    pub fn pooled(&self, root: ClusterId, weight: impl Fn(&Participant) -> f64) -> Option<Pooled> {
        let counted = self.given(root).counted;
        let all = |of: fn(&Judgement) -> &Estimate| {
            let voices: Vec<(f64, Estimate)> = counted
                .iter()
                .map(|j| {
                    let weight = self.participant(j.participant).map_or(1.0, &weight);
                    (weight, of(j).clone())
                })
                .collect();
            pool(&voices)
        };
        Some(Pooled {
            frequency: all(|j| &j.frequency)?,
            detect: all(|j| &j.detect)?,
            repair: all(|j| &j.repair)?,
            users: all(|j| &j.users)?,
            people: counted.len(),
        })
    }

    /// What no longer fits; `known` says which risks are in the register.
    #[must_use]
    pub fn remarks(&self, known: impl Fn(RiskId) -> bool) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let votes = self.count();
        for cluster in self.roots() {
            let id = cluster.id;
            let given = self.given(id);
            let family = self.family(id);
            let dots = votes.by.iter().find(|(c, _)| *c == id).map_or(0, |v| v.1);
            if self.cards_in(id).is_empty() && (!given.counted.is_empty() || dots > 0) {
                remarks.push(Remark::Empty {
                    cluster: id,
                    judgements: given.counted.len(),
                    dots,
                });
            } else {
                remarks.extend(self.moved(id, &family, &given));
            }
            if !given.kept.is_empty() {
                remarks.push(Remark::Superseded {
                    cluster: id,
                    judgements: given.kept.len(),
                });
            }
            if cluster.risk.is_some_and(|risk| !known(risk)) {
                remarks.push(Remark::RiskGone { cluster: id });
            }
        }
        for ballot in &self.ballots {
            let spent = ballot.dots.iter().map(|(_, n)| *n).sum();
            if spent > self.session.dots {
                remarks.push(Remark::TooManyDots {
                    participant: ballot.participant,
                    spent,
                });
            }
        }
        remarks
    }

    /// Cards that came or went after people had spoken about a cluster.
    fn moved(&self, id: ClusterId, family: &[ClusterId], given: &Given<'_>) -> Option<Remark> {
        let inside = |c: Option<ClusterId>| c.is_some_and(|c| family.contains(&c));
        let moved: Vec<(CardId, Instant)> = self
            .cards
            .iter()
            .filter(|c| inside(c.cluster) != inside(c.before))
            .filter_map(|c| Some((c.id, c.placed?)))
            .collect();
        let after = |at: Instant| moved.iter().any(|(_, placed)| *placed > at);
        let judgements = given.counted.iter().filter(|j| after(j.given)).count();
        let voted = self
            .ballots
            .iter()
            .filter(|b| b.dots.iter().any(|(c, _)| family.contains(c)));
        let (mut ballots, mut first) = (0, given.counted.iter().map(|j| j.given).min());
        for ballot in voted {
            ballots += usize::from(after(ballot.given));
            first = Some(first.map_or(ballot.given, |f| f.min(ballot.given)));
        }
        if judgements + ballots == 0 {
            return None;
        }
        Some(Remark::CardsMoved {
            cluster: id,
            cards: moved
                .iter()
                .filter(|(_, placed)| first.is_some_and(|f| *placed > f))
                .map(|(card, _)| *card)
                .collect(),
            judgements,
            ballots,
        })
    }
}
