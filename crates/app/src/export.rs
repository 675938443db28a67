//! Every posted line of a window as a file, each with what is behind it: the same explanation
//! that the window opens and `ninefold explain` prints.

use crate::App;
use crate::explain::{Behind, line_of};
use crate::host::{Job, write_file};
use crate::text;
use crate::views::frame;
use crate::views::incidents::incident_parts;
use crate::wire::{Error, ExportArgs, Input, Step, TextTable, Written};
use crate::workspace::{Workspace, io};
use ninefold_domain::money::Money;
use std::path::Path;

/// Of more incidents than this the clean hours behind lost revenue are left out, and what was
/// observed is not compared again: they would make an export of gigabytes.
const MOST_WITH_ROWS: usize = 200;

impl App {
    pub(crate) fn cost_export(&self, args: &ExportArgs, job: &Job<'_>) -> Result<Written, Error> {
        self.with(|w| export(w, args, job))
    }
}

/// One posted line of an incident, with its explanation.
#[derive(serde::Serialize)]
#[serde(rename_all = "snake_case")]
struct Line {
    incident: String,
    id: String,
    started: String,
    title: String,
    line: String,
    name: String,
    amount: String,
    currency: String,
    low: String,
    high: String,
    basis: &'static str,
    formula: String,
    made_of: String,
    steps: Vec<Step>,
    inputs: Vec<Input>,
    rows: TextTable,
    rows_note: String,
    notes: Vec<String>,
}

/// The same in one row of text.
#[derive(serde::Serialize)]
struct Row<'a> {
    incident: String,
    id: &'a str,
    started: &'a str,
    title: String,
    line: String,
    name: String,
    amount: &'a str,
    currency: &'a str,
    low: &'a str,
    high: &'a str,
    basis: &'a str,
    formula: String,
    made_of: String,
    steps: String,
    inputs: String,
    notes: String,
}

/// A text that no spreadsheet takes for a formula; amounts stay numbers.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

impl Line {
    fn row(&self) -> Row<'_> {
        let steps: Vec<String> = self
            .steps
            .iter()
            .map(|step| format!("{} = {}", step.label, step.value))
            .collect();
        let inputs: Vec<String> = self
            .inputs
            .iter()
            .map(|i| {
                let (label, value, basis) = (&i.label, &i.value, i.basis.word());
                format!("{label}: {value} ({basis}, {})", i.source)
            })
            .collect();
        Row {
            incident: guarded(&self.incident),
            id: &self.id,
            started: &self.started,
            title: guarded(&self.title),
            line: guarded(&self.line),
            name: guarded(&self.name),
            amount: &self.amount,
            currency: &self.currency,
            low: &self.low,
            high: &self.high,
            basis: self.basis,
            formula: guarded(&self.formula),
            made_of: guarded(&self.made_of),
            steps: guarded(&steps.join("; ")),
            inputs: guarded(&inputs.join("; ")),
            notes: guarded(&self.notes.join(" ")),
        }
    }
}

/// Writes every posted line of the incidents of a window.
fn export(w: &Workspace, args: &ExportArgs, job: &Job<'_>) -> Result<Written, Error> {
    let frame = frame(w, &args.window)?;
    let path = Path::new(&args.path);
    let extension = path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if !["csv", "json"].contains(&extension.as_str()) {
        return Err(
            Error::invalid("path", format!("“{}” says no format", path.display()))
                .hint("end the name with .csv or .json"),
        );
    }
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let behind = Behind::many(w, inside.len() <= MOST_WITH_ROWS);
    let fault = |format: &str, e: String| {
        Error::invalid("path", format!("the lines do not turn into {format}: {e}"))
    };
    let mut csv = csv::Writer::from_writer(Vec::new());
    let mut json = Vec::new();
    let mut written = 0_u64;
    for (done, i) in inside.iter().enumerate() {
        if job.is_cancelled() {
            return Err(Job::cancelled_error());
        }
        if done % 256 == 0 {
            let (done, all) = (done as u64, inside.len() as u64);
            let lines = text::counted(written as usize, "line", "lines");
            job.report("Writing", done, all, lines, String::new());
        }
        for line in lines(w, *i, &behind) {
            if extension == "csv" {
                csv.serialize(line.row())
                    .map_err(|e| fault("CSV", e.to_string()))?;
            } else {
                json.extend_from_slice(if written == 0 { b"[\n" } else { b",\n" });
                serde_json::to_writer(&mut json, &line)
                    .map_err(|e| fault("JSON", e.to_string()))?;
            }
            written += 1;
        }
    }
    let bytes = if extension == "csv" {
        csv.into_inner().map_err(|e| fault("CSV", e.to_string()))?
    } else {
        json.extend_from_slice(if written == 0 { b"[]\n" } else { b"\n]\n" });
        json
    };
    write_file(path, &bytes).map_err(|e| io("write", path, &e))?;
    Ok(Written {
        path: path.display().to_string(),
        rows: written,
    })
}

/// The posted lines of an incident.
fn lines(w: &Workspace, i: usize, behind: &Behind) -> Vec<Line> {
    let currency = w.methods.currency;
    let incident = &w.incidents[i];
    let decimal = |major: f64| Money::post_estimate(major, currency).to_decimal();
    incident_parts(w, i)
        .into_iter()
        .filter_map(|part| {
            let explanation = line_of(w, i, &part, behind)?;
            let money = Money::from_units(part.units, currency);
            let (low, high) = match part.ends(currency) {
                Some((low, high)) => (decimal(low), decimal(high)),
                // How far lost revenue may be off is not known without clean weeks.
                None if part.kind.is_revenue() => Default::default(),
                // What is on record, what follows from it, and what was said to be exact.
                None => (money.to_decimal(), money.to_decimal()),
            };
            Some(Line {
                incident: incident.label(),
                id: incident.id.to_string(),
                started: incident.started.to_rfc3339(),
                title: incident.title.clone(),
                line: part.key,
                name: part.label,
                amount: money.to_decimal(),
                currency: currency.code().into(),
                low,
                high,
                basis: part.basis.word(),
                formula: explanation.formula,
                made_of: part.detail,
                steps: explanation.steps,
                inputs: explanation.inputs,
                rows: explanation.rows,
                rows_note: explanation.rows_note,
                notes: explanation.notes,
            })
        })
        .collect()
}
