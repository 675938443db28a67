//! Requirements: the list, and one of them.

mod flags;
mod trace;

pub(crate) use flags::flag_rows;

use super::risks::{minutes_figure, money_figure, share_text};
use super::settings::{MOST_CHANGES, change_rows, in_words};
use super::tiers::worth;
use super::{finding, lacking};
use crate::App;
use crate::edit::{not_acceptable, position, requirement_edit};
use crate::host::Job;
use crate::requirements::{Standing, YEARS, feature, standing};
use crate::text;
use crate::wire::{
    Basis, Choice, DraftRisk, Error, EvidenceThenNow, Figure, IdArgs, RecordEntry,
    RequirementDetail, RequirementLine, RequirementRow, Requirements, RequirementsArgs, State,
    StatusCount, TestRow, TextTable,
};
use crate::workspace::Workspace;
use ninefold_domain::analysis::target_of;
use ninefold_domain::id::RiskId;
use ninefold_domain::requirement::ears::{Ears, Form};
use ninefold_domain::requirement::{
    Answer, Evidence, Hours, Moved, Outcome, Period, Quantity, Ranged, Requirement, SignOff,
    SloWindow, Source, Status,
};
use ninefold_domain::risk::Risk;
use ninefold_domain::structure::Ceiling;
use ninefold_domain::time::Instant;
use ninefold_store::Key;

/// Risks that the screen offers to draft from.
const OFFERED: usize = 50;
/// What the range of a year's money and minutes means.
const YEARLY_RANGE: &str = "9 of 10 years";

impl App {
    pub(crate) fn requirements(
        &self,
        args: &RequirementsArgs,
        _: &Job<'_>,
    ) -> Result<Requirements, Error> {
        self.with(|w| screen(w, args))
    }

    pub(crate) fn requirement_get(
        &self,
        args: &IdArgs,
        _: &Job<'_>,
    ) -> Result<RequirementDetail, Error> {
        self.with(|w| detail(w, position(w, &args.id)?))
    }
}

/// A status in words.
pub(crate) fn status_text(status: Status) -> &'static str {
    match status {
        Status::Draft => "Draft",
        Status::Accepted => "Accepted",
        Status::Verified => "Verified",
        Status::Failed => "Failed",
        Status::Stale => "Stale",
        Status::Retired => "Retired",
    }
}

fn status_state(status: Status) -> State {
    match status {
        Status::Verified => State::Ok,
        Status::Accepted | Status::Draft | Status::Retired => State::Unknown,
        Status::Stale => State::Warn,
        Status::Failed => State::Over,
    }
}

/// A sentence’s form in words.
pub(crate) fn form_text(ears: &Ears) -> String {
    let (name, pattern) = match ears.form() {
        Form::Ubiquitous => ("Ubiquitous", "The … shall …"),
        Form::State => ("State", "While …, the … shall …"),
        Form::Event => ("Event", "When …, the … shall …"),
        Form::Unwanted => ("Unwanted", "If …, then the … shall …"),
        Form::Optional => ("Optional", "Where …, the … shall …"),
    };
    format!("{name}: {pattern}")
}

/// A quantity of the evidence as a figure.
pub(crate) fn quantity_figure(w: &Workspace, of: Quantity, value: Ranged) -> Figure {
    let (figure, means) = match of {
        Quantity::PerMinute => {
            let currency = w.methods.currency;
            let figure = text::figure(
                value.value,
                text::money_short(value.value, currency),
                "/min",
                format!("{}/min", text::money_estimate(value.value, currency)),
                Basis::Estimated,
            );
            (figure, "nine of ten weeks averaged within")
        }
        Quantity::Minutes => (minutes_figure(value.value, Basis::Estimated), YEARLY_RANGE),
        Quantity::Loss => (money_figure(w, value.value, Basis::Estimated), YEARLY_RANGE),
        Quantity::Met => {
            let share = value.value;
            let mut figure = text::figure(
                share,
                chance_text(share),
                "in a year",
                format!(
                    "{} in a year, of {} simulated years",
                    text::percent(share, 2),
                    text::count(YEARS as usize)
                ),
                Basis::Estimated,
            );
            figure.range = format!("{}–{}", share_text(value.low), share_text(value.high));
            figure.range_means = "ten points either way; beyond it is stale".into();
            return figure;
        }
    };
    figure.ranged(value.low, value.high, means)
}

fn chance_text(share: f64) -> String {
    // So many simulated years do not tell a certainty from a near one.
    if share < 0.01 {
        "< 1 %".into()
    } else if share > 0.99 {
        "> 99 %".into()
    } else {
        text::percent(share, 0)
    }
}

const QUANTITIES: [(Quantity, &str, &str); 4] = [
    (
        Quantity::PerMinute,
        "per-minute",
        "Cost of a full-outage minute",
    ),
    (Quantity::Minutes, "minutes", "Expected bad minutes"),
    (Quantity::Loss, "loss", "Expected loss"),
    (Quantity::Met, "met", "Chance of its target"),
];

fn value_of(evidence: &Evidence, of: Quantity) -> Option<Ranged> {
    match of {
        Quantity::PerMinute => evidence.per_minute,
        Quantity::Minutes => Some(evidence.minutes),
        Quantity::Loss => Some(evidence.loss),
        Quantity::Met => evidence.met,
    }
}

/// A quantity by the name it is explained under.
pub(crate) fn quantity_of(key: &str) -> Option<(Quantity, &'static str)> {
    let found = QUANTITIES.iter().find(|(_, k, _)| *k == key);
    found.map(|(of, _, label)| (*of, *label))
}

fn why_missing(of: Quantity) -> &'static str {
    match of {
        Quantity::PerMinute => "no revenue of this service is known",
        Quantity::Minutes | Quantity::Loss => "no risk of the register reaches it",
        Quantity::Met => "it has no target",
    }
}

/// A quantity of the evidence of then or today, with the key that explains it.
pub(crate) fn evidence_figure(
    w: &Workspace,
    requirement: &Requirement,
    evidence: Option<&Evidence>,
    of: Quantity,
    then: bool,
) -> Figure {
    let key = QUANTITIES
        .iter()
        .find(|(q, ..)| *q == of)
        .map_or("", |(_, k, _)| *k);
    let Some(evidence) = evidence else {
        return text::missing("nothing was kept of then");
    };
    // Nothing that can fail is no loss of 0: the register does not know it.
    let unknown = evidence.risks.is_empty() && matches!(of, Quantity::Minutes | Quantity::Loss);
    match value_of(evidence, of).filter(|_| !unknown) {
        None => text::missing(why_missing(of)),
        Some(value) => {
            let when = if then { ":was" } else { "" };
            quantity_figure(w, of, value)
                .explained(format!("requirement:{}:{key}{when}", requirement.id))
        }
    }
}

/// What has moved, in a sentence each.
pub(crate) fn moved_text(w: &Workspace, moved: &[Moved]) -> Vec<String> {
    let noun = |of: Quantity| match of {
        Quantity::PerMinute => "cost per minute",
        Quantity::Minutes => "expected bad minutes a year",
        Quantity::Loss => "expected loss a year",
        Quantity::Met => "chance of the target",
    };
    let ranged = |of: Quantity, was: Ranged| {
        let figure = quantity_figure(w, of, was);
        if figure.range.is_empty() {
            figure.text
        } else {
            format!("{} ({})", figure.text, figure.range)
        }
    };
    moved
        .iter()
        .map(|one| match one {
            Moved::Value { of, was, now } => format!(
                "{} was {}, is now {}",
                noun(*of),
                ranged(*of, *was),
                quantity_figure(w, *of, Ranged::new(*now, *now, *now)).text
            ),
            Moved::Unknown { of, was } => format!(
                "{} was {}, is now unknown: {}",
                noun(*of),
                ranged(*of, *was),
                why_missing(*of)
            ),
            Moved::RiskGone(id) => match w.risks.iter().find(|r| r.id == *id) {
                Some(risk) => format!("the risk {} no longer reaches its service", risk.name),
                None => "a risk that it was drafted from is no longer in the register".into(),
            },
        })
        .collect()
}

fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Held => "Held",
        Outcome::Broke => "Broke",
        Outcome::Inconclusive => "Says nothing",
    }
}

/// One requirement of the list.
pub(crate) fn row(w: &Workspace, at: usize, stands: &Standing<'_>) -> RequirementRow {
    let r = &w.requirements[at];
    let zone = w.methods.zone;
    let figure = |of| evidence_figure(w, r, Some(stands.now), of, false);
    let signed = |by: &Option<SignOff>| {
        by.as_ref().map_or(String::new(), |s| {
            format!("{}, {}", s.by, text::date(s.at, zone))
        })
    };
    let last = r.last_result();
    let reason = match (stands.status, last) {
        (Status::Failed, Some(last)) => format!(
            "Its test of {} broke: {}",
            text::date(last.at, zone),
            last.said
        ),
        (Status::Stale, _) if !stands.moved.is_empty() => {
            text::capital(&moved_text(w, &stands.moved).join("; "))
        }
        (Status::Stale, Some(last)) => format!(
            "Its test of {} says nothing: {}",
            text::date(last.at, zone),
            if last.note.is_empty() {
                &last.said
            } else {
                &last.note
            }
        ),
        _ => String::new(),
    };
    RequirementRow {
        id: r.id.to_string(),
        label: r.label(),
        title: r.title.clone(),
        statement: r.statement.clone(),
        service: w.service_name(r.service).into(),
        tier: r.tier.map_or(String::new(), |t| format!("Tier {t}")),
        status: stands.status.key().into(),
        status_text: status_text(stands.status).into(),
        state: status_state(stands.status),
        reason,
        flags: flag_rows(w, &stands.flags),
        per_minute: figure(Quantity::PerMinute),
        loss: figure(Quantity::Loss),
        met: figure(Quantity::Met),
        owner: r.owner.clone().unwrap_or_default(),
        product: signed(&r.product),
        technical: signed(&r.technical),
        verification: match last {
            Some(last) => format!(
                "{}, {}",
                outcome_text(last.outcome),
                text::date(last.at, zone)
            ),
            None if r.test.is_empty() => "No test".into(),
            None => "Not tested yet".into(),
        },
    }
}

fn screen(w: &Workspace, args: &RequirementsArgs) -> Result<Requirements, Error> {
    let service = match args.service.as_str() {
        "" => None,
        id => Some(w.services[w.service(id)?].id),
    };
    let wanted = match args.status.as_str() {
        "" | "flagged" => None,
        key => Some(Status::of_key(key).ok_or_else(|| {
            Error::invalid(
                "status",
                format!(
                    "“{key}” is not a status; expected draft, accepted, verified, failed, stale, \
                     retired or flagged"
                ),
            )
        })?),
    };
    let stands: Vec<Standing<'_>> = (0..w.requirements.len())
        .map(|at| standing(w, at))
        .collect();
    let live = |at: usize| stands[at].status != Status::Retired;
    let flagged = |at: usize| live(at) && !stands[at].flags.is_empty();
    let mut order: Vec<usize> = (0..w.requirements.len())
        .filter(|at| service.is_none_or(|s| w.requirements[*at].service == s))
        .filter(|at| match (wanted, args.status.as_str()) {
            (Some(status), _) => stands[*at].status == status,
            (None, "flagged") => flagged(*at),
            (None, _) => true,
        })
        .collect();
    order.sort_by_key(|at| (w.requirements[*at].number, w.requirements[*at].id));
    let count_of = |wanted: &dyn Fn(usize) -> bool| {
        (0..w.requirements.len()).filter(|at| wanted(*at)).count() as u32
    };
    let mut counts = vec![StatusCount {
        key: String::new(),
        label: "All".into(),
        count: w.requirements.len() as u32,
    }];
    for status in Status::ALL {
        counts.push(StatusCount {
            key: status.key().into(),
            label: status_text(status).into(),
            count: count_of(&|at| stands[at].status == status),
        });
    }
    counts.push(StatusCount {
        key: "flagged".into(),
        label: "Flagged".into(),
        count: count_of(&flagged),
    });
    let choices = |list: &mut dyn Iterator<Item = (String, &str)>| -> Vec<Choice> {
        list.map(|(key, label)| Choice {
            key,
            label: label.into(),
        })
        .collect()
    };
    Ok(Requirements {
        headline: headline(w, &stands),
        rows: order.iter().map(|at| row(w, *at, &stands[*at])).collect(),
        counts,
        services: choices(
            &mut w
                .services
                .iter()
                .map(|s| (s.id.to_string(), s.name.as_str())),
        ),
        risks: without_requirement(w)?,
        options: choices(
            &mut w
                .options
                .iter()
                .map(|o| (o.id.to_string(), o.name.as_str())),
        ),
        techniques: choices(
            &mut w
                .techniques
                .iter()
                .map(|t| (t.id.to_string(), t.name.as_str())),
        ),
        all_risks: choices(&mut w.risks.iter().map(|r| (r.id.to_string(), r.name.as_str()))),
        notes: vec![format!(
            "Money, minutes and chances are those of the register today, with the techniques that are on under Tiers; what a pre-mortem switches on counts there only. Chances are of {} simulated years; costs and savings of techniques are over the horizon of Tiers.",
            text::count(YEARS as usize)
        )],
    })
}

fn headline(w: &Workspace, stands: &[Standing<'_>]) -> crate::wire::Headline {
    let of = |status| stands.iter().filter(|s| s.status == status).count();
    let live = stands.len() - of(Status::Retired);
    if live == 0 {
        return lacking(
            "What has been promised, and does it hold?",
            if w.services.is_empty() {
                "Requirements come from risks, from targets of services and from pre-mortems. Import what happened so far, or write one by hand: it asks for its service first."
            } else if w.risks.is_empty() {
                "Requirements come from risks, from targets of services and from pre-mortems. Say what can fail first, or write one by hand."
            } else {
                "Requirements come from risks, from targets of services and from pre-mortems. Draft them from what is too big for its budget, or write one by hand."
            },
        );
    }
    let verified = of(Status::Verified);
    let mut troubles = Vec::new();
    for (status, word) in [
        (Status::Failed, "failed"),
        (Status::Stale, "stale"),
        (Status::Draft, "to decide on"),
    ] {
        let n = of(status);
        if n > 0 {
            troubles.push(format!("{} {word}", text::count(n)));
        }
    }
    let flagged = stands
        .iter()
        .filter(|s| s.status != Status::Retired && !s.flags.is_empty())
        .count();
    let lost: f64 = {
        // A risk that several requirements are about is lost once.
        let mut risks: Vec<RiskId> = Vec::new();
        for (r, s) in w.requirements.iter().zip(stands) {
            let unkept = !matches!(s.status, Status::Verified | Status::Retired);
            if unkept && matches!(r.source, Source::Risk { .. } | Source::Hand) {
                risks.extend(&r.risks);
            }
        }
        risks.sort_unstable();
        risks.dedup();
        all_losses(w, &risks)
    };
    finding(
        format!(
            "{} of {} {} verified{}.",
            text::count(verified),
            text::counted(live, "requirement", "requirements"),
            if verified == 1 { "is" } else { "are" },
            if troubles.is_empty() {
                String::new()
            } else {
                format!("; {}", troubles.join(", "))
            }
        ),
        format!(
            "{}{}",
            if lost > 0.0 {
                format!(
                    "Risks whose requirement is not verified take {} of an average year. ",
                    text::money_short(lost, w.methods.currency)
                )
            } else {
                String::new()
            },
            match flagged {
                0 => "Nothing speaks against them.".to_owned(),
                n => format!(
                    "Something speaks against {}.",
                    text::counted(n, "requirement", "requirements")
                ),
            }
        ),
    )
}

/// Expected loss a year of these risks, over all services.
fn all_losses(w: &Workspace, risks: &[RiskId]) -> f64 {
    let plan = crate::plan::Plan::base(w);
    let today = plan.today(crate::plan::Scope::All);
    today
        .risks
        .iter()
        .zip(&today.processes)
        .filter(|(n, _)| risks.contains(&plan.scenario.risks[**n].id))
        .map(|(_, p)| p.mean_loss())
        .sum()
}

fn without_requirement(w: &Workspace) -> Result<Vec<DraftRisk>, Error> {
    let register = super::risks::Register::of(w, "", "")?;
    let has = |risk: RiskId| {
        w.requirements.iter().any(|r| {
            r.status != Status::Retired && matches!(r.source, Source::Risk { of } if of == risk)
        })
    };
    let mut found: Vec<(f64, DraftRisk)> = (0..register.today.processes.len())
        .filter(|n| !has(register.risk(*n).id))
        .map(|n| {
            let risk = register.risk(n);
            (
                register.losses[n],
                DraftRisk {
                    id: risk.id.to_string(),
                    name: risk.name.clone(),
                    service: w.service_name(risk.service).into(),
                    loss: risk_money(w, risk, register.losses[n]),
                },
            )
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    found.truncate(OFFERED);
    Ok(found.into_iter().map(|(_, risk)| risk).collect())
}

fn risk_money(w: &Workspace, risk: &Risk, loss: f64) -> Figure {
    money_figure(w, loss, Basis::Estimated).explained(format!("risk:{}:loss", risk.id))
}

fn line(label: &str, text: impl Into<String>) -> RequirementLine {
    let text = text.into();
    RequirementLine {
        label: label.into(),
        text: if text.is_empty() {
            text::NONE.into()
        } else {
            text
        },
    }
}

/// The window of an objective in words.
pub(crate) fn window_text(window: SloWindow) -> String {
    match window {
        SloWindow::Rolling { days } => format!("any {days} days"),
        SloWindow::Calendar { period, zone, from } => {
            let period = match period {
                Period::Week => "week",
                Period::Month => "month",
                Period::Quarter => "quarter",
                Period::Year => "year",
            };
            format!("each {period} from {from}, in {zone}")
        }
    }
}

pub(crate) fn objective_lines(r: &Requirement) -> Vec<RequirementLine> {
    let mut lines = Vec::new();
    match &r.slo {
        Some(slo) => {
            lines.push(line(
                "Objective",
                format!(
                    "{} over {}",
                    text::percent_plain(slo.target),
                    window_text(slo.window)
                ),
            ));
            lines.push(line(
                "Allows",
                format!("{} of full outage", text::length(slo.budget_minutes())),
            ));
            lines.push(line("Indicator", slo.sli.description.clone()));
            lines.push(line("Good events", slo.sli.good.clone()));
            lines.push(line("All events", slo.sli.total.clone()));
        }
        None => lines.push(line("Objective", "")),
    }
    let minutes = |value: Option<f64>| value.map_or(String::new(), text::length);
    lines.push(line("Recovery time", minutes(r.rto)));
    lines.push(line("Recovery point", minutes(r.rpo)));
    lines
}

pub(crate) fn expectation_lines(w: &Workspace, r: &Requirement) -> Vec<RequirementLine> {
    let e = &r.expectations;
    let answer = |answer: Answer| match answer {
        Answer::Unsaid => "nobody said yet",
        Answer::Yes => "yes",
        Answer::No => "no",
    };
    let channels = &w
        .services
        .iter()
        .find(|s| s.id == r.service)
        .map(|s| s.channels.as_slice())
        .unwrap_or_default();
    let channel = |name: &String| {
        let known = channels.iter().find(|c| c.name.eq_ignore_ascii_case(name));
        known.map_or_else(
            || name.clone(),
            |c| {
                format!(
                    "{name} ({} of revenue, itself {})",
                    text::percent_plain(c.share),
                    text::percent_plain(c.ceiling)
                )
            },
        )
    };
    vec![
        line(
            "Hours",
            match e.hours {
                Hours::Unsaid => "nobody said yet",
                Hours::Always => "around the clock",
                Hours::ServiceHours => "the agreed hours of its service",
            },
        ),
        line("Regions", e.regions.clone()),
        line(
            "Channels",
            e.channels
                .iter()
                .map(channel)
                .collect::<Vec<_>>()
                .join(", "),
        ),
        line("Would users notice?", answer(e.perceivable)),
        line("Did somebody ask for it?", answer(e.wanted)),
        line("Says who", e.notes.clone()),
    ]
}

fn ceilings(w: &Workspace, r: &Requirement) -> TextTable {
    let mut rows = Vec::new();
    let columns = ["What", "Allows", "The target"];
    let (Some(slo), Some(at)) = (&r.slo, w.services.iter().position(|s| s.id == r.service)) else {
        return TextTable {
            columns: columns.map(str::to_owned).to_vec(),
            rows,
        };
    };
    let fits = |ceiling: f64| {
        if slo.target <= ceiling + 1e-12 {
            "fits"
        } else {
            "is above it"
        }
    };
    let targets: Vec<f64> = w
        .services
        .iter()
        .map(|s| target_of(s, &w.tiers, &w.methods).0)
        .collect();
    let unmeasured = vec![None; targets.len()];
    let mut push = |what: String, ceiling: f64| {
        rows.push(vec![
            what,
            text::availability(ceiling),
            fits(ceiling).to_owned(),
        ]);
    };
    if let Some(ceiling) = Ceiling::of(at, &w.analysis.reach, &targets, &unmeasured) {
        push(
            "What it leans on, keeping its targets".into(),
            ceiling.by_targets,
        );
    }
    for channel in &w.services[at].channels {
        push(format!("Channel {}", channel.name), channel.ceiling);
    }
    TextTable {
        columns: columns.map(str::to_owned).to_vec(),
        rows,
    }
}

fn detail(w: &Workspace, at: usize) -> Result<RequirementDetail, Error> {
    let r = &w.requirements[at];
    let zone = w.methods.zone;
    let stands = standing(w, at);
    let s = &r.scenario;
    let was = r.evidence.as_ref();
    let moved = |of: Quantity| {
        stands.moved.iter().any(
            |m| matches!(m, Moved::Value { of: q, .. } | Moved::Unknown { of: q, .. } if *q == of),
        )
    };
    let economics = crate::plan::Plan::base(w).scenario.economics;
    let money = |value: Option<f64>, key: &str| match value {
        Some(value) => {
            worth(w, value, Basis::Estimated).explained(format!("requirement:{}:{key}", r.id))
        }
        None => text::missing("neither techniques nor an option are named"),
    };
    let mut results: Vec<&ninefold_domain::requirement::TestResult> = r.results.iter().collect();
    results.reverse();
    Ok(RequirementDetail {
        row: row(w, at, &stands),
        form: match Ears::parse(&r.statement) {
            Ok(ears) => form_text(&ears),
            Err(error) => text::capital(&error.to_string()),
        },
        scenario: vec![
            line("Source", s.source.clone()),
            line("Stimulus", s.stimulus.clone()),
            line("Environment", s.environment.clone()),
            line("Artifact", s.artifact.clone()),
            line("Response", s.response.clone()),
            line("Measure", s.measure.clone()),
        ],
        objectives: objective_lines(r),
        evidence_as_of: was.map_or(String::new(), |e| {
            format!(
                "{}, data to {}",
                match r.status {
                    Status::Draft => "When it was drafted",
                    _ => "When it was accepted",
                },
                text::date(Instant(e.as_of.0 - 1), zone)
            )
        }),
        evidence: QUANTITIES
            .iter()
            .map(|(of, _, label)| EvidenceThenNow {
                label: (*label).into(),
                was: evidence_figure(w, r, was, *of, true),
                now: evidence_figure(w, r, Some(stands.now), *of, false),
                moved: moved(*of),
            })
            .collect(),
        cost: money(stands.now.cost, "cost"),
        avoided: money(stands.now.avoided, "avoided"),
        horizon: format!(
            "{} at {} a year",
            text::counted(economics.horizon as usize, "year", "years"),
            text::percent_plain(economics.discount)
        ),
        moved: moved_text(w, &stands.moved)
            .iter()
            .map(|m| text::capital(m))
            .collect(),
        ceilings: ceilings(w, r),
        expectations: expectation_lines(w, r),
        techniques: r
            .techniques
            .iter()
            .map(|id| {
                let known = w.techniques.iter().find(|t| t.id == *id);
                known.map_or_else(|| "a technique that is gone".into(), |t| t.name.clone())
            })
            .collect(),
        trace: trace::of_requirement(w, at),
        feature: feature(r, w.service_name(r.service)),
        results: results
            .into_iter()
            .map(|result| TestRow {
                outcome: outcome_text(result.outcome).into(),
                state: match result.outcome {
                    Outcome::Held => State::Ok,
                    Outcome::Broke => State::Over,
                    Outcome::Inconclusive => State::Warn,
                },
                said: result.said.clone(),
                when: text::date_time(result.at, zone),
                file: result.file.clone(),
                hash: result.hash.clone(),
                note: result.note.clone(),
            })
            .collect(),
        history: history(w, r)?,
        not_acceptable: not_acceptable(w, at)
            .map(|why| format!("{} {why}.", r.label()))
            .unwrap_or_default(),
        edit: requirement_edit(w, r),
    })
}

/// Fields that hold ids, of which history says how many there are.
const ID_LISTS: [&str; 3] = ["risks", "incidents", "techniques"];

fn history(w: &Workspace, r: &Requirement) -> Result<Vec<RecordEntry>, Error> {
    let entries = w.store.history_of(Key::Requirement(r.id))?;
    let zone = w.methods.zone;
    Ok(entries
        .into_iter()
        .map(|entry| RecordEntry {
            when: text::date_time(entry.at, zone),
            label: match entry.command.as_str() {
                "undo" => format!("Undone: {}", entry.label),
                "redo" => format!("Done again: {}", entry.label),
                _ => entry.label.clone(),
            },
            changes: entry
                .changes
                .iter()
                .filter_map(|c| Some((c, c.field.as_deref()?)))
                .filter(|(_, field)| !ID_LISTS.contains(field) && *field != "evidence")
                .flat_map(|(c, field)| {
                    change_rows(in_words(field), c.before.as_deref(), c.after.as_deref())
                })
                .take(MOST_CHANGES)
                .collect(),
        })
        .collect())
}
