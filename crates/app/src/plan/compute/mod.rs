//! From a plan to its digits.
//!
//! A preview takes few runs and says so; the full count takes as many as the precision of the
//! scenario asks for. Both are the same computation.

mod frontier;
mod hangs;
mod step;
#[cfg(test)]
mod tests;

use super::digits::{CurvePoint, Digits, Odds, OptionDigits, Outcome, Yearly};
use super::{Plan, Ready, Scope, Today};
use crate::host::Job;
use crate::simulate::{Effort, Steps, Years, in_parallel, simulate};
use crate::wire::Error;
use frontier::frontier;
pub(crate) use hangs::hangs_of;
use hangs::{hangs, knowing};
use ninefold_domain::law::Resolution;
use ninefold_domain::simulate::exact::{self, ExactYears, NotExact};
use ninefold_domain::simulate::{Input, Model, Precision, Process, Spread};
use ninefold_domain::tiers::compare::{Comparison, ComparisonResults, ComparisonTally, LIVES};
use ninefold_domain::tiers::finance::annuity;
use ninefold_domain::tiers::{Change, Lever, Moments, curve, expected_minutes, nines, scaled};
use step::Step;

/// Runs of a preview, years and lives alike.
const PREVIEW: u64 = 2 * LIVES;
/// Lives at most: their errors fall with the root of their number like those of years.
const MOST_LIVES: u64 = 1 << 16;
/// Points of the loss exceedance curve.
const POINTS: usize = 60;
/// Nines of the tier chart, and its step.
const NINES: (f64, f64, f64) = (2.0, 5.0, 0.25);

/// A year by its exact law.
struct Exact {
    years: ExactYears,
    /// Minutes that the targets allow, in the order of the settings.
    budgets: Vec<f64>,
}

impl Exact {
    /// The law of a year of these processes, where the scenario asks for one.
    fn of(
        plan: &Plan,
        scope: Scope,
        processes: &[Process],
        resolution: Resolution,
    ) -> Option<Result<Self, NotExact>> {
        if plan.scenario.moments != Moments::Added {
            return None;
        }
        let settings = plan.settings(scope);
        Some(
            exact::years(processes, &settings, resolution).map(|years| Self {
                years,
                budgets: settings.budgets.first().cloned().unwrap_or_default(),
            }),
        )
    }

    /// The chance of a target by its place; none where several services are to meet it, because
    /// what strikes one may strike another.
    fn met(&self, place: usize) -> Option<Odds> {
        let [down] = &self.years.down[..] else {
            return None;
        };
        let share = down.cdf(*self.budgets.get(place)?);
        Some(Odds { share, error: 0.0 })
    }
}

/// Points of a law: a preview takes fewer.
fn resolution(preview: bool) -> Resolution {
    if preview {
        Resolution::PREVIEW
    } else {
        Resolution::FULL
    }
}

/// A preview: few runs, at once.
///
/// # Errors
/// When the job is cancelled.
pub(crate) fn preview(plan: &Plan, scope: Scope, job: &Job<'_>) -> Result<Digits, Error> {
    compute(plan, scope, true, job)
}

/// The full count.
///
/// # Errors
/// When the job is cancelled.
pub(crate) fn count(plan: &Plan, scope: Scope, job: &Job<'_>) -> Result<Digits, Error> {
    compute(plan, scope, false, job)
}

fn compute(plan: &Plan, scope: Scope, preview: bool, job: &Job<'_>) -> Result<Digits, Error> {
    let today = plan.today(scope);
    let settings = plan.settings(scope);
    let seed = plan.scenario.seed;
    let effort = |years| Effort {
        seed,
        threads: 0,
        years,
    };
    let precision = plan.scenario.precision;
    let model = Model::new(today.processes.clone(), settings);
    let years = if preview {
        Years::Fixed(PREVIEW)
    } else {
        Years::Until(precision)
    };
    let tally = simulate(&model, effort(years), "Simulating years", job)?;
    let mut results = tally.results();
    let convergence = tally.convergence(precision);
    let availability = plan.availability(&today.processes, scope);
    let own_met = results.all_met.first().copied();
    let mut own_met = own_met.map_or(Odds::SURE, Odds::from);
    let law = Exact::of(plan, scope, &today.processes, resolution(preview));
    let sampled_because = match &law {
        Some(Err(why)) => why.reason(),
        Some(Ok(_)) | None => String::new(),
    };
    let law = law.and_then(Result::ok);
    let mut errors = (convergence.mean, convergence.p95, convergence.chance);
    if let Some(law) = &law {
        results.loss = Spread::exact(&law.years.loss);
        for (service, down) in results.services.iter_mut().zip(&law.years.down) {
            service.down = Spread::exact(down);
        }
        errors = (0.0, 0.0, law.met(0).map_or(convergence.chance, |_| 0.0));
        own_met = law.met(0).unwrap_or(own_met);
    }
    let exceedance = tally
        .exceedance(POINTS)
        .into_iter()
        .map(|(loss, year, largest)| {
            let year = law.as_ref().map_or(year, |l| l.years.loss.exceedance(loss));
            (loss, year, largest)
        })
        .collect();

    let mut refused = Vec::new();
    let mut ready = Vec::new();
    for (n, option) in plan.scenario.options.iter().enumerate() {
        match plan.ready(option, &today, scope) {
            Ok(one) => ready.push((n, one)),
            Err(why) => refused.push((n, why)),
        }
    }
    let step = Step::of(plan, scope, &today, &ready);
    let comparison = comparison(plan, scope, &today, &ready, availability);
    let comparison = match &step {
        Some(step) => comparison.with_pair(step.pair),
        None => comparison,
    };
    let lives = if preview {
        PREVIEW
    } else {
        results.years.min(MOST_LIVES)
    };
    let compared = compare(&comparison, seed, lives, "Comparing options", job)?;
    let step = step
        .zip(compared.step.as_ref())
        .map(|(step, found)| step.digits(&ready, found));
    let (frontier, frontier_exact) = frontier(plan, scope, preview, job)?;
    let rate_or_repair = rate_or_repair(plan, scope, &today, preview, job)?;
    Ok(Digits {
        preview,
        years: results.years,
        lives,
        availability,
        ceiling: Some(plan.ceiling(&today, scope)),
        loss: Yearly::from(&results.loss),
        largest: Yearly::from(&results.largest),
        down: results
            .services
            .iter()
            .map(|s| Yearly::from(&s.down))
            .collect(),
        met: own_met,
        errors,
        needed: convergence.needed,
        reached: convergence.reached,
        sources: results
            .sources
            .iter()
            .map(|s| (s.mean_loss, s.mean_down))
            .collect(),
        exceedance,
        options: options(plan, scope, &today, &ready, &compared, preview),
        refused,
        nothing_best: compared
            .best
            .first()
            .copied()
            .map_or(Odds::SURE, Odds::from),
        foresight: compared.foresight,
        knowing: knowing(plan, &today, &ready, &compared),
        hangs: Some(hangs(plan, scope, &today, &ready)),
        curve: points(plan, scope, &today, &compared, availability, &results.loss),
        frontier,
        frontier_exact,
        rate_or_repair,
        step,
        exact: law.is_some(),
        sampled_because,
    })
}

/// The nines of the chart, with what dependencies and channels leave of their benefit.
fn nines_curve(
    plan: &Plan,
    scope: Scope,
    today: &Today,
    availability: f64,
) -> ninefold_domain::tiers::compare::Curve {
    let (low, high, step) = NINES;
    // Who is below two nines sees where they are.
    let low = nines(availability).floor().clamp(1.0, low);
    curve(
        low,
        high,
        step,
        availability,
        plan.scenario.economics.ladder,
        &plan.channels(scope),
        plan.ceiling(today, scope),
    )
}

fn comparison(
    plan: &Plan,
    scope: Scope,
    today: &Today,
    ready: &[(usize, Ready)],
    availability: f64,
) -> Comparison {
    let economics = plan.scenario.economics;
    let alternatives = ready
        .iter()
        .map(|(n, one)| plan.alternative(*n, one, availability, scope))
        .collect();
    Comparison::new(
        today.processes.clone(),
        0.0,
        alternatives,
        plan.settings(scope),
        economics.horizon,
        economics.discount,
    )
    .with_curve(nines_curve(plan, scope, today, availability))
    .with_inputs()
}

fn compare(
    comparison: &Comparison,
    seed: u64,
    lives: u64,
    label: &str,
    job: &Job<'_>,
) -> Result<ComparisonResults, Error> {
    let parts = in_parallel(
        0..Comparison::chunks(lives),
        0,
        &Steps {
            label,
            each: LIVES,
            most: lives,
            unit: ("run", "runs"),
        },
        job,
        || (comparison.run(seed), ComparisonTally::new(comparison)),
        |(run, tally), chunk| run.chunk(chunk, lives, tally),
    )?;
    let mut all = ComparisonTally::new(comparison);
    for (_, part) in &parts {
        all.merge(part);
    }
    Ok(all.results(comparison))
}

fn options(
    plan: &Plan,
    scope: Scope,
    today: &Today,
    ready: &[(usize, Ready)],
    compared: &ComparisonResults,
    preview: bool,
) -> Vec<OptionDigits> {
    let availability = plan.availability(&today.processes, scope);
    let economics = plan.scenario.economics;
    let minutes = |processes: &[_]| -> f64 {
        (0..plan.services(scope).len())
            .map(|s| expected_minutes(processes, s))
            .sum()
    };
    let before = minutes(&today.processes);
    let nines_today = plan.nines_today(&today.processes, scope);
    // The targets of options follow the services' own, in the order of the options.
    let mut place = 0;
    let places: Vec<usize> = plan
        .scenario
        .options
        .iter()
        .map(|o| match o.change {
            Change::Target { .. } => {
                place += 1;
                place
            }
            Change::Nothing | Change::Techniques { .. } => 0,
        })
        .collect();
    ready
        .iter()
        .zip(&compared.alternatives)
        .enumerate()
        .map(|(k, ((n, one), found))| {
            let option = &plan.scenario.options[*n];
            let after = plan.availability(&one.processes, scope);
            let law = Exact::of(plan, scope, &one.processes, resolution(preview));
            let law = law.and_then(Result::ok);
            let met = law.as_ref().and_then(|law| law.met(places[*n]));
            let met = met.or_else(|| found.all_met.get(places[*n]).copied().map(Odds::from));
            let to = match option.change {
                Change::Target { target, .. } => nines(target),
                Change::Nothing | Change::Techniques { .. } => nines(after),
            };
            OptionDigits {
                option: *n,
                availability: after,
                loss: law.map_or(found.loss, |law| law.years.loss.mean()),
                credited: plan.credited(availability, after, scope),
                avoided: found.avoided,
                avoided_minutes: before - minutes(&one.processes),
                one_off: one.one_off.mean(),
                yearly: one.yearly.mean(),
                cost: found.cost,
                value: found.value,
                value_error: found.value_error,
                value_range: found.value_range,
                return_on_cost: found.return_on_cost,
                pays: found.pays.into(),
                best: compared
                    .best
                    .get(k + 1)
                    .copied()
                    .map_or(Odds::NEVER, Odds::from),
                payback: found.payback.clone(),
                pays_back: Some(found.pays_back.into()),
                met: met.unwrap_or(Odds::SURE),
                by_minute: Some(found.by_minute),
                break_even: found.break_even,
                multiplier: economics.ladder.break_even_multiplier(
                    nines_today,
                    to.min(9.0),
                    found.avoided
                        - one.one_off.mean()
                            / annuity(economics.discount, economics.horizon).max(1e-9),
                ),
            }
        })
        .collect()
}

fn points(
    plan: &Plan,
    scope: Scope,
    today: &Today,
    compared: &ComparisonResults,
    availability: f64,
    loss: &Spread,
) -> Vec<CurvePoint> {
    let curve = nines_curve(plan, scope, today, availability);
    let sum = |of: &dyn Fn(&Process) -> f64| today.processes.iter().map(of).sum::<f64>();
    let all = sum(&Process::mean_loss);
    let fixed = sum(&|p| p.mean_product(&[Input::Rate, Input::PerEvent]));
    let by_minute = sum(&Process::mean_loss_by_minute);
    // Of what depends on how long events last, the part that customers have to tell.
    let told = if all > fixed {
        by_minute / (all - fixed)
    } else {
        0.0
    };
    (0..curve.nines.len())
        .map(|k| {
            let left = told * curve.left[k] + (1.0 - told) * curve.down[k];
            let at = |x: f64| fixed + left * (x - fixed).max(0.0);
            CurvePoint {
                nines: curve.nines[k],
                cost: curve.yearly[k],
                loss: (at(loss.mean), at(loss.quantiles[0]), at(loss.quantiles[3])),
                cheapest: compared.cheapest.get(k).map_or(0.0, |c| c.share),
            }
        })
        .collect()
}

/// Half the failures against half the repair time.
fn rate_or_repair(
    plan: &Plan,
    scope: Scope,
    today: &Today,
    preview: bool,
    job: &Job<'_>,
) -> Result<Vec<Outcome>, Error> {
    let cases = [
        today.processes.clone(),
        scaled(&today.processes, 0.5, Lever::Rate),
        scaled(&today.processes, 0.5, Lever::Duration),
    ];
    let mut outcomes = Vec::with_capacity(cases.len());
    for processes in cases {
        let minutes = (0..plan.services(scope).len())
            .map(|s| expected_minutes(&processes, s))
            .sum();
        if let Some(Ok(law)) = Exact::of(plan, scope, &processes, resolution(preview))
            && let Some(met) = law.met(0)
        {
            let loss = law.years.loss.mean();
            outcomes.push(Outcome { minutes, met, loss });
            continue;
        }
        let model = Model::new(processes, plan.settings(scope));
        let effort = Effort {
            seed: plan.scenario.seed,
            threads: 0,
            years: if preview {
                Years::Fixed(PREVIEW)
            } else {
                Years::Until(Precision {
                    mean: 0.02,
                    p95: 0.05,
                    chance: 0.005,
                })
            },
        };
        let results = simulate(&model, effort, "Rate or repair", job)?.results();
        outcomes.push(Outcome {
            minutes,
            met: results
                .all_met
                .first()
                .copied()
                .map_or(Odds::SURE, Odds::from),
            loss: results.loss.mean,
        });
    }
    Ok(outcomes)
}
