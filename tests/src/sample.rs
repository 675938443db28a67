//! The sample workspace: what was planted in it is recovered from it by the analysis.
//!
//! Every bound on a planted value is the two-sided 99 % sampling error (z = 2.576 for a normal
//! statistic, exact tails for counts), computed from the data or from the planted law. The seed
//! is fixed, so a test that passes passes always; it fails when the generator or the analysis
//! strays from what was planted.

use crate::repository::text;
use ninefold_app::sample::{Role, SEED, STREAMS, Sample, generate};
use ninefold_domain::analysis::{Analysis, Facts, revenue_total, target_of};
use ninefold_domain::availability::Downtime;
use ninefold_domain::cost::{IncidentCost, Sought};
use ninefold_domain::impact::{Piece, billionths, check_cycles};
use ninefold_domain::methods::{Counting, Window};
use ninefold_domain::record::{Detection, Incident, IncidentKind, Recovery};
use ninefold_domain::stats::poisson_interval;
use ninefold_domain::time::{DAY_MS, Instant, Interval, OffsetTable};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

/// z of a two-sided 99 % range.
const Z99: f64 = 2.575_829_303_548_901;

struct World {
    sample: Sample,
    analysis: Analysis,
}

impl World {
    /// The last 365 days.
    fn year(&self) -> Interval {
        Window::Rolling { days: 365 }.resolve(self.analysis.as_of, self.sample.methods.zone)
    }

    fn special(&self, role: Role) -> &Incident {
        &self.sample.incidents[self.position(role)]
    }

    fn position(&self, role: Role) -> usize {
        let id = self.sample.truth.special(role).expect("it was planted");
        let found = self.sample.incidents.iter().position(|i| i.id == id);
        found.expect("a named incident is among the incidents")
    }

    /// The incidents that were drawn by rate, in order of time.
    fn drawn(&self) -> Vec<&Incident> {
        let truth = &self.sample.truth;
        let all = self.sample.incidents.iter();
        all.filter(|i| !truth.is_special(i.id)).collect()
    }

    fn service(&self, incident: &Incident) -> usize {
        let id = incident.impacts[0].service;
        let found = self.sample.services.iter().position(|s| s.id == id);
        found.expect("an impact names a service of the sample")
    }

    /// Every hour of a stream: its start, slot of the week, revenue in EUR, whether no incident
    /// touched it, and its clean minutes.
    fn hours(&self, stream: usize) -> Vec<Hour> {
        let sample = &self.sample;
        let span = sample.truth.span;
        let offsets = OffsetTable::new(sample.methods.zone, span);
        let dirty = self.analysis.dirty(stream);
        let first = span.start.minute();
        let count = (span.end.minute() - first) / 60;
        let mut hours: Vec<Hour> = (0..count)
            .map(|hour| {
                let minute = first + hour * 60;
                let clean = (minute..minute + 60)
                    .filter(|m| !dirty.contains(*m))
                    .count();
                let slot = (offsets.minute_of_week(minute) / 60) as usize;
                let start = Instant::of_minute(minute);
                Hour {
                    start,
                    slot,
                    clean: clean as f64,
                    expected: sample.truth.expected(stream, start, slot) * clean as f64,
                    observed: 0.0,
                }
            })
            .collect();
        for sum in &sample.revenue[stream] {
            if !dirty.contains(sum.minute) {
                hours[((sum.minute - first) / 60) as usize].observed += sum.units as f64 / 1e6;
            }
        }
        hours
    }

    /// Every minute of a stream: observed and expected revenue in EUR, nothing where an incident
    /// touches it.
    fn minutes(&self, stream: usize) -> Vec<Option<(f64, f64)>> {
        let dirty = self.analysis.dirty(stream);
        let first = self.sample.truth.span.start.minute();
        let mut minutes: Vec<Option<(f64, f64)>> = Vec::new();
        for hour in self.hours(stream) {
            let start = hour.start.minute();
            let expected = self.sample.truth.expected(stream, hour.start, hour.slot);
            let clean = (start..start + 60).map(|m| !dirty.contains(m));
            minutes.extend(clean.map(|clean| clean.then_some((0.0, expected))));
        }
        for sum in &self.sample.revenue[stream] {
            if let Some(minute) = &mut minutes[(sum.minute - first) as usize] {
                minute.0 = sum.units as f64 / 1e6;
            }
        }
        minutes
    }

    /// Whole weeks of clean minutes outside every season: (middle, observed, expected).
    fn weeks(&self, stream: usize) -> Vec<(Instant, f64, f64)> {
        let truth = &self.sample.truth;
        let hours = self.hours(stream);
        hours
            .chunks_exact(168)
            .filter(|week| {
                let span = Interval {
                    start: week[0].start,
                    end: Instant(week[167].start.0 + 3_600_000),
                };
                truth.seasons.iter().all(|s| s.during.clip(span).is_empty())
            })
            .map(|week| {
                let sum = |of: fn(&Hour) -> f64| week.iter().map(of).sum::<f64>();
                (week[84].start, sum(|h| h.observed), sum(|h| h.expected))
            })
            .collect()
    }
}

/// One hour of one stream, its clean minutes only.
struct Hour {
    start: Instant,
    slot: usize,
    clean: f64,
    expected: f64,
    observed: f64,
}

fn analysed(sample: &Sample) -> Analysis {
    let facts = Facts {
        methods: &sample.methods,
        tiers: &sample.tiers,
        services: &sample.services,
        streams: &sample.streams,
        roles: &sample.roles,
        contracts: &sample.contracts,
        backlog: &sample.backlog,
        incidents: &sample.incidents,
        labor: &sample.labor,
        revenue: &sample.revenue,
    };
    Analysis::of(&facts, None)
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let sample = generate(SEED);
        let analysis = analysed(&sample);
        World { sample, analysis }
    })
}

fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0)).sqrt())
}

/// P(X ≤ k) of a binomial law.
fn binomial_up_to(k: usize, n: usize, p: f64) -> f64 {
    let mut term = (1.0 - p).powi(n as i32);
    let mut sum = term;
    for i in 0..k.min(n) {
        term *= (n - i) as f64 / (i + 1) as f64 * p / (1.0 - p);
        sum += term;
    }
    sum
}

/// Asserts that `k` of `n` lies between the exact 0.5 % and 99.5 % quantiles of Binomial(n, p).
fn assert_binomial(what: &str, k: usize, n: usize, p: f64) {
    let below = binomial_up_to(k, n, p);
    let above = 1.0
        - if k == 0 {
            0.0
        } else {
            binomial_up_to(k - 1, n, p)
        };
    assert!(
        below > 0.005 && above > 0.005,
        "{what}: {k} of {n} against the planted {p}"
    );
}

#[test]
fn the_binomial_tails_are_exact() {
    // 3 heads or fewer in 10 throws: (1 + 10 + 45 + 120) / 1024.
    assert!((binomial_up_to(3, 10, 0.5) - 176.0 / 1024.0).abs() < 1e-12);
    assert!((binomial_up_to(10, 10, 0.3) - 1.0).abs() < 1e-12);
}

#[test]
fn one_seed_gives_the_same_digits_and_another_does_not() {
    let first = &world().sample;
    let again = generate(SEED);
    assert_eq!(first.services, again.services);
    assert_eq!(first.streams, again.streams);
    assert_eq!(first.roles, again.roles);
    assert_eq!(first.incidents, again.incidents);
    assert_eq!(first.labor, again.labor);
    assert!(first.revenue == again.revenue, "revenue differs");
    assert_eq!(first.truth, again.truth);
    let other = generate(SEED + 1);
    assert_ne!(first.services[0].id, other.services[0].id);
    assert_ne!(first.incidents_csv(), other.incidents_csv());
    assert_ne!(first.labor_csv(), other.labor_csv());
    assert!((0..STREAMS).all(|s| first.revenue[s] != other.revenue[s]));
}

#[test]
fn every_record_has_an_id_of_its_own() {
    let sample = &world().sample;
    let ids: Vec<u128> = (sample.services.iter().map(|x| x.id.0))
        .chain(sample.streams.iter().map(|x| x.id.0))
        .chain(sample.roles.iter().map(|x| x.id.0))
        .chain(sample.incidents.iter().map(|x| x.id.0))
        .chain(sample.labor.iter().map(|x| x.id.0))
        .collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    let labels: HashSet<String> = sample.incidents.iter().map(Incident::label).collect();
    assert_eq!(labels.len(), sample.incidents.len());
    assert!(labels.contains("INC-0001"));
}

#[test]
fn the_company_is_as_described() {
    let World { sample, analysis } = world();
    assert_eq!(sample.methods.currency.code(), "EUR");
    assert_eq!(sample.methods.zone.name(), "Europe/Berlin");
    assert_eq!((sample.services.len(), sample.tiers.len()), (8, 3));
    let targets: Vec<_> = sample.tiers.iter().map(|t| (t.number, t.target)).collect();
    assert_eq!(
        targets,
        [(1, Some(0.999)), (2, Some(0.995)), (3, Some(0.99))]
    );
    let orphans = sample.services.iter().filter(|s| s.owner.is_none()).count();
    let without_tier = sample.services.iter().filter(|s| s.tier.is_none()).count();
    assert_eq!((orphans, without_tier), (2, 1));
    assert_eq!(check_cycles(&sample.services), Ok(()));
    let mobile: Vec<f64> = (sample.services.iter().flat_map(|s| &s.channels))
        .filter(|c| c.name == "mobile")
        .map(|c| c.ceiling)
        .collect();
    assert!(mobile.len() >= 3 && mobile.iter().all(|c| *c == 0.999));
    for service in &sample.services {
        let shares: f64 = service.channels.iter().map(|c| c.share).sum();
        assert!(shares <= 1.0 + 1e-12, "{}: {shares}", service.name);
    }
    // Dependencies and dependences together give the planted reach, whatever lies between.
    for (service, planted) in sample.truth.reach.iter().enumerate() {
        let mut found = [0; STREAMS];
        for (stream, share) in analysis.reach.streams_from(service) {
            found[*stream] = *share;
        }
        assert_eq!(
            found,
            planted.map(billionths),
            "{}",
            sample.services[service].name
        );
    }
    for role in &sample.roles {
        let rate = role.rate.to_estimate();
        assert!((38.0..=110.0).contains(&rate), "{}: {rate}", role.name);
    }
    assert_eq!(sample.roles.len(), 6);
    assert!((100..=140).contains(&sample.incidents.len()));
}

#[test]
fn revenue_covers_eighteen_months_by_minute_to_the_cent() {
    let World { sample, analysis } = world();
    let at = |text: &str| Instant::parse(text).expect("a time");
    let span = Interval {
        start: at("2025-04-30T22:00:00Z"),
        end: at("2026-10-31T23:00:00Z"),
    };
    assert_eq!(analysis.observed, span);
    assert_eq!(analysis.as_of, span.end);
    assert_eq!(sample.streams.len(), STREAMS);
    for (stream, minutes) in sample.streams.iter().zip(&sample.revenue) {
        assert!(minutes.windows(2).all(|w| w[0].minute < w[1].minute));
        assert!(minutes.iter().all(|m| m.units % 10_000 == 0 && m.rows > 0));
        assert!(
            minutes
                .iter()
                .all(|m| span.contains(Instant::of_minute(m.minute)))
        );
        assert!(
            minutes.iter().any(|m| m.units < 0),
            "{}: no refund",
            stream.name
        );
    }
    assert_eq!(analysis.covered, vec![Some(span); STREAMS]);
    // The sale day is the best of all, in what was earned and not only in what was planted.
    let mut days: BTreeMap<i64, i64> = BTreeMap::new();
    for sum in sample.revenue.iter().flatten() {
        let day = sample
            .methods
            .zone
            .day_start(Instant::of_minute(sum.minute / 1440 * 1440));
        *days.entry(day.0).or_default() += sum.units;
    }
    let best = days.iter().max_by_key(|(_, units)| **units).expect("days");
    let sale = sample
        .truth
        .seasons
        .iter()
        .find(|s| s.name == "sale day")
        .expect("planted");
    assert!(
        sale.during.contains(Instant(*best.0 + DAY_MS / 2)),
        "{}",
        Instant(*best.0)
    );
}

#[test]
fn timelines_are_in_order_and_over_by_the_end() {
    let sample = &world().sample;
    for incident in &sample.incidents {
        let label = incident.label();
        let marks = [
            Some(incident.started),
            incident.detected,
            incident.acknowledged,
            incident.mitigated,
            incident.resolved,
        ];
        let known: Vec<Instant> = marks.into_iter().flatten().collect();
        assert_eq!(known.len(), 5, "{label}: a mark is missing");
        assert!(known.is_sorted(), "{label}: {known:?}");
        assert!(incident.resolved <= Some(sample.truth.span.end), "{label}");
        assert!(!incident.impacts.is_empty() && !incident.title.contains("{}"));
        for impact in &incident.impacts {
            assert!(impact.start >= incident.started && impact.end <= incident.resolved);
            assert!(impact.end > Some(impact.start), "{label}");
            assert!(
                impact.share.is_none_or(|s| (0.01..=1.0).contains(&s)),
                "{label}"
            );
        }
        assert_eq!(incident.impacts[0].start, incident.started, "{label}");
    }
    assert!(sample.incidents.is_sorted_by_key(|i| i.started));
}

#[test]
fn the_special_incidents_are_what_they_are_called() {
    let world = world();
    let World { sample, analysis } = world;
    let span = |role| {
        let incident = world.special(role);
        Interval::new(incident.started, incident.resolved.expect("it is over")).expect("in order")
    };
    let cost = |role| &analysis.costs[world.position(role)];

    let (outer, nested) = (span(Role::Outer), span(Role::Nested));
    assert!(outer.start < nested.start && nested.end < outer.end);

    // 60 minutes at 1 and 60 at 0.3, half an hour in common: 69 minutes, not 78.
    let pair = [Role::OverlapFirst, Role::OverlapSecond];
    let pieces = pair.map(|role| Piece {
        interval: span(role),
        level: cost(role).worst,
        incident: 0,
    });
    assert_eq!(
        world.special(pair[0]).impacts[0].service,
        world.special(pair[1]).impacts[0].service
    );
    let minutes = Downtime::of(&pieces).minutes(sample.truth.span, Counting::Weighted);
    assert_eq!(minutes, 69.0);

    assert_eq!(
        span(Role::TouchingFirst).end,
        span(Role::TouchingSecond).start
    );
    let services = |role| {
        let impacts = world.special(role).impacts.iter();
        impacts.map(|i| i.service).collect::<HashSet<_>>().len()
    };
    assert_eq!((services(Role::Zone), services(Role::Failover)), (5, 3));
    assert_eq!(
        world.special(Role::Customers).detected_by,
        Some(Detection::Customer)
    );
    assert!(world.special(Role::Customers).ttd() > Some(120.0));
    assert_eq!(world.special(Role::HandedAround).reassignments, Some(5));
    assert!(span(Role::LongTail).minutes() > 48.0 * 60.0);

    let zone = sample.methods.zone;
    let clocks = span(Role::ClockChange);
    assert_eq!(
        zone.offset_ms(clocks.start) - zone.offset_ms(clocks.end),
        3_600_000
    );
    let month = |at| zone.calendar(ninefold_domain::time::CalendarUnit::Month, at);
    let over = span(Role::MonthEnd);
    assert_eq!(month(over.start).end, month(over.end).start);

    for (role, kind) in [
        (Role::Maintenance, IncidentKind::Maintenance),
        (Role::Drill, IncidentKind::Test),
    ] {
        assert_eq!(world.special(role).kind, kind);
        assert!(
            !cost(role).counts && cost(role).total() == 0,
            "{role:?} counts"
        );
        let id = world.special(role).id;
        assert!(
            sample.labor.iter().any(|l| l.incident == id),
            "{role:?}: nobody worked on it"
        );
    }
    let counted = analysis.costs.iter().filter(|c| c.counts).count();
    assert_eq!(counted, sample.incidents.len() - 2);
}

#[test]
fn the_dearest_incident_is_the_one_at_the_peak() {
    let world = world();
    let World { sample, analysis } = world;
    let peak = world.position(Role::Peak);
    let dearest = (0..analysis.costs.len()).max_by_key(|i| analysis.costs[*i].total());
    assert_eq!(dearest, Some(peak));
    // Demand on Checkout is highest on Sunday from 20:00, and the incident spans all of it.
    let outage = analysis.full_outage(0).expect("Checkout carries streams");
    assert_eq!(outage.peak_hour, 6 * 24 + 20);
    let slot = |at| analysis.velocity(0).slot_of(at) / 60;
    let span = analysis.costs[peak].span;
    assert!(slot(span.start) < outage.peak_hour && outage.peak_hour < slot(span.end));
    assert_eq!(sample.services[0].name, "Checkout");
}

#[test]
fn the_story_holds() {
    let world = world();
    let World { sample, analysis } = world;
    let year = world.year();
    for (index, service) in sample.services.iter().enumerate() {
        let (target, _) = target_of(service, &sample.tiers, &sample.methods);
        let provided = analysis.provided(index, year, Counting::Weighted, target);
        let expected = if service.name == "Checkout" {
            1.2..1.4
        } else {
            0.02..0.9
        };
        assert!(
            expected.contains(&provided.consumed),
            "{} has used {} of its budget",
            service.name,
            provided.consumed
        );
    }
    let euros = |units: i128| units as f64 / 1e6;
    let cost = euros(analysis.total(analysis.incidents_in(year)));
    assert!((120_000.0..220_000.0).contains(&cost), "{cost}");
    // Every kind of line is in the story.
    let lines: HashSet<_> = analysis
        .incidents_in(year)
        .flat_map(|i| analysis.costs[i].lines.iter())
        .filter(|l| l.units != 0)
        .map(|l| std::mem::discriminant(&l.kind))
        .collect();
    // Lost, recaptured, labor, review, opportunity, credits, contacts, churn, fixed.
    assert!(lines.len() >= 8, "{} kinds of line", lines.len());
    let revenue: i128 = (sample.revenue.iter().flatten())
        .filter(|m| year.contains(Instant::of_minute(m.minute)))
        .map(|m| i128::from(m.units))
        .sum();
    assert!((36e6..40e6).contains(&euros(revenue)), "{}", euros(revenue));
    assert!(analysis.costs.iter().all(|c| c.labor.unpriced == 0));
    // Each incident that counts has 2 to 14 entries, and as many of review after the worst.
    let mut entries: HashMap<_, usize> = HashMap::new();
    for entry in &sample.labor {
        *entries.entry(entry.incident).or_default() += 1;
        assert!(entry.worked_ms > 0 && entry.worked_ms <= 10 * 3_600_000);
    }
    for incident in &sample.incidents {
        let count = entries.get(&incident.id).copied().unwrap_or(0);
        assert!((2..=28).contains(&count), "{}: {count}", incident.label());
    }
}

#[test]
fn the_hours_of_the_week_are_recovered() {
    let world = world();
    let mut outside = 0;
    for stream in 0..STREAMS {
        let learned = world.analysis.velocity(stream).by_hour_of_week();
        let mut slots: Vec<Vec<Hour>> = (0..168).map(|_| Vec::new()).collect();
        for hour in world.hours(stream) {
            slots[hour.slot].push(hour);
        }
        let (mut bounds, mut rates) = (0.0, 0.0);
        for (slot, hours) in slots.iter().enumerate() {
            let clean: f64 = hours.iter().map(|h| h.clean).sum();
            // Planted: shape × growth × season, averaged over the clean minutes of the slot.
            let planted = hours.iter().map(|h| h.expected).sum::<f64>() / clean;
            // Sampling error of a slot's mean: s / √n, s the standard deviation of its whole
            // clean hours around what was planted for each of them.
            let residuals: Vec<f64> = (hours.iter())
                .filter(|h| h.clean == 60.0)
                .map(|h| (h.observed - h.expected) / 60.0)
                .collect();
            let squares: f64 = residuals.iter().map(|r| r * r).sum();
            let n = residuals.len() as f64;
            let bound = Z99 * (squares / n / n).sqrt();
            bounds += bound;
            rates += planted;
            if (learned[slot] - planted).abs() > bound {
                outside += 1;
            }
        }
        // The bounds bite: together they are narrow against what was planted.
        let width = bounds / rates;
        println!("stream {stream}: ± {:.1} %", width * 100.0);
        assert!(width < 0.2, "stream {stream}: {width}");
    }
    // At 99 % each, about 1 in 100 of the 672 slots lies outside: at most the 99.5 % quantile of
    // Binomial(672, 0.01), and not fewer than its 0.5 % quantile, or the bounds are too wide.
    println!("{outside} slots outside");
    assert_binomial("slots outside their bound", outside, 168 * STREAMS, 0.01);
}

#[test]
fn growth_is_recovered() {
    let world = world();
    let truth = &world.sample.truth;
    for stream in 0..STREAMS {
        let points: Vec<(f64, f64)> = (world.weeks(stream).iter())
            .map(|(at, observed, expected)| {
                let x = (at.0 - truth.anchor.0) as f64 / (7 * DAY_MS) as f64;
                // Planted growth is taken out of what was expected, then looked for.
                (x, (observed / expected * truth.growth(stream, *at)).ln())
            })
            .collect();
        let n = points.len() as f64;
        let mx = points.iter().map(|p| p.0).sum::<f64>() / n;
        let my = points.iter().map(|p| p.1).sum::<f64>() / n;
        let sxx: f64 = points.iter().map(|p| (p.0 - mx).powi(2)).sum();
        let slope = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>() / sxx;
        let rest: f64 = points
            .iter()
            .map(|p| (p.1 - my - slope * (p.0 - mx)).powi(2))
            .sum();
        // Standard error of a least-squares slope: √(Σ e² / (n − 2) / Σ (x − x̄)²).
        let bound = Z99 * (rest / (n - 2.0) / sxx).sqrt();
        let planted = truth.weekly_growth[stream];
        assert!(
            (slope - planted).abs() <= bound,
            "{stream}: {slope} against {planted} ± {bound}"
        );
        println!("stream {stream}: {slope:.6} ± {bound:.6}, planted {planted:.6}");
        // No growth at all is told from the planted one.
        assert!(bound < planted / 2.0, "{stream}: ± {bound} of {planted}");
    }
}

#[test]
fn the_level_of_each_stream_is_recovered() {
    let world = world();
    for stream in 0..STREAMS {
        // Mean of the weekly ratios observed / planted; sampling error s / √n over weeks.
        let ratios: Vec<f64> = world.weeks(stream).iter().map(|(_, o, e)| o / e).collect();
        let (mean, deviation) = mean_and_deviation(&ratios);
        let bound = Z99 * deviation / (ratios.len() as f64).sqrt();
        assert!(
            (mean - 1.0).abs() <= bound,
            "stream {stream}: {mean} ± {bound}"
        );
        println!("stream {stream}: {mean:.4} ± {bound:.4}");
        assert!(bound < 0.03, "stream {stream}: ± {bound}");
    }
}

#[test]
fn incident_rates_are_recovered() {
    let world = world();
    let truth = &world.sample.truth;
    let years = truth.incidents_begin.length_ms() as f64 / DAY_MS as f64 / 365.0;
    let drawn = world.drawn();
    for (service, rate) in truth.incident_rates.iter().enumerate() {
        let count = drawn.iter().filter(|i| world.service(i) == service).count();
        // Exact Poisson interval (Garwood) on the mean after `count` events, per year.
        let (low, high) = poisson_interval(count as u64, 0.99);
        let name = &world.sample.services[service].name;
        assert!(
            (low / years..=high / years).contains(rate),
            "{name}: {count} in {years} years against {rate} a year"
        );
    }
    let all: f64 = truth.incident_rates.iter().sum();
    let (low, high) = poisson_interval(drawn.len() as u64, 0.99);
    assert!(
        (low / years..=high / years).contains(&all),
        "{} against {all}",
        drawn.len()
    );
}

#[test]
fn durations_are_recovered() {
    let world = world();
    let drawn = world.drawn();
    for law in &world.sample.truth.durations {
        let logs: Vec<f64> = (drawn.iter())
            .filter(|i| i.severity.as_deref() == Some(law.severity))
            .filter_map(|i| i.ttr())
            .map(f64::ln)
            .collect();
        assert_binomial(law.severity, logs.len(), drawn.len(), law.share);
        let (mean, deviation) = mean_and_deviation(&logs);
        let n = logs.len() as f64;
        // A mean of n logarithms errs by σ / √n, their standard deviation by σ / √(2 (n − 1)).
        let name = law.severity;
        assert!(
            (mean - law.median.ln()).abs() <= Z99 * law.sigma / n.sqrt(),
            "{name}: {mean}"
        );
        let bound = Z99 * law.sigma / (2.0 * (n - 1.0)).sqrt();
        assert!(
            (deviation - law.sigma).abs() <= bound,
            "{name}: {deviation}"
        );
    }
}

#[test]
fn shares_are_recovered() {
    let world = world();
    let truth = &world.sample.truth;
    let drawn = world.drawn();
    let count = |test: &dyn Fn(&Incident) -> bool| drawn.iter().filter(|i| test(i)).count();
    let n = drawn.len();
    let by = |who| count(&|i| i.detected_by == Some(who));
    assert_binomial(
        "by customers",
        by(Detection::Customer),
        n,
        truth.detectors.customer,
    );
    assert_binomial("by staff", by(Detection::Staff), n, truth.detectors.staff);
    let hand = count(&|i| i.recovered_by == Some(Recovery::Hand));
    assert_binomial("by hand", hand, n, truth.by_hand);
    // A cause can repeat where the service has had one of the same kind (its own or a
    // provider's); among those, the planted share does.
    let mut had: HashMap<(usize, bool), HashSet<&str>> = HashMap::new();
    let (mut could, mut did) = (0, 0);
    for incident in &drawn {
        let provider = incident.recovered_by == Some(Recovery::Provider);
        let before = had.entry((world.service(incident), provider)).or_default();
        let cause = incident.causes[0].as_str();
        if !before.is_empty() {
            could += 1;
            did += usize::from(before.contains(cause));
        }
        before.insert(cause);
    }
    assert!(could > 60, "{could}");
    assert_binomial("repeated causes", did, could, truth.repeats);
}

#[test]
fn lost_revenue_is_recovered_by_velocity() {
    let World { sample, analysis } = world();
    let planted: f64 = sample.truth.planted_loss.iter().sum();
    let found: f64 = analysis.costs.iter().map(IncidentCost::lost).sum();
    // The analysis states its own sampling error: √Σ over incidents of share² φ E, φ measured
    // on clean hours and days.
    let all = (0..analysis.costs.len()).map(|i| (i, 1.0));
    let bound = Z99 * analysis.deviation(all, Sought::NetRevenue);
    assert!(
        (found - planted).abs() <= bound,
        "{found} against {planted} ± {bound}"
    );
    println!("lost {found:.0} ± {bound:.0}, planted {planted:.0}");
    assert!(bound < 0.12 * planted, "± {bound} of {planted}");
    for stream in 0..STREAMS {
        let losses = || {
            let all = analysis.costs.iter().flat_map(|c| &c.losses);
            all.filter(move |l| l.stream == stream)
        };
        let found: f64 = losses().map(|l| l.lost).sum();
        let bound = Z99 * losses().map(|l| l.deviation.powi(2)).sum::<f64>().sqrt();
        let planted = sample.truth.planted_loss[stream];
        assert!(
            (found - planted).abs() <= bound,
            "{stream}: {found} against {planted} ± {bound}"
        );
    }
}

#[test]
fn recaptured_revenue_is_recovered() {
    let world = world();
    let World { sample, analysis } = world;
    let truth = &sample.truth;
    for stream in 0..STREAMS {
        let (lost, back) = (truth.lost_orders[stream], truth.returned_orders[stream]);
        let name = format!("orders of stream {stream} that came back");
        assert_binomial(
            &name,
            back as usize,
            lost as usize,
            truth.recaptured[stream],
        );
    }
    // From the money alone: in the two hours after an incident more is earned than planted
    // demand expects, by the recaptured share of the loss. Weighted least squares through the
    // origin: r = Σ x y / v over Σ x² / v, standard error 1 / √(Σ x² / v), with x the part of the
    // loss by velocity that returns within the window if all of it returns, y the excess, and
    // v = c × expected, c measured on clean windows of the same length.
    const WINDOW: usize = 120;
    let after = |t: f64| (-t / truth.return_minutes).exp();
    let within = (1.0 - after(WINDOW as f64)) / (1.0 - after(truth.return_limit));
    let (mut xy, mut xx, mut planted) = (0.0, 0.0, 0.0);
    for stream in 0..STREAMS {
        let minutes = world.minutes(stream);
        // Excess and expectation of a window that no incident touches.
        let excess = |from: usize| -> Option<(f64, f64)> {
            let window: Option<Vec<(f64, f64)>> =
                minutes.get(from..from + WINDOW)?.iter().copied().collect();
            let (observed, expected) = window?
                .iter()
                .fold((0.0, 0.0), |(o, e), minute| (o + minute.0, e + minute.1));
            Some((observed - expected, expected))
        };
        let clean: Vec<(f64, f64)> = (0..minutes.len())
            .step_by(WINDOW)
            .filter_map(excess)
            .collect();
        let squares: f64 = clean.iter().map(|(y, _)| y * y).sum();
        let spread = squares / clean.iter().map(|(_, e)| e).sum::<f64>();
        for cost in &analysis.costs {
            let Some(loss) = cost.losses.iter().find(|l| l.stream == stream) else {
                continue;
            };
            let next = cost.span.end.minute() + 1 - truth.span.start.minute();
            let Some((y, expected)) = excess(next as usize) else {
                continue;
            };
            let x = loss.lost * within;
            let v = spread * expected;
            xy += x * y / v;
            xx += x * x / v;
            planted += x * x / v * truth.recaptured[stream];
        }
    }
    let (found, planted, bound) = (xy / xx, planted / xx, Z99 / xx.sqrt());
    println!("recaptured {found:.3} ± {bound:.3}, planted {planted:.3}");
    assert!(
        (found - planted).abs() <= bound,
        "{found} against {planted} ± {bound}"
    );
    // Told from nothing, and from everything.
    assert!(found > bound && found + bound < 1.0, "{found} ± {bound}");
}

#[test]
fn the_committed_files_are_the_generators() {
    let sample = &world().sample;
    for (file, fresh) in [
        ("data/sample/incidents.csv", sample.incidents_csv()),
        ("data/sample/labor.csv", sample.labor_csv()),
    ] {
        let kept = text(file);
        assert!(
            kept == fresh,
            "{file} is stale; run: ninefold sample --sources data/sample (and leave revenue.csv out)"
        );
        assert!(kept.len() < 500_000, "{file} has {} bytes", kept.len());
    }
}

#[test]
fn the_files_say_what_the_records_say() {
    let sample = &world().sample;
    let folder = tempfile::tempdir().expect("a folder to write to");
    let written = sample.write_files(folder.path()).expect("it is written");
    let names: Vec<_> = written.iter().filter_map(|p| p.file_name()).collect();
    assert_eq!(names, ["incidents.csv", "labor.csv", "revenue.csv"]);
    let open = |index: usize| csv::Reader::from_path(&written[index]).expect("it opens");
    let record = |row: Result<HashMap<String, String>, csv::Error>| row.expect("a whole row");

    let names: HashMap<_, _> = sample
        .services
        .iter()
        .map(|s| (s.name.clone(), s.id))
        .collect();
    let mut impacts = sample
        .incidents
        .iter()
        .flat_map(|i| i.impacts.iter().map(move |x| (i, x)));
    for row in open(0).deserialize().map(record) {
        let (incident, impact) = impacts.next().expect("no more rows than impacts");
        let time = |name: &str| Instant::parse(&row[name]).ok();
        assert_eq!(row["id"], incident.label());
        assert_eq!(row["title"], incident.title);
        assert_eq!(row["notes"], incident.notes);
        assert_eq!(names[&row["service"]], impact.service);
        assert_eq!(
            (time("started"), time("resolved")),
            (Some(impact.start), impact.end)
        );
        assert_eq!(time("detected"), incident.detected);
        assert_eq!(time("acknowledged"), incident.acknowledged);
        assert_eq!(time("mitigated"), incident.mitigated);
        assert_eq!(row["impact"].parse().ok(), impact.share);
        assert_eq!(row["contacts"].parse().ok(), incident.contacts);
        assert_eq!(
            row["severity"],
            incident.severity.clone().unwrap_or_default()
        );
    }
    assert_eq!(impacts.next(), None);

    let mut entries = sample.labor.iter();
    for row in open(1).deserialize().map(record) {
        let entry = entries.next().expect("no more rows than entries");
        let people: f64 = row["people"].parse().expect("a number");
        let minutes: i64 = row["minutes"].parse().expect("a number");
        assert_eq!((people * 1000.0).round() as i64, entry.people_milli);
        assert_eq!(minutes * 60_000, entry.worked_ms);
        assert_eq!(row["role"], entry.role);
        assert_eq!(row["person"], entry.person.clone().unwrap_or_default());
        let role = sample
            .roles
            .iter()
            .find(|r| r.name == entry.role)
            .expect("on the card");
        assert_eq!(row["rate"], role.rate.to_decimal());
    }
    assert_eq!(entries.next(), None);

    let mut minutes = (sample.streams.iter().zip(&sample.revenue))
        .flat_map(|(stream, minutes)| minutes.iter().map(move |m| (stream, m)))
        .filter(|(_, sum)| sum.units != 0);
    let mut cents: HashMap<String, i128> = HashMap::new();
    for row in open(2).records() {
        let row = row.expect("a whole row");
        let (stream, sum) = minutes.next().expect("no more rows than minutes");
        assert_eq!(Instant::parse(&row[0]), Ok(Instant::of_minute(sum.minute)));
        assert_eq!((&row[1], &row[3]), (stream.name.as_str(), "EUR"));
        let digits: i128 = row[2].replace('.', "").parse().expect("cents");
        *cents.entry(stream.name.clone()).or_default() += digits;
    }
    assert_eq!(minutes.next(), None);
    for (stream, minutes) in sample.streams.iter().zip(&sample.revenue) {
        assert_eq!(
            cents[&stream.name] * 10_000,
            revenue_total(stream, minutes).units()
        );
    }
}
