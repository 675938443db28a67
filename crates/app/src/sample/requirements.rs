//! What the company of the sample promised itself: requirements in every state, drafted from its
//! register by the same rules as anybody's.

use super::{SEED, rng};
use crate::requirements::{draft_blank, draft_risks, draft_targets};
use crate::wire::Error;
use crate::workspace::Workspace;
use ninefold_domain::id::{IncidentId, RequirementId, RiskId};
use ninefold_domain::record::Incident;
use ninefold_domain::requirement::{
    Answer, Evidence, Outcome, Ranged, Requirement, SignOff, Status, TestResult, TestScenario,
};
use ninefold_domain::time::{DAY_MS, Instant};
use ninefold_ingest::content_hash;
use rand::Rng;

/// Risks that became requirements, in the order of their numbers, what came of each, and the
/// causes of the incidents that people put beside it.
const FROM_RISKS: [(&str, Fate, &[&str]); 5] = [
    (
        "Checkout release breaks the basket",
        Fate::Verified,
        &["bad-deploy", "stock-reservation", "voucher-rules"],
    ),
    (
        "Login store lost",
        Fate::Accepted,
        &["session-eviction", "session-rebuild", "directory-replica"],
    ),
    (
        "Sale day beyond capacity",
        Fate::Outgrown,
        &["connection-pool", "missing-cache", "thread-starvation"],
    ),
    (
        "Tokens refused",
        Fate::Failed,
        &["bad-config", "network-policy"],
    ),
    (
        "Fraud rules refuse good cards",
        Fate::Draft,
        &["bad-config", "bad-deploy"],
    ),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Draft,
    Accepted,
    Verified,
    Failed,
    /// Accepted when the company was smaller: what it was accepted on holds no more.
    Outgrown,
}

/// Incidents that a requirement names at most.
const INCIDENTS: usize = 6;
/// What a minute cost when the outgrown one was accepted, as a share of today.
const EARLIER: f64 = 0.58;

/// The requirements, for the workspace with the sample's data in it.
///
/// # Errors
/// Only where the sample lacks what it is made of.
pub(crate) fn requirements(w: &Workspace) -> Result<Vec<Requirement>, Error> {
    let mut ids = rng(SEED, 41);
    let risk = |name: &str| {
        let found = w.risks.iter().find(|r| r.name == name);
        found
            .map(|r| r.id)
            .ok_or_else(|| Error::not_found(&format!("the risk {name} of the sample")))
    };
    let risks = FROM_RISKS
        .iter()
        .map(|(name, ..)| risk(name))
        .collect::<Result<Vec<RiskId>, Error>>()?;
    let mut all = draft_risks(w, &risks, || ids.random())?.requirements;
    let checkout = w.services.iter().find(|s| s.name == "Checkout");
    let search = w.services.iter().find(|s| s.name == "Product search");
    if let Some(checkout) = checkout {
        let drafts = draft_targets(w, None, &[checkout.id], || ids.random())?;
        all.extend(drafts.requirements);
    }
    if let Some(search) = search {
        let blank = draft_blank(w, search.id, RequirementId(ids.random()))?;
        all.push(Requirement {
            title: "Search is always fast".into(),
            statement: "The system shall be highly available and answer quickly.".into(),
            owner: None,
            // Somebody tries it by hand now and then; what “quickly” is, nobody wrote down.
            test: TestScenario {
                title: "Search on a busy evening".into(),
                given: vec!["a usual evening".into()],
                when: vec!["customers search".into()],
                then: vec!["results are there quickly".into()],
                ..TestScenario::default()
            },
            ..blank
        });
    }
    for (n, requirement) in all.iter_mut().enumerate() {
        requirement.number = n as u32 + 1;
        match FROM_RISKS.get(n) {
            Some((_, fate, causes)) => {
                name_incidents(w, |i| has_cause(i, causes), requirement);
                decide(w, *fate, n as i64, requirement);
            }
            None => name_incidents(w, |_| true, requirement),
        }
    }
    Ok(all)
}

fn has_cause(incident: &Incident, causes: &[&str]) -> bool {
    incident.causes.iter().any(|c| causes.contains(&c.as_str()))
}

/// The latest of these incidents that hit its service.
fn name_incidents(
    w: &Workspace,
    wanted: impl Fn(&Incident) -> bool,
    requirement: &mut Requirement,
) {
    let of = |incident: &&Incident| {
        let mut impacts = incident.impacts.iter();
        wanted(incident) && impacts.any(|i| i.service == requirement.service)
    };
    let mut found: Vec<&Incident> = w.incidents.iter().filter(of).collect();
    found.sort_by_key(|i| std::cmp::Reverse((i.started, i.id)));
    let ids: Vec<IncidentId> = found.iter().take(INCIDENTS).map(|i| i.id).collect();
    requirement.incidents.clone_from(&ids);
    if let Some(evidence) = &mut requirement.evidence {
        evidence.incidents = w
            .incidents
            .iter()
            .map(|i| i.id)
            .filter(|id| ids.contains(id))
            .collect();
    }
}

fn decide(w: &Workspace, fate: Fate, n: i64, requirement: &mut Requirement) {
    if fate == Fate::Draft {
        return;
    }
    let before = |days: i64| Instant(w.analysis.as_of.0 - days * DAY_MS);
    let sign = |by: &str, days| {
        Some(SignOff {
            by: by.into(),
            at: before(days),
        })
    };
    let days = if fate == Fate::Outgrown { 320 } else { 60 + n };
    requirement.product = sign("Marta Lindqvist", days);
    requirement.technical = sign("Jonas Brandt", days - 1);
    requirement.expectations.wanted = Answer::Yes;
    requirement.expectations.notes = "asked for at the yearly planning".into();
    if let Some(evidence) = requirement.evidence.clone() {
        let evidence = match fate {
            Fate::Outgrown => earlier(evidence, before(days)),
            _ => evidence,
        };
        requirement.accept(evidence);
    }
    let outcome = match fate {
        Fate::Verified => Outcome::Held,
        Fate::Failed => Outcome::Broke,
        Fate::Draft | Fate::Accepted | Fate::Outgrown => return,
    };
    let file = format!("journal-{}.json", requirement.label().to_lowercase());
    requirement.tested(TestResult {
        outcome,
        said: match outcome {
            Outcome::Held => "completed",
            Outcome::Broke | Outcome::Inconclusive => "completed, deviated",
        }
        .into(),
        at: before(20 + n),
        imported: before(20 + n),
        hash: content_hash(file.as_bytes()),
        file,
        note: String::new(),
    });
    debug_assert!(matches!(
        requirement.status,
        Status::Verified | Status::Failed
    ));
}

/// Evidence as it was when a minute cost less.
fn earlier(evidence: Evidence, as_of: Instant) -> Evidence {
    let less = |of: Ranged| Ranged::new(of.value * EARLIER, of.low * EARLIER, of.high * EARLIER);
    Evidence {
        as_of,
        per_minute: evidence.per_minute.map(less),
        loss: less(evidence.loss),
        ..evidence
    }
}
