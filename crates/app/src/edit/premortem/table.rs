//! Cards and clusters.

use super::{bounded, item, name, person_of};
use crate::App;
use crate::edit::{CATEGORIES, no_choice, optional, service_of};
use crate::host::Job;
use crate::text;
use crate::wire::{
    CaptureArgs, CardEdit, ClusterEdit, Done, Error, GroupArgs, MergeArgs, PremortemItem,
};
use crate::workspace::Workspace;
use ninefold_domain::id::{CardId, ClusterId, LineId};
use ninefold_domain::premortem::{Card, Cluster, Meeting, Session, likely_category, lines};
use ninefold_domain::risk::Risk;
use ninefold_store::{Change, Key, Record};

/// Cards that one list may become.
const MOST_CARDS: usize = 500;
/// Characters of a card that a title made of it takes.
const TITLE: usize = 80;
/// What the history says of a card that nobody signed.
const UNSIGNED: &str = "A card that nobody signed";

impl App {
    pub(crate) fn premortem_capture(&self, args: &CaptureArgs, _: &Job<'_>) -> Result<Done, Error> {
        let now = self.host.now();
        self.change_with(&args.session, "premortem.capture", |_, meeting| {
            let speaker = match args.person.as_str() {
                "" => None,
                id => Some(person_of(meeting, id, "person")?),
            };
            let line = match args.line.as_str() {
                "" => None,
                id => Some(item(id, "this thought", |id| {
                    let left = meeting.left(speaker?);
                    left.into_iter().find(|l| l.id == LineId(id)).map(|l| l.id)
                })?),
            };
            let prompt = line
                .and_then(|id| meeting.left(speaker?).into_iter().find(|l| l.id == id))
                .map_or_else(String::new, |l| l.prompt);
            let thoughts = lines(&args.text);
            if thoughts.is_empty() {
                return Err(Error::invalid("text", "what will have failed?".into()));
            }
            if thoughts.len() > MOST_CARDS {
                return Err(Error::invalid(
                    "text",
                    format!(
                        "{} lines are too many at once; expected at most {MOST_CARDS}",
                        thoughts.len()
                    ),
                ));
            }
            let last = meeting.cards.iter().map(|c| c.place).fold(0.0, f64::max);
            let cards: Vec<Card> = thoughts
                .into_iter()
                .enumerate()
                .map(|(n, text)| (CardId(self.host.new_id()), n, text))
                .map(|(id, n, text)| Card {
                    id,
                    session: meeting.session.id,
                    text,
                    author: speaker.filter(|_| !args.anonymous),
                    prompt: prompt.clone(),
                    cluster: None,
                    place: if args.anonymous {
                        anywhere(last, id)
                    } else {
                        last + 1.0 + n as f64
                    },
                    placed: Some(now),
                    before: None,
                    line: line.filter(|_| n == 0),
                    aside: false,
                    origin: None,
                })
                .collect();
            let label = match cards.as_slice() {
                // In the order of the history, its words would say whose turn it was.
                [_] if args.anonymous => UNSIGNED.to_owned(),
                [one] => format!("Card: {}", one.text),
                many => text::counted(many.len(), "card", "cards"),
            };
            let mut after: Meeting<'_> = meeting.clone();
            after.cards.extend(&cards);
            let turn = if speaker.is_some() && speaker == meeting.turn() {
                after.turn_after(speaker)
            } else {
                meeting.session.turn
            };
            let id = cards[0].id.to_string();
            let session = Session {
                turn,
                ..meeting.session.clone()
            };
            let mut changes: Vec<Change> = cards
                .into_iter()
                .map(|card| Change::Put(Record::Card(card)))
                .collect();
            changes.push(Change::Put(Record::Session(session)));
            let own = speaker.map(|id| (None, format!("capture {id}")));
            let slots = own.into_iter().chain([(None, "capture".into())]).collect();
            Ok((changes, label, id, slots))
        })
    }

    pub(crate) fn premortem_card(&self, edit: &CardEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.change(&edit.session, "premortem.card", &["card"], |_, meeting| {
            let card = card_of(meeting, &edit.id)?;
            let author = match edit.author.as_str() {
                "" => None,
                id => Some(person_of(meeting, id, "author")?),
            };
            let changed = Card {
                text: bounded(&name(&edit.text, "text")?, "text")?,
                author,
                aside: edit.aside,
                ..card.clone()
            };
            let label = match (card.aside, changed.aside) {
                (false, true) => format!("Set aside: {}", changed.text),
                (true, false) => format!("Took back: {}", changed.text),
                _ => format!("Changed card: {}", changed.text),
            };
            let id = changed.id.to_string();
            Ok((vec![Change::Put(Record::Card(changed))], label, id))
        })
    }

    pub(crate) fn premortem_group(&self, args: &GroupArgs, _: &Job<'_>) -> Result<Done, Error> {
        let now = self.host.now();
        self.change(
            &args.session,
            "premortem.group",
            &["group"],
            |_, meeting| {
                let mut cards = Vec::new();
                for id in &args.cards {
                    cards.push(card_of(meeting, id)?);
                }
                let Some(first) = cards.first() else {
                    return Err(Error::invalid("cards", "choose at least one card".into()));
                };
                let mut changes = Vec::new();
                let (target, title) = match args.cluster.as_str() {
                    "" => (None, String::new()),
                    "new" => {
                        let title = optional(&args.title).unwrap_or_else(|| shortened(&first.text));
                        let place = meeting.clusters.iter().map(|c| c.place).fold(0.0, f64::max);
                        let said = cards.iter().map(|c| (c.prompt.as_str(), c.text.as_str()));
                        let cluster = Cluster {
                            id: ClusterId(self.host.new_id()),
                            session: meeting.session.id,
                            title: title.clone(),
                            category: likely_category(said.chain([("", title.as_str())])),
                            service: meeting.session.service,
                            place: place + 1.0,
                            into: None,
                            risk: None,
                            history: String::new(),
                            mitigations: vec![],
                            notes: String::new(),
                        };
                        let id = cluster.id;
                        changes.push(Change::Put(Record::Cluster(cluster)));
                        (Some(id), title)
                    }
                    id => {
                        let cluster = cluster_of(meeting, id)?;
                        (Some(cluster.id), cluster.title.clone())
                    }
                };
                let label = {
                    let what = text::counted(cards.len(), "card", "cards");
                    match target {
                        Some(_) => format!("{what} into {title}"),
                        None => format!("{what} out of clusters"),
                    }
                };
                for card in cards {
                    if card.cluster != target {
                        changes.push(Change::Put(Record::Card(Card {
                            cluster: target,
                            before: card.cluster,
                            placed: Some(now),
                            ..card.clone()
                        })));
                    }
                }
                let id = target.map_or_else(String::new, |id| id.to_string());
                Ok((changes, label, id))
            },
        )
    }

    pub(crate) fn premortem_merge(&self, args: &MergeArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.change(&args.session, "premortem.merge", &[], |_, meeting| {
            let cluster = cluster_of(meeting, &args.cluster)?;
            let (into, label) = match args.into.as_str() {
                "" => (None, format!("{} stands for itself again", cluster.title)),
                id => {
                    let other = cluster_of(meeting, id)?;
                    let root = meeting.root(other.id).unwrap_or(other.id);
                    if root == cluster.id || meeting.root(cluster.id) == Some(root) {
                        return Err(Error::invalid(
                            "into",
                            format!("{} and {} are one already", cluster.title, other.title),
                        ));
                    }
                    let title = meeting.cluster(root).map_or("", |c| &c.title);
                    (Some(root), format!("Merged {} into {title}", cluster.title))
                }
            };
            let id = cluster.id.to_string();
            let merged = Cluster {
                into,
                ..cluster.clone()
            };
            Ok((vec![Change::Put(Record::Cluster(merged))], label, id))
        })
    }

    pub(crate) fn premortem_cluster(&self, edit: &ClusterEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.change(
            &edit.session,
            "premortem.cluster",
            &["cluster"],
            |w, meeting| {
                let cluster = cluster_of(meeting, &edit.id)?;
                let category = CATEGORIES
                    .iter()
                    .find(|(_, key, _)| *key == edit.category)
                    .ok_or_else(|| {
                        no_choice("category", &edit.category, "one of the five categories")
                    })?
                    .0;
                let risk = match edit.risk.as_str() {
                    "" => None,
                    id => Some(w.risk(id)?.id),
                };
                let twice = meeting
                    .roots()
                    .find(|c| risk.is_some() && c.risk == risk && c.id != cluster.id);
                if let Some(other) = twice {
                    return Err(Error::invalid(
                        "risk",
                        format!("{} is this risk already", other.title),
                    )
                    .hint("merge the two clusters, or choose another risk"));
                }
                let changed = Cluster {
                    title: bounded(&name(&edit.title, "title")?, "title")?,
                    category,
                    service: service_of(w, &edit.service, "service")?,
                    risk,
                    history: edit.history.trim().to_owned(),
                    notes: bounded(edit.notes.trim(), "notes")?,
                    ..cluster.clone()
                };
                let mut changes = Vec::new();
                let mut label = format!("Changed cluster {}", changed.title);
                if let Some(renamed) = renamed(w, meeting, cluster, &changed) {
                    label.push_str(" and its risk");
                    changes.push(Change::Put(Record::Risk(renamed)));
                }
                let id = changed.id.to_string();
                changes.push(Change::Put(Record::Cluster(changed)));
                Ok((changes, label, id))
            },
        )
    }

    pub(crate) fn premortem_cluster_delete(
        &self,
        args: &PremortemItem,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.change(
            &args.session,
            "premortem.cluster.delete",
            &[],
            |_, meeting| {
                let cluster = cluster_of(meeting, &args.id)?;
                let id = cluster.id;
                let held = meeting.cards.iter().any(|c| c.cluster == Some(id))
                    || meeting.judgements.iter().any(|j| j.cluster == id)
                    || meeting
                        .ballots
                        .iter()
                        .any(|b| b.dots.iter().any(|d| d.0 == id))
                    || meeting.clusters.iter().any(|c| c.into == Some(id));
                if held {
                    return Err(Error::conflict(format!(
                        "{} has cards, estimates or votes, and none of them is thrown away",
                        cluster.title
                    ))
                    .hint("merge it into another cluster instead"));
                }
                let label = format!("Deleted cluster {}", cluster.title);
                Ok((vec![Change::Delete(Key::Cluster(id))], label, String::new()))
            },
        )
    }
}

fn card_of<'a>(meeting: &Meeting<'a>, id: &str) -> Result<&'a Card, Error> {
    item(id, "this card", |id| {
        meeting.cards.iter().copied().find(|c| c.id == CardId(id))
    })
}

/// A cluster of a meeting by its id.
pub(super) fn cluster_of<'a>(meeting: &Meeting<'a>, id: &str) -> Result<&'a Cluster, Error> {
    item(id, "this cluster", |id| meeting.cluster(ClusterId(id)))
}

/// A place somewhere among the cards that are there: at the end, or in the order of the round, a
/// card that nobody signed would say whose turn it was.
fn anywhere(last: f64, id: CardId) -> f64 {
    // The low half of an id is random (the high half tells the time); 53 bits are a number exactly.
    const RANDOM: u64 = (1 << 53) - 1;
    let share = (id.0 as u64 & RANDOM) as f64 / RANDOM as f64;
    share * (last + 1.0)
}

/// The risk of a cluster under its new title, where it had the old one: whoever finds a better name
/// means the risk too. A name that the register gave stays, and so does one that is taken.
fn renamed(
    w: &Workspace,
    meeting: &Meeting<'_>,
    before: &Cluster,
    after: &Cluster,
) -> Option<Risk> {
    let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    let risk = w.risks.iter().find(|r| Some(r.id) == before.risk)?;
    let taken = w
        .risks
        .iter()
        .any(|r| r.id != risk.id && same(&r.name, &after.title))
        // Another cluster of that title would take the risk for its own.
        || meeting
            .roots()
            .any(|c| c.id != before.id && same(&c.title, &after.title));
    let follows = after.risk == before.risk
        && after.title != before.title
        && same(&risk.name, &before.title)
        && !taken;
    follows.then(|| Risk {
        name: after.title.clone(),
        ..risk.clone()
    })
}

/// The beginning of a text, cut between words.
fn shortened(text: &str) -> String {
    if text.chars().count() <= TITLE {
        return text.to_owned();
    }
    let cut: String = text.chars().take(TITLE).collect();
    let end = cut.rfind(char::is_whitespace).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end())
}
