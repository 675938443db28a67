//! Simulated years on several threads, and the exact law beside them.
//!
//! The domain computes trials by number; here they are handed to threads, watched and stopped.
//! Which thread takes which chunk changes nothing: tallies add up to the same digits.

pub mod file;
pub(crate) mod table;

use crate::host::Job;
use crate::wire::Error;
use ninefold_domain::distribution::Distribution;
use ninefold_domain::law::{Component, Law, Resolution, Size};
use ninefold_domain::simulate::{CHUNK, Model, Precision, Process, Tally};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Years after which a simulation first asks how many it needs.
const FIRST: u64 = 8 * CHUNK;
/// Years at which it stops asking for more.
pub(crate) const MOST: u64 = 1 << 23;

/// How many years, from which seed, on how many threads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    /// Where the random numbers start.
    pub(crate) seed: u64,
    /// Threads; 0 for as many as the machine has cores.
    pub(crate) threads: usize,
    /// So many years, or as many as this precision takes.
    pub(crate) years: Years,
}

/// How many years are simulated.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Years {
    /// These.
    Fixed(u64),
    /// As many as it takes, at most [`MOST`].
    Until(Precision),
}

/// The threads that were asked for, or one for each core.
pub(crate) fn threads(asked: usize) -> usize {
    if asked > 0 {
        return asked.min(256);
    }
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Simulates a model. The digits depend on the model, the seed and the number of years only; the
/// number of years, where it follows from a precision, on nothing else either.
///
/// # Errors
/// When the job is cancelled.
pub(crate) fn simulate(
    model: &Model,
    effort: Effort,
    label: &str,
    job: &Job<'_>,
) -> Result<Tally, Error> {
    let mut tally = Tally::new(model);
    match effort.years {
        Years::Fixed(years) => extend(model, effort, &mut tally, years, label, job)?,
        Years::Until(precision) => {
            let mut years = FIRST;
            loop {
                extend(model, effort, &mut tally, years, label, job)?;
                let so_far = tally.convergence(precision);
                if so_far.reached || years >= MOST {
                    break;
                }
                // What is needed is itself an estimate: a tenth more, in whole chunks, so that
                // later years continue where these end.
                let wanted = so_far.needed.saturating_add(so_far.needed / 10);
                years = wanted.clamp(years + CHUNK, MOST).div_ceil(CHUNK) * CHUNK;
            }
        }
    }
    Ok(tally)
}

/// Adds years to a tally until it has `years` of them. What it has is whole chunks.
fn extend(
    model: &Model,
    effort: Effort,
    tally: &mut Tally,
    years: u64,
    label: &str,
    job: &Job<'_>,
) -> Result<(), Error> {
    let first = tally.years() / CHUNK;
    let chunks = Model::chunks(years);
    let next = AtomicU64::new(first);
    let done = AtomicU64::new(first);
    let work = || {
        let mut run = model.run(effort.seed);
        let mut own = Tally::new(model);
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks || job.is_cancelled() {
                return own;
            }
            run.chunk(chunk, years, &mut own);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            let years = (done * CHUNK).min(years);
            job.report(label, done, chunks, years, String::new());
        }
    };
    let workers = threads(effort.threads).min((chunks - first.min(chunks)).max(1) as usize);
    thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        tally.merge(&work());
        for other in others {
            match other.join() {
                Ok(theirs) => tally.merge(&theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    if job.is_cancelled() {
        return Err(Job::cancelled_error());
    }
    Ok(())
}

/// The factor that turns the minutes of an event into its loss: users × cost per minute + labor
/// per minute. Where more than one part of it varies, it is put together from the points that
/// each is averaged over.
fn factor(process: &Process) -> Distribution {
    const EACH: u32 = 12;
    let (users, cost) = (&process.users, &process.per_minute);
    let labor = &process.labor_per_minute;
    let mut points = vec![];
    for (u, a) in users.nodes(EACH) {
        for (c, b) in cost.nodes(EACH) {
            for (l, w) in labor.nodes(EACH) {
                points.push((a * b * w, Distribution::Fixed(u * c + l)));
            }
        }
    }
    if points.len() == 1 {
        return points.remove(0).1;
    }
    Distribution::Pool(points)
}

/// The exact laws of the loss and of the weighted minutes of a year: durations added, every hour
/// worth the same, processes independent, no cost of an event beside its minutes. `cover` is how
/// many minutes the grid has to reach.
pub(crate) fn law(processes: &[Process], resolution: Resolution, cover: f64) -> (Law, Law) {
    let mut loss = Vec::with_capacity(processes.len());
    let mut down = Vec::with_capacity(processes.len());
    for process in processes {
        let minutes = || {
            Box::new(Size::Sum(vec![
                process.detect.clone(),
                process.repair.clone(),
            ]))
        };
        let weighted = Size::Product(minutes(), process.users.clone());
        let cost = if process.labor_per_minute == Distribution::Fixed(0.0) {
            Size::Product(Box::new(weighted.clone()), process.per_minute.clone())
        } else {
            Size::Product(minutes(), factor(process))
        };
        loss.push(Component::new(process.rate.clone(), cost));
        down.push(Component::new(process.rate.clone(), weighted));
    }
    (
        Law::of(&loss, resolution, 0.0),
        Law::of(&down, resolution, cover),
    )
}
