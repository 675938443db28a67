//! What speaks for a requirement: money, minutes and chances with their ranges, as of a moment;
//! and whether today still says the same.

use crate::id::{IncidentId, RiskId};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// How far the chance of meeting a target may move until what was accepted on it is stale: ten
/// points of a hundred either way (assumed; a simulated chance has no range of its own).
pub const MET_TOLERANCE: f64 = 0.1;

/// A value with its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ranged {
    /// The value.
    pub value: f64,
    /// Low end, not above the value.
    pub low: f64,
    /// High end, not below the value.
    pub high: f64,
}

impl Ranged {
    /// A value within its range; ends on the wrong side of it are moved to it.
    #[must_use]
    pub fn new(value: f64, low: f64, high: f64) -> Self {
        Self {
            value,
            low: low.min(value),
            high: high.max(value),
        }
    }

    /// Whether a value lies within the range, give or take the last digits.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        let slack = 1e-9 * (self.high.abs() + self.low.abs());
        value >= self.low - slack && value <= self.high + slack
    }
}

/// What speaks for a requirement at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The moment that the data reaches to.
    pub as_of: Instant,
    /// What a minute of full outage of its service costs, in major units, with its 90 % range;
    /// missing where no revenue is known.
    pub per_minute: Option<Ranged>,
    /// Expected bad minutes of a year, with the range of nine of ten years.
    pub minutes: Ranged,
    /// Expected loss of a year in major units, with the range of nine of ten years.
    pub loss: Ranged,
    /// Chance of meeting the target in a year, within [`MET_TOLERANCE`]; missing without one.
    pub met: Option<Ranged>,
    /// What its techniques or its option cost over the horizon, in major units of today.
    pub cost: Option<f64>,
    /// The loss that they avoid over the horizon, discounted.
    pub avoided: Option<f64>,
    /// Risks that the minutes and the loss are of.
    pub risks: Vec<RiskId>,
    /// Incidents that stand behind them.
    pub incidents: Vec<IncidentId>,
}

/// A quantity of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// Cost of a minute.
    PerMinute,
    /// Bad minutes of a year.
    Minutes,
    /// Loss of a year.
    Loss,
    /// Chance of the target.
    Met,
}

/// Something that the evidence of today says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Moved {
    /// A value outside the range of then.
    Value {
        /// Of what.
        of: Quantity,
        /// Then.
        was: Ranged,
        /// Now.
        now: f64,
    },
    /// Something that was known then is not known now.
    Unknown {
        /// What.
        of: Quantity,
        /// Then.
        was: Ranged,
    },
    /// A risk that is no longer in the register.
    RiskGone(RiskId),
}

impl Evidence {
    /// What lies outside the ranges of then, in the order of the fields. A quantity that was not
    /// known then cannot have moved.
    #[must_use]
    pub fn moved(&self, now: &Self) -> Vec<Moved> {
        let pairs = [
            (Quantity::PerMinute, self.per_minute, now.per_minute),
            (Quantity::Minutes, Some(self.minutes), Some(now.minutes)),
            (Quantity::Loss, Some(self.loss), Some(now.loss)),
            (Quantity::Met, self.met, now.met),
        ];
        let mut moved: Vec<Moved> = pairs
            .into_iter()
            .filter_map(|(of, was, now)| match (was?, now) {
                // Where no risk reaches the service, nothing speaks of a chance: then as now.
                (_, None) if of == Quantity::Met && self.risks.is_empty() => None,
                (was, None) => Some(Moved::Unknown { of, was }),
                (was, Some(now)) if !was.holds(now.value) => Some(Moved::Value {
                    of,
                    was,
                    now: now.value,
                }),
                _ => None,
            })
            .collect();
        moved.extend(
            self.risks
                .iter()
                .filter(|risk| !now.risks.contains(risk))
                .map(|risk| Moved::RiskGone(*risk)),
        );
        moved
    }
}
