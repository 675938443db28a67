//! Calls of the command table over HTTP, each a job that can be watched and cancelled.

use crate::Answer;
use ninefold_app::wire::Progress;
use ninefold_app::{App, Job};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Arguments are forms and paths, never files.
const MOST_BYTES: u64 = 4 << 20;

#[derive(Default)]
struct Running {
    cancelled: AtomicBool,
    progress: Mutex<Option<Progress>>,
}

/// The application and the jobs that run in it.
pub(crate) struct Bridge {
    app: App,
    jobs: Mutex<HashMap<String, Arc<Running>>>,
}

impl Bridge {
    pub(crate) fn over(app: App) -> Self {
        Self {
            app,
            jobs: Mutex::default(),
        }
    }

    /// Runs a command; the body is `{"args": …, "job": "…"}`.
    pub(crate) fn call(&self, command: &str, body: &mut dyn Read) -> Answer {
        let mut text = Vec::new();
        let call: Value = match body.take(MOST_BYTES).read_to_end(&mut text) {
            Ok(_) => match serde_json::from_slice(&text) {
                Ok(call) => call,
                Err(e) => {
                    return Answer::text(400, &format!("the body does not read as JSON: {e}"));
                }
            },
            Err(e) => return Answer::text(400, &format!("the body ended early: {e}")),
        };
        let args = call.get("args").cloned().unwrap_or(Value::Null);
        let name = call
            .get("job")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let running = Arc::new(Running::default());
        held(&self.jobs).insert(name.clone(), Arc::clone(&running));
        let progress = |step| *held(&running.progress) = Some(step);
        let job = Job {
            progress: &progress,
            cancelled: &running.cancelled,
        };
        // A defect answers one call with 500 and does not take a worker with it.
        let result = catch_unwind(AssertUnwindSafe(|| self.app.call(command, args, &job)));
        held(&self.jobs).remove(&name);
        match result {
            Ok(Ok(value)) => Answer::json(200, &value),
            Ok(Err(error)) => Answer::json(422, &json!(error)),
            Err(_) => Answer::text(500, &format!("{command} panicked; see the server's output")),
        }
    }

    /// How far a job is; null where it has not said yet, or is over.
    pub(crate) fn progress(&self, job: &str) -> Answer {
        let running = held(&self.jobs).get(job).cloned();
        let progress = running.and_then(|running| held(&running.progress).clone());
        Answer::json(200, &json!(progress))
    }

    /// Asks a job to stop; it answers through its own call.
    pub(crate) fn cancel(&self, job: &str) -> Answer {
        if let Some(running) = held(&self.jobs).get(job) {
            running.cancelled.store(true, Ordering::Relaxed);
        }
        Answer::json(200, &Value::Null)
    }
}

/// A panic elsewhere does not make these maps wrong, so a poisoned lock is still usable.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
