//! A test as a feature that people read: Given, When, Then.

use super::slug::{Slugs, slug};
use super::{Export, File, Sheet, one_line};
use ninefold_domain::requirement::Requirement;

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let mut export = Export::default();
    let mut names = Slugs::default();
    for entry in &sheet.entries {
        let text = feature(entry.requirement, entry.service);
        let label = entry.requirement.label();
        if text.is_empty() {
            export.skipped.push(format!("{label} has no test"));
            continue;
        }
        export.files.push(File {
            name: format!(
                "{}.feature",
                names.of(&format!("{label} {}", entry.service))
            ),
            text,
        });
        export.written += 1;
    }
    export
}

/// The feature of a requirement's test; empty where it has none.
#[must_use]
pub fn feature(requirement: &Requirement, service: &str) -> String {
    let test = &requirement.test;
    if test.is_empty() {
        return String::new();
    }
    let title = one_line(&requirement.title);
    let scenario = if test.title.trim().is_empty() {
        title.clone()
    } else {
        one_line(&test.title)
    };
    let mut out = format!(
        "@{} @{}\nFeature: {} {title}\n\n  Rule: {}\n\n    Scenario: {scenario}\n",
        requirement.label(),
        slug(service),
        requirement.label(),
        one_line(&requirement.statement),
    );
    for (word, steps) in [
        ("Given", &test.given),
        ("When", &test.when),
        ("Then", &test.then),
    ] {
        for (n, step) in steps.iter().enumerate() {
            let word = if n == 0 { word } else { "And" };
            out.push_str(&format!("      {word} {}\n", one_line(step)));
        }
    }
    out
}
