//! What a decision hangs on: its value with one input at either end of its range and all others as
//! expected.
//!
//! Everything is in closed form, so nothing of the luck of single events is in a bar. An input is
//! what is uncertain for a whole life: how often a risk strikes, the parameters of a fitted
//! length, which of several people is right, the factor of a technique, what an option costs. Of a
//! risk that several people estimated, one bar is which of them is right about all of it, and the
//! others are what each leaves open. What
//! each event draws anew averages out over the years and has no bar. An hour is an average one.

use super::compare::{Alternative, Unknown};
use crate::distribution::{Distribution, Gamma};
use crate::simulate::{Input, Means, Process, Scaling, World};
use std::collections::BTreeMap;

/// The ends of an input: 90 % of what it may be lie between.
pub const ENDS: (f64, f64) = (0.05, 0.95);

/// Logarithm of a scale up to which a fit is moved to 1 and back without leaving the floats.
const CENTERED: f64 = 300.0;

/// One bar of a tornado.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// The input.
    pub input: Unknown,
    /// The input at its 5 % and 95 % quantile.
    pub range: (f64, f64),
    /// The value with the input at its low end.
    pub at_low: f64,
    /// And at its high end.
    pub at_high: f64,
}

impl Bar {
    /// How far the value swings.
    #[must_use]
    pub fn width(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}

/// Whether something about a part is uncertain for a whole life.
fn lasts(input: Input, part: &Distribution) -> bool {
    match part {
        Distribution::Fixed(_) => false,
        Distribution::Fitted(_) | Distribution::Pool(_) => true,
        _ => input == Input::Rate,
    }
}

/// A process in each world that its voices make of it.
struct Worlds(Vec<World>);

impl Worlds {
    fn of(process: &Process) -> Self {
        Self(process.worlds())
    }

    /// Expected loss of a year with the `credited` share of the loss by the cost of a minute, the
    /// means of each world changed.
    fn loss_with(&self, credited: f64, change: impl Fn(&World) -> Means) -> f64 {
        let worlds = self.0.iter();
        worlds.map(|w| w.weight * change(w).loss(credited)).sum()
    }

    fn loss(&self, credited: f64) -> f64 {
        self.loss_with(credited, |w| w.means)
    }

    /// The worlds in which one voice is right.
    fn where_right(&self, lead: Input, voice: usize) -> Self {
        let mut worlds: Vec<World> = (self.0.iter())
            .filter(|w| w.voice(lead) == Some(voice))
            .copied()
            .collect();
        let all: f64 = worlds.iter().map(|w| w.weight).sum();
        for world in &mut worlds {
            world.weight /= all;
        }
        Self(worlds)
    }

    /// The voices at the ends of what they make a year lose: 90 % of the weight lies between.
    fn voices_at_ends(&self, lead: Input) -> Option<(usize, usize)> {
        let mut weights: BTreeMap<usize, f64> = BTreeMap::new();
        for world in &self.0 {
            *weights.entry(world.voice(lead)?).or_insert(0.0) += world.weight;
        }
        let mut voices: Vec<(f64, usize, f64)> = weights
            .into_iter()
            .map(|(voice, weight)| (self.where_right(lead, voice).loss(1.0), voice, weight))
            .collect();
        voices.sort_by(|a, b| a.0.total_cmp(&b.0));
        let at = |p: f64| {
            let mut upto = 0.0;
            let found = voices.iter().find(|(_, _, weight)| {
                upto += weight;
                // Twenty voices of 1/20 sum to 0.95 and a little.
                upto >= p - 1e-9
            });
            found.or(voices.last()).map(|v| v.1)
        };
        Some((at(ENDS.0)?, at(ENDS.1)?))
    }
}

/// An input at its ends.
struct Swing {
    range: (f64, f64),
    /// How much more its process is expected to lose a year there.
    change: (f64, f64),
}

/// Ends that were found before. What was learned from one record differs in scale from risk to
/// risk and not in shape, and an end of a fit takes thousands of normal probabilities.
#[derive(Default)]
struct Found {
    rates: BTreeMap<u64, (f64, f64)>,
    fits: BTreeMap<[u64; 3], (f64, f64)>,
}

impl Found {
    /// The ends of a part: what it is, many events on, where its uncertain parameters are there.
    fn ends(&mut self, input: Input, part: &Distribution) -> (f64, f64) {
        match part {
            Distribution::Gamma(d) if input == Input::Rate => {
                let found = self.rates.entry(d.shape.to_bits());
                let (low, high) = *found.or_insert_with(|| {
                    ends(&Distribution::Gamma(Gamma {
                        exposure: 1.0,
                        ..*d
                    }))
                });
                (low / d.exposure, high / d.exposure)
            }
            rate if input == Input::Rate => ends(rate),
            Distribution::Fitted(d) if d.posterior().center.abs() < CENTERED => {
                let of = d.posterior();
                let shape = [of.weight, of.freedom, of.spread].map(f64::to_bits);
                let found = self.fits.entry(shape);
                let (low, high) =
                    *found.or_insert_with(|| mean_ends(&part.scaled((-of.center).exp())));
                (low * of.center.exp(), high * of.center.exp())
            }
            part => mean_ends(part),
        }
    }

    /// The length of two parts at its ends, and its mean: both are of the same person, or of the
    /// same parameters, so the ends of the one do not add to those of the other.
    fn length(&mut self, detect: &Distribution, repair: &Distribution) -> ((f64, f64), f64) {
        let ends = match detect.together(repair) {
            // Parts that have no shape in common, but their parameters are high and low together.
            Distribution::Together(_) => {
                let (a, b) = (
                    self.ends(Input::Detect, detect),
                    self.ends(Input::Repair, repair),
                );
                (a.0 + b.0, a.1 + b.1)
            }
            whole => self.ends(Input::Repair, &whole),
        };
        (ends, detect.mean() + repair.mean())
    }

    /// What is uncertain for a whole life about a length of two parts: the length at either end,
    /// and its mean.
    fn length_alone(
        &mut self,
        detect: &Distribution,
        repair: &Distribution,
    ) -> Option<((f64, f64), f64)> {
        let is_lasting = lasts(Input::Detect, detect) || lasts(Input::Repair, repair);
        is_lasting.then(|| self.length(detect, repair))
    }

    /// A part of a process at its ends; missing where nothing about it is uncertain for a whole
    /// life. The two parts of one length are one input, told as the repair.
    fn swing(&mut self, process: &Process, input: Input, credited: f64) -> Option<Swing> {
        if process.is_one_length() && input == Input::Detect {
            return None;
        }
        let worlds = Worlds::of(process);
        let is_length = process.is_one_length() && input == Input::Repair;
        // Each world with where the means of the part are at its ends.
        let mut at_ends = Vec::with_capacity(worlds.0.len());
        let (mut range, mut is_lasting) = ((0.0, 0.0), false);
        for world in &worlds.0 {
            let spoken = |input: Input| match (process.part(input), world.voice(input)) {
                (Distribution::Pool(voices), Some(voice)) => &voices[voice].1,
                (part, _) => part,
            };
            let now = world.means;
            let by = |input: Input| process.factor_of(input);
            let (low, high, shown) = if is_length {
                let (detect, repair) = (spoken(Input::Detect), spoken(Input::Repair));
                let (first, second) = (by(Input::Detect), by(Input::Repair));
                // Which person’s length is the longer may depend on what scales its parts.
                let scaled = self.length_alone(&detect.scaled(first), &repair.scaled(second));
                let at = |end: f64, mean: f64| {
                    let both = [Input::Detect, Input::Repair];
                    both.into_iter()
                        .fold(now, |m, part| m.with(part, now.at(part) * (end / mean)))
                };
                let (low, high) = match scaled {
                    Some((ends, mean)) if mean > 0.0 => (at(ends.0, mean), at(ends.1, mean)),
                    _ => (now, now),
                };
                let shown = self.length_alone(detect, repair);
                is_lasting |= shown.is_some();
                let mean = || detect.mean() + repair.mean();
                let shown = shown.map_or_else(|| (mean(), mean()), |(ends, _)| ends);
                (low, high, shown)
            } else {
                let part = spoken(input);
                let ends = lasts(input, part).then(|| self.ends(input, part));
                is_lasting |= ends.is_some();
                let shown = ends.unwrap_or_else(|| (part.mean(), part.mean()));
                let by = by(input);
                (
                    now.with(input, shown.0 * by),
                    now.with(input, shown.1 * by),
                    shown,
                )
            };
            range.0 += world.weight * shown.0;
            range.1 += world.weight * shown.1;
            at_ends.push((low, high));
        }
        if !is_lasting {
            return None;
        }
        let now = worlds.loss(credited);
        let loss = |end: fn(&(Means, Means)) -> Means| -> f64 {
            let both = worlds.0.iter().zip(&at_ends);
            both.map(|(w, ends)| w.weight * end(ends).loss(credited))
                .sum()
        };
        Some(Swing {
            range,
            change: (loss(|e| e.0) - now, loss(|e| e.1) - now),
        })
    }
}

/// What each of two voices being right about a process makes of it, in minutes and loss.
fn voices(process: &Process, lead: Input, ends: (usize, usize), credited: f64) -> Swing {
    let worlds = Worlds::of(process);
    let now = worlds.loss(credited);
    let right = |voice: usize| {
        let there = worlds.where_right(lead, voice);
        let minutes: f64 = there.0.iter().map(|w| w.weight * w.means.minutes()).sum();
        (minutes, there.loss(credited) - now)
    };
    let (low, high) = (right(ends.0), right(ends.1));
    Swing {
        range: (low.0, high.0),
        change: (low.1, high.1),
    }
}

/// An input of a process at its ends, as [`Unknown`] tells it; `today` is that process as it is
/// today, which says whose voices are at the ends.
fn at_ends(
    found: &mut Found,
    input: Unknown,
    process: &Process,
    today: &Process,
    credited: f64,
) -> Option<Swing> {
    match input {
        Unknown::Part { input, .. } => found.swing(process, input, credited),
        Unknown::Voice { lead, .. } => {
            let ends = Worlds::of(today).voices_at_ends(lead)?;
            Some(voices(process, lead, ends, credited))
        }
        Unknown::Factor { .. } | Unknown::OneOff { .. } | Unknown::Yearly { .. } => None,
    }
}

/// The parts of some processes that are uncertain for a whole life, by how far they swing the
/// expected loss of a year; widest first.
#[must_use]
pub fn parts(processes: &[Process]) -> Vec<Bar> {
    let total: f64 = processes.iter().map(Process::mean_loss).sum();
    let (mut found, mut bars) = (Found::default(), Vec::new());
    for (process, p) in processes.iter().enumerate() {
        let voices = p.shared_voices().into_iter();
        let inputs = Input::ALL
            .map(|input| Unknown::Part { process, input })
            .into_iter()
            .chain(voices.map(|lead| Unknown::Voice { process, lead }));
        for input in inputs {
            if let Some(swing) = at_ends(&mut found, input, p, p, 1.0) {
                bars.push(Bar {
                    input,
                    range: swing.range,
                    at_low: total + swing.change.0,
                    at_high: total + swing.change.1,
                });
            }
        }
    }
    widest_first(&mut bars);
    bars
}

fn widest_first(bars: &mut [Bar]) {
    bars.sort_by(|a, b| b.width().total_cmp(&a.width()).then(a.input.cmp(&b.input)));
}

/// A factor of a technique at its ends.
struct Factor<'a> {
    range: (f64, f64),
    /// Its distributions with what they are at either end, against their mean: one, unless a
    /// technique has several factors on one part.
    of: Vec<(&'a Distribution, (f64, f64))>,
    /// How much more is expected to be lost a year, today and with the option.
    change: [(f64, f64); 2],
}

impl<'a> Factor<'a> {
    fn new(first: &Distribution) -> Self {
        Self {
            range: ends(first),
            of: vec![],
            change: [(0.0, 0.0); 2],
        }
    }

    /// What a factor is at either end, against its mean.
    fn against_mean(&mut self, of: &'a Distribution) -> (f64, f64) {
        if let Some((_, ends)) = self.of.iter().find(|(known, _)| *known == of) {
            return *ends;
        }
        let (mean, (low, high)) = (of.mean(), ends(of));
        let by = if mean > 0.0 {
            (low / mean, high / mean)
        } else {
            (1.0, 1.0)
        };
        self.of.push((of, by));
        by
    }
}

/// An option against today.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    today: &'a [Process],
    option: &'a Alternative,
    annuity: f64,
    /// Expected loss of a year that the option avoids, as far as it counts.
    avoided: f64,
}

impl<'a> Decision<'a> {
    /// The processes of today, what is chosen in their place, and what the years of the horizon
    /// are worth together.
    #[must_use]
    pub fn new(today: &'a [Process], option: &'a Alternative, annuity: f64) -> Self {
        let loss = |p: &Process| Worlds::of(p).loss(option.credited);
        let sum = |all: &[Process]| all.iter().map(loss).sum::<f64>();
        Self {
            today,
            option,
            annuity,
            avoided: sum(today) - sum(&option.processes),
        }
    }

    fn worth(&self, avoided: f64, one_off: f64, yearly: f64) -> f64 {
        self.annuity * (avoided - yearly) - one_off
    }

    fn costs(&self) -> (f64, f64) {
        (self.option.one_off.mean(), self.option.yearly.mean())
    }

    /// Net present value with everything as expected.
    #[must_use]
    pub fn value(&self) -> f64 {
        let (one_off, yearly) = self.costs();
        self.worth(self.avoided, one_off, yearly)
    }

    /// Every uncertain factor of a technique at its ends.
    fn factors(&self) -> BTreeMap<(u128, Input), Factor<'a>> {
        let mut all: BTreeMap<(u128, Input), Factor<'a>> = BTreeMap::new();
        for (side, processes) in [self.today, &self.option.processes[..]]
            .into_iter()
            .enumerate()
        {
            for process in processes {
                let certain = |s: &Scaling| matches!(s.factor, Distribution::Fixed(_));
                if process.scalings.iter().all(certain) {
                    continue;
                }
                let worlds = Worlds::of(process);
                let now = worlds.loss(self.option.credited);
                // The loss is a product in each factor.
                let mut by: BTreeMap<(u128, Input), (f64, f64)> = BTreeMap::new();
                for scaling in process.scalings.iter().filter(|s| !certain(s)) {
                    let key = (scaling.owner, scaling.input);
                    let factor = all
                        .entry(key)
                        .or_insert_with(|| Factor::new(&scaling.factor));
                    let more = factor.against_mean(&scaling.factor);
                    let by = by.entry(key).or_insert((1.0, 1.0));
                    *by = (by.0 * more.0, by.1 * more.1);
                }
                for ((owner, input), by) in by {
                    let change = |by: f64| {
                        let then = |w: &World| w.means.with(input, w.means.at(input) * by);
                        worlds.loss_with(self.option.credited, then) - now
                    };
                    if let Some(factor) = all.get_mut(&(owner, input)) {
                        let sum = &mut factor.change[side];
                        *sum = (sum.0 + change(by.0), sum.1 + change(by.1));
                    }
                }
            }
        }
        all
    }

    /// The net present value with each input at the ends of its range: the widest of today’s
    /// `parts`, every factor of a technique, and the costs of the option, which is number
    /// `alternative`. Widest first; what moves nothing is left out.
    #[must_use]
    pub fn bars(&self, parts: &[Bar], alternative: usize) -> Vec<Bar> {
        let (one_off, yearly) = self.costs();
        let avoided = self.avoided;
        // The changes first: they cancel to the last digit where the option leaves alone what
        // changes.
        let at = |before: f64, after: f64| self.worth(avoided + (before - after), one_off, yearly);
        let after: BTreeMap<u128, &Process> =
            self.option.processes.iter().map(|p| (p.owner, p)).collect();
        let (mut found, mut bars) = (Found::default(), Vec::new());
        for bar in parts {
            let (Unknown::Part { process, .. } | Unknown::Voice { process, .. }) = bar.input else {
                continue;
            };
            let before = &self.today[process];
            // The same risk on both sides: as often, or as long, in either, and as the same voice
            // has it.
            let mut change = |p: &Process| {
                let swing = at_ends(&mut found, bar.input, p, before, self.option.credited);
                swing.map_or((0.0, 0.0), |s| s.change)
            };
            let after = after.get(&before.owner).map_or((0.0, 0.0), |p| change(p));
            let before = change(before);
            bars.push(Bar {
                at_low: at(before.0, after.0),
                at_high: at(before.1, after.1),
                ..*bar
            });
        }
        for ((owner, input), factor) in self.factors() {
            let [before, after] = factor.change;
            bars.push(Bar {
                input: Unknown::Factor { owner, input },
                range: factor.range,
                at_low: at(before.0, after.0),
                at_high: at(before.1, after.1),
            });
        }
        let (once, each) = (&self.option.one_off, &self.option.yearly);
        bars.push(Bar {
            input: Unknown::OneOff { alternative },
            range: ends(once),
            at_low: self.worth(avoided, ends(once).0, yearly),
            at_high: self.worth(avoided, ends(once).1, yearly),
        });
        bars.push(Bar {
            input: Unknown::Yearly { alternative },
            range: ends(each),
            at_low: self.worth(avoided, one_off, ends(each).0),
            at_high: self.worth(avoided, one_off, ends(each).1),
        });
        bars.retain(|bar| bar.at_low != bar.at_high);
        widest_first(&mut bars);
        bars
    }
}

fn ends(of: &Distribution) -> (f64, f64) {
    (of.quantile(ENDS.0), of.quantile(ENDS.1))
}

fn mean_ends(of: &Distribution) -> (f64, f64) {
    (of.mean_quantile(ENDS.0), of.mean_quantile(ENDS.1))
}
