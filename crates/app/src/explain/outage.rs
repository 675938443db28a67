//! A minute of full outage.

use super::minute::{team_inputs, team_step};
use super::{baseline_input, input, per_minute, revenue_files, treated_revenue};
use crate::text;
use crate::views::cost::{outage_tile, team_per_minute};
use crate::wire::{Basis, Explanation, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::impact::WHOLE;
use ninefold_domain::outage::FullOutage;

/// A full-outage minute.
pub(super) fn outage(w: &Workspace, service: Option<usize>) -> Explanation {
    let currency = w.methods.currency;
    let team = team_per_minute(w);
    let (outage, name, factors): (Option<FullOutage>, String, Vec<(usize, i64)>) = match service {
        None => (
            w.analysis.whole_outage(),
            "everything".into(),
            (0..w.streams.len()).map(|s| (s, WHOLE)).collect(),
        ),
        Some(s) => (
            w.analysis.full_outage(s),
            w.services[s].name.clone(),
            w.analysis.reach.streams_from(s).to_vec(),
        ),
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut inputs = vec![baseline_input(w)];
    for (stream, factor) in factors
        .iter()
        .filter(|(s, _)| w.analysis.covered[*s].is_some())
    {
        let velocity = w.analysis.velocity(*stream);
        let share = *factor as f64 / WHOLE as f64;
        steps.push(Step {
            label: format!(
                "{}: {} a minute on average × {} dependence",
                w.streams[*stream].name,
                text::money_estimate(velocity.mean_per_minute(), currency),
                text::percent_plain(share)
            ),
            value: text::money_estimate(velocity.mean_per_minute() * share, currency),
        });
        inputs.push(input(
            &format!("Expected revenue, {}", w.streams[*stream].name),
            format!(
                "from {} clean minutes",
                text::count(velocity.clean_minutes().max(0) as usize)
            ),
            Basis::Measured,
            &revenue_files(w),
        ));
    }
    inputs.extend(treated_revenue(w, factors.iter().map(|(s, _)| *s)));
    let mean = outage.as_ref().map_or(0.0, |o| o.mean);
    steps.push(Step {
        label: "Expected revenue of all of them".into(),
        value: format!("{}/min", text::money_estimate(mean, currency)),
    });
    steps.push(team_step(w));
    inputs.extend(team_inputs(w));
    let sum = mean + team;
    steps.push(Step {
        label: "A minute of full outage".into(),
        value: text::money_estimate(sum, currency),
    });
    let figure = match (&outage, service) {
        (Some(_), None) => outage_tile(w).figure,
        (Some(o), Some(_)) => per_minute(w, o.mean + team).ranged(
            o.range.0 + team,
            o.range.1 + team,
            "nine of ten weeks averaged within",
        ),
        (None, _) => per_minute(w, team),
    };
    let hours = outage.as_ref().map(|o| o.hours.clone()).unwrap_or_default();
    let mut dearest: Vec<usize> = (0..hours.len()).collect();
    dearest.sort_by(|a, b| hours[*b].total_cmp(&hours[*a]).then(a.cmp(b)));
    Explanation {
        title: format!("Cost of a full-outage minute of {name}"),
        figure,
        formula: "Σ over streams (expected revenue per minute × dependence) + team × loaded rate ÷ 60".into(),
        steps,
        inputs,
        rows: TextTable {
            columns: vec!["Hour of the week".into(), "Revenue per minute".into(), "With the team".into()],
            rows: dearest
                .iter()
                .map(|h| {
                    vec![
                        text::hour_of_week(*h),
                        text::money_estimate(hours[*h], currency),
                        text::money_estimate(hours[*h] + team, currency),
                    ]
                })
                .collect(),
        },
        rows_note: if hours.is_empty() { String::new() } else { "168 hours, dearest first".into() },
        notes: vec![
            "The range is that of weekly averages: nine of ten clean weeks fell inside. A single hour strays further.".into(),
        ],
    }
}
