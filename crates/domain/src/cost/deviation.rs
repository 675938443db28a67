//! How far sums of cost lines may be off, one incident or many: one rule for every screen.
//!
//! Lost revenue has three parts. The share that came back of losses by velocity is measured once for all
//! incidents: its error adds up in full. Incidents of one episode of a stream are read from the
//! same minutes: their own errors add up in full too. All else adds up in squares.
//!
//! Lines that rest on a typed amount err with it: all of one belief ([`GiveOrTake`]) in full, the
//! beliefs among each other in squares. Labor counts as one belief, of rates and hours together. An
//! hour of the roadmap is worth its value less its rate: in a total an error of the rate card's rate
//! cancels against the labor that it is.
//!
//! [`GiveOrTake`]: crate::methods::GiveOrTake

use super::revenue::sum;
use super::{IncidentCost, Line, LineKind, Recapture, StreamLoss, Z90};
use crate::impact::{WHOLE, billionths};
use crate::methods::{LossMethod, Methods, View};
use std::collections::BTreeMap;

/// What of a cost is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// All lines.
    Total,
    /// What was lost for good: lost revenue less what came back and what was not spent.
    NetRevenue,
    /// One line.
    Line(LineKind),
}

impl Sought {
    /// Whether anything of it may rest on a belief.
    fn believes(self) -> bool {
        match self {
            Self::Total => true,
            Self::NetRevenue => false,
            Self::Line(kind) => belief(kind).is_some(),
        }
    }

    fn holds(self, kind: LineKind) -> bool {
        match self {
            Self::Total => true,
            Self::NetRevenue => kind.is_revenue(),
            Self::Line(only) => only == kind,
        }
    }
}

/// What is taken off lost revenue, as far as its errors go.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Netting {
    /// Share of losses by velocity that came back, 0 to 1, and its standard deviation.
    share: f64,
    share_deviation: f64,
    /// Share of the net lost revenue that is no margin, 0 to 1; 0 in the revenue view.
    unspent: f64,
    /// Give or take of the rates of the rate card.
    rate_card: f64,
}

impl Netting {
    pub(super) fn new(methods: &Methods, recapture: Option<&Recapture>) -> Self {
        let unspent = match methods.assumptions.view {
            View::Revenue => 0,
            View::Margin => WHOLE - billionths(methods.assumptions.margin),
        };
        let share = recapture.map_or(0, |r| billionths(r.applied()));
        Self {
            share: share as f64 / WHOLE as f64,
            share_deviation: recapture.map_or(0.0, Recapture::deviation),
            unspent: unspent as f64 / WHOLE as f64,
            rate_card: methods.assumptions.give_or_take.rate_card,
        }
    }

    /// What a loss adds to the error of what is asked for, major units: on its own, and together
    /// with all others.
    fn errs(self, loss: &StreamLoss, of: Sought) -> (f64, f64) {
        let (net, back, common) = match loss.method {
            LossMethod::Velocity => (
                (1.0 - self.share) * loss.deviation,
                self.share * loss.deviation,
                self.share_deviation * loss.lost,
            ),
            LossMethod::Counterfactual => (loss.net_deviation, loss.recaptured_deviation, 0.0),
        };
        let of_net = |part: f64| (part * net, part * common);
        match of {
            Sought::Line(LineKind::LostRevenue) => (loss.deviation, 0.0),
            Sought::Line(LineKind::Recaptured) => (back, common),
            Sought::Line(LineKind::Unspent) => of_net(self.unspent),
            Sought::Line(_) => (0.0, 0.0),
            Sought::Total | Sought::NetRevenue => of_net(1.0 - self.unspent),
        }
    }
}

/// Adds up what losses err; no digit depends on their order.
pub(crate) struct Errors {
    netting: Netting,
    of: Sought,
    /// By stream and episode, of the episodes that several incidents are in.
    together: BTreeMap<(usize, u32), Vec<f64>>,
    squares: Vec<f64>,
    common: Vec<f64>,
    /// Units of a major unit of the currency.
    scale: f64,
    /// Halves of ranges by belief, units × billionths: labor, roadmap, contacts, customers.
    beliefs: [i128; 4],
}

/// The belief that labor rests on.
const LABOR: usize = 0;

/// Which belief a line rests on; nothing where it rests on none.
fn belief(kind: LineKind) -> Option<usize> {
    match kind {
        LineKind::Labor(_) | LineKind::Review => Some(LABOR),
        LineKind::Opportunity => Some(1),
        LineKind::Contacts => Some(2),
        LineKind::Churn => Some(3),
        LineKind::LostRevenue
        | LineKind::Recaptured
        | LineKind::Unspent
        | LineKind::Credits(_)
        | LineKind::Fixed(_) => None,
    }
}

impl Errors {
    /// `units_per_major` is that of the currency of the lines.
    pub(crate) fn new(netting: Netting, of: Sought, units_per_major: i64) -> Self {
        Self {
            netting,
            of,
            scale: units_per_major as f64,
            beliefs: [0; 4],
            together: BTreeMap::new(),
            squares: Vec::new(),
            common: Vec::new(),
        }
    }

    /// Adds a part, 0 to 1, of what an incident cost.
    pub(crate) fn add(&mut self, cost: &IncidentCost, part: f64) {
        if self.of.believes() {
            let share = i128::from(billionths(part));
            // What the rates of the card take off roadmap work, they put onto labor.
            let off = match self.of {
                Sought::Total => self.netting.rate_card * cost.labor.taken_off(),
                Sought::NetRevenue | Sought::Line(_) => 0.0,
            };
            for line in &cost.lines {
                if line.half != 0 && self.of.holds(line.kind) {
                    self.believe(line, off, share);
                }
            }
        }
        for loss in &cost.losses {
            let (own, common) = self.netting.errs(loss, self.of);
            if common != 0.0 {
                self.common.push(part * common);
            }
            match loss.episode {
                Some(episode) => {
                    let together = self.together.entry((loss.stream, episode)).or_default();
                    together.push(part * own);
                }
                None => self.squares.push((part * own).powi(2)),
            }
        }
    }

    fn believe(&mut self, line: &Line, off: f64, share: i128) {
        let Some(belief) = belief(line.kind) else {
            return;
        };
        if line.kind == LineKind::Opportunity && off > 0.0 {
            let half = line.half as f64;
            let own = (half * half - off * off).max(0.0).sqrt().round();
            self.beliefs[belief] += own as i128 * share;
            self.beliefs[LABOR] -= off.round() as i128 * share;
        } else {
            self.beliefs[belief] += i128::from(line.half) * share;
        }
    }

    /// The standard deviation of the sum, major units.
    pub(crate) fn deviation(self) -> f64 {
        let unit = self.scale * WHOLE as f64 * Z90;
        let believed = self
            .beliefs
            .iter()
            .fold(0.0, |all: f64, half| all.hypot(*half as f64 / unit));
        let together = self.together.into_values();
        let squares = together
            .map(|own| sum(own.into_iter()).powi(2))
            .chain(self.squares);
        sum(squares)
            .sqrt()
            .hypot(sum(self.common.into_iter()))
            .hypot(believed)
    }
}
