//! Events on request, and their deliveries.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::clock;
use crate::deliver::EmitRequest;
use crate::harness::mock::core::MockCore;
use crate::model::{Json, SecretText, error_chain};
use crate::provider::api::Recipients;
use crate::store::{Account, Delivery, Status};

/// An event that is about to be emitted, or the events of a story.
#[derive(Debug)]
#[must_use = "nothing is emitted until this is awaited"]
pub struct Emit<'a> {
    core: &'a Arc<MockCore>,
    request: EmitRequest,
    to: Recipients,
    credentials: Option<Vec<(String, String)>>,
}

/// The deliveries of an event: one for each subscription to it.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "the deliveries say whether the consumer accepted it"]
pub struct Emitted {
    deliveries: Vec<Delivery>,
    /// Reason if there are none.
    no_delivery: String,
}

impl<'a> Emit<'a> {
    pub(super) const fn new(core: &'a Arc<MockCore>, request: EmitRequest) -> Self {
        Self { core, request, to: Recipients::Subscribers, credentials: None }
    }

    /// Sets a field, by JSON pointer. A value that the schema does not allow is refused.
    pub fn with(mut self, pointer: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.request = self.request.with(pointer, Json::from(value.into()));
        self
    }

    /// Sets the number of events, all at the same time.
    pub fn count(mut self, count: u32) -> Self {
        self.request = self.request.count(count);
        self
    }

    /// Sets the seed of the shapes, instead of that of the mock.
    pub fn seed(mut self, seed: u64) -> Self {
        self.request = self.request.seed(seed);
        self
    }

    /// Sends it only to the account that these headers open.
    pub fn for_account(mut self, headers: &[(String, String)]) -> Self {
        self.credentials = Some(headers.to_vec());
        self
    }

    /// Sends it only to this URL, which need not be registered, signed with this secret.
    pub fn to(mut self, url: impl Into<String>, secret: impl Into<String>) -> Self {
        let secret = Some(SecretText::new(secret));
        self.to = Recipients::Url { url: url.into(), secret, headers: Vec::new(), any_certificate: false };
        self
    }

    /// Creates the events and their deliveries.
    fn begin(self) -> Result<(Vec<Delivery>, String), String> {
        let Self { core, request, to, credentials } = self;
        let now = clock::now();
        let accounts = match &credentials {
            Some(headers) => vec![core.account(headers).ok_or("these headers open no account")?],
            None => accounts(core, &to),
        };
        let emitted = core.engine.emit_to(&core.provider, &accounts, &request, &to, now);
        let mut emitted = emitted.map_err(|error| error_chain(&error))?;
        emitted.events.dedup();
        let no_delivery = format!("no subscription to `{}`: {}", emitted.events.join("`, `"), core.registered());
        Ok((emitted.deliveries, no_delivery))
    }
}

/// Returns the accounts that send the event: every account with a registration; for a URL, the first account.
fn accounts(core: &MockCore, to: &Recipients) -> Vec<Arc<Account>> {
    if matches!(to, Recipients::Url { .. }) {
        return core.account(&core.credentials("default")).into_iter().collect();
    }
    let known = core.engine.store().accounts();
    known.into_iter().filter(|account| account.with(|state| state.count() > 0)).collect()
}

impl<'a> IntoFuture for Emit<'a> {
    type IntoFuture = Pin<Box<dyn Future<Output = Emitted> + Send + 'a>>;
    type Output = Emitted;

    /// Emits, and waits until every delivery has ended: it succeeded, or is not retried.
    ///
    /// # Panics
    /// If the event does not exist, or a field cannot have the given value.
    #[track_caller]
    fn into_future(self) -> Self::IntoFuture {
        let core = self.core;
        let (made, no_delivery) = match self.begin() {
            Ok(begun) => begun,
            Err(reason) => panic!("nothing can be emitted: {reason}"),
        };
        Box::pin(async move { Emitted { deliveries: core.ended(made).await, no_delivery } })
    }
}

impl Emitted {
    /// Returns the only delivery.
    ///
    /// # Panics
    /// If there are none or several.
    #[must_use]
    #[track_caller]
    pub fn one(&self) -> &Delivery {
        match self.deliveries.as_slice() {
            [one] => one,
            [] => panic!("{}", self.no_delivery),
            many => panic!("one delivery was expected, and there are {}:\n{self}", many.len()),
        }
    }

    /// Asserts that there are deliveries, and that every one has succeeded, possibly after retries.
    ///
    /// # Panics
    /// If it is not so; the message lists every attempt.
    #[track_caller]
    pub fn expect_succeeded(&self) {
        assert!(!self.deliveries.is_empty(), "{}", self.no_delivery);
        let failed: Vec<&Delivery> =
            self.deliveries.iter().filter(|delivery| delivery.status != Status::Succeeded).collect();
        if let Some(first) = failed.first() {
            let hint = first.attempts.last().and_then(|attempt| attempt.exchange.outcome.hint());
            let hint = hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
            let lines: Vec<String> = failed.iter().map(|delivery| describe(delivery)).collect();
            panic!("{} of {} deliveries failed:\n{}{hint}", failed.len(), self.deliveries.len(), lines.join("\n"));
        }
    }
}

impl Deref for Emitted {
    type Target = [Delivery];

    fn deref(&self) -> &[Delivery] {
        &self.deliveries
    }
}

impl fmt::Display for Emitted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.deliveries.iter().map(describe).collect();
        formatter.write_str(if lines.is_empty() { self.no_delivery.clone() } else { lines.join("\n") }.as_str())
    }
}

/// Formats a delivery with its attempts, one line each.
fn describe(delivery: &Delivery) -> String {
    let Delivery { event, url, status, attempts, .. } = delivery;
    let mut text = format!("{event} to {url}: {} after {}", status.name(), many(attempts.len(), "attempt"));
    let first = attempts.first().map_or(0, |attempt| attempt.clock.micros());
    for attempt in attempts {
        let since = Duration::from_micros(u64::try_from(attempt.clock.micros() - first).unwrap_or_default());
        text = format!("{text}\n  {:>2}  {}  {}", attempt.number, clocked(since), attempt.reason);
    }
    text
}

/// Formats a number of things.
pub(super) fn many(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// Formats a duration as hours, minutes and seconds.
fn clocked(duration: Duration) -> String {
    let seconds = duration.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
