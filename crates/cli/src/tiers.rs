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
    section("Options", &mut out);
    let mut table = Table::new(&[
        "Option",
        ">Availability",
        ">Meets it",
        ">Avoids a year",
        ">One-off",
        ">A year",
        ">Net value",
        ">Pays",
        ">Payback",
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
            &option.payback.text,
            &option.best.text,
        ]);
    }
    table.print(&mut out);
    if !found.next_nine_sentence.is_empty() {
        paragraph(&found.next_nine_sentence, 0, &mut out);
    }
    if !found.ceilings.is_empty() {
        section("Ceilings", &mut out);
        let mut table = Table::new(&["Ceiling", ">Allows", "Meaning"]);
        for row in &found.ceilings {
            table.row([&row.name, &row.allows, &row.detail]);
        }
        table.print(&mut out);
    }
    section("Techniques", &mut out);
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
    table.print(&mut out);
    if !found.next_amount.is_empty() {
        paragraph(&found.next_amount, 0, &mut out);
    }
    section("What the loss depends on", &mut out);
    let mut table = Table::new(&["Input", "Range", ">Low end", ">High end"]);
    for row in &found.tornado {
        table.row([&row.label, &row.range, &row.at_low, &row.at_high]);
    }
    table.print(&mut out);
    section("Rate or repair", &mut out);
    let mut table = Table::new(&["Case", ">Minutes", ">Chance", ">Loss"]);
    for row in &found.rate_or_repair {
        table.row([&row.label, &row.minutes.text, &row.met.text, &row.loss.text]);
    }
    table.print(&mut out);
    notes(&found.notes, &mut out);
    out
}
