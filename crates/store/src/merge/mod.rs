//! Two copies of one workspace as one.
//!
//! A field that one copy changed since their common past is taken; two values of one field are a
//! conflict, of which one is shown until a person decides. What either copy wrote stays in the
//! log. Which of two copies is merged into which makes no difference to the records.
//!
//! What each copy knows, and who wrote what, comes from [`crate::past`].

mod batches;
mod jots;
mod labels;
mod same;
mod write;

use crate::error::Error;
use crate::file::Store;
use crate::past::{Head, Log, Name, Place, Register, Registers, THERE, differ, shown};
use crate::record::{Applied, Batch, Change, Key, NewEntry, Record};
use crate::table::batch;
use crate::write::{Stored, Writing, every};
use ninefold_domain::id::{BatchId, JotId};
use ninefold_domain::premortem::Jot;
use ninefold_domain::time::Instant;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use labels::Relabelled;
pub(crate) use write::REVENUE;

/// The command of an entry that merged.
pub const COMMAND: &str = "workspace.merge";

/// What a merge did, counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// Entries of the other copy's log that came in; none where nothing was new.
    pub entries: u64,
    /// Records that this copy did not have.
    pub added: u64,
    /// Records that changed.
    pub changed: u64,
    /// Records that went.
    pub removed: u64,
    /// Imports of the other copy that count now.
    pub imports: u64,
    /// Files that came in on both sides and are counted once.
    pub twice: Vec<String>,
    /// Requirements that got labels of their own.
    pub relabelled: Vec<Relabelled>,
    /// Conflicts that stand after it.
    pub conflicts: u64,
    /// Fields of sessions, not sent yet, whose text came in.
    pub typed: u64,
    /// Fields that hold another text in each copy, of which the longer one was kept.
    pub typed_apart: u64,
}

/// One of the two copies.
struct Side {
    name: String,
    log: Log,
    registers: Registers,
    /// Every record, also of imports that were undone.
    records: BTreeMap<Key, Stored>,
    batches: BTreeMap<BatchId, Batch>,
    /// What was typed and not sent yet.
    jots: BTreeMap<JotId, Jot>,
}

impl Side {
    fn read(db: &Connection, name: &str) -> Result<Self, Error> {
        let log = Log::read(db)?;
        let batches: BTreeMap<BatchId, Batch> = batch::all(db)?
            .into_iter()
            // What an undone merge had brought is not this copy's.
            .filter(|batch| {
                let dot = log.batches.get(&batch.import.id);
                dot.is_some_and(|(dot, _)| log.known.contains(dot))
            })
            .map(|batch| (batch.import.id, batch))
            .collect();
        let mut records = every(db)?;
        // The log knows nothing of what was typed and not sent yet: it is joined on its own.
        let mut jots = BTreeMap::new();
        records.retain(|_, stored| match &stored.record {
            Record::Jot(jot) => {
                jots.insert(jot.id, jot.clone());
                false
            }
            _ => true,
        });
        records.retain(|_, stored| stored.batch.is_none_or(|id| batches.contains_key(&id)));
        Ok(Self {
            name: name.to_owned(),
            log,
            registers: Registers::default(),
            records,
            batches,
            jots,
        })
    }

    fn counts(&self, stored: &Stored) -> bool {
        let live = |id| self.batches.get(&id).is_some_and(|batch| batch.live);
        stored.batch.is_none_or(live)
    }

    /// Whether the other copy cannot know of this batch.
    fn is_novel(&self, batch: BatchId, other: &Side) -> bool {
        let dot = self.log.batches.get(&batch);
        dot.is_some_and(|(dot, _)| !other.log.known.contains(dot))
    }

    fn import_head(&self, batch: BatchId, value: &str) -> Option<Head> {
        self.log.batches.get(&batch).map(|(dot, at)| Head {
            dot: *dot,
            copy: self.name.clone(),
            at: *at,
            weight: 0,
            value: Some(value.to_owned()),
        })
    }

    /// The heads of a field that holds `value`, and whether this copy changed it at all.
    fn held(&self, name: &Name, field: &str, batch: Option<BatchId>, value: &str) -> Register {
        let mut register = match self.registers.get(name, Some(field)) {
            Some(register) => register.clone(),
            None => {
                let head = batch.and_then(|batch| self.import_head(batch, value));
                Register {
                    base: head.is_some().then_some(None),
                    heads: head.into_iter().collect(),
                }
            }
        };
        if let [one] = register.heads.as_mut_slice() {
            one.value = Some(value.to_owned());
        }
        register
    }

    /// The newest change of a record that the other copy does not know, if it is another record
    /// for it.
    fn newest_change(
        &self,
        key: Key,
        stored: &Stored,
        other: &Side,
    ) -> Result<Option<Head>, Error> {
        let name = name_of(key);
        let mut newest: Option<Head> = None;
        for (field, value) in stored.to_fields()? {
            let value = value.to_string();
            let register = self.held(&name, &field, stored.batch, &value);
            for head in survivors(&register, &value, other, &Register::default()) {
                let is_newer = newest
                    .as_ref()
                    .is_none_or(|n| (n.at, n.dot) < (head.at, head.dot));
                if !other.log.known.contains(&head.dot) && is_newer {
                    newest = Some(head);
                }
            }
        }
        Ok(newest.map(|head| Head {
            weight: 1,
            value: Some(THERE.into()),
            ..head
        }))
    }
}

/// A record as the log names it.
fn name_of(key: Key) -> Name {
    (key.table().to_owned(), key.id())
}

fn place(name: &Name, field: Option<&str>) -> Place {
    (name.0.clone(), name.1.clone(), field.map(str::to_owned))
}

/// The heads of one side that the other one has not replaced. A field that went back to what the
/// other copy knows was not changed.
fn survivors(register: &Register, value: &str, other: &Side, its: &Register) -> Vec<Head> {
    let unchanged = register.base == Some(Some(value.to_owned())) && !differ(&register.heads);
    register
        .heads
        .iter()
        .filter(|head| {
            if other.log.known.contains(&head.dot) {
                let same = |h: &Head| h.dot == head.dot && h.value == head.value;
                its.heads.iter().any(same)
            } else {
                !unchanged
            }
        })
        .cloned()
        .collect()
}

/// Joins two registers: what nobody has replaced, each value once for each entry.
fn join(ours: (&Side, &Register, &str), theirs: (&Side, &Register, &str)) -> Vec<Head> {
    let mut heads = survivors(ours.1, ours.2, theirs.0, theirs.1);
    for head in survivors(theirs.1, theirs.2, ours.0, ours.1) {
        let same = |h: &Head| h.dot == head.dot && h.value == head.value;
        if !heads.iter().any(same) {
            heads.push(head);
        }
    }
    heads.sort_by(|a, b| (a.dot, &a.value).cmp(&(b.dot, &b.value)));
    heads
}

/// The merged workspace in the making.
struct Merging {
    ours: Side,
    theirs: Side,
    /// Our records under the names that are kept where both copies made the same one.
    renamed: HashMap<String, String>,
    records: BTreeMap<Key, Stored>,
    /// Whether batches count.
    live: BTreeMap<BatchId, bool>,
    /// Heads that differ from those of our own log.
    heads: BTreeMap<Place, Vec<Head>>,
    twice: Vec<String>,
}

impl Merging {
    fn of(mut ours: Side, mut theirs: Side) -> Result<Self, Error> {
        ours.registers = ours.log.registers(&ours.name, &theirs.log.known);
        theirs.registers = theirs.log.registers(&theirs.name, &ours.log.known);
        let same = same::find(&ours, &theirs)?;
        same::rename(&mut ours, &same.names)?;
        same::rename(&mut theirs, &same.names)?;
        let mut merging = Self {
            ours,
            theirs,
            renamed: same.names,
            records: BTreeMap::new(),
            live: BTreeMap::new(),
            heads: BTreeMap::new(),
            twice: Vec::new(),
        };
        merging.settle_batches(&same.batches);
        let keys: BTreeSet<Key> = merging
            .ours
            .records
            .keys()
            .chain(merging.theirs.records.keys())
            .copied()
            .collect();
        for key in keys {
            merging.settle(key)?;
        }
        merging.settle_deletions();
        Ok(merging)
    }

    /// What both copies deleted: by both.
    fn settle_deletions(&mut self) {
        for (at, theirs) in &self.theirs.registers.of {
            if at.2.is_some() || at.0 == "batch" {
                continue;
            }
            let there = |side: &Side| {
                Key::parse(&at.0, &at.1).is_none_or(|key| side.records.contains_key(&key))
            };
            if there(&self.ours) || there(&self.theirs) {
                continue;
            }
            let ours = self.ours.registers.of.get(at).cloned().unwrap_or_default();
            let heads = join((&self.ours, &ours, ""), (&self.theirs, theirs, ""));
            if !heads.is_empty() && heads != ours.heads {
                self.heads.insert(at.clone(), heads);
            }
        }
    }

    fn settle(&mut self, key: Key) -> Result<(), Error> {
        let name = name_of(key);
        let (ours, theirs) = (self.ours.records.get(&key), self.theirs.records.get(&key));
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let touched = [&self.ours, &self.theirs]
                    .iter()
                    .any(|side| side.registers.touched.contains(&name));
                if ours == theirs && !touched {
                    self.records.insert(key, ours.clone());
                    return Ok(());
                }
                let (ours, theirs) = (ours.clone(), theirs.clone());
                self.settle_fields(key, &ours, &theirs)?;
                self.settle_presence(key, Some(&ours), Some(&theirs))
            }
            (ours, theirs) => {
                let (ours, theirs) = (ours.cloned(), theirs.cloned());
                self.settle_presence(key, ours.as_ref(), theirs.as_ref())
            }
        }
    }

    /// Whether a record is there, where one copy may have deleted it.
    fn settle_presence(
        &mut self,
        key: Key,
        ours: Option<&Stored>,
        theirs: Option<&Stored>,
    ) -> Result<(), Error> {
        let name = name_of(key);
        let raw = |side: &Side| side.registers.get(&name, None).cloned().unwrap_or_default();
        if ours.is_some() && theirs.is_some() {
            let (mut x, mut y) = (raw(&self.ours), raw(&self.theirs));
            (x.base, y.base) = (None, None);
            let heads = join((&self.ours, &x, THERE), (&self.theirs, &y, THERE));
            if heads != x.heads && (differ(&heads) || differ(&x.heads)) {
                self.heads.insert(place(&name, None), heads);
            }
            return Ok(());
        }
        // That a record is there says something where it is another than the other copy knows.
        let register = |side: &Side, stored: Option<&Stored>, other: &Side| {
            let mut register = raw(side);
            match stored {
                Some(stored) if !differ(&register.heads) => {
                    register.base = None;
                    register
                        .heads
                        .retain(|head| other.log.known.contains(&head.dot));
                    register
                        .heads
                        .extend(side.newest_change(key, stored, other)?);
                }
                Some(_) => {}
                // Made and deleted again where the other copy could not see it.
                None if register.base == Some(None) => register.heads.clear(),
                None => {}
            }
            Ok::<Register, Error>(register)
        };
        let of_ours = register(&self.ours, ours, &self.theirs)?;
        let of_theirs = register(&self.theirs, theirs, &self.ours)?;
        let there = |stored: Option<&Stored>| stored.map(|_| THERE).unwrap_or_default();
        let heads = join(
            (&self.ours, &of_ours, there(ours)),
            (&self.theirs, &of_theirs, there(theirs)),
        );
        let stays = heads.is_empty() || heads.iter().any(|head| head.value.is_some());
        let conflict = differ(&heads);
        if conflict || !stays {
            self.heads.insert(place(&name, None), heads);
        }
        if !stays {
            return Ok(());
        }
        match (ours, theirs) {
            (Some(ours), None) => {
                self.records.insert(key, ours.clone());
            }
            (None, Some(theirs)) => {
                self.records.insert(key, theirs.clone());
                self.take_heads(&name, theirs, conflict)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes what the other copy knows of who wrote a record that we did not have.
    fn take_heads(&mut self, name: &Name, stored: &Stored, conflict: bool) -> Result<(), Error> {
        let made = self.theirs.registers.made.get(name);
        if let Some(made) = made
            && !conflict
        {
            self.heads.insert(place(name, None), made.heads.clone());
        }
        // Where it is asked whether the record is to be there, that cannot say who wrote its
        // fields as well: each says so itself.
        let made = made.filter(|made| {
            let known = |head: &Head| self.ours.log.known.contains(&head.dot);
            conflict && !made.heads.iter().all(known)
        });
        for (field, value) in stored.to_fields()? {
            let at = place(name, Some(&field));
            if let Some(register) = self.theirs.registers.of.get(&at).or(made) {
                let mut heads = register.heads.clone();
                if let [one] = heads.as_mut_slice() {
                    one.value = Some(value.to_string());
                }
                self.heads.insert(at, heads);
            }
        }
        Ok(())
    }

    /// Every field of a record that both copies have.
    fn settle_fields(&mut self, key: Key, ours: &Stored, theirs: &Stored) -> Result<(), Error> {
        let name = name_of(key);
        let (mut fields, others) = (ours.to_fields()?, theirs.to_fields()?);
        let mut merged = fields.clone();
        for (field, other) in others {
            let own = fields.remove(&field).unwrap_or_default();
            let (x, y) = (own.to_string(), other.to_string());
            let of_ours = self.ours.held(&name, &field, ours.batch, &x);
            let of_theirs = self.theirs.held(&name, &field, theirs.batch, &y);
            let mut heads = join((&self.ours, &of_ours, &x), (&self.theirs, &of_theirs, &y));
            if x != y && heads.is_empty() {
                // Nobody wrote it, and yet it differs: show both rather than choose.
                let head = |side: &Side, value: &str| Head {
                    dot: side.log.genesis,
                    copy: side.name.clone(),
                    at: Instant(0),
                    weight: 0,
                    value: Some(value.to_owned()),
                };
                heads = vec![head(&self.ours, &x), head(&self.theirs, &y)];
            }
            if field == "batch" && differ(&heads) {
                // Which import a record came in with is nothing to decide on: the first one, or
                // none where it has left it.
                let first = self.first_batch(ours.batch, theirs.batch);
                let text =
                    serde_json::Value::from(first.map(|batch| batch.to_string())).to_string();
                heads.retain(|head| head.value.as_deref() == Some(text.as_str()));
            }
            let value = match shown(&heads) {
                Some(head) if x != y => head.value.clone().unwrap_or_else(|| x.clone()),
                _ => x.clone(),
            };
            if value == y && value != x {
                merged.insert(field.clone(), other);
            } else if value != x {
                let value = serde_json::from_str(&value)
                    .map_err(|_| Error::damaged("a merge holds a value that is no JSON"))?;
                merged.insert(field.clone(), value);
            }
            if heads != of_ours.heads {
                self.heads.insert(place(&name, Some(&field)), heads);
            }
        }
        self.records.insert(key, Stored::from_fields(key, merged)?);
        Ok(())
    }

    fn first_batch(&self, ours: Option<BatchId>, theirs: Option<BatchId>) -> Option<BatchId> {
        let (ours, theirs) = (ours?, theirs?);
        let order = |side: &Side, id: BatchId| (side.batches.get(&id).map(|b| b.at), id);
        let counts = |id: BatchId| self.live.get(&id).copied().unwrap_or(false);
        match (counts(ours), counts(theirs)) {
            (true, false) => Some(ours),
            (false, true) => Some(theirs),
            _ if order(&self.ours, ours) <= order(&self.theirs, theirs) => Some(ours),
            _ => Some(theirs),
        }
    }

    /// Whether a merged record counts.
    fn counts(&self, stored: &Stored) -> bool {
        let live = |id| self.live.get(&id).copied().unwrap_or(false);
        stored.batch.is_none_or(live)
    }
}

impl Store {
    /// Merges another copy of this workspace into it, as one entry that can be undone. `ours` and
    /// `theirs` are what people call the two copies. The other file is only read; where it knows
    /// nothing new, nothing is written.
    ///
    /// # Errors
    /// [`Error::Conflict`] where the other file is no copy of this workspace, and those of
    /// [`Store::edit`].
    pub fn merge(
        &mut self,
        other: &Store,
        (ours, theirs): (&str, &str),
        at: Instant,
    ) -> Result<(Applied, Merged), Error> {
        let snapshot = other.db.unchecked_transaction().map_err(Error::from);
        let theirs = other.located(snapshot.and_then(|db| {
            let side = Side::read(&db, theirs)?;
            Ok((side, db))
        }))?;
        let result = self.take_in(ours, theirs, at);
        self.wrote(result)
    }

    fn take_in(
        &mut self,
        name: &str,
        (theirs, their_db): (Side, rusqlite::Transaction<'_>),
        at: Instant,
    ) -> Result<(Applied, Merged), Error> {
        let mut writing = Writing::begin(self)?;
        let ours = Side::read(&writing.db, name)?;
        if ours.log.genesis != theirs.log.genesis {
            return Err(Error::conflict(format!(
                "“{}” is no copy of this workspace: the two were made apart and share no past. \
                 Only copies of one workspace can be merged; bring in the other one’s data by \
                 importing its files",
                theirs.name
            )));
        }
        if theirs.log.known.is_subset(&ours.log.known) {
            let mut merged = Merged {
                conflicts: crate::conflict::all(&writing.db)?.len() as u64,
                ..Merged::default()
            };
            type_in(&mut writing, &ours, &theirs, &ours.records, &mut merged)?;
            let entry = NewEntry {
                command: COMMAND,
                label: String::new(),
                at,
            };
            return Ok((writing.commit(entry, None, None)?, merged));
        }
        let (records, batches) = (ours.records.clone(), ours.batches.clone());
        let label = format!("Merged {}", theirs.name);
        let mut merging = Merging::of(ours, theirs)?;
        merging.keep_apart_revenue(&writing.db, &their_db)?;
        merging.keep_what_was_edited()?;
        merging.keep_what_is_used(&writing.db, &their_db)?;
        merging.keep_labor();
        merging.break_cycles()?;
        let relabelled = merging.name_apart(at);
        let mut merged = merging.write(&mut writing, &their_db, &records, &batches)?;
        merged.relabelled = relabelled;
        let (ours, theirs) = (&merging.ours, &merging.theirs);
        type_in(&mut writing, ours, theirs, &merging.records, &mut merged)?;
        let entry = NewEntry {
            command: COMMAND,
            label,
            at,
        };
        let applied = writing.commit_always(entry, None, None)?;
        merged.conflicts = crate::conflict::all(&self.db)?.len() as u64;
        Ok((applied, merged))
    }
}

/// Brings what was typed and not sent yet to what both copies have of it.
fn type_in(
    writing: &mut Writing<'_>,
    ours: &Side,
    theirs: &Side,
    records: &BTreeMap<Key, Stored>,
    merged: &mut Merged,
) -> Result<(), Error> {
    let (joined, apart) = jots::join(ours, theirs, records);
    merged.typed_apart = apart;
    let ids: BTreeSet<JotId> = joined.keys().chain(ours.jots.keys()).copied().collect();
    for id in ids {
        let stored = |jot: &Jot| Stored {
            record: Record::Jot(jot.clone()),
            batch: None,
        };
        let (was, now) = (ours.jots.get(&id), joined.get(&id));
        if was == now {
            continue;
        }
        merged.typed += u64::from(now.is_some());
        let key = Key::Jot(id);
        writing.replace(key, was.map(stored).as_ref(), now.map(stored).as_ref())?;
        writing.applied.reread = true;
        writing.applied.changes.push(match now {
            Some(jot) => Change::Put(Record::Jot(jot.clone())),
            None => Change::Delete(key),
        });
    }
    Ok(())
}

/// Names of records that a text mentions: its runs of exactly 32 hexadecimal digits.
fn ids_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            while at < bytes.len() && bytes[at].is_ascii_hexdigit() {
                at += 1;
            }
            let length = at - start;
            if length == 0 {
                at += 1;
            } else if length == 32 {
                return Some((start, &text[start..at]));
            }
        }
        None
    })
}

/// Records that a record names, among those wanted.
pub(crate) fn mentioned(
    stored: &Stored,
    wanted: &HashMap<String, Key>,
    roles: &HashMap<String, Key>,
) -> Result<HashSet<Key>, Error> {
    let mut found = HashSet::new();
    match &stored.record {
        // A scenario keeps what it was computed from as it was.
        Record::Scenario(_) | Record::Methods(_) => return Ok(found),
        Record::Service(service) => found.extend(service.tier.map(Key::Tier)),
        Record::Labor(entry) => found.extend(roles.get(&entry.role.to_lowercase())),
        _ => {}
    }
    found.retain(|key| wanted.values().any(|w| w == key));
    let own = stored.record.key();
    let text = serde_json::Value::Object(stored.record.to_fields()?).to_string();
    found.extend(ids_in(&text).filter_map(|(_, id)| wanted.get(id).copied()));
    found.remove(&own);
    Ok(found)
}
