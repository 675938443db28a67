//! The data screen and the way of files into the workspace.

use super::{Headline, State};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
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
}
