//! Charts drawn from what the domain computed, tables written as workbooks ([`workbook`]), and
//! requirements as files of other tools.
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
//!
//! ```
//! use ninefold_report::*;
//!
//! let used = |value: f64| Quantity { value, formatted: format!("{value} min") };
//! let spec = ChartSpec {
//!     title: "Downtime used against allowed".into(),
//!     description: "Checkout used more than it is allowed".into(),
//!     empty: "No incidents yet".into(),
//!     chart: Chart::Bullets(Bullets {
//!         row_name: "Service".into(),
//!         used_name: "Used".into(),
//!         over_name: "Used, over".into(),
//!         allowed_name: "Allowed".into(),
//!         rows: vec![Bullet {
//!             label: "Checkout".into(),
//!             note: "target 99.9 %".into(),
//!             used: used(683.0),
//!             allowed: Some(used(526.0)),
//!         }],
//!     }),
//! };
//! let drawing = render_chart(&spec, Theme::App, 716, natural_height(&spec, 716));
//! assert_eq!(drawing.table.rows, [["Checkout", "683 min", "526 min"]]);
//! ```

mod chart;
mod dots;
mod heat;
mod labels;
mod points;
pub mod requirements;
mod rows;
mod scale;
mod sheet;
mod spec;
mod timeline;
pub mod workbook;
mod xy;

pub use chart::{Drawing, Point, Rect, Table, Theme, natural_height, render_chart};
pub use scale::{NumberFormat, NumberStyle};
pub use spec::{
    Band, Bar, Bars, BudgetUse, Bullet, Bullets, Chart, ChartSpec, Cost, CostKind, Dots, EndLabel,
    HeatCell, HeatMap, Interval, Lane, Limit, Line, LinePoint, Lines, Mark, Note, Points, Quantity,
    Region, Span, Step, Swing, Tick, TickLabels, TimeTick, Timeline, Tornado, Waterfall,
};
