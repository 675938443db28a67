//! Voices that are pooled in a process: one of them is right, about everything at once.
//!
//! Who gave a risk several ranges gave them together. Were each quantity drawn from a person of
//! its own, the frequency of the one would meet the length of the other, and the mean of the risk
//! could lie beyond what anybody said. So pools of one process that have the same weights are the
//! same voices in the same order, and one of them is drawn for all of these parts.

use super::{Input, Process};
use crate::distribution::Distribution;

/// Parts that voices speak of. What a minute costs is the services’ and no voice’s.
const SPOKEN: [Input; 6] = [
    Input::Rate,
    Input::Detect,
    Input::Repair,
    Input::Users,
    Input::Labor,
    Input::PerEvent,
];

/// What voices say of one part, each with its weight.
type Voices = [(f64, Distribution)];

/// The mean of each part.
type MeanOf<'m> = dyn Fn(Input) -> f64 + 'm;

/// The voices of a part.
fn pool(part: &Distribution) -> Option<&Voices> {
    match part {
        Distribution::Pool(voices) => Some(voices),
        _ => None,
    }
}

/// Means of the parts of a process, with what scales them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Means([f64; 7]);

impl Means {
    /// The mean of one part.
    #[must_use]
    pub fn at(&self, input: Input) -> f64 {
        self.0[input as usize]
    }

    /// With another mean of one part.
    #[must_use]
    pub fn with(mut self, input: Input, to: f64) -> Self {
        self.0[input as usize] = to;
        self
    }

    /// Bad minutes of a year.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        minutes(&|input| self.at(input))
    }

    /// Loss of a year, with the `credited` share of what goes with the cost of a minute.
    #[must_use]
    pub fn loss(&self, credited: f64) -> f64 {
        loss(&|input| self.at(input), credited)
    }
}

/// Events × (detect + repair) × users.
fn minutes(at: &MeanOf<'_>) -> f64 {
    at(Input::Rate) * (at(Input::Detect) + at(Input::Repair)) * at(Input::Users)
}

/// Events × ((detect + repair) × (users × cost per minute + labor) + cost of an event).
fn loss(at: &MeanOf<'_>, credited: f64) -> f64 {
    let length = at(Input::Detect) + at(Input::Repair);
    let per_minute = credited * (at(Input::Users) * at(Input::PerMinute));
    at(Input::Rate) * (length * (per_minute + at(Input::Labor)) + at(Input::PerEvent))
}

/// A process as it is where certain voices are right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct World {
    /// How likely that is.
    pub weight: f64,
    /// Its means.
    pub means: Means,
    /// For each part the number of the voice that speaks of it, where others speak with it.
    voices: [Option<usize>; 7],
}

impl World {
    /// The voice that is right about a part, where it is pooled with others.
    #[must_use]
    pub fn voice(&self, input: Input) -> Option<usize> {
        self.voices[input as usize]
    }
}

impl Process {
    /// For each part the first part that is pooled from the same voices; itself where it is
    /// pooled from none, or alone.
    #[must_use]
    pub fn leads(&self) -> [Input; 7] {
        let mut leads = Input::ALL;
        for (n, input) in SPOKEN.iter().enumerate().skip(1) {
            let Some(own) = pool(self.part(*input)) else {
                continue;
            };
            let first = SPOKEN[..n].iter().find(|other| {
                pool(self.part(**other))
                    .is_some_and(|theirs| own.iter().map(|v| v.0).eq(theirs.iter().map(|v| v.0)))
            });
            if let Some(first) = first {
                leads[*input as usize] = *first;
            }
        }
        leads
    }

    /// Whether the time to detect and to repair are parts of one length: not where each is pooled
    /// from voices of its own, as no voice then speaks of the whole.
    #[must_use]
    pub fn is_one_length(&self) -> bool {
        let leads = self.leads();
        let lead = |input: Input| leads[input as usize];
        let are_apart = pool(&self.detect).is_some()
            && pool(&self.repair).is_some()
            && lead(Input::Detect) != lead(Input::Repair);
        self.one_length && !are_apart
    }

    /// First parts of those that several parts are pooled with.
    #[must_use]
    pub fn shared_voices(&self) -> Vec<Input> {
        let leads = self.leads();
        let has_others = |lead: &Input| leads.iter().filter(|l| *l == lead).count() > 1;
        SPOKEN
            .into_iter()
            .filter(|input| leads[*input as usize] == *input && has_others(input))
            .collect()
    }

    /// The process as it is where each of its voices is right: one world where no two parts are
    /// pooled from the same voices. Weights sum to 1.
    #[must_use]
    pub fn worlds(&self) -> Vec<World> {
        let mut worlds = vec![World {
            weight: 1.0,
            means: Means(Input::ALL.map(|input| self.mean_of(input))),
            voices: [None; 7],
        }];
        let leads = self.leads();
        for lead in self.shared_voices() {
            let of: Vec<(Input, &Voices, f64)> = SPOKEN
                .into_iter()
                .filter(|input| leads[*input as usize] == lead)
                .filter_map(|input| Some((input, pool(self.part(input))?, self.factor_of(input))))
                .collect();
            let voices = of.first().map_or(0, |(_, voices, _)| voices.len());
            let apart = worlds.iter().flat_map(|world| {
                (0..voices).map(|voice| {
                    let mut world = *world;
                    for (input, voices, by) in &of {
                        world.means = world.means.with(*input, voices[voice].1.mean() * by);
                        world.voices[*input as usize] = Some(voice);
                    }
                    world.weight *= of[0].1[voice].0;
                    world
                })
            });
            worlds = apart.collect();
        }
        worlds
    }

    /// The mean of something that is a product in each part, from the means of the parts: over
    /// the voices where parts share them.
    fn mean_over(&self, of: impl Fn(&MeanOf<'_>) -> f64) -> f64 {
        if self.shared_voices().is_empty() {
            // No part is asked for that is not needed: the mean of a fit is dear.
            return of(&|input| self.mean_of(input));
        }
        let worlds = self.worlds();
        let each = worlds
            .iter()
            .map(|w| w.weight * of(&|input| w.means.at(input)));
        each.sum()
    }

    /// Mean of a product of different parts, with what scales them.
    #[must_use]
    pub fn mean_product(&self, inputs: &[Input]) -> f64 {
        self.mean_over(|at| inputs.iter().map(|input| at(*input)).product())
    }

    /// Expected loss of a year, in closed form; without hourly profiles.
    #[must_use]
    pub fn mean_loss(&self) -> f64 {
        self.mean_over(|at| loss(at, 1.0))
    }

    /// Expected loss of a year that goes with the cost of a minute, in closed form: without the
    /// people on it and what an event costs however long.
    #[must_use]
    pub fn mean_loss_by_minute(&self) -> f64 {
        self.mean_over(|at| minutes(at) * at(Input::PerMinute))
    }

    /// Expected bad minutes of a year: (detect + repair) × users × events, in closed form.
    #[must_use]
    pub fn mean_minutes(&self) -> f64 {
        self.mean_over(minutes)
    }
}

#[cfg(test)]
mod tests;
