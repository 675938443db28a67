//! Commands on a workspace that read or change what is in it.

use crate::args::{
    Charts, Explain, Export, History, InWorkspace, Kind, New, Sample, Theme, Window,
};
use crate::args::{Cost as CostArgs, Cut as CutName};
use crate::session::{Answer, Session, absolute};
use crate::text::{Table, bullets, paragraph, section};
use clap::ValueEnum;
use ninefold_app::counted;
use ninefold_app::sample::{SEED, generate};
use ninefold_app::wire::{
    Availability, Chart, ChartArgs, ChartName, Code, Concern, Cost, CostLine, CreateArgs, Cut,
    Cuts, Done, Error, ExplainArgs, Explanation, ExportArgs, Figure, Headline, HistoryArgs, IdArgs,
    IncidentDetail, IncidentPage, IncidentsArgs, MethodRow, RecordsArgs, RecordsWritten,
    SampleArgs, Status, Tile, WindowArgs, Written,
};
use serde_json::{Value, json};
use std::path::Path;

/// `new`
pub fn new(args: &New) -> Result<Answer, Error> {
    let session = Session::new();
    let create = CreateArgs {
        path: absolute(&args.at.workspace)?,
        currency: args.currency.clone(),
        zone: args.zone.clone(),
    };
    let (json, status): (_, Status) = session.call("workspace.create", &create)?;
    let text = format!(
        "Made {}: {}, {}, empty.\nNext: ninefold import --workspace {} --kind incidents FILE\n",
        status.path,
        status.currency,
        status.zone,
        args.at.workspace.display()
    );
    Ok(Answer::new(json, text))
}

/// `sample`
pub fn sample(args: &Sample) -> Result<Answer, Error> {
    let mut text = String::new();
    let mut json = json!({});
    if let Some(folder) = &args.sources {
        let written = generate(SEED)
            .write_files(folder)
            .map_err(|e| unwritable(folder, &e))?;
        section("Source files of the sample", &mut text);
        for path in &written {
            text.push_str(&format!("{}\n", path.display()));
        }
        json["sources"] = json!(written);
    }
    if let Some(workspace) = &args.workspace {
        let session = Session::new();
        let make = SampleArgs {
            path: Some(absolute(workspace)?),
            catalog_only: args.catalog_only,
        };
        let (_, status): (_, Status) = session.call("workspace.sample", &make)?;
        let what = format!(
            "{}: {} services, {} streams, {} incidents, {} labor entries. {}.",
            status.path,
            status.services,
            status.streams,
            status.incidents,
            status.labor,
            status.freshness
        );
        section("Sample workspace", &mut text);
        paragraph(&what, 0, &mut text);
        json["workspace"] = json!(status);
    }
    Ok(Answer::new(json, text))
}

/// `export`
pub fn export(args: &Export) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let folder = &args.out;
    std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
    let all = args.kind.is_empty();
    let mut kinds = match all {
        true => Kind::value_variants().to_vec(),
        false => args.kind.clone(),
    };
    kinds.dedup();
    let mut table = Table::new(&["File", ">Records", ">Rows"]);
    let mut left_out = Vec::new();
    let mut json = Vec::new();
    for kind in kinds {
        let path = folder.join(format!("{}.csv", kind.name()));
        let records = RecordsArgs {
            kind: kind.name().to_owned(),
            to: absolute(&path)?,
            only_with_records: all,
        };
        let (value, written): (_, RecordsWritten) = session.call("records.export", &records)?;
        if all && written.records == 0 {
            continue;
        }
        let counts = [written.records, written.rows].map(|n| n.to_string());
        table.row([&path.display().to_string(), &counts[0], &counts[1]]);
        let of = |text: String| format!("{}: {text}", kind.name());
        left_out.extend(written.left_out.into_iter().map(of));
        json.push(value);
    }
    let mut text = String::new();
    if table.is_empty() {
        text.push_str("There are no records to write.\n");
    } else {
        table.print(&mut text);
    }
    bullets(&left_out, &mut text);
    Ok(Answer::new(json!({ "files": json }), text))
}

/// `undo` and `redo`
pub fn step(at: &InWorkspace, command: &str) -> Result<Answer, Error> {
    let session = Session::open(&at.workspace)?;
    let (json, done): (_, Done) = session.call(command, &json!({}))?;
    let mut text = String::new();
    paragraph(&done.label, 0, &mut text);
    bullets(&done.skipped, &mut text);
    Ok(Answer::new(json, text))
}

/// `history`
pub fn history(args: &History) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let limit = HistoryArgs { limit: args.limit };
    let (json, history): (_, ninefold_app::wire::History) = session.call("history", &limit)?;
    let mut table = Table::new(&[">No.", "When", "What", "State"]);
    for entry in &history.entries {
        let state = if entry.undone { "undone" } else { "" };
        table.row([&entry.seq.to_string(), &entry.when, &entry.label, state]);
    }
    let mut text = String::new();
    if table.is_empty() {
        text.push_str("Nothing was changed yet.\n");
    } else {
        table.print(&mut text);
    }
    Ok(Answer::new(json, text))
}

/// `cost`
pub fn cost(args: &CostArgs) -> Result<Answer, Error> {
    let session = Session::open(&args.of.at.workspace)?;
    if let Some(path) = &args.export {
        let export = ExportArgs {
            path: absolute(path)?,
            window: args.of.window.clone(),
        };
        let (json, written): (_, Written) = session.call("cost.export", &export)?;
        let text = format!(
            "{}: {}\n",
            written.path,
            counted(written.rows as usize, "row", "rows")
        );
        return Ok(Answer::new(json, text));
    }
    if let Some(by) = args.by {
        return cut(&session, &args.of.window, by);
    }
    let (json, cost): (_, Cost) = session.call("cost", &window(&args.of.window))?;
    let mut out = String::new();
    headline(&cost.headline, &mut out);
    bullets(&cost.alerts, &mut out);
    tiles(&cost.tiles, &mut out);
    if !cost.services.is_empty() {
        section("A minute of full outage, by service", &mut out);
        let mut table = Table::new(&[
            "Service",
            ">Average",
            ">90 % range",
            ">Peak",
            "Peak at",
            ">Observed",
            ">In all",
        ]);
        for service in &cost.services {
            table.row([
                &service.name,
                &service.full_outage.text,
                &service.full_outage.range,
                &service.peak.text,
                &service.peak_at,
                &service.observed.text,
                &service.total.text,
            ]);
        }
        table.print(&mut out);
    }
    cost_lines("Cost by line", &cost.lines, &cost.total, &mut out);
    methods(&cost.methods, &mut out);
    notes(&cost.notes, &mut out);
    Ok(Answer::new(json, out))
}

/// The cost of a window, cut one way.
fn cut(session: &Session, of: &str, by: CutName) -> Result<Answer, Error> {
    let (_, cuts): (Value, Cuts) = session.call("cost.cuts", &window(of))?;
    let mut out = String::new();
    headline(&cuts.headline, &mut out);
    let found: Option<&Cut> = cuts.cuts.iter().find(|c| c.by == by.name());
    if let Some(cut) = found {
        section(&cut.title, &mut out);
        let mut table = Table::new(&[
            "What",
            ">Incidents",
            ">Revenue",
            ">Labor",
            ">Other",
            ">Total",
            ">Share",
        ]);
        for row in cut.rows.iter().chain([&cut.total]) {
            table.row([
                &row.label,
                &row.incidents.to_string(),
                &row.revenue,
                &row.labor,
                &row.other,
                &row.total,
                &row.share_text,
            ]);
        }
        table.print(&mut out);
        if !cut.total.per_minute.is_empty() {
            section("A minute in which any incident was open", &mut out);
            let mut table = Table::new(&["What", ">Direct revenue", ">All lines"]);
            for row in cut.rows.iter().chain([&cut.total]) {
                table.row([&row.label, &row.revenue_per_minute, &row.per_minute]);
            }
            table.print(&mut out);
        }
        notes(std::slice::from_ref(&cut.note), &mut out);
    }
    out.push('\n');
    paragraph(&cuts.reconciled, 0, &mut out);
    Ok(Answer::new(json!(found), out))
}

/// The methods of lost revenue, side by side.
fn methods(rows: &[MethodRow], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    section("Lost revenue, by method", out);
    let mut table = Table::new(&[
        "Method",
        ">Gross",
        ">Recovery window",
        ">Net",
        ">90 % range",
        "Note",
    ]);
    for row in rows {
        let note = match (row.chosen, row.note.is_empty()) {
            (true, true) => "posted".to_owned(),
            (true, false) => format!("posted; {}", row.note),
            (false, _) => row.note.clone(),
        };
        table.row([
            &row.label,
            &row.gross.text,
            &row.recaptured.text,
            &row.net.text,
            &row.net.range,
            &note,
        ]);
    }
    table.print(out);
}

/// `availability`
pub fn availability(args: &Window) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let (json, availability): (_, Availability) =
        session.call("availability", &window(&args.window))?;
    let mut out = String::new();
    headline(&availability.headline, &mut out);
    paragraph(&availability.window, 0, &mut out);
    if !availability.services.is_empty() {
        out.push('\n');
        let mut table = Table::new(&[
            "Service",
            ">Target",
            ">Delivered",
            ">90 % range",
            ">Nines",
            ">Used",
            ">Allowed",
            ">Left",
            "Verdict",
        ]);
        for service in &availability.services {
            table.row([
                &service.name,
                &service.target,
                &service.availability.text,
                service.interval.text.split(',').next().unwrap_or_default(),
                service.nines.trim_end_matches(" nines"),
                &service.used.text,
                &service.allowed.text,
                &service.remaining,
                &service.verdict,
            ]);
        }
        table.print(&mut out);
        section("Budget, demand and dependencies", &mut out);
        let mut table = Table::new(&[
            "Service",
            ">Burn",
            "Budget runs out",
            ">By revenue",
            ">Ceiling",
            "Perceived",
            "Incidents",
        ]);
        for service in &availability.services {
            table.row([
                &service.name,
                &service.burn.text,
                &service.runs_out,
                &service.revenue_weighted.text,
                &service.ceiling.text,
                &service.perceived,
                &service.rate,
            ]);
        }
        table.print(&mut out);
        let counted: Vec<_> = availability
            .services
            .iter()
            .filter_map(|service| Some((service, service.by_requests.as_ref()?)))
            .collect();
        if !counted.is_empty() {
            section("By requests", &mut out);
            let mut table = Table::new(&[
                "Service",
                ">Target",
                ">By time",
                ">By requests",
                ">90 % range",
                ">Nines",
                "Failed",
                ">Used",
                "Verdict",
            ]);
            for (service, by) in &counted {
                table.row([
                    &service.name,
                    &service.target,
                    &service.availability.text,
                    &by.availability.text,
                    &by.availability.range,
                    by.nines.trim_end_matches(" nines"),
                    &by.failed,
                    &by.consumed,
                    &by.verdict,
                ]);
            }
            table.print(&mut out);
            let said: Vec<String> = counted
                .iter()
                .filter(|(_, by)| !by.difference.is_empty())
                .map(|(service, by)| format!("{}: {}", service.name, by.difference))
                .collect();
            bullets(&said, &mut out);
        }
        let caveats: Vec<String> = availability
            .services
            .iter()
            .filter(|service| !service.caveat.is_empty())
            .map(|service| format!("{}: {}", service.name, service.caveat))
            .collect();
        if !caveats.is_empty() {
            section("What the window cannot support", &mut out);
            bullets(&caveats, &mut out);
        }
    }
    if !availability.concerns.is_empty() {
        section("Tiers, targets and ceilings", &mut out);
        let line = |c: &Concern| format!("{}: {} {}", c.name, c.text, c.todo);
        let concerns: Vec<String> = availability.concerns.iter().map(line).collect();
        bullets(&concerns, &mut out);
    }
    notes(&availability.notes, &mut out);
    Ok(Answer::new(json, out))
}

/// `explain`
pub fn explain(args: &Explain) -> Result<Answer, Error> {
    let session = Session::open(&args.of.at.workspace)?;
    let id = find_incident(&session, &args.incident)?;
    let (json, detail): (Value, IncidentDetail) = session.call("incident.get", &IdArgs { id })?;
    let mut out = String::new();
    paragraph(&detail.overline, 0, &mut out);
    paragraph(&detail.title, 0, &mut out);
    let range = match detail.cost.range.as_str() {
        "" => String::new(),
        range => format!(" ({range})"),
    };
    paragraph(
        &format!("{}{range} · {}", detail.cost.text, detail.lead),
        0,
        &mut out,
    );
    if !detail.timeline.is_empty() {
        section("Timeline", &mut out);
        let mut table = Table::new(&[">At", "What"]);
        for mark in &detail.timeline {
            table.row([&mark.at, &mark.label]);
        }
        table.print(&mut out);
        bullets(&detail.facts, &mut out);
    }
    if !detail.impacts.is_empty() {
        section("Impact", &mut out);
        bullets(&detail.impacts, &mut out);
    }
    cost_lines("Cost", &detail.lines, &detail.total, &mut out);
    methods(&detail.methods, &mut out);
    let mut explanations = Vec::new();
    for line in detail.lines.iter().filter(|line| !line.explain.is_empty()) {
        let args = ExplainArgs {
            key: line.explain.clone(),
            window: args.of.window.clone(),
        };
        let (json, explanation): (Value, Explanation) = session.call("explain", &args)?;
        explained(&explanation, &mut out);
        explanations.push(json);
    }
    notes(&detail.notes, &mut out);
    Ok(Answer::new(
        json!({ "incident": json, "explanations": explanations }),
        out,
    ))
}

/// The id of an incident by its id or by its number at the source.
fn find_incident(session: &Session, wanted: &str) -> Result<String, Error> {
    const PAGE: u64 = 500;
    let mut offset = 0;
    // `INC-1` is a part of many numbers: all that match are looked through.
    let named = loop {
        let page = IncidentsArgs {
            filter: wanted.to_owned(),
            sort: None,
            offset,
            limit: PAGE,
        };
        let (_, page): (_, IncidentPage) = session.call("incidents.page", &page)?;
        let found = (page.rows.into_iter()).find(|row| row.label.eq_ignore_ascii_case(wanted));
        offset += PAGE;
        if found.is_some() || offset >= page.matched {
            break found;
        }
    };
    match named {
        Some(row) => Ok(row.id),
        None if wanted.len() == 32 && wanted.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Ok(wanted.to_owned())
        }
        None => Err(Error {
            code: Code::NotFound,
            message: format!("there is no incident “{wanted}” in this workspace"),
            hints: vec!["give its number at the source, such as INC-0412, or its id".into()],
            field: "incident".into(),
        }),
    }
}

fn explained(explanation: &Explanation, out: &mut String) {
    section(&explanation.title, out);
    paragraph(&format!("= {}", explanation.formula), 2, out);
    let mut steps = Table::new(&["Step", ">Value"]);
    for step in &explanation.steps {
        steps.row([&step.label, &step.value]);
    }
    if !steps.is_empty() {
        steps.print(out);
    }
    let mut inputs = Table::new(&["Input", ">Value", "Basis", "From"]);
    for input in &explanation.inputs {
        inputs.row([
            &input.label,
            &input.value,
            input.basis.word(),
            &input.source,
        ]);
    }
    if !inputs.is_empty() {
        inputs.print(out);
    }
    rows_behind(explanation, out);
    bullets(&explanation.notes, out);
}

/// Rows of an explanation that are printed; `--json` has as many as the window, up to 200.
const ROWS: usize = 10;

/// The first of the rows behind a figure, and how many there are.
fn rows_behind(explanation: &Explanation, out: &mut String) {
    let rows = &explanation.rows;
    if rows.rows.is_empty() {
        return;
    }
    // A column of numbers stands to the right, like any other.
    let number = |at: usize| {
        rows.rows.iter().all(|row| {
            row.get(at)
                .is_some_and(|cell| !cell.contains(char::is_alphabetic))
        })
    };
    let heads: Vec<String> = rows
        .columns
        .iter()
        .enumerate()
        .map(|(at, head)| {
            if at > 0 && number(at) {
                format!(">{head}")
            } else {
                head.clone()
            }
        })
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new(&heads);
    for row in rows.rows.iter().take(ROWS) {
        table.cells(row);
    }
    table.print(out);
    if rows.rows.len() > ROWS {
        let all = match explanation.rows_note.as_str() {
            "" => counted(rows.rows.len(), "row", "rows"),
            note => note.to_owned(),
        };
        paragraph(&format!("{ROWS} of them; --json has {all}."), 0, out);
    }
}

/// `chart`
pub fn charts(args: &Charts) -> Result<Answer, Error> {
    const ALL: [(ChartName, &str); 11] = [
        (ChartName::Budget, "budget"),
        (ChartName::Velocity, "velocity"),
        (ChartName::WeekHeat, "week-heat"),
        (ChartName::CostPerMinute, "cost-per-minute"),
        (ChartName::UsedAllowed, "used-allowed"),
        (ChartName::Timeline, "timeline"),
        (ChartName::CostLines, "cost-lines"),
        (ChartName::CostByMonth, "cost-by-month"),
        (ChartName::Times, "times"),
        (ChartName::Demand, "demand"),
        (ChartName::GrowthSlope, "growth-slope"),
    ];
    let session = Session::open(&args.of.at.workspace)?;
    std::fs::create_dir_all(&args.out).map_err(|e| unwritable(&args.out, &e))?;
    let theme = match args.theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let (mut text, mut written) = (String::new(), Vec::new());
    for (name, file) in ALL {
        let wanted = ChartArgs {
            chart: name,
            window: args.of.window.clone(),
            scope: String::new(),
            width: args.width,
            height: args.height.unwrap_or(0),
            theme: theme.to_owned(),
        };
        let (_, chart): (_, Chart) = session.call("chart", &wanted)?;
        let path = args.out.join(format!("{file}.svg"));
        std::fs::write(&path, &chart.svg).map_err(|e| unwritable(&path, &e))?;
        paragraph(
            &format!("{}: {}", path.display(), chart.summary),
            2,
            &mut text,
        );
        written.push(json!({
            "path": path,
            "title": chart.title,
            "summary": chart.summary,
            "empty": chart.empty,
        }));
    }
    Ok(Answer::new(Value::Array(written), text))
}

fn window(text: &str) -> WindowArgs {
    WindowArgs {
        window: text.to_owned(),
    }
}

pub(crate) fn headline(headline: &Headline, out: &mut String) {
    paragraph(&headline.sentence, 0, out);
    if !headline.lead.is_empty() {
        paragraph(&headline.lead, 0, out);
    }
    if let Some(missing) = &headline.missing {
        paragraph(missing, 0, out);
    }
}

pub(crate) fn tiles(tiles: &[Tile], out: &mut String) {
    if tiles.is_empty() {
        return;
    }
    out.push('\n');
    let mut table = Table::new(&["Figure", ">Value", ">Range", "Basis", "Note"]);
    for tile in tiles {
        let Figure {
            text, unit, range, ..
        } = &tile.figure;
        let value = if unit.starts_with('/') || unit.is_empty() {
            format!("{text}{unit}")
        } else {
            format!("{text} {unit}")
        };
        table.row([
            &tile.label,
            &value,
            range,
            tile.figure.basis.word(),
            &tile.caption,
        ]);
    }
    table.print(out);
}

fn cost_lines(title: &str, lines: &[CostLine], total: &CostLine, out: &mut String) {
    section(title, out);
    let mut table = Table::new(&["Line", ">Amount", ">Range", "Basis", "How"]);
    for line in lines.iter().chain([total]) {
        table.row([
            &line.label,
            &line.amount,
            &line.range,
            line.basis.word(),
            &line.detail,
        ]);
    }
    table.print(out);
}

pub(crate) fn notes(notes: &[String], out: &mut String) {
    if notes.iter().any(|note| !note.is_empty()) {
        section("Worth knowing", out);
        bullets(notes, out);
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error {
        code: Code::Io,
        message: format!("{}: cannot be written: {error}", path.display()),
        hints: vec!["check the folder, its rights and the free space".into()],
        field: String::new(),
    }
}
