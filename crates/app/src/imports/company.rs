//! Rate cards and service catalogs put beside what is there, each record known by its name.

use super::exchange::Exchange;
use super::merge::{OnChange, edited_here, note_kept};
use super::{Outcome, Services};
use crate::host::Host;
use crate::text;
use crate::wire::{ChangeRow, Error};
use crate::workspace::Workspace;
use ninefold_domain::id::RoleId;
use ninefold_domain::impact::check_cycles;
use ninefold_domain::record::{Dependency, DependencyKind, Role, Service, Tier};
use ninefold_ingest::{Catalog, CatalogRow, RoleRow};
use ninefold_store::{Change, Record};
use std::collections::BTreeSet;

/// The choice to leave out dependencies that close a circle.
const LEAVE_OUT: &str = "leave-out";

/// `again` rows of the file say what others said.
pub(super) fn plan_roles(
    w: &Workspace,
    rows: Vec<RoleRow>,
    again: u64,
    rule: OnChange,
    host: &dyn Host,
) -> Outcome {
    let mut outcome = Outcome {
        noun: ("role", "roles"),
        known_rows: again,
        ..Outcome::default()
    };
    let mut exchange = Exchange::of(w);
    let edited = edited_here(w, "role");
    for row in rows {
        let Some(rate) = exchange.convert("the rate card", row.rate, host.now(), 1) else {
            continue;
        };
        let there = w
            .roles
            .iter()
            .find(|role| role.name.to_lowercase() == row.role.to_lowercase());
        let Some(there) = there else {
            outcome.new += 1;
            outcome.import.records.push(Record::Role(Role {
                id: RoleId(host.new_id()),
                name: row.role,
                group: row.group.unwrap_or_default(),
                rate,
            }));
            continue;
        };
        let said = Role {
            rate,
            group: row.group.unwrap_or(there.group),
            ..there.clone()
        };
        if said == *there {
            outcome.unchanged += 1;
            outcome.known_rows += 1;
            continue;
        }
        let by_hand = edited.get(&there.id.to_string());
        let mut now = there.clone();
        let mut settle = |column: &str, was: String, is: String| {
            let edited = by_hand.is_some_and(|fields| fields.contains(column));
            let taken = rule.takes(edited);
            if was != is {
                outcome.changes.push(ChangeRow {
                    record: there.name.clone(),
                    field: column.into(),
                    was,
                    now: is,
                    taken,
                    edited,
                });
            }
            taken
        };
        let (was, is) = (text::money_exact(there.rate), text::money_exact(said.rate));
        if settle("rate", was, is) {
            now.rate = said.rate;
        }
        let group = |role: &Role| format!("{:?}", role.group).to_lowercase();
        if settle("group", group(there), group(&said)) {
            now.group = said.group;
        }
        let changed = now != *there;
        take(&mut outcome, changed, Record::Role(now));
    }
    note_kept(&mut outcome);
    outcome.refused.extend(exchange.refusals());
    outcome.notes.extend(exchange.notes());
    outcome.conversions = exchange.done();
    outcome
}

/// A record that is there and reads differently: changed, or kept in all it says.
fn take(outcome: &mut Outcome, taken: bool, record: Record) {
    if taken {
        outcome.updated += 1;
        outcome.import.updates.push(Change::Put(record));
    } else {
        outcome.unchanged += 1;
        outcome.known_rows += 1;
    }
}

/// A service with what a row says of it. What the file leaves out stays as it is here.
fn said(there: &Service, row: &CatalogRow, services: &mut Services<'_>) -> Service {
    let mut said = there.clone();
    said.owner = row.owner.clone().or(said.owner);
    said.tier = row.tier.or(said.tier);
    said.target = row.target.or(said.target);
    if let Some(names) = &row.depends_on {
        let mut dependencies: Vec<Dependency> = Vec::new();
        for leans in names {
            let on = services.named(&leans.service);
            let known = there.dependencies.iter().find(|d| d.on == on);
            // A share that somebody set here is more than “depends on” says.
            let kind = match (leans.share, known) {
                (Some(share), _) if share >= 1.0 => DependencyKind::Hard,
                (Some(share), _) => DependencyKind::Soft { share },
                (None, Some(known)) => known.kind,
                (None, None) => DependencyKind::Hard,
            };
            if on != there.id && dependencies.iter().all(|d| d.on != on) {
                dependencies.push(Dependency { on, kind });
            }
        }
        let same = dependencies.len() == said.dependencies.len()
            && dependencies.iter().all(|d| said.dependencies.contains(d));
        if !same {
            said.dependencies = dependencies;
        }
    }
    said
}

pub(super) fn plan_catalog(
    w: &Workspace,
    read: &Catalog,
    rule: OnChange,
    on_overlap: &str,
    host: &dyn Host,
) -> Result<Outcome, Error> {
    if !matches!(on_overlap, "" | "fail" | LEAVE_OUT) {
        return Err(Error::invalid(
            "onOverlap",
            format!("“{on_overlap}” is not a choice for services; expected fail or {LEAVE_OUT}"),
        ));
    }
    let mut outcome = Outcome {
        noun: ("service", "services"),
        known_rows: read.report.totals.accepted - read.rows.len() as u64,
        ..Outcome::default()
    };
    let mut services = Services::of(w, host);
    let mut described: Vec<Service> = Vec::new();
    let edited = edited_here(w, "service");
    // Services that lean on others here and of which the file does not say that they do.
    let mut silent = 0_usize;
    let before = |id| w.services.iter().find(|service| service.id == id);
    for row in &read.rows {
        let id = services.named(&row.service);
        let there = before(id).cloned();
        let was = there
            .clone()
            .unwrap_or_else(|| Service::named(id, row.service.clone()));
        silent += usize::from(row.depends_on.is_none() && !was.dependencies.is_empty());
        let now = said(&was, row, &mut services);
        match there {
            None => {
                outcome.new += 1;
                described.push(now);
            }
            Some(there) if there == now => {
                outcome.unchanged += 1;
                outcome.known_rows += 1;
            }
            Some(there) => {
                let by_hand = edited.get(&there.id.to_string());
                let mut merged = there.clone();
                for (column, field, was, is) in differences(w, &services, &there, &now) {
                    let edited = by_hand.is_some_and(|fields| fields.contains(column));
                    let taken = rule.takes(edited);
                    outcome.changes.push(ChangeRow {
                        record: there.name.clone(),
                        field: field.into(),
                        was,
                        now: is,
                        taken,
                        edited,
                    });
                    if !taken {
                        continue;
                    }
                    match column {
                        "owner" => merged.owner.clone_from(&now.owner),
                        "tier" => merged.tier = now.tier,
                        "target" => merged.target = now.target,
                        _ => merged.dependencies.clone_from(&now.dependencies),
                    }
                }
                let changed = merged != there;
                take(&mut outcome, changed, Record::Service(merged));
            }
        }
    }
    note_kept(&mut outcome);
    if silent > 0 {
        outcome.notes.push(format!(
            "{} nothing of what it leans on: what is here stays. To take dependencies away, do so under Settings, services.",
            text::counted(silent, "service says", "services say")
        ));
    }
    let taken: Vec<Service> = outcome
        .import
        .updates
        .iter()
        .filter_map(|change| match change {
            Change::Put(Record::Service(service)) => Some(service.clone()),
            _ => None,
        })
        .collect();
    // Services that are only leaned on come in by name; the rest as the file describes them.
    let mut named = 0_usize;
    for made in services.made {
        let described = described.iter().find(|service| service.id == made.id);
        named += usize::from(described.is_none());
        let service = described.cloned().unwrap_or(made);
        outcome.import.records.push(Record::Service(service));
    }
    if named > 0 {
        outcome.notes.push(format!(
            "{} leaned on without a row of its own: made by name.",
            text::counted(named, "service is", "services are")
        ));
    }
    let mut all: Vec<Service> = w
        .services
        .iter()
        .map(|s| taken.iter().find(|t| t.id == s.id).unwrap_or(s).clone())
        .collect();
    all.extend(outcome.import.records.iter().filter_map(|r| match r {
        Record::Service(service) => Some(service.clone()),
        _ => None,
    }));
    if let Err(circle) = check_cycles(&all) {
        outcome.choices = vec![LEAVE_OUT];
        if on_overlap == LEAVE_OUT {
            let left = without_circles(w, &mut all);
            for change in &mut outcome.import.updates {
                if let Change::Put(Record::Service(service)) = change {
                    put_back(service, &all);
                }
            }
            for record in &mut outcome.import.records {
                if let Record::Service(service) = record {
                    put_back(service, &all);
                }
            }
            outcome.notes.push(format!(
                "{} left out, because {} would close a circle: {}.",
                text::counted(left.len(), "dependency is", "dependencies are"),
                if left.len() == 1 { "it" } else { "they" },
                left.join("; ")
            ));
        } else {
            outcome.blocked = format!(
                "With these dependencies services lean on each other in a circle ({}), and what hits what could not be worked out. Leave out the dependencies that close a circle, or take one of them out of the file.",
                circle.0.join(" → ")
            );
        }
    }
    let tiers: BTreeSet<u8> = all.iter().filter_map(|s| s.tier).collect();
    let made: Vec<u8> = tiers
        .into_iter()
        .filter(|number| w.tiers.iter().all(|tier| tier.number != *number))
        .collect();
    for number in made {
        outcome.notes.push(format!(
            "New tier {number}, without a target yet: set one under Settings."
        ));
        outcome.import.records.insert(
            0,
            Record::Tier(Tier {
                number,
                name: format!("Tier {number}"),
                target: None,
            }),
        );
    }
    Ok(outcome)
}

/// Takes away what the file says and closes a circle: dependencies come in one by one, in the
/// order of the services, those that were here before first. Returns them, for people.
fn without_circles(w: &Workspace, all: &mut [Service]) -> Vec<String> {
    let was = |id| {
        let there = w.services.iter().find(|service| service.id == id);
        there.map_or(&[][..], |service| service.dependencies.as_slice())
    };
    // What is here has no circle; a dependency that the file takes away is out of it for good.
    let mut wanted: Vec<(usize, Dependency)> = Vec::new();
    for (at, service) in all.iter_mut().enumerate() {
        let before = was(service.id);
        let (old, new): (Vec<_>, Vec<_>) = service
            .dependencies
            .drain(..)
            .partition(|d| before.iter().any(|known| known.on == d.on));
        service.dependencies = old;
        wanted.extend(new.into_iter().map(|d| (at, d)));
    }
    let mut left = Vec::new();
    for (at, dependency) in wanted {
        all[at].dependencies.push(dependency);
        if check_cycles(all).is_err() {
            all[at].dependencies.pop();
            let on = all.iter().find(|service| service.id == dependency.on);
            let on = on.map_or(text::NONE, |service| service.name.as_str());
            left.push(format!("{} → {on}", all[at].name));
        }
    }
    left
}

/// A service with the dependencies that it has in `all`.
fn put_back(service: &mut Service, all: &[Service]) {
    if let Some(settled) = all.iter().find(|other| other.id == service.id) {
        service.dependencies.clone_from(&settled.dependencies);
    }
}

/// What differs between a service as it is here and as the file says: the field of the record, and
/// its name and values for people.
fn differences(
    w: &Workspace,
    services: &Services<'_>,
    there: &Service,
    now: &Service,
) -> Vec<(&'static str, &'static str, String, String)> {
    let name = |id| {
        let made = services.made.iter();
        let mut known = w.services.iter().chain(made);
        known
            .find(|s| s.id == id)
            .map_or_else(String::new, |s| s.name.clone())
    };
    let leans = |service: &Service| {
        let names: Vec<String> = service
            .dependencies
            .iter()
            .map(|d| match d.kind {
                DependencyKind::Hard => name(d.on),
                DependencyKind::Soft { share } => {
                    format!("{} {}", name(d.on), text::percent_plain(share))
                }
            })
            .collect();
        names.join("; ")
    };
    let tier = |service: &Service| service.tier.map_or_else(String::new, |t| t.to_string());
    let target = |service: &Service| service.target.map_or_else(String::new, text::percent_plain);
    let owner = |service: &Service| service.owner.clone().unwrap_or_default();
    [
        ("owner", "owner", owner(there), owner(now)),
        ("tier", "tier", tier(there), tier(now)),
        ("target", "target", target(there), target(now)),
        ("dependencies", "depends on", leans(there), leans(now)),
    ]
    .into_iter()
    .filter(|(_, _, was, now)| was != now)
    .collect()
}
