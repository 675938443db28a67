//! Public status pages: what a provider says about itself.

use super::shape::Step;
use super::values::first;
use super::{Known, PLAIN};
use crate::mapping::Field as F;

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "google-cloud-status",
        title: "Google Cloud status",
        needs: &[
            "number",
            "begin",
            "created",
            "end",
            "status_impact",
            "affected_products_title",
        ],
        steps: &[
            Step::Add {
                name: "severity",
                from: &["status_impact"],
                make: severity_of_impact,
            },
            Step::Add {
                name: "service",
                from: &["affected_products_title", "service_name"],
                make: first,
            },
        ],
        fields: &[
            (F::Id, &["number"]),
            (F::Service, &["+service"]),
            (F::Title, &["external_desc"]),
            (F::Severity, &["+severity"]),
            (F::Started, &["begin"]),
            (F::Detected, &["created"]),
            (F::Resolved, &["end"]),
        ],
        services: Some(";"),
        notes: &[
            "Begin is when customers were first hit, created when the page said so: between them lies the time to detect.",
        ],
        ..PLAIN
    },
    Known {
        name: "statuspage",
        title: "Statuspage incidents",
        needs: &[
            "name",
            "status",
            "impact",
            "created_at",
            "resolved_at",
            "shortlink|monitoring_at",
        ],
        steps: &[
            Step::Add {
                name: "kind",
                from: &["impact"],
                make: kind_of_impact,
            },
            Step::Add {
                name: "service",
                from: &[
                    "components_name",
                    "incident_updates_affected_components_name",
                    "page_name",
                    "page_id",
                ],
                make: once_each,
            },
        ],
        fields: &[
            (F::Id, &["id"]),
            (F::Service, &["+service"]),
            (F::Title, &["name"]),
            (F::Severity, &["impact"]),
            (F::Kind, &["+kind"]),
            (F::Started, &["started_at", "created_at"]),
            (F::Detected, &["created_at"]),
            (F::Mitigated, &["monitoring_at"]),
            (F::Resolved, &["resolved_at"]),
            (F::Status, &["status"]),
        ],
        services: Some(";"),
        cut_at: Some(50),
        notes: &["A status page serves its latest 50 incidents only."],
        ..PLAIN
    },
];

/// How bad the page says it is, as the default impacts know it.
fn severity_of_impact(values: &[&str]) -> String {
    let value = first(values);
    match value.as_str() {
        "SERVICE_OUTAGE" => "SEV1".to_owned(),
        "SERVICE_DISRUPTION" => "SEV2".to_owned(),
        "SERVICE_INFORMATION" => "SEV3".to_owned(),
        _ => value,
    }
}

fn kind_of_impact(values: &[&str]) -> String {
    match first(values).as_str() {
        "maintenance" => "maintenance".to_owned(),
        _ => "normal".to_owned(),
    }
}

/// The components of all updates, each once.
fn once_each(values: &[&str]) -> String {
    let list = first(values);
    let mut seen: Vec<&str> = Vec::new();
    for part in list.split(';').map(str::trim) {
        if !part.is_empty() && !seen.contains(&part) {
            seen.push(part);
        }
    }
    seen.join("; ")
}
