//! ServiceNow and Jira: tickets. A ticket is closed long after the service is back, so its end
//! is when it was resolved.

use super::shape::Step;
use super::values::{first, listed_once, numbered_priority};
use super::{Known, PLAIN};
use crate::mapping::Field as F;

const SERVICE: Step = Step::Add {
    name: "service",
    from: &[
        "business_service",
        "service_offering",
        "cmdb_ci",
        "configuration_item",
        "category",
    ],
    make: first_or_uncategorised,
};

const SEVERITY: Step = Step::Add {
    name: "severity",
    from: &["priority"],
    make: numbered_priority,
};

const FIELDS: &[(F, &[&str])] = &[
    (F::Id, &["number"]),
    (F::Service, &["+service"]),
    (F::Title, &["short_description"]),
    (F::Severity, &["+severity"]),
    (F::Started, &["opened_at", "opened"]),
    (F::Resolved, &["resolved_at", "resolved"]),
    (F::Status, &["incident_state", "state"]),
    (F::Closed, &["closed_at", "closed"]),
    (F::Reassignments, &["reassignment_count"]),
    (F::Cause, &["u_cause", "cause", "close_code"]),
];

const WHICH_SERVICE: &str = "The service is the business service, else the configuration item, else the category: the first of them that a ticket has, or “Uncategorised”.";

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "servicenow-log",
        title: "ServiceNow audit log",
        needs: &[
            "number",
            "state|incident_state",
            "opened_at",
            "resolved_at",
            "closed_at",
            "sys_mod_count|sys_updated_at|sys_updated_on",
        ],
        steps: &[
            Step::Latest {
                of: "number",
                by: &["sys_mod_count", "sys_updated_on", "sys_updated_at"],
                others: "are earlier updates of an incident, of which the last counts",
            },
            SERVICE,
            SEVERITY,
        ],
        fields: FIELDS,
        missing: &["?"],
        notes: &[WHICH_SERVICE],
        ..PLAIN
    },
    Known {
        name: "servicenow",
        title: "ServiceNow incidents",
        needs: &[
            "number",
            "opened_at|opened",
            "resolved_at|resolved",
            "closed_at|closed",
            "reassignment_count|made_sla|cmdb_ci|business_service|assignment_group",
        ],
        steps: &[SERVICE, SEVERITY],
        fields: FIELDS,
        missing: &["?"],
        notes: &[WHICH_SERVICE],
        ..PLAIN
    },
    Known {
        name: "xes",
        title: "XES process log",
        needs: &["incident", "started", "resolved", "hand_offs", "events"],
        steps: &[
            Step::Add {
                name: "service",
                from: &[
                    "service",
                    "trace_service",
                    "product",
                    "trace_product",
                    "organization_involved",
                    "org_group",
                ],
                make: first_or_uncategorised,
            },
            Step::Add {
                name: "standing",
                from: &["lifecycle_transition", "concept_name"],
                make: first,
            },
        ],
        fields: &[
            (F::Id, &["incident"]),
            (F::Service, &["+service"]),
            (
                F::Severity,
                &[
                    "severity",
                    "priority",
                    "impact",
                    "trace_severity",
                    "trace_impact",
                ],
            ),
            (F::Started, &["started"]),
            (F::Resolved, &["resolved"]),
            (F::Reassignments, &["hand_offs"]),
            (F::Status, &["+standing"]),
        ],
        notes: &[
            "An incident began with its first event and ended with the last that says resolved or, failing that, completed.",
        ],
        ..PLAIN
    },
    Known {
        name: "jira",
        title: "Jira issues",
        needs: &[
            "issue_key",
            "summary",
            "issue_type",
            "created",
            "resolved|resolution|resolution_date",
        ],
        steps: &[
            Step::Add {
                name: "service",
                from: &[
                    "custom_field_affected_services",
                    "custom_field_affected_service",
                    "affected_services",
                    "affected_service",
                    "custom_field_service",
                    "component_s",
                    "components",
                    "component",
                    "project_name",
                ],
                make: listed_once,
            },
            Step::Add {
                name: "severity",
                from: &["custom_field_severity", "severity", "priority"],
                make: super::values::numbered_severity,
            },
        ],
        fields: &[
            (F::Id, &["issue_key"]),
            (F::Service, &["+service"]),
            (F::Title, &["summary"]),
            (F::Severity, &["+severity"]),
            (
                F::Started,
                &[
                    "custom_field_impact_start",
                    "custom_field_incident_start",
                    "custom_field_start_time",
                    "created",
                ],
            ),
            (F::Detected, &["created"]),
            (
                F::Resolved,
                &[
                    "custom_field_impact_end",
                    "custom_field_incident_end",
                    "custom_field_end_time",
                    "resolved",
                    "resolution_date",
                ],
            ),
            (F::Status, &["status"]),
        ],
        services: Some(";"),
        notes: &[
            "The service is the affected service, else the component, else the project; the severity is that of a field of its own, else the priority. Money in custom fields can be mapped to refunds, penalties, vendors or other costs.",
        ],
        ..PLAIN
    },
];

/// The first value that is there. A ticket that names nothing is still somebody's.
fn first_or_uncategorised(values: &[&str]) -> String {
    let found = first(values);
    if found.is_empty() {
        "Uncategorised".to_owned()
    } else {
        found
    }
}
