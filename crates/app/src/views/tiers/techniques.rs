//! Techniques with their switches, the frontier of what they buy, and rate against repair.

use super::{chance, input_text, worth};
use crate::edit::technique_edit;
use crate::plan::{Digits, Plan, Scope};
use crate::text;
use crate::views::risks::{category_text, minutes_figure, money_figure};
use crate::wire::{Basis, FrontierRow, RateOrRepairRow, TechniqueRow};
use crate::workspace::Workspace;
use ninefold_domain::simulate::Process;
use ninefold_domain::techniques::{Scope as For, Technique, apply};

/// What a technique does, in words.
pub(crate) fn technique_does(w: &Workspace, technique: &Technique) -> String {
    let effects: Vec<String> = technique
        .effects
        .iter()
        .map(|effect| {
            let of = match effect.factor.distribution("") {
                Ok(d) => {
                    let (low, high) = (d.quantile(0.05), d.quantile(0.95));
                    if low == high {
                        text::short(low)
                    } else {
                        format!("{} to {}", text::short(low), text::short(high))
                    }
                }
                Err(error) => error.to_string(),
            };
            format!("{} × {of}", input_text(effect.input))
        })
        .collect();
    let on = match &technique.scope {
        For::Every => "on every risk".to_owned(),
        For::Categories { of } => {
            let names: Vec<String> = of
                .iter()
                .map(|c| category_text(*c).to_lowercase())
                .collect();
            format!("on {}", names.join(" and "))
        }
        For::Service { of } => format!("on risks of {}", w.service_name(*of)),
        For::Risks { of } => format!("on {}", text::counted(of.len(), "risk", "risks")),
    };
    text::capital(&format!("{} {on}", effects.join(", ")))
}

fn totals(processes: &[Process]) -> (f64, f64) {
    let loss = processes.iter().map(Process::mean_loss).sum();
    let minutes = processes.iter().map(Process::mean_minutes).sum();
    (loss, minutes)
}

/// Every technique with what it alone avoids, beside those that are on.
pub(super) fn rows(
    w: &Workspace,
    plan: &Plan,
    scope: Scope,
    place: &str,
    upkeep: f64,
) -> Vec<TechniqueRow> {
    let bare = plan.bare(scope);
    let risks = plan.risks_of(&bare.risks);
    let on = &plan.scenario.techniques;
    plan.given
        .techniques
        .iter()
        .map(|technique| {
            let others: Vec<&Technique> = plan
                .given
                .techniques
                .iter()
                .filter(|t| on.contains(&t.id) && t.id != technique.id)
                .collect();
            let with: Vec<&Technique> = others.iter().copied().chain([technique]).collect();
            let (before, _) = apply(&bare.processes, &risks, &others);
            let (after, errors) = apply(&bare.processes, &risks, &with);
            let (loss, minutes) = totals(&before);
            let (less_loss, less_minutes) = totals(&after);
            let cost = technique.cost(upkeep);
            let problem = errors
                .last()
                .map(ToString::to_string)
                .or_else(|| cost.as_ref().err().map(ToString::to_string))
                .unwrap_or_default();
            let key = |of: &str| format!("{place}:technique-{of}:{}", technique.id);
            TechniqueRow {
                id: technique.id.to_string(),
                name: technique.name.clone(),
                does: technique_does(w, technique),
                risks: risks.iter().filter(|r| technique.scope.holds(r)).count() as u32,
                on: on.contains(&technique.id),
                cost: cost.map_or_else(
                    |e| text::missing(&e.to_string()),
                    |c| worth(w, c, Basis::Assumed).explained(key("cost")),
                ),
                avoided: money_figure(w, loss - less_loss, Basis::Estimated)
                    .explained(key("avoided")),
                minutes: minutes_figure(minutes - less_minutes, Basis::Estimated)
                    .explained(key("avoided")),
                edit: technique_edit(technique),
                problem,
            }
        })
        .collect()
}

/// The sets that no other beats.
pub(super) fn frontier(
    w: &Workspace,
    plan: &Plan,
    digits: &Digits,
    upkeep: f64,
    place: &str,
) -> Vec<FrontierRow> {
    digits
        .frontier
        .iter()
        .enumerate()
        .map(|(n, member)| {
            let of = |t: &usize| plan.given.techniques.get(*t);
            let names: Vec<String> = member
                .techniques
                .iter()
                .filter_map(of)
                .map(|t| t.name.clone())
                .collect();
            FrontierRow {
                techniques: if names.is_empty() {
                    vec!["Nothing".into()]
                } else {
                    names
                },
                ids: member
                    .techniques
                    .iter()
                    .filter_map(of)
                    .map(|t| t.id.to_string())
                    .collect(),
                cost: worth(w, member.cost, Basis::Assumed)
                    .explained(format!("{place}:frontier:{n}")),
                avoided: worth(w, member.avoided * upkeep, Basis::Estimated)
                    .explained(format!("{place}:frontier:{n}")),
                met: member.met.map_or_else(
                    || text::missing("not simulated: see under the table"),
                    |m| chance(m.share, m.error).explained(format!("{place}:frontier:{n}")),
                ),
            }
        })
        .collect()
}

/// The next amount: what a technique in the middle of those that are off costs, as a round number.
/// An amount that is small against all of them would buy nothing anywhere.
fn next_size(plan: &Plan, upkeep: f64) -> Option<f64> {
    let on = &plan.scenario.techniques;
    let off = plan.given.techniques.iter().filter(|t| !on.contains(&t.id));
    let mut costs: Vec<f64> = off
        .filter_map(|t| t.cost(upkeep).ok())
        .filter(|cost| *cost > 0.0)
        .collect();
    costs.sort_by(f64::total_cmp);
    Some(round_up(*costs.get(costs.len() / 2)?))
}

/// The next of 1, 2 and 5 times a power of ten.
fn round_up(x: f64) -> f64 {
    let size = 10_f64.powf(x.log10().floor());
    let near = |m: &f64| m * size >= x * (1.0 - 1e-9);
    size * [1.0, 2.0, 5.0].into_iter().find(near).unwrap_or(10.0)
}

/// What the next amount buys beyond the techniques that are on. Where not every set was looked at,
/// nothing is said of those that were not.
pub(super) fn next_amount(w: &Workspace, plan: &Plan, digits: &Digits, upkeep: f64) -> String {
    let money = |x: f64| text::money_short(x, w.methods.currency);
    let spent: f64 = plan
        .on()
        .iter()
        .map(|t| t.cost(upkeep).unwrap_or(0.0))
        .sum();
    let within = |budget: f64| {
        let fits = |m: &&crate::plan::Member| m.cost <= budget * (1.0 + 1e-12);
        digits.frontier.iter().rfind(fits)
    };
    let looked_at = if digits.frontier_exact {
        "No set"
    } else {
        "No set that was looked at"
    };
    let Some(now) = within(spent) else {
        return String::new();
    };
    let Some(size) = next_size(plan, upkeep) else {
        return String::new();
    };
    let Some(next) = digits
        .frontier
        .iter()
        .find(|m| m.avoided > now.avoided && m.cost > spent)
    else {
        return format!(
            "{looked_at} of techniques avoids more than the best for {}.",
            money(spent)
        );
    };
    match within(spent + size).filter(|then| then.avoided > now.avoided) {
        Some(then) => {
            let names: Vec<&str> = then
                .techniques
                .iter()
                .filter_map(|t| plan.given.techniques.get(*t))
                .map(|t| t.name.as_str())
                .collect();
            let said = format!(
                "The next {} avoids {} more a year: {}.",
                money(size),
                money(then.avoided - now.avoided),
                names.join(", ")
            );
            if digits.frontier_exact {
                said
            } else {
                format!("{said} That is by the sets that were looked at.")
            }
        }
        None => format!(
            "{looked_at} of techniques avoids more for the next {}; from {} more, {} a year are avoided.",
            money(size),
            money(next.cost - spent),
            money(next.avoided - now.avoided)
        ),
    }
}

/// How the frontier was found, and of which sets the chance of the target is known.
pub(super) fn frontier_note(digits: &Digits) -> String {
    let found = if digits.frontier_exact {
        "Every set of techniques was looked at, by expected loss; factors on one part multiply."
    } else {
        "There are too many sets of techniques to look at each: a search adds to the best of each size, then takes out and swaps. No set that it looked at beats these; one that it did not may. Factors on one part multiply."
    };
    let all = digits.frontier.len();
    let simulated = digits.frontier.iter().filter(|m| m.met.is_some()).count();
    let chances = if digits.preview {
        "Chances of the target come with the full count.".to_owned()
    } else if simulated == all {
        "The chance of the target was simulated for each.".to_owned()
    } else {
        format!(
            "The chance of the target was simulated for {simulated} of the {all}, evenly from the cheapest to the dearest."
        )
    };
    format!("{found} {chances}")
}

/// Today, half the failures, half the repair time.
pub(super) fn rate_or_repair(w: &Workspace, digits: &Digits, place: &str) -> Vec<RateOrRepairRow> {
    let labels = [
        "Today",
        "Half the failures",
        "Half the time to detect and repair",
    ];
    labels
        .iter()
        .zip(&digits.rate_or_repair)
        .map(|(label, outcome)| RateOrRepairRow {
            label: (*label).into(),
            minutes: minutes_figure(outcome.minutes, Basis::Estimated),
            met: chance(outcome.met.share, outcome.met.error)
                .explained(format!("{place}:rate-or-repair")),
            loss: money_figure(w, outcome.loss, Basis::Estimated),
        })
        .collect()
}
