//! The settings screen and the history.

use super::lines::group_key;
use super::rates::{rate_spans, rates};
use crate::edit::{FULL_WEEK, special_days_id};
use crate::host::Job;
use crate::views::premortem::not_shown_yet;
use crate::wire::{
    BacklogEdit, BandEdit, Basis, BroughtRow, ChannelEdit, ContractEdit, DependencyEdit, Error,
    FieldChangeRow, History, HistoryArgs, HistoryRow, Nothing, RedundancyEdit, RoleEdit,
    ServiceEdit, ServiceRow, Settings, SettingsEdit, SeverityEdit, ShareEdit, SpecialDaysEdit,
    StreamEdit, StreamRow, ThresholdEdit, ThresholdRow, TierEdit,
};
use crate::workspace::Workspace;
use crate::{App, hours, text};
use ninefold_domain::analysis::revenue_total;
use ninefold_domain::calendar::WeeklyHours;
use ninefold_domain::methods::{
    Average, Counting, LossMethod, Methods, Opportunity, Profile, Sharing, SignKind, SignUnit,
    SpecialDays, Threshold, View,
};
use ninefold_domain::money::Currency;
use ninefold_domain::premortem::Session;
use ninefold_domain::record::{
    BacklogMonth, Contract, DependencyKind, Incident, Redundancy, Service,
};
use ninefold_domain::requirement::Requirement;
use ninefold_domain::time::{YearBasis, Zone};
use serde_json::Value;

/// Field changes shown of one entry.
pub(crate) const MOST_CHANGES: usize = 20;

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
        contracts: w.contracts.iter().map(contract).collect(),
        backlog: w.backlog.iter().rev().map(backlog).collect(),
        rates: rates(w),
        mappings: crate::imports::mapping_rows(w),
        rate_spans: rate_spans(w),
        special_days: w
            .methods
            .special_days
            .iter()
            .rev()
            .map(special_days)
            .collect(),
        thresholds: SignKind::ALL
            .into_iter()
            .map(|sign| threshold(&w.methods, sign))
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
    let a = &m.assumptions;
    let optional = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    let (mut hour_value, mut delay_per_week, mut delay_hours) = Default::default();
    let opportunity = match a.opportunity {
        Opportunity::None => "none",
        Opportunity::Hour { value } => {
            hour_value = value.to_string();
            "hour"
        }
        Opportunity::Delay {
            per_week,
            hours_a_week,
        } => {
            delay_per_week = per_week.to_string();
            delay_hours = hours_a_week.to_string();
            "delay"
        }
    };
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
        average: match m.average {
            Average::Mean => "mean",
            Average::Median => "median",
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
        loss: method_key(m.loss).into(),
        level: m.level,
        view: match a.view {
            View::Revenue => "revenue",
            View::Margin => "margin",
        }
        .into(),
        margin: text::form_share(a.margin),
        recapture: a.recapture,
        recovery_minutes: a.recovery_minutes.to_string(),
        business_hours: if a.business_hours.spans() == [FULL_WEEK] {
            String::new()
        } else {
            hours::write(&a.business_hours)
        },
        business_zone: zone_name(Some(&a.business_hours)),
        out_of_hours: a.out_of_hours.to_string(),
        opportunity: opportunity.into(),
        hour_value,
        delay_per_week,
        delay_hours,
        contact_cost: optional(a.contact_cost),
        customer_value: optional(a.customer_value),
        action_minutes: a.action_minutes.to_string(),
        action_gap_minutes: a.action_gap_minutes.to_string(),
        automation_days: a.automation_days.to_string(),
        manual_hours: a.manual_hours.to_string(),
        give_rate_card: text::form_share(a.give_or_take.rate_card),
        give_activity: text::form_share(a.give_or_take.activity),
        give_opportunity: text::form_share(a.give_or_take.opportunity),
        give_contact: text::form_share(a.give_or_take.contact_cost),
        give_customer: text::form_share(a.give_or_take.customer_value),
    }
}

/// How lost revenue is computed, as forms have it.
pub(crate) fn method_key(method: LossMethod) -> &'static str {
    match method {
        LossMethod::Velocity => "velocity",
        LossMethod::Counterfactual => "counterfactual",
    }
}

/// The zone of hours of their own; empty where it is the workspace's.
fn zone_name(hours: Option<&WeeklyHours>) -> String {
    let zone = hours.and_then(WeeklyHours::zone);
    zone.map(|z| z.name().to_owned()).unwrap_or_default()
}

fn contract(contract: &Contract) -> ContractEdit {
    ContractEdit {
        id: contract.id.to_string(),
        name: contract.name.clone(),
        service: contract.service.to_string(),
        fee: text::grouped(&contract.fee.to_decimal()),
        bands: contract
            .bands
            .iter()
            .map(|band| BandEdit {
                below: text::form_share(band.below),
                credit: text::form_share(band.credit),
            })
            .collect(),
    }
}

fn backlog(month: &BacklogMonth) -> BacklogEdit {
    BacklogEdit {
        id: month.month.to_string(),
        month: month.month.to_string(),
        open: month.open.to_string(),
        open_resilience: month.open_resilience.to_string(),
        customer_incidents: month
            .customer_incidents
            .map(|n| n.to_string())
            .unwrap_or_default(),
        share: if month.open == 0 {
            text::NONE.into()
        } else {
            text::percent(f64::from(month.open_resilience) / f64::from(month.open), 0)
        },
    }
}

fn special_days(days: &SpecialDays) -> SpecialDaysEdit {
    SpecialDaysEdit {
        id: special_days_id(days),
        name: days.name.clone(),
        from: days.from.to_string(),
        until: days.until.to_string(),
        off_baseline: days.off_baseline,
        holiday: days.holiday,
    }
}

fn threshold(methods: &Methods, sign: SignKind) -> ThresholdRow {
    let form = |value: f64| match sign.unit() {
        SignUnit::Share => text::form_share(value),
        SignUnit::Slope | SignUnit::Days | SignUnit::Services => value.to_string(),
    };
    let usual = Threshold::default_of(sign);
    let now = methods.threshold(sign);
    ThresholdRow {
        edit: ThresholdEdit {
            sign: sign_key(sign),
            warn: form(now.warn),
            alarm: form(now.alarm),
        },
        label: sign_name(sign).into(),
        default_warn: form(usual.warn),
        default_alarm: form(usual.alarm),
        typed: now != usual,
        unit: match sign.unit() {
            SignUnit::Share => "share",
            SignUnit::Slope => "slope",
            SignUnit::Days => "days",
            SignUnit::Services => "services",
        }
        .into(),
        lower_is_worse: sign.lower_is_worse(),
    }
}

/// A sign as the wire has it: the key that it is stored under.
fn sign_key(sign: SignKind) -> String {
    match serde_json::to_value(sign) {
        Ok(Value::String(key)) => key,
        _ => String::new(),
    }
}

/// A sign as people read it.
pub(crate) fn sign_name(sign: SignKind) -> &'static str {
    match sign {
        SignKind::DetectedByCustomers => "Detected by customers",
        SignKind::RecoveredByHand => "Recovered by hand",
        SignKind::HandedOver => "Handed between teams",
        SignKind::RepeatCause => "The same cause again",
        SignKind::NoOwner => "Services without an owner",
        SignKind::DemandGrowth => "Incidents against demand",
        SignKind::AtPeak => "At demand peaks",
        SignKind::ManualRecovery => "Payback of automating recovery",
        SignKind::ResilienceBacklog => "Resilience in the backlog",
        SignKind::TierMissing => "Services without a tier",
        SignKind::TargetMissing => "Services without a target",
        SignKind::TargetImpossible => "Targets out of reach",
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
            redundancies: service.redundancies.iter().map(redundancy).collect(),
            hours: service.hours.as_ref().map(hours::write).unwrap_or_default(),
            hours_zone: zone_name(service.hours.as_ref()),
        },
    }
}

fn redundancy(group: &Redundancy) -> RedundancyEdit {
    RedundancyEdit {
        of: group.of.iter().map(ToString::to_string).collect(),
        needed: group.needed.to_string(),
        common_cause: if group.common_cause == 0.0 {
            String::new()
        } else {
            text::form_share(group.common_cause)
        },
    }
}

/// Why a service cannot be deleted: everything that refers to it, by name.
pub(crate) fn pinned(w: &Workspace, service: &Service) -> Option<String> {
    let id = service.id;
    let names = |found: Vec<&str>, one: &str, many: &str| match found.as_slice() {
        [] => None,
        [name] => Some(format!("{name} {one}")),
        [names @ .., last] => Some(format!("{} and {last} {many}", names.join(", "))),
    };
    let incidents = w
        .incidents
        .iter()
        .filter(|i| i.impacts.iter().any(|x| x.service == id))
        .count();
    let streams = w
        .streams
        .iter()
        .filter(|s| s.dependences.iter().any(|d| d.service == id));
    let leaning = w
        .services
        .iter()
        .filter(|s| s.dependencies.iter().any(|d| d.on == id));
    let grouping = w
        .services
        .iter()
        .filter(|s| s.redundancies.iter().any(|g| g.of.contains(&id)));
    let contracts = w.contracts.iter().filter(|c| c.service == id);
    let risks = w.risks.iter().filter(|r| r.service == id).count();
    let about = |s: &&Session| {
        let clusters = &w.premortems.clusters;
        s.service == id
            || clusters
                .iter()
                .any(|c| c.session == s.id && c.service == id)
    };
    let sessions = w.premortems.sessions.iter().filter(about);
    let requirements: Vec<String> = w
        .requirements
        .iter()
        .filter(|r| r.service == id)
        .map(Requirement::label)
        .collect();
    let why: Vec<String> = [
        w.requests
            .get(&id)
            .filter(|minutes| !minutes.is_empty())
            .map(|_| "requests are counted of it".to_owned()),
        (incidents > 0).then(|| {
            let counted = text::counted(incidents, "incident is", "incidents are");
            format!("{counted} on it")
        }),
        (risks > 0).then(|| {
            let counted = text::counted(risks, "risk is", "risks are");
            format!("{counted} on it")
        }),
        names(
            streams.map(|s| s.name.as_str()).collect(),
            "(a stream) hangs on it",
            "(streams) hang on it",
        ),
        names(
            leaning.map(|s| s.name.as_str()).collect(),
            "leans on it",
            "lean on it",
        ),
        names(
            grouping.map(|s| s.name.as_str()).collect(),
            "leans on a group that it is in",
            "lean on groups that it is in",
        ),
        names(
            contracts.map(|c| c.name.as_str()).collect(),
            "(a contract) promises it",
            "(contracts) promise it",
        ),
        names(
            sessions.map(|s| s.name.as_str()).collect(),
            "(a pre-mortem) is about it",
            "(pre-mortems) are about it",
        ),
        names(
            requirements.iter().map(String::as_str).collect(),
            "is about it",
            "are about it",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!why.is_empty()).then(|| why.join("; "))
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
    done_label(&entry.command, &entry.label)
}

fn done_label(command: &str, label: &str) -> String {
    match command {
        "undo" => format!("Undone: {label}"),
        "redo" => format!("Done again: {label}"),
        _ => label.to_owned(),
    }
}

/// In place of what somebody must not see yet.
pub(crate) const HIDDEN: &str = "not shown yet";

/// The most entries of another copy that are listed under a merge.
const MOST_BROUGHT: usize = 50;

fn history(w: &Workspace, limit: usize) -> Result<History, Error> {
    let entries = w.store.history(limit, None)?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut changes = w.store.changes(entry.seq)?;
        // Beside whose turn it was, a card would be signed.
        if entry.command == "premortem.capture" && changes.iter().any(|c| is_unsigned(w, c)) {
            changes.clear();
        }
        let shown: Vec<FieldChangeRow> = changes
            .iter()
            .filter(|c| c.field.is_some() && c.table != "batch")
            .flat_map(|c| {
                let hidden = not_shown_yet(w, &c.table, &c.record);
                let field = format!(
                    "{} · {}",
                    record_name(w, &c.table, &c.record),
                    in_words(c.field.as_deref().unwrap_or_default())
                );
                if hidden {
                    return vec![FieldChangeRow {
                        field,
                        before: HIDDEN.into(),
                        after: HIDDEN.into(),
                    }];
                }
                change_rows(field, c.before.as_deref(), c.after.as_deref())
            })
            .take(MOST_CHANGES)
            .collect();
        let brought = match entry.command.as_str() {
            ninefold_store::MERGE => w.store.merged(entry.seq)?,
            _ => Vec::new(),
        };
        rows.push(HistoryRow {
            brought_more: brought.len().saturating_sub(MOST_BROUGHT) as u64,
            brought: brought
                .into_iter()
                .take(MOST_BROUGHT)
                .map(|line| BroughtRow {
                    when: text::date_time(line.at, w.methods.zone),
                    label: done_label(&line.command, &line.label),
                    copy: line.copy,
                })
                .collect(),
            seq: entry.seq,
            when: text::date_time(entry.at, w.methods.zone),
            label: entry_label(&entry),
            undone: entry.undone,
            // Taking an import back is of the same batch, and is no import to take back.
            batch: (entry.batch.filter(|_| entry.command == "import.commit"))
                .map(|b| b.to_string())
                .unwrap_or_default(),
            more: changes.len().saturating_sub(shown.len()) as u64,
            changes: shown,
        });
    }
    Ok(History { entries: rows })
}

/// Whether a change is of a card that nobody signed, or that is gone.
fn is_unsigned(w: &Workspace, change: &ninefold_store::FieldChange) -> bool {
    let card = || {
        let mut cards = w.premortems.cards.iter();
        cards.find(|card| card.id.to_string() == change.record)
    };
    change.table == "card" && card().is_none_or(|card| card.author.is_none())
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
        "contract" => w
            .contracts
            .iter()
            .find(|c| c.id.to_string() == record)
            .map(|c| c.name.clone()),
        "session" => w
            .premortems
            .sessions
            .iter()
            .find(|s| s.id.to_string() == record)
            .map(|s| s.name.clone()),
        "participant" => w
            .premortems
            .participants
            .iter()
            .find(|p| p.id.to_string() == record)
            .map(|p| p.name.clone()),
        "cluster" => w
            .premortems
            .clusters
            .iter()
            .find(|c| c.id.to_string() == record)
            .map(|c| c.title.clone()),
        "card" => w
            .premortems
            .cards
            .iter()
            .find(|c| c.id.to_string() == record)
            .map(|c| c.text.clone()),
        "draft" => Some("What somebody wrote".into()),
        "judgement" => Some("Estimate of a cluster".into()),
        "ballot" => Some("Vote".into()),
        "backlog" => Some(format!("Backlog of {record}")),
        "exchange_rate" => Some(format!("Rates of {}", record.replace('-', " in "))),
        "named_mapping" => w
            .mappings
            .iter()
            .find(|m| m.id.to_string() == record)
            .map(|m| format!("Mapping {}", m.name)),
        "requirement" => w
            .requirements
            .iter()
            .find(|r| r.id.to_string() == record)
            .map(Requirement::label),
        "tier" => Some(format!("Tier {record}")),
        "method" => Some("Choices".into()),
        _ => None,
    };
    found.unwrap_or_else(|| table.to_owned())
}

/// A field's name as people read it.
pub(crate) fn in_words(field: &str) -> String {
    field.replace(['_', '-'], " ")
}

/// A changed field as rows: of one that holds several values, each that differs.
pub(crate) fn change_rows(
    field: String,
    before: Option<&str>,
    after: Option<&str>,
) -> Vec<FieldChangeRow> {
    let read = |json: Option<&str>| {
        json.and_then(|text| serde_json::from_str::<Value>(text).ok())
            .unwrap_or(Value::Null)
    };
    let (before, after) = (read(before), read(after));
    if let (Value::Object(old), Value::Object(new)) = (&before, &after) {
        let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        return keys
            .into_iter()
            .filter(|key| old.get(*key) != new.get(*key))
            .map(|key| FieldChangeRow {
                field: format!("{field} · {}", in_words(key)),
                before: shown(old.get(key)),
                after: shown(new.get(key)),
            })
            .collect();
    }
    vec![FieldChangeRow {
        field,
        before: shown(Some(&before)),
        after: shown(Some(&after)),
    }]
}

/// Records of a list that history spells out; of longer lists it says the number.
const MOST_LISTED: usize = 3;

/// A logged value in words: lists by their length, records by their values.
pub(crate) fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => text::NONE.into(),
        Some(Value::String(plain)) => plain.clone(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.into(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => list
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", "),
        Some(Value::Array(list)) if list.len() <= MOST_LISTED => list
            .iter()
            .map(|value| shown(Some(value)))
            .collect::<Vec<_>>()
            .join("; "),
        Some(Value::Array(list)) => text::counted(list.len(), "entry", "entries"),
        Some(Value::Object(fields)) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| format!("{} {}", in_words(name), shown(Some(value))))
            .collect::<Vec<_>>()
            .join(", "),
    }
}
