//! The register against error budgets, computed: minutes of a service against its own budget.

use crate::edit::plan_of;
use crate::plan::{GivenService, Plan, Scope, Today};
use crate::text;
use crate::wire::Error;
use crate::workspace::Workspace;
use ninefold_domain::risk::{Risk, Stand, rank_each};
use ninefold_domain::simulate::{Input, Model, Process, Settings, Spread, Tally};

/// Years that tell the range of a single risk.
const YEARS: u64 = 4_096;
/// Risks up to which each is given its range: beyond, a register is read by its order.
const RANGED: usize = 200;

/// What a target allows a service, and what its risks are expected to take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Budget {
    /// Its place in the plan.
    pub(crate) service: usize,
    /// Availability.
    pub(crate) target: f64,
    /// Minutes that it allows a year.
    pub(crate) minutes: f64,
    /// Expected minutes a year of all risks on it.
    pub(crate) expected: f64,
}

impl Budget {
    /// Share that is taken; infinite where nothing is allowed and something happens.
    pub(crate) fn share(&self) -> f64 {
        if self.expected == 0.0 {
            0.0
        } else {
            self.expected / self.minutes
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        self.expected > self.minutes
    }

    /// `601 of 526 min a year`.
    pub(crate) fn taken(&self) -> String {
        format!(
            "{} of {} min a year",
            text::minutes(self.expected),
            text::minutes(self.minutes)
        )
    }
}

/// The register of a service, or of all, against budgets.
pub(crate) struct Register {
    pub(crate) plan: Plan,
    pub(crate) scope: Scope,
    pub(crate) today: Today,
    /// The target that was asked for; nothing where each service is held against its own.
    pub(crate) chosen: Option<f64>,
    /// Of each service that is looked at. Minutes of several are never added: a year of one is no
    /// part of the budget of another.
    pub(crate) budgets: Vec<Budget>,
    /// Expected minutes of each process on what is looked at; of all services, on its own.
    pub(crate) minutes: Vec<f64>,
    /// Its expected loss in major units.
    pub(crate) losses: Vec<f64>,
    /// Each process against the budgets that it takes of, most minutes first.
    pub(crate) ranked: Vec<Stand>,
}

impl Register {
    /// The register of a service, or of all, against a target; without one, against the targets
    /// that services have.
    ///
    /// # Errors
    /// A service that is not there, a target that does not read.
    pub(crate) fn of(w: &Workspace, service: &str, target: &str) -> Result<Self, Error> {
        let plan = plan_of(w, "")?;
        let scope = plan
            .scope(service)
            .ok_or_else(|| Error::not_found("this service"))?;
        let chosen = match target.trim() {
            "" => None,
            typed => Some(text::read_share(typed, "target")?),
        };
        let today = plan.today(scope);
        let whole: Vec<f64> = today.processes.iter().map(Process::mean_minutes).collect();
        let minutes: Vec<f64> = (today.processes.iter().zip(&whole))
            .map(|(p, whole)| whole * share_of(p, scope))
            .collect();
        let losses = today.processes.iter().map(Process::mean_loss).collect();
        let on_each: Vec<Vec<(usize, f64)>> = (today.processes.iter().zip(&whole))
            .map(|(p, whole)| {
                let hits = p.hits.iter();
                hits.map(|h| (h.service, whole * h.share)).collect()
            })
            .collect();
        let mut expected = vec![0.0; plan.services(scope).len()];
        for (service, minutes) in on_each.iter().flatten() {
            expected[*service] += minutes;
        }
        let budgets: Vec<Budget> = (plan.services(scope).into_iter().zip(expected))
            .map(|(service, expected)| {
                let target = chosen.unwrap_or(plan.given.services[service].target);
                Budget {
                    service,
                    target,
                    minutes: plan.given.year * (1.0 - target),
                    expected,
                }
            })
            .collect();
        let allowed: Vec<f64> = budgets.iter().map(|b| b.minutes).collect();
        let mut ranked = rank_each(&on_each, &allowed);
        ranked.sort_by(|a, b| {
            let of = |stand: &Stand| minutes[stand.risk];
            of(b).total_cmp(&of(a)).then(a.risk.cmp(&b.risk))
        });
        Ok(Self {
            plan,
            scope,
            today,
            chosen,
            budgets,
            minutes,
            losses,
            ranked,
        })
    }

    /// The risk of a process.
    pub(crate) fn risk(&self, process: usize) -> &Risk {
        &self.plan.scenario.risks[self.today.risks[process]]
    }

    /// The service of a budget.
    pub(crate) fn service(&self, budget: &Budget) -> &GivenService {
        &self.plan.given.services[budget.service]
    }

    /// The budget that most is taken of; nothing without services.
    pub(crate) fn fullest(&self) -> Option<&Budget> {
        self.budgets
            .iter()
            .max_by(|a, b| a.share().total_cmp(&b.share()))
    }

    /// The service whose revenue a process takes, where none is known to hang on it: a minute of
    /// it costs nothing because nobody knows what, which is not the same as nothing.
    pub(crate) fn unpriced(&self, process: usize) -> Option<&GivenService> {
        let services = &self.plan.given.services;
        let service = match self.scope {
            Scope::Service(s) => services.get(s),
            Scope::All => {
                let own = self.risk(process).service;
                services.iter().find(|s| s.id == own)
            }
        }?;
        let of = &self.today.processes[process];
        (of.mean_of(Input::PerMinute) == 0.0 && service.mean_per_minute() == 0.0).then_some(service)
    }

    /// 9 of 10 years of each process: minutes and loss; nothing where there are too many.
    pub(crate) fn ranges(&self) -> Vec<Option<[(f64, f64); 2]>> {
        let processes = &self.today.processes;
        if processes.len() > RANGED {
            return vec![None; processes.len()];
        }
        let settings = Settings {
            detail: true,
            ..self.plan.settings(self.scope)
        };
        let model = Model::new(processes.clone(), settings);
        let mut run = model.run(self.plan.scenario.seed);
        let mut tally = Tally::new(&model);
        for chunk in 0..Model::chunks(YEARS) {
            run.chunk(chunk, YEARS, &mut tally);
        }
        let ends = |spread: &Spread, by: f64| (spread.quantiles[0] * by, spread.quantiles[3] * by);
        (tally.results().sources.iter().zip(processes))
            .map(|(s, p)| {
                // Sources count their own minutes; part of them reaches what is looked at.
                let share = share_of(p, self.scope);
                Some([ends(s.down.as_ref()?, share), ends(s.loss.as_ref()?, 1.0)])
            })
            .collect()
    }

    /// `99.9 %`, or that each service has its own.
    pub(crate) fn target_text(&self) -> String {
        match (self.budgets.as_slice(), self.chosen) {
            ([one], _) => text::availability(one.target),
            (_, Some(chosen)) => text::availability(chosen),
            (_, None) => "Own targets".into(),
        }
    }

    /// Where the targets come from.
    pub(crate) fn target_from(&self) -> String {
        match (self.budgets.as_slice(), self.chosen) {
            (_, Some(_)) => "as chosen".into(),
            ([one], None) => format!("target of {}", self.service(one).name),
            (_, None) => "each service against its own".into(),
        }
    }

    /// `526 min a year`; of several services the least and the most.
    pub(crate) fn budget_text(&self) -> String {
        let all = || self.budgets.iter().map(|b| b.minutes);
        let (low, high) = (
            all().fold(f64::INFINITY, f64::min),
            all().fold(0.0_f64, f64::max),
        );
        if self.budgets.is_empty() {
            return String::new();
        }
        let (low, high) = (text::minutes(low), text::minutes(high));
        let range = if low == high {
            low
        } else {
            text::range_of(&low, &high)
        };
        match self.budgets.len() {
            1 => format!("{range} min a year"),
            _ => format!("{range} min a year for each"),
        }
    }
}

/// Share of a process that strikes what is looked at; of all services, its own counts in full.
fn share_of(process: &Process, scope: Scope) -> f64 {
    match scope {
        Scope::All => 1.0,
        Scope::Service(_) => process.hits.iter().map(|h| h.share).sum(),
    }
}
