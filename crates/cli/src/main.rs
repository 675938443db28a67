//! `ninefold`: arguments in, calls to the application, text or JSON out.
//!
//! Nothing is decided here that the window would decide otherwise: every command is one or a
//! few calls of the command table, or [`ninefold_app::run`].

mod args;
mod backtest;
mod commands;
mod import;
mod import_queue;
mod merge;
mod premortem;
mod requirements;
mod session;
mod signs;
mod simulate;
mod text;
mod tiers;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use ninefold_app::wire::{Code, Error};
use session::Answer;
use std::io::Write;
use std::process::ExitCode;

/// Not understood, as clap says it too.
const USAGE: u8 = 2;
/// Done, but rows were set aside and `--strict` was given, or copies disagree.
const FINDINGS: u8 = 3;
/// Stopped by the user.
const CANCELLED: u8 = 130;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match answer(&cli.command) {
        Ok(answer) => {
            let text = if cli.json && !answer.json.is_null() {
                format!("{:#}\n", answer.json)
            } else {
                answer.text
            };
            // A reader that has seen enough (`| head`) is not an error.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::from(if answer.findings { FINDINGS } else { 0 })
        }
        Err(error) => {
            complain(&error, cli.json);
            ExitCode::from(match error.code {
                Code::Invalid => USAGE,
                Code::Cancelled => CANCELLED,
                _ => 1,
            })
        }
    }
}

fn answer(command: &Command) -> Result<Answer, Error> {
    match command {
        Command::New(args) => commands::new(args),
        Command::Import(args) => import_queue::import(args),
        Command::Export(args) => commands::export(args),
        Command::Inspect(args) => import::inspect(args),
        Command::Cost(args) => commands::cost(args),
        Command::Availability(args) => commands::availability(args),
        Command::Signs(at) => signs::signs(at),
        Command::Tiers(args) => tiers::tiers(args),
        Command::Simulate(args) => simulate::simulate(args),
        Command::Backtest(args) => backtest::backtest(args),
        Command::Premortem(args) => premortem::premortem(args),
        Command::Requirements(args) => requirements::requirements(&args.action),
        Command::Explain(args) => commands::explain(args),
        Command::Chart(args) => commands::charts(args),
        Command::History(args) => commands::history(args),
        Command::Undo(at) => commands::step(at, "undo"),
        Command::Redo(at) => commands::step(at, "redo"),
        Command::Merge(args) => merge::merge(args),
        Command::Conflicts(args) => merge::conflicts(args),
        Command::Sample(args) => commands::sample(args),
        Command::Run(args) => import::run(args),
        Command::Typescript => Ok(Answer::new(
            serde_json::Value::Null,
            ninefold_app::command::typescript(),
        )),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "ninefold", &mut script);
            let script = String::from_utf8_lossy(&script).into_owned();
            Ok(Answer::new(serde_json::Value::Null, script))
        }
    }
}

/// `error: …` and what to do next; with `--json` the error as the wire has it.
fn complain(error: &Error, json: bool) {
    let mut out = String::new();
    if json {
        out = serde_json::to_string_pretty(error).unwrap_or_else(|_| error.message.clone());
        out.push('\n');
    } else {
        text::paragraph(&format!("error: {}", error.message), 7, &mut out);
        for hint in &error.hints {
            text::paragraph(&format!("hint: {hint}"), 6, &mut out);
        }
    }
    let _ = std::io::stderr().write_all(out.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn fields_need_a_value() {
        let parse = |line: &str| Cli::try_parse_from(line.split(' '));
        assert!(parse("ninefold import -w a.ninefold --kind revenue --map at=ts r.csv").is_ok());
        assert!(parse("ninefold import -w a.ninefold --kind revenue --map at r.csv").is_err());
        assert!(parse("ninefold import -w a.ninefold r.csv").is_ok());
        assert!(parse("ninefold import -w a.ninefold").is_err());
        assert!(parse("ninefold sample").is_err());
        let run = "ninefold run --incidents i --revenue r --labor l --out o";
        assert!(parse(&format!("{run} --set revenue.stream=shop")).is_ok());
        assert!(parse(&format!("{run} --set stream=shop")).is_err());
    }
}
