//! Tables of other formats, written down as rows of text, so that one reader does for all.

/// A table as comma-separated text in memory. Rows know their place in the original: a value
/// with line breaks in it is one row, and an empty row keeps its number.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// The header, then the rows.
    pub(crate) text: Vec<u8>,
    /// Place of the header in the original, such as the row of a sheet; the rows follow it.
    pub(crate) first: u64,
    /// What was chosen on the way, in sentences.
    pub(crate) notes: Vec<String>,
    /// Place of each row in the original, where they do not simply follow the header.
    pub(crate) lines: Option<Vec<u64>>,
    /// Rows of the original that are none here, and why, in a sentence.
    pub(crate) left_out: Vec<(u64, String)>,
    /// The first of those that no update replaced: place, what such rows do, and their cells.
    pub(crate) left_rows: Vec<(u64, &'static str, Vec<String>)>,
    /// Fingerprint of the original, where this is another shape of it.
    pub(crate) original: Option<(u64, String)>,
}

impl Made {
    /// Adds a row; one without any value is an empty line.
    pub(crate) fn row<'a>(&mut self, cells: impl Iterator<Item = &'a str> + Clone) {
        if cells.clone().any(|cell| !cell.is_empty()) {
            for (index, cell) in cells.enumerate() {
                if index > 0 {
                    self.text.push(b',');
                }
                Self::cell(&mut self.text, cell);
            }
        }
        self.text.push(b'\n');
    }

    /// Adds a value to the text of a row.
    pub(crate) fn cell(out: &mut Vec<u8>, text: &str) {
        if text.contains(['"', ',', '\n', '\r']) {
            out.push(b'"');
            out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend_from_slice(text.as_bytes());
        }
    }
}
