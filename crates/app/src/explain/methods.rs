//! Lost revenue by one method, to be held against the other: of a window, and of an incident.

use super::incident::{assumed, share_input};
use super::revenue::{NOISE_FROM, expected_steps, recovery_steps, revenue_inputs};
use super::{MOST_ROWS, baseline_input, input, rows_note};
use crate::text;
use crate::views::Frame;
use crate::views::methods::said;
use crate::views::settings::method_key;
use crate::wire::{Basis, Explanation, Input, MethodRow, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::methods::LossMethod;

const METHODS: [LossMethod; 2] = [LossMethod::Velocity, LossMethod::Counterfactual];

/// Of all incidents of a window; nothing for a method that is none, or is silent on them.
pub(super) fn window(w: &Workspace, frame: &Frame, key: &str) -> Option<Explanation> {
    let method = METHODS.into_iter().find(|m| method_key(*m) == key)?;
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let (row, mut each) = said(w, &inside, method)?;
    let currency = w.methods.currency;
    let show = |value: f64| text::money_estimate(value, currency);
    let all = each.len();
    each.sort_by(|a, b| {
        (b.lost - b.back)
            .total_cmp(&(a.lost - a.back))
            .then(w.incidents[a.incident].id.cmp(&w.incidents[b.incident].id))
    });
    let rows: Vec<Vec<String>> = each
        .iter()
        .take(MOST_ROWS)
        .map(|said| {
            let incident = &w.incidents[said.incident];
            let net = said.lost - said.back;
            vec![
                incident.label(),
                incident.title.clone(),
                show(said.lost),
                show(-said.back),
                show(net),
                said.half.map_or_else(
                    || text::NONE.into(),
                    |half| text::range_of(&show(net - half), &show(net + half)),
                ),
            ]
        })
        .collect();
    Some(Explanation {
        title: format!("{} {}", row.label, frame.spoken),
        formula: formula(method),
        steps: steps(&row, &text::counted(all, "incident", "incidents")),
        inputs: inputs(w, method),
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: [
                "Number",
                "Title",
                "Lost, gross",
                "Recovery window",
                "Stayed lost",
                "90 % range",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows,
        },
        notes: notes(&row),
        figure: row.net,
    })
}

/// Of one incident, stream by stream.
pub(super) fn incident(w: &Workspace, i: usize, key: &str) -> Option<Explanation> {
    let method = METHODS.into_iter().find(|m| method_key(*m) == key)?;
    let (row, _) = said(w, &[i], method)?;
    let currency = w.methods.currency;
    let show = |value: f64| text::money_estimate(value, currency);
    let compared = w.analysis.compared(&w.methods, i);
    let rows: Vec<Vec<String>> = compared
        .iter()
        .filter_map(|seen| {
            let loss = match method {
                LossMethod::Velocity => seen.velocity,
                LossMethod::Counterfactual => seen.counterfactual?,
            };
            Some(vec![
                w.streams[seen.stream].name.clone(),
                show(loss.lost),
                show(-loss.recaptured),
                show(loss.net()),
                text::range_of(&show(loss.low), &show(loss.high)),
            ])
        })
        .collect();
    let mut inputs = inputs(w, method);
    match method {
        LossMethod::Velocity => inputs.extend(revenue_inputs(w, i)),
        LossMethod::Counterfactual => {
            for seen in &compared {
                inputs.push(input(
                    &format!(
                        "90 % of noise around what stayed lost, {}",
                        w.streams[seen.stream].name
                    ),
                    seen.counterfactual
                        .map_or_else(|| text::NONE.into(), |loss| format!("± {}", show(loss.own))),
                    Basis::Measured,
                    NOISE_FROM,
                ));
            }
        }
    }
    let mut stepped = Vec::new();
    if method == LossMethod::Counterfactual {
        for seen in compared.iter().filter(|c| c.counterfactual.is_some()) {
            let name = &w.streams[seen.stream].name;
            stepped.extend(expected_steps(w, name, seen));
            stepped.push(Step {
                label: format!("{name}: observed"),
                value: show(seen.observed),
            });
            stepped.extend(recovery_steps(w, name, seen));
        }
    }
    stepped.extend(steps(&row, &text::counted(rows.len(), "stream", "streams")));
    Some(Explanation {
        title: format!("{} of {}", row.label, w.incidents[i].label()),
        formula: formula(method),
        steps: stepped,
        inputs,
        rows_note: rows_note(rows.len(), rows.len()),
        rows: TextTable {
            columns: [
                "Stream",
                "Lost, gross",
                "Recovery window",
                "Stayed lost",
                "90 % range",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows,
        },
        notes: notes(&row),
        figure: row.net,
    })
}

fn formula(method: LossMethod) -> String {
    match method {
        LossMethod::Velocity => {
            "Σ impact × dependence × expected revenue of each minute, less the share that came back, pooled over all outages: what a failure like it costs on average"
        }
        LossMethod::Counterfactual => {
            "Σ expected − observed revenue over the incident, less what came above expectation in the recovery window: what this one did cost"
        }
    }
    .into()
}

fn steps(row: &MethodRow, over: &str) -> Vec<Step> {
    let step = |label: String, value: &str| Step {
        label,
        value: value.into(),
    };
    vec![
        step(format!("Lost, gross, over {over}"), &row.gross.exact),
        step(
            "In the recovery window: − came back, + still missing".into(),
            &row.recaptured.exact,
        ),
        step("Stayed lost".into(), &row.net.exact),
    ]
}

fn inputs(w: &Workspace, method: LossMethod) -> Vec<Input> {
    let mut inputs = vec![
        baseline_input(w),
        assumed(
            "Recovery window after the end",
            text::length(w.methods.assumptions.recovery_minutes),
        ),
    ];
    if method == LossMethod::Velocity {
        inputs.extend(w.analysis.recapture.as_ref().map(|r| share_input(w, r)));
    }
    inputs
}

fn notes(row: &MethodRow) -> Vec<String> {
    [
        text::capital(&row.note),
        if row.chosen {
            "The posted lines follow this method.".to_owned()
        } else {
            "The posted lines follow the other method.".to_owned()
        },
    ]
    .into_iter()
    .filter(|note| !note.is_empty())
    .collect()
}
