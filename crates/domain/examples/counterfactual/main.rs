//! How well the loss of incidents is found, on generated streams whose truth is known.
//!
//! `cargo run --release -p ninefold-domain --example counterfactual -- --seeds 500` prints, for
//! each method, how often its 90 % range holds the true net loss, its bias and its error, and
//! ends with 1 where the counterfactual misses a goal.
#![allow(clippy::disallowed_macros, clippy::disallowed_methods)] // an example is a shell

mod study;
mod world;

use std::process::ExitCode;
use study::{METHODS, Study, Tally};
use world::Plan;

fn main() -> ExitCode {
    let plan = Plan::default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let seeds = match arguments.as_slice() {
        [] => Some(500),
        [name, count] if name == "--seeds" => count.parse().ok().filter(|n| *n > 0),
        _ => None,
    };
    let Some(seeds) = seeds else {
        eprintln!("usage: counterfactual [--seeds COUNT], COUNT at least 1");
        return ExitCode::from(2);
    };
    println!(
        "{seeds} worlds of {} weeks: orders an hour negative binomial with CV {}, AR(1) {}, \
         {:+.0} % a year,\none sale day at {} x, {} incidents of {} to {} min and one on the \
         sale day, impact {:.0} %,\n{:.0} % of it back within {} min. Errors in % of the mean \
         true net loss.\n",
        plan.weeks,
        plan.cv,
        plan.memory,
        plan.growth * 100.0,
        plan.sale,
        plan.incidents,
        plan.minutes.0,
        plan.minutes.1,
        plan.impact * 100.0,
        plan.recaptured * 100.0,
        plan.decay,
    );
    let study = Study::of(&plan, seeds);
    table("All incidents of a world together", &study.year);
    table("Each incident on a day like others", &study.incident);
    table("The incident on the sale day", &study.sale);
    let goals = goals(&study);
    for (goal, met) in &goals {
        println!("{}: {goal}", if *met { "met" } else { "MISSED" });
    }
    if goals.iter().all(|(_, met)| *met) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn table(title: &str, tallies: &[Tally; METHODS.len()]) {
    println!(
        "{:<44}{:>8}{:>14}{:>17}{:>9}{:>9}",
        title, "n", "in range %", "bias %", "RMSE %", "MAE %"
    );
    for (method, tally) in METHODS.iter().zip(tallies) {
        let ((share, share_error), (bias, bias_error)) = (tally.coverage(), tally.bias());
        println!(
            "  {:<42}{:>8}{:>8.1} ± {:<3.1}{:>+10.2} ± {:<4.2}{:>9.1}{:>9.1}",
            method,
            tally.count,
            share * 100.0,
            share_error * 100.0,
            bias * 100.0,
            bias_error * 100.0,
            tally.rmse() * 100.0,
            tally.mae() * 100.0,
        );
    }
    println!();
}

/// The goals for the counterfactual against the truth and against both readings of `flat`.
fn goals(study: &Study) -> [(String, bool); 4] {
    let (flat, other_flat, own) = (&study.year[0], &study.year[3], &study.year[6]);
    let covered = |tally: &Tally| {
        let (share, error) = tally.coverage();
        let text = format!("{:.1} ± {:.1} %", share * 100.0, error * 100.0);
        (text, (0.87..=0.93).contains(&share))
    };
    let (year, year_met) = covered(own);
    let (each, each_met) = covered(&study.incident[6]);
    let bias = own.bias().0;
    let rmse = own.rmse() / flat.rmse().min(other_flat.rmse());
    let mae = own.mae() / flat.mae().min(other_flat.mae());
    [
        (
            format!("the range holds the truth in 87 to 93 %: {year} of worlds"),
            year_met,
        ),
        (
            format!("the range holds the truth in 87 to 93 %: {each} of incidents"),
            each_met,
        ),
        (
            format!("bias under 2 %: {:+.2} %", bias * 100.0),
            bias.abs() < 0.02,
        ),
        (
            format!("error at most half that of flat: {rmse:.2} (RMSE), {mae:.2} (MAE)"),
            rmse <= 0.5 && mae <= 0.5,
        ),
    ]
}
