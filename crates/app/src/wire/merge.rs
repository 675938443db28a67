//! Merging copies of a workspace, and what they disagree about.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Which copies become one, and where.
    #[derive(Default)]
    pub struct CopiesArgs {
        /// The other copy; it is only read.
        pub path: String,
        /// The copy that it is merged with; the open workspace where empty.
        #[serde(default)]
        pub of: String,
        /// A new file for the result, which leaves both copies as they are; the open workspace
        /// itself where empty.
        #[serde(default)]
        pub out: String,
    }

    /// What a merge did.
    pub struct MergeReport {
        /// `Merged shop-anna into shop`.
        pub label: String,
        /// The file that holds the result.
        pub path: String,
        /// What came, in sentences.
        pub lines: Vec<String>,
        /// Whether the other copy knew anything new.
        pub changed: bool,
        /// What has to be decided now.
        pub conflicts: Vec<ConflictRow>,
    }

    /// What one side says.
    pub struct ConflictSideRow {
        /// Its number, for the answer.
        pub side: u64,
        /// The copies that say so: `shop-anna`.
        pub copy: String,
        /// `14 Oct 2026, 09:12`; empty where nobody wrote it.
        pub when: String,
        /// The value in words.
        pub text: String,
        /// Whether the workspace shows it at present.
        pub shown: bool,
    }

    /// Two values of one field, neither written in knowledge of the other.
    pub struct ConflictRow {
        /// Identity.
        pub id: String,
        /// `INC-0412`.
        pub what: String,
        /// `Incident`.
        pub kind: String,
        /// `severity`; empty where it is about the record as a whole.
        pub field: String,
        /// What is to be decided, where the field does not say it.
        pub question: String,
        /// Oldest first.
        pub sides: Vec<ConflictSideRow>,
    }

    /// What copies disagree about.
    pub struct Conflicts {
        /// Conflicts that nobody has settled yet.
        pub conflicts: Vec<ConflictRow>,
    }

    /// An answer to a conflict.
    pub struct ResolveArgs {
        /// The conflict.
        pub id: String,
        /// The side that is right; what stands is kept where missing.
        #[serde(default)]
        pub side: Option<u64>,
    }
}
