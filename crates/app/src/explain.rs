//! Everything behind a figure: formula, steps that add up to it, inputs with their basis, rows.

use crate::App;
use crate::host::Job;
use crate::text;
use crate::views::availability::{against_targets, provided_figure};
use crate::views::cost::{
    RANGE_MEANS, group_key, group_name, outage_tile, parts, team_per_minute, total_figure,
};
use crate::views::incidents::{incident_parts, notes, service_names};
use crate::views::{Frame, counting_text, frame, profile_text, year_text};
use crate::wire::{Basis, Error, ExplainArgs, Explanation, Figure, Input, Step, TextTable};
use crate::workspace::{Workspace, describe_files};
use ninefold_domain::analysis::FullOutage;
use ninefold_domain::availability::counted;
use ninefold_domain::cost::{LaborRatio, RateCard, Z90};
use ninefold_domain::impact::{WHOLE, sweep};
use ninefold_domain::methods::Sharing;
use ninefold_domain::money::{Money, format_decimal};
use ninefold_domain::time::{Instant, Interval, MINUTE_MS};
use ninefold_store::Key;

/// Rows that an explanation lists.
const MOST_ROWS: usize = 200;
/// Hours that a formula spells out one by one; longer incidents are told day by day.
const MOST_STEPS: usize = 48;

impl App {
    pub(crate) fn explain(&self, args: &ExplainArgs, _: &Job<'_>) -> Result<Explanation, Error> {
        self.with(|w| {
            let frame = frame(w, &args.window)?;
            explain(w, &frame, &args.key)
        })
    }
}

fn explain(w: &Workspace, frame: &Frame, key: &str) -> Result<Explanation, Error> {
    let unknown = || Error::not_found(&format!("an explanation of “{key}”"));
    let parts: Vec<&str> = key.split(':').collect();
    match parts.as_slice() {
        ["outage", "all"] => Ok(outage(w, None)),
        ["outage", id] => Ok(outage(w, Some(w.service(id)?))),
        ["availability", id] => availability(w, frame, w.service(id)?),
        ["total"] | ["cost", "total"] => Ok(total(w, frame, None)),
        ["service", id, "total"] => Ok(total(w, frame, Some(w.service(id)?))),
        ["cost", line @ ..] => cost_line(w, frame, &line.join(":")).ok_or_else(unknown),
        ["incident", id, "total"] => Ok(incident_total(w, w.incident(id)?)),
        ["incident", id, "lostRevenue"] => Ok(lost_revenue(w, w.incident(id)?)),
        ["incident", id, "labor", group] => labor(w, w.incident(id)?, group).ok_or_else(unknown),
        _ => Err(unknown()),
    }
}

fn input(label: &str, value: String, basis: Basis, source: &str) -> Input {
    Input {
        label: label.into(),
        value,
        basis,
        source: source.into(),
    }
}

fn rows_note(shown: usize, all: usize) -> String {
    if shown < all {
        format!("{} of {} rows", text::count(shown), text::count(all))
    } else {
        text::counted(all, "row", "rows")
    }
}

fn baseline_input(w: &Workspace) -> Input {
    input(
        "Baseline",
        format!("{}, in {}", profile_text(w.methods.profile), w.methods.zone),
        Basis::Assumed,
        "Settings, choices",
    )
}

fn revenue_files(w: &Workspace) -> String {
    let files: Vec<String> = w
        .batches
        .iter()
        .filter(|b| b.live && b.import.kind == "revenue")
        .map(|b| describe_files(&b.import))
        .collect();
    if files.is_empty() {
        "no revenue imported".into()
    } else {
        files.join(", ")
    }
}

/// A full-outage minute.
fn outage(w: &Workspace, service: Option<usize>) -> Explanation {
    let currency = w.methods.currency;
    let team = team_per_minute(w);
    let (outage, name, factors): (Option<FullOutage>, String, Vec<(usize, i64)>) = match service {
        None => (
            w.analysis.whole_outage(),
            "everything".into(),
            (0..w.streams.len()).map(|s| (s, WHOLE)).collect(),
        ),
        Some(s) => (
            w.analysis.full_outage(s),
            w.services[s].name.clone(),
            w.analysis.reach.streams_from(s).to_vec(),
        ),
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut inputs = vec![baseline_input(w)];
    for (stream, factor) in factors
        .iter()
        .filter(|(s, _)| w.analysis.covered[*s].is_some())
    {
        let velocity = w.analysis.velocity(*stream);
        let share = *factor as f64 / WHOLE as f64;
        steps.push(Step {
            label: format!(
                "{}: {} a minute on average × {} dependence",
                w.streams[*stream].name,
                text::money_estimate(velocity.mean_per_minute(), currency),
                text::percent_plain(share)
            ),
            value: text::money_estimate(velocity.mean_per_minute() * share, currency),
        });
        inputs.push(input(
            &format!("Expected revenue, {}", w.streams[*stream].name),
            format!(
                "from {} clean minutes",
                text::count(velocity.clean_minutes().max(0) as usize)
            ),
            Basis::Measured,
            &revenue_files(w),
        ));
    }
    steps.push(Step {
        label: format!(
            "Team: {} people × {} an hour ÷ 60",
            w.methods.team_people,
            text::money_estimate(w.methods.team_rate, currency)
        ),
        value: text::money_estimate(team, currency),
    });
    inputs.push(input(
        "People on a full outage",
        w.methods.team_people.to_string(),
        Basis::Assumed,
        "Settings, choices",
    ));
    inputs.push(input(
        "Their loaded rate",
        format!(
            "{} an hour",
            text::money_estimate(w.methods.team_rate, currency)
        ),
        Basis::Assumed,
        "Settings, choices",
    ));
    let sum = outage.as_ref().map_or(0.0, |o| o.mean) + team;
    steps.push(Step {
        label: "A minute of full outage".into(),
        value: text::money_estimate(sum, currency),
    });
    let figure = match (&outage, service) {
        (Some(_), None) => outage_tile(w).figure,
        (Some(o), Some(_)) => per_minute(w, o.mean + team).ranged(
            o.range.0 + team,
            o.range.1 + team,
            "nine of ten weeks averaged within",
        ),
        (None, _) => per_minute(w, team),
    };
    let hours = outage.as_ref().map(|o| o.hours.clone()).unwrap_or_default();
    let mut dearest: Vec<usize> = (0..hours.len()).collect();
    dearest.sort_by(|a, b| hours[*b].total_cmp(&hours[*a]).then(a.cmp(b)));
    Explanation {
        title: format!("Cost of a full-outage minute of {name}"),
        figure,
        formula: "Σ over streams (expected revenue per minute × dependence) + team × loaded rate ÷ 60".into(),
        steps,
        inputs,
        rows: TextTable {
            columns: vec!["Hour of the week".into(), "Revenue per minute".into(), "With the team".into()],
            rows: dearest
                .iter()
                .map(|h| {
                    vec![
                        text::hour_of_week(*h),
                        text::money_estimate(hours[*h], currency),
                        text::money_estimate(hours[*h] + team, currency),
                    ]
                })
                .collect(),
        },
        rows_note: if hours.is_empty() { String::new() } else { "168 hours, dearest first".into() },
        notes: vec![
            "The range is that of weekly averages: nine of ten clean weeks fell inside. A single hour strays further.".into(),
        ],
    }
}

fn per_minute(w: &Workspace, value: f64) -> Figure {
    let currency = w.methods.currency;
    text::figure(
        value,
        text::money_short(value, currency),
        "/min",
        format!("{}/min", text::money_estimate(value, currency)),
        Basis::Estimated,
    )
}

/// Availability of a service in the window.
fn availability(w: &Workspace, frame: &Frame, s: usize) -> Result<Explanation, Error> {
    let service = &w.services[s];
    let zone = w.methods.zone;
    let counting = w.methods.counting;
    let (p, row) = against_targets(w, frame)
        .into_iter()
        .find(|(_, r)| r.id == service.id.to_string())
        .ok_or_else(|| Error::not_found("this service"))?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut all = 0;
    for (interval, level) in w.analysis.downtime[s].within(frame.window) {
        all += 1;
        if rows.len() < MOST_ROWS {
            let by: Vec<String> = w
                .incidents
                .iter()
                .enumerate()
                .filter(|(incident, _)| {
                    w.analysis.hits(*incident).iter().any(|(u, i, _)| {
                        i.contains(interval.start)
                            && w.analysis
                                .reach
                                .services_from(*u)
                                .iter()
                                .any(|(v, _)| *v == s)
                    })
                })
                .map(|(_, incident)| incident.label())
                .collect();
            rows.push(vec![
                text::date_time(interval.start, zone),
                text::minutes(interval.minutes()),
                text::percent(level as f64 / WHOLE as f64, 0),
                text::minutes(interval.minutes() * counted(level, counting) as f64 / WHOLE as f64),
                by.join(", "),
            ]);
        }
    }
    let window_minutes = format!("{} min", text::minutes(p.window_minutes));
    Ok(Explanation {
        title: format!("Availability of {} {}", service.name, frame.spoken),
        figure: provided_figure(&p),
        formula: "1 − downtime ÷ minutes observed; downtime = ∫ worst impact open at each instant"
            .into(),
        steps: vec![
            Step {
                label: "Minutes observed".into(),
                value: window_minutes.clone(),
            },
            Step {
                label: format!("Downtime, {}", counting_text(counting)),
                value: format!("{} min", text::minutes(p.downtime)),
            },
            Step {
                label: format!("Error budget: (1 − {}) × {window_minutes}", row.target),
                value: format!("{} min", row.allowed),
            },
            Step {
                label: "Budget − downtime".into(),
                value: format!("{} min", row.remaining),
            },
            Step {
                label: "Burn rate: downtime ÷ budget".into(),
                value: row.burn.clone(),
            },
            Step {
                label: "−log10(1 − availability)".into(),
                value: row.nines.clone(),
            },
            Step {
                label: format!(
                    "1 − {} ÷ {}",
                    text::minutes(p.downtime),
                    text::minutes(p.window_minutes)
                ),
                value: text::availability(p.availability),
            },
        ],
        inputs: vec![
            input(
                "Target",
                row.target.clone(),
                Basis::Assumed,
                &format!("Settings, {}", row.target_from),
            ),
            input(
                "Counting rule",
                counting_text(counting),
                Basis::Assumed,
                "Settings, choices",
            ),
            input(
                "Year",
                year_text(w.methods.year).into(),
                Basis::Assumed,
                "Settings, choices",
            ),
            input(
                "Incidents",
                row.incidents.to_string(),
                Basis::Measured,
                "Incidents",
            ),
            input(
                "Rate, exact Poisson 90 %",
                row.rate.clone(),
                Basis::Estimated,
                "incidents ÷ years observed",
            ),
        ],
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["From", "Minutes", "Worst impact", "Counted", "Incidents"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: [
            row.caveat,
            if frame.partial {
                "The window is partial: it is clipped to what is on record.".into()
            } else {
                String::new()
            },
        ]
        .into_iter()
        .filter(|n| !n.is_empty())
        .collect(),
    })
}

/// The cost of the incidents of a window, of all services or one.
fn total(w: &Workspace, frame: &Frame, service: Option<usize>) -> Explanation {
    let inside: Vec<usize> = w
        .analysis
        .incidents_in(frame.window)
        .filter(|i| service.is_none_or(|s| w.analysis.costs[*i].service == Some(s)))
        .collect();
    let mut steps: Vec<Step> = parts(w, &inside, "cost")
        .into_iter()
        .map(|p| Step {
            label: p.label,
            value: text::money_exact(Money::from_units(p.units, w.methods.currency)),
        })
        .collect();
    let name = service.map_or_else(String::new, |s| format!(" of {}", w.services[s].name));
    let units = w.analysis.total(inside.iter().copied());
    steps.push(Step {
        label: "Total".into(),
        value: text::money_exact(Money::from_units(units, w.methods.currency)),
    });
    let mut explanation = incident_rows(w, &inside, |i| w.analysis.costs[i].total());
    explanation.title = format!("Cost of incidents{name} {}", frame.spoken);
    explanation.figure = total_figure(w, &inside, "");
    explanation.formula = "Σ over incidents (lost revenue + labor), each line posted once; an incident belongs to the window it began in and to the first service it names".into();
    explanation.steps = steps;
    explanation
}

/// One line of the cost of a window.
fn cost_line(w: &Workspace, frame: &Frame, line: &str) -> Option<Explanation> {
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let part = parts(w, &inside, "cost")
        .into_iter()
        .find(|p| p.key == line)?;
    let group = line.strip_prefix("labor:");
    let mut explanation = incident_rows(w, &inside, |i| {
        let cost = &w.analysis.costs[i];
        match group {
            None => cost.lost_units,
            Some(group) => cost
                .labor
                .iter()
                .zip(&cost.labor_units)
                .filter(|((g, _), _)| group_key(*g) == group)
                .map(|(_, units)| *units)
                .sum(),
        }
    });
    let money = Money::from_units(part.units, w.methods.currency);
    let value = money.to_estimate();
    explanation.title = format!("{} {}", part.label, frame.spoken);
    explanation.figure = text::figure(
        value,
        text::money_short(value, w.methods.currency),
        "",
        text::money_exact(money),
        part.basis,
    )
    .ranged(value - part.half, value + part.half, RANGE_MEANS);
    explanation.formula = match group {
        None => "Σ over incidents of impact × Σ expected revenue per minute".into(),
        Some(_) => "Σ over incidents of people × minutes × loaded rate ÷ 60, summed exactly and divided once".into(),
    };
    Some(explanation)
}

/// Incidents with an amount each, dearest first.
fn incident_rows(w: &Workspace, inside: &[usize], amount: impl Fn(usize) -> i128) -> Explanation {
    let currency = w.methods.currency;
    let mut with: Vec<(i128, usize)> = inside
        .iter()
        .map(|i| (amount(*i), *i))
        .filter(|(a, _)| *a != 0)
        .collect();
    with.sort_by(|a, b| {
        b.0.cmp(&a.0)
            .then(w.incidents[a.1].id.cmp(&w.incidents[b.1].id))
    });
    let rows: Vec<Vec<String>> = with
        .iter()
        .take(MOST_ROWS)
        .map(|(units, i)| {
            vec![
                w.incidents[*i].label(),
                text::date(w.incidents[*i].started, w.methods.zone),
                w.incidents[*i].title.clone(),
                service_names(w, &w.incidents[*i]),
                text::money_exact(Money::from_units(*units, currency)),
            ]
        })
        .collect();
    Explanation {
        title: String::new(),
        figure: text::missing(""),
        formula: String::new(),
        steps: Vec::new(),
        inputs: vec![
            baseline_input(w),
            input(
                "Overlaps",
                match w.methods.sharing {
                    Sharing::Shared => {
                        "shared: each minute’s loss once, in proportion to impact".into()
                    }
                    Sharing::Full => "full: each incident charged alone".into(),
                },
                Basis::Assumed,
                "Settings, choices",
            ),
        ],
        rows_note: rows_note(rows.len(), with.len()),
        rows: TextTable {
            columns: ["Number", "Began", "Title", "Services", "Amount"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: Vec::new(),
    }
}

fn incident_total(w: &Workspace, i: usize) -> Explanation {
    let incident = &w.incidents[i];
    let currency = w.methods.currency;
    Explanation {
        title: format!("Cost of {}", incident.label()),
        figure: total_figure(w, &[i], ""),
        formula: "lost revenue + labor by role".into(),
        steps: incident_parts(w, i)
            .into_iter()
            .map(|p| Step {
                label: format!("{}: {}", p.label, p.detail),
                value: text::money_exact(Money::from_units(p.units, currency)),
            })
            .chain(std::iter::once(Step {
                label: "Total".into(),
                value: text::money_exact(Money::from_units(w.analysis.costs[i].total(), currency)),
            }))
            .collect(),
        inputs: vec![baseline_input(w)],
        rows: TextTable {
            columns: Vec::new(),
            rows: Vec::new(),
        },
        rows_note: String::new(),
        notes: notes(w, i),
    }
}

/// One stretch of an incident's loss on a stream.
struct Stretch {
    stream: usize,
    interval: Interval,
    share: f64,
    expected: f64,
}

/// The stretches of an incident on all streams: by local hour, with the share charged to it.
fn stretches(w: &Workspace, i: usize) -> Vec<Stretch> {
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
        let mut add = |interval: Interval, share: f64| {
            for part in local_hours(w, interval) {
                let expected = w.analysis.velocity(stream).expected(part);
                out.push(Stretch {
                    stream,
                    interval: part,
                    share,
                    expected,
                });
            }
        };
        match w.methods.sharing {
            Sharing::Full => {
                for piece in pieces.iter().filter(|p| p.incident as usize == i) {
                    add(piece.interval, piece.level as f64 / WHOLE as f64);
                }
            }
            Sharing::Shared => {
                let near: Vec<_> = pieces
                    .iter()
                    .copied()
                    .filter(|p| own.iter().any(|o| !p.interval.clip(*o).is_empty()))
                    .collect();
                sweep(&near, |interval, open| {
                    let Some(mine) = open.iter().find(|p| p.incident as usize == i) else {
                        return;
                    };
                    let worst =
                        open.iter().map(|p| p.level).max().unwrap_or(0) as f64 / WHOLE as f64;
                    let sum: i64 = open.iter().map(|p| p.level).sum();
                    add(
                        interval,
                        if sum > 0 {
                            worst * mine.level as f64 / sum as f64
                        } else {
                            0.0
                        },
                    );
                });
            }
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

/// Lost revenue of an incident, hour by hour, with the clean hours behind each.
fn lost_revenue(w: &Workspace, i: usize) -> Explanation {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let zone = w.methods.zone;
    let parts = stretches(w, i);
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
                        text::minutes(minutes),
                        text::money_estimate(
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
                    text::minutes(*minutes)
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
    let money = Money::from_units(cost.lost_units, currency);
    steps.push(Step {
        label: "Lost revenue, posted".into(),
        value: text::money_exact(money),
    });
    let (rows, all) = clean_hours(w, &parts);
    let half = Z90 * cost.deviation();
    let value = money.to_estimate();
    let mut inputs = vec![baseline_input(w)];
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
    let mut notes = notes(w, i);
    if cost.losses.is_empty() {
        notes.push(
            "No revenue stream hangs on its services, so no revenue is lost in this model.".into(),
        );
    }
    Explanation {
        title: format!("Lost revenue of {}", incident.label()),
        figure: text::figure(
            value,
            text::money_short(value, currency),
            "",
            text::money_exact(money),
            Basis::Estimated,
        )
        .ranged(value - half, value + half, RANGE_MEANS),
        formula: "impact × Σ expected revenue per minute".into(),
        steps,
        inputs,
        rows_note: rows_note(rows.rows.len(), all),
        rows,
        notes,
    }
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

fn origin(w: &Workspace, i: usize) -> String {
    w.batch_of
        .get(&Key::Incident(w.incidents[i].id))
        .and_then(|batch| w.batches.iter().find(|b| b.import.id == *batch))
        .map_or_else(|| "entered by hand".into(), |b| describe_files(&b.import))
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
                let clean = !(hour * 60..hour * 60 + 60).any(|m| dirty.contains(m));
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

/// Labor of one group on an incident.
fn labor(w: &Workspace, i: usize, group: &str) -> Option<Explanation> {
    let incident = &w.incidents[i];
    let cost = &w.analysis.costs[i];
    let currency = w.methods.currency;
    let at = cost
        .labor
        .iter()
        .position(|(g, _)| group_key(*g) == group)?;
    let rates = RateCard::new(&w.roles);
    let entries: Vec<_> = w
        .labor
        .iter()
        .filter(|e| e.incident == incident.id && group_key(rates.group(&e.role)) == group)
        .collect();
    let money = Money::from_units(cost.labor_units[at], currency);
    let value = money.to_estimate();
    let mut steps: Vec<Step> = Vec::new();
    let mut rows = Vec::new();
    for entry in &entries {
        let rate = rates.rate(entry);
        let people = format_decimal(i128::from(entry.people_milli), 3, 0);
        let minutes = text::minutes(entry.worked_ms as f64 / MINUTE_MS as f64);
        let amount = rate.map(|r| {
            Money::from_units(
                LaborRatio::new(entry.people_milli, entry.worked_ms, r).posted(),
                currency,
            )
        });
        let shown_rate = rate.map_or_else(|| text::NONE.into(), text::money_exact);
        let shown_amount = amount.map_or_else(|| text::NONE.into(), text::money_exact);
        if steps.len() < MOST_STEPS {
            steps.push(Step {
                label: format!(
                    "{}: {people} × {minutes} min × {shown_rate} ÷ 60",
                    entry.role
                ),
                value: shown_amount.clone(),
            });
        }
        rows.push(vec![
            entry.role.clone(),
            entry.person.clone().unwrap_or_else(|| text::NONE.into()),
            people,
            minutes,
            shown_rate,
            shown_amount,
        ]);
    }
    steps.push(Step {
        label: "Summed exactly, divided once, posted".into(),
        value: text::money_exact(money),
    });
    let all = rows.len();
    rows.truncate(MOST_ROWS);
    let own = entries.iter().filter(|e| e.rate.is_some()).count();
    Some(Explanation {
        title: format!("{} on {}", group_name(cost.labor[at].0), incident.label()),
        figure: text::figure(
            value,
            text::money_short(value, currency),
            "",
            text::money_exact(money),
            Basis::Measured,
        ),
        formula: "Σ people × minutes × loaded rate ÷ 60".into(),
        steps,
        inputs: vec![
            input(
                "Entries with a rate of their own",
                own.to_string(),
                Basis::Measured,
                "labor rows",
            ),
            input(
                "Entries priced by the rate card",
                (all - own).to_string(),
                Basis::Assumed,
                "Settings, roles and rates",
            ),
        ],
        rows_note: rows_note(rows.len(), all),
        rows: TextTable {
            columns: ["Role", "Person", "People", "Minutes", "Rate", "Amount"]
                .map(str::to_owned)
                .to_vec(),
            rows,
        },
        notes: Vec::new(),
    })
}
