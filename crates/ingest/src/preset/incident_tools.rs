//! incident.io, FireHydrant and Rootly: incidents with their timelines.

use super::shape::Step;
use super::values::{cents_else_amount, first, listed, listed_once, numbered_severity};
use super::{Known, PLAIN};
use crate::mapping::Field as F;

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "incident-io",
        title: "incident.io incidents",
        needs: &[
            "reference",
            "name",
            "created_at",
            "incident_status_category|incident_status_name|incident_status",
        ],
        steps: &[
            Step::Add {
                name: "service",
                from: &[
                    "custom_field_entries_affected_services_values_value_catalog_entry_name",
                    "custom_field_entries_affected_services_values_value_option_value",
                    "custom_field_entries_affected_services_values_value_text",
                    "custom_field_entries_service_values_value_catalog_entry_name",
                    "custom_field_entries_service_values_value_option_value",
                    "custom_field_entries_service_values_value_text",
                    "custom_field_entries_services_values_value_catalog_entry_name",
                    "custom_field_entries_services_values_value_option_value",
                    "affected_services",
                    "services",
                    "service",
                ],
                make: first,
            },
            Step::Add {
                name: "severity",
                from: &["severity_name", "severity"],
                make: numbered_severity,
            },
            Step::Add {
                name: "status",
                from: &[
                    "incident_status_category",
                    "incident_status_name",
                    "incident_status",
                ],
                make: first,
            },
            Step::Add {
                name: "began",
                from: &[
                    "incident_timestamp_values_impact_started_at_value_value",
                    "impact_started_at",
                    "incident_timestamp_values_reported_at_value_value",
                    "reported_at",
                    "created_at",
                ],
                make: first,
            },
            Step::Add {
                name: "noticed",
                from: &[
                    "incident_timestamp_values_impact_started_at_value_value",
                    "impact_started_at",
                    "incident_timestamp_values_identified_at_value_value",
                    "incident_timestamp_values_reported_at_value_value",
                    "reported_at",
                    "created_at",
                ],
                make: noticed,
            },
            Step::Add {
                name: "ended",
                from: &[
                    "incident_timestamp_values_resolved_at_value_value",
                    "incident_timestamp_values_fixed_at_value_value",
                    "resolved_at",
                    "fixed_at",
                ],
                make: first,
            },
        ],
        fields: &[
            (F::Id, &["reference"]),
            (F::Service, &["+service"]),
            (F::Title, &["name"]),
            (F::Severity, &["+severity"]),
            (F::Started, &["+began"]),
            (F::Detected, &["+noticed"]),
            (
                F::Acknowledged,
                &[
                    "incident_timestamp_values_accepted_at_value_value",
                    "accepted_at",
                ],
            ),
            (
                F::Mitigated,
                &["incident_timestamp_values_fixed_at_value_value", "fixed_at"],
            ),
            (F::Resolved, &["+ended"]),
            (F::Status, &["+status"]),
            (
                F::Closed,
                &[
                    "incident_timestamp_values_closed_at_value_value",
                    "closed_at",
                ],
            ),
            (F::Kind, &["mode"]),
        ],
        services: Some(";"),
        notes: &[
            "incident.io keeps services in a custom field of your own: where none is called “Affected services”, “Service” or “Services”, choose the column under Map.",
        ],
        ..PLAIN
    },
    Known {
        name: "firehydrant",
        title: "FireHydrant incidents",
        needs: &[
            "number",
            "name",
            "created_at",
            "milestones_started_occurred_at|milestones|milestones_type|customers_impacted",
        ],
        steps: &[
            Step::Add {
                name: "service",
                from: &["services_name", "impacts_impact_name", "services"],
                make: listed_lists,
            },
            Step::Add {
                name: "began",
                from: &["milestones_started_occurred_at", "started_at", "created_at"],
                make: first,
            },
            Step::Add {
                name: "severity",
                from: &["severity_slug", "severity", "priority"],
                make: numbered_severity,
            },
            // For a person to map: nothing says whether lost revenue is in it, which would then be
            // counted twice.
            Step::Add {
                name: "monetary impact",
                from: &["monetary_impact_cents", "monetary_impact"],
                make: cents_else_amount,
            },
        ],
        fields: &[
            (F::Id, &["number"]),
            (F::Service, &["+service"]),
            (F::Title, &["name"]),
            (F::Severity, &["+severity"]),
            (F::Started, &["+began"]),
            (F::Detected, &["milestones_detected_occurred_at"]),
            (F::Acknowledged, &["milestones_acknowledged_occurred_at"]),
            (F::Mitigated, &["milestones_mitigated_occurred_at"]),
            (
                F::Resolved,
                &["milestones_resolved_occurred_at", "resolved_at"],
            ),
            (F::Status, &["current_milestone", "status"]),
            (
                F::Closed,
                &["milestones_closed_occurred_at", "discarded_at"],
            ),
        ],
        services: Some(";"),
        ..PLAIN
    },
    Known {
        name: "rootly",
        title: "Rootly incidents",
        needs: &[
            "started_at",
            "mitigated_at",
            "resolved_at",
            "cancelled_at",
            "kind",
        ],
        steps: &[
            Step::Add {
                name: "service",
                from: &[
                    "services_data_attributes_name",
                    "services_name",
                    "services",
                    "functionalities_data_attributes_name",
                    "functionalities",
                ],
                make: listed_once,
            },
            Step::Add {
                name: "severity",
                from: &["severity_data_attributes_name", "severity_name", "severity"],
                make: numbered_severity,
            },
            Step::Add {
                name: "standing",
                from: &["cancelled_at", "status"],
                make: cancelled_or,
            },
            Step::Add {
                name: "number",
                from: &["sequential_id", "short_id", "id"],
                make: first,
            },
        ],
        fields: &[
            (F::Id, &["+number"]),
            (F::Service, &["+service"]),
            (F::Title, &["title"]),
            (F::Severity, &["+severity"]),
            (F::Started, &["started_at"]),
            (F::Detected, &["detected_at"]),
            (F::Acknowledged, &["acknowledged_at"]),
            (F::Mitigated, &["mitigated_at"]),
            (F::Resolved, &["resolved_at"]),
            (F::Kind, &["kind"]),
            (F::Status, &["+standing"]),
            (
                F::Cause,
                &["causes_data_attributes_name", "causes_name", "causes"],
            ),
            (F::Closed, &["closed_at"]),
        ],
        services: Some(";"),
        ..PLAIN
    },
];

/// When it was noticed, where a time before that says when it began: else nothing lies between.
fn noticed(values: &[&str]) -> String {
    let (began, seen) = values.split_at(2);
    if first(began).is_empty() {
        String::new()
    } else {
        first(seen)
    }
}

/// One that has a time of cancelling is cancelled; else as its status says.
fn cancelled_or(values: &[&str]) -> String {
    match values {
        ["", status] => (*status).to_owned(),
        _ => "cancelled".to_owned(),
    }
}

/// All lists together.
fn listed_lists(values: &[&str]) -> String {
    let parts: Vec<&str> = values
        .iter()
        .flat_map(|list| list.split(';'))
        .map(str::trim)
        .collect();
    listed(&parts)
}
