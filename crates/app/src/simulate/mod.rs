//! Simulated years on several threads.
//!
//! The domain computes trials by number; here they are handed to threads, watched and stopped.
//! Which thread takes which chunk changes nothing: tallies add up to the same digits.

pub mod file;
pub(crate) mod table;
mod workspace;

use crate::host::Job;
use crate::text;
use crate::wire::Error;
use ninefold_domain::simulate::{CHUNK, Model, Precision, Tally};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Years after which a simulation first asks how many it needs.
const FIRST: u64 = 2 * CHUNK;
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
    let chunks = tally.years() / CHUNK..Model::chunks(years);
    let parts = in_parallel(
        chunks,
        effort.threads,
        &Steps {
            label,
            each: CHUNK,
            most: years,
            unit: ("year", "years"),
        },
        job,
        || (model.run(effort.seed), Tally::new(model)),
        |(run, own), chunk| run.chunk(chunk, years, own),
    )?;
    // One after the other, so that what is added is not kept beside the sum.
    let mut parts = parts.into_iter().map(|(_, part)| part);
    if tally.years() == 0
        && let Some(first) = parts.next()
    {
        *tally = first;
    }
    for part in parts {
        tally.merge(&part);
    }
    Ok(())
}

/// How the progress of chunks is told.
pub(crate) struct Steps<'a> {
    /// What is done.
    pub(crate) label: &'a str,
    /// Of a chunk.
    pub(crate) each: u64,
    /// Of all: the last chunk may be smaller.
    pub(crate) most: u64,
    /// One of them, and several.
    pub(crate) unit: (&'a str, &'a str),
}

impl Steps<'_> {
    fn counted(&self, chunks: u64) -> String {
        let done = (chunks * self.each).min(self.most);
        let done = usize::try_from(done).unwrap_or(usize::MAX);
        text::counted(done, self.unit.0, self.unit.1)
    }
}

/// Works on numbered chunks with several threads; each starts its own state and keeps it.
///
/// # Errors
/// When the job is cancelled.
pub(crate) fn in_parallel<S: Send>(
    chunks: Range<u64>,
    asked: usize,
    steps: &Steps<'_>,
    job: &Job<'_>,
    start: impl Fn() -> S + Sync,
    step: impl Fn(&mut S, u64) + Sync,
) -> Result<Vec<S>, Error> {
    let next = AtomicU64::new(chunks.start);
    let done = AtomicU64::new(chunks.start);
    let work = || {
        let mut state = start();
        loop {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks.end || job.is_cancelled() {
                return state;
            }
            step(&mut state, chunk);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            job.report(
                steps.label,
                done,
                chunks.end,
                steps.counted(done),
                String::new(),
            );
        }
    };
    let count = chunks.end.saturating_sub(chunks.start).max(1);
    let workers = (threads(asked) as u64).min(count);
    let states = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut states = vec![work()];
        for other in others {
            match other.join() {
                Ok(state) => states.push(state),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        states
    });
    if job.is_cancelled() {
        return Err(Job::cancelled_error());
    }
    Ok(states)
}
