//! Text in pieces, hashed on the way, and split into rows: where its header stands, where its
//! lines are.

use crate::error::Error;
use crate::made::Made;
use crate::open::{Body, PIECE, Source, read_up_to};
use crate::records::{RawRow, Split, line_breaks, split};
use std::cell::Cell;
use std::collections::BTreeMap;
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
    pub(crate) delimiter: u8,
    /// What stands above the header, a line each.
    pub(crate) preamble: Vec<String>,
    pub(crate) header: Vec<String>,
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
    /// Opens a file and reads its header.
    pub(crate) fn open(source: &Source, delimiter: Option<u8>) -> Result<Self, Error> {
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
            delimiter: b',',
            preamble: Vec::new(),
            header: Vec::new(),
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
            let guessed = || guess_delimiter(text.window(), text.ended);
            text.delimiter = delimiter.unwrap_or_else(guessed);
        }
        if !settled {
            text.skip_preamble();
        }
        let mut row = RawRow::default();
        if matches!(text.next(&mut row)?, Next::Row { .. }) {
            text.header = row
                .iter()
                .map(|name| decode(name).trim().to_owned())
                .collect();
        } else {
            return Err(Error::LongRow {
                file: source.name.clone(),
                line: 1,
                limit: ROW_LIMIT,
            });
        }
        Ok(text)
    }

    /// Passes over titles, dates of the export and the like above the header.
    fn skip_preamble(&mut self) {
        let mut rows: Vec<(usize, u64, Vec<String>)> = Vec::new();
        let mut row = RawRow::default();
        let (mut at, mut line) = (0, 0);
        while rows.len() < HEADER_ROWS {
            match split(&self.window()[at..], self.delimiter, self.ended, &mut row) {
                Split::Row { bytes, lines } => {
                    let cells = row.iter().map(|cell| decode(cell).trim().to_owned());
                    rows.push((at, line, cells.collect()));
                    at += bytes;
                    line += if self.even { 1 } else { lines };
                }
                Split::Blank { bytes } => {
                    at += bytes;
                    line += 1;
                }
                Split::More | Split::OpenQuote | Split::End => break,
            }
        }
        let cells: Vec<&[String]> = rows.iter().map(|(.., cells)| cells.as_slice()).collect();
        let header = header_row(&cells);
        let Some((bytes, lines, _)) = rows.get(header).filter(|_| header > 0) else {
            return;
        };
        let (bytes, lines) = (*bytes, *lines);
        let filled = |cells: &[String]| {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            cells.join(" ").trim().chars().take(80).collect::<String>()
        };
        self.preamble = cells[..header].iter().map(|row| filled(row)).collect();
        self.used(bytes, lines);
    }

    fn check_text(&self) -> Result<(), Error> {
        let look = &self.buffer[..self.to.min(LOOK)];
        let strange = |byte: &&u8| matches!(byte, 1..=8 | 11 | 12 | 14..=26 | 28..=31);
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
            match split(self.window(), self.delimiter, self.ended, row) {
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
        let end = window.iter().position(|byte| *byte == b'\n');
        let bytes = match end {
            Some(end) => end + 1,
            None if self.ended && window.len() < ROW_LIMIT => window.len(),
            None => {
                return Err(Error::LongRow {
                    file: self.source.name.clone(),
                    line,
                    limit: ROW_LIMIT,
                });
            }
        };
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

/// Rows among which the header is looked for.
const HEADER_ROWS: usize = 60;
/// Rows that may stand above it.
const PREAMBLE_ROWS: usize = 30;

/// Which row is the header: the first, unless it has far fewer values than most rows have. Then
/// the first row that has about as many, if all of them read like names.
fn header_row(rows: &[&[String]]) -> usize {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(filled(row)).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, rows)| *rows);
    let usual = usual.map_or(0, |(filled, _)| filled);
    let full = |row: &[String]| usual >= 2 && filled(row) * 5 >= usual * 4;
    let found = rows.iter().take(PREAMBLE_ROWS).position(|row| full(row));
    match found {
        Some(at) if at > 0 && rows[at].iter().all(|cell| is_name(cell) || is_year(cell)) => at,
        _ => 0,
    }
}

/// Whether a cell is a year, which columns below a title may be called by.
fn is_year(cell: &str) -> bool {
    matches!(cell.parse(), Ok(1900..=2100_u16))
}

/// Whether a cell can be the name of a column: not a number, an amount or a date.
fn is_name(cell: &str) -> bool {
    let first = cell.trim_start_matches(['-', '+', '(', '.', ',', '€', '$', '£', '¥', ' ']);
    !first.starts_with(|c: char| c.is_ascii_digit())
}

/// The delimiter that cuts the first lines into the most columns, the same number in most.
fn guess_delimiter(window: &[u8], ended: bool) -> u8 {
    let mut row = RawRow::default();
    let mut best = (0, b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut at = 0;
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for _ in 0..HEADER_ROWS {
            match split(&window[at..], delimiter, ended, &mut row) {
                Split::Row { bytes, .. } => {
                    at += bytes;
                    *widths.entry(row.len()).or_default() += 1;
                }
                Split::Blank { bytes } => at += bytes,
                Split::More | Split::OpenQuote | Split::End => break,
            }
        }
        // One column says nothing. Among the others, rows that agree count before width.
        let scored = widths
            .iter()
            .filter(|(width, _)| **width > 1)
            .map(|(width, same)| same * 1_000 + width.min(&999));
        let score = scored.max().unwrap_or(0);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
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
    fn delimiters_are_found() {
        assert_eq!(guess_delimiter(b"a;b;c\n1,5;2;3\n", true), b';');
        assert_eq!(guess_delimiter(b"a\tb\n\"x, y\"\tz\n", true), b'\t');
        assert_eq!(guess_delimiter(b"a,b\n\"1;2;3\",4\n", true), b',');
        assert_eq!(guess_delimiter(b"alone\n1\n", true), b',');
        assert_eq!(
            guess_delimiter(b"Sales, all\n\na;b;c\n1;2;3\n4;5;6\n", true),
            b';'
        );
    }

    #[test]
    fn the_header_is_found_below_titles() {
        let at = |text: &str| {
            let rows: Vec<Vec<String>> = text
                .lines()
                .map(|line| line.split(',').map(|cell| cell.trim().to_owned()).collect())
                .collect();
            header_row(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        for (text, header) in [
            ("a,b\n1,2", 0),
            ("Sales\nfrom,2026\n\nat,amount,stream\n2026-01-01,5,shop", 3),
            // As spreadsheets fill up every row.
            ("Sales,,\n,,\nat,amount,stream\n2026-01-01,5,shop", 2),
            // A row of values is no header, nor is any row in a file without one.
            ("a\n1,2,3", 0),
            ("x,,\n5,6,7\nq,r,s", 0),
            ("alone\n1\n2", 0),
            ("a,b,c\nw,w,w\nx,y,z,u,v\np,q,r", 0),
            ("", 0),
        ] {
            assert_eq!(at(text), header, "{text}");
        }
    }

    #[test]
    fn text_that_is_not_utf_8_is_windows_1252() {
        assert_eq!(decode(b"caf\xe9 5 \x80"), "café 5 €");
        assert_eq!(decode("café".as_bytes()), "café");
    }
}
