//! A look at the beginning of a file: what it is, and how it could be mapped.

use crate::error::Error;
use crate::mapping::{DecimalMark, Field, Kind, Mapping, Options};
use crate::number::{Decimal, MarkEvidence, Sign};
use crate::open::{self, Body, Other, Source};
use crate::parquet::Parquet;
use crate::preset::{self, Preset};
use crate::records::RawRow;
use crate::source::{Next, Text, decode};
use crate::time::{DateOrder, Form, has_offset, needs_order};
use crate::units;
use crate::written::Written;
use crate::zoned::Times;
use ninefold_domain::time::Zone;
use serde::Serialize;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Text with a delimiter other than the tab.
    Csv,
    /// Text with tabs.
    Tsv,
    /// Parquet.
    Parquet,
    /// JSON: an array of objects, or an object a line.
    Json,
    /// YAML: documents that are objects.
    Yaml,
    /// An XES process log.
    Xes,
    /// A sheet of an XLSX, XLSB, XLS or ODS workbook.
    Workbook,
}

/// What the values of a column look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// Nothing in the rows that were looked at.
    Empty,
    /// Whole numbers.
    Integer,
    /// Numbers with a fraction, or with a currency sign.
    Decimal,
    /// Dates, with or without a time of day.
    Time,
    /// Anything else.
    Text,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// What its values look like.
    pub kind: ColumnType,
    /// Up to five different values.
    pub samples: Vec<String>,
    /// Where its values are times, or could be: how they are read, in words.
    pub dates: Option<String>,
    /// Where it was made: the columns of the file that its text is from.
    pub from: Vec<String>,
    /// Whether it says which rows are records of their own.
    pub tells_rows: bool,
}

/// A first look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// What it is written in.
    pub format: Format,
    /// Whether it is gzipped.
    pub gzip: bool,
    /// The delimiter of a text file.
    pub delimiter: Option<char>,
    /// The quote of a text file.
    pub quote: char,
    /// What a quote inside quotes has before it: another one, or a backslash.
    pub escape: char,
    /// Whether it has a header; else its columns are called by their numbers.
    pub headed: bool,
    /// Whether it begins with a byte order mark.
    pub byte_order_mark: bool,
    /// How its text is encoded, as far as the first rows show: `UTF-8`, `UTF-16` or
    /// `Windows-1252`.
    pub encoding: &'static str,
    /// What stands above the header, a line each.
    pub preamble: Vec<String>,
    /// The line of the header in a text file, or its row in a sheet; missing where it has none,
    /// and in formats that settle it.
    pub header_line: Option<u64>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The first rows, as they stand.
    pub rows: Vec<Vec<String>>,
    /// The kind given, or the one whose fields its headers name.
    pub kind: Option<Kind>,
    /// Fields whose headers are beyond doubt. Anything else is for the user to say.
    pub mapping: Mapping,
    /// The tool that its header is known by, or the one that was asked for.
    pub preset: Option<Preset>,
    /// Zone of its times, where that tool always writes them in one.
    pub zone: Option<Zone>,
    /// Whether no column says the currency and each amount, or the header over them, does.
    pub currency_named: bool,
    /// What is open.
    pub questions: Vec<Question>,
}

/// Something that a person has to say before the file can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// What settles it: the name of a field, or of an option (`date-format`, `zone`).
    pub settles: &'static str,
    /// One sentence.
    pub text: String,
}

/// Rows that are looked at to tell types.
const LOOKED_AT: usize = 1_000;
/// Rows that are shown.
const SHOWN: usize = 20;
/// Values that are shown of a column.
const SAMPLES: usize = 5;

/// Looks at the beginning of a file. With a kind, suggests a mapping for that kind; without,
/// for the one whose fields its headers name. A delimiter is found in a text file where none is given.
///
/// # Errors
/// As the readers: the file is empty, binary, damaged, or in a format that is not read.
pub fn inspect(
    path: &Path,
    kind: Option<Kind>,
    delimiter: Option<u8>,
) -> Result<Inspection, Error> {
    let written = Written {
        delimiter,
        ..Written::default()
    };
    inspect_as(path, kind, written, None)
}

/// As [`inspect`], with all that is said of how the file is written, and with a [preset](Preset) by its name, or [`Preset::NONE`]; found by the header
/// where none is given.
///
/// # Errors
/// Those of [`inspect`], and a name that no preset has.
pub fn inspect_as(
    path: &Path,
    kind: Option<Kind>,
    written: Written,
    preset: Option<&str>,
) -> Result<Inspection, Error> {
    let (sources, _) = open::sources(path, written.encoding)?;
    // The others have the same columns, or they do not come in together.
    let Some(source) = sources.into_iter().next() else {
        return Err(Error::Empty {
            file: open::file_name(path),
        });
    };
    look(source, kind, written, preset)
}

/// One table of a file: the path that means it and no other (into an archive, if it is in one),
/// and what a first look at it finds.
pub type Look = (PathBuf, Result<Inspection, Error>);

/// Looks at the beginning of every table of a file, each by itself: the members of an archive may
/// be of several kinds. Besides, what in the file is no table, in sentences.
///
/// # Errors
/// The file as a whole cannot be opened.
pub fn inspect_each(path: &Path) -> Result<(Vec<Look>, Vec<String>), Error> {
    let (sources, notes) = open::sources(path, None)?;
    let looks = sources.into_iter().map(|source| {
        let path = source.own_path();
        (path, look(source, None, Written::default(), None))
    });
    Ok((looks.collect(), notes))
}

fn look(
    source: Source,
    kind: Option<Kind>,
    written: Written,
    preset: Option<&str>,
) -> Result<Inspection, Error> {
    let (mut found, mut rows) = match source.body {
        Body::Parquet => look_at_parquet(&source.path)?,
        _ => look_at_text(&source, written)?,
    };
    let header: Vec<String> = found.columns.iter().map(|c| c.name.clone()).collect();
    let known = match preset {
        Some(Preset::NONE) => None,
        Some(name) => Some(preset::expect(name)?),
        None => preset::recognised(&header, kind),
    };
    let known = known.filter(|known| kind.is_none_or(|kind| kind == known.kind));
    let mut source = source;
    if let Some(known) = known {
        let options = Options {
            preset: Some(known.name.to_owned()),
            ..Options::default().with_written(written)
        };
        source = preset::shaped(source, &options)?;
        if !matches!(source.body, Body::Parquet) {
            let (seen, shaped_rows) = look_at_text(&source, written)?;
            found.columns = seen.columns;
            rows = shaped_rows;
        }
    }
    found.columns = (0..found.columns.len())
        .map(|index| describe(&found.columns[index].name, &rows, index))
        .collect();
    let orders = watch_dates(&source, written, &found.columns, &rows)?;
    let marks = watch_marks(&source, written, found.columns.len(), &rows)?;
    for (column, order) in found.columns.iter_mut().zip(&orders) {
        column.dates = dates(column.kind, order);
    }
    found.kind = kind
        .or(known.map(|known| known.kind))
        .or_else(|| guess_kind(&found.columns));
    found.preset = known.map(preset::Known::preset);
    if let Some(known) = known {
        let header: Vec<String> = found.columns.iter().map(|c| c.name.clone()).collect();
        for column in &mut found.columns {
            let from = known.made_of(&header, &column.name);
            column.from = from.into_iter().map(|at| header[at].clone()).collect();
        }
        for at in known.telling(&header) {
            found.columns[at].tells_rows = true;
        }
        found.mapping = known.mapping(&header);
        if known.rest_by_name() {
            map_by_name(&mut found.mapping, &found.columns, known.kind);
            drop_clocks(&mut found.mapping, &found.columns);
        }
        found.ask(known.kind, &rows, &orders, known.zone());
    } else if let Some(kind) = found.kind {
        for (field, index) in named_columns(&found.columns, kind) {
            let name = found.columns[index].name.clone();
            found.mapping = found.mapping.map_column(field, name);
        }
        found.ask(kind, &rows, &orders, None);
        let is_written = !matches!(source.body, Body::Parquet);
        if is_written && found.mapping.options.decimal == DecimalMark::Point {
            found.mapping.options.find_decimal = true;
            found.ask_mark(&marks);
        }
    } else if marks.iter().any(|mark| mark.comma().is_some())
        && !marks.iter().any(MarkEvidence::shows_point)
    {
        // Whatever the rows are, this is how their amounts are written.
        found.mapping.options.decimal = DecimalMark::Comma;
    }
    found.rows = rows.into_iter().take(SHOWN).collect();
    Ok(found)
}

fn blank(format: Format, names: Vec<String>) -> Inspection {
    let columns = names.into_iter().map(|name| Column {
        name,
        kind: ColumnType::Empty,
        samples: Vec::new(),
        dates: None,
        from: Vec::new(),
        tells_rows: false,
    });
    Inspection {
        format,
        gzip: false,
        delimiter: None,
        quote: '"',
        escape: '"',
        headed: true,
        byte_order_mark: false,
        encoding: "UTF-8",
        preamble: Vec::new(),
        header_line: None,
        columns: columns.collect(),
        rows: Vec::new(),
        kind: None,
        mapping: Mapping::default(),
        preset: None,
        zone: None,
        currency_named: false,
        questions: Vec::new(),
    }
}

fn look_at_text(
    source: &Source,
    written: Written,
) -> Result<(Inspection, Vec<Vec<String>>), Error> {
    let mut text = Text::open(source, written)?;
    let format = match (&source.body, text.dialect.delimiter) {
        (Body::Made { format, .. }, _) => match format {
            Other::Json => Format::Json,
            Other::Yaml => Format::Yaml,
            Other::Workbook => Format::Workbook,
            Other::Xes => Format::Xes,
            Other::Text => Format::Csv,
        },
        (_, b'\t') => Format::Tsv,
        _ => Format::Csv,
    };
    let delimited = !matches!(source.body, Body::Made { .. });
    let mut found = Inspection {
        gzip: source.gzip,
        delimiter: delimited.then_some(char::from(text.dialect.delimiter)),
        quote: char::from(text.dialect.quote),
        escape: char::from(if text.dialect.backslash {
            b'\\'
        } else {
            text.dialect.quote
        }),
        headed: !text.headless,
        byte_order_mark: text.byte_order_mark,
        encoding: source.encoding().unwrap_or("UTF-8"),
        preamble: std::mem::take(&mut text.preamble),
        header_line: text.header_line,
        ..blank(format, std::mem::take(&mut text.header))
    };
    let mut rows = Vec::new();
    let mut raw = RawRow::default();
    while rows.len() < LOOKED_AT {
        match text.next(&mut raw)? {
            Next::Row { .. } => {
                let cells = raw.iter().map(|value| {
                    let decoded = decode(value);
                    if let Cow::Owned(_) = decoded {
                        found.encoding = "Windows-1252";
                    }
                    decoded.into_owned()
                });
                rows.push(cells.collect());
            }
            Next::OpenQuote { .. } => {}
            Next::End => break,
        }
    }
    Ok((found, rows))
}

fn look_at_parquet(path: &Path) -> Result<(Inspection, Vec<Vec<String>>), Error> {
    let parquet = Parquet::open(path)?;
    let found = blank(Format::Parquet, parquet.header.clone());
    let all: Vec<usize> = (0..parquet.header.len()).collect();
    let count = parquet.rows().min(LOOKED_AT);
    if count == 0 || all.is_empty() {
        return Ok((found, Vec::new()));
    }
    let batch = parquet.read((0, count), &all)?;
    let rows = (0..batch.rows)
        .map(|row| {
            all.iter()
                .map(|column| batch.cell(row, *column).show())
                .collect()
        })
        .collect();
    Ok((found, rows))
}

fn values(rows: &[Vec<String>], index: usize) -> impl Iterator<Item = &str> {
    rows.iter()
        .filter_map(move |row| row.get(index))
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

fn describe(name: &str, rows: &[Vec<String>], index: usize) -> Column {
    let mut samples: Vec<String> = Vec::new();
    let mut times = Times::new(&Options::default());
    let (mut count, mut whole, mut numbers, mut dates) = (0, 0, 0, 0);
    for value in values(rows, index) {
        if samples.len() < SAMPLES && !samples.iter().any(|known| known == value) {
            samples.push(value.to_owned());
        }
        let number = [DecimalMark::Point, DecimalMark::Comma]
            .into_iter()
            .any(|mark| Decimal::parse_amount(value.as_bytes(), mark).is_ok());
        count += 1;
        whole += usize::from(value.parse::<i64>().is_ok());
        numbers += usize::from(number);
        dates += usize::from(
            needs_order(value.as_bytes()) || times.read(value.as_bytes(), &Form::Iso).is_ok(),
        );
    }
    // A stray word among numbers, such as `?`, does not make a column text.
    let most = |part: usize| part * 10 >= count * 9;
    let kind = match count {
        0 => ColumnType::Empty,
        _ if most(dates) => ColumnType::Time,
        _ if most(whole) => ColumnType::Integer,
        _ if most(numbers) => ColumnType::Decimal,
        _ => ColumnType::Text,
    };
    Column {
        name: name.to_owned(),
        kind,
        samples,
        dates: None,
        from: Vec::new(),
        tells_rows: false,
    }
}

/// Rows beyond the first that are looked at where those leave open which of two numbers is the
/// day: enough for most files, and a second at most.
const LOOKED_ON: usize = 500_000;

/// What the columns of times say about day and month. Where the first rows leave it open, more
/// are looked at, because a reader takes the whole column to decide.
fn watch_dates(
    source: &Source,
    written: Written,
    columns: &[Column],
    rows: &[Vec<String>],
) -> Result<Vec<DateOrder>, Error> {
    let mut orders: Vec<DateOrder> = Vec::with_capacity(columns.len());
    for index in 0..columns.len() {
        let mut order = DateOrder::default();
        for value in values(rows, index) {
            order.watch(value.as_bytes());
        }
        orders.push(order);
    }
    let is_open = |order: &DateOrder| {
        order.either.is_some() && order.day_first.is_none() && order.month_first.is_none()
    };
    let mut open: Vec<usize> = (0..columns.len())
        .filter(|index| columns[*index].kind == ColumnType::Time && is_open(&orders[*index]))
        .collect();
    if open.is_empty() || rows.len() < LOOKED_AT || matches!(source.body, Body::Parquet) {
        return Ok(orders);
    }
    look_on(source, written, &mut |raw| {
        open.retain(|index| {
            orders[*index].watch(raw.get(*index));
            is_open(&orders[*index])
        });
        !open.is_empty()
    })?;
    Ok(orders)
}

/// Shows rows to a function, from the first, until it has seen enough.
fn look_on(
    source: &Source,
    written: Written,
    see: &mut dyn FnMut(&RawRow) -> bool,
) -> Result<(), Error> {
    let mut text = Text::open(source, written)?;
    let mut raw = RawRow::default();
    for _ in 0..LOOKED_ON {
        match text.next(&mut raw)? {
            Next::Row { .. } if !see(&raw) => break,
            Next::Row { .. } | Next::OpenQuote { .. } => {}
            Next::End => break,
        }
    }
    Ok(())
}

/// What the columns of a file say about their decimal mark, as a reader finds it; nothing where
/// all that it holds are numbers.
fn watch_marks(
    source: &Source,
    written: Written,
    columns: usize,
    rows: &[Vec<String>],
) -> Result<Vec<MarkEvidence>, Error> {
    let mut marks = vec![MarkEvidence::default(); columns];
    if matches!(source.body, Body::Parquet) {
        return Ok(marks);
    }
    let watch = match source.has_numbers() {
        true => MarkEvidence::watch_beside_numbers,
        false => MarkEvidence::watch,
    };
    for (index, evidence) in marks.iter_mut().enumerate() {
        for value in values(rows, index) {
            watch(evidence, value.as_bytes());
        }
    }
    let mut open: Vec<usize> = (0..columns)
        .filter(|index| marks[*index].open().is_some())
        .collect();
    if !open.is_empty() && rows.len() >= LOOKED_AT {
        look_on(source, written, &mut |raw| {
            open.retain(|index| {
                watch(&mut marks[*index], raw.get(*index).trim_ascii());
                marks[*index].open().is_some()
            });
            !open.is_empty()
        })?;
    }
    Ok(marks)
}

/// How a column of times is read, in words; nothing where it holds none.
fn dates(kind: ColumnType, order: &DateOrder) -> Option<String> {
    let settled = order.clone().settle(Field::At);
    match (kind, settled) {
        (ColumnType::Time, Ok(Some((_, words)))) => Some(words),
        (ColumnType::Time, Ok(None)) => Some("each value says it by itself".to_owned()),
        (ColumnType::Time, Err(Error::AmbiguousDates { sample, .. })) => {
            Some(format!("day or month first? “{sample}” can be either"))
        }
        (ColumnType::Time, Err(_)) => Some("some day first, some month first".to_owned()),
        (ColumnType::Integer, Ok(Some((_, words)))) => Some(format!("perhaps a time, {words}")),
        (ColumnType::Integer | ColumnType::Decimal, Err(Error::SerialDates { .. })) => {
            Some("perhaps a day of a spreadsheet".to_owned())
        }
        _ => None,
    }
}

/// Fields whose headers are beyond doubt: each column for one field, each field by the first of
/// its names that occurs.
fn named_columns(columns: &[Column], kind: Kind) -> Vec<(Field, usize)> {
    let names: Vec<String> = columns
        .iter()
        .map(|column| units::plain_header(&column.name))
        .collect();
    let mut taken = vec![false; columns.len()];
    let mut found = Vec::new();
    for spec in Field::of(kind) {
        // How long it lasted is asked for where no column says when it ended: in the files of many
        // tools it goes on counting while an incident is open.
        let ends = found.iter().any(|(field, _)| *field == Field::Resolved);
        if spec.field == Field::ResolvedAfter && ends {
            continue;
        }
        let is_length = Field::LENGTHS.contains(&spec.field);
        let names_it = |index: usize, alias: &str| {
            let without_unit = || units::length_unit(&columns[index].name);
            names[index] == alias
                || (is_length && without_unit().is_some_and(|(_, rest)| rest == alias))
        };
        let column = spec.field.aliases().iter().find_map(|alias| {
            let index = (0..names.len()).find(|index| names_it(*index, alias))?;
            (!taken[index]).then_some(index)
        });
        if let Some(index) = column {
            taken[index] = true;
            found.push((spec.field, index));
        }
    }
    found
}

/// The kind most of whose fields are named, if what makes it that kind is among them.
fn guess_kind(columns: &[Column]) -> Option<Kind> {
    let scored = Kind::ALL.into_iter().filter_map(|kind| {
        let named = named_columns(columns, kind);
        let has = |field| named.iter().any(|(known, _)| *known == field);
        let fits = match kind {
            // Without a service it is asked for: what begins and is over or closed, and has a
            // name or a number, is an incident.
            Kind::Incidents => {
                let named = [Field::Id, Field::Title, Field::Severity];
                let ends = has(Field::Resolved) || has(Field::Closed);
                let over = ends && named.into_iter().any(has);
                has(Field::Started) && (has(Field::Service) || over)
            }
            Kind::Revenue => {
                has(Field::At) && (has(Field::Amount) || quantity_and_price(columns).is_some())
            }
            Kind::Labor => has(Field::Incident) && (has(Field::Role) || has(Field::Person)),
            Kind::Backlog => has(Field::Month) && has(Field::Open),
            Kind::Requests => {
                let counts = [Field::Good, Field::Bad, Field::Total];
                let named = counts.into_iter().filter(|field| has(*field)).count();
                has(Field::At) && has(Field::Service) && named >= 2
            }
            Kind::Rates => {
                let day = has(Field::Day) && has(Field::Currency);
                day && (has(Field::Worth) || has(Field::PerOne))
            }
            Kind::Roles => has(Field::Role) && has(Field::Rate),
            Kind::Services => has(Field::Service) && (has(Field::Owner) || has(Field::DependsOn)),
            Kind::Contributions => {
                has(Field::Contributor) && has(Field::Failure) && has(Field::Session)
            }
        };
        fits.then_some((named.len(), kind))
    });
    scored.max_by_key(|(count, _)| *count).map(|(_, kind)| kind)
}

/// Maps by the names of columns what a preset says nothing of. A column that it made of nothing
/// gives way to one that says something.
fn map_by_name(mapping: &mut Mapping, columns: &[Column], kind: Kind) {
    let is_empty = |name: &str| {
        let column = columns.iter().find(|column| column.name == name);
        column.is_none_or(|column| column.kind == ColumnType::Empty)
    };
    for (field, index) in named_columns(columns, kind) {
        // As in `named_columns`, where the preset knows the column that says when it ended.
        if field == Field::ResolvedAfter && mapping.sources.contains_key(&Field::Resolved) {
            continue;
        }
        let column = &columns[index];
        let stands = match mapping.sources.get(&field) {
            Some(crate::Source::Column(name)) => {
                !is_empty(name) || column.kind == ColumnType::Empty
            }
            stated => stated.is_some(),
        };
        if !stands {
            let source = crate::Source::Column(column.name.clone());
            mapping.sources.insert(field, source);
        }
    }
}

/// Takes fields off columns of times of day: those were put together with their date before. What
/// was made of them stays, so that a reader refuses what has no date instead of passing it over.
fn drop_clocks(mapping: &mut Mapping, columns: &[Column]) {
    let is_clock = |name: &str| {
        let column = columns.iter().find(|column| column.name == name);
        column.is_some_and(|column| {
            let mut samples = column.samples.iter();
            !column.samples.is_empty() && samples.all(|sample| preset::is_clock(sample))
        })
    };
    mapping.sources.retain(|field, source| {
        let from_clock = match source {
            crate::Source::Column(name) => !preset::is_made(name) && is_clock(name),
            _ => false,
        };
        !(from_clock && crate::row::TIMES.contains(field))
    });
}

/// Whether the currency of every amount of a column is beyond doubt by a sign of its own or its
/// header.
fn names_currencies(header: &str, rows: &[Vec<String>], index: usize) -> bool {
    let alone = |sign: Option<Sign>| sign.and_then(Sign::alone).is_some();
    alone(Sign::of_header(header))
        || (values(rows, index).next().is_some()
            && values(rows, index).all(|value| alone(Sign::of_amount(value))))
}

fn quantity_and_price(columns: &[Column]) -> Option<(&str, &str)> {
    let find = |wanted: &[&str]| {
        let plain = |name: &str| name.to_ascii_lowercase().replace([' ', '_', '-'], "");
        columns
            .iter()
            .find(|column| wanted.contains(&plain(&column.name).as_str()))
            .map(|column| column.name.as_str())
    };
    Some((find(&["quantity", "qty"])?, find(&["unitprice", "price"])?))
}

impl Inspection {
    /// Adds what a person has to say.
    fn ask(&mut self, kind: Kind, rows: &[Vec<String>], orders: &[DateOrder], zone: Option<&str>) {
        // The day of a rate is the same day in every zone: there is nothing to ask.
        let zone = zone.or((kind == Kind::Rates).then_some("UTC"));
        self.zone = zone.and_then(|zone| Zone::parse(zone).ok());
        if let Some(zone) = self.zone {
            self.mapping.options.zone = zone;
        }
        let column_of = |found: &Self, field: Field| {
            let crate::Source::Column(name) = found.mapping.sources.get(&field)? else {
                return None;
            };
            found.columns.iter().position(|column| column.name == *name)
        };
        for spec in Field::of(kind) {
            let field = spec.field;
            let Some(index) = column_of(self, field) else {
                let stated = self.mapping.sources.contains_key(&field);
                let dispensable =
                    stated || field == Field::Role && column_of(self, Field::Acted).is_some();
                if field == Field::Currency && !stated {
                    self.currency_named = Field::money()
                        .filter_map(|field| column_of(self, field))
                        .any(|index| names_currencies(&self.columns[index].name, rows, index));
                }
                let dispensable = dispensable || (field == Field::Currency && self.currency_named);
                if spec.required && !dispensable {
                    let text = match (field, quantity_and_price(&self.columns)) {
                        (Field::Amount, Some((quantity, price))) => {
                            format!("Is the amount the product {quantity}*{price}?")
                        }
                        (Field::Currency, _) => "Which currency are the amounts in?".to_owned(),
                        (Field::Stream, _) => {
                            "Which revenue stream is it, or which column says so?".to_owned()
                        }
                        _ => format!("Which column is {field}? {}", spec.help),
                    };
                    self.questions.push(Question {
                        settles: field.name(),
                        text,
                    });
                }
                continue;
            };
            let name = &self.columns[index].name;
            if crate::row::TIMES.contains(&field) {
                let order = orders[index].clone();
                let mut without_offset = false;
                for value in values(rows, index) {
                    without_offset |= has_offset(value.as_bytes()) == Some(false);
                }
                let whole = self.columns[index].kind == ColumnType::Integer;
                let text = match order.settle(field) {
                    Err(Error::AmbiguousDates { sample, .. }) => Some(format!(
                        "{name}: is “{sample}” day first or month first? The first rows do not say."
                    )),
                    Err(Error::SerialDates { sample, .. }) => Some(format!(
                        "{name}: does the day number “{sample}” count from 1900 or from 1904?"
                    )),
                    Ok(None) if whole => Some(format!(
                        "{name}: are these seconds, milliseconds or microseconds since 1970?"
                    )),
                    _ => None,
                };
                self.questions.extend(text.map(|text| Question {
                    settles: "date-format",
                    text,
                }));
                if without_offset && self.zone.is_none() {
                    let text = "Times have no offset: which zone are they in?";
                    if !self.questions.iter().any(|known| known.text == text) {
                        self.questions.push(Question {
                            settles: "zone",
                            text: text.to_owned(),
                        });
                    }
                }
            }
            if field == Field::Impact
                && let Some(text) = units::ask_share(name, values(rows, index))
            {
                self.questions.push(Question {
                    settles: "shares",
                    text,
                });
            }
            let money = matches!(
                field,
                Field::Amount | Field::Rate | Field::Worth | Field::PerOne | Field::Impact
            ) || Field::COSTS.contains(&field);
            if money && Self::comma_fits(rows, index) {
                self.mapping.options.decimal = DecimalMark::Comma;
            }
        }
        for mark in ["?", "NULL", "N/A"] {
            let missing = &mut self.mapping.options.missing;
            let there = || rows.iter().flatten().any(|value| value.trim() == mark);
            if !missing.iter().any(|known| known == mark) && there() {
                missing.push(mark.to_owned());
            }
        }
    }

    /// Asks for the decimal mark where a column of amounts leaves it open.
    fn ask_mark(&mut self, marks: &[MarkEvidence]) {
        let of = |name: &str| {
            let index = self.columns.iter().position(|c| c.name == name)?;
            Some(&marks[index])
        };
        let open = Field::money().find_map(|field| {
            let (name, evidence) = match self.mapping.sources.get(&field)? {
                crate::Source::Column(name) => (name.clone(), of(name)?.clone()),
                crate::Source::Product(left, right) => {
                    (format!("{left}*{right}"), of(left)?.and(of(right)?))
                }
                crate::Source::Constant(_) => return None,
            };
            let sample = evidence.open()?;
            Some(format!(
                "{name}: is the mark in “{sample}” a decimal mark, or does it group thousands? No value decides."
            ))
        });
        self.questions.extend(open.map(|text| Question {
            settles: "decimal",
            text,
        }));
    }

    /// Whether all numbers of a column can be read with a decimal comma, and not all with a point.
    fn comma_fits(rows: &[Vec<String>], index: usize) -> bool {
        let fits = |mark| {
            values(rows, index).all(|value| {
                value.contains(|c: char| c.is_ascii_digit())
                    && Decimal::parse_amount(value.as_bytes(), mark).is_ok()
            })
        };
        fits(DecimalMark::Comma) && !fits(DecimalMark::Point)
    }
}
