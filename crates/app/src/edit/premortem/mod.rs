//! Pre-mortem sessions: what people put into them, each change one entry of the log.
//!
//! What is pressed in a field is kept at every key as a jot, without an entry. Writing in silence
//! becomes a draft, and so an entry, before the next entry of the session: whoever takes that
//! back takes back what was done, not a letter.

mod form;
mod outcome;
mod people;
mod table;
mod voices;

pub(crate) use outcome::{known_risk, risk_of};

use super::{commit, name, read_target, service_of};
use crate::App;
use crate::Host;
use crate::host::Job;
use crate::text;
use crate::views::premortem::{frame_words, step_key, step_label};
use crate::wire::{
    Code, Done, Error, IdArgs, JotArgs, Nothing, PremortemCloseArgs, PremortemDraftArgs,
    PremortemEdit, PremortemPromptArgs, PremortemStart, PremortemStepArgs, PremortemTimerArgs,
};
use crate::workspace::{Workspace, read_id};
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::id::{ParticipantId, SessionId};
use ninefold_domain::premortem::{Draft, Jot, Meeting, Session, Step, WRITING, lines, prompt};
use ninefold_store::{Change, Key, Record};

/// Characters that a field may hold: a long afternoon of writing.
const LONGEST: usize = 100_000;
/// Minutes that a step may be planned for.
const MOST_MINUTES: u32 = 480;
/// Dots that a person may have.
const MOST_DOTS: u32 = 100;

impl App {
    pub(crate) fn premortem_start(
        &self,
        args: &PremortemStart,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.with(|w| {
            let service = service_of(w, &args.service, "service")?;
            let now = self.host.now();
            let date = match args.date.trim() {
                "" => LocalDay(w.methods.zone.local(now).date()),
                typed => day(typed)?,
            };
            let id = SessionId(self.host.new_id());
            let title = match args.name.trim() {
                "" => format!("{} {date}", w.service_name(service)),
                typed => typed.to_owned(),
            };
            let frame = match args.frame.trim() {
                "" => frame_words(w.service_name(service), date),
                typed => typed.to_owned(),
            };
            let session = Session {
                name: title,
                target: read_target(&args.target, "target")?,
                frame,
                ..Session::begun(id, service, date, now)
            };
            let label = format!("Began pre-mortem {}", session.name);
            let mut changes = vec![Change::Put(Record::Session(session))];
            let mut names: Vec<String> = Vec::new();
            for (n, person) in args.people.iter().enumerate() {
                let field = |f: &str| format!("people.{n}.{f}");
                let person = people::read(person, id, n as f64 + 1.0, &*self.host, &field)?;
                if names.iter().any(|n| n.eq_ignore_ascii_case(&person.name)) {
                    return Err(people::taken(&person.name, &field("name")));
                }
                names.push(person.name.clone());
                changes.push(Change::Put(Record::Participant(person)));
            }
            commit(
                w,
                &*self.host,
                "premortem.start",
                label,
                changes,
                &id.to_string(),
            )
        })
    }

    pub(crate) fn premortem_save(&self, edit: &PremortemEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.change(&edit.id, "premortem.save", &["frame"], |_, meeting| {
            let mut minutes = meeting.session.minutes;
            for (n, typed) in edit.minutes.iter().enumerate() {
                let field = format!("minutes.{n}");
                let slot = minutes
                    .get_mut(n)
                    .ok_or_else(|| Error::invalid(&field, "a session has ten steps".into()))?;
                *slot = whole(typed, &field, MOST_MINUTES)?;
            }
            let session = Session {
                name: name(&edit.name, "name")?,
                date: day(&edit.date)?,
                target: read_target(&edit.target, "target")?,
                frame: bounded(edit.frame.trim(), "frame")?,
                minutes,
                dots: whole(&edit.dots, "dots", MOST_DOTS)?.max(1),
                ..meeting.session.clone()
            };
            let label = format!("Changed pre-mortem {}", session.name);
            let id = session.id.to_string();
            Ok((vec![Change::Put(Record::Session(session))], label, id))
        })
    }

    pub(crate) fn premortem_step(
        &self,
        args: &PremortemStepArgs,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        let now = self.host.now();
        self.change(&args.session, "premortem.step", &[], |_, meeting| {
            let step = Step::ALL
                .into_iter()
                .find(|step| step_key(*step) == args.step)
                .ok_or_else(|| super::no_choice("step", &args.step, "one of the ten steps"))?;
            let session = meeting.session.at(step, now);
            Ok((
                vec![Change::Put(Record::Session(session))],
                format!("Opened {} of {}", step_label(step), meeting.session.name),
                String::new(),
            ))
        })
    }

    pub(crate) fn premortem_prompt(
        &self,
        args: &PremortemPromptArgs,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        let now = self.host.now();
        self.change(&args.session, "premortem.prompt", &[], |_, meeting| {
            let found = known_prompt(&args.prompt)?;
            let session = meeting.session.asked(&args.prompt, now);
            let label = match found {
                Some(title) => format!("Asked: {title}"),
                None => "Took the prompt off the screen".into(),
            };
            Ok((
                vec![Change::Put(Record::Session(session))],
                label,
                String::new(),
            ))
        })
    }

    pub(crate) fn premortem_timer(
        &self,
        args: &PremortemTimerArgs,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        let now = self.host.now();
        self.change(&args.session, "premortem.timer", &[], |_, meeting| {
            let session = meeting.session.timed(args.running, now);
            let label = if args.running {
                "Let the timer run"
            } else {
                "Stopped the timer"
            };
            Ok((
                vec![Change::Put(Record::Session(session))],
                label.into(),
                String::new(),
            ))
        })
    }

    pub(crate) fn premortem_close(
        &self,
        args: &PremortemCloseArgs,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        let now = self.host.now();
        self.with(|w| {
            let meeting = w.meeting(&args.session)?;
            let session = Session {
                closed: args.closed.then(|| meeting.session.closed.unwrap_or(now)),
                ..meeting.session.timed(!args.closed, now)
            };
            let label = format!(
                "{} pre-mortem {}",
                if args.closed { "Closed" } else { "Opened" },
                session.name
            );
            let id = session.id;
            settle(w, &*self.host, id)?;
            let changes = vec![Change::Put(Record::Session(session))];
            commit(
                w,
                &*self.host,
                "premortem.close",
                label,
                changes,
                &id.to_string(),
            )
        })
    }

    pub(crate) fn premortem_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let id = w.meeting(&args.id)?.session.id;
            settle(w, &*self.host, id)?;
            let meeting = w.meeting(&args.id)?;
            let label = format!("Deleted pre-mortem {}", meeting.session.name);
            // What leans on others goes first.
            let keys = (meeting.jots.iter().map(|j| Key::Jot(j.id)))
                .chain(meeting.ballots.iter().map(|b| Key::Ballot(b.id)))
                .chain(meeting.judgements.iter().map(|j| Key::Judgement(j.id)))
                .chain(meeting.cards.iter().map(|c| Key::Card(c.id)))
                .chain(meeting.clusters.iter().map(|c| Key::Cluster(c.id)))
                .chain(meeting.drafts.iter().map(|d| Key::Draft(d.id)))
                .chain(meeting.participants.iter().map(|p| Key::Participant(p.id)))
                .chain(std::iter::once(Key::Session(id)));
            let changes = keys.map(Change::Delete).collect();
            commit(w, &*self.host, "premortem.delete", label, changes, "")
        })
    }

    pub(crate) fn premortem_draft(
        &self,
        args: &PremortemDraftArgs,
        _: &Job<'_>,
    ) -> Result<Nothing, Error> {
        known_prompt(&args.prompt)?;
        self.jot(&JotArgs {
            session: args.session.clone(),
            person: args.person.clone(),
            slot: format!("{WRITING}{}", args.prompt),
            text: args.text.clone(),
        })
    }

    pub(crate) fn premortem_jot(&self, args: &JotArgs, _: &Job<'_>) -> Result<Nothing, Error> {
        if args.slot.trim().is_empty() || args.slot.starts_with(WRITING) || args.slot.len() > 200 {
            return Err(
                Error::invalid("slot", format!("“{}” is no name of a field", args.slot))
                    .hint("what is written in silence goes by premortem.draft"),
            );
        }
        self.jot(args)
    }

    /// Keeps what stands in a field: committed to the file, not logged.
    fn jot(&self, args: &JotArgs) -> Result<Nothing, Error> {
        self.with(|w| {
            let meeting = open(w, &args.session)?;
            let participant = match args.person.as_str() {
                "" => None,
                id => Some(person_of(&meeting, id, "person")?),
            };
            let session = meeting.session.id;
            let writing = args.slot.strip_prefix(WRITING);
            if writing.is_some() && participant.is_none() {
                return Err(Error::invalid("person", "who writes?".into()));
            }
            let id = Jot::id_of(session, participant, &args.slot);
            // An emptied draft is one: only when it is settled may the jot go.
            let change = if args.text.is_empty() && writing.is_none() {
                Change::Delete(Key::Jot(id))
            } else {
                Change::Put(Record::Jot(Jot {
                    id,
                    session,
                    participant,
                    slot: args.slot.clone(),
                    text: bounded(&args.text, "text")?,
                }))
            };
            w.edit(&*self.host, "premortem.jot", String::new(), vec![change])?;
            Ok(Nothing {})
        })
    }

    /// A change of a session that is open: what was written in silence is settled first, and the
    /// jots of the person-less `slots` go with the change.
    fn change(
        &self,
        session: &str,
        command: &str,
        slots: &[&str],
        work: impl FnOnce(&Workspace, &Meeting<'_>) -> Result<(Vec<Change>, String, String), Error>,
    ) -> Result<Done, Error> {
        let slots: Vec<(Option<ParticipantId>, String)> =
            slots.iter().map(|s| (None, (*s).to_owned())).collect();
        self.change_with(session, command, |w, meeting| {
            let (changes, label, id) = work(w, meeting)?;
            Ok((changes, label, id, slots))
        })
    }

    /// The same, where the change says which jots go with it.
    fn change_with(
        &self,
        session: &str,
        command: &str,
        work: impl FnOnce(
            &Workspace,
            &Meeting<'_>,
        ) -> Result<
            (
                Vec<Change>,
                String,
                String,
                Vec<(Option<ParticipantId>, String)>,
            ),
            Error,
        >,
    ) -> Result<Done, Error> {
        self.with(|w| {
            let id = open(w, session)?.session.id;
            settle(w, &*self.host, id)?;
            let meeting = open(w, session)?;
            let (mut changes, label, made, sent) = work(w, &meeting)?;
            changes.extend(
                sent.iter()
                    .map(|(person, slot)| Change::Delete(Key::Jot(Jot::id_of(id, *person, slot)))),
            );
            commit(w, &*self.host, command, label, changes, &made)
        })
    }
}

/// A session that may be changed.
fn open<'w>(w: &'w Workspace, id: &str) -> Result<Meeting<'w>, Error> {
    let meeting = w.meeting(id)?;
    if meeting.session.closed.is_some() {
        return Err(
            Error::conflict(format!("{} is closed", meeting.session.name))
                .hint("open it again to change it"),
        );
    }
    Ok(meeting)
}

/// Makes drafts of what was written in silence and not settled yet, an entry for each person.
fn settle(w: &mut Workspace, host: &dyn Host, session: SessionId) -> Result<(), Error> {
    let Some(meeting) = w.premortems.meeting(session) else {
        return Ok(());
    };
    let mut entries: Vec<(String, Vec<Change>)> = Vec::new();
    for person in &meeting.participants {
        let mut changes = Vec::new();
        let mut thoughts = 0;
        for jot in meeting
            .jots
            .iter()
            .filter(|j| j.participant == Some(person.id))
        {
            let Some(prompt) = jot.slot.strip_prefix(WRITING) else {
                continue;
            };
            let draft = Draft {
                id: Draft::id_of(person.id, prompt),
                session,
                participant: person.id,
                prompt: prompt.to_owned(),
                text: jot.text.clone(),
            };
            thoughts += lines(&draft.text).len();
            let known = meeting.drafts.iter().any(|d| d.id == draft.id);
            if known || !draft.text.is_empty() {
                changes.push(Change::Put(Record::Draft(draft)));
            }
            changes.push(Change::Delete(Key::Jot(jot.id)));
        }
        if !changes.is_empty() {
            let label = format!(
                "{} wrote {}",
                person.name,
                text::counted(thoughts, "thought", "thoughts")
            );
            entries.push((label, changes));
        }
    }
    for (label, changes) in entries {
        w.edit(host, "premortem.write", label, changes)?;
    }
    Ok(())
}

/// A participant of a meeting by their id.
fn person_of(meeting: &Meeting<'_>, id: &str, field: &str) -> Result<ParticipantId, Error> {
    let missing = || Error {
        code: Code::Invalid,
        message: "choose someone who takes part".into(),
        hints: Vec::new(),
        field: field.to_owned(),
    };
    let id: ParticipantId = id.parse().map_err(|_| missing())?;
    meeting.participant(id).map(|p| p.id).ok_or_else(missing)
}

/// The title of a prompt; nothing for none.
fn known_prompt(key: &str) -> Result<Option<&'static str>, Error> {
    if key.is_empty() {
        return Ok(None);
    }
    prompt(key)
        .map(|p| Some(p.title))
        .ok_or_else(|| super::no_choice("prompt", key, "a prompt or lens of the session"))
}

fn day(typed: &str) -> Result<LocalDay, Error> {
    typed
        .parse()
        .map_err(|e: ninefold_domain::calendar::CalendarError| {
            Error::invalid("date", e.to_string())
        })
}

fn whole(typed: &str, field: &str, most: u32) -> Result<u32, Error> {
    let number = typed.trim().parse().ok().filter(|n| *n <= most);
    number.ok_or_else(|| {
        Error::invalid(
            field,
            format!("“{typed}” is not a whole number from 0 to {most}"),
        )
    })
}

/// Text of a field that is not endless.
fn bounded(text: &str, field: &str) -> Result<String, Error> {
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Error::invalid(
            field,
            format!("{length} characters are too many; expected at most {LONGEST}"),
        ));
    }
    Ok(text.to_owned())
}

/// An item of a meeting by its id.
fn item<T: Copy>(id: &str, what: &str, of: impl FnOnce(u128) -> Option<T>) -> Result<T, Error> {
    let id: SessionId = read_id(id)?;
    of(id.0).ok_or_else(|| Error::not_found(what))
}
