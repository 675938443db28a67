//! Revenue rows, summed exactly by stream and minute while they stream by.
//!
//! Two ways lead to the same sums. [`Sink::row`] reads any row, value by value, and tells what
//! is wrong with it. [`Sink::sprint`] (in `lane`) takes the plain rows of a text file straight
//! from the buffer; whatever is not plain it leaves to the other. A test holds both together.

mod lane;

use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, NoteCode, Report};
use crate::series::MinuteSeries;
use crate::table::{self, Desk, Input, Plan, Reject, Row, Sink, Sprint, Values, raw_number};
use crate::watch::Watch;
use lane::Lane;
use ninefold_domain::money::{Currency, Money};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// Different (stream, currency) pairs allowed. Hundreds are many; beyond this a column such as
/// the order number was mapped by mistake.
const STREAM_LIMIT: usize = 10_000;

/// One stream. Its name may occur again with another currency.
#[derive(Debug)]
pub struct StreamRevenue {
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Its exact sums.
    pub minutes: MinuteSeries,
}

/// What a set of revenue files holds.
#[derive(Debug)]
pub struct Revenue {
    /// Streams, by name and currency.
    pub streams: Vec<StreamRevenue>,
    /// Counts, sums, findings, notes.
    pub report: Report,
}

/// Reads revenue files.
///
/// # Errors
/// What stops the import as a whole; nothing is kept then. See [`Error`].
pub fn read_revenue(
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Revenue, Error> {
    read_into(RevenueSink::default(), paths, mapping, watch)
}

fn read_into(
    mut sink: RevenueSink,
    paths: &[PathBuf],
    mapping: &Mapping,
    watch: &dyn Watch,
) -> Result<Revenue, Error> {
    let mut report = table::read(paths, Kind::Revenue, mapping, watch, &mut sink)?;
    let mut streams = sink.streams;
    streams.sort_by(|a, b| (&a.name, a.currency).cmp(&(&b.name, b.currency)));
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
    for stream in &streams {
        *sums.entry(stream.currency).or_default() += stream.minutes.total();
    }
    report.accepted_money = sums
        .into_iter()
        .map(|(currency, units)| Money::from_units(units, currency))
        .collect();
    Ok(Revenue { streams, report })
}

#[derive(Default)]
struct RevenueSink {
    streams: Vec<StreamRevenue>,
    /// Name → indices in `streams`, one per currency.
    by_name: HashMap<String, Vec<u32>>,
    /// Column of order numbers, where the header names one.
    order: Option<usize>,
    lane: Lane,
    /// Every row goes through [`Sink::row`].
    #[cfg(test)]
    plodding: bool,
    too_many: Option<String>,
    negative: BTreeMap<Currency, (u64, i128)>,
    zeros: BTreeMap<String, u64>,
    cancellations: BTreeMap<String, u64>,
    rounded: u64,
}

/// Headers of columns whose values begin with C where a sale was cancelled.
const ORDER_COLUMNS: [&str; 8] = [
    "invoiceno",
    "invoice",
    "invoice_no",
    "invoice_id",
    "order_id",
    "orderid",
    "order_no",
    "transaction_id",
];

impl RevenueSink {
    fn stream(&mut self, name: &str, currency: Currency) -> Result<u32, Reject> {
        if let Some(indices) = self.by_name.get(name) {
            let same = |index: &&u32| self.streams[**index as usize].currency == currency;
            if let Some(index) = indices.iter().find(same) {
                return Ok(*index);
            }
        }
        if self.streams.len() >= STREAM_LIMIT {
            self.too_many = Some(name.to_owned());
            return Err(Reject::new(
                Code::Word,
                Field::Stream,
                name,
                "one of a few dozen streams",
            ));
        }
        let index = self.streams.len() as u32;
        self.streams.push(StreamRevenue {
            name: name.to_owned(),
            currency,
            minutes: MinuteSeries::default(),
        });
        self.by_name.entry(name.to_owned()).or_default().push(index);
        Ok(index)
    }

    /// Counts what is unusual about an accepted amount.
    fn remark(&mut self, row: &Row<'_>, values: &Values, units: i64, currency: Currency) {
        if units == 0 {
            for (column, factor) in values.factors(row, Field::Amount, Some(currency)) {
                if factor.is_zero() {
                    *self
                        .zeros
                        .entry(row.plan.header[column].clone())
                        .or_default() += 1;
                }
            }
        }
        if units < 0 {
            let (count, sum) = self.negative.entry(currency).or_default();
            *count += 1;
            *sum += i128::from(units);
            if let Some(column) = self.order
                && row.cells.get(column).show().trim().starts_with(['C', 'c'])
            {
                *self
                    .cancellations
                    .entry(row.plan.header[column].clone())
                    .or_default() += 1;
            }
        }
    }
}

impl Sink for RevenueSink {
    fn begin(&mut self, plan: &Plan, values: &Values) {
        self.order = plan.header.iter().position(|column| {
            let name = column.to_ascii_lowercase().replace(' ', "_");
            ORDER_COLUMNS.contains(&name.as_str())
        });
        self.lane.begin(plan, values);
        #[cfg(test)]
        if self.plodding {
            self.lane = Lane::default();
        }
    }

    fn also(&self) -> Option<usize> {
        self.order
    }

    fn sprint(&mut self, text: &[u8], values: &mut Values) -> Sprint {
        self.lane.sprint(text, &mut self.streams, values)
    }

    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let at = values
            .instant(row, Field::At)?
            .ok_or_else(|| Reject::missing(Field::At))?;
        let currency = values
            .currency(row)?
            .ok_or_else(|| Reject::missing(Field::Currency))?;
        let name = values
            .text(row, Field::Stream)
            .ok_or_else(|| Reject::missing(Field::Stream))?;
        let amount = values
            .decimal(row, Field::Amount, Some(currency))?
            .ok_or_else(|| Reject::missing(Field::Amount))?;
        let (units, rounded) = values.scaled(row, Field::Amount, amount, currency.scale())?;
        let index = self.stream(&name, currency)?;
        if !self.streams[index as usize].minutes.add(at.minute(), units) {
            return Err(Reject::new(
                Code::TooLarge,
                Field::Amount,
                raw_number(row, Field::Amount),
                "a sum that one minute can carry",
            ));
        }
        self.rounded += u64::from(rounded);
        self.remark(row, values, units, currency);
        self.lane.learn(row, index, currency);
        Ok(())
    }

    fn money(&mut self, row: &Row<'_>, values: &mut Values) -> Option<Money> {
        let currency = values.currency(row).ok()??;
        let amount = values.decimal(row, Field::Amount, Some(currency)).ok()??;
        let (units, _) = amount.to_scale(currency.scale(), true).ok()?;
        Some(Money::from_units(units, currency))
    }

    fn failed(&self) -> Option<Error> {
        self.too_many.as_ref().map(|name| Error::TooManyStreams {
            limit: STREAM_LIMIT,
            sample: name.clone(),
        })
    }

    fn close(&mut self, desk: &mut Desk) {
        for (currency, (count, sum)) in &self.negative {
            let sum = Money::from_units(*sum, *currency);
            desk.note(
                NoteCode::NegativeAmounts,
                *count,
                format!("{count} amounts are negative, {sum} together; they were kept."),
            );
        }
        for (column, count) in &self.zeros {
            desk.note(
                NoteCode::ZeroAmounts,
                *count,
                format!("{count} rows have a {column} of zero; they were kept."),
            );
        }
        for (column, count) in &self.cancellations {
            desk.note(
                NoteCode::Cancellations,
                *count,
                format!(
                    "{count} rows are cancellations ({column} begins with C, amount negative); they were kept."
                ),
            );
        }
        desk.note(
            NoteCode::Rounded,
            self.rounded,
            format!(
                "{} amounts were rounded, half to even, to the digits that are kept.",
                self.rounded
            ),
        );
    }
}

/// The column of a field, where it is one.
fn column_of(plan: &Plan, field: Field) -> Option<usize> {
    match plan.input(field) {
        Input::Column(index) => Some(*index),
        _ => None,
    }
}
