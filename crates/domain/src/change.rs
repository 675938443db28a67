//! Is a change real? Durations of incidents before and after, compared before anything is
//! claimed.
//!
//! Durations are skewed: a few long ones carry the mean. So all is done on logarithms, where an
//! incident that took twice as long weighs the same wherever it is. Two stretches of time are
//! told apart by a permutation test: if nothing changed, any incident could as well have been in
//! the other stretch, and the difference that was found is compared with those of other
//! arrangements. That assumes no law of durations, only that incidents do not follow each other's
//! lead; where they come in bursts, p values are too small, and the size of the effect with its
//! interval says more.
//!
//! Durations below half a minute, among them those of zero length that come from records kept to
//! the minute, are taken as half a minute ([`FLOOR_MINUTES`]): a logarithm of nothing there is
//! not, and how far below a minute an instant recovery was nobody recorded.
//!
//! A test that finds nothing does not say that nothing changed: [`Change::needed`] says how many
//! incidents it would have taken.

use crate::random::Random;
use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::erf::erfc;

/// A change is claimed below this p value.
pub const ALPHA: f64 = 0.05;
/// Fewer incidents than this on one side are too few to compare.
pub const FEWEST: usize = 5;
/// Fewer incidents than this are too few to look for a change point.
pub const FEWEST_FOR_SPLIT: usize = 20;
/// Shorter durations are taken as this many minutes on the logarithmic scale.
pub const FLOOR_MINUTES: f64 = 0.5;
/// Standard normal quantile at 0.9: a one-sided test that errs in one case of ten.
pub const Z_ALPHA: f64 = 1.281_551_565_544_600_4;
/// Standard normal quantile at 0.8: a real change is found in four cases of five.
pub const Z_POWER: f64 = 0.841_621_233_572_914_3;

/// Up to so many arrangements, all of them are looked at.
const ALL_ARRANGEMENTS: u64 = 20_000;
/// Else at most so many are drawn …
const DRAWN: u32 = 10_000;
/// … and fewer where this many were as extreme already: p is then known to a tenth of itself, and
/// valid as it is (Besag and Clifford, “Sequential Monte Carlo p-values”, 1991).
const ENOUGH_EXTREME: u32 = 200;
/// From so many incidents in the smaller of both sides, the law of the difference over all
/// arrangements is normal to within what is shown of it, and is not drawn.
const NORMAL_FROM: usize = 200;
/// A change point is looked for between at most so many blocks of incidents.
const BLOCKS: usize = 200;
/// Draws are the same every time.
const SEED: u64 = 0x6e69_6e65_666f_6c64;

/// What a comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Chance alone would do this in fewer than one of twenty cases.
    Real,
    /// Chance alone does this often enough: no change is claimed, nor its absence.
    NotToldApart,
    /// Too few incidents to say anything.
    TooFew,
}

/// How a p value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// From all arrangements.
    Exact {
        /// How many there are.
        arrangements: u64,
    },
    /// From arrangements drawn at random, always the same.
    Drawn {
        /// How many were drawn.
        arrangements: u32,
    },
    /// From the normal law that the difference follows over all arrangements of many.
    Normal,
}

/// The natural logarithm of a duration in minutes, floored at [`FLOOR_MINUTES`].
#[must_use]
pub fn log_minutes(minutes: f64) -> f64 {
    minutes.max(FLOOR_MINUTES).ln()
}

/// Durations before and after, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Incidents before.
    pub before: usize,
    /// Incidents after.
    pub after: usize,
    /// Geometric mean after ÷ geometric mean before: 0.9 is a cut of 10 %. Missing where a side
    /// is empty.
    pub ratio: Option<f64>,
    /// 90 % interval of the ratio (Welch's t on logarithms); missing with fewer than two
    /// incidents on a side or without any spread.
    pub interval: Option<(f64, f64)>,
    /// Standard deviation of the logarithms within both sides, pooled.
    pub deviation: Option<f64>,
    /// Two-sided p value of no change; missing where there are too few.
    pub p: Option<f64>,
    /// How it was found; missing where there was nothing to find, because nothing differs.
    pub test: Option<Test>,
    /// What it comes to.
    pub verdict: Verdict,
}

impl Change {
    /// Compares durations in minutes, in any order.
    #[must_use]
    pub fn between(before: &[f64], after: &[f64]) -> Self {
        let logs = |minutes: &[f64]| {
            let mut logs: Vec<f64> = minutes.iter().map(|m| log_minutes(*m)).collect();
            // So that neither a sum nor a draw depends on the order of rows.
            logs.sort_unstable_by(f64::total_cmp);
            logs
        };
        Self::of_logs(&logs(before), &logs(after))
    }

    fn of_logs(before: &[f64], after: &[f64]) -> Self {
        let (a, b) = (Moments::of(before), Moments::of(after));
        let some = !before.is_empty() && !after.is_empty();
        let difference = b.mean - a.mean;
        let freedom = a.n + b.n - 2.0;
        let mut change = Self {
            before: before.len(),
            after: after.len(),
            ratio: some.then(|| difference.exp()),
            interval: welch(&a, &b)
                .map(|half| ((difference - half).exp(), (difference + half).exp())),
            deviation: (some && freedom > 0.0).then(|| ((a.squares + b.squares) / freedom).sqrt()),
            p: None,
            test: None,
            verdict: Verdict::TooFew,
        };
        if before.len().min(after.len()) >= FEWEST {
            let (p, test) = permutation(before, after, difference);
            change.p = Some(p);
            change.test = test;
            change.verdict = verdict(p);
        }
        change
    }

    /// Incidents needed in each stretch to find a change of this ratio four times in five, at the
    /// spread that was measured; see [`needed_on_log_scale`].
    #[must_use]
    pub fn needed(&self, ratio: f64) -> Option<f64> {
        needed_on_log_scale(self.deviation?, ratio)
    }
}

fn verdict(p: f64) -> Verdict {
    if p < ALPHA {
        Verdict::Real
    } else {
        Verdict::NotToldApart
    }
}

/// Count, mean and sum of squared deviations; both 0 without values.
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n.max(1.0);
        Self {
            n,
            mean,
            squares: values.iter().map(|v| (v - mean) * (v - mean)).sum(),
        }
    }

    /// Squared standard error of the mean.
    fn error(&self) -> f64 {
        self.squares / (self.n - 1.0) / self.n
    }
}

/// Half the width of the 90 % interval of a difference of means, variances not assumed equal.
fn welch(a: &Moments, b: &Moments) -> Option<f64> {
    if a.n < 2.0 || b.n < 2.0 {
        return None;
    }
    let (ea, eb) = (a.error(), b.error());
    let both = ea + eb;
    if both <= 0.0 {
        return None;
    }
    let freedom = both * both / (ea * ea / (a.n - 1.0) + eb * eb / (b.n - 1.0));
    Some(t_quantile(freedom)? * both.sqrt())
}

/// 95 % quantile of Student's t: half a 90 % interval.
pub(crate) fn t_quantile(freedom: f64) -> Option<f64> {
    t_quantile_at(0.95, freedom)
}

/// Quantile of Student's t; nothing without degrees of freedom.
pub(crate) fn t_quantile_at(p: f64, freedom: f64) -> Option<f64> {
    let law = StudentsT::new(0.0, 1.0, freedom).ok()?;
    Some(law.inverse_cdf(p))
}

/// p value of the difference of means over arrangements of all values into both sides.
fn permutation(before: &[f64], after: &[f64], difference: f64) -> (f64, Option<Test>) {
    let (few, many) = if before.len() <= after.len() {
        (before, after)
    } else {
        (after, before)
    };
    let k = few.len();
    let mut pooled: Vec<f64> = before.iter().chain(after).copied().collect();
    pooled.sort_unstable_by(f64::total_cmp);
    let n = pooled.len();
    let whole = Moments::of(&pooled);
    // Sum of the smaller side against what it is on average over all arrangements. What is equal
    // but for rounding counts as equal: ties are as extreme as what was found.
    let found = (difference * k as f64 * many.len() as f64 / n as f64).abs();
    let limit = found - 1e-9 * (found + whole.squares.sqrt());
    if limit <= 0.0 || whole.squares <= 0.0 {
        return (1.0, None);
    }
    for value in &mut pooled {
        *value -= whole.mean;
    }
    if let Some(arrangements) = ways(n, k) {
        let mut extreme = 0_u64;
        each_choice(&pooled, k, &mut |sum| {
            extreme += u64::from(sum.abs() >= limit);
        });
        return (
            extreme as f64 / arrangements as f64,
            Some(Test::Exact { arrangements }),
        );
    }
    if k >= NORMAL_FROM {
        // Over all arrangements the sum has variance k(n − k)/n × s².
        let variance = k as f64 * (n - k) as f64 / n as f64 * whole.squares / (n as f64 - 1.0);
        let p = erfc(limit / variance.sqrt() / std::f64::consts::SQRT_2);
        return (p.clamp(0.0, 1.0), Some(Test::Normal));
    }
    let mut random = Random::seeded(SEED);
    drawn(|| {
        let mut sum = 0.0;
        for at in 0..k {
            let with = at + random.below(n - at);
            pooled.swap(at, with);
            sum += pooled[at];
        }
        sum.abs() >= limit
    })
}

/// p value from arrangements drawn until enough of them were extreme.
fn drawn(mut extreme: impl FnMut() -> bool) -> (f64, Option<Test>) {
    let mut count = 0;
    for arrangement in 1..=DRAWN {
        count += u32::from(extreme());
        if count == ENOUGH_EXTREME {
            let p = f64::from(count) / f64::from(arrangement);
            let arrangements = arrangement;
            return (p, Some(Test::Drawn { arrangements }));
        }
    }
    (
        // What was found is itself one of the arrangements.
        f64::from(count + 1) / f64::from(DRAWN + 1),
        Some(Test::Drawn {
            arrangements: DRAWN,
        }),
    )
}

/// Ways to choose `k` of `n`, where they are few enough to look at all.
fn ways(n: usize, k: usize) -> Option<u64> {
    let mut ways = 1_u64;
    for i in 0..k {
        ways = ways * (n - i) as u64 / (i + 1) as u64;
        if ways > ALL_ARRANGEMENTS {
            return None;
        }
    }
    Some(ways)
}

/// The sum of every choice of `k` values.
fn each_choice(values: &[f64], k: usize, seen: &mut impl FnMut(f64)) {
    fn go(values: &[f64], k: usize, sum: f64, seen: &mut impl FnMut(f64)) {
        if k == 0 {
            seen(sum);
            return;
        }
        for at in 0..=values.len() - k {
            go(&values[at + 1..], k - 1, sum + values[at], seen);
        }
    }
    go(values, k, 0.0, seen);
}

/// The one most likely change point of durations in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Incidents looked at.
    pub incidents: usize,
    /// Position of the first incident after the change; only where the change is real.
    pub at: Option<usize>,
    /// How many incidents the position may be off because they were looked at in blocks; 0 up to
    /// 200 incidents.
    pub blur: usize,
    /// Geometric mean after ÷ before the likeliest change point; only where the change is real.
    /// As the point was chosen for it, it overstates the change somewhat.
    pub ratio: Option<f64>,
    /// p value of no change anywhere; missing where there are too few.
    pub p: Option<f64>,
    /// How it was found.
    pub test: Option<Test>,
    /// What it comes to.
    pub verdict: Verdict,
}

impl Split {
    /// Looks for the split of durations in minutes, ascending in time, at which the means of
    /// logarithms differ most for their number, and compares it with the best splits of other
    /// orders of the same durations: the test is over the maximum, so that having looked at every
    /// split is paid for.
    #[must_use]
    pub fn most_likely(minutes: &[f64]) -> Self {
        let incidents = minutes.len();
        let blur = incidents.div_ceil(BLOCKS).saturating_sub(1);
        let mut split = Self {
            incidents,
            at: None,
            blur,
            ratio: None,
            p: None,
            test: None,
            verdict: Verdict::TooFew,
        };
        if incidents < FEWEST_FOR_SPLIT {
            return split;
        }
        let logs: Vec<f64> = minutes.iter().map(|m| log_minutes(*m)).collect();
        let mean = logs.iter().sum::<f64>() / incidents as f64;
        // Blocks of neighbours keep what there is of a change and make the orders few. The first,
        // which may be short, is as good as any other in a hundred.
        let size = blur + 1;
        let head = incidents % size;
        let sum = |block: &[f64]| block.iter().map(|log| log - mean).sum::<f64>();
        let mut blocks: Vec<(f64, usize)> = Vec::with_capacity(BLOCKS);
        if head > 0 {
            blocks.push((sum(&logs[..head]), head));
        }
        blocks.extend(logs[head..].chunks(size).map(|block| (sum(block), size)));
        let (found, at) = best_split(&blocks, incidents);
        if found <= 0.0 {
            split.p = Some(1.0);
            split.verdict = Verdict::NotToldApart;
            return split;
        }
        let limit = found * (1.0 - 1e-9);
        let mut random = Random::seeded(SEED);
        let (p, test) = drawn(|| {
            for i in (1..blocks.len()).rev() {
                blocks.swap(i, random.below(i + 1));
            }
            best_split(&blocks, incidents).0 >= limit
        });
        split.p = Some(p);
        split.test = test;
        split.verdict = verdict(p);
        if split.verdict == Verdict::Real {
            let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
            split.at = Some(at);
            split.ratio = Some((mean(&logs[at..]) - mean(&logs[..at])).exp());
        }
        split
    }
}

/// The largest standardised difference over all splits that leave [`FEWEST`] on either side, and
/// the position after it. Blocks are (sum of centred values, how many).
fn best_split(blocks: &[(f64, usize)], incidents: usize) -> (f64, usize) {
    let (mut sum, mut before) = (0.0, 0_usize);
    let mut best = (0.0, 0);
    for (block, size) in blocks {
        sum += block;
        before += size;
        let after = incidents - before;
        if before < FEWEST || after < FEWEST {
            continue;
        }
        // The sums are centred: (mean after − mean before)² ÷ (1/before + 1/after) is this.
        let score = sum * sum * incidents as f64 / (before as f64 * after as f64);
        if score > best.0 {
            best = (score, before);
        }
    }
    best
}

/// Standard deviation of the logarithm of a lognormal quantity with this coefficient of variation.
#[must_use]
pub fn deviation_of_cv(cv: f64) -> f64 {
    (1.0 + cv * cv).ln().sqrt()
}

/// Incidents needed in each of two stretches to find a change by `ratio` on the logarithmic
/// scale, where the logarithms deviate by `deviation`: 2σ²(z₀.₉ + z₀.₈)² ÷ ln² ratio. Nothing for
/// a ratio of 1 or not above 0.
#[must_use]
pub fn needed_on_log_scale(deviation: f64, ratio: f64) -> Option<f64> {
    let z = Z_ALPHA + Z_POWER;
    let effect = ratio.ln();
    (ratio > 0.0 && effect != 0.0).then(|| 2.0 * (deviation * z / effect).powi(2))
}

/// The same for a comparison of plain means of a quantity with this coefficient of variation:
/// (z₀.₉ + z₀.₈)² · CV² · (1 + r²) ÷ (1 − r)².
#[must_use]
pub fn needed_on_means(cv: f64, ratio: f64) -> Option<f64> {
    let z = Z_ALPHA + Z_POWER;
    (ratio > 0.0 && ratio != 1.0).then(|| (z * cv / (1.0 - ratio)).powi(2) * (1.0 + ratio * ratio))
}

/// In which share of `trials` the plain mean of the later half of so many incidents is larger,
/// although every duration of that half was really multiplied by `ratio`: what a mean alone is
/// worth. Durations are lognormal with the coefficient of variation `cv`.
#[must_use]
pub fn share_that_looks_worse(
    incidents: usize,
    ratio: f64,
    cv: f64,
    trials: u32,
    seed: u64,
) -> f64 {
    let deviation = deviation_of_cv(cv);
    let mut random = Random::seeded(seed);
    let (early, late) = (incidents / 2, incidents - incidents / 2);
    let mut mean = |n: usize| {
        let sum: f64 = (0..n).map(|_| (deviation * random.normal()).exp()).sum();
        sum / n.max(1) as f64
    };
    let worse = (0..trials)
        .filter(|_| {
            let before = mean(early);
            mean(late) * ratio > before
        })
        .count();
    worse as f64 / f64::from(trials.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lognormal(random: &mut Random, n: usize, median: f64, deviation: f64) -> Vec<f64> {
        (0..n)
            .map(|_| median * (deviation * random.normal()).exp())
            .collect()
    }

    #[test]
    fn incidents_needed_for_a_cut_of_a_tenth() {
        let deviation = deviation_of_cv(2.0);
        assert_eq!(needed_on_log_scale(deviation, 0.9).unwrap().round(), 1307.0);
        assert_eq!(needed_on_means(2.0, 0.9).unwrap().round(), 3264.0);
        // A cut and the same growth need the same.
        let up = needed_on_log_scale(deviation, 1.0 / 0.9).unwrap();
        assert!((up - needed_on_log_scale(deviation, 0.9).unwrap()).abs() < 1e-6);
        assert_eq!(needed_on_log_scale(deviation, 1.0), None);
        assert_eq!(needed_on_means(2.0, 0.0), None);
    }

    #[test]
    fn a_mean_worsens_although_durations_were_cut() {
        for (incidents, share) in [(173, 0.352), (103, 0.382), (609, 0.250)] {
            let found = share_that_looks_worse(incidents, 0.9, 2.0, 20_000, 1);
            assert!((found - share).abs() < 0.01, "{incidents}: {found}");
        }
    }

    #[test]
    fn few_incidents_are_compared_over_all_arrangements() {
        // 252 arrangements; only the one found and its mirror are as extreme.
        let change = Change::between(
            &[10.0, 11.0, 12.0, 13.0, 14.0],
            &[20.0, 21.0, 22.0, 23.0, 24.0],
        );
        assert_eq!(change.test, Some(Test::Exact { arrangements: 252 }));
        assert!((change.p.unwrap() - 2.0 / 252.0).abs() < 1e-12);
        assert_eq!(change.verdict, Verdict::Real);
        assert!((change.ratio.unwrap() - 1.84).abs() < 0.01);
        let few = Change::between(&[10.0, 11.0, 12.0, 13.0], &[20.0, 21.0, 22.0, 23.0]);
        assert_eq!((few.verdict, few.p), (Verdict::TooFew, None));
        assert!(few.ratio.is_some() && few.interval.is_some());
        let none = Change::between(&[], &[1.0]);
        assert_eq!(
            (none.ratio, none.interval, none.needed(0.9)),
            (None, None, None)
        );
    }

    #[test]
    fn a_duration_of_nothing_is_half_a_minute() {
        let change = Change::between(&[0.0; 6], &[0.5; 6]);
        assert_eq!((change.ratio, change.p), (Some(1.0), Some(1.0)));
        assert_eq!(change.test, None);
        assert_eq!(change.verdict, Verdict::NotToldApart);
    }

    #[test]
    fn drawn_arrangements_and_the_normal_law_agree() {
        let mut random = Random::seeded(3);
        let before = lognormal(&mut random, 190, 60.0, 1.0);
        let after = lognormal(&mut random, 260, 50.0, 1.0);
        let drawn = Change::between(&before, &after);
        let more: Vec<f64> = before.iter().chain(&before[..60]).copied().collect();
        let normal = Change::between(&more, &after);
        assert!(matches!(drawn.test, Some(Test::Drawn { .. })));
        assert_eq!(normal.test, Some(Test::Normal));
        // The same effect as t tests it.
        for change in [drawn, normal] {
            let (n1, n2) = (change.before as f64, change.after as f64);
            let t = change.ratio.unwrap().ln()
                / (change.deviation.unwrap() * (1.0 / n1 + 1.0 / n2).sqrt());
            let p = erfc(t.abs() / std::f64::consts::SQRT_2);
            let found = change.p.unwrap();
            assert!((found / p - 1.0).abs() < 0.2, "{found} against {p}");
        }
    }

    #[test]
    fn no_change_is_claimed_no_more_often_than_agreed_and_a_real_one_is_found() {
        let mut random = Random::seeded(11);
        let worlds = 400;
        let (mut claimed, mut found, mut covered) = (0, 0, 0);
        for _ in 0..worlds {
            let before = lognormal(&mut random, 40, 45.0, 1.1);
            let same = lognormal(&mut random, 30, 45.0, 1.1);
            let halved = lognormal(&mut random, 30, 20.0, 1.1);
            let none = Change::between(&before, &same);
            claimed += usize::from(none.verdict == Verdict::Real);
            let (low, high) = none.interval.unwrap();
            covered += usize::from(low <= 1.0 && 1.0 <= high);
            found += usize::from(Change::between(&before, &halved).verdict == Verdict::Real);
        }
        // 5 % of 400 is 20 ± 4.4.
        assert!((8..=33).contains(&claimed), "{claimed}");
        assert!((342..=378).contains(&covered), "{covered}");
        assert!(found > 300, "{found}");
    }

    #[test]
    fn a_change_point_is_found_where_it_is_and_seldom_where_there_is_none() {
        let mut random = Random::seeded(5);
        let (mut claimed, mut near) = (0, 0);
        let worlds = 200;
        for _ in 0..worlds {
            let flat = lognormal(&mut random, 80, 45.0, 1.0);
            claimed += usize::from(Split::most_likely(&flat).at.is_some());
            let mut step = lognormal(&mut random, 50, 60.0, 1.0);
            step.extend(lognormal(&mut random, 30, 20.0, 1.0));
            let split = Split::most_likely(&step);
            near += usize::from(split.at.is_some_and(|at| at.abs_diff(50) <= 8));
        }
        // 5 % of 200 is 10 ± 3.1.
        assert!(claimed <= 20, "{claimed}");
        assert!(near > 140, "{near}");
    }

    #[test]
    fn many_incidents_are_split_in_blocks() {
        let mut random = Random::seeded(7);
        let mut minutes = lognormal(&mut random, 3_003, 60.0, 1.2);
        minutes.extend(lognormal(&mut random, 2_000, 40.0, 1.2));
        let split = Split::most_likely(&minutes);
        assert_eq!(split.blur, 25);
        let at = split.at.unwrap();
        assert!(at.abs_diff(3_003) < 200, "{at}");
        let ratio = split.ratio.unwrap();
        assert!((0.6..0.75).contains(&ratio), "{ratio}");
        assert_eq!(Split::most_likely(&[1.0; 19]).verdict, Verdict::TooFew);
        assert_eq!(
            Split::most_likely(&[1.0; 40]).verdict,
            Verdict::NotToldApart
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn neither_order_nor_unit_changes_what_is_found(
            mut before in prop::collection::vec(1.0_f64..1e4, 0..40),
            mut after in prop::collection::vec(1.0_f64..1e4, 0..40),
        ) {
            let found = Change::between(&before, &after);
            before.reverse();
            after.reverse();
            prop_assert_eq!(&found, &Change::between(&before, &after));
            if let (Some(p), Some((low, high)), Some(ratio)) = (found.p, found.interval, found.ratio) {
                prop_assert!((0.0..=1.0).contains(&p));
                prop_assert!(low <= ratio && ratio <= high);
            }
            // Twice as long on both sides is no change.
            let twice = |v: &[f64]| v.iter().map(|m| 2.0 * m).collect::<Vec<f64>>();
            let scaled = Change::between(&twice(&before), &twice(&after));
            prop_assert_eq!(scaled.verdict, found.verdict);
        }

        #[test]
        fn all_arrangements_are_those_of_a_brute_force(
            values in prop::collection::vec(1.0_f64..1e3, 10..13),
            cut in 5_usize..6,
        ) {
            let (before, after) = values.split_at(cut);
            let found = Change::between(before, after);
            let logs: Vec<f64> = values.iter().map(|v| log_minutes(*v)).collect();
            let gap = |mask: u32| {
                let (mut a, mut b, mut na, mut nb) = (0.0, 0.0, 0.0, 0.0);
                for (i, log) in logs.iter().enumerate() {
                    if mask >> i & 1 == 1 { a += log; na += 1.0 } else { b += log; nb += 1.0 }
                }
                f64::abs(a / na - b / nb)
            };
            let own = gap((1 << cut) - 1);
            let masks: Vec<u32> = (0..1_u32 << values.len())
                .filter(|m| m.count_ones() as usize == cut)
                .collect();
            let extreme = masks.iter().filter(|m| gap(**m) >= own - 1e-9).count();
            prop_assert!((found.p.unwrap() - extreme as f64 / masks.len() as f64).abs() < 1e-12);
        }
    }
}
