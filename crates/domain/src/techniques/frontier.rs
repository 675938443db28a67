//! Which set of techniques avoids most for each budget.
//!
//! The expected loss of a risk is a sum of five products of its parts, and a technique multiplies
//! each product by a constant: so the loss under a set is Σ base × Π factors, over few terms.
//! Up to [`EXACT`] techniques every set is looked at, each half of the techniques multiplied out
//! once. Beyond, a search looks at many sets and answers with the best of those, which are not
//! proven to be the best of all.

use super::Technique;
use crate::risk::Risk;
use crate::simulate::{Input, Process};
use std::collections::{BTreeMap, BTreeSet};

/// Techniques up to which every set is looked at.
pub const EXACT: usize = 20;

/// Products of factors that a search may take on its way up, so that it ends within a fraction of
/// a second.
const WORK: usize = 20_000_000;

/// Products that trying the neighbours of what it found may take. Counted, not timed: what is
/// found depends on neither the machine nor its load.
const NEAR: usize = 400_000_000;

/// Sets that a search goes on from at each size, at least and at most.
const BEAM: (usize, usize) = (8, 64);

/// Times that every set found is tried with one technique more, less or another.
const ROUNDS: usize = 4;

/// Parts of the range of costs within which sets are first held against each other.
const BUCKETS: usize = 4_096;

/// A set of techniques.
#[derive(Debug, Clone, PartialEq)]
pub struct Portfolio {
    /// Numbers of the techniques in it, in order.
    pub techniques: Vec<usize>,
    /// Expected cost over the horizon.
    pub cost: f64,
    /// Expected loss that it avoids a year.
    pub avoided: f64,
}

/// The sets that no other beats: none that was looked at avoids as much for less.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// From the cheapest, which is nothing at no cost, to the one that avoids most.
    pub sets: Vec<Portfolio>,
    /// Whether every set was looked at; else those that a search came by.
    pub exact: bool,
}

impl Frontier {
    /// The set that avoids most within a budget over the horizon.
    #[must_use]
    pub fn within(&self, budget: f64) -> Option<&Portfolio> {
        let fits = self
            .sets
            .iter()
            .take_while(|s| s.cost <= budget * (1.0 + 1e-12));
        fits.last()
    }

    /// What `amount` more than `spent` buys: the loss that it avoids a year beyond what `spent`
    /// avoids at best, and the set. Missing where it buys nothing.
    #[must_use]
    pub fn next(&self, spent: f64, amount: f64) -> Option<(f64, &Portfolio)> {
        let now = self.within(spent)?;
        let then = self.within(spent + amount)?;
        (then.avoided > now.avoided).then_some((then.avoided - now.avoided, then))
    }
}

/// The expected loss as a sum of products.
struct Terms {
    /// Each product without any technique.
    base: Vec<f64>,
    /// For each technique, what it multiplies each product by.
    by: Vec<Vec<f64>>,
}

/// The five products whose sum is the expected loss of a process: rate × ((detect + repair) ×
/// (users × cost per minute + labor) + cost of an event).
const PRODUCTS: [&[Input]; 5] = [
    &[Input::Rate, Input::Detect, Input::Users, Input::PerMinute],
    &[Input::Rate, Input::Repair, Input::Users, Input::PerMinute],
    &[Input::Rate, Input::Detect, Input::Labor],
    &[Input::Rate, Input::Repair, Input::Labor],
    &[Input::Rate, Input::PerEvent],
];

impl Terms {
    fn new(processes: &[Process], risks: &[&Risk], techniques: &[Technique]) -> Self {
        let factors: Vec<[f64; 7]> = techniques
            .iter()
            .map(|technique| {
                let scalings = technique.scalings().unwrap_or_default();
                Input::ALL.map(|input| {
                    let own = scalings.iter().filter(|s| s.input == input);
                    own.map(|s| s.factor.mean()).product()
                })
            })
            .collect();
        // Products that every technique multiplies alike are one.
        let mut sums: BTreeMap<Vec<u64>, f64> = BTreeMap::new();
        for (process, risk) in processes.iter().zip(risks) {
            for inputs in PRODUCTS {
                let size = process.mean_product(inputs);
                if size == 0.0 {
                    continue;
                }
                let by = techniques.iter().zip(&factors).map(|(technique, factor)| {
                    let of = |input: &Input| factor[*input as usize];
                    let by: f64 = inputs.iter().map(of).product();
                    if technique.scope.holds(risk) { by } else { 1.0 }.to_bits()
                });
                *sums.entry(by.collect()).or_insert(0.0) += size;
            }
        }
        let by = (0..techniques.len())
            .map(|t| sums.keys().map(|by| f64::from_bits(by[t])).collect())
            .collect();
        Self {
            base: sums.into_values().collect(),
            by,
        }
    }

    /// `products` with one technique more.
    fn with(&self, products: &[f64], technique: usize) -> Vec<f64> {
        let by = &self.by[technique];
        products.iter().zip(by).map(|(x, by)| x * by).collect()
    }

    /// The loss of `products` with one technique more.
    fn loss_with(&self, products: &[f64], technique: usize) -> f64 {
        let by = &self.by[technique];
        products.iter().zip(by).map(|(x, by)| x * by).sum()
    }

    /// The products under a set.
    fn of(&self, set: impl IntoIterator<Item = usize>) -> Vec<f64> {
        let none = self.base.clone();
        set.into_iter()
            .fold(none, |products, t| self.with(&products, t))
    }

    /// The products of every set of some techniques, with its cost; `first` are multiplied too.
    fn every_set(
        &self,
        costs: &[f64],
        techniques: std::ops::Range<usize>,
        first: Vec<f64>,
    ) -> Vec<(f64, Vec<f64>)> {
        let mut sets = vec![(0.0, first)];
        for t in techniques {
            for at in 0..sets.len() {
                let (cost, products) = &sets[at];
                sets.push((cost + costs[t], self.with(products, t)));
            }
        }
        sets
    }
}

/// The efficient frontier of spend against avoided loss; `costs[t]` is what technique t costs.
#[must_use]
pub fn frontier(
    processes: &[Process],
    risks: &[&Risk],
    techniques: &[Technique],
    costs: &[f64],
) -> Frontier {
    let terms = Terms::new(processes, risks, techniques);
    if techniques.len() <= EXACT {
        let all = best_of_all(&terms, costs);
        Frontier {
            sets: portfolios(all, |set| {
                (0..costs.len()).filter(|t| set >> t & 1 == 1).collect()
            }),
            exact: true,
        }
    } else {
        Frontier {
            sets: portfolios(searched(&terms, costs, NEAR), |set: Set| {
                set.into_iter().collect()
            }),
            exact: false,
        }
    }
}

fn portfolios<S>(
    found: Vec<(f64, f64, S)>,
    techniques: impl Fn(S) -> Vec<usize>,
) -> Vec<Portfolio> {
    let portfolio = |(cost, avoided, set)| Portfolio {
        techniques: techniques(set),
        cost,
        avoided,
    };
    found.into_iter().map(portfolio).collect()
}

/// The sets that none beats, of all that there are. The products of a set are those of its first
/// half times those of its second, so the loss of every set is a product of two small matrices.
fn best_of_all(terms: &Terms, costs: &[f64]) -> Vec<(f64, f64, u32)> {
    let n = costs.len();
    let half = n / 2;
    let ones = vec![1.0; terms.base.len()];
    let low = terms.every_set(costs, 0..half, ones);
    let high = terms.every_set(costs, half..n, terms.base.clone());
    // By product first, so that a loop over sets is plain arithmetic on neighbours.
    let columns: Vec<Vec<f64>> = (0..terms.base.len())
        .map(|j| low.iter().map(|(_, products)| products[j]).collect())
        .collect();
    let mut losses = vec![0.0; low.len() * high.len()];
    for ((_, products), losses) in high.iter().zip(losses.chunks_mut(low.len())) {
        for (by, column) in products.iter().zip(&columns) {
            for (loss, x) in losses.iter_mut().zip(column) {
                *loss += by * x;
            }
        }
    }
    let start = losses[0];
    let dearest: f64 = costs.iter().sum();
    let bucket = |cost: f64| {
        let part = (cost / dearest * (BUCKETS - 1) as f64) as usize;
        part.min(BUCKETS - 1)
    };
    let cost = |at: usize| high[at / low.len()].0 + low[at % low.len()].0;
    // What a set of a cheaper bucket beats need not be sorted among the others.
    let mut least = vec![f64::INFINITY; BUCKETS + 1];
    for (at, loss) in losses.iter().enumerate() {
        let least = &mut least[bucket(cost(at)) + 1];
        *least = least.min(*loss);
    }
    for b in 1..=BUCKETS {
        least[b] = least[b].min(least[b - 1]);
    }
    let left = losses.iter().enumerate().filter_map(|(at, loss)| {
        let cost = cost(at);
        (*loss < least[bucket(cost)]).then(|| (cost, start - loss, at as u32))
    });
    unbeaten(left.collect())
}

/// The sets that none beats, cheapest first.
fn unbeaten<S: Ord>(mut all: Vec<(f64, f64, S)>) -> Vec<(f64, f64, S)> {
    all.sort_by(|a, b| {
        a.0.total_cmp(&b.0)
            .then(b.1.total_cmp(&a.1))
            .then(a.2.cmp(&b.2))
    });
    // What avoids no more than rounding does, buys nothing.
    let mut most: Option<f64> = None;
    all.retain(|(_, avoided, _)| {
        let better = most.is_none_or(|most| *avoided > most + 1e-9 * most.abs());
        if better {
            most = Some(*avoided);
        }
        better
    });
    all
}

type Set = BTreeSet<usize>;

/// The best of many sets: from nothing upwards one technique is added to each of the best sets of
/// a size, those that avoid most for what they cost among them; then every set that none beats is
/// tried with one technique more, one less, and one in place of another, until nothing is better or
/// as many sets as [`NEAR`] allows were tried.
fn searched(terms: &Terms, costs: &[f64], near: usize) -> Vec<(f64, f64, Set)> {
    let n = costs.len();
    let start: f64 = terms.base.iter().sum();
    let beam = WORK / (n * n * terms.base.len().max(1)).max(1);
    let beam = beam.clamp(BEAM.0, BEAM.1);
    let mut found: Vec<(f64, f64, Set)> = vec![(0.0, 0.0, Set::new())];
    let mut level = found.clone();
    for _ in 0..n {
        let mut next: BTreeMap<Set, (f64, f64)> = BTreeMap::new();
        for (cost, _, set) in &level {
            let products = terms.of(set.iter().copied());
            for t in (0..n).filter(|t| !set.contains(t)) {
                let mut with = set.clone();
                with.insert(t);
                let avoided = start - terms.loss_with(&products, t);
                next.insert(with, (cost + costs[t], avoided));
            }
        }
        let next: Vec<(f64, f64, Set)> = next.into_iter().map(|(s, (c, a))| (c, a, s)).collect();
        found.extend(next.iter().cloned());
        found = unbeaten(found);
        level = kept(next, beam);
    }
    let mut left = near;
    let mut done: BTreeSet<Set> = BTreeSet::new();
    // One product for each other technique to add, and for each to multiply where one is out.
    let work = |set: &Set| (set.len() + 1) * n * terms.base.len();
    for _ in 0..ROUNDS {
        let before = found.clone();
        // What was tried before finds nothing new: the frontier has only become harder to beat.
        let new: Vec<_> = before.iter().filter(|s| !done.contains(&s.2)).collect();
        let all: usize = new.iter().map(|(.., set)| work(set)).sum();
        if all == 0 || left == 0 {
            break;
        }
        // Of more than can be tried, evenly from the cheapest to the dearest.
        for (cost, _, set) in new.into_iter().step_by(all.div_ceil(left)) {
            left = left.saturating_sub(work(set));
            done.insert(set.clone());
            let products = terms.of(set.iter().copied());
            let mut tried: Vec<(f64, f64, Set)> = Vec::new();
            let add = |tried: &mut Vec<_>, cost: f64, products: &[f64], set: &Set, but| {
                for t in (0..n).filter(|t| !set.contains(t) && Some(*t) != but) {
                    let avoided = start - terms.loss_with(products, t);
                    // Only what the frontier does not have already is worth keeping.
                    if beats(&before, cost + costs[t], avoided) {
                        let mut with = set.clone();
                        with.insert(t);
                        tried.push((cost + costs[t], avoided, with));
                    }
                }
            };
            add(&mut tried, *cost, &products, set, None);
            for out in set {
                let mut without = set.clone();
                without.remove(out);
                let products = terms.of(without.iter().copied());
                let cost: f64 = without.iter().map(|t| costs[*t]).sum();
                add(&mut tried, cost, &products, &without, Some(*out));
                let avoided = start - products.iter().sum::<f64>();
                if beats(&before, cost, avoided) {
                    tried.push((cost, avoided, without));
                }
            }
            found.extend(tried);
        }
        found = unbeaten(found);
    }
    found
}

/// Whether a set of this cost avoids more than every cheaper one of a frontier.
fn beats(frontier: &[(f64, f64, Set)], cost: f64, avoided: f64) -> bool {
    let cheaper = frontier.partition_point(|(other, ..)| *other <= cost);
    cheaper
        .checked_sub(1)
        .is_none_or(|at| avoided > frontier[at].1 + 1e-9 * frontier[at].1.abs())
}

/// Up to `beam` of some sets of one size: those that avoid most for what they cost, and those that
/// none of them beats, evenly from the cheapest to the dearest.
fn kept(all: Vec<(f64, f64, Set)>, beam: usize) -> Vec<(f64, f64, Set)> {
    let ratio = |one: &(f64, f64, Set)| one.1 / one.0.max(f64::MIN_POSITIVE);
    let mut by_ratio: Vec<&(f64, f64, Set)> = all.iter().collect();
    by_ratio.sort_by(|a, b| ratio(b).total_cmp(&ratio(a)).then(a.2.cmp(&b.2)));
    let mut chosen: BTreeMap<Set, (f64, f64)> = by_ratio
        .into_iter()
        .take(beam / 2)
        .map(|(cost, avoided, set)| (set.clone(), (*cost, *avoided)))
        .collect();
    let front = unbeaten(all);
    let room = beam - beam / 2;
    let count = front.len().min(room);
    for k in 0..count {
        let at = if count < 2 {
            0
        } else {
            k * (front.len() - 1) / (count - 1)
        };
        let (cost, avoided, set) = &front[at];
        chosen.insert(set.clone(), (*cost, *avoided));
    }
    chosen.into_iter().map(|(s, (c, a))| (c, a, s)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::stream::{Stream, draw, unit};

    /// Techniques at random: some on one product, some on all, some that only make things worse.
    fn world(seed: u64, techniques: usize) -> (Terms, Vec<f64>) {
        let stream = Stream::new(seed, 7, 0);
        let u = |trial: u64, n: u64| unit(draw(stream.of_trial(trial), n));
        let products = 12;
        let terms = Terms {
            base: (0..products).map(|j| 1e5 * u(0, j).powi(3)).collect(),
            by: (0..techniques as u64)
                .map(|t| {
                    let reach = u(1 + t, 40);
                    (0..products)
                        .map(|j| match u(1 + t, j) {
                            on if on < reach => 0.1 + u(1 + t, 20 + j),
                            _ => 1.0,
                        })
                        .collect()
                })
                .collect(),
        };
        let costs = (0..techniques as u64)
            .map(|t| 1e3 * (4.0 * u(1 + t, 50)).exp())
            .collect();
        (terms, costs)
    }

    /// Where every set can be looked at, the search misses next to nothing: at each budget at which
    /// the best set changes it avoids nearly as much.
    #[test]
    fn a_search_is_close_to_the_best_of_all_sets() {
        let (mut budgets, mut missed, mut worst) = (0, 0, 1.0_f64);
        for seed in 0..40 {
            let (terms, costs) = world(seed, 14);
            let all = best_of_all(&terms, &costs);
            let found = searched(&terms, &costs, NEAR);
            // It claims nothing that a set does not do.
            for (cost, avoided, set) in &found {
                let loss: f64 = terms.of(set.iter().copied()).iter().sum();
                let start: f64 = terms.base.iter().sum();
                assert!((start - loss - avoided).abs() < 1e-6 * start);
                let spent: f64 = set.iter().map(|t| costs[*t]).sum();
                assert!((spent - cost).abs() < 1e-9 * spent.max(1.0));
            }
            for (cost, avoided, _) in &all[1..] {
                let at = found.partition_point(|(other, ..)| *other <= cost * (1.0 + 1e-12));
                let ours = found[at - 1].1;
                budgets += 1;
                missed += u32::from(ours < avoided * (1.0 - 1e-9));
                worst = worst.min(ours / avoided);
            }
            assert!((found.last().unwrap().1 / all.last().unwrap().1 - 1.0).abs() < 1e-9);
        }
        assert!(budgets > 1_000, "{budgets}");
        assert!(
            missed * 20 < budgets,
            "{missed} of {budgets}, worst {worst}"
        );
        assert!(worst > 0.9, "{worst}");
    }

    /// However many techniques and products there are, trying neighbours ends, and what it found by
    /// then is true and no worse than what it began with.
    #[test]
    fn a_search_ends_after_counted_work() {
        let (terms, costs) = world(3, 24);
        let all = searched(&terms, &costs, NEAR);
        let none = searched(&terms, &costs, 0);
        let some = searched(&terms, &costs, 20_000);
        let start: f64 = terms.base.iter().sum();
        for (cost, avoided, set) in &some {
            let loss: f64 = terms.of(set.iter().copied()).iter().sum();
            assert!((start - loss - avoided).abs() < 1e-6 * start);
            let spent: f64 = set.iter().map(|t| costs[*t]).sum();
            assert!((spent - cost).abs() < 1e-9 * spent.max(1.0));
        }
        let at = |found: &[(f64, f64, Set)], budget: f64| {
            let fits = found.partition_point(|(cost, ..)| *cost <= budget);
            found[fits - 1].1
        };
        for (budget, avoided, _) in &none {
            assert!(at(&some, *budget) >= avoided * (1.0 - 1e-8));
            assert!(at(&all, *budget) >= avoided * (1.0 - 1e-8));
        }
        assert_eq!(some, searched(&terms, &costs, 20_000));
    }

    /// A budget for the dear one, or for the two that are each better for their cost: a chain that
    /// takes the best ratio first has no room left for the dear one.
    #[test]
    fn a_search_is_no_chain() {
        let mut by = vec![vec![1.0, 1.0]; 21];
        by[0] = vec![0.0, 1.0];
        by[1] = vec![1.0, 0.95];
        let terms = Terms {
            base: vec![1_000.0, 100.0],
            by,
        };
        let mut costs = vec![50.0; 21];
        (costs[0], costs[1]) = (100.0, 0.4);
        let found = searched(&terms, &costs, NEAR);
        let within = |budget: f64| {
            let fits = found.iter().take_while(|(cost, ..)| *cost <= budget);
            fits.last().map(|(_, avoided, _)| *avoided).unwrap()
        };
        assert_eq!((within(99.0), within(100.0)), (5.0, 1_000.0));
        assert_eq!(within(100.4), 1_005.0);
    }
}
