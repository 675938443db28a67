//! A look at the beginning of a file: what it is, and how it could be mapped.

use crate::mapping::{Kind, Mapping};
use serde::Serialize;

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Text with a delimiter other than the tab.
    Csv,
    /// Text with tabs.
    Tsv,
    /// Parquet.
    Parquet,
}

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// Nothing in the rows that were looked at.
    Empty,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction, or with a currency sign.
    Decimal,
    /// Dates, with or without a time of day.
    Time,
    /// Anything else.
    Text,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// What its values look like.
    pub kind: ColumnType,
    /// Up to five different values.
    pub samples: Vec<String>,
}

/// A first look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// What it is written in.
    pub format: Format,
    /// Whether it is gzipped.
    pub gzip: bool,
    /// The delimiter of a text file.
    pub delimiter: Option<char>,
    /// Whether it begins with a byte order mark.
    pub byte_order_mark: bool,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The first rows, as they stand.
    pub rows: Vec<Vec<String>>,
    /// The kind given, or the one whose fields its headers name.
    pub kind: Option<Kind>,
    /// Fields whose headers are beyond doubt. Anything else is for the user to say.
    pub mapping: Mapping,
    /// What is open, one sentence each.
    pub questions: Vec<String>,
}
