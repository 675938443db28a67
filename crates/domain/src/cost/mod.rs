//! What incidents cost, line by line, each line posted once to the ledger.
//!
//! The lines of an incident are amounts of money that sum exactly to its total:
//!
//! | line | amount |
//! |---|---|
//! | lost revenue | by the method in force, gross |
//! | recaptured | less what came back in the recovery window |
//! | unspent | less (1 − margin) of what is left, in the margin view only |
//! | labor | by group of roles: people × time × loaded rate, with its surcharge |
//! | review | labor after the incident |
//! | opportunity | what the engineers' hours were worth above their rate |
//! | credits | by contract, what its SLA owes for the month |
//! | contacts | customer contacts × cost of one |
//! | churn | customers lost × the margin that one brings |
//! | fixed | refunds, penalties, bills, by their kind |
//!
//! Estimates become money in one place each (`Money::post_estimate`); shares of posted amounts
//! are integers of 10⁻⁹, so that whatever is added up afterwards is exact.

mod compare;
mod credits;
mod deviation;
mod labor;
#[cfg(test)]
mod laws;
mod lines;
mod recapture;
mod revenue;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod world;

pub(crate) use compare::compare;
pub use compare::{Compared, MethodLoss, MethodSum, MethodSums};
pub use credits::{CreditMonth, CreditPart, Served, credit_months};
pub(crate) use deviation::Errors;
pub use deviation::{Netting, Sought};
pub use labor::{Labor, LaborPart, LaborRatio, RateCard, guess_group};
pub use lines::{Basis, Line, LineKind};
pub use recapture::Recapture;
pub use revenue::StreamLoss;

use crate::availability::counted;
use crate::counterfactual::Counterfactual;
use crate::hours::AgreedTime;
use crate::impact::{Piece, Settled, WHOLE, worst_of};
use crate::methods::{LossMethod, Methods};
use crate::pair::Pair;
use crate::record::{Contract, Incident, LaborEntry};
use crate::time::{Instant, Interval, MINUTE_MS};
use crate::velocity::Velocity;
use labor::{LaborInputs, labor_of_incidents};
use lines::{LineInputs, lines_of};
use revenue::lost_revenue;

/// z of a two-sided 90 % range.
pub const Z90: f64 = 1.644_853_626_951_472_7;

/// What one incident cost.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentCost {
    /// From start to the end or the as-of instant.
    pub span: Interval,
    /// No end is known.
    pub open: bool,
    /// Whether it counts at all (tests and uncounted maintenance do not).
    pub counts: bool,
    /// Worst impact, billionths.
    pub worst: i64,
    /// Downtime of it alone by the counting rule, minutes.
    pub bad_minutes: f64,
    /// Position of the first service that it names.
    pub service: Option<usize>,
    /// See [`Self::services`]; empty for an incident with one impact.
    several: Box<[(usize, i128)]>,
    /// How its lost revenue was computed.
    pub method: LossMethod,
    /// Lost revenue by stream.
    pub losses: Vec<StreamLoss>,
    /// Minutes on streams that lie outside the revenue data, 0 to 1 of all.
    pub extrapolated: f64,
    /// Labor by group, with what is to be known about it.
    pub labor: Labor,
    /// The cost lines, ascending by kind; they sum to the total.
    pub lines: Vec<Line>,
    /// Amounts in other currencies than the workspace's, and labor priced in them: there is no
    /// rate table, so that they have no line.
    pub foreign: u32,
}

impl IncidentCost {
    /// Gross lost revenue in major units, unrounded, by the method in force.
    #[must_use]
    pub fn lost(&self) -> f64 {
        revenue::sum(self.losses.iter().map(|l| l.lost))
    }

    /// Posted amount of a line, units; 0 where there is no such line.
    #[must_use]
    pub fn line(&self, kind: LineKind) -> i128 {
        self.lines
            .binary_search_by_key(&kind, |l| l.kind)
            .map_or(0, |at| self.lines[at].units)
    }

    /// Posted gross lost revenue, units.
    #[must_use]
    pub fn lost_units(&self) -> i128 {
        self.line(LineKind::LostRevenue)
    }

    /// Posted lost revenue less what came back and, in the margin view, what was not spent.
    #[must_use]
    pub fn net_units(&self) -> i128 {
        self.sum(LineKind::is_revenue)
    }

    /// Posted labor with review, units.
    #[must_use]
    pub fn labor_total(&self) -> i128 {
        self.sum(LineKind::is_labor)
    }

    /// Posted total, units.
    #[must_use]
    pub fn total(&self) -> i128 {
        self.sum(|_| true)
    }

    /// Posted lines of the kinds that are wanted, units.
    #[must_use]
    pub fn sum(&self, wanted: impl Fn(LineKind) -> bool) -> i128 {
        self.lines
            .iter()
            .filter(|l| wanted(l.kind))
            .map(|l| l.units)
            .sum()
    }

    /// The services that its cost is attributed to, each once, with the weight of each: counted
    /// downtime of the incident's own impacts there, ms × billionths. Where there is none at
    /// all, the first service that it names has it all. Empty for an incident without services.
    pub fn services(&self) -> impl Iterator<Item = (usize, i128)> + '_ {
        let one = self.service.filter(|_| self.several.is_empty());
        one.map(|s| (s, 1))
            .into_iter()
            .chain(self.several.iter().copied())
    }
}

/// What is known of the revenue of a stream.
#[derive(Debug, Clone, Copy)]
pub struct Baseline<'a> {
    /// What a minute was expected to earn, with the levels of its days where losses follow them.
    pub velocity: &'a Velocity,
    /// What stretches of time were expected to earn and did; nothing without revenue data.
    pub counterfactual: Option<&'a Counterfactual>,
    /// What its revenue data cover.
    pub covered: Option<Interval>,
}

/// What incidents cost, and what was measured on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Costs {
    /// Of each incident, in their order.
    pub incidents: Vec<IncidentCost>,
    /// The share of losses by velocity that came back; nothing where it is not to be measured
    /// or no episode can tell.
    pub recapture: Option<Recapture>,
    /// How their errors add up.
    pub netting: Netting,
}

/// Everything that the cost of incidents is computed from.
pub struct CostInputs<'a> {
    /// Choices.
    pub methods: &'a Methods,
    /// Incidents.
    pub incidents: &'a [Incident],
    /// Settled impacts, one list an incident.
    pub settled: &'a [Vec<Settled>],
    /// Labor of all incidents.
    pub labor: &'a [LaborEntry],
    /// Rate card.
    pub rates: &'a RateCard,
    /// What is known of the revenue of each stream.
    pub baselines: &'a [Baseline<'a>],
    /// Pieces on each stream.
    pub stream_pieces: &'a [Vec<Piece>],
    /// The business hours of [`crate::methods::Assumptions`], without holidays.
    pub business: &'a AgreedTime,
    /// Contracts, in the order of [`LineKind::Credits`].
    pub contracts: &'a [Contract],
    /// What they owe.
    pub credits: &'a [CreditMonth],
    /// Kinds of fixed costs in the order of [`LineKind::Fixed`], see [`fixed_kinds`].
    pub fixed_kinds: &'a [String],
    /// As-of instant.
    pub as_of: Instant,
}

/// The cost of every incident, in their order. A pure fold: permuting the rows permutes the
/// result and changes no digit.
#[must_use]
pub fn cost_of_incidents(inputs: &CostInputs<'_>, pair: &impl Pair) -> Costs {
    let (mut lost, labor) = pair.both(
        || lost_revenue(inputs),
        || {
            labor_of_incidents(&LaborInputs {
                methods: inputs.methods,
                incidents: inputs.incidents,
                counts: &|i| !inputs.settled[i].is_empty(),
                labor: inputs.labor,
                rates: inputs.rates,
                business: inputs.business,
            })
        },
    );
    let pricing = LineInputs::new(inputs, lost.recapture.as_ref());
    // Half of the incidents each.
    let middle = inputs.incidents.len() / 2;
    let (early, late) = lost.losses.split_at_mut(middle);
    let mut labor_early = labor;
    let labor_late = labor_early.split_off(middle);
    let rest = Elsewhere {
        outside: &lost.outside,
        foreign: &lost.foreign,
    };
    let (mut incidents, late) = pair.both(
        || cost_of(inputs, &pricing, rest, 0, early, labor_early),
        || cost_of(inputs, &pricing, rest, middle, late, labor_late),
    );
    incidents.extend(late);
    Costs {
        incidents,
        netting: Netting::new(inputs.methods, lost.recapture.as_ref()),
        recapture: lost.recapture,
    }
}

/// What is known of the streams of incidents besides their losses.
#[derive(Clone, Copy)]
struct Elsewhere<'a> {
    /// Minutes outside the revenue data, and all.
    outside: &'a [(f64, f64)],
    /// Streams in another currency.
    foreign: &'a [u32],
}

/// The cost of the incidents from position `first` on, which takes their losses.
fn cost_of(
    inputs: &CostInputs<'_>,
    pricing: &LineInputs<'_>,
    rest: Elsewhere<'_>,
    first: usize,
    losses: &mut [Vec<StreamLoss>],
    labor: Vec<Labor>,
) -> Vec<IncidentCost> {
    let methods = inputs.methods;
    losses
        .iter_mut()
        .zip(labor)
        .enumerate()
        .map(|(at, (losses, labor))| {
            let i = first + at;
            let incident = &inputs.incidents[i];
            let settled = &inputs.settled[i];
            let end = incident
                .resolved
                .or_else(|| settled.iter().map(|(_, interval, _)| interval.end).max())
                .unwrap_or(inputs.as_of);
            let counts = !settled.is_empty();
            let losses = std::mem::take(losses);
            let outside = rest.outside[i];
            let posted = lines_of(pricing, i, incident, counts, &losses, &labor);
            IncidentCost {
                span: Interval {
                    start: incident.started,
                    end: end.max(incident.started),
                },
                open: incident.resolved.is_none(),
                counts,
                worst: settled
                    .iter()
                    .map(|(_, _, level)| *level)
                    .max()
                    .unwrap_or(0),
                bad_minutes: counted_weight(settled, methods, |_| true) as f64
                    / WHOLE as f64
                    / MINUTE_MS as f64,
                service: settled.first().map(|(service, _, _)| *service),
                several: weights(settled, methods),
                method: incident.method.unwrap_or(methods.loss),
                extrapolated: if outside.1 > 0.0 {
                    outside.0 / outside.1
                } else {
                    0.0
                },
                losses,
                foreign: posted.foreign + rest.foreign[i] + labor.foreign,
                labor,
                lines: posted.lines,
            }
        })
        .collect()
}

/// Downtime of some impacts of one incident by the counting rule, ms × billionths.
fn counted_weight(settled: &[Settled], methods: &Methods, wanted: impl Fn(usize) -> bool) -> i128 {
    let weight = |interval: Interval, level: i64| {
        i128::from(interval.length_ms()) * i128::from(counted(level, methods.counting))
    };
    if let [(service, interval, level)] = settled {
        return if wanted(*service) {
            weight(*interval, *level)
        } else {
            0
        };
    }
    let pieces = settled
        .iter()
        .filter(|(service, _, _)| wanted(*service))
        .map(|(_, interval, level)| Piece {
            interval: *interval,
            level: *level,
            incident: 0,
        })
        .collect();
    worst_of(pieces)
        .iter()
        .map(|p| weight(p.interval, p.level))
        .sum()
}

/// The services of an incident that hit several of them, with their weights; see
/// [`IncidentCost::services`].
fn weights(settled: &[Settled], methods: &Methods) -> Box<[(usize, i128)]> {
    let mut services: Vec<usize> = settled.iter().map(|(service, _, _)| *service).collect();
    if services.len() < 2 {
        return Box::default();
    }
    services.sort_unstable();
    services.dedup();
    let out: Vec<(usize, i128)> = services
        .into_iter()
        .map(|service| (service, counted_weight(settled, methods, |s| s == service)))
        .filter(|(_, weight)| *weight > 0)
        .collect();
    out.into_boxed_slice()
}

/// The kinds of fixed costs of all incidents, trimmed and in lower case, ascending.
#[must_use]
pub fn fixed_kinds(incidents: &[Incident]) -> Vec<String> {
    let kinds: std::collections::BTreeSet<String> = incidents
        .iter()
        .flat_map(|i| &i.fixed)
        .map(|cost| kind_name(&cost.kind))
        .collect();
    kinds.into_iter().collect()
}

fn kind_name(kind: &str) -> String {
    kind.trim().to_lowercase()
}

/// Cost per minute of a full outage from three typed numbers: (revenue, team) a minute.
///
/// `revenue_a_year` and `rate` in major units, the year in minutes.
#[must_use]
pub fn cost_per_minute(
    revenue_a_year: f64,
    people: f64,
    rate: f64,
    year_minutes: f64,
) -> (f64, f64) {
    (revenue_a_year / year_minutes, people * rate / 60.0)
}
