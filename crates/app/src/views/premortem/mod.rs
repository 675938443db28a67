//! Pre-mortem sessions: the list, and one session as far as somebody may see it by now.

mod outlook;
mod rates;
mod words;
mod years;

pub(crate) use outlook::{Outlook, YEARS, minutes_of};
pub(crate) use words::{frame_words, step_key, step_label};
pub(crate) use years::SimulatedYears;

use super::risks::{category_text, duration, minutes_figure, quantity, share_of_users};
use super::score::{weight_of, weights_by_record};
use super::{finding, lacking};
use crate::App;
use crate::edit::{CATEGORIES, Unit, known_risk, risk_of, show};
use crate::host::Job;
use crate::text;
use crate::wire::{
    Basis, CardView, Choice, ClusterView, Error, Figure, JotView, JudgementEdit, JudgementView,
    LineView, MergedView, MitigationView, Nothing, PersonView, PlannedStep, PooledView, Premortem,
    PremortemArgs, PremortemEdit, PremortemRow, Premortems, PromptView, StepView, Timer, TurnView,
    VoteView,
};
use crate::workspace::Workspace;
use ninefold_domain::analysis::target_of;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::distribution::{Distribution, Estimate};
use ninefold_domain::id::{ClusterId, ParticipantId, RiskId};
use ninefold_domain::premortem::{
    Cluster, Judgement, LENS_MINUTES, LENSES, Meeting, PLAN, Participant, Pooled, Prompt,
    REALITIES, Remark, Session, Step, Subject, WRITING, prompt,
};
use ninefold_domain::risk::{Risk, RiskSource};
use ninefold_domain::techniques::Technique;
use ninefold_domain::time::Instant;
use std::collections::{HashMap, HashSet};

/// Factor between two people’s medians from which on it is worth talking about.
const APART: f64 = 3.0;

impl App {
    pub(crate) fn premortems(&self, _: &Nothing, _: &Job<'_>) -> Result<Premortems, Error> {
        let now = self.host.now();
        self.with(|w| Ok(list(w, now)))
    }

    pub(crate) fn premortem_get(
        &self,
        args: &PremortemArgs,
        _: &Job<'_>,
    ) -> Result<Premortem, Error> {
        let now = self.host.now();
        self.with(|w| one(w, args, now))
    }
}

/// How much a person’s estimates count in a pool.
pub(crate) fn weight(w: &Workspace) -> impl Fn(&Participant) -> f64 + '_ {
    |person| weight_of(weights_by_record(w), person)
}

/// Whether a logged record of a session says what its step does not show yet: somebody's draft,
/// estimates before one's own, a vote before all have voted. One that is gone stays hidden.
pub(crate) fn not_shown_yet(w: &Workspace, table: &str, record: &str) -> bool {
    let records = &w.premortems;
    match table {
        "draft" => {
            let draft = records.drafts.iter().find(|d| d.id.to_string() == record);
            draft.is_none_or(|d| {
                let meeting = records.meeting(d.session);
                meeting.is_none_or(|m| !m.shows_drafts_of(d.participant, None))
            })
        }
        "judgement" => {
            let found = records
                .judgements
                .iter()
                .find(|j| j.id.to_string() == record);
            found.is_none_or(|j| {
                let meeting = records.meeting(j.session);
                meeting.is_none_or(|m| {
                    let root = m.root(j.cluster).unwrap_or(j.cluster);
                    !m.shows_judgements(root, None)
                })
            })
        }
        "ballot" => {
            let ballot = records.ballots.iter().find(|b| b.id.to_string() == record);
            ballot.is_none_or(|b| {
                let meeting = records.meeting(b.session);
                meeting.is_none_or(|m| m.tally().is_none())
            })
        }
        _ => false,
    }
}

/// `14 Oct 2026`.
pub(crate) fn day(w: &Workspace, date: LocalDay) -> String {
    text::date(w.methods.zone.midnight(date.0), w.methods.zone)
}

fn choices<T>(of: &[T], key: impl Fn(&T) -> String, label: impl Fn(&T) -> String) -> Vec<Choice> {
    of.iter()
        .map(|one| Choice {
            key: key(one),
            label: label(one),
        })
        .collect()
}

fn services(w: &Workspace) -> Vec<Choice> {
    choices(&w.services, |s| s.id.to_string(), |s| s.name.clone())
}

fn roles() -> Vec<Choice> {
    choices(&LENSES, |l| l.key.into(), |l| l.title.into())
}

fn list(w: &Workspace, now: Instant) -> Premortems {
    let mut sessions: Vec<&Session> = w.premortems.sessions.iter().collect();
    sessions.sort_by_key(|s| std::cmp::Reverse((s.date, s.id)));
    let rows: Vec<PremortemRow> = sessions
        .iter()
        .filter_map(|s| w.premortems.meeting(s.id))
        .map(|meeting| row(w, &meeting))
        .collect();
    let open = sessions.iter().filter(|s| s.closed.is_none()).count();
    let headline = if rows.is_empty() {
        lacking(
            "What will have failed a year from now?",
            &format!(
                "No pre-mortem yet. It takes five people and {} minutes at one keyboard, and ends in risks with minutes and money.",
                PLAN.iter().sum::<u32>()
            ),
        )
    } else {
        finding(
            format!(
                "{} so far{}.",
                text::counted(rows.len(), "pre-mortem", "pre-mortems"),
                match open {
                    0 => String::new(),
                    n => format!("; {} open", text::count(n)),
                }
            ),
            "People write on their own first; what they fear is then held against the error budget.".into(),
        )
    };
    Premortems {
        headline,
        rows,
        services: services(w),
        roles: roles(),
        plan: Step::ALL
            .into_iter()
            .map(|step| PlannedStep {
                key: step_key(step).into(),
                label: step_label(step).into(),
                minutes: PLAN[step.place()],
                detail: words::step_detail(step).into(),
            })
            .collect(),
        total: format!("{} min", PLAN.iter().sum::<u32>()),
        today: LocalDay(w.methods.zone.local(now).date()).to_string(),
    }
}

fn row(w: &Workspace, meeting: &Meeting<'_>) -> PremortemRow {
    let session = meeting.session;
    let cards = meeting.cards.iter().filter(|c| !c.aside).count();
    let clusters = meeting.roots().count();
    let risks = meeting
        .roots()
        .filter(|c| c.risk.is_some_and(|id| w.risks.iter().any(|r| r.id == id)))
        .count();
    PremortemRow {
        id: session.id.to_string(),
        name: session.name.clone(),
        service: w.service_name(session.service).into(),
        date: day(w, session.date),
        people: text::counted(meeting.participants.len(), "person", "people"),
        cards: match (cards, clusters) {
            (0, _) => text::NONE.into(),
            (_, 0) => text::counted(cards, "card", "cards"),
            _ => format!(
                "{} in {}",
                text::counted(cards, "card", "cards"),
                text::counted(clusters, "cluster", "clusters")
            ),
        },
        risks: match risks {
            0 => text::NONE.into(),
            n => format!("{} in the register", text::counted(n, "risk", "risks")),
        },
        step: match session.closed {
            Some(_) => "Closed".into(),
            None => step_label(session.step).into(),
        },
        progress: format!("{} of {}", session.furthest.place() + 1, Step::ALL.len()),
        closed: session.closed.is_some(),
    }
}

/// The target of a session, and where it comes from.
pub(crate) fn target(w: &Workspace, session: &Session) -> (f64, String) {
    if let Some(target) = session.target {
        return (target, "as chosen for this session".into());
    }
    let service = w.services.iter().find(|s| s.id == session.service);
    match service {
        Some(service) => (
            target_of(service, &w.tiers, &w.methods).0,
            format!("target of {}", service.name),
        ),
        None => (0.999, "assumed".into()),
    }
}

fn one(w: &Workspace, args: &PremortemArgs, now: Instant) -> Result<Premortem, Error> {
    let meeting = w.meeting(&args.id)?;
    let session = meeting.session;
    let viewer: Option<ParticipantId> = match args.person.as_str() {
        "" => None,
        id => {
            let found = id
                .parse()
                .ok()
                .filter(|id| meeting.participant(*id).is_some());
            Some(found.ok_or_else(|| Error::not_found("this person"))?)
        }
    };
    let (target, target_from) = target(w, session);
    let budget = w.methods.year.minutes() * (1.0 - target);
    let silent = !meeting.shows_cards();
    let tally = meeting.tally();
    let prompts: &[Prompt] = match session.step {
        Step::Write => &REALITIES,
        Step::Lenses => &LENSES,
        _ => &[],
    };
    let own_ballot = viewer.and_then(|v| meeting.ballots.iter().find(|b| b.participant == v));
    let remarks = meeting.remarks(|id: RiskId| w.risks.iter().any(|r| r.id == id));
    Ok(Premortem {
        id: session.id.to_string(),
        name: session.name.clone(),
        service: session.service.to_string(),
        service_name: w.service_name(session.service).into(),
        date: day(w, session.date),
        closed: session.closed.is_some(),
        frame: session.frame.clone(),
        target: text::percent_plain(target),
        budget: format!("{} min a year", text::minutes(budget)),
        target_from,
        step: step_key(session.step).into(),
        steps: Step::ALL
            .into_iter()
            .map(|step| StepView {
                key: step_key(step).into(),
                label: step_label(step).into(),
                minutes: session.minutes[step.place()],
                detail: words::step_detail(step).into(),
                open: step == session.step,
                visited: step <= session.furthest,
            })
            .collect(),
        timer: Timer {
            planned: minutes_ms(session.minutes[session.step.place()]),
            spent: session.spent_at(now).unsigned_abs(),
            lens_planned: match session.step {
                Step::Lenses if !session.prompt.is_empty() => minutes_ms(LENS_MINUTES),
                _ => 0,
            },
            lens_spent: session.prompted_at(now).unsigned_abs(),
            whole_planned: session.minutes.iter().map(|n| minutes_ms(*n)).sum(),
            whole_spent: session.whole_at(now).unsigned_abs(),
            running: session.goes_on_at(now) > 0,
            goes_on: session.goes_on_at(now).unsigned_abs(),
            now: now.to_rfc3339(),
        },
        prompt: session.prompt.clone(),
        prompts: prompts
            .iter()
            .map(|p| PromptView {
                key: if session.step == Step::Lenses {
                    p.lens_key()
                } else {
                    p.key.into()
                },
                title: p.title.into(),
                question: p.question.into(),
            })
            .collect(),
        people: meeting
            .participants
            .iter()
            .map(|p| person(&meeting, p))
            .collect(),
        person: viewer.map_or_else(String::new, |v| v.to_string()),
        draft: viewer.map_or_else(String::new, |v| {
            meeting.written(v, &session.prompt).to_owned()
        }),
        jots: meeting
            .jots
            .iter()
            .filter(|j| !j.slot.starts_with(WRITING))
            .filter(|j| j.participant.is_none() || j.participant == viewer)
            .map(|j| JotView {
                person: j.participant.map_or_else(String::new, |p| p.to_string()),
                slot: j.slot.clone(),
                text: j.text.clone(),
            })
            .collect(),
        turn: turn(&meeting, viewer),
        cards: if silent {
            vec![]
        } else {
            meeting.cards.iter().map(|c| card(&meeting, c)).collect()
        },
        loose: if silent {
            vec![]
        } else {
            meeting.loose().iter().map(|c| c.id.to_string()).collect()
        },
        clusters: if silent {
            vec![]
        } else {
            let twins = twins(w, &meeting);
            meeting
                .roots()
                .map(|c| cluster(w, &meeting, c, viewer, tally.as_ref(), &remarks, &twins))
                .collect()
        },
        // Learned from the whole record, so only where they are offered.
        base_rates: match session.step {
            Step::Estimate => rates::of(w, &meeting),
            _ => vec![],
        },
        vote: VoteView {
            dots: session.dots,
            spent: own_ballot.map_or(0, |b| b.dots.iter().map(|(_, n)| n).sum()),
            yet_to_vote: meeting
                .yet_to_vote()
                .iter()
                .map(|p| p.name.clone())
                .collect(),
            shown: tally.is_some(),
        },
        remarks: remarks
            .iter()
            .filter_map(|r| match r {
                Remark::TooManyDots { participant, spent } => Some(format!(
                    "{} spent {spent} dots, when there were more than {} for each",
                    meeting.participant(*participant).map_or("", |p| &p.name),
                    session.dots
                )),
                _ => None,
            })
            .collect(),
        services: services(w),
        roles: roles(),
        categories: choices(&CATEGORIES, |c| c.1.into(), |c| c.2.into()),
        risks: w
            .risks
            .iter()
            .filter(|r| {
                r.service == session.service
                    || meeting.clusters.iter().any(|c| c.service == r.service)
            })
            .map(|r| Choice {
                key: r.id.to_string(),
                label: r.name.clone(),
            })
            .collect(),
        edit: PremortemEdit {
            id: session.id.to_string(),
            name: session.name.clone(),
            date: session.date.to_string(),
            target: session.target.map_or_else(String::new, text::form_share),
            frame: session.frame.clone(),
            minutes: session.minutes.iter().map(ToString::to_string).collect(),
            dots: session.dots.to_string(),
        },
    })
}

/// Minutes of a plan as the clock counts.
fn minutes_ms(minutes: u32) -> u64 {
    u64::from(minutes) * 60_000
}

fn person(meeting: &Meeting<'_>, p: &Participant) -> PersonView {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    PersonView {
        id: p.id.to_string(),
        name: p.name.clone(),
        role: p.role.clone(),
        role_label: words::role_label(&p.role),
        present: p.present,
        passed: meeting.session.passed.contains(&p.id),
        written: count(meeting.thoughts(p.id).len()),
        left: count(meeting.left(p.id).len()),
        cards: count(
            meeting
                .cards
                .iter()
                .filter(|c| c.author == Some(p.id))
                .count(),
        ),
        estimated: count(
            meeting
                .roots()
                .filter(|c| {
                    let given = meeting.given(c.id).counted;
                    given.iter().any(|j| j.participant == p.id)
                })
                .count(),
        ),
        voted: meeting.ballots.iter().any(|b| b.participant == p.id),
    }
}

/// Whose turn it is: their thoughts are on the screen of all, and only theirs.
fn turn(meeting: &Meeting<'_>, viewer: Option<ParticipantId>) -> Option<TurnView> {
    let id = meeting.turn()?;
    if !meeting.shows_drafts_of(id, None) {
        return None;
    }
    let name = |id| meeting.participant(id).map_or("", |p| p.name.as_str());
    let next = meeting.turn_after(Some(id)).filter(|next| *next != id);
    let _ = viewer;
    Some(TurnView {
        person: id.to_string(),
        name: name(id).into(),
        next: next.map_or_else(String::new, |id| name(id).into()),
        lines: meeting
            .left(id)
            .into_iter()
            .map(|l| LineView {
                id: l.id.to_string(),
                text: l.text,
                prompt: l.prompt,
            })
            .collect(),
    })
}

fn card(meeting: &Meeting<'_>, c: &ninefold_domain::premortem::Card) -> CardView {
    let author = c.author.and_then(|a| meeting.participant(a));
    CardView {
        id: c.id.to_string(),
        text: c.text.clone(),
        author: author.map_or_else(String::new, |p| p.name.clone()),
        author_id: author.map_or_else(String::new, |p| p.id.to_string()),
        prompt: prompt(&c.prompt).map_or_else(String::new, |p| p.title.into()),
        cluster: c
            .cluster
            .and_then(|id| meeting.root(id))
            .map_or_else(String::new, |id| id.to_string()),
        aside: c.aside,
    }
}

fn cluster(
    w: &Workspace,
    meeting: &Meeting<'_>,
    c: &Cluster,
    viewer: Option<ParticipantId>,
    tally: Option<&ninefold_domain::premortem::Tallied>,
    remarks: &[Remark],
    twins: &HashMap<ClusterId, Vec<&Risk>>,
) -> ClusterView {
    let given = meeting.given(c.id);
    let shown = meeting.shows_judgements(c.id, viewer);
    let family = meeting.family(c.id);
    let there: Vec<&Participant> = meeting
        .participants
        .iter()
        .copied()
        .filter(|p| p.present)
        .collect();
    let in_room = |j: &&&Judgement| there.iter().any(|p| p.id == j.participant);
    let gave = |p: &Participant| given.counted.iter().any(|j| j.participant == p.id);
    let own = viewer.and_then(|v| given.counted.iter().find(|j| j.participant == v));
    let own_ballot = viewer.and_then(|v| meeting.ballots.iter().find(|b| b.participant == v));
    let risk = w.risks.iter().find(|r| Some(r.id) == c.risk);
    let known = known_risk(w, meeting, c);
    ClusterView {
        id: c.id.to_string(),
        title: c.title.clone(),
        category: CATEGORIES
            .iter()
            .find(|(category, ..)| *category == c.category)
            .map_or_else(String::new, |(_, key, _)| (*key).into()),
        category_label: category_text(c.category).into(),
        service: c.service.to_string(),
        service_name: w.service_name(c.service).into(),
        risk: risk.map_or_else(String::new, |r| r.id.to_string()),
        risk_name: risk.map_or_else(String::new, |r| r.name.clone()),
        named: known
            .filter(|_| risk.is_none())
            .map_or_else(String::new, |r| r.name.clone()),
        requirements: w
            .requirements
            .iter()
            .filter(|r| c.risk.is_some_and(|risk| r.risks.contains(&risk)))
            .map(|r| Choice {
                key: r.id.to_string(),
                label: r.label(),
            })
            .collect(),
        twins: choices(
            twins.get(&c.id).map_or(&[], Vec::as_slice),
            |r| r.id.to_string(),
            |r| r.name.clone(),
        ),
        history: c.history.clone(),
        notes: c.notes.clone(),
        cards: meeting
            .cards_in(c.id)
            .iter()
            .map(|card| card.id.to_string())
            .collect(),
        merged: family
            .iter()
            .filter(|id| **id != c.id)
            .filter_map(|id| meeting.cluster(*id))
            .map(|merged| MergedView {
                id: merged.id.to_string(),
                title: merged.title.clone(),
            })
            .collect(),
        estimated: format!(
            "{} of {}",
            given.counted.len(),
            // Who estimated from outside is one more.
            there.len() + given.counted.iter().filter(|j| !in_room(j)).count()
        ),
        yet_to_estimate: there
            .iter()
            .filter(|p| !gave(p))
            .map(|p| p.name.clone())
            .collect(),
        own: own.map(|j| judgement_edit(j, c)),
        shown,
        given: if shown {
            given
                .counted
                .iter()
                .map(|j| judgement(w, meeting, c, j))
                .collect()
        } else {
            vec![]
        },
        pooled: meeting
            .pooled(c.id, weight(w))
            .filter(|_| shown)
            .and_then(|p| Some((risk_of(w, meeting, c, known, || RiskId(c.id.0))?, p)))
            .map(|(risk, p)| pooled(c, &risk, &p)),
        own_dots: own_ballot.map_or(0, |b| {
            let here = b.dots.iter().filter(|(id, _)| family.contains(id));
            here.map(|(_, n)| n).sum()
        }),
        dots: tally.and_then(|t| t.by.iter().find(|(id, _)| *id == c.id).map(|(_, n)| *n)),
        mitigations: c
            .mitigations
            .iter()
            .filter_map(|m| {
                let technique = w.techniques.iter().find(|t| t.id == m.technique)?;
                Some(MitigationView {
                    technique: technique.id.to_string(),
                    name: technique.name.clone(),
                    on: m.on,
                })
            })
            .collect(),
        techniques: w
            .techniques
            .iter()
            .filter(|t| fits(c, t))
            .map(|t| Choice {
                key: t.id.to_string(),
                label: t.name.clone(),
            })
            .collect(),
        remarks: remarks.iter().filter_map(|r| remark(c, r)).collect(),
    }
}

/// For each cluster that is no risk of the register yet the risks that read like it.
fn twins<'w>(w: &'w Workspace, meeting: &Meeting<'_>) -> HashMap<ClusterId, Vec<&'w Risk>> {
    let known: HashMap<ClusterId, RiskId> = meeting
        .roots()
        .filter_map(|c| Some((c.id, known_risk(w, meeting, c)?.id)))
        .collect();
    let ours: HashSet<RiskId> = known.values().copied().collect();
    let others: Vec<(&Risk, Subject)> = w
        .risks
        .iter()
        .filter(|r| !ours.contains(&r.id))
        .map(|r| (r, Subject::of(&r.name)))
        .collect();
    let unknown = meeting.roots().filter(|c| !known.contains_key(&c.id));
    unknown
        .map(|c| {
            let title = Subject::of(&c.title);
            let like =
                |(r, name): &&(&Risk, Subject)| r.service == c.service && name.is_like(&title);
            (c.id, others.iter().filter(like).map(|(r, _)| *r).collect())
        })
        .collect()
}

fn remark(c: &Cluster, remark: &Remark) -> Option<String> {
    let people = |n: usize| text::counted(n, "estimate", "estimates");
    let words = match remark {
        Remark::Empty {
            cluster,
            judgements,
            dots,
        } if *cluster == c.id => format!(
            "No card is in it any more; {} and {} are kept.",
            people(*judgements),
            text::counted(*dots as usize, "dot", "dots")
        ),
        Remark::CardsMoved {
            cluster,
            cards,
            judgements,
            ballots,
        } if *cluster == c.id => format!(
            "{} moved after {} and {}; they stand as they are.",
            text::counted(cards.len(), "card", "cards"),
            people(*judgements),
            text::counted(*ballots, "vote", "votes")
        ),
        Remark::Superseded {
            cluster,
            judgements,
        } if *cluster == c.id => format!(
            "{} of merged clusters {} kept, but each person counts once.",
            people(*judgements),
            if *judgements == 1 { "is" } else { "are" }
        ),
        Remark::RiskGone { cluster } if *cluster == c.id => {
            "Its risk is not in the register any more.".into()
        }
        _ => return None,
    };
    Some(words)
}

fn judgement_edit(j: &Judgement, c: &Cluster) -> JudgementEdit {
    JudgementEdit {
        session: j.session.to_string(),
        cluster: c.id.to_string(),
        person: j.participant.to_string(),
        frequency: show(&j.frequency, Unit::Plain),
        detect: show(&j.detect, Unit::Plain),
        repair: show(&j.repair, Unit::Plain),
        users: show(&j.users, Unit::Share),
        comment: j.comment.clone(),
    }
}

/// A cluster as a risk of its kind, without any quantity.
fn kind_of(c: &Cluster) -> Risk {
    let nothing = || Estimate::fixed(0.0);
    Risk {
        id: c.risk.unwrap_or(RiskId(c.id.0)),
        name: c.title.clone(),
        service: c.service,
        failure_mode: String::new(),
        category: c.category,
        frequency: nothing(),
        dispersion: 1.0,
        detect: nothing(),
        repair: nothing(),
        one_length: false,
        users: nothing(),
        streams: vec![],
        people: nothing(),
        per_event: nothing(),
        common_cause: None,
        source: RiskSource::PreMortem,
        notes: String::new(),
    }
}

/// Whether a technique is for the kind of failure that a cluster is.
pub(crate) fn fits(c: &Cluster, technique: &Technique) -> bool {
    technique.scope.holds(&kind_of(c))
}

/// The four quantities of a risk as figures.
struct Quantities {
    frequency: Figure,
    duration: Figure,
    users: Figure,
    minutes: Figure,
}

fn quantities(
    c: &Cluster,
    [frequency, detect, repair, users]: [&Estimate; 4],
    basis: Basis,
) -> Quantities {
    let risk = Risk {
        frequency: frequency.clone(),
        detect: detect.clone(),
        repair: repair.clone(),
        users: users.clone(),
        ..kind_of(c)
    };
    let read = |e: &Estimate| e.distribution("").unwrap_or(Distribution::Fixed(0.0));
    Quantities {
        frequency: quantity(&read(frequency), "a year", basis),
        duration: duration(&risk, basis),
        users: share_of_users(&read(users), basis),
        minutes: risk.parts().map_or_else(
            |errors| {
                let why: Vec<String> = errors.iter().map(ToString::to_string).collect();
                text::missing(&why.join(" "))
            },
            |parts| minutes_figure(parts.minutes(), basis),
        ),
    }
}

fn judgement(w: &Workspace, meeting: &Meeting<'_>, c: &Cluster, j: &Judgement) -> JudgementView {
    let of = quantities(
        c,
        [&j.frequency, &j.detect, &j.repair, &j.users],
        Basis::Assumed,
    );
    let person = meeting.participant(j.participant);
    JudgementView {
        person: j.participant.to_string(),
        name: person.map_or_else(|| text::NONE.into(), |p| p.name.clone()),
        frequency: of.frequency,
        duration: of.duration,
        users: of.users,
        minutes: of.minutes,
        weight: text::short(person.map_or(1.0, weight(w))),
        comment: j.comment.clone(),
    }
}

/// What all think together of a cluster, as the risk that it becomes has it: a history may be a
/// voice among them. How far apart they are is asked of people alone.
fn pooled(c: &Cluster, risk: &Risk, p: &Pooled) -> PooledView {
    let of = quantities(
        c,
        [&risk.frequency, &risk.detect, &risk.repair, &risk.users],
        Basis::Estimated,
    );
    let people = text::counted(p.people, "person", "people");
    let parts = [
        (p.frequency.disagreement, "in how often"),
        (p.detect.disagreement, "in how long until it is noticed"),
        (p.repair.disagreement, "in how long the repair takes"),
        (p.users.disagreement, "in how many users"),
    ];
    let most = parts.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    PooledView {
        people: match risk.source {
            RiskSource::Both => format!("{people} and a history"),
            RiskSource::Scored => format!("{people} and what came"),
            RiskSource::PreMortem | RiskSource::History => people,
        },
        frequency: of.frequency,
        duration: of.duration,
        users: of.users,
        minutes: of.minutes,
        disagreement: match most {
            Some((factor, what)) if p.people > 1 && factor.is_finite() => {
                format!("×{} {what}", text::short(factor))
            }
            Some((_, what)) if p.people > 1 => format!("one of them is 0 {what}"),
            _ => String::new(),
        },
        apart: p.people > 1 && p.disagreement() > APART,
    }
}
