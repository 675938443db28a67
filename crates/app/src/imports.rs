//! Imports: files are read and checked without touching the workspace, planned against what is
//! there, and come in as one batch or not at all.

use crate::App;
use crate::host::{Host, Job};
use crate::text;
use crate::views::data::equation;
use crate::wire::{
    Code, ColumnRow, Done, Error, FieldRow, Headline, IdArgs, ImportArgs, ImportReport,
    InspectArgs, Inspection, MappingEdit, Problem, ProblemGroup, Question, RejectsArgs, Written,
};
use crate::workspace::{Workspace, io, read_id};
use ninefold_domain::id::{BatchId, IncidentId, LaborId, ServiceId, StreamId};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::record::{
    Dependence, Impact, Incident, LaborEntry, MinuteSum, Origin, Service, Stream,
};
use ninefold_domain::time::{Instant, Zone};
use ninefold_ingest::{
    ColumnType, DecimalMark, Field, Finding, Format, IncidentRow, Incidents, Kind, Labor, LaborRow,
    Mapping, OnFold, Options, Report, Revenue, Source, Watch, inspect, read_incidents, read_labor,
    read_revenue,
};
use ninefold_store::{BatchFile, Import, NewBatch, NewEntry, Record};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Problems that one answer lists.
const MOST_PROBLEMS: usize = 500;
/// Marks the note of a batch that holds differences to minutes that were there before it.
pub(crate) const REPLACED: &str = "replaced what was there before";
/// Marks the note of a batch that left out minutes because they were there before it.
pub(crate) const KEPT: &str = "kept as before";
/// Code of rows in a currency that is not the workspace's.
const FOREIGN: &str = "foreign-currency";
/// Impacts of one incident from which on its id is doubted.
const CROWDED: usize = 100;
/// Where incidents of files say they come from.
const FILE_SOURCE: &str = "file";

impl App {
    pub(crate) fn import_inspect(
        &self,
        args: &InspectArgs,
        _: &Job<'_>,
    ) -> Result<Inspection, Error> {
        look(args, self.workspace_zone())
    }

    pub(crate) fn import_check(
        &self,
        args: &ImportArgs,
        job: &Job<'_>,
    ) -> Result<ImportReport, Error> {
        let parsed = read(args, job)?;
        self.with(|w| Ok(plan(w, args, parsed, &*self.host)?.report))
    }

    pub(crate) fn import_commit(
        &self,
        args: &ImportArgs,
        job: &Job<'_>,
    ) -> Result<ImportReport, Error> {
        let parsed = read(args, job)?;
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
        let parsed = read(&args.import, job)?;
        let header = look(
            &InspectArgs {
                paths: args.import.paths.clone(),
                kind: args.import.kind.clone(),
                delimiter: args.import.mapping.delimiter.clone(),
            },
            Zone::UTC,
        )?;
        self.with(|w| {
            let planned = plan(w, &args.import, parsed, &*self.host)?;
            write_rejects(&planned.set_aside, &header, args.to.as_ref())
        })
    }

    pub(crate) fn import_undo(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let id: BatchId = read_id(&args.id)?;
            w.undo_batch(id, &*self.host)
        })
    }

    fn workspace_zone(&self) -> Zone {
        self.with(|w| Ok(w.methods.zone)).unwrap_or(Zone::UTC)
    }
}

impl From<ninefold_ingest::Error> for Error {
    fn from(error: ninefold_ingest::Error) -> Self {
        use ninefold_ingest::Error as E;
        if matches!(error, E::Cancelled) {
            return Job::cancelled_error();
        }
        let code = if matches!(error, E::Io { .. }) {
            Code::Io
        } else {
            Code::BadFile
        };
        let field = match &error {
            E::OneColumn { .. } => "delimiter".to_owned(),
            E::AmbiguousDates { .. } | E::MixedDates { .. } => "dateFormat".to_owned(),
            E::Unmapped { fields, .. } => fields
                .first()
                .map(|f| f.name().to_owned())
                .unwrap_or_default(),
            E::UnknownColumn { field, .. } | E::ForeignField { field, .. } => {
                field.name().to_owned()
            }
            E::TooManyStreams { .. } => "stream".to_owned(),
            _ => String::new(),
        };
        Self {
            code,
            message: error.to_string(),
            hints: vec![error.hint()],
            field,
        }
    }
}

fn kind_of(text: &str) -> Result<Kind, Error> {
    Kind::parse(text).ok_or_else(|| {
        Error::invalid(
            "kind",
            format!("“{text}” is not a kind of data; expected incidents, revenue or labor"),
        )
    })
}

fn paths_of(paths: &[String]) -> Result<Vec<PathBuf>, Error> {
    if paths.is_empty() {
        return Err(
            Error::invalid("paths", "no file was chosen".into()).hint("choose one or more files")
        );
    }
    Ok(paths.iter().map(PathBuf::from).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

/// Looks at the first of some files.
fn look(args: &InspectArgs, zone: Zone) -> Result<Inspection, Error> {
    let paths = paths_of(&args.paths)?;
    let kind = if args.kind.is_empty() {
        None
    } else {
        Some(kind_of(&args.kind)?)
    };
    let first = &paths[0];
    let mut seen = inspect(first, kind, read_delimiter(&args.delimiter)?)?;
    seen.mapping.options.zone = zone;
    if seen.mapping.options.delimiter.is_none() && !args.delimiter.is_empty() {
        seen.mapping.options.delimiter = read_delimiter(&args.delimiter)?;
    }
    let size = std::fs::metadata(first).map(|m| m.len()).unwrap_or(0);
    let mut summary = vec![file_name(first)];
    if paths.len() > 1 {
        summary.push(format!(
            "and {}",
            text::counted(paths.len() - 1, "more file", "more files")
        ));
    }
    summary.push(format!("{} KB", text::count(size.div_ceil(1024) as usize)));
    match (seen.format, seen.delimiter) {
        (Format::Parquet, _) => summary.push("Parquet".into()),
        (_, Some(',')) => summary.push("comma".into()),
        (_, Some(';')) => summary.push("semicolon".into()),
        (_, Some('\t')) => summary.push("tab".into()),
        (_, Some(other)) => summary.push(format!("delimiter {other}")),
        (_, None) => {}
    }
    if seen.byte_order_mark {
        summary.push("UTF-8 with mark".into());
    }
    if seen.gzip {
        summary.push("gzip".into());
    }
    let kind = seen.kind;
    Ok(Inspection {
        summary: summary.join(" · "),
        kind: kind.map(|k| k.name().to_owned()).unwrap_or_default(),
        columns: seen
            .columns
            .iter()
            .map(|c| ColumnRow {
                name: c.name.clone(),
                samples: c.samples.clone(),
                looks_like: match c.kind {
                    ColumnType::Empty => "empty",
                    ColumnType::Integer | ColumnType::Decimal => "number",
                    ColumnType::Time => "time",
                    ColumnType::Text => "text",
                }
                .into(),
            })
            .collect(),
        rows: seen.rows.clone(),
        fields: kind.map_or_else(Vec::new, |k| {
            Field::of(k)
                .into_iter()
                .map(|f| FieldRow {
                    name: f.field.name().into(),
                    help: f.help.into(),
                    required: f.required,
                })
                .collect()
        }),
        mapping: mapping_edit(&seen.mapping),
        questions: seen
            .questions
            .into_iter()
            .map(|q| Question {
                option: if q.settles == "date-format" {
                    "dateFormat".into()
                } else {
                    q.settles.to_owned()
                },
                text: q.text,
            })
            .collect(),
    })
}

fn mapping_edit(mapping: &Mapping) -> MappingEdit {
    let options = &mapping.options;
    MappingEdit {
        fields: mapping
            .sources
            .iter()
            .map(|(field, source)| {
                let written = match source {
                    Source::Column(name) => name.clone(),
                    Source::Product(a, b) => format!("{a}*{b}"),
                    Source::Constant(value) => format!("={value}"),
                };
                (field.name().to_owned(), written)
            })
            .collect(),
        decimal: match options.decimal {
            DecimalMark::Point => "point",
            DecimalMark::Comma => "comma",
        }
        .into(),
        date_format: options.date_format.clone().unwrap_or_default(),
        zone: options.zone.name().into(),
        delimiter: match options.delimiter {
            Some(b'\t') => "tab".into(),
            Some(byte) => char::from(byte).to_string(),
            None => String::new(),
        },
        round: options.round_excess_digits,
        on_fold: match options.on_fold {
            OnFold::Reject => "reject",
            OnFold::Earlier => "earlier",
            OnFold::Later => "later",
        }
        .into(),
        missing: options.missing.clone(),
    }
}

fn read_delimiter(text: &str) -> Result<Option<u8>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    ninefold_ingest::mapping::parse_delimiter(text)
        .map(Some)
        .ok_or_else(|| {
            Error::invalid(
                "delimiter",
                format!(
                    "“{text}” is not a delimiter; expected one character such as ; or the word tab"
                ),
            )
        })
}

/// A mapping from the wire: a column's name, `A*B` for a product, `=GBP` for a constant.
pub(crate) fn read_mapping(edit: &MappingEdit) -> Result<Mapping, Error> {
    let mut mapping = Mapping::default();
    for (name, source) in &edit.fields {
        if source.trim().is_empty() {
            continue;
        }
        let field = Field::parse(name).ok_or_else(|| {
            let known: Vec<&str> = Field::ALL.iter().map(|f| f.name()).collect();
            Error::invalid("fields", format!("“{name}” is not a field"))
                .hint(format!("the fields are {}", known.join(", ")))
        })?;
        let source = match source.strip_prefix('=') {
            Some(constant) => Source::Constant(constant.trim().to_owned()),
            None => Source::parse(source),
        };
        mapping.sources.insert(field, source);
    }
    let choice = |field: &str, found: &str, expected: &str| {
        Error::invalid(
            field,
            format!("“{found}” is not a choice here; expected {expected}"),
        )
    };
    mapping.options = Options {
        delimiter: read_delimiter(&edit.delimiter)?,
        decimal: match edit.decimal.as_str() {
            "" | "point" => DecimalMark::Point,
            "comma" => DecimalMark::Comma,
            other => return Err(choice("decimal", other, "point or comma")),
        },
        date_format: (!edit.date_format.trim().is_empty())
            .then(|| edit.date_format.trim().to_owned()),
        zone: match edit.zone.as_str() {
            "" => Zone::UTC,
            name => Zone::parse(name).map_err(|e| Error::invalid("zone", e.to_string()))?,
        },
        on_fold: match edit.on_fold.as_str() {
            "" | "reject" => OnFold::Reject,
            "earlier" => OnFold::Earlier,
            "later" => OnFold::Later,
            other => return Err(choice("onFold", other, "reject, earlier or later")),
        },
        round_excess_digits: edit.round,
        missing: edit.missing.clone(),
    };
    Ok(mapping)
}

/// Progress of a reader, with rate and time left.
struct Watched<'a, 'b> {
    job: &'a Job<'b>,
    label: String,
    since: std::time::Instant,
    last_ms: AtomicU64,
}

impl Watch for Watched<'_, '_> {
    fn progress(&self, done: u64, total: u64, rows: u64) {
        let elapsed = self.since.elapsed();
        let now = elapsed.as_millis() as u64;
        // Ten times a second is what an eye can follow.
        if done < total && now < self.last_ms.load(Ordering::Relaxed) + 100 {
            return;
        }
        self.last_ms.store(now, Ordering::Relaxed);
        let seconds = elapsed.as_secs_f64();
        let mut pace = String::new();
        if seconds > 0.5 && rows > 0 {
            pace = format!("{} rows/s", text::short(rows as f64 / seconds));
            if done > 0 && total > done {
                let left = seconds * (total - done) as f64 / done as f64;
                pace.push_str(&format!(" · {left:.0} s left"));
            }
        }
        self.job.report(&self.label, done, total, rows, pace);
    }

    fn cancelled(&self) -> bool {
        self.job.is_cancelled()
    }
}

enum Parsed {
    Revenue(Revenue),
    Incidents(Incidents),
    Labor(Labor),
}

fn read(args: &ImportArgs, job: &Job<'_>) -> Result<Parsed, Error> {
    let kind = kind_of(&args.kind)?;
    let paths = paths_of(&args.paths)?;
    let mapping = read_mapping(&args.mapping)?;
    let watch = Watched {
        job,
        label: format!("Reading {}", file_name(&paths[0])),
        since: std::time::Instant::now(),
        last_ms: AtomicU64::new(0),
    };
    Ok(match kind {
        Kind::Revenue => Parsed::Revenue(read_revenue(&paths, &mapping, &watch)?),
        Kind::Incidents => Parsed::Incidents(read_incidents(&paths, &mapping, &watch)?),
        Kind::Labor => Parsed::Labor(read_labor(&paths, &mapping, &watch)?),
    })
}

/// An import worked out against the workspace, not yet written.
struct Planned {
    kind: Kind,
    report: ImportReport,
    import: Import,
    files: Vec<BatchFile>,
    money: Vec<Money>,
    set_aside: Vec<SetAside>,
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
    unchanged: u64,
    /// Rows that are there already.
    known_rows: u64,
    refused: Vec<(Problem, u64)>,
    notes: Vec<String>,
    blocked: String,
    /// What is counted: one, several.
    noun: (&'static str, &'static str),
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
            let outcome = plan_revenue(w, streams, &report, &args.on_overlap, host)?;
            (Kind::Revenue, report, outcome)
        }
        Parsed::Incidents(incidents) => {
            let outcome = plan_incidents(w, incidents.rows, host);
            (Kind::Incidents, incidents.report, outcome)
        }
        Parsed::Labor(labor) => {
            let outcome = plan_labor(w, labor.rows, &labor.report, host)?;
            (Kind::Labor, labor.report, outcome)
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
            code: code_name(g.code),
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
                title: if first.code == FOREIGN {
                    "Another currency".into()
                } else {
                    "No such incident".into()
                },
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
    notes.extend(outcome.notes);
    notes.extend(left_out(args));
    let commas = report
        .findings
        .iter()
        .filter(|f| f.code == ninefold_ingest::Code::Number && f.found.contains(','))
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
    let set_aside = std::mem::take(&mut report.findings)
        .into_iter()
        .map(|f| SetAside {
            problem: problem(&f),
            raw: f.raw.unwrap_or_default(),
        })
        .chain(refusals)
        .collect();
    let money = match outcome.came_in {
        Some(units) => vec![Money::from_units(units, w.methods.currency)],
        None => report.accepted_money.clone(),
    };
    let mut lead = vec![equation(report.totals.read, accepted, rejected, skipped)];
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
            (0, r) => format!(
                "No row can come in: {}.",
                text::counted(r as usize, "one is set aside", "are set aside")
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
    Ok(Planned {
        kind,
        report: ImportReport {
            headline,
            read: report.totals.read,
            accepted,
            rejected,
            skipped,
            new: outcome.new,
            updated: 0,
            unchanged: outcome.unchanged,
            money: money.iter().map(|m| text::money_full(*m)).collect(),
            groups,
            problems,
            notes,
            blocked: outcome.blocked,
            batch: String::new(),
        },
        import: outcome.import,
        files,
        money,
        set_aside,
    })
}

/// Columns of the first file that no field is read from.
fn left_out(args: &ImportArgs) -> Option<String> {
    let path = PathBuf::from(args.paths.first()?);
    let delimiter = read_delimiter(&args.mapping.delimiter).ok()?;
    let found = inspect(&path, None, delimiter).ok()?;
    let mapping = read_mapping(&args.mapping).ok()?;
    let used = |name: &str| {
        mapping.sources.values().any(|source| match source {
            Source::Column(column) => column.eq_ignore_ascii_case(name),
            Source::Product(a, b) => a.eq_ignore_ascii_case(name) || b.eq_ignore_ascii_case(name),
            Source::Constant(_) => false,
        })
    };
    let names: Vec<&str> = found
        .columns
        .iter()
        .map(|c| c.name.as_str())
        .filter(|name| !used(name))
        .collect();
    let more = names.len().saturating_sub(12);
    (!names.is_empty()).then(|| {
        format!(
            "Not read: {}{}.",
            names[..names.len() - more].join(", "),
            if more > 0 {
                format!(" and {more} more columns")
            } else {
                String::new()
            }
        )
    })
}

fn code_name(code: ninefold_ingest::Code) -> String {
    serde_json::to_value(code)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn problem(f: &Finding) -> Problem {
    Problem {
        code: code_name(f.code),
        file: f.file.clone(),
        row: f.row,
        column: f.column.clone().unwrap_or_default(),
        found: f.found.clone(),
        expected: f.expected.clone(),
        repair: f.repair.clone(),
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
        });
        id
    }
}

/// Revenue of a stream as it was read.
struct ReadStream {
    name: String,
    currency: Currency,
    minutes: Vec<MinuteSum>,
}

/// Streams whose names differ in case only are one, as they are everywhere else; it goes by the
/// name that most minutes have.
fn one_by_name(streams: Vec<ninefold_ingest::StreamRevenue>) -> Result<Vec<ReadStream>, Error> {
    let mut out: Vec<ReadStream> = Vec::with_capacity(streams.len());
    for read in streams {
        let minutes: Vec<MinuteSum> = read.minutes.iter().collect();
        let same = out
            .iter_mut()
            .find(|s| s.name.eq_ignore_ascii_case(&read.name) && s.currency == read.currency);
        match same {
            Some(there) => {
                if minutes.len() > there.minutes.len() {
                    there.name = read.name;
                }
                there.minutes = merged(&there.minutes, &minutes)?;
            }
            None => out.push(ReadStream {
                name: read.name,
                currency: read.currency,
                minutes,
            }),
        }
    }
    Ok(out)
}

/// The sums of two ascending lists of minutes.
fn merged(a: &[MinuteSum], b: &[MinuteSum]) -> Result<Vec<MinuteSum>, Error> {
    let mut sums: Vec<MinuteSum> = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if y.minute < x.minute => b.next(),
            (Some(_), _) => a.next(),
            (None, _) => b.next(),
        };
        let Some(next) = next else {
            return Ok(sums);
        };
        match sums.last_mut().filter(|last| last.minute == next.minute) {
            Some(last) => {
                last.units = last.units.checked_add(next.units).ok_or_else(too_large)?;
                last.rows = last.rows.saturating_add(next.rows);
            }
            None => sums.push(*next),
        }
    }
}

fn too_large() -> Error {
    Error::invalid(
        "paths",
        "the amounts of one minute are together larger than can be kept".into(),
    )
    .hint("look for an amount that is not one, such as a card number")
}

fn plan_revenue(
    w: &Workspace,
    streams: Vec<ninefold_ingest::StreamRevenue>,
    report: &Report,
    on_overlap: &str,
    host: &dyn Host,
) -> Result<Outcome, Error> {
    if !matches!(on_overlap, "" | "fail" | "add" | "replace" | "keep") {
        return Err(Error::invalid(
            "onOverlap",
            format!("“{on_overlap}” is not a choice; expected fail, add, replace or keep"),
        ));
    }
    let mut outcome = Outcome {
        noun: ("minute", "minutes"),
        ..Outcome::default()
    };
    let mut services = Services::of(w, host);
    let mut overlaps = 0_u64;
    let mut made: Vec<Stream> = Vec::new();
    let mut foreign: Vec<ReadStream> = Vec::new();
    let mut ours = 0;
    for read in one_by_name(streams)? {
        if read.currency != w.methods.currency {
            foreign.push(read);
            continue;
        }
        ours += 1;
        let position = w
            .streams
            .iter()
            .position(|s| s.name.eq_ignore_ascii_case(&read.name));
        let id = match position {
            Some(at) => w.streams[at].id,
            None => {
                let id = StreamId(host.new_id());
                let service = services.named(&read.name);
                made.push(Stream {
                    id,
                    name: read.name.clone(),
                    currency: read.currency,
                    dependences: vec![Dependence {
                        service,
                        share: 1.0,
                    }],
                });
                outcome.notes.push(format!(
                    "New stream {}, carried by service {} to 100 %; change that under Settings.",
                    read.name, read.name
                ));
                id
            }
        };
        let there: &[MinuteSum] = position.map_or(&[], |at| w.revenue[at].as_slice());
        let mut minutes: Vec<MinuteSum> = Vec::new();
        let mut at = 0;
        for sum in read.minutes {
            while at < there.len() && there[at].minute < sum.minute {
                at += 1;
            }
            let old = there.get(at).filter(|o| o.minute == sum.minute);
            match (old, on_overlap) {
                (None, _) => {
                    outcome.new += 1;
                    minutes.push(sum);
                }
                (Some(_), "keep") => {
                    overlaps += 1;
                    outcome.unchanged += 1;
                    outcome.known_rows += u64::from(sum.rows);
                }
                (Some(old), "replace") => {
                    overlaps += 1;
                    let units = sum.units.checked_sub(old.units).ok_or_else(too_large)?;
                    minutes.push(MinuteSum {
                        minute: sum.minute,
                        units,
                        rows: sum.rows.saturating_sub(old.rows),
                    });
                }
                (Some(_), _) => {
                    overlaps += 1;
                    minutes.push(sum);
                }
            }
        }
        if !minutes.is_empty() {
            outcome.import.revenue.push((id, minutes));
        }
    }
    if let Some(first) = foreign.first() {
        let advice = format!(
            "make a workspace in {}; exchange rates are not supported yet",
            first.currency
        );
        if ours == 0 {
            return Err(Error::conflict(format!(
                "stream {} is in {}, and this workspace is in {}",
                first.name, first.currency, w.methods.currency
            ))
            .hint(advice));
        }
        for read in &foreign {
            outcome.refused.push(foreign_rows(w, read, &advice));
        }
        outcome.came_in = Some(sum_of(&outcome.import));
    }
    outcome
        .import
        .records
        .extend(services.made.into_iter().map(Record::Service));
    outcome
        .import
        .records
        .extend(made.into_iter().map(Record::Stream));
    if overlaps > 0 {
        let same = same_file(w, report)?;
        match on_overlap {
            "" | "fail" => {
                outcome.blocked = format!(
                    "{}{} already hold revenue of the same stream. Choose what happens to them: add to what is there, replace it, or keep it.",
                    same.map(|when| format!("This very file came in on {when}. "))
                        .unwrap_or_default(),
                    text::counted(overlaps as usize, "minute", "minutes")
                );
            }
            "add" => outcome.notes.push(format!(
                "{} added to what was there.",
                text::counted(overlaps as usize, "minute", "minutes")
            )),
            // What comes in is then not what the file sums to.
            "keep" => {
                outcome.came_in = Some(sum_of(&outcome.import));
                outcome.notes.push(format!(
                    "{} {KEPT}; their rows in this file do not count.",
                    text::counted(
                        overlaps as usize,
                        "minute that was there was",
                        "minutes that were there were"
                    )
                ));
            }
            _ => {
                outcome.came_in = Some(sum_of(&outcome.import));
                outcome.notes.push(format!(
                    "{} {REPLACED}; the total is the difference to that.",
                    text::counted(overlaps as usize, "minute", "minutes")
                ));
            }
        }
    }
    Ok(outcome)
}

/// The rows of a stream in another currency, set aside together, with how many they are.
fn foreign_rows(w: &Workspace, read: &ReadStream, advice: &str) -> (Problem, u64) {
    let rows = read.minutes.iter().map(|m| u64::from(m.rows)).sum();
    let units = read.minutes.iter().map(|m| i128::from(m.units)).sum();
    let problem = Problem {
        code: FOREIGN.into(),
        file: String::new(),
        row: 0,
        column: "currency".into(),
        found: format!(
            "{} of stream {}, {} {} in all",
            text::counted(rows as usize, "row", "rows"),
            read.name,
            text::grouped(&Money::from_units(units, read.currency).to_decimal()),
            read.currency
        ),
        expected: format!(
            "amounts in {}, the currency of this workspace",
            w.methods.currency
        ),
        repair: format!("Convert them, or {advice}."),
    };
    (problem, rows)
}

fn sum_of(import: &Import) -> i128 {
    let minutes = import.revenue.iter().flat_map(|(_, minutes)| minutes);
    minutes.map(|m| i128::from(m.units)).sum()
}

/// When one of these files came in before and still counts.
fn same_file(w: &Workspace, report: &Report) -> Result<Option<String>, Error> {
    for file in &report.files {
        if let Some(batch) = w.store.has_file(&file.hash)?.filter(|b| b.live) {
            return Ok(Some(text::date_time(batch.at, w.methods.zone)));
        }
    }
    Ok(None)
}

fn earliest<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// What identifies an incident without an id.
type Likeness = (ServiceId, i64, Option<i64>, String);

fn likeness(incident: &Incident) -> Likeness {
    let service = incident.impacts.first().map_or(ServiceId(0), |i| i.service);
    (
        service,
        incident.started.0,
        incident.resolved.map(|r| r.0),
        incident.title.clone(),
    )
}

/// What makes two rows of one incident the same impact: position of the incident, service,
/// start, end, bits of the share.
type ImpactKey = (usize, ServiceId, Instant, Option<Instant>, Option<u64>);

fn plan_incidents(w: &Workspace, rows: Vec<IncidentRow>, host: &dyn Host) -> Outcome {
    let mut outcome = Outcome {
        noun: ("incident", "incidents"),
        ..Outcome::default()
    };
    let mut services = Services::of(w, host);
    let mut order: Vec<(Incident, u64)> = Vec::new();
    let mut by_id: HashMap<Box<str>, usize> = HashMap::new();
    let mut repeated = 0_usize;
    // A file that repeats a row repeats nothing.
    let mut seen: HashSet<ImpactKey> = HashSet::new();
    for row in rows {
        let service = services.named(&row.service);
        let mut impact = Impact {
            service,
            start: row.started,
            end: row.resolved,
            share: row.impact,
        };
        let at = row.id.as_ref().and_then(|id| by_id.get(id).copied());
        let position = at.unwrap_or(order.len());
        let share = impact.share.map(f64::to_bits);
        let first = seen.insert((position, service, impact.start, impact.end, share));
        match at {
            Some(at) => {
                let (incident, count) = &mut order[at];
                *count += 1;
                if !first {
                    repeated += 1;
                    continue;
                }
                settle_severity(w, incident, &mut impact, row.severity.as_deref());
                incident.impacts.push(impact);
                incident.started = incident.started.min(row.started);
                incident.resolved = match (incident.resolved, row.resolved) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
                incident.detected = earliest(incident.detected, row.detected);
                incident.acknowledged = earliest(incident.acknowledged, row.acknowledged);
                incident.mitigated = incident.mitigated.max(row.mitigated);
                for cause in row.causes.iter() {
                    if !incident.causes.iter().any(|c| **c == **cause) {
                        incident.causes.push(cause.to_string());
                    }
                }
            }
            None => {
                if let Some(id) = &row.id {
                    by_id.insert(id.clone(), order.len());
                }
                order.push((new_incident(row, impact, host), 1));
            }
        }
    }
    for (incident, _) in &mut order {
        follow_the_incident(incident);
    }
    if repeated > 0 {
        outcome.notes.push(format!(
            "{} repeated an impact of their incident and add nothing.",
            text::counted(repeated, "row", "rows")
        ));
    }
    let unknown: BTreeSet<&str> = order
        .iter()
        .filter(|(i, _)| i.impacts.iter().any(|x| x.share.is_none()))
        .filter_map(|(i, _)| i.severity.as_deref())
        .filter(|severity| !w.methods.knows_severity(severity))
        .collect();
    if !unknown.is_empty() {
        let names: Vec<&str> = unknown.into_iter().take(8).collect();
        outcome.notes.push(format!(
            "No default impact for severity {}: without an impact of their own such incidents count 0 %. Set it under Settings.",
            names.join(", ")
        ));
    }
    if !order.is_empty() && order.iter().all(|(i, _)| i.resolved.is_none()) {
        outcome.notes.push(
            "No incident has an end: map the column that says when it was resolved, or all of them count as open.".into(),
        );
    }
    let several = |i: &Incident| i.impacts.iter().any(|x| x.service != i.impacts[0].service);
    let multi = order.iter().filter(|(i, _)| several(i)).count();
    let crowded = order.iter().find(|(i, _)| i.impacts.len() > CROWDED);
    if let Some((incident, _)) = crowded {
        outcome.notes.push(format!(
            "{} has {} impacts: check that the id column names incidents, not teams or services.",
            incident.label(),
            text::count(incident.impacts.len())
        ));
    }
    if multi > 0 {
        outcome.notes.push(format!(
            "{} hit several services: one incident each, with several impacts.",
            text::counted(multi, "incident", "incidents")
        ));
    }
    let known: HashMap<&str, &Incident> = w
        .incidents
        .iter()
        .filter_map(|i| Some((i.origin.as_ref()?.external_id.as_str(), i)))
        .collect();
    let mut alike: HashMap<Likeness, usize> = HashMap::new();
    for incident in w.incidents.iter().filter(|i| i.origin.is_none()) {
        *alike.entry(likeness(incident)).or_default() += 1;
    }
    let mut differ = 0_usize;
    for (mut incident, rows) in order {
        let there = match &incident.origin {
            Some(origin) => known.get(origin.external_id.as_str()).copied(),
            None => {
                let left = alike.get_mut(&likeness(&incident)).filter(|n| **n > 0);
                let found = left.is_some();
                if let Some(n) = left {
                    *n -= 1;
                }
                if found {
                    outcome.unchanged += 1;
                    outcome.known_rows += rows;
                    continue;
                }
                None
            }
        };
        if let Some(there) = there {
            incident.id = there.id;
            incident.origin.clone_from(&there.origin);
            let mut there = there.clone();
            follow_the_incident(&mut there);
            if incident != there {
                differ += 1;
            }
            outcome.unchanged += 1;
            outcome.known_rows += rows;
        } else {
            outcome.new += 1;
            outcome.import.records.push(Record::Incident(incident));
        }
    }
    if outcome.unchanged > 0 {
        outcome.notes.push(format!(
            "{} there already and left as they are.",
            text::counted(outcome.unchanged as usize, "incident is", "incidents are")
        ));
    }
    if differ > 0 {
        outcome.notes.push(format!(
            "{} here than in the file; nothing was overwritten. Edit them by hand, or undo the earlier import first.",
            text::counted(differ, "of them reads differently", "of them read differently")
        ));
    }
    if !services.made.is_empty() {
        let names: Vec<&str> = services
            .made
            .iter()
            .take(8)
            .map(|s| s.name.as_str())
            .collect();
        let more = services.made.len().saturating_sub(names.len());
        outcome.notes.push(format!(
            "New {}: {}{}.",
            if services.made.len() == 1 {
                "service"
            } else {
                "services"
            },
            names.join("; "),
            if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            }
        ));
    }
    outcome
        .import
        .records
        .splice(0..0, services.made.into_iter().map(Record::Service));
    outcome
}

/// Rows of one incident may state different severities: each impact keeps what its own row
/// says, and the incident has the worst.
fn settle_severity(
    w: &Workspace,
    incident: &mut Incident,
    impact: &mut Impact,
    severity: Option<&str>,
) {
    if incident.severity.as_deref() == severity {
        return;
    }
    let before = w.methods.impact_of(incident.severity.as_deref());
    let here = w.methods.impact_of(severity);
    for known in &mut incident.impacts {
        known.share = known.share.or(Some(before));
    }
    impact.share = impact.share.or(Some(here));
    if here > before || incident.severity.is_none() {
        incident.severity = severity.map(str::to_owned);
    }
}

/// An impact that ends with its incident says so by having no end of its own, so that a
/// corrected time moves both.
fn follow_the_incident(incident: &mut Incident) {
    for impact in &mut incident.impacts {
        if impact.end == incident.resolved {
            impact.end = None;
        }
    }
}

fn new_incident(row: IncidentRow, impact: Impact, host: &dyn Host) -> Incident {
    let origin = row.id.as_ref().map(|id| Origin {
        source: FILE_SOURCE.into(),
        external_id: id.to_string(),
    });
    let title = row
        .title
        .map(|t| t.trim().to_owned())
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| format!("{} incident", row.service));
    Incident {
        id: IncidentId(host.new_id()),
        origin,
        title,
        kind: row.kind,
        severity: row.severity.map(|s| s.to_string()),
        started: row.started,
        detected: row.detected,
        acknowledged: row.acknowledged,
        mitigated: row.mitigated,
        resolved: row.resolved,
        causes: row.causes.iter().map(ToString::to_string).collect(),
        detected_by: row.detected_by,
        recovered_by: row.recovered_by,
        recovery_action: row.recovery_action.map(|a| a.to_string()),
        reassignments: row.reassignments,
        contacts: row.contacts,
        notes: row.notes.map(|n| n.to_string()).unwrap_or_default(),
        impacts: vec![impact],
    }
}

/// What makes two labor rows the same.
type LaborLikeness = (IncidentId, String, Option<String>, i64, i64, Option<i128>);

fn labor_likeness(e: &LaborEntry) -> LaborLikeness {
    (
        e.incident,
        e.role.clone(),
        e.person.clone(),
        e.people_milli,
        e.worked_ms,
        e.rate.map(Money::units),
    )
}

fn plan_labor(
    w: &Workspace,
    rows: Vec<LaborRow>,
    report: &Report,
    host: &dyn Host,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome {
        noun: ("entry", "entries"),
        ..Outcome::default()
    };
    let mut incidents: HashMap<&str, Option<IncidentId>> = HashMap::new();
    for incident in &w.incidents {
        if let Some(origin) = &incident.origin {
            // Two sources may use one number; labor that names it is nobody's then.
            incidents
                .entry(origin.external_id.as_str())
                .and_modify(|id| *id = None)
                .or_insert(Some(incident.id));
        }
    }
    let mut alike: HashMap<LaborLikeness, usize> = HashMap::new();
    for entry in &w.labor {
        *alike.entry(labor_likeness(entry)).or_default() += 1;
    }
    let mut unpriced: BTreeSet<String> = BTreeSet::new();
    for row in rows {
        let Some(incident) = incidents.get(&*row.incident).copied().flatten() else {
            let file = report
                .files
                .get(row.file as usize)
                .map(|f| f.name.clone())
                .unwrap_or_default();
            outcome.refused.push((
                Problem {
                    code: "no-incident".into(),
                    file,
                    row: row.row,
                    column: "incident".into(),
                    found: row.incident.to_string(),
                    expected: "the number of exactly one incident that is here".into(),
                    repair: "Import the incidents first, then the labor.".into(),
                },
                1,
            ));
            continue;
        };
        if let Some(rate) = row.rate.filter(|r| r.currency() != w.methods.currency) {
            return Err(Error::conflict(format!(
                "rates are in {}, and this workspace is in {}",
                rate.currency(),
                w.methods.currency
            ))
            .hint(
                "set the currency of the file to that of the workspace, or make another workspace",
            ));
        }
        let entry = LaborEntry {
            id: LaborId(host.new_id()),
            incident,
            role: row.role.to_string(),
            person: row.person.map(|p| p.to_string()),
            people_milli: row.people_milli,
            worked_ms: row.worked_ms,
            rate: row.rate,
        };
        if let Some(n) = alike.get_mut(&labor_likeness(&entry)).filter(|n| **n > 0) {
            *n -= 1;
            outcome.unchanged += 1;
            outcome.known_rows += 1;
            continue;
        }
        if entry.rate.is_none()
            && !w
                .roles
                .iter()
                .any(|r| r.name.eq_ignore_ascii_case(&entry.role))
        {
            unpriced.insert(entry.role.clone());
        }
        outcome.new += 1;
        outcome.import.records.push(Record::Labor(entry));
    }
    if !unpriced.is_empty() {
        let names: Vec<String> = unpriced.into_iter().take(8).collect();
        outcome.notes.push(format!(
            "No rate for {}: they count nothing until the rate card has them.",
            names.join(", ")
        ));
    }
    if outcome.unchanged > 0 {
        outcome.notes.push(format!(
            "{} there already and left as they are.",
            text::counted(outcome.unchanged as usize, "entry is", "entries are")
        ));
    }
    Ok(outcome)
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
        import,
        files,
        money,
        ..
    } = planned;
    if !report.blocked.is_empty() {
        return Err(
            Error::conflict(report.blocked).hint("choose add, replace or keep for what overlaps")
        );
    }
    if import.records.is_empty() && import.revenue.is_empty() {
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
        note: serde_json::to_string(&report.notes).unwrap_or_else(|_| "[]".into()),
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
    Ok(report)
}

/// The notes that were kept with a batch.
pub(crate) fn stored_notes(note: &str) -> Vec<String> {
    serde_json::from_str(note).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula; numbers stay numbers.
fn neutral(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    if risky && cell.trim().parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn write_rejects(set_aside: &[SetAside], header: &Inspection, to: &Path) -> Result<Written, Error> {
    let failed = |e: std::io::Error| io("write", to, &e);
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut head: Vec<String> = ["file", "row", "column", "found", "expected", "repair"]
        .map(str::to_owned)
        .to_vec();
    head.extend(header.columns.iter().map(|c| c.name.clone()));
    let width = set_aside.iter().map(|s| s.raw.len()).max().unwrap_or(0);
    while head.len() < 6 + width {
        head.push(format!("column {}", head.len() - 5));
    }
    let columns = head.len();
    let rows = set_aside.iter().map(|SetAside { problem: p, raw }| {
        let row = p.row.to_string();
        let reason = [&p.file, &row, &p.column, &p.found, &p.expected, &p.repair];
        let mut cells: Vec<String> = reason.into_iter().chain(raw).cloned().collect();
        cells.resize(columns, String::new());
        cells
    });
    for row in std::iter::once(head).chain(rows) {
        out.write_record(row.iter().map(|cell| neutral(cell)))
            .map_err(|e| failed(std::io::Error::other(e)))?;
    }
    let bytes = out
        .into_inner()
        .map_err(|e| failed(std::io::Error::other(e.to_string())))?;
    crate::host::write_file(to, &bytes).map_err(failed)?;
    Ok(Written {
        path: to.display().to_string(),
        rows: set_aside.len() as u64,
    })
}
