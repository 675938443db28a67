//! Charts of risks and tiers: minutes against the budget, loss and cost over nines, payback,
//! tornado, frontier, loss exceedance.

use super::opens::Opens;
use super::{empty, money_axis};
use crate::plan::{Member, Plan, Swing as Swings};
use crate::text;
use crate::views::risks::Register;
use crate::views::tiers::{
    Hangs, UNPRICED, ceilings, hangs_on, is_unpriced, optimum, payback_median, plan_and_digits,
    quarter_nines, tornado_about,
};
use crate::wire::{ChartName, Error};
use crate::workspace::Workspace;
use ninefold_domain::tiers::finance::annuity;
use ninefold_domain::tiers::{availability, cheapest_region, nines};
use ninefold_report::{
    Band, Bar, Bars, Chart, ChartSpec, Dots, EndLabel, Limit, Line, LinePoint, Lines, Mark, Note,
    Points, Quantity, Region, Swing, Tick, TickLabels, Tornado,
};

/// Bars of a chart at most.
const MOST_BARS: usize = 15;
/// Share of runs in which the cheapest region holds the cheapest point.
const LIKELY: f64 = 0.6;
/// Ticks by which a logarithmic scale can be read.
const LEAST_TICKS: usize = 4;

/// Scenario, service and what follows, of a scope such as `scenario/service/option`.
fn parts(scope: &str) -> (&str, &str, &str) {
    let mut parts = scope.splitn(3, '/');
    let mut next = || parts.next().unwrap_or("");
    (next(), next(), next())
}

/// What the points of a chart of tiers open.
pub(super) fn opens(w: &Workspace, chart: ChartName, scope: &str) -> Opens {
    let (scenario, service, option) = parts(scope);
    let Ok((plan, _, digits)) = plan_and_digits(w, scenario, service) else {
        return Opens::Nothing;
    };
    let key = |of: &str| format!("tiers:{scenario}:{service}:{of}");
    // Nothing else is named where there is no such option.
    let of_option = |of: &str| match plan.option(option) {
        Some(option) => Opens::All(key(&format!("{of}:{}", option.id))),
        None => Opens::Nothing,
    };
    match chart {
        ChartName::TierCurves if optimum(&digits).is_some() => Opens::All(key("optimum")),
        ChartName::Exceedance => Opens::All(key("loss")),
        ChartName::Payback => of_option("payback"),
        ChartName::Tornado => of_option("value"),
        ChartName::Frontier => Opens::Labels(
            digits
                .frontier
                .iter()
                .enumerate()
                .map(|(n, member)| (names(&plan, member), key(&format!("frontier:{n}"))))
                .collect(),
        ),
        _ => Opens::Nothing,
    }
}

/// The techniques of a set.
fn names(plan: &Plan, member: &Member) -> String {
    let names: Vec<&str> = member
        .techniques
        .iter()
        .filter_map(|t| plan.given.techniques.get(*t))
        .map(|t| t.name.as_str())
        .collect();
    if names.is_empty() {
        "Nothing".into()
    } else {
        names.join(", ")
    }
}

fn no_risks(title: &str) -> ChartSpec {
    empty(
        title,
        "There are no risks yet: take those that past incidents suggest, or add what people fear.",
    )
}

/// There are risks, but nothing of them costs anything: what is missing.
fn unpriced(title: &str) -> ChartSpec {
    empty(title, &format!("{}.", text::capital(UNPRICED)))
}

/// Expected minutes of each risk, against the budget where a single one is looked at.
pub(super) fn risks(w: &Workspace, service: &str) -> Result<ChartSpec, Error> {
    let register = Register::of(w, service, "")?;
    let title = "Expected bad minutes a year by risk";
    let Some(fullest) = register.fullest().filter(|_| !register.ranked.is_empty()) else {
        return Ok(no_risks(title));
    };
    let quantity = |value: f64| Quantity {
        value,
        formatted: format!("{} min", text::minutes(value)),
    };
    let ranges = register.ranges();
    let rows = register
        .ranked
        .iter()
        .take(MOST_BARS)
        .map(|r| Bar {
            label: register.risk(r.risk).name.clone(),
            note: if r.breaks_alone {
                "above the whole budget".into()
            } else if r.too_big {
                "too big".into()
            } else if r.accepted {
                "accepted".into()
            } else {
                String::new()
            },
            value: quantity(register.minutes[r.risk]),
            range: ranges[r.risk].map(|[(low, high), _]| ninefold_report::Interval {
                low,
                high,
                formatted: text::short_range(low, high),
            }),
            mark: None,
        })
        .collect();
    // Of several services each has a quarter of its own.
    let quarter = (register.budgets.len() == 1).then_some(0.25 * fullest.minutes);
    Ok(ChartSpec {
        title: title.into(),
        description: format!(
            "{}; of {} most is taken: {}.",
            text::counted(register.ranked.len(), "risk", "risks"),
            register.service(fullest).name,
            fullest.taken()
        ),
        empty: String::new(),
        chart: Chart::Bars(Bars {
            row_name: "Risk".into(),
            value_name: "Expected minutes".into(),
            mark_name: String::new(),
            range_name: "9 of 10 years".into(),
            rows,
            limit: quarter.map(|quarter| Limit {
                value: quarter,
                label: EndLabel {
                    text: format!("a quarter of the budget, {} min", text::minutes(quarter)),
                    note: String::new(),
                },
            }),
        }),
    })
}

fn percent_of_nines(n: f64) -> String {
    text::availability(availability(n))
}

/// Loss, cost and their sum over nines.
pub(super) fn curves(w: &Workspace, scope: &str) -> Result<ChartSpec, Error> {
    let (scenario, service, _) = parts(scope);
    let (plan, looked_at, digits) = plan_and_digits(w, scenario, service)?;
    let title = "Loss and cost of the nines, a year";
    if digits.sources.is_empty() || digits.curve.is_empty() {
        return Ok(no_risks(title));
    }
    if is_unpriced(&plan, looked_at, &digits) {
        return Ok(unpriced(title));
    }
    let money = |x: f64| text::money_short(x, w.methods.currency);
    let point = |n: f64, y: f64| LinePoint {
        x: n,
        y,
        label: format!(
            "{}, {}, {} min a year",
            quarter_nines(n),
            percent_of_nines(n),
            text::minutes(plan.given.year * 10_f64.powf(-n))
        ),
        formatted: money(y),
    };
    let line = |name: &str, note: &str, of: &dyn Fn(usize) -> f64, band: Vec<Band>| Line {
        name: name.into(),
        note: note.into(),
        points: (0..digits.curve.len())
            .map(|k| point(digits.curve[k].nines, of(k)))
            .collect(),
        band,
    };
    let curve = &digits.curve;
    let band = curve
        .iter()
        .map(|p| Band {
            x: p.nines,
            low: p.loss.1,
            high: p.loss.2,
        })
        .collect();
    let both = |k: usize| curve[k].loss.0 + curve[k].cost;
    let series = vec![
        line("Outages cost", "9 of 10 years", &|k| curve[k].loss.0, band),
        line(
            "The nines cost",
            "assumed ladder",
            &|k| curve[k].cost,
            vec![],
        ),
        line("Both", "", &both, vec![]),
    ];
    let least = (0..curve.len()).min_by(|a, b| both(*a).total_cmp(&both(*b)));
    let notes = least
        .map(|k| Note {
            at: curve[k].nines,
            title: format!("Least of both {}", money(both(k))),
            note: format!("at {}", quarter_nines(curve[k].nines)),
        })
        .into_iter()
        .collect();
    // Both ends of the nines are many times dearer than what is chosen between: drawn in full they
    // would press it to the floor. So the axis ends above today and well above the least.
    let today = nines(digits.availability);
    let near = |n: &f64| (n - today).abs();
    let now =
        (0..curve.len()).min_by(|a, b| near(&curve[*a].nines).total_cmp(&near(&curve[*b].nines)));
    let most = (now.map_or(0.0, both) * 1.25).max(least.map_or(0.0, both) * 4.0);
    let shares: Vec<f64> = curve.iter().map(|p| p.cheapest).collect();
    let regions = match (cheapest_region(&shares, LIKELY), optimum(&digits)) {
        (Some((first, last, _)), Some(found)) => {
            // Points stand for what lies around them, half a step to each side.
            let half = curve
                .get(1)
                .map_or(0.125, |p| (p.nines - curve[0].nines) / 2.0);
            vec![Region {
                from: (curve[first].nines - half).max(curve[0].nines),
                to: (curve[last].nines + half).min(curve[curve.len() - 1].nines),
                label: EndLabel {
                    text: found.figure.text,
                    note: found.chance,
                },
            }]
        }
        _ => vec![],
    };
    let (from, to) = (
        curve[0].nines,
        curve[curve.len() - 1].nines.max(curve[0].nines + 0.25),
    );
    let mut marks = vec![];
    if (from..=to).contains(&today) {
        marks.push(Mark {
            at: today,
            label: EndLabel {
                text: "Today".into(),
                note: text::availability(digits.availability),
            },
        });
    }
    // Ceilings at one place are one line.
    let mut limits: Vec<(f64, Vec<String>, String)> = Vec::new();
    for ceiling in ceilings(&plan, looked_at, digits.ceiling) {
        let Some(at) = ceiling.nines.filter(|n| (from..=to).contains(n)) else {
            continue;
        };
        match limits.iter_mut().find(|(n, ..)| (n - at).abs() < 1e-6) {
            Some((_, names, _)) => names.push(ceiling.name),
            None => limits.push((at, vec![ceiling.name], ceiling.allows.text)),
        }
    }
    marks.extend(limits.into_iter().map(|(at, names, note)| Mark {
        at,
        label: EndLabel {
            text: match names.as_slice() {
                [name] => name.clone(),
                [first, second] => format!("{first}, {second}"),
                [first, rest @ ..] => format!("{first} and {} more", rest.len()),
                [] => String::new(),
            },
            note,
        },
    }));
    let ticks = [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]
        .into_iter()
        .filter(|n| (from..=to).contains(n))
        .map(|n| Tick {
            at: n,
            label: if n.fract() == 0.0 {
                format!(
                    "{}\n{}\n{} min/month",
                    quarter_nines(n),
                    text::percent_plain(availability(n)),
                    text::minutes(plan.given.year * 10_f64.powf(-n) / 12.0)
                )
            } else {
                String::new()
            },
        })
        .collect();
    Ok(ChartSpec {
        title: title.into(),
        description: optimum(&digits).map_or_else(
            || "Loss falls and cost rises with the nines.".into(),
            |o| o.sentence,
        ),
        empty: String::new(),
        chart: Chart::Lines(Lines {
            from,
            to,
            ticks,
            tick_labels: TickLabels::AtTick,
            format: money_axis(w),
            x_name: "Availability".into(),
            series,
            notes,
            regions,
            marks,
            limit: None,
            total: Some(2),
            most: Some(most),
        }),
    })
}

/// Where the axis ends, years, and the months between its ticks. It ends at the horizon, or soon
/// after the last outcome where all pay back long before: else they stand in one heap at its left.
fn payback_axis(payback: &[Option<f64>], horizon: f64) -> (f64, Option<usize>) {
    let last = payback
        .iter()
        .map(|p| p.unwrap_or(f64::INFINITY))
        .fold(0.0, f64::max);
    [(0.5, 1), (1.0, 2), (2.0, 3)]
        .into_iter()
        .find(|(to, _)| last <= *to && 2.0 * to <= horizon)
        .map_or((horizon.max(1.0), None), |(to, step)| (to, Some(step)))
}

/// Payback of an option; of the one with the best chance to pay where none is named.
pub(super) fn payback(w: &Workspace, scope: &str) -> Result<ChartSpec, Error> {
    let (scenario, service, option) = parts(scope);
    let (plan, _, digits) = plan_and_digits(w, scenario, service)?;
    let of = |o: &&crate::plan::OptionDigits| {
        plan.option(option)
            .is_some_and(|wanted| wanted.id == plan.scenario.options[o.option].id)
    };
    let best = || {
        digits
            .options
            .iter()
            .max_by(|a, b| a.pays.share.total_cmp(&b.pays.share))
    };
    let found = if option.is_empty() {
        best()
    } else {
        digits.options.iter().find(of)
    };
    let Some(one) = found else {
        return Ok(empty("Payback", "There is no option to pay back."));
    };
    let horizon = f64::from(plan.scenario.economics.horizon);
    let name = &plan.scenario.options[one.option].name;
    let years = |x: f64| text::noun(&text::short(x), "year", "years");
    let dots: Vec<Quantity> = one
        .payback
        .iter()
        .map(|p| match p {
            Some(x) => Quantity {
                value: *x,
                formatted: years(*x),
            },
            None => Quantity {
                value: f64::INFINITY,
                formatted: "not within the horizon".into(),
            },
        })
        .collect();
    let in_time = one.payback.iter().flatten().count();
    let (to, by_months) = payback_axis(&one.payback, horizon);
    let unit = match by_months {
        Some(_) => "months",
        None => "years",
    };
    let mark = payback_median(&one.payback).map(|at| Mark {
        at,
        label: EndLabel {
            text: "half by here".into(),
            note: years(at),
        },
    });
    Ok(ChartSpec {
        title: format!("Payback of {name}, {unit}"),
        description: format!(
            "In {in_time} of {} equally likely outcomes it has paid back within {}.",
            one.payback.len(),
            text::counted(plan.scenario.economics.horizon as usize, "year", "years")
        ),
        empty: String::new(),
        chart: Chart::Dots(Dots {
            from: 0.0,
            to,
            ticks: match by_months {
                Some(step) => (0..=(to * 12.0) as usize)
                    .step_by(step)
                    .map(|month| Tick {
                        at: month as f64 / 12.0,
                        label: month.to_string(),
                    })
                    .collect(),
                None => (0..=plan.scenario.economics.horizon.clamp(1, 50))
                    .map(|y| Tick {
                        at: f64::from(y),
                        label: y.to_string(),
                    })
                    .collect(),
            },
            name: format!("Pays back after, {unit}"),
            dots,
            filled_to: horizon,
            mark,
            beyond: "later, or never".into(),
        }),
    })
}

/// What the net present value of an option hangs on; of the one that is worth most where none is
/// named, and of today's loss where there is none.
pub(super) fn swings(w: &Workspace, scope: &str) -> Result<ChartSpec, Error> {
    let (scenario, service, option) = parts(scope);
    let (plan, looked_at, digits) = plan_and_digits(w, scenario, service)?;
    let wanted = plan.option(option).map(|o| o.id);
    let place = |n: usize| Some(plan.scenario.options[n].id) == wanted;
    // Of an option that means nothing not another one is drawn, but why.
    if let Some((n, why)) = digits.refused.iter().find(|(n, _)| place(*n)) {
        let name = &plan.scenario.options[*n].name;
        return Ok(empty(&format!("What the worth of {name} hangs on"), why));
    }
    let worth = |n: usize| {
        let one = digits.options.iter().find(|o| o.option == n);
        one.map_or(f64::NEG_INFINITY, |o| o.value)
    };
    let all = hangs_on(w, &plan, looked_at, &digits);
    let named = all.iter().find(|h| h.option.is_some_and(place));
    let best = || {
        let value = |h: &&Hangs| h.option.map_or(f64::NEG_INFINITY, worth);
        all.iter().max_by(|a, b| value(a).total_cmp(&value(b)))
    };
    let Some(hangs) = named.or_else(best) else {
        return Ok(no_risks("What the choice hangs on"));
    };
    let title = match hangs.option {
        Some(n) => format!(
            "What the worth of {} hangs on",
            plan.scenario.options[n].name
        ),
        None => "What the expected loss of a year hangs on".into(),
    };
    if is_unpriced(&plan, looked_at, &digits) {
        return Ok(unpriced(&title));
    }
    let Some((widest, ..)) = hangs.bars.first() else {
        return Ok(empty(
            &title,
            "Everything that holds for years is taken as certain: no range moves it.",
        ));
    };
    let quantity = |value: f64| Quantity {
        value,
        formatted: text::money_short(value, w.methods.currency),
    };
    // The place is the value, the words the difference: beside each other the values of most
    // inputs would be written with the same two digits.
    let end = |value: f64| Quantity {
        value,
        formatted: text::money_change(value - hangs.value, w.methods.currency),
    };
    let swing = |(label, range, bar): &(String, String, Swings)| Swing {
        label: label.clone(),
        note: range.clone(),
        low: end(bar.at_low),
        high: end(bar.at_high),
    };
    // Where it stops to pay, if an input can take it there.
    let ends = || {
        hangs
            .bars
            .iter()
            .flat_map(|(.., bar)| [bar.at_low, bar.at_high])
    };
    let is_open = ends().any(|x| x < 0.0) && ends().any(|x| x > 0.0);
    Ok(ChartSpec {
        title,
        description: format!(
            "{widest} moves it most. {}",
            tornado_about(&plan, hangs.option)
        ),
        empty: String::new(),
        chart: Chart::Tornado(Tornado {
            row_name: "Input".into(),
            low_name: "At its low end".into(),
            high_name: "At its high end".into(),
            centre: quantity(hangs.value),
            rows: hangs.bars.iter().map(swing).collect(),
            limit: (hangs.option.is_some() && is_open).then(|| Limit {
                value: 0.0,
                label: EndLabel {
                    text: "breaks even".into(),
                    note: String::new(),
                },
            }),
        }),
    })
}

/// Marks of a linear axis of money from 0.
fn money_ticks(w: &Workspace, most: f64) -> Vec<Tick> {
    let rough = most / 5.0;
    let size = 10_f64.powf(rough.max(1e-9).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * size)
        .find(|s| *s >= rough)
        .unwrap_or(rough);
    (0..)
        .map(|k| f64::from(k) * step)
        .take_while(|x| *x <= most)
        .take(12)
        .map(|at| Tick {
            at,
            label: text::money_short(at, w.methods.currency),
        })
        .collect()
}

/// Spend against avoided loss of the sets that none beats.
pub(super) fn frontier(w: &Workspace, scope: &str) -> Result<ChartSpec, Error> {
    let (scenario, service, _) = parts(scope);
    let (plan, _, digits) = plan_and_digits(w, scenario, service)?;
    let title = "What spending on techniques avoids";
    if digits.frontier.len() < 2 {
        return Ok(empty(
            title,
            "There is no technique yet that avoids anything.",
        ));
    }
    let economics = plan.scenario.economics;
    let upkeep = annuity(economics.discount, economics.horizon);
    let money = |x: f64| text::money_short(x, w.methods.currency);
    let points: Vec<LinePoint> = digits
        .frontier
        .iter()
        .map(|m| LinePoint {
            x: m.cost,
            y: m.avoided * upkeep,
            label: names(&plan, m),
            formatted: format!("{} for {}", money(m.avoided * upkeep), money(m.cost)),
        })
        .collect();
    let most_cost = points.iter().map(|p| p.x).fold(1.0, f64::max);
    let most_avoided = points.iter().map(|p| p.y).fold(1.0, f64::max);
    // Where avoided loss is spend: above the line a set pays on average.
    let even = most_cost.min(most_avoided);
    let fit = Line {
        name: "Pays for itself".into(),
        note: String::new(),
        points: [0.0, even]
            .into_iter()
            .map(|x| LinePoint {
                x,
                y: x,
                label: money(x),
                formatted: money(x),
            })
            .collect(),
        band: vec![],
    };
    let best = digits.frontier.iter().max_by(|a, b| {
        let net = |m: &Member| m.avoided * upkeep - m.cost;
        net(a).total_cmp(&net(b))
    });
    let notes = best
        .filter(|m| m.avoided * upkeep > m.cost)
        .map(|m| Note {
            at: m.cost,
            title: "most net".into(),
            note: money(m.avoided * upkeep - m.cost),
        })
        .into_iter()
        .collect();
    Ok(ChartSpec {
        title: title.into(),
        description: best.map_or_else(String::new, |m| {
            format!(
                "{} is worth most: it costs {} and avoids {} over {}.",
                names(&plan, m),
                money(m.cost),
                money(m.avoided * upkeep),
                text::counted(economics.horizon as usize, "year", "years")
            )
        }),
        empty: String::new(),
        chart: Chart::Points(Points {
            across: (0.0, most_cost * 1.05),
            up: (0.0, most_avoided * 1.05),
            across_ticks: money_ticks(w, most_cost * 1.05),
            up_ticks: money_ticks(w, most_avoided * 1.05),
            label_name: "Techniques".into(),
            name: "Sets that none beats".into(),
            points,
            fit,
            notes,
            joined: true,
        }),
    })
}

/// Chance that the loss of a year, or of its largest event, is above an amount.
pub(super) fn exceedance(w: &Workspace, scope: &str) -> Result<ChartSpec, Error> {
    let (scenario, service, _) = parts(scope);
    let (plan, looked_at, digits) = plan_and_digits(w, scenario, service)?;
    let title = "Chance of losing more than an amount in a year";
    if digits.sources.is_empty() {
        return Ok(no_risks(title));
    }
    if is_unpriced(&plan, looked_at, &digits) {
        return Ok(unpriced(title));
    }
    if digits.exceedance.is_empty() {
        return Ok(empty(title, "No simulated year lost anything."));
    }
    let money = |x: f64| text::money_short(x, w.methods.currency);
    let line = |name: &str, of: fn(&(f64, f64, f64)) -> f64| Line {
        name: name.into(),
        note: String::new(),
        points: digits
            .exceedance
            .iter()
            .map(|p| LinePoint {
                x: p.0.log10(),
                y: of(p) * 100.0,
                label: money(p.0),
                formatted: text::percent(of(p), 1),
            })
            .collect(),
        band: vec![],
    };
    let (from, to) = (
        digits.exceedance[0].0.log10(),
        digits.exceedance[digits.exceedance.len() - 1].0.log10(),
    );
    let within = |steps: &[f64]| -> Vec<Tick> {
        (from.floor() as i32..=to.ceil() as i32)
            .flat_map(|p| steps.iter().map(move |m| m * 10_f64.powi(p)))
            .filter(|x| (from..=to).contains(&x.log10()))
            .map(|x| Tick {
                at: x.log10(),
                label: money(x),
            })
            .collect()
    };
    // As few a decade as leave something to read a narrow spread by.
    let [few, more, most]: [&[f64]; 3] = [
        &[1.0, 3.0],
        &[1.0, 2.0, 5.0],
        &[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0],
    ];
    let ticks = [few, more]
        .into_iter()
        .map(within)
        .find(|ticks| ticks.len() >= LEAST_TICKS)
        .unwrap_or_else(|| within(most));
    Ok(ChartSpec {
        title: title.into(),
        description: format!(
            "One year in twenty loses more than {}; a typical year loses {}.",
            money(digits.loss.quantiles[3]),
            money(digits.loss.quantiles[1])
        ),
        empty: String::new(),
        chart: Chart::Lines(Lines {
            from,
            to: to.max(from + 0.1),
            ticks,
            tick_labels: TickLabels::AtTick,
            format: ninefold_report::NumberFormat {
                suffix: "\u{202f}%".into(),
                ..ninefold_report::NumberFormat::default()
            },
            x_name: "Loss above".into(),
            series: vec![
                line("The whole year", |p| p.1),
                line("Its largest event", |p| p.2),
            ],
            notes: vec![],
            regions: vec![],
            marks: vec![Mark {
                at: digits.loss.mean.max(1e-9).log10(),
                label: EndLabel {
                    text: "Average".into(),
                    note: money(digits.loss.mean),
                },
            }],
            limit: None,
            total: None,
            most: None,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_of_payback_ends_where_its_outcomes_do() {
        let axis = |last: Option<f64>, horizon| payback_axis(&[Some(0.1), last], horizon);
        assert_eq!(axis(Some(0.4), 3.0), (0.5, Some(1)));
        assert_eq!(axis(Some(0.6), 3.0), (1.0, Some(2)));
        assert_eq!(axis(Some(1.9), 4.0), (2.0, Some(3)));
        // Near the horizon it is the horizon that counts, and what never pays lies beyond it.
        assert_eq!(axis(Some(1.9), 3.0), (3.0, None));
        assert_eq!(axis(None, 3.0), (3.0, None));
        assert_eq!(payback_axis(&[None], 0.0), (1.0, None));
    }
}
