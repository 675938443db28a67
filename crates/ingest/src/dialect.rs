//! How a text writes its table: what stands between cells, what around them, and what takes a
//! quote its meaning. Found in its first lines, where nobody says it.

use crate::records::{RawRow, Split, line_length, split};
use std::collections::BTreeMap;

/// A dialect of delimited text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    pub(crate) quote: u8,
    /// A quote inside quotes has a backslash before it, not another quote.
    pub(crate) backslash: bool,
    /// Blanks stand between a delimiter and a quote.
    pub(crate) padded: bool,
}

/// Rows that are looked at.
const ROWS: usize = 60;
/// Bytes that are looked at.
const LOOK: usize = 64 << 10;
/// Delimiters that people use.
const USUAL: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Delimiters that some programs use. Each stands in ordinary text as well, so every row has to
/// agree on them, and none of the usual ones may do.
const RARE: [u8; 5] = [0x1f, 0x01, b'^', b'~', b':'];

impl Dialect {
    /// The usual one, with this delimiter.
    pub(crate) const fn of(delimiter: u8) -> Self {
        Self {
            delimiter,
            quote: b'"',
            backslash: false,
            padded: false,
        }
    }

    /// Whether only its delimiter is open.
    pub(crate) fn is_usual(self) -> bool {
        self == Self::of(self.delimiter)
    }

    /// The dialect of a text by its beginning; `ended`: that is all of it.
    pub(crate) fn of_text(window: &[u8], ended: bool, delimiter: Option<u8>) -> Self {
        let ended = ended && window.len() <= LOOK;
        let window = &window[..window.len().min(LOOK)];
        let delimiter = delimiter.unwrap_or_else(|| {
            let plain = guess(window, ended, b'"');
            // Single quotes can hide how many columns there are.
            match guess(window, ended, b'\'') {
                quoted if quoted != plain && single_quotes(window, quoted) => quoted,
                _ => plain,
            }
        });
        let quote = if single_quotes(window, delimiter) {
            b'\''
        } else {
            b'"'
        };
        Self {
            delimiter,
            quote,
            backslash: backslashes(window, delimiter, quote),
            padded: padded(window, delimiter, quote),
        }
    }
}

/// The delimiter that cuts the first lines into the most columns, the same number in most.
fn guess(window: &[u8], ended: bool, quote: u8) -> u8 {
    let usual = USUAL.map(|delimiter| (agreement(window, ended, delimiter, quote), delimiter));
    let mut best = (0, b',');
    let mut agreed = false;
    for (found, delimiter) in usual {
        agreed |= found.same * 2 > found.rows;
        // Rows that agree count before width.
        let score = found.same * 1_000 + found.width.min(999);
        if found.width > 1 && score > best.0 {
            best = (score, delimiter);
        }
    }
    if !agreed {
        let rare = RARE.into_iter().find(|delimiter| {
            let found = agreement(window, ended, *delimiter, quote);
            found.width > 2 && found.rows > 1 && found.same == found.rows
        });
        return rare.unwrap_or(best.1);
    }
    best.1
}

/// How far the first rows agree on their number of columns.
#[derive(Debug, Clone, Copy, Default)]
struct Agreement {
    rows: usize,
    /// The most frequent number of columns above one, and rows that have it.
    width: usize,
    same: usize,
}

fn agreement(window: &[u8], ended: bool, delimiter: u8, quote: u8) -> Agreement {
    let mut row = RawRow::default();
    let mut at = 0;
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    let dialect = Dialect {
        quote,
        padded: padded(window, delimiter, quote),
        ..Dialect::of(delimiter)
    };
    for _ in 0..ROWS {
        match split(&window[at..], dialect, ended, &mut row) {
            Split::Row { bytes, .. } => {
                at += bytes;
                *widths.entry(row.len()).or_default() += 1;
            }
            Split::Blank { bytes } => at += bytes,
            // As a reader does: it costs its line.
            Split::OpenQuote => at += line_length(&window[at..]),
            Split::More | Split::End => break,
        }
    }
    let rows = widths.values().sum();
    let wider = widths.into_iter().filter(|(width, _)| *width > 1);
    let (width, same) = wider
        .max_by_key(|(width, same)| same * 1_000 + width.min(&999))
        .unwrap_or_default();
    Agreement { rows, width, same }
}

/// Every byte with the one before it and the one behind it; outside of the text, line breaks.
fn neighbours(window: &[u8]) -> impl Iterator<Item = (u8, u8, u8)> {
    (0..window.len()).map(|at| {
        let before = at.checked_sub(1).map_or(b'\n', |at| window[at]);
        let behind = window.get(at + 1).copied().unwrap_or(b'\n');
        (before, window[at], behind)
    })
}

fn ends(byte: u8, delimiter: u8) -> bool {
    byte == delimiter || byte == b'\n' || byte == b'\r'
}

/// Whether single quotes stand around cells, and double ones around none.
fn single_quotes(window: &[u8], delimiter: u8) -> bool {
    let (mut opened, mut closed) = (0, 0);
    for (before, byte, behind) in neighbours(window) {
        match byte {
            b'"' if ends(before, delimiter) && !ends(behind, delimiter) => return false,
            b'\'' if ends(before, delimiter) => opened += 1,
            b'\'' if ends(behind, delimiter) => closed += 1,
            _ => {}
        }
    }
    // As many begin with one as end with one, more or less: the others are apostrophes.
    opened > 1 && closed > 1 && opened * 3 >= closed * 2 && closed * 3 >= opened * 2
}

/// Whether quotes inside quotes have a backslash before them: some have, before ordinary text,
/// and none is doubled. A path that ends in a backslash ends its cell as well.
fn backslashes(window: &[u8], delimiter: u8, quote: u8) -> bool {
    let mut found = false;
    let mut doubled = false;
    for (before, byte, behind) in neighbours(window) {
        if byte != quote {
            continue;
        }
        if before == b'\\' {
            if ends(behind, delimiter) {
                return false;
            }
            found |= behind != quote;
        } else if behind == quote && !ends(before, delimiter) {
            doubled = true;
        }
    }
    found && !doubled
}

/// Whether blanks stand between delimiters and quotes, always.
fn padded(window: &[u8], delimiter: u8, quote: u8) -> bool {
    let mut found = false;
    let mut last = [b'\n'; 2];
    for byte in window {
        if *byte == quote {
            if last[1] == delimiter {
                return false;
            }
            found |= last == [delimiter, b' '];
        }
        last = [last[1], *byte];
    }
    found && delimiter != b' '
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Dialect {
        Dialect::of_text(text.as_bytes(), true, None)
    }

    #[test]
    fn delimiters_are_found() {
        for (text, delimiter) in [
            ("a;b;c\n1,5;2;3\n", b';'),
            ("a\tb\n\"x, y\"\tz\n", b'\t'),
            ("a,b\n\"1;2;3\",4\n", b','),
            ("alone\n1\n", b','),
            ("Sales, all\n\na;b;c\n1;2;3\n4;5;6\n", b';'),
            ("a^b^c\n1^x, y^3\n4^z, w, v^6\n", b'^'),
            ("a\u{1f}b\u{1f}c\n1\u{1f}2\u{1f}3\n", 0x1f),
            // Times of day are no columns.
            ("at\n10:15:00\n10:16:00\n", b','),
            (
                "at,amount\n2026-01-01 10:15:00,5\n2026-01-01 10:16:00,6\n",
                b',',
            ),
        ] {
            assert_eq!(found(text).delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn quotes_and_escapes_are_found() {
        let usual = Dialect::of(b',');
        for (text, dialect) in [
            ("a,b\n\"x, y\",2\n\"ha \"\"ha\"\"\",3\n", usual),
            (
                "a,b\n'x, y',2\n'p, q',3\n",
                Dialect {
                    quote: b'\'',
                    ..usual
                },
            ),
            // Apostrophes.
            ("a,b\nRug 'Atlas',2\n'tis,3\nlads',4\n", usual),
            (
                "a,b\n\"ha \\\"ha\\\" ha\",2\n",
                Dialect {
                    backslash: true,
                    ..usual
                },
            ),
            // A folder is no escape.
            ("a,b\n\"C:\\data\\\",2\n\"the \\\"x\\\" one\",3\n", usual),
            (
                "a, b\n1, \"x, y\"\n2, \"z, w\"\n",
                Dialect {
                    padded: true,
                    ..usual
                },
            ),
        ] {
            assert_eq!(found(text), dialect, "{text}");
        }
    }

    fn written(rows: &[Vec<String>], dialect: Dialect) -> String {
        let (delimiter, quote) = (char::from(dialect.delimiter), char::from(dialect.quote));
        let special = |c: char| c == delimiter || c == quote || matches!(c, '\n' | '\r' | '"');
        let cell = |cell: &String| match cell.contains(special) {
            true => format!(
                "{quote}{}{quote}",
                cell.replace(quote, &quote.to_string().repeat(2))
            ),
            false => cell.clone(),
        };
        rows.iter()
            .map(|row| {
                row.iter()
                    .map(cell)
                    .collect::<Vec<_>>()
                    .join(&delimiter.to_string())
                    + "\n"
            })
            .collect()
    }

    fn cells(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        let (mut at, mut row, mut rows) = (0, RawRow::default(), Vec::new());
        while let Split::Row { bytes, .. } | Split::Blank { bytes } =
            split(&text.as_bytes()[at..], dialect, true, &mut row)
        {
            at += bytes;
            rows.push(
                row.iter()
                    .map(|cell| String::from_utf8_lossy(cell).into_owned())
                    .collect(),
            );
        }
        rows
    }

    /// A table below plain names. In each row one cell may hold a delimiter, a quote or a line
    /// break: where every cell is made of them, nobody could tell what parts them.
    fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
        (2_usize..6).prop_flat_map(|width| {
            let head = prop::collection::vec("[a-z]{1,8}", width);
            let special = "([;,|\t\"\n][a-z0-9.]{0,3})?";
            let row = (
                prop::collection::vec("[a-z0-9.-]{1,8}", width),
                0..width,
                special,
            );
            let row = row.prop_map(|(mut row, at, more)| {
                row[at].push_str(&more);
                row
            });
            (head, prop::collection::vec(row, 2..8))
                .prop_map(|(head, rows)| std::iter::once(head).chain(rows).collect())
        })
    }

    proptest! {
        #[test]
        fn a_table_is_cut_into_the_cells_that_were_written(
            rows in tables(),
            delimiter in prop::sample::select(USUAL.to_vec()),
        ) {
            let text = written(&rows, Dialect::of(delimiter));
            let seen = found(&text);
            prop_assert_eq!(seen.delimiter, delimiter, "{}", text);
            prop_assert_eq!(cells(&text, seen), rows);
        }

        #[test]
        fn what_is_said_stands(text in "[a-z,;'\"\\\\ \n]{0,60}", delimiter in 0x21_u8..0x7f) {
            let seen = Dialect::of_text(text.as_bytes(), true, Some(delimiter));
            prop_assert_eq!(seen.delimiter, delimiter);
        }

        /// Whatever the bytes are, they are cut by a delimiter that somebody uses, to the same
        /// cells each time.
        #[test]
        fn any_bytes_have_a_dialect(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let seen = Dialect::of_text(&bytes, true, None);
            prop_assert!(USUAL.contains(&seen.delimiter) || RARE.contains(&seen.delimiter));
            prop_assert_eq!(Dialect::of_text(&bytes, true, None), seen);
        }
    }
}
