//! The cost of a window cut every way to the same total, and its export line by line.

use super::incidents::incident_parts;
use super::lines::{line_key, line_name};
use super::{finding, frame, lacking};
use crate::App;
use crate::host::{Job, write_file};
use crate::text;
use crate::views::lines::{group_key, group_name, line_formula, read_line};
use crate::wire::{Basis, Cut, CutRow, Cuts, Error, ExportArgs, WindowArgs, Written};
use crate::workspace::{Workspace, io};
use ninefold_domain::ledger::{self, Amounts, Entry, Key};
use ninefold_domain::money::Money;
use std::path::Path;

/// Rows that a cut shows one by one; the rest is a row of its own.
const MOST_ROWS: usize = 200;

impl App {
    pub(crate) fn cost_cuts(&self, args: &WindowArgs, _: &Job<'_>) -> Result<Cuts, Error> {
        self.with(|w| cuts(w, &args.window))
    }

    pub(crate) fn cost_export(&self, args: &ExportArgs, _: &Job<'_>) -> Result<Written, Error> {
        self.with(|w| export(w, args))
    }
}

/// The cuts in the order in which they are shown: name, title, how amounts are divided.
const CUTS: [(ledger::Cut, &str, &str, &str); 8] = [
    (
        ledger::Cut::Service,
        "service",
        "By service",
        "An incident on several services is divided among them by the downtime of its own impacts there.",
    ),
    (
        ledger::Cut::Group,
        "role",
        "By role",
        "What is not labor stands in one row.",
    ),
    (
        ledger::Cut::Month,
        "month",
        "By month",
        "An incident lies in the month that it began in.",
    ),
    (ledger::Cut::Severity, "severity", "By severity", ""),
    (ledger::Cut::Line, "line", "By line", ""),
    (ledger::Cut::Incident, "incident", "By incident", ""),
    (
        ledger::Cut::Cause,
        "cause",
        "By cause",
        "An incident with several causes is divided equally among them.",
    ),
    (ledger::Cut::Recovery, "recovery", "By recovery action", ""),
];

fn cuts(w: &Workspace, window: &str) -> Result<Cuts, Error> {
    let frame = frame(w, window)?;
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    if inside.is_empty() {
        return Ok(Cuts {
            headline: lacking(
                "Nothing to reconcile.",
                &format!("No incident that counts began {}.", frame.spoken),
            ),
            cuts: Vec::new(),
            reconciled: String::new(),
            equal: true,
        });
    }
    let currency = w.methods.currency;
    let total = w.analysis.total(inside.iter().copied());
    let mut equal = true;
    let cuts: Vec<Cut> = CUTS
        .iter()
        .map(|(by, name, title, note)| {
            let entries = ledger::cut(&w.facts(), &w.analysis, &inside, *by);
            let sum: i128 = entries.iter().map(|e| e.amounts.total()).sum();
            equal &= sum == total;
            cut(w, entries, *by, (name, title, note), inside.len())
        })
        .collect();
    let exact = text::money_full(Money::from_units(total, currency));
    let names: Vec<&str> = CUTS.iter().map(|(_, name, _, _)| *name).collect();
    Ok(Cuts {
        headline: finding(
            format!(
                "{} {} cost {}, however it is cut.",
                text::counted(inside.len(), "incident", "incidents"),
                frame.spoken,
                text::money_exact(Money::from_units(total, currency))
            ),
            String::new(),
        ),
        cuts,
        reconciled: if equal {
            format!(
                "By {}: each sums to {exact}, to the last unit.",
                names.join(", ")
            )
        } else {
            format!(
                "These cuts do not all sum to {exact}: that is a fault of Ninefold; please report it."
            )
        },
        equal,
    })
}

fn cut(
    w: &Workspace,
    mut entries: Vec<Entry>,
    by: ledger::Cut,
    (name, title, note): (&str, &str, &str),
    incidents: usize,
) -> Cut {
    let sum = |entries: &[Entry]| {
        entries.iter().fold(Amounts::default(), |mut sum, e| {
            sum.revenue += e.amounts.revenue;
            sum.labor += e.amounts.labor;
            sum.other += e.amounts.other;
            sum
        })
    };
    let all = sum(&entries);
    if by != ledger::Cut::Month {
        entries.sort_by(|a, b| {
            (b.amounts.total().cmp(&a.amounts.total())).then_with(|| a.key.cmp(&b.key))
        });
    }
    let rest = entries.split_off(entries.len().min(MOST_ROWS));
    let mut rows: Vec<CutRow> = entries
        .iter()
        .map(|e| {
            let (key, label, detail, explain) = names_of(w, name, &e.key);
            row(
                w,
                (key, label, detail, explain),
                e.incidents,
                e.amounts,
                all,
            )
        })
        .collect();
    if !rest.is_empty() {
        let label = format!("{} more", text::count(rest.len()));
        let count = rest.iter().map(|e| e.incidents).sum();
        let words = ("rest".into(), label, String::new(), String::new());
        rows.push(row(w, words, count, sum(&rest), all));
    }
    let words = (
        "total".into(),
        "Total".into(),
        String::new(),
        "total".into(),
    );
    Cut {
        by: name.into(),
        title: title.into(),
        rows,
        total: row(w, words, incidents, all, all),
        note: note.into(),
    }
}

fn row(
    w: &Workspace,
    (key, label, detail, explain): (String, String, String, String),
    incidents: usize,
    amounts: Amounts,
    all: Amounts,
) -> CutRow {
    let show = |units: i128| text::money_exact(Money::from_units(units, w.methods.currency));
    let share = if all.total() == 0 {
        0.0
    } else {
        amounts.total() as f64 / all.total() as f64
    };
    CutRow {
        key,
        label,
        detail,
        incidents: incidents as u64,
        revenue: show(amounts.revenue),
        labor: show(amounts.labor),
        other: show(amounts.other),
        total: show(amounts.total()),
        share,
        share_text: text::percent(share, usize::from(share.abs() < 0.0995)),
        explain,
    }
}

/// Key, name, second line and explanation of what an entry is about.
fn names_of(w: &Workspace, by: &str, key: &Key) -> (String, String, String, String) {
    let (name, label, detail) = match key {
        Key::Incident(i) => {
            let incident = &w.incidents[*i];
            (
                incident.id.to_string(),
                incident.label(),
                incident.title.clone(),
            )
        }
        Key::Service(Some(s)) => {
            let service = &w.services[*s];
            (service.id.to_string(), service.name.clone(), String::new())
        }
        Key::Line(kind) => (line_key(w, *kind), line_name(w, *kind), String::new()),
        Key::Group(Some(group)) => (
            group_key(*group).into(),
            group_name(*group).into(),
            String::new(),
        ),
        Key::Month(Some(month)) => {
            let label = month.interval(w.methods.zone).map_or_else(
                || month.to_string(),
                |i| text::month(i.start, w.methods.zone),
            );
            (month.to_string(), label, String::new())
        }
        Key::Severity(Some(word)) | Key::Cause(Some(word)) | Key::Recovery(Some(word)) => {
            (word.clone(), word.clone(), String::new())
        }
        Key::Service(None) => none("No service of this workspace"),
        Key::Group(None) => none("Not labor"),
        Key::Month(None) => none("No month"),
        Key::Severity(None) => none("No severity"),
        Key::Cause(None) => none("No cause recorded"),
        Key::Recovery(None) => none("No action recorded"),
    };
    let explain = match key {
        Key::Incident(_) => format!("incident:{name}:total"),
        Key::Service(Some(_)) => format!("service:{name}:total"),
        Key::Line(_) => format!("cost:{name}"),
        _ => format!("cut:{by}:{name}"),
    };
    (name, label, detail, explain)
}

fn none(label: &str) -> (String, String, String) {
    (String::new(), label.into(), String::new())
}

/// An entry of a cut: its name, and the part of each incident in it.
pub(crate) fn entry_of(
    w: &Workspace,
    inside: &[usize],
    by: &str,
    wanted: &str,
) -> Option<(String, Vec<(usize, Amounts)>)> {
    let (cut_by, ..) = CUTS.iter().find(|(_, name, ..)| *name == by)?;
    let mut label = None;
    let mut parts = Vec::new();
    for i in inside {
        for entry in ledger::cut(&w.facts(), &w.analysis, &[*i], *cut_by) {
            let (name, shown, ..) = names_of(w, by, &entry.key);
            // Words of several incidents differ in case.
            if name.to_lowercase() == wanted.to_lowercase() {
                label.get_or_insert(shown);
                parts.push((*i, entry.amounts));
            }
        }
    }
    label.map(|label| (label, parts))
}

/// One posted line of an incident as it is exported.
#[derive(Clone, serde::Serialize)]
struct ExportRow {
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
    basis: String,
    formula: String,
    made_of: String,
}

impl ExportRow {
    /// The row with texts that no spreadsheet takes for formulas; amounts stay numbers.
    fn guarded(&self) -> Self {
        let mut row = self.clone();
        for text in [
            &mut row.incident,
            &mut row.title,
            &mut row.line,
            &mut row.name,
            &mut row.made_of,
        ] {
            if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                text.insert(0, '\'');
            }
        }
        row
    }
}

/// Writes every posted line of the incidents of a window.
fn export(w: &Workspace, args: &ExportArgs) -> Result<Written, Error> {
    let frame = frame(w, &args.window)?;
    let path = Path::new(&args.path);
    let extension = path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    let rows = export_rows(w, w.analysis.incidents_in(frame.window));
    let bytes = match extension.as_str() {
        "json" => serde_json::to_vec_pretty(&rows)
            .map_err(|e| Error::invalid("path", format!("the lines do not turn into JSON: {e}")))?,
        "csv" => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                writer.serialize(row.guarded()).map_err(|e| {
                    Error::invalid("path", format!("the lines do not turn into CSV: {e}"))
                })?;
            }
            writer.into_inner().map_err(|e| {
                Error::invalid("path", format!("the lines do not turn into CSV: {e}"))
            })?
        }
        _ => {
            return Err(
                Error::invalid("path", format!("“{}” says no format", path.display()))
                    .hint("end the name with .csv or .json"),
            );
        }
    };
    write_file(path, &bytes).map_err(|e| io("write", path, &e))?;
    Ok(Written {
        path: path.display().to_string(),
        rows: rows.len() as u64,
    })
}

fn export_rows(w: &Workspace, incidents: impl Iterator<Item = usize>) -> Vec<ExportRow> {
    let currency = w.methods.currency;
    let decimal = |major: f64| Money::post_estimate(major, currency).to_decimal();
    let mut rows = Vec::new();
    for i in incidents {
        let incident = &w.incidents[i];
        for part in incident_parts(w, i) {
            let money = Money::from_units(part.units, currency);
            let (low, high) = if part.half > 0.0 {
                let value = money.to_estimate();
                (decimal(value - part.half), decimal(value + part.half))
            } else if part.basis == Basis::Measured {
                (money.to_decimal(), money.to_decimal())
            } else {
                // Nobody knows the range of what was assumed.
                Default::default()
            };
            let method = w.analysis.costs[i].method;
            rows.push(ExportRow {
                incident: incident.label(),
                id: incident.id.to_string(),
                started: incident.started.to_rfc3339(),
                title: incident.title.clone(),
                formula: read_line(w, &part.key)
                    .map_or_else(String::new, |kind| line_formula(w, kind, method)),
                line: part.key,
                name: part.label,
                amount: money.to_decimal(),
                currency: currency.code().into(),
                low,
                high,
                basis: match part.basis {
                    Basis::Measured => "measured",
                    Basis::Estimated => "estimated",
                    Basis::Assumed => "assumed",
                    Basis::Missing => "missing",
                }
                .into(),
                made_of: part.detail,
            });
        }
    }
    rows
}
