//! What a sign, a time-to-X and the growth of demand rest on.

use super::{MOST_ROWS, input, rows_note, step};
use crate::text;
use crate::views::signs::growth::{number, tiles};
use crate::views::signs::times::{
    change_verdict, duration, metric_label, needed, p_value, read_metric, reason, recovery_key,
    recovery_label, recovery_median,
};
use crate::views::signs::{DAYS, figure, found, rows, sign_key, value_text};
use crate::views::since::resolve_minutes;
use crate::wire::{Basis, Explanation, Input, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::growth::Growth;
use ninefold_domain::methods::SignKind;
use ninefold_domain::signs::{Detail, ManualRecovery, Sign};
use ninefold_domain::timelines::Timelines;

/// How a sign is defined.
fn formula(kind: SignKind) -> &'static str {
    match kind {
        SignKind::DetectedByCustomers => {
            "incidents that customers noticed ÷ incidents whose detector is known"
        }
        SignKind::RecoveredByHand => {
            "incidents recovered by hand ÷ incidents whose recovery is known"
        }
        SignKind::HandedOver => {
            "incidents with two or more reassignments ÷ incidents whose reassignments are known"
        }
        SignKind::RepeatCause => {
            "incidents that share a cause with one on the same service up to 90 days earlier ÷ incidents with a cause"
        }
        SignKind::NoOwner => "services without an owner; the alarm counts those of tier 1",
        SignKind::DemandGrowth => {
            "slope of a quasi-Poisson regression of weekly incident minutes on log demand, weeks without incidents kept; 90 % block bootstrap"
        }
        SignKind::AtPeak => {
            "incidents that began in the busiest tenth of the week’s hours ÷ incidents on services with demand"
        }
        SignKind::ManualRecovery => {
            "time box × 8 h × loaded rate ÷ cost of manual recovery a year × days of a year"
        }
        SignKind::ResilienceBacklog => "open resilience work ÷ open work, latest month",
        SignKind::TierMissing => "services without a tier",
        SignKind::TargetMissing => "services without a target of their own or of their tier",
        SignKind::TargetImpossible => {
            "services whose target is 100 %, or above what dependencies or channels allow"
        }
    }
}

/// A sign with what it was counted from.
pub(super) fn sign(w: &Workspace, key: &str) -> Option<Explanation> {
    let (all, _) = found(w);
    let sign = all.list.iter().find(|s| sign_key(s.kind) == key)?;
    let row = rows(w, &all).into_iter().find(|r| r.key == key)?;
    let mut steps = match &sign.detail {
        Detail::Manual(manual) => manual_steps(w, manual),
        _ => counted_steps(sign),
    };
    let shown = figure(sign);
    steps.push(step(&row.label, shown.text.clone()));
    let mut inputs = vec![
        input(
            "Looked at",
            match sign.kind {
                SignKind::DemandGrowth => {
                    format!("{} weeks", text::count(sign.counted.of))
                }
                SignKind::ManualRecovery => "the last year on record".into(),
                SignKind::ResilienceBacklog => "the latest month on record".into(),
                SignKind::NoOwner
                | SignKind::TierMissing
                | SignKind::TargetMissing
                | SignKind::TargetImpossible => "services as they stand".into(),
                _ => format!("last {DAYS} days against {DAYS} before"),
            },
            Basis::Assumed,
            "fixed",
        ),
        input(
            "Threshold",
            row.threshold.clone(),
            Basis::Assumed,
            if row.is_default {
                "default"
            } else {
                "Settings, thresholds"
            },
        ),
    ];
    if let Detail::Manual(manual) = &sign.detail {
        inputs.extend(manual_inputs(w, manual));
    }
    if !row.before.is_empty() {
        inputs.push(input(
            "In the window before",
            row.before.clone(),
            Basis::Measured,
            "Incidents",
        ));
    }
    let mut notes = vec![row.todo];
    if sign.kind == SignKind::DemandGrowth {
        notes.push("It warns where three of four resampled histories lie above the threshold, and alarms where nineteen of twenty do: an estimate above 1 alone says nothing.".into());
    }
    if !row.trend.is_empty() {
        notes.push(format!("{}.", row.trend));
    }
    if sign.thin {
        notes.push("Its range reaches across a threshold: with so few records the state may well be another.".into());
    }
    if let Some(p) = sign.trend_p.filter(|_| !row.before.is_empty()) {
        notes.push(format!(
            "Against the window before: {} that chance alone makes a difference as large.",
            p_value(p)
        ));
    }
    Some(Explanation {
        title: row.label,
        figure: shown,
        formula: formula(sign.kind).into(),
        steps,
        inputs,
        rows_note: row.evidence_note,
        rows: TextTable {
            columns: ["What", "When", "Title"].map(str::to_owned).to_vec(),
            rows: row
                .evidence
                .into_iter()
                .map(|e| vec![e.label, e.when, e.text])
                .collect(),
        },
        notes,
    })
}

fn counted_steps(sign: &Sign) -> Vec<Step> {
    let (hits, of) = match sign.kind {
        SignKind::DemandGrowth => ("Weeks with incidents", "Weeks"),
        SignKind::ResilienceBacklog => ("Open items of resilience", "Open items"),
        SignKind::NoOwner
        | SignKind::TierMissing
        | SignKind::TargetMissing
        | SignKind::TargetImpossible => ("Services that show it", "Services"),
        _ => ("Incidents that show it", "Incidents that say whether"),
    };
    let mut steps = vec![
        step(hits, text::count(sign.counted.hits)),
        step(of, text::count(sign.counted.of)),
    ];
    if sign.counted.unknown > 0 {
        steps.push(step("Not known", text::count(sign.counted.unknown)));
    }
    if let Some((low, high)) = sign.interval {
        steps.push(step(
            "90 % range",
            format!(
                "{} to {}",
                value_text(sign.kind, low),
                value_text(sign.kind, high)
            ),
        ));
    }
    steps
}

fn manual_steps(w: &Workspace, manual: &ManualRecovery) -> Vec<Step> {
    let money = |value: f64| text::money_estimate(value, w.methods.currency);
    let mut steps = vec![
        step(
            format!(
                "{} by hand in {:.2} years",
                text::counted(manual.recoveries, "recovery", "recoveries"),
                manual.years
            ),
            format!("{:.1} a year", manual.a_year),
        ),
        step(
            "Hours of people on them",
            format!("{:.1} h a year", manual.hours_a_year),
        ),
        step(
            "At their loaded rates",
            format!("{} a year", money(manual.cost_a_year)),
        ),
        step("One time box", money(manual.box_cost)),
    ];
    if let Some(action) = manual.judged() {
        steps.push(step(
            format!(
                "Judged: {}, {:.1} h and {} a year",
                action.name.as_deref().unwrap_or("all of them"),
                action.hours_a_year,
                money(action.cost_a_year)
            ),
            action
                .payback_days
                .map_or_else(|| text::NONE.into(), |days| format!("{days:.0} days")),
        ));
    }
    if let Some((low, high)) = manual.payback_range {
        steps.push(step(
            "90 % range of that",
            format!("{low:.0} to {high:.0} days"),
        ));
    }
    if let Some(days) = manual.boxes_payback_days {
        steps.push(step(
            format!(
                "All of them, {}",
                text::counted(manual.boxes, "box", "boxes")
            ),
            format!("{days:.0} days"),
        ));
    }
    steps.push(step(
        "Downtime saved comes extra",
        format!(
            "{} min and {} a year",
            text::minutes(manual.downtime_a_year),
            money(manual.lost_a_year)
        ),
    ));
    for action in manual.by_action.iter().take(8) {
        steps.push(step(
            format!(
                "{}: {}, {:.1} h a year",
                action.name.as_deref().unwrap_or("no action recorded"),
                text::counted(action.recoveries, "recovery", "recoveries"),
                action.hours_a_year
            ),
            action.payback_days.map_or_else(
                || text::NONE.into(),
                |days| format!("alone pays back in {days:.0} days"),
            ),
        ));
    }
    steps
}

fn manual_inputs(w: &Workspace, manual: &ManualRecovery) -> Vec<Input> {
    let assumptions = &w.methods.assumptions;
    vec![
        input(
            "Recoveries with labor on record",
            format!(
                "{} of {}",
                text::count(manual.recorded),
                text::count(manual.recoveries)
            ),
            Basis::Measured,
            "labor rows",
        ),
        input(
            "Hours of one where labor does not tell",
            format!("{} h", assumptions.manual_hours),
            Basis::Assumed,
            "Settings, choices",
        ),
        input(
            "Time box for automating",
            format!("{} days of 8 h", assumptions.automation_days),
            Basis::Assumed,
            "Settings, choices",
        ),
        input(
            "Loaded rate of the team",
            format!(
                "{} an hour",
                text::money_estimate(w.methods.team_rate, w.methods.currency)
            ),
            Basis::Assumed,
            "Settings, choices",
        ),
    ]
}

/// A time-to-X with its distribution and the test of its change.
pub(super) fn time(w: &Workspace, key: &str) -> Option<Explanation> {
    let metric = read_metric(key)?;
    let (window, _) = ninefold_domain::timelines::recent_and_before(&w.analysis, DAYS);
    let timelines = Timelines::of(&w.facts(), &w.analysis, window, DAYS);
    let timeline = timelines.metric(metric)?;
    let all = &timeline.all;
    let shown = |value: Option<f64>| value.map_or_else(|| text::NONE.into(), text::length);
    let (_, verdict) = change_verdict(&timeline.change);
    let mut rows: Vec<(f64, Vec<String>)> = w
        .analysis
        .incidents_in(window)
        .filter_map(|i| {
            let incident = &w.incidents[i];
            let minutes = metric.of(incident)? as f64 / 60_000.0;
            Some((
                minutes,
                vec![
                    incident.label(),
                    text::date(incident.started, w.methods.zone),
                    incident.title.clone(),
                    text::length(minutes),
                ],
            ))
        })
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let count = rows.len();
    rows.truncate(MOST_ROWS);
    let label = metric_label(metric);
    Some(Explanation {
        title: format!("{label}, last {DAYS} days"),
        figure: duration(all.median, &reason(all)),
        formula:
            "median: half of the incidents took no longer; a mean alone would be led by the longest"
                .into(),
        steps: vec![
            step("Incidents with both moments", text::count(all.known)),
            step("Without", text::count(all.missing)),
            step("Ninth decile", shown(all.p90)),
            step("Geometric mean", shown(all.geometric_mean)),
            step(
                "In the window before, median",
                shown(timeline.before.median),
            ),
            step("Median", shown(all.median)),
        ],
        inputs: vec![input(
            "Change",
            verdict,
            Basis::Estimated,
            "permutation test on mean logarithms, two-sided",
        )],
        rows_note: rows_note(rows.len(), count),
        rows: TextTable {
            columns: ["Number", "Began", "Title", "Took"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        },
        notes: [needed(&timeline.change)]
            .into_iter()
            .filter(|note| !note.is_empty())
            .collect(),
    })
}

/// Recoveries of one kind: how many, and how long they took.
pub(super) fn recovery(w: &Workspace, by: &str) -> Option<Explanation> {
    let (window, _) = ninefold_domain::timelines::recent_and_before(&w.analysis, DAYS);
    let timelines = Timelines::of(&w.facts(), &w.analysis, window, DAYS);
    let group = timelines
        .recoveries
        .iter()
        .find(|r| recovery_key(r.by) == by)?;
    let shown = |value: Option<f64>| value.map_or_else(|| text::NONE.into(), text::length);
    let known: usize = timelines
        .recoveries
        .iter()
        .filter(|r| r.by.is_some())
        .map(|r| r.count)
        .sum();
    let mut rows: Vec<Vec<String>> = group
        .incidents
        .iter()
        .rev()
        .map(|i| {
            let incident = &w.incidents[*i];
            vec![
                incident.label(),
                text::date(incident.started, w.methods.zone),
                incident.title.clone(),
                incident
                    .recovery_action
                    .clone()
                    .unwrap_or_else(|| text::NONE.into()),
                shown(resolve_minutes(w, *i)),
            ]
        })
        .collect();
    let count = rows.len();
    rows.truncate(MOST_ROWS);
    let mut steps = vec![step("Incidents", text::count(group.count))];
    if let Some(share) = group.share {
        steps.push(step(
            format!("Of {} whose recovery is known", text::count(known)),
            text::percent(share, 0),
        ));
    }
    steps.extend([
        step("In the window before", text::count(group.before)),
        step("Ninth decile", shown(group.durations.p90)),
        step("Median", shown(group.durations.median)),
    ]);
    Some(Explanation {
        title: format!(
            "Time to resolve, recovered {}, last {DAYS} days",
            match group.by {
                Some(_) => recovery_label(group.by).to_lowercase(),
                None => "in a way not recorded".into(),
            }
        ),
        figure: recovery_median(group),
        formula: "median of resolved − started of the incidents that were recovered so".into(),
        steps,
        inputs: vec![input(
            "Who recovered it",
            text::counted(count, "incident says so", "incidents say so"),
            Basis::Measured,
            "Incidents",
        )],
        rows_note: rows_note(rows.len(), count),
        rows: TextTable {
            columns: ["Number", "Began", "Title", "Action", "Took"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: Vec::new(),
    })
}

/// The growth of demand: its weeks, and what follows from them.
pub(super) fn growth(w: &Workspace, of: &str) -> Option<Explanation> {
    let growth = Growth::of(&w.facts(), &w.analysis);
    let tiles = tiles(w, &growth);
    let key = format!("growth:{of}");
    let tile = tiles.iter().find(|t| t.figure.explain == key)?;
    let demand =
        "demand of a week: what its clean hours earned against the profile, × the profile’s week";
    let currency = growth.currency.unwrap_or(w.methods.currency);
    let money = |value: f64| text::money_short(value, currency);
    let count = growth.weeks.len();
    Some(Explanation {
        title: tile.label.clone(),
        figure: tile.figure.clone(),
        formula: match of {
            "yearly" => format!(
                "each week’s demand against that of a year before, else a line through logarithms; {demand}"
            ),
            "peak" => {
                "median over weeks of the busiest clean hour ÷ the mean hour of that week".into()
            }
            "forecast" => format!(
                "busiest hour of the week: that of the same week a year before × growth, else of the last weeks grown by the trend; the band is how far such forecasts were off in past weeks; {demand}"
            ),
            _ => format!("{}; {demand}", formula(SignKind::DemandGrowth)),
        },
        steps: tiles
            .iter()
            .map(|t| {
                step(
                    format!("{}: {}", t.label, t.caption),
                    format!("{} {}", t.figure.text, t.figure.unit)
                        .trim()
                        .to_owned(),
                )
            })
            .collect(),
        inputs: vec![input(
            "Weeks with at least half of their hours clean",
            text::count(growth.weeks.iter().filter(|x| x.measured).count()),
            Basis::Measured,
            "Revenue",
        )],
        rows_note: rows_note(count.min(MOST_ROWS), count),
        rows: TextTable {
            columns: [
                "Week of",
                "Demand",
                "Busiest hour",
                "Incident minutes",
                "Incidents",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: growth
                .weeks
                .iter()
                .rev()
                .take(MOST_ROWS)
                .map(|week| {
                    vec![
                        text::date(week.start, w.methods.zone),
                        money(week.demand),
                        week.peak.map_or_else(|| text::NONE.into(), money),
                        text::minutes(week.incident_minutes),
                        text::count(week.incidents),
                    ]
                })
                .collect(),
        },
        notes: growth
            .slope
            .as_ref()
            .ok()
            .map(|slope| {
                format!(
                    "Incident minutes grow with demand to the power of {} ({} to {}).",
                    number(slope.fit.slope),
                    number(slope.interval.0),
                    number(slope.interval.1)
                )
            })
            .into_iter()
            .collect(),
    })
}
