//! The settings screen and the history.

use super::cost::group_key;
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{
    Basis, ChannelEdit, DependencyEdit, Error, FieldChangeRow, History, HistoryArgs, HistoryRow,
    Nothing, RoleEdit, ServiceEdit, ServiceRow, Settings, SettingsEdit, SeverityEdit, ShareEdit,
    StreamEdit, StreamRow, TierEdit,
};
use crate::workspace::Workspace;
use ninefold_domain::analysis::revenue_total;
use ninefold_domain::methods::{Counting, Profile, Sharing};
use ninefold_domain::money::Currency;
use ninefold_domain::record::{DependencyKind, Incident, Service};
use ninefold_domain::time::{YearBasis, Zone};

/// Field changes shown of one entry.
const MOST_CHANGES: usize = 20;

impl App {
    pub(crate) fn settings(&self, _: &Nothing, _: &Job<'_>) -> Result<Settings, Error> {
        self.with(|w| Ok(screen(w)))
    }

    pub(crate) fn history(&self, args: &HistoryArgs, _: &Job<'_>) -> Result<History, Error> {
        self.with(|w| history(w, args.limit.min(500) as usize))
    }
}

fn screen(w: &Workspace) -> Settings {
    let mut services: Vec<&Service> = w.services.iter().collect();
    services.sort_by_key(|s| (s.tier.unwrap_or(u8::MAX), s.name.to_lowercase()));
    Settings {
        edit: choices(w),
        services: services.into_iter().map(|s| service_row(w, s)).collect(),
        streams: (0..w.streams.len()).map(|s| stream_row(w, s)).collect(),
        roles: w
            .roles
            .iter()
            .map(|r| RoleEdit {
                id: r.id.to_string(),
                name: r.name.clone(),
                group: group_key(r.group).into(),
                rate: r.rate.to_decimal(),
                used: w
                    .labor
                    .iter()
                    .filter(|e| e.role.eq_ignore_ascii_case(&r.name))
                    .count() as u64,
            })
            .collect(),
        tiers: w
            .tiers
            .iter()
            .map(|t| TierEdit {
                number: t.number.to_string(),
                name: t.name.clone(),
                target: t.target.map(text::form_share).unwrap_or_default(),
                services: w
                    .services
                    .iter()
                    .filter(|s| s.tier == Some(t.number))
                    .count() as u64,
            })
            .collect(),
        currencies: Currency::all()
            .iter()
            .map(|c| c.code().to_owned())
            .collect(),
        zones: Zone::all_names().into_iter().map(str::to_owned).collect(),
    }
}

fn choices(w: &Workspace) -> SettingsEdit {
    let m = &w.methods;
    SettingsEdit {
        currency: m.currency.code().into(),
        zone: m.zone.name().into(),
        year: match m.year {
            YearBasis::Days365 => "365",
            YearBasis::Gregorian => "365.2425",
            YearBasis::Julian => "365.25",
        }
        .into(),
        profile: match m.profile {
            Profile::Flat => "flat",
            Profile::HourOfWeek => "hour-of-week",
            Profile::MinuteOfWeek => "minute-of-week",
        }
        .into(),
        min_observations: m.min_observations.to_string(),
        counting: match m.counting {
            Counting::Weighted => "weighted",
            Counting::Any => "any",
            Counting::From { .. } => "from",
        }
        .into(),
        counting_from: match m.counting {
            Counting::From { impact } => text::form_share(impact),
            _ => String::new(),
        },
        sharing: match m.sharing {
            Sharing::Shared => "shared",
            Sharing::Full => "full",
        }
        .into(),
        count_maintenance: m.count_maintenance,
        as_of: m
            .as_of
            .map(|at| text::form_time(at, m.zone))
            .unwrap_or_default(),
        default_target: text::form_share(m.default_target),
        team_people: m.team_people.to_string(),
        team_rate: m.team_rate.to_string(),
        severities: m
            .severity_impacts
            .iter()
            .map(|s| SeverityEdit {
                severity: s.severity.clone(),
                impact: text::form_share(s.impact),
            })
            .collect(),
    }
}

fn service_row(w: &Workspace, service: &Service) -> ServiceRow {
    let incidents = w
        .incidents
        .iter()
        .filter(|i| i.impacts.iter().any(|x| x.service == service.id))
        .count();
    let streams: Vec<String> = w
        .streams
        .iter()
        .filter_map(|s| {
            let share = s
                .dependences
                .iter()
                .find(|d| d.service == service.id)?
                .share;
            Some(format!("{} {}", s.name, text::percent_plain(share)))
        })
        .collect();
    ServiceRow {
        incidents: incidents as u64,
        pinned: pinned(w, service).unwrap_or_default(),
        streams: streams.join(", "),
        edit: ServiceEdit {
            id: service.id.to_string(),
            name: service.name.clone(),
            tier: service.tier.map(|t| t.to_string()).unwrap_or_default(),
            owner: service.owner.clone().unwrap_or_default(),
            target: service.target.map(text::form_share).unwrap_or_default(),
            channels: service
                .channels
                .iter()
                .map(|c| ChannelEdit {
                    name: c.name.clone(),
                    share: text::form_share(c.share),
                    ceiling: text::form_share(c.ceiling),
                })
                .collect(),
            dependencies: service
                .dependencies
                .iter()
                .map(|d| DependencyEdit {
                    on: d.on.to_string(),
                    kind: match d.kind {
                        DependencyKind::Hard => "hard".into(),
                        DependencyKind::Soft { .. } => "soft".into(),
                    },
                    share: match d.kind {
                        DependencyKind::Hard => String::new(),
                        DependencyKind::Soft { share } => text::form_share(share),
                    },
                })
                .collect(),
        },
    }
}

/// Why a service cannot be deleted.
pub(crate) fn pinned(w: &Workspace, service: &Service) -> Option<String> {
    let incidents = w
        .incidents
        .iter()
        .filter(|i| i.impacts.iter().any(|x| x.service == service.id))
        .count();
    if incidents > 0 {
        return Some(format!(
            "{} on it",
            text::counted(incidents, "incident is", "incidents are")
        ));
    }
    if let Some(stream) = w
        .streams
        .iter()
        .find(|s| s.dependences.iter().any(|d| d.service == service.id))
    {
        return Some(format!("the stream {} hangs on it", stream.name));
    }
    w.services
        .iter()
        .find(|s| s.dependencies.iter().any(|d| d.on == service.id))
        .map(|other| format!("{} leans on it", other.name))
}

fn stream_row(w: &Workspace, s: usize) -> StreamRow {
    let stream = &w.streams[s];
    let minutes = &w.revenue[s];
    let per_minute = if minutes.is_empty() {
        text::missing("no revenue is imported")
    } else {
        let mean = w.analysis.velocity(s).mean_per_minute();
        text::figure(
            mean,
            text::money_short(mean, stream.currency),
            "/min",
            format!("{}/min", text::money_estimate(mean, stream.currency)),
            Basis::Estimated,
        )
    };
    StreamRow {
        currency: stream.currency.code().into(),
        total: text::money_full(revenue_total(stream, minutes)),
        covers: w.analysis.covered[s]
            .map_or_else(|| text::NONE.into(), |c| text::dates(c, w.methods.zone)),
        per_minute,
        edit: StreamEdit {
            id: stream.id.to_string(),
            name: stream.name.clone(),
            dependences: stream
                .dependences
                .iter()
                .map(|d| ShareEdit {
                    service: d.service.to_string(),
                    share: text::form_share(d.share),
                })
                .collect(),
        },
    }
}

/// An entry of the log in words: an undo says what it took back.
pub(crate) fn entry_label(entry: &ninefold_store::HistoryEntry) -> String {
    match entry.command.as_str() {
        "undo" => format!("Undone: {}", entry.label),
        "redo" => format!("Done again: {}", entry.label),
        _ => entry.label.clone(),
    }
}

fn history(w: &Workspace, limit: usize) -> Result<History, Error> {
    let entries = w.store.history(limit, None)?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let changes = w.store.changes(entry.seq)?;
        let shown: Vec<FieldChangeRow> = changes
            .iter()
            .filter(|c| c.field.is_some() && c.table != "batch")
            .take(MOST_CHANGES)
            .map(|c| FieldChangeRow {
                field: format!(
                    "{} · {}",
                    record_name(w, &c.table, &c.record),
                    c.field.as_deref().unwrap_or_default()
                ),
                before: shown_json(c.before.as_deref()),
                after: shown_json(c.after.as_deref()),
            })
            .collect();
        rows.push(HistoryRow {
            seq: entry.seq,
            when: text::date_time(entry.at, w.methods.zone),
            label: entry_label(&entry),
            undone: entry.undone,
            batch: entry.batch.map(|b| b.to_string()).unwrap_or_default(),
            more: changes.len().saturating_sub(shown.len()) as u64,
            changes: shown,
        });
    }
    Ok(History { entries: rows })
}

/// What people call a logged record.
fn record_name(w: &Workspace, table: &str, record: &str) -> String {
    let found = match table {
        "service" => w
            .services
            .iter()
            .find(|s| s.id.to_string() == record)
            .map(|s| s.name.clone()),
        "stream" => w
            .streams
            .iter()
            .find(|s| s.id.to_string() == record)
            .map(|s| s.name.clone()),
        "role" => w
            .roles
            .iter()
            .find(|r| r.id.to_string() == record)
            .map(|r| r.name.clone()),
        "incident" => w
            .incidents
            .iter()
            .find(|i| i.id.to_string() == record)
            .map(Incident::label),
        "tier" => Some(format!("Tier {record}")),
        "method" => Some("Choices".into()),
        _ => None,
    };
    found.unwrap_or_else(|| table.to_owned())
}

/// JSON text as people read it: no quotes around a lone text, a dash for nothing.
fn shown_json(json: Option<&str>) -> String {
    match json {
        None | Some("null") => text::NONE.into(),
        Some(text) => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(serde_json::Value::String(plain)) => plain,
            _ => text.to_owned(),
        },
    }
}
