//! Tier options: a target or a set of techniques, at a price.

use super::estimate::{Unit, read, show};
use super::{commit, name, no_choice, read_target, verb};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{Done, Error, EstimateEdit, IdArgs, OptionEdit};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{OptionId, TechniqueId};
use ninefold_domain::tiers::{self, Lever, TierOption, Yearly};
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn option_save(&self, edit: &OptionEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let before = match edit.id.as_str() {
                "" => None,
                text => Some(w.tier_option(text)?.clone()),
            };
            let id = before
                .as_ref()
                .map_or_else(|| OptionId(self.host.new_id()), |o| o.id);
            let option = read_option(w, edit, id, before.as_ref())?;
            let label = format!("{} option {}", verb(&edit.id), option.name);
            let change = Change::Put(Record::Option(option));
            commit(
                w,
                &*self.host,
                "option.save",
                label,
                vec![change],
                &id.to_string(),
            )
        })
    }

    pub(crate) fn option_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let option = w.tier_option(&args.id)?;
            let label = format!("Deleted option {}", option.name);
            let change = Change::Delete(Key::Option(option.id));
            commit(w, &*self.host, "option.delete", label, vec![change], "")
        })
    }
}

/// An option for the form.
pub(crate) fn option_edit(option: &TierOption) -> OptionEdit {
    let blank = || EstimateEdit {
        kind: "fixed".into(),
        ..EstimateEdit::default()
    };
    let mut edit = OptionEdit {
        id: option.id.to_string(),
        name: option.name.clone(),
        change: "techniques".into(),
        target: String::new(),
        lever: "duration".into(),
        techniques: vec![],
        one_off: show(&option.one_off, Unit::Plain),
        yearly: "ladder".into(),
        yearly_cost: blank(),
    };
    match &option.change {
        tiers::Change::Nothing => {}
        tiers::Change::Target { target, by } => {
            edit.change = "target".into();
            edit.target = text::form_share(*target);
            edit.lever = match by {
                Lever::Duration => "duration",
                Lever::Rate => "rate",
            }
            .into();
        }
        tiers::Change::Techniques { of } => {
            edit.techniques = of.iter().map(ToString::to_string).collect();
        }
    }
    if let Yearly::Estimated { cost } = &option.yearly {
        edit.yearly = "estimated".into();
        edit.yearly_cost = show(cost, Unit::Plain);
    }
    edit
}

fn read_option(
    w: &Workspace,
    edit: &OptionEdit,
    id: OptionId,
    before: Option<&TierOption>,
) -> Result<TierOption, Error> {
    let option_name = name(&edit.name, "name")?;
    if w.options
        .iter()
        .any(|o| o.id != id && o.name.eq_ignore_ascii_case(&option_name))
    {
        return Err(Error::invalid(
            "name",
            format!("there is an option {option_name} already"),
        ));
    }
    let change = match edit.change.as_str() {
        "target" => tiers::Change::Target {
            target: read_target(&edit.target, "target")?.ok_or_else(|| {
                Error::invalid("target", "which availability? such as 99.99 %".into())
            })?,
            by: match edit.lever.as_str() {
                "duration" => Lever::Duration,
                "rate" => Lever::Rate,
                other => return Err(no_choice("lever", other, "duration or rate")),
            },
        },
        "techniques" => {
            let of: Vec<TechniqueId> = edit
                .techniques
                .iter()
                .map(|id| w.technique(id).map(|t| t.id))
                .collect::<Result<_, _>>()?;
            if of.is_empty() {
                return Err(Error::invalid(
                    "techniques",
                    "choose at least one technique, or a target".into(),
                ));
            }
            tiers::Change::Techniques { of }
        }
        other => return Err(no_choice("change", other, "target or techniques")),
    };
    let kept: Option<&Estimate> = match before.map(|o| &o.yearly) {
        Some(Yearly::Estimated { cost }) => Some(cost),
        Some(Yearly::Ladder) | None => None,
    };
    let yearly = match (edit.yearly.as_str(), &change) {
        ("ladder", tiers::Change::Techniques { .. }) => {
            return Err(Error::invalid(
                "yearly",
                "the ladder says what a target costs; type what these techniques cost a year"
                    .into(),
            ));
        }
        ("ladder", _) => Yearly::Ladder,
        ("estimated", _) => Yearly::Estimated {
            cost: read(&edit.yearly_cost, "yearlyCost", Unit::Plain, kept)?,
        },
        (other, _) => return Err(no_choice("yearly", other, "ladder or estimated")),
    };
    Ok(TierOption {
        id,
        name: option_name,
        change,
        one_off: read(
            &edit.one_off,
            "oneOff",
            Unit::Plain,
            before.map(|o| &o.one_off),
        )?,
        yearly,
    })
}
