//! Worked cases of tiers: what nines cost and save.

use super::compare::{Alternative, Comparison, ComparisonTally, Curve, Pair, Unknown};
use super::*;
use crate::law::{Component, Law, Resolution, Size};
use crate::simulate::{Input, Model, Scaling, Settings};

const YEAR: f64 = 525_600.0;

fn near(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() < within,
        "{found} is not {expected}"
    );
}

fn range(low: f64, high: f64) -> Distribution {
    Estimate::interval(low, high).distribution("").unwrap()
}

fn channel(share: f64, ceiling: f64) -> Channel {
    Channel {
        name: String::new(),
        share,
        ceiling,
    }
}

#[test]
fn nines_and_what_they_cost() {
    near(nines(0.999), 3.0, 1e-9);
    near(availability(4.0), 0.9999, 1e-12);
    assert!(nines(1.0).is_infinite());
    let ladder = Ladder::tenfold(50_000.0, 3.0);
    near(ladder.yearly(4.0), 500_000.0, 1e-6);
    near(ladder.yearly(3.5), 158_113.88, 0.01);
    // Where another nine saves 150,000 a year, it may cost four times as much.
    near(
        ladder.break_even_multiplier(3.0, 4.0, 150_000.0).unwrap(),
        4.0,
        1e-9,
    );
    assert_eq!(ladder.break_even_multiplier(4.0, 3.0, 1.0), None);
    assert_eq!(ladder.break_even_multiplier(3.0, 4.0, 0.0), None);
}

/// Revenue of 1,000,000 a year, 99.9 to 99.99 %: 900 at most, 409.50 at 70 % margin with 35 %
/// recaptured; and what revenue makes it break even.
#[test]
fn what_another_nine_is_worth_at_most() {
    let avoided = 0.9999 - 0.999;
    near(1e6 * avoided, 900.0, 1e-6);
    near(1e6 * avoided * 0.7 * 0.65, 409.5, 1e-6);
    near(
        break_even_revenue(450_000.0, avoided, 1.0, 0.0).unwrap(),
        500e6,
        1.0,
    );
    near(
        break_even_revenue(450_000.0, avoided, 0.7, 0.35).unwrap() / 1e9,
        1.0989,
        5e-5,
    );
    assert_eq!(break_even_revenue(450_000.0, 0.0, 1.0, 0.0), None);
}

#[test]
fn customers_cannot_tell_more_than_their_channel_carries() {
    let channels = [channel(0.6, 0.999), channel(0.4, 1.0)];
    // 360 of the 1,000 that 99.9 % loses are credited, and 4,360 of 5,000 at 99.5 %.
    near(loss_left(0.999, 0.9999, &channels), 1.0 - 0.36, 1e-9);
    near(loss_left(0.995, 0.9999, &channels), 1.0 - 0.872, 1e-9);
    near(loss_left(0.999, 0.9999, &[]), 0.1, 1e-9);
    near(loss_left(0.999, 0.99, &channels), 10.0, 1e-9);
    near(loss_left(1.0, 0.99, &channels), 1.0, 1e-12);
}

/// Loss 50k to 500k; 120k removes three quarters of it.
#[test]
fn worked_case_of_the_value_of_information() {
    let loss = range(50e3, 500e3);
    near(loss.mean(), 202_000.64, 0.005);
    let value = Stake {
        per: 0.75,
        cost: 120_000.0,
    }
    .value(&loss);
    near(value.expected, 31_500.48, 0.005);
    near(value.break_even, 160_000.0, 1e-6);
    near(value.pays, 0.493, 0.0005);
    near(1.0 - value.pays, 0.507, 0.0005);
    near(value.information, 23_344.16, 0.005);
}

/// 6 a year, 10 to 240 minutes, brought to 99.99 %: by duration 0.585, by rate 0.707.
#[test]
fn a_target_met_on_average_is_not_met_every_year() {
    let today = vec![Process::new(
        1,
        Distribution::Fixed(6.0),
        range(10.0, 240.0),
    )];
    let minutes = expected_minutes(&today, 0);
    near(minutes, 468.72, 0.005);
    let factor = target_factor(minutes, 0.9999, YEAR).unwrap();
    for (by, met) in [(Lever::Duration, 0.585), (Lever::Rate, 0.707)] {
        let after = scaled(&today, factor, by);
        near(expected_minutes(&after, 0), 52.56, 1e-9);
        let p = &after[0];
        let component = Component::new(p.rate.clone(), Size::One(p.repair.clone()));
        let law = Law::of(&[component], Resolution::FULL, 0.0).unwrap();
        near(law.cdf(52.56), met, 0.0005);
    }
    assert_eq!(target_factor(0.0, 0.9999, YEAR), None);
    assert_eq!(target_factor(10.0, 1.0, YEAR), Some(0.0));
}

fn compare(of: &Comparison, lives: u64, seed: u64) -> compare::ComparisonResults {
    let mut tally = ComparisonTally::new(of);
    let mut run = of.run(seed);
    for chunk in 0..Comparison::chunks(lives) {
        run.chunk(chunk, lives, &mut tally);
    }
    tally.results(of)
}

fn alternative(processes: Vec<Process>, one_off: f64, yearly: f64) -> Alternative {
    Alternative {
        owner: 77,
        processes,
        one_off: Distribution::Fixed(one_off),
        yearly: Distribution::Fixed(yearly),
        credited: 1.0,
    }
}

/// Certain flows: the worked case of finance, through the whole comparison.
#[test]
fn a_certain_option_has_its_worked_value() {
    // Ten thousand small events a year scatter by one per cent of their sum.
    let found = |per_event: f64| {
        let loss = Process {
            per_minute: Distribution::Fixed((6.0 - per_event) * 1e6),
            per_event: Distribution::Fixed(per_event),
            ..Process::new(1, Distribution::Fixed(1e4), Distribution::Fixed(1e-6))
        };
        let of = Comparison::new(
            vec![loss],
            0.0,
            vec![alternative(vec![], 100_000.0, 0.0)],
            Settings::added(&[525.6]),
            3,
            0.1,
        );
        compare(&of, 200, 1)
    };
    // What an event costs however long does not grow with the cost of a minute.
    let half = &found(3.0).alternatives[0];
    near(half.by_minute, 0.5, 1e-9);
    near(
        half.break_even.unwrap(),
        (100_000.0 - 0.5 * 149_211.12) / (0.5 * 149_211.12),
        0.01,
    );
    assert_eq!(found(5.9).alternatives[0].break_even, Some(0.0));
    assert_eq!(found(6.0).alternatives[0].break_even, None);
    let results = found(0.0);
    let one = &results.alternatives[0];
    near(one.value, 49_211.12, 500.0);
    near(one.value, 49_211.12, 4.0 * one.value_error);
    near(one.payback[25].unwrap(), 1.667, 0.015);
    assert_eq!((one.pays.share, one.pays_back.share), (1.0, 1.0));
    near(one.return_on_cost.unwrap(), 0.4921, 0.005);
    near(one.break_even.unwrap(), 100_000.0 / 149_211.12, 0.005);
    assert_eq!(results.best[1].share, 1.0);
}

/// What customers cannot tell on their channel is revenue: people are sent home and bills are not
/// written whatever they can tell.
#[test]
fn channels_hide_revenue_and_neither_work_nor_bills() {
    let today = |left: f64| Process {
        per_minute: Distribution::Fixed(3e6 * left),
        labor_per_minute: Distribution::Fixed(2e6 * left),
        per_event: Distribution::Fixed(left),
        ..Process::new(1, Distribution::Fixed(1e4), Distribution::Fixed(1e-6))
    };
    let option = |owner: u128, left: f64, credited: f64, yearly: f64| Alternative {
        owner,
        credited,
        ..alternative(vec![today(left)], 0.0, yearly)
    };
    let upkeep = annuity(0.1, 3);
    let points = Curve {
        nines: vec![3.0, 4.0],
        yearly: vec![0.0, 16_000.0],
        left: vec![1.0, 0.8],
        down: vec![1.0, 0.5],
    };
    let of = Comparison::new(
        vec![today(1.0)],
        0.0,
        vec![option(7, 0.5, 0.4, 0.0), option(8, 0.25, 0.3, 4_000.0)],
        Settings::added(&[525.6]),
        3,
        0.1,
    )
    .with_curve(points)
    .with_pair(Pair {
        from: 0,
        to: 1,
        less: 1_000.0,
    });
    let found = compare(&of, 200, 1);
    let [first, second] = &found.alternatives[..] else {
        panic!("two alternatives");
    };
    // 0.4 × 15,000 of revenue, 10,000 of work and 5,000 of bills; then 0.3 × 22,500, 15,000, 7,500.
    near(first.avoided, 21_000.0, 100.0);
    near(second.avoided, 29_250.0, 150.0);
    near(first.by_minute, 6.0 / 21.0, 1e-9);
    near(first.value, 21_000.0 * upkeep, 300.0);
    // The step is what the one has more than the other, to the last digit but rounding.
    let step = found.step.as_ref().unwrap();
    near(step.avoided, second.avoided - first.avoided, 1e-6);
    near(
        step.value,
        second.value - first.value - 1_000.0 * upkeep,
        1e-6,
    );
    // 8,250 more for 5,000 a year.
    assert_eq!(step.pays.share, 1.0);
    assert!(step.value_range.0 < step.value && step.value < step.value_range.1);
    // Four nines save 0.2 × 30,000 and 0.5 × 20,000: as good as what they cost.
    let cheapest: Vec<f64> = found.cheapest.iter().map(|c| c.share).collect();
    assert!(cheapest[0] > 0.2 && cheapest[1] > 0.2, "{cheapest:?}");
    // In closed form as well.
    let (before, one) = ([today(1.0)], option(7, 0.5, 0.4, 0.0));
    let decision = tornado::Decision::new(&before, &one, upkeep);
    near(decision.value(), 21_000.0 * upkeep, 1e-6);
}

fn register() -> Vec<Process> {
    let rate = Estimate::three_point(0.5, 4.0, 20.0)
        .distribution("")
        .unwrap();
    let certain = Process {
        per_minute: range(50.0, 500.0),
        ..Process::new(2, Distribution::Fixed(3.0), range(5.0, 60.0))
    };
    let uncertain = Process {
        per_minute: Distribution::Fixed(300.0),
        ..Process::new(1, rate, range(10.0, 240.0))
    };
    vec![uncertain, certain]
}

#[test]
fn lives_agree_with_closed_forms() {
    let today = register();
    let loss: f64 = today.iter().map(Process::mean_loss).sum();
    let half = alternative(scaled(&today, 0.5, Lever::Duration), 100_000.0, 20_000.0);
    let fewer = alternative(scaled(&today, 0.5, Lever::Rate), 100_000.0, 20_000.0);
    let of = Comparison::new(
        today,
        10_000.0,
        vec![half.clone(), fewer, half],
        Settings::added(&[525.6]),
        3,
        0.1,
    )
    .with_inputs();
    let lives = 20_000;
    let results = compare(&of, lives, 3);
    near(results.loss, loss, 6.0 * results.loss_error);
    let expected = annuity(0.1, 3) * (0.5 * loss - 10_000.0) - 100_000.0;
    let [duration, rate, again] = &results.alternatives[..] else {
        panic!("three alternatives");
    };
    for one in [duration, rate] {
        near(one.value, expected, 4.0 * one.value_error);
        near(one.avoided, 0.5 * loss, 0.03 * loss);
        assert!(one.value_range.0 < one.value && one.value < one.value_range.1);
        assert!(one.payback.len() == 50 && one.payback[0] <= one.payback[49].or(Some(9.0)));
    }
    // The same option has the same digits, whatever stands before it.
    assert_eq!(duration, again);
    // Equal minutes, different chances.
    assert!(rate.met[0][0].share != duration.met[0][0].share);
    // Only the rate of the first process is uncertain; knowing it is worth something, and less
    // than knowing everything.
    let [(unknown, worth)] = results.inputs[..] else {
        panic!("{:?}", results.inputs);
    };
    let rate = Unknown::Part {
        process: 0,
        input: Input::Rate,
    };
    assert_eq!(unknown, rate);
    assert!(
        worth > 0.0 && worth < results.foresight,
        "{worth} {}",
        results.foresight
    );
    let all: f64 = results.best.iter().map(|b| b.share).sum();
    near(all, 1.0, 1e-9);
}

/// What knowing an uncertain rate is worth, against the closed form of the same stake.
#[test]
fn the_value_of_knowing_a_rate_is_that_of_its_stake() {
    let rate = range(0.5, 20.0);
    let per = 10_000.0;
    let process = Process {
        per_event: Distribution::Fixed(per),
        ..Process::new(1, rate.clone(), Distribution::Fixed(1.0))
    };
    let of = Comparison::new(
        vec![process],
        0.0,
        vec![alternative(vec![], 60_000.0, 0.0)],
        Settings::added(&[525.6]),
        1,
        0.0,
    )
    .with_inputs();
    let results = compare(&of, 60_000, 5);
    let stake = Stake {
        per,
        cost: 60_000.0,
    }
    .value(&rate);
    let (_, found) = results.inputs[0];
    near(found / stake.information, 1.0, 0.08);
}

/// What `compare` finds for the one thing that is unknown.
fn worth_knowing(today: Process, option: Alternative) -> (Unknown, f64) {
    let settings = Settings::added(&[525.6]);
    let of = Comparison::new(vec![today], 0.0, vec![option], settings, 1, 0.0).with_inputs();
    let results = compare(&of, 20_000, 5);
    let [one] = results.inputs[..] else {
        panic!("{:?}", results.inputs);
    };
    one
}

/// Costs, factors and fitted lengths that are uncertain: each a stake with a closed form.
#[test]
fn the_value_of_knowing_a_cost_a_factor_or_a_fit_is_that_of_its_stake() {
    // A hundred events a year come to 200,000 on average.
    let loss = Process {
        per_event: Distribution::Fixed(2_000.0),
        ..Process::new(1, Distribution::Fixed(100.0), Distribution::Fixed(1.0))
    };
    let cost = range(50e3, 500e3);
    let priced = Alternative {
        one_off: cost.clone(),
        ..alternative(vec![], 0.0, 0.0)
    };
    let (what, found) = worth_knowing(loss.clone(), priced);
    assert_eq!(what, Unknown::OneOff { alternative: 0 });
    // Worth 200,000 − X: knowing X, it is done where that is above 0.
    let mean = 200e3 - cost.mean();
    let expected = mean + cost.expected_excess(200e3) - mean.max(0.0);
    near(found / expected, 1.0, 0.05);

    let factor = range(0.2, 0.9);
    let fewer = Process {
        scalings: vec![Scaling {
            owner: 99,
            input: Input::Rate,
            factor: factor.clone(),
        }],
        ..loss.clone()
    };
    let (what, found) = worth_knowing(loss, alternative(vec![fewer], 110e3, 0.0));
    let owner = 99;
    let input = Input::Rate;
    assert_eq!(what, Unknown::Factor { owner, input });
    // Worth 200,000 × (1 − F) − 110,000: done where F is below 0.45.
    let mean = 200e3 * (0.45 - factor.mean());
    let expected = mean + 200e3 * factor.expected_excess(0.45) - mean.max(0.0);
    near(found / expected, 1.0, 0.05);

    let fit = Estimate::Fitted(crate::distribution::LogPosterior {
        center: 4.0,
        weight: 2.0,
        freedom: 400.0,
        spread: 0.5,
    });
    let fitted = Process {
        per_minute: Distribution::Fixed(1.0),
        ..Process::new(1, Distribution::Fixed(100.0), fit.distribution("").unwrap())
    };
    let price = fitted.mean_loss();
    let (what, found) = worth_knowing(fitted, alternative(vec![], price, 0.0));
    let process = 0;
    let input = Input::Repair;
    assert_eq!(what, Unknown::Part { process, input });
    // The mean is lognormal with σ = 0.5/√2, and the price is at its mean.
    let expected = price * (2.0 * crate::distribution::normal_cdf(0.25 / 2_f64.sqrt()) - 1.0);
    near(found / expected, 1.0, 0.06);
}

/// A risk of two people: one of them is right about how often and how long.
fn of_two_people(often: Distribution) -> Process {
    let pool = |a: Distribution, b: Distribution| Distribution::Pool(vec![(0.5, a), (0.5, b)]);
    let fixed = Distribution::Fixed;
    Process {
        per_minute: fixed(1_000.0),
        ..Process::new(1, pool(often, fixed(1.0)), pool(fixed(5.0), fixed(90.0)))
    }
}

#[test]
fn knowing_who_is_right_is_worth_what_it_decides() {
    let process = of_two_people(Distribution::Fixed(4.0));
    let (often, seldom) = (20_000.0, 90_000.0);
    near(process.mean_loss(), 0.5 * (often + seldom), 1e-6);
    // Bought at the mean of both: worth it where the one is right, and not where the other is.
    let price = process.mean_loss();
    let (what, found) = worth_knowing(process, alternative(vec![], price, 0.0));
    let lead = Input::Rate;
    assert_eq!(what, Unknown::Voice { process: 0, lead });
    near(found / (0.5 * (seldom - price)), 1.0, 0.06);
}

#[test]
fn a_bar_tells_the_people_and_another_what_each_leaves_open() {
    let each = range(3.0, 5.0);
    let today = vec![of_two_people(each.clone())];
    let seldom = 90_000.0;
    let often = 5_000.0 * each.mean();
    let half = alternative(scaled(&today, 0.5, Lever::Duration), 0.0, 0.0);
    let parts = tornado::parts(&today);
    let bars = tornado::Decision::new(&today, &half, 1.0).bars(&parts, 0);
    let inputs: Vec<Unknown> = bars.iter().map(|b| b.input).collect();
    let (process, input) = (0, Input::Rate);
    let rate = Unknown::Part { process, input };
    let lead = Input::Rate;
    // Each length is certain to who gave it.
    assert_eq!(inputs, [Unknown::Voice { process, lead }, rate]);
    near(bars[0].range.0, 5.0 * each.mean(), 1e-9);
    near(bars[0].range.1, 90.0, 1e-9);
    near(bars[0].at_low, 0.5 * often, 1e-6);
    near(bars[0].at_high, 0.5 * seldom, 1e-6);
    // The other person is certain of once a year.
    near(bars[1].range.0, 0.5 * (each.quantile(0.05) + 1.0), 1e-9);
    let high = 0.5 * (5_000.0 * each.quantile(0.95) + seldom);
    near(bars[1].at_high, 0.5 * high, 1e-6);
}

#[test]
fn digits_do_not_depend_on_threads() {
    let today = register();
    let half = alternative(scaled(&today, 0.5, Lever::Duration), 100_000.0, 20_000.0);
    let of = Comparison::new(today, 0.0, vec![half], Settings::added(&[525.6]), 3, 0.1).with_curve(
        curve(2.0, 5.0, 0.5, 0.998, Ladder::tenfold(50e3, 3.0), &[], 1.0),
    );
    let lives = 3 * compare::LIVES + 100;
    let mut parts: Vec<ComparisonTally> = [[2_u64, 0], [3, 1]]
        .iter()
        .map(|chunks| {
            let mut tally = ComparisonTally::new(&of);
            let mut run = of.run(9);
            for chunk in chunks {
                run.chunk(*chunk, lives, &mut tally);
            }
            tally
        })
        .collect();
    let mut together = parts.remove(1);
    together.merge(&parts[0]);
    assert_eq!(together.results(&of), compare(&of, lives, 9));
}

#[test]
fn the_cheapest_nines_follow_the_ladder() {
    let today = register();
    let minutes = expected_minutes(&today, 0);
    let at = 1.0 - minutes / YEAR;
    let cheapest = |base: f64| {
        let points = curve(2.0, 5.0, 0.25, at, Ladder::tenfold(base, 3.0), &[], 1.0);
        let of = Comparison::new(
            today.clone(),
            0.0,
            vec![],
            Settings::added(&[525.6]),
            3,
            0.1,
        )
        .with_curve(points.clone());
        let shares: Vec<f64> = compare(&of, 3_000, 1)
            .cheapest
            .iter()
            .map(|c| c.share)
            .collect();
        near(shares.iter().sum(), 1.0, 1e-9);
        let (first, last, share) = cheapest_region(&shares, 0.6).unwrap();
        assert!(share >= 0.6);
        (points.nines[first], points.nines[last])
    };
    // By calculus: loss falls as 10^−n and cost grows as 10^n, so they are equal at the optimum.
    let (dear, cheap) = (cheapest(100e3), cheapest(1e3));
    assert!(dear.1 < cheap.1 && dear.0 < cheap.0, "{dear:?} {cheap:?}");
    // Beyond a ceiling of dependencies nothing more is saved, while the ladder goes on.
    let capped = curve(2.0, 5.0, 0.5, at, Ladder::tenfold(1e3, 3.0), &[], 0.9999);
    assert_eq!(capped.nines.last(), Some(&5.0));
    assert_eq!((capped.nines[4], capped.nines.len()), (4.0, 7));
    near(capped.left[6], capped.left[4], 1e-12);
    assert!(capped.left[4] < capped.left[3] && capped.yearly[6] > capped.yearly[4]);
    // Between two steps it is a point of its own.
    let between = curve(2.0, 5.0, 0.5, at, Ladder::tenfold(1e3, 3.0), &[], 0.9998);
    assert_eq!((between.nines[3], between.nines[5]), (3.5, 4.0));
    assert!((availability(between.nines[4]) - 0.9998).abs() < 1e-12);
    near(between.left[5], between.left[4], 1e-12);
    assert_eq!(cheapest_region(&[], 0.5), None);
}

/// What a technique leaves of the first risk, with everything it hangs on: each bar is the value
/// in closed form with that input at its end, and what events draw anew has none.
#[test]
fn a_tornado_is_that_of_the_option() {
    let mut today = register();
    let fitted = Estimate::Fitted(crate::distribution::LogPosterior {
        center: 3.0,
        weight: 4.0,
        freedom: 8.0,
        spread: 0.7,
    });
    today[1].repair = fitted.distribution("").unwrap();
    let mut after = today.clone();
    let factor = range(0.3, 0.8);
    for p in &mut after {
        p.scalings.push(Scaling {
            owner: 77,
            input: Input::Repair,
            factor: factor.clone(),
        });
    }
    let option = Alternative {
        one_off: range(20e3, 60e3),
        credited: 0.9,
        ..alternative(after, 0.0, 5_000.0)
    };
    let upkeep = annuity(0.1, 3);
    let decision = tornado::Decision::new(&today, &option, upkeep);
    let (a, b) = (today[0].mean_loss(), today[1].mean_loss());
    let value = |saved: f64, one_off: f64| upkeep * (0.9 * saved - 5_000.0) - one_off;
    let once = option.one_off.mean();
    let left = 1.0 - factor.mean();
    near(decision.value(), value(left * (a + b), once), 1e-6);
    let parts = tornado::parts(&today);
    let bars = decision.bars(&parts, 0);
    // Rate of the first, length of the second, the factor, the one-off cost; the range of the
    // first one's repair and of the second one's cost per minute are drawn by each event, and
    // the yearly cost is certain.
    assert_eq!(bars.len(), 4);
    assert!(bars.is_sorted_by(|a, b| a.width() >= b.width()));
    let bar = |input: Unknown| *bars.iter().find(|b| b.input == input).unwrap();
    let rate = bar(Unknown::Part {
        process: 0,
        input: Input::Rate,
    });
    let often = today[0].rate.quantile(0.95);
    near(rate.range.1, often, 1e-12);
    let more = often * (today[0].mean_loss() / today[0].mean_of(Input::Rate));
    near(rate.at_high, value(left * (more + b), once), 1e-6);
    let length = bar(Unknown::Part {
        process: 1,
        input: Input::Repair,
    });
    let short = today[1].repair.mean_quantile(0.05);
    let less = b * short / today[1].repair.mean();
    near(length.at_low, value(left * (a + less), once), 1e-6);
    let by = bar(Unknown::Factor {
        owner: 77,
        input: Input::Repair,
    });
    let saved = (1.0 - factor.quantile(0.95)) * (a + b);
    near(by.at_high, value(saved, once), 1e-6);
    let cost = bar(Unknown::OneOff { alternative: 0 });
    let dear = option.one_off.quantile(0.95);
    near(cost.at_high, value(left * (a + b), dear), 1e-6);
    // The parts alone: the loss of a year with each at its ends.
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|p| p.at_low < a + b && a + b < p.at_high));
}

/// What an option leaves alone is the same on both sides to the last digit, and has no bar.
#[test]
fn a_risk_that_the_option_leaves_alone_has_no_bar() {
    for k in 1..40 {
        let mut today = register();
        for p in &mut today {
            p.rate = range(0.1 / f64::from(k), 7.3 * f64::from(k));
        }
        let mut after = today.clone();
        after[1].repair = Distribution::Fixed(1.0 / f64::from(k));
        let option = alternative(after, 1_000.0, 50.0);
        let decision = tornado::Decision::new(&today, &option, annuity(0.1, 3));
        let bars = decision.bars(&tornado::parts(&today), 0);
        let inputs: Vec<Unknown> = bars.iter().map(|b| b.input).collect();
        let rate = Unknown::Part {
            process: 1,
            input: Input::Rate,
        };
        assert_eq!(inputs, [rate]);
    }
}

/// One length has one bar, as wide as that of the length in one piece.
#[test]
fn the_parts_of_one_length_are_one_input() {
    let learned = |by: f64| {
        let whole = Estimate::Fitted(crate::distribution::LogPosterior {
            center: 3.0,
            weight: 4.0,
            freedom: 8.0,
            spread: 0.7,
        });
        whole.scaled(by).distribution("").unwrap()
    };
    let process = |repair: f64| Process {
        per_minute: Distribution::Fixed(300.0),
        ..Process::new(1, Distribution::Fixed(2.0), learned(repair))
    };
    let split = Process {
        detect: learned(0.2),
        one_length: true,
        ..process(0.8)
    };
    let (whole, split) = (
        tornado::parts(&[process(1.0)]),
        tornado::parts(std::slice::from_ref(&split)),
    );
    let ([whole], [split]) = (&whole[..], &split[..]) else {
        panic!("one bar each");
    };
    near(split.at_low / whole.at_low, 1.0, 1e-9);
    near(split.at_high / whole.at_high, 1.0, 1e-9);
    near(split.range.1 / whole.range.1, 1.0, 1e-9);
}

/// Of two people one is right, about both parts of a length: who expects a short detection expects
/// a long repair here, so the length is certain until an option shortens one part of it.
#[test]
fn the_parts_of_one_length_are_one_person_s() {
    let pool = |a, b| {
        let one = |x| (0.5, Distribution::Fixed(x));
        Distribution::Pool(vec![one(a), one(b)])
    };
    let today = Process {
        detect: pool(10.0, 100.0),
        one_length: true,
        per_minute: Distribution::Fixed(2.0),
        ..Process::new(1, Distribution::Fixed(3.0), pool(100.0, 10.0))
    };
    let parts = tornado::parts(std::slice::from_ref(&today));
    assert_eq!(parts.len(), 1);
    let (process, lead) = (0, Input::Detect);
    assert_eq!(parts[0].input, Unknown::Voice { process, lead });
    // Either expects 110 minutes three times a year.
    near(parts[0].range.0, 330.0, 1e-9);
    near(parts[0].range.1, 330.0, 1e-9);
    assert_eq!(parts[0].width(), 0.0);
    let after = Process {
        scalings: vec![Scaling {
            owner: 9,
            input: Input::Repair,
            factor: Distribution::Fixed(0.2),
        }],
        ..today.clone()
    };
    let (today, option) = ([today], alternative(vec![after], 0.0, 0.0));
    let bars = tornado::Decision::new(&today, &option, 1.0).bars(&parts, 0);
    assert_eq!(bars.len(), 1);
    // Left of 110 minutes: 10 + 20, or 100 + 2.
    near(bars[0].at_low, 3.0 * 2.0 * (110.0 - 30.0), 1e-6);
    near(bars[0].at_high, 3.0 * 2.0 * (110.0 - 102.0), 1e-6);
}

/// A part of a length that is certain belongs to its range.
#[test]
fn a_length_with_a_part_that_is_certain_has_it_in_its_range() {
    let fit = Estimate::Fitted(crate::distribution::LogPosterior {
        center: 3.0,
        weight: 4.0,
        freedom: 8.0,
        spread: 0.7,
    });
    let learned = fit.distribution("").unwrap();
    let certain = Distribution::Fixed(25.0);
    for (detect, repair) in [
        (certain.clone(), learned.clone()),
        (learned.clone(), certain.clone()),
    ] {
        let process = Process {
            detect,
            one_length: true,
            per_minute: Distribution::Fixed(2.0),
            ..Process::new(1, Distribution::Fixed(3.0), repair)
        };
        let parts = tornado::parts(std::slice::from_ref(&process));
        assert_eq!(parts.len(), 1);
        for (found, level) in [(parts[0].range.0, 0.05), (parts[0].range.1, 0.95)] {
            near(found / (25.0 + learned.mean_quantile(level)), 1.0, 1e-9);
        }
        near(parts[0].at_high / (6.0 * parts[0].range.1), 1.0, 1e-9);
        // It can be known, whichever of the two is learned.
        let model = Model::new(vec![process], Settings::added(&[525.6]));
        let run = model.run(1);
        assert!(run.level(0, Input::Repair, 0).is_some());
        assert!(run.level(0, Input::Detect, 0).is_none());
    }
}

#[test]
fn what_a_minute_must_cost_for_an_option_to_break_even() {
    let economics = Economics::assumed(50e3, 3.0);
    let per = break_even_per_minute(100_000.0, 20_000.0, 300.0, economics).unwrap();
    near(
        per,
        (100_000.0 / 2.486_851_990_984 + 20_000.0) / 300.0,
        1e-6,
    );
    assert_eq!(break_even_per_minute(1.0, 1.0, 0.0, economics), None);
    let never = Economics {
        horizon: 0,
        ..economics
    };
    assert_eq!(break_even_per_minute(1.0, 1.0, 10.0, never), None);
}

#[test]
fn a_horizon_of_nothing_leaves_the_cost() {
    let of = Comparison::new(
        register(),
        0.0,
        vec![alternative(vec![], 5_000.0, 1_000.0)],
        Settings::added(&[525.6]),
        0,
        0.1,
    );
    let results = compare(&of, 100, 1);
    let one = &results.alternatives[0];
    assert_eq!(one.value, -5_000.0);
    assert_eq!((one.pays.share, one.pays_back.share), (0.0, 0.0));
    assert_eq!(one.break_even, None);
}

#[test]
fn a_scenario_survives_storage() {
    let scenario = Scenario {
        id: ScenarioId(5),
        name: "Base".into(),
        notes: String::new(),
        decided_by: None,
        cloned_from: None,
        seed: 42,
        as_of: Instant(0),
        log_position: 7,
        precision: Precision::default(),
        risks: vec![],
        options: vec![
            TierOption {
                id: OptionId(1),
                name: "Do nothing".into(),
                change: Change::Nothing,
                one_off: Estimate::fixed(0.0),
                yearly: Yearly::Estimated {
                    cost: Estimate::fixed(0.0),
                },
            },
            TierOption {
                id: OptionId(2),
                name: "Four nines".into(),
                change: Change::Target {
                    target: 0.9999,
                    by: Lever::Rate,
                },
                one_off: Estimate::interval(50e3, 200e3),
                yearly: Yearly::Ladder,
            },
        ],
        techniques: vec![TechniqueId(3)],
        surge: 1.0,
        moments: Moments::Demand,
        economics: Economics::assumed(50e3, 3.0),
    };
    let text = serde_json::to_string(&scenario).unwrap();
    assert_eq!(serde_json::from_str::<Scenario>(&text).unwrap(), scenario);
}
