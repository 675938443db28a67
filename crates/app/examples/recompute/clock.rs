//! Wall time and the CPU time of this thread around a piece of work.

use std::error::Error;
use std::time::Instant;

/// What a piece of work took, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Took {
    /// On the wall.
    pub wall: f64,
    /// On a processor.
    pub cpu: f64,
}

/// Does the work and says what it took.
///
/// # Errors
/// Those of the work, and where the system does not say how long a thread has run.
pub fn timed<T>(
    work: impl FnOnce() -> Result<T, Box<dyn Error>>,
) -> Result<(T, Took), Box<dyn Error>> {
    let (since, cpu) = (Instant::now(), cpu_seconds()?);
    let done = work()?;
    let took = Took {
        wall: since.elapsed().as_secs_f64(),
        cpu: cpu_seconds()? - cpu,
    };
    Ok((done, took))
}

/// How long this thread has run: the first number of the kernel's line is nanoseconds.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    const PLACE: &str = "/proc/thread-self/schedstat";
    let text = std::fs::read_to_string(PLACE)
        .map_err(|e| format!("{PLACE}: {e}; CPU time is measured on Linux only"))?;
    let nanoseconds: u64 = text
        .split(' ')
        .next()
        .unwrap_or_default()
        .parse()
        .map_err(|e| format!("{PLACE}: “{}” has no nanoseconds: {e}", text.trim()))?;
    Ok(nanoseconds as f64 * 1e-9)
}

/// The middle of some values, and the largest; 0 of none.
pub fn middle_and_most(mut values: Vec<f64>) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let middle = values.get(values.len() / 2).copied().unwrap_or_default();
    (middle, values.last().copied().unwrap_or_default())
}
