//! Simulated years: how often, how long, how many users, what it costs, and what overlaps.
//!
//! A year of a [`Process`] has a Poisson number of events at a rate that is certain or drawn once
//! for the year (parameter uncertainty; the count may also scatter more than Poisson). An event
//! has a duration (to detect and to repair), a share of users, a cost per minute that may follow
//! the hours of the week, labor, a fixed cost, and a moment in the year. Processes of a group
//! share some of their events. Downtime of a service is the union of what hits it, each moment by
//! the largest share.
//!
//! The domain starts no thread. [`Run::chunk`] computes trials by number into a [`Tally`];
//! tallies add up in any order to the same digits, so the caller may use as many threads as it
//! likes and stop between two chunks.

pub mod count;
pub mod exact;
pub mod hours;
mod process;
mod quantity;
mod result;
pub mod stream;
pub mod table;
pub mod tally;
mod union;
mod voices;

pub use process::{Common, Hit, Input, Process, Scaling};
pub use result::{
    Chance, Convergence, Precision, Results, ServiceResult, SourceResult, Spread, Tally,
};
pub use voices::{Means, World};

use crate::distribution::Distribution;
use count::{Counts, poisson, scattered};
use hours::HourProfile;
use quantity::{Known, Quantity, Tables};
use std::sync::Arc;
use stream::{Stream, draw, unit};
use table::Table;

/// Trials of a chunk: what is computed in one call.
pub const CHUNK: u64 = 8_192;

/// Trials that are computed together; their arrays fit the fast part of the memory.
const BLOCK: usize = 128;

/// Processes up to which each has tables of its own, and services up to which each is told to
/// 0.2 %.
const TABULATED: usize = 256;

/// When the events of a year happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Timing {
    /// No moment: durations are added, and an hour is worth the same as any other.
    Added,
    /// At any moment of the year alike.
    Uniform,
    /// As often as the profile of this number says.
    Weighted(usize),
}

/// What holds for all processes.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Minutes of a year.
    pub year: f64,
    /// When events happen.
    pub timing: Timing,
    /// Profiles over the hours of the week.
    pub profiles: Vec<HourProfile>,
    /// For each service, the downtime that each of its targets allows a year, in minutes.
    pub budgets: Vec<Vec<f64>>,
    /// Years that share one draw of the uncertain parameters: 1, or the horizon of an option.
    pub years_per_draw: u64,
    /// Whether the distribution of every process is kept, not its mean alone.
    pub detail: bool,
}

impl Settings {
    /// One service with these yearly budgets in minutes, durations added, a year of 365 days.
    #[must_use]
    pub fn added(budgets: &[f64]) -> Self {
        Self {
            year: 525_600.0,
            timing: Timing::Added,
            profiles: vec![],
            budgets: vec![budgets.to_vec()],
            years_per_draw: 1,
            detail: false,
        }
    }
}

/// The rate of a process ready to be drawn.
#[derive(Debug, Clone)]
enum Rate {
    /// The same every year, Poisson, with no common events.
    Tabulated(Counts),
    /// Drawn for each year.
    Drawn(Quantity),
}

#[derive(Debug, Clone)]
struct Source {
    rate: Rate,
    /// Shape of the Gamma that the rate is multiplied by each year, at a rate of 1; 0 for none.
    /// The shape at rate λ is λ times this. It belongs to the rate of the risk: of a year that is
    /// a bad one for it, also the events that it shares with a group are more.
    scatter: f64,
    detect: Quantity,
    repair: Quantity,
    /// Both are drawn by the numbers of the repair.
    one_length: bool,
    /// For each part the part whose number says which voice of a pool is right.
    leads: [Input; 7],
    users: Quantity,
    per_minute: Quantity,
    labor_per_minute: Quantity,
    per_event: Quantity,
}

/// Processes and settings, compiled.
#[derive(Debug, Clone)]
pub struct Model {
    processes: Vec<Process>,
    sources: Vec<Source>,
    settings: Settings,
    groups: Vec<Vec<usize>>,
    normal: Arc<Table>,
}

impl Model {
    /// Compiles a model. Processes that nothing can happen in cost nothing to simulate.
    #[must_use]
    pub fn new(processes: Vec<Process>, settings: Settings) -> Self {
        let mut tables = Tables::new(processes.len() > TABULATED);
        let groups = processes
            .iter()
            .filter_map(|p| p.common.map(|c| c.group + 1))
            .max()
            .unwrap_or(0);
        let mut members = vec![vec![]; groups];
        for (n, process) in processes.iter().enumerate() {
            if let Some(common) = process.common {
                members[common.group].push(n);
            }
        }
        let sources = processes
            .iter()
            .map(|p| {
                let scaled = p.scalings.iter().any(|s| s.input == Input::Rate);
                let plain = p.shared().is_none() && p.dispersion <= 1.0 && !scaled;
                let rate = match &p.rate {
                    Distribution::Fixed(rate) if plain => Counts::poisson(*rate)
                        .map_or(Rate::Drawn(Quantity::Fixed(*rate)), Rate::Tabulated),
                    rate => Rate::Drawn(tables.quantity(rate)),
                };
                Source {
                    rate,
                    scatter: if p.dispersion > 1.0 {
                        1.0 / (p.dispersion - 1.0)
                    } else {
                        0.0
                    },
                    detect: tables.quantity(&p.detect),
                    repair: tables.quantity(&p.repair),
                    one_length: p.is_one_length(),
                    leads: p.leads(),
                    users: tables.quantity(&p.users),
                    per_minute: tables.quantity(&p.per_minute),
                    labor_per_minute: tables.quantity(&p.labor_per_minute),
                    per_event: tables.quantity(&p.per_event),
                }
            })
            .collect();
        Self {
            processes,
            sources,
            settings,
            groups: members,
            normal: Table::normal(),
        }
    }

    /// Whether a part of a process is pooled from voices that speak of other parts too.
    fn is_shared(&self, process: usize, input: Input) -> bool {
        let Some(Source { leads, .. }) = self.sources.get(process) else {
            return false;
        };
        let lead = leads[input as usize];
        leads.iter().filter(|l| **l == lead).count() > 1
    }

    /// The processes it was made of.
    #[must_use]
    pub fn processes(&self) -> &[Process] {
        &self.processes
    }

    /// The settings it was made with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Chunks that so many trials make; the last may be short.
    #[must_use]
    pub fn chunks(trials: u64) -> u64 {
        trials.div_ceil(CHUNK)
    }

    /// The model under a seed.
    #[must_use]
    pub fn run(&self, seed: u64) -> Run<'_> {
        let of = |owner: u128| Streams {
            count: Stream::new(seed, owner, 0),
            events: Stream::new(seed, owner, 1),
            shocks: Stream::new(seed, owner, 2),
            outer: Stream::new(seed, owner, 3),
        };
        Run {
            model: self,
            scalings: self
                .processes
                .iter()
                .map(|p| {
                    let own = p.scalings.iter();
                    own.map(|s| factor_stream(seed, s.owner, s.input)).collect()
                })
                .collect(),
            streams: self.processes.iter().map(|p| of(p.owner)).collect(),
            groups: self
                .groups
                .iter()
                .map(|members| {
                    // A group draws by the owners of its members, in whatever order they come.
                    let owner = members
                        .iter()
                        .map(|n| stream::mix(self.processes[*n].owner as u64))
                        .fold(0_u64, u64::wrapping_add);
                    of(u128::from(owner) << 64 | 0x67_726f_7570)
                })
                .collect(),
            scratch: Scratch::default(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Streams {
    count: Stream,
    events: Stream,
    shocks: Stream,
    outer: Stream,
}

/// Which draw of an event is what. Two quantities share 64 bits.
mod purpose {
    /// Repair and cost per minute.
    pub const REPAIR: u64 = 0;
    /// Time to detect and share of users.
    pub const DETECT: u64 = 1;
    /// Labor and cost of an event.
    pub const LABOR: u64 = 2;
    /// Its moment in the year.
    pub const MOMENT: u64 = 3;
    /// Whether a common event reaches this process.
    pub const REACH: u64 = 4;
}

/// Factors of one owner on different parts are drawn apart; on the same part of several
/// processes they are one.
pub(crate) fn factor_stream(seed: u64, owner: u128, input: Input) -> Stream {
    Stream::new(seed, owner, 16 + input as u64)
}

/// What scales a part in one draw of the outer layer.
fn factor(process: &Process, streams: &[Stream], input: Input, outer_trial: u64) -> f64 {
    let own = process.scalings.iter().zip(streams);
    own.filter(|(s, _)| s.input == input)
        .map(|(s, stream)| s.factor.quantile(unit(stream.of_trial(outer_trial))))
        .product()
}

/// Purposes of the outer layer: one number a trial each, by xor of the trial's draw.
mod outer {
    use super::Input;

    /// What the parameters of a part are drawn for.
    pub fn of(input: Input) -> u64 {
        match input {
            Input::Rate => RATE,
            Input::Detect => DETECT,
            Input::Repair => REPAIR,
            Input::Users => USERS,
            Input::PerMinute => PER_MINUTE,
            Input::Labor => LABOR,
            Input::PerEvent => PER_EVENT,
        }
    }

    pub const RATE: u64 = 0;
    pub const SCATTER: u64 = 1;
    pub const DETECT: u64 = 2;
    pub const REPAIR: u64 = 3;
    pub const USERS: u64 = 4;
    pub const PER_MINUTE: u64 = 5;
    pub const LABOR: u64 = 6;
    pub const PER_EVENT: u64 = 7;
}

/// The years of one block, process by process and in all.
#[derive(Debug, Clone, Default)]
pub struct Years {
    /// Loss of each year in major units.
    pub loss: Vec<f64>,
    /// The part of it that does not depend on how long events last.
    pub fixed: Vec<f64>,
    /// The part of it that goes with the cost of a minute: what is neither fixed nor work.
    pub by_minute: Vec<f64>,
    /// Loss of each year's largest event; common events count as one.
    pub largest: Vec<f64>,
    /// For each service, downtime of each year in minutes.
    pub down: Vec<Vec<f64>>,
}

/// Arrays that are used again from block to block.
#[derive(Debug, Clone, Default)]
struct Scratch {
    counters: Vec<u64>,
    /// Where the events of each trial begin; one more than trials.
    first: Vec<u32>,
    shock: Vec<u32>,
    minutes: Vec<f64>,
    loss: Vec<f64>,
    fixed: Vec<f64>,
    by_minute: Vec<f64>,
    users: Vec<f64>,
    start: Vec<f64>,
    source_loss: Vec<f64>,
    source_down: Vec<f64>,
    groups: Vec<Shocks>,
    /// For each process that shares events, the rate of each trial and what it is multiplied by,
    /// which is dear: a quantile of a Gamma.
    scattered: Vec<Vec<(f64, f64)>>,
    timed: Vec<Vec<union::Spell>>,
    years: Years,
}

/// Common events of one group in one block.
#[derive(Debug, Clone, Default)]
struct Shocks {
    /// Rate of the common events in each trial.
    rate: Vec<f64>,
    /// Where those of each trial begin; one more than trials.
    first: Vec<u32>,
    /// Loss of each over all members.
    loss: Vec<f64>,
    start: Vec<f64>,
}

const NO_SHOCK: u32 = u32::MAX;

/// A model under a seed, with room to work in. Clone it for another thread.
#[derive(Debug, Clone)]
pub struct Run<'m> {
    model: &'m Model,
    /// What the factors of each process are drawn by.
    scalings: Vec<Vec<Stream>>,
    streams: Vec<Streams>,
    groups: Vec<Streams>,
    scratch: Scratch,
}

impl<'m> Run<'m> {
    /// The model.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Adds the trials of chunk `number` out of `trials` to the tally.
    pub fn chunk(&mut self, number: u64, trials: u64, tally: &mut Tally) {
        let end = trials.min((number + 1).saturating_mul(CHUNK));
        let mut from = number.saturating_mul(CHUNK);
        while from < end {
            let to = end.min(from + BLOCK as u64);
            self.block(from, to, |process, loss, down| {
                tally.add_source(process, loss, down);
            });
            tally.add_years(&self.scratch.years, self.model.settings());
            from = to;
        }
    }

    /// Where in its distribution a part of a process is in the years of `trial`, 0 to 1, as far as
    /// the years of one draw share it: its rate, the parameters of a fitted part, which estimate
    /// of a pool holds. Of a part that shares its voices with others, where it is in what the one
    /// that is right leaves open; see [`voice`](Self::voice). Missing where it is certain, or drawn
    /// anew for each event.
    #[must_use]
    pub fn level(&self, process: usize, input: Input, trial: u64) -> Option<f64> {
        let source = self.model.sources.get(process)?;
        let normal = &self.model.normal;
        let base = self.outer_number(process, trial);
        let (quantity, part, purpose) = match input {
            Input::Rate => {
                return match &source.rate {
                    Rate::Tabulated(_) => None,
                    Rate::Drawn(quantity) if quantity.is_fixed() => None,
                    Rate::Drawn(Quantity::Pool(_) | Quantity::Fitted { .. })
                        if !self.model.is_shared(process, input) =>
                    {
                        let rate = source.rate_of(base, normal);
                        Some(self.model.processes[process].rate.cdf(rate))
                    }
                    Rate::Drawn(_) => Some(table::level(draw(base, outer::RATE) as u32)),
                };
            }
            // One unknown with the repair, under whose name it is told.
            Input::Detect if source.one_length => return None,
            // Of a repair that is certain it is the time to detect that is learned.
            Input::Repair if source.one_length && source.repair.is_known() => {
                (&source.detect, Input::Detect, outer::REPAIR)
            }
            other => (source.quantity(other)?, other, outer::of(other)),
        };
        let (who, bits) = (source.who(base, part), draw(base, purpose));
        if self.model.is_shared(process, part) {
            quantity.level_within(who, bits, normal)
        } else {
            quantity.level(who, bits, normal)
        }
    }

    /// Which of the voices that several parts of a process are pooled from is right in the years
    /// of `trial`, as a number from 0 to 1; `lead` is the first of these parts. Missing where it
    /// shares its voices with no other.
    #[must_use]
    pub fn voice(&self, process: usize, lead: Input, trial: u64) -> Option<f64> {
        let source = self.model.sources.get(process)?;
        let base = self.outer_number(process, trial);
        self.model
            .is_shared(process, lead)
            .then(|| unit(source.who(base, lead)))
    }

    /// What the uncertain parameters of a process are drawn by in the years of `trial`.
    fn outer_number(&self, process: usize, trial: u64) -> u64 {
        let draw_number = trial / self.model.settings.years_per_draw.max(1);
        self.streams[process].outer.of_trial(draw_number)
    }

    /// The years from trial `from` up to `to`, in blocks; `each` is given the first trial of the
    /// block and its years.
    pub fn years(&mut self, from: u64, to: u64, mut each: impl FnMut(u64, &Years)) {
        let mut at = from;
        while at < to {
            // Blocks begin at multiples of their length, as they do in chunks.
            let end = to.min((at / BLOCK as u64 + 1) * BLOCK as u64);
            self.block(at, end, |_, _, _| {});
            each(at, &self.scratch.years);
            at = end;
        }
    }

    /// Computes trials `from` to `to`, at most [`BLOCK`] of them, into the scratch; `each` is
    /// given the loss and the weighted minutes of every process that may have events.
    fn block(&mut self, from: u64, to: u64, mut each: impl FnMut(usize, &[f64], &[f64])) {
        let model = self.model;
        let settings = &model.settings;
        let trials = (to - from) as usize;
        let s = &mut self.scratch;
        let services = settings.budgets.len();
        s.years.loss.clear();
        s.years.loss.resize(trials, 0.0);
        s.years.fixed.clear();
        s.years.fixed.resize(trials, 0.0);
        s.years.by_minute.clear();
        s.years.by_minute.resize(trials, 0.0);
        s.years.largest.clear();
        s.years.largest.resize(trials, 0.0);
        s.years.down.resize(services, vec![]);
        for down in &mut s.years.down {
            down.clear();
            down.resize(trials, 0.0);
        }
        let timed = settings.timing != Timing::Added;
        if timed {
            s.timed.resize(services * BLOCK, vec![]);
            s.timed.iter_mut().for_each(Vec::clear);
        }
        s.groups.resize_with(model.groups.len(), Shocks::default);
        s.scattered.resize(model.processes.len(), vec![]);
        for n in 0..model.groups.len() {
            common_events(
                model,
                &self.streams,
                &self.scalings,
                self.groups[n],
                n,
                from..to,
                s,
            );
        }
        for (n, (source, process)) in model.sources.iter().zip(&model.processes).enumerate() {
            let streams = self.streams[n];
            if let Some(plain) = source.plain()
                && process.scalings.is_empty()
                && !timed
                && process.profile.is_none()
            {
                s.plain_years(plain, process, streams, from..to);
                each(n, &s.source_loss, &s.source_down);
                continue;
            }
            events(model, n, streams, &self.scalings[n], from..to, s);
            if s.counters.is_empty() {
                // Years without an event still count in the means of the process.
                s.source_loss.clear();
                s.source_loss.resize(trials, 0.0);
                each(n, &s.source_loss, &s.source_loss);
                continue;
            }
            if timed || process.profile.is_some() {
                s.moments(settings, process);
            }
            s.sizes(
                model,
                source,
                process,
                streams.outer,
                &self.scalings[n],
                from..to,
            );
            s.add_up(process, timed, settings.year);
            each(n, &s.source_loss, &s.source_down);
        }
        for shocks in &s.groups {
            for (largest, pair) in s.years.largest.iter_mut().zip(shocks.first.windows(2)) {
                for loss in &shocks.loss[pair[0] as usize..pair[1] as usize] {
                    *largest = largest.max(*loss);
                }
            }
        }
        if timed {
            for (service, down) in s.years.down.iter_mut().enumerate() {
                for (trial, down) in down.iter_mut().enumerate() {
                    *down = union::minutes(&mut s.timed[service * BLOCK + trial]);
                }
            }
        }
    }
}

/// See [`Source::plain`].
#[derive(Clone, Copy)]
struct Plain<'a> {
    counts: &'a Counts,
    repair: &'a Table,
    cost: &'a Table,
}

impl Source {
    /// The parts of a process with a known rate whose events are a repair time and a cost per
    /// minute and nothing else.
    fn plain(&self) -> Option<Plain<'_>> {
        let is = |q: &Quantity, x: f64| matches!(q, Quantity::Fixed(v) if *v == x);
        let Rate::Tabulated(counts) = &self.rate else {
            return None;
        };
        match (&self.repair, &self.per_minute) {
            (Quantity::Table(repair), Quantity::Table(cost))
                if is(&self.detect, 0.0)
                    && is(&self.users, 1.0)
                    && is(&self.labor_per_minute, 0.0)
                    && is(&self.per_event, 0.0) =>
            {
                Some(Plain {
                    counts,
                    repair,
                    cost,
                })
            }
            _ => None,
        }
    }

    /// What the rate `rate` is multiplied by in one year, drawn by the outer number of that year:
    /// Gamma with mean 1, by its quantile, so that it stays monotone in its number.
    fn scatter_of(&self, rate: f64, outer: u64) -> f64 {
        let shape = rate * self.scatter;
        if shape <= 0.0 {
            return 1.0;
        }
        let own = Distribution::Gamma(crate::distribution::Gamma {
            shape,
            exposure: shape,
        });
        own.quantile(unit(draw(outer, outer::SCATTER)))
    }

    /// The rate of one year, before scatter.
    fn rate_of(&self, outer: u64, normal: &Table) -> f64 {
        match &self.rate {
            Rate::Tabulated(_) => 0.0,
            Rate::Drawn(quantity) => {
                let bits = draw(outer, outer::RATE);
                let own = draw(bits, 1);
                quantity.known(own, own, normal).draw(bits as u32)
            }
        }
    }

    /// A part other than the rate.
    fn quantity(&self, input: Input) -> Option<&Quantity> {
        Some(match input {
            Input::Rate => return None,
            Input::Detect => &self.detect,
            Input::Repair => &self.repair,
            Input::Users => &self.users,
            Input::PerMinute => &self.per_minute,
            Input::Labor => &self.labor_per_minute,
            Input::PerEvent => &self.per_event,
        })
    }

    /// What says which voice of a part is right, in years with this outer number.
    fn who(&self, outer: u64, input: Input) -> u64 {
        match self.leads[input as usize] {
            // The number itself says how often within what that voice says.
            Input::Rate => draw(draw(outer, outer::RATE), 1),
            lead => draw(outer, outer::of(lead)),
        }
    }
}

/// Counts the common events of a group: each member keeps its own rate, a share of which happens
/// together with the others (Marshall and Olkin). The group's events come at the largest common
/// rate of a member; the others are reached by so many of them as their own common rate asks for.
fn common_events(
    model: &Model,
    streams: &[Streams],
    scalings: &[Vec<Stream>],
    own: Streams,
    number: usize,
    trials: std::ops::Range<u64>,
    s: &mut Scratch,
) {
    let settings = &model.settings;
    let shocks = &mut s.groups[number];
    shocks.rate.clear();
    shocks.first.clear();
    shocks.start.clear();
    for n in &model.groups[number] {
        s.scattered[*n].clear();
    }
    let mut upto = 0;
    for trial in trials {
        let outer_trial = trial / settings.years_per_draw.max(1);
        let mut rate = 0.0_f64;
        for n in &model.groups[number] {
            let process = &model.processes[*n];
            let Some(common) = process.shared() else {
                continue;
            };
            let outer = streams[*n].outer.of_trial(outer_trial);
            let source = &model.sources[*n];
            let calm = source.rate_of(outer, &model.normal)
                * factor(process, &scalings[*n], Input::Rate, outer_trial);
            let scatter = source.scatter_of(calm, streams[*n].outer.of_trial(trial));
            s.scattered[*n].push((calm, scatter));
            rate = rate.max(common.share * calm * scatter);
        }
        shocks.rate.push(rate);
        shocks.first.push(upto);
        let count = poisson(rate, own.count.of_trial(trial));
        let base = own.events.of_trial(trial);
        for k in 0..count {
            let bits = draw(Stream::event(base, u64::from(k)), purpose::MOMENT);
            shocks.start.push(moment(settings, bits));
        }
        upto += count;
    }
    shocks.first.push(upto);
    shocks.loss.clear();
    shocks.loss.resize(upto as usize, 0.0);
}

/// The minute of the year that these bits choose.
fn moment(settings: &Settings, bits: u64) -> f64 {
    match settings.timing {
        Timing::Weighted(profile) if profile < settings.profiles.len() => {
            settings.profiles[profile].minute(unit(bits), settings.year)
        }
        _ => unit(bits) * settings.year,
    }
}

/// Lists the events of a process in a block of trials.
fn events(
    model: &Model,
    n: usize,
    streams: Streams,
    scalings: &[Stream],
    trials: std::ops::Range<u64>,
    s: &mut Scratch,
) {
    let (source, process) = (&model.sources[n], &model.processes[n]);
    let shared = process.shared();
    s.counters.clear();
    s.first.clear();
    s.shock.clear();
    s.first.push(0);
    if let Rate::Tabulated(counts) = &source.rate {
        for trial in trials {
            let count = counts.draw(streams.count.of_trial(trial));
            if count > 0 {
                let base = streams.events.of_trial(trial);
                s.counters
                    .extend((0..u64::from(count)).map(|k| Stream::event(base, k)));
            }
            s.first.push(s.counters.len() as u32);
        }
        return;
    }
    for (t, trial) in trials.enumerate() {
        let bits = streams.count.of_trial(trial);
        let (count, among) = if let Some(common) = shared {
            let (calm, scatter) = s.scattered[n][t];
            let rate = calm * scatter;
            let alone = 1.0 - common.share.clamp(0.0, 1.0);
            (poisson(alone * rate, bits), rate)
        } else {
            let outer_trial = trial / model.settings.years_per_draw.max(1);
            let rate = source.rate_of(streams.outer.of_trial(outer_trial), &model.normal)
                * factor(process, scalings, Input::Rate, outer_trial);
            // Where no event is shared, the count has a law of its own.
            let own = (source.scatter > 0.0 && rate > 0.0)
                .then(|| scattered(rate, source.scatter, bits))
                .flatten();
            let scatter = || source.scatter_of(rate, streams.outer.of_trial(trial));
            (own.unwrap_or_else(|| poisson(rate * scatter(), bits)), rate)
        };
        let base = streams.events.of_trial(trial);
        s.counters
            .extend((0..u64::from(count)).map(|k| Stream::event(base, k)));
        if let Some(common) = shared {
            s.shock.resize(s.counters.len(), NO_SHOCK);
            let shocks = &s.groups[common.group];
            let share = common.share.clamp(0.0, 1.0);
            let base = streams.shocks.of_trial(trial);
            for (k, shock) in (shocks.first[t]..shocks.first[t + 1]).enumerate() {
                let event = Stream::event(base, k as u64);
                if unit(draw(event, purpose::REACH)) * shocks.rate[t] <= share * among {
                    s.counters.push(event);
                    s.shock.push(shock);
                }
            }
        }
        s.first.push(s.counters.len() as u32);
    }
}

impl Scratch {
    /// Moments of the listed events.
    fn moments(&mut self, settings: &Settings, process: &Process) {
        self.start.clear();
        for (e, counter) in self.counters.iter().enumerate() {
            let shock = self.shock.get(e).copied().unwrap_or(NO_SHOCK);
            self.start.push(match process.shared() {
                Some(common) if shock != NO_SHOCK => {
                    self.groups[common.group].start[shock as usize]
                }
                _ => moment(settings, draw(*counter, purpose::MOMENT)),
            });
        }
    }

    /// Years of a plain process, drawing the same numbers as the general way does, without
    /// keeping its events: the fast lane.
    fn plain_years(
        &mut self,
        plain: Plain<'_>,
        process: &Process,
        streams: Streams,
        trials: std::ops::Range<u64>,
    ) {
        let Plain {
            counts,
            repair,
            cost,
        } = plain;
        self.source_loss.clear();
        self.source_down.clear();
        for (t, trial) in trials.enumerate() {
            let count = counts.draw(streams.count.of_trial(trial));
            let base = streams.events.of_trial(trial);
            let (mut loss, mut largest, mut down) = (0.0, self.years.largest[t], 0.0);
            for k in 0..u64::from(count) {
                let bits = draw(Stream::event(base, k), purpose::REPAIR);
                let minutes = repair.draw(bits as u32);
                let event = minutes * cost.draw((bits >> 32) as u32);
                loss += event;
                down += minutes;
                largest = if event > largest { event } else { largest };
            }
            self.years.largest[t] = largest;
            self.years.loss[t] += loss;
            self.years.by_minute[t] += loss;
            self.source_loss.push(loss);
            self.source_down.push(down);
        }
        for hit in &process.hits {
            if let Some(years) = self.years.down.get_mut(hit.service) {
                for (year, down) in years.iter_mut().zip(&self.source_down) {
                    *year += hit.share * down;
                }
            }
        }
    }

    /// Minutes, share of users and loss of any events.
    fn sizes(
        &mut self,
        model: &Model,
        source: &Source,
        process: &Process,
        stream: Stream,
        scalings: &[Stream],
        trials: std::ops::Range<u64>,
    ) {
        let n = self.counters.len();
        self.minutes.resize(n, 0.0);
        self.loss.resize(n, 0.0);
        self.fixed.resize(n, 0.0);
        self.by_minute.resize(n, 0.0);
        self.users.resize(n, 1.0);
        let normal = &model.normal;
        let noticed = if source.one_length {
            outer::REPAIR
        } else {
            outer::DETECT
        };
        let all = [
            (Input::Detect, &source.detect, noticed),
            (Input::Repair, &source.repair, outer::REPAIR),
            (Input::Users, &source.users, outer::USERS),
            (Input::PerMinute, &source.per_minute, outer::PER_MINUTE),
            (Input::Labor, &source.labor_per_minute, outer::LABOR),
            (Input::PerEvent, &source.per_event, outer::PER_EVENT),
        ];
        let known = all.iter().all(|(_, q, _)| q.is_known());
        let at = |outer: u64| {
            all.map(|(input, q, purpose)| {
                q.known(source.who(outer, input), draw(outer, purpose), normal)
            })
        };
        let mut now = at(0);
        let mut by = [1.0; 7];
        let labor = !matches!(now[4], Known::Fixed(_)) || !matches!(now[5], Known::Fixed(_));
        let profile = process.profile.and_then(|p| model.settings.profiles.get(p));
        for (t, trial) in trials.enumerate() {
            let events = self.first[t] as usize..self.first[t + 1] as usize;
            if events.is_empty() {
                continue;
            }
            let outer_trial = trial / model.settings.years_per_draw.max(1);
            if !known {
                now = at(stream.of_trial(outer_trial));
            }
            if !scalings.is_empty() {
                by = Input::ALL.map(|input| factor(process, scalings, input, outer_trial));
            }
            let of = |input: Input| by[input as usize];
            for e in events {
                let counter = self.counters[e];
                let bits = draw(counter, purpose::REPAIR);
                let mut minutes = of(Input::Repair) * now[1].draw(bits as u32);
                let per_minute = of(Input::PerMinute) * now[3].draw((bits >> 32) as u32);
                let repair = bits;
                let bits = draw(counter, purpose::DETECT);
                let noticed = if source.one_length { repair } else { bits };
                minutes += of(Input::Detect) * now[0].draw(noticed as u32);
                let users = (of(Input::Users) * now[2].draw((bits >> 32) as u32)).min(1.0);
                let bits = if labor {
                    draw(counter, purpose::LABOR)
                } else {
                    0
                };
                let worth = match profile {
                    Some(profile) => {
                        let start = self.start[e];
                        profile.worth(start + minutes) - profile.worth(start)
                    }
                    None => minutes,
                };
                self.minutes[e] = minutes;
                self.users[e] = users;
                self.fixed[e] = of(Input::PerEvent) * now[5].draw((bits >> 32) as u32);
                self.by_minute[e] = users * per_minute * worth;
                self.loss[e] = self.by_minute[e]
                    + of(Input::Labor) * now[4].draw(bits as u32) * minutes
                    + self.fixed[e];
            }
        }
    }

    /// Adds the events of a process to its own years and to all.
    fn add_up(&mut self, process: &Process, timed: bool, year: f64) {
        self.source_loss.clear();
        self.source_down.clear();
        for (t, pair) in self.first.windows(2).enumerate() {
            let events = pair[0] as usize..pair[1] as usize;
            let (mut sum, mut fixed, mut by_minute) = (0.0, 0.0, 0.0);
            let (mut largest, mut down) = (0.0_f64, 0.0);
            for e in events.clone() {
                sum += self.loss[e];
                fixed += self.fixed[e];
                by_minute += self.by_minute[e];
                down += self.minutes[e] * self.users[e];
                match process.shared() {
                    Some(common) if self.shock[e] != NO_SHOCK => {
                        self.groups[common.group].loss[self.shock[e] as usize] += self.loss[e];
                    }
                    _ => largest = largest.max(self.loss[e]),
                }
            }
            self.years.loss[t] += sum;
            self.years.fixed[t] += fixed;
            self.years.by_minute[t] += by_minute;
            self.years.largest[t] = self.years.largest[t].max(largest);
            self.source_loss.push(sum);
            self.source_down.push(down);
            for hit in &process.hits {
                if hit.service >= self.years.down.len() {
                    continue;
                }
                if !timed {
                    self.years.down[hit.service][t] += hit.share * down;
                } else {
                    let spells = &mut self.timed[hit.service * BLOCK + t];
                    for e in events.clone() {
                        let start = self.start[e];
                        let end = (start + self.minutes[e]).min(year);
                        spells.push(union::Spell {
                            start,
                            end,
                            share: self.users[e] * hit.share,
                        });
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
