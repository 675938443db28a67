//! Both methods side by side, for one incident and for several together.
//!
//! What several incidents err together follows the rule of the `deviation` module.

use super::revenue::{Measured, by_counterfactual, by_velocity};
use super::{Baseline, Recapture, Z90, recapture};
use crate::counterfactual::Seen;
use crate::impact::Piece;
use crate::methods::Methods;
use std::collections::BTreeMap;

/// Lost revenue of one incident on one stream, by each method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Position of the stream.
    pub stream: usize,
    /// Impact × expected revenue.
    pub velocity: MethodLoss,
    /// Expected − observed; nothing where no minute of the incident lies inside the revenue
    /// data.
    pub counterfactual: Option<MethodLoss>,
    /// What the stream was expected to earn over the incident's time by the counterfactual,
    /// major units, inside the revenue data.
    pub expected: f64,
    /// What of `expected` the weekly profile alone gives, before the level of the day and what
    /// the clean time beside it did.
    pub profile: f64,
    /// What the profile at the level of the days gives: what is left to `expected` is the
    /// correction by the clean time beside it.
    pub levelled: f64,
    /// What it did earn.
    pub observed: f64,
    /// The same in the time in which revenue may have come back, of all incidents that it follows.
    pub recovery: Seen,
    /// Minutes of the incident outside the revenue data.
    pub uncovered_minutes: f64,
    /// Minutes inside it, on days whose level is not known.
    pub extrapolated_minutes: f64,
    /// Position of the stream's episode in which the incident begins there: those of one episode
    /// are read from the same data. Nothing where the stream has no revenue data.
    pub episode: Option<usize>,
}

/// A loss by one method, major units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MethodLoss {
    /// Gross.
    pub lost: f64,
    /// What of it came back.
    pub recaptured: f64,
    /// 5 % bound of `lost` − `recaptured`.
    pub low: f64,
    /// 95 % bound of it.
    pub high: f64,
    /// Half of that range as far as the loss errs on its own.
    pub own: f64,
    /// Half of that range as far as it errs alike with all other incidents, through the share
    /// that came back; signed as `lost`.
    pub common: f64,
}

impl MethodLoss {
    /// Net of what came back.
    #[must_use]
    pub fn net(&self) -> f64 {
        self.lost - self.recaptured
    }
}

/// What one method says of several incidents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MethodSum {
    /// Incidents that it can speak about.
    pub incidents: usize,
    /// Gross, major units.
    pub lost: f64,
    /// What of it came back.
    pub recaptured: f64,
    /// Half ranges on their own, by stream and episode; by incident where there is no episode.
    own: BTreeMap<(usize, Result<usize, usize>), f64>,
    common: f64,
}

impl MethodSum {
    fn add(
        &mut self,
        incident: usize,
        losses: impl Iterator<Item = (usize, Option<usize>, MethodLoss)>,
    ) {
        self.incidents += 1;
        for (stream, episode, loss) in losses {
            self.lost += loss.lost;
            self.recaptured += loss.recaptured;
            self.common += loss.common;
            *self
                .own
                .entry((stream, episode.ok_or(incident)))
                .or_default() += loss.own;
        }
    }

    /// Net of what came back.
    #[must_use]
    pub fn net(&self) -> f64 {
        self.lost - self.recaptured
    }

    /// Half of the 90 % range of [`Self::net`].
    #[must_use]
    pub fn half(&self) -> f64 {
        let squares: f64 = self.own.values().map(|half| half * half).sum();
        squares.sqrt().hypot(self.common)
    }
}

/// What both methods say of several incidents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MethodSums {
    /// Impact × expected revenue.
    pub velocity: MethodSum,
    /// Expected − observed. Where a stream has no data over an incident, nothing was observed:
    /// it is silent on all of that incident.
    pub counterfactual: MethodSum,
}

impl MethodSums {
    /// Adds what was compared of the incident at a position; nothing where it reaches no stream.
    pub fn add(&mut self, incident: usize, compared: &[Compared]) {
        if compared.is_empty() {
            return;
        }
        let each = |c: &Compared, loss| (c.stream, c.episode, loss);
        self.velocity
            .add(incident, compared.iter().map(|c| each(c, c.velocity)));
        let seen: Option<Vec<_>> = compared
            .iter()
            .map(|c| c.counterfactual.map(|loss| each(c, loss)))
            .collect();
        if let Some(seen) = seen {
            self.counterfactual.add(incident, seen.into_iter());
        }
    }
}

/// Compares the methods for one incident on one stream; nothing where it does not reach it.
/// `pieces` are those of all incidents on the stream.
pub(crate) fn compare(
    methods: &Methods,
    stream: usize,
    baseline: &Baseline<'_>,
    pieces: &[Piece],
    recapture: Option<&Recapture>,
    incident: usize,
) -> Option<Compared> {
    let (near, own) = surroundings(baseline, pieces, incident)?;
    let velocity_parts = by_velocity(&near, baseline.velocity, methods.sharing);
    let sums = |of: &dyn Fn(usize) -> f64| own.iter().map(|at| of(*at)).sum::<f64>();
    let lost = sums(&|at| velocity_parts[at]);
    let expected = sums(&|at| baseline.velocity.levelled(near[at].interval));
    let minutes = sums(&|at| near[at].interval.minutes());
    let (share, share_deviation) = recapture
        .filter(|_| methods.assumptions.recapture)
        .map_or((0.0, 0.0), |r| (r.applied(), r.deviation()));
    let deviation = if expected > 0.0 {
        (lost / expected).abs() * baseline.velocity.spread().deviation(expected, minutes)
    } else {
        0.0
    };
    let own_half = Z90 * deviation * (1.0 - share);
    let common = Z90 * share_deviation * lost;
    let half = own_half.hypot(common);
    let mut out = Compared {
        stream,
        velocity: MethodLoss {
            lost,
            recaptured: share * lost,
            low: lost * (1.0 - share) - half,
            high: lost * (1.0 - share) + half,
            own: own_half,
            common,
        },
        counterfactual: None,
        expected: 0.0,
        profile: 0.0,
        levelled: 0.0,
        observed: 0.0,
        recovery: Seen::default(),
        uncovered_minutes: minutes,
        extrapolated_minutes: 0.0,
        episode: None,
    };
    let (Some(counterfactual), Some(covered)) = (baseline.counterfactual, baseline.covered) else {
        return Some(out);
    };
    out.episode = own
        .iter()
        .map(|at| near[*at].interval.start)
        .min()
        .and_then(|start| counterfactual.episode_at(start));
    let parts = by_counterfactual(
        &near,
        counterfactual,
        baseline.velocity,
        covered,
        methods.sharing,
    );
    let returned = (methods.assumptions.recapture)
        .then(|| recapture::returned(counterfactual, &near, &velocity_parts));
    let measured = Measured::of(
        counterfactual,
        &near,
        &own,
        covered,
        &parts,
        returned.as_deref(),
    );
    let seen = counterfactual.total(&measured.intervals);
    if seen.minutes > 0.0 {
        let net = measured.lost - measured.recaptured;
        let half = Z90 * measured.net_deviation;
        out.counterfactual = Some(MethodLoss {
            lost: measured.lost,
            recaptured: measured.recaptured,
            low: net - half,
            high: net + half,
            own: half,
            common: 0.0,
        });
    }
    out.expected = seen.expected;
    (out.profile, out.levelled) = counterfactual.unmoved(&measured.intervals);
    out.recovery = counterfactual.total(&measured.recoveries);
    out.observed = seen.observed;
    out.uncovered_minutes = seen.uncovered_minutes;
    out.extrapolated_minutes = seen.extrapolated_minutes;
    Some(out)
}

/// The pieces that have a part in what an incident is charged: its own, those of its episodes,
/// and those that are open with any of them; with the positions of its own.
fn surroundings(
    baseline: &Baseline<'_>,
    pieces: &[Piece],
    incident: usize,
) -> Option<(Vec<Piece>, Vec<usize>)> {
    let is_own = |p: &Piece| p.incident as usize == incident;
    let mut own = pieces.iter().filter(|p| is_own(p)).map(|p| p.interval);
    let mut hull = own.next()?;
    for interval in own {
        hull.start = hull.start.min(interval.start);
        hull.end = hull.end.max(interval.end);
    }
    if let Some(counterfactual) = baseline.counterfactual {
        for at in [hull.start, hull.end] {
            if let Some(episode) = counterfactual.episode_at(at) {
                let dirty = counterfactual.episodes()[episode].dirty;
                hull.start = hull.start.min(dirty.start);
                hull.end = hull.end.max(dirty.end);
            }
        }
    }
    let near: Vec<Piece> = pieces
        .iter()
        .filter(|p| is_own(p) || (p.interval.start < hull.end && hull.start < p.interval.end))
        .copied()
        .collect();
    let own = (0..near.len()).filter(|at| is_own(&near[*at])).collect();
    Some((near, own))
}
