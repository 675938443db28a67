//! Techniques: what can be done about risks, what it costs, and which set buys most.
//!
//! A [`Technique`] multiplies parts of the risks that it is for (events a year, time to detect,
//! time to repair, users hit, …) by factors, each a range. Factors of several techniques on one
//! part multiply. Expected losses stay in closed form, so that [`frontier`] can look at every set
//! of up to twenty techniques; what is on the frontier is then simulated.

use crate::distribution::{Estimate, EstimateError};
use crate::id::{RiskId, ServiceId, TechniqueId};
use crate::law::Resolution;
use crate::risk::{Category, Risk};
use crate::simulate::{Input, Process, Scaling, Settings, exact};
use crate::tiers::{Lever, scaled};
use serde::{Deserialize, Serialize};

/// Techniques up to which every set is looked at.
pub const EXACT: usize = 20;

/// Which risks a technique is for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Scope {
    /// All of them.
    Every,
    /// Those of some kinds.
    Categories {
        /// The kinds.
        of: Vec<Category>,
    },
    /// Those of one service.
    Service {
        /// The service.
        of: ServiceId,
    },
    /// Named ones.
    Risks {
        /// The risks.
        of: Vec<RiskId>,
    },
}

impl Scope {
    /// Whether a risk is meant.
    #[must_use]
    pub fn holds(&self, risk: &Risk) -> bool {
        match self {
            Self::Every => true,
            Self::Categories { of } => of.contains(&risk.category),
            Self::Service { of } => *of == risk.service,
            Self::Risks { of } => of.contains(&risk.id),
        }
    }
}

/// What a technique does to one part of a risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The part.
    pub input: Input,
    /// What it is multiplied by: 0.5 halves it.
    pub factor: Estimate,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Technique {
    /// Identity; its factors are drawn by it.
    pub id: TechniqueId,
    /// Such as `Second zone`.
    pub name: String,
    /// Which risks it is for.
    pub scope: Scope,
    /// What it does to them.
    pub effects: Vec<Effect>,
    /// One-off cost in major units.
    pub one_off: Estimate,
    /// Cost a year in major units.
    pub yearly: Estimate,
}

impl Technique {
    /// What it does, as factors of the simulation.
    ///
    /// # Errors
    /// Factors that mean nothing.
    pub fn scalings(&self) -> Result<Vec<Scaling>, EstimateError> {
        self.effects
            .iter()
            .map(|effect| {
                let field = format!("{}, factor on {:?}", self.name, effect.input);
                Ok(Scaling {
                    owner: self.id.0,
                    input: effect.input,
                    factor: effect.factor.distribution(&field)?,
                })
            })
            .collect()
    }

    /// Expected cost over a horizon whose years are worth `annuity` together.
    ///
    /// # Errors
    /// Costs that mean nothing.
    pub fn cost(&self, annuity: f64) -> Result<f64, EstimateError> {
        let one_off = self
            .one_off
            .distribution(&format!("{}, one-off cost", self.name))?;
        let yearly = self
            .yearly
            .distribution(&format!("{}, yearly cost", self.name))?;
        Ok(one_off.mean() + annuity * yearly.mean())
    }
}

/// The processes with techniques at work; `risks[i]` is the risk of process i. A technique whose
/// factors cannot be read changes nothing and is named.
#[must_use]
pub fn apply(
    processes: &[Process],
    risks: &[&Risk],
    techniques: &[&Technique],
) -> (Vec<Process>, Vec<EstimateError>) {
    let mut errors = Vec::new();
    let mut changed = processes.to_vec();
    for technique in techniques {
        match technique.scalings() {
            Ok(scalings) => {
                for (process, risk) in changed.iter_mut().zip(risks) {
                    if technique.scope.holds(risk) {
                        process.scalings.extend_from_slice(&scalings);
                    }
                }
            }
            Err(error) => errors.push(error),
        }
    }
    (changed, errors)
}

/// Demand `k` times as large: every minute costs k times as much, and excessive load strikes
/// k^`elasticity` times as often (1 is in proportion; the slope of incidents against demand says
/// more where it is measured).
#[must_use]
pub fn surge(processes: &[Process], risks: &[&Risk], k: f64, elasticity: f64) -> Vec<Process> {
    processes
        .iter()
        .zip(risks)
        .map(|(process, risk)| {
            let rate = match risk.category {
                Category::ExcessiveLoad => process.rate.scaled(k.powf(elasticity)),
                _ => process.rate.clone(),
            };
            Process {
                rate,
                per_minute: process.per_minute.scaled(k),
                ..process.clone()
            }
        })
        .collect()
}

/// A set of techniques.
#[derive(Debug, Clone, PartialEq)]
pub struct Portfolio {
    /// Numbers of the techniques in it, in order.
    pub techniques: Vec<usize>,
    /// Expected cost over the horizon.
    pub cost: f64,
    /// Expected loss that it avoids a year.
    pub avoided: f64,
}

/// The sets that no other beats: none avoids as much for less.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// From the cheapest, which is nothing at no cost, to the one that avoids most.
    pub sets: Vec<Portfolio>,
    /// Whether every set was looked at; else techniques were added one at a time, each the one
    /// that avoids most for its cost, which may miss sets that only pay together.
    pub exact: bool,
}

/// Closed-form expected loss under factors.
struct Losses<'a> {
    /// Means of the parts of each process.
    means: Vec<[f64; 7]>,
    /// For each technique, the factors on the processes that it touches.
    factors: &'a [Vec<(usize, [f64; 7])>],
}

impl Losses<'_> {
    fn loss(parts: &[f64; 7]) -> f64 {
        let [rate, detect, repair, users, per_minute, labor, per_event] = parts;
        rate * ((detect + repair) * (users * per_minute + labor) + per_event)
    }

    fn total(&self) -> f64 {
        self.means.iter().map(Self::loss).sum()
    }

    /// Puts a technique to work and answers the change of the expected loss.
    fn put(&mut self, technique: usize) -> f64 {
        let mut change = 0.0;
        for (process, by) in &self.factors[technique] {
            let parts = &mut self.means[*process];
            change -= Self::loss(parts);
            for (part, by) in parts.iter_mut().zip(by) {
                *part *= by;
            }
            change += Self::loss(parts);
        }
        change
    }
}

/// The efficient frontier of spend against avoided loss; `costs[t]` is what technique t costs.
#[must_use]
pub fn frontier(
    processes: &[Process],
    risks: &[&Risk],
    techniques: &[Technique],
    costs: &[f64],
) -> Frontier {
    let factors: Vec<Vec<(usize, [f64; 7])>> = techniques
        .iter()
        .map(|technique| {
            let scalings = technique.scalings().unwrap_or_default();
            let by = Input::ALL.map(|input| {
                let own = scalings.iter().filter(|s| s.input == input);
                own.map(|s| s.factor.mean()).product()
            });
            (0..processes.len())
                .filter(|n| technique.scope.holds(risks[*n]))
                .map(|n| (n, by))
                .collect()
        })
        .collect();
    let mut losses = Losses {
        means: processes
            .iter()
            .map(|p| Input::ALL.map(|input| p.mean_of(input)))
            .collect(),
        factors: &factors,
    };
    if techniques.len() <= EXACT {
        let mut all: Vec<(f64, f64, u32)> = Vec::with_capacity(1 << techniques.len());
        every_set(&mut losses, costs, 0, (0.0, 0.0, 0), &mut all);
        Frontier {
            sets: unbeaten(all)
                .into_iter()
                .map(|(cost, avoided, set)| Portfolio {
                    techniques: (0..techniques.len())
                        .filter(|t| set >> t & 1 == 1)
                        .collect(),
                    cost,
                    avoided,
                })
                .collect(),
            exact: true,
        }
    } else {
        Frontier {
            sets: one_at_a_time(&mut losses, costs),
            exact: false,
        }
    }
}

/// Lists every set that begins with `so_far` and chooses among the techniques from `next` on.
fn every_set(
    losses: &mut Losses<'_>,
    costs: &[f64],
    next: usize,
    so_far: (f64, f64, u32),
    all: &mut Vec<(f64, f64, u32)>,
) {
    if next == costs.len() {
        all.push(so_far);
        return;
    }
    every_set(losses, costs, next + 1, so_far, all);
    // Parts are put back from a copy, not by division: a factor may be 0.
    let before: Vec<(usize, [f64; 7])> = losses.factors[next]
        .iter()
        .map(|(n, _)| (*n, losses.means[*n]))
        .collect();
    let change = losses.put(next);
    let (cost, avoided, set) = so_far;
    let with = (cost + costs[next], avoided - change, set | 1 << next);
    every_set(losses, costs, next + 1, with, all);
    for (n, parts) in before {
        losses.means[n] = parts;
    }
}

/// The sets that none beats, cheapest first.
fn unbeaten(mut all: Vec<(f64, f64, u32)>) -> Vec<(f64, f64, u32)> {
    all.sort_by(|a, b| {
        a.0.total_cmp(&b.0)
            .then(b.1.total_cmp(&a.1))
            .then(a.2.cmp(&b.2))
    });
    // What avoids no more than rounding does, buys nothing.
    let mut most: Option<f64> = None;
    all.retain(|(_, avoided, _)| {
        let better = most.is_none_or(|most| *avoided > most + 1e-9 * most.abs());
        if better {
            most = Some(*avoided);
        }
        better
    });
    all
}

fn one_at_a_time(losses: &mut Losses<'_>, costs: &[f64]) -> Vec<Portfolio> {
    let start = losses.total();
    let mut left: Vec<usize> = (0..costs.len()).collect();
    let mut sets = vec![Portfolio {
        techniques: vec![],
        cost: 0.0,
        avoided: 0.0,
    }];
    let mut chosen = Vec::new();
    let mut cost = 0.0;
    while !left.is_empty() {
        let means = losses.means.clone();
        let mut best: Option<(usize, f64)> = None;
        for (at, technique) in left.iter().enumerate() {
            let gain = -losses.put(*technique) / costs[*technique].max(f64::MIN_POSITIVE);
            losses.means.clone_from(&means);
            if gain > 0.0 && best.is_none_or(|(_, before)| gain > before) {
                best = Some((at, gain));
            }
        }
        let Some((at, _)) = best else { break };
        let technique = left.remove(at);
        losses.put(technique);
        cost += costs[technique];
        chosen.push(technique);
        let mut techniques = chosen.clone();
        techniques.sort_unstable();
        sets.push(Portfolio {
            techniques,
            cost,
            avoided: start - losses.total(),
        });
    }
    sets
}

impl Frontier {
    /// The set that avoids most within a budget over the horizon.
    #[must_use]
    pub fn within(&self, budget: f64) -> Option<&Portfolio> {
        let fits = self
            .sets
            .iter()
            .take_while(|s| s.cost <= budget * (1.0 + 1e-12));
        fits.last()
    }

    /// What `amount` more than `spent` buys: the loss that it avoids a year beyond what `spent`
    /// avoids at best, and the set. Missing where it buys nothing.
    #[must_use]
    pub fn next(&self, spent: f64, amount: f64) -> Option<(f64, &Portfolio)> {
        let now = self.within(spent)?;
        let then = self.within(spent + amount)?;
        (then.avoided > now.avoided).then_some((then.avoided - now.avoided, then))
    }
}

/// What halving (or any factor) does to one service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Expected downtime of a year in minutes.
    pub minutes: f64,
    /// Chance of staying within the budget.
    pub met: f64,
    /// Expected loss of a year.
    pub loss: f64,
}

/// Fix the rate or fix the repair time: the same factor on the one or on the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateOrRepair {
    /// Today.
    pub today: Outcome,
    /// With fewer events.
    pub rate: Outcome,
    /// With shorter events.
    pub repair: Outcome,
}

/// Compares `factor` on the rates with `factor` on the durations of these processes, for the
/// first service of the settings and its first budget, by the exact law.
///
/// # Errors
/// Why there is no exact law; then the two are to be simulated.
pub fn rate_or_repair(
    processes: &[Process],
    settings: &Settings,
    factor: f64,
    resolution: Resolution,
) -> Result<RateOrRepair, exact::NotExact> {
    let outcome = |processes: &[Process]| {
        let years = exact::years(processes, settings, resolution)?;
        let budget = settings.budgets.first().and_then(|b| b.first());
        let law = years.down.first();
        Ok(Outcome {
            minutes: law.map_or(0.0, crate::law::Law::mean),
            met: law.zip(budget).map_or(1.0, |(law, b)| law.cdf(*b)),
            loss: years.loss.mean(),
        })
    };
    Ok(RateOrRepair {
        today: outcome(processes)?,
        rate: outcome(&scaled(processes, factor, Lever::Rate))?,
        repair: outcome(&scaled(processes, factor, Lever::Duration))?,
    })
}

/// A technique that most know, with factors that are assumed until someone knows better.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// Kinds of risk that it is for; all where empty.
    pub categories: &'static [Category],
    /// What it multiplies, with the 90 % range of the factor.
    pub effects: &'static [(Input, f64, f64)],
}

impl Template {
    /// A technique of it. Costs are the workspace's to say.
    #[must_use]
    pub fn technique(&self, id: TechniqueId, one_off: Estimate, yearly: Estimate) -> Technique {
        Technique {
            id,
            name: self.name.to_owned(),
            scope: if self.categories.is_empty() {
                Scope::Every
            } else {
                Scope::Categories {
                    of: self.categories.to_vec(),
                }
            },
            effects: self
                .effects
                .iter()
                .map(|(input, low, high)| Effect {
                    input: *input,
                    factor: Estimate::interval(*low, *high),
                })
                .collect(),
            one_off,
            yearly,
        }
    }
}

/// The techniques that a workspace starts with. Every factor is an assumption: what it is for is
/// known, how much it does depends on the system.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "Several zones",
        categories: &[Category::SinglePointOfFailure, Category::SharedFate],
        effects: &[(Input::Rate, 0.1, 0.5), (Input::Repair, 0.3, 0.9)],
    },
    Template {
        name: "Right-sized instances",
        categories: &[Category::ExcessiveLoad, Category::ExcessiveLatency],
        effects: &[(Input::Rate, 0.3, 0.8)],
    },
    Template {
        name: "Owners for every service",
        categories: &[],
        effects: &[(Input::Detect, 0.7, 1.0), (Input::Repair, 0.6, 0.95)],
    },
    Template {
        name: "Automated recovery",
        categories: &[],
        effects: &[(Input::Repair, 0.2, 0.7), (Input::Labor, 0.2, 0.7)],
    },
    Template {
        name: "Observability near the customer",
        categories: &[],
        effects: &[(Input::Detect, 0.2, 0.6)],
    },
    Template {
        name: "Status page",
        categories: &[],
        effects: &[(Input::PerEvent, 0.6, 0.95)],
    },
    Template {
        name: "Caching",
        categories: &[Category::ExcessiveLoad, Category::ExcessiveLatency],
        effects: &[(Input::Rate, 0.4, 0.9), (Input::Users, 0.4, 0.9)],
    },
    Template {
        name: "Default response",
        categories: &[],
        effects: &[(Input::Users, 0.5, 0.9)],
    },
    Template {
        name: "Retry with backoff",
        categories: &[Category::ExcessiveLatency, Category::SharedFate],
        effects: &[(Input::Users, 0.4, 0.9)],
    },
    Template {
        name: "Idempotency",
        categories: &[Category::MisconfigurationOrBug],
        effects: &[(Input::Repair, 0.6, 0.95), (Input::PerEvent, 0.4, 0.9)],
    },
    Template {
        name: "Degraded mode",
        categories: &[],
        effects: &[(Input::Users, 0.3, 0.8), (Input::PerMinute, 0.5, 0.95)],
    },
    Template {
        name: "Splitting a single point of failure",
        categories: &[Category::SinglePointOfFailure],
        effects: &[(Input::Users, 0.2, 0.6)],
    },
    Template {
        name: "Chaos tests",
        categories: &[],
        effects: &[(Input::Rate, 0.6, 0.95), (Input::Repair, 0.6, 0.95)],
    },
    Template {
        name: "Specialists on call",
        categories: &[],
        effects: &[(Input::Repair, 0.5, 0.9), (Input::Labor, 1.0, 1.5)],
    },
];

#[cfg(test)]
mod tests;
