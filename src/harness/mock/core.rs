//! The core of a mock, without its socket: the engine, and the wait for deliveries to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock;
use crate::deliver::Engine;
use crate::model::Headers;
use crate::provider::Provider;
use crate::provider::api::{Access, Api, Call, Reply, SUBSCRIPTIONS};
use crate::store::{Account, Delivery, Status, Store};

/// One provider and all its accounts.
#[derive(Debug)]
pub(super) struct MockCore {
    pub(super) engine: Arc<Engine>,
    pub(super) provider: Arc<Provider>,
    pub(super) base: String,
    /// Calls to the management API so far.
    pub(super) calls: AtomicU64,
}

impl MockCore {
    pub(super) fn new(engine: Arc<Engine>, id: &str, base: String) -> Self {
        let provider = engine.provider(id).map_or_else(|| unreachable!("it was given to the engine"), Arc::clone);
        Self { engine, provider, base, calls: AtomicU64::default() }
    }

    /// Answers a call to the management API.
    pub(super) fn answer(&self, call: &Call<'_>) -> Reply {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.reply(call)
    }

    fn reply(&self, call: &Call<'_>) -> Reply {
        let answered = self.engine.answer(&self.provider, call);
        let answered = answered.or_else(|| self.engine.answer_own(&self.provider, call));
        // In memory everything is safe at once.
        answered.map_or_else(|| Reply::empty(404), |answered| answered.reply)
    }

    /// Returns the management API of the provider; that of hookproof if it has none.
    fn api(&self) -> &Api {
        self.provider.api.as_ref().unwrap_or(&SUBSCRIPTIONS)
    }

    /// Returns the headers that open the account of this name.
    pub(super) fn credentials(&self, name: &str) -> Vec<(String, String)> {
        let mut ask = |method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]| {
            let headers: Headers = headers.iter().copied().collect();
            self.reply(&Call::new(method, path, clock::now()).with("", &headers, body, &self.base))
        };
        (self.api().credentials)(name, &mut ask)
    }

    /// Returns the account that these headers open.
    pub(super) fn account(&self, headers: &[(String, String)]) -> Option<Arc<Account>> {
        let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut call = Call::new("GET", "/", clock::now());
        call.headers = &headers;
        match (self.api().access)(&self.provider, &call) {
            Access::Account(credential) => Some(self.engine.store().account(&self.provider.id, &credential)),
            Access::Refused(_) => None,
        }
    }

    /// Waits until these deliveries have ended, and returns them. A delivery that was removed meanwhile is returned as
    /// it was.
    pub(super) async fn ended(&self, made: Vec<Delivery>) -> Vec<Delivery> {
        let mut deliveries = Vec::with_capacity(made.len());
        for delivery in made {
            let look = |store: &Store| {
                let known = store.get(delivery.number);
                let goes_on = known.as_ref().is_some_and(|known| match known.status {
                    Status::Sending => true,
                    // A delivery that an outage delays is returned as it is.
                    Status::Waiting => !self.engine.outage(),
                    _ => false,
                });
                if goes_on { None } else { Some(known.unwrap_or_else(|| delivery.clone())) }
            };
            deliveries.push(self.engine.store().until(look).await);
        }
        deliveries
    }
}
