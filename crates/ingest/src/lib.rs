//! Files into domain values and findings: bytes → raw rows → instants, amounts, words.
//!
//! One reader per kind of data: [`read_revenue`], [`read_incidents`], [`read_labor`],
//! [`read_backlog`], [`read_requests`], [`read_rates`], [`read_roles`], [`read_catalog`],
//! [`read_contributions`].
//! Each takes files (CSV, TSV, JSON, YAML, workbooks, XES logs or Parquet, also packed), a [`Mapping`] that says which
//! column is which field, and a [`Watch`] for progress and cancelling. Each returns all rows
//! that could be read and a [`Report`] in which every other row stands with its line, what was
//! found, what was expected and what to do; rows read = accepted + rejected + skipped, always.
//! [`inspect`] looks at the beginning of a file and suggests a mapping.
//!
//! Nothing here writes, and nothing guesses: where a file can be read in two ways (day first or
//! month first, an hour that occurs twice) the reader asks by an error or a finding, or goes by
//! what its rows say.
//!
//! One idea per module, from bytes to books: `open` tells what a file is and unpacks it, with
//! `archive`; `json`, `yaml`, `xes` and `workbook` write a table down as text; `preset`
//! knows the files of tools and brings them into shape; `encoding` and `written` know how text
//! is written; `source` reads and hashes, `header` finds
//! the header; `dialect` tells how text is written, `records` cuts it into
//! rows and `parquet` hands out columns; `row` gives fields their values with `time`,
//! `zoned` and `number`; `table` drives the rows of one kind into `revenue`, `incidents`, `labor`,
//! `backlog`, `requests`, `rates`, `roles`, `catalog` or `contributions`;
//! `series` sums by minute; `fold` tells the doubled hour of autumn apart by the order of rows;
//! `repeats` finds rows that equal another; `desk` keeps the books, with the repairs of `fix`.

mod archive;
mod backlog;
mod biff;
mod catalog;
mod compound;
mod contributions;
mod desk;
mod dialect;
mod dump;
mod duration;
mod encoding;
mod error;
pub mod fix;
mod fold;
mod header;
mod incidents;
mod inspect;
mod json;
pub mod judge;
mod labor;
mod lines;
mod made;
pub mod mapping;
mod number;
mod open;
#[cfg_attr(not(feature = "parquet"), path = "parquet_left_out.rs")]
mod parquet;
mod preset;
mod rates;
mod records;
mod repeats;
pub mod report;
mod requests;
mod revenue;
mod roles;
mod row;
mod series;
mod source;
mod table;
mod time;
mod units;
mod watch;
mod workbook;
mod written;
mod xes;
mod yaml;
mod zoned;

pub use backlog::{Backlog, read_backlog};
pub use catalog::{Catalog, CatalogRow, LeansOn, read_catalog};
pub use contributions::{
    CLUSTER_LINE, ContributionRow, Contributions, Estimates, read_contributions,
};
pub use dump::write_table;
pub use encoding::Encoding;
pub use error::Error;
pub use fix::{Fix, Fixed, Repair};
pub use incidents::{IncidentRow, Incidents, each_incident, read_incidents};
pub use inspect::{
    Column, ColumnType, Format, Inspection, Look, Question, inspect, inspect_as, inspect_each,
};
pub use judge::{Judged, Judgement, Treatment};
pub use labor::{Labor, LaborRow, each_labor, read_labor};
pub use lines::{Line, pick_rows};
pub use mapping::{
    Amounts, DecimalMark, Field, FieldSpec, Kind, Mapping, OnFold, Options, Repeats, Shares, Source,
};
pub use number::needs_decimal_comma;
pub use preset::{OwnFile, Preset};
pub use rates::{RateRow, Rates, read_rates};
pub use report::{
    Code, FINDINGS_KEPT, FileReport, Finding, Group, LeftRow, Note, NoteCode, Report, Totals,
};
pub use requests::{Requests, ServiceRequests, read_requests};
pub use revenue::{Revenue, StreamRevenue, read_revenue};
pub use roles::{RoleRow, Roles, read_roles};
pub use series::MinuteSeries;
pub use source::content_hash;
pub use watch::Watch;
pub use written::{HeaderRow, Written};
