//! The efficient frontier of techniques.

use super::compare;
use crate::host::Job;
use crate::plan::digits::{Member, Odds};
use crate::plan::{Plan, Scope};
use crate::wire::Error;
use ninefold_domain::distribution::Distribution;
use ninefold_domain::techniques::{self, Frontier};
use ninefold_domain::tiers::compare::{Alternative, Comparison, LIVES};
use ninefold_domain::tiers::finance::annuity;

/// Members of the frontier that are simulated.
const MEMBERS: usize = 12;
/// Lives that each of them takes.
const MEMBER_LIVES: u64 = 8 * LIVES;

/// The efficient frontier of all techniques, from none; in a full count some of its members are
/// simulated.
pub(super) fn frontier(
    plan: &Plan,
    scope: Scope,
    preview: bool,
    job: &Job<'_>,
) -> Result<(Vec<Member>, bool), Error> {
    let bare = plan.bare(scope);
    let risks = plan.risks_of(&bare.risks);
    let economics = plan.scenario.economics;
    let upkeep = annuity(economics.discount, economics.horizon);
    let usable: Vec<usize> = (0..plan.given.techniques.len())
        .filter(|t| {
            let technique = &plan.given.techniques[*t];
            technique.cost(upkeep).is_ok() && technique.scalings().is_ok()
        })
        .collect();
    let techniques: Vec<_> = usable
        .iter()
        .map(|t| plan.given.techniques[*t].clone())
        .collect();
    let costs: Vec<f64> = techniques
        .iter()
        .map(|t| t.cost(upkeep).unwrap_or(0.0))
        .collect();
    let Frontier { sets, exact } =
        techniques::frontier(&bare.processes, &risks, &techniques, &costs);
    let mut members: Vec<Member> = sets
        .into_iter()
        .map(|set| Member {
            techniques: set.techniques.iter().map(|t| usable[*t]).collect(),
            cost: set.cost,
            avoided: set.avoided,
            met: None,
        })
        .collect();
    if !preview && !members.is_empty() {
        // Evenly over the frontier, both ends included.
        let last = members.len() - 1;
        let count = members.len().min(MEMBERS);
        let mut chosen: Vec<usize> = (0..count)
            .map(|k| if count < 2 { 0 } else { k * last / (count - 1) })
            .collect();
        chosen.dedup();
        let alternatives = chosen
            .iter()
            .map(|m| {
                let set: Vec<_> = members[*m]
                    .techniques
                    .iter()
                    .map(|t| &plan.given.techniques[*t])
                    .collect();
                let (processes, _) = techniques::apply(&bare.processes, &risks, &set);
                Alternative {
                    owner: *m as u128,
                    processes,
                    one_off: Distribution::Fixed(members[*m].cost),
                    yearly: Distribution::Fixed(0.0),
                    credited: 1.0,
                }
            })
            .collect();
        let comparison = Comparison::new(
            bare.processes.clone(),
            0.0,
            alternatives,
            plan.settings(scope),
            economics.horizon.max(1),
            economics.discount,
        );
        let found = compare(
            &comparison,
            plan.scenario.seed,
            MEMBER_LIVES,
            "Simulating techniques",
            job,
        )?;
        for (m, one) in chosen.iter().zip(&found.alternatives) {
            members[*m].met = one.all_met.first().copied().map(Odds::from);
        }
    }
    Ok((members, exact))
}
