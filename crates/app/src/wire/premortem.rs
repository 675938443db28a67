//! Pre-mortem sessions: what is shown of one, to whom, and what people put into it.

use super::{Choice, EstimateEdit, Figure, Headline, Problem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

wire! {
    /// A session in the list.
    pub struct PremortemRow {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// Name of its service.
        pub service: String,
        /// `14 Oct 2026`.
        pub date: String,
        /// `5 people`.
        pub people: String,
        /// `11 cards in 6 clusters`.
        pub cards: String,
        /// `6 risks in the register`.
        pub risks: String,
        /// The step that is open: `Capture`; `Closed` where it is.
        pub step: String,
        /// Steps that were open so far: `4 of 10`.
        pub progress: String,
        /// Whether it is closed.
        pub closed: bool,
    }

    /// A step as it is planned.
    pub struct PlannedStep {
        /// `frame`, `write`, `lenses`, `capture`, `cluster`, `estimate`, `vote`, `rank`,
        /// `mitigate` or `requirements`.
        pub key: String,
        /// `Frame`.
        pub label: String,
        /// Minutes planned.
        pub minutes: u32,
        /// What happens in it.
        pub detail: String,
    }

    /// The list of sessions.
    pub struct Premortems {
        /// The sentence; what is missing where there is none yet.
        pub headline: Headline,
        /// Newest first.
        pub rows: Vec<PremortemRow>,
        /// Services that one can be held on.
        pub services: Vec<Choice>,
        /// Roles that people can speak for.
        pub roles: Vec<Choice>,
        /// What a session is planned as.
        pub plan: Vec<PlannedStep>,
        /// `57 min`.
        pub total: String,
        /// The day it is today: `2026-10-14`.
        pub today: String,
    }

    /// Someone who takes part, as typed.
    pub struct PersonEdit {
        /// Session; ignored where a session begins.
        #[serde(default)]
        pub session: String,
        /// Empty for a new one.
        #[serde(default)]
        pub id: String,
        /// Name or pseudonym; unique in the session.
        pub name: String,
        /// A key of the roles, or a word of one's own.
        pub role: String,
        /// Whether they are there.
        pub present: bool,
    }

    /// A session that begins.
    pub struct PremortemStart {
        /// Service id.
        pub service: String,
        /// Name; empty: the service and the day.
        #[serde(default)]
        pub name: String,
        /// `2026-10-14`; empty: today.
        #[serde(default)]
        pub date: String,
        /// Availability that the budget is taken from: `99.9 %`; empty: the service's target.
        #[serde(default)]
        pub target: String,
        /// What is said at the beginning; empty: the usual words.
        #[serde(default)]
        pub frame: String,
        /// Who takes part.
        #[serde(default)]
        pub people: Vec<PersonEdit>,
    }

    /// What can be changed of a session.
    pub struct PremortemEdit {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// `2026-10-14`.
        pub date: String,
        /// `99.9 %`; empty: the service's target.
        pub target: String,
        /// What is said at the beginning.
        pub frame: String,
        /// Minutes planned for each of the ten steps.
        pub minutes: Vec<String>,
        /// Dots that each person has.
        pub dots: String,
    }

    /// A session, seen by someone.
    pub struct PremortemArgs {
        /// Session.
        pub id: String,
        /// The person at the keyboard; empty: nobody in particular, who sees least.
        #[serde(default)]
        pub person: String,
    }

    /// Something of a session: a person, a cluster.
    pub struct PremortemItem {
        /// Session.
        pub session: String,
        /// Its id.
        pub id: String,
    }

    /// A step to open.
    pub struct PremortemStepArgs {
        /// Session.
        pub session: String,
        /// Key of the step.
        pub step: String,
    }

    /// A prompt to show.
    pub struct PremortemPromptArgs {
        /// Session.
        pub session: String,
        /// Key of the prompt; empty: none.
        pub prompt: String,
    }

    /// Whether a timer runs.
    pub struct PremortemTimerArgs {
        /// Session.
        pub session: String,
        /// Whether it runs.
        pub running: bool,
    }

    /// Whether a session is closed.
    pub struct PremortemCloseArgs {
        /// Session.
        pub session: String,
        /// Whether it is closed.
        pub closed: bool,
    }

    /// What someone writes in silence, all of it, at every key.
    pub struct PremortemDraftArgs {
        /// Session.
        pub session: String,
        /// Who writes.
        pub person: String,
        /// Key of the prompt it is written under; may be empty.
        pub prompt: String,
        /// All that stands there: a thought a line.
        pub text: String,
    }

    /// What stands in a field that was not sent yet.
    pub struct JotArgs {
        /// Session.
        pub session: String,
        /// Whose field; empty for what belongs to all.
        pub person: String,
        /// Which field. `capture`, `capture <person id>`, `frame`, `vote` and
        /// `estimate <cluster id>` go by themselves when the command of that name is sent; any
        /// other word is the window's own.
        pub slot: String,
        /// What stands in it; empty: nothing more.
        pub text: String,
    }

    /// A field that was not sent yet.
    pub struct JotView {
        /// Whose; empty for what belongs to all.
        pub person: String,
        /// Which field.
        pub slot: String,
        /// What stands in it.
        pub text: String,
    }

    /// Cards to put on the table.
    pub struct CaptureArgs {
        /// Session.
        pub session: String,
        /// Who says it; empty: nobody.
        pub person: String,
        /// Keep to oneself who said it.
        #[serde(default)]
        pub anonymous: bool,
        /// What will have failed: a card a line, bullets and numbers of a list taken off.
        pub text: String,
        /// The line of a draft that is read out; empty: said freely.
        #[serde(default)]
        pub line: String,
    }

    /// A card as changed.
    pub struct CardEdit {
        /// Session.
        pub session: String,
        /// Card.
        pub id: String,
        /// What will have failed.
        pub text: String,
        /// Who said it; empty: nobody says.
        pub author: String,
        /// Set aside: kept, but not counted.
        pub aside: bool,
    }

    /// Cards to bring together.
    pub struct GroupArgs {
        /// Session.
        pub session: String,
        /// Cards.
        pub cards: Vec<String>,
        /// Cluster id; `new` for a new one; empty: out of their clusters.
        pub cluster: String,
        /// Title of a new one; empty: the words of its first card.
        #[serde(default)]
        pub title: String,
    }

    /// Clusters to merge.
    pub struct MergeArgs {
        /// Session.
        pub session: String,
        /// The cluster that goes into another.
        pub cluster: String,
        /// The other; empty: it stands for itself again.
        pub into: String,
    }

    /// A cluster as typed.
    pub struct ClusterEdit {
        /// Session.
        pub session: String,
        /// Cluster.
        pub id: String,
        /// What fails, in a line.
        pub title: String,
        /// Key of its category.
        pub category: String,
        /// Service id.
        pub service: String,
        /// Risk of the register that it is; empty: none yet.
        pub risk: String,
        /// Key of the base rate that is taken as a further voice; empty: none.
        pub history: String,
        /// Free text.
        pub notes: String,
    }

    /// One person's estimate of a cluster, as typed.
    pub struct JudgementEdit {
        /// Session.
        pub session: String,
        /// Cluster.
        pub cluster: String,
        /// Who.
        pub person: String,
        /// Events a year.
        pub frequency: EstimateEdit,
        /// Minutes until it is noticed.
        pub detect: EstimateEdit,
        /// Minutes from there until users are well again.
        pub repair: EstimateEdit,
        /// Share of users: `25 %`.
        pub users: EstimateEdit,
        /// Why; may be empty.
        #[serde(default)]
        pub comment: String,
    }

    /// Everything that is wrong with a form.
    pub struct FieldProblems {
        /// By field, in their order; none where it would be taken.
        pub problems: Vec<FieldProblem>,
    }

    /// What is wrong with a field.
    pub struct FieldProblem {
        /// Its name.
        pub field: String,
        /// What was found and what was expected.
        pub message: String,
    }

    /// One person's estimate of a cluster.
    pub struct JudgementArgs {
        /// Session.
        pub session: String,
        /// Cluster.
        pub cluster: String,
        /// Who.
        pub person: String,
    }

    /// Dots on a cluster.
    pub struct Dots {
        /// Cluster.
        pub cluster: String,
        /// How many.
        pub dots: u32,
    }

    /// One person's vote.
    pub struct BallotEdit {
        /// Session.
        pub session: String,
        /// Who.
        pub person: String,
        /// Dots by cluster; those with 0 may be left out.
        pub dots: Vec<Dots>,
    }

    /// A technique of a cluster.
    pub struct MitigationEdit {
        /// Session.
        pub session: String,
        /// Cluster.
        pub cluster: String,
        /// Technique.
        pub technique: String,
        /// `on`, `off`, or `none` to take it away.
        pub state: String,
    }

    /// A prompt or lens.
    pub struct PromptView {
        /// Key.
        pub key: String,
        /// What it is about.
        pub title: String,
        /// The question.
        pub question: String,
    }

    /// A step of a session.
    pub struct StepView {
        /// Key.
        pub key: String,
        /// `Frame`.
        pub label: String,
        /// Minutes planned.
        pub minutes: u32,
        /// What happens in it.
        pub detail: String,
        /// Whether it is open.
        pub open: bool,
        /// Whether it was open before.
        pub visited: bool,
    }

    /// The timer of the step that is open, and of the session.
    pub struct Timer {
        /// Milliseconds planned.
        pub planned: u64,
        /// Milliseconds gone by at `now`, those of before it was left and opened again among them.
        pub spent: u64,
        /// Milliseconds of the lens on the screen; 0 where none is.
        pub lens_planned: u64,
        /// Milliseconds gone by since it came on the screen.
        pub lens_spent: u64,
        /// Milliseconds planned for all steps.
        pub whole_planned: u64,
        /// Milliseconds that all steps took, without those while the timer stood.
        pub whole_spent: u64,
        /// Whether it runs.
        pub running: bool,
        /// Milliseconds until it stands by itself, because it was left on.
        pub goes_on: u64,
        /// The moment that `spent` is told for.
        pub now: String,
    }

    /// Someone who takes part.
    pub struct PersonView {
        /// Id.
        pub id: String,
        /// Name or pseudonym.
        pub name: String,
        /// Key of the role, or a word of their own.
        pub role: String,
        /// `Support`.
        pub role_label: String,
        /// Whether they are there.
        pub present: bool,
        /// Whether they said that they have nothing more to read out.
        pub passed: bool,
        /// Thoughts written.
        pub written: u32,
        /// Thoughts not read out yet.
        pub left: u32,
        /// Cards of theirs, those said anonymously not among them.
        pub cards: u32,
        /// Clusters they estimated.
        pub estimated: u32,
        /// Whether they voted.
        pub voted: bool,
    }

    /// A thought that was written and is not on the table yet.
    pub struct LineView {
        /// Id.
        pub id: String,
        /// What it says.
        pub text: String,
        /// Key of the prompt it was written under.
        pub prompt: String,
    }

    /// Whose turn it is.
    pub struct TurnView {
        /// Who.
        pub person: String,
        /// Their name.
        pub name: String,
        /// Whose turn it is after them; empty where nobody's.
        pub next: String,
        /// What they have left to read out, the next first.
        pub lines: Vec<LineView>,
    }

    /// A card.
    pub struct CardView {
        /// Id.
        pub id: String,
        /// What will have failed.
        pub text: String,
        /// Name of who said it; empty where nobody says.
        pub author: String,
        /// Id of who said it; empty where nobody says.
        pub author_id: String,
        /// What it was asked under: `The network fails`; may be empty.
        pub prompt: String,
        /// Cluster; empty for none.
        pub cluster: String,
        /// Whether it is set aside.
        pub aside: bool,
    }

    /// One person's estimate, shown.
    pub struct JudgementView {
        /// Who.
        pub person: String,
        /// Their name.
        pub name: String,
        /// Events a year.
        pub frequency: Figure,
        /// Minutes to detect and repair.
        pub duration: Figure,
        /// Share of users.
        pub users: Figure,
        /// Expected bad minutes a year.
        pub minutes: Figure,
        /// How much it counts in the pool: `1`, `1.4`.
        pub weight: String,
        /// Why; may be empty.
        pub comment: String,
    }

    /// The estimates of a cluster, pooled.
    pub struct PooledView {
        /// `4 people`.
        pub people: String,
        /// Events a year.
        pub frequency: Figure,
        /// Minutes to detect and repair.
        pub duration: Figure,
        /// Share of users.
        pub users: Figure,
        /// Expected bad minutes a year.
        pub minutes: Figure,
        /// The largest factor between two people's medians: `×3.2 in how often`; empty where
        /// one person estimated.
        pub disagreement: String,
        /// Whether that is worth talking about: a factor above 3.
        pub apart: bool,
    }

    /// A technique of a cluster.
    pub struct MitigationView {
        /// Technique.
        pub technique: String,
        /// Its name.
        pub name: String,
        /// Whether it is counted.
        pub on: bool,
    }

    /// A cluster that was merged into another.
    pub struct MergedView {
        /// Id.
        pub id: String,
        /// Its title.
        pub title: String,
    }

    /// A cluster.
    pub struct ClusterView {
        /// Id.
        pub id: String,
        /// What fails.
        pub title: String,
        /// Key of its category.
        pub category: String,
        /// `Single point of failure`.
        pub category_label: String,
        /// Service id.
        pub service: String,
        /// Name of the service.
        pub service_name: String,
        /// Risk of the register; empty: none.
        pub risk: String,
        /// Name of the risk.
        pub risk_name: String,
        /// Name of the risk of the register that it is by its name alone; empty: none. That risk
        /// takes the estimates when they are brought into the register.
        pub named: String,
        /// Requirements that the risk calls for.
        pub requirements: Vec<Choice>,
        /// Risks of the register of the same service that are no cluster of this session and whose
        /// names mean much the same: until the cluster is linked to one, both count.
        pub twins: Vec<Choice>,
        /// Key of the base rate that is a further voice; empty: none.
        pub history: String,
        /// Free text.
        pub notes: String,
        /// Its cards, those of merged clusters among them.
        pub cards: Vec<String>,
        /// Clusters that were merged into it.
        pub merged: Vec<MergedView>,
        /// People who estimated it: `3 of 5`.
        pub estimated: String,
        /// Names of those who are there and have not.
        pub yet_to_estimate: Vec<String>,
        /// What the person at the keyboard estimates; missing where nothing yet.
        pub own: Option<JudgementEdit>,
        /// Whether the estimates of others are shown by now.
        pub shown: bool,
        /// Everyone's estimates; empty while they are hidden.
        pub given: Vec<JudgementView>,
        /// The same pooled; missing while they are hidden.
        pub pooled: Option<PooledView>,
        /// Dots of the person at the keyboard.
        pub own_dots: u32,
        /// Dots of all; missing until all who are there have voted.
        pub dots: Option<u32>,
        /// What could be done.
        pub mitigations: Vec<MitigationView>,
        /// Techniques that are for its kind of failure.
        pub techniques: Vec<Choice>,
        /// What no longer fits; nothing was taken away for it.
        pub remarks: Vec<String>,
    }

    /// What past incidents say about a kind of failure of a service.
    pub struct BaseRate {
        /// Key.
        pub key: String,
        /// Id of its service.
        pub service: String,
        /// `database`.
        pub cause: String,
        /// `7 incidents in 1.2 years`.
        pub evidence: String,
        /// Events a year.
        pub frequency: Figure,
        /// Minutes to detect and repair.
        pub duration: Figure,
        /// Share of users.
        pub users: Figure,
        /// The same as a form takes it, to begin from.
        pub edit: BaseRateEdit,
    }

    /// A base rate as a form takes it: ranges of 90 %.
    pub struct BaseRateEdit {
        /// Events a year.
        pub frequency: EstimateEdit,
        /// Minutes until it is noticed.
        pub detect: EstimateEdit,
        /// Minutes from there.
        pub repair: EstimateEdit,
        /// Share of users.
        pub users: EstimateEdit,
    }

    /// The vote.
    pub struct VoteView {
        /// Dots that each person has.
        pub dots: u32,
        /// Dots that the person at the keyboard has spent.
        pub spent: u32,
        /// Names of those who are there and have not voted.
        pub yet_to_vote: Vec<String>,
        /// Whether the totals are shown.
        pub shown: bool,
    }

    /// A session, as far as the person at the keyboard may see it by now.
    pub struct Premortem {
        /// Id.
        pub id: String,
        /// Name.
        pub name: String,
        /// Service id.
        pub service: String,
        /// Name of the service.
        pub service_name: String,
        /// `14 Oct 2026`.
        pub date: String,
        /// Whether it is closed: then it is read, not changed.
        pub closed: bool,
        /// What is said at the beginning.
        pub frame: String,
        /// `99.9 %`.
        pub target: String,
        /// `526 min a year`.
        pub budget: String,
        /// Where the target comes from.
        pub target_from: String,
        /// The step that is open.
        pub step: String,
        /// All steps.
        pub steps: Vec<StepView>,
        /// Its timer.
        pub timer: Timer,
        /// Key of the prompt on the screen; may be empty.
        pub prompt: String,
        /// Prompts of the step: realities or lenses.
        pub prompts: Vec<PromptView>,
        /// Who takes part, in the order they sit.
        pub people: Vec<PersonView>,
        /// The person at the keyboard; empty: nobody in particular.
        pub person: String,
        /// What that person wrote under the prompt on the screen.
        pub draft: String,
        /// Fields that were not sent yet, of that person and of all.
        pub jots: Vec<JotView>,
        /// Whose turn it is; missing where all thoughts are on the table, and before Capture.
        pub turn: Option<TurnView>,
        /// Cards; none while people write.
        pub cards: Vec<CardView>,
        /// Cards in no cluster.
        pub loose: Vec<String>,
        /// Clusters that are merged into no other; none while people write.
        pub clusters: Vec<ClusterView>,
        /// What past incidents of the services say; while people estimate.
        pub base_rates: Vec<BaseRate>,
        /// The vote.
        pub vote: VoteView,
        /// What no longer fits, beside what clusters say of themselves.
        pub remarks: Vec<String>,
        /// Services.
        pub services: Vec<Choice>,
        /// Roles.
        pub roles: Vec<Choice>,
        /// Categories.
        pub categories: Vec<Choice>,
        /// The risks of the services, to link a cluster to one.
        pub risks: Vec<Choice>,
        /// What can be changed of it.
        pub edit: PremortemEdit,
    }

    /// A mitigation with what it does.
    pub struct MitigationEffect {
        /// Technique.
        pub technique: String,
        /// Its name.
        pub name: String,
        /// Whether it is on.
        pub on: bool,
        /// Minutes a year that it takes away beside the others of the risk that are on; what it
        /// would take away where it is off.
        pub change: Figure,
        /// One-off cost.
        pub one_off: Figure,
        /// Cost a year.
        pub yearly: Figure,
    }

    /// A risk of the register that is not of this session and fills the same budget.
    pub struct OtherRisk {
        /// Risk.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Expected minutes a year.
        pub minutes: Figure,
        /// Share of the budget.
        pub share: String,
        /// The cluster that means much the same, which then counts twice; mostly empty.
        pub like: String,
    }

    /// A cluster against the budget.
    pub struct OutlookRow {
        /// Cluster; empty for the risks of the register that are not of this session.
        pub cluster: String,
        /// `1`, by minutes before any mitigation; empty for the other risks.
        pub rank: String,
        /// What fails.
        pub title: String,
        /// Expected minutes a year with what is on.
        pub minutes: Figure,
        /// The same without.
        pub without: Figure,
        /// Share of the budget with what is on.
        pub share: String,
        /// The same without.
        pub share_without: String,
        /// Above a quarter of the budget with what is on.
        pub too_big: bool,
        /// Above a quarter of the budget without.
        pub too_big_without: bool,
        /// Above the whole budget alone, without.
        pub breaks_alone: bool,
        /// Fits into the budget with all that are smaller, with what is on.
        pub accepted: bool,
        /// Dots; missing until all have voted.
        pub dots: Option<u32>,
        /// Length of the bar with what is on, 0 to 1 of the longest.
        pub bar: f64,
        /// Length without.
        pub bar_without: f64,
        /// Expected loss of a year with what is on.
        pub loss: Figure,
        /// What could be done.
        pub mitigations: Vec<MitigationEffect>,
        /// Why it takes no part; empty where it does.
        pub problem: String,
    }

    /// A figure with what it was before any mitigation.
    pub struct WithAndWithout {
        /// With what is on.
        pub with: Figure,
        /// Without.
        pub without: Figure,
    }

    /// Positions on the gauge of the budget, 0 to 1.
    pub struct Gauge {
        /// Expected minutes with what is on.
        pub with: f64,
        /// The same without.
        pub without: f64,
        /// The budget.
        pub budget: f64,
        /// Ends of the 90 % range with what is on.
        pub range: (f64, f64),
    }

    /// The clusters against the error budget.
    pub struct PremortemOutlook {
        /// The sentence.
        pub headline: Headline,
        /// `99.9 %`.
        pub target: String,
        /// `526 min a year`.
        pub budget: String,
        /// Expected minutes a year.
        pub minutes: WithAndWithout,
        /// Share of the budget.
        pub of_budget: WithAndWithout,
        /// Chance of meeting the target in a year.
        pub met: WithAndWithout,
        /// Expected loss of a year.
        pub loss: WithAndWithout,
        /// Expected availability: `99.93 % · 3.1 nines · 32 min/month`.
        pub availability: String,
        /// One-off cost of what is on, each technique once.
        pub one_off: Figure,
        /// Its cost a year.
        pub yearly: Figure,
        /// The gauge.
        pub gauge: Gauge,
        /// Where `too big` begins on the bars, 0 to 1.
        pub too_big_at: f64,
        /// By minutes without mitigations, largest first; the other risks last.
        pub rows: Vec<OutlookRow>,
        /// The risks in the last row, largest first.
        pub others: Vec<OtherRisk>,
        /// How it was computed, and what to know.
        pub notes: Vec<String>,
    }

    /// A blank form.
    pub struct FormArgs {
        /// Session; its clusters are asked about too. Empty: of a service, before any session.
        #[serde(default)]
        pub session: String,
        /// Service, where there is no session.
        #[serde(default)]
        pub service: String,
        /// File to write.
        pub to: String,
        /// `csv`, `xlsx` or `json`; empty: by the ending of the file.
        #[serde(default)]
        pub format: String,
    }

    /// Filled forms.
    pub struct FormImportArgs {
        /// Session they are for.
        pub session: String,
        /// Files.
        pub paths: Vec<String>,
        /// Look only: nothing is changed.
        #[serde(default)]
        pub check: bool,
    }

    /// What filled forms bring, or brought.
    #[derive(Default)]
    pub struct FormReport {
        /// `24 lines read: 7 filled in, 16 left blank, 1 set aside. …`
        pub sentence: String,
        /// Names on them.
        pub people: Vec<String>,
        /// Lines read.
        pub read: u64,
        /// Lines filled in that come in.
        pub accepted: u64,
        /// Lines left blank.
        pub blank: u64,
        /// Lines set aside, each with a problem.
        pub rejected: u64,
        /// Cards on them.
        pub cards: u64,
        /// Estimates on them.
        pub estimates: u64,
        /// Cards and estimates that are new.
        pub new: u64,
        /// Cards and estimates that say something else than before.
        pub updated: u64,
        /// Cards and estimates that are there already.
        pub unchanged: u64,
        /// Problems, at most 500.
        pub problems: Vec<Problem>,
    }
}
