//! YAML of one or several documents, written down as the JSON that [`crate::json`] reads: each
//! document is a row, a list of objects as many. All scalars are text, for a version such as
//! `1.10` is no number; what is empty or `null` is nothing.

use crate::error::Error;
use crate::open::MOST_HELD;
use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::{Marker, ScanError, TScalarStyle};

/// How deep lists and mappings may lie in one another.
const DEEPEST: usize = 64;

/// Whether a text begins as YAML does that describes objects, and delimited text does not.
pub(crate) fn begins(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    match lines.next() {
        Some("---") => true,
        Some(line) => line.starts_with("apiVersion:") || line.starts_with("kind:"),
        None => false,
    }
}

/// The documents as one JSON array, and the line of each of its elements.
///
/// # Errors
/// [`Error::Yaml`] where the text is no YAML, leans on itself by aliases, or lies too deep.
pub(crate) fn to_json(text: &[u8], name: &str) -> Result<Vec<u8>, Error> {
    let located = |line: usize, detail: String| Error::Yaml {
        file: name.to_owned(),
        line: line as u64,
        detail,
    };
    let text = std::str::from_utf8(text).map_err(|error| {
        let line = 1 + text[..error.valid_up_to()]
            .iter()
            .filter(|b| **b == b'\n')
            .count();
        located(line, "bytes that are not UTF-8".into())
    })?;
    let mut parser = Parser::new_from_str(text.trim_start_matches('\u{feff}'));
    let mut writer = Writer::default();
    writer.out.push(b'[');
    loop {
        let (event, at): (Event, Marker) = parser
            .next_token()
            .map_err(|error: ScanError| located(error.marker().line(), error.info().to_owned()))?;
        if event == Event::StreamEnd {
            break;
        }
        writer
            .take(event)
            .map_err(|detail| located(at.line(), detail.to_owned()))?;
        if writer.out.len() as u64 > MOST_HELD {
            return Err(Error::TooBig {
                file: name.to_owned(),
                limit: MOST_HELD,
            });
        }
    }
    writer.out.push(b']');
    Ok(writer.out)
}

/// What is open around the next value.
enum Open {
    /// A list; whether it has an element yet. One that a document consists of is passed through,
    /// so that its elements are rows.
    List { any: bool, through: bool },
    /// A mapping; whether it has a member yet, and whether the next scalar is a key.
    Map { any: bool, key: bool },
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    open: Vec<Open>,
    documents: bool,
}

impl Writer {
    fn take(&mut self, event: Event) -> Result<(), &'static str> {
        match event {
            Event::Scalar(text, style, ..) => self.scalar(&text, style),
            Event::SequenceStart(..) => {
                let through = self.open.is_empty();
                if !through {
                    self.place()?;
                    self.out.push(b'[');
                }
                self.deeper(Open::List {
                    any: false,
                    through,
                })
            }
            Event::MappingStart(..) => {
                self.place()?;
                self.out.push(b'{');
                self.deeper(Open::Map {
                    any: false,
                    key: true,
                })
            }
            Event::SequenceEnd => {
                if let Some(Open::List { through: false, .. }) = self.open.pop() {
                    self.out.push(b']');
                }
                Ok(())
            }
            Event::MappingEnd => {
                self.open.pop();
                self.out.push(b'}');
                Ok(())
            }
            Event::Alias(_) => Err("an alias (*name); write what it stands for"),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn deeper(&mut self, open: Open) -> Result<(), &'static str> {
        self.open.push(open);
        match self.open.len() {
            0..=DEEPEST => Ok(()),
            _ => Err("objects that lie in one another more than 64 deep"),
        }
    }

    /// Writes what stands before a value that is no key.
    fn place(&mut self) -> Result<(), &'static str> {
        match self.open.last_mut() {
            None | Some(Open::List { through: true, .. }) => {
                if std::mem::replace(&mut self.documents, true) {
                    self.out.push(b',');
                }
            }
            Some(Open::List { any, .. }) => {
                if std::mem::replace(any, true) {
                    self.out.push(b',');
                }
            }
            Some(Open::Map { key: true, .. }) => {
                return Err("a list or an object where the name of a member is expected");
            }
            Some(Open::Map { key, .. }) => *key = true,
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: TScalarStyle) -> Result<(), &'static str> {
        let nothing =
            style == TScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL");
        match self.open.last_mut() {
            // A document without anything in it is no row.
            None if nothing => return Ok(()),
            Some(Open::Map { any, key }) if *key => {
                if std::mem::replace(any, true) {
                    self.out.push(b',');
                }
                *key = false;
                self.text(text);
                self.out.push(b':');
                return Ok(());
            }
            _ => {}
        }
        self.place()?;
        if nothing {
            self.out.extend_from_slice(b"null");
        } else {
            self.text(text);
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.out.push(b'"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.out.push(b'\\');
                    self.out.push(c as u8);
                }
                c if c < ' ' => {
                    let escaped = format!("\\u{:04x}", c as u32);
                    self.out.extend_from_slice(escaped.as_bytes());
                }
                c => {
                    let mut bytes = [0; 4];
                    self.out
                        .extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
                }
            }
        }
        self.out.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(text: &str) -> String {
        String::from_utf8(to_json(text.as_bytes(), "x.yaml").unwrap()).unwrap()
    }

    #[test]
    fn documents_are_rows() {
        for (yaml, expected) in [
            ("", "[]"),
            ("---\n---\n", "[]"),
            (
                "a: 1\n---\nb: [x, {c: ~}]\n",
                r#"[{"a":"1"},{"b":["x",{"c":null}]}]"#,
            ),
            ("- a: 1\n- a: 2\n", r#"[{"a":"1"},{"a":"2"}]"#),
            (
                "a: \"null\"\nb: 1.10\nc: yes\n",
                r#"[{"a":"null","b":"1.10","c":"yes"}]"#,
            ),
            (
                "t: |\n  two\n  lines \"q\"\n",
                r#"[{"t":"two\u000alines \"q\"\u000a"}]"#,
            ),
        ] {
            assert_eq!(json(yaml), expected, "{yaml}");
        }
    }

    #[test]
    fn what_is_no_yaml_says_where() {
        let deep = "[".repeat(70);
        for (yaml, line, said) in [
            ("a: 1\nb: [1\nc: }", 3, ""),
            ("a: &x 1\nb: *x\n", 2, "an alias"),
            ("? [a]\n: 1\n", 1, "name of a member"),
            (deep.as_str(), 1, "64 deep"),
        ] {
            let found = to_json(yaml.as_bytes(), "x.yaml").unwrap_err();
            let Error::Yaml {
                line: at, detail, ..
            } = &found
            else {
                panic!("{found}");
            };
            assert!(detail.contains(said), "{yaml}: {detail}");
            assert_eq!(*at, line, "{yaml}: {detail}");
        }
        assert!(to_json(b"a: \xff", "x.yaml").is_err());
    }

    #[test]
    fn tables_are_not_taken_for_it() {
        for text in ["kind,name\nx,y", "a;b\n1;2", "{\"a\": 1}", "-- a\n", ""] {
            assert!(!begins(text.as_bytes()), "{text}");
        }
        for text in ["# x\n\napiVersion: v1\n", "---\nkind: A\n", "kind: A\n"] {
            assert!(begins(text.as_bytes()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_json_or_an_error(text in "[ \\-a-c:\\[\\]{},&*#|>'\"\n?!%]{0,80}") {
            if let Ok(json) = to_json(text.as_bytes(), "x.yaml") {
                prop_assert!(serde_json::from_slice::<serde_json::Value>(&json).is_ok(), "{}", text);
            }
        }
    }
}
