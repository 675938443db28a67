//! What an option of the screen on tiers comes to, figure by figure and risk by risk.

use super::Ground;
use crate::explain::{MOST_ROWS, input, rows_note, step, table};
use crate::plan::OptionDigits;
use crate::text;
use crate::views::tiers::estimate_text;
use crate::wire::{Basis, Explanation, Step, TextTable};
use ninefold_domain::tiers::finance::internal_rate;
use ninefold_domain::tiers::{Change, TierOption, Yearly, expected_minutes, loss_left, nines};

impl Ground<'_> {
    /// What an option changes of the expected loss, risk by risk.
    fn by_risk(&self, option: &TierOption) -> Option<(String, TextTable)> {
        let today = self.plan.today(self.scope);
        let ready = self.plan.ready(option, &today, self.scope).ok()?;
        let mut rows: Vec<(usize, f64, f64)> = today
            .risks
            .iter()
            .zip(today.processes.iter().zip(&ready.processes))
            .map(|(risk, (before, after))| (*risk, before.mean_loss(), after.mean_loss()))
            .collect();
        rows.sort_by(|a, b| (b.1 - b.2).total_cmp(&(a.1 - a.2)));
        let all = rows.len();
        rows.truncate(MOST_ROWS);
        let note = format!(
            "{} Expected in closed form at an average hour; the figure above is of the runs, and counts what customers can tell.",
            rows_note(rows.len(), all)
        );
        let rows = rows
            .into_iter()
            .map(|(risk, before, after)| {
                vec![
                    self.plan.scenario.risks[risk].name.clone(),
                    self.money(before),
                    self.money(after),
                    self.money(before - after),
                ]
            })
            .collect();
        Some((
            note.trim().to_owned(),
            table(
                &["Risk", "Loss a year today", "With the option", "Less"],
                rows,
            ),
        ))
    }

    /// Of how many runs a chance is.
    fn of_runs(&self, share: f64) -> Vec<Step> {
        let runs = self.digits.lives;
        vec![
            step(
                "Runs in which it is",
                text::count((share * runs as f64).round() as usize),
            ),
            step("Runs", text::count(runs as usize)),
        ]
    }

    pub(super) fn option(&self, kind: &str, id: &str) -> Option<Explanation> {
        let option = self.plan.option(id)?;
        let place = self
            .plan
            .scenario
            .options
            .iter()
            .position(|o| o.id == option.id)?;
        let one = self.digits.options.iter().find(|o| o.option == place)?;
        let row = self.options.iter().find(|o| o.id == id)?;
        let upkeep = self.upkeep();
        let title = |what: &str| format!("{}: {what}", option.name);
        let (what, figure, formula, steps) = match kind {
            "availability" => (
                "availability expected",
                row.availability.clone(),
                "that of today with its risks changed as the option says, in closed form",
                self.scaled(one, option),
            ),
            "met" => (
                "chance of its target in a year",
                row.met.clone(),
                "simulated years in which every service of the scope stays within the target’s minutes ÷ years; never assumed from the average",
                match option.change {
                    Change::Target { target, .. } => vec![
                        step("Target", text::availability(target)),
                        step(
                            "It allows",
                            format!(
                                "{} min a year",
                                text::minutes((1.0 - target) * self.plan.given.year)
                            ),
                        ),
                        step("Chance", row.met.text.clone()),
                    ],
                    Change::Nothing | Change::Techniques { .. } => self.targets(),
                },
            ),
            "loss" => (
                "expected loss of a year",
                row.loss.clone(),
                "loss today − loss avoided, of which what channels hide from customers is no part",
                vec![
                    step("Today", self.money(self.digits.loss.mean)),
                    step("Avoided a year", self.money(one.avoided)),
                    step("With the option", self.money(self.digits.left_of(one))),
                ],
            ),
            "avoided" => (
                "loss avoided a year",
                row.avoided.clone(),
                "lost revenue avoided × share that customers can tell + work and fixed costs avoided, years to come discounted",
                self.avoided(one),
            ),
            "cost" => (
                "what it costs",
                row.one_off.clone(),
                "one-off at the start + more a year than today, at the end of each year",
                vec![
                    step("One-off", self.money(one.one_off)),
                    step("More a year", self.money(one.yearly)),
                    step("Years, discounted", format!("{upkeep:.4}")),
                    step("Present value", self.money(one.cost)),
                ],
            ),
            "yearly" => (
                "what it costs more a year",
                row.yearly.clone(),
                "as estimated; by the ladder, what its target costs a year less what today’s nines do, not below nothing",
                self.yearly(one, option),
            ),
            "return" => (
                "return on its cost",
                row.return_on_cost.clone(),
                "net present value ÷ present value of its cost",
                vec![
                    step("Net present value", self.money(one.value)),
                    step("Its cost, present value", self.money(one.cost)),
                    step("Return", row.return_on_cost.exact.clone()),
                    step(
                        "Internal rate of return of the expected flows, a year",
                        self.internal_rate(one),
                    ),
                ],
            ),
            "value" => (
                "net present value",
                row.value.clone(),
                "Σ over the years (avoided loss − more cost)/(1 + rate)^year − one-off, averaged over runs",
                vec![
                    step("Avoided a year", self.money(one.avoided)),
                    step("Years, discounted", format!("{upkeep:.4}")),
                    step("Avoided, present value", self.money(one.avoided * upkeep)),
                    step("Less cost, present value", self.money(one.cost)),
                    step(
                        "Of the costs drawn in the runs, more or less than expected",
                        self.money(one.value - (one.avoided * upkeep - one.cost)),
                    ),
                    step("Net present value", self.money(one.value)),
                    step("Its standard error", self.money(one.value_error)),
                ],
            ),
            "pays" => (
                "chance that it pays",
                row.pays.clone(),
                "runs with a net present value of at least 0 ÷ runs",
                [
                    self.of_runs(one.pays.share),
                    vec![step("Chance", row.pays.exact.clone())],
                ]
                .concat(),
            ),
            "pays-back" => (
                "chance that it has paid back within the horizon",
                row.pays_back.clone(),
                "runs in which what it saves has paid its one-off cost back within the horizon, without interest ÷ runs",
                [
                    one.pays_back
                        .map_or_else(Vec::new, |odds| self.of_runs(odds.share)),
                    vec![step("Chance", row.pays_back.exact.clone())],
                ]
                .concat(),
            ),
            "payback" => (
                "payback",
                row.payback.clone(),
                "years until what it saves has paid the one-off cost back, without interest, straight within a year; the middle of the runs",
                one.payback
                    .iter()
                    .step_by(5)
                    .enumerate()
                    .map(|(n, p)| {
                        step(
                            format!("{} % of runs by", n * 10 + 1),
                            p.map_or("not within the horizon".into(), |x| {
                                text::noun(&text::short(x), "year", "years")
                            }),
                        )
                    })
                    .collect(),
            ),
            "break-even" => (
                "cost per minute at which it breaks even",
                row.break_even.clone(),
                "today’s cost per minute × (present value of its cost − of the work and fixed costs that it avoids) ÷ present value of the rest that it avoids",
                vec![
                    step(
                        "Today’s cost of a full-outage minute",
                        self.money(self.plan.per_minute(self.scope)),
                    ),
                    step("Its cost, present value", self.money(one.cost)),
                    step("Avoided, present value", self.money(one.avoided * upkeep)),
                    step(
                        "Part of it that goes with the cost of a minute",
                        one.by_minute
                            .map_or_else(|| text::NONE.to_owned(), |s| text::percent(s, 3)),
                    ),
                    step("Minutes avoided a year", text::minutes(one.avoided_minutes)),
                    step("Breaks even at", row.break_even.text.clone()),
                ],
            ),
            "multiplier" => (
                "multiplier per nine at which it breaks even",
                row.multiplier.clone(),
                "the multiplier of the ladder at which the extra cost a year from today’s nines to its own is what it avoids a year, its one-off cost spread over the horizon",
                vec![
                    step(
                        "Nines today",
                        format!("{:.3}", nines(self.digits.availability).min(9.0)),
                    ),
                    step(
                        "Nines of the option",
                        format!(
                            "{:.3}",
                            match option.change {
                                Change::Target { target, .. } => nines(target).min(9.0),
                                Change::Nothing | Change::Techniques { .. } => {
                                    nines(one.availability).min(9.0)
                                }
                            }
                        ),
                    ),
                    step("Avoided a year", self.money(one.avoided)),
                    step("Breaks even at", row.multiplier.text.clone()),
                ],
            ),
            _ => return None,
        };
        let mut inputs = vec![
            input(
                "What it changes",
                row.change.clone(),
                Basis::Assumed,
                "Tiers, options",
            ),
            input(
                "One-off cost",
                estimate_text(&option.one_off),
                Basis::Assumed,
                "Tiers, options",
            ),
        ];
        inputs.extend(self.money_assumptions());
        inputs.extend(self.assumptions());
        let mut explanation = self.explanation(&title(what), figure, formula, steps, inputs);
        if let Some((note, rows)) = self.by_risk(option)
            && matches!(
                kind,
                "loss" | "avoided" | "value" | "availability" | "break-even"
            )
        {
            explanation.rows_note = note;
            explanation.rows = rows;
        }
        Some(explanation)
    }

    /// What an option costs more a year, by the ladder from either side of it.
    fn yearly(&self, one: &OptionDigits, option: &TierOption) -> Vec<Step> {
        let ladder = self.plan.scenario.economics.ladder;
        let mut steps = vec![step("One-off, at the start", self.money(one.one_off))];
        if let (Yearly::Ladder, Change::Target { target, .. }) = (&option.yearly, &option.change) {
            let today = nines(self.digits.availability).min(9.0);
            steps.extend([
                step(
                    format!("{:.4} nines on the ladder", nines(*target)),
                    self.money(ladder.yearly(nines(*target))),
                ),
                step(
                    format!("Less today’s {today:.4} nines"),
                    self.money(ladder.yearly(today)),
                ),
            ]);
        }
        steps.push(step("More a year", self.money(one.yearly)));
        steps
    }

    /// The rate at which the expected flows of an option are worth nothing.
    fn internal_rate(&self, one: &OptionDigits) -> String {
        let horizon = self.plan.scenario.economics.horizon as usize;
        let mut flows = vec![-one.one_off];
        flows.extend(std::iter::repeat_n(one.avoided - one.yearly, horizon));
        internal_rate(&flows).map_or_else(
            || "none: its flows are of one sign".into(),
            |rate| text::percent(rate, 0),
        )
    }

    fn scaled(&self, one: &OptionDigits, option: &TierOption) -> Vec<Step> {
        let today = self.plan.today(self.scope);
        let minutes: f64 = (0..self.plan.services(self.scope).len())
            .map(|s| expected_minutes(&today.processes, s))
            .sum();
        let mut steps = vec![
            step(
                "Expected minutes today, each event by itself",
                text::minutes(minutes),
            ),
            step("Avoided", text::minutes(one.avoided_minutes)),
            step(
                "Availability today",
                format!("{} %", self.digits.availability * 100.0),
            ),
            step(
                "Availability then",
                format!("{} %", one.availability * 100.0),
            ),
        ];
        if let Change::Target { target, by } = option.change {
            steps.insert(
                0,
                step(
                    format!(
                        "{} of all failures that reach a service, its own and those of what it leans on, scaled alike until its expected minutes are what the target allows",
                        match by {
                            ninefold_domain::tiers::Lever::Duration => "Durations",
                            ninefold_domain::tiers::Lever::Rate => "Rates",
                        }
                    ),
                    text::availability(target),
                ),
            );
            if let Some(most) = self.digits.ceiling.filter(|most| target > *most + 1e-12) {
                steps.insert(
                    1,
                    step(
                        "What it leans on allows no more than",
                        text::availability(most),
                    ),
                );
            }
        }
        steps
    }

    fn avoided(&self, one: &OptionDigits) -> Vec<Step> {
        let channels = self.plan.channels(self.scope);
        let mut steps = Vec::new();
        // Digits that were kept before work and bills were told apart count by the share alone.
        if let Some(told) = one.by_minute.map(|share| share * one.avoided)
            && one.credited > 0.0
            && self.digits.ceiling.is_some()
        {
            steps.push(step(
                "Lost revenue avoided, as it goes with the minutes",
                self.money(told / one.credited),
            ));
            steps.push(step(
                "Work and fixed costs avoided",
                self.money(one.avoided - told),
            ));
        }
        steps.extend([
            step(
                "Share of the lost revenue that customers can tell",
                text::percent(one.credited, 1),
            ),
            step("Avoided a year", self.money(one.avoided)),
        ]);
        if !channels.is_empty() {
            let left = loss_left(self.digits.availability, one.availability, &channels);
            steps.insert(
                0,
                step("Channels leave of the lost revenue", text::percent(left, 1)),
            );
        }
        steps
    }
}
