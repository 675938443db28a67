//! PagerDuty and Opsgenie: who was called, and when.

use super::shape::Step;
use super::values::{
    customers_else_record, first, hand_overs, joined, listed_once, noticed, numbered_priority,
    seconds_as_clock, well_again,
};
use super::{Known, PLAIN};
use crate::mapping::{Field as F, Kind};

/// PagerDuty counts assignments; the first is no hand-over.
const HAND_OVERS: Step = Step::Add {
    name: "hand-overs",
    from: &["assignment_count"],
    make: hand_overs,
};

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "pagerduty-basic",
        title: "PagerDuty incidents, basic CSV",
        needs: &[
            "no",
            "service",
            "opened_on",
            "resolved_on",
            "no_escalations",
        ],
        fields: &[
            (F::Id, &["no"]),
            (F::Service, &["service"]),
            (F::Title, &["description", "summary", "title"]),
            (F::Started, &["opened_on"]),
            (F::Resolved, &["resolved_on"]),
            (F::Severity, &["priority", "urgency"]),
        ],
        cut_at: Some(20_000),
        notes: &["PagerDuty writes times in the zone of the account, without an offset."],
        ..PLAIN
    },
    Known {
        name: "pagerduty-api",
        title: "PagerDuty analytics, raw incidents",
        needs: &[
            "incident_number|id",
            "service_name",
            "created_at",
            "seconds_to_resolve",
            "engaged_seconds",
        ],
        steps: &[
            Step::Add {
                name: "severity",
                from: &["priority_name", "urgency"],
                make: numbered_priority,
            },
            HAND_OVERS,
        ],
        fields: &[
            (F::Id, &["incident_number", "id"]),
            (F::Service, &["service_name"]),
            (F::Title, &["description"]),
            (F::Severity, &["+severity"]),
            (F::Started, &["created_at"]),
            (F::AcknowledgedAfter, &["seconds_to_first_ack"]),
            (F::MitigatedAfter, &["seconds_to_mitigate"]),
            (F::Resolved, &["resolved_at"]),
            (F::ResolvedAfter, &["seconds_to_resolve"]),
            (F::Status, &["status"]),
            (F::Reassignments, &["+hand-overs"]),
        ],
        ..PLAIN
    },
    Known {
        name: "pagerduty-responders",
        title: "PagerDuty incidents as labor",
        kind: Kind::Labor,
        needs: &["id|incident_number", "created_at", "engaged_seconds"],
        steps: &[Step::Add {
            name: "time worked",
            from: &["engaged_seconds"],
            make: seconds_as_clock,
        }],
        fields: &[
            (F::Incident, &["incident_number", "id"]),
            (F::Role, &["=Responder"]),
            (F::Hours, &["+time worked"]),
            (F::Start, &["created_at"]),
        ],
        notes: &[
            "Time worked is what PagerDuty counts as engaged, of all responders together, at the rate of “Responder”.",
        ],
        ..PLAIN
    },
    Known {
        name: "pagerduty-advanced",
        title: "PagerDuty incidents, advanced CSV",
        needs: &["id", "service_name", "created_on", "seconds_to_resolve"],
        steps: &[
            Step::Add {
                name: "severity",
                from: &["priority_name", "priority", "urgency"],
                make: numbered_priority,
            },
            HAND_OVERS,
        ],
        fields: &[
            (F::Id, &["incident_number", "id"]),
            (F::Service, &["service_name"]),
            (F::Title, &["description"]),
            (F::Severity, &["+severity"]),
            (F::Started, &["created_on"]),
            (F::AcknowledgedAfter, &["seconds_to_first_ack"]),
            (F::Resolved, &["resolved_on"]),
            (F::ResolvedAfter, &["seconds_to_resolve"]),
            (F::Reassignments, &["+hand-overs"]),
        ],
        cut_at: Some(20_000),
        notes: &["PagerDuty writes times in the zone of the account, without an offset."],
        ..PLAIN
    },
    Known {
        name: "opsgenie",
        title: "Opsgenie incidents or alerts",
        needs: &["tinyid", "message", "status", "createdat", "priority"],
        steps: &[Step::Add {
            name: "service",
            from: &[
                "impactedservices_name",
                "impactedservices",
                "extraproperties_service",
                "details_service",
                "entity",
                "source",
            ],
            make: first,
        }],
        fields: &[
            (F::Id, &["tinyid"]),
            (F::Service, &["+service"]),
            (F::Title, &["message"]),
            (F::Severity, &["priority"]),
            (F::Started, &["impactstartdate", "createdat"]),
            (F::Detected, &["impactdetectdate"]),
            (F::Resolved, &["impactenddate", "resolvedat"]),
            (F::Status, &["status"]),
            (F::Closed, &["closedat", "updatedat"]),
        ],
        services: Some(";"),
        notes: &[
            "Opsgenie does not export when an incident was resolved (its log does): one that is resolved or closed has no end until you say under Judgements what stands for it. Its last update can.",
        ],
        ..PLAIN
    },
    Known {
        name: "datadog-detected",
        title: "Datadog incidents without customer_impact_start",
        needs: &["customer_impacted", "time_to_repair|time_to_resolve"],
        lacks: &["customer_impact_start"],
        steps: &[
            DATADOG_SERVICE,
            DATADOG_SEVERITY,
            DATADOG_INCIDENT,
            DATADOG_STATUS,
            Step::Add {
                name: "started",
                from: &["customer_impacted", "created", "detected", "time_to_detect"],
                make: noticed,
            },
            Step::Add {
                name: "ended",
                from: &[
                    "customer_impact_end",
                    "customer_impacted",
                    "resolved",
                    "detected",
                    "time_to_repair",
                ],
                make: well_again,
            },
        ],
        fields: DATADOG_FIELDS,
        services: Some(";"),
        notes: &[
            "The file has no customer_impact_start: an incident that hit customers began when it was detected, less the time_to_detect where there is one, else when it was created; without a customer_impact_end it ended a time_to_repair after it was detected.",
        ],
        ..PLAIN
    },
    Known {
        name: "datadog",
        title: "Datadog incidents",
        needs: &[
            "customer_impact_start|customer_impacted",
            "customer_impact_end|time_to_repair|time_to_resolve",
        ],
        steps: &[
            DATADOG_SERVICE,
            DATADOG_SEVERITY,
            DATADOG_INCIDENT,
            DATADOG_STATUS,
            Step::Add {
                name: "started",
                from: &["customer_impact_start", "customer_impacted", "created"],
                make: customers_else_record,
            },
            Step::Add {
                name: "ended",
                from: &["customer_impact_end", "customer_impacted", "resolved"],
                make: customers_else_record,
            },
        ],
        fields: DATADOG_FIELDS,
        services: Some(";"),
        ..PLAIN
    },
];

const DATADOG_SERVICE: Step = Step::Add {
    name: "service",
    from: &[
        "fields_services_value",
        "services",
        "service",
        "fields_teams_value",
        "teams",
    ],
    make: listed_once,
};

const DATADOG_SEVERITY: Step = Step::Add {
    name: "severity",
    from: &["fields_severity_value", "severity"],
    make: super::values::numbered_severity,
};

const DATADOG_INCIDENT: Step = Step::Add {
    name: "incident",
    from: &["public_id", "incident_id", "id"],
    make: first,
};

const DATADOG_STATUS: Step = Step::Add {
    name: "status",
    from: &["fields_state_value", "state"],
    make: joined,
};

const DATADOG_FIELDS: &[(F, &[&str])] = &[
    (F::Id, &["+incident"]),
    (F::Service, &["+service"]),
    (F::Title, &["title"]),
    (F::Severity, &["+severity"]),
    (F::Started, &["+started"]),
    (F::Detected, &["detected", "created"]),
    (F::Resolved, &["+ended"]),
    (F::CustomerImpacted, &["customer_impacted"]),
    (F::ResolvedAfter, &["time_to_repair"]),
    (F::Status, &["+status"]),
    (F::Closed, &["resolved"]),
];
