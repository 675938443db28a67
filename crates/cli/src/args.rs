//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// What incidents cost per minute, and the nines you really deliver.
#[derive(Debug, Parser)]
#[command(
    name = "ninefold",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    max_term_width = 90,
    after_help = "Exit codes: 0 done · 1 failed · 2 not understood · 3 done, but rows were set aside \
(with --strict) or copies disagree.\nCtrl-C stops at once (130); what was not finished is not kept.\n\n\
Try it:\n  ninefold sample --workspace demo.ninefold\n  ninefold cost --workspace demo.ninefold"
)]
pub struct Cli {
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an empty workspace.
    New(New),
    /// Bring files into a workspace; undo takes an import back exactly.
    Import(Box<Import>),
    /// Write records as files that an import reads back.
    Export(Export),
    /// What a file is: encoding, delimiter, header, types, dates, and the tool that wrote it.
    Inspect(Inspect),
    /// What incidents cost, by line and by service.
    Cost(Cost),
    /// Availability against targets.
    Availability(Window),
    /// The signs of the bottleneck, timelines and growth.
    Signs(InWorkspace),
    /// Simulate years of risks: loss, downtime, the chances of 99 to 99.99 %.
    Simulate(Simulate),
    /// What another nine costs and what it saves.
    Tiers(Tiers),
    /// What would have been predicted of the later incidents from the earlier ones, and what came.
    Backtest(Backtest),
    /// Pre-mortems: list them, tell one, forms for people outside.
    Premortem(Premortem),
    /// What was promised, on what evidence, and whether it holds.
    Requirements(Requirements),
    /// Everything behind the cost of one incident.
    Explain(Explain),
    /// Write all charts as SVG files.
    Chart(Charts),
    /// What was changed, newest first.
    History(History),
    /// Take the newest change back.
    Undo(InWorkspace),
    /// Do again what was taken back.
    Redo(InWorkspace),
    /// Merge two copies of a workspace that were edited apart.
    Merge(Merge),
    /// What merged copies disagree about, and how it is settled.
    Conflicts(Conflicts),
    /// Make the sample workspace: a company that does not exist.
    Sample(Sample),
    /// Files in, two result files out: cost of every incident, availability of every service.
    Run(Run),
    /// Print the TypeScript types of the wire.
    #[command(hide = true)]
    Typescript,
    /// Print shell completions: `ninefold completions bash > …/ninefold`.
    Completions {
        /// For which shell.
        shell: Shell,
    },
}

/// Which workspace.
#[derive(Debug, Args)]
pub struct InWorkspace {
    /// The workspace file (`*.ninefold`).
    #[arg(long, short, value_name = "FILE")]
    pub workspace: PathBuf,
}

/// `premortem`
#[derive(Debug, Args)]
pub struct Premortem {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// What to do; without it they are listed.
    #[command(subcommand)]
    pub what: Option<PremortemDo>,
}

/// What `premortem` does.
#[derive(Debug, Subcommand)]
pub enum PremortemDo {
    /// Tell one: clusters against the error budget, estimates, cards, mitigations.
    Show {
        /// Its name or id, or how either begins; the only one where left out.
        #[arg(default_value = "", value_name = "NAME", hide_default_value = true)]
        which: String,
        /// How it is told.
        #[arg(long, value_enum, default_value_t = Told::Text)]
        format: Told,
    },
    /// Write a blank form for people outside: CSV, XLSX or JSON, by the ending of the file.
    Form {
        /// Name or id of the pre-mortem; or a service, before there is one.
        #[arg(default_value = "", value_name = "NAME", hide_default_value = true)]
        which: String,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Take filled forms in; the same form again changes what it brought the first time.
    Import {
        /// Filled forms: CSV, XLSX or JSON.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Name or id of the pre-mortem; the only one where left out.
        #[arg(
            long = "into",
            default_value = "",
            value_name = "NAME",
            hide_default_value = true
        )]
        which: String,
        /// Read and report without changing anything.
        #[arg(long = "dry-run")]
        check: bool,
    },
}

/// How a pre-mortem is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Told {
    /// For a terminal.
    Text,
    /// For a wiki or a ticket.
    Markdown,
    /// As the wire has it.
    Json,
}

/// `requirements`
#[derive(Debug, Args)]
pub struct Requirements {
    /// What to do.
    #[command(subcommand)]
    pub action: RequirementsAction,
}

/// What can be done with requirements.
#[derive(Debug, Subcommand)]
pub enum RequirementsAction {
    /// All of them: status, money, and what speaks against each.
    List(RequirementsList),
    /// One with everything behind it.
    Show {
        #[command(flatten)]
        #[allow(missing_docs)]
        at: InWorkspace,
        /// `REQ-7`, or its id.
        id: String,
    },
    /// Draft requirements from risks or from targets.
    Draft(RequirementsDraft),
    /// Write them for people, sheets and other tools.
    Export(RequirementsExport),
    /// Read the journal of a Chaos Toolkit run: verified, failed or stale.
    Verify {
        #[command(flatten)]
        #[allow(missing_docs)]
        at: InWorkspace,
        /// The `journal.json` that `chaos run` wrote.
        journal: PathBuf,
        /// The requirement, where the journal does not name it: `REQ-7`.
        #[arg(long, value_name = "ID", default_value = "")]
        requirement: String,
        /// The fault was set by hand during the run; else a journal in which nothing sets one
        /// says nothing.
        #[arg(long)]
        by_hand: bool,
    },
    /// Read requirements back from a JSON or CSV file that was exported.
    Import {
        #[command(flatten)]
        #[allow(missing_docs)]
        at: InWorkspace,
        /// The file.
        file: PathBuf,
    },
}

/// `requirements list`
#[derive(Debug, Args)]
pub struct RequirementsList {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// Only these: draft, accepted, verified, failed, stale, retired or flagged.
    #[arg(long, value_name = "STATUS", default_value = "")]
    pub status: String,
    /// Only of this service.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub service: String,
}

/// `requirements draft`
#[derive(Debug, Args)]
pub struct RequirementsDraft {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// From this risk, by its name; repeat for more. Without any: from every risk that takes
    /// more than a quarter of its budget.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["targets", "option"])]
    pub risk: Vec<String>,
    /// From the targets of services.
    #[arg(long)]
    pub targets: bool,
    /// From the target of this tier option.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub option: String,
    /// With targets, only for this service; repeat for more.
    #[arg(long, value_name = "NAME")]
    pub service: Vec<String>,
}

/// What requirements are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RequirementsFormat {
    /// A document.
    Markdown,
    /// A table that reads back.
    Csv,
    /// Everything; reads back.
    Json,
    /// OpenSLO v1: services, indicators, objectives.
    Openslo,
    /// Chaos Toolkit experiments.
    Chaostoolkit,
    /// A Backstage catalog of the services.
    Backstage,
    /// Test scenarios.
    Gherkin,
    /// Issues for Jira's CSV importer.
    Jira,
}

impl RequirementsFormat {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Openslo => "openslo",
            Self::Chaostoolkit => "chaostoolkit",
            Self::Backstage => "backstage",
            Self::Gherkin => "gherkin",
            Self::Jira => "jira",
        }
    }
}

/// `requirements export`
#[derive(Debug, Args)]
pub struct RequirementsExport {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// As what.
    #[arg(long)]
    pub format: RequirementsFormat,
    /// Folder to write to; it is made where it is missing.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Only this one, `REQ-7`; repeat for more. Without any: all that are not retired.
    #[arg(long, value_name = "ID")]
    pub id: Vec<String>,
}

/// `new`
#[derive(Debug, Args)]
pub struct New {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// Currency of totals, ISO 4217.
    #[arg(long, value_name = "CODE", default_value = "EUR")]
    pub currency: String,
    /// Zone of days, weeks and months, IANA.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub zone: String,
}

/// What a file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Incidents and whom they hit.
    Incidents,
    /// Transactions or sums of money over time.
    Revenue,
    /// Who worked on incidents, how long, or what responders did when.
    Labor,
    /// Open items by month.
    Backlog,
    /// How many requests a service answered well in a minute, and how many there were.
    Requests,
    /// Exchange rates by day.
    Rates,
    /// The rate card: what an hour of a role costs.
    Roles,
    /// The catalog of services: owners, tiers, what leans on what.
    Services,
}

impl Kind {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Revenue => "revenue",
            Self::Labor => "labor",
            Self::Backlog => "backlog",
            Self::Requests => "requests",
            Self::Rates => "rates",
            Self::Roles => "roles",
            Self::Services => "services",
        }
    }
}

/// The sign between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Decimal {
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
}

/// What shares without a `%` count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShareUnit {
    /// All users are 1.
    Share,
    /// All users are 100.
    Percent,
}

/// What amounts count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AmountUnit {
    /// 10.50
    Major,
    /// 1050 cents
    Minor,
}

/// Over which minutes sums of revenue are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SpreadOver {
    /// Sums of whole hours, over all minutes of their hours
    Hour,
    /// Sums of whole days, over all minutes of their days
    Day,
    /// Sums of whole days, over the hours agreed for the service that carries the stream
    Hours,
}

/// What becomes of rows of revenue that equal an earlier one cell for cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Repeat {
    /// They count: two sales can look alike.
    Keep,
    /// All but the first are skipped.
    LeaveOut,
}

/// What a local time means that occurs twice in autumn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Fold {
    /// Set the row aside.
    Reject,
    /// Before the clocks went back.
    Earlier,
    /// After the clocks went back.
    Later,
    /// As the order of the rows of revenue and requests says: through the hour, and again.
    InOrder,
}

/// What happens to revenue over minutes that are already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Overlap {
    /// Import nothing and say which minutes.
    Fail,
    /// Add to what is there.
    Add,
    /// Take the new instead of the old.
    Replace,
    /// Keep the old, take only the rest.
    Keep,
    /// Of services: leave out the dependencies that close a circle.
    LeaveOut,
}

/// What is taken of incidents that read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Changed {
    /// Everything but what somebody edited in the workspace.
    Update,
    /// Everything.
    Take,
    /// Nothing.
    Keep,
}

/// `import`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
ninefold import -w shop.ninefold --kind incidents incidents.csv\n  \
ninefold import -w shop.ninefold --kind revenue online-retail.csv.gz \\\n    \
--map at=InvoiceDate --map amount=Quantity*UnitPrice \\\n    \
--set currency=GBP --set stream=shop --zone Europe/London\n  \
ninefold import -w shop.ninefold incidents.csv orders.csv labor.csv\n\n\
Reads .csv, .tsv, .txt, .json, .ndjson (also .gz), .xlsx, .xlsb, .xls, .ods, .parquet, and\n\
.zip with several of them. Columns whose heads leave no doubt are mapped without being told;\n\
every row that cannot be read is listed with its line.")]
pub struct Import {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// What the files are about; told by their headers where it is not said.
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    /// Files with the same columns come in together, as one import. Without --kind they may be of
    /// several kinds, and come in one kind after the other. A member of an archive is named like a
    /// file in a folder: export.zip/orders.csv.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub mapping: Mapping,
    /// What happens to revenue (keep, replace, add) and requests (keep, add) over minutes that are
    /// already there, and to services that lean on each other in a circle (leave-out).
    #[arg(long, value_enum, default_value = "fail")]
    pub on_overlap: Overlap,
    /// What is taken of incidents, roles and services that are there already and read differently.
    #[arg(long, value_enum, default_value = "update")]
    pub on_change: Changed,
    /// Read and report only; change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Write the rows that are set aside to this file, each with its reason.
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// End with exit code 3 where rows were set aside.
    #[arg(long)]
    pub strict: bool,
}

/// `export`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
ninefold export -w shop.ninefold --out records\n  \
ninefold export -w shop.ninefold --kind incidents --kind labor --out records\n\n\
Each kind is a file DIR/KIND.csv. The same workspace finds nothing new in it; another one takes it \
in:\n  ninefold import -w other.ninefold --kind incidents records/incidents.csv")]
pub struct Export {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// Which records, once for each kind; all that are there where it is not said.
    #[arg(long, value_enum)]
    pub kind: Vec<Kind>,
    /// The folder to write to; made where it is not there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// `inspect`
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
ninefold inspect incidents.csv\n  \
ninefold inspect servicenow.csv.gz --csv incidents.csv\n\n\
Needs no workspace. --csv writes the table as an import reads it: in UTF-8 with commas, without\n\
what stands above the header, and in the shape that the tool's preset gives it.")]
pub struct Inspect {
    /// The file.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// What the file is about; told by its header where it is not said.
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    #[command(flatten)]
    pub written: Written,
    /// The tool that wrote it, by its name, or `none`; told by its header where it is not said.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Write the table, as it is read, to this file.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
}

/// How the text of a file is written, where that is not found by itself.
#[derive(Debug, Default, Args)]
pub struct Written {
    /// The delimiter, where it is not found by itself: one character, or `tab`.
    #[arg(long, value_name = "CHAR")]
    pub delimiter: Option<String>,
    /// The encoding of text, where its bytes do not tell it: UTF-8, UTF-16LE, windows-1252,
    /// ISO-8859-2, Shift_JIS, or another that browsers know.
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// The line of the header (in a sheet its row), where another one is taken for it, or `none`:
    /// the first row is one of values, and columns are called Column 1 and so on.
    #[arg(long, value_name = "LINE")]
    pub header_row: Option<String>,
}

/// Which column is which field, and how values are written.
#[derive(Debug, Args)]
pub struct Mapping {
    /// Take a field from a column, or from a product of two: `amount=Quantity*UnitPrice`.
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Give a field one value in every row: `currency=GBP`.
    #[arg(long, value_name = "FIELD=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// A mapping as JSON: {"fields": {"at": "InvoiceDate", "currency": "=GBP"}, "zone": …}.
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Zone of times without an offset, IANA.
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// The decimal mark.
    #[arg(long, value_enum)]
    pub decimal: Option<Decimal>,
    /// How times are written: `%d/%m/%Y %H:%M`, or `epoch-s`, `epoch-ms`, `epoch-us`.
    #[arg(long, value_name = "FORMAT")]
    pub date_format: Option<String>,
    #[command(flatten)]
    pub written: Written,
    /// A text that means “no value”, such as NULL; may be given several times.
    #[arg(long, value_name = "TEXT")]
    pub missing: Vec<String>,
    /// Round amounts with more decimals than are kept, and count them, instead of setting
    /// their rows aside.
    #[arg(long)]
    pub round: bool,
    /// What shares of users without a % count in; told by the header and the whole column where
    /// it is not said.
    #[arg(long, value_enum)]
    pub shares: Option<ShareUnit>,
    /// What amounts count in; told by the header of each column where it is not said.
    #[arg(long, value_enum)]
    pub amounts: Option<AmountUnit>,
    /// What a local time means that occurs twice in autumn.
    #[arg(long, value_enum)]
    pub on_fold: Option<Fold>,
    /// The tool that wrote the files, by the name of its preset, or `none`; told by the header
    /// where it is not said.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// What parts several services of one incident in one value, such as `;`.
    #[arg(long, value_name = "TEXT")]
    pub service_separator: Option<String>,
    /// What becomes of incidents that call for judgement: `cancelled=keep`,
    /// `closed-unresolved=take-closed`. The report lists them with their choices.
    #[arg(long, value_name = "SORT=TREATMENT", value_parser = pair)]
    pub treat: Vec<(String, String)>,
    /// A service that carries a stream of revenue that is not there yet: `web=Checkout`, or
    /// `web=Search:30%` where only a part of it is lost while the service is down. Repeat it for
    /// several services. Where it is not said, the service of its name, or the only one there is.
    #[arg(long, value_name = "STREAM=SERVICE[:SHARE]", value_parser = carrier)]
    pub carried_by: Vec<Carrier>,
    /// Spread sums of whole hours or days of revenue evenly over the minutes of them: an assumption,
    /// which every figure says that rests on it. Repeat it for files that have both.
    #[arg(long, value_enum)]
    pub spread: Vec<SpreadOver>,
    /// What becomes of rows of revenue that equal an earlier one of their file cell for cell.
    #[arg(long, value_enum)]
    pub repeats: Option<Repeat>,
    /// The share of users that a severity without an impact stands for: `high=100%`. What is not
    /// said is assumed from its name, and the report says so.
    #[arg(long, value_name = "NAME=SHARE", value_parser = pair)]
    pub severity: Vec<(String, String)>,
    /// Put a value into all rows that are set aside for one cause in one field:
    /// `missing:service=shop`; an empty value reads them as empty. The causes stand under "Set
    /// aside" with `--dry-run`.
    #[arg(long, value_name = "CAUSE:FIELD=VALUE", value_parser = fix)]
    pub fix: Vec<(String, String)>,
    /// Leave all rows out that are set aside for one cause: `time:started=not a date in 2019`.
    #[arg(long, value_name = "CAUSE:FIELD=REASON", value_parser = pair)]
    pub leave_out: Vec<(String, String)>,
    /// Keep the mapping under this name; files with the same header are mapped by it.
    #[arg(long, value_name = "NAME")]
    pub save_as: Option<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() && !value.trim().is_empty() => {
            Ok((field.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("expected a field and a value with = between them".into()),
    }
}

/// A cause in a field and the value for its rows; an empty one is none.
fn fix(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((cause, value)) if !cause.trim().is_empty() => {
            Ok((cause.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("expected a cause and a value with = between them".into()),
    }
}

/// A service that carries a stream, and the part of it; no part: all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    /// Name of the stream.
    pub stream: String,
    /// Name of the service.
    pub service: String,
    /// `30 %`, or nothing.
    pub share: String,
}

/// `web=Checkout`, `web=Search:30%`. A colon belongs to the name unless a share follows it.
fn carrier(text: &str) -> Result<Carrier, String> {
    let (stream, said) = pair(text)?;
    let is_share = |part: &str| {
        let digits = part.trim().trim_end_matches('%').trim_end();
        !digits.is_empty()
            && digits
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
    };
    let (service, share) = match said.rsplit_once(':') {
        Some((service, share)) if is_share(share) && !service.trim().is_empty() => {
            (service.trim().to_owned(), share.trim().to_owned())
        }
        _ => (said, String::new()),
    };
    Ok(Carrier {
        stream,
        service,
        share,
    })
}

/// A workspace and a window of time.
#[derive(Debug, Args)]
pub struct Window {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// rolling-7, -28, -30, -90 or -365; week, month, quarter or year; or two dates:
    /// 2026-01-01..2026-04-01. The last 365 days where not stated.
    #[arg(long, value_name = "WINDOW", default_value = "")]
    pub window: String,
}

/// `cost`
#[derive(Debug, Args)]
#[command(
    after_help = "Every cut sums to the same total, to the last unit. The export has a row for each\n\
posted line of each incident, with its range, basis and formula."
)]
pub struct Cost {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub of: Window,
    /// Cut the total one way.
    #[arg(long, value_enum)]
    pub by: Option<Cut>,
    /// Write every posted line to this file, `.csv` or `.json`.
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
}

/// How a total is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Cut {
    /// One row an incident.
    Incident,
    /// By the services that were hit.
    Service,
    /// By the kind of cost.
    Line,
    /// By the people who worked on it.
    Role,
    /// By calendar month of the beginning.
    Month,
    /// By severity.
    Severity,
    /// By cause tag.
    Cause,
    /// By recovery action.
    Recovery,
}

impl Cut {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Service => "service",
            Self::Line => "line",
            Self::Role => "role",
            Self::Month => "month",
            Self::Severity => "severity",
            Self::Cause => "cause",
            Self::Recovery => "recovery",
        }
    }
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub of: Window,
    /// Number at its source (INC-0412) or id.
    pub incident: String,
}

/// The colours of charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// `chart`
#[derive(Debug, Args)]
pub struct Charts {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub of: Window,
    /// Folder for the SVG files; made where it is missing.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Colours, fixed in the files.
    #[arg(long, value_enum, default_value = "light")]
    pub theme: Theme,
    /// Width in px.
    #[arg(long, default_value_t = 960, value_parser = clap::value_parser!(u32).range(200..=8000))]
    pub width: u32,
    /// Height in px; what suits each chart where not stated.
    #[arg(long, value_parser = clap::value_parser!(u32).range(120..=8000))]
    pub height: Option<u32>,
}

/// `history`
#[derive(Debug, Args)]
pub struct History {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// At most this many entries.
    #[arg(long, default_value_t = 20)]
    pub limit: u64,
}

/// `sample`
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("target").required(true).multiple(true).args(["workspace", "sources"])))]
pub struct Sample {
    /// The workspace file to make; one that is there is left as it is.
    #[arg(long, short, value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// Write the sample's source files (incidents, revenue, labor) to this folder.
    #[arg(long, value_name = "DIR")]
    pub sources: Option<PathBuf>,
    /// Make the workspace with services, tiers and rates, but without data, so that the
    /// source files can be imported.
    #[arg(long, requires = "workspace")]
    pub catalog_only: bool,
}

/// `tiers`
#[derive(Debug, Args)]
pub struct Tiers {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// A saved scenario by its id; the base scenario where not stated.
    #[arg(long, value_name = "ID", default_value = "")]
    pub scenario: String,
    /// A service by its name; all together where not stated.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub service: String,
    /// A preview of few runs, at once.
    #[arg(long)]
    pub preview: bool,
}

/// `merge`
#[derive(Debug, Args)]
#[command(
    after_help = "What one copy changed since they were one is taken; where both changed the same\n\
field, the newer value stands and both are listed. Neither copy changes. Ends with exit\n\
code 3 where something is to be decided."
)]
pub struct Merge {
    /// A copy of the workspace.
    #[arg(value_name = "A")]
    pub ours: PathBuf,
    /// Another copy of the same workspace.
    #[arg(value_name = "B")]
    pub theirs: PathBuf,
    /// The workspace file to make.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `conflicts`
#[derive(Debug, Args)]
#[command(
    after_help = "Ends with exit code 3 while something is to be decided. Undo takes a decision back."
)]
pub struct Conflicts {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// Settle the conflict of this id: by --take, or else by keeping what stands.
    #[arg(long, value_name = "ID")]
    pub settle: Option<String>,
    /// The number of the side to take.
    #[arg(long, value_name = "N", requires = "settle", value_parser = clap::value_parser!(u64).range(1..))]
    pub take: Option<u64>,
}

/// `simulate`
#[derive(Debug, Args)]
#[command(
    group(clap::ArgGroup::new("input").required(true).args(["risks", "workspace"])),
    after_help = "A file of risks is JSON: [{\"name\": \"R01\", \"lambda\": 24, \"dur\": [5, 90], \"cpm\": [40, 900]}].\n\
lambda is events a year, dur minutes of an event, cpm cost of a minute: one number is certain,\n\
two are a 90 % interval (lognormal), three are minimum, most likely and maximum (PERT).\n\
The result has a row for each risk and one for ALL, numbers unrounded. The same seed gives\n\
the same digits on any number of threads."
)]
pub struct Simulate {
    /// Risks as JSON.
    #[arg(long, value_name = "FILE")]
    pub risks: Option<PathBuf>,
    /// The register of this workspace, in place of a file.
    #[arg(long, short, value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// A saved scenario of the workspace by its id; its base scenario where not stated.
    #[arg(long, value_name = "ID", requires = "workspace", default_value = "")]
    pub scenario: String,
    /// Years; as many as a precision of 1 % of the mean takes where not stated.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub years: Option<u64>,
    /// Where the random numbers start; 42, or the scenario's seed, where not stated.
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Threads; 0 for one a core.
    #[arg(long, value_name = "T", default_value_t = 0)]
    pub threads: usize,
    /// The exact law in place of simulated years; refused where the risks have none.
    #[arg(long)]
    pub exact: bool,
    /// CSV file to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// `backtest`
#[derive(Debug, Args)]
pub struct Backtest {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub at: InWorkspace,
    /// Share of the record that the first forecast learns from: `50 %`.
    #[arg(long, value_name = "SHARE", default_value = "")]
    pub first: String,
    /// Parts that the rest is predicted in; six where not stated.
    #[arg(long, value_name = "N")]
    pub parts: Option<u32>,
    /// Where the random numbers start; the base scenario's seed where not stated.
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
}

/// `run`
#[derive(Debug, Args)]
#[command(
    after_help = "Writes incidents_out.csv (incident_id, service, duration_minutes, revenue_loss,\n\
labor_cost, total_cost, cost_per_minute) and services_out.csv (service, incidents,\n\
downtime_minutes, availability, nines). Each incident is charged alone, on the stream\n\
named like its service; any incident counts as downtime. Numbers are not rounded."
)]
pub struct Run {
    /// Incidents: .csv, .tsv (also .gz) or .parquet.
    #[arg(long, value_name = "FILE", required = true)]
    pub incidents: Vec<PathBuf>,
    /// Revenue.
    #[arg(long, value_name = "FILE", required = true)]
    pub revenue: Vec<PathBuf>,
    /// Labor.
    #[arg(long, value_name = "FILE", required = true)]
    pub labor: Vec<PathBuf>,
    /// Folder for the two result files; made where it is missing.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// What a minute is expected to earn: flat, hour-of-week or minute-of-week.
    #[arg(long, value_name = "PROFILE", default_value = "minute-of-week")]
    pub profile: String,
    /// Zone of slots and days, and of times without an offset, IANA.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub zone: String,
    /// Start of the span (RFC 3339); the first day of the revenue where not stated.
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<String>,
    /// End of the span (RFC 3339); the end of the revenue's last day where not stated.
    #[arg(long, value_name = "INSTANT")]
    pub to: Option<String>,
    /// Currency of amounts that name none. Nothing is converted.
    #[arg(long, value_name = "CODE", default_value = "EUR")]
    pub currency: String,
    /// Take a field of one kind from a column: `revenue.amount=Quantity*UnitPrice`.
    #[arg(long, value_name = "KIND.FIELD=COLUMN", value_parser = kind_pair)]
    pub map: Vec<(Kind, String, String)>,
    /// Give a field of one kind one value in every row: `revenue.stream=shop`.
    #[arg(long, value_name = "KIND.FIELD=VALUE", value_parser = kind_pair)]
    pub set: Vec<(Kind, String, String)>,
    /// Import the files into this workspace as well; it is made where it is missing.
    #[arg(long, short, value_name = "FILE")]
    pub workspace: Option<PathBuf>,
    /// End with exit code 3 where rows were set aside.
    #[arg(long)]
    pub strict: bool,
}

fn kind_pair(text: &str) -> Result<(Kind, String, String), String> {
    let (name, value) = pair(text)?;
    let (kind, field) = name
        .split_once('.')
        .ok_or("expected incidents., revenue. or labor. before the field")?;
    match Kind::from_str(kind, true)? {
        Kind::Incidents | Kind::Revenue | Kind::Labor => {
            Ok((Kind::from_str(kind, true)?, field.to_owned(), value))
        }
        other => Err(format!(
            "a run has no {}; import it into a workspace",
            other.name()
        )),
    }
}
