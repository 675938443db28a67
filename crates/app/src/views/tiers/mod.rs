//! The screen on tiers: what the next nine costs and what it saves.

mod compare;
mod options;
mod step;
mod techniques;
mod tornado;

pub(crate) use options::{option_rows, payback_median};
pub(crate) use step::lines as step_lines;
pub(crate) use techniques::technique_does;
pub(crate) use tornado::{Hangs, about as tornado_about, hangs_on};

use super::risks::{minutes_figure, money_figure, share_text};
use super::{finding, lacking, on_record};
use crate::App;
use crate::edit::{Unit, digits_of, plan_of, show};
use crate::host::Job;
use crate::plan::{BASE, Counted, Digits, Given, Known, Plan, Scope, assumptions, count, preview};
use crate::simulate::MOST;
use crate::text;
use crate::wire::{
    Basis, CeilingRow, Choice, Error, Figure, Headline, KnowingRow, Optimum, OptionRow, PlanEdit,
    ScenarioRow, State, Tiers, TiersArgs, Tile,
};
use crate::workspace::Workspace;
use ninefold_domain::distribution::{Distribution, Estimate};
use ninefold_domain::risk::Risk;
use ninefold_domain::simulate::Input;
use ninefold_domain::tiers::{Moments, Yearly, cheapest_region, nines};

/// Digits that are kept beside each other: scenarios that are looked at in turns.
const KEPT: usize = 8;
/// Things that are told what knowing them is worth.
const TOLD: usize = 8;
/// Worth from which on something is worth knowing, in major units.
const TELLING: f64 = 0.5;
/// Share of runs in which the cheapest region holds the cheapest point.
const LIKELY: f64 = 0.6;

impl App {
    pub(crate) fn tiers(&self, args: &TiersArgs, job: &Job<'_>) -> Result<Tiers, Error> {
        let (plan, scope, known) = self.with(|w| {
            let plan = plan_of(w, &args.scenario)?;
            let scope = plan
                .scope(&args.service)
                .ok_or_else(|| Error::not_found("this service"))?;
            let known = if args.again {
                None
            } else {
                known(w, &plan, scope, args)?
            };
            Ok((plan, scope, known))
        })?;
        // Computed without holding the workspace, so that other screens answer meanwhile.
        let digits = match known {
            Some(digits) => digits,
            None if args.preview => preview(&plan, scope, job)?,
            None => count(&plan, scope, job)?,
        };
        self.with(|w| {
            let screen = screen(w, args, &plan, scope, &digits)?;
            keep(w, plan, scope, digits);
            Ok(screen)
        })
    }
}

/// Digits that need not be computed: those that a scenario was saved with, or that were computed
/// of the same plan before.
fn known(
    w: &Workspace,
    plan: &Plan,
    scope: Scope,
    args: &TiersArgs,
) -> Result<Option<Digits>, Error> {
    if scope == Scope::All
        && let Some(digits) = digits_of(w, &args.scenario)?
    {
        return Ok(Some(digits));
    }
    Ok(counted(w, plan, scope)
        .filter(|d| args.preview || !d.preview)
        .cloned())
}

/// What was computed of a plan before.
pub(crate) fn counted<'w>(w: &'w Workspace, plan: &Plan, scope: Scope) -> Option<&'w Digits> {
    w.counted
        .iter()
        .rev()
        .find(|c| c.scope == scope && c.plan == *plan)
        .map(|c| &c.digits)
}

fn keep(w: &mut Workspace, plan: Plan, scope: Scope, digits: Digits) {
    w.counted.retain(|c| c.scope != scope || c.plan != plan);
    w.counted.push(Counted {
        plan,
        scope,
        digits,
    });
    let more = w.counted.len().saturating_sub(KEPT);
    w.counted.drain(..more);
}

/// A plan with its digits for charts and explanations: what is known of it, else a preview.
pub(crate) fn plan_and_digits(
    w: &Workspace,
    scenario: &str,
    service: &str,
) -> Result<(Plan, Scope, Digits), Error> {
    let plan = plan_of(w, scenario)?;
    let scope = plan
        .scope(service)
        .ok_or_else(|| Error::not_found("this service"))?;
    let args = TiersArgs {
        scenario: scenario.into(),
        service: service.into(),
        preview: true,
        again: false,
    };
    let digits = match known(w, &plan, scope, &args)? {
        Some(digits) => digits,
        None => preview(&plan, scope, &Job::quiet())?,
    };
    Ok((plan, scope, digits))
}

/// A probability in words; what is not sure is not 100 %.
pub(crate) fn chance_text(share: f64) -> String {
    if share > 0.0 && share < 0.01 {
        "< 1 %".to_owned()
    } else if share < 1.0 && share > 0.99 {
        "> 99 %".to_owned()
    } else {
        text::percent(share, 0)
    }
}

/// A probability as a figure.
pub(crate) fn chance(share: f64, error: f64) -> Figure {
    let shown = chance_text(share);
    // The simulation's own error is no range of the chance: it is told where the figure is
    // inspected.
    let exact = format!(
        "{} ± {} (standard error of the simulation)",
        text::percent(share, 2),
        text::percent(error, 2)
    );
    text::figure(share, shown, "", exact, Basis::Estimated)
}

/// Money over the horizon as a figure.
pub(crate) fn worth(w: &Workspace, value: f64, basis: Basis) -> Figure {
    let currency = w.methods.currency;
    text::figure(
        value,
        text::money_short(value, currency),
        "",
        text::money_estimate(value, currency),
        basis,
    )
}

/// An availability as a figure: the triple of percent, nines and minutes.
pub(crate) fn availability(plan: &Plan, value: f64, basis: Basis) -> Figure {
    let minutes = plan.given.year * (1.0 - value);
    text::figure(
        value,
        text::availability(value),
        &nines_text(value),
        format!(
            "{} % · {} · {} min a year",
            value * 100.0,
            text::nines(nines(value)),
            text::minutes(minutes)
        ),
        basis,
    )
}

fn screen(
    w: &Workspace,
    args: &TiersArgs,
    plan: &Plan,
    scope: Scope,
    digits: &Digits,
) -> Result<Tiers, Error> {
    let place = format!("tiers:{}:{}", args.scenario, args.service);
    let today = plan.today(scope);
    let options = option_rows(w, plan, scope, digits, &place);
    let upkeep = ninefold_domain::tiers::finance::annuity(
        plan.scenario.economics.discount,
        plan.scenario.economics.horizon,
    );
    let stale = stale(w, args, plan);
    let optimum = optimum(digits).map(|o| Optimum {
        figure: o.figure.explained(format!("{place}:optimum")),
        ..o
    });
    let held = on_record::held(w, plan);
    let mut notes = vec![
        format!(
            "Average over many years, unless it says typical. {}",
            match plan.scenario.moments {
                Moments::Even =>
                    "Events fall on any moment alike; a minute costs what its hour of the week does.",
                Moments::Demand =>
                    "Events fall where more is going on, by the revenue of the week; a minute costs what its hour of the week does.",
                Moments::Added =>
                    "Events have no moment: durations are added up, and every hour is an average one.",
            }
        ),
        format!(
            "Costs of nines are a ladder: {} a year at {}, × {} for each nine. It is an assumption.",
            text::money_short(plan.scenario.economics.ladder.base, w.methods.currency),
            text::noun(
                &text::short(plan.scenario.economics.ladder.base_nines),
                "nine",
                "nines"
            ),
            text::short(plan.scenario.economics.ladder.multiplier)
        ),
    ];
    if !digits.sampled_because.is_empty() {
        notes.push(format!("There is no exact law. {}", digits.sampled_because));
    }
    for (n, why) in &today.refused {
        notes.push(format!(
            "Risk {} takes no part: {why}",
            plan.scenario.risks[*n].name
        ));
    }
    if plan.channels(scope).iter().any(|c| c.ceiling < 1.0) {
        notes.push("Lost revenue that is avoided counts as far as customers can tell over their channel, work and bills in full. That of today is told in full.".into());
    }
    if scope == Scope::All {
        notes.push("Of all services together a target is met in a year when every service meets it; availability is weighted by revenue.".into());
    }
    Ok(Tiers {
        headline: standing_on(
            headline(w, plan, digits, &options, optimum.as_ref()),
            w,
            scope,
            is_unpriced(plan, scope, digits),
            &held,
        ),
        preview: digits.preview,
        basis: if digits.exact { "exact" } else { "simulated" }.into(),
        counted: if digits.exact {
            format!(
                "Exact law of today’s years; options in {} of {}, seed {}.{}",
                text::counted(digits.lives as usize, "run", "runs"),
                text::counted(plan.scenario.economics.horizon as usize, "year", "years"),
                plan.scenario.seed,
                if digits.preview {
                    " The full count follows."
                } else {
                    ""
                }
            )
        } else if digits.preview {
            format!(
                "Preview of {}; the full count follows.",
                text::counted(digits.lives as usize, "run", "runs")
            )
        } else {
            format!(
                "{} and {} of {}, seed {}.",
                text::counted(digits.years as usize, "year", "years"),
                text::counted(digits.lives as usize, "run", "runs"),
                text::counted(plan.scenario.economics.horizon as usize, "year", "years"),
                plan.scenario.seed
            )
        },
        convergence: convergence(digits),
        converged: if digits.reached || digits.exact {
            State::Ok
        } else if digits.preview {
            State::Unknown
        } else {
            State::Warn
        },
        scenario: args.scenario.clone(),
        scenarios: scenarios(w),
        stale,
        service: args.service.clone(),
        services: std::iter::once(Choice {
            key: String::new(),
            label: "All services together".into(),
        })
        .chain(plan.given.services.iter().map(|s| Choice {
            key: s.id.to_string(),
            label: s.name.clone(),
        }))
        .collect(),
        tiles: tiles(w, plan, scope, digits, &place),
        next_nine: step::next_nine(w, plan, scope, digits, &place),
        options,
        optimum,
        ceilings: ceilings(plan, scope, digits.ceiling)
            .into_iter()
            .enumerate()
            .map(|(n, row)| CeilingRow {
                allows: row.allows.explained(format!("{place}:ceiling:{n}")),
                ..row
            })
            .collect(),
        tornado: tornado::of_options(w, plan, scope, digits),
        foresight: worth(w, digits.foresight, Basis::Estimated)
            .explained(format!("{place}:foresight")),
        knowing: knowing_rows(w, plan, digits, &place),
        knowing_note: knowing_note(digits).into(),
        techniques: techniques::rows(w, plan, scope, &place, upkeep),
        frontier: techniques::frontier(w, plan, digits, upkeep, &place),
        next_amount: techniques::next_amount(w, plan, digits, upkeep),
        frontier_note: techniques::frontier_note(digits),
        rate_or_repair: techniques::rate_or_repair(w, digits, &place),
        plan: plan_edit(args, plan),
        risks: today.processes.len() as u32,
        record_warning: on_record::warning(w, &held),
        notes,
    })
}

/// A plan for the form.
fn plan_edit(args: &TiersArgs, plan: &Plan) -> PlanEdit {
    let s = &plan.scenario;
    PlanEdit {
        scenario: args.scenario.clone(),
        horizon: s.economics.horizon.to_string(),
        discount: text::form_share(s.economics.discount),
        ladder_base: s.economics.ladder.base.to_string(),
        ladder_nines: s.economics.ladder.base_nines.to_string(),
        ladder_multiplier: s.economics.ladder.multiplier.to_string(),
        surge: s.surge.to_string(),
        moments: match s.moments {
            Moments::Even => "even",
            Moments::Demand => "demand",
            Moments::Added => "added",
        }
        .into(),
        seed: s.seed.to_string(),
        precision: text::form_share(s.precision.mean),
        techniques: s.techniques.iter().map(ToString::to_string).collect(),
    }
}

fn convergence(digits: &Digits) -> String {
    if digits.exact {
        return "Today’s loss and downtime have no error of simulation.".into();
    }
    let (mean, p95, chance) = digits.errors;
    let errors = format!(
        "Standard errors of the simulation: {} of the mean loss, {} of the 95 % quantile, {} points of a chance.",
        text::percent(mean, 1),
        text::percent(p95, 1),
        text::short(chance * 100.0)
    );
    if digits.reached {
        errors
    } else if digits.years >= MOST {
        format!(
            "{errors} More years than {} are not simulated.",
            text::count(MOST as usize)
        )
    } else {
        format!(
            "{errors} About {} years would do.",
            text::count(usize::try_from(digits.needed).unwrap_or(usize::MAX))
        )
    }
}

/// All scenarios, the base scenario first.
pub(crate) fn scenarios(w: &Workspace) -> Vec<ScenarioRow> {
    let base = assumptions(w);
    let now = Given::of(w);
    let name_of = |id| {
        if id == BASE {
            return base.name.clone();
        }
        w.scenarios
            .iter()
            .find(|s| s.scenario.id == id)
            .map_or("a scenario that was deleted".into(), |s| {
                s.scenario.name.clone()
            })
    };
    let row = |s: &ninefold_domain::tiers::Scenario, id: String, stale: bool| ScenarioRow {
        id,
        name: s.name.clone(),
        notes: s.notes.clone(),
        decided_by: s.decided_by.clone().unwrap_or_default(),
        cloned_from: s.cloned_from.map_or(String::new(), name_of),
        as_of: text::date_time(s.as_of, w.methods.zone),
        stale,
    };
    let first = ninefold_domain::tiers::Scenario {
        as_of: w.analysis.as_of,
        ..base.clone()
    };
    let saved = w.scenarios.iter().filter(|s| s.scenario.id != BASE);
    std::iter::once(row(&first, String::new(), false))
        .chain(saved.map(|s| {
            let given = serde_json::from_str::<Given>(&s.given).ok();
            let stale = !given.is_some_and(|given| given.is(&now))
                || s.scenario.risks != w.risks
                || s.scenario.options != w.options;
            row(&s.scenario, s.scenario.id.to_string(), stale)
        }))
        .collect()
}

fn stale(w: &Workspace, args: &TiersArgs, plan: &Plan) -> String {
    if args.scenario.is_empty() {
        return String::new();
    }
    let moved = moved(w, plan);
    if moved.is_empty() {
        String::new()
    } else {
        format!(
            "Since this scenario was saved, {} changed. Its digits stand as they were; take today’s facts into it to compute it again.",
            moved.join(" and ")
        )
    }
}

/// What of a workspace is no longer as a plan has it.
fn moved(w: &Workspace, plan: &Plan) -> Vec<&'static str> {
    let mut moved = Vec::new();
    if !plan.given.is(&Given::of(w)) {
        moved.push("incidents, revenue, services or techniques");
    }
    if plan.scenario.risks != w.risks {
        moved.push("risks");
    }
    if plan.scenario.options != w.options {
        moved.push("options");
    }
    moved
}

/// The chance of the scope's own target, in words.
fn own_target(plan: &Plan, scope: Scope) -> String {
    match scope {
        Scope::All => "every service keeps its target".into(),
        Scope::Service(s) => format!(
            "{} keeps {}",
            plan.given.services[s].name,
            text::availability(plan.given.services[s].target)
        ),
    }
}

fn headline(
    w: &Workspace,
    plan: &Plan,
    digits: &Digits,
    options: &[OptionRow],
    optimum: Option<&Optimum>,
) -> Headline {
    if digits.sources.is_empty() {
        return lacking(
            "What does another nine cost, and what does it save?",
            if plan.scenario.risks.is_empty() {
                "There are no risks yet. Take those that past incidents suggest into the register, or add what people fear."
            } else {
                "No risk reaches this service."
            },
        );
    }
    let best = digits
        .options
        .iter()
        .max_by(|a, b| a.value.total_cmp(&b.value));
    let money = |x: f64| text::money_short(x, w.methods.currency);
    let lead = optimum.map_or(String::new(), |o| o.sentence.clone());
    match best {
        None => finding(
            format!("Today costs about {} a year.", money(digits.loss.mean)),
            "There is no option to compare with yet; add a target or a set of techniques.".into(),
        ),
        Some(one) if one.value > 0.0 => finding(
            format!(
                "{} is worth {} over {}; the chance that it pays is {}.",
                options
                    .iter()
                    .find(|o| o.id == plan.scenario.options[one.option].id.to_string())
                    .map_or("", |o| o.name.as_str()),
                money(one.value),
                text::counted(plan.scenario.economics.horizon as usize, "year", "years"),
                chance_text(one.pays.share)
            ),
            lead,
        ),
        Some(one) => finding(
            format!(
                "No option pays on average: the best, {}, costs {} more than it saves.",
                plan.scenario.options[one.option].name,
                money(-one.value)
            ),
            lead,
        ),
    }
}

/// Whether risks take minutes, and none of them costs anything because no revenue is known to hang
/// on the scope and nobody said what people or an event cost. That is not a loss of nothing.
pub(crate) fn is_unpriced(plan: &Plan, scope: Scope, digits: &Digits) -> bool {
    let services = plan.services(scope);
    digits.loss.mean == 0.0
        && digits.sources.iter().any(|(_, minutes)| *minutes > 0.0)
        && (services.iter()).all(|s| plan.given.services[*s].mean_per_minute() == 0.0)
}

/// Why a loss is missing, and what would give it.
pub(crate) const UNPRICED: &str = "no revenue is known, and no risk has a cost of its own: import revenue, or give risks people or a cost";

/// The headline with what it stands on, where that is in doubt: without a price of a minute, or
/// where the register is not what the record says.
fn standing_on(
    headline: Headline,
    w: &Workspace,
    scope: Scope,
    unpriced: bool,
    held: &[on_record::Held],
) -> Headline {
    if headline.missing.is_some() {
        return headline;
    }
    if unpriced {
        return Headline {
            sentence: "What outages cost is not known yet, so no option can be seen to pay.".into(),
            lead: format!("{}.", text::capital(UNPRICED)),
            ..headline
        };
    }
    match on_record::both(w, held).filter(|_| scope == Scope::All) {
        Some(both) => Headline {
            lead: format!("{} {both}", headline.lead).trim().to_owned(),
            ..headline
        },
        None => headline,
    }
}

fn tiles(w: &Workspace, plan: &Plan, scope: Scope, digits: &Digits, place: &str) -> Vec<Tile> {
    if digits.sources.is_empty() {
        return vec![];
    }
    let plain = |label: &str, figure: Figure, caption: String, over: bool| Tile {
        label: label.into(),
        figure,
        caption,
        rule: None,
        over,
    };
    let currency = w.methods.currency;
    let unpriced = is_unpriced(plan, scope, digits);
    let loss = if unpriced {
        text::missing(UNPRICED)
    } else {
        money_figure(w, digits.loss.mean, Basis::Estimated)
            .ranged(
                digits.loss.quantiles[0],
                digits.loss.quantiles[3],
                "9 of 10 years",
            )
            .explained(format!("{place}:loss"))
    };
    let mut tiles = vec![
        plain(
            "Expected loss today",
            loss,
            if unpriced {
                String::new()
            } else {
                format!(
                    "typical year {} · worst 5 % of years average {}",
                    text::money_short(digits.loss.quantiles[1], currency),
                    text::money_short(digits.loss.tail_mean, currency)
                )
            },
            false,
        ),
        plain(
            "Availability today",
            availability(plan, digits.availability, Basis::Estimated)
                .explained(format!("{place}:availability")),
            match scope {
                Scope::All if plan.given.whole_per_minute > 0.0 => {
                    "expected, weighted by revenue".into()
                }
                Scope::All => "expected, average of the services: no revenue is known".into(),
                Scope::Service(_) => "expected, weighted by users".into(),
            },
            false,
        ),
        plain(
            "Chance of the target",
            chance(digits.met.share, digits.met.error).explained(format!("{place}:met")),
            format!("in a year: {}", own_target(plan, scope)),
            digits.met.share < 0.5,
        ),
    ];
    if let [down] = digits.down.as_slice() {
        tiles.push(plain(
            "Minutes down",
            minutes_figure(down.mean, Basis::Estimated)
                .ranged(down.quantiles[0], down.quantiles[3], "9 of 10 years")
                .explained(format!("{place}:minutes")),
            format!("typical year {} min", text::minutes(down.quantiles[1])),
            false,
        ));
    }
    tiles
}

/// Nines of the tier chart, which come in quarters.
pub(crate) fn quarter(nines: f64) -> String {
    let text = format!("{nines:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same with their noun: `1 nine`, `3.25 nines`.
pub(crate) fn quarter_nines(nines: f64) -> String {
    text::noun(&quarter(nines), "nine", "nines")
}

/// The nines of an availability, rounded down as everywhere: `1 nine`, `3.3 nines`, `∞ nines`.
pub(crate) fn nines_text(availability: f64) -> String {
    text::noun(&floored(availability), "nine", "nines")
}

/// The number alone.
pub(crate) fn floored(availability: f64) -> String {
    text::short(text::floored_nines(nines(availability)))
}

/// Where loss and cost together are least.
pub(crate) fn optimum(digits: &Digits) -> Option<Optimum> {
    let shares: Vec<f64> = digits.curve.iter().map(|p| p.cheapest).collect();
    let (first, last, sum) = cheapest_region(&shares, LIKELY)?;
    if digits.sources.is_empty() || sum <= 0.0 {
        return None;
    }
    let (low, high) = (digits.curve[first].nines, digits.curve[last].nines);
    let region = if first == last {
        quarter_nines(low)
    } else {
        format!("{} to {}", quarter(low), quarter_nines(high))
    };
    // Beyond it more nines cost more and save nothing.
    let bound = if digits.is_ceiling(last) {
        ", as far as dependencies and channels allow,"
    } else {
        ""
    };
    Some(Optimum {
        sentence: format!(
            "On the ladder of costs, {region}{bound} {} cheapest in {} of runs.",
            if region == "1 nine" { "is" } else { "are" },
            chance_text(sum)
        ),
        chance: format!("cheapest in {} of runs", chance_text(sum)),
        figure: text::figure(
            digits.curve.get(first)?.nines,
            region.clone(),
            "",
            region,
            Basis::Estimated,
        ),
    })
}

/// What limits the nines from outside; `counts` is what dependencies allow by their risks.
pub(crate) fn ceilings(plan: &Plan, scope: Scope, counts: Option<f64>) -> Vec<CeilingRow> {
    let mut rows = Vec::new();
    let reachable = |a: f64| (a < 1.0).then(|| nines(a));
    for s in plan.services(scope) {
        let service = &plan.given.services[s];
        if service.ceiling < 1.0 {
            let promised = format!(
                "if all that {} leans on keeps its target, and it never fails itself",
                service.name
            );
            // One rule for the curve and for targets; techniques change the risks themselves.
            let better = counts.filter(|most| {
                matches!(scope, Scope::Service(_)) && *most > service.ceiling + 1e-9
            });
            rows.push(CeilingRow {
                name: match scope {
                    Scope::All => format!("Dependencies of {}", service.name),
                    Scope::Service(_) => "Dependencies".into(),
                },
                of: service.id.to_string(),
                allows: availability(
                    plan,
                    better.unwrap_or(service.ceiling),
                    Basis::Estimated,
                ),
                // All together include what is leaned on: it bounds that one service alone.
                nines: match scope {
                    Scope::All => None,
                    Scope::Service(_) => reachable(better.unwrap_or(service.ceiling)),
                },
                detail: match better {
                    Some(most) if most >= 1.0 => format!(
                        "today is better than they promise, and the register has no risk of theirs; {} {promised}",
                        text::availability(service.ceiling)
                    ),
                    Some(_) => format!(
                        "as their risks have it, and no target gets further, though techniques that mend them do; {} {promised}",
                        text::availability(service.ceiling)
                    ),
                    None => promised,
                },
            });
        }
    }
    for channel in plan.channels(scope) {
        if channel.ceiling < 1.0 {
            rows.push(CeilingRow {
                of: String::new(),
                allows: availability(plan, channel.ceiling, Basis::Assumed),
                nines: reachable(channel.ceiling),
                detail: format!(
                    "{} of revenue comes over it; those customers cannot tell more",
                    text::percent(channel.share, 0)
                ),
                name: text::capital(&channel.name),
            });
        }
    }
    rows
}

/// What a part of a risk is called.
pub(crate) fn input_text(input: Input) -> &'static str {
    match input {
        Input::Rate => "events a year",
        Input::Detect => "minutes to detect",
        Input::Repair => "minutes to repair",
        Input::Users => "share of users",
        Input::PerMinute => "cost per minute",
        Input::Labor => "people on it",
        Input::PerEvent => "cost of an event",
    }
}

/// How long an event of a risk is in all, where its two parts are of one length.
fn one_length(risk: &Risk) -> Option<Distribution> {
    let detect = risk.detect.distribution("").ok()?;
    Some(detect.together(&risk.repair.distribution("").ok()?))
}

/// The name of something that could be found out, and its 90 % range.
pub(crate) fn known_text(w: &Workspace, plan: &Plan, known: Known) -> (String, String) {
    let range = |estimate: &Estimate, show: &dyn Fn(f64) -> String| {
        estimate.distribution("").map_or(String::new(), |d| {
            format!("{} to {}", show(d.quantile(0.05)), show(d.quantile(0.95)))
        })
    };
    let money = |x: f64| text::money_short(x, w.methods.currency);
    match known {
        Known::Part { risk, input } => {
            let risk = &plan.scenario.risks[risk];
            if risk.one_length && input == Input::Repair {
                return (
                    format!("{}, minutes to detect and repair", risk.name),
                    one_length(risk).map_or(String::new(), |d| {
                        let end = |p: f64| text::short(d.quantile(p));
                        format!("{} to {}", end(0.05), end(0.95))
                    }),
                );
            }
            let (estimate, show): (&Estimate, &dyn Fn(f64) -> String) = match input {
                Input::Rate => (&risk.frequency, &text::short),
                Input::Detect => (&risk.detect, &text::short),
                Input::Repair => (&risk.repair, &text::short),
                Input::Users => (&risk.users, &share_text),
                Input::Labor => (&risk.people, &text::short),
                Input::PerEvent | Input::PerMinute => (&risk.per_event, &money),
            };
            (
                format!("{}, {}", risk.name, input_text(input)),
                range(estimate, show),
            )
        }
        Known::Voice { risk, .. } => {
            let risk = &plan.scenario.risks[risk];
            let minutes = risk.parts().map(|parts| parts.minutes_by_voice());
            let by_voice = minutes.unwrap_or_default();
            let end = |of: fn(f64, f64) -> f64| by_voice.iter().map(|v| v.1).reduce(of);
            let range = match (end(f64::min), end(f64::max)) {
                (Some(low), Some(high)) => format!(
                    "{} to {} min a year",
                    text::minutes(low),
                    text::minutes(high)
                ),
                _ => String::new(),
            };
            (format!("{}, whose estimate is right", risk.name), range)
        }
        Known::Factor { technique, input } => {
            let technique = plan.given.techniques.iter().find(|t| t.id == technique);
            let effect = technique.and_then(|t| t.effects.iter().find(|e| e.input == input));
            (
                format!(
                    "{}, factor on {}",
                    technique.map_or("A technique that was deleted", |t| t.name.as_str()),
                    input_text(input)
                ),
                effect.map_or(String::new(), |e| range(&e.factor, &text::short)),
            )
        }
        Known::OneOff { option } => {
            let option = &plan.scenario.options[option];
            (
                format!("{}, one-off cost", option.name),
                range(&option.one_off, &money),
            )
        }
        Known::Yearly { option } => {
            let option = &plan.scenario.options[option];
            let cost = match &option.yearly {
                Yearly::Estimated { cost } => range(cost, &money),
                Yearly::Ladder => String::new(),
            };
            (format!("{}, cost a year", option.name), cost)
        }
    }
}

/// What finding single things out would be worth, as far as it could change the choice.
fn knowing_rows(w: &Workspace, plan: &Plan, digits: &Digits, place: &str) -> Vec<KnowingRow> {
    digits
        .knowing
        .iter()
        .enumerate()
        .filter(|(_, (_, value))| *value >= TELLING)
        .take(TOLD)
        .map(|(n, (known, value))| {
            let (label, range) = known_text(w, plan, *known);
            KnowingRow {
                label,
                range,
                information: worth(w, *value, Basis::Estimated)
                    .explained(format!("{place}:information:{n}")),
            }
        })
        .collect()
}

/// What is not among what could be found out.
fn knowing_note(digits: &Digits) -> &'static str {
    if digits.knowing.iter().any(|(_, value)| *value >= TELLING) {
        "No other single answer would change the choice, or each event draws it anew."
    } else if digits.options.is_empty() {
        "There is no option to choose yet."
    } else {
        "No single answer would change the choice; what each event draws anew cannot be known."
    }
}

/// An estimate of money as typed, with what it means.
pub(crate) fn estimate_text(estimate: &Estimate) -> String {
    show(estimate, Unit::Plain).means
}
