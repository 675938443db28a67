//! The cost of the incidents of a window.

use super::{MOST_ROWS, baseline_input, input, rows_note};
use crate::text;
use crate::views::Frame;
use crate::views::cost::{service_part, service_total};
use crate::views::cuts::entry_of;
use crate::views::incidents::service_names;
use crate::views::lines::{RANGE_MEANS, line_formula, read_line, total_figure, window_parts};
use crate::wire::{Basis, Explanation, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::ledger::Amounts;
use ninefold_domain::methods::Sharing;
use ninefold_domain::money::Money;
use std::collections::HashMap;

/// The cost of the incidents of a window, of all services or one.
pub(super) fn total(w: &Workspace, frame: &Frame, service: Option<usize>) -> Explanation {
    let all = w.analysis.incidents_in(frame.window);
    let Some(s) = service else {
        let inside: Vec<usize> = all.collect();
        let mut steps: Vec<Step> = window_parts(w, &inside)
            .into_iter()
            .map(|p| Step {
                label: p.label,
                value: text::money_exact(Money::from_units(p.units, w.methods.currency)),
            })
            .collect();
        let units = w.analysis.total(inside.iter().copied());
        steps.push(Step {
            label: "Total".into(),
            value: text::money_exact(Money::from_units(units, w.methods.currency)),
        });
        let mut explanation = incident_rows(w, &inside, |i| w.analysis.costs[i].total());
        explanation.title = format!("Cost of incidents {}", frame.spoken);
        explanation.figure = total_figure(w, &inside, "");
        explanation.formula = "Σ over incidents of their lines, each posted once; an incident belongs to the window it began in".into();
        explanation.steps = steps;
        return explanation;
    };
    let inside: Vec<usize> = all
        .filter(|i| w.analysis.costs[*i].services().any(|(on, _)| on == s))
        .collect();
    let parts: Vec<Amounts> = inside.iter().map(|i| service_part(w, *i, s)).collect();
    let sum = |of: fn(&Amounts) -> i128| parts.iter().map(of).sum::<i128>();
    let steps = [
        ("Net lost revenue", sum(|a| a.revenue)),
        ("Labor and review", sum(|a| a.labor)),
        ("Everything else", sum(|a| a.other)),
        ("Total", sum(|a| a.total())),
    ]
    .map(|(label, units)| Step {
        label: label.into(),
        value: text::money_exact(Money::from_units(units, w.methods.currency)),
    });
    let amount = |i: usize| {
        let at = inside.iter().position(|x| *x == i);
        at.map_or(0, |at| parts[at].total())
    };
    let mut explanation = incident_rows(w, &inside, amount);
    explanation.title = format!(
        "Cost of incidents of {} {}",
        w.services[s].name, frame.spoken
    );
    explanation.figure = service_total(w, s, &inside);
    explanation.formula = "Σ over incidents of the service’s part: an incident on several services is divided by the downtime of its own impacts there".into();
    explanation.steps = steps.to_vec();
    explanation
}

/// One entry of a cut: which incidents have what part in it.
pub(super) fn cut_entry(w: &Workspace, frame: &Frame, by: &str, key: &str) -> Option<Explanation> {
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let (label, parts) = entry_of(w, &inside, by, key)?;
    let amounts: HashMap<usize, i128> = parts.iter().map(|(i, a)| (*i, a.total())).collect();
    let own: Vec<usize> = parts.iter().map(|(i, _)| *i).collect();
    let mut explanation = incident_rows(w, &own, |i| amounts.get(&i).copied().unwrap_or(0));
    let sum = |of: fn(&Amounts) -> i128| parts.iter().map(|(_, a)| of(a)).sum::<i128>();
    let total = Money::from_units(sum(|a| a.total()), w.methods.currency);
    explanation.title = format!("Cost, {by} “{label}”, {}", frame.spoken);
    explanation.figure = text::figure(
        total.to_estimate(),
        text::money_short(total.to_estimate(), w.methods.currency),
        "",
        text::money_exact(total),
        total_figure(w, &own, "").basis,
    );
    explanation.formula =
        "Σ over incidents of their part in it; what belongs to several is divided exactly".into();
    explanation.steps = [
        ("Net lost revenue", sum(|a| a.revenue)),
        ("Labor and review", sum(|a| a.labor)),
        ("Everything else", sum(|a| a.other)),
        ("Total", total.units()),
    ]
    .map(|(label, units)| Step {
        label: label.into(),
        value: text::money_exact(Money::from_units(units, w.methods.currency)),
    })
    .to_vec();
    Some(explanation)
}

/// One line of the cost of a window.
pub(super) fn cost_line(w: &Workspace, frame: &Frame, line: &str) -> Option<Explanation> {
    let kind = read_line(w, line)?;
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let part = window_parts(w, &inside)
        .into_iter()
        .find(|p| p.key == line)?;
    let mut explanation = incident_rows(w, &inside, |i| w.analysis.costs[i].line(kind));
    let money = Money::from_units(part.units, w.methods.currency);
    let value = money.to_estimate();
    explanation.title = format!("{} {}", part.label, frame.spoken);
    let figure = text::figure(
        value,
        text::money_short(value, w.methods.currency),
        "",
        text::money_exact(money),
        part.basis,
    );
    explanation.figure = if part.half > 0.0 {
        figure.ranged(value - part.half, value + part.half, RANGE_MEANS)
    } else {
        figure
    };
    explanation.formula = format!(
        "Σ over incidents of {}",
        line_formula(w, kind, w.methods.loss)
    );
    Some(explanation)
}

/// Incidents with an amount each, dearest first.
pub(super) fn incident_rows(
    w: &Workspace,
    inside: &[usize],
    amount: impl Fn(usize) -> i128,
) -> Explanation {
    let currency = w.methods.currency;
    let mut with: Vec<(i128, usize)> = inside
        .iter()
        .map(|i| (amount(*i), *i))
        .filter(|(a, _)| *a != 0)
        .collect();
    with.sort_by(|a, b| {
        b.0.cmp(&a.0)
            .then(w.incidents[a.1].id.cmp(&w.incidents[b.1].id))
    });
    let rows: Vec<Vec<String>> = with
        .iter()
        .take(MOST_ROWS)
        .map(|(units, i)| {
            vec![
                w.incidents[*i].label(),
                text::date(w.incidents[*i].started, w.methods.zone),
                w.incidents[*i].title.clone(),
                service_names(w, &w.incidents[*i]),
                text::money_exact(Money::from_units(*units, currency)),
            ]
        })
        .collect();
    Explanation {
        title: String::new(),
        figure: text::missing(""),
        formula: String::new(),
        steps: Vec::new(),
        inputs: vec![
            baseline_input(w),
            input(
                "Overlaps",
                match w.methods.sharing {
                    Sharing::Shared => {
                        "shared: each minute’s loss once, in proportion to impact".into()
                    }
                    Sharing::Full => "full: each incident charged alone".into(),
                },
                Basis::Assumed,
                "Settings, choices",
            ),
        ],
        rows_note: rows_note(rows.len(), with.len()),
        rows: TextTable {
            columns: ["Number", "Began", "Title", "Services", "Amount"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: Vec::new(),
    }
}
