//! The risk register: what can fail, how often, for how long, for how many, at what cost.
//!
//! A [`Risk`] is what people and histories say. [`compile`] turns risks into the processes that
//! are simulated, with what a minute costs and which services are hit. [`rank`] holds their
//! expected minutes against an error budget.

use crate::distribution::{Distribution, Estimate, EstimateError, LogPosterior};
use crate::id::{RiskId, ServiceId, StreamId};
use crate::simulate::{Common, Hit, Input, Process};
use serde::{Deserialize, Serialize};

pub mod backtest;
pub mod history;

/// What kind of weakness it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// One part whose failure takes the service with it.
    SinglePointOfFailure,
    /// More load than it can take.
    ExcessiveLoad,
    /// Too slow to be of use.
    ExcessiveLatency,
    /// A wrong setting or a bug.
    MisconfigurationOrBug,
    /// Failing together with something else.
    SharedFate,
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RiskSource {
    /// People, beforehand.
    PreMortem,
    /// Incidents that happened.
    History,
    /// Both, pooled.
    Both,
    /// People, beforehand, and what was matched to it since: a forecast that is kept up.
    Scored,
}

/// Events that strike several risks at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommonCause {
    /// Name of the group.
    pub group: String,
    /// Probability that an event of this risk is common to the group, 0 to 1 (β).
    pub share: f64,
}

/// A risk of the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Risk {
    /// Identity; also what its random numbers are drawn by, in every scenario.
    pub id: RiskId,
    /// One line.
    pub name: String,
    /// The service that fails.
    pub service: ServiceId,
    /// How it fails.
    pub failure_mode: String,
    /// What kind of weakness it is.
    pub category: Category,
    /// Events a year.
    pub frequency: Estimate,
    /// Variance of the yearly count over its mean at a known rate; 1 is Poisson.
    pub dispersion: f64,
    /// Minutes until it is noticed.
    pub detect: Estimate,
    /// Minutes from there until users are well again.
    pub repair: Estimate,
    /// Whether the two are parts of one length, long and short together, as those learned from
    /// incidents are, which only say how long they were in all; else they are independent.
    #[serde(default)]
    pub one_length: bool,
    /// Share of users hit, 0 to 1.
    pub users: Estimate,
    /// Revenue streams touched; all of the service's where empty.
    pub streams: Vec<StreamId>,
    /// People who work on an event for as long as it lasts.
    pub people: Estimate,
    /// What an event costs however long it lasts, in major units.
    pub per_event: Estimate,
    /// Whether it shares events with others.
    pub common_cause: Option<CommonCause>,
    /// Who says so.
    pub source: RiskSource,
    /// Free text.
    pub notes: String,
}

/// Events a year from which on something is not a risk any more: more than one an hour.
pub const MOST_EVENTS: f64 = 10_000.0;

impl Risk {
    /// The distributions of its parts, or everything that is wrong with them.
    ///
    /// # Errors
    /// Ranges that mean nothing, shares above 1, more than [`MOST_EVENTS`], a dispersion below 1.
    pub fn parts(&self) -> Result<Parts, Vec<EstimateError>> {
        let mut errors = Vec::new();
        let mut read = |estimate: &Estimate, field: &str, most: f64, advice: &str| {
            let field = format!("{}, {field}", self.name);
            match estimate.distribution(&field) {
                // The end of a range that is fitted to it is off by the last digits.
                Ok(d) if d.quantile(0.95) <= most * (1.0 + 1e-9) => d,
                Ok(d) => {
                    errors.push(EstimateError {
                        field,
                        found: format!("up to {:.3}", d.quantile(0.95)),
                        expected: format!("at most {most}"),
                        advice: advice.to_owned(),
                    });
                    d
                }
                Err(error) => {
                    errors.push(error);
                    Distribution::Fixed(0.0)
                }
            }
        };
        let any = f64::INFINITY;
        let often = "What happens more than once an hour is not a risk but a state.";
        let share = "Enter a share of users, such as 0.25 for a quarter.";
        let parts = Parts {
            frequency: read(&self.frequency, "events a year", MOST_EVENTS, often),
            detect: read(&self.detect, "minutes to detect", any, ""),
            repair: read(&self.repair, "minutes to repair", any, ""),
            users: read(&self.users, "share of users", 1.0, share),
            people: read(&self.people, "people", any, ""),
            per_event: read(&self.per_event, "cost of an event", any, ""),
        };
        let mut number = |value: f64, field: &str, low: f64, high: f64| {
            if !(low..=high).contains(&value) {
                errors.push(EstimateError {
                    field: format!("{}, {field}", self.name),
                    found: format!("{value}"),
                    expected: format!("a number from {low} to {high}"),
                    advice: "Correct it, or leave it at its default.".into(),
                });
            }
        };
        number(self.dispersion, "dispersion", 1.0, 1e6);
        if let Some(common) = &self.common_cause {
            number(common.share, "common-cause share", 0.0, 1.0);
        }
        if errors.is_empty() {
            Ok(parts)
        } else {
            Err(errors)
        }
    }
}

/// The parts of a risk as distributions.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Events a year.
    pub frequency: Distribution,
    /// Minutes until it is noticed.
    pub detect: Distribution,
    /// Minutes from there until users are well again.
    pub repair: Distribution,
    /// Share of users.
    pub users: Distribution,
    /// People who work on it.
    pub people: Distribution,
    /// Cost of an event in major units.
    pub per_event: Distribution,
}

impl Parts {
    /// Expected bad minutes a year: events × (detect + repair) × users, over the voices where it
    /// is pooled.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        self.process().mean_minutes()
    }

    /// Expected bad minutes a year that one minute of each event is: events × users, over the
    /// voices where both are pooled from the same.
    #[must_use]
    pub fn a_minute_each(&self) -> f64 {
        self.process().mean_product(&[Input::Rate, Input::Users])
    }

    /// Expected bad minutes a year as each of the voices has it that it is pooled from, each with
    /// its weight; one of weight 1 where they speak of no two parts.
    #[must_use]
    pub fn minutes_by_voice(&self) -> Vec<(f64, f64)> {
        let worlds = self.process().worlds();
        worlds
            .iter()
            .map(|w| (w.weight, w.means.minutes()))
            .collect()
    }

    /// A process of these events that costs nothing.
    fn process(&self) -> Process {
        let parts = self.clone();
        Process {
            detect: parts.detect,
            users: parts.users,
            ..Process::new(0, parts.frequency, parts.repair)
        }
    }
}

/// Expected bad minutes a year of a failure every so many days:
/// (detect + repair) × users × 365 / days.
#[must_use]
pub fn bad_minutes(detect: f64, repair: f64, users: f64, days_between: f64) -> f64 {
    (detect + repair) * users * 365.0 / days_between
}

/// What an event of a risk costs and hits: known from the services, not from the risk.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// What a minute costs with all users hit, at an average hour, in major units.
    pub per_minute: Distribution,
    /// The profile over the hours of the week that it follows, by its number in the settings.
    pub profile: Option<usize>,
    /// Loaded rate of one person for one hour, in major units.
    pub hourly_rate: f64,
    /// Services that are down with it, by their numbers in the settings.
    pub hits: Vec<Hit>,
}

/// Risks ready to be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Compiled {
    /// Processes, each with the number of its risk.
    pub processes: Vec<Process>,
    /// The number of the risk of each process.
    pub risks: Vec<usize>,
    /// Risks that could not be read and are left out, with why.
    pub refused: Vec<(usize, Vec<EstimateError>)>,
}

/// Turns risks into processes. What cannot be read is left out and named.
#[must_use]
pub fn compile(risks: &[Risk], exposure: impl Fn(&Risk) -> Exposure) -> Compiled {
    let mut groups: Vec<&str> = risks
        .iter()
        .filter_map(|r| r.common_cause.as_ref().map(|c| c.group.as_str()))
        .collect();
    groups.sort_unstable();
    groups.dedup();
    let mut compiled = Compiled {
        processes: vec![],
        risks: vec![],
        refused: vec![],
    };
    for (n, risk) in risks.iter().enumerate() {
        let parts = match risk.parts() {
            Ok(parts) => parts,
            Err(errors) => {
                compiled.refused.push((n, errors));
                continue;
            }
        };
        let exposure = exposure(risk);
        let common = risk.common_cause.as_ref().and_then(|c| {
            let group = groups.binary_search(&c.group.as_str()).ok()?;
            (c.share > 0.0).then_some(Common {
                group,
                share: c.share,
            })
        });
        compiled.risks.push(n);
        compiled.processes.push(Process {
            owner: risk.id.0,
            rate: parts.frequency,
            dispersion: risk.dispersion,
            detect: parts.detect,
            repair: parts.repair,
            one_length: risk.one_length,
            users: parts.users,
            per_minute: exposure.per_minute,
            labor_per_minute: parts.people.scaled(exposure.hourly_rate / 60.0),
            per_event: parts.per_event,
            profile: exposure.profile,
            hits: exposure.hits,
            common,
            scalings: vec![],
        });
    }
    compiled
}

/// A risk held against a budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// Its number in the list.
    pub risk: usize,
    /// Expected bad minutes a year.
    pub minutes: f64,
    /// Share of the budget; infinite against a budget of 0.
    pub share: f64,
    /// Above a quarter of the budget: too big to be carried beside others.
    pub too_big: bool,
    /// Above the whole budget.
    pub breaks_alone: bool,
    /// Fits into the budget together with all that are smaller.
    pub accepted: bool,
}

/// The share of a budget above which a risk is too big.
pub const TOO_BIG: f64 = 0.25;

/// Ranks risks by expected minutes, largest first, against the `budget` of a year in minutes.
/// From the smallest upwards risks are accepted as long as all together stay within it.
#[must_use]
pub fn rank(minutes: &[f64], budget: f64) -> Vec<Ranked> {
    let mut order: Vec<usize> = (0..minutes.len()).collect();
    order.sort_by(|a, b| minutes[*a].total_cmp(&minutes[*b]).then(a.cmp(b)));
    let mut spent = 0.0;
    let mut ranked: Vec<Ranked> = order
        .into_iter()
        .map(|risk| {
            let minutes = minutes[risk];
            spent += minutes;
            Ranked {
                risk,
                minutes,
                share: if minutes == 0.0 {
                    0.0
                } else {
                    minutes / budget
                },
                too_big: minutes > TOO_BIG * budget,
                breaks_alone: minutes > budget,
                accepted: spent <= budget,
            }
        })
        .collect();
    ranked.reverse();
    ranked
}

/// A risk held against the budget of every service that it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// Its number in the list.
    pub risk: usize,
    /// The service whose budget it takes the largest share of, by its number.
    pub service: usize,
    /// Share of that budget; infinite against a budget of 0.
    pub share: f64,
    /// Above a quarter of the budget of a service.
    pub too_big: bool,
    /// Above the whole budget of a service.
    pub breaks_alone: bool,
    /// Fits into the budget of every service that it reaches, together with all that are smaller
    /// there.
    pub accepted: bool,
}

/// Holds risks against the budgets of several services, each against its own: minutes of one
/// service are never added to those of another. `minutes` are the services that a risk reaches,
/// by their numbers, each with the expected minutes of a year there; `budgets` are minutes of a
/// year by service. In the order of the risks; a risk that reaches nothing is left out.
#[must_use]
pub fn rank_each(minutes: &[Vec<(usize, f64)>], budgets: &[f64]) -> Vec<Stand> {
    let mut found: Vec<Option<Stand>> = vec![None; minutes.len()];
    for (service, budget) in budgets.iter().enumerate() {
        let (risks, here): (Vec<usize>, Vec<f64>) = minutes
            .iter()
            .enumerate()
            .filter_map(|(risk, reached)| {
                let on: f64 = reached
                    .iter()
                    .filter(|(s, _)| *s == service)
                    .map(|(_, m)| m)
                    .sum();
                (reached.iter().any(|(s, _)| *s == service)).then_some((risk, on))
            })
            .unzip();
        for ranked in rank(&here, *budget) {
            let risk = risks[ranked.risk];
            let stand = found[risk].get_or_insert(Stand {
                risk,
                service,
                share: ranked.share,
                too_big: false,
                breaks_alone: false,
                accepted: true,
            });
            if ranked.share > stand.share {
                (stand.service, stand.share) = (service, ranked.share);
            }
            stand.too_big |= ranked.too_big;
            stand.breaks_alone |= ranked.breaks_alone;
            stand.accepted &= ranked.accepted;
        }
    }
    found.into_iter().flatten().collect()
}

/// Several people's estimates of one quantity as one, with how far they disagree.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// The pooled estimate.
    pub estimate: Estimate,
    /// Largest median of a person over the smallest: 1 is agreement.
    pub disagreement: f64,
}

/// Pools estimates with weights (equal where nobody has a record). Estimates that mean nothing
/// are left out; missing where none is left.
#[must_use]
pub fn pool(estimates: &[(f64, Estimate)]) -> Option<Pool> {
    let mut medians = Vec::new();
    let mut of = Vec::new();
    for (weight, estimate) in estimates {
        if let Ok(d) = estimate.distribution("")
            && *weight > 0.0
        {
            medians.push(d.quantile(0.5));
            of.push(crate::distribution::Weighted {
                weight: *weight,
                estimate: estimate.clone(),
            });
        }
    }
    let most = medians.iter().copied().fold(0.0, f64::max);
    let least = medians.iter().copied().fold(f64::INFINITY, f64::min);
    let estimate = match of.len() {
        0 => return None,
        1 => of.remove(0).estimate,
        _ => Estimate::Pooled { of },
    };
    Some(Pool {
        estimate,
        disagreement: if most == least { 1.0 } else { most / least },
    })
}

/// How many observations a person's range of a duration counts for when it meets a history
/// (assumed).
pub const RANGE_WEIGHT: f64 = 3.0;

/// What a range says about the logarithm of a quantity, counted as so many observations.
#[must_use]
pub fn as_prior(range: &Distribution, observations: f64) -> LogPosterior {
    let (low, middle, high) = (
        range.quantile(0.05),
        range.quantile(0.5),
        range.quantile(0.95),
    );
    let floor = middle.max(f64::MIN_POSITIVE) * 1e-3;
    let spread = (high.max(floor) / low.max(floor)).ln() / (2.0 * crate::distribution::Z95);
    LogPosterior {
        center: middle.max(f64::MIN_POSITIVE).ln(),
        weight: observations,
        freedom: observations.max(1.0),
        spread,
    }
}

#[cfg(test)]
mod tests;
