//! Parquet through polars: only the columns that are needed, one row group at a time, so that
//! memory follows the row group and not the file.

use crate::error::Error;
use crate::open::{file_name, io_error};
use crate::row::Cell;
use crate::source::Hash;
use polars::io::parquet::read::{FileMetadata, ParallelStrategy};
use polars::prelude::{
    BinaryChunked, BooleanChunked, DataType, Float32Chunked, Float64Chunked, Int32Chunked,
    Int64Chunked, Int128Chunked, ParquetReader, PolarsResult, SerReader, Series, StringChunked,
    TimeUnit,
};
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows decoded at a time, where a row group has more.
const SLICE: usize = 1 << 18;

/// An open Parquet file.
pub(crate) struct Parquet {
    path: PathBuf,
    metadata: Arc<FileMetadata>,
    pub(crate) header: Vec<String>,
}

/// Some rows of some columns.
pub(crate) struct Batch {
    /// One per column of the file; nothing where it was not asked for.
    columns: Vec<Option<Values>>,
    /// Number of the first row in the file, from 1.
    pub(crate) first: u64,
    pub(crate) rows: usize,
}

/// The values of a column, as polars holds them.
enum Values {
    Null,
    Text(StringChunked),
    Bytes(BinaryChunked),
    Truth(BooleanChunked),
    Int(Int64Chunked),
    Float(Float64Chunked),
    Single(Float32Chunked),
    Decimal(Int128Chunked, u32),
    /// Days since 1970.
    Date(Int32Chunked),
    /// A count since 1970, so many to a millisecond, in UTC or on the local clock.
    Time {
        count: Int64Chunked,
        per_ms: i64,
        utc: bool,
    },
}

impl Parquet {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = File::open(path).map_err(|e| io_error(path, e))?;
        let (metadata, header) = guarded(path, || {
            let mut reader = ParquetReader::new(file);
            let names = reader
                .schema()?
                .iter_names()
                .map(ToString::to_string)
                .collect();
            Ok((reader.get_metadata()?.clone(), names))
        })?;
        Ok(Self {
            path: path.to_owned(),
            metadata,
            header,
        })
    }

    /// Size and hash of the file.
    pub(crate) fn fingerprint(&self) -> Result<(u64, String), Error> {
        let mut file = File::open(&self.path).map_err(|e| io_error(&self.path, e))?;
        let mut piece = vec![0; 1 << 18];
        let mut hash = Hash::default();
        loop {
            match file.read(&mut piece) {
                Ok(0) => return Ok((hash.length, hash.digits())),
                Ok(count) => hash.add(&piece[..count]),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(io_error(&self.path, e)),
            }
        }
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.metadata.num_rows
    }

    /// (first row, rows) of each batch: row groups, those that are too long in slices.
    pub(crate) fn slices(&self) -> Vec<(usize, usize)> {
        let mut slices = Vec::new();
        let mut first = 0;
        for group in &self.metadata.row_groups {
            let end = first + group.num_rows();
            while first < end {
                let rows = (end - first).min(SLICE);
                slices.push((first, rows));
                first += rows;
            }
        }
        slices
    }

    /// The file as if it held only the row group of a row, and the rows before that group. The
    /// reader looks at every group of its file for every slice; shown one, a file of many
    /// groups costs no more a row than a file of few.
    fn group_of(&self, row: usize) -> (Arc<FileMetadata>, usize) {
        let mut metadata = FileMetadata::clone(&self.metadata);
        let mut skipped = 0;
        for group in std::mem::take(&mut metadata.row_groups) {
            if row < skipped + group.num_rows() {
                metadata.num_rows = group.num_rows();
                metadata.row_groups = vec![group];
                break;
            }
            skipped += group.num_rows();
        }
        (Arc::new(metadata), skipped)
    }

    /// Reads a slice of some columns.
    pub(crate) fn read(
        &self,
        (first, rows): (usize, usize),
        columns: &[usize],
    ) -> Result<Batch, Error> {
        let file = File::open(&self.path).map_err(|e| io_error(&self.path, e))?;
        guarded(&self.path, || {
            let (metadata, skipped) = self.group_of(first);
            let mut reader = ParquetReader::new(file)
                .with_projection(Some(columns.to_vec()))
                .with_slice(Some((first - skipped, rows)))
                .read_parallel(ParallelStrategy::None);
            reader.set_metadata(metadata);
            let frame = reader.finish()?;
            let mut batch = Batch {
                columns: self.header.iter().map(|_| None).collect(),
                first: first as u64 + 1,
                rows: frame.height(),
            };
            for index in columns {
                let column = frame.column(&self.header[*index])?;
                batch.columns[*index] =
                    Some(Values::of(&column.as_materialized_series().rechunk())?);
            }
            Ok(batch)
        })
    }
}

/// Runs the reader on a file from outside. It may panic on a damaged one or on a type that was
/// not compiled in; for the user that is a file that cannot be read, like any other.
fn guarded<T>(path: &Path, read: impl FnOnce() -> PolarsResult<T>) -> Result<T, Error> {
    let detail = match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(error)) => error.to_string(),
        Err(panic) => {
            let words = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            format!("the reader gave up: {}", words.unwrap_or("no reason given"))
        }
    };
    Err(Error::Parquet {
        file: file_name(path),
        detail: detail.lines().next().unwrap_or_default().to_owned(),
    })
}

impl Values {
    fn of(series: &Series) -> PolarsResult<Self> {
        Ok(match series.dtype() {
            DataType::Null => Self::Null,
            DataType::String => Self::Text(series.str()?.clone()),
            DataType::Binary => Self::Bytes(series.binary()?.clone()),
            DataType::Boolean => Self::Truth(series.bool()?.clone()),
            DataType::Float64 => Self::Float(series.f64()?.clone()),
            DataType::Float32 => Self::Single(series.f32()?.clone()),
            DataType::Decimal(_, scale) => Self::Decimal(
                series.decimal()?.physical().clone(),
                u32::try_from(*scale).unwrap_or(0),
            ),
            DataType::Date => Self::Date(series.date()?.physical().clone()),
            DataType::Datetime(unit, zone) => Self::Time {
                count: series.datetime()?.physical().clone(),
                per_ms: match unit {
                    TimeUnit::Milliseconds => 1,
                    TimeUnit::Microseconds => 1_000,
                    TimeUnit::Nanoseconds => 1_000_000,
                },
                utc: zone.is_some(),
            },
            kind if kind.is_integer() => {
                Self::Int(series.strict_cast(&DataType::Int64)?.i64()?.clone())
            }
            _ => Self::Text(series.strict_cast(&DataType::String)?.str()?.clone()),
        })
    }
}

impl Batch {
    /// A value; missing where the column was not asked for.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        const DAY_MS: i64 = 86_400_000;
        let Some(Some(values)) = self.columns.get(column) else {
            return Cell::Missing;
        };
        let cell = match values {
            Values::Null => None,
            Values::Text(values) => values.get(row).map(|text| Cell::Text(text.as_bytes())),
            Values::Bytes(values) => values.get(row).map(Cell::Text),
            Values::Truth(values) => values
                .get(row)
                .map(|truth| Cell::Text(if truth { b"true" } else { b"false" })),
            Values::Int(values) => values.get(row).map(Cell::Int),
            Values::Float(values) => values.get(row).map(Cell::Float),
            Values::Single(values) => values.get(row).map(Cell::Single),
            Values::Decimal(values, scale) => {
                values.get(row).map(|units| Cell::Decimal(units, *scale))
            }
            Values::Date(values) => values
                .get(row)
                .map(|days| Cell::Local(i64::from(days) * DAY_MS)),
            Values::Time { count, per_ms, utc } => count.get(row).map(|count| {
                let ms = count.div_euclid(*per_ms);
                if *utc { Cell::Utc(ms) } else { Cell::Local(ms) }
            }),
        };
        cell.unwrap_or(Cell::Missing)
    }

    /// Number of columns of the file.
    pub(crate) fn width(&self) -> usize {
        self.columns.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Parquet;
    use crate::{Code, Field, Mapping, NoteCode, OnFold, read_revenue};
    use ninefold_domain::time::Zone;
    use polars::prelude::{
        Column, DataFrame, DataType, IntoColumn, NamedFrom, ParquetWriter, Series, TimeUnit,
        TimeZone,
    };
    use proptest::prelude::*;
    use std::path::PathBuf;

    fn write(columns: Vec<Column>, group: usize) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.parquet");
        let mut frame = DataFrame::new(columns[0].len(), columns).unwrap();
        ParquetWriter::new(std::fs::File::create(&path).unwrap())
            .with_row_group_size(Some(group))
            .finish(&mut frame)
            .unwrap();
        (folder, path)
    }

    fn mapping() -> Mapping {
        Mapping::default()
            .map(Field::At, "at")
            .map(Field::Amount, "amount")
            .set(Field::Stream, "shop")
            .set(Field::Currency, "EUR")
    }

    fn times(unit: TimeUnit, zone: Option<TimeZone>, values: &[Option<i64>]) -> Column {
        Series::new("at".into(), values)
            .cast(&DataType::Datetime(unit, zone))
            .unwrap()
            .into_column()
    }

    #[test]
    fn floats_are_read_as_the_decimals_they_show_and_row_groups_in_order() {
        let amounts = [
            Some(0.1),
            Some(-110.7),
            None,
            Some(f64::NAN),
            Some(1e300),
            Some(0.30000000000000004),
        ];
        let at = times(
            TimeUnit::Milliseconds,
            Some(TimeZone::UTC),
            &[Some(60_000); 6],
        );
        let amount = Series::new("amount".into(), amounts).into_column();
        let (_folder, path) = write(vec![at, amount], 2);
        let read = read_revenue(&[path], &mapping(), &()).unwrap();
        let codes: Vec<(u64, Code)> = read
            .report
            .findings
            .iter()
            .map(|f| (f.row, f.code))
            .collect();
        let expected = [
            (3, Code::Missing),
            (4, Code::NotFinite),
            (5, Code::TooLarge),
            (6, Code::Precision),
        ];
        assert_eq!(codes, expected);
        assert_eq!(read.report.accepted_money[0].to_string(), "-110.60 EUR");
    }

    #[test]
    fn times_of_every_unit_and_integers() {
        for (unit, factor) in [
            (TimeUnit::Milliseconds, 1),
            (TimeUnit::Microseconds, 1_000),
            (TimeUnit::Nanoseconds, 1_000_000),
        ] {
            // One millisecond before 1970 lies in the minute before.
            let at = times(
                unit,
                Some(TimeZone::UTC),
                &[Some(-factor), Some(60_000 * factor)],
            );
            let amount = Series::new("amount".into(), [1_i64, 2]).into_column();
            let (_folder, path) = write(vec![at, amount], 100);
            let read = read_revenue(&[path], &mapping(), &()).unwrap();
            assert_eq!(read.streams[0].minutes.bounds(), Some((-1, 1)));
        }
    }

    #[test]
    fn naive_times_are_local() {
        // 2026-10-25 02:30 occurs twice in Berlin.
        let fold = 1_792_895_400_000_i64;
        let at = times(
            TimeUnit::Milliseconds,
            None,
            &[Some(fold), Some(fold + 3_600_000)],
        );
        let amount = Series::new("amount".into(), ["1.5", "2"]).into_column();
        let (_folder, path) = write(vec![at, amount], 100);
        let mut mapping = mapping();
        mapping.options.zone = Zone::parse("Europe/Berlin").unwrap();
        let read = read_revenue(std::slice::from_ref(&path), &mapping, &()).unwrap();
        assert_eq!(read.report.findings[0].code, Code::TimeFold);
        assert_eq!(read.report.rejected_money[0].to_string(), "1.50 EUR");
        mapping.options.on_fold = OnFold::Earlier;
        let read = read_revenue(&[path], &mapping, &()).unwrap();
        assert_eq!(read.report.accepted_money[0].to_string(), "3.50 EUR");
        assert!(
            read.report
                .notes
                .iter()
                .any(|note| note.code == NoteCode::Folds)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// However rows lie in groups: every row is in one batch, under its number, with its
        /// values; a column that was not asked for is not there.
        #[test]
        fn every_row_is_read_once_and_as_it_was_written(
            rows in prop::collection::vec(
                (
                    prop::option::of(-10_000_000_i64..10_000_000),
                    prop::option::of("[a-z,\"é]{0,6}"),
                    any::<i32>(),
                ),
                1..40,
            ),
            group in 1_usize..12,
        ) {
            let cents: Vec<Option<f64>> =
                rows.iter().map(|row| Some(row.0? as f64 / 100.0)).collect();
            let names: Vec<Option<String>> = rows.iter().map(|row| row.1.clone()).collect();
            let counts: Vec<i64> = rows.iter().map(|row| i64::from(row.2)).collect();
            let (_folder, path) = write(
                vec![
                    Series::new("amount".into(), cents.clone()).into_column(),
                    Series::new("name".into(), names).into_column(),
                    Series::new("count".into(), counts).into_column(),
                ],
                group,
            );
            let parquet = Parquet::open(&path).unwrap();
            prop_assert_eq!(&parquet.header, &["amount", "name", "count"]);
            prop_assert_eq!(parquet.rows(), rows.len());
            let mut next = 0;
            for slice in parquet.slices() {
                let batch = parquet.read(slice, &[0, 1]).unwrap();
                prop_assert_eq!(batch.first, next as u64 + 1);
                for at in 0..batch.rows {
                    let (amount, name, _) = &rows[next];
                    let shown = batch.cell(at, 0).show();
                    let amount = amount.map(|cents| (cents as f64 / 100.0).to_string());
                    prop_assert_eq!(shown, amount.unwrap_or_default());
                    let shown = batch.cell(at, 1).show();
                    prop_assert_eq!(shown, name.clone().unwrap_or_default());
                    prop_assert_eq!(batch.cell(at, 2).show(), "");
                    next += 1;
                }
            }
            prop_assert_eq!(next, rows.len());
        }

        /// A file that is cut is refused by its name; the reader behind it may give up, we do not.
        #[test]
        fn a_file_that_is_cut_is_refused(share in 0.0_f64..1.0) {
            let amount = Series::new("amount".into(), [1.5_f64, 2.5, 3.5]).into_column();
            let (_folder, path) = write(vec![amount], 2);
            let bytes = std::fs::read(&path).unwrap();
            std::fs::write(&path, &bytes[..(bytes.len() as f64 * share) as usize]).unwrap();
            let error = Parquet::open(&path).err().expect("it is cut").to_string();
            prop_assert!(error.contains("data.parquet"), "{}", error);
        }
    }
}
