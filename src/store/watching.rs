//! Watching what happens, and waiting until it has.

use tokio::sync::broadcast;
use tokio::sync::watch;

use crate::model::lock;
use crate::store::Store;
use crate::store::filter::Filter;
use crate::store::record::Delivery;
use crate::store::record::Noted;

/// Something that happened to a delivery, or a finding, for those who watch.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "these are what is kept")]
pub enum Change {
    /// A delivery was made, or goes on.
    Delivery(Box<Delivery>),
    /// A finding was made.
    Noted(Box<Noted>),
    /// Everything is gone: of one account, or of all.
    Reset,
}

impl Store {
    /// What happens from now on.
    #[must_use]
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// A number that grows with every change, for those who wait for something.
    #[must_use]
    pub fn revision(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    /// Waits until there is something to be seen: looks now, and again after every change.
    pub async fn until<T>(&self, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let mut revision = self.revision();
        loop {
            revision.mark_unchanged();
            if let Some(seen) = look(self) {
                return seen;
            }
            // It lives as long as this does.
            let _ = revision.changed().await;
        }
    }

    /// Waits until nothing is due at any time or under way.
    pub async fn idle(&self) {
        self.until(|store| store.is_idle(&Filter::default()).then_some(())).await;
    }

    /// Has those look again who wait for something, though nothing was added.
    pub fn nudge(&self) {
        self.revision.send_modify(|revision| *revision += 1);
    }

    pub(super) fn tell(&self, change: impl FnOnce() -> Change) {
        if self.changes.receiver_count() > 0 {
            // The last one may have left meanwhile.
            let _ = self.changes.send(change());
        }
        self.nudge();
    }

    /// Whether none of the deliveries that are meant is due at some time or under way, however they stand otherwise.
    #[must_use]
    pub fn is_idle(&self, filter: &Filter) -> bool {
        !lock(&self.shelf).outstanding().any(|delivery| filter.takes(delivery))
    }

    /// How many of the deliveries that are meant are due at some time or under way.
    #[must_use]
    pub fn outstanding(&self, filter: &Filter) -> usize {
        lock(&self.shelf).outstanding().filter(|delivery| filter.takes(delivery)).count()
    }
}
