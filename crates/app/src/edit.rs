//! Records made, changed and deleted by hand: from what was typed to domain values, each
//! mistake named with its field, each change one entry of the log.

use crate::host::Job;
use crate::text::{read_number, read_share, read_time, ungrouped};
use crate::views::settings::pinned;
use crate::wire::{
    Done, Error, IdArgs, ImpactEdit, IncidentEdit, LaborEdit, RoleEdit, ServiceEdit, SettingsEdit,
    StreamEdit, TierEdit,
};
use crate::workspace::{Workspace, read_id};
use crate::{App, Host};
use ninefold_domain::id::{IncidentId, LaborId, RoleId, ServiceId};
use ninefold_domain::impact::check_cycles;
use ninefold_domain::methods::{Counting, Methods, Profile, SeverityImpact, Sharing};
use ninefold_domain::money::{Currency, Money, parse_decimal};
use ninefold_domain::record::{
    Channel, Dependence, Dependency, DependencyKind, Detection, Impact, Incident, IncidentKind,
    LaborEntry, Origin, Recovery, Role, RoleGroup, Service, Tier,
};
use ninefold_domain::time::{Instant, MINUTE_MS, YearBasis, Zone};
use ninefold_store::{Applied, Change, Key, Record};

impl App {
    pub(crate) fn incident_save(&self, edit: &IncidentEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| save_incident(w, edit, &*self.host))
    }

    pub(crate) fn incident_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let incident = w.incidents[w.incident(&args.id)?].clone();
            let mut changes: Vec<Change> = w
                .labor
                .iter()
                .filter(|e| e.incident == incident.id)
                .map(|e| Change::Delete(Key::Labor(e.id)))
                .collect();
            changes.push(Change::Delete(Key::Incident(incident.id)));
            commit(
                w,
                &*self.host,
                "incident.delete",
                format!("Deleted incident {}", incident.label()),
                changes,
                "",
            )
        })
    }

    pub(crate) fn settings_save(&self, edit: &SettingsEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let methods = read_settings(w, edit)?;
            let change = Change::Put(Record::Methods(methods));
            commit(
                w,
                &*self.host,
                "settings.save",
                "Changed the settings".into(),
                vec![change],
                "",
            )
        })
    }

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

    pub(crate) fn stream_save(&self, edit: &StreamEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let mut stream = w.streams[w.stream(&edit.id)?].clone();
            stream.name = name(&edit.name, "name")?;
            let taken = w
                .streams
                .iter()
                .any(|s| s.id != stream.id && s.name.eq_ignore_ascii_case(&stream.name));
            if taken {
                return Err(Error::invalid(
                    "name",
                    format!("there is a stream {} already", stream.name),
                ));
            }
            stream.dependences = Vec::new();
            for (i, share) in edit.dependences.iter().enumerate() {
                let field = format!("dependences.{i}");
                let service = service_of(w, &share.service, &format!("{field}.service"))?;
                if stream.dependences.iter().any(|d| d.service == service) {
                    return Err(Error::invalid(
                        &format!("{field}.service"),
                        "this service is listed twice".into(),
                    ));
                }
                stream.dependences.push(Dependence {
                    service,
                    share: read_share(&share.share, &format!("{field}.share"))?,
                });
            }
            let label = format!("Changed stream {}", stream.name);
            commit(
                w,
                &*self.host,
                "stream.save",
                label,
                vec![Change::Put(Record::Stream(stream))],
                &edit.id,
            )
        })
    }

    pub(crate) fn role_save(&self, edit: &RoleEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let id = match edit.id.as_str() {
                "" => RoleId(self.host.new_id()),
                text => w.roles[w.role(text)?].id,
            };
            let role = Role {
                id,
                name: name(&edit.name, "name")?,
                group: read_group(&edit.group)?,
                rate: read_rate(&edit.rate, "rate", w.methods.currency)?,
            };
            if w.roles
                .iter()
                .any(|r| r.id != id && r.name.eq_ignore_ascii_case(&role.name))
            {
                return Err(Error::invalid(
                    "name",
                    format!("there is a role {} already", role.name),
                ));
            }
            let label = format!("{} role {}", verb(&edit.id), role.name);
            commit(
                w,
                &*self.host,
                "role.save",
                label,
                vec![Change::Put(Record::Role(role))],
                &id.to_string(),
            )
        })
    }

    pub(crate) fn role_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let role = w.roles[w.role(&args.id)?].clone();
            let change = Change::Delete(Key::Role(role.id));
            commit(
                w,
                &*self.host,
                "role.delete",
                format!("Deleted role {}", role.name),
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
                .filter(|n| (1..=9).contains(n))
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

fn commit(
    w: &mut Workspace,
    host: &dyn Host,
    command: &str,
    label: String,
    changes: Vec<Change>,
    id: &str,
) -> Result<Done, Error> {
    let Applied { skipped, .. } = w.edit(host, command, label.clone(), changes)?;
    Ok(Done {
        id: id.to_owned(),
        label,
        skipped: skipped
            .into_iter()
            .map(|s| format!("{}: {}", s.what, s.why))
            .collect(),
    })
}

fn verb(id: &str) -> &'static str {
    if id.is_empty() { "Added" } else { "Changed" }
}

fn name(text: &str, field: &str) -> Result<String, Error> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Error::invalid(field, "a name is needed here".into()));
    }
    Ok(trimmed.to_owned())
}

fn optional(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

fn service_of(w: &Workspace, id: &str, field: &str) -> Result<ServiceId, Error> {
    let missing = || Error::invalid(field, "choose a service".into());
    let id: ServiceId = id.parse().map_err(|_| missing())?;
    if w.services.iter().any(|s| s.id == id) {
        Ok(id)
    } else {
        Err(missing())
    }
}

/// A target as typed; empty is none. 100 % is allowed, and called out where it is shown.
fn read_target(text: &str, field: &str) -> Result<Option<f64>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let target = read_share(text, field)?;
    if target < 0.5 {
        return Err(Error::invalid(
            field,
            format!("“{text}” is below 50 %; expected an availability such as 99.9 %"),
        ));
    }
    if target >= 1.0 {
        return Err(Error::invalid(
            field,
            "a target of 100 % leaves no error budget at all; expected one such as 99.99 %".into(),
        ));
    }
    Ok(Some(target))
}

fn read_rate(text: &str, field: &str, currency: Currency) -> Result<Money, Error> {
    let plain = ungrouped(text).ok_or_else(|| {
        Error::invalid(
            field,
            format!("“{text}” is not an amount; expected a decimal point, such as 12.50"),
        )
    })?;
    let rate = Money::parse(&plain, currency).map_err(|e| Error::invalid(field, e.to_string()))?;
    if rate.units() < 0 || rate.to_estimate() > 1e6 {
        return Err(Error::invalid(
            field,
            format!("“{text}” is not a rate per hour; expected 0 to 1,000,000"),
        ));
    }
    Ok(rate)
}

fn read_group(text: &str) -> Result<RoleGroup, Error> {
    Ok(match text {
        "support" => RoleGroup::Support,
        "engineering" => RoleGroup::Engineering,
        "management" => RoleGroup::Management,
        "communications" => RoleGroup::Communications,
        "sales" => RoleGroup::Sales,
        "other" => RoleGroup::Other,
        _ => {
            return Err(Error::invalid(
                "group",
                format!(
                    "“{text}” is not a group; expected support, engineering, management, communications, sales or other"
                ),
            ));
        }
    })
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
    let mut channels = Vec::new();
    for (i, channel) in edit.channels.iter().enumerate() {
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
    let mut dependencies: Vec<Dependency> = Vec::new();
    for (i, dependency) in edit.dependencies.iter().enumerate() {
        let field = format!("dependencies.{i}.on");
        let on = service_of(w, &dependency.on, &field)?;
        if on == id {
            return Err(Error::invalid(
                &field,
                "a service does not lean on itself".into(),
            ));
        }
        if dependencies.iter().any(|d| d.on == on) {
            return Err(Error::invalid(
                &field,
                "this service is listed twice".into(),
            ));
        }
        let kind = if dependency.kind == "soft" {
            DependencyKind::Soft {
                share: read_share(&dependency.share, &format!("dependencies.{i}.share"))?,
            }
        } else {
            DependencyKind::Hard
        };
        dependencies.push(Dependency { on, kind });
    }
    let service = Service {
        id,
        name: service_name,
        tier,
        owner: optional(&edit.owner),
        target: read_target(&edit.target, "target")?,
        channels,
        dependencies,
        redundancies: vec![],
        hours: None,
    };
    let mut all: Vec<Service> = w.services.iter().filter(|s| s.id != id).cloned().collect();
    all.push(service.clone());
    check_cycles(&all).map_err(|cycle| {
        Error::invalid(
            "dependencies",
            format!(
                "these services lean on each other in a circle: {}",
                cycle.0.join(" → ")
            ),
        )
        .hint("remove one of these dependencies")
    })?;
    Ok(service)
}

fn read_settings(w: &Workspace, edit: &SettingsEdit) -> Result<Methods, Error> {
    let currency =
        Currency::parse(&edit.currency).map_err(|e| Error::invalid("currency", e.to_string()))?;
    let has_money =
        !w.streams.is_empty() || !w.roles.is_empty() || w.labor.iter().any(|e| e.rate.is_some());
    if currency != w.methods.currency && has_money {
        return Err(Error::invalid(
            "currency",
            format!("this workspace holds amounts in {}; they cannot be shown in {currency} without exchange rates", w.methods.currency),
        )
        .hint(format!("keep {}, or make a new workspace in {currency}", w.methods.currency)));
    }
    let zone = Zone::parse(&edit.zone).map_err(|e| Error::invalid("zone", e.to_string()))?;
    let unknown = |field: &str, found: &str, expected: &str| {
        Error::invalid(
            field,
            format!("“{found}” is not a choice here; expected {expected}"),
        )
    };
    let mut severity_impacts: Vec<SeverityImpact> = Vec::new();
    for (i, severity) in edit.severities.iter().enumerate() {
        let label = name(&severity.severity, &format!("severities.{i}.severity"))?;
        if severity_impacts
            .iter()
            .any(|s| s.severity.eq_ignore_ascii_case(&label))
        {
            return Err(Error::invalid(
                &format!("severities.{i}.severity"),
                format!("{label} is listed twice"),
            ));
        }
        let impact = read_share(&severity.impact, &format!("severities.{i}.impact"))?;
        severity_impacts.push(SeverityImpact {
            severity: label,
            impact,
        });
    }
    Ok(Methods {
        currency,
        zone,
        year: match edit.year.as_str() {
            "365" => YearBasis::Days365,
            "365.2425" => YearBasis::Gregorian,
            "365.25" => YearBasis::Julian,
            other => return Err(unknown("year", other, "365, 365.2425 or 365.25")),
        },
        profile: match edit.profile.as_str() {
            "flat" => Profile::Flat,
            "hour-of-week" => Profile::HourOfWeek,
            "minute-of-week" => Profile::MinuteOfWeek,
            other => {
                return Err(unknown(
                    "profile",
                    other,
                    "flat, hour-of-week or minute-of-week",
                ));
            }
        },
        min_observations: read_number(&edit.min_observations, "minObservations", 0.0)?.min(1e6)
            as u32,
        counting: match edit.counting.as_str() {
            "weighted" => Counting::Weighted,
            "any" => Counting::Any,
            "from" => Counting::From {
                impact: read_share(&edit.counting_from, "countingFrom")?,
            },
            other => return Err(unknown("counting", other, "weighted, any or from")),
        },
        sharing: match edit.sharing.as_str() {
            "shared" => Sharing::Shared,
            "full" => Sharing::Full,
            other => return Err(unknown("sharing", other, "shared or full")),
        },
        count_maintenance: edit.count_maintenance,
        as_of: match edit.as_of.trim() {
            "" => None,
            text => Some(read_time(text, "asOf", zone)?),
        },
        default_target: read_target(&edit.default_target, "defaultTarget")?.ok_or_else(|| {
            Error::invalid(
                "defaultTarget",
                "a default target is needed, such as 99.9 %".into(),
            )
        })?,
        team_people: read_number(&edit.team_people, "teamPeople", 0.0)?,
        team_rate: read_number(&edit.team_rate, "teamRate", 0.0)?,
        severity_impacts,
        ..w.methods.clone()
    })
}

fn save_incident(w: &mut Workspace, edit: &IncidentEdit, host: &dyn Host) -> Result<Done, Error> {
    let known = match edit.id.as_str() {
        "" => None,
        text => Some(w.incidents[w.incident(text)?].clone()),
    };
    let id = known
        .as_ref()
        .map_or_else(|| IncidentId(host.new_id()), |k| k.id);
    let incident = read_incident(w, edit, id, known.as_ref())?;
    if let Some(origin) = &incident.origin {
        // One number is one incident, wherever it came from: labor finds its incident by it.
        let taken = w.incidents.iter().any(|i| {
            let known = i.origin.as_ref().map(|o| o.external_id.as_str());
            i.id != id && known == Some(origin.external_id.as_str())
        });
        if taken {
            return Err(Error::invalid(
                "number",
                format!("there is an incident {} already", origin.external_id),
            ));
        }
    }
    let mut changes = vec![];
    let mut kept: Vec<LaborId> = Vec::new();
    for (i, row) in edit.labor.iter().enumerate() {
        let entry = read_labor(w, row, i, id, host)?;
        kept.push(entry.id);
        changes.push(Change::Put(Record::Labor(entry)));
    }
    let gone: Vec<Change> = w
        .labor
        .iter()
        .filter(|e| e.incident == id && !kept.contains(&e.id))
        .map(|e| Change::Delete(Key::Labor(e.id)))
        .collect();
    let label = format!("{} incident {}", verb(&edit.id), incident.label());
    changes.insert(0, Change::Put(Record::Incident(incident)));
    changes.extend(gone);
    commit(w, host, "incident.save", label, changes, &id.to_string())
}

fn read_incident(
    w: &Workspace,
    edit: &IncidentEdit,
    id: IncidentId,
    known: Option<&Incident>,
) -> Result<Incident, Error> {
    let zone = w.methods.zone;
    let time = |text: &str, field: &str| -> Result<Option<Instant>, Error> {
        if text.trim().is_empty() {
            Ok(None)
        } else {
            read_time(text, field, zone).map(Some)
        }
    };
    let started = time(&edit.started, "started")?.ok_or_else(|| {
        Error::invalid(
            "started",
            "when did it start? expected a time such as 2026-10-11 20:14".into(),
        )
    })?;
    let resolved = time(&edit.resolved, "resolved")?;
    let after = |at: Option<Instant>, field: &str, what: &str| {
        if at.is_some_and(|a| a < started) {
            return Err(Error::invalid(
                field,
                format!("it was {what} before it started; check the date, or the zone {zone}"),
            ));
        }
        Ok(())
    };
    let detected = time(&edit.detected, "detected")?;
    let acknowledged = time(&edit.acknowledged, "acknowledged")?;
    let mitigated = time(&edit.mitigated, "mitigated")?;
    after(acknowledged, "acknowledged", "acknowledged")?;
    after(mitigated, "mitigated", "mitigated")?;
    after(resolved, "resolved", "resolved")?;
    let number = |text: &str, field: &str| -> Result<Option<u32>, Error> {
        match text.trim() {
            "" => Ok(None),
            t => t.parse().map(Some).map_err(|_| {
                Error::invalid(
                    field,
                    format!("“{text}” is not a count; expected a whole number such as 3"),
                )
            }),
        }
    };
    if edit.impacts.is_empty() {
        return Err(Error::invalid(
            "impacts",
            "which service was hit? at least one is needed".into(),
        ));
    }
    let impacts = edit
        .impacts
        .iter()
        .enumerate()
        .map(|(i, impact)| read_impact(w, impact, i, started, resolved))
        .collect::<Result<Vec<_>, _>>()?;
    let origin = optional(&edit.number).map(|external_id| {
        let source = known
            .and_then(|k| k.origin.as_ref())
            .map_or_else(|| "hand".to_owned(), |o| o.source.clone());
        Origin {
            source,
            external_id,
        }
    });
    Ok(Incident {
        id,
        origin,
        title: optional(&edit.title)
            .ok_or_else(|| Error::invalid("title", "what happened? a title is needed".into()))?,
        kind: match edit.kind.as_str() {
            "test" => IncidentKind::Test,
            "maintenance" => IncidentKind::Maintenance,
            _ => IncidentKind::Normal,
        },
        severity: optional(&edit.severity),
        started,
        detected,
        acknowledged,
        mitigated,
        resolved,
        causes: edit.causes.split(',').filter_map(optional).collect(),
        detected_by: match edit.detected_by.as_str() {
            "monitoring" => Some(Detection::Monitoring),
            "customer" => Some(Detection::Customer),
            "staff" => Some(Detection::Staff),
            _ => None,
        },
        recovered_by: match edit.recovered_by.as_str() {
            "hand" => Some(Recovery::Hand),
            "automation" => Some(Recovery::Automation),
            "provider" => Some(Recovery::Provider),
            _ => None,
        },
        recovery_action: optional(&edit.recovery_action),
        reassignments: number(&edit.reassignments, "reassignments")?,
        contacts: number(&edit.contacts, "contacts")?,
        notes: edit.notes.trim().to_owned(),
        impacts,
        cancellations: known.and_then(|k| k.cancellations),
        fixed: known.map_or_else(Vec::new, |k| k.fixed.clone()),
        method: known.and_then(|k| k.method),
    })
}

fn read_impact(
    w: &Workspace,
    impact: &ImpactEdit,
    i: usize,
    started: Instant,
    resolved: Option<Instant>,
) -> Result<Impact, Error> {
    let zone = w.methods.zone;
    let field = |part: &str| format!("impacts.{i}.{part}");
    let service = service_of(w, &impact.service, &field("service"))?;
    let start = if impact.start.trim().is_empty() {
        started
    } else {
        read_time(&impact.start, &field("start"), zone)?
    };
    let end = if impact.end.trim().is_empty() {
        None
    } else {
        Some(read_time(&impact.end, &field("end"), zone)?)
    };
    if end.or(resolved).is_some_and(|e| e < start) {
        return Err(Error::invalid(
            &field("end"),
            "this impact ends before it starts".into(),
        ));
    }
    let share = if impact.share.trim().is_empty() {
        None
    } else {
        Some(read_share(&impact.share, &field("share"))?)
    };
    Ok(Impact {
        service,
        start,
        end,
        share,
    })
}

fn read_labor(
    w: &Workspace,
    row: &LaborEdit,
    i: usize,
    incident: IncidentId,
    host: &dyn Host,
) -> Result<LaborEntry, Error> {
    let field = |part: &str| format!("labor.{i}.{part}");
    let id: LaborId = match row.id.as_str() {
        "" => LaborId(host.new_id()),
        text => {
            let id = read_id(text)?;
            // Another incident's entry would be moved here without a word.
            w.labor
                .iter()
                .find(|e| e.id == id && e.incident == incident)
                .ok_or_else(|| Error::not_found("this labor entry"))?
                .id
        }
    };
    let count = |text: &str, part: &str, scale: u32| -> Result<i64, Error> {
        if text.trim().is_empty() {
            return Err(Error::invalid(
                &field(part),
                "a number is needed here".into(),
            ));
        }
        parse_decimal(text.trim(), scale)
            .ok()
            .filter(|v| (0..=1_000_000_000_000).contains(v))
            .map(|v| v as i64)
            .ok_or_else(|| {
                Error::invalid(
                    &field(part),
                    format!("“{text}” does not read; expected a number such as 1.5"),
                )
            })
    };
    // Six decimals of a minute are finer than a millisecond: it is rounded to whole ones.
    let worked_ms =
        (count(&row.minutes, "minutes", 6)? as f64 * MINUTE_MS as f64 / 1e6).round() as i64;
    Ok(LaborEntry {
        id,
        incident,
        role: name(&row.role, &field("role"))?,
        person: optional(&row.person),
        people_milli: count(&row.people, "people", 3)?,
        worked_ms,
        rate: match row.rate.trim() {
            "" => None,
            text => Some(read_rate(text, &field("rate"), w.methods.currency)?),
        },
        start: None,
        review: false,
        actions: vec![],
    })
}
