//! What a figure of the register of risks rests on.

use super::{input, rows_note, step, table};
use crate::edit::{Unit, show};
use crate::plan::Plan;
use crate::text;
use crate::views::risks::{Register, loss_figure, minutes_figure, share_text, total_loss};
use crate::views::tiers::technique_does;
use crate::wire::{Basis, Explanation, Input, Step};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::risk::{Risk, RiskSource};
use ninefold_domain::simulate::{Input as Part, Process};

/// Basis and place of what a risk says.
pub(super) fn said(source: RiskSource) -> (Basis, &'static str) {
    match source {
        RiskSource::PreMortem => (Basis::Assumed, "the register, from people"),
        RiskSource::History => (Basis::Estimated, "the register, from history"),
        RiskSource::Both => (Basis::Estimated, "the register, from people and history"),
        RiskSource::Scored => (
            Basis::Estimated,
            "the register, from people and the incidents matched since",
        ),
    }
}

fn quantity(label: &str, estimate: &Estimate, unit: Unit, source: RiskSource) -> Input {
    let (basis, place) = said(source);
    let mean = estimate
        .distribution("")
        .map_or(text::NONE.to_owned(), |d| match unit {
            Unit::Plain | Unit::Minutes | Unit::PerYear => {
                format!("{} on average", text::short(d.mean()))
            }
            Unit::Share => format!("{} on average", share_text(d.mean())),
        });
    input(
        label,
        format!("{mean}; {}", show(estimate, unit).means),
        basis,
        place,
    )
}

/// What ties the minutes to detect to those to repair.
fn one_length(source: RiskSource) -> Input {
    let (basis, place) = said(source);
    input(
        "Detect and repair together",
        "parts of one length, drawn at the same quantile: what takes long to be noticed takes long to be repaired".into(),
        basis,
        place,
    )
}

fn inputs_of(w: &Workspace, plan: &Plan, risk: &Risk, loss: bool) -> Vec<Input> {
    let s = risk.source;
    let mut inputs = vec![
        quantity("Events a year", &risk.frequency, Unit::Plain, s),
        quantity("Minutes to detect", &risk.detect, Unit::Plain, s),
        quantity("Minutes to repair", &risk.repair, Unit::Plain, s),
        quantity("Share of users", &risk.users, Unit::Share, s),
    ];
    if risk.one_length {
        inputs.insert(3, one_length(s));
    }
    if loss {
        let service = plan.given.services.iter().find(|g| g.id == risk.service);
        if let Some(service) = service {
            inputs.push(input(
                "Cost of a full-outage minute",
                format!(
                    "{}; {}",
                    text::money_estimate(service.mean_per_minute(), w.methods.currency),
                    plan.given.worth
                ),
                Basis::Estimated,
                "revenue, by hour of the week",
            ));
        }
        inputs.push(quantity("People on it", &risk.people, Unit::Plain, s));
        inputs.push(input(
            "Loaded rate",
            format!(
                "{} an hour",
                text::money_estimate(plan.given.hourly_rate, w.methods.currency)
            ),
            Basis::Assumed,
            "Settings, team",
        ));
        inputs.push(quantity(
            "Cost of an event however long",
            &risk.per_event,
            Unit::Plain,
            s,
        ));
    }
    for technique in plan.on().iter().filter(|t| t.scope.holds(risk)) {
        inputs.push(input(
            &format!("Technique {}", technique.name),
            technique_does(w, technique),
            Basis::Assumed,
            "Tiers, techniques",
        ));
    }
    inputs
}

/// What an event costs, part by part, each at its mean.
fn loss_steps(w: &Workspace, p: &Process) -> [Step; 3] {
    let money = |x: f64| text::money_estimate(x, w.methods.currency);
    let minute = p.mean_of(Part::Users) * p.mean_of(Part::PerMinute);
    [
        step("Revenue lost a minute", money(minute)),
        step("People on it, a minute", money(p.mean_of(Part::Labor))),
        step("Fixed cost of an event", money(p.mean_of(Part::PerEvent))),
    ]
}

/// How a mean of a risk comes about, minutes or loss of a year: part by part at its mean, or voice
/// by voice where several people or histories estimated it. `name` is whose the nth voice is;
/// `reach` is the share that counts of it.
pub(super) fn mean_steps(
    w: &Workspace,
    p: &Process,
    (of, reach): (&str, f64),
    name: impl Fn(usize) -> String,
) -> (String, Vec<Step>) {
    let is_loss = of == "loss";
    let product = if is_loss {
        "events a year × ((minutes to detect + to repair) × (users × cost per minute + people × rate ÷ 60) + fixed cost)"
    } else {
        "events a year × (minutes to detect + to repair) × share of users"
    };
    let shared = p.shared_voices();
    if let [lead, ..] = shared[..] {
        let steps = p.worlds().into_iter().map(|world| {
            let at = |part| world.means.at(part);
            let value = if is_loss {
                text::money_estimate(world.means.loss(1.0), w.methods.currency)
            } else {
                format!("{} min", text::minutes(world.means.minutes() * reach))
            };
            let label = format!(
                "{}, weight {}: {} a year, {} min, {}",
                world.voice(lead).map_or_else(|| text::NONE.into(), &name),
                text::percent(world.weight, 0),
                text::short(at(Part::Rate)),
                text::minutes(at(Part::Detect) + at(Part::Repair)),
                share_text(at(Part::Users)),
            );
            step(label, value)
        });
        let formula =
            format!("Σ over who may be right of weight × {product}, each at the mean of that one");
        return (formula, steps.collect());
    }
    let mut steps = vec![
        step("Events a year", text::short(p.mean_of(Part::Rate))),
        step(
            "Detect + repair, minutes",
            text::minutes(p.mean_of(Part::Detect) + p.mean_of(Part::Repair)),
        ),
        step("Share of users", share_text(p.mean_of(Part::Users))),
    ];
    if is_loss {
        steps.extend(loss_steps(w, p));
    }
    (format!("{product}, each at its mean"), steps)
}

/// What ties the parts of a risk together, or that nothing does.
pub(super) fn ties(p: &Process) -> String {
    match p.shared_voices()[..] {
        [] => {
            "Parts are independent of each other, so the mean of the product is the product of the means."
        }
        [Part::Rate, ..] => {
            "One of those who estimated it is right, about all of it: the mean is the weighted mean of what each expects, not the product of the means of each part over all of them."
        }
        // What came was counted against what was said, and the rate is no voice’s any more.
        _ => {
            "How often it happens was learned from what came, and is the same for all who estimated it; of the rest one of them is right: the mean is the weighted mean over them."
        }
    }
    .into()
}

/// Expected minutes or loss of one risk.
pub(super) fn risk(w: &Workspace, id: &str, of: &str) -> Option<Explanation> {
    let register = Register::of(w, "", "").ok()?;
    let n = (0..register.today.processes.len()).find(|n| register.risk(*n).id.to_string() == id)?;
    let risk = register.risk(n);
    let p = &register.today.processes[n];
    let (basis, _) = said(risk.source);
    let figure = match of {
        "minutes" => minutes_figure(register.minutes[n], basis),
        "loss" => loss_figure(w, &register, n, basis),
        _ => return None,
    };
    let (formula, mut steps) = mean_steps(w, p, (of, 1.0), |nth| format!("Estimate {}", nth + 1));
    steps.push(step(risk.name.clone(), figure.exact.clone()));
    Some(Explanation {
        title: risk.name.clone(),
        figure,
        formula,
        steps,
        inputs: inputs_of(w, &register.plan, risk, of == "loss"),
        rows: table(&[], vec![]),
        rows_note: String::new(),
        notes: vec![ties(p)],
    })
}

/// The inputs of a register: what each service is allowed.
fn targets_of(register: &Register) -> Vec<Input> {
    let budgets = register.budgets.iter();
    budgets
        .map(|budget| {
            input(
                &format!("Target of {}", register.service(budget).name),
                format!(
                    "{}: {} min a year",
                    text::availability(budget.target),
                    text::minutes(budget.minutes)
                ),
                Basis::Assumed,
                match register.chosen {
                    None => "Settings, services and tiers",
                    Some(_) => "chosen above the register",
                },
            )
        })
        .collect()
}

/// How many services have more expected of their risks than their targets allow.
fn budgets(register: &Register) -> Explanation {
    let over = register.budgets.iter().filter(|b| b.is_over()).count();
    let mut fullest: Vec<_> = register.budgets.iter().collect();
    fullest.sort_by(|a, b| b.share().total_cmp(&a.share()));
    Explanation {
        title: "Services over budget".into(),
        figure: text::figure(
            over as f64,
            text::count(over),
            &format!("of {}", text::count(register.budgets.len())),
            text::count(over),
            Basis::Estimated,
        ),
        formula: "services whose Σ of expected minutes over the risks that reach them is above (1 − target) × the minutes of a year".into(),
        steps: fullest
            .iter()
            .take(super::MOST_STEPS)
            .map(|b| step(register.service(b).name.clone(), b.taken()))
            .collect(),
        inputs: targets_of(register),
        rows: table(
            &["Service", "Expected minutes a year", "Allowed", "Share of the budget"],
            fullest
                .iter()
                .take(super::MOST_ROWS)
                .map(|b| {
                    vec![
                        register.service(b).name.clone(),
                        text::minutes(b.expected),
                        text::minutes(b.minutes),
                        text::percent(b.share(), 1),
                    ]
                })
                .collect(),
        ),
        rows_note: rows_note(fullest.len().min(super::MOST_ROWS), fullest.len()),
        notes: vec![
            match register.chosen {
                None => "Each service is held against its own target; minutes of several are not added up.",
                Some(_) => "Each service is held against the target that was chosen; minutes of several are not added up.",
            }
            .into(),
        ],
    }
}

/// Expected minutes or loss of the register of a service, or of all, or how many services have more
/// expected than allowed; against a target, or without one against those of the services.
pub(super) fn register(
    w: &Workspace,
    service: &str,
    of: &str,
    target: &str,
) -> Option<Explanation> {
    let register = Register::of(w, service, target).ok()?;
    let by_loss = match of {
        "minutes" => false,
        "loss" => true,
        "budgets" => return Some(budgets(&register)),
        _ => return None,
    };
    let values = if by_loss {
        &register.losses
    } else {
        &register.minutes
    };
    let total: f64 = values.iter().sum();
    let show = |x: f64| {
        if by_loss {
            text::money_estimate(x, w.methods.currency)
        } else {
            format!("{} min", text::minutes(x))
        }
    };
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    let figure = if by_loss {
        total_loss(w, &register)
    } else {
        minutes_figure(total, Basis::Estimated)
    };
    let shown = order.len().min(super::MOST_ROWS);
    let share_of_budget = |n: usize| {
        let stand = register.ranked.iter().find(|stand| stand.risk == n);
        stand.map_or_else(|| text::NONE.to_owned(), |s| text::percent(s.share, 1))
    };
    let mut steps: Vec<Step> = order
        .iter()
        .take(super::MOST_STEPS)
        .map(|n| step(register.risk(*n).name.clone(), show(values[*n])))
        .collect();
    let rest: f64 = order
        .iter()
        .skip(super::MOST_STEPS)
        .map(|n| values[*n])
        .sum();
    if order.len() > super::MOST_STEPS {
        steps.push(step(
            text::counted(order.len() - super::MOST_STEPS, "more risk", "more risks"),
            show(rest),
        ));
    }
    steps.push(step("All risks", show(total)));
    Some(Explanation {
        title: if by_loss {
            "Expected loss of a year"
        } else {
            "Expected bad minutes of a year"
        }
        .into(),
        figure,
        formula: "Σ over the risks; each event counted alone".into(),
        steps,
        inputs: targets_of(&register),
        rows: table(
            &["Risk", "Minutes a year", "Loss a year", "Share of the budget"],
            order
                .iter()
                .take(shown)
                .map(|n| {
                    vec![
                        register.risk(*n).name.clone(),
                        text::minutes(register.minutes[*n]),
                        text::money_estimate(register.losses[*n], w.methods.currency),
                        share_of_budget(*n),
                    ]
                })
                .collect(),
        ),
        rows_note: rows_note(shown, order.len()),
        notes: vec![
            "In simulated years what overlaps is counted once, so downtime is a little less than the sum.".into(),
        ],
    })
}
