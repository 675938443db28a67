//! Requirements: what is promised, on what evidence, and how it is verified.

use super::{Choice, Done, FieldChangeRow, Figure, Headline, State, TextTable};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// Which requirements.
    #[derive(Default)]
    pub struct RequirementsArgs {
        /// `draft`, `accepted`, `verified`, `failed`, `stale`, `retired`, or `flagged`; empty:
        /// all.
        #[serde(default)]
        pub status: String,
        /// Service id; empty: all.
        #[serde(default)]
        pub service: String,
    }

    /// Something that speaks against a requirement.
    pub struct RequirementFlag {
        /// Its kind: `vague`, `no-measure`, `unaffordable`, ….
        pub key: String,
        /// In a few words: `Vague`.
        pub label: String,
        /// With the reason: `“quickly” is read in two ways: say how soon`.
        pub reason: String,
        /// Whether it cannot be accepted like this.
        pub blocks: bool,
    }

    /// One requirement of the list.
    pub struct RequirementRow {
        /// Id.
        pub id: String,
        /// `REQ-7`.
        pub label: String,
        /// One line.
        pub title: String,
        /// The sentence.
        pub statement: String,
        /// Name of its service.
        pub service: String,
        /// `Tier 1`; may be empty.
        pub tier: String,
        /// Key of the status of today.
        pub status: String,
        /// `Accepted`.
        pub status_text: String,
        /// Whether the status asks for something to be done.
        pub state: State,
        /// Why it is stale or failed; else empty.
        pub reason: String,
        /// What speaks against it, gravest first.
        pub flags: Vec<RequirementFlag>,
        /// What a minute costs.
        pub per_minute: Figure,
        /// Expected loss a year.
        pub loss: Figure,
        /// Chance of its target in a year.
        pub met: Figure,
        /// Who answers for it; may be empty.
        pub owner: String,
        /// Who signed for the product; may be empty.
        pub product: String,
        /// Who signed for the engineers; may be empty.
        pub technical: String,
        /// `Held, 3 Nov 2026`, `No test yet`.
        pub verification: String,
    }

    /// How many of a status.
    pub struct StatusCount {
        /// Key of the status, or `flagged`; empty: all.
        pub key: String,
        /// `Stale`.
        pub label: String,
        /// How many.
        pub count: u32,
    }

    /// The screen on requirements.
    pub struct Requirements {
        /// The sentence.
        pub headline: Headline,
        /// Those asked for, by number.
        pub rows: Vec<RequirementRow>,
        /// All, then by status.
        pub counts: Vec<StatusCount>,
        /// Services to choose.
        pub services: Vec<Choice>,
        /// Risks without a requirement, largest loss first.
        pub risks: Vec<DraftRisk>,
        /// Tier options to choose from for targets.
        pub options: Vec<Choice>,
        /// Techniques to choose.
        pub techniques: Vec<Choice>,
        /// All risks to choose.
        pub all_risks: Vec<Choice>,
        /// What to know.
        pub notes: Vec<String>,
    }

    /// A risk that a requirement could be drafted from.
    pub struct DraftRisk {
        /// Id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Name of its service.
        pub service: String,
        /// Expected loss a year.
        pub loss: Figure,
    }

    /// What to draft.
    #[derive(Default)]
    pub struct DraftArgs {
        /// `risks` or `targets`.
        pub from: String,
        /// Risk ids; empty with `risks`: every risk that is too big for its budget.
        #[serde(default)]
        pub risks: Vec<String>,
        /// Option id for `targets`; empty: each service's own target.
        #[serde(default)]
        pub option: String,
        /// Service ids for `targets`; empty: each that has a risk.
        #[serde(default)]
        pub services: Vec<String>,
    }

    /// What was drafted.
    pub struct Drafted {
        /// What was done.
        pub done: Done,
        /// `REQ-7`, …
        pub labels: Vec<String>,
        /// Ids.
        pub ids: Vec<String>,
        /// What was not drafted, each with why.
        pub skipped: Vec<String>,
    }

    /// A requirement as typed.
    #[derive(Default)]
    pub struct RequirementEdit {
        /// Empty for a new one.
        pub id: String,
        /// One line.
        pub title: String,
        /// Service id.
        pub service: String,
        /// The sentence.
        pub statement: String,
        /// Scenario: who or what causes it.
        pub source: String,
        /// What happens.
        pub stimulus: String,
        /// Under what conditions.
        pub environment: String,
        /// What it happens to.
        pub artifact: String,
        /// What the artifact does about it.
        pub response: String,
        /// How well.
        pub measure: String,
        /// Target of the objective: `99.95 %`; empty: no objective.
        pub target: String,
        /// `rolling`, `week`, `month`, `quarter` or `year`.
        pub window: String,
        /// Days of a rolling window: `30`.
        pub window_days: String,
        /// First day of a calendar window: `2026-11-01`.
        pub window_from: String,
        /// What is counted, in words.
        pub sli: String,
        /// What answers the queries, such as `prometheus`.
        pub sli_source: String,
        /// Query of good events.
        pub good: String,
        /// Query of all events.
        pub total: String,
        /// Recovery time in minutes; empty: none.
        pub rto: String,
        /// Recovery point in minutes; empty: none.
        pub rpo: String,
        /// Risk ids.
        pub risks: Vec<String>,
        /// Incidents by their ids or by what their source calls them.
        pub incidents: Vec<String>,
        /// Technique ids.
        pub techniques: Vec<String>,
        /// `unsaid`, `always` or `service-hours`.
        pub hours: String,
        /// Regions in words.
        pub regions: String,
        /// Channels, such as `mobile`.
        pub channels: Vec<String>,
        /// `unsaid`, `yes` or `no`: can users tell the target from a lower one?
        pub perceivable: String,
        /// `unsaid`, `yes` or `no`: did somebody ask for it?
        pub wanted: String,
        /// Who says so, and why.
        pub expectation_notes: String,
        /// Who answers for it.
        pub owner: String,
        /// Title of the test.
        pub test_title: String,
        /// Steps: what is so beforehand.
        pub given: Vec<String>,
        /// What is done.
        pub when: Vec<String>,
        /// What must follow.
        pub outcome: Vec<String>,
        /// URL that answers with 200 while the service is well; may be empty.
        pub probe: String,
        /// URL whose call brings the fault about; may be empty.
        pub fault: String,
        /// Minutes until it must be well again.
        pub wait: String,
        /// Free text.
        pub notes: String,
    }

    /// How a typed requirement reads, before it is saved.
    pub struct RequirementCheck {
        /// `Unwanted: If …, then the … shall …`; what is wrong where it is none of the forms.
        pub form: String,
        /// Whether it is one of the forms.
        pub reads: bool,
        /// What speaks against it.
        pub flags: Vec<RequirementFlag>,
        /// What does not read, as saving would say; else empty.
        pub problem: String,
        /// The field of the problem.
        pub field: String,
    }

    /// A part of a scenario, or another line of a requirement.
    pub struct RequirementLine {
        /// `Stimulus`.
        pub label: String,
        /// Its text; `—` where there is none.
        pub text: String,
    }

    /// A quantity of the evidence, then and now.
    pub struct EvidenceThenNow {
        /// `Cost of a full-outage minute`.
        pub label: String,
        /// When it was drafted or accepted.
        pub was: Figure,
        /// Today.
        pub now: Figure,
        /// Whether today lies outside the range of then.
        pub moved: bool,
    }

    /// Something that a requirement, a risk or an incident leads to.
    pub struct TraceLink {
        /// Its id; empty for what has no page of its own.
        pub id: String,
        /// `INC-0412`, `REQ-7`, or the name of a risk.
        pub label: String,
        /// What it is about.
        pub detail: String,
        /// What it costs or cost; missing where there is no money in it.
        pub money: Option<Figure>,
    }

    /// Where something leads: incidents ↔ risks ↔ requirements ↔ tests ↔ money.
    pub struct Trace {
        /// What it is about.
        pub of: TraceLink,
        /// Incidents.
        pub incidents: Vec<TraceLink>,
        /// Risks.
        pub risks: Vec<TraceLink>,
        /// Requirements.
        pub requirements: Vec<TraceLink>,
        /// Tests; their ids are those of their requirements.
        pub tests: Vec<TraceLink>,
    }

    /// What to trace.
    pub struct TraceArgs {
        /// `requirement`, `risk` or `incident`.
        pub kind: String,
        /// Its id; `REQ-7` too.
        pub id: String,
    }

    /// A result of a test.
    pub struct TestRow {
        /// `Held`, `Broke` or `Says nothing`.
        pub outcome: String,
        /// State of it.
        pub state: State,
        /// In the tool's words: `completed`.
        pub said: String,
        /// When it ended.
        pub when: String,
        /// Name of the journal.
        pub file: String,
        /// Hash of the journal.
        pub hash: String,
        /// What to know.
        pub note: String,
    }

    /// An entry of a record's history.
    pub struct RecordEntry {
        /// When.
        pub when: String,
        /// What was done.
        pub label: String,
        /// Fields that it changed.
        pub changes: Vec<FieldChangeRow>,
    }

    /// One requirement with everything behind it.
    pub struct RequirementDetail {
        /// As in the list.
        pub row: RequirementRow,
        /// `Unwanted: If …, then the … shall …`.
        pub form: String,
        /// The six parts.
        pub scenario: Vec<RequirementLine>,
        /// Objective, window, indicator, recovery times.
        pub objectives: Vec<RequirementLine>,
        /// `As of 14 Nov 2026, when it was accepted`.
        pub evidence_as_of: String,
        /// Then and now.
        pub evidence: Vec<EvidenceThenNow>,
        /// What its techniques or its option cost over the horizon.
        pub cost: Figure,
        /// What they avoid.
        pub avoided: Figure,
        /// `3 years at 10 %`.
        pub horizon: String,
        /// What has moved, in sentences.
        pub moved: Vec<String>,
        /// What dependencies and channels allow: name, ceiling, and whether the target fits.
        pub ceilings: TextTable,
        /// Hours, regions, channels, whether it would be noticed and is wanted.
        pub expectations: Vec<RequirementLine>,
        /// Names of its techniques.
        pub techniques: Vec<String>,
        /// Where it leads.
        pub trace: Trace,
        /// The test, as a feature in Gherkin; empty where there is none.
        pub feature: String,
        /// Results, newest first.
        pub results: Vec<TestRow>,
        /// What was done to it, newest first.
        pub history: Vec<RecordEntry>,
        /// Why it cannot be accepted now; empty where it can.
        pub not_acceptable: String,
        /// As typed.
        pub edit: RequirementEdit,
    }

    /// Signs, or takes a signature back.
    pub struct SignArgs {
        /// Requirement id.
        pub id: String,
        /// `product` or `technical`.
        pub part: String,
        /// Who signs; empty takes it back.
        pub by: String,
    }

    /// Retires a requirement, or takes it back as a draft.
    pub struct RetireArgs {
        /// Requirement id.
        pub id: String,
        /// Whether it is retired; else it becomes a draft.
        pub retired: bool,
    }

    /// Reads a journal of an experiment.
    pub struct VerifyArgs {
        /// Journal file.
        pub path: String,
        /// Requirement id, where the journal does not name one; empty: as the journal says.
        #[serde(default)]
        pub requirement: String,
        /// A person says that the fault was there, set by hand during the run. Without it a
        /// journal in which nothing sets one says nothing.
        #[serde(default)]
        pub by_hand: bool,
    }

    /// What a journal said.
    pub struct Verified {
        /// What was done.
        pub done: Done,
        /// `REQ-7`.
        pub label: String,
        /// Key of the status of it now.
        pub status: String,
        /// In a sentence: `REQ-7 is verified: the experiment of 3 Nov 2026 ran through …`.
        pub sentence: String,
    }

    /// Writes requirements to files.
    pub struct RequirementsExportArgs {
        /// `markdown`, `csv`, `json`, `openslo`, `chaostoolkit`, `backstage`, `gherkin` or
        /// `jira`.
        pub format: String,
        /// Folder to write to; it is made where it is missing.
        pub dir: String,
        /// Requirement ids; empty: all that are not retired.
        #[serde(default)]
        pub ids: Vec<String>,
    }

    /// Files that were written.
    pub struct RequirementsExported {
        /// Full paths.
        pub files: Vec<String>,
        /// Requirements in them.
        pub requirements: u32,
        /// What was left out, each with why.
        pub skipped: Vec<String>,
    }

    /// What an import of requirements did.
    pub struct RequirementsImported {
        /// What was done.
        pub done: Done,
        /// New ones.
        pub new: u32,
        /// Changed ones.
        pub updated: u32,
        /// As they were.
        pub unchanged: u32,
        /// What was left out, each with where and why.
        pub skipped: Vec<String>,
    }
}
