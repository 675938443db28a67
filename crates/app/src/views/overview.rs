//! The first screen.

use super::availability::{
    against_targets, agreed_a_month, downtime_basis, is_agreed, left_figure, provided_figure,
};
use super::cost::{observed_figure, outage_tile};
use super::lines::{open_minutes, total_figure, total_half};
use super::{caveats, finding, frame, lacking, outside};
use super::{signs, since};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{ChangeLine, Error, Overview, Rule, State, Tile, TopIncident, WindowArgs};
use crate::workspace::Workspace;
use ninefold_domain::availability::budget_minutes;

impl App {
    pub(crate) fn overview(&self, args: &WindowArgs, _: &Job<'_>) -> Result<Overview, Error> {
        self.with(|w| screen(w, &args.window))
    }
}

fn screen(w: &Workspace, window: &str) -> Result<Overview, Error> {
    let frame = frame(w, window)?;
    let changes = changes(w)?;
    if w.incidents.is_empty() && w.revenue.iter().all(Vec::is_empty) {
        return Ok(Overview {
            headline: lacking(
                "Nothing to count yet.",
                "Import revenue for the cost of a minute, incidents for the nines, labor for the rest; or explore the sample workspace.",
            ),
            alerts: Vec::new(),
            tiles: Vec::new(),
            top: Vec::new(),
            all_incidents: String::new(),
            services: Vec::new(),
            signs: Vec::new(),
            since: Vec::new(),
            since_title: String::new(),
            changes,
        });
    }
    if frame.window.is_empty() {
        return Ok(Overview {
            headline: outside(w, &frame).unwrap_or_else(|| {
                lacking(
                    "Nothing is on record in this window.",
                    "Choose another window: the status bar says how far the data goes.",
                )
            }),
            alerts: Vec::new(),
            tiles: Vec::new(),
            top: Vec::new(),
            all_incidents: "All incidents".into(),
            services: Vec::new(),
            signs: Vec::new(),
            since: Vec::new(),
            since_title: String::new(),
            changes,
        });
    }
    let rows = against_targets(w, &frame);
    let basis = downtime_basis(w);
    let inside: Vec<usize> = w.analysis.incidents_in(frame.window).collect();
    let cost = total_figure(w, &inside, "total");
    let alerts = caveats::all(w, &inside);
    let mut tiles = vec![outage_tile(w)];
    let down = open_minutes(w, &inside, None);
    let observed = observed_figure(w, &inside, None);
    tiles.push(Tile {
        label: format!(
            "Incident cost, {}",
            frame
                .spoken
                .trim_start_matches("in the ")
                .trim_start_matches("in ")
        ),
        caption: [
            cost.range.clone(),
            text::counted(inside.len(), "incident", "incidents"),
            match observed.value {
                Some(_) => format!("{} per downtime minute", observed.text),
                None => String::new(),
            },
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · "),
        rule: range_rule(w, &inside),
        figure: cost.clone(),
        over: false,
    });
    // Those without agreed time come last, so the first is judged if any is.
    let worst = rows.first().filter(|(b, _)| is_agreed(b));
    if let Some((budget, row)) = worst.filter(|_| !w.incidents.is_empty()) {
        let p = &budget.provided;
        let agreed = agreed_a_month(w, &frame, w.service(&row.id)?);
        let target_nines = ninefold_domain::availability::nines(p.target);
        let scale = target_nines.max(if p.nines.is_finite() {
            p.nines
        } else {
            target_nines
        });
        let share = |n: f64| {
            if n.is_finite() && scale > 0.0 {
                (n / scale).clamp(0.0, 1.0)
            } else {
                1.0
            }
        };
        tiles.push(Tile {
            label: format!("Availability, {}, target {}", row.name, row.target),
            figure: provided_figure(p, basis).explained(row.availability.explain.clone()),
            caption: format!(
                "{} · {} · target {} min/month",
                row.nines,
                row.per_month,
                text::minutes(budget_minutes(p.target, agreed))
            ),
            rule: Some(Rule {
                from: 0.0,
                to: share(p.nines),
                tick: share(target_nines),
                over: None,
            }),
            over: row.state == State::Over,
        });
        let largest = budget.whole.max(p.downtime).max(f64::MIN_POSITIVE);
        tiles.push(Tile {
            label: format!("Error budget left, {}", row.name),
            figure: left_figure(budget, basis).explained(format!("left:{}", row.id)),
            caption: format!(
                "{} of {} min used · burn {}",
                text::minutes(p.downtime),
                text::minutes(budget.whole),
                row.burn.text
            ),
            rule: Some(Rule {
                from: 0.0,
                to: p.downtime / largest,
                tick: budget.whole / largest,
                over: (p.downtime > budget.whole).then_some(budget.whole / largest),
            }),
            over: budget.left < 0.0,
        });
    }
    let mut by_use = inside.clone();
    by_use.sort_by(|a, b| {
        let minutes = |i: &usize| w.analysis.costs[*i].bad_minutes;
        minutes(b)
            .total_cmp(&minutes(a))
            .then(w.incidents[*a].id.cmp(&w.incidents[*b].id))
    });
    let top = by_use
        .iter()
        .take(5)
        .map(|&i| {
            let cost = &w.analysis.costs[i];
            TopIncident {
                id: w.incidents[i].id.to_string(),
                label: w.incidents[i].label(),
                title: w.incidents[i].title.clone(),
                minutes: format!("{} min", text::minutes(cost.bad_minutes)),
                cost: total_figure(w, &[i], &format!("incident:{}:total", w.incidents[i].id)),
            }
        })
        .collect();
    let carried = w.analysis.carried_into(frame.window);
    let costs = match cost.value {
        Some(_) => format!("Incidents cost about {}{}", cost.text, cost.unit),
        None => "What incidents cost is not known".into(),
    };
    let sentence = match worst {
        _ if w.incidents.is_empty() => {
            "Revenue is in. Import incidents, or add them, to see nines and cost.".into()
        }
        Some((budget, row)) if budget.left < 0.0 && inside.is_empty() => format!(
            "{} has spent {} of its error budget, by {} from before.",
            row.name,
            text::percent(budget.consumed, 0),
            text::counted(carried, "incident", "incidents")
        ),
        Some((budget, row)) if budget.left < 0.0 => format!(
            "{} has spent {} of its error budget. {costs} {}.",
            row.name,
            text::percent(budget.consumed, 0),
            frame.spoken
        ),
        Some(_) if !inside.is_empty() => format!(
            "Every service is within its error budget. {costs} {}.",
            frame.spoken
        ),
        Some(_) => format!(
            "No incident began {}. Every service is within its error budget.",
            frame.spoken
        ),
        None if rows.is_empty() => "Add services and incidents to see nines and cost.".into(),
        None if inside.is_empty() => format!("No service had to be there {}.", frame.spoken),
        None => format!("No service had to be there {}. {costs}.", frame.spoken),
    };
    let lead = dearest(w, &inside).unwrap_or_else(|| {
        if inside.is_empty() {
            String::new()
        } else {
            format!("Incidents were open for {} min.", text::minutes(down))
        }
    });
    let months = since::months(w);
    Ok(Overview {
        headline: finding(sentence, lead),
        alerts,
        tiles,
        top,
        all_incidents: if inside.is_empty() {
            "All incidents".into()
        } else {
            format!(
                "All {}",
                text::counted(inside.len(), "incident", "incidents")
            )
        },
        services: rows.into_iter().map(|(_, r)| r).collect(),
        signs: signs::rows(w, &signs::found(w).0),
        since_title: months.map(|m| since::title(w, m)).unwrap_or_default(),
        since: months.map(|m| since::rows(w, m)).unwrap_or_default(),
        changes,
    })
}

/// The dearest incident, in a sentence.
fn dearest(w: &Workspace, inside: &[usize]) -> Option<String> {
    let &i = inside
        .iter()
        .max_by_key(|i| w.analysis.costs[**i].total())?;
    let total: i128 = w.analysis.total(inside.iter().copied());
    let cost = w.analysis.costs[i].total();
    // Of very many, the dearest is nothing to lead with.
    if total <= 0 || cost <= 0 || cost.saturating_mul(100) < total {
        return None;
    }
    Some(format!(
        "One incident, {} ({}){}, was {} of it.",
        w.incidents[i].title,
        w.incidents[i].label(),
        if w.analysis.costs[i].open {
            ", still without an end"
        } else {
            ""
        },
        text::percent(cost as f64 / total as f64, 0)
    ))
}

/// The range rule under the total cost.
fn range_rule(w: &Workspace, inside: &[usize]) -> Option<Rule> {
    let total = w.analysis.total(inside.iter().copied()) as f64
        / w.methods.currency.units_per_major() as f64;
    let half = total_half(w, inside);
    (half > 0.0 && total > 0.0).then(|| {
        let scale = (total + half) * 1.5;
        Rule {
            from: ((total - half) / scale).max(0.0),
            to: (total + half) / scale,
            tick: total / scale,
            over: None,
        }
    })
}

/// The latest of what changed.
fn changes(w: &Workspace) -> Result<Vec<ChangeLine>, Error> {
    Ok(w.store
        .history(6, None)?
        .into_iter()
        .map(|entry| ChangeLine {
            when: text::day(entry.at, w.methods.zone),
            what: super::settings::entry_label(&entry),
        })
        .collect())
}
