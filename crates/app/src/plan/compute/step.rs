//! From one target to the next.

use crate::plan::digits::StepDigits;
use crate::plan::{Plan, Ready, Scope, Today};
use ninefold_domain::tiers::compare::{Pair, StepResult};
use ninefold_domain::tiers::{Change, Yearly, nines};

/// Targets that a step goes between where there are such options: three nines and four.
const STEP: (f64, f64) = (0.999, 0.9999);

/// The two options whose targets a step goes between: those of three and four nines, else the two
/// lowest targets.
fn step_between(plan: &Plan, ready: &[(usize, Ready)]) -> Option<(usize, usize)> {
    let mut targets: Vec<(f64, usize)> = ready
        .iter()
        .enumerate()
        .filter_map(|(k, (n, _))| match plan.scenario.options[*n].change {
            Change::Target { target, .. } => Some((target, k)),
            Change::Nothing | Change::Techniques { .. } => None,
        })
        .collect();
    targets.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    targets.dedup_by(|b, a| a.0 == b.0);
    let at = |wanted: f64| targets.iter().find(|(t, _)| (t - wanted).abs() < 1e-9);
    match (at(STEP.0), at(STEP.1)) {
        (Some(from), Some(to)) => Some((from.1, to.1)),
        _ => match targets.as_slice() {
            [from, to, ..] => Some((from.1, to.1)),
            _ => None,
        },
    }
}

/// What a target below today costs less than today on the ladder, as a negative amount a year. On
/// its own nobody gets it back; as the foot of a step it counts, since there the outages are those
/// of the lower target as well. Nothing where today is not left for it.
fn below_today(plan: &Plan, today: &Today, scope: Scope, option: usize, ready: &Ready) -> f64 {
    let option = &plan.scenario.options[option];
    let (Change::Target { target, .. }, Yearly::Ladder) = (&option.change, &option.yearly) else {
        return 0.0;
    };
    let now = plan.availability(&today.processes, scope);
    if plan.availability(&ready.processes, scope) > now - 1e-9 {
        return 0.0;
    }
    let ladder = plan.scenario.economics.ladder;
    (ladder.yearly(nines(*target)) - ladder.yearly(plan.nines_today(&today.processes, scope)))
        .min(0.0)
}

/// The step from one target to the next, where there are two: what it costs, and how the comparison
/// has it.
pub(super) struct Step {
    pub(super) pair: Pair,
    one_off: f64,
    yearly: f64,
}

impl Step {
    pub(super) fn of(
        plan: &Plan,
        scope: Scope,
        today: &Today,
        ready: &[(usize, Ready)],
    ) -> Option<Self> {
        let (from, to) = step_between(plan, ready)?;
        let ((n, before), (_, after)) = (&ready[from], &ready[to]);
        let less = below_today(plan, today, scope, *n, before);
        Some(Self {
            pair: Pair {
                from,
                to,
                less: -less,
            },
            // What the second costs more than the first; in the comparison each errs by itself.
            one_off: after.one_off.mean() - before.one_off.mean(),
            yearly: after.yearly.mean() - before.yearly.mean() - less,
        })
    }

    pub(super) fn digits(&self, ready: &[(usize, Ready)], found: &StepResult) -> StepDigits {
        StepDigits {
            from: ready[self.pair.from].0,
            to: ready[self.pair.to].0,
            one_off: self.one_off,
            yearly: self.yearly,
            avoided: found.avoided,
            value: found.value,
            value_range: found.value_range,
            pays: found.pays.into(),
        }
    }
}
