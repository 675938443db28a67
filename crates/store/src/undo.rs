//! Undo and redo: inverses that are appended to the log like any other entry.
//!
//! An inverse restores what each field was before, but only where the field still holds what
//! the entry left there; what was changed since stays and is listed. A record that the entry
//! made goes again unless it was changed since or something that stays still uses it. An
//! import goes and comes back by one bit of its batch.

use crate::conflict;
use crate::error::Error;
use crate::file::Store;
use crate::merge::{self, REVENUE};
use crate::record::{Applied, Batch, Change, FieldChange, Key, NewEntry, Record, Skipped};
use crate::row;
use crate::table::incident::IncidentRow;
use crate::table::labor::LaborRow;
use crate::table::log::{self, LoggedChange, Step, Timeline};
use crate::table::{batch, requests, revenue};
use crate::write::{Stored, Writing, batch_change, find};
use ninefold_domain::id::{BatchId, IncidentId, StreamId};
use ninefold_domain::premortem::{Ballot, Card, Cluster, Draft, Judgement, Participant, Session};
use ninefold_domain::record::{Contract, Service, Stream};
use ninefold_domain::requirement::Requirement;
use ninefold_domain::risk::Risk;
use ninefold_domain::time::Instant;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};

const CHANGED_SINCE: &str = "it was changed since";
const STILL_USED: &str = "something that stays still uses it";
const ID_TAKEN: &str = "another incident has its id of the source by now";

impl Store {
    /// Takes back the newest entry in force; nothing if there is none.
    ///
    /// # Errors
    /// As [`Store::edit`].
    pub fn undo(&mut self, at: Instant) -> Result<Option<Applied>, Error> {
        self.turn_round("undo", at, |timeline| Ok(timeline.done.last().cloned()))
    }

    /// Brings back what was undone last; nothing after a new edit.
    ///
    /// # Errors
    /// As [`Store::edit`].
    pub fn redo(&mut self, at: Instant) -> Result<Option<Applied>, Error> {
        self.turn_round("redo", at, |timeline| Ok(timeline.undone.last().cloned()))
    }

    /// Takes back one import, whatever came after it: its records that were changed since stay
    /// and leave the batch, as do those that later records lean on; both are listed.
    ///
    /// # Errors
    /// [`Error::Conflict`] if it does not count at present, and those of [`Store::edit`].
    pub fn undo_batch(&mut self, batch: BatchId, at: Instant) -> Result<Applied, Error> {
        let not_in_force = || {
            Error::conflict(format!(
                "import {batch} is not in force, so there is nothing to undo; reload the workspace"
            ))
        };
        let stored = self.reading(|db| batch::one(db, batch))?;
        if !stored.live {
            return Err(not_in_force());
        }
        let timeline = self.located(Timeline::read(&self.db))?;
        if !timeline.done.iter().any(|step| step.batch == Some(batch)) {
            return self.take_out(&stored, at);
        }
        let applied = self.turn_round("undo", at, |timeline| {
            let step = timeline.done.iter().find(|step| step.batch == Some(batch));
            step.cloned().map(Some).ok_or_else(not_in_force)
        })?;
        applied.ok_or_else(not_in_force)
    }

    /// Takes out an import that came with a merge: an entry of its own, which undo takes back,
    /// because the merge stays.
    fn take_out(&mut self, stored: &Batch, at: Instant) -> Result<Applied, Error> {
        let id = stored.import.id;
        let result = Writing::begin(self).and_then(|mut writing| {
            let timeline = Timeline::read(&writing.db)?;
            let step = Step {
                origin: stored.entry,
                tip: stored.entry,
                batch: Some(id),
                command: String::new(),
                label: String::new(),
            };
            let mut inverse = Inverse::default();
            inverse.flip(&mut writing, &[batch_change(id, true)])?;
            inverse.keep_what_was_changed(&writing, &timeline, &step)?;
            inverse.keep_what_is_used(&writing)?;
            inverse.write(&mut writing)?;
            let files = stored.import.files.first().map(|file| file.name.as_str());
            let entry = NewEntry {
                command: "import.undo",
                label: format!("Took out the import of {}", files.unwrap_or("a merge")),
                at,
            };
            writing.commit(entry, None, None)
        });
        self.wrote(result)
    }

    /// Labels of the entries that [`Store::undo`] and [`Store::redo`] would turn round.
    ///
    /// # Errors
    /// Those of reading the file.
    pub fn next_steps(&self) -> Result<(Option<String>, Option<String>), Error> {
        let timeline = self.located(Timeline::read(&self.db))?;
        let label = |step: Option<&Step>| step.map(|s| s.label.clone());
        Ok((label(timeline.done.last()), label(timeline.undone.last())))
    }

    fn turn_round(
        &mut self,
        command: &str,
        at: Instant,
        choose: impl FnOnce(&Timeline) -> Result<Option<Step>, Error>,
    ) -> Result<Option<Applied>, Error> {
        let result = Writing::begin(self).and_then(|mut writing| {
            let timeline = Timeline::read(&writing.db)?;
            let Some(step) = choose(&timeline)? else {
                return Ok(None);
            };
            let mut inverse = Inverse::default();
            inverse.prepare(&mut writing, &timeline, &step)?;
            inverse.withdraw_taken_origins(&writing)?;
            // What redo takes away went by someone's wish before, whatever leaned on it.
            if command == "undo" {
                inverse.keep_what_is_used(&writing)?;
            }
            inverse.write(&mut writing)?;
            writing.applied.reread |=
                [merge::COMMAND, conflict::COMMAND].contains(&step.command.as_str());
            let entry = NewEntry {
                command,
                label: step.label,
                at,
            };
            writing.commit(entry, Some(step.tip), step.batch).map(Some)
        });
        self.wrote(result)
    }
}

/// One record on its way from what it is to what it is to be.
struct Turn {
    was: Option<Stored>,
    now: Option<Stored>,
}

/// An import that goes (`live` false) or comes back.
struct Flip {
    batch: Batch,
    live: bool,
    incidents: Vec<IncidentRow>,
    labor: Vec<LaborRow>,
}

/// An inverse in the making. Nothing is written before it is complete, because what may go
/// depends on all of what stays.
#[derive(Default)]
struct Inverse {
    /// In the order of writing.
    order: Vec<Key>,
    turns: HashMap<Key, Turn>,
    flips: Vec<Flip>,
    /// Imports whose revenue goes from one stream to another.
    streams: Vec<(BatchId, StreamId, StreamId)>,
    skipped: Vec<Skipped>,
}

impl Inverse {
    fn prepare(
        &mut self,
        writing: &mut Writing<'_>,
        timeline: &Timeline,
        step: &Step,
    ) -> Result<(), Error> {
        let changes = log::changes_of(&writing.db, step.tip)?;
        let same_record =
            |a: &FieldChange, b: &FieldChange| a.table == b.table && a.record == b.record;
        let groups: Vec<&[FieldChange]> = changes.chunk_by(same_record).collect();
        for group in groups.into_iter().rev() {
            if group[0].table == "batch" {
                self.flip(writing, group)?;
                continue;
            }
            if group[0].table == REVENUE {
                self.restream(group)?;
                continue;
            }
            let key = Key::parse(&group[0].table, &group[0].record).ok_or_else(|| {
                Error::damaged(format!("entry {} of the log names no record", step.tip))
            })?;
            let current = match self.turns.get(&key) {
                Some(turn) => turn.now.clone(),
                None => find(&writing.db, key)?,
            };
            let now = self.restore(key, current.as_ref(), group)?;
            self.turn(key, current, now);
        }
        self.keep_what_was_changed(writing, timeline, step)
    }

    fn restream(&mut self, changes: &[FieldChange]) -> Result<(), Error> {
        let unreadable = || Error::damaged("the log holds an unreadable change of revenue");
        for change in changes {
            let batch = change.record.parse().map_err(|_| unreadable())?;
            let stream = |text: &Option<String>| -> Option<StreamId> {
                serde_json::from_str(text.as_deref()?).ok()
            };
            match (stream(&change.after), stream(&change.before)) {
                (Some(from), Some(to)) => self.streams.push((batch, from, to)),
                _ => return Err(unreadable()),
            }
        }
        Ok(())
    }

    /// Notes what a record is to be; what it was is what it was before the first such note.
    fn turn(&mut self, key: Key, was: Option<Stored>, now: Option<Stored>) {
        if let Some(turn) = self.turns.get_mut(&key) {
            turn.now = now;
        } else if was != now {
            self.order.push(key);
            self.turns.insert(key, Turn { was, now });
        }
    }

    fn skip(&mut self, key: Key, what: String, field: &str, why: &str) {
        self.skipped.push(Skipped {
            key,
            what,
            field: field.to_owned(),
            why: why.to_owned(),
        });
    }

    /// Goes back through the changes of one record.
    fn restore(
        &mut self,
        key: Key,
        current: Option<&Stored>,
        changes: &[FieldChange],
    ) -> Result<Option<Stored>, Error> {
        let label = current.map_or_else(|| key.to_string(), |stored| stored.record.label());
        let mut fields = current.map(Stored::to_fields).transpose()?;
        for change in changes.iter().rev() {
            let before = change.before.as_deref().map(parse).transpose()?;
            let after = change.after.as_deref().map(parse).transpose()?;
            match (&change.field, &mut fields) {
                (Some(field), Some(fields)) => {
                    let now = fields.get(field).cloned().unwrap_or_default();
                    if Some(&now) == after.as_ref() {
                        fields.insert(field.clone(), before.unwrap_or_default());
                    } else if Some(&now) != before.as_ref() {
                        self.skip(key, label.clone(), field, CHANGED_SINCE);
                    }
                }
                (Some(field), None) => {
                    self.skip(key, label.clone(), field, "the record was deleted since");
                }
                // The record as a whole came or went.
                (None, fields) => {
                    let (before, after) = (complete(key, before)?, complete(key, after)?);
                    if *fields == after {
                        *fields = before;
                    } else if *fields != before {
                        self.skip(key, label.clone(), "", CHANGED_SINCE);
                    }
                }
            }
        }
        fields
            .map(|fields| Stored::from_fields(key, fields))
            .transpose()
    }

    fn flip(&mut self, writing: &mut Writing<'_>, changes: &[FieldChange]) -> Result<(), Error> {
        let unreadable = || Error::damaged("the log holds an unreadable change of an import");
        let change = changes.first().ok_or_else(unreadable)?;
        let id: BatchId = change.record.parse().map_err(|_| unreadable())?;
        // A person kept what stood: nothing was turned.
        if change.before == change.after {
            return Ok(());
        }
        let live = match change.before.as_deref() {
            Some("true") => true,
            Some("false") => false,
            _ => return Err(unreadable()),
        };
        let condition = "WHERE batch = ?";
        let value = [row::id(id.to_bytes())];
        self.flips.push(Flip {
            batch: batch::one(&writing.db, id)?,
            live,
            incidents: row::select(&writing.db, condition, &value)?,
            labor: row::select(&writing.db, condition, &value)?,
        });
        if live {
            writing.undone.remove(&id);
        } else {
            writing.undone.insert(id);
        }
        Ok(())
    }

    /// Takes records out of a batch that goes, where they were changed by an entry in force or
    /// where labor that stays was spent on them.
    fn keep_what_was_changed(
        &mut self,
        writing: &Writing<'_>,
        timeline: &Timeline,
        step: &Step,
    ) -> Result<(), Error> {
        if self.flips.iter().all(|flip| flip.live) {
            return Ok(());
        }
        let leaves: HashSet<BatchId> = self
            .flips
            .iter()
            .filter(|flip| !flip.live)
            .map(|flip| flip.batch.import.id)
            .collect();
        let leaving_flips = || self.flips.iter().filter(|flip| !flip.live);
        let in_force: HashSet<u64> = timeline
            .done
            .iter()
            .map(|step| step.origin)
            .filter(|origin| *origin != step.origin)
            .collect();
        let logged: Vec<LoggedChange> = row::select(
            &writing.db,
            "WHERE tbl IN ('incident', 'labor') AND entry > ?",
            &[i64::try_from(step.origin).unwrap_or(i64::MAX).into()],
        )?;
        let touched: HashSet<Key> = logged
            .iter()
            .filter(|row| in_force.contains(&row.entry))
            .filter_map(|row| Key::parse(&row.change.table, &row.change.record))
            .collect();

        let mut kept: Vec<(Key, Stored, &str)> = Vec::new();
        let mut leaving: HashSet<_> = HashSet::new();
        for row in leaving_flips().flat_map(|flip| &flip.labor) {
            let key = Key::Labor(row.entry.id);
            if touched.contains(&key) {
                let record = Record::Labor(row.entry.clone());
                kept.push((
                    key,
                    Stored {
                        record,
                        batch: row.batch,
                    },
                    CHANGED_SINCE,
                ));
            } else {
                leaving.insert(row.entry.id);
            }
        }
        let mut worked_on: HashSet<IncidentId> = HashSet::new();
        if leaving_flips().any(|flip| !flip.incidents.is_empty()) {
            for row in row::select_all::<LaborRow>(&writing.db)? {
                // Of this batch only what is kept, of other batches what counts.
                let of_this = row.batch.is_some_and(|batch| leaves.contains(&batch));
                if (of_this && !leaving.contains(&row.entry.id)) || writing.counts(row.batch) {
                    worked_on.insert(row.entry.incident);
                }
            }
        }
        for row in leaving_flips().flat_map(|flip| &flip.incidents) {
            let key = Key::Incident(row.incident.id);
            let why = if touched.contains(&key) {
                CHANGED_SINCE
            } else if worked_on.contains(&row.incident.id) {
                STILL_USED
            } else {
                continue;
            };
            let record = Record::Incident(row.incident.clone());
            kept.push((
                key,
                Stored {
                    record,
                    batch: row.batch,
                },
                why,
            ));
        }
        for (key, stored, why) in kept {
            self.skip(key, stored.record.label(), "", why);
            let now = match self.turns.get(&key) {
                Some(turn) => turn.now.clone(),
                None => Some(stored.clone()),
            };
            let now = now.map(|now| Stored { batch: None, ..now });
            self.turn(key, Some(stored), now);
        }
        Ok(())
    }

    /// Withdraws restorations of incidents whose origin another one has by now.
    fn withdraw_taken_origins(&mut self, writing: &Writing<'_>) -> Result<(), Error> {
        let restored: Vec<Key> = self.order.clone();
        for key in restored {
            let Some(Turn { was: None, now }) = self.turns.get(&key) else {
                continue;
            };
            let Some(Record::Incident(incident)) = now.as_ref().map(|now| &now.record) else {
                continue;
            };
            let holders = match &incident.origin {
                Some(origin) => writing.holders_of(origin, incident.id)?,
                None => Vec::new(),
            };
            let stays = |id: &IncidentId| {
                let turn = self.turns.get(&Key::Incident(*id));
                turn.is_none_or(|turn| turn.now.is_some())
            };
            if holders.iter().any(stays) {
                let what = format!("incident {}", incident.label());
                self.turns.remove(&key);
                self.skip(key, what, "", ID_TAKEN);
            }
        }
        Ok(())
    }

    /// Withdraws deletions of records that others lean on which stay, until none is left.
    fn keep_what_is_used(&mut self, writing: &Writing<'_>) -> Result<(), Error> {
        let mut going: BTreeMap<Key, Stored> = self
            .turns
            .iter()
            .filter(|(_, turn)| turn.now.is_none())
            .filter_map(|(key, turn)| Some((*key, turn.was.clone()?)))
            .collect();
        if going.is_empty() {
            return Ok(());
        }
        let uses = self.uses(writing, &going)?;
        loop {
            let used: HashSet<Key> = uses
                .iter()
                .filter(|(user, _)| user.is_none_or(|user| !going.contains_key(&user)))
                .map(|(_, used)| *used)
                .collect();
            let kept: Vec<Key> = going
                .keys()
                .filter(|key| used.contains(key))
                .copied()
                .collect();
            if kept.is_empty() {
                return Ok(());
            }
            for key in kept {
                self.turns.remove(&key);
                if let Some(stored) = going.remove(&key) {
                    self.skip(key, stored.record.label(), "", STILL_USED);
                }
            }
        }
    }

    /// Who uses what of the records that are to go: (user, used); no user stands for revenue.
    fn uses(
        &self,
        writing: &Writing<'_>,
        going: &BTreeMap<Key, Stored>,
    ) -> Result<Vec<(Option<Key>, Key)>, Error> {
        let goes = |wanted: fn(&Key) -> bool| going.keys().any(wanted);
        let roles: HashMap<String, Key> = going
            .iter()
            .filter_map(|(key, stored)| match &stored.record {
                Record::Role(role) => Some((role.name.to_lowercase(), *key)),
                _ => None,
            })
            .collect();
        // A record that this inverse turns is looked at as it will be, not as it is.
        let mut users: Vec<Record> = self
            .turns
            .values()
            .filter_map(|turn| turn.now.clone().or_else(|| turn.was.clone()))
            .filter(|now| writing.counts(now.batch))
            .map(|now| now.record)
            .collect();
        let turned = users.len();
        if goes(|key| matches!(key, Key::Service(_) | Key::Tier(_) | Key::Stream(_))) {
            let services: Vec<Service> = row::select_all(&writing.db)?;
            users.extend(services.into_iter().map(Record::Service));
            let streams: Vec<Stream> = row::select_all(&writing.db)?;
            users.extend(streams.into_iter().map(Record::Stream));
            let contracts: Vec<Contract> = row::select_all(&writing.db)?;
            users.extend(contracts.into_iter().map(Record::Contract));
            let risks: Vec<Risk> = row::select_all(&writing.db)?;
            users.extend(risks.into_iter().map(Record::Risk));
            let requirements: Vec<Requirement> = row::select_all(&writing.db)?;
            let requirements = requirements.into_iter().map(Box::new);
            users.extend(requirements.map(Record::Requirement));
            for row in row::select_all::<IncidentRow>(&writing.db)? {
                if writing.counts(row.batch) {
                    users.push(Record::Incident(row.incident));
                }
            }
        }
        let of_a_meeting = |key: &Key| {
            matches!(
                key,
                Key::Session(_) | Key::Participant(_) | Key::Cluster(_) | Key::Service(_)
            )
        };
        if goes(of_a_meeting) {
            let sessions: Vec<Session> = row::select_all(&writing.db)?;
            users.extend(sessions.into_iter().map(Record::Session));
            let participants: Vec<Participant> = row::select_all(&writing.db)?;
            users.extend(participants.into_iter().map(Record::Participant));
            let drafts: Vec<Draft> = row::select_all(&writing.db)?;
            users.extend(drafts.into_iter().map(Record::Draft));
            let cards: Vec<Card> = row::select_all(&writing.db)?;
            users.extend(cards.into_iter().map(Record::Card));
            let clusters: Vec<Cluster> = row::select_all(&writing.db)?;
            users.extend(clusters.into_iter().map(Record::Cluster));
            let judgements: Vec<Judgement> = row::select_all(&writing.db)?;
            users.extend(judgements.into_iter().map(Record::Judgement));
            let ballots: Vec<Ballot> = row::select_all(&writing.db)?;
            users.extend(ballots.into_iter().map(Record::Ballot));
        }
        if goes(|key| matches!(key, Key::Role(_) | Key::Incident(_))) {
            for row in row::select_all::<LaborRow>(&writing.db)? {
                if writing.counts(row.batch) {
                    users.push(Record::Labor(row.entry));
                }
            }
        }

        let mut uses = Vec::new();
        for (index, user) in users.iter().enumerate() {
            let key = user.key();
            // The first ones are the turned records themselves; their stored selves follow.
            if index >= turned && self.turns.contains_key(&key) {
                continue;
            }
            let mut note = |used: Key| {
                if used != key && going.contains_key(&used) {
                    uses.push((Some(key), used));
                }
            };
            match user {
                Record::Service(service) => {
                    service
                        .tier
                        .into_iter()
                        .for_each(|tier| note(Key::Tier(tier)));
                    for dependency in &service.dependencies {
                        note(Key::Service(dependency.on));
                    }
                    for member in service.redundancies.iter().flat_map(|group| &group.of) {
                        note(Key::Service(*member));
                    }
                }
                Record::Stream(stream) => {
                    for dependence in &stream.dependences {
                        note(Key::Service(dependence.service));
                    }
                }
                Record::Incident(incident) => {
                    for impact in &incident.impacts {
                        note(Key::Service(impact.service));
                    }
                }
                Record::Labor(entry) => {
                    note(Key::Incident(entry.incident));
                    if let Some(role) = roles.get(&entry.role.to_lowercase()) {
                        note(*role);
                    }
                }
                Record::Contract(contract) => note(Key::Service(contract.service)),
                Record::Risk(risk) => {
                    note(Key::Service(risk.service));
                    for stream in &risk.streams {
                        note(Key::Stream(*stream));
                    }
                }
                Record::Session(session) => note(Key::Service(session.service)),
                Record::Participant(person) => note(Key::Session(person.session)),
                Record::Draft(draft) => {
                    note(Key::Session(draft.session));
                    note(Key::Participant(draft.participant));
                }
                Record::Card(card) => {
                    note(Key::Session(card.session));
                    card.author
                        .into_iter()
                        .for_each(|a| note(Key::Participant(a)));
                    card.cluster.into_iter().for_each(|c| note(Key::Cluster(c)));
                }
                Record::Cluster(cluster) => {
                    note(Key::Session(cluster.session));
                    note(Key::Service(cluster.service));
                    cluster.into.into_iter().for_each(|c| note(Key::Cluster(c)));
                }
                Record::Judgement(judgement) => {
                    note(Key::Session(judgement.session));
                    note(Key::Participant(judgement.participant));
                    note(Key::Cluster(judgement.cluster));
                }
                Record::Ballot(ballot) => {
                    note(Key::Session(ballot.session));
                    note(Key::Participant(ballot.participant));
                    for (cluster, _) in &ballot.dots {
                        note(Key::Cluster(*cluster));
                    }
                }
                Record::Requirement(requirement) => note(Key::Service(requirement.service)),
                Record::Methods(_)
                | Record::Jot(_)
                | Record::Match(_)
                | Record::Tier(_)
                | Record::Role(_)
                | Record::Backlog(_)
                | Record::Rates(_)
                | Record::Mapping(_)
                | Record::Technique(_)
                | Record::Option(_)
                | Record::Scenario(_) => {}
            }
        }
        if goes(|key| matches!(key, Key::Stream(_))) {
            for (batch, stream) in revenue::streams(&writing.db)? {
                if writing.counts(Some(batch)) {
                    let goes = |(of, from, _): &&(_, _, _)| (*of, *from) == (batch, stream);
                    let stream = self
                        .streams
                        .iter()
                        .find(goes)
                        .map_or(stream, |(_, _, to)| *to);
                    uses.push((None, Key::Stream(stream)));
                }
            }
        }
        if goes(|key| matches!(key, Key::Service(_))) {
            for (batch, service) in requests::services(&writing.db)? {
                if writing.counts(Some(batch)) {
                    uses.push((None, Key::Service(service)));
                }
            }
        }
        Ok(uses)
    }

    fn write(mut self, writing: &mut Writing<'_>) -> Result<(), Error> {
        writing.applied.skipped = std::mem::take(&mut self.skipped);
        let flipped: HashMap<BatchId, bool> = self
            .flips
            .iter()
            .map(|flip| (flip.batch.import.id, flip.live))
            .collect();
        for (batch, from, to) in std::mem::take(&mut self.streams) {
            revenue::restream(&writing.db, &mut writing.tally, batch, |id| {
                if id == from { to } else { id }
            })?;
            let text = |id: StreamId| Some(Value::from(id.to_string()).to_string());
            writing.log(FieldChange {
                table: REVENUE.into(),
                record: batch.to_string(),
                field: Some("stream".into()),
                before: text(from),
                after: text(to),
            });
            writing.applied.reread = true;
        }
        writing.applied.reread |= self.flips.len() > 1;
        let mut changes = Vec::new();
        for key in &self.order {
            let Some(Turn { was, now }) = self.turns.get(key) else {
                continue;
            };
            writing.replace(*key, was.as_ref(), now.as_ref())?;
            let before = was.as_ref().filter(|was| {
                let flip = was.batch.and_then(|batch| flipped.get(&batch));
                flip.map_or_else(|| writing.counts(was.batch), |live| !live)
            });
            let after = now.as_ref().filter(|now| writing.counts(now.batch));
            match (before, after) {
                (None, None) => {}
                (Some(_), None) => changes.push(Change::Delete(*key)),
                (before, Some(after)) => {
                    if before.is_none_or(|before| before.record != after.record) {
                        changes.push(Change::Put(after.record.clone()));
                    }
                    if before.is_some_and(|before| before.batch != after.batch) {
                        writing.applied.memberships.push((*key, after.batch));
                    }
                }
            }
        }
        for flip in self.flips {
            let id = flip.batch.import.id;
            row::put(
                &writing.db,
                &mut writing.tally,
                &Batch {
                    live: flip.live,
                    ..flip.batch
                },
            )?;
            writing.log(batch_change(id, flip.live));
            writing.applied.batch = Some((id, flip.live));
            let mut streams: Vec<_> = revenue::streams(&writing.db)?
                .into_iter()
                .filter(|(batch, _)| *batch == id)
                .map(|(_, stream)| stream)
                .collect();
            streams.sort_unstable();
            // Without a negative part the rest may no longer add up to what a minute can hold.
            for stream in &streams {
                revenue::read(&writing.db, *stream, &writing.undone)?;
            }
            writing.applied.streams.extend(streams);
            let incidents = flip
                .incidents
                .into_iter()
                .map(|row| Record::Incident(row.incident));
            let labor = flip.labor.into_iter().map(|row| Record::Labor(row.entry));
            for record in incidents.chain(labor) {
                let key = record.key();
                if self.turns.contains_key(&key) {
                    continue;
                }
                changes.push(if flip.live {
                    Change::Put(record)
                } else {
                    Change::Delete(key)
                });
            }
        }
        writing.applied.changes = changes;
        Ok(())
    }
}

fn parse(json: &str) -> Result<Value, Error> {
    serde_json::from_str(json).map_err(|_| Error::damaged("the change log holds no JSON"))
}

/// A whole record of the log with every field that its kind has by now: an older program did
/// not know them all, and what it wrote must compare equal to what became of it.
fn complete(key: Key, value: Option<Value>) -> Result<Option<Map<String, Value>>, Error> {
    match value {
        None => Ok(None),
        Some(Value::Object(fields)) => Stored::from_fields(key, fields)?.to_fields().map(Some),
        Some(_) => Err(Error::damaged("the change log holds no record")),
    }
}
