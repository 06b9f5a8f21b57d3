//! Names and ids of events, in the body or in headers.

use serde_json::Value;

use crate::demo::consumer::Shop;
use crate::model::{Headers, Json};
use crate::provider::NamePart;

/// Field of an event for the name in its headers. No provider has a field of this name.
const HEADER_NAME: &str = "\0name";

/// Field of an event for the id in its headers.
const HEADER_ID: &str = "\0id";

impl Shop {
    /// Reads the document of a body. Numbers of a form are numbers if its body says which event it is.
    pub(super) fn document(&self, body: &[u8]) -> Option<Json> {
        let mut document = self.provider.body.read(body).ok()?;
        if let Some(name) = self.provider.envelope.name.read(&Headers::new(), &document) {
            self.provider.read_texts(&name, &mut document);
        }
        Some(document)
    }

    /// Adds to an event the name and the id that its headers carry.
    pub(super) fn with_headers(&self, headers: &Headers, mut event: Value) -> Value {
        let envelope = &self.provider.envelope;
        let in_headers = envelope.name.parts().iter().any(|part| matches!(part, NamePart::Header(_)));
        let name = in_headers.then(|| envelope.name.read(headers, &Json::from(event.clone()))).flatten();
        let id = envelope.header_id.as_ref().and_then(|slot| headers.get(&slot.header));
        let id = id.map(|id| String::from_utf8_lossy(id).into_owned());
        if let Some(name) = &name {
            let mut document = Json::from(event);
            self.provider.read_texts(name, &mut document);
            event = document.to_value();
        }
        if let Some(fields) = event.as_object_mut() {
            fields.extend(name.map(|name| (HEADER_NAME.to_owned(), Value::from(name))));
            fields.extend(id.map(|id| (HEADER_ID.to_owned(), Value::from(id))));
        }
        event
    }

    /// Returns the id of an event.
    pub(super) fn id_of(&self, event: &Value) -> Option<String> {
        match event.get(HEADER_ID).or_else(|| event.pointer(&self.provider.envelope.id.as_ref()?.pointer))? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// Returns the name of an event, if it has one.
    pub(super) fn name_of(&self, event: &Value) -> Option<String> {
        let source = &self.provider.envelope.name;
        match (event.get(HEADER_NAME), source.parts()) {
            (Some(name), _) => name.as_str().map(str::to_owned),
            (None, [NamePart::Body(pointer)]) => event.pointer(pointer)?.as_str().map(str::to_owned),
            (None, _) => source.read(&Headers::new(), &Json::from(event.clone())),
        }
    }
}
