//! Exchange rates, day by day.

use super::commit;
use crate::App;
use crate::host::Job;
use crate::wire::{Done, Error, IdArgs, RateEdit};
use crate::workspace::Workspace;
use chrono::Datelike;
use ninefold_domain::calendar::{CalendarError, LocalDay};
use ninefold_domain::exchange::{Quote, QuoteError, RateYear};
use ninefold_domain::money::Currency;
use ninefold_store::{Change, Key, Record};
use std::collections::BTreeMap;

impl App {
    pub(crate) fn rate_save(&self, edit: &RateEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let (currency, day, quote) = read_rate(w, edit)?;
            let was = match edit.id.as_str() {
                "" => None,
                id => Some(known(w, id)?),
            };
            let mut years: BTreeMap<(Currency, i32), RateYear> = BTreeMap::new();
            // Under another day it is another rate.
            if let Some((of, on)) = was.filter(|was| *was != (currency, day)) {
                year(w, &mut years, of, on).days.remove(&on);
            }
            let old = year(w, &mut years, currency, day).days.insert(day, quote);
            let label = match old {
                Some(old) => {
                    format!("Changed the rate of {currency} on {day} from {old} to {quote}")
                }
                None => format!("Added the rate of {currency} on {day}"),
            };
            let id = id_of(currency, day);
            commit(w, &*self.host, "rate.save", label, changes(years), &id)
        })
    }

    pub(crate) fn rate_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let (currency, day) = known(w, &args.id)?;
            let mut years = BTreeMap::new();
            year(w, &mut years, currency, day).days.remove(&day);
            let label = format!("Deleted the rate of {currency} on {day}");
            commit(w, &*self.host, "rate.delete", label, changes(years), "")
        })
    }
}

/// `USD 2026-03-02`.
pub(crate) fn id_of(currency: Currency, day: LocalDay) -> String {
    format!("{currency} {day}")
}

/// The rates of a year as they are, to be changed.
fn year<'a>(
    w: &Workspace,
    years: &'a mut BTreeMap<(Currency, i32), RateYear>,
    currency: Currency,
    day: LocalDay,
) -> &'a mut RateYear {
    let key = (currency, day.0.year());
    years.entry(key).or_insert_with(|| {
        let there = w.rates.iter().find(|r| (r.currency, r.year) == key);
        there.cloned().unwrap_or(RateYear {
            currency,
            year: key.1,
            days: BTreeMap::new(),
        })
    })
}

/// A year without any rate is no record.
fn changes(years: BTreeMap<(Currency, i32), RateYear>) -> Vec<Change> {
    let change = |((currency, number), year): (_, RateYear)| match year.days.is_empty() {
        true => Change::Delete(Key::Rates(currency, number)),
        false => Change::Put(Record::Rates(year)),
    };
    years.into_iter().map(change).collect()
}

fn known(w: &Workspace, id: &str) -> Result<(Currency, LocalDay), Error> {
    let parts = id.split_once(' ');
    let read = parts.and_then(|(c, d)| Some((Currency::parse(c).ok()?, d.parse().ok()?)));
    read.filter(|(currency, day): &(Currency, LocalDay)| {
        let of = |r: &&RateYear| r.currency == *currency;
        w.rates.iter().filter(of).any(|r| r.days.contains_key(day))
    })
    .ok_or_else(|| Error::not_found("this rate"))
}

fn read_rate(w: &Workspace, edit: &RateEdit) -> Result<(Currency, LocalDay, Quote), Error> {
    let currency =
        Currency::parse(&edit.currency).map_err(|e| Error::invalid("currency", e.to_string()))?;
    let home = w.methods.currency;
    if currency == home {
        return Err(Error::invalid(
            "currency",
            format!("{home} is the currency of the workspace; expected another one"),
        ));
    }
    let day: LocalDay = edit
        .day
        .parse()
        .map_err(|e: CalendarError| Error::invalid("day", e.to_string()))?;
    let quote: Quote = edit
        .rate
        .parse()
        .map_err(|e: QuoteError| Error::invalid("rate", e.to_string()))?;
    Ok((currency, day, quote))
}
