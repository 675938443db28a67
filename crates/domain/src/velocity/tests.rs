//! Profiles, levels and spreads on revenue of which everything is known.

use super::*;
use proptest::prelude::*;

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn weeks(n: i64) -> Interval {
    let start = at("2024-01-01T00:00:00Z");
    Interval {
        start,
        end: Instant(start.0 + n * WEEK_MINUTES * MINUTE_MS),
    }
}

/// 100 a minute, every minute.
fn flat(span: Interval, dirty: &DirtyMinutes, profile: Profile) -> Velocity {
    let minutes = (span.start.minute()..span.end.minute()).map(|m| (m, 100_000_000));
    Velocity::learn(
        minutes,
        eur(),
        dirty,
        span,
        Zone::UTC,
        profile,
        ThinSlots::Mean,
    )
}

#[test]
fn a_steady_stream_costs_its_rate_in_every_profile() {
    let span = weeks(3);
    let dirty = DirtyMinutes::of([Interval {
        start: at("2024-01-02T10:00:30Z"),
        end: at("2024-01-02T10:01:30Z"),
    }]);
    assert_eq!(dirty.len(), 2);
    for profile in [Profile::Flat, Profile::HourOfWeek, Profile::MinuteOfWeek] {
        let v = flat(span, &dirty, profile);
        assert_eq!(v.clean_minutes(), 3 * WEEK_MINUTES - 2);
        let loss = v.expected(Interval {
            start: at("2024-01-02T10:00:00Z"),
            end: at("2024-01-02T11:00:30Z"),
        });
        assert_eq!(loss, 6_050.0, "{profile:?}");
        assert_eq!(v.mean_per_minute(), 100.0);
    }
}

#[test]
fn slots_follow_the_specification() {
    // m minutes since 1970: minute of week (m + 4,320) mod 10,080, hour (⌊m/60⌋ + 72) mod 168.
    let span = weeks(1);
    let minutes =
        (span.start.minute()..span.end.minute()).map(|m| (m, (m + 4_320) % 10_080 * 1_000_000));
    let v = Velocity::learn(
        minutes,
        eur(),
        &DirtyMinutes::default(),
        span,
        Zone::UTC,
        Profile::MinuteOfWeek,
        ThinSlots::Mean,
    );
    for slot in [0_usize, 1, 59, 60, 10_079] {
        assert_eq!(v.at_slot(slot), slot as f64);
    }
    assert_eq!(v.by_hour_of_week()[1], 89.5);
}

#[test]
fn a_slot_without_clean_minutes_falls_back() {
    let span = weeks(1);
    let dirty = DirtyMinutes::of([Interval {
        start: at("2024-01-01T00:00:00Z"),
        end: at("2024-01-01T02:00:00Z"),
    }]);
    let minutes =
        |rate: fn(i64) -> i64| (span.start.minute()..span.end.minute()).map(move |m| (m, rate(m)));
    let rate = |m: i64| {
        if (m + 4_320) % 10_080 < 180 {
            7_000_000
        } else {
            1_000_000
        }
    };
    let v = Velocity::learn(
        minutes(rate),
        eur(),
        &dirty,
        span,
        Zone::UTC,
        Profile::MinuteOfWeek,
        ThinSlots::Mean,
    );
    let mean = (60.0 * 7.0 + (10_080.0 - 180.0)) / (10_080.0 - 120.0);
    assert!((v.at_slot(0) - mean).abs() < 1e-9);
    assert_eq!(v.at_slot(120), 7.0);
    // With a minimum of two observations a lone minute falls back to its hour.
    let v = Velocity::learn(
        minutes(rate),
        eur(),
        &dirty,
        span,
        Zone::UTC,
        Profile::MinuteOfWeek,
        ThinSlots::Coarser(2),
    );
    assert_eq!(v.at_slot(120), 7.0);
    assert!((v.at_slot(0) - mean).abs() < 1e-9);
    // Nothing clean at all: nothing expected.
    let all = DirtyMinutes::of([span]);
    let v = Velocity::learn(
        minutes(rate),
        eur(),
        &all,
        span,
        Zone::UTC,
        Profile::HourOfWeek,
        ThinSlots::Mean,
    );
    assert_eq!(v.expected(span), 0.0);
}

#[test]
fn a_local_profile_keeps_to_local_hours_across_daylight_saving() {
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let span = zone.whole_days(Interval {
        start: at("2026-03-01T12:00:00Z"),
        end: at("2026-05-01T12:00:00Z"),
    });
    let offsets = OffsetTable::new(zone, span);
    // Sells only between 20:00 and 21:00 local time.
    let minutes: Vec<(i64, i64)> = (span.start.minute()..span.end.minute())
        .map(|m| {
            (
                m,
                if offsets.minute_of_week(m) % 1440 / 60 == 20 {
                    1_000_000
                } else {
                    0
                },
            )
        })
        .collect();
    let v = Velocity::learn(
        minutes.iter().copied(),
        eur(),
        &DirtyMinutes::default(),
        span,
        zone,
        Profile::HourOfWeek,
        ThinSlots::Mean,
    );
    for day in ["2026-03-10T19:00:00Z", "2026-04-10T18:00:00Z"] {
        let start = at(day);
        assert_eq!(
            v.expected(Interval {
                start,
                end: Instant(start.0 + 3_600_000)
            }),
            60.0,
            "{day}"
        );
    }
}

#[test]
fn spread_is_nothing_where_nothing_strays_and_phi_where_it_does() {
    let span = weeks(4);
    let steady = (span.start.minute()..span.end.minute()).map(|m| (m, 1_000_000));
    let none = DirtyMinutes::default();
    let v = Velocity::learn(
        steady.clone(),
        eur(),
        &none,
        span,
        Zone::UTC,
        Profile::HourOfWeek,
        ThinSlots::Mean,
    )
    .with_spread(steady, &none, span);
    assert_eq!(v.spread().hour, 0.0);
    // Each hour alternately 40 and 80 over the weeks: expectation 60, residual 20.
    let swing = (span.start.minute()..span.end.minute()).map(|m| {
        (
            m,
            if ((m + 4_320) / 10_080) % 2 == 0 {
                40_000_000 / 60
            } else {
                80_000_000 / 60
            },
        )
    });
    let v = Velocity::learn(
        swing.clone(),
        eur(),
        &none,
        span,
        Zone::UTC,
        Profile::HourOfWeek,
        ThinSlots::Mean,
    )
    .with_spread(swing, &none, span);
    assert!((v.spread().hour - 400.0 / 60.0).abs() < 1e-3);
    assert!((v.spread().deviation(60.0, 60.0) - 20.0).abs() < 1e-2);
    // A day's error moves together here, so its phi is 24 times as large.
    assert!((v.spread().deviation(1440.0, 1440.0) - 480.0).abs() < 1.0);
}

#[test]
fn ranges_are_joined_prolonged_and_cut() {
    let range = |from: i64, until: i64| Interval {
        start: Instant::of_minute(from),
        end: Instant::of_minute(until),
    };
    let dirty = DirtyMinutes::of([range(10, 20), range(40, 50)]);
    let both = dirty.union(&DirtyMinutes::of([range(18, 30), range(60, 61)]));
    assert_eq!(both.ranges(), [(10, 30), (40, 50), (60, 61)]);
    assert_eq!(both.prolonged(10).ranges(), [(10, 71)]);
    assert_eq!(both.prolonged(-5), both);
    let cut: Vec<Interval> = both.within(range(25, 45)).collect();
    assert_eq!(cut, [range(25, 30), range(40, 45)]);
    assert!(both.touches(range(5, 11)) && both.touches(range(29, 31)));
    assert!(!both.touches(range(30, 40)) && !both.touches(range(45, 45)));
}

#[test]
fn days_off_the_baseline_are_whole_local_days() {
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let special = |from: &str, until: &str, off_baseline| SpecialDays {
        name: "Sale".into(),
        from: from.parse().unwrap(),
        until: until.parse().unwrap(),
        off_baseline,
        holiday: true,
    };
    let off = DirtyMinutes::off_baseline(
        &[
            special("2026-03-28", "2026-03-29", true),
            special("2026-05-01", "2026-05-01", false),
        ],
        zone,
    );
    // The second day has 23 hours.
    assert_eq!(off.len(), 47 * 60);
    assert_eq!(off.ranges()[0].0, at("2026-03-27T23:00:00Z").minute());
}

const MEDIAN: SlotRule = SlotRule {
    average: Average::Median,
    thin: ThinSlots::Mean,
};

#[test]
fn an_odd_week_moves_the_mean_but_not_the_median() {
    let span = weeks(5);
    // A minute earns 1, 2, 3, 10 and, in the week of a sale, 100.
    let earned = [1_i64, 2, 3, 10, 100];
    let minute = |m: i64| earned[((m - span.start.minute()) / WEEK_MINUTES) as usize] * 10_000;
    let rows: Vec<(i64, i64)> = (span.start.minute()..span.end.minute())
        .map(|m| (m, minute(m)))
        .collect();
    let learn = |profile, rule: SlotRule, dirty: &DirtyMinutes| {
        let rows = rows.iter().copied();
        Velocity::learn(rows, eur(), dirty, span, Zone::UTC, profile, rule)
    };
    let none = DirtyMinutes::default();
    let cents = |v: &Velocity, slot: usize| (v.at_slot(slot) * 100.0 * 1e6).round() / 1e6;
    for profile in [Profile::Flat, Profile::HourOfWeek, Profile::MinuteOfWeek] {
        assert_eq!(
            cents(&learn(profile, ThinSlots::Mean.into(), &none), 77),
            23.2
        );
        let median = learn(profile, MEDIAN, &none);
        assert_eq!(cents(&median, 77), 3.0, "{profile:?}");
        assert_eq!(median.clean_minutes(), 5 * WEEK_MINUTES);
    }
    // The first hour of a week, up to some minutes before its end.
    let hour_of = |week: i64, left: i64| {
        let start = Instant(span.start.0 + week * WEEK_MINUTES * MINUTE_MS);
        Interval {
            start,
            end: Instant(start.0 + (60 - left) * MINUTE_MS),
        }
    };
    // Without the first hour of the third week, that hour lies between 2 and 10; the rest stays.
    let dirty = DirtyMinutes::of([hour_of(2, 0)]);
    for profile in [Profile::HourOfWeek, Profile::MinuteOfWeek] {
        let median = learn(profile, MEDIAN, &dirty);
        assert_eq!(
            (cents(&median, 59), cents(&median, 60)),
            (6.0, 3.0),
            "{profile:?}"
        );
    }
    // A week of which two minutes are left weighs two minutes: of weights 60, 60, 2, 2 and 2 the
    // second holds the middle, where five weeks of one weight had the third.
    let dirty = DirtyMinutes::of([2, 3, 4].map(|week| hour_of(week, 2)));
    assert_eq!(cents(&learn(Profile::HourOfWeek, MEDIAN, &dirty), 0), 2.0);
}

#[test]
fn an_hour_that_comes_twice_is_one_observation_of_two_minutes() {
    // Berlin, from Monday 16 October 2023 for three weeks; the clock goes back on the 29th.
    let zone = Zone::parse("Europe/Berlin").unwrap();
    let span = Interval {
        start: at("2023-10-15T22:00:00Z"),
        end: at("2023-11-05T23:00:00Z"),
    };
    let night = at("2023-10-29T00:00:00Z").minute();
    let rows: Vec<(i64, i64)> = (span.start.minute()..span.end.minute())
        .map(|m| {
            (
                m,
                if (night..night + 120).contains(&m) {
                    90_000
                } else {
                    10_000
                },
            )
        })
        .collect();
    let learn = |profile, rule: SlotRule| {
        let (rows, none) = (rows.iter().copied(), DirtyMinutes::default());
        Velocity::learn(rows, eur(), &none, span, zone, profile, rule)
    };
    // 02:30 on Sunday: twice 9 on one of three days, once 1 on the others; half is 9.
    let slot = (6 * 24 + 2) * 60 + 30;
    let cents = |v: &Velocity| (v.at_slot(slot) * 100.0 * 1e6).round() / 1e6;
    for profile in [Profile::HourOfWeek, Profile::MinuteOfWeek] {
        assert_eq!(cents(&learn(profile, MEDIAN)), 5.0, "{profile:?}");
        assert_eq!(cents(&learn(profile, ThinSlots::Mean.into())), 5.0);
    }
}

#[test]
fn losses_are_the_same_in_any_zone_of_fixed_offset() {
    let span = weeks(3);
    let rows: Vec<(i64, i64)> = (span.start.minute()..span.end.minute())
        .map(|m| (m, (m * 7_919).rem_euclid(1_009) * 10_000))
        .collect();
    let outage = Interval {
        start: at("2024-01-09T03:00:20Z"),
        end: at("2024-01-10T17:12:00Z"),
    };
    let dirty = DirtyMinutes::of([outage]);
    let mean = SlotRule::from(ThinSlots::Mean);
    for (profile, rule) in [
        (Profile::Flat, mean),
        (Profile::MinuteOfWeek, mean),
        (Profile::MinuteOfWeek, MEDIAN),
    ] {
        let loss = |zone: &str| {
            let zone = Zone::parse(zone).unwrap();
            let rows = rows.iter().copied();
            Velocity::learn(rows, eur(), &dirty, span, zone, profile, rule).expected(outage)
        };
        assert_eq!(loss("UTC"), loss("Etc/GMT+7"), "{profile:?}");
        assert_eq!(loss("Asia/Kolkata"), loss("Etc/GMT-12"), "{profile:?}");
    }
}

proptest! {
    #[test]
    fn levelled_is_profile_times_level_by_day(
        ratios in prop::collection::vec(1_i64..40, 30), from in -3.0_f64..33.0, days in 0.0_f64..20.0, cut in 0.0_f64..1.0,
    ) {
        let span = Interval { start: weeks(1).start, end: Instant(weeks(1).start.0 + 30 * 1_440 * MINUTE_MS) };
        let rows: Vec<(i64, i64)> = (0..30 * 1_440)
            .map(|m| (span.start.minute() + m, ratios[(m / 1_440) as usize] * (1 + m % 7) * 1_000))
            .collect();
        let none = DirtyMinutes::default();
        let v = Velocity::learn(rows.iter().copied(), eur(), &none, span, Zone::UTC, Profile::HourOfWeek, ThinSlots::Mean);
        prop_assert_eq!(v.levelled(span), v.expected(span));
        let observed = Observed::new(rows.into_iter(), eur());
        let v = v.with_levels(&observed, &none, &none, span, Zone::UTC);
        let at = |day: f64| Instant(span.start.0 + (day * 1_440.0 * MINUTE_MS as f64) as i64);
        let over = Interval { start: at(from), end: at(from + days) };
        let mut long = 0.0;
        let mut start = over.start;
        while start < over.end {
            let end = Instant((start.0.div_euclid(1_440 * MINUTE_MS) + 1) * 1_440 * MINUTE_MS).min(over.end);
            long += v.expected(Interval { start, end }) * v.level_at(start);
            start = end;
        }
        prop_assert!((v.levelled(over) - long).abs() <= 1e-9 * (1.0 + long.abs()), "{} {long}", v.levelled(over));
        let middle = at(from + cut * days);
        let parts = v.levelled(Interval { start: over.start, end: middle }) + v.levelled(Interval { start: middle, end: over.end });
        prop_assert!((parts - v.levelled(over)).abs() <= 1e-9 * (1.0 + long.abs()));
    }

    #[test]
    fn longer_never_costs_less_and_splits_add_up(
        seed in 0_u64..1000, start in 0_i64..2_000_000_000, a in 0_i64..900_000_000, b in 0_i64..900_000_000,
    ) {
        let span = weeks(2);
        let minutes = (span.start.minute()..span.end.minute())
            .map(|m| (m, ((m as u64).wrapping_mul(seed * 2 + 1) % 1_000_003) as i64));
        let v = Velocity::learn(minutes, eur(), &DirtyMinutes::default(), span, Zone::UTC, Profile::MinuteOfWeek, ThinSlots::Mean);
        let from = Instant(span.start.0 + start - 1_000_000_000);
        let mid = Instant(from.0 + a);
        let to = Instant(mid.0 + b);
        let whole = v.integral(Interval { start: from, end: to });
        let first = v.integral(Interval { start: from, end: mid });
        let second = v.integral(Interval { start: mid, end: to });
        prop_assert_eq!(first + second, whole);
        prop_assert!(first <= whole);
    }

    #[test]
    fn order_of_minutes_changes_nothing(mut rows in prop::collection::vec((0_i64..20_160, -5_000_000_i64..5_000_000), 1..200)) {
        let span = weeks(2);
        rows.sort_unstable();
        rows.dedup_by_key(|row| row.0);
        let dirty = DirtyMinutes::of([Interval { start: Instant(span.start.0 + 7_000_000), end: Instant(span.start.0 + 90_000_000) }]);
        let learn = |rows: &[(i64, i64)]| {
            let minutes = rows.iter().map(|(m, u)| (span.start.minute() + m, *u));
            Velocity::learn(minutes, eur(), &dirty, span, Zone::UTC, Profile::MinuteOfWeek, ThinSlots::Mean).slots
        };
        let forward = learn(&rows);
        rows.reverse();
        prop_assert_eq!(forward, learn(&rows));
    }
}
