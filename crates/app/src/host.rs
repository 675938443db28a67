//! The seam to the machine: a clock and fresh ids in, progress and cancelling around a job.

use crate::wire::{Code, Error, Progress};
use ninefold_domain::time::Instant;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// What only a machine knows. Tests bring their own.
pub trait Host: Send + Sync {
    /// Now.
    fn now(&self) -> Instant;
    /// An id never given before.
    fn new_id(&self) -> u128;
}

/// The machine this runs on.
#[derive(Debug, Default)]
pub struct SystemHost {
    given: AtomicU64,
}

impl Host for SystemHost {
    fn now(&self) -> Instant {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn new_id(&self) -> u128 {
        // Time and then a counter in the high bits: records stand in the file, and so on the
        // screen, in the order they were made. The low bits come from the hasher's per-process
        // random keys.
        use std::hash::{BuildHasher, RandomState};
        let millis = self.now().0 as u128 & 0xffff_ffff_ffff;
        let nth = self.given.fetch_add(1, Ordering::Relaxed);
        let random = RandomState::new().hash_one(nth);
        (millis << 80) | (u128::from(nth & 0xffff) << 64) | u128::from(random)
    }
}

/// What runs beside a command: who hears of progress, and whether to stop.
pub struct Job<'a> {
    /// Hears how far it is.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Set from outside to stop it.
    pub cancelled: &'a AtomicBool,
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl Job<'static> {
    /// Nobody listens, nobody cancels.
    #[must_use]
    pub fn quiet() -> Self {
        Self {
            progress: &|_| (),
            cancelled: &NEVER,
        }
    }
}

impl Job<'_> {
    /// Whether someone asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Says how far it is; what is `counted` says its unit: `4,096 years`.
    pub fn report(&self, label: &str, done: u64, total: u64, counted: String, pace: String) {
        (self.progress)(Progress {
            label: label.to_owned(),
            done,
            total,
            counted,
            pace,
        });
    }

    /// The error of a cancelled job.
    #[must_use]
    pub fn cancelled_error() -> Error {
        Error {
            code: Code::Cancelled,
            message: "cancelled; nothing was changed".into(),
            hints: Vec::new(),
            field: String::new(),
        }
    }
}

/// Writes a file so that the old one stays whole until the new one is: beside it, to disk, and
/// then in its place.
pub(crate) fn write_file(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let write = || {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().inspect_err(|_| {
        let _ = std::fs::remove_file(&part);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_given_in_the_order_they_are_asked_for() {
        let host = SystemHost::default();
        let ids: Vec<u128> = (0..1_000).map(|_| host.new_id()).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
