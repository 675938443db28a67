//! Exchange rates put beside those that are there.

use super::Outcome;
use crate::text;
use crate::wire::{Error, Problem};
use crate::workspace::Workspace;
use chrono::Datelike;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::exchange::{Quote, RateYear};
use ninefold_domain::money::Currency;
use ninefold_ingest::{RateRow, Rates};
use ninefold_store::{Change, Record};
use std::collections::BTreeMap;

/// Code of rates against a currency that has none of its own that day.
pub(super) const NO_CROSS: &str = "no-cross-rate";

/// The rates of a file against the currency of the workspace. Those that are quoted against
/// another one are brought over by that currency's own rate of the day.
fn against_home(
    home: Currency,
    rows: &[RateRow],
    outcome: &mut Outcome,
) -> BTreeMap<(Currency, LocalDay), Quote> {
    let mut rates = BTreeMap::new();
    // The home currency as the file quotes it, by base and day.
    let own: BTreeMap<(Currency, LocalDay), Quote> = rows
        .iter()
        .filter(|row| row.currency == home)
        .filter_map(|row| Some(((row.base?, row.day), row.quote)))
        .collect();
    let mut crossed = 0_usize;
    let mut missing: BTreeMap<Currency, (u64, LocalDay)> = BTreeMap::new();
    for row in rows {
        let base = row.base.unwrap_or(home);
        if base == home {
            if row.currency == home {
                outcome.known_rows += 1;
            } else {
                rates.insert((row.currency, row.day), row.quote);
            }
            continue;
        }
        let Some(of_home) = own.get(&(base, row.day)) else {
            let (rows, first) = missing.entry(base).or_insert((0, row.day));
            *rows += 1;
            *first = row.day.min(*first);
            continue;
        };
        // One unit of the base in the home currency; for the home currency's own row this is
        // what the base is worth.
        let worth_of_base = 1.0 / of_home.value();
        let (currency, worth) = match row.currency == home {
            true => (base, worth_of_base),
            false => (row.currency, row.quote.value() * worth_of_base),
        };
        match Quote::worth(&format!("{worth:.12}")) {
            Ok(quote) => {
                crossed += 1;
                rates.insert((currency, row.day), quote);
            }
            Err(_) => outcome.known_rows += 1,
        }
    }
    for (base, (rows, first)) in missing {
        outcome.refused.push((
            Problem {
                code: NO_CROSS.into(),
                field: String::new(),
                file: String::new(),
                row: 0,
                column: "currency".into(),
                found: format!(
                    "{} against {base}, the first of {first}",
                    text::counted(rows as usize, "rate", "rates")
                ),
                expected: format!(
                    "rates against {home}, or one of {home} against {base} on the same day"
                ),
                repair: format!(
                    "Use a file that quotes against {home}, or that has {home} as well."
                ),
                cells: String::new(),
            },
            rows,
        ));
    }
    if crossed > 0 {
        outcome.notes.push(format!(
            "{} quoted against another currency and brought over to {home} by its own rate of the day, to twelve decimals.",
            text::counted(crossed, "rate is", "rates are")
        ));
    }
    rates
}

pub(super) fn plan_rates(w: &Workspace, read: &Rates) -> Result<Outcome, Error> {
    let mut outcome = Outcome {
        noun: ("rate", "rates"),
        // What a file says again adds nothing.
        known_rows: read.report.totals.accepted - read.rows.len() as u64,
        ..Outcome::default()
    };
    let rates = against_home(w.methods.currency, &read.rows, &mut outcome);
    let mut years: BTreeMap<(Currency, i32), RateYear> = BTreeMap::new();
    let mut changed: Vec<String> = Vec::new();
    let mut altered = 0_usize;
    for ((currency, day), quote) in rates {
        let key = (currency, day.0.year());
        let known = |year: &&RateYear| (year.currency, year.year) == key;
        let there = w.rates.iter().find(known);
        match there.and_then(|year| year.days.get(&day)) {
            Some(old) if *old == quote => {
                outcome.unchanged += 1;
                outcome.known_rows += 1;
                continue;
            }
            Some(old) => {
                outcome.updated += 1;
                altered += 1;
                if changed.len() < 8 {
                    changed.push(format!("{currency} on {day} (was {old}; is {quote})"));
                }
            }
            None => outcome.new += 1,
        }
        let year = years.entry(key).or_insert_with(|| {
            there.cloned().unwrap_or(RateYear {
                currency,
                year: key.1,
                days: BTreeMap::new(),
            })
        });
        year.days.insert(day, quote);
    }
    for (key, year) in years {
        let there = w.rates.iter().any(|r| (r.currency, r.year) == key);
        match there {
            true => outcome
                .import
                .updates
                .push(Change::Put(Record::Rates(year))),
            false => outcome.import.records.push(Record::Rates(year)),
        }
    }
    if altered > 0 {
        let more = altered.saturating_sub(changed.len());
        outcome.notes.push(format!(
            "Rates that were there are changed: {}{}. Amounts that came in stay as they were converted then; import their files again to take the new rates.",
            changed.join("; "),
            if more > 0 {
                format!("; and {more} more")
            } else {
                String::new()
            }
        ));
    }
    Ok(outcome)
}
