//! From the register, the options and the techniques to figures: what is simulated for the screen
//! on tiers, and its digits.
//!
//! A [`Plan`] is complete: the assumptions of a scenario and what the facts gave it. Whatever is
//! computed follows from it and a seed, so a scenario that keeps its plan opens to the same
//! digits whatever became of the facts.

mod compute;
mod digits;
mod given;

pub(crate) use compute::{count, hangs_of, preview};
pub(crate) use digits::{CurvePoint, Digits, Known, Member, OptionDigits, Swing};
pub(crate) use given::{Given, GivenService};

use crate::workspace::Workspace;
use ninefold_domain::distribution::{Distribution, Estimate};
use ninefold_domain::id::{OptionId, RiskId, ScenarioId, TechniqueId};
use ninefold_domain::record::Channel;
use ninefold_domain::risk::{Compiled, Exposure, Risk, compile};
use ninefold_domain::simulate::hours::{HOURS, HourProfile};
use ninefold_domain::simulate::{Hit, Precision, Process, Settings, Timing};
use ninefold_domain::techniques::{self, Technique};
use ninefold_domain::tiers::compare::Alternative;
use ninefold_domain::tiers::{
    Change, Economics, Lever, Moments, Scenario, TierOption, Yearly, expected_minutes, loss_left,
    nines, scaled, target_factor,
};
use ninefold_domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The base scenario: it always exists, and its risks, options and techniques are the register's.
pub(crate) const BASE: ScenarioId = ScenarioId(0);

/// What three nines cost a year, where nobody said anything.
const LADDER: (f64, f64) = (50_000.0, 3.0);

/// Where the random numbers of a new workspace start.
const SEED: u64 = 42;

/// Everything that the digits of a scenario follow from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) scenario: Scenario,
    pub(crate) given: Given,
}

/// What is looked at: one service, or all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    All,
    Service(usize),
}

/// Digits that were computed, with what they were computed from.
pub(crate) struct Counted {
    pub(crate) plan: Plan,
    pub(crate) scope: Scope,
    pub(crate) digits: Digits,
}

/// Today as processes, with what they were made of.
pub(crate) struct Today {
    pub(crate) processes: Vec<Process>,
    /// The number of the risk of each process.
    pub(crate) risks: Vec<usize>,
    /// Risks that mean nothing, each with why.
    pub(crate) refused: Vec<(usize, String)>,
}

/// An option ready to be simulated.
pub(crate) struct Ready {
    pub(crate) processes: Vec<Process>,
    pub(crate) one_off: Distribution,
    pub(crate) yearly: Distribution,
}

impl Plan {
    /// The base scenario of a workspace as it stands.
    pub(crate) fn base(w: &Workspace) -> Self {
        let assumed = assumptions(w);
        Self {
            scenario: Scenario {
                risks: w.risks.clone(),
                options: w.options.clone(),
                as_of: w.analysis.as_of,
                ..assumed
            },
            given: Given::of(w),
        }
    }

    /// A service of the plan by its id.
    pub(crate) fn scope(&self, service: &str) -> Option<Scope> {
        if service.is_empty() {
            return Some(Scope::All);
        }
        let at = self
            .given
            .services
            .iter()
            .position(|s| s.id.to_string() == service)?;
        Some(Scope::Service(at))
    }

    /// Services that are simulated: one, or all.
    pub(crate) fn services(&self, scope: Scope) -> Vec<usize> {
        match scope {
            Scope::All => (0..self.given.services.len()).collect(),
            Scope::Service(s) => vec![s],
        }
    }

    /// Targets that the simulation counts: each service's own first, then those of options, which
    /// hold for every service alike.
    pub(crate) fn targets(&self, service: usize) -> Vec<f64> {
        let own = self.given.services[service].target;
        let others = self.scenario.options.iter().filter_map(|o| match o.change {
            Change::Target { target, .. } => Some(target),
            Change::Nothing | Change::Techniques { .. } => None,
        });
        std::iter::once(own).chain(others).collect()
    }

    /// What holds for all processes of a scope: when events strike is the scenario's choice, and
    /// a minute is worth what its hour of the week is, unless events have no moment.
    pub(crate) fn settings(&self, scope: Scope) -> Settings {
        let year = self.given.year;
        let mut profiles: Vec<HourProfile> = self
            .given
            .services
            .iter()
            .map(|s| HourProfile::new(&s.hours))
            .collect();
        let timing = match self.scenario.moments {
            Moments::Added => Timing::Added,
            Moments::Even => Timing::Uniform,
            Moments::Demand => {
                profiles.push(HourProfile::new(&self.demand(scope)));
                Timing::Weighted(profiles.len() - 1)
            }
        };
        Settings {
            year,
            timing,
            profiles,
            budgets: self
                .services(scope)
                .into_iter()
                .map(|s| {
                    let targets = self.targets(s);
                    targets.iter().map(|t| year * (1.0 - t)).collect()
                })
                .collect(),
            years_per_draw: 1,
            detail: false,
        }
    }

    /// What is going on in each hour of the week, by what the services of a scope earn then;
    /// nothing where no revenue is known, and then every hour is alike.
    fn demand(&self, scope: Scope) -> Vec<f64> {
        let mut hours = vec![0.0; HOURS];
        for service in self.services(scope) {
            for (sum, hour) in hours.iter_mut().zip(&self.given.services[service].hours) {
                *sum += hour;
            }
        }
        hours
    }

    /// What an event of a risk costs and hits; `touched` is the share of its service's cost per
    /// minute that a risk touches, where that is not all of it.
    fn exposure(&self, risk: &Risk, scope: Scope, touched: &HashMap<RiskId, f64>) -> Exposure {
        let given = &self.given;
        let own = given.services.iter().position(|s| s.id == risk.service);
        let in_scope = self.services(scope);
        let hits: Vec<Hit> = own
            .map(|own| {
                let reached = given.services[own].reaches.iter();
                reached
                    .filter_map(|(to, share)| {
                        let service = in_scope.iter().position(|s| s == to)?;
                        Some(Hit {
                            service,
                            share: *share,
                        })
                    })
                    .collect()
            })
            .unwrap_or_default();
        // What is lost is counted once, where the risk strikes; of a single service, what is lost
        // through it.
        let (of, share) = match scope {
            Scope::All => (own, 1.0),
            Scope::Service(s) => {
                let share = hits.first().map_or(0.0, |h| h.share);
                if own == Some(s) {
                    (own, 1.0)
                } else {
                    (Some(s), share)
                }
            }
        };
        let service = of.map(|s| &given.services[s]);
        let touched = touched.get(&risk.id).copied().unwrap_or(1.0);
        let reached = !hits.is_empty();
        let per_minute = service
            .and_then(|s| s.per_minute.distribution("cost per minute").ok())
            .map_or(Distribution::Fixed(0.0), |d| {
                d.scaled(if reached { share * touched } else { 0.0 })
            });
        Exposure {
            per_minute,
            profile: of.filter(|_| {
                self.scenario.moments != Moments::Added
                    && service.is_some_and(|s| !s.hours.is_empty())
            }),
            hourly_rate: if reached { given.hourly_rate } else { 0.0 },
            hits,
        }
    }

    /// Today: the risks that reach the scope under today's demand, with the techniques that are
    /// on.
    pub(crate) fn today(&self, scope: Scope) -> Today {
        let bare = self.bare(scope);
        let on = self.on();
        let (processes, _) = techniques::apply(&bare.processes, &self.risks_of(&bare.risks), &on);
        Today { processes, ..bare }
    }

    /// The same without any technique.
    pub(crate) fn bare(&self, scope: Scope) -> Today {
        let risks = &self.scenario.risks;
        let touched: HashMap<RiskId, f64> = self.given.touched.iter().copied().collect();
        let Compiled {
            processes,
            risks: numbers,
            refused,
        } = compile(risks, |risk| self.exposure(risk, scope, &touched));
        let kept: Vec<(Process, usize)> = processes
            .into_iter()
            .zip(numbers)
            .filter(|(p, _)| !p.hits.is_empty())
            .collect();
        let (processes, numbers): (Vec<Process>, Vec<usize>) = kept.into_iter().unzip();
        let processes = if self.scenario.surge == 1.0 {
            processes
        } else {
            techniques::surge(
                &processes,
                &self.risks_of(&numbers),
                self.scenario.surge,
                1.0,
            )
        };
        Today {
            processes,
            risks: numbers,
            refused: refused
                .into_iter()
                .map(|(n, errors)| {
                    let why: Vec<String> = errors.iter().map(ToString::to_string).collect();
                    (n, why.join(" "))
                })
                .collect(),
        }
    }

    /// The risks of processes.
    pub(crate) fn risks_of(&self, numbers: &[usize]) -> Vec<&Risk> {
        numbers.iter().map(|n| &self.scenario.risks[*n]).collect()
    }

    /// The techniques that are on.
    pub(crate) fn on(&self) -> Vec<&Technique> {
        let on = &self.scenario.techniques;
        self.given
            .techniques
            .iter()
            .filter(|t| on.contains(&t.id))
            .collect()
    }

    /// Techniques by their ids; those that are gone are left out.
    pub(crate) fn techniques(&self, ids: &[TechniqueId]) -> Vec<&Technique> {
        self.given
            .techniques
            .iter()
            .filter(|t| ids.contains(&t.id))
            .collect()
    }

    /// What a minute of full outage costs on average in a scope.
    pub(crate) fn per_minute(&self, scope: Scope) -> f64 {
        match scope {
            Scope::All => self.given.whole_per_minute,
            Scope::Service(s) => self.given.services[s].mean_per_minute(),
        }
    }

    /// Expected availability of a scope: of one service by its minutes; of all together by the
    /// revenue that a year of outage would take, or by the average service where there is none.
    pub(crate) fn availability(&self, processes: &[Process], scope: Scope) -> f64 {
        let year = self.given.year;
        let by_minutes = |service: usize| 1.0 - expected_minutes(processes, service) / year;
        match scope {
            Scope::Service(_) => by_minutes(0),
            Scope::All if self.given.whole_per_minute > 0.0 => {
                let lost: f64 = processes.iter().map(lost_by_minutes).sum();
                1.0 - lost / (self.given.whole_per_minute * self.scenario.surge * year)
            }
            Scope::All => {
                let n = self.given.services.len();
                let sum: f64 = (0..n).map(by_minutes).sum();
                if n == 0 { 1.0 } else { sum / n as f64 }
            }
        }
        .clamp(0.0, 1.0)
    }

    /// The channels of a scope, each with its share of the revenue.
    pub(crate) fn channels(&self, scope: Scope) -> Vec<Channel> {
        let services = self.services(scope);
        let weight = |s: usize| self.given.services[s].mean_per_minute();
        let total: f64 = services.iter().map(|s| weight(*s)).sum();
        let mut all: Vec<Channel> = Vec::new();
        for s in services.iter().copied() {
            let part = if total > 0.0 {
                weight(s) / total
            } else {
                1.0 / services.len() as f64
            };
            for channel in &self.given.services[s].channels {
                let same =
                    |c: &&mut Channel| c.name == channel.name && c.ceiling == channel.ceiling;
                match all.iter_mut().find(same) {
                    Some(known) => known.share += part * channel.share,
                    None => all.push(Channel {
                        share: part * channel.share,
                        ..channel.clone()
                    }),
                }
            }
        }
        all
    }

    /// The most that dependencies allow a scope. Each counts with its target, or with what its own
    /// risks leave of a year where that is more: then it is better than it promises. Where today is
    /// better than that, nothing but what their risks take of today’s minutes is a bound. All
    /// services together include what they lean on, so there is none.
    pub(crate) fn ceiling(&self, today: &Today, scope: Scope) -> f64 {
        let Scope::Service(s) = scope else { return 1.0 };
        let service = &self.given.services[s];
        let mut ceiling = service.ceiling;
        for (on, share) in service.leans_on.iter().flatten() {
            let on = &self.given.services[*on];
            // Without a risk nothing is known of it but its target.
            let down = today
                .risks
                .iter()
                .zip(&today.processes)
                .filter(|(risk, _)| self.scenario.risks[**risk].service == on.id)
                .map(|(_, process)| process.mean_minutes() / self.given.year)
                .reduce(|sum, one| sum + one);
            if let Some(up) = down.map(|down| 1.0 - down).filter(|up| *up > on.target) {
                ceiling *= (1.0 - share * (1.0 - up)) / (1.0 - share * (1.0 - on.target));
            }
        }
        if ceiling >= self.availability(&today.processes, scope) {
            return ceiling;
        }
        let others = |risk: &usize| self.scenario.risks[*risk].service != service.id;
        let down: f64 = today
            .risks
            .iter()
            .zip(&today.processes)
            .filter(|(risk, _)| others(risk))
            .map(|(_, process)| expected_minutes(std::slice::from_ref(process), 0))
            .sum();
        1.0 - down / self.given.year
    }

    /// Nines of today, as far as the ladder goes.
    pub(crate) fn nines_today(&self, processes: &[Process], scope: Scope) -> f64 {
        nines(self.availability(processes, scope)).min(9.0)
    }

    /// An option with its costs beyond today's.
    ///
    /// # Errors
    /// What of it means nothing.
    pub(crate) fn ready(
        &self,
        option: &TierOption,
        today: &Today,
        scope: Scope,
    ) -> Result<Ready, String> {
        let name = &option.name;
        let cost = |estimate: &Estimate, what: &str| {
            estimate
                .distribution(&format!("{name}, {what}"))
                .map_err(|e| e.to_string())
        };
        let processes = match &option.change {
            Change::Nothing => today.processes.clone(),
            Change::Target { target, by } => {
                // Whoever aims higher than what it leans on gets no further than that.
                let reached = target.min(self.ceiling(today, scope));
                self.to_target(&today.processes, reached, *by, scope)
            }
            Change::Techniques { of } => {
                let fresh: Vec<TechniqueId> = of
                    .iter()
                    .copied()
                    .filter(|id| !self.scenario.techniques.contains(id))
                    .collect();
                let (processes, errors) = techniques::apply(
                    &today.processes,
                    &self.risks_of(&today.risks),
                    &self.techniques(&fresh),
                );
                if let Some(error) = errors.first() {
                    return Err(error.to_string());
                }
                processes
            }
        };
        let yearly = match (&option.yearly, &option.change) {
            (Yearly::Estimated { cost: estimate }, _) => cost(estimate, "cost a year")?,
            (Yearly::Ladder, Change::Target { target, .. }) => {
                let ladder = self.scenario.economics.ladder;
                let today = self.nines_today(&today.processes, scope);
                // Nobody pays back what a lower target would have cost less.
                let more = ladder.yearly(nines(*target)) - ladder.yearly(today);
                Distribution::Fixed(more.max(0.0))
            }
            (Yearly::Ladder, _) => Distribution::Fixed(0.0),
        };
        Ok(Ready {
            processes,
            one_off: cost(&option.one_off, "one-off cost")?,
            yearly,
        })
    }

    /// An option, by its place, against today at this `availability`.
    pub(crate) fn alternative(
        &self,
        option: usize,
        ready: &Ready,
        availability: f64,
        scope: Scope,
    ) -> Alternative {
        Alternative {
            owner: self.scenario.options[option].id.0,
            processes: ready.processes.clone(),
            one_off: ready.one_off.clone(),
            yearly: ready.yearly.clone(),
            credited: self.credited(
                availability,
                self.availability(&ready.processes, scope),
                scope,
            ),
        }
    }

    /// The processes scaled until no service of the scope has more expected downtime than a
    /// target allows. One that strikes several services is scaled for the one that needs it most.
    fn to_target(
        &self,
        processes: &[Process],
        target: f64,
        by: Lever,
        scope: Scope,
    ) -> Vec<Process> {
        let factors: Vec<Option<f64>> = (0..self.services(scope).len())
            .map(|s| {
                let factor =
                    target_factor(expected_minutes(processes, s), target, self.given.year)?;
                // A service that is better already stays so: nobody makes it worse to just keep a
                // target.
                Some(factor.min(1.0))
            })
            .collect();
        processes
            .iter()
            .map(|p| {
                let factor = p
                    .hits
                    .iter()
                    .filter_map(|h| factors.get(h.service).copied().flatten())
                    .fold(f64::INFINITY, f64::min);
                let factor = if factor.is_finite() { factor } else { 1.0 };
                scaled(std::slice::from_ref(p), factor, by).remove(0)
            })
            .collect()
    }

    /// Share of the loss avoided between two availabilities that customers can tell.
    pub(crate) fn credited(&self, from: f64, to: f64, scope: Scope) -> f64 {
        let plain = 1.0 - loss_left(from, to, &[]);
        if plain <= 0.0 {
            return 1.0;
        }
        ((1.0 - loss_left(from, to, &self.channels(scope))) / plain).clamp(0.0, 1.0)
    }

    /// An option by its id.
    pub(crate) fn option(&self, id: &str) -> Option<&TierOption> {
        let id: OptionId = id.parse().ok()?;
        self.scenario.options.iter().find(|o| o.id == id)
    }
}

/// Expected loss of a year that grows with the minutes down, without labor and fixed costs.
fn lost_by_minutes(p: &Process) -> f64 {
    p.mean_minutes() * p.mean_of(ninefold_domain::simulate::Input::PerMinute)
}

/// The assumptions of the base scenario: what was saved of it, or the defaults.
pub(crate) fn assumptions(w: &Workspace) -> Scenario {
    let saved = w.scenarios.iter().find(|s| s.scenario.id == BASE);
    saved.map_or_else(|| defaults(w.analysis.as_of), |s| s.scenario.clone())
}

/// The base scenario before anybody changed it; everything in it is assumed.
pub(crate) fn defaults(as_of: Instant) -> Scenario {
    Scenario {
        id: BASE,
        name: "Base scenario".into(),
        notes: String::new(),
        decided_by: None,
        cloned_from: None,
        seed: SEED,
        as_of,
        log_position: 0,
        precision: Precision::default(),
        risks: vec![],
        options: vec![],
        techniques: vec![],
        surge: 1.0,
        moments: Moments::Even,
        economics: Economics::assumed(LADDER.0, LADDER.1),
    }
}
