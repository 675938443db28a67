//! Words of a session: its steps, and what is said at the beginning.

use ninefold_domain::calendar::LocalDay;
use ninefold_domain::premortem::{LENSES, Step};

/// Key, name and purpose of each step, in their order.
const STEPS: [(&str, &str, &str); 10] = [
    (
        "frame",
        "Frame",
        "It is a year from now and it has failed. Everyone hears the same beginning.",
    ),
    (
        "write",
        "Write",
        "Everyone writes on their own. Nothing is shown.",
    ),
    (
        "lenses",
        "Lenses",
        "The same through the eyes of a role, two minutes each.",
    ),
    (
        "capture",
        "Capture",
        "One thought after the other, in turn, until all are on the table.",
    ),
    (
        "cluster",
        "Cluster",
        "Cards that mean the same failure come together.",
    ),
    (
        "estimate",
        "Estimate",
        "Each person’s ranges, without seeing those of others; then all of them.",
    ),
    (
        "vote",
        "Vote",
        "Everyone spends their dots. Totals come when all have voted.",
    ),
    ("rank", "Rank", "Expected minutes against the error budget."),
    (
        "mitigate",
        "Mitigate",
        "What could be done, on and off, with minutes, money and budget.",
    ),
    (
        "requirements",
        "Requirements",
        "Risks of the register, test scenarios and requirements.",
    ),
];

pub(crate) fn step_key(step: Step) -> &'static str {
    STEPS[step.place()].0
}

pub(crate) fn step_label(step: Step) -> &'static str {
    STEPS[step.place()].1
}

pub(super) fn step_detail(step: Step) -> &'static str {
    STEPS[step.place()].2
}

/// What is said at the beginning, where nobody wrote their own.
pub(crate) fn frame_words(service: &str, date: LocalDay) -> String {
    use chrono::Datelike;
    let year = date.0.year() + 1;
    format!(
        "It is {} {year}. {service} has failed its customers badly, more than once. What happened?",
        date.0.format("%B")
    )
}

/// The name of a role: of a lens, or the word that was typed.
pub(super) fn role_label(role: &str) -> String {
    LENSES
        .iter()
        .find(|l| l.key == role)
        .map_or_else(|| role.to_owned(), |l| l.title.to_owned())
}
