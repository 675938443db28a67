//! Equally likely outcomes as dots, so that chances can be counted.

use crate::chart::{Point, Rect, Trace};
use crate::labels::Room;
use crate::scale::drawable;
use crate::sheet::{Anchor, Dash, Paint, Sheet, Type, Words, measure};
use crate::spec::{Dots, Quantity, TickLabels};
use crate::xy::horizontal_axis;

/// What suits it.
pub(crate) const HEIGHT: f64 = 190.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 26.0;
/// Distance of two dots in a pile.
const PITCH: f64 = 16.0;
/// Dots a drawing holds.
const DOTS_MOST: usize = 200;
/// Dots in a column of those beyond the axis.
const COLUMN: usize = 4;

/// Draws outcomes in piles along the axis; those beyond it stand apart.
pub(crate) fn dots(sheet: &Sheet<'_>, chart: &Dots) -> Trace {
    let mut trace = Trace {
        label_name: "Chance".into(),
        series: vec![chart.name.clone()],
        ..Trace::default()
    };
    let whole = drawable(chart.from) && drawable(chart.to) && chart.from < chart.to;
    if !whole || chart.dots.is_empty() {
        trace.left_out(chart.dots.len());
        return trace;
    }
    let shown = &chart.dots[..chart.dots.len().min(DOTS_MOST)];
    let mut order: Vec<&Quantity> = shown.iter().collect();
    order.sort_by(|a, b| a.value.total_cmp(&b.value));
    let is_beyond = |q: &&Quantity| !(drawable(q.value) && q.value <= chart.to);
    let beyond = order.iter().filter(|q| is_beyond(q)).count();
    let words = measure(&chart.beyond, Type::Sub);
    let aside = if beyond == 0 {
        8.0
    } else {
        (beyond.div_ceil(COLUMN) as f64 * PITCH).max(words) + 28.0
    };
    let place = Rect::new(
        8.0,
        TOP,
        (sheet.width - aside - 8.0).max(40.0),
        (sheet.height - TOP - BOTTOM).max(20.0),
    );
    let plot = sheet.plot(place, chart.from..chart.to, 0.0..1.0);
    // Dots beside the axis are data too.
    trace.plot = Rect::between(plot.place.x, sheet.width, plot.place.y, plot.place.height);
    let base = plot.place.bottom();
    sheet.line((place.x, base), (place.right(), base), Paint::Axis, 1.0);
    let ticks = chart.ticks.iter().map(|t| (t.at, t.label.as_str()));
    horizontal_axis(
        sheet,
        &plot,
        ticks.collect(),
        TickLabels::AtTick,
        chart.from..chart.to,
    );
    let columns = (place.width / (PITCH * 1.5)).floor().max(1.0);
    let column_of = |value: f64| {
        let share = (value - chart.from) / (chart.to - chart.from);
        ((share * columns).floor()).clamp(0.0, columns - 1.0)
    };
    let mut heights = std::collections::BTreeMap::<i64, usize>::new();
    for dot in order.iter().filter(|q| !is_beyond(q)) {
        *heights.entry(column_of(dot.value) as i64).or_default() += 1;
    }
    // Where piles grow too high the dots move closer.
    let highest = heights.values().copied().max().unwrap_or(1) as f64;
    let pitch = PITCH.min((place.height - 8.0) / highest);
    let radius = (pitch * 0.36).clamp(1.5, 5.5);
    let mut piled = std::collections::BTreeMap::<i64, usize>::new();
    let mut outside = 0;
    let count = order.len() as f64;
    for (rank, dot) in order.iter().enumerate() {
        let at = if is_beyond(dot) {
            let column = outside / COLUMN;
            let row = outside % COLUMN;
            outside += 1;
            (
                place.right() + 28.0 + column as f64 * PITCH,
                base - 10.0 - row as f64 * PITCH.min(place.height / COLUMN as f64),
            )
        } else {
            let column = column_of(dot.value);
            let level = piled.entry(column as i64).or_default();
            let x = place.x + (column + 0.5) / columns * place.width;
            let y = base - 4.0 - radius - *level as f64 * pitch;
            *level += 1;
            (x, y)
        };
        sheet.dot(at, radius, Paint::Series1);
        if is_beyond(dot) || dot.value > chart.filled_to {
            sheet.dot(at, (radius - 1.4).max(0.5), Paint::Surface);
        }
        trace.points.push(Point {
            of: None,
            series: 0,
            label: format!("{:.0} %", (rank as f64 + 1.0) / count * 100.0),
            x: at.0,
            y: at.1,
            formatted: dot.formatted.clone(),
        });
    }
    if beyond > 0 {
        let words = Words::new(&chart.beyond, Type::Sub, Anchor::Start);
        sheet.text(words, (place.right() + 20.0, base + 17.0));
        trace
            .remarks
            .push(format!("{beyond} of {}: {}.", order.len(), chart.beyond));
    }
    if let Some(mark) = chart
        .mark
        .as_ref()
        .filter(|m| drawable(m.at) && (chart.from..=chart.to).contains(&m.at))
    {
        let x = plot.x(mark.at);
        let ends = [(x, TOP - 8.0), (x, base)];
        sheet.path(&ends, Paint::Muted, Dash::Dots, 1.0);
        let width = measure(&mark.label.text, Type::Label);
        let mut room = Room::new(Rect::new(0.0, 0.0, sheet.width, base));
        let places = [
            Rect::new(room.inside(x + 6.0, width), TOP - 22.0, width, 14.0),
            Rect::new(room.inside(x - width - 6.0, width), TOP - 22.0, width, 14.0),
        ];
        if let Some(found) = room.first_free(&places) {
            let words = Words::new(&mark.label.text, Type::Label, Anchor::Start).with_halo();
            sheet.text(words, (found.x, found.y + 11.0));
        }
        trace.remarks.push(mark.label.text.clone());
    }
    trace
}
