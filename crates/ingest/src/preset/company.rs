//! What is known about a company besides its incidents and its money: exchange rates of a
//! central bank, wages of an office of statistics, the catalog of its services.

use super::shape::Step;
use super::values::listed_once;
use super::{Known, PLAIN};
use crate::mapping::{Field as F, Kind};

pub(super) const KNOWN: &[Known] = &[
    Known {
        name: "ecb-rates",
        title: "ECB reference rates",
        kind: Kind::Rates,
        needs: &["date", "usd", "jpy|gbp|chf"],
        steps: &[Step::Unfold {
            keep: &["date"],
            name: "currency",
            value: "rate",
            fits: |column| ninefold_domain::money::Currency::parse(column).is_ok(),
            others: "currencies that are no longer in ISO 4217",
            empty: |cell| matches!(cell, "" | "N/A" | "-"),
        }],
        fields: &[
            (F::Day, &["date"]),
            (F::Currency, &["+currency"]),
            (F::PerOne, &["+rate"]),
            (F::Base, &["=EUR"]),
        ],
        zone: Some("UTC"),
        notes: &[
            "The bank quotes how many of a currency make one euro, on its working days; a day without a rate has that of the day before.",
        ],
        ..PLAIN
    },
    Known {
        name: "oews",
        title: "BLS wage table (OEWS)",
        kind: Kind::Roles,
        needs: &["occ_code", "occ_title", "h_mean", "tot_emp"],
        steps: &[
            Step::Without {
                from: &["o_group", "occ_group", "level"],
                when: |values| {
                    let groups = ["total", "major", "minor", "broad", "0", "1", "2"];
                    groups.iter().any(|group| values.contains(group))
                },
                what: "are groups of occupations, whose members are rows of their own",
            },
            Step::Add {
                name: "group",
                from: &["occ_code"],
                make: group_of_occupation,
            },
            Step::Without {
                from: &["+group"],
                when: |values| values[0].is_empty(),
                what: "are occupations outside computing, support, management, PR and sales",
            },
        ],
        fields: &[
            (F::Role, &["occ_title"]),
            (F::Rate, &["h_mean"]),
            (F::Currency, &["=USD"]),
            (F::Group, &["+group"]),
        ],
        missing: &["*", "**"],
        notes: &[
            "These are mean wages per hour, without what an employer pays on top: raise them on the rate card to what an hour costs you. A “#” is a wage above the highest that the table states; such rows are set aside.",
        ],
        ..PLAIN
    },
    Known {
        name: "backstage",
        title: "Backstage catalog",
        kind: Kind::Services,
        needs: &["apiversion", "kind", "metadata_name"],
        steps: &[
            Step::Without {
                from: &["kind"],
                when: |values| !matches!(values[0], "Component" | "Resource"),
                what: "are entities other than components and resources (APIs, systems, groups, users and the like)",
            },
            // A catalog of our own says in annotations what Backstage has no words for.
            Step::Add {
                name: "service",
                from: &["metadata_annotations_ninefold_service", "metadata_name"],
                make: super::values::first,
            },
            Step::Add {
                name: "owner",
                from: &[
                    "metadata_annotations_ninefold_id",
                    "metadata_annotations_ninefold_owner",
                    "spec_owner",
                ],
                make: |values| match values[0] {
                    "" => name_of(values[2]),
                    _ => values[1].to_owned(),
                },
            },
            Step::Add {
                name: "target",
                from: &["metadata_annotations_ninefold_target"],
                make: |values| values[0].to_owned(),
            },
            Step::Add {
                name: "depends on",
                from: &[
                    "metadata_annotations_ninefold_id",
                    "metadata_annotations_ninefold_depends_on",
                    "spec_dependson",
                ],
                make: |values| {
                    if !values[0].is_empty() {
                        return values[1].to_owned();
                    }
                    let names: Vec<String> = values[2]
                        .split(';')
                        .filter(|entity| is_service(entity))
                        .map(name_of)
                        .collect();
                    listed_once(&[&names.join(";")])
                },
            },
            Step::Add {
                name: "tier",
                from: &[
                    "metadata_labels_tier",
                    "metadata_annotations_tier",
                    "spec_tier",
                ],
                make: tier_of,
            },
        ],
        fields: &[
            (F::Service, &["+service"]),
            (F::Owner, &["+owner"]),
            (F::Target, &["+target"]),
            (F::DependsOn, &["+depends on"]),
            (F::Tier, &["+tier"]),
        ],
        notes: &[
            "A dependency is taken as hard: when the other is down, so is the service. Where only some users are hit, say their share under Settings, services.",
        ],
        ..PLAIN
    },
];

/// Groups of the Standard Occupational Classification that work on incidents, as the rate card
/// groups them; the first that fits counts.
const OCCUPATIONS: [(&str, &str); 10] = [
    ("15-1232", "support"),
    ("43-4051", "support"),
    ("15-", "engineering"),
    ("17-2", "engineering"),
    ("11-2032", "communications"),
    ("27-3031", "communications"),
    ("11-202", "sales"),
    ("11-", "management"),
    ("41-", "sales"),
    ("13-1082", "management"),
];

fn group_of_occupation(values: &[&str]) -> String {
    let group = OCCUPATIONS
        .iter()
        .find(|(code, _)| values[0].starts_with(code));
    group.map_or(String::new(), |(_, group)| (*group).to_owned())
}

/// Whether an entity reference `[kind:][namespace/]name` is one of a service.
fn is_service(entity: &str) -> bool {
    match entity.trim().split_once(':') {
        Some((kind, _)) => {
            kind.eq_ignore_ascii_case("component") || kind.eq_ignore_ascii_case("resource")
        }
        None => !entity.trim().is_empty(),
    }
}

/// The name in an entity reference.
fn name_of(entity: &str) -> String {
    let entity = entity.trim();
    let name = entity
        .rsplit_once(['/', ':'])
        .map_or(entity, |(_, name)| name);
    name.to_owned()
}

/// The number in `tier-1`, `Tier 1` or `1`; nothing where there is none.
fn tier_of(values: &[&str]) -> String {
    let text = super::values::first(values);
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    match digits.bytes().all(|b| b.is_ascii_digit()) {
        true => digits.to_owned(),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_entities() {
        for (entity, name, service) in [
            ("component:default/payments", "payments", true),
            ("Resource:orders-db", "orders-db", true),
            ("payments", "payments", true),
            ("shop/payments", "payments", true),
            ("api:default/orders", "orders", false),
            ("", "", false),
        ] {
            assert_eq!(name_of(entity), name);
            assert_eq!(is_service(entity), service, "{entity}");
        }
        assert_eq!(tier_of(&["", "tier-2"]), "2");
        assert_eq!(tier_of(&["gold"]), "");
    }
}
