//! Parts of the handlers of a consumer.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use hookproof::__private::clock;
use hookproof::Outage;
use hookproof::model::{Headers, Json};
use hookproof::provider::Provider;
use hookproof::sign::Signer;
use serde_json::Value;

use crate::secret;

/// Seconds for which a signature that says its time is valid.
const WINDOW: i64 = 300;

/// A delivery as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    /// Its number, from 0.
    pub(crate) nth: u64,
    pub(crate) method: Method,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) const fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    pub(crate) fn saying(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Rule by which a consumer keeps one of two events about one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Newest,
    Last,
}

/// State and effects of a consumer.
pub(crate) struct Shop {
    pub(crate) provider: Provider,
    pub(crate) signer: Signer,
    seen: Mutex<HashSet<String>>,
    effects: Mutex<HashMap<String, u64>>,
    total: AtomicU64,
    /// The state of each entity, and its time.
    states: Mutex<BTreeMap<String, (String, Value)>>,
    /// Ids of the prepared entities.
    known: Mutex<HashSet<String>>,
    prepared: AtomicU64,
    broken: AtomicBool,
    deliveries: AtomicU64,
}

impl Shop {
    pub(crate) fn new(provider: Provider) -> Self {
        let signer = Signer::new(&provider.signing.recipe, &secret(&provider)).unwrap();
        Self {
            provider,
            signer,
            seen: Mutex::default(),
            effects: Mutex::default(),
            total: AtomicU64::new(0),
            states: Mutex::default(),
            known: Mutex::default(),
            prepared: AtomicU64::new(0),
            broken: AtomicBool::new(false),
            deliveries: AtomicU64::new(0),
        }
    }

    /// Whether the provider has signed this, not long ago.
    pub(crate) fn is_signed(&self, delivery: &Delivery) -> bool {
        let is_recent = self.signer.time(&delivery.headers).is_none_or(|time| {
            let age = clock::now().unix() - time.unix();
            age.abs() <= WINDOW
        });
        is_recent && self.signer.check(&delivery.headers, &delivery.body).is_ok()
    }

    /// Refuses what the provider has not signed.
    pub(crate) fn verify(&self, delivery: &Delivery) -> Result<(), Reply> {
        if self.is_signed(delivery) { Ok(()) } else { Err(Reply::status(401)) }
    }

    /// Reads an event.
    pub(crate) fn read(body: &[u8]) -> Result<Value, Reply> {
        match serde_json::from_slice(body) {
            Ok(event @ Value::Object(_)) => Ok(event),
            _ => Err(Reply::status(400)),
        }
    }

    /// Returns the key of an event: its id, or everything if it has none.
    pub(crate) fn key(&self, event: &Value) -> String {
        let id = self.provider.envelope.id.as_ref().and_then(|slot| event.pointer(&slot.pointer)?.as_str());
        id.map_or_else(|| event.to_string(), str::to_owned)
    }

    /// What effects of one event are counted by: see [`Consumer::effects_of_event`](crate::consumer::Consumer::effects_of_event).
    fn label(&self, event: &Value) -> String {
        if self.provider.envelope.id.is_some() {
            return self.key(event);
        }
        let part = |pointer: &str| event.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        format!("{},{}", part("/data/user"), part("/data/item"))
    }

    /// The event's type, if the consumer knows it.
    pub(crate) fn type_of<'e>(&self, event: &'e Value) -> Option<&'e str> {
        let name = event.pointer(&self.provider.envelope.name.to_string())?.as_str()?;
        self.provider.payload(name).is_ok().then_some(name)
    }

    /// Notes an event; whether it is a new one.
    pub(crate) fn is_new(&self, key: String) -> bool {
        locked(&self.seen).insert(key)
    }

    /// Has the effect of an event.
    pub(crate) fn act(&self, event: &Value) {
        *locked(&self.effects).entry(self.label(event)).or_default() += 1;
        self.total.fetch_add(1, Ordering::SeqCst);
    }

    /// Processes an event once.
    pub(crate) fn process(&self, event: &Value) {
        if self.type_of(event).is_some() && self.is_new(self.key(event)) {
            self.act(event);
        }
    }

    /// Verifies, reads, processes and answers 200, as most do.
    pub(crate) fn handle(&self, delivery: &Delivery) -> Reply {
        let event = self.verify(delivery).and_then(|()| Self::read(&delivery.body));
        match event {
            Ok(_) if self.is_broken() => Reply::status(503),
            Ok(event) => {
                self.process(&event);
                Reply::status(200)
            }
            Err(refusal) => refusal,
        }
    }

    /// Returns the time of an event, as it is written; times of one provider have one format.
    pub(crate) fn time(&self, event: &Value) -> String {
        let times = self.type_of(event).map(|name| self.provider.times(name, &Json::from(event.clone())));
        let time = times.unwrap_or_default().first().and_then(|at| event.pointer(at)).cloned().unwrap_or_default();
        time.as_str().map_or_else(|| time.to_string(), str::to_owned)
    }

    /// Stores the state of an entity, unless it holds that of a newer event.
    pub(crate) fn store(&self, event: &Value, state: Value, keeps: Keeps) {
        let Some(thing) = self.entity(event) else { return };
        let time = self.time(event);
        let mut states = locked(&self.states);
        if keeps == Keeps::Last || states.get(&thing).is_none_or(|(since, _)| *since < time) {
            states.insert(thing, (time, state));
        }
    }

    /// Returns the state of every entity.
    pub(crate) fn state(&self) -> Value {
        let states = locked(&self.states);
        states.iter().map(|(thing, (_, state))| (thing.clone(), state.clone())).collect()
    }

    /// Forgets an event.
    pub(crate) fn forget(&self, key: &str) {
        locked(&self.seen).remove(key);
    }

    /// Starts anew, without a memory of events.
    pub(crate) fn restart(&self) {
        locked(&self.seen).clear();
    }

    /// An effect that has nothing to do with deliveries.
    pub(crate) fn act_by_itself(&self) {
        self.total.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn total(&self) -> u64 {
        self.total.load(Ordering::SeqCst)
    }

    pub(crate) fn effects_of(&self, label: &str) -> u64 {
        locked(&self.effects).get(label).copied().unwrap_or_default()
    }

    /// Returns the number of effects of one event.
    pub(crate) fn effects_of_event(&self, event: &Value) -> u64 {
        self.effects_of(&self.label(event))
    }

    /// Whether what it depends on is out of order.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::SeqCst)
    }

    /// Breaks or restores what it depends on.
    pub(crate) fn order(&self, outage: Outage) {
        self.broken.store(outage == Outage::Start, Ordering::SeqCst);
    }

    /// Counts a request.
    pub(crate) fn count(&self) -> u64 {
        self.deliveries.fetch_add(1, Ordering::SeqCst)
    }

    /// Whether something was delivered.
    pub(crate) fn is_in_use(&self) -> bool {
        self.deliveries.load(Ordering::SeqCst) > 0
    }

    /// Tells it about an entity.
    pub(crate) fn learn(&self, id: impl Into<String>) {
        locked(&self.known).insert(id.into());
    }

    pub(crate) fn knows(&self, id: &str) -> bool {
        locked(&self.known).contains(id)
    }

    /// Returns the number of prepared entities.
    pub(crate) fn prepared(&self) -> u64 {
        self.prepared.load(Ordering::SeqCst)
    }

    /// Requests to `/hook` so far.
    pub(crate) fn deliveries(&self) -> u64 {
        self.deliveries.load(Ordering::SeqCst)
    }

    /// The id of what an event is about.
    pub(crate) fn entity(&self, event: &Value) -> Option<String> {
        let pointer = self.provider.entity(&Json::from(event.clone()))?;
        Some(event.pointer(&pointer)?.as_str()?.to_owned())
    }

    /// Learns the entities in a body: an array of them, or one a line.
    pub(crate) fn prepare(&self, body: &[u8]) -> StatusCode {
        let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_slice(body).into_iter().collect();
        let Ok(values) = values else { return StatusCode::BAD_REQUEST };
        let entities =
            values.iter().flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice));
        for ids in entities.filter_map(|entity| entity.get("ids")?.as_object()) {
            ids.values().filter_map(Value::as_str).for_each(|id| self.learn(id));
        }
        self.prepared.fetch_add(1, Ordering::SeqCst);
        StatusCode::NO_CONTENT
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
