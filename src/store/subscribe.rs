//! Observing changes, and waiting for conditions.

use tokio::sync::{broadcast, watch};

use crate::model::lock;
use crate::store::Store;
use crate::store::change::Change;
use crate::store::filter::Filter;

impl Store {
    /// Returns a receiver of all changes from now on.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Returns a number that grows with every change, for tasks that wait for a condition.
    #[must_use]
    pub fn revision(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Waits until `look` returns a value. It is called immediately, and again after every change.
    pub async fn until<T>(&self, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let mut revision = self.revision();
        loop {
            revision.mark_unchanged();
            if let Some(seen) = look(self) {
                return seen;
            }
            // The sender lives as long as this store, so this cannot fail.
            let _ = revision.changed().await;
        }
    }

    /// Waits until no delivery is due at any time or in flight.
    pub async fn idle(&self) {
        self.until(|store| store.is_idle(&Filter::default()).then_some(())).await;
    }

    /// Makes all waiting tasks check their condition again, although nothing was added.
    pub fn nudge(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }

    pub(super) fn publish(&self, change: impl FnOnce() -> Change) {
        if self.changes.receiver_count() > 0 {
            // Ignore the error: the last receiver may be gone.
            let _ = self.changes.send(change());
        }
        self.nudge();
    }

    /// Returns whether no delivery that matches the filter has a due time or is in flight. Other statuses do not
    /// matter.
    #[must_use]
    pub fn is_idle(&self, filter: &Filter) -> bool {
        !lock(&self.memory_index).outstanding().any(|delivery| filter.takes(delivery))
    }

    /// Returns how many deliveries that match the filter have a due time or are in flight.
    #[must_use]
    pub fn outstanding(&self, filter: &Filter) -> usize {
        lock(&self.memory_index).outstanding().filter(|delivery| filter.takes(delivery)).count()
    }
}
