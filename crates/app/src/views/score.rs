//! Keeping score: forecasts of pre-mortems held against the incidents that came.
//!
//! Private to the workspace: no export of a session carries it.

use super::{finding, lacking};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::views::risks::quantity;
use crate::wire::{
    Basis, Error, ForecastRow, ForecasterRow, IdArgs, MatchRow, Nothing, RiskMatches, Scores,
};
use crate::workspace::Workspace;
use ninefold_domain::distribution::Estimate;
use ninefold_domain::id::{IncidentId, RiskId};
use ninefold_domain::premortem::{Judgement, Participant};
use ninefold_domain::record::{Incident, IncidentKind};
use ninefold_domain::risk::history::{RatePrior, duration, rate};
use ninefold_domain::risk::{RANGE_WEIGHT, Risk, as_prior, pool};
use ninefold_domain::score::{
    Came, EQUAL, Event, Said, Score, Standing, Verdict, likeness, log_scores, score, weights,
};
use ninefold_domain::time::Instant;
use std::collections::{BTreeMap, HashMap};

/// Milliseconds of the year that a forecast is about.
const HORIZON_MS: i64 = 365 * 86_400_000;
/// Days after which a forecast begins to count for how much a person’s word counts (assumed).
const LEAST_DAYS: i64 = 30;
/// The most suggestions for a risk.
const MOST: usize = 20;

impl App {
    pub(crate) fn risk_matches(&self, args: &IdArgs, _: &Job<'_>) -> Result<RiskMatches, Error> {
        self.with(|w| {
            let risk = w.risk(&args.id)?;
            Ok(matches_of(w, risk))
        })
    }

    pub(crate) fn scores(&self, _: &Nothing, _: &Job<'_>) -> Result<Scores, Error> {
        self.with(|w| Ok(screen(w)))
    }
}

/// What one person said of a risk in a session.
struct Forecast<'w> {
    risk: &'w Risk,
    person: &'w Participant,
    said: Said,
    given: Instant,
    came: Came,
}

/// The end of what is known.
fn until(w: &Workspace) -> Instant {
    w.data_until().unwrap_or(w.analysis.as_of)
}

/// The judgements that became a risk of the register, each with who gave it.
fn judgements(w: &Workspace, risk: RiskId) -> impl Iterator<Item = (&Judgement, &Participant)> {
    let records = &w.premortems;
    records.judgements.iter().filter_map(move |judgement| {
        let mut cluster = records
            .clusters
            .iter()
            .find(|c| c.id == judgement.cluster)?;
        // One that was merged into another is that other one; twice merged, at most as often as
        // there are clusters.
        for _ in 0..records.clusters.len() {
            match cluster.into {
                Some(into) => cluster = records.clusters.iter().find(|c| c.id == into)?,
                None => break,
            }
        }
        let person = records
            .participants
            .iter()
            .find(|p| p.id == judgement.participant)?;
        (cluster.risk == Some(risk)).then_some((judgement, person))
    })
}

/// Since when a risk is a forecast: the first estimate of a person.
fn since(w: &Workspace, risk: RiskId) -> Option<Instant> {
    judgements(w, risk)
        .map(|(judgement, _)| judgement.given)
        .min()
}

fn confirmed(w: &Workspace, risk: RiskId) -> impl Iterator<Item = &Incident> {
    w.matches
        .iter()
        .filter(move |m| m.risk == risk && m.verdict == Verdict::Confirmed)
        .filter_map(|m| w.incidents.iter().find(|i| i.id == m.incident))
}

fn event(incident: &Incident) -> Event {
    let end = incident
        .impacts
        .iter()
        .filter_map(|impact| impact.end)
        .max()
        .or(incident.resolved);
    let minutes = |from: Instant, to: Instant| (to.0 - from.0) as f64 / 60_000.0;
    Event {
        detect: incident
            .detected
            .map(|detected| minutes(incident.started, detected)),
        repair: incident
            .detected
            .zip(end)
            .map(|(detected, end)| minutes(detected, end)),
    }
}

/// What came of a risk since an instant, at most a year.
fn came(w: &Workspace, risk: RiskId, given: Instant) -> Came {
    let end = Instant(until(w).0.min(given.0.saturating_add(HORIZON_MS)));
    Came {
        years: ((end.0 - given.0).max(0) as f64 / HORIZON_MS as f64).min(1.0),
        events: confirmed(w, risk)
            .filter(|incident| incident.started >= given && incident.started < end)
            .map(event)
            .collect(),
    }
}

fn forecasts(w: &Workspace) -> Vec<Forecast<'_>> {
    let mut all = Vec::new();
    for risk in &w.risks {
        for (judgement, person) in judgements(w, risk.id) {
            let read = |estimate: &Estimate| estimate.distribution("").ok();
            let said = read(&judgement.frequency)
                .zip(read(&judgement.detect))
                .zip(read(&judgement.repair));
            let came = came(w, risk.id, judgement.given);
            if let Some(((frequency, detect), repair)) = said
                && came.years > 0.0
            {
                all.push(Forecast {
                    risk,
                    person,
                    said: Said {
                        frequency,
                        detect,
                        repair,
                    },
                    given: judgement.given,
                    came,
                });
            }
        }
    }
    all
}

/// By what a person is known from one session to the next.
fn known_as(name: &str) -> String {
    name.trim().to_lowercase()
}

/// How much each person’s word counts by their record, by [`known_as`]; 1 for those without one.
pub(crate) fn weights_by_record(w: &Workspace) -> &HashMap<String, f64> {
    w.weights.get_or_init(|| by_record(w))
}

fn by_record(w: &Workspace) -> HashMap<String, f64> {
    // Without a verdict nobody has a record: nothing says which incidents a risk was.
    if w.matches.is_empty() || w.premortems.judgements.is_empty() {
        return HashMap::new();
    }
    let least = LEAST_DAYS as f64 * 86_400_000.0 / HORIZON_MS as f64;
    let all: Vec<Forecast<'_>> = forecasts(w)
        .into_iter()
        .filter(|forecast| forecast.came.years >= least)
        .collect();
    let mut people: Vec<String> = all.iter().map(|f| known_as(&f.person.name)).collect();
    people.sort_unstable();
    people.dedup();
    // A thing that came: a quantity of a risk since a session.
    let mut rows: BTreeMap<(u128, u128, usize), Vec<Option<f64>>> = BTreeMap::new();
    for forecast in &all {
        let Ok(column) = people.binary_search(&known_as(&forecast.person.name)) else {
            continue;
        };
        for (quantity, log) in log_scores(&forecast.said, &forecast.came)
            .into_iter()
            .enumerate()
        {
            let key = (forecast.risk.id.0, forecast.person.session.0, quantity);
            let row = rows.entry(key).or_insert_with(|| vec![None; people.len()]);
            row[column] = log;
        }
    }
    let rows: Vec<Vec<Option<f64>>> = rows.into_values().collect();
    let found = weights(&rows, people.len(), EQUAL);
    people.into_iter().zip(found).collect()
}

/// How much a person’s word counts among these weights.
pub(crate) fn weight_of(weights: &HashMap<String, f64>, person: &Participant) -> f64 {
    weights.get(&known_as(&person.name)).copied().unwrap_or(1.0)
}

fn match_row(w: &Workspace, incident: &Incident, why: String) -> MatchRow {
    let end = incident.resolved;
    MatchRow {
        incident: incident.id.to_string(),
        label: incident.label(),
        title: incident.title.clone(),
        when: text::date_time(incident.started, w.methods.zone),
        lasted: end.map_or_else(
            || "still open".into(),
            |end| text::length((end.0 - incident.started.0) as f64 / 60_000.0),
        ),
        why,
    }
}

/// What speaks for an incident, in words.
fn why(w: &Workspace, risk: &Risk, incident: &Incident) -> Option<(usize, String)> {
    // The service is the same already: its name says nothing more.
    let service = w.service_name(risk.service).to_lowercase();
    let title = incident.title.to_lowercase().replace(&service, " ");
    let found = likeness(&[&risk.name, &risk.failure_mode], &title, &incident.causes)?;
    let mut parts = Vec::new();
    let strength = found.words.len() + 3 * usize::from(found.cause.is_some());
    if let Some(cause) = found.cause {
        parts.push(format!("cause {cause}"));
    }
    if !found.words.is_empty() {
        parts.push(format!("words {}", found.words.join(", ")));
    }
    Some((strength, format!("same service; {}", parts.join("; "))))
}

fn matches_of(w: &Workspace, risk: &Risk) -> RiskMatches {
    let since = since(w, risk.id);
    let verdicts: HashMap<IncidentId, Verdict> = w
        .matches
        .iter()
        .filter(|m| m.risk == risk.id)
        .map(|m| (m.incident, m.verdict))
        .collect();
    let mut suggested: Vec<(usize, &Incident, String)> = w
        .incidents
        .iter()
        .filter(|i| i.kind == IncidentKind::Normal && !verdicts.contains_key(&i.id))
        .filter(|i| {
            i.impacts
                .iter()
                .any(|impact| impact.service == risk.service)
        })
        .filter(|i| since.is_none_or(|since| i.started >= since))
        .filter_map(|i| why(w, risk, i).map(|(strength, why)| (strength, i, why)))
        .collect();
    suggested.sort_by_key(|(strength, incident, _)| {
        (
            std::cmp::Reverse(*strength),
            std::cmp::Reverse(incident.started),
        )
    });
    let more = suggested.len().saturating_sub(MOST);
    let decided = |verdict: Verdict| -> Vec<MatchRow> {
        let mut rows: Vec<&Incident> = w
            .incidents
            .iter()
            .filter(|i| verdicts.get(&i.id) == Some(&verdict))
            .collect();
        rows.sort_by_key(|i| std::cmp::Reverse(i.started));
        let words = |i: &Incident| why(w, risk, i).map(|(_, why)| why).unwrap_or_default();
        rows.into_iter()
            .map(|i| match_row(w, i, words(i)))
            .collect()
    };
    let confirmed = decided(Verdict::Confirmed);
    let mut summary = format!(
        "{} matched, {} suggested",
        text::counted(confirmed.len(), "incident", "incidents"),
        suggested.len()
    );
    if more > 0 {
        summary.push_str(&format!(" (the {MOST} most alike are shown)"));
    }
    let learned = learned(w, risk);
    let basis = Basis::Estimated;
    let frequency = |risk: &Risk| match risk.frequency.distribution("") {
        Ok(d) => quantity(&d, "a year", basis),
        Err(_) => text::missing("its range means nothing"),
    };
    RiskMatches {
        summary,
        since: match since {
            Some(at) => format!(
                "Forecast on {}; incidents since then count.",
                text::date(at, w.methods.zone)
            ),
            None => "No session estimated it, so there is no forecast to score. Incidents can be \
                     matched all the same."
                .into(),
        },
        confirmed,
        suggested: suggested
            .into_iter()
            .take(MOST)
            .map(|(_, incident, why)| match_row(w, incident, why))
            .collect(),
        rejected: decided(Verdict::Rejected),
        before: frequency(risk),
        learning: match &learned {
            Ok(_) => {
                "What people said counts as the events and years that their range stands for; \
                      the matched incidents and the time since then are added to it."
                    .into()
            }
            Err(why) => (*why).into(),
        },
        after: learned.ok().map(|learned| frequency(&learned)),
    }
}

/// A risk with what its matched incidents say, from what people said first: learning twice from
/// the same incidents changes nothing.
pub(crate) fn learned(w: &Workspace, risk: &Risk) -> Result<Risk, &'static str> {
    let given = since(w, risk.id).ok_or("Only a risk that a session estimated can be updated.")?;
    let years = (until(w).0 - given.0).max(0) as f64 / HORIZON_MS as f64;
    if years == 0.0 {
        return Err("There is no data after the forecast yet.");
    }
    let by_record = weights_by_record(w);
    let voices = |of: fn(&Judgement) -> &Estimate| {
        let said: Vec<(f64, Estimate)> = judgements(w, risk.id)
            .map(|(judgement, person)| (weight_of(by_record, person), of(judgement).clone()))
            .collect();
        pool(&said)
            .and_then(|pool| pool.estimate.distribution("").ok())
            .ok_or("What people said does not read as ranges.")
    };
    let events: Vec<Event> = confirmed(w, risk.id)
        .filter(|incident| incident.started >= given)
        .map(event)
        .collect();
    let frequency = rate(
        RatePrior::of_range(&voices(|j| &j.frequency)?),
        events.len() as u64,
        years,
    )
    .ok_or("Neither people nor incidents say how often it happens.")?;
    let lengths = |of: fn(&Judgement) -> &Estimate, came: fn(&Event) -> Option<f64>| {
        let observed: Vec<f64> = events
            .iter()
            .filter_map(came)
            .filter(|l| *l > 0.0)
            .collect();
        let said = voices(of)?;
        Ok::<_, &'static str>(
            (!observed.is_empty())
                .then(|| duration(as_prior(&said, RANGE_WEIGHT), &observed))
                .flatten(),
        )
    };
    let detect = lengths(|j| &j.detect, |e| e.detect)?;
    let repair = lengths(|j| &j.repair, |e| e.repair)?;
    Ok(Risk {
        frequency,
        // Fitted each to what was observed of it, they are two lengths again.
        one_length: risk.one_length && detect.is_none() && repair.is_none(),
        // Where history is heard of nothing any more, no voice stands in for its silence.
        users: if detect.is_some() && repair.is_some() {
            spoken(&risk.users)
        } else {
            risk.users.clone()
        },
        detect: detect.unwrap_or_else(|| risk.detect.clone()),
        repair: repair.unwrap_or_else(|| risk.repair.clone()),
        source: ninefold_domain::risk::RiskSource::Scored,
        ..risk.clone()
    })
}

/// A pool without the voices that only repeat the others: pools in it.
fn spoken(users: &Estimate) -> Estimate {
    let Estimate::Pooled { of } = users else {
        return users.clone();
    };
    let repeats = |e: &Estimate| matches!(e, Estimate::Pooled { .. });
    let of = of.iter().filter(|w| !repeats(&w.estimate)).cloned();
    Estimate::Pooled { of: of.collect() }
}

fn screen(w: &Workspace) -> Scores {
    let all = forecasts(w);
    let scored: Vec<Score> = all.iter().map(|f| score(&f.said, &f.came)).collect();
    let by_record = weights_by_record(w);
    let mut of: BTreeMap<String, (String, Vec<&Score>, f64)> = BTreeMap::new();
    for (forecast, score) in all.iter().zip(&scored) {
        let weight = weight_of(by_record, forecast.person);
        of.entry(known_as(&forecast.person.name))
            .or_insert_with(|| (forecast.person.name.clone(), Vec::new(), weight))
            .1
            .push(score);
    }
    let mut people: Vec<(f64, ForecasterRow)> = of
        .into_values()
        .filter_map(|(name, scores, weight)| {
            let standing = Standing::of(scores)?;
            let row = ForecasterRow {
                name,
                forecasts: standing.forecasts as u64,
                brier: format!("{:.2}", standing.brier),
                held: format!("{} of {}", standing.held, standing.ranges),
                interval: standing
                    .lengths
                    .map_or_else(|| text::NONE.into(), |score| format!("{score:.1}")),
                weight: format!("{weight:.2}"),
            };
            Some((weight, row))
        })
        .collect();
    people.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.name.cmp(&b.1.name)));
    let mut rows: Vec<(Instant, ForecastRow)> = all
        .iter()
        .zip(&scored)
        .map(|(forecast, score)| {
            let days = (forecast.came.years * 365.0).floor();
            let held = score.lengths.iter().filter(|held| held.holds()).count();
            let row = ForecastRow {
                risk: forecast.risk.name.clone(),
                risk_id: forecast.risk.id.to_string(),
                name: forecast.person.name.clone(),
                when: text::date(forecast.given, w.methods.zone),
                so_far: if forecast.came.years >= 1.0 {
                    "final".into()
                } else {
                    format!("after {}", text::counted(days as usize, "day", "days"))
                },
                chance: text::percent(score.chance, 0),
                came: format!(
                    "{} ({}–{})",
                    score.count.came, score.count.low, score.count.high
                ),
                brier: format!("{:.2}", score.brier),
                lengths: if score.lengths.is_empty() {
                    text::NONE.into()
                } else {
                    format!("{held} of {}", score.lengths.len())
                },
            };
            (forecast.given, row)
        })
        .collect();
    rows.sort_by_key(|(given, row)| {
        (
            std::cmp::Reverse(*given),
            row.risk.clone(),
            row.name.clone(),
        )
    });
    let headline = match Standing::of(&scored) {
        None => lacking(
            "No forecast can be scored yet.",
            "Estimate risks in a pre-mortem and turn them into the register. As time goes by, match incidents to them: what was said is then held against what came.",
        ),
        Some(all) => finding(
            format!(
                "{} of {} ranges held what came; 90 % of them should.",
                all.held, all.ranges
            ),
            format!(
                "{} scored, Brier score {:.2}: 0 is best, 0.25 is what saying one half always gets.",
                text::counted(all.forecasts, "forecast", "forecasts"),
                all.brier
            ),
        ),
    };
    Scores {
        headline,
        people: people.into_iter().map(|(_, row)| row).collect(),
        forecasts: rows.into_iter().map(|(_, row)| row).collect(),
        notes: vec![
            "A forecast is about the year after it. Until that is over it is scored on the time \
             that has gone by; only incidents that a person confirmed count."
                .into(),
            "Brier score of at least one event; 90 % ranges of the number of events, of the \
             minutes to detect and to repair; interval score of Gneiting and Raftery (2007), of \
             lengths on the logarithmic scale: less is better."
                .into(),
            format!(
                "A weight says how much a word counts in the pool of a session: that under which \
                 the pool gave what came the largest chance (Hall and Mitchell, 2007), shrunk to \
                 equal weights by {EQUAL} observations for each person. Forecasts count from \
                 {LEAST_DAYS} days on."
            ),
            "Kept in this workspace only: no export of a session carries it.".into(),
        ],
    }
}
