//! The one command table: dispatcher and TypeScript both come from it.
//!
//! The window, the command line, the development bridge and the tests all call
//! [`App::call`](crate::App::call) with a name from here and JSON arguments.

use crate::wire::*;
use crate::{App, Job};
use ts_rs::{Config, TS, TypeVisitor};

macro_rules! commands {
    ($($(#[doc = $doc:literal])* $name:literal => $method:ident($args:ty) -> $result:ty;)*) => {
        /// Names of all commands, in the order of the table.
        pub const NAMES: &[&str] = &[$($name),*];

        /// Runs a command by its name.
        pub(crate) fn dispatch(
            app: &App,
            name: &str,
            args: serde_json::Value,
            job: &Job<'_>,
        ) -> Result<serde_json::Value, Error> {
            match name {
                $($name => {
                    let args: $args = read_args(name, args)?;
                    let result: $result = app.$method(&args, job)?;
                    serde_json::to_value(result).map_err(|e| Error::invalid("", format!("{name}: {e}")))
                })*
                _ => Err(Error {
                    code: Code::UnknownCommand,
                    message: format!("there is no command “{name}”"),
                    hints: vec![format!("the commands are {}", NAMES.join(", "))],
                    field: String::new(),
                }),
            }
        }

        fn rows(cfg: &Config) -> Vec<(&'static str, String, String, String)> {
            vec![$((
                $name,
                <$args as TS>::name(cfg),
                <$result as TS>::name(cfg),
                [$($doc),*].concat().trim().to_owned(),
            )),*]
        }

        fn visit(collector: &mut Collector) {
            $(
                collector.visit::<$args>();
                collector.visit::<$result>();
            )*
        }
    };
}

commands! {
    /// The open workspace, or null.
    "workspace.status" => status(Nothing) -> Option<Status>;
    /// Makes an empty workspace and opens it.
    "workspace.create" => create(CreateArgs) -> Status;
    /// Opens a workspace file.
    "workspace.open" => open(PathArgs) -> Status;
    /// Makes the sample workspace, or opens the one that is there.
    "workspace.sample" => sample(SampleArgs) -> Status;
    /// Closes the workspace.
    "workspace.close" => close(Nothing) -> Nothing;
    /// Writes a copy of the workspace file.
    "workspace.backup" => backup(PathArgs) -> Written;
    /// The first screen.
    "overview" => overview(WindowArgs) -> Overview;
    /// A chart, drawn.
    "chart" => chart(ChartArgs) -> Chart;
    /// Everything behind a figure.
    "explain" => explain(ExplainArgs) -> Explanation;
    /// The data screen.
    "data" => data(Nothing) -> Data;
    /// Looks at files before an import.
    "import.inspect" => import_inspect(InspectArgs) -> Inspection;
    /// Keeps rows that were copied from a spreadsheet in a file, to be imported like any.
    "import.paste" => import_paste(PasteArgs) -> Written;
    /// Writes a file out as a plain table, exactly as an import reads it.
    "import.table" => import_table(TableArgs) -> Written;
    /// Reads files without writing: what an import would do.
    "import.check" => import_check(ImportArgs) -> ImportReport;
    /// Imports files as one batch.
    "import.commit" => import_commit(ImportArgs) -> ImportReport;
    /// Writes the rows that an import sets aside, each with its reason.
    "import.rejects" => import_rejects(RejectsArgs) -> Written;
    /// Takes one import back, also an older one.
    "import.undo" => import_undo(IdArgs) -> Done;
    /// A window of the incident grid.
    "incidents.page" => incidents_page(IncidentsArgs) -> IncidentPage;
    /// One incident with its cost.
    "incident.get" => incident_get(IdArgs) -> IncidentDetail;
    /// A blank incident for the form.
    "incident.blank" => incident_blank(Nothing) -> IncidentEdit;
    /// Makes or changes an incident with its labor.
    "incident.save" => incident_save(IncidentEdit) -> Done;
    /// Deletes an incident with its labor.
    "incident.delete" => incident_delete(IdArgs) -> Done;
    /// The cost screen.
    "cost" => cost(WindowArgs) -> Cost;
    /// The cost of a window cut every way, to the same total.
    "cost.cuts" => cost_cuts(WindowArgs) -> Cuts;
    /// Writes every posted line of a window with its range, basis and formula.
    "cost.export" => cost_export(ExportArgs) -> Written;
    /// Cost per minute from three typed numbers.
    "cost.quick" => cost_quick(QuickCostArgs) -> QuickCost;
    /// The availability screen.
    "availability" => availability(WindowArgs) -> Availability;
    /// The signs of the bottleneck, timelines and growth.
    "signs" => signs(Nothing) -> Signs;
    /// The register of risks against an error budget.
    "risks" => risks(RisksArgs) -> Risks;
    /// Risks that past incidents suggest.
    "risks.suggest" => risks_suggest(Nothing) -> RiskSuggestions;
    /// Takes suggested risks into the register.
    "risks.accept" => risks_accept(AcceptArgs) -> Done;
    /// What would have been predicted of the later incidents from the earlier ones, and what came.
    "risks.backtest" => risks_backtest(BacktestArgs) -> Backtest;
    /// A risk for the form; an empty id is a blank one.
    "risk.get" => risk_get(IdArgs) -> RiskEdit;
    /// Makes or changes a risk.
    "risk.save" => risk_save(RiskEdit) -> Done;
    /// Deletes a risk.
    "risk.delete" => risk_delete(IdArgs) -> Done;
    /// The screen on tiers: a preview at once, or the full count with progress.
    "tiers" => tiers(TiersArgs) -> Tiers;
    /// Makes or changes a tier option.
    "option.save" => option_save(OptionEdit) -> Done;
    /// Deletes a tier option.
    "option.delete" => option_delete(IdArgs) -> Done;
    /// Makes or changes a technique.
    "technique.save" => technique_save(TechniqueEdit) -> Done;
    /// Deletes a technique.
    "technique.delete" => technique_delete(IdArgs) -> Done;
    /// Changes the assumptions of a scenario.
    "plan.save" => plan_save(PlanEdit) -> Done;
    /// Saves a scenario with its digits, or changes its name, notes and decision.
    "scenario.save" => scenario_save(ScenarioEdit) -> Done;
    /// Takes the facts of today into a saved scenario and computes it again.
    "scenario.renew" => scenario_renew(IdArgs) -> Done;
    /// Deletes a scenario.
    "scenario.delete" => scenario_delete(IdArgs) -> Done;
    /// Scenarios side by side.
    "scenario.compare" => scenario_compare(CompareArgs) -> ScenarioTable;
    /// Simulates years of the register into a file.
    "simulate" => simulate(SimulateArgs) -> Simulation;
    /// The screen on requirements.
    "requirements" => requirements(RequirementsArgs) -> Requirements;
    /// One requirement with everything behind it; `REQ-7` will do for an id.
    "requirement.get" => requirement_get(IdArgs) -> RequirementDetail;
    /// A requirement for the form, for the service of the id.
    "requirement.blank" => requirement_blank(IdArgs) -> RequirementEdit;
    /// How a typed requirement reads and what speaks against it, without saving it.
    "requirement.check" => requirement_check(RequirementEdit) -> RequirementCheck;
    /// Makes or changes a requirement.
    "requirement.save" => requirement_save(RequirementEdit) -> Done;
    /// Deletes a requirement.
    "requirement.delete" => requirement_delete(IdArgs) -> Done;
    /// Takes a requirement as agreed, on the evidence of today.
    "requirement.accept" => requirement_accept(IdArgs) -> Done;
    /// Signs a requirement for the product or the engineers, or takes that back.
    "requirement.sign" => requirement_sign(SignArgs) -> Done;
    /// Retires a requirement, or takes it back as a draft.
    "requirement.retire" => requirement_retire(RetireArgs) -> Done;
    /// Drafts requirements from risks or from targets.
    "requirements.draft" => requirements_draft(DraftArgs) -> Drafted;
    /// Writes requirements for people, sheets and other tools.
    "requirements.export" => requirements_export(RequirementsExportArgs) -> RequirementsExported;
    /// Reads the journal of an experiment: its requirement is verified, failed or stale.
    "requirements.verify" => requirements_verify(VerifyArgs) -> Verified;
    /// Reads requirements back that were exported.
    "requirements.import" => requirements_import(PathArgs) -> RequirementsImported;
    /// What incidents, risks, requirements and tests lead to each other.
    "trace" => trace(TraceArgs) -> Trace;
    /// The settings screen.
    "settings" => settings(Nothing) -> Settings;
    /// Changes the choices of the workspace.
    "settings.save" => settings_save(SettingsEdit) -> Done;
    /// Makes or changes a service.
    "service.save" => service_save(ServiceEdit) -> Done;
    /// Deletes a service that nothing hangs on.
    "service.delete" => service_delete(IdArgs) -> Done;
    /// Changes a stream's name and shares.
    "stream.save" => stream_save(StreamEdit) -> Done;
    /// Makes or changes a role of the rate card.
    "role.save" => role_save(RoleEdit) -> Done;
    /// Deletes a role.
    "role.delete" => role_delete(IdArgs) -> Done;
    /// Makes or changes a tier.
    "tier.save" => tier_save(TierEdit) -> Done;
    /// Deletes a tier that no service is in; `id` is its number.
    "tier.delete" => tier_delete(IdArgs) -> Done;
    /// Makes or changes a contract tier.
    "contract.save" => contract_save(ContractEdit) -> Done;
    /// Deletes a contract tier.
    "contract.delete" => contract_delete(IdArgs) -> Done;
    /// Makes or changes the backlog of a month.
    "backlog.save" => backlog_save(BacklogEdit) -> Done;
    /// Deletes the backlog of a month; `id` is the month.
    "backlog.delete" => backlog_delete(IdArgs) -> Done;
    /// Makes or changes days unlike others.
    "special-days.save" => special_days_save(SpecialDaysEdit) -> Done;
    /// Deletes days unlike others.
    "special-days.delete" => special_days_delete(IdArgs) -> Done;
    /// Sets from where a sign warns and alarms, or takes that back.
    "threshold.save" => threshold_save(ThresholdEdit) -> Done;
    /// Answers a question about the growth phase, or takes the answer back.
    "phase.answer" => phase_answer(PhaseAnswerEdit) -> Done;
    /// The log, newest first.
    "history" => history(HistoryArgs) -> History;
    /// Takes the newest change back.
    "undo" => undo(Nothing) -> Done;
    /// Does again what was taken back.
    "redo" => redo(Nothing) -> Done;
}

fn read_args<T: serde::de::DeserializeOwned>(
    name: &str,
    args: serde_json::Value,
) -> Result<T, Error> {
    let args = if args.is_null() {
        serde_json::Value::Object(serde_json::Map::new())
    } else {
        args
    };
    serde_json::from_value(args)
        .map_err(|e| Error::invalid("", format!("the arguments of {name} do not read: {e}")))
}

/// Gathers the declarations of every type that the table reaches, each once, by name.
struct Collector {
    cfg: Config,
    found: std::collections::BTreeMap<String, (Option<String>, String)>,
}

impl TypeVisitor for Collector {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::ident(&self.cfg);
            if self.found.contains_key(&name) {
                return;
            }
            self.found.insert(name, (T::docs(), T::decl(&self.cfg)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The TypeScript module of the wire: types, then the table.
#[must_use]
pub fn typescript() -> String {
    let cfg = Config::new().with_large_int("number");
    let mut collector = Collector {
        cfg: Config::new().with_large_int("number"),
        found: std::collections::BTreeMap::new(),
    };
    visit(&mut collector);
    collector.visit::<Error>();
    collector.visit::<Progress>();
    let mut out = String::from(
        "// Generated from crates/app by `cargo run -p ninefold-cli -- typescript`. Do not edit.\n\n",
    );
    for (docs, decl) in collector.found.values() {
        if let Some(docs) = docs {
            out.push_str(docs);
        }
        out.push_str("export ");
        out.push_str(decl);
        out.push_str("\n\n");
    }
    out.push_str(
        "/** Every command with its arguments and its answer. */\nexport interface Commands {\n",
    );
    for (name, args, result, doc) in rows(&cfg) {
        out.push_str(&format!(
            "  /** {doc} */\n  \"{name}\": {{ args: {args}; result: {result} }};\n"
        ));
    }
    out.push_str("}\n");
    out
}
