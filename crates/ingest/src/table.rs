//! From files to rows with named values: resolves the mapping against each file's header,
//! feeds the rows to a [`Sink`], and keeps the books.

use crate::error::Error;
use crate::mapping::{DecimalMark, Field, Kind, Mapping, Source};
use crate::number::{Decimal, NumberError};
use crate::parquet::{Batch, Parquet};
use crate::records::RawRow;
use crate::report::{
    Code, FINDINGS_KEPT, FileReport, Finding, Group, Note, NoteCode, Report, Totals,
};
use crate::source::{Content, Next, Text, content, decode, file_name, size};
use crate::time::{DateOrder, Form, TimeError, Times, Written, needs_order};
use crate::watch::Watch;
use ninefold_domain::money::{Currency, Money, format_decimal};
use ninefold_domain::time::Instant;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Rows between two looks at whether to stop.
const WATCHED_ROWS: u64 = 1 << 16;

/// A value as its file holds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    Missing,
    Text(&'a [u8]),
    Int(i64),
    Float(f64),
    Single(f32),
    /// Units of 10^-scale.
    Decimal(i128, u32),
    /// Milliseconds since 1970, UTC.
    Utc(i64),
    /// Milliseconds since 1970 on a clock without an offset.
    Local(i64),
}

/// The values of a row, by column.
#[derive(Clone, Copy)]
pub(crate) enum Cells<'a> {
    Text(&'a RawRow),
    /// A row of a batch.
    Batch(&'a Batch, usize),
}

impl<'a> Cells<'a> {
    pub(crate) fn get(self, column: usize) -> Cell<'a> {
        match self {
            Self::Text(row) => Cell::Text(row.get(column)),
            Self::Batch(batch, row) => batch.cell(row, column),
        }
    }

    /// A value that is text.
    pub(crate) fn text(self, column: usize) -> Option<&'a [u8]> {
        match self.get(column) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Cell<'_> {
    /// As it stands in the file, or close to it.
    pub(crate) fn show(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => decode(text).into_owned(),
            Self::Int(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Single(value) => value.to_string(),
            Self::Decimal(units, scale) => format_decimal(*units, *scale, 0),
            Self::Utc(ms) => Instant(*ms).to_rfc3339(),
            Self::Local(ms) => Instant(*ms).to_rfc3339().replace('Z', ""),
        }
    }
}

/// Where a field comes from in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    Nowhere,
    Column(usize),
    Product(usize, usize),
    Constant(String),
}

/// The mapping, resolved against one file.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Index of the file.
    pub(crate) file: u32,
    pub(crate) header: Vec<String>,
    /// The delimiter, in a text file.
    pub(crate) delimiter: Option<u8>,
    inputs: Vec<Input>,
}

impl Plan {
    pub(crate) fn input(&self, field: Field) -> &Input {
        &self.inputs[field as usize]
    }

    fn new(
        name: &str,
        file: u32,
        header: Vec<String>,
        delimiter: Option<u8>,
        mapping: &Mapping,
    ) -> Result<Self, Error> {
        let mut inputs = vec![Input::Nowhere; Field::ALL.len()];
        let column = |field: Field, column: &str| {
            if let Some(index) = find_column(&header, column) {
                return Ok(index);
            }
            Err(match (delimiter, header.as_slice()) {
                (Some(delimiter), [only]) => Error::OneColumn {
                    file: name.to_owned(),
                    delimiter: char::from(delimiter),
                    header: only.chars().take(200).collect(),
                },
                _ => Error::UnknownColumn {
                    file: name.to_owned(),
                    field,
                    column: column.to_owned(),
                    columns: header.clone(),
                },
            })
        };
        for (field, source) in &mapping.sources {
            inputs[*field as usize] = match source {
                Source::Column(name) => Input::Column(column(*field, name)?),
                Source::Product(left, right) => {
                    Input::Product(column(*field, left)?, column(*field, right)?)
                }
                Source::Constant(value) => Input::Constant(value.clone()),
            };
        }
        Ok(Self {
            file,
            header,
            delimiter,
            inputs,
        })
    }

    /// Every column that a field comes from, in order.
    fn columns(&self) -> Vec<usize> {
        let mut columns = BTreeSet::new();
        for input in &self.inputs {
            match input {
                Input::Column(column) => columns.extend([*column]),
                Input::Product(left, right) => columns.extend([*left, *right]),
                Input::Constant(_) | Input::Nowhere => {}
            }
        }
        columns.into_iter().collect()
    }

    /// The column that a field's finding points at.
    fn column_name(&self, field: Field) -> String {
        let name = |index: &usize| self.header.get(*index).cloned().unwrap_or_default();
        match self.input(field) {
            Input::Column(index) => name(index),
            Input::Product(left, right) => format!("{}*{}", name(left), name(right)),
            Input::Constant(_) | Input::Nowhere => field.name().to_owned(),
        }
    }
}

/// A column by its name: as written, else without regard to case and outer blanks.
pub(crate) fn find_column(header: &[String], name: &str) -> Option<usize> {
    header.iter().position(|column| column == name).or_else(|| {
        header
            .iter()
            .position(|column| column.trim().eq_ignore_ascii_case(name.trim()))
    })
}

/// One row under its plan.
pub(crate) struct Row<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) cells: Cells<'a>,
    pub(crate) line: u64,
}

impl<'a> Row<'a> {
    fn cell(&self, field: Field) -> Cell<'a> {
        match self.plan.input(field) {
            Input::Column(index) => self.cells.get(*index),
            Input::Constant(value) => Cell::Text(value.as_bytes()),
            Input::Nowhere | Input::Product(..) => Cell::Missing,
        }
    }

    fn raw(&self) -> Vec<String> {
        let width = match self.cells {
            Cells::Text(row) => row.len(),
            Cells::Batch(batch, _) => batch.width(),
        };
        (0..width).map(|at| self.cells.get(at).show()).collect()
    }
}

/// Why a row is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reject {
    pub(crate) code: Code,
    pub(crate) field: Option<Field>,
    pub(crate) found: String,
    pub(crate) expected: Cow<'static, str>,
}

impl Reject {
    pub(crate) fn new(
        code: Code,
        field: Field,
        found: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            code,
            field: Some(field),
            found: found.into(),
            expected: expected.into(),
        }
    }

    pub(crate) fn missing(field: Field) -> Self {
        Self::new(Code::Missing, field, "nothing", "a value")
    }
}

/// Reads values as the options say they are written.
pub(crate) struct Values {
    missing: Vec<Vec<u8>>,
    decimal: DecimalMark,
    pub(crate) round: bool,
    pub(crate) times: Times,
    forms: BTreeMap<Field, Form>,
    stated: Option<Form>,
    /// The last currency read, as written.
    currency: Option<(String, Currency)>,
    /// Values that were not UTF-8.
    foreign: u64,
}

impl Values {
    fn new(mapping: &Mapping) -> Self {
        let options = &mapping.options;
        Self {
            missing: options
                .missing
                .iter()
                .map(|text| text.trim().as_bytes().to_vec())
                .collect(),
            decimal: options.decimal,
            round: options.round_excess_digits,
            times: Times::new(options),
            forms: BTreeMap::new(),
            stated: Form::stated(options),
            currency: None,
            foreign: 0,
        }
    }

    pub(crate) fn form(&self, field: Field) -> &Form {
        const ISO: &Form = &Form::Iso;
        self.stated
            .as_ref()
            .or_else(|| self.forms.get(&field))
            .unwrap_or(ISO)
    }

    pub(crate) fn mark(&self) -> DecimalMark {
        self.decimal
    }

    /// Whether a text that looks like a number or a time could mean that there is none.
    pub(crate) fn has_numeric_missing(&self) -> bool {
        let numeric = |word: &Vec<u8>| {
            word.first()
                .is_some_and(|byte| byte.is_ascii_digit() || b"+-.,".contains(byte))
        };
        self.missing.iter().any(numeric)
    }

    fn is_missing(&self, text: &[u8]) -> bool {
        text.is_empty() || self.missing.iter().any(|word| word == text)
    }

    fn present<'a>(&self, cell: Cell<'a>) -> Cell<'a> {
        match cell {
            Cell::Text(text) => {
                let text = text.trim_ascii();
                if self.is_missing(text) {
                    Cell::Missing
                } else {
                    Cell::Text(text)
                }
            }
            other => other,
        }
    }

    /// A text; nothing where it is missing.
    pub(crate) fn text<'a>(&mut self, row: &Row<'a>, field: Field) -> Option<Cow<'a, str>> {
        match self.present(row.cell(field)) {
            Cell::Missing => None,
            Cell::Text(text) => {
                let decoded = decode(text);
                if let Cow::Owned(_) = decoded {
                    self.foreign += 1;
                }
                Some(decoded)
            }
            other => Some(other.show().into()),
        }
    }

    /// The row's currency; nothing where it is missing.
    pub(crate) fn currency(&mut self, row: &Row<'_>) -> Result<Option<Currency>, Reject> {
        let Some(text) = self.text(row, Field::Currency) else {
            return Ok(None);
        };
        if let Some((known, currency)) = &self.currency
            && *known == text
        {
            return Ok(Some(*currency));
        }
        let currency = Currency::parse(&text).map_err(|_| {
            Reject::new(
                Code::Currency,
                Field::Currency,
                text.as_ref(),
                "an ISO 4217 code such as EUR",
            )
        })?;
        self.currency = Some((text.into_owned(), currency));
        Ok(Some(currency))
    }

    /// A share written as a percentage; nothing where it is missing or has no `%`.
    pub(crate) fn percentage(&self, row: &Row<'_>, field: Field) -> Result<Option<f64>, Reject> {
        let Cell::Text(text) = self.present(row.cell(field)) else {
            return Ok(None);
        };
        let Some(number) = text.strip_suffix(b"%") else {
            return Ok(None);
        };
        Decimal::parse(&decode(number), self.decimal, None)
            .map(|number| Some(number.hundredth().to_f64()))
            .map_err(|error| number_reject(error, field, raw_number(row, field), self.decimal))
    }

    /// An instant; nothing where it is missing.
    pub(crate) fn instant(
        &mut self,
        row: &Row<'_>,
        field: Field,
    ) -> Result<Option<Instant>, Reject> {
        let cell = self.present(row.cell(field));
        let read = match &cell {
            Cell::Missing => return Ok(None),
            Cell::Text(text) => {
                let form = self
                    .stated
                    .as_ref()
                    .or_else(|| self.forms.get(&field))
                    .unwrap_or(&Form::Iso);
                self.times.read(text, form)
            }
            Cell::Utc(ms) => self.times.resolve(Written {
                clock_ms: *ms,
                offset_ms: Some(0),
            }),
            Cell::Local(ms) => self.times.resolve(Written {
                clock_ms: *ms,
                offset_ms: None,
            }),
            number => {
                let form = self.form(field).clone();
                self.times.read(number.show().as_bytes(), &form)
            }
        };
        read.map(Some)
            .map_err(|error| time_reject(error, field, cell.show(), self.form(field)))
    }

    /// A number; nothing where it (or a factor of it) is missing.
    pub(crate) fn decimal(
        &self,
        row: &Row<'_>,
        field: Field,
        currency: Option<Currency>,
    ) -> Result<Option<Decimal>, Reject> {
        let (left, right) = match row.plan.input(field) {
            Input::Product(left, right) => (row.cells.get(*left), Some(row.cells.get(*right))),
            _ => (row.cell(field), None),
        };
        let Some(left) = self.number(left, field, currency)? else {
            return Ok(None);
        };
        let Some(right) = right else {
            return Ok(Some(left));
        };
        let Some(right) = self.number(right, field, currency)? else {
            return Ok(None);
        };
        let product = left.times(right);
        product
            .map(Some)
            .map_err(|error| number_reject(error, field, raw_number(row, field), self.decimal))
    }

    /// The factors of a product, or the one value; for telling which of them is zero.
    pub(crate) fn factors(
        &self,
        row: &Row<'_>,
        field: Field,
        currency: Option<Currency>,
    ) -> Vec<(usize, Decimal)> {
        let columns: &[usize] = match row.plan.input(field) {
            Input::Product(left, right) => &[*left, *right],
            Input::Column(column) => &[*column],
            Input::Constant(_) | Input::Nowhere => &[],
        };
        columns
            .iter()
            .filter_map(|column| {
                let number = self.number(row.cells.get(*column), field, currency);
                Some((*column, number.ok()??))
            })
            .collect()
    }

    fn number(
        &self,
        cell: Cell<'_>,
        field: Field,
        currency: Option<Currency>,
    ) -> Result<Option<Decimal>, Reject> {
        let cell = self.present(cell);
        let number = match &cell {
            Cell::Missing => return Ok(None),
            Cell::Text(text) => Decimal::parse(&decode(text), self.decimal, currency),
            Cell::Int(value) => Ok(Decimal::whole(*value)),
            Cell::Float(value) => Decimal::from_f64(*value),
            Cell::Single(value) => Decimal::from_f32(*value),
            Cell::Decimal(units, scale) => Ok(Decimal {
                mantissa: *units,
                scale: *scale,
            }),
            Cell::Utc(_) | Cell::Local(_) => Err(NumberError::NotANumber),
        };
        number
            .map(Some)
            .map_err(|error| number_reject(error, field, cell.show(), self.decimal))
    }

    /// A number as an integer of 10^-`scale`, and whether it was rounded.
    pub(crate) fn scaled(
        &self,
        row: &Row<'_>,
        field: Field,
        number: Decimal,
        scale: u32,
    ) -> Result<(i64, bool), Reject> {
        number.to_units(scale, self.round).map_err(|error| {
            let mut reject = number_reject(error, field, raw_number(row, field), self.decimal);
            if error == NumberError::TooPrecise {
                reject.expected = format!("at most {scale} decimals").into();
            }
            reject
        })
    }
}

/// A number as it stands in the file.
pub(crate) fn raw_number(row: &Row<'_>, field: Field) -> String {
    match row.plan.input(field) {
        Input::Product(left, right) => format!(
            "{} × {}",
            row.cells.get(*left).show(),
            row.cells.get(*right).show()
        ),
        _ => row.cell(field).show(),
    }
}

fn time_reject(error: TimeError, field: Field, found: String, form: &Form) -> Reject {
    let (code, expected) = match error {
        TimeError::Unreadable => (
            Code::Time,
            match form {
                Form::Iso => "a time such as 2026-10-11T20:14:00Z".to_owned(),
                Form::DayFirst => "a time such as 31/12/2026 20:14".to_owned(),
                Form::MonthFirst => "a time such as 12/31/2026 20:14".to_owned(),
                Form::Stated { format, .. } => format!("a time written as {format}"),
                Form::Epoch { .. } => "a count since 1970".to_owned(),
            },
        ),
        TimeError::OutOfRange => (Code::Time, "a time from 1900 to 2199".to_owned()),
        TimeError::Gap => (
            Code::TimeGap,
            "a time that exists in the zone; the clocks skip this one".to_owned(),
        ),
        TimeError::Fold => (
            Code::TimeFold,
            "a time that occurs once in the zone; the clocks go back over this one".to_owned(),
        ),
    };
    Reject::new(code, field, found, expected)
}

fn number_reject(error: NumberError, field: Field, found: String, mark: DecimalMark) -> Reject {
    let (code, expected) = match (error, mark) {
        (NumberError::NotANumber, DecimalMark::Point) => (Code::Number, "digits such as 1234.50"),
        (NumberError::NotANumber, DecimalMark::Comma) => (Code::Number, "digits such as 1234,50"),
        (NumberError::NotFinite, _) => (Code::NotFinite, "a finite number"),
        (NumberError::TooPrecise, _) => (Code::Precision, "fewer decimals"),
        (NumberError::TooLarge, _) => (Code::TooLarge, "a number that one row can carry"),
        (NumberError::OtherCurrency, _) => (Code::Currency, "an amount in the row's currency"),
    };
    Reject::new(code, field, found, expected)
}

/// Rows that a sink took from plain text by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sprint {
    pub(crate) bytes: usize,
    pub(crate) rows: u64,
    pub(crate) lines: u64,
}

fn batch_rows<'a>(plan: &'a Plan, batch: &'a Batch) -> impl Iterator<Item = Row<'a>> {
    (0..batch.rows).map(move |index| Row {
        plan,
        cells: Cells::Batch(batch, index),
        line: batch.first + index as u64,
    })
}

/// Where rows of one kind go.
pub(crate) trait Sink {
    /// A file begins.
    fn begin(&mut self, _plan: &Plan, _values: &Values) {}

    /// A column of the file just begun that it looks at besides the mapped ones.
    fn also(&self) -> Option<usize> {
        None
    }

    /// Takes as many whole, accepted rows from the beginning of a piece of text as it can
    /// without any help. Whatever it leaves comes back through [`Sink::row`].
    fn sprint(&mut self, _text: &[u8], _values: &mut Values) -> Sprint {
        Sprint::default()
    }

    /// Takes one row.
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject>;

    /// Whether the import cannot go on, looked at every so many rows and at the end.
    fn failed(&self) -> Option<Error> {
        None
    }

    /// All files are read: adds its notes.
    fn close(&mut self, _desk: &mut Desk) {}

    /// The money on a row that was rejected, where it can be read.
    fn money(&mut self, _row: &Row<'_>, _values: &mut Values) -> Option<Money> {
        None
    }
}

/// The books of an import.
#[derive(Default)]
pub(crate) struct Desk {
    name: String,
    rows: Totals,
    report: Report,
    counts: BTreeMap<Code, u64>,
    rejected_money: BTreeMap<Currency, i128>,
}

impl Desk {
    /// Adds a note, unless it counts nothing.
    pub(crate) fn note(&mut self, code: NoteCode, count: u64, text: impl Into<String>) {
        if count > 0 {
            self.report.notes.push(Note {
                code,
                count,
                text: text.into(),
            });
        }
    }

    fn offer(&mut self, row: &Row<'_>, values: &mut Values, sink: &mut dyn Sink) {
        self.rows.read += 1;
        let taken = match row.cells {
            Cells::Text(text) => column_count(row.plan, text),
            Cells::Batch(..) => Ok(()),
        }
        .and_then(|()| sink.row(row, values));
        match taken {
            Ok(()) => self.rows.accepted += 1,
            Err(reject) => self.refuse(row, reject, values, sink),
        }
    }

    #[cold]
    fn refuse(&mut self, row: &Row<'_>, reject: Reject, values: &mut Values, sink: &mut dyn Sink) {
        let raw = row.raw();
        let nothing = raw.iter().all(|text| text.trim().is_empty());
        if nothing
            || raw
                .iter()
                .map(|text| text.trim())
                .eq(row.plan.header.iter())
        {
            self.rows.skipped += 1;
            return;
        }
        if let Some(money) = sink.money(row, values) {
            *self.rejected_money.entry(money.currency()).or_default() += money.units();
        }
        let column = reject.field.map(|field| row.plan.column_name(field));
        self.reject(row.line, column, reject, Some(raw));
    }

    fn reject(
        &mut self,
        line: u64,
        column: Option<String>,
        reject: Reject,
        raw: Option<Vec<String>>,
    ) {
        self.rows.rejected += 1;
        *self.counts.entry(reject.code).or_default() += 1;
        if self.report.findings.len() < FINDINGS_KEPT {
            self.report.findings.push(Finding {
                code: reject.code,
                file: self.name.clone(),
                row: line,
                column,
                found: reject.found.chars().take(200).collect(),
                expected: reject.expected.into_owned(),
                repair: reject.code.repair().to_owned(),
                raw,
            });
        }
    }

    fn close_file(&mut self, bytes: u64, hash: String) {
        let rows = std::mem::take(&mut self.rows);
        let name = std::mem::take(&mut self.name);
        if rows.read == 0 {
            let text = format!("{name} has a header and no rows.");
            self.note(NoteCode::NoRows, 1, text);
        }
        let totals = &mut self.report.totals;
        totals.read += rows.read;
        totals.accepted += rows.accepted;
        totals.rejected += rows.rejected;
        totals.skipped += rows.skipped;
        self.report.files.push(FileReport {
            name,
            rows,
            bytes,
            hash,
        });
    }

    fn finish(mut self, values: &Values, mapping: &Mapping) -> Report {
        let zone = mapping.options.zone.name();
        self.note(
            NoteCode::LocalTimes,
            values.times.local,
            format!(
                "{} times without an offset were read in {zone}.",
                values.times.local
            ),
        );
        self.note(
            NoteCode::Folds,
            values.times.folds,
            format!(
                "{} times occur twice in {zone} and were read as stated.",
                values.times.folds
            ),
        );
        self.note(
            NoteCode::Encoding,
            values.foreign,
            format!(
                "{} values are not UTF-8 and were read as Windows-1252.",
                values.foreign
            ),
        );
        let skipped = self.report.totals.skipped;
        self.note(
            NoteCode::Skipped,
            skipped,
            format!("{skipped} rows are empty or repeat the header and were skipped."),
        );
        self.report.groups = self
            .counts
            .iter()
            .map(|(code, count)| Group {
                code: *code,
                title: code.title().to_owned(),
                repair: code.repair().to_owned(),
                count: *count,
            })
            .collect();
        self.report
            .groups
            .sort_by_key(|group| std::cmp::Reverse(group.count));
        self.report.rejected_money = self
            .rejected_money
            .iter()
            .map(|(currency, units)| Money::from_units(*units, *currency))
            .collect();
        self.report.notes.sort_by_key(|note| note.code);
        self.report
    }
}

/// Empty fields beyond the header are a habit of some exporters; anything else is a shift.
fn column_count(plan: &Plan, row: &RawRow) -> Result<(), Reject> {
    let width = plan.header.len();
    if row.len() == width
        || (row.len() > width && row.iter().skip(width).all(|f| f.trim_ascii().is_empty()))
    {
        return Ok(());
    }
    Err(Reject {
        code: Code::ColumnCount,
        field: None,
        found: format!("{} columns", row.len()),
        expected: format!("{width} columns").into(),
    })
}

/// Reads files into a sink.
pub(crate) fn read(
    paths: &[PathBuf],
    kind: Kind,
    mapping: &Mapping,
    watch: &dyn Watch,
    sink: &mut dyn Sink,
) -> Result<Report, Error> {
    let mut import = Import {
        mapping,
        watch,
        total: 0,
        done: 0,
        rows: 0,
        looked: 0,
        values: Values::new(mapping),
        desk: Desk::default(),
    };
    let mut contents = Vec::with_capacity(paths.len());
    for path in paths {
        contents.push(content(path)?);
        import.total += size(path)?;
    }
    import.check_mapping(kind, paths, &contents)?;
    import.decide_dates(paths, &contents)?;
    for (index, (path, content)) in paths.iter().zip(&contents).enumerate() {
        import.desk.name = file_name(path);
        match content {
            Content::Text { gzip } => import.text(path, *gzip, index as u32, sink)?,
            Content::Parquet => import.parquet(path, index as u32, sink)?,
        }
        import.done += size(path)?;
    }
    import.look(0, true, sink)?;
    sink.close(&mut import.desk);
    Ok(import.desk.finish(&import.values, mapping))
}

struct Import<'a> {
    mapping: &'a Mapping,
    watch: &'a dyn Watch,
    total: u64,
    done: u64,
    rows: u64,
    looked: u64,
    values: Values,
    desk: Desk,
}

impl Import<'_> {
    /// Every so many rows: tells how far it is, asks whether to stop.
    fn look(&mut self, in_file: u64, always: bool, sink: &dyn Sink) -> Result<(), Error> {
        if always || self.rows >= self.looked + WATCHED_ROWS {
            self.looked = self.rows;
            let done = (self.done + in_file).min(self.total);
            self.watch.progress(done, self.total, self.rows);
            if self.watch.cancelled() {
                return Err(Error::Cancelled);
            }
            if let Some(error) = sink.failed() {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Errors that need no row: fields that are foreign or missing, columns that are not there.
    fn check_mapping(
        &self,
        kind: Kind,
        paths: &[PathBuf],
        contents: &[Content],
    ) -> Result<(), Error> {
        let specs = Field::of(kind);
        let has = |field: Field| self.mapping.sources.contains_key(&field);
        for (field, source) in &self.mapping.sources {
            if !specs.iter().any(|spec| spec.field == *field) {
                return Err(Error::ForeignField {
                    kind,
                    field: *field,
                });
            }
            let numeric = matches!(
                field,
                Field::Amount
                    | Field::People
                    | Field::Minutes
                    | Field::Hours
                    | Field::Rate
                    | Field::Impact
            );
            if let Source::Product(left, right) = source
                && !numeric
            {
                return Err(Error::Option {
                    name: field.name().to_owned(),
                    found: format!("{left}*{right}"),
                    expected: "one column, as it is not a number".into(),
                });
            }
        }
        if let Some(Source::Constant(code)) = self.mapping.sources.get(&Field::Currency)
            && Currency::parse(code).is_err()
        {
            return Err(Error::Option {
                name: "currency".into(),
                found: code.clone(),
                expected: "an ISO 4217 code such as EUR".into(),
            });
        }
        if let Some(format) = &self.mapping.options.date_format {
            use chrono::format::{Item, StrftimeItems};
            let bad = StrftimeItems::new(format).any(|item| item == Item::Error);
            if bad || format.trim().is_empty() {
                return Err(Error::Option {
                    name: "date format".into(),
                    found: format.clone(),
                    expected: "a form such as %d/%m/%Y %H:%M, or epoch-s, epoch-ms, epoch-us"
                        .into(),
                });
            }
        }
        let mut columns = Vec::new();
        for (index, (path, content)) in paths.iter().zip(contents).enumerate() {
            let plan = self.plan(path, *content, index as u32)?;
            if index == 0 {
                columns = plan.header;
            }
        }
        let unmapped = |fields: &[Field]| {
            Err(Error::Unmapped {
                kind,
                fields: fields.to_vec(),
                columns: columns.clone(),
            })
        };
        for spec in &specs {
            if spec.required && !has(spec.field) {
                return unmapped(&[spec.field]);
            }
        }
        if kind == Kind::Labor {
            let worked =
                has(Field::Minutes) || has(Field::Hours) || (has(Field::Start) && has(Field::End));
            if !worked {
                return unmapped(&[Field::Minutes, Field::Hours, Field::Start]);
            }
            if has(Field::Rate) && !has(Field::Currency) {
                return unmapped(&[Field::Currency]);
            }
        }
        Ok(())
    }

    fn plan(&self, path: &std::path::Path, content: Content, file: u32) -> Result<Plan, Error> {
        let (header, delimiter) = match content {
            Content::Text { gzip } => {
                let text = Text::open(path, gzip, self.mapping.options.delimiter)?;
                (text.header, Some(text.delimiter))
            }
            Content::Parquet => (Parquet::open(path)?.header, None),
        };
        Plan::new(&file_name(path), file, header, delimiter, self.mapping)
    }

    /// Reads the time columns once beforehand where their dates could be read in two ways.
    fn decide_dates(&mut self, paths: &[PathBuf], contents: &[Content]) -> Result<(), Error> {
        if self.values.stated.is_some() {
            return Ok(());
        }
        let mut open = BTreeSet::new();
        let mut orders: BTreeMap<Field, DateOrder> = BTreeMap::new();
        // First whether it matters at all: the first value of each column in each file.
        for (index, (path, content)) in paths.iter().zip(contents).enumerate() {
            let plan = self.plan(path, *content, index as u32)?;
            let mut fields: BTreeSet<Field> = TIMES
                .iter()
                .copied()
                .filter(|field| matches!(plan.input(*field), Input::Column(_)))
                .collect();
            self.each_row(path, *content, &plan, &mut |row, values| {
                fields.retain(|field| match values.present(row.cell(*field)) {
                    Cell::Text(text) => {
                        if needs_order(text) {
                            open.insert(*field);
                        }
                        false
                    }
                    Cell::Missing => true,
                    _ => false,
                });
                !fields.is_empty() && row.line < 10_000
            })?;
        }
        if open.is_empty() {
            return Ok(());
        }
        for (index, (path, content)) in paths.iter().zip(contents).enumerate() {
            let plan = self.plan(path, *content, index as u32)?;
            self.each_row(path, *content, &plan, &mut |row, values| {
                for field in &open {
                    if let Cell::Text(text) = values.present(row.cell(*field)) {
                        orders.entry(*field).or_default().watch(text);
                    }
                }
                true
            })?;
        }
        for (field, order) in orders {
            if order.is_mixed() {
                return Err(Error::MixedDates {
                    field,
                    day_first: order.day_first.unwrap_or_default(),
                    month_first: order.month_first.unwrap_or_default(),
                });
            }
            let (form, words) = match (&order.day_first, &order.month_first, order.either) {
                (Some(sample), _, _) => (Form::DayFirst, format!("day first, as “{sample}” shows")),
                (_, Some(sample), _) => (
                    Form::MonthFirst,
                    format!("month first, as “{sample}” shows"),
                ),
                (None, None, Some(sample)) => return Err(Error::AmbiguousDates { field, sample }),
                (None, None, None) => continue,
            };
            self.desk
                .note(NoteCode::DateOrder, 1, format!("{field} was read {words}."));
            self.values.forms.insert(field, form);
        }
        Ok(())
    }

    /// Shows rows to a function until it has seen enough.
    fn each_row(
        &self,
        path: &std::path::Path,
        content: Content,
        plan: &Plan,
        see: &mut dyn FnMut(&Row<'_>, &Values) -> bool,
    ) -> Result<(), Error> {
        match content {
            Content::Text { gzip } => {
                let mut text = Text::open(path, gzip, self.mapping.options.delimiter)?;
                let mut raw = RawRow::default();
                let mut count = 0_u64;
                loop {
                    match text.next(&mut raw)? {
                        Next::Row { line } => {
                            let row = Row {
                                plan,
                                cells: Cells::Text(&raw),
                                line,
                            };
                            if !see(&row, &self.values) {
                                return Ok(());
                            }
                        }
                        Next::OpenQuote { .. } => {}
                        Next::End => return Ok(()),
                    }
                    count += 1;
                    if count.is_multiple_of(WATCHED_ROWS) && self.watch.cancelled() {
                        return Err(Error::Cancelled);
                    }
                }
            }
            Content::Parquet => {
                let parquet = Parquet::open(path)?;
                let columns = plan.columns();
                for slice in parquet.slices() {
                    let batch = parquet.read(slice, &columns)?;
                    for row in batch_rows(plan, &batch) {
                        if !see(&row, &self.values) {
                            return Ok(());
                        }
                    }
                    if self.watch.cancelled() {
                        return Err(Error::Cancelled);
                    }
                }
                Ok(())
            }
        }
    }

    fn parquet(
        &mut self,
        path: &std::path::Path,
        file: u32,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let parquet = Parquet::open(path)?;
        let plan = Plan::new(
            &self.desk.name,
            file,
            parquet.header.clone(),
            None,
            self.mapping,
        )?;
        sink.begin(&plan, &self.values);
        let mut columns = plan.columns();
        columns.extend(sink.also());
        columns.sort_unstable();
        columns.dedup();
        let (bytes, hash) = parquet.fingerprint()?;
        for slice in parquet.slices() {
            let batch = parquet.read(slice, &columns)?;
            for row in batch_rows(&plan, &batch) {
                self.desk.offer(&row, &mut self.values, sink);
                self.rows += 1;
                if self.rows.is_multiple_of(WATCHED_ROWS) {
                    let share = row.line as f64 / parquet.rows() as f64;
                    self.look((bytes as f64 * share) as u64, true, sink)?;
                }
            }
        }
        self.desk.close_file(bytes, hash);
        Ok(())
    }

    fn text(
        &mut self,
        path: &std::path::Path,
        gzip: bool,
        file: u32,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let mut text = Text::open(path, gzip, self.mapping.options.delimiter)?;
        let header = std::mem::take(&mut text.header);
        let plan = Plan::new(
            &self.desk.name,
            file,
            header,
            Some(text.delimiter),
            self.mapping,
        )?;
        if text.byte_order_mark {
            let note = format!("{} begins with a byte order mark.", self.desk.name);
            self.desk.note(NoteCode::ByteOrderMark, 1, note);
        }
        sink.begin(&plan, &self.values);
        let mut raw = RawRow::default();
        loop {
            let sprint = sink.sprint(text.window(), &mut self.values);
            text.used(sprint.bytes, sprint.lines);
            self.desk.rows.read += sprint.rows;
            self.desk.rows.accepted += sprint.rows;
            match text.next(&mut raw)? {
                Next::Row { line } => {
                    let row = Row {
                        plan: &plan,
                        cells: Cells::Text(&raw),
                        line,
                    };
                    self.desk.offer(&row, &mut self.values, sink);
                }
                Next::OpenQuote { line } => {
                    self.desk.rows.read += 1;
                    let reject = Reject {
                        code: Code::ColumnCount,
                        field: None,
                        found: "a quote that is opened and never closed".into(),
                        expected: "a closing quote".into(),
                    };
                    self.desk.reject(line, None, reject, None);
                }
                Next::End => break,
            }
            self.rows += sprint.rows + 1;
            self.look(text.disk_bytes(), false, sink)?;
        }
        let (bytes, hash) = text.fingerprint();
        self.desk.close_file(bytes, hash);
        Ok(())
    }
}

/// The fields that are times.
pub(crate) const TIMES: [Field; 8] = [
    Field::At,
    Field::Started,
    Field::Detected,
    Field::Acknowledged,
    Field::Mitigated,
    Field::Resolved,
    Field::Start,
    Field::End,
];

/// Texts that repeat, kept once.
#[derive(Default)]
pub(crate) struct Interner {
    previous: Previous,
    known: HashSet<Arc<str>>,
}

impl Interner {
    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        if let Some(same) = self.previous.get(text) {
            return same;
        }
        let shared = match self.known.get(text) {
            Some(known) => Arc::clone(known),
            None => {
                let new: Arc<str> = text.into();
                self.known.insert(Arc::clone(&new));
                new
            }
        };
        self.previous.0 = Some(Arc::clone(&shared));
        shared
    }
}

/// A text that repeats from row to row, such as the incident of its labor rows.
#[derive(Default)]
pub(crate) struct Previous(Option<Arc<str>>);

impl Previous {
    fn get(&self, text: &str) -> Option<Arc<str>> {
        self.0.as_ref().filter(|known| &***known == text).cloned()
    }

    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        self.get(text).unwrap_or_else(|| {
            let new: Arc<str> = text.into();
            self.0 = Some(Arc::clone(&new));
            new
        })
    }
}
