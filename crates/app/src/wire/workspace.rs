//! The open workspace and its history.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
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
        /// What merged copies disagree about and nobody has decided yet.
        pub conflicts: u64,
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

    /// Where the sample goes.
    #[derive(Default)]
    pub struct SampleArgs {
        /// Path of the file; the app's own folder where missing. An existing sample is opened.
        pub path: Option<String>,
        /// Only services, tiers and rates, so that the data can be imported from files.
        #[serde(default)]
        pub catalog_only: bool,
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
        /// What a merge brought of the other copy, in its order, at most 50.
        pub brought: Vec<BroughtRow>,
        /// More entries than shown.
        pub brought_more: u64,
    }

    /// What was done in another copy.
    pub struct BroughtRow {
        /// The copy, by the name of its file.
        pub copy: String,
        /// `14 Oct 2026, 09:12`.
        pub when: String,
        /// What was done.
        pub label: String,
    }

    /// The log, newest first.
    pub struct History {
        /// Entries.
        pub entries: Vec<HistoryRow>,
    }
}
