//! The risks that past incidents suggest.

use super::{duration, minutes_figure, quantity, share_of_users};
use crate::edit::plan_of;
use crate::text;
use crate::views::on_record::{self, Held, Reading};
use crate::wire::{Basis, Error, RiskSuggestion, RiskSuggestions};
use crate::workspace::Workspace;
use ninefold_domain::cost::LineKind;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{RiskId, ServiceId};
use ninefold_domain::impact::WHOLE;
use ninefold_domain::money::Money;
use ninefold_domain::record::IncidentKind;
use ninefold_domain::risk::backtest::Dated;
use ninefold_domain::risk::history::{Learned, PastEvent, RatePrior, learn, rate, too_short};
use ninefold_domain::risk::{Category, Risk, RiskSource, pool};
use ninefold_domain::time::Instant;
use std::collections::{BTreeMap, HashMap};

/// The cause of those of a service that were seen once each.
const SEEN_ONCE: &str = "causes seen once";
/// Between an id and a cause in the key of a suggestion.
const BETWEEN: char = '/';

/// Rounded to a part of one, as typed numbers are.
fn round(x: f64, parts: f64) -> f64 {
    (x * parts).round() / parts
}

/// A risk that history suggests.
#[derive(Debug, Clone)]
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
    let mut found = kinds(w).to_vec();
    let source: HashMap<RiskId, RiskSource> = w.risks.iter().map(|r| (r.id, r.source)).collect();
    found.retain(|kind| {
        let same = kind.same.and_then(|id| source.get(&id));
        // What history said already is there.
        same.is_none_or(|source| *source == RiskSource::PreMortem)
    });
    found
}

/// What tells the kind of a risk: its service and how it fails, however it is capitalised.
fn kind_of(service: &str, cause: &str) -> String {
    format!("{service}{BETWEEN}{}", cause.to_ascii_lowercase())
}

/// Whole days on record.
fn days(w: &Workspace) -> f64 {
    w.analysis.observed.minutes() / 1_440.0
}

/// The kinds of incident on record, also those that the register has from history already; none
/// where the record is too short for a yearly rate.
pub(crate) fn kinds(w: &Workspace) -> &[Suggestion] {
    w.kinds.get_or_init(|| found(w))
}

fn found(w: &Workspace) -> Vec<Suggestion> {
    if too_short(days(w)).is_some() {
        return vec![];
    }
    let years = w.analysis.observed.minutes() / w.methods.year.minutes();
    // By kind: a register may be long, and every incident asks. The first of its kind counts.
    let mut by_kind: HashMap<String, &Risk> = HashMap::new();
    for risk in &w.risks {
        let kind = kind_of(&risk.service.to_string(), &risk.failure_mode);
        by_kind.entry(kind).or_insert(risk);
    }
    let known = |service: &str, cause: &str| by_kind.get(&kind_of(service, cause)).copied();
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
        let learned = &self.learned;
        let length = learned.minutes.as_ref().map_or(0.0, mean);
        mean(&learned.frequency) * length * mean(&learned.users)
    }

    /// What the register expects of its service with it, as it reads against the record.
    fn with_it(&self, w: &Workspace, fresh: &Risk, held: &[Held]) -> Option<Held> {
        let service = w.services.iter().position(|s| s.id == self.service)?;
        let held = held.iter().find(|h| h.service == Some(service))?;
        let known = w.risks.iter().find(|r| Some(r.id) == self.same);
        Some(Held {
            expected: held.expected + bad_minutes(fresh) - known.map_or(0.0, bad_minutes),
            ..held.clone()
        })
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
            // The record says how long incidents were in all, and what part of that went by
            // unnoticed: both are scaled copies of one length.
            one_length: unnoticed > 0.0,
            users: learned.users.clone(),
            streams: vec![],
            people: Estimate::fixed(round(self.spent.people(w.methods.team_rate), 10.0)),
            per_event: Estimate::fixed(round(self.spent.per_event(), 1.0)),
            common_cause: None,
            source: RiskSource::History,
            notes: format!(
                "From {}. Time to detect and to repair are parts of one length, long and short together. The people on it are as many as cost, at the team’s rate, what the work was recorded at; what an event costs however long is the average of reviews, credits, contacts, customers lost and other costs.",
                self.evidence()
            ),
        }
    }

    /// A risk as people see it, with what history says of this kind.
    pub(crate) fn beside(&self, w: &Workspace, known: &Risk) -> Risk {
        let (fresh, learned) = (self.alone(w), &self.learned);
        // What people said of the rate is worth what a Gamma of their range is; of lengths and
        // shares, either may be right, and who is, about all of them.
        let prior = known
            .frequency
            .distribution("")
            .map_or(RatePrior::default(), |d| RatePrior::of_range(&d));
        let either = |theirs: &Estimate, ours: &Estimate| {
            pool(&[(1.0, theirs.clone()), (1.0, ours.clone())]).map_or_else(
                || theirs.clone(),
                |p| Estimate::Pooled {
                    of: p.estimate.voices(),
                },
            )
        };
        Risk {
            frequency: rate(prior, learned.events, self.years)
                .unwrap_or_else(|| known.frequency.clone()),
            detect: either(&known.detect, &fresh.detect),
            repair: either(&known.repair, &fresh.repair),
            // Whoever is right is right about both: two lengths pooled apart would be mixed, one
            // from people with one from history, and come out too alike.
            one_length: known.one_length || fresh.one_length,
            users: either(&known.users, &fresh.users),
            source: RiskSource::Both,
            ..known.clone()
        }
    }
}

fn mean(of: &Estimate) -> f64 {
    of.distribution("").map_or(0.0, |d| d.mean())
}

/// Expected bad minutes a year of a risk on its own service.
fn bad_minutes(risk: &Risk) -> f64 {
    risk.parts().map_or(0.0, |parts| parts.minutes())
}

pub(super) fn suggested(w: &Workspace) -> Result<RiskSuggestions, Error> {
    let held = on_record::held(w, &plan_of(w, "")?);
    let rows = suggestions(w)
        .iter()
        .map(|s| {
            let fresh = s.accepted(w, || RiskId(0));
            let with_it = s.with_it(w, &fresh, &held);
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
                with_it: with_it.as_ref().map_or_else(
                    || text::missing("nothing is on record to hold it against"),
                    |held| minutes_figure(held.expected, Basis::Estimated),
                ),
                reads: with_it
                    .as_ref()
                    .map_or("", |held| on_record::reading_text(held.reading()))
                    .into(),
                twice: with_it.is_some_and(|h| h.reading() == Reading::MoreThanSeen),
                same_as: s
                    .same
                    .and_then(|id| w.risks.iter().find(|r| r.id == id))
                    .map_or(String::new(), |r| r.name.clone()),
            }
        })
        .collect();
    if let Some(why) = too_short(days(w)) {
        return Ok(RiskSuggestions {
            rows,
            notes: vec![why],
        });
    }
    Ok(RiskSuggestions {
        rows,
        notes: vec![
            "Incidents that count and have ended, by service and first cause; causes of a service seen once are one kind, so that all suggestions together are the whole record. Rates are Gamma, with half an event a service beforehand; lengths are lognormal, those of rare causes lean on all; a share of users is weighted by minutes.".into(),
            "Accepting a suggestion whose risk people estimated already pools both; any other comes on top of what the register expects of its service. Where that is then more than incidents came to, the register knows them under another name: take a suggestion in for that risk, not beside it.".into(),
        ],
    })
}
