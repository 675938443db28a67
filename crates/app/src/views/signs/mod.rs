//! The signs of the bottleneck, the timelines and the growth behind them.

pub(crate) mod growth;
pub(crate) mod times;
mod words;

use super::settings::sign_name;
use super::{finding, lacking};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{Basis, Error, EvidenceRow, Figure, Nothing, SignRow, Signs, State};
use crate::workspace::Workspace;
use ninefold_domain::cost::Basis as CostBasis;
use ninefold_domain::growth::Growth;
use ninefold_domain::methods::{SignKind, SignUnit, Threshold};
use ninefold_domain::signs::{Evidence, Sign, Signs as Found, State as Judged, Trend};
use ninefold_domain::timelines::Timelines;
use serde::Serialize;

/// Signs are about the last so many days, against as many before.
pub(crate) const DAYS: u16 = 90;
/// Rows of evidence that are sent.
const MOST_EVIDENCE: usize = 200;

impl App {
    pub(crate) fn signs(&self, _: &Nothing, _: &Job<'_>) -> Result<Signs, Error> {
        self.with(|w| Ok(screen(w)))
    }
}

/// The key of a sign on the wire.
pub(crate) fn sign_key(kind: SignKind) -> String {
    match kind.serialize(serde_json::value::Serializer) {
        Ok(serde_json::Value::String(key)) => key,
        _ => String::new(),
    }
}

/// All signs as they were found, with the growth that some rest on.
pub(crate) fn found(w: &Workspace) -> (Found, Growth) {
    let facts = w.facts();
    let growth = Growth::of(&facts, &w.analysis);
    (Found::of(&facts, &w.analysis, &growth, DAYS), growth)
}

fn screen(w: &Workspace) -> Signs {
    let (found, growth) = found(w);
    let timelines = Timelines::of(&w.facts(), &w.analysis, found.window, DAYS);
    let rows = rows(w, &found);
    let over = rows.iter().filter(|r| r.state == State::Over).count();
    let warn = rows.iter().filter(|r| r.state == State::Warn).count();
    let headline = if w.incidents.is_empty() {
        lacking(
            "No signs yet.",
            "They are read from incidents: import them, or add them by hand.",
        )
    } else {
        let sentence = match (over, warn) {
            (0, 0) => "No sign of the bottleneck warns.".to_owned(),
            (0, n) => format!(
                "{} warn{}, none alarms.",
                text::counted(n, "sign", "signs"),
                if n == 1 { "s" } else { "" }
            ),
            (n, _) => {
                let worst: Vec<String> = rows
                    .iter()
                    .filter(|r| r.state == State::Over)
                    .take(2)
                    .map(|r| r.label.to_lowercase())
                    .collect();
                format!(
                    "{} of the bottleneck alarm{}: {}{}.",
                    text::counted(n, "sign", "signs"),
                    if n == 1 { "s" } else { "" },
                    worst.join(", "),
                    if n > 2 { " and more" } else { "" }
                )
            }
        };
        let lead = rows
            .first()
            .filter(|r| matches!(r.state, State::Over | State::Warn))
            .map(|r| format!("{}: {} ({}). {}", r.label, r.value.text, r.counted, r.todo))
            .unwrap_or_default();
        finding(sentence, lead)
    };
    Signs {
        headline,
        window: format!(
            "Last {DAYS} days, from {}, against the {DAYS} before, from {}{}",
            text::date(found.window.start, w.methods.zone),
            text::date(found.before.start, w.methods.zone),
            if found.partial {
                "; clipped to what is on record"
            } else {
                ""
            }
        ),
        signs: rows,
        times: times::metrics(w, &timelines),
        recoveries: times::recoveries(&timelines),
        growth: growth::tiles(w, &growth),
        growth_notes: growth::notes(w, &growth),
        phase: growth::phase(w, &found, &growth),
    }
}

/// Signs as rows, worst first.
pub(crate) fn rows(w: &Workspace, found: &Found) -> Vec<SignRow> {
    let mut rows: Vec<SignRow> = found.list.iter().map(|sign| row(w, sign)).collect();
    let rank = |state: State| match state {
        State::Over => 0,
        State::Warn => 1,
        State::Unknown => 2,
        State::Ok => 3,
    };
    rows.sort_by_key(|r| rank(r.state));
    rows
}

/// A value in the unit of its sign.
pub(crate) fn value_text(kind: SignKind, value: f64) -> String {
    match kind.unit() {
        SignUnit::Share => text::percent(value, 0),
        SignUnit::Slope => {
            let sign = if value < -0.005 { "\u{2212}" } else { "" };
            format!("{sign}{:.2}", value.abs())
        }
        SignUnit::Days => text::counted(value.round().max(0.0) as usize, "day", "days"),
        SignUnit::Services => text::count(value.round().max(0.0) as usize),
    }
}

/// A value as it would be typed.
fn typed(kind: SignKind, value: f64) -> String {
    match kind.unit() {
        SignUnit::Share => text::percent_plain(value),
        SignUnit::Slope | SignUnit::Days | SignUnit::Services => value.to_string(),
    }
}

/// A sign's value as a figure.
pub(crate) fn figure(sign: &Sign) -> Figure {
    let key = format!("sign:{}", sign_key(sign.kind));
    let Some(value) = sign.value else {
        let reason = sign.reason.map_or_else(
            || "the data do not say".into(),
            |r| words::reason(sign.kind, r),
        );
        return text::missing(&reason).explained(key);
    };
    let shown = value_text(sign.kind, value);
    let basis = match sign.basis {
        CostBasis::Measured => Basis::Measured,
        CostBasis::Estimated => Basis::Estimated,
        CostBasis::Assumed => Basis::Assumed,
    };
    let figure = text::figure(value, shown.clone(), "", exact(sign, value, &shown), basis);
    match sign.interval {
        Some((low, high)) => Figure {
            range: text::range_of(&value_text(sign.kind, low), &value_text(sign.kind, high)),
            range_means: "90 % range".into(),
            ..figure
        },
        None => figure,
    }
    .explained(key)
}

fn exact(sign: &Sign, value: f64, shown: &str) -> String {
    match sign.kind.unit() {
        SignUnit::Share => format!(
            "{} of {}",
            text::count(sign.counted.hits),
            text::count(sign.counted.of)
        ),
        SignUnit::Slope => text::grouped(&format!("{value:.6}")),
        SignUnit::Days => format!("{value:.2} days"),
        SignUnit::Services => shown.to_owned(),
    }
}

fn row(w: &Workspace, sign: &Sign) -> SignRow {
    let kind = sign.kind;
    let limit = |value: f64| value_text(kind, value);
    let Threshold { warn, alarm, .. } = sign.threshold;
    let state = match sign.state {
        Judged::Fine => State::Ok,
        Judged::Warn => State::Warn,
        Judged::Alarm => State::Over,
        Judged::Unknown => State::Unknown,
    };
    let at = if kind.lower_is_worse() { "below" } else { "at" };
    let verdict = match state {
        State::Ok => "Fine".to_owned(),
        State::Warn if kind == SignKind::DemandGrowth => format!("Warns above {}", limit(warn)),
        State::Over if kind == SignKind::DemandGrowth => format!("Alarms above {}", limit(alarm)),
        State::Warn => format!("Warns {at} {}", limit(warn)),
        State::Over => format!("Alarms {at} {}", limit(alarm)),
        State::Unknown => "Cannot be told".into(),
    };
    let before = sign
        .before
        .and_then(|b| b.value)
        .map(limit)
        .unwrap_or_default();
    let trend = match (sign.trend, before.is_empty()) {
        (_, true) | (Trend::Unknown, _) => match kind.unit() {
            _ if sign.value.is_none() => String::new(),
            SignUnit::Services => "As it stands today".into(),
            SignUnit::Slope => "Over all weeks on record".into(),
            SignUnit::Share | SignUnit::Days => "Nothing before to compare with".into(),
        },
        (Trend::Better, _) => format!("Better than {before} before"),
        (Trend::Worse, _) => format!("Worse than {before} before"),
        (Trend::Unclear, _) => format!("Not clearly different from {before} before"),
    };
    let p = sign
        .trend_p
        .map(|p| format!(" ({})", times::p_value(p)))
        .unwrap_or_default();
    let (evidence, all) = evidence(w, sign);
    SignRow {
        key: sign_key(kind),
        label: sign_name(kind).into(),
        value: figure(sign),
        trend: if before.is_empty() { trend } else { trend + &p },
        before,
        threshold: match kind {
            SignKind::DemandGrowth => format!(
                "Warns above {} in three of four resampled histories, alarms above {} in nineteen of twenty",
                limit(warn),
                limit(alarm)
            ),
            SignKind::NoOwner => format!(
                "Warns {at} {}, alarms {at} {} of the most critical tier",
                limit(warn),
                limit(alarm)
            ),
            _ => format!("Warns {at} {}, alarms {at} {}", limit(warn), limit(alarm)),
        },
        warn: typed(kind, warn),
        alarm: typed(kind, alarm),
        is_default: sign.threshold == Threshold::default_of(kind),
        state,
        verdict,
        counted: words::counted(w, sign),
        todo: words::advice(w, sign),
        evidence_note: if all > evidence.len() {
            format!("{} of {}", text::count(evidence.len()), text::count(all))
        } else {
            text::counted(all, "row", "rows")
        },
        evidence,
    }
}

/// The records behind a sign, and how many there are in all.
fn evidence(w: &Workspace, sign: &Sign) -> (Vec<EvidenceRow>, usize) {
    let Evidence {
        incidents,
        services,
        months,
    } = &sign.evidence;
    let zone = w.methods.zone;
    let incidents = incidents.iter().map(|i| {
        let incident = &w.incidents[*i];
        EvidenceRow {
            id: incident.id.to_string(),
            kind: "incident".into(),
            label: incident.label(),
            text: incident.title.clone(),
            when: text::date(incident.started, zone),
        }
    });
    let services = services.iter().map(|s| {
        let service = &w.services[*s];
        EvidenceRow {
            id: service.id.to_string(),
            kind: "service".into(),
            label: service.name.clone(),
            text: words::service(sign.kind, service),
            when: String::new(),
        }
    });
    let months = months.iter().map(|m| {
        let month = &w.backlog[*m];
        EvidenceRow {
            id: month.month.to_string(),
            kind: "month".into(),
            label: month.month.to_string(),
            text: format!(
                "{} open, {} of them resilience work",
                text::count(month.open as usize),
                text::count(month.open_resilience as usize)
            ),
            when: String::new(),
        }
    });
    let all =
        sign.evidence.incidents.len() + sign.evidence.services.len() + sign.evidence.months.len();
    let rows = services
        .chain(incidents)
        .chain(months)
        .take(MOST_EVIDENCE)
        .collect();
    (rows, all)
}
