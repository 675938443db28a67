//! The incident grid, an incident opened, and its form.

use super::{CostLine, Figure, MethodRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Sort order of the incident grid.
    pub struct Sort {
        /// `started`, `label`, `title`, `service`, `severity`, `minutes`, `impact`, `cost`.
        pub column: String,
        /// Largest first.
        pub descending: bool,
    }

    /// Which incidents.
    pub struct IncidentsArgs {
        /// Words that must all occur (title, label, service, severity, cause), and terms
        /// `service:checkout`, `severity:SEV1`, `cause:x`, `>30` (minutes), `cost>1000`, `open`,
        /// `customer`, `hand`. Empty: all.
        #[serde(default)]
        pub filter: String,
        /// Order; newest first where missing.
        pub sort: Option<Sort>,
        /// First row wanted.
        pub offset: u64,
        /// Rows wanted, at most 500.
        pub limit: u64,
    }

    /// A row of the incident grid.
    pub struct IncidentRow {
        /// Id.
        pub id: String,
        /// Such as `INC-0412`.
        pub label: String,
        /// `11 Oct 2026, 20:14`, in the workspace zone.
        pub started: String,
        /// `11 Oct 2026`, for where there is little room.
        pub day: String,
        /// Title.
        pub title: String,
        /// Services hit, comma-separated.
        pub services: String,
        /// Severity; may be empty.
        pub severity: String,
        /// Minutes from start to end: `77`.
        pub minutes: String,
        /// Worst impact: `70 %`.
        pub impact: String,
        /// Cost in the workspace currency, shown: `14k`.
        pub cost: String,
        /// Cost exact, for the tooltip.
        pub cost_exact: String,
        /// Still open at the as-of instant.
        pub open: bool,
        /// Test or maintenance: counted in nothing; empty otherwise.
        pub note: String,
    }

    /// A window of rows.
    pub struct IncidentPage {
        /// All incidents.
        pub total: u64,
        /// Those that match.
        pub matched: u64,
        /// Characters of the longest number of those that match.
        pub longest_label: u64,
        /// First row returned.
        pub offset: u64,
        /// The rows.
        pub rows: Vec<IncidentRow>,
        /// `47 incidents · 683 weighted minutes · €81k (63k–100k)`, of those that match.
        pub summary: String,
        /// A term that was not understood; empty otherwise.
        pub problem: String,
    }

    /// A mark on an incident's timeline.
    pub struct TimelineMark {
        /// `started`, `detected by a customer`, …
        pub label: String,
        /// `20:14`, with the date where it is another day.
        pub at: String,
        /// 0 to 1 along the bar.
        pub position: f64,
    }

    /// What an impact is, for reading and editing.
    pub struct ImpactEdit {
        /// Service id.
        pub service: String,
        /// Instant, RFC 3339 with offset or local `2026-10-11 20:14` in the workspace zone.
        pub start: String,
        /// Empty: the incident's resolved.
        pub end: String,
        /// `70 %`, `0.7`; empty: the severity's default.
        pub share: String,
    }

    /// An incident as typed; what is wrong comes back as an error with its field.
    pub struct IncidentEdit {
        /// Empty for a new one.
        pub id: String,
        /// Number at its source; may be empty.
        pub number: String,
        /// Title.
        pub title: String,
        /// `normal`, `test`, `maintenance`.
        pub kind: String,
        /// Severity.
        pub severity: String,
        /// Local time in the workspace zone, or RFC 3339.
        pub started: String,
        /// Same; may be empty.
        pub detected: String,
        /// Same; may be empty.
        pub acknowledged: String,
        /// Same; may be empty.
        pub mitigated: String,
        /// Same; empty: open.
        pub resolved: String,
        /// Tags, comma-separated.
        pub causes: String,
        /// `monitoring`, `customer`, `staff` or empty.
        pub detected_by: String,
        /// `hand`, `automation`, `provider` or empty.
        pub recovered_by: String,
        /// How.
        pub recovery_action: String,
        /// Number or empty.
        pub reassignments: String,
        /// Number or empty.
        pub contacts: String,
        /// Customers lost over it; number or empty.
        pub cancellations: String,
        /// How its lost revenue is computed: `velocity`, `counterfactual`; empty: as the
        /// workspace says.
        pub method: String,
        /// Free text.
        pub notes: String,
        /// At least one.
        pub impacts: Vec<ImpactEdit>,
        /// Costs known as amounts.
        pub fixed: Vec<FixedEdit>,
        /// People on it.
        pub labor: Vec<LaborEdit>,
    }

    /// A cost known as an amount, as typed.
    pub struct FixedEdit {
        /// `refunds`, `penalties`, `vendors` or another word.
        pub kind: String,
        /// Decimal amount.
        pub amount: String,
        /// ISO 4217 code; empty: the workspace's.
        pub currency: String,
    }

    /// A labor entry as typed.
    pub struct LaborEdit {
        /// Empty for a new one.
        pub id: String,
        /// Role name.
        pub role: String,
        /// Pseudonym; may be empty.
        pub person: String,
        /// Number of people, decimals allowed.
        pub people: String,
        /// Minutes each worked.
        pub minutes: String,
        /// Loaded rate per hour; empty: the rate card's.
        pub rate: String,
        /// When the work began: local time, RFC 3339 or empty.
        pub start: String,
        /// Whether it is review after the incident.
        pub review: bool,
        /// `4 actions, 10:11 – 10:40` of an entry that came from responder activity; such an
        /// entry is kept as it is, whatever its other fields say. Empty otherwise.
        pub activity: String,
    }

    /// An incident opened.
    pub struct IncidentDetail {
        /// Id.
        pub id: String,
        /// `INC-0412 · Checkout · SEV2 · Sunday 11 Oct 2026`.
        pub overline: String,
        /// Title.
        pub title: String,
        /// Total cost.
        pub cost: Figure,
        /// `54 weighted minutes of 77 · €250 each`.
        pub lead: String,
        /// Marks in order.
        pub timeline: Vec<TimelineMark>,
        /// `Detected in 9 min`, `acknowledged in 7`, …
        pub facts: Vec<String>,
        /// Lines, then the total; the lines sum to it exactly.
        pub lines: Vec<CostLine>,
        /// The total.
        pub total: CostLine,
        /// The methods of lost revenue, side by side; empty where it reaches no stream.
        pub methods: Vec<MethodRow>,
        /// Impacts in words: `Checkout, 20:14–21:31, 70 %`.
        pub impacts: Vec<String>,
        /// What to know: open, extrapolated, overlap, no stream.
        pub notes: Vec<String>,
        /// Where it came from: `imported from incidents.csv, 14 Oct`.
        pub origin: String,
        /// For the form.
        pub edit: IncidentEdit,
    }
}
