//! The cost screen: what a minute costs, and the lines that incidents add up to.

use super::{finding, frame, lacking};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{
    Basis, Cost, CostLine, Error, Figure, QuickCost, QuickCostArgs, Rule, ServiceCost, Tile,
    WindowArgs,
};
use crate::workspace::Workspace;
use ninefold_domain::analysis::FullOutage;
use ninefold_domain::availability::any_ms;
use ninefold_domain::cost::{Basis as CostBasis, IncidentCost, LineKind, Z90, cost_per_minute};
use ninefold_domain::money::{Currency, Money};
use ninefold_domain::record::RoleGroup;
use ninefold_domain::time::{Instant, Interval, MINUTE_MS, YearBasis};

/// What the range of lost revenue means.
pub(crate) const RANGE_MEANS: &str = "90 % range from how far clean hours strayed";

impl App {
    pub(crate) fn cost(&self, args: &WindowArgs, _: &Job<'_>) -> Result<Cost, Error> {
        self.with(|w| screen(w, &args.window))
    }

    pub(crate) fn cost_quick(&self, args: &QuickCostArgs, _: &Job<'_>) -> Result<QuickCost, Error> {
        quick(args)
    }
}

/// Cost per minute of a full outage from three typed numbers.
fn quick(args: &QuickCostArgs) -> Result<QuickCost, Error> {
    let currency =
        Currency::parse(&args.currency).map_err(|e| Error::invalid("currency", e.to_string()))?;
    let revenue = text::read_number(&args.revenue_a_year, "revenueAYear", 0.0)?;
    let people = text::read_number(&args.people, "people", 0.0)?;
    let rate = text::read_number(&args.rate, "rate", 0.0)?;
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

/// Team on a full outage, a minute.
pub(crate) fn team_per_minute(w: &Workspace) -> f64 {
    w.methods.team_people * w.methods.team_rate / 60.0
}

/// A cost per minute as a figure.
fn per_minute(value: f64, currency: Currency, basis: Basis) -> Figure {
    text::figure(
        value,
        text::money_short(value, currency),
        "/min",
        format!("{}/min", text::money_estimate(value, currency)),
        basis,
    )
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
        figure: per_minute(outage.mean + team, currency, Basis::Estimated)
            .ranged(low, high, "nine of ten weeks averaged within")
            .explained("outage:all"),
        caption: format!(
            "{} on average · {} on {}",
            if high > low {
                text::short_range(low, high)
            } else {
                text::short(outage.mean + team)
            },
            text::money_short(outage.peak + team, currency),
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

/// Posted total of incidents with its range.
pub(crate) fn total_figure(w: &Workspace, incidents: &[usize], key: &str) -> Figure {
    let currency = w.methods.currency;
    let units = w.analysis.total(incidents.iter().copied());
    let money = Money::from_units(units, currency);
    let value = money.to_estimate();
    let half = Z90 * w.analysis.total_deviation(incidents.iter().copied());
    let estimated = incidents
        .iter()
        .any(|i| !w.analysis.costs[*i].losses.is_empty());
    text::figure(
        value,
        text::money_short(value, currency),
        "",
        text::money_exact(money),
        if estimated {
            Basis::Estimated
        } else {
            Basis::Measured
        },
    )
    .ranged(value - half, value + half, RANGE_MEANS)
    .explained(key)
}

/// One part of a cost before it is laid out as a waterfall.
pub(crate) struct Part {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) detail: String,
    pub(crate) units: i128,
    /// Half of the 90 % range, major units; 0 is exact.
    pub(crate) half: f64,
    pub(crate) basis: Basis,
    pub(crate) explain: String,
}

/// Lays parts out as lines of a waterfall with their total: amounts add up to it exactly.
pub(crate) fn waterfall(
    parts: &[Part],
    currency: Currency,
    total_explain: &str,
) -> (Vec<CostLine>, CostLine) {
    let scale_units = currency.units_per_major() as f64;
    let major = |units: i128| units as f64 / scale_units;
    let total: i128 = parts.iter().map(|p| p.units).sum();
    let half = parts.iter().map(|p| p.half * p.half).sum::<f64>().sqrt();
    let mut running = 0_i128;
    let mut largest = (major(total) + half).max(0.0);
    for part in parts {
        running += part.units;
        largest = largest.max(major(running) + part.half);
    }
    let at = |value: f64| {
        if largest > 0.0 {
            (value / largest).clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let range = |units: i128, half: f64, basis: Basis| {
        if half > 0.0 {
            text::short_range(major(units) - half, major(units) + half)
        } else if basis == Basis::Measured {
            "exact".into()
        } else {
            text::NONE.into()
        }
    };
    let amount = |units: i128| text::money_exact(Money::from_units(units, currency));
    let mut running = 0_i128;
    let lines = parts
        .iter()
        .map(|part| {
            let from = running;
            running += part.units;
            CostLine {
                key: part.key.clone(),
                label: part.label.clone(),
                detail: part.detail.clone(),
                amount: amount(part.units),
                decimal: Money::from_units(part.units, currency).to_decimal(),
                range: range(part.units, part.half, part.basis),
                basis: part.basis,
                from: at(major(from.min(running))),
                to: at(major(from.max(running))),
                whisker: (part.half > 0.0).then(|| {
                    (
                        at(major(running) - part.half),
                        at(major(running) + part.half),
                    )
                }),
                explain: part.explain.clone(),
            }
        })
        .collect();
    let estimated = parts.iter().any(|p| p.basis == Basis::Estimated);
    let basis = if estimated {
        Basis::Estimated
    } else {
        Basis::Measured
    };
    let total_line = CostLine {
        key: "total".into(),
        label: "Total".into(),
        detail: String::new(),
        amount: amount(total),
        decimal: Money::from_units(total, currency).to_decimal(),
        range: range(total, half, basis),
        basis,
        from: 0.0,
        to: at(major(total)),
        whisker: (half > 0.0).then(|| (at(major(total) - half), at(major(total) + half))),
        explain: total_explain.to_owned(),
    };
    (lines, total_line)
}

/// A role group in words.
pub(crate) fn group_name(group: RoleGroup) -> &'static str {
    match group {
        RoleGroup::Support => "Support",
        RoleGroup::Engineering => "Engineering",
        RoleGroup::Management => "Management",
        RoleGroup::Communications => "PR and marketing",
        RoleGroup::Sales => "Sales",
        RoleGroup::Other => "Other labor",
    }
}

/// Its name on the wire.
pub(crate) fn group_key(group: RoleGroup) -> &'static str {
    match group {
        RoleGroup::Support => "support",
        RoleGroup::Engineering => "engineering",
        RoleGroup::Management => "management",
        RoleGroup::Communications => "communications",
        RoleGroup::Sales => "sales",
        RoleGroup::Other => "other",
    }
}

/// The parts of a set of incidents; `explain` is the prefix of the keys (`cost`, `incident:ID`).
pub(crate) fn parts(w: &Workspace, incidents: &[usize], explain: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let costs = || incidents.iter().map(|i| &w.analysis.costs[*i]);
    let units: i128 = costs().map(IncidentCost::lost_units).sum();
    let half = Z90 * w.analysis.total_deviation(incidents.iter().copied());
    let losing = || costs().filter(|c| c.lost_units() != 0);
    let minutes: f64 = losing().map(|c| c.bad_minutes).sum();
    parts.push(Part {
        key: "lostRevenue".into(),
        label: "Lost revenue".into(),
        detail: format!(
            "{}, {} bad min",
            text::counted(losing().count(), "incident", "incidents"),
            text::minutes(minutes)
        ),
        units,
        half,
        basis: Basis::Estimated,
        explain: format!("{explain}:lostRevenue"),
    });
    let mut groups: std::collections::BTreeMap<RoleGroup, (i128, usize)> =
        std::collections::BTreeMap::new();
    for cost in costs() {
        for (group, units) in cost.labor_by_group() {
            let sum = groups.entry(group).or_default();
            sum.0 += units;
            sum.1 += 1;
        }
    }
    for (group, (units, count)) in groups {
        parts.push(Part {
            key: format!("labor:{}", group_key(group)),
            label: group_name(group).into(),
            detail: format!("on {}", text::counted(count, "incident", "incidents")),
            units,
            half: 0.0,
            basis: Basis::Measured,
            explain: format!("{explain}:labor:{}", group_key(group)),
        });
    }
    let mut others: std::collections::BTreeMap<LineKind, (i128, f64, CostBasis, usize)> =
        std::collections::BTreeMap::new();
    for line in costs().flat_map(|c| &c.lines).filter(|l| is_other(l.kind)) {
        let sum = others
            .entry(line.kind)
            .or_insert((0, 0.0, CostBasis::Measured, 0));
        sum.0 += line.units;
        sum.1 += line.deviation * line.deviation;
        sum.2 = sum.2.max(line.basis);
        sum.3 += 1;
    }
    for (kind, (units, squares, basis, count)) in others {
        parts.push(Part {
            key: line_key(kind),
            label: line_name(w, kind),
            detail: format!("on {}", text::counted(count, "incident", "incidents")),
            units,
            half: Z90 * squares.sqrt(),
            basis: basis_of(basis),
            explain: format!("{explain}:total"),
        });
    }
    parts
}

/// Whether a line is neither gross lost revenue nor work of a group, which have parts of their
/// own.
pub(crate) fn is_other(kind: LineKind) -> bool {
    !matches!(kind, LineKind::LostRevenue | LineKind::Labor(_))
}

/// The basis of a line on the wire.
pub(crate) fn basis_of(basis: CostBasis) -> Basis {
    match basis {
        CostBasis::Measured => Basis::Measured,
        CostBasis::Estimated => Basis::Estimated,
        CostBasis::Assumed => Basis::Assumed,
    }
}

/// The name of a line on the wire.
pub(crate) fn line_key(kind: LineKind) -> String {
    match kind {
        LineKind::LostRevenue => "lostRevenue".into(),
        LineKind::Recaptured => "recaptured".into(),
        LineKind::Unspent => "unspent".into(),
        LineKind::Labor(group) => format!("labor:{}", group_key(group)),
        LineKind::Review => "review".into(),
        LineKind::Opportunity => "opportunity".into(),
        LineKind::Credits(contract) => format!("credits:{contract}"),
        LineKind::Contacts => "contacts".into(),
        LineKind::Churn => "churn".into(),
        LineKind::Fixed(position) => format!("fixed:{position}"),
    }
}

/// The name of a line as it is shown.
pub(crate) fn line_name(w: &Workspace, kind: LineKind) -> String {
    match kind {
        LineKind::LostRevenue => "Lost revenue".into(),
        LineKind::Recaptured => "Recaptured later".into(),
        LineKind::Unspent => "Not spent on it".into(),
        LineKind::Labor(group) => group_name(group).into(),
        LineKind::Review => "Review".into(),
        LineKind::Opportunity => "Roadmap work not done".into(),
        LineKind::Credits(contract) => format!("SLA credits, {}", w.contracts[contract].name),
        LineKind::Contacts => "Customer contacts".into(),
        LineKind::Churn => "Customers lost".into(),
        LineKind::Fixed(position) => {
            let name = &w.analysis.fixed_kinds[position];
            let mut letters = name.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        }
    }
}

fn screen(w: &Workspace, window: &str) -> Result<Cost, Error> {
    let frame = frame(w, window)?;
    let currency = w.methods.currency;
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let outage = w.analysis.whole_outage();
    let (lines, total) = waterfall(&parts(w, &inside, "cost"), currency, "total");
    let headline = match &outage {
        Some(outage) => {
            let team = team_per_minute(w);
            finding(
                format!(
                    "A minute of full outage costs about {}, and {} on {}.",
                    text::money_short(outage.mean + team, currency),
                    text::money_short(outage.peak + team, currency),
                    text::hour_of_week_long(outage.peak_hour)
                ),
                if inside.is_empty() {
                    format!("No incident began {}.", frame.spoken)
                } else {
                    format!(
                        "{} {} cost {} in all, {} of it lost revenue.",
                        text::counted(inside.len(), "incident", "incidents"),
                        frame.spoken,
                        text::money_exact(Money::from_units(
                            w.analysis.total(inside.iter().copied()),
                            currency
                        )),
                        lines.first().map(|l| l.amount.clone()).unwrap_or_default()
                    )
                },
            )
        }
        None => lacking(
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
        let down = open_minutes(w, &inside);
        tiles.push(Tile {
            label: "Observed cost of a downtime minute".into(),
            figure: match total.value {
                Some(value) if down > 0.0 => {
                    per_minute(value / down, currency, Basis::Estimated).explained("total")
                }
                _ => text::missing("no incident charged to it began in the window"),
            },
            caption: format!(
                "all lines over {} min in which any was open",
                text::minutes(down)
            ),
            rule: None,
            over: false,
        });
        tiles.push(Tile {
            label: "Incident cost".into(),
            caption: format!(
                "{} · {}",
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
        notes: notes(w, &frame, &inside),
    })
}

/// Minutes in which any of some incidents was open, on any service: the union of all of them,
/// so that cost and minutes are about the same incidents.
fn open_minutes(w: &Workspace, incidents: &[usize]) -> f64 {
    let whole = Interval {
        start: Instant(i64::MIN / 2),
        end: Instant(i64::MAX / 2),
    };
    let intervals = incidents.iter().flat_map(|i| {
        w.analysis.settled[*i]
            .iter()
            .map(|(_, interval, _)| *interval)
    });
    any_ms(intervals, whole) as f64 / MINUTE_MS as f64
}

fn peak_tile(w: &Workspace, outage: &FullOutage) -> Tile {
    let currency = w.methods.currency;
    let team = team_per_minute(w);
    Tile {
        label: "In the dearest hour".into(),
        figure: per_minute(outage.peak + team, currency, Basis::Estimated).explained("outage:all"),
        caption: format!(
            "{} · {:.1} times the average",
            text::hour_of_week_long(outage.peak_hour),
            (outage.peak + team) / (outage.mean + team)
        ),
        rule: None,
        over: false,
    }
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
                .filter(|i| w.analysis.costs[*i].service == Some(s))
                .collect();
            let total = total_figure(w, &own, &format!("service:{}:total", service.id));
            let down = open_minutes(w, &own);
            let observed = match total.value {
                Some(value) if down > 0.0 => per_minute(value / down, currency, Basis::Estimated)
                    .explained(format!("service:{}:total", service.id)),
                _ => text::missing("no incident charged to it began in the window"),
            };
            let team_figure = per_minute(team, currency, Basis::Assumed);
            let key = format!("outage:{}", service.id);
            match w.analysis.full_outage(s) {
                Some(outage) => (
                    outage.mean,
                    ServiceCost {
                        id: service.id.to_string(),
                        name: service.name.clone(),
                        revenue: per_minute(outage.mean, currency, Basis::Estimated)
                            .ranged(
                                outage.range.0,
                                outage.range.1,
                                "nine of ten weeks averaged within",
                            )
                            .explained(key.clone()),
                        team: team_figure,
                        full_outage: per_minute(outage.mean + team, currency, Basis::Estimated)
                            .ranged(
                                outage.range.0 + team,
                                outage.range.1 + team,
                                "nine of ten weeks averaged within",
                            )
                            .explained(key.clone()),
                        peak: per_minute(outage.peak + team, currency, Basis::Estimated)
                            .explained(key),
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
                        full_outage: per_minute(team, currency, Basis::Assumed)
                            .explained(key.clone()),
                        peak: per_minute(team, currency, Basis::Assumed).explained(key),
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

/// Says that incidents without an end are counted to the end of the data.
pub(crate) fn open_note(w: &Workspace, open: usize) -> String {
    format!(
        "{} no end and {} counted to {}.",
        text::counted(open, "incident has", "incidents have"),
        if open == 1 { "is" } else { "are" },
        text::date_time(w.analysis.as_of, w.methods.zone)
    )
}

/// Streams that earned nothing for more than a week inside their data: a missing file looks
/// like that, and lowers what is expected.
pub(crate) fn gaps(w: &Workspace) -> Vec<String> {
    const WEEK: i64 = 7 * 1440;
    w.streams
        .iter()
        .zip(&w.revenue)
        .filter_map(|(stream, minutes)| {
            let gap = minutes
                .windows(2)
                .map(|pair| (pair[1].minute - pair[0].minute, pair[0].minute))
                .max()
                .filter(|(length, _)| *length > WEEK)?;
            Some(format!(
                "{} earned nothing for {} days from {}: if a file is missing, what is expected is too low",
                stream.name,
                gap.0 / 1440,
                text::date(Instant::of_minute(gap.1), w.methods.zone)
            ))
        })
        .collect()
}

fn notes(w: &Workspace, frame: &super::Frame, inside: &[usize]) -> Vec<String> {
    let mut notes = Vec::new();
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
    let unpriced: u32 = inside
        .iter()
        .map(|i| w.analysis.costs[*i].labor.unpriced)
        .sum();
    if unpriced > 0 {
        notes.push(format!(
            "{} no rate, neither of their own nor on the rate card, and count nothing: add the roles under Settings.",
            if unpriced == 1 { "1 labor entry has".into() } else { format!("{} labor entries have", text::count(unpriced as usize)) }
        ));
    }
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
    let idle: Vec<&str> = w
        .services
        .iter()
        .enumerate()
        .filter(|(s, _)| w.analysis.reach.streams_from(*s).is_empty())
        .filter(|(s, _)| {
            let mut own = inside
                .iter()
                .map(|i| &w.analysis.costs[*i])
                .filter(|c| c.service == Some(*s))
                .peekable();
            own.peek().is_some() && own.all(|c| c.losses.is_empty())
        })
        .map(|(_, s)| s.name.as_str())
        .collect();
    if !idle.is_empty() && !w.streams.is_empty() {
        notes.push(format!(
            "No stream hangs on {}: their incidents cost labor only.",
            idle.join(", ")
        ));
    }
    notes.push(
        "Every incident is charged to the first service it names, so services add up to the total."
            .into(),
    );
    notes
}
