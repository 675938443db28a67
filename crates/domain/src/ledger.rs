//! The posted cost of incidents, cut in every way people ask for: by incident, service, line,
//! group of roles, severity, month, cause and recovery. Every cut of the same incidents sums to
//! the same total, to the last unit.
//!
//! An incident lies in the calendar month that it began in. What belongs to several entries of
//! a cut (an incident on several services, with several causes) is divided exactly among them:
//! among services in proportion to the downtime of its own impacts there, among causes equally;
//! what does not divide goes by largest remainder.

use crate::analysis::{Analysis, Facts};
use crate::calendar::Month;
use crate::cost::{IncidentCost, LineKind};
use crate::money::{divide_half_even, rounded_parts, split};
use crate::record::RoleGroup;
use crate::time::{Instant, Interval, Zone};
use std::collections::{BTreeMap, HashMap};

/// What the cost is cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cut {
    /// Each incident.
    Incident,
    /// Services, by the downtime of each incident's own impacts.
    Service,
    /// Cost lines.
    Line,
    /// Groups of roles; what is not labor is an entry without a group.
    Group,
    /// Severities, without regard to case.
    Severity,
    /// Calendar months of the beginning, in the workspace's zone.
    Month,
    /// Cause tags, without regard to case; an incident with several is divided equally.
    Cause,
    /// Recovery actions, without regard to case.
    Recovery,
}

/// What an entry of a cut is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Position of the incident.
    Incident(usize),
    /// Position of the service; none for incidents that name none of the workspace.
    Service(Option<usize>),
    /// The line.
    Line(LineKind),
    /// The group of roles, review included; none for everything that is not labor.
    Group(Option<RoleGroup>),
    /// The severity as it is written first in the alphabet; none where there is none.
    Severity(Option<String>),
    /// The month; none outside the years that are accepted.
    Month(Option<Month>),
    /// The cause tag, likewise.
    Cause(Option<String>),
    /// The recovery action, likewise.
    Recovery(Option<String>),
}

/// One entry of a cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub key: Key,
    /// Incidents that have a part in it.
    pub incidents: usize,
    /// What they cost here.
    pub amounts: Amounts,
}

/// Posted amounts, units of 1/10,000 of the minor unit of the workspace's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    /// Net lost revenue: gross less what came back and, in the margin view, less what was not
    /// spent.
    pub revenue: i128,
    /// Labor with review.
    pub labor: i128,
    /// Every other line.
    pub other: i128,
}

impl Amounts {
    /// Of one incident.
    #[must_use]
    pub fn of(cost: &IncidentCost) -> Self {
        let mut out = Self::default();
        for line in &cost.lines {
            out.add(Self::of_line(line.kind, line.units));
        }
        out
    }

    /// Of one line.
    #[must_use]
    pub fn of_line(kind: LineKind, units: i128) -> Self {
        let mut out = Self::default();
        let place = if kind.is_revenue() {
            &mut out.revenue
        } else if kind.is_labor() {
            &mut out.labor
        } else {
            &mut out.other
        };
        *place = units;
        out
    }

    /// All of it.
    #[must_use]
    pub fn total(self) -> i128 {
        self.revenue + self.labor + self.other
    }

    fn add(&mut self, more: Self) {
        self.revenue += more.revenue;
        self.labor += more.labor;
        self.other += more.other;
    }

    /// Each amount divided by the weights on its own, exactly.
    fn split(self, weights: &[i128]) -> impl Iterator<Item = Self> {
        let revenue = split(self.revenue, weights);
        let labor = split(self.labor, weights);
        let other = split(self.other, weights);
        revenue
            .into_iter()
            .zip(labor)
            .zip(other)
            .map(|((revenue, labor), other)| Self {
                revenue,
                labor,
                other,
            })
    }
}

/// Amounts rounded to multiples of `unit` as they are printed, and their total: rows sum to it,
/// and columns to theirs, in the digits that are seen. The total is the exact one rounded half to
/// even, so that it reads the same wherever it stands; every other amount is less than one unit
/// from its exact one.
#[must_use]
pub fn printed(rows: &[Amounts], unit: i128) -> (Vec<Amounts>, Amounts) {
    let column = |of: fn(&Amounts) -> i128| -> Vec<i128> { rows.iter().map(of).collect() };
    let columns = [
        column(|a| a.revenue),
        column(|a| a.labor),
        column(|a| a.other),
    ];
    let exact = columns.each_ref().map(|c| c.iter().sum::<i128>());
    let whole = divide_half_even(exact.iter().sum(), unit) * unit;
    let totals = rounded_parts(&exact, unit, whole);
    let rounded: Vec<Vec<i128>> = (columns.iter().zip(&totals))
        .map(|(column, total)| rounded_parts(column, unit, *total))
        .collect();
    let amounts = |revenue, labor, other| Amounts {
        revenue,
        labor,
        other,
    };
    (
        (0..rows.len())
            .map(|at| amounts(rounded[0][at], rounded[1][at], rounded[2][at]))
            .collect(),
        amounts(totals[0], totals[1], totals[2]),
    )
}

/// Amounts and incidents of one entry while they are collected.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    incidents: usize,
    amounts: Amounts,
}

impl Tally {
    fn add(&mut self, amounts: Amounts) {
        self.incidents += 1;
        self.amounts.add(amounts);
    }

    fn entry(self, key: Key) -> Entry {
        Entry {
            key,
            incidents: self.incidents,
            amounts: self.amounts,
        }
    }
}

/// The posted cost of some incidents (positions, each once) cut one way, ascending by key.
///
/// The amounts of the entries sum to those of the incidents, each column for itself.
#[must_use]
pub fn cut(facts: &Facts<'_>, analysis: &Analysis, incidents: &[usize], by: Cut) -> Vec<Entry> {
    let costs = || incidents.iter().map(|i| (*i, &analysis.costs[*i]));
    match by {
        Cut::Incident => {
            let mut out: Vec<Entry> = costs()
                .map(|(i, cost)| Entry {
                    key: Key::Incident(i),
                    incidents: 1,
                    amounts: Amounts::of(cost),
                })
                .collect();
            out.sort_unstable_by(|a, b| a.key.cmp(&b.key));
            out
        }
        Cut::Service => {
            let mut tallies: BTreeMap<Option<usize>, Tally> = BTreeMap::new();
            for (_, cost) in costs() {
                let services: Vec<(usize, i128)> = cost.services().collect();
                let amounts = Amounts::of(cost);
                match services.as_slice() {
                    [] => tallies.entry(None).or_default().add(amounts),
                    [(only, _)] => tallies.entry(Some(*only)).or_default().add(amounts),
                    several => {
                        let weights: Vec<i128> = several.iter().map(|(_, w)| *w).collect();
                        for ((service, _), part) in several.iter().zip(amounts.split(&weights)) {
                            tallies.entry(Some(*service)).or_default().add(part);
                        }
                    }
                }
            }
            collect(tallies, Key::Service)
        }
        Cut::Line => {
            let mut tallies: BTreeMap<LineKind, Tally> = BTreeMap::new();
            for (_, cost) in costs() {
                for line in &cost.lines {
                    let amounts = Amounts::of_line(line.kind, line.units);
                    tallies.entry(line.kind).or_default().add(amounts);
                }
            }
            collect(tallies, Key::Line)
        }
        Cut::Group => {
            let mut tallies: BTreeMap<Option<RoleGroup>, Tally> = BTreeMap::new();
            for (_, cost) in costs() {
                let mut groups: BTreeMap<RoleGroup, i128> = BTreeMap::new();
                for part in &cost.labor.parts {
                    *groups.entry(part.group).or_default() += part.units;
                }
                let mut rest = Amounts::of(cost);
                rest.labor = 0;
                if cost.lines.iter().any(|l| !l.kind.is_labor()) {
                    tallies.entry(None).or_default().add(rest);
                }
                for (group, units) in groups {
                    let amounts = Amounts {
                        labor: units,
                        ..Amounts::default()
                    };
                    tallies.entry(Some(group)).or_default().add(amounts);
                }
            }
            collect(tallies, Key::Group)
        }
        Cut::Month => by_month(costs().map(|(_, cost)| cost), facts.methods.zone),
        Cut::Severity => by_word(
            costs().map(|(i, cost)| (facts.incidents[i].severity.as_slice(), cost)),
            Key::Severity,
        ),
        Cut::Cause => by_word(
            costs().map(|(i, cost)| (facts.incidents[i].causes.as_slice(), cost)),
            Key::Cause,
        ),
        Cut::Recovery => by_word(
            costs().map(|(i, cost)| (facts.incidents[i].recovery_action.as_slice(), cost)),
            Key::Recovery,
        ),
    }
}

fn collect<K>(tallies: BTreeMap<K, Tally>, key: impl Fn(K) -> Key) -> Vec<Entry> {
    tallies
        .into_iter()
        .map(|(k, tally)| tally.entry(key(k)))
        .collect()
}

fn by_month<'a>(costs: impl Iterator<Item = &'a IncidentCost>, zone: Zone) -> Vec<Entry> {
    let mut tallies: BTreeMap<Option<Month>, Tally> = BTreeMap::new();
    // Months by their beginning: each is worked out once, in whatever order incidents come.
    let mut known: BTreeMap<Instant, (Interval, Month)> = BTreeMap::new();
    for cost in costs {
        let at = cost.span.start;
        let before = known.range(..=at).next_back().map(|(_, found)| *found);
        let month = match before.filter(|(interval, _)| interval.contains(at)) {
            Some((_, month)) => Some(month),
            None => {
                let month = Month::of(at, zone);
                if let Some((interval, month)) = month.and_then(|m| Some((m.interval(zone)?, m))) {
                    known.insert(interval.start, (interval, month));
                }
                month
            }
        };
        tallies.entry(month).or_default().add(Amounts::of(cost));
    }
    collect(tallies, Key::Month)
}

/// Cut by words that incidents carry; an incident with several is divided equally.
fn by_word<'a>(
    incidents: impl Iterator<Item = (&'a [String], &'a IncidentCost)>,
    key: impl Fn(Option<String>) -> Key,
) -> Vec<Entry> {
    // A word in the spelling that comes first in the alphabet, and its tally; by its lower case.
    let mut words: BTreeMap<String, (&'a str, Tally)> = BTreeMap::new();
    let mut without = Tally::default();
    // Spellings repeat: the lower case of each is worked out once.
    let mut folded: HashMap<&'a str, String> = HashMap::new();
    for (spelled, cost) in incidents {
        let amounts = Amounts::of(cost);
        let mut own: Vec<(&str, &'a str)> = Vec::new();
        for word in spelled {
            let word = word.trim();
            if !word.is_empty() && !folded.contains_key(word) {
                folded.insert(word, word.to_lowercase());
            }
        }
        for word in spelled {
            let word = word.trim();
            if let Some(lower) = folded.get(word) {
                own.push((lower, word));
            }
        }
        own.sort_unstable();
        own.dedup_by(|a, b| a.0 == b.0);
        let mut add = |lower: &str, word: &'a str, part: Amounts| {
            if let Some((first, tally)) = words.get_mut(lower) {
                *first = word.min(*first);
                tally.add(part);
            } else {
                let mut tally = Tally::default();
                tally.add(part);
                words.insert(lower.to_owned(), (word, tally));
            }
        };
        match own.as_slice() {
            [] => without.add(amounts),
            [(lower, word)] => add(lower, word, amounts),
            several => {
                let weights = vec![1; several.len()];
                for ((lower, word), part) in several.iter().zip(amounts.split(&weights)) {
                    add(lower, word, part);
                }
            }
        }
    }
    let mut out: Vec<Entry> = Vec::with_capacity(words.len() + 1);
    if without.incidents > 0 {
        out.push(without.entry(key(None)));
    }
    out.extend(
        words
            .into_values()
            .map(|(word, tally)| tally.entry(key(Some(word.to_owned())))),
    );
    out.sort_by(|a, b| a.key.cmp(&b.key));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::world::{World, at, units};
    use crate::record::FixedCost;
    use crate::time::MINUTE_MS;
    use proptest::prelude::*;

    const CUTS: [Cut; 8] = [
        Cut::Incident,
        Cut::Service,
        Cut::Line,
        Cut::Group,
        Cut::Severity,
        Cut::Month,
        Cut::Cause,
        Cut::Recovery,
    ];

    fn world() -> World {
        let mut world = World::steady("2024-01-01T00:00:00Z", 60, 100);
        world.service("search", vec![]);
        let hour = 60 * MINUTE_MS;
        let both = world.hit(&[
            (1, at("2024-01-31T23:30:00Z"), hour, 1.0),
            (2, at("2024-01-31T23:30:00Z"), 2 * hour, 1.0),
        ]);
        both.causes = vec!["DNS".into(), " config".into(), "dns".into()];
        both.severity = Some("SEV1".into());
        both.recovery_action = Some("restart".into());
        both.fixed = vec![FixedCost {
            kind: "refunds".into(),
            amount: crate::cost::world::euros("10"),
        }];
        let one = world.down("2024-02-10T10:00:00Z", 30, 0.5);
        one.causes = vec!["Config".into()];
        one.severity = Some("sev1".into());
        world.down("2024-02-11T10:00:00Z", 10, 1.0);
        world.work(0, 60);
        world.work(0, 30).review = true;
        world.work(1, 20).role = "support".into();
        world
    }

    fn table(world: &World, by: Cut) -> Vec<(Key, usize, i128)> {
        let analysis = world.analyse();
        cut(&world.facts(), &analysis, &[2, 0, 1], by)
            .into_iter()
            .map(|e| (e.key, e.incidents, e.amounts.total()))
            .collect()
    }

    #[test]
    fn every_cut_sums_to_the_same_total() {
        let world = world();
        let analysis = world.analyse();
        let all = [0, 1, 2];
        for by in CUTS {
            let mut sum = Amounts::default();
            for entry in cut(&world.facts(), &analysis, &all, by) {
                sum.add(entry.amounts);
            }
            assert_eq!(sum.total(), analysis.total(all.into_iter()), "{by:?}");
            assert_eq!(sum.total(), units("8620"), "{by:?}");
            assert_eq!(
                (sum.revenue, sum.labor, sum.other),
                (units("8500"), units("110"), units("10")),
                "{by:?}"
            );
        }
        assert!(
            CUTS.iter()
                .all(|by| cut(&world.facts(), &analysis, &[], *by).is_empty())
        );
    }

    #[test]
    fn services_share_by_the_downtime_of_their_own_impacts() {
        // 6,000 lost, 90 paid and 10 refunded, an hour of three.
        assert_eq!(
            table(&world(), Cut::Service),
            [
                (
                    Key::Service(Some(0)),
                    3,
                    units("2033.333333") + units("2520")
                ),
                (Key::Service(Some(1)), 1, units("4066.666667")),
            ]
        );
    }

    #[test]
    fn causes_share_equally_whatever_their_spelling() {
        assert_eq!(
            table(&world(), Cut::Cause),
            [
                (Key::Cause(None), 1, units("1000")),
                (Key::Cause(Some("Config".into())), 2, units("4570")),
                (Key::Cause(Some("DNS".into())), 1, units("3050")),
            ]
        );
    }

    #[test]
    fn other_cuts_take_incidents_whole() {
        let world = world();
        assert_eq!(
            table(&world, Cut::Severity),
            [
                (Key::Severity(None), 1, units("1000")),
                (Key::Severity(Some("SEV1".into())), 2, units("7620")),
            ]
        );
        assert_eq!(
            table(&world, Cut::Recovery),
            [
                (Key::Recovery(None), 2, units("2520")),
                (Key::Recovery(Some("restart".into())), 1, units("6100")),
            ]
        );
        let month = |text: &str| Key::Month(text.parse().ok());
        assert_eq!(
            table(&world, Cut::Month),
            [
                (month("2024-01"), 1, units("6100")),
                (month("2024-02"), 2, units("2520")),
            ]
        );
        assert_eq!(
            table(&world, Cut::Group),
            [
                (Key::Group(None), 3, units("8510")),
                (Key::Group(Some(RoleGroup::Support)), 1, units("20")),
                (Key::Group(Some(RoleGroup::Engineering)), 1, units("90")),
            ]
        );
        let lines: Vec<Key> = table(&world, Cut::Line)
            .into_iter()
            .map(|(key, _, _)| key)
            .collect();
        assert_eq!(
            lines,
            [
                LineKind::LostRevenue,
                LineKind::Labor(RoleGroup::Support),
                LineKind::Labor(RoleGroup::Engineering),
                LineKind::Review,
                LineKind::Fixed(0),
            ]
            .map(Key::Line)
        );
    }

    /// A line of €0.004 each of three people, printed by itself, is €0.00 three times under a
    /// total of €0.01.
    #[test]
    fn what_is_printed_adds_up() {
        let row = |units| Amounts {
            labor: units,
            ..Amounts::default()
        };
        let (rows, total) = printed(&[row(4_000), row(4_001), row(4_000)], 10_000);
        let labor: Vec<i128> = rows.iter().map(|row| row.labor).collect();
        assert_eq!(labor, [0, 10_000, 0]);
        assert_eq!(total.total(), 10_000);
    }

    proptest! {
        #[test]
        fn printed_rows_and_columns_sum_and_stay_beside_what_is_exact(
            exact in prop::collection::vec(any::<(i32, i32, i32)>(), 0..30),
            whole in any::<bool>(),
            unit in prop::sample::select(vec![1_i128, 7, 10_000, 1_000_000]),
        ) {
            let scale = if whole { unit } else { 1 };
            let rows: Vec<Amounts> = exact
                .iter()
                .map(|(revenue, labor, other)| Amounts {
                    revenue: i128::from(*revenue) * scale,
                    labor: i128::from(*labor) * scale,
                    other: i128::from(*other) * scale,
                })
                .collect();
            let (shown, total) = printed(&rows, unit);
            let sum: i128 = rows.iter().map(|row| row.total()).sum();
            prop_assert_eq!(total.total(), divide_half_even(sum, unit) * unit);
            let columns: [fn(&Amounts) -> i128; 3] = [|a| a.revenue, |a| a.labor, |a| a.other];
            for column in columns {
                prop_assert_eq!(shown.iter().map(column).sum::<i128>(), column(&total));
                for (shown, exact) in shown.iter().zip(&rows) {
                    prop_assert_eq!(column(shown).rem_euclid(unit), 0);
                    prop_assert!((column(shown) - column(exact)).abs() < unit);
                    prop_assert!(!whole || column(shown) == column(exact));
                }
            }
        }
    }
}
