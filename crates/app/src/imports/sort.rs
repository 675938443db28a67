//! Files of several kinds chosen together: told apart, and brought into the order in which they
//! find what they lean on.

use super::files::{file_name, paths_of};
use super::profile;
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{Error, PileRow, SortArgs, Sorted};
use ninefold_ingest::{Inspection, Kind, Look, Source, inspect_each};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What comes in before what: incidents find their services, amounts the rates of their day, and
/// labor its incidents and the rates of its roles.
const ORDER: [Kind; 9] = [
    Kind::Services,
    Kind::Roles,
    Kind::Rates,
    Kind::Incidents,
    Kind::Revenue,
    Kind::Requests,
    Kind::Labor,
    Kind::Backlog,
    Kind::Contributions,
];

/// What makes two files belong into one import: one mapping has to read both.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sort {
    kind: Option<Kind>,
    tool: Option<&'static str>,
    /// The mapping where it is told; else the columns, by name.
    read_by: BTreeSet<String>,
}

impl Sort {
    fn of(seen: &Inspection, before: Option<Kind>) -> Self {
        let columns = || seen.columns.iter().map(|c| c.name.trim().to_lowercase());
        let kind = before.or(seen.kind);
        let suggested = seen.kind == kind && !seen.mapping.sources.is_empty();
        let read_by = if suggested {
            let sources = seen.mapping.sources.iter();
            sources
                .map(|(field, source)| format!("{field} {}", written(source).to_lowercase()))
                .collect()
        } else {
            columns().collect()
        };
        Self {
            kind,
            tool: seen.preset.map(|preset| preset.title),
            read_by,
        }
    }

    fn place(&self) -> usize {
        let place = |kind| ORDER.iter().position(|other| *other == kind);
        self.kind.and_then(place).unwrap_or(ORDER.len())
    }

    fn title(&self) -> String {
        let Some(kind) = self.kind else {
            return "Not told by its header".into();
        };
        let name = match kind {
            Kind::Rates => "exchange rates",
            Kind::Roles => "roles and rates",
            kind => kind.name(),
        };
        let title = text::capital(name);
        match self.tool {
            Some(tool) => format!("{title} · {tool}"),
            None => title,
        }
    }
}

fn written(source: &Source) -> String {
    match source {
        Source::Column(name) => name.trim().to_owned(),
        Source::Product(a, b) => format!("{a}*{b}"),
        Source::Constant(value) => format!("={value}"),
    }
}

/// Files that one mapping reads.
struct Pile {
    sort: Sort,
    paths: Vec<PathBuf>,
}

/// The archive itself where all of its tables can be read and go the same way: then it is one file,
/// as ever.
fn whole(path: &Path, looks: &[(PathBuf, Sort)], is_all: bool) -> Vec<(PathBuf, Sort)> {
    match looks {
        [(_, first), rest @ ..] if is_all && rest.iter().all(|(_, sort)| sort == first) => {
            vec![(path.to_owned(), first.clone())]
        }
        _ => looks.to_vec(),
    }
}

impl App {
    pub(crate) fn import_sort(&self, args: &SortArgs, job: &Job<'_>) -> Result<Sorted, Error> {
        let paths = paths_of(&args.paths)?;
        let mut notes = Vec::new();
        let mut first_error = None;
        let mut piles: Vec<Pile> = Vec::new();
        for path in &paths {
            if job.is_cancelled() {
                return Err(Job::cancelled_error());
            }
            let mut sorted: Vec<(PathBuf, Sort)> = Vec::new();
            let mut is_all = true;
            let mut refused = |path: &Path, error: ninefold_ingest::Error| {
                is_all = false;
                notes.push(format!("{}: {error}.", file_name(path)));
                first_error.get_or_insert(error);
            };
            match inspect_each(path) {
                Err(error) => refused(path, error),
                Ok((looks, others)) => {
                    for (path, seen) in looks as Vec<Look> {
                        match seen {
                            Ok(seen) => {
                                let before = self.kind_before(&path);
                                sorted.push((path, Sort::of(&seen, before)));
                            }
                            Err(error) => refused(&path, error),
                        }
                    }
                    notes.extend(others);
                }
            }
            for (path, sort) in whole(path, &sorted, is_all) {
                match piles.iter_mut().find(|pile| pile.sort == sort) {
                    Some(pile) => pile.paths.push(path),
                    None => piles.push(Pile {
                        sort,
                        paths: vec![path],
                    }),
                }
            }
        }
        if let (true, Some(error)) = (piles.is_empty(), first_error) {
            return Err(error.into());
        }
        // Where nothing else says so, as they were chosen.
        piles.sort_by_key(|pile| pile.sort.place());
        Ok(Sorted {
            sentence: sentence(&piles),
            piles: piles.iter().map(pile_row).collect(),
            notes,
        })
    }

    /// The kind that a file with this header was imported as before.
    fn kind_before(&self, path: &Path) -> Option<Kind> {
        let found = self.with(|w| Ok(profile::find(w, path, "")));
        Kind::parse(&found.ok().flatten()?.kind)
    }
}

fn sentence(piles: &[Pile]) -> String {
    let mut kinds: BTreeMap<Option<Kind>, usize> = BTreeMap::new();
    for pile in piles {
        *kinds.entry(pile.sort.kind).or_default() += 1;
    }
    match (piles.len(), kinds.len()) {
        (0 | 1, _) => String::new(),
        (piles, kinds) if piles == kinds => {
            format!("{kinds} kinds of file: they come in one after the other.")
        }
        (piles, 1) => format!(
            "{piles} sets of files with different columns: they come in one after the other."
        ),
        (piles, kinds) => format!(
            "{kinds} kinds of file, in {piles} sets with different columns: they come in one after the other."
        ),
    }
}

fn pile_row(pile: &Pile) -> PileRow {
    let first = file_name(&pile.paths[0]);
    PileRow {
        kind: pile.sort.kind.map(Kind::name).unwrap_or_default().into(),
        title: pile.sort.title(),
        files: match pile.paths.len() - 1 {
            0 => first,
            more => format!("{first} and {more} more"),
        },
        paths: pile
            .paths
            .iter()
            .map(|path| path.display().to_string())
            .collect(),
    }
}
