//! Lost revenue of incidents, stream by stream, under the sharing rule.

use super::CostInputs;
use crate::impact::{Edge, Piece, WHOLE, levels};
use crate::methods::Sharing;
use crate::time::Interval;

/// Lost revenue of one incident on one stream.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StreamLoss {
    /// Position of the stream.
    pub stream: usize,
    /// Lost, in major units: this incident's part.
    pub lost: f64,
    /// Standard deviation of it.
    pub deviation: f64,
    /// Expected revenue of the whole stream over the incident's time on it.
    pub expected: f64,
    /// Minutes on it.
    pub minutes: f64,
}

/// What incidents lost, by position of the incident.
pub(super) struct Lost {
    /// By stream, ascending; streams in another currency are left out.
    pub losses: Vec<Vec<StreamLoss>>,
    /// Minutes on streams outside the revenue data, and all.
    pub outside: Vec<(f64, f64)>,
    /// Streams in another currency that the incident reached.
    pub foreign: Vec<u32>,
}

/// Lost revenue of all incidents on all streams.
pub(super) fn lost_revenue(inputs: &CostInputs<'_>) -> Lost {
    let count = inputs.incidents.len();
    let mut out = Lost {
        losses: vec![Vec::new(); count],
        outside: vec![(0.0, 0.0); count],
        foreign: vec![0; count],
    };
    for (stream, pieces) in inputs.stream_pieces.iter().enumerate() {
        if inputs.velocity[stream].currency() != inputs.methods.currency {
            let mut reached: Vec<u32> = pieces.iter().map(|p| p.incident).collect();
            reached.sort_unstable();
            reached.dedup();
            for incident in reached {
                out.foreign[incident as usize] += 1;
            }
            continue;
        }
        of_stream(inputs, stream, pieces, &mut out);
    }
    out
}

fn of_stream(inputs: &CostInputs<'_>, stream: usize, pieces: &[Piece], out: &mut Lost) {
    let velocity = &inputs.velocity[stream];
    let mut add = |interval: Interval, incident: u32, part: f64, expected: f64| {
        let list = &mut out.losses[incident as usize];
        let minutes = interval.minutes();
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
                    lost: part,
                    deviation: 0.0,
                    expected,
                    minutes,
                });
            }
        }
        let inside = inputs.covered[stream].map_or(0.0, |c| interval.clip(c).minutes());
        let tally = &mut out.outside[incident as usize];
        tally.0 += minutes - inside;
        tally.1 += minutes;
    };
    match inputs.methods.sharing {
        Sharing::Full => {
            for piece in pieces {
                let expected = velocity.expected(piece.interval);
                add(
                    piece.interval,
                    piece.incident,
                    expected * piece.level as f64 / WHOLE as f64,
                    expected,
                );
            }
        }
        Sharing::Shared => {
            // ∫ expected × worst ÷ sum of levels: what one unit of level is charged. An
            // incident's part is its level times the growth of that while it was open, so
            // thousands of open incidents cost no more than their edges.
            let mut charge = 0.0_f64;
            let mut began = vec![0.0_f64; pieces.len()];
            let mut parts = vec![0.0_f64; pieces.len()];
            levels(pieces, |interval, open, edges| {
                for edge in edges {
                    match *edge {
                        Edge::Start(piece) => began[piece] = charge,
                        Edge::End(piece) => {
                            let level = pieces[piece].level as f64 / WHOLE as f64;
                            parts[piece] = (charge - began[piece]) * level;
                        }
                    }
                }
                if interval.is_empty() {
                    // Nothing is open: what comes later starts from nothing again, so that
                    // no digit of it depends on what came before.
                    charge = 0.0;
                } else if open.sum > 0 {
                    charge += velocity.expected(interval) * (open.worst as f64 / open.sum as f64);
                }
            });
            for (piece, part) in pieces.iter().zip(parts) {
                let expected = velocity.expected(piece.interval);
                add(piece.interval, piece.incident, part, expected);
            }
        }
    }
    for list in &mut out.losses {
        if let Some(last) = list
            .last_mut()
            .filter(|l| l.stream == stream && l.expected > 0.0)
        {
            let share = last.lost / last.expected;
            last.deviation = share.abs() * velocity.spread().deviation(last.expected, last.minutes);
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
