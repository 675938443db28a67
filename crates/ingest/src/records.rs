//! Text into rows: finds where a row ends, takes quotes off, counts lines.
//!
//! The rules are those of the csv crate (and so of RFC 4180 as practised): a quote opens only
//! at the start of a field, two quotes inside are one, `\n`, `\r\n` and a lone `\r` end a row,
//! blank lines are no rows; a test holds both against each other. They are written anew for
//! three things that crate does not give: a row that ends where the buffer does is told from
//! one that is cut off, its length is bounded, and a quote that is never closed costs one line
//! instead of the rest of the file.

/// One row, quotes taken off. Reused from row to row.
#[derive(Debug, Default)]
pub(crate) struct RawRow {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl RawRow {
    /// Number of fields.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A field; nothing beyond the last.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> &[u8] {
        let Some(end) = self.ends.get(index) else {
            return &[];
        };
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1],
        };
        &self.text[start..*end]
    }

    /// All fields.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|index| self.get(index))
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn end_field(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// What stands at the beginning of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// A row: bytes it takes with its line break, and line breaks in it.
    Row { bytes: usize, lines: u64 },
    /// A blank line: bytes it takes.
    Blank { bytes: usize },
    /// The row goes on beyond the piece.
    More,
    /// The text ends inside a quote.
    OpenQuote,
    /// Nothing is left.
    End,
}

/// Splits the row at the beginning of `bytes` into `row`. `ended`: no bytes follow `bytes`.
pub(crate) fn split(bytes: &[u8], delimiter: u8, ended: bool, row: &mut RawRow) -> Split {
    row.clear();
    match bytes {
        [] if ended => return Split::End,
        [] => return Split::More,
        [b'\n', ..] => return Split::Blank { bytes: 1 },
        [b'\r', b'\n', ..] => return Split::Blank { bytes: 2 },
        [b'\r'] if !ended => return Split::More,
        [b'\r', ..] => return Split::Blank { bytes: 1 },
        _ => {}
    }
    let mut at = 0;
    let mut lines = 0;
    loop {
        // At the start of a field.
        if bytes.get(at) == Some(&b'"') {
            match quoted(bytes, at + 1, row) {
                Some((after, breaks)) => {
                    at = after;
                    lines += breaks;
                }
                None if ended => return Split::OpenQuote,
                None => return Split::More,
            }
            // The character behind the closing quote decides; at the very end of a piece it
            // could be the second of two quotes.
            if at == bytes.len() && !ended {
                return Split::More;
            }
        }
        // The rest of the field, in which a quote is a character like any other.
        let end = find_field_end(bytes, at, delimiter);
        row.text.extend_from_slice(&bytes[at..end]);
        match bytes.get(end) {
            Some(byte) if *byte == delimiter => {
                row.end_field();
                at = end + 1;
            }
            Some(b'\n') => {
                row.end_field();
                return Split::Row {
                    bytes: end + 1,
                    lines: lines + 1,
                };
            }
            Some(_) => {
                // A carriage return; the line feed behind it may not have been read yet.
                let length = match bytes.get(end + 1) {
                    Some(b'\n') => 2,
                    None if !ended => return Split::More,
                    _ => 1,
                };
                row.end_field();
                return Split::Row {
                    bytes: end + length,
                    lines: lines + 1,
                };
            }
            None if ended => {
                row.end_field();
                return Split::Row { bytes: end, lines };
            }
            None => return Split::More,
        }
    }
}

/// Reads the inside of a quoted field: position behind the closing quote and line breaks
/// passed, or nothing where the quote is not closed.
fn quoted(bytes: &[u8], mut at: usize, row: &mut RawRow) -> Option<(usize, u64)> {
    let mut breaks = 0;
    loop {
        let rest = &bytes[at..];
        let length = rest.iter().position(|byte| *byte == b'"')?;
        breaks += line_breaks(&rest[..length]);
        row.text.extend_from_slice(&rest[..length]);
        at += length + 1;
        if bytes.get(at) != Some(&b'"') {
            return Some((at, breaks));
        }
        row.text.push(b'"');
        at += 1;
    }
}

/// Line breaks as an editor counts them.
pub(crate) fn line_breaks(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for (index, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
            count += 1;
        }
    }
    count
}

/// Position of the first delimiter or line break from `at` on, or the end of `bytes`.
#[inline]
pub(crate) fn find_field_end(bytes: &[u8], mut at: usize, delimiter: u8) -> usize {
    // Eight bytes at a time: a byte of `x ^ pattern` is zero where the byte is the one sought,
    // and `(v - 0x01…) & !v & 0x80…` is not zero where `v` has a zero byte; its lowest set bit
    // marks the first of them exactly.
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let repeat = |byte: u8| LOW.wrapping_mul(u64::from(byte));
    let zero = |v: u64| v.wrapping_sub(LOW) & !v & HIGH;
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*word);
        let hits = zero(word ^ repeat(delimiter))
            | zero(word ^ repeat(b'\n'))
            | zero(word ^ repeat(b'\r'));
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while at < bytes.len() && bytes[at] != delimiter && bytes[at] != b'\n' && bytes[at] != b'\r' {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All rows, however the text is cut into pieces.
    fn rows(text: &[u8], piece: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
        let mut row = RawRow::default();
        let (mut at, mut known, mut line) = (0, 0, 1);
        let mut out = Vec::new();
        loop {
            match split(&text[at..known], b',', known == text.len(), &mut row) {
                Split::Row { bytes, lines } => {
                    out.push((line, row.iter().map(<[u8]>::to_vec).collect()));
                    at += bytes;
                    line += lines;
                }
                Split::Blank { bytes } => {
                    at += bytes;
                    line += 1;
                }
                Split::More => known = (known + piece).min(text.len()),
                Split::OpenQuote | Split::End => return out,
            }
        }
    }

    #[test]
    fn rows_know_their_lines() {
        let text = b"a,b\r\n\r\n\"x\ny\",\"q\"\"q\"\rlast,";
        let found = rows(text, 1);
        let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 5]);
        assert_eq!(found[1].1, [b"x\ny".to_vec(), b"q\"q".to_vec()]);
        assert_eq!(found[2].1, [b"last".to_vec(), b"".to_vec()]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let mut row = RawRow::default();
        assert_eq!(split(b"a,\"b\nc", b',', false, &mut row), Split::More);
        assert_eq!(split(b"a,\"b\nc", b',', true, &mut row), Split::OpenQuote);
    }

    proptest! {
        #[test]
        fn the_csv_crate_agrees(text in "[ab,\"\n\r;x0-9]{0,60}", piece in 1_usize..9) {
            let mut row = RawRow::default();
            let mut at = 0;
            loop {
                match split(&text.as_bytes()[at..], b',', true, &mut row) {
                    Split::Row { bytes, .. } | Split::Blank { bytes } => at += bytes,
                    // Where we tell an open quote, that crate takes the rest of the text.
                    Split::OpenQuote => return Ok(()),
                    Split::More => prop_assert!(false, "more than everything"),
                    Split::End => break,
                }
            }
            let theirs: Vec<Vec<Vec<u8>>> = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes())
                .byte_records()
                .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
                .collect();
            let ours: Vec<Vec<Vec<u8>>> =
                rows(text.as_bytes(), piece).into_iter().map(|(_, row)| row).collect();
            prop_assert_eq!(ours, theirs);
        }
    }
}
