//! What stops an import as a whole. Rows that cannot be read are findings, not errors.

use crate::mapping::{Field, Kind};
use std::fmt;
use std::io;

/// Why a file, or the mapping, cannot be used at all. `Display` says where, what was found and
/// what was expected; [`Error::hint`] what to do next.
#[derive(Debug)]
pub enum Error {
    /// The operating system refused.
    Io {
        /// The file.
        file: String,
        /// Its words.
        source: io::Error,
    },
    /// No bytes at all.
    Empty {
        /// The file.
        file: String,
    },
    /// Neither text nor Parquet.
    Binary {
        /// The file.
        file: String,
        /// What it looks like.
        found: String,
    },
    /// A compressed file that ends too early or is damaged.
    Gzip {
        /// The file.
        file: String,
        /// Bytes unpacked before that.
        unpacked: u64,
        /// What the unpacker says.
        detail: String,
    },
    /// JSON that cannot be read, or that holds no table.
    Json {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// What was found.
        detail: String,
    },
    /// YAML that cannot be read.
    Yaml {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// What was found.
        detail: String,
    },
    /// A process log that cannot be read, or that holds no trace.
    Xes {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// What was found.
        detail: String,
    },
    /// A workbook that cannot be read, or that holds no table.
    Workbook {
        /// The file.
        file: String,
        /// What was found.
        detail: String,
    },
    /// A ZIP archive that cannot be read, or that holds no table.
    Archive {
        /// The file.
        file: String,
        /// What was found.
        detail: String,
    },
    /// A file of a format that has to be held in memory, larger than that may be.
    TooBig {
        /// The file.
        file: String,
        /// Bytes, unpacked.
        limit: u64,
    },
    /// A name that promises a format that is not read.
    Format {
        /// The file.
        file: String,
        /// Its ending.
        found: String,
    },
    /// A header with a single column, where more are needed.
    OneColumn {
        /// The file.
        file: String,
        /// The delimiter that was used.
        delimiter: char,
        /// The header.
        header: String,
    },
    /// One row longer than any real one: mostly a quote that is never closed.
    LongRow {
        /// The file.
        file: String,
        /// Line where it begins.
        line: u64,
        /// Longest row allowed, in bytes.
        limit: usize,
    },
    /// A required field has no source.
    Unmapped {
        /// What is imported.
        kind: Kind,
        /// The field, or fields of which one is needed.
        fields: Vec<Field>,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// A field that the kind does not have.
    ForeignField {
        /// What is imported.
        kind: Kind,
        /// The field.
        field: Field,
    },
    /// A mapped column that the file does not have.
    UnknownColumn {
        /// The file.
        file: String,
        /// The field it is for.
        field: Field,
        /// The column.
        column: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// A constant or an option that cannot be read.
    Option {
        /// Its name.
        name: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// Day and month cannot be told apart in the whole column.
    AmbiguousDates {
        /// The field it is for.
        field: Field,
        /// The first such value.
        sample: String,
    },
    /// Whether `.` or `,` is the decimal mark or groups thousands cannot be told in the whole column.
    AmbiguousDecimals {
        /// The field it is for.
        field: Field,
        /// The first such value.
        sample: String,
    },
    /// Times are day numbers of a spreadsheet, which count from one of two years.
    SerialDates {
        /// The field it is for.
        field: Field,
        /// The first such value.
        sample: String,
    },
    /// Some dates can only be day first, others only month first.
    MixedDates {
        /// The field it is for.
        field: Field,
        /// A value that must be day first.
        day_first: String,
        /// A value that must be month first.
        month_first: String,
    },
    /// More streams than any company has: mostly the wrong column.
    TooManyStreams {
        /// The limit.
        limit: usize,
        /// One of the names.
        sample: String,
    },
    /// A Parquet file that cannot be read.
    Parquet {
        /// The file.
        file: String,
        /// What the reader says.
        detail: String,
    },
    /// The host asked to stop; nothing was kept.
    Cancelled,
}

fn listed(columns: &[String]) -> String {
    const SHOWN: usize = 40;
    let mut text = columns
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if columns.len() > SHOWN {
        text.push_str(&format!(" and {} more", columns.len() - SHOWN));
    }
    text
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { file, source } => write!(f, "{file}: cannot be read: {source}"),
            Self::Empty { file } => write!(
                f,
                "{file}: the file is empty; expected a header line and rows"
            ),
            Self::Binary { file, found } => {
                write!(
                    f,
                    "{file}: found {found}; expected text (CSV, TSV, JSON, YAML), a workbook or Parquet"
                )
            }
            Self::Gzip {
                file,
                unpacked,
                detail,
            } => write!(
                f,
                "{file}: the compressed file is cut off or damaged after {unpacked} unpacked bytes ({detail}); expected a whole file"
            ),
            Self::Json { file, line, detail } => write!(
                f,
                "{file}, line {line}: found {detail}; expected JSON: an array of objects, or an object a line"
            ),
            Self::Yaml { file, line, detail } => write!(
                f,
                "{file}, line {line}: found {detail}; expected YAML: documents that are objects, or a list of them"
            ),
            Self::Xes { file, line, detail } => write!(
                f,
                "{file}, line {line}: found {detail}; expected an XES log of traces with events"
            ),
            Self::Workbook { file, detail } => write!(
                f,
                "{file}: found {detail}; expected a workbook with a header row and rows below it"
            ),
            Self::Archive { file, detail } => write!(
                f,
                "{file}: found {detail}; expected a ZIP archive with tables in it"
            ),
            Self::TooBig { file, limit } => write!(
                f,
                "{file}: the file unpacks to more than {} MB, which is more than this format is read with; expected less",
                limit >> 20
            ),
            Self::Format { file, found } => write!(
                f,
                "{file}: “{found}” files are not read; expected .csv, .tsv, .txt, .json, .ndjson, .xlsx, .xlsb, .xls, .ods or .parquet, also several in a .zip, and text as .gz"
            ),
            Self::OneColumn {
                file,
                delimiter,
                header,
            } => write!(
                f,
                "{file}: only one column found with the delimiter {delimiter:?} (“{header}”); expected several"
            ),
            Self::LongRow { file, line, limit } => write!(
                f,
                "{file}, line {line}: the row that begins here is longer than {limit} bytes; expected a line break, or a closing quote, before that"
            ),
            Self::Unmapped {
                kind,
                fields,
                columns,
            } => {
                let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
                write!(
                    f,
                    "{kind}: no column for {}; the file has: {}",
                    names.join(" or "),
                    listed(columns)
                )
            }
            Self::ForeignField { kind, field } => {
                write!(f, "“{field}” is not a field of {kind}")
            }
            Self::UnknownColumn {
                file,
                field,
                column,
                columns,
            } => write!(
                f,
                "{file}: there is no column “{column}” (mapped to {field}); the file has: {}",
                listed(columns)
            ),
            Self::Option {
                name,
                found,
                expected,
            } => {
                write!(f, "{name}: found “{found}”; expected {expected}")
            }
            Self::AmbiguousDates { field, sample } => write!(
                f,
                "{field}: “{sample}” can be day first or month first, and no row of the column decides it"
            ),
            Self::SerialDates { field, sample } => write!(
                f,
                "{field}: “{sample}” is a day number of a spreadsheet, which can count from 1900 or from 1904"
            ),
            Self::AmbiguousDecimals { field, sample } => write!(
                f,
                "{field}: the mark in “{sample}” can be a decimal mark or group thousands, and no value of the column decides"
            ),
            Self::MixedDates {
                field,
                day_first,
                month_first,
            } => write!(
                f,
                "{field}: “{day_first}” can only be day first and “{month_first}” only month first; expected one order"
            ),
            Self::TooManyStreams { limit, sample } => write!(
                f,
                "stream: more than {limit} different names (such as “{sample}”); expected a few dozen"
            ),
            Self::Parquet { file, detail } => {
                write!(f, "{file}: not a readable Parquet file: {detail}")
            }
            Self::Cancelled => f.write_str("cancelled; nothing was imported"),
        }
    }
}

impl Error {
    /// What to do next.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::Io { .. } => "Check the path and that you may read the file.".into(),
            Self::Empty { .. } => "Export it again.".into(),
            Self::Binary { .. } => "Save it as CSV in UTF-8, or as Parquet.".into(),
            Self::Gzip { .. } => "Download or compress it again.".into(),
            Self::Json { .. } | Self::Yaml { .. } | Self::Xes { .. } => "Export it again, or look at that line.".into(),
            Self::Workbook { .. } => {
                "Open it in a spreadsheet, save it anew without a password, or save the sheet as CSV.".into()
            }
            Self::Archive { .. } => "Unpack it and choose the files in it.".into(),
            Self::TooBig { .. } => "Save it as CSV or Parquet, which are read piece by piece.".into(),
            Self::Format { .. } => "Save it as CSV or Parquet.".into(),
            Self::OneColumn { .. } => {
                "State the delimiter, such as ; or tab.".into()
            }
            Self::LongRow { .. } => {
                "Look at that line for a quote that is opened and never closed.".into()
            }
            Self::Unmapped { kind, fields, .. } => match fields.as_slice() {
                [Field::Currency] => "Say which currency the amounts are in, such as EUR.".into(),
                [Field::Stream] => {
                    "Map a column to stream, or name one stream for all rows, such as shop.".into()
                }
                [field, ..] => format!("Map a column to {field}."),
                [] => format!("See the fields of {kind} in the help."),
            },
            Self::ForeignField { kind, .. } => {
                let names: Vec<&str> =
                    Field::of(*kind).iter().map(|spec| spec.field.name()).collect();
                format!("Use one of {}.", names.join(", "))
            }
            Self::UnknownColumn { field, .. } => {
                format!("Map one of those columns to {field}.")
            }
            Self::Option { expected, .. } => format!("Write {expected}."),
            Self::SerialDates { .. } => {
                "State the date format: excel-1900, which nearly all workbooks count from, or excel-1904.".into()
            }
            Self::AmbiguousDates { .. } | Self::MixedDates { .. } => {
                "State the date format: %d/%m/%Y %H:%M for day first, %m/%d/%Y %H:%M for month first.".into()
            }
            Self::AmbiguousDecimals { .. } => {
                "State the decimal mark: point for 1,234.50, comma for 1.234,50.".into()
            }
            Self::TooManyStreams { .. } => {
                "Map another column to stream, or name one for all rows, such as shop.".into()
            }
            Self::Parquet { .. } => "Write it again, or export CSV.".into(),
            Self::Cancelled => "Start the import again when you are ready.".into(),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
