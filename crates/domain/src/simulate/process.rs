//! Sources of events: what a risk is to the simulation.

use crate::distribution::Distribution;
use serde::{Deserialize, Serialize};

/// A service that an event hits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its number.
    pub service: usize,
    /// Share of the event's share of users that reaches it: 1 for its own, less through soft
    /// dependencies.
    pub share: f64,
}

/// Events that strike several processes at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Common {
    /// Number of the group.
    pub group: usize,
    /// Share of the process' events that are common to the group, 0 to 1 (β).
    pub share: f64,
}

/// Which part of a process an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// Events a year.
    Rate,
    /// Minutes to detect.
    Detect,
    /// Minutes to repair.
    Repair,
    /// Share of users.
    Users,
    /// Cost per minute.
    PerMinute,
    /// Labor per minute.
    Labor,
    /// Cost of an event.
    PerEvent,
}

impl Input {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Rate,
        Self::Detect,
        Self::Repair,
        Self::Users,
        Self::PerMinute,
        Self::Labor,
        Self::PerEvent,
    ];
}

/// A factor on a part of a process, such as a technique has. It is one factor for a whole life:
/// drawn with the uncertain parameters, and the same for every process that has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scaling {
    /// Whose random numbers it is drawn by.
    pub owner: u128,
    /// What it scales.
    pub input: Input,
    /// The factor.
    pub factor: Distribution,
}

/// One source of events. Its parts are independent, but for two: of one length are the time to
/// detect and to repair where it says so, and of the same voices are pools with the same weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// Whose random numbers it draws; the same in every scenario.
    pub owner: u128,
    /// Events a year.
    pub rate: Distribution,
    /// Variance of the yearly count over its mean, at a known rate: 1 is Poisson, more is
    /// negative binomial.
    pub dispersion: f64,
    /// Minutes until it is noticed.
    pub detect: Distribution,
    /// Minutes from there until users are well again.
    pub repair: Distribution,
    /// Whether the two are parts of one length: drawn at the same quantile, so that what takes
    /// long to be noticed takes long to be repaired. Else they are independent; see
    /// [`is_one_length`](Self::is_one_length).
    pub one_length: bool,
    /// Share of users hit.
    pub users: Distribution,
    /// What a minute costs with all users hit, at an average hour, in major units.
    pub per_minute: Distribution,
    /// What a minute costs however many users are hit: people × loaded rate / 60.
    pub labor_per_minute: Distribution,
    /// What an event costs however long it lasts.
    pub per_event: Distribution,
    /// The profile that the cost per minute follows.
    pub profile: Option<usize>,
    /// Services that are down by it.
    pub hits: Vec<Hit>,
    /// The group that it shares events with.
    pub common: Option<Common>,
    /// Factors on its parts; those on one part multiply.
    pub scalings: Vec<Scaling>,
}

impl Process {
    /// A process of one service that costs nothing yet: all users, no time to detect.
    #[must_use]
    pub fn new(owner: u128, rate: Distribution, repair: Distribution) -> Self {
        let nothing = || Distribution::Fixed(0.0);
        Self {
            owner,
            rate,
            dispersion: 1.0,
            detect: nothing(),
            repair,
            one_length: false,
            users: Distribution::Fixed(1.0),
            per_minute: nothing(),
            labor_per_minute: nothing(),
            per_event: nothing(),
            profile: None,
            hits: vec![Hit {
                service: 0,
                share: 1.0,
            }],
            common: None,
            scalings: vec![],
        }
    }

    /// A part, before what scales it.
    #[must_use]
    pub fn part(&self, input: Input) -> &Distribution {
        match input {
            Input::Rate => &self.rate,
            Input::Detect => &self.detect,
            Input::Repair => &self.repair,
            Input::Users => &self.users,
            Input::PerMinute => &self.per_minute,
            Input::Labor => &self.labor_per_minute,
            Input::PerEvent => &self.per_event,
        }
    }

    /// A part to change.
    pub fn part_mut(&mut self, input: Input) -> &mut Distribution {
        match input {
            Input::Rate => &mut self.rate,
            Input::Detect => &mut self.detect,
            Input::Repair => &mut self.repair,
            Input::Users => &mut self.users,
            Input::PerMinute => &mut self.per_minute,
            Input::Labor => &mut self.labor_per_minute,
            Input::PerEvent => &mut self.per_event,
        }
    }

    /// The group that it shares events with; a share of nothing is no group.
    pub(super) fn shared(&self) -> Option<Common> {
        self.common.filter(|common| common.share > 0.0)
    }

    /// Mean of the factors on a part.
    pub(crate) fn factor_of(&self, input: Input) -> f64 {
        let factors = self.scalings.iter().filter(|s| s.input == input);
        factors.map(|s| s.factor.mean()).product()
    }

    /// Mean of a part with what scales it.
    #[must_use]
    pub fn mean_of(&self, input: Input) -> f64 {
        self.part(input).mean() * self.factor_of(input)
    }
}
