//! Services, what they lean on, and their tiers.

use super::{
    commit, name, no_choice, optional, read_count, read_target, read_zone, service_of, verb,
};
use crate::host::Job;
use crate::text::read_share;
use crate::views::settings::pinned;
use crate::wire::{
    ChannelEdit, DependencyEdit, Done, Error, IdArgs, RedundancyEdit, ServiceEdit, TierEdit,
};
use crate::workspace::Workspace;
use crate::{App, Host, hours};
use ninefold_domain::id::ServiceId;
use ninefold_domain::impact::check_cycles;
use ninefold_domain::record::{Channel, Dependency, DependencyKind, Redundancy, Service, Tier};
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn service_save(&self, edit: &ServiceEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let service = read_service(w, edit, &*self.host)?;
            let label = format!("{} service {}", verb(&edit.id), service.name);
            let id = service.id.to_string();
            commit(
                w,
                &*self.host,
                "service.save",
                label,
                vec![Change::Put(Record::Service(service))],
                &id,
            )
        })
    }

    pub(crate) fn service_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let service = w.services[w.service(&args.id)?].clone();
            if let Some(why) = pinned(w, &service) {
                return Err(
                    Error::conflict(format!("{} cannot be deleted: {why}", service.name))
                        .hint("move what hangs on it to another service first"),
                );
            }
            let change = Change::Delete(Key::Service(service.id));
            commit(
                w,
                &*self.host,
                "service.delete",
                format!("Deleted service {}", service.name),
                vec![change],
                "",
            )
        })
    }

    pub(crate) fn tier_save(&self, edit: &TierEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let number: u8 = edit
                .number
                .trim()
                .parse()
                .ok()
                .filter(|n| Tier::NUMBERS.contains(n))
                .ok_or_else(|| {
                    Error::invalid(
                        "number",
                        format!(
                            "“{}” is not a tier; expected 1 (the most critical) to 9",
                            edit.number
                        ),
                    )
                })?;
            let tier = Tier {
                number,
                name: name(&edit.name, "name")?,
                target: read_target(&edit.target, "target")?,
            };
            let label = format!("Set tier {number} {}", tier.name);
            commit(
                w,
                &*self.host,
                "tier.save",
                label,
                vec![Change::Put(Record::Tier(tier))],
                &number.to_string(),
            )
        })
    }

    pub(crate) fn tier_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let tier = w
                .tiers
                .iter()
                .find(|t| t.number.to_string() == args.id.trim())
                .ok_or_else(|| Error::not_found("this tier"))?
                .clone();
            if let Some(service) = w.services.iter().find(|s| s.tier == Some(tier.number)) {
                return Err(Error::conflict(format!(
                    "tier {} cannot be deleted: {} is in it",
                    tier.number, service.name
                ))
                .hint("move its services to another tier first"));
            }
            let change = Change::Delete(Key::Tier(tier.number));
            commit(
                w,
                &*self.host,
                "tier.delete",
                format!("Deleted tier {}", tier.number),
                vec![change],
                "",
            )
        })
    }
}

fn read_service(w: &Workspace, edit: &ServiceEdit, host: &dyn Host) -> Result<Service, Error> {
    let id = match edit.id.as_str() {
        "" => ServiceId(host.new_id()),
        text => w.services[w.service(text)?].id,
    };
    let service_name = name(&edit.name, "name")?;
    if w.services
        .iter()
        .any(|s| s.id != id && s.name.eq_ignore_ascii_case(&service_name))
    {
        return Err(Error::invalid(
            "name",
            format!("there is a service {service_name} already"),
        ));
    }
    let tier = match edit.tier.trim() {
        "" => None,
        text => Some(
            text.parse::<u8>()
                .ok()
                .filter(|n| w.tiers.iter().any(|t| t.number == *n))
                .ok_or_else(|| {
                    Error::invalid("tier", format!("there is no tier “{text}”"))
                        .hint("add it under Tiers first")
                })?,
        ),
    };
    let zone = read_zone(&edit.hours_zone, "hoursZone")?;
    let service = Service {
        id,
        name: service_name,
        tier,
        owner: optional(&edit.owner),
        target: read_target(&edit.target, "target")?,
        channels: read_channels(&edit.channels)?,
        dependencies: read_dependencies(w, &edit.dependencies, id)?,
        redundancies: read_redundancies(w, &edit.redundancies, id)?,
        hours: hours::read(&edit.hours, zone, "hours")?,
    };
    refuse_circles(w, &service)?;
    Ok(service)
}

fn read_channels(edits: &[ChannelEdit]) -> Result<Vec<Channel>, Error> {
    let mut channels = Vec::new();
    for (i, channel) in edits.iter().enumerate() {
        channels.push(Channel {
            name: name(&channel.name, &format!("channels.{i}.name"))?,
            share: read_share(&channel.share, &format!("channels.{i}.share"))?,
            ceiling: read_share(&channel.ceiling, &format!("channels.{i}.ceiling"))?,
        });
    }
    if channels.iter().map(|c| c.share).sum::<f64>() > 1.0 + 1e-9 {
        return Err(Error::invalid(
            "channels",
            "the shares of the channels are more than 100 % together".into(),
        ));
    }
    Ok(channels)
}

/// What is wrong with a service that is leaned on, as a field says it.
fn leaned_on(
    w: &Workspace,
    text: &str,
    field: &str,
    own: ServiceId,
    listed: impl Fn(ServiceId) -> bool,
) -> Result<ServiceId, Error> {
    let on = service_of(w, text, field)?;
    if on == own {
        return Err(Error::invalid(
            field,
            "a service does not lean on itself".into(),
        ));
    }
    if listed(on) {
        return Err(Error::invalid(field, "this service is listed twice".into()));
    }
    Ok(on)
}

fn read_dependencies(
    w: &Workspace,
    edits: &[DependencyEdit],
    own: ServiceId,
) -> Result<Vec<Dependency>, Error> {
    let mut dependencies: Vec<Dependency> = Vec::new();
    for (i, dependency) in edits.iter().enumerate() {
        let field = format!("dependencies.{i}.on");
        let on = leaned_on(w, &dependency.on, &field, own, |on| {
            dependencies.iter().any(|d| d.on == on)
        })?;
        let kind = match dependency.kind.as_str() {
            "hard" => DependencyKind::Hard,
            "soft" => DependencyKind::Soft {
                share: read_share(&dependency.share, &format!("dependencies.{i}.share"))?,
            },
            other => {
                let field = format!("dependencies.{i}.kind");
                return Err(no_choice(&field, other, "hard or soft"));
            }
        };
        dependencies.push(Dependency { on, kind });
    }
    Ok(dependencies)
}

fn read_redundancies(
    w: &Workspace,
    edits: &[RedundancyEdit],
    own: ServiceId,
) -> Result<Vec<Redundancy>, Error> {
    let mut redundancies = Vec::new();
    for (i, group) in edits.iter().enumerate() {
        let field = |part: &str| format!("redundancies.{i}.{part}");
        let mut of: Vec<ServiceId> = Vec::new();
        for member in &group.of {
            let member = leaned_on(w, member, &field("of"), own, |on| of.contains(&on))?;
            of.push(member);
        }
        if of.len() < 2 {
            return Err(Error::invalid(
                &field("of"),
                "which services stand in for each other? at least two are needed".into(),
            ));
        }
        let needed = read_count(&group.needed, &field("needed"))?
            .filter(|n| (1..=of.len()).contains(&(*n as usize)))
            .ok_or_else(|| {
                Error::invalid(
                    &field("needed"),
                    format!(
                        "“{}” of {} services are not needed; expected 1 to {}",
                        group.needed,
                        of.len(),
                        of.len()
                    ),
                )
            })?;
        let common_cause = match group.common_cause.trim() {
            "" => 0.0,
            text => read_share(text, &field("commonCause"))?,
        };
        redundancies.push(Redundancy {
            of,
            needed,
            common_cause,
        });
    }
    Ok(redundancies)
}

/// Refuses a service that would lean on itself through others; the field is that of the kind of
/// leaning without which there is no circle.
fn refuse_circles(w: &Workspace, service: &Service) -> Result<(), Error> {
    let with = |changed: Service| {
        let others = w.services.iter().filter(|s| s.id != changed.id);
        let mut all: Vec<Service> = others.cloned().collect();
        all.push(changed);
        check_cycles(&all)
    };
    with(service.clone()).map_err(|cycle| {
        let ungrouped = Service {
            redundancies: Vec::new(),
            ..service.clone()
        };
        let field = if with(ungrouped).is_ok() {
            "redundancies"
        } else {
            "dependencies"
        };
        Error::invalid(
            field,
            format!(
                "these services lean on each other in a circle: {}",
                cycle.0.join(" → ")
            ),
        )
        .hint("remove one of them from what the other leans on")
    })
}
