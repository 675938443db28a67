//! What is learned from the revenue of one stream.

use crate::analysis::Facts;
use crate::cost::Baseline;
use crate::counterfactual::{Counterfactual, Learning};
use crate::observed::Observed;
use crate::time::{Instant, Interval};
use crate::velocity::{DirtyMinutes, SlotRule, ThinSlots, Velocity};

/// What was learned of a stream, with what it was learned from, to be used again while that has
/// not changed.
#[derive(Debug)]
pub(crate) struct Learned {
    /// Minutes that incidents or maintenance touched.
    pub dirty: DirtyMinutes,
    /// What the revenue covers, in whole local days.
    pub covered: Option<Interval>,
    /// What a minute was expected to earn.
    pub velocity: Velocity,
    /// What stretches of time were expected to earn and did; nothing without revenue.
    pub counterfactual: Option<Counterfactual>,
}

impl Learned {
    /// Learns from the revenue of the stream at a position, outside `dirty` minutes and those of
    /// days `off` the baseline.
    pub fn of(
        facts: &Facts<'_>,
        stream: usize,
        covered: Option<Interval>,
        dirty: DirtyMinutes,
        off: &DirtyMinutes,
    ) -> Self {
        let methods = facts.methods;
        let nothing = Interval {
            start: Instant(0),
            end: Instant(0),
        };
        let span = covered.unwrap_or(nothing);
        let currency = facts.streams[stream].currency;
        let rule = SlotRule {
            average: methods.average,
            thin: ThinSlots::at_least(methods.min_observations),
        };
        let excluded = dirty.union(off);
        let minutes = || facts.revenue[stream].iter().map(|m| (m.minute, m.units));
        let mut velocity = Velocity::learn(
            minutes(),
            currency,
            &excluded,
            span,
            methods.zone,
            methods.profile,
            rule,
        )
        .with_spread(minutes(), &excluded, span);
        let mut counterfactual = None;
        if covered.is_some() {
            let observed = Observed::new(minutes(), currency);
            if methods.level {
                velocity = velocity.with_levels(&observed, &dirty, off, span, methods.zone);
            }
            counterfactual = Some(Counterfactual::learn(
                observed,
                &Learning {
                    velocity: &velocity,
                    span,
                    zone: methods.zone,
                    profile: methods.profile,
                    rule,
                    dirty: &dirty,
                    off,
                    recovery_minutes: methods.assumptions.recovery_minutes,
                },
            ));
        }
        Self {
            dirty,
            covered,
            velocity,
            counterfactual,
        }
    }

    /// What the costs of incidents are computed from.
    pub fn baseline(&self) -> Baseline<'_> {
        Baseline {
            velocity: &self.velocity,
            counterfactual: self.counterfactual.as_ref(),
            covered: self.covered,
        }
    }
}
