//! Sheets of workbooks as tables of text: XLSX, XLSB, XLS and ODS, through calamine.
//!
//! Cells are taken one by one where the format allows it, so that a sheet with a cell in its
//! last corner takes no more than the cells it has. Times come out as ISO 8601, which needs no
//! deciding; numbers as the shortest decimal that reads back the same.

use crate::error::Error;
use crate::made::Made;
use crate::open::MOST_HELD;
use calamine::{
    Cell, CellType, Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xls, Xlsb,
    Xlsx,
};
use std::fmt::{Debug, Display};
use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a workbook is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Book {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// The first sheet that holds a table.
///
/// # Errors
/// [`Error::Workbook`] where the workbook cannot be read or holds no table, [`Error::TooBig`].
pub(crate) fn table<R: Read + Seek>(file: R, book: Book, name: &str) -> Result<Made, Error> {
    let refuse = |detail: String| Error::Workbook {
        file: name.to_owned(),
        detail: detail.lines().next().unwrap_or_default().to_owned(),
    };
    // The file may come from anyone, and the reader was made by others.
    let read = catch_unwind(AssertUnwindSafe(|| match book {
        Book::Xlsx => {
            let mut book: Xlsx<R> = Xlsx::new(file).map_err(words)?;
            first_table(&names(&book), |sheet| {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(words)?;
                let mut rows = Rows::default();
                while let Some(cell) = cells.next_cell().map_err(words)? {
                    rows.add(&cell, reference)?;
                }
                Ok(rows)
            })
        }
        Book::Xlsb => {
            let mut book: Xlsb<R> = Xlsb::new(file).map_err(words)?;
            first_table(&names(&book), |sheet| {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(words)?;
                let mut rows = Rows::default();
                while let Some(cell) = cells.next_cell().map_err(words)? {
                    rows.add(&cell, reference)?;
                }
                Ok(rows)
            })
        }
        Book::Xls => whole(&mut Xls::new(file).map_err(words)?),
        Book::Ods => whole(&mut Ods::new(file).map_err(words)?),
    }));
    let found = match read {
        Ok(found) => found,
        Err(panic) => {
            let words = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            Err(Stop::Detail(format!(
                "the reader gave up: {}",
                words.unwrap_or("no reason given")
            )))
        }
    };
    match found {
        Ok(Some(found)) => {
            let mut made = found.rows.made();
            if !found.others.is_empty() {
                made.notes.push(format!(
                    "{name}: the sheet “{}” was read. Not read: {}. To read another, save it as a \
                     file of its own.",
                    found.sheet,
                    found.others.join(", ")
                ));
            }
            Ok(made)
        }
        Ok(None) => Err(refuse("no sheet with a table in it".into())),
        Err(Stop::TooBig) => Err(Error::TooBig {
            file: name.to_owned(),
            limit: MOST_HELD,
        }),
        Err(Stop::Detail(detail)) => Err(refuse(detail)),
    }
}

/// Why a workbook is given up.
enum Stop {
    Detail(String),
    TooBig,
}

fn words(error: impl Display) -> Stop {
    Stop::Detail(error.to_string())
}

struct Found {
    sheet: String,
    others: Vec<String>,
    rows: Rows,
}

/// The sheets that people see, in their order.
fn names<R: Read + Seek, B: Reader<R>>(book: &B) -> Vec<String> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn first_table(
    names: &[String],
    mut read: impl FnMut(&str) -> Result<Rows, Stop>,
) -> Result<Option<Found>, Stop> {
    for sheet in names {
        let rows = read(sheet)?;
        if rows.is_table() {
            let others = names.iter().filter(|name| *name != sheet);
            return Ok(Some(Found {
                sheet: sheet.clone(),
                others: others.cloned().collect(),
                rows,
            }));
        }
    }
    Ok(None)
}

/// The first table of a workbook whose sheets are read as wholes.
fn whole<R: Read + Seek, B: Reader<R>>(book: &mut B) -> Result<Option<Found>, Stop>
where
    B::Error: Debug,
{
    let debugged = |error: B::Error| Stop::Detail(format!("{error:?}"));
    first_table(&names(book), |sheet| {
        let range = book.worksheet_range(sheet).map_err(debugged)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = Rows::default();
        for (row, column, value) in range.used_cells() {
            let place = (top + row as u32, left + column as u32);
            rows.put(place, &data(value))?;
        }
        Ok(rows)
    })
}

/// The rows of a sheet, as far as they are read.
#[derive(Default)]
struct Rows {
    /// Rows without their last, empty cells.
    text: Vec<u8>,
    /// For each row that has a value: its number in the sheet, the end of its text, its cells.
    ends: Vec<(u32, usize, u32)>,
    /// The row being read: number, next column.
    open: Option<(u32, u32)>,
    /// Cells of the longest row.
    width: u32,
}

impl Rows {
    fn add<T: CellType>(&mut self, cell: &Cell<T>, text: fn(&T) -> String) -> Result<(), Stop> {
        self.put(cell.get_position(), &text(cell.get_value()))
    }

    fn put(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), Stop> {
        if text.is_empty() {
            return Ok(());
        }
        let from = match self.open {
            Some((open, next)) if open == row && next <= column => next,
            Some((open, _)) if open >= row => {
                return Err(Stop::Detail("cells that are not in order".into()));
            }
            _ => {
                self.end_row();
                0
            }
        };
        let gap = (column - from) as usize;
        if (self.text.len() + gap + text.len()) as u64 > MOST_HELD {
            return Err(Stop::TooBig);
        }
        self.text
            .extend(std::iter::repeat_n(b',', gap + usize::from(from > 0)));
        Made::cell(&mut self.text, text);
        self.open = Some((row, column + 1));
        Ok(())
    }

    fn end_row(&mut self) {
        if let Some((row, cells)) = self.open.take() {
            self.ends.push((row, self.text.len(), cells));
            self.width = self.width.max(cells);
        }
    }

    /// Whether there is a header and something below it.
    fn is_table(&self) -> bool {
        let open = self.open.map(|(_, cells)| cells);
        let rows = self.ends.len() + usize::from(open.is_some());
        rows >= 2 && self.width.max(open.unwrap_or(0)) >= 2
    }

    /// All rows, each as long as the longest and at its number.
    fn made(mut self) -> Made {
        self.end_row();
        let mut made = Made {
            first: self.ends.first().map_or(1, |(row, ..)| u64::from(*row) + 1),
            ..Made::default()
        };
        let (mut at, mut next) = (0, None);
        for (row, end, cells) in &self.ends {
            let empty = next.map_or(0, |next| row - next);
            made.text.extend(std::iter::repeat_n(b'\n', empty as usize));
            made.text.extend_from_slice(&self.text[at..*end]);
            let missing = (self.width - cells) as usize;
            made.text.extend(std::iter::repeat_n(b',', missing));
            made.text.push(b'\n');
            (at, next) = (*end, Some(row + 1));
        }
        made
    }
}

fn reference(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => float(*value),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(value) => time(*value),
        DataRef::Error(error) => error.to_string(),
    }
}

fn data(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(value) => value.to_string(),
        Data::Float(value) => float(*value),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(value) => time(*value),
        Data::Error(error) => error.to_string(),
    }
}

/// The shortest decimal, without an exponent, that reads back the same.
fn float(value: f64) -> String {
    // No negative zero: it means nothing in a sheet.
    format!("{}", value + 0.0)
}

/// A moment as ISO 8601; a length, or a time of day without a date, as hours, minutes, seconds.
fn time(value: ExcelDateTime) -> String {
    let days = value.as_f64();
    if value.is_duration() || (0.0..1.0).contains(&days) {
        let seconds = (days * 86_400.0).round();
        if !(0.0..1e9).contains(&seconds) {
            return float(days);
        }
        let seconds = seconds as u64;
        return format!(
            "{}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, ms) = value.to_ymd_hms_milli();
    let mut text = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second, ms) != (0, 0, 0, 0) {
        text.push_str(&format!("T{hour:02}:{minute:02}:{second:02}"));
        if ms > 0 {
            text.push_str(&format!(".{ms:03}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};
    use chrono::{Duration, NaiveDate, NaiveDateTime};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn times_are_written_so_that_they_need_no_deciding() {
        for (value, kind, from_1904, text) in [
            (46093.4583333333, DateTime, false, "2026-03-12T11:00:00"),
            (44631.4583333333, DateTime, true, "2026-03-12T11:00:00"),
            (46093.0, DateTime, false, "2026-03-12"),
            (46093.0000057870, DateTime, false, "2026-03-12T00:00:00.500"),
            (0.5, DateTime, false, "12:00:00"),
            (1.5, TimeDelta, false, "36:00:00"),
            (-1.5, TimeDelta, false, "-1.5"),
        ] {
            assert_eq!(time(ExcelDateTime::new(value, kind, from_1904)), text);
        }
        for (value, text) in [
            (0.1 + 0.2, "0.30000000000000004"),
            (12.5, "12.5"),
            (-0.0, "0"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
        ] {
            assert_eq!(float(value), text);
        }
    }

    #[test]
    fn rows_stand_at_their_numbers_and_are_of_one_length() {
        let mut rows = Rows::default();
        for (place, text) in [
            ((2, 1), "a"),
            ((2, 2), "b,c"),
            ((5, 0), "x"),
            ((5, 3), ""),
            ((6, 3), "z"),
        ] {
            assert!(rows.put(place, text).is_ok());
        }
        assert!(rows.is_table());
        assert!(rows.put((6, 1), "back").is_err());
        assert!(rows.put((1, 9), "up").is_err());
        let made = rows.made();
        assert_eq!(made.first, 3);
        assert_eq!(
            String::from_utf8(made.text).unwrap(),
            ",a,\"b,c\",\n\n\nx,,,\n,,,z\n"
        );
        assert!(!Rows::default().is_table());
        let mut far = Rows::default();
        assert!(far.put((0, u32::MAX - 1), "x").is_err());
    }

    proptest! {
        /// Wherever cells lie and whatever they hold: they come back at their places, in rows of
        /// one length.
        #[test]
        fn cells_come_back_at_their_places(
            grid in prop::collection::btree_map((0_u32..12, 0_u32..8), "[a-z,\"\n ]{1,6}", 1..30),
        ) {
            let mut rows = Rows::default();
            for (place, text) in &grid {
                prop_assert!(rows.put(*place, text).is_ok());
            }
            let made = rows.made();
            let first = grid.keys().next().unwrap().0;
            prop_assert_eq!(made.first, u64::from(first) + 1);
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(made.text.as_slice());
            let numbers: std::collections::BTreeSet<u32> = grid.keys().map(|(row, _)| *row).collect();
            let width = grid.keys().map(|(_, column)| column + 1).max().unwrap();
            let mut back = BTreeMap::new();
            let mut read = 0;
            // Not flexible: a row of another length is an error.
            for (row, record) in numbers.iter().zip(reader.records()) {
                let record = record.unwrap();
                prop_assert_eq!(record.len(), width as usize);
                for (column, text) in (0..).zip(record.iter()) {
                    if !text.is_empty() {
                        back.insert((*row, column), text.to_owned());
                    }
                }
                read += 1;
            }
            prop_assert_eq!((read, back), (numbers.len(), grid));
        }

        #[test]
        fn a_number_is_the_shortest_text_that_reads_back(value in prop::num::f64::NORMAL | prop::num::f64::ZERO) {
            let text = float(value);
            prop_assert!(!text.contains(['e', 'E']), "{}", text);
            prop_assert_eq!(text.parse::<f64>().unwrap(), value);
        }

        /// Days since 30 December 1899 (from March 1900 on), and seconds of them.
        #[test]
        fn a_moment_is_the_day_and_second_that_it_counts(days in 61_i64..100_000, second in 0_i64..86_400) {
            let serial = days as f64 + second as f64 / 86_400.0;
            let text = time(ExcelDateTime::new(serial, DateTime, false));
            let read = match text.contains('T') {
                true => NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S").unwrap(),
                false => NaiveDate::parse_from_str(&text, "%Y-%m-%d").unwrap().into(),
            };
            let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
            let expected = NaiveDateTime::from(epoch) + Duration::seconds(days * 86_400 + second);
            prop_assert_eq!(read, expected, "{} {}", serial, text);
        }

        #[test]
        fn a_length_of_a_sheet_is_a_clock(seconds in 0_i64..1_000_000) {
            let text = time(ExcelDateTime::new(seconds as f64 / 86_400.0, TimeDelta, false));
            prop_assert_eq!(crate::duration::clock(&text), Some(seconds * 1_000), "{}", text);
        }
    }
}
