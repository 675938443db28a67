//! Exchange rates as the settings list them: the newest of each currency, and the earlier ones page
//! by page.

use crate::App;
use crate::edit::rate::id_of as rate_id;
use crate::host::Job;
use crate::text;
use crate::wire::{Error, RateEdit, RatePage, RateSpan, RatesArgs};
use crate::workspace::Workspace;
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::exchange::Quote;
use ninefold_domain::money::Currency;

/// Exchange rates of one currency that a page lists.
const PAGE: usize = 100;

impl App {
    pub(crate) fn rates_page(&self, args: &RatesArgs, _: &Job<'_>) -> Result<RatePage, Error> {
        let currency = Currency::parse(&args.currency)
            .map_err(|e| Error::invalid("currency", e.to_string()))?;
        self.with(|w| {
            let offset = usize::try_from(args.offset).unwrap_or(usize::MAX);
            let known = newest(w, currency);
            Ok(RatePage {
                total: known.len() as u64,
                rates: known
                    .into_iter()
                    .skip(offset)
                    .take(PAGE)
                    .map(|(day, quote)| rate_row(w, currency, day, quote))
                    .collect(),
            })
        })
    }
}

/// The rates of a currency, the newest first.
fn newest(w: &Workspace, currency: Currency) -> Vec<(LocalDay, Quote)> {
    let years = w.rates.iter().filter(|year| year.currency == currency);
    let mut all: Vec<(LocalDay, Quote)> = years
        .flat_map(|year| year.days.iter().map(|(day, quote)| (*day, *quote)))
        .collect();
    all.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    all
}

fn rate_row(w: &Workspace, currency: Currency, day: LocalDay, quote: Quote) -> RateEdit {
    RateEdit {
        id: rate_id(currency, day),
        currency: currency.code().into(),
        day: day.to_string(),
        rate: quote.to_string(),
        worth: format!("{}{:.6}", text::sign(w.methods.currency), quote.value())
            .trim_end_matches('0')
            .to_owned(),
    }
}

/// The first page of every currency, the newest days first.
pub(super) fn rates(w: &Workspace) -> Vec<RateEdit> {
    let mut currencies: Vec<Currency> = w.rates.iter().map(|year| year.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let mut all: Vec<(LocalDay, Currency, Quote)> = currencies
        .into_iter()
        .flat_map(|currency| {
            let first = newest(w, currency).into_iter().take(PAGE);
            first.map(move |(day, quote)| (day, currency, quote))
        })
        .collect();
    all.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    all.into_iter()
        .map(|(day, currency, quote)| rate_row(w, currency, day, quote))
        .collect()
}

/// What is known of each currency.
pub(super) fn rate_spans(w: &Workspace) -> Vec<RateSpan> {
    let mut spans: Vec<(Currency, usize, LocalDay, LocalDay)> = Vec::new();
    for year in &w.rates {
        let (Some((first, _)), Some((last, _))) =
            (year.days.first_key_value(), year.days.last_key_value())
        else {
            continue;
        };
        match spans.last_mut().filter(|span| span.0 == year.currency) {
            Some(span) => {
                span.1 += year.days.len();
                span.2 = span.2.min(*first);
                span.3 = span.3.max(*last);
            }
            None => spans.push((year.currency, year.days.len(), *first, *last)),
        }
    }
    spans
        .into_iter()
        .map(|(currency, days, first, last)| RateSpan {
            currency: currency.code().into(),
            days: days as u64,
            covers: match first == last {
                true => first.to_string(),
                false => format!("{}, {first} to {last}", text::counted(days, "day", "days")),
            },
        })
        .collect()
}
