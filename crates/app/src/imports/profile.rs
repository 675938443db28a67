//! How files were mapped before: each import keeps its mapping beside its notes, and a file with
//! the same header is read the same way again.

use super::exchange::Conversion;
use super::files::{kind_of, written_of};
use super::spread::Spreading;
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{Done, Error, IdArgs, ImportArgs, MappingEdit, MappingRow, MappingSave};
use crate::workspace::{Workspace, describe_files};
use ninefold_domain::id::MappingId;
use ninefold_domain::record::NamedMapping;
use ninefold_ingest::{Preset, Written, inspect_as};
use ninefold_store::{Change, Key, Record};
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
    /// What was converted from other currencies, and by which rates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) conversions: Vec<Conversion>,
    /// What was assumed of what it brought.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) assumed: Vec<String>,
    /// Whose sums it spread.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) spread: Vec<Spreading>,
}

impl Kept {
    pub(super) fn of(args: &ImportArgs, notes: &[String], conversions: Vec<Conversion>) -> Self {
        let header = args
            .paths
            .first()
            .and_then(|path| header(Path::new(path), written_of(&args.mapping).ok()?));
        Self {
            notes: notes.to_vec(),
            conversions,
            assumed: Vec::new(),
            spread: Vec::new(),
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

fn header(path: &Path, written: Written) -> Option<Vec<String>> {
    let found = inspect_as(path, None, written, Some(Preset::NONE)).ok()?;
    // Columns that are only counted say nothing of what a file holds.
    found
        .headed
        .then(|| found.columns.into_iter().map(|c| c.name).collect())
}

/// How a file with this header was mapped last.
pub(super) struct Profile {
    pub(super) kind: String,
    pub(super) mapping: MappingEdit,
    /// `the import of orders.csv on 14 Oct 2026`, `the mapping “Orders”`.
    pub(super) of: String,
    /// The name of it, where it has one.
    pub(super) named: String,
}

/// What files hold, read from a named mapping.
fn read_named(mapping: &NamedMapping) -> Option<MappingEdit> {
    serde_json::from_str(&mapping.mapping).ok()
}

fn of_named(mapping: &NamedMapping) -> Option<Profile> {
    Some(Profile {
        kind: mapping.kind.clone(),
        mapping: read_named(mapping)?,
        of: format!("the mapping “{}”", mapping.name),
        named: mapping.name.clone(),
    })
}

impl App {
    pub(crate) fn mapping_save(&self, edit: &MappingSave, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let name = edit.name.trim().to_owned();
            if name.is_empty() {
                return Err(Error::invalid("name", "a name is needed here".into())
                    .hint("such as Orders of the shop"));
            }
            let same = |m: &&NamedMapping| m.name.to_lowercase() == name.to_lowercase();
            let namesake = w.mappings.iter().find(same).map(|m| m.id);
            let mapping = match (edit.id.as_str(), &edit.mapping) {
                ("", None) => {
                    return Err(Error::invalid(
                        "mapping",
                        "there is no mapping to keep".into(),
                    ));
                }
                ("", Some(mapping)) => {
                    let kind = kind_of(&edit.kind)?;
                    let written = written_of(mapping)?;
                    let header = header(Path::new(&edit.path), written).ok_or_else(|| {
                        let found =
                            format!("{} has no header that it could be known by", edit.path);
                        Error::invalid("path", found).hint("choose a file that the mapping is for")
                    })?;
                    NamedMapping {
                        // The same name again replaces what it meant.
                        id: namesake.unwrap_or_else(|| MappingId(self.host.new_id())),
                        name: name.clone(),
                        kind: kind.name().into(),
                        header,
                        mapping: serde_json::to_string(mapping).unwrap_or_default(),
                    }
                }
                (id, _) => {
                    let known = known(w, id)?;
                    if namesake.is_some_and(|other| other != known.id) {
                        let message = format!("there is a mapping “{name}” already");
                        return Err(Error::invalid("name", message));
                    }
                    NamedMapping {
                        name: name.clone(),
                        ..known
                    }
                }
            };
            let label = match (edit.id.is_empty(), namesake) {
                (true, None) => format!("Kept the mapping “{name}”"),
                (true, Some(_)) => format!("Changed the mapping “{name}”"),
                (false, _) => format!("Renamed a mapping to “{name}”"),
            };
            let id = mapping.id.to_string();
            let change = Change::Put(Record::Mapping(mapping));
            w.edit(&*self.host, "mapping.save", label.clone(), vec![change])?;
            Ok(Done {
                id,
                label,
                skipped: Vec::new(),
            })
        })
    }

    pub(crate) fn mapping_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let mapping = known(w, &args.id)?;
            let label = format!("Deleted the mapping “{}”", mapping.name);
            let change = Change::Delete(Key::Mapping(mapping.id));
            w.edit(&*self.host, "mapping.delete", label.clone(), vec![change])?;
            Ok(Done {
                id: String::new(),
                label,
                skipped: Vec::new(),
            })
        })
    }
}

/// A named mapping by its id, or by its name.
fn known(w: &Workspace, id: &str) -> Result<NamedMapping, Error> {
    let found = w
        .mappings
        .iter()
        .find(|m| m.id.to_string() == id || m.name.to_lowercase() == id.trim().to_lowercase());
    found
        .cloned()
        .ok_or_else(|| Error::not_found("this mapping"))
}

/// Named mappings for the screen, by name.
pub(crate) fn mapping_rows(w: &Workspace) -> Vec<MappingRow> {
    let listed = |names: &[String]| {
        let more = names.len().saturating_sub(6);
        let mut text = names[..names.len() - more].join(", ");
        if more > 0 {
            text.push_str(&format!(" and {more} more"));
        }
        text
    };
    let mut rows: Vec<MappingRow> = w
        .mappings
        .iter()
        .map(|mapping| {
            let fields = read_named(mapping).map(|m| m.fields).unwrap_or_default();
            let said = fields
                .iter()
                .filter(|(_, source)| !source.trim().is_empty());
            let fields: Vec<String> = said
                .map(|(field, source)| match source.strip_prefix('=') {
                    Some(value) => format!("{field} ← “{value}”"),
                    None => format!("{field} ← {source}"),
                })
                .collect();
            MappingRow {
                id: mapping.id.to_string(),
                name: mapping.name.clone(),
                kind: mapping.kind.clone(),
                columns: listed(&mapping.header),
                fields: fields.join("; "),
            }
        })
        .collect();
    rows.sort_by_key(|row| row.name.to_lowercase());
    rows
}

/// The headers of one file, by how it is read.
struct Headers<'a> {
    path: &'a Path,
    known: Vec<(Written, Option<Vec<String>>)>,
}

impl<'a> Headers<'a> {
    fn of(path: &'a Path) -> Self {
        Self {
            path,
            known: Vec::new(),
        }
    }

    /// Whether the file has this header where it is read as a mapping says.
    fn fit(&mut self, wanted: &[String], mapping: &MappingEdit) -> bool {
        let Ok(written) = written_of(mapping) else {
            return false;
        };
        let known = self.known.iter().position(|(known, _)| *known == written);
        let at = known.unwrap_or_else(|| {
            self.known.push((written, header(self.path, written)));
            self.known.len() - 1
        });
        self.known[at].1.as_deref() == Some(wanted)
    }
}

/// The named mapping for the header of this one, else the newest import in force of a file with the header of this one, of a kind where one is given.
pub(super) fn find(w: &Workspace, path: &Path, kind: &str) -> Option<Profile> {
    let mut headers = Headers::of(path);
    // Repairs were said of the rows of another file: here they are asked for again.
    let unrepaired = |profile: Profile| Profile {
        mapping: MappingEdit {
            fixes: Vec::new(),
            ..profile.mapping
        },
        ..profile
    };
    let named = w
        .mappings
        .iter()
        .filter(|m| kind.is_empty() || m.kind == kind);
    let named = named.filter_map(|m| Some((m, of_named(m)?)));
    for (known, profile) in named {
        if headers.fit(&known.header, &profile.mapping) {
            return Some(unrepaired(profile));
        }
    }
    w.batches
        .iter()
        .filter(|batch| batch.live && (kind.is_empty() || batch.import.kind == kind))
        .filter_map(|batch| {
            let kept = Kept::read(&batch.import.note);
            let mapping = kept.mapping?;
            headers.fit(&kept.header, &mapping).then(|| {
                let profile = Profile {
                    kind: batch.import.kind.clone(),
                    mapping,
                    of: format!(
                        "the import of {} on {}",
                        describe_files(&batch.import),
                        text::long_date(batch.at, w.methods.zone)
                    ),
                    named: String::new(),
                };
                (batch.entry, profile)
            })
        })
        .max_by_key(|(entry, _)| *entry)
        .map(|(_, profile)| unrepaired(profile))
}
