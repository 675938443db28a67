//! The lines of an incident.

use super::{MOST_ROWS, MOST_STEPS, baseline_input, input, rows_note};
use crate::text;
use crate::views::cost::{group_key, group_name, total_figure};
use crate::views::incidents::{incident_parts, notes};
use crate::wire::{Basis, Explanation, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::cost::{LaborRatio, RateCard};
use ninefold_domain::money::{Money, format_decimal};
use ninefold_domain::time::MINUTE_MS;

pub(super) fn incident_total(w: &Workspace, i: usize) -> Explanation {
    let incident = &w.incidents[i];
    let currency = w.methods.currency;
    Explanation {
        title: format!("Cost of {}", incident.label()),
        figure: total_figure(w, &[i], ""),
        formula: "lost revenue + labor by role".into(),
        steps: incident_parts(w, i)
            .into_iter()
            .map(|p| Step {
                label: format!("{}: {}", p.label, p.detail),
                value: text::money_exact(Money::from_units(p.units, currency)),
            })
            .chain(std::iter::once(Step {
                label: "Total".into(),
                value: text::money_exact(Money::from_units(w.analysis.costs[i].total(), currency)),
            }))
            .collect(),
        inputs: vec![baseline_input(w)],
        rows: TextTable {
            columns: Vec::new(),
            rows: Vec::new(),
        },
        rows_note: String::new(),
        notes: notes(w, i),
    }
}

/// Labor of one group on an incident.
pub(super) fn labor(w: &Workspace, i: usize, group: &str) -> Option<Explanation> {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let (of, units) = cost
        .labor_by_group()
        .find(|(g, _)| group_key(*g) == group)?;
    let rates = RateCard::new(&w.roles);
    let entries: Vec<_> = w
        .labor
        .iter()
        .filter(|e| e.incident == incident.id && !e.review && rates.group(&e.role) == of)
        .collect();
    let money = Money::from_units(units, currency);
    let value = money.to_estimate();
    let mut steps: Vec<Step> = Vec::new();
    let mut rows = Vec::new();
    for entry in &entries {
        let rate = rates.rate(entry);
        let people = format_decimal(i128::from(entry.people_milli), 3, 0);
        let minutes = text::minutes(entry.worked_ms as f64 / MINUTE_MS as f64);
        let amount = rate.map(|r| {
            Money::from_units(
                LaborRatio::new(entry.people_milli, entry.worked_ms, r).posted(),
                currency,
            )
        });
        let shown_rate = rate.map_or_else(|| text::NONE.into(), text::money_exact);
        let shown_amount = amount.map_or_else(|| text::NONE.into(), text::money_exact);
        if steps.len() < MOST_STEPS {
            steps.push(Step {
                label: format!(
                    "{}: {people} × {minutes} min × {shown_rate} ÷ 60",
                    entry.role
                ),
                value: shown_amount.clone(),
            });
        }
        rows.push(vec![
            entry.role.clone(),
            entry.person.clone().unwrap_or_else(|| text::NONE.into()),
            people,
            minutes,
            shown_rate,
            shown_amount,
        ]);
    }
    steps.push(Step {
        label: "Summed exactly, divided once, posted".into(),
        value: text::money_exact(money),
    });
    let all = rows.len();
    rows.truncate(MOST_ROWS);
    let own = entries.iter().filter(|e| e.rate.is_some()).count();
    Some(Explanation {
        title: format!("{} on {}", group_name(of), incident.label()),
        figure: text::figure(
            value,
            text::money_short(value, currency),
            "",
            text::money_exact(money),
            Basis::Measured,
        ),
        formula: "Σ people × minutes × loaded rate ÷ 60".into(),
        steps,
        inputs: vec![
            input(
                "Entries with a rate of their own",
                own.to_string(),
                Basis::Measured,
                "labor rows",
            ),
            input(
                "Entries priced by the rate card",
                (all - own).to_string(),
                Basis::Assumed,
                "Settings, roles and rates",
            ),
        ],
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["Role", "Person", "People", "Minutes", "Rate", "Amount"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: Vec::new(),
    })
}
