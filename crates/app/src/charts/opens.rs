//! What a point of a chart opens: the figure that it shows, as it is explained elsewhere.

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
    /// By the label of the row or place.
    Labels(HashMap<String, String>),
    /// By the number of the incident that a stretch is, or of the worst of several.
    Spans(HashMap<String, String>),
    /// Hours of the week, a series a day: of all services, or of the one that is named.
    Hours(String),
}

impl Opens {
    /// Of a chart over a window.
    pub(super) fn of(w: &Workspace, chart: ChartName, scope: &str, frame: &Frame) -> Self {
        let incidents = || -> Vec<usize> { w.analysis.incidents_in(frame.window).collect() };
        let services = |what: &str| {
            let keys = w.services.iter();
            keys.map(|s| (s.name.clone(), format!("{what}:{}", s.id)))
                .collect()
        };
        match chart {
            ChartName::CostPerMinute => Self::Labels(services("outage")),
            ChartName::UsedAllowed => Self::Labels(services("left")),
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
            ChartName::Timeline => {
                let all = super::spans_of(w, frame).into_iter();
                let spans = all.flat_map(|lane| super::merged(lane, frame.window));
                let keys = spans.map(|m| {
                    let incident = &w.incidents[m.whose];
                    (incident.label(), format!("incident:{}:total", incident.id))
                });
                Self::Spans(keys.collect())
            }
            ChartName::Velocity
            | ChartName::Risks
            | ChartName::TierCurves
            | ChartName::Payback
            | ChartName::Tornado
            | ChartName::Frontier
            | ChartName::Exceedance => Self::Nothing,
        }
    }

    /// The key that a point opens; empty for none.
    pub(super) fn key(&self, series: u32, label: &str, said: &str) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::All(key) => key.clone(),
            Self::Labels(keys) => keys.get(label).cloned().unwrap_or_default(),
            Self::Spans(keys) => {
                // `INC-0059, 60 min, 100 %`; where stretches are drawn as one, `2 incidents, worst:
                // INC-0059, 60 min, 100 %`, or `2 incidents, worst INC-0059 with 100 %`.
                let number = |part: &str| {
                    let part = part.trim_start_matches("worst").trim_start_matches(':');
                    let part = part
                        .rsplit_once(" with ")
                        .map_or(part, |(number, _)| number);
                    keys.get(part.trim()).cloned()
                };
                said.split(", ").find_map(number).unwrap_or_default()
            }
            Self::Hours(of) => match label.parse::<u32>() {
                Ok(hour) => format!("hour:{of}:{}", series * 24 + hour),
                Err(_) => String::new(),
            },
        }
    }
}
