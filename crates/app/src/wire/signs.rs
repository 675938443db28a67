//! The signs of the bottleneck, timelines, growth.

use super::{Figure, Headline, State, Tile};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// An incident or a service behind a sign.
    pub struct EvidenceRow {
        /// Id for links.
        pub id: String,
        /// `incident`, `service` or `month`.
        pub kind: String,
        /// `INC-0412` or a name.
        pub label: String,
        /// Title or what is wrong.
        pub text: String,
        /// `14 Oct 2026`; may be empty.
        pub when: String,
    }

    /// A sign of the bottleneck.
    pub struct SignRow {
        /// Stable key, such as `detected-by-customers`.
        pub key: String,
        /// `Detected by customers`.
        pub label: String,
        /// Value.
        pub value: Figure,
        /// The value of the window before, as shown; may be empty.
        pub before: String,
        /// `Up from 21 %`, `about as before`; may be empty.
        pub trend: String,
        /// `Warns at 20 %, alarms at 40 %`.
        pub threshold: String,
        /// Warning threshold as typed, for editing.
        pub warn: String,
        /// Alarm threshold as typed.
        pub alarm: String,
        /// Whether the thresholds are the defaults.
        pub is_default: bool,
        /// State.
        pub state: State,
        /// `Alarm at 40 %`, `Fine`, `Too little to say`.
        pub verdict: String,
        /// `17 of 40; 6 unknown`.
        pub counted: String,
        /// What to do, one sentence.
        pub todo: String,
        /// Rows behind it, at most 200.
        pub evidence: Vec<EvidenceRow>,
        /// `12 of 40 incidents`.
        pub evidence_note: String,
    }

    /// One time-to-X of the incidents in a window.
    pub struct TimeMetric {
        /// `ttd`, `tta`, `ttm`, `ttr`.
        pub key: String,
        /// `Time to detect`.
        pub label: String,
        /// Incidents that have it.
        pub known: u64,
        /// Incidents that do not.
        pub missing: u64,
        /// Median with its 90 % range.
        pub median: Figure,
        /// Ninth decile.
        pub p90: Figure,
        /// Geometric mean.
        pub geometric: Figure,
        /// Median of the window before, as shown; may be empty.
        pub before: String,
        /// Is the change real: `Could be chance (p = 0.41)`.
        pub verdict: String,
        /// `To see a cut of 10 % takes about 1,300 incidents in each window.`
        pub needed: String,
        /// A change point that stands the test, in words; else why none is claimed.
        pub change_point: String,
        /// Better, worse or not told.
        pub state: State,
    }

    /// Recoveries of one kind.
    pub struct GroupRow {
        /// `By hand`, `By automation`, `By the provider`, `Unknown`.
        pub label: String,
        /// How many.
        pub count: u64,
        /// `43 %`.
        pub share: String,
        /// Median time to resolve.
        pub median: Figure,
        /// Ninth decile.
        pub p90: Figure,
    }

    /// One answer that a question takes.
    pub struct PhaseChoice {
        /// Key.
        pub key: String,
        /// Words.
        pub label: String,
    }

    /// A question about the growth phase.
    pub struct PhaseQuestionRow {
        /// Key for `phase.answer`.
        pub key: String,
        /// The question.
        pub question: String,
        /// What it takes.
        pub choices: Vec<PhaseChoice>,
        /// The chosen key: typed, else read from the data; empty where neither says.
        pub answer: String,
        /// Whether it was typed.
        pub typed: bool,
        /// What the data says, and why: `Getting traction: revenue grew 20 % in a year`.
        pub from_data: String,
    }

    /// The growth phase, and what comes next.
    pub struct PhaseView {
        /// `Hyper growth`.
        pub phase: String,
        /// Why.
        pub why: String,
        /// Questions.
        pub questions: Vec<PhaseQuestionRow>,
        /// What the phase asks for next.
        pub next: Vec<String>,
    }

    /// The signs of the bottleneck, the timelines and the growth behind them.
    pub struct Signs {
        /// Its sentence.
        pub headline: Headline,
        /// `Last 90 days against the 90 before`.
        pub window: String,
        /// Signs, worst first.
        pub signs: Vec<SignRow>,
        /// Times to detect, acknowledge, mitigate, resolve.
        pub times: Vec<TimeMetric>,
        /// Recoveries by kind, automatic ones counted and timed.
        pub recoveries: Vec<GroupRow>,
        /// Growth of demand, peak to mean, forecast of the peak: each can be opened.
        pub growth: Vec<Tile>,
        /// What to know about growth; may be empty.
        pub growth_notes: Vec<String>,
        /// The growth phase.
        pub phase: PhaseView,
    }
}
