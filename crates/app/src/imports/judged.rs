//! Incidents that mean something else than they say: what is told of each sort, and which
//! treatments a file has the times for.

use crate::text;
use crate::wire::{JudgementRow, TreatmentRow};
use ninefold_ingest::{Field, Judged, Judgement, Report, Treatment};
use std::collections::BTreeSet;

/// What the reader judged, with what else there is to choose from these fields; `open` is what is
/// said of incidents without an end, and stands with the first sort of them that comes in so.
pub(super) fn judgement_rows(
    report: &Report,
    mapped: &BTreeSet<Field>,
    mut open: Option<String>,
) -> Vec<JudgementRow> {
    let row = |judged: &Judged| {
        let endless = matches!(
            (judged.judgement, judged.treatment),
            (
                Judgement::StillOpen | Judgement::ClosedUnresolved,
                Treatment::Keep
            ) | (Judgement::StillOpen, Treatment::TakeMitigated)
                | (_, Treatment::Open)
        );
        let choices = judged.judgement.choices().iter();
        JudgementRow {
            name: judged.judgement.name().into(),
            title: judged.judgement.title().into(),
            count: judged.count,
            treatment: judged.treatment.name().into(),
            detail: endless.then(|| open.take()).flatten().unwrap_or_default(),
            choices: choices
                // One that is in force can be seen and taken back, whatever the file has.
                .filter(|(choice, _)| {
                    *choice == judged.treatment
                        || ends_at(*choice)
                            .is_none_or(|fields| fields.iter().any(|f| mapped.contains(f)))
                })
                .map(|(treatment, title)| TreatmentRow {
                    name: treatment.name().into(),
                    title: (*title).into(),
                })
                .collect(),
        }
    };
    report.judged.iter().map(row).collect()
}

/// The fields that a treatment takes the end from: one of them will do.
fn ends_at(treatment: Treatment) -> Option<&'static [Field]> {
    match treatment {
        Treatment::TakeClosed => Some(&[Field::Closed]),
        Treatment::TakeMitigated => Some(&[Field::Mitigated, Field::MitigatedAfter]),
        Treatment::Keep
        | Treatment::LeaveOut
        | Treatment::SetAside
        | Treatment::Swap
        | Treatment::Open
        | Treatment::Count => None,
    }
}

/// What is kept of it with an import: `Cancelled, 2 rows: “Leave out”.`
pub(super) fn told(rows: &[JudgementRow]) -> Vec<String> {
    let sentence = |row: &JudgementRow| {
        let choice = row.choices.iter().find(|c| c.name == row.treatment)?;
        Some(format!(
            "{}, {}: “{}”.",
            row.title,
            text::counted(row.count as usize, "row", "rows"),
            choice.title
        ))
    };
    rows.iter().filter_map(sentence).collect()
}
