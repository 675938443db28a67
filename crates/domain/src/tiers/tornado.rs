//! What a decision hangs on: its value with one input at either end of its range and all others as
//! expected.
//!
//! Everything is in closed form, so nothing of the luck of single events is in a bar. An input is
//! what is uncertain for a whole life: how often a risk strikes, the parameters of a fitted
//! length, which of several people is right, the factor of a technique, what an option costs. What
//! each event draws anew averages out over the years and has no bar. An hour is an average one.

use super::compare::{Alternative, Unknown};
use crate::distribution::Distribution;
use crate::simulate::{Input, Process};
use std::collections::{BTreeMap, BTreeSet};

/// The ends of an input: 90 % of what it may be lie between.
pub const ENDS: (f64, f64) = (0.05, 0.95);

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

/// What a part is, many events on, where its uncertain parameters are at `level`; missing where
/// nothing about it is uncertain for a whole life.
fn part_at(process: &Process, input: Input, level: f64) -> Option<f64> {
    match (input, process.part(input)) {
        (_, Distribution::Fixed(_)) => None,
        (Input::Rate, rate) => Some(rate.quantile(level)),
        (_, part @ (Distribution::Fitted(_) | Distribution::Pool(_))) => {
            Some(part.mean_quantile(level))
        }
        _ => None,
    }
}

/// The size of a part at `level`, and the process with it there. The two parts of one length are
/// one input, told as the repair.
fn at_level(process: &Process, input: Input, level: f64) -> Option<(f64, Process)> {
    let inputs: &[Input] = match &input {
        Input::Detect if process.one_length => &[],
        Input::Repair if process.one_length => &[Input::Detect, Input::Repair],
        one => std::slice::from_ref(one),
    };
    let mut changed = process.clone();
    let mut size = None;
    for input in inputs {
        if let Some(at) = part_at(process, *input, level) {
            *changed.part_mut(*input) = Distribution::Fixed(at);
            size = Some(size.unwrap_or(0.0) + at);
        }
    }
    size.map(|size| (size, changed))
}

/// The process with a factor of a technique at `level`.
fn with_factor(process: &Process, owner: u128, input: Input, level: f64) -> Process {
    let mut changed = process.clone();
    for scaling in &mut changed.scalings {
        if scaling.owner == owner && scaling.input == input {
            scaling.factor = Distribution::Fixed(scaling.factor.quantile(level));
        }
    }
    changed
}

/// The parts of some processes that are uncertain for a whole life, by how far they swing the
/// expected loss of a year; widest first.
#[must_use]
pub fn parts(processes: &[Process]) -> Vec<Bar> {
    let total: f64 = processes.iter().map(Process::mean_loss).sum();
    let mut bars = Vec::new();
    for (process, p) in processes.iter().enumerate() {
        let rest = total - p.mean_loss();
        for input in Input::ALL {
            let ends = (at_level(p, input, ENDS.0), at_level(p, input, ENDS.1));
            if let (Some((low, at_low)), Some((high, at_high))) = ends {
                bars.push(Bar {
                    input: Unknown::Part { process, input },
                    range: (low, high),
                    at_low: rest + at_low.mean_loss(),
                    at_high: rest + at_high.mean_loss(),
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

/// An option against today.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// The processes of today.
    pub today: &'a [Process],
    /// What is chosen in their place.
    pub option: &'a Alternative,
    /// What the years of the horizon are worth together.
    pub annuity: f64,
}

impl Decision<'_> {
    fn worth(&self, avoided: f64, one_off: f64, yearly: f64) -> f64 {
        self.annuity * (self.option.credited * avoided - yearly) - one_off
    }

    fn costs(&self) -> (f64, f64) {
        (self.option.one_off.mean(), self.option.yearly.mean())
    }

    fn avoided(&self) -> f64 {
        let sum = |all: &[Process]| all.iter().map(Process::mean_loss).sum::<f64>();
        sum(self.today) - sum(&self.option.processes)
    }

    /// Net present value with everything as expected.
    #[must_use]
    pub fn value(&self) -> f64 {
        let (one_off, yearly) = self.costs();
        self.worth(self.avoided(), one_off, yearly)
    }

    /// The net present value with each input at the ends of its range: the widest of today’s
    /// `parts`, every factor of a technique, and the costs of the option, which is number
    /// `alternative`. Widest first; what moves nothing is left out.
    #[must_use]
    pub fn bars(&self, parts: &[Bar], alternative: usize) -> Vec<Bar> {
        let (one_off, yearly) = self.costs();
        let avoided = self.avoided();
        let after: BTreeMap<u128, &Process> =
            self.option.processes.iter().map(|p| (p.owner, p)).collect();
        let mut bars = Vec::new();
        for bar in parts {
            let Unknown::Part { process, input } = bar.input else {
                continue;
            };
            let before = &self.today[process];
            // The same risk on both sides: as often, or as long, in either.
            let at = |level: f64| {
                let change = |p: &Process| {
                    at_level(p, input, level).map_or(0.0, |(_, c)| c.mean_loss() - p.mean_loss())
                };
                let after = after.get(&before.owner).map_or(0.0, |p| change(p));
                // The changes first: they cancel to the last digit where the option leaves the
                // risk alone.
                self.worth(avoided + (change(before) - after), one_off, yearly)
            };
            bars.push(Bar {
                at_low: at(ENDS.0),
                at_high: at(ENDS.1),
                ..*bar
            });
        }
        let all = || self.today.iter().chain(&self.option.processes);
        let scalings = all().flat_map(|p| &p.scalings);
        let mut told: BTreeSet<(u128, Input)> = BTreeSet::new();
        for scaling in scalings.filter(|s| !matches!(s.factor, Distribution::Fixed(_))) {
            let (owner, input) = (scaling.owner, scaling.input);
            if !told.insert((owner, input)) {
                continue;
            }
            let at = |level: f64| {
                let change = |all: &[Process]| -> f64 {
                    all.iter()
                        .filter(|p| p.scalings.iter().any(|s| s.owner == owner))
                        .map(|p| with_factor(p, owner, input, level).mean_loss() - p.mean_loss())
                        .sum()
                };
                let change = change(self.today) - change(&self.option.processes);
                self.worth(avoided + change, one_off, yearly)
            };
            bars.push(Bar {
                input: Unknown::Factor { owner, input },
                range: ends(&scaling.factor),
                at_low: at(ENDS.0),
                at_high: at(ENDS.1),
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
