use super::*;
use crate::distribution::Estimate;
use proptest::prelude::*;

fn range(low: f64, high: f64) -> Distribution {
    Estimate::interval(low, high).distribution("").unwrap()
}

fn said(rate: (f64, f64), repair: (f64, f64)) -> Said {
    Said {
        frequency: range(rate.0, rate.1),
        detect: range(1.0, 20.0),
        repair: range(repair.0, repair.1),
    }
}

fn came(years: f64, repairs: &[f64]) -> Came {
    let event = |repair: &f64| Event {
        detect: None,
        repair: Some(*repair),
    };
    Came {
        years,
        events: repairs.iter().map(event).collect(),
    }
}

#[track_caller]
fn near(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found} is not {expected}"
    );
}

/// Expected values of the tests below: quadrature over 20,001 points in Python.
#[test]
fn chances_of_counts_are_those_of_a_mixture() {
    let rate = range(0.5, 4.0);
    near(chance_of_any(&rate, 1.0), 0.731_709_356, 1e-8);
    near(chance_of_any(&rate, 0.5), 0.520_372_344, 1e-8);
    let expected = [
        0.26829064, 0.28498384, 0.19660131, 0.11488353, 0.0626321, 0.03331685,
    ];
    for (count, expected) in (0..).zip(expected) {
        near(count_chance(&rate, 1.0, count), expected, 1e-7);
    }
    assert_eq!(count_range(&rate, 1.0), (0, 5));
    assert_eq!(count_range(&rate, 0.5), (0, 3));
    // A Gamma rate makes the count negative binomial: P(0) = (exposure/(exposure + years))^shape.
    let learned = Estimate::Learned {
        shape: 2.0,
        exposure: 1.0,
    };
    near(
        chance_of_any(&learned.distribution("").unwrap(), 1.0),
        0.75,
        2e-3,
    );
    let certain = Estimate::fixed(3.0).distribution("").unwrap();
    near(chance_of_any(&certain, 1.0), 1.0 - (-3.0_f64).exp(), 1e-12);
    assert_eq!(chance_of_any(&certain, 0.0), 0.0);
    assert_eq!(count_range(&certain, 0.0), (0, 0));
}

#[test]
fn a_forecast_is_scored_by_hand() {
    let forecast = said((0.5, 4.0), (10.0, 240.0));
    let scored = score(&forecast, &came(1.0, &[60.0, 480.0]));
    near(scored.brier, (1.0 - 0.731_709_356_f64).powi(2), 1e-8);
    assert!(scored.happened && scored.count.holds());
    assert_eq!(
        (scored.count.low, scored.count.high, scored.count.score),
        (0.0, 5.0, 5.0)
    );
    assert_eq!(scored.lengths.len(), 2);
    assert!(scored.lengths[0].holds() && !scored.lengths[1].holds());
    // ln 24, and ln 24 + 20 ln 2.
    near(scored.lengths[0].score, 3.178_053_830, 1e-6);
    near(scored.lengths[1].score, 17.040_997_442, 1e-6);
    near(length_density(&forecast.repair, 60.0), 0.403_800_286, 1e-7);
    near(
        length_density(&forecast.repair, 1_000.0),
        0.003_168_569,
        1e-7,
    );
    let standing = Standing::of([&scored]).unwrap();
    assert_eq!(
        (standing.forecasts, standing.held, standing.ranges),
        (1, 2, 3)
    );
    near(
        standing.lengths.unwrap(),
        (3.178_053_830 + 17.040_997_442) / 2.0,
        1e-6,
    );
    assert_eq!(Standing::of([]), None);

    let nothing = score(&forecast, &came(1.0, &[]));
    near(nothing.brier, 0.731_709_356_f64.powi(2), 1e-8);
    assert!(!nothing.happened && nothing.lengths.is_empty());
    assert_eq!(log_scores(&forecast, &came(1.0, &[]))[1..], [None, None]);
}

#[test]
fn weights_go_to_who_was_right_and_only_as_far_as_the_record_goes() {
    // One was twice as dense as the other about everything that came.
    let row = vec![Some(2.0_f64.ln()), Some(0.0)];
    let mut last = 1.0;
    for n in [0, 1, 4, 16, 64] {
        let found = weights(&vec![row.clone(); n], 2, EQUAL);
        near(found[0] + found[1], 2.0, 1e-9);
        assert!(found[0] >= last && found[0] < 2.0, "{found:?}");
        last = found[0];
    }
    assert!(last > 1.6);
    assert_eq!(weights(&[], 3, EQUAL), [1.0, 1.0, 1.0]);
    // The stationary point of 1 observation: 8w² × 2/(1 + w)… solved by hand for K = 2, κ = 4:
    // w = (4 + 2w/(1 + w))/9 → 9w² + 3w − 4 = 0.
    let one = weights(&[row], 2, 4.0);
    near(one[0], 2.0 * ((153.0_f64.sqrt() - 3.0) / 18.0), 1e-9);
}

#[test]
fn who_said_nothing_keeps_their_weight() {
    let rows = vec![vec![Some(1.0), Some(0.0), None]; 12];
    let found = weights(&rows, 3, EQUAL);
    near(found[2], 1.0, 1e-9);
    assert!(found[0] > 1.0 && found[1] < 1.0);
    near(found.iter().sum(), 3.0, 1e-9);
}

#[test]
fn risks_and_incidents_are_compared_by_their_words() {
    let causes = |list: &[&str]| list.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let risk = [
        "Certificate expires",
        "the certificate of the gateway runs out",
    ];
    let found = likeness(&risk, "Expired certificates on the gateway", &causes(&[])).unwrap();
    assert_eq!(found.words, ["certificate", "expires", "gateway"]);
    assert_eq!(found.cause, None);
    let found = likeness(&risk, "Login down", &causes(&["dns", "certificate-expiry"])).unwrap();
    assert_eq!(found.cause.as_deref(), Some("certificate-expiry"));
    assert_eq!(
        likeness(&risk, "The service is down", &causes(&["deploy"])),
        None
    );
    // What is too common to tell says nothing.
    assert_eq!(
        likeness(&["Service fails"], "Service fails", &causes(&[])),
        None
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Proper: nobody does better on average by saying another chance than they believe in.
    #[test]
    fn a_brier_score_is_best_for_the_truth(truth in 0.0..1.0_f64, other in 0.0..1.0_f64) {
        let expected = |said: f64| truth * brier(said, true) + (1.0 - truth) * brier(said, false);
        prop_assert!(expected(truth) <= expected(other) + 1e-12);
    }

    #[test]
    fn counts_are_a_law(low in 0.01..3.0_f64, spread in 1.1..20.0_f64, years in 0.0..1.0_f64) {
        let rate = range(low, low * spread);
        let sum: f64 = (0..400).map(|k| count_chance(&rate, years, k)).sum();
        prop_assert!((sum - 1.0).abs() < 1e-3, "{sum}");
        let (from, to) = count_range(&rate, years);
        let inside: f64 = (from..=to).map(|k| count_chance(&rate, years, k)).sum();
        prop_assert!(inside >= 0.9 - 1e-6, "{inside}");
        // More time, more chance.
        prop_assert!(chance_of_any(&rate, years) <= chance_of_any(&rate, years + 0.1) + 1e-12);
    }

    /// The weights found are the best there are: no other ones give a larger penalised likelihood.
    #[test]
    fn weights_are_the_best(
        rows in proptest::collection::vec(proptest::collection::vec(-5.0..1.0_f64, 3), 1..12),
        to in 0_usize..3,
        by in 0.01..0.5_f64,
    ) {
        let rows: Vec<Vec<Option<f64>>> =
            rows.into_iter().map(|row| row.into_iter().map(Some).collect()).collect();
        let found: Vec<f64> = weights(&rows, 3, EQUAL).iter().map(|w| w / 3.0).collect();
        let worth = |w: &[f64]| -> f64 {
            let pooled = |row: &Vec<Option<f64>>| -> f64 {
                row.iter().zip(w).map(|(d, w)| d.unwrap().exp() * w).sum()
            };
            rows.iter().map(|row| pooled(row).ln()).sum::<f64>()
                + EQUAL * w.iter().map(|w| w.ln()).sum::<f64>()
        };
        let other: Vec<f64> = (0..3)
            .map(|k| (1.0 - by) * found[k] + if k == to { by } else { 0.0 })
            .collect();
        prop_assert!(worth(&found) >= worth(&other) - 1e-9);
        prop_assert!(found.iter().all(|w| *w > 0.0));
    }
}
