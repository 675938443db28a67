//! What a decision hangs on, and what finding things out beforehand would be worth.

use crate::plan::digits::{Hangs, Known, Swing};
use crate::plan::{Plan, Ready, Scope, Today};
use ninefold_domain::simulate::Process;
use ninefold_domain::tiers::compare::ComparisonResults;
use ninefold_domain::tiers::finance::annuity;
use ninefold_domain::tiers::tornado::{Bar, Decision, parts};

/// Bars of a tornado.
const BARS: usize = 12;
/// Parts of risks that are tried on an option: those that move the loss of today most.
const TRIED: usize = 48;

/// What every option hangs on, for digits that were kept without it.
pub(crate) fn hangs_of(plan: &Plan, scope: Scope) -> Vec<Hangs> {
    let today = plan.today(scope);
    let options = plan.scenario.options.iter().enumerate();
    let ready: Vec<(usize, Ready)> = options
        .filter_map(|(n, option)| Some((n, plan.ready(option, &today, scope).ok()?)))
        .collect();
    hangs(plan, scope, &today, &ready)
}

/// What every option hangs on, in the order of the options; where there is none, what the expected
/// loss of today does.
pub(super) fn hangs(
    plan: &Plan,
    scope: Scope,
    today: &Today,
    ready: &[(usize, Ready)],
) -> Vec<Hangs> {
    let mut widest = parts(&today.processes);
    widest.truncate(TRIED);
    let economics = plan.scenario.economics;
    let upkeep = annuity(economics.discount, economics.horizon);
    let availability = plan.availability(&today.processes, scope);
    let mut found: Vec<Hangs> = ready
        .iter()
        .map(|(n, ready)| {
            let option = plan.alternative(*n, ready, availability, scope);
            let decision = Decision::new(&today.processes, &option, upkeep);
            Hangs {
                option: Some(*n),
                value: decision.value(),
                swings: swings(plan, today, decision.bars(&widest, *n)),
            }
        })
        .collect();
    if found.is_empty() && !today.processes.is_empty() {
        found.push(Hangs {
            option: None,
            value: today.processes.iter().map(Process::mean_loss).sum(),
            swings: swings(plan, today, widest),
        });
    }
    found
}

fn swings(plan: &Plan, today: &Today, bars: Vec<Bar>) -> Vec<Swing> {
    bars.into_iter()
        .filter(|bar| bar.at_low != bar.at_high)
        .take(BARS)
        .filter_map(|bar| {
            Some(Swing {
                input: Known::of(plan, today, bar.input, Some)?,
                range: bar.range,
                at_low: bar.at_low,
                at_high: bar.at_high,
            })
        })
        .collect()
}

/// What knowing things beforehand is worth, the most first.
pub(super) fn knowing(
    plan: &Plan,
    today: &Today,
    ready: &[(usize, Ready)],
    compared: &ComparisonResults,
) -> Vec<(Known, f64)> {
    let option = |place: usize| ready.get(place).map(|(option, _)| *option);
    let mut found: Vec<(Known, f64)> = compared
        .inputs
        .iter()
        .filter_map(|(unknown, value)| Some((Known::of(plan, today, *unknown, option)?, *value)))
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found
}
