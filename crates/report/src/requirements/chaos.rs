//! Chaos Toolkit experiments, one for each requirement with a test.
//!
//! Whether the service is well is asked over HTTP, at an address that the experiment takes from
//! the environment where the test names none; a fault without an address is brought about by
//! hand while the experiment waits. The journal of a run names the requirement in its
//! `extensions`, by which it is read back. Source: the Chaos Toolkit's experiment reference.

use super::slug::{Slugs, slug};
use super::{Entry, Export, File, Sheet, one_line};
use serde_json::{Value, json};

/// Seconds until an address that does not answer counts as not well.
const TIMEOUT: u32 = 10;

/// The extension that carries the requirement.
pub(crate) const EXTENSION: &str = "ninefold";

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let mut export = Export::default();
    let mut names = Slugs::default();
    for entry in &sheet.entries {
        let label = entry.requirement.label();
        if entry.requirement.test.is_empty() {
            export.skipped.push(format!("{label} has no test"));
            continue;
        }
        let name = names.of(&format!("{label} {}", entry.service));
        let text = serde_json::to_string_pretty(&experiment(sheet, entry)).unwrap_or_default();
        export.files.push(File {
            name: format!("{name}.json"),
            text: text + "\n",
        });
        export.written += 1;
    }
    export
}

fn experiment(sheet: &Sheet<'_>, entry: &Entry<'_>) -> Value {
    let r = entry.requirement;
    let test = &r.test;
    let service = entry.service;
    let label = r.label();
    let title = if test.title.is_empty() {
        &r.title
    } else {
        &test.title
    };
    let (url, configuration) = if test.probe.is_empty() {
        let key = format!("{}_URL", slug(service).replace('-', "_").to_uppercase());
        (
            "${probe_url}".to_owned(),
            json!({"probe_url": {
                "type": "env",
                "key": key,
                "default": "http://localhost:8080/health",
            }}),
        )
    } else {
        (test.probe.clone(), json!({}))
    };
    let probe = |name: &str| {
        json!({
            "type": "probe",
            "name": name,
            "provider": {"type": "http", "url": url, "timeout": TIMEOUT},
        })
    };
    let mut well = probe(&format!("{service} answers"));
    well["tolerance"] = json!(200);
    let steps = one_line(&test.when.join("; "));
    let seconds = (test.wait_minutes * 60.0).round();
    let mut fault = if test.fault.is_empty() {
        probe(&if steps.is_empty() {
            "By hand: bring the fault about".to_owned()
        } else {
            format!("By hand, while this waits: {steps}")
        })
    } else {
        json!({
            "type": "action",
            "name": if steps.is_empty() { "Bring the fault about".to_owned() } else { steps },
            "provider": {"type": "http", "url": test.fault, "method": "POST", "timeout": TIMEOUT},
        })
    };
    if seconds > 0.0 {
        fault["pauses"] = json!({"after": seconds as u64});
    }
    let figures: serde_json::Map<String, Value> = entry
        .figures
        .iter()
        .map(|(name, text)| (name.clone(), json!(text)))
        .collect();
    json!({
        "version": "1.0.0",
        "title": format!("{label}: {}", one_line(title)),
        "description": one_line(&r.statement),
        "tags": [label, slug(service)],
        "contributions": {"availability": "high", "reliability": "high"},
        "configuration": configuration,
        "steady-state-hypothesis": {
            "title": if test.then.is_empty() {
                format!("{service} serves its users")
            } else {
                one_line(&test.then.join("; "))
            },
            "probes": [well],
        },
        "method": [fault],
        "rollbacks": [],
        "extensions": [{
            "name": EXTENSION,
            "requirement": r.id.to_string(),
            "label": label,
            "workspace": sheet.workspace,
            "statement": r.statement,
            "target": r.slo.as_ref().map(|s| s.target),
            "rtoMinutes": r.rto,
            "currency": sheet.currency,
            "money": figures,
        }],
    })
}
