//! The application behind the window and the jobs that run in it.

use ninefold_app::wire::{Code, Error, Progress};
use ninefold_app::{App, Job, SystemHost};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// The application, its running jobs, and what the command line asked for first.
pub(crate) struct Core {
    app: App,
    jobs: Mutex<HashMap<String, Arc<AtomicBool>>>,
    first: Mutex<Option<JoinHandle<()>>>,
}

impl Core {
    pub(crate) fn new(home: PathBuf) -> Self {
        Self {
            app: App::new(Box::new(SystemHost::default()), home),
            jobs: Mutex::default(),
            first: Mutex::default(),
        }
    }

    /// Starts a command that every later one waits for: the window comes up at once, and its
    /// first question already sees the workspace that the command line named.
    pub(crate) fn begin_with(
        self: &Arc<Self>,
        command: &'static str,
        args: Value,
        on_error: impl FnOnce(&Error) + Send + 'static,
    ) {
        let core = Arc::clone(self);
        let thread = std::thread::spawn(move || {
            if let Err(error) = core.app.call(command, args, &Job::quiet()) {
                on_error(&error);
            }
        });
        *held(&self.first) = Some(thread);
    }

    /// Runs a command as a job that `cancel` can stop by its name.
    pub(crate) fn run(
        &self,
        command: &str,
        args: Value,
        job: &str,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Value, Error> {
        let mut first = held(&self.first);
        if let Some(thread) = first.take() {
            // Others wait at the lock. Its errors were told where they occurred; after a panic
            // there nothing is open, which the window shows.
            let _ = thread.join();
        }
        drop(first);
        let cancelled = Arc::new(AtomicBool::new(false));
        held(&self.jobs).insert(job.to_owned(), Arc::clone(&cancelled));
        let result = self.app.call(
            command,
            args,
            &Job {
                progress,
                cancelled: &cancelled,
            },
        );
        held(&self.jobs).remove(job);
        result
    }

    pub(crate) fn cancel(&self, job: &str) {
        if let Some(cancelled) = held(&self.jobs).get(job) {
            cancelled.store(true, Ordering::Relaxed);
        }
    }
}

/// What the window is told when a command broke off by a defect of ours.
pub(crate) fn stopped(command: &str, why: &dyn Display) -> Error {
    Error {
        code: Code::Io,
        message: format!("“{command}” stopped by a defect in Ninefold: {why}"),
        hints: vec![
            "nothing was half-written: changes are kept whole or not at all".to_owned(),
            "close the window and open the workspace again".to_owned(),
        ],
        field: String::new(),
    }
}

/// A panic elsewhere does not make these maps wrong, so a poisoned lock is still usable.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
