//! Today against its alternatives, life by life.
//!
//! A life is one draw of everything uncertain and as many years as the horizon. Today and every
//! alternative live the same lives: the same luck, with what an option changes changed (common
//! random numbers). So what an option avoids is known for each life, not as a difference of two
//! unrelated averages.

use super::finance::{annuity, payback};
use super::tornado;
use crate::distribution::Distribution;
use crate::simulate::stream::{Stream, mix, unit};
use crate::simulate::tally::{ExactSum, Sketch};
use crate::simulate::{Chance, Input, Model, Process, Run, Settings, factor_stream};

/// Lives of a chunk: what is computed in one call.
pub const LIVES: u64 = 1_024;

/// Lives computed together.
const BLOCK: u64 = 64;

/// Parts of a year that a payback is told to.
const PARTS: usize = 100;

/// Bins of an input's distribution that the value of knowing it is taken from.
const LEVELS: usize = 16;

/// Inputs of risks that are told what knowing them is worth: those that move the loss most.
const TOLD: usize = 48;

/// The purpose that costs are drawn for.
const COSTS: u64 = 4;

/// Something uncertain that could be known before choosing, because it holds for a whole life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// A part of a process of today: its rate, the parameters of a fitted length. Of a part that
    /// is pooled alone, also which of the people is right.
    Part {
        /// The process.
        process: usize,
        /// Which part of it.
        input: Input,
    },
    /// Which of the people that several parts of a process of today are pooled from is right.
    Voice {
        /// The process.
        process: usize,
        /// The first of these parts.
        lead: Input,
    },
    /// A factor of a technique.
    Factor {
        /// Whose random numbers it is drawn by: the technique's.
        owner: u128,
        /// What it scales.
        input: Input,
    },
    /// The one-off cost of an alternative.
    OneOff {
        /// Its place.
        alternative: usize,
    },
    /// The yearly cost of an alternative.
    Yearly {
        /// Its place.
        alternative: usize,
    },
}

/// An option, ready to be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Whose random numbers its costs are drawn by.
    pub owner: u128,
    /// The processes as they would be. A process that is also in today's has the same owner.
    pub processes: Vec<Process>,
    /// One-off cost at the start.
    pub one_off: Distribution,
    /// Cost of each year, at its end.
    pub yearly: Distribution,
    /// Share that counts of what it avoids of the loss by the cost of a minute: less than 1 where
    /// customers cannot tell, because their own channel is not that available. Work and fixed
    /// costs are avoided whatever customers can tell.
    pub credited: f64,
}

/// Today, its alternatives, and what money is worth.
#[derive(Debug, Clone)]
pub struct Comparison {
    today: Model,
    alternatives: Vec<(Model, Alternative)>,
    /// What today costs a year.
    yearly: f64,
    horizon: u32,
    discount: f64,
    curve: Option<Curve>,
    pair: Option<Pair>,
    /// What could be known before choosing.
    unknown: Vec<Unknown>,
}

/// Every level of availability on a ladder of costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The nines of each point.
    pub nines: Vec<f64>,
    /// Yearly cost of each point.
    pub yearly: Vec<f64>,
    /// Share of today's loss by the cost of a minute that is left at each point, as far as
    /// customers can tell.
    pub left: Vec<f64>,
    /// Share of today's downtime that is left at each point, and of the work that goes with it.
    pub down: Vec<f64>,
}

/// A step from one alternative to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Place of the alternative that the step begins at.
    pub from: usize,
    /// Place of the one that it leads to.
    pub to: usize,
    /// What the first costs less a year than was said, where it is the foot of a step.
    pub less: f64,
}

impl Comparison {
    /// Compiles a comparison over `horizon` years at a `discount` rate; `yearly` is what today
    /// costs a year. A horizon of 0 leaves one-off costs and nothing to set against them.
    #[must_use]
    pub fn new(
        today: Vec<Process>,
        yearly: f64,
        alternatives: Vec<Alternative>,
        settings: Settings,
        horizon: u32,
        discount: f64,
    ) -> Self {
        let settings = Settings {
            years_per_draw: u64::from(horizon.max(1)),
            detail: false,
            ..settings
        };
        Self {
            today: Model::new(today, settings.clone()),
            alternatives: alternatives
                .into_iter()
                .map(|a| (Model::new(a.processes.clone(), settings.clone()), a))
                .collect(),
            yearly,
            horizon,
            discount,
            curve: None,
            pair: None,
            unknown: vec![],
        }
    }

    /// With what it would be worth to know single things before choosing.
    #[must_use]
    pub fn with_inputs(mut self) -> Self {
        self.unknown = unknown(&self.today, &self.alternatives);
        self
    }

    /// With a curve of nines to find the cheapest of.
    #[must_use]
    pub fn with_curve(mut self, curve: Curve) -> Self {
        self.curve = Some(curve);
        self
    }

    /// With a step from one alternative to another.
    #[must_use]
    pub fn with_pair(mut self, pair: Pair) -> Self {
        self.pair = Some(pair);
        self
    }

    /// Chunks that so many lives make.
    #[must_use]
    pub fn chunks(lives: u64) -> u64 {
        lives.div_ceil(LIVES)
    }

    /// The comparison under a seed, with room to work in.
    #[must_use]
    pub fn run(&self, seed: u64) -> ComparisonRun<'_> {
        ComparisonRun {
            of: self,
            seed,
            today: self.today.run(seed),
            alternatives: self.alternatives.iter().map(|(m, _)| m.run(seed)).collect(),
            before: Lives::default(),
            after: vec![Lives::default(); self.alternatives.len()],
        }
    }
}

/// What is uncertain for a whole life: of the risks the parts that move the loss most, every
/// factor of a technique, every cost.
fn unknown(today: &Model, alternatives: &[(Model, Alternative)]) -> Vec<Unknown> {
    let certain = |d: &Distribution| matches!(d, Distribution::Fixed(_));
    let run = today.run(0);
    let mut found: Vec<Unknown> = tornado::parts(today.processes())
        .into_iter()
        .map(|bar| bar.input)
        .filter(|unknown| match *unknown {
            Unknown::Part { process, input } => run.level(process, input, 0).is_some(),
            Unknown::Voice { process, lead } => run.voice(process, lead, 0).is_some(),
            Unknown::Factor { .. } | Unknown::OneOff { .. } | Unknown::Yearly { .. } => false,
        })
        .take(TOLD)
        .collect();
    let after = alternatives.iter().flat_map(|(_, a)| &a.processes);
    let mut factors: Vec<Unknown> = today
        .processes()
        .iter()
        .chain(after)
        .flat_map(|p| &p.scalings)
        .filter(|s| !certain(&s.factor))
        .map(|s| Unknown::Factor {
            owner: s.owner,
            input: s.input,
        })
        .collect();
    factors.sort_unstable();
    factors.dedup();
    found.extend(factors);
    for (alternative, (_, one)) in alternatives.iter().enumerate() {
        if !certain(&one.one_off) {
            found.push(Unknown::OneOff { alternative });
        }
        if !certain(&one.yearly) {
            found.push(Unknown::Yearly { alternative });
        }
    }
    found
}

/// Share of what counts of the loss that an alternative is expected to avoid, that goes with the
/// cost of a minute.
fn share_by_minute(today: &Model, alternative: &Alternative) -> f64 {
    let avoided = |of: fn(&Process) -> f64| -> f64 {
        let sum = |all: &[Process]| all.iter().map(of).sum::<f64>();
        sum(today.processes()) - sum(&alternative.processes)
    };
    let by_minute = avoided(Process::mean_loss_by_minute);
    let rest = avoided(Process::mean_loss) - by_minute;
    let counts = alternative.credited * by_minute;
    if counts + rest > 0.0 {
        (counts / (counts + rest)).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// Years of a block of lives, life after life.
#[derive(Debug, Clone, Default)]
struct Lives {
    loss: Vec<f64>,
    fixed: Vec<f64>,
    by_minute: Vec<f64>,
    down: Vec<Vec<f64>>,
}

impl Lives {
    fn simulate(&mut self, run: &mut Run<'_>, from: u64, to: u64) {
        self.loss.clear();
        self.fixed.clear();
        self.by_minute.clear();
        self.down.iter_mut().for_each(Vec::clear);
        run.years(from, to, |_, years| {
            self.loss.extend_from_slice(&years.loss);
            self.fixed.extend_from_slice(&years.fixed);
            self.by_minute.extend_from_slice(&years.by_minute);
            self.down.resize(years.down.len(), vec![]);
            for (all, down) in self.down.iter_mut().zip(&years.down) {
                all.extend_from_slice(down);
            }
        });
    }
}

/// A comparison under a seed.
#[derive(Debug, Clone)]
pub struct ComparisonRun<'c> {
    of: &'c Comparison,
    seed: u64,
    today: Run<'c>,
    alternatives: Vec<Run<'c>>,
    before: Lives,
    after: Vec<Lives>,
}

impl ComparisonRun<'_> {
    /// Adds the lives of chunk `number` out of `lives` to the tally.
    pub fn chunk(&mut self, number: u64, lives: u64, tally: &mut ComparisonTally) {
        let end = lives.min((number + 1).saturating_mul(LIVES));
        let mut from = number.saturating_mul(LIVES);
        while from < end {
            let to = end.min(from + BLOCK);
            self.block(from, to, tally);
            from = to;
        }
    }

    fn block(&mut self, from: u64, to: u64, tally: &mut ComparisonTally) {
        let of = self.of;
        let horizon = u64::from(of.horizon);
        let years = horizon as usize;
        let lives = (to - from) as usize;
        self.before
            .simulate(&mut self.today, from * horizon, to * horizon);
        tally.lives += lives as u64;
        let discounts: Vec<f64> = (1..=of.horizon)
            .map(|t| (1.0 + of.discount).powi(-(t as i32)))
            .collect();
        let life = |all: &[f64], n: usize| -> f64 {
            let of_life = &all[n * years..(n + 1) * years];
            of_life.iter().zip(&discounts).map(|(x, d)| x * d).sum()
        };
        let mut values = vec![vec![0.0; lives]; of.alternatives.len()];
        let mut avoids = values.clone();
        for (k, (_, alternative)) in of.alternatives.iter().enumerate() {
            let after = &mut self.after[k];
            after.simulate(&mut self.alternatives[k], from * horizon, to * horizon);
            let stream = Stream::new(self.seed, alternative.owner, COSTS);
            let one = &mut tally.alternatives[k];
            let avoided = &mut avoids[k];
            // Of the loss by the cost of a minute what customers can tell, of all else all.
            let uncredited = alternative.credited - 1.0;
            for (n, value) in values[k].iter_mut().enumerate() {
                let bits = stream.of_trial(from + n as u64);
                let one_off = alternative.one_off.quantile(unit(bits));
                let more = alternative.yearly.quantile(unit(mix(bits))) - of.yearly;
                let flow = |t: usize| {
                    let year = n * years + t;
                    let told = self.before.by_minute[year] - after.by_minute[year];
                    self.before.loss[year] - after.loss[year] + uncredited * told - more
                };
                let told = life(&self.before.by_minute, n) - life(&after.by_minute, n);
                let saved = life(&self.before.loss, n) - life(&after.loss, n) + uncredited * told;
                let upkeep: f64 = discounts.iter().map(|d| more * d).sum();
                *value = saved - upkeep - one_off;
                avoided[n] = saved;
                match payback(one_off, (0..years).map(flow)) {
                    Some(time) => {
                        let part = (time * PARTS as f64).ceil() as usize;
                        let last = one.payback.len() - 1;
                        one.payback[part.min(last)] += 1;
                    }
                    None => one.never += 1,
                }
                one.pays += u64::from(*value >= 0.0);
            }
            one.value.add_block(&values[k]);
            one.avoided.add_block(avoided);
            one.loss.add_block(&after.loss);
            tally_met(
                &mut one.met,
                &mut one.all_met,
                &after.down,
                self.alternatives[k].model().settings(),
            );
        }
        tally.today.add_block(&self.before.loss);
        tally_met(
            &mut tally.met,
            &mut tally.all_met,
            &self.before.down,
            of.today.settings(),
        );
        if let (Some(pair), Some(step)) = (of.pair, &mut tally.step) {
            let less = pair.less * annuity(of.discount, of.horizon);
            let between = |of: &[Vec<f64>], less: f64| -> Vec<f64> {
                let both = of[pair.to].iter().zip(&of[pair.from]);
                both.map(|(to, from)| to - from - less).collect()
            };
            let gained = between(&values, less);
            step.pays += gained.iter().filter(|v| **v >= 0.0).count() as u64;
            step.value.add_block(&gained);
            step.avoided.add_block(&between(&avoids, 0.0));
        }
        let mut best_sum = 0.0;
        for n in 0..lives {
            let best = (0..values.len())
                .filter(|k| values[*k][n] > 0.0)
                .max_by(|a, b| values[*a][n].total_cmp(&values[*b][n]));
            match best {
                Some(k) => {
                    best_sum += values[k][n];
                    tally.best[k + 1] += 1;
                }
                None => tally.best[0] += 1,
            }
        }
        tally.foresight.add(best_sum);
        for (unknown, input) in of.unknown.iter().zip(&mut tally.inputs) {
            for n in 0..lives {
                let Some(level) = self.level(*unknown, from + n as u64) else {
                    continue;
                };
                let bin = ((level * LEVELS as f64) as usize).min(LEVELS - 1);
                input.lives[bin] += 1;
                for (k, value) in values.iter().enumerate() {
                    input.sums[bin * values.len() + k].add(value[n]);
                }
            }
        }
        if let Some(curve) = &of.curve {
            let upkeep = annuity(of.discount, of.horizon);
            for n in 0..lives {
                let fixed = life(&self.before.fixed, n);
                let by_minute = life(&self.before.by_minute, n);
                let work = life(&self.before.loss, n) - fixed - by_minute;
                let costs = (0..curve.nines.len()).map(|p| {
                    fixed
                        + curve.left[p] * by_minute
                        + curve.down[p] * work
                        + curve.yearly[p] * upkeep
                });
                let cheapest = costs
                    .enumerate()
                    .min_by(|a, b| a.1.total_cmp(&b.1))
                    .map(|(p, _)| p);
                if let Some(p) = cheapest {
                    tally.cheapest[p] += 1;
                }
            }
        }
    }
}

impl ComparisonRun<'_> {
    /// Where something unknown stands in a life, 0 to 1.
    fn level(&self, unknown: Unknown, life: u64) -> Option<f64> {
        let cost = |alternative: usize| {
            let (_, alternative) = self.of.alternatives.get(alternative)?;
            Some(Stream::new(self.seed, alternative.owner, COSTS).of_trial(life))
        };
        let trial = life * u64::from(self.of.horizon).max(1);
        match unknown {
            Unknown::Part { process, input } => self.today.level(process, input, trial),
            Unknown::Voice { process, lead } => self.today.voice(process, lead, trial),
            Unknown::Factor { owner, input } => {
                Some(unit(factor_stream(self.seed, owner, input).of_trial(life)))
            }
            Unknown::OneOff { alternative } => cost(alternative).map(unit),
            Unknown::Yearly { alternative } => cost(alternative).map(|bits| unit(mix(bits))),
        }
    }
}

/// Counts years in which each service, and all together, met each target.
fn tally_met(met: &mut [Vec<u64>], all: &mut [u64], down: &[Vec<f64>], settings: &Settings) {
    let within = |down: f64, budget: f64| down <= budget * (1.0 + 1e-12);
    for ((met, down), budgets) in met.iter_mut().zip(down).zip(&settings.budgets) {
        for (met, budget) in met.iter_mut().zip(budgets) {
            *met += down.iter().filter(|d| within(**d, *budget)).count() as u64;
        }
    }
    let years = down.first().map_or(0, Vec::len);
    for (target, all) in all.iter_mut().enumerate() {
        let every = |year: &usize| {
            let mut services = down.iter().zip(&settings.budgets);
            services.all(|(down, budgets)| within(down[*year], budgets[target]))
        };
        *all += (0..years).filter(every).count() as u64;
    }
}

/// A distribution of amounts of either sign.
#[derive(Debug, Clone)]
pub struct Signed {
    above: Sketch,
    below: Sketch,
}

impl Signed {
    fn new() -> Self {
        Self {
            above: Sketch::new(8),
            below: Sketch::new(8),
        }
    }

    fn add_block(&mut self, values: &[f64]) {
        let part = |sign: f64| -> Vec<f64> { values.iter().map(|v| (v * sign).max(0.0)).collect() };
        self.above.add_block(&part(1.0));
        self.below.add_block(&part(-1.0));
    }

    fn merge(&mut self, other: &Self) {
        self.above.merge(&other.above);
        self.below.merge(&other.below);
    }

    /// Mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.above.mean() - self.below.mean()
    }

    /// Monte Carlo standard error of the mean.
    #[must_use]
    pub fn mean_error(&self) -> f64 {
        // Var(A − B) with AB = 0: the two never differ from 0 together.
        let (a, b) = (&self.above, &self.below);
        let variance = a.deviation().powi(2) + b.deviation().powi(2) + 2.0 * a.mean() * b.mean();
        (variance / a.count() as f64).sqrt()
    }

    /// The amount not exceeded with probability `p`.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        let above = self.above.quantile(p);
        if above > 0.0 {
            above
        } else {
            -self.below.quantile(1.0 - p)
        }
    }
}

#[derive(Debug, Clone)]
struct AlternativeTally {
    value: Signed,
    avoided: Signed,
    loss: Sketch,
    payback: Vec<u64>,
    never: u64,
    pays: u64,
    met: Vec<Vec<u64>>,
    all_met: Vec<u64>,
}

#[derive(Debug, Clone)]
struct StepTally {
    value: Signed,
    avoided: Signed,
    pays: u64,
}

#[derive(Debug, Clone)]
struct InputTally {
    lives: [u64; LEVELS],
    sums: Vec<ExactSum>,
}

/// Lives so far, in memory that does not grow with their number.
#[derive(Debug, Clone)]
pub struct ComparisonTally {
    lives: u64,
    today: Sketch,
    met: Vec<Vec<u64>>,
    all_met: Vec<u64>,
    alternatives: Vec<AlternativeTally>,
    /// Lives in which today (first) or an alternative was best.
    best: Vec<u64>,
    foresight: ExactSum,
    inputs: Vec<InputTally>,
    cheapest: Vec<u64>,
    step: Option<StepTally>,
}

impl ComparisonTally {
    /// No lives yet.
    #[must_use]
    pub fn new(of: &Comparison) -> Self {
        let settings = of.today.settings();
        let met: Vec<Vec<u64>> = settings.budgets.iter().map(|b| vec![0; b.len()]).collect();
        let all_met = vec![0; settings.budgets.iter().map(Vec::len).min().unwrap_or(0)];
        let alternatives = of.alternatives.len();
        Self {
            lives: 0,
            today: Sketch::new(9),
            alternatives: vec![
                AlternativeTally {
                    value: Signed::new(),
                    avoided: Signed::new(),
                    loss: Sketch::new(9),
                    payback: vec![0; of.horizon as usize * PARTS + 1],
                    never: 0,
                    pays: 0,
                    met: met.clone(),
                    all_met: all_met.clone(),
                };
                alternatives
            ],
            met,
            all_met,
            best: vec![0; alternatives + 1],
            foresight: ExactSum::default(),
            inputs: vec![
                InputTally {
                    lives: [0; LEVELS],
                    sums: vec![ExactSum::default(); LEVELS * alternatives],
                };
                of.unknown.len()
            ],
            cheapest: vec![0; of.curve.as_ref().map_or(0, |c| c.nines.len())],
            step: of.pair.map(|_| StepTally {
                value: Signed::new(),
                avoided: Signed::new(),
                pays: 0,
            }),
        }
    }

    /// Adds another tally of the same comparison; in any order, to the same digits.
    pub fn merge(&mut self, other: &Self) {
        let add = |mine: &mut [u64], theirs: &[u64]| {
            mine.iter_mut().zip(theirs).for_each(|(a, b)| *a += b);
        };
        self.lives += other.lives;
        self.today.merge(&other.today);
        for (mine, theirs) in self.met.iter_mut().zip(&other.met) {
            add(mine, theirs);
        }
        add(&mut self.all_met, &other.all_met);
        add(&mut self.best, &other.best);
        add(&mut self.cheapest, &other.cheapest);
        self.foresight.merge(&other.foresight);
        for (mine, theirs) in self.alternatives.iter_mut().zip(&other.alternatives) {
            mine.value.merge(&theirs.value);
            mine.avoided.merge(&theirs.avoided);
            mine.loss.merge(&theirs.loss);
            add(&mut mine.payback, &theirs.payback);
            mine.never += theirs.never;
            mine.pays += theirs.pays;
            for (mine, theirs) in mine.met.iter_mut().zip(&theirs.met) {
                add(mine, theirs);
            }
            add(&mut mine.all_met, &theirs.all_met);
        }
        if let (Some(mine), Some(theirs)) = (&mut self.step, &other.step) {
            mine.value.merge(&theirs.value);
            mine.avoided.merge(&theirs.avoided);
            mine.pays += theirs.pays;
        }
        for (mine, theirs) in self.inputs.iter_mut().zip(&other.inputs) {
            add(&mut mine.lives, &theirs.lives);
            for (a, b) in mine.sums.iter_mut().zip(&theirs.sums) {
                a.merge(b);
            }
        }
    }

    /// What the lives say.
    #[must_use]
    pub fn results(&self, of: &Comparison) -> ComparisonResults {
        let years = self.lives * u64::from(of.horizon);
        let n = (self.lives as f64).max(1.0);
        let chances = |met: &[u64]| met.iter().map(|m| Chance::of(*m, years)).collect();
        let means: Vec<f64> = self.alternatives.iter().map(|a| a.value.mean()).collect();
        let without = means.iter().copied().fold(0.0, f64::max);
        let upkeep = annuity(of.discount, of.horizon);
        ComparisonResults {
            lives: self.lives,
            loss: self.today.mean(),
            loss_error: self.today.mean_error(),
            met: self.met.iter().map(|m| chances(m)).collect(),
            all_met: chances(&self.all_met),
            best: self
                .best
                .iter()
                .map(|b| Chance::of(*b, self.lives))
                .collect(),
            foresight: (self.foresight.value() / n - without).max(0.0),
            inputs: self
                .inputs
                .iter()
                .zip(&of.unknown)
                .map(|(input, unknown)| (*unknown, input.value(means.len(), without)))
                .collect(),
            cheapest: self
                .cheapest
                .iter()
                .map(|c| Chance::of(*c, self.lives))
                .collect(),
            step: self.step.as_ref().map(|step| StepResult {
                avoided: step.avoided.mean() / upkeep.max(f64::MIN_POSITIVE),
                value: step.value.mean(),
                value_range: (step.value.quantile(0.05), step.value.quantile(0.95)),
                pays: Chance::of(step.pays, self.lives),
            }),
            alternatives: self
                .alternatives
                .iter()
                .zip(&of.alternatives)
                .map(|(a, (_, alternative))| {
                    let cost = alternative.one_off.mean()
                        + (alternative.yearly.mean() - of.yearly) * upkeep;
                    let by_minute = share_by_minute(&of.today, alternative);
                    let avoided = a.avoided.mean();
                    AlternativeResult {
                        loss: a.loss.mean(),
                        avoided: a.avoided.mean() / upkeep.max(f64::MIN_POSITIVE),
                        cost,
                        value: a.value.mean(),
                        value_error: a.value.mean_error(),
                        value_range: (a.value.quantile(0.05), a.value.quantile(0.95)),
                        return_on_cost: (cost > 0.0).then(|| a.value.mean() / cost),
                        pays: Chance::of(a.pays, self.lives),
                        pays_back: Chance::of(self.lives - a.never, self.lives),
                        payback: a.payback_dots(50),
                        met: a.met.iter().map(|m| chances(m)).collect(),
                        all_met: chances(&a.all_met),
                        by_minute,
                        // What is avoided of work and of costs however long stays as it is.
                        break_even: (avoided > 0.0 && by_minute > 0.0).then(|| {
                            ((cost - (1.0 - by_minute) * avoided) / (by_minute * avoided)).max(0.0)
                        }),
                    }
                })
                .collect(),
        }
    }
}

impl AlternativeTally {
    /// Payback times of `dots` lives that stand for as many equal shares of all; missing for
    /// those that never pay back.
    fn payback_dots(&self, dots: u32) -> Vec<Option<f64>> {
        let total = self.never + self.payback.iter().sum::<u64>();
        (0..dots)
            .map(|dot| {
                let rank = (f64::from(dot) + 0.5) / f64::from(dots) * total as f64;
                let mut upto = 0.0;
                let part = self.payback.iter().position(|n| {
                    upto += *n as f64;
                    upto > rank
                })?;
                Some(part as f64 / PARTS as f64)
            })
            .collect()
    }
}

impl InputTally {
    /// Expected gain from knowing the input before choosing.
    fn value(&self, alternatives: usize, without: f64) -> f64 {
        let lives: u64 = self.lives.iter().sum();
        let mut with = 0.0;
        for (bin, n) in self.lives.iter().enumerate() {
            let best = (0..alternatives)
                .map(|k| self.sums[bin * alternatives + k].value())
                .fold(0.0, f64::max);
            if *n > 0 {
                with += best;
            }
        }
        (with / (lives as f64).max(1.0) - without).max(0.0)
    }
}

/// What the lives of a comparison say.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonResults {
    /// Lives simulated.
    pub lives: u64,
    /// Expected loss of a year today.
    pub loss: f64,
    /// Its Monte Carlo standard error.
    pub loss_error: f64,
    /// Chance that each service meets each of its targets in a year, today.
    pub met: Vec<Vec<Chance>>,
    /// Chance that all of them do.
    pub all_met: Vec<Chance>,
    /// Chance that today (first) or each alternative turns out best.
    pub best: Vec<Chance>,
    /// What it would be worth to know the future of everything before choosing.
    pub foresight: f64,
    /// What it would be worth to know each thing that is uncertain for a whole life before
    /// choosing, where asked for. From bins, whose noise makes it a little too high.
    pub inputs: Vec<(Unknown, f64)>,
    /// For each point of the curve, the chance that it turns out cheapest.
    pub cheapest: Vec<Chance>,
    /// Each alternative.
    pub alternatives: Vec<AlternativeResult>,
    /// From one of them to another, where asked for.
    pub step: Option<StepResult>,
}

/// What the lives say about a step from one alternative to another: in each life what the one is
/// worth more than the other, so that steps and alternatives add up.
#[derive(Debug, Clone, PartialEq)]
pub struct StepResult {
    /// Avoided loss of a year that counts, expected, discounted years weighing less.
    pub avoided: f64,
    /// Expected net present value.
    pub value: f64,
    /// 90 % range of the net present value.
    pub value_range: (f64, f64),
    /// Chance of a net present value of at least 0.
    pub pays: Chance,
}

/// What the lives say about an alternative, against today.
#[derive(Debug, Clone, PartialEq)]
pub struct AlternativeResult {
    /// Expected loss of a year.
    pub loss: f64,
    /// Avoided loss of a year that counts, expected, discounted years weighing less.
    pub avoided: f64,
    /// Expected present value of what it costs more than today.
    pub cost: f64,
    /// Expected net present value.
    pub value: f64,
    /// Its Monte Carlo standard error.
    pub value_error: f64,
    /// 90 % range of the net present value.
    pub value_range: (f64, f64),
    /// Net present value for each unit of cost; missing where it costs nothing more.
    pub return_on_cost: Option<f64>,
    /// Chance of a net present value of at least 0.
    pub pays: Chance,
    /// Chance of having paid back within the horizon, without interest.
    pub pays_back: Chance,
    /// Payback in years of 50 lives that stand for all, shortest first; missing for never.
    pub payback: Vec<Option<f64>>,
    /// Chance that each service meets each of its targets in a year.
    pub met: Vec<Vec<Chance>>,
    /// Chance that all of them do.
    pub all_met: Vec<Chance>,
    /// Share of the avoided loss that goes with the cost of a minute, as far as expected; the rest
    /// is work and what events cost however long.
    pub by_minute: f64,
    /// How many times today's cost per minute would have to be its size for the option to break
    /// even; 0 where it does without. Missing where it avoids nothing that goes with it.
    pub break_even: Option<f64>,
}
