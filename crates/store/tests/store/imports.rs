//! Imports: whole or not at all, undone exactly, also when they are no longer the newest.

use crate::fixture::*;
use ninefold_domain::id::{BatchId, IncidentId, LaborId, ServiceId, StreamId};
use ninefold_domain::record::MinuteCount;
use ninefold_store::{Change, Error, Import, Key, Record};
use std::cell::Cell;

/// Two incidents on a service and a stream that this import brings along.
fn bringing() -> Import {
    let mut checkout = service(1, "Checkout");
    let mut search = service(2, "Search");
    // Each leans on the other, so neither could go before the other did.
    for (one, other) in [(&mut checkout, 2), (&mut search, 1)] {
        one.dependencies.push(ninefold_domain::record::Dependency {
            on: ServiceId(other),
            kind: ninefold_domain::record::DependencyKind::Hard,
        });
    }
    Import {
        records: vec![
            Record::Incident(incident(20, 1)),
            Record::Service(checkout),
            Record::Service(search),
            Record::Stream(stream(3, 1)),
            Record::Role(role(4)),
            Record::Labor(labor(30, 20)),
            Record::Incident(incident(10, 2)),
        ],
        updates: vec![],
        revenue: vec![(StreamId(3), revenue(28_333_000, 100_000))],
        ..Import::default()
    }
}

#[test]
fn an_import_is_undone_and_redone_exactly() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    let empty = look(&store);
    let mut memory = look(&store);
    let applied = import(&mut store, 900, bringing()).unwrap();
    assert_eq!(applied.batch, Some((BatchId(900), true)));
    assert_eq!(applied.streams, [StreamId(3)]);
    apply(&mut memory, &applied, &store);
    let full = look(&store);
    assert_eq!(memory, full);
    assert_eq!(full.revenue, bringing().revenue);
    assert_eq!(
        store.revenue_of_batch(BatchId(900)).unwrap(),
        bringing().revenue
    );
    assert_eq!(full.contents.incidents.len(), 2);
    assert_eq!(full.contents.labor[0].1, Some(BatchId(900)));

    for _ in 0..2 {
        drop(store);
        store = open(&path);
        let undone = store.undo(at(5)).unwrap().unwrap();
        assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
        assert_eq!(undone.batch, Some((BatchId(900), false)));
        apply(&mut memory, &undone, &store);
        assert_eq!(memory, look(&store));
        let mut seen = look(&store);
        assert!(!seen.contents.batches[0].live);
        seen.contents.batches.clear();
        assert_eq!(seen, empty);
        assert!(store.revenue(StreamId(3)).unwrap().is_empty());

        let redone = store.redo(at(6)).unwrap().unwrap();
        apply(&mut memory, &redone, &store);
        assert_eq!(memory, full);
        assert_eq!(look(&store), full);
    }
    store.check().unwrap();
}

#[test]
fn revenue_of_several_imports_is_summed_over_those_that_count() {
    let folder = folder();
    let (_, mut store) = create(&folder);
    edit(
        &mut store,
        "Stream",
        vec![put(Record::Stream(stream(3, 1)))],
    );
    let parts = [
        vec![minute(-5, 1), minute(100, 10), minute(50_000, 7)],
        vec![minute(100, -30), minute(101, 4)],
        vec![minute(99, 2), minute(100, i64::MAX)],
    ];
    for (id, sums) in (900..).zip(parts.clone()) {
        let revenue = vec![(StreamId(3), sums)];
        let import = import(
            &mut store,
            id,
            Import {
                revenue,
                ..Import::default()
            },
        );
        import.unwrap();
    }
    let units = |store: &ninefold_store::Store| -> Vec<(i64, i64, u32)> {
        let sums = store.revenue(StreamId(3)).unwrap();
        sums.iter().map(|s| (s.minute, s.units, s.rows)).collect()
    };
    let all = [
        (-5, 1, 3),
        (99, 2, 3),
        (100, i64::MAX - 20, 9),
        (101, 4, 3),
        (50_000, 7, 3),
    ];
    assert_eq!(units(&store), all);

    // Without the negative part the minute would no longer fit: refused, not wrapped.
    let before = look(&store);
    let refused = store.undo_batch(BatchId(901), at(5));
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    let revenue = vec![(StreamId(3), vec![minute(99, 1), minute(100, 21)])];
    let refused = import(
        &mut store,
        903,
        Import {
            revenue,
            ..Import::default()
        },
    );
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    assert_eq!(look(&store), before);

    store.undo_batch(BatchId(902), at(6)).unwrap();
    store.undo_batch(BatchId(901), at(7)).unwrap();
    assert_eq!(units(&store), [(-5, 1, 3), (100, 10, 3), (50_000, 7, 3)]);
    store.redo(at(8)).unwrap().unwrap();
    store.redo(at(9)).unwrap().unwrap();
    assert_eq!(units(&store), all);
}

#[test]
fn revenue_out_of_order_or_of_no_stream_is_refused() {
    let mut store = ninefold_store::Store::in_memory(REPLICA, at(0), &methods()).unwrap();
    edit(
        &mut store,
        "Stream",
        vec![put(Record::Stream(stream(3, 1)))],
    );
    let before = look(&store);
    for (id, sums) in [
        (3, vec![minute(2, 1), minute(1, 1)]),
        (3, vec![minute(2, 1), minute(2, 1)]),
        (3, vec![minute(i64::MAX, 1)]),
        (4, vec![minute(2, 1)]),
    ] {
        let refused = import(
            &mut store,
            900,
            Import {
                revenue: vec![(StreamId(id), sums)],
                ..Import::default()
            },
        );
        let named = matches!(refused, Err(Error::Invalid { .. } | Error::Conflict { .. }));
        assert!(named, "{refused:?}");
    }
    assert_eq!(look(&store), before);
}

#[test]
fn a_cancelled_or_refused_import_leaves_nothing() {
    let folder = folder();
    let (path, mut store) = busy_workspace(&folder);
    let before = look(&store);
    let history = store.history(99, None).unwrap();
    let big = |last: Record| Import {
        records: (1000..6000)
            .map(|id| Record::Incident(incident(id, 1)))
            .chain([Record::Service(service(50, "On the way")), last])
            .collect(),
        updates: vec![put(Record::Service(service(1, "Changed")))],
        revenue: vec![(StreamId(3), revenue(28_333_000, 100_000))],
        ..Import::default()
    };
    let other = || Record::Incident(incident(7000, 1));
    for allowed in [0, 1, 3, 6] {
        let asked = Cell::new(0);
        let heard = Cell::new(0);
        let cancelled = || {
            asked.set(asked.get() + 1);
            asked.get() > allowed
        };
        let progress = |done: u64, total: u64| {
            assert!(heard.get() < done && done <= total);
            heard.set(done);
        };
        let refused = store.import(
            entry("Import", 3),
            new_batch(901),
            big(other()),
            &progress,
            &cancelled,
        );
        assert_eq!(refused, Err(Error::Cancelled));
        assert_eq!(look(&store), before);
    }
    // The last record has the id of another, the origin of another, and the batch is there.
    let mut twin = incident(7000, 1);
    twin.origin = incident(110, 1).origin;
    for (batch, last) in [
        (901, Record::Incident(incident(77, 1))),
        (901, Record::Incident(twin)),
        (901, Record::Incident(incident(1000, 1))),
        (900, other()),
    ] {
        let refused = import(&mut store, batch, big(last));
        assert!(
            matches!(refused, Err(Error::Conflict { .. })),
            "{refused:?}"
        );
        assert_eq!(look(&store), before);
    }
    assert_eq!(store.history(99, None).unwrap(), history);
    drop(store);
    let mut store = open(&path);
    assert_eq!(look(&store), before);
    store.check().unwrap();
    import(&mut store, 901, big(other())).unwrap();
    store.check().unwrap();
}

#[test]
fn an_id_of_the_source_is_free_again_once_its_import_is_undone() {
    let folder = folder();
    let (_, mut store) = create(&folder);
    let records = |id| Import {
        records: vec![Record::Incident(ninefold_domain::record::Incident {
            origin: incident(1, 1).origin,
            ..incident(id, 1)
        })],
        ..Import::default()
    };
    import(&mut store, 900, records(1)).unwrap();
    let refused = import(&mut store, 901, records(2)).unwrap_err();
    assert!(refused.to_string().contains("INC-0001"), "{refused}");
    store.undo(at(5)).unwrap();
    import(&mut store, 901, records(2)).unwrap();
    assert_eq!(store.load().unwrap().incidents[0].0.id, IncidentId(2));
    // The record itself is kept with its undone import, so its id is taken.
    let refused = store.edit(
        entry("Edit", 6),
        vec![put(Record::Incident(incident(1, 1)))],
    );
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
}

#[test]
fn an_older_import_leaves_what_was_changed_or_is_used_since() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    let mut first = bringing();
    first.records.push(Record::Incident(incident(11, 2)));
    first.records.push(Record::Labor(labor(31, 11)));
    first.records.push(Record::Labor(labor(32, 20)));
    import(&mut store, 900, first).unwrap();
    let after_first = look(&store);

    // Incident 10 is renamed and renamed back: changed all the same. Labor 32 is changed, so
    // incident 20 is needed. Incident 11 is looked at and left.
    let mut renamed = incident(10, 2);
    renamed.title = "Renamed".into();
    edit(&mut store, "Rename", vec![put(Record::Incident(renamed))]);
    edit(
        &mut store,
        "Back",
        vec![put(Record::Incident(incident(10, 2)))],
    );
    let mut longer = labor(32, 20);
    longer.worked_ms += 1;
    edit(
        &mut store,
        "Longer",
        vec![put(Record::Labor(longer.clone()))],
    );
    let mut seen = incident(11, 2);
    seen.notes = "?".into();
    edit(&mut store, "Note", vec![put(Record::Incident(seen))]);
    store.undo(at(4)).unwrap().unwrap();
    let before = look(&store);

    let mut memory = look(&store);
    let undone = store.undo_batch(BatchId(900), at(5)).unwrap();
    apply(&mut memory, &undone, &store);
    assert_eq!(memory, look(&store));
    let kept: Vec<_> = memory
        .contents
        .incidents
        .iter()
        .map(|(r, b)| (r.id, *b))
        .collect();
    assert_eq!(kept, [(IncidentId(10), None), (IncidentId(20), None)]);
    assert_eq!(memory.contents.labor, [(longer, None)]);
    // Their services stay, the stream goes, the role of labor that stays stays.
    assert_eq!(memory.contents.services, before.contents.services);
    assert!(memory.contents.streams.is_empty());
    assert_eq!(memory.contents.roles.len(), 1);
    let mut skipped: Vec<_> = undone.skipped.iter().map(|s| s.key).collect();
    skipped.sort();
    assert_eq!(
        skipped,
        [
            Key::Service(ServiceId(1)),
            Key::Service(ServiceId(2)),
            Key::Role(ninefold_domain::id::RoleId(4)),
            Key::Incident(IncidentId(10)),
            Key::Incident(IncidentId(20)),
            Key::Labor(LaborId(32)),
        ]
    );
    assert!(undone.skipped.iter().any(|s| s.what == "incident INC-0010"));
    store.check().unwrap();
    let refused = store.undo_batch(BatchId(900), at(6));
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );

    drop(store);
    let mut store = open(&path);
    let redone = store.redo(at(7)).unwrap().unwrap();
    apply(&mut memory, &redone, &store);
    assert_eq!(memory, look(&store));
    assert_eq!(memory, before);

    // The edits, too, and back to where the import alone was.
    store.undo_batch(BatchId(900), at(8)).unwrap();
    store.redo(at(9)).unwrap().unwrap();
    assert_eq!(look(&store), before);
    store.undo(at(10)).unwrap().unwrap();
    for step in 11..14 {
        store.undo(at(step)).unwrap().unwrap();
    }
    for step in 14..18 {
        store.redo(at(step)).unwrap().unwrap();
    }
    assert_eq!(look(&store), before);
    assert_ne!(before, after_first);
}

#[test]
fn an_import_that_updates_records_gives_them_back_field_by_field() {
    let folder = folder();
    let (_, mut store) = create(&folder);
    edit(
        &mut store,
        "By hand",
        vec![put(Record::Incident(incident(1, 1)))],
    );
    let mut updated = incident(1, 1);
    updated.title = "From the file".into();
    updated.contacts = Some(40);
    let import_of = Import {
        updates: vec![put(Record::Incident(updated.clone()))],
        ..Import::default()
    };
    import(&mut store, 900, import_of).unwrap();
    let mut edited = updated;
    edited.title = "By hand again".into();
    edit(&mut store, "Title", vec![put(Record::Incident(edited))]);

    let undone = store.undo_batch(BatchId(900), at(5)).unwrap();
    assert_eq!(undone.skipped.len(), 1);
    assert_eq!(undone.skipped[0].field, "title");
    let now = &store.load().unwrap().incidents[0].0;
    assert_eq!((now.title.as_str(), now.contacts), ("By hand again", None));
    assert!(matches!(
        undone.changes[..],
        [Change::Put(Record::Incident(_))]
    ));
    store.redo(at(6)).unwrap().unwrap();
    let now = &store.load().unwrap().incidents[0].0;
    assert_eq!(
        (now.title.as_str(), now.contacts),
        ("By hand again", Some(40))
    );
}

#[test]
fn requests_come_and_go_with_their_import() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    let shop = service(1, "shop");
    edit(
        &mut store,
        "Service",
        vec![put(Record::Service(shop.clone()))],
    );
    let count = |minute, good, total| MinuteCount {
        minute,
        good,
        total,
    };
    let first = vec![
        count(-1, 0, 3),
        count(0, 5, 5),
        count(44_640, 1_000_000, 1_000_001),
    ];
    let requests = |counts: &[MinuteCount]| Import {
        requests: vec![(shop.id, counts.to_vec())],
        ..Import::default()
    };
    import(&mut store, 900, requests(&first)).unwrap();
    import(&mut store, 901, requests(&[count(0, 1, 2), count(1, 0, 0)])).unwrap();
    let both = vec![
        count(-1, 0, 3),
        count(0, 6, 7),
        count(1, 0, 0),
        count(44_640, 1_000_000, 1_000_001),
    ];
    assert_eq!(store.requests().unwrap(), [(shop.id, both.clone())]);
    store.undo_batch(BatchId(901), at(9)).unwrap();
    assert_eq!(store.requests().unwrap(), [(shop.id, first)]);
    store.undo(at(10)).unwrap();
    drop(store);
    let mut store = open(&path);
    store.redo(at(11)).unwrap();
    store.check().unwrap();

    // What cannot be is refused whole.
    for counts in [
        vec![count(5, 3, 2)],
        vec![count(5, -1, 2)],
        vec![count(5, 1, 2), count(5, 1, 2)],
        vec![count(i64::MAX, 1, 2)],
        vec![count(5, 1, i64::MAX)],
    ] {
        assert!(import(&mut store, 902, requests(&counts)).is_err());
    }
    let nobody = Import {
        requests: vec![(ServiceId(77), vec![count(0, 1, 1)])],
        ..Import::default()
    };
    assert!(import(&mut store, 903, nobody).is_err());
}
