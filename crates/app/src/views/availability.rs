//! The availability screen, and a service against its target wherever it is shown.

use super::{Frame, counting_text, finding, frame, lacking, year_text};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{Availability, Basis, Error, Figure, ServiceAgainstTarget, State, WindowArgs};
use crate::workspace::Workspace;
use ninefold_domain::analysis::{TargetFrom, target_of};
use ninefold_domain::availability::{Provided, nines};
use ninefold_domain::impact::WHOLE;
use ninefold_domain::stats::poisson_interval;
use ninefold_domain::structure::{series, soft};

impl App {
    pub(crate) fn availability(
        &self,
        args: &WindowArgs,
        _: &Job<'_>,
    ) -> Result<Availability, Error> {
        self.with(|w| screen(w, &args.window))
    }
}

fn screen(w: &Workspace, window: &str) -> Result<Availability, Error> {
    let frame = frame(w, window)?;
    if w.services.is_empty() || w.incidents.is_empty() || frame.window.is_empty() {
        return Ok(Availability {
            headline: lacking(
                "No availability yet.",
                "It needs incidents, and days on record: import incidents, or revenue and then add incidents by hand.",
            ),
            window: String::new(),
            services: Vec::new(),
            notes: Vec::new(),
        });
    }
    let rows = against_targets(w, &frame);
    let over = rows.iter().filter(|(_, r)| r.state == State::Over).count();
    let sentence = match (over, rows.first()) {
        (0, Some((p, r))) => format!(
            "Every service met its target {}. {} used most of its error budget: {}.",
            frame.spoken,
            r.name,
            text::percent(p.consumed, 0)
        ),
        (_, Some((p, r))) => format!(
            "{} of {} missed {} {}. {} used {} of its error budget.",
            over,
            text::counted(rows.len(), "service", "services"),
            if over == 1 {
                "its target"
            } else {
                "their targets"
            },
            frame.spoken,
            r.name,
            text::percent(p.consumed, 0)
        ),
        (_, None) => String::new(),
    };
    let lead = rows.first().map(|(_, r)| {
        format!(
            "{} provided {} ({}, {}) against {}.",
            r.name, r.availability.text, r.nines, r.per_month, r.target
        )
    });
    Ok(Availability {
        headline: finding(sentence, lead.unwrap_or_default()),
        window: format!(
            "{}, {} observed{} · {} · {}",
            text::dates(frame.window, w.methods.zone),
            text::counted(
                (frame.window.minutes() / 1440.0).round() as usize,
                "day",
                "days"
            ),
            if frame.partial {
                ", partial: clipped to what is on record"
            } else {
                ""
            },
            counting_text(w.methods.counting),
            year_text(w.methods.year),
        ),
        notes: notes(w),
        services: rows.into_iter().map(|(_, r)| r).collect(),
    })
}

/// What the structure rules out: targets above what dependencies or channels allow, services
/// without a tier or an owner.
fn notes(w: &Workspace) -> Vec<String> {
    let mut notes = Vec::new();
    let open = w
        .analysis
        .costs
        .iter()
        .filter(|c| c.counts && c.open)
        .count();
    if open > 0 {
        notes.push(super::cost::open_note(w, open));
    }
    let year = w.methods.year.minutes();
    for (s, service) in w.services.iter().enumerate() {
        let (target, _) = target_of(service, &w.tiers, &w.methods);
        let leans = w.analysis.reach.leans_on(s);
        if !leans.is_empty() {
            let ceilings: Vec<f64> = leans
                .iter()
                .map(|(u, factor)| {
                    let own = target_of(&w.services[*u], &w.tiers, &w.methods).0;
                    soft(own, *factor as f64 / WHOLE as f64)
                })
                .collect();
            let ceiling = series(&ceilings);
            let left = (ceiling - target) * year;
            if ceiling < target {
                notes.push(format!(
                    "{}: the targets of the {} it leans on allow {} at most, below its own target of {}.",
                    service.name,
                    text::counted(leans.len(), "service", "services"),
                    text::availability(ceiling),
                    text::percent_plain(target)
                ));
            } else if left < 0.5 * (1.0 - target) * year {
                notes.push(format!(
                    "{}: its dependencies may use up most of its budget; {} min a year are left for itself.",
                    service.name,
                    text::minutes(left)
                ));
            }
        }
        for channel in &service.channels {
            if channel.ceiling < target {
                notes.push(format!(
                    "{}: customers on {} ({} of its revenue) cannot tell more than {} apart, so the target of {} is not perceived there.",
                    service.name,
                    channel.name,
                    text::percent_plain(channel.share),
                    text::percent_plain(channel.ceiling),
                    text::percent_plain(target)
                ));
            }
        }
    }
    let without = |what: &str, names: Vec<&str>| {
        (!names.is_empty()).then(|| format!("No {what}: {}.", names.join(", ")))
    };
    let tierless = w
        .services
        .iter()
        .filter(|s| s.tier.is_none() && s.target.is_none())
        .map(|s| s.name.as_str());
    let orphans = w
        .services
        .iter()
        .filter(|s| s.owner.is_none())
        .map(|s| s.name.as_str());
    notes.extend(without(
        "tier and so the default target",
        tierless.collect(),
    ));
    notes.extend(without("owner", orphans.collect()));
    notes
}

/// Every service against its target, the largest share of its budget used first.
pub(crate) fn against_targets(
    w: &Workspace,
    frame: &Frame,
) -> Vec<(Provided, ServiceAgainstTarget)> {
    // Incidents that were open in the window and reached the service, also through what it
    // leans on: the ones its downtime is made of.
    let mut counts = vec![0_u64; w.services.len()];
    for incident in 0..w.incidents.len() {
        let mut hit: Vec<usize> = w
            .analysis
            .hits(incident)
            .iter()
            .filter(|(_, interval, _)| !interval.clip(frame.window).is_empty())
            .flat_map(|(s, _, _)| w.analysis.reach.services_from(*s))
            .map(|(reached, _)| *reached)
            .collect();
        hit.sort_unstable();
        hit.dedup();
        for s in hit {
            counts[s] += 1;
        }
    }
    let mut rows: Vec<(Provided, ServiceAgainstTarget)> = (0..w.services.len())
        .map(|s| row(w, frame, s, counts[s]))
        .collect();
    rows.sort_by(|a, b| {
        b.0.consumed
            .total_cmp(&a.0.consumed)
            .then_with(|| a.1.name.cmp(&b.1.name))
    });
    rows
}

fn row(w: &Workspace, frame: &Frame, s: usize, incidents: u64) -> (Provided, ServiceAgainstTarget) {
    let service = &w.services[s];
    let zone = w.methods.zone;
    let counting = w.methods.counting;
    let (target, from) = target_of(service, &w.tiers, &w.methods);
    let p = w.analysis.provided(s, frame.window, counting, target);
    let key = format!("availability:{}", service.id);
    let year_minutes = w.methods.year.minutes();
    let per_month = (1.0 - p.availability) * year_minutes / 12.0;
    let spent = w.analysis.downtime[s].passed(frame.window, counting, p.budget);
    let (state, verdict) = if w.incidents.is_empty() {
        (State::Unknown, "No incidents on record".to_owned())
    } else {
        verdict(&p)
    };
    let years = frame.window.minutes() / year_minutes;
    let (low, high) = poisson_interval(incidents, 0.9);
    let weighted = match w.analysis.revenue_weighted(s, frame.window, counting) {
        Some(share) => text::figure(
            share,
            text::availability(share),
            "",
            format!("{share:.9}"),
            Basis::Estimated,
        ),
        None => text::missing("no revenue stream hangs on it"),
    };
    let tier = match service.tier {
        Some(number) => w
            .tiers
            .iter()
            .find(|t| t.number == number)
            .map_or_else(|| number.to_string(), |t| format!("{number} {}", t.name)),
        None => "no tier".into(),
    };
    let wire = ServiceAgainstTarget {
        id: service.id.to_string(),
        name: service.name.clone(),
        tier,
        owner: service.owner.clone().unwrap_or_default(),
        target: text::percent_plain(target),
        target_from: match from {
            TargetFrom::Service => "own".into(),
            TargetFrom::Tier => format!("tier {}", service.tier.unwrap_or_default()),
            TargetFrom::Default => "default".into(),
        },
        availability: if w.incidents.is_empty() {
            text::missing("no incidents are on record")
        } else {
            provided_figure(&p).explained(key.clone())
        },
        nines: text::nines(p.nines),
        per_month: format!("{} min/month", text::minutes(per_month)),
        used: text::figure(
            p.downtime,
            text::minutes(p.downtime),
            "min",
            format!("{} min", text::grouped(&format!("{:.4}", p.downtime))),
            Basis::Measured,
        )
        .explained(key),
        allowed: text::minutes(p.budget),
        remaining: text::minutes(p.remaining),
        consumed: text::percent(p.consumed, 0),
        burn: if p.burn.is_finite() {
            format!("{:.1}", p.burn)
        } else {
            "∞".into()
        },
        runs_out: match spent {
            Some(at) => format!("spent {}", text::date(at, zone)),
            None => match w
                .analysis
                .runs_out(s, frame.window, frame.asked, counting, target)
            {
                Some(at) => format!("runs out {} at this pace", text::date(at, zone)),
                None => String::new(),
            },
        },
        revenue_weighted: weighted,
        incidents,
        rate: if years > 0.0 {
            format!("{} a year", text::short_range(low / years, high / years))
        } else {
            String::new()
        },
        state,
        verdict,
        caveat: caveat(&p, frame),
    };
    (p, wire)
}

/// An availability as a figure.
pub(crate) fn provided_figure(p: &Provided) -> Figure {
    text::figure(
        p.availability,
        text::availability(p.availability),
        "",
        format!("{:.9}", p.availability),
        Basis::Measured,
    )
}

fn verdict(p: &Provided) -> (State, String) {
    if p.remaining < 0.0 {
        (
            State::Over,
            format!("Over by {} min", text::minutes(-p.remaining)),
        )
    } else if p.consumed >= 0.75 {
        (
            State::Warn,
            format!("{} min left", text::minutes(p.remaining)),
        )
    } else {
        (State::Ok, "Met".into())
    }
}

/// What so short a window cannot support: one ordinary incident would decide it.
fn caveat(p: &Provided, frame: &Frame) -> String {
    const ORDINARY: f64 = 15.0;
    if p.budget > 0.0 && p.budget < ORDINARY && p.downtime <= p.budget {
        return format!(
            "{} at {} allows {} min: one 15-minute incident decides it.",
            text::counted(
                (frame.window.minutes() / 1440.0).round() as usize,
                "day",
                "days"
            ),
            text::percent_plain(p.target),
            text::minutes(p.budget)
        );
    }
    if p.target >= 1.0 {
        return "A target of 100 % leaves no error budget at all.".into();
    }
    let needed = nines(p.target);
    if p.downtime == 0.0 && needed > 0.0 {
        return format!(
            "No downtime in {}: that supports the target, it does not prove it.",
            text::counted(
                (frame.window.minutes() / 1440.0).round() as usize,
                "day",
                "days"
            )
        );
    }
    String::new()
}
