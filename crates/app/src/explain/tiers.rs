//! What a figure of the register or of the screen on tiers rests on.

mod option;

use super::{input, rows_note, step, table};
use crate::plan::{Digits, Known, Plan, Scope};
use crate::text;
use crate::views::risks::{minutes_figure, money_figure};
use crate::views::tiers::{
    availability, ceilings, chance, estimate_text, known_text, optimum, option_rows,
    plan_and_digits, step_lines, technique_does, worth,
};
use crate::wire::{Basis, Error, Explanation, Figure, Input, OptionRow, Step};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::simulate::Process;
use ninefold_domain::tiers::Moments;
use ninefold_domain::tiers::finance::annuity;

struct Ground<'w> {
    w: &'w Workspace,
    plan: Plan,
    scope: Scope,
    digits: Digits,
    options: Vec<OptionRow>,
}

/// A figure of the screen on tiers.
pub(super) fn figure(
    w: &Workspace,
    scenario: &str,
    service: &str,
    rest: &[&str],
) -> Result<Option<Explanation>, Error> {
    let (plan, scope, digits) = plan_and_digits(w, scenario, service)?;
    let options = option_rows(w, &plan, scope, &digits, "");
    let ground = Ground {
        w,
        plan,
        scope,
        digits,
        options,
    };
    let id = rest.get(1).copied().unwrap_or("");
    Ok(match rest.first().copied().unwrap_or("") {
        "loss" | "minutes" | "availability" | "met" if id.is_empty() => {
            ground.today(rest.first().copied().unwrap_or(""))
        }
        "best" => ground.best(id),
        "foresight" => Some(ground.foresight()),
        "information" => ground.information(id),
        "step" => ground.step(id),
        "optimum" => ground.optimum(),
        "ceiling" => ground.ceiling(id),
        "rate-or-repair" => Some(ground.rate_or_repair()),
        "frontier" => ground.member(id),
        kind @ ("technique-cost" | "technique-avoided") => ground.technique(kind, id),
        kind => ground.option(kind, id),
    })
}

impl Ground<'_> {
    fn money(&self, x: f64) -> String {
        text::money_estimate(x, self.w.methods.currency)
    }

    fn upkeep(&self) -> f64 {
        let economics = self.plan.scenario.economics;
        annuity(economics.discount, economics.horizon)
    }

    /// What every simulated figure rests on.
    fn assumptions(&self) -> Vec<Input> {
        let s = &self.plan.scenario;
        let d = &self.digits;
        let runs = |lives: u64| text::counted(lives as usize, "run", "runs");
        vec![
            input(
                "Runs",
                if d.exact {
                    format!(
                        "none of today’s years: their exact law; {} of the horizon",
                        runs(d.lives)
                    )
                } else if d.preview {
                    format!("{} (preview)", runs(d.lives))
                } else {
                    format!(
                        "{}, {} of the horizon",
                        text::counted(d.years as usize, "year", "years"),
                        runs(d.lives)
                    )
                },
                Basis::Assumed,
                "follows from the precision of the scenario",
            ),
            input("Seed", s.seed.to_string(), Basis::Assumed, "scenario"),
            input(
                "Risks",
                text::counted(d.sources.len(), "risk", "risks"),
                Basis::Estimated,
                "the register",
            ),
            input(
                "When events strike",
                match s.moments {
                    Moments::Even => "at any moment alike",
                    Moments::Demand => "the more often, the more is going on",
                    Moments::Added => "at no moment; durations are added up",
                }
                .into(),
                Basis::Assumed,
                "scenario",
            ),
            input(
                "Demand",
                format!("× {}", text::short(s.surge)),
                Basis::Assumed,
                "scenario",
            ),
            input(
                "Cost of a minute",
                self.plan.given.worth.clone(),
                Basis::Estimated,
                "revenue, by hour of the week",
            ),
        ]
    }

    fn money_assumptions(&self) -> Vec<Input> {
        let e = self.plan.scenario.economics;
        vec![
            input(
                "Horizon",
                text::counted(e.horizon as usize, "year", "years"),
                Basis::Assumed,
                "scenario",
            ),
            input(
                "Discount rate",
                text::percent_plain(e.discount),
                Basis::Assumed,
                "scenario",
            ),
            input(
                "Cost ladder",
                format!(
                    "{} a year at {}, × {} for each nine",
                    self.money(e.ladder.base),
                    text::noun(&text::short(e.ladder.base_nines), "nine", "nines"),
                    text::short(e.ladder.multiplier)
                ),
                Basis::Assumed,
                "scenario",
            ),
        ]
    }

    fn explanation(
        &self,
        title: &str,
        figure: Figure,
        formula: &str,
        steps: Vec<Step>,
        inputs: Vec<Input>,
    ) -> Explanation {
        let mut notes = vec![];
        if self.digits.preview {
            notes.push("From a preview of few runs; the full count is more precise.".to_owned());
        }
        Explanation {
            title: title.into(),
            figure,
            formula: formula.into(),
            steps,
            inputs,
            rows: table(&[], vec![]),
            rows_note: String::new(),
            notes,
        }
    }

    /// A cell of the step from one target to the next, by its line and its column.
    fn step(&self, id: &str) -> Option<Explanation> {
        let (key, column) = id.rsplit_once('-')?;
        let line = step_lines(self.w, &self.plan, self.scope, &self.digits)
            .into_iter()
            .find(|line| line.key == key)?;
        let of = match column {
            "0" => "first target",
            "1" => "cheapest nines",
            "2" => "second target",
            _ => "from the first target to the second",
        };
        let cell = line.cells.into_iter().nth(column.parse().ok()?)??;
        Some(self.explanation(
            &format!("{}: {of}", line.label),
            cell.figure,
            cell.formula,
            cell.steps,
            [self.assumptions(), self.money_assumptions()].concat(),
        ))
    }

    /// The nines at which loss and cost together are least, with every point that was compared.
    fn optimum(&self) -> Option<Explanation> {
        let found = optimum(&self.digits)?;
        let curve = &self.digits.curve;
        let best = curve
            .iter()
            .max_by(|a, b| a.cheapest.total_cmp(&b.cheapest))?;
        let mut explanation = self.explanation(
            "Where loss and cost together are least",
            found.figure,
            "the nines of the ladder at which a run’s loss and cost are least; the fewest neighbours around the likeliest that hold 60 % of the runs. One-off costs are not on the ladder, and techniques may be cheaper than it",
            vec![
                step("Cheapest most often", format!("{} nines", best.nines)),
                step("Share of runs", text::percent(best.cheapest, 1)),
            ],
            [self.assumptions(), self.money_assumptions()].concat(),
        );
        explanation.rows_note = rows_note(curve.len(), curve.len());
        explanation.rows = table(
            &[
                "Nines",
                "They cost a year",
                "Outages cost a year",
                "Both",
                "Cheapest in",
            ],
            curve
                .iter()
                .map(|p| {
                    vec![
                        text::short(p.nines),
                        self.money(p.cost),
                        self.money(p.loss.0),
                        self.money(p.cost + p.loss.0),
                        text::percent(p.cheapest, 1),
                    ]
                })
                .collect(),
        );
        Some(explanation)
    }

    /// What limits the nines from outside, by its place among the limits.
    fn ceiling(&self, id: &str) -> Option<Explanation> {
        let row = ceilings(&self.plan, self.scope, self.digits.ceiling)
            .into_iter()
            .nth(id.parse().ok()?)?;
        let given = &self.plan.given;
        let service = given.services.iter().find(|s| row.of == s.id.to_string());
        let (formula, steps) = match service {
            Some(service) => {
                let mut steps = vec![step(
                    "If all of them keep their targets",
                    format!("{} %", service.ceiling * 100.0),
                )];
                let today = self.plan.today(self.scope);
                for (on, share) in service.leans_on.iter().flatten() {
                    let on = &given.services[*on];
                    let down: f64 = today
                        .risks
                        .iter()
                        .zip(&today.processes)
                        .filter(|(n, _)| self.plan.scenario.risks[**n].service == on.id)
                        .map(|(_, p)| p.mean_minutes())
                        .sum();
                    let by_risks = match (self.scope, down > 0.0) {
                        (Scope::All, _) | (_, false) => String::new(),
                        (Scope::Service(_), true) => {
                            format!(", {} % by its own risks", 100.0 * (1.0 - down / given.year))
                        }
                    };
                    steps.push(step(
                        format!("{}, {} of users", on.name, text::percent(*share, 0)),
                        format!("target {} %{by_risks}", on.target * 100.0),
                    ));
                }
                (
                    "Π over what it leans on of 1 − share × (1 − availability), each with its target or, for this service alone, with what its own risks leave where that is more; where today beats that, what their risks take of today’s minutes",
                    steps,
                )
            }
            None => (
                "as stated with the service: what its customers come over",
                vec![step("It allows", row.allows.text.clone())],
            ),
        };
        let inputs = match service {
            Some(_) => vec![
                input(
                    "Targets, and who leans on whom",
                    "as set for each service and its tier".into(),
                    Basis::Assumed,
                    "Settings, tiers and services",
                ),
                input(
                    "Risks of theirs",
                    "as in the register".into(),
                    Basis::Estimated,
                    "Tiers, risks",
                ),
            ],
            None => vec![input(
                "Channel",
                row.detail.clone(),
                Basis::Assumed,
                "Settings, services",
            )],
        };
        Some(self.explanation(&row.name, row.allows, formula, steps, inputs))
    }

    fn today(&self, of: &str) -> Option<Explanation> {
        let nothing = self.options.first()?;
        let d = &self.digits;
        let (title, figure, formula, steps) = match of {
            "loss" => (
                "Loss of a year, as things are",
                nothing.loss.clone(),
                "mean over simulated years of Σ over events of minutes × (users × cost per minute of its hour + people × rate ÷ 60) + fixed cost",
                vec![
                    step("Average over many years", self.money(d.loss.mean)),
                    step("Standard error of that average", self.money(d.loss.error)),
                    step("Typical year (median)", self.money(d.loss.quantiles[1])),
                    step("9 of 10 years below", self.money(d.loss.quantiles[2])),
                    step("19 of 20 years below", self.money(d.loss.quantiles[3])),
                    step("99 of 100 years below", self.money(d.loss.quantiles[4])),
                    step("Average of the worst 5 %", self.money(d.loss.tail_mean)),
                    step(
                        "Largest event of a typical year",
                        self.money(d.largest.quantiles[1]),
                    ),
                ],
            ),
            "availability" => (
                "Availability expected, as things are",
                availability(&self.plan, d.availability, Basis::Estimated),
                match self.scope {
                    Scope::All => {
                        "1 − expected loss by minutes ÷ what a year of full outage would cost"
                    }
                    Scope::Service(_) => "1 − expected weighted minutes ÷ minutes of a year",
                },
                self.availability_steps(),
            ),
            "met" => (
                "Chance of the target in a year, as things are",
                chance(d.met.share, d.met.error),
                "simulated years within the target’s minutes ÷ simulated years",
                self.targets(),
            ),
            "minutes" => {
                let down = d.down.first()?;
                (
                    "Minutes down in a year, as things are",
                    minutes_figure(down.mean, Basis::Estimated),
                    "mean over simulated years of the union of its events, each moment by the largest share of users",
                    vec![
                        step("Average over many years", text::minutes(down.mean)),
                        step("Typical year (median)", text::minutes(down.quantiles[1])),
                        step("9 of 10 years below", text::minutes(down.quantiles[2])),
                        step("99 of 100 years below", text::minutes(down.quantiles[4])),
                    ],
                )
            }
            _ => return None,
        };
        let mut explanation = self.explanation(title, figure, formula, steps, self.assumptions());
        let today = self.plan.today(self.scope);
        let mut order: Vec<usize> = (0..d.sources.len().min(today.risks.len())).collect();
        order.sort_by(|a, b| d.sources[*b].0.total_cmp(&d.sources[*a].0));
        let shown = order.len().min(super::MOST_ROWS);
        explanation.rows_note = rows_note(shown, order.len());
        explanation.rows = table(
            &["Risk", "Loss a year", "Minutes a year"],
            order
                .iter()
                .take(shown)
                .map(|n| {
                    vec![
                        self.plan.scenario.risks[today.risks[*n]].name.clone(),
                        self.money(d.sources[*n].0),
                        text::minutes(d.sources[*n].1),
                    ]
                })
                .collect(),
        );
        Some(explanation)
    }

    fn availability_steps(&self) -> Vec<Step> {
        let (given, d) = (&self.plan.given, &self.digits);
        let down = 1.0 - d.availability;
        let mut steps = vec![step("Minutes of a year", text::count(given.year as usize))];
        let whole = given.whole_per_minute * self.plan.scenario.surge;
        steps.extend(match self.scope {
            Scope::All if whole > 0.0 => vec![
                step("A minute with everything down costs", self.money(whole)),
                step("A year of it", self.money(whole * given.year)),
                step(
                    "Expected loss by minutes, each event by itself",
                    self.money(whole * given.year * down),
                ),
            ],
            Scope::All => vec![],
            Scope::Service(_) => vec![step(
                "Expected minutes, each event by itself",
                text::minutes_full(given.year * down),
            )],
        });
        steps.push(step(
            "Availability",
            format!("{} %", d.availability * 100.0),
        ));
        steps
    }

    fn targets(&self) -> Vec<Step> {
        self.plan
            .services(self.scope)
            .into_iter()
            .take(super::MOST_STEPS)
            .map(|s| {
                let service = &self.plan.given.services[s];
                step(
                    service.name.clone(),
                    format!(
                        "{}, {} min a year",
                        text::availability(service.target),
                        text::minutes((1.0 - service.target) * self.plan.given.year)
                    ),
                )
            })
            .collect()
    }

    /// Of an option; of doing nothing where none is named.
    fn best(&self, id: &str) -> Option<Explanation> {
        let steps = self
            .options
            .iter()
            .map(|o| step(o.name.clone(), o.best.text.clone()))
            .collect();
        let row = self.options.iter().find(|o| o.id == id)?;
        Some(self.explanation(
            &format!("{}: chance that it turns out best", row.name),
            row.best.clone(),
            "runs in which its net present value is the highest, and above 0, ÷ runs; in the others doing nothing is best",
            steps,
            [self.assumptions(), self.money_assumptions()].concat(),
        ))
    }

    fn foresight(&self) -> Explanation {
        let best = self
            .digits
            .options
            .iter()
            .map(|o| o.value)
            .fold(0.0, f64::max);
        let steps = vec![
            step(
                "With foresight: the best of each run, averaged",
                self.money(best + self.digits.foresight),
            ),
            step("Without: the best on average", self.money(best)),
            step("Difference", self.money(self.digits.foresight)),
        ];
        self.explanation(
            "What knowing everything beforehand would be worth",
            worth(self.w, self.digits.foresight, Basis::Estimated),
            "mean of the best net present value of each run − the best mean net present value, doing nothing at 0",
            steps,
            [self.assumptions(), self.money_assumptions()].concat(),
        )
    }

    fn information(&self, id: &str) -> Option<Explanation> {
        let (known, value) = *self.digits.knowing.get(id.parse::<usize>().ok()?)?;
        let (label, range) = known_text(self.w, &self.plan, known);
        let options = self.digits.options.iter();
        let best = options.map(|o| o.value).fold(0.0, f64::max);
        let basis = match known {
            Known::Part { risk, .. } | Known::Voice { risk, .. } => {
                super::risks::said(self.plan.scenario.risks[risk].source).0
            }
            Known::Factor { .. } | Known::OneOff { .. } | Known::Yearly { .. } => Basis::Assumed,
        };
        Some(self.explanation(
            &format!("What it would be worth to know: {label}"),
            worth(self.w, value, Basis::Estimated),
            "mean over 16 parts of its distribution of the best option there − the best option without knowing",
            vec![
                step(
                    "Knowing it: the best option of each part, averaged",
                    self.money(best + value),
                ),
                step("Without: the best on average", self.money(best)),
                step("Expected value of that information", self.money(value)),
            ],
            [
                vec![input(
                    &label,
                    format!("90 % range {range}"),
                    basis,
                    "the register, options and techniques",
                )],
                self.assumptions(),
                self.money_assumptions(),
            ]
            .concat(),
        ))
    }

    fn rate_or_repair(&self) -> Explanation {
        let labels = [
            "Today",
            "Half the failures",
            "Half the time to detect and repair",
        ];
        let steps = labels
            .iter()
            .zip(&self.digits.rate_or_repair)
            .map(|(label, o)| {
                step(
                    *label,
                    format!(
                        "{} min expected, chance {}",
                        text::minutes(o.minutes),
                        text::percent(o.met.share, 1)
                    ),
                )
            })
            .collect();
        let figure = self.digits.rate_or_repair.first().map_or_else(
            || text::missing("nothing was computed"),
            |o| chance(o.met.share, o.met.error),
        );
        self.explanation(
            "Fix the rate or fix the repair time",
            figure,
            "the same factor on all rates, or on all durations; simulated years within the target ÷ years",
            steps,
            self.assumptions(),
        )
    }

    fn member(&self, place: &str) -> Option<Explanation> {
        let member = self.digits.frontier.get(place.parse::<usize>().ok()?)?;
        let upkeep = self.upkeep();
        let mut steps: Vec<Step> = member
            .techniques
            .iter()
            .filter_map(|t| self.plan.given.techniques.get(*t))
            .map(|t| {
                step(
                    t.name.clone(),
                    t.cost(upkeep)
                        .map_or_else(|e| e.to_string(), |c| self.money(c)),
                )
            })
            .collect();
        steps.push(step("Cost over the horizon", self.money(member.cost)));
        steps.push(step("Loss avoided a year", self.money(member.avoided)));
        steps.push(step(
            "Avoided over the horizon, discounted",
            self.money(member.avoided * upkeep),
        ));
        Some(self.explanation(
            "A set of techniques that no other beats",
            worth(self.w, member.avoided * upkeep, Basis::Estimated),
            "expected loss without − with the set, factors on one part multiplied, in closed form; × Σ 1/(1 + rate)^year",
            steps,
            [self.assumptions(), self.money_assumptions()].concat(),
        ))
    }

    fn technique(&self, kind: &str, id: &str) -> Option<Explanation> {
        let technique = self
            .plan
            .given
            .techniques
            .iter()
            .find(|t| t.id.to_string() == id)?;
        let upkeep = self.upkeep();
        let inputs = vec![
            input(
                "What it does",
                technique_does(self.w, technique),
                Basis::Assumed,
                "Tiers, techniques",
            ),
            input(
                "One-off cost",
                estimate_text(&technique.one_off),
                Basis::Assumed,
                "Tiers, techniques",
            ),
            input(
                "Cost a year",
                estimate_text(&technique.yearly),
                Basis::Assumed,
                "Tiers, techniques",
            ),
        ];
        if kind == "technique-cost" {
            let mean = |e: &Estimate| e.distribution("").map_or(0.0, |d| d.mean());
            let cost = technique.cost(upkeep).ok()?;
            return Some(self.explanation(
                &format!("Cost of {}", technique.name),
                worth(self.w, cost, Basis::Assumed),
                "one-off + cost a year × Σ 1/(1 + rate)^year over the horizon",
                vec![
                    step("One-off", self.money(mean(&technique.one_off))),
                    step("A year", self.money(mean(&technique.yearly))),
                    step("Years, discounted", format!("{upkeep:.4}")),
                    step("Cost over the horizon", self.money(cost)),
                ],
                [inputs, self.money_assumptions()].concat(),
            ));
        }
        let bare = self.plan.bare(self.scope);
        let risks = self.plan.risks_of(&bare.risks);
        let others: Vec<_> = self
            .plan
            .on()
            .into_iter()
            .filter(|t| t.id != technique.id)
            .collect();
        let with: Vec<_> = others.iter().copied().chain([technique]).collect();
        let loss = |set: &[&ninefold_domain::techniques::Technique]| -> f64 {
            let (processes, _) = ninefold_domain::techniques::apply(&bare.processes, &risks, set);
            processes.iter().map(Process::mean_loss).sum()
        };
        let (before, after) = (loss(&others), loss(&with));
        Some(self.explanation(
            &format!("What {} avoids", technique.name),
            money_figure(self.w, before - after, Basis::Estimated),
            "expected loss of a year without it − with it, the other techniques as they are switched; in closed form",
            vec![
                step("Without it", self.money(before)),
                step("With it", self.money(after)),
                step("Avoided a year", self.money(before - after)),
            ],
            [inputs, self.assumptions()].concat(),
        ))
    }
}
