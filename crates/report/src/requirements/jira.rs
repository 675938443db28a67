//! Issues as Jira's CSV importer takes them: a summary, a type, a priority, a description in
//! Jira's own marks, and labels in columns of the same name.

use super::slug::slug;
use super::table::{neutral, to_csv};
use super::{Entry, Export, Sheet, clipped, one, one_line};

/// Longest summary that Jira takes.
const MOST_SUMMARY: usize = 255;

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let heads = [
        "Summary",
        "Issue Type",
        "Priority",
        "Description",
        "Component/s",
        "Labels",
        "Labels",
        "External Issue ID",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for entry in &sheet.entries {
        let r = entry.requirement;
        let text = |text: &str| neutral(text);
        rows.push(vec![
            text(&clipped(
                &format!("{}: {}", r.label(), one_line(&r.title)),
                MOST_SUMMARY,
            )),
            "Story".into(),
            priority(entry).into(),
            text(&description(entry)),
            text(entry.service),
            "resilience".into(),
            text(&slug(&entry.status)),
            r.id.to_string(),
        ]);
    }
    one("jira.csv", to_csv(&rows), sheet.entries.len())
}

fn priority(entry: &Entry<'_>) -> &'static str {
    match (entry.status.as_str(), entry.requirement.tier) {
        ("failed", _) | (_, Some(1)) => "High",
        (_, Some(2)) => "Medium",
        (_, Some(_)) => "Low",
        (_, None) => "Medium",
    }
}

/// The description in Jira's wiki marks.
fn description(entry: &Entry<'_>) -> String {
    let r = entry.requirement;
    let mut out = format!("{}\n", plain(&one_line(&r.statement)));
    let mut part = |head: &str, lines: Vec<(String, String)>| {
        if lines.is_empty() {
            return;
        }
        out.push_str(&format!("\nh3. {head}\n"));
        for (label, text) in lines {
            let text = plain(&one_line(&text));
            if label.is_empty() {
                out.push_str(&format!("* {text}\n"));
            } else {
                out.push_str(&format!("* *{label}:* {text}\n"));
            }
        }
    };
    let owner = r.owner.iter().map(|owner| (String::new(), owner.clone()));
    part("Owner", owner.collect());
    part("Evidence", entry.figures.clone());
    part("Objective", entry.objectives.clone());
    let names = |of: &[(String, String)]| {
        let each = of.iter().map(|(_, name)| (String::new(), name.clone()));
        each.collect::<Vec<_>>()
    };
    part("Risks", names(&entry.risks));
    part("Techniques", names(&entry.techniques));
    let steps = |word: &str, steps: &[String]| {
        let each = steps.iter().map(|s| (word.to_owned(), s.clone()));
        each.collect::<Vec<_>>()
    };
    let mut test = steps("Given", &r.test.given);
    test.extend(steps("When", &r.test.when));
    test.extend(steps("Then", &r.test.then));
    part("Test", test);
    part("Against it", entry.flags.clone());
    out
}

/// A text without marks: a query has braces and brackets, which would be macros and links.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '{' | '}' | '[' | ']' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
