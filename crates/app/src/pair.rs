//! A second thread for the analysis, where there is enough to do.

use ninefold_domain::pair::{InTurn, Pair};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// From so many incidents on a second thread saves more than it takes to start.
pub(crate) const ENOUGH: usize = 2_000;

/// Both at a time where there are many incidents, in turn where there are few.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threads {
    incidents: usize,
}

impl Threads {
    /// For an analysis of so many incidents.
    pub fn of(incidents: usize) -> Self {
        Self { incidents }
    }
}

impl Pair for Threads {
    fn both<A: Send, B: Send>(
        &self,
        one: impl FnOnce() -> A + Send,
        other: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        if self.incidents < ENOUGH {
            return InTurn.both(one, other);
        }
        // Where the system gives no thread, the work is still here to do.
        let work = Mutex::new(Some(other));
        let take = || work.lock().unwrap_or_else(PoisonError::into_inner).take();
        thread::scope(|scope| {
            let elsewhere =
                thread::Builder::new().spawn_scoped(scope, || take().map(|other| other()));
            let Ok(other) = elsewhere else {
                let one = one();
                let other = take().map(|other| other());
                return (one, other.expect("nobody else took it"));
            };
            let one = one();
            // A panic over there is one here.
            let other = other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (one, other.expect("nobody else took it"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_incidents_are_shared_with_another_thread_and_few_are_not() {
        let who = || thread::current().id();
        let of = |incidents| Threads::of(incidents).both(who, who);
        let own = who();
        assert_eq!(of(ENOUGH - 1), (own, own));
        let (one, other) = of(ENOUGH);
        assert_eq!(one, own);
        assert_ne!(other, own);
    }
}
