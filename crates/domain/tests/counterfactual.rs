//! The study of `examples/counterfactual` on a few seeds, with bounds as wide as few seeds need.

#[path = "../examples/counterfactual/study.rs"]
mod study;
#[path = "../examples/counterfactual/world.rs"]
mod world;

use study::Study;
use world::Plan;

#[test]
fn planted_losses_are_found_within_their_ranges() {
    let study = Study::of(&Plan::default(), 10);
    let (flat, levelled, own) = (&study.year[0], &study.incident[5], &study.year[6]);
    let each = &study.incident[6];
    assert_eq!(
        (own.count, each.count, study.sale[6].count),
        (10.0, 240.0, 10.0)
    );
    // 240 incidents: a standard error is 2 %.
    let (share, _) = each.coverage();
    assert!((0.84..=0.96).contains(&share), "{share}");
    let (share, _) = own.coverage();
    assert!(share >= 0.7, "{share}");
    assert!(study.sale[6].coverage().0 >= 0.7);
    let (bias, error) = own.bias();
    assert!(bias.abs() < 3.0 * error && error < 0.1, "{bias} ± {error}");
    assert!(flat.bias().0 > 0.3, "what came back is not in it");
    assert!(
        own.rmse() < 0.75 * flat.rmse() && own.mae() < 0.75 * flat.mae(),
        "{} {}",
        own.rmse(),
        flat.rmse()
    );
    // The clean hours beside an outage are worth something.
    assert!(
        each.rmse() < levelled.rmse(),
        "{} {}",
        each.rmse(),
        levelled.rmse()
    );
}
