//! The cost of a window cut every way to the same total.

use super::lines::{MINOR, group_key, group_name, line_key, line_name, open_minutes};
use super::{Frame, finding, frame, lacking, outside};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{Cut, CutRow, Cuts, Error, WindowArgs};
use crate::workspace::Workspace;
use ninefold_domain::calendar::Month;
use ninefold_domain::ledger::{self, Amounts, Entry, Key};
use ninefold_domain::money::Money;

/// Rows that a cut shows one by one; the rest is a row of its own.
const MOST_ROWS: usize = 200;

impl App {
    pub(crate) fn cost_cuts(&self, args: &WindowArgs, _: &Job<'_>) -> Result<Cuts, Error> {
        self.with(|w| cuts(w, &args.window))
    }
}

/// The cuts in the order in which they are shown: name, title, how amounts are divided.
const CUTS: [(ledger::Cut, &str, &str, &str); 8] = [
    (
        ledger::Cut::Service,
        "service",
        "By service",
        "An incident on several services is divided among them by the downtime of its own impacts there; availability counts also the incidents of what a service leans on. Under revenue and total: for each minute in which any was open on it.",
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
        "An incident lies in the month that it began in. Of a month that the window holds in part, the days that it holds are named.",
    ),
    (
        ledger::Cut::Severity,
        "severity",
        "By severity",
        "Under revenue and total: for each minute in which any of these incidents was open.",
    ),
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
            headline: outside(w, &frame).unwrap_or_else(|| {
                lacking(
                    "Nothing to reconcile.",
                    &format!("No incident that counts began {}.", frame.spoken),
                )
            }),
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
            cut(w, &frame, entries, *by, (name, title, note), &inside)
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
                "By {}: each sums to {exact}, to the last digit. Amounts are printed so that rows and columns add up: one may read a cent more or less than where it stands alone.",
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
    frame: &Frame,
    mut entries: Vec<Entry>,
    by: ledger::Cut,
    (name, title, note): (&str, &str, &str),
    inside: &[usize],
) -> Cut {
    let sum = |entries: &[Entry]| {
        entries.iter().fold(Amounts::default(), |mut sum, e| {
            sum.revenue += e.amounts.revenue;
            sum.labor += e.amounts.labor;
            sum.other += e.amounts.other;
            sum
        })
    };
    let exact = sum(&entries);
    if by != ledger::Cut::Month {
        entries.sort_by(|a, b| {
            (b.amounts.total().cmp(&a.amounts.total())).then_with(|| a.key.cmp(&b.key))
        });
    }
    let rest = entries.split_off(entries.len().min(MOST_ROWS));
    let mut amounts: Vec<Amounts> = entries.iter().map(|e| e.amounts).collect();
    if !rest.is_empty() {
        amounts.push(sum(&rest));
    }
    // What is printed sums to what is printed; shares and rates are of what is exact.
    let (shown, whole) = ledger::printed(&amounts, MINOR);
    let mut rows: Vec<CutRow> = entries
        .iter()
        .zip(&shown)
        .map(|(e, shown)| {
            let (key, label, mut detail, explain) = names_of(w, name, &e.key);
            if let Key::Month(Some(month)) = &e.key {
                detail = days_held(w, frame, *month);
            }
            let minutes = minutes_of(w, inside, &e.key);
            row(
                w,
                (key, label, detail, explain),
                e.incidents,
                (e.amounts, *shown, minutes),
                exact,
            )
        })
        .collect();
    if let (Some(amounts), Some(shown), false) = (amounts.last(), shown.last(), rest.is_empty()) {
        let label = format!("{} more", text::count(rest.len()));
        let count = rest.iter().map(|e| e.incidents).sum();
        let words = ("rest".into(), label, String::new(), String::new());
        rows.push(row(w, words, count, (*amounts, *shown, None), exact));
    }
    let told = matches!(by, ledger::Cut::Service | ledger::Cut::Severity);
    let minutes = told.then(|| open_minutes(w, inside, None));
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
        total: row(w, words, inside.len(), (exact, whole, minutes), exact),
        note: note.into(),
    }
}

fn row(
    w: &Workspace,
    (key, label, detail, explain): (String, String, String, String),
    incidents: usize,
    (amounts, shown, minutes): (Amounts, Amounts, Option<f64>),
    all: Amounts,
) -> CutRow {
    let show = |units: i128| text::money_exact(Money::from_units(units, w.methods.currency));
    let each = |units: i128| match minutes {
        Some(minutes) if minutes > 0.0 => {
            let value = Money::from_units(units, w.methods.currency).to_estimate() / minutes;
            format!("{}/min", text::money_short(value, w.methods.currency))
        }
        _ => String::new(),
    };
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
        revenue: show(shown.revenue),
        labor: show(shown.labor),
        other: show(shown.other),
        total: show(shown.total()),
        revenue_per_minute: each(amounts.revenue),
        per_minute: each(amounts.total()),
        share,
        share_text: text::percent(share, usize::from(share.abs() < 0.0995)),
        explain,
    }
}

/// Minutes in which any incident of an entry was open: on a service, or of a severity; nothing
/// for other entries.
pub(crate) fn minutes_of(w: &Workspace, inside: &[usize], key: &Key) -> Option<f64> {
    match key {
        Key::Service(Some(s)) => Some(open_minutes(w, inside, Some(*s))),
        Key::Severity(wanted) => {
            let wanted = wanted.as_deref().map(str::to_lowercase);
            let own: Vec<usize> = inside
                .iter()
                .copied()
                .filter(|i| {
                    let severity = w.incidents[*i].severity.as_deref().map(str::trim);
                    let severity = severity.filter(|word| !word.is_empty());
                    severity.map(str::to_lowercase) == wanted
                })
                .collect();
            Some(open_minutes(w, &own, None))
        }
        _ => None,
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

/// `30 Nov 2025 – 1 Dec 2025` where the window holds only those days of a month; nothing where
/// it holds all of it.
pub(crate) fn days_held(w: &Workspace, frame: &Frame, month: Month) -> String {
    let zone = w.methods.zone;
    match month.interval(zone) {
        Some(whole) if whole.clip(frame.window) != whole => {
            text::dates(whole.clip(frame.window), zone)
        }
        _ => String::new(),
    }
}

fn none(label: &str) -> (String, String, String) {
    (String::new(), label.into(), String::new())
}

/// An entry of a cut by its key.
pub(crate) fn entry_of(
    w: &Workspace,
    inside: &[usize],
    by: &str,
    wanted: &str,
) -> Option<CutEntry> {
    let (cut_by, ..) = CUTS.iter().find(|(_, name, ..)| *name == by)?;
    let mut label = None;
    let mut minutes = None;
    let mut parts = Vec::new();
    for i in inside {
        for entry in ledger::cut(&w.facts(), &w.analysis, &[*i], *cut_by) {
            let (name, shown, ..) = names_of(w, by, &entry.key);
            // Words of several incidents differ in case.
            if name.to_lowercase() == wanted.to_lowercase() {
                label.get_or_insert(shown);
                minutes = minutes.or_else(|| minutes_of(w, inside, &entry.key));
                parts.push((*i, entry.amounts));
            }
        }
    }
    label.map(|label| CutEntry {
        label,
        parts,
        minutes,
    })
}

/// An entry of a cut.
pub(crate) struct CutEntry {
    /// Its name.
    pub(crate) label: String,
    /// The part of each incident in it, by position.
    pub(crate) parts: Vec<(usize, Amounts)>,
    /// Minutes in which any of them was open, where the cut tells them.
    pub(crate) minutes: Option<f64>,
}
