//! The register of risks against an error budget, and the risks that past incidents suggest.

use super::{finding, lacking, on_record};
use crate::App;
use crate::edit::{CATEGORIES, plan_of};
use crate::host::Job;
use crate::plan::{Plan, Scope, Today};
use crate::text;
use crate::wire::{
    Basis, Choice, Error, Figure, Nothing, RiskRow, RiskSuggestion, RiskSuggestions, Risks,
    RisksArgs, Tile,
};
use crate::workspace::Workspace;
use ninefold_domain::cost::LineKind;
use ninefold_domain::distribution::{Distribution, Estimate};
use ninefold_domain::id::{RiskId, ServiceId};
use ninefold_domain::impact::WHOLE;
use ninefold_domain::money::Money;
use ninefold_domain::record::IncidentKind;
use ninefold_domain::risk::backtest::Dated;
use ninefold_domain::risk::history::{Learned, PastEvent, RatePrior, learn, rate, too_short};
use ninefold_domain::risk::{Category, Ranked, Risk, RiskSource, pool, rank};
use ninefold_domain::simulate::{Model, Process, Settings, Spread, Tally};
use ninefold_domain::time::Instant;
use std::collections::BTreeMap;

/// Years that tell the range of a single risk.
const YEARS: u64 = 4_096;
/// Risks up to which each is given its range: beyond, a register is read by its order.
const RANGED: usize = 200;
/// The cause of those of a service that were seen once each.
const SEEN_ONCE: &str = "causes seen once";
/// Between an id and a cause in the key of a suggestion.
const BETWEEN: char = '/';

impl App {
    pub(crate) fn risks(&self, args: &RisksArgs, _: &Job<'_>) -> Result<Risks, Error> {
        self.with(|w| screen(w, args))
    }

    pub(crate) fn risks_suggest(&self, _: &Nothing, _: &Job<'_>) -> Result<RiskSuggestions, Error> {
        self.with(|w| Ok(suggested(w)))
    }
}

/// The register against a budget, computed.
pub(crate) struct Register {
    pub(crate) plan: Plan,
    pub(crate) today: Today,
    pub(crate) target: f64,
    pub(crate) target_from: String,
    /// Minutes that the target allows a year.
    pub(crate) budget: f64,
    /// Expected minutes of each process on what is looked at.
    pub(crate) minutes: Vec<f64>,
    /// Its expected loss.
    pub(crate) losses: Vec<f64>,
    /// 9 of 10 years of each: minutes and loss.
    pub(crate) ranges: Vec<Option<[(f64, f64); 2]>>,
    /// Against the budget, largest first.
    pub(crate) ranked: Vec<Ranked>,
}

impl Register {
    /// The register of a service, or of all, against a target.
    pub(crate) fn of(w: &Workspace, service: &str, target: &str) -> Result<Self, Error> {
        let plan = plan_of(w, "")?;
        let scope = plan
            .scope(service)
            .ok_or_else(|| Error::not_found("this service"))?;
        let (target, target_from) = match (target.trim(), scope) {
            ("", Scope::Service(s)) => (
                plan.given.services[s].target,
                format!("target of {}", plan.given.services[s].name),
            ),
            ("", Scope::All) => {
                let highest = plan
                    .given
                    .services
                    .iter()
                    .max_by(|a, b| a.target.total_cmp(&b.target));
                match highest {
                    Some(s) => (s.target, format!("highest target, of {}", s.name)),
                    None => (0.999, "no service yet; assumed".into()),
                }
            }
            (typed, _) => {
                let target = text::read_share(typed, "target")?;
                (target, "as chosen".into())
            }
        };
        let today = plan.today(scope);
        let share = |p: &Process| match scope {
            Scope::All => 1.0,
            Scope::Service(_) => p.hits.iter().map(|h| h.share).sum(),
        };
        let minutes: Vec<f64> = today
            .processes
            .iter()
            .map(|p| p.mean_minutes() * share(p))
            .collect();
        let losses = today.processes.iter().map(Process::mean_loss).collect();
        let ranges = ranges(&plan, scope, &today);
        let budget = plan.given.year * (1.0 - target);
        let ranked = rank(&minutes, budget);
        Ok(Self {
            plan,
            today,
            target,
            target_from,
            budget,
            minutes,
            losses,
            ranges,
            ranked,
        })
    }

    /// The risk of a process.
    pub(crate) fn risk(&self, process: usize) -> &Risk {
        &self.plan.scenario.risks[self.today.risks[process]]
    }
}

fn ranges(plan: &Plan, scope: Scope, today: &Today) -> Vec<Option<[(f64, f64); 2]>> {
    if today.processes.len() > RANGED {
        return vec![None; today.processes.len()];
    }
    let settings = Settings {
        detail: true,
        ..plan.settings(scope)
    };
    let model = Model::new(today.processes.clone(), settings);
    let mut run = model.run(plan.scenario.seed);
    let mut tally = Tally::new(&model);
    for chunk in 0..Model::chunks(YEARS) {
        run.chunk(chunk, YEARS, &mut tally);
    }
    let ends = |spread: &Spread| (spread.quantiles[0], spread.quantiles[3]);
    tally
        .results()
        .sources
        .iter()
        .map(|s| Some([ends(s.down.as_ref()?), ends(s.loss.as_ref()?)]))
        .collect()
}

/// Rounded to a part of one, as typed numbers are.
fn round(x: f64, parts: f64) -> f64 {
    (x * parts).round() / parts
}

/// How an estimate of a risk came about.
fn basis(source: RiskSource) -> Basis {
    match source {
        RiskSource::PreMortem => Basis::Assumed,
        RiskSource::History | RiskSource::Both | RiskSource::Scored => Basis::Estimated,
    }
}

fn source_text(source: RiskSource) -> &'static str {
    match source {
        RiskSource::PreMortem => "People",
        RiskSource::History => "History",
        RiskSource::Both => "Both",
        RiskSource::Scored => "People, scored",
    }
}

/// The name of a category.
pub(crate) fn category_text(category: Category) -> &'static str {
    CATEGORIES
        .iter()
        .find(|(c, ..)| *c == category)
        .map_or("", |(_, _, name)| name)
}

/// A quantity of a risk: its mean with its 90 % range.
pub(crate) fn quantity(of: &Distribution, unit: &str, basis: Basis) -> Figure {
    let mean = of.mean();
    text::figure(
        mean,
        text::short(mean),
        unit,
        format!("{mean} {unit}"),
        basis,
    )
    .ranged(of.quantile(0.05), of.quantile(0.95), "90 % range")
}

/// A share with as many decimals as it takes to tell it from others.
pub(crate) fn share_text(share: f64) -> String {
    text::percent(share, if share < 0.1 && share > 0.0 { 1 } else { 0 })
}

pub(crate) fn share_of_users(of: &Distribution, basis: Basis) -> Figure {
    let mean = of.mean();
    let mut figure = text::figure(
        mean,
        share_text(mean),
        "of users",
        format!("{} % of users", mean * 100.0),
        basis,
    );
    let (low, high) = (of.quantile(0.05), of.quantile(0.95));
    if high > low {
        figure.range = format!("{}–{}", share_text(low), share_text(high));
        figure.range_means = "90 % range".into();
    }
    figure
}

/// Minutes of a year as a figure.
pub(crate) fn minutes_figure(value: f64, basis: Basis) -> Figure {
    text::figure(
        value,
        text::minutes(value),
        "min a year",
        format!("{value} min a year"),
        basis,
    )
}

/// Money of a year as a figure.
pub(crate) fn money_figure(w: &Workspace, value: f64, basis: Basis) -> Figure {
    let currency = w.methods.currency;
    text::figure(
        value,
        text::money_short(value, currency),
        "a year",
        format!("{} a year", text::money_estimate(value, currency)),
        basis,
    )
}

pub(crate) fn duration(risk: &Risk, basis: Basis) -> Figure {
    let read = |e: &Estimate| e.distribution("").ok();
    let (Some(detect), Some(repair)) = (read(&risk.detect), read(&risk.repair)) else {
        return text::missing("its range means nothing");
    };
    let at = |p: f64| detect.quantile(p) + repair.quantile(p);
    let mean = detect.mean() + repair.mean();
    let exact = format!(
        "{} min to detect + {} min to repair",
        detect.mean(),
        repair.mean()
    );
    text::figure(mean, text::minutes(mean), "min", exact, basis).ranged(
        at(0.05),
        at(0.95),
        "90 % range, both ends together",
    )
}

fn row(w: &Workspace, register: &Register, ranked: &Ranked) -> RiskRow {
    let n = ranked.risk;
    let risk = register.risk(n);
    let process = &register.today.processes[n];
    let basis = basis(risk.source);
    let years = "9 of 10 years";
    let (mut minutes, mut loss) = (
        minutes_figure(ranked.minutes, basis),
        money_figure(w, register.losses[n], basis),
    );
    if let Some([by_minutes, by_loss]) = register.ranges[n] {
        minutes = minutes.ranged(by_minutes.0, by_minutes.1, years);
        loss = loss.ranged(by_loss.0, by_loss.1, years);
    }
    let key = |of: &str| format!("risk:{}:{of}", risk.id);
    RiskRow {
        id: risk.id.to_string(),
        name: risk.name.clone(),
        service: w.service_name(risk.service).into(),
        failure_mode: risk.failure_mode.clone(),
        category: category_text(risk.category).into(),
        source: source_text(risk.source).into(),
        frequency: quantity(&process.rate, "a year", basis).explained(key("minutes")),
        duration: duration(risk, basis).explained(key("minutes")),
        users: share_of_users(&process.users, basis).explained(key("minutes")),
        minutes: minutes.explained(key("minutes")),
        loss: loss.explained(key("loss")),
        share: if ranked.share.is_finite() {
            text::percent(ranked.share, if ranked.share < 0.1 { 1 } else { 0 })
        } else {
            text::NONE.into()
        },
        share_value: ranked.share.is_finite().then_some(ranked.share),
        too_big: ranked.too_big,
        breaks_alone: ranked.breaks_alone,
        accepted: ranked.accepted,
        group: risk.common_cause.as_ref().map_or(String::new(), |c| {
            format!("{}, {}", c.group, text::percent_plain(c.share))
        }),
        problem: String::new(),
    }
}

/// A risk that takes no part, with why.
fn refused(w: &Workspace, risk: &Risk, why: &str) -> RiskRow {
    let none = || text::missing(why);
    RiskRow {
        id: risk.id.to_string(),
        name: risk.name.clone(),
        service: w.service_name(risk.service).into(),
        failure_mode: risk.failure_mode.clone(),
        category: category_text(risk.category).into(),
        source: source_text(risk.source).into(),
        frequency: none(),
        duration: none(),
        users: none(),
        minutes: none(),
        loss: none(),
        share: text::NONE.into(),
        share_value: None,
        too_big: false,
        breaks_alone: false,
        accepted: false,
        group: String::new(),
        problem: why.into(),
    }
}

fn screen(w: &Workspace, args: &RisksArgs) -> Result<Risks, Error> {
    let by_loss = match args.by.as_str() {
        "" | "minutes" => false,
        "loss" => true,
        other => {
            return Err(Error::invalid(
                "by",
                format!("“{other}” is not an order; expected minutes or loss"),
            ));
        }
    };
    let register = Register::of(w, &args.service, &args.target)?;
    let mut order: Vec<&Ranked> = register.ranked.iter().collect();
    if by_loss {
        order.sort_by(|a, b| register.losses[b.risk].total_cmp(&register.losses[a.risk]));
    }
    let mut rows: Vec<RiskRow> = order.iter().map(|r| row(w, &register, r)).collect();
    for (n, why) in &register.today.refused {
        rows.push(refused(w, &register.plan.scenario.risks[*n], why));
    }
    let total: f64 = register.minutes.iter().sum();
    let loss: f64 = register.losses.iter().sum();
    let too_big = register.ranked.iter().filter(|r| r.too_big).count();
    let accepted = register.ranked.iter().filter(|r| r.accepted).count();
    let held = on_record::held(w, &register.plan);
    let target = text::availability(register.target);
    let budget = format!("{} min a year", text::minutes(register.budget));
    let suggestions = suggestions(w).len();
    let headline = if register.today.processes.is_empty() {
        lacking(
            "What can fail, and how much of the budget does it take?",
            if suggestions > 0 {
                "The register is empty. Past incidents suggest risks; take them in, or add what people fear."
            } else {
                "The register is empty. Add what people fear; ranges are enough."
            },
        )
    } else {
        finding(
            format!(
                "{} take{} {} of the {} that {target} allows{}.",
                text::counted(register.minutes.len(), "risk", "risks"),
                if register.minutes.len() == 1 { "s" } else { "" },
                format_args!("{} min", text::minutes(total)),
                format_args!("{} min", text::minutes(register.budget)),
                if too_big == 0 {
                    String::new()
                } else {
                    format!("; {} too big", text::count(too_big))
                }
            ),
            format!(
                "Expected in an average year: {} lost. A risk above a quarter of the budget is too big to be carried beside others.",
                text::money_short(loss, w.methods.currency)
            ),
        )
    };
    let mut groups: Vec<String> = w
        .risks
        .iter()
        .filter_map(|r| r.common_cause.as_ref().map(|c| c.group.clone()))
        .collect();
    groups.sort();
    groups.dedup();
    let counted = |label: &str, n: usize, caption: &str, over: bool| Tile {
        label: label.into(),
        figure: text::figure(
            n as f64,
            text::count(n),
            "",
            text::count(n),
            Basis::Estimated,
        ),
        caption: caption.into(),
        rule: None,
        over,
    };
    let tiles = if register.today.processes.is_empty() {
        vec![]
    } else {
        vec![
            Tile {
                label: "Expected bad minutes".into(),
                figure: minutes_figure(total, Basis::Estimated).explained("risks:minutes"),
                caption: format!("{target} allows {budget}"),
                rule: None,
                over: total > register.budget,
            },
            Tile {
                label: "Expected loss".into(),
                figure: money_figure(w, loss, Basis::Estimated).explained("risks:loss"),
                caption: "average over many years".into(),
                rule: None,
                over: false,
            },
            counted(
                "Too big",
                too_big,
                "above a quarter of the budget",
                too_big > 0,
            ),
            counted(
                "Accepted",
                accepted,
                "from the smallest, as long as the budget lasts",
                false,
            ),
        ]
    };
    let mut notes = vec![format!(
        "Minutes are events × (detect + repair) × users. A minute costs {}, and the people on it at the team’s rate.",
        register.plan.given.worth
    )];
    if !register.today.refused.is_empty() {
        notes.push(format!(
            "{} take no part, because a range of them means nothing.",
            text::counted(register.today.refused.len(), "risk", "risks")
        ));
    }
    let on = register.plan.on();
    if !on.is_empty() {
        notes.push(format!(
            "With techniques that are on: {}.",
            on.iter()
                .map(|t| t.name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
    Ok(Risks {
        headline,
        tiles,
        target,
        budget,
        target_from: register.target_from.clone(),
        by: if by_loss { "loss" } else { "minutes" }.into(),
        rows,
        services: w
            .services
            .iter()
            .map(|s| Choice {
                key: s.id.to_string(),
                label: s.name.clone(),
            })
            .collect(),
        categories: CATEGORIES
            .iter()
            .map(|(_, key, name)| Choice {
                key: (*key).into(),
                label: (*name).into(),
            })
            .collect(),
        groups,
        suggestions: suggestions as u32,
        record_warning: on_record::warning(w, &held),
        on_record: on_record::table(w, &held),
        notes,
    })
}

/// A risk that history suggests.
pub(crate) struct Suggestion {
    /// Service and cause.
    pub(crate) key: String,
    pub(crate) service: ServiceId,
    pub(crate) cause: String,
    learned: Learned,
    years: f64,
    spent: Spent,
    /// The risk of the register that means the same, as people see it.
    same: Option<RiskId>,
}

/// What the incidents of a kind cost beside lost revenue.
#[derive(Debug, Clone, Copy, Default)]
struct Spent {
    events: f64,
    /// Hours that they lasted.
    hours: f64,
    /// Work while they lasted, in major units.
    work: f64,
    /// Everything else that was posted, in major units.
    other: f64,
}

impl Spent {
    /// People at the team's rate whose work costs what was recorded, for as long as it lasts.
    fn people(&self, hourly_rate: f64) -> f64 {
        let per_hour = self.work / self.hours.max(f64::MIN_POSITIVE);
        if hourly_rate > 0.0 && self.hours > 0.0 {
            per_hour / hourly_rate
        } else {
            0.0
        }
    }

    fn per_event(&self) -> f64 {
        (self.other / self.events.max(1.0)).max(0.0)
    }
}

/// Incidents that speak of risks: those that count and have ended, each with its kind, which is
/// its service and first cause.
pub(crate) fn past_events(w: &Workspace) -> Vec<(usize, Dated)> {
    let begin = w.analysis.observed.start;
    let year = w.methods.year.minutes() * 60_000.0;
    let at = |instant: Instant| (instant.0 - begin.0) as f64 / year;
    let mut events = Vec::new();
    for (n, (incident, cost)) in w.incidents.iter().zip(&w.analysis.costs).enumerate() {
        let Some(service) = cost.service.map(|s| w.services[s].id) else {
            continue;
        };
        if incident.kind != IncidentKind::Normal || !cost.counts || cost.open {
            continue;
        }
        let cause = incident
            .causes
            .first()
            .map_or("unknown cause", String::as_str);
        let event = PastEvent {
            group: service.to_string(),
            kind: format!("{service}{BETWEEN}{cause}"),
            at: at(cost.span.start),
            detect: incident.ttd(),
            minutes: cost.span.minutes(),
            users: cost.worst as f64 / WHOLE as f64,
        };
        let until = at(cost.span.end);
        events.push((n, Dated { until, event }));
    }
    events
}

/// What past incidents suggest that the register has not from history yet. Together the
/// suggestions are the whole record: causes of a service that were seen once are one kind.
pub(crate) fn suggestions(w: &Workspace) -> Vec<Suggestion> {
    let mut found = kinds(w);
    found.retain(|kind| {
        let same = w.risks.iter().find(|r| Some(r.id) == kind.same);
        // What history said already is there.
        same.is_none_or(|r| r.source == RiskSource::PreMortem)
    });
    found
}

/// Whole days on record.
fn days(w: &Workspace) -> f64 {
    w.analysis.observed.minutes() / 1_440.0
}

/// The kinds of incident on record, also those that the register has from history already; none
/// where the record is too short for a yearly rate.
pub(crate) fn kinds(w: &Workspace) -> Vec<Suggestion> {
    if too_short(days(w)).is_some() {
        return vec![];
    }
    let years = w.analysis.observed.minutes() / w.methods.year.minutes();
    let known = |service: &str, cause: &str| {
        w.risks.iter().find(|r| {
            r.service.to_string() == service && r.failure_mode.eq_ignore_ascii_case(cause)
        })
    };
    let mut past = past_events(w);
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for (_, dated) in &past {
        *times.entry(dated.event.kind.clone()).or_default() += 1;
    }
    let mut spent: BTreeMap<String, Spent> = BTreeMap::new();
    for (n, Dated { event, .. }) in &mut past {
        if let Some((service, cause)) = event.kind.split_once(BETWEEN)
            && times.get(&event.kind) == Some(&1)
            && known(service, cause).is_none()
        {
            event.kind = format!("{service}{BETWEEN}{SEEN_ONCE}");
        }
        let of = spent.entry(event.kind.clone()).or_default();
        of.events += 1.0;
        of.hours += event.minutes / 60.0;
        for line in &w.analysis.costs[*n].lines {
            let amount = Money::from_units(line.units, w.methods.currency).to_estimate();
            match line.kind {
                LineKind::Labor(_) => of.work += amount,
                kind if kind.is_revenue() => {}
                _ => of.other += amount,
            }
        }
    }
    let events: Vec<PastEvent> = past.into_iter().map(|(_, dated)| dated.event).collect();
    let mut found: Vec<Suggestion> = learn(&events, years, RatePrior::default())
        .into_iter()
        .filter_map(|learned| {
            let (service, cause) = learned.kind.split_once(BETWEEN)?;
            let same = known(service, cause);
            // Without a length there are no minutes.
            learned.minutes.as_ref()?;
            Some(Suggestion {
                key: learned.kind.clone(),
                service: service.parse().ok()?,
                cause: cause.to_owned(),
                same: same.map(|r| r.id),
                years,
                spent: spent.get(&learned.kind).copied().unwrap_or_default(),
                learned,
            })
        })
        .collect();
    found.sort_by(|a, b| b.minutes().total_cmp(&a.minutes()).then(a.key.cmp(&b.key)));
    found
}

impl Suggestion {
    fn name(&self, w: &Workspace) -> String {
        format!("{}: {}", w.service_name(self.service), self.cause)
    }

    fn minutes(&self) -> f64 {
        let mean = |e: Option<&Estimate>| {
            e.and_then(|e| e.distribution("").ok())
                .map_or(0.0, |d| d.mean())
        };
        mean(Some(&self.learned.frequency))
            * mean(self.learned.minutes.as_ref())
            * mean(Some(&self.learned.users))
    }

    /// The risk that it becomes: a new one, or one of the register pooled with it.
    pub(crate) fn accepted(&self, w: &Workspace, id: impl FnOnce() -> RiskId) -> Risk {
        let known = self
            .same
            .and_then(|same| w.risks.iter().find(|r| r.id == same));
        match known {
            Some(known) => self.beside(w, known),
            None => Risk {
                id: id(),
                ..self.alone(w)
            },
        }
    }

    /// `7 incidents in 1.2 years`.
    pub(crate) fn evidence(&self) -> String {
        let years = text::short(self.years);
        format!(
            "{} in {years} {}",
            text::counted(self.learned.events as usize, "incident", "incidents"),
            if years == "1" { "year" } else { "years" }
        )
    }

    /// The risk that history alone would make of it, without an id.
    pub(crate) fn alone(&self, w: &Workspace) -> Risk {
        let learned = &self.learned;
        let length = learned.minutes.clone().unwrap_or(Estimate::fixed(0.0));
        let unnoticed = learned.unnoticed.unwrap_or(0.0);
        Risk {
            id: RiskId(0),
            name: self.name(w),
            service: self.service,
            failure_mode: self.cause.clone(),
            category: Category::MisconfigurationOrBug,
            frequency: learned.frequency.clone(),
            dispersion: round(learned.dispersion, 100.0),
            detect: length.scaled(unnoticed),
            repair: length.scaled(1.0 - unnoticed),
            users: learned.users.clone(),
            streams: vec![],
            people: Estimate::fixed(round(self.spent.people(w.methods.team_rate), 10.0)),
            per_event: Estimate::fixed(round(self.spent.per_event(), 1.0)),
            common_cause: None,
            source: RiskSource::History,
            notes: format!(
                "From {}. The people on it are as many as cost, at the team’s rate, what the work was recorded at; what an event costs however long is the average of reviews, credits, contacts, customers lost and other costs.",
                self.evidence()
            ),
        }
    }

    /// A risk as people see it, with what history says of this kind.
    pub(crate) fn beside(&self, w: &Workspace, known: &Risk) -> Risk {
        let (fresh, learned) = (self.alone(w), &self.learned);
        // What people said of the rate is worth what a Gamma of their range is; of lengths and
        // shares, either may be right.
        let prior = known
            .frequency
            .distribution("")
            .map_or(RatePrior::default(), |d| RatePrior::of_range(&d));
        let either = |theirs: &Estimate, ours: &Estimate| {
            pool(&[(1.0, theirs.clone()), (1.0, ours.clone())])
                .map_or_else(|| theirs.clone(), |p| p.estimate)
        };
        Risk {
            frequency: rate(prior, learned.events, self.years)
                .unwrap_or_else(|| known.frequency.clone()),
            detect: either(&known.detect, &fresh.detect),
            repair: either(&known.repair, &fresh.repair),
            users: either(&known.users, &fresh.users),
            source: RiskSource::Both,
            ..known.clone()
        }
    }
}

fn suggested(w: &Workspace) -> RiskSuggestions {
    let rows = suggestions(w)
        .iter()
        .map(|s| {
            let fresh = s.accepted(w, || RiskId(0));
            let frequency = fresh.frequency.distribution("").ok();
            let users = fresh.users.distribution("").ok();
            RiskSuggestion {
                key: s.key.clone(),
                name: s.name(w),
                service: w.service_name(s.service).into(),
                cause: s.cause.clone(),
                evidence: s.evidence(),
                frequency: frequency.map_or_else(
                    || text::missing("no time was observed"),
                    |d| quantity(&d, "a year", Basis::Estimated),
                ),
                duration: duration(&fresh, Basis::Estimated),
                users: users.map_or_else(
                    || text::missing("no share is known"),
                    |d| share_of_users(&d, Basis::Estimated),
                ),
                minutes: minutes_figure(s.minutes(), Basis::Estimated),
                same_as: s
                    .same
                    .and_then(|id| w.risks.iter().find(|r| r.id == id))
                    .map_or(String::new(), |r| r.name.clone()),
            }
        })
        .collect();
    if let Some(why) = too_short(days(w)) {
        return RiskSuggestions {
            rows,
            notes: vec![why],
        };
    }
    RiskSuggestions {
        rows,
        notes: vec![
            "Incidents that count and have ended, by service and first cause; causes of a service seen once are one kind, so that all suggestions together are the whole record. Rates are Gamma, with half an event a service beforehand; lengths are lognormal, those of rare causes lean on all; a share of users is weighted by minutes.".into(),
            "Accepting a suggestion whose risk people estimated already pools both.".into(),
        ],
    }
}
