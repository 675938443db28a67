//! The cost screen: what a minute costs, and the lines that incidents add up to.

use super::lines::{MINOR, open_minutes, shown, total_figure, total_half, waterfall, window_parts};
use super::{caveats, clipped_note, finding, frame, lacking, methods, outside};
use crate::App;
use crate::gaps::{Gaps, NOTHING_SOLD};
use crate::host::Job;
use crate::text;
use crate::wire::{
    Basis, Cost, Error, Figure, QuickCost, QuickCostArgs, Rule, ServiceCost, Tile, WindowArgs,
};
use crate::workspace::Workspace;
use ninefold_domain::cost::{Sought, Z90, cost_per_minute};
use ninefold_domain::ledger::{Amounts, Cut, Key, cut};
use ninefold_domain::methods::{LossMethod, View};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::outage::FullOutage;
use ninefold_domain::time::YearBasis;
use std::collections::BTreeMap;

impl App {
    pub(crate) fn cost(&self, args: &WindowArgs, _: &Job<'_>) -> Result<Cost, Error> {
        self.with(|w| screen(w, &args.window))
    }

    pub(crate) fn cost_quick(&self, args: &QuickCostArgs, _: &Job<'_>) -> Result<QuickCost, Error> {
        quick(args)
    }
}

/// The largest number that is taken of the three.
const MOST_TYPED: f64 = 1e13;

/// Cost per minute of a full outage from three typed numbers.
fn quick(args: &QuickCostArgs) -> Result<QuickCost, Error> {
    let currency =
        Currency::parse(&args.currency).map_err(|e| Error::invalid("currency", e.to_string()))?;
    // People paste amounts with their currency.
    let bare = |typed: &str| -> String {
        let sign = text::sign(currency);
        let typed = typed.trim();
        let typed = typed.strip_prefix(sign.trim()).unwrap_or(typed);
        let typed = typed.strip_suffix(sign.trim()).unwrap_or(typed);
        let typed = typed.strip_prefix(currency.code()).unwrap_or(typed);
        typed
            .strip_suffix(currency.code())
            .unwrap_or(typed)
            .trim()
            .to_owned()
    };
    let read = |typed: &str, field: &str| {
        let number = text::read_number(&bare(typed), field, 0.0)?;
        // Beyond it a sum has fewer digits than it shows.
        if number > MOST_TYPED {
            return Err(Error::invalid(
                field,
                format!("“{}” is more than {MOST_TYPED:e}", typed.trim()),
            ));
        }
        Ok(number)
    };
    let revenue = read(&args.revenue_a_year, "revenueAYear")?;
    let people = read(&args.people, "people")?;
    let rate = read(&args.rate, "rate")?;
    let year = YearBasis::Days365;
    let (by_revenue, by_team) = cost_per_minute(revenue, people, rate, year.minutes());
    let show = |value: f64| {
        text::figure(
            value,
            text::money_estimate(value, currency),
            "/min",
            format!("{}/min", text::money_estimate(value, currency)),
            Basis::Assumed,
        )
    };
    Ok(QuickCost {
        revenue: show(by_revenue),
        team: show(by_team),
        total: show(by_revenue + by_team),
        formula: format!(
            "{} ÷ {} min a year + {} people × {} an hour ÷ 60",
            text::money_exact(Money::post_estimate(revenue, currency)),
            text::count(year.minutes() as usize),
            args.people.trim(),
            text::money_exact(Money::post_estimate(rate, currency)),
        ),
    })
}

/// What the range of a full-outage minute means.
const WEEKS_MEAN: &str = "nine of ten weeks averaged within";
/// What the range of the dearest hour means.
pub(crate) const HOURS_MEAN: &str = "nine of ten such hours earned within";

/// Team on a full outage, a minute.
pub(crate) fn team_per_minute(w: &Workspace) -> f64 {
    w.methods.team_people * w.methods.team_rate / 60.0
}

/// A cost per minute as a figure.
pub(crate) fn per_minute(value: f64, currency: Currency, basis: Basis) -> Figure {
    text::figure(
        value,
        text::money_a_minute(value, currency),
        "/min",
        format!("{}/min", text::money_estimate(value, currency)),
        basis,
    )
}

/// What a minute of full outage costs, with the team, as a figure.
pub(crate) fn full_outage_figure(w: &Workspace, outage: &FullOutage) -> Figure {
    let team = team_per_minute(w);
    let (low, high) = (outage.range.0 + team, outage.range.1 + team);
    per_minute(outage.mean + team, w.methods.currency, Basis::Estimated)
        .ranged(low, high, WEEKS_MEAN)
}

/// Why there is no cost of a full-outage minute.
fn no_outage(w: &Workspace) -> &'static str {
    if w.revenue.iter().all(Vec::is_empty) {
        "no revenue is imported; three typed numbers under Cost give a first answer"
    } else {
        "incidents cover every minute of the revenue, so nothing is left to learn from: look for open or very long ones"
    }
}

/// Cost of a full-outage minute of everything.
pub(crate) fn outage_tile(w: &Workspace) -> Tile {
    let label = "Cost of a full-outage minute".to_owned();
    let Some(outage) = w.analysis.whole_outage() else {
        return Tile {
            label,
            figure: text::missing(no_outage(w)),
            caption: no_outage(w).into(),
            rule: None,
            over: false,
        };
    };
    let currency = w.methods.currency;
    let team = team_per_minute(w);
    let (low, high) = (outage.range.0 + team, outage.range.1 + team);
    let scale = (outage.peak + team).max(high) * 1.05;
    Tile {
        label,
        figure: full_outage_figure(w, &outage).explained("outage:all"),
        caption: format!(
            "{} on average · {} on {}",
            if high > low {
                text::short_range(low, high)
            } else {
                text::short(outage.mean + team)
            },
            text::money_a_minute(outage.peak + team, currency),
            text::hour_of_week_long(outage.peak_hour)
        ),
        rule: (scale > 0.0).then(|| Rule {
            from: low / scale,
            to: high / scale,
            tick: (outage.mean + team) / scale,
            over: None,
        }),
        over: false,
    }
}

fn screen(w: &Workspace, window: &str) -> Result<Cost, Error> {
    let frame = frame(w, window)?;
    let currency = w.methods.currency;
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let outage = w.analysis.whole_outage();
    let parts = window_parts(w, &inside);
    // As it is printed in lines and cuts.
    let (_, whole) = shown(&parts, MINOR);
    let (lines, total) = waterfall(&parts, total_half(w, &inside), currency, "total");
    let headline = match (outside(w, &frame), &outage) {
        (Some(beyond), _) => beyond,
        (None, Some(outage)) => {
            let team = team_per_minute(w);
            finding(
                format!(
                    "A minute of full outage costs about {}, and {} on {}.",
                    text::money_a_minute(outage.mean + team, currency),
                    text::money_a_minute(outage.peak + team, currency),
                    text::hour_of_week_long(outage.peak_hour)
                ),
                if inside.is_empty() {
                    format!("No incident began {}.", frame.spoken)
                } else {
                    format!(
                        "{} {} cost {} in all, {} of it {}.",
                        text::counted(inside.len(), "incident", "incidents"),
                        frame.spoken,
                        text::money_exact(Money::from_units(whole.total(), currency)),
                        text::money_exact(Money::from_units(whole.revenue, currency)),
                        match w.methods.assumptions.view {
                            View::Revenue => "lost revenue",
                            View::Margin => "lost margin",
                        }
                    )
                },
            )
        }
        (None, None) => lacking(
            "What does a minute of outage cost?",
            if w.revenue.iter().all(Vec::is_empty) {
                "Type three numbers for a first answer, or import revenue for a measured one."
            } else {
                "Incidents cover every minute of the revenue, so nothing is left to learn from. Look for open or very long incidents."
            },
        ),
    };
    let mut tiles = Vec::new();
    if let Some(outage) = &outage {
        tiles.push(outage_tile(w));
        tiles.push(peak_tile(w, outage));
        let total = total_figure(w, &inside, "total");
        let observed = observed_figure(w, &inside, None);
        let range = |figure: &Figure| match figure.range.as_str() {
            "" => String::new(),
            range => format!("{range} · "),
        };
        tiles.push(Tile {
            label: "Observed downtime minute".into(),
            caption: format!(
                "{}all lines, open for {} min",
                range(&observed),
                text::minutes(open_minutes(w, &inside, None))
            ),
            figure: if observed.value.is_some() {
                observed.explained("observed:all")
            } else {
                observed
            },
            rule: None,
            over: false,
        });
        tiles.push(Tile {
            label: "Incident cost".into(),
            caption: format!(
                "{}{} · {}",
                range(&total),
                text::counted(inside.len(), "incident", "incidents"),
                frame.spoken
            ),
            figure: total,
            rule: None,
            over: false,
        });
    }
    Ok(Cost {
        headline,
        tiles,
        services: services(w, &inside),
        lines,
        total,
        view: match w.methods.assumptions.view {
            View::Revenue => "revenue",
            View::Margin => "margin",
        }
        .into(),
        methods: methods::rows(w, &inside, "methods"),
        alerts: caveats::all(w, &inside),
        notes: notes(w, &frame, &inside),
    })
}

/// The dearest hour of the week as a figure.
pub(crate) fn peak_figure(w: &Workspace, outage: &FullOutage) -> Figure {
    let team = team_per_minute(w);
    let figure = per_minute(outage.peak + team, w.methods.currency, Basis::Estimated);
    match outage.peak_range {
        Some((low, high)) => figure.ranged(low + team, high + team, HOURS_MEAN),
        None => figure,
    }
}

fn peak_tile(w: &Workspace, outage: &FullOutage) -> Tile {
    let team = team_per_minute(w);
    let figure = peak_figure(w, outage).explained("peak:all");
    Tile {
        label: "In the dearest hour".into(),
        caption: [
            figure.range.clone(),
            text::hour_of_week(outage.peak_hour),
            format!(
                "{:.1} × average",
                (outage.peak + team) / (outage.mean + team)
            ),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · "),
        figure,
        rule: None,
        over: false,
    }
}

/// The incidents of a window, of all services or with a part on one.
pub(crate) fn observed_incidents(
    w: &Workspace,
    frame: &super::Frame,
    service: Option<usize>,
) -> Vec<usize> {
    let all = w.analysis.incidents_in(frame.window);
    all.filter(|i| service.is_none_or(|s| w.analysis.costs[*i].services().any(|(on, _)| on == s)))
        .collect()
}

/// What a minute cost in which any of some incidents was open, all lines; of a service, its part
/// of them over the minutes that they were open on it.
pub(crate) fn observed_figure(
    w: &Workspace,
    incidents: &[usize],
    service: Option<usize>,
) -> Figure {
    let total = match service {
        None => total_figure(w, incidents, ""),
        Some(s) => service_total(w, s, incidents),
    };
    let down = open_minutes(w, incidents, service);
    let Some(value) = total.value.filter(|_| down > 0.0) else {
        return text::missing("no incident charged to it began in the window");
    };
    let half = match service {
        None => total_half(w, incidents),
        Some(s) => service_half(w, s, incidents),
    };
    per_minute(value / down, w.methods.currency, total.basis).ranged(
        (value - half) / down,
        (value + half) / down,
        super::lines::TOTAL_RANGE_MEANS,
    )
}

fn services(w: &Workspace, inside: &[usize]) -> Vec<ServiceCost> {
    let currency = w.methods.currency;
    let team = team_per_minute(w);
    let mut rows: Vec<(f64, ServiceCost)> = w
        .services
        .iter()
        .enumerate()
        .map(|(s, service)| {
            let own: Vec<usize> = inside
                .iter()
                .copied()
                .filter(|i| w.analysis.costs[*i].services().any(|(on, _)| on == s))
                .collect();
            let total =
                service_total(w, s, &own).explained(format!("service:{}:total", service.id));
            let observed = observed_figure(w, &own, Some(s));
            let observed = if observed.value.is_some() {
                observed.explained(format!("observed:{}", service.id))
            } else {
                observed
            };
            let team_figure = per_minute(team, currency, Basis::Assumed).explained("team");
            let key = format!("outage:{}", service.id);
            match w.analysis.full_outage(s) {
                Some(outage) => (
                    outage.mean,
                    ServiceCost {
                        id: service.id.to_string(),
                        name: service.name.clone(),
                        revenue: per_minute(outage.mean, currency, Basis::Estimated)
                            .ranged(outage.range.0, outage.range.1, WEEKS_MEAN)
                            .explained(key.clone()),
                        team: team_figure,
                        full_outage: full_outage_figure(w, &outage).explained(key),
                        peak: peak_figure(w, &outage).explained(format!("peak:{}", service.id)),
                        peak_at: text::hour_of_week(outage.peak_hour),
                        observed,
                        total,
                    },
                ),
                None => (
                    -1.0,
                    ServiceCost {
                        id: service.id.to_string(),
                        name: service.name.clone(),
                        revenue: text::missing("no revenue stream hangs on it"),
                        team: team_figure,
                        full_outage: per_minute(team, currency, Basis::Assumed).explained(key),
                        peak: per_minute(team, currency, Basis::Assumed).explained("team"),
                        peak_at: String::new(),
                        observed,
                        total,
                    },
                ),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// What one service is charged of an incident.
pub(crate) fn service_part(w: &Workspace, i: usize, s: usize) -> Amounts {
    cut(&w.facts(), &w.analysis, &[i], Cut::Service)
        .into_iter()
        .find(|entry| entry.key == Key::Service(Some(s)))
        .map(|entry| entry.amounts)
        .unwrap_or_default()
}

/// Half of the 90 % range of what a service is charged of incidents, major units.
fn service_half(w: &Workspace, s: usize, own: &[usize]) -> f64 {
    let parts = own.iter().filter_map(|i| {
        let cost = &w.analysis.costs[*i];
        let weights: i128 = cost.services().map(|(_, weight)| weight).sum();
        let on_it = cost.services().filter(|(on, _)| *on == s);
        let mine: i128 = on_it.map(|(_, weight)| weight).sum();
        (weights > 0).then(|| (*i, mine as f64 / weights as f64))
    });
    Z90 * w.analysis.deviation(parts, Sought::Total)
}

/// What a service is charged of incidents that hit it, with its range.
pub(crate) fn service_total(w: &Workspace, s: usize, own: &[usize]) -> Figure {
    let currency = w.methods.currency;
    let units: i128 = own.iter().map(|i| service_part(w, *i, s).total()).sum();
    let money = Money::from_units(units, currency);
    let value = money.to_estimate();
    let half = service_half(w, s, own);
    text::figure(
        value,
        text::money_short(value, currency),
        "",
        text::money_exact(money),
        total_figure(w, own, "").basis,
    )
    .ranged(value - half, value + half, super::lines::TOTAL_RANGE_MEANS)
}

/// Says that incidents without an end are counted to the end of the data.
pub(crate) fn open_note(w: &Workspace, open: usize) -> String {
    format!(
        "{} no end and {} counted to {}.",
        text::counted(open, "incident has", "incidents have"),
        if open == 1 { "is" } else { "are" },
        text::date_time(w.analysis.as_of, w.methods.zone)
    )
}

/// Streams whose data has holes: such hours count as if nothing had been sold in them, which lowers
/// what is expected.
pub(crate) fn gaps(w: &Workspace) -> Vec<String> {
    let zone = w.methods.zone;
    let streams = w.streams.iter().zip(&w.revenue);
    streams
        .filter_map(|(stream, minutes)| {
            let words = Gaps::of(minutes, zone).words(zone)?;
            Some(format!("{} has {words}: {NOTHING_SOLD}", stream.name))
        })
        .collect()
}

/// What some incidents cost in currencies without a rate, which no figure has in it: how many, how
/// much, and what to do. Nothing where all is counted.
pub(crate) fn not_counted(w: &Workspace, incidents: &[usize]) -> Option<String> {
    let home = w.methods.currency;
    let concerned: Vec<usize> = incidents
        .iter()
        .copied()
        .filter(|i| w.analysis.costs[*i].counts && w.analysis.costs[*i].foreign > 0)
        .collect();
    if concerned.is_empty() {
        return None;
    }
    let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
    let mut amounts = 0_usize;
    let fixed = concerned.iter().flat_map(|i| &w.incidents[*i].fixed);
    for cost in fixed.filter(|cost| cost.amount.currency() != home) {
        amounts += 1;
        *sums.entry(cost.amount.currency()).or_default() += cost.amount.units();
    }
    let all: usize = concerned
        .iter()
        .map(|i| w.analysis.costs[*i].foreign as usize)
        .sum();
    let mut what = Vec::new();
    if amounts > 0 {
        let sums: Vec<String> = sums
            .iter()
            .map(|(currency, units)| text::money_full(Money::from_units(*units, *currency)))
            .collect();
        what.push(format!(
            "{} ({})",
            text::counted(amounts, "amount", "amounts"),
            sums.join(", ")
        ));
    }
    // The rest are hours at a rate, and streams, of another currency.
    if all > amounts {
        what.push(format!(
            "{} priced in another currency",
            text::counted(
                all - amounts,
                "entry of labor or stream",
                "entries of labor or streams"
            )
        ));
    }
    let codes: Vec<&str> = sums.keys().map(Currency::code).collect();
    Some(format!(
        "Not in these figures, for want of an exchange rate: {} of {}. Enter the rates{} under Settings, exchange rates, of the days on which the incidents began or before; then import the files again, which converts what they say, or type the amounts in {home}.",
        what.join(" and "),
        text::counted(concerned.len(), "incident", "incidents"),
        match codes.is_empty() {
            true => String::new(),
            false => format!(" of {}", codes.join(" and ")),
        }
    ))
}

fn notes(w: &Workspace, frame: &super::Frame, inside: &[usize]) -> Vec<String> {
    let mut notes: Vec<String> = clipped_note(w, frame).into_iter().collect();
    let lines = || inside.iter().flat_map(|i| &w.analysis.costs[*i].lines);
    if lines().any(|line| line.half != 0) {
        notes.push("Ranges of labor at the rates of the card, of roadmap work, contacts and customers lost are their give or take, as set under Settings.".into());
    }
    if let Some(pooled) = w.analysis.recapture.as_ref().filter(|r| {
        w.methods.assumptions.recapture
            && w.methods.loss == LossMethod::Velocity
            && r.applied() == 0.0
    }) {
        let why = if pooled.low > 0.0 {
            "too few to go by"
        } else {
            "so it may as well be nothing"
        };
        notes.push(format!(
            "By velocity, what came back after outages is not taken off: {} of lost revenue was measured after {} ({} to {}), {why}.",
            text::percent(pooled.share, 0),
            text::counted(pooled.episodes, "outage", "outages"),
            text::percent(pooled.low, 0),
            text::percent(pooled.high, 0)
        ));
    }
    let carried = w.analysis.carried_into(frame.window);
    if carried > 0 {
        notes.push(format!(
            "{} before this window and went on into it: downtime counts here, cost in the window of the beginning.",
            text::counted(carried, "incident began", "incidents began")
        ));
    }
    let open = inside.iter().filter(|i| w.analysis.costs[**i].open).count();
    if open > 0 {
        notes.push(open_note(w, open));
    }
    notes.extend(gaps(w));
    let minutes: f64 = inside
        .iter()
        .flat_map(|i| &w.analysis.costs[*i].losses)
        .map(|l| l.minutes)
        .sum();
    let outside: f64 = inside
        .iter()
        .map(|i| {
            let cost = &w.analysis.costs[*i];
            cost.extrapolated * cost.losses.iter().map(|l| l.minutes).sum::<f64>()
        })
        .sum();
    if outside > 0.0 && minutes > 0.0 {
        notes.push(format!(
            "{} of the incident minutes lie outside the revenue data; their loss is extrapolated from the profile.",
            text::percent(outside / minutes, if outside / minutes < 0.1 { 1 } else { 0 })
        ));
    }
    notes.push(
        "An incident on several services is divided among them by the downtime of its own impacts there, so services add up to the total."
            .into(),
    );
    notes
}
