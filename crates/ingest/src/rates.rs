//! Exchange rates: one row is what a currency was worth on a day.

use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, Report};
use crate::row::{Reject, Row, Values, raw_number};
use crate::table::{self, Sink};
use crate::watch::Watch;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::exchange::Quote;
use ninefold_domain::money::{Currency, format_decimal};
use ninefold_domain::time::Zone;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Digits behind the decimal point that a rate may have.
const SCALE: u32 = 12;

/// A rate as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateRow {
    /// The day.
    pub day: LocalDay,
    /// The currency that has the rate.
    pub currency: Currency,
    /// The currency that it is quoted against; that of the workspace where none is stated.
    pub base: Option<Currency>,
    /// The rate.
    pub quote: Quote,
}

/// What a set of files with rates holds.
#[derive(Debug)]
pub struct Rates {
    /// Rates by currency and day, each once.
    pub rows: Vec<RateRow>,
    /// Counts, findings, notes.
    pub report: Report,
}

/// Reads exchange rates. A rate that is stated twice comes in once where both rows say the same;
/// where they differ, the second is a finding.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_rates(paths: &[PathBuf], mapping: &Mapping, watch: &dyn Watch) -> Result<Rates, Error> {
    // A day is a day in every zone; without one, no clock can skip its midnight.
    let mut mapping = mapping.clone();
    mapping.options.zone = Zone::UTC;
    let mut sink = RateSink::default();
    let report = table::read(paths, Kind::Rates, &mapping, watch, &mut sink)?;
    Ok(Rates {
        rows: sink.rows.into_values().collect(),
        report,
    })
}

#[derive(Default)]
struct RateSink {
    rows: BTreeMap<(Currency, LocalDay), RateRow>,
}

/// The number of a rate, as the quote keeps it.
fn number(row: &Row<'_>, values: &Values, field: Field) -> Result<Option<String>, Reject> {
    let Some(number) = values.decimal(row, field, None)? else {
        return Ok(None);
    };
    let (units, _) = number.to_scale(SCALE, true).map_err(|_| {
        let found = raw_number(row, field);
        Reject::new(Code::TooLarge, field, found, "a rate below a million")
    })?;
    Ok(Some(format_decimal(units, SCALE, 0)))
}

impl Sink for RateSink {
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let at = values
            .instant(row, Field::Day)?
            .ok_or_else(|| Reject::missing(Field::Day))?;
        // A date with an offset is the day that it says, not that of the instant in UTC.
        let written = values
            .text(row, Field::Day)
            .and_then(|text| text.get(..10)?.parse::<LocalDay>().ok());
        let day = written.unwrap_or_else(|| LocalDay(Zone::UTC.local(at).date()));
        let currency = values
            .currency(row)?
            .ok_or_else(|| Reject::missing(Field::Currency))?;
        let base = match values.text(row, Field::Base) {
            None => None,
            Some(text) => Some(Currency::parse(&text).map_err(|_| {
                let expected = "an ISO 4217 code such as EUR";
                Reject::new(Code::Currency, Field::Base, text.as_ref(), expected)
            })?),
        };
        let worth = number(row, values, Field::Worth)?;
        let per_one = number(row, values, Field::PerOne)?;
        let (field, quote) = match (&worth, &per_one) {
            (Some(worth), _) => (Field::Worth, Quote::worth(worth)),
            (None, Some(per_one)) => (Field::PerOne, Quote::per_one(per_one)),
            (None, None) => return Err(Reject::missing(Field::Worth)),
        };
        let quote = quote.map_err(|_| {
            let found = raw_number(row, field);
            Reject::new(Code::Range, field, found, "a rate above 0")
        })?;
        let read = RateRow {
            day,
            currency,
            base,
            quote,
        };
        match self.rows.get(&(currency, day)) {
            Some(before) if *before != read => Err(Reject::new(
                Code::Twice,
                field,
                format!("{quote} for {currency} on {day}"),
                format!("{}, as the row before says", before.quote),
            )),
            _ => {
                self.rows.insert((currency, day), read);
                Ok(())
            }
        }
    }
}
