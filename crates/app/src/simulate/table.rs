//! The table of a simulation: a row for each process and one for all of them together.

use super::{Effort, simulate};
use crate::host::{Job, write_file};
use crate::text;
use crate::wire::Error;
use crate::workspace::io;
use ninefold_domain::law::{Law, Resolution};
use ninefold_domain::simulate::{
    Convergence, Hit, Model, Precision, Process, Settings, Spread, exact as law,
};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Availabilities whose chances the table gives.
pub(crate) const TARGETS: [f64; 4] = [0.99, 0.999, 0.9995, 0.9999];
/// Name of the row of all processes together.
pub(super) const ALL: &str = "ALL";
/// Heads of the table.
const HEADS: [&str; 15] = [
    "scenario",
    "loss_mean",
    "loss_p50",
    "loss_p90",
    "loss_p95",
    "loss_p99",
    "down_mean",
    "down_p50",
    "down_p90",
    "down_p95",
    "down_p99",
    "p_99",
    "p_99.9",
    "p_99.95",
    "p_99.99",
];

/// A law so coarse that it costs nothing, to see whether there is one.
const COARSE: Resolution = Resolution { log2: 6 };

/// One row: the loss of a year and its downtime in minutes, and the chances of the targets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Name of the process.
    pub(crate) name: String,
    /// Loss of a year in major units: mean, 50, 90, 95 and 99 % quantile.
    pub(crate) loss: [f64; 5],
    /// Downtime of a year in minutes: the same.
    pub(crate) down: [f64; 5],
    /// Chance of 99, 99.9, 99.95 and 99.99 %.
    pub(crate) met: [f64; 4],
}

/// How exact the rows are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Method {
    /// Simulated years.
    Sample(Effort),
    /// The exact law, on so many threads.
    Exact(usize),
}

/// The rows of some processes, and how far a simulation of them converged.
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    pub(crate) years: u64,
    pub(crate) convergence: Option<Convergence>,
}

/// Computes the rows. Each process is a service of its own here, all of them together one more.
///
/// # Errors
/// When the job is cancelled.
pub(crate) fn rows(
    names: &[String],
    processes: Vec<Process>,
    settings: &Settings,
    method: Method,
    job: &Job<'_>,
) -> Result<Rows, Error> {
    match method {
        Method::Sample(effort) => sampled(names, processes, settings, effort, job),
        Method::Exact(threads) => exact(names, &processes, settings, threads, job),
    }
}

fn budgets(year: f64) -> [f64; 4] {
    TARGETS.map(|t| year * (1.0 - t))
}

fn sampled(
    names: &[String],
    mut processes: Vec<Process>,
    settings: &Settings,
    effort: Effort,
    job: &Job<'_>,
) -> Result<Rows, Error> {
    let all = processes.len();
    for (n, process) in processes.iter_mut().enumerate() {
        let hit = |service| Hit {
            service,
            share: 1.0,
        };
        process.hits = vec![hit(n), hit(all)];
    }
    let settings = Settings {
        budgets: vec![budgets(settings.year).to_vec(); all + 1],
        detail: true,
        ..settings.clone()
    };
    let model = Model::new(processes, settings);
    let tally = simulate(&model, effort, "Simulating years", job)?;
    let results = tally.results();
    let losses = results
        .sources
        .iter()
        .map(|s| s.loss.as_ref())
        .chain([Some(&results.loss)]);
    let rows = losses
        .zip(&results.services)
        .enumerate()
        .map(|(n, (loss, service))| Row {
            name: names.get(n).map_or(ALL, String::as_str).to_owned(),
            loss: loss.map_or([0.0; 5], of_spread),
            down: of_spread(&service.down),
            met: std::array::from_fn(|t| service.met[t].share),
        })
        .collect();
    Ok(Rows {
        rows,
        years: results.years,
        convergence: Some(tally.convergence(Precision::default())),
    })
}

fn of_spread(spread: &Spread) -> [f64; 5] {
    let [_, p50, p90, p95, p99] = spread.quantiles;
    [spread.mean, p50, p90, p95, p99]
}

fn of_law(law: &Law) -> [f64; 5] {
    let [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map(|p| law.quantile(p));
    [law.mean(), p50, p90, p95, p99]
}

/// Why there is no exact law, of which risks, and what would give one. A law of a model that was
/// changed until it had one would answer another question.
fn refusal(names: &[String], all: usize, against: &[(law::NotExact, usize)]) -> Error {
    let mut causes = Vec::new();
    let mut ways = Vec::new();
    for why in law::NotExact::ALL {
        let mut risks = against.iter().filter(|(w, _)| *w == why).map(|(_, n)| *n);
        let Some(first) = risks.next() else { continue };
        let name = names.get(first).map_or("", String::as_str);
        let of = match risks.count() {
            0 => format!("“{name}”"),
            more => format!("“{name}” and {}", text::counted(more, "more", "more")),
        };
        causes.push(format!("{} ({of})", why.cause()));
        ways.push(match why {
            law::NotExact::Moments => "let events have no moment: Tiers, Assumptions, durations added up",
            law::NotExact::CommonCause => "take risks out of their common-cause group",
            law::NotExact::SharedUncertainty => {
                "type ranges in place of what was learned or pooled, and the factors of techniques as one number"
            }
            law::NotExact::MixedCost => {
                "where people work on a risk, type its share of users as one number"
            }
            law::NotExact::Unbounded => "narrow the ranges",
        });
    }
    let refused = Error::conflict(format!(
        "there is no exact law of {}: {}",
        if all == 1 { "this risk" } else { "these risks" },
        causes.join("; ")
    ))
    .hint("leave the exact law out: simulated years take everything as it is");
    ways.into_iter().fold(refused, |error, way| {
        error.hint(format!("for an exact law, {way}"))
    })
}

fn exact(
    names: &[String],
    processes: &[Process],
    settings: &Settings,
    threads: usize,
    job: &Job<'_>,
) -> Result<Rows, Error> {
    let budgets = budgets(settings.year);
    let settings = Settings {
        budgets: vec![budgets.to_vec()],
        ..settings.clone()
    };
    let processes: Vec<Process> = processes
        .iter()
        .map(|p| Process {
            hits: vec![Hit {
                service: 0,
                share: 1.0,
            }],
            ..p.clone()
        })
        .collect();
    let mut against: Vec<(law::NotExact, usize)> = Vec::new();
    for (n, process) in processes.iter().enumerate() {
        if job.is_cancelled() {
            return Err(Job::cancelled_error());
        }
        if let Err(why) = law::years(std::slice::from_ref(process), &settings, COARSE) {
            against.push((why, n));
        }
    }
    if !against.is_empty() {
        return Err(refusal(names, processes.len(), &against));
    }
    let row = |n: usize| {
        let of = processes
            .get(n)
            .map_or(&processes[..], std::slice::from_ref);
        let years = law::years(of, &settings, Resolution::FULL).ok()?;
        let down = years.down.first()?;
        Some(Row {
            name: names.get(n).map_or(ALL, String::as_str).to_owned(),
            loss: of_law(&years.loss),
            down: of_law(down),
            met: budgets.map(|budget| down.cdf(budget)),
        })
    };
    // The law of all takes longest, so it comes first.
    let order: Vec<usize> = std::iter::once(processes.len())
        .chain(0..processes.len())
        .collect();
    let tell = |done: usize| {
        job.report(
            "Computing the exact law",
            done as u64,
            order.len() as u64,
            text::counted(done, "law", "laws"),
            String::new(),
        );
    };
    // The first to be finished may take its time: something is being done meanwhile.
    tell(0);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(vec![None; order.len()]);
    let work = || {
        while let Some(n) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
            if job.is_cancelled() {
                return;
            }
            let row = row(*n);
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found[*n] = row;
            tell(found.iter().flatten().count());
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..super::threads(threads).min(order.len()) {
            scope.spawn(work);
        }
        work();
    });
    if job.is_cancelled() {
        return Err(Job::cancelled_error());
    }
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Rows {
        rows: found.into_iter().flatten().collect(),
        years: 0,
        convergence: None,
    })
}

/// Writes the rows as CSV, numbers unrounded.
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn write(path: &Path, rows: &[Row]) -> Result<(), Error> {
    let mut out = HEADS.join(",");
    out.push('\n');
    for row in rows {
        out.push_str(&cell(&row.name));
        for number in row.loss.iter().chain(&row.down).chain(&row.met) {
            out.push(',');
            // The shortest decimal that reads back as the same number.
            out.push_str(&serde_json::to_string(number).unwrap_or_default());
        }
        out.push('\n');
    }
    write_file(path, out.as_bytes()).map_err(|e| io("write", path, &e))
}

/// A name, quoted where CSV needs it, and kept from being a formula in a spreadsheet.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    if !formula && !text.contains([',', '"', '\n', '\r']) {
        return text.to_owned();
    }
    let text = text.replace('"', "\"\"");
    if formula {
        format!("\"'{text}\"")
    } else {
        format!("\"{text}\"")
    }
}
