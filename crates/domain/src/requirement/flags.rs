//! What speaks against a requirement: it cannot be checked, nobody answers for it, or it is not
//! worth or not possible what it asks.

use super::ears::{Ears, EarsError};
use super::{Hours, Requirement};
use crate::record::Channel;

/// Something that speaks against a requirement.
#[derive(Debug, Clone, PartialEq)]
pub enum Flag {
    /// It says nowhere what is required.
    NoShall,
    /// It is none of the forms of a sentence.
    Form(EarsError),
    /// It names no system but “the system”.
    NoSystem {
        /// As it says.
        found: String,
    },
    /// Nothing in it can be measured.
    NoMeasure,
    /// It asks for what no system keeps.
    Hundred {
        /// As it says.
        found: String,
    },
    /// Words that two people read in two ways.
    Vague {
        /// The words.
        words: Vec<String>,
    },
    /// Nobody answers for it.
    NoOwner,
    /// The sentence and the objective name two targets.
    TargetsDiffer {
        /// In the sentence.
        statement: f64,
        /// In the objective.
        slo: f64,
    },
    /// The sentence and the recovery time name two times.
    TimesDiffer {
        /// Minutes in the sentence.
        statement: f64,
        /// Minutes of the recovery time objective.
        rto: f64,
    },
    /// A part that was written beside the sentence names another time than the recovery time.
    PartsDiffer {
        /// Which.
        part: Part,
        /// Minutes in it.
        says: f64,
        /// Minutes of the recovery time objective.
        rto: f64,
    },
    /// A target that is missed in most years as things are.
    Unlikely {
        /// The target.
        target: f64,
        /// Share of years that meet it.
        met: f64,
    },
    /// A target that what the service leans on does not allow.
    AboveDependencies {
        /// The target.
        target: f64,
        /// What they allow.
        ceiling: f64,
    },
    /// A target that users on every channel cannot tell from a lower one.
    AboveChannels {
        /// The target.
        target: f64,
        /// The best channel.
        channel: String,
        /// How available it is itself.
        ceiling: f64,
    },
    /// It costs more than it saves.
    Unaffordable {
        /// Over the horizon.
        cost: f64,
        /// Over the horizon.
        avoided: f64,
    },
    /// It asks for another time than the service has.
    AgainstHours {
        /// Whether it asks for all of time, of a service that has hours; else the other way.
        asks_always: bool,
    },
}

/// What is written of a requirement beside its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its title.
    Title,
    /// The measure of its scenario.
    Measure,
    /// A step that its test expects.
    Then,
    /// The time after which its test looks.
    Wait,
}

impl Flag {
    /// Whether it cannot be accepted like this: nobody could say whether it is kept.
    #[must_use]
    pub fn blocks(&self) -> bool {
        matches!(
            self,
            Self::NoShall
                | Self::Form(_)
                | Self::NoSystem { .. }
                | Self::NoMeasure
                | Self::Hundred { .. }
        )
    }

    /// A short name of its kind.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoShall => "no-shall",
            Self::Form(_) => "form",
            Self::NoSystem { .. } => "no-system",
            Self::NoMeasure => "no-measure",
            Self::Hundred { .. } => "hundred",
            Self::Vague { .. } => "vague",
            Self::NoOwner => "no-owner",
            Self::TargetsDiffer { .. } => "targets-differ",
            Self::TimesDiffer { .. } => "times-differ",
            Self::PartsDiffer { .. } => "parts-differ",
            Self::Unlikely { .. } => "unlikely",
            Self::AboveDependencies { .. } => "above-dependencies",
            Self::AboveChannels { .. } => "above-channels",
            Self::Unaffordable { .. } => "unaffordable",
            Self::AgainstHours { .. } => "against-hours",
        }
    }
}

/// What is known of the service around a requirement.
#[derive(Debug, Clone, PartialEq)]
pub struct Around<'a> {
    /// What its dependencies allow it, 0 to 1; 1 where it leans on nothing.
    pub ceiling: f64,
    /// Its channels.
    pub channels: &'a [Channel],
    /// Whether it has agreed hours; else it has to be there around the clock.
    pub has_hours: bool,
    /// What the requirement's techniques or option cost over the horizon.
    pub cost: Option<f64>,
    /// The loss that they avoid.
    pub avoided: Option<f64>,
    /// Share of years in which its objective is met, with them; 0 to 1.
    pub met: Option<f64>,
}

/// A target that fewer years than this meet is promised against the odds.
const LIKELY: f64 = 0.5;

/// Words and phrases that cannot be measured, in lower case.
const VAGUE: [&str; 44] = [
    "adequate",
    "adequately",
    "all reasonable",
    "and/or",
    "appropriate",
    "appropriately",
    "as appropriate",
    "as fast as possible",
    "as quickly as possible",
    "as soon as possible",
    "asap",
    "best effort",
    "best-effort",
    "easy",
    "easily",
    "efficient",
    "efficiently",
    "etc",
    "fast",
    "flexible",
    "gracefully",
    "high availability",
    "highly available",
    "if possible",
    "immediately",
    "instantly",
    "minimal",
    "near real time",
    "near-real-time",
    "normally",
    "optimal",
    "promptly",
    "quick",
    "quickly",
    "reasonable",
    "reliable",
    "reliably",
    "robust",
    "seamless",
    "seamlessly",
    "sufficient",
    "sufficiently",
    "user-friendly",
    "where possible",
];

/// Names that name nothing.
const NAMELESS: [&str; 12] = [
    "application",
    "app",
    "component",
    "infrastructure",
    "it",
    "platform",
    "product",
    "service",
    "software",
    "solution",
    "system",
    "we",
];

/// Promises without end.
const ENDLESS: [&str; 10] = [
    "always be available",
    "always be up",
    "at all times",
    "never be down",
    "never be unavailable",
    "never fail",
    "never go down",
    "no downtime",
    "without any downtime",
    "zero downtime",
];

/// Words that ask for all of time.
const ALWAYS: [&str; 6] = [
    "24x7",
    "24/7",
    "24×7",
    "around the clock",
    "round the clock",
    "at any time of day",
];

/// Whether a phrase stands in a lower-case text with no letter or digit beside it.
fn says(text: &str, phrase: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    text.match_indices(phrase).any(|(at, _)| {
        !part(text[..at].chars().next_back()) && !part(text[at + phrase.len()..].chars().next())
    })
}

/// Numbers of a text with what follows each, without white space before it.
fn numbers(text: &str) -> Vec<(f64, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let before = rest[..at].chars().next_back();
        let from = &rest[at..];
        let mut end = 0;
        let mut dot = false;
        for (i, c) in from.char_indices() {
            match c {
                '0'..='9' => end = i + 1,
                // A point or a comma inside a number: 99.9 and 1,000.
                '.' if !dot && from[i + 1..].starts_with(|c: char| c.is_ascii_digit()) => {
                    dot = true;
                }
                ',' if !dot && from[i + 1..].starts_with(|c: char| c.is_ascii_digit()) => {}
                _ => break,
            }
        }
        let digits: String = from[..end].chars().filter(|c| *c != ',').collect();
        let named = before.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_');
        // A number that is a part of a name, such as the 2 of s2 or REQ-2, counts nothing.
        if let (false, Ok(number)) = (named, digits.parse()) {
            found.push((number, from[end..].trim_start()));
        }
        rest = &from[end..];
    }
    found
}

/// Whether a text begins with a word, in any case.
fn begins(text: &str, word: &str) -> bool {
    let head = text.get(..word.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(word))
        && !text[word.len()..].starts_with(char::is_alphanumeric)
}

/// Percentages of a text: 99.9 of `99.9 %`.
#[must_use]
pub fn percentages(text: &str) -> Vec<f64> {
    numbers(text)
        .into_iter()
        .filter(|(_, rest)| {
            rest.starts_with('%') || begins(rest, "percent") || begins(rest, "per cent")
        })
        .map(|(number, _)| number)
        .collect()
}

/// Lengths of time of a text, in minutes: 15 of `15 min`, 120 of `2 hours`.
#[must_use]
pub fn lengths(text: &str) -> Vec<f64> {
    const UNITS: [(&str, f64); 19] = [
        ("ms", 1.0 / 60_000.0),
        ("milliseconds", 1.0 / 60_000.0),
        ("s", 1.0 / 60.0),
        ("sec", 1.0 / 60.0),
        ("second", 1.0 / 60.0),
        ("seconds", 1.0 / 60.0),
        ("m", 1.0),
        ("min", 1.0),
        ("mins", 1.0),
        ("minute", 1.0),
        ("minutes", 1.0),
        ("h", 60.0),
        ("hour", 60.0),
        ("hours", 60.0),
        ("d", 1440.0),
        ("day", 1440.0),
        ("days", 1440.0),
        ("week", 10_080.0),
        ("weeks", 10_080.0),
    ];
    numbers(text)
        .into_iter()
        .filter_map(|(number, rest)| {
            let (_, minutes) = UNITS.iter().find(|(unit, _)| begins(rest, unit))?;
            Some(number * minutes)
        })
        .collect()
}

/// Vague words of a text, in the order of the text, each once.
#[must_use]
pub fn vague(text: &str) -> Vec<String> {
    let small = text.to_lowercase();
    let mut found: Vec<(usize, &str)> = VAGUE
        .iter()
        .filter(|phrase| says(&small, phrase))
        .filter_map(|phrase| Some((small.find(phrase)?, *phrase)))
        .collect();
    found.sort_unstable();
    // “as quickly as possible” is not “quickly” besides.
    let whole = found.clone();
    found.retain(|(_, phrase)| {
        !whole
            .iter()
            .any(|(_, other)| other.len() > phrase.len() && says(other, phrase))
    });
    found.into_iter().map(|(_, p)| p.to_owned()).collect()
}

/// Below this, a percentage is no availability but a share of something.
const AVAILABILITY: f64 = 90.0;

/// What speaks against a requirement, gravest first.
#[must_use]
pub fn flags(requirement: &Requirement, around: &Around<'_>) -> Vec<Flag> {
    let mut flags = Vec::new();
    let statement = requirement.statement.trim();
    let ears = Ears::parse(statement);
    match &ears {
        Err(EarsError::NoShall) => flags.push(Flag::NoShall),
        Err(EarsError::NoSystem) => flags.push(Flag::NoSystem {
            found: String::new(),
        }),
        Err(error) => flags.push(Flag::Form(*error)),
        Ok(ears) if NAMELESS.contains(&ears.system.to_lowercase().as_str()) => {
            flags.push(Flag::NoSystem {
                found: ears.system.clone(),
            });
        }
        Ok(_) => {}
    }
    let response = ears
        .as_ref()
        .map_or(statement, |ears| ears.response.as_str());
    let target = requirement.slo.as_ref().map(|slo| slo.target);
    if let Some(found) = hundred(response, target) {
        flags.push(Flag::Hundred { found });
    }
    let measured = target.is_some()
        || requirement.rto.is_some()
        || requirement.rpo.is_some()
        || !numbers(response).is_empty()
        || !numbers(&requirement.scenario.measure).is_empty();
    if !measured {
        flags.push(Flag::NoMeasure);
    }
    if requirement.owner.as_deref().unwrap_or("").trim().is_empty() {
        flags.push(Flag::NoOwner);
    }
    let words = vague(statement);
    if !words.is_empty() {
        flags.push(Flag::Vague { words });
    }
    differences(requirement, response, target, &mut flags);
    if let Some(target) = target {
        // A product of decimals is off by the last digits.
        if target > around.ceiling + 1e-12 {
            flags.push(Flag::AboveDependencies {
                target,
                ceiling: around.ceiling,
            });
        }
        let named: f64 = around.channels.iter().map(|c| c.share).sum();
        let best = around
            .channels
            .iter()
            .max_by(|a, b| a.ceiling.total_cmp(&b.ceiling));
        // What comes over no named channel is seen as it is.
        if let Some(best) = best
            && named > 1.0 - 1e-9
            && target > best.ceiling + 1e-12
        {
            flags.push(Flag::AboveChannels {
                target,
                channel: best.name.clone(),
                ceiling: best.ceiling,
            });
        }
    }
    if let (Some(target), Some(met)) = (target, around.met)
        && met < LIKELY
    {
        flags.push(Flag::Unlikely { target, met });
    }
    if let (Some(cost), Some(avoided)) = (around.cost, around.avoided)
        && cost > avoided
    {
        flags.push(Flag::Unaffordable { cost, avoided });
    }
    let small = statement.to_lowercase();
    let asks_always = requirement.expectations.hours == Hours::Always
        || ALWAYS.iter().any(|phrase| says(&small, phrase));
    if asks_always && around.has_hours {
        flags.push(Flag::AgainstHours { asks_always: true });
    } else if requirement.expectations.hours == Hours::ServiceHours && !around.has_hours {
        flags.push(Flag::AgainstHours { asks_always: false });
    }
    flags
}

/// What of a response, or of a target, asks for all.
fn hundred(response: &str, target: Option<f64>) -> Option<String> {
    let small = response.to_lowercase();
    if let Some(phrase) = ENDLESS.iter().find(|phrase| says(&small, phrase)) {
        return Some((*phrase).to_owned());
    }
    // All requests within a time is a measure; all of time is none.
    if percentages(response).iter().any(|p| *p >= 100.0) && lengths(response).is_empty() {
        return Some("100 %".into());
    }
    target.filter(|t| *t >= 1.0).map(|_| "100 %".into())
}

fn differences(
    requirement: &Requirement,
    response: &str,
    target: Option<f64>,
    flags: &mut Vec<Flag>,
) {
    let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    let named: Vec<f64> = percentages(response)
        .into_iter()
        .filter(|p| (AVAILABILITY..100.0).contains(p))
        .collect();
    if let (Some(slo), [one]) = (target, named.as_slice())
        && !same(*one, slo * 100.0)
    {
        flags.push(Flag::TargetsDiffer {
            statement: one / 100.0,
            slo,
        });
    }
    // A sentence about a share of time names its window; its time is no recovery time.
    if let (Some(rto), true, [one]) = (
        requirement.rto,
        named.is_empty(),
        lengths(response).as_slice(),
    ) && !same(*one, rto)
    {
        flags.push(Flag::TimesDiffer {
            statement: *one,
            rto,
        });
    }
    // Who changes the sentence easily forgets what was drafted around it.
    if let Some(rto) = requirement.rto {
        let test = &requirement.test;
        let texts = [
            (Part::Title, &requirement.title),
            (Part::Measure, &requirement.scenario.measure),
        ];
        // A step about noticing has a time of its own.
        let is_back = |step: &&String| {
            let small = step.to_lowercase();
            !["noticed", "detected", "alerted"]
                .iter()
                .any(|w| small.contains(w))
        };
        let then = test.then.iter().filter(is_back);
        let then = then.map(|step| (Part::Then, step));
        let mut differs = |part, says: f64| {
            if !flags
                .iter()
                .any(|f| matches!(f, Flag::PartsDiffer { part: p, .. } if *p == part))
            {
                flags.push(Flag::PartsDiffer { part, says, rto });
            }
        };
        for (part, text) in texts.into_iter().chain(then) {
            if let [one] = lengths(text).as_slice()
                && percentages(text).is_empty()
                && !same(*one, rto)
            {
                differs(part, *one);
            }
        }
        if test.wait_minutes > rto && !same(test.wait_minutes, rto) {
            differs(Part::Wait, test.wait_minutes);
        }
    }
}
