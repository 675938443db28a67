//! Names as machines take them.

use std::collections::HashSet;

/// Longest RFC 1123 label.
const MOST: usize = 63;

/// An RFC 1123 label of a text: lower-case letters, digits and single hyphens, at most 63, first
/// and last a letter or a digit. Other letters become hyphens; where nothing is left, `unnamed`.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(plain) = unaccented(c) {
            out.push_str(plain);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(MOST);
    let out = out.trim_end_matches('-');
    if out.is_empty() {
        "unnamed".into()
    } else {
        out.to_owned()
    }
}

/// Letters of the languages around us without their marks.
fn unaccented(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ä' | 'æ' => "ae",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ß' => "ss",
        'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        _ => return None,
    })
}

/// A label with another at its end, the first one shortened until both fit.
pub(super) fn joined(head: &str, tail: &str) -> String {
    let room = MOST.saturating_sub(tail.len() + 1);
    let head: String = head.chars().take(room).collect();
    format!("{}-{tail}", head.trim_end_matches('-'))
}

/// Slugs that are told apart: the second `search` is `search-2`.
#[derive(Default)]
pub(super) struct Slugs {
    taken: HashSet<String>,
}

impl Slugs {
    /// The slug of a text, another than those before.
    pub(super) fn of(&mut self, text: &str) -> String {
        let plain = slug(text);
        let mut name = plain.clone();
        let mut n = 2;
        while !self.taken.insert(name.clone()) {
            name = joined(&plain, &n.to_string());
            n += 1;
        }
        name
    }
}
