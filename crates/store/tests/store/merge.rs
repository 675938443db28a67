//! Two copies of a workspace as one: nothing lost, in either order, and taken back as one step.

mod laws;

use crate::fixture::*;
use ninefold_domain::id::{BatchId, IncidentId, LaborId, RiskId, ServiceId, StreamId};
use ninefold_domain::record::{Dependency, DependencyKind, MinuteSum, Tier};
use ninefold_store::{
    BatchFile, Change, Conflict, ConflictSide, Error, FieldChange, Import, Key, NewBatch, NewEntry,
    Record, Store,
};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Copies of one workspace in a folder.
struct Copies(tempfile::TempDir);

impl Copies {
    /// Makes the past that all copies have in common.
    fn of(past: impl FnOnce(&mut Store)) -> Self {
        let folder = folder();
        let path = folder.path().join("past.ninefold");
        let mut store = Store::create(&path, REPLICA, at(0), &methods()).unwrap();
        past(&mut store);
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(format!("{name}.ninefold"))
    }

    /// A plain copy of the file, which goes on as the same replica.
    fn copy(&self, from: &str, name: &str) -> Store {
        std::fs::copy(self.path(from), self.path(name)).unwrap();
        open(&self.path(name))
    }

    fn copy_with(&self, name: &str, work: impl FnOnce(&mut Store)) {
        work(&mut self.copy("past", name));
    }

    /// Merges `theirs` into a copy of `ours` that is called `to`.
    fn merge(&self, ours: &str, theirs: &str, to: &str) -> Store {
        let before = std::fs::read(self.path(theirs)).unwrap();
        let mut store = self.copy(ours, to);
        let other = Store::open_read_only(&self.path(theirs)).unwrap();
        // A copy goes by the name of the person whose file it goes on from.
        let names = (&ours[..1], &theirs[..1]);
        store.merge(&other, names, at(1_000)).unwrap();
        drop(other);
        assert_eq!(std::fs::read(self.path(theirs)).unwrap(), before);
        store.check().unwrap();
        store
    }

    /// Merges in both orders; both must be the same.
    fn both(&self) -> Store {
        let (ours, theirs) = (self.merge("a", "b", "ab"), self.merge("b", "a", "ba"));
        same(&seen(&ours), &seen(&theirs));
        // Closed once, so that the file is all there is of it.
        drop(ours);
        open(&self.path("ab"))
    }
}

/// Everything there is to see, a line each, but the place of batches in the log of one copy.
fn seen(store: &Store) -> Vec<String> {
    let contents = store.load().unwrap();
    fn lines<T: Serialize>(kind: &str, list: &[T]) -> Vec<String> {
        let line = |record: &T| format!("{kind} {}", serde_json::to_string(record).unwrap());
        list.iter().map(line).collect()
    }
    let mut all = [
        lines("methods", &[&contents.methods]),
        lines("tier", &contents.tiers),
        lines("service", &contents.services),
        lines("stream", &contents.streams),
        lines("role", &contents.roles),
        lines("contract", &contents.contracts),
        lines("backlog", &contents.backlog),
        lines("risk", &contents.risks),
        lines("match", &contents.matches),
        lines("requirement", &contents.requirements),
        lines("technique", &contents.techniques),
        lines("option", &contents.options),
        lines("incident", &contents.incidents),
        lines("labor", &contents.labor),
    ]
    .concat();
    all.extend(contents.scenarios.iter().map(|saved| format!("{saved:?}")));
    for batch in &contents.batches {
        all.push(format!(
            "batch {:?} {:?} {}",
            batch.import, batch.at, batch.live
        ));
    }
    for stream in &contents.streams {
        all.push(format!(
            "revenue {} {:?}",
            stream.id,
            store.revenue(stream.id).unwrap()
        ));
    }
    all.extend(
        store
            .conflicts()
            .unwrap()
            .iter()
            .map(|conflict| format!("{conflict:?}")),
    );
    all.sort();
    all
}

/// Compares what is seen and says only what differs.
#[track_caller]
fn same(left: &[String], right: &[String]) {
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter()
            .filter(|line| !other.contains(line))
            .cloned()
            .collect()
    };
    let (left, right) = (only(left, right), only(right, left));
    assert!(
        left.is_empty() && right.is_empty(),
        "{left:#?}\n\n{right:#?}"
    );
}

/// Without what says that an import does not count.
fn without_dead(lines: Vec<String>) -> Vec<String> {
    let mut lines = lines;
    lines.retain(|line| !(line.starts_with("batch") && line.ends_with("false")));
    lines
}

/// Without conflicts, of which three copies may name one author of two that say the same.
fn without_names(mut lines: Vec<String>) -> Vec<String> {
    lines.retain(|line| !line.starts_with("Conflict"));
    lines
}

fn change(store: &mut Store, step: i64, changes: Vec<Change>) {
    store.edit(entry("Change", step), changes).unwrap();
}

fn titled(id: u128, title: &str) -> Change {
    let mut record = incident(id, 1);
    record.title = title.into();
    put(Record::Incident(record))
}

fn file_import(store: &mut Store, id: u128, hash: &str, step: i64, import: Import) {
    let new = NewBatch {
        id: BatchId(id),
        kind: "incidents".into(),
        files: vec![BatchFile {
            name: format!("{hash}.csv"),
            hash: hash.into(),
            rows: 1,
        }],
        ..new_batch(id)
    };
    let entry = NewEntry {
        command: "import.commit",
        label: format!("Import {hash}"),
        at: at(step),
    };
    store
        .import(entry, new, import, &|_, _| {}, &|| false)
        .unwrap();
}

fn title_of(store: &Store, id: u128) -> Option<String> {
    let contents = store.load().unwrap();
    let mut all = contents.incidents.into_iter();
    all.find(|(i, _)| i.id == IncidentId(id))
        .map(|(i, _)| i.title)
}

fn sides(conflict: &Conflict) -> Vec<(Vec<&str>, Option<&str>, bool)> {
    fn side(side: &ConflictSide) -> (Vec<&str>, Option<&str>, bool) {
        let copies = side.copies.iter().map(String::as_str).collect();
        (copies, side.value.as_deref(), side.shown)
    }
    conflict.sides.iter().map(side).collect()
}

fn past_with_records(store: &mut Store) {
    edit(
        store,
        "Make records",
        one_of_each().into_iter().map(put).collect(),
    );
    edit(
        store,
        "Two incidents",
        vec![titled(10, "Ten"), titled(11, "Eleven")],
    );
}

fn common_past(store: &mut Store) {
    let mut changes: Vec<Change> = [1, 41, 42, 43]
        .into_iter()
        .map(|id| put(Record::Service(service(id, &format!("Service {id}")))))
        .collect();
    changes.push(put(Record::Stream(stream(3, 1))));
    changes.extend((10..13).map(|id| titled(id, "As it was")));
    edit(store, "Past", changes);
    edit(store, "Undone before", vec![titled(13, "As it was")]);
}

#[test]
fn what_one_side_changed_is_taken_and_what_both_changed_is_shown_as_both() {
    let copies = Copies::of(past_with_records);
    copies.copy_with("a", |store| {
        change(
            store,
            10,
            vec![titled(10, "Ten of a"), titled(11, "Eleven of a")],
        );
        change(
            store,
            11,
            vec![put(Record::Service(service(50, "New in a")))],
        );
    });
    copies.copy_with("b", |store| {
        change(store, 20, vec![titled(10, "Ten of b")]);
        let mut same = incident(11, 1);
        same.title = "Eleven".into();
        same.contacts = Some(7);
        change(store, 21, vec![put(Record::Incident(same))]);
        change(store, 22, vec![Change::Delete(Key::Risk(RiskId(21)))]);
    });
    let mut merged = copies.both();
    let contents = merged.load().unwrap();
    assert_eq!(title_of(&merged, 11).as_deref(), Some("Eleven of a"));
    assert!(
        contents
            .incidents
            .iter()
            .any(|(i, _)| i.contacts == Some(7))
    );
    assert!(contents.services.iter().any(|s| s.name == "New in a"));
    assert!(contents.risks.is_empty());

    let conflicts = merged.conflicts().unwrap();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    assert_eq!(
        sides(&conflicts[0]),
        [
            (vec!["a"], Some("\"Ten of a\""), false),
            (vec!["b"], Some("\"Ten of b\""), true)
        ]
    );
    assert_eq!(conflicts[0].sides[0].at, at(10));
    // The entries of the other copy came along, with what they changed.
    let seq = merged.history(1, None).unwrap()[0].seq;
    let brought = merged.merged(seq).unwrap();
    assert_eq!(brought.len(), 3);
    let after = |c: &FieldChange| c.after.clone();
    assert!(
        brought[0]
            .changes
            .iter()
            .any(|c| after(c).as_deref() == Some("\"Ten of b\""))
    );

    // It is settled by one entry, which can be taken back.
    let id = conflicts[0].id.clone();
    merged.resolve(&id, Some(0), "Settle", at(2_000)).unwrap();
    assert_eq!(title_of(&merged, 10).as_deref(), Some("Ten of a"));
    assert_eq!(merged.conflicts().unwrap(), []);
    assert!(matches!(
        merged.resolve(&id, None, "Again", at(2_001)),
        Err(Error::Conflict { .. })
    ));
    merged.undo(at(2_002)).unwrap().unwrap();
    assert_eq!(merged.conflicts().unwrap(), conflicts);
    merged.redo(at(2_003)).unwrap().unwrap();
    assert_eq!(merged.conflicts().unwrap(), []);
    merged.undo(at(2_004)).unwrap().unwrap();
    // To keep what stands is a decision too, and so is any edit of the field.
    merged.resolve(&id, None, "Keep", at(2_005)).unwrap();
    assert_eq!(merged.conflicts().unwrap(), []);
    merged.undo(at(2_006)).unwrap().unwrap();
    assert_eq!(merged.conflicts().unwrap(), conflicts);
    change(&mut merged, 2_007, vec![titled(10, "Something else")]);
    assert_eq!(merged.conflicts().unwrap(), []);
    merged.check().unwrap();
}

#[test]
fn a_merge_is_one_step_that_is_taken_back_and_done_again() {
    let copies = Copies::of(past_with_records);
    copies.copy_with("a", |store| {
        change(
            store,
            10,
            vec![titled(10, "Ten of a"), titled(12, "Twelve")],
        );
    });
    copies.copy_with("b", |store| {
        change(
            store,
            20,
            vec![
                titled(10, "Ten of b"),
                Change::Delete(Key::Incident(IncidentId(11))),
            ],
        );
        file_import(
            store,
            900,
            "january",
            21,
            Import {
                records: vec![
                    Record::Incident(incident(300, 1)),
                    Record::Labor(labor(301, 300)),
                ],
                updates: vec![titled(77, "Renamed by the import")],
                revenue: vec![(StreamId(3), revenue(28_000_000, 500))],
                ..Import::default()
            },
        );
        change(store, 22, vec![titled(300, "Edited after the import")]);
    });
    let ours = seen(&open(&copies.path("a")));
    let mut merged = copies.both();
    let after = seen(&merged);
    assert_eq!(
        look(&merged).revenue,
        look(&open(&copies.path("b"))).revenue
    );
    for _ in 0..2 {
        let undone = merged.undo(at(3_000)).unwrap().unwrap();
        assert!(
            undone.skipped.is_empty() && undone.reread,
            "{:?}",
            undone.skipped
        );
        same(&without_dead(seen(&merged)), &ours);
        merged.check().unwrap();
        let redone = merged.redo(at(3_001)).unwrap().unwrap();
        assert!(redone.skipped.is_empty(), "{:?}", redone.skipped);
        same(&seen(&merged), &after);
    }
    // The import can be taken out on its own; what was edited since stays.
    let out = merged.undo_batch(BatchId(900), at(3_002)).unwrap();
    assert!(
        out.skipped
            .iter()
            .all(|s| s.key != Key::Incident(IncidentId(10)))
    );
    assert!(merged.revenue(StreamId(3)).unwrap().is_empty());
    merged.undo(at(3_003)).unwrap().unwrap();
    same(&seen(&merged), &after);

    // Undone, edited and merged again: the merge brings what it brought before.
    merged.undo(at(3_004)).unwrap().unwrap();
    change(
        &mut merged,
        3_005,
        vec![put(Record::Service(service(60, "In between")))],
    );
    let other = Store::open_read_only(&copies.path("b")).unwrap();
    merged.merge(&other, ("a", "b"), at(3_006)).unwrap();
    let mut again = seen(&merged);
    again.retain(|line| !line.contains("In between"));
    same(&again, &after);
    merged.check().unwrap();
}

#[test]
fn a_copy_brings_nothing_twice() {
    let copies = Copies::of(past_with_records);
    copies.copy_with("a", |store| change(store, 10, vec![titled(10, "Ten of a")]));
    copies.copy_with("b", |store| {
        change(store, 20, vec![titled(11, "Eleven of b")]);
    });
    let alone = seen(&open(&copies.path("a")));
    for (ours, theirs) in [("a", "a"), ("a", "past")] {
        let store = copies.merge(ours, theirs, "alone");
        same(&seen(&store), &alone);
        assert_eq!(store.history(99, None).unwrap().len(), 3);
    }
    // A copy that only went on is what it is.
    same(&seen(&copies.merge("past", "a", "forward")), &alone);

    copies.merge("a", "b", "ab");
    let once = seen(&open(&copies.path("ab")));
    for other in ["a", "b", "past"] {
        let twice = copies.merge("ab", other, "twice");
        same(&seen(&twice), &once);
        assert_eq!(twice.history(1, None).unwrap()[0].label, "Merged b");
    }
    // What b does later comes on top, and does not fight with what the merge took from it.
    std::fs::copy(copies.path("b"), copies.path("later")).unwrap();
    change(
        &mut open(&copies.path("later")),
        40,
        vec![titled(11, "Eleven, later")],
    );
    let store = copies.merge("ab", "later", "on");
    assert_eq!(title_of(&store, 11).as_deref(), Some("Eleven, later"));
    assert_eq!(store.conflicts().unwrap(), []);
    let back = copies.merge("later", "ab", "back");
    same(&seen(&back), &seen(&store));
}

#[test]
fn another_workspace_is_refused() {
    let copies = Copies::of(past_with_records);
    let path = copies.path("other");
    drop(Store::create(&path, REPLICA + 1, at(0), &methods()).unwrap());
    let mut store = copies.copy("past", "a");
    let before = look(&store);
    let other = Store::open_read_only(&path).unwrap();
    let found = store.merge(&other, ("a", "other"), at(5)).unwrap_err();
    assert!(matches!(&found, Error::Conflict { .. }), "{found:?}");
    assert!(
        found.to_string().contains("no copy of this workspace"),
        "{found}"
    );
    assert_eq!(look(&store), before);
}

#[test]
fn a_record_deleted_here_and_changed_there_stays_and_is_asked_about() {
    let copies = Copies::of(|store| {
        past_with_records(store);
        edit(store, "Labor", vec![put(Record::Labor(labor(40, 10)))]);
    });
    let labor_of = |store: &Store| store.load().unwrap().labor.len();
    copies.copy_with("a", |store| {
        let labor = Change::Delete(Key::Labor(LaborId(40)));
        change(
            store,
            10,
            vec![labor, Change::Delete(Key::Incident(IncidentId(10)))],
        );
        change(
            store,
            11,
            vec![Change::Delete(Key::Incident(IncidentId(11)))],
        );
    });
    copies.copy_with("b", |store| {
        change(store, 20, vec![titled(10, "Ten of b")]);
        // Changed and changed back: nothing that would have to be kept.
        change(store, 21, vec![titled(11, "Eleven of b")]);
        store.undo(at(22)).unwrap().unwrap();
    });
    let mut merged = copies.both();
    assert_eq!(title_of(&merged, 10).as_deref(), Some("Ten of b"));
    assert_eq!(title_of(&merged, 11), None);
    // With the labor of it; the other entry is of incident 77.
    assert_eq!(labor_of(&merged), 2);
    let conflicts = merged.conflicts().unwrap();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    assert_eq!(
        sides(&conflicts[0]),
        [(vec!["a"], None, false), (vec!["b"], Some("true"), true)]
    );
    merged
        .resolve(&conflicts[0].id, Some(0), "Delete", at(50))
        .unwrap();
    assert_eq!(
        (title_of(&merged, 10), merged.conflicts().unwrap()),
        (None, vec![])
    );
    assert_eq!(labor_of(&merged), 1);
    merged.undo(at(51)).unwrap().unwrap();
    assert_eq!(merged.conflicts().unwrap(), conflicts);
    merged
        .resolve(&conflicts[0].id, None, "Keep", at(52))
        .unwrap();
    assert_eq!(title_of(&merged, 10).as_deref(), Some("Ten of b"));
    assert_eq!(merged.conflicts().unwrap(), []);
    merged.undo(at(53)).unwrap().unwrap();
    assert_eq!(merged.conflicts().unwrap(), conflicts);
}

#[test]
fn what_the_other_side_leans_on_stays() {
    let copies = Copies::of(|store| {
        edit(
            store,
            "Services",
            vec![
                put(Record::Service(service(1, "Checkout"))),
                put(Record::Service(service(2, "Search"))),
                put(Record::Tier(Tier {
                    number: 7,
                    name: "Seventh".into(),
                    target: None,
                })),
            ],
        );
    });
    copies.copy_with("a", |store| {
        change(
            store,
            10,
            vec![
                Change::Delete(Key::Service(ServiceId(1))),
                Change::Delete(Key::Tier(7)),
            ],
        );
    });
    copies.copy_with("b", |store| {
        let mut tiered = service(2, "Search");
        tiered.tier = Some(7);
        change(
            store,
            20,
            vec![titled(10, "On checkout"), put(Record::Service(tiered))],
        );
    });
    let mut merged = copies.both();
    let contents = merged.load().unwrap();
    assert_eq!((contents.services.len(), contents.tiers.len()), (2, 1));
    let conflicts = merged.conflicts().unwrap();
    let places: Vec<&str> = conflicts.iter().map(|c| c.table.as_str()).collect();
    assert_eq!(places, ["service", "tier"]);
    // It cannot be deleted from under what uses it.
    let refused = merged.resolve(&conflicts[0].id, Some(0), "Delete", at(50));
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    merged
        .resolve(&conflicts[0].id, None, "Keep", at(51))
        .unwrap();
    assert_eq!(merged.conflicts().unwrap().len(), 1);
}

#[test]
fn dependencies_that_together_go_in_a_circle_are_a_conflict() {
    let leaning = |id: u128, on: u128| {
        let mut one = service(id, &format!("s{id}"));
        one.dependencies = vec![Dependency {
            on: ServiceId(on),
            kind: DependencyKind::Hard,
        }];
        put(Record::Service(one))
    };
    let copies = Copies::of(|store| {
        let services = [1, 2].map(|id| put(Record::Service(service(id, &format!("s{id}")))));
        edit(store, "Services", services.to_vec());
    });
    copies.copy_with("a", |store| change(store, 10, vec![leaning(1, 2)]));
    copies.copy_with("b", |store| change(store, 20, vec![leaning(2, 1)]));
    let mut merged = copies.both();
    let services = merged.load().unwrap().services;
    assert_eq!(
        services
            .iter()
            .map(|s| s.dependencies.len())
            .collect::<Vec<_>>(),
        [1, 0]
    );
    let conflicts = merged.conflicts().unwrap();
    assert_eq!(conflicts.len(), 1);
    let newer = conflicts[0]
        .sides
        .iter()
        .position(|side| !side.shown)
        .unwrap();
    let refused = merged.resolve(&conflicts[0].id, Some(newer), "Both", at(50));
    assert!(refused.unwrap_err().to_string().contains("circle"));
    change(
        &mut merged,
        51,
        vec![put(Record::Service(service(1, "s1")))],
    );
    merged
        .resolve(&conflicts[0].id, Some(newer), "The newer", at(52))
        .unwrap();
    assert_eq!(merged.conflicts().unwrap(), []);
}

#[test]
fn a_value_that_names_what_is_deleted_by_now_is_refused() {
    let leaning = |on: u128| {
        let mut one = service(1, "s1");
        one.dependencies = vec![Dependency {
            on: ServiceId(on),
            kind: DependencyKind::Hard,
        }];
        put(Record::Service(one))
    };
    let copies = Copies::of(|store| {
        let services = [1, 2, 3].map(|id| put(Record::Service(service(id, &format!("s{id}")))));
        edit(store, "Services", services.to_vec());
    });
    copies.copy_with("a", |store| change(store, 10, vec![leaning(2)]));
    copies.copy_with("b", |store| change(store, 20, vec![leaning(3)]));
    let mut merged = copies.both();
    let conflict = merged.conflicts().unwrap().remove(0);
    let other = conflict.sides.iter().position(|side| !side.shown).unwrap();
    let shown = merged.load().unwrap().services[0].dependencies[0].on;
    // Nothing leans on what only the other side names, so that it can go.
    let gone = if shown == ServiceId(2) { 3 } else { 2 };
    change(
        &mut merged,
        50,
        vec![Change::Delete(Key::Service(ServiceId(gone)))],
    );
    let refused = merged.resolve(&conflict.id, Some(other), "The other", at(51));
    assert!(refused.unwrap_err().to_string().contains("is deleted"));
    assert_eq!(merged.conflicts().unwrap().len(), 1, "nothing is lost");
    change(
        &mut merged,
        52,
        vec![put(Record::Service(service(gone, &format!("s{gone}"))))],
    );
    merged
        .resolve(&conflict.id, Some(other), "The other", at(53))
        .unwrap();
    let leans = &merged.load().unwrap().services[0].dependencies;
    assert_eq!(leans[0].on, ServiceId(gone));
    assert_eq!(merged.conflicts().unwrap(), []);
}

fn rows(id: u128, service_id: u128) -> Import {
    let mut other = incident(id + 1, service_id);
    other.origin = None;
    let mut known = incident(id, service_id);
    known.origin = incident(5_000, 1).origin;
    known.title = "Known by an id".into();
    other.title = "Known by its place".into();
    Import {
        records: vec![
            Record::Service(service(service_id, "Payments")),
            Record::Stream(stream(service_id + 1, service_id)).renamed(),
            Record::Incident(known),
            Record::Incident(other),
            Record::Labor(labor(id + 2, id)),
            Record::Labor(labor(id + 3, id)),
        ],
        updates: vec![],
        revenue: vec![(StreamId(service_id + 1), revenue(28_000_000, 900))],
        ..Import::default()
    }
}

trait Renamed {
    fn renamed(self) -> Self;
}

impl Renamed for Record {
    /// A stream of one name, whatever its id.
    fn renamed(self) -> Self {
        match self {
            Self::Stream(mut stream) => {
                stream.name = "payments".into();
                Self::Stream(stream)
            }
            other => other,
        }
    }
}

#[test]
fn the_same_file_imported_on_both_sides_counts_once() {
    // Whichever side’s ids are the smaller ones, and whichever side came first.
    for (a, b) in [
        ((100, 500, 10), (200, 600, 20)),
        ((200, 600, 10), (100, 500, 20)),
    ] {
        let copies = Copies::of(|_| {});
        for (name, (id, service_id, step)) in [("a", a), ("b", b)] {
            copies.copy_with(name, |store| {
                file_import(store, id + 800, "january", step, rows(id, service_id));
            });
        }
        let a = open(&copies.path("a"));
        let (alone, lines) = (look(&a), seen(&a));
        drop(a);
        let mut merged = copies.both();
        let sight = look(&merged);
        let counts = |sight: &Sight| {
            let contents = &sight.contents;
            (
                contents.services.len(),
                contents.streams.len(),
                contents.incidents.len(),
                contents.labor.len(),
                contents.batches.iter().filter(|b| b.live).count(),
            )
        };
        assert_eq!(counts(&sight), (1, 1, 2, 2, 1));
        assert_eq!(sight.revenue[0].1, alone.revenue[0].1);
        assert_eq!(sight.contents.services[0].id, ServiceId(500));
        assert_eq!(merged.conflicts().unwrap(), []);
        // Taken back and done again as one step, streams and all.
        merged.undo(at(60)).unwrap().unwrap();
        same(&without_dead(seen(&merged)), &lines);
        merged.redo(at(61)).unwrap().unwrap();
        assert_eq!(look(&merged), sight);
        merged.check().unwrap();
    }
}

#[test]
fn a_row_of_such_a_file_that_one_side_edited_is_edited() {
    let copies = Copies::of(|_| {});
    copies.copy_with("a", |store| {
        file_import(store, 900, "january", 10, rows(100, 500));
    });
    copies.copy_with("b", |store| {
        file_import(store, 901, "january", 20, rows(200, 600));
        let (mut other, _) = store.load().unwrap().incidents.swap_remove(1);
        assert_eq!(other.origin, None);
        other.notes = "looked at".into();
        change(store, 21, vec![put(Record::Incident(other))]);
    });
    let merged = copies.both();
    let incidents = merged.load().unwrap().incidents;
    assert_eq!(incidents.len(), 2);
    assert!(
        incidents
            .iter()
            .all(|(_, batch)| *batch == Some(BatchId(900)))
    );
    let conflicts = merged.conflicts().unwrap();
    let noted = incidents.iter().any(|(i, _)| i.notes == "looked at");
    assert!(noted || !conflicts.is_empty(), "{conflicts:?}");
    assert!(
        conflicts
            .iter()
            .all(|c| c.field.as_deref() == Some("notes")),
        "{conflicts:?}"
    );
}

#[test]
fn revenue_of_both_sides_over_the_same_minutes_is_asked_about() {
    let copies = Copies::of(past_with_records);
    let of = |start| Import {
        revenue: vec![(StreamId(3), revenue(start, 100))],
        ..Import::default()
    };
    copies.copy_with("a", |store| {
        file_import(store, 900, "january", 10, of(28_000_000));
    });
    copies.copy_with("b", |store| {
        file_import(store, 901, "corrected", 20, of(28_000_050));
    });
    let mut merged = copies.both();
    assert_eq!(
        merged.revenue(StreamId(3)).unwrap(),
        revenue(28_000_000, 100)
    );
    let conflicts = merged.conflicts().unwrap();
    assert_eq!(conflicts[0].what, "import of corrected.csv");
    assert_eq!(
        sides(&conflicts[0]),
        [
            (vec!["a"], Some("false"), true),
            (vec!["b"], Some("true"), false)
        ]
    );
    merged
        .resolve(&conflicts[0].id, Some(1), "Both", at(50))
        .unwrap();
    let both = [revenue(28_000_000, 100), revenue(28_000_050, 100)].concat();
    let minutes: BTreeSet<i64> = both.iter().map(|sum| sum.minute).collect();
    let found = merged.revenue(StreamId(3)).unwrap();
    assert_eq!(found.len(), minutes.len());
    let total = |sums: &[MinuteSum]| sums.iter().map(|sum| sum.units).sum::<i64>();
    assert_eq!(total(&found), total(&both));
    assert_eq!(merged.conflicts().unwrap(), []);
    merged.undo(at(51)).unwrap().unwrap();
    assert_eq!(
        merged.revenue(StreamId(3)).unwrap(),
        revenue(28_000_000, 100)
    );
    assert_eq!(merged.conflicts().unwrap(), conflicts);
    // Parts that do not overlap simply add up.
    drop(merged);
    copies.copy_with("b", |store| {
        file_import(store, 901, "february", 20, of(28_010_000));
    });
    let merged = copies.both();
    assert_eq!(merged.conflicts().unwrap(), []);
    let sum = revenue(28_000_000, 100).len() + revenue(28_010_000, 100).len();
    assert_eq!(merged.revenue(StreamId(3)).unwrap().len(), sum);
}

#[test]
fn an_import_undone_here_keeps_what_was_changed_there() {
    let copies = Copies::of(|store| {
        past_with_records(store);
        file_import(
            store,
            900,
            "january",
            5,
            Import {
                records: (300..303)
                    .map(|id| Record::Incident(incident(id, 1)))
                    .collect(),
                ..Import::default()
            },
        );
    });
    copies.copy_with("a", |store| {
        drop(store.undo_batch(BatchId(900), at(10)).unwrap());
    });
    copies.copy_with("b", |store| {
        change(
            store,
            20,
            vec![
                titled(300, "Looked at"),
                put(Record::Labor(labor(400, 301))),
            ],
        );
    });
    let mut merged = copies.both();
    let ids: Vec<u128> = merged
        .load()
        .unwrap()
        .incidents
        .iter()
        .map(|(i, _)| i.id.0)
        .collect();
    assert!(
        ids.contains(&300) && ids.contains(&301) && !ids.contains(&302),
        "{ids:?}"
    );
    let conflicts = merged.conflicts().unwrap();
    assert_eq!(conflicts.len(), 2, "{conflicts:?}");
    assert!(
        conflicts
            .iter()
            .all(|c| c.table == "incident" && c.field.is_none())
    );
    merged.undo(at(30)).unwrap().unwrap();
    assert_eq!(merged.conflicts().unwrap(), []);
    merged.redo(at(31)).unwrap().unwrap();
    assert_eq!(merged.conflicts().unwrap(), conflicts);
}

#[test]
fn records_of_every_kind_come_over() {
    let copies = Copies::of(|_| {});
    copies.copy_with("a", |store| change(store, 9, vec![titled(10, "Only here")]));
    copies.copy_with("b", past_with_records);
    let other = look(&open(&copies.path("b"))).contents;
    let merged = copies.merge("past", "b", "m");
    assert_eq!(look(&merged).contents, other);
    copies.both();
}

#[test]
fn labels_that_both_copies_gave_are_kept_apart_by_the_merge_itself() {
    let required = |id: u128| put(Record::Requirement(Box::new(requirement(id, 1))));
    let copies = Copies::of(|store| {
        edit(
            store,
            "Service",
            vec![put(Record::Service(service(1, "Checkout")))],
        );
    });
    copies.copy_with("a", |store| change(store, 10, vec![required(62)]));
    copies.copy_with("b", |store| change(store, 20, vec![required(61)]));
    let numbers = |store: &Store| -> Vec<(u128, u32)> {
        let found = store.load().unwrap().requirements;
        let mut all: Vec<_> = found.iter().map(|r| (r.id.0, r.number)).collect();
        all.sort_unstable();
        all
    };
    let mut merged = copies.both();
    assert_eq!(numbers(&merged), [(61, 7), (62, 8)]);
    assert_eq!(merged.conflicts().unwrap(), []);
    let labels = |store: &Store| -> Vec<String> {
        let history = store.history(3, None).unwrap();
        history.into_iter().map(|entry| entry.label).collect()
    };
    // One entry, and one undo takes back all of it.
    assert_eq!(labels(&merged), ["Merged b", "Change", "Service"]);
    let undone = merged.undo(at(2_000)).unwrap().unwrap();
    assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
    assert_eq!(numbers(&merged), [(62, 7)]);
    merged.redo(at(2_001)).unwrap().unwrap();
    assert_eq!(numbers(&merged), [(61, 7), (62, 8)]);
    merged.check().unwrap();
    drop(merged);

    // Known from then on: to a copy that was merged the other way, to one that still has the old
    // label and went on, and after another requirement got the next one.
    let other_way = copies.merge("ab", "ba", "both");
    assert_eq!(numbers(&other_way), [(61, 7), (62, 8)]);
    assert_eq!(other_way.conflicts().unwrap(), []);
    drop(other_way);
    change(&mut open(&copies.path("a")), 40, vec![titled(10, "Later")]);
    let mut third = requirement(63, 1);
    third.number = 9;
    change(
        &mut open(&copies.path("ab")),
        41,
        vec![put(Record::Requirement(Box::new(third)))],
    );
    let on = [("ab", "a", "on"), ("a", "ab", "back")].map(|(ours, theirs, to)| {
        let store = copies.merge(ours, theirs, to);
        assert_eq!(numbers(&store), [(61, 7), (62, 8), (63, 9)], "{to}");
        assert_eq!(store.conflicts().unwrap(), []);
        seen(&store)
    });
    same(&on[0], &on[1]);
}

/// Another owner for service 43.
fn owned(by: &str) -> Change {
    let mut record = service(43, "Service 43");
    record.owner = Some(by.into());
    put(Record::Service(record))
}

fn gone() -> Change {
    Change::Delete(Key::Service(ServiceId(43)))
}

#[test]
fn a_record_that_one_copy_made_again_is_the_same_in_any_grouping_of_three() {
    let copies = Copies::of(common_past);
    copies.copy_with("a", |store| change(store, 100, vec![gone()]));
    copies.copy_with("b", |store| {
        change(store, 101, vec![gone()]);
        change(store, 102, vec![owned("Ben")]);
    });
    copies.copy_with("c", |store| change(store, 103, vec![titled(10, "Else")]));
    copies.merge("a", "b", "ab");
    copies.merge("b", "c", "bc");
    let (left, right) = (
        copies.merge("ab", "c", "ab-c"),
        copies.merge("a", "bc", "a-bc"),
    );
    same(&without_names(seen(&left)), &without_names(seen(&right)));
    for store in [&left, &right] {
        let owners = &store.load().unwrap().services;
        let of = owners.iter().find(|s| s.id == ServiceId(43)).unwrap();
        assert_eq!(of.owner.as_deref(), Some("Ben"));
        // What is asked is whether it is to be there, and nothing about its fields.
        assert!(store.conflicts().unwrap().iter().all(|c| c.field.is_none()));
    }
}

#[test]
fn a_record_that_was_made_again_owes_nothing_to_who_wrote_its_fields_before() {
    let copies = Copies::of(|store| {
        common_past(store);
        change(store, 5, vec![owned("Zoe")]);
    });
    copies.copy_with("a", |store| change(store, 100, vec![titled(10, "Else")]));
    copies.copy_with("b", |store| {
        change(store, 101, vec![gone()]);
        change(store, 102, vec![owned("Ben")]);
    });
    let owner = |store: &Store| {
        let services = store.load().unwrap().services;
        let of = services
            .into_iter()
            .find(|s| s.id == ServiceId(43))
            .unwrap();
        of.owner
    };
    let merged = copies.both();
    assert_eq!(owner(&merged).as_deref(), Some("Ben"));
    assert!(merged.conflicts().unwrap().is_empty());

    // Taken back in the one copy, it is as it was in both.
    copies.copy_with("b", |store| {
        change(store, 101, vec![gone()]);
        change(store, 102, vec![owned("Ben")]);
        store.undo(at(103)).unwrap().unwrap();
        store.undo(at(104)).unwrap().unwrap();
    });
    let merged = copies.both();
    assert_eq!(owner(&merged).as_deref(), Some("Zoe"));
    assert!(merged.conflicts().unwrap().is_empty());
}

#[test]
fn times_of_the_same_replica_do_not_hide_a_fork() {
    // Two plain copies of one file, the same minute, the same command: told apart by what they did.
    let copies = Copies::of(past_with_records);
    copies.copy_with("a", |store| {
        change(store, 10, vec![titled(10, "Same time, a")]);
    });
    copies.copy_with("b", |store| {
        change(store, 10, vec![titled(10, "Same time, b")]);
    });
    let merged = copies.both();
    assert_eq!(merged.conflicts().unwrap().len(), 1);
    let history = merged.history(99, None).unwrap();
    assert!(history.iter().all(|h| h.replica == REPLICA));
}
