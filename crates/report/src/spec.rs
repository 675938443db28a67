//! What a caller says about a chart.
//!
//! Values are plain numbers that decide positions; the text a person reads
//! stands beside each of them as `formatted`, because only the caller knows
//! the currency, the locale and whether amounts are hidden.

use serde::{Deserialize, Serialize};

use crate::scale::NumberFormat;

/// One chart: its words and its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartSpec {
    /// The accessible name, such as "Downtime used against the error budget".
    pub title: String,
    /// The finding in one sentence; it opens the summary.
    pub description: String,
    /// The sentence shown instead of a drawing when there is nothing to draw.
    pub empty: String,
    /// What to draw.
    pub chart: Chart,
}

/// The kinds of chart Ninefold draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Chart {
    /// A running total over time against a limit.
    BudgetUse(BudgetUse),
    /// Up to five lines over one axis, each with an optional band.
    Lines(Lines),
    /// A grid of cells shaded by value.
    HeatMap(HeatMap),
    /// Horizontal bars by category.
    Bars(Bars),
    /// Used against allowed, a row each.
    Bullets(Bullets),
    /// Incidents over time, a lane per service.
    Timeline(Timeline),
    /// Cost lines that add up to a total.
    Waterfall(Waterfall),
    /// Single points on two axes, with a line fitted through them.
    Points(Points),
    /// Equally likely outcomes as dots.
    Dots(Dots),
    /// What each input does to a result, largest first.
    Tornado(Tornado),
}

/// A value and the text that stands for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Decides the position.
    pub value: f64,
    /// What a person reads.
    pub formatted: String,
}

/// A low and a high value and the text that stands for both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// What a person reads, such as "3.9k–8.2k".
    pub formatted: String,
}

/// A label on a numeric axis; an empty label leaves the mark alone. On [`Lines`] it may have
/// several lines, of which those after the first are quiet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// Where on the axis.
    pub at: f64,
    /// Its text.
    pub label: String,
}

/// A label on a time axis, written by the caller in the workspace's zone; an
/// empty label leaves the mark alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeTick {
    /// UTC milliseconds.
    pub at_ms: i64,
    /// Its text.
    pub label: String,
}

/// The words at a line's end: a label and a quiet line under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndLabel {
    /// Such as "Used 683 min".
    pub text: String,
    /// Such as "130 % of budget"; may be empty.
    pub note: String,
}

/// A dashed line that a value should not cross.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Where it stands.
    pub value: f64,
    /// Its words.
    pub label: EndLabel,
}

/// Words at one place of a line, left out where they would cover something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// The place on the horizontal axis (UTC milliseconds on a time axis).
    pub at: f64,
    /// The first line.
    pub title: String,
    /// The quiet second line; may be empty.
    pub note: String,
}

/// The running total of what was used, as a step line, against a limit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetUse {
    /// Start of the period, UTC milliseconds.
    pub start_ms: i64,
    /// End of the period, UTC milliseconds.
    pub end_ms: i64,
    /// How far the record goes, UTC milliseconds: the line ends there, the limit and the even
    /// pace go on to the end of the period.
    pub known_until_ms: i64,
    /// Marks of the time axis.
    pub ticks: Vec<TimeTick>,
    /// How the vertical axis writes its numbers.
    pub format: NumberFormat,
    /// Name of the line in the table and the read-out, such as "Used".
    pub name: String,
    /// Heading of the time column in the table, such as "Date".
    pub time_name: String,
    /// The total after each step, ascending in time.
    pub steps: Vec<Step>,
    /// Words at the line's end.
    pub end: EndLabel,
    /// The limit, if one is set.
    pub limit: Option<Limit>,
    /// Label of the line from nothing to the whole limit; none leaves the line
    /// out.
    pub pace: Option<String>,
    /// Where the total reached the limit: a ring with its words.
    pub spent: Option<Note>,
    /// Words at steps worth naming, most important first.
    pub notes: Vec<Note>,
}

/// One step of a running total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The total from then on.
    pub total: f64,
    /// The time as read, such as "14 Aug 2026".
    pub label: String,
    /// The total as read.
    pub formatted: String,
}

/// Where a horizontal axis writes its labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TickLabels {
    /// Under its tick.
    #[default]
    AtTick,
    /// In the middle between its tick and the next, as days are.
    Between,
}

/// Up to five lines over one numeric axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lines {
    /// Left end of the horizontal axis.
    pub from: f64,
    /// Right end of the horizontal axis.
    pub to: f64,
    /// Marks of the horizontal axis.
    pub ticks: Vec<Tick>,
    /// Where its labels stand.
    pub tick_labels: TickLabels,
    /// How the vertical axis writes its numbers.
    pub format: NumberFormat,
    /// Heading of the first column in the table, such as "Hour".
    pub x_name: String,
    /// The lines, most important first. Those after the fifth are not drawn.
    pub series: Vec<Line>,
    /// Words at places of the first line, most important first.
    pub notes: Vec<Note>,
    /// Stretches of the horizontal axis that are set off, such as an optimum.
    pub regions: Vec<Region>,
    /// Places on the horizontal axis that are marked by a dotted line.
    pub marks: Vec<Mark>,
    /// A dashed line that the values should not cross.
    pub limit: Option<Limit>,
    /// The line that is the sum of the others: drawn in ink, over them, and the one that the
    /// notes are about. Without it that is the first.
    pub total: Option<usize>,
    /// Where the vertical axis ends though lines and bands go beyond it: they leave the plot at
    /// its upper edge. Tables and read-outs keep every value.
    pub most: Option<f64>,
}

/// A stretch of a horizontal axis that is set off by a grey band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Left end.
    pub from: f64,
    /// Right end.
    pub to: f64,
    /// Its words, at the top.
    pub label: EndLabel,
}

/// A place on a horizontal axis, marked from top to bottom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Where.
    pub at: f64,
    /// Its words, at the top.
    pub label: EndLabel,
}

/// Single points on two axes. Axes that are not linear are the caller's: it
/// gives positions and ticks in the same terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// Ends of the horizontal axis.
    pub across: (f64, f64),
    /// Ends of the vertical axis.
    pub up: (f64, f64),
    /// Marks of the horizontal axis.
    pub across_ticks: Vec<Tick>,
    /// Marks of the vertical axis.
    pub up_ticks: Vec<Tick>,
    /// Heading of the points' labels in the table, such as "Week".
    pub label_name: String,
    /// Name of the points, such as "Weeks".
    pub name: String,
    /// The points. Those after the 600th are not drawn.
    pub points: Vec<LinePoint>,
    /// A line fitted through them, with its band; may have no points.
    pub fit: Line,
    /// Words beside points worth naming.
    pub notes: Vec<Note>,
    /// Whether the points are joined in their order, as along a frontier.
    pub joined: bool,
}

/// Equally likely outcomes, a dot each: of 50 dots each stands for 2 %.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dots {
    /// Left end of the axis.
    pub from: f64,
    /// Right end of the axis; outcomes beyond it stand apart.
    pub to: f64,
    /// Marks of the axis.
    pub ticks: Vec<Tick>,
    /// Name of an outcome in the table, such as "Pays back after".
    pub name: String,
    /// The outcomes with their text; not finite: never.
    pub dots: Vec<Quantity>,
    /// Dots up to here are filled, the others are rings.
    pub filled_to: f64,
    /// A place on the axis that is named, such as the median.
    pub mark: Option<Mark>,
    /// Words under the dots beyond the axis, such as "later, or never".
    pub beyond: String,
}

/// What each input does to a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tornado {
    /// Heading of the labels in the table, such as "Input".
    pub row_name: String,
    /// Heading of the result at the input's low end.
    pub low_name: String,
    /// Heading of the result at the input's high end.
    pub high_name: String,
    /// The result with every input where it is.
    pub centre: Quantity,
    /// The rows, top to bottom.
    pub rows: Vec<Swing>,
    /// A place that decides, such as nothing gained.
    pub limit: Option<Limit>,
}

/// One row of a [`Tornado`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Swing {
    /// The input.
    pub label: String,
    /// Its range; may be empty.
    pub note: String,
    /// The result at its low end.
    pub low: Quantity,
    /// The result at its high end.
    pub high: Quantity,
}

/// One line of [`Lines`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its name, written at its end.
    pub name: String,
    /// A quiet line under the name; may be empty.
    pub note: String,
    /// Its points, ascending in `x`.
    pub points: Vec<LinePoint>,
    /// Its band, ascending in `x`; may be empty.
    pub band: Vec<Band>,
}

/// One point of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinePoint {
    /// Along the horizontal axis.
    pub x: f64,
    /// Along the vertical axis.
    pub y: f64,
    /// The place as read, such as "Sunday 20:00".
    pub label: String,
    /// The value as read.
    pub formatted: String,
}

/// The band of a line at one place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Along the horizontal axis.
    pub x: f64,
    /// Lower edge.
    pub low: f64,
    /// Upper edge.
    pub high: f64,
}

/// Cells shaded by value, such as seven days by twenty-four hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatMap {
    /// Row labels, top to bottom.
    pub rows: Vec<String>,
    /// Column labels, left to right. The drawing shows as many as fit.
    pub columns: Vec<String>,
    /// Heading of the column labels in the table, such as "Hour".
    pub column_name: String,
    /// What a cell says, such as "Cost per minute"; heads the key.
    pub value_name: String,
    /// The cells; one that is absent stays blank.
    pub cells: Vec<HeatCell>,
}

/// One cell of a [`HeatMap`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeatCell {
    /// Index into the rows.
    pub row: u32,
    /// Index into the columns.
    pub column: u32,
    /// Decides the shade.
    pub value: f64,
    /// What a person reads.
    pub formatted: String,
}

/// Horizontal bars by category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bars {
    /// Heading of the labels in the table, such as "Service".
    pub row_name: String,
    /// What the bar shows, such as "Average".
    pub value_name: String,
    /// What the tick shows, such as "Peak hour"; empty when no row has one.
    pub mark_name: String,
    /// Heading of the ranges, such as "90 % range"; empty when no row has one.
    pub range_name: String,
    /// The rows, top to bottom.
    pub rows: Vec<Bar>,
    /// A limit across all rows.
    pub limit: Option<Limit>,
}

/// One row of [`Bars`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// A quiet line under the name; may be empty.
    pub note: String,
    /// The bar's length.
    pub value: Quantity,
    /// The range the value lies in.
    pub range: Option<Interval>,
    /// A second figure, drawn as a tick.
    pub mark: Option<Quantity>,
}

/// Used against allowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bullets {
    /// Heading of the labels in the table, such as "Service".
    pub row_name: String,
    /// What the bar shows, such as "Used".
    pub used_name: String,
    /// The same where some are beyond what is allowed, such as "Used, over".
    pub over_name: String,
    /// What the tick shows, such as "Allowed".
    pub allowed_name: String,
    /// The rows, top to bottom.
    pub rows: Vec<Bullet>,
}

/// One row of [`Bullets`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bullet {
    /// Its name.
    pub label: String,
    /// A quiet line under the name; may be empty.
    pub note: String,
    /// What was used.
    pub used: Quantity,
    /// What was allowed; none where no target is set.
    pub allowed: Option<Quantity>,
}

/// Incidents over time, a lane per service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// Start of the period, UTC milliseconds.
    pub start_ms: i64,
    /// End of the period, UTC milliseconds.
    pub end_ms: i64,
    /// Marks of the time axis.
    pub ticks: Vec<TimeTick>,
    /// Heading of the lanes in the table, such as "Service".
    pub lane_name: String,
    /// Heading of the time column in the table, such as "Started".
    pub time_name: String,
    /// Heading of the value column in the table, such as "Length and impact".
    pub value_name: String,
    /// The lanes, top to bottom.
    pub lanes: Vec<Lane>,
}

/// One lane of a [`Timeline`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// Its name.
    pub label: String,
    /// A quiet figure at the right edge, such as "3 incidents"; may be empty.
    pub figure: String,
    /// What happened, in any order.
    pub spans: Vec<Span>,
}

/// One incident in a [`Lane`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// UTC milliseconds.
    pub start_ms: i64,
    /// UTC milliseconds, not part of the span.
    pub end_ms: i64,
    /// From 0 (nothing) to 1 (everything): the bar's height and strength.
    pub impact: f64,
    /// The time as read.
    pub label: String,
    /// The caller's number of the incident; of several that are drawn as one, the worst is told.
    pub of: Option<u64>,
    /// Name, length and impact as read.
    pub formatted: String,
}

/// Cost lines that add up to a total.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waterfall {
    /// Heading of the labels in the table, such as "Line".
    pub row_name: String,
    /// Heading of the amounts, such as "Amount".
    pub value_name: String,
    /// Heading of the ranges, such as "90 % range"; empty when none has one.
    pub range_name: String,
    /// The lines in the order they add up.
    pub lines: Vec<Cost>,
}

/// One line of a [`Waterfall`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Its name.
    pub label: String,
    /// A quiet line under the name, such as "12 people, 4 roles"; may be empty.
    pub note: String,
    /// The signed amount; for a subtotal or total, the sum itself.
    pub amount: Quantity,
    /// The range of the amount, in the amount's own terms.
    pub range: Option<Interval>,
    /// How it stands in the sum.
    pub kind: CostKind,
}

/// How a cost line stands in the sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostKind {
    /// Added to what came before.
    Part,
    /// What came before, so far.
    Subtotal,
    /// What came before, all of it.
    Total,
}
