//! Incident rows grouped by their id and compared with what is there.

use super::exchange::Exchange;
use super::merge::{edited_here, merge, note_kept};
use super::still_open::open_minutes;
use super::{Outcome, Services, on_change};
use crate::host::Host;
use crate::records::names_in_files;
use crate::text;
use crate::wire::{Error, ImportArgs, SeverityRow};
use crate::workspace::Workspace;
use ninefold_domain::id::{IncidentId, ServiceId};
use ninefold_domain::methods::{Methods, SeverityImpact, suggested_impact};
use ninefold_domain::record::{Impact, Incident, Origin};
use ninefold_domain::time::Instant;
use ninefold_ingest::{Field, IncidentRow, OwnFile};
use ninefold_store::{Change, Record};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Impacts of one incident from which on its id is doubted.
const CROWDED: usize = 100;

/// Severities without an impact from which on the column is no scale.
const MOST_SEVERITIES: usize = 20;

/// Where incidents of files say they come from.
const FILE_SOURCE: &str = "file";

fn earliest<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// What identifies an incident without an id.
type Likeness = (ServiceId, i64, Option<i64>, String);

fn likeness(incident: &Incident) -> Likeness {
    let service = incident.impacts.first().map_or(ServiceId(0), |i| i.service);
    (
        service,
        incident.started.0,
        incident.resolved.map(|r| r.0),
        incident.title.clone(),
    )
}

/// Where and in which minute an incident began.
fn moment(incident: &Incident) -> (ServiceId, i64) {
    let service = incident.impacts.first().map_or(ServiceId(0), |i| i.service);
    (service, incident.started.minute())
}

/// What makes two rows of one incident the same impact: position of the incident, service,
/// start, end, bits of the share.
type ImpactKey = (usize, ServiceId, Instant, Option<Instant>, Option<u64>);

pub(super) fn plan_incidents(
    w: &Workspace,
    rows: Vec<IncidentRow>,
    mapped: &BTreeSet<Field>,
    args: &ImportArgs,
    host: &dyn Host,
) -> Result<Outcome, Error> {
    let rule = on_change(args)?;
    let mut outcome = Outcome {
        noun: ("incident", "incidents"),
        ..Outcome::default()
    };
    let methods = with_severities(w, &rows, &args.mapping.severities, &mut outcome)?;
    let mut services = Services::of(w, host);
    let mut order: Vec<(Incident, u64)> = Vec::new();
    let mut by_id: HashMap<Box<str>, usize> = HashMap::new();
    let mut repeated = 0_usize;
    let mut several_amounts = 0_usize;
    // A file that repeats a row repeats nothing.
    let mut seen: HashSet<ImpactKey> = HashSet::new();
    let own = OwnFile::is(&args.mapping.preset);
    for row in rows {
        let service = services.named(&row.service);
        let mut impact = Impact {
            service,
            start: row.hit.0.unwrap_or(row.started),
            end: row.hit.1.or(row.resolved),
            share: row.impact,
        };
        let at = match &row.id {
            Some(id) => by_id.get(id).copied(),
            // Further services of the row before.
            None if row.part > 0 => order.len().checked_sub(1),
            None => None,
        };
        let position = at.unwrap_or(order.len());
        let share = impact.share.map(f64::to_bits);
        let first = seen.insert((position, service, impact.start, impact.end, share));
        match at {
            Some(at) => {
                let (incident, count) = &mut order[at];
                *count += u64::from(row.part == 0);
                // Of our own rows each states costs of its own, and one that does not say when
                // its service was hit states nothing else.
                if own {
                    incident.fixed.extend_from_slice(&row.fixed);
                    if row.hit.0.is_some() {
                        incident.impacts.push(impact);
                    }
                    continue;
                }
                several_amounts += usize::from(add_details(incident, &row));
                if !first {
                    repeated += usize::from(row.part == 0);
                    continue;
                }
                settle_severity(&methods, incident, &mut impact, row.severity.as_deref());
                incident.impacts.push(impact);
                incident.started = incident.started.min(row.started);
                incident.resolved = match (incident.resolved, row.resolved) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
                incident.detected = earliest(incident.detected, row.detected);
                incident.acknowledged = earliest(incident.acknowledged, row.acknowledged);
                incident.mitigated = incident.mitigated.max(row.mitigated);
                for cause in row.causes.iter() {
                    if !incident.causes.iter().any(|c| **c == **cause) {
                        incident.causes.push(cause.to_string());
                    }
                }
            }
            None => {
                if let Some(id) = &row.id {
                    by_id.insert(id.clone(), order.len());
                }
                let nameless = row.title.is_none();
                let mut incident = new_incident(row, impact, host);
                if own && nameless {
                    incident.title.clear();
                }
                order.push((incident, 1));
            }
        }
    }
    for (incident, _) in &mut order {
        follow_the_incident(incident);
    }
    if repeated > 0 {
        outcome.notes.push(format!(
            "{} repeated an impact of their incident and add nothing.",
            text::counted(repeated, "row", "rows")
        ));
    }
    if several_amounts > 0 {
        outcome.notes.push(format!(
            "{} another amount of a cost than the row before of the same incident: each of them counts.",
            text::counted(several_amounts, "row states", "rows state")
        ));
    }
    convert_costs(w, &mut order, &mut outcome);
    if !order.is_empty() && order.iter().all(|(i, _)| i.resolved.is_none()) {
        outcome.notes.push(
            "No incident has an end: map the column that says when it was resolved, or all of them count as open.".into(),
        );
    }
    let several = |i: &Incident| i.impacts.iter().any(|x| x.service != i.impacts[0].service);
    let multi = order.iter().filter(|(i, _)| several(i)).count();
    let crowded = order.iter().find(|(i, _)| i.impacts.len() > CROWDED);
    if let Some((incident, _)) = crowded {
        outcome.notes.push(format!(
            "{} has {} impacts: check that the id column names incidents, not teams or services.",
            incident.label(),
            text::count(incident.impacts.len())
        ));
    }
    if multi > 0 {
        outcome.notes.push(format!(
            "{} hit several services: one incident each, with several impacts.",
            text::counted(multi, "incident", "incidents")
        ));
    }
    // One that was entered here goes by its id in the files that are written here.
    let names = names_in_files(w);
    let of_sources = w
        .incidents
        .iter()
        .filter_map(|i| Some((i.origin.as_ref()?.external_id.as_str(), i)));
    let known: HashMap<&str, &Incident> = of_sources
        .chain(names.iter().map(String::as_str).zip(&w.incidents))
        .collect();
    let mut alike: HashMap<Likeness, usize> = HashMap::new();
    for incident in w.incidents.iter().filter(|i| i.origin.is_none()) {
        *alike.entry(likeness(incident)).or_default() += 1;
    }
    // An incident may be there under another number, from another tool.
    let twins: HashMap<(ServiceId, i64), String> = w
        .incidents
        .iter()
        .map(|there| (moment(there), there.label()))
        .collect();
    let mut alike_ones: Vec<String> = Vec::new();
    // Or twice in the files, under two numbers.
    let mut in_files: HashMap<Likeness, String> = HashMap::new();
    let mut doubles: Vec<String> = Vec::new();
    let mut edited = None;
    for (mut incident, rows) in order {
        let there = match &incident.origin {
            Some(origin) => known.get(origin.external_id.as_str()).copied(),
            None => {
                let left = alike.get_mut(&likeness(&incident)).filter(|n| **n > 0);
                let found = left.is_some();
                if let Some(n) = left {
                    *n -= 1;
                }
                if found {
                    outcome.unchanged += 1;
                    outcome.known_rows += rows;
                    continue;
                }
                None
            }
        };
        if let Some(there) = there {
            incident.id = there.id;
            incident.origin.clone_from(&there.origin);
            let edited = edited.get_or_insert_with(|| edited_here(w, "incident"));
            let by_hand = edited.get(&there.id.to_string());
            let merged = merge(w, there, incident, mapped, by_hand, rule);
            outcome.changes.extend(merged.changes);
            if let Some(incident) = merged.incident {
                outcome.updated += 1;
                let change = Change::Put(Record::Incident(incident));
                outcome.import.updates.push(change);
            } else {
                outcome.unchanged += 1;
                outcome.known_rows += rows;
            }
        } else {
            if let Some(twin) = twins.get(&moment(&incident)) {
                alike_ones.push(format!("{} is like {twin}", incident.label()));
            }
            if incident.origin.is_some() {
                match in_files.entry(likeness(&incident)) {
                    Entry::Occupied(other) => {
                        doubles.push(format!("{} is like {}", incident.label(), other.get()));
                    }
                    Entry::Vacant(place) => {
                        place.insert(incident.label());
                    }
                }
            }
            outcome.new += 1;
            outcome.import.records.push(Record::Incident(incident));
        }
    }
    if outcome.unchanged > 0 {
        outcome.notes.push(format!(
            "{} there already and left as they are.",
            text::counted(outcome.unchanged as usize, "incident is", "incidents are")
        ));
    }
    if outcome.updated > 0 {
        outcome.notes.push(format!(
            "{} there already and read differently now: the file is taken, field by field.",
            text::counted(outcome.updated as usize, "incident is", "incidents are")
        ));
    }
    note_kept(&mut outcome);
    if let Some(first) = alike_ones.first() {
        outcome.notes.push(format!(
            "{} the service and the minute of an incident that is there under another number ({first}{}): likely the same. They come in; take them out of the file if they are.",
            text::counted(alike_ones.len(), "new incident has", "new incidents have"),
            if alike_ones.len() > 1 { ", …" } else { "" },
        ));
    }
    if let Some(first) = doubles.first() {
        outcome.notes.push(format!(
            "{} the service, title, start and end of another one of these files ({first}{}): likely the same. They come in; take them out of the file if they are.",
            text::counted(doubles.len(), "new incident has", "new incidents have"),
            if doubles.len() > 1 { ", …" } else { "" },
        ));
    }
    note_unlabelled(&mut outcome);
    // What is there already may have its end by now.
    outcome.open = open_minutes(w, coming_in(&outcome));
    let now = host.now();
    let ahead: Vec<String> = coming_in(&outcome)
        .filter(|incident| incident.started > now)
        .map(Incident::label)
        .collect();
    if let Some(first) = ahead.first() {
        outcome.notes.push(format!(
            "{} in time that is still to come ({first}{}): check the date format and the zone.",
            text::counted(ahead.len(), "incident begins", "incidents begin"),
            if ahead.len() > 1 { ", …" } else { "" },
        ));
    }
    if !services.made.is_empty() {
        let names: Vec<&str> = services
            .made
            .iter()
            .take(8)
            .map(|s| s.name.as_str())
            .collect();
        let more = services.made.len().saturating_sub(names.len());
        outcome.notes.push(format!(
            "New {}: {}{}.",
            if services.made.len() == 1 {
                "service"
            } else {
                "services"
            },
            names.join("; "),
            if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            }
        ));
    }
    outcome
        .import
        .records
        .splice(0..0, services.made.into_iter().map(Record::Service));
    if outcome.new + outcome.updated > 0 && methods != w.methods {
        let change = Change::Put(Record::Methods(methods));
        outcome.import.updates.insert(0, change);
    }
    Ok(outcome)
}

/// The choices of the workspace with a default impact for each severity that the rows have
/// without a share of their own and that has none yet: what was said, else what its name suggests.
fn with_severities(
    w: &Workspace,
    rows: &[IncidentRow],
    said: &[(String, String)],
    outcome: &mut Outcome,
) -> Result<Methods, Error> {
    let mut methods = w.methods.clone();
    let mut named: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.impact.is_none()) {
        if let Some(severity) = row.severity.as_deref().map(str::trim) {
            *named.entry(severity).or_default() += u64::from(row.part == 0);
        }
    }
    let mut unknown: BTreeMap<String, (&str, u64)> = BTreeMap::new();
    for (severity, rows) in named {
        if !severity.is_empty() && !methods.knows_severity(severity) {
            let (_, count) = unknown
                .entry(severity.to_lowercase())
                .or_insert((severity, 0));
            *count += rows;
        }
    }
    if unknown.len() > MOST_SEVERITIES {
        outcome.notes.push(format!(
            "The column of severities has {} values that have no impact, too many for a scale: map another column, or they count 0 %.",
            text::count(unknown.len())
        ));
        return Ok(methods);
    }
    for (key, (severity, count)) in unknown {
        let typed = said
            .iter()
            .find(|(name, _)| name.trim().to_lowercase() == key);
        let impact = match typed {
            Some((name, share)) => text::read_share(share, &format!("severities.{name}"))?,
            None => suggested_impact(severity),
        };
        methods.severity_impacts.push(SeverityImpact {
            severity: severity.to_owned(),
            impact,
        });
        outcome.severities.push(SeverityRow {
            severity: severity.to_owned(),
            rows: count,
            impact: text::form_share(impact),
            said: typed.is_some(),
        });
    }
    if outcome.severities.iter().any(|row| !row.said) {
        let of = |row: &SeverityRow| format!("{} {}", row.severity, row.impact);
        let assumed: Vec<String> = outcome
            .severities
            .iter()
            .filter(|r| !r.said)
            .map(of)
            .collect();
        outcome.notes.push(format!(
            "Assumed from the names of severities that had no impact: {} of users hit. It is added to the severities under Settings.",
            assumed.join(", ")
        ));
    }
    Ok(methods)
}

/// Incidents that are new or change.
fn coming_in(outcome: &Outcome) -> impl Iterator<Item = &Incident> + Clone {
    let changed = outcome.import.updates.iter();
    let changed = changed.filter_map(|change| match change {
        Change::Put(record) => Some(record),
        _ => None,
    });
    let records = outcome.import.records.iter().chain(changed);
    records.filter_map(|record| match record {
        Record::Incident(incident) => Some(incident),
        _ => None,
    })
}

/// Says of how many incidents that come in nothing tells whom they hit.
fn note_unlabelled(outcome: &mut Outcome) {
    let whole = coming_in(outcome).filter(|incident| {
        incident.severity.is_none() && incident.impacts.iter().any(|i| i.share.is_none())
    });
    let count = whole.count();
    if count > 0 {
        outcome.notes.push(format!(
            "{} neither a severity nor a share of users: each counts as a full outage, 100 % of users.",
            text::counted(count, "incident states", "incidents state")
        ));
    }
}

/// Costs in other currencies at the rate of the day on which their incident began. One without a
/// rate stays as it stands, is not counted, and is told of.
fn convert_costs(w: &Workspace, order: &mut [(Incident, u64)], outcome: &mut Outcome) {
    let mut exchange = Exchange::of(w);
    for (incident, _) in order.iter_mut() {
        let (label, started) = (incident.label(), incident.started);
        for cost in &mut incident.fixed {
            let of = format!("{} of {label}", cost.kind);
            if let Some(amount) = exchange.convert(&of, cost.amount, started, 1) {
                cost.amount = amount;
            }
        }
    }
    for (problem, _) in exchange.refusals() {
        outcome.notes.push(format!(
            "Not counted, for want of {}: {}. It is kept as it stands. {}",
            problem.expected, problem.found, problem.repair
        ));
    }
    outcome.notes.extend(exchange.notes());
    outcome.conversions = exchange.done();
}

/// Adds what a further row says of an incident as a whole. Exports repeat such values in every
/// row of an incident, so a count is taken at its highest, and an amount that equals one of its
/// kind is that one; says whether there was another one.
fn add_details(incident: &mut Incident, row: &IncidentRow) -> bool {
    incident.reassignments = incident.reassignments.max(row.reassignments);
    incident.contacts = incident.contacts.max(row.contacts);
    incident.cancellations = incident.cancellations.max(row.cancellations);
    incident.detected_by = incident.detected_by.or(row.detected_by);
    incident.recovered_by = incident.recovered_by.or(row.recovered_by);
    if incident.recovery_action.is_none() {
        incident.recovery_action = row.recovery_action.as_deref().map(str::to_owned);
    }
    let mut another = false;
    for cost in &row.fixed {
        if !incident.fixed.contains(cost) {
            another |= incident.fixed.iter().any(|known| known.kind == cost.kind);
            incident.fixed.push(cost.clone());
        }
    }
    another
}

/// Rows of one incident may state different severities: each impact keeps what its own row
/// says, and the incident has the worst.
fn settle_severity(
    methods: &Methods,
    incident: &mut Incident,
    impact: &mut Impact,
    severity: Option<&str>,
) {
    if incident.severity.as_deref() == severity {
        return;
    }
    let before = methods.impact_of(incident.severity.as_deref());
    let here = methods.impact_of(severity);
    for known in &mut incident.impacts {
        known.share = known.share.or(Some(before));
    }
    impact.share = impact.share.or(Some(here));
    if here > before || incident.severity.is_none() {
        incident.severity = severity.map(str::to_owned);
    }
}

/// An impact that ends with its incident says so by having no end of its own, so that a
/// corrected time moves both.
fn follow_the_incident(incident: &mut Incident) {
    for impact in &mut incident.impacts {
        if impact.end == incident.resolved {
            impact.end = None;
        }
    }
}

fn new_incident(row: IncidentRow, impact: Impact, host: &dyn Host) -> Incident {
    let origin = row.id.as_ref().map(|id| Origin {
        source: FILE_SOURCE.into(),
        external_id: id.to_string(),
    });
    let title = row
        .title
        .map(|t| t.trim().to_owned())
        .filter(|t| !t.is_empty())
        .unwrap_or_else(|| format!("{} incident", row.service));
    Incident {
        id: IncidentId(host.new_id()),
        origin,
        title,
        kind: row.kind,
        severity: row.severity.map(|s| s.to_string()),
        started: row.started,
        detected: row.detected,
        acknowledged: row.acknowledged,
        mitigated: row.mitigated,
        resolved: row.resolved,
        causes: row.causes.iter().map(ToString::to_string).collect(),
        detected_by: row.detected_by,
        recovered_by: row.recovered_by,
        recovery_action: row.recovery_action.map(|a| a.to_string()),
        reassignments: row.reassignments,
        contacts: row.contacts,
        notes: row.notes.map(|n| n.to_string()).unwrap_or_default(),
        impacts: vec![impact],
        cancellations: row.cancellations,
        fixed: row.fixed.into_vec(),
        method: None,
    }
}
