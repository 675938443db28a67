//! Files of older versions, kept as their programs wrote them.
//!
//! `data/version-1.workspace` to `version-5.workspace` were written by the last programs of their
//! versions; the JSON beside each is what that program read from it: the records after each step
//! of its history, the revenue, the batches and the log.

use crate::fixture::*;
use ninefold_domain::id::BatchId;
use ninefold_store::{Contents, Error, Key, Record, Store};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// What version 2 knows of records beyond version 1, and what that is in a file of version 1.
const NEW_FIELDS: [(&str, &[(&str, &str)]); 4] = [
    (
        "incidents",
        &[
            ("cancellations", "null"),
            ("fixed", "[]"),
            ("method", "null"),
        ],
    ),
    (
        "labor",
        &[("start", "null"), ("review", "false"), ("actions", "[]")],
    ),
    ("services", &[("redundancies", "[]"), ("hours", "null")]),
    (
        "methods",
        &[
            ("loss", "\"velocity\""),
            ("average", "\"mean\""),
            ("level", "false"),
            ("special_days", "[]"),
            ("thresholds", "[]"),
            ("phase", "[]"),
        ],
    ),
];

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn expected() -> Value {
    serde_json::from_slice(&fs::read(data("version-1.json")).unwrap()).unwrap()
}

/// A copy of the old file to work on.
fn old_file(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("shop.ninefold");
    fs::copy(data("version-1.workspace"), &path).unwrap();
    path
}

/// The records as version 1 wrote them down, once what is new is seen to be empty.
fn records(store: &Store) -> Value {
    let contents = store.load().unwrap();
    assert!(contents.contracts.is_empty() && contents.backlog.is_empty());
    let mut found = json!({
        "methods": contents.methods,
        "tiers": contents.tiers,
        "services": contents.services,
        "streams": contents.streams,
        "roles": contents.roles,
        "incidents": contents.incidents,
        "labor": contents.labor,
    });
    for (kind, fields) in NEW_FIELDS {
        let list: Vec<&mut Value> = match &mut found[kind] {
            Value::Array(list) => list.iter_mut().collect(),
            one => vec![one],
        };
        for record in list {
            // Incidents and labor stand beside their batch.
            let record = match record {
                Value::Array(pair) => &mut pair[0],
                record => record,
            };
            let record = record.as_object_mut().unwrap();
            for (field, empty) in fields {
                let value = record.remove(*field).map(|value| value.to_string());
                assert_eq!(value.as_deref(), Some(*empty), "{field} of {kind}");
            }
            if kind == "methods" {
                assert!(record.remove("assumptions").is_some());
            }
        }
    }
    found
}

fn assert_whole(store: &Store) {
    let expected = expected();
    assert_eq!(records(store), expected["states"][6]);
    let contents = store.load().unwrap();
    let revenue: Vec<Value> = contents
        .streams
        .iter()
        .map(|stream| {
            let minutes: Vec<Value> = store
                .revenue(stream.id)
                .unwrap()
                .iter()
                .map(|m| json!([m.minute, m.units, m.rows]))
                .collect();
            json!([stream.id, minutes])
        })
        .collect();
    assert_eq!(Value::from(revenue), expected["revenue"]);
    let batches: Vec<Value> = contents
        .batches
        .iter()
        .map(|b| {
            json!({
                "id": b.import.id, "kind": b.import.kind, "files": b.import.files,
                "rows_read": b.import.rows_read, "accepted": b.import.accepted,
                "rejected": b.import.rejected, "skipped": b.import.skipped,
                "totals": b.import.totals, "note": b.import.note,
                "entry": b.entry, "at": b.at, "live": b.live,
            })
        })
        .collect();
    assert_eq!(Value::from(batches), expected["batches"]);
    let history: Vec<Value> = store
        .history(999, None)
        .unwrap()
        .iter()
        .map(|h| {
            let changes: Vec<Value> = store
                .changes(h.seq)
                .unwrap()
                .iter()
                .map(|c| json!([c.table, c.record, c.field, c.before, c.after]))
                .collect();
            json!({
                "seq": h.seq, "replica": format!("{:032x}", h.replica), "at": h.at,
                "command": h.command, "label": h.label, "inverse_of": h.inverse_of,
                "undone": h.undone, "batch": h.batch, "changes": changes,
            })
        })
        .collect();
    assert_eq!(Value::from(history), expected["history"]);
}

#[test]
fn a_file_of_version_1_comes_whole_into_this_version() {
    let folder = folder();
    let path = old_file(&folder);
    let store = open(&path);
    store.check().unwrap();
    assert_whole(&store);
    drop(store);
    // Opened again it is of this version; the copy beside it is of the old one.
    assert_whole(&open(&path));
    let kept = folder.path().join("shop.v1.ninefold");
    let version = |path: &Path| fs::read(path).unwrap()[60..64].to_vec();
    assert_eq!(version(&kept), [0, 0, 0, 1]);
    assert_eq!(
        version(&path),
        ninefold_store::VERSION.to_be_bytes().to_vec()
    );
    assert!(!folder.path().join("shop.v1-2.ninefold").exists());
    assert_whole(&open(&kept));
    assert!(folder.path().join("shop.v1.v1.ninefold").exists());
}

#[test]
fn what_was_done_in_version_1_is_undone_and_done_again_in_this_one() {
    let folder = folder();
    let path = old_file(&folder);
    let expected = expected();
    let states = expected["states"].as_array().unwrap();
    let mut store = open(&path);
    // What was undone last in the old program comes back.
    let redone = store.redo(at(20)).unwrap().unwrap();
    assert!(redone.skipped.is_empty(), "{:?}", redone.skipped);
    assert_eq!(records(&store), states[7]);
    for state in states[..7].iter().rev() {
        drop(store);
        store = open(&path);
        let undone = store.undo(at(21)).unwrap().unwrap();
        assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
        assert_eq!(&records(&store), state);
    }
    assert_eq!(store.undo(at(22)).unwrap(), None);
    for state in &states[1..] {
        let redone = store.redo(at(23)).unwrap().unwrap();
        assert!(redone.skipped.is_empty(), "{:?}", redone.skipped);
        assert_eq!(&records(&store), state);
    }
    store.check().unwrap();
}

#[test]
fn a_change_made_since_the_upgrade_stays_when_an_old_entry_is_undone() {
    let folder = folder();
    let mut store = open(&old_file(&folder));
    let contents = store.load().unwrap();
    let (mut incident, _) = contents
        .incidents
        .into_iter()
        .find(|(incident, _)| incident.title == "Renamed")
        .unwrap();
    incident.cancellations = Some(3);
    let key = Key::Incident(incident.id);
    edit(
        &mut store,
        "Count cancellations",
        vec![put(Record::Incident(incident.clone()))],
    );
    let undone = store.undo_batch(BatchId(900), at(30)).unwrap();
    assert!(undone.skipped.iter().any(|skipped| skipped.key == key));
    let contents = store.load().unwrap();
    assert!(contents.incidents.contains(&(incident, None)));
}

#[test]
fn an_old_file_that_is_damaged_is_refused_as_it_is() {
    let damages = [
        "UPDATE incident SET title = 'Other' WHERE title = 'Renamed'",
        "UPDATE labor SET worked_ms = worked_ms + 1",
        "UPDATE service SET name = 'Other'",
        "DELETE FROM labor WHERE id = (SELECT max(id) FROM labor)",
        "UPDATE tally SET rows = rows + 1 WHERE tbl = 'incident'",
    ];
    for sql in damages {
        let folder = folder();
        let path = old_file(&folder);
        let db = rusqlite::Connection::open(&path).unwrap();
        assert!(db.execute(sql, []).unwrap() > 0);
        drop(db);
        for _ in 0..2 {
            let found = Store::open(&path);
            assert!(
                matches!(found, Err(Error::Damaged { .. })),
                "{sql}: {found:?}"
            );
        }
        let version = fs::read(&path).unwrap()[60..64].to_vec();
        assert_eq!(version, [0, 0, 0, 1]);
        assert!(!folder.path().join("shop.v1.ninefold").exists());
        let db = rusqlite::Connection::open(&path).unwrap();
        let old: i64 = db
            .query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%_before'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(old, 0);
    }
}

/// Whether a value holds all that an older program wrote; what it did not know must be empty, but
/// for choices, which have defaults.
fn covers(found: &Value, expected: &Value, choices: bool) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let empty = |value: &Value| match value {
                Value::Null | Value::Bool(false) => true,
                Value::String(text) => text.is_empty(),
                Value::Array(list) => list.is_empty(),
                Value::Object(map) => map.is_empty(),
                Value::Number(number) => number.as_f64() == Some(0.0),
                Value::Bool(true) => false,
            };
            expected.iter().all(|(field, value)| {
                found
                    .get(field)
                    .is_some_and(|found| covers(found, value, choices))
            }) && found
                .iter()
                .all(|(field, value)| expected.contains_key(field) || choices || empty(value))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && found
                    .iter()
                    .zip(expected)
                    .all(|(found, expected)| covers(found, expected, choices))
        }
        (found, expected) => found == expected,
    }
}

fn expected_2() -> Value {
    serde_json::from_slice(&fs::read(data("version-2.json")).unwrap()).unwrap()
}

#[track_caller]
fn assert_state_2(store: &Store, expected: &Value) {
    let contents = store.load().unwrap();
    let scenarios: Vec<Value> = contents
        .scenarios
        .iter()
        .map(|saved| json!([saved.scenario, saved.given, saved.digits]))
        .collect();
    let found = json!({
        "tiers": contents.tiers, "services": contents.services, "streams": contents.streams,
        "roles": contents.roles, "contracts": contents.contracts, "backlog": contents.backlog,
        "risks": contents.risks, "techniques": contents.techniques, "options": contents.options,
        "incidents": contents.incidents, "labor": contents.labor,
    });
    for (kind, list) in found.as_object().unwrap() {
        assert!(covers(list, &expected[kind], false), "{kind}: {list}");
    }
    let methods = serde_json::to_value(&contents.methods).unwrap();
    assert!(covers(&methods, &expected["methods"], true));
    assert!(covers(&scenarios.into(), &expected["scenarios"], true));
}

#[test]
fn a_file_of_version_2_comes_whole_into_this_version() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    fs::copy(data("version-2.workspace"), &path).unwrap();
    let expected = expected_2();
    let states = expected["states"].as_array().unwrap();
    // All kinds that version 2 knew are in it.
    for (kind, list) in states[1].as_object().unwrap() {
        assert_ne!(list, &json!([]), "{kind}");
    }
    let mut store = open(&path);
    store.check().unwrap();
    assert_state_2(&store, &states[6]);
    for pair in expected["revenue"].as_array().unwrap() {
        let minutes: Vec<Value> = store
            .revenue(serde_json::from_value(pair[0].clone()).unwrap())
            .unwrap()
            .iter()
            .map(|m| json!([m.minute, m.units, m.rows]))
            .collect();
        assert_eq!(Value::from(minutes), pair[1]);
    }
    for (line, expected) in store
        .history(999, None)
        .unwrap()
        .iter()
        .zip(expected["history"].as_array().unwrap())
    {
        let changes: Vec<Value> = store
            .changes(line.seq)
            .unwrap()
            .iter()
            .map(|c| json!([c.table, c.record, c.field, c.before, c.after]))
            .collect();
        assert_eq!(json!(line.label), expected["label"]);
        assert_eq!(Value::from(changes), expected["changes"]);
    }
    let version = |path: &Path| fs::read(path).unwrap()[60..64].to_vec();
    assert_eq!(
        version(&folder.path().join("shop.v2.ninefold")),
        [0, 0, 0, 2]
    );

    // Its whole history is walked back and forth.
    assert!(store.redo(at(20)).unwrap().unwrap().skipped.is_empty());
    assert_state_2(&store, &states[7]);
    for state in states[..7].iter().rev() {
        let undone = store.undo(at(21)).unwrap().unwrap();
        assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
        assert_state_2(&store, state);
    }
    for state in &states[1..] {
        let redone = store.redo(at(22)).unwrap().unwrap();
        assert!(redone.skipped.is_empty(), "{:?}", redone.skipped);
        assert_state_2(&store, state);
    }
    store.check().unwrap();
}

/// The records as version 3 wrote them down, once what is new is seen to be empty.
fn records_3(store: &Store) -> Value {
    let c = store.load().unwrap();
    assert!(c.rates.is_empty() && c.mappings.is_empty());
    assert!(store.requests().unwrap().is_empty());
    records_of_all(&c)
}

fn records_of_all(c: &Contents) -> Value {
    let p = &c.premortems;
    json!({
        "tiers": c.tiers, "services": c.services, "streams": c.streams, "roles": c.roles,
        "contracts": c.contracts, "backlog": c.backlog, "risks": c.risks,
        "techniques": c.techniques, "options": c.options, "matches": c.matches,
        "sessions": p.sessions, "participants": p.participants, "drafts": p.drafts,
        "cards": p.cards, "clusters": p.clusters, "judgements": p.judgements,
        "ballots": p.ballots, "jots": p.jots,
        "requirements": c.requirements, "incidents": c.incidents, "labor": c.labor,
    })
}

#[test]
fn a_file_of_version_3_comes_whole_into_this_version() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    fs::copy(data("version-3.workspace"), &path).unwrap();
    let expected: Value =
        serde_json::from_slice(&fs::read(data("version-3.json")).unwrap()).unwrap();
    let states = expected["states"].as_array().unwrap();
    let mut store = open(&path);
    store.check().unwrap();
    let same = |store: &Store, state: &Value| {
        for (kind, list) in records_3(store).as_object().unwrap() {
            assert!(covers(list, &state[kind], false), "{kind}: {list}");
        }
    };
    same(&store, &states[4]);
    for pair in expected["revenue"].as_array().unwrap() {
        let stream = serde_json::from_value(pair[0].clone()).unwrap();
        let minutes = store.revenue(stream).unwrap();
        let minutes: Vec<Value> = minutes
            .iter()
            .map(|m| json!([m.minute, m.units, m.rows]))
            .collect();
        assert_eq!(Value::from(minutes), pair[1]);
    }
    // What is new has room in it, and the whole history is walked back to the beginning.
    edit(
        &mut store,
        "Rates",
        vec![put(Record::Rates(rates("USD", 2026)))],
    );
    assert_eq!(store.load().unwrap().rates.len(), 1);
    while let Some(undone) = store.undo(at(50)).unwrap() {
        assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
    }
    same(&store, &states[0]);
    store.check().unwrap();
}

/// The records as version 4 wrote them down.
fn records_4(store: &Store) -> Value {
    let c = store.load().unwrap();
    let mut all = records_of_all(&c);
    all["rates"] = json!(c.rates);
    all["mappings"] = json!(c.mappings);
    all
}

/// What version 5 adds is how two lengths of a risk hang together: in a file of before they do not.
#[test]
fn a_file_of_version_4_comes_whole_into_this_version() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    fs::copy(data("version-4.workspace"), &path).unwrap();
    let expected: Value =
        serde_json::from_slice(&fs::read(data("version-4.json")).unwrap()).unwrap();
    let states = expected["states"].as_array().unwrap();
    let mut store = open(&path);
    store.check().unwrap();
    let same = |store: &Store, state: &Value| {
        for (kind, list) in records_4(store).as_object().unwrap() {
            assert!(covers(list, &state[kind], false), "{kind}: {list}");
        }
    };
    let risks = |store: &Store| store.load().unwrap().risks;
    // The risk that was removed last and brought back.
    same(&store, &states[2]);
    assert_eq!(risks(&store).len(), 1);
    assert!(!risks(&store)[0].one_length);
    let redone = store.redo(at(50)).unwrap().unwrap();
    assert!(redone.skipped.is_empty(), "{:?}", redone.skipped);
    same(&store, &states[3]);
    store.undo(at(51)).unwrap().unwrap();
    // What is new has room, and comes and goes with undo.
    let mut one = risks(&store).remove(0);
    one.one_length = true;
    edit(
        &mut store,
        "One length",
        vec![put(Record::Risk(one.clone()))],
    );
    assert_eq!(risks(&open(&path)), [one]);
    store.undo(at(52)).unwrap().unwrap();
    same(&store, &states[2]);
    for state in [1, 0] {
        let undone = store.undo(at(53)).unwrap().unwrap();
        assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
        same(&store, &states[state]);
    }
    store.check().unwrap();
}

/// What version 6 adds is the time that each step of a session took: of a file of before nobody
/// knows it but for the step that is open.
#[test]
fn a_file_of_version_5_comes_whole_into_this_version() {
    let folder = folder();
    let path = folder.path().join("shop.ninefold");
    fs::copy(data("version-5.workspace"), &path).unwrap();
    let expected: Value =
        serde_json::from_slice(&fs::read(data("version-5.json")).unwrap()).unwrap();
    let mut store = open(&path);
    store.check().unwrap();
    let sessions = |store: &Store| store.load().unwrap().premortems.sessions;
    let before = sessions(&store).remove(0);
    let found = json!(before);
    for (field, value) in expected["sessions"][0].as_object().unwrap() {
        assert_eq!(&found[field], value, "{field}");
    }
    assert_eq!((before.left_ms.len(), before.prompt_ms), (0, 0));
    // What is new has room, and goes with undo.
    let timed = ninefold_domain::premortem::Session {
        left_ms: [(ninefold_domain::premortem::Step::Frame, 1)].into(),
        prompt_ms: 2,
        ..before.clone()
    };
    edit(
        &mut store,
        "Timed",
        vec![put(Record::Session(timed.clone()))],
    );
    assert_eq!(sessions(&open(&path)), [timed]);
    store.undo(at(50)).unwrap().unwrap();
    assert_eq!(sessions(&store), [before]);
    // The prompt, the timer and the step go back as their program logged them.
    for _ in 0..3 {
        let undone = store.undo(at(51)).unwrap().unwrap();
        assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
    }
    let begun = sessions(&store).remove(0);
    assert_eq!(
        (begun.step, begun.spent_ms, begun.running.is_some()),
        (ninefold_domain::premortem::Step::Frame, 0, true)
    );
    store.check().unwrap();
}
