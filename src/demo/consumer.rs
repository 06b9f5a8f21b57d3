//! Parts of a consumer: five steps over a small shop that counts its effects.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use serde_json::{Value, json};

use crate::battery::Outage;
use crate::clock;
use crate::clock::Stopwatch;
use crate::demo::answer::Answer;
use crate::demo::kept::kept;
use crate::demo::queue::Queue;
use crate::model::{Headers, Json, Secret, lock};
use crate::provider::Provider;
use crate::schema::Validator;
use crate::sign::Signer;

/// The steps of a consumer. A defect replaces exactly one of them.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a consumer has these six steps")]
pub struct Steps {
    /// Answers a handshake; `None` if the request is something else.
    pub greet: fn(&Shop, &Received<'_>) -> Option<Answer>,
    /// Verifies that it is from the provider.
    pub verify: fn(&Shop, &Headers, &[u8]) -> Result<(), Answer>,
    /// Handles a delivery with several events or none, each in a body of its own.
    pub batch: fn(&Shop, &Headers, &[Vec<u8>]) -> Answer,
    /// Reads the body.
    pub read: fn(&Shop, &[u8]) -> Result<Value, Answer>,
    /// Processes the event, once.
    pub take: fn(&Shop, &Value, &[u8]) -> Answer,
    /// Answers while a dependency is down.
    pub fail: fn(&Shop, &Value, &[u8]) -> Answer,
}

/// A request as it arrives.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the parts of a request")]
pub struct Received<'a> {
    /// Method.
    pub method: &'a str,
    /// Query, without the question mark.
    pub query: &'a str,
    /// Headers.
    pub headers: &'a Headers,
    /// Body.
    pub body: &'a [u8],
}

/// Way in which a consumer is served: by a correct HTTP server, or by a faulty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Served {
    /// By a well-kept server.
    Correctly,
    /// One connection after the other: a slow client stops all others.
    OneAtATime,
    /// With four workers, each busy as long as its connection is open, even if idle.
    FourWorkers,
    /// It does not know bodies without a length.
    WithoutChunks,
    /// It refuses senders that ask before they send the body.
    WithoutContinue,
    /// It answers a refusal before the body is read, and reads the rest as the next request.
    AnswersUnread,
    /// It exits if a connection ends in the middle of a body.
    DiesWithConnections,
    /// It knows the signature header in its documented spelling only.
    ExactCase,
    /// It knows it in its documented spelling and in lower case.
    LowerCaseToo,
    /// It knows it in its documented spelling and in Title-Case.
    TitleCaseToo,
    /// It treats a delivery with `Expect: 100-continue` as one without a body.
    ExpectsNothing,
    /// It hangs up on senders that ask.
    HangsUpOnQuestions,
    /// It gives the length of an answer in characters, and sends bytes.
    CountsLetters,
    /// It refuses everything on a connection after a refusal.
    BansConnections,
    /// It closes new connections while a dozen are open.
    FewAtATime,
    /// If a connection is reset after an answer, it treats the delivery as not received.
    ForgetsUnread,
    /// It hands over what came of a body when its connection ends, and verifies later.
    TakesHalves,
    /// It answers 429 on new connections while a dozen are open.
    TurnsAway,
    /// It answers 411 to a body without a length.
    WantsLengths,
    /// It verifies POSTs, and hands over what comes by another method as it is.
    AnyMethod,
    /// It reads one body at a time, whatever the number of its connections.
    OneBodyAtATime,
    /// A handler that crashes closes its connection.
    HangsUp,
}

/// Rule by which a consumer keeps one of two events about one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeps {
    /// The newer one.
    Newest,
    /// The one that came last.
    Last,
    /// The one that arrived last, because it uses the time of arrival as the event's.
    LastToArrive,
    /// The time of the newer one, and everything else of the one that came last.
    NewestTime,
}

/// Consumer state about an entity: the time of an event, its type, and its id.
#[derive(Clone, Debug)]
struct ConsumerState {
    time: String,
    name: String,
    event: String,
    /// Integers and short texts of the event.
    values: Value,
}

/// Data of a consumer.
#[derive(Debug)]
#[non_exhaustive]
pub struct Shop {
    /// Provider of the accepted events.
    pub provider: Provider,
    /// Verifies signatures; absent if the provider does not sign.
    pub signer: Option<Signer>,
    /// The secret itself, for defects that make signatures of another kind.
    pub(super) secret: Option<Secret>,
    /// URL under which it is registered.
    url: OnceLock<String>,
    steps: Steps,
    seen: Mutex<HashSet<Vec<u8>>>,
    last: Mutex<VecDeque<Vec<u8>>>,
    /// Time at which each key was saved; only a defect forgets by time.
    noted: Mutex<HashMap<Vec<u8>, Stopwatch>>,
    /// Signatures that were right once; only a defect looks at them.
    cache: Mutex<HashSet<Vec<u8>>>,
    effects: Mutex<u64>,
    /// The event that was kept for each entity.
    states: Mutex<BTreeMap<String, ConsumerState>>,
    validators: Mutex<BTreeMap<String, Arc<Validator>>>,
    broken: AtomicBool,
    /// Number of accepted deliveries; only a defect counts them.
    taken: AtomicU64,
    pub(super) queue: Queue,
    pub(super) served: Served,
}

impl Shop {
    /// Returns a consumer that has done nothing yet.
    #[must_use]
    pub fn new(provider: Provider, signer: Option<Signer>, steps: Steps) -> Self {
        Self {
            provider,
            signer,
            url: OnceLock::new(),
            steps,
            seen: Mutex::default(),
            last: Mutex::default(),
            noted: Mutex::default(),
            cache: Mutex::default(),
            secret: None,
            effects: Mutex::default(),
            states: Mutex::default(),
            validators: Mutex::default(),
            broken: AtomicBool::new(false),
            taken: AtomicU64::new(0),
            queue: Queue::default(),
            served: Served::Correctly,
        }
    }

    /// Sets the secret of its signer.
    #[must_use]
    pub fn secret(mut self, secret: Secret) -> Self {
        self.secret = Some(secret);
        self
    }

    /// Sets the way in which it is served.
    #[must_use]
    pub fn served(mut self, served: Served) -> Self {
        self.served = served;
        self
    }

    /// Sets the URL under which it is registered; the first one counts.
    pub(super) fn register(&self, url: String) {
        self.url.get_or_init(|| url);
    }

    /// Returns the URL under which it is registered, which some providers sign.
    pub(super) fn url(&self) -> &str {
        self.url.get().map(String::as_str).unwrap_or_default()
    }

    /// Starts or ends an outage of what the consumer depends on.
    pub fn order(&self, outage: Outage) {
        self.broken.store(outage == Outage::Start, Ordering::SeqCst);
    }

    /// Handles a request: a handshake, or a delivery.
    pub fn answer(&self, request: &Received<'_>) -> Answer {
        if let Some(answer) = (self.steps.greet)(self, request) {
            return answer;
        }
        if request.method != self.provider.delivery.method {
            return Answer::status(405);
        }
        self.with_text(self.receive(request.headers, request.body))
    }

    /// Gives an answer the body that the provider expects, unless the answer has another one.
    fn with_text(&self, answer: Answer) -> Answer {
        match &self.provider.delivery.answer {
            Some(text) if answer.body.is_empty() && self.provider.succeeds(answer.status) => answer.saying(text),
            _ => answer,
        }
    }

    /// Handles a delivery.
    pub fn receive(&self, headers: &Headers, body: &[u8]) -> Answer {
        let headers = &*self.provider.signing.recipe.lifted(headers, body);
        match ((self.steps.verify)(self, headers, body), self.split(body)) {
            (Err(refusal), _) => refusal,
            (Ok(()), Some(bodies)) => (self.steps.batch)(self, headers, &bodies),
            (Ok(()), None) => self.handle(headers, body),
        }
    }

    /// Handles a delivery with one event.
    pub(super) fn handle(&self, headers: &Headers, body: &[u8]) -> Answer {
        let read = (self.steps.read)(self, body);
        read.map_or_else(|refusal| refusal, |event| self.take(&self.with_headers(headers, event), body))
    }

    /// Returns a body for each event of a delivery; `None` if it has one event, or cannot be read.
    fn split(&self, body: &[u8]) -> Option<Vec<Vec<u8>>> {
        self.provider.body.batch.as_ref()?;
        let events = self.provider.body.read_events(body).ok().filter(|events| events.len() != 1)?;
        Some(events.iter().map(|event| self.provider.body.write(event)).collect())
    }

    /// Handles a delivery without verification.
    pub(super) fn receive_unverified(&self, body: &[u8]) -> Answer {
        (self.steps.read)(self, body).map_or_else(|refusal| refusal, |event| self.take(&event, body))
    }

    /// Processes an event, or fails during an outage of what it depends on.
    pub(super) fn take(&self, event: &Value, body: &[u8]) -> Answer {
        let step = if self.broken.load(Ordering::SeqCst) { self.steps.fail } else { self.steps.take };
        step(self, event, body)
    }

    /// Returns the number of effects.
    pub fn effects(&self) -> u64 {
        *lock(&self.effects)
    }

    /// Returns the consumer state of all entities.
    pub fn state(&self) -> Value {
        let states = lock(&self.states);
        let shown = |state: &ConsumerState| json!({"time": state.time, "type": state.name, "event": state.event, "values": state.values});
        states.iter().map(|(entity, state)| (entity.clone(), shown(state))).collect()
    }

    /// Updates the state of an entity from an event, unless the state is newer and `keeps` says to keep it.
    pub(super) fn learn(&self, event: &Value, keeps: Keeps) {
        self.learn_as(event, event, keeps);
    }

    /// Does the same, but stores other values than those of the event.
    pub(super) fn learn_as(&self, event: &Value, stored: &Value, keeps: Keeps) {
        let document = Json::from(event.clone());
        let Some(name) = self.name_of(event) else { return };
        let Some(entity) = self.provider.entity(&document).and_then(|at| event.pointer(&at)?.as_str()) else { return };
        let times = self.provider.times(&name, &document);
        // Without a time in the event, the one that arrived last is kept.
        let time = times.first().and_then(|at| event.pointer(at)).unwrap_or(&Value::Null);
        // Times of one provider are spelled alike, so their texts are in their order.
        let time = match keeps {
            Keeps::LastToArrive => clock::now().to_string(),
            _ => time.as_str().map_or_else(|| time.to_string(), str::to_owned),
        };
        let id = self.id_of(event).unwrap_or_else(|| name.clone());
        let values = kept(stored);
        let state = ConsumerState { time, name, event: id, values };
        let mut states = lock(&self.states);
        match states.get_mut(entity) {
            Some(known) if state.time < known.time => match keeps {
                Keeps::Last => *known = state,
                Keeps::NewestTime => *known = ConsumerState { time: known.time.clone(), ..state },
                // The known event is newer.
                Keeps::Newest | Keeps::LastToArrive => {}
            },
            _ => {
                states.insert(entity.to_owned(), state);
            }
        }
    }

    /// Returns the number of a delivery among the accepted ones.
    pub(super) fn count(&self) -> u64 {
        self.taken.fetch_add(1, Ordering::SeqCst)
    }

    /// Forgets every event, if there are at least `many`.
    pub(super) fn forget_all_of(&self, many: usize) {
        let mut seen = lock(&self.seen);
        if seen.len() >= many {
            seen.clear();
        }
    }

    /// Returns the validator of an event type; only defects use it, often.
    pub(super) fn validator(&self, event: &str) -> Option<Arc<Validator>> {
        let mut known = lock(&self.validators);
        if let Some(validator) = known.get(event) {
            return Some(Arc::clone(validator));
        }
        let payload = self.provider.payload(event).ok()?;
        let validator = Arc::new(Validator::compile(payload.schema()).ok()?);
        known.insert(event.to_owned(), Arc::clone(&validator));
        Some(validator)
    }

    /// Has the effect of an event: here it counts.
    pub(super) fn act(&self) {
        *lock(&self.effects) += 1;
    }

    /// Whether the consumer processes events of this type; others are accepted and ignored.
    pub(super) fn knows_type(&self, event: &Value) -> bool {
        self.name_of(event).is_some_and(|name| self.provider.payload(&name).is_ok())
    }

    /// Saves an event. Returns whether it was new. Without an event id, the body is the key.
    pub(super) fn is_new(&self, event: &Value, body: &[u8]) -> bool {
        self.note(self.key_of(event, body))
    }

    /// Returns the key of an event: its id, or what stays the same in every attempt.
    pub(super) fn key_of(&self, event: &Value, body: &[u8]) -> Vec<u8> {
        match (self.id_of(event), &self.provider.envelope.attempt) {
            (Some(id), _) => id.into_bytes(),
            (None, None) => body.to_vec(),
            (None, Some(attempt)) => {
                let mut content = Json::from(event.clone());
                content.remove(&attempt.pointer);
                content.to_value().to_string().into_bytes()
            }
        }
    }

    /// Saves a key. Returns whether it is new.
    pub(super) fn note(&self, key: Vec<u8>) -> bool {
        lock(&self.seen).insert(key)
    }

    /// Saves a key with the time. Returns whether it is new, or was saved longer ago than this.
    pub(super) fn note_for(&self, key: Vec<u8>, life: Duration) -> bool {
        let noted = lock(&self.noted).insert(key, Stopwatch::start());
        noted.is_none_or(|since| since.elapsed() > life)
    }

    pub(super) fn knows(&self, key: &[u8]) -> bool {
        lock(&self.seen).contains(key)
    }

    /// Removes the saved key of an event, which only a defect does.
    pub(super) fn forget(&self, body: &[u8]) {
        if let Some(event) = self.document(body) {
            lock(&self.seen).remove(&self.key_of(&event.to_value(), body));
        }
    }

    /// Returns the last events, for a defect that keeps no others.
    pub(super) fn last(&self) -> MutexGuard<'_, VecDeque<Vec<u8>>> {
        lock(&self.last)
    }

    pub(super) fn cache(&self) -> MutexGuard<'_, HashSet<Vec<u8>>> {
        lock(&self.cache)
    }
}
