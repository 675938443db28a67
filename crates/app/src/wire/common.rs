//! What every screen uses: figures, headlines, cost lines, explanations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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

    /// The window that figures are about.
    pub struct WindowArgs {
        /// `rolling-7`, `-28`, `-30`, `-90`, `-365`, `week`, `month`, `quarter`, `year`, or
        /// `2026-01-01..2026-04-01` (local dates, end outside). Empty: rolling 365.
        #[serde(default)]
        pub window: String,
    }

    /// An id.
    pub struct IdArgs {
        /// 32 hexadecimal digits.
        pub id: String,
    }

    /// A table of text.
    pub struct TextTable {
        /// Heads.
        pub columns: Vec<String>,
        /// Rows, as many cells as heads.
        pub rows: Vec<Vec<String>>,
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

    /// A file was written.
    pub struct Written {
        /// Path.
        pub path: String,
        /// Rows in it.
        pub rows: u64,
    }

    /// A path.
    pub struct PathArgs {
        /// Full path.
        pub path: String,
    }

    /// How far a job is.
    pub struct Progress {
        /// What it is doing: `Reading orders.csv`.
        pub label: String,
        /// Bytes or steps done.
        pub done: u64,
        /// Of so many; 0 where unknown.
        pub total: u64,
        /// What was done so far, in its own unit: `1,204 rows`, `4,096 years`; empty where only
        /// steps are counted.
        pub counted: String,
        /// `1.2M rows/s · 4 s left`.
        pub pace: String,
    }

    /// One line of a cost.
    pub struct CostLine {
        /// `lostRevenue`, `labor:engineering`, …: key for what is behind it.
        pub key: String,
        /// `Lost revenue`.
        pub label: String,
        /// `77 min × 70 % × €197.31`.
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
}

impl Basis {
    /// As it is said: `measured`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
            Self::Assumed => "assumed",
            Self::Missing => "missing",
        }
    }
}
