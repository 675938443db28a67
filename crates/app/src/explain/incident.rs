//! The lines of an incident: what each is made of, from its rows to the posted amount.

use super::revenue::{Behind, lost_revenue, recovery_steps, revenue_inputs};
use super::window::sharing_input;
use super::{MOST_ROWS, MOST_STEPS, baseline_input, converted, input, rows_note};
use crate::imports::{Conversion, conversions_of};
use crate::text;
use crate::views::incidents::{entries_of, hours, incident_parts, notes};
use crate::views::lines::{
    Part, give_or_take, line_formula, line_name, range_means, read_line, total_figure,
    without_range,
};
use crate::wire::{Basis, Explanation, Input, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::cost::{LaborPart, LaborRatio, LineKind, RateCard, Recapture};
use ninefold_domain::methods::{LossMethod, Opportunity};
use ninefold_domain::money::{Money, format_decimal};
use ninefold_domain::record::LaborEntry;
use ninefold_domain::time::MINUTE_MS;

/// The total of an incident.
pub(super) fn incident_total(w: &Workspace, i: usize) -> Explanation {
    let incident = &w.incidents[i];
    let currency = w.methods.currency;
    let parts = incident_parts(w, i);
    let mut inputs = Vec::new();
    if !w.analysis.costs[i].losses.is_empty() {
        inputs.push(baseline_input(w));
        inputs.push(assumed(
            "Method of lost revenue",
            match w.analysis.costs[i].method {
                LossMethod::Velocity => "impact × expected revenue".into(),
                LossMethod::Counterfactual => "expected − observed revenue".into(),
            },
        ));
        inputs.push(sharing_input(w));
        inputs.extend(revenue_inputs(w, i));
    }
    inputs.push(recorded(
        w,
        i,
        "Labor entries",
        text::count(w.labor_of(incident.id).count()),
    ));
    Explanation {
        title: format!("Cost of {}", incident.label()),
        figure: total_figure(w, &[i], ""),
        formula: "Σ of its lines, each posted once".into(),
        steps: parts
            .iter()
            .map(|p| Step {
                label: if p.detail.is_empty() {
                    p.label.clone()
                } else {
                    format!("{}: {}", p.label, p.detail)
                },
                value: text::money_full(Money::from_units(p.units, currency)),
            })
            .chain(std::iter::once(Step {
                label: "Total".into(),
                value: text::money_full(Money::from_units(w.analysis.costs[i].total(), currency)),
            }))
            .collect(),
        inputs,
        rows_note: rows_note(parts.len(), parts.len()),
        rows: TextTable {
            columns: ["Line", "Posted in full", "90 % range", "Basis"]
                .map(str::to_owned)
                .to_vec(),
            rows: parts
                .iter()
                .map(|p| {
                    let money = Money::from_units(p.units, currency);
                    let show = |value: f64| text::money_estimate(value, currency);
                    vec![
                        p.label.clone(),
                        text::money_full(money),
                        match p.ends(currency) {
                            Some((low, high)) => text::range_of(&show(low), &show(high)),
                            None => without_range(p.kind).into(),
                        },
                        p.basis.word().into(),
                    ]
                })
                .collect(),
        },
        notes: notes(w, i),
    }
}

/// One line of an incident; nothing where it has none of that name.
pub(super) fn incident_line(w: &Workspace, i: usize, name: &str) -> Option<Explanation> {
    let part = incident_parts(w, i).into_iter().find(|p| p.key == name)?;
    line_of(w, i, &part, &Behind::all())
}

/// The explanation of a line of an incident.
pub(crate) fn line_of(
    w: &Workspace,
    i: usize,
    part: &Part,
    behind: &Behind,
) -> Option<Explanation> {
    let kind = read_line(w, &part.key)?;
    Some(match kind {
        LineKind::LostRevenue => lost_revenue(w, i, part.basis, behind),
        LineKind::Labor(_) | LineKind::Review => labor(w, i, kind, part),
        _ => other(w, i, kind, part, behind),
    })
}

/// A table without rows.
pub(super) fn nothing() -> TextTable {
    TextTable {
        columns: Vec::new(),
        rows: Vec::new(),
    }
}

/// What every line has: title, figure, formula; the steps and the posted amount at their end.
fn line(w: &Workspace, i: usize, kind: LineKind, part: &Part, mut steps: Vec<Step>) -> Explanation {
    let money = Money::from_units(part.units, w.methods.currency);
    let value = money.to_estimate();
    steps.push(Step {
        label: "Posted".into(),
        value: text::money_full(money),
    });
    let shown = if part.half > 0.0 {
        text::money_short(value, w.methods.currency)
    } else {
        text::money_exact(money)
    };
    let figure = text::figure(value, shown, "", text::money_full(money), part.basis);
    Explanation {
        title: format!("{} of {}", line_name(w, kind), w.incidents[i].label()),
        figure: match part.ends(w.methods.currency) {
            Some((low, high)) => figure.ranged(low, high, &range_means(w, &[i], kind)),
            None => figure,
        },
        formula: line_formula(w, kind, w.analysis.costs[i].method),
        steps,
        inputs: Vec::new(),
        rows: nothing(),
        rows_note: String::new(),
        notes: Vec::new(),
    }
}

pub(super) fn assumed(label: &str, value: String) -> Input {
    input(label, value, Basis::Assumed, "Settings, choices")
}

fn recorded(w: &Workspace, i: usize, label: &str, value: String) -> Input {
    input(label, value, Basis::Measured, &super::origin(w, i))
}

/// Every line that is neither gross lost revenue nor labor.
fn other(w: &Workspace, i: usize, kind: LineKind, part: &Part, behind: &Behind) -> Explanation {
    let cost = &w.analysis.costs[i];
    let incident = &w.incidents[i];
    let assumptions = &w.methods.assumptions;
    let currency = w.methods.currency;
    let money = |units: i128| text::money_exact(Money::from_units(units, currency));
    let estimate = |major: f64| text::money_estimate(major, currency);
    let one = |label: String| {
        vec![Step {
            label,
            value: money(part.units),
        }]
    };
    let (steps, inputs) = match kind {
        LineKind::Recaptured => recaptured(w, i, part, behind),
        LineKind::Unspent => (
            one(format!(
                "−(1 − {}) × ({} − {})",
                text::percent_plain(assumptions.margin),
                money(cost.lost_units()),
                money(-cost.line(LineKind::Recaptured))
            )),
            vec![assumed(
                "Margin on revenue",
                text::percent_plain(assumptions.margin),
            )],
        ),
        LineKind::Opportunity => opportunity(w, i, part),
        LineKind::Credits(contract) => credits(w, i, contract),
        LineKind::Contacts => (
            one(format!(
                "{} × {}",
                incident.contacts.unwrap_or(0),
                estimate(assumptions.contact_cost.unwrap_or(0.0))
            )),
            vec![
                recorded(
                    w,
                    i,
                    "Customer contacts",
                    incident.contacts.unwrap_or(0).to_string(),
                ),
                assumed(
                    "Cost of a contact",
                    estimate(assumptions.contact_cost.unwrap_or(0.0)),
                ),
            ],
        ),
        LineKind::Churn => (
            one(format!(
                "{} × {}",
                incident.cancellations.unwrap_or(0),
                estimate(assumptions.customer_value.unwrap_or(0.0))
            )),
            vec![
                recorded(
                    w,
                    i,
                    "Customers lost",
                    incident.cancellations.unwrap_or(0).to_string(),
                ),
                assumed(
                    "Margin that a customer brings over its lifetime",
                    estimate(assumptions.customer_value.unwrap_or(0.0)),
                ),
            ],
        ),
        LineKind::Fixed(position) => {
            let name = &w.analysis.fixed_kinds[position];
            let steps = incident
                .fixed
                .iter()
                .filter(|f| f.kind.trim().to_lowercase() == *name)
                .filter(|f| f.amount.currency() == currency)
                .map(|f| Step {
                    label: text::capital(f.kind.trim()),
                    value: text::money_exact(f.amount),
                })
                .collect();
            let amounts = recorded(
                w,
                i,
                "Amounts",
                text::money_exact(Money::from_units(part.units, currency)),
            );
            let mut inputs = vec![amounts];
            let of = format!("{name} of {}", incident.label());
            inputs.extend(converted(w, &in_force(w, &of, part.units)));
            (steps, inputs)
        }
        LineKind::LostRevenue | LineKind::Labor(_) | LineKind::Review => (Vec::new(), Vec::new()),
    };
    let mut explanation = line(w, i, kind, part, steps);
    explanation.inputs = inputs;
    explanation.inputs.extend(give_inputs(w, &[i], part));
    explanation
}

/// How far the typed amounts of a line may be off, and what half of its range comes to by them.
pub(super) fn give_inputs(w: &Workspace, incidents: &[usize], part: &Part) -> Vec<Input> {
    let mut inputs: Vec<Input> = give_or_take(w, incidents, part.kind)
        .into_iter()
        .map(|(of, share)| {
            assumed(
                &format!("Give or take, {of}"),
                format!("±\u{a0}{}", text::percent_plain(share)),
            )
        })
        .collect();
    if part.half > 0.0 && !part.kind.is_revenue() {
        let by = match (part.kind, w.methods.assumptions.opportunity) {
            // Of the value itself and of the rate that is taken off it, each in full.
            (LineKind::Opportunity, Opportunity::Hour { .. }) => {
                "give or take × value of an hour × hours, and that of the rates × their amount"
            }
            _ => "give or take × what rests on it",
        };
        inputs.push(input(
            "Half of its 90 % range",
            text::money_estimate(part.half, w.methods.currency),
            Basis::Assumed,
            by,
        ));
    }
    inputs
}

/// The conversions behind a cost of an incident. A file that comes again converts it again, by the
/// rates known then, and what was converted before is no evidence of what stands: that of the
/// newest import which comes to the amount is, else, where only a part of it was converted or it
/// was edited since, that of the newest.
fn in_force(w: &Workspace, of: &str, units: i128) -> Vec<Conversion> {
    let imports = w.batches.iter().rev();
    let each: Vec<Vec<Conversion>> = imports
        .filter(|b| b.live && b.import.kind == "incidents")
        .map(|b| {
            let mut own = conversions_of(&b.import.note);
            own.retain(|c| c.of.eq_ignore_ascii_case(of));
            own
        })
        .filter(|own| !own.is_empty())
        .collect();
    let sum = |own: &[Conversion]| own.iter().map(|c| c.to.units()).sum::<i128>();
    let equal = each.iter().position(|own| sum(own) == units);
    each.into_iter().nth(equal.unwrap_or(0)).unwrap_or_default()
}

/// What came back after an incident.
fn recaptured(w: &Workspace, i: usize, part: &Part, behind: &Behind) -> (Vec<Step>, Vec<Input>) {
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let amount = text::money_exact(Money::from_units(part.units, currency));
    let window = assumed(
        "Recovery window after the end",
        text::length(w.methods.assumptions.recovery_minutes),
    );
    let pooled = w.analysis.recapture.as_ref();
    let several = cost.losses.len() > 1;
    let compared = if behind.compared && cost.method == LossMethod::Counterfactual {
        w.analysis.compared(&w.methods, i)
    } else {
        Vec::new()
    };
    let seen = compared.iter().filter(|c| c.counterfactual.is_some());
    let mut before: Vec<Step> = seen
        .filter_map(|c| recovery_steps(w, &w.streams[c.stream].name, c))
        .collect();
    let steps: Vec<Step> = cost
        .losses
        .iter()
        .filter(|loss| loss.recaptured != 0.0)
        .map(|loss| {
            let name = if several {
                format!("{}: ", w.streams[loss.stream].name)
            } else {
                String::new()
            };
            let label = match (loss.method, pooled) {
                (LossMethod::Velocity, Some(pooled)) => format!(
                    "{name}−{} × {}",
                    text::percent(pooled.applied(), 1),
                    text::money_estimate(loss.lost, currency)
                ),
                _ => format!(
                    "{name}expected − observed in the recovery window, this incident’s part"
                ),
            };
            Step {
                label,
                value: text::money_estimate(-loss.recaptured, currency),
            }
        })
        .collect();
    let steps = if steps.is_empty() {
        vec![Step {
            label: "Nothing came back".into(),
            value: amount,
        }]
    } else {
        before.extend(steps);
        before
    };
    let mut inputs = vec![window];
    let by_share = cost.losses.iter().any(|l| l.method == LossMethod::Velocity);
    if let Some(pooled) = pooled.filter(|_| by_share) {
        inputs.push(share_input(w, pooled));
    }
    (steps, inputs)
}

/// The measured share of lost revenue that came back.
pub(super) fn share_input(w: &Workspace, pooled: &Recapture) -> Input {
    let currency = w.methods.currency;
    input(
        "Share of lost revenue that came back",
        format!(
            "{} ({} to {})",
            text::percent(pooled.share, 1),
            text::percent(pooled.low, 0),
            text::percent(pooled.high, 0)
        ),
        Basis::Measured,
        &format!(
            "{} above expected after {}, of {} lost in them",
            text::money_short(pooled.excess, currency),
            text::counted(pooled.episodes, "outage", "outages"),
            text::money_short(pooled.lost, currency)
        ),
    )
}

/// What engineers would have done instead.
fn opportunity(w: &Workspace, i: usize, part: &Part) -> (Vec<Step>, Vec<Input>) {
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let worked = hours(cost.labor.roadmap_hours());
    let value = text::money_exact(Money::from_units(part.units, currency));
    let time = recorded(w, i, "Hours of engineers, review included", worked.clone());
    let estimate = |major: f64| text::money_estimate(major, currency);
    match w.methods.assumptions.opportunity {
        Opportunity::Hour { value: hour } => (
            vec![Step {
                label: format!(
                    "{worked} at {} less the loaded rate of each",
                    estimate(hour)
                ),
                value,
            }],
            vec![
                time,
                assumed("Value of an hour of roadmap work", estimate(hour)),
            ],
        ),
        Opportunity::Delay {
            per_week,
            hours_a_week,
        } => (
            vec![Step {
                label: format!(
                    "{worked} ÷ {hours_a_week} h a week × {}",
                    estimate(per_week)
                ),
                value,
            }],
            vec![
                time,
                assumed("Cost of a week’s delay", estimate(per_week)),
                assumed(
                    "Roadmap hours of the team in a week",
                    hours_a_week.to_string(),
                ),
            ],
        ),
        Opportunity::None => (Vec::new(), vec![time]),
    }
}

/// What an SLA owes for the months that the incident was in.
fn credits(w: &Workspace, i: usize, contract: usize) -> (Vec<Step>, Vec<Input>) {
    let currency = w.methods.currency;
    let terms = &w.contracts[contract];
    let mut steps = Vec::new();
    for month in w.analysis.credits.iter().filter(|c| c.contract == contract) {
        let Some(part) = month.parts.iter().find(|p| p.incident == i) else {
            continue;
        };
        let band = month.band.and_then(|at| terms.bands.get(at));
        steps.push(Step {
            label: format!(
                "{}{}: {}, {}; {} of {} counted min of {}",
                month.month,
                if month.partial {
                    ", partly on record, the rest counted as up"
                } else {
                    ""
                },
                text::availability(month.availability()),
                band.map_or_else(
                    || "no band reached".into(),
                    |b| format!(
                        "below {}: {} of the fee",
                        text::percent_plain(b.below),
                        text::percent_plain(b.credit)
                    )
                ),
                text::minutes_full(part.minutes),
                text::minutes_full(month.downtime),
                text::money_exact(Money::from_units(month.units, currency)),
            ),
            value: text::money_exact(Money::from_units(part.units, currency)),
        });
    }
    (steps, contract_inputs(w, contract))
}

/// The terms of a contract.
pub(super) fn contract_inputs(w: &Workspace, contract: usize) -> Vec<Input> {
    let terms = &w.contracts[contract];
    let contract_input =
        |label: &str, value: String| input(label, value, Basis::Assumed, "Settings, contracts");
    let mut inputs = vec![contract_input("Fees a month", text::money_exact(terms.fee))];
    for band in &terms.bands {
        inputs.push(contract_input(
            &format!("Credit below {}", text::percent_plain(band.below)),
            text::percent_plain(band.credit),
        ));
    }
    inputs
}

/// What labor is priced by.
pub(super) fn multiplier_input(w: &Workspace) -> Input {
    assumed(
        "Multiplier outside business hours",
        format!(
            "{}, business hours {}",
            w.methods.assumptions.out_of_hours,
            crate::hours::write(&w.methods.assumptions.business_hours)
        ),
    )
}

/// Work of a group of roles, or review by all of them.
fn labor(w: &Workspace, i: usize, kind: LineKind, part: &Part) -> Explanation {
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let zone = w.methods.zone;
    let rates = RateCard::new(&w.roles);
    let entries: Vec<&LaborEntry> = entries_of(w, i, kind, &rates).collect();
    let parts: Vec<&LaborPart> = cost
        .labor
        .parts
        .iter()
        .filter(|p| match kind {
            LineKind::Labor(group) => !p.review && p.group == group,
            _ => p.review,
        })
        .collect();
    let sum = |of: fn(&LaborPart) -> LaborRatio| {
        parts
            .iter()
            .fold(LaborRatio::default(), |sum, p| sum.plus(of(p)))
    };
    let (plain, surcharge) = (sum(|p| p.plain), sum(|p| p.surcharge));
    let mut steps: Vec<Step> = Vec::new();
    let mut rows = Vec::new();
    let mut stated = LaborRatio::default();
    for entry in &entries {
        let rate = rates.rate(entry).filter(|r| r.currency() == currency);
        let people = format_decimal(i128::from(entry.people_milli), 3, 0);
        let minutes = text::minutes_full(entry.worked_ms as f64 / MINUTE_MS as f64);
        let ratio = rate.map(|r| LaborRatio::new(entry.people_milli, entry.worked_ms, r));
        if let Some(ratio) = ratio {
            stated = stated.plus(ratio);
        }
        let shown_rate = rate.map_or_else(|| text::NONE.into(), text::money_exact);
        let shown = ratio.map_or_else(
            || text::NONE.into(),
            |r| text::money_exact(Money::from_units(r.posted(), currency)),
        );
        if entry.actions.is_empty() && steps.len() < MOST_STEPS {
            steps.push(Step {
                label: format!(
                    "{}: {people} × {minutes} min × {shown_rate} ÷ 60",
                    entry.role
                ),
                value: shown.clone(),
            });
        }
        let when = match entry.start {
            Some(start) => text::date_time(start, zone),
            None if entry.actions.is_empty() => text::NONE.into(),
            None => text::counted(entry.actions.len(), "action", "actions"),
        };
        rows.push(vec![
            entry.role.clone(),
            entry.person.clone().unwrap_or_else(|| text::NONE.into()),
            when,
            people,
            minutes,
            shown_rate,
            shown,
        ]);
    }
    let more = |steps: &mut Vec<Step>, label: String, units: i128| {
        if units != 0 {
            steps.push(Step {
                label,
                value: text::money_exact(Money::from_units(units, currency)),
            });
        }
    };
    let shown = entries.len().min(MOST_STEPS);
    if entries.len() > shown && !cost.labor.from_activity {
        let rest = entries[shown..].iter().filter_map(|e| {
            let rate = rates.rate(e).filter(|r| r.currency() == currency)?;
            Some(LaborRatio::new(e.people_milli, e.worked_ms, rate))
        });
        let rest = rest.fold(LaborRatio::default(), LaborRatio::plus);
        more(
            &mut steps,
            format!("{} more entries", entries.len() - shown),
            rest.posted(),
        );
    }
    let counted_hours: f64 = parts.iter().map(|p| p.person_hours()).sum();
    if cost.labor.from_activity {
        more(
            &mut steps,
            format!(
                "{} from what they did, at their rates",
                hours(counted_hours)
            ),
            plain.posted(),
        );
    } else {
        more(
            &mut steps,
            "Time of the same person counted in another entry or incident".into(),
            plain.posted() - stated.posted(),
        );
    }
    more(
        &mut steps,
        format!(
            "Outside business hours, × {} instead of × 1",
            w.methods.assumptions.out_of_hours
        ),
        surcharge.posted(),
    );
    let mut explanation = line(w, i, kind, part, steps);
    let all = rows.len();
    rows.truncate(MOST_ROWS);
    let own = entries.iter().filter(|e| e.rate.is_some()).count();
    explanation.inputs = vec![
        input(
            "Entries with a rate of their own",
            own.to_string(),
            Basis::Measured,
            "labor rows",
        ),
        input(
            "Entries priced by the rate card",
            (all - own).to_string(),
            Basis::Assumed,
            "Settings, roles and rates",
        ),
        multiplier_input(w),
    ];
    if cost.labor.from_activity {
        explanation.inputs.push(assumed(
            "Responder activity",
            format!(
                "an action is {} min, another within {} min makes it continuous",
                w.methods.assumptions.action_minutes, w.methods.assumptions.action_gap_minutes
            ),
        ));
    }
    explanation.inputs.extend(give_inputs(w, &[i], part));
    if entries
        .iter()
        .any(|e| e.start.is_none() && e.actions.is_empty())
        && w.methods.assumptions.out_of_hours != 1.0
    {
        explanation.notes.push(
            "Entries without a start are taken as inside business hours, and cannot be told to overlap."
                .into(),
        );
    }
    if cost.labor.two_rates {
        explanation.notes.push(
            "Entries of one person overlapped at different rates: the higher one counts.".into(),
        );
    }
    explanation.rows_note = rows_note(rows.len(), all);
    explanation.rows = TextTable {
        columns: [
            "Role",
            "Person",
            "Began",
            "People",
            "Minutes",
            "Rate",
            "Amount as stated",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows,
    };
    explanation
}
