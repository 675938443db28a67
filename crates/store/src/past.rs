//! The log of one copy, read for a merge: who wrote each field last, and what another copy
//! knows of it.
//!
//! An entry is known by its *dot*: a hash over what it says and over all that came before it in
//! its file. Two copies that went on apart have the same dots as far as their past is common and
//! never after, also where both still write as the same replica, because one is a plain copy of
//! the other's file.
//!
//! A field is a register with several values (Shapiro and others, “A comprehensive study of
//! convergent and commutative replicated data types”, 2011): its *heads* are the values that
//! nobody who knew them has replaced. One is the rule; several are a conflict.

use crate::conflict;
use crate::error::Error;
use crate::record::FieldChange;
use crate::row::{self, Lanes};
use crate::table::log::{Entry, LoggedChange};
use crate::table::merge::{MergedChange, MergedEntry, MergedHead};
use crate::table::meta::Meta;
use ninefold_domain::id::BatchId;
use ninefold_domain::time::Instant;
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A record: its table and its name within it, as the log has them.
pub(crate) type Name = (String, String);
/// A field of a record; no field stands for whether the record is there at all.
pub(crate) type Place = (String, String, Option<String>);

/// The dot of a head that the merge wrote itself, in the file of that merge: its own dot follows
/// from all that it wrote, so it cannot stand in it.
pub(crate) const OWN: u128 = 0;

/// What [`Head::value`] says of a record that is there.
pub(crate) const THERE: &str = "true";

/// A value that nobody who knew it has replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// The entry that wrote it.
    pub dot: u128,
    /// The copy in which it was written.
    pub copy: String,
    /// When.
    pub at: Instant,
    /// Among several values the one of the largest weight is shown.
    pub weight: u8,
    /// JSON; nothing for a record that is gone.
    pub value: Option<String>,
}

/// The heads of a field, and the last value of it that the other copy knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Register {
    /// Its heads; none where nobody wrote it since the record was made.
    pub heads: Vec<Head>,
    /// What it was before the first change that the other copy does not know.
    pub base: Option<Option<String>>,
}

/// An entry of this file with its changes.
pub(crate) struct Line {
    /// The entry.
    pub entry: Entry,
    /// By which it is known.
    pub dot: u128,
    /// Its changes, in order.
    pub changes: Vec<FieldChange>,
}

/// What one merge brought.
#[derive(Default)]
pub(crate) struct Brought {
    /// Entries of the other copy with their changes.
    pub entries: Vec<(MergedEntry, Vec<FieldChange>)>,
    /// Heads as it left them.
    pub heads: Vec<MergedHead>,
    /// Whether it is done at present.
    pub in_force: bool,
}

/// The log of one copy.
pub(crate) struct Log {
    /// By which copies of one workspace are told from others.
    pub genesis: u128,
    /// Entries of this file, in order.
    pub lines: Vec<Line>,
    /// Merges by the entry that made them.
    pub merges: BTreeMap<u64, Brought>,
    /// Every entry that this copy knows.
    pub known: HashSet<u128>,
    /// The entry that imported each batch, and when.
    pub batches: HashMap<BatchId, (u128, Instant)>,
}

impl Log {
    pub(crate) fn read(db: &Connection) -> Result<Self, Error> {
        let mut facts: Vec<Meta> = row::select_all(db)?;
        facts.sort_by(|a, b| a.name.cmp(&b.name));
        let mut lanes = Lanes::new(0);
        for fact in &facts {
            lanes.text(&fact.name);
            lanes.text(&fact.value);
        }
        let genesis = lanes.finish();

        let mut merges: BTreeMap<u64, Brought> = BTreeMap::new();
        let mut entries: Vec<MergedEntry> = row::select_all(db)?;
        entries.sort_by_key(|entry| (entry.merge, entry.position));
        for entry in entries {
            let brought = merges.entry(entry.merge).or_default();
            brought.entries.push((entry, Vec::new()));
        }
        let mut changes: Vec<MergedChange> = row::select_all(db)?;
        changes.sort_by_key(|row| (row.merge, row.entry, row.position));
        for row in changes {
            let entry = merges
                .get_mut(&row.merge)
                .and_then(|brought| brought.entries.get_mut(usize::try_from(row.entry).ok()?))
                .ok_or_else(|| Error::damaged("a merged change belongs to no entry"))?;
            entry.1.push(row.change);
        }
        let mut heads: Vec<MergedHead> = row::select_all(db)?;
        heads.sort_by_key(|head| (head.merge, head.position));
        for head in heads {
            merges.entry(head.merge).or_default().heads.push(head);
        }

        let mut changes: HashMap<u64, Vec<LoggedChange>> = HashMap::new();
        for row in row::select_all::<LoggedChange>(db)? {
            changes.entry(row.entry).or_default().push(row);
        }
        let mut dot = genesis;
        let mut lines = Vec::new();
        let mut origins: HashMap<u64, u64> = HashMap::new();
        for entry in row::select_all::<Entry>(db)? {
            let mut changes = changes.remove(&entry.seq).unwrap_or_default();
            changes.sort_by_key(|row| row.position);
            let changes: Vec<FieldChange> = changes.into_iter().map(|row| row.change).collect();
            dot = dot_of(dot, &entry, &changes, merges.get(&entry.seq));
            // An undo takes a merge out of force, the redo of it puts it back.
            let origin = match entry.inverse_of {
                Some(target) => origins.get(&target).copied().unwrap_or(target),
                None => entry.seq,
            };
            origins.insert(entry.seq, origin);
            if let Some(merge) = merges.get_mut(&origin) {
                merge.in_force = entry.inverse_of.is_none() || !merge.in_force;
            }
            lines.push(Line {
                entry,
                dot,
                changes,
            });
        }

        let mut known: HashSet<u128> = HashSet::from([genesis]);
        let mut batches = HashMap::new();
        for line in &lines {
            known.insert(line.dot);
            if let (None, Some(batch)) = (line.entry.inverse_of, line.entry.batch) {
                batches.entry(batch).or_insert((line.dot, line.entry.at));
            }
        }
        for (entry, _) in merges.values().flat_map(|brought| &brought.entries) {
            if let Some(batch) = entry.batch {
                batches.entry(batch).or_insert((entry.dot, entry.at));
            }
        }
        for brought in merges.values().filter(|brought| brought.in_force) {
            known.extend(brought.entries.iter().map(|(entry, _)| entry.dot));
        }
        Ok(Self {
            genesis,
            lines,
            merges,
            known,
            batches,
        })
    }

    /// Reads the registers: what this copy, called `copy`, wrote, held against what the other
    /// one knows.
    pub(crate) fn registers(&self, copy: &str, other: &HashSet<u128>) -> Registers {
        let mut reading = Reading {
            copy,
            other,
            registers: Registers::default(),
            before: HashMap::new(),
            before_merge: HashMap::new(),
        };
        let mut origins: HashMap<u64, u64> = HashMap::new();
        let mut in_force: HashSet<u64> = HashSet::new();
        let changes_of: HashMap<u64, &Line> = self.lines.iter().map(|l| (l.entry.seq, l)).collect();
        for line in &self.lines {
            let seq = line.entry.seq;
            let Some(target) = line.entry.inverse_of else {
                origins.insert(seq, seq);
                match self.merges.get(&seq) {
                    Some(brought) => {
                        in_force.insert(seq);
                        reading.merge(line, brought);
                    }
                    None => reading.edit(line),
                }
                continue;
            };
            let origin = origins.get(&target).copied().unwrap_or(target);
            origins.insert(seq, origin);
            match self.merges.get(&origin) {
                Some(_) if in_force.remove(&origin) => reading.unmerge(origin),
                Some(brought) => {
                    in_force.insert(origin);
                    if let Some(first) = changes_of.get(&origin) {
                        reading.merge(first, brought);
                    }
                }
                None => reading.inverse(line, target, changes_of.get(&target).copied()),
            }
        }
        reading.registers
    }
}

/// The registers of one copy.
#[derive(Debug, Clone, Default)]
pub(crate) struct Registers {
    /// Fields, and whether records are there.
    pub of: HashMap<Place, Register>,
    /// What wrote all fields of a record at once, for those that have no register.
    pub made: HashMap<Name, Register>,
    /// Records that have any register.
    pub touched: HashSet<Name>,
}

impl Registers {
    /// The register of a place, or that of the record as it was made.
    pub(crate) fn get(&self, name: &Name, field: Option<&str>) -> Option<&Register> {
        let place = (name.0.clone(), name.1.clone(), field.map(str::to_owned));
        let own = self.of.get(&place);
        match field {
            Some(_) => own.or_else(|| self.made.get(name)),
            None => own,
        }
    }
}

/// Registers as they were before something wrote them: that of the place, and for a place of a
/// whole record that of all its fields.
type Before = HashMap<Place, (Option<Register>, Option<Register>)>;

struct Reading<'a> {
    copy: &'a str,
    other: &'a HashSet<u128>,
    registers: Registers,
    /// Registers as they were before each entry wrote them.
    before: HashMap<u64, Before>,
    before_merge: HashMap<u64, Before>,
}

impl Reading<'_> {
    /// Keeps what a place is before it is written the first time.
    fn note(&self, before: &mut Before, place: &Place) {
        if !before.contains_key(place) {
            let name = (place.0.clone(), place.1.clone());
            let made = match place.2 {
                None => self.registers.made.get(&name).cloned(),
                Some(_) => None,
            };
            let was = self.registers.of.get(place).cloned();
            before.insert(place.clone(), (was, made));
        }
    }

    /// Sets the heads of a place; `before` is the value that it had.
    fn set(&mut self, place: Place, heads: Vec<Head>, before: Option<Option<String>>) {
        let name = (place.0.clone(), place.1.clone());
        let novel = heads.iter().any(|head| !self.other.contains(&head.dot));
        let was = self.registers.get(&name, place.2.as_deref());
        let base = match was.and_then(|was| was.base.clone()) {
            _ if !novel => None,
            Some(base) => Some(base),
            None => before,
        };
        self.registers.touched.insert(name);
        self.registers.of.insert(place, Register { heads, base });
    }

    fn head(&self, line: &Line, value: Option<String>) -> Head {
        Head {
            dot: line.dot,
            copy: self.copy.to_owned(),
            at: line.entry.at,
            weight: 0,
            value,
        }
    }

    /// A head as a merge left it.
    fn brought(&self, line: &Line, head: &MergedHead) -> Head {
        if head.dot == OWN {
            return self.head(line, head.value.clone());
        }
        Head {
            dot: head.dot,
            copy: head.copy.clone(),
            at: head.at,
            weight: head.weight,
            value: head.value.clone(),
        }
    }

    fn edit(&mut self, line: &Line) {
        let mut before = Before::new();
        for change in &line.changes {
            let wants = self.write(line, change, &mut before);
            // To change a record is to want it there; to settle one of its fields is not.
            if let Some(there) = wants.filter(|_| line.entry.command != conflict::COMMAND) {
                let place = (change.table.clone(), change.record.clone(), None);
                self.note(&mut before, &place);
                let head = self.head(line, Some(there));
                self.set(place, vec![head], Some(Some(THERE.into())));
            }
        }
        self.before.insert(line.entry.seq, before);
    }

    /// Writes one change; says what to note about the record being there.
    fn write(&mut self, line: &Line, change: &FieldChange, before: &mut Before) -> Option<String> {
        let place = place_of(change);
        self.note(before, &place);
        if change.field.is_some() {
            let head = self.head(line, change.after.clone());
            self.set(place, vec![head], Some(change.before.clone()));
            return (change.table != "batch").then(|| THERE.to_owned());
        }
        let there = |value: &Option<String>| value.as_ref().map(|_| THERE.to_owned());
        let head = self.head(line, there(&change.after));
        if change.before.is_none() && change.after.is_some() {
            let novel = !self.other.contains(&head.dot);
            let made = Register {
                heads: vec![head.clone()],
                base: novel.then_some(None),
            };
            let name = (change.table.clone(), change.record.clone());
            self.registers.made.insert(name, made);
            self.forget_fields(change, before);
        }
        self.set(place, vec![head], Some(there(&change.before)));
        None
    }

    /// A record made again has all its fields from there: what wrote them before it was deleted
    /// wrote none of them.
    fn forget_fields(&mut self, change: &FieldChange, before: &mut Before) {
        let fields: serde_json::Map<String, serde_json::Value> = change
            .after
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        for field in fields.keys() {
            let old = (
                change.table.clone(),
                change.record.clone(),
                Some(field.clone()),
            );
            if self.registers.of.contains_key(&old) {
                self.note(before, &old);
                self.registers.of.remove(&old);
            }
        }
    }

    /// An undo or redo: the heads are those from before, as written by it, so that it replaces
    /// what it takes back also for those who know only that.
    fn inverse(&mut self, line: &Line, target: u64, of: Option<&Line>) {
        let mut before = Before::new();
        let restored = self.before.get(&target).cloned().unwrap_or_default();
        let own: HashMap<Place, &FieldChange> =
            line.changes.iter().map(|c| (place_of(c), c)).collect();
        let same: HashSet<Place> = of
            .iter()
            .flat_map(|of| &of.changes)
            .filter(|change| change.before == change.after)
            .map(place_of)
            .collect();
        for change in &line.changes {
            if !restored.contains_key(&place_of(change)) {
                self.write(line, change, &mut before);
            }
        }
        for (place, (was, made)) in restored {
            let change = own.get(&place);
            let whole = place.2.is_none();
            let now = self.registers.of.get(&place).map(|now| &now.heads);
            let gone = whole && now.is_some_and(|heads| heads.iter().all(|h| h.value.is_none()));
            let record = (place.0.clone(), place.1.clone(), None);
            if change.is_none() && !whole && own.contains_key(&record) {
                // A field of a record that comes and goes with it: as it was before.
                self.note(&mut before, &place);
                match was {
                    Some(was) => self.registers.of.insert(place, was),
                    None => self.registers.of.remove(&place),
                };
                continue;
            }
            if change.is_none() && (gone || !(whole || same.contains(&place))) {
                // It was changed since, and stayed.
                continue;
            }
            self.note(&mut before, &place);
            let value = match change {
                Some(change) if whole => change.after.as_ref().map(|_| THERE.to_owned()),
                Some(change) => change.after.clone(),
                None => Some(THERE.to_owned()),
            };
            let mut heads = was.map(|was| was.heads).unwrap_or_default();
            match heads.as_mut_slice() {
                [] => heads = vec![self.head(line, value)],
                [one] => {
                    let weight = one.weight;
                    *one = self.head(line, value);
                    one.weight = weight;
                }
                several => {
                    for head in several {
                        head.dot = line.dot;
                    }
                }
            }
            let value_before = match change {
                Some(change) if whole => change.before.as_ref().map(|_| THERE.to_owned()),
                Some(change) => change.before.clone(),
                None => Some(THERE.to_owned()),
            };
            if let (true, Some(made)) = (whole, made) {
                let name = (place.0.clone(), place.1.clone());
                self.registers.made.insert(name, made);
            }
            self.set(place, heads, Some(value_before));
        }
        self.before.insert(line.entry.seq, before);
    }

    fn merge(&mut self, line: &Line, brought: &Brought) {
        let changes: HashMap<Place, &FieldChange> =
            line.changes.iter().map(|c| (place_of(c), c)).collect();
        let mut before = Before::new();
        let came_whole = |place: &Place| {
            let whole = (place.0.clone(), place.1.clone(), None);
            changes.get(&whole).is_some_and(|c| c.before.is_none())
        };
        let places = brought
            .heads
            .chunk_by(|a, b| (&a.table, &a.record, &a.field) == (&b.table, &b.record, &b.field));
        for heads in places {
            let first = &heads[0];
            let place = (
                first.table.clone(),
                first.record.clone(),
                first.field.clone(),
            );
            self.note(&mut before, &place);
            let heads: Vec<Head> = heads.iter().map(|head| self.brought(line, head)).collect();
            let value = shown(&heads).and_then(|head| head.value.clone());
            // What the other copy says too is what it knows, whoever else wrote it.
            let agreed = heads
                .iter()
                .any(|head| self.other.contains(&head.dot) && head.value == value);
            let was = match changes.get(&place) {
                Some(change) if place.2.is_none() => {
                    change.before.as_ref().map(|_| THERE.to_owned())
                }
                Some(change) => change.before.clone(),
                // Its record was not there, so no value of it was.
                None if came_whole(&place) => None,
                None => value.clone(),
            };
            // A record that one copy had deleted keeps what is known of who wrote its fields.
            if place.2.is_none() && came_whole(&place) && !differ(&heads) {
                let name = (place.0.clone(), place.1.clone());
                let novel = heads.iter().all(|head| !self.other.contains(&head.dot));
                let made = Register {
                    heads: heads.clone(),
                    base: novel.then_some(None),
                };
                self.registers.made.insert(name, made);
            }
            self.set(place.clone(), heads, Some(was));
            if agreed && let Some(register) = self.registers.of.get_mut(&place) {
                register.base = Some(value);
            }
        }
        self.before_merge.insert(line.entry.seq, before);
    }

    fn unmerge(&mut self, origin: u64) {
        for (place, (was, made)) in self.before_merge.remove(&origin).unwrap_or_default() {
            let name = (place.0.clone(), place.1.clone());
            if place.2.is_none() {
                match made {
                    Some(made) => self.registers.made.insert(name, made),
                    None => self.registers.made.remove(&name),
                };
            }
            match was {
                Some(was) => self.registers.of.insert(place, was),
                None => self.registers.of.remove(&place),
            };
        }
    }
}

fn place_of(change: &FieldChange) -> Place {
    (
        change.table.clone(),
        change.record.clone(),
        change.field.clone(),
    )
}

/// The head whose value stands while several do: the one of the largest weight, then the newest.
pub(crate) fn shown(heads: &[Head]) -> Option<&Head> {
    heads
        .iter()
        .max_by_key(|head| (head.weight, head.at, &head.value, head.dot))
}

/// Whether heads say different things.
pub(crate) fn differ(heads: &[Head]) -> bool {
    heads.windows(2).any(|pair| pair[0].value != pair[1].value)
}

/// By which an entry is known: all it says, and all that came before it.
fn dot_of(past: u128, entry: &Entry, changes: &[FieldChange], brought: Option<&Brought>) -> u128 {
    let mut lanes = Lanes::new(past);
    lanes.number(entry.replica);
    lanes.number(u128::from(entry.seq));
    lanes.number(entry.at.0.cast_unsigned().into());
    lanes.text(&entry.command);
    lanes.text(&entry.label);
    lanes.number(entry.inverse_of.unwrap_or(0).into());
    lanes.number(entry.batch.map_or(0, |batch| batch.0));
    for change in changes {
        lanes.text(&change.table);
        lanes.text(&change.record);
        for part in [&change.field, &change.before, &change.after] {
            match part {
                Some(text) => lanes.text(text),
                None => lanes.number(0),
            }
        }
    }
    for (entry, _) in brought.iter().flat_map(|brought| &brought.entries) {
        lanes.number(entry.dot);
    }
    lanes.finish()
}
