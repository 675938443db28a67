//! Targets and what stands against them: where they are missing, what rules them out, how much
//! of an error budget is used and when, and what the record can say about meeting them.
//!
//! What is asked for here walks the impacts of all incidents once; it is worked out when a
//! screen shows it, not with every change.

use crate::analysis::{Analysis, Facts, TargetFrom, target_of};
use crate::availability::{Downtime, Provided, budget_minutes, by_incident};
use crate::hours::AgreedTime;
use crate::impact::{Reach, own_pieces, pieces_by_service};
use crate::longrun::{LongRun, Support};
use crate::methods::{Counting, Methods};
use crate::structure::Ceiling;
use crate::time::{CalendarUnit, Instant, Interval, Zone};
use chrono::Days;

/// The target of every service: its own, its tier's or the default.
#[must_use]
pub fn targets(facts: &Facts<'_>) -> Vec<f64> {
    facts
        .services
        .iter()
        .map(|service| target_of(service, facts.tiers, facts.methods).0)
        .collect()
}

/// Availability of every service by its own incidents in a window, without what it inherited
/// from services that it leans on. Nothing where no time was agreed, and nothing at all where no
/// incident is on record: then nobody looked.
#[must_use]
pub fn own_availability(
    facts: &Facts<'_>,
    analysis: &Analysis,
    window: Interval,
) -> Vec<Option<f64>> {
    let counting = facts.methods.counting;
    own_pieces(&analysis.settled, facts.services.len())
        .iter()
        .zip(&analysis.agreed)
        .map(|(pieces, agreed)| {
            let minutes = agreed.minutes(window);
            let known = minutes > 0.0 && !facts.incidents.is_empty();
            known.then(|| {
                let down = Downtime::of(pieces).during(agreed);
                1.0 - down.minutes(window, counting) / minutes
            })
        })
        .collect()
}

/// The ceiling of every service that leans on others, by targets and as measured in a window.
#[must_use]
pub fn ceilings(facts: &Facts<'_>, analysis: &Analysis, window: Interval) -> Vec<Option<Ceiling>> {
    let targets = targets(facts);
    let measured = own_availability(facts, analysis, window);
    (0..facts.services.len())
        .map(|service| Ceiling::of(service, &analysis.reach, &targets, &measured))
        .collect()
}

/// What is wrong with a target, or with its absence. Services and channels by position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TargetFinding {
    /// The service has no tier, or one that is not there.
    TierMissing {
        /// The service.
        service: usize,
    },
    /// Neither the service nor its tier has a target, so that the default is used.
    TargetMissing {
        /// The service.
        service: usize,
        /// The default used.
        used: f64,
    },
    /// A target of 100 % or more: there is no error budget, and any incident misses it.
    NoBudget {
        /// The service.
        service: usize,
    },
    /// The target is above what the dependencies allow if they keep their own targets.
    AboveDependencies {
        /// The service.
        service: usize,
        /// Its target.
        target: f64,
        /// What they allow.
        ceiling: f64,
    },
    /// The target is above what the dependencies provided, as measured.
    AboveMeasured {
        /// The service.
        service: usize,
        /// Its target.
        target: f64,
        /// What they would have allowed.
        ceiling: f64,
    },
    /// The target is above what a channel lets its users tell.
    AboveChannel {
        /// The service.
        service: usize,
        /// The channel, by its position at the service.
        channel: usize,
        /// The target.
        target: f64,
        /// Availability of the channel itself.
        ceiling: f64,
    },
    /// The target is tighter than the window supports: one ordinary incident decides it.
    OneDecides {
        /// The service.
        service: usize,
        /// The target.
        target: f64,
        /// What the window allows, and what an incident takes.
        support: Support,
    },
}

impl TargetFinding {
    /// The service that it is about.
    #[must_use]
    pub fn service(&self) -> usize {
        match *self {
            Self::TierMissing { service }
            | Self::TargetMissing { service, .. }
            | Self::NoBudget { service }
            | Self::AboveDependencies { service, .. }
            | Self::AboveMeasured { service, .. }
            | Self::AboveChannel { service, .. }
            | Self::OneDecides { service, .. } => service,
        }
    }

    /// Whether the target cannot be met, or not be noticed where it is, whatever the service
    /// does.
    #[must_use]
    pub fn is_impossible(&self) -> bool {
        matches!(
            self,
            Self::NoBudget { .. } | Self::AboveDependencies { .. } | Self::AboveChannel { .. }
        )
    }
}

/// What is wrong with the targets as they are written, by service. Cheap: it looks at no
/// incident.
#[must_use]
pub fn findings(facts: &Facts<'_>, reach: &Reach) -> Vec<TargetFinding> {
    let targets = targets(facts);
    let unmeasured = vec![None; targets.len()];
    let mut out = Vec::new();
    for (service, record) in facts.services.iter().enumerate() {
        let (target, from) = target_of(record, facts.tiers, facts.methods);
        let tier = record
            .tier
            .filter(|number| facts.tiers.iter().any(|t| t.number == *number));
        if tier.is_none() {
            out.push(TargetFinding::TierMissing { service });
        }
        if from == TargetFrom::Default {
            out.push(TargetFinding::TargetMissing {
                service,
                used: target,
            });
        }
        if target >= 1.0 {
            out.push(TargetFinding::NoBudget { service });
        }
        let ceiling = Ceiling::of(service, reach, &targets, &unmeasured);
        if let Some(ceiling) = ceiling.filter(|c| !c.allows(target)) {
            out.push(TargetFinding::AboveDependencies {
                service,
                target,
                ceiling: ceiling.by_targets,
            });
        }
        for (channel, by) in record.channels.iter().enumerate() {
            if by.share > 0.0 && by.ceiling < target {
                out.push(TargetFinding::AboveChannel {
                    service,
                    channel,
                    target,
                    ceiling: by.ceiling,
                });
            }
        }
    }
    out
}

/// What the record of a window says against targets, by service: dependencies that provided
/// less, and windows in which one ordinary incident decides.
#[must_use]
pub fn findings_on_record(
    facts: &Facts<'_>,
    analysis: &Analysis,
    window: Interval,
) -> Vec<TargetFinding> {
    let targets = targets(facts);
    let ceilings = ceilings(facts, analysis, window);
    let runs = long_runs(facts, analysis, window);
    let mut out = Vec::new();
    for (service, target) in targets.into_iter().enumerate() {
        let ceiling = ceilings[service].as_ref().and_then(|c| c.by_measured);
        if let Some(ceiling) = ceiling.filter(|c| *c < target) {
            out.push(TargetFinding::AboveMeasured {
                service,
                target,
                ceiling,
            });
        }
        let agreed = analysis.agreed[service].minutes(window);
        let median = runs[service].as_ref().and_then(|run| run.median_minutes);
        let support = Support::of(target, agreed, median);
        // A target of 100 % is a finding of its own.
        if target < 1.0 && agreed > 0.0 && support.one_decides() {
            out.push(TargetFinding::OneDecides {
                service,
                target,
                support,
            });
        }
    }
    out
}

/// What the record of a window says about every service in the long run; nothing where no time
/// was agreed in it.
#[must_use]
pub fn long_runs(facts: &Facts<'_>, analysis: &Analysis, window: Interval) -> Vec<Option<LongRun>> {
    let inside: Vec<_> = (0..analysis.settled.len())
        .map(|incident| {
            // Impacts outside the window need not be spread.
            let hits = analysis.hits(incident).iter();
            hits.filter(|(_, interval, _)| !interval.clip(window).is_empty())
                .copied()
                .collect()
        })
        .collect();
    pieces_by_service(&inside, &analysis.reach, facts.services.len())
        .iter()
        .zip(&analysis.agreed)
        .map(|(pieces, agreed)| {
            let minutes: Vec<f64> = by_incident(pieces, agreed, window, facts.methods.counting)
                .into_iter()
                .map(|(_, minutes)| minutes)
                .collect();
            LongRun::of(
                &minutes,
                agreed.minutes(window),
                agreed_a_year(agreed, window, facts.methods),
            )
        })
        .collect()
}

/// Agreed minutes of a year, as dense as they are in a window.
#[must_use]
pub fn agreed_a_year(agreed: &AgreedTime, window: Interval, methods: &Methods) -> f64 {
    if window.is_empty() {
        return 0.0;
    }
    agreed.minutes(window) / window.minutes() * methods.year.minutes()
}

/// A day or week of an error budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BudgetStep {
    /// The local day or week, clipped to what was observed.
    pub interval: Interval,
    /// Agreed minutes in it.
    pub agreed: f64,
    /// Downtime in it by the counting rule, minutes.
    pub downtime: f64,
    /// Downtime from the beginning to its end, minutes.
    pub used: f64,
    /// What an even pace would have used to its end, minutes.
    pub pace: f64,
    /// Burn rate in it: its downtime ÷ the budget of its agreed minutes; nothing where no time
    /// was agreed or there is no budget.
    pub burn: Option<f64>,
}

/// The error budget of a service in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// What was provided in the part that was observed, against the budget of that part.
    pub provided: Provided,
    /// Budget of the whole window, minutes: from where it was first observed to its end.
    pub whole: f64,
    /// The whole budget − downtime so far, minutes; negative when overspent.
    pub left: f64,
    /// Downtime so far ÷ the whole budget; infinite where there is no budget but downtime.
    pub consumed: f64,
    /// Whether the window is over, so that nothing more will be used.
    pub over: bool,
    /// When the whole budget was spent, if it is.
    pub spent: Option<Instant>,
    /// When it runs out at the present burn, if it does before the window ends.
    pub runs_out: Option<Instant>,
}

impl Budget {
    /// Of a service against a target in a window that was asked for, of which `observed` is on
    /// record.
    #[must_use]
    pub fn of(
        analysis: &Analysis,
        service: usize,
        observed: Interval,
        asked: Interval,
        counting: Counting,
        target: f64,
    ) -> Self {
        let provided = analysis.provided(service, observed, counting, target);
        let span = Interval {
            start: observed.start,
            end: observed.end.max(asked.end),
        };
        let agreed = analysis.agreed[service].minutes(span);
        let whole = Provided::new(agreed, provided.downtime, target);
        Self {
            provided,
            whole: whole.budget,
            left: whole.remaining,
            consumed: whole.consumed,
            over: asked.end <= observed.end,
            spent: analysis.downtime[service].passed(observed, counting, whole.budget),
            runs_out: analysis
                .runs_out(service, observed, asked, counting, target)
                .filter(|at| *at >= observed.end),
        }
    }
}

/// The use of a budget along an observed window, by local days or by weeks (`by_week`).
#[must_use]
pub fn budget_steps(
    analysis: &Analysis,
    service: usize,
    observed: Interval,
    counting: Counting,
    target: f64,
    zone: Zone,
    by_week: bool,
) -> Vec<BudgetStep> {
    let mut out: Vec<BudgetStep> = Vec::new();
    let (mut used, mut agreed_so_far) = (0.0, 0.0);
    let mut start = observed.start;
    while start < observed.end {
        let next = if by_week {
            zone.calendar(CalendarUnit::Week, start).end
        } else {
            let date = zone.local(start).date();
            date.checked_add_days(Days::new(1))
                .map_or(observed.end, |next| zone.midnight(next))
        };
        // Whatever the calendar says, time goes on.
        let end = if next > start {
            next.min(observed.end)
        } else {
            observed.end
        };
        let interval = Interval { start, end };
        let agreed = analysis.agreed[service].minutes(interval);
        let downtime = analysis.downtime[service].minutes(interval, counting);
        used += downtime;
        agreed_so_far += agreed;
        let budget = budget_minutes(target, agreed);
        out.push(BudgetStep {
            interval,
            agreed,
            downtime,
            used,
            pace: budget_minutes(target, agreed_so_far),
            burn: (budget > 0.0).then(|| downtime / budget),
        });
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::WeeklyHours;
    use crate::id::ServiceId;
    use crate::record::{Channel, Dependency, DependencyKind, Redundancy, Service, Tier};
    use crate::time::{DAY_MS, MINUTE_MS};
    use crate::worlds::{FIRST, World};

    const DAY: i64 = 1440;

    fn days(from: i64, until: i64) -> Interval {
        Interval {
            start: Instant(FIRST.0 + from * DAY_MS),
            end: Instant(FIRST.0 + until * DAY_MS),
        }
    }

    fn hard(on: u128) -> Dependency {
        Dependency {
            on: ServiceId(on),
            kind: DependencyKind::Hard,
        }
    }

    #[test]
    fn what_is_missing_or_impossible_is_called_out() {
        let mut world = World::new(90);
        world.methods.default_target = 0.995;
        world.tiers = vec![Tier {
            number: 1,
            name: "Critical".into(),
            target: Some(0.9999),
        }];
        // The shop is critical and leans on a database that has neither tier nor target.
        world.services[0].tier = Some(1);
        world.services[0].dependencies = vec![hard(2)];
        world.services[0].channels = vec![
            Channel {
                name: "mobile".into(),
                share: 0.6,
                ceiling: 0.999,
            },
            Channel {
                name: "api".into(),
                share: 0.4,
                ceiling: 1.0,
            },
        ];
        let mut odd = Service::named(ServiceId(3), "odd");
        (odd.tier, odd.target) = (Some(7), Some(1.0));
        world.services.push(odd);
        let reach = Reach::new(&world.services, &[]);
        let found = findings(&world.facts(), &reach);
        assert_eq!(
            found,
            [
                TargetFinding::AboveDependencies {
                    service: 0,
                    target: 0.9999,
                    ceiling: 0.995
                },
                TargetFinding::AboveChannel {
                    service: 0,
                    channel: 0,
                    target: 0.9999,
                    ceiling: 0.999
                },
                TargetFinding::TierMissing { service: 1 },
                TargetFinding::TargetMissing {
                    service: 1,
                    used: 0.995
                },
                TargetFinding::TierMissing { service: 2 },
                TargetFinding::NoBudget { service: 2 },
            ]
        );
        let impossible = found.iter().filter(|f| f.is_impossible());
        assert_eq!(
            impossible.map(TargetFinding::service).collect::<Vec<_>>(),
            [0, 0, 2]
        );
    }

    #[test]
    fn measured_ceilings_do_not_count_an_outage_twice() {
        let mut world = World::new(90);
        // The shop leans on the cart, both lean on the database.
        world.services.push(Service::named(ServiceId(3), "cart"));
        world.services[0].dependencies = vec![hard(2), hard(3)];
        world.services[2].dependencies = vec![hard(2)];
        world.incident(2, 10 * DAY, 129.6);
        world.incident(1, 20 * DAY, 60.0);
        let analysis = world.analyse();
        let window = days(0, 90);
        // The cart was down with the database, but never by itself.
        let down = |s: usize| analysis.downtime[s].minutes(window, Counting::Weighted);
        assert_eq!((down(0), down(1), down(2)), (189.6, 129.6, 129.6));
        let own = own_availability(&world.facts(), &analysis, window);
        assert_eq!(own[2], Some(1.0));
        let ceilings = ceilings(&world.facts(), &analysis, window);
        let shop = ceilings[0].as_ref().unwrap();
        assert!((shop.by_measured.unwrap() - 0.999).abs() < 1e-12);
        assert!((shop.by_targets - 0.999 * 0.999).abs() < 1e-12);
        assert!(ceilings[1].is_none());
        world.incidents.clear();
        let nobody_looked = own_availability(&world.facts(), &world.analyse(), window);
        assert_eq!(nobody_looked, [None; 3]);
    }

    #[test]
    fn the_record_says_what_it_supports() {
        let mut world = World::new(90);
        world.services[0].target = Some(0.9999);
        world.services[1].target = Some(0.99);
        for day in [10, 20, 30] {
            world.incident(1, day * DAY, 15.0);
        }
        let analysis = world.analyse();
        let found = findings_on_record(&world.facts(), &analysis, days(0, 90));
        let [
            TargetFinding::OneDecides {
                service: 0,
                support,
                ..
            },
        ] = found.as_slice()
        else {
            panic!("{found:?}");
        };
        assert!(support.measured && (support.ordinary - 15.0).abs() < 1e-9);
        assert!((support.budget - 12.96).abs() < 1e-9);
        let runs = long_runs(&world.facts(), &analysis, days(0, 90));
        let run = runs[0].as_ref().unwrap();
        assert_eq!((run.incidents, run.median_minutes), (3, Some(15.0)));
        // Three in 90 days are 12.2 a year; with the half of the prior 14.2.
        assert!((run.rate.mean - 3.5 * 365.0 / 90.0).abs() < 1e-9);
        assert_eq!(runs[1].as_ref().unwrap().interval(), None);
        // Incidents outside the window are not part of it.
        let later = long_runs(&world.facts(), &analysis, days(40, 90));
        assert_eq!(later[0].as_ref().unwrap().incidents, 0);
    }

    #[test]
    fn a_group_makes_a_long_run_of_what_it_let_through() {
        let mut world = World::new(90);
        world.services.push(Service::named(ServiceId(3), "replica"));
        world.services[0].redundancies = vec![Redundancy {
            of: vec![ServiceId(2), ServiceId(3)],
            needed: 1,
            common_cause: 0.1,
        }];
        world.incident(2, 10 * DAY, 60.0);
        world.incident(3, 10 * DAY + 30, 60.0);
        let analysis = world.analyse();
        let window = days(0, 90);
        assert_eq!(
            analysis.downtime[0].minutes(window, Counting::Weighted),
            30.0
        );
        let runs = long_runs(&world.facts(), &analysis, window);
        // Both incidents made it, each its half.
        let shop = runs[0].as_ref().unwrap();
        assert_eq!((shop.incidents, shop.median_minutes), (2, Some(15.0)));
    }

    #[test]
    fn a_budget_is_followed_by_day_and_by_week() {
        let mut world = World::new(10);
        world.incident(1, 8 * DAY + 600, 20.0);
        world.incident(1, 2 * DAY - 10, 20.0);
        let analysis = world.analyse();
        // Ten days of a month of thirty.
        let (observed, asked) = (days(0, 10), days(0, 30));
        let counting = Counting::Weighted;
        let budget = Budget::of(&analysis, 0, observed, asked, counting, 0.999);
        assert!((budget.whole - 43.2).abs() < 1e-9 && (budget.left - 3.2).abs() < 1e-9);
        assert!((budget.provided.budget - 14.4).abs() < 1e-9 && !budget.over);
        assert_eq!(budget.spent, None);
        // 40 minutes in ten days: 43.2 are gone after 10.8.
        let at = budget.runs_out.unwrap();
        assert!((at.0 - FIRST.0 - 10 * DAY_MS - DAY_MS * 8 / 10).abs() <= 1);
        let zone = world.methods.zone;
        let steps = budget_steps(&analysis, 0, observed, counting, 0.999, zone, false);
        assert_eq!(steps.len(), 10);
        assert_eq!(
            steps.iter().map(|s| s.downtime).collect::<Vec<_>>(),
            [0.0, 10.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 20.0, 0.0]
        );
        assert_eq!(steps[9].used, budget.provided.downtime);
        assert!((steps[9].pace - budget.provided.budget).abs() < 1e-9);
        assert!((steps[1].burn.unwrap() - 10.0 / 1.44).abs() < 1e-9);
        let weeks = budget_steps(&analysis, 0, observed, counting, 0.999, zone, true);
        assert_eq!(
            weeks.iter().map(|s| (s.agreed, s.used)).collect::<Vec<_>>(),
            [(10_080.0, 20.0), (4_320.0, 40.0)]
        );
        // 99.95 % allows 21.6 minutes in the month: spent in the second incident.
        let tight = Budget::of(&analysis, 0, observed, asked, counting, 0.9995);
        let second = FIRST.0 + (8 * DAY + 600) * MINUTE_MS;
        assert!((tight.spent.unwrap().0 - second - 96_000).abs() <= 1);
        assert_eq!(tight.runs_out, None);
        // Steps outside the hours have no burn.
        world.services[0].hours = Some(WeeklyHours::office());
        let analysis = world.analyse();
        let steps = budget_steps(&analysis, 0, observed, counting, 0.999, zone, false);
        assert_eq!((steps[5].agreed, steps[5].burn), (0.0, None));
        assert_eq!(steps[9].used, 20.0);
    }
}
