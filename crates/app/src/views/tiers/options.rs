//! The options side by side, and the step from today to the next nine.

use super::{availability, chance, worth};
use crate::edit::option_edit;
use crate::plan::{Digits, OptionDigits, Plan, Scope};
use crate::text;
use crate::views::risks::money_figure;
use crate::wire::{Basis, Figure, OptionRow, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::tiers::{Change, Lever, TierOption, nines};

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
    payback.get(payback.len() / 2).copied().flatten()
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
        "years",
        format!(
            "{median} years in the middle of 50 equally likely outcomes; {never} of them never pay back within the horizon"
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
    let mut rows = vec![nothing(w, plan, digits, place)];
    for (n, option) in plan.scenario.options.iter().enumerate() {
        if let Some(one) = digits.options.iter().find(|o| o.option == n) {
            rows.push(option_row(w, plan, scope, option, one, place));
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

fn nothing(w: &Workspace, plan: &Plan, digits: &Digits, place: &str) -> OptionRow {
    let none = || text::missing("it is what the others are compared with");
    OptionRow {
        id: String::new(),
        name: "Do nothing".into(),
        change: "today goes on".into(),
        availability: availability(plan, digits.availability, Basis::Estimated)
            .explained(format!("{place}:availability")),
        met: chance(digits.met.share, digits.met.error).explained(format!("{place}:met")),
        loss: money_figure(w, digits.loss.mean, Basis::Estimated)
            .ranged(
                digits.loss.quantiles[0],
                digits.loss.quantiles[3],
                "9 of 10 years",
            )
            .explained(format!("{place}:loss")),
        avoided: none(),
        one_off: none(),
        yearly: none(),
        value: none(),
        return_on_cost: none(),
        payback: none(),
        pays: none(),
        best: chance(digits.nothing_best.share, digits.nothing_best.error)
            .explained(format!("{place}:best")),
        break_even: none(),
        multiplier: none(),
        nothing: true,
        above_ceiling: false,
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
        pays: none(),
        best: none(),
        break_even: none(),
        multiplier: none(),
        nothing: false,
        above_ceiling: false,
        problem: why.into(),
        edit: Some(option_edit(option)),
    }
}

fn option_row(
    w: &Workspace,
    plan: &Plan,
    scope: Scope,
    option: &TierOption,
    one: &OptionDigits,
    place: &str,
) -> OptionRow {
    let currency = w.methods.currency;
    let key = |of: &str| format!("{place}:{of}:{}", option.id);
    let above_ceiling = match option.change {
        Change::Target { target, .. } => match scope {
            // What they lean on is to reach the target as well.
            Scope::All => false,
            Scope::Service(s) => target > plan.given.services[s].ceiling + 1e-12,
        },
        Change::Nothing | Change::Techniques { .. } => false,
    };
    let per_minute = plan.per_minute(scope);
    OptionRow {
        id: option.id.to_string(),
        name: option.name.clone(),
        change: change_text(plan, option),
        availability: availability(plan, one.availability, Basis::Estimated)
            .explained(key("availability")),
        met: chance(one.met.share, one.met.error).explained(key("met")),
        loss: money_figure(w, one.loss, Basis::Estimated).explained(key("loss")),
        avoided: money_figure(w, one.avoided, Basis::Estimated).explained(key("avoided")),
        one_off: worth(w, one.one_off, Basis::Assumed).explained(key("cost")),
        yearly: money_figure(w, one.yearly, Basis::Assumed).explained(key("cost")),
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
                .explained(key("value"))
            },
        ),
        payback: payback_figure(one).explained(key("payback")),
        pays: chance(one.pays.share, one.pays.error).explained(key("pays")),
        best: chance(one.best.share, one.best.error).explained(format!("{place}:best")),
        break_even: match one.break_even {
            Some(times) if per_minute > 0.0 => {
                let value = times * per_minute;
                text::figure(
                    value,
                    text::money_short(value, currency),
                    "/min",
                    format!(
                        "{}/min, {} times today’s",
                        text::money_estimate(value, currency),
                        text::short(times)
                    ),
                    Basis::Estimated,
                )
                .explained(key("break-even"))
            }
            Some(_) => text::missing("no revenue is known to hang on it"),
            None => text::missing("it avoids nothing"),
        },
        multiplier: one.multiplier.map_or_else(
            || text::missing("it gains no nines, or its one-off cost eats what it avoids"),
            |m| {
                text::figure(
                    m,
                    format!("× {}", text::short(m)),
                    "a nine",
                    format!("× {m} a nine"),
                    Basis::Estimated,
                )
                .explained(key("multiplier"))
            },
        ),
        nothing: false,
        above_ceiling,
        problem: String::new(),
        edit: Some(option_edit(option)),
    }
}

/// From today to the next nine among the options: costs, saves, net, chance that it pays.
pub(super) fn next_nine(options: &[OptionRow]) -> (TextTable, String) {
    let columns = ["Option", "Costs", "Saves", "Net", "Chance that it pays"];
    let mut table = super::table(&columns);
    let text_of = |f: &Figure| match (f.text.as_str(), f.range.as_str()) {
        (text, "") => text.to_owned(),
        (text, range) => format!("{text} ({range})"),
    };
    for option in options
        .iter()
        .filter(|o| !o.nothing && o.problem.is_empty())
    {
        table.rows.push(vec![
            option.name.clone(),
            format!("{} + {} a year", option.one_off.text, option.yearly.text),
            format!("{} a year", option.avoided.text),
            text_of(&option.value),
            option.pays.text.clone(),
        ]);
    }
    let today = options
        .iter()
        .find(|o| o.nothing)
        .and_then(|o| o.availability.value)
        .map_or(0.0, nines);
    // The nearest option above today.
    let next = options
        .iter()
        .filter(|o| !o.nothing && o.problem.is_empty())
        .filter(|o| o.availability.value.map_or(0.0, nines) > today + 0.05)
        .min_by(|a, b| {
            let of = |o: &OptionRow| o.availability.value.unwrap_or(1.0);
            of(a).total_cmp(&of(b))
        });
    let sentence = next.map_or(String::new(), |o| {
        format!(
            "From {} to {} nines: {} costs {} and {} a year, saves {} a year, net {}; chance that it pays {}.",
            text::short(today.min(9.0)),
            o.availability
                .value
                .map_or(text::NONE.into(), |a| text::short(nines(a).min(9.0))),
            o.name,
            o.one_off.text,
            o.yearly.text,
            o.avoided.text,
            o.value.text,
            o.pays.text
        )
    });
    (table, sentence)
}
