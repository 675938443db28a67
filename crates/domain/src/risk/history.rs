//! Risks from incidents that happened: rates and durations with the uncertainty that a history of
//! its length leaves.
//!
//! A rate is Gamma: the prior's events and years plus those observed. A duration is lognormal
//! with a normal-inverse-gamma posterior of its mean and spread. Few incidents leave wide ranges;
//! no incident leaves the prior.

use crate::distribution::{Distribution, Estimate, LogPosterior, Tail};

/// What a rate was thought to be beforehand: events in years. The default, half an event in no
/// time, says nothing about its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatePrior {
    /// Events that it stands for.
    pub events: f64,
    /// Years that it stands for.
    pub years: f64,
}

impl Default for RatePrior {
    fn default() -> Self {
        Self {
            events: 0.5,
            years: 0.0,
        }
    }
}

impl RatePrior {
    /// The Gamma prior whose 5 % and 95 % quantiles have the ratio and the upper end of a
    /// person's distribution of the rate.
    #[must_use]
    pub fn of_range(range: &Distribution) -> Self {
        let (low, high) = (range.quantile(0.05), range.quantile(0.95));
        if high <= 0.0 {
            return Self::default();
        }
        let gamma = |shape: f64| {
            Distribution::Gamma(crate::distribution::Gamma {
                shape,
                exposure: 1.0,
            })
        };
        let ratio = |shape: f64| {
            let d = gamma(shape);
            d.tail_quantile(Tail::Upper, 0.05) / d.tail_quantile(Tail::Lower, 0.05)
        };
        let wanted = if low > 0.0 { high / low } else { f64::INFINITY };
        // The ratio falls with the shape. Bounds: nearly certain, and nearly unknown.
        let (mut few, mut many) = (0.1_f64, 1e6_f64);
        for _ in 0..100 {
            let middle = (few * many).sqrt();
            if ratio(middle) > wanted {
                few = middle;
            } else {
                many = middle;
            }
        }
        let events = (few * many).sqrt();
        Self {
            events,
            years: gamma(events).quantile(0.95) / high,
        }
    }
}

/// A yearly rate from `count` events in `years`, as an estimate. Where neither prior nor history
/// has any time, the rate cannot be known and the answer is none.
#[must_use]
pub fn rate(prior: RatePrior, count: u64, years: f64) -> Option<Estimate> {
    let shape = prior.events + count as f64;
    let exposure = prior.years + years.max(0.0);
    (shape > 0.0 && exposure > 0.0 && exposure.is_finite())
        .then_some(Estimate::Learned { shape, exposure })
}

/// What is assumed of a duration's spread where hardly any is known: σ of ln X about 1, with the
/// weight of four observations, and nothing about its middle.
pub const DURATION_PRIOR: LogPosterior = LogPosterior {
    center: 0.0,
    weight: 0.0,
    freedom: 4.0,
    spread: 1.0,
};

/// A duration from what was observed, as an estimate. Durations that are not above 0 carry no
/// logarithm and are left out; with none left, the answer is the prior where it knows a middle,
/// else none.
#[must_use]
pub fn duration(prior: LogPosterior, observed: &[f64]) -> Option<Estimate> {
    let logs: Vec<f64> = observed
        .iter()
        .filter(|d| **d > 0.0 && d.is_finite())
        .map(|d| d.ln())
        .collect();
    let n = logs.len() as f64;
    let weight = prior.weight + n;
    if weight <= 0.0 {
        return None;
    }
    let mean = if logs.is_empty() {
        prior.center
    } else {
        logs.iter().sum::<f64>() / n
    };
    let center = (prior.weight * prior.center + n * mean) / weight;
    let freedom = prior.freedom + n;
    let scatter = prior.freedom * prior.spread * prior.spread
        + logs.iter().map(|l| (l - mean).powi(2)).sum::<f64>()
        + prior.weight * n / weight * (mean - prior.center).powi(2);
    Some(Estimate::Fitted(LogPosterior {
        center,
        weight,
        freedom,
        spread: (scatter / freedom).sqrt(),
    }))
}

/// A share of users from what was observed: the one value, or smallest, likely and largest with
/// the mean of the observed ones. 1 where nothing was observed.
#[must_use]
pub fn share(observed: &[f64]) -> Estimate {
    let known: Vec<f64> = observed
        .iter()
        .filter(|s| s.is_finite())
        .map(|s| s.clamp(0.0, 1.0))
        .collect();
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(0.0, f64::max);
    if known.is_empty() {
        return Estimate::fixed(1.0);
    }
    if low == high {
        return Estimate::fixed(low);
    }
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    // Of a PERT the mean is (low + 4 likely + high)/6.
    let likely = ((6.0 * mean - low - high) / 4.0).clamp(low, high);
    Estimate::three_point(low, likely, high)
}

/// One incident as far as the register needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct PastEvent {
    /// What it is counted under: the service and its cause, say.
    pub kind: String,
    /// Minutes until it was noticed, where known.
    pub detect: Option<f64>,
    /// Minutes users were hit, from the beginning.
    pub minutes: f64,
    /// Share of users.
    pub users: f64,
}

/// What a history says about one kind of event.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// The kind.
    pub kind: String,
    /// Events of it.
    pub events: u64,
    /// Events a year.
    pub frequency: Estimate,
    /// Minutes users are hit, from the beginning to the end; missing where none was above 0.
    pub minutes: Option<Estimate>,
    /// Mean share of those minutes that went by unnoticed, over the events that say; missing
    /// where none does.
    pub unnoticed: Option<f64>,
    /// Share of users.
    pub users: Estimate,
}

/// What `years` of history say, by kind in alphabetical order. The lengths of kinds with few
/// events lean on those of all: the prior of a kind is the middle of all, with the weight of one
/// observation.
#[must_use]
pub fn learn(events: &[PastEvent], years: f64, prior: RatePrior) -> Vec<Learned> {
    let mut kinds: Vec<&str> = events.iter().map(|e| e.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let logs: Vec<f64> = events
        .iter()
        .filter(|e| e.minutes > 0.0 && e.minutes.is_finite())
        .map(|e| e.minutes.ln())
        .collect();
    let of_all = if logs.len() < 2 {
        DURATION_PRIOR
    } else {
        let n = logs.len() as f64;
        let center = logs.iter().sum::<f64>() / n;
        let squares: f64 = logs.iter().map(|l| (l - center).powi(2)).sum();
        LogPosterior {
            center,
            weight: 1.0,
            freedom: DURATION_PRIOR.freedom,
            spread: ((squares + 1.0) / n).sqrt(),
        }
    };
    kinds
        .into_iter()
        .filter_map(|kind| {
            let of: Vec<&PastEvent> = events.iter().filter(|e| e.kind == kind).collect();
            let minutes: Vec<f64> = of.iter().map(|e| e.minutes).collect();
            let users: Vec<f64> = of.iter().map(|e| e.users).collect();
            let noticed: Vec<f64> = of
                .iter()
                .filter(|e| e.minutes > 0.0)
                .filter_map(|e| Some((e.detect? / e.minutes).clamp(0.0, 1.0)))
                .collect();
            Some(Learned {
                kind: kind.to_owned(),
                events: of.len() as u64,
                frequency: rate(prior, of.len() as u64, years)?,
                minutes: duration(of_all, &minutes),
                unnoticed: (!noticed.is_empty())
                    .then(|| noticed.iter().sum::<f64>() / noticed.len() as f64),
                users: share(&users),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantiles(estimate: &Estimate) -> [f64; 3] {
        let d = estimate.distribution("").unwrap();
        [0.05, 0.5, 0.95].map(|p| d.quantile(p))
    }

    #[test]
    fn worked_posteriors_of_a_rate() {
        let four = RatePrior {
            events: 4.0,
            years: 1.0,
        };
        let learned = rate(four, 1, 2.0).unwrap();
        let [low, _, high] = quantiles(&learned);
        assert!((learned.distribution("").unwrap().mean() - 1.667).abs() < 5e-4);
        assert!((low - 0.657).abs() < 5e-4 && (high - 3.051).abs() < 5e-4);
        let [low, _, high] = quantiles(&rate(RatePrior::default(), 4, 1.0).unwrap());
        assert!((low - 1.663).abs() < 5e-4 && (high - 8.459).abs() < 5e-4);
        assert_eq!(rate(RatePrior::default(), 4, 0.0), None);
    }

    #[test]
    fn a_persons_range_of_a_rate_is_a_prior_with_that_range() {
        let range = Estimate::interval(0.5, 4.0).distribution("").unwrap();
        let prior = RatePrior::of_range(&range);
        let back = quantiles(&rate(prior, 0, 0.0).unwrap());
        assert!((back[0] - 0.5).abs() < 1e-6 && (back[2] - 4.0).abs() < 1e-6);
        // Ten quiet years speak louder than the person.
        let after = quantiles(&rate(prior, 0, 10.0).unwrap());
        assert!(after[2] < 0.5 * back[2], "{after:?}");
    }

    #[test]
    fn durations_narrow_with_the_number_of_incidents() {
        let few = duration(DURATION_PRIOR, &[30.0, 60.0]).unwrap();
        let many: Vec<f64> = (0..200)
            .map(|i| if i % 2 == 0 { 30.0 } else { 60.0 })
            .collect();
        let many = duration(DURATION_PRIOR, &many).unwrap();
        let (few, many) = (quantiles(&few), quantiles(&many));
        assert!((few[1] / 42.43 - 1.0).abs() < 1e-2 && (many[1] / 42.43 - 1.0).abs() < 1e-2);
        assert!(few[2] / few[0] > 3.0 * many[2] / many[0]);
        assert_eq!(duration(DURATION_PRIOR, &[0.0, -1.0]), None);
        let Some(Estimate::Fitted(one)) = duration(DURATION_PRIOR, &[20.0]) else {
            panic!("one incident is enough for a wide range");
        };
        assert!((one.center - 20.0_f64.ln()).abs() < 1e-12 && one.spread > 0.8);
    }

    #[test]
    fn shares_keep_their_mean() {
        assert_eq!(share(&[]), Estimate::fixed(1.0));
        assert_eq!(share(&[0.3, 0.3]), Estimate::fixed(0.3));
        let mixed = share(&[0.2, 0.4, 0.9]).distribution("").unwrap();
        assert!((mixed.mean() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn kinds_are_learned_apart() {
        let event = |kind: &str, minutes: f64, detect: Option<f64>| PastEvent {
            kind: kind.into(),
            detect,
            minutes,
            users: 1.0,
        };
        let events = [
            event("deploy", 40.0, Some(10.0)),
            event("deploy", 50.0, None),
            event("certificate", 400.0, None),
        ];
        let learned = learn(&events, 2.0, RatePrior::default());
        assert_eq!(learned.len(), 2);
        assert_eq!(learned[1].kind, "deploy");
        assert_eq!((learned[1].events, learned[1].unnoticed), (2, Some(0.25)));
        assert_eq!(learned[0].unnoticed, None);
        let mean = learned[1].frequency.distribution("").unwrap().mean();
        assert!((mean - 1.25).abs() < 1e-12);
        assert!(learn(&[], 2.0, RatePrior::default()).is_empty());
    }
}
