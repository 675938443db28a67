//! The register of risks against an error budget, and the risks that past incidents suggest.

mod register;
mod suggestions;

pub(crate) use register::Register;
pub(crate) use suggestions::{Suggestion, kinds, past_events, suggestions};

use super::{finding, lacking, on_record};
use crate::App;
use crate::edit::CATEGORIES;
use crate::host::Job;
use crate::text;
use crate::wire::{
    Basis, Choice, Error, Figure, Headline, Nothing, RiskRow, RiskRows, RiskRowsArgs,
    RiskSuggestions, Risks, RisksArgs, Tile,
};
use crate::workspace::Workspace;
use ninefold_domain::distribution::{Distribution, Estimate};
use ninefold_domain::risk::{Category, Risk, RiskSource, Stand};
use std::ops::Range;

impl App {
    pub(crate) fn risks(&self, args: &RisksArgs, _: &Job<'_>) -> Result<Risks, Error> {
        self.with(|w| screen(w, args))
    }

    pub(crate) fn risks_suggest(&self, _: &Nothing, _: &Job<'_>) -> Result<RiskSuggestions, Error> {
        self.with(|w| suggestions::suggested(w))
    }

    pub(crate) fn risks_rows(&self, args: &RiskRowsArgs, _: &Job<'_>) -> Result<RiskRows, Error> {
        self.with(|w| {
            let by_loss = by_loss(&args.of.by)?;
            let register = Register::of(w, &args.of.service, &args.of.target)?;
            let from = args.offset as usize;
            Ok(RiskRows {
                rows: rows(
                    w,
                    &register,
                    by_loss,
                    from..from.saturating_add(args.limit as usize),
                ),
                total: total(&register),
            })
        })
    }
}

/// How an estimate of a risk came about.
fn basis(source: RiskSource) -> Basis {
    match source {
        RiskSource::PreMortem => Basis::Assumed,
        RiskSource::History | RiskSource::Both | RiskSource::Scored => Basis::Estimated,
    }
}

fn source_text(source: RiskSource) -> &'static str {
    match source {
        RiskSource::PreMortem => "People",
        RiskSource::History => "History",
        RiskSource::Both => "Both",
        RiskSource::Scored => "People, scored",
    }
}

/// The name of a category.
pub(crate) fn category_text(category: Category) -> &'static str {
    CATEGORIES
        .iter()
        .find(|(c, ..)| *c == category)
        .map_or("", |(_, _, name)| name)
}

/// A quantity of a risk: its mean with its 90 % range.
pub(crate) fn quantity(of: &Distribution, unit: &str, basis: Basis) -> Figure {
    let mean = of.mean();
    text::figure(
        mean,
        text::short(mean),
        unit,
        format!("{} {unit}", text::precise(mean)),
        basis,
    )
    .ranged(of.quantile(0.05), of.quantile(0.95), "90 % range")
}

/// A share with as many decimals as it takes to tell it from others.
pub(crate) fn share_text(share: f64) -> String {
    text::percent(share, if share < 0.1 && share > 0.0 { 1 } else { 0 })
}

pub(crate) fn share_of_users(of: &Distribution, basis: Basis) -> Figure {
    let mean = of.mean();
    let mut figure = text::figure(
        mean,
        share_text(mean),
        "of users",
        format!("{} % of users", text::precise(mean * 100.0)),
        basis,
    );
    let (low, high) = (of.quantile(0.05), of.quantile(0.95));
    if high > low {
        figure.range = format!("{}–{}", share_text(low), share_text(high));
        figure.range_means = "90 % range".into();
    }
    figure
}

/// Minutes of a year as a figure.
pub(crate) fn minutes_figure(value: f64, basis: Basis) -> Figure {
    text::figure(
        value,
        text::minutes(value),
        "min a year",
        format!("{} min a year", text::precise(value)),
        basis,
    )
}

/// Money of a year as a figure.
pub(crate) fn money_figure(w: &Workspace, value: f64, basis: Basis) -> Figure {
    let currency = w.methods.currency;
    text::figure(
        value,
        text::money_short(value, currency),
        "a year",
        format!("{} a year", text::money_estimate(value, currency)),
        basis,
    )
}

pub(crate) fn duration(risk: &Risk, basis: Basis) -> Figure {
    let read = |e: &Estimate| e.distribution("").ok();
    let (Some(detect), Some(repair)) = (read(&risk.detect), read(&risk.repair)) else {
        return text::missing("its range means nothing");
    };
    let at = |p: f64| detect.quantile(p) + repair.quantile(p);
    let mean = detect.mean() + repair.mean();
    let exact = format!(
        "{} min to detect + {} min to repair",
        text::precise(detect.mean()),
        text::precise(repair.mean())
    );
    text::figure(mean, text::minutes(mean), "min", exact, basis).ranged(
        at(0.05),
        at(0.95),
        if risk.one_length {
            "90 % range of one length"
        } else {
            "90 % range, both ends together"
        },
    )
}

/// The expected loss of a process as a figure; missing where nobody knows what a minute costs.
pub(crate) fn loss_figure(
    w: &Workspace,
    register: &Register,
    process: usize,
    basis: Basis,
) -> Figure {
    let loss = register.losses[process];
    match register.unpriced(process) {
        Some(service) if loss == 0.0 && register.minutes[process] > 0.0 => {
            text::missing(&no_revenue(&service.name))
        }
        _ => money_figure(w, loss, basis),
    }
}

/// Why a loss is missing.
pub(crate) fn no_revenue(service: &str) -> String {
    format!("no revenue is known of {service}")
}

type Ranges = Option<[(f64, f64); 2]>;

fn row(w: &Workspace, register: &Register, stand: &Stand, ranges: Ranges) -> RiskRow {
    let n = stand.risk;
    let risk = register.risk(n);
    let process = &register.today.processes[n];
    let basis = basis(risk.source);
    let years = "9 of 10 years";
    let mut minutes = minutes_figure(register.minutes[n], basis);
    let mut loss = loss_figure(w, register, n, basis);
    if let Some([by_minutes, by_loss]) = ranges {
        minutes = minutes.ranged(by_minutes.0, by_minutes.1, years);
        if loss.value.is_some() {
            loss = loss.ranged(by_loss.0, by_loss.1, years);
        }
    }
    let key = |of: &str| format!("risk:{}:{of}", risk.id);
    let held_by = register.service(&register.budgets[stand.service]);
    RiskRow {
        id: risk.id.to_string(),
        name: risk.name.clone(),
        service: w.service_name(risk.service).into(),
        failure_mode: risk.failure_mode.clone(),
        category: category_text(risk.category).into(),
        source: source_text(risk.source).into(),
        frequency: quantity(&process.rate, "a year", basis).explained(key("minutes")),
        duration: duration(risk, basis).explained(key("minutes")),
        users: share_of_users(&process.users, basis).explained(key("minutes")),
        minutes: minutes.explained(key("minutes")),
        loss: loss.explained(key("loss")),
        share: if stand.share.is_finite() {
            text::percent(stand.share, if stand.share < 0.1 { 1 } else { 0 })
        } else {
            text::NONE.into()
        },
        share_value: stand.share.is_finite().then_some(stand.share),
        share_of: if held_by.id == risk.service {
            String::new()
        } else {
            held_by.name.clone()
        },
        too_big: stand.too_big,
        breaks_alone: stand.breaks_alone,
        accepted: stand.accepted,
        group: risk.common_cause.as_ref().map_or(String::new(), |c| {
            format!("{}, {}", c.group, text::percent_plain(c.share))
        }),
        problem: String::new(),
    }
}

/// A risk that takes no part, with why.
fn refused(w: &Workspace, risk: &Risk, why: &str) -> RiskRow {
    let none = || text::missing(why);
    RiskRow {
        id: risk.id.to_string(),
        name: risk.name.clone(),
        service: w.service_name(risk.service).into(),
        failure_mode: risk.failure_mode.clone(),
        category: category_text(risk.category).into(),
        source: source_text(risk.source).into(),
        frequency: none(),
        duration: none(),
        users: none(),
        minutes: none(),
        loss: none(),
        share: text::NONE.into(),
        share_value: None,
        share_of: String::new(),
        too_big: false,
        breaks_alone: false,
        accepted: false,
        group: String::new(),
        problem: why.into(),
    }
}

/// Whether rows are ordered by loss.
fn by_loss(by: &str) -> Result<bool, Error> {
    match by {
        "" | "minutes" => Ok(false),
        "loss" => Ok(true),
        other => Err(Error::invalid(
            "by",
            format!("“{other}” is not an order; expected minutes or loss"),
        )),
    }
}

/// Rows that there are, those that take no part among them.
fn total(register: &Register) -> u32 {
    (register.ranked.len() + register.today.refused.len()) as u32
}

/// Some of the rows; those that take no part come last.
fn rows(w: &Workspace, register: &Register, by_loss: bool, of: Range<usize>) -> Vec<RiskRow> {
    let mut order: Vec<&Stand> = register.ranked.iter().collect();
    if by_loss {
        order.sort_by(|a, b| register.losses[b.risk].total_cmp(&register.losses[a.risk]));
    }
    let ranges = register.ranges();
    let counted = (order.iter()).map(|stand| row(w, register, stand, ranges[stand.risk]));
    let apart = (register.today.refused.iter())
        .map(|(n, why)| refused(w, &register.plan.scenario.risks[*n], why));
    // Only what is asked for is written: of ten thousand rows a window shows a few.
    let skipped = of.start.min(order.len());
    counted
        .skip(skipped)
        .chain(apart.skip(of.start - skipped))
        .take(of.len())
        .collect()
}

/// How the risks stand to what targets allow, each service against its own budget.
fn headline(w: &Workspace, register: &Register, suggestions: usize) -> Headline {
    let Some(fullest) = register.fullest().filter(|_| !register.ranked.is_empty()) else {
        return lacking(
            "What can fail, and how much of the budget does it take?",
            if suggestions > 0 {
                "The register is empty. Past incidents suggest risks; take them in, or add what people fear."
            } else {
                "The register is empty. Add what people fear; ranges are enough."
            },
        );
    };
    let too_big = register.ranked.iter().filter(|r| r.too_big).count();
    let tail = match too_big {
        0 => String::new(),
        n => format!("; {} too big", text::counted(n, "risk is", "risks are")),
    };
    let (service, taken) = (&register.service(fullest).name, fullest.taken());
    let all = register.budgets.len();
    let over = register.budgets.iter().filter(|b| b.is_over()).count();
    let sentence = match (all, over) {
        (1, _) => format!(
            "{} take{} {taken} that {} allows {service}{tail}.",
            text::counted(register.ranked.len(), "risk", "risks"),
            if register.ranked.len() == 1 { "s" } else { "" },
            text::availability(fullest.target),
        ),
        (_, 0) => format!(
            "Risks stay inside the budget of each service; closest is {service}, {taken}{tail}."
        ),
        (_, 1) => format!(
            "Risks take more than {service} may be down, {taken}; other services stay inside their budgets{tail}."
        ),
        _ => format!(
            "Risks take more than {} of {} services may be down, most of all {service}: {taken}{tail}.",
            text::count(over),
            text::count(all)
        ),
    };
    let loss: f64 = register.losses.iter().sum();
    let lost = if total_loss(w, register).value.is_some() {
        format!(
            "Expected in an average year: {} lost. ",
            text::money_short(loss, w.methods.currency)
        )
    } else {
        String::new()
    };
    finding(
        sentence,
        format!(
            "{lost}A risk above a quarter of the budget of a service is too big to be carried beside others."
        ),
    )
}

/// The expected loss of all risks; missing where no minute of any has a price.
pub(crate) fn total_loss(w: &Workspace, register: &Register) -> Figure {
    let loss: f64 = register.losses.iter().sum();
    let happens = register.minutes.iter().any(|m| *m > 0.0);
    let all_unpriced = || (0..register.losses.len()).all(|n| register.unpriced(n).is_some());
    if loss == 0.0 && happens && all_unpriced() {
        return text::missing("no revenue is known");
    }
    money_figure(w, loss, Basis::Estimated)
}

fn tiles(w: &Workspace, register: &Register) -> Vec<Tile> {
    let Some(fullest) = register.fullest().filter(|_| !register.ranked.is_empty()) else {
        return vec![];
    };
    let service = match register.scope {
        crate::plan::Scope::All => String::new(),
        crate::plan::Scope::Service(s) => register.plan.given.services[s].id.to_string(),
    };
    // What opens is what stands there: against the target that was chosen, if one was.
    let target = register.chosen.map(text::form_share);
    let key = |of: &str| match &target {
        Some(target) => format!("risks:{service}:{of}:{target}"),
        None => format!("risks:{service}:{of}"),
    };
    let plain = |label: &str, figure: Figure, caption: String, over: bool| Tile {
        label: label.into(),
        figure,
        caption,
        rule: None,
        over,
    };
    let number = |n: usize, unit: &str| {
        let exact = text::count(n);
        text::figure(n as f64, text::count(n), unit, exact, Basis::Estimated)
    };
    let first = if register.budgets.len() == 1 {
        plain(
            "Expected bad minutes",
            minutes_figure(fullest.expected, Basis::Estimated).explained(key("minutes")),
            format!(
                "{} allows {} min a year",
                text::availability(fullest.target),
                text::minutes(fullest.minutes)
            ),
            fullest.is_over(),
        )
    } else {
        let over = register.budgets.iter().filter(|b| b.is_over()).count();
        plain(
            "Services over budget",
            number(over, &format!("of {}", text::count(register.budgets.len())))
                .explained(key("budgets")),
            format!(
                "{}: {}, {}",
                if over > 0 { "most" } else { "closest" },
                register.service(fullest).name,
                fullest.taken()
            ),
            over > 0,
        )
    };
    let unpriced = (0..register.losses.len())
        .filter(|n| register.unpriced(*n).is_some())
        .count();
    let too_big = register.ranked.iter().filter(|r| r.too_big).count();
    let accepted = register.ranked.iter().filter(|r| r.accepted).count();
    vec![
        first,
        plain(
            "Expected loss",
            total_loss(w, register).explained(key("loss")),
            if unpriced == 0 {
                "average over many years".into()
            } else {
                format!(
                    "without lost revenue of {}, of whose service none is known",
                    text::counted(unpriced, "risk", "risks")
                )
            },
            false,
        ),
        plain(
            "Too big",
            number(too_big, ""),
            "above a quarter of the budget".into(),
            too_big > 0,
        ),
        plain(
            "Accepted",
            number(accepted, ""),
            "from the smallest, as long as the budget lasts".into(),
            false,
        ),
    ]
}

fn screen(w: &Workspace, args: &RisksArgs) -> Result<Risks, Error> {
    let by_loss = by_loss(&args.by)?;
    let register = Register::of(w, &args.service, &args.target)?;
    let most = match args.limit {
        0 => usize::MAX,
        limit => limit as usize,
    };
    let held = on_record::held(w, &register.plan);
    let suggestions = suggestions(w).len();
    let mut groups: Vec<String> = w
        .risks
        .iter()
        .filter_map(|r| r.common_cause.as_ref().map(|c| c.group.clone()))
        .collect();
    groups.sort();
    groups.dedup();
    Ok(Risks {
        headline: headline(w, &register, suggestions),
        tiles: tiles(w, &register),
        target: register.target_text(),
        budget: register.budget_text(),
        target_from: register.target_from(),
        by: if by_loss { "loss" } else { "minutes" }.into(),
        rows: rows(w, &register, by_loss, 0..most),
        total: total(&register),
        services: w
            .services
            .iter()
            .map(|s| Choice {
                key: s.id.to_string(),
                label: s.name.clone(),
            })
            .collect(),
        categories: CATEGORIES
            .iter()
            .map(|(_, key, name)| Choice {
                key: (*key).into(),
                label: (*name).into(),
            })
            .collect(),
        groups,
        suggestions: suggestions as u32,
        record_warning: on_record::warning(w, &held),
        on_record: on_record::table(w, &held),
        notes: notes(&register),
    })
}

fn notes(register: &Register) -> Vec<String> {
    let mut notes = vec![format!(
        "Minutes are events × (detect + repair) × users. A minute costs {}, and the people on it at the team’s rate.",
        register.plan.given.worth
    )];
    if register.budgets.len() > 1 {
        notes.push("Each risk is held against the budget of every service that it reaches; the share shown is the largest of them. Minutes of different services are not added up.".into());
    }
    if !register.today.refused.is_empty() {
        notes.push(format!(
            "{} no part, because a range of them means nothing.",
            text::counted(register.today.refused.len(), "risk takes", "risks take")
        ));
    }
    let on = register.plan.on();
    if !on.is_empty() {
        notes.push(format!(
            "With techniques that are on: {}.",
            on.iter()
                .map(|t| t.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
    notes
}

#[cfg(test)]
mod tests;
