//! What a figure of a pre-mortem rests on: each person's estimates, what is on, the same years.

use super::risks::{mean_steps, ties};
use super::{input, rows_note, step};
use crate::edit::{Unit, show};
use crate::text;
use crate::views::premortem::{Outlook, YEARS, minutes_of, weight};
use crate::views::risks::{minutes_figure, money_figure, share_text};
use crate::views::tiers::technique_does;
use crate::wire::{Basis, Error, Explanation, Input, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::premortem::{Cluster, Judgement, Meeting};
use ninefold_domain::simulate::Process;

/// A figure of a session by what follows its id in the key.
///
/// # Errors
/// When the session or its service is gone.
pub(super) fn figure(
    w: &Workspace,
    session: &str,
    rest: &[&str],
) -> Result<Option<Explanation>, Error> {
    let meeting = w.meeting(session)?;
    let outlook = Outlook::of(w, session)?;
    Ok(match rest {
        ["cluster", id, of] => {
            let cluster = meeting.roots().find(|c| c.id.to_string() == *id);
            cluster.and_then(|c| of_cluster(w, &meeting, &outlook, c, of))
        }
        ["total", of] => total(w, &meeting, &outlook, of)?,
        _ => None,
    })
}

/// Expected minutes or loss of one cluster, with what is on or without.
fn of_cluster(
    w: &Workspace,
    meeting: &Meeting<'_>,
    outlook: &Outlook,
    cluster: &Cluster,
    of: &str,
) -> Option<Explanation> {
    let n = outlook.place(cluster.id)?;
    let process = if of == "without" {
        &outlook.without[n]
    } else {
        &outlook.with[n]
    };
    let reach: f64 = process.hits.iter().map(|h| h.share).sum();
    let figure = match of {
        "minutes" | "without" => minutes_figure(minutes_of(process), Basis::Estimated),
        "loss" => money_figure(w, process.mean_loss(), Basis::Estimated),
        _ => return None,
    };
    // Estimates that are not shown yet are nobody’s here.
    let people: Vec<String> = if meeting.shows_judgements(cluster.id, None) {
        let counted = meeting.given(cluster.id).counted.into_iter();
        let person = |j: &Judgement| meeting.participant(j.participant).map(|p| p.name.clone());
        counted.filter_map(person).collect()
    } else {
        vec![]
    };
    let name = |nth: usize| match people.get(nth) {
        Some(name) => name.clone(),
        None if people.is_empty() => format!("Estimate {}", nth + 1),
        None => "History".into(),
    };
    let (formula, mut steps) = mean_steps(w, process, (of, reach), name);
    if reach != 1.0 {
        steps.push(step(
            format!(
                "Share of {} that it reaches",
                w.service_name(meeting.session.service)
            ),
            share_text(reach),
        ));
    }
    steps.push(step("In an average year", figure.exact.clone()));
    let without = of == "without";
    let mut inputs: Vec<Input> = Vec::new();
    for m in cluster.mitigations.iter().filter(|m| m.on && !without) {
        if let Some(technique) = w.techniques.iter().find(|t| t.id == m.technique) {
            inputs.push(input(
                &format!("Technique {}", technique.name),
                technique_does(w, technique),
                Basis::Assumed,
                "Tiers, techniques",
            ));
        }
    }
    let (rows, notes) = voices(w, meeting, cluster, process);
    Some(Explanation {
        title: cluster.title.clone(),
        figure,
        formula,
        steps,
        inputs,
        rows_note: rows_note(rows.rows.len(), rows.rows.len()),
        rows,
        notes,
    })
}

/// An estimate in few words, for a table: what they mean stands in its note.
fn brief(estimate: &Estimate, unit: Unit) -> String {
    match estimate {
        Estimate::Fixed { value } => unit.short(*value),
        Estimate::Interval { low, high } => text::range_of(&unit.short(*low), &unit.short(*high)),
        Estimate::ThreePoint { low, likely, high } => format!(
            "{}, {}, {}",
            unit.short(*low),
            unit.short(*likely),
            unit.short(*high)
        ),
        Estimate::Learned { .. } | Estimate::Fitted(_) | Estimate::Pooled { .. } => {
            show(estimate, unit).means
        }
    }
}

/// Each person's estimates, where they may be shown by now.
fn voices(
    w: &Workspace,
    meeting: &Meeting<'_>,
    cluster: &Cluster,
    process: &Process,
) -> (TextTable, Vec<String>) {
    let columns = [
        "Person",
        "Counts",
        "Events a year",
        "To detect",
        "To repair",
        "Users",
        "Why",
    ];
    let mut rows = Vec::new();
    let mut notes = vec![ties(process)];
    if meeting.shows_judgements(cluster.id, None) {
        notes.push("One number is taken as certain; “2–12” is a 90 % range (lognormal); three numbers are at least, likely and at most (PERT). Times are minutes.".into());
        for j in meeting.given(cluster.id).counted {
            let person = meeting.participant(j.participant);
            rows.push(vec![
                person.map_or_else(|| text::NONE.into(), |p| p.name.clone()),
                format!("×{}", text::short(person.map_or(1.0, weight(w)))),
                brief(&j.frequency, Unit::Plain),
                brief(&j.detect, Unit::Plain),
                brief(&j.repair, Unit::Plain),
                brief(&j.users, Unit::Share),
                j.comment.clone(),
            ]);
        }
    } else {
        notes.push("Who said what is shown once all who are there have estimated it.".into());
    }
    let columns = columns.iter().map(|c| (*c).to_owned()).collect();
    (TextTable { columns, rows }, notes)
}

/// A figure of the whole session.
fn total(
    w: &Workspace,
    meeting: &Meeting<'_>,
    outlook: &Outlook,
    of: &str,
) -> Result<Option<Explanation>, Error> {
    let currency = w.methods.currency;
    let name = |n: usize| {
        let cluster = outlook.cluster[n].and_then(|id| meeting.cluster(id));
        cluster.map(|c| c.title.clone())
    };
    let others = "Other risks of the register";
    // Each cluster by itself, the others as one.
    let by_row = |processes: &[Process], value: fn(&Process) -> f64| {
        let mut rows: Vec<(String, f64)> = Vec::new();
        let mut rest = 0.0;
        for (n, process) in processes.iter().enumerate() {
            match name(n) {
                Some(title) => rows.push((title, value(process))),
                None => rest += value(process),
            }
        }
        rows.sort_by(|a, b| b.1.total_cmp(&a.1));
        if outlook.others > 0 {
            rows.push((others.into(), rest));
        }
        rows
    };
    let budget = outlook.budget();
    let mut notes = Vec::new();
    let (title, formula, figure, steps) = match of {
        "minutes" | "without" => {
            let processes = if of == "minutes" {
                &outlook.with
            } else {
                &outlook.without
            };
            let year = outlook.year(w, processes)?;
            let rows = by_row(processes, minutes_of);
            let sum: f64 = rows.iter().map(|r| r.1).sum();
            let mean = year.minutes(sum);
            let mut steps: Vec<Step> = rows
                .into_iter()
                .map(|(title, minutes)| step(title, text::minutes(minutes)))
                .collect();
            steps.push(step("Where they overlap", text::minutes(mean - sum)));
            steps.push(step("In an average year", text::minutes(mean)));
            notes.push(format!(
                "{} simulated years; overlaps are counted once.",
                text::count(YEARS as usize)
            ));
            (
                "Expected bad minutes",
                "Σ over risks of events × (detect + repair) × users, less what overlaps",
                minutes_figure(mean, Basis::Estimated),
                steps,
            )
        }
        "met" | "met-without" => {
            let processes = if of == "met" {
                &outlook.with
            } else {
                &outlook.without
            };
            let year = outlook.year(w, processes)?;
            let Some(chance) = year.met else {
                return Ok(None);
            };
            let kept = (chance.share * YEARS as f64).round();
            let steps = vec![
                step("Budget, minutes a year", text::minutes(budget)),
                step("Simulated years", text::count(YEARS as usize)),
                step("Of these within the budget", text::count(kept as usize)),
                step("Share", text::percent(chance.share, 2)),
                step("Standard error, points", text::short(chance.error * 100.0)),
            ];
            let figure = text::figure(
                chance.share,
                text::percent(chance.share, 0),
                "",
                text::percent(chance.share, 2),
                Basis::Estimated,
            );
            (
                "Chance of meeting the target in a year",
                "simulated years whose minutes are within the budget ÷ simulated years",
                figure,
                steps,
            )
        }
        "loss" => {
            let rows = by_row(&outlook.with, Process::mean_loss);
            let sum: f64 = rows.iter().map(|r| r.1).sum();
            let mut steps: Vec<Step> = rows
                .into_iter()
                .map(|(title, loss)| step(title, text::money_estimate(loss, currency)))
                .collect();
            steps.push(step("Together", text::money_estimate(sum, currency)));
            (
                "Expected loss of a year",
                "Σ over risks of events × ((detect + repair) × (revenue lost + people, a minute) + fixed cost)",
                money_figure(w, sum, Basis::Estimated),
                steps,
            )
        }
        "one-off" | "yearly" => {
            let mut sum = 0.0;
            let mut steps = Vec::new();
            for technique in outlook.techniques_on(w, meeting) {
                let of = if of == "one-off" {
                    &technique.one_off
                } else {
                    &technique.yearly
                };
                let mean = of.distribution("").map_or(0.0, |d| d.mean());
                sum += mean;
                steps.push(step(
                    technique.name.clone(),
                    text::money_estimate(mean, currency),
                ));
            }
            steps.push(step("Together", text::money_estimate(sum, currency)));
            notes.push("A technique that is on for several risks is paid once.".into());
            let title = if of == "one-off" {
                "One-off cost of what is on"
            } else {
                "Cost a year of what is on"
            };
            let figure = text::figure(
                sum,
                text::money_short(sum, currency),
                "",
                text::money_estimate(sum, currency),
                Basis::Assumed,
            );
            (
                title,
                "Σ over techniques of the mean of their cost",
                figure,
                steps,
            )
        }
        _ => return Ok(None),
    };
    Ok(Some(Explanation {
        title: title.into(),
        figure,
        formula: formula.into(),
        steps,
        inputs: vec![
            input(
                "Target",
                format!(
                    "{}, {} minutes a year",
                    text::percent_plain(outlook.target),
                    text::minutes(budget)
                ),
                Basis::Assumed,
                "this pre-mortem, or the service",
            ),
            input(
                "Cost of a minute",
                outlook.worth.clone(),
                Basis::Estimated,
                "revenue, by hour of the week",
            ),
        ],
        rows: TextTable {
            columns: vec![],
            rows: vec![],
        },
        rows_note: String::new(),
        notes,
    }))
}
