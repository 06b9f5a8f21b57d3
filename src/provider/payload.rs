//! A documented payload: its name, schema, member order and examples.

use std::sync::Arc;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::json;

use crate::model::Json;
use crate::model::MemberOrder;
use crate::provider::example::Example;
use crate::provider::fact::Basis;
use crate::schema;
use crate::schema::Validator;
use crate::schema::Violation;

/// What a payload is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// What a provider sends because something happened.
    Event,
    /// Sent to a consumer's URL though not an event.
    Notice,
    /// What a consumer sends to the management API.
    Request,
    /// What the management API answers.
    Response,
    /// What the management API answers when it refuses.
    Error,
}

impl Kind {
    /// Whether it is sent to a consumer's URL.
    #[must_use]
    pub const fn is_delivered(self) -> bool {
        matches!(self, Self::Event | Self::Notice)
    }

    /// What it is, for a person: `a response`.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Event => "an event",
            Self::Notice => "a notice",
            Self::Request => "a request",
            Self::Response => "a response",
            Self::Error => "an error",
        }
    }
}

/// Reads a document into its Rust type and writes it again; the error says what does not fit.
pub type Decoder = fn(&Value) -> Result<Value, String>;

/// A documented payload.
///
/// Built from a Rust type or from a schema document; nothing tells the two apart.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Payload {
    /// Its name: for an event, exactly as the provider prints it.
    pub name: String,
    /// What it is for.
    pub kind: Kind,
    /// How its name and shape are known.
    pub basis: Basis,
    /// Where it is described.
    pub source: String,
    /// What it tells, in a sentence.
    pub about: String,
    /// Documented and recorded instances.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    order: Lazy<MemberOrder>,
    schema: Lazy<Value>,
    #[serde(skip)]
    decoder: Option<Decoder>,
    #[serde(skip)]
    validator: Arc<OnceLock<Option<Validator>>>,
}

impl Payload {
    /// An event whose shape is the Rust type `T` and whose name stands at `pointer` of the body.
    #[must_use]
    pub fn event<T>(provider: &str, pointer: &str, name: &str) -> Self
    where
        T: JsonSchema + Serialize + DeserializeOwned + 'static,
    {
        let (id, title, pointer) = (format!("{provider}/{name}"), name.to_owned(), pointer.to_owned());
        let schema = Lazy::new(move || {
            let mut schema = schema::of_type::<T>();
            let pinned = schema::pin(&mut schema, &pointer, &title);
            debug_assert!(pinned.is_some(), "{id} has no member at {pointer}");
            headed(schema, &id, &title)
        });
        let decoder = Some(decode::<T> as Decoder);
        Self { decoder, ..Self::new(Kind::Event, name, schema, Lazy::new(schema::order_of_type::<T>)) }
    }

    /// A payload that is no event, of the Rust type `T`: a notice, or what travels to and from the
    /// management API. The schema of a request says what a consumer may send, every other one what the
    /// provider sends.
    #[must_use]
    pub fn of<T>(kind: Kind, provider: &str, name: &str) -> Self
    where
        T: JsonSchema + Serialize + DeserializeOwned + 'static,
    {
        let (id, title) = (format!("{provider}/api/{name}"), name.to_owned());
        let schema = Lazy::new(move || {
            let schema = if kind == Kind::Request { schema::of_input::<T>() } else { schema::of_type::<T>() };
            headed(schema, &id, &title)
        });
        let decoder = Some(decode::<T> as Decoder);
        Self { decoder, ..Self::new(kind, name, schema, Lazy::new(schema::order_of_type::<T>)) }
    }

    /// An event described by a schema document and a member order.
    #[must_use]
    pub fn from_schema(name: &str, schema: Value, order: MemberOrder) -> Self {
        Self::new(Kind::Event, name, Lazy::new(move || schema.clone()), Lazy::new(move || order.clone()))
    }

    fn new(kind: Kind, name: &str, schema: Lazy<Value>, order: Lazy<MemberOrder>) -> Self {
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

    /// With the source of its description and what it tells.
    #[must_use]
    pub fn described(mut self, source: &str, about: &str) -> Self {
        source.clone_into(&mut self.source);
        about.clone_into(&mut self.about);
        self
    }

    /// With how it is known.
    #[must_use]
    pub const fn known(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    /// With the member order of one more type: another shape of the same payload, of which the first
    /// type cannot tell. It adds what is not known yet.
    #[must_use]
    pub fn ordered_like<T: DeserializeOwned + 'static>(mut self) -> Self {
        let known = self.order.clone();
        self.order = Lazy::new(move || {
            let mut order = known.get().clone();
            order.merge(&schema::order_of_type::<T>());
            order
        });
        self
    }

    /// With one more example. The first one decides the member order: it is what the provider prints. One
    /// that contradicts nothing stands in the schema too.
    #[must_use]
    pub fn example(mut self, example: Example) -> Self {
        let (known, text, first) = (self.order.clone(), example.text.clone(), self.examples.is_empty());
        self.order = Lazy::new(move || {
            let Ok(document) = Json::parse(text.as_bytes()) else { return known.get().clone() };
            let (mut order, then) = if first {
                (MemberOrder::of(&document), known.get().clone())
            } else {
                (known.get().clone(), MemberOrder::of(&document))
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

    /// Where its schema stands below the folder of its provider: `order-created.json`, `api/Webhook.json`.
    #[must_use]
    pub fn file(&self) -> String {
        let folder = if self.kind == Kind::Event { "" } else { "api/" };
        format!("{folder}{}.json", self.name)
    }

    /// Its JSON Schema, draft 2020-12, derived at first use.
    #[must_use]
    pub fn schema(&self) -> &Value {
        self.schema.get()
    }

    /// The order in which the provider writes its members.
    #[must_use]
    pub fn order(&self) -> &MemberOrder {
        self.order.get()
    }

    /// Every rule of its schema that a document breaks. The schema is compiled at first use.
    ///
    /// ```
    /// let truv = hookproof::providers::truv();
    /// let broken = truv.payload("CreateWebhook").unwrap().violations(&serde_json::json!({"name": 1}));
    /// assert!(broken.iter().any(|violation| violation.pointer == "/name"));
    /// ```
    #[must_use]
    pub fn violations(&self, document: &Value) -> Vec<Violation> {
        let compiled = self.validator.get_or_init(|| Validator::compile(self.schema()).ok());
        match compiled {
            Some(validator) if validator.is_valid(document) => Vec::new(),
            Some(validator) => validator.errors(document),
            // A test compiles the schema of every payload of ours, and a schema that was read from a file is
            // compiled when it is read.
            None => Vec::new(),
        }
    }

    /// Reads a document into the Rust type and writes it again; `None` where there is no type.
    #[must_use]
    pub fn round_trip(&self, document: &Value) -> Option<Result<Value, String>> {
        self.decoder.map(|decode| decode(document))
    }
}

/// `$id` and `title` in front of a derived schema.
fn headed(mut schema: Value, id: &str, title: &str) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.insert("$id".to_owned(), json!(format!("urn:hookproof:{id}")));
        members.insert("title".to_owned(), json!(title));
    }
    schema
}

/// One more document among the `examples` of a schema.
fn illustrated(mut schema: Value, text: &str) -> Value {
    if let (Some(members), Ok(document)) = (schema.as_object_mut(), serde_json::from_str(text)) {
        let examples = members.entry("examples").or_insert_with(|| json!([]));
        if let Some(examples) = examples.as_array_mut() {
            examples.push(document);
        }
    }
    schema
}

fn decode<T: Serialize + DeserializeOwned>(document: &Value) -> Result<Value, String> {
    let typed = T::deserialize(document).map_err(|error| error.to_string())?;
    serde_json::to_value(typed).map_err(|error| error.to_string())
}

/// A value made at first use: a hundred schemas are not derived to deliver one event.
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
