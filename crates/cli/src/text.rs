//! Text for a terminal: aligned tables and wrapped lines, made to be read at 80 columns.

/// Columns that text is laid out for.
pub const WIDTH: usize = 80;
/// Between two columns of a table.
const GAP: usize = 2;
/// A column of words is not made narrower than this.
const NARROWEST: usize = 8;
/// The last column of words is not made narrower than this before others are.
const WRAPPED: usize = 14;

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table that grows row by row.
pub struct Table {
    heads: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Heads: a `>` in front makes the column stand to the right.
    pub fn new(heads: &[&str]) -> Self {
        let heads = heads
            .iter()
            .map(|head| match head.strip_prefix('>') {
                Some(head) => (head.to_owned(), Align::Right),
                None => ((*head).to_owned(), Align::Left),
            })
            .collect();
        Self {
            heads,
            rows: Vec::new(),
        }
    }

    /// Adds a row; missing cells are empty.
    pub fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(one_line).to_vec());
    }

    /// Adds a row of as many cells as there are heads.
    pub fn cells(&mut self, cells: &[String]) {
        self.rows
            .push(cells.iter().map(|cell| one_line(cell)).collect());
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table, at most [`WIDTH`] wide where its words can be wrapped; columns without a single
    /// value are left out. Nothing is cut.
    pub fn print(&self, out: &mut String) {
        let used: Vec<usize> = (0..self.heads.len())
            .filter(|at| {
                self.rows
                    .iter()
                    .any(|row| row.get(*at).is_some_and(|c| !c.is_empty()))
            })
            .collect();
        let mut widths: Vec<usize> = used
            .iter()
            .map(|at| {
                let cells = self.rows.iter().filter_map(|row| row.get(*at));
                let widest = cells.map(|cell| length(cell)).max().unwrap_or(0);
                widest.max(length(&self.heads[*at].0))
            })
            .collect();
        let total =
            |widths: &[usize]| widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        // The last column of words gives way first, then the widest of them; numbers never.
        let words = |i: &usize| self.heads[used[*i]].1 == Align::Left;
        let last_words = (0..used.len()).rfind(words);
        while total(&widths) > WIDTH {
            let last = last_words.filter(|i| widths[*i] > WRAPPED);
            let widest = || (0..used.len()).filter(words).max_by_key(|i| widths[*i]);
            match last.or_else(widest) {
                Some(i) if widths[i] > NARROWEST => widths[i] -= 1,
                _ => break,
            }
        }
        let heads: Vec<String> = self.heads.iter().map(|(head, _)| head.clone()).collect();
        self.line(&heads, &used, &widths, out);
        let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        out.push_str(&rule.join(&" ".repeat(GAP)));
        out.push('\n');
        for row in &self.rows {
            self.line(row, &used, &widths, out);
        }
    }

    /// A row; words that are longer than their column go on below.
    fn line(&self, row: &[String], used: &[usize], widths: &[usize], out: &mut String) {
        let cells: Vec<Vec<String>> = used
            .iter()
            .zip(widths)
            .map(|(at, width)| {
                let cell = row.get(*at).map_or("", String::as_str);
                match self.heads[*at].1 {
                    Align::Left => wrap(cell, *width),
                    Align::Right => vec![cell.to_owned()],
                }
            })
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for below in 0..height {
            let mut line = String::new();
            for ((at, width), lines) in used.iter().zip(widths).zip(&cells) {
                let cell = lines.get(below).map_or("", String::as_str);
                let space = " ".repeat(width.saturating_sub(length(cell)));
                match self.heads[*at].1 {
                    Align::Left => line.push_str(&format!("{cell}{space}")),
                    Align::Right => line.push_str(&format!("{space}{cell}")),
                }
                line.push_str(&" ".repeat(GAP));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
}

/// A text in lines of at most so many characters, broken between words; a word that is longer,
/// after a hyphen in it or wherever the line ends.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(word) <= width => {
                line.push(' ');
                line.push_str(word);
                continue;
            }
            _ => lines.push(String::new()),
        }
        let mut rest: Vec<char> = word.chars().collect();
        while rest.len() > width.max(1) {
            let hyphen = rest[..width.max(1)].iter().rposition(|c| *c == '-');
            let tail = rest.split_off(hyphen.map_or(width.max(1), |at| at + 1));
            if let Some(line) = lines.last_mut() {
                line.extend(rest);
            }
            lines.push(String::new());
            rest = tail;
        }
        if let Some(line) = lines.last_mut() {
            line.extend(rest);
        }
    }
    lines
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

/// A paragraph, wrapped at [`WIDTH`]; later lines are indented by `indent`.
pub fn paragraph(text: &str, indent: usize, out: &mut String) {
    for (number, line) in wrap(text, WIDTH - indent).iter().enumerate() {
        if number > 0 {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

/// A paragraph for each entry, behind a bullet.
pub fn bullets(entries: &[String], out: &mut String) {
    for entry in entries.iter().filter(|entry| !entry.is_empty()) {
        paragraph(&format!("· {entry}"), 2, out);
    }
}

/// An empty line and a title.
pub fn section(title: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(title);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_to_the_right_and_words_give_way() {
        let mut table = Table::new(&["Name", ">Cost", "Empty", "Words"]);
        table.row(["Checkout", "1,234", "", &"word ".repeat(30)]);
        table.row(["A", "7", "", "short\nline"]);
        let mut out = String::new();
        table.print(&mut out);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines[0], "Name       Cost  Words");
        assert!(lines[2].starts_with("Checkout  1,234  word word"));
        assert!(lines[3].starts_with("                 word word"));
        assert_eq!(*lines.last().unwrap(), "A             7  short line");
        assert!(lines.iter().all(|line| length(line) <= WIDTH));
        assert_eq!(out.matches("word").count(), 30);
        assert!(!out.contains("Empty"));
    }

    #[test]
    fn words_that_are_too_long_go_on_below_and_none_is_lost() {
        let mut table = Table::new(&["Name", ">Cost", "Words"]);
        table.row([&"n".repeat(90), "1,234", "some words"]);
        table.row([
            "a-name-that-is-broken-after-its-hyphens-because-it-is-longer-than-its-column-and-more",
            "7",
            "x",
        ]);
        let mut out = String::new();
        table.print(&mut out);
        assert!(out.lines().all(|line| length(line) <= WIDTH));
        assert_eq!(out.matches('n').count(), 90 + 7);
        assert!(out.contains("1,234") && out.contains("some words"));
        let broken = out.lines().filter(|line| line.contains('-'));
        assert_eq!(broken.clone().count(), 2);
        assert!(
            broken
                .take(1)
                .all(|line| line.split("  ").any(|c| c.ends_with('-')))
        );
    }

    #[test]
    fn paragraphs_wrap_with_an_indent() {
        let mut out = String::new();
        bullets(&["word ".repeat(30), String::new()], &mut out);
        assert_eq!(out.lines().count(), 2);
        assert!(out.lines().all(|line| length(line) <= WIDTH));
        assert!(out.starts_with("· word") && out.lines().nth(1).unwrap().starts_with("  word"));
    }
}
