//! What the structure of a system allows: series, replicas, common cause, channels, and the
//! ceiling that all of them together put on a service.

use crate::impact::{Reach, WHOLE};
use crate::record::Channel;
use std::collections::BTreeMap;

/// All are needed: the product. Each unique dependency goes in once.
#[must_use]
pub fn series(availabilities: &[f64]) -> f64 {
    availabilities.iter().product()
}

/// At least `k` of `n` alike replicas are needed, failing independently.
#[must_use]
pub fn k_of_n(k: u32, n: u32, availability: f64) -> f64 {
    (k..=n)
        .map(|up| {
            let ways: f64 = (0..up)
                .map(|i| f64::from(n - i) / f64::from(up - i))
                .product();
            ways * availability.powi(up as i32) * (1.0 - availability).powi((n - up) as i32)
        })
        .sum()
}

/// Two replicas of which one is enough, where a share `beta` of failures is common to both:
/// q = ((1 − β)q)² + βq.
#[must_use]
pub fn pair_with_common_cause(availability: f64, beta: f64) -> f64 {
    let q = 1.0 - availability;
    1.0 - (((1.0 - beta) * q).powi(2) + beta * q)
}

/// At least `needed` of these are needed, where a share `beta` of failures takes all down at
/// once. Each fails on its own with (1 − β)q; the common cause strikes with β times the
/// geometric mean of the q, as is usual for members that are not alike; the two are added, so
/// that two alike members give [`pair_with_common_cause`] and none gives [`k_of_n`]. 1 − the
/// sum, never below 0.
#[must_use]
pub fn group(needed: usize, availabilities: &[f64], beta: f64) -> f64 {
    let own: Vec<f64> = availabilities
        .iter()
        .map(|a| 1.0 - (1.0 - beta) * (1.0 - a))
        .collect();
    let common = beta * geometric_mean(availabilities.iter().map(|a| 1.0 - a));
    (1.0 - fewer_than(needed, &own) - common).max(0.0)
}

/// Geometric mean; 0 where there is a 0 or nothing at all.
fn geometric_mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut logs, mut n) = (0.0_f64, 0_u32);
    for value in values {
        logs += value.max(0.0).ln();
        n += 1;
    }
    if n == 0 {
        0.0
    } else {
        (logs / f64::from(n)).exp()
    }
}

/// Probability that fewer than `needed` of these are up, each by itself.
fn fewer_than(needed: usize, up: &[f64]) -> f64 {
    // Probability of so many down, up to the first number that leaves too few.
    let bearable = up.len().saturating_sub(needed);
    let mut down = vec![0.0; bearable + 1];
    down[0] = 1.0;
    let mut beyond = 0.0;
    for a in up {
        beyond += down[bearable] * (1.0 - a);
        for count in (0..=bearable).rev() {
            let one_more = if count == 0 { 0.0 } else { down[count - 1] };
            down[count] = down[count] * a + one_more * (1.0 - a);
        }
    }
    beyond
}

/// A dependency whose failure hits only a share of users.
#[must_use]
pub fn soft(availability: f64, share: f64) -> f64 {
    1.0 - share * (1.0 - availability)
}

/// What users can tell apart over channels that are themselves only so available: revenue a
/// year credited for raising availability from `from` to `to`, per channel only up to its
/// ceiling. Channels are (share of revenue, ceiling).
#[must_use]
pub fn credited_benefit(revenue: f64, from: f64, to: f64, channels: &[(f64, f64)]) -> f64 {
    channels
        .iter()
        .map(|(share, ceiling)| revenue * share * (to.min(*ceiling) - from).max(0.0))
        .sum()
}

/// Availability as users on a channel see it: what the service provides, seen through a
/// channel that is itself only so available.
#[must_use]
pub fn perceived(availability: f64, ceiling: f64) -> f64 {
    availability * ceiling
}

/// The channels of a service as (share of revenue, ceiling) for [`credited_benefit`], with what
/// comes over none of them seen as it is.
#[must_use]
pub fn channel_shares(channels: &[Channel]) -> Vec<(f64, f64)> {
    let named: f64 = channels.iter().map(|c| c.share).sum();
    channels
        .iter()
        .map(|c| (c.share, c.ceiling))
        .chain((named < 1.0).then_some((1.0 - named, 1.0)))
        .collect()
}

/// What a service needs, as far as ceilings go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Component {
    /// A service by its position: its own failures, without those of what it leans on.
    Service(usize),
    /// A group by its position among [`Reach::groups`].
    Group(usize),
}

/// One part of a ceiling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CeilingPart {
    /// What is needed.
    pub component: Component,
    /// Share of users that are hit when it is down, 0 to 1.
    pub share: f64,
    /// Its availability if every service keeps its target.
    pub by_target: f64,
    /// Its availability as it was measured; nothing where a service was not.
    pub by_measured: Option<f64>,
}

/// The most that a service can provide, were it never down itself: the product over all that
/// it leans on, each once at any depth, of 1 − share × (1 − availability).
///
/// Targets and measured availabilities are taken as the own reliability of each service, apart
/// from what it leans on in turn: that is a part of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Ceiling {
    /// If every service keeps its target.
    pub by_targets: f64,
    /// As measured; nothing where a part was not.
    pub by_measured: Option<f64>,
    /// Its parts, services before groups, in their order.
    pub parts: Vec<CeilingPart>,
}

impl Ceiling {
    /// The ceiling of a service from the target and, where there is one, the measured own
    /// availability of every service. Nothing where it leans on nothing.
    #[must_use]
    pub fn of(
        service: usize,
        reach: &Reach,
        targets: &[f64],
        measured: &[Option<f64>],
    ) -> Option<Self> {
        let mut needs = needs_of(service, reach);
        needs.remove(&Component::Service(service));
        let parts: Vec<CeilingPart> = needs
            .iter()
            .map(|(component, share)| {
                let of = |own: &dyn Fn(usize) -> Option<f64>| {
                    Evaluation { reach, own }.availability(*component, &needs, &mut Vec::new())
                };
                CeilingPart {
                    component: *component,
                    share: *share,
                    // A target is always there: its own, its tier's or the default.
                    by_target: of(&|s| targets.get(s).copied()).unwrap_or(1.0),
                    by_measured: of(&|s| measured.get(s).copied().flatten()),
                }
            })
            .collect();
        if parts.is_empty() {
            return None;
        }
        let factors = parts.iter().map(|p| soft(p.by_target, p.share));
        let measured = parts
            .iter()
            .map(|p| Some(soft(p.by_measured?, p.share)))
            .collect::<Option<Vec<f64>>>();
        Some(Self {
            by_targets: factors.product(),
            by_measured: measured.map(|factors| series(&factors)),
            parts,
        })
    }

    /// Whether the dependencies, keeping their targets, allow a target.
    #[must_use]
    pub fn allows(&self, target: f64) -> bool {
        // A product of decimals is off by the last digits.
        self.by_targets >= target - 1e-12
    }

    /// Minutes of a year of `year_minutes` that a target leaves for failures of the service
    /// itself; below 0 where the dependencies do not allow it.
    #[must_use]
    pub fn left_minutes(&self, target: f64, year_minutes: f64) -> f64 {
        (self.by_targets - target) * year_minutes
    }
}

/// Whatever a service needs to be up, itself included, with the share of its users that are hit
/// by each: services at any depth, and groups. Groups with the same members, of which the same
/// number is needed, are one.
fn needs_of(service: usize, reach: &Reach) -> BTreeMap<Component, f64> {
    let mut needs: BTreeMap<Component, f64> = reach
        .leans_on(service)
        .into_iter()
        .map(|(on, factor)| (Component::Service(on), factor as f64 / WHOLE as f64))
        .collect();
    needs.insert(Component::Service(service), 1.0);
    for (at, group) in reach.groups().iter().enumerate() {
        let Some(share) = needs.get(&Component::Service(group.holder)).copied() else {
            continue;
        };
        let same = reach.groups()[..at].iter().position(|earlier| {
            (&earlier.members, earlier.needed) == (&group.members, group.needed)
                && earlier.common_cause >= group.common_cause
        });
        let known = same
            .map(Component::Group)
            .filter(|earlier| needs.contains_key(earlier));
        let felt = needs
            .entry(known.unwrap_or(Component::Group(at)))
            .or_default();
        *felt = felt.max(share);
    }
    needs
}

/// Shared parts of the members of a group that are looked at one by one, at most: 2¹² cases.
const MOST_SHARED: usize = 12;

/// How availabilities of groups follow from the own availability of services.
struct Evaluation<'a> {
    reach: &'a Reach,
    own: &'a dyn Fn(usize) -> Option<f64>,
}

impl Evaluation<'_> {
    /// Availability of a component, given that what is `counted` elsewhere is up; nothing where
    /// a service in it has none. `within` are the groups that are being worked out.
    fn availability(
        &self,
        component: Component,
        counted: &BTreeMap<Component, f64>,
        within: &mut Vec<usize>,
    ) -> Option<f64> {
        match component {
            Component::Service(service) => (self.own)(service),
            Component::Group(at) => {
                if within.contains(&at) {
                    // A cycle, refused when it is entered: each group counts once.
                    return Some(1.0);
                }
                within.push(at);
                let availability = self.group(at, counted, within);
                within.pop();
                availability
            }
        }
    }

    /// Availability of a group, exactly: what several members lean on is looked at case by case
    /// (beyond [`MOST_SHARED`] such parts the most reliable are taken as each member's own), and
    /// given that, members fail each by itself.
    fn group(
        &self,
        at: usize,
        counted: &BTreeMap<Component, f64>,
        within: &mut Vec<usize>,
    ) -> Option<f64> {
        let group = &self.reach.groups()[at];
        let share = counted.get(&Component::Group(at)).copied().unwrap_or(1.0);
        let own: Vec<f64> = group
            .members
            .iter()
            .map(|m| (self.own)(*m))
            .collect::<Option<_>>()?;
        let mut failures: BTreeMap<Component, f64> = BTreeMap::new();
        let mut needs: Vec<BTreeMap<Component, f64>> = Vec::new();
        for member in &group.members {
            let mut parts = needs_of(*member, self.reach);
            // What counts by itself at least as much is up here, so that it counts once.
            parts.retain(|part, _| counted.get(part).is_none_or(|c| *c < share));
            for part in parts.keys() {
                if failures.contains_key(part) {
                    continue;
                }
                let q = 1.0 - self.availability(*part, counted, within)?;
                let is_member = matches!(part, Component::Service(s) if group.members.contains(s));
                let alone = if is_member {
                    (1.0 - group.common_cause) * q
                } else {
                    q
                };
                failures.insert(*part, alone);
            }
            needs.push(parts);
        }
        let mut shared: Vec<Component> = failures
            .keys()
            .filter(|part| needs.iter().filter(|n| n.contains_key(*part)).count() > 1)
            .copied()
            .collect();
        shared.sort_by(|a, b| failures[b].total_cmp(&failures[a]).then(a.cmp(b)));
        shared.truncate(MOST_SHARED);
        let alone: Vec<f64> = needs
            .iter()
            .map(|parts| {
                parts
                    .iter()
                    .filter(|(part, _)| !shared.contains(part))
                    .map(|(part, share)| 1.0 - share * failures[part])
                    .product()
            })
            .collect();
        let mut lost = 0.0;
        for case in 0..1_u32 << shared.len() {
            let mut chance = 1.0;
            let mut up = alone.clone();
            for (bit, part) in shared.iter().enumerate() {
                if case & (1 << bit) == 0 {
                    chance *= 1.0 - failures[part];
                } else {
                    chance *= failures[part];
                    for (up, parts) in up.iter_mut().zip(&needs) {
                        *up *= 1.0 - parts.get(part).copied().unwrap_or(0.0);
                    }
                }
            }
            lost += chance * fewer_than(group.needed, &up);
        }
        let common = group.common_cause * geometric_mean(own.iter().map(|a| 1.0 - a));
        Some((1.0 - lost - common).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ServiceId;
    use crate::record::{Dependency, DependencyKind, Redundancy, Service};
    use proptest::prelude::*;

    fn near(found: f64, expected: f64, digits: i32) {
        assert!(
            (found - expected).abs() < 0.5 * 10_f64.powi(-digits),
            "{found} is not {expected}"
        );
    }

    #[test]
    fn worked_cases() {
        near(series(&[0.999; 5]), 0.99501, 5);
        near(k_of_n(2, 3, 0.99), 0.999_702, 9);
        near(pair_with_common_cause(0.99, 0.0), 0.9999, 9);
        near(pair_with_common_cause(0.99, 0.1), 0.998_919, 9);
        near(series(&[0.9995, soft(0.99, 0.2)]), 0.997_501, 9);
        // 99.99 % over five distinct 99.999 % dependencies.
        near((series(&[0.99999; 5]) - 0.9999) * 525_600.0, 26.28, 2);
    }

    #[test]
    fn a_channel_hides_what_is_above_its_ceiling() {
        let channels = [(0.6, 0.999), (0.4, 1.0)];
        near(credited_benefit(1e6, 0.999, 0.9999, &channels), 360.0, 6);
        near(
            credited_benefit(1e6, 0.999, 0.9999, &[(1.0, 1.0)]),
            900.0,
            6,
        );
        near(credited_benefit(1e6, 0.995, 0.9999, &channels), 4360.0, 6);
    }

    fn services(n: u128) -> Vec<Service> {
        (0..n)
            .map(|id| Service::named(ServiceId(id), format!("s{id}")))
            .collect()
    }

    fn hard(on: u128) -> Dependency {
        Dependency {
            on: ServiceId(on),
            kind: DependencyKind::Hard,
        }
    }

    fn of_group(needed: u32, of: &[u128], common_cause: f64) -> Redundancy {
        Redundancy {
            of: of.iter().map(|id| ServiceId(*id)).collect(),
            needed,
            common_cause,
        }
    }

    fn ceiling(services: &[Service], availabilities: &[f64]) -> Ceiling {
        let measured: Vec<Option<f64>> = availabilities.iter().map(|a| Some(*a)).collect();
        let reach = Reach::new(services, &[]);
        let ceiling = Ceiling::of(0, &reach, availabilities, &measured).unwrap();
        assert_eq!(ceiling.by_measured, Some(ceiling.by_targets));
        ceiling
    }

    #[test]
    fn groups_agree_with_the_formulas_for_alike_members() {
        for beta in [0.0, 0.1, 0.5, 1.0] {
            near(
                group(1, &[0.99, 0.99], beta),
                pair_with_common_cause(0.99, beta),
                12,
            );
        }
        for (k, n) in [(1, 1), (1, 3), (2, 3), (3, 3), (2, 5)] {
            let alike = vec![0.98; n];
            near(group(k, &alike, 0.0), k_of_n(k as u32, n as u32, 0.98), 12);
        }
        // One of two unlike members, by hand: 0.1 × 0.2 fail together.
        near(group(1, &[0.9, 0.8], 0.0), 0.98, 12);
        near(group(2, &[0.9, 0.8], 0.0), 0.72, 12);
        assert_eq!(group(2, &[0.0, 0.0], 0.5), 0.0);
    }

    #[test]
    fn what_five_dependencies_leave_for_the_service_itself() {
        // 99.99 % over five distinct 99.999 %, one of them needed by two of the others.
        let mut shop = services(6);
        shop[0].dependencies = vec![hard(1), hard(2), hard(3)];
        shop[1].dependencies = vec![hard(4)];
        shop[2].dependencies = vec![hard(4), hard(5)];
        let ceiling = ceiling(
            &shop,
            &[0.9999, 0.99999, 0.99999, 0.99999, 0.99999, 0.99999],
        );
        assert_eq!(ceiling.parts.len(), 5);
        assert!(ceiling.allows(0.9999) && !ceiling.allows(0.99999));
        near(ceiling.left_minutes(0.9999, 525_600.0), 26.28, 2);
    }

    #[test]
    fn hard_soft_and_groups_make_one_ceiling() {
        let mut shop = services(5);
        shop[0].dependencies = vec![
            hard(1),
            Dependency {
                on: ServiceId(2),
                kind: DependencyKind::Soft { share: 0.2 },
            },
        ];
        near(
            ceiling(&shop, &[1.0, 0.9995, 0.99, 1.0, 1.0]).by_targets,
            0.997_501,
            9,
        );
        shop[0].redundancies = vec![of_group(1, &[3, 4], 0.1)];
        let with_pair = ceiling(&shop, &[1.0, 0.9995, 0.99, 0.99, 0.99]);
        near(with_pair.by_targets, 0.997_501 * 0.998_919, 9);
        let part = with_pair.parts[2];
        assert_eq!((part.component, part.share), (Component::Group(0), 1.0));
        // The same group once more, further down, changes nothing.
        shop[1].redundancies = vec![of_group(1, &[4, 3], 0.1)];
        near(
            ceiling(&shop, &[1.0, 0.9995, 0.99, 0.99, 0.99]).by_targets,
            with_pair.by_targets,
            15,
        );
    }

    #[test]
    fn what_members_share_counts_once_and_takes_them_down_together() {
        // Two replicas on one network: 0.999 × (1 − 0.01²), not (1 − 0.01099²).
        let mut shop = services(4);
        shop[0].redundancies = vec![of_group(1, &[1, 2], 0.0)];
        shop[1].dependencies = vec![hard(3)];
        shop[2].dependencies = vec![hard(3)];
        let availabilities = [1.0, 0.99, 0.99, 0.999];
        near(
            ceiling(&shop, &availabilities).by_targets,
            0.999 * 0.9999,
            12,
        );
        // The shop is on that network too: it counts once all the same.
        shop[0].dependencies = vec![hard(3)];
        near(
            ceiling(&shop, &availabilities).by_targets,
            0.999 * 0.9999,
            12,
        );
    }

    #[test]
    fn a_part_that_was_not_measured_leaves_the_measured_ceiling_open() {
        let mut shop = services(3);
        shop[0].redundancies = vec![of_group(1, &[1, 2], 0.0)];
        let reach = Reach::new(&shop, &[]);
        let ceiling = Ceiling::of(0, &reach, &[0.9; 3], &[Some(0.9), Some(0.9), None]).unwrap();
        assert_eq!(ceiling.by_measured, None);
        near(ceiling.by_targets, 0.99, 12);
        assert_eq!(Ceiling::of(1, &reach, &[0.9; 3], &[None; 3]), None);
    }

    #[test]
    fn a_channel_is_seen_through_and_the_rest_as_it_is() {
        near(perceived(0.9999, 0.999), 0.998_900_1, 9);
        let mobile = Channel {
            name: "mobile".into(),
            share: 0.6,
            ceiling: 0.999,
        };
        let shares = channel_shares(&[mobile]);
        near(shares[1].0, 0.4, 12);
        near(credited_benefit(1e6, 0.995, 0.9999, &shares), 4360.0, 6);
    }

    proptest! {
        /// Against every combination of services that are up and down.
        #[test]
        fn a_ceiling_of_hard_parts_is_the_chance_that_all_that_is_needed_is_up(
            q in prop::collection::vec(0.0_f64..0.4, 6),
            edges in prop::collection::vec(any::<bool>(), 15),
            needed in 1_u32..=3,
        ) {
            // Service 0 needs some of 3, 4 and 5, and what edges say; no cycles: only upwards.
            let mut shop = services(6);
            let mut edge = edges.iter();
            for from in 0..6_u128 {
                for on in from + 1..6 {
                    if *edge.next().unwrap() && !(from == 0 && on >= 3) {
                        shop[from as usize].dependencies.push(hard(on));
                    }
                }
            }
            shop[0].redundancies = vec![of_group(needed, &[3, 4, 5], 0.0)];
            let availabilities: Vec<f64> = q.iter().map(|q| 1.0 - q).collect();
            let found = ceiling(&shop, &availabilities).by_targets;
            let mut expected = 0.0;
            for case in 0..32_u32 {
                // Bit b: service b + 1 is up by itself.
                let alone = |s: usize| case & (1 << (s - 1)) != 0;
                let mut up = [true; 6];
                for s in (1..6).rev() {
                    up[s] = alone(s) && shop[s].dependencies.iter().all(|d| up[d.on.0 as usize]);
                }
                let standing = [3, 4, 5].iter().filter(|s| up[**s]).count();
                let served = shop[0].dependencies.iter().all(|d| up[d.on.0 as usize])
                    && standing >= needed as usize;
                if served {
                    expected += (1..6).map(|s| if alone(s) { 1.0 - q[s] } else { q[s] }).product::<f64>();
                }
            }
            prop_assert!((found - expected).abs() < 1e-12, "{} {}", found, expected);
        }
    }
}
