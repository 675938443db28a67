//! Revenue rows, summed exactly by stream and minute while they stream by.
//!
//! Two ways lead to the same sums. [`Sink::row`] reads any row, value by value, and tells what
//! is wrong with it. [`Sink::sprint`] (in `lane`) takes the plain rows of a text file straight
//! from the buffer; whatever is not plain it leaves to the other. A test holds both together.

mod lane;

use crate::desk::Desk;
use crate::error::Error;
use crate::mapping::{Field, Kind, Mapping};
use crate::report::{Code, NoteCode, Report, counted};
use crate::row::{Input, Plan, Reject, Row, Values, raw_number};
use crate::series::MinuteSeries;
use crate::table::{self, Sink, Sprint};
use crate::watch::Watch;
use lane::Lane;
use ninefold_domain::money::{Currency, Money, grouped};
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

    fn sprint(&mut self, text: &[u8], _line: u64, values: &mut Values) -> Sprint {
        self.lane.sprint(text, &mut self.streams, values)
    }

    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject> {
        let at = values
            .instant(row, Field::At)?
            .ok_or_else(|| Reject::missing(Field::At))?;
        let currency = values
            .currency_of(row, Field::Amount)?
            .ok_or_else(|| Reject::missing(Field::Currency))?;
        let name = values
            .text(row, Field::Stream)
            .ok_or_else(|| Reject::missing(Field::Stream))?;
        let amount = values
            .decimal(row, Field::Amount, Some(currency))?
            .ok_or_else(|| Reject::missing(Field::Amount))?;
        let scale = values.units.scale(Field::Amount, currency);
        let (units, rounded) = values.scaled(row, Field::Amount, amount, scale)?;
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
        // A row that leaves its currency to the sign at its amount teaches nothing about others.
        if values.currency(row)?.is_some() {
            self.lane.learn(row, index, scale);
        }
        Ok(())
    }

    fn money(&mut self, row: &Row<'_>, values: &mut Values) -> Option<Money> {
        let currency = values.currency_of(row, Field::Amount).ok()??;
        let amount = values.decimal(row, Field::Amount, Some(currency)).ok()??;
        let scale = values.units.scale(Field::Amount, currency);
        let (units, _) = amount.to_scale(scale, true).ok()?;
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
            let sum = grouped(&Money::from_units(*sum, *currency).to_decimal());
            desk.note(
                NoteCode::NegativeAmounts,
                *count,
                format!(
                    "{} negative, {sum} {currency} together; kept.",
                    counted(*count, "amount is", "amounts are")
                ),
            );
        }
        for (column, count) in &self.zeros {
            desk.note(
                NoteCode::ZeroAmounts,
                *count,
                format!(
                    "{} zero in {column}; kept.",
                    counted(*count, "row has", "rows have")
                ),
            );
        }
        for (column, count) in &self.cancellations {
            desk.note(
                NoteCode::Cancellations,
                *count,
                format!(
                    "{} ({column} begins with C, amount negative); kept.",
                    counted(*count, "row is a cancellation", "rows are cancellations")
                ),
            );
        }
        desk.note(
            NoteCode::Rounded,
            self.rounded,
            format!(
                "{} rounded, half to even, to the digits that are kept.",
                counted(self.rounded, "amount was", "amounts were")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::{OnFold, Options};
    use proptest::prelude::*;
    use std::io::Write;

    type Outcome = (Vec<(String, Currency, Vec<(i64, i64, u32)>)>, Report);

    fn outcome(text: &[u8], mapping: &Mapping, plodding: bool) -> Outcome {
        let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
        file.write_all(text).unwrap();
        let sink = RevenueSink {
            plodding,
            ..RevenueSink::default()
        };
        let revenue = read_into(sink, &[file.path().to_owned()], mapping, &()).unwrap();
        let streams = revenue.streams.iter().map(|stream| {
            let sums = stream.minutes.iter();
            let sums = sums.map(|sum| (sum.minute, sum.units, sum.rows)).collect();
            (stream.name.clone(), stream.currency, sums)
        });
        let mut report = revenue.report;
        for finding in &mut report.findings {
            finding.file.clear();
        }
        for file in &mut report.files {
            file.name.clear();
        }
        for note in &mut report.notes {
            note.text = note
                .text
                .split(" has a header")
                .last()
                .unwrap_or_default()
                .to_owned();
        }
        (streams.collect(), report)
    }

    fn mapping(zone: &str, on_fold: OnFold) -> Mapping {
        let mapping = Mapping {
            options: Options {
                zone: ninefold_domain::time::Zone::parse(zone).unwrap(),
                on_fold,
                delimiter: Some(b','),
                ..Options::default()
            },
            ..Mapping::default()
        };
        mapping
            .map(Field::At, "ts")
            .map(Field::Stream, "stream")
            .map(Field::Currency, "currency")
    }

    /// A row as some program might write it; mostly fine.
    fn messy_row() -> impl Strategy<Value = String> {
        let time = prop_oneof![
            6 => (0..59_i32, 0..60_i32).prop_map(|(m, s)| format!("2026-10-11T20:{m:02}:{s:02}.250Z")),
            2 => (0..5_i32, 0..59_i32).prop_map(|(h, m)| format!("2026-10-25 0{h}:{m:02}:00")),
            1 => (0..5_i32, 0..59_i32).prop_map(|(h, m)| format!("2026-03-29 0{h}:{m:02}:59.9")),
            1 => (0..24_i32).prop_map(|h| format!("2024-02-29T{h:02}:30:00+05:45")),
            1 => (0..24_i32).prop_map(|h| format!("1900-01-01T{h:02}:30:00-{h:02}:30")),
            1 => prop::sample::select(vec![
                "", "x", "2026-02-29T00:00:00Z", "2026-10-11T23:59:60Z", "2026-10-11",
                "2026-10-11T20:14Z", "2026-10-11T20:14:00z", "2199-12-31T23:59:59-01:00",
                " 2026-10-11T20:14:00Z", "\"2026-10-11T20:14:00Z\"", "2026-10-11T20:14:00.Z",
                "2026-10-11T20:14:00.1234567890Z", "1750-01-01T00:00:00Z",
            ]).prop_map(str::to_owned),
        ];
        let stream = prop::sample::select(vec![
            "shop",
            "shop",
            "search",
            "a rather long name of a stream, written in full",
            "\"quoted, name\"",
            "\"shop\"",
            " shop",
            "sh\"op",
            "café",
            "",
            "sixteen-bytes-xx",
        ])
        .prop_map(|name: &str| match name {
            long if long.starts_with("a rather") => long.replace(',', ""),
            name => name.to_owned(),
        });
        let amount = prop_oneof![
            6 => (-50..5_000_i32).prop_map(|cents| {
                format!("{}.{:02}", cents / 100, cents.rem_euclid(100))
            }),
            2 => (0..99_999_999_i64).prop_map(|value| format!("{value}.123456")),
            1 => prop::sample::select(vec![
                "", "0", "0.00", "NaN", "inf", "1e3", "9223372036854.775807", "9223372036855",
                "1.2345678", "1.23456700", "5.", ".5", "+5", "\"1,234.50\"", "€5", "5 USD", "-",
                "99999999999999999999", "007", "1.2.3",
            ]).prop_map(str::to_owned),
        ];
        let currency = prop::sample::select(vec!["EUR", "EUR", "EUR", "JPY", "eur", "XXX", ""]);
        let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\n\n", ",\n", ",x\n"]);
        let extra = prop::sample::select(vec!["", "note", "\"two\nlines\"", "\"open"]);
        (time, stream, amount, currency, extra, end).prop_map(
            |(time, stream, amount, currency, extra, end)| {
                format!("{time},{extra},{stream},{amount},{currency}{end}")
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn the_lane_changes_nothing(
            rows in prop::collection::vec(messy_row(), 0..60),
            product in any::<bool>(),
            on_fold in prop::sample::select(vec![OnFold::Reject, OnFold::Earlier, OnFold::Later, OnFold::InOrder]),
            zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "Australia/Lord_Howe"]),
        ) {
            let mut text = String::from("ts,extra,stream,amount,currency\n");
            text.extend(rows);
            let column = if product { "amount*amount" } else { "amount" };
            let mapping = mapping(zone, on_fold).map(Field::Amount, column);
            let quick = outcome(text.as_bytes(), &mapping, false);
            let slow = outcome(text.as_bytes(), &mapping, true);
            prop_assert_eq!(&quick, &slow);
            let totals = quick.1.totals;
            prop_assert_eq!(totals.read, totals.accepted + totals.rejected + totals.skipped);
        }
    }

    #[test]
    fn plain_rows_do_take_the_lane() {
        let mut text = String::from("ts,stream,amount,currency\n");
        for row in 0..1_000 {
            text.push_str(&format!(
                "2026-10-11T20:{:02}:00Z,shop,1.25,EUR\n",
                row % 60
            ));
        }
        let file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        let mapping = mapping("UTC", OnFold::Reject).map(Field::Amount, "amount");
        let mut sink = RevenueSink::default();
        let paths = [file.path().to_owned()];
        table::read(&paths, Kind::Revenue, &mapping, &(), &mut sink).unwrap();
        // All but the first row, which has taught it the stream, and the last of the piece.
        assert!(sink.lane.taken >= 998, "{}", sink.lane.taken);
    }
}
