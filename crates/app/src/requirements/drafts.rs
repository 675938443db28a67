//! Drafts of requirements from risks of the register and from targets.

use super::{Asked, Scales, incidents_of};
use crate::plan::Scope;
use crate::text;
use crate::wire::Error;
use crate::workspace::Workspace;
use ninefold_domain::analysis::target_of;
use ninefold_domain::id::{OptionId, RequirementId, RiskId, ServiceId, TechniqueId};
use ninefold_domain::premortem::Cluster;
use ninefold_domain::record::{Dependency, DependencyKind, Service};
use ninefold_domain::requirement::draft::{
    Candidate, Given, by_hand, from_risk, from_target, worthwhile,
};
use ninefold_domain::requirement::{Requirement, Source, Status};
use ninefold_domain::simulate::Process;
use ninefold_domain::techniques;
use ninefold_domain::tiers::Change;
use ninefold_domain::tiers::finance::annuity;

/// What was drafted, and what was not.
pub(crate) struct Drafts {
    /// New requirements, numbered on from those of the workspace.
    pub(crate) requirements: Vec<Requirement>,
    /// Each with why.
    pub(crate) skipped: Vec<String>,
}

/// The number of the next requirement.
pub(crate) fn next_number(w: &Workspace) -> u32 {
    1 + w.requirements.iter().map(|r| r.number).max().unwrap_or(0)
}

/// Names of the services that one cannot do without.
fn leans_on(w: &Workspace, service: &Service) -> Vec<String> {
    let hard = |d: &&Dependency| matches!(d.kind, DependencyKind::Hard);
    let on = service.dependencies.iter().filter(hard).map(|d| d.on);
    on.map(|on| w.service_name(on).to_owned()).collect()
}

/// The dearest hour of a service.
fn peak(w: &Workspace, service: ServiceId) -> Option<String> {
    let at = w.services.iter().position(|s| s.id == service)?;
    let outage = w.analysis.full_outage(at)?;
    Some(text::hour_of_week_long(outage.peak_hour))
}

/// The requirement in force that came of the same source, if there is one.
fn already<'w>(w: &'w Workspace, service: ServiceId, source: &Source) -> Option<&'w Requirement> {
    w.requirements.iter().find(|r| {
        r.status != Status::Retired
            && r.service == service
            && match (&r.source, source) {
                (Source::Risk { of: a }, Source::Risk { of: b }) => a == b,
                (Source::Target { .. }, Source::Target { .. }) => true,
                _ => false,
            }
    })
}

/// Drafts a requirement for each of these risks of the register. One that has a requirement
/// already is skipped and named. Nothing is written: the caller commits the records, of which
/// each takes an id of `new_id`.
///
/// # Errors
/// A risk that is not in the register.
pub(crate) fn draft_risks(
    w: &Workspace,
    risks: &[RiskId],
    mut new_id: impl FnMut() -> u128,
) -> Result<Drafts, Error> {
    let mut scales = Scales::of(w);
    let mut drafts = Drafts {
        requirements: Vec::new(),
        skipped: Vec::new(),
    };
    for id in risks {
        let risk = w
            .risks
            .iter()
            .find(|r| r.id == *id)
            .ok_or_else(|| Error::not_found("this risk"))?;
        if let Some(known) = already(w, risk.service, &Source::Risk { of: *id }) {
            drafts
                .skipped
                .push(format!("{} has {} already", risk.name, known.label()));
            continue;
        }
        let Some(service) = w.services.iter().find(|s| s.id == risk.service) else {
            drafts
                .skipped
                .push(format!("{} is of a service that is gone", risk.name));
            continue;
        };
        let parts = match risk.parts() {
            Ok(parts) => parts,
            Err(errors) => {
                let why: Vec<String> = errors.iter().map(ToString::to_string).collect();
                drafts
                    .skipped
                    .push(format!("{}: {}", risk.name, why.join(" ")));
                continue;
            }
        };
        let candidates = candidates(w, &scales, *id);
        let techniques = worthwhile(&candidates);
        let ids: Vec<TechniqueId> = techniques.iter().map(|t| t.id).collect();
        let target = target_of(service, &w.tiers, &w.methods).0;
        let incidents = incidents_of(w, &[*id]);
        let evidence = scales.evidence(&Asked {
            service: service.id,
            risks: &[*id],
            target: Some(target),
            techniques: &ids,
            option: None,
            incidents,
        });
        let given = Given {
            id: RequirementId(new_id()),
            number: next_number(w) + drafts.requirements.len() as u32,
            service,
            target,
            year: scales.plan.given.year,
            leans_on: leans_on(w, service),
            peak: peak(w, service.id),
            evidence,
        };
        drafts
            .requirements
            .push(from_risk(&given, risk, &parts, &techniques));
    }
    Ok(drafts)
}

/// Techniques for a risk, with what each costs and avoids of the risk's loss over the horizon,
/// beside those that are on.
fn candidates(w: &Workspace, scales: &Scales<'_>, id: RiskId) -> Vec<Candidate> {
    let plan = &scales.plan;
    let upkeep = annuity(
        plan.scenario.economics.discount,
        plan.scenario.economics.horizon,
    );
    let bare = plan.bare(Scope::All);
    let risks = plan.risks_of(&bare.risks);
    let Some(at) = risks.iter().position(|r| r.id == id) else {
        return Vec::new();
    };
    // What is on in the base scenario, or was switched on for this risk in a pre-mortem.
    let on_for_it = |technique: TechniqueId| {
        let of = |c: &Cluster| c.risk == Some(id) && c.into.is_none();
        plan.scenario.techniques.contains(&technique)
            || w.premortems.clusters.iter().filter(|c| of(c)).any(|c| {
                c.mitigations
                    .iter()
                    .any(|m| m.on && m.technique == technique)
            })
    };
    let loss = |processes: &[Process]| processes.iter().map(Process::mean_loss).sum::<f64>();
    plan.given
        .techniques
        .iter()
        .filter(|t| t.scope.holds(risks[at]))
        .filter_map(|technique| {
            let others: Vec<_> = plan
                .on()
                .into_iter()
                .filter(|t| t.id != technique.id)
                .collect();
            let (before, _) = techniques::apply(&bare.processes, &risks, &others);
            let (after, errors) = techniques::apply(&before, &risks, &[technique]);
            // One that does nothing for this very risk is no answer to it.
            let helps = after[at].mean_loss() < before[at].mean_loss();
            if !errors.is_empty() || !helps {
                return None;
            }
            Some(Candidate {
                id: technique.id,
                name: technique.name.clone(),
                cost: technique.cost(upkeep).ok()?,
                avoided: upkeep * (loss(&before) - loss(&after)),
                chosen: on_for_it(technique.id),
            })
        })
        .collect()
}

/// Drafts a requirement for each of these services, or for each that has a risk where none is
/// named: that it keeps its target, or the chosen option's.
///
/// # Errors
/// An option or a service that is not there.
pub(crate) fn draft_targets(
    w: &Workspace,
    option: Option<OptionId>,
    services: &[ServiceId],
    mut new_id: impl FnMut() -> u128,
) -> Result<Drafts, Error> {
    let mut scales = Scales::of(w);
    let chosen = match option {
        None => None,
        Some(id) => Some(
            w.options
                .iter()
                .find(|o| o.id == id)
                .ok_or_else(|| Error::not_found("this option"))?,
        ),
    };
    let techniques: Vec<TechniqueId> = match chosen.map(|o| &o.change) {
        Some(Change::Techniques { of }) => of.clone(),
        _ => Vec::new(),
    };
    let wanted: Vec<ServiceId> = if services.is_empty() {
        w.services
            .iter()
            .map(|s| s.id)
            .filter(|id| w.risks.iter().any(|r| r.service == *id))
            .collect()
    } else {
        services.to_vec()
    };
    let mut drafts = Drafts {
        requirements: Vec::new(),
        skipped: Vec::new(),
    };
    for id in wanted {
        let service = w
            .services
            .iter()
            .find(|s| s.id == id)
            .ok_or_else(|| Error::not_found("this service"))?;
        if let Some(known) = already(w, id, &Source::Target { option }) {
            drafts.skipped.push(format!(
                "{} has {} for its target already",
                service.name,
                known.label()
            ));
            continue;
        }
        let target = match chosen.map(|o| &o.change) {
            Some(Change::Target { target, .. }) => *target,
            _ => target_of(service, &w.tiers, &w.methods).0,
        };
        let asked = |risks| Asked {
            service: id,
            risks,
            target: Some(target),
            techniques: &techniques,
            option,
            incidents: vec![],
        };
        let mut evidence = scales.evidence(&asked(&[]));
        evidence.incidents = incidents_of(w, &evidence.risks);
        // The risk that takes most of the budget is what the target is tried with.
        let parts = scales.parts(id, &evidence.risks);
        let largest = parts.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let largest = largest.and_then(|(id, ..)| w.risks.iter().find(|r| r.id == *id));
        let given = Given {
            id: RequirementId(new_id()),
            number: next_number(w) + drafts.requirements.len() as u32,
            service,
            target,
            year: scales.plan.given.year,
            leans_on: leans_on(w, service),
            peak: peak(w, service.id),
            evidence,
        };
        drafts
            .requirements
            .push(from_target(&given, option, largest, techniques.clone()));
    }
    Ok(drafts)
}

/// A requirement by hand for a service, before anything is typed.
pub(crate) fn draft_blank(
    w: &Workspace,
    service: ServiceId,
    id: RequirementId,
) -> Result<Requirement, Error> {
    let found = w
        .services
        .iter()
        .find(|s| s.id == service)
        .ok_or_else(|| Error::not_found("this service"))?;
    let target = target_of(found, &w.tiers, &w.methods).0;
    let mut scales = Scales::of(w);
    let evidence = scales.evidence(&Asked {
        service,
        risks: &[],
        target: Some(target),
        techniques: &[],
        option: None,
        incidents: vec![],
    });
    Ok(by_hand(&Given {
        id,
        number: next_number(w),
        service: found,
        target,
        year: scales.plan.given.year,
        leans_on: leans_on(w, found),
        peak: peak(w, service),
        evidence,
    }))
}
