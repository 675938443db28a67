//! Both methods side by side for one incident.

use super::revenue::{Measured, by_counterfactual, by_velocity};
use super::{Baseline, Recapture, Z90, recapture};
use crate::impact::Piece;
use crate::methods::Methods;

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
    /// What it did earn.
    pub observed: f64,
    /// Minutes of the incident outside the revenue data.
    pub uncovered_minutes: f64,
    /// Minutes inside it, on days whose level is not known.
    pub extrapolated_minutes: f64,
    /// Clean stretches that the range by counterfactual comes from.
    pub placebos: usize,
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
}

impl MethodLoss {
    /// Net of what came back.
    #[must_use]
    pub fn net(&self) -> f64 {
        self.lost - self.recaptured
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
    let half = Z90 * (deviation * (1.0 - share)).hypot(share_deviation * lost);
    let mut out = Compared {
        stream,
        velocity: MethodLoss {
            lost,
            recaptured: share * lost,
            low: lost * (1.0 - share) - half,
            high: lost * (1.0 - share) + half,
        },
        counterfactual: None,
        expected: 0.0,
        observed: 0.0,
        uncovered_minutes: minutes,
        extrapolated_minutes: 0.0,
        placebos: 0,
    };
    let (Some(counterfactual), Some(covered)) = (baseline.counterfactual, baseline.covered) else {
        return Some(out);
    };
    let parts = by_counterfactual(
        &near,
        counterfactual,
        baseline.velocity,
        covered,
        methods.sharing,
    );
    let returned = if methods.assumptions.recapture {
        recapture::returned(counterfactual, &near, &velocity_parts)
    } else {
        vec![0.0; near.len()]
    };
    let measured = Measured::of(counterfactual, &near, &own, covered, &parts, &returned);
    let seen = counterfactual.total(&measured.intervals);
    if seen.minutes > 0.0 {
        let mut over = measured.intervals.clone();
        if methods.assumptions.recapture {
            over.extend(&measured.recoveries);
        }
        let band = counterfactual.band(&over);
        let net = measured.lost - measured.recaptured;
        out.counterfactual = Some(MethodLoss {
            lost: measured.lost,
            recaptured: measured.recaptured,
            low: net + measured.share * (band.low - band.loss),
            high: net + measured.share * (band.high - band.loss),
        });
        out.placebos = band.placebos;
    }
    out.expected = seen.expected;
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
