//! The digits of a plan: today's years, every option against today, the frontier of techniques.
//!
//! A preview takes few runs and says so; the full count takes as many as the precision of the
//! scenario asks for. Both are the same computation.

use super::{Plan, Ready, Scope, Today};
use crate::host::Job;
use crate::simulate::{Effort, Steps, Years, in_parallel, simulate};
use crate::wire::Error;
use ninefold_domain::distribution::Distribution;
use ninefold_domain::id::TechniqueId;
use ninefold_domain::law::Resolution;
use ninefold_domain::simulate::exact::{self, ExactYears, NotExact};
use ninefold_domain::simulate::{Chance, Input, Model, Precision, Process, Spread};
use ninefold_domain::techniques::{self, Frontier};
use ninefold_domain::tiers::compare::{
    Alternative, Comparison, ComparisonResults, ComparisonTally, LIVES, Unknown,
};
use ninefold_domain::tiers::finance::annuity;
use ninefold_domain::tiers::tornado::{Bar, Decision, parts};
use ninefold_domain::tiers::{Change, Lever, Moments, curve, expected_minutes, nines, scaled};
use serde::{Deserialize, Serialize};

/// Runs of a preview, years and lives alike.
const PREVIEW: u64 = 2 * LIVES;
/// Lives at most: their errors fall with the root of their number like those of years.
const MOST_LIVES: u64 = 1 << 16;
/// Members of the frontier that are simulated.
const MEMBERS: usize = 12;
/// Lives that each of them takes.
const MEMBER_LIVES: u64 = 8 * LIVES;
/// Bars of a tornado.
const BARS: usize = 12;
/// Parts of risks that are tried on an option: those that move the loss of today most.
const TRIED: usize = 48;
/// Points of the loss exceedance curve.
const POINTS: usize = 60;
/// Nines of the tier chart, and its step.
const NINES: (f64, f64, f64) = (2.0, 5.0, 0.25);

/// A probability with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Odds {
    pub(crate) share: f64,
    pub(crate) error: f64,
}

impl Odds {
    const SURE: Self = Self {
        share: 1.0,
        error: 0.0,
    };
    const NEVER: Self = Self {
        share: 0.0,
        error: 0.0,
    };
}

impl From<Chance> for Odds {
    fn from(chance: Chance) -> Self {
        Self {
            share: chance.share,
            // Of no runs at all, as with a horizon of 0, nothing is known.
            error: if chance.error.is_finite() {
                chance.error
            } else {
                1.0
            },
        }
    }
}

/// A yearly quantity: mean with its standard error, and the quantiles of [`Spread::LEVELS`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Yearly {
    pub(crate) mean: f64,
    pub(crate) error: f64,
    pub(crate) quantiles: [f64; 5],
    pub(crate) tail_mean: f64,
}

impl From<&Spread> for Yearly {
    fn from(spread: &Spread) -> Self {
        Self {
            mean: spread.mean,
            error: spread.mean_error,
            quantiles: spread.quantiles,
            tail_mean: spread.tail_mean_95,
        }
    }
}

/// What an option comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OptionDigits {
    /// Its place among the scenario's options.
    pub(crate) option: usize,
    /// Expected availability of the scope.
    pub(crate) availability: f64,
    pub(crate) loss: f64,
    /// Share of the avoided loss that customers can tell.
    pub(crate) credited: f64,
    pub(crate) avoided: f64,
    /// Expected minutes of the scope avoided a year.
    pub(crate) avoided_minutes: f64,
    pub(crate) one_off: f64,
    pub(crate) yearly: f64,
    pub(crate) cost: f64,
    pub(crate) value: f64,
    pub(crate) value_error: f64,
    pub(crate) value_range: (f64, f64),
    pub(crate) return_on_cost: Option<f64>,
    pub(crate) pays: Odds,
    pub(crate) best: Odds,
    /// Years of 50 equally likely outcomes; missing for never.
    pub(crate) payback: Vec<Option<f64>>,
    /// Chance of having paid back within the horizon; missing in digits that were kept before it
    /// was counted.
    #[serde(default)]
    pub(crate) pays_back: Option<Odds>,
    /// Chance of meeting its target, or that of the scope, in a year.
    pub(crate) met: Odds,
    /// Share of what it avoids that goes with the cost of a minute; missing in digits that were
    /// kept before it was told apart.
    #[serde(default)]
    pub(crate) by_minute: Option<f64>,
    /// How many times today's cost per minute it would take to break even.
    pub(crate) break_even: Option<f64>,
    /// Multiplier per nine up to which it breaks even.
    pub(crate) multiplier: Option<f64>,
}

/// A point of the tier chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CurvePoint {
    pub(crate) nines: f64,
    /// Cost a year on the ladder.
    pub(crate) cost: f64,
    /// Loss a year: mean, and the ends of its 90 % range.
    pub(crate) loss: (f64, f64, f64),
    /// Chance that loss and cost together are least here.
    pub(crate) cheapest: f64,
}

/// A set of techniques that no other beats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Member {
    /// Places among the plan's techniques.
    pub(crate) techniques: Vec<usize>,
    /// Expected cost over the horizon.
    pub(crate) cost: f64,
    /// Expected loss avoided a year.
    pub(crate) avoided: f64,
    /// Chance of meeting the target, where it was simulated.
    pub(crate) met: Option<Odds>,
}

/// Expected minutes, chance of the target and expected loss of a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) minutes: f64,
    pub(crate) met: Odds,
    pub(crate) loss: f64,
}

/// Everything computed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Digits {
    pub(crate) preview: bool,
    /// Years of today.
    pub(crate) years: u64,
    /// Lives of the comparison.
    pub(crate) lives: u64,
    /// Expected availability today.
    pub(crate) availability: f64,
    pub(crate) loss: Yearly,
    pub(crate) largest: Yearly,
    /// Minutes of each service of the scope.
    pub(crate) down: Vec<Yearly>,
    /// Chance of the scope's own targets today.
    pub(crate) met: Odds,
    /// Standard errors: mean and 95 % quantile of the loss, relative; largest of a chance.
    pub(crate) errors: (f64, f64, f64),
    pub(crate) needed: u64,
    pub(crate) reached: bool,
    /// Mean loss and minutes of each process.
    pub(crate) sources: Vec<(f64, f64)>,
    /// Losses with the chances that a year, and its largest event, are above.
    pub(crate) exceedance: Vec<(f64, f64, f64)>,
    pub(crate) options: Vec<OptionDigits>,
    /// Options that mean nothing, each with why.
    pub(crate) refused: Vec<(usize, String)>,
    /// Chance that doing nothing turns out best.
    pub(crate) nothing_best: Odds,
    pub(crate) foresight: f64,
    /// What knowing each thing beforehand that is uncertain for years would be worth. Digits that
    /// were saved before it was computed have none.
    #[serde(default)]
    pub(crate) knowing: Vec<(Known, f64)>,
    /// What each option hangs on. Digits that were saved before it was kept with them have none.
    #[serde(default)]
    pub(crate) hangs: Option<Vec<Hangs>>,
    pub(crate) curve: Vec<CurvePoint>,
    pub(crate) frontier: Vec<Member>,
    pub(crate) frontier_exact: bool,
    /// Today, half the failures, half the repair time.
    pub(crate) rate_or_repair: Vec<Outcome>,
    /// From one target to the next.
    pub(crate) step: Option<StepDigits>,
    /// Whether today's years are their exact law in place of simulated ones.
    #[serde(default)]
    pub(crate) exact: bool,
    /// Why they are simulated though a law was asked for; else empty.
    #[serde(default)]
    pub(crate) sampled_because: String,
}

impl Digits {
    /// What is left of today's expected loss with an option, as far as customers can tell: what
    /// their channels hide anyway is not saved.
    pub(crate) fn left_of(&self, one: &OptionDigits) -> f64 {
        self.loss.mean - one.avoided
    }

    /// Whether a point of the curve is where more nines cease to save anything, because what the
    /// scope leans on, or what customers come over, has no more.
    pub(crate) fn is_ceiling(&self, point: usize) -> bool {
        let at = |point: usize| self.curve.get(point).map(|p| p.loss.0);
        // Saved up to here: where nothing is saved anywhere, there is no such place.
        let before = point.checked_sub(1).and_then(at);
        match (before, at(point), at(point + 1)) {
            (Some(before), Some(here), Some(next)) => {
                let least = 1e-9 * here;
                before - here > least && here - next <= least
            }
            _ => false,
        }
    }
}

/// Something that could be found out before choosing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Known {
    /// A part of a risk, by its place in the scenario.
    Part { risk: usize, input: Input },
    /// A factor of a technique.
    Factor {
        technique: TechniqueId,
        input: Input,
    },
    /// The one-off cost of an option, by its place in the scenario.
    OneOff { option: usize },
    /// Its cost a year.
    Yearly { option: usize },
}

impl Known {
    /// An unknown of the domain by its place in the plan; `option` says which option of the
    /// scenario an alternative is.
    pub(crate) fn of(
        plan: &Plan,
        today: &Today,
        unknown: Unknown,
        option: impl Fn(usize) -> Option<usize>,
    ) -> Option<Self> {
        Some(match unknown {
            Unknown::Part { process, input } => Self::Part {
                risk: *today.risks.get(process)?,
                input,
            },
            Unknown::Factor { owner, input } => Self::Factor {
                technique: plan.given.techniques.iter().find(|t| t.id.0 == owner)?.id,
                input,
            },
            Unknown::OneOff { alternative } => Self::OneOff {
                option: option(alternative)?,
            },
            Unknown::Yearly { alternative } => Self::Yearly {
                option: option(alternative)?,
            },
        })
    }
}

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

/// From one option's target to that of the next: from three nines to four, where there are such
/// options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepDigits {
    /// Places among the scenario's options.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// What the step costs once, and a year.
    pub(crate) one_off: f64,
    pub(crate) yearly: f64,
    /// Loss that it avoids in an average year.
    pub(crate) avoided: f64,
    /// Its net present value.
    pub(crate) value: f64,
    pub(crate) value_range: (f64, f64),
    pub(crate) pays: Odds,
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
    let comparison = comparison(plan, scope, &today, &ready, availability);
    let lives = if preview {
        PREVIEW
    } else {
        results.years.min(MOST_LIVES)
    };
    let compared = compare(&comparison, seed, lives, "Comparing options", job)?;
    let step = step(plan, scope, &today, &ready, lives, job)?;
    let (frontier, frontier_exact) = frontier(plan, scope, preview, job)?;
    let rate_or_repair = rate_or_repair(plan, scope, &today, preview, job)?;
    Ok(Digits {
        preview,
        years: results.years,
        lives,
        availability,
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

/// What one option, or the loss of today, hangs on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Hangs {
    /// Place of the option among the scenario’s; missing where there is none to choose.
    pub(crate) option: Option<usize>,
    /// The value with everything as expected.
    pub(crate) value: f64,
    /// Those that move it most first.
    pub(crate) swings: Vec<Swing>,
}

/// One input at either end of its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Swing {
    pub(crate) input: Known,
    pub(crate) range: (f64, f64),
    pub(crate) at_low: f64,
    pub(crate) at_high: f64,
}

/// What every option hangs on, for digits that were kept without it.
pub(crate) fn hangs_of(plan: &Plan, scope: Scope) -> Vec<Hangs> {
    let today = plan.today(scope);
    let options = plan.scenario.options.iter().enumerate();
    let ready: Vec<(usize, Ready)> = options
        .filter_map(|(n, option)| Some((n, plan.ready(option, &today, scope).ok()?)))
        .collect();
    hangs(plan, scope, &today, &ready)
}

/// What every option hangs on, in the order of the options; where there is none, what the expected
/// loss of today does.
fn hangs(plan: &Plan, scope: Scope, today: &Today, ready: &[(usize, Ready)]) -> Vec<Hangs> {
    let mut widest = parts(&today.processes);
    widest.truncate(TRIED);
    let economics = plan.scenario.economics;
    let upkeep = annuity(economics.discount, economics.horizon);
    let availability = plan.availability(&today.processes, scope);
    let mut found: Vec<Hangs> = ready
        .iter()
        .map(|(n, ready)| {
            let option = plan.alternative(*n, ready, availability, scope);
            let decision = Decision::new(&today.processes, &option, upkeep);
            Hangs {
                option: Some(*n),
                value: decision.value(),
                swings: swings(plan, today, decision.bars(&widest, *n)),
            }
        })
        .collect();
    if found.is_empty() && !today.processes.is_empty() {
        found.push(Hangs {
            option: None,
            value: today.processes.iter().map(Process::mean_loss).sum(),
            swings: swings(plan, today, widest),
        });
    }
    found
}

fn swings(plan: &Plan, today: &Today, bars: Vec<Bar>) -> Vec<Swing> {
    bars.into_iter()
        .filter(|bar| bar.at_low != bar.at_high)
        .take(BARS)
        .filter_map(|bar| {
            Some(Swing {
                input: Known::of(plan, today, bar.input, Some)?,
                range: bar.range,
                at_low: bar.at_low,
                at_high: bar.at_high,
            })
        })
        .collect()
}

/// What knowing things beforehand is worth, the most first.
fn knowing(
    plan: &Plan,
    today: &Today,
    ready: &[(usize, Ready)],
    compared: &ComparisonResults,
) -> Vec<(Known, f64)> {
    let option = |place: usize| ready.get(place).map(|(option, _)| *option);
    let mut found: Vec<(Known, f64)> = compared
        .inputs
        .iter()
        .filter_map(|(unknown, value)| Some((Known::of(plan, today, *unknown, option)?, *value)))
        .collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found
}

/// The nines of the chart, with what dependencies and channels leave of their benefit.
fn nines_curve(
    plan: &Plan,
    scope: Scope,
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
        plan.ceiling(scope, availability),
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
    .with_curve(nines_curve(plan, scope, availability))
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
    let curve = nines_curve(plan, scope, availability);
    let fixed: f64 = today
        .processes
        .iter()
        .map(|p| p.mean_of(Input::Rate) * p.mean_of(Input::PerEvent))
        .sum();
    (0..curve.nines.len())
        .map(|k| {
            let at = |x: f64| fixed + curve.left[k] * (x - fixed).max(0.0);
            CurvePoint {
                nines: curve.nines[k],
                cost: curve.yearly[k],
                loss: (at(loss.mean), at(loss.quantiles[0]), at(loss.quantiles[3])),
                cheapest: compared.cheapest.get(k).map_or(0.0, |c| c.share),
            }
        })
        .collect()
}

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
    let (Change::Target { target, .. }, ninefold_domain::tiers::Yearly::Ladder) =
        (&option.change, &option.yearly)
    else {
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

/// Simulates the step from one target to the next, the same lives on both sides.
fn step(
    plan: &Plan,
    scope: Scope,
    today: &Today,
    ready: &[(usize, Ready)],
    lives: u64,
    job: &Job<'_>,
) -> Result<Option<StepDigits>, Error> {
    let Some((a, b)) = step_between(plan, ready) else {
        return Ok(None);
    };
    let ((from, before), (to, after)) = (&ready[a], &ready[b]);
    let economics = plan.scenario.economics;
    let availability = |one: &Ready| plan.availability(&one.processes, scope);
    let spent_a_year = before.yearly.mean() + below_today(plan, today, scope, *from, before);
    // What the first target costs once is spent in either case: of the second, what is more.
    let one_off = match before.one_off.mean() {
        0.0 => after.one_off.clone(),
        spent => Distribution::Fixed(after.one_off.mean() - spent),
    };
    let (more_once, more_yearly) = (one_off.mean(), after.yearly.mean() - spent_a_year);
    let comparison = Comparison::new(
        before.processes.clone(),
        spent_a_year,
        vec![Alternative {
            owner: plan.scenario.options[*to].id.0,
            processes: after.processes.clone(),
            one_off,
            yearly: after.yearly.clone(),
            credited: plan.credited(availability(before), availability(after), scope),
        }],
        plan.settings(scope),
        economics.horizon,
        economics.discount,
    );
    let found = compare(
        &comparison,
        plan.scenario.seed,
        lives,
        "Comparing two targets",
        job,
    )?;
    Ok(found.alternatives.first().map(|one| StepDigits {
        from: *from,
        to: *to,
        one_off: more_once,
        yearly: more_yearly,
        avoided: one.avoided,
        value: one.value,
        value_range: one.value_range,
        pays: one.pays.into(),
    }))
}

/// The efficient frontier of all techniques, from none; in a full count some of its members are
/// simulated.
fn frontier(
    plan: &Plan,
    scope: Scope,
    preview: bool,
    job: &Job<'_>,
) -> Result<(Vec<Member>, bool), Error> {
    let bare = plan.bare(scope);
    let risks = plan.risks_of(&bare.risks);
    let economics = plan.scenario.economics;
    let upkeep = annuity(economics.discount, economics.horizon);
    let usable: Vec<usize> = (0..plan.given.techniques.len())
        .filter(|t| {
            let technique = &plan.given.techniques[*t];
            technique.cost(upkeep).is_ok() && technique.scalings().is_ok()
        })
        .collect();
    let techniques: Vec<_> = usable
        .iter()
        .map(|t| plan.given.techniques[*t].clone())
        .collect();
    let costs: Vec<f64> = techniques
        .iter()
        .map(|t| t.cost(upkeep).unwrap_or(0.0))
        .collect();
    let Frontier { sets, exact } =
        techniques::frontier(&bare.processes, &risks, &techniques, &costs);
    let mut members: Vec<Member> = sets
        .into_iter()
        .map(|set| Member {
            techniques: set.techniques.iter().map(|t| usable[*t]).collect(),
            cost: set.cost,
            avoided: set.avoided,
            met: None,
        })
        .collect();
    if !preview && !members.is_empty() {
        // Evenly over the frontier, both ends included.
        let last = members.len() - 1;
        let count = members.len().min(MEMBERS);
        let mut chosen: Vec<usize> = (0..count)
            .map(|k| if count < 2 { 0 } else { k * last / (count - 1) })
            .collect();
        chosen.dedup();
        let alternatives = chosen
            .iter()
            .map(|m| {
                let set: Vec<_> = members[*m]
                    .techniques
                    .iter()
                    .map(|t| &plan.given.techniques[*t])
                    .collect();
                let (processes, _) = techniques::apply(&bare.processes, &risks, &set);
                Alternative {
                    owner: *m as u128,
                    processes,
                    one_off: Distribution::Fixed(members[*m].cost),
                    yearly: Distribution::Fixed(0.0),
                    credited: 1.0,
                }
            })
            .collect();
        let comparison = Comparison::new(
            bare.processes.clone(),
            0.0,
            alternatives,
            plan.settings(scope),
            economics.horizon.max(1),
            economics.discount,
        );
        let found = compare(
            &comparison,
            plan.scenario.seed,
            MEMBER_LIVES,
            "Simulating techniques",
            job,
        )?;
        for (m, one) in chosen.iter().zip(&found.alternatives) {
            members[*m].met = one.all_met.first().copied().map(Odds::from);
        }
    }
    Ok((members, exact))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::given::{Given, GivenService};
    use crate::plan::{Plan, defaults};
    use ninefold_domain::distribution::Estimate;
    use ninefold_domain::id::{OptionId, RiskId, ServiceId};
    use ninefold_domain::risk::{Category, Risk, RiskSource};
    use ninefold_domain::tiers::{Scenario, TierOption};
    use ninefold_domain::time::Instant;

    /// A register as long as a company's list of everything: answered at once, by a preview.
    #[test]
    fn ten_thousand_risks_are_answered() {
        let risk = |n: u128| Risk {
            id: RiskId(n + 1),
            name: format!("Risk {n}"),
            service: ServiceId(1),
            failure_mode: String::new(),
            category: Category::MisconfigurationOrBug,
            frequency: Estimate::three_point(0.0, 0.001, 0.01),
            dispersion: 1.0,
            detect: Estimate::fixed(5.0),
            repair: Estimate::interval(10.0, 240.0),
            one_length: false,
            users: Estimate::three_point(0.1, 0.3, 1.0),
            streams: vec![],
            people: Estimate::fixed(2.0),
            per_event: Estimate::fixed(0.0),
            common_cause: None,
            source: RiskSource::PreMortem,
            notes: String::new(),
        };
        let zero = || Estimate::fixed(0.0);
        let plan = Plan {
            scenario: Scenario {
                risks: (0..10_000).map(risk).collect(),
                options: vec![TierOption {
                    id: OptionId(1),
                    name: "Four nines".into(),
                    change: Change::Target {
                        target: 0.9999,
                        by: Lever::Duration,
                    },
                    one_off: zero(),
                    yearly: ninefold_domain::tiers::Yearly::Ladder,
                }],
                ..defaults(Instant(0))
            },
            given: Given {
                year: 525_600.0,
                services: vec![GivenService {
                    id: ServiceId(1),
                    name: "Shop".into(),
                    target: 0.999,
                    channels: vec![],
                    ceiling: 1.0,
                    per_minute: Estimate::fixed(100.0),
                    hours: vec![],
                    reaches: vec![(0, 1.0)],
                }],
                whole_per_minute: 100.0,
                touched: vec![],
                hourly_rate: 90.0,
                techniques: vec![],
                worth: String::new(),
            },
        };
        let digits = preview(&plan, Scope::Service(0), &Job::quiet()).unwrap();
        assert_eq!(digits.sources.len(), 10_000);
        let expected: f64 = plan
            .today(Scope::Service(0))
            .processes
            .iter()
            .map(Process::mean_loss)
            .sum();
        assert!((digits.loss.mean / expected - 1.0).abs() < 5.0 * digits.errors.0);
        assert!(digits.options[0].avoided > 0.0);
        // Of so many inputs those are told that move the loss most.
        assert!(digits.knowing.len() < 100, "{}", digits.knowing.len());
    }
}
