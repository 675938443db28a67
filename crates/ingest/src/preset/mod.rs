//! Files of tools that many have: known by their headers, brought into shape where one row is
//! not one record, and mapped as that tool means its columns.
//!
//! A preset is a table of facts and a few named steps. What its steps make are columns beside
//! those of the file, so that the mapping stays an ordinary one that anyone can change, and what
//! was read can be looked at. One module holds each family; formats are those of the tools' own
//! documentation.

mod apart;
mod company;
mod incident_tools;
mod own;
mod pagers;
mod sales;
mod shape;
mod status_pages;
mod timesheets;
mod trackers;
mod values;

pub use own::OwnFile;
pub(crate) use shape::shaped;

use crate::error::Error;
use crate::judge::{Judgement, Treatment};
use crate::mapping::{Field, Kind, Mapping, Source};
use serde::Serialize;
use shape::Step;

/// What is known of the files of one tool.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) kind: Kind,
    /// Columns that all of them have; `a|b` where one of several does.
    needs: &'static [&'static str],
    /// Columns that none of them has.
    lacks: &'static [&'static str],
    /// What is done before rows are read.
    steps: &'static [Step],
    /// Where each field comes from: the first of these that is there. `+x` is a column that a
    /// step made, `=x` a constant, `a*b` a product.
    fields: &'static [(Field, &'static [&'static str])],
    /// Texts that mean “no value”.
    missing: &'static [&'static str],
    /// Zone of its times, where the tool always writes them in one.
    zone: Option<&'static str>,
    /// What parts several services in one value.
    services: Option<&'static str>,
    /// Rows at which the tool cuts exports off.
    cut_at: Option<u64>,
    /// What becomes of incidents that call for judgement, where it is not the usual.
    treatments: &'static [(Judgement, Treatment)],
    /// What a person should know of its files.
    notes: &'static [&'static str],
    /// Fields that it says nothing of are mapped by the names of columns, as where no tool is
    /// known.
    rest_by_name: bool,
    /// Its columns tell too little by themselves: only where the kind is said.
    of_said_kind: bool,
}

/// Everything left out.
const PLAIN: Known = Known {
    name: "",
    title: "",
    kind: Kind::Incidents,
    needs: &[],
    lacks: &[],
    steps: &[],
    fields: &[],
    missing: &[],
    zone: None,
    services: None,
    cut_at: None,
    treatments: &[],
    notes: &[],
    rest_by_name: false,
    of_said_kind: false,
};

/// All of them; the first that fits is meant, so the narrower stand first.
fn all() -> impl Iterator<Item = &'static Known> {
    [
        own::KNOWN,
        pagers::KNOWN,
        incident_tools::KNOWN,
        trackers::KNOWN,
        status_pages::KNOWN,
        sales::KNOWN,
        timesheets::KNOWN,
        company::KNOWN,
        // Any tool is better known than a habit.
        apart::KNOWN,
    ]
    .into_iter()
    .flatten()
}

/// A tool whose files are known by their headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Preset {
    /// Its name in mappings: `servicenow-log`.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What its files are about.
    pub kind: Kind,
}

impl Preset {
    /// Says that a file is to be read as it stands, whatever its header resembles.
    pub const NONE: &str = "none";

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        all().map(Known::preset)
    }
}

impl Known {
    pub(crate) fn preset(&self) -> Preset {
        Preset {
            name: self.name,
            title: self.title,
            kind: self.kind,
        }
    }

    /// The mapping that it suggests for a table with these columns.
    pub(crate) fn mapping(&self, header: &[String]) -> Mapping {
        let mut mapping = Mapping::default();
        for (field, from) in self.fields {
            // What began when it was noticed was noticed at no time that is known.
            let began = mapping.sources.get(&Field::Started).cloned();
            let fits = |found: &Source| *field != Field::Detected || began.as_ref() != Some(found);
            let mut found = from.iter().filter_map(|from| source(header, from));
            if let Some(source) = found.find(fits) {
                mapping.sources.insert(*field, source);
            }
        }
        let options = &mut mapping.options;
        options.preset = Some(self.name.to_owned());
        options.missing = self.missing.iter().map(|text| (*text).to_owned()).collect();
        options.service_separator = self.services.map(str::to_owned);
        options.treatments = self.treatments.iter().copied().collect();
        mapping
    }

    /// The columns of a table that one of its made columns got its text from, by position.
    pub(crate) fn made_of(&self, header: &[String], made: &str) -> Vec<usize> {
        shape::made_of(self.steps, header, made)
    }

    /// The columns of a table that say which of its rows are records, by position.
    pub(crate) fn telling(&self, header: &[String]) -> Vec<usize> {
        shape::telling(self.steps, header)
    }

    pub(crate) fn rest_by_name(&self) -> bool {
        self.rest_by_name
    }

    pub(crate) fn zone(&self) -> Option<&'static str> {
        self.zone
    }
}

fn source(header: &[String], from: &str) -> Option<Source> {
    let column = |name: &str| column(header, name).map(|at| header[at].clone());
    if let Some(constant) = from.strip_prefix('=') {
        return Some(Source::Constant(constant.to_owned()));
    }
    if let Some((left, right)) = from.split_once('*') {
        return Some(Source::Product(column(left)?, column(right)?));
    }
    column(from).map(Source::Column)
}

/// A header as presets write it: lower case, letters and digits, parted by `_`. `#` is a number;
/// what JSON:API puts around everything is taken off.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if c == '#' {
            out.push_str("no_");
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_');
    out.strip_prefix("attributes_").unwrap_or(out).to_owned()
}

/// Where a column stands. `+severity` is one that a step made.
fn column(header: &[String], name: &str) -> Option<usize> {
    match name.strip_prefix('+') {
        Some(made) => header.iter().position(|column| *column == made_name(made)),
        None => header.iter().position(|column| plain(column) == name),
    }
}

/// Behind the name of a column that a step made.
const MADE: &str = " (made)";

/// What a column that a step made is called, so that it is not taken for one of the file.
fn made_name(name: &str) -> String {
    format!("{name}{MADE}")
}

/// Whether a step made a column.
pub(crate) fn is_made(column: &str) -> bool {
    column.ends_with(MADE)
}

/// Whether a value is a time of day without its date.
pub(crate) fn is_clock(value: &str) -> bool {
    apart::clock(value).is_some()
}

/// The preset that a mapping names.
pub(crate) fn named(name: &str) -> Option<&'static Known> {
    all().find(|known| known.name == name)
}

/// The preset of a name.
///
/// # Errors
/// None has it.
pub(crate) fn expect(name: &str) -> Result<&'static Known, Error> {
    named(name).ok_or_else(|| {
        let names: Vec<&str> = all().map(|known| known.name).collect();
        Error::Option {
            name: "preset".into(),
            found: name.to_owned(),
            expected: format!("{}, or one of {}", Preset::NONE, names.join(", ")),
        }
    })
}

/// The preset whose columns a header has, of a kind where one is given.
pub(crate) fn recognised(header: &[String], kind: Option<Kind>) -> Option<&'static Known> {
    let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let has = |wanted: &str| {
        let one = |wanted: &str| names.iter().any(|name| name == wanted);
        wanted.split('|').any(one)
    };
    all().find(|known| {
        kind.map_or(!known.of_said_kind, |kind| kind == known.kind)
            && known.needs.iter().all(|wanted| has(wanted))
            && !known.lacks.iter().any(|wanted| has(wanted))
    })
}

/// What a person should know of the files of a preset.
pub(crate) fn notes(name: &str, kind: Kind) -> &'static [&'static str] {
    match named(name) {
        Some(known) if known.kind == kind => known.notes,
        _ => &[],
    }
}

/// Rows at which the tool of a preset cuts its exports off.
pub(crate) fn cut_at(name: &str) -> Option<u64> {
    named(name)?.cut_at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_compared_without_their_dress() {
        for (written, name) in [
            ("Issue key", "issue_key"),
            ("# Escalations", "no_escalations"),
            ("#", "no"),
            ("attributes.customer_impact_start", "customer_impact_start"),
            (
                "milestones[started].occurred_at",
                "milestones_started_occurred_at",
            ),
            ("Custom field (GTV Loss (€))", "custom_field_gtv_loss"),
        ] {
            assert_eq!(plain(written), name);
        }
    }

    #[test]
    fn presets_are_told_apart_by_their_own_columns() {
        for known in all() {
            assert!(!known.needs.is_empty(), "{}", known.name);
            let header: Vec<String> = known
                .needs
                .iter()
                .map(|wanted| wanted.split('|').next().unwrap().to_owned())
                .collect();
            let found = recognised(&header, Some(known.kind)).map(|found| found.name);
            assert_eq!(found, Some(known.name));
            assert_eq!(all().filter(|other| other.name == known.name).count(), 1);
            assert!(known.name != Preset::NONE);
            for (field, _) in known.fields {
                let fits = Field::of(known.kind)
                    .iter()
                    .any(|spec| spec.field == *field);
                assert!(fits, "{}: {field}", known.name);
            }
            if let Some(zone) = known.zone {
                assert!(ninefold_domain::time::Zone::parse(zone).is_ok());
            }
        }
    }
}
