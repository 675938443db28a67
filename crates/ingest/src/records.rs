//! Text into rows: finds where a row ends, takes quotes off, counts lines.
//!
//! The rules are those of the csv crate (and so of RFC 4180 as practised): a quote opens only
//! at the start of a field, two quotes inside are one, `\n`, `\r\n` and a lone `\r` end a row,
//! blank lines are no rows; a test holds both against each other. They are written anew for
//! what that crate does not give: a row that ends where the buffer does is told from
//! one that is cut off, its length is bounded, and damage costs the line it is in and not those
//! behind it. So where a quote inside a field is not followed by what ends a field,
//! the next quote on that line that is so followed closes the field, and those between are
//! characters like any other (`"Tea "Earl Grey" loose"`); and a field that would go on into a
//! line where another field opens was never closed.

use crate::dialect::Dialect;

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
pub(crate) fn split(bytes: &[u8], dialect: Dialect, ended: bool, row: &mut RawRow) -> Split {
    let Dialect {
        delimiter, quote, ..
    } = dialect;
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
        if dialect.padded {
            while bytes.get(at) == Some(&b' ') {
                at += 1;
            }
        }
        if bytes.get(at) == Some(&quote) {
            match quoted(bytes, at + 1, dialect, ended, row) {
                Quoted::Closed { after, breaks } => {
                    at = after;
                    lines += breaks;
                }
                Quoted::More => return Split::More,
                Quoted::Open => return Split::OpenQuote,
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

/// How a quoted field ends.
enum Quoted {
    /// Position behind the closing quote, and line breaks passed.
    Closed { after: usize, breaks: u64 },
    /// Perhaps beyond the piece.
    More,
    /// Not at all.
    Open,
}

/// Reads the inside of a quoted field, which begins at `at`.
fn quoted(bytes: &[u8], mut at: usize, dialect: Dialect, ended: bool, row: &mut RawRow) -> Quoted {
    let Dialect {
        delimiter, quote, ..
    } = dialect;
    let mut breaks = 0;
    // Up to where quotes are characters like any other, because one there closes the field.
    let mut loose = None;
    loop {
        let rest = &bytes[at..];
        let sought = |byte: &u8| *byte == quote || (dialect.backslash && *byte == b'\\');
        let Some(length) = rest.iter().position(sought) else {
            return if ended { Quoted::Open } else { Quoted::More };
        };
        breaks += line_breaks(&rest[..length]);
        row.text.extend_from_slice(&rest[..length]);
        let found = at + length;
        at = found + 1;
        let next = bytes.get(at).copied();
        if bytes[found] != quote {
            // A backslash: what follows loses its meaning, if it had one.
            match next {
                Some(escaped) if escaped == quote || escaped == b'\\' => {
                    row.text.push(escaped);
                    at += 1;
                }
                None if !ended => return Quoted::More,
                _ => row.text.push(b'\\'),
            }
            continue;
        }
        let closes = |next: Option<u8>| match next {
            Some(next) => next == delimiter || next == b'\n' || next == b'\r',
            None => ended,
        };
        if let Some(last) = loose {
            if found == last {
                return Quoted::Closed { after: at, breaks };
            }
            row.text.push(quote);
            continue;
        }
        match next {
            Some(next) if next == quote => {
                row.text.push(quote);
                at += 1;
            }
            next if closes(next) => return Quoted::Closed { after: at, breaks },
            None => return Quoted::More,
            Some(_) => match look_ahead(bytes, found, dialect, ended) {
                Ahead::Closes(last) => {
                    row.text.push(quote);
                    loose = Some(last);
                }
                Ahead::More => return Quoted::More,
                // Across lines, another field opens here: this one was never closed.
                Ahead::No if breaks > 0 => return Quoted::Open,
                Ahead::No => return Quoted::Closed { after: at, breaks },
            },
        }
    }
}

/// Whether a quote further on in the line closes a field.
enum Ahead {
    /// At this position.
    Closes(usize),
    No,
    /// The line goes on beyond the piece.
    More,
}

/// Looks behind the quote at `found`, which closes nothing, for one on its line that does.
fn look_ahead(bytes: &[u8], found: usize, dialect: Dialect, ended: bool) -> Ahead {
    let Dialect {
        delimiter, quote, ..
    } = dialect;
    let opens = |at: usize| {
        let before = &bytes[..at];
        let before = match before.split_last() {
            Some((b' ', before)) if dialect.padded => before,
            _ => before,
        };
        let first = matches!(before.last(), None | Some(b'\n' | b'\r'));
        first || before.last() == Some(&delimiter)
    };
    if opens(found) {
        return Ahead::No;
    }
    let mut at = found + 1;
    loop {
        match bytes.get(at) {
            None if ended => return Ahead::No,
            None => return Ahead::More,
            Some(b'\n' | b'\r') => return Ahead::No,
            Some(byte) if *byte == quote => match bytes.get(at + 1) {
                None if !ended => return Ahead::More,
                None | Some(b'\n' | b'\r') => return Ahead::Closes(at),
                Some(next) if *next == delimiter => return Ahead::Closes(at),
                Some(_) if opens(at) => return Ahead::No,
                Some(_) => at += 1,
            },
            Some(_) => at += 1,
        }
    }
}

/// Bytes of the first line, with the break that ends it.
pub(crate) fn line_length(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    match end {
        Some(end) if bytes[end..].starts_with(b"\r\n") => end + 2,
        Some(end) => end + 1,
        None => bytes.len(),
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
            match split(
                &text[at..known],
                Dialect::of(b','),
                known == text.len(),
                &mut row,
            ) {
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

    /// Rows as text, one field behind the other.
    fn fields(text: &str) -> Vec<String> {
        let rows = rows(text.as_bytes(), 1);
        let fields = rows.into_iter().map(|(_, row)| {
            let row = row
                .into_iter()
                .map(|field| String::from_utf8(field).unwrap());
            row.collect::<Vec<_>>().join("|")
        });
        fields.collect()
    }

    #[test]
    fn quotes_that_were_not_doubled_are_characters() {
        for (text, read) in [
            (
                "\"Tea \"Earl Grey\" loose\",2\n",
                "Tea \"Earl Grey\" loose|2",
            ),
            ("\"Tea \"Earl Grey\"\",2", "Tea \"Earl Grey\"|2"),
            ("\"24\" wide\",\"b\"\n", "24\" wide|b"),
            // Nothing on the line closes the first: as the csv crate does it.
            ("\"a\"b,\"c\"\n", "ab|c"),
            ("\"a\"b,c", "ab|c"),
        ] {
            assert_eq!(fields(text), [read], "{text}");
        }
    }

    #[test]
    fn a_quote_that_another_field_follows_was_never_closed() {
        let text = b"1,\"open,x\n2,\"shut, here\",y\n";
        let mut row = RawRow::default();
        assert_eq!(
            split(text, Dialect::of(b','), true, &mut row),
            Split::OpenQuote
        );
        assert_eq!(
            split(
                &text[line_length(text)..],
                Dialect::of(b','),
                true,
                &mut row
            ),
            Split::Row {
                bytes: 17,
                lines: 1
            }
        );
        assert_eq!(row.get(1), b"shut, here");
        // Several lines in a field stay what they are.
        assert_eq!(fields("\"x\n\"\"y\"\"\n,z\",2\n"), ["x\n\"y\"\n,z|2"]);
    }

    #[test]
    fn other_dialects() {
        let read = |text: &str, dialect: Dialect| {
            let mut row = RawRow::default();
            split(text.as_bytes(), dialect, true, &mut row);
            row.iter()
                .map(|field| String::from_utf8_lossy(field).into_owned())
                .collect::<Vec<_>>()
        };
        let usual = Dialect::of(b',');
        let single = Dialect {
            quote: b'\'',
            ..usual
        };
        assert_eq!(read("'it''s, 24\"',\"x\"", single), ["it's, 24\"", "\"x\""]);
        let backslash = Dialect {
            backslash: true,
            ..usual
        };
        assert_eq!(
            read(r#""a \"b\", \\ c\n",d\e"#, backslash),
            [r#"a "b", \ c\n"#, r"d\e"]
        );
        let padded = Dialect {
            padded: true,
            ..usual
        };
        assert_eq!(read("1, \"x, y\",  z", padded), ["1", "x, y", "z"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        let mut row = RawRow::default();
        assert_eq!(
            split(b"a,\"b\nc", Dialect::of(b','), false, &mut row),
            Split::More
        );
        assert_eq!(
            split(b"a,\"b\nc", Dialect::of(b','), true, &mut row),
            Split::OpenQuote
        );
    }

    /// Whether something other than the end of a field stands behind a closing quote.
    fn is_loose(text: &[u8]) -> bool {
        let ends = |byte: &u8| b",\n\r".contains(byte);
        let (mut at, mut start) = (0, true);
        while at < text.len() {
            if !(start && text[at] == b'"') {
                start = ends(&text[at]);
                at += 1;
                continue;
            }
            at += 1;
            while let Some(length) = text[at..].iter().position(|byte| *byte == b'"') {
                at += length + 1;
                if text.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            if text.get(at).is_some_and(|byte| !ends(byte)) {
                return true;
            }
            start = false;
        }
        false
    }

    proptest! {
        #[test]
        fn the_csv_crate_agrees(text in "[ab,\"\n\r;x0-9]{0,60}", piece in 1_usize..9) {
            // Where a closing quote closes no field, that crate reads on in its own way.
            if is_loose(text.as_bytes()) {
                return Ok(());
            }
            let mut row = RawRow::default();
            let mut at = 0;
            loop {
                match split(&text.as_bytes()[at..], Dialect::of(b','), true, &mut row) {
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

        #[test]
        fn what_is_written_as_the_rules_say_is_read_back(
            table in prop::collection::vec(prop::collection::vec("[a,\"\n\r; ]{0,6}", 2..5), 1..5),
            piece in 1_usize..9,
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let read: Vec<Vec<String>> = rows(&text, piece)
                .into_iter()
                .map(|(_, row)| row.into_iter().map(|field| String::from_utf8(field).unwrap()).collect())
                .collect();
            prop_assert_eq!(read, table);
        }
    }
}
