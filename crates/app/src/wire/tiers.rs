//! What a nine costs and what it saves: options, techniques, scenarios, and what they come to.

use super::{Basis, Choice, EstimateEdit, Figure, Headline, State, TextTable, Tile};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A tier option as typed.
    pub struct OptionEdit {
        /// Empty for a new one.
        pub id: String,
        /// Name.
        pub name: String,
        /// `target` or `techniques`.
        pub change: String,
        /// `99.99 %`, where it is a target.
        pub target: String,
        /// `duration` or `rate`: what is scaled until the target is met on average.
        pub lever: String,
        /// Technique ids, where it is techniques.
        pub techniques: Vec<String>,
        /// One-off cost.
        pub one_off: EstimateEdit,
        /// `ladder` or `estimated`.
        pub yearly: String,
        /// Cost a year, where it is estimated.
        pub yearly_cost: EstimateEdit,
    }

    /// What a technique does to one part of a risk, as typed.
    pub struct EffectEdit {
        /// `rate`, `detect`, `repair`, `users`, `per-minute`, `labor` or `per-event`.
        pub input: String,
        /// What it is multiplied by: `0.5` halves it.
        pub factor: EstimateEdit,
    }

    /// A technique as typed.
    pub struct TechniqueEdit {
        /// Empty for a new one.
        pub id: String,
        /// Name.
        pub name: String,
        /// `every`, `categories`, `service` or `risks`.
        pub scope: String,
        /// Categories, the service id or risk ids, by the scope.
        pub of: Vec<String>,
        /// What it does.
        pub effects: Vec<EffectEdit>,
        /// One-off cost.
        pub one_off: EstimateEdit,
        /// Cost a year.
        pub yearly: EstimateEdit,
    }

    /// The assumptions of a scenario, as typed.
    pub struct PlanEdit {
        /// Scenario id; empty: the base scenario.
        pub scenario: String,
        /// Years looked ahead: `3`.
        pub horizon: String,
        /// Discount rate a year: `10 %`.
        pub discount: String,
        /// What `ladderNines` cost a year.
        pub ladder_base: String,
        /// Nines that the base is for: `3`.
        pub ladder_nines: String,
        /// What one more nine multiplies the cost by: `10`.
        pub ladder_multiplier: String,
        /// What demand is multiplied by: `1`.
        pub surge: String,
        /// When events strike: `even` (at any moment alike), `demand` (the more often, the more is
        /// going on) or `added` (at none: durations are added up, and there may be an exact law).
        #[serde(default)]
        pub moments: String,
        /// Where the random numbers start.
        pub seed: String,
        /// Standard error of the mean loss that is enough: `1 %`.
        pub precision: String,
        /// Ids of the techniques that are on.
        pub techniques: Vec<String>,
    }

    /// What to compute.
    #[derive(Default)]
    pub struct TiersArgs {
        /// Scenario id; empty: the base scenario.
        #[serde(default)]
        pub scenario: String,
        /// Service id; empty: all services together.
        #[serde(default)]
        pub service: String,
        /// A preview of few years, at once; else the full count, with progress.
        #[serde(default)]
        pub preview: bool,
        /// Compute a saved scenario again from what it was given, in place of its stored digits.
        #[serde(default)]
        pub again: bool,
    }

    /// A scenario in the list.
    pub struct ScenarioRow {
        /// Id; empty for the base scenario.
        pub id: String,
        /// Name.
        pub name: String,
        /// Free text.
        pub notes: String,
        /// Who decided for it; empty: nobody yet.
        pub decided_by: String,
        /// Name of the scenario it was cloned from; may be empty.
        pub cloned_from: String,
        /// The moment its facts are taken at.
        pub as_of: String,
        /// Whether the facts have moved on since, and so its digits may not be today's.
        pub stale: bool,
    }

    /// Name, notes and decision of a scenario.
    pub struct ScenarioEdit {
        /// Empty for a new one, which is then computed in full.
        pub id: String,
        /// The scenario that a new one is cloned from; empty: the base scenario.
        #[serde(default)]
        pub from: String,
        /// Unique name.
        pub name: String,
        /// Free text.
        pub notes: String,
        /// Who decided for it; empty: nobody yet.
        pub decided_by: String,
    }

    /// An option with what it comes to.
    pub struct OptionRow {
        /// Id; empty for doing nothing.
        pub id: String,
        /// Name.
        pub name: String,
        /// What it changes: `99.99 % by shorter failures`.
        pub change: String,
        /// Availability expected: `99.95 %`, with nines and minutes.
        pub availability: Figure,
        /// Chance of meeting its target in a year; doing nothing: the target of the scope.
        pub met: Figure,
        /// Expected loss of a year.
        pub loss: Figure,
        /// Loss avoided in an average year, as far as customers can tell.
        pub avoided: Figure,
        /// One-off cost.
        pub one_off: Figure,
        /// Cost a year more than today.
        pub yearly: Figure,
        /// Net present value over the horizon.
        pub value: Figure,
        /// Net present value for each unit of cost.
        pub return_on_cost: Figure,
        /// Years until it has paid back, median.
        pub payback: Figure,
        /// Chance of having paid back within the horizon, without interest.
        pub pays_back: Figure,
        /// Chance of a net present value of at least 0.
        pub pays: Figure,
        /// Chance that it turns out best of all, doing nothing included.
        pub best: Figure,
        /// Cost per minute at which it breaks even.
        pub break_even: Figure,
        /// Multiplier per nine up to which it breaks even.
        pub multiplier: Figure,
        /// Whether it is doing nothing.
        pub nothing: bool,
        /// What of dependencies its target is above, in words; empty where it is not.
        pub above_ceiling: String,
        /// Why it takes no part, where something typed means nothing; else empty.
        pub problem: String,
        /// As typed; missing for doing nothing.
        pub edit: Option<OptionEdit>,
    }

    /// What limits the nines, from outside.
    pub struct CeilingRow {
        /// `Dependencies`, `Mobile`.
        pub name: String,
        /// Id of the service whose dependencies they are; empty for a channel.
        pub of: String,
        /// What it allows: `99.95 %`.
        pub allows: Figure,
        /// In nines, for the chart; missing where it bounds nothing of the scope.
        pub nines: Option<f64>,
        /// What it means.
        pub detail: String,
    }

    /// From one target to the next.
    pub struct NextNine {
        /// Heads of the first target, the cheapest nines of the curve, the second target and the
        /// difference; lines of a head are apart by a line feed.
        pub columns: Vec<String>,
        /// What is told of them.
        pub rows: Vec<NextNineRow>,
        /// In words.
        pub sentence: String,
    }

    /// One thing that is told of a step.
    pub struct NextNineRow {
        /// What it is.
        pub label: String,
        /// A figure for each column; none where it makes no sense.
        pub cells: Vec<Option<Figure>>,
        /// What it rests on.
        pub basis: Basis,
    }

    /// The nines at which loss and cost together are least.
    pub struct Optimum {
        /// `3.25 to 3.75 nines`.
        pub figure: Figure,
        /// `cheapest in 62 % of runs`.
        pub chance: String,
        /// `Four nines is cheapest in 62 % of runs.`
        pub sentence: String,
    }

    /// What the worth of one option hangs on.
    pub struct Tornado {
        /// Option id; empty where there is none: then it is the expected loss of a year today.
        pub option: String,
        /// Its name.
        pub name: String,
        /// Its net present value with everything as expected, in closed form.
        pub value: String,
        /// What is held at its ends, and what is not in it.
        pub about: String,
        /// Inputs, those that move it most first.
        pub rows: Vec<TornadoRow>,
    }

    /// One input of a tornado.
    pub struct TornadoRow {
        /// `Bad deploy, events a year`.
        pub label: String,
        /// What the value changes by with the input at its low end.
        pub at_low: String,
        /// And at its high end.
        pub at_high: String,
        /// The range of the input: `2 to 9`.
        pub range: String,
    }

    /// Something that could be found out before choosing.
    pub struct KnowingRow {
        /// `Bad deploy, events a year`.
        pub label: String,
        /// Its 90 % range: `2 to 9`.
        pub range: String,
        /// What it would be worth to know it.
        pub information: Figure,
    }

    /// A technique with its switch.
    pub struct TechniqueRow {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// What it does: `Events × 0.1 to 0.5 on shared fate`.
        pub does: String,
        /// How many risks it is for.
        pub risks: u32,
        /// Whether it is on.
        pub on: bool,
        /// Expected cost over the horizon.
        pub cost: Figure,
        /// Loss that it alone avoids in an average year, on top of those that are on.
        pub avoided: Figure,
        /// Minutes that it alone avoids in an average year.
        pub minutes: Figure,
        /// As typed.
        pub edit: TechniqueEdit,
        /// Why it takes no part; else empty.
        pub problem: String,
    }

    /// A set of techniques that no other beats.
    pub struct FrontierRow {
        /// Names; `Nothing` for the first.
        pub techniques: Vec<String>,
        /// Ids.
        pub ids: Vec<String>,
        /// Expected cost over the horizon.
        pub cost: Figure,
        /// Expected loss that it avoids over the horizon, discounted.
        pub avoided: Figure,
        /// Chance of meeting the target, where simulated.
        pub met: Figure,
    }

    /// Fix the rate or fix the repair time: equal expected minutes, different answers.
    pub struct RateOrRepairRow {
        /// `Today`, `Half the failures`, `Half the repair time`.
        pub label: String,
        /// Expected minutes a year.
        pub minutes: Figure,
        /// Chance of meeting the target.
        pub met: Figure,
        /// Expected loss a year.
        pub loss: Figure,
    }

    /// The screen on tiers.
    pub struct Tiers {
        /// The sentence.
        pub headline: Headline,
        /// Whether it is a preview.
        pub preview: bool,
        /// `Preview of 2,048 runs; the full count follows.` or `48,000 runs of 3 years, seed 42.`
        pub counted: String,
        /// How today's years came about: `exact` or `simulated`.
        pub basis: String,
        /// Standard errors, and whether they are small enough.
        pub convergence: String,
        /// Whether they are.
        pub converged: State,
        /// The scenario shown; empty: the base scenario.
        pub scenario: String,
        /// All scenarios, the base scenario first.
        pub scenarios: Vec<ScenarioRow>,
        /// Where the facts have moved on since a scenario was saved: what to do; else empty.
        pub stale: String,
        /// The service shown; empty: all together.
        pub service: String,
        /// Services to choose, all together first.
        pub services: Vec<Choice>,
        /// Net value, chance that it pays, loss today, chance of the target.
        pub tiles: Vec<Tile>,
        /// From one target to the next, beside the cheapest nines; empty without two targets.
        pub next_nine: NextNine,
        /// Doing nothing first.
        pub options: Vec<OptionRow>,
        /// Where loss and cost are least.
        pub optimum: Option<Optimum>,
        /// What limits the nines.
        pub ceilings: Vec<CeilingRow>,
        /// What each option hangs on, in the order of the options.
        pub tornado: Vec<Tornado>,
        /// What it would be worth to know everything before choosing.
        pub foresight: Figure,
        /// What it would be worth to know single things, the most first.
        pub knowing: Vec<KnowingRow>,
        /// What is not among them, and why.
        pub knowing_note: String,
        /// Techniques with their switches.
        pub techniques: Vec<TechniqueRow>,
        /// Sets of techniques that no other beats, cheapest first.
        pub frontier: Vec<FrontierRow>,
        /// What the next amount buys, in one sentence.
        pub next_amount: String,
        /// How the frontier was found.
        pub frontier_note: String,
        /// Fix the rate or fix the repair time.
        pub rate_or_repair: Vec<RateOrRepairRow>,
        /// The assumptions, as typed.
        pub plan: PlanEdit,
        /// Risks in it.
        pub risks: u32,
        /// Where the register parts from what incidents on record came to: a sentence; empty
        /// where it is in line.
        pub record_warning: String,
        /// What to know.
        pub notes: Vec<String>,
    }

    /// Scenarios side by side.
    pub struct CompareArgs {
        /// Scenario ids; an empty one is the base scenario.
        pub scenarios: Vec<String>,
        /// Service id; empty: all services together.
        #[serde(default)]
        pub service: String,
    }

    /// Scenarios side by side: a column each.
    pub struct ScenarioTable {
        /// Assumptions and figures by row, scenarios by column.
        pub table: TextTable,
        /// What to know.
        pub notes: Vec<String>,
    }

    /// Simulates the register of the workspace into a file.
    pub struct SimulateArgs {
        /// CSV file to write.
        pub path: String,
        /// Scenario id; empty: the base scenario.
        #[serde(default)]
        pub scenario: String,
        /// Years; missing: as many as the precision takes.
        #[serde(default)]
        pub years: Option<u64>,
        /// Where the random numbers start; missing: the scenario's seed.
        #[serde(default)]
        pub seed: Option<u64>,
        /// Threads; 0: one a core.
        #[serde(default)]
        pub threads: u32,
        /// The exact law in place of simulated years.
        #[serde(default)]
        pub exact: bool,
    }

    /// A row of a simulation: numbers, unrounded.
    pub struct SimulationRow {
        /// The risk, or `ALL`.
        pub name: String,
        /// Loss of a year: mean, 50, 90, 95 and 99 % quantile.
        pub loss: [f64; 5],
        /// Downtime of a year in minutes: the same.
        pub down: [f64; 5],
        /// Chances of 99, 99.9, 99.95 and 99.99 %.
        pub met: [f64; 4],
    }

    /// What was simulated and written.
    pub struct Simulation {
        /// `exact` or `simulated`.
        pub basis: String,
        /// Simulated years; 0 where the law is exact.
        pub years: u64,
        /// Where the random numbers started.
        pub seed: u64,
        /// Threads; they do not change the digits.
        pub threads: u32,
        /// Standard error of the mean loss of all, relative; 0 where it is exact.
        pub mean_error: f64,
        /// Standard error of the 95 % quantile of the loss of all, relative.
        pub p95_error: f64,
        /// Largest standard error of a chance.
        pub chance_error: f64,
        /// Years that the precision takes.
        pub years_needed: u64,
        /// The rows, all together last.
        pub rows: Vec<SimulationRow>,
        /// What to know about them.
        pub notes: Vec<String>,
        /// The file written.
        pub path: String,
    }
}
