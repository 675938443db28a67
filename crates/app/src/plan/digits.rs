//! The digits of a plan: today's years, every option against today, the frontier of techniques.
//! They are kept with a scenario, so that it reopens to the same ones; what was kept before
//! something was told lacks it.

use super::{Plan, Today};
use ninefold_domain::id::TechniqueId;
use ninefold_domain::simulate::{Chance, Input, Spread};
use ninefold_domain::tiers::compare::Unknown;
use serde::{Deserialize, Serialize};

/// A probability with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Odds {
    pub(crate) share: f64,
    pub(crate) error: f64,
}

impl Odds {
    pub(super) const SURE: Self = Self {
        share: 1.0,
        error: 0.0,
    };
    pub(super) const NEVER: Self = Self {
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
    /// Share of the lost revenue avoided that customers can tell; in digits that were kept before
    /// `ceiling` was told, of all that is avoided.
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
    /// The most that dependencies allow; missing in digits that were kept before it was told.
    #[serde(default)]
    pub(crate) ceiling: Option<f64>,
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
    /// Which of the people that estimated a risk is right about it; the first part of those that
    /// they speak of.
    Voice { risk: usize, lead: Input },
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
            Unknown::Voice { process, lead } => Self::Voice {
                risk: *today.risks.get(process)?,
                lead,
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
