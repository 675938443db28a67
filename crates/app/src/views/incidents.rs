//! The incident grid and one incident opened.

use super::cost::not_counted;
use super::lines::{Part, parts, total_figure, total_half, waterfall};
use super::minutes_noun;
use super::settings::method_key;
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{
    Error, Figure, FixedEdit, IdArgs, ImpactEdit, IncidentDetail, IncidentEdit, IncidentPage,
    IncidentRow, IncidentsArgs, LaborEdit, Nothing, Sort, TimelineMark,
};
use crate::workspace::{Workspace, describe_files};
use ninefold_domain::cost::{IncidentCost, LineKind, RateCard};
use ninefold_domain::impact::WHOLE;
use ninefold_domain::methods::LossMethod;
use ninefold_domain::money::{Money, format_decimal};
use ninefold_domain::record::{Detection, Incident, IncidentKind, LaborEntry, Recovery};
use ninefold_domain::time::{Instant, MINUTE_MS, Zone};
use ninefold_store::Key;

/// Rows that one answer may carry.
const MOST_ROWS: u64 = 500;

impl App {
    pub(crate) fn incidents_page(
        &self,
        args: &IncidentsArgs,
        _: &Job<'_>,
    ) -> Result<IncidentPage, Error> {
        self.with(|w| Ok(page(w, args)))
    }

    pub(crate) fn incident_get(&self, args: &IdArgs, _: &Job<'_>) -> Result<IncidentDetail, Error> {
        self.with(|w| {
            let i = w.incident(&args.id)?;
            Ok(detail(w, i))
        })
    }

    pub(crate) fn incident_blank(&self, _: &Nothing, _: &Job<'_>) -> Result<IncidentEdit, Error> {
        self.with(|w| {
            let service = w
                .services
                .first()
                .map(|s| s.id.to_string())
                .unwrap_or_default();
            let started = w
                .data_until()
                .map(|end| text::form_time(Instant(end.0 - 60 * MINUTE_MS), w.methods.zone));
            Ok(IncidentEdit {
                id: String::new(),
                number: String::new(),
                title: String::new(),
                kind: "normal".into(),
                severity: String::new(),
                started: started.unwrap_or_default(),
                detected: String::new(),
                acknowledged: String::new(),
                mitigated: String::new(),
                resolved: String::new(),
                causes: String::new(),
                detected_by: String::new(),
                recovered_by: String::new(),
                recovery_action: String::new(),
                reassignments: String::new(),
                contacts: String::new(),
                cancellations: String::new(),
                method: String::new(),
                notes: String::new(),
                impacts: vec![ImpactEdit {
                    service,
                    start: String::new(),
                    end: String::new(),
                    share: String::new(),
                }],
                fixed: Vec::new(),
                labor: Vec::new(),
            })
        })
    }
}

/// A condition of a filter.
enum Term {
    Word(String),
    Service(String),
    Severity(String),
    Cause(String),
    LongerThan(f64),
    CostsMore(f64),
    Open,
    DetectedBy(Detection),
    RecoveredBy(Recovery),
}

fn parse_filter(filter: &str) -> (Vec<Term>, String) {
    let mut terms = Vec::new();
    let mut problem = String::new();
    for word in filter.split_whitespace() {
        let lower = word.to_lowercase();
        let number = |text: &str| {
            text::ungrouped(text)
                .and_then(|t| t.parse::<f64>().ok())
                .filter(|v| v.is_finite())
        };
        let term = if let Some(rest) = lower.strip_prefix("service:") {
            Some(Term::Service(rest.into()))
        } else if let Some(rest) = lower.strip_prefix("severity:") {
            Some(Term::Severity(rest.into()))
        } else if let Some(rest) = lower.strip_prefix("cause:") {
            Some(Term::Cause(rest.into()))
        } else if let Some(rest) = lower.strip_prefix("cost>") {
            number(rest).map(Term::CostsMore)
        } else if let Some(rest) = lower.strip_prefix('>') {
            number(rest).map(Term::LongerThan)
        } else {
            Some(match lower.as_str() {
                "open" => Term::Open,
                "customer" => Term::DetectedBy(Detection::Customer),
                "monitoring" => Term::DetectedBy(Detection::Monitoring),
                "hand" => Term::RecoveredBy(Recovery::Hand),
                "automation" => Term::RecoveredBy(Recovery::Automation),
                _ => Term::Word(lower),
            })
        };
        match term {
            Some(term) => terms.push(term),
            None => problem = format!("“{word}” needs a number, such as >30 or cost>1000"),
        }
    }
    (terms, problem)
}

fn haystack(w: &Workspace, incident: &Incident) -> String {
    let mut text = format!("{} {}", incident.label(), incident.title);
    for part in incident.severity.iter().chain(&incident.causes) {
        text.push(' ');
        text.push_str(part);
    }
    for impact in &incident.impacts {
        text.push(' ');
        text.push_str(w.service_name(impact.service));
    }
    text.to_lowercase()
}

fn matches(w: &Workspace, i: usize, haystack: &str, terms: &[Term]) -> bool {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    terms.iter().all(|term| match term {
        Term::Word(word) => haystack.contains(word.as_str()),
        Term::Service(name) => incident.impacts.iter().any(|x| {
            w.service_name(x.service)
                .to_lowercase()
                .contains(name.as_str())
        }),
        Term::Severity(name) => incident
            .severity
            .as_ref()
            .is_some_and(|s| s.to_lowercase() == *name),
        Term::Cause(name) => incident
            .causes
            .iter()
            .any(|c| c.to_lowercase().contains(name.as_str())),
        Term::LongerThan(minutes) => cost.span.minutes() > *minutes,
        Term::CostsMore(amount) => {
            cost.total() as f64 / w.methods.currency.units_per_major() as f64 > *amount
        }
        Term::Open => cost.open,
        Term::DetectedBy(who) => incident.detected_by == Some(*who),
        Term::RecoveredBy(who) => incident.recovered_by == Some(*who),
    })
}

/// What one column sorts by. Texts compare without case.
enum Keys {
    Numbers(Vec<i128>),
    Texts(Vec<String>),
}

fn sort_keys(w: &Workspace, column: &str) -> Keys {
    let costs = &w.analysis.costs;
    let text = |of: &dyn Fn(&Incident) -> String| Keys::Texts(w.incidents.iter().map(of).collect());
    match column {
        "label" => text(&Incident::label),
        "title" => text(&|i| i.title.to_lowercase()),
        "service" => text(&|i| {
            let first = i.impacts.first();
            first
                .map(|x| w.service_name(x.service).to_lowercase())
                .unwrap_or_default()
        }),
        "severity" => text(&|i| i.severity.clone().unwrap_or_default()),
        "minutes" => Keys::Numbers(costs.iter().map(|c| c.span.length_ms().into()).collect()),
        "impact" => Keys::Numbers(costs.iter().map(|c| c.worst.into()).collect()),
        "cost" => Keys::Numbers(costs.iter().map(IncidentCost::total).collect()),
        _ => Keys::Numbers(w.incidents.iter().map(|i| i.started.0.into()).collect()),
    }
}

/// The incidents that match a filter, in order, with their sums: kept while rows are scrolled.
pub(crate) struct Found {
    filter: String,
    sort: Sort,
    order: Vec<usize>,
    longest_label: u64,
    summary: String,
    problem: String,
}

fn find(w: &Workspace, filter: &str, sort: &Sort) -> Found {
    let (terms, problem) = parse_filter(filter);
    let haystacks = w
        .haystacks
        .get_or_init(|| w.incidents.iter().map(|i| haystack(w, i)).collect());
    let mut order: Vec<usize> = (0..w.incidents.len())
        .filter(|i| matches(w, *i, &haystacks[*i], &terms))
        .collect();
    let tie = |i: usize| (w.incidents[i].started, w.incidents[i].id);
    let keys = sort_keys(w, &sort.column);
    order.sort_unstable_by(|&a, &b| {
        let by = match &keys {
            Keys::Numbers(keys) => keys[a].cmp(&keys[b]),
            Keys::Texts(keys) => keys[a].cmp(&keys[b]),
        };
        let by = by.then_with(|| tie(a).cmp(&tie(b)));
        if sort.descending { by.reverse() } else { by }
    });
    let bad: f64 = order.iter().map(|i| w.analysis.costs[*i].bad_minutes).sum();
    let counting: Vec<usize> = order
        .iter()
        .copied()
        .filter(|i| w.analysis.costs[*i].counts)
        .collect();
    let total = total_figure(w, &counting, "total");
    let range = match total.range.as_str() {
        "" => String::new(),
        range => format!(" ({range})"),
    };
    let summary = format!(
        "{} · {} {} · {}{range}",
        if order.len() == w.incidents.len() && !order.is_empty() {
            // Other screens have a window; what is told here is of no window.
            let first = order.iter().map(|i| w.incidents[*i].started).min();
            let since = first.map_or(String::new(), |at| text::date(at, w.methods.zone));
            match order.len() {
                1 => format!("The incident on record, of {since}"),
                many => format!(
                    "All {} incidents on record, since {since}",
                    text::count(many)
                ),
            }
        } else {
            text::counted(order.len(), "incident", "incidents")
        },
        text::minutes(bad),
        minutes_noun(w.methods.counting),
        total.text,
    );
    let longest_label = (order.iter())
        .map(|i| w.incidents[*i].label().chars().count() as u64)
        .max()
        .unwrap_or(0);
    Found {
        filter: filter.to_owned(),
        sort: sort.clone(),
        longest_label,
        order,
        summary,
        problem,
    }
}

fn page(w: &mut Workspace, args: &IncidentsArgs) -> IncidentPage {
    let newest = Sort {
        column: "started".into(),
        descending: true,
    };
    let sort = args.sort.clone().unwrap_or(newest);
    let found = match w.found.take() {
        Some(found) if found.filter == args.filter && found.sort == sort => found,
        _ => find(w, &args.filter, &sort),
    };
    let offset = args.offset.min(found.order.len() as u64) as usize;
    let limit = args.limit.min(MOST_ROWS) as usize;
    let page = IncidentPage {
        total: w.incidents.len() as u64,
        matched: found.order.len() as u64,
        longest_label: found.longest_label,
        offset: offset as u64,
        rows: found
            .order
            .iter()
            .skip(offset)
            .take(limit)
            .map(|i| row(w, *i))
            .collect(),
        summary: found.summary.clone(),
        problem: found.problem.clone(),
    };
    w.found = Some(found);
    page
}

/// Names of the services an incident hit, each once.
pub(crate) fn service_names(w: &Workspace, incident: &Incident) -> String {
    let mut names: Vec<&str> = Vec::new();
    for impact in &incident.impacts {
        let name = w.service_name(impact.service);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

fn row(w: &Workspace, i: usize) -> IncidentRow {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let money = Money::from_units(cost.total(), w.methods.currency);
    IncidentRow {
        id: incident.id.to_string(),
        label: incident.label(),
        started: text::date_time(incident.started, w.methods.zone),
        day: text::date(incident.started, w.methods.zone),
        title: incident.title.clone(),
        services: service_names(w, incident),
        severity: incident.severity.clone().unwrap_or_default(),
        minutes: text::minutes(cost.span.minutes()),
        impact: if cost.counts {
            text::percent(cost.worst as f64 / WHOLE as f64, 0)
        } else {
            text::NONE.into()
        },
        cost: if cost.counts {
            text::short(money.to_estimate())
        } else {
            text::NONE.into()
        },
        cost_exact: text::money_exact(money),
        open: cost.open,
        note: note(incident, w),
    }
}

fn note(incident: &Incident, w: &Workspace) -> String {
    match incident.kind {
        IncidentKind::Test => "test: counted in nothing".into(),
        IncidentKind::Maintenance if !w.methods.count_maintenance => {
            "maintenance: not counted".into()
        }
        IncidentKind::Maintenance => "maintenance".into(),
        IncidentKind::Normal => String::new(),
    }
}

/// The parts of one incident's cost, each with what it is made of.
pub(crate) fn incident_parts(w: &Workspace, i: usize) -> Vec<Part> {
    let prefix = format!("incident:{}", w.incidents[i].id);
    parts(w, &[i], &prefix, |kind, _| line_detail(w, i, kind))
}

/// What a line of an incident is made of, short enough to stand under its name.
fn line_detail(w: &Workspace, i: usize, kind: LineKind) -> String {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let assumptions = &w.methods.assumptions;
    let each = |amount: Option<f64>| {
        amount.map_or_else(String::new, |a| text::money_estimate(a, currency))
    };
    match kind {
        LineKind::LostRevenue => revenue_detail(w, i),
        LineKind::Recaptured => match (cost.method, &w.analysis.recapture) {
            (LossMethod::Velocity, Some(pooled)) => format!(
                "{} of it, as measured after {}",
                text::percent(pooled.applied(), 0),
                text::counted(pooled.episodes, "outage", "outages")
            ),
            _ => format!(
                "within {} after the end",
                text::length(assumptions.recovery_minutes)
            ),
        },
        LineKind::Unspent => format!(
            "{} margin: {} of net lost revenue",
            text::percent_plain(assumptions.margin),
            text::percent_plain(1.0 - assumptions.margin)
        ),
        LineKind::Labor(_) | LineKind::Review => people_detail(w, i, kind),
        LineKind::Opportunity => format!("{} of engineers", hours(cost.labor.roadmap_hours())),
        LineKind::Credits(contract) => {
            let months: Vec<String> = w
                .analysis
                .credits
                .iter()
                .filter(|c| c.contract == contract)
                .filter(|c| c.parts.iter().any(|p| p.incident == i))
                .map(|c| c.month.to_string())
                .collect();
            format!("its share of {}", months.join(", "))
        }
        LineKind::Contacts => format!(
            "{} × {}",
            text::counted(
                incident.contacts.unwrap_or(0) as usize,
                "contact",
                "contacts"
            ),
            each(assumptions.contact_cost)
        ),
        LineKind::Churn => format!(
            "{} × {}",
            text::counted(
                incident.cancellations.unwrap_or(0) as usize,
                "customer",
                "customers"
            ),
            each(assumptions.customer_value)
        ),
        LineKind::Fixed(_) => "as recorded".into(),
    }
}

/// `3.2 h`.
pub(crate) fn hours(hours: f64) -> String {
    format!("{hours:.1} h")
}

fn revenue_detail(w: &Workspace, i: usize) -> String {
    let cost = &w.analysis.costs[i];
    let expected: f64 = cost.losses.iter().map(|l| l.expected).sum();
    // Of the stream it was on the longest: several streams are lost in the same minutes.
    let minutes = cost.losses.iter().map(|l| l.minutes).fold(0.0, f64::max);
    if cost.losses.is_empty() {
        "no revenue stream hangs on its services".to_owned()
    } else if cost.method == LossMethod::Counterfactual {
        format!("expected − observed over {} min", text::minutes(minutes))
    } else if minutes > 0.0 && expected != 0.0 {
        format!(
            "{} min × {} × {}",
            text::minutes(minutes),
            text::percent(cost.lost() / expected, 0),
            text::money_estimate(expected / minutes, w.methods.currency)
        )
    } else {
        "nothing was expected in that time".to_owned()
    }
}

/// The labor entries of an incident that a line is about.
pub(crate) fn entries_of<'a>(
    w: &'a Workspace,
    i: usize,
    kind: LineKind,
    rates: &'a RateCard,
) -> impl Iterator<Item = &'a LaborEntry> + 'a {
    w.labor_of(w.incidents[i].id).filter(move |e| match kind {
        LineKind::Labor(group) => !e.review && rates.group(&e.role) == group,
        _ => e.review,
    })
}

fn people_detail(w: &Workspace, i: usize, kind: LineKind) -> String {
    let rates = RateCard::new(&w.roles);
    let entries: Vec<&LaborEntry> = entries_of(w, i, kind, &rates).collect();
    // One person with several entries is one person.
    let mut named: Vec<&str> = entries.iter().filter_map(|e| e.person.as_deref()).collect();
    named.sort_unstable();
    named.dedup();
    let unnamed = entries.iter().filter(|e| e.person.is_none());
    let people: i64 = unnamed.map(|e| e.people_milli).sum::<i64>() + 1000 * named.len() as i64;
    let counted: f64 = w.analysis.costs[i]
        .labor
        .parts
        .iter()
        .filter(|p| match kind {
            LineKind::Labor(group) => !p.review && p.group == group,
            _ => p.review,
        })
        .map(ninefold_domain::cost::LaborPart::person_hours)
        .sum();
    format!(
        "{} {}, {}",
        format_decimal(i128::from(people), 3, 0),
        if people == 1000 { "person" } else { "people" },
        hours(counted)
    )
}

fn detail(w: &Workspace, i: usize) -> IncidentDetail {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let zone = w.methods.zone;
    let currency = w.methods.currency;
    let (lines, total) = waterfall(
        &incident_parts(w, i),
        total_half(w, &[i]),
        currency,
        &format!("incident:{}:total", incident.id),
    );
    let money = Money::from_units(cost.total(), currency);
    let figure: Figure = if cost.counts {
        total_figure(w, &[i], &format!("incident:{}:total", incident.id))
    } else {
        text::missing(&note(incident, w))
    };
    let overline = [
        incident.label(),
        service_names(w, incident),
        incident.severity.clone().unwrap_or_default(),
        text::long_date(incident.started, zone),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(" · ");
    let each = (cost.bad_minutes > 0.0 && cost.counts).then(|| {
        format!(
            " · {} each",
            text::money_short(money.to_estimate() / cost.bad_minutes, currency)
        )
    });
    let lead = format!(
        "{} {} of {}{}",
        text::minutes(cost.bad_minutes),
        minutes_noun(w.methods.counting),
        text::minutes(cost.span.minutes()),
        each.unwrap_or_default()
    );
    let origin = match (
        &incident.origin,
        w.batch_of.get(&Key::Incident(incident.id)),
    ) {
        (_, Some(batch)) => w
            .batches
            .iter()
            .find(|b| b.import.id == *batch)
            .map_or_else(
                || "imported".into(),
                |b| {
                    format!(
                        "imported from {}, {}",
                        describe_files(&b.import),
                        text::day(b.at, zone)
                    )
                },
            ),
        (Some(origin), None) => format!("from {}", origin.source),
        (None, None) => "entered by hand".into(),
    };
    IncidentDetail {
        id: incident.id.to_string(),
        overline,
        title: incident.title.clone(),
        cost: figure,
        lead,
        timeline: timeline(w, i),
        facts: facts(incident),
        lines,
        total,
        methods: super::methods::rows(w, &[i], &format!("incident:{}:method", incident.id)),
        impacts: w.analysis.settled[i]
            .iter()
            .map(|(s, interval, level)| {
                let same_day = zone.local(interval.start).date() == zone.local(interval.end).date();
                let at = |instant| {
                    if same_day {
                        text::clock(instant, zone)
                    } else {
                        text::date_time(instant, zone)
                    }
                };
                format!(
                    "{}, {}–{}, {}",
                    w.services[*s].name,
                    at(interval.start),
                    at(interval.end),
                    text::percent(*level as f64 / WHOLE as f64, 0)
                )
            })
            .collect(),
        notes: notes(w, i),
        origin,
        edit: edit(w, i),
    }
}

fn timeline(w: &Workspace, i: usize) -> Vec<TimelineMark> {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let zone = w.methods.zone;
    let length = cost.span.length_ms().max(1) as f64;
    let one_day = zone.local(cost.span.start).date() == zone.local(cost.span.end).date();
    let detected = match incident.detected_by {
        Some(Detection::Customer) => "detected by a customer",
        Some(Detection::Monitoring) => "detected by monitoring",
        Some(Detection::Staff) => "detected by staff",
        None => "detected",
    };
    let end = if cost.open { "still open" } else { "resolved" };
    [
        (Some(cost.span.start), "started"),
        (incident.detected, detected),
        (incident.acknowledged, "acknowledged"),
        (incident.mitigated, "mitigated"),
        (Some(cost.span.end), end),
    ]
    .into_iter()
    .filter_map(|(at, label)| {
        let at = at?;
        let shown = if one_day {
            text::clock(at, zone)
        } else {
            format!("{} {}", text::day(at, zone), text::clock(at, zone))
        };
        Some(TimelineMark {
            label: label.into(),
            at: shown,
            position: ((at.0 - cost.span.start.0) as f64 / length).clamp(0.0, 1.0),
        })
    })
    .collect()
}

fn facts(incident: &Incident) -> Vec<String> {
    let mut facts = Vec::new();
    for (what, value) in [
        ("Detected in", incident.ttd()),
        ("acknowledged in", incident.tta()),
        ("mitigated in", incident.ttm()),
        ("resolved in", incident.ttr()),
    ] {
        if let Some(value) = value {
            facts.push(format!("{what} {}", text::length(value)));
        }
    }
    let by = match incident.recovered_by {
        Some(Recovery::Hand) => "by hand",
        Some(Recovery::Automation) => "by automation",
        Some(Recovery::Provider) => "by the provider",
        None => "",
    };
    let how = [by, incident.recovery_action.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    if !how.is_empty() {
        facts.push(how);
    }
    if let Some(n) = incident.reassignments.filter(|n| *n > 0) {
        facts.push(text::counted(n as usize, "hand-over", "hand-overs"));
    }
    if let Some(n) = incident.contacts.filter(|n| *n > 0) {
        facts.push(text::counted(
            n as usize,
            "customer contact",
            "customer contacts",
        ));
    }
    facts
}

/// What to know about an incident's figures.
pub(crate) fn notes(w: &Workspace, i: usize) -> Vec<String> {
    let cost = &w.analysis.costs[i];
    let mut notes: Vec<String> = not_counted(w, &[i]).into_iter().collect();
    let kind = note(&w.incidents[i], w);
    if !kind.is_empty() {
        notes.push(format!("{}{}.", kind[..1].to_uppercase(), &kind[1..]));
    }
    if cost.open {
        notes.push(format!(
            "It has no end and is counted to {}.",
            text::date_time(w.analysis.as_of, w.methods.zone)
        ));
    }
    if cost.extrapolated > 0.0 {
        notes.push(format!(
            "{} of its minutes lie outside the revenue data: extrapolated from the profile.",
            text::percent(cost.extrapolated, 0)
        ));
    }
    if cost.labor.unpriced > 0 {
        notes.push(format!(
            "{} of its labor entries have no rate and count nothing.",
            text::count(cost.labor.unpriced as usize)
        ));
    }
    let overlaps = overlapping(w, i);
    if overlaps > 0 {
        notes.push(format!(
            "{} at the same time on the same streams; {}.",
            if overlaps == 1 {
                "Another incident ran".into()
            } else {
                format!("{} other incidents ran", text::count(overlaps))
            },
            match w.methods.sharing {
                ninefold_domain::methods::Sharing::Shared =>
                    "each minute’s loss is split in proportion to impact",
                ninefold_domain::methods::Sharing::Full => "each is charged in full",
            }
        ));
    }
    notes
}

/// Other incidents that hit one of its streams at the same time.
fn overlapping(w: &Workspace, i: usize) -> usize {
    let mut others: Vec<u32> = Vec::new();
    for pieces in &w.analysis.stream_pieces {
        for own in pieces
            .iter()
            .filter(|p| p.incident as usize == i && p.level > 0)
        {
            others.extend(
                pieces
                    .iter()
                    .filter(|p| {
                        p.incident as usize != i
                            && p.level > 0
                            && !p.interval.clip(own.interval).is_empty()
                    })
                    .map(|p| p.incident),
            );
        }
    }
    others.sort_unstable();
    others.dedup();
    others.len()
}

/// Who noticed, on the wire.
pub(crate) fn detection_key(by: Option<Detection>) -> &'static str {
    match by {
        Some(Detection::Monitoring) => "monitoring",
        Some(Detection::Customer) => "customer",
        Some(Detection::Staff) => "staff",
        None => "",
    }
}

/// Who recovered it, on the wire.
pub(crate) fn recovery_key(by: Option<Recovery>) -> &'static str {
    match by {
        Some(Recovery::Hand) => "hand",
        Some(Recovery::Automation) => "automation",
        Some(Recovery::Provider) => "provider",
        None => "",
    }
}

fn edit(w: &Workspace, i: usize) -> IncidentEdit {
    let incident = &w.incidents[i];
    let zone = w.methods.zone;
    let time = |at: Option<Instant>| at.map(|a| text::form_time(a, zone)).unwrap_or_default();
    let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    IncidentEdit {
        id: incident.id.to_string(),
        number: incident
            .origin
            .as_ref()
            .map(|o| o.external_id.clone())
            .unwrap_or_default(),
        title: incident.title.clone(),
        kind: match incident.kind {
            IncidentKind::Normal => "normal",
            IncidentKind::Test => "test",
            IncidentKind::Maintenance => "maintenance",
        }
        .into(),
        severity: incident.severity.clone().unwrap_or_default(),
        started: time(Some(incident.started)),
        detected: time(incident.detected),
        acknowledged: time(incident.acknowledged),
        mitigated: time(incident.mitigated),
        resolved: time(incident.resolved),
        causes: incident.causes.join(", "),
        detected_by: detection_key(incident.detected_by).into(),
        recovered_by: recovery_key(incident.recovered_by).into(),
        recovery_action: incident.recovery_action.clone().unwrap_or_default(),
        reassignments: number(incident.reassignments),
        contacts: number(incident.contacts),
        cancellations: number(incident.cancellations),
        method: incident.method.map(method_key).unwrap_or_default().into(),
        notes: incident.notes.clone(),
        impacts: incident
            .impacts
            .iter()
            .map(|x| ImpactEdit {
                service: x.service.to_string(),
                // Empty follows the incident, so that a corrected time moves its impacts too.
                start: time(Some(x.start).filter(|s| *s != incident.started)),
                end: time(x.end.filter(|e| Some(*e) != incident.resolved)),
                share: x.share.map(text::form_share).unwrap_or_default(),
            })
            .collect(),
        fixed: incident
            .fixed
            .iter()
            .map(|cost| FixedEdit {
                kind: cost.kind.clone(),
                amount: text::grouped(&cost.amount.to_decimal()),
                currency: if cost.amount.currency() == w.methods.currency {
                    String::new()
                } else {
                    cost.amount.currency().code().into()
                },
            })
            .collect(),
        labor: w
            .labor_of(incident.id)
            .map(|e| LaborEdit {
                id: e.id.to_string(),
                role: e.role.clone(),
                person: e.person.clone().unwrap_or_default(),
                people: format_decimal(i128::from(e.people_milli), 3, 0),
                minutes: minutes_decimal(e.worked_ms),
                rate: e.rate.map(Money::to_decimal).unwrap_or_default(),
                start: time(e.start),
                review: e.review,
                activity: activity(&e.actions, zone),
            })
            .collect(),
    }
}

/// Moments of a responder in words; empty where there are none.
fn activity(actions: &[Instant], zone: Zone) -> String {
    let (Some(first), Some(last)) = (actions.iter().min(), actions.iter().max()) else {
        return String::new();
    };
    let count = text::counted(actions.len(), "action", "actions");
    if first == last {
        return format!("{count}, {}", text::date_time(*first, zone));
    }
    format!(
        "{count}, {} – {}",
        text::date_time(*first, zone),
        text::date_time(*last, zone)
    )
}

/// Milliseconds as decimal minutes that read back exactly where six decimals can say it.
fn minutes_decimal(worked_ms: i64) -> String {
    if worked_ms % MINUTE_MS == 0 {
        return (worked_ms / MINUTE_MS).to_string();
    }
    let text = format!("{:.6}", worked_ms as f64 / MINUTE_MS as f64);
    text.trim_end_matches('0').to_owned()
}
