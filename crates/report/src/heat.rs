//! Cells shaded by value: one hue, from faint to full, so that the order reads
//! in greyscale too.

use crate::chart::{Point, Rect, Trace};
use crate::labels::thin;
use crate::scale::{drawable, extent};
use crate::sheet::{Anchor, Paint, Sheet, Type, Words, fit, measure};
use crate::spec::{HeatCell, HeatMap};

const KEY_HEIGHT: f64 = 30.0;
const AXIS_HEIGHT: f64 = 20.0;
const KEY_SHADES: u32 = 24;
/// Leaves room for labels and the key under the cap on nodes.
const CELLS_MOST: usize = 1_600;
/// The faintest shade still stands off the surface.
const FAINTEST: f64 = 0.07;

/// The height at which the cells are easy to tell apart.
pub(crate) fn height(chart: &HeatMap) -> f64 {
    chart.rows.len() as f64 * 26.0 + AXIS_HEIGHT + KEY_HEIGHT + 4.0
}

/// Draws the cells, their labels and the key.
pub(crate) fn heat_map(sheet: &Sheet<'_>, chart: &HeatMap) -> Trace {
    let mut trace = Trace {
        label_name: chart.column_name.clone(),
        series: chart.rows.clone(),
        ..Trace::default()
    };
    let (rows, columns) = (chart.rows.len(), chart.columns.len());
    let mut cells: Vec<&HeatCell> = chart
        .cells
        .iter()
        .filter(|c| drawable(c.value) && (c.row as usize) < rows && (c.column as usize) < columns)
        .collect();
    cells.sort_by_key(|c| (c.row, c.column));
    cells.dedup_by_key(|c| (c.row, c.column));
    trace.left_out(chart.cells.len() - cells.len());
    if cells.len() > CELLS_MOST {
        let more = cells.len() - CELLS_MOST;
        trace
            .remarks
            .push(format!("{more} more cells are not drawn."));
        cells.truncate(CELLS_MOST);
    }
    let by_value = |a: &&&HeatCell, b: &&&HeatCell| a.value.total_cmp(&b.value);
    let (Some(least), Some(most)) = (
        cells.iter().min_by(by_value).copied(),
        cells.iter().rev().max_by(by_value).copied(),
    ) else {
        return trace;
    };
    // A faint cell means little, not the least of many: shades start at zero.
    let (low, high) = extent([least.value, most.value, 0.0]).unwrap_or((0.0, 1.0));
    let shade = |value: f64| {
        if high > low {
            FAINTEST + (1.0 - FAINTEST) * (value - low) / (high - low)
        } else {
            FAINTEST
        }
    };

    let names = chart.rows.iter().take(200).map(|r| measure(r, Type::Sub));
    let left = (names.fold(0.0, f64::max) + 10.0).min(sheet.width * 0.4);
    let height = (sheet.height - AXIS_HEIGHT - KEY_HEIGHT).max(rows as f64);
    let place = Rect::new(left, 2.0, (sheet.width - left).max(20.0), height - 2.0);
    trace.plot = place;
    let plot = sheet.plot(place, 0.0..columns as f64, rows as f64..0.0);
    let cell_at = |row: f64, column: f64| {
        let (x0, y0) = plot.at(column, row);
        let (x1, y1) = plot.at(column + 1.0, row + 1.0);
        // A gap of the surface between cells, as long as they are large enough.
        let gap = if x1 - x0 > 5.0 && y1 - y0 > 5.0 {
            0.5
        } else {
            0.0
        };
        Rect::new(x0, y0, x1 - x0, y1 - y0).inset(gap)
    };
    for cell in &cells {
        let at = cell_at(f64::from(cell.row), f64::from(cell.column));
        sheet.rect(at, Paint::Series1, shade(cell.value));
        trace.points.push(Point {
            of: None,
            series: cell.row,
            label: chart.columns[cell.column as usize].clone(),
            x: at.x + at.width / 2.0,
            y: at.y + at.height / 2.0,
            formatted: cell.formatted.clone(),
        });
    }
    if most.value > least.value {
        let at = cell_at(f64::from(most.row), f64::from(most.column));
        sheet.outline(at.inset(-1.0), Paint::Ink, 1.5);
        trace.remarks.push(format!(
            "Greatest: {}, {} {}. Least: {}, {} {}.",
            most.formatted,
            chart.rows[most.row as usize],
            chart.columns[most.column as usize],
            least.formatted,
            chart.rows[least.row as usize],
            chart.columns[least.column as usize],
        ));
    }

    let row_height = place.height / rows as f64;
    let every = (12.0 / row_height).ceil().max(1.0) as usize;
    for (i, name) in chart.rows.iter().enumerate().step_by(every).take(200) {
        let middle = place.y + (i as f64 + 0.5) * row_height;
        let name = fit(name, Type::Sub, left - 10.0);
        let words = Words::new(&name, Type::Sub, Anchor::Start);
        sheet.text(words, (0.0, middle + Type::Sub.cap() / 2.0));
    }
    let skip = columns.div_ceil(200).max(1);
    let labels: Vec<(f64, f64)> = chart
        .columns
        .iter()
        .enumerate()
        .step_by(skip)
        .map(|(i, label)| {
            let width = measure(label, Type::Sub);
            let centre = plot.x(i as f64 + 0.5);
            let left = (centre - width / 2.0).clamp(0.0, (sheet.width - width).max(0.0));
            (left, width)
        })
        .collect();
    for i in thin(&labels, 12.0) {
        let words = Words::new(&chart.columns[i * skip], Type::Sub, Anchor::Start);
        sheet.text(words, (labels[i].0, place.bottom() + 15.0));
    }
    key(sheet, place, chart, [least, most], shade);
    trace
}

/// The key: what is shaded, and which figures the ends of the shading mean.
fn key(
    sheet: &Sheet<'_>,
    place: Rect,
    chart: &HeatMap,
    [least, most]: [&HeatCell; 2],
    shade: impl Fn(f64) -> f64,
) {
    let baseline = place.bottom() + AXIS_HEIGHT + 22.0;
    let mut x = place.x;
    let write = |x: &mut f64, text: &str, face: Type| {
        let text = fit(text, face, (sheet.width - *x).max(0.0));
        sheet.text(Words::new(&text, face, Anchor::Start), (*x, baseline));
        *x += measure(&text, face) + 8.0;
    };
    let ends = measure(&least.formatted, Type::Sub) + measure(&most.formatted, Type::Sub);
    let ramp = 120.0f64.min(sheet.width - place.x - ends - 16.0);
    let name = measure(&chart.value_name, Type::Sub) + 16.0;
    if place.x + name + ends + 16.0 + ramp <= sheet.width {
        write(&mut x, &chart.value_name, Type::Sub);
        x += 8.0;
    }
    write(&mut x, &least.formatted, Type::Sub);
    // Whole pixels: between edges that are not, the surface shows through.
    let step = (ramp / f64::from(KEY_SHADES)).floor();
    x = x.round();
    if step >= 1.0 && most.value > least.value {
        for i in 0..KEY_SHADES {
            let share = f64::from(i) / f64::from(KEY_SHADES - 1);
            let value = least.value + (most.value - least.value) * share;
            let at = Rect::new(x + f64::from(i) * step, baseline - 9.0, step, 10.0);
            sheet.rect(at, Paint::Series1, shade(value));
        }
        x += step * f64::from(KEY_SHADES) + 8.0;
        write(&mut x, &most.formatted, Type::Sub);
    }
}
