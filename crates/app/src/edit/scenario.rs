//! Scenarios: the assumptions of the base scenario, and named ones kept with their digits.

use super::{MOST, commit, name, optional, read_amount};
use crate::App;
use crate::host::Job;
use crate::plan::{BASE, Digits, Plan, Scope, assumptions, count};
use crate::text::{read_number, read_share};
use crate::wire::{Done, Error, IdArgs, PlanEdit, ScenarioEdit};
use crate::workspace::Workspace;
use ninefold_domain::id::{ScenarioId, TechniqueId};
use ninefold_domain::saved::SavedScenario;
use ninefold_domain::simulate::Precision;
use ninefold_domain::tiers::{Economics, Ladder, Moments, Scenario};
use ninefold_store::{Change, Key, Record};

/// Years that a horizon may have at most.
const LONGEST: f64 = 50.0;

impl App {
    pub(crate) fn plan_save(&self, edit: &PlanEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let mut saved = if edit.scenario.is_empty() {
                SavedScenario {
                    scenario: assumptions(w),
                    given: String::new(),
                    digits: String::new(),
                }
            } else {
                w.scenario(&edit.scenario)?.clone()
            };
            read_plan(w, edit, &mut saved.scenario)?;
            // Other assumptions, other digits: they are computed when they are looked at.
            saved.digits = String::new();
            let label = format!("Changed the assumptions of {}", saved.scenario.name);
            let id = edit.scenario.clone();
            let change = Change::Put(Record::Scenario(Box::new(saved)));
            commit(w, &*self.host, "plan.save", label, vec![change], &id)
        })
    }

    /// A new scenario is computed in full before it is saved, without holding the workspace.
    pub(crate) fn scenario_save(&self, edit: &ScenarioEdit, job: &Job<'_>) -> Result<Done, Error> {
        if !edit.id.is_empty() {
            return self.with(|w| {
                let mut saved = w.scenario(&edit.id)?.clone();
                describe(w, edit, &mut saved.scenario)?;
                let label = format!("Changed scenario {}", saved.scenario.name);
                let id = edit.id.clone();
                let change = Change::Put(Record::Scenario(Box::new(saved)));
                commit(w, &*self.host, "scenario.save", label, vec![change], &id)
            });
        }
        let id = ScenarioId(self.host.new_id());
        let mut plan = self.with(|w| {
            let from = if edit.from.is_empty() {
                BASE
            } else {
                w.scenario(&edit.from)?.scenario.id
            };
            let mut plan = plan_of(w, &edit.from)?;
            plan.scenario.id = id;
            plan.scenario.cloned_from = Some(from);
            if edit.from.is_empty() {
                plan.scenario.log_position = head(w);
            }
            describe(w, edit, &mut plan.scenario)?;
            Ok(plan)
        })?;
        let digits = count(&plan, Scope::All, job)?;
        self.with(|w| {
            // Somebody may have taken the name meanwhile.
            describe(w, edit, &mut plan.scenario)?;
            let label = format!("Saved scenario {}", plan.scenario.name);
            let change = Change::Put(Record::Scenario(Box::new(stored(&plan, &digits)?)));
            commit(
                w,
                &*self.host,
                "scenario.save",
                label,
                vec![change],
                &id.to_string(),
            )
        })
    }

    /// Takes the facts, risks, options and techniques of today into a scenario; its assumptions
    /// stay.
    pub(crate) fn scenario_renew(&self, args: &IdArgs, job: &Job<'_>) -> Result<Done, Error> {
        let plan = self.with(|w| {
            let kept = &w.scenario(&args.id)?.scenario;
            let base = Plan::base(w);
            Ok(Plan {
                scenario: Scenario {
                    risks: base.scenario.risks,
                    options: base.scenario.options,
                    as_of: base.scenario.as_of,
                    log_position: head(w),
                    ..kept.clone()
                },
                given: base.given,
            })
        })?;
        let digits = count(&plan, Scope::All, job)?;
        self.with(|w| {
            w.scenario(&args.id)?;
            let label = format!("Took today’s facts into scenario {}", plan.scenario.name);
            let change = Change::Put(Record::Scenario(Box::new(stored(&plan, &digits)?)));
            commit(
                w,
                &*self.host,
                "scenario.renew",
                label,
                vec![change],
                &args.id,
            )
        })
    }

    pub(crate) fn scenario_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let scenario = &w.scenario(&args.id)?.scenario;
            let label = format!("Deleted scenario {}", scenario.name);
            let change = Change::Delete(Key::Scenario(scenario.id));
            commit(w, &*self.host, "scenario.delete", label, vec![change], "")
        })
    }
}

/// The plan of a scenario: of the base scenario as the workspace stands, of a saved one as it was
/// given.
pub(crate) fn plan_of(w: &Workspace, id: &str) -> Result<Plan, Error> {
    if id.is_empty() {
        return Ok(Plan::base(w));
    }
    let saved = w.scenario(id)?;
    let given = serde_json::from_str(&saved.given).map_err(|e| unreadable(saved, &e))?;
    Ok(Plan {
        scenario: saved.scenario.clone(),
        given,
    })
}

/// The digits that a scenario was saved with, if it has any.
pub(crate) fn digits_of(w: &Workspace, id: &str) -> Result<Option<Digits>, Error> {
    if id.is_empty() {
        return Ok(None);
    }
    let saved = w.scenario(id)?;
    if saved.digits.is_empty() {
        return Ok(None);
    }
    serde_json::from_str(&saved.digits)
        .map(Some)
        .map_err(|e| unreadable(saved, &e))
}

/// Number of the newest entry of the log.
fn head(w: &Workspace) -> u64 {
    let newest = w.store.history(1, None).unwrap_or_default();
    newest.first().map_or(0, |entry| entry.seq)
}

fn unreadable(saved: &SavedScenario, error: &serde_json::Error) -> Error {
    Error::conflict(format!(
        "what scenario {} was computed from does not read: {error}",
        saved.scenario.name
    ))
    .hint("take today’s facts into it, or delete it")
}

fn stored(plan: &Plan, digits: &Digits) -> Result<SavedScenario, Error> {
    let text = |json: Result<String, serde_json::Error>| {
        json.map_err(|e| Error::conflict(format!("the scenario cannot be written: {e}")))
    };
    Ok(SavedScenario {
        scenario: plan.scenario.clone(),
        given: text(serde_json::to_string(&plan.given))?,
        digits: text(serde_json::to_string(digits))?,
    })
}

/// Name, notes and decision.
fn describe(w: &Workspace, edit: &ScenarioEdit, scenario: &mut Scenario) -> Result<(), Error> {
    let typed = name(&edit.name, "name")?;
    let taken = typed.eq_ignore_ascii_case(&assumptions(w).name)
        || w.scenarios
            .iter()
            .any(|s| s.scenario.id != scenario.id && s.scenario.name.eq_ignore_ascii_case(&typed));
    if taken {
        return Err(Error::invalid(
            "name",
            format!("there is a scenario {typed} already"),
        ));
    }
    scenario.name = typed;
    scenario.notes = edit.notes.trim().to_owned();
    scenario.decided_by = optional(&edit.decided_by);
    Ok(())
}

fn read_plan(w: &Workspace, edit: &PlanEdit, scenario: &mut Scenario) -> Result<(), Error> {
    let bounded = |text: &str, field: &str, most: f64, what: &str| {
        let value = read_number(text, field, 0.0)?;
        if value > most {
            return Err(Error::invalid(field, format!("“{text}” is not {what}")));
        }
        Ok(value)
    };
    let horizon = bounded(
        &edit.horizon,
        "horizon",
        LONGEST,
        "a horizon; expected 1 to 50 years",
    )?;
    if horizon < 1.0 {
        return Err(Error::invalid(
            "horizon",
            format!(
                "“{}” years leave nothing to set against a cost; expected 1 to 50",
                edit.horizon
            ),
        ));
    }
    if horizon.fract() != 0.0 {
        return Err(Error::invalid(
            "horizon",
            format!("“{}” is not a number of whole years", edit.horizon),
        ));
    }
    let ladder = Ladder {
        base: read_amount(
            &edit.ladder_base,
            "ladderBase",
            w.methods.currency,
            0.0..=MOST,
            "a cost a year; expected 0 to 1,000,000,000,000",
        )?
        .to_estimate(),
        base_nines: bounded(
            &edit.ladder_nines,
            "ladderNines",
            9.0,
            "nines; expected 0 to 9",
        )?,
        multiplier: bounded(
            &edit.ladder_multiplier,
            "ladderMultiplier",
            1e6,
            "a multiplier; expected 1 to 1,000,000",
        )?,
    };
    if ladder.multiplier < 1.0 {
        return Err(Error::invalid(
            "ladderMultiplier",
            "another nine that costs less than the last; expected 1 or more".into(),
        ));
    }
    let seed = edit.seed.trim().parse().map_err(|_| {
        Error::invalid(
            "seed",
            format!("“{}” is not a seed; expected a whole number", edit.seed),
        )
    })?;
    let mean = read_share(&edit.precision, "precision")?;
    if !(0.0005..=0.2).contains(&mean) {
        return Err(Error::invalid(
            "precision",
            format!(
                "“{}” is not a precision; expected 0.05 % to 20 %",
                edit.precision
            ),
        ));
    }
    let techniques: Vec<TechniqueId> = edit
        .techniques
        .iter()
        .map(|id| w.technique(id).map(|t| t.id))
        .collect::<Result<_, _>>()?;
    scenario.economics = Economics {
        horizon: horizon as u32,
        discount: read_share(&edit.discount, "discount")?,
        ladder,
    };
    scenario.surge = bounded(
        &edit.surge,
        "surge",
        1e3,
        "a multiple of demand; expected more than 0, up to 1,000",
    )?;
    if scenario.surge <= 0.0 {
        // Without demand nothing is lost and no share of it is served: there is nothing to compare.
        return Err(Error::invalid(
            "surge",
            "“0” is no multiple of demand; expected more than 0, up to 1,000".into(),
        ));
    }
    scenario.moments = match edit.moments.as_str() {
        "" | "even" => Moments::Even,
        "demand" => Moments::Demand,
        "added" => Moments::Added,
        other => {
            return Err(Error::invalid(
                "moments",
                format!("“{other}” is no way for events to strike; expected even, demand or added"),
            ));
        }
    };
    scenario.seed = seed;
    let default = Precision::default();
    let by = mean / default.mean;
    scenario.precision = Precision {
        mean,
        p95: default.p95 * by,
        chance: default.chance * by,
    };
    scenario.techniques = techniques;
    Ok(())
}
