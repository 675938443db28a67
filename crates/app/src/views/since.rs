//! What changed since last month: the last whole calendar month beside the one before.

use super::availability::{downtime_basis, downtime_figure};
use super::lines::total_figure;
use super::signs::times::{change_verdict, duration, p_value};
use crate::text;
use crate::wire::{Basis, Figure, SinceRow, State};
use crate::workspace::Workspace;
use ninefold_domain::analysis::target_of;
use ninefold_domain::availability::Provided;
use ninefold_domain::change::{ALPHA, Change};
use ninefold_domain::stats::{quantile, rates_differ};
use ninefold_domain::time::{CalendarUnit, Instant, Interval, MINUTE_MS};
use ninefold_domain::timelines::Metric;

/// The last whole month that was observed and the one before it, where both were.
pub(crate) fn months(w: &Workspace) -> Option<(Interval, Interval)> {
    let zone = w.methods.zone;
    let observed = w.analysis.observed;
    if observed.is_empty() {
        return None;
    }
    let month_of = |at: Instant| zone.calendar(CalendarUnit::Month, at);
    let mut now = month_of(Instant(w.analysis.as_of.0 - 1));
    if now.end > w.analysis.as_of.min(observed.end) {
        now = month_of(Instant(now.start.0 - 1));
    }
    let before = month_of(Instant(now.start.0 - 1));
    (observed.start <= before.start && now.end <= observed.end).then_some((now, before))
}

/// `October 2026 against September 2026`.
pub(crate) fn title(w: &Workspace, (now, before): (Interval, Interval)) -> String {
    let zone = w.methods.zone;
    format!(
        "{} against {}",
        text::month(now.start, zone),
        text::month(before.start, zone)
    )
}

/// Why a month has no time to resolve.
pub(crate) const NONE_RESOLVED: &str = "no incident of the month is resolved";

/// The time to resolve of an incident, minutes; nothing where it is not known.
pub(crate) fn resolve_minutes(w: &Workspace, i: usize) -> Option<f64> {
    let ms = Metric::Resolve.of(&w.incidents[i])?;
    Some(ms as f64 / MINUTE_MS as f64)
}

/// A number of incidents as a figure.
pub(crate) fn incidents_figure(n: usize) -> Figure {
    text::figure(
        n as f64,
        text::count(n),
        "",
        text::counted(n, "incident", "incidents"),
        Basis::Measured,
    )
}

/// A month as a window’s name: `2026-10-01..2026-11-01`.
fn window(w: &Workspace, month: Interval) -> String {
    let day = |at: Instant| w.methods.zone.local(at).date();
    format!("{}..{}", day(month.start), day(month.end))
}

/// `+23 %`, `−8 %`, `as before`.
fn change(now: Option<f64>, before: Option<f64>) -> String {
    match (now, before) {
        (Some(now), Some(before)) if before > 0.0 => {
            let share = now / before - 1.0;
            if share.abs() < 0.005 {
                "as before".into()
            } else {
                let sign = if share > 0.0 { "+" } else { "\u{2212}" };
                format!("{sign}{}", text::percent(share.abs(), 0))
            }
        }
        _ => String::new(),
    }
}

/// The rows: cost, incidents, downtime of the service whose share of its budget moved most, time to
/// resolve.
pub(crate) fn rows(w: &Workspace, (now, before): (Interval, Interval)) -> Vec<SinceRow> {
    let inside = |month: Interval| -> Vec<usize> { w.analysis.incidents_in(month).collect() };
    let (these, those) = (inside(now), inside(before));
    let mut rows = Vec::new();

    // Each figure opens in the window of its own month.
    let key = |month: Interval, rest: &str| format!("at:{}:{rest}", window(w, month));
    let cost = |incidents: &[usize], month| total_figure(w, incidents, &key(month, "total"));
    let (a, b) = (cost(&these, now), cost(&those, before));
    rows.push(SinceRow {
        label: "Incident cost".into(),
        change: change(a.value, b.value),
        verdict: "Not tested: a few dear incidents make a month".into(),
        state: State::Unknown,
        now: a,
        before: b,
    });

    let p = rates_differ(
        these.len() as u64,
        now.minutes(),
        those.len() as u64,
        before.minutes(),
    );
    let count = |n: usize, month| incidents_figure(n).explained(key(month, "incidents"));
    rows.push(SinceRow {
        label: "Incidents".into(),
        now: count(these.len(), now),
        before: count(those.len(), before),
        change: change(Some(these.len() as f64), Some(those.len() as f64)),
        verdict: told(p),
        state: judged(p, these.len() > those.len()),
    });

    let used = |s: usize, month: Interval| {
        let (target, _) = target_of(&w.services[s], &w.tiers, &w.methods);
        let counting = w.methods.counting;
        w.analysis.provided(s, month, counting, target)
    };
    // A service that had to be there in one of the months only has nothing to be held against.
    let worst = (0..w.services.len())
        .map(|s| (s, used(s, now)))
        .filter(|(s, p)| p.window_minutes > 0.0 && used(*s, before).window_minutes > 0.0)
        .max_by(|a, b| {
            let moved = |s: usize, p: &Provided| {
                let moved = (p.consumed - used(s, before).consumed).abs();
                if moved.is_nan() { 0.0 } else { moved }
            };
            moved(a.0, &a.1)
                .total_cmp(&moved(b.0, &b.1))
                .then(a.1.consumed.total_cmp(&b.1.consumed))
                .then(b.0.cmp(&a.0))
        });
    if let Some((s, p)) = worst {
        let earlier = used(s, before);
        let of = format!("downtime:{}", w.services[s].id);
        let basis = downtime_basis(w);
        rows.push(SinceRow {
            label: format!("Downtime, {}", w.services[s].name),
            now: downtime_figure(&p, basis).explained(key(now, &of)),
            before: downtime_figure(&earlier, basis).explained(key(before, &of)),
            change: change(Some(p.downtime), Some(earlier.downtime)),
            verdict: format!(
                "{} of the month’s budget, {} before",
                text::percent(p.consumed, 0),
                text::percent(earlier.consumed, 0)
            ),
            state: match (p.remaining < 0.0, earlier.remaining < 0.0) {
                (true, false) => State::Over,
                (false, true) => State::Ok,
                _ => State::Unknown,
            },
        });
    }

    let minutes = |incidents: &[usize]| -> Vec<f64> {
        incidents
            .iter()
            .filter_map(|i| resolve_minutes(w, *i))
            .collect()
    };
    let (here, there) = (minutes(&these), minutes(&those));
    let (state, verdict) = change_verdict(&Change::between(&there, &here));
    let median = |mut minutes: Vec<f64>| {
        minutes.sort_by(f64::total_cmp);
        quantile(&minutes, 0.5)
    };
    let (a, b) = (median(here), median(there));
    rows.push(SinceRow {
        label: "Time to resolve, median".into(),
        now: duration(a, NONE_RESOLVED).explained(key(now, "resolve")),
        before: duration(b, NONE_RESOLVED).explained(key(before, "resolve")),
        change: change(a, b),
        verdict,
        state,
    });
    rows
}

/// Whether a difference of counts can be told from chance.
fn told(p: f64) -> String {
    if p < ALPHA {
        format!("Real ({})", p_value(p))
    } else {
        format!("Could be chance ({})", p_value(p))
    }
}

fn judged(p: f64, more: bool) -> State {
    match (p < ALPHA, more) {
        (false, _) => State::Unknown,
        (true, true) => State::Warn,
        (true, false) => State::Ok,
    }
}
