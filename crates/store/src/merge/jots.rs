//! What stands in fields of sessions and was not sent yet, of both copies.
//!
//! Jots are no part of the log, so no register says who knew which. What somebody wrote in silence
//! is a page of thoughts: a page that went on from what the other copy has is taken, and of two
//! that went on apart every line stays. Of another field that both hold with different texts the
//! longer text is kept, and told. Whichever copy is merged into the other, the result is the same.

use super::Side;
use crate::record::{Key, Record};
use crate::write::Stored;
use ninefold_domain::id::JotId;
use ninefold_domain::premortem::{Draft, Jot, Judgement, WRITING};
use std::collections::{BTreeMap, BTreeSet};

/// Begins the slot of an estimate that is being typed; the cluster follows.
const ESTIMATE: &str = "estimate ";

/// The jots of both copies, and how many fields hold another text in each.
pub(super) fn join(
    ours: &Side,
    theirs: &Side,
    records: &BTreeMap<Key, Stored>,
) -> (BTreeMap<JotId, Jot>, u64) {
    let ids: BTreeSet<JotId> = (ours.jots.keys().chain(theirs.jots.keys()))
        .copied()
        .collect();
    let (mut joined, mut apart) = (BTreeMap::new(), 0);
    for id in ids {
        let (mine, other) = (ours.jots.get(&id), theirs.jots.get(&id));
        let Some(jot) = mine.or(other) else { continue };
        let person = jot.participant.map(Key::Participant);
        let belongs = [Some(Key::Session(jot.session)), person];
        if !belongs
            .iter()
            .flatten()
            .all(|key| records.contains_key(key))
        {
            continue;
        }
        let text = match draft_of(jot) {
            Some(draft) => {
                let text = page((ours, mine), (theirs, other), draft);
                // What was settled already needs no jot.
                if written(records, draft) == text {
                    continue;
                }
                text
            }
            // The other copy sent it: put back, it would be sent twice.
            None if mine.is_none() && was_sent(jot, ours, theirs) => continue,
            None if other.is_none() && was_sent(jot, theirs, ours) => continue,
            None => {
                let texts = [mine, other].map(|jot| jot.map(|jot| jot.text.as_str()));
                apart += u64::from(matches!(texts, [Some(x), Some(y)] if x != y));
                let longest = texts.into_iter().flatten().max_by_key(|t| (t.len(), *t));
                longest.unwrap_or_default().to_owned()
            }
        };
        let jot = Jot {
            text,
            ..jot.clone()
        };
        joined.insert(id, jot);
    }
    (joined, apart)
}

/// Whether `without`, which has no such jot, has what it becomes when it is sent, and `with` has
/// not: a card of its words, or the estimate of its person.
fn was_sent(jot: &Jot, without: &Side, with: &Side) -> bool {
    let differs = |key: &Key| without.records.get(key) != with.records.get(key);
    if let (Some(cluster), Some(person)) = (jot.slot.strip_prefix(ESTIMATE), jot.participant) {
        let judgement = cluster
            .parse()
            .map(|cluster| Key::Judgement(Judgement::id_of(person, cluster)));
        return judgement.is_ok_and(|key| without.records.contains_key(&key) && differs(&key));
    }
    let words = serde_json::from_str::<serde_json::Value>(&jot.text)
        .ok()
        .and_then(|value| value.get("text")?.as_str().map(str::to_owned))
        .unwrap_or_else(|| jot.text.clone());
    without.records.iter().any(|(key, stored)| {
        matches!(&stored.record, Record::Card(card)
            if card.session == jot.session && card.text.trim() == words.trim())
            && differs(key)
    })
}

/// The draft that a jot becomes, where it is a page that is written in silence.
fn draft_of(jot: &Jot) -> Option<Key> {
    let prompt = jot.slot.strip_prefix(WRITING)?;
    Some(Key::Draft(Draft::id_of(jot.participant?, prompt)))
}

fn written(records: &BTreeMap<Key, Stored>, draft: Key) -> &str {
    match records.get(&draft).map(|stored| &stored.record) {
        Some(Record::Draft(draft)) => &draft.text,
        _ => "",
    }
}

/// A page as both copies have it.
fn page(
    (ours, mine): (&Side, Option<&Jot>),
    (theirs, other): (&Side, Option<&Jot>),
    draft: Key,
) -> String {
    let settled = [ours, theirs].map(|side| written(&side.records, draft));
    let now = |jot: Option<&Jot>, settled: &str| {
        jot.map_or_else(|| settled.to_owned(), |jot| jot.text.clone())
    };
    let (x, y) = (now(mine, settled[0]), now(other, settled[1]));
    if x == settled[1] {
        y
    } else if y == settled[0] {
        x
    } else if x.starts_with(&y) {
        // A page of which the other is the beginning went on from it.
        x
    } else if y.starts_with(&x) {
        y
    } else {
        every_line(&x, &y)
    }
}

/// Both pages: the longer one, and the lines of the other that it has not.
fn every_line(x: &str, y: &str) -> String {
    // Blank lines at an end are no length: with them a page could outgrow what holds all of it.
    fn size(page: &str) -> (usize, &str, &str) {
        let text = page.trim_end();
        (text.len(), text, page)
    }
    let (first, second) = if size(x) >= size(y) { (x, y) } else { (y, x) };
    let mut all = first.trim_end().to_owned();
    for line in second.lines() {
        let is_there = first.lines().any(|known| known.trim() == line.trim());
        if !is_there && !line.trim().is_empty() {
            all.push('\n');
            all.push_str(line);
        }
    }
    if all == first.trim_end() {
        return first.to_owned();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::every_line;
    use proptest::prelude::*;

    #[test]
    fn a_page_that_holds_the_other_is_both() {
        assert_eq!(every_line("a\nb\n", "a"), "a\nb\n");
        assert_eq!(every_line("", "a"), "a");
        assert_eq!(every_line("a\nb", "a\nc"), "a\nc\nb");
        let blank = "a\n\n\n\n";
        let both = every_line(blank, "aa\n\n\n");
        assert_eq!(every_line(&both, blank), both);
    }

    proptest! {
        #[test]
        fn no_line_is_lost_and_the_order_of_copies_says_nothing(
            x in prop::collection::vec("[a-d]{0,2}", 0..6),
            y in prop::collection::vec("[a-d]{0,2}", 0..6),
        ) {
            let (x, y) = (x.join("\n"), y.join("\n"));
            let both = every_line(&x, &y);
            prop_assert_eq!(&both, &every_line(&y, &x));
            prop_assert_eq!(&both, &every_line(&both, &x));
            for line in x.lines().chain(y.lines()).filter(|line| !line.is_empty()) {
                prop_assert!(both.lines().any(|other| other == line));
            }
        }
    }
}
