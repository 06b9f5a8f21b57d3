//! Accounts in memory.

use std::sync::{Mutex, MutexGuard};

use crate::model::lock;
use crate::provider::api::State;
use crate::store::record::AccountId;
use crate::store::write_op::{AccountRow, WriteOp};

/// An account of a provider.
#[derive(Debug)]
pub struct Account {
    id: AccountId,
    provider: String,
    held: Mutex<Held>,
}

/// The data that an account's lock protects.
#[derive(Debug)]
pub(super) struct Held {
    state: State,
    /// The version that was written last.
    written: Option<u64>,
    /// Set when a reset removed the account while it was still in use. Later changes to it are discarded.
    pub(super) gone: bool,
}

impl Account {
    pub(super) const fn new(id: AccountId, provider: String, state: State, written: Option<u64>) -> Self {
        Self { id, provider, held: Mutex::new(Held { state, written, gone: false }) }
    }

    /// Returns the id of the account.
    #[must_use]
    pub const fn id(&self) -> &AccountId {
        &self.id
    }

    /// Returns the id of its provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// Calls a function with exclusive access to the account's state. The function must not call store methods that
    /// change data.
    pub fn with<R>(&self, act: impl FnOnce(&mut State) -> R) -> R {
        act(&mut self.hold().state)
    }

    pub(super) fn hold(&self) -> MutexGuard<'_, Held> {
        lock(&self.held)
    }

    /// Appends to `into` the changes of the state since the last call.
    pub(super) fn changes(&self, held: &mut Held, into: &mut Vec<WriteOp>) {
        let Held { state, written, gone } = held;
        let (subscriptions, rest) = state.take_changes();
        if *gone || (subscriptions.is_empty() && !rest) {
            return;
        }
        into.push(WriteOp::Account(AccountRow {
            id: self.id.clone(),
            provider: self.provider.clone(),
            name: state.name().to_owned(),
            secret: state.secret().cloned(),
            rest: state.rest_document().clone(),
            version: state.version(),
            ever: state.ever(),
            older: written.replace(state.version()),
        }));
        into.extend(subscriptions.into_iter().map(|changed| WriteOp::Subscription {
            account: self.id.clone(),
            place: state.place(&changed).unwrap_or_default(),
            subscription: state.subscription(&changed).cloned(),
            id: changed,
        }));
    }
}
