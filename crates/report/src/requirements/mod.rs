//! Requirements as files that other tools read: for people (Markdown, Gherkin), for sheets (CSV,
//! Jira), for machines (JSON, OpenSLO, Chaos Toolkit, Backstage).
//!
//! Every writer turns a [`Sheet`] into texts; nothing here touches a disk. What a format has no
//! place for is left out and named, never written wrongly.

mod backstage;
mod chaos;
mod gherkin;
mod jira;
mod json;
mod markdown;
mod openslo;
mod slug;
mod table;
mod yaml;

pub use gherkin::feature;
pub use json::{FORMAT, MOST_BYTES, Names, Packed, VERSION, read as read_json};
pub use table::{COLUMNS, neutral, plain, read as read_csv};

use ninefold_domain::record::Service;
use ninefold_domain::requirement::Requirement;
use std::str::FromStr;

/// What a requirement can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A document to read.
    Markdown,
    /// A table that reads back.
    Csv,
    /// Everything, reading back.
    Json,
    /// Objectives for SLO tools.
    OpenSlo,
    /// Experiments.
    ChaosToolkit,
    /// A catalog of the services.
    Backstage,
    /// Test scenarios.
    Gherkin,
    /// Issues.
    Jira,
}

impl Format {
    /// Every format with its name.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Markdown, "markdown"),
        (Self::Csv, "csv"),
        (Self::Json, "json"),
        (Self::OpenSlo, "openslo"),
        (Self::ChaosToolkit, "chaostoolkit"),
        (Self::Backstage, "backstage"),
        (Self::Gherkin, "gherkin"),
        (Self::Jira, "jira"),
    ];
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(_, n)| *n == name);
        found.map(|(format, _)| *format).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|(_, n)| *n).collect();
            format!(
                "“{name}” is not a format; expected one of {}",
                names.join(", ")
            )
        })
    }
}

/// A requirement with what a reader needs beside the record, finished as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// The record.
    pub requirement: &'a Requirement,
    /// Name of its service.
    pub service: &'a str,
    /// Key of the status of today.
    pub status: String,
    /// Why it is stale or failed; may be empty.
    pub reason: String,
    /// What speaks against it: kind and reason.
    pub flags: Vec<(String, String)>,
    /// Figures with what they are: `Expected loss`, `€12k a year (9 of 10 years 2–40k)`.
    pub figures: Vec<(String, String)>,
    /// Objective, window and recovery times in words.
    pub objectives: Vec<(String, String)>,
    /// Expectations in words.
    pub expectations: Vec<(String, String)>,
    /// Ids and names of its risks.
    pub risks: Vec<(String, String)>,
    /// Ids and labels of the incidents that it names.
    pub incidents: Vec<(String, String)>,
    /// Labels of the incidents behind it, also by what people said of its risks later.
    pub behind: Vec<String>,
    /// Ids and names of its techniques.
    pub techniques: Vec<(String, String)>,
    /// Who signed: `Ada, 3 Nov 2026`; may be empty.
    pub product: String,
    /// Who signed for the engineers.
    pub technical: String,
    /// Last result in words.
    pub verification: String,
}

/// What is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet<'a> {
    /// Name of the workspace.
    pub workspace: &'a str,
    /// The moment that the data reaches to, as text.
    pub as_of: String,
    /// Currency of amounts in major units, such as `EUR`.
    pub currency: &'a str,
    /// The requirements, in order.
    pub entries: Vec<Entry<'a>>,
    /// All services of the workspace, for the catalog.
    pub services: &'a [Service],
    /// What each of them says of itself in a table of services, in their order: the catalog has
    /// no place of its own for it.
    pub catalog: Vec<CatalogEntry>,
}

/// A service as a table of services says it: what an import reads back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CatalogEntry {
    /// Its name, unshortened.
    pub service: String,
    /// Its owner; empty without.
    pub owner: String,
    /// Its own target, 0 to 1; empty without.
    pub target: String,
    /// What it leans on, with the share of users hit: `db 100%; search 40%`.
    pub depends_on: String,
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// What came of writing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Export {
    /// Files, each name once.
    pub files: Vec<File>,
    /// What the format has no place for, each with why.
    pub skipped: Vec<String>,
    /// Requirements that are in the files.
    pub written: usize,
}

/// Writes a sheet in a format.
#[must_use]
pub fn export(format: Format, sheet: &Sheet<'_>) -> Export {
    match format {
        Format::Markdown => markdown::write(sheet),
        Format::Csv => table::write(sheet),
        Format::Json => json::write(sheet),
        Format::OpenSlo => openslo::write(sheet),
        Format::ChaosToolkit => chaos::write(sheet),
        Format::Backstage => backstage::write(sheet),
        Format::Gherkin => gherkin::write(sheet),
        Format::Jira => jira::write(sheet),
    }
}

fn one(name: &str, text: String, written: usize) -> Export {
    Export {
        files: vec![File {
            name: name.into(),
            text,
        }],
        skipped: vec![],
        written,
    }
}

/// White space counts once, and there is no line break.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters, the last one “…” where something is missing.
fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

#[cfg(test)]
mod tests;
