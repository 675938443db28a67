//! What leads to what: incidents, risks, requirements and tests, each with its money.

use super::super::lines::total_figure;
use super::{evidence_figure, outcome_text, risk_money, status_text};
use crate::App;
use crate::edit::position;
use crate::host::Job;
use crate::requirements::{all_evidence, behind, is_behind, risks_behind, standing, was};
use crate::text;
use crate::wire::{Error, Trace, TraceArgs, TraceLink};
use crate::workspace::Workspace;
use ninefold_domain::id::{IncidentId, RiskId};
use ninefold_domain::record::Incident;
use ninefold_domain::requirement::{Quantity, Source};
use ninefold_domain::risk::Risk;
use std::collections::{HashMap, HashSet};

impl App {
    pub(crate) fn trace(&self, args: &TraceArgs, _: &Job<'_>) -> Result<Trace, Error> {
        self.with(|w| match args.kind.as_str() {
            "requirement" => Ok(of_requirement(w, position(w, &args.id)?)),
            "risk" => Ok(of_risk(w, w.risk(&args.id)?)),
            "incident" => Ok(of_incident(w, w.incident(&args.id)?)),
            other => Err(Error::invalid(
                "kind",
                format!("“{other}” cannot be traced; expected requirement, risk or incident"),
            )),
        })
    }
}

fn incident_link(w: &Workspace, at: usize) -> TraceLink {
    let incident = &w.incidents[at];
    let title = &incident.title;
    let when = text::date(incident.started, w.methods.zone);
    TraceLink {
        id: incident.id.to_string(),
        label: incident.label(),
        detail: if title.is_empty() {
            when
        } else {
            format!("{title}, {when}")
        },
        money: w.analysis.costs[at]
            .counts
            .then(|| total_figure(w, &[at], &format!("incident:{}:total", incident.id))),
    }
}

fn incident_links(w: &Workspace, wanted: impl Fn(&Incident) -> bool) -> Vec<TraceLink> {
    let mut found: Vec<usize> = (0..w.incidents.len())
        .filter(|at| wanted(&w.incidents[*at]))
        .collect();
    found.sort_by_key(|at| std::cmp::Reverse(w.incidents[*at].started));
    found.into_iter().map(|at| incident_link(w, at)).collect()
}

fn risk_links(w: &Workspace, wanted: impl Fn(&Risk) -> bool) -> Vec<TraceLink> {
    let plan = crate::plan::Plan::base(w);
    let today = plan.today(crate::plan::Scope::All);
    w.risks
        .iter()
        .filter(|r| wanted(r))
        .map(|risk| TraceLink {
            id: risk.id.to_string(),
            label: risk.name.clone(),
            detail: w.service_name(risk.service).into(),
            money: today
                .risks
                .iter()
                .position(|n| plan.scenario.risks[*n].id == risk.id)
                .map(|n| risk_money(w, risk, today.processes[n].mean_loss())),
        })
        .collect()
}

fn requirement_link(w: &Workspace, at: usize) -> TraceLink {
    let r = &w.requirements[at];
    let stands = standing(w, at);
    TraceLink {
        id: r.id.to_string(),
        label: r.label(),
        detail: format!("{}; {}", r.title, status_text(stands.status).to_lowercase()),
        money: Some(evidence_figure(
            w,
            r,
            Some(stands.now),
            Quantity::Loss,
            false,
        )),
    }
}

fn requirement_links(w: &Workspace, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut found: Vec<usize> = (0..w.requirements.len()).filter(|at| wanted(*at)).collect();
    found.sort_by_key(|at| w.requirements[*at].number);
    found
}

fn test_links(w: &Workspace, requirements: &[usize]) -> Vec<TraceLink> {
    requirements
        .iter()
        .map(|at| &w.requirements[*at])
        .filter(|r| !r.test.is_empty())
        .map(|r| TraceLink {
            id: r.id.to_string(),
            label: if r.test.title.is_empty() {
                format!("Test of {}", r.label())
            } else {
                r.test.title.clone()
            },
            detail: r.last_result().map_or_else(
                || format!("{}; not tested yet", r.label()),
                |last| {
                    format!(
                        "{}; {} on {}",
                        r.label(),
                        outcome_text(last.outcome).to_lowercase(),
                        text::date(last.at, w.methods.zone)
                    )
                },
            ),
            money: None,
        })
        .collect()
}

/// The risks of a requirement: those it names; of a target, all that it has to be kept against.
fn risks_of(w: &Workspace, requirement: usize) -> &[RiskId] {
    let r = &w.requirements[requirement];
    match r.source {
        Source::Target { .. } => &all_evidence(w)[requirement].risks,
        Source::Hand | Source::Risk { .. } => &r.risks,
    }
}

/// What leads to what, in one place: whichever end is opened, the same links are there.
struct Links<'w> {
    w: &'w Workspace,
    /// Incidents behind requirements that are about one risk alone, by that risk: whoever tied them
    /// to the one tied them to the other.
    through: HashMap<RiskId, HashSet<IncidentId>>,
}

impl<'w> Links<'w> {
    fn of(w: &'w Workspace) -> Self {
        let mut through: HashMap<RiskId, HashSet<IncidentId>> = HashMap::new();
        for (r, evidence) in w.requirements.iter().zip(all_evidence(w)) {
            if let [only] = r.risks.as_slice() {
                // What is behind it, worked out once.
                through
                    .entry(*only)
                    .or_default()
                    .extend(&evidence.incidents);
            }
        }
        Self { w, through }
    }

    /// Whether an incident was one of a risk.
    fn was(&self, risk: &Risk, incident: &Incident) -> bool {
        let tied = self.through.get(&risk.id);
        was(self.w, risk, incident) || tied.is_some_and(|ids| ids.contains(&incident.id))
    }
}

/// Incidents, risks and tests of a requirement.
pub(super) fn of_requirement(w: &Workspace, at: usize) -> Trace {
    let risks = risks_of(w, at);
    let behind: HashSet<IncidentId> = behind(w, &w.requirements[at]).into_iter().collect();
    Trace {
        of: requirement_link(w, at),
        incidents: incident_links(w, |i| behind.contains(&i.id)),
        risks: risk_links(w, |risk| risks.contains(&risk.id)),
        requirements: vec![],
        tests: test_links(w, &[at]),
    }
}

/// Incidents, requirements and tests of a risk.
fn of_risk(w: &Workspace, risk: &Risk) -> Trace {
    let links = Links::of(w);
    let requirements = requirement_links(w, |at| risks_of(w, at).contains(&risk.id));
    Trace {
        of: risk_links(w, |r| r.id == risk.id)
            .pop()
            .unwrap_or_else(|| TraceLink {
                id: risk.id.to_string(),
                label: risk.name.clone(),
                detail: w.service_name(risk.service).into(),
                money: None,
            }),
        incidents: incident_links(w, |incident| links.was(risk, incident)),
        risks: vec![],
        tests: test_links(w, &requirements),
        requirements: requirements
            .iter()
            .map(|at| requirement_link(w, *at))
            .collect(),
    }
}

/// Risks, requirements and tests of an incident.
fn of_incident(w: &Workspace, at: usize) -> Trace {
    let links = Links::of(w);
    let incident: &Incident = &w.incidents[at];
    let requirements = requirement_links(w, |at| {
        let r = &w.requirements[at];
        is_behind(w, r, &risks_behind(w, r), incident)
    });
    Trace {
        of: incident_link(w, at),
        incidents: vec![],
        risks: risk_links(w, |risk| links.was(risk, incident)),
        tests: test_links(w, &requirements),
        requirements: requirements
            .iter()
            .map(|at| requirement_link(w, *at))
            .collect(),
    }
}
