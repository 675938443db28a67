//! Charts with a row for each thing: bars, used against allowed, and the cost
//! lines that add up. Names stand left, figures right, the bars between; on a
//! narrow drawing the bars move under the words.

use crate::chart::{Point, Rect, Trace};
use crate::scale::{drawable, extent};
use crate::sheet::{Anchor, Dash, Paint, Sheet, Type, Words, fit, measure};
use crate::spec::{
    Bar, Bars, Bullet, Bullets, Cost, CostKind, Interval, Swing, Tornado, Waterfall,
};

/// How strong the bar of a low end is beside that of a high end.
const PALE: f64 = 0.45;
const BAR: f64 = 12.0;
const GAP: f64 = 16.0;
const HEAD: f64 = 22.0;
/// Rows a drawing holds, so that their parts stay under the cap on nodes.
const ROWS_MOST: usize = 140;

/// The sign before a column's heading that says how its figure is drawn.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    None,
    Bar,
    /// A bar of the other end.
    PaleBar,
    /// A bar whose part beyond a limit has a colour of its own.
    BarOver,
    Tick,
}

/// A row's words: its name and its figures, one for each column.
struct RowWords<'c> {
    label: &'c str,
    note: &'c str,
    figures: Vec<&'c str>,
    /// A sum: set off by a rule above it.
    sum: bool,
}

/// Where everything in the rows lies.
struct Grid {
    /// The part for the bars.
    bars: Rect,
    head: f64,
    row_height: f64,
    /// Rows that fit.
    count: usize,
    /// Bars lie under the words instead of between them.
    stacked: bool,
    /// Right edges of the figure columns that are shown, by column.
    columns: Vec<Option<f64>>,
    label_width: f64,
}

impl Grid {
    fn plan(heads: &[(&str, Sign)], rows: &[RowWords<'_>], width: f64, height: f64) -> Self {
        let name = |r: &RowWords<'_>| measure(r.label, Type::Label).max(measure(r.note, Type::Sub));
        let names = rows.iter().map(name).fold(0.0, f64::max);
        let widths: Vec<f64> = heads
            .iter()
            .enumerate()
            .map(|(i, (head, sign))| {
                let sign = match sign {
                    Sign::None => 0.0,
                    Sign::Bar | Sign::PaleBar | Sign::Tick => 14.0,
                    Sign::BarOver => 23.0,
                };
                let figures = rows.iter().map(|r| {
                    let face = if i == 0 { Type::Label } else { Type::Sub };
                    r.figures.get(i).map_or(0.0, |f| measure(f, face))
                });
                figures.fold(measure(head, Type::Sub) + sign, f64::max)
            })
            .collect();
        let all: f64 = widths.iter().map(|w| w + GAP).sum();
        let stacked = names + GAP + all > width * 0.62;
        let room = if stacked { width } else { width - names };
        // The later columns are the first to go; the points keep them.
        let mut shown = widths.len();
        let used = |shown: usize| widths[..shown].iter().map(|w| w + GAP).sum::<f64>();
        while shown > 1 && used(shown) > room * if stacked { 0.66 } else { 0.8 } {
            shown -= 1;
        }
        let mut columns = vec![None; widths.len()];
        let mut right = width;
        for i in (0..shown).rev() {
            columns[i] = Some(right);
            right -= widths[i] + GAP;
        }
        let noted = rows.iter().any(|r| !r.note.is_empty());
        let natural = row_height(noted, stacked);
        let head = if heads.iter().all(|h| h.0.is_empty()) {
            2.0
        } else {
            HEAD
        };
        let least = natural - 6.0;
        let fits = ((height - head) / least).floor().max(1.0) as usize;
        let count = rows.len().min(fits);
        let row_height = ((height - head) / count.max(1) as f64).clamp(least, natural * 1.25);
        // Names end where the figures of their line begin.
        let label_width = if stacked { right.max(40.0) } else { names };
        let (x, right) = if stacked {
            // A tick at either end keeps its whole width.
            (1.0, width - 2.0)
        } else {
            (names + GAP, right)
        };
        Self {
            bars: Rect::new(x, head, (right - x).max(20.0), row_height * count as f64),
            head,
            row_height,
            count,
            stacked,
            columns,
            label_width,
        }
    }

    fn top(&self, row: usize) -> f64 {
        self.head + row as f64 * self.row_height
    }

    /// The middle of a row's bar.
    fn middle(&self, row: usize) -> f64 {
        if self.stacked {
            self.top(row) + self.row_height - 12.0
        } else {
            self.top(row) + self.row_height / 2.0
        }
    }

    /// Draws a line from top to bottom of the bars that spares the words.
    fn upright(&self, sheet: &Sheet<'_>, x: f64, paint: Paint, dash: Dash, width: f64) {
        if self.stacked {
            for row in 0..self.count {
                let middle = self.middle(row);
                let ends = [(x, middle - 10.0), (x, middle + 10.0)];
                sheet.path(&ends, paint, dash, width);
            }
        } else {
            let ends = [(x, self.bars.y), (x, self.bars.bottom())];
            sheet.path(&ends, paint, dash, width);
        }
    }

    /// Draws rules, headings, names and figures.
    fn words(&self, sheet: &Sheet<'_>, heads: &[(&str, Sign)], rows: &[RowWords<'_>]) {
        for ((head, sign), right) in heads.iter().zip(&self.columns) {
            let Some(right) = right else { continue };
            sheet.text(Words::new(head, Type::Sub, Anchor::End), (*right, 12.0));
            let left = right - measure(head, Type::Sub) - 6.0;
            match sign {
                Sign::Bar => {
                    let at = Rect::new(left - 9.0, 4.0, 9.0, 8.0);
                    sheet.rect(at, Paint::Series1, 1.0);
                }
                Sign::PaleBar => {
                    let at = Rect::new(left - 9.0, 4.0, 9.0, 8.0);
                    sheet.rect(at, Paint::Series1, PALE);
                }
                Sign::BarOver => {
                    let at = |x: f64| Rect::new(left - x, 4.0, 9.0, 8.0);
                    sheet.rect(at(18.0), Paint::Series1, 1.0);
                    sheet.rect(at(9.0), Paint::Over, 1.0);
                }
                Sign::Tick => sheet.line((left - 3.0, 2.0), (left - 3.0, 13.0), Paint::Ink, 2.0),
                Sign::None => {}
            }
        }
        for (i, row) in rows.iter().take(self.count).enumerate() {
            let top = self.top(i);
            if row.sum {
                sheet.line((0.0, top), (sheet.width, top), Paint::Axis, 1.0);
            } else if i > 0 || self.head > 10.0 {
                sheet.line((0.0, top), (sheet.width, top), Paint::Grid, 1.0);
            }
            let two = !row.note.is_empty();
            let first = if self.stacked {
                top + 15.0
            } else if two {
                top + self.row_height / 2.0 - 2.0
            } else {
                top + self.row_height / 2.0 + Type::Label.cap() / 2.0
            };
            let label = fit(row.label, Type::Label, self.label_width);
            sheet.text(Words::new(&label, Type::Label, Anchor::Start), (0.0, first));
            if two {
                let note = fit(row.note, Type::Sub, self.label_width);
                let below = first + Type::Sub.line();
                sheet.text(Words::new(&note, Type::Sub, Anchor::Start), (0.0, below));
            }
            let baseline = if self.stacked {
                first
            } else {
                top + self.row_height / 2.0 + Type::Label.cap() / 2.0
            };
            for (column, (figure, right)) in row.figures.iter().zip(&self.columns).enumerate() {
                let face = if column == 0 { Type::Label } else { Type::Sub };
                if let Some(right) = right {
                    sheet.text(Words::new(figure, face, Anchor::End), (*right, baseline));
                }
            }
        }
    }
}

fn row_height(noted: bool, stacked: bool) -> f64 {
    match (noted, stacked) {
        (false, false) => 30.0,
        (true, false) => 38.0,
        (false, true) => 46.0,
        (true, true) => 60.0,
    }
}

fn natural(heads: &[(&str, Sign)], rows: &[RowWords<'_>], width: f64) -> f64 {
    let grid = Grid::plan(heads, rows, width, f64::MAX);
    let noted = rows.iter().any(|r| !r.note.is_empty());
    grid.head + row_height(noted, grid.stacked) * rows.len() as f64 + 2.0
}

fn missing_rows(trace: &mut Trace, all: usize, shown: usize) {
    if shown < all {
        let more = all - shown;
        trace
            .remarks
            .push(format!("{more} more rows do not fit at this height."));
    }
}

fn range_drawable(range: &Interval) -> bool {
    drawable(range.low) && drawable(range.high) && range.low <= range.high
}

/// A value with its range, as the read-out and the table say it.
fn with_range(value: &str, range: Option<&Interval>) -> String {
    match range {
        Some(range) if !range.formatted.is_empty() => format!("{value} ({})", range.formatted),
        _ => value.to_owned(),
    }
}

/// An axis from the least to the greatest of `values` with zero on it.
fn zero_based(values: impl IntoIterator<Item = f64>) -> std::ops::Range<f64> {
    match extent(values.into_iter().chain([0.0])) {
        Some((low, high)) if low < high => low..high,
        _ => 0.0..1.0,
    }
}

type Plan<'c> = (Vec<(&'c str, Sign)>, Vec<RowWords<'c>>);

fn bars_plan<'c>(chart: &'c Bars, rows: &[&'c Bar]) -> Plan<'c> {
    let marked = rows.iter().any(|r| r.mark.is_some());
    let ranged = rows.iter().any(|r| r.range.is_some());
    let mut heads = vec![(chart.value_name.as_str(), Sign::Bar)];
    heads.extend(marked.then_some((chart.mark_name.as_str(), Sign::Tick)));
    heads.extend(ranged.then_some((chart.range_name.as_str(), Sign::None)));
    let words = rows
        .iter()
        .map(|r| {
            let mut figures = vec![r.value.formatted.as_str()];
            if marked {
                figures.push(r.mark.as_ref().map_or("—", |m| m.formatted.as_str()));
            }
            if ranged {
                figures.push(r.range.as_ref().map_or("", |i| i.formatted.as_str()));
            }
            RowWords {
                label: &r.label,
                note: &r.note,
                figures,
                sum: false,
            }
        })
        .collect();
    (heads, words)
}

/// The height at which every bar has room.
pub(crate) fn bars_height(chart: &Bars, width: f64) -> f64 {
    let rows: Vec<&Bar> = chart.rows.iter().take(ROWS_MOST).collect();
    let (heads, words) = bars_plan(chart, &rows);
    let limit = if chart.limit.is_some() { 18.0 } else { 0.0 };
    natural(&heads, &words, width) + limit
}

/// Draws bars with their ranges and second figures.
pub(crate) fn bars(sheet: &Sheet<'_>, chart: &Bars) -> Trace {
    let mut rows: Vec<&Bar> = chart
        .rows
        .iter()
        .filter(|r| drawable(r.value.value))
        .collect();
    let marked = rows.iter().any(|r| r.mark.is_some());
    let mut trace = Trace {
        label_name: chart.row_name.clone(),
        series: vec![chart.value_name.clone()],
        ..Trace::default()
    };
    if marked {
        trace.series.push(chart.mark_name.clone());
    }
    trace.left_out(chart.rows.len() - rows.len());
    if rows.is_empty() {
        return trace;
    }
    let limit = chart.limit.as_ref().filter(|l| drawable(l.value));
    let foot = if limit.is_some() { 18.0 } else { 0.0 };
    let all = rows.len();
    rows.truncate(ROWS_MOST);
    let (heads, words) = bars_plan(chart, &rows);
    let grid = Grid::plan(&heads, &words, sheet.width, sheet.height - foot);
    missing_rows(&mut trace, all, grid.count);
    let rows = &rows[..grid.count];
    grid.words(sheet, &heads, &words);
    trace.plot = grid.bars;

    let ranges = rows
        .iter()
        .filter_map(|r| r.range.as_ref())
        .filter(|r| range_drawable(r));
    let marks = rows.iter().filter_map(|r| r.mark.as_ref()).map(|m| m.value);
    let axis = zero_based(
        rows.iter()
            .map(|r| r.value.value)
            .chain(ranges.flat_map(|r| [r.low, r.high]))
            .chain(marks.filter(|m| drawable(*m)))
            .chain(limit.map(|l| l.value)),
    );
    let plot = sheet.plot(grid.bars, axis, 0.0..1.0);
    let zero = plot.x(0.0);
    let mut mark_points = Vec::new();
    let greatest = |a: &&&Bar, b: &&&Bar| a.value.value.total_cmp(&b.value.value);
    if let Some(row) = rows.iter().rev().max_by(greatest) {
        let (name, value) = (&row.label, &row.value.formatted);
        trace.remarks.push(format!("Greatest: {name}, {value}."));
    }
    for (i, row) in rows.iter().enumerate() {
        let middle = grid.middle(i);
        let end = plot.x(row.value.value);
        let bar = Rect::between(zero, end, middle - BAR / 2.0, BAR);
        sheet.rect(bar, Paint::Series1, 1.0);
        if let Some(range) = row.range.as_ref().filter(|r| range_drawable(r)) {
            sheet.whisker(plot.x(range.low), plot.x(range.high), middle, bar);
        }
        trace.points.push(Point {
            of: None,
            series: 0,
            label: row.label.clone(),
            x: end,
            y: middle,
            formatted: with_range(&row.value.formatted, row.range.as_ref()),
        });
        if let Some(mark) = row.mark.as_ref().filter(|m| drawable(m.value)) {
            let x = plot.x(mark.value);
            tick(sheet, x, middle);
            mark_points.push(Point {
                of: None,
                series: 1,
                label: row.label.clone(),
                x,
                y: middle,
                formatted: mark.formatted.clone(),
            });
        }
    }
    trace.points.extend(mark_points);
    grid.upright(sheet, zero, Paint::Axis, Dash::Solid, 1.0);
    if let Some(limit) = limit {
        let x = plot.x(limit.value);
        let bottom = grid.bars.bottom() + 4.0;
        grid.upright(sheet, x, Paint::LIMIT, Dash::Long, 2.0);
        let width = measure(&limit.label.text, Type::Label);
        let left = (x - width / 2.0).clamp(0.0, (sheet.width - width).max(0.0));
        let words = Words::new(&limit.label.text, Type::Label, Anchor::Start);
        sheet.text(words, (left, bottom + 12.0));
        let note = measure(&limit.label.note, Type::Sub);
        if left + width + 8.0 + note <= sheet.width {
            let words = Words::new(&limit.label.note, Type::Sub, Anchor::Start);
            sheet.text(words, (left + width + 8.0, bottom + 12.0));
        }
    }
    trace
}

fn tornado_plan<'c>(chart: &'c Tornado, rows: &[&'c Swing]) -> Plan<'c> {
    let heads = vec![
        (chart.low_name.as_str(), Sign::PaleBar),
        (chart.high_name.as_str(), Sign::Bar),
    ];
    let words = rows
        .iter()
        .map(|r| RowWords {
            label: &r.label,
            note: &r.note,
            figures: vec![&r.low.formatted, &r.high.formatted],
            sum: false,
        })
        .collect();
    (heads, words)
}

/// The height at which every swing has room.
pub(crate) fn tornado_height(chart: &Tornado, width: f64) -> f64 {
    let rows: Vec<&Swing> = chart.rows.iter().take(ROWS_MOST).collect();
    let (heads, words) = tornado_plan(chart, &rows);
    natural(&heads, &words, width) + 18.0
}

/// Draws what each input does to a result: a bar from the result at its low
/// end to the one at its high end, around the result as it stands.
pub(crate) fn tornado(sheet: &Sheet<'_>, chart: &Tornado) -> Trace {
    let sound = |r: &&Swing| drawable(r.low.value) && drawable(r.high.value);
    let mut rows: Vec<&Swing> = chart.rows.iter().filter(sound).collect();
    let mut trace = Trace {
        label_name: chart.row_name.clone(),
        series: vec![chart.low_name.clone(), chart.high_name.clone()],
        ..Trace::default()
    };
    trace.left_out(chart.rows.len() - rows.len());
    if rows.is_empty() || !drawable(chart.centre.value) {
        return trace;
    }
    let all = rows.len();
    rows.truncate(ROWS_MOST);
    let (heads, words) = tornado_plan(chart, &rows);
    let grid = Grid::plan(&heads, &words, sheet.width, sheet.height - 18.0);
    missing_rows(&mut trace, all, grid.count);
    let rows = &rows[..grid.count];
    grid.words(sheet, &heads, &words);
    trace.plot = grid.bars;
    let limit = chart.limit.as_ref().filter(|l| drawable(l.value));
    let values = rows.iter().flat_map(|r| [r.low.value, r.high.value]);
    let Some((low, high)) = extent(
        values
            .chain([chart.centre.value])
            .chain(limit.map(|l| l.value)),
    ) else {
        return trace;
    };
    let high = if low < high { high } else { low + 1.0 };
    let plot = sheet.plot(grid.bars, low..high, 0.0..1.0);
    let centre = plot.x(chart.centre.value);
    let mut highs = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let middle = grid.middle(i);
        let (from, to) = (plot.x(row.low.value), plot.x(row.high.value));
        // The side of the low end is lighter, so that the direction shows.
        let light = Rect::between(centre, from, middle - BAR / 2.0, BAR);
        sheet.rect(light, Paint::Series1, PALE);
        let full = Rect::between(centre, to, middle - BAR / 2.0, BAR);
        sheet.rect(full, Paint::Series1, 1.0);
        let point = |series, x, formatted: &String| Point {
            of: None,
            series,
            label: row.label.clone(),
            x,
            y: middle,
            formatted: formatted.clone(),
        };
        trace.points.push(point(0, from, &row.low.formatted));
        highs.push(point(1, to, &row.high.formatted));
    }
    trace.points.extend(highs);
    grid.upright(sheet, centre, Paint::Ink, Dash::Solid, 1.0);
    let bottom = grid.bars.bottom() + 16.0;
    let under = |text: &str, x: f64| {
        let width = measure(text, Type::Sub);
        let left = (x - width / 2.0).clamp(0.0, (sheet.width - width).max(0.0));
        sheet.text(Words::new(text, Type::Sub, Anchor::Start), (left, bottom));
        (left, left + width)
    };
    let taken = under(&chart.centre.formatted, centre);
    if let Some(limit) = limit {
        let x = plot.x(limit.value);
        grid.upright(sheet, x, Paint::LIMIT, Dash::Long, 1.5);
        let width = measure(&limit.label.text, Type::Sub);
        if x + width / 2.0 + 8.0 < taken.0 || x - width / 2.0 - 8.0 > taken.1 {
            under(&limit.label.text, x);
        }
    }
    if let Some(first) = rows.first() {
        trace.remarks.push(format!(
            "Most depends on {}: {} to {}.",
            first.label, first.low.formatted, first.high.formatted
        ));
    }
    trace
}

/// A second figure or a target on a row.
fn tick(sheet: &Sheet<'_>, x: f64, middle: f64) {
    let ends = [(x, middle - 9.0), (x, middle + 9.0)];
    sheet.path(&ends, Paint::Surface, Dash::Solid, 5.0);
    sheet.path(&ends, Paint::Ink, Dash::Solid, 2.0);
}

fn bullets_plan<'c>(chart: &'c Bullets, rows: &[&'c Bullet]) -> Plan<'c> {
    let beyond = |r: &&&Bullet| matches!(&r.allowed, Some(allowed) if r.used.value > allowed.value);
    let used = match rows.iter().find(beyond) {
        Some(_) => (chart.over_name.as_str(), Sign::BarOver),
        None => (chart.used_name.as_str(), Sign::Bar),
    };
    let heads = vec![used, (chart.allowed_name.as_str(), Sign::Tick)];
    let words = rows
        .iter()
        .map(|r| RowWords {
            label: &r.label,
            note: &r.note,
            figures: vec![
                &r.used.formatted,
                r.allowed.as_ref().map_or("—", |a| &a.formatted),
            ],
            sum: false,
        })
        .collect();
    (heads, words)
}

/// The height at which every row has room.
pub(crate) fn bullets_height(chart: &Bullets, width: f64) -> f64 {
    let rows: Vec<&Bullet> = chart.rows.iter().take(ROWS_MOST).collect();
    let (heads, words) = bullets_plan(chart, &rows);
    natural(&heads, &words, width)
}

/// Draws what was used against what was allowed.
pub(crate) fn bullets(sheet: &Sheet<'_>, chart: &Bullets) -> Trace {
    let sound = |r: &&Bullet| {
        drawable(r.used.value) && r.allowed.as_ref().is_none_or(|a| drawable(a.value))
    };
    let mut rows: Vec<&Bullet> = chart.rows.iter().filter(sound).collect();
    let mut trace = Trace {
        label_name: chart.row_name.clone(),
        series: vec![chart.used_name.clone(), chart.allowed_name.clone()],
        ..Trace::default()
    };
    trace.left_out(chart.rows.len() - rows.len());
    if rows.is_empty() {
        return trace;
    }
    let all = rows.len();
    rows.truncate(ROWS_MOST);
    let (heads, words) = bullets_plan(chart, &rows);
    let grid = Grid::plan(&heads, &words, sheet.width, sheet.height);
    missing_rows(&mut trace, all, grid.count);
    let rows = &rows[..grid.count];
    grid.words(sheet, &heads, &words);
    trace.plot = grid.bars;

    let allowed = rows.iter().filter_map(|r| r.allowed.as_ref());
    let axis = zero_based(
        rows.iter()
            .map(|r| r.used.value)
            .chain(allowed.map(|a| a.value)),
    );
    let plot = sheet.plot(grid.bars, axis, 0.0..1.0);
    let zero = plot.x(0.0);
    let mut targets = Vec::new();
    let mut over = 0;
    for (i, row) in rows.iter().enumerate() {
        let middle = grid.middle(i);
        let end = plot.x(row.used.value);
        let within = row
            .allowed
            .as_ref()
            .map_or(end, |a| plot.x(a.value))
            .min(end);
        let bar = |from, to| Rect::between(from, to, middle - BAR / 2.0, BAR);
        sheet.rect(bar(zero, within.max(zero.min(end))), Paint::Series1, 1.0);
        if row
            .allowed
            .as_ref()
            .is_some_and(|a| row.used.value > a.value)
        {
            over += 1;
        }
        if end > within {
            sheet.rect(bar(within.max(zero), end), Paint::Over, 1.0);
        }
        trace.points.push(Point {
            of: None,
            series: 0,
            label: row.label.clone(),
            x: end,
            y: middle,
            formatted: row.used.formatted.clone(),
        });
        if let Some(allowed) = &row.allowed {
            let x = plot.x(allowed.value);
            // Off the zero line, where it would not be seen as a tick.
            let seen = if allowed.value > 0.0 {
                x.max(zero + 3.0)
            } else {
                x
            };
            tick(sheet, seen, middle);
            targets.push(Point {
                of: None,
                series: 1,
                label: row.label.clone(),
                x: seen,
                y: middle,
                formatted: allowed.formatted.clone(),
            });
        }
    }
    trace.points.extend(targets);
    trace.remarks.insert(
        0,
        format!("{over} of {} are over what is allowed.", rows.len()),
    );
    grid.upright(sheet, zero, Paint::Axis, Dash::Solid, 1.0);
    trace
}

fn waterfall_plan<'c>(chart: &'c Waterfall, lines: &[&'c Cost]) -> Plan<'c> {
    let mut heads = vec![(chart.value_name.as_str(), Sign::None)];
    let ranged = lines.iter().any(|l| l.range.is_some());
    heads.extend(ranged.then_some((chart.range_name.as_str(), Sign::None)));
    let words = lines
        .iter()
        .map(|l| {
            let mut figures = vec![l.amount.formatted.as_str()];
            if ranged {
                figures.push(l.range.as_ref().map_or("", |r| r.formatted.as_str()));
            }
            RowWords {
                label: &l.label,
                note: &l.note,
                figures,
                sum: l.kind != CostKind::Part,
            }
        })
        .collect();
    (heads, words)
}

/// The height at which every line has room.
pub(crate) fn waterfall_height(chart: &Waterfall, width: f64) -> f64 {
    let lines: Vec<&Cost> = chart.lines.iter().take(ROWS_MOST).collect();
    let (heads, words) = waterfall_plan(chart, &lines);
    natural(&heads, &words, width)
}

/// Draws cost lines, each starting where the one before it ended.
pub(crate) fn waterfall(sheet: &Sheet<'_>, chart: &Waterfall) -> Trace {
    let mut lines: Vec<&Cost> = chart
        .lines
        .iter()
        .filter(|l| drawable(l.amount.value))
        .collect();
    let mut trace = Trace {
        label_name: chart.row_name.clone(),
        series: vec![chart.value_name.clone()],
        ..Trace::default()
    };
    trace.left_out(chart.lines.len() - lines.len());
    if lines.is_empty() {
        return trace;
    }
    let all = lines.len();
    lines.truncate(ROWS_MOST);
    let (heads, words) = waterfall_plan(chart, &lines);
    let grid = Grid::plan(&heads, &words, sheet.width, sheet.height);
    missing_rows(&mut trace, all, grid.count);
    let lines = &lines[..grid.count];
    grid.words(sheet, &heads, &words);
    trace.plot = grid.bars;

    // Where each bar starts and ends; a sum starts at zero.
    let mut reached = 0.0;
    let bars: Vec<(f64, f64)> = lines
        .iter()
        .map(|line| {
            let amount = line.amount.value;
            let from = if line.kind == CostKind::Part {
                reached
            } else {
                0.0
            };
            reached = from + amount;
            (from, reached)
        })
        .collect();
    let whiskers: Vec<Option<(f64, f64)>> = lines
        .iter()
        .zip(&bars)
        .map(|(line, (from, _))| {
            let range = line.range.as_ref().filter(|r| range_drawable(r))?;
            (range.low < range.high).then_some((from + range.low, from + range.high))
        })
        .collect();
    let edges = bars
        .iter()
        .copied()
        .chain(whiskers.iter().flatten().copied());
    let plot = sheet.plot(
        grid.bars,
        zero_based(edges.flat_map(|(a, b)| [a, b])),
        0.0..1.0,
    );
    for (i, (line, (from, to))) in lines.iter().zip(&bars).enumerate() {
        let middle = grid.middle(i);
        let (left, right) = (plot.x(*from), plot.x(*to));
        let bar = Rect::between(left, right, middle - BAR / 2.0, BAR);
        if i > 0 && !grid.stacked {
            // From the end of the bar above to this one.
            let x = plot.x(bars[i - 1].1);
            let above = grid.middle(i - 1) + BAR / 2.0;
            sheet.line((x, above), (x, middle - BAR / 2.0), Paint::Axis, 1.0);
        }
        if line.kind != CostKind::Part {
            sheet.rect(bar, Paint::Series4, 1.0);
        } else if line.amount.value < 0.0 {
            // What lowers the cost is hollow: it reads without colour.
            sheet.outline(bar, Paint::Series1, 1.5);
        } else {
            sheet.rect(bar, Paint::Series1, 1.0);
        }
        if let Some((low, high)) = whiskers[i] {
            // A hollow bar has nothing to cut the whisker out of.
            let hollow = line.kind == CostKind::Part && line.amount.value < 0.0;
            let solid = if hollow { Rect::default() } else { bar };
            sheet.whisker(plot.x(low), plot.x(high), middle, solid);
        }
        trace.points.push(Point {
            of: None,
            series: 0,
            label: line.label.clone(),
            x: right,
            y: middle,
            formatted: with_range(&line.amount.formatted, line.range.as_ref()),
        });
    }
    let zero = plot.x(0.0);
    grid.upright(sheet, zero, Paint::Axis, Dash::Solid, 1.0);
    trace
}
