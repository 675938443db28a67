//! What a recomputation costs, and how soon an edit shows. One JSON object on the last line.
//!
//! - `recompute whole FOLDER` reads the three CSV files of a set of the benchmark and computes
//!   everything from nothing, three times.
//! - `recompute edit FOLDER` imports such a set into a new workspace and changes incidents in it.
//! - `recompute edit` does the same in the sample workspace.
//! - `recompute switch` switches mitigations in a pre-mortem of the sample.
//!
//! `bench/run` builds and runs it: `cargo run --release -p ninefold-app --example recompute`.

mod clock;
mod edit;
mod switch;
mod whole;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: recompute whole FOLDER | recompute edit [FOLDER] | recompute switch";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match measured(&words) {
        Ok(found) => {
            println!("{found}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measured(words: &[&str]) -> Result<serde_json::Value, Box<dyn Error>> {
    match words {
        ["whole", folder] => whole::measure(Path::new(folder)),
        ["edit"] => edit::measure(None),
        ["switch"] => switch::measure(),
        ["edit", folder] => edit::measure(Some(Path::new(folder))),
        _ => Err(USAGE.into()),
    }
}
