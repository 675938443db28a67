//! Incidents with the people on them.

use super::choices::read_method;
use super::{
    MOST, commit, name, no_choice, optional, read_amount, read_count, read_rate, service_of, verb,
};
use crate::host::Job;
use crate::text::{read_share, read_time};
use crate::wire::{Done, Error, FixedEdit, IdArgs, ImpactEdit, IncidentEdit, LaborEdit};
use crate::workspace::{Workspace, read_id};
use crate::{App, Host};
use ninefold_domain::id::{IncidentId, LaborId};
use ninefold_domain::money::{Currency, parse_decimal};
use ninefold_domain::record::{
    Detection, FixedCost, Impact, Incident, IncidentKind, LaborEntry, Origin, Recovery,
};
use ninefold_domain::time::{Instant, MINUTE_MS};
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn incident_save(&self, edit: &IncidentEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| save_incident(w, edit, &*self.host))
    }

    pub(crate) fn incident_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let incident = w.incidents[w.incident(&args.id)?].clone();
            let mut changes: Vec<Change> = w
                .labor_of(incident.id)
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
    // Responder activity is never typed, so it is not deleted by typing either.
    let gone: Vec<Change> = w
        .labor_of(id)
        .filter(|e| e.actions.is_empty() && !kept.contains(&e.id))
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
            "normal" => IncidentKind::Normal,
            "test" => IncidentKind::Test,
            "maintenance" => IncidentKind::Maintenance,
            other => return Err(no_choice("kind", other, "normal, test or maintenance")),
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
            "" => None,
            other => {
                let expected = "monitoring, customer, staff or nothing";
                return Err(no_choice("detectedBy", other, expected));
            }
        },
        recovered_by: match edit.recovered_by.as_str() {
            "hand" => Some(Recovery::Hand),
            "automation" => Some(Recovery::Automation),
            "provider" => Some(Recovery::Provider),
            "" => None,
            other => {
                let expected = "hand, automation, provider or nothing";
                return Err(no_choice("recoveredBy", other, expected));
            }
        },
        recovery_action: optional(&edit.recovery_action),
        reassignments: read_count(&edit.reassignments, "reassignments")?,
        contacts: read_count(&edit.contacts, "contacts")?,
        notes: edit.notes.trim().to_owned(),
        impacts,
        cancellations: read_count(&edit.cancellations, "cancellations")?,
        fixed: edit
            .fixed
            .iter()
            .enumerate()
            .map(|(i, cost)| read_fixed(cost, i, w.methods.currency))
            .collect::<Result<_, _>>()?,
        method: match edit.method.as_str() {
            "" => None,
            text => Some(read_method(text, "method")?),
        },
    })
}

/// A cost known as an amount; below 0 it is money that came back. Its currency is kept: amounts
/// of other currencies come with imports.
fn read_fixed(cost: &FixedEdit, i: usize, own: Currency) -> Result<FixedCost, Error> {
    let field = |part: &str| format!("fixed.{i}.{part}");
    let currency = match cost.currency.trim() {
        "" => own,
        code => {
            Currency::parse(code).map_err(|e| Error::invalid(&field("currency"), e.to_string()))?
        }
    };
    let what = "a cost; expected at most 1,000,000,000,000";
    Ok(FixedCost {
        kind: optional(&cost.kind).ok_or_else(|| {
            Error::invalid(
                &field("kind"),
                "what was it for? expected a word such as refunds".into(),
            )
        })?,
        amount: read_amount(&cost.amount, &field("amount"), currency, -MOST..=MOST, what)?,
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
    let known: Option<&LaborEntry> = match row.id.as_str() {
        "" => None,
        text => {
            let id: LaborId = read_id(text)?;
            // Another incident's entry would be moved here without a word.
            let entry = w
                .labor_of(incident)
                .find(|e| e.id == id)
                .ok_or_else(|| Error::not_found("this labor entry"))?;
            Some(entry)
        }
    };
    if let Some(entry) = known.filter(|e| !e.actions.is_empty()) {
        return Ok(entry.clone());
    }
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
        id: known.map_or_else(|| LaborId(host.new_id()), |e| e.id),
        incident,
        role: name(&row.role, &field("role"))?,
        person: optional(&row.person),
        people_milli: count(&row.people, "people", 3)?,
        worked_ms,
        rate: match row.rate.trim() {
            "" => None,
            text => Some(read_rate(text, &field("rate"), w.methods.currency)?),
        },
        start: match row.start.trim() {
            "" => None,
            text => Some(read_time(text, &field("start"), w.methods.zone)?),
        },
        review: row.review,
        actions: Vec::new(),
    })
}
