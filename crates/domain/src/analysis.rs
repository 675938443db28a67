//! Everything computed from the facts of a workspace under its methods, in one pass.
//!
//! The analysis does not fail: it answers, and says in its fields what the answer lacks.

use crate::availability::{Downtime, Provided, by_incident, runs_out};
use crate::cost::{
    Baseline, Compared, CostInputs, Costs, CreditMonth, Errors, IncidentCost, Netting, RateCard,
    Recapture, Served, Sought, compare, cost_of_incidents, credit_months, fixed_kinds,
};
use crate::counterfactual::Counterfactual;
use crate::hours::{AgreedTime, holidays};
use crate::impact::{
    Piece, Reach, Settled, WHOLE, pieces_by_service, pieces_by_stream, pieces_on, settle_all,
    settle_uncounted,
};
use crate::learned::Learned;
use crate::methods::{Counting, Methods, Window};
use crate::money::Money;
use crate::pair::{InTurn, Pair};
use crate::record::{
    BacklogMonth, Contract, Incident, LaborEntry, MinuteSum, Role, Service, Stream, Tier,
};
use crate::time::{Instant, Interval, MINUTE_MS};
use crate::velocity::{DirtyMinutes, Velocity};
use std::sync::Arc;

/// The facts of a workspace, borrowed.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Choices.
    pub methods: &'a Methods,
    /// Tiers.
    pub tiers: &'a [Tier],
    /// Services.
    pub services: &'a [Service],
    /// Streams.
    pub streams: &'a [Stream],
    /// Roles of the rate card.
    pub roles: &'a [Role],
    /// Contract tiers.
    pub contracts: &'a [Contract],
    /// The backlog, a record a month, ascending.
    pub backlog: &'a [BacklogMonth],
    /// Incidents.
    pub incidents: &'a [Incident],
    /// Labor.
    pub labor: &'a [LaborEntry],
    /// Minute sums, ascending, one list a stream in the order of `streams`.
    pub revenue: &'a [Vec<MinuteSum>],
}

/// What was computed.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// As-of instant: open incidents run to it, rolling windows end at it.
    pub as_of: Instant,
    /// Whole local days that were observed; windows are clipped to it. Empty without data.
    pub observed: Interval,
    /// What each stream's revenue covers, in whole local days.
    pub covered: Vec<Option<Interval>>,
    /// How impact reaches services and streams.
    pub reach: Reach,
    /// Settled impacts of each incident, as they are on record; see [`Self::hits`].
    pub settled: Vec<Vec<Settled>>,
    /// The same with what groups add, where there are groups.
    effective: Option<Vec<Vec<Settled>>>,
    /// When each service has to be there.
    pub agreed: Vec<AgreedTime>,
    /// Pieces on each stream.
    pub stream_pieces: Vec<Vec<Piece>>,
    /// Worst impact on each service over time, inside its agreed time.
    pub downtime: Vec<Downtime>,
    /// Cost of each incident.
    pub costs: Vec<IncidentCost>,
    /// Kinds of fixed costs, in the order of [`crate::cost::LineKind::Fixed`].
    pub fixed_kinds: Vec<String>,
    /// What contracts owe, by contract and month.
    pub credits: Vec<CreditMonth>,
    /// The share of losses by velocity that came back, where it was to be measured.
    pub recapture: Option<Recapture>,
    netting: Netting,
    /// Of the workspace's currency.
    units_per_major: i64,
    /// Minutes of days off the baseline.
    pub off_baseline: DirtyMinutes,
    pub(crate) learned: Vec<Arc<Learned>>,
}

/// Revenue expected behind a service, and what of it fell into its downtime.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// Expected in its agreed time inside a window, major units.
    pub whole: f64,
    /// Stretches of downtime, ascending: when, the counted impact in parts of 10⁻⁹, and the part
    /// of the expected revenue that fell into it, major units.
    pub parts: Vec<(Interval, i64, f64)>,
}

impl Weighted {
    /// Expected revenue that fell into downtime, major units.
    #[must_use]
    pub fn lost(&self) -> f64 {
        self.parts.iter().map(|(_, _, lost)| lost).sum()
    }

    /// The share that fell outside downtime: availability in which a minute at the peak counts
    /// for more than a minute at night.
    #[must_use]
    pub fn share(&self) -> f64 {
        1.0 - self.lost() / self.whole
    }
}

impl Analysis {
    /// Computes everything. `before` is an earlier analysis of the same revenue, streams and
    /// methods (the caller vouches for that), whose learned velocities are used again where no
    /// incident touched other minutes than before.
    #[must_use]
    pub fn of(facts: &Facts<'_>, before: Option<&Self>) -> Self {
        Self::by(facts, before, &InTurn)
    }

    /// The same, digit by digit, with two pieces of the work at a time where `pair` does so.
    #[must_use]
    pub fn by(facts: &Facts<'_>, before: Option<&Self>, pair: &impl Pair) -> Self {
        let methods = facts.methods;
        let zone = methods.zone;
        let covered: Vec<Option<Interval>> = facts
            .revenue
            .iter()
            .map(|minutes| {
                let (first, last) = (minutes.first()?, minutes.last()?);
                Some(zone.whole_days(Interval {
                    start: Instant::of_minute(first.minute),
                    end: Instant::of_minute(last.minute + 1),
                }))
            })
            .collect();
        let observed = observation(facts, &covered);
        let as_of = methods.as_of.unwrap_or(observed.end);
        let reach = Reach::new(facts.services, facts.streams);
        let settled = settle_all(facts.incidents, &reach, methods, as_of);
        let effective = reach.effective(&settled);
        let hits = effective.as_deref().unwrap_or(&settled);
        let stream_pieces = pieces_by_stream(hits, &reach, facts.streams.len());
        // Planned maintenance takes out whatever it reaches, whatever impact it is said to have.
        let planned: Vec<Vec<Settled>> = facts
            .incidents
            .iter()
            .map(|incident| settle_uncounted(incident, &reach, methods, as_of))
            .filter(|settled| !settled.is_empty())
            .map(|settled| settled.into_iter().map(|(s, i, _)| (s, i, WHOLE)).collect())
            .collect();
        let planned = reach.effective(&planned).unwrap_or(planned);
        let maintenance = pieces_by_stream(&planned, &reach, facts.streams.len());
        let agreed = agreed_times(facts, &planned, &reach);
        let off_baseline = DirtyMinutes::off_baseline(&methods.special_days, zone);
        let learned: Vec<Arc<Learned>> = (0..facts.streams.len())
            .map(|s| {
                let dirty = DirtyMinutes::of(
                    stream_pieces[s]
                        .iter()
                        .filter(|p| p.level > 0)
                        .chain(&maintenance[s])
                        .map(|p| p.interval),
                );
                let kept = before
                    .and_then(|b| b.learned.get(s))
                    .filter(|l| l.dirty == dirty && l.covered == covered[s]);
                if let Some(kept) = kept {
                    return Arc::clone(kept);
                }
                Arc::new(Learned::of(facts, s, covered[s], dirty, &off_baseline))
            })
            .collect();
        let service_pieces = pieces_by_service(hits, &reach, facts.services.len());
        let downtime: Vec<Downtime> = service_pieces
            .iter()
            .zip(&agreed)
            .map(|(pieces, agreed)| Downtime::of(pieces).during(agreed))
            .collect();
        let credits = credit_months(
            facts.contracts,
            facts.incidents,
            methods,
            observed,
            |contract| {
                let service = reach.service(contract.service)?;
                Some(Served {
                    pieces: &service_pieces[service],
                    downtime: &downtime[service],
                    agreed: &agreed[service],
                })
            },
        );
        let baselines: Vec<Baseline<'_>> = learned.iter().map(|l| l.baseline()).collect();
        let rates = RateCard::new(facts.roles);
        let fixed_kinds = fixed_kinds(facts.incidents);
        let Costs {
            incidents: costs,
            recapture,
            netting,
        } = cost_of_incidents(
            &CostInputs {
                methods,
                incidents: facts.incidents,
                settled: &settled,
                labor: facts.labor,
                rates: &rates,
                baselines: &baselines,
                stream_pieces: &stream_pieces,
                business: &AgreedTime::new(
                    Some(&methods.assumptions.business_hours),
                    zone,
                    &holidays(methods),
                    Vec::new(),
                ),
                contracts: facts.contracts,
                credits: &credits,
                fixed_kinds: &fixed_kinds,
                as_of,
            },
            pair,
        );
        Self {
            as_of,
            observed,
            covered,
            reach,
            settled,
            effective,
            agreed,
            stream_pieces,
            downtime,
            costs,
            fixed_kinds,
            credits,
            recapture,
            netting,
            units_per_major: facts.methods.currency.units_per_major(),
            off_baseline,
            learned,
        }
    }

    /// The learned velocity of a stream.
    #[must_use]
    pub fn velocity(&self, stream: usize) -> &Velocity {
        &self.learned[stream].velocity
    }

    /// What stretches of time were expected to earn on a stream and did; nothing where it has
    /// no revenue data.
    #[must_use]
    pub fn counterfactual(&self, stream: usize) -> Option<&Counterfactual> {
        self.learned[stream].counterfactual.as_ref()
    }

    /// Lost revenue of an incident by either method, side by side, for each stream in the
    /// workspace's currency that it reaches. It takes a few milliseconds.
    #[must_use]
    pub fn compared(&self, methods: &Methods, incident: usize) -> Vec<Compared> {
        let streams = self.costs[incident].losses.iter().map(|l| l.stream);
        streams
            .filter_map(|s| {
                compare(
                    methods,
                    s,
                    &self.learned[s].baseline(),
                    &self.stream_pieces[s],
                    self.recapture.as_ref(),
                    incident,
                )
            })
            .collect()
    }

    /// Minutes of a stream that incidents touched.
    #[must_use]
    pub fn dirty(&self, stream: usize) -> &DirtyMinutes {
        &self.learned[stream].dirty
    }

    /// A window clipped to what was observed, and whether that cut anything off.
    #[must_use]
    pub fn window(&self, window: Window, methods: &Methods) -> (Interval, bool) {
        let asked = window.resolve(self.as_of, methods.zone);
        let clipped = asked.clip(self.observed);
        (clipped, clipped != asked)
    }

    /// How many incidents that count began before a window and went on into it.
    #[must_use]
    pub fn carried_into(&self, window: Interval) -> usize {
        let into = |c: &&IncidentCost| {
            c.counts && c.span.start < window.start && c.span.end > window.start
        };
        self.costs.iter().filter(into).count()
    }

    /// The positions of the incidents that began inside a window and count.
    pub fn incidents_in(&self, window: Interval) -> impl Iterator<Item = usize> + '_ {
        self.costs
            .iter()
            .enumerate()
            .filter(move |(_, c)| c.counts && window.contains(c.span.start))
            .map(|(i, _)| i)
    }

    /// The impacts of an incident with those that redundancy groups add on the services which
    /// lean on them: with [`Reach::services_from`] all that the incident reached.
    #[must_use]
    pub fn hits(&self, incident: usize) -> &[Settled] {
        let all = self.effective.as_ref().unwrap_or(&self.settled);
        all.get(incident).map_or(&[], Vec::as_slice)
    }

    /// Downtime of a service in a window by incident, minutes by the counting rule, ascending
    /// by incident; the parts add up to the downtime of [`Self::provided`].
    #[must_use]
    pub fn downtime_by_incident(
        &self,
        service: usize,
        window: Interval,
        counting: Counting,
    ) -> Vec<(u32, f64)> {
        let hits = self.effective.as_ref().unwrap_or(&self.settled);
        by_incident(
            &pieces_on(service, hits, &self.reach),
            &self.agreed[service],
            window,
            counting,
        )
    }

    /// A service against a target in a window, over its agreed time.
    #[must_use]
    pub fn provided(
        &self,
        service: usize,
        window: Interval,
        counting: Counting,
        target: f64,
    ) -> Provided {
        let down = self.downtime[service].minutes(window, counting);
        Provided::new(self.agreed[service].minutes(window), down, target)
    }

    /// When the error budget of an asked window, observed so far, runs out at the present burn;
    /// nothing if it lasts, or if the window is over.
    #[must_use]
    pub fn runs_out(
        &self,
        service: usize,
        observed: Interval,
        asked: Interval,
        counting: Counting,
        target: f64,
    ) -> Option<Instant> {
        let down = self.downtime[service].minutes(observed, counting);
        runs_out(down, &self.agreed[service], observed, asked, target)
    }

    /// Revenue expected behind a service in its agreed time, and what of it fell into its
    /// downtime; nothing where it carries no stream or nothing was expected.
    #[must_use]
    pub fn revenue_weighted(
        &self,
        service: usize,
        window: Interval,
        counting: Counting,
    ) -> Option<Weighted> {
        let carried = self.reach.streams_from(service);
        let expected = |interval: Interval| -> f64 {
            carried
                .iter()
                .map(|(stream, share)| {
                    self.velocity(*stream).expected(interval) * *share as f64 / WHOLE as f64
                })
                .sum()
        };
        let whole: f64 = self.agreed[service]
            .within(window)
            .into_iter()
            .map(expected)
            .sum();
        if carried.is_empty() || whole <= 0.0 {
            return None;
        }
        let parts: Vec<(Interval, i64, f64)> = self.downtime[service]
            .within(window)
            .map(|(interval, level)| {
                let counted = crate::availability::counted(level, counting);
                (
                    interval,
                    counted,
                    expected(interval) * counted as f64 / WHOLE as f64,
                )
            })
            .collect();
        Some(Weighted { whole, parts })
    }

    /// Sum of the posted totals of incidents, units.
    pub fn total(&self, incidents: impl Iterator<Item = usize>) -> i128 {
        incidents.map(|i| self.costs[i].total()).sum()
    }

    /// Standard deviation of what is asked for of incidents, major units; 0 where it is exact. `parts` are incidents with the part of each that is asked
    /// for, 0 to 1.
    pub fn deviation(&self, parts: impl Iterator<Item = (usize, f64)>, of: Sought) -> f64 {
        let mut errors = Errors::new(self.netting, of, self.units_per_major);
        for (i, part) in parts {
            errors.add(&self.costs[i], part);
        }
        errors.deviation()
    }
}

/// When each service has to be there. Maintenance that does not count takes out the time of its
/// own services and of those that are down with them in full; `planned` are its impacts, each
/// whole. A service that would only lose a share of its users stays promised.
fn agreed_times(facts: &Facts<'_>, planned: &[Vec<Settled>], reach: &Reach) -> Vec<AgreedTime> {
    let holidays = holidays(facts.methods);
    pieces_by_service(planned, reach, facts.services.len())
        .into_iter()
        .zip(facts.services)
        .map(|(pieces, service)| {
            let out = pieces
                .into_iter()
                .filter(|piece| piece.level == WHOLE)
                .map(|piece| piece.interval)
                .collect();
            AgreedTime::new(service.hours.as_ref(), facts.methods.zone, &holidays, out)
        })
        .collect()
}

/// Whole local days covered by revenue or incidents. Where the two do not touch at all (an
/// incident log of other years), the incidents decide, because availability is about them.
fn observation(facts: &Facts<'_>, covered: &[Option<Interval>]) -> Interval {
    let hull = |a: Option<Interval>, b: Interval| match a {
        None => Some(b),
        Some(a) => Some(Interval {
            start: a.start.min(b.start),
            end: a.end.max(b.end),
        }),
    };
    let revenue = covered.iter().flatten().fold(None, |sum, c| hull(sum, *c));
    let incidents = facts
        .incidents
        .iter()
        .filter(|i| !i.impacts.is_empty())
        .map(|i| {
            let ends = i
                .impacts
                .iter()
                .filter_map(|x| x.end)
                .chain(i.resolved)
                .max()
                .unwrap_or(i.started);
            let start = i
                .impacts
                .iter()
                .map(|x| x.start)
                .min()
                .unwrap_or(i.started)
                .min(i.started);
            Interval {
                start,
                end: ends.max(Instant(start.0 + MINUTE_MS)),
            }
        })
        .fold(None, hull)
        .map(|span| facts.methods.zone.whole_days(span));
    match (revenue, incidents) {
        (None, None) => Interval {
            start: Instant(0),
            end: Instant(0),
        },
        (Some(only), None) | (None, Some(only)) => only,
        (Some(r), Some(i)) if r.clip(i).is_empty() => i,
        (Some(r), Some(i)) => Interval {
            start: r.start.min(i.start),
            end: r.end.max(i.end),
        },
    }
}

/// Where a target came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetFrom {
    /// The service's own.
    Service,
    /// Its tier's.
    Tier,
    /// The workspace default.
    Default,
}

/// The target of a service: its own, else its tier's, else the default.
#[must_use]
pub fn target_of(service: &Service, tiers: &[Tier], methods: &Methods) -> (f64, TargetFrom) {
    if let Some(target) = service.target {
        return (target, TargetFrom::Service);
    }
    let tier = service
        .tier
        .and_then(|n| tiers.iter().find(|t| t.number == n))
        .and_then(|t| t.target);
    match tier {
        Some(target) => (target, TargetFrom::Tier),
        None => (methods.default_target, TargetFrom::Default),
    }
}

/// Sum of minute sums as money of the stream's currency.
#[must_use]
pub fn revenue_total(stream: &Stream, minutes: &[MinuteSum]) -> Money {
    Money::from_units(
        minutes.iter().map(|m| i128::from(m.units)).sum(),
        stream.currency,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WeeklyHours;
    use crate::id::{IncidentId, ServiceId, StreamId};
    use crate::money::Currency;
    use crate::record::{Dependence, Dependency, DependencyKind, Impact, IncidentKind};
    use crate::time::DAY_MS;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    struct World {
        methods: Methods,
        services: Vec<Service>,
        streams: Vec<Stream>,
        incidents: Vec<Incident>,
        revenue: Vec<Vec<MinuteSum>>,
    }

    impl World {
        /// Four weeks at 100 a minute on a shop that leans hard on a database.
        fn new() -> Self {
            let eur = Currency::parse("EUR").unwrap();
            let service = |id, name: &str, dependencies| Service {
                id: ServiceId(id),
                name: name.into(),
                tier: Some(1),
                owner: None,
                target: None,
                channels: vec![],
                dependencies,
                redundancies: vec![],
                hours: None,
            };
            let hard = Dependency {
                on: ServiceId(2),
                kind: DependencyKind::Hard,
            };
            let first = at("2024-01-01T00:00:00Z").minute();
            Self {
                methods: Methods::defaults(eur),
                services: vec![
                    service(1, "shop", vec![hard]),
                    service(2, "database", vec![]),
                ],
                streams: vec![Stream {
                    id: StreamId(1),
                    name: "orders".into(),
                    currency: eur,
                    dependences: vec![Dependence {
                        service: ServiceId(1),
                        share: 1.0,
                    }],
                }],
                incidents: vec![],
                revenue: vec![
                    (first..first + 28 * 1440)
                        .map(|minute| MinuteSum {
                            minute,
                            units: 100_000_000,
                            rows: 1,
                        })
                        .collect(),
                ],
            }
        }

        fn down(&mut self, service: u128, start: &str, minutes: i64) {
            let start = at(start);
            let end = Instant(start.0 + minutes * MINUTE_MS);
            self.incidents.push(Incident {
                id: IncidentId(self.incidents.len() as u128),
                origin: None,
                title: "down".into(),
                kind: IncidentKind::Normal,
                severity: None,
                started: start,
                detected: None,
                acknowledged: None,
                mitigated: None,
                resolved: Some(end),
                causes: vec![],
                detected_by: None,
                recovered_by: None,
                recovery_action: None,
                reassignments: None,
                contacts: None,
                notes: String::new(),
                impacts: vec![Impact {
                    service: ServiceId(service),
                    start,
                    end: None,
                    share: None,
                }],
                cancellations: None,
                fixed: vec![],
                method: None,
            });
        }

        fn analyse(&self, before: Option<&Analysis>) -> Analysis {
            Analysis::of(
                &Facts {
                    methods: &self.methods,
                    tiers: &[],
                    services: &self.services,
                    streams: &self.streams,
                    roles: &[],
                    contracts: &[],
                    backlog: &[],
                    incidents: &self.incidents,
                    labor: &[],
                    revenue: &self.revenue,
                },
                before,
            )
        }
    }

    #[test]
    fn a_dependency_takes_down_what_leans_on_it() {
        let mut world = World::new();
        world.down(2, "2024-01-10T10:00:00Z", 60);
        let analysis = world.analyse(None);
        assert_eq!(analysis.observed.length_ms(), 28 * DAY_MS);
        let (window, partial) = analysis.window(Window::Rolling { days: 28 }, &world.methods);
        assert!(!partial);
        for service in 0..2 {
            let p = analysis.provided(service, window, Counting::Weighted, 0.999);
            assert_eq!(p.downtime, 60.0);
            assert!((p.burn - 60.0 / 40.32).abs() < 1e-9);
        }
        assert!((analysis.costs[0].lost() - 6_000.0).abs() < 1e-9);
        assert_eq!(analysis.full_outage(1).unwrap().mean, 100.0);
        let weighted = analysis
            .revenue_weighted(0, window, Counting::Weighted)
            .unwrap();
        assert!((weighted.share() - (1.0 - 60.0 / 40_320.0)).abs() < 1e-12);
        assert!((weighted.lost() - 6_000.0).abs() < 1e-9);
        assert!(
            analysis
                .window(Window::Rolling { days: 365 }, &world.methods)
                .1
        );
    }

    #[test]
    fn an_earlier_analysis_changes_nothing() {
        let mut world = World::new();
        world.down(1, "2024-01-10T10:00:00Z", 60);
        let before = world.analyse(None);
        world.down(1, "2024-01-12T10:00:00Z", 30);
        let (fresh, reused) = (world.analyse(None), world.analyse(Some(&before)));
        assert_eq!(fresh.costs, reused.costs);
        assert_eq!(reused.dirty(0).len(), 90);
    }

    #[test]
    fn nine_of_ten_weeks_fell_inside_the_range() {
        let mut world = World::new();
        // Twenty weeks, each a little dearer than the one before: 100 to 119 a minute.
        let first = world.revenue[0][0].minute;
        world.revenue[0] = (first..first + 20 * 10_080)
            .map(|minute| MinuteSum {
                minute,
                units: (100 + (minute - first) / 10_080) * 1_000_000,
                rows: 1,
            })
            .collect();
        let outage = world.analyse(None).full_outage(0).unwrap();
        assert!((outage.mean - 109.5).abs() < 1e-9);
        assert!(
            (outage.range.0 - 100.95).abs() < 1e-6 && (outage.range.1 - 118.05).abs() < 1e-6,
            "{:?}",
            outage.range
        );
    }

    #[test]
    fn an_incident_without_impact_leaves_its_minutes_clean() {
        let mut world = World::new();
        world.down(1, "2024-01-10T10:00:00Z", 60);
        world.incidents[0].severity = Some("SEV4".into());
        let analysis = world.analyse(None);
        assert!(analysis.costs[0].counts);
        assert_eq!(
            (analysis.costs[0].lost_units(), analysis.dirty(0).len()),
            (0, 0)
        );
    }

    #[test]
    fn without_a_clean_minute_nothing_is_said() {
        let mut world = World::new();
        world.down(1, "2024-01-01T00:00:00Z", 60 * 24 * 60);
        let analysis = world.analyse(None);
        assert_eq!(analysis.velocity(0).clean_minutes(), 0);
        assert!(analysis.full_outage(0).is_none() && analysis.whole_outage().is_none());
    }

    #[test]
    fn planned_maintenance_is_no_downtime_and_no_baseline() {
        let mut world = World::new();
        world.down(1, "2024-01-10T10:00:00Z", 60);
        world.incidents[0].kind = IncidentKind::Maintenance;
        let analysis = world.analyse(None);
        assert!(!analysis.costs[0].counts);
        assert_eq!(
            (analysis.costs[0].total(), analysis.dirty(0).len()),
            (0, 60)
        );
        assert!(analysis.downtime[0].segments().is_empty());
        world.methods.count_maintenance = true;
        assert!(world.analyse(None).costs[0].lost() > 0.0);
    }

    #[test]
    fn only_agreed_time_counts() {
        let mut world = World::new();
        let office = WeeklyHours::office();
        world.services[0].hours = Some(office);
        // Wednesday from 16:00 to 18:00: one hour of it in the hours of the shop.
        world.down(2, "2024-01-10T16:00:00Z", 120);
        // Maintenance of the database the next day; a failure of the shop in the middle of it.
        world.down(2, "2024-01-11T09:00:00Z", 60);
        world.incidents[1].kind = IncidentKind::Maintenance;
        world.incidents[1].severity = Some("maintenance".into());
        world.down(1, "2024-01-11T09:30:00Z", 45);
        let analysis = world.analyse(None);
        let january = analysis.observed;
        let shop = analysis.provided(0, january, Counting::Weighted, 0.999);
        assert_eq!(shop.window_minutes, 20.0 * 480.0 - 60.0);
        assert_eq!(shop.downtime, 60.0 + 15.0);
        let database = analysis.provided(1, january, Counting::Weighted, 0.999);
        assert_eq!(database.window_minutes, 28.0 * 1440.0 - 60.0);
        assert_eq!(database.downtime, 120.0);
        assert_eq!(
            analysis.downtime_by_incident(0, january, Counting::Weighted),
            [(0, 60.0), (2, 15.0)]
        );
        // At 100 a minute at any time, money and minutes agree.
        let weighted = analysis.revenue_weighted(0, january, Counting::Weighted);
        assert!((weighted.unwrap().share() - shop.availability).abs() < 1e-12);
        // Counted, maintenance is downtime as any other.
        world.methods.count_maintenance = true;
        world.incidents[1].severity = None;
        let shop = world
            .analyse(None)
            .provided(0, january, Counting::Weighted, 0.999);
        assert_eq!(
            (shop.window_minutes, shop.downtime),
            (20.0 * 480.0, 60.0 + 75.0)
        );
    }

    #[test]
    fn a_budget_runs_out_inside_the_hours() {
        let mut world = World::new();
        world.services[0].hours = Some(WeeklyHours::office());
        world.down(1, "2024-01-02T10:00:00Z", 5);
        let analysis = world.analyse(None);
        // A quarter of 65 weekdays allows 31.2 minutes at 99.9 %. At five minutes in the 20
        // days observed it lasts.
        let asked = Interval {
            start: at("2024-01-01T00:00:00Z"),
            end: at("2024-04-01T00:00:00Z"),
        };
        let counting = Counting::Weighted;
        assert_eq!(
            analysis.runs_out(0, analysis.observed, asked, counting, 0.999),
            None
        );
        world.down(1, "2024-01-03T10:00:00Z", 10);
        let analysis = world.analyse(None);
        // 15 minutes in 20 days of 8 hours: 31.2 last 41.6 days, until Tuesday 27 February.
        assert_eq!(
            analysis.runs_out(0, analysis.observed, asked, counting, 0.999),
            Some(at("2024-02-27T13:48:00Z"))
        );
    }

    #[test]
    fn no_data_is_an_answer_too() {
        let mut world = World::new();
        world.revenue = vec![vec![]];
        let empty = world.analyse(None);
        assert!(empty.observed.is_empty());
        assert!(empty.full_outage(0).is_none());
        world.down(1, "2024-01-10T10:00:00Z", 60);
        let analysis = world.analyse(None);
        assert_eq!(analysis.observed.length_ms(), DAY_MS);
        assert_eq!(analysis.costs[0].lost(), 0.0);
        assert_eq!(analysis.costs[0].extrapolated, 1.0);
        assert!(
            analysis
                .revenue_weighted(0, analysis.observed, Counting::Any)
                .is_none()
        );
    }

    #[test]
    fn hours_outside_the_revenue_are_extrapolated() {
        let mut world = World::new();
        world.down(1, "2024-01-28T23:30:00Z", 60);
        let analysis = world.analyse(None);
        assert_eq!(analysis.costs[0].extrapolated, 0.5);
        assert!((analysis.costs[0].lost() - 6_000.0).abs() < 1e-6);
    }
}
