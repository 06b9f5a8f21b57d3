//! The queue of a consumer that processes events in a worker; only defects have one.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A queue of events, and the worker that processes them.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: AtomicU64,
    is_stopped: AtomicBool,
}

impl Queue {
    /// Puts an event into the queue. Returns the number of events that were there before.
    pub(super) fn enter(&self) -> u64 {
        self.waiting.fetch_add(1, Ordering::SeqCst)
    }

    /// Takes an event out of the queue.
    pub(super) fn leave(&self) {
        self.waiting.fetch_sub(1, Ordering::SeqCst);
    }

    /// Stops the worker.
    pub(super) fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
    }

    /// Starts the worker again. Returns whether it was stopped.
    pub(super) fn restart(&self) -> bool {
        self.is_stopped.swap(false, Ordering::SeqCst)
    }
}
