//! The methods of lost revenue, side by side.

use super::lines::half;
use super::settings::method_key;
use crate::text;
use crate::wire::{Basis, Figure, MethodRow};
use crate::workspace::Workspace;
use ninefold_domain::cost::{Compared, IncidentCost, MethodSum, MethodSums, Sought};
use ninefold_domain::methods::{LossMethod, View};

/// Comparing takes some milliseconds an incident: of more than these the method in force is
/// summed as it was charged, and the other is compared where an incident is opened.
const MOST: usize = 200;

/// What a row says of its method.
struct Row {
    /// Gross, what came back of it, and half the 90 % range of the rest, where it is known.
    figures: Result<(f64, f64, Option<f64>), String>,
    note: String,
}

/// The incidents of some that reach a stream, oldest first: sums of estimates in one order, so
/// that no digit depends on that of the rows.
fn reaching(w: &Workspace, incidents: &[usize]) -> Vec<usize> {
    let mut reaching: Vec<usize> = incidents
        .iter()
        .copied()
        .filter(|i| !w.analysis.costs[*i].losses.is_empty())
        .collect();
    reaching.sort_by_cached_key(|i| (w.incidents[*i].started, w.incidents[*i].label()));
    reaching
}

/// What a method says of one incident, major units.
pub(crate) struct Said {
    pub(crate) incident: usize,
    /// Gross.
    pub(crate) lost: f64,
    /// What of it came back.
    pub(crate) back: f64,
    /// Half of the 90 % range of the rest, where it is known.
    pub(crate) half: Option<f64>,
}

/// Both methods of each of some incidents.
type Each = [(usize, Vec<Compared>)];

/// Both methods of each incident; nothing where there are too many to compare.
fn compare_each(w: &Workspace, reaching: &[usize]) -> Option<Vec<(usize, Vec<Compared>)>> {
    let compare = |i: &usize| (*i, w.analysis.compared(&w.methods, *i));
    (reaching.len() <= MOST).then(|| reaching.iter().map(compare).collect())
}

/// What a method says of some incidents together, and of each that it can speak about, oldest
/// first; nothing where it is silent on all.
pub(crate) fn said(
    w: &Workspace,
    incidents: &[usize],
    method: LossMethod,
) -> Option<(MethodRow, Vec<Said>)> {
    let reaching = reaching(w, incidents);
    let each = compare_each(w, &reaching);
    let row = laid_out(w, &reaching, each.as_deref(), "")
        .into_iter()
        .find(|row| row.key == method_key(method))
        .filter(|row| row.net.value.is_some())?;
    let alone = |(i, compared): &(usize, Vec<Compared>)| {
        let mut sums = MethodSums::default();
        sums.add(*i, compared);
        let sum = match method {
            LossMethod::Velocity => sums.velocity,
            LossMethod::Counterfactual => sums.counterfactual,
        };
        (sum.incidents > 0).then(|| Said {
            incident: *i,
            lost: sum.lost,
            back: sum.recaptured,
            half: Some(sum.half()),
        })
    };
    let charged = |i: &usize| {
        let cost = &w.analysis.costs[*i];
        let whole = cost.losses.iter().all(|loss| loss.method == method);
        (whole && cost.method == method).then(|| Said {
            incident: *i,
            lost: cost.lost(),
            back: cost.losses.iter().map(|loss| loss.recaptured).sum(),
            half: None,
        })
    };
    let said = match &each {
        Some(each) => each.iter().filter_map(alone).collect(),
        None => reaching.iter().filter_map(charged).collect(),
    };
    Some((row, said))
}

/// What each method says that was lost by some incidents; empty where none reaches a stream. A
/// figure opens by `key`, the method behind it.
pub(crate) fn rows(w: &Workspace, incidents: &[usize], key: &str) -> Vec<MethodRow> {
    let reaching = reaching(w, incidents);
    laid_out(w, &reaching, compare_each(w, &reaching).as_deref(), key)
}

fn laid_out(w: &Workspace, reaching: &[usize], each: Option<&Each>, key: &str) -> Vec<MethodRow> {
    if reaching.is_empty() {
        return Vec::new();
    }
    let chosen = match reaching {
        [only] => w.analysis.costs[*only].method,
        _ => w.methods.loss,
    };
    let rows = match each {
        Some(each) => compared(w, reaching, each, chosen),
        None => charged(w, reaching, chosen),
    };
    let opens = |figure: Figure, method| match figure.value {
        Some(_) if !key.is_empty() => figure.explained(format!("{key}:{}", method_key(method))),
        _ => figure,
    };
    rows.into_iter()
        .map(|(method, row)| MethodRow {
            key: method_key(method).into(),
            label: label(w, method),
            chosen: method == chosen,
            gross: opens(
                part(figure(w, &row, |(lost, _, half)| (lost, half))),
                method,
            ),
            recaptured: opens(
                part(figure(w, &row, |(_, back, half)| (-back, half))),
                method,
            ),
            net: opens(
                figure(w, &row, |(lost, back, half)| (lost - back, half)),
                method,
            ),
            note: row.note,
        })
        .collect()
}

/// A part of what stayed lost: in as many figures as that, so that they add up, without a range of
/// its own.
fn part(figure: Figure) -> Figure {
    Figure {
        range: String::new(),
        range_means: String::new(),
        ..figure
    }
}

/// The methods compare revenue, which a line in the margin view is not.
fn label(w: &Workspace, method: LossMethod) -> String {
    let formula = match method {
        LossMethod::Velocity => "Impact × expected revenue",
        LossMethod::Counterfactual => "Expected − observed revenue",
    };
    match w.methods.assumptions.view {
        View::Revenue => formula.into(),
        View::Margin => format!("{formula}, before margin"),
    }
}

/// Both methods, compared incident by incident.
fn compared(
    w: &Workspace,
    reaching: &[usize],
    each: &Each,
    chosen: LossMethod,
) -> [(LossMethod, Row); 2] {
    let mut sums = MethodSums::default();
    for (i, compared) in each {
        sums.add(*i, compared);
    }
    let others = otherwise(w, reaching, chosen);
    let row = |method, sum: &MethodSum| {
        let figures = if sum.incidents == 0 {
            Err("no revenue was observed in that time".to_owned())
        } else {
            Ok((sum.lost, sum.recaptured, Some(sum.half())))
        };
        let mut parts = Vec::new();
        if reaching.len() > 1 {
            parts.push(on(sum.incidents));
        }
        if sum.incidents < reaching.len() {
            parts.push(outside(reaching.len() - sum.incidents));
        }
        if method == chosen && others > 0 {
            parts.push(format!(
                "{} by the other, as chosen there",
                text::count(others)
            ));
        }
        let note = parts.join(", ");
        (method, Row { figures, note })
    };
    [
        row(LossMethod::Velocity, &sums.velocity),
        row(LossMethod::Counterfactual, &sums.counterfactual),
    ]
}

/// The method in force as it was charged, with the range of its lines; the other is not known.
fn charged(w: &Workspace, reaching: &[usize], chosen: LossMethod) -> [(LossMethod, Row); 2] {
    let by_chosen = || {
        let costs = reaching.iter().map(|i| &w.analysis.costs[*i]);
        costs.filter(|cost| cost.method == chosen)
    };
    let whole = |cost: &&IncidentCost| cost.losses.iter().all(|loss| loss.method == chosen);
    let (mut lost, mut back, mut spoken) = (0.0, 0.0, 0);
    for cost in by_chosen().filter(whole) {
        spoken += 1;
        lost += cost.lost();
        back += cost.losses.iter().map(|loss| loss.recaptured).sum::<f64>();
    }
    if chosen == LossMethod::Velocity {
        // A pooled share of the sum, which no stream has of its own.
        back = w.analysis.recapture.map_or(0.0, |r| r.applied()) * lost;
    }
    let silent = by_chosen().count() - spoken;
    let mut parts = vec![on(spoken)];
    if silent > 0 {
        parts.push(outside(silent));
    }
    let others = otherwise(w, reaching, chosen);
    if others > 0 {
        parts.push(format!(
            "without {} by the other, as chosen there",
            text::count(others)
        ));
    }
    let figures = if spoken == 0 {
        Err("no revenue was observed in that time".to_owned())
    } else {
        // Before margin, lines that are after it have no range to lend.
        let half = (w.methods.assumptions.view == View::Revenue).then(|| {
            let spoken = reaching.iter().copied().filter(|i| {
                let cost = &w.analysis.costs[*i];
                cost.method == chosen && whole(&cost)
            });
            half(w, &spoken.collect::<Vec<_>>(), Sought::NetRevenue)
        });
        Ok((lost, back, half))
    };
    let in_force = Row {
        figures,
        note: parts.join(", "),
    };
    let other = Row {
        figures: Err(format!(
            "it is compared for at most {MOST} incidents: take a shorter window, or open an incident"
        )),
        note: format!("not compared above {MOST} incidents"),
    };
    match chosen {
        LossMethod::Velocity => [
            (LossMethod::Velocity, in_force),
            (LossMethod::Counterfactual, other),
        ],
        LossMethod::Counterfactual => [
            (LossMethod::Velocity, other),
            (LossMethod::Counterfactual, in_force),
        ],
    }
}

/// How many incidents say themselves that they go by the other method.
fn otherwise(w: &Workspace, reaching: &[usize], chosen: LossMethod) -> usize {
    let method = |i: &&usize| w.analysis.costs[**i].method != chosen;
    reaching.iter().filter(method).count()
}

fn on(incidents: usize) -> String {
    format!("on {}", text::counted(incidents, "incident", "incidents"))
}

fn outside(incidents: usize) -> String {
    format!("{} outside the revenue data", text::count(incidents))
}

fn figure(
    w: &Workspace,
    row: &Row,
    of: impl Fn((f64, f64, Option<f64>)) -> (f64, Option<f64>),
) -> Figure {
    let (value, half) = match &row.figures {
        Ok(figures) => of(*figures),
        Err(reason) => return text::missing(reason),
    };
    let currency = w.methods.currency;
    let figure = text::figure(
        value,
        text::money_short(value, currency),
        "",
        text::money_estimate(value, currency),
        Basis::Estimated,
    );
    match half {
        Some(half) => figure.ranged(
            value - half,
            value + half,
            "90 % range of the noise of clean weeks",
        ),
        None => figure,
    }
}
