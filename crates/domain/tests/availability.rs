//! Availability against a second implementation that looks at every second on its own and
//! walks the dependencies for each: no intervals, no sweep, no factors worked out in advance.

use ninefold_domain::analysis::{Analysis, Facts};
use ninefold_domain::calendar::WeeklyHours;
use ninefold_domain::id::{IncidentId, ServiceId, StreamId};
use ninefold_domain::impact::{Reach, WHOLE, check_cycles};
use ninefold_domain::methods::{Counting, Methods, SpecialDays};
use ninefold_domain::money::Currency;
use ninefold_domain::random::Random;
use ninefold_domain::record::{
    Dependence, Dependency, DependencyKind, Impact, Incident, IncidentKind, Redundancy, Service,
    Stream,
};
use ninefold_domain::time::{Instant, Interval, Zone};

/// Seconds of the window that is looked at.
const SECONDS: i64 = 300;

struct World {
    methods: Methods,
    services: Vec<Service>,
    streams: Vec<Stream>,
    incidents: Vec<Incident>,
    window: Interval,
}

/// Tenths, so that products are exact to nine digits.
fn tenth(random: &mut Random) -> f64 {
    random.below(11) as f64 / 10.0
}

fn chance(random: &mut Random, of: usize) -> bool {
    random.below(of) == 0
}

impl World {
    fn random(seed: u64) -> Self {
        let random = &mut Random::seeded(seed);
        let eur = Currency::parse("EUR").unwrap();
        let mut methods = Methods::defaults(eur);
        let zones = ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"];
        // Each zone but UTC costs a table of its offsets, so most worlds do without.
        if chance(random, 6) {
            methods.zone = Zone::parse(zones[random.below(4)]).unwrap();
        }
        methods.count_maintenance = chance(random, 4);
        // The clocks of Berlin change in the first and the second, those of New York in none.
        let starts = [
            "2026-03-29T00:58:00Z",
            "2026-10-25T00:58:00Z",
            "2026-06-14T21:58:00Z",
            "2026-06-15T08:00:00Z",
        ];
        let start = Instant::parse(starts[random.below(4)]).unwrap();
        let at = |second: i64| Instant(start.0 + second * 1000);
        let window = Interval {
            start,
            end: at(SECONDS),
        };
        methods.as_of = Some(at(SECONDS + 100));
        if chance(random, 3) {
            let day = methods.zone.local(start).date().to_string();
            methods.special_days.push(SpecialDays {
                name: "Holiday".into(),
                from: day.parse().unwrap(),
                until: day.parse().unwrap(),
                off_baseline: false,
                holiday: true,
            });
        }
        let services: Vec<Service> = (0..3 + random.below(5))
            .map(|s| {
                let mut service = Service::named(ServiceId(s as u128), format!("s{s}"));
                // Only on services before it, so that there is no cycle.
                for on in 0..s {
                    if chance(random, 3) {
                        let kind = if chance(random, 2) {
                            DependencyKind::Hard
                        } else {
                            DependencyKind::Soft {
                                share: tenth(random),
                            }
                        };
                        let on = ServiceId(on as u128);
                        service.dependencies.push(Dependency { on, kind });
                    }
                }
                for _ in 0..random.below(3) {
                    let of: Vec<ServiceId> = (0..s)
                        .filter(|_| !chance(random, 3))
                        .map(|m| ServiceId(m as u128))
                        .collect();
                    if !of.is_empty() {
                        service.redundancies.push(Redundancy {
                            needed: 1 + random.below(of.len()) as u32,
                            of,
                            common_cause: 0.1,
                        });
                    }
                }
                if chance(random, 2) {
                    let zone = Zone::parse(zones[random.below(4)]).unwrap();
                    let of_week = |second: i64| {
                        let local = zone.local(at(second));
                        let day = chrono::Datelike::weekday(&local).num_days_from_monday();
                        let second = chrono::Timelike::num_seconds_from_midnight(&local);
                        i64::from(day * 1440 + second / 60)
                    };
                    // Around some second of the window, so that the hours end or begin in it.
                    let middle = of_week(random.below(SECONDS as usize) as i64);
                    let spans = (0..1 + random.below(2))
                        .map(|_| {
                            let from = (middle - 5 + random.below(10) as i64).clamp(0, 10_070);
                            (from as u16, (from + 1 + random.below(9) as i64) as u16)
                        })
                        .collect();
                    service.hours = Some(WeeklyHours::new(Some(zone), spans).unwrap());
                }
                service
            })
            .collect();
        let incidents = (0..random.below(9))
            .map(|i| {
                let begun = at(random.below(SECONDS as usize + 100) as i64 - 100);
                let mut incident = Incident::begun(IncidentId(i as u128), begun);
                incident.kind = match random.below(6) {
                    0 => IncidentKind::Test,
                    1 | 2 => IncidentKind::Maintenance,
                    _ => IncidentKind::Normal,
                };
                incident.severity =
                    [None, Some("SEV2"), Some("trivial")][random.below(3)].map(Into::into);
                let ends =
                    |random: &mut Random| Some(Instant(begun.0 + random.below(200) as i64 * 1000));
                incident.resolved = if chance(random, 5) {
                    None
                } else {
                    ends(random)
                };
                for _ in 0..1 + random.below(3) {
                    incident.impacts.push(Impact {
                        service: ServiceId(random.below(services.len()) as u128),
                        start: begun,
                        end: if chance(random, 2) {
                            None
                        } else {
                            ends(random)
                        },
                        share: if chance(random, 3) {
                            None
                        } else {
                            Some(tenth(random))
                        },
                    });
                }
                incident
            })
            .collect();
        let streams = (0..2)
            .map(|stream| Stream {
                id: StreamId(stream),
                name: format!("r{stream}"),
                currency: eur,
                dependences: services
                    .iter()
                    .map(|service| (service.id, tenth(random)))
                    .filter(|(_, share)| *share > 0.4)
                    .map(|(service, share)| Dependence { service, share })
                    .collect(),
            })
            .collect();
        Self {
            methods,
            services,
            streams,
            incidents,
            window,
        }
    }

    fn analyse(&self, incidents: &[Incident]) -> Analysis {
        let facts = Facts {
            methods: &self.methods,
            tiers: &[],
            services: &self.services,
            streams: &self.streams,
            roles: &[],
            contracts: &[],
            backlog: &[],
            incidents,
            labor: &[],
            revenue: &[vec![], vec![]],
        };
        Analysis::of(&facts, None)
    }

    fn counts(&self, incident: &Incident) -> bool {
        match incident.kind {
            IncidentKind::Normal => true,
            IncidentKind::Test => false,
            IncidentKind::Maintenance => self.methods.count_maintenance,
        }
    }

    /// Shares of the impacts of `incidents` on a service that are open at an instant.
    fn own(&self, which: &dyn Fn(&Incident) -> bool, service: ServiceId, now: Instant) -> Vec<f64> {
        let mut shares = Vec::new();
        for incident in self.incidents.iter().filter(|i| which(i)) {
            for impact in incident.impacts.iter().filter(|i| i.service == service) {
                let end = impact.end.or(incident.resolved).or(self.methods.as_of);
                if impact.start <= now && now < end.unwrap() {
                    let default = match incident.severity.as_deref() {
                        None => 1.0,
                        Some("SEV2") => 0.3,
                        Some(_) => 0.0,
                    };
                    shares.push(impact.share.unwrap_or(default));
                }
            }
        }
        shares
    }

    /// The effective impact on a service at an instant; nothing where no incident reaches it.
    fn impact(&self, service: usize, now: Instant) -> Option<f64> {
        let record = &self.services[service];
        let mut reached = self.own(&|i| self.counts(i), record.id, now);
        for dependency in &record.dependencies {
            let share = match dependency.kind {
                DependencyKind::Hard => 1.0,
                DependencyKind::Soft { share } => share,
            };
            let theirs = self.impact(dependency.on.0 as usize, now);
            reached.extend(theirs.filter(|_| share > 0.0).map(|impact| share * impact));
        }
        for group in &record.redundancies {
            let mut impacts: Vec<f64> = group
                .of
                .iter()
                .map(|member| self.impact(member.0 as usize, now).unwrap_or(0.0))
                .collect();
            impacts.sort_by(|a, b| b.total_cmp(a));
            let felt = impacts[impacts.len() - group.needed as usize];
            reached.extend((felt > 0.0).then_some(felt));
        }
        reached.into_iter().reduce(f64::max)
    }

    /// Whether planned maintenance has the whole service out at an instant.
    fn planned(&self, service: usize, now: Instant) -> bool {
        let record = &self.services[service];
        let maintenance = |i: &Incident| i.kind == IncidentKind::Maintenance && !self.counts(i);
        !self.own(&maintenance, record.id, now).is_empty()
            || record.dependencies.iter().any(|dependency| {
                let whole = match dependency.kind {
                    DependencyKind::Hard => true,
                    DependencyKind::Soft { share } => share == 1.0,
                };
                whole && self.planned(dependency.on.0 as usize, now)
            })
            || record.redundancies.iter().any(|group| {
                let out = group.of.iter().filter(|m| self.planned(m.0 as usize, now));
                group.of.len() - out.count() < group.needed as usize
            })
    }

    fn promised(&self, service: usize, now: Instant) -> bool {
        let in_hours = self.services[service].hours.as_ref().is_none_or(|hours| {
            let local = hours.zone().unwrap().local(now);
            let day = chrono::Datelike::weekday(&local).num_days_from_monday();
            let minute = day * 1440 + chrono::Timelike::num_seconds_from_midnight(&local) / 60;
            let holiday = self.methods.special_days.iter().any(|days| {
                let today = self.methods.zone.local(now).date();
                (days.from.0..=days.until.0).contains(&today)
            });
            !holiday
                && hours
                    .spans()
                    .iter()
                    .any(|(from, until)| (u32::from(*from)..u32::from(*until)).contains(&minute))
        });
        in_hours && !self.planned(service, now)
    }
}

fn counted(impact: Option<f64>, counting: Counting) -> f64 {
    match (impact, counting) {
        (None, _) => 0.0,
        (Some(impact), Counting::Weighted) => impact,
        (Some(_), Counting::Any) => 1.0,
        (Some(impact), Counting::From { impact: from }) => f64::from(impact > from - 1e-6),
    }
}

#[test]
fn a_thousand_worlds_agree_second_by_second() {
    let rules = [
        Counting::Weighted,
        Counting::Any,
        Counting::From { impact: 0.35 },
    ];
    let (mut down, mut out, mut grouped) = (0, 0, 0);
    for seed in 0..1_000 {
        let world = World::random(seed);
        assert_eq!(check_cycles(&world.services), Ok(()));
        let analysis = world.analyse(&world.incidents);
        let seconds: Vec<Instant> = (0..SECONDS)
            .map(|second| Instant(world.window.start.0 + second * 1000))
            .collect();
        let impacts: Vec<Vec<Option<f64>>> = (0..world.services.len())
            .map(|s| seconds.iter().map(|now| world.impact(s, *now)).collect())
            .collect();
        for (service, felt) in impacts.iter().enumerate() {
            let promised: Vec<bool> = seconds
                .iter()
                .map(|now| world.promised(service, *now))
                .collect();
            let minutes = promised.iter().filter(|p| **p).count() as f64 / 60.0;
            out += usize::from(minutes > 0.0 && minutes < SECONDS as f64 / 60.0);
            for counting in rules {
                let brute: f64 = felt
                    .iter()
                    .zip(&promised)
                    .filter(|(_, promised)| **promised)
                    .map(|(impact, _)| counted(*impact, counting) / 60.0)
                    .sum();
                let provided = analysis.provided(service, world.window, counting, 0.999);
                assert!(
                    (provided.window_minutes - minutes).abs() < 1e-9,
                    "world {seed}, service {service}: {} agreed, {minutes}",
                    provided.window_minutes
                );
                assert!(
                    (provided.downtime - brute).abs() < 1e-6,
                    "world {seed}, service {service}, {counting:?}: {} down, {brute}",
                    provided.downtime
                );
                let parts = analysis.downtime_by_incident(service, world.window, counting);
                let sum: f64 = parts.iter().map(|(_, minutes)| minutes).sum();
                assert!(
                    (sum - provided.downtime).abs() < 1e-9,
                    "world {seed}: {sum}"
                );
                down += usize::from(brute > 0.0);
            }
        }
        // Streams feel the worst of what their services feel.
        for (stream, record) in world.streams.iter().enumerate() {
            for (second, now) in seconds.iter().enumerate() {
                let brute = record
                    .dependences
                    .iter()
                    .filter_map(|d| Some(d.share * impacts[d.service.0 as usize][second]?))
                    .fold(0.0, f64::max);
                let worst = analysis.stream_pieces[stream]
                    .iter()
                    .filter(|piece| piece.interval.contains(*now))
                    .map(|piece| piece.level)
                    .max()
                    .unwrap_or(0);
                assert!(
                    (worst as f64 / WHOLE as f64 - brute).abs() < 1e-8,
                    "world {seed}"
                );
            }
        }
        let reach = Reach::new(&world.services, &[]);
        grouped += usize::from(!reach.groups().is_empty());
    }
    // The worlds are not empty ones.
    assert!(
        down > 4_000 && out > 1_000 && grouped > 500,
        "{down} {out} {grouped}"
    );
}

#[test]
fn the_order_of_incidents_changes_no_digit_and_the_union_is_never_more_than_the_sum() {
    for seed in 0..200 {
        let mut world = World::random(seed);
        let analysis = world.analyse(&world.incidents);
        let mut reversed = world.incidents.clone();
        reversed.reverse();
        let again = world.analyse(&reversed);
        for service in 0..world.services.len() {
            assert_eq!(
                analysis.downtime[service], again.downtime[service],
                "world {seed}"
            );
            let mut parts = again.downtime_by_incident(service, world.window, Counting::Weighted);
            for (incident, _) in &mut parts {
                *incident = (world.incidents.len() - 1) as u32 - *incident;
            }
            parts.reverse();
            assert_eq!(
                parts,
                analysis.downtime_by_incident(service, world.window, Counting::Weighted)
            );
        }
        // A group is down when several incidents meet, so the law holds only without them; and
        // where maintenance counts, so that it takes time out of none of the worlds.
        for service in &mut world.services {
            service.redundancies.clear();
        }
        world.methods.count_maintenance = true;
        let union = world.analyse(&world.incidents);
        let alone: Vec<Analysis> = world
            .incidents
            .iter()
            .map(|incident| world.analyse(std::slice::from_ref(incident)))
            .collect();
        for service in 0..world.services.len() {
            let minutes =
                |a: &Analysis| a.downtime[service].minutes(world.window, Counting::Weighted);
            let sum: f64 = alone.iter().map(minutes).sum();
            assert!(minutes(&union) <= sum + 1e-9, "world {seed}");
        }
    }
}
