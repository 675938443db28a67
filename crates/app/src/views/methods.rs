//! The methods of lost revenue, side by side.

use super::settings::method_key;
use crate::text;
use crate::wire::{Basis, Figure, MethodRow};
use crate::workspace::Workspace;
use ninefold_domain::cost::MethodLoss;
use ninefold_domain::methods::LossMethod;

/// Comparing takes some milliseconds an incident: more than these are compared one by one,
/// where each is opened.
const MOST: usize = 200;

/// What one method says of several incidents.
#[derive(Default)]
struct Sum {
    lost: f64,
    recaptured: f64,
    /// Squares of half ranges: incidents err on their own.
    squares: f64,
    /// Incidents that it can speak about.
    incidents: usize,
}

impl Sum {
    fn add(&mut self, losses: &[MethodLoss]) {
        if losses.is_empty() {
            return;
        }
        self.incidents += 1;
        for loss in losses {
            self.lost += loss.lost;
            self.recaptured += loss.recaptured;
            self.squares += ((loss.high - loss.low) / 2.0).powi(2);
        }
    }
}

/// What each method says that was lost by some incidents; empty where none reaches a stream.
pub(crate) fn rows(w: &Workspace, incidents: &[usize]) -> Vec<MethodRow> {
    let reaching: Vec<usize> = incidents
        .iter()
        .copied()
        .filter(|i| !w.analysis.costs[*i].losses.is_empty())
        .collect();
    if reaching.is_empty() || reaching.len() > MOST {
        return Vec::new();
    }
    let (mut velocity, mut counterfactual) = (Sum::default(), Sum::default());
    for i in &reaching {
        let compared = w.analysis.compared(&w.methods, *i);
        let by: Vec<MethodLoss> = compared.iter().map(|c| c.velocity).collect();
        velocity.add(&by);
        // Where a stream has no data, nothing was observed: the method is silent on all of it.
        let all: Option<Vec<MethodLoss>> = compared.iter().map(|c| c.counterfactual).collect();
        counterfactual.add(&all.unwrap_or_default());
    }
    let chosen = match reaching.as_slice() {
        [only] => w.analysis.costs[*only].method,
        _ => w.methods.loss,
    };
    let others = reaching
        .iter()
        .filter(|i| w.analysis.costs[**i].method != chosen)
        .count();
    [
        (LossMethod::Velocity, "Impact × expected revenue", velocity),
        (
            LossMethod::Counterfactual,
            "Expected − observed revenue",
            counterfactual,
        ),
    ]
    .into_iter()
    .map(|(method, label, sum)| MethodRow {
        key: method_key(method).into(),
        label: label.into(),
        chosen: method == chosen,
        note: note(&sum, reaching.len(), method == chosen, others),
        gross: figure(w, sum.lost, None, &sum),
        recaptured: figure(w, -sum.recaptured, None, &sum),
        net: figure(w, sum.lost - sum.recaptured, Some(sum.squares.sqrt()), &sum),
    })
    .collect()
}

fn note(sum: &Sum, all: usize, chosen: bool, others: usize) -> String {
    let mut parts = Vec::new();
    if all > 1 {
        parts.push(format!(
            "on {}",
            text::counted(sum.incidents, "incident", "incidents")
        ));
    }
    if sum.incidents < all {
        parts.push(format!(
            "{} outside the revenue data",
            text::count(all - sum.incidents)
        ));
    }
    if chosen && others > 0 {
        parts.push(format!(
            "{} by the other, as chosen there",
            text::count(others)
        ));
    }
    parts.join(", ")
}

fn figure(w: &Workspace, value: f64, half: Option<f64>, sum: &Sum) -> Figure {
    if sum.incidents == 0 {
        return text::missing("no revenue was observed in that time");
    }
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
            "90 % range: by velocity from how far clean weeks strayed, by counterfactual from the same stretch of clean weeks",
        ),
        None => figure,
    }
}
