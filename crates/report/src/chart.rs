//! From a spec to a drawing: the words, the table and the empty case that all
//! kinds of chart share.

use serde::{Deserialize, Serialize};

use crate::sheet::{Anchor, Sheet, Type, Words, measure};
use crate::spec::{Chart, ChartSpec};
use crate::{dots, heat, points, rows, timeline, xy};

/// Where the drawing will be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// In the app: colours are the page's custom properties, so the drawing
    /// follows light and dark, and the font is the page's.
    App,
    /// In a file, on white.
    Light,
    /// In a file, on near-black.
    Dark,
}

/// A finished chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// The picture, complete with its title and description.
    pub svg: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The part of it in which the data stand.
    pub plot_rect: Rect,
    /// What can be visited, in reading order: by series, then along the axis.
    pub points: Vec<Point>,
    /// The names that [`Point::series`] counts in.
    pub series: Vec<String>,
    /// What the chart says, in sentences.
    pub summary: String,
    /// The same figures as the points.
    pub table: Table,
}

/// A rectangle in pixels of the drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    pub(crate) fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// From `left` to `right`, whichever is which.
    pub(crate) fn between(left: f64, right: f64, y: f64, height: f64) -> Self {
        Self::new(left.min(right), y, (right - left).abs(), height)
    }

    pub(crate) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// Each side moved in by `by`; a negative `by` moves them out.
    pub(crate) fn inset(self, by: f64) -> Self {
        Self::new(
            self.x + by,
            self.y + by,
            (self.width - 2.0 * by).max(0.0),
            (self.height - 2.0 * by).max(0.0),
        )
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    pub(crate) fn holds(self, inner: Self) -> bool {
        inner.x >= self.x
            && inner.y >= self.y
            && inner.right() <= self.right()
            && inner.bottom() <= self.bottom()
    }
}

/// One datum at its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Index into [`Drawing::series`].
    pub series: u32,
    /// The place on the axis as read.
    pub label: String,
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
    /// The value as read.
    pub formatted: String,
    /// The caller's number of what it shows, where it gave one.
    pub of: Option<u64>,
}

/// The chart's figures as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Headings.
    pub columns: Vec<String>,
    /// Cells, as many in each row as there are headings. A place where a
    /// series has no value holds "—".
    pub rows: Vec<Vec<String>>,
}

/// What one kind of chart hands back after drawing itself.
#[derive(Default)]
pub(crate) struct Trace {
    pub plot: Rect,
    pub series: Vec<String>,
    /// By series, then along the axis.
    pub points: Vec<Point>,
    /// Heading of the points' labels.
    pub label_name: String,
    /// Headings of the series and of the values, for a table with a row per
    /// point; without them series with the same labels share rows.
    pub long: Option<(String, String)>,
    /// Sentences after the description.
    pub remarks: Vec<String>,
}

impl Trace {
    /// Says that `count` values have no place on the chart.
    pub(crate) fn left_out(&mut self, count: usize) {
        if count > 0 {
            let (values, are) = if count == 1 {
                ("value", "is")
            } else {
                ("values", "are")
            };
            self.remarks.push(format!(
                "{count} {values} {are} not drawn: not a number, or outside the axis."
            ));
        }
    }

    fn table(&self) -> Table {
        let name = |point: &Point| {
            self.series
                .get(point.series as usize)
                .cloned()
                .unwrap_or_default()
        };
        if let Some((series_name, value_name)) = &self.long {
            let row = |p: &Point| vec![name(p), p.label.clone(), p.formatted.clone()];
            return Table {
                columns: vec![
                    series_name.clone(),
                    self.label_name.clone(),
                    value_name.clone(),
                ],
                rows: self.points.iter().map(row).collect(),
            };
        }
        let mut columns = vec![self.label_name.clone()];
        columns.extend(self.series.iter().cloned());
        let mut rows: Vec<Vec<String>> = Vec::new();
        // Each series walks down the rows: its points are in the same order,
        // so a label it shares with an earlier series lies at or below the
        // place reached, and labels that repeat within it get rows of their
        // own.
        for series in 0..self.series.len() {
            let mut next = 0;
            for point in self.points.iter().filter(|p| p.series as usize == series) {
                let found = rows[next..].iter().position(|row| row[0] == point.label);
                let at = if let Some(ahead) = found {
                    next + ahead
                } else {
                    let mut row = vec!["—".to_owned(); columns.len()];
                    row[0].clone_from(&point.label);
                    rows.insert(next, row);
                    next
                };
                rows[at][series + 1].clone_from(&point.formatted);
                next = at + 1;
            }
        }
        Table { columns, rows }
    }
}

/// Draws `spec` into `width` × `height` pixels.
///
/// Sizes too small to hold a chart are raised, so look at
/// [`Drawing::width`] and [`Drawing::height`].
#[must_use]
pub fn render_chart(spec: &ChartSpec, theme: Theme, width: u32, height: u32) -> Drawing {
    let (width, height) = (width.clamp(160, 4_000), height.clamp(72, 8_000));
    let mut raw = String::new();
    let sheet = Sheet::new(&mut raw, width, height);
    let trace = match &spec.chart {
        Chart::BudgetUse(chart) => xy::budget_use(&sheet, chart),
        Chart::Lines(chart) => xy::lines(&sheet, chart),
        Chart::HeatMap(chart) => heat::heat_map(&sheet, chart),
        Chart::Bars(chart) => rows::bars(&sheet, chart),
        Chart::Bullets(chart) => rows::bullets(&sheet, chart),
        Chart::Timeline(chart) => timeline::timeline(&sheet, chart),
        Chart::Waterfall(chart) => rows::waterfall(&sheet, chart),
        Chart::Points(chart) => points::points(&sheet, chart),
        Chart::Dots(chart) => dots::dots(&sheet, chart),
        Chart::Tornado(chart) => rows::tornado(&sheet, chart),
    };
    let empty = trace.points.is_empty();
    if empty {
        sentence(&sheet, &spec.empty);
    }
    drop(sheet);
    let opening = if empty {
        &spec.empty
    } else {
        &spec.description
    };
    let summary = std::iter::once(opening.as_str())
        .chain(trace.remarks.iter().map(String::as_str))
        .map(closed)
        .filter(|sentence| !sentence.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    Drawing {
        svg: Sheet::finish(&raw, theme, (width, height), [&spec.title, &summary]),
        width,
        height,
        plot_rect: trace.plot,
        table: trace.table(),
        points: trace.points,
        series: trace.series,
        summary,
    }
}

/// The height at which `spec` has room for all its rows at `width`; charts
/// without rows get a good proportion.
#[must_use]
pub fn natural_height(spec: &ChartSpec, width: u32) -> u32 {
    let width = f64::from(width.clamp(160, 4_000));
    let height = match &spec.chart {
        Chart::BudgetUse(_) | Chart::Lines(_) | Chart::Points(_) => {
            (width * 0.42).clamp(220.0, 340.0)
        }
        Chart::Dots(_) => dots::HEIGHT,
        Chart::Tornado(chart) => rows::tornado_height(chart, width),
        Chart::HeatMap(chart) => heat::height(chart),
        Chart::Bars(chart) => rows::bars_height(chart, width),
        Chart::Bullets(chart) => rows::bullets_height(chart, width),
        Chart::Timeline(chart) => timeline::height(chart),
        Chart::Waterfall(chart) => rows::waterfall_height(chart, width),
    };
    height.clamp(72.0, 8_000.0).ceil() as u32
}

/// A sentence with its full stop.
fn closed(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Sets `text` in lines from the top left.
fn sentence(sheet: &Sheet<'_>, text: &str) {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or("", String::as_str);
        let longer = if last.is_empty() {
            word.to_owned()
        } else {
            format!("{last} {word}")
        };
        if !last.is_empty() && measure(&longer, Type::Sentence) > sheet.width - 8.0 {
            lines.push(word.to_owned());
        } else if let Some(last) = lines.last_mut() {
            *last = longer;
        }
    }
    for (i, line) in lines.iter().enumerate() {
        let baseline = 20.0 + i as f64 * Type::Sentence.line();
        sheet.text(
            Words::new(line, Type::Sentence, Anchor::Start),
            (0.0, baseline),
        );
    }
}
