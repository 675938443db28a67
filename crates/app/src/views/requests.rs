//! Availability by requests, in words: beside the share of time, with what the difference means.

use super::Frame;
use crate::text;
use crate::wire::{Basis, ByRequests, Figure, State};
use crate::workspace::Workspace;
use ninefold_domain::availability::nines;
use ninefold_domain::requests::{Asked, asked};

/// What the range of a share of requests means.
pub(crate) const RANGE_MEANS: &str =
    "90 % range of the service's usual share, as whole days differ from each other";

/// Parts of the agreed minutes from which on they all count as counted.
const WHOLE: f64 = 0.98;

/// What requests say of a service in the window.
pub(crate) fn asked_of(w: &Workspace, frame: &Frame, s: usize) -> Option<Asked> {
    let counts = w.requests.get(&w.services[s].id)?;
    asked(
        counts,
        frame.window,
        &w.analysis.agreed[s],
        &w.analysis.downtime[s],
        w.methods.counting,
        w.methods.zone,
    )
}

/// The share as a figure with its range.
pub(crate) fn share_figure(asked: &Asked) -> Figure {
    let share = asked.share();
    let mut figure = text::figure(
        share,
        text::availability(share),
        "",
        format!("{share:.9}"),
        Basis::Measured,
    );
    if let Some((low, high)) = asked.range {
        let bare = |c: char| [' ', '%', '\u{a0}', '\u{202f}'].contains(&c);
        figure = figure.ranged(low, high, RANGE_MEANS);
        figure.range = format!(
            "{}–{}",
            text::availability(low).trim_end_matches(bare),
            text::availability(high)
        );
    }
    figure
}

/// A number of requests: exact below a million.
pub(crate) fn number(n: i64) -> String {
    match n {
        0..1_000_000 => text::count(n as usize),
        _ => text::short(n as f64),
    }
}

/// Availability by requests of a service with a target.
pub(crate) fn by_requests(
    w: &Workspace,
    frame: &Frame,
    s: usize,
    target: f64,
) -> Option<ByRequests> {
    let asked = asked_of(w, frame, s)?;
    let allowed = asked.allowed(target);
    let over = asked.failed() as f64 - allowed;
    let used = asked.used(target);
    let (state, verdict) = if over > 0.0 {
        let over = over.ceil() as i64;
        let noun = if over == 1 { "request" } else { "requests" };
        (State::Over, format!("Over by {} {noun}", number(over)))
    } else {
        let left = format!("{} may still fail", number((-over).floor() as i64));
        match used >= 0.75 {
            true => (State::Warn, left),
            false => (State::Ok, left),
        }
    };
    Some(ByRequests {
        availability: share_figure(&asked).explained(format!("requests:{}", w.services[s].id)),
        nines: text::nines(nines(asked.share())),
        failed: format!(
            "{} of {} failed",
            number(asked.failed()),
            number(asked.total)
        ),
        consumed: match used.is_finite() {
            true => text::percent(used, 0),
            false => "∞".into(),
        },
        state,
        verdict,
        difference: difference(w, frame, s, &asked),
    })
}

/// What it means that requests say something else than time.
fn difference(w: &Workspace, frame: &Frame, s: usize, asked: &Asked) -> String {
    let mut said = Vec::new();
    // Without incidents nothing is known by time.
    if !w.incidents.is_empty() {
        // Shares of different times say nothing of each other: time of the counted minutes too.
        let (failed, down) = (
            1.0 - asked.share(),
            asked.down_minutes / asked.minutes as f64,
        );
        let outside = asked.failed() - asked.failed_in_incidents;
        let elsewhere = format!(
            "{} of the {} failures lie outside every incident on record",
            number(outside),
            number(asked.failed())
        );
        if failed > down * 1.1 && outside * 2 > asked.failed() {
            said.push(format!(
                "Requests say less than time: {elsewhere}. Something fails that nobody opens an incident for."
            ));
        } else if failed > down * 1.1 {
            said.push("Requests say less than time: incidents fell into busy minutes, or hit more requests than their recorded impact says.".to_owned());
        } else if failed < down * 0.9 {
            said.push("Requests say more than time: incidents fell into quiet minutes, or hit fewer requests than their recorded impact says.".to_owned());
        } else {
            said.push("Requests and time say the same.".to_owned());
        }
        if outside > 0 && outside * 2 <= asked.failed() {
            said.push(format!("{}.", text::capital(&elsewhere)));
        }
    }
    let agreed = w.analysis.agreed[s].minutes(frame.window);
    if (asked.minutes as f64) < agreed * WHOLE {
        said.push(format!(
            "Requests were counted in {} of {} agreed minutes; the others are neither in this share nor in this comparison.",
            number(asked.minutes),
            number(agreed as i64)
        ));
    }
    said.join(" ")
}
