//! Costs of a minute besides the average one of a full outage: in the dearest hour, of the team,
//! and as observed.

use super::incident::nothing;
use super::window::incident_rows;
use super::{
    MOST_ROWS, baseline_input, input, per_minute, revenue_files, rows_note, step, treated_revenue,
};
use crate::text;
use crate::views::Frame;
use crate::views::cost::{
    HOURS_MEAN, observed_figure, observed_incidents, peak_figure, service_part, team_per_minute,
};
use crate::views::lines::open_minutes;
use crate::wire::{Basis, Explanation, Input, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::impact::WHOLE;
use ninefold_domain::money::Money;

/// People on a full outage and their loaded rate.
pub(super) fn team_inputs(w: &Workspace) -> [Input; 2] {
    [
        input(
            "People on a full outage",
            w.methods.team_people.to_string(),
            Basis::Assumed,
            "Settings, choices",
        ),
        input(
            "Their loaded rate",
            format!(
                "{} an hour",
                text::money_estimate(w.methods.team_rate, w.methods.currency)
            ),
            Basis::Assumed,
            "Settings, choices",
        ),
    ]
}

pub(super) fn team_step(w: &Workspace) -> Step {
    let currency = w.methods.currency;
    step(
        format!(
            "Team: {} people × {} an hour ÷ 60",
            w.methods.team_people,
            text::money_estimate(w.methods.team_rate, currency)
        ),
        text::money_estimate(team_per_minute(w), currency),
    )
}

/// The team on a full outage.
pub(super) fn team(w: &Workspace) -> Explanation {
    let mut figure = per_minute(w, team_per_minute(w));
    figure.basis = Basis::Assumed;
    Explanation {
        title: "The team on a full outage".into(),
        figure,
        formula: "people × loaded rate ÷ 60".into(),
        steps: vec![team_step(w)],
        inputs: team_inputs(w).to_vec(),
        rows: nothing(),
        rows_note: String::new(),
        notes: vec![
            "A plan for a full outage, not what incidents took: that is in their labor lines."
                .into(),
        ],
    }
}

/// An hour of the week, the dearest where none is named, of everything or of a service.
pub(super) fn hour(w: &Workspace, service: Option<usize>, asked: Option<usize>) -> Explanation {
    let currency = w.methods.currency;
    let (outage, name, factors) = match service {
        None => (
            w.analysis.whole_outage(),
            "everything",
            (0..w.streams.len()).map(|s| (s, WHOLE)).collect(),
        ),
        Some(s) => (
            w.analysis.full_outage(s),
            w.services[s].name.as_str(),
            w.analysis.reach.streams_from(s).to_vec(),
        ),
    };
    let streams: Vec<(usize, f64)> = factors
        .into_iter()
        .filter(|(s, _)| w.analysis.velocity(*s).clean_minutes() > 0)
        .map(|(s, factor)| (s, factor as f64 / WHOLE as f64))
        .collect();
    let team = team_per_minute(w);
    let mut inputs = vec![baseline_input(w)];
    let (mut steps, mut rows, mut all) = (Vec::new(), Vec::new(), 0);
    let (mut figure, mut when) = (per_minute(w, team), String::new());
    let peak = outage.as_ref().map_or(0, |o| o.peak_hour);
    let hour = asked.unwrap_or(peak);
    if let Some(outage) = &outage {
        when = text::hour_of_week_long(hour);
        // Only of the dearest hour is the range found beforehand.
        figure = if hour == peak {
            peak_figure(w, outage)
        } else {
            per_minute(w, outage.hours[hour] + team)
        };
        for (s, share) in &streams {
            let expected = w.analysis.velocity(*s).by_hour_of_week()[hour];
            steps.push(step(
                format!(
                    "{}: {} a minute in that hour × {} dependence",
                    w.streams[*s].name,
                    text::money_estimate(expected, currency),
                    text::percent_plain(*share)
                ),
                text::money_estimate(expected * share, currency),
            ));
            inputs.push(input(
                &format!("Expected revenue, {}", w.streams[*s].name),
                format!(
                    "from {}",
                    text::counted(
                        w.analysis.clean_hours(&[(*s, 1.0)], hour).len(),
                        "clean hour like it",
                        "clean hours like it"
                    )
                ),
                Basis::Measured,
                &revenue_files(w),
            ));
        }
        inputs.extend(treated_revenue(w, streams.iter().map(|(s, _)| *s)));
        let mut hours = w.analysis.clean_hours(&streams, hour);
        hours.reverse();
        all = hours.len();
        rows = hours
            .into_iter()
            .take(MOST_ROWS)
            .map(|(at, earned)| {
                vec![
                    text::date_time(at, w.methods.zone),
                    text::money_estimate(earned, currency),
                    text::money_estimate(earned + team, currency),
                ]
            })
            .collect();
    }
    steps.push(team_step(w));
    steps.push(step(
        if asked.is_none() {
            "A minute of full outage in the dearest hour"
        } else {
            "A minute of full outage in that hour"
        },
        figure.exact.clone(),
    ));
    inputs.extend(team_inputs(w));
    let minute =
        "Σ over streams (expected revenue per minute × dependence) + team × loaded rate ÷ 60";
    Explanation {
        title: match asked {
            None if when.is_empty() => format!("The dearest hour of {name}"),
            None => format!("The dearest hour of {name}, {when}"),
            Some(_) => format!("A minute of full outage of {name}, {when}"),
        },
        figure,
        formula: match asked {
            None => format!("max over the hours of the week: {minute}"),
            Some(_) => format!("in that hour of the week: {minute}"),
        },
        steps,
        inputs,
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["Clean hour", "Revenue per minute", "With the team"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: [
            (hour == peak).then(|| {
                format!("The range counts hours that all streams have clean: {HOURS_MEAN}.")
            }),
            (all > 0).then(|| super::WHOLE_HOURS.to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

/// What a minute of downtime did cost, of everything or of a service.
pub(super) fn observed(w: &Workspace, frame: &Frame, service: Option<usize>) -> Explanation {
    let currency = w.methods.currency;
    let inside = observed_incidents(w, frame, service);
    let part = |i: usize| match service {
        None => w.analysis.costs[i].total(),
        Some(s) => service_part(w, i, s).total(),
    };
    let revenue = |i: usize| match service {
        None => w.analysis.costs[i].net_units(),
        Some(s) => service_part(w, i, s).revenue,
    };
    let minutes = open_minutes(w, &inside, service);
    let mut explanation = incident_rows(w, &inside, part);
    let sum = |of: &dyn Fn(usize) -> i128| {
        Money::from_units(inside.iter().map(|i| of(*i)).sum(), currency)
    };
    let (all, direct) = (sum(&part), sum(&revenue));
    let figure = observed_figure(w, &inside, service);
    let name = service.map_or_else(|| "any service".to_owned(), |s| w.services[s].name.clone());
    let of = |money: Money| {
        if minutes > 0.0 {
            format!(
                "{}/min",
                text::money_estimate(money.to_estimate() / minutes, currency)
            )
        } else {
            text::NONE.into()
        }
    };
    explanation.title = format!(
        "Observed cost of a downtime minute of {name} {}",
        frame.spoken
    );
    explanation.formula =
        "cost of the incidents ÷ minutes in which at least one of them was open".into();
    explanation.steps = vec![
        step("Cost of the incidents, all lines", text::money_exact(all)),
        step("Net lost revenue of them", text::money_exact(direct)),
        step(
            format!("Minutes in which any was open on {name}"),
            format!("{} min", text::minutes_full(minutes)),
        ),
        step("A minute, direct revenue only", of(direct)),
        step("A minute, all lines", of(all)),
    ];
    explanation.figure = figure;
    explanation.inputs.push(input(
        "Downtime minutes",
        "any: a moment with any incident is one, whatever its impact".into(),
        Basis::Assumed,
        "fixed; so that cost and minutes are about the same incidents",
    ));
    explanation
}
