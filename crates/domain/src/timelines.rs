//! Times to detect, acknowledge, mitigate and resolve: their distributions, never a mean alone,
//! and whether a change of them is real.
//!
//! An incident is in the window in which it began. Tests and planned maintenance that is not
//! counted are left out; what an incident's record does not say is counted as missing, not as 0.
//! Incidents that are still open have no time to resolve yet: the longest ones are the last to
//! get one, so a window that holds open incidents looks better than it was, and their number is
//! said.

use crate::analysis::{Analysis, Facts};
use crate::change::{Change, Split, log_minutes, t_quantile};
use crate::id::IncidentId;
use crate::record::{Incident, Recovery};
use crate::stats::quantile;
use crate::time::{DAY_MS, Instant, Interval, MINUTE_MS};
use std::collections::BTreeMap;

/// A time between two moments of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// TTD: from start to detection.
    Detect,
    /// TTA: from detection to acknowledgement.
    Acknowledge,
    /// TTM: from start to mitigation.
    Mitigate,
    /// TTR: from start to resolution.
    Resolve,
}

impl Metric {
    /// All of them, in the order of an incident.
    pub const ALL: [Self; 4] = [
        Self::Detect,
        Self::Acknowledge,
        Self::Mitigate,
        Self::Resolve,
    ];

    /// The time of an incident in milliseconds, where both ends are known and in order.
    #[must_use]
    pub fn of(self, incident: &Incident) -> Option<i64> {
        let (from, until) = match self {
            Self::Detect => (incident.started, incident.detected?),
            Self::Acknowledge => (incident.detected?, incident.acknowledged?),
            Self::Mitigate => (incident.started, incident.mitigated?),
            Self::Resolve => (incident.started, incident.resolved?),
        };
        Interval::new(from, until).map(Interval::length_ms)
    }
}

/// Upper edges of the bars of a histogram, minutes; the last bar is open.
pub const EDGES: [f64; 13] = [
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 240.0, 480.0, 1_440.0, 4_320.0, 10_080.0,
];

/// Incidents whose duration lies in [from, until).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Lower edge, minutes, included.
    pub from: f64,
    /// Upper edge, minutes; infinite in the last bar.
    pub until: f64,
    /// How many.
    pub count: usize,
}

/// The distribution of one time over a set of incidents. Durations in minutes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Durations {
    /// Incidents that have it.
    pub known: usize,
    /// Incidents that have not, open ones among them.
    pub missing: usize,
    /// Incidents that are still open.
    pub open: usize,
    /// Durations below half a minute, taken as half a minute by what is logarithmic here.
    pub floored: usize,
    /// Half took no longer.
    pub median: Option<f64>,
    /// 90 % interval of the median, between order statistics: it holds for any law. Missing
    /// below five incidents, which can not give one.
    pub median_range: Option<(f64, f64)>,
    /// Nine of ten took no longer.
    pub p90: Option<f64>,
    /// exp of the mean logarithm.
    pub geometric_mean: Option<f64>,
    /// 90 % interval of the geometric mean (Student's t on logarithms); missing below two.
    pub geometric_range: Option<(f64, f64)>,
    /// Standard deviation of the logarithms; missing below two.
    pub log_deviation: Option<f64>,
    /// Shortest and longest.
    pub extremes: Option<(f64, f64)>,
}

/// What a distribution is gathered from, durations ascending.
#[derive(Debug, Clone, Default)]
struct Gathered {
    minutes: Vec<f64>,
    logs: f64,
    squares: f64,
    missing: usize,
    open: usize,
    floored: usize,
}

impl Gathered {
    /// Durations come ascending, with their logarithm as [`log_minutes`] takes it.
    fn add(&mut self, minutes: f64, log: f64) {
        self.logs += log;
        self.squares += log * log;
        self.floored += usize::from(minutes < crate::change::FLOOR_MINUTES);
        self.minutes.push(minutes);
    }

    fn durations(&self) -> Durations {
        let sorted = &self.minutes;
        let n = sorted.len() as f64;
        let mean = self.logs / n.max(1.0);
        let deviation = (sorted.len() > 1)
            .then(|| ((self.squares - n * mean * mean).max(0.0) / (n - 1.0)).sqrt());
        Durations {
            known: sorted.len(),
            missing: self.missing,
            open: self.open,
            floored: self.floored,
            median: quantile(sorted, 0.5),
            median_range: median_range(sorted),
            p90: quantile(sorted, 0.9),
            geometric_mean: (!sorted.is_empty()).then(|| mean.exp()),
            geometric_range: deviation
                .and_then(|deviation| Some(t_quantile(n - 1.0)? * deviation / n.sqrt()))
                .map(|half| ((mean - half).exp(), (mean + half).exp())),
            log_deviation: deviation,
            extremes: sorted.first().copied().zip(sorted.last().copied()),
        }
    }
}

/// Order statistics between which the median of the law lies with at least 90 %: how many of n
/// values lie below it is binomial with a half.
fn median_range(sorted: &[f64]) -> Option<(f64, f64)> {
    let n = sorted.len();
    let rank = if n > 2_000 {
        // The normal law of that count, to within a rank.
        (n as f64 / 2.0 - 1.645 * n as f64 / (2.0 * (n as f64).sqrt())).floor() as usize
    } else {
        // Largest r with P(count < r) ≤ 5 %; in logarithms, because 2⁻²⁰⁰⁰ is no number.
        let mut log = -(n as f64) * std::f64::consts::LN_2;
        let mut below = 0.0;
        let mut rank = 0;
        while rank < n {
            below += log.exp();
            if below > 0.05 {
                break;
            }
            log += ((n - rank) as f64 / (rank + 1) as f64).ln();
            rank += 1;
        }
        rank
    };
    // The r-th smallest and the r-th largest.
    (rank > 0).then(|| (sorted[rank - 1], sorted[n - rank]))
}

/// A time over the incidents of a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Which time.
    pub metric: Metric,
    /// Over all incidents.
    pub all: Durations,
    /// Points of the cumulative distribution for a chart, at most 101: (minutes, share that took
    /// no longer), ascending.
    pub curve: Vec<(f64, f64)>,
    /// The histogram, every bar of [`EDGES`].
    pub bars: Vec<Bar>,
    /// By position of the service; an incident that hit several counts for each. Most incidents
    /// first.
    pub by_service: Vec<(usize, Durations)>,
    /// By severity, compared without case and shown as first written; nothing for incidents
    /// without. Most incidents first.
    pub by_severity: Vec<(Option<String>, Durations)>,
    /// Over the incidents of the stretch before.
    pub before: Durations,
    /// The last days against as many before.
    pub change: Change,
    /// The likeliest change point in everything observed.
    pub split: Split,
    /// When the first incident after the change point began, where there is one.
    pub split_at: Option<Instant>,
}

/// Recoveries of one kind in a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Recoveries {
    /// By whom; nothing where records do not say.
    pub by: Option<Recovery>,
    /// Incidents.
    pub count: usize,
    /// Of all incidents whose recovery is known, 0 to 1; missing for those that are not.
    pub share: Option<f64>,
    /// Time to resolve.
    pub durations: Durations,
    /// Incidents in the stretch before.
    pub before: usize,
    /// Positions of the incidents, ascending in time.
    pub incidents: Vec<usize>,
}

/// The timelines of a workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct Timelines {
    /// Incidents that began here are described, clipped to what was observed.
    pub window: Interval,
    /// The last days, which are compared with `before`.
    pub recent: Interval,
    /// As many days before.
    pub before: Interval,
    /// Incidents in the window.
    pub incidents: usize,
    /// Detect, acknowledge, mitigate, resolve.
    pub metrics: Vec<Timeline>,
    /// By hand, by automation, by the provider, unknown: each with its count and time to resolve
    /// in the window.
    pub recoveries: Vec<Recoveries>,
}

/// The last `days` before the as-of instant and as many before, clipped to what was observed.
#[must_use]
pub fn recent_and_before(analysis: &Analysis, days: u16) -> (Interval, Interval) {
    let length = i64::from(days) * DAY_MS;
    let middle = Instant(analysis.as_of.0 - length);
    let span = |start: Instant, end: Instant| Interval { start, end }.clip(analysis.observed);
    (
        span(middle, analysis.as_of),
        span(Instant(middle.0 - length), middle),
    )
}

impl Timelines {
    /// Describes the incidents that began in `window`, and compares the last `days` with as many
    /// before. Four sorts of the incidents of the window and at most 80,000 drawn arrangements:
    /// some 30 ms at a hundred thousand incidents.
    #[must_use]
    pub fn of(facts: &Facts<'_>, analysis: &Analysis, window: Interval, days: u16) -> Self {
        let window = window.clip(analysis.observed);
        let (recent, before) = recent_and_before(analysis, days);
        let everything = rows(facts, analysis);
        let within = |span: Interval| {
            let at = |edge: Instant| everything.partition_point(|row| row.started < edge);
            &everything[at(span.start)..at(span.end).max(at(span.start))]
        };
        let (here, recent_ones, before_ones) = (within(window), within(recent), within(before));
        let severities = Severities::of(facts, here);
        let hit = ServicesHit::of(analysis, here);
        let metrics = Metric::ALL
            .into_iter()
            .map(|metric| {
                let which = metric as usize;
                let minutes = |list: &[Row]| -> Vec<f64> {
                    list.iter()
                        .filter_map(|row| row.times[which])
                        .map(|ms| ms as f64 / MINUTE_MS as f64)
                        .collect()
                };
                let split = Split::most_likely(&minutes(&everything));
                Timeline {
                    before: gather(before_ones.iter(), metric).durations(),
                    change: Change::between(&minutes(before_ones), &minutes(recent_ones)),
                    split_at: split
                        .at
                        .and_then(|at| {
                            let mut known = everything.iter().filter(|r| r.times[which].is_some());
                            known.nth(at)
                        })
                        .map(|row| row.started),
                    split,
                    ..describe(facts, here, &hit, metric, &severities)
                }
            })
            .collect();
        let recoveries = recoveries(here, before_ones);
        Self {
            window,
            recent,
            before,
            incidents: here.len(),
            metrics,
            recoveries,
        }
    }

    /// One of the times.
    #[must_use]
    pub fn metric(&self, metric: Metric) -> Option<&Timeline> {
        self.metrics.iter().find(|t| t.metric == metric)
    }
}

/// What is needed of one incident, side by side: incidents are large, and are read once.
struct Row {
    started: Instant,
    id: IncidentId,
    /// Position of the incident.
    incident: usize,
    /// By [`Metric`], milliseconds.
    times: [Option<i64>; 4],
    open: bool,
    recovered_by: Option<Recovery>,
}

/// Every incident that counts, ascending in time; equal starts by id, so that the order of rows
/// does not matter.
fn rows(facts: &Facts<'_>, analysis: &Analysis) -> Vec<Row> {
    let mut rows: Vec<Row> = analysis
        .incidents_in(analysis.observed)
        .map(|at| {
            let incident = &facts.incidents[at];
            Row {
                started: incident.started,
                id: incident.id,
                incident: at,
                times: Metric::ALL.map(|metric| metric.of(incident)),
                open: incident.resolved.is_none(),
                recovered_by: incident.recovered_by,
            }
        })
        .collect();
    rows.sort_unstable_by_key(|row| (row.started, row.id));
    rows
}

/// The services that each incident of a set names, each once.
struct ServicesHit {
    services: Vec<u32>,
    /// Where the services of an incident begin; one longer than the set.
    begin: Vec<u32>,
}

impl ServicesHit {
    fn of(analysis: &Analysis, rows: &[Row]) -> Self {
        let (mut services, mut begin) = (Vec::with_capacity(rows.len()), vec![0]);
        for row in rows {
            let from = services.len();
            for (service, _, _) in &analysis.settled[row.incident] {
                let service = *service as u32;
                if !services[from..].contains(&service) {
                    services.push(service);
                }
            }
            begin.push(services.len() as u32);
        }
        Self { services, begin }
    }

    fn at(&self, position: usize) -> impl Iterator<Item = usize> + '_ {
        let (from, until) = (self.begin[position], self.begin[position + 1]);
        self.services[from as usize..until as usize]
            .iter()
            .map(|service| *service as usize)
    }
}

/// The severities of a set of incidents, numbered.
struct Severities {
    names: Vec<Option<String>>,
    /// Number by position in the set.
    numbers: Vec<usize>,
}

impl Severities {
    fn of(facts: &Facts<'_>, rows: &[Row]) -> Self {
        let mut index: BTreeMap<Option<String>, usize> = BTreeMap::new();
        let mut last: Option<(&Option<String>, usize)> = None;
        let mut names = Vec::new();
        let numbers = rows
            .iter()
            .map(|row| {
                let severity = &facts.incidents[row.incident].severity;
                if let Some((_, number)) = last.filter(|(same, _)| *same == severity) {
                    return number;
                }
                let written = severity.as_deref().map(str::trim).filter(|s| !s.is_empty());
                let number = *index
                    .entry(written.map(str::to_lowercase))
                    .or_insert_with(|| {
                        names.push(written.map(str::to_owned));
                        names.len() - 1
                    });
                last = Some((severity, number));
                number
            })
            .collect();
        Self { names, numbers }
    }
}

/// Durations of a set, ascending, with the position of each in the set.
fn sorted<'a>(rows: impl Iterator<Item = &'a Row>, metric: Metric) -> Vec<(i64, u32)> {
    let mut found: Vec<(i64, u32)> = rows
        .enumerate()
        .filter_map(|(at, row)| Some((row.times[metric as usize]?, at as u32)))
        .collect();
    found.sort_unstable();
    found
}

fn gather<'a>(rows: impl Iterator<Item = &'a Row> + Clone, metric: Metric) -> Gathered {
    let mut gathered = Gathered::default();
    for (ms, _) in sorted(rows.clone(), metric) {
        let minutes = ms as f64 / MINUTE_MS as f64;
        gathered.add(minutes, log_minutes(minutes));
    }
    for row in rows {
        gathered.missing += usize::from(row.times[metric as usize].is_none());
        gathered.open += usize::from(row.open);
    }
    gathered
}

/// A time over a set of incidents, without what it is compared with.
fn describe(
    facts: &Facts<'_>,
    rows: &[Row],
    hit: &ServicesHit,
    metric: Metric,
    severities: &Severities,
) -> Timeline {
    let mut all = Gathered::default();
    let mut services: Vec<Gathered> = vec![Gathered::default(); facts.services.len()];
    let mut by_severity: Vec<Gathered> = vec![Gathered::default(); severities.names.len()];
    for (ms, at) in sorted(rows.iter(), metric) {
        let minutes = ms as f64 / MINUTE_MS as f64;
        let log = log_minutes(minutes);
        all.add(minutes, log);
        by_severity[severities.numbers[at as usize]].add(minutes, log);
        for service in hit.at(at as usize) {
            services[service].add(minutes, log);
        }
    }
    for (at, row) in rows.iter().enumerate() {
        let missing = usize::from(row.times[metric as usize].is_none());
        let open = usize::from(row.open);
        if missing + open == 0 {
            continue;
        }
        let add = |to: &mut Gathered| {
            to.missing += missing;
            to.open += open;
        };
        add(&mut all);
        add(&mut by_severity[severities.numbers[at]]);
        hit.at(at).for_each(|service| add(&mut services[service]));
    }
    let incidents_of = |d: &Durations| d.known + d.missing;
    let mut by_service: Vec<(usize, Durations)> = services
        .iter()
        .map(Gathered::durations)
        .enumerate()
        .filter(|(_, d)| incidents_of(d) > 0)
        .collect();
    by_service.sort_by(|a, b| {
        let name = |i: usize| &facts.services[i].name;
        incidents_of(&b.1)
            .cmp(&incidents_of(&a.1))
            .then_with(|| name(a.0).cmp(name(b.0)))
    });
    let mut by_severity: Vec<(Option<String>, Durations)> = severities
        .names
        .iter()
        .cloned()
        .zip(by_severity.iter().map(Gathered::durations))
        .collect();
    by_severity.sort_by(|a, b| {
        incidents_of(&b.1)
            .cmp(&incidents_of(&a.1))
            .then_with(|| a.0.cmp(&b.0))
    });
    let none = Change::between(&[], &[]);
    Timeline {
        metric,
        all: all.durations(),
        curve: curve(&all.minutes),
        bars: bars(&all.minutes),
        by_service,
        by_severity,
        before: Durations::default(),
        change: none,
        split: Split::most_likely(&[]),
        split_at: None,
    }
}

/// At most 101 points of the cumulative distribution of ascending values.
fn curve(sorted: &[f64]) -> Vec<(f64, f64)> {
    let n = sorted.len();
    let steps = n.min(101);
    (1..=steps)
        .map(|step| {
            // The last point is the longest of all; equal steps of rank below it.
            let rank = (step * n).div_ceil(steps);
            (sorted[rank - 1], rank as f64 / n as f64)
        })
        .collect()
}

fn bars(sorted: &[f64]) -> Vec<Bar> {
    let mut from = 0.0;
    let mut below = 0;
    EDGES
        .into_iter()
        .chain([f64::INFINITY])
        .map(|until| {
            let upto = sorted.partition_point(|minutes| *minutes < until);
            let bar = Bar {
                from,
                until,
                count: upto - below,
            };
            (from, below) = (until, upto);
            bar
        })
        .collect()
}

fn recoveries(here: &[Row], before: &[Row]) -> Vec<Recoveries> {
    let known = here.iter().filter(|row| row.recovered_by.is_some()).count();
    [
        Some(Recovery::Hand),
        Some(Recovery::Automation),
        Some(Recovery::Provider),
        None,
    ]
    .into_iter()
    .map(|by| {
        let own = here.iter().filter(move |row| row.recovered_by == by);
        let incidents: Vec<usize> = own.clone().map(|row| row.incident).collect();
        Recoveries {
            by,
            count: incidents.len(),
            share: (by.is_some() && known > 0).then(|| incidents.len() as f64 / known as f64),
            durations: gather(own, Metric::Resolve).durations(),
            before: before.iter().filter(|row| row.recovered_by == by).count(),
            incidents,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Verdict;
    use crate::random::Random;
    use crate::record::IncidentKind;
    use crate::worlds::{FIRST, World};

    fn after(incident: &Incident, minutes: f64) -> Option<Instant> {
        Some(Instant(
            incident.started.0 + (minutes * MINUTE_MS as f64) as i64,
        ))
    }

    /// An incident every other hour of 180 days, times to detect lognormal around 10 minutes and
    /// from day 120 on around 4; to resolve around 60 throughout.
    fn world() -> World {
        let mut world = World::new(180);
        let mut random = Random::seeded(1);
        for k in 0..180 {
            let detected = if k < 90 { 10.0 } else { 4.0 };
            let resolved = 60.0 * (1.1 * random.normal()).exp();
            let incident = world.incident(1 + k % 2, k as i64 * 1440, resolved);
            incident.severity = Some(if k % 3 == 0 { "SEV1" } else { " sev2" }.into());
            incident.detected = after(incident, detected * (0.8 * random.normal()).exp());
        }
        world
    }

    #[test]
    fn times_are_gathered_by_service_and_severity_and_compared() {
        let mut world = world();
        world.incidents[5].detected = None;
        world.incidents[8].severity = None;
        world.incidents[170].resolved = None;
        world.incidents[7].kind = IncidentKind::Test;
        let analysis = world.analyse();
        let lines = Timelines::of(&world.facts(), &analysis, world.last_days(180), 90);
        assert_eq!(lines.incidents, 179);
        let detect = lines.metric(Metric::Detect).unwrap();
        assert_eq!((detect.all.known, detect.all.missing), (178, 1));
        assert_eq!(detect.change.verdict, Verdict::Real);
        let ratio = detect.change.ratio.unwrap();
        assert!((0.3..0.53).contains(&ratio), "{ratio}");
        let day = (detect.split_at.unwrap().0 - FIRST.0) / DAY_MS;
        assert!((75..=105).contains(&day), "{day}");
        let resolve = lines.metric(Metric::Resolve).unwrap();
        assert_eq!((resolve.all.known, resolve.all.open), (178, 1));
        assert_eq!(resolve.change.verdict, Verdict::NotToldApart);
        assert!(resolve.split.at.is_none() && resolve.split_at.is_none());
        let needed = resolve.change.needed(0.9).unwrap();
        assert!((800.0..1_300.0).contains(&needed), "{needed}");
        let known: usize = resolve.by_service.iter().map(|(_, d)| d.known).sum();
        assert_eq!(known, 178);
        let severities: Vec<(Option<&str>, usize)> = detect
            .by_severity
            .iter()
            .map(|(name, d)| (name.as_deref(), d.known + d.missing))
            .collect();
        // The test is one of the second kind.
        assert_eq!(
            severities,
            [(Some("sev2"), 118), (Some("SEV1"), 60), (None, 1)]
        );
        let mitigate = lines.metric(Metric::Mitigate).unwrap();
        assert_eq!((mitigate.all.known, mitigate.all.median), (0, None));
        assert_eq!(mitigate.change.verdict, Verdict::TooFew);
    }

    #[test]
    fn the_distribution_is_that_of_the_durations() {
        let mut world = World::new(30);
        for (k, minutes) in [0.0, 1.0, 3.0, 3.0, 50.0, 70.0, 20_000.0]
            .iter()
            .enumerate()
        {
            world.incident(1, k as i64 * 1440, *minutes);
        }
        let analysis = world.analyse();
        let lines = Timelines::of(&world.facts(), &analysis, world.last_days(30), 90);
        let resolve = lines.metric(Metric::Resolve).unwrap();
        let all = &resolve.all;
        assert_eq!((all.known, all.floored), (7, 1));
        assert_eq!(all.median, Some(3.0));
        // Of seven, P(no value below the median) = 1/128 and P(one or none) = 8/128 > 5 %.
        assert_eq!(all.median_range, Some((0.0, 20_000.0)));
        assert_eq!(all.extremes, Some((0.0, 20_000.0)));
        let logs: f64 = [0.5_f64, 1.0, 3.0, 3.0, 50.0, 70.0, 20_000.0]
            .iter()
            .map(|m| m.ln())
            .sum();
        assert!((all.geometric_mean.unwrap() - (logs / 7.0).exp()).abs() < 1e-9);
        let (low, high) = all.geometric_range.unwrap();
        assert!(low < all.geometric_mean.unwrap() && all.geometric_mean.unwrap() < high);
        assert_eq!(resolve.bars.iter().map(|b| b.count).sum::<usize>(), 7);
        assert_eq!(resolve.bars[2].count, 2);
        assert_eq!(resolve.bars.last().map(|b| b.count), Some(1));
        assert_eq!(resolve.curve.len(), 7);
        assert_eq!(resolve.curve.last(), Some(&(20_000.0, 1.0)));
    }

    #[test]
    fn the_interval_of_a_median_covers_it_in_nine_of_ten_cases() {
        let mut random = Random::seeded(9);
        for n in [5, 12, 41, 2_500] {
            let worlds = 500;
            let covered = (0..worlds)
                .filter(|_| {
                    let mut values: Vec<f64> = (0..n).map(|_| random.unit()).collect();
                    values.sort_unstable_by(f64::total_cmp);
                    let (low, high) = median_range(&values).unwrap();
                    low <= 0.5 && 0.5 <= high
                })
                .count();
            assert!((435..=495).contains(&covered), "{n}: {covered}");
        }
        assert_eq!(median_range(&[1.0, 2.0, 3.0, 4.0]), None);
    }

    #[test]
    fn a_curve_of_many_has_a_hundred_points_and_ends_at_the_longest() {
        let values: Vec<f64> = (1..=1_000).map(f64::from).collect();
        let curve = curve(&values);
        assert_eq!(curve.len(), 101);
        assert_eq!(curve.last(), Some(&(1_000.0, 1.0)));
        assert!(
            curve
                .iter()
                .all(|(x, share)| (x / 1_000.0 - share).abs() < 1e-12)
        );
    }

    #[test]
    fn recoveries_are_counted_and_timed_by_who_did_them() {
        let mut world = World::new(180);
        let mut random = Random::seeded(2);
        for k in 0..100 {
            let (by, median) = match k % 5 {
                0 => (Some(Recovery::Automation), 5.0),
                1 => (None, 60.0),
                _ => (Some(Recovery::Hand), 60.0),
            };
            let minutes = median * (0.7 * random.normal()).exp();
            world
                .incident(1, 100 * 1440 + k * 600, minutes)
                .recovered_by = by;
        }
        let analysis = world.analyse();
        let lines = Timelines::of(&world.facts(), &analysis, world.last_days(90), 90);
        let counts: Vec<(usize, Option<f64>)> = lines
            .recoveries
            .iter()
            .map(|r| (r.count, r.share))
            .collect();
        assert_eq!(
            counts,
            [
                (60, Some(0.75)),
                (20, Some(0.25)),
                (0, Some(0.0)),
                (20, None)
            ]
        );
        assert_eq!(lines.recoveries[1].durations.known, 20);
    }

    #[test]
    fn the_order_of_rows_changes_nothing() {
        let mut world = world();
        let describe = |world: &World| {
            let analysis = world.analyse();
            let lines = Timelines::of(&world.facts(), &analysis, world.last_days(180), 90);
            lines.metrics
        };
        let first = describe(&world);
        world.incidents.reverse();
        assert_eq!(first, describe(&world));
    }

    #[test]
    fn no_incidents_is_an_answer_too() {
        let world = World::new(30);
        let analysis = world.analyse();
        let lines = Timelines::of(&world.facts(), &analysis, world.last_days(30), 90);
        assert_eq!(lines.incidents, 0);
        assert_eq!(lines.metrics.len(), 4);
    }
}
