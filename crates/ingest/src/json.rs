//! JSON as a table: an array of objects, an object that holds one, or an object a line.
//!
//! A member of a member is a column of its own (`service.name`); what several elements of an
//! array say stands in one value, separated by semicolons. Numbers keep the digits they are
//! written with, which no float would.

use crate::error::Error;
use crate::made::Made;
use std::borrow::Cow;
use std::collections::HashMap;

/// How deep objects and arrays may lie in one another.
const DEEPEST: usize = 64;
/// Arrays whose elements say what they are, by the end of their path, and the member that says
/// it: each sort of element is columns of its own, such as `milestones[started].occurred_at`.
const SORTED: [(&str, &[&str]); 5] = [
    ("milestones", &["type"]),
    ("lifecycle_measurements", &["slug"]),
    ("incident_timestamp_values", &["incident_timestamp", "name"]),
    ("custom_field_entries", &["custom_field", "name"]),
    ("incident_role_assignments", &["role", "name"]),
];
/// Most columns that a table may have.
const MOST_COLUMNS: usize = 4_096;

/// Whether a text begins as JSON tables do, and delimited text does not.
pub(crate) fn begins(text: &[u8]) -> bool {
    let mut scan = Scan::new(text);
    let first = scan.peek();
    scan.at += 1;
    matches!(
        (first, scan.peek()),
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'{' | b'[' | b']'))
    )
}

/// Reads a table.
///
/// # Errors
/// [`Error::Json`] where the text is no JSON, or holds no table.
pub(crate) fn table(text: &[u8], name: &str) -> Result<Made, Error> {
    let located = |trouble: Trouble| Error::Json {
        file: name.to_owned(),
        line: 1 + text[..trouble.at.min(text.len())]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count() as u64,
        detail: trouble.what.to_owned(),
    };
    let layout = Layout::of(text).map_err(located)?;
    let mut rows = Rows::default();
    // Twice: columns may come up in the last row, and the header stands above the first.
    layout.walk(text, &mut rows).map_err(located)?;
    rows.begin();
    layout.walk(text, &mut rows).map_err(located)?;
    let mut made = rows.made;
    if let Layout::Elements { member, .. } = &layout
        && !member.is_empty()
    {
        made.notes
            .push(format!("{name}: the rows are those of “{member}”."));
    }
    Ok(made)
}

/// What is wrong, and where.
#[derive(Debug)]
struct Trouble {
    at: usize,
    what: &'static str,
}

/// How rows lie in the text.
#[derive(Debug)]
enum Layout {
    /// The elements of the array that begins here.
    Elements { at: usize, member: String },
    /// One value after the other, each on a line of its own.
    Lines,
    /// One value after the other.
    Sequence,
}

impl Layout {
    fn of(text: &[u8]) -> Result<Self, Trouble> {
        let mut scan = Scan::new(text);
        let start = scan.at;
        let first = scan.peek();
        let line = text[start..].split(|byte| *byte == b'\n').next();
        let whole_line = line.is_some_and(|line| {
            let mut scan = Scan::new(line);
            scan.skip(0).is_ok() && scan.peek().is_none()
        });
        if first == Some(b'{') && whole_line {
            let rest = Scan::new(&text[start + line.map_or(0, <[u8]>::len)..]);
            if rest.peek().is_some() {
                return Ok(Self::Lines);
            }
        }
        scan.skip(0)?;
        if scan.peek().is_some() {
            return Ok(Self::Sequence);
        }
        scan.at = start;
        if first == Some(b'[') {
            return Ok(Self::Elements {
                at: start,
                member: String::new(),
            });
        }
        let mut best = None;
        scan.largest_array("", 0, &mut best)?;
        Ok(match best {
            Some((_, at, member)) => Self::Elements { at, member },
            None => Self::Sequence,
        })
    }

    fn walk(&self, text: &[u8], rows: &mut Rows) -> Result<(), Trouble> {
        match self {
            Self::Elements { at, .. } => {
                let mut scan = Scan { text, at: *at };
                scan.each_element(|scan, _| rows.read(scan))
            }
            Self::Sequence => {
                let mut scan = Scan::new(text);
                while scan.peek().is_some() {
                    rows.read(&mut scan)?;
                }
                Ok(())
            }
            Self::Lines => {
                for line in text.split(|byte| *byte == b'\n') {
                    let mut scan = Scan::new(line);
                    if scan.peek().is_none() {
                        rows.blank();
                    } else if rows.read(&mut scan).is_err() || scan.peek().is_some() {
                        rows.unreadable(line);
                    } else {
                        rows.end();
                    }
                }
                return Ok(());
            }
        }
        .inspect(|()| rows.finish())
    }
}

/// Columns as they come up, and the row being read.
#[derive(Default)]
struct Rows {
    names: Vec<String>,
    columns: HashMap<String, usize>,
    row: Vec<String>,
    /// Rows that are read and not yet written down.
    open: bool,
    /// Whether rows are written down by now; before, only columns are gathered.
    writing: bool,
    made: Made,
}

impl Rows {
    /// All columns are known: writes the header.
    fn begin(&mut self) {
        self.row = vec![String::new(); self.names.len()];
        self.writing = true;
        self.made.row(self.names.iter().map(String::as_str));
    }

    fn read(&mut self, scan: &mut Scan<'_>) -> Result<(), Trouble> {
        self.finish();
        let start = scan.at;
        if scan.peek() == Some(b'{') {
            self.open = true;
            let mut path = String::new();
            let read = scan.flatten(&mut path, 0, self);
            if read.is_err() {
                self.drop_row();
            }
            return read;
        }
        scan.skip(0)?;
        // No row, but not nothing either.
        self.unreadable(&scan.text[start..scan.at]);
        Ok(())
    }

    fn drop_row(&mut self) {
        self.open = false;
        self.row.iter_mut().for_each(String::clear);
    }

    fn end(&mut self) {
        self.finish();
    }

    fn finish(&mut self) {
        if !self.open {
            return;
        }
        self.open = false;
        if self.writing {
            self.made.row(self.row.iter().map(String::as_str));
            self.row.iter_mut().for_each(String::clear);
        }
    }

    fn blank(&mut self) {
        if self.writing {
            self.made.text.push(b'\n');
        }
    }

    /// A row that becomes a finding: one value more than there are columns.
    fn unreadable(&mut self, raw: &[u8]) {
        self.drop_row();
        if self.writing {
            let text = String::from_utf8_lossy(raw);
            let more = std::iter::repeat_n("?", self.names.len());
            self.made.row(std::iter::once(text.trim()).chain(more));
        }
    }

    fn put(&mut self, path: &str, value: &str, at: usize) -> Result<(), Trouble> {
        let column = match self.columns.get(path) {
            Some(column) => *column,
            None if self.names.len() >= MOST_COLUMNS => {
                return Err(Trouble {
                    at,
                    what: "more than 4,096 different members; expected objects that are alike",
                });
            }
            None => {
                self.columns.insert(path.to_owned(), self.names.len());
                self.names.push(path.to_owned());
                self.names.len() - 1
            }
        };
        // A line that is no JSON may bring columns up before it breaks off; they stay, empty.
        if self.writing
            && !value.is_empty()
            && let Some(cell) = self.row.get_mut(column)
        {
            if !cell.is_empty() {
                cell.push(';');
            }
            cell.push_str(value);
        }
        Ok(())
    }
}

/// A place in the text.
#[derive(Clone)]
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn new(text: &'a [u8]) -> Self {
        let mut scan = Self { text, at: 0 };
        if text.starts_with(b"\xef\xbb\xbf") {
            scan.at = 3;
        }
        scan.blanks();
        scan
    }

    fn blanks(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The next byte that is no blank.
    fn peek(&self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        rest.iter()
            .copied()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
    }

    fn trouble(&self, what: &'static str) -> Trouble {
        Trouble { at: self.at, what }
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Trouble> {
        self.blanks();
        if self.text.get(self.at) == Some(&byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(self.trouble(what))
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        self.blanks();
        let there = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn deeper(&self, depth: usize) -> Result<usize, Trouble> {
        if depth < DEEPEST {
            Ok(depth + 1)
        } else {
            Err(self.trouble("objects that lie in one another more than 64 deep"))
        }
    }

    /// The elements of the array at this place, each with its number.
    fn each_element(
        &mut self,
        mut each: impl FnMut(&mut Self, usize) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        self.expect(b'[', "something other than an array")?;
        if self.takes(b']') {
            return Ok(());
        }
        let mut index = 0;
        loop {
            self.blanks();
            each(self, index)?;
            index += 1;
            if self.takes(b']') {
                return Ok(());
            }
            self.expect(b',', "an array that is not closed")?;
        }
    }

    /// The members of the object at this place.
    fn each_member(
        &mut self,
        mut each: impl FnMut(&mut Self, &str) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        self.expect(b'{', "something other than an object")?;
        if self.takes(b'}') {
            return Ok(());
        }
        loop {
            self.blanks();
            let name = self.string()?;
            self.expect(b':', "a member without a colon")?;
            self.blanks();
            each(self, &name)?;
            if self.takes(b'}') {
                return Ok(());
            }
            self.expect(b',', "an object that is not closed")?;
        }
    }

    /// The text of the string at this place.
    fn string(&mut self) -> Result<Cow<'a, str>, Trouble> {
        const OPEN: &str = "a string that is not closed";
        self.expect(b'"', "a member without a name in quotes")?;
        let rest = &self.text[self.at..];
        let plain = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
            .ok_or_else(|| self.trouble(OPEN))?;
        let utf8 = |scan: &Self, bytes: &'a [u8]| {
            std::str::from_utf8(bytes).map_err(|_| scan.trouble("text that is not UTF-8"))
        };
        if rest[plain] == b'"' {
            self.at += plain + 1;
            return utf8(self, &rest[..plain]).map(Cow::Borrowed);
        }
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let end = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
                .ok_or_else(|| self.trouble(OPEN))?;
            out.push_str(utf8(self, &rest[..end])?);
            self.at += end + 1;
            match rest[end] {
                b'"' => return Ok(Cow::Owned(out)),
                b'\\' => out.push(self.escape()?),
                _ => return Err(self.trouble("a line break or control character in a string")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Trouble> {
        let byte = self.text.get(self.at).copied();
        self.at += 1;
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex()?;
                let code = match first {
                    0xd800..0xdc00 if self.text[self.at..].starts_with(b"\\u") => {
                        let back = self.at;
                        self.at += 2;
                        match self.hex()? {
                            low @ 0xdc00..0xe000 => {
                                0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00)
                            }
                            _ => {
                                self.at = back;
                                first
                            }
                        }
                    }
                    other => other,
                };
                // Half a pair means nothing.
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(self.trouble("an unknown escape in a string")),
        })
    }

    fn hex(&mut self) -> Result<u32, Trouble> {
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.trouble("an unknown escape in a string"))?;
        self.at += 4;
        Ok(digits)
    }

    /// The text of the number, word or nothing at this place.
    fn word(&mut self) -> Result<Cow<'a, str>, Trouble> {
        let rest = &self.text[self.at..];
        let end = rest
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(byte)))
            .unwrap_or(rest.len());
        let word = std::str::from_utf8(&rest[..end]).unwrap_or_default();
        let value = match word {
            "null" => "".into(),
            "true" | "false" => word.into(),
            _ => number(word).ok_or_else(|| self.trouble("something that is no value"))?,
        };
        self.at += end;
        Ok(value)
    }

    /// Puts the values at this place into the columns of their path.
    fn flatten(&mut self, path: &mut String, depth: usize, rows: &mut Rows) -> Result<(), Trouble> {
        let depth = self.deeper(depth)?;
        self.blanks();
        match self.text.get(self.at) {
            Some(b'{') => self.each_member(|scan, name| {
                let length = path.len();
                if length > 0 {
                    path.push('.');
                }
                path.push_str(name);
                let read = scan.flatten(path, depth, rows);
                path.truncate(length);
                read
            }),
            Some(b'[') => {
                rows.put(path, "", self.at)?;
                let last = path.rsplit('.').next().unwrap_or_default();
                let sort = SORTED.iter().find(|(array, _)| *array == last);
                self.each_element(|scan, _| {
                    let length = path.len();
                    if let Some((_, member)) = sort
                        && let Some(name) = scan.clone().member(member)
                    {
                        path.push('[');
                        path.push_str(&name);
                        path.push(']');
                    }
                    let read = scan.flatten(path, depth, rows);
                    path.truncate(length);
                    read
                })
            }
            Some(b'"') => {
                let text = self.string()?;
                rows.put(path, &text, self.at)
            }
            _ => {
                let word = self.word()?;
                rows.put(path, &word, self.at)
            }
        }
    }

    /// The text of a member of a member of the object at this place.
    fn member(&mut self, path: &[&str]) -> Option<String> {
        let Some((first, rest)) = path.split_first() else {
            let mut inside = self.clone();
            return (inside.peek() == Some(b'"'))
                .then(|| inside.string().ok().map(Cow::into_owned))
                .flatten();
        };
        let mut found = None;
        self.each_member(|scan, name| {
            if name == *first && found.is_none() {
                found = scan.clone().member(rest);
            }
            scan.skip(0)
        })
        .ok()?;
        found
    }

    /// Passes over the value at this place.
    fn skip(&mut self, depth: usize) -> Result<(), Trouble> {
        let depth = self.deeper(depth)?;
        self.blanks();
        match self.text.get(self.at) {
            Some(b'{') => self.each_member(|scan, _| scan.skip(depth)),
            Some(b'[') => self.each_element(|scan, _| scan.skip(depth)),
            Some(b'"') => self.string().map(drop),
            _ => self.word().map(drop),
        }
    }

    /// The longest array of objects that is a member of the object at this place, or of a
    /// member of it: bytes, place, path.
    fn largest_array(
        &mut self,
        path: &str,
        depth: usize,
        best: &mut Option<(usize, usize, String)>,
    ) -> Result<(), Trouble> {
        let depth = self.deeper(depth)?;
        self.each_member(|scan, name| {
            let path = if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            };
            let start = scan.at;
            match scan.text.get(start) {
                Some(b'{') => scan.largest_array(&path, depth, best),
                Some(b'[') => {
                    let inside = Scan {
                        text: scan.text,
                        at: start + 1,
                    };
                    let objects = inside.peek() == Some(b'{');
                    scan.skip(depth)?;
                    let length = scan.at - start;
                    if objects && best.as_ref().is_none_or(|(most, ..)| length > *most) {
                        *best = Some((length, start, path));
                    }
                    Ok(())
                }
                _ => scan.skip(depth),
            }
        })
    }
}

/// A number of JSON without an exponent, every digit kept; nothing where it is none.
fn number(text: &str) -> Option<Cow<'_, str>> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let Some(exponent) = exponent else {
        return Some(text.into());
    };
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if !all_digits(unsigned) {
        return None;
    }
    let shift: i32 = exponent.parse().ok()?;
    if shift.unsigned_abs() > 60 {
        return None;
    }
    let all = format!("{whole}{fraction}");
    // Place of the point among the digits.
    let point = whole.len() as i32 + shift;
    Some(Cow::Owned(if point <= 0 {
        let zeros = "0".repeat(point.unsigned_abs() as usize);
        format!("{sign}0.{zeros}{all}")
    } else if point as usize >= all.len() {
        let zeros = "0".repeat(point as usize - all.len());
        format!("{sign}{all}{zeros}")
    } else {
        let (whole, fraction) = all.split_at(point as usize);
        format!("{sign}{whole}.{fraction}")
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn made(text: &str) -> String {
        let made = table(text.as_bytes(), "x.json").unwrap();
        String::from_utf8(made.text).unwrap()
    }

    fn refused(text: &str) -> (u64, String) {
        match table(text.as_bytes(), "x.json") {
            Err(Error::Json { line, detail, .. }) => (line, detail),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn tables_in_all_their_forms() {
        let expected = "a,b\n1,x\n2,\n";
        for text in [
            r#"[{"a": 1, "b": "x"}, {"a": 2}]"#,
            "\u{feff}[{\"a\":1,\"b\":\"x\"},\n {\"a\":2, \"b\":null}]\n",
            "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n",
            "{\"a\":1,\n\"b\":\"x\"} {\"a\":2}",
            r#"{"page": {"id": 7}, "meta": [], "rows": [{"a":1,"b":"x"},{"a":2}]}"#,
            r#"{"data": {"few": [{"z":1}], "rows": [{"a":1,"b":"x"},{"a":2}]}}"#,
        ] {
            assert_eq!(made(text).trim_end(), expected.trim_end(), "{text}");
        }
        assert_eq!(made(r#"{"a": 1, "b": "x"}"#), "a,b\n1,x\n");
        assert_eq!(made("[]"), "\n");
    }

    #[test]
    fn members_of_members_are_columns_and_arrays_are_lists() {
        let text = r#"[{
            "id": "I-1", "tags": ["db", "deploy"], "none": [],
            "service": {"name": "Shop", "owner": {"team": "A, B"}},
            "hit": [{"title": "Web", "n": 1}, {"title": "App"}]
        }]"#;
        assert_eq!(
            made(text),
            "id,tags,none,service.name,service.owner.team,hit,hit.title,hit.n\n\
             I-1,db;deploy,,Shop,\"A, B\",,Web;App,1\n"
        );
    }

    #[test]
    fn a_line_that_is_no_json_is_one_row_that_does_not_fit() {
        let text = "{\"a\":1}\n\n{\"a\":2\n{\"a\":3} x\n[1]\n{\"b\":\"l1\\nl2\"}\n";
        assert_eq!(
            made(text),
            "a,b\n1,\n\n\"{\"\"a\"\":2\",?,?\n\"{\"\"a\"\":3} x\",?,?\n[1],?,?\n,\"l1\nl2\"\n\n"
        );
    }

    #[test]
    fn what_is_no_table_is_refused_by_its_line() {
        assert_eq!(refused("[{\"a\": 1},\n{\"a\": 2").0, 2);
        assert_eq!(refused("[{\"a\": tru}]").1, "something that is no value");
        assert_eq!(refused("[{\"a\": 01}]").1, "something that is no value");
        assert_eq!(refused("[{'a': 1}]").1, "a member without a name in quotes");
        assert_eq!(
            refused("[{\"a\": \"\\x\"}]").1,
            "an unknown escape in a string"
        );
        assert!(refused(&"[".repeat(1_000)).1.contains("64 deep"));
        let wide: Vec<String> = (0..5_000).map(|i| format!("\"k{i}\":1")).collect();
        assert!(
            refused(&format!("[{{{}}}]", wide.join(",")))
                .1
                .contains("4,096")
        );
    }

    #[test]
    fn numbers_keep_their_digits() {
        for (text, plain) in [
            ("12345678901234567890.12", Some("12345678901234567890.12")),
            ("1.5e3", Some("1500")),
            ("-1.25E-2", Some("-0.0125")),
            ("1e0", Some("1.0")),
            ("120e-1", Some("12.00")),
            ("1e999", None),
            ("1.", None),
            (".5", None),
            ("+1", None),
            ("-", None),
            ("1e", None),
        ] {
            assert_eq!(number(text).as_deref(), plain, "{text}");
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-z\"\\\\\n\u{e9}\u{1f600},;]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::hash_map("[a-c]", inner, 0..3)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    /// The same table the long way.
    fn flat(path: &str, value: &Value, row: &mut Vec<(String, String)>) {
        let mut put = |text: String| match row.iter_mut().find(|(known, _)| known == path) {
            Some((_, cell)) if text.is_empty() || cell.is_empty() => cell.push_str(&text),
            Some((_, cell)) => {
                cell.push(';');
                cell.push_str(&text);
            }
            None => row.push((path.to_owned(), text)),
        };
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    let dot = if path.is_empty() { "" } else { "." };
                    flat(&format!("{path}{dot}{name}"), member, row);
                }
            }
            Value::Array(elements) => {
                put(String::new());
                for element in elements {
                    flat(path, element, row);
                }
            }
            Value::Null => put(String::new()),
            Value::String(text) => put(text.clone()),
            other => put(other.to_string()),
        }
    }

    proptest! {
        #[test]
        fn another_parser_agrees(
            objects in prop::collection::vec(
                prop::collection::hash_map("[a-c]", value(), 1..4), 1..6),
            pretty in any::<bool>(),
        ) {
            let rows: Vec<Value> = objects
                .into_iter()
                .map(|m| Value::Object(m.into_iter().collect()))
                .collect();
            let text = if pretty {
                serde_json::to_string_pretty(&rows).unwrap()
            } else {
                serde_json::to_string(&rows).unwrap()
            };
            let made = table(text.as_bytes(), "x.json").unwrap();
            let mut reader = csv::ReaderBuilder::new()
                .flexible(true)
                .from_reader(made.text.as_slice());
            let header: Vec<String> =
                reader.headers().unwrap().iter().map(str::to_owned).collect();
            let ours: Vec<Vec<(String, String)>> = reader
                .records()
                .map(|record| {
                    header.iter().cloned().zip(record.unwrap().iter().map(str::to_owned))
                        .filter(|(_, cell)| !cell.is_empty())
                        .collect()
                })
                .collect();
            let theirs: Vec<Vec<(String, String)>> = rows
                .iter()
                .map(|row| {
                    let mut cells = Vec::new();
                    flat("", row, &mut cells);
                    let mut cells: Vec<_> =
                        cells.into_iter().filter(|(_, cell)| !cell.is_empty()).collect();
                    cells.sort_by_key(|(name, _)| header.iter().position(|h| h == name));
                    cells
                })
                // An object without any value is an empty row.
                .filter(|cells: &Vec<_>| !cells.is_empty())
                .collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]{}\",:a1\\\\u \n-]{0,40}") {
            let _ = table(text.as_bytes(), "x.json");
            let _ = begins(text.as_bytes());
        }
    }
}
