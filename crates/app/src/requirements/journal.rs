//! Journals of Chaos Toolkit runs: what an experiment says about its requirement.
//!
//! The journal repeats the experiment, whose extension names the requirement. A run that went
//! through with the steady state kept verifies it; a deviation, or a steady state that was not
//! there beforehand, fails it; a run that was broken off, or of another wording, says nothing.

use crate::App;
use crate::host::Job;
use crate::text;
use crate::views::requirements::status_text;
use crate::wire::{Code, Done, Error, Verified, VerifyArgs};
use crate::workspace::{Workspace, io};
use ninefold_domain::requirement::{EARLIER_WORDING, Outcome, Requirement, Status, TestResult};
use ninefold_domain::time::Instant;
use ninefold_ingest::content_hash;
use ninefold_store::{Change, Record};
use serde::Deserialize;
use std::path::Path;

/// Largest journal that is read.
const MOST_BYTES: u64 = 64 << 20;

/// Name of the extension that the export writes.
const EXTENSION: &str = "ninefold";

/// What is read of a journal; it holds much more.
#[derive(Debug, Deserialize)]
struct Journal {
    status: String,
    #[serde(default)]
    deviated: bool,
    #[serde(default)]
    start: Option<String>,
    #[serde(default)]
    end: Option<String>,
    #[serde(default)]
    steady_states: Option<SteadyStates>,
    experiment: Experiment,
}

#[derive(Debug, Deserialize)]
struct SteadyStates {
    #[serde(default)]
    before: Option<SteadyState>,
}

#[derive(Debug, Deserialize)]
struct SteadyState {
    #[serde(default)]
    steady_state_met: Option<bool>,
}

impl Journal {
    /// Whether the steady state was missing before anything was done. A run that found it so is
    /// `completed` all the same, as the Chaos Toolkit 1.19 writes it.
    fn was_down(&self) -> bool {
        let before = self.steady_states.as_ref().and_then(|s| s.before.as_ref());
        before.and_then(|b| b.steady_state_met) == Some(false)
    }
}

#[derive(Debug, Deserialize)]
struct Experiment {
    #[serde(default)]
    title: String,
    #[serde(default)]
    extensions: Vec<Extension>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Extension {
    #[serde(default)]
    name: String,
    #[serde(default)]
    requirement: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    statement: Option<String>,
    #[serde(default)]
    target: Option<f64>,
    #[serde(default)]
    rto_minutes: Option<f64>,
}

impl App {
    /// Reads a journal and notes what it says beside its requirement.
    pub(crate) fn requirements_verify(
        &self,
        args: &VerifyArgs,
        _: &Job<'_>,
    ) -> Result<Verified, Error> {
        let path = Path::new(&args.path);
        let bytes = read_file(path, MOST_BYTES)?;
        let file = path
            .file_name()
            .map_or_else(|| args.path.clone(), |n| n.to_string_lossy().into_owned());
        let text = String::from_utf8(bytes).map_err(|e| unreadable(&file, &e.to_string()))?;
        let journal: Journal =
            serde_json::from_str(&text).map_err(|e| unreadable(&file, &e.to_string()))?;
        self.with(|w| {
            let before = of_journal(w, &journal, &args.requirement)?.clone();
            let now = self.host.now();
            let result = result(&before, &journal, &file, content_hash(text.as_bytes()), now)?;
            let (outcome, at) = (result.outcome, result.at);
            let mut requirement = before.clone();
            let fresh = requirement.tested(result);
            let label = requirement.label();
            let when = text::date_time(at, w.methods.zone);
            let status = requirement.status;
            let told = told(&before, &requirement, outcome, &journal, &when, fresh);
            let done = if fresh {
                let entry = format!("{label}: {}", told.short);
                let change = Change::Put(Record::Requirement(Box::new(requirement)));
                w.edit(
                    &*self.host,
                    "requirements.verify",
                    entry.clone(),
                    vec![change],
                )?;
                Done {
                    id: before.id.to_string(),
                    label: entry,
                    skipped: vec![],
                }
            } else {
                Done {
                    id: before.id.to_string(),
                    label: format!("{label}: nothing new"),
                    skipped: vec![],
                }
            };
            Ok(Verified {
                done,
                label,
                status: status.key().into(),
                sentence: told.sentence,
            })
        })
    }
}

/// The bytes of a file that is not larger than expected.
pub(super) fn read_file(path: &Path, most: u64) -> Result<Vec<u8>, Error> {
    let length = std::fs::metadata(path)
        .map_err(|e| io("read", path, &e))?
        .len();
    if length > most {
        return Err(Error {
            code: Code::BadFile,
            message: format!(
                "{} has {length} bytes; expected at most {most}",
                path.display()
            ),
            hints: vec!["choose the file that the export or the Chaos Toolkit wrote".into()],
            field: "path".into(),
        });
    }
    std::fs::read(path).map_err(|e| io("read", path, &e))
}

fn unreadable(file: &str, why: &str) -> Error {
    Error {
        code: Code::BadFile,
        message: format!("{file} is no journal of the Chaos Toolkit: {why}"),
        hints: vec![
            "choose the journal.json that `chaos run` wrote; it has a status and the experiment"
                .into(),
        ],
        field: "path".into(),
    }
}

/// The requirement that a journal is about.
fn of_journal<'w>(
    w: &'w Workspace,
    journal: &Journal,
    chosen: &str,
) -> Result<&'w Requirement, Error> {
    if !chosen.is_empty() {
        return w.requirement(chosen);
    }
    let own = journal
        .experiment
        .extensions
        .iter()
        .find(|e| e.name == EXTENSION && !e.requirement.is_empty());
    let Some(own) = own else {
        return Err(Error::invalid(
            "requirement",
            format!(
                "the journal of “{}” does not say which requirement it is about",
                journal.experiment.title
            ),
        )
        .hint("run an experiment that was exported from here, or name the requirement"));
    };
    w.requirement(&own.requirement).map_err(|_| {
        Error::not_found(&format!(
            "{} ({}), which the journal is about,",
            own.label, own.requirement
        ))
    })
}

/// What the journal says, as a result.
fn result(
    requirement: &Requirement,
    journal: &Journal,
    file: &str,
    hash: String,
    now: Instant,
) -> Result<TestResult, Error> {
    let ended = journal.end.as_deref().or(journal.start.as_deref());
    let at = match ended {
        // The Chaos Toolkit writes UTC without saying so.
        Some(text) => read_instant(text)
            .ok_or_else(|| unreadable(file, &format!("its end “{text}” is not a date and time")))?,
        None => now,
    };
    let mut note = String::new();
    let mut outcome = match (journal.status.as_str(), journal.deviated) {
        (_, true) | ("deviated", _) => Outcome::Broke,
        ("completed", false) if !journal.was_down() => Outcome::Held,
        ("failed" | "completed", false) => {
            note = "the steady state was not there before the fault".into();
            Outcome::Broke
        }
        ("aborted" | "interrupted", false) => {
            note = "the run was broken off".into();
            Outcome::Inconclusive
        }
        (other, false) => {
            return Err(unreadable(
                file,
                &format!(
                    "its status is “{other}”; expected completed, failed, deviated, aborted or \
                     interrupted"
                ),
            ));
        }
    };
    let own = journal
        .experiment
        .extensions
        .iter()
        .find(|e| e.name == EXTENSION);
    if let Some(own) = own {
        let now_target = requirement.slo.as_ref().map(|s| s.target);
        let another = own
            .statement
            .as_ref()
            .is_some_and(|s| *s != requirement.statement)
            || own.target != now_target
            || own.rto_minutes != requirement.rto;
        if another && outcome != Outcome::Inconclusive {
            note = EARLIER_WORDING.into();
            outcome = Outcome::Inconclusive;
        }
    }
    if at > now {
        note = format!(
            "{}it ended in the future, by the clock of this computer",
            if note.is_empty() {
                String::new()
            } else {
                format!("{note}; ")
            }
        );
    }
    Ok(TestResult {
        outcome,
        said: if journal.deviated && journal.status != "deviated" {
            format!("{}, deviated", journal.status)
        } else {
            journal.status.clone()
        },
        at,
        imported: now,
        file: file.to_owned(),
        hash,
        note,
    })
}

/// An instant as the Chaos Toolkit writes it: ISO 8601, UTC where no offset stands.
fn read_instant(text: &str) -> Option<Instant> {
    if let Ok(at) = Instant::parse(text) {
        return Some(at);
    }
    let plain = text.replace(' ', "T");
    Instant::parse(&format!("{plain}Z")).ok()
}

struct Told {
    short: String,
    sentence: String,
}

fn told(
    before: &Requirement,
    now: &Requirement,
    outcome: Outcome,
    journal: &Journal,
    when: &str,
    fresh: bool,
) -> Told {
    let label = now.label();
    let said = match outcome {
        Outcome::Held => "ran through and the steady state held".to_owned(),
        Outcome::Broke if journal.deviated || journal.status == "deviated" => {
            "left its steady state".to_owned()
        }
        Outcome::Broke => "did not find its steady state".to_owned(),
        Outcome::Inconclusive => {
            let note = now.last_result().map_or("", |r| r.note.as_str()).to_owned();
            if note.is_empty() {
                "says nothing".to_owned()
            } else {
                format!("says nothing: {note}")
            }
        }
    };
    let short = match outcome {
        Outcome::Held => "its test held",
        Outcome::Broke => "its test broke",
        Outcome::Inconclusive => "its test says nothing",
    };
    let status = status_text(now.status).to_lowercase();
    let consequence = if !fresh {
        "This journal was read before; nothing changed.".to_owned()
    } else if now.status == Status::Draft {
        format!("{label} is still a draft: the result counts once it is accepted.")
    } else if now.status == before.status {
        format!("{label} stays {status}.")
    } else {
        format!("{label} is {status} now.")
    };
    Told {
        short: short.into(),
        sentence: format!("The experiment of {when} {said}. {consequence}"),
    }
}
