//! Pre-mortems in the file: records like any other, and jots, which the log does not see.

use crate::fixture::*;
use ninefold_domain::id::{ParticipantId, SessionId};
use ninefold_domain::premortem::Jot;
use ninefold_store::{Change, Key, Record};

fn jot(slot: &str, text: &str) -> Jot {
    let (session, ana) = (SessionId(31), Some(ParticipantId(32)));
    Jot {
        id: Jot::id_of(session, ana, slot),
        session,
        participant: ana,
        slot: slot.into(),
        text: text.into(),
    }
}

#[test]
fn a_jot_is_kept_without_an_entry() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    edit(
        &mut store,
        "Begin",
        one_of_each().into_iter().map(put).collect(),
    );
    let before = store.history(100, None).unwrap();
    let mut words = String::new();
    for key in "The provider fails".chars() {
        words.push(key);
        let applied = edit(
            &mut store,
            "key",
            vec![put(Record::Jot(jot("write network", &words)))],
        );
        assert_eq!(applied.entry, 1);
        assert_eq!(applied.changes.len(), 1);
    }
    // The same again changes nothing.
    let same = put(Record::Jot(jot("write network", &words)));
    assert!(edit(&mut store, "key", vec![same]).changes.is_empty());
    assert_eq!(store.history(100, None).unwrap(), before);
    drop(store);

    let mut store = open(&path);
    store.check().unwrap();
    assert_eq!(
        store.load().unwrap().premortems.jots,
        [jot("write network", &words)]
    );
    // It goes in the transaction of the record that it becomes; taking that back does not bring
    // it again.
    let mut renamed = service(2, "Search");
    renamed.owner = Some("Discovery".into());
    let id = jot("write network", "").id;
    edit(
        &mut store,
        "Settle",
        vec![put(Record::Service(renamed)), Change::Delete(Key::Jot(id))],
    );
    assert!(store.load().unwrap().premortems.jots.is_empty());
    store.undo(at(9)).unwrap().unwrap();
    assert!(store.load().unwrap().premortems.jots.is_empty());
    // One that is not there is gone already.
    assert!(
        edit(&mut store, "none", vec![Change::Delete(Key::Jot(id))])
            .changes
            .is_empty()
    );
    store.check().unwrap();
}

#[test]
fn a_session_goes_and_comes_back_by_the_log() {
    let folder = folder();
    let (path, mut store) = create(&folder);
    let made = one_of_each();
    edit(&mut store, "Begin", made.into_iter().map(put).collect());
    let before = look(&store).contents;
    let gone = meeting()
        .iter()
        .rev()
        .map(|r| Change::Delete(r.key()))
        .collect();
    edit(&mut store, "Delete", gone);
    assert!(look(&store).contents.premortems.sessions.is_empty());
    drop(store);
    let mut store = open(&path);
    store.undo(at(9)).unwrap().unwrap();
    assert_eq!(look(&store).contents, before);
    store.check().unwrap();
}
