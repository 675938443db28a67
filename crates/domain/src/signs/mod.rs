//! The signs of the bottleneck: shares, counts and slopes that tell that how a company handles
//! failure no longer grows with it.
//!
//! Every sign is a value with an interval where it is a sample, what it was counted from, how it
//! compares with the stretch before, its threshold, the records behind it and what to do. A
//! record that does not say what a sign needs is not counted on either side: a share is that of
//! the incidents that are known, and how many are not is said beside it.
//!
//! Definitions (an incident belongs to the stretch in which it began; the stretches are the last
//! `days` before the as-of instant and as many before, clipped to what was observed):
//!
//! - [`SignKind::DetectedByCustomers`]: of incidents whose detector is known, those that customers
//!   noticed.
//! - [`SignKind::RecoveredByHand`]: of incidents whose recovery is known, those recovered by hand.
//! - [`SignKind::HandedOver`]: of incidents whose reassignments are known, those with two or more.
//! - [`SignKind::RepeatCause`]: of incidents with a cause, those that share a cause with an
//!   incident that began up to `days` earlier and hit a service in common. Causes are compared
//!   without case. The service is asked for because tags such as “deploy” are too coarse alone.
//! - [`SignKind::AtPeak`]: of incidents on services with expected demand, those that began in the
//!   busiest 17 of the week's 168 hours of the streams that lean on these services; of all
//!   streams, where none does. By chance alone that is 10.1 %.
//! - [`SignKind::ManualRecovery`]: days until automating the dearest recovery has paid for itself,
//!   from the recoveries by hand of the last year; see [`ManualRecovery`].
//! - [`SignKind::DemandGrowth`]: slope of incident minutes on demand, see [`crate::slope`]. It
//!   warns where the slope is above the threshold in three of four resampled histories, and
//!   alarms in nineteen of twenty: an estimate above 1 alone says nothing. It is fine where nineteen
//!   of twenty are below; between the two nothing can be told.
//! - [`SignKind::ResilienceBacklog`]: share of resilience work in the open backlog of the latest
//!   month: work that is known and not done. Against the latest month that is `days` older.
//! - [`SignKind::NoOwner`], [`SignKind::TierMissing`], [`SignKind::TargetMissing`],
//!   [`SignKind::TargetImpossible`]: services. These have no history, so no trend.
//!
//! Shares need five known incidents before they warn. A difference to the stretch before is
//! claimed where an exact test (Fisher's, for rates the binomial) leaves less than 5 % to chance.

mod manual;
#[cfg(test)]
mod tests;

pub use manual::{Action, ManualRecovery, payback_days};

use crate::analysis::{Analysis, Facts};
use crate::change::{ALPHA, FEWEST};
use crate::cost::Basis;
use crate::growth::{Growth, Missing};
use crate::methods::{SignKind, Threshold};
use crate::record::{BacklogMonth, Detection, Incident, Recovery};
use crate::stats::{binomial_interval, rates_differ, shares_differ};
use crate::targets::{self, TargetFinding};
use crate::time::{DAY_MS, Instant, Interval};
use crate::timelines::recent_and_before;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Hours of the week that are its busiest tenth, rounded up.
pub const PEAK_HOURS: usize = 17;
/// Hours of a week.
const WEEK_HOURS: usize = 168;
/// Fewer days than this say little about a year.
const FEWEST_DAYS: f64 = 28.0;
/// Hours of a working day, of which the time box for automation is made.
const DAY_HOURS: f64 = 8.0;
/// The longest incidents that are shown as evidence of growth.
const LONGEST: usize = 20;

/// How a sign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The data do not say; see [`Sign::reason`].
    Unknown,
    /// Below its threshold.
    Fine,
    /// It warns.
    Warn,
    /// It alarms.
    Alarm,
}

/// How a sign compares with the stretch before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Less of it, and not by chance.
    Better,
    /// More of it, and not by chance.
    Worse,
    /// As before, or not to be told from it.
    Unclear,
    /// Nothing to compare with.
    Unknown,
}

/// Why a sign has no state, or no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No incident began in the window.
    NoIncidents,
    /// Incidents began, but none of them says what the sign needs.
    NothingRecorded,
    /// Fewer incidents that say it than a share needs.
    TooFew {
        /// How many there are.
        have: usize,
        /// How many it takes.
        need: usize,
    },
    /// Fewer days were observed than a year's figure needs.
    TooShort {
        /// Whole days.
        days: i64,
    },
    /// No recovery was by hand: there is nothing to automate. No reason to worry.
    NothingByHand,
    /// Manual recovery costs nothing under the present assumptions.
    CostsNothing,
    /// There are no services.
    NoServices,
    /// No stream has a demand that differs by hour of the week.
    NoDemand,
    /// Growth is missing something.
    Growth(Missing),
    /// There is no month of backlog with open work.
    NoBacklog,
    /// There is a value, but its interval lies on both sides of the threshold.
    Undecided,
}

/// What to do about a sign. The words are the application's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Record the missing field on incidents, so that the sign can be told.
    Record,
    /// Watch what customers experience, and show them a status, before they call.
    WatchCustomerExperience,
    /// Automate the commonest recoveries, simply and in a time box.
    AutomateRecovery,
    /// Make clear who takes what, so that incidents are not passed around.
    RouteToOwners,
    /// Remove the cause instead of the symptom.
    RemoveCause,
    /// Name an owner for each service.
    NameOwners,
    /// Find what does not scale with demand, and rebuild it.
    RemoveLimit,
    /// Plan and test for the peaks.
    PrepareForPeaks,
    /// Put resilience on the roadmap like a feature, until the list shrinks.
    ScheduleResilience,
    /// Sort services into tiers.
    SetTiers,
    /// Set a target for each service or tier.
    SetTargets,
    /// Lower the target, or raise what the service leans on.
    MakeTargetPossible,
}

/// What a sign was counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Those that show the sign.
    pub hits: usize,
    /// Those that are known to show it or not.
    pub of: usize,
    /// Those of which it is not known.
    pub unknown: usize,
}

impl Counted {
    /// Hits of the known ones, 0 to 1; nothing without any.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// Exact 90 % interval of the share; nothing without any.
    #[must_use]
    pub fn interval(self) -> Option<(f64, f64)> {
        (self.of > 0).then(|| binomial_interval(self.hits as u64, self.of as u64, 0.9))
    }
}

/// A sign in the stretch before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Before {
    /// Its value then.
    pub value: Option<f64>,
    /// What it was counted from.
    pub counted: Counted,
}

/// The records behind a sign, as positions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Incidents, latest first.
    pub incidents: Vec<usize>,
    /// Services, the most critical tier first.
    pub services: Vec<usize>,
    /// Months of the backlog, latest first.
    pub months: Vec<usize>,
}

/// What only one kind of sign has.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Nothing more.
    None,
    /// Of the services without an owner, those of tier 1: the alarm counts these.
    Critical {
        /// How many.
        tier_one: usize,
    },
    /// What chance alone would give a share.
    Chance {
        /// 0 to 1.
        share: f64,
    },
    /// Recoveries by hand and what automating them is worth.
    Manual(Box<ManualRecovery>),
    /// The backlog now and then.
    Backlog {
        /// The latest month.
        latest: BacklogMonth,
        /// What it is compared with.
        earlier: Option<BacklogMonth>,
    },
}

/// One sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// Which.
    pub kind: SignKind,
    /// Value in the kind's own unit.
    pub value: Option<f64>,
    /// 90 % interval, where the value is a sample.
    pub interval: Option<(f64, f64)>,
    /// What it was counted from: incidents, services, weeks or items of the backlog.
    pub counted: Counted,
    /// The stretch before; missing where nothing was observed then, or there is no history.
    pub before: Option<Before>,
    /// Now against before.
    pub trend: Trend,
    /// What the comparison leaves to chance; missing where nothing was tested.
    pub trend_p: Option<f64>,
    /// From where it warns and alarms: as typed, else the default.
    pub threshold: Threshold,
    /// How it stands.
    pub state: State,
    /// Why it has no state or no value.
    pub reason: Option<Reason>,
    /// The interval reaches across a threshold: with so few records the state may well be
    /// another.
    pub thin: bool,
    /// What the value rests on.
    pub basis: Basis,
    /// What is behind it.
    pub evidence: Evidence,
    /// What to do.
    pub advice: Advice,
    /// What only this kind has.
    pub detail: Detail,
}

/// All signs of a workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct Signs {
    /// The last days, clipped to what was observed.
    pub window: Interval,
    /// As many days before.
    pub before: Interval,
    /// Days that were asked for.
    pub days: u16,
    /// Whether either stretch was observed only in part.
    pub partial: bool,
    /// Every kind of [`SignKind::ALL`] once, in its order.
    pub list: Vec<Sign>,
}

impl Signs {
    /// Every sign over the last `days` and as many before. One pass over the incidents of both
    /// stretches for each, and one over all labor.
    #[must_use]
    pub fn of(facts: &Facts<'_>, analysis: &Analysis, growth: &Growth, days: u16) -> Self {
        let (window, before) = recent_and_before(analysis, days);
        let length = i64::from(days) * DAY_MS;
        // The longest look back: at a year, or at what the stretch before may repeat.
        let year = (facts.methods.year.days() * DAY_MS as f64) as i64;
        let history = by_start(
            facts,
            analysis,
            Interval {
                start: Instant(analysis.as_of.0 - year.max(3 * length)),
                end: analysis.as_of,
            },
        );
        let within = |span: Interval| -> Vec<usize> {
            let at = |edge: Instant| history.partition_point(|(start, _)| *start < edge);
            history[at(span.start)..at(span.end).max(at(span.start))]
                .iter()
                .map(|(_, i)| *i)
                .collect()
        };
        let stretches = Stretches {
            facts,
            analysis,
            days,
            window,
            before,
            now: within(window),
            then: within(before),
            history: &history,
            targets: targets::findings(facts, &analysis.reach),
        };
        let list = SignKind::ALL
            .into_iter()
            .map(|kind| stretches.sign(kind, growth))
            .collect();
        Self {
            window,
            before,
            days,
            partial: window.length_ms() < length || before.length_ms() < length,
            list,
        }
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, kind: SignKind) -> Option<&Sign> {
        self.list.iter().find(|sign| sign.kind == kind)
    }
}

/// Starts and positions of the incidents that count and began in a stretch, ascending in time;
/// equal starts by id, so that the order of rows does not matter.
fn by_start(facts: &Facts<'_>, analysis: &Analysis, span: Interval) -> Vec<(Instant, usize)> {
    let mut list: Vec<_> = analysis
        .incidents_in(span)
        .map(|i| (facts.incidents[i].started, facts.incidents[i].id, i))
        .collect();
    list.sort_unstable();
    list.into_iter().map(|(start, _, i)| (start, i)).collect()
}

/// How a value stands against a threshold.
fn judge(value: f64, threshold: Threshold) -> State {
    let reached = |limit: f64| {
        if threshold.sign.lower_is_worse() {
            value <= limit
        } else {
            value >= limit
        }
    };
    if reached(threshold.alarm) {
        State::Alarm
    } else if reached(threshold.warn) {
        State::Warn
    } else {
        State::Fine
    }
}

/// A trend from both values and what is left to chance.
fn trend(now: f64, then: f64, p: f64) -> Trend {
    if p >= ALPHA || now == then {
        Trend::Unclear
    } else if now > then {
        Trend::Worse
    } else {
        Trend::Better
    }
}

/// What every sign is computed from.
struct Stretches<'a> {
    facts: &'a Facts<'a>,
    analysis: &'a Analysis,
    days: u16,
    window: Interval,
    before: Interval,
    now: Vec<usize>,
    then: Vec<usize>,
    /// Incidents of the last year and of thrice the days, with their starts, ascending.
    history: &'a [(Instant, usize)],
    targets: Vec<TargetFinding>,
}

impl Stretches<'_> {
    fn sign(&self, kind: SignKind, growth: &Growth) -> Sign {
        match kind {
            SignKind::DetectedByCustomers => {
                self.share_by(kind, Advice::WatchCustomerExperience, |i| {
                    Some(i.detected_by? == Detection::Customer)
                })
            }
            SignKind::RecoveredByHand => self.share_by(kind, Advice::AutomateRecovery, |i| {
                Some(i.recovered_by? == Recovery::Hand)
            }),
            SignKind::HandedOver => {
                self.share_by(kind, Advice::RouteToOwners, |i| Some(i.reassignments? >= 2))
            }
            SignKind::RepeatCause => self.repeat_cause(),
            SignKind::AtPeak => self.at_peak(growth),
            SignKind::ManualRecovery => self.manual_recovery(),
            SignKind::DemandGrowth => self.demand_growth(growth),
            SignKind::ResilienceBacklog => self.backlog(),
            SignKind::NoOwner => {
                let unowned = |s: &crate::record::Service| {
                    s.owner.as_deref().is_none_or(|o| o.trim().is_empty())
                };
                self.services(kind, Advice::NameOwners, |s| {
                    unowned(&self.facts.services[s])
                })
            }
            SignKind::TierMissing => self.about_targets(kind, Advice::SetTiers, |f| {
                matches!(f, TargetFinding::TierMissing { .. })
            }),
            SignKind::TargetMissing => self.about_targets(kind, Advice::SetTargets, |f| {
                matches!(f, TargetFinding::TargetMissing { .. })
            }),
            SignKind::TargetImpossible => self.about_targets(
                kind,
                Advice::MakeTargetPossible,
                TargetFinding::is_impossible,
            ),
        }
    }

    /// A sign of which nothing is known yet.
    fn blank(&self, kind: SignKind, advice: Advice) -> Sign {
        Sign {
            kind,
            value: None,
            interval: None,
            counted: Counted::default(),
            before: None,
            trend: Trend::Unknown,
            trend_p: None,
            threshold: self.facts.methods.threshold(kind),
            state: State::Unknown,
            reason: None,
            thin: false,
            basis: match kind {
                SignKind::AtPeak | SignKind::DemandGrowth => Basis::Estimated,
                // The time box is a value that somebody typed in, whatever the hours rest on.
                SignKind::ManualRecovery => Basis::Assumed,
                _ => Basis::Measured,
            },
            evidence: Evidence::default(),
            advice,
            detail: Detail::None,
        }
    }

    /// A share of incidents by what their own record says.
    fn share_by(
        &self,
        kind: SignKind,
        advice: Advice,
        says: impl Fn(&Incident) -> Option<bool>,
    ) -> Sign {
        self.share(kind, advice, |i| says(&self.facts.incidents[i]))
    }

    /// A share of incidents; `says` answers for a position, or does not know.
    fn share(&self, kind: SignKind, advice: Advice, says: impl Fn(usize) -> Option<bool>) -> Sign {
        let count = |list: &[usize], mut hit: Option<&mut Vec<usize>>| {
            let mut counted = Counted::default();
            for i in list {
                match says(*i) {
                    None => counted.unknown += 1,
                    Some(shows) => {
                        counted.of += 1;
                        counted.hits += usize::from(shows);
                        if let (true, Some(hit)) = (shows, hit.as_deref_mut()) {
                            hit.push(*i);
                        }
                    }
                }
            }
            counted
        };
        let mut hits = Vec::new();
        let now = count(&self.now, Some(&mut hits));
        hits.reverse();
        let mut sign = self.blank(kind, advice);
        sign.value = now.share();
        sign.interval = now.interval();
        sign.counted = now;
        sign.evidence.incidents = hits;
        if !self.before.is_empty() {
            let then = count(&self.then, None);
            sign.before = Some(Before {
                value: then.share(),
                counted: then,
            });
            if let (Some(a), Some(b)) = (now.share(), then.share()) {
                let pair = |c: Counted| (c.hits as u64, c.of as u64);
                let p = shares_differ(pair(now), pair(then));
                sign.trend = trend(a, b, p);
                sign.trend_p = Some(p);
            }
        }
        match (sign.value, sign.interval) {
            (Some(value), Some((low, high))) if now.of >= FEWEST => {
                sign.state = judge(value, sign.threshold);
                sign.thin = judge(low, sign.threshold) != judge(high, sign.threshold);
            }
            _ => {
                sign.reason = Some(match now.of {
                    0 if now.unknown == 0 => Reason::NoIncidents,
                    0 => Reason::NothingRecorded,
                    have => Reason::TooFew { have, need: FEWEST },
                });
                if now.unknown > now.of {
                    sign.advice = Advice::Record;
                }
            }
        }
        sign
    }

    /// Positions of the services that an incident itself names.
    fn services_of(&self, incident: usize) -> Vec<usize> {
        let mut hit: Vec<usize> = self.analysis.settled[incident]
            .iter()
            .map(|(service, _, _)| *service)
            .collect();
        hit.sort_unstable();
        hit.dedup();
        hit
    }

    fn repeat_cause(&self) -> Sign {
        let lookback = i64::from(self.days) * DAY_MS;
        // Everything that an incident of either stretch may repeat.
        let earliest = Instant(self.before.start.0.min(self.window.start.0) - lookback);
        let from = self.history.partition_point(|(start, _)| *start < earliest);
        let mut causes = Causes::default();
        let mut last: HashMap<(usize, usize), Instant> = HashMap::new();
        let mut repeats: HashMap<usize, bool> = HashMap::new();
        // Incidents that began together are not earlier than each other.
        for group in self.history[from..].chunk_by(|a, b| a.0 == b.0) {
            let mut seen_now: Vec<(usize, usize)> = Vec::new();
            for (start, i) in group {
                let own = causes.of(&self.facts.incidents[*i].causes);
                let keys = || {
                    let services = self.analysis.settled[*i].iter();
                    services.flat_map(|(s, _, _)| own.iter().map(|cause| (*s, *cause)))
                };
                if own.is_empty() {
                    continue;
                }
                let recent = |key| {
                    last.get(&key)
                        .is_some_and(|before: &Instant| start.0 - before.0 <= lookback)
                };
                repeats.insert(*i, keys().any(recent));
                seen_now.extend(keys());
            }
            for key in seen_now {
                last.insert(key, group[0].0);
            }
        }
        self.share(SignKind::RepeatCause, Advice::RemoveCause, |i| {
            repeats.get(&i).copied()
        })
    }

    fn at_peak(&self, growth: &Growth) -> Sign {
        let streams = self.facts.streams.len();
        let usable = |s: &usize| {
            !growth.left_out.contains(s) && self.analysis.velocity(*s).clean_minutes() > 0
        };
        let all: Vec<(usize, i64)> = (0..streams)
            .filter(usable)
            .map(|s| (s, crate::impact::WHOLE))
            .collect();
        let busiest = |services: &[usize]| -> Option<[bool; WEEK_HOURS]> {
            let mut shares: BTreeMap<usize, i64> = BTreeMap::new();
            for service in services {
                for (stream, share) in self.analysis.reach.streams_from(*service) {
                    if usable(stream) {
                        let most = shares.entry(*stream).or_default();
                        *most = (*most).max(*share);
                    }
                }
            }
            let reached: Vec<(usize, i64)> = shares.into_iter().collect();
            let streams = if reached.is_empty() { &all } else { &reached };
            let mut hours = [0.0; WEEK_HOURS];
            for (stream, share) in streams {
                let velocity = self.analysis.velocity(*stream);
                for (sum, value) in hours.iter_mut().zip(velocity.by_hour_of_week()) {
                    *sum += value * *share as f64;
                }
            }
            busiest_hours(&hours)
        };
        let mut known: HashMap<Vec<usize>, Option<[bool; WEEK_HOURS]>> = HashMap::new();
        let mut peak: HashMap<usize, bool> = HashMap::new();
        if let Some((clock, _)) = all.first() {
            let clock = self.analysis.velocity(*clock);
            for i in self.now.iter().chain(&self.then) {
                let services = self.services_of(*i);
                let hours = *known
                    .entry(services)
                    .or_insert_with_key(|services| busiest(services));
                if let Some(hours) = hours {
                    let hour = clock.slot_of(self.facts.incidents[*i].started) / 60;
                    peak.insert(*i, hours[hour % WEEK_HOURS]);
                }
            }
        }
        let mut sign = self.share(SignKind::AtPeak, Advice::PrepareForPeaks, |i| {
            peak.get(&i).copied()
        });
        sign.detail = Detail::Chance {
            share: PEAK_HOURS as f64 / WEEK_HOURS as f64,
        };
        if sign.reason == Some(Reason::NothingRecorded) {
            // What is missing is revenue, not a field of incidents.
            sign.reason = Some(Reason::NoDemand);
            sign.advice = Advice::PrepareForPeaks;
        }
        sign
    }

    fn demand_growth(&self, growth: &Growth) -> Sign {
        let mut sign = self.blank(SignKind::DemandGrowth, Advice::RemoveLimit);
        let weeks = &growth.weeks[growth.slope_weeks.clone()];
        sign.counted = Counted {
            hits: weeks.iter().filter(|w| w.incidents > 0).count(),
            of: weeks.len(),
            unknown: 0,
        };
        match &growth.slope {
            Err(missing) => sign.reason = Some(Reason::Growth(*missing)),
            Ok(slope) => {
                let Threshold { warn, alarm, .. } = sign.threshold;
                sign.value = Some(slope.fit.slope);
                sign.interval = Some(slope.interval);
                sign.state = if slope.interval.0 > alarm {
                    State::Alarm
                } else if slope.lower_quartile > warn {
                    State::Warn
                } else if slope.interval.1 > warn {
                    // Not shown to be above, and not shown to be below: that is no good news.
                    sign.reason = Some(Reason::Undecided);
                    State::Unknown
                } else {
                    State::Fine
                };
                sign.thin = slope.interval.0 <= warn && warn < slope.interval.1;
            }
        }
        if let (Some(first), Some(last)) = (weeks.first(), weeks.last()) {
            let span = Interval {
                start: first.start,
                end: Instant(last.start.0 + 7 * DAY_MS),
            };
            let mut longest: Vec<usize> = self.analysis.incidents_in(span).collect();
            let minutes = |i: usize| self.analysis.costs[i].bad_minutes;
            longest.sort_by(|a, b| {
                minutes(*b).total_cmp(&minutes(*a)).then_with(|| {
                    self.facts.incidents[*a]
                        .id
                        .cmp(&self.facts.incidents[*b].id)
                })
            });
            longest.truncate(LONGEST);
            longest.sort_unstable_by_key(|i| {
                std::cmp::Reverse((
                    self.facts.incidents[*i].started,
                    self.facts.incidents[*i].id,
                ))
            });
            sign.evidence.incidents = longest;
        }
        sign
    }

    fn backlog(&self) -> Sign {
        let mut sign = self.blank(SignKind::ResilienceBacklog, Advice::ScheduleResilience);
        let counted = |month: &BacklogMonth| Counted {
            hits: month.open_resilience as usize,
            of: month.open as usize,
            unknown: 0,
        };
        let months = self.facts.backlog;
        let Some(latest) = months.last() else {
            sign.reason = Some(Reason::NoBacklog);
            return sign;
        };
        let zone = self.facts.methods.zone;
        let start = |month: &BacklogMonth| month.month.interval(zone).map(|i| i.start.0);
        // Months are 28 to 31 days long: ten days of slack make three of them 90.
        let back = (i64::from(self.days) - 10).max(1) * DAY_MS;
        let earlier = months.iter().rposition(|m| {
            start(m)
                .zip(start(latest))
                .is_some_and(|(a, b)| a <= b - back)
        });
        sign.counted = counted(latest);
        sign.value = sign.counted.share();
        sign.evidence.months = (earlier.unwrap_or(months.len() - 1)..months.len())
            .rev()
            .collect();
        sign.detail = Detail::Backlog {
            latest: *latest,
            earlier: earlier.map(|at| months[at]),
        };
        sign.before = earlier.map(|at| Before {
            value: counted(&months[at]).share(),
            counted: counted(&months[at]),
        });
        if let (Some(now), Some(then)) = (sign.value, sign.before.and_then(|b| b.value)) {
            // Counted in full, not sampled: a difference is a difference.
            sign.trend = trend(now, then, 0.0);
        }
        match sign.value {
            Some(value) => sign.state = judge(value, sign.threshold),
            None => sign.reason = Some(Reason::NoBacklog),
        }
        sign
    }

    /// A count of the services that a finding about targets is made of.
    fn about_targets(
        &self,
        kind: SignKind,
        advice: Advice,
        wanted: impl Fn(&TargetFinding) -> bool,
    ) -> Sign {
        let found: BTreeSet<usize> = self
            .targets
            .iter()
            .filter(|finding| wanted(finding))
            .map(TargetFinding::service)
            .collect();
        self.services(kind, advice, |s| found.contains(&s))
    }

    /// A count of services.
    fn services(&self, kind: SignKind, advice: Advice, shows: impl Fn(usize) -> bool) -> Sign {
        let mut sign = self.blank(kind, advice);
        let services = self.facts.services;
        if services.is_empty() {
            sign.reason = Some(Reason::NoServices);
            return sign;
        }
        let mut found: Vec<usize> = (0..services.len()).filter(|s| shows(*s)).collect();
        found.sort_by(|a, b| {
            let key = |s: usize| (services[s].tier.unwrap_or(u8::MAX), &services[s].name);
            key(*a).cmp(&key(*b))
        });
        sign.counted = Counted {
            hits: found.len(),
            of: services.len(),
            unknown: 0,
        };
        sign.value = Some(found.len() as f64);
        sign.state = judge(found.len() as f64, sign.threshold);
        if kind == SignKind::NoOwner {
            let tier_one = found
                .iter()
                .filter(|s| services[**s].tier == Some(1))
                .count();
            sign.detail = Detail::Critical { tier_one };
            // Any orphan warns by their number; only those of the first tier alarm.
            sign.state = match sign.state {
                State::Fine => State::Fine,
                _ if tier_one as f64 >= sign.threshold.alarm && tier_one > 0 => State::Alarm,
                _ => judge(
                    found.len() as f64,
                    Threshold {
                        alarm: f64::INFINITY,
                        ..sign.threshold
                    },
                ),
            };
        }
        sign.evidence.services = found;
        sign
    }

    fn manual_recovery(&self) -> Sign {
        let mut sign = self.blank(SignKind::ManualRecovery, Advice::AutomateRecovery);
        let year = self.facts.methods.year.days();
        let end = self.analysis.as_of;
        let span = Interval {
            start: Instant(end.0 - (year * DAY_MS as f64) as i64),
            end,
        }
        .clip(self.analysis.observed);
        let from = self
            .history
            .partition_point(|(start, _)| *start < span.start);
        let all: Vec<usize> = self.history[from..].iter().map(|(_, i)| *i).collect();
        let recovered = |i: &usize| self.facts.incidents[*i].recovered_by;
        let by_hand: Vec<usize> = all
            .iter()
            .copied()
            .filter(|i| recovered(i) == Some(Recovery::Hand))
            .collect();
        let known = all.iter().filter(|i| recovered(i).is_some()).count();
        sign.counted = Counted {
            hits: by_hand.len(),
            of: known,
            unknown: all.len() - known,
        };
        let hands = |list: &[usize]| {
            let mut counted = Counted::default();
            for i in list {
                match recovered(i) {
                    None => counted.unknown += 1,
                    Some(by) => {
                        counted.of += 1;
                        counted.hits += usize::from(by == Recovery::Hand);
                    }
                }
            }
            counted
        };
        // A log that begins inside the stretch before says nothing about what was earlier.
        let costs = self.analysis.costs.iter().filter(|c| c.counts);
        let begun = costs.map(|c| c.span.start).min().unwrap_or(end);
        let before = self.before.clip(Interval {
            start: begun,
            end: end.max(begun),
        });
        if !before.is_empty() && !self.window.is_empty() {
            let (now, then) = (hands(&self.now), hands(&self.then));
            let (a, b) = (self.window.minutes(), before.minutes());
            sign.before = Some(Before {
                value: None,
                counted: then,
            });
            if now.of + then.of > 0 {
                let p = rates_differ(now.hits as u64, a, then.hits as u64, b);
                sign.trend = trend(now.hits as f64 / a, then.hits as f64 / b, p);
                sign.trend_p = Some(p);
            }
        }
        let days = span.minutes() / 1440.0;
        if known == 0 {
            sign.reason = Some(if all.is_empty() {
                Reason::NoIncidents
            } else {
                Reason::NothingRecorded
            });
            if !all.is_empty() {
                sign.advice = Advice::Record;
            }
            return sign;
        }
        if days < FEWEST_DAYS {
            sign.reason = Some(Reason::TooShort { days: days as i64 });
            return sign;
        }
        if by_hand.is_empty() {
            sign.reason = Some(Reason::NothingByHand);
            sign.state = State::Fine;
            return sign;
        }
        let manual = ManualRecovery::of(self.facts, self.analysis, &by_hand, days / year);
        sign.value = manual.payback_days;
        sign.interval = manual.payback_range;
        match manual.payback_days {
            Some(payback) => {
                sign.state = judge(payback, sign.threshold);
                sign.thin = sign.interval.is_some_and(|(low, high)| {
                    judge(low, sign.threshold) != judge(high, sign.threshold)
                });
            }
            None => {
                sign.reason = Some(Reason::CostsNothing);
                sign.state = State::Fine;
            }
        }
        sign.evidence.incidents = by_hand.into_iter().rev().collect();
        sign.detail = Detail::Manual(Box::new(manual));
        sign
    }
}

/// Causes as people tag them, numbered without regard to case and outer blanks.
#[derive(Default)]
struct Causes<'a> {
    /// As written, so that a tag that comes again is not folded again; nothing for a blank one.
    written: HashMap<&'a str, Option<usize>>,
    folded: HashMap<String, usize>,
}

impl<'a> Causes<'a> {
    fn of(&mut self, tags: &'a [String]) -> Vec<usize> {
        tags.iter()
            .filter_map(|tag| {
                let folded = &mut self.folded;
                *self.written.entry(tag).or_insert_with(|| {
                    let tag = tag.trim().to_lowercase();
                    let next = folded.len();
                    (!tag.is_empty()).then(|| *folded.entry(tag).or_insert(next))
                })
            })
            .collect()
    }
}

/// The busiest hours of a week; nothing where all are alike. Of equal hours the earlier is taken.
fn busiest_hours(hours: &[f64; WEEK_HOURS]) -> Option<[bool; WEEK_HOURS]> {
    let most = hours.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = hours.iter().copied().fold(f64::INFINITY, f64::min);
    if most <= 0.0 || most - least <= 1e-9 * most {
        return None;
    }
    let mut order: Vec<usize> = (0..WEEK_HOURS).collect();
    order.sort_by(|a, b| hours[*b].total_cmp(&hours[*a]).then(a.cmp(b)));
    let mut busiest = [false; WEEK_HOURS];
    for hour in &order[..PEAK_HOURS] {
        busiest[*hour] = true;
    }
    Some(busiest)
}
