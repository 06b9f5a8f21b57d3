//! What changed, for whoever keeps it beyond the process.

use serde_json::Value;
use tokio::sync::oneshot;

use crate::model::SecretText;
use crate::provider::api::Subscription;
use crate::store::record::AccountId;
use crate::store::record::Attempt;
use crate::store::record::Delivery;
use crate::store::record::Noted;

/// One change.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "without a file nobody reads them"))]
pub(super) enum Write {
    /// An account without its subscriptions.
    Account(AccountRow),
    /// A subscription as it is now; gone where there is none.
    Subscription { account: AccountId, id: String, place: u64, subscription: Option<Subscription> },
    /// A delivery as it is now, but for its attempts, which are not here. Its body is what it was at first.
    Delivery(Delivery),
    /// An attempt was added to a delivery.
    Attempt(AttemptRow),
    /// A delivery is gone.
    Discard(u64),
    /// A finding.
    Noted(Noted),
    /// Everything is gone: of one account, or of all.
    Reset(Option<AccountId>),
}

/// An account without its subscriptions.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "without a file nobody reads them"))]
pub(super) struct AccountRow {
    pub(super) id: AccountId,
    pub(super) provider: String,
    pub(super) name: String,
    pub(super) secret: Option<SecretText>,
    pub(super) rest: Value,
    pub(super) version: u64,
    /// How many subscriptions there ever were.
    pub(super) ever: u64,
    /// The version that it takes the place of; nothing where the account is new.
    pub(super) older: Option<u64>,
}

/// An attempt, with what tells whose it is.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "without a file nobody reads them"))]
pub(super) struct AttemptRow {
    pub(super) delivery: u64,
    /// Its place among the delivery's attempts, from 0.
    pub(super) place: usize,
    pub(super) attempt: Attempt,
    /// Whether it sent the delivery's own body.
    pub(super) is_shared: bool,
}

impl Write {
    /// How much room it takes until it is written, in bytes, roughly.
    #[cfg(feature = "cli")]
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Delivery(delivery) => delivery.weight(),
            Self::Attempt(row) => row.attempt.weight(),
            _ => 1_000,
        }
    }

    /// An attempt of a delivery, at this place among its attempts, from 0.
    pub(super) fn attempt(delivery: &Delivery, place: usize, attempt: &Attempt) -> Self {
        let is_shared = attempt.exchange.request.body == delivery.body;
        Self::Attempt(AttemptRow { delivery: delivery.number, place, attempt: attempt.clone(), is_shared })
    }
}

/// Becomes ready when what was written is safe.
#[derive(Debug)]
#[must_use = "what was written is not safe before this is awaited"]
pub struct Commit(pub(super) Option<oneshot::Receiver<Result<(), String>>>);

impl Commit {
    /// Nothing has to be kept.
    pub const fn nothing() -> Self {
        Self(None)
    }

    /// Joins this commit and a later one. The store writes in order, so that the later one is ready when both are
    /// safe; a later one that has nothing to keep is ready at once and leaves this one to wait for.
    pub fn then(self, later: Self) -> Self {
        if later.0.is_some() { later } else { self }
    }

    /// Lets it go, for a change that nobody was promised. It is written all the same.
    pub fn detach(self) {
        drop(self);
    }

    /// Waits until it is safe.
    ///
    /// # Errors
    /// Why it cannot be kept: a full disk, a file that was taken away.
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
    use std::task::Context;
    use std::task::Poll;
    use std::task::Waker;

    use super::*;

    /// Whether a commit is ready.
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
        assert!(!is_ready(commit.then(Commit::nothing())), "what follows keeps nothing");
        drop(done);
        let ((_first, earlier), (last, later)) = (pending(), pending());
        let both = Commit::nothing().then(earlier).then(later).then(Commit::nothing());
        last.send(Ok(())).unwrap();
        assert!(is_ready(both), "writes are in order");
        assert!(is_ready(Commit::nothing().then(Commit::nothing())));
    }
}
