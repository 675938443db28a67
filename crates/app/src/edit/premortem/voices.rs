//! What each person says for themselves: estimates and votes.

use super::table::cluster_of;
use super::{bounded, person_of};
use crate::App;
use crate::edit::estimate::{Unit, read};
use crate::host::Job;
use crate::text;
use crate::wire::{BallotEdit, Done, Error, JudgementArgs, JudgementEdit, PremortemItem};
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::ClusterId;
use ninefold_domain::premortem::{Ballot, Judgement};
use ninefold_domain::risk::MOST_EVENTS;
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn premortem_estimate(
        &self,
        edit: &JudgementEdit,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        let now = self.host.now();
        self.change_with(&edit.session, "premortem.estimate", |_, meeting| {
            let cluster = cluster_of(meeting, &edit.cluster)?;
            let person = person_of(meeting, &edit.person, "person")?;
            let id = Judgement::id_of(person, cluster.id);
            let before = meeting.judgements.iter().find(|j| j.id == id);
            let quantity = |edit, field: &str, unit, of: fn(&Judgement) -> &Estimate| {
                read(edit, field, unit, before.map(|j| of(j)))
            };
            let judgement = Judgement {
                id,
                session: meeting.session.id,
                cluster: cluster.id,
                participant: person,
                frequency: quantity(&edit.frequency, "frequency", Unit::PerYear, |j| {
                    &j.frequency
                })?,
                detect: quantity(&edit.detect, "detect", Unit::Minutes, |j| &j.detect)?,
                repair: quantity(&edit.repair, "repair", Unit::Minutes, |j| &j.repair)?,
                users: quantity(&edit.users, "users", Unit::Share, |j| &j.users)?,
                comment: bounded(edit.comment.trim(), "comment")?,
                given: now,
            };
            bounds(&judgement)?;
            let name = meeting.participant(person).map_or("", |p| &p.name);
            let label = format!("{name} estimated {}", cluster.title);
            let slot = format!("estimate {}", edit.cluster);
            Ok((
                vec![Change::Put(Record::Judgement(judgement))],
                label,
                id.to_string(),
                vec![(Some(person), slot)],
            ))
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

/// Refuses what no risk of the register could hold.
pub(super) fn bounds(judgement: &Judgement) -> Result<(), Error> {
    let most = |estimate: &Estimate| estimate.distribution("").map_or(0.0, |d| d.quantile(0.95));
    if most(&judgement.frequency) > MOST_EVENTS {
        return Err(Error::invalid(
            "frequency.high",
            format!(
                "up to {} times a year; expected at most {}",
                text::short(most(&judgement.frequency)),
                text::count(MOST_EVENTS as usize)
            ),
        )
        .hint("what happens more than once an hour is not a risk but a state"));
    }
    if most(&judgement.users) > 1.0 {
        return Err(Error::invalid(
            "users.high",
            "more than all users; expected at most 100 %".into(),
        )
        .hint("a range of 90 % reaches beyond its ends; three numbers stay within theirs"));
    }
    Ok(())
}
