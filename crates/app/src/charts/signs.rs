//! Charts of timelines and growth.

use super::{empty, money_axis};
use crate::text;
use crate::views::Frame;
use crate::views::signs::growth::number;
use crate::views::signs::times::{metric_label, read_metric};
use crate::views::signs::{DAYS, growth::method};
use crate::wire::Error;
use crate::workspace::Workspace;
use ninefold_domain::growth::Growth;
use ninefold_domain::timelines::{Durations, Metric, Timelines};
use ninefold_report::{
    Band, Chart, ChartSpec, EndLabel, Line, LinePoint, Lines, Mark, NumberFormat, Points, Tick,
    TickLabels,
};

/// Marks of a logarithmic axis of durations, minutes and their text.
const DURATIONS: [(f64, &str); 14] = [
    (1.0, "1 min"),
    (2.0, "2 min"),
    (5.0, "5 min"),
    (10.0, "10 min"),
    (20.0, "20 min"),
    (40.0, "40 min"),
    (60.0, "1 h"),
    (120.0, "2 h"),
    (240.0, "4 h"),
    (480.0, "8 h"),
    (1_440.0, "1 d"),
    (10_080.0, "7 d"),
    (43_200.0, "30 d"),
    (525_600.0, "1 year"),
];

/// Which share of incidents was done within a time: the window, and the one before it.
pub(super) fn times(w: &Workspace, frame: &Frame, scope: &str) -> Result<ChartSpec, Error> {
    let metric = if scope.is_empty() {
        Metric::Resolve
    } else {
        read_metric(scope).ok_or_else(|| {
            Error::invalid("scope", format!("there is no time “{scope}”"))
                .hint("use ttd, tta, ttm or ttr")
        })?
    };
    let label = metric_label(metric);
    let title = format!("{label}: share of incidents done within");
    let timelines = Timelines::of(&w.facts(), &w.analysis, frame.window, DAYS);
    let before = ninefold_domain::time::Interval {
        start: ninefold_domain::time::Instant(frame.window.start.0 - frame.window.length_ms()),
        end: frame.window.start,
    }
    .clip(w.analysis.observed);
    let earlier = Timelines::of(&w.facts(), &w.analysis, before, DAYS);
    let Some(now) = timelines.metric(metric).filter(|t| t.all.known > 1) else {
        return Ok(empty(
            &title,
            &format!("Too few incidents {} have both moments.", frame.spoken),
        ));
    };
    let line = |name: &str, all: &Durations, curve: &[(f64, f64)]| Line {
        name: name.into(),
        note: all.median.map_or_else(String::new, |median| {
            format!(
                "median {}, {} incidents",
                text::length(median),
                text::count(all.known)
            )
        }),
        points: stairs(curve)
            .map(|(minutes, share)| LinePoint {
                x: minutes.max(0.5).log10(),
                y: share * 100.0,
                label: text::length(minutes),
                formatted: text::percent(share, 0),
            })
            .collect(),
        band: Vec::new(),
    };
    let mut series = vec![line("This window", &now.all, &now.curve)];
    if let Some(then) = earlier.metric(metric).filter(|t| t.all.known > 1) {
        series.push(line("The one before", &then.all, &then.curve));
    }
    let ends: Vec<f64> = series
        .iter()
        .flat_map(|s| s.points.iter().map(|p| p.x))
        .collect();
    let low = ends.iter().copied().fold(f64::INFINITY, f64::min);
    let high = ends.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    Ok(ChartSpec {
        description: now.all.median.map_or_else(String::new, |median| {
            format!(
                "Half of {} incidents {} took no longer than {}.",
                text::count(now.all.known),
                frame.spoken,
                text::length(median)
            )
        }),
        empty: String::new(),
        chart: Chart::Lines(Lines {
            from: low - 0.02,
            to: high.max(low + 0.1) + 0.02,
            ticks: DURATIONS
                .iter()
                .map(|(minutes, label)| Tick {
                    at: minutes.log10(),
                    label: (*label).into(),
                })
                .collect(),
            tick_labels: TickLabels::AtTick,
            format: NumberFormat {
                suffix: "\u{202f}%".into(),
                ..NumberFormat::default()
            },
            x_name: "Within".into(),
            series,
            notes: Vec::new(),
            regions: Vec::new(),
            marks: Vec::new(),
            limit: None,
            total: None,
            most: None,
        }),
        title,
    })
}

/// A cumulative share as it is: level between durations, a step at each.
fn stairs(curve: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> + '_ {
    let before = std::iter::once(0.0).chain(curve.iter().map(|(_, share)| *share));
    curve
        .iter()
        .zip(before)
        .flat_map(|((minutes, share), before)| [(*minutes, before), (*minutes, *share)])
}

/// Weekly demand, and the peaks to expect.
pub(super) fn demand(w: &Workspace) -> ChartSpec {
    let title = "Busiest hour of each week, and what to expect";
    let growth = Growth::of(&w.facts(), &w.analysis);
    let currency = growth.currency.unwrap_or(w.methods.currency);
    let zone = w.methods.zone;
    let point = |at: ninefold_domain::time::Instant, value: f64| LinePoint {
        x: at.0 as f64,
        y: value,
        label: format!("Week of {}", text::date(at, zone)),
        formatted: format!("{} an hour", text::money_short(value, currency)),
    };
    let past: Vec<LinePoint> = growth
        .weeks
        .iter()
        .filter_map(|week| Some(point(week.start, week.peak?)))
        .collect();
    let (Some(first), Some(last)) = (past.first().map(|p| p.x), past.last().map(|p| p.x)) else {
        return empty(
            title,
            "Import revenue of whole weeks to see how demand grows.",
        );
    };
    let mut end = last;
    let mut series = vec![Line {
        name: "Observed".into(),
        note: "busiest hour".into(),
        points: past,
        band: Vec::new(),
    }];
    let mut description = "No forecast: too few weeks on record.".to_owned();
    if let Ok(forecast) = &growth.forecast {
        end = forecast
            .weeks
            .last()
            .map_or(last, |week| week.start.0 as f64);
        description = format!("Forecast by {}.", method(forecast.method));
        series.push(Line {
            name: "Expected".into(),
            note: "with 90\u{202f}% band".into(),
            points: forecast
                .weeks
                .iter()
                .map(|week| point(week.start, week.peak))
                .collect(),
            band: forecast
                .weeks
                .iter()
                .map(|week| Band {
                    x: week.start.0 as f64,
                    low: week.low,
                    high: week.high,
                })
                .collect(),
        });
    }
    let span = ninefold_domain::time::Interval {
        start: ninefold_domain::time::Instant(first as i64),
        end: ninefold_domain::time::Instant(end as i64 + 1),
    };
    ChartSpec {
        title: title.into(),
        description,
        empty: String::new(),
        chart: Chart::Lines(Lines {
            from: first,
            to: end.max(first + 1.0),
            ticks: super::time_ticks(w, span)
                .into_iter()
                .map(|t| Tick {
                    at: t.at_ms as f64,
                    label: t.label,
                })
                .collect(),
            tick_labels: TickLabels::AtTick,
            format: money_axis(w),
            x_name: "Week".into(),
            series,
            notes: Vec::new(),
            regions: Vec::new(),
            marks: vec![Mark {
                at: last,
                label: EndLabel {
                    text: "Now".into(),
                    note: String::new(),
                },
            }],
            limit: None,
            total: None,
            most: None,
        }),
    }
}

/// Incident minutes of each week against its demand, with the fitted slope.
pub(super) fn slope(w: &Workspace) -> ChartSpec {
    let title = "Incident minutes of a week against its demand";
    let growth = Growth::of(&w.facts(), &w.analysis);
    let currency = growth.currency.unwrap_or(w.methods.currency);
    let Ok(slope) = &growth.slope else {
        return empty(title, "Too little on record for a slope.");
    };
    let weeks = &growth.weeks[growth.slope_weeks.clone()];
    // Weeks without minutes stand at the foot: a logarithm has no zero.
    let up = |minutes: f64| minutes.max(1.0).log10();
    let points: Vec<LinePoint> = weeks
        .iter()
        .map(|week| LinePoint {
            x: week.demand.log10(),
            y: up(week.incident_minutes),
            label: format!(
                "Week of {}, demand {}",
                text::date(week.start, w.methods.zone),
                text::money_short(week.demand, currency)
            ),
            formatted: format!("{} min", text::minutes(week.incident_minutes)),
        })
        .collect();
    let (low, high) = points
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), p| {
            (a.min(p.x), b.max(p.x))
        });
    let margin = ((high - low) * 0.04).max(0.005);
    let across = (low - margin, high + margin);
    let top = points.iter().map(|p| p.y).fold(1.0, f64::max) + 0.2;
    let centre = weeks.iter().map(|week| week.demand.log10()).sum::<f64>() / weeks.len() as f64;
    let through = up(growth.minutes_at(10_f64.powf(centre)).unwrap_or(1.0));
    let at = |x: f64, slope: f64| through + slope * (x - centre);
    let steps: Vec<f64> = (0..=20)
        .map(|i| across.0 + (across.1 - across.0) * f64::from(i) / 20.0)
        .collect();
    let fit = Line {
        name: format!("Slope {}", number(slope.fit.slope)),
        note: format!(
            "90\u{202f}% {} to {}",
            number(slope.interval.0),
            number(slope.interval.1)
        ),
        points: steps
            .iter()
            .map(|x| LinePoint {
                x: *x,
                y: at(*x, slope.fit.slope),
                label: String::new(),
                formatted: String::new(),
            })
            .collect(),
        band: steps
            .iter()
            .map(|x| {
                let (a, b) = (at(*x, slope.interval.0), at(*x, slope.interval.1));
                Band {
                    x: *x,
                    low: a.min(b),
                    high: a.max(b),
                }
            })
            .collect(),
    };
    let spread = (high - low).max(0.01);
    let marks: Vec<Tick> = (0..4)
        .map(|i| low + spread * f64::from(i) / 3.0)
        .map(|x| Tick {
            at: x,
            label: text::money_short(10_f64.powf(x), currency),
        })
        .collect();
    ChartSpec {
        title: title.into(),
        description: format!(
            "Where demand doubles, incident minutes grow by {:.1} times ({:.1} to {:.1}).",
            2_f64.powf(slope.fit.slope),
            2_f64.powf(slope.interval.0),
            2_f64.powf(slope.interval.1)
        ),
        empty: String::new(),
        chart: Chart::Points(Points {
            across,
            up: (-0.15, top),
            across_ticks: marks,
            up_ticks: [
                (1.0, "≤ 1 min"),
                (10.0, "10"),
                (100.0, "100"),
                (1_000.0, "1,000"),
                (10_000.0, "10,000"),
            ]
            .into_iter()
            .map(|(minutes, label): (f64, &str)| Tick {
                at: minutes.log10(),
                label: label.into(),
            })
            .filter(|t| t.at <= top)
            .collect(),
            label_name: "Week".into(),
            name: "Incident minutes".into(),
            points,
            fit,
            notes: Vec::new(),
            joined: false,
        }),
    }
}
