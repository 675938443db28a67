//! Imports of both copies, and what must not go because something else stays.

use super::{Merging, Side, join, mentioned, name_of, place};
use crate::error::Error;
use crate::past::{Head, THERE, differ};
use crate::record::{Key, Record};
use crate::table::{requests, revenue};
use crate::write::Stored;
use ninefold_domain::id::{BatchId, StreamId};
use ninefold_domain::impact::check_cycles;
use ninefold_domain::record::{MinuteSum, Service};
use ninefold_domain::time::Instant;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How the log names whether an import counts.
fn live_of(batch: BatchId) -> (String, String) {
    ("batch".to_owned(), batch.to_string())
}

impl Merging {
    /// Which imports count: those that either copy undid do not, of two of the same files one.
    pub(super) fn settle_batches(&mut self, twice: &[(BatchId, BatchId)]) {
        let ids: BTreeSet<BatchId> = self
            .ours
            .batches
            .keys()
            .chain(self.theirs.batches.keys())
            .copied()
            .collect();
        for id in ids {
            let (ours, theirs) = (self.ours.batches.get(&id), self.theirs.batches.get(&id));
            let (x, y) = match (ours, theirs) {
                (Some(ours), Some(theirs)) => (ours.live, theirs.live),
                (Some(only), None) | (None, Some(only)) => {
                    self.live.insert(id, only.live);
                    continue;
                }
                (None, None) => continue,
            };
            let name = live_of(id);
            let (x_text, y_text) = (x.to_string(), y.to_string());
            let of_ours = self.ours.held(&name, "live", Some(id), &x_text);
            let of_theirs = self.theirs.held(&name, "live", Some(id), &y_text);
            let heads = join(
                (&self.ours, &of_ours, &x_text),
                (&self.theirs, &of_theirs, &y_text),
            );
            let live = match crate::past::shown(&heads) {
                Some(head) if x != y => head.value.as_deref() == Some("true"),
                _ => x,
            };
            self.live.insert(id, live);
            if heads != of_ours.heads {
                self.heads.insert(place(&name, Some("live")), heads);
            }
        }
        for (first, second) in twice {
            self.live.insert(*second, false);
            let side = match self.ours.batches.contains_key(second) {
                true => &self.ours,
                false => &self.theirs,
            };
            if let Some(batch) = side.batches.get(second) {
                let files = batch.import.files.iter().map(|file| file.name.clone());
                self.twice.extend(files);
            }
            // By the import that counts, in whichever copy: it is why this one does not.
            let other = match self.ours.batches.contains_key(first) {
                true => &self.ours,
                false => &self.theirs,
            };
            if let Some(head) = other.import_head(*first, "false") {
                let at = place(&live_of(*second), Some("live"));
                self.heads.insert(at, vec![head]);
            }
        }
    }

    /// Notes that an import counts or not although the copies say different things.
    fn disagree(&mut self, batch: BatchId, live: bool, counts: Head, not: Head) {
        let weighted = |head: Head, value: bool| Head {
            weight: u8::from(value == live),
            value: Some(value.to_string()),
            ..head
        };
        let mut heads = vec![weighted(counts, true), weighted(not, false)];
        heads.sort_by(|a, b| (a.dot, &a.value).cmp(&(b.dot, &b.value)));
        self.live.insert(batch, live);
        self.heads
            .insert(place(&live_of(batch), Some("live")), heads);
    }

    /// Revenue of two imports, one of each copy, over the same minutes would count twice: the
    /// later one does not count until a person says so. An import that one copy undid counts
    /// where the other one brought more into its streams, which may lean on it.
    pub(super) fn keep_apart_revenue(
        &mut self,
        ours: &Connection,
        theirs: &Connection,
    ) -> Result<(), Error> {
        let names = self.renamed.clone();
        let stream = |id: StreamId| -> StreamId {
            let name = names.get(&id.to_string());
            name.and_then(|name| name.parse().ok()).unwrap_or(id)
        };
        let novel = |side: &Side, other: &Side, live: &dyn Fn(BatchId) -> bool, db: &Connection| {
            let mut found = Vec::new();
            for batch in side.batches.values() {
                let id = batch.import.id;
                if side.is_novel(id, other) && live(id) {
                    let sums = series_of_batch(db, id)?;
                    if !sums.is_empty() {
                        found.push((batch.at, id, sums));
                    }
                }
            }
            found.sort_by_key(|(at, id, _)| (*at, *id));
            Ok::<_, Error>(found)
        };
        let counts = self.live.clone();
        let live = |id: BatchId| counts.get(&id).copied().unwrap_or(false);
        let of_ours = novel(&self.ours, &self.theirs, &live, ours)?;
        let of_theirs = novel(&self.theirs, &self.ours, &live, theirs)?;

        let mut twice: BTreeMap<(Instant, BatchId), (Instant, BatchId)> = BTreeMap::new();
        for (at, id, sums) in &of_ours {
            let mut minutes: HashSet<(StreamId, i64)> = HashSet::new();
            if !of_theirs.is_empty() {
                for (of, sums) in sums {
                    minutes.extend(sums.iter().map(|sum| (stream(*of), sum.minute)));
                }
            }
            for (other_at, other, sums) in &of_theirs {
                let mut others = sums
                    .iter()
                    .flat_map(|(of, sums)| sums.iter().map(|sum| (stream(*of), sum.minute)));
                if others.any(|minute| minutes.contains(&minute)) {
                    let pair = [(*at, *id), (*other_at, *other)];
                    let (first, second) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
                    let earliest = twice.entry(second).or_insert(first);
                    *earliest = first.min(*earliest);
                }
            }
        }
        let head = |merging: &Self, id: BatchId| {
            let sides = [&merging.ours, &merging.theirs];
            let mut own = sides.iter().filter(|side| side.batches.contains_key(&id));
            own.find_map(|side| side.import_head(id, "true"))
        };
        for ((_, second), (_, first)) in twice {
            if let (Some(counts), Some(not)) = (head(self, second), head(self, first)) {
                self.disagree(second, false, counts, not);
            }
        }

        let ids: Vec<BatchId> = self.live.keys().copied().collect();
        for id in ids {
            let (Some(ours_batch), Some(theirs_batch)) =
                (self.ours.batches.get(&id), self.theirs.batches.get(&id))
            else {
                continue;
            };
            if self.live.get(&id) == Some(&true) || ours_batch.live == theirs_batch.live {
                continue;
            }
            let (gone, leaning, side) = match ours_batch.live {
                false => (&self.ours, &of_theirs, &self.theirs),
                true => (&self.theirs, &of_ours, &self.ours),
            };
            let own: HashSet<StreamId> = series_of_batch(ours, id)?
                .into_iter()
                .map(|(of, _)| stream(of))
                .collect();
            let leans = leaning
                .iter()
                .find(|(.., sums)| sums.iter().any(|(of, _)| own.contains(&stream(*of))));
            let undone = gone.registers.get(&live_of(id), Some("live"));
            let not = undone.and_then(|register| register.heads.first()).cloned();
            let counts = leans.and_then(|(_, later, _)| side.import_head(*later, "true"));
            if let (Some(counts), Some(not)) = (counts, not) {
                self.disagree(id, true, counts, not);
            }
        }
        Ok(())
    }

    /// A record that one copy changed and that the other one’s undoing of its import would take
    /// with it stays, without its import.
    pub(super) fn keep_what_was_edited(&mut self) -> Result<(), Error> {
        let mut kept = Vec::new();
        for (key, stored) in &self.records {
            if self.counts(stored) {
                continue;
            }
            let changed = |side: &Side, other: &Side| -> Result<Option<Head>, Error> {
                match side.records.get(key) {
                    Some(own) if side.counts(own) && !self.is_twice(own) => {
                        side.newest_change(*key, own, other)
                    }
                    _ => Ok(None),
                }
            };
            let novel = |side: &Side, other: &Side| {
                stored
                    .batch
                    .is_some_and(|batch| side.is_novel(batch, other))
            };
            // An import of one copy alone went or counts as that copy says.
            if novel(&self.ours, &self.theirs) || novel(&self.theirs, &self.ours) {
                continue;
            }
            let changes = [
                changed(&self.ours, &self.theirs)?,
                changed(&self.theirs, &self.ours)?,
            ];
            let change = changes.into_iter().flatten().max_by_key(|h| (h.at, h.dot));
            kept.extend(change.map(|change| (*key, change)));
        }
        for (key, change) in kept {
            self.rescue(key, change);
        }
        Ok(())
    }

    /// Whether a record came in with files that both copies imported.
    fn is_twice(&self, stored: &Stored) -> bool {
        stored.batch.is_some_and(|batch| {
            self.live.get(&batch) == Some(&false)
                && self
                    .heads
                    .get(&place(&live_of(batch), Some("live")))
                    .is_some_and(|heads| heads.len() == 1)
                && (self.ours.batches.contains_key(&batch)
                    != self.theirs.batches.contains_key(&batch))
        })
    }

    /// Keeps a record that would go, and notes that the copies disagree about it.
    fn rescue(&mut self, key: Key, change: Head) {
        let name = name_of(key);
        let stored = match self.records.get(&key) {
            Some(stored) => stored,
            None => {
                let of = [&self.ours, &self.theirs].map(|side| side.records.get(&key));
                match of.into_iter().flatten().next() {
                    Some(stored) => stored,
                    None => return,
                }
            }
        };
        let mut stored = stored.clone();
        if let Record::Incident(incident) = &stored.record
            && let Some(origin) = &incident.origin
        {
            // Its id of the source may have come in again: two of one would count twice.
            let taken = self.records.iter().any(|(other, s)| {
                *other != key
                    && self.counts(s)
                    && matches!(&s.record, Record::Incident(i) if i.origin.as_ref() == Some(origin))
            });
            if taken {
                return;
            }
        }
        let gone = match stored.batch.filter(|_| !self.counts(&stored)) {
            Some(batch) => {
                let merged = self.heads.get(&place(&live_of(batch), Some("live")));
                let registers = [&self.ours, &self.theirs]
                    .map(|side| side.registers.get(&live_of(batch), Some("live")));
                let of_sides = registers.into_iter().flatten().flat_map(|r| &r.heads);
                let not = |head: &&Head| head.value.as_deref() == Some("false");
                merged
                    .and_then(|heads| heads.iter().find(not))
                    .or_else(|| of_sides.filter(not).min_by_key(|head| head.dot))
                    .cloned()
            }
            None => self
                .heads
                .get(&place(&name, None))
                .and_then(|heads| heads.iter().find(|head| head.value.is_none()))
                .cloned(),
        };
        if !self.counts(&stored) {
            stored.batch = None;
            let value = Some(serde_json::Value::Null.to_string());
            let head = Head {
                value,
                weight: 0,
                ..change.clone()
            };
            self.heads.insert(place(&name, Some("batch")), vec![head]);
        }
        self.records.insert(key, stored);
        // What nobody wrote is known to whoever knows that it went.
        let dot = match &gone {
            Some(gone) if change.dot == self.ours.log.genesis => gone.dot,
            _ => change.dot,
        };
        let mut heads = vec![Head {
            dot,
            weight: 1,
            value: Some(THERE.into()),
            ..change
        }];
        heads.extend(gone.map(|head| Head {
            weight: 0,
            value: None,
            ..head
        }));
        heads.sort_by(|a, b| (a.dot, &a.value).cmp(&(b.dot, &b.value)));
        self.heads.insert(place(&name, None), heads);
    }

    /// What one copy deleted stays where the other one’s records lean on it, until none is left.
    pub(super) fn keep_what_is_used(
        &mut self,
        ours: &Connection,
        theirs: &Connection,
    ) -> Result<(), Error> {
        loop {
            let mut going: HashMap<String, Key> = HashMap::new();
            let mut roles: HashMap<String, Key> = HashMap::new();
            for side in [&self.ours, &self.theirs] {
                for (key, stored) in &side.records {
                    let stays = self.records.get(key).is_some_and(|s| self.counts(s));
                    if side.counts(stored) && !stays && !self.is_twice(stored) {
                        going.insert(key.id(), *key);
                        if let Record::Role(role) = &stored.record {
                            roles.insert(role.name.to_lowercase(), *key);
                        }
                    }
                }
            }
            if going.is_empty() {
                return Ok(());
            }
            let mut used: Vec<(Key, Head)> = Vec::new();
            for (key, stored) in &self.records {
                if !self.counts(stored) {
                    continue;
                }
                for wanted in mentioned(stored, &going, &roles)? {
                    // Who removed it although this leaned on it meant just that.
                    let mut knew = false;
                    for side in [&self.ours, &self.theirs] {
                        let has = |key| side.records.get(key).filter(|s| side.counts(s));
                        if let (None, Some(own)) = (has(&wanted), has(key)) {
                            knew |= mentioned(own, &going, &roles)?.contains(&wanted);
                        }
                    }
                    if knew {
                        continue;
                    }
                    let mut newest: Option<Head> = None;
                    for (side, other) in [(&self.ours, &self.theirs), (&self.theirs, &self.ours)] {
                        if let Some(own) = side.records.get(key) {
                            let change = side.newest_change(*key, own, other)?;
                            newest = newest
                                .into_iter()
                                .chain(change)
                                .max_by_key(|h| (h.at, h.dot));
                        }
                    }
                    used.push((wanted, newest.unwrap_or_else(|| self.nobody())));
                }
            }
            used.extend(self.leant_on_by_a_side(&going, &roles)?);
            for db in [ours, theirs] {
                let streams = revenue::streams(db)?.into_iter();
                let streams = streams.map(|(batch, stream)| (batch, stream.to_string()));
                let services = requests::services(db)?.into_iter();
                let services = services.map(|(batch, service)| (batch, service.to_string()));
                for (batch, name) in streams.chain(services) {
                    let live = self.live.get(&batch).copied().unwrap_or(false);
                    let name = self.renamed.get(&name).unwrap_or(&name);
                    if live && let Some(key) = going.get(name) {
                        used.push((*key, self.leaning_import(batch)));
                    }
                }
            }
            used.sort_by_key(|(key, head)| (*key, head.at, head.dot));
            used.dedup_by_key(|(key, _)| *key);
            let mut rescued = false;
            for (key, head) in used {
                self.rescue(key, head);
                rescued |= self.records.get(&key).is_some_and(|s| self.counts(s));
            }
            if !rescued {
                return Ok(());
            }
        }
    }

    /// The labor of an incident that one copy deleted and that stays, stays with it.
    pub(super) fn keep_labor(&mut self) {
        let mut kept: Vec<(Key, Stored, Head)> = Vec::new();
        for side in [&self.ours, &self.theirs] {
            for (key, stored) in &side.records {
                let Record::Labor(entry) = &stored.record else {
                    continue;
                };
                if self.records.contains_key(key) || !side.counts(stored) {
                    continue;
                }
                let incident = name_of(Key::Incident(entry.incident));
                let heads = self.heads.get(&place(&incident, None));
                let stays = heads
                    .filter(|heads| differ(heads))
                    .and_then(|heads| heads.iter().find(|head| head.value.is_some()));
                if let Some(head) = stays {
                    kept.push((*key, stored.clone(), head.clone()));
                }
            }
        }
        for (key, stored, head) in kept {
            self.heads.insert(place(&name_of(key), None), vec![head]);
            self.records.insert(key, stored);
        }
    }

    /// What goes although a value that a person may still choose leans on it: a conflict that
    /// nobody decided yet leans on what any of its sides does, whichever is shown.
    fn leant_on_by_a_side(
        &self,
        going: &HashMap<String, Key>,
        roles: &HashMap<String, Key>,
    ) -> Result<Vec<(Key, Head)>, Error> {
        let own = self.ours.registers.of.iter();
        let kept = own.filter(|(place, _)| !self.heads.contains_key(*place));
        let kept = kept.map(|(place, register)| (place, &register.heads));
        let mut used = Vec::new();
        for (at, heads) in kept.chain(&self.heads) {
            let (Some(field), true) = (&at.2, differ(heads)) else {
                continue;
            };
            let Some(key) = Key::parse(&at.0, &at.1) else {
                continue;
            };
            let Some(stored) = self.records.get(&key).filter(|s| self.counts(s)) else {
                continue;
            };
            for head in heads {
                let value = head.value.as_deref().map(serde_json::from_str);
                let Some(Ok(value)) = value else {
                    continue;
                };
                let mut fields = stored.to_fields()?;
                fields.insert(field.clone(), value);
                let chosen = Stored::from_fields(key, fields)?;
                for wanted in mentioned(&chosen, going, roles)? {
                    // Who removed it in knowledge of that side meant just that.
                    let knew = [&self.ours, &self.theirs].into_iter().any(|side| {
                        let is_there = |key| side.records.get(key).is_some_and(|s| side.counts(s));
                        let register = side.registers.get(&name_of(key), Some(field));
                        let mut heads = register.iter().flat_map(|register| &register.heads);
                        !is_there(&wanted) && heads.any(|known| known.dot == head.dot)
                    });
                    if !knew {
                        used.push((wanted, head.clone()));
                    }
                }
            }
        }
        Ok(used)
    }

    /// What an import says of a record that it leans on. Where both copies have the import, the
    /// one in which it counts says so; whichever file is merged into which.
    fn leaning_import(&self, batch: BatchId) -> Head {
        let head = |side: &Side| {
            let live = side.batches.get(&batch)?.live;
            Some((!live, side.import_head(batch, THERE)?))
        };
        [&self.ours, &self.theirs]
            .into_iter()
            .filter_map(head)
            .min_by(|(x_not, x), (y_not, y)| (x_not, &x.copy).cmp(&(y_not, &y.copy)))
            .map_or_else(|| self.nobody(), |(_, head)| head)
    }

    /// A head that no entry wrote.
    fn nobody(&self) -> Head {
        Head {
            dot: self.ours.log.genesis,
            copy: String::new(),
            at: Instant(0),
            weight: 0,
            value: None,
        }
    }

    /// Dependencies that one copy alone could not have: where those of both go in a circle, the
    /// newest one is left out until a person decides.
    pub(super) fn break_cycles(&mut self) -> Result<(), Error> {
        let mut left_out: HashSet<Key> = HashSet::new();
        loop {
            let services: Vec<Service> = self
                .records
                .values()
                .filter_map(|stored| match &stored.record {
                    Record::Service(service) => Some(service.clone()),
                    _ => None,
                })
                .collect();
            if check_cycles(&services).is_ok() {
                return Ok(());
            }
            let mut newest: Option<(Head, Key, &str, String)> = None;
            for service in &services {
                let key = Key::Service(service.id);
                let (Some(ours), Some(theirs)) =
                    (self.ours.records.get(&key), self.theirs.records.get(&key))
                else {
                    continue;
                };
                if left_out.contains(&key) {
                    continue;
                }
                let (x, y) = (ours.to_fields()?, theirs.to_fields()?);
                for field in ["dependencies", "redundancies"] {
                    let texts = [&x, &y].map(|of| of.get(field).map(ToString::to_string));
                    let [Some(x), Some(y)] = texts else { continue };
                    if x == y {
                        continue;
                    }
                    let name = name_of(key);
                    let of_ours = self.ours.held(&name, field, None, &x);
                    let of_theirs = self.theirs.held(&name, field, None, &y);
                    let taken = [
                        (&self.theirs, of_ours, x.clone(), y.clone()),
                        (&self.ours, of_theirs, y, x),
                    ];
                    for (other, register, value, before) in taken {
                        let own = register.heads.into_iter().find(|head| {
                            !other.log.known.contains(&head.dot)
                                && head.value.as_deref() == Some(value.as_str())
                        });
                        let is_newer = |head: &Head| {
                            newest
                                .as_ref()
                                .is_none_or(|(n, ..)| (n.at, n.dot) < (head.at, head.dot))
                        };
                        if let Some(head) = own.filter(is_newer) {
                            newest = Some((head, key, field, before));
                        }
                    }
                }
            }
            let Some((head, key, field, before)) = newest else {
                return Ok(());
            };
            left_out.insert(key);
            let Some(stored) = self.records.get(&key) else {
                return Ok(());
            };
            let mut fields = stored.to_fields()?;
            let value = serde_json::from_str(&before)
                .map_err(|_| Error::damaged("a merge holds a value that is no JSON"))?;
            fields.insert(field.to_owned(), value);
            self.records.insert(key, Stored::from_fields(key, fields)?);
            // That it was left out is known to whoever knows of the change, in a merge with it.
            let left = Head {
                copy: String::new(),
                at: Instant(0),
                weight: 1,
                value: Some(before),
                ..head.clone()
            };
            let mut heads = vec![Head { weight: 0, ..head }, left];
            heads.sort_by(|a, b| (a.dot, &a.value).cmp(&(b.dot, &b.value)));
            self.heads.insert(place(&name_of(key), Some(field)), heads);
        }
    }
}

/// What a batch says of minutes: revenue by stream, and requests by service, whose ids are told
/// apart as all ids are.
fn series_of_batch(
    db: &Connection,
    batch: BatchId,
) -> Result<Vec<(StreamId, Vec<MinuteSum>)>, Error> {
    let mut series = revenue::of_batch(db, batch)?;
    for (service, counts) in requests::of_batch(db, batch)? {
        let minutes = counts.iter().map(|count| MinuteSum {
            minute: count.minute,
            units: count.good,
            rows: 1,
        });
        series.push((StreamId(service.0), minutes.collect()));
    }
    Ok(series)
}
