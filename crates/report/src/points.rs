//! Single points on two axes, with a line fitted through them.

use crate::chart::{Point, Rect, Trace};
use crate::labels::Room;
use crate::scale::drawable;
use crate::sheet::{Anchor, Dash, Paint, Sheet, Type, Words, measure};
use crate::spec::{LinePoint, Points, TickLabels};
use crate::xy::horizontal_axis;

const TOP: f64 = 14.0;
const BOTTOM: f64 = 26.0;
/// Points a drawing holds, far below the cap on nodes.
const POINTS_MOST: usize = 600;

/// Draws points and the line through them.
pub(crate) fn points(sheet: &Sheet<'_>, chart: &Points) -> Trace {
    let mut trace = Trace {
        label_name: chart.label_name.clone(),
        series: vec![chart.name.clone()],
        ..Trace::default()
    };
    let whole = |(low, high): (f64, f64)| drawable(low) && drawable(high) && low < high;
    if !whole(chart.across) || !whole(chart.up) {
        trace.left_out(chart.points.len());
        return trace;
    }
    let within = |p: &&LinePoint| {
        drawable(p.x)
            && drawable(p.y)
            && (chart.across.0..=chart.across.1).contains(&p.x)
            && (chart.up.0..=chart.up.1).contains(&p.y)
    };
    let sound: Vec<&LinePoint> = chart.points.iter().filter(within).collect();
    trace.left_out(chart.points.len() - sound.len());
    let shown = &sound[..sound.len().min(POINTS_MOST)];
    if shown.len() < sound.len() {
        trace.remarks.push(format!(
            "Of {} points the first {POINTS_MOST} are drawn.",
            sound.len()
        ));
    }
    if shown.is_empty() {
        return trace;
    }
    let widest = chart.up_ticks.iter().map(|t| measure(&t.label, Type::Sub));
    let left = widest.fold(0.0, f64::max) + 8.0;
    let fitted = &chart.fit;
    let words = measure(&fitted.name, Type::Label).max(measure(&fitted.note, Type::Sub));
    let right = if fitted.points.is_empty() {
        12.0
    } else {
        words + 12.0
    };
    let right = right.min(sheet.width * 0.4);
    let place = Rect::new(
        left,
        TOP,
        (sheet.width - left - right).max(20.0),
        (sheet.height - TOP - BOTTOM).max(20.0),
    );
    let mut plot = sheet.plot(
        place,
        chart.across.0..chart.across.1,
        chart.up.0..chart.up.1,
    );
    trace.plot = plot.place;
    let band = fitted
        .band
        .iter()
        .filter(|b| drawable(b.low) && drawable(b.high));
    let clip = |y: f64| y.clamp(chart.up.0, chart.up.1);
    let band: Vec<_> = band.collect();
    let outline: Vec<(f64, f64)> = band
        .iter()
        .map(|b| (b.x, clip(b.high)))
        .chain(band.iter().rev().map(|b| (b.x, clip(b.low))))
        .collect();
    if outline.len() > 2 {
        plot.area(&outline, Paint::Band, 1.0);
    }
    for tick in &chart.up_ticks {
        if !(chart.up.0..=chart.up.1).contains(&tick.at) {
            continue;
        }
        let y = plot.y(tick.at);
        sheet.line((place.x, y), (place.right(), y), Paint::Grid, 1.0);
        let words = Words::new(&tick.label, Type::Sub, Anchor::End);
        sheet.text(words, (place.x - 8.0, y + Type::Sub.cap() / 2.0));
    }
    let base = plot.place.bottom();
    sheet.line((place.x, base), (place.right(), base), Paint::Axis, 1.0);
    let ticks = chart.across_ticks.iter().map(|t| (t.at, t.label.as_str()));
    horizontal_axis(
        sheet,
        &plot,
        ticks.collect(),
        TickLabels::AtTick,
        chart.across.0..chart.across.1,
    );
    let mut room = Room::new(Rect::new(place.x, 0.0, place.width, base));
    let line: Vec<(f64, f64)> = fitted
        .points
        .iter()
        .filter(|p| drawable(p.x) && drawable(p.y))
        .map(|p| (p.x, clip(p.y)))
        .collect();
    if line.len() > 1 {
        plot.line(&line, Paint::Series4, Dash::Long, 1.5);
        room.keep_off(line.iter().map(|p| plot.at(p.0, p.1)).collect());
    }
    if chart.joined {
        let path: Vec<(f64, f64)> = shown.iter().map(|p| (p.x, p.y)).collect();
        plot.line(&path, Paint::Series1, Dash::Solid, 2.0);
        room.keep_off(path.iter().map(|p| plot.at(p.0, p.1)).collect());
    }
    for point in shown {
        let at = plot.at(point.x, point.y);
        sheet.dot(at, 3.0, Paint::Series1);
        room.take(Rect::new(at.0 - 4.0, at.1 - 4.0, 8.0, 8.0));
        trace.points.push(Point {
            of: None,
            series: 0,
            label: point.label.clone(),
            x: at.0,
            y: at.1,
            formatted: point.formatted.clone(),
        });
    }
    if let Some(last) = line.last() {
        let y = plot.y(last.1).clamp(TOP + 8.0, base - 16.0);
        let x = place.right() + 8.0;
        sheet.text(Words::new(&fitted.name, Type::Label, Anchor::Start), (x, y));
        sheet.text(
            Words::new(&fitted.note, Type::Sub, Anchor::Start),
            (x, y + Type::Sub.line()),
        );
        trace
            .remarks
            .push(format!("{}: {}.", fitted.name, fitted.note));
    }
    for note in &chart.notes {
        let near = |p: &&&LinePoint| (p.x - note.at).abs();
        let Some(point) = shown.iter().min_by(|a, b| near(a).total_cmp(&near(b))) else {
            continue;
        };
        let (x, y) = plot.at(point.x, point.y);
        let width = measure(&note.title, Type::Label).max(measure(&note.note, Type::Sub));
        let (left, right) = (x - width - 9.0, x + 9.0);
        let places = [
            Rect::new(room.inside(right, width), y - 8.0, width, 28.0),
            Rect::new(room.inside(left, width), y - 8.0, width, 28.0),
            Rect::new(room.inside(right, width), y - 36.0, width, 28.0),
            Rect::new(room.inside(left, width), y - 36.0, width, 28.0),
            Rect::new(room.inside(right, width), y + 8.0, width, 28.0),
        ];
        if let Some(found) = room.first_free(&places) {
            let title = Words::new(&note.title, Type::Label, Anchor::Start).with_halo();
            sheet.text(title, (found.x, found.y + 11.0));
            let under = Words::new(&note.note, Type::Sub, Anchor::Start).with_halo();
            sheet.text(under, (found.x, found.y + 25.0));
        }
    }
    trace
}
