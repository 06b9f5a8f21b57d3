//! Events for a handler that is called directly, without HTTP: proptest strategies of the events of a provider.
//!
//! ```
//! use hookproof::events;
//! use hookproof::providers::truv;
//! use proptest::prelude::*;
//!
//! fn handler(body: &[u8]) -> Result<(), serde_json::Error> {
//!     serde_json::from_slice::<serde_json::Value>(body).map(drop)
//! }
//!
//! let order_created = truv().event("order-created").unwrap();
//! proptest!(ProptestConfig::with_cases(8), |(event in events::of(order_created))| {
//!     prop_assert!(handler(event.body()).is_ok());
//! });
//! ```

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::clock;
use crate::generate::{Generator, JsonTree};
use crate::model::{BodyStyle, Headers, Json, Request, Secret};
use crate::provider::EventType;
use crate::sign::{Material, Signer};

/// Events of one type, as a proptest strategy: drawn from the schema, consistent with the provider's rules, and
/// shrunk to the smallest one that still fails.
#[derive(Clone, Debug)]
pub struct Events {
    generator: Generator,
    sender: Arc<Sender>,
}

/// Sender of the events.
struct Sender {
    of: EventType,
    signer: Option<Signer>,
}

/// An event as it would be delivered.
#[derive(Clone)]
pub struct Event {
    sender: Arc<Sender>,
    document: Json,
    body: Bytes,
}

/// An event that can be shrunk.
#[derive(Debug)]
pub struct EventTree {
    tree: JsonTree,
    sender: Arc<Sender>,
}

/// Returns the events of a type, unsigned.
///
/// # Panics
/// If the schema yields no documents; those of the built-in providers do.
#[must_use]
#[track_caller]
pub fn of(event: EventType) -> Events {
    match Generator::compile(event.payload.schema(), event.payload.order()) {
        Ok(generator) => Events { generator, sender: Arc::new(Sender { of: event, signer: None }) },
        Err(error) => panic!("no event `{}` can be generated: {error}", event.payload.name),
    }
}

impl Events {
    /// Signs every event with this secret, so that [`Event::headers`] and [`Event::request`] are as the provider's.
    ///
    /// # Panics
    /// If the secret is not a key for this provider's signature.
    #[must_use]
    #[track_caller]
    pub fn signed(self, secret: impl Into<Secret>) -> Self {
        let of = self.sender.of.clone();
        match Signer::new(&of.provider.signing.recipe, &secret.into()) {
            Ok(signer) => Self { sender: Arc::new(Sender { of, signer: Some(signer) }), ..self },
            Err(error) => panic!("{} cannot sign: {error}", of.provider.name),
        }
    }

    /// Returns the smallest event.
    #[must_use]
    pub fn minimal(&self) -> Event {
        Event::new(&self.sender, self.generator.minimal())
    }

    /// Returns the fullest event.
    #[must_use]
    pub fn maximal(&self) -> Event {
        Event::new(&self.sender, self.generator.maximal())
    }
}

impl Event {
    fn new(sender: &Arc<Sender>, mut document: Json) -> Self {
        let EventType { provider, payload, .. } = &sender.of;
        provider.make_consistent(&payload.name, &mut document);
        let body = Bytes::from(provider.body.write(&document));
        Self { sender: Arc::clone(sender), document, body }
    }

    /// Returns the name of its type.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.sender.of.payload.name
    }

    /// Returns the exact bytes that the provider would send.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the same as a JSON value.
    #[must_use]
    pub fn json(&self) -> Value {
        self.document.to_value()
    }

    /// Returns the provider's headers, with the signature if a secret was given. A signed time is the present time.
    ///
    /// # Panics
    /// If it cannot be signed.
    #[must_use]
    pub fn headers(&self) -> Headers {
        self.delivery().headers
    }

    /// Returns the request that delivers it, for a handler that accepts one: a tower service, an `axum::Router`.
    ///
    /// ```
    /// use hookproof::events;
    /// use hookproof::providers::truv;
    ///
    /// let events = events::of(truv().event("order-created").unwrap()).signed("s3cret");
    /// let request = events.minimal().request("/hooks/truv");
    /// assert_eq!(request.uri(), "/hooks/truv");
    /// assert!(request.headers().contains_key("x-webhook-sign"));
    /// ```
    ///
    /// # Panics
    /// If the path is invalid, or the event cannot be signed.
    #[must_use]
    pub fn request(&self, path: &str) -> http::Request<Bytes> {
        let Request { method, headers, body, .. } = self.delivery();
        let mut built = http::Request::builder().method(method.as_str()).uri(path);
        for (name, value) in headers.iter() {
            built = built.header(name, value);
        }
        match built.body(body) {
            Ok(request) => request,
            Err(error) => panic!("no request to `{path}`: {error}"),
        }
    }

    fn delivery(&self) -> Request {
        let Sender { of, signer } = &*self.sender;
        let id = of.provider.event_id(self.name(), &self.document).unwrap_or_default();
        let material = Material::of(&self.body).at(clock::now()).id(&id).event_name(self.name());
        match of.provider.request(signer.as_ref(), &material) {
            Ok(request) => of.provider.on_wire(request),
            Err(error) => panic!("{} cannot be signed: {error}", self.name()),
        }
    }
}

impl fmt::Debug for Event {
    /// Its name and its body, laid out for people.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let laid_out = self.document.write(BodyStyle::INDENTED);
        write!(formatter, "{} {}", self.name(), String::from_utf8_lossy(&laid_out))
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.of.provider.id, self.of.payload.name)
    }
}

impl Strategy for Events {
    type Tree = EventTree;
    type Value = Event;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(EventTree { tree: self.generator.new_tree(runner)?, sender: Arc::clone(&self.sender) })
    }
}

impl ValueTree for EventTree {
    type Value = Event;

    fn current(&self) -> Event {
        Event::new(&self.sender, self.tree.current())
    }

    fn simplify(&mut self) -> bool {
        self.tree.simplify()
    }

    fn complicate(&mut self) -> bool {
        self.tree.complicate()
    }
}
