//! What the facts of a workspace give a scenario.

use crate::workspace::Workspace;
use ninefold_domain::analysis::target_of;
use ninefold_domain::distribution::{Estimate, Lognormal};
use ninefold_domain::id::{RiskId, ServiceId};
use ninefold_domain::impact::WHOLE;
use ninefold_domain::methods::View;
use ninefold_domain::record::Channel;
use ninefold_domain::structure::{Ceiling, Component};
use ninefold_domain::techniques::Technique;
use serde::{Deserialize, Serialize};

/// What the facts gave a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Given {
    /// Minutes of a year.
    pub(crate) year: f64,
    /// Services, in the order of the workspace.
    pub(crate) services: Vec<GivenService>,
    /// What a minute costs with everything down, in major units.
    pub(crate) whole_per_minute: f64,
    /// Share of its service's cost per minute that a risk touches, where it names streams.
    pub(crate) touched: Vec<(RiskId, f64)>,
    /// Loaded rate of one person for one hour, in major units.
    pub(crate) hourly_rate: f64,
    /// What can be done.
    pub(crate) techniques: Vec<Technique>,
    /// How a cost per minute was made of expected revenue, in words.
    pub(crate) worth: String,
}

/// What a scenario needs of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct GivenService {
    pub(crate) id: ServiceId,
    pub(crate) name: String,
    /// Its availability target.
    pub(crate) target: f64,
    pub(crate) channels: Vec<Channel>,
    /// The most that what it leans on allows, if all of it keeps its target.
    pub(crate) ceiling: f64,
    /// The services that it leans on at any depth, with the share of users that each takes down.
    /// Missing in what was saved before it was told.
    #[serde(default)]
    pub(crate) leans_on: Option<Vec<(usize, f64)>>,
    /// What a minute of full outage costs, all users hit, at an average hour.
    pub(crate) per_minute: Estimate,
    /// Expected revenue of each hour of the week; empty where there is none.
    pub(crate) hours: Vec<f64>,
    /// Services that are down with it, itself first, with the share of their users.
    pub(crate) reaches: Vec<(usize, f64)>,
}

impl GivenService {
    /// What a minute of full outage costs on average.
    pub(crate) fn mean_per_minute(&self) -> f64 {
        self.per_minute
            .distribution("cost per minute")
            .map_or(0.0, |d| d.mean())
    }
}

impl Given {
    /// Whether these are the facts of `now`, as far as they were told when these were saved.
    pub(crate) fn is(&self, now: &Self) -> bool {
        let mut now = now.clone();
        for (now, then) in now.services.iter_mut().zip(&self.services) {
            if then.leans_on.is_none() {
                now.leans_on = None;
            }
        }
        *self == now
    }

    /// What the facts give today.
    pub(crate) fn of(w: &Workspace) -> Self {
        let assumptions = &w.methods.assumptions;
        let margin = match assumptions.view {
            View::Revenue => 1.0,
            View::Margin => assumptions.margin,
        };
        let back = match &w.analysis.recapture {
            // What the lines take off, and no more: where it may as well be nothing, nothing.
            Some(recapture) if assumptions.recapture => recapture.applied(),
            _ => 0.0,
        };
        let worth = margin * (1.0 - back);
        let targets: Vec<f64> = w
            .services
            .iter()
            .map(|s| target_of(s, &w.tiers, &w.methods).0)
            .collect();
        let unmeasured = vec![None; targets.len()];
        let reach = &w.analysis.reach;
        let services = w
            .services
            .iter()
            .enumerate()
            .map(|(s, service)| {
                let outage = w.analysis.full_outage(s);
                let ceiling = Ceiling::of(s, reach, &targets, &unmeasured);
                GivenService {
                    id: service.id,
                    name: service.name.clone(),
                    target: targets[s],
                    channels: service.channels.clone(),
                    ceiling: ceiling.as_ref().map_or(1.0, |c| c.by_targets),
                    leans_on: Some(ceiling.map_or_else(Vec::new, |c| {
                        let services = c.parts.iter().filter_map(|part| match part.component {
                            Component::Service(on) => Some((on, part.share)),
                            Component::Group(_) => None,
                        });
                        services.collect()
                    })),
                    per_minute: outage.as_ref().map_or(Estimate::fixed(0.0), |o| {
                        around(o.mean * worth, o.range.0 * worth, o.range.1 * worth)
                    }),
                    hours: outage.map(|o| o.hours).unwrap_or_default(),
                    reaches: reach
                        .services_from(s)
                        .iter()
                        .map(|(to, share)| (*to, *share as f64 / WHOLE as f64))
                        .collect(),
                }
            })
            .collect();
        let per_minute = |stream: usize| w.analysis.velocity(stream).mean_per_minute();
        let touched = w
            .risks
            .iter()
            .filter(|r| !r.streams.is_empty())
            .filter_map(|risk| {
                let service = w.services.iter().position(|s| s.id == risk.service)?;
                let (mut all, mut part) = (0.0, 0.0);
                for (stream, share) in reach.streams_from(service) {
                    let lost = per_minute(*stream) * *share as f64;
                    all += lost;
                    if risk.streams.contains(&w.streams[*stream].id) {
                        part += lost;
                    }
                }
                Some((risk.id, if all > 0.0 { part / all } else { 0.0 }))
            })
            .collect();
        Self {
            year: w.methods.year.minutes(),
            services,
            whole_per_minute: w.analysis.whole_outage().map_or(0.0, |o| o.mean * worth),
            touched,
            hourly_rate: w.methods.team_rate,
            techniques: w.techniques.clone(),
            worth: match (margin == 1.0, back == 0.0) {
                (true, true) => "expected revenue in full".into(),
                (true, false) => format!(
                    "expected revenue less {} that comes back",
                    crate::text::percent(back, 0)
                ),
                (false, true) => {
                    format!("{} margin", crate::text::percent(margin, 0))
                }
                (false, false) => format!(
                    "{} margin, less {} that comes back",
                    crate::text::percent(margin, 0),
                    crate::text::percent(back, 0)
                ),
            },
        }
    }
}

/// A 90 % range with this mean and the shape of these ends; the mean alone where they are no
/// range.
fn around(mean: f64, low: f64, high: f64) -> Estimate {
    if !(low > 0.0 && high > low && mean > 0.0) {
        return Estimate::fixed(mean.max(0.0));
    }
    let by = mean / Lognormal::from_interval(low, high).mean();
    Estimate::interval(low * by, high * by)
}
