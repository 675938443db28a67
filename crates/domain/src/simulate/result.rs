//! What many simulated years say, with the error that their number leaves.

use super::tally::{ExactSum, Sketch};
use super::{Model, Settings, TABULATED, Years};

/// log₂ of the bins of an octave for totals, and for single processes; services have the finer
/// ones, unless there are so many that each is one process ([`TABULATED`]).
const FINE: u32 = 9;
const COARSE: u32 = 7;

/// Years so far, in memory that does not grow with their number.
#[derive(Debug, Clone)]
pub struct Tally {
    years: u64,
    loss: Sketch,
    largest: Sketch,
    services: Vec<ServiceTally>,
    /// Years in which every service met its target of this number.
    all_met: Vec<u64>,
    sources: Vec<SourceTally>,
}

#[derive(Debug, Clone)]
struct ServiceTally {
    down: Sketch,
    met: Vec<u64>,
}

#[derive(Debug, Clone)]
struct SourceTally {
    loss: ExactSum,
    down: ExactSum,
    struck: u64,
    /// Distributions of loss and weighted minutes, where asked for.
    detail: Option<Box<(Sketch, Sketch)>>,
}

impl Tally {
    /// No years yet.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let settings = model.settings();
        let targets = settings.budgets.iter().map(Vec::len).min().unwrap_or(0);
        let source = SourceTally {
            loss: ExactSum::default(),
            down: ExactSum::default(),
            struck: 0,
            detail: settings
                .detail
                .then(|| Box::new((Sketch::new(COARSE), Sketch::new(COARSE)))),
        };
        let of_services = if settings.budgets.len() > TABULATED {
            COARSE
        } else {
            FINE
        };
        Self {
            years: 0,
            loss: Sketch::new(FINE),
            largest: Sketch::new(FINE),
            services: settings
                .budgets
                .iter()
                .map(|budgets| ServiceTally {
                    down: Sketch::new(of_services),
                    met: vec![0; budgets.len()],
                })
                .collect(),
            all_met: vec![0; targets],
            sources: vec![source; model.processes().len()],
        }
    }

    pub(super) fn add_source(&mut self, process: usize, loss: &[f64], down: &[f64]) {
        let source = &mut self.sources[process];
        source.struck += loss
            .iter()
            .zip(down)
            .filter(|(l, d)| **l > 0.0 || **d > 0.0)
            .count() as u64;
        source.loss.add(loss.iter().sum());
        source.down.add(down.iter().sum());
        if let Some(detail) = &mut source.detail {
            detail.0.add_block(loss);
            detail.1.add_block(down);
        }
    }

    pub(super) fn add_years(&mut self, years: &Years, settings: &Settings) {
        self.years += years.loss.len() as u64;
        self.loss.add_block(&years.loss);
        self.largest.add_block(&years.largest);
        for ((tally, down), budgets) in self
            .services
            .iter_mut()
            .zip(&years.down)
            .zip(&settings.budgets)
        {
            tally.down.add_block(down);
            for (met, budget) in tally.met.iter_mut().zip(budgets) {
                let within = allowance(*budget);
                *met += down.iter().filter(|d| **d <= within).count() as u64;
            }
        }
        for (target, met) in self.all_met.iter_mut().enumerate() {
            let all = |trial: &usize| {
                let mut services = years.down.iter().zip(&settings.budgets);
                services.all(|(down, budgets)| down[*trial] <= allowance(budgets[target]))
            };
            *met += (0..years.loss.len()).filter(all).count() as u64;
        }
    }

    /// Adds another tally of the same model; in any order, to the same digits.
    pub fn merge(&mut self, other: &Self) {
        self.years += other.years;
        self.loss.merge(&other.loss);
        self.largest.merge(&other.largest);
        for (mine, theirs) in self.services.iter_mut().zip(&other.services) {
            mine.down.merge(&theirs.down);
            for (a, b) in mine.met.iter_mut().zip(&theirs.met) {
                *a += b;
            }
        }
        for (a, b) in self.all_met.iter_mut().zip(&other.all_met) {
            *a += b;
        }
        for (mine, theirs) in self.sources.iter_mut().zip(&other.sources) {
            mine.loss.merge(&theirs.loss);
            mine.down.merge(&theirs.down);
            mine.struck += theirs.struck;
            if let (Some(mine), Some(theirs)) = (&mut mine.detail, &theirs.detail) {
                mine.0.merge(&theirs.0);
                mine.1.merge(&theirs.1);
            }
        }
    }

    /// Years so far.
    #[must_use]
    pub fn years(&self) -> u64 {
        self.years
    }

    /// What they say.
    #[must_use]
    pub fn results(&self) -> Results {
        let n = self.years as f64;
        let share = |met: u64| Chance::of(met, self.years);
        Results {
            years: self.years,
            loss: Spread::of(&self.loss),
            largest: Spread::of(&self.largest),
            services: self
                .services
                .iter()
                .map(|s| ServiceResult {
                    down: Spread::of(&s.down),
                    met: s.met.iter().map(|met| share(*met)).collect(),
                })
                .collect(),
            all_met: self.all_met.iter().map(|met| share(*met)).collect(),
            sources: self
                .sources
                .iter()
                .map(|s| SourceResult {
                    mean_loss: if n > 0.0 { s.loss.value() / n } else { 0.0 },
                    mean_down: if n > 0.0 { s.down.value() / n } else { 0.0 },
                    struck: share(s.struck),
                    loss: s.detail.as_ref().map(|d| Spread::of(&d.0)),
                    down: s.detail.as_ref().map(|d| Spread::of(&d.1)),
                })
                .collect(),
        }
    }

    /// The loss exceedance curves: for each of `points` losses from a small one to the largest,
    /// evenly spaced on a logarithmic scale, the share of years whose total is above it, and the
    /// share whose largest event is.
    #[must_use]
    pub fn exceedance(&self, points: usize) -> Vec<(f64, f64, f64)> {
        let high = self.loss.most();
        // Where the largest event begins: the year begins later, where many events are together.
        let low = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95]
            .iter()
            .map(|p| self.largest.quantile(*p))
            .find(|x| *x > 0.0)
            .unwrap_or(high);
        if points < 2 || low <= 0.0 {
            return vec![];
        }
        (0..points)
            .map(|k| {
                let x = low * (high / low).powf(k as f64 / (points - 1) as f64);
                (x, self.loss.exceedance(x), self.largest.exceedance(x))
            })
            .collect()
    }

    /// Share of years whose largest event is above `loss`.
    #[must_use]
    pub fn largest_exceedance(&self, loss: f64) -> f64 {
        self.largest.exceedance(loss)
    }

    /// The distribution of a year's loss.
    #[must_use]
    pub fn loss(&self) -> &Sketch {
        &self.loss
    }

    /// The distribution of a service's downtime in a year, in minutes.
    #[must_use]
    pub fn down(&self, service: usize) -> Option<&Sketch> {
        self.services.get(service).map(|s| &s.down)
    }

    /// Whether so many years are enough.
    #[must_use]
    pub fn convergence(&self, wanted: Precision) -> Convergence {
        let n = self.years as f64;
        let relative = |error: f64, of: f64| if of > 0.0 { error / of } else { 0.0 };
        let mean = relative(self.loss.mean_error(), self.loss.mean());
        let p95 = relative(self.loss.quantile_error(0.95), self.loss.quantile(0.95));
        let chance = self
            .services
            .iter()
            .flat_map(|s| &s.met)
            .map(|met| Chance::of(*met, self.years).error)
            .fold(0.0, f64::max);
        // Errors fall with the root of the number of years.
        let factor = [mean / wanted.mean, p95 / wanted.p95, chance / wanted.chance]
            .into_iter()
            .fold(0.0, f64::max);
        let needed = (n * factor * factor).ceil();
        Convergence {
            years: self.years,
            mean,
            p95,
            chance,
            needed: if self.years == 0 {
                0
            } else if needed.is_finite() {
                needed as u64
            } else {
                u64::MAX
            },
            reached: self.years > 1 && factor <= 1.0,
        }
    }
}

/// A budget with room for the rounding of sums.
fn allowance(budget: f64) -> f64 {
    budget * (1.0 + 1e-12)
}

/// How precise a simulation has to be; the number of years follows from it, never from time.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Precision {
    /// Standard error of the mean loss, relative.
    pub mean: f64,
    /// Standard error of the 95 % quantile of the loss, relative.
    pub p95: f64,
    /// Standard error of the chance of meeting a target.
    pub chance: f64,
}

impl Default for Precision {
    /// 1 % of the mean, 2 % of the 95 % quantile, half a point of a chance.
    fn default() -> Self {
        Self {
            mean: 0.01,
            p95: 0.02,
            chance: 0.005,
        }
    }
}

/// How far a simulation is from the precision that was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convergence {
    /// Years so far.
    pub years: u64,
    /// Standard error of the mean loss, relative.
    pub mean: f64,
    /// Standard error of the 95 % quantile of the loss, relative.
    pub p95: f64,
    /// Largest standard error of a chance of meeting a target.
    pub chance: f64,
    /// Years that the precision takes, as far as these years tell.
    pub needed: u64,
    /// Whether it is reached.
    pub reached: bool,
}

/// A probability with its Monte Carlo standard error; 0 where it is exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The probability.
    pub share: f64,
    /// Its standard error.
    pub error: f64,
}

impl Chance {
    /// Of `hits` out of `n`.
    #[must_use]
    pub fn of(hits: u64, n: u64) -> Self {
        if n == 0 {
            return Self {
                share: 0.0,
                error: f64::INFINITY,
            };
        }
        let share = hits as f64 / n as f64;
        // With all or none, one more trial could still have gone the other way.
        let p = share.clamp(1.0 / (n as f64 + 2.0), 1.0 - 1.0 / (n as f64 + 2.0));
        Self {
            share,
            error: (p * (1.0 - p) / n as f64).sqrt(),
        }
    }
}

/// The distribution of a yearly quantity. Quantiles are in the order of [`Spread::LEVELS`].
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Average over many years.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub mean_error: f64,
    /// Standard deviation from year to year.
    pub deviation: f64,
    /// Quantiles: the second is the typical year.
    pub quantiles: [f64; 5],
    /// Their Monte Carlo standard errors.
    pub quantile_errors: [f64; 5],
    /// Mean of the worst 5 % of years.
    pub tail_mean_95: f64,
    /// Mean of the worst 1 % of years.
    pub tail_mean_99: f64,
    /// The worst year.
    pub most: f64,
}

impl Spread {
    /// Probabilities of the quantiles.
    pub const LEVELS: [f64; 5] = [0.05, 0.5, 0.9, 0.95, 0.99];

    /// Of a sketch.
    #[must_use]
    pub fn of(sketch: &Sketch) -> Self {
        Self {
            mean: sketch.mean(),
            mean_error: sketch.mean_error(),
            deviation: sketch.deviation(),
            quantiles: Self::LEVELS.map(|p| sketch.quantile(p)),
            quantile_errors: Self::LEVELS.map(|p| sketch.quantile_error(p)),
            tail_mean_95: sketch.tail_mean(0.95),
            tail_mean_99: sketch.tail_mean(0.99),
            most: sketch.most(),
        }
    }

    /// Of an exact law, without Monte Carlo error.
    #[must_use]
    pub fn exact(law: &crate::law::Law) -> Self {
        Self {
            mean: law.mean(),
            mean_error: 0.0,
            deviation: law.deviation(),
            quantiles: Self::LEVELS.map(|p| law.quantile(p)),
            quantile_errors: [0.0; 5],
            tail_mean_95: law.tail_mean(0.95),
            tail_mean_99: law.tail_mean(0.99),
            most: f64::INFINITY,
        }
    }

    /// The typical year.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.quantiles[1]
    }
}

/// The years of one service.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceResult {
    /// Downtime in minutes a year.
    pub down: Spread,
    /// Chance of meeting each of its targets.
    pub met: Vec<Chance>,
}

/// The part of one process.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceResult {
    /// Its loss in an average year.
    pub mean_loss: f64,
    /// Its weighted minutes in an average year, before overlaps are counted once.
    pub mean_down: f64,
    /// Chance of at least one event in a year.
    pub struck: Chance,
    /// Distribution of its loss, where detail was asked for.
    pub loss: Option<Spread>,
    /// Distribution of its minutes, where detail was asked for.
    pub down: Option<Spread>,
}

/// What the simulated years say.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Years simulated.
    pub years: u64,
    /// Loss of a year.
    pub loss: Spread,
    /// Loss of a year's largest event.
    pub largest: Spread,
    /// Each service.
    pub services: Vec<ServiceResult>,
    /// Chance that every service meets its target of this number.
    pub all_met: Vec<Chance>,
    /// Each process, in the order of the model.
    pub sources: Vec<SourceResult>,
}
