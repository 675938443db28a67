//! Requirements read back from our own files: the same records, by their ids.

use super::drafts::next_number;
use super::journal::read_file;
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{Code, Done, Error, PathArgs, RequirementsImported};
use crate::workspace::Workspace;
use ninefold_domain::requirement::Requirement;
use ninefold_report::requirements::{MOST_BYTES, Names, Packed, read_csv, read_json};
use ninefold_store::{Change, Record};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;

impl App {
    /// Reads requirements that an export wrote. A known id is changed, a new one is added; what
    /// does not read is left out and named.
    pub(crate) fn requirements_import(
        &self,
        args: &PathArgs,
        _: &Job<'_>,
    ) -> Result<RequirementsImported, Error> {
        let path = Path::new(&args.path);
        let bytes = read_file(path, MOST_BYTES)?;
        let bad = |message: String| Error {
            code: Code::BadFile,
            message: format!("{}: {message}", path.display()),
            hints: vec!["choose a JSON or CSV file that the export of requirements wrote".into()],
            field: "path".into(),
        };
        let text = String::from_utf8(bytes).map_err(|e| {
            bad(format!(
                "it is not UTF-8 at byte {}",
                e.utf8_error().valid_up_to()
            ))
        })?;
        let json = text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{');
        let read: Vec<Result<Packed, String>> = if json {
            read_json(&text).map_err(bad)?.into_iter().map(Ok).collect()
        } else {
            read_csv(&text).map_err(bad)?
        };
        self.with(|w| {
            let mut found = Found::default();
            for one in read {
                match one {
                    Ok(packed) => take(w, packed, &mut found),
                    Err(why) => found.skipped.push(why),
                }
            }
            let name = path
                .file_name()
                .map_or_else(|| args.path.clone(), |n| n.to_string_lossy().into_owned());
            let n = found.changes.len();
            let label = match n {
                0 => format!("Nothing new in {name}"),
                n => format!(
                    "Brought in {} from {name}",
                    text::counted(n, "requirement", "requirements")
                ),
            };
            if n > 0 {
                let changes = found
                    .changes
                    .into_iter()
                    .map(|r| Change::Put(Record::Requirement(Box::new(r))))
                    .collect();
                w.edit(&*self.host, "requirements.import", label.clone(), changes)?;
            }
            Ok(RequirementsImported {
                done: Done {
                    id: String::new(),
                    label,
                    skipped: vec![],
                },
                new: found.new,
                updated: found.updated,
                unchanged: found.unchanged,
                skipped: found.skipped,
            })
        })
    }
}

#[derive(Default)]
struct Found {
    changes: Vec<Requirement>,
    new: u32,
    updated: u32,
    unchanged: u32,
    skipped: Vec<String>,
}

/// An id of this workspace for one of the file: the same, or that of the same name, or the same
/// although nothing here has it.
fn own<T: Copy + PartialEq + Display>(
    id: T,
    names: &BTreeMap<String, String>,
    known: &[(T, String)],
) -> T {
    if known.iter().any(|(k, _)| *k == id) {
        return id;
    }
    let name = names.get(&id.to_string());
    let same = |name: &String| {
        let mut named = known.iter().filter(|(_, n)| n.eq_ignore_ascii_case(name));
        named.next().filter(|_| named.next().is_none())
    };
    name.and_then(same).map_or(id, |(k, _)| *k)
}

fn own_list<T: Copy + PartialEq + Display + FromStr>(
    ids: &mut [T],
    names: &BTreeMap<String, String>,
    known: &[(T, String)],
) {
    for id in ids {
        *id = own(*id, names, known);
    }
}

fn take(w: &Workspace, packed: Packed, found: &mut Found) {
    let Packed {
        mut requirement,
        names,
    } = packed;
    let label = requirement.label();
    let Names {
        service,
        risks,
        incidents,
        techniques,
    } = names;
    if !w.services.iter().any(|s| s.id == requirement.service) {
        let same = w
            .services
            .iter()
            .find(|s| s.name.eq_ignore_ascii_case(&service));
        match same {
            Some(same) => requirement.service = same.id,
            None => {
                found.skipped.push(format!(
                    "{label} is about the service “{service}”, which is not in this workspace; \
                     make it first"
                ));
                return;
            }
        }
    }
    let of: Vec<_> = w.risks.iter().map(|r| (r.id, r.name.clone())).collect();
    own_list(&mut requirement.risks, &risks, &of);
    let of: Vec<_> = w.incidents.iter().map(|i| (i.id, i.label())).collect();
    own_list(&mut requirement.incidents, &incidents, &of);
    let of: Vec<_> = w
        .techniques
        .iter()
        .map(|t| (t.id, t.name.clone()))
        .collect();
    own_list(&mut requirement.techniques, &techniques, &of);
    if requirement.title.trim().is_empty() {
        found.skipped.push(format!("{label} has no title"));
        return;
    }
    let twice = found.changes.iter().any(|r| r.id == requirement.id);
    if twice {
        found.skipped.push(format!(
            "{label} is in the file twice; the first one counts"
        ));
        return;
    }
    match w.requirements.iter().find(|r| r.id == requirement.id) {
        Some(before) if *before == requirement => found.unchanged += 1,
        Some(before) => {
            found.updated += 1;
            found.changes.push(before.changed_to(requirement));
        }
        None => {
            let taken = |number: u32| {
                number == 0
                    || w.requirements.iter().any(|r| r.number == number)
                    || found.changes.iter().any(|r| r.number == number)
            };
            if taken(requirement.number) {
                let last = found.changes.iter().map(|r| r.number).max().unwrap_or(0);
                requirement.number = next_number(w).max(last + 1);
            }
            found.new += 1;
            found.changes.push(requirement);
        }
    }
}
