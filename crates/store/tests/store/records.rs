//! Records in and out; files made, opened, shared and copied.

use crate::fixture::*;
use ninefold_domain::id::{BatchId, IncidentId, ServiceId};
use ninefold_domain::record::Tier;
use ninefold_domain::time::Instant;
use ninefold_store::{Change, Error, Import, Key, Record, Store};
use std::cell::Cell;
use std::fs;

#[test]
fn every_record_comes_back_as_it_was_put() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    let applied = edit(
        &mut store,
        "Make records",
        one_of_each().into_iter().map(put).collect(),
    );
    assert_eq!(applied.entry, 1);
    assert_eq!(applied.changes.len(), one_of_each().len());
    drop(store);

    let contents = open(&path).load().unwrap();
    for record in one_of_each() {
        let found = match record {
            Record::Methods(r) => contents.methods == r,
            Record::Tier(r) => contents.tiers.contains(&r),
            Record::Service(r) => contents.services.contains(&r),
            Record::Stream(r) => contents.streams.contains(&r),
            Record::Role(r) => contents.roles.contains(&r),
            Record::Contract(r) => contents.contracts.contains(&r),
            Record::Backlog(r) => contents.backlog.contains(&r),
            Record::Rates(r) => contents.rates.contains(&r),
            Record::Mapping(r) => contents.mappings.contains(&r),
            Record::Risk(r) => contents.risks.contains(&r),
            Record::Technique(r) => contents.techniques.contains(&r),
            Record::Option(r) => contents.options.contains(&r),
            Record::Scenario(r) => contents.scenarios.contains(&r),
            Record::Session(r) => contents.premortems.sessions.contains(&r),
            Record::Participant(r) => contents.premortems.participants.contains(&r),
            Record::Draft(r) => contents.premortems.drafts.contains(&r),
            Record::Card(r) => contents.premortems.cards.contains(&r),
            Record::Cluster(r) => contents.premortems.clusters.contains(&r),
            Record::Judgement(r) => contents.premortems.judgements.contains(&r),
            Record::Ballot(r) => contents.premortems.ballots.contains(&r),
            Record::Match(r) => contents.matches.contains(&r),
            Record::Jot(r) => contents.premortems.jots.contains(&r),
            Record::Requirement(r) => contents.requirements.contains(&r),
            Record::Incident(r) => contents.incidents.contains(&(r, None)),
            Record::Labor(r) => contents.labor.contains(&(r, None)),
        };
        assert!(found, "a record is missing or another: {contents:#?}");
    }
    let count = contents.tiers.len()
        + contents.services.len()
        + contents.streams.len()
        + contents.roles.len()
        + contents.contracts.len()
        + contents.backlog.len()
        + contents.rates.len()
        + contents.mappings.len()
        + contents.risks.len()
        + contents.matches.len()
        + contents.techniques.len()
        + contents.options.len()
        + contents.scenarios.len()
        + contents.premortems.sessions.len()
        + contents.premortems.participants.len()
        + contents.premortems.drafts.len()
        + contents.premortems.cards.len()
        + contents.premortems.clusters.len()
        + contents.premortems.judgements.len()
        + contents.premortems.ballots.len()
        + contents.premortems.jots.len()
        + contents.requirements.len()
        + contents.incidents.len()
        + contents.labor.len();
    assert_eq!(count + 1, one_of_each().len());
}

#[test]
fn what_cannot_come_back_the_same_is_refused_whole() {
    let mut store = Store::in_memory(REPLICA, at(0), &methods()).unwrap();
    let before = look(&store);
    let mut endless = service(1, "Checkout");
    endless.target = Some(f64::NAN);
    let mut ancient = incident(2, 1);
    ancient.started.0 = i64::MIN;
    let mut odd = incident(3, 1);
    odd.impacts[0].share = Some(f64::INFINITY);
    let mut timeless = labor(4, 1);
    timeless.actions = vec![at(1), Instant(i64::MAX)];
    let mut unbegun = labor(5, 1);
    unbegun.start = Some(Instant(i64::MIN));
    let mut boundless = contract(6, 1);
    boundless.bands[0].credit = f64::INFINITY;
    for record in [
        Record::Service(endless),
        Record::Incident(ancient.clone()),
        Record::Incident(odd.clone()),
        Record::Labor(timeless.clone()),
        Record::Labor(unbegun.clone()),
        Record::Contract(boundless),
    ] {
        let changes = vec![put(Record::Service(service(9, "First"))), put(record)];
        let refused = store.edit(entry("Edit", 1), changes);
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    }
    for record in [
        Record::Incident(ancient),
        Record::Incident(odd),
        Record::Labor(timeless),
        Record::Labor(unbegun),
    ] {
        let records = vec![record];
        let refused = import(
            &mut store,
            1,
            Import {
                records,
                ..Import::default()
            },
        );
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    }
    assert_eq!(look(&store), before);
    assert!(store.history(10, None).unwrap().is_empty());
}

#[test]
fn contradictions_are_conflicts_and_change_nothing() {
    let mut store = Store::in_memory(REPLICA, at(0), &methods()).unwrap();
    edit(
        &mut store,
        "One",
        vec![put(Record::Incident(incident(1, 1)))],
    );
    let before = look(&store);
    let mut twin = incident(2, 1);
    twin.origin = incident(1, 1).origin;
    for changes in [
        vec![Change::Delete(Key::Service(ServiceId(1)))],
        vec![put(Record::Incident(twin.clone()))],
    ] {
        let refused = store.edit(entry("Edit", 1), changes);
        assert!(
            matches!(refused, Err(Error::Conflict { .. })),
            "{refused:?}"
        );
    }
    let refused = store.edit(entry("Edit", 1), vec![Change::Delete(Key::Methods)]);
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    assert_eq!(look(&store), before);

    // An incident that is deleted frees its id of the source.
    let delete = Change::Delete(Key::Incident(IncidentId(1)));
    edit(
        &mut store,
        "Swap",
        vec![delete, put(Record::Incident(twin))],
    );
    assert_eq!(look(&store).contents.incidents[0].0.id, IncidentId(2));
}

#[test]
fn an_edit_that_changes_nothing_makes_no_entry() {
    let mut store = Store::in_memory(REPLICA, at(0), &methods()).unwrap();
    edit(
        &mut store,
        "One",
        vec![put(Record::Incident(incident(1, 1)))],
    );
    let applied = edit(
        &mut store,
        "Again",
        vec![put(Record::Incident(incident(1, 1)))],
    );
    assert_eq!((applied.entry, applied.changes.len()), (1, 0));
    assert_eq!(store.history(10, None).unwrap().len(), 1);
}

#[test]
fn create_leaves_what_is_there() {
    let folder = folder();
    let path = folder.path().join("notes.txt");
    fs::write(&path, "mine").unwrap();
    let refused = Store::create(&path, REPLICA, at(0), &methods());
    assert!(matches!(refused, Err(Error::Exists { .. })), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), b"mine");

    let nowhere = folder.path().join("missing").join("a.ninefold");
    let refused = Store::create(&nowhere, REPLICA, at(0), &methods());
    assert!(matches!(refused, Err(Error::Io { .. })), "{refused:?}");
}

#[test]
fn methods_that_cannot_be_kept_leave_no_file() {
    let folder = folder();
    let path = folder.path().join("a.ninefold");
    let mut endless = methods();
    endless.team_rate = f64::INFINITY;
    let refused = Store::create(&path, REPLICA, at(0), &endless);
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_file_that_cannot_be_written_opens_read_only_and_says_so() {
    let folder = folder();
    let (path, store) = busy_workspace(&folder);
    let seen = look(&store);
    drop(store);
    let read_only = |path: &std::path::Path, on: bool| {
        let mut permissions = fs::metadata(path).unwrap().permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let write = 0o222;
            let mode = permissions.mode();
            permissions.set_mode(if on { mode & !write } else { mode | 0o200 });
        }
        #[cfg(not(unix))]
        permissions.set_readonly(on);
        fs::set_permissions(path, permissions).unwrap();
    };
    let bytes = fs::read(&path).unwrap();
    for closed in [path.as_path(), folder.path()] {
        if closed.is_dir() && !cfg!(unix) {
            continue;
        }
        read_only(closed, true);
        let mut store = open(&path);
        assert!(store.is_read_only());
        assert_eq!(look(&store), seen);
        store.check().unwrap();
        let refused = store.edit(
            entry("Edit", 3),
            vec![put(Record::Service(service(8, "New")))],
        );
        assert_eq!(refused, Err(Error::ReadOnly { path: path.clone() }));
        drop(store);
        read_only(closed, false);
    }
    assert_eq!(fs::read(&path).unwrap(), bytes);
    let names = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 1, "nothing was left beside the file");
    assert!(!open(&path).is_read_only());
}

#[test]
fn a_reader_beside_a_writer_sees_what_is_committed() {
    let folder = folder();
    let (path, mut writer) = busy_workspace(&folder);
    let reader = Store::open_read_only(&path).unwrap();
    assert!(reader.is_read_only());
    let before = look(&reader);
    assert_eq!(before, look(&writer));
    edit(
        &mut writer,
        "More",
        vec![put(Record::Service(service(8, "New")))],
    );
    let after = look(&reader);
    assert_ne!(after, before);
    assert_eq!(after, look(&writer));
}

#[test]
fn a_second_writer_waits_and_is_then_told() {
    let folder = folder();
    let (path, mut first) = create(&folder);
    let mut second = open(&path);
    // A transaction of another program that does not end.
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let changes = || vec![put(Record::Service(service(1, "Checkout")))];
    let refused = first.edit(entry("Edit", 1), changes());
    assert_eq!(refused, Err(Error::Busy { path: path.clone() }));
    other.execute_batch("ROLLBACK").unwrap();

    first.edit(entry("Edit", 1), changes()).unwrap();
    // The second has not seen that edit, and must not write over it.
    let mine = || vec![put(Record::Service(service(1, "Mine")))];
    let refused = second.edit(entry("Edit", 1), mine());
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    assert_eq!(second.load().unwrap().services[0].name, "Checkout");
    second.edit(entry("Edit", 1), mine()).unwrap();
    assert_eq!(first.load().unwrap().services[0].name, "Mine");
}

#[test]
fn a_backup_equals_a_committed_state_even_during_an_import() {
    let folder = folder();
    let (path, mut store) = busy_workspace(&folder);
    let before = look(&store);
    let copy = folder.path().join("copy.ninefold");
    fs::write(&copy, "an older copy").unwrap();
    let copied = Cell::new(false);
    let progress = |done: u64, total: u64| {
        if done * 2 > total && !copied.replace(true) {
            Store::open_read_only(&path).unwrap().backup(&copy).unwrap();
        }
    };
    let import = Import {
        records: (1000..6000)
            .map(|id| Record::Incident(incident(id, 1)))
            .collect(),
        ..Import::default()
    };
    store
        .import(
            entry("Import", 3),
            new_batch(901),
            import,
            &progress,
            &|| false,
        )
        .unwrap();
    assert!(copied.get());
    let opened = open(&copy);
    opened.check().unwrap();
    assert_eq!(look(&opened), before);
    drop(opened);

    store.backup(&copy).unwrap();
    let opened = open(&copy);
    assert_eq!(look(&opened), look(&store));
    assert_eq!(
        opened.history(99, None).unwrap(),
        store.history(99, None).unwrap()
    );
    assert!(matches!(store.backup(&path), Err(Error::Conflict { .. })));
    let lost = folder.path().join("missing").join("copy.ninefold");
    assert!(store.backup(&lost).is_err());
}

#[test]
fn a_program_that_dies_in_an_import_leaves_the_state_before() {
    let folder = folder();
    let (path, mut store) = busy_workspace(&folder);
    let before = look(&store);
    let grave = crate::fixture::folder();
    let taken = Cell::new(0);
    // What is on the disk in the middle of the transaction is what a killed program leaves.
    let progress = |_: u64, _: u64| {
        let copy = grave.path().join(format!("{}.ninefold", taken.get()));
        fs::copy(&path, &copy).unwrap();
        let log = |path: &std::path::Path| {
            let mut name = path.as_os_str().to_owned();
            name.push("-wal");
            std::path::PathBuf::from(name)
        };
        fs::copy(log(&path), log(&copy)).unwrap();
        taken.set(taken.get() + 1);
    };
    // Notes long enough for the transaction to spill into the log before it commits.
    let records = (10_000..30_000)
        .map(|id| {
            let mut incident = incident(id, 1);
            incident.notes = "x".repeat(3000);
            Record::Incident(incident)
        })
        .collect();
    let import = Import {
        records,
        ..Import::default()
    };
    store
        .import(
            entry("Import", 3),
            new_batch(901),
            import,
            &progress,
            &|| false,
        )
        .unwrap();
    let copies: i32 = taken.get();
    assert!(copies > 15);
    for number in [0, copies / 2, copies - 1] {
        let mut copy = open(&grave.path().join(format!("{number}.ninefold")));
        assert_eq!(look(&copy), before);
        copy.check().unwrap();
        edit(
            &mut copy,
            "On",
            vec![put(Record::Service(service(8, "New")))],
        );
    }
}

#[test]
fn the_same_file_is_known_again_while_its_import_counts() {
    let folder = folder();
    let (_, mut store) = busy_workspace(&folder);
    let found = store.has_file("hash-900").unwrap().unwrap();
    assert_eq!(found.import, new_batch(900));
    assert_eq!((found.entry, found.live), (2, true));
    assert_eq!(store.has_file("hash-901").unwrap(), None);
    store.undo_batch(BatchId(900), at(9)).unwrap();
    assert_eq!(store.has_file("hash-900").unwrap(), None);
}

#[test]
fn a_path_may_hold_any_character() {
    let folder = folder();
    let path = folder.path().join("a b?c#d%20é.ninefold");
    let mut store = Store::create(&path, REPLICA, at(0), &methods()).unwrap();
    let tier = Tier {
        number: 1,
        name: "Critical".into(),
        target: None,
    };
    edit(&mut store, "Tier", vec![put(Record::Tier(tier))]);
    drop(store);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let store = open(&path);
    assert!(store.is_read_only());
    assert_eq!(store.load().unwrap().tiers.len(), 1);
}
