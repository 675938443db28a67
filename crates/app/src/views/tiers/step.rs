//! From one target to the next: what it costs, saves and is worth, beside the cheapest nines of the
//! curve. The table and the explanation of each of its cells are made of the same parts.
//!
//! A target of every service and the same nines of all together are two things: what a target comes
//! to is a line of its own.

use super::{availability, chance, floored, nines_text, quarter_nines, worth};
use crate::plan::{CurvePoint, Digits, OptionDigits, Plan, Scope};
use crate::text;
use crate::wire::{Basis, Figure, NextNine, NextNineRow, Step};
use crate::workspace::Workspace;
use ninefold_domain::tiers::{Change, nines};

/// A difference of two chances in points of percent: `−89 points`.
fn points(difference: f64) -> String {
    match (difference * 100.0).round() {
        0.0 => "same".into(),
        one => {
            let sign = if one > 0.0 { '+' } else { '\u{2212}' };
            let points = text::noun(&format!("{:.0}", one.abs()), "point", "points");
            format!("{sign}{points}")
        }
    }
}

/// A cell of the table: a figure, how it comes about, and the numbers that go into it.
pub(crate) struct Cell {
    pub(crate) figure: Figure,
    pub(crate) formula: &'static str,
    pub(crate) steps: Vec<Step>,
}

/// A line of the table.
pub(crate) struct Line {
    /// In the keys of its cells.
    pub(crate) key: &'static str,
    pub(crate) label: String,
    /// The first target, the cheapest nines, the second target, the difference.
    pub(crate) cells: [Option<Cell>; 4],
    basis: Basis,
}

/// Everything that a step is told with.
struct Told<'a> {
    w: &'a Workspace,
    plan: &'a Plan,
    scope: Scope,
    digits: &'a Digits,
    from: &'a OptionDigits,
    to: &'a OptionDigits,
    cheapest: Option<&'a CurvePoint>,
}

impl<'a> Told<'a> {
    fn of(w: &'a Workspace, plan: &'a Plan, scope: Scope, digits: &'a Digits) -> Option<Self> {
        let step = digits.step.as_ref()?;
        let place = |n: usize| digits.options.iter().find(|o| o.option == n);
        let cheapest = digits
            .curve
            .iter()
            .max_by(|a, b| a.cheapest.total_cmp(&b.cheapest))
            .filter(|p| p.cheapest > 0.0);
        Some(Self {
            w,
            plan,
            scope,
            digits,
            from: place(step.from)?,
            to: place(step.to)?,
            cheapest,
        })
    }

    fn target(&self, one: &OptionDigits) -> f64 {
        match self.plan.scenario.options[one.option].change {
            Change::Target { target, .. } => target,
            Change::Nothing | Change::Techniques { .. } => 1.0,
        }
    }

    fn money(&self, value: f64) -> String {
        text::money_estimate(value, self.w.methods.currency)
    }

    fn step(&self, label: &str, value: f64) -> Step {
        step(label, self.money(value))
    }

    /// A month of a target, minutes.
    fn month(&self, availability: f64) -> f64 {
        self.plan.given.year * (1.0 - availability) / 12.0
    }

    fn amount(&self, value: f64, basis: Basis, formula: &'static str, steps: Vec<Step>) -> Cell {
        Cell {
            figure: worth(self.w, value, basis),
            formula,
            steps,
        }
    }

    /// A difference in money: more has a sign.
    fn more(&self, value: f64, basis: Basis, formula: &'static str, steps: Vec<Step>) -> Cell {
        let mut cell = self.amount(value, basis, formula, steps);
        if value > 0.0 {
            cell.figure.text = format!("+{}", cell.figure.text);
        }
        cell
    }

    /// The cheapest is a point of the ladder, not an option: what is not told of it says so.
    fn untold() -> Cell {
        Cell {
            figure: text::missing("the cheapest nines are a point of the ladder, not an option"),
            formula: "",
            steps: vec![],
        }
    }

    fn lines(&self) -> Vec<Line> {
        vec![
            self.availability(),
            self.allowed(),
            self.tier(),
            self.one_off(),
            self.outages(),
            self.both(),
            self.met(),
            self.net(),
            self.pays(),
        ]
    }

    fn availability(&self) -> Line {
        let of = |one: &OptionDigits| {
            Some(Cell {
                figure: availability(self.plan, one.availability, Basis::Estimated),
                formula: "that of today with its risks scaled until no service has more expected minutes than the target allows, as far as its ceiling",
                steps: vec![
                    step("Target", text::percent_plain(self.target(one))),
                    step("Today", format!("{} %", self.digits.availability * 100.0)),
                    step("It comes to", format!("{} %", one.availability * 100.0)),
                ],
            })
        };
        Line {
            key: "availability",
            label: match self.scope {
                Scope::All => "Availability, by revenue",
                Scope::Service(_) => "Availability",
            }
            .into(),
            cells: [
                of(self.from),
                self.cheapest.map(|p| Cell {
                    figure: availability(self.plan, 1.0 - 10_f64.powf(-p.nines), Basis::Estimated),
                    formula: "1 − 10^−nines",
                    steps: vec![step("Nines", p.nines.to_string())],
                }),
                of(self.to),
                None,
            ],
            basis: Basis::Estimated,
        }
    }

    fn allowed(&self) -> Line {
        let cell = |availability: f64| Cell {
            figure: text::figure(
                self.month(availability),
                text::minutes(self.month(availability)),
                "",
                format!(
                    "{} min a month",
                    text::minutes_full(self.month(availability))
                ),
                Basis::Assumed,
            ),
            formula: "minutes of a year × (1 − target) ÷ 12",
            steps: vec![
                step("Minutes of a year", self.plan.given.year.to_string()),
                step("Target", text::percent_plain(availability)),
            ],
        };
        let (low, high) = (self.target(self.from), self.target(self.to));
        let less = self.month(low) - self.month(high);
        Line {
            key: "allowed",
            label: "Allowed down, min a month".into(),
            cells: [
                Some(cell(low)),
                self.cheapest.map(|p| cell(1.0 - 10_f64.powf(-p.nines))),
                Some(cell(high)),
                Some(Cell {
                    figure: text::figure(
                        -less,
                        format!("\u{2212}{}", text::minutes(less)),
                        "",
                        format!("{} min a month", text::minutes_full(-less)),
                        Basis::Assumed,
                    ),
                    formula: "what the second target allows − what the first does",
                    steps: vec![
                        step("First", text::minutes_full(self.month(low))),
                        step("Second", text::minutes_full(self.month(high))),
                    ],
                }),
            ],
            basis: Basis::Assumed,
        }
    }

    /// What a year costs at today's nines on the ladder, at the first target and at the second: a
    /// year of a tier costs what it does today, and what comes on top; the step begins at what its
    /// foot costs, which is less than today where today is above it.
    fn tiers(&self) -> (f64, f64, f64) {
        let ladder = self.plan.scenario.economics.ladder;
        let today = ladder.yearly(nines(self.digits.availability).min(9.0));
        let high = today + self.to.yearly;
        let step = self.digits.step.as_ref().map_or(0.0, |s| s.yearly);
        (today, high - step, high)
    }

    fn tier(&self) -> Line {
        let (today, low, high) = self.tiers();
        let cell = |value: f64| {
            self.amount(
                value,
                Basis::Assumed,
                "what today’s nines cost a year on the ladder + what the target costs more a year",
                vec![
                    self.step("Today’s nines", today),
                    self.step("More a year", value - today),
                    self.step("A year", value),
                ],
            )
        };
        let ladder = self.plan.scenario.economics.ladder;
        Line {
            key: "tier",
            label: "Tier, each year".into(),
            cells: [
                Some(cell(low)),
                self.cheapest.map(|p| {
                    self.amount(
                        p.cost,
                        Basis::Assumed,
                        "base × multiplier^(nines − base nines)",
                        vec![
                            self.step("Base", ladder.base),
                            step("Multiplier", ladder.multiplier.to_string()),
                            step("Base nines", ladder.base_nines.to_string()),
                            step("Nines", p.nines.to_string()),
                        ],
                    )
                }),
                Some(cell(high)),
                Some(self.more(
                    high - low,
                    Basis::Assumed,
                    "the second − the first",
                    vec![self.step("Second", high), self.step("First", low)],
                )),
            ],
            basis: Basis::Assumed,
        }
    }

    fn one_off(&self) -> Line {
        let cell = |one: &OptionDigits| {
            Some(self.amount(
                one.one_off,
                Basis::Assumed,
                "mean of the range that was typed",
                vec![self.step("Once", one.one_off)],
            ))
        };
        Line {
            key: "once",
            label: "Tier, one-off".into(),
            cells: [
                cell(self.from),
                Some(Self::untold()),
                cell(self.to),
                Some(self.more(
                    self.to.one_off - self.from.one_off,
                    Basis::Assumed,
                    "the second − the first",
                    vec![
                        self.step("Second", self.to.one_off),
                        self.step("First", self.from.one_off),
                    ],
                )),
            ],
            basis: Basis::Assumed,
        }
    }

    fn outages(&self) -> Line {
        let cell = |one: &OptionDigits| {
            Some(self.amount(
                self.digits.left_of(one),
                Basis::Estimated,
                "loss of a year today − loss that the target avoids, as far as it counts",
                vec![
                    self.step("Today", self.digits.loss.mean),
                    self.step("Avoided a year", one.avoided),
                    self.step("Left", self.digits.left_of(one)),
                ],
            ))
        };
        let less = self.from.avoided - self.to.avoided;
        Line {
            key: "outages",
            label: "Outage cost, each year".into(),
            cells: [
                cell(self.from),
                self.cheapest.map(|p| {
                    self.amount(
                        p.loss.0,
                        Basis::Estimated,
                        "today’s fixed costs + the rest × what is left of downtime at these nines, lost revenue as far as customers can tell",
                        vec![
                            self.step("Today", self.digits.loss.mean),
                            step("Nines", p.nines.to_string()),
                            self.step("Left", p.loss.0),
                        ],
                    )
                }),
                cell(self.to),
                Some(self.more(
                    less,
                    Basis::Estimated,
                    "avoided by the first − avoided by the second",
                    vec![
                        self.step("Avoided by the first", self.from.avoided),
                        self.step("Avoided by the second", self.to.avoided),
                    ],
                )),
            ],
            basis: Basis::Estimated,
        }
    }

    fn both(&self) -> Line {
        let (_, low, high) = self.tiers();
        let cell = |outages: f64, tier: f64| {
            self.amount(
                outages + tier,
                Basis::Estimated,
                "outage cost + tier, each year",
                vec![self.step("Outage cost", outages), self.step("Tier", tier)],
            )
        };
        let (outages, tier) = (self.from.avoided - self.to.avoided, high - low);
        Line {
            key: "both",
            label: "Both, each year".into(),
            cells: [
                Some(cell(self.digits.left_of(self.from), low)),
                self.cheapest.map(|p| cell(p.loss.0, p.cost)),
                Some(cell(self.digits.left_of(self.to), high)),
                Some(self.more(
                    outages + tier,
                    Basis::Estimated,
                    "difference of outage cost + difference of tier",
                    vec![self.step("Outage cost", outages), self.step("Tier", tier)],
                )),
            ],
            basis: Basis::Estimated,
        }
    }

    fn met(&self) -> Line {
        let cell = |one: &OptionDigits| {
            Some(Cell {
                figure: chance(one.met.share, one.met.error),
                formula: "simulated years in which every service of the scope stays within the target’s minutes ÷ years",
                steps: vec![
                    step("Target", text::percent_plain(self.target(one))),
                    step("Chance", text::percent(one.met.share, 2)),
                ],
            })
        };
        let more = self.to.met.share - self.from.met.share;
        Line {
            key: "met",
            label: match self.scope {
                Scope::All => "Chance that all meet it",
                Scope::Service(_) => "Chance of meeting it",
            }
            .into(),
            cells: [
                cell(self.from),
                Some(Self::untold()),
                cell(self.to),
                Some(Cell {
                    figure: text::figure(
                        more,
                        points(more),
                        "",
                        format!("{} points of percent", more * 100.0),
                        Basis::Estimated,
                    ),
                    formula: "chance of the second target − chance of the first, each its own",
                    steps: vec![
                        step("Second", text::percent(self.to.met.share, 2)),
                        step("First", text::percent(self.from.met.share, 2)),
                    ],
                }),
            ],
            basis: Basis::Estimated,
        }
    }

    fn net(&self) -> Line {
        let economics = self.plan.scenario.economics;
        let upkeep =
            ninefold_domain::tiers::finance::annuity(economics.discount, economics.horizon);
        let cell = self.digits.step.as_ref().map(|found| {
            let mut cell = self.amount(
                found.value,
                Basis::Estimated,
                "net present value of the second − that of the first, run by run: Σ over the years (more avoided − more cost)/(1 + rate)^year − more once",
                vec![
                    self.step("More avoided a year", found.avoided),
                    self.step("More cost a year", found.yearly),
                    step("Years, discounted", format!("{upkeep:.4}")),
                    self.step("More once", found.one_off),
                    self.step(
                        "Of expected costs",
                        upkeep * (found.avoided - found.yearly) - found.one_off,
                    ),
                    self.step("Mean over the runs, with the costs drawn in them", found.value),
                ],
            );
            cell.figure = cell
                .figure
                .ranged(found.value_range.0, found.value_range.1, "9 of 10 runs");
            cell
        });
        Line {
            key: "net",
            label: format!(
                "Net over {} at {}",
                text::counted(economics.horizon as usize, "year", "years"),
                text::percent_plain(economics.discount)
            ),
            cells: [None, None, None, cell],
            basis: Basis::Estimated,
        }
    }

    fn pays(&self) -> Line {
        let runs = self.digits.lives;
        let cell = self.digits.step.as_ref().map(|found| Cell {
            figure: chance(found.pays.share, found.pays.error),
            formula: "runs in which the second is worth at least as much as the first ÷ runs",
            steps: vec![
                step(
                    "Runs in which it is",
                    text::count((found.pays.share * runs as f64).round() as usize),
                ),
                step("Runs", text::count(runs as usize)),
            ],
        });
        Line {
            key: "pays",
            label: "Chance that it pays".into(),
            cells: [None, None, None, cell],
            basis: Basis::Estimated,
        }
    }

    /// The step in a sentence, and what its columns are not.
    fn sentence(&self) -> String {
        let Some(step) = &self.digits.step else {
            return String::new();
        };
        let money = |x: f64| text::money_short(x, self.w.methods.currency);
        let (low, high) = (self.target(self.from), self.target(self.to));
        let mut said = format!(
            "{}→{} nines costs {} once and {} a year, saves {} a year, net {} ({}); chance that it pays {}.",
            floored(low),
            floored(high),
            money(step.one_off),
            money(step.yearly),
            money(step.avoided),
            money(step.value),
            text::short_range(step.value_range.0, step.value_range.1),
            super::chance_text(step.pays.share)
        );
        let today = self.digits.availability;
        // A target that today keeps leaves everything as it is, while the curve goes on.
        if (self.from.availability - today).abs() < 1e-9 {
            said += &format!(
                " Today keeps {} already, so that its column is today; the curve shows what failing down to it would cost.",
                nines_text(low)
            );
        } else if self.from.availability < today {
            said += &format!(
                " Today has {} already: the column of {} is what falling back to it would cost and save.",
                nines_text(today),
                nines_text(low)
            );
        }
        if self.scope == Scope::All {
            said += &format!(
                " Targets are of each service, the nines of the curve of all together: {} each comes to {}, {} to {}.",
                text::percent_plain(low),
                text::availability(self.from.availability),
                text::percent_plain(high),
                text::availability(self.to.availability)
            );
        }
        said
    }

    fn columns(&self) -> Vec<String> {
        let (low, high) = (self.target(self.from), self.target(self.to));
        // Targets as they were typed.
        let head = |a: f64| {
            let percent = text::percent_plain(a);
            let of = match self.scope {
                Scope::All => format!("{percent} each"),
                Scope::Service(_) => percent,
            };
            format!("{}\n{of}", nines_text(a))
        };
        vec![
            head(low),
            self.cheapest.map_or_else(
                || "Cheapest".into(),
                |p| {
                    format!(
                        "Cheapest\n{}{}",
                        quarter_nines(p.nines),
                        match self.scope {
                            Scope::All => "\nall together",
                            Scope::Service(_) => "",
                        }
                    )
                },
            ),
            head(high),
            format!("{}→{}", floored(low), floored(high)),
        ]
    }
}

fn step(label: &str, value: String) -> Step {
    Step {
        label: label.into(),
        value,
    }
}

/// The lines of the step; none without two targets.
pub(crate) fn lines(w: &Workspace, plan: &Plan, scope: Scope, digits: &Digits) -> Vec<Line> {
    Told::of(w, plan, scope, digits).map_or_else(Vec::new, |told| told.lines())
}

/// The step for the screen; every figure opens behind `place`. Empty without two targets.
pub(super) fn next_nine(
    w: &Workspace,
    plan: &Plan,
    scope: Scope,
    digits: &Digits,
    place: &str,
) -> NextNine {
    let Some(told) = Told::of(w, plan, scope, digits) else {
        return NextNine {
            columns: vec![],
            rows: vec![],
            sentence: String::new(),
        };
    };
    let rows = told
        .lines()
        .into_iter()
        .map(|line| NextNineRow {
            label: line.label,
            cells: line
                .cells
                .into_iter()
                .enumerate()
                .map(|(n, cell)| {
                    cell.map(|cell| {
                        if cell.figure.value.is_none() {
                            return cell.figure;
                        }
                        let key = format!("{place}:step:{}-{n}", line.key);
                        cell.figure.explained(key)
                    })
                })
                .collect(),
            basis: line.basis,
        })
        .collect();
    NextNine {
        columns: told.columns(),
        rows,
        sentence: told.sentence(),
    }
}
