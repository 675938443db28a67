//! How files were mapped before: each import keeps its mapping beside its notes, and a file with
//! the same header is read the same way again.

use super::files::read_delimiter;
use crate::text;
use crate::wire::{ImportArgs, MappingEdit};
use crate::workspace::{Workspace, describe_files};
use ninefold_ingest::{Preset, inspect_as};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What an import keeps beside its counts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) notes: Vec<String>,
    /// The header of its first file, as it stands there.
    #[serde(default)]
    header: Vec<String>,
    #[serde(default)]
    mapping: Option<MappingEdit>,
}

impl Kept {
    pub(super) fn of(args: &ImportArgs, notes: &[String]) -> Self {
        let header = args.paths.first().and_then(|path| {
            let delimiter = read_delimiter(&args.mapping.delimiter).ok()?;
            header(Path::new(path), delimiter)
        });
        Self {
            notes: notes.to_vec(),
            mapping: header.is_some().then(|| args.mapping.clone()),
            header: header.unwrap_or_default(),
        }
    }

    /// What was kept; imports of before have nothing but their notes.
    pub(super) fn read(note: &str) -> Self {
        serde_json::from_str(note).unwrap_or_else(|_| Self {
            notes: serde_json::from_str(note).unwrap_or_default(),
            ..Self::default()
        })
    }
}

fn header(path: &Path, delimiter: Option<u8>) -> Option<Vec<String>> {
    let found = inspect_as(path, None, delimiter, Some(Preset::NONE)).ok()?;
    Some(found.columns.into_iter().map(|c| c.name).collect())
}

/// How a file with this header was mapped last.
pub(super) struct Profile {
    pub(super) kind: String,
    pub(super) mapping: MappingEdit,
    /// `the import of orders.csv on 14 Oct 2026`.
    pub(super) of: String,
}

/// The newest import in force of a file with the header of this one, of a kind where one is given.
pub(super) fn find(w: &Workspace, path: &Path, kind: &str) -> Option<Profile> {
    let wanted = header(path, None)?;
    w.batches
        .iter()
        .filter(|batch| batch.live && (kind.is_empty() || batch.import.kind == kind))
        .filter_map(|batch| {
            let kept = Kept::read(&batch.import.note);
            let mapping = kept.mapping?;
            (kept.header == wanted).then(|| {
                let profile = Profile {
                    kind: batch.import.kind.clone(),
                    mapping,
                    of: format!(
                        "the import of {} on {}",
                        describe_files(&batch.import),
                        text::long_date(batch.at, w.methods.zone)
                    ),
                };
                (batch.entry, profile)
            })
        })
        .max_by_key(|(entry, _)| *entry)
        .map(|(_, profile)| profile)
}
