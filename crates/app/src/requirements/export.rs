//! Requirements written to files: what a sheet says, and files that are there whole or not at
//! all.

use super::{behind, standing};
use crate::App;
use crate::host::Job;
use crate::records::catalog_entry;
use crate::text;
use crate::views::requirements::{
    evidence_figure, expectation_lines, flag_rows, objective_lines, row,
};
use crate::views::tiers::worth;
use crate::wire::{
    Basis, Error, Figure, RequirementLine, RequirementsExportArgs, RequirementsExported,
};
use crate::workspace::{Workspace, io};
use ninefold_domain::id::IncidentId;
use ninefold_domain::record::Incident;
use ninefold_domain::requirement::{Quantity, Status};
use ninefold_report::requirements::{Entry, File, Format, Sheet, export};
use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

impl App {
    pub(crate) fn requirements_export(
        &self,
        args: &RequirementsExportArgs,
        _: &Job<'_>,
    ) -> Result<RequirementsExported, Error> {
        let format: Format = args
            .format
            .parse()
            .map_err(|e: String| Error::invalid("format", e))?;
        if args.dir.trim().is_empty() {
            return Err(Error::invalid(
                "dir",
                "a folder is needed to write to".into(),
            ));
        }
        let made = self.with(|w| {
            let chosen = chosen(w, &args.ids)?;
            let name = w
                .path
                .file_stem()
                .map_or_else(|| "workspace".into(), |s| s.to_string_lossy().into_owned());
            Ok(export(format, &sheet(w, &name, &chosen)))
        })?;
        if made.files.is_empty() {
            let mut error = Error::conflict("there is nothing to write in this format".into());
            error.hints = made.skipped;
            return Err(error);
        }
        let files = write_all(Path::new(&args.dir), &made.files)?;
        Ok(RequirementsExported {
            files: files.iter().map(|p| p.display().to_string()).collect(),
            requirements: made.written as u32,
            skipped: made.skipped,
        })
    }
}

/// Positions of the requirements that are asked for, by number; all that are not retired where
/// none is.
fn chosen(w: &Workspace, ids: &[String]) -> Result<Vec<usize>, Error> {
    let mut at: Vec<usize> = if ids.is_empty() {
        (0..w.requirements.len())
            .filter(|at| w.requirements[*at].status != Status::Retired)
            .collect()
    } else {
        ids.iter()
            .map(|id| crate::edit::position(w, id))
            .collect::<Result<_, _>>()?
    };
    at.sort_by_key(|at| (w.requirements[*at].number, w.requirements[*at].id));
    at.dedup();
    Ok(at)
}

/// A figure on one line: `€110/min (74–150)`.
fn figure_text(figure: &Figure) -> String {
    let mut out = figure.text.clone();
    if figure.value.is_none() {
        return format!("{out}, {}", figure.reason);
    }
    if figure.unit.starts_with('/') {
        out.push_str(&figure.unit);
    } else if !figure.unit.is_empty() {
        out = format!("{out} {}", figure.unit);
    }
    if !figure.range.is_empty() {
        out = format!("{out} ({}: {})", figure.range_means, figure.range);
    }
    out
}

fn pairs(lines: Vec<RequirementLine>) -> Vec<(String, String)> {
    let said = lines.into_iter().filter(|l| l.text != text::NONE);
    said.map(|l| (l.label, l.text)).collect()
}

/// What is written of these requirements.
pub(super) fn sheet<'w>(w: &'w Workspace, name: &'w str, chosen: &[usize]) -> Sheet<'w> {
    let zone = w.methods.zone;
    // By id: a requirement may have many incidents behind it, of very many on record.
    let incidents: HashMap<IncidentId, &Incident> = w.incidents.iter().map(|i| (i.id, i)).collect();
    let entries = chosen
        .iter()
        .map(|at| {
            let r = &w.requirements[*at];
            let stands = standing(w, *at);
            let row = row(w, *at, &stands);
            let mut figures: Vec<(String, String)> = [
                (Quantity::PerMinute, "Cost of a full-outage minute"),
                (Quantity::Minutes, "Expected bad minutes"),
                (Quantity::Loss, "Expected loss"),
                (Quantity::Met, "Chance of its target"),
            ]
            .into_iter()
            .map(|(of, label)| {
                let figure = evidence_figure(w, r, Some(stands.now), of, false);
                (label.to_owned(), figure_text(&figure))
            })
            .collect();
            for (label, value) in [
                ("Costs over the horizon", stands.now.cost),
                ("Saves over the horizon", stands.now.avoided),
            ] {
                if let Some(value) = value {
                    let figure = worth(w, value, Basis::Estimated);
                    figures.push((label.to_owned(), figure_text(&figure)));
                }
            }
            let names = |ids: Vec<String>, known: &dyn Fn(&str) -> Option<String>| {
                ids.into_iter()
                    .map(|id| {
                        let name = known(&id).unwrap_or_else(|| "no longer there".into());
                        (id, name)
                    })
                    .collect()
            };
            Entry {
                requirement: r,
                service: w.service_name(r.service),
                status: row.status_text.to_lowercase(),
                reason: row.reason,
                flags: flag_rows(w, &stands.flags)
                    .into_iter()
                    .map(|f| (f.label, f.reason))
                    .collect(),
                figures,
                objectives: pairs(objective_lines(r)),
                expectations: pairs(expectation_lines(w, r)),
                risks: names(r.risks.iter().map(ToString::to_string).collect(), &|id| {
                    let risk = w.risks.iter().find(|x| x.id.to_string() == id);
                    risk.map(|x| x.name.clone())
                }),
                incidents: names(
                    r.incidents.iter().map(ToString::to_string).collect(),
                    &|id| {
                        let incident = w.incidents.iter().find(|x| x.id.to_string() == id);
                        incident.map(Incident::label)
                    },
                ),
                behind: behind(w, r)
                    .iter()
                    .filter_map(|id| incidents.get(id))
                    .map(|incident| incident.label())
                    .collect(),
                techniques: names(
                    r.techniques.iter().map(ToString::to_string).collect(),
                    &|id| {
                        let technique = w.techniques.iter().find(|x| x.id.to_string() == id);
                        technique.map(|x| x.name.clone())
                    },
                ),
                product: row.product,
                technical: row.technical,
                verification: row.verification,
            }
        })
        .collect();
    Sheet {
        workspace: name,
        as_of: text::date_time(w.analysis.as_of, zone),
        currency: w.methods.currency.code(),
        entries,
        services: &w.services,
        catalog: w.services.iter().map(|s| catalog_entry(w, s)).collect(),
    }
}

/// Writes files into a folder: all of them in full beside their places first, then each into its
/// place, so that none is ever there in part and a full disk changes nothing.
fn write_all(dir: &Path, files: &[File]) -> Result<Vec<PathBuf>, Error> {
    std::fs::create_dir_all(dir).map_err(|e| io("make the folder", dir, &e))?;
    let mut waiting: Vec<(PathBuf, PathBuf)> = Vec::with_capacity(files.len());
    let written = files.iter().try_for_each(|file| {
        let to = dir.join(&file.name);
        let beside = dir.join(format!(".{}.{}.part", file.name, std::process::id()));
        waiting.push((beside.clone(), to));
        let mut open = std::fs::File::create(&beside).map_err(|e| io("write", &beside, &e))?;
        open.write_all(file.text.as_bytes())
            .and_then(|()| open.sync_all())
            .map_err(|e| io("write", &beside, &e))
    });
    let placed = written.and_then(|()| {
        waiting.iter().try_for_each(|(beside, to)| {
            std::fs::rename(beside, to).map_err(|e| io("write", to, &e))
        })
    });
    if let Err(error) = placed {
        for (beside, _) in &waiting {
            let _ = std::fs::remove_file(beside);
        }
        return Err(error);
    }
    Ok(waiting.into_iter().map(|(_, to)| to).collect())
}
