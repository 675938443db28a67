//! Rows with a checksum each, and a tally of rows and checksums per table.
//!
//! SQLite's own integrity check misses a flipped bit inside a value, so every row carries a
//! checksum over all its columns, verified whenever the row is read; and a row lost from a
//! B-tree page would leave no trace, so each table's number of rows and sum of checksums is
//! kept as well and compared by [`verify`] and whenever a whole table is read.

use crate::error::Error;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};
use std::collections::BTreeMap;

/// A type that is one row of one table.
pub(crate) trait Row: Sized {
    /// The table.
    const TABLE: &'static str;
    /// Its columns without the checksum; the first is the key, where rows are changed at all.
    const COLUMNS: &'static [&'static str];
    /// The row's values in the order of the columns.
    fn bind(&self) -> Vec<Value>;
    /// The row from its values in the order of the columns.
    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error>;
}

/// 64 bits over values. Each step is a bijection of the state, so a change within any one
/// eight-byte word always shows; others do but for one in 2^64.
pub(crate) struct Checksum(u64);

impl Checksum {
    fn new(table: &str) -> Self {
        let mut sum = Self(0x6e69_6e65_666f_6c64);
        sum.bytes(table.as_bytes());
        sum
    }

    fn word(&mut self, word: u64) {
        let mixed = (self.0 ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let mut words = bytes.chunks_exact(8);
        for chunk in &mut words {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
        let rest = words.remainder();
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn value(&mut self, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => self.word(1),
            ValueRef::Integer(number) => {
                self.word(2);
                self.word(number.cast_unsigned());
            }
            ValueRef::Real(number) => {
                self.word(3);
                self.word(number.to_bits());
            }
            ValueRef::Text(text) => {
                self.word(4);
                self.bytes(text);
            }
            ValueRef::Blob(bytes) => {
                self.word(5);
                self.bytes(bytes);
            }
        }
    }

    fn finish(self) -> i64 {
        self.0.cast_signed()
    }
}

/// 128 bits over values: two checksums that begin apart. For telling entries of logs from one
/// another, not for keeping an adversary out.
pub(crate) struct Lanes(Checksum, Checksum);

impl Lanes {
    pub(crate) fn new(past: u128) -> Self {
        let mut lanes = Self(Checksum::new("one"), Checksum::new("other"));
        lanes.number(past);
        lanes
    }

    pub(crate) fn number(&mut self, number: u128) {
        for lane in [&mut self.0, &mut self.1] {
            lane.word((number >> 64) as u64);
            lane.word(number as u64);
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.0.bytes(text.as_bytes());
        self.1.bytes(text.as_bytes());
    }

    pub(crate) fn finish(self) -> u128 {
        (u128::from(self.0.0) << 64) | u128::from(self.1.0)
    }
}

fn checksum_of(table: &str, values: &[Value]) -> i64 {
    let mut sum = Checksum::new(table);
    for value in values {
        sum.value(value.into());
    }
    sum.finish()
}

/// The values of one stored row, read in order.
pub(crate) struct Fields<'row, 'statement> {
    row: &'row rusqlite::Row<'statement>,
    table: &'static str,
    columns: &'static [&'static str],
    next: usize,
}

impl<'row> Fields<'row, '_> {
    /// An error about the column read last.
    pub(crate) fn bad(&self, expected: &str) -> Error {
        let column = self.columns.get(self.next.saturating_sub(1));
        Error::damaged(format!(
            "table {} holds something other than {expected} in column {}",
            self.table,
            column.unwrap_or(&"?")
        ))
    }

    fn value(&mut self) -> Result<ValueRef<'row>, Error> {
        self.next += 1;
        Ok(self.row.get_ref(self.next)?)
    }

    /// The next value as a number, if it is not null.
    pub(crate) fn opt_int(&mut self) -> Result<Option<i64>, Error> {
        match self.value()? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => Ok(Some(number)),
            _ => Err(self.bad("a number")),
        }
    }

    /// The next value as a number.
    pub(crate) fn int(&mut self) -> Result<i64, Error> {
        self.opt_int()?.ok_or_else(|| self.bad("a number"))
    }

    /// The next value as a number of another width.
    pub(crate) fn narrow<T: TryFrom<i64>>(&mut self) -> Result<T, Error> {
        let number = self.int()?;
        T::try_from(number).map_err(|_| self.bad("a number in its range"))
    }

    /// The next value as a number of another width, if it is not null.
    pub(crate) fn opt_narrow<T: TryFrom<i64>>(&mut self) -> Result<Option<T>, Error> {
        let number = self.opt_int()?;
        number
            .map(T::try_from)
            .transpose()
            .map_err(|_| self.bad("a number in its range"))
    }

    /// The next value as a fraction, if it is not null.
    pub(crate) fn opt_real(&mut self) -> Result<Option<f64>, Error> {
        match self.value()? {
            ValueRef::Null => Ok(None),
            ValueRef::Real(number) => Ok(Some(number)),
            _ => Err(self.bad("a fraction")),
        }
    }

    /// The next value as text, if it is not null.
    pub(crate) fn opt_text(&mut self) -> Result<Option<String>, Error> {
        let text = match self.value()? {
            ValueRef::Null => return Ok(None),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().map(str::to_owned),
            _ => None,
        };
        match text {
            Some(text) => Ok(Some(text)),
            None => Err(self.bad("a text")),
        }
    }

    /// The next value as text.
    pub(crate) fn text(&mut self) -> Result<String, Error> {
        self.opt_text()?.ok_or_else(|| self.bad("a text"))
    }

    /// The next value as a name that its type knows, such as a kind.
    pub(crate) fn name<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        self.opt_name()?.ok_or_else(|| self.bad("a name it knows"))
    }

    /// The next value as a name that its type knows, if it is not null.
    pub(crate) fn opt_name<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Error> {
        let name = match self.value()? {
            ValueRef::Null => return Ok(None),
            ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        };
        let known = name.and_then(|name| {
            let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
            T::deserialize(name).ok()
        });
        match known {
            Some(known) => Ok(Some(known)),
            None => Err(self.bad("a name it knows")),
        }
    }

    /// The next value as yes or no.
    pub(crate) fn flag(&mut self) -> Result<bool, Error> {
        match self.int()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.bad("0 or 1")),
        }
    }

    /// The next value as JSON text, if it is not null.
    pub(crate) fn opt_json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Error> {
        let parsed = match self.value()? {
            ValueRef::Null => return Ok(None),
            ValueRef::Text(bytes) => serde_json::from_slice(bytes).ok(),
            _ => None,
        };
        match parsed {
            Some(parsed) => Ok(Some(parsed)),
            None => Err(self.bad("JSON of its kind")),
        }
    }

    /// The next value as JSON text.
    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T, Error> {
        let parsed = match self.value()? {
            // Most lists of most records are empty, and this is the hot path of opening.
            ValueRef::Text(bytes) => serde_json::from_slice(bytes).ok(),
            _ => None,
        };
        parsed.ok_or_else(|| self.bad("JSON of its kind"))
    }

    /// The next value as an id, if it is not null.
    pub(crate) fn opt_id(&mut self) -> Result<Option<[u8; 16]>, Error> {
        let id = match self.value()? {
            ValueRef::Null => return Ok(None),
            ValueRef::Blob(bytes) => <[u8; 16]>::try_from(bytes).ok(),
            _ => None,
        };
        match id {
            Some(id) => Ok(Some(id)),
            None => Err(self.bad("an id of 16 bytes")),
        }
    }

    /// The next value as an id.
    pub(crate) fn id(&mut self) -> Result<[u8; 16], Error> {
        self.opt_id()?.ok_or_else(|| self.bad("an id of 16 bytes"))
    }

    /// The next value as bytes.
    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, Error> {
        let bytes = match self.value()? {
            ValueRef::Blob(bytes) => Some(bytes.to_vec()),
            _ => None,
        };
        bytes.ok_or_else(|| self.bad("bytes"))
    }
}

/// A value for a column that may be null.
pub(crate) fn opt<T: Into<Value>>(value: Option<T>) -> Value {
    value.map_or(Value::Null, Into::into)
}

/// An id as a value.
pub(crate) fn id(bytes: [u8; 16]) -> Value {
    Value::Blob(bytes.to_vec())
}

/// A fraction as a value: SQLite keeps whole fractions as integers, which have no negative
/// zero, and the checksum must not notice.
pub(crate) fn real(value: f64) -> Value {
    Value::Real(value + 0.0)
}

/// A name such as a kind, as its type serialises it.
pub(crate) fn name<T: Serialize>(value: &T) -> Value {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Value::Text(text),
        _ => Value::Null,
    }
}

/// A list as JSON text. Fails for nothing that [`crate::record::Record::to_fields`] lets in.
pub(crate) fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_string(value).map_or(Value::Null, Value::Text)
}

/// Rows and checksums that a transaction added or took away, by table.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<&'static str, (i64, i64)>);

impl Tally {
    fn add(&mut self, table: &'static str, checksum: i64) {
        let entry = self.0.entry(table).or_default();
        *entry = (entry.0 + 1, entry.1.wrapping_add(checksum));
    }

    fn take(&mut self, table: &'static str, checksum: i64) {
        let entry = self.0.entry(table).or_default();
        *entry = (entry.0 - 1, entry.1.wrapping_sub(checksum));
    }

    /// Writes the changes down; the last step of every writing transaction.
    pub(crate) fn store(&mut self, db: &Connection) -> Result<(), Error> {
        for (table, (rows, checksums)) in std::mem::take(&mut self.0) {
            let (had, sum) = stored_tally(db, table)?;
            db.prepare_cached(
                "INSERT OR REPLACE INTO tally (tbl, rows, checksums) VALUES (?, ?, ?)",
            )?
            .execute(params![table, had + rows, sum.wrapping_add(checksums)])?;
        }
        Ok(())
    }
}

fn stored_tally(db: &Connection, table: &str) -> Result<(i64, i64), Error> {
    Ok(db
        .prepare_cached("SELECT rows, checksums FROM tally WHERE tbl = ?")?
        .query_row([table], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or((0, 0)))
}

fn insert_sql<R: Row>() -> String {
    format!(
        "INSERT INTO {} (checksum, {}) VALUES (?{})",
        R::TABLE,
        R::COLUMNS.join(", "),
        ", ?".repeat(R::COLUMNS.len())
    )
}

/// Inserts rows that are not there yet; `each` hears of every row before it is written and may
/// stop the work.
pub(crate) fn insert_all<'a, R: Row + 'a>(
    db: &Connection,
    tally: &mut Tally,
    rows: impl IntoIterator<Item = &'a R>,
    mut each: impl FnMut(&R) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut statement = db.prepare_cached(&insert_sql::<R>())?;
    for row in rows {
        each(row)?;
        insert_with(&mut statement, tally, row)?;
    }
    Ok(())
}

fn insert_with<R: Row>(
    statement: &mut rusqlite::CachedStatement<'_>,
    tally: &mut Tally,
    row: &R,
) -> Result<(), Error> {
    let values = row.bind();
    let checksum = checksum_of(R::TABLE, &values);
    let all = std::iter::once(Value::Integer(checksum)).chain(values);
    match statement.execute(params_from_iter(all)) {
        Ok(_) => {
            tally.add(R::TABLE, checksum);
            Ok(())
        }
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) =>
        {
            Err(Error::conflict(format!(
                "a row of table {} cannot be added: {error}. Its id is taken, also by imports that \
                 were undone; give it a new id",
                R::TABLE
            )))
        }
        Err(error) => Err(error.into()),
    }
}

/// Inserts one row, or replaces the row of the same key.
pub(crate) fn put<R: Row>(db: &Connection, tally: &mut Tally, row: &R) -> Result<(), Error> {
    let key = row.bind().swap_remove(0);
    delete::<R>(db, tally, &key)?;
    insert_with(&mut db.prepare_cached(&insert_sql::<R>())?, tally, row)
}

/// Deletes the row of a key; says whether there was one.
pub(crate) fn delete<R: Row>(
    db: &Connection,
    tally: &mut Tally,
    key: &Value,
) -> Result<bool, Error> {
    let (table, column) = (R::TABLE, R::COLUMNS[0]);
    let checksum: Option<i64> = db
        .prepare_cached(&format!(
            "DELETE FROM {table} WHERE {column} = ? RETURNING checksum"
        ))?
        .query_row([key], |row| row.get(0))
        .optional()?;
    if let Some(checksum) = checksum {
        tally.take(table, checksum);
    }
    Ok(checksum.is_some())
}

/// Deletes all rows whose first column has a value.
pub(crate) fn delete_all<R: Row>(
    db: &Connection,
    tally: &mut Tally,
    value: &Value,
) -> Result<(), Error> {
    let (table, column) = (R::TABLE, R::COLUMNS[0]);
    let mut statement = db.prepare_cached(&format!(
        "DELETE FROM {table} WHERE {column} = ? RETURNING checksum"
    ))?;
    let mut rows = statement.query([value])?;
    while let Some(row) = rows.next()? {
        tally.take(table, row.get(0)?);
    }
    Ok(())
}

/// The rows of a condition, each verified, in order.
pub(crate) fn select<R: Row>(
    db: &Connection,
    condition: &str,
    params: &[Value],
) -> Result<Vec<R>, Error> {
    let mut rows = Vec::new();
    walk(db, condition, params, |row, _| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// Every row of a table by its first column, each verified and all compared with the tally.
pub(crate) fn select_all<R: Row>(db: &Connection) -> Result<Vec<R>, Error> {
    let (expected, checksums) = stored_tally(db, R::TABLE)?;
    // The tally is not trusted with memory: it is a hint, and bounded.
    let mut rows = Vec::with_capacity(usize::try_from(expected).unwrap_or(0).min(1 << 20));
    let mut sum = 0_i64;
    walk(
        db,
        &format!("ORDER BY {}", R::COLUMNS[0]),
        &[],
        |row, checksum| {
            rows.push(row);
            sum = sum.wrapping_add(checksum);
            Ok(())
        },
    )?;
    compare_tally(R::TABLE, (expected, checksums), (rows.len() as i64, sum))?;
    Ok(rows)
}

fn walk<R: Row>(
    db: &Connection,
    condition: &str,
    params: &[Value],
    mut each: impl FnMut(R, i64) -> Result<(), Error>,
) -> Result<(), Error> {
    let (table, columns) = (R::TABLE, R::COLUMNS);
    let mut statement = db.prepare_cached(&format!(
        "SELECT checksum, {} FROM {table} {condition}",
        columns.join(", ")
    ))?;
    let mut rows = statement.query(params_from_iter(params))?;
    while let Some(row) = rows.next()? {
        let mut sum = Checksum::new(table);
        for index in 1..=columns.len() {
            sum.value(row.get_ref(index)?);
        }
        let checksum = sum.finish();
        if row.get_ref(0)? != ValueRef::Integer(checksum) {
            return Err(unlike_its_checksum(table));
        }
        let mut fields = Fields {
            row,
            table,
            columns,
            next: 0,
        };
        each(R::read(&mut fields)?, checksum)?;
    }
    Ok(())
}

/// Gives a table further columns at its end, each with one value for the rows there are.
///
/// `sql` makes the wider table. The checksums go over the new columns too, so every row is
/// written anew; it is compared with its old checksum first, and the table with its old tally,
/// or damage would come out of an upgrade with a checksum that fits. The columns are those of
/// the step, not of [`Row`]: a released step never changes.
pub(crate) fn widen(
    db: &Connection,
    table: &'static str,
    columns: &[&str],
    sql: &str,
    more: &[(&str, Value)],
) -> Result<(), Error> {
    let old = format!("{table}_before");
    db.execute_batch(&format!("ALTER TABLE {table} RENAME TO {old}"))?;
    db.execute_batch(sql)?;
    let names = columns.join(", ");
    let added: Vec<&str> = more.iter().map(|(name, _)| *name).collect();
    let mut insert = db.prepare(&format!(
        "INSERT INTO {table} (checksum, {names}, {}) VALUES (?{})",
        added.join(", "),
        ", ?".repeat(columns.len() + added.len())
    ))?;
    let mut select = db.prepare(&format!("SELECT checksum, {names} FROM {old}"))?;
    let mut rows = select.query([])?;
    let (mut was, mut is) = ((0_i64, 0_i64), Tally::default());
    while let Some(row) = rows.next()? {
        let mut values: Vec<Value> = (1..=columns.len())
            .map(|index| row.get(index))
            .collect::<Result<_, _>>()?;
        let checksum = checksum_of(table, &values);
        if row.get_ref(0)? != ValueRef::Integer(checksum) {
            return Err(unlike_its_checksum(table));
        }
        was = (was.0 + 1, was.1.wrapping_add(checksum));
        is.take(table, checksum);
        values.extend(more.iter().map(|(_, value)| value.clone()));
        let checksum = checksum_of(table, &values);
        let all = std::iter::once(Value::Integer(checksum)).chain(values);
        insert.execute(params_from_iter(all))?;
        is.add(table, checksum);
    }
    compare_tally(table, stored_tally(db, table)?, was)?;
    is.store(db)?;
    // Statements that look at a table would keep it from being dropped.
    drop(rows);
    drop(select);
    drop(insert);
    db.execute_batch(&format!("DROP TABLE {old}"))?;
    Ok(())
}

fn unlike_its_checksum(table: &str) -> Error {
    Error::damaged(format!(
        "a row of table {table} does not match its checksum"
    ))
}

fn compare_tally(table: &str, expected: (i64, i64), found: (i64, i64)) -> Result<(), Error> {
    if expected == found {
        return Ok(());
    }
    Err(Error::damaged(if expected.0 == found.0 {
        format!("the rows of table {table} are not those that were written")
    } else {
        format!(
            "table {table} has {} rows, expected {}",
            found.0, expected.0
        )
    }))
}

/// Compares a table's number of rows and checksums with the tally without reading the rows.
pub(crate) fn verify_tally<R: Row>(db: &Connection) -> Result<(), Error> {
    let mut statement = db.prepare_cached(&format!("SELECT checksum FROM {}", R::TABLE))?;
    let mut rows = statement.query([])?;
    let mut found = (0_i64, 0_i64);
    while let Some(row) = rows.next()? {
        found = (found.0 + 1, found.1.wrapping_add(row.get(0)?));
    }
    compare_tally(R::TABLE, stored_tally(db, R::TABLE)?, found)
}

/// The first column of every row of a table, as the log writes it, by table; of those tables that
/// hold any.
pub(crate) fn keys(db: &Connection) -> Result<Vec<(String, Vec<String>)>, Error> {
    let mut tables = db.prepare_cached("SELECT tbl FROM tally WHERE rows > 0 ORDER BY tbl")?;
    let names: Vec<String> = tables
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut all = Vec::new();
    for table in names {
        // The name comes out of the file, and only those of the schema are tables.
        let known: bool = db
            .prepare_cached("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?")?
            .query_row([&table], |row| row.get::<_, i64>(0))
            .map(|count| count == 1)?;
        if !known || !table.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Err(Error::damaged(format!(
                "table tally names no table: {table}"
            )));
        }
        let mut statement = db.prepare(&format!("SELECT * FROM {table}"))?;
        let mut rows = statement.query([])?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            keys.push(match row.get_ref(1)? {
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                ValueRef::Blob(bytes) => bytes.iter().map(|b| format!("{b:02x}")).collect(),
                _ => String::new(),
            });
        }
        all.push((table, keys));
    }
    Ok(all)
}

/// Reads and verifies every row of a table.
pub(crate) fn verify<R: Row>(db: &Connection) -> Result<(), Error> {
    let mut found = (0_i64, 0_i64);
    walk::<R>(db, "", &[], |_, checksum| {
        found = (found.0 + 1, found.1.wrapping_add(checksum));
        Ok(())
    })?;
    compare_tally(R::TABLE, stored_tally(db, R::TABLE)?, found)
}
