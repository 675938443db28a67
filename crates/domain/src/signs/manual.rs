//! What recovering by hand costs in a year, and when automating it has paid for itself.

use super::DAY_HOURS;
use crate::analysis::{Analysis, Facts};
use crate::cost::Basis;
use crate::record::RoleGroup;
use crate::stats::poisson_interval;
use std::collections::BTreeMap;

/// Recoveries by hand, and what a time box for automating them is worth.
///
/// The hours of a recovery are those that engineers worked on the incident, without its review;
/// where no labor of engineers is recorded, the assumed hours of one recovery. They cost what was
/// booked; hours without a rate of their own, the team's loaded rate.
///
/// A time box, the assumed days of eight hours at the team's rate, automates one action and is
/// taken to do away with its hours in full. So the payback is that of the dearest action: one box
/// against its recoveries alone, see [`ManualRecovery::judged`]. Only where no recovery says what
/// was done, one box stands against all of them. The downtime that automation would shorten is
/// named beside the payback and not counted in it.
#[derive(Debug, Clone, PartialEq)]
pub struct ManualRecovery {
    /// Recoveries by hand in the last year that was observed.
    pub recoveries: usize,
    /// Part of a year that was observed, at most 1.
    pub years: f64,
    /// Recoveries a year.
    pub a_year: f64,
    /// Exact 90 % Poisson interval of that.
    pub a_year_range: (f64, f64),
    /// Recoveries whose hours are recorded.
    pub recorded: usize,
    /// What the hours rest on: the weakest of all.
    pub basis: Basis,
    /// Person-hours a year.
    pub hours_a_year: f64,
    /// What they cost a year, major units.
    pub cost_a_year: f64,
    /// What one time box costs, major units.
    pub box_cost: f64,
    /// Days until the box of [`Self::judged`] has paid for itself; missing where a year of its
    /// hours costs nothing.
    pub payback_days: Option<f64>,
    /// Between the payback at the upper and at the lower end of the exact 90 % Poisson interval
    /// of its recoveries.
    pub payback_range: Option<(f64, f64)>,
    /// Boxes that it takes to automate all: one for each action on record, or the one.
    pub boxes: usize,
    /// Days until all these boxes together have paid for themselves. Recoveries without an
    /// action are not saved where others have one.
    pub boxes_payback_days: Option<f64>,
    /// Minutes a year that these incidents were down, by the counting rule: the extra.
    pub downtime_a_year: f64,
    /// Revenue a year lost to them, major units: the extra.
    pub lost_a_year: f64,
    /// By what was done, dearest first; at least one.
    pub by_action: Vec<Action>,
}

/// Recoveries by hand through the same action.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Such as `restart`, as first written, compared without case; nothing where records do not
    /// say.
    pub name: Option<String>,
    /// How many.
    pub recoveries: usize,
    /// Person-hours a year.
    pub hours_a_year: f64,
    /// What they cost a year, major units.
    pub cost_a_year: f64,
    /// Days until a time box of its own has paid for itself.
    pub payback_days: Option<f64>,
    /// Positions of the incidents, ascending in time.
    pub incidents: Vec<usize>,
}

/// Days until `box_cost` is paid back by saving `cost_a_year`; nothing where nothing is saved.
#[must_use]
pub fn payback_days(box_cost: f64, cost_a_year: f64, year_days: f64) -> Option<f64> {
    (cost_a_year > 0.0).then(|| box_cost / cost_a_year * year_days)
}

/// Hours and cost (major units) of recovering one incident by hand, and what they rest on.
fn effort(facts: &Facts<'_>, analysis: &Analysis, incident: usize) -> (f64, f64, Basis) {
    let methods = facts.methods;
    let labor = &analysis.costs[incident].labor;
    let work = || {
        labor
            .parts
            .iter()
            .filter(|part| part.group == RoleGroup::Engineering && !part.review)
    };
    let hours: f64 = work().map(crate::cost::LaborPart::person_hours).sum();
    if hours <= 0.0 {
        let hours = methods.assumptions.manual_hours;
        return (hours, hours * methods.team_rate, Basis::Assumed);
    }
    if labor.unpriced + labor.foreign > 0 {
        // Some hours have no amount in the workspace's currency: all are taken at one rate.
        return (hours, hours * methods.team_rate, Basis::Assumed);
    }
    let booked: f64 = work()
        .map(|part| {
            part.plain
                .plus(part.surcharge)
                .to_estimate(methods.currency)
        })
        .sum();
    let basis = if work().any(|part| part.from_activity) {
        Basis::Estimated
    } else {
        Basis::Measured
    };
    (hours, booked, basis)
}

impl ManualRecovery {
    /// From the positions of the incidents recovered by hand, ascending in time, over so many
    /// years.
    pub(super) fn of(
        facts: &Facts<'_>,
        analysis: &Analysis,
        by_hand: &[usize],
        years: f64,
    ) -> Self {
        let methods = facts.methods;
        let year = methods.year.days();
        let box_cost = methods.assumptions.automation_days * DAY_HOURS * methods.team_rate;
        let (mut hours, mut cost, mut downtime, mut lost) = (0.0, 0.0, 0.0, 0.0);
        let (mut recorded, mut basis) = (0, Basis::Measured);
        let mut actions: BTreeMap<Option<String>, Action> = BTreeMap::new();
        for i in by_hand {
            let (own_hours, own_cost, own_basis) = effort(facts, analysis, *i);
            hours += own_hours;
            cost += own_cost;
            recorded += usize::from(own_basis != Basis::Assumed);
            basis = basis.max(own_basis);
            downtime += analysis.costs[*i].bad_minutes;
            lost += analysis.costs[*i].lost();
            let written = facts.incidents[*i]
                .recovery_action
                .as_deref()
                .map(str::trim)
                .filter(|action| !action.is_empty());
            let action = actions
                .entry(written.map(str::to_lowercase))
                .or_insert_with(|| Action {
                    name: written.map(str::to_owned),
                    recoveries: 0,
                    hours_a_year: 0.0,
                    cost_a_year: 0.0,
                    payback_days: None,
                    incidents: Vec::new(),
                });
            action.recoveries += 1;
            action.hours_a_year += own_hours / years;
            action.cost_a_year += own_cost / years;
            action.incidents.push(*i);
        }
        let mut by_action: Vec<Action> = actions.into_values().collect();
        let named = by_action.iter().filter(|a| a.name.is_some()).count();
        let boxes = named.max(1);
        let automated = by_action
            .iter()
            .filter(|a| named == 0 || a.name.is_some())
            .map(|a| a.cost_a_year)
            .sum();
        for action in &mut by_action {
            action.payback_days = payback_days(box_cost, action.cost_a_year, year);
        }
        by_action.sort_by(|a, b| {
            b.cost_a_year
                .total_cmp(&a.cost_a_year)
                .then_with(|| a.name.cmp(&b.name))
        });
        let recoveries = by_hand.len();
        let (low, high) = poisson_interval(recoveries as u64, 0.9);
        let judged = judged(&by_action);
        // What a recovery costs is taken as it is; how many there are in a year is uncertain.
        let payback_range = judged.and_then(|action| {
            let each = action.cost_a_year / action.recoveries.max(1) as f64;
            let (few, many) = poisson_interval(action.recoveries as u64, 0.9);
            let at = |count: f64| payback_days(box_cost, each * count, year);
            at(many).zip(at(few))
        });
        Self {
            recoveries,
            years,
            a_year: recoveries as f64 / years,
            a_year_range: (low / years, high / years),
            recorded,
            basis,
            hours_a_year: hours / years,
            cost_a_year: cost / years,
            box_cost,
            payback_days: judged.and_then(|action| action.payback_days),
            payback_range,
            boxes,
            boxes_payback_days: payback_days(box_cost * boxes as f64, automated, year),
            downtime_a_year: downtime / years,
            lost_a_year: lost / years,
            by_action,
        }
    }

    /// The action that the box is spent on: the dearest on record, or all recoveries together
    /// where none says what was done.
    #[must_use]
    pub fn judged(&self) -> Option<&Action> {
        judged(&self.by_action)
    }
}

/// The first of the actions, dearest first, that has a name; else the first.
fn judged(by_action: &[Action]) -> Option<&Action> {
    by_action
        .iter()
        .find(|action| action.name.is_some())
        .or(by_action.first())
}
