//! What a figure of a requirement rests on: the register today, or what was kept of then.

use super::outage::outage;
use super::{input, rows_note, step};
use crate::edit::position;
use crate::requirements::{YEARS, all_evidence, asked};
use crate::text;
use crate::views::requirements::{evidence_figure, quantity_of};
use crate::views::risks::{minutes_figure, money_figure};
use crate::views::tiers::{technique_does, worth};
use crate::wire::{Basis, Error, Explanation, Figure, Input, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::requirement::{Evidence, Quantity, Requirement};
use ninefold_domain::tiers::finance::annuity;

/// A figure of a requirement: a quantity of today or of then, its cost, or what it avoids.
pub(super) fn requirement(
    w: &Workspace,
    id: &str,
    of: &str,
    then: bool,
) -> Result<Option<Explanation>, Error> {
    let at = position(w, id)?;
    let r = &w.requirements[at];
    let now = &all_evidence(w)[at];
    if let "cost" | "avoided" = of {
        return Ok(money(w, r, now, of == "cost"));
    }
    let Some((quantity, label)) = quantity_of(of) else {
        return Ok(None);
    };
    if then {
        return Ok(r
            .evidence
            .as_ref()
            .map(|was| kept(w, r, was, quantity, label)));
    }
    Ok(Some(match quantity {
        Quantity::PerMinute => {
            let service = w.services.iter().position(|s| s.id == r.service);
            outage(w, service)
        }
        Quantity::Minutes | Quantity::Loss => of_risks(w, r, now, quantity, label),
        Quantity::Met => chance(w, r, now, label),
    }))
}

/// What was kept when it was drafted or accepted: it is not computed again.
fn kept(w: &Workspace, r: &Requirement, was: &Evidence, of: Quantity, label: &str) -> Explanation {
    let figure = evidence_figure(w, r, Some(was), of, true);
    Explanation {
        title: format!("{label} of {}, as it was kept", r.label()),
        steps: vec![step(label, figure.exact.clone())],
        formula: "kept with the requirement when it was drafted or accepted".into(),
        inputs: vec![input(
            "Data to",
            text::date_time(was.as_of, w.methods.zone),
            Basis::Measured,
            "the requirement’s evidence",
        )],
        rows: TextTable {
            columns: vec![],
            rows: vec![],
        },
        rows_note: String::new(),
        notes: vec![
            "It is stale once the figure of today lies outside this range.".into(),
            format!("The range is: {}.", figure.range_means),
        ],
        figure,
    }
}

/// Minutes or loss as the sum over its risks.
fn of_risks(
    w: &Workspace,
    r: &Requirement,
    now: &Evidence,
    of: Quantity,
    label: &str,
) -> Explanation {
    let mut scales = crate::requirements::Scales::of(w);
    let mut steps = Vec::new();
    let mut sum = 0.0;
    for (id, minutes, loss) in scales.parts(r.service, &now.risks) {
        let name = w
            .risks
            .iter()
            .find(|risk| risk.id == id)
            .map_or(text::NONE, |risk| risk.name.as_str());
        let (value, figure) = if of == Quantity::Loss {
            (loss, money_figure(w, loss, Basis::Estimated))
        } else {
            (minutes, minutes_figure(minutes, Basis::Estimated))
        };
        sum += value;
        steps.push(step(name, figure.exact));
    }
    let total = if of == Quantity::Loss {
        money_figure(w, sum, Basis::Estimated)
    } else {
        minutes_figure(sum, Basis::Estimated)
    };
    steps.push(step(
        if steps.len() == 1 {
            label.to_owned()
        } else {
            "Together".into()
        },
        total.exact,
    ));
    let rows = now
        .incidents
        .iter()
        .filter_map(|id| w.incidents.iter().position(|i| i.id == *id))
        .map(|i| {
            let incident = &w.incidents[i];
            vec![
                incident.label(),
                incident.title.clone(),
                text::date_time(incident.started, w.methods.zone),
            ]
        })
        .collect::<Vec<_>>();
    let all = rows.len();
    let shown: Vec<_> = rows.into_iter().take(super::MOST_ROWS).collect();
    Explanation {
        title: format!("{label} of {}", r.label()),
        figure: evidence_figure(w, r, Some(now), of, false),
        formula: if of == Quantity::Loss {
            "Σ over its risks: events × ((detect + repair) × (users × cost per minute + labor) + cost of an event)"
        } else {
            "Σ over its risks: events × (detect + repair) × users"
        }
        .into(),
        steps,
        inputs: vec![input(
            "Risks",
            text::counted(now.risks.len(), "risk", "risks"),
            Basis::Estimated,
            "the register; each opens on the screen on risks",
        )],
        rows_note: if shown.is_empty() {
            String::new()
        } else {
            rows_note(shown.len(), all)
        },
        rows: TextTable {
            columns: vec!["Incident".into(), "Title".into(), "Started".into()],
            rows: shown,
        },
        notes: vec![
            "Expected in an average year, with the techniques that are on.".into(),
            format!(
                "The range holds nine of ten of {} simulated years.",
                text::count(YEARS as usize)
            ),
        ],
    }
}

fn chance(w: &Workspace, r: &Requirement, now: &Evidence, label: &str) -> Explanation {
    let plan = crate::plan::Plan::base(w);
    let target = asked(w, r).target.unwrap_or(1.0);
    let budget = plan.given.year * (1.0 - target);
    let figure = evidence_figure(w, r, Some(now), Quantity::Met, false);
    let met = (figure.value.unwrap_or(0.0) * YEARS as f64).round() as usize;
    Explanation {
        title: format!("{label} of {}", r.label()),
        formula: "share of simulated years whose minutes down stay within what the target allows"
            .into(),
        steps: vec![
            step(
                "Allowed in a year",
                format!("{budget} min at {}", text::percent_plain(target)),
            ),
            step("Simulated years", text::count(YEARS as usize)),
            step("Years within it", text::count(met)),
            step(label, figure.exact.clone()),
        ],
        inputs: vec![
            input(
                "Target",
                text::percent_plain(target),
                Basis::Assumed,
                if r.slo.is_some() {
                    "its objective"
                } else {
                    "the target of its service"
                },
            ),
            input(
                "Risks that reach the service",
                text::count(now.risks.len()),
                Basis::Estimated,
                "the register",
            ),
            input(
                "Seed",
                plan.scenario.seed.to_string(),
                Basis::Assumed,
                "Tiers, assumptions",
            ),
        ],
        rows: TextTable {
            columns: vec![],
            rows: vec![],
        },
        rows_note: String::new(),
        notes: vec![
            "Of all risks that reach the service, not only of those of the requirement.".into(),
            "A chance has no range of its own: it counts as moved beyond ten points either way, which is assumed.".into(),
        ],
        figure,
    }
}

/// What its techniques or its option cost and avoid over the horizon.
fn money(w: &Workspace, r: &Requirement, now: &Evidence, cost: bool) -> Option<Explanation> {
    let plan = crate::plan::Plan::base(w);
    let economics = plan.scenario.economics;
    let upkeep = annuity(economics.discount, economics.horizon);
    let figure = |value: f64| -> Figure { worth(w, value, Basis::Estimated) };
    let money = |value: f64| text::money_estimate(value, w.methods.currency);
    let (total, parts) = if cost {
        (now.cost?, crate::requirements::costs(&plan, r))
    } else {
        (now.avoided?, crate::requirements::savings(&plan, r))
    };
    let mut steps: Vec<Step> = parts
        .into_iter()
        .map(|(label, value)| step(label, money(value)))
        .collect();
    steps.push(step(
        if cost {
            "Cost over the horizon"
        } else {
            "Avoided over the horizon"
        },
        money(total),
    ));
    let mut inputs: Vec<Input> = r
        .techniques
        .iter()
        .filter_map(|id| w.techniques.iter().find(|t| t.id == *id))
        .map(|t| {
            input(
                &format!("Technique {}", t.name),
                technique_does(w, t),
                Basis::Assumed,
                "Tiers, techniques",
            )
        })
        .collect();
    inputs.push(input(
        "Horizon",
        format!(
            "{} at {} a year: a yearly amount counts {} times",
            text::counted(economics.horizon as usize, "year", "years"),
            text::percent_plain(economics.discount),
            text::short(upkeep)
        ),
        Basis::Assumed,
        "Tiers, assumptions",
    ));
    Some(Explanation {
        title: if cost {
            format!("What {} costs", r.label())
        } else {
            format!("What {} avoids", r.label())
        },
        figure: figure(total),
        formula: if cost {
            "Σ (one-off + annuity × yearly)"
        } else {
            "annuity × (expected loss without − with), over all services"
        }
        .into(),
        steps,
        inputs,
        rows: TextTable {
            columns: vec![],
            rows: vec![],
        },
        rows_note: String::new(),
        notes: vec![
            "Over all services: what is paid once helps wherever it helps. Techniques that other requirements name too are counted with each.".into(),
        ],
    })
}
