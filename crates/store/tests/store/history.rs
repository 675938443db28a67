//! Undo and redo: newest first, across restarts, with a history that forgets nothing.

use crate::fixture::*;
use ninefold_domain::id::{BatchId, IncidentId, ServiceId};
use ninefold_domain::record::Redundancy;
use ninefold_store::{Change, Import, Key, Record};

fn titled(id: u128, title: &str) -> Record {
    let mut record = incident(id, 1);
    record.title = title.into();
    Record::Incident(record)
}

#[test]
fn undo_and_redo_walk_the_same_states_across_restarts() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    let mut states = vec![look(&store)];
    let mut full = methods();
    full.team_rate = 0.1 + 0.2;
    let steps: Vec<Vec<Change>> = vec![
        one_of_each().into_iter().map(put).collect(),
        vec![put(titled(77, "Renamed")), put(titled(78, "New"))],
        vec![Change::Delete(Key::Incident(IncidentId(77)))],
        vec![put(Record::Methods(full))],
        // The same record twice in one edit.
        vec![
            put(titled(79, "Draft")),
            put(Record::Service(service(1, "Till"))),
            put(titled(79, "Final")),
        ],
    ];
    for changes in steps {
        let mut memory = look(&store);
        let applied = edit(&mut store, "Step", changes);
        apply(&mut memory, &applied, &store);
        assert_eq!(memory, look(&store));
        states.push(memory);
    }
    let last = states.len() - 1;
    for round in 0..2 {
        for state in states[..last].iter().rev() {
            drop(store);
            store = open(&path);
            let mut memory = look(&store);
            let applied = store.undo(at(10)).unwrap().unwrap();
            assert!(applied.skipped.is_empty());
            apply(&mut memory, &applied, &store);
            assert_eq!(&look(&store), state, "undo in round {round}");
            assert_eq!(&memory, state);
        }
        assert_eq!(store.undo(at(11)).unwrap(), None);
        for state in &states[1..] {
            drop(store);
            store = open(&path);
            let mut memory = look(&store);
            let applied = store.redo(at(12)).unwrap().unwrap();
            apply(&mut memory, &applied, &store);
            assert_eq!(&look(&store), state, "redo in round {round}");
            assert_eq!(&memory, state);
        }
        assert_eq!(store.redo(at(13)).unwrap(), None);
    }
    store.check().unwrap();
}

#[test]
fn a_new_edit_ends_redo_but_keeps_the_undone_branch() {
    let folder = folder();
    let (_, mut store) = create(&folder);
    edit(&mut store, "First", vec![put(titled(1, "First"))]);
    edit(&mut store, "Second", vec![put(titled(1, "Second"))]);
    store.undo(at(5)).unwrap().unwrap();
    edit(&mut store, "Third", vec![put(titled(1, "Third"))]);
    assert_eq!(store.redo(at(6)).unwrap(), None);

    let history = store.history(10, None).unwrap();
    let lines: Vec<_> = history
        .iter()
        .map(|e| (e.seq, e.label.as_str(), e.inverse_of, e.undone, e.changes))
        .collect();
    assert_eq!(
        lines,
        [
            (4, "Third", None, false, 1),
            (3, "Second", Some(2), false, 1),
            (2, "Second", None, true, 1),
            (1, "First", None, false, 1),
        ]
    );
    assert_eq!(history[0].replica, REPLICA);
    assert_eq!(history[1].command, "undo");
    assert_eq!(history[1].at, at(5));
    assert_eq!(store.history(2, Some(3)).unwrap(), history[2..]);
    assert_eq!(store.history(1, None).unwrap(), history[..1]);

    let changes = store.changes(2).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].table, "incident");
    assert_eq!(changes[0].record, IncidentId(1).to_string());
    assert_eq!(changes[0].field.as_deref(), Some("title"));
    assert_eq!(changes[0].before.as_deref(), Some(r#""First""#));
    assert_eq!(changes[0].after.as_deref(), Some(r#""Second""#));

    // Two undos: the branch that was left is not met again.
    store.undo(at(7)).unwrap().unwrap();
    assert_eq!(store.load().unwrap().incidents[0].0.title, "First");
    store.undo(at(8)).unwrap().unwrap();
    assert!(store.load().unwrap().incidents.is_empty());
    assert_eq!(store.undo(at(9)).unwrap(), None);
}

#[test]
fn an_edit_undoes_what_was_deleted_with_all_its_fields() {
    let folder = folder();
    let (_, mut store) = busy_workspace(&folder);
    let before = look(&store);
    // One of the import and one made by hand.
    edit(
        &mut store,
        "Delete",
        vec![
            Change::Delete(Key::Incident(IncidentId(105))),
            Change::Delete(Key::Incident(IncidentId(77))),
        ],
    );
    assert_eq!(
        look(&store).contents.incidents.len() + 2,
        before.contents.incidents.len()
    );
    let applied = store.undo(at(5)).unwrap().unwrap();
    assert_eq!(applied.changes.len(), 2);
    assert_eq!(look(&store), before);
}

#[test]
fn contracts_and_backlog_have_a_history_like_any_record() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    edit(
        &mut store,
        "Service",
        vec![
            put(Record::Service(service(1, "Checkout"))),
            put(Record::Backlog(backlog("2026-10", 12))),
        ],
    );
    edit(
        &mut store,
        "Contract",
        vec![
            put(Record::Contract(contract(6, 1))),
            put(Record::Backlog(backlog("2026-09", 20))),
            put(Record::Backlog(backlog("2026-10", 11))),
        ],
    );
    let full = look(&store);
    let months: Vec<String> = full
        .contents
        .backlog
        .iter()
        .map(|b| format!("{} {}", b.month, b.open))
        .collect();
    assert_eq!(months, ["2026-09 20", "2026-10 11"]);
    drop(store);
    let mut store = open(&path);
    store.undo(at(5)).unwrap();
    assert!(look(&store).contents.contracts.is_empty());
    assert_eq!(look(&store).contents.backlog[0].open, 12);
    store.redo(at(6)).unwrap();
    assert_eq!(look(&store), full);
    edit(
        &mut store,
        "Month",
        vec![Change::Delete(Key::Backlog("2026-09".parse().unwrap()))],
    );
    store.undo(at(7)).unwrap();
    assert_eq!(look(&store), full);
    let labels: Vec<String> = store
        .history(9, None)
        .unwrap()
        .into_iter()
        .map(|h| format!("{} {}", h.label, h.changes))
        .collect();
    assert_eq!(
        labels,
        [
            "Month 1",
            "Month 1",
            "Contract 3",
            "Contract 3",
            "Contract 3",
            "Service 2"
        ]
    );
}

#[test]
fn risks_options_techniques_and_scenarios_have_a_history_like_any_record() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    edit(
        &mut store,
        "Register",
        vec![
            put(Record::Service(service(1, "Checkout"))),
            put(Record::Risk(risk(21, 1))),
            put(Record::Technique(technique(24))),
            put(Record::Option(option(22))),
            put(Record::Scenario(Box::new(scenario(23)))),
            put(Record::Requirement(Box::new(requirement(25, 1)))),
        ],
    );
    let mut rarer = risk(21, 1);
    rarer.frequency = ninefold_domain::distribution::Estimate::fixed(0.1);
    edit(&mut store, "Rarer", vec![put(Record::Risk(rarer.clone()))]);
    edit(
        &mut store,
        "Clear",
        vec![
            Change::Delete(Key::Risk(rarer.id)),
            Change::Delete(Key::Technique(technique(24).id)),
            Change::Delete(Key::Option(option(22).id)),
            Change::Delete(Key::Scenario(scenario(23).scenario.id)),
            Change::Delete(Key::Requirement(requirement(25, 1).id)),
        ],
    );
    drop(store);
    let mut store = open(&path);
    assert!(look(&store).contents.risks.is_empty());
    store.undo(at(9)).unwrap().unwrap();
    assert_eq!(look(&store).contents.risks, [rarer]);
    assert_eq!(look(&store).contents.scenarios, [scenario(23)]);
    store.undo(at(10)).unwrap().unwrap();
    // To the last digit, though it went through the log as text.
    assert_eq!(look(&store).contents.risks, [risk(21, 1)]);
    assert_eq!(look(&store).contents.techniques, [technique(24)]);
    assert_eq!(look(&store).contents.options, [option(22)]);
    store.check().unwrap();
}

#[test]
fn a_service_stays_that_a_contract_or_a_redundancy_leans_on() {
    let folder = folder();
    let (_, mut store) = create(&folder);
    import(
        &mut store,
        900,
        Import {
            records: (1..=3)
                .map(|id| Record::Service(service(id, "Made on the way")))
                .collect(),
            ..Import::default()
        },
    )
    .unwrap();
    let mut leaning = service(9, "Checkout");
    leaning.redundancies = vec![Redundancy {
        of: vec![ServiceId(2), ServiceId(9)],
        needed: 1,
        common_cause: 0.0,
    }];
    edit(
        &mut store,
        "Lean",
        vec![
            put(Record::Service(leaning)),
            put(Record::Contract(contract(6, 1))),
        ],
    );
    let undone = store.undo_batch(BatchId(900), at(5)).unwrap();
    let mut kept: Vec<Key> = undone.skipped.iter().map(|skipped| skipped.key).collect();
    kept.sort_unstable();
    assert_eq!(
        kept,
        [Key::Service(ServiceId(1)), Key::Service(ServiceId(2))]
    );
    let left = look(&store).contents.services;
    let left: Vec<u128> = left.iter().map(|service| service.id.0).collect();
    assert_eq!(left, [1, 2, 9]);
}
