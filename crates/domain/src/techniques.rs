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

mod frontier;

pub use frontier::{EXACT, Frontier, Portfolio, frontier};

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
