//! The register of risks: what can fail, how often, for how long, for how many.

use super::{Figure, Headline, TextTable, Tile};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A quantity as typed.
    #[derive(Default)]
    pub struct EstimateEdit {
        /// `fixed` (one number), `interval` (low and high of a 90 % range, lognormal),
        /// `three-point` (minimum, most likely, maximum; PERT), or `kept`: what stands in the
        /// record, learned from history or pooled, stays as it is.
        pub kind: String,
        /// The number, or the low end.
        pub low: String,
        /// Most likely, where there are three.
        pub likely: String,
        /// The high end.
        pub high: String,
        /// What it means in words: `4.5 in 1.4 years`, `90 % range 10 to 240`. Not read back.
        #[serde(default)]
        pub means: String,
    }

    /// A range that is being typed.
    pub struct RangeArgs {
        /// As it stands in the fields.
        pub edit: EstimateEdit,
        /// `share` for a share of users, `minutes`, `a-year` for events; empty for a plain number.
        #[serde(default)]
        pub unit: String,
    }

    /// One of equally likely values.
    pub struct Dot {
        /// Place in the drawing, 0 to 1.
        pub x: f64,
        /// How many lie below it in its pile.
        pub y: u32,
    }

    /// What a range means, as dots; empty where there is none to draw yet.
    pub struct RangePreview {
        /// Twenty equally likely values, lowest first.
        pub dots: Vec<Dot>,
        /// Dots in the highest pile.
        pub height: u32,
        /// What they say, in a sentence.
        pub summary: String,
        /// `half below 49`.
        pub middle: String,
    }

    /// A risk as typed.
    pub struct RiskEdit {
        /// Empty for a new one.
        pub id: String,
        /// One line.
        pub name: String,
        /// Service id.
        pub service: String,
        /// How it fails.
        pub failure_mode: String,
        /// `single-point-of-failure`, `excessive-load`, `excessive-latency`,
        /// `misconfiguration-or-bug` or `shared-fate`.
        pub category: String,
        /// Events a year.
        pub frequency: EstimateEdit,
        /// Minutes until it is noticed.
        pub detect: EstimateEdit,
        /// Minutes from there until users are well again.
        pub repair: EstimateEdit,
        /// Whether the two are parts of one length, long and short together; else independent.
        #[serde(default)]
        pub one_length: bool,
        /// Share of users: `25 %`.
        pub users: EstimateEdit,
        /// People who work on it.
        pub people: EstimateEdit,
        /// What an event costs however long it lasts.
        pub per_event: EstimateEdit,
        /// Stream ids; all of the service's where empty.
        pub streams: Vec<String>,
        /// Variance of the yearly count over its mean: `1` is Poisson; empty: 1.
        pub dispersion: String,
        /// Name of the common-cause group; empty: none.
        pub group: String,
        /// Probability that an event is common to the group: `10 %`.
        pub group_share: String,
        /// `pre-mortem`, `history` or `both`.
        pub source: String,
        /// Free text.
        pub notes: String,
    }

    /// Which part of the register, against which budget.
    #[derive(Default)]
    pub struct RisksArgs {
        /// Service id; empty: all.
        #[serde(default)]
        pub service: String,
        /// Availability whose budget they are held against, of each service: `99.9 %`; empty: the
        /// targets that services have.
        #[serde(default)]
        pub target: String,
        /// `minutes` or `loss`; empty: minutes.
        #[serde(default)]
        pub by: String,
        /// Rows at most; 0: all.
        #[serde(default)]
        pub limit: u32,
    }

    /// Some rows of a register too long to be sent whole.
    pub struct RiskRowsArgs {
        /// Which register; its limit is not looked at.
        pub of: RisksArgs,
        /// The first row, from 0.
        pub offset: u32,
        /// Rows at most.
        pub limit: u32,
    }

    /// Some rows, and how many there are.
    pub struct RiskRows {
        /// In the order that was asked for.
        pub rows: Vec<RiskRow>,
        /// Rows of the register.
        pub total: u32,
    }

    /// One risk of the register.
    pub struct RiskRow {
        /// Id.
        pub id: String,
        /// One line.
        pub name: String,
        /// Name of its service.
        pub service: String,
        /// How it fails.
        pub failure_mode: String,
        /// `Single point of failure`.
        pub category: String,
        /// `People`, `History` or `Both`.
        pub source: String,
        /// Events a year.
        pub frequency: Figure,
        /// Minutes of an event, to detect and to repair.
        pub duration: Figure,
        /// Share of users.
        pub users: Figure,
        /// Expected bad minutes a year.
        pub minutes: Figure,
        /// Expected loss a year.
        pub loss: Figure,
        /// Share of the budget: `34 %`.
        pub share: String,
        /// The same as a number, for a bar; missing against a budget of 0.
        pub share_value: Option<f64>,
        /// The service whose budget that is, where it is not the risk's own; else empty.
        pub share_of: String,
        /// Above a quarter of the budget.
        pub too_big: bool,
        /// Above the whole budget.
        pub breaks_alone: bool,
        /// Fits into the budget together with all smaller ones.
        pub accepted: bool,
        /// Common-cause group with its share: `region, 10 %`; may be empty.
        pub group: String,
        /// Why it takes no part, where a range of it means nothing; else empty.
        pub problem: String,
    }

    /// Something to choose.
    pub struct Choice {
        /// What is sent back.
        pub key: String,
        /// What people read.
        pub label: String,
    }

    /// The register.
    pub struct Risks {
        /// The sentence.
        pub headline: Headline,
        /// Expected minutes, expected loss, too big, accepted.
        pub tiles: Vec<Tile>,
        /// The target they are held against: `99.9 %`.
        pub target: String,
        /// Its budget: `525.6 min a year`.
        pub budget: String,
        /// Where the target comes from.
        pub target_from: String,
        /// `minutes` or `loss`.
        pub by: String,
        /// Largest first, as many as were asked for.
        pub rows: Vec<RiskRow>,
        /// Rows that there are.
        pub total: u32,
        /// Services.
        pub services: Vec<Choice>,
        /// Categories.
        pub categories: Vec<Choice>,
        /// Names of common-cause groups.
        pub groups: Vec<String>,
        /// Kinds of incident that history suggests and the register has not.
        pub suggestions: u32,
        /// Expected minutes of each service and the loss of all against what incidents came to;
        /// empty where nothing is on record.
        pub on_record: TextTable,
        /// Where they part: a sentence; empty where they are in line.
        pub record_warning: String,
        /// What to know.
        pub notes: Vec<String>,
    }

    /// A risk that history suggests.
    pub struct RiskSuggestion {
        /// What is sent back to accept it.
        pub key: String,
        /// Name it would get.
        pub name: String,
        /// Its service.
        pub service: String,
        /// The cause that its incidents share.
        pub cause: String,
        /// `7 incidents in 1.2 years`.
        pub evidence: String,
        /// Events a year, with what the history leaves open.
        pub frequency: Figure,
        /// Minutes of an event.
        pub duration: Figure,
        /// Share of users.
        pub users: Figure,
        /// Expected bad minutes a year.
        pub minutes: Figure,
        /// What the register would expect of the service with it, without techniques.
        pub with_it: Figure,
        /// How that reads against the record: `in line`.
        pub reads: String,
        /// It would then expect more than incidents came to: what is suggested is in it already.
        pub twice: bool,
        /// The risk of the register that means the same, if any: accepting pools with it.
        pub same_as: String,
    }

    /// What history suggests.
    pub struct RiskSuggestions {
        /// Largest first.
        pub rows: Vec<RiskSuggestion>,
        /// How they were fitted.
        pub notes: Vec<String>,
    }

    /// Suggestions that a person accepts.
    pub struct AcceptArgs {
        /// Their keys.
        pub keys: Vec<String>,
    }

    /// How a history is cut for a back-test.
    #[derive(Default)]
    pub struct BacktestArgs {
        /// Share of the observed time that the first forecast learns from: `50 %`; empty: half.
        #[serde(default)]
        pub first: String,
        /// Parts that the rest is predicted in; missing: six.
        #[serde(default)]
        pub parts: Option<u32>,
        /// Where the random numbers start; missing: the seed of the base scenario.
        #[serde(default)]
        pub seed: Option<u64>,
    }

    /// All kinds together in one part: what was predicted before it, and what came.
    pub struct BacktestPart {
        /// First day.
        pub from: String,
        /// Last day.
        pub to: String,
        /// Incidents that the forecast knew of.
        pub known: u32,
        /// Predicted incidents: `15 (7–27)`, the middle and the 90 % range.
        pub events: String,
        /// What came.
        pub events_actual: String,
        /// Whether that lies in the range.
        pub events_held: bool,
        /// Predicted minutes of users hit.
        pub minutes: String,
        /// What came.
        pub minutes_actual: String,
        /// Whether that lies in the range.
        pub minutes_held: bool,
    }

    /// How a set of forecasts did.
    pub struct BacktestScore {
        /// `Incidents, by service and cause`.
        pub of: String,
        /// Forecasts in it.
        pub forecasts: u32,
        /// Share of the 90 % ranges that held what came.
        pub held: f64,
        /// The same as text: `97 %`.
        pub held_text: String,
        /// The share that the ranges themselves expected: above 90 % where few values are
        /// possible.
        pub expected: f64,
        /// The same as text.
        pub expected_text: String,
        /// Mean continuous ranked probability score; 0 is perfect.
        pub score: f64,
        /// The same as text.
        pub score_text: String,
        /// Of the forecasts that have both: the mean score over that of taking earlier stretches
        /// of the same length as the forecast. Below 1 is better than that; missing without them.
        pub against: Option<f64>,
        /// The same as text.
        pub against_text: String,
    }

    /// A history held against what would have been predicted of it.
    pub struct Backtest {
        /// The sentence.
        pub headline: Headline,
        /// Parts in order of time, all kinds together.
        pub parts: Vec<BacktestPart>,
        /// Scores over all parts.
        pub scores: Vec<BacktestScore>,
        /// What to know.
        pub notes: Vec<String>,
    }
}
