//! What the user is told about an import: counts that add up, every rejected row with its
//! line and a way to repair it, and notes on what came in but is worth knowing.

use crate::fix::Fixed;
use crate::judge::Judged;
use crate::mapping::Field;
use ninefold_domain::money::Money;
use serde::{Deserialize, Serialize};

/// Findings kept one by one; beyond that they are only counted.
pub const FINDINGS_KEPT: usize = 10_000;

/// Rows that were left out of a file and are kept to be looked at.
pub(crate) const LEFT_KEPT: usize = 1_000;

/// Why a row was rejected. A small closed set that a screen may match on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// More or fewer columns than the header.
    ColumnCount,
    /// A required value is empty.
    Missing,
    /// Not a date and time.
    Time,
    /// A local time that the clocks skip.
    TimeGap,
    /// A local time that occurs twice.
    TimeFold,
    /// Not a number.
    Number,
    /// NaN or infinite.
    NotFinite,
    /// More decimals than are kept.
    Precision,
    /// Beyond what one row may carry.
    TooLarge,
    /// The end lies before the start.
    EndBeforeStart,
    /// Outside 0 to 1.
    Impact,
    /// Negative where only zero and above make sense.
    Negative,
    /// Not one of the words that the field knows.
    Word,
    /// Not an ISO 4217 currency, or not the one that stands at the amount.
    Currency,
    /// Something that may be said once is said again, differently.
    Twice,
    /// The numbers of a range in an order or place where they mean nothing.
    Range,
    /// It ends more than a year after it began.
    EndsLate,
    /// Closed, and nothing says when it was resolved.
    NoEnd,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::ColumnCount,
        Self::Missing,
        Self::Time,
        Self::TimeGap,
        Self::TimeFold,
        Self::Number,
        Self::NotFinite,
        Self::Precision,
        Self::TooLarge,
        Self::EndBeforeStart,
        Self::Impact,
        Self::Negative,
        Self::Word,
        Self::Currency,
        Self::Twice,
        Self::Range,
        Self::EndsLate,
        Self::NoEnd,
    ];

    /// What it is called in a list.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::ColumnCount => "Wrong number of columns",
            Self::Missing => "Required value missing",
            Self::Time => "Unreadable time",
            Self::TimeGap => "Time that the clocks skip",
            Self::TimeFold => "Time that occurs twice",
            Self::Number => "Unreadable number",
            Self::NotFinite => "Not a finite number",
            Self::Precision => "Too many decimals",
            Self::TooLarge => "Number too large",
            Self::EndBeforeStart => "End before start",
            Self::Impact => "Impact outside 0 to 1",
            Self::Negative => "Negative value",
            Self::Word => "Unknown word",
            Self::Currency => "Unknown or contradictory currency",
            Self::Twice => "Said twice",
            Self::Range => "Range that means nothing",
            Self::EndsLate => "Ends more than a year after it began",
            Self::NoEnd => "Closed without a resolved time",
        }
    }

    /// What to do about it in a field.
    #[must_use]
    pub fn repair_of(self, field: Option<Field>) -> &'static str {
        match (self, field) {
            (Self::Missing, Some(Field::Service)) => {
                "Map another column to service, or put one in for all of these rows (the page or the system that they are about)."
            }
            _ => self.repair(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn repair(self) -> &'static str {
        match self {
            Self::ColumnCount => {
                "Quote values that hold the delimiter, or choose another delimiter."
            }
            Self::Missing => "Fill the value, or set it for every row.",
            Self::Time => "Write the time as 2026-10-11T20:14:00Z, or state the date format.",
            Self::TimeGap => {
                "Write the offset behind the time, such as +02:00, or choose the zone that the times are really in."
            }
            Self::TimeFold => {
                "Write the offset behind the time, or state which of the two is meant: the earlier, the later or, of revenue and requests, what the order of the rows says."
            }
            Self::Number => "Write digits such as 1234.50, or choose the decimal mark.",
            Self::NotFinite => "Write the number, or leave the value empty where it is optional.",
            Self::Precision => "Round the value in the source, or let the import round it.",
            Self::TooLarge => "Check the unit of the column and the decimal mark.",
            Self::EndBeforeStart => {
                "Check their zone and date format, or swap the two times under Judgements."
            }
            Self::Impact => "Write a share from 0 to 1, or a percentage from 0% to 100%.",
            Self::Negative => "Write zero or a positive value.",
            Self::Word => "Write one of the expected words, or leave the field out of the mapping.",
            Self::Currency => {
                "Write an ISO 4217 code such as EUR, or set one for every row; an amount with the sign of another currency needs that one in its row."
            }
            Self::EndsLate => {
                "Correct the end, or say under Judgements that such incidents come in as they stand."
            }
            Self::NoEnd => {
                "Fill in when it was resolved, or say under Judgements what stands for it."
            }
            Self::Twice => "Keep the row that is right, and take out the other.",
            Self::Range => {
                "Write the low end before the high end; where it may be zero, write three numbers: least, most likely, most."
            }
        }
    }
}

/// One rejected row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Why.
    pub code: Code,
    /// Name of the file.
    pub file: String,
    /// Line where the row begins, as an editor counts, the header being line 1. In a Parquet
    /// file: the row, the first being 1.
    pub row: u64,
    /// The field that is to blame, where one is.
    pub field: Option<Field>,
    /// The column, where one is to blame.
    pub column: Option<String>,
    /// What stood there.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub repair: String,
    /// The row as it was read, so that rejected rows can be written out and repaired.
    pub raw: Option<Vec<String>>,
}

/// Findings of one code in one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Why.
    pub code: Code,
    /// The field that is to blame, where one is.
    pub field: Option<Field>,
    /// What it is called.
    pub title: String,
    /// What to do.
    pub repair: String,
    /// How many rows, also those beyond [`FINDINGS_KEPT`].
    pub count: u64,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteCode {
    /// The file has a header and no rows.
    NoRows,
    /// Amounts below zero.
    NegativeAmounts,
    /// Amounts of zero.
    ZeroAmounts,
    /// Negative rows whose order id marks a cancellation.
    Cancellations,
    /// Amounts that were rounded because the mapping says so.
    Rounded,
    /// Local times that occur twice, read as the mapping says.
    Folds,
    /// Whether the day or the month stands first, found from the whole column.
    DateOrder,
    /// What shares or amounts were taken to count in, or which decimal mark they have.
    Units,
    /// Times were read in a zone because they carry no offset.
    LocalTimes,
    /// The file begins with a byte order mark.
    ByteOrderMark,
    /// Text that is not UTF-8, and what it was read as.
    Encoding,
    /// Lines above the header.
    Preamble,
    /// The file has no header.
    NoHeader,
    /// Which of several tables of a file was read.
    Chosen,
    /// What the tool that wrote the file leaves open or cuts off.
    Preset,
    /// Rows that the shape of the file makes no records of their own.
    LeftOut,
    /// Rows with nothing in them, or a header repeated: skipped.
    Skipped,
    /// Rows that equal another row of the import; kept.
    Duplicates,
    /// Incidents without an end.
    Open,
    /// Rows that name several services.
    Several,
    /// Work of someone whose role the file does not say.
    NoRole,
}

/// `1 row is`, `3 rows are`: a number and what is counted, as it is said.
pub(crate) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Something that came in but is worth saying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What it is about.
    pub code: NoteCode,
    /// How many rows.
    pub count: u64,
    /// In words.
    pub text: String,
}

/// Rows counted; `read` is the sum of the other three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Rows below the header.
    pub read: u64,
    /// Rows that became data.
    pub accepted: u64,
    /// Rows that became findings.
    pub rejected: u64,
    /// Rows with nothing in them, and repeated headers.
    pub skipped: u64,
}

/// What was read from one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// Name of the file, without its folder.
    pub name: String,
    /// Rows counted.
    pub rows: Totals,
    /// Bytes of content, unpacked.
    pub bytes: u64,
    /// 32 hexadecimal digits that tell whether two files have the same (unpacked) content,
    /// whatever their names. Not a cryptographic hash.
    pub hash: String,
}

/// A row that was left out because it is no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftRow {
    /// The file.
    pub file: String,
    /// Line, as in [`Finding::row`].
    pub row: u64,
    /// What such rows do: `name no incident in their task, notes or tags`.
    pub why: String,
    /// The row as it was read.
    pub raw: Vec<String>,
}

/// What was read and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Report {
    /// File by file, in the order given.
    pub files: Vec<FileReport>,
    /// All files together.
    pub totals: Totals,
    /// Sum of the accepted amounts, one per currency (revenue).
    pub accepted_money: Vec<Money>,
    /// Sum of the amounts of rejected rows, where those could be read (revenue).
    pub rejected_money: Vec<Money>,
    /// Rejected rows, the first [`FINDINGS_KEPT`].
    pub findings: Vec<Finding>,
    /// Rejected rows by cause, most frequent first.
    pub groups: Vec<Group>,
    /// Rows that the shape of a tool's file makes no records, and that somebody may look for: the
    /// first of each file. Updates that later ones replaced are not among them.
    pub left: Vec<LeftRow>,
    /// Rows that a [`Fix`](crate::Fix) leaves out, the first [`FINDINGS_KEPT`]: why they would be
    /// refused, and, for what to do, the reason that was given.
    pub left_by_word: Vec<Finding>,
    /// Rows of revenue that equal another row of their file, cell for cell.
    pub repeated: u64,
    /// What came in but is worth saying.
    pub notes: Vec<Note>,
    /// Incidents that called for judgement, and what became of them.
    pub judged: Vec<Judged>,
    /// What repairs of whole groups did.
    pub fixed: Vec<Fixed>,
}
