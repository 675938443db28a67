//! Amounts in other currencies, converted while they come in: each at the last rate that was
//! known on its day. What was converted, and by which rates, stays with the batch.

use crate::text;
use crate::wire::Problem;
use crate::workspace::Workspace;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::exchange::{Quote, RateOfDay, rate_on};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::time::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days between an amount and its rate from which on the rate is called old: more than the
/// longest run of holidays of a central bank.
const OLD_DAYS: i64 = 7;

/// Code of rows in a currency without a rate on their day.
pub(super) const NO_RATE: &str = "foreign-currency";

/// What was converted by one rate: the evidence, as it stood in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Conversion {
    /// What the amounts were: `stream shop`, `refunds of INC-1`.
    pub(crate) of: String,
    /// As they stood in the file.
    pub(crate) from: Money,
    /// As they came in.
    pub(crate) to: Money,
    /// Rows.
    pub(crate) rows: u64,
    /// The day that the rate was quoted on.
    pub(crate) day: LocalDay,
    /// The rate.
    pub(crate) quote: Quote,
}

/// Amounts that no rate could be found for.
struct Missing {
    rows: u64,
    units: i128,
    first: LocalDay,
    last: LocalDay,
}

/// Converts what comes in, and remembers it.
pub(super) struct Exchange<'a> {
    w: &'a Workspace,
    done: BTreeMap<(String, Currency, LocalDay), Conversion>,
    missing: BTreeMap<(String, Currency), Missing>,
    /// Rows whose rate is old, and the oldest: how many days.
    old: (u64, i64),
    /// The last rate that was looked up.
    last: Option<(Currency, LocalDay, Option<RateOfDay>)>,
}

impl<'a> Exchange<'a> {
    pub(super) fn of(w: &'a Workspace) -> Self {
        Self {
            w,
            done: BTreeMap::new(),
            missing: BTreeMap::new(),
            old: (0, 0),
            last: None,
        }
    }

    fn rate(&mut self, currency: Currency, day: LocalDay) -> Option<RateOfDay> {
        if let Some((known, on, rate)) = self.last
            && known == currency
            && on == day
        {
            return rate;
        }
        let rate = rate_on(&self.w.rates, currency, day);
        self.last = Some((currency, day, rate));
        rate
    }

    /// An amount of `rows` rows in the currency of the workspace; nothing where there is no rate
    /// on its day or before, or where it would be too large.
    pub(super) fn convert(
        &mut self,
        of: &str,
        from: Money,
        at: Instant,
        rows: u64,
    ) -> Option<Money> {
        let home = self.w.methods.currency;
        let currency = from.currency();
        if currency == home {
            return Some(from);
        }
        let day = LocalDay(self.w.methods.zone.local(at).date());
        let rate = self.rate(currency, day);
        let converted = rate.and_then(|rate| Some((rate, rate.quote.convert(from, home)?)));
        let Some((rate, to)) = converted else {
            let missing = self
                .missing
                .entry((of.to_owned(), currency))
                .or_insert(Missing {
                    rows: 0,
                    units: 0,
                    first: day,
                    last: day,
                });
            missing.rows += rows;
            missing.units += from.units();
            missing.first = missing.first.min(day);
            missing.last = missing.last.max(day);
            return None;
        };
        let age = (day.0 - rate.day.0).num_days();
        if age > OLD_DAYS {
            self.old = (self.old.0 + rows, self.old.1.max(age));
        }
        let sum = self
            .done
            .entry((of.to_owned(), currency, rate.day))
            .or_insert_with(|| Conversion {
                of: of.to_owned(),
                from: Money::zero(currency),
                to: Money::zero(home),
                rows: 0,
                day: rate.day,
                quote: rate.quote,
            });
        sum.rows += rows;
        sum.from = Money::from_units(sum.from.units() + from.units(), currency);
        sum.to = Money::from_units(sum.to.units() + to.units(), home);
        Some(to)
    }

    /// What is said about conversions: a sentence a currency, and one about old rates.
    pub(super) fn notes(&self) -> Vec<String> {
        let home = self.w.methods.currency;
        let mut notes: Vec<String> = summaries(self.done.values())
            .map(|text| format!("Converted to {home} as of their day: {text}."))
            .collect();
        if self.old.0 > 0 {
            notes.push(format!(
                "{} converted at a rate that was up to {} days old: add later rates to be exact.",
                text::counted(self.old.0 as usize, "row was", "rows were"),
                text::count(self.old.1 as usize)
            ));
        }
        notes
    }

    /// Amounts without a rate, each currency and what it was for together, and their rows.
    pub(super) fn refusals(&self) -> Vec<(Problem, u64)> {
        let zone = self.w.methods.zone;
        let days = |first: LocalDay, last: LocalDay| {
            let noon = |day: LocalDay| Instant(zone.midnight(day.0).0 + 12 * 3_600_000);
            match first == last {
                true => text::date(noon(first), zone),
                false => format!(
                    "{} – {}",
                    text::date(noon(first), zone),
                    text::date(noon(last), zone)
                ),
            }
        };
        let refusal = |((of, currency), missing): (&(String, Currency), &Missing)| {
            let amount = Money::from_units(missing.units, *currency);
            let problem = Problem {
                code: NO_RATE.into(),
                field: String::new(),
                file: String::new(),
                row: 0,
                column: "currency".into(),
                found: format!(
                    "{} of {of}, {} {currency} in all, {}",
                    text::counted(missing.rows as usize, "row", "rows"),
                    text::grouped(&amount.to_decimal()),
                    days(missing.first, missing.last)
                ),
                expected: format!(
                    "a rate of {currency} on {} or before",
                    days(missing.first, missing.first)
                ),
                repair: format!(
                    "Add the rates of {currency} under Settings, exchange rates, or import them as a file of rates; then import this file again, after undoing this import if it brought anything in."
                ),
                cells: String::new(),
            };
            (problem, missing.rows)
        };
        self.missing.iter().map(refusal).collect()
    }

    /// Whether a currency has any rate at all.
    pub(super) fn knows(&self, currency: Currency) -> bool {
        self.w.rates.iter().any(|year| year.currency == currency)
    }

    /// What was converted.
    pub(super) fn done(self) -> Vec<Conversion> {
        self.done.into_values().collect()
    }
}

/// `312 rows, 12,345.00 USD, at 0.9231 to 0.94 (rates of 2 Jan – 5 Feb 2026)`, a currency each.
pub(crate) fn summaries<'a>(
    conversions: impl Iterator<Item = &'a Conversion>,
) -> impl Iterator<Item = String> {
    let mut by_currency: BTreeMap<Currency, Vec<&Conversion>> = BTreeMap::new();
    for conversion in conversions {
        let currency = conversion.from.currency();
        by_currency.entry(currency).or_default().push(conversion);
    }
    by_currency.into_iter().map(|(currency, all)| {
        let rows: u64 = all.iter().map(|c| c.rows).sum();
        let units: i128 = all.iter().map(|c| c.from.units()).sum();
        let lowest = all
            .iter()
            .min_by(|a, b| a.quote.value().total_cmp(&b.quote.value()));
        let highest = all
            .iter()
            .max_by(|a, b| a.quote.value().total_cmp(&b.quote.value()));
        let (first, last) = (
            all.iter().map(|c| c.day).min(),
            all.iter().map(|c| c.day).max(),
        );
        let range = |a: Option<String>, b: Option<String>| match (a, b) {
            (Some(a), Some(b)) if a != b => format!("{a} to {b}"),
            (a, _) => a.unwrap_or_default(),
        };
        let shown = |c: Option<&&Conversion>| c.map(|c| c.quote.to_string());
        format!(
            "{}, {} {currency}, at {} (quoted {})",
            text::counted(rows as usize, "row", "rows"),
            text::grouped(&Money::from_units(units, currency).to_decimal()),
            range(shown(lowest), shown(highest)),
            range(first.map(|d| d.to_string()), last.map(|d| d.to_string())),
        )
    })
}
