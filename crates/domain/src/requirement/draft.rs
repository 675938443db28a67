//! Requirements as first drafts: from a risk, what recovery it takes to fit the budget; from a
//! target, what has to be served. People edit them and decide.

use super::{
    Answer, Evidence, Expectations, Hours, Requirement, Scenario, Sli, Slo, SloWindow, Source,
    Status, TestScenario,
};
use crate::id::{OptionId, RequirementId, TechniqueId};
use crate::record::{Incident, IncidentKind, Service};
use crate::risk::{Category, Parts, Risk, TOO_BIG};
use crate::structure::channel_shares;

/// Days of the window that an objective is drafted with.
pub const WINDOW_DAYS: u32 = 30;

/// Recovery times that people ask for, in minutes.
const STEPS: [f64; 17] = [
    1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 240.0, 360.0,
    480.0, 720.0,
];

/// A technique that could help, with what it comes to over the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Which.
    pub id: TechniqueId,
    /// Its name.
    pub name: String,
    /// Expected cost over the horizon.
    pub cost: f64,
    /// Loss of the risk that it avoids over the horizon, discounted.
    pub avoided: f64,
    /// Whether the scenario has it on, or the chosen option puts it to work.
    pub chosen: bool,
}

/// What a draft is given besides its risk or target.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<'a> {
    /// Identity of the new record.
    pub id: RequirementId,
    /// Number of the new record.
    pub number: u32,
    /// The service.
    pub service: &'a Service,
    /// Availability target of the service, or of the chosen option.
    pub target: f64,
    /// Minutes of a year.
    pub year: f64,
    /// Names of what it cannot do without, most important first as people wrote them.
    pub leans_on: Vec<String>,
    /// The hour in which most depends on it, such as `Sundays at 20:00`; none without revenue.
    pub peak: Option<String>,
    /// What speaks for it today.
    pub evidence: Evidence,
}

/// A number as people write it: at most `decimals`, no trailing zeros.
fn plain(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// `99.95 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", plain(share * 100.0, 6))
}

/// `15 minutes`.
fn minutes_text(minutes: f64) -> String {
    let text = plain(minutes, 1);
    if text == "1" {
        "1 minute".into()
    } else {
        format!("{text} minutes")
    }
}

/// What the service is called in a sentence: `Checkout service`, `Partner API`.
#[must_use]
pub fn system_of(service: &Service) -> String {
    let small = service.name.to_lowercase();
    let named = ["service", "api", "system", "app"]
        .iter()
        .any(|word| small.split_whitespace().last() == Some(*word));
    if named {
        service.name.clone()
    } else {
        format!("{} service", service.name)
    }
}

/// The first letter small, unless the word is written in capitals.
fn inner(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().collect::<String>() + &text[first.len_utf8()..]
        }
        _ => text.to_owned(),
    }
}

/// How a risk strikes, as a clause after “if”.
fn stimulus(risk: &Risk) -> String {
    let mode = inner(&risk.failure_mode);
    if mode.is_empty() {
        return format!("“{}” strikes", risk.name.trim());
    }
    // A cause of one or two words, such as those that incidents are tagged with, is no clause.
    if mode.split_whitespace().count() < 3 {
        return format!("{mode} strikes");
    }
    mode
}

/// The longest recovery time of [`STEPS`] that is not above this, at least a minute.
#[must_use]
pub fn repair_goal(minutes: f64) -> f64 {
    STEPS
        .iter()
        .copied()
        .rev()
        .find(|step| *step <= minutes * (1.0 + 1e-9))
        .unwrap_or(STEPS[0])
}

/// Minutes from failure to recovery with which a risk stays within [`TOO_BIG`] of a budget of
/// `budget` minutes a year, at its rate and users of today; today's mean where that is within it,
/// and never above it.
#[must_use]
pub fn allowed_minutes(parts: &Parts, budget: f64) -> f64 {
    let today = parts.detect.mean() + parts.repair.mean();
    // Where people disagree, who expects long failures expects few: the means alone would not say
    // that the risk is within it as it is.
    if parts.minutes() <= TOO_BIG * budget {
        return today;
    }
    (TOO_BIG * budget / parts.a_minute_each()).min(today)
}

/// Techniques that a draft names: those that were chosen, else the one that leaves most over its
/// cost, if one does.
#[must_use]
pub fn worthwhile(candidates: &[Candidate]) -> Vec<&Candidate> {
    let chosen: Vec<&Candidate> = candidates.iter().filter(|c| c.chosen).collect();
    if !chosen.is_empty() {
        return chosen;
    }
    candidates
        .iter()
        .filter(|c| c.avoided > c.cost)
        .max_by(|a, b| (a.avoided - a.cost).total_cmp(&(b.avoided - b.cost)))
        .into_iter()
        .collect()
}

/// Whether an incident is one of a risk, as far as words tell: it hit the risk's service, and one
/// of its causes is the risk's failure mode or a phrase of its name or failure mode.
#[must_use]
pub fn same_cause(risk: &Risk, incident: &Incident) -> bool {
    if incident.kind != IncidentKind::Normal
        || !incident.impacts.iter().any(|i| i.service == risk.service)
    {
        return false;
    }
    let words = |text: &str| {
        let small = text.to_lowercase();
        let parts = small.split(|c: char| !c.is_alphanumeric());
        format!(
            " {} ",
            parts
                .filter(|w| !w.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        )
    };
    let (name, mode) = (words(&risk.name), words(&risk.failure_mode));
    incident.causes.iter().any(|cause| {
        let cause = words(cause);
        !cause.trim().is_empty() && (name.contains(&cause) || mode.contains(&cause))
    })
}

/// Requests answered, counted by the queries that a service with request metrics usually has.
#[must_use]
pub fn usual_sli(service: &Service) -> Sli {
    let name = service.name.to_lowercase().replace(['"', '\\'], "");
    Sli {
        description: "share of requests that are answered without an error of the server".into(),
        source: "prometheus".into(),
        good: format!("sum(rate(http_requests_total{{service=\"{name}\",code!~\"5..\"}}[5m]))"),
        total: format!("sum(rate(http_requests_total{{service=\"{name}\"}}[5m]))"),
    }
}

/// What to ask people about expectations, with what is known filled in.
fn expectations(service: &Service, target: f64) -> Expectations {
    let shares = channel_shares(&service.channels);
    let told = shares.iter().any(|(_, ceiling)| target <= ceiling + 1e-12);
    Expectations {
        hours: if service.hours.is_some() {
            Hours::ServiceHours
        } else {
            Hours::Always
        },
        regions: String::new(),
        channels: service.channels.iter().map(|c| c.name.clone()).collect(),
        perceivable: match (service.channels.is_empty(), told) {
            (true, _) => Answer::Unsaid,
            (false, true) => Answer::Yes,
            (false, false) => Answer::No,
        },
        wanted: Answer::Unsaid,
        notes: String::new(),
    }
}

fn when_it_holds(service: &Service) -> &'static str {
    if service.hours.is_some() {
        "in its agreed hours"
    } else {
        "around the clock"
    }
}

fn source_of(category: Category) -> &'static str {
    match category {
        Category::SinglePointOfFailure => "A single part that the service cannot do without",
        Category::ExcessiveLoad => "Users, or programs of partners, in larger numbers than usual",
        Category::ExcessiveLatency => "A dependency that answers too slowly",
        Category::MisconfigurationOrBug => "A change of our own",
        Category::SharedFate => "Something shared with other services",
    }
}

fn environment_of(category: Category) -> &'static str {
    match category {
        Category::ExcessiveLoad => "Demand beyond the usual peak",
        Category::ExcessiveLatency => "Usual demand, one dependency degraded",
        Category::MisconfigurationOrBug => "Usual demand, right after a change",
        Category::SinglePointOfFailure | Category::SharedFate => "Usual demand",
    }
}

/// How the fault is brought about in a test.
fn fault_of(category: Category, system: &str, given: &Given<'_>) -> String {
    match category {
        Category::SinglePointOfFailure => {
            format!("the part that the {system} cannot do without is stopped")
        }
        Category::ExcessiveLoad => match &given.peak {
            Some(peak) => format!("twice the usual load of {peak} is sent to the {system}"),
            None => format!("twice the usual peak is sent to the {system}"),
        },
        Category::ExcessiveLatency => match given.leans_on.as_slice() {
            [] => format!("answers of a dependency of the {system} are delayed by 10 seconds"),
            [first, others @ ..] => {
                let or = match others {
                    [] => String::new(),
                    _ => format!("; then the same with {}", others.join(", ")),
                };
                format!("answers of {first} to the {system} are delayed by 10 seconds{or}")
            }
        },
        Category::MisconfigurationOrBug => {
            format!("a change that breaks the {system} is rolled out where it is tested")
        }
        Category::SharedFate => format!("what the {system} shares with others is stopped"),
    }
}

fn blank(given: &Given<'_>, source: Source) -> Requirement {
    Requirement {
        id: given.id,
        number: given.number,
        title: String::new(),
        statement: String::new(),
        scenario: Scenario::default(),
        service: given.service.id,
        tier: given.service.tier,
        slo: None,
        rto: None,
        rpo: None,
        source,
        risks: given.evidence.risks.clone(),
        incidents: given.evidence.incidents.clone(),
        techniques: Vec::new(),
        evidence: Some(given.evidence.clone()),
        expectations: expectations(given.service, given.target),
        owner: given.service.owner.clone(),
        product: None,
        technical: None,
        test: TestScenario::default(),
        results: Vec::new(),
        status: Status::Draft,
        notes: String::new(),
    }
}

/// A requirement by hand, with what is known of its service filled in.
#[must_use]
pub fn by_hand(given: &Given<'_>) -> Requirement {
    Requirement {
        scenario: Scenario {
            artifact: format!("The {}", system_of(given.service)),
            ..Scenario::default()
        },
        ..blank(given, Source::Hand)
    }
}

/// The requirement that a risk calls for: to be over soon enough that it takes no more than a
/// quarter of the error budget, or in the time it takes today where that is enough.
#[must_use]
pub fn from_risk(
    given: &Given<'_>,
    risk: &Risk,
    parts: &Parts,
    techniques: &[&Candidate],
) -> Requirement {
    let budget = given.year * (1.0 - given.target);
    let allowed = allowed_minutes(parts, budget);
    let rto = repair_goal(allowed);
    let system = system_of(given.service);
    let within = minutes_text(rto);
    let stimulus = stimulus(risk);
    let yearly = parts.a_minute_each() * rto;
    let how = if techniques.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = techniques.iter().map(|t| inner(&t.name)).collect();
        format!(", by {}", names.join(" and "))
    };
    let statement =
        format!("If {stimulus}, then the {system} shall serve its users again within {within}.");
    let fault = fault_of(risk.category, &system, given);
    let today = parts.detect.mean() + parts.repair.mean();
    // As much of the time as noticing takes of it today.
    let unnoticed = if today > 0.0 {
        parts.detect.mean() / today
    } else {
        0.0
    };
    let noticed = minutes_text(repair_goal(rto * unnoticed).min(rto));
    Requirement {
        title: format!(
            "{}: back within {within}",
            risk.name.trim().trim_end_matches('.')
        ),
        statement,
        scenario: Scenario {
            source: source_of(risk.category).into(),
            stimulus: stimulus.clone(),
            environment: format!(
                "{}, {}",
                environment_of(risk.category),
                when_it_holds(given.service)
            ),
            artifact: format!("The {system}"),
            response: format!("It is noticed, and users are served again{how}"),
            measure: format!(
                "Served again within {within}, of {} today; then about {} bad minutes a year of the {} that {} allows",
                minutes_text(today.round()),
                plain(yearly, 0),
                plain(budget, 0),
                percent(given.target)
            ),
        },
        rto: Some(rto),
        techniques: techniques.iter().map(|t| t.id).collect(),
        test: TestScenario {
            title: format!("{system}: {stimulus}"),
            given: vec![
                format!("the {system} serves its users"),
                "its monitoring is on".into(),
            ],
            when: vec![fault],
            then: vec![
                format!("the failure is noticed by monitoring within {noticed}"),
                format!("users are served again within {within}"),
            ],
            wait_minutes: rto,
            ..TestScenario::default()
        },
        ..blank(given, Source::Risk { of: risk.id })
    }
}

/// The requirement that a target makes of a service. `largest` is the risk that takes most of
/// its budget, which is what it is tried with.
#[must_use]
pub fn from_target(
    given: &Given<'_>,
    option: Option<OptionId>,
    largest: Option<&Risk>,
    techniques: Vec<TechniqueId>,
) -> Requirement {
    let system = system_of(given.service);
    let slo = Slo {
        sli: usual_sli(given.service),
        target: given.target,
        window: SloWindow::Rolling { days: WINDOW_DAYS },
    };
    let target = percent(given.target);
    let (state, always) = if given.service.hours.is_some() {
        ("While its agreed hours last, the ", false)
    } else {
        ("The ", true)
    };
    let rto = repair_goal(slo.budget_minutes());
    let within = minutes_text(rto);
    let test = largest.map_or_else(TestScenario::default, |risk| TestScenario {
        title: format!("{system} at {target}: {}", stimulus(risk)),
        given: vec![
            format!("the {system} serves its users"),
            format!("more than {within} of its error budget are left"),
        ],
        when: vec![fault_of(risk.category, &system, given)],
        then: vec![
            format!("users are served again within {within}"),
            format!(
                "at least {target} of requests of the last {WINDOW_DAYS} days are answered without error"
            ),
        ],
        wait_minutes: rto,
        ..TestScenario::default()
    });
    Requirement {
        title: format!("{}: {target} available", given.service.name.trim()),
        statement: format!(
            "{state}{system} shall answer at least {target} of requests without error over any {WINDOW_DAYS} days."
        ),
        scenario: Scenario {
            source: "Users".into(),
            stimulus: "they send requests".into(),
            environment: format!(
                "Usual demand, {}, with the failures that the register expects",
                if always {
                    "around the clock"
                } else {
                    "in its agreed hours"
                }
            ),
            artifact: format!("The {system}"),
            response: "Requests are answered without error".into(),
            measure: format!(
                "At least {target} over any {WINDOW_DAYS} days: at most {} minutes of full outage",
                plain(slo.budget_minutes(), 1)
            ),
        },
        slo: Some(slo),
        rto: Some(rto),
        techniques,
        test,
        ..blank(given, Source::Target { option })
    }
}
