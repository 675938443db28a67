//! Techniques: what can be done about risks, and what it costs.

use super::estimate::{Unit, read, show};
use super::{commit, name, no_choice, service_of, verb};
use crate::App;
use crate::edit::CATEGORIES;
use crate::host::Job;
use crate::wire::{Done, EffectEdit, Error, IdArgs, TechniqueEdit};
use crate::workspace::Workspace;
use ninefold_domain::id::{RiskId, TechniqueId};
use ninefold_domain::simulate::Input;
use ninefold_domain::techniques::{Effect, Scope, Technique};
use ninefold_domain::tiers;
use ninefold_store::{Change, Key, Record};

/// Parts of a risk with their keys.
const INPUTS: [(Input, &str); 7] = [
    (Input::Rate, "rate"),
    (Input::Detect, "detect"),
    (Input::Repair, "repair"),
    (Input::Users, "users"),
    (Input::PerMinute, "per-minute"),
    (Input::Labor, "labor"),
    (Input::PerEvent, "per-event"),
];

impl App {
    pub(crate) fn technique_save(&self, edit: &TechniqueEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let before = match edit.id.as_str() {
                "" => None,
                text => Some(w.technique(text)?.clone()),
            };
            let id = before
                .as_ref()
                .map_or_else(|| TechniqueId(self.host.new_id()), |t| t.id);
            let technique = read_technique(w, edit, id, before.as_ref())?;
            let label = format!("{} technique {}", verb(&edit.id), technique.name);
            let change = Change::Put(Record::Technique(technique));
            commit(
                w,
                &*self.host,
                "technique.save",
                label,
                vec![change],
                &id.to_string(),
            )
        })
    }

    pub(crate) fn technique_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let technique = w.technique(&args.id)?;
            let user = w.options.iter().find(|o| match &o.change {
                tiers::Change::Techniques { of } => of.contains(&technique.id),
                tiers::Change::Nothing | tiers::Change::Target { .. } => false,
            });
            if let Some(option) = user {
                return Err(Error::conflict(format!(
                    "the option {} puts {} to work",
                    option.name, technique.name
                ))
                .hint("take it out of the option first"));
            }
            let label = format!("Deleted technique {}", technique.name);
            let change = Change::Delete(Key::Technique(technique.id));
            commit(w, &*self.host, "technique.delete", label, vec![change], "")
        })
    }
}

/// A technique for the form.
pub(crate) fn technique_edit(technique: &Technique) -> TechniqueEdit {
    let (scope, of) = match &technique.scope {
        Scope::Every => ("every", vec![]),
        Scope::Categories { of } => (
            "categories",
            CATEGORIES
                .iter()
                .filter(|(category, ..)| of.contains(category))
                .map(|(_, key, _)| (*key).to_owned())
                .collect(),
        ),
        Scope::Service { of } => ("service", vec![of.to_string()]),
        Scope::Risks { of } => ("risks", of.iter().map(ToString::to_string).collect()),
    };
    TechniqueEdit {
        id: technique.id.to_string(),
        name: technique.name.clone(),
        scope: scope.into(),
        of,
        effects: technique
            .effects
            .iter()
            .map(|effect| EffectEdit {
                input: INPUTS
                    .iter()
                    .find(|(input, _)| *input == effect.input)
                    .map_or(String::new(), |(_, key)| (*key).into()),
                factor: show(&effect.factor, Unit::Plain),
            })
            .collect(),
        one_off: show(&technique.one_off, Unit::Plain),
        yearly: show(&technique.yearly, Unit::Plain),
    }
}

fn read_technique(
    w: &Workspace,
    edit: &TechniqueEdit,
    id: TechniqueId,
    before: Option<&Technique>,
) -> Result<Technique, Error> {
    let technique_name = name(&edit.name, "name")?;
    if w.techniques
        .iter()
        .any(|t| t.id != id && t.name.eq_ignore_ascii_case(&technique_name))
    {
        return Err(Error::invalid(
            "name",
            format!("there is a technique {technique_name} already"),
        ));
    }
    if edit.effects.is_empty() {
        return Err(Error::invalid(
            "effects",
            "what does it change, and by how much? at least one effect is needed".into(),
        ));
    }
    let effects = edit
        .effects
        .iter()
        .enumerate()
        .map(|(n, effect)| {
            let (input, _) = INPUTS
                .iter()
                .find(|(_, key)| *key == effect.input)
                .ok_or_else(|| {
                    no_choice(
                        &format!("effects.{n}.input"),
                        &effect.input,
                        "rate, detect, repair, users, per-minute, labor or per-event",
                    )
                })?;
            let kept = before.and_then(|t| t.effects.get(n)).map(|e| &e.factor);
            Ok(Effect {
                input: *input,
                factor: read(
                    &effect.factor,
                    &format!("effects.{n}.factor"),
                    Unit::Plain,
                    kept,
                )?,
            })
        })
        .collect::<Result<Vec<Effect>, Error>>()?;
    Ok(Technique {
        id,
        name: technique_name,
        scope: read_scope(w, edit)?,
        effects,
        one_off: read(
            &edit.one_off,
            "oneOff",
            Unit::Plain,
            before.map(|t| &t.one_off),
        )?,
        yearly: read(
            &edit.yearly,
            "yearly",
            Unit::Plain,
            before.map(|t| &t.yearly),
        )?,
    })
}

fn read_scope(w: &Workspace, edit: &TechniqueEdit) -> Result<Scope, Error> {
    let one_at_least = || Error::invalid("of", "choose at least one".into());
    match edit.scope.as_str() {
        "every" => Ok(Scope::Every),
        "categories" => {
            let of: Vec<_> = edit
                .of
                .iter()
                .map(|key| {
                    let found = CATEGORIES.iter().find(|(_, k, _)| *k == key);
                    found
                        .map(|(category, ..)| *category)
                        .ok_or_else(|| no_choice("of", key, "one of the five categories"))
                })
                .collect::<Result<_, _>>()?;
            if of.is_empty() {
                return Err(one_at_least());
            }
            Ok(Scope::Categories { of })
        }
        "service" => {
            let id = edit.of.first().ok_or_else(one_at_least)?;
            Ok(Scope::Service {
                of: service_of(w, id, "of")?,
            })
        }
        "risks" => {
            let of: Vec<RiskId> = edit
                .of
                .iter()
                .map(|id| w.risk(id).map(|r| r.id))
                .collect::<Result<_, _>>()?;
            if of.is_empty() {
                return Err(one_at_least());
            }
            Ok(Scope::Risks { of })
        }
        other => Err(no_choice(
            "scope",
            other,
            "every, categories, service or risks",
        )),
    }
}
