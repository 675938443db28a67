//! What each person says for themselves: estimates and votes.

use super::table::cluster_of;
use super::{bounded, person_of};
use crate::App;
use crate::edit::estimate::{Unit, problems, read};
use crate::host::Job;
use crate::text;
use crate::wire::{
    BallotEdit, Done, Error, EstimateEdit, FieldProblem, FieldProblems, JudgementArgs,
    JudgementEdit, PremortemItem,
};
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::ClusterId;
use ninefold_domain::premortem::{Ballot, Judgement, Meeting};
use ninefold_domain::risk::MOST_EVENTS;
use ninefold_domain::time::Instant;
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn premortem_estimate(
        &self,
        edit: &JudgementEdit,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        let now = self.host.now();
        self.change_with(&edit.session, "premortem.estimate", |_, meeting| {
            let judgement = judged(meeting, edit, now)?;
            bounds(&judgement)?;
            let cluster = cluster_of(meeting, &edit.cluster)?;
            let name = meeting
                .participant(judgement.participant)
                .map_or("", |p| &p.name);
            let label = format!("{name} estimated {}", cluster.title);
            let slot = (
                Some(judgement.participant),
                format!("estimate {}", edit.cluster),
            );
            let id = judgement.id.to_string();
            Ok((
                vec![Change::Put(Record::Judgement(judgement))],
                label,
                id,
                vec![slot],
            ))
        })
    }

    /// What is wrong with an estimate as typed, all of it: a refusal names one field only.
    pub(crate) fn premortem_estimate_check(
        &self,
        edit: &JudgementEdit,
        _: &Job<'_>,
    ) -> Result<FieldProblems, Error> {
        let now = self.host.now();
        self.with(|w| {
            let meeting = w.meeting(&edit.session)?;
            let before = before(&meeting, edit)?;
            let mut errors = Vec::new();
            for (field, typed, unit, of) in quantities(edit) {
                errors.extend(problems(typed, field, unit, before.map(of)));
            }
            errors.extend(bounded(edit.comment.trim(), "comment").err());
            if errors.is_empty() {
                errors.extend(out_of_bounds(&judged(&meeting, edit, now)?));
            }
            let problem = |error: Error| FieldProblem {
                field: error.field,
                message: error.message,
            };
            Ok(FieldProblems {
                problems: errors.into_iter().map(problem).collect(),
            })
        })
    }

    pub(crate) fn premortem_estimate_delete(
        &self,
        args: &JudgementArgs,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.change(
            &args.session,
            "premortem.estimate.delete",
            &[],
            |_, meeting| {
                let cluster = cluster_of(meeting, &args.cluster)?;
                let person = person_of(meeting, &args.person, "person")?;
                let id = Judgement::id_of(person, cluster.id);
                if !meeting.judgements.iter().any(|j| j.id == id) {
                    return Err(Error::not_found("this estimate"));
                }
                let name = meeting.participant(person).map_or("", |p| &p.name);
                let label = format!("{name} took back the estimate of {}", cluster.title);
                Ok((
                    vec![Change::Delete(Key::Judgement(id))],
                    label,
                    String::new(),
                ))
            },
        )
    }

    pub(crate) fn premortem_vote(&self, edit: &BallotEdit, _: &Job<'_>) -> Result<Done, Error> {
        let now = self.host.now();
        self.change_with(&edit.session, "premortem.vote", |_, meeting| {
            let person = person_of(meeting, &edit.person, "person")?;
            let mut dots: Vec<(ClusterId, u32)> = Vec::new();
            for (n, given) in edit.dots.iter().enumerate() {
                let cluster = cluster_of(meeting, &given.cluster)?;
                if dots.iter().any(|(id, _)| *id == cluster.id) {
                    return Err(Error::invalid(
                        &format!("dots.{n}"),
                        format!("{} has dots already", cluster.title),
                    ));
                }
                if given.dots > 0 {
                    dots.push((cluster.id, given.dots));
                }
            }
            let spent: u64 = dots.iter().map(|(_, n)| u64::from(*n)).sum();
            let most = meeting.session.dots;
            if spent > u64::from(most) {
                return Err(Error::invalid(
                    "dots",
                    format!("{spent} dots are too many; everyone has {most}"),
                ));
            }
            let name = meeting.participant(person).map_or("", |p| &p.name);
            let label = format!("{name} voted");
            let id = Ballot::id_of(person);
            let ballot = Ballot {
                id,
                session: meeting.session.id,
                participant: person,
                dots,
                given: now,
            };
            Ok((
                vec![Change::Put(Record::Ballot(ballot))],
                label,
                id.to_string(),
                vec![(Some(person), "vote".into())],
            ))
        })
    }

    pub(crate) fn premortem_vote_delete(
        &self,
        args: &PremortemItem,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.change(&args.session, "premortem.vote.delete", &[], |_, meeting| {
            let person = person_of(meeting, &args.id, "id")?;
            let id = Ballot::id_of(person);
            if !meeting.ballots.iter().any(|b| b.id == id) {
                return Err(Error::not_found("this vote"));
            }
            let name = meeting.participant(person).map_or("", |p| &p.name);
            let label = format!("{name} took back their vote");
            Ok((vec![Change::Delete(Key::Ballot(id))], label, String::new()))
        })
    }
}

type Quantity<'e> = (
    &'static str,
    &'e EstimateEdit,
    Unit,
    fn(&Judgement) -> &Estimate,
);

/// The four quantities as typed, each with its field and its unit.
fn quantities(edit: &JudgementEdit) -> [Quantity<'_>; 4] {
    [
        ("frequency", &edit.frequency, Unit::PerYear, |j| {
            &j.frequency
        }),
        ("detect", &edit.detect, Unit::Minutes, |j| &j.detect),
        ("repair", &edit.repair, Unit::Minutes, |j| &j.repair),
        ("users", &edit.users, Unit::Share, |j| &j.users),
    ]
}

/// What the person estimated of the cluster so far.
fn before<'a>(meeting: &Meeting<'a>, edit: &JudgementEdit) -> Result<Option<&'a Judgement>, Error> {
    let cluster = cluster_of(meeting, &edit.cluster)?;
    let person = person_of(meeting, &edit.person, "person")?;
    let id = Judgement::id_of(person, cluster.id);
    Ok(meeting.judgements.iter().copied().find(|j| j.id == id))
}

/// An estimate as typed.
fn judged(meeting: &Meeting<'_>, edit: &JudgementEdit, now: Instant) -> Result<Judgement, Error> {
    let cluster = cluster_of(meeting, &edit.cluster)?;
    let person = person_of(meeting, &edit.person, "person")?;
    let before = before(meeting, edit)?;
    let [frequency, detect, repair, users] =
        quantities(edit).map(|(field, typed, unit, of)| read(typed, field, unit, before.map(of)));
    Ok(Judgement {
        id: Judgement::id_of(person, cluster.id),
        session: meeting.session.id,
        cluster: cluster.id,
        participant: person,
        frequency: frequency?,
        detect: detect?,
        repair: repair?,
        users: users?,
        comment: bounded(edit.comment.trim(), "comment")?,
        given: now,
    })
}

/// Refuses what no risk of the register could hold.
pub(super) fn bounds(judgement: &Judgement) -> Result<(), Error> {
    out_of_bounds(judgement)
        .into_iter()
        .next()
        .map_or(Ok(()), Err)
}

fn out_of_bounds(judgement: &Judgement) -> Vec<Error> {
    let mut errors = Vec::new();
    let most = |estimate: &Estimate| estimate.distribution("").map_or(0.0, |d| d.quantile(0.95));
    if most(&judgement.frequency) > MOST_EVENTS {
        errors.push(
            Error::invalid(
                "frequency.high",
                format!(
                    "up to {} times a year; expected at most {}",
                    text::short(most(&judgement.frequency)),
                    text::count(MOST_EVENTS as usize)
                ),
            )
            .hint("what happens more than once an hour is not a risk but a state"),
        );
    }
    if most(&judgement.users) > 1.0 {
        errors.push(
            Error::invalid(
                "users.high",
                "more than all users; expected at most 100 %".into(),
            )
            .hint("a range of 90 % reaches beyond its ends; three numbers stay within theirs"),
        );
    }
    errors
}
