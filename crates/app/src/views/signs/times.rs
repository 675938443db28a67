//! Timelines: how long detection, acknowledgement, mitigation and recovery took, and whether a
//! change of them is real.

use crate::text;
use crate::wire::{Basis, Figure, GroupRow, State, TimeMetric};
use crate::workspace::Workspace;
use ninefold_domain::change::{Change, Verdict};
use ninefold_domain::record::Recovery;
use ninefold_domain::timelines::{Durations, Metric, Recoveries, Timeline, Timelines};

/// The change that a sentence says how many incidents it takes to see: a cut of a tenth.
const CUT: f64 = 0.9;

/// Name of a metric on the wire.
pub(crate) fn metric_key(metric: Metric) -> &'static str {
    match metric {
        Metric::Detect => "ttd",
        Metric::Acknowledge => "tta",
        Metric::Mitigate => "ttm",
        Metric::Resolve => "ttr",
    }
}

/// The metric of a name on the wire.
pub(crate) fn read_metric(key: &str) -> Option<Metric> {
    Metric::ALL.into_iter().find(|m| metric_key(*m) == key)
}

/// A metric in words.
pub(crate) fn metric_label(metric: Metric) -> &'static str {
    match metric {
        Metric::Detect => "Time to detect",
        Metric::Acknowledge => "Time to acknowledge",
        Metric::Mitigate => "Time to mitigate",
        Metric::Resolve => "Time to resolve",
    }
}

/// What the range of a median means.
const MEDIAN_MEANS: &str = "90 % range of the median, between order statistics";

/// A duration in minutes as a figure.
pub(crate) fn duration(value: Option<f64>, reason: &str) -> Figure {
    match value {
        Some(value) => text::figure(
            value,
            text::length(value),
            "",
            format!("{} min", text::grouped(&format!("{value:.2}"))),
            Basis::Measured,
        ),
        None => text::missing(reason),
    }
}

fn ranged(figure: Figure, range: Option<(f64, f64)>, means: &str) -> Figure {
    match range {
        Some((low, high)) => Figure {
            range: text::range_of(&text::length(low), &text::length(high)),
            range_means: means.into(),
            ..figure
        },
        None => figure,
    }
}

/// `p = 0.031`, `p < 0.001`.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "p\u{a0}<\u{a0}0.001".into()
    } else {
        format!("p\u{a0}=\u{a0}{p:.3}")
    }
}

/// Whether a change of a time is real, in words.
pub(crate) fn change_verdict(change: &Change) -> (State, String) {
    let p = change.p.map(p_value).unwrap_or_default();
    let times = |ratio: f64| {
        if ratio < 1.0 {
            format!("{} shorter", text::percent(1.0 - ratio, 0))
        } else {
            format!("{} longer", text::percent(ratio - 1.0, 0))
        }
    };
    match (change.verdict, change.ratio) {
        (Verdict::Real, Some(ratio)) => (
            if ratio < 1.0 { State::Ok } else { State::Warn },
            format!(
                "Real: {} by geometric means{} ({p})",
                times(ratio),
                change
                    .interval
                    .map(|(low, high)| format!(", 90 % range ×{low:.2}–{high:.2}"))
                    .unwrap_or_default()
            ),
        ),
        (Verdict::NotToldApart, Some(ratio)) => (
            State::Unknown,
            format!("Could be chance: {} by geometric means ({p})", times(ratio)),
        ),
        _ => (
            State::Unknown,
            format!(
                "Too few to say: {} before, {} now",
                change.before, change.after
            ),
        ),
    }
}

/// How many incidents it would take to see a cut of a tenth.
pub(crate) fn needed(change: &Change) -> String {
    match change.needed(CUT) {
        Some(needed) if needed.is_finite() => format!(
            "To tell a cut of 10 % from chance takes about {} incidents in each stretch; there are {} and {}.",
            text::count(needed.ceil() as usize),
            text::count(change.before),
            text::count(change.after)
        ),
        _ => String::new(),
    }
}

fn change_point(w: &Workspace, timeline: &Timeline) -> String {
    let split = &timeline.split;
    match (split.verdict, timeline.split_at, split.ratio) {
        (Verdict::Real, Some(at), Some(ratio)) => format!(
            "In all that is on record: since {} it took ×{ratio:.2} as long as the {} before ({}; the place was chosen for it, so the change is overstated).",
            text::date(at, w.methods.zone),
            text::counted(split.at.unwrap_or(0), "incident", "incidents"),
            split.p.map(p_value).unwrap_or_default()
        ),
        (Verdict::TooFew, ..) => format!(
            "No change point is claimed: {} are too few to look for one.",
            text::counted(split.incidents, "incident", "incidents")
        ),
        _ => format!(
            "No change point is claimed{}.",
            split
                .p
                .map(|p| format!(": the likeliest could be chance ({})", p_value(p)))
                .unwrap_or_default()
        ),
    }
}

/// Each metric for the screen.
pub(crate) fn metrics(w: &Workspace, timelines: &Timelines) -> Vec<TimeMetric> {
    timelines
        .metrics
        .iter()
        .map(|timeline| {
            let all = &timeline.all;
            let key = metric_key(timeline.metric);
            let (state, verdict) = change_verdict(&timeline.change);
            let reason = reason(all);
            TimeMetric {
                key: key.into(),
                label: metric_label(timeline.metric).into(),
                known: all.known as u64,
                missing: all.missing as u64,
                median: ranged(
                    duration(all.median, &reason),
                    all.median_range,
                    MEDIAN_MEANS,
                )
                .explained(format!("time:{key}")),
                p90: duration(all.p90, &reason).explained(format!("time:{key}")),
                geometric: ranged(
                    duration(all.geometric_mean, &reason),
                    all.geometric_range,
                    "90 % range, Student’s t on logarithms",
                )
                .explained(format!("time:{key}")),
                before: timeline.before.median.map(text::length).unwrap_or_default(),
                verdict,
                needed: needed(&timeline.change),
                change_point: change_point(w, timeline),
                state,
            }
        })
        .collect()
}

/// Why a time is not known.
pub(crate) fn reason(durations: &Durations) -> String {
    if durations.missing == 0 {
        "no incident in the window".into()
    } else {
        format!(
            "{} in the window, none with both moments",
            text::counted(durations.missing, "incident", "incidents")
        )
    }
}

/// A kind of recovery in words.
pub(crate) fn recovery_label(by: Option<Recovery>) -> &'static str {
    match by {
        Some(Recovery::Hand) => "By hand",
        Some(Recovery::Automation) => "By automation",
        Some(Recovery::Provider) => "By the provider",
        None => "Not recorded",
    }
}

/// Its name on the wire.
pub(crate) fn recovery_key(by: Option<Recovery>) -> &'static str {
    match by {
        Some(Recovery::Hand) => "hand",
        Some(Recovery::Automation) => "automation",
        Some(Recovery::Provider) => "provider",
        None => "unknown",
    }
}

/// The median time to resolve of recoveries of one kind, with its range.
pub(crate) fn recovery_median(r: &Recoveries) -> Figure {
    ranged(
        duration(r.durations.median, &reason(&r.durations)),
        r.durations.median_range,
        MEDIAN_MEANS,
    )
}

/// Recoveries by kind for the screen.
pub(crate) fn recoveries(timelines: &Timelines) -> Vec<GroupRow> {
    timelines
        .recoveries
        .iter()
        .map(|r| {
            let opens = |figure: Figure| match figure.value {
                Some(_) => figure.explained(format!("recovery:{}", recovery_key(r.by))),
                None => figure,
            };
            GroupRow {
                label: recovery_label(r.by).into(),
                count: r.count as u64,
                share: r
                    .share
                    .map_or_else(|| text::NONE.into(), |share| text::percent(share, 0)),
                median: opens(recovery_median(r)),
                p90: opens(duration(r.durations.p90, &reason(&r.durations))),
            }
        })
        .collect()
}
