//! What crosses the wire: the types that the window, the command line and the tests see.
//!
//! They are apart from the domain's types and made from them once, in [`crate::views`]. Every
//! figure comes formatted, with its range, its basis and the key that opens its explanation, so
//! that no shell does arithmetic. Money travels as decimal text; instants as RFC 3339 in UTC
//! beside a text in the workspace zone. The TypeScript in `ui/src/api` is generated from here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        pub $kind $name $body
    )*};
}

wire! {
    /// No arguments, or nothing to answer.
    #[derive(Default)]
    pub struct Nothing {}

    /// How a figure came about.
    #[derive(Copy, Eq)]
    pub enum Basis {
        /// Observed or paid.
        Measured,
        /// Computed from what was observed.
        Estimated,
        /// Typed in or a default.
        Assumed,
        /// Not there; `reason` says why.
        Missing,
    }

    /// Positions on a line from 0 to 1 for the range rule under a figure.
    pub struct Rule {
        /// Where the thick part starts.
        pub from: f64,
        /// Where it ends.
        pub to: f64,
        /// Where the tick stands (the value, or the target for a share).
        pub tick: f64,
        /// Where the part beyond the allowed starts, if any: drawn in the over colour up to `to`.
        pub over: Option<f64>,
    }

    /// One figure: never a bare number.
    pub struct Figure {
        /// For sorting only; missing where there is no value.
        pub value: Option<f64>,
        /// As shown, two significant figures for estimates: `€110`, `99.87 %`, `—`.
        pub text: String,
        /// Small and quiet beside it: `/min`, `min`; may be empty.
        pub unit: String,
        /// `74–150`, empty where exact.
        pub range: String,
        /// What the range means: `90 % range`, empty where exact.
        pub range_means: String,
        /// In full, for inspection: `€110.37/min`.
        pub exact: String,
        /// How it came about.
        pub basis: Basis,
        /// Why it is missing or weak; empty otherwise.
        pub reason: String,
        /// Key for the `explain` command; empty where there is nothing to open.
        pub explain: String,
    }

    /// A headline figure with its caption and its range rule.
    pub struct Tile {
        /// Such as `Cost of a full-outage minute`.
        pub label: String,
        /// The figure.
        pub figure: Figure,
        /// The line under the rule.
        pub caption: String,
        /// The rule, where there is a range or a share.
        pub rule: Option<Rule>,
        /// Whether it is beyond its limit.
        pub over: bool,
    }

    /// State of something against a threshold.
    #[derive(Copy, Eq)]
    pub enum State {
        /// Fine.
        Ok,
        /// Worth a look.
        Warn,
        /// Beyond.
        Over,
        /// Cannot be said.
        Unknown,
    }

    /// The sentence a screen exists for.
    pub struct Headline {
        /// States the finding with its number.
        pub sentence: String,
        /// The line under it; may be empty.
        pub lead: String,
        /// What is missing, where the sentence could not be written: the screen is empty.
        pub missing: Option<String>,
    }

    /// The open workspace, for header and status bar.
    pub struct Status {
        /// File name without folder and ending.
        pub name: String,
        /// Full path.
        pub path: String,
        /// Opened read-only, and why; empty where it can be written.
        pub read_only: String,
        /// Whether this is the sample.
        pub sample: bool,
        /// ISO 4217 code.
        pub currency: String,
        /// IANA zone.
        pub zone: String,
        /// `Data to 31 Oct 2026, 23:59`, or `Nothing imported yet`.
        pub freshness: String,
        /// `365 days, year = 365 d`.
        pub window: String,
        /// `Counting: weighted by impact`.
        pub counting: String,
        /// `Baseline: hour of week · overlaps shared`.
        pub methods: String,
        /// Number of incidents.
        pub incidents: u64,
        /// Number of services.
        pub services: u64,
        /// Number of revenue streams.
        pub streams: u64,
        /// Number of labor entries.
        pub labor: u64,
        /// What Ctrl+Z would take back; empty for nothing.
        pub undo: String,
        /// What Ctrl+Shift+Z would do again; empty for nothing.
        pub redo: String,
        /// Grows with every change; the window refetches when it differs.
        pub version: u64,
    }

    /// Where a new workspace goes.
    pub struct CreateArgs {
        /// Path of the file to make; must not exist.
        pub path: String,
        /// ISO 4217 code.
        pub currency: String,
        /// IANA zone.
        pub zone: String,
    }

    /// A path.
    pub struct PathArgs {
        /// Full path.
        pub path: String,
    }

    /// Where the sample goes.
    #[derive(Default)]
    pub struct SampleArgs {
        /// Path of the file; the app's own folder where missing. An existing sample is opened.
        pub path: Option<String>,
        /// Only services, tiers and rates, so that the data can be imported from files.
        #[serde(default)]
        pub catalog_only: bool,
    }

    /// The window that figures are about.
    pub struct WindowArgs {
        /// `rolling-7`, `-28`, `-30`, `-90`, `-365`, `week`, `month`, `quarter`, `year`, or
        /// `2026-01-01..2026-04-01` (local dates, end outside). Empty: rolling 365.
        #[serde(default)]
        pub window: String,
    }

    /// A row of "what used most".
    pub struct TopIncident {
        /// Id for links.
        pub id: String,
        /// Such as `INC-0412`.
        pub label: String,
        /// Title.
        pub title: String,
        /// `78 min`, by the counting rule.
        pub minutes: String,
        /// Cost.
        pub cost: Figure,
    }

    /// A service against its target.
    pub struct ServiceAgainstTarget {
        /// Id for links.
        pub id: String,
        /// Name.
        pub name: String,
        /// `1 Critical`, or `no tier`.
        pub tier: String,
        /// Owner team; empty makes it an orphan.
        pub owner: String,
        /// `99.9 %`, with where it came from in `targetFrom`.
        pub target: String,
        /// `tier 1`, `own`, `default`.
        pub target_from: String,
        /// Availability.
        pub availability: Figure,
        /// `2.9 nines`.
        pub nines: String,
        /// `57 min/month`.
        pub per_month: String,
        /// Downtime used, minutes, shown.
        pub used: Figure,
        /// Allowed minutes, shown.
        pub allowed: String,
        /// Remaining minutes, shown; negative with a true minus.
        pub remaining: String,
        /// `130 %`.
        pub consumed: String,
        /// `1.3`.
        pub burn: String,
        /// `14 Aug`, when the budget ran or runs out; empty where it does not.
        pub runs_out: String,
        /// Share of expected revenue outside downtime; empty basis where it owns no stream.
        pub revenue_weighted: Figure,
        /// Incidents in the window.
        pub incidents: u64,
        /// 90 % range of incidents a year (exact Poisson), `1.4–9.2 a year`.
        pub rate: String,
        /// Met, burning, missed.
        pub state: State,
        /// The state in words: `Over by 157 min`.
        pub verdict: String,
        /// What the window cannot support; empty otherwise.
        pub caveat: String,
    }

    /// One line of what changed.
    pub struct ChangeLine {
        /// `31 Oct`.
        pub when: String,
        /// What.
        pub what: String,
    }

    /// The first screen.
    pub struct Overview {
        /// Its sentence.
        pub headline: Headline,
        /// Cost of a full-outage minute, incident cost, availability, budget left.
        pub tiles: Vec<Tile>,
        /// Incidents that used most of the budget.
        pub top: Vec<TopIncident>,
        /// `All 47 incidents`.
        pub all_incidents: String,
        /// Each service against its target, worst first.
        pub services: Vec<ServiceAgainstTarget>,
        /// The latest entries of the log.
        pub changes: Vec<ChangeLine>,
    }

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
    }

    /// A table of text.
    pub struct TextTable {
        /// Heads.
        pub columns: Vec<String>,
        /// Rows, as many cells as heads.
        pub rows: Vec<Vec<String>>,
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
        /// First row returned.
        pub offset: u64,
        /// The rows.
        pub rows: Vec<IncidentRow>,
        /// `47 incidents · 683 weighted minutes · €81k (63k–100k)`, of those that match.
        pub summary: String,
        /// A term that was not understood; empty otherwise.
        pub problem: String,
    }

    /// An id.
    pub struct IdArgs {
        /// 32 hexadecimal digits.
        pub id: String,
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

    /// One line of a cost.
    pub struct CostLine {
        /// `lostRevenue`, `labor:engineering`, …: key for what is behind it.
        pub key: String,
        /// `Lost revenue`.
        pub label: String,
        /// `77 min × 70 % × €197`.
        pub detail: String,
        /// Posted amount, exact, formatted: `€10,617`; these add up.
        pub amount: String,
        /// Decimal text of the posted amount.
        pub decimal: String,
        /// `8.9k–12k`, or `exact`.
        pub range: String,
        /// How it came about.
        pub basis: Basis,
        /// Bar from, 0 to 1 of the waterfall.
        pub from: f64,
        /// Bar to.
        pub to: f64,
        /// Whisker, 0 to 1, where there is a range.
        pub whisker: Option<(f64, f64)>,
        /// Key for the `explain` command.
        pub explain: String,
    }

    /// A step of a formula: `20:14–21:00, 46 min at €209.70` → `€9,646`.
    pub struct Step {
        /// What.
        pub label: String,
        /// Its value.
        pub value: String,
    }

    /// An input of a figure.
    pub struct Input {
        /// Such as `Loaded rate, engineering`.
        pub label: String,
        /// Its value.
        pub value: String,
        /// How it came about.
        pub basis: Basis,
        /// Where it is kept or came from: `Settings, rate card`, `labor.csv`.
        pub source: String,
    }

    /// Everything behind a figure.
    pub struct Explanation {
        /// What it is about.
        pub title: String,
        /// The figure.
        pub figure: Figure,
        /// In words and symbols: `impact × Σ expected revenue per minute`.
        pub formula: String,
        /// From the inputs to the figure.
        pub steps: Vec<Step>,
        /// Inputs.
        pub inputs: Vec<Input>,
        /// Rows behind it, at most 200.
        pub rows: TextTable,
        /// `104 rows`, or `200 of 3,104 rows`.
        pub rows_note: String,
        /// What to know: extrapolated minutes, thin slots, overlaps.
        pub notes: Vec<String>,
    }

    /// An explanation by its key.
    pub struct ExplainArgs {
        /// From a figure or a cost line.
        pub key: String,
        /// See [`WindowArgs`].
        #[serde(default)]
        pub window: String,
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
        /// Free text.
        pub notes: String,
        /// At least one.
        pub impacts: Vec<ImpactEdit>,
        /// People on it.
        pub labor: Vec<LaborEdit>,
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
        /// Impacts in words: `Checkout, 20:14–21:31, 70 %`.
        pub impacts: Vec<String>,
        /// What to know: open, extrapolated, overlap, no stream.
        pub notes: Vec<String>,
        /// Where it came from: `imported from incidents.csv, 14 Oct`.
        pub origin: String,
        /// For the form.
        pub edit: IncidentEdit,
    }

    /// What a change did.
    pub struct Done {
        /// Id of the record made or changed; empty for several.
        pub id: String,
        /// What was done, as history says it.
        pub label: String,
        /// What was left out and why (an older undo).
        pub skipped: Vec<String>,
    }

    /// A share of a stream that a service carries.
    pub struct ShareEdit {
        /// Service id.
        pub service: String,
        /// `100 %`, `0.4`.
        pub share: String,
    }

    /// A dependency as typed.
    pub struct DependencyEdit {
        /// Service id.
        pub on: String,
        /// `hard` or `soft`.
        pub kind: String,
        /// `20 %` where soft.
        pub share: String,
    }

    /// A channel as typed.
    pub struct ChannelEdit {
        /// Name.
        pub name: String,
        /// Share of revenue: `60 %`.
        pub share: String,
        /// Availability of the channel itself: `99.9 %`.
        pub ceiling: String,
    }

    /// A service as typed.
    pub struct ServiceEdit {
        /// Empty for a new one.
        pub id: String,
        /// Name.
        pub name: String,
        /// `1`; empty: none.
        pub tier: String,
        /// Team; empty: an orphan.
        pub owner: String,
        /// `99.95 %`; empty: the tier's.
        pub target: String,
        /// Channels.
        pub channels: Vec<ChannelEdit>,
        /// Dependencies.
        pub dependencies: Vec<DependencyEdit>,
    }

    /// A service with what hangs on it.
    pub struct ServiceRow {
        /// For the form.
        pub edit: ServiceEdit,
        /// Incidents on it.
        pub incidents: u64,
        /// `Shop 100 %, Search 40 %`.
        pub streams: String,
        /// Why it cannot be deleted; empty where it can.
        pub pinned: String,
    }

    /// A stream as typed.
    pub struct StreamEdit {
        /// Id; streams are made by importing revenue.
        pub id: String,
        /// Name.
        pub name: String,
        /// Services it leans on.
        pub dependences: Vec<ShareEdit>,
    }

    /// A stream with its revenue.
    pub struct StreamRow {
        /// For the form.
        pub edit: StreamEdit,
        /// ISO 4217 code.
        pub currency: String,
        /// Total, exact.
        pub total: String,
        /// `1 May 2025 – 31 Oct 2026`.
        pub covers: String,
        /// Mean per minute.
        pub per_minute: Figure,
    }

    /// A role of the rate card as typed.
    pub struct RoleEdit {
        /// Empty for a new one.
        pub id: String,
        /// Name.
        pub name: String,
        /// `support`, `engineering`, `management`, `communications`, `sales`, `other`.
        pub group: String,
        /// Loaded rate per hour, decimal.
        pub rate: String,
        /// Entries that use it (not written).
        pub used: u64,
    }

    /// A tier as typed.
    pub struct TierEdit {
        /// `1` is the most critical.
        pub number: String,
        /// Name.
        pub name: String,
        /// `99.9 %`; empty: none.
        pub target: String,
        /// Services in it (not written).
        pub services: u64,
    }

    /// A severity with its default impact as typed.
    pub struct SeverityEdit {
        /// As sources write it.
        pub severity: String,
        /// `30 %`.
        pub impact: String,
    }

    /// The choices of a workspace as typed.
    pub struct SettingsEdit {
        /// ISO 4217 code.
        pub currency: String,
        /// IANA zone.
        pub zone: String,
        /// `365`, `365.2425`, `365.25`.
        pub year: String,
        /// `flat`, `hour-of-week`, `minute-of-week`.
        pub profile: String,
        /// Clean minutes a slot needs.
        pub min_observations: String,
        /// `weighted`, `any`, `from`.
        pub counting: String,
        /// `50 %`, where counting is `from`.
        pub counting_from: String,
        /// `shared`, `full`.
        pub sharing: String,
        /// Whether planned maintenance counts.
        pub count_maintenance: bool,
        /// Local time or RFC 3339; empty: the end of the data.
        pub as_of: String,
        /// `99.9 %`.
        pub default_target: String,
        /// People on a full outage.
        pub team_people: String,
        /// Their loaded rate per hour.
        pub team_rate: String,
        /// Default impacts.
        pub severities: Vec<SeverityEdit>,
    }

    /// The settings screen.
    pub struct Settings {
        /// Choices.
        pub edit: SettingsEdit,
        /// Services, by tier and name.
        pub services: Vec<ServiceRow>,
        /// Streams.
        pub streams: Vec<StreamRow>,
        /// Rate card.
        pub roles: Vec<RoleEdit>,
        /// Tiers.
        pub tiers: Vec<TierEdit>,
        /// Every ISO 4217 code.
        pub currencies: Vec<String>,
        /// Every IANA zone.
        pub zones: Vec<String>,
    }

    /// An import in the list.
    pub struct BatchRow {
        /// Batch id.
        pub id: String,
        /// `revenue`, `incidents`, `labor`.
        pub kind: String,
        /// File names.
        pub files: String,
        /// `14 Oct 2026, 09:12`.
        pub when: String,
        /// `412 read = 372 accepted + 33 rejected + 7 skipped`.
        pub rows: String,
        /// Money that came in; empty for none.
        pub total: String,
        /// Whether it counts, or was undone.
        pub live: bool,
        /// What was noted on the way.
        pub notes: Vec<String>,
    }

    /// What of one kind is there.
    pub struct SourceRow {
        /// `Revenue`, `Incidents`, `Labor`.
        pub kind: String,
        /// `4 streams, 3,153,600 minutes`.
        pub what: String,
        /// `1 May 2025 – 31 Oct 2026`.
        pub covers: String,
        /// What is weak: `12 incidents lie outside the revenue`; empty otherwise.
        pub quality: String,
        /// State of it.
        pub state: State,
    }

    /// The data screen.
    pub struct Data {
        /// Its sentence.
        pub headline: Headline,
        /// What is there.
        pub sources: Vec<SourceRow>,
        /// Imports, newest first.
        pub batches: Vec<BatchRow>,
    }

    /// A field that a column can be mapped to.
    pub struct FieldRow {
        /// `started`.
        pub name: String,
        /// One line.
        pub help: String,
        /// Whether the import needs it.
        pub required: bool,
    }

    /// A column of a file.
    pub struct ColumnRow {
        /// Head.
        pub name: String,
        /// Sample values.
        pub samples: Vec<String>,
        /// `time`, `number`, `text`.
        pub looks_like: String,
    }

    /// Field → where it comes from, and how to read it.
    pub struct MappingEdit {
        /// (field, source): a column's name, `A*B` for a product, `=GBP` for a constant.
        pub fields: Vec<(String, String)>,
        /// `point` or `comma`.
        pub decimal: String,
        /// Such as `%d/%m/%Y %H:%M`; empty: ISO 8601 and what the whole column decides.
        pub date_format: String,
        /// IANA zone of times without offset.
        pub zone: String,
        /// One character; empty: as detected.
        pub delimiter: String,
        /// Round what is finer than money keeps, and count it.
        pub round: bool,
        /// A doubled autumn hour: `reject`, `earlier`, `later`.
        pub on_fold: String,
        /// Texts that mean "no value", besides the empty one: `?`, `NULL`.
        #[serde(default)]
        pub missing: Vec<String>,
    }

    /// Something that a person has to say before a file can be read.
    pub struct Question {
        /// The member of the mapping that settles it (`dateFormat`, `zone`), or a field's name.
        pub option: String,
        /// One sentence.
        pub text: String,
    }

    /// What was found out about files before they are read.
    pub struct Inspection {
        /// `orders.csv · 1,024 KB · comma · UTF-8 · gzip`.
        pub summary: String,
        /// Guessed kind: `revenue`, `incidents`, `labor`; empty: choose.
        pub kind: String,
        /// Columns.
        pub columns: Vec<ColumnRow>,
        /// First rows.
        pub rows: Vec<Vec<String>>,
        /// Fields of the kind.
        pub fields: Vec<FieldRow>,
        /// Suggested mapping.
        pub mapping: MappingEdit,
        /// What the user must decide.
        pub questions: Vec<Question>,
    }

    /// Files to look at.
    pub struct InspectArgs {
        /// Full paths.
        pub paths: Vec<String>,
        /// Kind chosen; empty: guess.
        #[serde(default)]
        pub kind: String,
        /// Delimiter chosen; empty: as found.
        #[serde(default)]
        pub delimiter: String,
    }

    /// An import.
    pub struct ImportArgs {
        /// Full paths.
        pub paths: Vec<String>,
        /// `revenue`, `incidents`, `labor`.
        pub kind: String,
        /// Mapping.
        pub mapping: MappingEdit,
        /// Revenue over minutes that are there: `fail`, `add`, `replace`, `keep`.
        #[serde(default)]
        pub on_overlap: String,
    }

    /// Problems of one sort.
    pub struct ProblemGroup {
        /// Code.
        pub code: String,
        /// `End before start`.
        pub title: String,
        /// What to do.
        pub repair: String,
        /// How many rows.
        pub count: u64,
    }

    /// One problem.
    pub struct Problem {
        /// Group.
        pub code: String,
        /// File name.
        pub file: String,
        /// Line as an editor counts it.
        pub row: u64,
        /// Column.
        pub column: String,
        /// What stood there.
        pub found: String,
        /// What was expected.
        pub expected: String,
        /// What to do.
        pub repair: String,
    }

    /// What an import would do, or did.
    pub struct ImportReport {
        /// Its sentence: `372 rows are ready. 33 are set aside.`
        pub headline: Headline,
        /// Rows read.
        pub read: u64,
        /// Rows that come in.
        pub accepted: u64,
        /// Rows set aside with a reason.
        pub rejected: u64,
        /// Rows left out on purpose (unchanged, known).
        pub skipped: u64,
        /// Records new.
        pub new: u64,
        /// Records changed.
        pub updated: u64,
        /// Records as they were.
        pub unchanged: u64,
        /// Money that comes in, exact, a currency each.
        pub money: Vec<String>,
        /// Problems by sort.
        pub groups: Vec<ProblemGroup>,
        /// Problems, at most 500.
        pub problems: Vec<Problem>,
        /// What came in and is worth saying.
        pub notes: Vec<String>,
        /// What stands against it (an overlap); empty: it can be committed.
        pub blocked: String,
        /// Batch id after a commit; empty on a check.
        pub batch: String,
    }

    /// Where rejected rows go.
    pub struct RejectsArgs {
        /// The same import.
        pub import: ImportArgs,
        /// File to write.
        pub to: String,
    }

    /// A file was written.
    pub struct Written {
        /// Path.
        pub path: String,
        /// Rows in it.
        pub rows: u64,
    }

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
        /// What to know.
        pub notes: Vec<String>,
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

    /// The availability screen.
    pub struct Availability {
        /// Its sentence.
        pub headline: Headline,
        /// The window in words, with what clipped it: `1 Nov 2025 – 31 Oct 2026, 365 days`.
        pub window: String,
        /// Services against targets, worst first.
        pub services: Vec<ServiceAgainstTarget>,
        /// Targets that the dependencies rule out, and the like.
        pub notes: Vec<String>,
    }

    /// How many entries of the log.
    pub struct HistoryArgs {
        /// At most this many.
        pub limit: u64,
    }

    /// One field that an entry changed.
    pub struct FieldChangeRow {
        /// `Checkout · target`.
        pub field: String,
        /// Before.
        pub before: String,
        /// After.
        pub after: String,
    }

    /// An entry of the log.
    pub struct HistoryRow {
        /// Sequence.
        pub seq: u64,
        /// `14 Oct 2026, 09:12`.
        pub when: String,
        /// What was done.
        pub label: String,
        /// Whether it was taken back.
        pub undone: bool,
        /// Import, whose undo is separate; else empty.
        pub batch: String,
        /// Fields changed, at most 20.
        pub changes: Vec<FieldChangeRow>,
        /// More fields than shown.
        pub more: u64,
    }

    /// The log, newest first.
    pub struct History {
        /// Entries.
        pub entries: Vec<HistoryRow>,
    }

    /// How far a job is.
    pub struct Progress {
        /// What it is doing: `Reading orders.csv`.
        pub label: String,
        /// Bytes or steps done.
        pub done: u64,
        /// Of so many; 0 where unknown.
        pub total: u64,
        /// Rows so far.
        pub rows: u64,
        /// `1.2M rows/s · 4 s left`.
        pub pace: String,
    }
}

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// Nothing is open.
    NoWorkspace,
    /// An argument does not read; `field` says which.
    Invalid,
    /// No such record.
    NotFound,
    /// A file does not read.
    BadFile,
    /// Reading or writing failed.
    Io,
    /// The workspace is read-only.
    ReadOnly,
    /// The workspace file is newer, foreign or damaged.
    BadWorkspace,
    /// Someone else holds it.
    Busy,
    /// It stands against what is there.
    Conflict,
    /// The user cancelled.
    Cancelled,
    /// No such command.
    UnknownCommand,
}

/// An error for people: what happened, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What the window may match on.
    pub code: Code,
    /// Where, what was found, what was expected.
    pub message: String,
    /// What to do next.
    pub hints: Vec<String>,
    /// The field of the form it is about; empty otherwise.
    #[serde(default)]
    pub field: String,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        for hint in &self.hints {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
