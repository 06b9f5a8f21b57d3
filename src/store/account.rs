//! Accounts in memory.

use std::sync::Mutex;
use std::sync::MutexGuard;

use crate::model::lock;
use crate::provider::api::State;
use crate::store::record::AccountId;
use crate::store::write::AccountRow;
use crate::store::write::Write;

/// An account of a provider.
#[derive(Debug)]
pub struct Account {
    id: AccountId,
    provider: String,
    held: Mutex<Held>,
}

/// What is behind an account's lock.
#[derive(Debug)]
pub(super) struct Held {
    state: State,
    /// The version that was written last.
    written: Option<u64>,
    /// Everything was forgotten while somebody still held it: what that one does is forgotten with it.
    pub(super) gone: bool,
}

impl Account {
    pub(super) const fn new(id: AccountId, provider: String, state: State, written: Option<u64>) -> Self {
        Self { id, provider, held: Mutex::new(Held { state, written, gone: false }) }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &AccountId {
        &self.id
    }

    /// Id of its provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Does something with its state, alone. The store must not be asked to change anything meanwhile.
    pub fn with<R>(&self, act: impl FnOnce(&mut State) -> R) -> R {
        act(&mut self.hold().state)
    }

    pub(super) fn hold(&self) -> MutexGuard<'_, Held> {
        lock(&self.held)
    }

    /// What became of its state since this was last asked.
    pub(super) fn changes(&self, held: &mut Held, into: &mut Vec<Write>) {
        let Held { state, written, gone } = held;
        let (subscriptions, rest) = state.take_changes();
        if *gone || (subscriptions.is_empty() && !rest) {
            return;
        }
        into.push(Write::Account(AccountRow {
            id: self.id.clone(),
            provider: self.provider.clone(),
            name: state.name().to_owned(),
            secret: state.secret().cloned(),
            rest: state.rest_document().clone(),
            version: state.version(),
            ever: state.ever(),
            older: written.replace(state.version()),
        }));
        into.extend(subscriptions.into_iter().map(|changed| Write::Subscription {
            account: self.id.clone(),
            place: state.place(&changed).unwrap_or_default(),
            subscription: state.subscription(&changed).cloned(),
            id: changed,
        }));
    }
}
