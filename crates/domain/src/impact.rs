//! From incidents to effective impact: what each incident does to each service and stream.
//!
//! An incident on a service reaches whatever leans on it. The factor from service u to
//! service v is the largest product of shares along any path of dependencies (hard 1, soft its
//! share), so each dependency counts once at any depth. Effective impact is the worst over
//! all open incidents. Impacts are kept as integers of 10⁻⁹, so that sums and ties are exact.
//!
//! Of services that stand in for each other, what leans on the group feels what is left when
//! the best are kept: with k of n needed, the (n − k + 1)-th worst impact of the members. It is
//! an impact on the service that holds the group, and goes on from there as any other. It is
//! put down to the incidents without which it would be less: those that hold a member at that
//! level or above, each at the level of the group. [`Reach::effective`] adds these impacts;
//! nothing else here knows groups.

use crate::availability::Downtime;
use crate::id::ServiceId;
use crate::methods::Methods;
use crate::record::{DependencyKind, Incident, IncidentKind, Service, Stream};
use crate::time::{Instant, Interval};
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap};

/// An impact of 1 in the integers used here.
pub const WHOLE: i64 = 1_000_000_000;

/// A share of 0 to 1 in billionths; anything outside is pulled to the bound.
#[must_use]
pub fn billionths(share: f64) -> i64 {
    if share.is_nan() {
        0
    } else {
        (share.clamp(0.0, 1.0) * WHOLE as f64).round() as i64
    }
}

fn times(a: i64, b: i64) -> i64 {
    ((i128::from(a) * i128::from(b) + i128::from(WHOLE / 2)) / i128::from(WHOLE)) as i64
}

/// A stretch of time at one level of impact (billionths), caused by one incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// When.
    pub interval: Interval,
    /// Billionths.
    pub level: i64,
    /// Index of the incident.
    pub incident: u32,
}

/// A cycle of dependencies: names along it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle(pub Vec<String>);

/// How impact on one service reaches services and streams.
#[derive(Debug, Clone)]
pub struct Reach {
    index: HashMap<ServiceId, usize>,
    /// For each service, (service reached, factor in billionths), itself first with `WHOLE`,
    /// then ascending.
    services: Vec<Vec<(usize, i64)>>,
    /// For each service, (stream reached, factor in billionths), ascending by stream.
    streams: Vec<Vec<(usize, i64)>>,
    groups: Vec<Group>,
}

/// Services that stand in for each other, for one service that leans on them.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Position of the service that leans on the group.
    pub holder: usize,
    /// Positions of the members, ascending, each once; never empty.
    pub members: Vec<usize>,
    /// How many are needed, 1 to their number.
    pub needed: usize,
    /// Share of a member's failures that take all of them down, 0 to 1.
    pub common_cause: f64,
}

impl Reach {
    /// Works out the factors. Dependencies on services that are not there are ignored; along a
    /// cycle (refused when it is entered) each service still counts once.
    #[must_use]
    pub fn new(services: &[Service], streams: &[Stream]) -> Self {
        let index: HashMap<ServiceId, usize> = services
            .iter()
            .enumerate()
            .map(|(i, s)| (s.id, i))
            .collect();
        let mut dependents: Vec<Vec<(usize, i64)>> = vec![Vec::new(); services.len()];
        for (v, service) in services.iter().enumerate() {
            for dependency in &service.dependencies {
                let Some(&u) = index.get(&dependency.on) else {
                    continue;
                };
                let factor = match dependency.kind {
                    DependencyKind::Hard => WHOLE,
                    DependencyKind::Soft { share } => billionths(share),
                };
                dependents[u].push((v, factor));
            }
        }
        let reached: Vec<Vec<(usize, i64)>> = (0..services.len())
            .map(|u| {
                let mut best = vec![0_i64; services.len()];
                best[u] = WHOLE;
                let mut queue = vec![u];
                while let Some(at) = queue.pop() {
                    for &(next, factor) in &dependents[at] {
                        let through = times(best[at], factor);
                        if through > best[next] {
                            best[next] = through;
                            queue.push(next);
                        }
                    }
                }
                let mut list = vec![(u, WHOLE)];
                list.extend(
                    best.iter()
                        .enumerate()
                        .filter(|(v, f)| *v != u && **f > 0)
                        .map(|(v, f)| (v, *f)),
                );
                list
            })
            .collect();
        let by_stream = reached
            .iter()
            .map(|list| {
                streams
                    .iter()
                    .enumerate()
                    .filter_map(|(s, stream)| {
                        let mut worst: Option<i64> = None;
                        for dependence in &stream.dependences {
                            let Some(&v) = index.get(&dependence.service) else {
                                continue;
                            };
                            if let Some((_, factor)) =
                                list.iter().find(|(reached, _)| *reached == v)
                            {
                                let share = times(*factor, billionths(dependence.share));
                                worst = Some(worst.map_or(share, |w| w.max(share)));
                            }
                        }
                        worst.map(|share| (s, share))
                    })
                    .collect()
            })
            .collect();
        let groups = groups_in_order(services, &index);
        Self {
            index,
            services: reached,
            streams: by_stream,
            groups,
        }
    }

    /// Position of a service.
    #[must_use]
    pub fn service(&self, id: ServiceId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// (service reached, billionths) from a service, itself first.
    #[must_use]
    pub fn services_from(&self, service: usize) -> &[(usize, i64)] {
        &self.services[service]
    }

    /// The groups that services lean on; a group comes after those that its members lean on.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The impacts of all incidents with those that groups add at the services which hold
    /// them; nothing where there is no group, because then the impacts are all there is.
    #[must_use]
    pub fn effective(&self, settled: &[Vec<Settled>]) -> Option<Vec<Vec<Settled>>> {
        if self.groups.is_empty() {
            return None;
        }
        let mut all = settled.to_vec();
        for group in &self.groups {
            let members: Vec<Vec<Piece>> = group
                .members
                .iter()
                .map(|member| pieces_on(*member, &all, self))
                .collect();
            for piece in pieces_of_group(&members, group.needed) {
                all[piece.incident as usize].push((group.holder, piece.interval, piece.level));
            }
        }
        Some(all)
    }

    /// The factor from one service to another, if it reaches it.
    #[must_use]
    pub fn factor(&self, from: usize, to: usize) -> Option<i64> {
        // Itself comes first, then the others in ascending order.
        let (itself, others) = self.services[from].split_first()?;
        if itself.0 == to {
            return Some(itself.1);
        }
        let at = others.binary_search_by_key(&to, |(reached, _)| *reached);
        at.ok().map(|at| others[at].1)
    }

    /// (stream reached, billionths) from a service.
    #[must_use]
    pub fn streams_from(&self, service: usize) -> &[(usize, i64)] {
        &self.streams[service]
    }

    /// The unique services that a service leans on, at any depth.
    #[must_use]
    pub fn leans_on(&self, service: usize) -> Vec<(usize, i64)> {
        (0..self.services.len())
            .filter(|u| *u != service)
            .filter_map(|u| Some((u, self.factor(u, service)?)))
            .collect()
    }
}

/// Positions of the services that one leans on directly, also through groups.
fn leaned_on<'a>(
    service: &'a Service,
    index: &'a HashMap<ServiceId, usize>,
) -> impl Iterator<Item = usize> + 'a {
    let grouped = service.redundancies.iter().flat_map(|group| &group.of);
    service
        .dependencies
        .iter()
        .map(|dependency| &dependency.on)
        .chain(grouped)
        .filter_map(|id| index.get(id).copied())
}

/// Groups such that each comes after those that its members lean on. Members that are not
/// there are left out; `needed` is pulled to 1 to the number of members.
fn groups_in_order(services: &[Service], index: &HashMap<ServiceId, usize>) -> Vec<Group> {
    if services.iter().all(|s| s.redundancies.is_empty()) {
        return Vec::new();
    }
    // Depth first: a service is done when all that it leans on is.
    let mut seen = vec![false; services.len()];
    let mut order = Vec::with_capacity(services.len());
    for root in 0..services.len() {
        let mut path = vec![(root, false)];
        while let Some((at, done)) = path.pop() {
            if done {
                order.push(at);
            } else if !std::mem::replace(&mut seen[at], true) {
                path.push((at, true));
                path.extend(leaned_on(&services[at], index).map(|next| (next, false)));
            }
        }
    }
    order
        .into_iter()
        .flat_map(|holder| {
            services[holder]
                .redundancies
                .iter()
                .filter_map(move |group| {
                    let mut members: Vec<usize> = group
                        .of
                        .iter()
                        .filter_map(|id| index.get(id).copied())
                        .collect();
                    members.sort_unstable();
                    members.dedup();
                    let needed = (group.needed as usize).clamp(1, members.len().max(1));
                    (!members.is_empty()).then_some(Group {
                        holder,
                        members,
                        needed,
                        common_cause: group.common_cause.clamp(0.0, 1.0),
                    })
                })
        })
        .collect()
}

/// What is left of the impacts on the members of a group when the best `needed` are kept, by
/// incident: those that hold a member at that level or above, each at that level.
fn pieces_of_group(members: &[Vec<Piece>], needed: usize) -> Vec<Piece> {
    let worst: Vec<Downtime> = members.iter().map(|pieces| Downtime::of(pieces)).collect();
    let mut edges: Vec<Instant> = worst
        .iter()
        .flat_map(Downtime::segments)
        .flat_map(|(interval, _)| [interval.start, interval.end])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    // The level of the group along time, where it is above 0.
    let mut group: Vec<(Interval, i64)> = Vec::new();
    let mut next = vec![0_usize; worst.len()];
    let mut here = vec![0_i64; worst.len()];
    for pair in edges.windows(2) {
        let interval = Interval {
            start: pair[0],
            end: pair[1],
        };
        for (member, downtime) in worst.iter().enumerate() {
            let segments = downtime.segments();
            while segments
                .get(next[member])
                .is_some_and(|(i, _)| i.end <= interval.start)
            {
                next[member] += 1;
            }
            here[member] = segments
                .get(next[member])
                .filter(|(i, _)| i.start <= interval.start)
                .map_or(0, |(_, level)| *level);
        }
        here.sort_unstable();
        // Ascending: the best `needed` come first, the worst of them is what is left.
        let level = here[needed - 1];
        if level == 0 {
            continue;
        }
        match group.last_mut() {
            Some((last, same)) if last.end == interval.start && *same == level => {
                last.end = interval.end;
            }
            _ => group.push((interval, level)),
        }
    }
    let mut by_incident: BTreeMap<u32, Vec<Piece>> = BTreeMap::new();
    for piece in members.iter().flatten() {
        let first = group.partition_point(|(i, _)| i.end <= piece.interval.start);
        for (interval, level) in &group[first..] {
            if interval.start >= piece.interval.end {
                break;
            }
            let interval = interval.clip(piece.interval);
            if piece.level >= *level && !interval.is_empty() {
                by_incident.entry(piece.incident).or_default().push(Piece {
                    interval,
                    level: *level,
                    incident: piece.incident,
                });
            }
        }
    }
    by_incident.into_values().flat_map(worst_of).collect()
}

/// The first cycle among dependencies and groups, if any: they are refused when they are entered.
///
/// # Errors
/// [`Cycle`] with the names along it.
pub fn check_cycles(services: &[Service]) -> Result<(), Cycle> {
    fn visit(
        at: usize,
        services: &[Service],
        index: &HashMap<ServiceId, usize>,
        state: &mut [u8],
        path: &mut Vec<usize>,
    ) -> Result<(), Cycle> {
        state[at] = 1;
        path.push(at);
        for next in leaned_on(&services[at], index) {
            if state[next] == 1 {
                let from = path.iter().position(|p| *p == next).unwrap_or(0);
                let mut names: Vec<String> = path[from..]
                    .iter()
                    .map(|p| services[*p].name.clone())
                    .collect();
                names.push(services[next].name.clone());
                return Err(Cycle(names));
            }
            if state[next] == 0 {
                visit(next, services, index, state, path)?;
            }
        }
        path.pop();
        state[at] = 2;
        Ok(())
    }
    let index: HashMap<ServiceId, usize> = services
        .iter()
        .enumerate()
        .map(|(i, s)| (s.id, i))
        .collect();
    let mut state = vec![0_u8; services.len()];
    for at in 0..services.len() {
        if state[at] == 0 {
            visit(at, services, &index, &mut state, &mut Vec::new())?;
        }
    }
    Ok(())
}

/// One impact of an incident with its open ends settled: (service position, when, billionths).
pub type Settled = (usize, Interval, i64);

/// The impacts of an incident that count, with open ends run to `as_of` and missing shares
/// taken from the severity. Empty for tests, and for maintenance unless it is counted.
fn settle<'i>(
    incident: &'i Incident,
    reach: &Reach,
    methods: &Methods,
    as_of: Instant,
    default: impl FnOnce(Option<&'i str>) -> i64,
) -> Vec<Settled> {
    let counts = match incident.kind {
        IncidentKind::Normal => true,
        IncidentKind::Test => false,
        IncidentKind::Maintenance => methods.count_maintenance,
    };
    if !counts {
        return Vec::new();
    }
    settle_impacts(incident, reach, as_of, default)
}

/// The impacts of planned maintenance that is not counted: no downtime and no loss, yet no
/// clean minutes for a baseline either.
#[must_use]
pub fn settle_uncounted(
    incident: &Incident,
    reach: &Reach,
    methods: &Methods,
    as_of: Instant,
) -> Vec<Settled> {
    if incident.kind == IncidentKind::Maintenance && !methods.count_maintenance {
        settle_impacts(incident, reach, as_of, |severity| {
            billionths(methods.impact_of(severity))
        })
    } else {
        Vec::new()
    }
}

/// `default` is asked for the share of a severity where an impact has none of its own.
fn settle_impacts<'i>(
    incident: &'i Incident,
    reach: &Reach,
    as_of: Instant,
    default: impl FnOnce(Option<&'i str>) -> i64,
) -> Vec<Settled> {
    let default = LazyCell::new(|| default(incident.severity.as_deref()));
    incident
        .impacts
        .iter()
        .filter_map(|impact| {
            let service = reach.service(impact.service)?;
            let end = impact.end.or(incident.resolved).unwrap_or(as_of);
            let interval = Interval {
                start: impact.start,
                end: end.max(impact.start),
            };
            Some((
                service,
                interval,
                impact.share.map_or_else(|| *default, billionths),
            ))
        })
        .collect()
}

/// Settles the impacts of all incidents.
#[must_use]
pub fn settle_all(
    incidents: &[Incident],
    reach: &Reach,
    methods: &Methods,
    as_of: Instant,
) -> Vec<Vec<Settled>> {
    // Severities are few, and one that is spelled otherwise than the table takes a while to find.
    let mut shares: HashMap<Option<&str>, i64> = HashMap::new();
    let mut default = |severity| {
        let look_up = || billionths(methods.impact_of(severity));
        *shares.entry(severity).or_insert_with(look_up)
    };
    incidents
        .iter()
        .map(|incident| settle(incident, reach, methods, as_of, &mut default))
        .collect()
}

/// Pieces of every incident on each stream, each incident's own disjoint; outer index: stream.
#[must_use]
pub fn pieces_by_stream(
    settled: &[Vec<Settled>],
    reach: &Reach,
    streams: usize,
) -> Vec<Vec<Piece>> {
    spread_pieces(settled, streams, |service| reach.streams_from(service))
}

/// Pieces of every incident on each service; outer index: service.
#[must_use]
pub fn pieces_by_service(
    settled: &[Vec<Settled>],
    reach: &Reach,
    services: usize,
) -> Vec<Vec<Piece>> {
    spread_pieces(settled, services, |service| reach.services_from(service))
}

/// Pieces of every incident on each service itself, without what it inherits from others; outer
/// index: service.
#[must_use]
pub fn own_pieces(settled: &[Vec<Settled>], services: usize) -> Vec<Vec<Piece>> {
    let itself: Vec<[(usize, i64); 1]> = (0..services).map(|s| [(s, WHOLE)]).collect();
    spread_pieces(settled, services, |service| &itself[service])
}

/// Pieces of every incident on one service, in order of incident.
#[must_use]
pub fn pieces_on(service: usize, settled: &[Vec<Settled>], reach: &Reach) -> Vec<Piece> {
    let factors: Vec<Option<i64>> = (0..reach.services.len())
        .map(|from| reach.factor(from, service))
        .collect();
    let mut out = Vec::new();
    for (incident, impacts) in settled.iter().enumerate() {
        let own = impacts.iter().filter_map(|(from, interval, level)| {
            Some(piece_of(incident, *interval, *level, factors[*from]?))
        });
        match impacts.len() {
            0 => {}
            1 => out.extend(own),
            _ => out.extend(worst_of(own.collect())),
        }
    }
    out
}

fn piece_of(incident: usize, interval: Interval, level: i64, factor: i64) -> Piece {
    Piece {
        interval,
        level: ((i128::from(level) * i128::from(factor)) / i128::from(WHOLE)) as i64,
        incident: incident as u32,
    }
}

fn spread_pieces<'a>(
    settled: &[Vec<Settled>],
    targets: usize,
    reached: impl Fn(usize) -> &'a [(usize, i64)],
) -> Vec<Vec<Piece>> {
    let mut out: Vec<Vec<Piece>> = vec![Vec::new(); targets];
    let mut own: BTreeMap<usize, Vec<Piece>> = BTreeMap::new();
    for (incident, impacts) in settled.iter().enumerate() {
        // Most incidents have one impact, and nothing to make disjoint.
        if let [(service, interval, level)] = impacts.as_slice() {
            for (target, factor) in reached(*service) {
                out[*target].push(piece_of(incident, *interval, *level, *factor));
            }
            continue;
        }
        for (service, interval, level) in impacts {
            for (target, factor) in reached(*service) {
                own.entry(*target)
                    .or_default()
                    .push(piece_of(incident, *interval, *level, *factor));
            }
        }
        for (target, pieces) in std::mem::take(&mut own) {
            out[target].extend(worst_of(pieces));
        }
    }
    out
}

/// Stretches of one incident that may overlap, made disjoint with the worst level in each.
#[must_use]
pub fn worst_of(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.len() <= 1 {
        return pieces;
    }
    let incident = pieces[0].incident;
    let mut out: Vec<Piece> = Vec::new();
    levels(&pieces, |interval, open, _| {
        if interval.is_empty() {
            return;
        }
        let level = open.worst;
        match out.last_mut() {
            Some(last) if last.interval.end == interval.start && last.level == level => {
                last.interval.end = interval.end;
            }
            _ => out.push(Piece {
                interval,
                level,
                incident,
            }),
        }
    });
    out
}

/// What is open in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// The worst level, billionths.
    pub worst: i64,
    /// The sum of all levels, billionths.
    pub sum: i128,
}

/// An edge of a piece, told between the stretches before and after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The piece at this position begins.
    Start(usize),
    /// It ends.
    End(usize),
}

/// Walks along time over pieces of many incidents, in n log n however many are open at once:
/// for each stretch with a constant set of open pieces calls `stretch(interval, open, edges)`
/// with the edges at its start. Edges at the very end come with an empty stretch at the end.
/// Stretches without an open piece are left out; pieces of no length are ignored.
pub fn levels(pieces: &[Piece], mut stretch: impl FnMut(Interval, Open, &[Edge])) {
    let mut edges: Vec<(Instant, Edge)> = Vec::with_capacity(pieces.len() * 2);
    for (at, piece) in pieces.iter().enumerate() {
        if !piece.interval.is_empty() {
            edges.push((piece.interval.start, Edge::Start(at)));
            edges.push((piece.interval.end, Edge::End(at)));
        }
    }
    edges.sort_unstable_by_key(|(at, edge)| {
        (
            *at,
            matches!(edge, Edge::Start(_)),
            match edge {
                Edge::Start(piece) | Edge::End(piece) => (pieces[*piece].incident, *piece),
            },
        )
    });
    let mut open: BTreeMap<i64, u32> = BTreeMap::new();
    let mut sum = 0_i128;
    let mut here: Vec<Edge> = Vec::new();
    let mut next = 0;
    while next < edges.len() {
        let now = edges[next].0;
        here.clear();
        while let Some((_, edge)) = edges.get(next).filter(|(at, _)| *at == now) {
            match edge {
                Edge::Start(piece) => {
                    *open.entry(pieces[*piece].level).or_default() += 1;
                    sum += i128::from(pieces[*piece].level);
                }
                Edge::End(piece) => {
                    let level = pieces[*piece].level;
                    if let Some(count) = open.get_mut(&level) {
                        *count -= 1;
                        if *count == 0 {
                            open.remove(&level);
                        }
                    }
                    sum -= i128::from(level);
                }
            }
            here.push(*edge);
            next += 1;
        }
        let until = edges.get(next).map_or(now, |(at, _)| *at);
        let interval = Interval {
            start: now,
            end: until,
        };
        match open.last_key_value() {
            Some((worst, _)) => stretch(interval, Open { worst: *worst, sum }, &here),
            // A gap, or the end: the edges are still told, over no time.
            None => stretch(
                Interval {
                    start: now,
                    end: now,
                },
                Open { worst: 0, sum: 0 },
                &here,
            ),
        }
    }
}

/// Walks along time over pieces of many incidents: for each stretch with a constant set of
/// open pieces calls `stretch(interval, open pieces in order of incident)`. Stretches without
/// any are left out. Each incident's own pieces must be disjoint.
pub fn sweep(pieces: &[Piece], mut stretch: impl FnMut(Interval, &[Piece])) {
    let mut by_start: Vec<usize> = (0..pieces.len())
        .filter(|i| !pieces[*i].interval.is_empty())
        .collect();
    by_start.sort_unstable_by_key(|i| (pieces[*i].interval.start, pieces[*i].incident));
    let mut open: Vec<Piece> = Vec::new();
    let mut next = 0;
    let mut now = Instant(i64::MIN);
    loop {
        let starts = by_start.get(next).map(|i| pieces[*i].interval.start);
        let ends = open.iter().map(|p| p.interval.end).min();
        let until = match (starts, ends) {
            (None, None) => break,
            (Some(s), None) => s,
            (None, Some(e)) => e,
            (Some(s), Some(e)) => s.min(e),
        };
        if !open.is_empty() && until > now {
            stretch(
                Interval {
                    start: now,
                    end: until,
                },
                &open,
            );
        }
        now = until;
        open.retain(|p| p.interval.end > now);
        while let Some(piece) = by_start.get(next).map(|i| pieces[*i]) {
            if piece.interval.start > now {
                break;
            }
            let at = open.partition_point(|p| p.incident < piece.incident);
            open.insert(at, piece);
            next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ServiceId;
    use crate::record::Dependency;

    fn service(id: u128, on: &[(u128, DependencyKind)]) -> Service {
        Service {
            id: ServiceId(id),
            name: format!("s{id}"),
            tier: None,
            owner: None,
            target: None,
            channels: vec![],
            dependencies: on
                .iter()
                .map(|(s, kind)| Dependency {
                    on: ServiceId(*s),
                    kind: *kind,
                })
                .collect(),
            redundancies: vec![],
            hours: None,
        }
    }

    #[test]
    fn each_dependency_counts_once_at_any_depth() {
        use DependencyKind::{Hard, Soft};
        // 1 ← 2 (hard) ← 3 (soft 20 %), and 1 ← 3 (soft 50 %): the worse path wins.
        let services = [
            service(1, &[]),
            service(2, &[(1, Hard)]),
            service(3, &[(2, Soft { share: 0.2 }), (1, Soft { share: 0.5 })]),
        ];
        assert_eq!(check_cycles(&services), Ok(()));
        let reach = Reach::new(&services, &[]);
        assert_eq!(
            reach.services_from(0),
            &[(0, WHOLE), (1, WHOLE), (2, WHOLE / 2)]
        );
        assert_eq!(reach.leans_on(2), vec![(0, WHOLE / 2), (1, WHOLE / 5)]);
    }

    #[test]
    fn a_cycle_is_named() {
        use DependencyKind::Hard;
        let services = [service(1, &[(2, Hard)]), service(2, &[(1, Hard)])];
        let cycle = check_cycles(&services).unwrap_err();
        assert_eq!(cycle.0, ["s1", "s2", "s1"]);
        // Should one be in a file all the same, nothing runs forever.
        assert_eq!(Reach::new(&services, &[]).services_from(0).len(), 2);
    }

    fn group(needed: u32, of: &[u128]) -> crate::record::Redundancy {
        crate::record::Redundancy {
            of: of.iter().map(|id| ServiceId(*id)).collect(),
            needed,
            common_cause: 0.0,
        }
    }

    fn span(start: i64, end: i64) -> Interval {
        Interval {
            start: Instant(start),
            end: Instant(end),
        }
    }

    #[test]
    fn a_group_feels_what_is_left_when_the_best_are_kept() {
        use DependencyKind::{Hard, Soft};
        // 4 needs two of 1, 2 and 3; half of the users of 5 need 4.
        let mut services = [
            service(1, &[]),
            service(2, &[]),
            service(3, &[]),
            service(4, &[]),
            service(5, &[(4, Soft { share: 0.5 })]),
            service(6, &[(1, Hard)]),
        ];
        services[3].redundancies = vec![group(2, &[1, 2, 3])];
        let reach = Reach::new(&services, &[]);
        let tenths = |n: i64| n * WHOLE / 10;
        // One member down in full by incident 0; another at 40 % by 1 and at 70 % by 2.
        let settled = vec![
            vec![(0, span(0, 100), WHOLE)],
            vec![(1, span(50, 200), tenths(4))],
            vec![(1, span(60, 80), tenths(7))],
        ];
        let all = reach.effective(&settled).unwrap();
        let on = |service| {
            let mut pieces = pieces_on(service, &all, &reach);
            pieces.sort_unstable_by_key(|p| (p.interval, p.incident));
            let row = |p: &Piece| (p.interval.start.0, p.interval.end.0, p.level, p.incident);
            pieces.iter().map(row).collect::<Vec<_>>()
        };
        // The second worst: 40 %, and 70 % while 2 is open; 1 does not hold it up there.
        let forty = tenths(4);
        let seventy = tenths(7);
        assert_eq!(
            on(3),
            [
                (50, 60, forty, 0),
                (50, 60, forty, 1),
                (60, 80, seventy, 0),
                (60, 80, seventy, 2),
                (80, 100, forty, 0),
                (80, 100, forty, 1),
            ]
        );
        assert_eq!(on(4)[0], (50, 60, tenths(2), 0));
        assert_eq!(on(5), [(0, 100, WHOLE, 0)]);
        // Without a group the impacts are all there is.
        assert_eq!(Reach::new(&services[..3], &[]).effective(&settled), None);
    }

    #[test]
    fn a_group_of_groups_is_worked_out_from_below() {
        use DependencyKind::Hard;
        // Written upside down: 1 needs one of 2 and 3; 2 needs one of 4 and 5.
        let mut services = [
            service(1, &[]),
            service(2, &[]),
            service(3, &[(6, Hard)]),
            service(4, &[]),
            service(5, &[]),
            service(6, &[]),
        ];
        services[0].redundancies = vec![group(1, &[2, 3])];
        services[1].redundancies = vec![group(1, &[4, 5])];
        let reach = Reach::new(&services, &[]);
        let settled = vec![
            vec![(3, span(0, 50), WHOLE), (4, span(10, 60), WHOLE)],
            vec![(5, span(20, 30), WHOLE)],
        ];
        let all = reach.effective(&settled).unwrap();
        let top = Downtime::of(&pieces_on(0, &all, &reach));
        assert_eq!(top.segments(), [(span(20, 30), WHOLE)]);
        services[3].dependencies = vec![Dependency {
            on: ServiceId(1),
            kind: Hard,
        }];
        let cycle = check_cycles(&services).unwrap_err();
        assert_eq!(cycle.0, ["s1", "s2", "s4", "s1"]);
        // Should one be in a file all the same, nothing runs forever.
        assert!(Reach::new(&services, &[]).effective(&settled).is_some());
    }

    #[test]
    fn overlapping_pieces_of_one_incident_become_its_worst() {
        let piece = |a, b, level| Piece {
            interval: Interval {
                start: Instant(a),
                end: Instant(b),
            },
            level,
            incident: 7,
        };
        let out = worst_of(vec![piece(0, 10, 5), piece(5, 15, 9), piece(20, 30, 1)]);
        assert_eq!(out, vec![piece(0, 5, 5), piece(5, 15, 9), piece(20, 30, 1)]);
    }

    #[test]
    fn levels_agree_with_the_sweep() {
        let mut state = 7_u64;
        let mut random = |below: i64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as i64 % below
        };
        for _ in 0..200 {
            let pieces: Vec<Piece> = (0..12)
                .map(|incident| {
                    let start = random(50);
                    let interval = Interval {
                        start: Instant(start),
                        end: Instant(start + random(9)),
                    };
                    Piece {
                        interval,
                        level: random(4),
                        incident,
                    }
                })
                .collect();
            let (mut told, mut swept) = (Vec::new(), Vec::new());
            let mut edges = 0;
            levels(&pieces, |interval, open, here| {
                edges += here.len();
                if !interval.is_empty() {
                    told.push((interval, open.worst, open.sum));
                }
            });
            sweep(&pieces, |interval, open| {
                let worst = open.iter().map(|p| p.level).max().unwrap_or(0);
                swept.push((
                    interval,
                    worst,
                    open.iter().map(|p| i128::from(p.level)).sum(),
                ));
            });
            assert_eq!(told, swept);
            assert_eq!(
                edges,
                2 * pieces.iter().filter(|p| !p.interval.is_empty()).count()
            );
        }
    }

    #[test]
    fn the_sweep_covers_the_union_once() {
        let piece = |a, b, incident| Piece {
            interval: Interval {
                start: Instant(a),
                end: Instant(b),
            },
            level: 1,
            incident,
        };
        let mut seen = Vec::new();
        sweep(
            &[
                piece(0, 10, 0),
                piece(5, 15, 1),
                piece(15, 20, 2),
                piece(30, 30, 3),
                piece(40, 41, 4),
            ],
            |i, open| {
                seen.push((
                    i.start.0,
                    i.end.0,
                    open.iter().map(|p| p.incident).collect::<Vec<_>>(),
                ));
            },
        );
        assert_eq!(
            seen,
            vec![
                (0, 5, vec![0]),
                (5, 10, vec![0, 1]),
                (10, 15, vec![1]),
                (15, 20, vec![2]),
                (40, 41, vec![4]),
            ]
        );
    }
}
