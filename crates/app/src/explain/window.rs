//! The cost of the incidents of a window.

use super::incident::{assumed, contract_inputs, give_inputs, multiplier_input, share_input};
use super::{MOST_ROWS, baseline_input, input, rows_note};
use crate::text;
use crate::views::Frame;
use crate::views::cost::{not_counted, service_part, service_total};
use crate::views::cuts::{CutEntry, entry_of};
use crate::views::incidents::{hours, service_names};
use crate::views::lines::{line_formula, range_means, read_line, total_figure, window_parts};
use crate::wire::{Basis, Explanation, Input, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::cost::{LaborRatio, LineKind};
use ninefold_domain::ledger::Amounts;
use ninefold_domain::methods::{Opportunity, Sharing};
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
                value: text::money_full(Money::from_units(p.units, w.methods.currency)),
            })
            .collect();
        let units = w.analysis.total(inside.iter().copied());
        steps.push(Step {
            label: "Total".into(),
            value: text::money_full(Money::from_units(units, w.methods.currency)),
        });
        let mut explanation = incident_rows(w, &inside, |i| w.analysis.costs[i].total());
        explanation.title = format!("Cost of incidents {}", frame.spoken);
        explanation.figure = total_figure(w, &inside, "");
        explanation.formula = "Σ over incidents of their lines, each posted once; an incident belongs to the window it began in".into();
        explanation.steps = steps;
        explanation.notes.extend(not_counted(w, &inside));
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
        value: text::money_full(Money::from_units(units, w.methods.currency)),
    });
    let amounts: HashMap<usize, i128> = inside
        .iter()
        .zip(&parts)
        .map(|(i, part)| (*i, part.total()))
        .collect();
    let mut explanation = incident_rows(w, &inside, |i| amounts.get(&i).copied().unwrap_or(0));
    explanation.title = format!(
        "Cost of incidents of {} {}",
        w.services[s].name, frame.spoken
    );
    explanation.figure = service_total(w, s, &inside);
    explanation.formula = "Σ over incidents of the service’s part: an incident on several services is divided by the downtime of its own impacts there".into();
    explanation.steps = steps.to_vec();
    explanation.notes.extend(not_counted(w, &inside));
    explanation
}

/// One entry of a cut: which incidents have what part in it.
pub(super) fn cut_entry(w: &Workspace, frame: &Frame, by: &str, key: &str) -> Option<Explanation> {
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let CutEntry {
        label,
        parts,
        minutes,
    } = entry_of(w, &inside, by, key)?;
    let amounts: HashMap<usize, i128> = parts.iter().map(|(i, a)| (*i, a.total())).collect();
    let own: Vec<usize> = parts.iter().map(|(i, _)| *i).collect();
    let mut explanation = incident_rows(w, &own, |i| amounts.get(&i).copied().unwrap_or(0));
    let sum = |of: fn(&Amounts) -> i128| parts.iter().map(|(_, a)| of(a)).sum::<i128>();
    let total = Money::from_units(sum(|a| a.total()), w.methods.currency);
    explanation.title = format!("Cost by {by}: {label}, {}", frame.spoken);
    explanation.figure = text::figure(
        total.to_estimate(),
        text::money_short(total.to_estimate(), w.methods.currency),
        "",
        text::money_full(total),
        total_figure(w, &own, "").basis,
    );
    explanation.formula =
        "Σ over incidents of their part in it; what belongs to several is divided exactly".into();
    let step = |label: String, value: String| Step { label, value };
    let money = |units: i128| Money::from_units(units, w.methods.currency);
    explanation.steps = vec![
        step(
            "Net lost revenue".into(),
            text::money_full(money(sum(|a| a.revenue))),
        ),
        step(
            "Labor and review".into(),
            text::money_full(money(sum(|a| a.labor))),
        ),
        step(
            "Everything else".into(),
            text::money_full(money(sum(|a| a.other))),
        ),
    ];
    if let Some(minutes) = minutes.filter(|m| *m > 0.0) {
        let each = |money: Money| {
            format!(
                "{}/min",
                text::money_estimate(money.to_estimate() / minutes, w.methods.currency)
            )
        };
        explanation.steps.extend([
            step(
                "Minutes in which any was open".into(),
                format!("{} min", text::minutes_full(minutes)),
            ),
            step(
                "A minute, direct revenue only".into(),
                each(money(sum(|a| a.revenue))),
            ),
            step("A minute, all lines".into(), each(total)),
        ]);
    }
    explanation
        .steps
        .push(step("Total".into(), text::money_full(total)));
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
    let shown = if part.half > 0.0 {
        text::money_short(value, w.methods.currency)
    } else {
        text::money_exact(money)
    };
    let figure = text::figure(value, shown, "", text::money_full(money), part.basis);
    explanation.figure = match part.ends(w.methods.currency) {
        Some((low, high)) => figure.ranged(low, high, &range_means(w, &inside, kind)),
        None => figure,
    };
    explanation.formula = format!(
        "Σ over incidents of {}",
        line_formula(w, kind, w.methods.loss)
    );
    explanation.steps = line_steps(w, &inside, kind);
    explanation.steps.push(Step {
        label: "Total, posted".into(),
        value: text::money_full(money),
    });
    explanation.inputs = line_inputs(w, kind);
    explanation.inputs.extend(give_inputs(w, &inside, &part));
    let others = inside
        .iter()
        .map(|i| &w.analysis.costs[*i])
        .filter(|c| !c.losses.is_empty() && c.method != w.methods.loss)
        .count();
    if kind.is_revenue() && others > 0 {
        explanation.notes.push(format!(
            "{} by the other method, as chosen there.",
            text::counted(others, "incident is reckoned", "incidents are reckoned")
        ));
    }
    Some(explanation)
}

/// From how many incidents and of what a line of a window is summed.
fn line_steps(w: &Workspace, inside: &[usize], kind: LineKind) -> Vec<Step> {
    let currency = w.methods.currency;
    let with: Vec<usize> = inside
        .iter()
        .copied()
        .filter(|i| w.analysis.costs[*i].line(kind) != 0)
        .collect();
    let mut steps = vec![Step {
        label: "Incidents that have it".into(),
        value: text::count(with.len()),
    }];
    let mut say = |label: &str, value: String| {
        steps.push(Step {
            label: label.into(),
            value,
        });
    };
    let sum = |of: &dyn Fn(usize) -> u32| with.iter().map(|i| u64::from(of(*i))).sum::<u64>();
    match kind {
        LineKind::Labor(_) | LineKind::Review => {
            let parts = with
                .iter()
                .flat_map(|i| &w.analysis.costs[*i].labor.parts)
                .filter(|p| match kind {
                    LineKind::Labor(group) => !p.review && p.group == group,
                    _ => p.review,
                });
            let (mut plain, mut surcharge, mut time) =
                (LaborRatio::default(), LaborRatio::default(), 0.0);
            for part in parts {
                plain = plain.plus(part.plain);
                surcharge = surcharge.plus(part.surcharge);
                time += part.person_hours();
            }
            let money =
                |ratio: LaborRatio| text::money_exact(Money::from_units(ratio.posted(), currency));
            say("Hours of one person", hours(time));
            say("At their loaded rates", money(plain));
            say("More for time outside business hours", money(surcharge));
        }
        LineKind::Opportunity => {
            let time: f64 = with
                .iter()
                .map(|i| w.analysis.costs[*i].labor.roadmap_hours())
                .sum();
            say("Hours of engineers", hours(time));
        }
        LineKind::Contacts => {
            let n = sum(&|i| w.incidents[i].contacts.unwrap_or(0));
            say("Contacts", text::count(n as usize));
        }
        LineKind::Churn => {
            let n = sum(&|i| w.incidents[i].cancellations.unwrap_or(0));
            say("Customers lost", text::count(n as usize));
        }
        LineKind::Credits(contract) => {
            for month in w.analysis.credits.iter().filter(|c| {
                c.contract == contract && c.parts.iter().any(|p| with.contains(&p.incident))
            }) {
                say(
                    &format!(
                        "{}{}: {}",
                        month.month,
                        if month.partial {
                            ", partly on record, the rest counted as up"
                        } else {
                            ""
                        },
                        text::availability(month.availability())
                    ),
                    text::money_exact(Money::from_units(month.units, currency)),
                );
            }
        }
        LineKind::LostRevenue | LineKind::Recaptured | LineKind::Unspent | LineKind::Fixed(_) => {}
    }
    steps
}

/// What a line rests on besides its incidents.
fn line_inputs(w: &Workspace, kind: LineKind) -> Vec<Input> {
    let assumptions = &w.methods.assumptions;
    let money = |value: Option<f64>| {
        value.map_or_else(
            || text::NONE.into(),
            |v| text::money_estimate(v, w.methods.currency),
        )
    };
    match kind {
        LineKind::LostRevenue => vec![baseline_input(w), sharing_input(w)],
        LineKind::Recaptured => {
            let mut inputs = vec![assumed(
                "Recovery window after the end",
                text::length(assumptions.recovery_minutes),
            )];
            inputs.extend(w.analysis.recapture.as_ref().map(|r| share_input(w, r)));
            inputs
        }
        LineKind::Unspent => vec![assumed(
            "Margin on revenue",
            text::percent_plain(assumptions.margin),
        )],
        LineKind::Labor(_) | LineKind::Review => vec![
            input(
                "Roles on the rate card",
                text::count(w.roles.len()),
                Basis::Assumed,
                "Settings, roles and rates",
            ),
            multiplier_input(w),
        ],
        LineKind::Opportunity => vec![match assumptions.opportunity {
            Opportunity::Hour { value } => {
                assumed("Value of an hour of roadmap work", money(Some(value)))
            }
            Opportunity::Delay {
                per_week,
                hours_a_week,
            } => assumed(
                "Cost of a week’s delay, and hours of the team in a week",
                format!("{}, {hours_a_week} h", money(Some(per_week))),
            ),
            Opportunity::None => assumed("Roadmap work", "not counted".into()),
        }],
        LineKind::Credits(contract) => contract_inputs(w, contract),
        LineKind::Contacts => vec![assumed(
            "Cost of a contact",
            money(assumptions.contact_cost),
        )],
        LineKind::Churn => vec![assumed(
            "Margin that a customer brings over its lifetime",
            money(assumptions.customer_value),
        )],
        LineKind::Fixed(_) => vec![input(
            "Amounts",
            "as recorded with each incident".into(),
            Basis::Measured,
            "Incidents",
        )],
    }
}

/// How overlapping incidents share a loss.
pub(super) fn sharing_input(w: &Workspace) -> Input {
    input(
        "Overlaps",
        match w.methods.sharing {
            Sharing::Shared => "shared: each minute’s loss once, in proportion to impact".into(),
            Sharing::Full => "full: each incident charged alone".into(),
        },
        Basis::Assumed,
        "Settings, choices",
    )
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
                text::money_full(Money::from_units(*units, currency)),
            ]
        })
        .collect();
    Explanation {
        title: String::new(),
        figure: text::missing(""),
        formula: String::new(),
        steps: Vec::new(),
        inputs: vec![baseline_input(w), sharing_input(w)],
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
