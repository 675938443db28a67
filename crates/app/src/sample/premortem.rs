//! The pre-mortem that the company of the sample held on its checkout: who sat there, what they
//! wrote, how they estimated and voted, and the risks of the register that came of it.
//!
//! People estimate around what the register says, each in their own way: support sees what
//! customers feel, finance remembers the bad months, engineering is sure of its code. Where they
//! differ most they know least.

use super::company::{CHECKOUT, IDENTITY, PAYMENTS};
use super::rng;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{CardId, ClusterId, LineId, ParticipantId, SessionId};
use ninefold_domain::premortem::{
    Ballot, Card, Cluster, Draft, Judgement, Mitigation, Participant, Records, Session, Step, lines,
};
use ninefold_domain::record::{Origin, Service};
use ninefold_domain::risk::{Category, Risk};
use ninefold_domain::techniques::Technique;
use ninefold_domain::time::{DAY_MS, Instant, MINUTE_MS, Zone};
use rand::Rng;

/// Days before the end of the data on which it was held.
const BEFORE: i64 = 17;
/// It began at ten, local time.
const BEGAN: u32 = 10;

/// Someone, with how they tend to see how often, how long until it is noticed, and how long the
/// repair takes: factors on what the register says.
struct Person {
    name: &'static str,
    role: &'static str,
    tends: (f64, f64, f64),
    /// How wide their ranges are: high end over middle.
    wide: f64,
    /// Prompt and what they wrote under it.
    wrote: &'static [(&'static str, &'static str)],
}

const PEOPLE: [Person; 6] = [
    Person {
        name: "Mara",
        role: "support",
        tends: (1.5, 1.6, 1.2),
        wide: 2.6,
        wrote: &[
            (
                "people",
                "A release breaks the basket and we hear it from customers first",
            ),
            (
                "impatience",
                "Customers click pay twice when it hangs and are charged twice",
            ),
        ],
    },
    Person {
        name: "Jonas",
        role: "engineering",
        tends: (0.6, 0.7, 0.8),
        wide: 1.8,
        wrote: &[
            (
                "latency",
                "Worker threads wait for payments until none is left",
            ),
            (
                "lens:engineering",
                "The basket template is rendered by code nobody dares to touch",
            ),
        ],
    },
    Person {
        name: "Priya",
        role: "operations",
        tends: (1.0, 0.9, 1.1),
        wide: 2.0,
        wrote: &[
            (
                "machines",
                "The payments primary dies and failover waits for a person\nLogin sessions live on one store",
            ),
            ("people", "A certificate expires on a Sunday"),
        ],
    },
    Person {
        name: "Tomás",
        role: "product",
        tends: (0.8, 1.3, 0.9),
        wide: 2.4,
        wrote: &[
            ("bandwidth", "The autumn sale brings four times the traffic"),
            (
                "lens:product",
                "Nobody can pay and there is no way to keep the basket",
            ),
        ],
    },
    Person {
        name: "Aylin",
        role: "finance",
        tends: (1.3, 1.0, 1.6),
        wide: 3.0,
        wrote: &[(
            "lens:finance",
            "A sale evening without payments costs more than the month saves",
        )],
    },
    // From outside, on a form.
    Person {
        name: "Sam",
        role: "sales",
        tends: (1.2, 1.2, 1.4),
        wide: 2.8,
        wrote: &[],
    },
];

/// What Sam wrote on the form.
const FROM_OUTSIDE: &str = "A partner demo fails at login";

/// A cluster as it came out.
struct Planned {
    /// The risk of the register that it is, where there is one of this name.
    title: &'static str,
    service: usize,
    category: Category,
    /// Beginnings of the cards in it.
    cards: &'static [&'static str],
    /// How far apart people were in how often, on top of their ways.
    apart: f64,
    /// Middle of how often, minutes to notice and minutes to repair, where no risk says it.
    unknown: (f64, f64, f64),
    /// Techniques with whether they are on.
    mitigations: &'static [(&'static str, bool)],
    /// Dots of each person.
    dots: [u32; 6],
}

const NONE: (f64, f64, f64) = (0.0, 0.0, 0.0);

const CLUSTERS: [Planned; 6] = [
    Planned {
        title: "Payments database fails over",
        service: PAYMENTS,
        category: Category::SinglePointOfFailure,
        cards: &[
            "The payments primary",
            "Customers click pay twice",
            "A sale evening",
        ],
        apart: 1.0,
        unknown: NONE,
        mitigations: &[("Automated recovery", true), ("Several zones", false)],
        dots: [1, 1, 3, 1, 3, 0],
    },
    Planned {
        title: "Checkout release breaks the basket",
        service: CHECKOUT,
        category: Category::MisconfigurationOrBug,
        cards: &["A release breaks", "The basket template"],
        apart: 1.0,
        unknown: NONE,
        mitigations: &[("Observability near the customer", true)],
        dots: [3, 1, 0, 2, 1, 1],
    },
    Planned {
        title: "Sale day beyond capacity",
        service: CHECKOUT,
        category: Category::ExcessiveLoad,
        cards: &["The autumn sale"],
        apart: 2.2,
        unknown: NONE,
        mitigations: &[("Right-sized instances", true), ("Degraded mode", false)],
        dots: [0, 1, 1, 2, 1, 1],
    },
    Planned {
        title: "Checkout out of worker threads",
        service: CHECKOUT,
        category: Category::ExcessiveLatency,
        cards: &["Worker threads", "Nobody can pay"],
        apart: 1.0,
        unknown: NONE,
        mitigations: &[("Degraded mode", false)],
        dots: [0, 2, 0, 0, 0, 0],
    },
    Planned {
        title: "Login store lost",
        service: IDENTITY,
        category: Category::SinglePointOfFailure,
        cards: &["Login sessions", "A partner demo"],
        apart: 1.3,
        unknown: NONE,
        mitigations: &[("Several zones", false)],
        dots: [1, 0, 1, 0, 0, 3],
    },
    Planned {
        title: "Certificate expires unnoticed",
        service: CHECKOUT,
        category: Category::MisconfigurationOrBug,
        cards: &["A certificate"],
        apart: 1.2,
        unknown: (0.25, 20.0, 45.0),
        mitigations: &[("Owners for every service", true)],
        dots: [0, 0, 0, 0, 0, 0],
    },
];

/// A number as people type it: two significant figures.
fn typed(value: f64) -> f64 {
    format!("{value:.1e}").parse().unwrap_or(value)
}

/// The session with all that is in it.
pub(super) fn held(
    seed: u64,
    zone: Zone,
    until: Instant,
    services: &[Service],
    risks: &[Risk],
    techniques: &[Technique],
) -> Records {
    let mut ids = rng(seed, 44);
    let date = zone.local(Instant(until.0 - BEFORE * DAY_MS)).date();
    let began = date
        .and_hms_opt(BEGAN, 0, 0)
        .map_or(until, |local| zone.first_at_or_after(local));
    let minute = |n: usize| Instant(began.0 + n as i64 * MINUTE_MS);
    let id = SessionId(ids.random());
    let mut records = Records::default();
    records.sessions.push(Session {
        name: "Checkout in the autumn sale".into(),
        frame: "It is a year from now. Checkout has failed its customers badly, more than once, and the autumn sale was one of the times. What happened?".into(),
        step: Step::Requirements,
        furthest: Step::Requirements,
        running: None,
        spent_ms: 3 * MINUTE_MS,
        closed: Some(minute(58)),
        ..Session::begun(id, services[CHECKOUT].id, LocalDay(date), began)
    });
    let people: Vec<ParticipantId> = PEOPLE.iter().map(|_| ParticipantId(ids.random())).collect();
    let clusters: Vec<ClusterId> = CLUSTERS.iter().map(|_| ClusterId(ids.random())).collect();
    let home = |text: &str| {
        let begins = |c: &Planned| c.cards.iter().any(|begin| text.starts_with(begin));
        CLUSTERS.iter().position(begins).map(|n| clusters[n])
    };
    let mut card = |author: usize, prompt: &str, text: &str, line: Option<LineId>| Card {
        id: CardId(ids.random()),
        session: id,
        text: text.into(),
        author: Some(people[author]),
        prompt: prompt.into(),
        cluster: home(text),
        place: 0.0,
        placed: Some(minute(25)),
        before: None,
        line,
        aside: false,
        origin: None,
    };
    for (n, person) in PEOPLE.iter().enumerate() {
        let outside = person.wrote.is_empty();
        records.participants.push(Participant {
            id: people[n],
            session: id,
            place: n as f64 + 1.0,
            name: person.name.into(),
            role: person.role.into(),
            present: !outside,
            origin: outside.then(|| form(person.name)),
        });
        for (prompt, text) in person.wrote {
            let draft = Draft::id_of(people[n], prompt);
            records.drafts.push(Draft {
                id: draft,
                session: id,
                participant: people[n],
                prompt: (*prompt).into(),
                text: (*text).into(),
            });
            for words in lines(text) {
                let line = Draft::line_id(draft, &words, 0);
                records.cards.push(card(n, prompt, &words, Some(line)));
            }
        }
    }
    records.cards.push(Card {
        origin: Some(form("free:1")),
        ..card(5, "", FROM_OUTSIDE, None)
    });
    for (n, card) in records.cards.iter_mut().enumerate() {
        card.place = n as f64 + 1.0;
    }
    for (n, planned) in CLUSTERS.iter().enumerate() {
        let risk = risks.iter().find(|r| r.name == planned.title);
        let technique = |name: &str| techniques.iter().find(|t| t.name == name).map(|t| t.id);
        let mitigation = |(name, on): &(&str, bool)| {
            Some(Mitigation {
                technique: technique(name)?,
                on: *on,
            })
        };
        records.clusters.push(Cluster {
            id: clusters[n],
            session: id,
            title: planned.title.into(),
            category: planned.category,
            service: services[planned.service].id,
            place: n as f64 + 1.0,
            into: None,
            risk: risk.map(|r| r.id),
            history: String::new(),
            mitigations: planned.mitigations.iter().filter_map(mitigation).collect(),
            notes: String::new(),
        });
        for (seat, person) in PEOPLE.iter().enumerate() {
            // Finance and sales leave to others what only engineers can know.
            if planned.category == Category::ExcessiveLatency && seat >= 4 {
                continue;
            }
            let said = estimates(person, seat, planned, risk);
            let [frequency, detect, repair, users] = said;
            records.judgements.push(Judgement {
                id: Judgement::id_of(people[seat], clusters[n]),
                session: id,
                cluster: clusters[n],
                participant: people[seat],
                frequency,
                detect,
                repair,
                users,
                comment: String::new(),
                given: minute(32 + n),
            });
        }
    }
    for (seat, person) in people.iter().enumerate() {
        let dots = CLUSTERS.iter().zip(&clusters);
        records.ballots.push(Ballot {
            id: Ballot::id_of(*person),
            session: id,
            participant: *person,
            dots: dots
                .map(|(planned, cluster)| (*cluster, planned.dots[seat]))
                .filter(|(_, dots)| *dots > 0)
                .collect(),
            given: minute(44),
        });
    }
    records.participants.sort_by_key(|p| p.id);
    records.drafts.sort_by_key(|d| d.id);
    records.cards.sort_by_key(|c| c.id);
    records.clusters.sort_by_key(|c| c.id);
    records.judgements.sort_by_key(|j| j.id);
    records.ballots.sort_by_key(|b| b.id);
    records
}

/// Where a record that came on a form came from.
fn form(external_id: &str) -> Origin {
    Origin {
        source: "form".into(),
        external_id: external_id.into(),
    }
}

/// How often, minutes until it is noticed, minutes of repair and share of users, as someone says.
fn estimates(
    person: &Person,
    seat: usize,
    planned: &Planned,
    risk: Option<&Risk>,
) -> [Estimate; 4] {
    let middle = |of: &Estimate| of.distribution("").map_or(0.0, |d| d.quantile(0.5));
    let (often, notice, repair) = risk.map_or(planned.unknown, |r| {
        (middle(&r.frequency), middle(&r.detect), middle(&r.repair))
    });
    // Every other seat sees it more often, those between less.
    let apart = if seat.is_multiple_of(2) {
        planned.apart
    } else {
        1.0 / planned.apart
    };
    let range =
        |middle: f64| Estimate::interval(typed(middle / person.wide), typed(middle * person.wide));
    [
        range(often * person.tends.0 * apart),
        range(notice * person.tends.1),
        range(repair * person.tends.2),
        risk.map_or_else(|| Estimate::three_point(0.5, 1.0, 1.0), |r| r.users.clone()),
    ]
}
