//! Charts of what was lost: by month, and around one incident.

use super::empty;
use crate::text;
use crate::views::Frame;
use crate::views::cuts::days_held;
use crate::wire::Error;
use crate::workspace::Workspace;
use ninefold_domain::cost::Z90;
use ninefold_domain::counterfactual::{Counterfactual, Seen};
use ninefold_domain::ledger::{Cut, Key, cut};
use ninefold_domain::money::Money;
use ninefold_domain::time::{Instant, Interval, MINUTE_MS};
use ninefold_report::{
    Band, Bar, Bars, Chart, ChartSpec, EndLabel, Line, LinePoint, Lines, Quantity, Region, Tick,
    TickLabels,
};

/// Posted cost by calendar month, with the part that is revenue as a tick.
pub(super) fn by_month(w: &Workspace, frame: &Frame) -> ChartSpec {
    let title = "Cost of incidents by month";
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let currency = w.methods.currency;
    let quantity = |units: i128| {
        let money = Money::from_units(units, currency);
        Quantity {
            value: money.to_estimate(),
            formatted: text::money_short(money.to_estimate(), currency),
        }
    };
    let rows: Vec<Bar> = cut(&w.facts(), &w.analysis, &inside, Cut::Month)
        .into_iter()
        .map(|entry| Bar {
            label: match entry.key {
                Key::Month(Some(month)) => month.interval(w.methods.zone).map_or_else(
                    || month.to_string(),
                    |i| text::month(i.start, w.methods.zone),
                ),
                _ => "No month".into(),
            },
            note: {
                let held = match entry.key {
                    Key::Month(Some(month)) => days_held(w, frame, month),
                    _ => String::new(),
                };
                let count = text::counted(entry.incidents, "incident", "incidents");
                [count, held]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · ")
            },
            value: quantity(entry.amounts.total()),
            range: None,
            mark: Some(quantity(entry.amounts.revenue)),
        })
        .collect();
    if rows.is_empty() {
        return empty(
            title,
            &format!("No incident that counts began {}.", frame.spoken),
        );
    }
    ChartSpec {
        title: title.into(),
        description: format!(
            "{} {} cost {}.",
            text::counted(inside.len(), "incident", "incidents"),
            frame.spoken,
            text::money_exact(Money::from_units(
                w.analysis.total(inside.iter().copied()),
                currency
            ))
        ),
        empty: String::new(),
        chart: Chart::Bars(Bars {
            row_name: "Month".into(),
            value_name: "All lines".into(),
            mark_name: "Net lost revenue".into(),
            range_name: String::new(),
            rows,
            limit: None,
        }),
    }
}

/// Expected and observed revenue around an incident, minute by minute in stretches, over all
/// streams that it reaches; the band is the noise of such stretches in clean weeks.
pub(super) fn expected(w: &Workspace, scope: &str) -> Result<ChartSpec, Error> {
    let title = "Revenue a minute around the incident, expected and observed";
    if scope.is_empty() {
        return Ok(empty(title, "Open an incident to see it."));
    }
    let i = w.incident(scope)?;
    let cost = &w.analysis.costs[i];
    let zone = w.methods.zone;
    let currency = w.methods.currency;
    let recovery = (w.methods.assumptions.recovery_minutes * MINUTE_MS as f64) as i64;
    let seen: Vec<&Counterfactual> = cost
        .losses
        .iter()
        .filter_map(|loss| w.analysis.counterfactual(loss.stream))
        .collect();
    // As much before as the incident took, and the time in which revenue may come back.
    let span = Interval {
        start: Instant(
            cost.span.start.0 - cost.span.length_ms().clamp(60 * MINUTE_MS, 240 * MINUTE_MS),
        ),
        end: Instant(cost.span.end.0 + recovery),
    }
    .clip(w.analysis.observed);
    if seen.is_empty() || span.is_empty() {
        return Ok(empty(
            title,
            "No revenue was recorded around it, so there is nothing to compare.",
        ));
    }
    let step = [5, 15, 30, 60, 180, 720, 1_440]
        .into_iter()
        .map(|minutes| minutes * MINUTE_MS)
        .find(|step| span.length_ms() / step <= 120)
        .unwrap_or(7 * 1_440 * MINUTE_MS);
    let first = span.start.0.div_euclid(step) * step;
    let mut expected = Vec::new();
    let mut observed = Vec::new();
    let mut band = Vec::new();
    let mut at = first;
    while at < span.end.0 {
        let stretch = Interval {
            start: Instant(at),
            end: Instant(at + step),
        };
        let minutes = stretch.minutes();
        let total = seen.iter().map(|c| c.window(stretch)).reduce(Seen::plus);
        if let Some(total) = total.filter(|t| t.minutes > 0.0) {
            let squares: f64 = seen.iter().map(|c| c.deviation(&[stretch]).powi(2)).sum();
            let half = Z90 * squares.sqrt() / minutes;
            let point = |value: f64| LinePoint {
                x: (at + step / 2) as f64,
                y: value,
                label: text::date_time(stretch.start, zone),
                formatted: format!("{}/min", text::money_estimate(value, currency)),
            };
            expected.push(point(total.expected / minutes));
            observed.push(point(total.observed / minutes));
            band.push(Band {
                x: (at + step / 2) as f64,
                low: (total.expected / minutes - half).max(0.0),
                high: total.expected / minutes + half,
            });
        }
        at += step;
    }
    if expected.is_empty() {
        return Ok(empty(
            title,
            "No revenue was recorded around it, so there is nothing to compare.",
        ));
    }
    let one_day = span.length_ms() < 2 * 1_440 * MINUTE_MS;
    let hour = 60 * MINUTE_MS;
    let every = (span.length_ms() / hour / 6).max(1) * hour;
    let ticks = if one_day {
        let mut ticks = Vec::new();
        let offset = zone.offset_ms(span.start);
        let mut tick = (span.start.0 + offset).div_euclid(every) * every - offset;
        while tick < span.end.0 {
            if tick >= first {
                ticks.push(Tick {
                    at: tick as f64,
                    label: text::clock(Instant(tick), zone),
                });
            }
            tick += every;
        }
        ticks
    } else {
        super::time_ticks(w, span)
            .into_iter()
            .map(|t| Tick {
                at: t.at_ms as f64,
                label: t.label,
            })
            .collect()
    };
    let lost: f64 = w
        .analysis
        .compared(&w.methods, i)
        .iter()
        .filter_map(|c| c.counterfactual)
        .map(|c| c.lost)
        .sum();
    Ok(ChartSpec {
        title: title.into(),
        description: format!(
            "By this method {} lost {}; the band is where nine of ten such stretches of clean weeks lay.",
            w.incidents[i].label(),
            text::money_short(lost, currency)
        ),
        empty: String::new(),
        chart: Chart::Lines(Lines {
            from: first as f64,
            to: at as f64,
            ticks,
            tick_labels: TickLabels::AtTick,
            format: super::money_axis(w),
            x_name: "From".into(),
            series: vec![
                Line {
                    name: "Expected".into(),
                    note: "90\u{202f}% band".into(),
                    points: expected,
                    band,
                },
                Line {
                    name: "Observed".into(),
                    note: String::new(),
                    points: observed,
                    band: Vec::new(),
                },
            ],
            notes: Vec::new(),
            regions: vec![Region {
                from: cost.span.start.0 as f64,
                to: cost.span.end.0 as f64,
                label: EndLabel {
                    text: "Incident".into(),
                    note: text::length(cost.span.minutes()),
                },
            }],
            marks: Vec::new(),
            limit: None,
            total: None,
            most: None,
        }),
    })
}
