//! A documented payload: its name, schema, field order and examples.

use std::sync::{Arc, OnceLock};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::model::{FieldOrder, Json};
use crate::provider::example::Example;
use crate::provider::fact::Basis;
use crate::schema;
use crate::schema::{Validator, Violation};

/// The purpose of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// Sent because something happened.
    Event,
    /// Sent to a consumer's URL, but not an event.
    Notice,
    /// Sent by a consumer to the management API.
    Request,
    /// Sent by the management API as a response.
    Response,
    /// Sent by the management API to refuse a call.
    Error,
}

impl Kind {
    /// Returns whether it is sent to a consumer's URL.
    #[must_use]
    pub const fn is_delivered(self) -> bool {
        matches!(self, Self::Event | Self::Notice)
    }

    /// Returns its description for people: `a response`.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Event => "an event",
            Self::Notice => "a notice",
            Self::Request => "a request",
            Self::Response => "a response",
            Self::Error => "an error",
        }
    }
}

/// Reads a document into its Rust type and serializes it again; the error explains why it does not fit.
pub type Decoder = fn(&Value) -> Result<Value, String>;

/// A documented payload.
///
/// It is built from a Rust type or from a schema document; both kinds behave the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Payload {
    /// Its name: for an event, exactly as the provider prints it.
    pub name: String,
    /// Its purpose.
    pub kind: Kind,
    /// The basis of its name and shape.
    pub basis: Basis,
    /// Source of its description.
    pub source: String,
    /// Description in one sentence.
    pub about: String,
    /// Documented and recorded instances.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    order: Lazy<FieldOrder>,
    schema: Lazy<Value>,
    #[serde(skip)]
    decoder: Option<Decoder>,
    #[serde(skip)]
    validator: Arc<OnceLock<Option<Validator>>>,
}

impl Payload {
    /// Creates an event with the shape of the Rust type `T` and its name at `pointer` of the body.
    #[must_use]
    pub fn event<T>(provider: &str, pointer: &str, name: &str) -> Self
    where
        T: JsonSchema + Serialize + DeserializeOwned + 'static,
    {
        Self::typed_event(&RustType::of::<T>(), provider, pointer, name)
    }

    /// Creates a payload of the Rust type `T` that is not an event: a notice, or a body sent to or from the management
    /// API. The schema of a request describes the bodies that a consumer may send, every other schema the bodies that
    /// the provider sends.
    #[must_use]
    pub fn of<T>(kind: Kind, provider: &str, name: &str) -> Self
    where
        T: JsonSchema + Serialize + DeserializeOwned + 'static,
    {
        Self::typed(&RustType::of::<T>(), kind, provider, name)
    }

    fn typed_event(rust: &RustType, provider: &str, pointer: &str, name: &str) -> Self {
        let (id, title, pointer) = (format!("{provider}/{name}"), name.to_owned(), pointer.to_owned());
        let derive = rust.schema;
        let schema = Lazy::new(move || {
            let mut schema = derive();
            let pinned = schema::pin(&mut schema, &pointer, &title);
            debug_assert!(pinned.is_some(), "{id} has no field at {pointer}");
            headed(schema, &id, &title)
        });
        Self { decoder: Some(rust.decoder), ..Self::new(Kind::Event, name, schema, Lazy::new(rust.order)) }
    }

    fn typed(rust: &RustType, kind: Kind, provider: &str, name: &str) -> Self {
        let (id, title) = (format!("{provider}/api/{name}"), name.to_owned());
        let derive = if kind == Kind::Request { rust.input_schema } else { rust.schema };
        let schema = Lazy::new(move || headed(derive(), &id, &title));
        Self { decoder: Some(rust.decoder), ..Self::new(kind, name, schema, Lazy::new(rust.order)) }
    }

    /// Creates an event from a schema document and a field order.
    #[must_use]
    pub fn from_schema(name: &str, schema: Value, order: FieldOrder) -> Self {
        Self::new(Kind::Event, name, Lazy::new(move || schema.clone()), Lazy::new(move || order.clone()))
    }

    fn new(kind: Kind, name: &str, schema: Lazy<Value>, order: Lazy<FieldOrder>) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            basis: Basis::Documented,
            source: String::new(),
            about: String::new(),
            examples: Vec::new(),
            order,
            schema,
            decoder: None,
            validator: Arc::default(),
        }
    }

    /// Sets the source of its description and the description.
    #[must_use]
    pub fn described(mut self, source: &str, about: &str) -> Self {
        source.clone_into(&mut self.source);
        about.clone_into(&mut self.about);
        self
    }

    /// Sets the basis of its name and shape.
    #[must_use]
    pub const fn known(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    /// Adds the field order of another type: another shape of the same payload, which the first type does not cover.
    /// Only fields that have no order yet are added.
    #[must_use]
    pub fn ordered_like<T: DeserializeOwned + 'static>(self) -> Self {
        self.ordered(schema::order_of_type::<T>)
    }

    fn ordered(mut self, then: fn() -> FieldOrder) -> Self {
        let known = self.order.clone();
        self.order = Lazy::new(move || {
            let mut order = known.get().clone();
            order.merge(&then());
            order
        });
        self
    }

    /// Adds an example. The first one determines the field order, because it is the provider's own. An example without
    /// contradictions is also added to the schema.
    #[must_use]
    pub fn example(mut self, example: Example) -> Self {
        let (known, text, first) = (self.order.clone(), example.text.clone(), self.examples.is_empty());
        self.order = Lazy::new(move || {
            let Ok(document) = Json::parse(text.as_bytes()) else { return known.get().clone() };
            let (mut order, then) = if first {
                (FieldOrder::of(&document), known.get().clone())
            } else {
                (known.get().clone(), FieldOrder::of(&document))
            };
            order.merge(&then);
            order
        });
        if example.contradictions.is_empty() {
            let (known, text) = (self.schema.clone(), example.text.clone());
            self.schema = Lazy::new(move || illustrated(known.get().clone(), &text));
            self.validator = Arc::default();
        }
        self.examples.push(example);
        self
    }

    /// Returns the path of its schema in the folder of its provider: `order-created.json`, `api/Webhook.json`.
    #[must_use]
    pub fn file(&self) -> String {
        let folder = if self.kind == Kind::Event { "" } else { "api/" };
        format!("{folder}{}.json", self.name)
    }

    /// Returns its JSON Schema, draft 2020-12, derived at first use.
    #[must_use]
    pub fn schema(&self) -> &Value {
        self.schema.get()
    }

    /// Returns the order in which the provider writes its fields.
    #[must_use]
    pub fn order(&self) -> &FieldOrder {
        self.order.get()
    }

    /// Returns every violation of its schema by a document. The schema is compiled at first use.
    ///
    /// ```
    /// let truv = hookproof::providers::truv();
    /// let broken = truv.payload("CreateWebhook").unwrap().violations(&serde_json::json!({"name": 1}));
    /// assert!(broken.iter().any(|violation| violation.pointer == "/name"));
    /// ```
    #[must_use]
    pub fn violations(&self, document: &Value) -> Vec<Violation> {
        match self.validator() {
            Some(validator) if validator.is_valid(document) => Vec::new(),
            Some(validator) => validator.errors(document),
            // A test compiles the schema of every built-in payload, and a schema from a file is compiled when it is
            // read.
            None => Vec::new(),
        }
    }

    /// Returns whether a document is known to be valid against its schema.
    pub(crate) fn is_valid(&self, document: &Value) -> bool {
        self.validator().is_some_and(|validator| validator.is_valid(document))
    }

    /// Returns the compiled schema. It is compiled at first use.
    fn validator(&self) -> Option<&Validator> {
        self.validator.get_or_init(|| Validator::compile(self.schema()).ok()).as_ref()
    }

    /// Reads a document into the Rust type and serializes it again; `None` if there is no type.
    #[must_use]
    pub fn round_trip(&self, document: &Value) -> Option<Result<Value, String>> {
        self.decoder.map(|decode| decode(document))
    }
}

/// Puts `$id` and `title` at the start of a derived schema.
fn headed(mut schema: Value, id: &str, title: &str) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.insert("$id".to_owned(), json!(format!("urn:hookproof:{id}")));
        members.insert("title".to_owned(), json!(title));
    }
    schema
}

/// Adds a document to the `examples` of a schema.
fn illustrated(mut schema: Value, text: &str) -> Value {
    if let (Some(members), Ok(document)) = (schema.as_object_mut(), serde_json::from_str(text)) {
        let examples = members.entry("examples").or_insert_with(|| json!([]));
        if let Some(examples) = examples.as_array_mut() {
            examples.push(document);
        }
    }
    schema
}

/// The functions of a payload that depend on its Rust type. Only they are generic, because generic code is compiled for
/// each of hundreds of types.
struct RustType {
    schema: fn() -> Value,
    input_schema: fn() -> Value,
    order: fn() -> FieldOrder,
    decoder: Decoder,
}

impl RustType {
    fn of<T: JsonSchema + Serialize + DeserializeOwned + 'static>() -> Self {
        Self {
            schema: schema::of_type::<T>,
            input_schema: schema::of_input::<T>,
            order: schema::order_of_type::<T>,
            decoder: decode::<T>,
        }
    }
}

fn decode<T: Serialize + DeserializeOwned>(document: &Value) -> Result<Value, String> {
    let written = match schema::read_as::<T>(document) {
        Ok(typed) => serde_json::to_value(typed),
        Err(error) => Err(error),
    };
    explained(written)
}

fn explained(written: serde_json::Result<Value>) -> Result<Value, String> {
    written.map_err(|error| error.to_string())
}

/// A value that is computed at first use, so that one delivery does not derive a hundred schemas.
struct Lazy<T> {
    cell: Arc<OnceLock<T>>,
    make: Arc<dyn Fn() -> T + Send + Sync>,
}

impl<T> Lazy<T> {
    fn new(make: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { cell: Arc::new(OnceLock::new()), make: Arc::new(make) }
    }

    fn get(&self) -> &T {
        self.cell.get_or_init(|| (self.make)())
    }
}

impl<T> Clone for Lazy<T> {
    fn clone(&self) -> Self {
        Self { cell: Arc::clone(&self.cell), make: Arc::clone(&self.make) }
    }
}

impl<T> std::fmt::Debug for Lazy<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("..")
    }
}

impl<T: Serialize> Serialize for Lazy<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de> + Clone + Send + Sync + 'static> Deserialize<'de> for Lazy<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = T::deserialize(deserializer)?;
        Ok(Self::new(move || value.clone()))
    }
}
