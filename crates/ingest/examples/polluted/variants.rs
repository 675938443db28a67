//! Copies of one sales table, each polluted in a way that is known, with what a careful person
//! would read in it.

use super::sales::{Dialect, Dice, Escape, HEADER, sales};

/// A polluted copy.
pub struct Variant {
    /// `row`, `table`, `dialect` or `mixed`.
    pub level: &'static str,
    /// What was done to it.
    pub kind: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its header as it should be read; none where the file has none.
    pub header: Vec<String>,
    /// Its records as they should be read.
    pub rows: Vec<Vec<String>>,
    /// How many of the records were damaged.
    pub damaged: usize,
}

/// Ways to pollute a table: level, kind.
pub const KINDS: &[(&str, &str)] = &[
    ("row", "delimiter more at the end"),
    ("row", "delimiter more inside"),
    ("row", "delimiter missing"),
    ("row", "cells missing at the end"),
    ("row", "quote never closed"),
    ("row", "quote missing before"),
    ("row", "quotes inside not doubled"),
    ("row", "quote in a bare cell"),
    ("row", "row broken in two"),
    ("row", "blanks around cells"),
    ("table", "no header"),
    ("table", "header repeated"),
    ("table", "line of groups above"),
    ("table", "preamble"),
    ("table", "preamble of pairs"),
    ("table", "footer"),
    ("table", "two tables"),
    ("table", "blank lines"),
    ("table", "rows of delimiters only"),
    ("table", "empty columns"),
    ("table", "few rows"),
    ("dialect", "semicolon"),
    ("dialect", "tab"),
    ("dialect", "pipe"),
    ("dialect", "rare delimiter"),
    ("dialect", "single quotes"),
    ("dialect", "backslash escapes"),
    ("dialect", "everything quoted"),
    ("dialect", "blank behind delimiters"),
    ("dialect", "carriage returns"),
    ("dialect", "mixed line ends"),
    ("dialect", "byte order mark"),
    ("dialect", "UTF-16"),
    ("dialect", "Windows-1252"),
    ("dialect", "decimal comma"),
    ("dialect", "sep= line"),
];

/// Two things at once. Nothing was tuned on these: they are the held-out part.
pub const MIXED: &[(&str, &str)] = &[
    ("mixed", "semicolon, Windows-1252, preamble"),
    ("mixed", "tab, UTF-16, no header"),
    ("mixed", "semicolon, footer, quotes inside"),
    ("mixed", "pipe, quote never closed, blank lines"),
    ("mixed", "byte order mark, preamble, footer"),
    ("mixed", "CRLF, everything quoted, header repeated"),
];

/// The file as lines, and what should be read in it.
struct Draft {
    dialect: Dialect,
    above: Vec<String>,
    header: Option<String>,
    lines: Vec<String>,
    below: Vec<String>,
    truth_header: Vec<String>,
    truth: Vec<Vec<String>>,
    damaged: usize,
    encoding: Encoding,
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Marked,
    Utf16 { big: bool },
    Windows,
}

impl Draft {
    fn new(dice: &mut Dice, dialect: Dialect, rows: usize) -> Self {
        let header: Vec<String> = HEADER.iter().map(|name| (*name).to_owned()).collect();
        let truth = sales(dice, rows);
        Self {
            above: vec![],
            header: Some(dialect.row(&header)),
            lines: truth.iter().map(|row| dialect.row(row)).collect(),
            below: vec![],
            truth_header: header,
            truth,
            damaged: 0,
            encoding: Encoding::Utf8,
            dialect,
        }
    }

    fn finish(self, (level, kind): (&'static str, &'static str)) -> Variant {
        let mut text = String::new();
        let lines = self.above.iter().chain(&self.header);
        for line in lines.chain(&self.lines).chain(&self.below) {
            text.push_str(line);
            text.push_str(self.dialect.end);
        }
        Variant {
            level,
            kind,
            bytes: encode(&text, self.encoding),
            header: self.truth_header,
            rows: self.truth,
            damaged: self.damaged,
        }
    }

    /// Some rows written anew by a function that says the line, and how it should be read.
    fn damage(
        &mut self,
        dice: &mut Dice,
        how: impl Fn(&mut Dice, &Dialect, &[String]) -> (String, Vec<String>),
    ) {
        let count = 1 + dice.below(4);
        for at in dice.some(count, self.lines.len()) {
            let (line, truth) = how(dice, &self.dialect, &self.truth[at]);
            self.lines[at] = line;
            self.truth[at] = truth;
            self.damaged += 1;
        }
    }
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Marked => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16 { big } => std::iter::once(0xfeff)
            .chain(text.encode_utf16())
            .flat_map(|unit: u16| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect(),
        // Every letter of the table is in Latin-1, but for the euro sign.
        Encoding::Windows => text
            .chars()
            .map(|c| {
                if c == '€' {
                    0x80
                } else {
                    u8::try_from(u32::from(c)).unwrap_or(b'?')
                }
            })
            .collect(),
    }
}

/// The variants: each kind in turn, so many in all.
pub fn variants(kinds: &[(&'static str, &'static str)], count: usize, seed: u64) -> Vec<Variant> {
    (0..count)
        .map(|nth| {
            let kind = kinds[nth % kinds.len()];
            variant(
                kind,
                &mut Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(nth as u64)),
            )
        })
        .collect()
}

fn variant(kind: (&'static str, &'static str), dice: &mut Dice) -> Variant {
    let mut dialect = Dialect {
        end: dice.one(&["\n", "\n", "\r\n"]),
        ..Dialect::default()
    };
    let mut rows = 20 + dice.below(60);
    for part in kind.1.split(", ") {
        match part {
            "semicolon" | "decimal comma" | "sep= line" => dialect.delimiter = ";",
            "tab" => dialect.delimiter = "\t",
            "pipe" => dialect.delimiter = "|",
            "rare delimiter" => dialect.delimiter = dice.one(&["^", "~", "\u{1f}", "§"]),
            "single quotes" => dialect.quote = '\'',
            "backslash escapes" => dialect.escape = Escape::Backslash,
            "everything quoted" => dialect.always = true,
            "blank behind delimiters" => dialect.delimiter = ", ",
            "carriage returns" => dialect.end = "\r",
            "CRLF" => dialect.end = "\r\n",
            "few rows" => rows = 1 + dice.below(4),
            _ => {}
        }
    }
    if dialect.delimiter == "§" {
        // Of one byte, where files are of one byte a letter.
        dialect.delimiter = ":";
    }
    let mut draft = Draft::new(dice, dialect, rows);
    for part in kind.1.split(", ") {
        pollute(&mut draft, part, dice);
    }
    draft.finish(kind)
}

fn pollute(draft: &mut Draft, part: &str, dice: &mut Dice) {
    match part {
        "delimiter more at the end" => draft.damage(dice, |dice, dialect, row| {
            let more = dialect.delimiter.repeat(1 + dice.below(2));
            (dialect.row(row) + &more, row.to_vec())
        }),
        "delimiter more inside" => draft.damage(dice, |dice, _, row| {
            let mut cells = row.to_vec();
            cells.insert(1 + dice.below(row.len() - 1), String::new());
            (Dialect::default().row(&cells), cells)
        }),
        "delimiter missing" => draft.damage(dice, |dice, dialect, row| {
            let mut cells = row.to_vec();
            // Two that need no quotes: order and time, quantity and amount.
            let at = dice.one(&[0, 3]);
            let second = cells.remove(at + 1);
            cells[at].push_str(&second);
            (dialect.row(&cells), cells)
        }),
        "cells missing at the end" => draft.damage(dice, |dice, dialect, row| {
            let cells = row[..4 + dice.below(3)].to_vec();
            (dialect.row(&cells), cells)
        }),
        "quote never closed" => draft.damage(dice, |_, dialect, row| {
            // As it was meant: the product, and the rest of the row.
            let mut cells: Vec<String> = row.iter().map(|cell| dialect.cell(cell)).collect();
            cells[2] = format!("\"{}", row[2].replace(['"', ','], " "));
            let mut truth = row.to_vec();
            truth[2] = row[2].replace(['"', ','], " ");
            truth[7] = "late".to_owned();
            cells[7] = "late".to_owned();
            (cells.join(dialect.delimiter), truth)
        }),
        "quote missing before" => draft.damage(dice, |_, dialect, row| {
            let mut cells: Vec<String> = row.iter().map(|cell| dialect.cell(cell)).collect();
            let mut truth = row.to_vec();
            truth[2] = format!("{}\"", row[2].replace(['"', ','], " "));
            cells[2].clone_from(&truth[2]);
            (cells.join(dialect.delimiter), truth)
        }),
        "quotes inside" | "quotes inside not doubled" => {
            draft.damage(dice, |dice, dialect, row| {
                let product = dice.one(&[
                    "Tea \"Earl Grey\" loose",
                    "The \"big\", blue one",
                    "Screen 24\" wide",
                ]);
                let mut cells: Vec<String> = row.iter().map(|cell| dialect.cell(cell)).collect();
                cells[2] = format!("\"{product}\"");
                let mut truth = row.to_vec();
                truth[2] = product.to_owned();
                (cells.join(dialect.delimiter), truth)
            });
        }
        "quote in a bare cell" => draft.damage(dice, |dice, dialect, row| {
            let product = dice.one(&["Screen 24\" wide", "Tea Earl \"Grey\"", "6\" nail"]);
            let mut cells: Vec<String> = row.iter().map(|cell| dialect.cell(cell)).collect();
            cells[2] = product.to_owned();
            let mut truth = row.to_vec();
            truth[2] = product.to_owned();
            (cells.join(dialect.delimiter), truth)
        }),
        "row broken in two" => {
            draft.damage(dice, |dice, dialect, row| {
                let mut cells: Vec<String> = row.iter().map(|cell| dialect.cell(cell)).collect();
                let at = 1 + dice.below(row.len() - 2);
                cells[at] = format!("{}{}", dialect.end, cells[at]);
                // Marked, to be cut below.
                let mut truth = row.to_vec();
                truth.insert(at, "\u{0}".to_owned());
                (cells.join(dialect.delimiter), truth)
            });
            draft.truth = draft
                .truth
                .iter()
                .flat_map(|row| match row.iter().position(|cell| cell == "\u{0}") {
                    Some(at) => vec![row[..at].to_vec(), row[at + 1..].to_vec()],
                    None => vec![row.clone()],
                })
                .collect();
        }
        "blanks around cells" => draft.damage(dice, |dice, dialect, row| {
            let blanks = dice.one(&["  ", " ", "\t"]);
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match dialect.cell(cell) {
                    quoted if quoted.starts_with('"') => quoted,
                    bare => format!("{blanks}{bare}{blanks}"),
                })
                .collect();
            (cells.join(dialect.delimiter), row.to_vec())
        }),
        "no header" => {
            draft.header = None;
            draft.truth_header = vec![];
        }
        "header repeated" => {
            let header = draft.header.clone().unwrap_or_default();
            for at in dice.some(2, draft.lines.len()) {
                draft.lines.insert(at, header.clone());
            }
        }
        "line of groups above" => {
            let groups = ["Sale", "", "Item", "", "Money", "", "Where", ""];
            let line: Vec<String> = groups.iter().map(|name| (*name).to_owned()).collect();
            draft.above.push(draft.dialect.row(&line));
        }
        "preamble" => {
            let all = [
                "Sales report",
                "Exported on 2 April 2026 by the till",
                "All stores",
                "Confidential",
            ];
            for line in &all[..1 + dice.below(all.len())] {
                draft.above.push(draft.dialect.cell(line));
            }
            if dice.below(2) == 0 {
                draft.above.push(String::new());
            }
        }
        "preamble of pairs" => {
            for pair in [
                ["Report", "Sales"],
                ["From", "2026-03-01"],
                ["To", "2026-03-31"],
            ] {
                let cells: Vec<String> = pair.iter().map(|cell| (*cell).to_owned()).collect();
                draft.above.push(draft.dialect.row(&cells));
            }
            if dice.below(2) == 0 {
                draft.above.push(String::new());
            }
        }
        "footer" => {
            if dice.below(2) == 0 {
                draft.below.push(String::new());
            }
            let total = ["Total".to_owned(), draft.truth.len().to_string()];
            draft.below.push(draft.dialect.row(&total));
            if dice.below(2) == 0 {
                draft.below.push("End of the report".to_owned());
            }
        }
        "two tables" => {
            draft.below.push(String::new());
            let second: [&[&str]; 4] = [
                &["store", "manager", "staff"],
                &["Lisbon", "Ana", "4"],
                &["Porto", "Rui", "3"],
                &["Web shop", "", "2"],
            ];
            for row in second {
                let cells: Vec<String> = row.iter().map(|cell| (*cell).to_owned()).collect();
                draft.below.push(draft.dialect.row(&cells));
            }
        }
        "blank lines" => {
            let count = 1 + dice.below(5);
            for at in dice.some(count, draft.lines.len()) {
                draft.lines.insert(at, String::new());
            }
            if dice.below(2) == 0 {
                draft.above.push(String::new());
            }
        }
        "rows of delimiters only" => {
            let line = draft.dialect.delimiter.repeat(HEADER.len() - 1);
            let count = 1 + dice.below(4);
            for at in dice.some(count, draft.lines.len()) {
                draft.lines.insert(at, line.clone());
            }
        }
        "empty columns" => {
            let more = draft.dialect.delimiter.repeat(1 + dice.below(3));
            for line in draft.header.iter_mut().chain(&mut draft.lines) {
                line.push_str(&more);
            }
        }
        "mixed line ends" => {
            for line in draft.lines.iter_mut().step_by(3) {
                line.push('\r');
            }
            draft.dialect.end = "\n";
        }
        "byte order mark" => draft.encoding = Encoding::Marked,
        "UTF-16" => {
            draft.encoding = Encoding::Utf16 {
                big: dice.below(2) == 0,
            }
        }
        "Windows-1252" => {
            draft.encoding = Encoding::Windows;
            for (line, row) in draft.lines.iter_mut().zip(&mut draft.truth).step_by(5) {
                row[7] = "5 € off".to_owned();
                *line = draft.dialect.row(row);
            }
        }
        "decimal comma" => {
            for (line, row) in draft.lines.iter_mut().zip(&mut draft.truth) {
                row[4] = row[4].replace('.', ",");
                *line = draft.dialect.row(row);
            }
        }
        "sep= line" => draft.above.push(format!("sep={}", draft.dialect.delimiter)),
        _ => {}
    }
}
