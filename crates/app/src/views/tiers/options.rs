//! The options side by side.

use super::{availability, chance, worth};
use crate::edit::option_edit;
use crate::plan::{Digits, OptionDigits, Plan, Scope};
use crate::text;
use crate::views::risks::money_figure;
use crate::wire::{Basis, Figure, OptionRow};
use crate::workspace::Workspace;
use ninefold_domain::tiers::{Change, Lever, TierOption};

/// The target that doing nothing, and techniques, are measured by.
const OWN: &str = "of today’s";

/// The multiple per nine up to which a break-even is spelled out.
const MOST_MULTIPLE: f64 = 1_000.0;

/// What an option changes, in words.
fn change_text(plan: &Plan, option: &TierOption) -> String {
    match &option.change {
        Change::Nothing => "nothing".into(),
        Change::Target { target, by } => format!(
            "{} by {}",
            text::availability(*target),
            match by {
                Lever::Duration => "shorter failures",
                Lever::Rate => "fewer failures",
            }
        ),
        Change::Techniques { of } => {
            let names: Vec<&str> = plan
                .techniques(of)
                .iter()
                .map(|t| t.name.as_str())
                .collect();
            if names.is_empty() {
                "techniques that were deleted".into()
            } else {
                names.join(", ")
            }
        }
    }
}

/// The payback in the middle of its outcomes; missing where more than half never pay back.
pub(crate) fn payback_median(payback: &[Option<f64>]) -> Option<f64> {
    // Of an even number of outcomes, shortest first, the middle is between two.
    let middle = payback.len() / 2;
    let upper = payback.get(middle).copied().flatten()?;
    if payback.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = payback.get(middle.checked_sub(1)?).copied().flatten()?;
    Some(f64::midpoint(lower, upper))
}

fn payback_figure(one: &OptionDigits) -> Figure {
    let never = one.payback.iter().filter(|p| p.is_none()).count();
    let Some(median) = payback_median(&one.payback) else {
        return text::missing("in more than half of the runs it never pays back in time");
    };
    let at = |k: usize| one.payback.get(k).copied().flatten();
    let figure = text::figure(
        median,
        text::short(median),
        if text::short(median) == "1" {
            "year"
        } else {
            "years"
        },
        format!(
            "{} in the middle of 50 equally likely outcomes; {never} of them never pay back within the horizon",
            text::noun(&median.to_string(), "year", "years")
        ),
        Basis::Estimated,
    );
    match (at(2), at(47)) {
        (Some(low), Some(high)) => figure.ranged(low, high, "90 % range"),
        (Some(low), None) => Figure {
            range: format!("{}–never", text::short(low)),
            range_means: "90 % range".into(),
            ..figure
        },
        _ => figure,
    }
}

/// Doing nothing first, then every option.
pub(crate) fn option_rows(
    w: &Workspace,
    plan: &Plan,
    scope: Scope,
    digits: &Digits,
    place: &str,
) -> Vec<OptionRow> {
    let mut rows = vec![nothing(w, plan, scope, digits, place)];
    for (n, option) in plan.scenario.options.iter().enumerate() {
        if let Some(one) = digits.options.iter().find(|o| o.option == n) {
            rows.push(option_row(w, plan, scope, digits, one, place));
        } else {
            let why = digits
                .refused
                .iter()
                .find(|(refused, _)| *refused == n)
                .map_or("it was not computed", |(_, why)| why.as_str());
            rows.push(refused(plan, option, why));
        }
    }
    rows
}

fn nothing(w: &Workspace, plan: &Plan, scope: Scope, digits: &Digits, place: &str) -> OptionRow {
    let none = || text::missing("it is what the others are compared with");
    OptionRow {
        id: String::new(),
        name: "Do nothing".into(),
        change: "today goes on".into(),
        availability: availability(plan, digits.availability, Basis::Estimated)
            .explained(format!("{place}:availability")),
        met: Figure {
            range: OWN.into(),
            range_means: "the target that the chance is of".into(),
            ..chance(digits.met.share, digits.met.error).explained(format!("{place}:met"))
        },
        loss: if super::is_unpriced(plan, scope, digits) {
            text::missing(super::UNPRICED)
        } else {
            money_figure(w, digits.loss.mean, Basis::Estimated)
                .ranged(
                    digits.loss.quantiles[0],
                    digits.loss.quantiles[3],
                    "9 of 10 years",
                )
                .explained(format!("{place}:loss"))
        },
        avoided: none(),
        one_off: none(),
        yearly: none(),
        value: none(),
        return_on_cost: none(),
        payback: none(),
        pays_back: none(),
        pays: none(),
        best: chance(digits.nothing_best.share, digits.nothing_best.error)
            .explained(format!("{place}:best")),
        break_even: none(),
        multiplier: none(),
        nothing: true,
        above_ceiling: String::new(),
        problem: String::new(),
        edit: None,
    }
}

fn refused(plan: &Plan, option: &TierOption, why: &str) -> OptionRow {
    let none = || text::missing(why);
    OptionRow {
        id: option.id.to_string(),
        name: option.name.clone(),
        change: change_text(plan, option),
        availability: none(),
        met: none(),
        loss: none(),
        avoided: none(),
        one_off: none(),
        yearly: none(),
        value: none(),
        return_on_cost: none(),
        payback: none(),
        pays_back: none(),
        pays: none(),
        best: none(),
        break_even: none(),
        multiplier: none(),
        nothing: false,
        above_ceiling: String::new(),
        problem: why.into(),
        edit: Some(option_edit(option)),
    }
}

fn option_row(
    w: &Workspace,
    plan: &Plan,
    scope: Scope,
    digits: &Digits,
    one: &OptionDigits,
    place: &str,
) -> OptionRow {
    let option = &plan.scenario.options[one.option];
    let currency = w.methods.currency;
    let key = |of: &str| format!("{place}:{of}:{}", option.id);
    let above_ceiling = match option.change {
        // Of all services together, what they lean on is to reach the target as well.
        Change::Target { target, .. } => match scope {
            _ if digits.ceiling.is_some_and(|c| target > c + 1e-12) => "Above its ceiling",
            // In reach as the risks have it, and still more than others promise.
            Scope::Service(s) if target > plan.given.services[s].ceiling + 1e-12 => {
                "Above what dependencies promise"
            }
            Scope::All | Scope::Service(_) => "",
        },
        Change::Nothing | Change::Techniques { .. } => "",
    };
    let per_minute = plan.per_minute(scope);
    let unpriced = super::is_unpriced(plan, scope, digits);
    let priced = |value: f64, of: &str| {
        if unpriced {
            text::missing(super::UNPRICED)
        } else {
            money_figure(w, value, Basis::Estimated).explained(key(of))
        }
    };
    OptionRow {
        id: option.id.to_string(),
        name: option.name.clone(),
        change: change_text(plan, option),
        availability: availability(plan, one.availability, Basis::Estimated)
            .explained(key("availability")),
        met: Figure {
            // Chances of different targets stand in one column.
            range: match option.change {
                Change::Target { target, .. } => format!("of {}", text::percent_plain(target)),
                Change::Nothing | Change::Techniques { .. } => OWN.into(),
            },
            range_means: "the target that the chance is of".into(),
            ..chance(one.met.share, one.met.error).explained(key("met"))
        },
        loss: priced(digits.left_of(one), "loss"),
        avoided: priced(one.avoided, "avoided"),
        one_off: worth(w, one.one_off, Basis::Assumed).explained(key("cost")),
        yearly: money_figure(w, one.yearly, Basis::Assumed).explained(key("yearly")),
        value: worth(w, one.value, Basis::Estimated)
            .ranged(one.value_range.0, one.value_range.1, "9 of 10 runs")
            .explained(key("value")),
        return_on_cost: one.return_on_cost.map_or_else(
            || text::missing("it costs nothing more than today"),
            |r| {
                text::figure(
                    r,
                    text::percent(r, 0),
                    "of its cost",
                    format!("{} % of its cost", r * 100.0),
                    Basis::Estimated,
                )
                .explained(key("return"))
            },
        ),
        payback: payback_figure(one).explained(key("payback")),
        pays_back: one.pays_back.map_or_else(
            || text::missing("these digits were kept before it was counted: count again"),
            |odds| chance(odds.share, odds.error).explained(key("pays-back")),
        ),
        pays: chance(one.pays.share, one.pays.error).explained(key("pays")),
        best: chance(one.best.share, one.best.error).explained(key("best")),
        break_even: match one.break_even {
            Some(times) if per_minute > 0.0 => {
                let value = times * per_minute;
                text::figure(
                    value,
                    text::money_short(value, currency),
                    "/min",
                    format!(
                        "{}/min, {} × today’s",
                        text::money_estimate(value, currency),
                        text::short(times)
                    ),
                    Basis::Estimated,
                )
                .explained(key("break-even"))
            }
            Some(_) => text::missing("no revenue is known to hang on it"),
            None => text::missing("it avoids nothing that goes with the cost of a minute"),
        },
        multiplier: one.multiplier.map_or_else(
            || text::missing("it gains no nines, or its one-off cost eats what it avoids"),
            |m| {
                text::figure(
                    m,
                    // Beyond, no ladder of the world is so steep: the number says no more.
                    if m > MOST_MULTIPLE {
                        format!("> × {}", text::short(MOST_MULTIPLE))
                    } else {
                        format!("× {}", text::short(m))
                    },
                    "a nine",
                    format!("× {m} a nine"),
                    Basis::Estimated,
                )
                .explained(key("multiplier"))
            },
        ),
        nothing: false,
        above_ceiling: above_ceiling.into(),
        problem: String::new(),
        edit: Some(option_edit(option)),
    }
}
