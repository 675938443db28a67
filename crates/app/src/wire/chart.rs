//! Charts, drawn.

use super::TextTable;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A chart, drawn by `chart`.
    #[derive(Copy, Eq, Hash)]
    pub enum ChartName {
        /// Downtime used against the error budget, cumulative; scope: a service, or empty for
        /// the one that used most of its budget.
        Budget,
        /// Expected revenue per minute by hour of week, a line a stream.
        Velocity,
        /// Cost per minute over the week, 7 × 24.
        WeekHeat,
        /// Cost of a full-outage minute by service, average with the peak as tick.
        CostPerMinute,
        /// Used against allowed minutes by service.
        UsedAllowed,
        /// Incidents by service over the window.
        Timeline,
        /// Cost lines from lost revenue to total.
        CostLines,
        /// Posted cost by calendar month, revenue apart from the rest.
        CostByMonth,
        /// Expected and observed revenue around an incident, with the noise of clean weeks;
        /// scope: the incident.
        Expected,
        /// Share of incidents done within a time, this window and the one before; scope: `ttd`,
        /// `tta`, `ttm` or `ttr`.
        Times,
        /// Weekly demand with the forecast of the weekly peak.
        Demand,
        /// Weekly incident minutes against demand, with the fitted slope.
        GrowthSlope,
        /// Expected minutes of each risk against the budget; scope: a service, or empty.
        Risks,
        /// Loss, cost and their sum over nines, with the cheapest region, ceilings and today;
        /// scope of this and the next four: scenario and service ids, `scenario/service`, each
        /// may be empty.
        TierCurves,
        /// Payback of an option as equally likely outcomes; scope: `scenario/service/option`.
        Payback,
        /// How far the expected loss swings with each input.
        Tornado,
        /// Spend against avoided loss of the sets of techniques that none beats.
        Frontier,
        /// Chance that the loss of a year, or of its largest event, is above an amount.
        Exceedance,
    }

    /// Which chart, how large.
    pub struct ChartArgs {
        /// Which.
        pub chart: ChartName,
        /// See [`WindowArgs`].
        #[serde(default)]
        pub window: String,
        /// A service, stream or incident id where the chart takes one; else empty.
        #[serde(default)]
        pub scope: String,
        /// Width in px.
        pub width: u32,
        /// Height in px; 0: what suits the chart.
        pub height: u32,
        /// `light` or `dark` for fixed colours in a file; empty: the page's own.
        #[serde(default)]
        pub theme: String,
    }

    /// A rectangle in px.
    pub struct PlotRect {
        /// Left.
        pub x: f64,
        /// Top.
        pub y: f64,
        /// Width.
        pub width: f64,
        /// Height.
        pub height: f64,
    }

    /// A point that hover and arrow keys find.
    pub struct ChartPoint {
        /// Index into `series`.
        pub series: u32,
        /// Where on the axis: `Tue 14:00`.
        pub label: String,
        /// px from the left.
        pub x: f64,
        /// px from the top.
        pub y: f64,
        /// Value as shown.
        pub formatted: String,
        /// Opens how it comes about; empty where nothing does.
        pub explain: String,
    }

    /// A drawn chart.
    pub struct Chart {
        /// SVG with CSS variables for colours.
        pub svg: String,
        /// Title, for the section head.
        pub title: String,
        /// Width in px.
        pub width: u32,
        /// Height in px.
        pub height: u32,
        /// Where the data is.
        pub plot: PlotRect,
        /// Names of the series.
        pub series: Vec<String>,
        /// Points in reading order.
        pub points: Vec<ChartPoint>,
        /// One sentence.
        pub summary: String,
        /// The same numbers.
        pub table: TextTable,
        /// Whether there was anything to draw.
        pub empty: bool,
    }
}
