//! What changed, for whoever keeps it beyond the process.

use serde_json::Value;
use tokio::sync::oneshot;

use crate::model::SecretText;
use crate::provider::api::State;
use crate::provider::api::Subscription;
use crate::store::record::AccountId;
use crate::store::record::Attempt;
use crate::store::record::Delivery;
use crate::store::record::Noted;

/// One change.
#[derive(Clone, Debug)]
pub(super) enum Write {
    /// An account without its subscriptions.
    Account(AccountRow),
    /// A subscription as it is now; gone where there is none.
    Subscription { account: AccountId, id: String, place: u64, subscription: Option<Subscription> },
    /// A delivery as it is now, but for its attempts.
    Delivery(Delivery),
    /// An attempt was added to a delivery.
    Attempt { delivery: u64, attempt: Attempt },
    /// A delivery is gone.
    Discard(u64),
    /// A finding.
    Noted(Noted),
    /// Everything is gone: of one account, or of all.
    Reset(Option<AccountId>),
}

/// An account without its subscriptions.
#[derive(Clone, Debug)]
pub(super) struct AccountRow {
    pub(super) id: AccountId,
    pub(super) provider: String,
    pub(super) name: String,
    pub(super) secret: Option<SecretText>,
    pub(super) rest: Value,
    pub(super) version: u64,
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

/// The changes of an account since they were last asked for.
pub(super) fn changes(id: &AccountId, provider: &str, state: &mut State, into: &mut Vec<Write>) {
    let (subscriptions, rest) = state.take_changes();
    if rest {
        into.push(Write::Account(AccountRow {
            id: id.clone(),
            provider: provider.to_owned(),
            name: state.name().to_owned(),
            secret: state.secret().cloned(),
            rest: state.rest_document().clone(),
            version: state.version(),
        }));
    }
    into.extend(subscriptions.into_iter().map(|changed| Write::Subscription {
        account: id.clone(),
        place: state.place(&changed).unwrap_or_default(),
        subscription: state.subscription(&changed).cloned(),
        id: changed,
    }));
}
