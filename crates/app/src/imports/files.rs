//! From files to parsed rows: what a file looks like, the mapping of the wire, reading with
//! progress.

use super::profile::Profile;
use crate::host::Job;
use crate::text;
use crate::wire::{
    Code as WireCode, ColumnRow, Error, Fact, FieldRow, FixEdit, FixedRow, ImportArgs, InspectArgs,
    Inspection, MappingEdit, PresetRow, Question, TableArgs, Written,
};
use crate::workspace::io;
use ninefold_domain::money::Currency;
use ninefold_domain::time::Zone;
use ninefold_ingest::{
    Amounts, Backlog, Catalog, Code, ColumnType, Contributions, DecimalMark, Encoding, Field, Fix,
    Fixed, Format, HeaderRow, Incidents, Judgement, Kind, Labor, Mapping, OnFold, Options, Preset,
    Rates, Repair, Repeats, Requests, Revenue, Roles, Shares, Source, Treatment, Watch,
    Written as WrittenText, inspect_as, read_backlog, read_catalog, read_contributions,
    read_incidents, read_labor, read_rates, read_requests, read_revenue, read_roles, write_table,
};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

impl From<ninefold_ingest::Error> for Error {
    fn from(error: ninefold_ingest::Error) -> Self {
        use ninefold_ingest::Error as E;
        if matches!(error, E::Cancelled) {
            return Job::cancelled_error();
        }
        let code = if matches!(error, E::Io { .. }) {
            WireCode::Io
        } else {
            WireCode::BadFile
        };
        let field = match &error {
            E::OneColumn { .. } => "delimiter".to_owned(),
            E::AmbiguousDates { .. } | E::MixedDates { .. } | E::SerialDates { .. } => {
                "dateFormat".to_owned()
            }
            E::AmbiguousDecimals { .. } => "decimal".to_owned(),
            E::Unmapped { fields, .. } => fields
                .first()
                .map(|f| f.name().to_owned())
                .unwrap_or_default(),
            E::UnknownColumn { field, .. } | E::ForeignField { field, .. } => {
                field.name().to_owned()
            }
            E::TooManyStreams { .. } => "stream".to_owned(),
            // Options go by the names that they have on the wire; a constant by its field.
            E::Option { name, .. } => match name.as_str() {
                "date format" => "dateFormat".to_owned(),
                "header row" => "headerRow".to_owned(),
                other => other.to_owned(),
            },
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

/// The kinds of data that an import takes, for messages.
fn kinds() -> String {
    let names: Vec<&str> = Kind::ALL
        .into_iter()
        .filter(|kind| *kind != Kind::Contributions)
        .map(Kind::name)
        .collect();
    names.join(", ")
}

/// The file is a form of a pre-mortem, which has a door of its own.
fn a_form() -> Error {
    Error::invalid(
        "paths",
        format!("this is the form of a pre-mortem; expected {}", kinds()),
    )
    .hint("open the pre-mortem that it was made for, and import it there")
}

pub(super) fn kind_of(text: &str) -> Result<Kind, Error> {
    Kind::parse(text).ok_or_else(|| {
        Error::invalid(
            "kind",
            format!("“{text}” is not a kind of data; expected {}", kinds()),
        )
    })
}

pub(super) fn paths_of(paths: &[String]) -> Result<Vec<PathBuf>, Error> {
    if paths.is_empty() {
        return Err(
            Error::invalid("paths", "no file was chosen".into()).hint("choose one or more files")
        );
    }
    Ok(paths.iter().map(PathBuf::from).collect())
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

/// Reads one filled form of a pre-mortem by the heads of its columns.
pub(crate) fn read_forms(path: &Path, zone: Zone, job: &Job<'_>) -> Result<Contributions, Error> {
    let mut seen = inspect_as(
        path,
        Some(Kind::Contributions),
        WrittenText::default(),
        Some(Preset::NONE),
    )?;
    seen.mapping.options.zone = zone;
    let watch = Watched::new(job, format!("Reading {}", file_name(path)));
    let paths = [path.to_owned()];
    Ok(read_contributions(&paths, &seen.mapping, &watch)?)
}

/// Looks at the first of some files; one that came in before is mapped as it was then.
pub(super) fn look(
    args: &InspectArgs,
    zone: Zone,
    profile: Option<&Profile>,
) -> Result<Inspection, Error> {
    let paths = paths_of(&args.paths)?;
    let known = profile.map(|profile| profile.kind.as_str());
    let kind = match known.unwrap_or(&args.kind) {
        "" => None,
        kind => Some(kind_of(kind)?),
    };
    let first = &paths[0];
    let preset = match profile {
        Some(profile) if profile.mapping.preset.is_empty() => Some(Preset::NONE),
        Some(profile) => Some(profile.mapping.preset.as_str()),
        None => (!args.preset.is_empty()).then_some(args.preset.as_str()),
    };
    let written = match profile {
        Some(profile) => written_of(&profile.mapping)?,
        None => read_written(&args.delimiter, &args.encoding, &args.header_row)?,
    };
    let mut seen = inspect_as(first, kind, written, preset)?;
    if seen.kind == Some(Kind::Contributions) {
        return Err(a_form());
    }
    seen.mapping.options.zone = seen.zone.unwrap_or(zone);
    seen.mapping.options = seen.mapping.options.with_written(written);
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
        (Format::Json, _) => summary.push("JSON".into()),
        (Format::Yaml, _) => summary.push("YAML".into()),
        (Format::Workbook, _) => summary.push("workbook".into()),
        (Format::Xes, _) => summary.push("XES".into()),
        (_, Some(',')) => summary.push("comma".into()),
        (_, Some(';')) => summary.push("semicolon".into()),
        (_, Some('\t')) => summary.push("tab".into()),
        (_, Some(other)) => summary.push(format!("delimiter {other}")),
        (_, None) => {}
    }
    if seen.byte_order_mark {
        summary.push("UTF-8 with mark".into());
    } else if seen.encoding != "UTF-8" {
        summary.push(seen.encoding.into());
    }
    if !seen.preamble.is_empty() {
        summary.push(format!(
            "{} above the header",
            text::counted(seen.preamble.len(), "line", "lines")
        ));
    }
    if seen.gzip {
        summary.push("gzip".into());
    }
    let kind = seen.kind;
    Ok(Inspection {
        summary: summary.join(" · "),
        facts: facts(&seen),
        encoding: if is_text(seen.format) {
            seen.encoding.into()
        } else {
            String::new()
        },
        header_row: match (seen.header_line, seen.headed) {
            (Some(line), _) => line.to_string(),
            (None, false) => HeaderRow::Absent.to_string(),
            (None, true) => String::new(),
        },
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
                dates: c.dates.clone().unwrap_or_default(),
                from: c.from.clone(),
                tells_rows: c.tells_rows,
            })
            .collect(),
        rows: seen.rows.clone(),
        fields: kind.map_or_else(Vec::new, |k| {
            Field::of(k)
                .into_iter()
                .map(|f| FieldRow {
                    name: f.field.name().into(),
                    help: f.help.into(),
                    required: f.required && !(f.field == Field::Currency && seen.currency_named),
                })
                .collect()
        }),
        profile: profile
            .map(|profile| profile.of.clone())
            .unwrap_or_default(),
        named: profile
            .map(|profile| profile.named.clone())
            .unwrap_or_default(),
        mapping: profile.map_or_else(
            || mapping_edit(&seen.mapping),
            |profile| profile.mapping.clone(),
        ),
        preset: seen.preset.map(preset_row),
        presets: Preset::all()
            .filter(|preset| kind.is_none_or(|kind| kind == preset.kind))
            .map(preset_row)
            .collect(),
        questions: seen
            .questions
            .into_iter()
            // What was answered then is answered.
            .filter(|_| profile.is_none())
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

fn is_text(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Tsv)
}

/// What was detected, each with its words.
fn facts(seen: &ninefold_ingest::Inspection) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |name: &str, label: &str, value: String| {
        facts.push(Fact {
            name: name.into(),
            label: label.into(),
            value,
        });
    };
    let format = match seen.format {
        Format::Csv => "CSV",
        Format::Tsv => "TSV",
        Format::Parquet => "Parquet",
        Format::Json => "JSON",
        Format::Yaml => "YAML",
        Format::Workbook => "workbook",
        Format::Xes => "XES process log",
    };
    let packed = if seen.gzip { ", gzipped" } else { "" };
    add("format", "Format", format!("{format}{packed}"));
    if is_text(seen.format) {
        let mark = if seen.byte_order_mark {
            " with byte order mark"
        } else {
            ""
        };
        add("encoding", "Encoding", format!("{}{mark}", seen.encoding));
        let delimiter = match seen.delimiter {
            Some('\t') => "tab".to_owned(),
            Some(other) => other.to_string(),
            None => "none".to_owned(),
        };
        add("delimiter", "Delimiter", delimiter);
        let inside = if seen.escape == seen.quote {
            "doubled inside a value"
        } else {
            "with a backslash before it inside a value"
        };
        add("quote", "Quote", format!("{}, {inside}", seen.quote));
    }
    let made = seen.columns.iter().filter(|c| !c.from.is_empty()).count();
    let mut header = text::counted(seen.columns.len() - made, "column", "columns");
    if made > 0 {
        header = format!("{header}, and {made} made of them");
    }
    if !seen.preamble.is_empty() {
        let lines = text::counted(seen.preamble.len(), "line", "lines");
        header = format!("{header}, below {lines}");
    }
    let header = if seen.headed {
        header
    } else {
        format!("none: {header}, called by their numbers")
    };
    add("header", "Header", header);
    for line in &seen.preamble {
        add("above", "Above the header", line.clone());
    }
    let kind = seen.kind.map_or("not told by its header", Kind::name);
    add("kind", "Kind", kind.into());
    let preset = seen.preset.map_or("none known", |preset| preset.title);
    add("preset", "Tool", preset.into());
    let decimal = match seen.mapping.options.decimal {
        DecimalMark::Point if seen.mapping.options.find_decimal => "as each column of amounts says",
        DecimalMark::Point => "point (1,234.50)",
        DecimalMark::Comma => "comma (1.234,50)",
    };
    add("decimal", "Decimal mark", decimal.into());
    let missing = &seen.mapping.options.missing;
    if !missing.is_empty() {
        add("missing", "Means no value", missing.join(", "));
    }
    facts
}

/// Writes a file out as it is read.
pub(super) fn write_out(args: &TableArgs, job: &Job<'_>) -> Result<Written, Error> {
    let path = PathBuf::from(&args.path);
    let written = read_written(&args.delimiter, &args.encoding, &args.header_row)?;
    let options = Options {
        preset: stated(&args.preset),
        ..Options::default().with_written(written)
    };
    let watch = Watched::new(job, format!("Reading {}", file_name(&path)));
    // Row by row, as it may be larger than memory; under its name only once it is whole.
    let to = Path::new(&args.to);
    let failed = |e: std::io::Error| io("write", to, &e);
    let part = PathBuf::from(format!("{}.part", args.to));
    let written = File::create(&part).map_err(failed).and_then(|file| {
        let mut out = BufWriter::new(file);
        let rows = write_table(&path, &options, &args.to, &mut out, &watch)?;
        std::fs::rename(&part, to).map_err(failed)?;
        Ok(rows)
    });
    let rows = written.inspect_err(|_| {
        let _ = std::fs::remove_file(&part);
    })?;
    Ok(Written {
        path: args.to.clone(),
        rows,
    })
}

fn preset_row(preset: Preset) -> PresetRow {
    PresetRow {
        name: preset.name.into(),
        title: preset.title.into(),
    }
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
            DecimalMark::Point if options.find_decimal => "",
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
        encoding: options
            .encoding
            .map(|e| e.name().to_owned())
            .unwrap_or_default(),
        header_row: options
            .header_row
            .map(|row| row.to_string())
            .unwrap_or_default(),
        round: options.round_excess_digits,
        on_fold: match options.on_fold {
            OnFold::Reject => "reject",
            OnFold::Earlier => "earlier",
            OnFold::Later => "later",
            OnFold::InOrder => "in-order",
        }
        .into(),
        shares: match options.shares {
            None => "",
            Some(Shares::Share) => "share",
            Some(Shares::Percent) => "percent",
        }
        .into(),
        amounts: match options.amounts {
            None => "",
            Some(Amounts::Major) => "major",
            Some(Amounts::Minor) => "minor",
        }
        .into(),
        missing: options.missing.clone(),
        preset: options.preset.clone().unwrap_or_default(),
        service_separator: options.service_separator.clone().unwrap_or_default(),
        treatments: options
            .treatments
            .iter()
            .map(|(judgement, treatment)| (judgement.name().into(), treatment.name().into()))
            .collect(),
        fixes: options.fixes.iter().map(fix_edit).collect(),
        severities: Vec::new(),
        carriers: Vec::new(),
        spread: String::new(),
        repeats: match options.repeats {
            Repeats::Keep => "",
            Repeats::LeaveOut => "leave-out",
        }
        .into(),
    }
}

/// How the text of a file is written, as far as it is said; empty texts say nothing.
pub(super) fn read_written(
    delimiter: &str,
    encoding: &str,
    header_row: &str,
) -> Result<WrittenText, Error> {
    let (encoding, header_row) = (encoding.trim(), header_row.trim());
    let read_encoding = || {
        Encoding::parse(encoding).ok_or_else(|| {
            let message = format!("“{encoding}” is no encoding that is known");
            Error::invalid("encoding", message).hint(
                "such as UTF-8, UTF-16LE, windows-1252, ISO-8859-2, windows-1251, Shift_JIS or gb18030",
            )
        })
    };
    let read_row = || {
        HeaderRow::parse(header_row).ok_or_else(|| {
            let most = text::count(HeaderRow::MOST as usize);
            let message = format!("“{header_row}” is no row of a header");
            Error::invalid("headerRow", message).hint(format!(
                "the number of its line, from 1 to {most}, or none where the file has no header"
            ))
        })
    };
    Ok(WrittenText {
        delimiter: read_delimiter(delimiter)?,
        encoding: (!encoding.is_empty()).then(read_encoding).transpose()?,
        header_row: (!header_row.is_empty()).then(read_row).transpose()?,
    })
}

/// How the text of files is written, as far as a mapping says it.
pub(super) fn written_of(mapping: &MappingEdit) -> Result<WrittenText, Error> {
    read_written(&mapping.delimiter, &mapping.encoding, &mapping.header_row)
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
pub(super) fn read_mapping(edit: &MappingEdit) -> Result<Mapping, Error> {
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
    let written = written_of(edit)?;
    mapping.options = Options {
        delimiter: written.delimiter,
        encoding: written.encoding,
        header_row: written.header_row,
        decimal: match edit.decimal.as_str() {
            "" | "point" => DecimalMark::Point,
            "comma" => DecimalMark::Comma,
            other => return Err(choice("decimal", other, "point or comma")),
        },
        find_decimal: edit.decimal.is_empty(),
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
            "in-order" => OnFold::InOrder,
            other => {
                return Err(choice(
                    "onFold",
                    other,
                    "reject, earlier, later or in-order",
                ));
            }
        },
        round_excess_digits: edit.round,
        shares: match edit.shares.as_str() {
            "" => None,
            "share" => Some(Shares::Share),
            "percent" => Some(Shares::Percent),
            other => return Err(choice("shares", other, "share or percent")),
        },
        amounts: match edit.amounts.as_str() {
            "" => None,
            "major" => Some(Amounts::Major),
            "minor" => Some(Amounts::Minor),
            other => return Err(choice("amounts", other, "major or minor")),
        },
        missing: edit.missing.clone(),
        preset: stated(&edit.preset),
        service_separator: stated(&edit.service_separator),
        repeats: match edit.repeats.as_str() {
            "" | "keep" => Repeats::Keep,
            "leave-out" => Repeats::LeaveOut,
            other => return Err(choice("repeats", other, "keep or leave-out")),
        },
        treatments: read_treatments(&edit.treatments)?,
        fixes: edit.fixes.iter().map(read_fix).collect::<Result<_, _>>()?,
        home: None,
        incidents: Arc::default(),
    };
    Ok(mapping)
}

fn stated(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn read_treatments(edit: &[(String, String)]) -> Result<BTreeMap<Judgement, Treatment>, Error> {
    let mut treatments = BTreeMap::new();
    for (name, choice) in edit {
        let judgement = Judgement::parse(name).ok_or_else(|| {
            let known: Vec<&str> = Judgement::ALL.iter().map(|j| j.name()).collect();
            Error::invalid("treatments", format!("“{name}” calls for no judgement"))
                .hint(format!("what does is {}", known.join(", ")))
        })?;
        let treatment = judgement.treatment(choice).ok_or_else(|| {
            let known: Vec<&str> = judgement.choices().iter().map(|(t, _)| t.name()).collect();
            Error::invalid(
                "treatments",
                format!("“{choice}” is not a treatment of {name}"),
            )
            .hint(format!("choose one of {}", known.join(", ")))
        })?;
        if treatment != judgement.usual() {
            treatments.insert(judgement, treatment);
        }
    }
    Ok(treatments)
}

/// A repair for the wire.
fn fix_edit(fix: &Fix) -> FixEdit {
    let (action, value) = match &fix.repair {
        Repair::Set(value) => ("set", value),
        Repair::LeaveOut(reason) => ("leave-out", reason),
    };
    FixEdit {
        code: text::name_of(&fix.code),
        field: fix.field.map(Field::name).unwrap_or_default().into(),
        action: action.into(),
        value: value.clone(),
    }
}

fn read_fix(edit: &FixEdit) -> Result<Fix, Error> {
    let wrong = |found: &str, expected: String| {
        Error::invalid(
            "fixes",
            format!("“{found}” repairs nothing; expected {expected}"),
        )
    };
    let code = Code::ALL
        .into_iter()
        .find(|code| text::name_of(code) == edit.code)
        .ok_or_else(|| {
            let known: Vec<String> = Code::ALL.iter().map(text::name_of).collect();
            wrong(&edit.code, known.join(", "))
        })?;
    let field = match edit.field.as_str() {
        "" => None,
        name => Some(Field::parse(name).ok_or_else(|| wrong(name, "the name of a field".into()))?),
    };
    let repair = match (edit.action.as_str(), edit.value.trim()) {
        ("set", _) if field.is_none() => {
            return Err(wrong(
                "set",
                "leave-out, as no single field is to blame".into(),
            ));
        }
        ("set", value) => Repair::Set(value.to_owned()),
        ("leave-out", "") => {
            return Err(Error::invalid(
                "fixes",
                "rows are left out without a reason; expected one, such as test data".into(),
            ));
        }
        ("leave-out", reason) => Repair::LeaveOut(reason.to_owned()),
        (other, _) => return Err(wrong(other, "set or leave-out".into())),
    };
    Ok(Fix {
        code,
        field,
        repair,
    })
}

/// What a repair of a whole group did.
pub(super) fn fixed_row(fixed: &Fixed) -> FixedRow {
    let Fixed { fix, count } = fixed;
    let title = match fix.field {
        Some(field) => format!("{}: {field}", fix.code.title()),
        None => fix.code.title().to_owned(),
    };
    FixedRow {
        fix: fix_edit(fix),
        title,
        what: match &fix.repair {
            Repair::Set(value) if value.is_empty() => "read as empty".into(),
            Repair::Set(value) => format!("“{value}” put in"),
            Repair::LeaveOut(reason) => format!("left out: {reason}"),
        },
        count: *count,
    }
}

/// Progress of a reader, with rate and time left.
pub(super) struct Watched<'a, 'b> {
    job: &'a Job<'b>,
    label: String,
    since: std::time::Instant,
    /// When something is said again; the first is said at once.
    next_ms: AtomicU64,
}

impl<'a, 'b> Watched<'a, 'b> {
    pub(super) fn new(job: &'a Job<'b>, label: String) -> Self {
        Self {
            job,
            label,
            since: std::time::Instant::now(),
            next_ms: AtomicU64::new(0),
        }
    }
}

impl Watch for Watched<'_, '_> {
    fn progress(&self, done: u64, total: u64, rows: u64) {
        let elapsed = self.since.elapsed();
        let now = elapsed.as_millis() as u64;
        // Ten times a second is what an eye can follow.
        if done < total && now < self.next_ms.load(Ordering::Relaxed) {
            return;
        }
        self.next_ms.store(now + 100, Ordering::Relaxed);
        let seconds = elapsed.as_secs_f64();
        let mut pace = String::new();
        if seconds > 0.5 && rows > 0 {
            pace = format!("{} rows/s", text::short(rows as f64 / seconds));
            if done > 0 && total > done {
                let left = seconds * (total - done) as f64 / done as f64;
                pace.push_str(&format!(" · {left:.0} s left"));
            }
        }
        let counted = match rows {
            0 => String::new(),
            rows => text::counted(rows as usize, "row", "rows"),
        };
        self.job.report(&self.label, done, total, counted, pace);
    }

    fn cancelled(&self) -> bool {
        self.job.is_cancelled()
    }
}

pub(super) enum Parsed {
    Revenue(Revenue),
    Incidents(Incidents),
    Labor(Labor),
    Backlog(Backlog),
    Requests(Requests),
    Rates(Rates),
    Roles(Roles),
    Catalog(Catalog),
}

/// Whether costs of incidents come without a currency: they are in that of the workspace then.
pub(super) fn assumes_currency(args: &ImportArgs) -> bool {
    let has = |name: &str| {
        let stated = |(field, source): &(String, String)| {
            Field::parse(field).is_some_and(|field| field.name() == name)
                && !source.trim().is_empty()
        };
        args.mapping.fields.iter().any(stated)
    };
    args.kind == Kind::Incidents.name()
        && Field::COSTS.into_iter().any(|field| has(field.name()))
        && !has(Field::Currency.name())
}

/// What an import reads, and how.
pub(super) fn reading(args: &ImportArgs) -> Result<(Kind, Vec<PathBuf>, Mapping), Error> {
    Ok((
        kind_of(&args.kind)?,
        paths_of(&args.paths)?,
        read_mapping(&args.mapping)?,
    ))
}

/// What of the workspace helps to read files, if one is open.
#[derive(Default)]
pub(super) struct Around {
    pub(super) currency: Option<Currency>,
    /// Ids of its incidents, by themselves in lower case.
    pub(super) incidents: HashMap<String, String>,
}

/// Reads files.
pub(super) fn read(args: &ImportArgs, around: Around, job: &Job<'_>) -> Result<Parsed, Error> {
    let (kind, paths, mut mapping) = reading(args)?;
    mapping.options.home = around.currency;
    mapping.options.incidents = Arc::new(around.incidents);
    let watch = Watched::new(job, format!("Reading {}", file_name(&paths[0])));
    Ok(match kind {
        Kind::Revenue => Parsed::Revenue(read_revenue(&paths, &mapping, &watch)?),
        Kind::Incidents => Parsed::Incidents(read_incidents(&paths, &mapping, &watch)?),
        Kind::Labor => Parsed::Labor(read_labor(&paths, &mapping, &watch)?),
        Kind::Backlog => Parsed::Backlog(read_backlog(&paths, &mapping, &watch)?),
        Kind::Requests => Parsed::Requests(read_requests(&paths, &mapping, &watch)?),
        Kind::Rates => Parsed::Rates(read_rates(&paths, &mapping, &watch)?),
        Kind::Roles => Parsed::Roles(read_roles(&paths, &mapping, &watch)?),
        Kind::Services => Parsed::Catalog(read_catalog(&paths, &mapping, &watch)?),
        Kind::Contributions => return Err(a_form()),
    })
}

/// Columns of the first file that no field is read from.
pub(super) fn left_out(args: &ImportArgs) -> Option<String> {
    let path = PathBuf::from(args.paths.first()?);
    let mapping = read_mapping(&args.mapping).ok()?;
    let preset = mapping.options.preset.as_deref().unwrap_or(Preset::NONE);
    let written = mapping.options.written();
    let found = inspect_as(&path, kind_of(&args.kind).ok(), written, Some(preset)).ok()?;
    let mapped = |name: &str| {
        mapping.sources.values().any(|source| match source {
            Source::Column(column) => column.eq_ignore_ascii_case(name),
            Source::Product(a, b) => a.eq_ignore_ascii_case(name) || b.eq_ignore_ascii_case(name),
            Source::Constant(_) => false,
        })
    };
    // What a column was made from that is read, is read.
    let made_from: Vec<&String> = found
        .columns
        .iter()
        .filter(|c| mapped(&c.name))
        .flat_map(|c| &c.from)
        .collect();
    let used = |c: &&ninefold_ingest::Column| {
        c.tells_rows || mapped(&c.name) || made_from.contains(&&c.name)
    };
    let names: Vec<&str> = found
        .columns
        .iter()
        .filter(|c| !used(c))
        .map(|c| c.name.as_str())
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
