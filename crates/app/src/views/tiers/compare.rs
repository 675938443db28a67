//! Scenarios side by side.

use super::plan_and_digits;
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{CompareArgs, Error, ScenarioTable, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::tiers::Moments;

/// Scenarios that stand beside each other at most.
const MOST: usize = 6;

impl App {
    pub(crate) fn scenario_compare(
        &self,
        args: &CompareArgs,
        _: &Job<'_>,
    ) -> Result<ScenarioTable, Error> {
        self.with(|w| compare(w, args))
    }
}

fn compare(w: &Workspace, args: &CompareArgs) -> Result<ScenarioTable, Error> {
    if args.scenarios.is_empty() || args.scenarios.len() > MOST {
        return Err(Error::invalid(
            "scenarios",
            format!(
                "found {} scenarios; expected 1 to {MOST}",
                args.scenarios.len()
            ),
        ));
    }
    let money = |x: f64| text::money_short(x, w.methods.currency);
    let mut columns = vec![String::new()];
    let mut notes = Vec::new();
    let mut rows: Vec<Vec<String>> = [
        "Decided by",
        "Facts up to",
        "Changed since",
        "A minute of full outage",
        "Horizon",
        "Discount rate",
        "Cost of another nine",
        "Demand",
        "Events strike",
        "Techniques on",
        "Risks",
        "Expected loss a year",
        "Typical year",
        "95 % of years below",
        "Availability expected",
        "Chance of the target",
        "Cheapest nines",
        "Best option",
        "Its net value",
        "Chance that it pays",
        "Its payback",
    ]
    .iter()
    .map(|label| vec![(*label).to_owned()])
    .collect();
    for id in &args.scenarios {
        let (plan, scope, digits) = plan_and_digits(w, id, &args.service)?;
        let s = &plan.scenario;
        // The base scenario is today’s facts.
        let moved = super::moved(w, &plan);
        if !moved.is_empty() {
            notes.push(format!(
                "{} stands on facts of its own: {} changed since it was saved, so that not all of a difference to others is its assumptions.",
                s.name,
                moved.join(" and ")
            ));
        }
        columns.push(s.name.clone());
        if digits.preview {
            notes.push(format!(
                "{} is a preview of few runs; open it for the full count.",
                s.name
            ));
        }
        let on: Vec<&str> = plan.on().iter().map(|t| t.name.as_str()).collect();
        let best = digits
            .options
            .iter()
            .max_by(|a, b| a.value.total_cmp(&b.value));
        let none = || text::NONE.to_owned();
        let cells = [
            s.decided_by.clone().unwrap_or_else(none),
            text::date_time(s.as_of, w.methods.zone),
            if moved.is_empty() {
                "nothing".into()
            } else {
                moved.join(", ")
            },
            match plan.per_minute(scope) {
                0.0 => none(),
                each => money(each),
            },
            text::counted(s.economics.horizon as usize, "year", "years"),
            text::percent_plain(s.economics.discount),
            format!(
                "× {} from {} at {}",
                text::short(s.economics.ladder.multiplier),
                money(s.economics.ladder.base),
                text::noun(&text::short(s.economics.ladder.base_nines), "nine", "nines")
            ),
            format!("× {}", text::short(s.surge)),
            match s.moments {
                Moments::Even => "at any moment alike".into(),
                Moments::Demand => "with demand".into(),
                Moments::Added => "at none; durations added".into(),
            },
            if on.is_empty() {
                "none".into()
            } else {
                on.join(", ")
            },
            text::count(s.risks.len()),
            money(digits.loss.mean),
            money(digits.loss.quantiles[1]),
            money(digits.loss.quantiles[3]),
            text::availability(digits.availability),
            super::chance_text(digits.met.share),
            super::optimum(&digits)
                .map_or_else(none, |o| format!("{}, {}", o.figure.text, o.chance)),
            best.map_or_else(none, |o| s.options[o.option].name.clone()),
            best.map_or_else(none, |o| money(o.value)),
            best.map_or_else(none, |o| super::chance_text(o.pays.share)),
            best.and_then(|o| super::payback_median(&o.payback))
                .map_or_else(none, |years| {
                    text::noun(&text::short(years), "year", "years")
                }),
        ];
        for (row, cell) in rows.iter_mut().zip(cells) {
            row.push(cell);
        }
    }
    Ok(ScenarioTable {
        table: TextTable { columns, rows },
        notes,
    })
}
