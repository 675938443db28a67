//! Tiers: what another nine costs, what it saves, and how likely it is to pay.
//!
//! A [`TierOption`] changes the risks (a target to be met, or techniques) at a price. Options are
//! compared with today over a horizon in [`compare`]. What has a closed form (cost ladder,
//! break-even, credited benefit) is here, and what the choice hangs on in [`tornado`].

pub mod compare;
pub mod finance;
pub mod tornado;

use crate::distribution::{Distribution, Estimate};
use crate::id::{OptionId, ScenarioId, TechniqueId};
use crate::record::Channel;
use crate::risk::Risk;
use crate::simulate::{Precision, Process};
use crate::time::Instant;
use finance::annuity;
use serde::{Deserialize, Serialize};

/// Nines of an availability: −log₁₀(1 − availability); infinite for 1.
#[must_use]
pub fn nines(availability: f64) -> f64 {
    -(1.0 - availability).log10()
}

/// Availability of so many nines.
#[must_use]
pub fn availability(nines: f64) -> f64 {
    1.0 - 10_f64.powf(-nines)
}

/// What each nine costs a year: base × multiplier^(nines − base nines). An assumption, and shown
/// as one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ladder {
    /// Yearly cost at `base_nines`, in major units.
    pub base: f64,
    /// The nines that cost `base`.
    pub base_nines: f64,
    /// What one more nine multiplies the cost by.
    pub multiplier: f64,
}

impl Ladder {
    /// Ten times as much for each nine.
    #[must_use]
    pub fn tenfold(base: f64, base_nines: f64) -> Self {
        Self {
            base,
            base_nines,
            multiplier: 10.0,
        }
    }

    /// Yearly cost of so many nines.
    #[must_use]
    pub fn yearly(self, nines: f64) -> f64 {
        self.base * self.multiplier.powf(nines - self.base_nines)
    }

    /// The multiplier per nine up to which going from today's nines to more breaks even: where
    /// the ladder's extra cost a year is the avoided loss a year. Missing where nothing is
    /// avoided or nothing gained.
    #[must_use]
    pub fn break_even_multiplier(self, today: f64, to: f64, avoided_yearly: f64) -> Option<f64> {
        if to <= today || avoided_yearly <= 0.0 || self.base <= 0.0 {
            return None;
        }
        let extra = |multiplier: f64| {
            let ladder = Self { multiplier, ..self };
            ladder.yearly(to) - ladder.yearly(today)
        };
        // Above a multiplier of 1 the extra cost grows with it, from 0.
        let (mut low, mut high) = (1.0, 2.0);
        while extra(high) < avoided_yearly && high < 1e12 {
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if extra(middle) < avoided_yearly {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(high)
    }
}

/// What is scaled so that a target is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lever {
    /// Durations: the same failures, repaired sooner.
    #[default]
    Duration,
    /// Rates: fewer failures, as long as before.
    Rate,
}

/// What an option changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    /// Nothing: today goes on.
    Nothing,
    /// Expected downtime becomes what a target allows.
    Target {
        /// Availability, 0 to 1.
        target: f64,
        /// What is scaled.
        by: Lever,
    },
    /// Techniques are put to work.
    Techniques {
        /// Which.
        of: Vec<TechniqueId>,
    },
}

/// What an option costs a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Yearly {
    /// By the ladder, at the option's target.
    Ladder,
    /// As estimated.
    Estimated {
        /// A year, in major units.
        cost: Estimate,
    },
}

/// A way to a tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TierOption {
    /// Identity; its costs are drawn by it.
    pub id: OptionId,
    /// Such as `Four nines in two zones`.
    pub name: String,
    /// What it changes.
    pub change: Change,
    /// One-off cost in major units.
    pub one_off: Estimate,
    /// Cost a year.
    pub yearly: Yearly,
}

/// What money and time are worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Economics {
    /// Years looked ahead.
    pub horizon: u32,
    /// Discount rate a year: 0.1 is 10 %.
    pub discount: f64,
    /// Cost of the nines.
    pub ladder: Ladder,
}

impl Economics {
    /// Three years at 10 %, tenfold for each nine: all assumed.
    #[must_use]
    pub fn assumed(base: f64, base_nines: f64) -> Self {
        Self {
            horizon: 3,
            discount: 0.1,
            ladder: Ladder::tenfold(base, base_nines),
        }
    }
}

/// When the events of a year strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moments {
    /// At any moment alike.
    #[default]
    Even,
    /// The more often, the more is going on: by the profile of the week.
    Demand,
    /// At none: durations are added up and every hour is an average one. Then there may be an
    /// exact law.
    Added,
}

/// A named set of assumptions with everything that its digits follow from, beside the facts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Identity.
    pub id: ScenarioId,
    /// Unique name.
    pub name: String,
    /// Free text.
    pub notes: String,
    /// Who decided for it, once someone has.
    pub decided_by: Option<String>,
    /// The scenario it was cloned from.
    pub cloned_from: Option<ScenarioId>,
    /// Seed of the simulation.
    pub seed: u64,
    /// The moment its facts are taken at.
    pub as_of: Instant,
    /// Number of the last log entry that its facts include.
    pub log_position: u64,
    /// How precise it has to be.
    pub precision: Precision,
    /// Risks with the ranges of this scenario.
    pub risks: Vec<Risk>,
    /// Options, `do nothing` first.
    pub options: Vec<TierOption>,
    /// Techniques that are on.
    pub techniques: Vec<TechniqueId>,
    /// What demand is multiplied by.
    pub surge: f64,
    /// When events strike.
    #[serde(default)]
    pub moments: Moments,
    /// What money and time are worth.
    pub economics: Economics,
}

/// The factor on durations or rates at which the expected downtime is what `target` allows in a
/// `year` of minutes; missing where there is no downtime to scale.
#[must_use]
pub fn target_factor(expected_minutes: f64, target: f64, year: f64) -> Option<f64> {
    (expected_minutes > 0.0).then(|| ((1.0 - target) * year / expected_minutes).max(0.0))
}

/// The processes with durations or rates `factor` times as large.
#[must_use]
pub fn scaled(processes: &[Process], factor: f64, by: Lever) -> Vec<Process> {
    processes
        .iter()
        .map(|p| match by {
            Lever::Duration => Process {
                detect: p.detect.scaled(factor),
                repair: p.repair.scaled(factor),
                ..p.clone()
            },
            Lever::Rate => Process {
                rate: p.rate.scaled(factor),
                ..p.clone()
            },
        })
        .collect()
}

/// Expected downtime of a service in a year, in minutes, each event counted alone.
#[must_use]
pub fn expected_minutes(processes: &[Process], service: usize) -> f64 {
    processes
        .iter()
        .map(|p| {
            let reach: f64 = p
                .hits
                .iter()
                .filter(|h| h.service == service)
                .map(|h| h.share)
                .sum();
            p.mean_minutes() * reach
        })
        .sum()
}

/// Share of the loss at availability `from` that is left at `to` as customers see it: over a
/// channel that is itself only so available they cannot tell more. What the channels leave of the
/// revenue has no ceiling. Below today's availability the loss grows with the downtime.
#[must_use]
pub fn loss_left(from: f64, to: f64, channels: &[Channel]) -> f64 {
    let down = 1.0 - from;
    if down <= 0.0 {
        return 1.0;
    }
    if to <= from {
        return (1.0 - to) / down;
    }
    let listed: f64 = channels.iter().map(|c| c.share).sum();
    let mut credited = (1.0 - listed).max(0.0) * (to - from);
    for channel in channels {
        credited += channel.share * (to.min(channel.ceiling) - from).max(0.0);
    }
    (1.0 - credited / down).max(0.0)
}

/// The points of a tier chart: from `low` to `high` nines in steps. Beyond the `ceiling` that
/// dependencies set, more nines cost more and save nothing more.
#[must_use]
pub fn curve(
    low: f64,
    high: f64,
    step: f64,
    today: f64,
    ladder: Ladder,
    channels: &[Channel],
    ceiling: f64,
) -> compare::Curve {
    let count = ((high - low) / step + 1e-9).floor().max(0.0) as u32;
    let mut points: Vec<f64> = (0..=count).map(|k| low + step * f64::from(k)).collect();
    // The ceiling is a point of its own: what can be had ends there, not at the step before it.
    let most = nines(ceiling);
    if (low..high).contains(&most) && points.iter().all(|n| (n - most).abs() > 1e-6) {
        points.push(most);
        points.sort_by(f64::total_cmp);
    }
    let left = |channels: &[Channel]| {
        let to = points.iter().map(|n| availability(*n).min(ceiling));
        to.map(|to| loss_left(today, to, channels)).collect()
    };
    compare::Curve {
        yearly: points.iter().map(|n| ladder.yearly(*n)).collect(),
        left: left(channels),
        down: left(&[]),
        nines: points,
    }
}

/// The cheapest region of a curve: the fewest neighbouring points around the likeliest that turn
/// out cheapest with at least probability `level`.
#[must_use]
pub fn cheapest_region(shares: &[f64], level: f64) -> Option<(usize, usize, f64)> {
    let best = (0..shares.len()).max_by(|a, b| shares[*a].total_cmp(&shares[*b]))?;
    let (mut first, mut last, mut sum) = (best, best, shares[best]);
    while sum < level && (first > 0 || last + 1 < shares.len()) {
        let left = if first > 0 { shares[first - 1] } else { -1.0 };
        let right = shares.get(last + 1).copied().unwrap_or(-1.0);
        if left >= right {
            first -= 1;
            sum += left;
        } else {
            last += 1;
            sum += right;
        }
    }
    Some((first, last, sum))
}

/// The yearly revenue at which `extra` cost a year is worth `avoided` availability, where a share
/// `margin` of revenue is margin and a share `recaptured` comes back. Missing where nothing is
/// avoided.
#[must_use]
pub fn break_even_revenue(extra: f64, avoided: f64, margin: f64, recaptured: f64) -> Option<f64> {
    let worth = avoided * margin * (1.0 - recaptured);
    (worth > 0.0).then(|| extra / worth)
}

/// The cost per minute at which an option breaks even: what it costs more a year, its one-off
/// cost spread over the horizon, over the minutes that it avoids a year.
#[must_use]
pub fn break_even_per_minute(
    one_off: f64,
    more_yearly: f64,
    avoided_minutes: f64,
    economics: Economics,
) -> Option<f64> {
    let years = annuity(economics.discount, economics.horizon);
    (avoided_minutes > 0.0 && years > 0.0)
        .then(|| (one_off / years + more_yearly) / avoided_minutes)
}

/// A decision that pays `per` × X − `cost` for an uncertain X, against doing nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stake {
    /// What one unit of X brings.
    pub per: f64,
    /// What it costs.
    pub cost: f64,
}

/// What is known about a [`Stake`] before X is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StakeValue {
    /// Expected gain of doing it.
    pub expected: f64,
    /// X at which it breaks even.
    pub break_even: f64,
    /// Probability that it pays.
    pub pays: f64,
    /// Expected value of knowing X before choosing (expected value of perfect information).
    pub information: f64,
}

impl Stake {
    /// In closed form.
    #[must_use]
    pub fn value(self, x: &Distribution) -> StakeValue {
        let expected = self.per * x.mean() - self.cost;
        let break_even = self.cost / self.per;
        let best = self.per * x.expected_excess(break_even);
        StakeValue {
            expected,
            break_even,
            pays: x.exceedance(break_even),
            information: best - expected.max(0.0),
        }
    }
}

#[cfg(test)]
mod tests;
