//! What changed since last month: the incidents of a month, and how long they took.

use super::{MOST_ROWS, input, rows_note};
use crate::text;
use crate::views::signs::times::duration;
use crate::views::since::{NONE_RESOLVED, incidents_figure, resolve_minutes};
use crate::views::{Frame, incidents::service_names};
use crate::wire::{Basis, Explanation, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::stats::quantile;

/// The incidents that began in a window and count.
pub(super) fn incidents(w: &Workspace, frame: &Frame) -> Explanation {
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let mut explanation = listed(w, frame, inside.iter().map(|i| (*i, None)).collect());
    explanation.title = format!("Incidents {}", frame.spoken);
    explanation.figure = incidents_figure(inside.len());
    explanation.formula =
        "incidents that count and began in the window; drills never count, planned maintenance only where chosen"
            .into();
    explanation.steps = vec![Step {
        label: "Incidents that began in it".into(),
        value: text::count(inside.len()),
    }];
    explanation
}

/// The median time to resolve of the incidents that began in a window.
pub(super) fn resolve(w: &Workspace, frame: &Frame) -> Explanation {
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let known: Vec<(usize, Option<f64>)> = inside
        .iter()
        .filter_map(|i| Some((*i, Some(resolve_minutes(w, *i)?))))
        .collect();
    let mut minutes: Vec<f64> = known.iter().filter_map(|(_, m)| *m).collect();
    minutes.sort_by(f64::total_cmp);
    let median = quantile(&minutes, 0.5);
    let mut explanation = listed(w, frame, known);
    explanation.title = format!("Time to resolve {}", frame.spoken);
    explanation.figure = duration(median, NONE_RESOLVED);
    explanation.formula =
        "median of resolved − started: half of the incidents took no longer".into();
    explanation.steps = vec![
        Step {
            label: "Incidents that began in it".into(),
            value: text::count(inside.len()),
        },
        Step {
            label: "Of them resolved".into(),
            value: text::count(minutes.len()),
        },
        Step {
            label: "Median".into(),
            value: median.map_or_else(|| text::NONE.into(), text::length),
        },
    ];
    explanation
}

/// Incidents as rows, the longest first where their times are told, else the latest.
fn listed(w: &Workspace, frame: &Frame, mut list: Vec<(usize, Option<f64>)>) -> Explanation {
    list.sort_by(|a, b| {
        (b.1.unwrap_or(0.0).total_cmp(&a.1.unwrap_or(0.0)))
            .then(w.incidents[b.0].started.cmp(&w.incidents[a.0].started))
            .then(w.incidents[a.0].id.cmp(&w.incidents[b.0].id))
    });
    let all = list.len();
    let rows: Vec<Vec<String>> = list
        .iter()
        .take(MOST_ROWS)
        .map(|(i, minutes)| {
            let incident = &w.incidents[*i];
            vec![
                incident.label(),
                text::date(incident.started, w.methods.zone),
                incident.title.clone(),
                service_names(w, incident),
                minutes
                    .or_else(|| resolve_minutes(w, *i))
                    .map_or_else(|| text::NONE.into(), text::length),
            ]
        })
        .collect();
    Explanation {
        title: String::new(),
        figure: text::missing(""),
        formula: String::new(),
        steps: Vec::new(),
        inputs: vec![input(
            "Window",
            text::dates(frame.window, w.methods.zone),
            Basis::Measured,
            "the calendar of the workspace’s zone",
        )],
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["Number", "Began", "Title", "Services", "Time to resolve"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: Vec::new(),
    }
}
