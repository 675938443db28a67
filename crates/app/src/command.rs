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
    /// Merges another copy into the open workspace, or two copies into a new file.
    "workspace.merge" => merge(CopiesArgs) -> MergeReport;
    /// What merged copies disagree about.
    "conflicts" => conflicts(Nothing) -> Conflicts;
    /// Settles a conflict: one side, or what stands.
    "conflict.resolve" => conflict_resolve(ResolveArgs) -> Done;
    /// The first screen.
    "overview" => overview(WindowArgs) -> Overview;
    /// A chart, drawn.
    "chart" => chart(ChartArgs) -> Chart;
    /// Everything behind a figure.
    "explain" => explain(ExplainArgs) -> Explanation;
    /// The data screen.
    "data" => data(Nothing) -> Data;
    /// Tells files of several kinds apart, each pile an import.
    "import.sort" => import_sort(SortArgs) -> Sorted;
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
    /// Writes records as a CSV that an import reads back: nothing in it is new here.
    "records.export" => records_export(RecordsArgs) -> RecordsWritten;
    /// Keeps a mapping under a name, or renames one; files with its header are mapped by it.
    "mapping.save" => mapping_save(MappingSave) -> Done;
    /// Deletes a named mapping.
    "mapping.delete" => mapping_delete(IdArgs) -> Done;
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
    /// Some rows of the register.
    "risks.rows" => risks_rows(RiskRowsArgs) -> RiskRows;
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
    /// Incidents beside a risk: confirmed, suggested, rejected.
    "risk.matches" => risk_matches(IdArgs) -> RiskMatches;
    /// Says that an incident was a risk or was not, or takes that back.
    "match.save" => match_save(MatchEdit) -> Done;
    /// Takes what the matched incidents say into a risk.
    "risk.learn" => risk_learn(IdArgs) -> Done;
    /// How forecasts did, and how much whose word counts.
    "scores" => scores(Nothing) -> Scores;
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
    /// The list of pre-mortems, and what a session is planned as.
    "premortems" => premortems(Nothing) -> Premortems;
    /// Begins a session.
    "premortem.start" => premortem_start(PremortemStart) -> Done;
    /// One session, as far as the person at the keyboard may see it by now.
    "premortem.get" => premortem_get(PremortemArgs) -> Premortem;
    /// Changes name, date, target, frame, planned minutes and dots of a session.
    "premortem.save" => premortem_save(PremortemEdit) -> Done;
    /// Opens a step, also an earlier one; nothing is lost by it.
    "premortem.step" => premortem_step(PremortemStepArgs) -> Done;
    /// Puts another prompt or lens on the screen; a lens has a clock of its own.
    "premortem.prompt" => premortem_prompt(PremortemPromptArgs) -> Done;
    /// Lets the timer of the step run, or stops it.
    "premortem.timer" => premortem_timer(PremortemTimerArgs) -> Done;
    /// Closes a session, or opens it again.
    "premortem.close" => premortem_close(PremortemCloseArgs) -> Done;
    /// Deletes a session with all that is in it; risks that came of it stay.
    "premortem.delete" => premortem_delete(IdArgs) -> Done;
    /// Adds or changes someone who takes part.
    "premortem.person" => premortem_person(PersonEdit) -> Done;
    /// Takes out someone who has said nothing yet.
    "premortem.person.delete" => premortem_person_delete(PremortemItem) -> Done;
    /// Keeps what someone writes in silence, at every key.
    "premortem.draft" => premortem_draft(PremortemDraftArgs) -> Nothing;
    /// Keeps what stands in a field and was not sent yet, at every key; empty: no more.
    "premortem.jot" => premortem_jot(JotArgs) -> Nothing;
    /// Puts cards on the table, a line each, and gives the turn on.
    "premortem.capture" => premortem_capture(CaptureArgs) -> Done;
    /// Someone has nothing more to read out.
    "premortem.pass" => premortem_pass(PremortemItem) -> Done;
    /// Gives the turn to someone.
    "premortem.turn" => premortem_turn(PremortemItem) -> Done;
    /// Changes a card, or sets it aside.
    "premortem.card" => premortem_card(CardEdit) -> Done;
    /// Brings cards into a cluster, into a new one, or out of theirs.
    "premortem.group" => premortem_group(GroupArgs) -> Done;
    /// Merges a cluster into another, or takes that back.
    "premortem.merge" => premortem_merge(MergeArgs) -> Done;
    /// Changes a cluster.
    "premortem.cluster" => premortem_cluster(ClusterEdit) -> Done;
    /// Deletes a cluster that nothing is in.
    "premortem.cluster.delete" => premortem_cluster_delete(PremortemItem) -> Done;
    /// What a range that is being typed means.
    "estimate.preview" => estimate_preview(RangeArgs) -> RangePreview;
    /// One person's estimate of a cluster.
    "premortem.estimate" => premortem_estimate(JudgementEdit) -> Done;
    /// Everything that is wrong with an estimate as typed; changes nothing.
    "premortem.estimate.check" => premortem_estimate_check(JudgementEdit) -> FieldProblems;
    /// Takes someone's estimate of a cluster back.
    "premortem.estimate.delete" => premortem_estimate_delete(JudgementArgs) -> Done;
    /// One person's vote.
    "premortem.vote" => premortem_vote(BallotEdit) -> Done;
    /// Takes someone's vote back.
    "premortem.vote.delete" => premortem_vote_delete(PremortemItem) -> Done;
    /// Brings a technique to a cluster, on or off, or takes it away.
    "premortem.mitigation" => premortem_mitigation(MitigationEdit) -> Done;
    /// The clusters against the error budget, with and without what is on.
    "premortem.outlook" => premortem_outlook(IdArgs) -> PremortemOutlook;
    /// Brings the clusters into the register of risks; again, it brings them up to date.
    "premortem.risks" => premortem_risks(IdArgs) -> Done;
    /// Drafts requirements from the clusters, which come into the register with it.
    "premortem.requirements" => premortem_requirements(IdArgs) -> Drafted;
    /// Writes the blank form of a session, or of a service, for people outside.
    "premortem.form" => premortem_form(FormArgs) -> Written;
    /// Takes filled forms into a session, or looks at what they would bring.
    "premortem.form.import" => premortem_form_import(FormImportArgs) -> FormReport;
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
    /// Makes or changes the exchange rate of a day. Amounts that came in stay as they were
    /// converted then.
    "rate.save" => rate_save(RateEdit) -> Done;
    /// Deletes the exchange rate of a day; `id` is currency and day.
    "rate.delete" => rate_delete(IdArgs) -> Done;
    /// Some of the rates of a currency, from the newest.
    "rates.page" => rates_page(RatesArgs) -> RatePage;
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
