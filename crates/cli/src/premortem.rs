//! `premortem`: sessions listed and told, forms for people outside.

use crate::args::{Premortem as Args, PremortemDo, Told};
use crate::commands::headline;
use crate::session::{Answer, Session, absolute};
use crate::text::{Table, bullets, paragraph, section};
use ninefold_app::counted;
use ninefold_app::wire::{
    CardView, ClusterView, Code, Error, Figure, FormArgs, FormImportArgs, FormReport, IdArgs,
    Nothing, Premortem, PremortemArgs, PremortemOutlook, PremortemRow, Premortems, Written,
};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// `premortem`
pub fn premortem(args: &Args) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    match &args.what {
        None => list(&session),
        Some(PremortemDo::Show { which, format }) => show(&session, which, *format),
        Some(PremortemDo::Form { which, out }) => form(&session, which, out),
        Some(PremortemDo::Import {
            which,
            check,
            files,
        }) => import(&session, which, *check, files),
    }
}

fn list(session: &Session) -> Result<Answer, Error> {
    let (json, found): (Value, Premortems) = session.call("premortems", &Nothing {})?;
    let mut out = String::new();
    headline(&found.headline, &mut out);
    let mut table = Table::new(&[
        "Pre-mortem",
        "Service",
        ">Date",
        ">People",
        "Cards",
        "Risks",
        "Step",
    ]);
    for row in &found.rows {
        table.row([
            &row.name,
            &row.service,
            &row.date,
            &row.people,
            &row.cards,
            &row.risks,
            &row.step,
        ]);
    }
    if !table.is_empty() {
        table.print(&mut out);
    }
    Ok(Answer::new(json, out))
}

/// The session that is meant: by its id, its name, the beginning of either, or the only one.
fn chosen(session: &Session, which: &str) -> Result<PremortemRow, Error> {
    let (_, found): (Value, Premortems) = session.call("premortems", &Nothing {})?;
    let wanted = which.trim().to_lowercase();
    let exact: Vec<&PremortemRow> = found
        .rows
        .iter()
        .filter(|r| r.id == wanted || r.name.to_lowercase() == wanted)
        .collect();
    let begun =
        |r: &&PremortemRow| r.id.starts_with(&wanted) || r.name.to_lowercase().starts_with(&wanted);
    let matching = if exact.is_empty() {
        found.rows.iter().filter(begun).collect()
    } else {
        exact
    };
    let names = || {
        let names: Vec<&str> = found.rows.iter().map(|r| r.name.as_str()).collect();
        if names.is_empty() {
            "there is no pre-mortem yet; begin one in the window".to_owned()
        } else {
            format!("the pre-mortems are {}", names.join(", "))
        }
    };
    let wrong = |message: String| Error {
        code: Code::NotFound,
        message,
        hints: vec![names()],
        field: "premortem".into(),
    };
    match matching.as_slice() {
        [one] => Ok((*one).clone()),
        [] if wanted.is_empty() => Err(wrong("which pre-mortem?".into())),
        [] => Err(wrong(format!("there is no pre-mortem “{which}”"))),
        _ if wanted.is_empty() => Err(wrong("which pre-mortem? there are several".into())),
        several => Err(wrong(format!(
            "“{which}” could be {} pre-mortems",
            several.len()
        ))),
    }
}

fn show(session: &Session, which: &str, format: Told) -> Result<Answer, Error> {
    let row = chosen(session, which)?;
    let ask = PremortemArgs {
        id: row.id.clone(),
        person: String::new(),
    };
    let (seen, found): (Value, Premortem) = session.call("premortem.get", &ask)?;
    let of = IdArgs { id: row.id };
    let (reckoned, outlook): (Value, PremortemOutlook) = session.call("premortem.outlook", &of)?;
    let json = json!({ "premortem": seen, "outlook": reckoned });
    let text = match format {
        Told::Text => told(&found, &outlook),
        Told::Markdown => markdown(&found, &outlook),
        Told::Json => format!("{json:#}\n"),
    };
    Ok(Answer::new(json, text))
}

fn ranged(figure: &Figure) -> String {
    if figure.range.is_empty() {
        figure.text.clone()
    } else {
        format!("{} ({})", figure.text, figure.range)
    }
}

/// `Ana (Support), Ben (Engineering)`.
fn people(found: &Premortem) -> String {
    let with_role = found.people.iter().map(|p| {
        if p.role_label.is_empty() {
            p.name.clone()
        } else {
            format!("{} ({})", p.name, p.role_label)
        }
    });
    with_role.collect::<Vec<_>>().join(", ")
}

fn mitigations(cluster: &ClusterView) -> String {
    let on = cluster.mitigations.iter().map(|m| {
        let state = if m.on { "on" } else { "off" };
        format!("{} ({state})", m.name)
    });
    on.collect::<Vec<_>>().join(", ")
}

/// Words of a cluster’s cards, each with who said it.
fn cards<'a>(found: &'a Premortem, cluster: &'a ClusterView) -> impl Iterator<Item = String> + 'a {
    let of = |id: &String| found.cards.iter().find(|c| c.id == *id);
    cluster.cards.iter().filter_map(of).map(card_text)
}

fn card_text(card: &CardView) -> String {
    if card.author.is_empty() {
        card.text.clone()
    } else {
        format!("{} ({})", card.text, card.author)
    }
}

/// Cards that lie in no cluster.
fn loose(found: &Premortem) -> Vec<String> {
    let lies = |card: &&CardView| !found.clusters.iter().any(|c| c.cards.contains(&card.id));
    found.cards.iter().filter(lies).map(card_text).collect()
}

fn told(found: &Premortem, outlook: &PremortemOutlook) -> String {
    let mut out = String::new();
    paragraph(
        &format!("{} · {} · {}", found.name, found.service_name, found.date),
        0,
        &mut out,
    );
    paragraph(&found.frame, 0, &mut out);
    paragraph(&people(found), 0, &mut out);
    headline(&outlook.headline, &mut out);
    section(
        &format!("Against {}: {}", found.target, found.budget),
        &mut out,
    );
    let mut table = Table::new(&[
        ">",
        "Failure",
        ">Min a year",
        ">Without",
        ">Of budget",
        ">Loss",
        ">Dots",
        "Mitigations",
    ]);
    for row in &outlook.rows {
        let cluster = found.clusters.iter().find(|c| c.id == row.cluster);
        table.row([
            &row.rank,
            &row.title,
            &row.minutes.text,
            &row.without.text,
            &row.share,
            &row.loss.text,
            &row.dots.map_or_else(String::new, |n| n.to_string()),
            &cluster.map_or_else(String::new, mitigations),
        ]);
    }
    table.print(&mut out);
    paragraph(
        &format!(
            "Chance of meeting {}: {} (without mitigations {}). They cost {} once and {} a year.",
            outlook.target,
            outlook.met.with.text,
            outlook.met.without.text,
            outlook.one_off.text,
            outlook.yearly.text
        ),
        0,
        &mut out,
    );
    for cluster in &found.clusters {
        section(&cluster.title, &mut out);
        if let Some(pooled) = &cluster.pooled {
            paragraph(
                &format!(
                    "{} times a year, {} min, {} of users; {}.{}",
                    ranged(&pooled.frequency),
                    ranged(&pooled.duration),
                    ranged(&pooled.users),
                    pooled.people,
                    if pooled.disagreement.is_empty() {
                        String::new()
                    } else {
                        format!(" Apart by {}.", pooled.disagreement)
                    }
                ),
                0,
                &mut out,
            );
        }
        bullets(&cards(found, cluster).collect::<Vec<_>>(), &mut out);
        bullets(&cluster.remarks, &mut out);
    }
    let loose = loose(found);
    if !loose.is_empty() {
        section("In no cluster", &mut out);
        bullets(&loose, &mut out);
    }
    if !outlook.notes.is_empty() {
        section("To know", &mut out);
        bullets(&outlook.notes, &mut out);
    }
    out
}

/// Text that Markdown takes for nothing else.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|'
        ) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

fn markdown(found: &Premortem, outlook: &PremortemOutlook) -> String {
    let mut out = String::new();
    // Writing into a text cannot fail.
    let _ = write_markdown(&mut out, found, outlook);
    out
}

fn write_markdown(
    out: &mut String,
    found: &Premortem,
    outlook: &PremortemOutlook,
) -> std::fmt::Result {
    writeln!(out, "# {}\n", plain(&found.name))?;
    writeln!(
        out,
        "{} · {} · {}\n",
        plain(&found.service_name),
        found.date,
        plain(&people(found))
    )?;
    writeln!(out, "> {}\n", plain(&found.frame))?;
    writeln!(
        out,
        "**{}** {}\n",
        outlook.headline.sentence, outlook.headline.lead
    )?;
    writeln!(out, "## Against {}: {}\n", found.target, found.budget)?;
    writeln!(
        out,
        "| | Failure | Min a year | Without | Of budget | Loss | Dots | Mitigations |"
    )?;
    writeln!(out, "|--:|---|--:|--:|--:|--:|--:|---|")?;
    for row in &outlook.rows {
        let cluster = found.clusters.iter().find(|c| c.id == row.cluster);
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            row.rank,
            plain(&row.title),
            row.minutes.text,
            row.without.text,
            row.share,
            row.loss.text,
            row.dots.map_or_else(String::new, |n| n.to_string()),
            plain(&cluster.map_or_else(String::new, mitigations))
        )?;
    }
    writeln!(
        out,
        "\nChance of meeting {}: {} (without mitigations {}). They cost {} once and {} a year.\n",
        outlook.target,
        outlook.met.with.text,
        outlook.met.without.text,
        outlook.one_off.text,
        outlook.yearly.text
    )?;
    for cluster in &found.clusters {
        writeln!(out, "### {}\n", plain(&cluster.title))?;
        if let Some(pooled) = &cluster.pooled {
            writeln!(
                out,
                "{} times a year, {} min, {} of users; {}.{}\n",
                ranged(&pooled.frequency),
                ranged(&pooled.duration),
                ranged(&pooled.users),
                pooled.people,
                if pooled.disagreement.is_empty() {
                    String::new()
                } else {
                    format!(" Apart by {}.", pooled.disagreement)
                }
            )?;
        }
        for card in cards(found, cluster) {
            writeln!(out, "- {}", plain(&card))?;
        }
        for remark in &cluster.remarks {
            writeln!(out, "- {}", plain(remark))?;
        }
        writeln!(out)?;
    }
    let loose = loose(found);
    if !loose.is_empty() {
        writeln!(out, "### In no cluster\n")?;
        for card in loose {
            writeln!(out, "- {}", plain(&card))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn form(session: &Session, which: &str, to: &std::path::Path) -> Result<Answer, Error> {
    let args = match chosen(session, which) {
        Ok(row) => FormArgs {
            session: row.id,
            service: String::new(),
            to: absolute(to)?,
            format: String::new(),
        },
        // Before there is any session, a form can be made for a service.
        Err(error) => {
            let (_, found): (Value, Premortems) = session.call("premortems", &Nothing {})?;
            let service = found
                .services
                .iter()
                .find(|s| s.label.eq_ignore_ascii_case(which.trim()))
                .ok_or(error)?;
            FormArgs {
                session: String::new(),
                service: service.key.clone(),
                to: absolute(to)?,
                format: String::new(),
            }
        }
    };
    let (json, written): (Value, Written) = session.call("premortem.form", &args)?;
    let text = format!(
        "Wrote {} to {}.\n",
        counted(written.rows as usize, "line", "lines"),
        written.path
    );
    Ok(Answer::new(json, text))
}

fn import(
    session: &Session,
    which: &str,
    check: bool,
    files: &[std::path::PathBuf],
) -> Result<Answer, Error> {
    let row = chosen(session, which)?;
    let paths = files
        .iter()
        .map(|f| absolute(f))
        .collect::<Result<_, _>>()?;
    let args = FormImportArgs {
        session: row.id,
        paths,
        check,
    };
    let (json, report): (Value, FormReport) = session.call("premortem.form.import", &args)?;
    let mut out = String::new();
    paragraph(&report.sentence, 0, &mut out);
    if !report.people.is_empty() {
        paragraph(&format!("From {}.", report.people.join(", ")), 0, &mut out);
    }
    let problems: Vec<String> = report
        .problems
        .iter()
        .map(|p| {
            format!(
                "{}, line {}, {}: found {}; expected {}. {}",
                p.file, p.row, p.column, p.found, p.expected, p.repair
            )
        })
        .collect();
    if !problems.is_empty() {
        section("Set aside", &mut out);
        bullets(&problems, &mut out);
    }
    if check {
        paragraph("Nothing was changed.", 0, &mut out);
    }
    Ok(Answer {
        findings: false,
        ..Answer::new(json, out)
    })
}
