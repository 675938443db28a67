//! Journals of Chaos Toolkit runs: what an experiment says about its requirement.
//!
//! The journal repeats the experiment, whose extension names the requirement. A run that went
//! through with the steady state there afterwards verifies it; a deviation, or a steady state
//! that was not there beforehand, fails it; a run that was broken off, that did not look
//! afterwards, in which nothing brought a fault about, that looked only after the recovery time, or
//! that is of another wording, says nothing.
//!
//! The status alone does not tell: the Chaos Toolkit 1.19 calls a run `completed` that ended
//! because the steady state was missing beforehand, one that was told not to look at it at all, one
//! that was dry and one whose fault could not be set. So what was found and done decides.

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
    /// What was done, in order.
    #[serde(default)]
    run: Vec<Ran>,
    experiment: Experiment,
}

/// What was found of the steady state, and when.
#[derive(Debug, Default, Deserialize)]
struct SteadyStates {
    #[serde(default)]
    before: Option<SteadyState>,
    /// What was found while the fault was at work, where the run was told to look.
    #[serde(default)]
    during: Option<Vec<SteadyState>>,
    #[serde(default)]
    after: Option<SteadyState>,
}

#[derive(Debug, Deserialize)]
struct SteadyState {
    #[serde(default)]
    steady_state_met: Option<bool>,
    #[serde(default)]
    probes: Vec<Ran>,
}

/// An activity with what came of it.
#[derive(Debug, Deserialize)]
struct Ran {
    #[serde(default)]
    activity: Activity,
    #[serde(default)]
    status: String,
    /// `null` is what a call gives that was not made; missing, nothing is known of it.
    #[serde(default, deserialize_with = "there")]
    output: Option<serde_json::Value>,
}

#[derive(Debug, Default, Deserialize)]
struct Activity {
    #[serde(default)]
    name: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    provider: Provider,
    #[serde(default)]
    pauses: Pauses,
}

/// Seconds that an activity waits.
#[derive(Debug, Default, Deserialize)]
struct Pauses {
    #[serde(default)]
    before: serde_json::Value,
    #[serde(default)]
    after: serde_json::Value,
}

#[derive(Debug, Default, Deserialize)]
struct Provider {
    #[serde(default, rename = "type")]
    kind: String,
}

/// A value that is there, also where it is `null`.
fn there<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(from).map(Some)
}

impl Ran {
    /// Whether it was only said to be done: a call and a program always answer something.
    fn was_dry(&self) -> bool {
        self.output == Some(serde_json::Value::Null)
            && self.status == "succeeded"
            && matches!(self.activity.provider.kind.as_str(), "http" | "process")
    }

    /// Whether it was to change something and could not.
    fn came_to_nothing(&self) -> bool {
        self.activity.kind == "action" && !matches!(self.status.as_str(), "" | "succeeded")
    }
}

impl SteadyState {
    fn is(found: Option<&Self>, met: bool) -> bool {
        found.is_some_and(|state| state.steady_state_met == Some(met))
    }
}

/// What is noted of a run whose steady state was not there to begin with.
const NOT_THERE: &str = "the steady state was not there before the fault";

/// What is noted of a run after whose fault nobody looked.
const NOT_LOOKED: &str = "it did not look at the steady state after the fault";

/// What is noted of a run in which all stayed well because nothing went wrong.
const NO_FAULT: &str = "nothing in it brings a fault about. Give the experiment an action that does, \
or read the journal as one whose fault was set by hand";

/// What is noted of a run whose fault only a person knows of.
const BY_HAND: &str = "the fault was set by hand, as a person says";

/// What is noted of a run that held, of a requirement with an objective over a window.
const ONE_RUN: &str = "one run shows that it recovers; whether its objective is kept over its window, \
only what is on record can say";

/// One more thing to note.
fn add(note: &mut String, more: &str) {
    if !note.is_empty() {
        note.push_str("; ");
    }
    note.push_str(more);
}

impl Journal {
    /// Whether the steady state was missing before anything was done.
    fn was_down(&self) -> bool {
        let states = self.steady_states.as_ref();
        SteadyState::is(states.and_then(|s| s.before.as_ref()), false)
    }

    /// Whether it was over before the pauses in it could have been: in one of them somebody sets
    /// the fault by hand.
    fn did_not_wait(&self) -> bool {
        let at = |text: &Option<String>| text.as_deref().and_then(read_instant);
        match (at(&self.start), at(&self.end)) {
            (Some(start), Some(end)) => ((end.0 - start.0) as f64) < paused(&self.run) * 1e3,
            _ => false,
        }
    }

    /// Where something in it changed something. A probe that could not be carried out is no sign
    /// of a fault: its address may be wrong.
    fn fault(&self) -> Option<usize> {
        let acted = |ran: &Ran| ran.activity.kind == "action" && ran.status == "succeeded";
        self.run.iter().position(acted)
    }

    /// Seconds that it paused after its fault; of one that was set by hand, in all.
    fn waited(&self) -> f64 {
        match self.fault() {
            Some(at) => seconds(&self.run[at].activity.pauses.after) + paused(&self.run[at + 1..]),
            None => paused(&self.run),
        }
    }

    /// What a run found that went through and calls itself kept, with what to note. `by_hand`: a
    /// person says that the fault was there. `rto`: minutes.
    fn found(&self, by_hand: bool, rto: Option<f64>) -> (Outcome, String) {
        if self.was_down() {
            return (Outcome::Broke, NOT_THERE.into());
        }
        let nothing = |why: String| (Outcome::Inconclusive, why);
        let Some(states) = &self.steady_states else {
            return nothing(NOT_LOOKED.into());
        };
        let probes = states.after.iter().flat_map(|state| &state.probes);
        if let Some(dry) = self.run.iter().chain(probes).find(|ran| ran.was_dry()) {
            let name = &dry.activity.name;
            return nothing(format!("it was a dry run: “{name}” was not carried out"));
        }
        let during = states.during.iter().flatten();
        let after = states.after.as_ref();
        let left = during.map(Some).chain([after]);
        if left.into_iter().any(|state| SteadyState::is(state, false)) {
            (Outcome::Broke, String::new())
        } else if self.did_not_wait() {
            nothing("it was a dry run: it did not wait while the fault was to be there".into())
        } else if let Some(failed) = self.run.iter().find(|ran| ran.came_to_nothing()) {
            let name = &failed.activity.name;
            nothing(format!(
                "“{name}” failed, so that the fault may not have been there"
            ))
        } else if !SteadyState::is(after, true) {
            nothing(NOT_LOOKED.into())
        } else if self.fault().is_none() && !by_hand {
            nothing(NO_FAULT.into())
        } else if let Some(rto) = rto.filter(|rto| self.waited() > rto * 60.0 + 1.0) {
            nothing(format!(
                "it looked only after {}, and is to be back within {}",
                text::length(self.waited() / 60.0),
                text::length(rto)
            ))
        } else if self.fault().is_some() {
            (Outcome::Held, String::new())
        } else {
            (Outcome::Held, BY_HAND.into())
        }
    }
}

/// Seconds of a pause; a name of a variable says nothing here.
fn seconds(pause: &serde_json::Value) -> f64 {
    pause.as_f64().unwrap_or(0.0)
}

/// Seconds that activities paused.
fn paused(run: &[Ran]) -> f64 {
    let pauses = run.iter().map(|ran| &ran.activity.pauses);
    pauses.map(|p| seconds(&p.before) + seconds(&p.after)).sum()
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
            let read = Read {
                file,
                hash: content_hash(text.as_bytes()),
                by_hand: args.by_hand,
            };
            let result = result(&before, &journal, read, now)?;
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

/// A journal as it was read.
struct Read {
    file: String,
    hash: String,
    /// A person says that the fault was there.
    by_hand: bool,
}

/// What the journal says, as a result.
fn result(
    requirement: &Requirement,
    journal: &Journal,
    read: Read,
    now: Instant,
) -> Result<TestResult, Error> {
    let ended = journal.end.as_deref().or(journal.start.as_deref());
    let at = match ended {
        // The Chaos Toolkit writes UTC without saying so.
        Some(text) => read_instant(text).ok_or_else(|| {
            unreadable(
                &read.file,
                &format!("its end “{text}” is not a date and time"),
            )
        })?,
        None => now,
    };
    let mut note = String::new();
    let mut outcome = match (journal.status.as_str(), journal.deviated) {
        (_, true) | ("deviated", _) => Outcome::Broke,
        ("completed", false) => {
            let (outcome, why) = journal.found(read.by_hand, requirement.rto);
            note = why;
            outcome
        }
        ("failed", false) => {
            note = NOT_THERE.into();
            Outcome::Broke
        }
        ("aborted" | "interrupted", false) => {
            note = "the run was broken off".into();
            Outcome::Inconclusive
        }
        (other, false) => {
            return Err(unreadable(
                &read.file,
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
    if outcome == Outcome::Held && requirement.slo.is_some() {
        add(&mut note, ONE_RUN);
    }
    if at > now {
        add(
            &mut note,
            "it ended in the future, by the clock of this computer",
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
        file: read.file,
        hash: read.hash,
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
        Outcome::Broke if journal.status == "failed" || journal.was_down() => {
            "did not find its steady state".to_owned()
        }
        Outcome::Broke => "left its steady state".to_owned(),
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
