//! The rules of a session on small ones made by hand, and on any.

use super::*;
use crate::distribution::Estimate;
use crate::id::{CardId, ClusterId, ParticipantId, RiskId, ServiceId, SessionId};
use crate::risk::Category;
use crate::time::Instant;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ID: SessionId = SessionId(1);

fn session() -> Session {
    let day = "2026-10-14".parse().expect("a day");
    Session::begun(ID, ServiceId(2), day, Instant(0))
}

fn person(n: u128) -> Participant {
    Participant {
        id: ParticipantId(n),
        session: ID,
        // Against the order of ids: seats decide.
        place: -(n as f64),
        name: format!("P{n}"),
        role: String::new(),
        present: true,
        origin: None,
    }
}

fn cluster(n: u128) -> Cluster {
    Cluster {
        id: ClusterId(n),
        session: ID,
        title: format!("C{n}"),
        category: Category::SharedFate,
        service: ServiceId(2),
        place: n as f64,
        into: None,
        risk: None,
        history: String::new(),
        mitigations: vec![],
        notes: String::new(),
    }
}

fn judgement(person: u128, cluster: u128, low: f64, given: i64) -> Judgement {
    let (person, cluster) = (ParticipantId(person), ClusterId(cluster));
    Judgement {
        id: Judgement::id_of(person, cluster),
        session: ID,
        cluster,
        participant: person,
        frequency: Estimate::interval(low, low * 4.0),
        detect: Estimate::fixed(5.0),
        repair: Estimate::interval(10.0, 60.0),
        users: Estimate::fixed(0.5),
        comment: String::new(),
        given: Instant(given),
    }
}

fn ballot(person: u128, dots: &[(u128, u32)]) -> Ballot {
    Ballot {
        id: Ballot::id_of(ParticipantId(person)),
        session: ID,
        participant: ParticipantId(person),
        dots: dots.iter().map(|(c, n)| (ClusterId(*c), *n)).collect(),
        given: Instant(100),
    }
}

fn card(n: u128, cluster: Option<u128>, placed: i64) -> Card {
    Card {
        id: CardId(n),
        session: ID,
        text: format!("card {n}"),
        author: None,
        prompt: String::new(),
        cluster: cluster.map(ClusterId),
        place: n as f64,
        placed: Some(Instant(placed)),
        before: None,
        line: None,
        aside: false,
        origin: None,
    }
}

fn draft(person: u128, prompt: &str, text: &str) -> Draft {
    Draft {
        id: Draft::id_of(ParticipantId(person), prompt),
        session: ID,
        participant: ParticipantId(person),
        prompt: prompt.into(),
        text: text.into(),
    }
}

fn room() -> Records {
    Records {
        sessions: vec![session()],
        participants: (1..=3).map(person).collect(),
        clusters: (1..=3).map(cluster).collect(),
        ..Records::default()
    }
}

fn meeting(records: &Records) -> Meeting<'_> {
    records.meeting(ID).expect("the session")
}

/// Reads out one thought of a person, as the application does.
fn read_out(records: &mut Records, id: ParticipantId) {
    let meeting = meeting(records);
    let line = meeting.left(id).remove(0);
    let n = records.cards.len() as u128;
    let mut new = card(1000 + n, None, 0);
    new.line = Some(line.id);
    new.author = Some(id);
    records.cards.push(new);
    let turn = self::meeting(records).turn_after(Some(id));
    records.sessions[0].turn = turn;
}

#[test]
fn a_pasted_list_becomes_thoughts() {
    let pasted = "1. Payment provider fails\n2) Database fails over\n\n- [ ] Certificate\texpires\n   unnoticed\n• retries\n* not *now*\n-5 % capacity\n3.5 hours of queue\n(a) first\na) second\n12. twelfth\n   \n— dash";
    assert_eq!(
        lines(pasted),
        [
            "Payment provider fails",
            "Database fails over",
            "Certificate · expires unnoticed",
            "retries",
            "not *now*",
            "-5 % capacity",
            "3.5 hours of queue",
            "first",
            "second",
            "twelfth",
            "dash",
        ]
    );
    assert!(lines(" \n\t\n- \n").is_empty());
    assert_eq!(lines("same\nsame"), ["same", "same"]);
    assert_eq!(
        lines("plain\r\n  indented is another"),
        ["plain", "indented is another"]
    );
}

#[test]
fn steps_can_be_opened_again_without_losing_where_one_was() {
    let later = session().at(Step::Vote, Instant(60_000));
    let back = later.at(Step::Write, Instant(90_000));
    assert_eq!((back.step, back.furthest), (Step::Write, Step::Vote));
    assert_eq!(back.prompt, "network");
    assert_eq!(back.spent_at(Instant(90_500)), 500);
    let stopped = back.timed(false, Instant(91_000));
    assert_eq!(stopped.spent_at(Instant(1_000_000)), 1_000);
    let going = stopped.timed(true, Instant(200_000));
    assert_eq!(going.spent_at(Instant(200_010)), 1_010);
    // A clock that was set back takes no time away.
    assert_eq!(going.spent_at(Instant(0)), 1_000);
    assert_eq!(later.at(Step::Vote, Instant(99)), later);
}

#[test]
fn a_session_fits_into_an_hour_and_its_lenses_into_their_step() {
    assert_eq!(PLAN.iter().sum::<u32>(), 57);
    assert_eq!(PLAN[Step::Lenses.place()] / LENS_MINUTES, 2);
    assert_eq!(PLAN[Step::Lenses.place()] % LENS_MINUTES, 0);
}

#[test]
fn the_clock_of_a_step_goes_on_when_it_is_opened_again() {
    let minute = |n: i64| Instant(n * 60_000);
    let begun = session().timed(false, minute(0));
    let begun = Session {
        spent_ms: 0,
        ..begun
    }
    .timed(true, minute(0));
    let voting = begun.at(Step::Vote, minute(3));
    // A pause counts for nothing.
    let paused = voting.timed(false, minute(5)).timed(true, minute(9));
    let framed = paused.at(Step::Frame, minute(10));
    assert_eq!(framed.spent_at(minute(10)), 3 * 60_000);
    assert_eq!(framed.spent_at(minute(11)), 4 * 60_000);
    assert_eq!(framed.whole_at(minute(11)), 7 * 60_000);
    let again = framed.at(Step::Vote, minute(12));
    assert_eq!(again.spent_at(minute(12)), 3 * 60_000);
    assert_eq!(again.whole_at(minute(12)), 8 * 60_000);
}

#[test]
fn a_clock_that_is_left_on_stands_half_an_hour_after_its_step() {
    let minute = |n: i64| Instant(n * 60_000);
    // Ten minutes are planned, so it stands at forty; the night is none of the session.
    let left = session().at(Step::Capture, minute(0));
    assert_eq!(left.goes_on_at(minute(39)), 60_000);
    assert_eq!(left.spent_at(minute(39)), 39 * 60_000);
    let night = minute(14 * 60);
    assert_eq!(left.goes_on_at(night), 0);
    assert_eq!(left.spent_at(night), 40 * 60_000);
    // In the morning it is let run, or the next step opened, and goes on from there.
    let morning = left.timed(true, night);
    assert_eq!(morning.spent_at(minute(14 * 60 + 5)), 45 * 60_000);
    assert_eq!(morning.goes_on_at(night), 30 * 60_000);
    let next = left.at(Step::Cluster, night);
    assert_eq!(next.whole_at(minute(14 * 60 + 5)), 45 * 60_000);
    // Who works past the plan is not stopped within the half hour, nor is a clock set back.
    assert_eq!(left.timed(true, minute(20)), left);
    assert_eq!(left.spent_at(minute(-5)), 0);
}

#[test]
fn a_lens_has_a_clock_of_its_own_inside_that_of_its_step() {
    let second = |n: i64| Instant(n * 1_000);
    let lenses = session().at(Step::Lenses, second(0));
    assert_eq!(lenses.prompted_at(second(30)), 30_000);
    let next = lenses.asked("lens:engineering", second(100));
    assert_eq!(next.prompted_at(second(130)), 30_000);
    assert_eq!(next.spent_at(second(130)), 130_000);
    assert_eq!(next.asked("lens:engineering", second(140)), next);
    // A lens lets a clock run that stood; a question of the writing does not.
    let stood = next
        .timed(false, second(140))
        .asked("lens:sales", second(200));
    assert_eq!(stood.prompted_at(second(210)), 10_000);
    let written = session().at(Step::Write, second(0)).timed(false, second(9));
    assert_eq!(written.asked("latency", second(20)).running, None);
}

#[test]
fn prompts_have_keys_of_their_own() {
    for p in REALITIES {
        assert_eq!(prompt(p.key), Some(&p));
        assert!(p.question.ends_with('?'), "{}", p.key);
    }
    for p in LENSES {
        assert_eq!(prompt(&p.lens_key()), Some(&p));
    }
    assert_eq!(prompt("lens:nobody"), None);
    assert_ne!(prompt("security"), prompt("lens:security"));
}

#[test]
fn whose_turn_it_is_goes_round_those_with_something_left() {
    let mut records = room();
    records.drafts = vec![
        draft(1, "network", "a\nb\nb\nd"),
        draft(2, "network", "e"),
        draft(3, "people", "f"),
    ];
    // Seats: 3, 2, 1.
    let mut order = vec![];
    while let Some(id) = meeting(&records).turn() {
        order.push(id.0);
        read_out(&mut records, id);
    }
    assert_eq!(order, [3, 2, 1, 1, 1, 1]);
    // A line that is written otherwise is another; one more of the same words is left too.
    records.drafts[0] = draft(1, "network", "- a\nb\nb\nb\nnew words");
    let left: Vec<String> = meeting(&records)
        .left(ParticipantId(1))
        .into_iter()
        .map(|l| l.text)
        .collect();
    assert_eq!(left, ["b", "new words"]);
    // Who is given the turn has it, with nothing left on their page.
    records.sessions[0].turn = Some(ParticipantId(2));
    assert!(meeting(&records).left(ParticipantId(2)).is_empty());
    assert_eq!(meeting(&records).turn(), Some(ParticipantId(2)));
    records.sessions[0].turn = None;
    // Who passes is not asked; who is not there neither.
    records.sessions[0].passed = vec![ParticipantId(1)];
    assert_eq!(meeting(&records).turn(), None);
    // Who wrote nothing at all speaks from paper until they pass.
    records.drafts.retain(|d| d.participant.0 == 1);
    assert_eq!(meeting(&records).turn_after(None), Some(ParticipantId(3)));
    records.participants[2].present = false;
    assert_eq!(meeting(&records).turn_after(None), Some(ParticipantId(2)));
}

#[test]
fn keys_that_were_not_sent_stand_in_for_the_draft() {
    let mut records = room();
    records.drafts = vec![draft(1, "network", "old")];
    let slot = format!("{WRITING}network");
    records.jots = vec![Jot {
        id: Jot::id_of(ID, Some(ParticipantId(1)), &slot),
        session: ID,
        participant: Some(ParticipantId(1)),
        slot,
        text: "old\nnewer".into(),
    }];
    let meeting = meeting(&records);
    assert_eq!(meeting.written(ParticipantId(1), "network"), "old\nnewer");
    assert_eq!(meeting.thoughts(ParticipantId(1)).len(), 2);
    assert_eq!(meeting.written(ParticipantId(2), "network"), "");
}

#[test]
fn nothing_is_seen_before_its_time() {
    let mut records = room();
    let (one, two, three) = (ParticipantId(1), ParticipantId(2), ParticipantId(3));
    for step in Step::ALL {
        records.sessions[0].step = step;
        let meeting = meeting(&records);
        assert!(meeting.shows_drafts_of(one, Some(one)));
        assert_eq!(
            meeting.shows_drafts_of(one, Some(two)),
            step >= Step::Capture
        );
        assert_eq!(
            meeting.shows_cards(),
            !matches!(step, Step::Write | Step::Lenses)
        );
    }
    records.sessions[0].step = Step::Estimate;
    records.judgements = vec![judgement(1, 1, 1.0, 5)];
    let shows = |records: &Records, viewer| meeting(records).shows_judgements(ClusterId(1), viewer);
    assert!(shows(&records, Some(one)));
    assert!(!shows(&records, Some(two)) && !shows(&records, None));
    records.judgements.push(judgement(2, 1, 1.0, 6));
    records.participants[2].present = false;
    // All who are there gave theirs.
    assert!(shows(&records, Some(three)) && shows(&records, None));
    // Totals wait for everyone who is there.
    records.ballots = vec![ballot(1, &[(1, 2)])];
    assert_eq!(meeting(&records).tally(), None);
    records.ballots.push(ballot(2, &[(2, 1)]));
    let tally = meeting(&records).tally().expect("all have voted");
    assert_eq!(
        tally.by,
        [(ClusterId(1), 2), (ClusterId(2), 1), (ClusterId(3), 0)]
    );
    records.participants[2].present = true;
    assert_eq!(meeting(&records).tally(), None);
}

#[test]
fn a_merge_keeps_estimates_and_votes_and_can_be_taken_back() {
    let mut records = room();
    records.judgements = vec![
        judgement(1, 1, 1.0, 5),
        judgement(1, 2, 3.0, 9),
        judgement(2, 2, 2.0, 7),
    ];
    records.ballots = (1..=3).map(|p| ballot(p, &[(1, 2), (2, 3)])).collect();
    let before = records.clone();
    records.clusters[1].into = Some(ClusterId(1));
    let merged = meeting(&records);
    assert_eq!(merged.tally().expect("all voted").by[0], (ClusterId(1), 15));
    let given = merged.given(ClusterId(1));
    // Each person once, with the newest; the other is kept.
    let counted: Vec<_> = given
        .counted
        .iter()
        .map(|j| (j.participant.0, j.cluster.0))
        .collect();
    assert_eq!(counted, [(2, 2), (1, 2)]);
    assert_eq!(given.kept.len(), 1);
    let superseded = Remark::Superseded {
        cluster: ClusterId(1),
        judgements: 1,
    };
    // No card was ever in them.
    let empty = Remark::Empty {
        cluster: ClusterId(1),
        judgements: 2,
        dots: 15,
    };
    assert_eq!(merged.remarks(|_| true), [empty, superseded]);
    records.clusters[1].into = None;
    assert_eq!(records, before);
}

#[test]
fn what_no_longer_fits_is_said() {
    let mut records = room();
    records.cards = vec![
        card(10, Some(1), 1),
        card(11, Some(1), 1),
        card(12, Some(2), 1),
    ];
    records.judgements = vec![judgement(1, 1, 1.0, 50), judgement(1, 2, 1.0, 50)];
    records.ballots = vec![ballot(1, &[(1, 2), (2, 4)])];
    records.sessions[0].dots = 6;
    assert!(meeting(&records).remarks(|_| true).is_empty());
    // One card goes from the first to the second after both.
    records.cards[1].before = Some(ClusterId(1));
    records.cards[1].cluster = Some(ClusterId(2));
    records.cards[1].placed = Some(Instant(200));
    let moved = |cluster| Remark::CardsMoved {
        cluster: ClusterId(cluster),
        cards: vec![CardId(11)],
        judgements: 1,
        ballots: 1,
    };
    assert_eq!(meeting(&records).remarks(|_| true), [moved(1), moved(2)]);
    // Within one family no card has moved.
    records.clusters[1].into = Some(ClusterId(1));
    let superseded = Remark::Superseded {
        cluster: ClusterId(1),
        judgements: 1,
    };
    assert_eq!(meeting(&records).remarks(|_| true), [superseded]);
    records.clusters[1].into = None;
    // All cards gone, fewer dots, no risk.
    records.cards.clear();
    records.clusters[0].risk = Some(RiskId(7));
    records.sessions[0].dots = 5;
    let remarks = meeting(&records).remarks(|_| false);
    assert_eq!(
        remarks[0],
        Remark::Empty {
            cluster: ClusterId(1),
            judgements: 1,
            dots: 2
        }
    );
    assert!(remarks.contains(&Remark::RiskGone {
        cluster: ClusterId(1)
    }));
    assert!(remarks.contains(&Remark::TooManyDots {
        participant: ParticipantId(1),
        spent: 6
    }));
}

#[test]
fn estimates_are_pooled_with_how_far_they_are_apart() {
    let mut records = room();
    records.judgements = vec![judgement(1, 1, 1.0, 5), judgement(2, 1, 6.0, 5)];
    let meeting = meeting(&records);
    let pooled = meeting.pooled(ClusterId(1), |_| 1.0).expect("estimates");
    assert_eq!(pooled.people, 2);
    assert!((pooled.frequency.disagreement - 6.0).abs() < 1e-9);
    assert_eq!(pooled.disagreement(), pooled.frequency.disagreement);
    let mean = |e: &Estimate| e.distribution("").expect("a range").mean();
    let of = |low: f64| mean(&Estimate::interval(low, low * 4.0));
    assert!((mean(&pooled.frequency.estimate) - (of(1.0) + of(6.0)) / 2.0).abs() < 1e-9);
    // Weights shift it towards who they are for, and only their ratio counts.
    let towards = |a: f64, b: f64| {
        let weigh = |p: &Participant| if p.id.0 == 1 { a } else { b };
        mean(
            &meeting
                .pooled(ClusterId(1), weigh)
                .expect("estimates")
                .frequency
                .estimate,
        )
    };
    assert!((towards(3.0, 1.0) - (3.0 * of(1.0) + of(6.0)) / 4.0).abs() < 1e-9);
    assert!((towards(3.0, 1.0) - towards(0.3, 0.1)).abs() < 1e-9);
    assert!(meeting.pooled(ClusterId(2), |_| 1.0).is_none());
}

proptest! {
    /// However clusters are merged, in circles too, every dot is counted once, every cluster is in
    /// one family, and every card in one cluster or loose.
    #[test]
    fn dots_and_cards_are_neither_lost_nor_doubled(
        into in prop::collection::vec(prop::option::of(0..8_usize), 8),
        dots in prop::collection::vec((0..10_usize, 0..9_u32), 0..20),
        places in prop::collection::vec(prop::option::of(0..10_usize), 0..30),
    ) {
        let mut records = room();
        records.clusters = (1..=8).map(cluster).collect();
        for (cluster, into) in records.clusters.iter_mut().zip(&into) {
            cluster.into = into.map(|n| ClusterId(n as u128 + 1));
        }
        let spent: Vec<(u128, u32)> = dots.iter().map(|(c, n)| (*c as u128 + 1, *n)).collect();
        records.ballots = (1..=3).map(|p| ballot(p, &spent)).collect();
        records.cards = places
            .iter()
            .enumerate()
            .map(|(n, c)| card(n as u128, c.map(|c| c as u128 + 1), 0))
            .collect();
        let meeting = meeting(&records);
        let tally = meeting.tally().expect("all have voted");
        let counted: u32 = tally.by.iter().map(|(_, n)| n).sum();
        prop_assert_eq!(counted + tally.lost, 3 * spent.iter().map(|(_, n)| n).sum::<u32>());
        let roots: Vec<ClusterId> = meeting.roots().map(|c| c.id).collect();
        let mut members: Vec<ClusterId> =
            roots.iter().flat_map(|r| meeting.family(*r)).collect();
        members.sort();
        prop_assert_eq!(members, records.clusters.iter().map(|c| c.id).collect::<Vec<_>>());
        let inside: usize = roots.iter().map(|r| meeting.cards_in(*r).len()).sum();
        prop_assert_eq!(inside + meeting.loose().len(), records.cards.len());
    }

    /// Until someone has nothing left, nobody is more than one thought ahead of them; and all
    /// thoughts are read out.
    #[test]
    fn turns_are_fair(thoughts in prop::collection::vec(0..6_usize, 3)) {
        let mut records = room();
        for (n, count) in thoughts.iter().enumerate() {
            let text: Vec<String> = (0..*count).map(|i| format!("thought {i}")).collect();
            records.drafts.push(draft(n as u128 + 1, "network", &text.join("\n")));
        }
        // Who wrote nothing has nothing on paper either.
        records.sessions[0].passed = (1..=3)
            .filter(|n| thoughts[*n as usize - 1] == 0)
            .map(ParticipantId)
            .collect();
        let mut spoken: BTreeMap<u128, usize> = (1..=3).map(|n| (n, 0)).collect();
        while let Some(id) = meeting(&records).turn() {
            *spoken.entry(id.0).or_default() += 1;
            read_out(&mut records, id);
            for (other, count) in &spoken {
                if *count < thoughts[*other as usize - 1] {
                    prop_assert!(spoken[&id.0] <= count + 1, "{:?}", spoken);
                }
            }
        }
        prop_assert_eq!(spoken.values().sum::<usize>(), thoughts.iter().sum::<usize>());
    }
}
