//! Risks from incidents that happened: rates and durations with the uncertainty that a history of
//! its length leaves.
//!
//! A rate is Gamma: the prior's events and years plus those observed. A duration is lognormal
//! with a normal-inverse-gamma posterior of its mean and spread. Few incidents leave wide ranges;
//! no incident leaves the prior.

use crate::distribution::{Distribution, Estimate, Gamma, LogPosterior, Tail};
use std::collections::BTreeMap;

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
            Distribution::Gamma(Gamma {
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

/// Days on record from which on a yearly rate is learned. Four whole weeks, so that every weekday
/// counts alike; below that even no incident at all would leave room for a dozen a year, and one
/// incident on a day on record would come to hundreds.
pub const FEWEST_DAYS: f64 = 28.0;

/// Why so many `days` on record say nothing of a yearly rate, as a sentence; missing where they
/// do, from [`FEWEST_DAYS`] on.
#[must_use]
pub fn too_short(days: f64) -> Option<String> {
    // Anything else, also what is no number, is too short.
    if days >= FEWEST_DAYS {
        return None;
    }
    let days = days.max(0.0).floor();
    let found = if days == 1.0 {
        "1 day on record is".to_owned()
    } else {
        format!("{days} days on record are")
    };
    Some(format!(
        "{found} too short for a yearly rate; expected at least {FEWEST_DAYS} days. Import the incidents or the revenue of a longer time, or enter the risk as a range."
    ))
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
    let (middle, squares) = if logs.is_empty() {
        (prior.center, 0.0)
    } else {
        middle_and_squares(&logs)
    };
    let center = (prior.weight * prior.center + n * middle) / weight;
    let freedom = prior.freedom + n;
    let scatter = prior.freedom * prior.spread * prior.spread
        + squares
        + prior.weight * n / weight * (middle - prior.center).powi(2);
    Some(Estimate::Fitted(LogPosterior {
        center,
        weight,
        freedom,
        spread: (scatter / freedom).sqrt(),
    }))
}

/// Logarithms from which on it is asked whether they are even about their middle.
const EVEN_FROM: usize = 30;

/// The middle of some logarithms, and the sum of their squared distances from it. Where they lean
/// to one side beyond chance no lognormal fits both halves: then it is fitted to the upper one,
/// about the median, because nearly all minutes come from there.
fn middle_and_squares(logs: &[f64]) -> (f64, f64) {
    let n = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / n;
    let squares: f64 = logs.iter().map(|l| (l - mean).powi(2)).sum();
    let cubes: f64 = logs.iter().map(|l| (l - mean).powi(3)).sum();
    // Of a normal sample the skewness has a standard error near √(6/n).
    let skewness = (cubes / n) / (squares / n).powf(1.5);
    if logs.len() < EVEN_FROM || squares <= 0.0 || skewness.abs() < 2.0 * (6.0 / n).sqrt() {
        return (mean, squares);
    }
    let mut ascending = logs.to_vec();
    ascending.sort_by(f64::total_cmp);
    let median = 0.5 * (ascending[(logs.len() - 1) / 2] + ascending[logs.len() / 2]);
    let above = ascending.iter().filter(|l| **l > median);
    let (count, sum) = above.fold((0.0, 0.0), |(count, sum), l| {
        (count + 1.0, sum + (l - median).powi(2))
    });
    if count == 0.0 {
        return (mean, squares);
    }
    (median, n * sum / count)
}

/// A share of users from what was observed, each with the minutes it lasted: the one value, or
/// smallest, likely and largest with the mean over all those minutes. What lasts long often hits
/// few, and length × share is to come to the minutes that were lost. 1 where nothing was observed.
#[must_use]
pub fn share(observed: &[(f64, f64)]) -> Estimate {
    let known: Vec<(f64, f64)> = observed
        .iter()
        .filter(|(share, minutes)| share.is_finite() && minutes.is_finite())
        .map(|(share, minutes)| (share.clamp(0.0, 1.0), minutes.max(0.0)))
        .collect();
    let low = known.iter().map(|k| k.0).fold(f64::INFINITY, f64::min);
    let high = known.iter().map(|k| k.0).fold(0.0, f64::max);
    if known.is_empty() {
        return Estimate::fixed(1.0);
    }
    if low == high {
        return Estimate::fixed(low);
    }
    let minutes: f64 = known.iter().map(|k| k.1).sum();
    let mean = if minutes > 0.0 {
        known.iter().map(|k| k.0 * k.1).sum::<f64>() / minutes
    } else {
        known.iter().map(|k| k.0).sum::<f64>() / known.len() as f64
    };
    // Of a PERT the mean is (low + 4 likely + high)/6. Where most lie at one end, the other comes
    // nearer, so that it stays the mean.
    let likely = (6.0 * mean - low - high) / 4.0;
    if likely < low {
        Estimate::three_point(low, low, 6.0 * mean - 5.0 * low)
    } else if likely > high {
        Estimate::three_point(6.0 * mean - 5.0 * high, high, high)
    } else {
        Estimate::three_point(low, likely, high)
    }
}

/// One incident as far as the register needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct PastEvent {
    /// What it happened to: kinds of one group share what was thought of its rate beforehand.
    pub group: String,
    /// What it is counted under: the service and its cause, say.
    pub kind: String,
    /// When it began, in years from the beginning of the history.
    pub at: f64,
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
    /// Variance of its counts over their mean; 1 where nothing speaks against Poisson.
    pub dispersion: f64,
    /// Minutes users are hit, from the beginning to the end; missing where none was above 0.
    pub minutes: Option<Estimate>,
    /// Mean share of those minutes that went by unnoticed, over the events that say; missing
    /// where none does.
    pub unnoticed: Option<f64>,
    /// Share of users.
    pub users: Estimate,
}

/// What the spread of lengths that all kinds have in common counts for beside a kind's own, in
/// observations, at most.
const SPREAD_LEAN: f64 = 20.0;

/// What is thought of the lengths of a kind before its own are looked at: those of all kinds, by
/// an analysis of variance. The middle of a kind leans on the middle of all the more, the less
/// kinds differ beyond chance; its spread on the spread within kinds.
fn lengths_of_all(events: &[PastEvent], kinds: &[&str]) -> LogPosterior {
    let groups: Vec<Vec<f64>> = kinds
        .iter()
        .map(|kind| {
            events
                .iter()
                .filter(|e| e.kind == *kind && e.minutes > 0.0 && e.minutes.is_finite())
                .map(|e| e.minutes.ln())
                .collect()
        })
        .filter(|logs: &Vec<f64>| !logs.is_empty())
        .collect();
    let n: f64 = groups.iter().map(|g| g.len() as f64).sum();
    if n < 2.0 {
        return DURATION_PRIOR;
    }
    let k = groups.len() as f64;
    let mean = |logs: &[f64]| logs.iter().sum::<f64>() / logs.len() as f64;
    let center = groups.iter().flatten().sum::<f64>() / n;
    let apart_from_own: Vec<f64> = groups
        .iter()
        .flat_map(|g| {
            let middle = mean(g);
            g.iter().map(move |x| x - middle)
        })
        .collect();
    let (_, within) = middle_and_squares(&apart_from_own);
    let between: f64 = groups
        .iter()
        .map(|g| g.len() as f64 * (mean(g) - center).powi(2))
        .sum();
    // The assumed spread steadies what few lengths say.
    let assumed = DURATION_PRIOR.freedom * DURATION_PRIOR.spread.powi(2);
    let (freedom, variance) = if n > k {
        let freedom = n - k + DURATION_PRIOR.freedom;
        (freedom, (within + assumed) / freedom)
    } else {
        // No kind has two: how far kinds lie apart is all that is known.
        let freedom = n - 1.0 + DURATION_PRIOR.freedom;
        (freedom, (between + assumed) / freedom)
    };
    let sizes: f64 = groups.iter().map(|g| (g.len() as f64).powi(2)).sum();
    let typical = (n - sizes / n) / (k - 1.0).max(1.0);
    let apart = if k > 1.0 && n > k {
        ((between / (k - 1.0) - variance) / typical).max(0.0)
    } else {
        0.0
    };
    LogPosterior {
        center,
        // From a quarter of an observation up to ten, where kinds hardly differ.
        weight: if apart > 0.0 {
            (variance / apart).clamp(0.25, 10.0)
        } else {
            10.0
        },
        freedom: freedom.min(SPREAD_LEAN),
        spread: variance.sqrt(),
    }
}

/// What `years` of history say, by kind in alphabetical order. `prior` is that of a group. The lengths of kinds with few
/// events lean on those of all, and so does how far their counts scatter.
#[must_use]
pub fn learn(events: &[PastEvent], years: f64, prior: RatePrior) -> Vec<Learned> {
    let mut kinds: Vec<&str> = events.iter().map(|e| e.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let of_all = lengths_of_all(events, &kinds);
    let scatter = Scatter::of(events, &kinds, years);
    let mut kinds_of: BTreeMap<&str, u32> = BTreeMap::new();
    let mut pairs: Vec<(&str, &str)> = events
        .iter()
        .map(|e| (e.group.as_str(), e.kind.as_str()))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (group, _) in pairs {
        *kinds_of.entry(group).or_default() += 1;
    }
    kinds
        .into_iter()
        .filter_map(|kind| {
            let of: Vec<&PastEvent> = events.iter().filter(|e| e.kind == kind).collect();
            let minutes: Vec<f64> = of.iter().map(|e| e.minutes).collect();
            let users: Vec<(f64, f64)> = of.iter().map(|e| (e.users, e.minutes)).collect();
            let noticed: Vec<f64> = of
                .iter()
                .filter(|e| e.minutes > 0.0)
                .filter_map(|e| Some((e.detect? / e.minutes).clamp(0.0, 1.0)))
                .collect();
            // Kinds of a group divide its prior, so that cutting a history into kinds adds no
            // events: Gammas of one exposure add up.
            let group = of.first().map_or("", |e| e.group.as_str());
            let kinds_of_group = kinds_of.get(group).copied().unwrap_or(1);
            let prior = RatePrior {
                events: prior.events / f64::from(kinds_of_group),
                years: prior.years,
            };
            Some(Learned {
                kind: kind.to_owned(),
                events: of.len() as u64,
                frequency: rate(prior, of.len() as u64, years)?,
                dispersion: scatter.dispersion(&of),
                minutes: duration(of_all, &minutes),
                unnoticed: (!noticed.is_empty())
                    .then(|| noticed.iter().sum::<f64>() / noticed.len() as f64),
                users: share(&users),
            })
        })
        .collect()
}

/// Stretches of a year that counts are compared over.
const STRETCHES: f64 = 12.0;

/// Stretches that what all kinds say of the scatter counts for, beside those of a kind.
const LEAN: f64 = 12.0;

/// Events of a kind from which on its own scatter says something.
const TELLING: usize = 8;

/// A dispersion is not believed to be larger.
const MOST_DISPERSION: f64 = 100.0;

/// How far counts scatter from month to month, against Poisson's.
struct Scatter {
    stretches: usize,
    years: f64,
    /// Of all kinds together; 1 where it could be chance.
    pooled: f64,
}

impl Scatter {
    fn of(events: &[PastEvent], kinds: &[&str], years: f64) -> Self {
        let stretches = (years * STRETCHES).round().clamp(0.0, 1e4) as usize;
        let mut scatter = Self {
            stretches,
            years,
            pooled: 1.0,
        };
        if stretches < 2 {
            return scatter;
        }
        let (mut squares, mut telling) = (0.0, 0);
        for kind in kinds {
            let of: Vec<&PastEvent> = events.iter().filter(|e| e.kind == *kind).collect();
            if of.len() >= TELLING {
                squares += scatter.squares(&of);
                telling += 1;
            }
        }
        if telling == 0 {
            return scatter;
        }
        let freedom = ((stretches - 1) * telling) as f64;
        // Under Poisson the sum of squares is χ², which is twice a Gamma.
        let chance = Distribution::Gamma(Gamma {
            shape: 0.5 * freedom,
            exposure: 0.5,
        })
        .exceedance(squares);
        if chance < 0.05 {
            scatter.pooled = (squares / freedom).clamp(1.0, MOST_DISPERSION);
        }
        scatter
    }

    /// Σ (count − mean)²/mean over the stretches.
    fn squares(&self, of: &[&PastEvent]) -> f64 {
        let mut counts = vec![0.0; self.stretches];
        for event in of {
            let place = (event.at / self.years * self.stretches as f64).floor();
            let place = (place.max(0.0) as usize).min(self.stretches - 1);
            counts[place] += 1.0;
        }
        let mean = of.len() as f64 / self.stretches as f64;
        if mean <= 0.0 {
            return 0.0;
        }
        counts.iter().map(|n| (n - mean).powi(2) / mean).sum()
    }

    /// That of one kind, which leans on that of all.
    fn dispersion(&self, of: &[&PastEvent]) -> f64 {
        if self.pooled <= 1.0 || of.len() < TELLING {
            return self.pooled;
        }
        let freedom = self.stretches as f64 - 1.0;
        let own = self.squares(of);
        ((own + LEAN * self.pooled) / (freedom + LEAN)).clamp(1.0, MOST_DISPERSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::normal_quantile;

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
        assert_eq!(share(&[(0.3, 1.0), (0.3, 9.0)]), Estimate::fixed(0.3));
        let mean = |observed: &[(f64, f64)]| share(observed).distribution("").unwrap().mean();
        assert!((mean(&[(0.2, 5.0), (0.4, 5.0), (0.9, 5.0)]) - 0.5).abs() < 1e-12);
        // Two short ones for all and a long one for few: 129 bad minutes of 707.
        let observed = [(1.0, 42.0), (1.0, 63.0), (0.04, 602.0)];
        assert!((mean(&observed) - (42.0 + 63.0 + 24.08) / 707.0).abs() < 1e-12);
        // Of no length at all each counts alike.
        assert!((mean(&[(0.2, 0.0), (0.4, 0.0)]) - 0.3).abs() < 1e-12);
    }

    #[test]
    fn kinds_are_learned_apart() {
        let event = |kind: &str, minutes: f64, detect: Option<f64>| PastEvent {
            group: "shop".into(),
            kind: kind.into(),
            at: 0.5,
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
        // Half an event beforehand, which the two kinds divide.
        let mean = |n: usize| learned[n].frequency.distribution("").unwrap().mean();
        assert!((mean(1) - 2.25 / 2.0).abs() < 1e-12);
        assert!((mean(0) + mean(1) - 3.5 / 2.0).abs() < 1e-12);
        assert_eq!(learned[0].dispersion, 1.0);
        assert!(learn(&[], 2.0, RatePrior::default()).is_empty());
    }

    /// Lengths drawn evenly from a lognormal.
    fn lengths(n: usize, mu: f64, sigma: f64) -> Vec<f64> {
        (0..n)
            .map(|i| (i as f64 + 0.5) / n as f64)
            .map(|p| (mu + sigma * normal_quantile(p)).exp())
            .collect()
    }

    fn past(kind: &str, at: f64, minutes: f64) -> PastEvent {
        PastEvent {
            group: "shop".into(),
            kind: kind.into(),
            at,
            detect: None,
            minutes,
            users: 1.0,
        }
    }

    fn fit(learned: &Learned) -> LogPosterior {
        match learned.minutes {
            Some(Estimate::Fitted(fit)) => fit,
            ref other => panic!("{other:?}"),
        }
    }

    /// Where kinds are alike, one seen once is as long as all; where they differ, as itself.
    #[test]
    fn a_rare_kind_leans_on_the_others_as_far_as_they_are_alike() {
        let rare = |middles: [f64; 3]| {
            let mut events = vec![past("rare", 0.1, 400.0)];
            for (kind, mu) in ["a", "b", "c"].into_iter().zip(middles) {
                events.extend(lengths(12, mu, 0.5).into_iter().map(|m| past(kind, 0.2, m)));
            }
            let learned = learn(&events, 1.0, RatePrior::default());
            fit(learned.iter().find(|l| l.kind == "rare").unwrap())
        };
        let (alike, apart) = (rare([3.0, 3.1, 3.2]), rare([1.0, 4.0, 7.0]));
        assert!(alike.center.exp() < 150.0, "{alike:?}");
        assert!(apart.center.exp() > 200.0, "{apart:?}");
        // The spread is that within kinds, not that between them.
        assert!((0.4..0.9).contains(&apart.spread), "{apart:?}");
    }

    /// Of many lengths whose logarithms lean to one side, the upper half decides.
    #[test]
    fn a_fit_keeps_the_half_that_minutes_come_from() {
        let mean = |lengths: &[f64]| {
            let fit = duration(DURATION_PRIOR, lengths).unwrap();
            fit.distribution("").unwrap().mean()
        };
        let even = lengths(400, 4.0, 1.0);
        let true_mean = even.iter().sum::<f64>() / 400.0;
        assert!((mean(&even) / true_mean - 1.0).abs() < 0.1);
        // Short ones shorter still: closed at once, without any work.
        let lean: Vec<f64> = even
            .iter()
            .map(|x| {
                if *x < 27.0 {
                    x.powi(4) / 27_f64.powi(3)
                } else {
                    *x
                }
            })
            .collect();
        let true_mean = lean.iter().sum::<f64>() / 400.0;
        assert!(
            (mean(&lean) / true_mean - 1.0).abs() < 0.25,
            "{} {true_mean}",
            mean(&lean)
        );
    }

    #[test]
    fn counts_that_come_in_bursts_scatter_more_than_poisson() {
        let even: Vec<PastEvent> = (0..48)
            .map(|n| past("a", f64::from(n) / 24.0, 10.0))
            .collect();
        let bursts: Vec<PastEvent> = (0..48)
            .map(|n| past("a", f64::from(n / 12) / 2.0, 10.0))
            .collect();
        let dispersion =
            |events: &[PastEvent]| learn(events, 2.0, RatePrior::default())[0].dispersion;
        assert_eq!(dispersion(&even), 1.0);
        assert!(dispersion(&bursts) > 5.0, "{}", dispersion(&bursts));
        // A history of less than two months cannot say.
        assert_eq!(learn(&bursts, 0.1, RatePrior::default())[0].dispersion, 1.0);
    }

    #[test]
    fn a_day_on_record_is_no_yearly_rate() {
        let why = too_short(1.0).unwrap();
        assert!(
            why.starts_with(
                "1 day on record is too short for a yearly rate; expected at least 28 days."
            ),
            "{why}"
        );
        assert!(
            too_short(27.99)
                .unwrap()
                .starts_with("27 days on record are")
        );
        assert!(too_short(0.0).is_some() && too_short(f64::NAN).is_some());
        assert_eq!(too_short(28.0), None);
        assert_eq!(too_short(3_650.0), None);
    }
}
