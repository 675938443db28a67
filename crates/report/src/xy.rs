//! Charts on two axes: the running total against its budget, and lines.

use crate::chart::{Point, Rect, Trace};
use crate::labels::{Room, spread, thin};
use crate::scale::{NumberFormat, Ticks, drawable, extent};
use crate::sheet::{Anchor, Dash, Paint, Plot, Sheet, Type, Words, fit, measure};
use crate::spec::{Band, BudgetUse, EndLabel, Line, LinePoint, Lines, Note, Step, TickLabels};

/// px from the right edge beyond which a line ends early.
const EARLY: f64 = 24.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 26.0;
/// Between the plot and the words at its end.
const END_GAP: f64 = 10.0;
const SERIES_MOST: usize = 5;
/// Pieces a line with gaps may be broken into before the gaps are bridged:
/// five lines of these stay far below the cap on nodes.
const PIECES_MOST: usize = 150;

/// Draws a running total against its limit.
pub(crate) fn budget_use(sheet: &Sheet<'_>, chart: &BudgetUse) -> Trace {
    let mut trace = Trace {
        label_name: chart.time_name.clone(),
        series: vec![chart.name.clone()],
        ..Trace::default()
    };
    let (start, end) = (chart.start_ms as f64, chart.end_ms as f64);
    let mut steps: Vec<&Step> = chart
        .steps
        .iter()
        .filter(|s| drawable(s.total) && (chart.start_ms..=chart.end_ms).contains(&s.at_ms))
        .collect();
    steps.sort_by_key(|s| s.at_ms);
    trace.left_out(chart.steps.len() - steps.len());
    let limit = chart.limit.as_ref().filter(|l| drawable(l.value));
    let Some((low, high)) = extent(steps.iter().map(|s| s.total)) else {
        return trace;
    };
    let high = limit.map_or(high, |l| high.max(l.value));

    let mut ends = vec![(&chart.end, steps.last().map_or(0.0, |s| s.total))];
    ends.extend(limit.map(|l| (&l.label, l.value)));
    let labels: Vec<&EndLabel> = ends.iter().map(|e| e.0).collect();
    let frame = Frame::new(
        sheet,
        (low, high),
        &chart.format,
        &labels,
        start..end,
        BOTTOM,
    );
    let Frame { mut plot, .. } = frame.grid(sheet);
    trace.plot = plot.place;
    let marks = chart
        .ticks
        .iter()
        .map(|t| (t.at_ms as f64, t.label.as_str()));
    horizontal_axis(
        sheet,
        &plot,
        marks.collect(),
        TickLabels::AtTick,
        start..end,
    );

    let given = steps.len();
    let steps = last_per_pixel(&plot, steps);
    if steps.len() < given {
        trace.remarks.push(format!(
            "{given} steps are drawn as {}, one for each place.",
            steps.len()
        ));
    }
    // Nobody knows what comes after the record: the line does not go on into it.
    let known = (chart.known_until_ms as f64).clamp(start, end.max(start));
    let known = steps.last().map_or(known, |s| known.max(s.at_ms as f64));
    let corners = stairs(&steps, start, known);
    if let Some(limit) = limit {
        for over in runs_above(&corners, limit.value) {
            plot.area(&over, Paint::OverFill, 1.0);
        }
        let line = [(start, limit.value), (end, limit.value)];
        plot.line(&line, Paint::LIMIT, Dash::Long, 2.0);
        if chart.pace.is_some() {
            plot.line(
                &[(start, 0.0), (end, limit.value)],
                Paint::Muted,
                Dash::Dots,
                1.0,
            );
        }
    }
    plot.line(&corners, Paint::Series1, Dash::Solid, 2.0);

    let mut room = Room::new(Rect::new(
        plot.place.x,
        0.0,
        plot.place.width,
        plot.place.bottom(),
    ));
    room.keep_off(corners.iter().map(|c| plot.at(c.0, c.1)).collect());
    if let Some(limit) = limit {
        room.keep_off(vec![plot.at(start, limit.value), plot.at(end, limit.value)]);
        if chart.pace.is_some() {
            room.rather_off(vec![plot.at(start, 0.0), plot.at(end, limit.value)]);
        }
        if let Some(spent) = &chart.spent
            && drawable(spent.at)
        {
            let at = plot.at(spent.at.clamp(start, end), limit.value);
            sheet.ring(at);
            room.take(Rect::new(at.0 - 6.0, at.1 - 6.0, 12.0, 12.0));
            annotate(
                sheet,
                &mut room,
                spent,
                (at.1 - 2.0, at.1 + 2.0),
                at.0,
                Prefer::Left,
            );
        }
    }
    for note in chart.notes.iter().filter(|n| drawable(n.at)) {
        let at = note.at.clamp(start, end);
        let (before, after) = around(&steps, at);
        let rise = (plot.y(after), plot.y(before));
        annotate(sheet, &mut room, note, rise, plot.x(at), Prefer::Left);
    }
    if let (Some(limit), Some(pace)) = (limit, &chart.pace) {
        label_pace(sheet, &plot, &mut room, pace, (start, end, limit.value));
    }
    let at_end: Vec<_> = ends.iter().map(|(l, v)| (*l, plot.y(*v), None)).collect();
    end_labels(sheet, &plot, &at_end);

    if let Some(last) = steps.last() {
        let (name, total, at) = (&chart.name, &last.formatted, &last.label);
        trace.remarks.insert(0, format!("{name}: {total}, {at}."));
    }
    trace.points = steps
        .iter()
        .map(|step| {
            let (x, y) = plot.at(step.at_ms as f64, step.total);
            Point {
                of: None,
                series: 0,
                label: step.label.clone(),
                x,
                y,
                formatted: step.formatted.clone(),
            }
        })
        .collect();
    trace
}

/// Draws up to five lines.
pub(crate) fn lines(sheet: &Sheet<'_>, chart: &Lines) -> Trace {
    let drawn = &chart.series[..chart.series.len().min(SERIES_MOST)];
    let mut trace = Trace {
        label_name: chart.x_name.clone(),
        series: drawn.iter().map(|s| s.name.clone()).collect(),
        ..Trace::default()
    };
    let hidden = chart.series.len() - drawn.len();
    if hidden > 0 {
        trace
            .remarks
            .push(format!("{hidden} more series are not drawn."));
    }
    if !(drawable(chart.from) && drawable(chart.to) && chart.from < chart.to) {
        trace.left_out(drawn.iter().map(|s| s.points.len()).sum());
        return trace;
    }
    let within = |x: f64| (chart.from..=chart.to).contains(&x);
    let sound = |p: &LinePoint| drawable(p.y) && within(p.x);
    let bands: Vec<Vec<Band>> = drawn
        .iter()
        .map(|s| {
            let whole = |b: &Band| within(b.x) && drawable(b.low) && drawable(b.high);
            s.band.iter().copied().filter(whole).collect()
        })
        .collect();
    let lost = |s: &Line| s.points.iter().filter(|p| !sound(p)).count();
    trace.left_out(drawn.iter().map(lost).sum());
    let heights = drawn
        .iter()
        .flat_map(|s| s.points.iter().filter(|p| sound(p)).map(|p| p.y));
    let edges = bands.iter().flatten().flat_map(|b| [b.low, b.high]);
    let Some(heights) = extent(heights) else {
        return trace;
    };
    let (low, high) = extent(edges).map_or(heights, |(low, high)| {
        (heights.0.min(low), heights.1.max(high))
    });
    let high = chart
        .most
        .filter(|m| drawable(*m))
        .map_or(high, |m| high.min(m).max(low));
    let total = chart.total.filter(|t| *t < drawn.len());
    let limit = chart.limit.as_ref().filter(|l| drawable(l.value));
    let (low, high) = limit.map_or((low, high), |l| (low.min(l.value), high.max(l.value)));

    let labels: Vec<EndLabel> = drawn
        .iter()
        .map(|s| EndLabel {
            text: s.name.clone(),
            note: s.note.clone(),
        })
        .collect();
    let limit_label = limit.map(|l| &l.label);
    let label_refs: Vec<&EndLabel> = labels.iter().chain(limit_label).collect();
    let axis = chart.from..chart.to;
    let bottom =
        BOTTOM + (tick_rows(chart.ticks.iter().map(|t| t.label.as_str())) - 1.0) * TICK_ROW;
    let mut frame = Frame::new(
        sheet,
        (low, high),
        &chart.format,
        &label_refs,
        axis.clone(),
        bottom,
    );
    let top = frame.ticks.high;
    let bands: Vec<Vec<Band>> = bands.into_iter().map(|band| cut_off(band, top)).collect();
    // Bands lie under the grid, lines above it.
    for (i, band) in bands.iter().enumerate() {
        let upper = band.iter().map(|b| (b.x, b.high));
        let lower = band.iter().rev().map(|b| (b.x, b.low));
        let outline: Vec<_> = upper.chain(lower).collect();
        if i == 0 {
            frame.plot.area(&outline, Paint::Band, 1.0);
        } else {
            frame.plot.area(&outline, Paint::series(i), 0.14);
        }
    }
    let mut room = Room::new(Rect::new(
        frame.plot.place.x,
        0.0,
        frame.plot.place.width,
        frame.plot.place.bottom(),
    ));
    for region in &chart.regions {
        let (from, to) = (region.from.max(chart.from), region.to.min(chart.to));
        if drawable(from) && drawable(to) && from < to {
            let place = frame.plot.place;
            let (left, right) = (frame.plot.x(from), frame.plot.x(to));
            let band = Rect::between(left, right, place.y, place.height);
            sheet.rect(band, Paint::Muted, 0.12);
        }
    }
    let Frame { mut plot, .. } = frame.grid(sheet);
    trace.plot = plot.place;
    let marks = chart.ticks.iter().map(|t| (t.at, t.label.as_str()));
    horizontal_axis(sheet, &plot, marks.collect(), chart.tick_labels, axis);
    for mark in chart.marks.iter().filter(|m| within(m.at)) {
        let x = plot.x(mark.at);
        let ends = [(x, plot.place.y), (x, plot.place.bottom())];
        sheet.path(&ends, Paint::Muted, Dash::Dots, 1.0);
        // Another mark's words may cross it: they would find no place between two that are close.
        room.rather_off(ends.to_vec());
    }
    if let Some(limit) = limit {
        let line = [(chart.from, limit.value), (chart.to, limit.value)];
        plot.line(&line, Paint::LIMIT, Dash::Long, 1.5);
        room.keep_off(line.map(|(x, y)| plot.at(x, y)).to_vec());
    }
    for band in &bands {
        room.rather_off(band.iter().map(|b| plot.at(b.x, b.high)).collect());
    }
    let mut ends: Vec<(&EndLabel, f64, Option<Paint>)> = Vec::new();
    // Lines that end before the axis does: their words beside the plot would be about nothing there.
    let mut early: Vec<(usize, (f64, f64))> = Vec::new();
    let paint = |i: usize| match total {
        Some(t) if t == i => Paint::Ink,
        _ => Paint::series(i),
    };
    let dash = |i: usize| match total {
        Some(t) if t == i => Dash::Solid,
        _ => Dash::series(i),
    };
    // The most important line is drawn last, so that it lies on top.
    let mut order: Vec<usize> = (0..drawn.len()).rev().collect();
    if let Some(t) = total {
        order.retain(|i| *i != t);
        order.push(t);
    }
    for i in order {
        let series = &drawn[i];
        let pieces = pieces(&series.points, sound);
        for piece in &pieces {
            let thinned = thinned(&plot, piece);
            let values: Vec<_> = thinned.iter().map(|p| (p.x, p.y)).collect();
            for values in below(&values, top) {
                if let [alone] = values[..] {
                    sheet.dot(plot.at(alone.0, alone.1), 2.5, paint(i));
                } else {
                    plot.line(&values, paint(i), dash(i), 2.0);
                }
                room.keep_off(values.iter().map(|v| plot.at(v.0, v.1)).collect());
            }
            trace.points.extend(thinned.iter().rev().map(|p| {
                let (x, y) = plot.at(p.x, p.y.min(top));
                Point {
                    of: None,
                    series: i as u32,
                    label: p.label.clone(),
                    x,
                    y,
                    formatted: p.formatted.clone(),
                }
            }));
        }
        // Pieces and series were visited back to front: see the reversal below.
        if let Some(last) = pieces.first().and_then(|piece| piece.last()) {
            let (x, y) = plot.at(last.x, last.y.min(top));
            if drawn.len() > 1 && plot.place.right() - x > EARLY {
                early.push((i, (x, y)));
            } else {
                let leader = (drawn.len() > 1).then(|| paint(i));
                ends.push((&labels[i], y, leader));
            }
        }
    }
    trace.points.reverse();
    // Read in the order of the lines, whichever is drawn on top.
    trace.points.sort_by_key(|point| point.series);
    let all = drawn.iter().map(|s| s.points.len()).sum::<usize>();
    let lost = drawn.iter().map(lost).sum::<usize>();
    if trace.points.len() + lost < all {
        trace.remarks.push(format!(
            "{all} points are drawn as {}, the least and the greatest at each place.",
            trace.points.len()
        ));
    }
    let values = drawn
        .iter()
        .flat_map(|s| s.points.iter().map(move |p| (s, p)));
    if let Some((line, peak)) = values
        .filter(|(_, p)| sound(p))
        .reduce(|a, b| if b.1.y > a.1.y { b } else { a })
    {
        let (name, value, at) = (&line.name, &peak.formatted, &peak.label);
        trace
            .remarks
            .push(format!("Greatest: {name}, {value}, {at}."));
    }
    if let Some(first) = drawn.get(total.unwrap_or(0)) {
        for note in &chart.notes {
            let Some(point) = first.points.iter().filter(|p| sound(p)).min_by(|a, b| {
                let distance = |p: &LinePoint| (p.x - note.at).abs();
                distance(a).total_cmp(&distance(b))
            }) else {
                continue;
            };
            let at = plot.at(point.x, point.y);
            let over = bands[total.unwrap_or(0)]
                .iter()
                .filter(|b| (b.x - point.x).abs() <= 1e-9);
            let top = over.map(|b| plot.y(b.high)).fold(at.1 - 4.0, f64::min);
            let rise = (top - 4.0, at.1 + 8.0);
            if let Some(words) = annotate(sheet, &mut room, note, rise, at.0, Prefer::Above) {
                // Words that a band keeps away are led back to their point.
                if words.bottom() < at.1 - 12.0 && words.x <= at.0 && at.0 <= words.right() {
                    let ends = ((at.0, words.bottom()), (at.0, at.1 - 4.0));
                    sheet.line(ends.0, ends.1, Paint::Muted, 1.0);
                }
            }
            // The place is worth seeing even where there is no room to name it.
            sheet.ring(at);
        }
    }
    for (i, (x, y)) in early {
        let EndLabel { text, note } = &labels[i];
        let words = Note {
            at: x,
            title: text.clone(),
            note: note.clone(),
        };
        let rise = (y - 8.0, y + 8.0);
        if annotate(sheet, &mut room, &words, rise, x, Prefer::Left).is_none() {
            ends.push((&labels[i], y, Some(paint(i))));
        }
    }
    if let Some(limit) = limit {
        ends.push((&limit.label, plot.y(limit.value), None));
    }
    end_labels(sheet, &plot, &ends);
    name_places(sheet, &plot, &mut room, chart);
    for mark in chart.marks.iter().filter(|m| within(m.at)) {
        let EndLabel { text, note } = &mark.label;
        trace.remarks.push(joined(text, note));
    }
    for region in &chart.regions {
        let EndLabel { text, note } = &region.label;
        trace.remarks.push(joined(text, note));
    }
    trace
}

fn joined(text: &str, note: &str) -> String {
    match (text.is_empty(), note.is_empty()) {
        (false, false) => format!("{text}: {note}."),
        _ => format!("{text}{note}"),
    }
}

/// Writes the words of regions and marks at the top of the plot, where there
/// is room beside what is drawn.
fn name_places(sheet: &Sheet<'_>, plot: &Plot<'_>, room: &mut Room, chart: &Lines) {
    let regions = chart.regions.iter().map(|r| {
        let (from, to) = (r.from.max(chart.from), r.to.min(chart.to));
        (f64::midpoint(from, to), &r.label, true)
    });
    let marks = chart.marks.iter().map(|m| (m.at, &m.label, false));
    for (at, label, centred) in regions.chain(marks) {
        if !drawable(at) || at < chart.from || at > chart.to {
            continue;
        }
        let width = measure(&label.text, Type::Label).max(measure(&label.note, Type::Sub));
        let height = 30.0;
        let x = plot.x(at);
        let lefts = if centred {
            [
                x - width / 2.0,
                x - width / 2.0 - 40.0,
                x - width / 2.0 + 40.0,
            ]
        } else {
            [x + 7.0, x - width - 7.0, x + 7.0]
        };
        let rows = (plot.place.height / 16.0 - 2.0).clamp(6.0, 40.0) as u8;
        let places: Vec<Rect> = (0..rows)
            .flat_map(|row| {
                let top = plot.place.y + 2.0 + f64::from(row) * 16.0;
                lefts.map(|left| Rect::new(room.inside(left, width), top, width, height))
            })
            .collect();
        if let Some(found) = room
            .first_free(&places)
            .or_else(|| room.first_apart(&places))
        {
            let title = Words::new(&label.text, Type::Label, Anchor::Start).with_halo();
            sheet.text(title, (found.x, found.y + 12.0));
            let under = Words::new(&label.note, Type::Sub, Anchor::Start).with_halo();
            sheet.text(under, (found.x, found.y + 26.0));
        }
    }
}

/// A plot with its vertical axis.
struct Frame<'b> {
    plot: Plot<'b>,
    ticks: Ticks,
    labels: Vec<String>,
}

impl<'b> Frame<'b> {
    fn new(
        sheet: &Sheet<'b>,
        (low, high): (f64, f64),
        format: &NumberFormat,
        ends: &[&EndLabel],
        mut axis: std::ops::Range<f64>,
        bottom: f64,
    ) -> Self {
        let height = (sheet.height - TOP - bottom).max(20.0);
        let ticks = Ticks::around(low, high, (height / 44.0).clamp(2.0, 6.0) as usize);
        let labels: Vec<String> = ticks
            .values()
            .map(|v| format.write(v, ticks.step))
            .collect();
        let widest = labels
            .iter()
            .map(|l| measure(l, Type::Sub))
            .fold(0.0, f64::max);
        let left = if widest > 0.0 { widest + 8.0 } else { 0.0 };
        let beside = ends
            .iter()
            .map(|e| measure(&e.text, Type::Label).max(measure(&e.note, Type::Sub)))
            .fold(0.0, f64::max);
        // Positions are rounded twice on the way to `end_labels`.
        let right = (beside + END_GAP + 2.0).min(sheet.width * 0.4);
        let place = Rect::new(left, TOP, (sheet.width - left - right).max(20.0), height);
        if axis.start >= axis.end {
            axis.end = axis.start + 1.0;
        }
        Self {
            plot: sheet.plot(place, axis, ticks.low..ticks.high),
            ticks,
            labels,
        }
    }

    /// Draws the grid and its numbers; the zero line is the axis.
    fn grid(self, sheet: &Sheet<'b>) -> Self {
        let place = self.plot.place;
        for (value, label) in self.ticks.values().zip(&self.labels) {
            let y = self.plot.y(value);
            let paint = if value == 0.0 {
                Paint::Axis
            } else {
                Paint::Grid
            };
            sheet.line((place.x, y), (place.right(), y), paint, 1.0);
            let words = Words::new(label, Type::Sub, Anchor::End);
            sheet.text(words, (place.x - 8.0, y + Type::Sub.cap() / 2.0));
        }
        self
    }
}

/// Marks and labels under a plot. `marks` are (place on the axis, label).
pub(crate) fn horizontal_axis(
    sheet: &Sheet<'_>,
    plot: &Plot<'_>,
    marks: Vec<(f64, &str)>,
    labels: TickLabels,
    axis: std::ops::Range<f64>,
) {
    let place = plot.place;
    let bottom = place.bottom();
    let marks: Vec<(f64, &str)> = marks
        .into_iter()
        .filter(|m| (axis.start..=axis.end).contains(&m.0))
        .map(|m| (plot.x(m.0), m.1))
        .collect();
    // More marks than this say nothing.
    let every = marks.len().div_ceil(200).max(1);
    let marks: Vec<(f64, &str)> = marks.into_iter().step_by(every).collect();
    for (x, _) in &marks {
        sheet.line((*x, bottom), (*x, bottom + 4.0), Paint::Axis, 1.0);
    }
    let boxes: Vec<(f64, f64)> = marks
        .iter()
        .enumerate()
        .map(|(i, (x, label))| {
            let width = rows(label)
                .map(|(row, face)| measure(row, face))
                .fold(0.0, f64::max);
            let centre = match labels {
                TickLabels::AtTick => *x,
                TickLabels::Between => {
                    let next = marks.get(i + 1).map_or(place.right(), |m| m.0);
                    f64::midpoint(*x, next)
                }
            };
            let left = (centre - width / 2.0).clamp(place.x, (sheet.width - width).max(place.x));
            (left, width)
        })
        .collect();
    for i in thin(&boxes, 10.0) {
        let (left, width) = boxes[i];
        for (n, (row, face)) in rows(marks[i].1).enumerate() {
            let indent = (width - measure(row, face)) / 2.0;
            let words = Words::new(row, face, Anchor::Start);
            sheet.text(words, (left + indent, bottom + 17.0 + n as f64 * TICK_ROW));
        }
    }
}

/// Height of a row of a label under an axis.
const TICK_ROW: f64 = 15.0;

/// Rows of the tallest label under an axis; at least one.
fn tick_rows<'a>(labels: impl Iterator<Item = &'a str>) -> f64 {
    labels.map(|l| l.lines().count()).max().unwrap_or(1).max(1) as f64
}

/// The rows of a label: of several, the first is its name.
fn rows(label: &str) -> impl Iterator<Item = (&str, Type)> {
    let several = label.contains('\n');
    label.lines().enumerate().map(move |(n, row)| {
        let face = if several && n == 0 {
            Type::Label
        } else {
            Type::Sub
        };
        (row, face)
    })
}

/// A band as far as it lies under `top`, with points of its own where its edges cross it.
fn cut_off(band: Vec<Band>, top: f64) -> Vec<Band> {
    let mut out: Vec<Band> = Vec::with_capacity(band.len());
    for next in band {
        if let Some(before) = out.last().copied() {
            let crossing = |a: f64, b: f64| {
                ((a > top) != (b > top))
                    .then(|| before.x + (next.x - before.x) * (top - a) / (b - a))
            };
            let mut at: Vec<f64> = [
                crossing(before.high, next.high),
                crossing(before.low, next.low),
            ]
            .into_iter()
            .flatten()
            .collect();
            at.sort_by(f64::total_cmp);
            for x in at {
                let share = (x - before.x) / (next.x - before.x);
                let between = |a: f64, b: f64| a + (b - a) * share;
                out.push(Band {
                    x,
                    low: between(before.low, next.low),
                    high: between(before.high, next.high),
                });
            }
        }
        out.push(next);
    }
    for b in &mut out {
        (b.low, b.high) = (b.low.min(top), b.high.min(top));
    }
    out
}

/// The parts of a line that do not lie above `top`, each ending where it leaves the plot.
fn below(line: &[(f64, f64)], top: f64) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut part: Vec<(f64, f64)> = Vec::new();
    let mut before: Option<(f64, f64)> = None;
    for &next in line {
        if let Some(last) = before
            && (last.1 > top) != (next.1 > top)
        {
            let share = (top - last.1) / (next.1 - last.1);
            part.push((last.0 + (next.0 - last.0) * share, top));
            if next.1 > top {
                parts.push(std::mem::take(&mut part));
            }
        }
        if next.1 <= top {
            part.push(next);
        }
        before = Some(next);
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Names lines at their ends, pushed apart where they come too close. Each is
/// (words, height of the line's end, paint if a leader should lead there).
fn end_labels(sheet: &Sheet<'_>, plot: &Plot<'_>, ends: &[(&EndLabel, f64, Option<Paint>)]) {
    const ABOVE: f64 = 10.0;
    let blocks: Vec<(f64, f64)> = ends
        .iter()
        .map(|(label, y, _)| {
            let lines = if label.note.is_empty() { 1.0 } else { 2.0 };
            (y - ABOVE, lines * Type::Label.line() + 4.0)
        })
        .collect();
    let x = plot.place.right() + END_GAP;
    let width = sheet.width - x;
    let tops = spread(&blocks, 0.0, plot.place.bottom() + 10.0);
    for ((label, y, series), top) in ends.iter().zip(tops) {
        let baseline = top + ABOVE + 4.0;
        if let Some(paint) = series {
            let from = (plot.place.right(), *y);
            let to = (x - 3.0, baseline - 4.0);
            sheet.line(from, to, *paint, 1.0);
        }
        let text = fit(&label.text, Type::Label, width);
        sheet.text(Words::new(&text, Type::Label, Anchor::Start), (x, baseline));
        let note = fit(&label.note, Type::Sub, width);
        let below = baseline + Type::Sub.line();
        sheet.text(Words::new(&note, Type::Sub, Anchor::Start), (x, below));
    }
}

/// Which side of its place a note tries first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prefer {
    /// Left of a step, where a rising line leaves room.
    Left,
    /// Above a peak.
    Above,
}

/// Writes a note beside the place `x` of a line that runs between the two
/// heights of `rise`, where there is room, and not at all if there is none.
/// Says where it is written.
fn annotate(
    sheet: &Sheet<'_>,
    room: &mut Room,
    note: &Note,
    (high, low): (f64, f64),
    x: f64,
    prefer: Prefer,
) -> Option<Rect> {
    let width = measure(&note.title, Type::Label).max(measure(&note.note, Type::Sub));
    let rows = if note.note.is_empty() { 1.0 } else { 2.0 };
    let height = rows * Type::Label.line();
    let gap = 8.0;
    let left = x - gap - width;
    let right = x + gap;
    let middle = f64::midpoint(high, low) - height / 2.0;
    let above = high - height - 6.0;
    let below = low + 8.0;
    let centred = room.inside(x - width / 2.0 - 2.0, width + 4.0) + 2.0;
    let mut places = [
        (left, middle),
        (left, above),
        (right, below),
        (right, middle),
        (left, above - 12.0),
        (centred, above - 2.0),
        (right, below + 12.0),
        (centred, below + 2.0),
        (right, above),
        (left, below),
        // In the open between two branches, with a line that leads back.
        (centred, above - 32.0),
        (centred, above - 62.0),
        (centred, above - 92.0),
    ];
    if prefer == Prefer::Above {
        places.swap(0, 5);
    }
    let rects = places.map(|(x, y)| Rect::new(x, y, width, height).inset(-2.0));
    let found = room.first_free(&rects)?;
    // Text to the left of its place ends at it.
    let (anchor, at) = if found.right() < x {
        (Anchor::End, found.right() - 2.0)
    } else {
        (Anchor::Start, found.x + 2.0)
    };
    let baseline = found.y + 2.0 + 11.0;
    let title = Words::new(&note.title, Type::Label, anchor).with_halo();
    sheet.text(title, (at, baseline));
    let under = Words::new(&note.note, Type::Sub, anchor).with_halo();
    sheet.text(under, (at, baseline + Type::Sub.line()));
    Some(found)
}

/// Names the even pace along its line, where the total leaves room.
fn label_pace(
    sheet: &Sheet<'_>,
    plot: &Plot<'_>,
    room: &mut Room,
    text: &str,
    (start, end, limit): (f64, f64, f64),
) {
    let width = measure(text, Type::Sub);
    let candidates = [0.7, 0.6, 0.8, 0.5, 0.4, 0.3].map(|share| {
        let (x, y) = plot.at(start + (end - start) * share, limit * share);
        Rect::new(x + 8.0, y - 2.0, width, 14.0)
    });
    if let Some(found) = room.first_free(&candidates) {
        let words = Words::new(text, Type::Sub, Anchor::Start).with_halo();
        sheet.text(words, (found.x, found.y + 11.0));
    }
}

/// The last of the steps that share a pixel: a total says the earlier ones.
fn last_per_pixel<'s>(plot: &Plot<'_>, steps: Vec<&'s Step>) -> Vec<&'s Step> {
    let mut kept: Vec<&Step> = Vec::new();
    let mut column = f64::NAN;
    let crowded = steps.len() as f64 > plot.place.width / 2.0;
    for step in steps {
        let here = plot.x(step.at_ms as f64).floor();
        if crowded && here == column {
            kept.pop();
        }
        column = here;
        kept.push(step);
    }
    kept
}

/// The corners of a line that stays level between steps.
fn stairs(steps: &[&Step], start: f64, end: f64) -> Vec<(f64, f64)> {
    let mut corners = vec![(start, 0.0)];
    let mut level = 0.0;
    for step in steps {
        let at = step.at_ms as f64;
        corners.push((at, level));
        level = step.total;
        corners.push((at, level));
    }
    corners.push((end, level));
    corners.dedup();
    corners
}

/// The totals before and after what happened at `at`: the nearest step.
fn around(steps: &[&Step], at: f64) -> (f64, f64) {
    let nearest = steps
        .iter()
        .enumerate()
        .min_by_key(|(_, s)| (s.at_ms as f64 - at).abs() as i64)
        .map_or(0, |(i, _)| i);
    let before = nearest.checked_sub(1).map_or(0.0, |i| steps[i].total);
    (before, steps[nearest].total)
}

/// Outlines of the parts of level stretches that lie above `limit`.
fn runs_above(corners: &[(f64, f64)], limit: f64) -> Vec<Vec<(f64, f64)>> {
    let mut runs = Vec::new();
    let mut run: Vec<(f64, f64)> = Vec::new();
    for pair in corners.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let level = y0 == y1;
        if level && y0 > limit {
            if run.is_empty() {
                run.push((x0, limit));
            }
            run.push((x0, y0));
            run.push((x1, y1));
        } else if level && !run.is_empty() {
            run.push((x0, limit));
            runs.push(std::mem::take(&mut run));
        }
    }
    if let Some(last) = run.last().copied() {
        run.push((last.0, limit));
        runs.push(run);
    }
    runs
}

/// A line cut at the points that cannot be drawn, last piece first, unless
/// that would be more pieces than anyone can see.
fn pieces(points: &[LinePoint], sound: impl Fn(&LinePoint) -> bool) -> Vec<Vec<&LinePoint>> {
    let mut pieces: Vec<Vec<&LinePoint>> = points
        .split(|p| !sound(p))
        .filter(|piece| !piece.is_empty())
        .map(|piece| piece.iter().collect())
        .collect();
    if pieces.len() > PIECES_MOST {
        pieces = vec![pieces.concat()];
    }
    pieces.reverse();
    pieces
}

/// The least and the greatest of the points that share a pixel, once there are
/// more than two to a pixel.
fn thinned<'p>(plot: &Plot<'_>, points: &[&'p LinePoint]) -> Vec<&'p LinePoint> {
    if points.len() as f64 <= plot.place.width * 2.0 {
        return points.to_vec();
    }
    points
        .chunk_by(|a, b| plot.x(a.x).floor() == plot.x(b.x).floor())
        .flat_map(|column| {
            let by_value = |a: &&usize, b: &&usize| column[**a].y.total_cmp(&column[**b].y);
            let all: Vec<usize> = (0..column.len()).collect();
            let least = all.iter().min_by(by_value).copied().unwrap_or(0);
            let most = all.iter().max_by(by_value).copied().unwrap_or(0);
            let mut both = vec![least.min(most), least.max(most)];
            both.dedup();
            both.into_iter().map(|i| column[i])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn a_line_leaves_the_plot_at_its_upper_edge_and_comes_back_there() {
        let line = [(0.0, 30.0), (1.0, 10.0), (2.0, 0.0), (3.0, 40.0)];
        let parts = below(&line, 20.0);
        assert_eq!(
            parts,
            vec![vec![(0.5, 20.0), (1.0, 10.0), (2.0, 0.0), (2.5, 20.0)]]
        );
        // Out of the plot and in again: two parts.
        let parts = below(&[(0.0, 10.0), (1.0, 30.0), (2.0, 10.0)], 20.0);
        assert_eq!(
            parts,
            vec![
                vec![(0.0, 10.0), (0.5, 20.0)],
                vec![(1.5, 20.0), (2.0, 10.0)]
            ]
        );
        assert!(below(&[(0.0, 30.0), (1.0, 25.0)], 20.0).is_empty());
        // Without anything above it is the line.
        assert_eq!(below(&line, 40.0), vec![line.to_vec()]);
    }
}
