//! What is missing from figures that look whole: each in a sentence that says where to mend it.

use super::cost::not_counted;
use crate::text;
use crate::workspace::Workspace;
use ninefold_domain::cost::IncidentCost;
use ninefold_domain::record::Incident;
use std::collections::BTreeMap;

/// Names that one sentence lists.
const NAMED: usize = 4;

fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let shown = names[..names.len().min(NAMED)].join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}

/// All that the figures of some incidents lack.
pub(crate) fn all(w: &Workspace, inside: &[usize]) -> Vec<String> {
    not_counted(w, inside)
        .into_iter()
        .chain(of_cost(w, inside))
        .chain(of_severities(w, inside))
        .collect()
}

/// What their cost lacks: streams that are reached, rates of people.
fn of_cost(w: &Workspace, inside: &[usize]) -> Vec<String> {
    let costs = || inside.iter().map(|i| &w.analysis.costs[*i]);
    let mut out = Vec::new();
    // Services with incidents from which no stream is reached: where none of them loses anything, or
    // so many do not that the figures are about something else. Some service may well sell nothing.
    let reached = |s: usize| !w.analysis.reach.streams_from(s).is_empty();
    let lost = |c: &&IncidentCost| !c.losses.is_empty();
    let lossless = costs()
        .filter(|c| c.counts && !lost(c) && c.services().all(|(on, _)| !reached(on)))
        .count();
    let many = lossless * 4 > costs().filter(|c| c.counts).count();
    let idle: Vec<String> = (0..w.services.len())
        .filter(|s| !reached(*s))
        .filter(|s| {
            let own = || costs().filter(|c| c.services().any(|(on, _)| on == *s));
            own().any(|c| !lost(&c)) && (many || !own().any(|c| lost(&c)))
        })
        .map(|s| w.services[s].name.clone())
        .collect();
    if !idle.is_empty() && !w.streams.is_empty() {
        let streams: Vec<String> = w.streams.iter().map(|s| s.name.clone()).collect();
        out.push(format!(
            "No revenue stream hangs on {}: their incidents lose no revenue in these figures. Say under Settings, streams, which services carry {}.",
            listed(&idle),
            listed(&streams)
        ));
    }
    let unpriced: u32 = costs().map(|c| c.labor.unpriced).sum();
    if unpriced > 0 {
        out.push(format!(
            "{} no rate, neither of their own nor on the rate card, and count nothing: add the roles under Settings.",
            text::counted(unpriced as usize, "labor entry has", "labor entries have")
        ));
    }
    out
}

/// Severities that no impact was set for, with the incidents that count nothing for it.
fn of_severities(w: &Workspace, inside: &[usize]) -> Option<String> {
    let mut unknown = lacking(inside.iter().map(|i| &w.incidents[*i]));
    unknown.retain(|severity, _| !w.methods.knows_severity(severity));
    let count: usize = unknown.values().sum();
    let names: Vec<String> = unknown.into_keys().map(str::to_owned).collect();
    (count > 0).then(|| {
        format!(
            "{} 0 %, because severity {} has no impact: set it under Settings, severities.",
            text::counted(count, "incident counts", "incidents count"),
            listed(&names)
        )
    })
}

/// Incidents by severity with an impact that has no share of its own. A severity takes a while to
/// look up, so it is not done for each of them.
fn lacking<'w>(incidents: impl Iterator<Item = &'w Incident>) -> BTreeMap<&'w str, usize> {
    let mut out = BTreeMap::new();
    for incident in incidents {
        if let Some(severity) = incident.severity.as_deref()
            && incident.impacts.iter().any(|impact| impact.share.is_none())
        {
            *out.entry(severity).or_default() += 1;
        }
    }
    out
}

/// Whether a share of users that nobody stated is in the downtime: one that a severity stands for.
pub(crate) fn shares_are_assumed(w: &Workspace) -> bool {
    let severities = lacking(w.incidents.iter());
    (severities.keys()).any(|severity| w.methods.impact_of(Some(severity)) < 1.0)
}
