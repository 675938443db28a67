//! Requirements of the workspace: what speaks for and against them today, and their drafts.

mod drafts;
mod export;
mod import;
mod journal;

pub(crate) use drafts::{Drafts, draft_blank, draft_risks, draft_targets};
pub(crate) use ninefold_report::requirements::feature;

use crate::plan::{Plan, Scope, Today};
use crate::views::cost::team_per_minute;
use crate::workspace::Workspace;
use ninefold_domain::id::{IncidentId, OptionId, RiskId, ServiceId, TechniqueId};
use ninefold_domain::record::{Incident, IncidentKind};
use ninefold_domain::requirement::draft::same_cause;
use ninefold_domain::requirement::flags::{Around, Flag, flags};
use ninefold_domain::requirement::{
    Evidence, MET_TOLERANCE, Moved, Ranged, Requirement, Source, Status,
};
use ninefold_domain::risk::Risk;
use ninefold_domain::score::{RiskMatch, Verdict};
use ninefold_domain::simulate::{Model, Process, Results, Settings, Tally};
use ninefold_domain::techniques;
use ninefold_domain::tiers::finance::annuity;

/// Years that chances and ranges are simulated with.
pub(crate) const YEARS: u64 = 4_096;

/// What is looked at for evidence.
pub(crate) struct Asked<'a> {
    pub(crate) service: ServiceId,
    /// Only these risks; all that reach the service where there are none.
    pub(crate) risks: &'a [RiskId],
    /// The target whose chance is asked for.
    pub(crate) target: Option<f64>,
    pub(crate) techniques: &'a [TechniqueId],
    pub(crate) option: Option<OptionId>,
    pub(crate) incidents: Vec<IncidentId>,
}

/// The evidence of a plan, with what was computed once for several requirements.
pub(crate) struct Scales<'w> {
    pub(crate) w: &'w Workspace,
    pub(crate) plan: Plan,
    scopes: Vec<Option<Today>>,
    /// Chances by service and target.
    chances: Vec<(usize, f64, f64)>,
}

impl<'w> Scales<'w> {
    /// Of the base scenario as the workspace stands.
    pub(crate) fn of(w: &'w Workspace) -> Self {
        let plan = Plan::base(w);
        Self {
            w,
            scopes: plan.given.services.iter().map(|_| None).collect(),
            plan,
            chances: Vec::new(),
        }
    }

    fn today(&mut self, service: usize) -> &Today {
        let plan = &self.plan;
        self.scopes[service].get_or_insert_with(|| plan.today(Scope::Service(service)))
    }

    fn settings(&self, service: usize, target: f64) -> Settings {
        Settings {
            budgets: vec![vec![self.plan.given.year * (1.0 - target)]],
            ..self.plan.settings(Scope::Service(service))
        }
    }

    fn simulated(&self, processes: Vec<Process>, settings: Settings) -> Results {
        let model = Model::new(processes, settings);
        let mut run = model.run(self.plan.scenario.seed);
        let mut tally = Tally::new(&model);
        for chunk in 0..Model::chunks(YEARS) {
            run.chunk(chunk, YEARS, &mut tally);
        }
        tally.results()
    }

    /// The chance that a service keeps a target in a year.
    fn chance(&mut self, service: usize, target: f64) -> f64 {
        let same = |(s, t, _): &&(usize, f64, f64)| *s == service && *t == target;
        if let Some((_, _, share)) = self.chances.iter().find(same) {
            return *share;
        }
        let processes = self.today(service).processes.clone();
        let results = self.simulated(processes, self.settings(service, target));
        let share = results.all_met.first().map_or(1.0, |c| c.share);
        self.chances.push((service, target, share));
        share
    }

    /// Expected minutes and loss a year of each of these risks on a service.
    pub(crate) fn parts(
        &mut self,
        service: ServiceId,
        risks: &[RiskId],
    ) -> Vec<(RiskId, f64, f64)> {
        let Some(at) = self.w.services.iter().position(|s| s.id == service) else {
            return Vec::new();
        };
        let ids: Vec<RiskId> = self.plan.scenario.risks.iter().map(|r| r.id).collect();
        let today = self.today(at);
        let own = today.risks.iter().zip(&today.processes);
        own.map(|(n, p)| (ids[*n], minutes_of(p), p.mean_loss()))
            .filter(|(id, ..)| risks.contains(id))
            .collect()
    }

    /// Evidence before anything is known.
    pub(crate) fn bare_evidence(&self) -> Evidence {
        let none = Ranged::new(0.0, 0.0, 0.0);
        Evidence {
            as_of: self.w.analysis.as_of,
            per_minute: None,
            minutes: none,
            loss: none,
            met: None,
            cost: None,
            avoided: None,
            risks: Vec::new(),
            incidents: Vec::new(),
        }
    }

    /// What speaks for something today.
    pub(crate) fn evidence(&mut self, asked: &Asked<'_>) -> Evidence {
        let w = self.w;
        let mut evidence = self.bare_evidence();
        let Some(at) = w.services.iter().position(|s| s.id == asked.service) else {
            return evidence;
        };
        let team = team_per_minute(w);
        evidence.per_minute = w
            .analysis
            .full_outage(at)
            .map(|o| Ranged::new(o.mean + team, o.range.0 + team, o.range.1 + team));
        let risks = self.plan.scenario.risks.clone();
        let today = self.today(at);
        let own: Vec<(RiskId, Process)> = today
            .risks
            .iter()
            .zip(&today.processes)
            .map(|(n, process)| (risks[*n].id, process.clone()))
            .filter(|(id, _)| asked.risks.is_empty() || asked.risks.contains(id))
            .collect();
        if !own.is_empty() {
            let minutes: f64 = own.iter().map(|(_, p)| minutes_of(p)).sum();
            let loss: f64 = own.iter().map(|(_, p)| p.mean_loss()).sum();
            let processes = own.iter().map(|(_, p)| p.clone()).collect();
            let results = self.simulated(processes, self.settings(at, 0.999));
            let ends = |quantiles: [f64; 5]| (quantiles[0], quantiles[3]);
            let (low, high) = ends(results.loss.quantiles);
            evidence.loss = Ranged::new(loss, low, high);
            if let Some(service) = results.services.first() {
                let (low, high) = ends(service.down.quantiles);
                evidence.minutes = Ranged::new(minutes, low, high);
            }
        }
        evidence.risks = own.iter().map(|(id, _)| *id).collect();
        // A service that no risk reaches keeps any target only because nobody has asked.
        if let Some(target) = asked.target
            && !self.today(at).processes.is_empty()
        {
            let share = self.chance(at, target);
            evidence.met = Some(Ranged::new(
                share,
                (share - MET_TOLERANCE).max(0.0),
                (share + MET_TOLERANCE).min(1.0),
            ));
        }
        if let Some((cost, avoided)) = self.worth(asked) {
            evidence.cost = Some(cost);
            evidence.avoided = Some(avoided);
        }
        evidence.incidents = w
            .incidents
            .iter()
            .map(|i| i.id)
            .filter(|id| asked.incidents.contains(id))
            .collect();
        evidence
    }

    /// What techniques, else an option, cost and avoid over the horizon; see [`worth`].
    pub(crate) fn worth(&self, asked: &Asked<'_>) -> Option<(f64, f64)> {
        let worth = worth(&self.plan, asked.techniques, asked.option)?;
        let sum = |parts: &[(String, f64)]| parts.iter().map(|(_, value)| value).sum();
        Some((sum(&worth.costs), sum(&worth.savings)))
    }
}

/// Expected minutes a year that a process takes of the one service looked at.
fn minutes_of(process: &Process) -> f64 {
    process.mean_minutes() * process.hits.iter().map(|h| h.share).sum::<f64>()
}
/// Amounts over the horizon, each with what it is of; the costs add up to the cost and the savings
/// to what is avoided.
struct Worth {
    costs: Vec<(String, f64)>,
    savings: Vec<(String, f64)>,
}

/// What techniques, else an option, cost and avoid over the horizon, over all services: what is
/// paid once helps wherever it helps. Nothing where neither is named, or a part of it means
/// nothing.
fn worth(plan: &Plan, techniques: &[TechniqueId], option: Option<OptionId>) -> Option<Worth> {
    let upkeep = annuity(
        plan.scenario.economics.discount,
        plan.scenario.economics.horizon,
    );
    let loss = |processes: &[Process]| processes.iter().map(Process::mean_loss).sum::<f64>();
    let these = plan.techniques(techniques);
    if !these.is_empty() {
        let bare = plan.bare(Scope::All);
        let risks = plan.risks_of(&bare.risks);
        // Beside those that are on: what these alone change.
        let others: Vec<_> = plan
            .on()
            .into_iter()
            .filter(|t| !techniques.contains(&t.id))
            .collect();
        let (before, _) = techniques::apply(&bare.processes, &risks, &others);
        let (after, errors) = techniques::apply(&before, &risks, &these);
        if !errors.is_empty() {
            return None;
        }
        let costs = these
            .iter()
            .map(|t| Some((t.name.clone(), t.cost(upkeep).ok()?)))
            .collect::<Option<_>>()?;
        let savings = risks
            .iter()
            .zip(before.iter().zip(&after))
            .map(|(risk, (before, after))| {
                let saved = before.mean_loss() - after.mean_loss();
                (risk.name.clone(), upkeep * saved)
            })
            .filter(|(_, saved)| *saved != 0.0)
            .collect();
        return Some(Worth { costs, savings });
    }
    let option = plan
        .scenario
        .options
        .iter()
        .find(|o| Some(o.id) == option)?;
    let today = plan.today(Scope::All);
    let ready = plan.ready(option, &today, Scope::All).ok()?;
    let from = plan.availability(&today.processes, Scope::All);
    let to = plan.availability(&ready.processes, Scope::All);
    let credited = plan.credited(from, to, Scope::All);
    let avoided = loss(&today.processes) - loss(&ready.processes);
    let by_minute = |all: &[Process]| all.iter().map(Process::mean_loss_by_minute).sum::<f64>();
    let told = by_minute(&today.processes) - by_minute(&ready.processes);
    let mut savings = vec![(format!("{}, loss avoided", option.name), upkeep * avoided)];
    if credited < 1.0 {
        savings.push((
            "less what customers cannot tell on their channels".into(),
            -upkeep * told * (1.0 - credited),
        ));
    }
    Some(Worth {
        costs: vec![
            (format!("{}, one-off", option.name), ready.one_off.mean()),
            (
                format!("{}, yearly × {upkeep:.4}", option.name),
                upkeep * ready.yearly.mean(),
            ),
        ],
        savings,
    })
}

/// The costs of a requirement's techniques or option over the horizon.
pub(crate) fn costs(plan: &Plan, requirement: &Requirement) -> Vec<(String, f64)> {
    let option = option_of(requirement);
    worth(plan, &requirement.techniques, option).map_or(Vec::new(), |w| w.costs)
}

/// What they avoid, by risk.
pub(crate) fn savings(plan: &Plan, requirement: &Requirement) -> Vec<(String, f64)> {
    let option = option_of(requirement);
    worth(plan, &requirement.techniques, option).map_or(Vec::new(), |w| w.savings)
}

fn option_of(requirement: &Requirement) -> Option<OptionId> {
    match requirement.source {
        Source::Target { option } => option,
        Source::Hand | Source::Risk { .. } => None,
    }
}

/// What a requirement asks of its evidence.
pub(crate) fn asked<'a>(w: &Workspace, requirement: &'a Requirement) -> Asked<'a> {
    let own = w.services.iter().find(|s| s.id == requirement.service);
    let target = match (&requirement.slo, own) {
        (Some(slo), _) => Some(slo.target),
        (None, Some(service)) => {
            Some(ninefold_domain::analysis::target_of(service, &w.tiers, &w.methods).0)
        }
        (None, None) => None,
    };
    Asked {
        service: requirement.service,
        // A target is kept against whatever strikes, also against risks that came later.
        risks: match requirement.source {
            Source::Target { .. } => &[],
            Source::Hand | Source::Risk { .. } => &requirement.risks,
        },
        target,
        techniques: &requirement.techniques,
        option: option_of(requirement),
        incidents: behind(w, requirement),
    }
}

/// The evidence of today for every requirement, in their order.
pub(crate) fn all_evidence(w: &Workspace) -> &[Evidence] {
    w.evidence.get_or_init(|| {
        let mut scales = Scales::of(w);
        w.requirements
            .iter()
            .map(|r| scales.evidence(&asked(w, r)))
            .collect()
    })
}

/// How a requirement stands today.
pub(crate) struct Standing<'w> {
    /// What speaks for it today.
    pub(crate) now: &'w Evidence,
    /// What has moved since it was accepted.
    pub(crate) moved: Vec<Moved>,
    pub(crate) status: Status,
    /// What speaks against it.
    pub(crate) flags: Vec<Flag>,
}

/// How a requirement of the workspace, by its position, stands today.
pub(crate) fn standing(w: &Workspace, at: usize) -> Standing<'_> {
    let requirement = &w.requirements[at];
    let now = &all_evidence(w)[at];
    let moved = match (&requirement.evidence, requirement.status) {
        // A draft was not agreed on any evidence.
        (_, Status::Draft) | (None, _) => Vec::new(),
        (Some(was), _) => was.moved(now),
    };
    Standing {
        now,
        status: requirement.standing(&moved),
        moved,
        flags: flags_of(w, requirement, now),
    }
}

/// What speaks against a requirement, with this evidence.
pub(crate) fn flags_of(w: &Workspace, requirement: &Requirement, now: &Evidence) -> Vec<Flag> {
    let at = w.services.iter().position(|s| s.id == requirement.service);
    let service = at.map(|s| &w.services[s]);
    let targets: Vec<f64> = w
        .services
        .iter()
        .map(|s| ninefold_domain::analysis::target_of(s, &w.tiers, &w.methods).0)
        .collect();
    let unmeasured = vec![None; targets.len()];
    let ceiling = at
        .and_then(|s| {
            ninefold_domain::structure::Ceiling::of(s, &w.analysis.reach, &targets, &unmeasured)
        })
        .map_or(1.0, |c| c.by_targets);
    flags(
        requirement,
        &Around {
            ceiling,
            channels: service.map_or(&[], |s| s.channels.as_slice()),
            has_hours: service.is_some_and(|s| s.hours.is_some()),
            cost: now.cost,
            avoided: now.avoided,
            met: now.met.as_ref().map(|met| met.value),
        },
    )
}

/// What a person said of an incident and a risk: whether the one was the other.
pub(crate) fn is_of(w: &Workspace, risk: RiskId, incident: IncidentId) -> Option<bool> {
    if w.matches.is_empty() {
        return None;
    }
    let id = RiskMatch::id_of(risk, incident);
    let at = w.matches.binary_search_by_key(&id, |m| m.id).ok()?;
    Some(w.matches[at].verdict == Verdict::Confirmed)
}

/// Whether an incident was one of a risk: as a person said; else as words tie them. A test or
/// maintenance is none of any.
pub(crate) fn was(w: &Workspace, risk: &Risk, incident: &Incident) -> bool {
    incident.kind == IncidentKind::Normal
        && is_of(w, risk.id, incident.id).unwrap_or_else(|| same_cause(risk, incident))
}

/// Incidents of any of these risks.
pub(crate) fn incidents_of(w: &Workspace, risks: &[RiskId]) -> Vec<IncidentId> {
    let risks: Vec<_> = w.risks.iter().filter(|r| risks.contains(&r.id)).collect();
    w.incidents
        .iter()
        .filter(|i| risks.iter().any(|r| was(w, r, i)))
        .map(|i| i.id)
        .collect()
}

/// Incidents behind a requirement: those that it names, without those of which a person said that
/// they were none of its risks; and those of which a person said that they were one.
pub(crate) fn behind(w: &Workspace, requirement: &Requirement) -> Vec<IncidentId> {
    let risks = risks_behind(w, requirement);
    w.incidents
        .iter()
        .filter(|incident| is_behind(w, requirement, &risks, incident))
        .map(|incident| incident.id)
        .collect()
}

/// The risks of the register that a requirement names.
pub(crate) fn risks_behind<'w>(w: &'w Workspace, requirement: &Requirement) -> Vec<&'w Risk> {
    (w.risks.iter())
        .filter(|r| requirement.risks.contains(&r.id))
        .collect()
}

/// Whether an incident is one of [`behind`]; `risks` as [`risks_behind`] gives them.
pub(crate) fn is_behind(
    w: &Workspace,
    requirement: &Requirement,
    risks: &[&Risk],
    incident: &Incident,
) -> bool {
    let named = || requirement.incidents.contains(&incident.id);
    if w.matches.is_empty() {
        return named();
    }
    let mut said = risks.iter().map(|r| (*r, is_of(w, r.id, incident.id)));
    if said.clone().any(|(_, said)| said == Some(true)) {
        return true;
    }
    let mut was_none = || {
        said.clone().any(|(_, said)| said == Some(false))
            && !said.any(|(r, said)| said.is_none() && same_cause(r, incident))
    };
    named() && !was_none()
}
