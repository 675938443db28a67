//! The cost screen, its cuts, and cost from three typed numbers.

use super::{CostLine, Figure, Headline, Tile};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Cost per minute of a service.
    pub struct ServiceCost {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// Expected revenue of a full-outage minute on average.
        pub revenue: Figure,
        /// Team on a full outage, per minute.
        pub team: Figure,
        /// Both, on average.
        pub full_outage: Figure,
        /// Both, in the dearest hour of the week.
        pub peak: Figure,
        /// When that is: `Sun 20:00`.
        pub peak_at: String,
        /// Observed: total cost over its `any` downtime minutes.
        pub observed: Figure,
        /// Its incidents' total cost in the window.
        pub total: Figure,
    }

    /// What one method says that was lost.
    pub struct MethodRow {
        /// `velocity` or `counterfactual`.
        pub key: String,
        /// `Impact × expected revenue`.
        pub label: String,
        /// Lost revenue, gross.
        pub gross: Figure,
        /// What came back.
        pub recaptured: Figure,
        /// What stayed lost.
        pub net: Figure,
        /// Whether the posted lines follow it.
        pub chosen: bool,
        /// `on 84 incidents`, `2 incidents say otherwise themselves`; may be empty.
        pub note: String,
    }

    /// The cost screen.
    pub struct Cost {
        /// Its sentence.
        pub headline: Headline,
        /// Full-outage minute, peak, observed, total.
        pub tiles: Vec<Tile>,
        /// By service.
        pub services: Vec<ServiceCost>,
        /// By line, adding up to the total.
        pub lines: Vec<CostLine>,
        /// The total.
        pub total: CostLine,
        /// Which of the money is a loss: `revenue` or `margin`.
        pub view: String,
        /// The methods of lost revenue, side by side.
        pub methods: Vec<MethodRow>,
        /// What the total lacks, to be seen with it: costs in currencies without a rate.
        pub alerts: Vec<String>,
        /// What to know.
        pub notes: Vec<String>,
    }

    /// A row of a cut.
    pub struct CutRow {
        /// Id or key of what it is about; `rest` for all rows that are not shown one by one.
        pub key: String,
        /// Name.
        pub label: String,
        /// A second line, such as the title of an incident; may be empty.
        pub detail: String,
        /// Incidents in it.
        pub incidents: u64,
        /// Posted revenue lines (gross, recaptured, unspent), exact.
        pub revenue: String,
        /// Posted labor and review, exact.
        pub labor: String,
        /// All other lines, exact.
        pub other: String,
        /// Their sum, exact.
        pub total: String,
        /// Direct revenue for each minute in which any of the incidents was open, `€23/min`;
        /// only by service and by severity, empty otherwise.
        pub revenue_per_minute: String,
        /// All lines for each such minute.
        pub per_minute: String,
        /// Share of the whole, 0 to 1; negative where it is.
        pub share: f64,
        /// `12 %`.
        pub share_text: String,
        /// Key for the `explain` command; empty where there is nothing to open.
        pub explain: String,
    }

    /// The posted cost of a window cut one way.
    pub struct Cut {
        /// `incident`, `service`, `line`, `role`, `month`, `severity`, `cause`, `recovery`.
        pub by: String,
        /// `By service`.
        pub title: String,
        /// Largest first, months in order; at most 200 rows, then one for the rest.
        pub rows: Vec<CutRow>,
        /// The sum of the rows.
        pub total: CutRow,
        /// How amounts are divided in this cut; may be empty.
        pub note: String,
    }

    /// The cost of a window cut every way, each with the same total.
    pub struct Cuts {
        /// What it is about, or what is missing.
        pub headline: Headline,
        /// Cuts.
        pub cuts: Vec<Cut>,
        /// `Eight cuts, one total: €119,234.5612`.
        pub reconciled: String,
        /// Whether every cut sums to the same total, to the last unit.
        pub equal: bool,
    }

    /// Where to write what.
    pub struct ExportArgs {
        /// The file; `.csv` or `.json` decides the format.
        pub path: String,
        /// See [`WindowArgs`](super::WindowArgs)(super::WindowArgs).
        #[serde(default)]
        pub window: String,
    }

    /// Three typed numbers.
    pub struct QuickCostArgs {
        /// Revenue a year, decimal.
        pub revenue_a_year: String,
        /// People on a full outage.
        pub people: String,
        /// Their loaded rate per hour.
        pub rate: String,
        /// ISO 4217 code.
        pub currency: String,
    }

    /// The answer to three typed numbers.
    pub struct QuickCost {
        /// Revenue per minute.
        pub revenue: Figure,
        /// Team per minute.
        pub team: Figure,
        /// Both.
        pub total: Figure,
        /// How it comes about.
        pub formula: String,
    }
}
