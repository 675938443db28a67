//! How far sums of lost revenue may be off, one incident or many: one rule for every screen.
//!
//! Three parts. The share that came back of losses by velocity is measured once for all
//! incidents: its error adds up in full. Incidents of one episode of a stream are read from the
//! same minutes: their own errors add up in full too. All else adds up in squares.

use super::revenue::sum;
use super::{LineKind, Recapture, StreamLoss};
use crate::impact::{WHOLE, billionths};
use crate::methods::{LossMethod, Methods, View};
use std::collections::BTreeMap;

/// What is taken off lost revenue, as far as its errors go.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Netting {
    /// Share of losses by velocity that came back, 0 to 1, and its standard deviation.
    share: f64,
    share_deviation: f64,
    /// Share of the net lost revenue that is no margin, 0 to 1; 0 in the revenue view.
    unspent: f64,
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
        }
    }

    /// What a loss adds to the error of a line, or of the whole where none is named, major units:
    /// on its own, and together with all others. Only lost revenue errs.
    fn errs(self, loss: &StreamLoss, line: Option<LineKind>) -> (f64, f64) {
        let (net, back, common) = match loss.method {
            LossMethod::Velocity => (
                (1.0 - self.share) * loss.deviation,
                self.share * loss.deviation,
                self.share_deviation * loss.lost,
            ),
            LossMethod::Counterfactual => (loss.net_deviation, loss.recaptured_deviation, 0.0),
        };
        let of_net = |part: f64| (part * net, part * common);
        match line {
            Some(LineKind::LostRevenue) => (loss.deviation, 0.0),
            Some(LineKind::Recaptured) => (back, common),
            Some(LineKind::Unspent) => of_net(self.unspent),
            Some(_) => (0.0, 0.0),
            None => of_net(1.0 - self.unspent),
        }
    }
}

/// Adds up what losses err; no digit depends on their order.
pub(crate) struct Errors {
    netting: Netting,
    line: Option<LineKind>,
    /// By stream and episode, of the episodes that several incidents are in.
    together: BTreeMap<(usize, u32), Vec<f64>>,
    squares: Vec<f64>,
    common: Vec<f64>,
}

impl Errors {
    pub(crate) fn new(netting: Netting, line: Option<LineKind>) -> Self {
        Self {
            netting,
            line,
            together: BTreeMap::new(),
            squares: Vec::new(),
            common: Vec::new(),
        }
    }

    /// Adds a part, 0 to 1, of what an incident lost.
    pub(crate) fn add(&mut self, losses: &[StreamLoss], part: f64) {
        for loss in losses {
            let (own, common) = self.netting.errs(loss, self.line);
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

    /// The standard deviation of the sum, major units.
    pub(crate) fn deviation(self) -> f64 {
        let together = self.together.into_values();
        let squares = together
            .map(|own| sum(own.into_iter()).powi(2))
            .chain(self.squares);
        sum(squares).sqrt().hypot(sum(self.common.into_iter()))
    }
}
