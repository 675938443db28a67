//! The availability screen, and a service against its target wherever it is shown.

use super::requests::by_requests;
use super::{Frame, caveats, counting_text, finding, frame, lacking, outside, year_text};
use crate::App;
use crate::host::Job;
use crate::text;
use crate::wire::{
    Availability, Basis, Concern, Error, Figure, ServiceAgainstTarget, State, WindowArgs,
};
use crate::workspace::Workspace;
use ninefold_domain::analysis::{TargetFrom, Weighted, target_of};
use ninefold_domain::availability::{Provided, nines};
use ninefold_domain::longrun::{LongRun, Support};
use ninefold_domain::methods::Counting;
use ninefold_domain::stats::poisson_interval;
use ninefold_domain::structure::{Ceiling, perceived};
use ninefold_domain::targets::{
    Budget, TargetFinding, agreed_a_year, findings, findings_on_record, long_runs, targets,
};

/// Why a service without agreed time has no availability.
const NO_AGREED_TIME: &str = "no agreed time in this window";
/// In a window of fewer days a count says nothing of a year: one incident in a day would read
/// as hundreds.
const FEWEST_DAYS_FOR_RATE: f64 = 28.0;

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
            headline: outside(w, &frame)
                .filter(|_| !w.incidents.is_empty())
                .unwrap_or_else(|| {
                    lacking(
                        "No availability yet.",
                        "It needs incidents, and days on record: import incidents, or revenue and then add incidents by hand.",
                    )
                }),
            window: String::new(),
            services: Vec::new(),
            notes: Vec::new(),
            concerns: Vec::new(),
        });
    }
    let mut rows = against_targets(w, &frame);
    say_on_record(w, &frame, &mut rows);
    let lead = rows.iter().find(|(b, _)| is_agreed(b)).map(|(_, r)| {
        format!(
            "{} provided {} ({}, {}) against {}.",
            r.name, r.availability.text, r.nines, r.per_month, r.target
        )
    });
    let sentence = sentence(&frame, &rows);
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
        concerns: concerns(w, &frame),
        services: rows.into_iter().map(|(_, r)| r).collect(),
    })
}

/// What was found, in a sentence.
fn sentence(frame: &Frame, rows: &[(Budget, ServiceAgainstTarget)]) -> String {
    let over = rows.iter().filter(|(_, r)| r.state == State::Over).count();
    let agreed = rows.iter().filter(|(b, _)| is_agreed(b)).count();
    // Those without agreed time come last, so the first is judged if any is.
    let Some((worst, first)) = rows.first().filter(|(b, _)| is_agreed(b)) else {
        return format!("No service had to be there {}.", frame.spoken);
    };
    let used = text::percent(worst.consumed, 0);
    if over > 0 {
        return format!(
            "{over} of {} {} {} {}. {} used {used} of its error budget.",
            text::counted(agreed, "service", "services"),
            if worst.over {
                "missed"
            } else {
                "can no longer meet"
            },
            if over == 1 {
                "its target"
            } else {
                "their targets"
            },
            frame.spoken,
            first.name,
        );
    }
    let every = if worst.over {
        format!("Every service met its target {}.", frame.spoken)
    } else {
        format!(
            "Every service is within its error budget {} so far.",
            frame.spoken
        )
    };
    if worst.provided.downtime > 0.0 {
        format!("{every} {} used most of it: {used}.", first.name)
    } else {
        format!("{every} None was down.")
    }
}

/// Whether any time was agreed in the window, so that there is something to judge.
pub(crate) fn is_agreed(budget: &Budget) -> bool {
    budget.provided.window_minutes > 0.0
}

/// Agreed minutes in an average month.
pub(crate) fn agreed_a_month(w: &Workspace, frame: &Frame, s: usize) -> f64 {
    agreed_a_year(&w.analysis.agreed[s], frame.window, &w.methods) / 12.0
}

/// What to know about the figures.
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
    let orphans: Vec<&str> = w
        .services
        .iter()
        .filter(|s| s.owner.is_none())
        .map(|s| s.name.as_str())
        .collect();
    if !orphans.is_empty() {
        notes.push(format!("No owner: {}.", orphans.join(", ")));
    }
    notes
}

/// Tiers and targets that are missing, or that something stands against.
fn concerns(w: &Workspace, frame: &Frame) -> Vec<Concern> {
    let facts = w.facts();
    let mut found = findings(&facts, &w.analysis.reach);
    found.extend(findings_on_record(&facts, &w.analysis, frame.window));
    let mut concerns = Vec::new();
    for group in [
        together(w, &mut found, |f| {
            matches!(f, TargetFinding::TierMissing { .. })
        }),
        together(w, &mut found, |f| {
            matches!(f, TargetFinding::TargetMissing { .. })
        }),
    ] {
        concerns.extend(group);
    }
    concerns.extend(found.iter().map(|f| concern(w, frame, f)));
    let rank = |state: State| match state {
        State::Over => 0,
        State::Warn => 1,
        State::Ok | State::Unknown => 2,
    };
    concerns
        .sort_by(|a, b| (rank(a.state), &a.name, &a.key).cmp(&(rank(b.state), &b.name, &b.key)));
    concerns
}

/// More services than this that lack the same are one row: nobody reads thirty like ones.
const MOST_ALIKE: usize = 3;
/// Names that such a row gives.
const MOST_NAMES: usize = 8;

/// Findings of one kind as one concern, taken out of the list, where there are many.
fn together(
    w: &Workspace,
    found: &mut Vec<TargetFinding>,
    kind: impl Fn(&TargetFinding) -> bool,
) -> Option<Concern> {
    let alike: Vec<TargetFinding> = found.iter().filter(|f| kind(f)).copied().collect();
    if alike.len() <= MOST_ALIKE {
        return None;
    }
    found.retain(|f| !kind(f));
    let named: Vec<&str> = alike
        .iter()
        .take(MOST_NAMES)
        .map(|f| w.services[f.service()].name.as_str())
        .collect();
    let more = match alike.len() - named.len() {
        0 => String::new(),
        n => format!(" and {} more", text::count(n)),
    };
    let (key, lacks, todo) = match alike[0] {
        TargetFinding::TierMissing { .. } => (
            "tier-missing",
            "They have no tier, so nobody has said how much their failures matter".to_owned(),
            "Give each a tier under Settings, services.",
        ),
        _ => (
            "target-missing",
            format!(
                "Neither they nor their tiers have a target; the default of {} is used",
                text::percent_plain(w.methods.default_target)
            ),
            "Agree on targets with product and technology; set them for a tier under Settings, or for a service with its target in the table.",
        ),
    };
    Some(Concern {
        key: key.into(),
        state: State::Warn,
        service: String::new(),
        name: text::counted(alike.len(), "service", "services"),
        text: format!("{lacks}: {}{more}.", named.join(", ")),
        todo: todo.into(),
        explain: String::new(),
    })
}

/// A finding about a target in words, with what to do about it.
pub(crate) fn concern(w: &Workspace, frame: &Frame, finding: &TargetFinding) -> Concern {
    let service = &w.services[finding.service()];
    let percent = text::percent_plain;
    let (kind, state, text, todo) = match *finding {
        TargetFinding::TierMissing { .. } => (
            "tier-missing",
            State::Warn,
            "It has no tier, so nobody has said how much its failures matter.".to_owned(),
            "Give it a tier under Settings, services.".to_owned(),
        ),
        TargetFinding::TargetMissing { used, .. } => (
            "target-missing",
            State::Warn,
            format!(
                "Neither it nor its tier has a target; the default of {} is used.",
                percent(used)
            ),
            "Agree on a target with product and technology, and set it.".into(),
        ),
        TargetFinding::NoBudget { .. } => (
            "no-budget",
            State::Over,
            "Its target is 100 %: there is no error budget, and any incident misses it.".into(),
            "Set the target to what customers can tell apart.".into(),
        ),
        TargetFinding::AboveDependencies {
            target, ceiling, ..
        } => (
            "above-dependencies",
            State::Over,
            format!(
                "Its target of {} is above the {} that the targets of its dependencies allow.",
                percent(target),
                text::availability(ceiling)
            ),
            "Lower it, raise theirs, or make a dependency soft or redundant.".into(),
        ),
        TargetFinding::AboveMeasured {
            target, ceiling, ..
        } => (
            "above-measured",
            State::Warn,
            format!(
                "What its dependencies provided {} allows {} at most, below its target of {}.",
                frame.spoken,
                text::availability(ceiling),
                percent(target)
            ),
            "Look at the dependency that was down most before working on the service itself."
                .into(),
        ),
        TargetFinding::AboveChannel {
            channel,
            target,
            ceiling,
            ..
        } => {
            let channel = &service.channels[channel];
            (
                "above-channel",
                State::Warn,
                format!(
                    "Customers on {} ({} of its revenue) cannot tell more than {} apart; the target of {} is not perceived there.",
                    channel.name,
                    percent(channel.share),
                    percent(ceiling),
                    percent(target)
                ),
                "Pay for the target only where it is perceived.".into(),
            )
        }
        TargetFinding::OneDecides {
            target, support, ..
        } => (
            "one-decides",
            State::Unknown,
            format!(
                "{} at {} allows {} min: one {} incident of {} min decides it.",
                days(frame),
                percent(target),
                text::minutes(support.budget),
                if support.measured {
                    "median"
                } else {
                    "ordinary"
                },
                text::minutes(support.ordinary)
            ),
            if support.needed.is_finite() {
                format!("Judge it over at least {}.", text::length(support.needed))
            } else {
                String::new()
            },
        ),
    };
    let explain = match finding {
        TargetFinding::AboveDependencies { .. } | TargetFinding::AboveMeasured { .. } => {
            format!("ceiling:{}", service.id)
        }
        _ => String::new(),
    };
    Concern {
        key: format!("{kind}:{}", service.id),
        state,
        service: service.id.to_string(),
        name: service.name.clone(),
        text,
        todo,
        explain,
    }
}

fn days(frame: &Frame) -> String {
    text::counted(
        (frame.window.minutes() / 1440.0).round() as usize,
        "day",
        "days",
    )
}

/// Adds what the record says about the long run.
fn say_on_record(w: &Workspace, frame: &Frame, rows: &mut [(Budget, ServiceAgainstTarget)]) {
    let runs = long_runs(&w.facts(), &w.analysis, frame.window);
    for (budget, row) in rows.iter_mut().filter(|(b, _)| is_agreed(b)) {
        let target = budget.provided.target;
        let Some(s) = w.services.iter().position(|s| s.id.to_string() == row.id) else {
            continue;
        };
        if let Some(run) = runs[s].as_ref().filter(|_| !w.incidents.is_empty()) {
            row.interval = long_run_figure(Some(run));
            if row.interval.value.is_some() {
                row.interval.explain = format!("longrun:{}", row.id);
            }
            let support = Support::of(
                target,
                w.analysis.agreed[s].minutes(frame.window),
                run.median_minutes,
            );
            if row.caveat.is_empty() && support.one_decides() && target < 1.0 {
                row.caveat = format!(
                    "{} at {} allows {} min: one {}-minute incident decides it.",
                    days(frame),
                    text::percent_plain(target),
                    text::minutes(support.budget),
                    text::minutes(support.ordinary)
                );
            }
        }
    }
}

/// What the dependencies of a service allow if they keep their targets.
pub(crate) fn ceiling_figure(w: &Workspace, s: usize, ceiling: Option<&Ceiling>) -> Figure {
    match ceiling {
        Some(ceiling) => text::figure(
            ceiling.by_targets,
            text::availability(ceiling.by_targets),
            "",
            format!("{:.9}", ceiling.by_targets),
            Basis::Estimated,
        )
        .explained(format!("ceiling:{}", w.services[s].id)),
        None => text::missing("it leans on nothing"),
    }
}

/// Every service against its target, the largest share of its budget used first, those without
/// agreed time in the window last.
pub(crate) fn against_targets(w: &Workspace, frame: &Frame) -> Vec<(Budget, ServiceAgainstTarget)> {
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
    let targets = targets(&w.facts());
    let basis = downtime_basis(w);
    let mut rows: Vec<(Budget, ServiceAgainstTarget)> = (0..w.services.len())
        .map(|s| row(w, frame, s, counts[s], &targets, basis))
        .collect();
    rows.sort_by(|a, b| {
        is_agreed(&b.0)
            .cmp(&is_agreed(&a.0))
            .then_with(|| b.0.consumed.total_cmp(&a.0.consumed))
            .then_with(|| a.1.name.cmp(&b.1.name))
    });
    rows
}

fn row(
    w: &Workspace,
    frame: &Frame,
    s: usize,
    incidents: u64,
    targets: &[f64],
    basis: Basis,
) -> (Budget, ServiceAgainstTarget) {
    let service = &w.services[s];
    let zone = w.methods.zone;
    let counting = w.methods.counting;
    let (target, from) = target_of(service, &w.tiers, &w.methods);
    let budget = Budget::of(&w.analysis, s, frame.window, frame.asked, counting, target);
    let p = budget.provided;
    let agreed = is_agreed(&budget);
    // Without agreed time there is nothing that could have been met or missed.
    let told = |text: String| if agreed { text } else { String::new() };
    let key = format!("availability:{}", service.id);
    let per_month = (1.0 - p.availability) * agreed_a_month(w, frame, s);
    let (state, verdict) = if !agreed {
        (State::Unknown, "No agreed time".to_owned())
    } else if w.incidents.is_empty() {
        (State::Unknown, "No incidents on record".to_owned())
    } else {
        verdict(&budget)
    };
    let years = frame.window.minutes() / w.methods.year.minutes();
    let (low, high) = poisson_interval(incidents, 0.9);
    let weighted = match w.analysis.revenue_weighted(s, frame.window, counting) {
        Some(weighted) => weighted_figure(&weighted).explained(format!("weighted:{}", service.id)),
        None if !agreed => text::missing(NO_AGREED_TIME),
        None => text::missing("no revenue stream hangs on it"),
    };
    let ceiling = Ceiling::of(s, &w.analysis.reach, targets, &vec![None; targets.len()]);
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
        availability: if w.incidents.is_empty() && agreed {
            text::missing("no incidents are on record")
        } else {
            provided_figure(&p, basis).explained(key)
        },
        nines: told(text::nines(p.nines)),
        per_month: told(format!("{} min/month", text::minutes(per_month))),
        used: if agreed {
            downtime_figure(&p, basis).explained(format!("downtime:{}", service.id))
        } else {
            text::missing(NO_AGREED_TIME)
        },
        allowed: allowed_figure(&budget).explained(format!("allowed:{}", service.id)),
        remaining: told(text::minutes(budget.left)),
        consumed: told(text::percent(budget.consumed, 0)),
        burn: if agreed {
            burn_figure(&p, basis).explained(format!("burn:{}", service.id))
        } else {
            text::missing(NO_AGREED_TIME)
        },
        runs_out: match (budget.spent, budget.runs_out) {
            (Some(at), _) => format!("spent {}", text::date(at, zone)),
            (None, Some(at)) => format!("runs out {} at this pace", text::date(at, zone)),
            (None, None) => String::new(),
        },
        revenue_weighted: weighted,
        incidents,
        rate: if frame.window.minutes() >= FEWEST_DAYS_FOR_RATE * 1440.0 {
            format!("{} a year", text::short_range(low / years, high / years))
        } else {
            String::new()
        },
        state,
        verdict,
        caveat: if agreed {
            caveat(&budget, frame)
        } else {
            String::new()
        },
        interval: text::missing(""),
        ceiling: ceiling_figure(w, s, ceiling.as_ref()),
        hours: service
            .hours
            .as_ref()
            .map_or_else(|| "Around the clock".into(), crate::hours::write),
        perceived: service
            .channels
            .iter()
            .filter(|c| agreed && c.ceiling < 1.0)
            .map(|c| {
                format!(
                    "{} {}",
                    c.name,
                    text::availability(perceived(p.availability, c.ceiling))
                )
            })
            .collect::<Vec<_>>()
            .join(", "),
        by_requests: by_requests(w, frame, s, target),
    };
    (budget, wire)
}

/// An availability as a figure; missing where no time was agreed.
pub(crate) fn provided_figure(p: &Provided, basis: Basis) -> Figure {
    if p.window_minutes <= 0.0 {
        return text::missing(NO_AGREED_TIME);
    }
    text::figure(
        p.availability,
        text::availability(p.availability),
        "",
        format!("{:.9}", p.availability),
        basis,
    )
}

/// Counted minutes of downtime as a figure.
pub(crate) fn downtime_figure(p: &Provided, basis: Basis) -> Figure {
    minutes_figure(p.downtime, basis)
}

/// What is left of an error budget as a figure; negative where it is overspent.
pub(crate) fn left_figure(budget: &Budget, basis: Basis) -> Figure {
    minutes_figure(budget.left, basis)
}

/// What was allowed over the whole window as a figure: what follows from the target.
pub(crate) fn allowed_figure(budget: &Budget) -> Figure {
    minutes_figure(budget.whole, Basis::Assumed)
}

/// How fast the error budget of what was observed was used, as a figure; 1 uses all of it.
pub(crate) fn burn_figure(p: &Provided, basis: Basis) -> Figure {
    let (text, exact) = if p.burn.is_finite() {
        (format!("{:.1}", p.burn), format!("{:.4}", p.burn))
    } else {
        ("∞".into(), "∞: there is no budget".into())
    };
    text::figure(p.burn, text, "", exact, basis)
}

/// What downtime rests on: times on record, and where a moment counts by the share of users hit,
/// that share, which is an estimate where a severity stands for it. Looks at every incident: once
/// for a screen.
pub(crate) fn downtime_basis(w: &Workspace) -> Basis {
    if w.methods.counting == Counting::Weighted && caveats::shares_are_assumed(w) {
        Basis::Estimated
    } else {
        Basis::Measured
    }
}

fn minutes_figure(minutes: f64, basis: Basis) -> Figure {
    text::figure(
        minutes,
        text::minutes(minutes),
        "min",
        format!("{} min", text::minutes_full(minutes)),
        basis,
    )
}

/// Availability weighted by expected revenue, as a figure.
pub(crate) fn weighted_figure(weighted: &Weighted) -> Figure {
    let share = weighted.share();
    text::figure(
        share,
        text::availability(share),
        "",
        format!("{share:.9}"),
        Basis::Estimated,
    )
}

/// The 90 % range of the availability in the long run, as a figure whose value is its median.
pub(crate) fn long_run_figure(run: Option<&LongRun>) -> Figure {
    let Some((run, (low, high))) = run.and_then(|run| Some((run, run.interval()?))) else {
        return text::missing("no incident made downtime, so nothing says how long one takes");
    };
    let percent = |c: char| [' ', '%', '\u{a0}', '\u{202f}'].contains(&c);
    let range = format!(
        "{}–{}",
        text::availability(low).trim_end_matches(percent),
        text::availability(high)
    );
    let few = if run.few() { ", few incidents" } else { "" };
    text::figure(
        run.quantile(0.5).unwrap_or(high),
        format!("{range}{few}"),
        "",
        format!("{low:.9} to {high:.9}"),
        Basis::Estimated,
    )
}

/// How a service stands. A budget that is spent is gone, however long the window goes on; one
/// that is used faster than the window passes is over pace, and may still last.
fn verdict(budget: &Budget) -> (State, String) {
    let left = || format!("{} min left", text::minutes(budget.left));
    if budget.left < 0.0 {
        (
            State::Over,
            format!("Over by {} min", text::minutes(-budget.left)),
        )
    } else if !budget.over && budget.provided.remaining < 0.0 {
        (State::Warn, format!("Over pace, {}", left()))
    } else if budget.consumed >= 0.75 {
        (State::Warn, left())
    } else if budget.over {
        (State::Ok, "Met".into())
    } else {
        (State::Ok, format!("On pace, {}", left()))
    }
}

/// What so short a window cannot support: one ordinary incident would decide it.
fn caveat(budget: &Budget, frame: &Frame) -> String {
    let p = &budget.provided;
    if p.target >= 1.0 {
        return "A target of 100 % leaves no error budget at all.".into();
    }
    let needed = nines(p.target);
    if p.downtime == 0.0 && needed > 0.0 {
        return format!(
            "No downtime in {}: that supports the target, it does not prove it.",
            days(frame)
        );
    }
    String::new()
}
