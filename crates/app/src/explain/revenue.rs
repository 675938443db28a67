//! Lost revenue of an incident.

use super::incident::nothing;
use super::{
    MOST_ROWS, MOST_STEPS, baseline_input, input, origin, revenue_files, rows_note, step,
    treated_revenue,
};
use crate::text;
use crate::views::incidents::notes;
use crate::views::lines::{RANGE_MEANS, half, line_formula};
use crate::wire::{Basis, Explanation, Figure, Input, Step, TextTable};
use crate::workspace::Workspace;
use ninefold_domain::cost::{Compared, LineKind, Sought};
use ninefold_domain::impact::{Piece, WHOLE, sweep};
use ninefold_domain::methods::{LossMethod, Sharing};
use ninefold_domain::money::Money;
use ninefold_domain::time::{Instant, Interval, MINUTE_MS};
use std::collections::HashMap;

/// One stretch of an incident's loss on a stream.
struct Stretch {
    stream: usize,
    interval: Interval,
    share: f64,
    expected: f64,
}

/// How much of what is behind lost revenue is told: all of it for one incident, less for an
/// export of many.
pub(crate) struct Behind {
    /// Whether the clean hours are listed.
    rows: bool,
    /// Whether what was observed is compared with what was expected, which takes milliseconds.
    pub(super) compared: bool,
    /// Shares of stretches by incident, where they were worked out for many at once.
    shares: Option<HashMap<usize, Vec<Share>>>,
}

impl Behind {
    /// Everything, of one incident.
    pub(crate) fn all() -> Self {
        Self {
            rows: true,
            compared: true,
            shares: None,
        }
    }

    /// Of many incidents: with all rows, or with what is cheap.
    pub(crate) fn many(w: &Workspace, rows: bool) -> Self {
        let mut shares: HashMap<usize, Vec<Share>> = HashMap::new();
        for (stream, pieces) in w.analysis.stream_pieces.iter().enumerate() {
            charged(w, pieces, |incident, interval, share| {
                let share = Share {
                    stream,
                    interval,
                    share,
                };
                shares.entry(incident).or_default().push(share);
            });
        }
        Self {
            rows,
            compared: rows,
            shares: Some(shares),
        }
    }
}

/// A stretch of time on a stream, and the share of its expected revenue that is charged.
#[derive(Clone, Copy)]
struct Share {
    stream: usize,
    interval: Interval,
    share: f64,
}

/// Which incident is charged which share of which stretch of a stream.
fn charged(w: &Workspace, pieces: &[Piece], mut charge: impl FnMut(usize, Interval, f64)) {
    match w.methods.sharing {
        Sharing::Full => {
            for piece in pieces {
                let share = piece.level as f64 / WHOLE as f64;
                charge(piece.incident as usize, piece.interval, share);
            }
        }
        Sharing::Shared => sweep(pieces, |interval, open| {
            let worst = open.iter().map(|p| p.level).max().unwrap_or(0) as f64 / WHOLE as f64;
            let sum: i64 = open.iter().map(|p| p.level).sum();
            for piece in open {
                let share = if sum > 0 {
                    worst * piece.level as f64 / sum as f64
                } else {
                    0.0
                };
                charge(piece.incident as usize, interval, share);
            }
        }),
    }
}

/// The shares of one incident: only what overlaps it is looked at.
fn shares_of(w: &Workspace, i: usize) -> Vec<Share> {
    let mut out = Vec::new();
    for (stream, pieces) in w.analysis.stream_pieces.iter().enumerate() {
        let own: Vec<Interval> = pieces
            .iter()
            .filter(|p| p.incident as usize == i)
            .map(|p| p.interval)
            .collect();
        if own.is_empty() {
            continue;
        }
        let near: Vec<Piece> = pieces
            .iter()
            .copied()
            .filter(|p| own.iter().any(|o| !p.interval.clip(*o).is_empty()))
            .collect();
        charged(w, &near, |incident, interval, share| {
            if incident == i {
                out.push(Share {
                    stream,
                    interval,
                    share,
                });
            }
        });
    }
    out
}

/// The stretches of an incident on all streams: by local hour, with the share charged to it.
fn stretches(w: &Workspace, i: usize, behind: &Behind) -> Vec<Stretch> {
    let shares = match &behind.shares {
        Some(all) => all.get(&i).cloned().unwrap_or_default(),
        None => shares_of(w, i),
    };
    let mut out = Vec::new();
    for share in shares {
        for part in local_hours(w, share.interval) {
            out.push(Stretch {
                stream: share.stream,
                interval: part,
                share: share.share,
                expected: w.analysis.velocity(share.stream).levelled(part),
            });
        }
    }
    out
}

/// An interval cut at the full hours of the workspace zone, a long one at its midnights.
fn local_hours(w: &Workspace, interval: Interval) -> Vec<Interval> {
    const HOUR: i64 = 60 * MINUTE_MS;
    let mut parts = Vec::new();
    let mut at = interval.start;
    if interval.length_ms() > MOST_STEPS as i64 * HOUR {
        // Told day by day anyway.
        while at < interval.end {
            let midnight = w.methods.zone.day_start(at);
            // Thirty hours after a midnight is always the next day.
            let next = w.methods.zone.day_start(Instant(midnight.0 + 30 * HOUR));
            let end = next.min(interval.end);
            parts.push(Interval { start: at, end });
            at = end;
        }
        return parts;
    }
    while at < interval.end {
        let offset = w.methods.zone.offset_ms(at);
        let next = Instant((at.0 + offset).div_euclid(HOUR) * HOUR + HOUR - offset);
        let end = next.min(interval.end).max(Instant(at.0 + 1));
        parts.push(Interval { start: at, end });
        at = end;
    }
    parts
}

/// Lost revenue of an incident by the method in force.
pub(super) fn lost_revenue(w: &Workspace, i: usize, basis: Basis, behind: &Behind) -> Explanation {
    let mut explanation = match w.analysis.costs[i].method {
        LossMethod::Velocity => by_velocity(w, i, behind),
        LossMethod::Counterfactual => by_counterfactual(w, i, behind),
    };
    // Where no stream is reached, nothing was estimated.
    explanation.figure.basis = basis;
    explanation
}

/// Where the noise of a stretch comes from.
pub(super) const NOISE_FROM: &str =
    "the memory of its clean hours, scaled by how far off the same estimate was in clean stretches";

/// The posted line as a figure, with its own range.
fn posted(w: &Workspace, i: usize) -> Figure {
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let money = Money::from_units(cost.lost_units(), currency);
    let value = money.to_estimate();
    let half = half(w, &[i], Sought::Line(LineKind::LostRevenue));
    text::figure(
        value,
        text::money_short(value, currency),
        "",
        text::money_exact(money),
        Basis::Estimated,
    )
    .ranged(value - half, value + half, RANGE_MEANS)
}

/// How the expectation of a stream comes about: profile, level, and the clean time beside it.
pub(super) fn expected_steps(w: &Workspace, name: &str, seen: &Compared) -> [Step; 3] {
    let show = |value: f64| text::money_estimate(value, w.methods.currency);
    let times = |part: f64, whole: f64| {
        if whole > 0.0 {
            format!("{:.9}", part / whole)
        } else {
            text::NONE.into()
        }
    };
    [
        step(
            format!("{name}: expected by the profile of clean weeks"),
            show(seen.profile),
        ),
        step(
            format!(
                "{name}: × {} (level of the weeks around)",
                times(seen.levelled, seen.profile)
            ),
            show(seen.levelled),
        ),
        step(
            format!(
                "{name}: × {} (the clean hours beside it against that)",
                times(seen.expected, seen.levelled)
            ),
            show(seen.expected),
        ),
    ]
}

/// What was expected and observed in the recovery window, of all incidents that it follows.
pub(super) fn recovery_steps(w: &Workspace, name: &str, seen: &Compared) -> Option<Step> {
    let show = |value: f64| text::money_estimate(value, w.methods.currency);
    let recovery = &seen.recovery;
    (recovery.minutes > 0.0).then(|| {
        step(
            format!(
                "{name}: {} expected − {} observed in {} min of recovery",
                show(recovery.expected),
                show(recovery.observed),
                text::minutes_full(recovery.minutes)
            ),
            show(recovery.loss()),
        )
    })
}

/// Expected − observed, stream by stream.
fn by_counterfactual(w: &Workspace, i: usize, behind: &Behind) -> Explanation {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let compared = if behind.compared {
        w.analysis.compared(&w.methods, i)
    } else {
        Vec::new()
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut rows = Vec::new();
    let mut inputs = vec![baseline_input(w)];
    for loss in &cost.losses {
        let name = &w.streams[loss.stream].name;
        let Some(seen) = compared.iter().find(|c| c.stream == loss.stream) else {
            continue;
        };
        let difference = seen.expected - seen.observed;
        let rest = loss.lost - difference;
        if seen.counterfactual.is_some() {
            steps.extend(expected_steps(w, name, seen));
        }
        steps.push(Step {
            label: if seen.counterfactual.is_some() {
                format!(
                    "{name}: {} expected − {} observed over {} min",
                    text::money_estimate(seen.expected, currency),
                    text::money_estimate(seen.observed, currency),
                    text::minutes_full(loss.minutes - seen.uncovered_minutes),
                )
            } else {
                format!("{name}: no revenue was observed then, so by velocity")
            },
            value: text::money_estimate(
                if seen.counterfactual.is_some() {
                    difference
                } else {
                    loss.lost
                },
                currency,
            ),
        });
        if seen.counterfactual.is_some() && rest.abs() >= 0.005 {
            steps.push(Step {
                label: if seen.uncovered_minutes > 0.0 {
                    format!(
                        "{name}: {} min outside the data by velocity, less the part of incidents at the same time",
                        text::minutes(seen.uncovered_minutes)
                    )
                } else {
                    format!("{name}: the part of incidents at the same time, and of an impact of 0")
                },
                value: text::money_estimate(rest, currency),
            });
        }
        if seen.extrapolated_minutes > 0.0 {
            inputs.push(input(
                &format!("Level not known, {name}"),
                format!("{} min", text::minutes(seen.extrapolated_minutes)),
                Basis::Assumed,
                "too little clean time on that day: the range does not hold it",
            ));
        }
        inputs.push(input(
            &format!("Observed revenue, {name}"),
            text::money_estimate(seen.observed, currency),
            Basis::Measured,
            &revenue_files(w),
        ));
        inputs.push(input(
            &format!("90 % of noise around what stayed lost, {name}"),
            seen.counterfactual.map_or_else(
                || text::NONE.into(),
                |loss| format!("± {}", text::money_estimate(loss.own, currency)),
            ),
            Basis::Measured,
            NOISE_FROM,
        ));
        let show = |value: f64| text::money_estimate(value, currency);
        rows.push(vec![
            name.clone(),
            show(seen.expected),
            show(seen.observed),
            show(seen.velocity.lost),
            seen.counterfactual
                .map_or_else(|| text::NONE.into(), |c| show(c.lost)),
            seen.counterfactual.map_or_else(
                || text::NONE.into(),
                |c| text::range_of(&show(c.low), &show(c.high)),
            ),
        ]);
    }
    inputs.extend(treated_revenue(
        w,
        cost.losses.iter().map(|loss| loss.stream),
    ));
    steps.push(Step {
        label: "Lost revenue, posted".into(),
        value: text::money_full(Money::from_units(cost.lost_units(), currency)),
    });
    let mut notes = notes(w, i);
    notes.push("Where incidents overlap, each is charged its part of the difference, in proportion to impact.".into());
    Explanation {
        title: format!("Lost revenue of {}", incident.label()),
        figure: posted(w, i),
        formula: "Σ expected − observed revenue over the incident; expected: the profile of clean weeks × the level of the weeks around, corrected by the clean hours beside it".into(),
        steps,
        inputs,
        rows_note: rows_note(rows.len(), rows.len()),
        rows: TextTable {
            columns: ["Stream", "Expected", "Observed", "By velocity", "By counterfactual", "90 % range, net"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes,
    }
}

/// Impact × expected revenue, hour by hour, with the clean hours behind each.
fn by_velocity(w: &Workspace, i: usize, behind: &Behind) -> Explanation {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let zone = w.methods.zone;
    let parts = stretches(w, i, behind);
    let several = cost.losses.len() > 1;
    let name = |s: usize| {
        if several {
            format!("{}, ", w.streams[s].name)
        } else {
            String::new()
        }
    };
    let mut steps: Vec<Step> = if parts.len() <= MOST_STEPS {
        parts
            .iter()
            .map(|p| {
                let minutes = p.interval.minutes();
                Step {
                    label: format!(
                        "{}{}–{}, {} min at {} × {}",
                        name(p.stream),
                        text::clock(p.interval.start, zone),
                        text::clock(p.interval.end, zone),
                        text::minutes_full(minutes),
                        text::money_factor(
                            if minutes > 0.0 {
                                p.expected / minutes
                            } else {
                                0.0
                            },
                            currency
                        ),
                        text::percent(p.share, 0)
                    ),
                    value: text::money_estimate(p.expected * p.share, currency),
                }
            })
            .collect()
    } else {
        let mut days: std::collections::BTreeMap<(usize, Instant), (f64, f64)> =
            std::collections::BTreeMap::new();
        for p in &parts {
            let sum = days
                .entry((p.stream, zone.day_start(p.interval.start)))
                .or_default();
            sum.0 += p.expected * p.share;
            sum.1 += p.interval.minutes();
        }
        let all = days.len();
        let mut steps: Vec<Step> = days
            .iter()
            .take(MOST_STEPS)
            .map(|((stream, day), (lost, minutes))| Step {
                label: format!(
                    "{}{}, {} min",
                    name(*stream),
                    text::date(*day, zone),
                    text::minutes_full(*minutes)
                ),
                value: text::money_estimate(*lost, currency),
            })
            .collect();
        if all > MOST_STEPS {
            let rest: f64 = days
                .iter()
                .skip(MOST_STEPS)
                .map(|(_, (lost, _))| lost)
                .sum();
            steps.push(Step {
                label: format!("{} more days", text::count(all - MOST_STEPS)),
                value: text::money_estimate(rest, currency),
            });
        }
        steps
    };
    let money = Money::from_units(cost.lost_units(), currency);
    steps.push(Step {
        label: "Lost revenue, posted".into(),
        value: text::money_full(money),
    });
    let (rows, all) = if behind.rows {
        clean_hours(w, &parts)
    } else {
        (nothing(), 0)
    };
    let mut inputs = vec![baseline_input(w)];
    inputs.extend(revenue_inputs(w, i));
    let mut notes = notes(w, i);
    if all > 0 {
        notes.push(super::WHOLE_HOURS.into());
    }
    if cost.losses.is_empty() {
        notes.push(
            "No revenue stream hangs on its services, so no revenue is lost in this model.".into(),
        );
    }
    Explanation {
        title: format!("Lost revenue of {}", incident.label()),
        figure: posted(w, i),
        formula: line_formula(w, LineKind::LostRevenue, LossMethod::Velocity),
        steps,
        inputs,
        rows_note: if behind.rows {
            rows_note(rows.rows.len(), all)
        } else {
            String::new()
        },
        rows,
        notes,
    }
}

/// What impact × expected revenue of an incident rests on, besides the baseline: its impacts, the
/// clean minutes of its streams, their level where it is followed.
pub(super) fn revenue_inputs(w: &Workspace, i: usize) -> Vec<Input> {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let zone = w.methods.zone;
    let mut inputs = Vec::new();
    for (s, interval, level) in &w.analysis.settled[i] {
        let typed = incident
            .impacts
            .iter()
            .any(|x| x.share.is_some() && w.reach_is(*s, x.service));
        inputs.push(input(
            &format!("Impact on {}", w.services[*s].name),
            format!(
                "{} for {}",
                text::percent(*level as f64 / WHOLE as f64, 0),
                text::length(interval.minutes())
            ),
            if typed {
                Basis::Measured
            } else {
                Basis::Assumed
            },
            &if typed {
                origin(w, i)
            } else {
                impact_source(w, incident.severity.as_deref())
            },
        ));
        let reached = w.analysis.reach.streams_from(*s);
        for (stream, factor) in reached.iter().filter(|(_, factor)| *factor < WHOLE) {
            inputs.push(input(
                &format!(
                    "{} lost while {} is down",
                    w.streams[*stream].name, w.services[*s].name
                ),
                text::percent(*factor as f64 / WHOLE as f64, 0),
                Basis::Assumed,
                "Settings, services: dependence of the stream, along what leans on what",
            ));
        }
    }
    for loss in &cost.losses {
        inputs.push(input(
            &format!("Expected revenue, {}", w.streams[loss.stream].name),
            format!(
                "{} clean minutes",
                text::count(w.analysis.velocity(loss.stream).clean_minutes().max(0) as usize)
            ),
            Basis::Measured,
            &revenue_files(w),
        ));
    }
    inputs.extend(treated_revenue(
        w,
        cost.losses.iter().map(|loss| loss.stream),
    ));
    if w.methods.level {
        for loss in &cost.losses {
            inputs.push(input(
                &format!("Level of the weeks around, {}", w.streams[loss.stream].name),
                format!(
                    "× {:.3} on {}",
                    w.analysis.velocity(loss.stream).level_at(cost.span.start),
                    text::date(cost.span.start, zone)
                ),
                Basis::Measured,
                "clean days of four weeks to either side; in the steps",
            ));
        }
    }
    inputs
}

/// Where an impact comes from that nobody stated.
fn impact_source(w: &Workspace, severity: Option<&str>) -> String {
    match severity {
        None => "no severity: taken as a full outage".into(),
        Some(name) if w.methods.knows_severity(name) => format!("default of severity {name}"),
        Some(name) => format!("severity {name} has no default under Settings: counts 0"),
    }
}

impl Workspace {
    fn reach_is(&self, position: usize, id: ninefold_domain::id::ServiceId) -> bool {
        self.services.get(position).is_some_and(|s| s.id == id)
    }
}

/// The clean clock hours that the expectation of some stretches was learned from, latest first.
fn clean_hours(w: &Workspace, parts: &[Stretch]) -> (TextTable, usize) {
    let zone = w.methods.zone;
    let mut wanted: Vec<(usize, usize)> = parts
        .iter()
        .map(|p| {
            (
                p.stream,
                w.analysis.velocity(p.stream).slot_of(p.interval.start) / 60,
            )
        })
        .collect();
    wanted.dedup();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found: Vec<(i64, usize, i128, usize)> = Vec::new();
    for stream in 0..w.streams.len() {
        let hours: Vec<usize> = wanted
            .iter()
            .filter(|(s, _)| *s == stream)
            .map(|(_, h)| *h)
            .collect();
        let (false, Some(covered)) = (hours.is_empty(), w.analysis.covered[stream]) else {
            continue;
        };
        let velocity = w.analysis.velocity(stream);
        let dirty = w.analysis.dirty(stream);
        let minutes = &w.revenue[stream];
        let mut hour = covered.start.minute().div_euclid(60);
        let last = covered.end.minute().div_euclid(60);
        while hour < last {
            let slot = velocity.slot_of(Instant::of_minute(hour * 60)) / 60;
            if hours.contains(&slot) {
                let clean = !(hour * 60..hour * 60 + 60)
                    .any(|m| dirty.contains(m) || w.analysis.off_baseline.contains(m));
                if clean {
                    let from = minutes.partition_point(|m| m.minute < hour * 60);
                    let sum: i128 = minutes[from..]
                        .iter()
                        .take_while(|m| m.minute < hour * 60 + 60)
                        .map(|m| i128::from(m.units))
                        .sum();
                    found.push((hour, stream, sum, slot));
                }
            }
            hour += 1;
        }
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let all = found.len();
    let rows = found
        .into_iter()
        .take(MOST_ROWS)
        .map(|(hour, stream, units, slot)| {
            let at = Instant::of_minute(hour * 60);
            let mean = Money::from_units(units, w.streams[stream].currency).to_estimate() / 60.0;
            vec![
                w.streams[stream].name.clone(),
                format!("{}, {}", text::hour_of_week(slot), text::date(at, zone)),
                text::money_estimate(mean, w.streams[stream].currency),
            ]
        })
        .collect();
    let columns = ["Stream", "Hour of week, clean", "Per minute"]
        .map(str::to_owned)
        .to_vec();
    (TextTable { columns, rows }, all)
}
