//! The single way to emit events: the control API, the library and the command choose the accounts, and this module
//! does the rest.

use std::sync::Arc;

use crate::deliver::engine::Engine;
use crate::deliver::events::{EmitRequest, EventError};
use crate::model::Timestamp;
use crate::provider::Provider;
use crate::provider::api::{Emission, Recipients};
use crate::store::{Account, Commit, Delivery};

/// The result of an emission.
#[derive(Debug)]
#[non_exhaustive]
pub struct EmitOutcome {
    /// Names of the events, in order.
    pub events: Vec<String>,
    /// The deliveries, account by account.
    pub deliveries: Vec<Delivery>,
    /// Becomes ready when all changes are safe.
    pub commit: Commit,
}

impl Engine {
    /// Creates the events of a request and emits them for these accounts. Each account gets its own events: two
    /// accounts of a provider never see the same event id. Without accounts, the request is still validated.
    ///
    /// # Errors
    /// Returns an error if a name is unknown, a field cannot be set, or the set values violate the schema. Nothing is
    /// emitted then.
    pub fn emit_to(
        &self,
        provider: &Provider,
        accounts: &[Arc<Account>],
        request: &EmitRequest,
        to: &Recipients,
        now: Timestamp,
    ) -> Result<EmitOutcome, EventError> {
        let at = request.at.unwrap_or(now);
        let events = |_| self.events(provider, request, self.next_turn(), at);
        let sets = (0..accounts.len().max(1)).map(events).collect::<Result<Vec<_>, _>>()?;
        let events = sets.first().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        let (mut deliveries, mut commit) = (Vec::new(), Commit::nothing());
        for (account, events) in accounts.iter().zip(sets) {
            let emissions = events.into_iter().map(|(name, document)| Emission::new(name, document).to(to.clone()));
            let (made, after) = self.emit_all(provider, account, emissions.collect(), now);
            deliveries.extend(made);
            commit = commit.then(after);
        }
        Ok(EmitOutcome { events, deliveries, commit })
    }
}
