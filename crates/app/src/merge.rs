//! Copies of a workspace that went on apart become one again.

use crate::App;
use crate::host::{Host, Job};
use crate::views::conflicts::{row, rows};
use crate::wire::{Code, Conflicts, CopiesArgs, Done, Error, MergeReport, Nothing, ResolveArgs};
use crate::workspace::{Workspace, io};
use ninefold_domain::requirement::label;
use ninefold_store::{Merged, Store};
use std::path::{Path, PathBuf};

impl App {
    /// Merges another copy into the open workspace, or two copies into a new file.
    pub(crate) fn merge(&self, args: &CopiesArgs, job: &Job<'_>) -> Result<MergeReport, Error> {
        let label = "Merging the copies";
        job.report(label, 0, 1, String::new(), String::new());
        if args.path.trim().is_empty() {
            return Err(Error::invalid("path", "choose the copy to merge".into()));
        }
        let other = PathBuf::from(&args.path);
        let report = match (args.of.as_str(), args.out.as_str()) {
            ("", "") => self.with(|w| into_open(w, &other, &*self.host))?,
            ("", out) => {
                let of = self.with(|w| Ok(w.path.clone()))?;
                into_new(&of, &other, Path::new(out), &*self.host)?
            }
            (_, "") => {
                return Err(Error::invalid(
                    "out",
                    "two copies are merged into a new file; name one".into(),
                ));
            }
            (of, out) => into_new(Path::new(of), &other, Path::new(out), &*self.host)?,
        };
        job.report(label, 1, 1, String::new(), String::new());
        Ok(report)
    }

    pub(crate) fn conflicts(&self, _: &Nothing, _: &Job<'_>) -> Result<Conflicts, Error> {
        self.with(|w| Ok(Conflicts { conflicts: rows(w) }))
    }

    /// Settles a conflict: one side, or what stands.
    pub(crate) fn conflict_resolve(&self, args: &ResolveArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let found = w.conflicts.iter().find(|conflict| conflict.id == args.id);
            let conflict = row(w, found.ok_or_else(|| Error::not_found("this conflict"))?);
            let about = match conflict.field.as_str() {
                "" => conflict.what,
                field => format!("{}, {field}", conflict.what),
            };
            let chosen = match args.side {
                None => None,
                Some(side) => Some(
                    conflict
                        .sides
                        .iter()
                        .find(|s| s.side == side)
                        .ok_or_else(|| Error::not_found("this side of the conflict"))?,
                ),
            };
            let label = match chosen {
                None => format!("Kept what stands of {about}"),
                Some(side) => format!("Settled {about}: {}", side.text),
            };
            let side = args.side.and_then(|side| usize::try_from(side).ok());
            w.store.resolve(&args.id, side, &label, self.host.now())?;
            w.reload()?;
            Ok(Done {
                id: String::new(),
                label,
                skipped: Vec::new(),
            })
        })
    }
}

/// What people call a file.
fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(
        || path.display().to_string(),
        |s| s.to_string_lossy().into_owned(),
    )
}

/// Names of two copies: their files’, with their folders where those are the same.
fn names(ours: &Path, theirs: &Path) -> (String, String) {
    let (a, b) = (stem(ours), stem(theirs));
    if a != b {
        return (a, b);
    }
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (ours, theirs) = (whole(ours), whole(theirs));
    let in_folder = |path: &Path, stem: &str| match path.parent().and_then(Path::file_name) {
        Some(folder) => format!("{}/{stem}", folder.to_string_lossy()),
        None => path.display().to_string(),
    };
    let named = (in_folder(&ours, &a), in_folder(&theirs, &b));
    if named.0 == named.1 {
        return (ours.display().to_string(), theirs.display().to_string());
    }
    named
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// A copy, opened so that it stays as it is. One of an older version is upgraded in a copy of its
/// own, which goes with the folder.
struct Reader {
    store: Option<Store>,
    folder: Option<PathBuf>,
}

impl Reader {
    fn open(path: &Path, work: &Path) -> Result<Self, Error> {
        match Store::open_read_only(path) {
            Ok(store) => Ok(Self {
                store: Some(store),
                folder: None,
            }),
            Err(ninefold_store::Error::Conflict { .. }) => {
                std::fs::create_dir(work).map_err(|e| io("make the folder", work, &e))?;
                let mut reader = Self {
                    store: None,
                    folder: Some(work.to_owned()),
                };
                let to = work.join("older.ninefold");
                std::fs::copy(path, &to).map_err(|e| io("copy", path, &e))?;
                // What its program has not yet taken into the file itself.
                let beside = |path: &Path| {
                    let mut name = path.as_os_str().to_owned();
                    name.push("-wal");
                    PathBuf::from(name)
                };
                let log = beside(path);
                if log.exists() {
                    std::fs::copy(&log, beside(&to)).map_err(|e| io("copy", &log, &e))?;
                }
                reader.store = Some(Store::open(&to)?);
                Ok(reader)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn store(&self) -> Result<&Store, Error> {
        self.store
            .as_ref()
            .ok_or_else(|| Error::not_found("the copy"))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.store = None;
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// A folder beside a file, for as long as a merge takes.
fn work_folder(beside: &Path, host: &dyn Host) -> PathBuf {
    let name = format!("{}.merging-{:x}", stem(beside), host.new_id());
    beside.with_file_name(name)
}

fn into_open(w: &mut Workspace, other: &Path, host: &dyn Host) -> Result<MergeReport, Error> {
    if is_same(&w.path, other) {
        return Err(
            Error::conflict(format!("{} is the workspace that is open", other.display()))
                .hint("choose the copy that went on elsewhere"),
        );
    }
    let names = names(&w.path, other);
    let theirs = Reader::open(other, &work_folder(&w.path, host))?;
    let (_, merged) = w
        .store
        .merge(theirs.store()?, (&names.0, &names.1), host.now())?;
    w.reload()?;
    Ok(report(w, &names, &merged))
}

fn into_new(ours: &Path, theirs: &Path, out: &Path, host: &dyn Host) -> Result<MergeReport, Error> {
    if out.exists() {
        return Err(Error {
            code: Code::Io,
            message: format!("{} is there already and was left as it is", out.display()),
            hints: vec!["choose another name for the result".into()],
            field: "out".into(),
        });
    }
    let names = names(ours, theirs);
    let work = || -> Result<MergeReport, Error> {
        {
            let reader = Reader::open(ours, &work_folder(out, host))?;
            reader.store()?.backup(out)?;
        }
        let reader = Reader::open(theirs, &work_folder(out, host))?;
        let mut w = Workspace::open(out)?;
        let (_, merged) = w
            .store
            .merge(reader.store()?, (&names.0, &names.1), host.now())?;
        w.reload()?;
        Ok(report(&w, &names, &merged))
    };
    work().inspect_err(|_| {
        // Ours since it did not exist before.
        let _ = std::fs::remove_file(out);
    })
}

fn report(w: &Workspace, names: &(String, String), merged: &Merged) -> MergeReport {
    use crate::text::counted;
    let mut lines = Vec::new();
    if merged.entries == 0 && merged.typed == 0 {
        lines.push(format!(
            "{} knows nothing that {} does not know: nothing was changed.",
            names.1, names.0
        ));
    } else if merged.entries > 0 {
        let n = |count: u64, what: &str| (count > 0).then(|| format!("{count} {what}"));
        let parts: Vec<String> = [
            n(merged.added, "added"),
            n(merged.changed, "changed"),
            n(merged.removed, "removed"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let changes = counted(merged.entries as usize, "change", "changes");
        lines.push(if parts.is_empty() {
            format!(
                "{changes} of {} came into the history; no record differs.",
                names.1
            )
        } else {
            format!(
                "{changes} of {} came in. Records: {}.",
                names.1,
                parts.join(", ")
            )
        });
        if merged.imports > 0 {
            let imports = counted(merged.imports as usize, "import", "imports");
            lines.push(format!("{imports} of {} count now.", names.1));
        }
        if !merged.twice.is_empty() {
            lines.push(format!(
                "Imported in both copies and counted once: {}.",
                merged.twice.join(", ")
            ));
        }
    }
    if merged.typed > 0 {
        let fields = counted(merged.typed as usize, "field", "fields");
        lines.push(format!(
            "Text of {fields} of pre-mortems that was not sent yet came along."
        ));
    }
    if merged.typed_apart > 0 {
        let fields = counted(merged.typed_apart as usize, "field", "fields");
        lines.push(format!(
            "{fields} of pre-mortems, not sent yet, held another text in each copy: the longer \
             one was kept; the other one stands in its own file still."
        ));
    }
    lines.extend(merged.relabelled.iter().map(|requirement| {
        format!(
            "{} “{}” is {} now: another requirement has its label.",
            label(requirement.was),
            requirement.title,
            label(requirement.now)
        )
    }));
    let conflicts = rows(w);
    if !conflicts.is_empty() {
        lines.push(format!(
            "{} to decide. Until then the newer value stands.",
            counted(conflicts.len(), "conflict", "conflicts")
        ));
    }
    MergeReport {
        label: format!("Merged {} with {}", names.0, names.1),
        path: w.path.display().to_string(),
        lines,
        changed: merged.entries > 0 || merged.typed > 0,
        conflicts,
    }
}
