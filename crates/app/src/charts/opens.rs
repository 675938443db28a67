//! What a point of a chart opens: the figure that it shows, as it is explained elsewhere.

use super::tiers;
use crate::text;
use crate::views::Frame;
use crate::views::availability::{against_targets, is_agreed};
use crate::views::incidents::incident_parts;
use crate::views::lines::window_parts;
use crate::wire::ChartName;
use crate::workspace::Workspace;
use ninefold_domain::ledger::{Cut, Key, cut};
use std::collections::HashMap;

/// Keys of explanations by what a point says of itself.
pub(super) enum Opens {
    /// Nothing: the points are records, or explained beside the chart.
    Nothing,
    /// One for all points.
    All(String),
    /// By the label of the row or place, whatever the series.
    Labels(HashMap<String, String>),
    /// By the label of a service: its id behind a word for each series.
    Services([&'static str; 2], HashMap<String, String>),
    /// The incident that a stretch is, or the worst of several.
    Incidents,
    /// Hours of the week, a series a day: of all services, or of the one that is named.
    Hours(String),
}

impl Opens {
    /// Of a chart over a window.
    pub(super) fn of(w: &Workspace, chart: ChartName, scope: &str, frame: &Frame) -> Self {
        let incidents = || -> Vec<usize> { w.analysis.incidents_in(frame.window).collect() };
        let services = |series| {
            let ids = w.services.iter();
            let ids = ids.map(|s| (s.name.clone(), s.id.to_string())).collect();
            Self::Services(series, ids)
        };
        match chart {
            ChartName::CostPerMinute => services(["outage", "peak"]),
            ChartName::UsedAllowed => services(["downtime", "allowed"]),
            ChartName::Budget if scope.is_empty() => {
                let first = against_targets(w, frame)
                    .into_iter()
                    .find(|(b, _)| is_agreed(b));
                first.map_or(Self::Nothing, |(_, row)| {
                    Self::All(format!("left:{}", row.id))
                })
            }
            ChartName::Budget => Self::All(format!("left:{scope}")),
            ChartName::WeekHeat => Self::Hours(if scope.is_empty() {
                "all".into()
            } else {
                scope.into()
            }),
            ChartName::CostLines => {
                let lines = match scope {
                    "" => window_parts(w, &incidents()),
                    id => match w.incident(id) {
                        Ok(i) => incident_parts(w, i),
                        Err(_) => return Self::Nothing,
                    },
                };
                let total = match scope {
                    "" => "total".to_owned(),
                    id => format!("incident:{id}:total"),
                };
                let mut keys: HashMap<String, String> =
                    lines.into_iter().map(|p| (p.label, p.explain)).collect();
                keys.insert("Total".into(), total);
                Self::Labels(keys)
            }
            ChartName::CostByMonth => {
                let months = cut(&w.facts(), &w.analysis, &incidents(), Cut::Month);
                let keys = months.into_iter().filter_map(|entry| match entry.key {
                    Key::Month(Some(month)) => {
                        let start = month.interval(w.methods.zone)?.start;
                        let label = text::month(start, w.methods.zone);
                        Some((label, format!("cut:month:{month}")))
                    }
                    _ => None,
                });
                Self::Labels(keys.collect())
            }
            ChartName::Expected => Self::All(format!("incident:{scope}:lostRevenue")),
            ChartName::Times => Self::All(format!("time:{scope}")),
            ChartName::Demand => Self::All("growth:forecast".into()),
            ChartName::GrowthSlope => Self::All("growth:slope".into()),
            ChartName::Timeline => Self::Incidents,
            ChartName::TierCurves
            | ChartName::Payback
            | ChartName::Tornado
            | ChartName::Frontier
            | ChartName::Exceedance => tiers::opens(w, chart, scope),
            ChartName::Velocity | ChartName::Risks => Self::Nothing,
        }
    }

    /// The key that a point opens; empty for none.
    pub(super) fn key(&self, w: &Workspace, series: u32, label: &str, of: Option<u64>) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::All(key) => key.clone(),
            Self::Labels(keys) => keys.get(label).cloned().unwrap_or_default(),
            Self::Services(series_of, ids) => {
                match (series_of.get(series as usize), ids.get(label)) {
                    (Some(what), Some(id)) => format!("{what}:{id}"),
                    _ => String::new(),
                }
            }
            Self::Incidents => {
                let incident = of.and_then(|i| w.incidents.get(usize::try_from(i).ok()?));
                incident.map_or_else(String::new, |i| format!("incident:{}:total", i.id))
            }
            Self::Hours(whose) => match label.parse::<u32>() {
                Ok(hour) => format!("hour:{whose}:{}", series * 24 + hour),
                Err(_) => String::new(),
            },
        }
    }
}
