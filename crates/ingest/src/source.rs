//! Text in pieces, hashed on the way, and split into rows: where its header stands, where its
//! lines are.

use crate::dialect::Dialect;
use crate::error::Error;
use crate::header::{HEADER_ROWS, header_row, is_headless, made_names};
use crate::made::Made;
use crate::open::{Body, Other, PIECE, Source, read_up_to};
use crate::records::{RawRow, Split, line_breaks, line_length, split};
use crate::written::{HeaderRow, Written};
use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

/// Longest row, in bytes. Real ones are a thousand times shorter.
pub(crate) const ROW_LIMIT: usize = 1 << 20;
/// Bytes that are looked at to tell text from anything else.
const LOOK: usize = 8 << 10;
/// Rows lost to quotes that are never closed before the file is given up.
const OPEN_QUOTES: u32 = 1_000;

/// A text file, row by row or piece by piece.
pub(crate) struct Text {
    source: Source,
    input: Box<dyn Read>,
    disk: Rc<Cell<u64>>,
    buffer: Vec<u8>,
    /// The part of `buffer` that is read and not yet used.
    from: usize,
    to: usize,
    ended: bool,
    /// Line at `from`.
    line: u64,
    /// Whether every row takes one line, whatever is in it: the rows of another format.
    even: bool,
    /// What it was made of another format, and rows of it so far.
    made: Option<(Rc<Made>, usize)>,
    hash: Hash,
    open_quotes: u32,
    pub(crate) byte_order_mark: bool,
    pub(crate) dialect: Dialect,
    /// What stands above the header, a line each.
    pub(crate) preamble: Vec<String>,
    pub(crate) header: Vec<String>,
    /// Whether the file has no header, so that its columns are called by their numbers.
    pub(crate) headless: bool,
    /// The line of the header, where there is one and the format does not settle it.
    pub(crate) header_line: Option<u64>,
}

/// One row of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// It stands in the row that was handed in, and began at this line.
    Row {
        line: u64,
    },
    /// A line in which a quote opens that is never closed.
    OpenQuote {
        line: u64,
    },
    End,
}

impl Text {
    /// Opens a file and reads its header, where it is said to stand, else where it is found.
    pub(crate) fn open(source: &Source, written: Written) -> Result<Self, Error> {
        let disk = Rc::default();
        let made = match &source.body {
            Body::Made { made, .. } => Some(Rc::clone(made)),
            _ => None,
        };
        let settled = made.as_ref().is_some_and(|made| made.lines.is_some());
        let mut text = Self {
            input: source.reader(&disk)?,
            source: source.clone(),
            disk,
            buffer: vec![0; 2 * PIECE],
            from: 0,
            to: 0,
            ended: false,
            line: made.as_ref().map_or(1, |made| made.first),
            even: made.is_some(),
            made: made.map(|made| (made, 0)),
            hash: Hash::default(),
            open_quotes: 0,
            byte_order_mark: false,
            dialect: Dialect::of(b','),
            preamble: Vec::new(),
            header: Vec::new(),
            headless: false,
            header_line: None,
        };
        while text.to < LOOK && !text.ended {
            text.fill()?;
        }
        text.check_text()?;
        if text.window().starts_with(b"\xef\xbb\xbf") {
            text.byte_order_mark = true;
            text.from += 3;
        }
        if text.ended && text.window().trim_ascii().is_empty() {
            return Err(Error::Empty {
                file: source.name.clone(),
            });
        }
        if !text.even {
            text.dialect = Dialect::of_text(text.window(), text.ended, written.delimiter);
        }
        let can_lack = matches!(
            &source.body,
            Body::Text { .. }
                | Body::Made {
                    format: Other::Workbook,
                    ..
                }
        );
        let stated = written.header_row.filter(|_| can_lack && !settled);
        if let Some(HeaderRow::At(line)) = stated {
            text.take_header(line)?;
            return Ok(text);
        }
        if stated == Some(HeaderRow::Absent) {
            let rows = text.first_rows();
            let cells: Vec<&[String]> = rows.iter().map(|(.., row)| row.as_slice()).collect();
            text.header = made_names(&cells);
            text.headless = true;
            return Ok(text);
        }
        if !settled && text.skip_preamble(can_lack) {
            return Ok(text);
        }
        let mut row = RawRow::default();
        let Next::Row { line } = text.next(&mut row)? else {
            return Err(Error::LongRow {
                file: source.name.clone(),
                line: 1,
                limit: ROW_LIMIT,
            });
        };
        text.header = cells_of(&row);
        text.header_line = (can_lack && !settled).then_some(line);
        Ok(text)
    }

    /// Takes the row that begins at a line for the header, and what stands above it for titles.
    fn take_header(&mut self, wanted: u64) -> Result<(), Error> {
        let mut row = RawRow::default();
        loop {
            match self.next(&mut row)? {
                Next::Row { line } if line == wanted => {
                    self.header = cells_of(&row);
                    self.header_line = Some(line);
                    return Ok(());
                }
                Next::Row { line } if line < wanted => self.preamble.push(title(&cells_of(&row))),
                Next::OpenQuote { line } if line < wanted => {}
                Next::Row { line } | Next::OpenQuote { line } => {
                    return Err(self.no_header(wanted, &format!("the next row begins at {line}")));
                }
                Next::End => {
                    let last = self.line.saturating_sub(1);
                    return Err(self.no_header(wanted, &format!("the file ends at {last}")));
                }
            }
        }
    }

    fn no_header(&self, wanted: u64, why: &str) -> Error {
        Error::Option {
            name: "header row".into(),
            found: wanted.to_string(),
            expected: format!(
                "a line of {} at which a row begins ({why}), or none",
                self.source.name
            ),
        }
    }

    /// The first rows of the window: where they begin, lines before them, cells.
    fn first_rows(&self) -> Vec<(usize, u64, Vec<String>)> {
        let mut rows: Vec<(usize, u64, Vec<String>)> = Vec::new();
        let mut row = RawRow::default();
        let (mut at, mut line) = (0, 0);
        while rows.len() < HEADER_ROWS {
            match split(&self.window()[at..], self.dialect, self.ended, &mut row) {
                Split::Row { bytes, lines } => {
                    rows.push((at, line, cells_of(&row)));
                    at += bytes;
                    line += if self.even { 1 } else { lines };
                }
                Split::Blank { bytes } => {
                    at += bytes;
                    line += 1;
                }
                Split::OpenQuote => {
                    at += line_length(&self.window()[at..]);
                    line += 1;
                }
                Split::More | Split::End => break,
            }
        }
        rows
    }

    /// Passes over titles, dates of the export and the like above the header. True where there
    /// is no header: then the columns have made-up names, and the first row is one like any other.
    fn skip_preamble(&mut self, can_lack: bool) -> bool {
        let rows = self.first_rows();
        let cells: Vec<&[String]> = rows.iter().map(|(.., cells)| cells.as_slice()).collect();
        let header = header_row(&cells);
        self.headless = can_lack && is_headless(&cells[header.min(cells.len())..]);
        if self.headless {
            self.header = made_names(&cells[header..]);
        }
        let Some((bytes, lines, _)) = rows.get(header).filter(|_| header > 0) else {
            return self.headless;
        };
        let (bytes, lines) = (*bytes, *lines);
        self.preamble = cells[..header].iter().map(|row| title(row)).collect();
        self.used(bytes, lines);
        self.headless
    }

    fn check_text(&self) -> Result<(), Error> {
        let look = &self.buffer[..self.to.min(LOOK)];
        // 1 and 31 are delimiters of some programs.
        let strange = |byte: &&u8| matches!(byte, 2..=8 | 11 | 12 | 14..=26 | 28..=30);
        let found = if look.contains(&0) {
            "bytes of zero"
        } else if look.iter().filter(strange).count() * 50 > look.len() {
            "control characters"
        } else {
            return Ok(());
        };
        Err(Error::Binary {
            file: self.source.name.clone(),
            found: format!("binary data ({found})"),
        })
    }

    /// What is read and not yet used.
    #[inline]
    pub(crate) fn window(&self) -> &[u8] {
        &self.buffer[self.from..self.to]
    }

    /// The line at which the window begins.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Marks the first bytes of the window as used.
    pub(crate) fn used(&mut self, bytes: usize, lines: u64) {
        self.from = (self.from + bytes).min(self.to);
        self.line += lines;
    }

    /// Bytes that have left the disk.
    pub(crate) fn disk_bytes(&self) -> u64 {
        self.disk.get()
    }

    /// Size and hash of the unpacked content; of all of it once the end was reached.
    pub(crate) fn fingerprint(&self) -> (u64, String) {
        if let Some((made, _)) = &self.made
            && let Some(original) = &made.original
        {
            return original.clone();
        }
        (self.hash.length, self.hash.digits())
    }

    /// Splits off the next row.
    pub(crate) fn next(&mut self, row: &mut RawRow) -> Result<Next, Error> {
        loop {
            let line = self.line;
            match split(self.window(), self.dialect, self.ended, row) {
                Split::Row { bytes, lines } => {
                    self.used(bytes, if self.even { 1 } else { lines });
                    let line = self.place().unwrap_or(line);
                    return Ok(Next::Row { line });
                }
                Split::Blank { bytes } => self.used(bytes, 1),
                Split::End => return Ok(Next::End),
                Split::More if self.window().len() < ROW_LIMIT => self.fill()?,
                Split::More | Split::OpenQuote => return self.skip_line(line),
            }
        }
    }

    /// Whether its header and the place of each row were settled before.
    pub(crate) fn is_settled(&self) -> bool {
        let lines = self.made.as_ref().map(|(made, _)| made.lines.is_some());
        lines.unwrap_or_default()
    }

    /// Place in the original of the row just split off, where rows do not simply follow. The
    /// header counts as the first of them.
    fn place(&mut self) -> Option<u64> {
        let (made, rows) = self.made.as_mut()?;
        let lines = made.lines.as_ref()?;
        let nth = *rows;
        *rows += 1;
        match nth.checked_sub(1) {
            None => Some(made.first),
            Some(nth) => lines.get(nth).copied(),
        }
    }

    /// Gives up a line in which a quote opens that is never closed, and goes on behind it.
    fn skip_line(&mut self, line: u64) -> Result<Next, Error> {
        self.open_quotes += 1;
        let window = self.window();
        let bytes = line_length(window);
        if bytes == window.len() && !(self.ended && bytes < ROW_LIMIT) {
            return Err(Error::LongRow {
                file: self.source.name.clone(),
                line,
                limit: ROW_LIMIT,
            });
        }
        if self.open_quotes > OPEN_QUOTES {
            return Err(Error::LongRow {
                file: self.source.name.clone(),
                line,
                limit: ROW_LIMIT,
            });
        }
        let lines = line_breaks(&window[..bytes]);
        self.used(bytes, lines);
        Ok(Next::OpenQuote { line })
    }

    /// Reads another piece behind the window.
    fn fill(&mut self) -> Result<(), Error> {
        if self.from > 0 {
            self.buffer.copy_within(self.from..self.to, 0);
            self.to -= self.from;
            self.from = 0;
        }
        if self.to + PIECE > self.buffer.len() {
            self.buffer.resize(self.to + PIECE, 0);
        }
        let room = &mut self.buffer[self.to..self.to + PIECE];
        let count = read_up_to(&mut self.input, room)
            .map_err(|error| self.source.broken(error, self.hash.length))?;
        self.hash.add(&self.buffer[self.to..self.to + count]);
        self.to += count;
        self.ended = count < PIECE;
        Ok(())
    }
}

/// The cells of a row, without blanks around them.
fn cells_of(row: &RawRow) -> Vec<String> {
    row.iter()
        .map(|cell| decode(cell).trim().to_owned())
        .collect()
}

/// What a row above the header says, cut short.
fn title(cells: &[String]) -> String {
    cells.join(" ").trim().chars().take(80).collect()
}

/// Text as UTF-8, or else as Windows-1252, which every byte sequence is.
pub(crate) fn decode(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => bytes
            .iter()
            .map(|byte| match byte {
                0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
                _ => char::from(*byte),
            })
            .collect::<String>()
            .into(),
    }
}

/// The characters where Windows-1252 is not Latin-1; the five it leaves open stay as they are.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A hash of a stream of bytes, to tell whether two files have the same content. Two lanes take
/// 16 bytes each by one multiplication whose halves are folded together. It withstands chance,
/// not an attacker.
#[derive(Debug, Clone)]
pub(crate) struct Hash {
    lanes: [u64; 2],
    tail: [u8; 32],
    filled: usize,
    pub(crate) length: u64,
}

/// The hash of a whole content, as the hash of a file that was read.
#[must_use]
pub fn content_hash(bytes: &[u8]) -> String {
    let mut hash = Hash::default();
    hash.add(bytes);
    hash.digits()
}

const PRIMES: [u64; 4] = [
    0x9e37_79b1_85eb_ca87,
    0xc2b2_ae3d_27d4_eb4f,
    0x1656_67b1_9e37_79f9,
    0x27d4_eb2f_1656_67c5,
];

impl Default for Hash {
    fn default() -> Self {
        Self {
            lanes: [PRIMES[2], PRIMES[3]],
            tail: [0; 32],
            filled: 0,
            length: 0,
        }
    }
}

impl Hash {
    pub(crate) fn add(&mut self, mut bytes: &[u8]) {
        self.length += bytes.len() as u64;
        if self.filled > 0 {
            let count = bytes.len().min(32 - self.filled);
            self.tail[self.filled..self.filled + count].copy_from_slice(&bytes[..count]);
            self.filled += count;
            bytes = &bytes[count..];
            if self.filled < 32 {
                return;
            }
            self.lanes = mix(self.lanes, &self.tail);
            self.filled = 0;
        }
        let (blocks, rest) = bytes.as_chunks::<32>();
        self.lanes = blocks.iter().fold(self.lanes, mix);
        self.tail[..rest.len()].copy_from_slice(rest);
        self.filled = rest.len();
    }

    pub(crate) fn digits(&self) -> String {
        let mut last = [0; 32];
        last[..self.filled].copy_from_slice(&self.tail[..self.filled]);
        let [a, b] = mix(self.lanes, &last);
        let half = |a: u64, b: u64, salt: u64| {
            fold(
                fold(a ^ salt, PRIMES[0]) ^ self.length,
                fold(b, PRIMES[1]) ^ salt,
            )
        };
        format!(
            "{:016x}{:016x}",
            half(a, b, PRIMES[2]),
            half(b, a, PRIMES[3])
        )
    }
}

/// Both halves of the product, one upon the other.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ (product >> 64) as u64
}

#[inline]
fn mix([a, b]: [u64; 2], block: &[u8; 32]) -> [u64; 2] {
    let (words, _) = block.as_chunks::<8>();
    let word = |index: usize| u64::from_le_bytes(words[index]);
    [
        fold(word(0) ^ PRIMES[0], word(1) ^ a),
        fold(word(2) ^ PRIMES[1], word(3) ^ b),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_depends_on_every_bit_and_not_on_the_pieces() {
        let bytes: Vec<u8> = (0..1_000_u32).map(|i| (i * 7 % 251) as u8).collect();
        let whole = |bytes: &[u8]| {
            let mut hash = Hash::default();
            hash.add(bytes);
            hash.digits()
        };
        for piece in [1, 3, 31, 32, 33, 999] {
            let mut hash = Hash::default();
            bytes.chunks(piece).for_each(|part| hash.add(part));
            assert_eq!(hash.digits(), whole(&bytes), "pieces of {piece}");
        }
        let mut seen = std::collections::HashSet::from([whole(&bytes)]);
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut other = bytes.clone();
                other[at] ^= 1 << bit;
                assert!(seen.insert(whole(&other)), "byte {at}, bit {bit}");
            }
        }
        assert_ne!(whole(b""), whole(&[0]));
    }

    #[test]
    fn text_that_is_not_utf_8_is_windows_1252() {
        assert_eq!(decode(b"caf\xe9 5 \x80"), "café 5 €");
        assert_eq!(decode("café".as_bytes()), "café");
    }
}
