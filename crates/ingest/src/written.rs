//! How the text of a file is written, as far as somebody says it.

use crate::encoding::Encoding;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How the text of a file is written, where somebody says it; the rest is found in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Between the columns.
    pub delimiter: Option<u8>,
    /// Of a text file.
    pub encoding: Option<Encoding>,
    /// Of a text file or a sheet.
    pub header_row: Option<HeaderRow>,
}

/// Where the header of a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderRow {
    /// Nowhere: the first row is one of values, and columns are called by their numbers.
    Absent,
    /// In this line of a text file or row of a sheet, from 1.
    At(u64),
}

impl HeaderRow {
    /// Lines in which a header may be said to stand.
    pub const MOST: u64 = 1_000;

    /// `none`, or the number of a line from 1 to [`Self::MOST`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "none" => Some(Self::Absent),
            number => match number.parse() {
                Ok(line) if (1..=Self::MOST).contains(&line) => Some(Self::At(line)),
                _ => None,
            },
        }
    }
}

impl fmt::Display for HeaderRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("none"),
            Self::At(line) => write!(f, "{line}"),
        }
    }
}

/// A number or a text in a mapping file; always a text where it is written.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stated {
    Line(u64),
    Text(String),
}

impl Serialize for HeaderRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HeaderRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Stated::deserialize(deserializer)? {
            Stated::Line(line) => line.to_string(),
            Stated::Text(text) => text,
        };
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "“{text}” is no row of a header; expected a line from 1 to {}, or none",
                Self::MOST
            ))
        })
    }
}
