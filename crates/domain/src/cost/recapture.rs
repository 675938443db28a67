//! Revenue that came back after incidents.
//!
//! In the recovery window after an episode (touched minutes without a break) a stream earns
//! more than expected where customers only waited: that excess is measured. By counterfactual
//! each incident gets its own part of its own episode's, signed. By velocity, which says what a
//! failure of that size costs on average, a share pooled over all episodes is taken off: Σ
//! excess ÷ Σ lost, over the episodes whose recovery window is whole, undisturbed by other
//! incidents and inside the data.
//!
//! One outage touches several streams at once, and what comes back on them comes back together.
//! So episodes of different streams that overlap or touch are one episode of the pool: streams
//! add nothing to how often recovery was seen.
//!
//! A single window is noisy: half an hour lost is compared with four hours after it. So the
//! pooled share is only applied where its 90 % interval (jackknife over episodes) lies above 0,
//! and there are enough episodes to tell; else nothing is taken off, and the share is still
//! there to be looked at.

use super::Z90;
use crate::counterfactual::Counterfactual;
use crate::impact::{Piece, WHOLE};
use crate::time::{Interval, MINUTE_MS};

/// Episodes from which on a jackknife is believed.
const LEAST_EPISODES: usize = 8;

/// The measured share of losses that came back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recapture {
    /// Σ excess ÷ Σ lost, as measured: it may lie outside 0 to 1.
    pub share: f64,
    /// 5 % bound of it.
    pub low: f64,
    /// 95 % bound of it.
    pub high: f64,
    /// Episodes it was measured on, those of several streams at one time counted once.
    pub episodes: usize,
    /// Lost in them by velocity, major units.
    pub lost: f64,
    /// What came in their recovery windows above what was expected, major units.
    pub excess: f64,
}

impl Recapture {
    /// Pools the episodes of all streams; nothing where none lost anything.
    pub(super) fn pooled(of_streams: Vec<Recovery>) -> Option<Self> {
        let mut episodes = merged(of_streams);
        episodes.retain(|(lost, _)| *lost > 0.0);
        let lost: f64 = episodes.iter().map(|(lost, _)| lost).sum();
        let excess: f64 = episodes.iter().map(|(_, excess)| excess).sum();
        if lost <= 0.0 {
            return None;
        }
        let n = episodes.len() as f64;
        let ratio = excess / lost;
        // Jackknife: how the ratio moves when one episode is left out.
        let left_out: Vec<f64> = episodes
            .iter()
            .filter(|(l, _)| *l < lost)
            .map(|(l, e)| (excess - e) / (lost - l))
            .collect();
        let mean = left_out.iter().sum::<f64>() / n;
        let variance = left_out.iter().map(|r| (r - mean).powi(2)).sum::<f64>() * (n - 1.0) / n;
        let half = Z90 * variance.sqrt();
        Some(Self {
            share: ratio,
            low: ratio - half,
            high: ratio + half,
            episodes: episodes.len(),
            lost,
            excess,
        })
    }

    /// The share that is taken off: `share`, at most the whole loss, but 0 where too few
    /// episodes were seen or the interval reaches down to 0.
    #[must_use]
    pub fn applied(&self) -> f64 {
        if self.episodes >= LEAST_EPISODES && self.low > 0.0 {
            self.share.clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// Standard deviation of the share that is taken off; 0 where none is.
    #[must_use]
    pub fn deviation(&self) -> f64 {
        if self.applied() > 0.0 {
            (self.high - self.low) / (2.0 * Z90)
        } else {
            0.0
        }
    }
}

/// One episode of one stream whose recovery window is whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recovery {
    /// Touched minutes.
    dirty: Interval,
    /// Lost by velocity, major units.
    lost: f64,
    /// What came in the recovery window above what was expected, major units.
    excess: f64,
}

/// (lost, excess) of each episode over all streams: those that overlap or touch are one.
fn merged(mut of_streams: Vec<Recovery>) -> Vec<(f64, f64)> {
    // By value after time, so that no digit depends on the order of streams.
    of_streams.sort_by(|a, b| {
        a.dirty
            .cmp(&b.dirty)
            .then(a.lost.total_cmp(&b.lost))
            .then(a.excess.total_cmp(&b.excess))
    });
    let mut out: Vec<(f64, f64)> = Vec::new();
    let mut until = None;
    for one in of_streams {
        match out.last_mut() {
            Some((lost, excess)) if until.is_some_and(|until| one.dirty.start <= until) => {
                *lost += one.lost;
                *excess += one.excess;
            }
            _ => out.push((one.lost, one.excess)),
        }
        until = until.max(Some(one.dirty.end));
    }
    out
}

/// The episodes of a stream whose recovery window is whole and inside the data. `parts` is what
/// each piece lost.
pub(super) fn measured(
    counterfactual: &Counterfactual,
    recovery_minutes: f64,
    pieces: &[Piece],
    parts: &[f64],
) -> Vec<Recovery> {
    let whole_ms = (recovery_minutes.clamp(0.0, 525_600.0) * MINUTE_MS as f64) as i64;
    let mut episodes: Vec<(usize, f64)> = counterfactual
        .episodes()
        .iter()
        .enumerate()
        .filter(|(_, e)| {
            e.recovery
                .is_some_and(|r| whole_ms > 0 && r.length_ms() == whole_ms)
        })
        .map(|(at, _)| (at, 0.0))
        .collect();
    if episodes.is_empty() {
        return Vec::new();
    }
    // In the order of their parts, so that no digit depends on the order of incidents.
    let mut charged: Vec<(usize, f64)> = pieces
        .iter()
        .zip(parts)
        .filter(|(piece, part)| piece.level > 0 && **part != 0.0)
        .filter_map(|(piece, part)| {
            let episode = counterfactual.episode_at(piece.interval.start)?;
            let at = episodes.binary_search_by_key(&episode, |(e, _)| *e).ok()?;
            Some((at, *part))
        })
        .collect();
    charged.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    for (at, part) in charged {
        episodes[at].1 += part;
    }
    episodes
        .into_iter()
        .filter(|(_, lost)| *lost > 0.0)
        .filter_map(|(episode, lost)| {
            let episode = &counterfactual.episodes()[episode];
            Some(Recovery {
                dirty: episode.dirty,
                lost,
                excess: -counterfactual.window(episode.recovery?).loss(),
            })
        })
        .collect()
}

/// What came back after each piece's episode, major units, split among the pieces of the
/// episode in proportion to what they lost by velocity (to impact × time where nothing was
/// expected of it).
pub(super) fn returned(
    counterfactual: &Counterfactual,
    pieces: &[Piece],
    parts: &[f64],
) -> Vec<f64> {
    let mut out = vec![0.0; pieces.len()];
    let mut by_episode: Vec<(usize, usize)> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.level > 0)
        .filter_map(|(at, piece)| Some((counterfactual.episode_at(piece.interval.start)?, at)))
        .collect();
    by_episode.sort_unstable();
    for of_one in by_episode.chunk_by(|a, b| a.0 == b.0) {
        let Some(recovery) = counterfactual.episodes()[of_one[0].0].recovery else {
            continue;
        };
        let excess = -counterfactual.window(recovery).loss();
        let lost: Vec<f64> = of_one.iter().map(|(_, at)| parts[*at].max(0.0)).collect();
        let spent: Vec<f64> = of_one
            .iter()
            .map(|(_, at)| {
                let piece = &pieces[*at];
                piece.interval.minutes() * piece.level as f64 / WHOLE as f64
            })
            .collect();
        for weights in [lost, spent] {
            let whole = super::revenue::sum(weights.iter().copied());
            if whole > 0.0 {
                for ((_, at), weight) in of_one.iter().zip(weights) {
                    out[*at] = excess * weight / whole;
                }
                break;
            }
        }
    }
    out
}
