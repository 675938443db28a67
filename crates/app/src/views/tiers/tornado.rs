//! What the worth of each option hangs on.

use super::known_text;
use crate::plan::{Digits, Known, Plan, Scope, Swing, hangs_of};
use crate::text;
use crate::views::risks::share_text;
use crate::wire::{Tornado, TornadoRow};
use crate::workspace::Workspace;
use ninefold_domain::simulate::Input;

/// What one option, or the loss of today, hangs on.
pub(crate) struct Hangs {
    /// Place of the option among the scenario’s; missing where there is none to choose.
    pub(crate) option: Option<usize>,
    /// The value with everything as expected.
    pub(crate) value: f64,
    /// Each input with its name and range, those that move it most first.
    pub(crate) bars: Vec<(String, String, Swing)>,
}

/// What is held at its ends, and what is not in it.
pub(crate) fn about(plan: &Plan, option: Option<usize>) -> String {
    let of = match option {
        Some(_) => format!(
            "Net present value over {}",
            text::counted(plan.scenario.economics.horizon as usize, "year", "years")
        ),
        None => "Expected loss of a year".to_owned(),
    };
    format!(
        "{of}, with one input at either end of its 90 % range and all others as expected, in closed form. What each event draws anew averages out and has no bar; an hour is an average one."
    )
}

/// What every option hangs on, in the order of the options; where there is none, what the expected
/// loss of today does.
pub(crate) fn hangs_on(w: &Workspace, plan: &Plan, scope: Scope, digits: &Digits) -> Vec<Hangs> {
    let told = |swing: Swing| {
        let label = known_text(w, plan, swing.input).0;
        (label, range_text(w, swing.input, swing.range), swing)
    };
    let kept = digits.hangs.clone();
    kept.unwrap_or_else(|| hangs_of(plan, scope))
        .into_iter()
        .map(|of| Hangs {
            option: of.option,
            value: of.value,
            bars: of.swings.into_iter().map(told).collect(),
        })
        .collect()
}

/// The ends of an input; of what single events scatter about, it is the average that is uncertain.
fn range_text(w: &Workspace, known: Known, (low, high): (f64, f64)) -> String {
    let between = |show: &dyn Fn(f64) -> String| format!("{} to {}", show(low), show(high));
    let money = |x: f64| text::money_short(x, w.methods.currency);
    match known {
        Known::Part { input, .. } => match input {
            Input::Rate => between(&text::short),
            Input::Users => format!("{} on average", between(&share_text)),
            Input::Detect | Input::Repair => format!("{} on average", between(&text::short)),
            Input::PerMinute | Input::Labor | Input::PerEvent => {
                format!("{} on average", between(&money))
            }
        },
        Known::Voice { .. } => format!("{} min a year", between(&text::minutes)),
        Known::Factor { .. } => between(&text::short),
        Known::OneOff { .. } | Known::Yearly { .. } => between(&money),
    }
}

pub(super) fn of_options(
    w: &Workspace,
    plan: &Plan,
    scope: Scope,
    digits: &Digits,
) -> Vec<Tornado> {
    let currency = w.methods.currency;
    hangs_on(w, plan, scope, digits)
        .into_iter()
        .map(|hangs| {
            let option = hangs.option.map(|n| &plan.scenario.options[n]);
            let change = |x: f64| text::money_change(x - hangs.value, currency);
            Tornado {
                option: option.map_or(String::new(), |o| o.id.to_string()),
                name: option.map_or("Do nothing", |o| o.name.as_str()).to_owned(),
                value: text::money_short(hangs.value, currency),
                about: about(plan, hangs.option),
                rows: hangs
                    .bars
                    .iter()
                    .map(|(label, range, bar)| TornadoRow {
                        label: label.clone(),
                        at_low: change(bar.at_low),
                        at_high: change(bar.at_high),
                        range: range.clone(),
                    })
                    .collect(),
            }
        })
        .collect()
}
