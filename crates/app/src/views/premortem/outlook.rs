//! The clusters of a session against the error budget, with and without what is on.
//!
//! A cluster is simulated as the risk that it would become; so are the other risks of the
//! register that reach the service, because what is known already fills the same budget. Both
//! runs draw from the same random numbers, so that what a mitigation changes is its own doing.

use super::super::risks::money_figure;
use super::super::tiers::chance;
use super::super::{finding, lacking};
use super::years::Year;
use super::{fits, target, twins, weight};
use crate::App;
use crate::edit::{known_risk, plan_of, risk_of};
use crate::host::Job;
use crate::plan::Scope;
use crate::simulate::{Effort, Years, simulate};
use crate::text;
use crate::wire::{
    Basis, Error, Figure, Gauge, IdArgs, MitigationEffect, OtherRisk, OutlookRow, PremortemOutlook,
    WithAndWithout,
};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{ClusterId, RiskId, TechniqueId};
use ninefold_domain::premortem::{Cluster, Meeting};
use ninefold_domain::risk::{Ranked, TOO_BIG, rank};
use ninefold_domain::simulate::{Model, Process, Settings};
use ninefold_domain::techniques::Technique;
use ninefold_domain::tiers::nines;

/// Years of a preview: a chance is known to half a point, and a switch is answered at once.
pub(crate) const YEARS: u64 = 1 << 14;

impl App {
    pub(crate) fn premortem_outlook(
        &self,
        args: &IdArgs,
        job: &Job<'_>,
    ) -> Result<PremortemOutlook, Error> {
        // Simulated without holding the workspace: a key that is pressed meanwhile is kept.
        let outlook = self.with(|w| Outlook::of(w, &args.id))?;
        let year = |processes: &[Process]| -> Result<Year, Error> {
            let known = self.with(|w| Ok(outlook.known(w, processes).cloned()))?;
            let year = known.map_or_else(|| outlook.run(processes, job), Ok)?;
            self.with(|w| {
                let (seed, settings) = (outlook.seed, &outlook.settings);
                w.outlooks.put(seed, settings, processes, &year);
                Ok(year)
            })
        };
        // What is without any mitigation is the one to stay longest.
        let with = year(&outlook.with)?;
        let without = year(&outlook.without)?;
        self.with(|w| outlook.shown(w, &with, &without))
    }
}

/// What is simulated of a session.
pub(crate) struct Outlook {
    session: String,
    seed: u64,
    year: f64,
    pub(crate) target: f64,
    pub(crate) worth: String,
    settings: Settings,
    pub(crate) without: Vec<Process>,
    pub(crate) with: Vec<Process>,
    /// The cluster of each process; nothing for the other risks of the register.
    pub(crate) cluster: Vec<Option<ClusterId>>,
    /// Clusters whose risk means nothing, each with why.
    refused: Vec<(ClusterId, String)>,
    /// Techniques by cluster that work on it already, because the base scenario has them on.
    already: Vec<(ClusterId, TechniqueId)>,
    /// Risks of the register that are not of this session.
    pub(crate) others: usize,
    /// Risks by process.
    risks: Vec<RiskId>,
}

impl Outlook {
    pub(crate) fn of(w: &Workspace, id: &str) -> Result<Self, Error> {
        let meeting = w.meeting(id)?;
        let mut plan = plan_of(w, "")?;
        let (target, _) = target(w, meeting.session);
        let scope = plan
            .scope(&meeting.session.service.to_string())
            .filter(|s| *s != Scope::All)
            .ok_or_else(|| Error::not_found("the service of this pre-mortem"))?;
        let mut risks = Vec::new();
        let mut of = Vec::new();
        for cluster in meeting.roots() {
            // Minutes of a pool would say what others estimate.
            if !meeting.shows_judgements(cluster.id, None) {
                continue;
            }
            // A risk of its name is what it becomes: beside it, it would count twice.
            let known = known_risk(w, &meeting, cluster);
            if let Some(risk) = risk_of(w, &meeting, cluster, known, || RiskId(cluster.id.0)) {
                risks.push(risk);
                of.push(Some(cluster.id));
            }
        }
        for risk in &w.risks {
            if !risks.iter().any(|r| r.id == risk.id) {
                risks.push(risk.clone());
                of.push(None);
            }
        }
        plan.scenario.risks = risks;
        let bare = plan.today(scope);
        let cluster: Vec<Option<ClusterId>> = bare.risks.iter().map(|n| of[*n]).collect();
        let own = plan.risks_of(&bare.risks);
        let mut already = Vec::new();
        for (risk, cluster) in own.iter().zip(&cluster) {
            if let Some(cluster) = cluster {
                let on = plan.on().into_iter().filter(|t| t.scope.holds(risk));
                already.extend(on.map(|t| (*cluster, t.id)));
            }
        }
        let with = bare
            .processes
            .iter()
            .zip(&cluster)
            .map(|(process, cluster)| {
                let cluster = cluster.and_then(|id| meeting.cluster(id));
                let on = cluster.map_or_else(Vec::new, |c| on(w, c, &already));
                mitigated(process, &on)
            })
            .collect();
        let year = plan.given.year;
        Ok(Self {
            session: id.to_owned(),
            seed: plan.scenario.seed,
            year,
            target,
            worth: plan.given.worth.clone(),
            settings: Settings {
                budgets: vec![vec![year * (1.0 - target)]],
                ..plan.settings(scope)
            },
            refused: bare
                .refused
                .iter()
                .filter_map(|(n, why)| Some((of[*n]?, why.clone())))
                .collect(),
            others: cluster.iter().filter(|c| c.is_none()).count(),
            risks: own.iter().map(|risk| risk.id).collect(),
            without: bare.processes,
            with,
            cluster,
            already,
        })
    }

    /// Minutes of a year that the target allows.
    pub(crate) fn budget(&self) -> f64 {
        self.year * (1.0 - self.target)
    }

    /// The process of a cluster.
    pub(crate) fn place(&self, cluster: ClusterId) -> Option<usize> {
        self.cluster.iter().position(|c| *c == Some(cluster))
    }

    /// The years of some processes, where they were simulated a moment ago.
    fn known<'w>(&self, w: &'w Workspace, processes: &[Process]) -> Option<&'w Year> {
        w.outlooks.get(self.seed, &self.settings, processes)
    }

    /// The years of some processes for who holds the workspace.
    ///
    /// # Errors
    /// None but for a simulation that cannot be finished.
    pub(crate) fn year(&self, w: &Workspace, processes: &[Process]) -> Result<Year, Error> {
        match self.known(w, processes) {
            Some(known) => Ok(known.clone()),
            None => self.run(processes, &Job::quiet()),
        }
    }

    /// The years of some processes: the same random numbers for each.
    ///
    /// # Errors
    /// When the job is cancelled.
    fn run(&self, processes: &[Process], job: &Job<'_>) -> Result<Year, Error> {
        let model = Model::new(processes.to_vec(), self.settings.clone());
        let effort = Effort {
            seed: self.seed,
            threads: 0,
            years: Years::Fixed(YEARS),
        };
        let results = simulate(&model, effort, "Simulating years", job)?.results();
        Ok(Year {
            met: results.all_met.first().copied(),
            down: results.services.into_iter().next().map(|s| s.down),
            loss: results.loss,
        })
    }

    /// All techniques that are on in a session, each once.
    pub(crate) fn techniques_on<'w>(
        &self,
        w: &'w Workspace,
        meeting: &Meeting<'_>,
    ) -> Vec<&'w Technique> {
        let on = |id: TechniqueId| {
            meeting
                .roots()
                .any(|c| c.mitigations.iter().any(|m| m.on && m.technique == id))
        };
        w.techniques.iter().filter(|t| on(t.id)).collect()
    }

    fn shown(&self, w: &Workspace, with: &Year, without: &Year) -> Result<PremortemOutlook, Error> {
        let meeting = w.meeting(&self.session)?;
        let budget = self.budget();
        let minutes = |of: &[Process]| -> Vec<f64> { of.iter().map(minutes_of).collect() };
        let (by_with, by_without) = (minutes(&self.with), minutes(&self.without));
        let (sum_with, sum_without) = (
            with.minutes(by_with.iter().sum()),
            without.minutes(by_without.iter().sum()),
        );
        let rows = self.rows(w, &meeting, &by_with, &by_without, budget);
        let on = self.techniques_on(w, &meeting);
        let cost = |of: fn(&Technique) -> &Estimate| -> f64 {
            let mean = |t: &&Technique| of(t).distribution("").map_or(0.0, |d| d.mean());
            on.iter().map(mean).sum()
        };
        let (one_off, yearly) = (cost(|t| &t.one_off), cost(|t| &t.yearly));
        let key = |of: &str| format!("premortem:{}:total:{of}", self.session);
        let minutes_figure = |mean: f64, year: &Year| {
            let figure = super::super::risks::minutes_figure(mean, Basis::Estimated);
            match &year.down {
                Some(down) => figure.ranged(down.quantiles[0], down.quantiles[3], "9 of 10 years"),
                None => figure,
            }
        };
        let loss = |of: &[Process], year: &Year| {
            let mean = of.iter().map(Process::mean_loss).sum::<f64>();
            let [low, _, _, high, _] = year.loss.quantiles;
            money_figure(w, mean, Basis::Estimated).ranged(low, high, "9 of 10 years")
        };
        let longest = by_without.iter().copied().fold(TOO_BIG * budget, f64::max);
        let range = with
            .down
            .as_ref()
            .map_or((sum_with, sum_with), |d| (d.quantiles[0], d.quantiles[3]));
        let end = [sum_without, budget, range.1, sum_with]
            .into_iter()
            .fold(f64::MIN_POSITIVE, f64::max);
        let clusters = self.cluster.iter().filter(|c| c.is_some()).count();
        let availability = 1.0 - sum_with / self.year;
        let triple = format!(
            "{} · {} · {} min/month",
            text::availability(availability.max(0.0)),
            text::nines(nines(availability.max(0.0))),
            text::minutes(sum_with / 12.0)
        );
        let headline = if clusters == 0 {
            lacking(
                "How much of the budget do these failures take?",
                "Nobody has estimated a cluster yet. Ranges are enough, from as few as two people.",
            )
        } else {
            sentence(
                w,
                &meeting,
                (on.len(), self.switches(&meeting)),
                (sum_with, sum_without),
                budget,
                &triple,
            )
        };
        let pair = |with: Figure, without: Figure| WithAndWithout { with, without };
        let met = |year: &Year| match year.met {
            Some(met) => chance(met.share, met.error),
            None => text::missing("nothing was simulated"),
        };
        let share = |minutes: f64| {
            text::figure(
                minutes / budget,
                text::percent(minutes / budget, 0),
                "",
                format!(
                    "{} % of the budget",
                    text::precise(minutes / budget * 100.0)
                ),
                Basis::Estimated,
            )
        };
        Ok(PremortemOutlook {
            headline,
            target: text::percent_plain(self.target),
            budget: format!("{} min a year", text::minutes(budget)),
            minutes: pair(
                minutes_figure(sum_with, with).explained(key("minutes")),
                minutes_figure(sum_without, without).explained(key("without")),
            ),
            of_budget: pair(
                share(sum_with).explained(key("minutes")),
                share(sum_without).explained(key("without")),
            ),
            met: pair(
                met(with).explained(key("met")),
                met(without).explained(key("met-without")),
            ),
            loss: pair(
                loss(&self.with, with).explained(key("loss")),
                loss(&self.without, without),
            ),
            availability: triple,
            one_off: amount(w, one_off, "").explained(key("one-off")),
            yearly: amount(w, yearly, "a year").explained(key("yearly")),
            gauge: Gauge {
                with: sum_with / end,
                without: sum_without / end,
                budget: budget / end,
                range: (range.0 / end, range.1 / end),
            },
            too_big_at: TOO_BIG * budget / longest,
            rows,
            others: self.listed(w, &meeting, &by_with, budget),
            notes: self.notes(with),
        })
    }

    fn rows(
        &self,
        w: &Workspace,
        meeting: &Meeting<'_>,
        by_with: &[f64],
        by_without: &[f64],
        budget: f64,
    ) -> Vec<OutlookRow> {
        let longest = by_without.iter().copied().fold(TOO_BIG * budget, f64::max);
        let (ranked_with, ranked_without) = (rank(by_with, budget), rank(by_without, budget));
        let tally = meeting.tally();
        let share = |minutes: f64| share_of(minutes, budget);
        let figure = |value| super::super::risks::minutes_figure(value, Basis::Estimated);
        let mut rows = Vec::new();
        let ours = ranked_without
            .iter()
            .filter_map(|r| Some((r, meeting.cluster(self.cluster[r.risk]?)?)));
        for (place, (ranked, cluster)) in ours.enumerate() {
            let n = ranked.risk;
            let key = |of: &str| format!("premortem:{}:cluster:{}:{of}", self.session, cluster.id);
            let after: Option<&Ranked> = ranked_with.iter().find(|r| r.risk == n);
            rows.push(OutlookRow {
                cluster: cluster.id.to_string(),
                rank: (place + 1).to_string(),
                title: cluster.title.clone(),
                minutes: figure(by_with[n]).explained(key("minutes")),
                without: figure(by_without[n]).explained(key("without")),
                share: share(by_with[n]),
                share_without: share(by_without[n]),
                too_big: after.is_some_and(|r| r.too_big),
                too_big_without: ranked.too_big,
                breaks_alone: ranked.breaks_alone,
                accepted: after.is_some_and(|r| r.accepted),
                dots: tally
                    .as_ref()
                    .and_then(|t| t.by.iter().find(|(id, _)| *id == cluster.id))
                    .map(|(_, dots)| *dots),
                bar: by_with[n] / longest,
                bar_without: by_without[n] / longest,
                loss: money_figure(w, self.with[n].mean_loss(), Basis::Estimated)
                    .explained(key("loss")),
                mitigations: self.effects(w, cluster, n),
                problem: String::new(),
            });
        }
        for cluster in meeting.roots() {
            if self.cluster.contains(&Some(cluster.id)) {
                continue;
            }
            let why = self
                .refused
                .iter()
                .find(|(id, _)| *id == cluster.id)
                .map_or_else(
                    || match meeting.pooled(cluster.id, weight(w)) {
                        Some(_) if !meeting.shows_judgements(cluster.id, None) => {
                            "Shown once all have estimated it.".to_owned()
                        }
                        Some(_) => "It does not reach this service.".to_owned(),
                        None => "Nobody has estimated it yet.".to_owned(),
                    },
                    |(_, why)| why.clone(),
                );
            rows.push(apart(cluster.id.to_string(), cluster.title.clone(), why));
        }
        if self.others > 0 {
            let sum = |of: &[f64]| -> f64 {
                (of.iter().zip(&self.cluster))
                    .filter(|(_, c)| c.is_none())
                    .map(|(m, _)| m)
                    .sum()
            };
            let (minutes, before) = (sum(by_with), sum(by_without));
            let loss = (self.with.iter().zip(&self.cluster))
                .filter(|(_, c)| c.is_none())
                .map(|(p, _)| p.mean_loss())
                .sum();
            rows.push(OutlookRow {
                minutes: figure(minutes),
                without: figure(before),
                share: share(minutes),
                share_without: share(before),
                bar: (minutes / longest).min(1.0),
                bar_without: (before / longest).min(1.0),
                loss: money_figure(w, loss, Basis::Estimated),
                ..apart(
                    String::new(),
                    format!(
                        "{} of the register",
                        text::counted(self.others, "other risk", "other risks")
                    ),
                    String::new(),
                )
            });
        }
        rows
    }

    /// The risks of the register that are not of this session, largest first.
    fn listed(
        &self,
        w: &Workspace,
        meeting: &Meeting<'_>,
        by_with: &[f64],
        budget: f64,
    ) -> Vec<OtherRisk> {
        let is_other = |n: &usize| self.cluster[*n].is_none();
        let mut others: Vec<usize> = (0..self.cluster.len()).filter(is_other).collect();
        others.sort_by(|a, b| by_with[*b].total_cmp(&by_with[*a]));
        let twins = twins(w, meeting);
        let named = others.into_iter().filter_map(|n| {
            let risk = w.risks.iter().find(|r| r.id == self.risks[n])?;
            Some(OtherRisk {
                id: risk.id.to_string(),
                name: risk.name.clone(),
                minutes: super::super::risks::minutes_figure(by_with[n], Basis::Estimated),
                share: share_of(by_with[n], budget),
                like: (meeting.roots())
                    .find(|c| {
                        (twins.get(&c.id)).is_some_and(|of| of.iter().any(|r| r.id == risk.id))
                    })
                    .map_or_else(String::new, |c| c.title.clone()),
            })
        });
        named.collect()
    }

    /// Switches that are on: a technique has one in each cluster that it is on for.
    fn switches(&self, meeting: &Meeting<'_>) -> usize {
        let on = |c: &Cluster| c.mitigations.iter().filter(|m| m.on).count();
        meeting.roots().map(on).sum()
    }

    /// What each technique of a cluster does beside the others that are on.
    fn effects(&self, w: &Workspace, cluster: &Cluster, process: usize) -> Vec<MitigationEffect> {
        let bare = &self.without[process];
        let all = on(w, cluster, &self.already);
        cluster
            .mitigations
            .iter()
            .filter_map(|m| {
                let technique = w.techniques.iter().find(|t| t.id == m.technique)?;
                let works = self.already.contains(&(cluster.id, technique.id));
                let others: Vec<&Technique> = all
                    .iter()
                    .copied()
                    .filter(|t| t.id != technique.id)
                    .collect();
                let mut both = others.clone();
                if !works {
                    both.push(technique);
                }
                let change =
                    minutes_of(&mitigated(bare, &both)) - minutes_of(&mitigated(bare, &others));
                let mut figure = super::super::risks::minutes_figure(change, Basis::Estimated);
                if works {
                    figure = text::missing("the base scenario has it on already");
                } else if !fits(cluster, technique) {
                    figure = text::missing("it is not for this kind of failure");
                }
                let mean = |e: &Estimate| e.distribution("").map_or(0.0, |d| d.mean());
                Some(MitigationEffect {
                    technique: technique.id.to_string(),
                    name: technique.name.clone(),
                    on: m.on,
                    change: figure,
                    one_off: amount(w, mean(&technique.one_off), ""),
                    yearly: amount(w, mean(&technique.yearly), "a year"),
                })
            })
            .collect()
    }

    fn notes(&self, with: &Year) -> Vec<String> {
        let error = with.met.map_or(0.0, |c| c.error * 100.0);
        let mut notes = vec![
            format!(
                "A preview of {} years, the same for both: a chance is known to ± {} points. Minutes of each risk are events × (detect + repair) × users, pooled over people; all together are counted once where they overlap.",
                text::count(YEARS as usize),
                text::short(error)
            ),
            format!(
                "A minute costs {}, and the people on it at the team’s rate.",
                self.worth
            ),
            "A technique that is on for several risks is paid once.".into(),
        ];
        if self.others > 0 {
            notes.push(
                "The other risks of the register that reach this service fill the same budget; techniques of this session do not work on them here.".into(),
            );
        }
        if !self.already.is_empty() {
            notes.push("Techniques that the base scenario has on are at work in both.".into());
        }
        notes
    }
}

/// Minutes as a share of the budget.
fn share_of(minutes: f64, budget: f64) -> String {
    let share = minutes / budget;
    text::percent(share, if share < 0.1 { 1 } else { 0 })
}

/// Expected minutes of a process on the one service that is looked at.
pub(crate) fn minutes_of(p: &Process) -> f64 {
    p.mean_minutes() * p.hits.iter().map(|h| h.share).sum::<f64>()
}

/// A process with techniques at work on it. One whose factors mean nothing changes nothing.
fn mitigated(process: &Process, on: &[&Technique]) -> Process {
    let mut process = process.clone();
    for technique in on {
        process
            .scalings
            .extend(technique.scalings().unwrap_or_default());
    }
    process
}

/// The techniques that are on for a cluster and not at work already.
fn on<'w>(
    w: &'w Workspace,
    cluster: &Cluster,
    already: &[(ClusterId, TechniqueId)],
) -> Vec<&'w Technique> {
    cluster
        .mitigations
        .iter()
        .filter(|m| m.on && !already.contains(&(cluster.id, m.technique)))
        .filter_map(|m| w.techniques.iter().find(|t| t.id == m.technique))
        .filter(|t| fits(cluster, t))
        .collect()
}

fn amount(w: &Workspace, value: f64, unit: &str) -> Figure {
    let currency = w.methods.currency;
    text::figure(
        value,
        text::money_short(value, currency),
        unit,
        text::money_estimate(value, currency),
        Basis::Assumed,
    )
}

/// A row that takes no part.
fn apart(cluster: String, title: String, problem: String) -> OutlookRow {
    let none = || {
        text::missing(if problem.is_empty() {
            "not counted"
        } else {
            &problem
        })
    };
    OutlookRow {
        minutes: none(),
        without: none(),
        loss: none(),
        cluster,
        rank: String::new(),
        title,
        share: text::NONE.into(),
        share_without: text::NONE.into(),
        too_big: false,
        too_big_without: false,
        breaks_alone: false,
        accepted: false,
        dots: None,
        bar: 0.0,
        bar_without: 0.0,
        mitigations: vec![],
        problem,
    }
}

fn sentence(
    w: &Workspace,
    meeting: &Meeting<'_>,
    (on, switches): (usize, usize),
    (with, without): (f64, f64),
    budget: f64,
    triple: &str,
) -> crate::wire::Headline {
    let service = w.service_name(meeting.session.service);
    let inside = with <= budget;
    let begin = match on {
        0 => String::new(),
        _ => {
            let mitigations = match switches {
                1 => "one mitigation".to_owned(),
                n => format!("{} mitigations", text::count(n)),
            };
            // One technique may work on several risks, with a switch in each.
            let of = match on {
                n if n == switches => String::new(),
                n => format!(" ({})", text::counted(n, "technique", "techniques")),
            };
            format!("With {mitigations} on{of}, ")
        }
    };
    let end = if inside {
        "should stay inside its budget"
    } else if on > 0 {
        "still goes beyond its budget"
    } else {
        "goes beyond its budget"
    };
    let lead = if on == 0 {
        format!(
            "Expected downtime is {} of {} minutes a year: {triple}.",
            text::minutes(with),
            text::minutes(budget)
        )
    } else {
        format!(
            "Expected downtime falls from {} to {} minutes a year: {triple}.",
            text::minutes(without),
            text::minutes(with)
        )
    };
    finding(format!("{begin}{service} {end}."), lead)
}
