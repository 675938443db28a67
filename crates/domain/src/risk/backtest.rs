//! The forecast held against what happened: rates and durations are learned from the first part of
//! a history, the parts after it are predicted one by one, and every prediction is scored.
//!
//! A forecast sees what was known when it was made: incidents that had begun, and the lengths of
//! those that had ended. An incident belongs to the part in which it begins, with all its minutes.

use super::history::{Learned, PastEvent, RatePrior, learn};
use crate::distribution::Distribution;
use crate::simulate::{Hit, Model, Process, Settings};

/// An incident of a history.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    /// When it ended, in years from the beginning of the history.
    pub until: f64,
    /// What it was.
    pub event: PastEvent,
}

/// How a history is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cut {
    /// Length of the history in years.
    pub years: f64,
    /// Share of it that the first forecast learns from, above 0 and below 1.
    pub first: f64,
    /// Parts that the rest is cut into, each predicted from all that went before; at least 1.
    pub parts: u32,
    /// Where the random numbers start.
    pub seed: u64,
}

/// Draws that a prediction is read from.
const DRAWS: u64 = 4_096;

/// A predicted quantity and what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// Ends and middle of the predicted 90 % range.
    pub low: f64,
    /// The middle.
    pub median: f64,
    /// The upper end.
    pub high: f64,
    /// Probability that the prediction itself gives to its range: more than 90 % where few values
    /// are possible.
    pub mass: f64,
    /// What happened.
    pub actual: f64,
    /// Continuous ranked probability score, in the unit of the quantity: 0 is perfect.
    pub score: f64,
    /// The score of taking earlier stretches of the same length as the prediction; missing where
    /// there are fewer than two.
    pub again: Option<f64>,
}

impl Forecast {
    fn of(mut draws: Vec<f64>, earlier: &[f64], actual: f64) -> Self {
        draws.sort_by(f64::total_cmp);
        let at = |p: f64| {
            let place = p * (draws.len().saturating_sub(1)) as f64;
            draws.get(place.round() as usize).copied().unwrap_or(0.0)
        };
        let (low, high) = (at(0.05), at(0.95));
        let within = draws.iter().filter(|x| (low..=high).contains(*x)).count();
        let mut earlier = earlier.to_vec();
        earlier.sort_by(f64::total_cmp);
        Self {
            low,
            median: at(0.5),
            high,
            mass: within as f64 / draws.len().max(1) as f64,
            actual,
            score: ranked_score(&draws, actual),
            again: (earlier.len() > 1).then(|| ranked_score(&earlier, actual)),
        }
    }

    /// Whether what happened lies in the range.
    #[must_use]
    pub fn holds(&self) -> bool {
        (self.low..=self.high).contains(&self.actual)
    }
}

/// Continuous ranked probability score of ascending draws, E|X − y| − E|X − X′|/2, without the
/// bias of few draws (Gneiting and Raftery 2007).
fn ranked_score(ascending: &[f64], actual: f64) -> f64 {
    let n = ascending.len() as f64;
    let off: f64 = ascending.iter().map(|x| (x - actual).abs()).sum();
    // Σ over pairs |x − x′| of ascending numbers: each counts by its place.
    let apart: f64 = ascending
        .iter()
        .enumerate()
        .map(|(k, x)| (2.0 * k as f64 + 1.0 - n) * x)
        .sum();
    off / n - apart / (n * (n - 1.0)).max(1.0)
}

/// One kind of event, or all together, in one part.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// The part.
    pub part: u32,
    /// The kind; missing for all kinds together.
    pub kind: Option<String>,
    /// Events that the forecast knew of.
    pub known: u64,
    /// Events of the part.
    pub events: Forecast,
    /// Minutes of users hit.
    pub minutes: Forecast,
}

/// Every forecast, and how they did.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// Beginning of each part, and the end of the last, in years.
    pub cuts: Vec<f64>,
    /// Part by part: all kinds together first, then each kind known by then.
    pub predicted: Vec<Predicted>,
    /// Events after the first cut of kinds that nobody could know of when they were predicted.
    pub unseen: u64,
    /// Events after the first cut.
    pub after: u64,
}

/// How a set of forecasts did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Forecasts.
    pub count: u64,
    /// How many ranges held what happened.
    pub held: u64,
    /// How many should have: the sum of the probabilities that the ranges gave themselves.
    pub expected: f64,
    /// Mean score.
    pub score: f64,
    /// Mean scores, of the forecasts and of earlier stretches taken again, where there are both.
    pub again: Option<(f64, f64)>,
}

impl Summary {
    /// Of forecasts; missing of none.
    #[must_use]
    pub fn of<'f>(forecasts: impl IntoIterator<Item = &'f Forecast>) -> Option<Self> {
        let (mut count, mut held, mut expected, mut score) = (0_u64, 0_u64, 0.0, 0.0);
        let (mut both, mut mine, mut theirs) = (0_u64, 0.0, 0.0);
        for one in forecasts {
            count += 1;
            held += u64::from(one.holds());
            expected += one.mass;
            score += one.score;
            if let Some(again) = one.again {
                both += 1;
                mine += one.score;
                theirs += again;
            }
        }
        (count > 0).then(|| Self {
            count,
            held,
            expected,
            score: score / count as f64,
            again: (both > 0).then(|| (mine / both as f64, theirs / both as f64)),
        })
    }
}

/// Predicts the later parts of a history from what was known before each.
#[must_use]
pub fn backtest(history: &[Dated], cut: Cut) -> Backtest {
    let parts = cut.parts.max(1);
    let begin = cut.years * cut.first;
    let length = (cut.years - begin) / f64::from(parts);
    let cuts: Vec<f64> = (0..=parts)
        .map(|part| begin + length * f64::from(part))
        .collect();
    let mut predicted = Vec::new();
    let (mut unseen, mut after) = (0, 0);
    for part in 0..parts {
        let (from, to) = (cuts[part as usize], cuts[part as usize + 1]);
        let last = part + 1 == parts;
        let within = |d: &&Dated| d.event.at >= from && (d.event.at < to || last);
        let known: Vec<PastEvent> = history
            .iter()
            .filter(|d| d.event.at < from)
            .map(|d| PastEvent {
                // One that goes on has no length yet, but it has happened.
                minutes: if d.until <= from {
                    d.event.minutes
                } else {
                    0.0
                },
                ..d.event.clone()
            })
            .collect();
        let learned = learn(&known, from, RatePrior::default());
        let came: Vec<&Dated> = history.iter().filter(within).collect();
        after += came.len() as u64;
        unseen += came
            .iter()
            .filter(|d| learned.iter().all(|l| l.kind != d.event.kind))
            .count() as u64;
        let (counts, minutes) = draw(&learned, to - from, cut.seed ^ u64::from(part));
        // Earlier stretches of the same length, counted back from the forecast.
        let stretches = (from / (to - from)).floor() as u32;
        let earlier = |of: &dyn Fn(&Dated) -> f64, kind: Option<&str>| -> Vec<f64> {
            (1..=stretches)
                .map(|k| {
                    let end = from - (to - from) * f64::from(k - 1);
                    let start = end - (to - from);
                    history
                        .iter()
                        .filter(|d| d.event.at >= start && d.event.at < end)
                        .filter(|d| kind.is_none_or(|kind| d.event.kind == kind))
                        .map(of)
                        .sum()
                })
                .collect()
        };
        let one: &dyn Fn(&Dated) -> f64 = &|_| 1.0;
        let weighted: &dyn Fn(&Dated) -> f64 = &|d| d.event.minutes * d.event.users;
        let happened = |of: &dyn Fn(&Dated) -> f64, kind: Option<&str>| -> f64 {
            came.iter()
                .filter(|d| kind.is_none_or(|kind| d.event.kind == kind))
                .map(|d| of(d))
                .sum()
        };
        for n in 0..=learned.len() {
            // All together stand first; their draws last.
            let of = n.checked_sub(1).map(|n| &learned[n]);
            let place = n.checked_sub(1).unwrap_or(learned.len());
            let kind = of.map(|l| l.kind.as_str());
            predicted.push(Predicted {
                part,
                kind: kind.map(str::to_owned),
                known: of.map_or(known.len() as u64, |l| l.events),
                events: Forecast::of(
                    counts[place].clone(),
                    &earlier(one, kind),
                    happened(one, kind),
                ),
                minutes: Forecast::of(
                    minutes[place].clone(),
                    &earlier(weighted, kind),
                    happened(weighted, kind),
                ),
            });
        }
    }
    Backtest {
        cuts,
        predicted,
        unseen,
        after,
    }
}

/// Draws of a stretch of `years`: events and weighted minutes of each kind, all together last.
fn draw(learned: &[Learned], years: f64, seed: u64) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let all = learned.len();
    let processes = |counting: bool| -> Vec<Process> {
        learned
            .iter()
            .enumerate()
            .filter_map(|(n, l)| {
                let length = match (&l.minutes, counting) {
                    (_, true) => Distribution::Fixed(1.0),
                    (Some(minutes), false) => minutes.distribution("").ok()?,
                    (None, false) => Distribution::Fixed(0.0),
                };
                let users = if counting {
                    Distribution::Fixed(1.0)
                } else {
                    l.users.distribution("").ok()?
                };
                let rate = l.frequency.distribution("").ok()?.scaled(years);
                let hit = |service| Hit {
                    service,
                    share: 1.0,
                };
                Some(Process {
                    users,
                    dispersion: l.dispersion,
                    hits: vec![hit(n), hit(all)],
                    ..Process::new(n as u128, rate, length)
                })
            })
            .collect()
    };
    let settings = Settings {
        budgets: vec![vec![]; all + 1],
        ..Settings::added(&[])
    };
    let of = |counting: bool| {
        let model = Model::new(processes(counting), settings.clone());
        let mut draws = vec![Vec::with_capacity(DRAWS as usize); all + 1];
        model.run(seed).years(0, DRAWS, |_, years| {
            for (draws, down) in draws.iter_mut().zip(&years.down) {
                draws.extend_from_slice(down);
            }
        });
        draws
    };
    (of(true), of(false))
}
