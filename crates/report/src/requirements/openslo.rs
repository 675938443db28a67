//! OpenSLO v1: a service, an indicator and an objective for each requirement that has one.
//!
//! Written so that most readers take it: the share and not the percentage, the indicator inside
//! the objective beside its own document, events and not time slices, zones by area and city.
//! Source: the OpenSLO specification, v1.

use super::slug::{Slugs, joined, slug};
use super::{Entry, Export, Sheet, clipped, one, one_line, yaml};
use ninefold_domain::requirement::{Period, Slo, SloWindow};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const MOST_NAME: usize = 63;
const MOST_TEXT: usize = 1_050;

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let (documents, skipped) = documents(sheet);
    let written = documents.iter().filter(|d| d["kind"] == "SLO").count();
    if written == 0 {
        return Export {
            skipped,
            ..Export::default()
        };
    }
    Export {
        skipped,
        ..one("openslo.yaml", yaml::documents(&documents), written)
    }
}

/// The documents, services first, and what has no place among them.
pub(super) fn documents(sheet: &Sheet<'_>) -> (Vec<Value>, Vec<String>) {
    let mut skipped = Vec::new();
    let mut services: BTreeMap<String, Value> = BTreeMap::new();
    let mut names = Slugs::default();
    let mut objectives = Vec::new();
    for entry in &sheet.entries {
        let label = entry.requirement.label();
        let slo = match &entry.requirement.slo {
            None => {
                skipped.push(format!("{label} has no objective"));
                continue;
            }
            Some(slo) if !(0.0..1.0).contains(&slo.target) => {
                skipped.push(format!(
                    "{label} asks for 100 %, which leaves no error budget"
                ));
                continue;
            }
            Some(slo) if slo.sli.good.is_empty() || slo.sli.total.is_empty() => {
                skipped.push(format!(
                    "{label} has no query for good or for all events; add both to its indicator"
                ));
                continue;
            }
            Some(slo) => slo,
        };
        let service = slug(entry.service);
        services.entry(service.clone()).or_insert_with(|| {
            let about = format!(
                "Service {} of the workspace {}",
                entry.service, sheet.workspace
            );
            json!({
                "apiVersion": "openslo/v1",
                "kind": "Service",
                "metadata": {
                    "name": service,
                    "displayName": clipped(&one_line(entry.service), MOST_NAME),
                },
                "spec": {"description": clipped(&one_line(&about), MOST_TEXT)},
            })
        });
        let name = names.of(&format!("{label} {}", entry.service));
        objectives.extend(objective(entry, slo, &service, &name));
    }
    let documents = services.into_values().chain(objectives).collect();
    (documents, skipped)
}

/// The indicator and the objective.
fn objective(entry: &Entry<'_>, slo: &Slo, service: &str, name: &str) -> [Value; 2] {
    let r = entry.requirement;
    let title = clipped(&one_line(&r.title), MOST_NAME);
    let source = match slo.sli.source.as_str() {
        "" => "prometheus",
        named => named,
    };
    let counted = |query: &str| json!({"metricSource": {"type": source, "spec": {"query": query}}});
    let sli_name = joined(name, "sli");
    let ratio = json!({
        "description": clipped(&one_line(&slo.sli.description), MOST_TEXT),
        "ratioMetric": {
            // Counters only grow; what is a rate already does not.
            "counter": ![&slo.sli.good, &slo.sli.total].iter().any(|q| is_rate(q)),
            "good": counted(&slo.sli.good),
            "total": counted(&slo.sli.total),
        },
    });
    let metadata = |name: &str| {
        json!({
            "name": name,
            "displayName": title,
            "annotations": {
                "ninefold-requirement": r.label(),
                "ninefold-id": r.id.to_string(),
            },
        })
    };
    let indicator = json!({
        "apiVersion": "openslo/v1",
        "kind": "SLI",
        "metadata": metadata(&sli_name),
        "spec": ratio,
    });
    let objective = json!({
        "apiVersion": "openslo/v1",
        "kind": "SLO",
        "metadata": metadata(name),
        "spec": {
            "description": clipped(&one_line(&r.statement), MOST_TEXT),
            "service": service,
            "indicator": {
                "metadata": metadata(&sli_name),
                "spec": ratio,
            },
            "timeWindow": [window(slo.window)],
            "budgetingMethod": "Occurrences",
            "objectives": [{
                "displayName": title,
                "target": slo.target,
            }],
        },
    });
    [indicator, objective]
}

fn window(window: SloWindow) -> Value {
    match window {
        SloWindow::Rolling { days } => json!({"duration": format!("{days}d"), "isRolling": true}),
        SloWindow::Calendar { period, zone, from } => {
            let duration = match period {
                Period::Week => "1w",
                Period::Month => "1M",
                Period::Quarter => "1Q",
                Period::Year => "1Y",
            };
            let zone = match zone.name() {
                plain if !plain.contains('/') => format!("Etc/{plain}"),
                area => area.to_owned(),
            };
            json!({
                "duration": duration,
                "isRolling": false,
                "calendar": {
                    "startTime": format!("{from} 00:00:00"),
                    "timeZone": zone,
                },
            })
        }
    }
}

/// Whether a query asks for growth in a time, and not for a counter itself.
fn is_rate(query: &str) -> bool {
    ["rate(", "increase(", "delta(", "per_second("]
        .iter()
        .any(|function| query.contains(function))
}
