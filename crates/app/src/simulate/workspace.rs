//! Years of the register of a workspace, into a file.

use super::file::{Ask, report};
use crate::App;
use crate::edit::plan_of;
use crate::host::Job;
use crate::plan::Scope;
use crate::wire::{Error, SimulateArgs, Simulation};

impl App {
    /// Simulates without holding the workspace.
    pub(crate) fn simulate(&self, args: &SimulateArgs, job: &Job<'_>) -> Result<Simulation, Error> {
        let (plan, file) = self.with(|w| {
            let file = w.path.file_name().unwrap_or_default();
            let file = file.to_string_lossy().into_owned();
            Ok((plan_of(w, &args.scenario)?, file))
        })?;
        let today = plan.today(Scope::All);
        let names: Vec<String> = today
            .risks
            .iter()
            .map(|n| plan.scenario.risks[*n].name.clone())
            .collect();
        let settings = plan.settings(Scope::All);
        let processes = today.processes;
        let mut notes = Vec::new();
        for (n, why) in &today.refused {
            notes.push(format!(
                "Risk {} takes no part: {why}",
                plan.scenario.risks[*n].name
            ));
        }
        let ask = Ask {
            years: args.years,
            seed: args.seed.unwrap_or(plan.scenario.seed),
            threads: args.threads as usize,
            exact: args.exact,
            out: args.path.clone().into(),
            place: match args.scenario.as_str() {
                "" => format!("the register of {file}"),
                _ => format!("scenario {} of {file}", plan.scenario.name),
            },
        };
        let found = report(&ask, &names, processes, &settings, job).map_err(|mut error| {
            // Risks that take no part are the first thing to look at.
            error.hints.extend(notes.iter().cloned());
            error
        })?;
        notes.extend(found.notes);
        Ok(Simulation { notes, ..found })
    }
}
