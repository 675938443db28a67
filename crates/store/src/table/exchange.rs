//! Exchange rates, a row a currency and year.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::exchange::RateYear;
use ninefold_domain::money::Currency;
use rusqlite::types::Value;

pub(crate) const VERSION_4: &str = "
CREATE TABLE exchange_rate (
    checksum INTEGER NOT NULL,
    id TEXT NOT NULL PRIMARY KEY,
    days TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

/// `USD-2026`.
pub(crate) fn key(currency: Currency, year: i32) -> String {
    format!("{currency}-{year}")
}

/// The currency and the year of a key.
pub(crate) fn parse(key: &str) -> Option<(Currency, i32)> {
    let (currency, year) = key.split_once('-')?;
    Some((Currency::parse(currency).ok()?, year.parse().ok()?))
}

impl Row for RateYear {
    const TABLE: &'static str = "exchange_rate";
    const COLUMNS: &'static [&'static str] = &["id", "days"];

    fn bind(&self) -> Vec<Value> {
        vec![key(self.currency, self.year).into(), row::json(&self.days)]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        let (currency, year) =
            parse(&fields.text()?).ok_or_else(|| fields.bad("a currency and a year"))?;
        Ok(Self {
            currency,
            year,
            days: fields.json()?,
        })
    }
}
