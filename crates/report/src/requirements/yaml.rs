//! A tree of values as YAML.
//!
//! What is written is a fixed set of trees of maps, lists, texts, numbers and yes or no. A text is
//! always in double quotes and escaped as in JSON, which YAML 1.2 reads as it is; keys are plain
//! words of ours. So nothing depends on how a reader guesses types: `no`, `1e3` and `12:30` stay
//! texts. Reading YAML is another matter, and not done here.

use serde_json::Value;
use std::fmt::Write;

/// Documents, each after a `---`.
pub(super) fn documents(documents: &[Value]) -> String {
    let mut out = String::new();
    for document in documents {
        out.push_str("---\n");
        block(document, 0, &mut out);
    }
    out
}

/// A text in double quotes. JSON leaves some characters as they are that YAML does not take.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap_or_default();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// A key: plain where it is a word, quoted else.
fn key(text: &str) -> String {
    let mut letters = text.chars();
    let plain = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        && !["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
            .contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

/// A value that fits on the line of its key.
fn scalar(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => "null".into(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(list) if list.is_empty() => "[]".into(),
        Value::Object(map) if map.is_empty() => "{}".into(),
        Value::Array(_) | Value::Object(_) => return None,
    })
}

fn block(value: &Value, depth: usize, out: &mut String) {
    if let Some(text) = scalar(value) {
        let _ = writeln!(out, "{text}");
        return;
    }
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                let _ = write!(out, "{indent}{}:", key(name));
                rest(inner, depth + 1, out);
            }
        }
        Value::Array(list) => {
            for inner in list {
                let _ = write!(out, "{indent}-");
                if let Value::Object(map) = inner
                    && !map.is_empty()
                {
                    // The first key stands on the line of its dash.
                    let mut lines = String::new();
                    block(inner, depth + 1, &mut lines);
                    let _ = write!(out, " {}", lines.trim_start_matches(' '));
                } else {
                    rest(inner, depth + 1, out);
                }
            }
        }
        _ => {}
    }
}

/// What follows a key or a dash.
fn rest(value: &Value, depth: usize, out: &mut String) {
    match scalar(value) {
        Some(text) => {
            let _ = writeln!(out, " {text}");
        }
        None => {
            out.push('\n');
            block(value, depth, out);
        }
    }
}
