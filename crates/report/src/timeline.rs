//! Incidents over time, a lane per service.

use crate::chart::{Point, Rect, Trace};
use crate::sheet::{Anchor, Paint, Sheet, Type, Words, fit, measure};
use crate::spec::{Lane, Span, TickLabels, Timeline};
use crate::xy::horizontal_axis;

const LANE: f64 = 30.0;
const LANE_LEAST: f64 = 16.0;
const AXIS_HEIGHT: f64 = 26.0;
/// The least width of a bar, so that a minute in a year is still seen.
const BAR_LEAST: f64 = 2.0;
/// Bars the drawing may hold; lanes, labels and the axis stay below the rest
/// of the cap on nodes.
const BARS_MOST: usize = 1_100;
const LANES_MOST: usize = 200;

/// Incidents that share their pixels on a lane, drawn as one bar.
struct Cluster<'s> {
    from: f64,
    to: f64,
    impact: f64,
    impacts: f64,
    first: &'s Span,
    last: &'s Span,
    worst: &'s Span,
    count: usize,
}

/// The height at which every lane has room.
pub(crate) fn height(chart: &Timeline) -> f64 {
    chart.lanes.len() as f64 * LANE + AXIS_HEIGHT
}

/// Draws the lanes.
pub(crate) fn timeline(sheet: &Sheet<'_>, chart: &Timeline) -> Trace {
    let room = ((sheet.height - AXIS_HEIGHT) / LANE_LEAST).floor().max(1.0) as usize;
    let lanes = &chart.lanes[..chart.lanes.len().min(room).min(LANES_MOST)];
    let mut trace = Trace {
        label_name: chart.time_name.clone(),
        series: lanes.iter().map(|l| l.label.clone()).collect(),
        long: Some((chart.lane_name.clone(), chart.value_name.clone())),
        ..Trace::default()
    };
    let (start, end) = (chart.start_ms, chart.end_ms);
    let sound = |s: &Span| {
        s.impact.is_finite() && s.start_ms <= s.end_ms && s.start_ms < end && s.end_ms >= start
    };
    let total: usize = lanes.iter().map(|l| l.spans.len()).sum();
    let kept = lanes
        .iter()
        .flat_map(|l| &l.spans)
        .filter(|s| sound(s))
        .count();
    trace.left_out(total - kept);
    if lanes.len() < chart.lanes.len() {
        let more = chart.lanes.len() - lanes.len();
        trace
            .remarks
            .push(format!("{more} more lanes do not fit at this height."));
    }
    if kept == 0 || start >= end {
        return trace;
    }

    let widest = |texts: &mut dyn Iterator<Item = &str>, face| {
        texts.map(|t| measure(t, face)).fold(0.0, f64::max)
    };
    let names = widest(&mut lanes.iter().map(|l| l.label.as_str()), Type::Label);
    let figures = widest(&mut lanes.iter().map(|l| l.figure.as_str()), Type::Sub);
    let left = (names + 16.0).min(sheet.width * 0.36).round();
    // Figures are the first to go when the lanes get too short.
    let right = if figures > 0.0 && figures + left + 16.0 < sheet.width * 0.5 {
        figures + 16.0
    } else {
        0.0
    };
    let height = (sheet.height - AXIS_HEIGHT).max(LANE_LEAST);
    let place = Rect::new(left, 0.0, (sheet.width - left - right).max(40.0), height);
    trace.plot = place;
    let axis = start as f64..end as f64;
    let plot = sheet.plot(place, axis.clone(), 0.0..1.0);

    let clusters = within_cap(
        lanes,
        |s| sound(s),
        |ms| plot.x((ms as f64).clamp(axis.start, axis.end)) - place.x,
    );
    let drawn: usize = clusters.iter().map(Vec::len).sum();
    if drawn < kept {
        trace.remarks.push(format!(
            "{kept} incidents are drawn as {drawn} bars: those that lie too close share one, \
             as high as the worst of them and as strong as their average."
        ));
    }
    let count = lanes.len();
    trace
        .remarks
        .push(format!("{kept} incidents in {count} lanes."));
    let lane_height = height / lanes.len() as f64;
    for (i, (lane, clusters)) in lanes.iter().zip(&clusters).enumerate() {
        let top = i as f64 * lane_height;
        let floor = top + lane_height;
        sheet.line((0.0, floor), (sheet.width, floor), Paint::Grid, 1.0);
        let baseline = top + lane_height / 2.0 + Type::Label.cap() / 2.0;
        let name = fit(&lane.label, Type::Label, left - 12.0);
        sheet.text(
            Words::new(&name, Type::Label, Anchor::Start),
            (0.0, baseline),
        );
        if right > 0.0 {
            let figure = Words::new(&lane.figure, Type::Sub, Anchor::End);
            sheet.text(figure, (sheet.width, baseline));
        }
        let tallest = (lane_height - 6.0).max(4.0);
        for cluster in clusters {
            let impact = cluster.impact.clamp(0.0, 1.0);
            let height = 3.0 + (tallest - 3.0) * impact;
            let width = (cluster.to - cluster.from).max(BAR_LEAST);
            let x = place.x + cluster.from.min(place.width - width).max(0.0);
            let bar = Rect::new(x, floor - height, width, height);
            sheet.rect(bar, Paint::Series1, 0.4 + 0.6 * cluster.average());
            trace.points.push(cluster.point(i, bar));
        }
    }
    let marks = chart
        .ticks
        .iter()
        .map(|t| (t.at_ms as f64, t.label.as_str()));
    horizontal_axis(sheet, &plot, marks.collect(), TickLabels::AtTick, axis);
    sheet.line((left, height), (place.right(), height), Paint::Axis, 1.0);
    trace
}

impl Cluster<'_> {
    fn average(&self) -> f64 {
        (self.impacts / self.count as f64).clamp(0.0, 1.0)
    }

    fn point(&self, lane: usize, bar: Rect) -> Point {
        let (label, formatted) = if self.count == 1 {
            (self.first.label.clone(), self.first.formatted.clone())
        } else {
            let label = if self.first.label == self.last.label {
                self.first.label.clone()
            } else {
                format!("{} to {}", self.first.label, self.last.label)
            };
            let worst = &self.worst.formatted;
            (label, format!("{} incidents, worst: {worst}", self.count))
        };
        Point {
            of: self.worst.of,
            series: lane as u32,
            label,
            x: bar.x + bar.width / 2.0,
            y: bar.y + bar.height / 2.0,
            formatted,
        }
    }
}

/// Clusters of each lane, in the narrowest columns that keep the drawing below
/// its cap. Up to that cap nothing is joined that can be told apart.
fn within_cap<'s>(
    lanes: &'s [Lane],
    sound: impl Fn(&Span) -> bool,
    x: impl Fn(i64) -> f64,
) -> Vec<Vec<Cluster<'s>>> {
    let placed: Vec<Vec<(f64, f64, &Span)>> = lanes
        .iter()
        .map(|lane| {
            // Sorting copies of the times is twice as quick as sorting
            // references to them.
            let mut spans: Vec<(i64, i64, &Span)> = lane
                .spans
                .iter()
                .filter(|s| sound(s))
                .map(|s| (s.start_ms, s.end_ms, s))
                .collect();
            spans.sort_by_key(|s| (s.0, s.1));
            let place = |(start, end, span)| (x(start), x(end), span);
            spans.into_iter().map(place).collect()
        })
        .collect();
    let mut apart = 0.5;
    loop {
        let clusters: Vec<Vec<Cluster<'_>>> = placed.iter().map(|s| join(s, apart)).collect();
        if clusters.iter().map(Vec::len).sum::<usize>() <= BARS_MOST {
            return clusters;
        }
        apart *= 2.0;
    }
}

/// Joins spans, sorted by start, that begin in the same column of `apart`
/// pixels. Clusters do not grow without end: a lane that is busy all year stays
/// a row of bars, each as high as its own worst incident.
fn join<'s>(spans: &[(f64, f64, &'s Span)], apart: f64) -> Vec<Cluster<'s>> {
    let column = |x: f64| (x / apart).floor();
    let mut clusters: Vec<Cluster<'s>> = Vec::new();
    for (from, to, span) in spans {
        match clusters.last_mut() {
            Some(open) if column(*from) == column(open.from) => {
                open.to = open.to.max(*to);
                open.last = span;
                open.count += 1;
                open.impacts += span.impact;
                if span.impact > open.impact {
                    open.impact = span.impact;
                    open.worst = span;
                }
            }
            _ => clusters.push(Cluster {
                from: *from,
                to: *to,
                impact: span.impact,
                impacts: span.impact,
                first: span,
                last: span,
                worst: span,
                count: 1,
            }),
        }
    }
    // Columns as wide as a bar are filled, so that bars side by side touch.
    if apart >= BAR_LEAST {
        for cluster in &mut clusters {
            cluster.from = column(cluster.from) * apart;
            cluster.to = cluster.to.max(cluster.from + apart);
        }
    }
    clusters
}
