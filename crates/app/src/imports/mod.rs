//! Imports: files are read and checked without touching the workspace, planned against what is
//! there, and come in as one batch or not at all.

mod backlog;
mod carriers;
mod company;
mod exchange;
mod files;
mod incidents;
mod judged;
mod labor;
mod lacking;
mod merge;
mod profile;
mod rates;
mod rejects;
mod requests;
mod revenue;
mod sort;
mod spread;
mod still_open;

pub(crate) use exchange::{Conversion, summaries};
pub(crate) use files::read_forms;
pub(crate) use profile::mapping_rows;
pub(crate) use rejects::neutral;
pub(crate) use revenue::is_held;

use crate::App;
use crate::host::{Host, Job};
use crate::records::names_in_files;
use crate::text;
use crate::views::data::equation;
use crate::wire::{
    CarrierRow, ChangeRow, Done, Error, Headline, IdArgs, ImportArgs, ImportReport, InspectArgs,
    Inspection, LeftRow as WireLeftRow, PasteArgs, Problem, ProblemGroup, RejectsArgs, SeverityRow,
    TableArgs, Written,
};
use crate::workspace::{Workspace, read_id};
use backlog::plan_backlog;
use company::{plan_catalog, plan_roles};
use files::{Around, Parsed, assumes_currency, fixed_row, left_out, look, read, write_out};
use incidents::plan_incidents;
use judged::judgement_rows;
use labor::plan_labor;
use merge::OnChange;
use ninefold_domain::id::{BatchId, ServiceId, StreamId};
use ninefold_domain::money::Money;
use ninefold_domain::record::Service;
use ninefold_domain::time::Zone;
use ninefold_ingest::{Field, Finding, Kind, LeftRow, Revenue};
use ninefold_store::{BatchFile, Import, NewBatch, NewEntry};
use profile::Kept;
use rates::plan_rates;
use rejects::{Wanted, with_cells, write_rejects};
use requests::plan_requests;
use revenue::plan_revenue;
use spread::Spreading;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// Problems that one answer lists.
const MOST_PROBLEMS: usize = 500;

/// Rows left out that one answer lists.
const MOST_LEFT: usize = 100;

/// Marks the note of a batch that holds differences to minutes that were there before it.
pub(crate) const REPLACED: &str = "replaced what was there before";

/// Marks the note of a batch that left out minutes because they were there before it.
pub(crate) const KEPT: &str = "kept as before";

impl App {
    pub(crate) fn import_inspect(
        &self,
        args: &InspectArgs,
        _: &Job<'_>,
    ) -> Result<Inspection, Error> {
        // Who chooses a tool, or how the text is read, begins anew.
        let said = [
            &args.preset,
            &args.delimiter,
            &args.encoding,
            &args.header_row,
        ];
        let anew = args.anew || said.into_iter().any(|text| !text.is_empty());
        let profile = match args.paths.first() {
            Some(path) if !anew => self
                .with(|w| Ok(profile::find(w, Path::new(path), &args.kind)))
                .ok()
                .flatten(),
            _ => None,
        };
        look(args, self.workspace_zone(), profile.as_ref())
    }

    /// One at a time: what was pasted before is in the workspace by now, or was given up.
    pub(crate) fn import_paste(&self, args: &PasteArgs, _: &Job<'_>) -> Result<Written, Error> {
        let rows = args
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count();
        if rows < 2 {
            return Err(Error::invalid(
                "text",
                format!(
                    "{} pasted; expected a header and rows below it",
                    text::counted(rows, "line was", "lines were")
                ),
            )
            .hint(
                "select the cells in the spreadsheet with their header, copy, and paste them here",
            ));
        }
        let folder = self.home.join("pasted");
        let failed = |e: std::io::Error| crate::workspace::io("write", &folder, &e);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let at = self.host.now().to_rfc3339().replace(':', "");
        let path = folder.join(format!("pasted {}.tsv", at.trim_end_matches('Z')));
        crate::host::write_file(&path, args.text.as_bytes()).map_err(failed)?;
        Ok(Written {
            path: path.display().to_string(),
            rows: rows as u64 - 1,
        })
    }

    pub(crate) fn import_table(&self, args: &TableArgs, job: &Job<'_>) -> Result<Written, Error> {
        write_out(args, job)
    }

    pub(crate) fn import_check(
        &self,
        args: &ImportArgs,
        job: &Job<'_>,
    ) -> Result<ImportReport, Error> {
        let parsed = read(args, self.around(&args.kind), job)?;
        self.with(|w| Ok(plan(w, args, parsed, &*self.host)?.report))
    }

    pub(crate) fn import_commit(
        &self,
        args: &ImportArgs,
        job: &Job<'_>,
    ) -> Result<ImportReport, Error> {
        let parsed = read(args, self.around(&args.kind), job)?;
        self.with(|w| {
            let planned = plan(w, args, parsed, &*self.host)?;
            commit(w, planned, &*self.host, job)
        })
    }

    pub(crate) fn import_rejects(
        &self,
        args: &RejectsArgs,
        job: &Job<'_>,
    ) -> Result<Written, Error> {
        let parsed = read(&args.import, self.around(&args.import.kind), job)?;
        let header = look(
            &InspectArgs {
                paths: args.import.paths.clone(),
                kind: args.import.kind.clone(),
                delimiter: args.import.mapping.delimiter.clone(),
                encoding: args.import.mapping.encoding.clone(),
                header_row: args.import.mapping.header_row.clone(),
                preset: match args.import.mapping.preset.as_str() {
                    "" => ninefold_ingest::Preset::NONE.into(),
                    preset => preset.into(),
                },
                anew: true,
            },
            Zone::UTC,
            None,
        )?;
        let (set_aside, wanted) = self.with(|w| {
            let planned = plan(w, &args.import, parsed, &*self.host)?;
            let files = planned.files.into_iter().map(|file| file.name).collect();
            let wanted = Wanted::of(w, planned.no_rate_rows, files);
            Ok((planned.set_aside, wanted))
        })?;
        // Read once more outside of the lock, as at first.
        let set_aside = with_cells(set_aside, &wanted, &args.import, job)?;
        write_rejects(&set_aside, &header, args.to.as_ref())
    }

    pub(crate) fn import_undo(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let id: BatchId = read_id(&args.id)?;
            w.undo_batch(id, &*self.host)
        })
    }

    /// What of the workspace helps to read files of a kind.
    fn around(&self, kind: &str) -> Around {
        let found = self.with(|w| {
            let names = match kind == Kind::Labor.name() {
                true => names_in_files(w),
                false => Vec::new(),
            };
            Ok(Around {
                currency: Some(w.methods.currency),
                incidents: names
                    .into_iter()
                    .map(|name| (name.to_lowercase(), name))
                    .collect(),
            })
        });
        found.unwrap_or_default()
    }

    fn workspace_zone(&self) -> Zone {
        self.with(|w| Ok(w.methods.zone)).unwrap_or(Zone::UTC)
    }
}

/// An import worked out against the workspace, not yet written.
struct Planned {
    kind: Kind,
    report: ImportReport,
    /// What is kept of how it was read.
    kept: Kept,
    import: Import,
    files: Vec<BatchFile>,
    money: Vec<Money>,
    set_aside: Vec<SetAside>,
    /// Rows without a rate where the reader of their kind knows which they are: file and line.
    no_rate_rows: Vec<(String, u64)>,
}

/// A row that does not come in.
struct SetAside {
    problem: Problem,
    /// Its cells as they were read; none where the row itself reads well.
    raw: Vec<String>,
}

/// What planning adds to what reading found.
#[derive(Default)]
struct Outcome {
    import: Import,
    new: u64,
    updated: u64,
    unchanged: u64,
    /// Rows that are there already.
    known_rows: u64,
    refused: Vec<(Problem, u64)>,
    notes: Vec<String>,
    /// What reads differently in records that are there.
    changes: Vec<ChangeRow>,
    /// Streams that are new, and what carries them.
    carriers: Vec<CarrierRow>,
    /// Streams of which there is one sum a day.
    daily: Vec<String>,
    /// Streams of which there is one sum an hour.
    hourly: Vec<String>,
    /// What was assumed of what came in, a sentence each without its end.
    assumed: Vec<String>,
    /// Streams whose sums are spread.
    spread: Vec<Spreading>,
    /// Rows, by file and line, that refusals of several at once stand for.
    no_rate_rows: Vec<(u32, u64)>,
    /// What incidents without an end count for.
    open: Option<String>,
    /// Severities that get a default impact.
    severities: Vec<SeverityRow>,
    blocked: String,
    /// What can be chosen where something stood against it, each a value of `onOverlap`.
    choices: Vec<&'static str>,
    /// Which of them is meant where nobody says otherwise; empty: it is to be asked.
    preferred: &'static str,
    /// What is counted: one, several.
    noun: (&'static str, &'static str),
    /// What was converted from other currencies.
    conversions: Vec<Conversion>,
    /// Units that come in, where that is not what the file sums to.
    came_in: Option<i128>,
}

fn plan(
    w: &Workspace,
    args: &ImportArgs,
    parsed: Parsed,
    host: &dyn Host,
) -> Result<Planned, Error> {
    let (kind, mut report, outcome) = match parsed {
        Parsed::Revenue(revenue) => {
            let Revenue { streams, report } = revenue;
            let outcome = plan_revenue(w, streams, &report, args, host)?;
            (Kind::Revenue, report, outcome)
        }
        Parsed::Incidents(incidents) => {
            let outcome = plan_incidents(w, incidents.rows, &mapped(args), args, host)?;
            (Kind::Incidents, incidents.report, outcome)
        }
        Parsed::Labor(labor) => {
            let outcome = plan_labor(w, labor.rows, &labor.report, host);
            (Kind::Labor, labor.report, outcome)
        }
        Parsed::Backlog(backlog) => {
            let outcome = plan_backlog(w, &backlog);
            (Kind::Backlog, backlog.report, outcome)
        }
        Parsed::Requests(requests) => {
            let outcome = plan_requests(w, &requests, &args.on_overlap, host)?;
            (Kind::Requests, requests.report, outcome)
        }
        Parsed::Rates(rates) => {
            let outcome = plan_rates(w, &rates)?;
            (Kind::Rates, rates.report, outcome)
        }
        Parsed::Roles(mut roles) => {
            let report = std::mem::take(&mut roles.report);
            let known = report.totals.accepted - roles.rows.len() as u64;
            let outcome = plan_roles(w, roles.rows, known, on_change(args)?, host);
            (Kind::Roles, report, outcome)
        }
        Parsed::Catalog(catalog) => {
            let outcome = plan_catalog(w, &catalog, on_change(args)?, &args.on_overlap, host)?;
            (Kind::Services, catalog.report, outcome)
        }
    };
    let refused: u64 = outcome.refused.iter().map(|(_, n)| n).sum();
    let accepted = report.totals.accepted - refused - outcome.known_rows;
    let rejected = report.totals.rejected + refused;
    let skipped = report.totals.skipped + outcome.known_rows;
    let mut groups: Vec<ProblemGroup> = report
        .groups
        .iter()
        .map(|g| ProblemGroup {
            code: text::name_of(&g.code),
            field: g.field.map(Field::name).unwrap_or_default().into(),
            fixable: true,
            title: g.title.clone(),
            repair: g.repair.clone(),
            count: g.count,
        })
        .collect();
    let mut problems: Vec<Problem> = report
        .findings
        .iter()
        .take(MOST_PROBLEMS)
        .map(problem)
        .collect();
    for (first, count) in &outcome.refused {
        match groups.iter_mut().find(|g| g.code == first.code) {
            Some(group) => group.count += count,
            None => groups.push(ProblemGroup {
                code: first.code.clone(),
                field: String::new(),
                fixable: false,
                title: refusal_title(&first.code).into(),
                repair: first.repair.clone(),
                count: *count,
            }),
        }
        if problems.len() < MOST_PROBLEMS {
            problems.push(first.clone());
        }
    }
    let mut notes: Vec<String> = report
        .notes
        .iter()
        .map(|n| {
            n.text
                .replacen(&n.count.to_string(), &text::count(n.count as usize), 1)
        })
        .collect();
    for fixed in report.fixed.iter().filter(|fixed| fixed.count > 0) {
        let row = fixed_row(fixed);
        notes.push(format!(
            "{} repaired by your word ({}): {}.",
            text::counted(row.count as usize, "row was", "rows were"),
            row.title,
            row.what
        ));
    }
    notes.extend(outcome.notes);
    if assumes_currency(args) {
        notes.push(format!(
            "Costs are read in {}, the currency of the workspace, where nothing names another.",
            w.methods.currency
        ));
    }
    notes.extend(left_out(args));
    let commas = report
        .findings
        .iter()
        .filter(|f| {
            f.code == ninefold_ingest::Code::Number
                && ninefold_ingest::needs_decimal_comma(&f.found)
        })
        .count();
    if args.mapping.decimal != "comma" && commas > 0 && commas == report.findings.len() {
        notes.push(
            "The amounts seem to be written with a decimal comma: choose it as the decimal mark."
                .into(),
        );
    }
    let refusals = outcome.refused.into_iter().map(|(problem, _)| SetAside {
        problem,
        raw: Vec::new(),
    });
    let no_rate_rows = outcome
        .no_rate_rows
        .iter()
        .filter_map(|(file, row)| Some((report.files.get(*file as usize)?.name.clone(), *row)))
        .collect();
    let left = std::mem::take(&mut report.left);
    let of_finding = |f: Finding| SetAside {
        problem: problem(&f),
        raw: f.raw.unwrap_or_default(),
    };
    let by_word = std::mem::take(&mut report.left_by_word);
    let set_aside = std::mem::take(&mut report.findings)
        .into_iter()
        .map(of_finding)
        .chain(refusals)
        .chain(by_word.into_iter().map(of_finding))
        .chain(left.iter().map(|left| SetAside {
            problem: left_problem(left),
            raw: left.raw.clone(),
        }))
        .collect();
    let money = match outcome.came_in {
        // What comes in hangs on the answer.
        _ if !outcome.blocked.is_empty() => Vec::new(),
        Some(units) => vec![Money::from_units(units, w.methods.currency)],
        None => report.accepted_money.clone(),
    };
    let mut lead = vec![equation(
        report.totals.read,
        accepted,
        rejected,
        skipped,
        "ready",
    )];
    if rejected > 0 {
        lead.push("rows set aside can be saved with their reasons".into());
    }
    let headline = Headline {
        sentence: match (accepted, rejected) {
            (0, 0) if outcome.unchanged == 0 => "There are no rows to import.".into(),
            (0, 0) => format!(
                "Nothing new: {}.",
                text::counted(
                    outcome.unchanged as usize,
                    &format!("{} is there already", outcome.noun.0),
                    &format!("{} are there already", outcome.noun.1)
                )
            ),
            (0, r) if outcome.unchanged > 0 => format!(
                "Nothing new. {} set aside.",
                text::counted(r as usize, "row is", "rows are")
            ),
            (0, r) => format!(
                "No row can come in: {}.",
                text::counted(r as usize, "row is set aside", "rows are set aside")
            ),
            (a, 0) => format!("{} ready.", text::counted(a as usize, "row is", "rows are")),
            (a, r) => format!(
                "{} ready. {} set aside.",
                text::counted(a as usize, "row is", "rows are"),
                text::counted(r as usize, "is", "are")
            ),
        },
        lead: lead.join("; "),
        missing: None,
    };
    let files = report
        .files
        .iter()
        .map(|f| BatchFile {
            name: f.name.clone(),
            hash: f.hash.clone(),
            rows: f.rows.read,
        })
        .collect();
    let converted = !outcome.conversions.is_empty();
    let causes = groups.iter().map(|group| {
        format!(
            "{} set aside: {}.",
            text::counted(group.count as usize, "row was", "rows were"),
            group.title
        )
    });
    let judgements = judgement_rows(&report, &mapped(args), outcome.open);
    let told: Vec<String> = notes
        .iter()
        .cloned()
        .chain(judged::told(&judgements))
        .chain(causes)
        .collect();
    let mut kept = Kept::of(args, &told, outcome.conversions);
    kept.assumed = outcome.assumed;
    kept.spread = outcome.spread;
    Ok(Planned {
        kind,
        kept,
        report: ImportReport {
            headline,
            read: report.totals.read,
            accepted,
            rejected,
            skipped,
            records: outcome.noun.1.into(),
            new: outcome.new,
            updated: outcome.updated,
            unchanged: outcome.unchanged,
            money: money.iter().map(|m| shown_money(*m, converted)).collect(),
            groups,
            fixed: report.fixed.iter().map(fixed_row).collect(),
            problems,
            notes,
            changes: outcome.changes.into_iter().take(MOST_PROBLEMS).collect(),
            judgements,
            severities: outcome.severities,
            carriers: outcome.carriers,
            repeated: report.repeated,
            daily: outcome.daily,
            hourly: outcome.hourly,
            left: left.iter().take(MOST_LEFT).map(left_row).collect(),
            blocked: outcome.blocked,
            choices: outcome.choices.into_iter().map(str::to_owned).collect(),
            preferred: outcome.preferred.into(),
            batch: String::new(),
            lacks: None,
        },
        import: outcome.import,
        files,
        money,
        set_aside,
        no_rate_rows,
    })
}

/// The fields that an import takes from somewhere.
fn mapped(args: &ImportArgs) -> BTreeSet<Field> {
    let stated = args.mapping.fields.iter();
    stated
        .filter(|(_, source)| !source.trim().is_empty())
        .filter_map(|(field, _)| Field::parse(field))
        .collect()
}

fn on_change(args: &ImportArgs) -> Result<OnChange, Error> {
    OnChange::parse(&args.on_change).ok_or_else(|| {
        Error::invalid(
            "onChange",
            format!(
                "“{}” is not a choice here; expected update, take or keep",
                args.on_change
            ),
        )
    })
}

/// What rows are called that read well and do not come in.
fn refusal_title(code: &str) -> &'static str {
    match code {
        exchange::NO_RATE => "No exchange rate",
        rates::NO_CROSS => "No rate against this currency",
        _ => "No such incident",
    }
}

/// A row that is no record, among those that are written out: there is nothing to repair.
fn left_problem(left: &LeftRow) -> Problem {
    Problem {
        code: "left-out".into(),
        field: String::new(),
        file: left.file.clone(),
        row: left.row,
        column: String::new(),
        found: String::new(),
        expected: format!("nothing: one of the rows that {}", left.why),
        repair: "Left out on purpose; choose no tool, and it is read like any other row.".into(),
        cells: String::new(),
    }
}

/// A row that is no record, with the beginning of what stands there.
fn left_row(left: &LeftRow) -> WireLeftRow {
    const CELLS: usize = 8;
    WireLeftRow {
        file: left.file.clone(),
        row: left.row,
        why: left.why.clone(),
        cells: beginning(&left.raw, CELLS),
    }
}

/// The first cells of a row that hold something, none of them longer than a title.
fn beginning(raw: &[String], cells: usize) -> String {
    const LONGEST: usize = 60;
    let there = raw.iter().map(|cell| cell.trim());
    let cells: Vec<String> = there
        .filter(|cell| !cell.is_empty())
        .take(cells)
        .map(|cell| match cell.char_indices().nth(LONGEST) {
            Some((at, _)) => format!("{}…", cell[..at].trim_end()),
            None => cell.to_owned(),
        })
        .collect();
    cells.join(" · ")
}

/// A finding for the wire.
pub(crate) fn problem(f: &Finding) -> Problem {
    const CELLS: usize = 4;
    Problem {
        code: text::name_of(&f.code),
        field: f.field.map(Field::name).unwrap_or_default().into(),
        file: f.file.clone(),
        row: f.row,
        column: f.column.clone().unwrap_or_default(),
        found: f.found.clone(),
        expected: f.expected.clone(),
        repair: f.repair.clone(),
        cells: beginning(f.raw.as_deref().unwrap_or_default(), CELLS),
    }
}

/// Finds a service by name without case, or makes it and remembers it for this import.
struct Services<'a> {
    known: HashMap<String, ServiceId>,
    made: Vec<Service>,
    host: &'a dyn Host,
}

impl<'a> Services<'a> {
    fn of(w: &Workspace, host: &'a dyn Host) -> Self {
        let known = w
            .services
            .iter()
            .map(|s| (s.name.to_lowercase(), s.id))
            .collect();
        Self {
            known,
            made: Vec::new(),
            host,
        }
    }

    fn named(&mut self, name: &str) -> ServiceId {
        let key = name.to_lowercase();
        if let Some(id) = self.known.get(&key) {
            return *id;
        }
        let id = ServiceId(self.host.new_id());
        self.known.insert(key, id);
        self.made.push(Service {
            id,
            name: name.to_owned(),
            tier: None,
            owner: None,
            target: None,
            channels: Vec::new(),
            dependencies: Vec::new(),
            redundancies: vec![],
            hours: None,
        });
        id
    }
}

fn commit(
    w: &mut Workspace,
    planned: Planned,
    host: &dyn Host,
    job: &Job<'_>,
) -> Result<ImportReport, Error> {
    let Planned {
        kind,
        mut report,
        kept,
        import,
        files,
        money,
        ..
    } = planned;
    let rows = report.carriers.iter();
    let mut carrying = rows.flat_map(|row| row.services.iter().map(move |s| (row, s)));
    if let Some((row, s)) = carrying.find(|(_, s)| !s.wrong.is_empty()) {
        let found = format!(
            "stream {}, carried by {}: {}",
            row.stream, s.service, s.wrong
        );
        return Err(Error::invalid("carriers", found));
    }
    if !report.blocked.is_empty() {
        let choices = report.choices.join(", ");
        return Err(Error::conflict(report.blocked).hint(format!("choose one of: {choices}")));
    }
    let nothing = import.records.is_empty()
        && import.updates.is_empty()
        && import.revenue.is_empty()
        && import.requests.is_empty();
    if nothing {
        // Nothing new is no change, and leaves no entry in the history.
        return Ok(report);
    }
    let id = BatchId(host.new_id());
    let batch = NewBatch {
        id,
        kind: kind.name().into(),
        files,
        rows_read: report.read,
        accepted: report.accepted,
        rejected: report.rejected,
        skipped: report.skipped,
        totals: money,
        note: serde_json::to_string(&kept).unwrap_or_else(|_| "[]".into()),
    };
    let label = format!(
        "Imported {} from {}",
        kind.name(),
        crate::workspace::describe_files(&batch)
    );
    w.import(
        NewEntry {
            command: "import.commit",
            label,
            at: host.now(),
        },
        batch,
        import,
        job,
    )?;
    report.batch = id.to_string();
    report.headline.sentence = format!(
        "{} in.",
        text::counted(report.accepted as usize, "row came", "rows came")
    );
    report.headline.lead = equation(
        report.read,
        report.accepted,
        report.rejected,
        report.skipped,
        "came in",
    );
    report.lacks = lacking::lacks(w);
    Ok(report)
}

/// A total as it is shown: every digit of it, but for one that was converted, where digits beyond
/// the minor unit come from the rate and say nothing of the files.
fn shown_money(money: Money, converted: bool) -> String {
    if converted {
        text::money_exact(money)
    } else {
        text::money_full(money)
    }
}

/// The total of a batch, with the note that was kept beside it.
pub(crate) fn shown_total(money: Money, note: &str) -> String {
    shown_money(money, !conversions_of(note).is_empty())
}

/// What an import converted from other currencies.
pub(crate) fn conversions_of(note: &str) -> Vec<Conversion> {
    // Most imports converted nothing, and their notes need not be read.
    if note.contains("\"conversions\":[{") {
        Kept::read(note).conversions
    } else {
        Vec::new()
    }
}

/// What was assumed of what an import brought.
pub(crate) fn assumed_of(note: &str) -> Vec<String> {
    if note.contains("\"assumed\":[\"") {
        Kept::read(note).assumed
    } else {
        Vec::new()
    }
}

/// Whose sums an import spread.
fn spread_of(note: &str) -> Vec<Spreading> {
    if note.contains("\"spread\":[{") {
        Kept::read(note).spread
    } else {
        Vec::new()
    }
}

/// The streams of what was assumed, in the order of [`assumed_of`]; imports of before do not say it.
pub(crate) fn spread_streams(note: &str) -> Vec<StreamId> {
    let spread = spread_of(note);
    let ids = spread.iter().map(|s| s.stream.parse().ok());
    ids.collect::<Option<_>>().unwrap_or_default()
}

/// The notes that were kept with a batch.
pub(crate) fn stored_notes(note: &str) -> Vec<String> {
    Kept::read(note).notes
}
