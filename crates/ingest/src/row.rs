//! Rows with named values: where each field of the mapping stands in one file, and what its
//! value means. Text and Parquet look the same from here on.

use crate::error::Error;
use crate::mapping::{DecimalMark, Field, Mapping, Source};
use crate::number::{Decimal, NumberError, Sign, expected_digits};
use crate::parquet::Batch;
use crate::preset::{OwnFile, Preset};
use crate::records::RawRow;
use crate::report::Code;
use crate::source::decode;
use crate::time::{Form, TimeError, Written};
use crate::units::Units;
use crate::zoned::Times;
use ninefold_domain::money::{Currency, Money, format_decimal};
use ninefold_domain::time::Instant;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// The fields that are times.
pub(crate) const TIMES: [Field; 13] = [
    Field::At,
    Field::Day,
    Field::Started,
    Field::Detected,
    Field::Acknowledged,
    Field::Mitigated,
    Field::Resolved,
    Field::Closed,
    Field::ImpactStarted,
    Field::ImpactEnded,
    Field::Start,
    Field::End,
    Field::Acted,
];

/// A value as its file holds it.
#[cfg_attr(not(feature = "parquet"), allow(dead_code))]
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
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Index of the file.
    pub(crate) file: u32,
    pub(crate) header: Vec<String>,
    /// The delimiter, in a text file.
    pub(crate) delimiter: Option<u8>,
    inputs: Vec<Input>,
    /// The currency that each header names.
    signs: Vec<Option<Sign>>,
}

impl Plan {
    /// The currency that the header over a field's amounts names.
    pub(crate) fn sign(&self, field: Field) -> Option<Sign> {
        let of = |column: &usize| self.signs.get(*column).copied().flatten();
        match self.input(field) {
            Input::Column(column) => of(column),
            Input::Product(left, right) => of(left).or_else(|| of(right)),
            Input::Constant(_) | Input::Nowhere => None,
        }
    }

    pub(crate) fn input(&self, field: Field) -> &Input {
        &self.inputs[field as usize]
    }

    /// Whether a field comes from anywhere.
    #[inline]
    pub(crate) fn has(&self, field: Field) -> bool {
        self.inputs[field as usize] != Input::Nowhere
    }

    pub(crate) fn new(
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
            signs: header.iter().map(|name| Sign::of_header(name)).collect(),
            header,
            delimiter,
            inputs,
        })
    }

    /// Gives a field one value in every row; an empty one is none.
    pub(crate) fn set(&mut self, field: Field, value: &str) {
        self.inputs[field as usize] = match value.trim() {
            "" => Input::Nowhere,
            value => Input::Constant(value.to_owned()),
        };
    }

    /// Every column that a field comes from, in order.
    pub(crate) fn columns(&self) -> Vec<usize> {
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
    pub(crate) fn column_name(&self, field: Field) -> String {
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
    pub(crate) fn cell(&self, field: Field) -> Cell<'a> {
        match self.plan.input(field) {
            Input::Column(index) => self.cells.get(*index),
            Input::Constant(value) => Cell::Text(value.as_bytes()),
            Input::Nowhere | Input::Product(..) => Cell::Missing,
        }
    }

    /// The currency sign or code that stands at the amount of a field.
    pub(crate) fn sign(&self, field: Field) -> Option<Sign> {
        let of = |cell: Cell<'_>| match cell {
            Cell::Text(text) if !text.iter().all(|byte| b"0123456789.,-+ ".contains(byte)) => {
                Sign::of_amount(&decode(text))
            }
            _ => None,
        };
        match self.plan.input(field) {
            Input::Product(left, right) => {
                of(self.cells.get(*left)).or_else(|| of(self.cells.get(*right)))
            }
            _ => of(self.cell(field)),
        }
    }

    pub(crate) fn raw(&self) -> Vec<String> {
        let width = match self.cells {
            Cells::Text(row) => row.len(),
            Cells::Batch(batch, _) => batch.width(),
        };
        (0..width).map(|at| self.cells.get(at).show()).collect()
    }
}

/// Words of a source and what each means here.
pub(crate) type Words<T> = &'static [(&'static str, T)];

/// Answers to a question.
pub(crate) const YES_OR_NO: Words<bool> = &[
    ("yes", true),
    ("no", false),
    ("true", true),
    ("false", false),
    ("1", true),
    ("0", false),
];

/// Why a row is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reject {
    pub(crate) code: Code,
    pub(crate) field: Option<Field>,
    pub(crate) found: String,
    pub(crate) expected: Cow<'static, str>,
    /// The row is left out on purpose and counted as skipped: there is nothing to repair.
    pub(crate) left_out: bool,
}

impl Reject {
    /// A row that someone chose to leave out.
    pub(crate) fn left_out() -> Self {
        Self {
            code: Code::Missing,
            field: None,
            found: String::new(),
            expected: Cow::Borrowed(""),
            left_out: true,
        }
    }

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
            left_out: false,
        }
    }

    pub(crate) fn missing(field: Field) -> Self {
        Self::new(Code::Missing, field, "nothing", "a value")
    }
}

/// A text as it was before Ninefold wrote it.
pub(crate) fn unguarded(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => OwnFile::unguarded(text).into(),
        Cow::Owned(text) => OwnFile::unguarded(&text).to_owned().into(),
    }
}

/// Reads values as the options say they are written.
pub(crate) struct Values {
    missing: Vec<Vec<u8>>,
    decimal: DecimalMark,
    /// Fields whose column shows another decimal mark than the usual.
    pub(crate) marks: BTreeMap<Field, DecimalMark>,
    pub(crate) round: bool,
    pub(crate) times: Times,
    /// Whether a row of a series, by file and line, lies after the clocks went back in autumn, where
    /// the order of rows is to say it.
    pub(crate) folds: HashMap<(u32, u64), bool>,
    pub(crate) forms: BTreeMap<Field, Form>,
    pub(crate) stated: Option<Form>,
    pub(crate) units: Units,
    /// Columns of lengths in which hours stand before minutes and seconds: what has two parts
    /// there is minutes and seconds.
    pub(crate) full_clocks: BTreeSet<Field>,
    /// Whether the tool that wrote the file is known: it counts lengths in seconds.
    pub(crate) preset: bool,
    /// The last currency read, as written.
    currency: Option<(String, Currency)>,
    /// The currency of the workspace.
    home: Option<Currency>,
    /// Values that were not UTF-8.
    pub(crate) foreign: u64,
    /// Texts are those of a file that Ninefold wrote, some behind an apostrophe.
    own: bool,
}

/// How often something was read that is told of a whole file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    foreign: u64,
    local: u64,
    folds: u64,
}

impl Values {
    pub(crate) fn counts(&self) -> Counts {
        Counts {
            foreign: self.foreign,
            local: self.times.local,
            folds: self.times.folds,
        }
    }

    /// As if nothing had been read since.
    pub(crate) fn recount(&mut self, before: Counts) {
        self.foreign = before.foreign;
        self.times.local = before.local;
        self.times.folds = before.folds;
    }

    pub(crate) fn new(mapping: &Mapping) -> Self {
        let options = &mapping.options;
        Self {
            missing: options
                .missing
                .iter()
                .map(|text| text.trim().as_bytes().to_vec())
                .collect(),
            decimal: options.decimal,
            marks: BTreeMap::new(),
            round: options.round_excess_digits,
            times: Times::new(options),
            folds: HashMap::new(),
            forms: BTreeMap::new(),
            stated: Form::stated(options),
            units: Units::stated(options),
            full_clocks: BTreeSet::new(),
            preset: options
                .preset
                .as_deref()
                .is_some_and(|preset| preset != Preset::NONE),
            currency: None,
            home: options.home,
            foreign: 0,
            own: options.preset.as_deref().is_some_and(OwnFile::is),
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

    /// The decimal mark of a field.
    pub(crate) fn mark_of(&self, field: Field) -> DecimalMark {
        self.marks.get(&field).copied().unwrap_or(self.decimal)
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

    pub(crate) fn present<'a>(&self, cell: Cell<'a>) -> Cell<'a> {
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
    #[inline]
    pub(crate) fn text<'a>(&mut self, row: &Row<'a>, field: Field) -> Option<Cow<'a, str>> {
        if row.plan.has(field) {
            self.mapped_text(row, field)
        } else {
            None
        }
    }

    fn mapped_text<'a>(&mut self, row: &Row<'a>, field: Field) -> Option<Cow<'a, str>> {
        match self.present(row.cell(field)) {
            Cell::Missing => None,
            Cell::Text(text) => {
                let decoded = decode(text);
                if let Cow::Owned(_) = decoded {
                    self.foreign += 1;
                }
                Some(match self.own {
                    true => unguarded(decoded),
                    false => decoded,
                })
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

    /// The currency of a field's amount: as the row states it, else as the header over the amount
    /// or a sign at it says; nothing where nothing says it. What an incident cost is in the
    /// currency of the workspace where no currency is mapped. That a sign contradicts the currency
    /// is told when the amount is read.
    pub(crate) fn currency_of(
        &mut self,
        row: &Row<'_>,
        field: Field,
    ) -> Result<Option<Currency>, Reject> {
        let stated = self.currency(row)?;
        let header = row.plan.sign(field);
        let refuse = |expected: String| {
            let mut found = raw_number(row, field);
            if header.is_some() {
                found = format!("{found} under {}", row.plan.column_name(field));
            }
            Err(Reject::new(Code::Currency, field, found, expected))
        };
        if let Some(stated) = stated {
            return match header {
                Some(sign) if !sign.fits(stated) => refuse(in_its_currency(stated)),
                _ => Ok(Some(stated)),
            };
        }
        let home = self.home;
        // A sign of several currencies is that of the workspace where it can be.
        let meant = |sign: Sign| home.filter(|home| sign.fits(*home)).or(sign.alone());
        let Some(sign) = header.or_else(|| row.sign(field)) else {
            let assumed = Field::COSTS.contains(&field) && !row.plan.has(Field::Currency);
            return Ok(home.filter(|_| assumed));
        };
        // Under a header that leaves it open, the amount may say it.
        let own = || row.sign(field).and_then(meant);
        match meant(sign).or_else(own) {
            Some(currency) => Ok(Some(currency)),
            None => refuse(format!(
                "a currency that says whose “{sign}” it is: it belongs to several"
            )),
        }
    }

    /// The last currency read, where this text is how it was written.
    pub(crate) fn known_currency(&self, text: &[u8]) -> Option<Currency> {
        let (known, currency) = self.currency.as_ref()?;
        (known.as_bytes() == text).then_some(*currency)
    }

    /// A share written as a percentage; nothing where it is missing or has no `%`.
    pub(crate) fn percentage(&self, row: &Row<'_>, field: Field) -> Result<Option<f64>, Reject> {
        let Cell::Text(text) = self.present(row.cell(field)) else {
            return Ok(None);
        };
        let Some(number) = text.strip_suffix(b"%") else {
            return Ok(None);
        };
        Decimal::parse(number, self.mark_of(field), None)
            .map(|number| Some(number.hundredth().to_f64()))
            .map_err(|error| {
                number_reject(error, field, raw_number(row, field), self.mark_of(field))
            })
    }

    /// An instant; nothing where it is missing.
    #[inline]
    pub(crate) fn instant(
        &mut self,
        row: &Row<'_>,
        field: Field,
    ) -> Result<Option<Instant>, Reject> {
        if row.plan.has(field) {
            self.mapped_instant(row, field)
        } else {
            Ok(None)
        }
    }

    fn mapped_instant(&mut self, row: &Row<'_>, field: Field) -> Result<Option<Instant>, Reject> {
        let refuse = |values: &Self, error| {
            let found = values.present(row.cell(field)).show();
            time_reject(error, field, found, values.form(field))
        };
        let written = match self.written(row, field) {
            Ok(Some(written)) => written,
            Ok(None) => return Ok(None),
            Err(error) => return Err(refuse(self, error)),
        };
        let read = match self.times.resolve(written) {
            Err(TimeError::Fold) if field == Field::At => {
                match self.folds.get(&(row.plan.file, row.line)) {
                    Some(later) => self.times.of_two(written.clock_ms, *later),
                    None if self.times.is_by_order() => Err(TimeError::Untold),
                    None => Err(TimeError::Fold),
                }
            }
            read => read,
        };
        read.map(Some).map_err(|error| refuse(self, error))
    }

    /// What a cell says of a time, on the clock that it is about; nothing where it is missing.
    pub(crate) fn written(
        &self,
        row: &Row<'_>,
        field: Field,
    ) -> Result<Option<Written>, TimeError> {
        let of = |clock_ms: i64, offset_ms: Option<i64>| Written {
            clock_ms,
            offset_ms,
        };
        Ok(Some(match self.present(row.cell(field)) {
            Cell::Missing => return Ok(None),
            Cell::Text(text) => Written::of(text, self.form(field))?,
            Cell::Utc(ms) => of(ms, Some(0)),
            Cell::Local(ms) => of(ms, None),
            number => Written::of(number.show().as_bytes(), self.form(field))?,
        }))
    }

    /// A number; nothing where it (or a factor of it) is missing.
    #[inline]
    pub(crate) fn decimal(
        &self,
        row: &Row<'_>,
        field: Field,
        currency: Option<Currency>,
    ) -> Result<Option<Decimal>, Reject> {
        if row.plan.has(field) {
            self.mapped_decimal(row, field, currency)
        } else {
            Ok(None)
        }
    }

    fn mapped_decimal(
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
        product.map(Some).map_err(|error| {
            number_reject(error, field, raw_number(row, field), self.mark_of(field))
        })
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
            Cell::Text(text) => Decimal::parse(text, self.mark_of(field), currency),
            Cell::Int(value) => Ok(Decimal::whole(*value)),
            Cell::Float(value) => Decimal::from_f64(*value),
            Cell::Single(value) => Decimal::from_f32(*value),
            Cell::Decimal(units, scale) => Ok(Decimal {
                mantissa: *units,
                scale: *scale,
            }),
            Cell::Utc(_) | Cell::Local(_) => Err(NumberError::NotANumber),
        };
        number.map(Some).map_err(|error| {
            let mut reject = number_reject(error, field, cell.show(), self.mark_of(field));
            if let (NumberError::OtherCurrency, Some(currency)) = (error, currency) {
                reject.expected = in_its_currency(currency).into();
            }
            reject
        })
    }

    /// An amount of zero or more in the row's currency, which is only asked for where there is
    /// an amount; nothing where that is missing.
    pub(crate) fn money(&mut self, row: &Row<'_>, field: Field) -> Result<Option<Money>, Reject> {
        if !self.has_number(row, field) {
            return Ok(None);
        }
        let currency = self.currency_of(row, field)?;
        let Some(number) = self.decimal(row, field, currency)? else {
            return Ok(None);
        };
        let currency = currency.ok_or_else(|| Reject::missing(Field::Currency))?;
        if number.is_negative() {
            let found = raw_number(row, field);
            return Err(Reject::new(Code::Negative, field, found, "zero or more"));
        }
        let (units, _) = self.scaled(row, field, number, self.units.scale(field, currency))?;
        Ok(Some(Money::from_units(i128::from(units), currency)))
    }

    /// Whether something stands where a number is expected.
    pub(crate) fn has_number(&self, row: &Row<'_>, field: Field) -> bool {
        let there = |cell: Cell<'_>| self.present(cell) != Cell::Missing;
        match row.plan.input(field) {
            Input::Product(left, right) => {
                there(row.cells.get(*left)) && there(row.cells.get(*right))
            }
            _ => there(row.cell(field)),
        }
    }

    /// A whole number from zero up; nothing where it is missing.
    pub(crate) fn count(&self, row: &Row<'_>, field: Field) -> Result<Option<u32>, Reject> {
        let Some(number) = self.decimal(row, field, None)? else {
            return Ok(None);
        };
        let refuse = |code, expected: &'static str| {
            Reject::new(code, field, raw_number(row, field), expected)
        };
        if number.is_negative() {
            return Err(refuse(Code::Negative, "zero or more"));
        }
        let (whole, _) = number
            .to_scale(0, false)
            .map_err(|_| refuse(Code::Precision, "a whole number"))?;
        u32::try_from(whole)
            .map(Some)
            .map_err(|_| refuse(Code::TooLarge, "a number below 4 billion"))
    }

    /// The meaning of a field's word, without regard to case; nothing where it is missing.
    pub(crate) fn meaning<T: Copy>(
        &mut self,
        row: &Row<'_>,
        field: Field,
        words: Words<T>,
    ) -> Result<Option<T>, Reject> {
        let Some(text) = self.text(row, field) else {
            return Ok(None);
        };
        let known = words
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(&text));
        match known {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                Err(Reject::new(
                    Code::Word,
                    field,
                    text.into_owned(),
                    format!("one of {}", names.join(", ")),
                ))
            }
        }
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
            let mut reject =
                number_reject(error, field, raw_number(row, field), self.mark_of(field));
            if error == NumberError::TooPrecise {
                reject.expected = format!("at most {scale} decimals").into();
            }
            reject
        })
    }
}

/// What is expected of an amount with the sign of another currency.
fn in_its_currency(currency: Currency) -> String {
    format!("an amount in {currency}, the currency of its row")
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
                Form::Serial { .. } => "a day number of a spreadsheet, such as 44197.5".to_owned(),
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
        TimeError::Untold => (
            Code::TimeFold,
            "rows in order of time that go through this hour twice; these do not say which it is"
                .to_owned(),
        ),
    };
    Reject::new(code, field, found, expected)
}

fn number_reject(error: NumberError, field: Field, found: String, mark: DecimalMark) -> Reject {
    let (code, expected) = match error {
        NumberError::NotANumber => (Code::Number, expected_digits(&found, mark)),
        NumberError::NotFinite => (Code::NotFinite, "a finite number"),
        NumberError::TooPrecise => (Code::Precision, "fewer decimals"),
        NumberError::TooLarge => (Code::TooLarge, "a number that one row can carry"),
        NumberError::OtherCurrency => (Code::Currency, "an amount in the row's currency"),
    };
    Reject::new(code, field, found, expected)
}

/// Texts that repeat, kept once.
#[derive(Default)]
pub(crate) struct Interner {
    /// The last texts, each at the place that its length and two of its bytes lead to: nearly
    /// always there, and cheaper than a hash that withstands an attacker.
    recent: [Previous; RECENT],
    known: HashSet<Arc<str>>,
}

/// Texts that an [`Interner`] finds at once.
const RECENT: usize = 32;

impl Interner {
    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        let bytes = text.as_bytes();
        let middle = bytes.get(bytes.len() / 2).copied().unwrap_or_default();
        let last = bytes.last().copied().unwrap_or_default();
        let mixed = bytes.len() * 7 + usize::from(middle) * 5 + usize::from(last) * 3;
        let recent = &mut self.recent[mixed % RECENT];
        if let Some(same) = recent.get(bytes) {
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
        recent.0 = Some(Arc::clone(&shared));
        shared
    }
}

/// A text that repeats from row to row, such as the incident of its labor rows.
#[derive(Default)]
pub(crate) struct Previous(Option<Arc<str>>);

impl Previous {
    #[inline]
    pub(crate) fn get(&self, text: &[u8]) -> Option<Arc<str>> {
        let known = self.0.as_ref()?;
        (known.as_bytes() == text).then(|| Arc::clone(known))
    }

    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        self.get(text.as_bytes()).unwrap_or_else(|| {
            let new: Arc<str> = text.into();
            self.0 = Some(Arc::clone(&new));
            new
        })
    }
}
