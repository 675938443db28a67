//! Charts drawn from what the domain computed.
//!
//! [`render_chart`] turns a [`ChartSpec`] into a [`Drawing`]: the picture as
//! SVG, the points a keyboard or a pointer can visit, a summary sentence and a
//! table with the same figures. The screen, the HTML report and the PDF all
//! show this one drawing.
//!
//! Two things never happen here. No figure is computed or formatted: every
//! datum carries its own text beside its value, and the value only decides
//! where ink goes. And nothing the caller passes makes drawing fail: values
//! that cannot be drawn are left out and said so in the summary, and a chart
//! without data is a sentence.

mod chart;
mod heat;
mod labels;
mod rows;
mod scale;
mod sheet;
mod spec;
mod timeline;
mod xy;

pub use chart::{Drawing, Point, Rect, Table, Theme, natural_height, render_chart};
pub use scale::{NumberFormat, NumberStyle};
pub use spec::{
    Band, Bar, Bars, BudgetUse, Bullet, Bullets, Chart, ChartSpec, Cost, CostKind, EndLabel,
    HeatCell, HeatMap, Interval, Lane, Limit, Line, LinePoint, Lines, Note, Quantity, Span, Step,
    Tick, TickLabels, TimeTick, Timeline, Waterfall,
};
