//! Availability of a service by requests.

use super::{MOST_ROWS, input, rows_note};
use crate::text;
use crate::views::Frame;
use crate::views::requests::{asked_of, number, share_figure};
use crate::wire::{Basis, Explanation, Step, TextTable};
use crate::workspace::{Workspace, describe_files};
use ninefold_domain::analysis::target_of;
use ninefold_domain::availability::nines;

/// Good ÷ total, day by day.
pub(super) fn requests(w: &Workspace, frame: &Frame, s: usize) -> Option<Explanation> {
    let asked = asked_of(w, frame, s)?;
    let service = &w.services[s];
    let zone = w.methods.zone;
    let (target, _) = target_of(service, &w.tiers, &w.methods);
    let step = |label: String, value: String| Step { label, value };
    let percent = text::percent_plain(target);
    let steps = vec![
        step("Requests".into(), number(asked.total)),
        step("Of these answered well".into(), number(asked.good)),
        step("Failed".into(), number(asked.failed())),
        step(
            "Of these while an incident on record hit the service".into(),
            number(asked.failed_in_incidents),
        ),
        step(
            format!(
                "Failures allowed: (1 − {percent}) × {}",
                number(asked.total)
            ),
            text::short(asked.allowed(target)),
        ),
        step(
            "−log10(1 − share)".into(),
            text::nines(nines(asked.share())),
        ),
        step(
            format!("{} ÷ {}", number(asked.good), number(asked.total)),
            text::availability(asked.share()),
        ),
    ];
    let files: Vec<String> = w
        .batches
        .iter()
        .filter(|b| b.live && b.import.kind == "requests")
        .map(|b| describe_files(&b.import))
        .collect();
    let rows: Vec<Vec<String>> = asked
        .days
        .iter()
        .take(MOST_ROWS)
        .map(|(day, failed, total)| {
            vec![
                text::date(*day, zone),
                number(*failed),
                number(*total),
                text::availability(1.0 - *failed as f64 / *total as f64),
            ]
        })
        .collect();
    let mut notes = vec![
        "Time counts every minute the same; requests count what customers asked for. Neither replaces the other: a service that nobody can reach gets no requests.".to_owned(),
    ];
    if asked.range.is_none() {
        notes.push("One day with failures does not say how days differ: no range.".to_owned());
    }
    Some(Explanation {
        title: format!(
            "Availability of {} by requests {}",
            service.name, frame.spoken
        ),
        figure: share_figure(&asked),
        formula: "good requests ÷ all requests, in agreed time".into(),
        steps,
        inputs: vec![
            input(
                "Requests",
                format!("{} min counted", text::count(asked.minutes.max(0) as usize)),
                Basis::Measured,
                &files.join(", "),
            ),
            input(
                "Counted",
                text::dates(asked.span, zone),
                Basis::Measured,
                &files.join(", "),
            ),
            input("Target", percent, Basis::Assumed, "Settings"),
            input(
                "Range",
                match asked.failed() {
                    0 => "no failure seen: at most 2.996 of all, exact Poisson".into(),
                    _ => "1.645 standard errors of the ratio over days".into(),
                },
                Basis::Estimated,
                "days with requests",
            ),
        ],
        rows_note: rows_note(rows.len(), asked.days.len()),
        rows: TextTable {
            columns: ["Day", "Failed", "Requests", "Share"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes,
    })
}
