//! Risks of the register, from people and from history.

use super::estimate::{Unit, read, show};
use super::{commit, name, no_choice, service_of, verb};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::views::risks::suggestions;
use crate::wire::{AcceptArgs, Done, Error, IdArgs, RiskEdit};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{RiskId, StreamId};
use ninefold_domain::risk::{Category, CommonCause, Risk, RiskSource};
use ninefold_store::{Change, Key, Record};

/// Categories with their keys and names.
pub(crate) const CATEGORIES: [(Category, &str, &str); 5] = [
    (
        Category::SinglePointOfFailure,
        "single-point-of-failure",
        "Single point of failure",
    ),
    (Category::ExcessiveLoad, "excessive-load", "Excessive load"),
    (
        Category::ExcessiveLatency,
        "excessive-latency",
        "Excessive latency",
    ),
    (
        Category::MisconfigurationOrBug,
        "misconfiguration-or-bug",
        "Misconfiguration or bug",
    ),
    (Category::SharedFate, "shared-fate", "Shared fate"),
];

impl App {
    pub(crate) fn risk_get(&self, args: &IdArgs, _: &Job<'_>) -> Result<RiskEdit, Error> {
        self.with(|w| {
            Ok(if args.id.is_empty() {
                blank()
            } else {
                risk_edit(w.risk(&args.id)?)
            })
        })
    }

    pub(crate) fn risk_save(&self, edit: &RiskEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let before = match edit.id.as_str() {
                "" => None,
                text => Some(w.risk(text)?.clone()),
            };
            let id = before
                .as_ref()
                .map_or_else(|| RiskId(self.host.new_id()), |r| r.id);
            let risk = read_risk(w, edit, id, before.as_ref())?;
            let label = format!("{} risk {}", verb(&edit.id), risk.name);
            let change = Change::Put(Record::Risk(risk));
            commit(
                w,
                &*self.host,
                "risk.save",
                label,
                vec![change],
                &id.to_string(),
            )
        })
    }

    pub(crate) fn risk_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let risk = w.risk(&args.id)?;
            let label = format!("Deleted risk {}", risk.name);
            let change = Change::Delete(Key::Risk(risk.id));
            commit(w, &*self.host, "risk.delete", label, vec![change], "")
        })
    }

    /// Takes suggestions of history into the register; one that a person estimated already is
    /// pooled with what they said.
    pub(crate) fn risks_accept(&self, args: &AcceptArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let found = suggestions(w);
            let mut changes = Vec::new();
            let mut names = Vec::new();
            for key in &args.keys {
                let one = found
                    .iter()
                    .find(|s| s.key == *key)
                    .ok_or_else(|| Error::not_found("this suggestion"))?;
                let risk = one.accepted(w, || RiskId(self.host.new_id()));
                names.push(risk.name.clone());
                changes.push(Change::Put(Record::Risk(risk)));
            }
            if changes.is_empty() {
                return Err(Error::invalid(
                    "keys",
                    "choose at least one suggestion".into(),
                ));
            }
            let label = match names.as_slice() {
                [one] => format!("Took {one} from history into the register"),
                many => format!("Took {} risks from history into the register", many.len()),
            };
            commit(w, &*self.host, "risks.accept", label, changes, "")
        })
    }
}

/// A new risk before anything is typed.
fn blank() -> RiskEdit {
    let nothing = |kind: &str, low: &str| crate::wire::EstimateEdit {
        kind: kind.into(),
        low: low.into(),
        ..crate::wire::EstimateEdit::default()
    };
    RiskEdit {
        id: String::new(),
        name: String::new(),
        service: String::new(),
        failure_mode: String::new(),
        category: "misconfiguration-or-bug".into(),
        frequency: nothing("interval", ""),
        detect: nothing("interval", ""),
        repair: nothing("interval", ""),
        one_length: false,
        users: nothing("fixed", "100 %"),
        people: nothing("fixed", "1"),
        per_event: nothing("fixed", "0"),
        streams: vec![],
        dispersion: String::new(),
        group: String::new(),
        group_share: String::new(),
        source: "pre-mortem".into(),
        notes: String::new(),
    }
}

/// A risk for the form.
pub(crate) fn risk_edit(risk: &Risk) -> RiskEdit {
    let category = CATEGORIES.iter().find(|(c, ..)| *c == risk.category);
    RiskEdit {
        id: risk.id.to_string(),
        name: risk.name.clone(),
        service: risk.service.to_string(),
        failure_mode: risk.failure_mode.clone(),
        category: category.map_or(String::new(), |(_, key, _)| (*key).into()),
        frequency: show(&risk.frequency, Unit::Plain),
        detect: show(&risk.detect, Unit::Plain),
        repair: show(&risk.repair, Unit::Plain),
        one_length: risk.one_length,
        users: show(&risk.users, Unit::Share),
        people: show(&risk.people, Unit::Plain),
        per_event: show(&risk.per_event, Unit::Plain),
        streams: risk.streams.iter().map(ToString::to_string).collect(),
        dispersion: if risk.dispersion == 1.0 {
            String::new()
        } else {
            risk.dispersion.to_string()
        },
        group: risk
            .common_cause
            .as_ref()
            .map_or(String::new(), |c| c.group.clone()),
        group_share: risk
            .common_cause
            .as_ref()
            .map_or(String::new(), |c| text::form_share(c.share)),
        source: match risk.source {
            RiskSource::PreMortem => "pre-mortem",
            RiskSource::History => "history",
            RiskSource::Both => "both",
            RiskSource::Scored => "scored",
        }
        .into(),
        notes: risk.notes.clone(),
    }
}

fn read_risk(
    w: &Workspace,
    edit: &RiskEdit,
    id: RiskId,
    before: Option<&Risk>,
) -> Result<Risk, Error> {
    let risk_name = name(&edit.name, "name")?;
    let same = |r: &Risk| r.id != id && r.name.eq_ignore_ascii_case(&risk_name);
    if w.risks.iter().any(same) {
        return Err(Error::invalid(
            "name",
            format!("there is a risk {risk_name} already"),
        ));
    }
    let quantity = |edit, field: &str, unit, of: fn(&Risk) -> &Estimate| {
        read(edit, field, unit, before.map(of))
    };
    let category = CATEGORIES
        .iter()
        .find(|(_, key, _)| *key == edit.category)
        .ok_or_else(|| no_choice("category", &edit.category, "one of the five categories"))?
        .0;
    let service = service_of(w, &edit.service, "service")?;
    let mut streams = Vec::new();
    for (n, stream) in edit.streams.iter().enumerate() {
        let field = format!("streams.{n}");
        let id: StreamId = stream
            .parse()
            .map_err(|_| Error::invalid(&field, "choose a stream".into()))?;
        if !w.streams.iter().any(|s| s.id == id) {
            return Err(Error::invalid(
                &field,
                "this stream is not there any more".into(),
            ));
        }
        streams.push(id);
    }
    let common_cause = match edit.group.trim() {
        "" => None,
        group => Some(CommonCause {
            group: group.to_owned(),
            share: text::read_share(&edit.group_share, "groupShare")?,
        }),
    };
    let risk = Risk {
        id,
        name: risk_name,
        service,
        failure_mode: edit.failure_mode.trim().to_owned(),
        category,
        frequency: quantity(&edit.frequency, "frequency", Unit::PerYear, |r| {
            &r.frequency
        })?,
        dispersion: match edit.dispersion.trim() {
            "" => 1.0,
            typed => text::read_number(typed, "dispersion", 1.0)?,
        },
        detect: quantity(&edit.detect, "detect", Unit::Minutes, |r| &r.detect)?,
        repair: quantity(&edit.repair, "repair", Unit::Minutes, |r| &r.repair)?,
        one_length: edit.one_length,
        users: quantity(&edit.users, "users", Unit::Share, |r| &r.users)?,
        streams,
        people: quantity(&edit.people, "people", Unit::Plain, |r| &r.people)?,
        per_event: quantity(&edit.per_event, "perEvent", Unit::Plain, |r| &r.per_event)?,
        common_cause,
        source: match edit.source.as_str() {
            "pre-mortem" => RiskSource::PreMortem,
            "history" => RiskSource::History,
            "both" => RiskSource::Both,
            "scored" => RiskSource::Scored,
            other => {
                return Err(no_choice(
                    "source",
                    other,
                    "pre-mortem, history, both or scored",
                ));
            }
        },
        notes: edit.notes.trim().to_owned(),
    };
    match risk.parts() {
        Ok(_) => Ok(risk),
        Err(errors) => {
            let why: Vec<String> = errors
                .iter()
                .map(|e| format!("{}: found {}; expected {}", e.field, e.found, e.expected))
                .collect();
            Err(Error::invalid("", why.join(". ")))
        }
    }
}
