//! Availability of a service.

use super::{MOST_ROWS, baseline_input, input, rows_note};
use crate::text;
use crate::views::availability::{
    against_targets, allowed_figure, burn_figure, ceiling_figure, downtime_basis, downtime_figure,
    is_agreed, left_figure, long_run_figure, provided_figure, weighted_figure,
};
use crate::views::{Frame, counting_text, year_text};
use crate::wire::{Basis, Error, Explanation, ServiceAgainstTarget, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::analysis::target_of;
use ninefold_domain::availability::counted;
use ninefold_domain::impact::{Settled, WHOLE, pieces_on};
use ninefold_domain::longrun::FEW;
use ninefold_domain::structure::{Component, soft};
use ninefold_domain::targets::{Budget, ceilings, long_runs};

/// Which figure of a service’s availability is opened.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Of {
    /// What it provided.
    Availability,
    /// The counted minutes of downtime.
    Downtime,
    /// What is left of the error budget.
    Left,
    /// The error budget of the whole window.
    Allowed,
    /// How fast the budget of what was observed was used.
    Burn,
}

/// Availability of a service in the window, its downtime, or what is left of its budget.
pub(super) fn availability(
    w: &Workspace,
    frame: &Frame,
    s: usize,
    of: Of,
) -> Result<Explanation, Error> {
    let service = &w.services[s];
    let zone = w.methods.zone;
    let counting = w.methods.counting;
    let (budget, row) = against_targets(w, frame)
        .into_iter()
        .find(|(_, r)| r.id == service.id.to_string())
        .ok_or_else(|| Error::not_found("this service"))?;
    let p = &budget.provided;
    // Each incident's stretches on this service, found once.
    let hits: Vec<Vec<Settled>> = (0..w.incidents.len())
        .map(|i| w.analysis.hits(i).to_vec())
        .collect();
    let pieces = pieces_on(s, &hits, &w.analysis.reach);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut all = 0;
    for (interval, level) in w.analysis.downtime[s].within(frame.window) {
        all += 1;
        if rows.len() < MOST_ROWS {
            let mut by: Vec<usize> = pieces
                .iter()
                .filter(|p| p.interval.contains(interval.start))
                .map(|p| p.incident as usize)
                .collect();
            by.sort_unstable();
            by.dedup();
            let by: Vec<String> = by.iter().map(|i| w.incidents[*i].label()).collect();
            rows.push(vec![
                text::date_time(interval.start, zone),
                text::minutes(interval.minutes()),
                text::percent(level as f64 / WHOLE as f64, 0),
                text::minutes(interval.minutes() * counted(level, counting) as f64 / WHOLE as f64),
                by.join(", "),
            ]);
        }
    }
    let mut steps = agreed_steps(w, frame, s);
    if is_agreed(&budget) {
        steps.extend(budget_steps(w, &budget, &row));
    }
    // Where a service has to be there always, the minutes agreed are those observed.
    let minutes = if w.analysis.agreed[s].is_always() {
        "minutes observed"
    } else {
        "minutes agreed"
    };
    let basis = downtime_basis(w);
    let downtime = "downtime = ∫ worst impact open at each instant";
    let (what, figure, formula) = match of {
        Of::Availability => (
            "Availability",
            provided_figure(p, basis),
            format!("1 − downtime ÷ {minutes}; {downtime}"),
        ),
        Of::Downtime => (
            "Downtime",
            downtime_figure(p, basis),
            format!("{downtime}, inside the {minutes}"),
        ),
        Of::Left => (
            "Error budget left",
            left_figure(&budget, basis),
            format!("(1 − target) × {minutes} to the end of the window − downtime; {downtime}"),
        ),
        Of::Allowed => (
            "Error budget",
            allowed_figure(&budget),
            format!("(1 − target) × {minutes} to the end of the window"),
        ),
        Of::Burn => (
            "Burn rate",
            burn_figure(p, basis),
            format!(
                "downtime ÷ ((1 − target) × {minutes}): 1 uses the budget up as the window passes; {downtime}"
            ),
        ),
    };
    // The steps end in the figure that was opened.
    if let Some(last) = last_step(of, &budget).and_then(|label| {
        let at = steps
            .iter()
            .position(|step| step.label.starts_with(label))?;
        Some(steps.remove(at))
    }) {
        steps.push(last);
    }
    Ok(Explanation {
        title: format!("{what} of {} {}", service.name, frame.spoken),
        figure,
        formula,
        steps,
        inputs: vec![
            input(
                "Target",
                row.target.clone(),
                Basis::Assumed,
                &format!("Settings, {}", row.target_from),
            ),
            input(
                "Counting rule",
                counting_text(counting),
                Basis::Assumed,
                "Settings, choices",
            ),
            input(
                "Year",
                year_text(w.methods.year).into(),
                Basis::Assumed,
                "Settings, choices",
            ),
            input(
                "Incidents",
                row.incidents.to_string(),
                Basis::Measured,
                "Incidents",
            ),
            input(
                "Rate, exact Poisson 90 %",
                if row.rate.is_empty() {
                    "not told: the window is too short".into()
                } else {
                    row.rate.clone()
                },
                Basis::Estimated,
                "incidents ÷ years observed",
            ),
        ],
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["From", "Minutes", "Worst impact", "Counted", "Incidents"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: [
            row.caveat,
            if frame.partial {
                "The window is partial: it is clipped to what is on record.".into()
            } else {
                String::new()
            },
        ]
        .into_iter()
        .filter(|n| !n.is_empty())
        .collect(),
    })
}

/// How the step begins that shows a figure; nothing where it is the last anyway.
fn last_step(of: Of, budget: &Budget) -> Option<&'static str> {
    match of {
        Of::Availability => None,
        Of::Downtime => Some(DOWNTIME),
        Of::Left => Some(LEFT),
        Of::Burn => Some(BURN),
        Of::Allowed if budget.over => Some(BUDGET),
        Of::Allowed => Some(WHOLE_BUDGET),
    }
}

/// How the step of the downtime begins.
const DOWNTIME: &str = "Downtime";
/// How the step of the burn rate begins.
const BURN: &str = "Burn rate: downtime ÷ budget";
/// How the step of the budget of what was observed begins.
const BUDGET: &str = "Error budget: ";
/// How the step of the budget of the whole window begins.
const WHOLE_BUDGET: &str = "Error budget to the end of the window: ";
/// How the step of the budget left begins.
const LEFT: &str = "Budget − downtime";

/// From minutes agreed and minutes down to what was provided and what is left of the budget.
fn budget_steps(w: &Workspace, budget: &Budget, row: &ServiceAgainstTarget) -> Vec<Step> {
    let p = &budget.provided;
    let agreed = text::minutes_full(p.window_minutes);
    let step = |label: String, value: String| Step { label, value };
    let minutes = |minutes: f64| format!("{} min", text::minutes_full(minutes));
    let mut steps = vec![
        step(
            format!("{DOWNTIME}, {}", counting_text(w.methods.counting)),
            minutes(p.downtime),
        ),
        step(
            format!("{BUDGET}(1 − {}) × {agreed} min", row.target),
            minutes(p.budget),
        ),
        step(BURN.into(), row.burn.text.clone()),
    ];
    if !budget.over {
        steps.push(step(
            format!("{WHOLE_BUDGET}(1 − {}) × its agreed time", row.target),
            minutes(budget.whole),
        ));
    }
    steps.extend([
        step(LEFT.into(), minutes(budget.left)),
        step(
            "−log10(1 − availability), rounded down".into(),
            row.nines.clone(),
        ),
        step(
            format!("1 − {} ÷ {agreed}", text::minutes_full(p.downtime)),
            text::availability(p.availability),
        ),
    ]);
    steps
}

/// Availability weighted by what a minute was expected to earn.
pub(super) fn weighted(w: &Workspace, frame: &Frame, s: usize) -> Option<Explanation> {
    let service = &w.services[s];
    let counting = w.methods.counting;
    let currency = w.methods.currency;
    let weighted = w.analysis.revenue_weighted(s, frame.window, counting)?;
    let show = |value: f64| text::money_estimate(value, currency);
    let mut parts = weighted.parts.clone();
    let all = parts.len();
    parts.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.start.cmp(&b.0.start)));
    let rows: Vec<Vec<String>> = parts
        .iter()
        .take(MOST_ROWS)
        .map(|(interval, level, lost)| {
            vec![
                text::date_time(interval.start, w.methods.zone),
                text::minutes(interval.minutes()),
                text::percent(*level as f64 / WHOLE as f64, 0),
                show(*lost),
            ]
        })
        .collect();
    let mut inputs = vec![
        baseline_input(w),
        input(
            "Counting rule",
            counting_text(counting),
            Basis::Assumed,
            "Settings, choices",
        ),
    ];
    for (stream, factor) in w.analysis.reach.streams_from(s) {
        inputs.push(input(
            &format!("Part of {}", w.streams[*stream].name),
            text::percent_plain(*factor as f64 / WHOLE as f64),
            Basis::Assumed,
            "Settings, streams",
        ));
    }
    Some(Explanation {
        title: format!("Revenue-weighted availability of {} {}", service.name, frame.spoken),
        figure: weighted_figure(&weighted),
        formula: "1 − expected revenue in downtime ÷ expected revenue in agreed time: a minute at the peak counts for more than a minute at night".into(),
        steps: [
            ("Expected in agreed time".to_owned(), show(weighted.whole)),
            ("Of it in downtime, by counted impact".to_owned(), show(weighted.lost())),
            (
                format!("1 − {} ÷ {}", show(weighted.lost()), show(weighted.whole)),
                text::availability(weighted.share()),
            ),
        ]
        .map(|(label, value)| Step { label, value })
        .to_vec(),
        inputs,
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["From", "Minutes", "Counted", "Expected revenue in it"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: Vec::new(),
    })
}

/// The range of the availability in the long run.
pub(super) fn long_run(w: &Workspace, frame: &Frame, s: usize) -> Option<Explanation> {
    let run = long_runs(&w.facts(), &w.analysis, frame.window).swap_remove(s)?;
    let figure = long_run_figure(Some(&run));
    figure.value?;
    let mut minutes = w
        .analysis
        .downtime_by_incident(s, frame.window, w.methods.counting);
    minutes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let all = minutes.len();
    let mean = minutes.iter().map(|(_, m)| m).sum::<f64>() / all.max(1) as f64;
    let rows: Vec<Vec<String>> = minutes
        .iter()
        .take(MOST_ROWS)
        .map(|(i, minutes)| {
            let incident = &w.incidents[*i as usize];
            vec![
                incident.label(),
                text::date(incident.started, w.methods.zone),
                incident.title.clone(),
                text::minutes(*minutes),
            ]
        })
        .collect();
    let at = |p: f64| {
        run.quantile(p)
            .map_or_else(|| text::NONE.into(), text::availability)
    };
    let agreed = w.analysis.agreed[s].minutes(frame.window);
    let mut notes = vec!["A year with few incidents is mostly luck: their rate is known as well as their number allows, their length as well as those on record tell.".to_owned()];
    if run.few() {
        notes.push(format!(
            "Fewer than {FEW} incidents: nobody knows how long others may take, so that the range is rather too narrow."
        ));
    }
    Some(Explanation {
        title: format!("Availability of {} in the long run", w.services[s].name),
        figure,
        formula: "1 − incidents a minute of agreed time × their mean length; the rate from a Gamma posterior, the length from a studentized bootstrap of the logarithm of their mean (at most twice the longest), 2,000 draws".into(),
        steps: [
            (
                format!("Incidents {} with counted minutes", frame.spoken),
                text::count(run.incidents),
            ),
            (
                "Incidents a year of agreed time, 90 % range".into(),
                format!(
                    "{} ({})",
                    text::short(run.rate.mean),
                    text::short_range(run.rate.low, run.rate.high)
                ),
            ),
            (
                "Their mean length, counted".into(),
                format!("{} min", text::minutes(mean)),
            ),
            ("One in twenty lies below".into(), at(0.05)),
            ("Half lie below".into(), at(0.5)),
            ("One in twenty lies above".into(), at(0.95)),
        ]
        .map(|(label, value)| Step { label, value })
        .to_vec(),
        inputs: vec![
            input(
                "Agreed time observed",
                format!("{} min", text::minutes(agreed)),
                Basis::Measured,
                "Incidents and revenue",
            ),
            input(
                "Prior of the rate",
                "Gamma(0.5, 0): the record decides".into(),
                Basis::Assumed,
                "fixed",
            ),
            input(
                "Counting rule",
                counting_text(w.methods.counting),
                Basis::Assumed,
                "Settings, choices",
            ),
        ],
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["Number", "Began", "Title", "Minutes counted"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes,
    })
}

/// What the dependencies of a service allow.
pub(super) fn ceiling(w: &Workspace, frame: &Frame, s: usize) -> Option<Explanation> {
    let facts = w.facts();
    let ceiling = ceilings(&facts, &w.analysis, frame.window).swap_remove(s)?;
    let (target, _) = target_of(&w.services[s], &w.tiers, &w.methods);
    let name = |component: Component| match component {
        Component::Service(on) => w.services[on].name.clone(),
        Component::Group(at) => {
            let group = &w.analysis.reach.groups()[at];
            let members: Vec<&str> = group
                .members
                .iter()
                .map(|m| w.services[*m].name.as_str())
                .collect();
            format!("{} of {}", group.needed, members.join(", "))
        }
    };
    let mut steps: Vec<Step> = ceiling
        .parts
        .iter()
        .map(|part| Step {
            label: format!(
                "{}: 1 − {} × (1 − {})",
                name(part.component),
                text::percent_plain(part.share),
                text::availability(part.by_target)
            ),
            value: text::availability(soft(part.by_target, part.share)),
        })
        .collect();
    steps.push(Step {
        label: "Product: the most it can provide if all keep their targets".into(),
        value: text::availability(ceiling.by_targets),
    });
    let year = w.methods.year.minutes();
    let left = ceiling.left_minutes(target, year);
    Some(Explanation {
        title: format!("What the dependencies of {} allow", w.services[s].name),
        figure: ceiling_figure(w, s, Some(&ceiling)),
        formula:
            "Π over what it leans on, each once at any depth, of 1 − share hit × (1 − availability)"
                .into(),
        steps,
        inputs: vec![
            input(
                "Its own target",
                text::percent_plain(target),
                Basis::Assumed,
                "Settings, services and tiers",
            ),
            input(
                "Targets of its dependencies",
                text::count(ceiling.parts.len()),
                Basis::Assumed,
                "Settings, services and tiers",
            ),
            input(
                "As measured",
                ceiling
                    .by_measured
                    .map_or_else(|| text::NONE.into(), text::availability),
                Basis::Measured,
                &frame.spoken,
            ),
        ],
        rows: TextTable {
            columns: ["Dependency", "Users hit", "Target", "Measured, on its own"]
                .map(str::to_owned)
                .to_vec(),
            rows: ceiling
                .parts
                .iter()
                .map(|part| {
                    vec![
                        name(part.component),
                        text::percent_plain(part.share),
                        text::availability(part.by_target),
                        part.by_measured
                            .map_or_else(|| text::NONE.into(), text::availability),
                    ]
                })
                .collect(),
        },
        rows_note: rows_note(ceiling.parts.len(), ceiling.parts.len()),
        notes: vec![if left >= 0.0 {
            format!(
                "That leaves {} min a year for failures of the service itself.",
                text::minutes(left)
            )
        } else {
            format!(
                "The target is out of reach by {} min a year, whatever the service itself does.",
                text::minutes(-left)
            )
        }],
    })
}

/// How the minutes in which a service had to be there follow from those that were observed.
fn agreed_steps(w: &Workspace, frame: &Frame, s: usize) -> Vec<Step> {
    let agreed = &w.analysis.agreed[s];
    let observed = frame.window.minutes();
    let minutes = agreed.minutes(frame.window);
    let taken_out = agreed.taken_out(frame.window);
    let outside = observed - minutes - taken_out;
    let step = |label: &str, minutes: f64| Step {
        label: label.into(),
        value: format!("{} min", text::minutes(minutes)),
    };
    let mut steps = vec![step("Minutes observed", observed)];
    if agreed.has_hours() {
        steps.push(step("− outside its service hours", outside));
        steps.push(step("− holidays and planned maintenance", taken_out));
    } else if taken_out > 0.0 {
        steps.push(step("− planned maintenance", taken_out));
    }
    if !agreed.is_always() {
        steps.push(step("= minutes agreed", minutes));
    }
    steps
}
