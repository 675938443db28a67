//! A pasted list as separate thoughts.

/// The thoughts of a text: one a line, without the bullets, numbers and boxes that lists come
/// with. Empty lines fall away; cells of a spreadsheet row are joined; an indented line under a
/// bullet goes on with it. Equal lines all stay: two people may well fear the same.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    let mut thoughts: Vec<String> = Vec::new();
    // Whether the last thought began with a mark, and how far that was indented.
    let mut marked: Option<usize> = None;
    for line in text.lines() {
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let (mark, rest) = without_mark(line.trim());
        let words = joined(rest);
        if words.is_empty() {
            if line.trim().is_empty() {
                marked = None;
            }
            continue;
        }
        match (mark, marked, thoughts.last_mut()) {
            (false, Some(depth), Some(last)) if indent > depth => {
                last.push(' ');
                last.push_str(&words);
            }
            _ => {
                thoughts.push(words);
                marked = mark.then_some(indent);
            }
        }
    }
    thoughts
}

/// Whether a line begins with marks of a list, and what follows them.
fn without_mark(line: &str) -> (bool, &str) {
    let mut rest = line;
    let mut mark = false;
    while let Some(after) = one_mark(rest) {
        rest = after.trim_start();
        mark = true;
    }
    (mark, rest)
}

fn one_mark(line: &str) -> Option<&str> {
    const BULLETS: [char; 12] = ['•', '◦', '‣', '▪', '▫', '●', '○', '■', '□', '⁃', '∙', '·'];
    const BOXES: [&str; 3] = ["[ ]", "[x]", "[X]"];
    if let Some(after) = line.strip_prefix(BULLETS) {
        return Some(after);
    }
    if let Some(after) = BOXES.iter().find_map(|b| line.strip_prefix(b)) {
        return Some(after);
    }
    // A dash or a star is a bullet only with a space behind it: -5 % is a number, and *now* a word.
    let spaced = |after: &str| after.is_empty() || after.starts_with(char::is_whitespace);
    if let Some(after) = line.strip_prefix(['-', '*', '+', '–', '—'])
        && spaced(after)
    {
        return Some(after);
    }
    // 1. 1) (1) a) but not 3.5 and not a word that ends in a bracket.
    let open = line.strip_prefix('(');
    let body = open.unwrap_or(line);
    let digits = body.chars().take_while(char::is_ascii_digit).count();
    let letter = digits == 0 && body.starts_with(|c: char| c.is_ascii_alphabetic());
    let length = if letter { 1 } else { digits };
    if length == 0 || length > 3 {
        return None;
    }
    let after = &body[length..];
    let after = match (open.is_some(), letter) {
        (true, _) | (false, true) => after.strip_prefix(')')?,
        (false, false) => after.strip_prefix(['.', ')'])?,
    };
    spaced(after).then_some(after)
}

/// Cells joined, and runs of spaces as one.
fn joined(text: &str) -> String {
    text.split('\t')
        .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|cell| !cell.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}
