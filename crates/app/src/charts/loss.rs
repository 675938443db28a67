//! Charts of what was lost: by month, and around one incident.

use super::empty;
use crate::text;
use crate::views::Frame;
use crate::workspace::Workspace;
use ninefold_domain::ledger::{Cut, Key, cut};
use ninefold_domain::money::Money;
use ninefold_report::{Bar, Bars, Chart, ChartSpec, Quantity};

/// Posted cost by calendar month, with the part that is revenue as a tick.
pub(super) fn by_month(w: &Workspace, frame: &Frame) -> ChartSpec {
    let title = "Cost of incidents by month";
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let currency = w.methods.currency;
    let quantity = |units: i128| {
        let money = Money::from_units(units, currency);
        Quantity {
            value: money.to_estimate(),
            formatted: text::money_short(money.to_estimate(), currency),
        }
    };
    let rows: Vec<Bar> = cut(&w.facts(), &w.analysis, &inside, Cut::Month)
        .into_iter()
        .map(|entry| Bar {
            label: match entry.key {
                Key::Month(Some(month)) => month.interval(w.methods.zone).map_or_else(
                    || month.to_string(),
                    |i| text::month(i.start, w.methods.zone),
                ),
                _ => "No month".into(),
            },
            note: text::counted(entry.incidents, "incident", "incidents"),
            value: quantity(entry.amounts.total()),
            range: None,
            mark: Some(quantity(entry.amounts.revenue)),
        })
        .collect();
    if rows.is_empty() {
        return empty(
            title,
            &format!("No incident that counts began {}.", frame.spoken),
        );
    }
    ChartSpec {
        title: title.into(),
        description: format!(
            "{} {} cost {}.",
            text::counted(inside.len(), "incident", "incidents"),
            frame.spoken,
            text::money_exact(Money::from_units(
                w.analysis.total(inside.iter().copied()),
                currency
            ))
        ),
        empty: String::new(),
        chart: Chart::Bars(Bars {
            row_name: "Month".into(),
            value_name: "All lines".into(),
            mark_name: "Net lost revenue".into(),
            range_name: String::new(),
            rows,
            limit: None,
        }),
    }
}
