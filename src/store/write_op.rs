//! Changes to be written to persistent storage.

use serde_json::Value;
use tokio::sync::oneshot;

use crate::model::SecretText;
use crate::provider::api::Subscription;
use crate::store::record::{AccountId, Attempt, Delivery, Noted};

/// One change.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only stores with a file read them"))]
pub(super) enum WriteOp {
    /// An account without its subscriptions.
    Account(AccountRow),
    /// The current version of a subscription; `None` if it was deleted.
    Subscription { account: AccountId, id: String, place: u64, subscription: Option<Subscription> },
    /// The current version of a delivery, without its attempts. Its body is the original one.
    Delivery(Delivery),
    /// An attempt was added to a delivery.
    Attempt(AttemptRow),
    /// A delivery was removed.
    Discard(u64),
    /// A finding.
    Noted(Noted),
    /// All data was removed: of one account, or of all accounts.
    Reset(Option<AccountId>),
}

/// An account without its subscriptions.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only stores with a file read them"))]
pub(super) struct AccountRow {
    pub(super) id: AccountId,
    pub(super) provider: String,
    pub(super) name: String,
    pub(super) secret: Option<SecretText>,
    pub(super) rest: Value,
    pub(super) version: u64,
    /// The number of subscriptions ever created.
    pub(super) ever: u64,
    /// The version that this one replaces; `None` if the account is new.
    pub(super) older: Option<u64>,
}

/// An attempt, with the number of its delivery.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "only stores with a file read them"))]
pub(super) struct AttemptRow {
    pub(super) delivery: u64,
    /// Its index among the attempts of the delivery, from 0.
    pub(super) place: usize,
    pub(super) attempt: Attempt,
    /// Whether it sent the body of the delivery.
    pub(super) is_shared: bool,
}

impl WriteOp {
    /// Returns its approximate size in memory, in bytes.
    #[cfg(feature = "cli")]
    pub(super) fn memory_size(&self) -> usize {
        match self {
            Self::Delivery(delivery) => delivery.memory_size(),
            Self::Attempt(row) => row.attempt.memory_size(),
            _ => 1_000,
        }
    }

    /// Builds the write for an attempt of a delivery, with its index among the attempts, from 0.
    pub(super) fn attempt(delivery: &Delivery, place: usize, attempt: &Attempt) -> Self {
        let is_shared = attempt.exchange.request.body == delivery.body;
        Self::Attempt(AttemptRow { delivery: delivery.number, place, attempt: attempt.clone(), is_shared })
    }
}

/// A handle that becomes ready when the changes are safely stored.
#[derive(Debug)]
#[must_use = "the change is not safe before this is awaited"]
pub struct Commit(pub(super) Option<oneshot::Receiver<Result<(), String>>>);

impl Commit {
    /// Returns a commit for no changes.
    pub const fn nothing() -> Self {
        Self(None)
    }

    /// Joins this commit and a later one. The store writes in order, so when the later commit is ready, both are safe.
    /// If the later commit has nothing to write, this one is returned.
    pub fn then(self, later: Self) -> Self {
        if later.0.is_some() { later } else { self }
    }

    /// Drops the commit, if the caller does not need to know when the change is safe. The change is still written.
    pub fn detach(self) {
        drop(self);
    }

    /// Waits until the changes are safe.
    ///
    /// # Errors
    /// Returns the reason if the changes could not be stored, such as a full disk or a removed file.
    pub async fn done(self) -> Result<(), String> {
        match self.0 {
            None => Ok(()),
            Some(receiver) => receiver.await.unwrap_or_else(|_| Err("the store was closed".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// Returns whether a commit is ready.
    fn is_ready(commit: Commit) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        matches!(pin!(commit.done()).poll(&mut context), Poll::Ready(Ok(())))
    }

    #[test]
    fn commits_wait_for_the_last_that_has_something_to_keep() {
        let pending = || {
            let (done, receiver) = oneshot::channel();
            (done, Commit(Some(receiver)))
        };
        let (done, commit) = pending();
        assert!(!is_ready(commit.then(Commit::nothing())), "a second commit that keeps nothing");
        drop(done);
        let ((_first, earlier), (last, later)) = (pending(), pending());
        let both = Commit::nothing().then(earlier).then(later).then(Commit::nothing());
        last.send(Ok(())).unwrap();
        assert!(is_ready(both), "writes are in order");
        assert!(is_ready(Commit::nothing().then(Commit::nothing())));
    }
}
