//! How often the mean time to resolve worsens although every incident got a tenth shorter, and
//! how many incidents it takes to tell: `cargo run --release -p ninefold-domain --example mttr`.
#![expect(
    clippy::disallowed_macros,
    reason = "an example is a shell of its own: it speaks"
)]

use ninefold_domain::change::{
    deviation_of_cv, needed_on_log_scale, needed_on_means, share_that_looks_worse,
};

/// Trials for each row: one standard error is a tenth of a point.
const TRIALS: u32 = 200_000;

fn main() {
    let (cv, cut) = (2.0, 0.9);
    println!("Durations are lognormal with a coefficient of variation of {cv}; a cut of 10 % is");
    println!("real. N incidents, split in halves, {TRIALS} trials, seed 1:");
    println!();
    println!("     N   mean is worse after the cut");
    for incidents in [103, 173, 609] {
        let share = share_that_looks_worse(incidents, cut, cv, TRIALS, 1);
        println!("{incidents:6}   {:.1} %", 100.0 * share);
    }
    println!();
    println!("Incidents needed in each half (one-sided α = 0.1, power 0.8):");
    for (label, needed) in [
        ("comparing plain means", needed_on_means(cv, cut)),
        (
            "comparing logarithms ",
            needed_on_log_scale(deviation_of_cv(cv), cut),
        ),
    ] {
        if let Some(needed) = needed {
            println!("   {label}   {needed:.0}");
        }
    }
}
