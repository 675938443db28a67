//! Keeping score: what people said of a risk held against the incidents that came, and how much
//! each person's word counts once there is a record of it.
//!
//! A forecast is scored over the time that has gone by since it was made, at most a year, and so
//! at any moment; over a year it is final. Only what people confirmed to be the risk counts as an
//! event.
//!
//! - Brier score of “at least one event” (Brier, 1950): (chance − 0 or 1)², 0 is best, and 0.25 is
//!   what saying one half always gets.
//! - Coverage: how many of the 90 % ranges held what came.
//! - Interval score (Gneiting and Raftery, “Strictly proper scoring rules, prediction, and
//!   estimation”, 2007, equation 43): the width, and twenty times what lies outside. Lengths are
//!   taken as logarithms, so that minutes and hours weigh the same.
//! - Weights of an optimal linear pool (Hall and Mitchell, “Combining density forecasts”, 2007;
//!   Geweke and Amisano, “Optimal prediction pools”, 2011): those under which the pooled forecasts
//!   gave what came the largest chance, shrunk to equal weights by [`EQUAL`] observations for each
//!   person, which is a Dirichlet prior. Found by expectation-maximisation.

use crate::distribution::Distribution;
use crate::id::{IncidentId, MatchId, RiskId, derived};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// Whether an incident was the risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It was.
    Confirmed,
    /// It was something else.
    Rejected,
}

/// What a person says of an incident and a risk: whether the one was the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskMatch {
    /// Identity: see [`RiskMatch::id_of`].
    pub id: MatchId,
    /// The risk.
    pub risk: RiskId,
    /// The incident.
    pub incident: IncidentId,
    /// What was decided.
    pub verdict: Verdict,
    /// When.
    pub decided: Instant,
}

impl RiskMatch {
    /// The id of the one verdict on a risk and an incident, the same in every copy of a workspace.
    #[must_use]
    pub fn id_of(risk: RiskId, incident: IncidentId) -> MatchId {
        MatchId(derived("match", &[risk.0, incident.0]))
    }
}

/// What speaks for an incident being a risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// Words of the risk that the incident has too, in their order.
    pub words: Vec<String>,
    /// A cause of the incident that the risk names.
    pub cause: Option<String>,
}

/// Words too common to say anything.
const COMMON: [&str; 24] = [
    "about", "after", "again", "and", "because", "before", "cannot", "down", "fails", "failure",
    "for", "from", "incident", "into", "not", "outage", "over", "service", "slow", "that", "the",
    "when", "with", "without",
];

fn words(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        if word.chars().count() > 2 && !COMMON.contains(&word.as_str()) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// Whether two words are one but for their ending: `certificate`, `certificates`, `certified`.
fn alike(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let shorter = a.chars().count().min(b.chars().count());
    a == b || (shorter >= 5 && common >= 5.max(shorter - 2))
}

/// Compares what a risk says with what an incident says; nothing where they have nothing in
/// common. The service is compared elsewhere.
#[must_use]
pub fn likeness(risk: &[&str], title: &str, causes: &[String]) -> Option<Likeness> {
    let of_risk = words(&risk.join(" "));
    let of_incident = words(title);
    let shared: Vec<String> = of_risk
        .iter()
        .filter(|word| of_incident.iter().any(|other| alike(word, other)))
        .cloned()
        .collect();
    let cause = causes
        .iter()
        .find(|cause| {
            let of_cause = words(cause);
            !of_cause.is_empty()
                && of_cause
                    .iter()
                    .all(|word| of_risk.iter().any(|other| alike(word, other)))
        })
        .cloned();
    (cause.is_some() || !shared.is_empty()).then_some(Likeness {
        words: shared,
        cause,
    })
}

/// Share of what a 90 % range leaves outside.
const OUTSIDE: f64 = 0.1;
/// Values over which a rate that is not known is averaged.
const NODES: u32 = 96;
/// The most events that a range of a count looks at.
const MOST: usize = 2_000;
/// How near to a length a forecast has to be to have said it: within 5 %.
const NEAR: f64 = 1.05;
/// The least density that a forecast is given for what came: it was wrong, not impossible.
const LEAST: f64 = 1e-4;
/// Observations that equal weights stand for, for each person (assumed).
pub const EQUAL: f64 = 4.0;

/// Chance of at least one event in `years` at a rate that is not known: 1 − E[exp(−rate × years)].
#[must_use]
pub fn chance_of_any(rate: &Distribution, years: f64) -> f64 {
    1.0 - count_chance(rate, years, 0)
}

/// Chance of exactly `count` events in `years`.
#[must_use]
pub fn count_chance(rate: &Distribution, years: f64, count: u64) -> f64 {
    let fall: f64 = (1..=count).map(|k| (k as f64).ln()).sum();
    rate.nodes(NODES)
        .into_iter()
        .map(|(rate, weight)| {
            let mean = rate * years.max(0.0);
            let chance = if mean == 0.0 {
                f64::from(u8::from(count == 0))
            } else {
                (count as f64 * mean.ln() - mean - fall).exp()
            };
            weight * chance
        })
        .sum()
}

/// The 90 % range of the number of events in `years`: at least 5 % up to its low end, at least
/// 95 % up to its high end.
#[must_use]
pub fn count_range(rate: &Distribution, years: f64) -> (u64, u64) {
    let nodes = rate.nodes(NODES);
    let means: Vec<f64> = nodes
        .iter()
        .map(|(rate, _)| rate * years.max(0.0))
        .collect();
    let mut chances: Vec<f64> = nodes
        .iter()
        .zip(&means)
        .map(|((_, weight), mean)| weight * (-mean).exp())
        .collect();
    let (mut sum, mut low) = (0.0, None);
    for count in 0..MOST {
        sum += chances.iter().sum::<f64>();
        if low.is_none() && sum >= OUTSIDE / 2.0 {
            low = Some(count as u64);
        }
        if sum >= 1.0 - OUTSIDE / 2.0 {
            return (low.unwrap_or(0), count as u64);
        }
        for (chance, mean) in chances.iter_mut().zip(&means) {
            *chance *= mean / (count + 1) as f64;
        }
    }
    // A rate far beyond what a risk may have.
    let end = rate.quantile(0.95) * years;
    (low.unwrap_or(0), end as u64)
}

/// Brier score of a chance.
#[must_use]
pub fn brier(chance: f64, happened: bool) -> f64 {
    (chance - f64::from(u8::from(happened))).powi(2)
}

/// Interval score of a 90 % range.
#[must_use]
pub fn interval_score(low: f64, high: f64, came: f64) -> f64 {
    (high - low) + 2.0 / OUTSIDE * ((low - came).max(0.0) + (came - high).max(0.0))
}

/// How dense a forecast of a length is about what came, on the logarithmic scale: the chance of
/// being within 5 % of it, over the width of that.
#[must_use]
pub fn length_density(forecast: &Distribution, came: f64) -> f64 {
    (forecast.cdf(came * NEAR) - forecast.cdf(came / NEAR)) / (2.0 * NEAR.ln())
}

/// What somebody said of a risk.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Events a year.
    pub frequency: Distribution,
    /// Minutes until it is noticed.
    pub detect: Distribution,
    /// Minutes from there until users are well again.
    pub repair: Distribution,
}

/// An event that came. Lengths that are not known, or 0, say nothing about lengths.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Event {
    /// Minutes until it was noticed.
    pub detect: Option<f64>,
    /// Minutes from there until users were well again.
    pub repair: Option<f64>,
}

/// What came of a risk since it was forecast.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Came {
    /// Years that went by, at most 1.
    pub years: f64,
    /// Events in them.
    pub events: Vec<Event>,
}

/// A 90 % range against what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// What came.
    pub came: f64,
    /// Interval score; of lengths on the logarithmic scale.
    pub score: f64,
}

impl Held {
    /// Whether the range held.
    #[must_use]
    pub fn holds(&self) -> bool {
        (self.low..=self.high).contains(&self.came)
    }
}

/// How one forecast did.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Chance of at least one event, as forecast.
    pub chance: f64,
    /// Whether there was one.
    pub happened: bool,
    /// Brier score of that.
    pub brier: f64,
    /// The number of events.
    pub count: Held,
    /// Each length that is known.
    pub lengths: Vec<Held>,
}

/// Scores what was said against what came.
#[must_use]
pub fn score(said: &Said, came: &Came) -> Score {
    let chance = chance_of_any(&said.frequency, came.years);
    let happened = !came.events.is_empty();
    let (low, high) = count_range(&said.frequency, came.years);
    let (low, high, count) = (low as f64, high as f64, came.events.len() as f64);
    Score {
        chance,
        happened,
        brier: brier(chance, happened),
        count: Held {
            low,
            high,
            came: count,
            score: interval_score(low, high, count),
        },
        lengths: lengths(said, came)
            .map(|(forecast, came)| {
                let (low, high) = (forecast.quantile(0.05), forecast.quantile(0.95));
                let floor = f64::MIN_POSITIVE;
                Held {
                    low,
                    high,
                    came,
                    score: interval_score(low.max(floor).ln(), high.max(floor).ln(), came.ln()),
                }
            })
            .collect(),
    }
}

fn lengths<'a>(said: &'a Said, came: &'a Came) -> impl Iterator<Item = (&'a Distribution, f64)> {
    let known = |length: Option<f64>| length.filter(|l| *l > 0.0 && l.is_finite());
    came.events.iter().flat_map(move |event| {
        let detect = known(event.detect).map(|l| (&said.detect, l));
        let repair = known(event.repair).map(|l| (&said.repair, l));
        detect.into_iter().chain(repair)
    })
}

/// What a forecast thought of what came: the logarithm of the chance of the count, and of the
/// density of the lengths, each the mean over the events. Missing where nothing is known.
#[must_use]
pub fn log_scores(said: &Said, came: &Came) -> [Option<f64>; 3] {
    let count = count_chance(&said.frequency, came.years, came.events.len() as u64);
    let mean = |of: &Distribution, length: fn(&Event) -> Option<f64>| {
        let known: Vec<f64> = came
            .events
            .iter()
            .filter_map(length)
            .filter(|l| *l > 0.0 && l.is_finite())
            .map(|l| length_density(of, l).max(LEAST).ln())
            .collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    [
        Some(count.max(LEAST).ln()),
        mean(&said.detect, |event| event.detect),
        mean(&said.repair, |event| event.repair),
    ]
}

/// The record of a person: their forecasts together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// Forecasts.
    pub forecasts: usize,
    /// Mean Brier score.
    pub brier: f64,
    /// 90 % ranges that held, of counts and lengths.
    pub held: usize,
    /// 90 % ranges in all.
    pub ranges: usize,
    /// Mean interval score of the counts.
    pub counts: f64,
    /// Mean interval score of the lengths; missing where none is known.
    pub lengths: Option<f64>,
}

impl Standing {
    /// Of forecasts that were scored; missing without any.
    #[must_use]
    pub fn of<'a>(scores: impl IntoIterator<Item = &'a Score>) -> Option<Self> {
        let (mut standing, mut lengths) = (Self::default(), (0.0, 0_usize));
        for score in scores {
            standing.forecasts += 1;
            standing.brier += score.brier;
            standing.counts += score.count.score;
            for held in std::iter::once(&score.count).chain(&score.lengths) {
                standing.ranges += 1;
                standing.held += usize::from(held.holds());
            }
            lengths.0 += score.lengths.iter().map(|held| held.score).sum::<f64>();
            lengths.1 += score.lengths.len();
        }
        if standing.forecasts == 0 {
            return None;
        }
        standing.brier /= standing.forecasts as f64;
        standing.counts /= standing.forecasts as f64;
        standing.lengths = (lengths.1 > 0).then(|| lengths.0 / lengths.1 as f64);
        Some(standing)
    }
}

/// Weights of people in a linear pool, of a mean of 1: those under which the pool gave what came
/// the largest chance, shrunk to equal weights by `equal` observations for each person.
///
/// A row is one thing that came, a column a person: the logarithm of the density that they gave
/// it. Who said nothing of a thing is taken to agree with the rest, so that it moves no weight;
/// who never said anything has the weight 1.
#[must_use]
pub fn weights(rows: &[Vec<Option<f64>>], people: usize, equal: f64) -> Vec<f64> {
    let each = 1.0 / people.max(1) as f64;
    let mut weights = vec![each; people];
    // Densities over the largest of their row: no row may underflow as a whole.
    let rows: Vec<Vec<Option<f64>>> = rows
        .iter()
        .filter_map(|row| {
            let top = row.iter().flatten().copied().fold(f64::MIN, f64::max);
            let rise = |log: &Option<f64>| log.map(|log| (log - top).exp());
            row.iter()
                .any(Option::is_some)
                .then(|| row.iter().map(rise).collect())
        })
        .collect();
    for _ in 0..10_000 {
        let mut shares = vec![equal; people];
        for row in &rows {
            let pairs = || row.iter().zip(&weights);
            let said: f64 = pairs().filter(|(d, _)| d.is_some()).map(|(_, w)| w).sum();
            let pooled: f64 = pairs().filter_map(|(d, w)| Some((*d)? * w)).sum();
            for ((share, density), weight) in shares.iter_mut().zip(row).zip(&weights) {
                *share += match density {
                    Some(density) if pooled > 0.0 => said * weight * density / pooled,
                    _ => *weight,
                };
            }
        }
        let total: f64 = shares.iter().sum();
        let mut moved = 0.0_f64;
        for (weight, share) in weights.iter_mut().zip(shares) {
            let next = if total > 0.0 { share / total } else { each };
            moved = moved.max((next - *weight).abs());
            *weight = next;
        }
        if moved < 1e-12 {
            break;
        }
    }
    weights.iter().map(|weight| weight / each).collect()
}

#[cfg(test)]
mod tests;
