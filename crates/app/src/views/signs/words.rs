//! What is said about a sign: why it is missing, what it was counted from, what to do.

use crate::text;
use crate::workspace::Workspace;
use ninefold_domain::growth::Missing;
use ninefold_domain::methods::SignKind;
use ninefold_domain::record::Service;
use ninefold_domain::signs::{Advice, Detail, ManualRecovery, Reason, Sign};
use ninefold_domain::slope::NoSlope;

/// Why a sign has no value, or cannot be told.
pub(super) fn reason(kind: SignKind, reason: Reason) -> String {
    match reason {
        Reason::NoIncidents => "no incident began in the window".into(),
        Reason::NothingRecorded => format!("no incident says {}", needs(kind)),
        Reason::TooFew { have, need } => format!("{have} known, it takes {need}"),
        Reason::TooShort { days } => {
            let found = text::counted(days as usize, "day", "days");
            format!("{found} on record: too short for a year’s figure")
        }
        Reason::NothingByHand => "nothing was recovered by hand".into(),
        Reason::CostsNothing => {
            "manual recovery costs nothing under the present assumptions".into()
        }
        Reason::NoServices => "there are no services".into(),
        Reason::NoDemand => "no revenue says when demand is high".into(),
        Reason::Growth(why) => missing(why),
        Reason::NoBacklog => "no month of backlog is recorded".into(),
        Reason::Undecided => "its range lies on both sides of the threshold".into(),
    }
}

fn weeks(n: usize) -> String {
    text::counted(n, "week", "weeks")
}

/// Why something about growth is missing.
pub(super) fn missing(why: Missing) -> String {
    match why {
        Missing::NoDemand => "no stream has revenue with clean weeks".into(),
        Missing::FewWeeks { have, need } => format!("{} on record, it takes {need}", weeks(have)),
        Missing::NoSlope(NoSlope::FewWeeks { have }) => format!(
            "{} on record, it takes {}",
            weeks(have),
            ninefold_domain::slope::FEWEST_WEEKS
        ),
        Missing::NoSlope(NoSlope::FewWithIncidents { have }) => format!(
            "{} had incident minutes, it takes {}",
            weeks(have),
            ninefold_domain::slope::FEWEST_WEEKS_WITH_INCIDENTS
        ),
        Missing::NoSlope(NoSlope::SteadyDemand) => "demand was the same in every week".into(),
    }
}

/// The field that a sign is counted from.
fn needs(kind: SignKind) -> &'static str {
    match kind {
        SignKind::DetectedByCustomers => "who noticed it",
        SignKind::RecoveredByHand | SignKind::ManualRecovery => "who recovered it",
        SignKind::HandedOver => "how often it was reassigned",
        SignKind::RepeatCause => "what caused it",
        _ => "what this needs",
    }
}

/// What a sign was counted from.
pub(super) fn counted(w: &Workspace, sign: &Sign) -> String {
    let of = format!(
        "{} of {}",
        text::count(sign.counted.hits),
        text::count(sign.counted.of)
    );
    let unknown = if sign.counted.unknown > 0 {
        format!("; {} not known", text::count(sign.counted.unknown))
    } else {
        String::new()
    };
    match (&sign.detail, sign.kind) {
        (Detail::Manual(manual), _) => by_hand(w, manual),
        (Detail::Chance { share }, _) => {
            format!(
                "{of} incidents{unknown}; chance alone gives {}",
                text::percent(*share, 0)
            )
        }
        (Detail::Backlog { latest, .. }, _) => format!(
            "{} of {} open items in {}",
            text::count(latest.open_resilience as usize),
            text::count(latest.open as usize),
            latest.month
        ),
        (Detail::Critical { tier_one }, _) => {
            format!(
                "{of} services, {} of them in tier 1",
                text::count(*tier_one)
            )
        }
        (Detail::None, SignKind::ResilienceBacklog) => "no month on record".into(),
        (Detail::None, SignKind::DemandGrowth) => weeks(sign.counted.of),
        (
            Detail::None,
            SignKind::TierMissing | SignKind::TargetMissing | SignKind::TargetImpossible,
        ) => {
            format!("{of} services")
        }
        (Detail::None, _) => format!("{of} incidents{unknown}"),
    }
}

/// What to do about a sign.
pub(super) fn advice(w: &Workspace, sign: &Sign) -> String {
    let words = match sign.advice {
        Advice::Record => {
            return format!(
                "Record {} on incidents, so that this can be told.",
                needs(sign.kind)
            );
        }
        Advice::WatchCustomerExperience => {
            "Watch what customers experience, close to them, and show them a status before they call."
        }
        Advice::AutomateRecovery => {
            "Automate the dearest recovery first, simply and in a time box; drop it if it takes longer."
        }
        Advice::RouteToOwners => {
            "Make clear who takes what, so that the first page reaches someone who can repair it."
        }
        Advice::RemoveCause => {
            "Repair the cause that came back, not its symptom, before new work on that service."
        }
        Advice::NameOwners => {
            "Name an owner for each service, starting with the most critical tier."
        }
        Advice::RemoveLimit => {
            "Find what does not grow with demand, and rebuild it before the next growth of demand."
        }
        Advice::PrepareForPeaks => {
            "Plan and test for the peak hours: capacity, degraded modes, no releases at peak."
        }
        Advice::ScheduleResilience => {
            "Put resilience on the roadmap like a feature, with an owner and a date, until the list shrinks."
        }
        Advice::SetTiers => "Sort services into tiers, so that effort goes where failures matter.",
        Advice::SetTargets => {
            "Agree on a target for each service or tier, between product and technology."
        }
        Advice::MakeTargetPossible => {
            "Lower the target to what dependencies and channels allow, or raise what it leans on."
        }
    };
    match &sign.detail {
        Detail::Manual(manual) => match manual.payback_days {
            Some(days) => format!(
                "{words} A box of {} for {} costs {} and pays back in {}; saved downtime comes extra.",
                text::counted(
                    w.methods.assumptions.automation_days.round() as usize,
                    "day",
                    "days"
                ),
                judged(manual),
                text::money_short(manual.box_cost, w.methods.currency),
                text::counted(days.round() as usize, "day", "days")
            ),
            None => words.into(),
        },
        _ => words.into(),
    }
}

/// What the time box is spent on.
fn judged(manual: &ManualRecovery) -> String {
    match manual.judged().and_then(|action| action.name.as_deref()) {
        Some(name) => format!("“{name}”"),
        None => "all of them, as no action is recorded".into(),
    }
}

/// What the payback stands on: recoveries of the action it is about, and what automating every
/// action would take.
fn by_hand(w: &Workspace, manual: &ManualRecovery) -> String {
    let money = |value: f64| text::money_short(value, w.methods.currency);
    let all = format!(
        "{} a year recovered by hand, {:.1} h, {} a year",
        text::short(manual.a_year),
        manual.hours_a_year,
        money(manual.cost_a_year)
    );
    let Some(action) = manual.judged().filter(|action| action.name.is_some()) else {
        return format!("{all}; no action is recorded");
    };
    let one = format!(
        "{}: {} a year, {:.1} h, {} a year",
        judged(manual),
        text::short(action.recoveries as f64 / manual.years),
        action.hours_a_year,
        money(action.cost_a_year)
    );
    let boxes = match manual.boxes_payback_days {
        Some(days) if manual.boxes > 1 => format!(
            "; all {0} actions, {0} boxes: {1}",
            text::count(manual.boxes),
            text::counted(days.round() as usize, "day", "days")
        ),
        _ => String::new(),
    };
    format!("{one}{boxes}; in all {all}")
}

/// What is wrong with a service.
pub(super) fn service(kind: SignKind, service: &Service) -> String {
    let tier = service
        .tier
        .map_or_else(|| "no tier".to_owned(), |t| format!("tier {t}"));
    match kind {
        SignKind::NoOwner => format!("no owner, {tier}"),
        SignKind::TierMissing => "no tier".into(),
        SignKind::TargetMissing => format!("no target, {tier}"),
        SignKind::TargetImpossible => format!("target not possible, {tier}"),
        _ => tier,
    }
}
