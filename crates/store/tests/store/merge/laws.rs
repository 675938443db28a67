//! What people do with copies, in any order: whatever they did, merging comes to the same.

use super::*;

/// Something that a person does with a copy.
#[derive(Debug, Clone)]
enum Step {
    Title(u128, u8),
    Notes(u128, u8),
    Delete(u128),
    Service(u128, u8, Option<u128>),
    DeleteService(u128),
    Methods(u8),
    Import(u8),
    Undo,
    Redo,
    UndoImport(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let id = 10_u128..14;
    prop_oneof![
        3 => (id.clone(), 0_u8..3).prop_map(|(id, n)| Step::Title(id, n)),
        3 => (id.clone(), 0_u8..3).prop_map(|(id, n)| Step::Notes(id, n)),
        1 => id.prop_map(Step::Delete),
        2 => (41_u128..45, 0_u8..3, proptest::option::of(41_u128..45)).prop_map(|(id, n, on)| Step::Service(id, n, on)),
        1 => (43_u128..45).prop_map(Step::DeleteService),
        1 => (0_u8..3).prop_map(Step::Methods),
        2 => (0_u8..3).prop_map(Step::Import),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => (0_u8..3).prop_map(Step::UndoImport),
    ]
}

/// Does the steps on a copy; what the store refuses is not done.
fn work(store: &mut Store, steps: &[Step], who: u128, start: i64) {
    for (n, step) in (0..).zip(steps) {
        let time = start + 3 * n;
        let contents = store.load().unwrap();
        let incident_of = |id: u128| {
            let mut all = contents.incidents.iter();
            all.find(|(i, _)| i.id == IncidentId(id))
                .map(|(i, _)| i.clone())
        };
        let one = |change: Change| vec![change];
        let changes = match step {
            Step::Title(id, n) => incident_of(*id).map(|mut i| {
                i.title = format!("Title {n}");
                one(put(Record::Incident(i)))
            }),
            Step::Notes(id, n) => incident_of(*id).map(|mut i| {
                i.notes = format!("Note {n}");
                one(put(Record::Incident(i)))
            }),
            Step::Delete(id) => incident_of(*id).map(|i| one(Change::Delete(Key::Incident(i.id)))),
            Step::Service(id, n, on) => {
                let mut service = service(*id, &format!("Service {id}"));
                service.owner = Some(format!("Owner {n}"));
                // Upwards only, so that one side alone never makes a circle.
                let there = |on: u128| contents.services.iter().any(|s| s.id == ServiceId(on));
                let leans = on
                    .filter(|on| there(*on))
                    .filter(|on| if who == 0 { on > id } else { on < id });
                service.dependencies.extend(leans.map(|on| Dependency {
                    on: ServiceId(on),
                    kind: DependencyKind::Hard,
                }));
                Some(one(put(Record::Service(service))))
            }
            Step::DeleteService(id) => {
                let used = contents
                    .services
                    .iter()
                    .any(|s| s.dependencies.iter().any(|d| d.on == ServiceId(*id)));
                let there = contents.services.iter().any(|s| s.id == ServiceId(*id));
                (there && !used).then(|| one(Change::Delete(Key::Service(ServiceId(*id)))))
            }
            Step::Methods(n) => {
                let mut methods = contents.methods.clone();
                methods.default_target = 0.99 + f64::from(*n) / 1000.0;
                Some(one(put(Record::Methods(methods))))
            }
            Step::Import(n) => {
                let id = 1_000 + 100 * who + u128::from(*n) * 10;
                let taken = contents.batches.iter().any(|b| b.import.id == BatchId(id));
                let mut row = incident(id, 1);
                row.origin = incident(9_000 + u128::from(*n), 1).origin;
                let known = contents
                    .incidents
                    .iter()
                    .any(|(i, _)| i.origin == row.origin);
                if !taken && !known && !contents.streams.is_empty() {
                    file_import(
                        store,
                        id,
                        &format!("file {n}"),
                        time,
                        Import {
                            records: vec![Record::Incident(row), Record::Labor(labor(id + 1, id))],
                            updates: vec![],
                            revenue: vec![(
                                StreamId(3),
                                revenue(28_000_000 + 1_000 * i64::from(*n), 40),
                            )],
                            ..Import::default()
                        },
                    );
                }
                None
            }
            Step::Undo => {
                drop(store.undo(at(time)).unwrap());
                None
            }
            Step::Redo => {
                drop(store.redo(at(time)).unwrap());
                None
            }
            Step::UndoImport(n) => {
                let id = BatchId(1_000 + 100 * who + u128::from(*n) * 10);
                if contents.batches.iter().any(|b| b.live && b.import.id == id) {
                    drop(store.undo_batch(id, at(time)).unwrap());
                }
                None
            }
        };
        if let Some(changes) = changes {
            change(store, time, changes);
        }
    }
}

/// Records as fields, by the names that the log has for them.
fn fields(store: &Store) -> BTreeMap<(String, String), Map<String, Value>> {
    let contents = store.load().unwrap();
    let object = |value: Value| match value {
        Value::Object(fields) => fields,
        other => panic!("{other}"),
    };
    let mut all = BTreeMap::new();
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    for (incident, _) in contents.incidents {
        let value = serde_json::to_value(incident).unwrap();
        all.insert(("incident".to_owned(), id(&value)), object(value));
    }
    for service in contents.services {
        let value = serde_json::to_value(service).unwrap();
        all.insert(("service".to_owned(), id(&value)), object(value));
    }
    let methods = serde_json::to_value(contents.methods).unwrap();
    all.insert(("method".to_owned(), "methods".to_owned()), object(methods));
    all
}

/// The plain rule for records that were there before, told field by field from three states.
fn by_three_states(past: &Store, a: &Store, b: &Store, merged: &Store) {
    let conflicts = merged.conflicts().unwrap();
    let (past, a, b, merged) = (fields(past), fields(a), fields(b), fields(merged));
    for (name, before) in &past {
        let field_conflict = |field: Option<&str>| {
            conflicts
                .iter()
                .find(|c| c.table == name.0 && c.record == name.1 && c.field.as_deref() == field)
        };
        let (a, b, merged) = match (a.get(name), b.get(name), merged.get(name)) {
            (Some(a), Some(b), Some(merged)) => (a, b, merged),
            (Some(_), Some(_), None) => panic!("{name:?} is lost"),
            (Some(one), None, found) | (None, Some(one), found) => {
                match found {
                    None => assert_eq!(one, before, "{name:?} was changed and is gone"),
                    // It stays where it was changed, or where something leans on it.
                    Some(found) => {
                        assert_eq!(one, found);
                        // Or with its import, where revenue of the other copy leans on that.
                        let import = conflicts.iter().any(|c| c.table == "batch");
                        let asked = field_conflict(None).is_some() || import;
                        assert!(asked, "{name:?} came back unasked");
                    }
                }
                continue;
            }
            (None, None, found) => {
                assert_eq!(found, None, "{name:?}");
                continue;
            }
        };
        for (field, value) in merged {
            if field == "dependencies" {
                // These may go in a circle; that has its own test.
                continue;
            }
            let (x, y, was) = (&a[field], &b[field], &before[field]);
            if x == y || y == was {
                assert_eq!(value, x, "{field} of {name:?}");
            } else if x == was {
                assert_eq!(value, y, "{field} of {name:?}");
            } else {
                let conflict = field_conflict(Some(field)).expect("a conflict that shows both");
                for side in [x, y] {
                    let text = side.to_string();
                    assert!(
                        conflict
                            .sides
                            .iter()
                            .any(|s| s.value.as_deref() == Some(&text))
                    );
                }
                assert!(value == x || value == y);
            }
        }
    }
}

/// Makes three copies of a past, works on them apart, and holds their merges against each other.
fn in_any_order(before: &[Step], [a, b, c]: [&[Step]; 3], apart: i64) {
    let copies = Copies::of(|store| {
        common_past(store);
        work(store, before, 2, 2);
    });
    copies.copy_with("a", |store| work(store, a, 0, 100));
    copies.copy_with("b", |store| work(store, b, 1, 101 + 3 * apart));
    copies.copy_with("c", |store| work(store, c, 3, 102 + 3 * apart));
    let mut merged = copies.both();
    by_three_states(
        &open(&copies.path("past")),
        &open(&copies.path("a")),
        &open(&copies.path("b")),
        &merged,
    );
    // Once more with either brings nothing; undo brings back what this copy had.
    let once = seen(&merged);
    for other in ["a", "b", "ba"] {
        same(&seen(&copies.merge("ab", other, "again")), &once);
    }
    if merged
        .history(1, None)
        .unwrap()
        .first()
        .is_some_and(|h| h.command == "workspace.merge")
    {
        let undone = merged.undo(at(5_000)).unwrap().unwrap();
        assert!(undone.skipped.is_empty(), "{:?}", undone.skipped);
        let ours = seen(&open(&copies.path("a")));
        same(&without_dead(seen(&merged)), &without_dead(ours));
        merged.redo(at(5_001)).unwrap().unwrap();
        same(&seen(&merged), &once);
        merged.check().unwrap();
    }
    // Three copies, in either grouping.
    copies.merge("b", "c", "bc");
    let left = copies.merge("ab", "c", "ab-c");
    let right = copies.merge("a", "bc", "a-bc");
    same(&without_names(seen(&left)), &without_names(seen(&right)));
    let said = |store: &Store| -> Vec<_> {
        let conflicts = store.conflicts().unwrap();
        let values = |c: &Conflict| -> BTreeSet<_> {
            c.sides
                .iter()
                .map(|side| (side.value.clone(), side.shown))
                .collect()
        };
        let fields = conflicts.iter().filter(|c| c.field.is_some());
        fields.map(|c| (c.id.clone(), values(c))).collect()
    };
    assert_eq!(said(&left), said(&right));
}

/// Steps that go back and forth more than they go on, over few records: what undo and redo make
/// of a record is where copies come apart most easily.
fn step_back() -> impl Strategy<Value = Step> {
    let on = proptest::option::of(41_u128..43);
    prop_oneof![
        5 => Just(Step::Undo),
        3 => Just(Step::Redo),
        2 => (0_u8..2).prop_map(Step::Import),
        1 => Just(Step::UndoImport(0)),
        1 => (0_u8..2).prop_map(|n| Step::Title(13, n)),
        1 => Just(Step::Delete(13)),
        1 => (41_u128..44, 0_u8..2, on).prop_map(|(id, n, on)| Step::Service(id, n, on)),
        1 => Just(Step::DeleteService(43)),
    ]
}

/// How many workspaces are tried; `PROPTEST_CASES` asks for more, for looking closer.
fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(24)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn copies_edited_apart_merge_to_the_same_in_any_order(
        before in proptest::collection::vec(step(), 0..4),
        a in proptest::collection::vec(step(), 0..7),
        b in proptest::collection::vec(step(), 0..7),
        c in proptest::collection::vec(step(), 0..4),
        apart in 0_i64..30,
    ) {
        in_any_order(&before, [&a, &b, &c], apart);
    }

    #[test]
    fn copies_that_went_back_and_forth_merge_to_the_same_in_any_order(
        before in proptest::collection::vec(step_back(), 0..4),
        a in proptest::collection::vec(step_back(), 0..4),
        b in proptest::collection::vec(step_back(), 0..4),
        c in proptest::collection::vec(step_back(), 0..4),
        apart in 0_i64..4,
    ) {
        in_any_order(&before, [&a, &b, &c], apart);
    }
}

#[test]
fn what_a_side_of_a_conflict_leans_on_stays_in_any_grouping_of_three() {
    use Step::{Service, Title, Undo};
    // In the one copy 41 leans on 42, in another both went, in the third 41 was made again and
    // leans on nothing: which of them is shown says nothing about whether 42 is still wanted.
    let a = [Title(13, 0), Service(41, 1, Some(42))];
    let c = [Undo, Service(41, 0, None)];
    in_any_order(&[Undo], [&a, &[Undo], &c], 0);

    let copies = Copies::of(common_past);
    copies.copy_with("a", |store| work(store, &a, 0, 100));
    copies.copy_with("b", |store| {
        work(store, &[Undo, c[0].clone(), c[1].clone()], 1, 101);
    });
    let mut merged = copies.both();
    let leans = |store: &Store| -> Option<usize> {
        let services = store.load().unwrap().services;
        assert!(services.iter().any(|s| s.id == ServiceId(42)), "42 is lost");
        let of = services.iter().find(|s| s.id == ServiceId(41))?;
        Some(of.dependencies.len())
    };
    assert_eq!(leans(&merged), Some(0));
    // So the side that is not shown can be chosen, and finds what it leans on.
    let conflicts = merged.conflicts().unwrap();
    let of = conflicts
        .iter()
        .find(|c| c.field.as_deref() == Some("dependencies"))
        .expect("both say something else");
    let other = of.sides.iter().position(|side| !side.shown).unwrap();
    merged
        .resolve(&of.id, Some(other), "Lean", at(2_000))
        .unwrap();
    assert_eq!(leans(&merged), Some(1));
}

#[test]
fn an_import_done_again_in_one_copy_while_another_undid_what_it_came_to() {
    use Step::{Import, Redo, Undo};
    in_any_order(&[Import(0), Undo], [&[Redo], &[Undo, Undo], &[]], 0);
}
