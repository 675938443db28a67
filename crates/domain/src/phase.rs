//! The growth phase of a company, and what resilience asks of it next.
//!
//! The phases are those of the article “Bottleneck #05: Resilience and Observability”. A short
//! questionnaire tells them apart: each answer is what a company of one phase would say. Where
//! the data can say, they answer first; a typed answer replaces theirs. Data never answer where
//! they fit several phases: demand that grows by a tenth is that of a young company as well as of
//! a mature one.
//!
//! The phase is the median of the answers, the earlier one of two: half of them point to it or to
//! an earlier phase. So neither one flattering answer nor one bad month decides.

use crate::analysis::{Analysis, Facts};
use crate::growth::{Growth, YearlyRate};
use crate::methods::{PhaseAnswer, SignKind};
use crate::record::IncidentKind;
use crate::signs::{Counted, Signs, State};
use crate::targets::{self, TargetFinding};
use crate::time::{DAY_MS, Instant, Interval};
use std::collections::BTreeSet;

/// Fewer answers than this make no phase.
pub const FEWEST_ANSWERS: usize = 3;
/// Demand that grows by this much a year is fast (ours: the article names no number).
pub const FAST_GROWTH: f64 = 0.4;
/// Below this share of recoveries by hand, automation is the rule.
const SELDOM_BY_HAND: f64 = 0.2;
/// Below this share of incidents noticed by customers, monitoring is ahead of them.
const SELDOM_BY_CUSTOMERS: f64 = 0.05;
/// Drills of the last year from which on testing is a habit.
const HABIT: usize = 4;

/// A phase of growth, in the order of a company's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrowthPhase {
    /// Prototypes, and a product on the market as soon as can be.
    Experimenting,
    /// Customers come; developers keep it running by hand.
    Traction,
    /// Growth puts pressure on what was built before.
    HyperGrowth,
    /// Through the bottleneck, and staying out of it.
    Optimising,
}

/// Something that a phase asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Stable key.
    pub key: &'static str,
    /// One sentence, English.
    pub text: &'static str,
}

impl GrowthPhase {
    /// All of them, in order.
    pub const ALL: [Self; 4] = [
        Self::Experimenting,
        Self::Traction,
        Self::HyperGrowth,
        Self::Optimising,
    ];

    /// Stable key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Experimenting => "experimenting",
            Self::Traction => "traction",
            Self::HyperGrowth => "hyper-growth",
            Self::Optimising => "optimising",
        }
    }

    /// Name, English.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Experimenting => "Experimenting",
            Self::Traction => "Getting traction",
            Self::HyperGrowth => "Hyper growth",
            Self::Optimising => "Optimising",
        }
    }

    /// The phase after it; the last stays.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Experimenting => Self::Traction,
            Self::Traction => Self::HyperGrowth,
            Self::HyperGrowth | Self::Optimising => Self::Optimising,
        }
    }

    /// What a company of this phase does about resilience and observability.
    #[must_use]
    pub fn asks(self) -> &'static [Ask] {
        const fn ask(key: &'static str, text: &'static str) -> Ask {
            Ask { key, text }
        }
        const EXPERIMENTING: &[Ask] = &[ask(
            "market",
            "Get the product to the market; spend on resilience only what a demo needs.",
        )];
        const TRACTION: &[Ask] = &[
            ask(
                "restore",
                "Know how each service is restored, if only by the developers and by hand.",
            ),
            ask(
                "debt",
                "Keep resilience work on the list of technical debt, and take from it.",
            ),
            ask(
                "basics",
                "Have dashboards for the basics of each service, such as processor and memory.",
            ),
            ask(
                "line",
                "Give customers a way to report trouble, and answer them.",
            ),
        ];
        const HYPER_GROWTH: &[Ask] = &[
            ask(
                "feature",
                "Treat resilience as a feature for customers, prioritised like any other.",
            ),
            ask(
                "experience",
                "Let dashboards and alerts show what customers experience.",
            ),
            ask(
                "rebuild",
                "Rebuild the services that keep failing, with resilience in their design.",
            ),
        ];
        const OPTIMISING: &[Ask] = &[
            ask(
                "platforms",
                "Turn internal services into platforms, with observability and computing as \
                 their products.",
            ),
            ask(
                "chaos",
                "Run chaos exercises regularly, with little notice or none.",
            ),
            ask(
                "specialists",
                "Add engineers who know resilience at scale to the teams.",
            ),
        ];
        match self {
            Self::Experimenting => EXPERIMENTING,
            Self::Traction => TRACTION,
            Self::HyperGrowth => HYPER_GROWTH,
            Self::Optimising => OPTIMISING,
        }
    }
}

/// One answer that a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Stable key.
    pub key: &'static str,
    /// Words, English.
    pub text: &'static str,
    /// The phase that it points to.
    pub phase: GrowthPhase,
}

/// A question of the questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Stable key.
    pub key: &'static str,
    /// The question, English.
    pub text: &'static str,
    /// One answer for each phase, in order.
    pub answers: &'static [Choice],
}

impl Question {
    /// The answer with a key.
    #[must_use]
    pub fn choice(&self, key: &str) -> Option<&'static Choice> {
        self.answers.iter().find(|choice| choice.key == key)
    }

    /// The answer that points to a phase.
    #[must_use]
    pub fn answer_of(&self, phase: GrowthPhase) -> Option<&'static Choice> {
        self.answers.iter().find(|choice| choice.phase == phase)
    }
}

const fn choice(key: &'static str, text: &'static str, phase: GrowthPhase) -> Choice {
    Choice { key, text, phase }
}

/// The questions, in the order in which they are asked.
pub const QUESTIONS: &[Question] = &[
    Question {
        key: "demand",
        text: "How does demand grow?",
        answers: &[
            choice(
                "searching",
                "We are still looking for customers who stay.",
                GrowthPhase::Experimenting,
            ),
            choice(
                "first",
                "It grows from a small base.",
                GrowthPhase::Traction,
            ),
            choice(
                "fast",
                "Fast: by 40 % a year or more.",
                GrowthPhase::HyperGrowth,
            ),
            choice(
                "large",
                "It is large, and grows in a way that we can plan for.",
                GrowthPhase::Optimising,
            ),
        ],
    },
    Question {
        key: "recovery",
        text: "How is a failed service restored?",
        answers: &[
            choice(
                "whoever",
                "Whoever built it has a look.",
                GrowthPhase::Experimenting,
            ),
            choice(
                "by-hand",
                "Developers restart, scale or repair it by hand.",
                GrowthPhase::Traction,
            ),
            choice(
                "partly",
                "The common failures recover by themselves, others by hand.",
                GrowthPhase::HyperGrowth,
            ),
            choice(
                "by-itself",
                "It recovers by itself; people improve what did not.",
                GrowthPhase::Optimising,
            ),
        ],
    },
    Question {
        key: "noticed",
        text: "Who notices an incident first?",
        answers: &[
            choice("chance", "Somebody, by chance.", GrowthPhase::Experimenting),
            choice(
                "customers",
                "Customers call or write.",
                GrowthPhase::Traction,
            ),
            choice(
                "monitoring",
                "Mostly our monitoring of what customers experience.",
                GrowthPhase::HyperGrowth,
            ),
            choice(
                "ahead",
                "Our monitoring, nearly always before customers do.",
                GrowthPhase::Optimising,
            ),
        ],
    },
    Question {
        key: "priority",
        text: "How does work on resilience get done?",
        answers: &[
            choice("not", "It does not yet.", GrowthPhase::Experimenting),
            choice(
                "debt",
                "As technical debt, when there is time.",
                GrowthPhase::Traction,
            ),
            choice(
                "feature",
                "As a feature, prioritised like any other.",
                GrowthPhase::HyperGrowth,
            ),
            choice(
                "routine",
                "As a routine of every team, with specialists to help.",
                GrowthPhase::Optimising,
            ),
        ],
    },
    Question {
        key: "promises",
        text: "What availability is promised?",
        answers: &[
            choice("none", "Nothing in particular.", GrowthPhase::Experimenting),
            choice(
                "some",
                "Some services have a tier and a target.",
                GrowthPhase::Traction,
            ),
            choice(
                "all",
                "Every service has a tier and a target.",
                GrowthPhase::HyperGrowth,
            ),
            choice(
                "tested",
                "Every service has, and drills test that it is kept.",
                GrowthPhase::Optimising,
            ),
        ],
    },
    Question {
        key: "owners",
        text: "Who is responsible for running a service?",
        answers: &[
            choice(
                "nobody",
                "Nobody in particular.",
                GrowthPhase::Experimenting,
            ),
            choice(
                "some",
                "Some services have an owner.",
                GrowthPhase::Traction,
            ),
            choice(
                "all",
                "Every service has an owner.",
                GrowthPhase::HyperGrowth,
            ),
            choice(
                "platform",
                "Every service has, on a platform that a team of its own runs.",
                GrowthPhase::Optimising,
            ),
        ],
    },
];

/// The question with a key.
#[must_use]
pub fn question(key: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.key == key)
}

/// What the data know about a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Grounds {
    /// Growth of demand a year.
    Demand(YearlyRate),
    /// Incidents of the last days: of those that are known, how many were recovered by hand.
    ByHand(Counted),
    /// Likewise, how many customers noticed.
    ByCustomers(Counted),
    /// Open work of the latest month: how much of it is resilience.
    Backlog(Counted),
    /// Services: how many have a tier and a target; and drills in the last year.
    Promises {
        /// Services with both.
        both: usize,
        /// All services.
        services: usize,
        /// Incidents of the kind test.
        drills: usize,
    },
    /// Services: how many have an owner.
    Owners {
        /// Services with one.
        owned: usize,
        /// All services.
        services: usize,
    },
}

/// A question with its answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answered {
    /// The question.
    pub question: &'static Question,
    /// What was typed, if anything.
    pub typed: Option<&'static Choice>,
    /// What the data say, if they can.
    pub from_data: Option<&'static Choice>,
    /// What the data know about it, also where that answers nothing.
    pub grounds: Option<Grounds>,
}

impl Answered {
    /// The typed answer, else that of the data.
    #[must_use]
    pub fn answer(&self) -> Option<&'static Choice> {
        self.typed.or(self.from_data)
    }
}

/// The growth phase with everything behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// The phase; missing with fewer than [`FEWEST_ANSWERS`] answers.
    pub phase: Option<GrowthPhase>,
    /// Every question of [`QUESTIONS`], in order.
    pub answers: Vec<Answered>,
    /// How many answers point to each phase, in the order of [`GrowthPhase::ALL`].
    pub votes: [usize; 4],
    /// Demand is of a later phase than the answers as a whole: how failure is handled does not
    /// keep up with growth, which is what the article calls the bottleneck.
    pub strained: bool,
    /// What the next phase asks for, or what the last asks to keep doing; nothing without a phase.
    pub next: &'static [Ask],
    /// Typed answers that no question takes: of a later version, or mistyped.
    pub unread: Vec<PhaseAnswer>,
}

impl Phase {
    /// Answers the questionnaire.
    #[must_use]
    pub fn of(facts: &Facts<'_>, analysis: &Analysis, signs: &Signs, growth: &Growth) -> Self {
        let typed = |question: &Question| {
            facts
                .methods
                .phase
                .iter()
                .filter(|answer| answer.question == question.key)
                .find_map(|answer| question.choice(&answer.answer))
        };
        let answers: Vec<Answered> = QUESTIONS
            .iter()
            .map(|question| {
                let (phase, grounds) = match question.key {
                    "demand" => demand(growth),
                    "recovery" => recovery(signs),
                    "noticed" => noticed(signs),
                    "priority" => priority(signs),
                    "promises" => promises(facts, analysis),
                    "owners" => owners(signs),
                    _ => (None, None),
                };
                Answered {
                    question,
                    typed: typed(question),
                    from_data: phase.and_then(|phase| question.answer_of(phase)),
                    grounds,
                }
            })
            .collect();
        let unread = facts
            .methods
            .phase
            .iter()
            .filter(|a| question(&a.question).is_none_or(|q| q.choice(&a.answer).is_none()))
            .cloned()
            .collect();
        let mut pointed: Vec<GrowthPhase> = answers
            .iter()
            .filter_map(Answered::answer)
            .map(|choice| choice.phase)
            .collect();
        pointed.sort_unstable();
        let phase = (pointed.len() >= FEWEST_ANSWERS).then(|| pointed[(pointed.len() - 1) / 2]);
        let votes = GrowthPhase::ALL.map(|p| pointed.iter().filter(|q| **q == p).count());
        let demand = answers
            .iter()
            .find(|a| a.question.key == "demand")
            .and_then(Answered::answer)
            .map(|choice| choice.phase);
        Self {
            phase,
            votes,
            strained: demand
                .zip(phase)
                .is_some_and(|(demand, phase)| demand > phase),
            next: phase.map_or(&[], |phase| phase.next().asks()),
            answers,
            unread,
        }
    }
}

/// A phase that the data point to, and what they know.
type FromData = (Option<GrowthPhase>, Option<Grounds>);

fn demand(growth: &Growth) -> FromData {
    let Ok(yearly) = growth.yearly else {
        return (None, None);
    };
    let fast = yearly.rate >= FAST_GROWTH;
    (
        fast.then_some(GrowthPhase::HyperGrowth),
        Some(Grounds::Demand(yearly)),
    )
}

/// A share of incidents: from the sign's warning on it is the second phase, below `seldom` the
/// last, else the third.
fn by_share(
    signs: &Signs,
    kind: SignKind,
    seldom: f64,
    grounds: impl Fn(Counted) -> Grounds,
) -> FromData {
    let Some(sign) = signs.get(kind) else {
        return (None, None);
    };
    let known = (sign.counted.of > 0).then(|| grounds(sign.counted));
    let phase = sign
        .value
        .filter(|_| sign.state != State::Unknown)
        .map(|share| {
            if share >= sign.threshold.warn {
                GrowthPhase::Traction
            } else if share < seldom {
                GrowthPhase::Optimising
            } else {
                GrowthPhase::HyperGrowth
            }
        });
    (phase, known)
}

fn recovery(signs: &Signs) -> FromData {
    by_share(
        signs,
        SignKind::RecoveredByHand,
        SELDOM_BY_HAND,
        Grounds::ByHand,
    )
}

fn noticed(signs: &Signs) -> FromData {
    by_share(
        signs,
        SignKind::DetectedByCustomers,
        SELDOM_BY_CUSTOMERS,
        Grounds::ByCustomers,
    )
}

fn priority(signs: &Signs) -> FromData {
    let sign = signs.get(SignKind::ResilienceBacklog);
    let Some((share, sign)) = sign.and_then(|s| Some((s.value?, s))) else {
        return (None, None);
    };
    // A short list says that it is taken care of, or that nobody writes it down.
    let phase = if share == 0.0 {
        Some(GrowthPhase::Experimenting)
    } else if share >= sign.threshold.warn {
        Some(GrowthPhase::Traction)
    } else {
        None
    };
    (phase, Some(Grounds::Backlog(sign.counted)))
}

fn promises(facts: &Facts<'_>, analysis: &Analysis) -> FromData {
    let services = facts.services.len();
    if services == 0 {
        return (None, None);
    }
    let lacking: BTreeSet<usize> = targets::findings(facts, &analysis.reach)
        .iter()
        .filter(|f| {
            matches!(
                f,
                TargetFinding::TierMissing { .. } | TargetFinding::TargetMissing { .. }
            )
        })
        .map(TargetFinding::service)
        .collect();
    let both = services - lacking.len();
    let year = Interval {
        start: Instant(analysis.as_of.0 - 365 * DAY_MS),
        end: analysis.as_of,
    };
    let drills = facts
        .incidents
        .iter()
        .filter(|i| i.kind == IncidentKind::Test && year.contains(i.started))
        .count();
    let phase = if both == 0 {
        GrowthPhase::Experimenting
    } else if both < services {
        GrowthPhase::Traction
    } else if drills < HABIT {
        GrowthPhase::HyperGrowth
    } else {
        GrowthPhase::Optimising
    };
    (
        Some(phase),
        Some(Grounds::Promises {
            both,
            services,
            drills,
        }),
    )
}

fn owners(signs: &Signs) -> FromData {
    let Some(Counted { hits, of, .. }) = signs
        .get(SignKind::NoOwner)
        .map(|sign| sign.counted)
        .filter(|counted| counted.of > 0)
    else {
        return (None, None);
    };
    let owned = of - hits;
    let phase = if owned == 0 {
        GrowthPhase::Experimenting
    } else if hits > 0 {
        GrowthPhase::Traction
    } else {
        GrowthPhase::HyperGrowth
    };
    (
        Some(phase),
        Some(Grounds::Owners {
            owned,
            services: of,
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Detection, Recovery, Tier};
    use crate::worlds::World;

    fn phase(world: &World) -> Phase {
        let analysis = world.analyse();
        let facts = world.facts();
        let growth = Growth::of(&facts, &analysis);
        let signs = Signs::of(&facts, &analysis, &growth, 90);
        Phase::of(&facts, &analysis, &signs, &growth)
    }

    fn data(phase: &Phase, key: &str) -> Option<&'static str> {
        let answered = phase.answers.iter().find(|a| a.question.key == key)?;
        answered.from_data.map(|choice| choice.key)
    }

    /// Thirty weeks of demand that grows by so much a year, and an incident a day.
    fn world(rate: f64) -> World {
        let mut world = World::new(7 * 30);
        world.earn(30, |week, _| {
            1_000.0 * ((1.0 + rate).ln() * week as f64 / 52.14).exp()
        });
        for day in 0..7 * 30 {
            let incident = world.incident(1, day * 1440 + 30, 10.0);
            incident.detected_by = Some(Detection::Customer);
            incident.recovered_by = Some(Recovery::Hand);
        }
        world
    }

    #[test]
    fn keys_are_unique_and_every_question_has_an_answer_for_every_phase() {
        let keys: BTreeSet<&str> = QUESTIONS.iter().map(|q| q.key).collect();
        assert_eq!(keys.len(), QUESTIONS.len());
        for question in QUESTIONS {
            let phases: Vec<GrowthPhase> = question.answers.iter().map(|c| c.phase).collect();
            assert_eq!(phases, GrowthPhase::ALL, "{}", question.key);
            let keys: BTreeSet<&str> = question.answers.iter().map(|c| c.key).collect();
            assert_eq!(keys.len(), 4, "{}", question.key);
            assert_eq!(super::question(question.key), Some(question));
        }
        let asks: Vec<&str> = GrowthPhase::ALL
            .into_iter()
            .flat_map(|p| p.asks().iter().map(|a| a.key))
            .collect();
        assert_eq!(asks.iter().collect::<BTreeSet<_>>().len(), asks.len());
    }

    #[test]
    fn fast_growth_repaired_by_hand_is_the_bottleneck() {
        let mut world = world(0.8);
        world.services[0].owner = Some("shop team".into());
        let found = phase(&world);
        assert_eq!(data(&found, "demand"), Some("fast"));
        assert_eq!(data(&found, "recovery"), Some("by-hand"));
        assert_eq!(data(&found, "noticed"), Some("customers"));
        assert_eq!(data(&found, "priority"), None);
        assert_eq!(data(&found, "promises"), Some("none"));
        assert_eq!(data(&found, "owners"), Some("some"));
        assert_eq!(found.votes, [1, 3, 1, 0]);
        assert_eq!(found.phase, Some(GrowthPhase::Traction));
        assert!(found.strained);
        assert_eq!(found.next[0].key, "feature");
    }

    #[test]
    fn typed_answers_go_before_the_data_and_strange_ones_are_named() {
        let mut world = world(0.1);
        let answer = |question: &str, answer: &str| PhaseAnswer {
            question: question.into(),
            answer: answer.into(),
        };
        world.methods.phase = vec![
            answer("demand", "large"),
            answer("recovery", "by-itself"),
            answer("noticed", "ahead"),
            answer("priority", "routine"),
            answer("owners", "platform"),
            answer("promises", "sometimes"),
            answer("weather", "fine"),
        ];
        let found = phase(&world);
        assert_eq!(found.phase, Some(GrowthPhase::Optimising));
        assert_eq!(found.next, GrowthPhase::Optimising.asks());
        assert!(!found.strained);
        assert_eq!(found.unread.len(), 2);
        // What the data say stays beside it; growth of a tenth fits any phase.
        assert_eq!(data(&found, "recovery"), Some("by-hand"));
        assert_eq!(data(&found, "demand"), None);
        assert!(matches!(
            found.answers[0].grounds,
            Some(Grounds::Demand(yearly)) if (yearly.rate - 0.1).abs() < 0.02
        ));
    }

    #[test]
    fn without_answers_there_is_no_phase() {
        let mut world = World::new(10);
        world.services.clear();
        let found = phase(&world);
        assert_eq!((found.phase, found.votes), (None, [0; 4]));
        assert!(found.next.is_empty() && !found.strained);
    }

    #[test]
    fn targets_for_all_and_drills_are_read_from_the_data() {
        let mut world = world(0.1);
        world.tiers.push(Tier {
            number: 2,
            name: "Important".into(),
            target: None,
        });
        for service in &mut world.services {
            service.tier = Some(2);
            service.target = Some(0.99);
            service.owner = Some("team".into());
        }
        assert_eq!(data(&phase(&world), "promises"), Some("all"));
        assert_eq!(data(&phase(&world), "owners"), Some("all"));
        for incident in world.incidents.iter_mut().take(4) {
            incident.kind = IncidentKind::Test;
        }
        assert_eq!(data(&phase(&world), "promises"), Some("tested"));
    }
}
