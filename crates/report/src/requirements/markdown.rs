//! A document to read: a table of all, then each with its evidence, scenario and test.

use super::{Entry, Export, Sheet, one, one_line};

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let mut out = format!(
        "# Requirements of {}\n\nData to {}; amounts in {}.\n\n",
        text(sheet.workspace),
        text(&sheet.as_of),
        sheet.currency
    );
    out.push_str("| Id | Requirement | Service | Status | Owner | Last test |\n");
    out.push_str("|---|---|---|---|---|---|\n");
    for entry in &sheet.entries {
        let r = entry.requirement;
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            r.label(),
            cell(&r.title),
            cell(entry.service),
            cell(&entry.status),
            cell(r.owner.as_deref().unwrap_or("—")),
            cell(&entry.verification)
        ));
    }
    for entry in &sheet.entries {
        section(entry, &mut out);
    }
    one("requirements.md", out, sheet.entries.len())
}

/// A text of one line that no mark of Markdown changes.
fn text(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in one_line(plain).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn cell(plain: &str) -> String {
    text(plain)
}

fn section(entry: &Entry<'_>, out: &mut String) {
    let r = entry.requirement;
    out.push_str(&format!("\n## {} {}\n\n", r.label(), text(&r.title)));
    out.push_str(&format!("> {}\n\n", text(&r.statement)));
    let mut list = |head: &str, lines: &[(String, String)]| {
        let lines: Vec<_> = lines.iter().filter(|(_, t)| !t.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        out.push_str(&format!("### {head}\n\n"));
        for (label, value) in lines {
            if label.is_empty() {
                out.push_str(&format!("- {}\n", text(value)));
            } else {
                out.push_str(&format!("- **{}:** {}\n", text(label), text(value)));
            }
        }
        out.push('\n');
    };
    let pair = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    list(
        "Where it stands",
        &[
            pair("Status", &entry.status),
            pair("Why", &entry.reason),
            pair("Owner", r.owner.as_deref().unwrap_or("—")),
            pair("Signed for the product", &entry.product),
            pair("Signed for the engineers", &entry.technical),
            pair("Last test", &entry.verification),
        ],
    );
    list("What speaks against it", &entry.flags);
    list("Evidence", &entry.figures);
    list("Objective", &entry.objectives);
    let s = &r.scenario;
    list(
        "Scenario",
        &[
            pair("Source", &s.source),
            pair("Stimulus", &s.stimulus),
            pair("Environment", &s.environment),
            pair("Artifact", &s.artifact),
            pair("Response", &s.response),
            pair("Measure", &s.measure),
        ],
    );
    list("Expectations", &entry.expectations);
    let names = |of: &[(String, String)]| -> Vec<(String, String)> {
        of.iter().map(|(_, name)| pair("", name)).collect()
    };
    list("Risks", &names(&entry.risks));
    let behind = entry.behind.iter();
    list(
        "Incidents",
        &behind.map(|l| pair("", l)).collect::<Vec<_>>(),
    );
    list("Techniques", &names(&entry.techniques));
    let mut steps = Vec::new();
    for (word, of) in [
        ("Given", &r.test.given),
        ("When", &r.test.when),
        ("Then", &r.test.then),
    ] {
        steps.extend(of.iter().map(|step| pair(word, step)));
    }
    list("Test", &steps);
    if !r.notes.is_empty() {
        list("Notes", &[pair("", &r.notes)]);
    }
}
