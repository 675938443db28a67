//! `requirements`: what was promised, on what evidence, and whether it holds.

use crate::args::{
    RequirementsAction as Action, RequirementsDraft, RequirementsExport, RequirementsList,
};
use crate::commands::headline;
use crate::session::{Answer, Session, absolute};
use crate::text::{Table, bullets, paragraph, section};
use ninefold_app::wire::{
    Code, DraftArgs, Drafted, Error, IdArgs, PathArgs, RequirementDetail, Requirements,
    RequirementsArgs, RequirementsExportArgs, RequirementsExported, RequirementsImported, Verified,
    VerifyArgs,
};
use serde_json::Value;

/// `requirements`
pub fn requirements(action: &Action) -> Result<Answer, Error> {
    match action {
        Action::List(args) => list(args),
        Action::Show { at, id } => {
            let session = Session::open(&at.workspace)?;
            let (json, detail): (Value, RequirementDetail) =
                session.call("requirement.get", &IdArgs { id: id.clone() })?;
            Ok(Answer::new(json, show(&detail)))
        }
        Action::Draft(args) => draft(args),
        Action::Export(args) => export(args),
        Action::Verify {
            at,
            journal,
            requirement,
            by_hand,
        } => {
            let session = Session::open(&at.workspace)?;
            let args = VerifyArgs {
                path: absolute(journal)?,
                requirement: requirement.clone(),
                by_hand: *by_hand,
            };
            let (json, found): (Value, Verified) = session.call("requirements.verify", &args)?;
            let mut out = String::new();
            paragraph(&found.sentence, 0, &mut out);
            Ok(Answer::new(json, out))
        }
        Action::Import { at, file } => {
            let session = Session::open(&at.workspace)?;
            let args = PathArgs {
                path: absolute(file)?,
            };
            let (json, found): (Value, RequirementsImported) =
                session.call("requirements.import", &args)?;
            let mut out = String::new();
            paragraph(
                &format!(
                    "{} new, {} changed, {} unchanged.",
                    found.new, found.updated, found.unchanged
                ),
                0,
                &mut out,
            );
            bullets(&found.skipped, &mut out);
            let mut answer = Answer::new(json, out);
            answer.findings = !found.skipped.is_empty();
            Ok(answer)
        }
    }
}

fn all(session: &Session, args: &RequirementsArgs) -> Result<(Value, Requirements), Error> {
    session.call("requirements", args)
}

fn service_named(session: &Session, name: &str) -> Result<String, Error> {
    if name.is_empty() {
        return Ok(String::new());
    }
    let (_, found) = all(session, &RequirementsArgs::default())?;
    let same = found
        .services
        .iter()
        .find(|s| s.label.eq_ignore_ascii_case(name));
    same.map(|s| s.key.clone()).ok_or_else(|| {
        let names: Vec<&str> = found.services.iter().map(|s| s.label.as_str()).collect();
        unknown("service", name, &names)
    })
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Error {
    Error {
        code: Code::NotFound,
        message: format!("there is no {what} {name}"),
        hints: vec![format!("there are {}", known.join(", "))],
        field: what.into(),
    }
}

fn list(args: &RequirementsList) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let ask = RequirementsArgs {
        status: args.status.clone(),
        service: service_named(&session, &args.service)?,
    };
    let (json, found) = all(&session, &ask)?;
    let mut out = String::new();
    headline(&found.headline, &mut out);
    let mut table = Table::new(&[
        "Id",
        "Status",
        ">Loss a year",
        ">Met",
        "Test",
        "Requirement",
    ]);
    for row in &found.rows {
        table.row([
            &row.label,
            &row.status_text,
            &row.loss.text,
            &row.met.text,
            &row.verification,
            &row.title,
        ]);
    }
    if !table.is_empty() {
        out.push('\n');
        table.print(&mut out);
    }
    let mut said = Vec::new();
    for row in &found.rows {
        if !row.reason.is_empty() {
            said.push(format!("{}: {}", row.label, row.reason));
        }
        for flag in &row.flags {
            said.push(format!("{}: {}: {}", row.label, flag.label, flag.reason));
        }
    }
    if !said.is_empty() {
        section("What to look at", &mut out);
        bullets(&said, &mut out);
    }
    Ok(Answer::new(json, out))
}

fn show(detail: &RequirementDetail) -> String {
    let mut out = String::new();
    let row = &detail.row;
    paragraph(&format!("{} {}", row.label, row.title), 0, &mut out);
    paragraph(&row.statement, 0, &mut out);
    paragraph(&detail.form, 0, &mut out);
    let mut table = Table::new(&["What", "It is"]);
    for (label, text) in [
        ("Status", &row.status_text),
        ("Why", &row.reason),
        ("Service", &row.service),
        ("Owner", &row.owner),
        ("Signed for the product", &row.product),
        ("Signed for the engineers", &row.technical),
        ("Last test", &row.verification),
    ] {
        if !text.is_empty() {
            table.row([label, text]);
        }
    }
    for line in detail.objectives.iter().chain(&detail.scenario) {
        table.row([&line.label, &line.text]);
    }
    out.push('\n');
    table.print(&mut out);
    section("Evidence", &mut out);
    let mut table = Table::new(&["Figure", ">Then", ">Range", ">Today", "State"]);
    for one in &detail.evidence {
        table.row([
            &one.label,
            &one.was.text,
            &one.was.range,
            &one.now.text,
            if one.moved { "outside" } else { "" },
        ]);
    }
    table.print(&mut out);
    let mut table = Table::new(&["Kind", "Leads to", "About", ">Money"]);
    for (kind, links) in [
        ("Incident", &detail.trace.incidents),
        ("Risk", &detail.trace.risks),
        ("Test", &detail.trace.tests),
    ] {
        for link in links {
            let money = link.money.as_ref().map_or("", |m| m.text.as_str());
            table.row([kind, &link.label, &link.detail, money]);
        }
    }
    if !table.is_empty() {
        section("Where it leads", &mut out);
        table.print(&mut out);
    }
    let flags: Vec<String> = row
        .flags
        .iter()
        .map(|f| format!("{}: {}", f.label, f.reason))
        .collect();
    if !flags.is_empty() {
        section("What speaks against it", &mut out);
        bullets(&flags, &mut out);
    }
    if !detail.feature.is_empty() {
        section("Test", &mut out);
        out.push_str(&detail.feature);
    }
    out
}

fn draft(args: &RequirementsDraft) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let (_, found) = all(&session, &RequirementsArgs::default())?;
    let named = |what: &str, name: &str, of: &[ninefold_app::wire::Choice]| {
        let same = of.iter().find(|c| c.label.eq_ignore_ascii_case(name));
        same.map(|c| c.key.clone()).ok_or_else(|| {
            let names: Vec<&str> = of.iter().map(|c| c.label.as_str()).collect();
            unknown(what, name, &names)
        })
    };
    let targets = args.targets || !args.option.is_empty();
    let ask = DraftArgs {
        from: if targets { "targets" } else { "risks" }.into(),
        risks: args
            .risk
            .iter()
            .map(|name| named("risk", name, &found.all_risks))
            .collect::<Result<_, _>>()?,
        option: if args.option.is_empty() {
            String::new()
        } else {
            named("option", &args.option, &found.options)?
        },
        services: args
            .service
            .iter()
            .map(|name| named("service", name, &found.services))
            .collect::<Result<_, _>>()?,
    };
    let (json, drafted): (Value, Drafted) = session.call("requirements.draft", &ask)?;
    let mut out = String::new();
    paragraph(&drafted.done.label, 0, &mut out);
    bullets(&drafted.skipped, &mut out);
    Ok(Answer::new(json, out))
}

fn export(args: &RequirementsExport) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let ask = RequirementsExportArgs {
        format: args.format.name().into(),
        dir: absolute(&args.out)?,
        ids: args.id.clone(),
    };
    let (json, found): (Value, RequirementsExported) = session.call("requirements.export", &ask)?;
    let mut out = String::new();
    for file in &found.files {
        out.push_str(file);
        out.push('\n');
    }
    bullets(&found.skipped, &mut out);
    Ok(Answer::new(json, out))
}
