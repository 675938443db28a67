//! Lost revenue of incidents, stream by stream, by either method, under the sharing rule.
//!
//! By *velocity* an instant loses the worst open impact × the expected revenue; by
//! *counterfactual* it loses expected − observed, whatever impact above 0 was written down, and
//! minutes outside the revenue data are taken by velocity. Where several incidents are open, the
//! instant's loss is split in proportion to their impact ([`Sharing::Shared`]), or each is
//! charged alone ([`Sharing::Full`]).

use super::recapture::Recapture;
use super::{Baseline, CostInputs};
use crate::counterfactual::Counterfactual;
use crate::impact::{Edge, Open, Piece, WHOLE, levels};
use crate::methods::{LossMethod, Sharing};
use crate::time::{Instant, Interval};
use crate::velocity::Velocity;

/// Lost revenue of one incident on one stream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StreamLoss {
    /// Position of the stream.
    pub stream: usize,
    /// How `lost` was computed: the method in force, but velocity where the stream has no
    /// revenue data.
    pub method: LossMethod,
    /// Lost, gross, in major units: this incident's part.
    pub lost: f64,
    /// Standard deviation of it.
    pub deviation: f64,
    /// By counterfactual: this incident's part of what came back in the recovery window, major
    /// units; negative where even less came than was expected. By velocity it is 0 here: a
    /// measured share of the posted loss is taken off, see [`Recapture`].
    pub recaptured: f64,
    /// Standard deviation of `recaptured`.
    pub recaptured_deviation: f64,
    /// Standard deviation of `lost` − `recaptured`: both err together.
    pub net_deviation: f64,
    /// Expected revenue of the whole stream over the incident's time on it, by velocity.
    pub expected: f64,
    /// Minutes on it.
    pub minutes: f64,
    /// Position of the stream's episode that the incident begins in, where others do too: what
    /// incidents of one episode lost is read from the same minutes, so that they err alike.
    pub episode: Option<u32>,
}

/// What incidents lost, by position of the incident.
pub(super) struct Lost {
    /// By stream, ascending; streams in another currency are left out.
    pub losses: Vec<Vec<StreamLoss>>,
    /// Minutes on streams outside the revenue data, and all.
    pub outside: Vec<(f64, f64)>,
    /// Streams in another currency that the incident reached.
    pub foreign: Vec<u32>,
    /// What came back of losses by velocity.
    pub recapture: Option<Recapture>,
}

/// Lost revenue of all incidents on all streams.
pub(super) fn lost_revenue(inputs: &CostInputs<'_>) -> Lost {
    let count = inputs.incidents.len();
    let mut out = Lost {
        losses: vec![Vec::new(); count],
        outside: vec![(0.0, 0.0); count],
        foreign: vec![0; count],
        recapture: None,
    };
    let by_counterfactual: Vec<bool> = inputs
        .incidents
        .iter()
        .map(|i| i.method.unwrap_or(inputs.methods.loss) == LossMethod::Counterfactual)
        .collect();
    let asked = by_counterfactual.contains(&true);
    let mut episodes = Vec::new();
    for (stream, pieces) in inputs.stream_pieces.iter().enumerate() {
        let baseline = &inputs.baselines[stream];
        if baseline.velocity.currency() != inputs.methods.currency {
            let mut reached: Vec<u32> = pieces.iter().map(|p| p.incident).collect();
            reached.sort_unstable();
            reached.dedup();
            for incident in reached {
                out.foreign[incident as usize] += 1;
            }
            continue;
        }
        let parts = by_velocity(pieces, baseline.velocity, inputs.methods.sharing);
        collect(stream, baseline, pieces, &parts, &mut out);
        let Some(counterfactual) = baseline.counterfactual else {
            continue;
        };
        share_episodes(stream, counterfactual, pieces, &mut out.losses);
        if inputs.methods.assumptions.recapture {
            let recovery = inputs.methods.assumptions.recovery_minutes;
            episodes.extend(super::recapture::measured(
                counterfactual,
                recovery,
                pieces,
                &parts,
            ));
        }
        if asked {
            measure(
                inputs,
                stream,
                counterfactual,
                &parts,
                &by_counterfactual,
                &mut out.losses,
            );
        }
    }
    out.recapture = Recapture::pooled(episodes);
    out
}

/// Charges each piece its part under [`Sharing::Shared`]: `charge` is what a stretch with open
/// pieces adds to the charge of one unit of level, in as many currents as are asked for.
///
/// An incident's part is its level times the growth of that while it was open, so that
/// thousands of open incidents cost no more than their edges.
fn shared<const N: usize>(
    pieces: &[Piece],
    mut charge: impl FnMut(Interval, Open) -> [f64; N],
) -> Vec<[f64; N]> {
    let mut charged = [0.0_f64; N];
    let mut began = vec![[0.0_f64; N]; pieces.len()];
    let mut parts = vec![[0.0_f64; N]; pieces.len()];
    levels(pieces, |interval, open, edges| {
        for edge in edges {
            match *edge {
                Edge::Start(piece) => began[piece] = charged,
                Edge::End(piece) => {
                    let level = pieces[piece].level as f64 / WHOLE as f64;
                    for (at, part) in parts[piece].iter_mut().enumerate() {
                        *part = (charged[at] - began[piece][at]) * level;
                    }
                }
            }
        }
        if interval.is_empty() {
            // Nothing is open: what comes later starts from nothing again, so that no digit of
            // it depends on what came before.
            charged = [0.0; N];
        } else if open.sum > 0 {
            for (sum, more) in charged.iter_mut().zip(charge(interval, open)) {
                *sum += more;
            }
        }
    });
    parts
}

/// Lost by velocity, of each piece.
pub(super) fn by_velocity(pieces: &[Piece], velocity: &Velocity, sharing: Sharing) -> Vec<f64> {
    match sharing {
        Sharing::Full => pieces
            .iter()
            .map(|p| velocity.levelled(p.interval) * p.level as f64 / WHOLE as f64)
            .collect(),
        // ∫ expected × worst ÷ sum of levels.
        Sharing::Shared => shared(pieces, |interval, open| {
            [velocity.levelled(interval) * (open.worst as f64 / open.sum as f64)]
        })
        .into_iter()
        .map(|[part]| part)
        .collect(),
    }
}

/// Lost by counterfactual, of each piece: (lost, minutes × its share of them).
pub(super) fn by_counterfactual(
    pieces: &[Piece],
    counterfactual: &Counterfactual,
    velocity: &Velocity,
    covered: Interval,
    sharing: Sharing,
) -> Vec<(f64, f64)> {
    let lost = |interval: Interval, worst: i64| {
        let seen = counterfactual.window(interval);
        if seen.uncovered_minutes <= 0.0 {
            return seen.loss();
        }
        let inside = interval.clip(covered);
        let known = if inside.is_empty() {
            0.0
        } else {
            velocity.levelled(inside)
        };
        let unknown = velocity.levelled(interval) - known;
        seen.loss() + unknown * worst as f64 / WHOLE as f64
    };
    match sharing {
        Sharing::Full => pieces
            .iter()
            .map(|p| match p.level {
                0 => (0.0, 0.0),
                level => (lost(p.interval, level), p.interval.minutes()),
            })
            .collect(),
        Sharing::Shared => shared(pieces, |interval, open| {
            let unit = WHOLE as f64 / open.sum as f64;
            [lost(interval, open.worst) * unit, interval.minutes() * unit]
        })
        .into_iter()
        .map(|[lost, minutes]| (lost, minutes))
        .collect(),
    }
}

/// Adds what pieces of one stream lost by velocity to their incidents.
fn collect(
    stream: usize,
    baseline: &Baseline<'_>,
    pieces: &[Piece],
    parts: &[f64],
    out: &mut Lost,
) {
    let velocity = baseline.velocity;
    for (piece, part) in pieces.iter().zip(parts) {
        let expected = velocity.levelled(piece.interval);
        let minutes = piece.interval.minutes();
        let list = &mut out.losses[piece.incident as usize];
        match list.last_mut() {
            Some(last) if last.stream == stream => {
                last.lost += part;
                last.expected += expected;
                last.minutes += minutes;
            }
            _ => {
                // Most incidents reach one stream, and there may be a million incidents.
                list.reserve_exact(1);
                list.push(StreamLoss {
                    stream,
                    method: LossMethod::Velocity,
                    lost: *part,
                    deviation: 0.0,
                    recaptured: 0.0,
                    recaptured_deviation: 0.0,
                    net_deviation: 0.0,
                    expected,
                    minutes,
                    episode: None,
                });
            }
        }
        let inside = baseline
            .covered
            .map_or(0.0, |c| piece.interval.clip(c).minutes());
        let tally = &mut out.outside[piece.incident as usize];
        tally.0 += minutes - inside;
        tally.1 += minutes;
    }
    // Once a piece, not once an incident and stream: most incidents are on few of the streams.
    for piece in pieces {
        if let Some(last) = out.losses[piece.incident as usize]
            .last_mut()
            .filter(|l| l.stream == stream && l.expected > 0.0)
        {
            let share = last.lost / last.expected;
            last.deviation = share.abs() * velocity.spread().deviation(last.expected, last.minutes);
            last.net_deviation = last.deviation;
        }
    }
}

/// Says of losses on a stream which episode they are of, where it is one of several incidents.
fn share_episodes(
    stream: usize,
    counterfactual: &Counterfactual,
    pieces: &[Piece],
    losses: &mut [Vec<StreamLoss>],
) {
    let of_stream = |losses: &[StreamLoss]| losses.last().is_some_and(|l| l.stream == stream);
    // Where each incident begins on the stream; incidents of many impacts have many pieces.
    let mut began: Vec<(u32, Instant)> = pieces
        .iter()
        .filter(|p| of_stream(&losses[p.incident as usize]))
        .map(|p| (p.incident, p.interval.start))
        .collect();
    began.sort_unstable();
    began.dedup_by_key(|(incident, _)| *incident);
    let mut members = vec![0_u32; counterfactual.episodes().len()];
    let placed: Vec<(u32, usize)> = began
        .into_iter()
        .filter_map(|(incident, start)| Some((incident, counterfactual.episode_at(start)?)))
        .inspect(|(_, episode)| members[*episode] += 1)
        .collect();
    for (incident, episode) in placed {
        if members[episode] > 1
            && let Some(loss) = losses[incident as usize].last_mut()
        {
            loss.episode = u32::try_from(episode).ok();
        }
    }
}

/// Replaces the losses by velocity of incidents that are to be measured.
fn measure(
    inputs: &CostInputs<'_>,
    stream: usize,
    counterfactual: &Counterfactual,
    velocity_parts: &[f64],
    wanted: &[bool],
    losses: &mut [Vec<StreamLoss>],
) {
    let Some(covered) = inputs.baselines[stream].covered else {
        return;
    };
    let pieces = &inputs.stream_pieces[stream];
    let mut own: Vec<usize> = (0..pieces.len())
        .filter(|at| wanted[pieces[*at].incident as usize])
        .collect();
    own.sort_by_key(|at| pieces[*at].incident);
    let parts = by_counterfactual(
        pieces,
        counterfactual,
        inputs.baselines[stream].velocity,
        covered,
        inputs.methods.sharing,
    );
    let returned = (inputs.methods.assumptions.recapture)
        .then(|| super::recapture::returned(counterfactual, pieces, velocity_parts));
    for of_one in own.chunk_by(|a, b| pieces[*a].incident == pieces[*b].incident) {
        let list = &mut losses[pieces[of_one[0]].incident as usize];
        let Some(loss) = list.iter_mut().find(|l| l.stream == stream) else {
            continue;
        };
        let measured = Measured::of(
            counterfactual,
            pieces,
            of_one,
            covered,
            &parts,
            returned.as_deref(),
        );
        if measured.seen_minutes > 0.0 {
            loss.method = LossMethod::Counterfactual;
            loss.lost = measured.lost;
            loss.recaptured = measured.recaptured;
            loss.deviation = measured.deviation;
            loss.recaptured_deviation = measured.recaptured_deviation;
            loss.net_deviation = measured.net_deviation;
        }
    }
}

/// One incident on one stream by counterfactual.
pub(super) struct Measured {
    pub lost: f64,
    pub recaptured: f64,
    pub deviation: f64,
    pub recaptured_deviation: f64,
    pub net_deviation: f64,
    /// Its minutes inside the revenue data.
    pub seen_minutes: f64,
    /// When.
    pub intervals: Vec<Interval>,
    /// When revenue may have come back after them, each stretch once.
    pub recoveries: Vec<Interval>,
}

impl Measured {
    /// `own` are the positions of the incident's pieces; `parts` and `returned` are of all.
    /// Without `returned` nothing is asked of the time after it.
    pub fn of(
        counterfactual: &Counterfactual,
        pieces: &[Piece],
        own: &[usize],
        covered: Interval,
        parts: &[(f64, f64)],
        returned: Option<&[f64]>,
    ) -> Self {
        let intervals: Vec<Interval> = own.iter().map(|at| pieces[*at].interval).collect();
        let ended = returned.map_or(&[][..], |_| &intervals);
        let mut recoveries: Vec<Interval> = ended
            .iter()
            .filter_map(|i| counterfactual.episode_at(i.start))
            .filter_map(|at| counterfactual.episodes()[at].recovery)
            .collect();
        recoveries.sort_unstable();
        recoveries.dedup();
        let minutes: f64 = intervals.iter().map(|i| i.minutes()).sum();
        let share = if minutes > 0.0 {
            (own.iter().map(|at| parts[*at].1).sum::<f64>() / minutes).min(1.0)
        } else {
            0.0
        };
        let both: Vec<Interval> = intervals.iter().chain(&recoveries).copied().collect();
        Self {
            lost: own.iter().map(|at| parts[*at].0).sum(),
            recaptured: returned.map_or(0.0, |back| own.iter().map(|at| back[*at]).sum()),
            deviation: share * counterfactual.deviation(&intervals),
            recaptured_deviation: share * counterfactual.deviation(&recoveries),
            net_deviation: share * counterfactual.deviation(&both),
            seen_minutes: intervals.iter().map(|i| i.clip(covered).minutes()).sum(),
            intervals,
            recoveries,
        }
    }
}

/// A sum whose digits do not depend on the order of its few terms.
pub(super) fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut terms = terms;
    let Some(first) = terms.next() else {
        return 0.0;
    };
    let Some(second) = terms.next() else {
        return first;
    };
    let mut all = vec![first, second];
    all.extend(terms);
    all.sort_by(f64::total_cmp);
    all.iter().sum()
}
