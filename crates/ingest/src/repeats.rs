//! Rows of revenue that equal another row of their file, cell for cell. Two sales can look alike, so
//! they count unless somebody says otherwise; but an export that was put together twice looks the
//! same, so they are counted and told.

use crate::dialect::Dialect;
use crate::mapping::Repeats;
use crate::records::{RawRow, Split, split};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hasher};

/// Different rows of a file that are remembered: some 40 MB of them.
const MOST_ROWS: usize = 1 << 21;
/// Parts the cells of a row; stands in none of them but those of a program that parts its own by it.
const PART: u8 = 0x1f;

/// Tells which rows of a file were there before.
pub(crate) struct Repeated {
    /// Whether it looks at all.
    on: bool,
    leave_out: bool,
    seen: HashSet<u64>,
    line: Vec<u8>,
    raw: RawRow,
    /// Rows that were there before, of all files.
    pub(crate) count: u64,
    /// The first of them: its file and line.
    pub(crate) first: Option<(String, u64)>,
    /// Whether a file has more different rows than are remembered.
    pub(crate) is_partial: bool,
}

impl Repeated {
    pub(crate) fn new(on: bool, repeats: Repeats) -> Self {
        Self {
            on,
            leave_out: repeats == Repeats::LeaveOut,
            seen: HashSet::new(),
            line: Vec::new(),
            raw: RawRow::default(),
            count: 0,
            first: None,
            is_partial: false,
        }
    }

    /// Whether such rows stay out, so that each has to be looked at before it is taken.
    pub(crate) fn leaves_out(&self) -> bool {
        self.on && self.leave_out
    }

    /// Another file begins: what stands in two files is no repetition.
    pub(crate) fn begin(&mut self) {
        self.seen.clear();
    }

    /// Whether a row was there before; a new one is remembered.
    pub(crate) fn watch(&mut self, row: &RawRow) -> bool {
        if !self.on {
            return false;
        }
        self.line.clear();
        for cell in row.iter() {
            self.line.extend_from_slice(cell);
            self.line.push(PART);
        }
        self.is_known()
    }

    /// Counts a row that was there before.
    pub(crate) fn tell(&mut self, file: &str, line: u64) {
        self.count += 1;
        self.first.get_or_insert_with(|| (file.to_owned(), line));
    }

    /// The same for whole, accepted rows of text, a line each, of which the first is at `line`.
    pub(crate) fn watch_lines(&mut self, text: &[u8], dialect: Dialect, file: &str, line: u64) {
        if !self.on {
            return;
        }
        let rows = text
            .split(|byte| *byte == b'\n')
            .filter(|row| !row.is_empty());
        for (row, line) in rows.zip(line..) {
            let row = row.strip_suffix(b"\r").unwrap_or(row);
            let known = if row.contains(&dialect.quote) {
                let mut raw = std::mem::take(&mut self.raw);
                let cut = matches!(split(row, dialect, true, &mut raw), Split::Row { .. });
                let known = cut && self.watch(&raw);
                self.raw = raw;
                known
            } else {
                self.line.clear();
                let part = |byte: &u8| {
                    if *byte == dialect.delimiter {
                        PART
                    } else {
                        *byte
                    }
                };
                self.line.extend(row.iter().map(part));
                self.line.push(PART);
                self.is_known()
            };
            if known {
                self.tell(file, line);
            }
        }
    }

    fn is_known(&mut self) -> bool {
        let mut hasher = DefaultHasher::new();
        hasher.write(&self.line);
        let hash = hasher.finish();
        if self.seen.len() >= MOST_ROWS {
            self.is_partial = true;
            return self.seen.contains(&hash);
        }
        !self.seen.insert(hash)
    }
}
