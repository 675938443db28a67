//! Losses by counterfactual where it is known what would have come.

use super::*;
use crate::money::Currency;
use crate::random::Random;
use crate::velocity::ThinSlots;
use proptest::prelude::*;

/// A major unit in units.
const MAJOR: i64 = 1_000_000;

fn minutes_from(start: i64, minutes: i64) -> Interval {
    Interval {
        start: Instant::of_minute(start),
        end: Instant::of_minute(start + minutes),
    }
}

fn first_minute() -> i64 {
    Instant::parse("2024-01-01T00:00:00Z").unwrap().minute()
}

fn learn(
    rows: &[(i64, i64)],
    dirty: &DirtyMinutes,
    off: &DirtyMinutes,
    span: Interval,
) -> Counterfactual {
    let currency = Currency::parse("EUR").unwrap();
    let (profile, thin) = (Profile::HourOfWeek, ThinSlots::Mean);
    let minutes = rows.iter().copied();
    let velocity = Velocity::learn(minutes, currency, dirty, span, Zone::UTC, profile, thin);
    Counterfactual::learn(
        Observed::new(rows.iter().copied(), currency),
        &Learning {
            velocity: &velocity,
            span,
            zone: Zone::UTC,
            profile,
            rule: thin.into(),
            dirty,
            off,
            recovery_minutes: 240.0,
        },
    )
}

/// 200 a minute for some weeks, but for what `change` makes of a minute of the data.
fn steady(weeks: i64, change: impl Fn(i64) -> f64) -> (Vec<(i64, i64)>, Interval) {
    let first = first_minute();
    let rows = (0..weeks * WEEK_MINUTES)
        .map(|m| (first + m, (200.0 * change(m) * MAJOR as f64) as i64))
        .collect();
    (rows, minutes_from(first, weeks * WEEK_MINUTES))
}

#[test]
fn deferred_revenue_is_measured() {
    // Model, section 3: 200 a minute × 30 min × 60 % = 3,600; 1,260 comes back; 2,340 net.
    let at = 20 * 1_440 + 600;
    let (rows, span) = steady(6, |m| match m - at {
        0..30 => 0.4,
        30..120 => 1.0 + 1_260.0 / 90.0 / 200.0,
        _ => 1.0,
    });
    let incident = minutes_from(first_minute() + at, 30);
    let cf = learn(
        &rows,
        &DirtyMinutes::of([incident]),
        &DirtyMinutes::default(),
        span,
    );
    let [episode] = cf.episodes() else {
        panic!("one episode: {:?}", cf.episodes())
    };
    let recovery = episode.recovery.unwrap();
    assert_eq!(recovery, minutes_from(first_minute() + at + 30, 240));
    let gross = cf.window(incident);
    assert!((gross.loss() - 3_600.0).abs() < 0.01, "{gross:?}");
    assert_eq!((gross.minutes, gross.uncovered_minutes), (30.0, 0.0));
    assert!((cf.window(recovery).loss() + 1_260.0).abs() < 0.01);
    let both = [incident, recovery];
    assert!((cf.total(&both).loss() - 2_340.0).abs() < 0.01);
    // Nothing strays, so nothing is uncertain.
    assert!(cf.deviation(&both) < 0.1);
    assert_eq!(cf.episode_at(incident.start), Some(0));
    assert_eq!(cf.episode_at(recovery.start), None);
}

#[test]
fn nothing_is_lost_where_observed_is_as_expected() {
    // An incident was recorded, and growth went on, but nobody bought less.
    let (rows, span) = steady(20, |m| 0.9 + 0.2 * m as f64 / (20.0 * WEEK_MINUTES as f64));
    let incident = minutes_from(first_minute() + 30 * 1_440 + 300, 700);
    let cf = learn(
        &rows,
        &DirtyMinutes::of([incident]),
        &DirtyMinutes::default(),
        span,
    );
    let seen = cf.window(incident);
    // Growth makes a slot that lacks a week lean to the other ones: a thousandth or two.
    assert!(seen.loss().abs() < 0.004 * seen.expected, "{seen:?}");
}

#[test]
fn recovery_ends_where_the_next_incident_or_the_end_of_the_data_is() {
    let (rows, span) = steady(3, |_| 1.0);
    let first = first_minute();
    let end = 3 * WEEK_MINUTES;
    let touched = [
        minutes_from(first + 1_000, 60),
        minutes_from(first + 1_030, 90),
        minutes_from(first + 1_200, 10),
        minutes_from(first + end - 20, 10),
        minutes_from(first + end + 100, 10),
    ];
    let cf = learn(
        &rows,
        &DirtyMinutes::of(touched),
        &DirtyMinutes::default(),
        span,
    );
    let found: Vec<(i64, Option<f64>)> = cf
        .episodes()
        .iter()
        .map(|e| {
            (
                e.dirty.start.minute() - first,
                e.recovery.map(Interval::minutes),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (1_000, Some(80.0)),
            (1_200, Some(240.0)),
            (end - 20, Some(10.0))
        ]
    );
    let outside = cf.window(touched[4]);
    assert_eq!((outside.minutes, outside.uncovered_minutes), (0.0, 10.0));
    assert_eq!(outside.loss(), 0.0);
    assert_eq!(cf.deviation(&[touched[4]]), 0.0);
    // No clean minute: nothing to compare with, so nothing is said to be lost or gained.
    let all = learn(
        &rows,
        &DirtyMinutes::of([span]),
        &DirtyMinutes::default(),
        span,
    );
    let seen = all.window(touched[0]);
    assert_eq!((seen.loss(), seen.uncovered_minutes), (0.0, 60.0));
    assert_eq!(all.deviation(&[touched[0]]), 0.0);
}

#[test]
fn a_sale_day_is_compared_with_itself() {
    let (day, at) = (30 * 1_440, 30 * 1_440 + 600);
    let (rows, span) = steady(10, |m| {
        let sale = if (day..day + 1_440).contains(&m) {
            3.0
        } else {
            1.0
        };
        let sale = sale * (1.0 + 0.001 * ((m / 60 * 7_919) % 13 - 6) as f64);
        if (at..at + 60).contains(&m) {
            0.5 * sale
        } else {
            sale
        }
    });
    let first = first_minute();
    let incident = minutes_from(first + at, 60);
    let dirty = DirtyMinutes::of([incident]);
    let off = DirtyMinutes::of([minutes_from(first + day, 1_440)]);
    let marked = learn(&rows, &dirty, &off, span);
    let loss = marked.window(incident).loss();
    assert!((loss - 200.0 * 3.0 * 0.5 * 60.0).abs() < 300.0, "{loss}");
    assert!(marked.deviation(&[incident]) > 0.0);
    assert_eq!(marked.window(incident).extrapolated_minutes, 0.0);
    // Down nearly all day: the days around have to do, and the answer says so.
    let down = minutes_from(first + day + 50, 1_380);
    let cf = learn(&rows, &DirtyMinutes::of([down]), &off, span);
    let seen = cf.window(down);
    assert_eq!(seen.extrapolated_minutes, 1_380.0);
    assert!((seen.expected - 200.0 * 1_380.0).abs() < 300.0, "{seen:?}");
}

/// Noisy hours, with a few incidents.
fn noisy(seed: u64, weeks: i64) -> (Vec<(i64, i64)>, Interval, Vec<Interval>) {
    let mut random = Random::seeded(seed);
    let first = first_minute();
    let mut z = 0.0;
    let mut rows = Vec::new();
    for hour in 0..weeks * 168 {
        z = 0.6 * z + 0.24 * random.normal();
        let daily = 1.0 + 0.5 * ((hour % 24) as f64 / 24.0 * std::f64::consts::TAU).sin();
        for minute in 0..60 {
            let units = 100.0 * daily * f64::exp(z) * MAJOR as f64;
            rows.push((first + hour * 60 + minute, units as i64));
        }
    }
    let touched = (0..5)
        .map(|_| {
            let start = first + random.below((weeks * WEEK_MINUTES) as usize) as i64;
            minutes_from(start, 5 + random.below(2_000) as i64)
        })
        .collect();
    (rows, minutes_from(first, weeks * WEEK_MINUTES), touched)
}

#[test]
fn hours_beside_an_outage_narrow_its_range() {
    let (rows, span, _) = noisy(11, 30);
    let incident = minutes_from(first_minute() + 100 * 1_440 + 630, 60);
    let dirty = DirtyMinutes::of([incident]);
    let cf = learn(&rows, &dirty, &DirtyMinutes::default(), span);
    let deviation = cf.deviation(&[incident]);
    let seen = cf.window(incident);
    // By the stationary deviation of an hour, 30 %, nothing beside it being known.
    assert!(deviation < 0.24 * seen.expected, "{deviation} {seen:?}");
    assert!(deviation > 0.1 * seen.expected, "{deviation} {seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn parts_add_up_however_they_are_cut(seed in 0_u64..1_000, cuts in prop::collection::vec(0.0_f64..1.0, 1..6)) {
        let (rows, span, touched) = noisy(seed, 5);
        let cf = learn(&rows, &DirtyMinutes::of(touched.iter().copied()), &DirtyMinutes::default(), span);
        for whole in touched.iter().copied().chain([span]) {
            let mut at: Vec<i64> = cuts
                .iter()
                .map(|c| whole.start.0 + (c * whole.length_ms() as f64) as i64)
                .chain([whole.start.0, whole.end.0])
                .collect();
            at.sort_unstable();
            let parts: Vec<Interval> = at
                .windows(2)
                .map(|pair| Interval { start: Instant(pair[0]), end: Instant(pair[1]) })
                .collect();
            let (sum, one) = (cf.total(&parts), cf.window(whole));
            let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + one.expected.abs());
            prop_assert!(near(sum.expected, one.expected), "{sum:?} {one:?}");
            prop_assert!(near(sum.observed, one.observed));
            prop_assert!((sum.minutes - one.minutes).abs() < 1e-6);
        }
    }

    #[test]
    fn the_order_of_incidents_changes_nothing(seed in 0_u64..1_000) {
        let (rows, span, mut touched) = noisy(seed, 5);
        let forward = learn(&rows, &DirtyMinutes::of(touched.iter().copied()), &DirtyMinutes::default(), span);
        touched.reverse();
        let backward = learn(&rows, &DirtyMinutes::of(touched.iter().copied()), &DirtyMinutes::default(), span);
        for interval in touched {
            prop_assert_eq!(forward.window(interval), backward.window(interval));
            prop_assert_eq!(forward.deviation(&[interval]), backward.deviation(&[interval]));
        }
    }
}
