//! Settings of a run about the consumer: how to read its effects and its state, which entities it knows, and how to
//! cause an outage.

use std::future::Future;
use std::time::Duration;

use crate::battery::outage::{Outage, OutageHook};
use crate::battery::prepare::{Entity, PrepareHook};
use crate::battery::source::{DeliveredEvent, Source};
use crate::battery::state::StateSource;
use crate::battery::verifier::Verifier;

impl Verifier {
    /// Counts all effects so far: rows in a table, messages in a queue. The count must not move by itself: if it does,
    /// the run is unproved. Use [`effects_of`](Self::effects_of) if there is other traffic.
    ///
    /// An effect may come after the answer. One that should come is waited for ten times as long as any took so far,
    /// and at least 2 s.
    pub fn effects<C, F>(mut self, count: C) -> Self
    where
        C: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = u64> + Send + 'static,
    {
        self.settings.source = Some(Source::of_closure(count));
        self
    }

    /// Counts the effects of one event: rows that carry its id, messages about it. Each event is then judged
    /// separately: other traffic, other runs and concurrency do not matter. Return 0 for an event that is not known
    /// yet.
    ///
    /// ```no_run
    /// # async fn rows_of(id: &str) -> u64 { 0 }
    /// use hookproof::Verifier;
    /// use hookproof::providers;
    ///
    /// let verifier = Verifier::of(providers::truv())
    ///     .secret("s3cret")
    ///     .effects_of(|event| async move { rows_of(event.id.as_deref().unwrap_or_default()).await });
    /// ```
    pub fn effects_of<C, F>(mut self, count: C) -> Self
    where
        C: Fn(DeliveredEvent) -> F + Send + Sync + 'static,
        F: Future<Output = u64> + Send + 'static,
    {
        self.settings.source = Some(Source::of_events(count));
        self
    }

    /// Counts effects by reading a URL, which returns a number, `{"count": n}`, or an array to be counted. Put `{id}`
    /// (the id of an event) or a field such as `{/order_id}` into it to judge each event separately, as with
    /// [`effects_of`](Self::effects_of); 404 then means that the event is not known yet.
    pub fn effects_at(mut self, url: impl Into<String>) -> Self {
        self.settings.options.effects_at = Some(url.into());
        self
    }

    /// Creates the entities of events before the first event about them is sent, for a consumer that accepts events
    /// about existing customers only. The closure is called many times in a run. If it returns an error, the run stops
    /// and shows it.
    pub fn prepare<P, F>(mut self, prepare: P) -> Self
    where
        P: Fn(Vec<Entity>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.settings.prepare = Some(PrepareHook::new(prepare));
        self
    }

    /// Removes what [`prepare`](Self::prepare) created. The closure is called once, at the end of the run.
    pub fn cleanup<P, F>(mut self, cleanup: P) -> Self
    where
        P: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.settings.cleanup = Some(PrepareHook::new(move |_| cleanup()));
        self
    }

    /// Adds entities that the consumer knows, each as JSON pointers with values, such as `/user_id`. Every event is
    /// about one of them: its fields at these pointers are set to these values.
    pub fn entities(
        mut self,
        entities: impl IntoIterator<Item = impl IntoIterator<Item = (String, serde_json::Value)>>,
    ) -> Self {
        let pool = entities.into_iter();
        let pool = pool.map(|entity| entity.into_iter().map(|(pointer, value)| (pointer, value.into())).collect());
        self.settings.entities.extend(pool);
        self
    }

    /// Reads the consumer state: any document that an event may change. Checks of order need it. Fields that change by
    /// themselves are found, named in the report, and left out.
    pub fn state<L, F>(mut self, look: L) -> Self
    where
        L: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = serde_json::Value> + Send + 'static,
    {
        self.settings.state = Some(StateSource::of_closure(look));
        self
    }

    /// Reads the consumer state from a URL that returns JSON.
    pub fn state_url(mut self, url: impl Into<String>) -> Self {
        self.settings.options.state_url = Some(url.into());
        self
    }

    /// Sets a closure that starts and stops an outage of a dependency of the consumer, so that `retry-asks-again` can
    /// be judged. The closure returns an error if it could not.
    pub fn outage<O, F>(mut self, order: O) -> Self
    where
        O: Fn(Outage) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.settings.outage = Some(OutageHook::new(order));
        self
    }

    /// Delays the redeliveries of some events by this time, so that `redelivery-after-pause` can be judged: does the
    /// consumer still remember them? The run takes that much longer, and a failure twice as much.
    pub const fn pause(mut self, pause: Duration) -> Self {
        self.settings.options.pause = Some(pause);
        self
    }

    /// Sets a field in every event, at a JSON pointer.
    pub fn set(mut self, pointer: impl Into<String>, value: serde_json::Value) -> Self {
        self.settings.pins.push((pointer.into(), value.into()));
        self
    }
}
