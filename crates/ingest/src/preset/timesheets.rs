//! Toggl and Harvest: who worked how long on what. The incident is named in what people wrote.

use super::shape::Step;
use super::values::{currency_code, date_and_time, first, joined};
use super::{Known, PLAIN};
use crate::mapping::{Field as F, Kind};

const NO_INCIDENT: Step = Step::Without {
    from: &["+incident found"],
    when: |values| values[0].is_empty(),
    what: "name no incident in their task, notes or tags",
};

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "toggl",
        title: "Toggl time entries",
        kind: Kind::Labor,
        needs: &[
            "user",
            "description",
            "start_date",
            "start_time",
            "duration",
            "tags",
        ],
        steps: &[
            Step::Find {
                name: "incident found",
                from: &["task", "description", "tags", "project"],
            },
            NO_INCIDENT,
            Step::Add {
                name: "started work",
                from: &["start_date", "start_time"],
                make: date_and_time,
            },
            Step::Add {
                name: "ended work",
                from: &["end_date", "end_time"],
                make: date_and_time,
            },
        ],
        fields: &[
            (F::Incident, &["+incident found"]),
            (F::Role, &["role", "=Responder"]),
            (F::Person, &["user"]),
            (F::Hours, &["duration"]),
            (F::Start, &["+started work"]),
            (F::End, &["+ended work"]),
        ],
        notes: &[
            "Toggl knows no roles: everyone is a “Responder” until you map another column. Entries that name no incident are other work and stay out.",
        ],
        ..PLAIN
    },
    Known {
        name: "harvest",
        title: "Harvest time report",
        kind: Kind::Labor,
        needs: &["date", "task", "notes", "hours", "first_name", "last_name"],
        steps: &[
            Step::Find {
                name: "incident found",
                from: &[
                    "task",
                    "notes",
                    "external_reference_url",
                    "project_code",
                    "project",
                ],
            },
            NO_INCIDENT,
            Step::Add {
                name: "person",
                from: &["first_name", "last_name"],
                make: joined,
            },
            Step::Add {
                name: "role",
                from: &["roles"],
                make: role,
            },
            Step::Add {
                name: "ISO currency",
                from: &["currency"],
                make: currency_code,
            },
        ],
        fields: &[
            (F::Incident, &["+incident found"]),
            (F::Role, &["+role"]),
            (F::Person, &["+person"]),
            (F::Hours, &["hours"]),
            (F::Rate, &["cost_rate"]),
            (F::Currency, &["+ISO currency"]),
        ],
        notes: &[
            "The rate is the cost rate, not what is billed. Entries that name no incident are other work and stay out.",
        ],
        ..PLAIN
    },
];

/// The first of somebody's roles; a responder where there is none.
fn role(values: &[&str]) -> String {
    let roles = first(values);
    let role = roles.split([',', ';']).next().unwrap_or_default().trim();
    if role.is_empty() { "Responder" } else { role }.to_owned()
}
