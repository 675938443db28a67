//! `tiers`: what another nine costs and what it saves.

use crate::args::Tiers as Args;
use crate::commands::{headline, notes, tiles};
use crate::session::{Answer, Session};
use crate::text::{Table, paragraph, section};
use ninefold_app::wire::{Code, Error, Figure, Risks, RisksArgs, Tiers, TiersArgs};
use serde_json::Value;

/// `tiers`
pub fn tiers(args: &Args) -> Result<Answer, Error> {
    let session = Session::open(&args.at.workspace)?;
    let service = if args.service.is_empty() {
        String::new()
    } else {
        named(&session, &args.service)?
    };
    let ask = TiersArgs {
        scenario: args.scenario.clone(),
        service,
        preview: args.preview,
        again: false,
    };
    let (json, found): (Value, Tiers) = session.call("tiers", &ask)?;
    Ok(Answer::new(json, print(&found)))
}

/// The id of a service by its name.
fn named(session: &Session, name: &str) -> Result<String, Error> {
    let (_, risks): (Value, Risks) = session.call("risks", &RisksArgs::default())?;
    let found = risks
        .services
        .iter()
        .find(|s| s.label.eq_ignore_ascii_case(name));
    found.map(|s| s.key.clone()).ok_or_else(|| Error {
        code: Code::NotFound,
        message: format!("there is no service {name}"),
        hints: vec![format!(
            "the services are {}",
            risks
                .services
                .iter()
                .map(|s| s.label.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        )],
        field: "service".into(),
    })
}

fn ranged(figure: &Figure) -> String {
    if figure.range.is_empty() {
        figure.text.clone()
    } else {
        format!("{} ({})", figure.text, figure.range)
    }
}

fn print(found: &Tiers) -> String {
    let mut out = String::new();
    headline(&found.headline, &mut out);
    if found.headline.missing.is_some() {
        return out;
    }
    paragraph(&found.counted, 0, &mut out);
    paragraph(&found.convergence, 0, &mut out);
    if !found.stale.is_empty() {
        paragraph(&found.stale, 0, &mut out);
    }
    tiles(&found.tiles, &mut out);
    options(found, &mut out);
    if !found.ceilings.is_empty() {
        section("Ceilings", &mut out);
        let mut table = Table::new(&["Ceiling", ">Allows", "Meaning"]);
        for row in &found.ceilings {
            table.row([&row.name, &row.allows.text, &row.detail]);
        }
        table.print(&mut out);
    }
    techniques(found, &mut out);
    depends(found, &mut out);
    section("Rate or repair", &mut out);
    let mut table = Table::new(&["Case", ">Minutes", ">Chance", ">Loss"]);
    for row in &found.rate_or_repair {
        table.row([&row.label, &row.minutes.text, &row.met.text, &row.loss.text]);
    }
    table.print(&mut out);
    notes(&found.notes, &mut out);
    out
}

/// Every option, what it takes for it to pay, and where loss and cost together are least.
fn options(found: &Tiers, out: &mut String) {
    section("Options", out);
    let mut table = Table::new(&[
        "Option",
        ">Availability",
        ">Meets it",
        ">Avoids a year",
        ">One-off",
        ">A year",
        ">Net value",
        ">Pays",
        ">Best",
    ]);
    for option in &found.options {
        table.row([
            &option.name,
            &option.availability.text,
            &option.met.text,
            &option.avoided.text,
            &option.one_off.text,
            &option.yearly.text,
            &ranged(&option.value),
            &option.pays.text,
            &option.best.text,
        ]);
    }
    table.print(out);
    let chosen = || found.options.iter().filter(|o| !o.nothing);
    if chosen().next().is_some() {
        section("When they pay", out);
        let mut table = Table::new(&[
            "Option",
            ">Pays back",
            ">After",
            ">Return",
            ">Breaks even at",
            ">Ladder up to",
        ]);
        for option in chosen() {
            table.row([
                &option.name,
                &option.pays_back.text,
                &with_unit(&option.payback),
                &option.return_on_cost.text,
                &with_unit(&option.break_even),
                &option.multiplier.text,
            ]);
        }
        table.print(out);
    }
    if let Some(optimum) = &found.optimum {
        paragraph(&optimum.sentence, 0, out);
    }
    if !found.next_nine.sentence.is_empty() {
        paragraph(&found.next_nine.sentence, 0, out);
    }
}

fn with_unit(figure: &Figure) -> String {
    match (figure.value, figure.unit.as_str()) {
        (None, _) | (_, "") => figure.text.clone(),
        (_, unit) if unit.starts_with('/') => format!("{}{unit}", figure.text),
        (_, unit) => format!("{} {unit}", figure.text),
    }
}

/// What can be done, and which sets of it no other beats.
fn techniques(found: &Tiers, out: &mut String) {
    section("Techniques", out);
    let mut table = Table::new(&["Technique", "On", ">Cost", ">Avoids a year", "What it does"]);
    for row in &found.techniques {
        table.row([
            &row.name,
            if row.on { "on" } else { "" },
            &row.cost.text,
            &row.avoided.text,
            &row.does,
        ]);
    }
    table.print(out);
    if found.frontier.len() > 1 {
        section("Frontier", out);
        let mut table = Table::new(&["Set", ">Cost", ">Avoids", ">Meets the target"]);
        for row in &found.frontier {
            table.row([
                &row.techniques.join(", "),
                &row.cost.text,
                &row.avoided.text,
                &row.met.text,
            ]);
        }
        table.print(out);
        paragraph(&found.frontier_note, 0, out);
    }
    if !found.next_amount.is_empty() {
        paragraph(&found.next_amount, 0, out);
    }
}

/// What the option that is worth most hangs on, and what knowing it would be worth.
fn depends(found: &Tiers, out: &mut String) {
    let worth = |id: &str| {
        let option = found.options.iter().find(|o| o.id == id && !o.nothing);
        option
            .and_then(|o| o.value.value)
            .unwrap_or(f64::NEG_INFINITY)
    };
    let best = found
        .tornado
        .iter()
        .max_by(|a, b| worth(&a.option).total_cmp(&worth(&b.option)));
    if let Some(tornado) = best {
        section(&format!("What {} hangs on", tornado.name), out);
        let mut table = Table::new(&["Input", "Range", ">Low end", ">High end"]);
        for row in &tornado.rows {
            table.row([&row.label, &row.range, &row.at_low, &row.at_high]);
        }
        table.print(out);
        paragraph(
            &format!("As expected: {}. {}", tornado.value, tornado.about),
            0,
            out,
        );
    }
    section("What to find out first", out);
    let mut table = Table::new(&["Input", "Range", ">Worth"]);
    table.row(["Everything", "", &found.foresight.text]);
    for row in &found.knowing {
        table.row([&row.label, &row.range, &row.information.text]);
    }
    table.print(out);
    if !found.knowing_note.is_empty() {
        paragraph(&found.knowing_note, 0, out);
    }
}
