//! The description of a call below `/_hookproof/`, for the router and the OpenAPI document.

use std::sync::Arc;

use axum::handler::Handler;
use axum::routing;
use axum::routing::MethodRouter;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use crate::serve::app::App;

/// A function that describes a body, and registers the schemas that it needs.
pub(super) type Describe = Box<dyn Fn(&mut Schemas) -> Value>;

/// A call: method, path, handler and documentation.
pub(super) struct Row {
    /// Method in lowercase, as OpenAPI requires.
    pub(super) method: &'static str,
    /// Path below `/_hookproof`.
    pub(super) path: &'static str,
    /// Handler of the call.
    pub(super) handler: MethodRouter<Arc<App>>,
    /// Short summary of the call.
    pub(super) about: &'static str,
    /// Parameters of the path and the query.
    pub(super) parameters: Vec<Value>,
    /// Body of the request.
    pub(super) takes: Option<Describe>,
    /// Status code and body of a successful response.
    pub(super) gives: (&'static str, Describe),
}

impl Row {
    pub(super) fn get<T: 'static>(path: &'static str, about: &'static str, handler: impl Handler<T, Arc<App>>) -> Self {
        Self::new("get", path, about, routing::get(handler))
    }

    pub(super) fn post<T: 'static>(
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, Arc<App>>,
    ) -> Self {
        Self::new("post", path, about, routing::post(handler))
    }

    pub(super) fn put<T: 'static>(path: &'static str, about: &'static str, handler: impl Handler<T, Arc<App>>) -> Self {
        Self::new("put", path, about, routing::put(handler))
    }

    pub(super) fn patch<T: 'static>(
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, Arc<App>>,
    ) -> Self {
        Self::new("patch", path, about, routing::patch(handler))
    }

    pub(super) fn delete<T: 'static>(
        path: &'static str,
        about: &'static str,
        handler: impl Handler<T, Arc<App>>,
    ) -> Self {
        Self::new("delete", path, about, routing::delete(handler))
    }

    fn new(method: &'static str, path: &'static str, about: &'static str, handler: MethodRouter<Arc<App>>) -> Self {
        let gives: Describe = Box::new(|_| json!({"description": "Done."}));
        Self { method, path, handler, about, parameters: Vec::new(), takes: None, gives: ("200", gives) }
    }

    pub(super) fn parameters(mut self, parameters: impl IntoIterator<Item = Value>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    pub(super) fn takes<T: JsonSchema + 'static>(mut self) -> Self {
        self.takes = Some(Box::new(Schemas::taken::<T>));
        self
    }

    pub(super) fn gives<T: JsonSchema + 'static>(self, about: &'static str) -> Self {
        self.answers("200", move |schemas| schemas.given::<T>(about))
    }

    pub(super) fn creates<T: JsonSchema + 'static>(self, about: &'static str) -> Self {
        self.answers("201", move |schemas| schemas.given::<T>(about))
    }

    /// Sets a response without a body.
    pub(super) fn gives_nothing(mut self, about: &'static str) -> Self {
        self.gives = ("204", Box::new(move |_| json!({"description": about})));
        self
    }

    /// Sets a response of JSON without a fixed shape.
    pub(super) fn gives_any(self, about: &'static str) -> Self {
        let any = json!({"description": about, "content": {"application/json": {"schema": {"type": "object"}}}});
        self.answers("200", move |_| any.clone())
    }

    /// Sets a response of text with this media type.
    pub(super) fn gives_text(self, about: &'static str, kind: &'static str) -> Self {
        let text = json!({"description": about, "content": {kind: {"schema": {"type": "string"}}}});
        self.answers("200", move |_| text.clone())
    }

    fn answers(mut self, status: &'static str, body: impl Fn(&mut Schemas) -> Value + 'static) -> Self {
        self.gives = (status, Box::new(body));
        self
    }
}

/// The schemas of requests to the server and of its responses.
pub(super) struct Schemas {
    pub(super) taken: SchemaGenerator,
    pub(super) given: SchemaGenerator,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = || {
            let mut settings = SchemaSettings::draft2020_12();
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
            settings
        };
        Self { taken: settings().into_generator(), given: settings().for_serialize().into_generator() }
    }

    pub(super) fn taken<T: JsonSchema>(&mut self) -> Value {
        json!({"required": false, "content": {"application/json": {"schema": self.taken.subschema_for::<T>()}}})
    }

    pub(super) fn given<T: JsonSchema>(&mut self, about: &str) -> Value {
        json!({"description": about, "content": {"application/json": {"schema": self.given.subschema_for::<T>()}}})
    }
}
