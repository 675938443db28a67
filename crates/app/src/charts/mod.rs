//! Which chart shows what: from the analysis to a specification that `report` draws.

mod loss;
mod opens;
mod signs;
mod tiers;

use self::opens::Opens;
use crate::App;
use crate::host::Job;
use crate::text;
use crate::views::availability::{against_targets, is_agreed};
use crate::views::cost::{full_outage_figure, team_per_minute};
use crate::views::incidents::incident_parts;
use crate::views::lines::{shown, total_half, window_parts};
use crate::views::{Frame, frame};
use crate::wire::{
    Chart as WireChart, ChartArgs, ChartName, ChartPoint, Error, PlotRect, TextTable,
};
use crate::workspace::Workspace;
use ninefold_domain::analysis::target_of;
use ninefold_domain::availability::counted;
use ninefold_domain::impact::WHOLE;
use ninefold_domain::ledger::Amounts;
use ninefold_domain::money::Money;
use ninefold_domain::targets::Budget;
use ninefold_domain::time::{CalendarUnit, DAY_MS, Instant, Interval as Span};
use ninefold_report::{
    Bar, Bars, BudgetUse, Bullet, Bullets, Chart, ChartSpec, Cost, CostKind, EndLabel, HeatCell,
    HeatMap, Interval, Lane, Limit, Line, LinePoint, Lines, Note, NumberFormat, NumberStyle,
    Quantity, Span as LaneSpan, Step, Theme, Tick, TickLabels, TimeTick, Timeline, Waterfall,
    render_chart,
};

impl App {
    pub(crate) fn chart(&self, args: &ChartArgs, _: &Job<'_>) -> Result<WireChart, Error> {
        self.with(|w| {
            let frame = frame(w, &args.window)?;
            let spec = spec(w, &frame, args.chart, &args.scope)?;
            let theme = match args.theme.as_str() {
                "light" => Theme::Light,
                "dark" => Theme::Dark,
                _ => Theme::App,
            };
            let height = if args.height == 0 {
                ninefold_report::natural_height(&spec, args.width)
            } else {
                args.height
            };
            let drawing = render_chart(&spec, theme, args.width, height);
            let opens = Opens::of(w, args.chart, &args.scope, &frame);
            Ok(WireChart {
                title: spec.title,
                empty: drawing.points.is_empty(),
                svg: drawing.svg,
                width: drawing.width,
                height: drawing.height,
                plot: PlotRect {
                    x: drawing.plot_rect.x,
                    y: drawing.plot_rect.y,
                    width: drawing.plot_rect.width,
                    height: drawing.plot_rect.height,
                },
                series: drawing.series,
                points: drawing
                    .points
                    .into_iter()
                    .map(|p| ChartPoint {
                        explain: opens.key(w, p.series, &p.label, p.of),
                        series: p.series,
                        label: p.label,
                        x: p.x,
                        y: p.y,
                        formatted: p.formatted,
                    })
                    .collect(),
                summary: drawing.summary,
                table: TextTable {
                    columns: drawing.table.columns,
                    rows: drawing.table.rows,
                },
            })
        })
    }
}

fn spec(w: &Workspace, frame: &Frame, chart: ChartName, scope: &str) -> Result<ChartSpec, Error> {
    Ok(match chart {
        ChartName::Budget => budget(w, frame, scope)?,
        ChartName::Velocity => velocity(w),
        ChartName::WeekHeat => week_heat(w, scope)?,
        ChartName::CostPerMinute => cost_per_minute(w),
        ChartName::UsedAllowed => used_allowed(w, frame),
        ChartName::Timeline => timeline(w, frame),
        ChartName::CostLines => cost_lines(w, frame, scope)?,
        ChartName::CostByMonth => loss::by_month(w, frame),
        ChartName::Expected => loss::expected(w, scope)?,
        ChartName::Times => signs::times(w, frame, scope)?,
        ChartName::Demand => signs::demand(w),
        ChartName::GrowthSlope => signs::slope(w),
        ChartName::Risks => tiers::risks(w, scope)?,
        ChartName::TierCurves => tiers::curves(w, scope)?,
        ChartName::Payback => tiers::payback(w, scope)?,
        ChartName::Tornado => tiers::swings(w, scope)?,
        ChartName::Frontier => tiers::frontier(w, scope)?,
        ChartName::Exceedance => tiers::exceedance(w, scope)?,
    })
}

fn money_axis(w: &Workspace) -> NumberFormat {
    NumberFormat {
        style: NumberStyle::Compact,
        prefix: text::sign(w.methods.currency),
        ..NumberFormat::default()
    }
}

/// Marks of a time axis in the workspace zone: months, or weeks and days for short spans.
fn time_ticks(w: &Workspace, window: Span) -> Vec<TimeTick> {
    let zone = w.methods.zone;
    let days = window.length_ms() / DAY_MS;
    let mut ticks = Vec::new();
    if days > 62 {
        let months = (days / 30).max(1);
        let every = (months / 7 + 1).max(1);
        let mut at = zone.calendar(CalendarUnit::Month, window.start);
        let mut nth = 0;
        while at.start < window.end {
            if at.start >= window.start {
                let label = if nth % every == 0 {
                    text::month(at.start, zone)
                } else {
                    String::new()
                };
                ticks.push(TimeTick {
                    at_ms: at.start.0,
                    label,
                });
                nth += 1;
            }
            at = zone.calendar(CalendarUnit::Month, at.end);
        }
    } else {
        let every = (days / 7).max(1);
        let mut at = zone.day_start(window.start);
        let mut nth = 0;
        while at < window.end {
            if at >= window.start {
                let label = if nth % every == 0 {
                    text::day(at, zone)
                } else {
                    String::new()
                };
                ticks.push(TimeTick { at_ms: at.0, label });
                nth += 1;
            }
            // Thirty hours later is always the next local day.
            at = zone.day_start(Instant(at.0 + DAY_MS + DAY_MS / 4));
        }
    }
    ticks
}

/// Cumulative downtime of one service against its budget; the worst service without a scope.
fn budget(w: &Workspace, frame: &Frame, scope: &str) -> Result<ChartSpec, Error> {
    let zone = w.methods.zone;
    let counting = w.methods.counting;
    let s = if scope.is_empty() {
        let worst = against_targets(w, frame)
            .into_iter()
            .next()
            .map(|(_, r)| r.id);
        match worst {
            Some(id) => w.service(&id)?,
            None => {
                return Ok(empty(
                    "Downtime used against the budget, minutes",
                    "Add a service to see its budget.",
                ));
            }
        }
    } else {
        w.service(scope)?
    };
    let service = &w.services[s];
    let (target, _) = target_of(service, &w.tiers, &w.methods);
    let budget = Budget::of(&w.analysis, s, frame.window, frame.asked, counting, target);
    let allowed = budget.whole;
    // A window that still runs is drawn to its end: its budget is for all of it.
    let span = Span {
        start: frame.window.start,
        end: frame.window.end.max(frame.asked.end),
    };
    let mut total = 0.0;
    let mut edges: Vec<(Instant, f64)> = Vec::new();
    for (interval, level) in w.analysis.downtime[s].within(frame.window) {
        let used = interval.minutes() * counted(level, counting) as f64 / WHOLE as f64;
        if used <= 0.0 {
            continue;
        }
        // A long outage uses its minutes as it goes, not all at its end.
        let slices = (interval.length_ms() * 150 / frame.window.length_ms().max(1)).max(1);
        edges.push((interval.start, total));
        for slice in 1..=slices {
            let at = Instant(interval.start.0 + interval.length_ms() * slice / slices);
            edges.push((at, total + used * slice as f64 / slices as f64));
        }
        total += used;
    }
    let steps = thinned(&edges)
        .map(|(at, total)| Step {
            at_ms: at.0,
            total,
            label: text::date_time(at, zone),
            formatted: format!("{} min", text::minutes(total)),
        })
        .collect();
    let spent = budget.spent.map(|at| Note {
        at: at.0 as f64,
        title: format!("Budget spent {}", text::day(at, zone)),
        note: incident_at(w, s, at).unwrap_or_default(),
    });
    // What overlaps is one piece of the line; an incident is told with the minutes that are its own.
    let mut biggest = w.analysis.downtime_by_incident(s, frame.window, counting);
    biggest.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let notes = biggest
        .iter()
        .take(2)
        .map(|(incident, used)| {
            let i = *incident as usize;
            let hits = w.analysis.hits(i).iter();
            let ends = hits
                .filter(|(from, _, level)| *level > 0 && reaches(w, *from, s))
                .map(|(_, hit, _)| hit.end.0);
            Note {
                at: ends.max().unwrap_or(0).min(frame.window.end.0) as f64,
                title: w.incidents[i].label(),
                note: format!("{} min", text::minutes(*used)),
            }
        })
        .collect();
    Ok(ChartSpec {
        title: format!(
            "{}: downtime used against the budget, minutes",
            service.name
        ),
        description: format!(
            "{} used {} of {} minutes allowed at {}{}.",
            service.name,
            text::minutes(total),
            text::minutes(allowed),
            text::percent_plain(target),
            if budget.over { "" } else { " so far" }
        ),
        empty: format!("No downtime of {} {}.", service.name, frame.spoken),
        chart: Chart::BudgetUse(BudgetUse {
            start_ms: span.start.0,
            end_ms: span.end.0,
            known_until_ms: frame.window.end.0,
            ticks: time_ticks(w, span),
            format: NumberFormat::default(),
            name: "Used".into(),
            time_name: "Time".into(),
            steps,
            end: EndLabel {
                text: format!("Used {} min", text::minutes(total)),
                note: if is_agreed(&budget) {
                    format!("{} of budget", text::percent(budget.consumed, 0))
                } else {
                    "no agreed time".into()
                },
            },
            limit: Some(Limit {
                value: allowed,
                label: EndLabel {
                    text: format!("Budget {} min", text::minutes(allowed)),
                    note: format!(
                        "{} over {} d",
                        text::percent_plain(target),
                        text::minutes((span.minutes() / 1440.0).round())
                    ),
                },
            }),
            pace: Some("even pace".into()),
            spent,
            notes,
        }),
    })
}

/// At most 900 edges of a running total: of longer lists every n-th and the last.
fn thinned(edges: &[(Instant, f64)]) -> impl Iterator<Item = (Instant, f64)> + '_ {
    const MOST: usize = 900;
    let every = edges.len().div_ceil(MOST).max(1);
    let last = edges.len().saturating_sub(1);
    edges
        .iter()
        .enumerate()
        .filter(move |(i, _)| i % every == 0 || *i == last)
        .map(|(_, edge)| *edge)
}

fn incident_index_at(w: &Workspace, service: usize, at: Instant) -> Option<usize> {
    (0..w.incidents.len()).find(|incident| {
        w.analysis
            .hits(*incident)
            .iter()
            .any(|(s, interval, level)| {
                *level > 0 && interval.contains(at) && reaches(w, *s, service)
            })
    })
}

/// Whether a failure of one service takes another down, or is of it.
fn reaches(w: &Workspace, from: usize, service: usize) -> bool {
    let reached = w.analysis.reach.services_from(from);
    reached.iter().any(|(reached, _)| *reached == service)
}

fn incident_at(w: &Workspace, service: usize, at: Instant) -> Option<String> {
    incident_index_at(w, service, at).map(|i| w.incidents[i].title.clone())
}

fn empty(title: &str, sentence: &str) -> ChartSpec {
    ChartSpec {
        title: title.into(),
        description: sentence.into(),
        empty: sentence.into(),
        chart: Chart::Bars(Bars {
            row_name: String::new(),
            value_name: String::new(),
            mark_name: String::new(),
            range_name: String::new(),
            rows: Vec::new(),
            limit: None,
        }),
    }
}

/// Expected revenue a minute by hour of the week, the largest four streams and the rest.
fn velocity(w: &Workspace) -> ChartSpec {
    let currency = w.methods.currency;
    let mut streams: Vec<(f64, String, Vec<f64>)> = w
        .streams
        .iter()
        .enumerate()
        .filter(|(s, _)| !w.revenue[*s].is_empty())
        .map(|(s, stream)| {
            let velocity = w.analysis.velocity(s);
            (
                velocity.mean_per_minute(),
                stream.name.clone(),
                velocity.by_hour_of_week(),
            )
        })
        .collect();
    streams.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    if streams.len() > 5 {
        let rest = streams.split_off(4);
        let mut sum = vec![0.0; 168];
        for (_, _, hours) in &rest {
            for (a, b) in sum.iter_mut().zip(hours) {
                *a += b;
            }
        }
        let mean = rest.iter().map(|(mean, _, _)| mean).sum();
        streams.push((mean, format!("{} others", rest.len()), sum));
    }
    let peak = streams.first().and_then(|(_, _, hours)| {
        hours
            .iter()
            .copied()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(hour, value)| Note {
                at: hour as f64 + 0.5,
                title: format!("{}/min", text::money_a_minute(value, currency)),
                note: text::hour_of_week_long(hour),
            })
    });
    let series = streams
        .iter()
        .map(|(mean, name, hours)| Line {
            name: name.clone(),
            note: format!("{}/min on average", text::money_a_minute(*mean, currency)),
            points: hours
                .iter()
                .enumerate()
                .map(|(hour, value)| LinePoint {
                    x: hour as f64 + 0.5,
                    y: *value,
                    label: text::hour_of_week(hour),
                    formatted: format!("{}/min", text::money_estimate(*value, currency)),
                })
                .collect(),
            band: Vec::new(),
        })
        .collect();
    ChartSpec {
        title: "Expected revenue per minute, by hour of the week".into(),
        description: match streams.first() {
            Some((mean, name, _)) => format!(
                "{name} earns {} a minute on average.",
                text::money_a_minute(*mean, currency)
            ),
            None => String::new(),
        },
        empty: "Import revenue to see its velocity.".into(),
        chart: Chart::Lines(Lines {
            from: 0.0,
            to: 168.0,
            ticks: text::weekdays()
                .iter()
                .enumerate()
                .map(|(d, name)| Tick {
                    at: d as f64 * 24.0,
                    label: (*name).into(),
                })
                .collect(),
            tick_labels: TickLabels::Between,
            format: money_axis(w),
            x_name: "Hour".into(),
            series,
            notes: peak.into_iter().collect(),
            regions: Vec::new(),
            marks: Vec::new(),
            limit: None,
            total: None,
            most: None,
        }),
    }
}

/// Cost of a full-outage minute, 7 days × 24 hours; of one service with a scope.
fn week_heat(w: &Workspace, scope: &str) -> Result<ChartSpec, Error> {
    let currency = w.methods.currency;
    let outage = if scope.is_empty() {
        w.analysis.whole_outage()
    } else {
        w.analysis.full_outage(w.service(scope)?)
    };
    let team = team_per_minute(w);
    let cells = outage.as_ref().map_or_else(Vec::new, |o| {
        o.hours
            .iter()
            .enumerate()
            .map(|(hour, value)| HeatCell {
                row: (hour / 24) as u32,
                column: (hour % 24) as u32,
                value: value + team,
                formatted: format!("{}/min", text::money_a_minute(value + team, currency)),
            })
            .collect()
    });
    Ok(ChartSpec {
        title: "Cost of a full-outage minute over the week".into(),
        description: match &outage {
            Some(o) => format!(
                "Dearest on {}: {} a minute.",
                text::hour_of_week_long(o.peak_hour),
                text::money_a_minute(o.peak + team, currency)
            ),
            None => String::new(),
        },
        empty: "Import revenue to see what a minute costs over the week.".into(),
        chart: Chart::HeatMap(HeatMap {
            rows: text::weekdays().iter().map(|d| (*d).into()).collect(),
            columns: (0..24).map(|h| format!("{h:02}")).collect(),
            column_name: "Hour".into(),
            value_name: "Cost per minute".into(),
            cells,
        }),
    })
}

/// Average and peak cost of a full-outage minute by service.
fn cost_per_minute(w: &Workspace) -> ChartSpec {
    let currency = w.methods.currency;
    let team = team_per_minute(w);
    let mut rows: Vec<(f64, Bar)> = w
        .services
        .iter()
        .enumerate()
        .filter_map(|(s, service)| {
            let o = w.analysis.full_outage(s)?;
            let (low, high) = (o.range.0 + team, o.range.1 + team);
            Some((
                o.mean,
                Bar {
                    label: service.name.clone(),
                    note: service
                        .tier
                        .map(|t| format!("tier {t}"))
                        .unwrap_or_default(),
                    value: Quantity {
                        value: o.mean + team,
                        // As it reads in the table of services.
                        formatted: full_outage_figure(w, &o).text + "/min",
                    },
                    range: (high > low).then(|| Interval {
                        low,
                        high,
                        formatted: text::short_range(low, high),
                    }),
                    mark: Some(Quantity {
                        value: o.peak + team,
                        formatted: format!("{}/min", text::money_a_minute(o.peak + team, currency)),
                    }),
                },
            ))
        })
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.label.cmp(&b.1.label)));
    ChartSpec {
        title: "Cost of a full-outage minute by service".into(),
        description: rows.first().map_or_else(String::new, |(_, b)| {
            format!("{} is the dearest: {}.", b.label, b.value.formatted)
        }),
        empty: "Import revenue and say which services carry it to see what a minute of each costs."
            .into(),
        chart: Chart::Bars(Bars {
            row_name: "Service".into(),
            value_name: "Average".into(),
            mark_name: "Dearest hour".into(),
            range_name: "90 % range".into(),
            rows: rows.into_iter().map(|(_, b)| b).collect(),
            limit: None,
        }),
    }
}

/// Used against allowed minutes by service.
fn used_allowed(w: &Workspace, frame: &Frame) -> ChartSpec {
    let rows = against_targets(w, frame);
    ChartSpec {
        title: "Downtime used against allowed, minutes".into(),
        description: rows
            .first()
            .filter(|(b, _)| is_agreed(b))
            .map_or_else(String::new, |(_, r)| {
                format!("{} used {} of its budget.", r.name, r.consumed)
            }),
        empty: "Add services and incidents to see what was used of each budget.".into(),
        chart: Chart::Bullets(Bullets {
            row_name: "Service".into(),
            used_name: "Used".into(),
            over_name: "Used, over".into(),
            allowed_name: "Allowed".into(),
            rows: rows
                .into_iter()
                .filter(|(b, _)| is_agreed(b))
                .map(|(b, r)| Bullet {
                    label: r.name,
                    note: format!("target {}", r.target),
                    used: Quantity {
                        value: b.provided.downtime,
                        formatted: format!("{} min", text::minutes(b.provided.downtime)),
                    },
                    allowed: Some(Quantity {
                        value: b.whole,
                        formatted: format!("{} min", text::minutes(b.whole)),
                    }),
                })
                .collect(),
        }),
    }
}

/// Incidents by service over the window.
fn timeline(w: &Workspace, frame: &Frame) -> ChartSpec {
    let lanes: Vec<Lane> = (w.services.iter().zip(spans_of(w, frame)))
        .map(|(service, spans)| Lane {
            label: service.name.clone(),
            figure: {
                let mut whose: Vec<usize> = spans.iter().map(|(_, _, i)| *i).collect();
                whose.sort_unstable();
                whose.dedup();
                text::counted(whose.len(), "incident", "incidents")
            },
            spans: merged(spans, frame.window)
                .into_iter()
                .map(|m| LaneSpan {
                    start_ms: m.span.start.0,
                    end_ms: m.span.end.0,
                    impact: m.worst,
                    label: text::date_time(m.span.start, w.methods.zone),
                    formatted: m.text(w),
                    of: Some(m.whose as u64),
                })
                .collect(),
        })
        .collect();
    let any = lanes.iter().any(|l| !l.spans.is_empty());
    ChartSpec {
        title: "Incidents by service".into(),
        description: format!(
            "{} {}.",
            text::counted(
                w.analysis.incidents_in(frame.window).count(),
                "incident",
                "incidents"
            ),
            frame.spoken
        ),
        empty: format!("No incident {}.", frame.spoken),
        chart: Chart::Timeline(Timeline {
            start_ms: frame.window.start.0,
            end_ms: frame.window.end.0,
            ticks: time_ticks(w, frame.window),
            lane_name: "Service".into(),
            time_name: "Started".into(),
            value_name: "Incident, length, impact".into(),
            lanes: if any { lanes } else { Vec::new() },
        }),
    }
}

/// Stretches of incidents in a window by service, each with its impact and whose it is.
fn spans_of(w: &Workspace, frame: &Frame) -> Vec<Vec<(Span, f64, usize)>> {
    let mut found: Vec<Vec<(Span, f64, usize)>> = vec![Vec::new(); w.services.len()];
    for (i, settled) in w.analysis.settled.iter().enumerate() {
        for (s, interval, level) in settled {
            let inside = interval.clip(frame.window);
            if !inside.is_empty() {
                found[*s].push((inside, *level as f64 / WHOLE as f64, i));
            }
        }
    }
    found
}

/// Incidents of a lane that stand too close for an eye to part.
struct Merged {
    span: Span,
    worst: f64,
    /// Position of the worst.
    whose: usize,
    /// How many more there are.
    more: usize,
}

impl Merged {
    fn text(&self, w: &Workspace) -> String {
        let (label, worst) = (
            w.incidents[self.whose].label(),
            text::percent(self.worst, 0),
        );
        if self.more == 0 {
            format!("{label}, {}, {worst}", text::length(self.span.minutes()))
        } else {
            let all = text::counted(self.more + 1, "incident", "incidents");
            format!("{all}, worst {label} with {worst}")
        }
    }
}

/// Spans of a lane; those that begin within the same thousandth of the window are made one
/// where there are more than a thousand.
fn merged(mut spans: Vec<(Span, f64, usize)>, window: Span) -> Vec<Merged> {
    const MOST: usize = 1_000;
    spans.sort_by_key(|(span, _, i)| (span.start, *i));
    let slice = if spans.len() > MOST {
        window.length_ms() / MOST as i64
    } else {
        0
    };
    let mut out: Vec<Merged> = Vec::new();
    for (span, impact, i) in spans {
        match out.last_mut() {
            Some(last) if span.start.0 - last.span.start.0 < slice => {
                last.span.end = last.span.end.max(span.end);
                last.more += 1;
                if impact > last.worst {
                    (last.worst, last.whose) = (impact, i);
                }
            }
            _ => out.push(Merged {
                span,
                worst: impact,
                whose: i,
                more: 0,
            }),
        }
    }
    out
}

/// Cost lines of the window, or of the incident in scope.
fn cost_lines(w: &Workspace, frame: &Frame, scope: &str) -> Result<ChartSpec, Error> {
    let currency = w.methods.currency;
    let (parts, half) = if scope.is_empty() {
        let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
        (window_parts(w, &inside), total_half(w, &inside))
    } else {
        let i = w.incident(scope)?;
        (incident_parts(w, i), total_half(w, &[i]))
    };
    let major = |units: i128| Money::from_units(units, currency).to_estimate();
    let (amounts, whole) = shown(&parts, currency.units_per_major().into());
    let money = |amounts: Amounts| text::money_whole(amounts.total(), currency);
    let total: i128 = parts.iter().map(|p| p.units).sum();
    let range = |(low, high): (f64, f64)| Interval {
        low,
        high,
        formatted: text::short_range(low, high),
    };
    let mut lines: Vec<Cost> = parts
        .iter()
        .zip(amounts)
        .map(|(p, amounts)| Cost {
            label: p.label.clone(),
            note: p.detail.clone(),
            amount: Quantity {
                value: major(p.units),
                formatted: money(amounts),
            },
            range: p.ends(currency).map(range),
            kind: CostKind::Part,
        })
        .collect();
    lines.push(Cost {
        label: "Total".into(),
        note: String::new(),
        amount: Quantity {
            value: major(total),
            formatted: money(whole),
        },
        range: (half > 0.0).then(|| range((major(total) - half, major(total) + half))),
        kind: CostKind::Total,
    });
    Ok(ChartSpec {
        title: "What incidents cost, line by line".into(),
        description: format!("{} in all.", money(whole)),
        empty: format!("No incident {}.", frame.spoken),
        chart: Chart::Waterfall(Waterfall {
            row_name: "Line".into(),
            value_name: "Amount".into(),
            range_name: "90 % range".into(),
            lines: if total == 0 { Vec::new() } else { lines },
        }),
    })
}
