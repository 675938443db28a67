//! Files in: `import`, and `run` with what it brings into a workspace.

use crate::args::{
    AmountUnit, Changed, Decimal, Fold, Import, Inspect, Kind, Mapping, Overlap, Repeat, Run,
    ShareUnit, SpreadOver, Written,
};
use crate::session::{Answer, Session, absolute};
use crate::text::{Table, bullets, paragraph, section};
use ninefold_app::run::{RunArgs, RunInput, RunReport};
use ninefold_app::wire::{
    CarrierEdit, CarrierRow, ChangeRow, Code, CreateArgs, Done, Error, FixEdit, ImportArgs,
    ImportReport, InspectArgs, Inspection, JudgementRow, MappingEdit, MappingSave, Problem,
    RejectsArgs, SeverityRow, Status, TableArgs, Written as WrittenFile,
};
use ninefold_app::{capital, counted};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Problems that are printed one by one; `--json` and `--rejects` have them all.
const SHOWN: usize = 20;

/// Columns of a file that are printed.
const COLUMNS: usize = 60;
/// Characters of a value that are printed.
const SAMPLE: usize = 26;

/// The beginning of a value, on one line.
fn brief(value: &str) -> String {
    let mut words: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(SAMPLE) {
        words.truncate(at);
        words.push('…');
    }
    words
}

/// `inspect`
pub fn inspect(args: &Inspect) -> Result<Answer, Error> {
    let session = Session::new();
    let path = absolute(&args.file)?;
    let look = InspectArgs {
        paths: vec![path.clone()],
        kind: args.kind.map_or("", Kind::name).to_owned(),
        ..reading_of(&args.written, args.preset.as_ref(), None)?
    };
    let (mut json, seen): (_, Inspection) = session.call("import.inspect", &look)?;
    let mut text = String::new();
    paragraph(&seen.summary, 0, &mut text);
    text.push('\n');
    let mut facts = Table::new(&["Found", ""]);
    for fact in &seen.facts {
        facts.row([&fact.label, &fact.value]);
    }
    facts.print(&mut text);
    section("Columns", &mut text);
    let mut columns = Table::new(&["Column", "Looks like", "Dates", "For example"]);
    for column in seen.columns.iter().take(COLUMNS) {
        let samples: Vec<String> = column.samples.iter().take(3).map(|s| brief(s)).collect();
        columns.row([
            &column.name,
            &column.looks_like,
            &column.dates,
            &samples.join(" · "),
        ]);
    }
    columns.print(&mut text);
    if seen.columns.len() > COLUMNS {
        let more = counted(seen.columns.len() - COLUMNS, "more column", "more columns");
        paragraph(
            &format!("… and {more}: --json lists all of them"),
            0,
            &mut text,
        );
    }
    if !seen.mapping.fields.is_empty() {
        section("Suggested mapping", &mut text);
        let mut fields = Table::new(&["Field", "From"]);
        for (field, source) in &seen.mapping.fields {
            fields.row([field, source]);
        }
        fields.print(&mut text);
    }
    if !seen.questions.is_empty() {
        section("To decide before it is read", &mut text);
        let questions: Vec<String> = seen.questions.iter().map(|q| q.text.clone()).collect();
        bullets(&questions, &mut text);
    }
    if let Some(to) = &args.csv {
        let table = TableArgs {
            path,
            delimiter: look.delimiter,
            encoding: look.encoding,
            header_row: look.header_row,
            preset: seen.preset.map(|preset| preset.name).unwrap_or_default(),
            to: absolute(to)?,
        };
        let (written, report): (_, WrittenFile) = session.call("import.table", &table)?;
        json["written"] = written;
        section(
            &format!(
                "Written: {}, {}",
                to.display(),
                counted(report.rows as usize, "row", "rows")
            ),
            &mut text,
        );
    }
    Ok(Answer::new(json, text))
}

/// One import of files that one mapping reads, and what is printed of it.
pub(crate) fn import_pile(
    session: &Session,
    args: &Import,
    kind: &str,
    files: &[PathBuf],
) -> Result<Answer, Error> {
    let mapping = &args.mapping;
    let (mut import, told) = prepare(
        session,
        kind,
        files,
        reading_of(
            &mapping.written,
            mapping.preset.as_ref(),
            mapping.mapping.as_deref(),
        )?,
        args.on_overlap,
        |suggested| apply(mapping, suggested),
    )?;
    import.on_change = match args.on_change {
        Changed::Update => "update",
        Changed::Take => "take",
        Changed::Keep => "keep",
    }
    .to_owned();
    let command = if args.dry_run {
        "import.check"
    } else {
        "import.commit"
    };
    // Rejected rows are written first: afterwards their files may be seen as known.
    if let Some(to) = &args.rejects {
        let rejects = RejectsArgs {
            import: import.clone(),
            to: absolute(to)?,
        };
        let _: (Value, WrittenFile) = session.call("import.rejects", &rejects)?;
    }
    let (json, report): (_, ImportReport) =
        session.call(command, &import).map_err(with_argument)?;
    let mut text = String::new();
    if let Some(name) = args.mapping.save_as.as_ref().filter(|_| !args.dry_run) {
        let save = MappingSave {
            id: String::new(),
            name: name.clone(),
            path: import.paths.first().cloned().unwrap_or_default(),
            kind: import.kind.clone(),
            mapping: Some(import.mapping.clone()),
        };
        let (_, done): (Value, Done) = session.call("mapping.save", &save)?;
        paragraph(&format!("{}.", done.label), 0, &mut text);
    }
    if !told.is_empty() {
        paragraph(&told, 0, &mut text);
    }
    print_report(&report, &mut text);
    if let Some(to) = &args.rejects {
        section(&format!("Rows set aside: {}", to.display()), &mut text);
    }
    if args.dry_run && report.blocked.is_empty() {
        section("Nothing was changed (--dry-run).", &mut text);
    }
    Ok(Answer {
        json,
        text,
        findings: args.strict && report.rejected > 0,
    })
}

/// Looks at the files and makes the mapping that the user means; says where it is from, where
/// that is not the header alone.
fn prepare(
    session: &Session,
    kind: &str,
    files: &[PathBuf],
    reading: InspectArgs,
    overlap: Overlap,
    change: impl FnOnce(MappingEdit) -> Result<MappingEdit, Error>,
) -> Result<(ImportArgs, String), Error> {
    let paths = files
        .iter()
        .map(|path| absolute(path))
        .collect::<Result<Vec<_>, _>>()?;
    let look = InspectArgs {
        paths: paths.clone(),
        kind: kind.to_owned(),
        ..reading
    };
    let (_, inspection): (_, Inspection) = session
        .call("import.inspect", &look)
        .map_err(with_argument)?;
    let told = match (&inspection.profile, &inspection.preset) {
        (of, _) if !of.is_empty() => format!("Mapped as in {of}."),
        (_, Some(preset)) => format!("Read as a file of: {}.", preset.title),
        _ => String::new(),
    };
    let import = ImportArgs {
        paths,
        kind: kind.to_owned(),
        mapping: change(inspection.mapping)?,
        on_overlap: match overlap {
            Overlap::Fail => "fail",
            Overlap::Add => "add",
            Overlap::Replace => "replace",
            Overlap::Keep => "keep",
            Overlap::LeaveOut => "leave-out",
        }
        .to_owned(),
        on_change: String::new(),
    };
    Ok((import, told))
}

/// How files are to be looked at: as the arguments say, else as the mapping file does. Empty is
/// what neither says.
fn reading_of(
    written: &Written,
    preset: Option<&String>,
    file: Option<&Path>,
) -> Result<InspectArgs, Error> {
    let stated = match file {
        Some(path) => mapping_file(path)?,
        None => serde_json::Map::new(),
    };
    let said = |argument: Option<&String>, name: &str| match (argument, stated.get(name)) {
        (Some(text), _) => text.clone(),
        (None, Some(Value::String(text))) => text.clone(),
        (None, Some(Value::Number(number))) => number.to_string(),
        (None, _) => String::new(),
    };
    Ok(InspectArgs {
        paths: Vec::new(),
        kind: String::new(),
        delimiter: said(written.delimiter.as_ref(), "delimiter"),
        encoding: said(written.encoding.as_ref(), "encoding"),
        header_row: said(written.header_row.as_ref(), "headerRow"),
        preset: said(preset, "preset"),
        anew: false,
    })
}

/// The suggested mapping, changed by a file, then by single options.
fn apply(args: &Mapping, suggested: MappingEdit) -> Result<MappingEdit, Error> {
    let mut mapping = match &args.mapping {
        Some(path) => overlay(path, &suggested)?,
        None => suggested,
    };
    let constants = args
        .set
        .iter()
        .map(|(field, value)| (field, format!("={value}")));
    let columns = args
        .map
        .iter()
        .map(|(field, column)| (field, column.clone()));
    for (field, source) in columns.chain(constants) {
        put(&mut mapping.fields, field, source);
    }
    let set = |slot: &mut String, value: Option<String>| {
        if let Some(value) = value {
            *slot = value;
        }
    };
    set(&mut mapping.zone, args.zone.clone());
    set(&mut mapping.date_format, args.date_format.clone());
    set(&mut mapping.delimiter, args.written.delimiter.clone());
    set(&mut mapping.encoding, args.written.encoding.clone());
    set(&mut mapping.header_row, args.written.header_row.clone());
    let decimal = args.decimal.map(|mark| match mark {
        Decimal::Point => "point",
        Decimal::Comma => "comma",
    });
    set(&mut mapping.decimal, decimal.map(str::to_owned));
    let shares = args.shares.map(|unit| match unit {
        ShareUnit::Share => "share",
        ShareUnit::Percent => "percent",
    });
    set(&mut mapping.shares, shares.map(str::to_owned));
    let amounts = args.amounts.map(|unit| match unit {
        AmountUnit::Major => "major",
        AmountUnit::Minor => "minor",
    });
    set(&mut mapping.amounts, amounts.map(str::to_owned));
    let spread = args.spread.iter().map(|over| match over {
        SpreadOver::Hour => "hour",
        SpreadOver::Day => "day",
        SpreadOver::Hours => "hours",
    });
    let spread = spread.collect::<Vec<_>>().join(",");
    set(
        &mut mapping.spread,
        Some(spread).filter(|said| !said.is_empty()),
    );
    let repeats = args.repeats.map(|choice| match choice {
        Repeat::Keep => "keep",
        Repeat::LeaveOut => "leave-out",
    });
    set(&mut mapping.repeats, repeats.map(str::to_owned));
    let fold = args.on_fold.map(|rule| match rule {
        Fold::Reject => "reject",
        Fold::Earlier => "earlier",
        Fold::Later => "later",
        Fold::InOrder => "in-order",
    });
    set(&mut mapping.on_fold, fold.map(str::to_owned));
    set(
        &mut mapping.service_separator,
        args.service_separator.clone(),
    );
    let fixes = args.fix.iter().map(|(group, value)| ("set", group, value));
    let left_out = args
        .leave_out
        .iter()
        .map(|(group, reason)| ("leave-out", group, reason));
    for (action, group, value) in fixes.chain(left_out) {
        let (code, field) = group.split_once(':').unwrap_or((group, ""));
        mapping
            .fixes
            .retain(|fix| (fix.code.as_str(), fix.field.as_str()) != (code, field));
        mapping.fixes.push(FixEdit {
            code: code.to_owned(),
            field: field.to_owned(),
            action: action.to_owned(),
            value: value.clone(),
        });
    }
    for (sort, treatment) in &args.treat {
        put(&mut mapping.treatments, sort, treatment.clone());
    }
    let is_said = |stream: &str| {
        let mut said = args.carried_by.iter();
        said.any(|c| c.stream.to_lowercase() == stream.to_lowercase())
    };
    mapping.carriers.retain(|c| !is_said(&c.stream));
    mapping
        .carriers
        .extend(args.carried_by.iter().map(|c| CarrierEdit {
            stream: c.stream.clone(),
            service: c.service.clone(),
            share: c.share.clone(),
        }));
    for (severity, share) in &args.severity {
        put(&mut mapping.severities, severity, share.clone());
    }
    mapping.round |= args.round;
    mapping.missing.extend(args.missing.iter().cloned());
    Ok(mapping)
}

fn put(fields: &mut Vec<(String, String)>, field: &str, source: String) {
    match fields.iter_mut().find(|(name, _)| name == field) {
        Some(entry) => entry.1 = source,
        None => fields.push((field.to_owned(), source)),
    }
}

/// An error about the mapping, with the argument that settles it.
fn with_argument(mut error: Error) -> Error {
    if error.code != Code::BadFile {
        return error;
    }
    let hint = match error.field.as_str() {
        "" => return error,
        "dateFormat" => "--date-format FORMAT says it".to_owned(),
        "headerRow" => "--header-row LINE says it, --header-row none that there is none".to_owned(),
        option @ ("decimal" | "delimiter" | "encoding" | "shares" | "amounts" | "preset") => {
            format!("--{option} says it; see ninefold import --help")
        }
        field => format!(
            "--map {field}=COLUMN takes it from a column, --set {field}=VALUE gives every row one value"
        ),
    };
    error.hints.push(hint);
    error
}

/// What is wrong with a mapping file.
fn misread(path: &Path, message: &str) -> Error {
    Error {
        code: Code::BadFile,
        message: format!("{}: {message}", path.display()),
        hints: vec![
            r#"write it like {"fields": {"at": "InvoiceDate", "amount": "Quantity*UnitPrice", "currency": "=GBP"}, "zone": "Europe/London"}"#.into(),
        ],
        field: "mapping".into(),
    }
}

/// The members of a mapping file.
fn mapping_file(path: &Path) -> Result<serde_json::Map<String, Value>, Error> {
    let text = std::fs::read_to_string(path).map_err(|e| misread(path, &e.to_string()))?;
    match serde_json::from_str(&text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(misread(path, "expected a JSON object")),
        Err(e) => Err(misread(path, &e.to_string())),
    }
}

/// A mapping file over what was suggested: what it does not state stays.
fn overlay(path: &Path, suggested: &MappingEdit) -> Result<MappingEdit, Error> {
    let problem = |message: String| misread(path, &message);
    let members = mapping_file(path)?;
    let mut whole = serde_json::to_value(suggested).map_err(|e| problem(e.to_string()))?;
    let Some(known) = whole.as_object_mut() else {
        return Err(problem("expected a JSON object".into()));
    };
    for (name, value) in &members {
        let Some(slot) = known.get_mut(name) else {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            return Err(problem(format!(
                "“{name}” is not known; expected some of {}",
                names.join(", ")
            )));
        };
        *slot = match value.as_object() {
            // A line is a number; nothing else in a mapping is.
            None if name == "headerRow" && value.is_u64() => value.to_string().into(),
            // Fields may stand as an object; the wire has them as pairs.
            Some(fields) => fields
                .iter()
                .map(|(field, source)| json!([field, source]))
                .collect(),
            None => value.clone(),
        };
    }
    serde_json::from_value(whole).map_err(|e| problem(e.to_string()))
}

fn print_report(report: &ImportReport, out: &mut String) {
    paragraph(&report.headline.sentence, 0, out);
    if !report.headline.lead.is_empty() {
        paragraph(&report.headline.lead, 0, out);
    }
    let records = [
        (report.new, "new"),
        (report.updated, "changed"),
        (report.unchanged, "as they were"),
    ];
    let records: Vec<String> = records
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if !records.is_empty() {
        let what = capital(&report.records);
        paragraph(&format!("{what}: {}", records.join(" · ")), 0, out);
    }
    if !report.money.is_empty() {
        paragraph(&format!("Money: {}", report.money.join(", ")), 0, out);
    }
    if !report.groups.is_empty() {
        section("Set aside, by cause", out);
        let mut table = Table::new(&[">Rows", "Cause", "What to do", "--fix, --leave-out"]);
        for group in &report.groups {
            let name = match (group.fixable, group.field.as_str()) {
                (false, _) => String::new(),
                (true, "") => group.code.clone(),
                (true, field) => format!("{}:{field}", group.code),
            };
            table.row([&group.count.to_string(), &group.title, &group.repair, &name]);
        }
        table.print(out);
    }
    print_problems(&report.problems, out);
    print_severities(&report.severities, out);
    print_carriers(&report.carriers, out);
    print_daily(&report.daily, out);
    print_hourly(&report.hourly, out);
    if report.repeated > 0 {
        section("Rows that equal an earlier one", out);
        let rows = counted(report.repeated as usize, "row", "rows");
        let said = "--repeats keep counts each as a sale of its own, as usual; --repeats leave-out takes the first of them only.";
        paragraph(&format!("{rows}, cell for cell: {said}"), 0, out);
    }
    print_judgements(&report.judgements, out);
    print_changes(&report.records, &report.changes, out);
    if !report.notes.is_empty() {
        section("Worth knowing", out);
        bullets(&report.notes, out);
    }
    if !report.blocked.is_empty() {
        section("Not imported", out);
        paragraph(&report.blocked, 0, out);
    }
    if let Some(lacks) = &report.lacks {
        section("What is next", out);
        paragraph(&lacks.text, 0, out);
    }
}

fn print_severities(severities: &[SeverityRow], out: &mut String) {
    if severities.is_empty() {
        return;
    }
    section("Severities that had no impact", out);
    let mut table = Table::new(&[">Rows", "Severity", ">Hits of users", "--severity"]);
    for row in severities {
        table.row([
            &row.rows.to_string(),
            &row.severity,
            &row.impact,
            &if row.said {
                String::new()
            } else {
                format!("assumed; \"{}=SHARE\" says it", row.severity)
            },
        ]);
    }
    table.print(out);
}

fn print_carriers(carriers: &[CarrierRow], out: &mut String) {
    if carriers.is_empty() {
        return;
    }
    section("New streams", out);
    let mut table = Table::new(&["Stream", "Carried by", "Share", "--carried-by"]);
    for row in carriers {
        for (i, carrying) in row.services.iter().enumerate() {
            let made = if carrying.made { " (new)" } else { "" };
            table.row([
                if i == 0 { &row.stream } else { "" },
                &format!("{}{made}", carrying.service),
                &carrying.share,
                &match (carrying.wrong.as_str(), row.said) {
                    ("", true) => String::new(),
                    ("", false) => format!("\"{}=SERVICE\" says another", row.stream),
                    (wrong, _) => wrong.to_owned(),
                },
            ]);
        }
    }
    table.print(out);
}

fn print_daily(daily: &[String], out: &mut String) {
    if daily.is_empty() {
        return;
    }
    section("One sum a day", out);
    paragraph(
        &format!(
            "{}: --spread day spreads each over its day, --spread hours over the hours agreed for the service that carries it.",
            daily.join(", ")
        ),
        0,
        out,
    );
}

fn print_hourly(hourly: &[String], out: &mut String) {
    if hourly.is_empty() {
        return;
    }
    section("One sum an hour", out);
    let what = "--spread hour spreads each over its hour.";
    paragraph(&format!("{}: {what}", hourly.join(", ")), 0, out);
}

fn print_judgements(judgements: &[JudgementRow], out: &mut String) {
    if judgements.is_empty() {
        return;
    }
    section("Judgements", out);
    let mut table = Table::new(&[">Rows", "What they are", "What becomes of them", "--treat"]);
    for row in judgements {
        let mut choices = row.choices.iter();
        let chosen = choices.find(|choice| choice.name == row.treatment);
        let chosen = chosen.map_or("", |choice| choice.title.as_str());
        let names: Vec<&str> = row
            .choices
            .iter()
            .map(|choice| choice.name.as_str())
            .collect();
        table.row([
            &row.count.to_string(),
            &row.title,
            chosen,
            &format!("{}={}", row.name, names.join("|")),
        ]);
    }
    table.print(out);
    for row in judgements.iter().filter(|row| !row.detail.is_empty()) {
        paragraph(&format!("{}: {}", row.title, row.detail), 0, out);
    }
}

fn print_changes(records: &str, changes: &[ChangeRow], out: &mut String) {
    if changes.is_empty() {
        return;
    }
    section(&format!("Which {records} read differently now"), out);
    let mut table = Table::new(&["Which", "Field", "Here", "In the file", "What happens"]);
    for change in changes.iter().take(SHOWN) {
        let becomes = match (change.taken, change.edited) {
            (true, _) => "updated",
            (false, true) => "kept: edited here",
            (false, false) => "kept",
        };
        table.row([
            &change.record,
            &change.field,
            &change.was,
            &change.now,
            becomes,
        ]);
    }
    table.print(out);
    if changes.len() > SHOWN {
        let more = format!("… and more: --json lists {}", changes.len());
        paragraph(&more, 0, out);
    }
}

fn print_problems(problems: &[Problem], out: &mut String) {
    if problems.is_empty() {
        return;
    }
    section("Set aside, row by row", out);
    let mut table = Table::new(&["File", ">Line", "Column", "Found", "Expected"]);
    for problem in problems.iter().take(SHOWN) {
        let Problem {
            file,
            row,
            column,
            found,
            expected,
            ..
        } = problem;
        // A problem of many rows, such as a missing rate, stands in no line of its own.
        let line = match row {
            0 => String::new(),
            row => row.to_string(),
        };
        table.row([file, &line, column, found, expected]);
    }
    table.print(out);
    if problems.len() > SHOWN {
        paragraph(
            &format!("… and more: --json lists {}", problems.len()),
            0,
            out,
        );
    }
}

/// `run`
pub fn run(args: &Run) -> Result<Answer, Error> {
    let fields = |kind: Kind| -> Vec<(String, String)> {
        let columns = args
            .map
            .iter()
            .map(|(k, field, column)| (k, field, column.clone()));
        let constants = args
            .set
            .iter()
            .map(|(k, field, value)| (k, field, format!("={value}")));
        columns
            .chain(constants)
            .filter(|(of, ..)| **of == kind)
            .map(|(_, field, source)| (field.clone(), source))
            .collect()
    };
    let input = |kind: Kind, paths: &[PathBuf]| RunInput {
        paths: paths.to_vec(),
        fields: fields(kind),
    };
    let session = Session::new();
    let job = RunArgs {
        incidents: input(Kind::Incidents, &args.incidents),
        revenue: input(Kind::Revenue, &args.revenue),
        labor: input(Kind::Labor, &args.labor),
        profile: args.profile.clone(),
        zone: args.zone.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        currency: args.currency.clone(),
        out: args.out.clone(),
    };
    let report = session.watch(|watch| ninefold_app::run::run(&job, watch))?;
    let mut text = String::new();
    print_run(&report, &mut text);
    let mut json = json!(report);
    if let Some(workspace) = &args.workspace {
        json["imports"] = bring_in(&session, args, workspace, &fields, &mut text)?;
    }
    Ok(Answer {
        json,
        text,
        findings: args.strict && report.rejected() > 0,
    })
}

/// Imports the files of a run into a workspace, incidents first, so that labor finds them.
fn bring_in(
    session: &Session,
    args: &Run,
    workspace: &Path,
    fields: &impl Fn(Kind) -> Vec<(String, String)>,
    text: &mut String,
) -> Result<Value, Error> {
    let path = absolute(workspace)?;
    if workspace.exists() {
        let _: (Value, Status) = session.call("workspace.open", &json!({ "path": path }))?;
    } else {
        let create = CreateArgs {
            path,
            currency: args.currency.clone(),
            zone: args.zone.clone(),
        };
        let _: (Value, Status) = session.call("workspace.create", &create)?;
    }
    let mut reports = Vec::new();
    for (kind, files) in [
        (Kind::Incidents, &args.incidents),
        (Kind::Revenue, &args.revenue),
        (Kind::Labor, &args.labor),
    ] {
        let (import, _) = prepare(
            session,
            kind.name(),
            files,
            reading_of(&Written::default(), Some(&"none".to_owned()), None)?,
            Overlap::Fail,
            |mut mapping| {
                mapping.zone.clone_from(&args.zone);
                if kind != Kind::Incidents && !mapping.fields.iter().any(|(f, _)| f == "currency") {
                    put(
                        &mut mapping.fields,
                        "currency",
                        format!("={}", args.currency),
                    );
                }
                for (field, source) in fields(kind) {
                    put(&mut mapping.fields, &field, source);
                }
                Ok(mapping)
            },
        )?;
        let (json, report): (_, ImportReport) = session.call("import.commit", &import)?;
        section(
            &format!("Import of {} into {}", kind.name(), workspace.display()),
            text,
        );
        paragraph(&report.headline.sentence, 0, text);
        if !report.blocked.is_empty() {
            paragraph(&format!("Not imported: {}", report.blocked), 0, text);
        }
        reports.push(json);
    }
    Ok(Value::Array(reports))
}

fn print_run(report: &RunReport, out: &mut String) {
    paragraph(
        &format!(
            "{} of {} cost {:.2}: {:.2} lost revenue and {:.2} labor over \
             {:.1} minutes.",
            counted(report.incidents as usize, "incident", "incidents"),
            counted(report.services as usize, "service", "services"),
            report.total_cost,
            report.revenue_loss,
            report.labor_cost,
            report.minutes
        ),
        0,
        out,
    );
    paragraph(
        &format!(
            "Span {} to {} ({}), profile {}.",
            report.from, report.to, report.zone, report.profile
        ),
        0,
        out,
    );
    out.push('\n');
    let mut table = Table::new(&[
        "Input",
        ">Read",
        ">Accepted",
        ">Set aside",
        ">Skipped",
        "Files",
    ]);
    for input in &report.inputs {
        table.row([
            input.kind,
            &input.read.to_string(),
            &input.accepted.to_string(),
            &input.rejected.to_string(),
            &input.skipped.to_string(),
            &input.files.join(", "),
        ]);
    }
    table.print(out);
    for input in &report.inputs {
        print_problems(&input.problems, out);
    }
    let notes = report.inputs.iter().flat_map(|input| {
        input
            .notes
            .iter()
            .map(|note| format!("{}: {note}", input.kind))
    });
    let notes: Vec<String> = report.notes.iter().cloned().chain(notes).collect();
    if !notes.is_empty() {
        section("Worth knowing", out);
        bullets(&notes, out);
    }
    section("Written", out);
    for path in &report.written {
        out.push_str(&format!("{}\n", path.display()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested() -> MappingEdit {
        MappingEdit {
            fields: vec![("at".into(), "ts".into())],
            decimal: "point".into(),
            date_format: String::new(),
            zone: "UTC".into(),
            delimiter: String::new(),
            encoding: String::new(),
            header_row: String::new(),
            round: false,
            on_fold: "reject".into(),
            shares: String::new(),
            amounts: String::new(),
            missing: Vec::new(),
            preset: String::new(),
            service_separator: String::new(),
            treatments: Vec::new(),
            severities: Vec::new(),
            carriers: Vec::new(),
            spread: String::new(),
            repeats: String::new(),
            fixes: Vec::new(),
        }
    }

    #[test]
    fn an_error_about_a_mapping_names_the_argument() {
        let of = |code, field: &str| {
            let error = Error {
                code,
                message: String::new(),
                hints: vec!["Say which currency.".into()],
                field: field.into(),
            };
            with_argument(error).hints.join(" ")
        };
        let currency = of(Code::BadFile, "currency");
        assert!(currency.contains("--set currency=VALUE"), "{currency}");
        let dates = of(Code::BadFile, "dateFormat");
        assert!(dates.contains("--date-format"), "{dates}");
        assert!(of(Code::BadFile, "shares").contains("--shares"));
        assert_eq!(of(Code::Invalid, "currency"), "Say which currency.");
        assert_eq!(of(Code::BadFile, ""), "Say which currency.");
    }

    #[test]
    fn a_workspace_that_is_not_there_says_how_to_make_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = Session::open(&folder.path().join("none.ninefold"))
            .err()
            .expect("it is not there");
        assert_eq!(error.code, Code::NotFound);
        assert!(error.hints[0].contains("ninefold new --workspace"));
    }

    fn written(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mapping.json");
        std::fs::write(&path, text).expect("it writes");
        (folder, path)
    }

    #[test]
    fn a_mapping_file_states_what_it_states_and_no_more() {
        let (_folder, path) = written(r#"{"fields": {"amount": "a*b"}, "zone": "Europe/Berlin"}"#);
        let mapping = overlay(&path, &suggested()).expect("it reads");
        assert_eq!(mapping.fields, [("amount".to_owned(), "a*b".to_owned())]);
        assert_eq!(
            (mapping.zone.as_str(), mapping.decimal.as_str()),
            ("Europe/Berlin", "point")
        );
    }

    #[test]
    fn a_mapping_file_that_does_not_read_says_what_it_should_be() {
        for text in ["", "[]", r#"{"feilds": {}}"#, r#"{"zone": 3}"#] {
            let (_folder, path) = written(text);
            let error = overlay(&path, &suggested()).expect_err(text);
            assert!(error.message.contains("mapping.json") && !error.hints.is_empty());
        }
    }
}
