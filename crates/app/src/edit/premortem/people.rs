//! Who takes part, and whose turn it is.

use super::{name, person_of};
use crate::host::Job;
use crate::wire::{Done, Error, PersonEdit, PremortemItem};
use crate::{App, Host};
use ninefold_domain::id::{ParticipantId, SessionId};
use ninefold_domain::premortem::{Participant, Session};
use ninefold_store::{Change, Key, Record};

/// Someone as typed; new where the id is empty.
pub(super) fn read(
    edit: &PersonEdit,
    session: SessionId,
    place: f64,
    host: &dyn Host,
    field: &dyn Fn(&str) -> String,
) -> Result<Participant, Error> {
    Ok(Participant {
        id: ParticipantId(host.new_id()),
        session,
        place,
        name: name(&edit.name, &field("name"))?,
        role: edit.role.trim().to_owned(),
        present: edit.present,
        origin: None,
    })
}

pub(super) fn taken(name: &str, field: &str) -> Error {
    Error::invalid(field, format!("{name} takes part already"))
        .hint("add an initial, or use a pseudonym")
}

impl App {
    pub(crate) fn premortem_person(&self, edit: &PersonEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.change(
            &edit.session,
            "premortem.person",
            // What is half typed of another person stays.
            if edit.id.is_empty() { &["person"] } else { &[] },
            |_, meeting| {
                let end = meeting.participants.last().map_or(1.0, |p| p.place + 1.0);
                let session = meeting.session.id;
                let mut person = read(edit, session, end, &*self.host, &str::to_owned)?;
                if !edit.id.is_empty() {
                    let id = person_of(meeting, &edit.id, "id")?;
                    let before = meeting.participant(id);
                    person.id = id;
                    person.origin = before.and_then(|p| p.origin.clone());
                    person.place = before.map_or(end, |p| p.place);
                }
                let same = |p: &&Participant| {
                    p.id != person.id && p.name.eq_ignore_ascii_case(&person.name)
                };
                if meeting.participants.iter().copied().any(|p| same(&p)) {
                    return Err(taken(&person.name, "name"));
                }
                let label = if edit.id.is_empty() {
                    format!("{} takes part", person.name)
                } else {
                    format!("Changed {}", person.name)
                };
                let id = person.id.to_string();
                Ok((vec![Change::Put(Record::Participant(person))], label, id))
            },
        )
    }

    pub(crate) fn premortem_person_delete(
        &self,
        args: &PremortemItem,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.change(
            &args.session,
            "premortem.person.delete",
            &[],
            |_, meeting| {
                let id = person_of(meeting, &args.id, "id")?;
                let person = meeting.participant(id).map_or("", |p| &p.name);
                let said = meeting.cards.iter().any(|c| c.author == Some(id))
                    || meeting.judgements.iter().any(|j| j.participant == id)
                    || meeting.ballots.iter().any(|b| b.participant == id)
                    || !meeting.thoughts(id).is_empty();
                if said {
                    return Err(Error::conflict(format!(
                        "{person} has written, estimated or voted, and none of it is thrown away"
                    ))
                    .hint("say that they are not there any more; then nobody waits for them"));
                }
                let label = format!("{person} does not take part");
                // Drafts that were emptied again go along.
                let drafts = meeting.drafts.iter().filter(|d| d.participant == id);
                let mut changes: Vec<Change> =
                    drafts.map(|d| Change::Delete(Key::Draft(d.id))).collect();
                let jots = meeting.jots.iter().filter(|j| j.participant == Some(id));
                changes.extend(jots.map(|j| Change::Delete(Key::Jot(j.id))));
                let named =
                    meeting.session.turn == Some(id) || meeting.session.passed.contains(&id);
                if named {
                    changes.push(Change::Put(Record::Session(Session {
                        turn: meeting.session.turn.filter(|t| *t != id),
                        passed: without(&meeting.session.passed, id),
                        ..meeting.session.clone()
                    })));
                }
                changes.push(Change::Delete(Key::Participant(id)));
                Ok((changes, label, String::new()))
            },
        )
    }

    pub(crate) fn premortem_pass(&self, args: &PremortemItem, _: &Job<'_>) -> Result<Done, Error> {
        self.change(&args.session, "premortem.pass", &[], |_, meeting| {
            let id = person_of(meeting, &args.id, "id")?;
            let mut session = meeting.session.clone();
            if !session.passed.contains(&id) {
                session.passed.push(id);
            }
            let mut after = meeting.clone();
            after.session = &session;
            let turn = after.turn_after(Some(id));
            let person = meeting.participant(id).map_or("", |p| &p.name);
            let label = format!("{person} has nothing more");
            let session = Session {
                turn,
                ..session.clone()
            };
            Ok((
                vec![Change::Put(Record::Session(session))],
                label,
                String::new(),
            ))
        })
    }

    pub(crate) fn premortem_turn(&self, args: &PremortemItem, _: &Job<'_>) -> Result<Done, Error> {
        self.change(&args.session, "premortem.turn", &[], |_, meeting| {
            let id = person_of(meeting, &args.id, "id")?;
            let person = meeting.participant(id).map_or("", |p| &p.name);
            let label = format!("{person} has the turn");
            let session = Session {
                turn: Some(id),
                passed: without(&meeting.session.passed, id),
                ..meeting.session.clone()
            };
            Ok((
                vec![Change::Put(Record::Session(session))],
                label,
                String::new(),
            ))
        })
    }
}

fn without(people: &[ParticipantId], id: ParticipantId) -> Vec<ParticipantId> {
    people.iter().copied().filter(|p| *p != id).collect()
}
