//! The cost of the incidents of a window.

use super::{MOST_ROWS, baseline_input, input, rows_note};
use crate::text;
use crate::views::Frame;
use crate::views::cost::{RANGE_MEANS, group_key, parts, total_figure};
use crate::views::incidents::service_names;
use crate::wire::{Basis, Explanation, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::methods::Sharing;
use ninefold_domain::money::Money;

/// The cost of the incidents of a window, of all services or one.
pub(super) fn total(w: &Workspace, frame: &Frame, service: Option<usize>) -> Explanation {
    let inside: Vec<usize> = w
        .analysis
        .incidents_in(frame.window)
        .filter(|i| service.is_none_or(|s| w.analysis.costs[*i].service == Some(s)))
        .collect();
    let mut steps: Vec<Step> = parts(w, &inside, "cost")
        .into_iter()
        .map(|p| Step {
            label: p.label,
            value: text::money_exact(Money::from_units(p.units, w.methods.currency)),
        })
        .collect();
    let name = service.map_or_else(String::new, |s| format!(" of {}", w.services[s].name));
    let units = w.analysis.total(inside.iter().copied());
    steps.push(Step {
        label: "Total".into(),
        value: text::money_exact(Money::from_units(units, w.methods.currency)),
    });
    let mut explanation = incident_rows(w, &inside, |i| w.analysis.costs[i].total());
    explanation.title = format!("Cost of incidents{name} {}", frame.spoken);
    explanation.figure = total_figure(w, &inside, "");
    explanation.formula = "Σ over incidents (lost revenue + labor), each line posted once; an incident belongs to the window it began in and to the first service it names".into();
    explanation.steps = steps;
    explanation
}

/// One line of the cost of a window.
pub(super) fn cost_line(w: &Workspace, frame: &Frame, line: &str) -> Option<Explanation> {
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let part = parts(w, &inside, "cost")
        .into_iter()
        .find(|p| p.key == line)?;
    let group = line.strip_prefix("labor:");
    let mut explanation = incident_rows(w, &inside, |i| {
        let cost = &w.analysis.costs[i];
        match group {
            None => cost.lost_units(),
            Some(group) => cost
                .labor_by_group()
                .filter(|(g, _)| group_key(*g) == group)
                .map(|(_, units)| units)
                .sum(),
        }
    });
    let money = Money::from_units(part.units, w.methods.currency);
    let value = money.to_estimate();
    explanation.title = format!("{} {}", part.label, frame.spoken);
    explanation.figure = text::figure(
        value,
        text::money_short(value, w.methods.currency),
        "",
        text::money_exact(money),
        part.basis,
    )
    .ranged(value - part.half, value + part.half, RANGE_MEANS);
    explanation.formula = match group {
        None => "Σ over incidents of impact × Σ expected revenue per minute".into(),
        Some(_) => "Σ over incidents of people × minutes × loaded rate ÷ 60, summed exactly and divided once".into(),
    };
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
