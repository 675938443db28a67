//! Exchange rates: what one unit of a currency was worth on a day, as it was quoted, and the
//! conversion of amounts by it.
//!
//! A quote is kept as it was written, so that it can be compared with its source: `0.9231` says
//! what one unit of the other currency is worth in that of the workspace, `1/1.0833` how many
//! of the other make one of the workspace (as the European Central Bank quotes). Both convert
//! exactly; one rounding, half to even, is at the end.

use crate::calendar::LocalDay;
use crate::money::{Currency, Money, MoneyError, divide_half_even, format_decimal, parse_decimal};
use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Digits that a quote may have behind its decimal point.
const SCALE: u32 = 12;

/// What does not read as a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteError {
    /// What was found.
    pub found: String,
}

impl fmt::Display for QuoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "“{}” is not a rate; expected a positive number such as 0.9231, or 1/1.0833 where it \
             says how many make one",
            self.found
        )
    }
}

impl std::error::Error for QuoteError {}

/// A rate as it was quoted; positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quote {
    /// The number that was written, in 10⁻¹².
    digits: i64,
    /// Whether it says how many of the other currency make one of the workspace.
    inverse: bool,
}

impl Quote {
    /// One unit of the other currency is worth `text` of the workspace's.
    ///
    /// # Errors
    /// [`QuoteError`] for what is not a positive decimal of at most twelve decimals.
    pub fn worth(text: &str) -> Result<Self, QuoteError> {
        Self::read(text, false)
    }

    /// `text` units of the other currency make one of the workspace's.
    ///
    /// # Errors
    /// As [`Quote::worth`].
    pub fn per_one(text: &str) -> Result<Self, QuoteError> {
        Self::read(text, true)
    }

    fn read(text: &str, inverse: bool) -> Result<Self, QuoteError> {
        let refused = || QuoteError {
            found: text.to_owned(),
        };
        let digits = match parse_decimal(text.trim(), SCALE) {
            Ok(digits) => digits,
            // A quotient of a spreadsheet has more digits than anyone quotes.
            Err(MoneyError::TooPrecise(..)) => {
                let (whole, fraction) = text.trim().split_once('.').ok_or_else(refused)?;
                let kept = fraction.get(..SCALE as usize).ok_or_else(refused)?;
                parse_decimal(&format!("{whole}.{kept}"), SCALE).map_err(|_| refused())?
            }
            Err(_) => return Err(refused()),
        };
        if digits < 1 {
            return Err(refused());
        }
        Ok(Self {
            digits: i64::try_from(digits).map_err(|_| refused())?,
            inverse,
        })
    }

    /// What one unit is worth, for people and charts only; amounts go through [`Quote::convert`].
    #[must_use]
    pub fn value(self) -> f64 {
        let number = self.digits as f64 / 10_f64.powi(SCALE as i32);
        if self.inverse { 1.0 / number } else { number }
    }

    /// An amount in the currency of the workspace, rounded once, half to even; nothing where it
    /// would be larger than can be kept.
    #[must_use]
    pub fn convert(self, amount: Money, to: Currency) -> Option<Money> {
        let (mut over, mut under) = (i128::from(self.digits), 10_i128.pow(SCALE));
        if self.inverse {
            std::mem::swap(&mut over, &mut under);
        }
        let common = gcd(over, under);
        (over, under) = (over / common, under / common);
        let (from, into) = (amount.currency().scale(), to.scale());
        if into >= from {
            over = over.checked_mul(10_i128.pow(into - from))?;
        } else {
            under = under.checked_mul(10_i128.pow(from - into))?;
        }
        let units = divide_half_even(amount.units().checked_mul(over)?, under);
        Some(Money::from_units(units, to))
    }
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = format_decimal(i128::from(self.digits), SCALE, 0);
        if self.inverse {
            write!(f, "1/{number}")
        } else {
            f.write_str(&number)
        }
    }
}

impl FromStr for Quote {
    type Err = QuoteError;

    /// Reads `0.9231` or `1/1.0833`.
    fn from_str(text: &str) -> Result<Self, QuoteError> {
        match text.trim().split_once('/') {
            Some((one, number)) if one.trim() == "1" => Self::per_one(number),
            Some(_) => Err(QuoteError {
                found: text.to_owned(),
            }),
            None => Self::worth(text),
        }
    }
}

impl Serialize for Quote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quote {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The rates of one currency in one year: a record of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateYear {
    /// The other currency.
    pub currency: Currency,
    /// The calendar year of all its days.
    pub year: i32,
    /// Quotes by day; at least one.
    pub days: BTreeMap<LocalDay, Quote>,
}

/// The rate that an amount of a day is converted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateOfDay {
    /// The day that it was quoted on: the day itself or one before.
    pub day: LocalDay,
    /// The quote.
    pub quote: Quote,
}

/// The last rate of a currency that was known on a day: that of the day, else of the last day
/// before it that has one. Nothing where there is none, for a later rate would be a guess.
#[must_use]
pub fn rate_on(rates: &[RateYear], currency: Currency, day: LocalDay) -> Option<RateOfDay> {
    rates
        .iter()
        .filter(|year| year.currency == currency && year.year <= day.0.year())
        .filter_map(|year| year.days.range(..=day).next_back())
        .max_by_key(|(quoted, _)| **quoted)
        .map(|(day, quote)| RateOfDay {
            day: *day,
            quote: *quote,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(text: &str, currency: &str) -> Money {
        Money::parse(text, Currency::parse(currency).unwrap()).unwrap()
    }

    fn day(text: &str) -> LocalDay {
        text.parse().unwrap()
    }

    #[test]
    fn worked_conversions() {
        let eur = Currency::parse("EUR").unwrap();
        let jpy = Currency::parse("JPY").unwrap();
        let kwd = Currency::parse("KWD").unwrap();
        for (quote, amount, to, expected) in [
            // 100 × 0.9231.
            ("0.9231", money("100", "USD"), eur, "92.31"),
            // 100 ÷ 1.0833 = 92.310532631772…
            ("1/1.0833", money("100", "USD"), eur, "92.310533"),
            ("1/1.0833", money("-100", "USD"), eur, "-92.310533"),
            // Currencies of other decimals: 12,345 yen at 161.5 a euro.
            ("1/161.5", money("12345", "JPY"), eur, "76.439628"),
            ("161.5", money("76.44", "EUR"), jpy, "12345.06"),
            ("0.33", money("1.5", "EUR"), kwd, "0.495"),
        ] {
            let quote: Quote = quote.parse().unwrap();
            let converted = quote.convert(amount, to).unwrap();
            assert_eq!(converted, money(expected, to.code()), "{quote}");
        }
    }

    #[test]
    fn quotes_keep_how_they_were_written() {
        for text in ["0.9231", "1/1.0833", "1", "1/17456.28", "0.000000000001"] {
            assert_eq!(text.parse::<Quote>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "0",
            "-1",
            "2/3",
            "1/0",
            "N/A",
            "1,08",
            "1e3",
            "1/",
            "99999999999999999",
        ] {
            let refused = text.parse::<Quote>().unwrap_err().to_string();
            assert!(refused.contains("is not a rate"), "{text}: {refused}");
        }
        let third = "0.33333333333333333".parse::<Quote>().unwrap();
        assert_eq!(third.to_string(), "0.333333333333");
    }

    #[test]
    fn the_last_rate_known_on_a_day_counts() {
        let usd = Currency::parse("USD").unwrap();
        let quote = |text: &str| text.parse::<Quote>().unwrap();
        let rates = [
            RateYear {
                currency: usd,
                year: 2025,
                days: [(day("2025-12-31"), quote("0.91"))].into(),
            },
            RateYear {
                currency: usd,
                year: 2026,
                days: [
                    (day("2026-01-05"), quote("0.92")),
                    (day("2026-01-06"), quote("0.93")),
                ]
                .into(),
            },
        ];
        let on = |text: &str| rate_on(&rates, usd, day(text)).map(|rate| rate.day.to_string());
        assert_eq!(on("2025-12-30"), None);
        assert_eq!(on("2025-12-31").as_deref(), Some("2025-12-31"));
        assert_eq!(on("2026-01-04").as_deref(), Some("2025-12-31"));
        assert_eq!(on("2026-01-05").as_deref(), Some("2026-01-05"));
        assert_eq!(on("2030-06-01").as_deref(), Some("2026-01-06"));
        let gbp = Currency::parse("GBP").unwrap();
        assert_eq!(rate_on(&rates, gbp, day("2026-06-01")), None);
    }

    proptest! {
        /// Against arithmetic in two hundred bits, done the slow way.
        #[test]
        fn conversion_is_exact_but_for_half_a_unit(
            units in any::<i64>(),
            digits in 1_i64..1_000_000_000_000_000,
            inverse in any::<bool>(),
        ) {
            let quote = Quote { digits, inverse };
            let (usd, eur) = (Currency::parse("USD").unwrap(), Currency::parse("EUR").unwrap());
            let amount = Money::from_units(i128::from(units), usd);
            if let Some(converted) = quote.convert(amount, eur) {
                // 2 × |converted × under − units × over| ≤ under
                let (over, under) = if inverse { (10_i128.pow(12), i128::from(digits)) }
                    else { (i128::from(digits), 10_i128.pow(12)) };
                let common = gcd(over, under);
                let (over, under) = (over / common, under / common);
                let exact = i128::from(units).checked_mul(over);
                let back = converted.units().checked_mul(under);
                if let (Some(exact), Some(back)) = (exact, back) {
                    prop_assert!((exact - back).abs() * 2 <= under);
                }
            }
            let text = quote.to_string();
            prop_assert_eq!(text.parse::<Quote>().unwrap(), quote);
        }
    }
}
