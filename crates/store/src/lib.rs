//! The workspace file: records, change log, revenue blocks, migrations.
//!
//! One SQLite file holds the facts of a workspace. [`Store`] opens it, reads all of it into
//! [`Contents`] and changes it by one door: an edit, an import, an undo or a redo, each one
//! transaction and one entry of an append-only log. What a transaction did comes back as
//! [`Applied`], which is what memory must apply to equal the file.
//!
//! Never: delete or rewrite a file that it does not understand, read a clock or make an id,
//! hand out a row whose checksum does not match.

mod conflict;
mod error;
mod file;
mod merge;
mod past;
mod record;
mod row;
mod table;
mod undo;
mod write;

pub use conflict::{Conflict, ConflictSide};
pub use error::Error;
pub use file::{Store, VERSION};
pub use merge::COMMAND as MERGE;
pub use merge::{Merged, Relabelled};
pub use record::{
    Applied, Batch, BatchFile, Change, Contents, FieldChange, HistoryEntry, Import, Key,
    MergedLine, NewBatch, NewEntry, Record, RecordEntry, Skipped,
};
