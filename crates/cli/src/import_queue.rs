//! `import` of files that may be of several kinds: one import for each, in the order in which
//! they find what they lean on.

use crate::args::{Import, Kind};
use crate::import::import_pile;
use crate::session::{Answer, Session, absolute};
use crate::text::{paragraph, section};
use ninefold_app::wire::{Error, PileRow, SortArgs, Sorted};
use serde_json::json;
use std::path::PathBuf;

/// `import`
pub fn import(args: &Import) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    if let Some(kind) = args.kind {
        return import_pile(&session, args, kind.name(), &args.files)
            .map_err(|error| of_several_kinds(&session, args, kind, error));
    }
    let sorted = sort(&session, args)?;
    if let Some(pile) = sorted.piles.iter().find(|pile| pile.kind.is_empty()) {
        return Err(invalid(
            "kind",
            format!(
                "the header of {} does not say what its rows are",
                pile.files
            ),
            "say it with --kind, and import it by itself",
        ));
    }
    if sorted.piles.len() > 1 {
        one_mapping_each(args, &sorted)?;
    }
    let mut answers = Vec::new();
    let mut text = String::new();
    let mut findings = false;
    if !sorted.sentence.is_empty() {
        paragraph(&sorted.sentence, 0, &mut text);
    }
    for note in &sorted.notes {
        paragraph(note, 0, &mut text);
    }
    for (at, pile) in sorted.piles.iter().enumerate() {
        let files: Vec<PathBuf> = pile.paths.iter().map(PathBuf::from).collect();
        let answer = import_pile(&session, args, &pile.kind, &files)
            .map_err(|error| stopped(args, &sorted.piles, at, error))?;
        if sorted.piles.len() > 1 {
            section(&format!("{}: {}", pile.title, pile.files), &mut text);
        }
        text.push_str(&answer.text);
        findings |= answer.findings;
        answers.push(answer.json);
    }
    if args.dry_run && sorted.piles.len() > 1 {
        let lean = "Each kind was read against the workspace as it is now: what leans on another \
                    of these files, such as labor on its incidents, finds it once that is in.";
        section(lean, &mut text);
    }
    Ok(Answer {
        json: match answers.len() {
            1 => answers.remove(0),
            _ => json!({ "imports": answers }),
        },
        text,
        findings,
    })
}

fn sort(session: &Session, args: &Import) -> Result<Sorted, Error> {
    let paths = args
        .files
        .iter()
        .map(|path| absolute(path))
        .collect::<Result<Vec<_>, _>>()?;
    let (_, sorted): (_, Sorted) = session.call("import.sort", &SortArgs { paths })?;
    Ok(sorted)
}

fn invalid(field: &str, message: String, hint: &str) -> Error {
    Error {
        code: ninefold_app::wire::Code::Invalid,
        message,
        hints: vec![hint.to_owned()],
        field: field.to_owned(),
    }
}

/// What is said of the columns of one kind means nothing in those of another.
fn one_mapping_each(args: &Import, sorted: &Sorted) -> Result<(), Error> {
    let mapping = &args.mapping;
    let said = [
        ("--map", !mapping.map.is_empty()),
        ("--set", !mapping.set.is_empty()),
        ("--mapping", mapping.mapping.is_some()),
        ("--preset", mapping.preset.is_some()),
        ("--fix", !mapping.fix.is_empty()),
        ("--leave-out", !mapping.leave_out.is_empty()),
        ("--save-as", mapping.save_as.is_some()),
        ("--rejects", args.rejects.is_some()),
    ];
    match said.into_iter().find(|(_, said)| *said) {
        None => Ok(()),
        Some((option, _)) => Err(invalid(
            "paths",
            format!(
                "{option} is of one import, and these are {}",
                listed(&sorted.piles)
            ),
            "import each of them with its own --kind and options",
        )),
    }
}

fn listed(piles: &[PileRow]) -> String {
    let piles: Vec<String> = piles
        .iter()
        .map(|pile| format!("{} ({})", pile.title.to_lowercase(), pile.files))
        .collect();
    piles.join(", ")
}

/// Why it stopped, with what had come in by then.
fn stopped(args: &Import, piles: &[PileRow], at: usize, mut error: Error) -> Error {
    if piles.len() > 1 {
        error.message = format!("{}: {}", piles[at].files, error.message);
        if at > 0 && !args.dry_run {
            error
                .hints
                .push(format!("came in before that: {}", listed(&piles[..at])));
        }
        if at + 1 < piles.len() {
            error
                .hints
                .push(format!("not begun: {}", listed(&piles[at + 1..])));
        }
    }
    error
}

/// Files that do not read as one kind are perhaps of several.
fn of_several_kinds(session: &Session, args: &Import, kind: Kind, mut error: Error) -> Error {
    let Ok(sorted) = sort(session, args) else {
        return error;
    };
    if sorted.piles.iter().any(|pile| pile.kind != kind.name()) && sorted.piles.len() > 1 {
        error.hints.insert(
            0,
            format!(
                "these are {}: leave out --kind, and they come in one after the other",
                listed(&sorted.piles)
            ),
        );
    }
    error
}
