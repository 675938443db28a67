//! Everything of requirements as JSON, and back: the records as they are, with the names that
//! another workspace knows their services, risks, incidents and techniques by.

use super::{Export, Sheet, one};
use ninefold_domain::requirement::Requirement;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the file says it is.
pub const FORMAT: &str = "ninefold-requirements";
/// Its version.
pub const VERSION: u32 = 1;
/// Largest file that is read: thousands of requirements are a few megabytes.
pub const MOST_BYTES: u64 = 64 << 20;

/// Names beside the ids of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Names {
    /// Name of its service.
    #[serde(default)]
    pub service: String,
    /// Names of risks by their ids.
    #[serde(default)]
    pub risks: BTreeMap<String, String>,
    /// Labels of incidents by their ids.
    #[serde(default)]
    pub incidents: BTreeMap<String, String>,
    /// Names of techniques by their ids.
    #[serde(default)]
    pub techniques: BTreeMap<String, String>,
}

/// A record with the names that it leans on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Packed {
    /// The record.
    pub requirement: Requirement,
    /// Names.
    #[serde(default)]
    pub names: Names,
}

#[derive(Serialize, Deserialize)]
struct Document {
    format: String,
    version: u32,
    #[serde(default)]
    workspace: String,
    #[serde(default, rename = "asOf")]
    as_of: String,
    #[serde(default)]
    currency: String,
    requirements: Vec<Packed>,
}

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let map = |of: &[(String, String)]| of.iter().cloned().collect();
    let document = Document {
        format: FORMAT.into(),
        version: VERSION,
        workspace: sheet.workspace.into(),
        as_of: sheet.as_of.clone(),
        currency: sheet.currency.into(),
        requirements: sheet
            .entries
            .iter()
            .map(|e| Packed {
                requirement: e.requirement.clone(),
                names: Names {
                    service: e.service.into(),
                    risks: map(&e.risks),
                    incidents: map(&e.incidents),
                    techniques: map(&e.techniques),
                },
            })
            .collect(),
    };
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    one("requirements.json", text + "\n", sheet.entries.len())
}

/// The records of a file that [`write`] made, in their order.
///
/// # Errors
/// What was found and what was expected.
pub fn read(text: &str) -> Result<Vec<Packed>, String> {
    #[derive(Deserialize)]
    struct Head {
        #[serde(default)]
        format: String,
        #[serde(default)]
        version: u32,
    }
    let text = text.trim_start_matches('\u{feff}');
    let head: Head = serde_json::from_str(text)
        .map_err(|e| format!("it is no JSON object of requirements: {e}"))?;
    if head.format != FORMAT {
        return Err(format!(
            "its “format” is “{}”; expected “{FORMAT}”, as the JSON export writes it",
            head.format
        ));
    }
    if head.version != VERSION {
        return Err(format!(
            "it has version {}; this program reads version {VERSION}",
            head.version
        ));
    }
    let document: Document =
        serde_json::from_str(text).map_err(|e| format!("a requirement does not read: {e}"))?;
    Ok(document.requirements)
}
