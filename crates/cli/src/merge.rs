//! `merge` and `conflicts`.

use crate::args::{Conflicts as ConflictsArgs, Merge};
use crate::session::{Answer, Session, absolute};
use crate::text::{Table, bullets, paragraph, section};
use ninefold_app::wire::{
    ConflictRow, Conflicts, CopiesArgs, Done, Error, MergeReport, ResolveArgs,
};
use serde_json::json;

/// `merge`
pub fn merge(args: &Merge) -> Result<Answer, Error> {
    let session = Session::new();
    let merge = CopiesArgs {
        path: absolute(&args.theirs)?,
        of: absolute(&args.ours)?,
        out: absolute(&args.out)?,
    };
    let (json, report): (_, MergeReport) = session.call("workspace.merge", &merge)?;
    let mut text = String::new();
    paragraph(&report.label, 0, &mut text);
    bullets(&report.lines, &mut text);
    show(&report.conflicts, &mut text);
    text.push_str(&format!("Result: {}\n", report.path));
    if !report.conflicts.is_empty() {
        text.push_str("Decide with: ninefold conflicts --workspace FILE --settle ID --take 1\n");
    }
    Ok(Answer {
        json,
        text,
        findings: !report.conflicts.is_empty(),
    })
}

/// `conflicts`
pub fn conflicts(args: &ConflictsArgs) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    if let Some(id) = &args.settle {
        let resolve = ResolveArgs {
            id: id.clone(),
            side: args.take.map(|side| side - 1),
        };
        let (json, done): (_, Done) = session.call("conflict.resolve", &resolve)?;
        let mut text = String::new();
        paragraph(&done.label, 0, &mut text);
        return Ok(Answer::new(json, text));
    }
    let (json, found): (_, Conflicts) = session.call("conflicts", &json!({}))?;
    let mut text = String::new();
    if found.conflicts.is_empty() {
        text.push_str("No copies disagree.\n");
    }
    show(&found.conflicts, &mut text);
    Ok(Answer {
        json,
        text,
        findings: !found.conflicts.is_empty(),
    })
}

fn show(conflicts: &[ConflictRow], text: &mut String) {
    for conflict in conflicts {
        let about = [&conflict.kind, &conflict.what, &conflict.field].map(String::as_str);
        let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
        section(&about.join(" · "), text);
        if !conflict.question.is_empty() {
            paragraph(&conflict.question, 0, text);
        }
        let mut table = Table::new(&[">No.", "Copy", "When", "Says", ""]);
        for side in &conflict.sides {
            let number = (side.side + 1).to_string();
            let shown = if side.shown { "stands" } else { "" };
            table.row([number.as_str(), &side.copy, &side.when, &side.text, shown]);
        }
        table.print(text);
        text.push_str(&format!("Id: {}\n", conflict.id));
    }
}
