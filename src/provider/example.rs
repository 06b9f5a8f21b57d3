//! Documented and recorded payloads, kept as they were found.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::{Body, Json, JsonError};

/// A payload from the provider's documentation or traffic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Example {
    /// Name, unique within its payload.
    pub name: String,
    /// Where it was published or recorded.
    pub source: String,
    /// Its origin.
    pub origin: Origin,
    /// Its text: exact bytes if it was recorded, formatted by us if it was published.
    pub text: Cow<'static, str>,
    /// Values that contradict the type that the same provider documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contradictions: Vec<Contradiction>,
}

/// The origin of an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Origin {
    /// Published in the documentation.
    Documented,
    /// Taken from real traffic, byte for byte.
    Recorded,
    /// Written for the catalogue in the documented shape.
    Composed,
}

/// A value of an example that contradicts the documented type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Contradiction {
    /// JSON pointer into the example: the value that contradicts the type, or the object that lacks a field.
    pub pointer: String,
    /// Description of the contradiction.
    pub what: String,
}

impl Example {
    /// Creates an example from the documentation.
    #[must_use]
    pub fn documented(name: &str, source: &str, text: &'static str) -> Self {
        Self::new(Origin::Documented, name, source, text)
    }

    /// Creates an example from real traffic; `text` holds the bytes on the wire.
    #[must_use]
    pub fn recorded(name: &str, source: &str, text: &'static str) -> Self {
        Self::new(Origin::Recorded, name, source, text)
    }

    /// Creates an example from a text that was read.
    #[must_use]
    pub(crate) fn owned(name: &str, source: &str, origin: Origin, text: String) -> Self {
        Self { text: Cow::Owned(text), ..Self::new(origin, name, source, "") }
    }

    fn new(origin: Origin, name: &str, source: &str, text: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            source: source.to_owned(),
            origin,
            text: Cow::Borrowed(text),
            contradictions: Vec::new(),
        }
    }

    /// Adds a contradiction to the documented type at this pointer.
    #[must_use]
    pub fn contradicts(mut self, pointer: &str, what: &str) -> Self {
        self.contradictions.push(Contradiction { pointer: pointer.to_owned(), what: what.to_owned() });
        self
    }

    /// Parses the document.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn document(&self) -> Result<Json, JsonError> {
        Json::parse(self.text.as_bytes())
    }

    /// Returns the bytes to send: the recorded ones, or the document in the provider's form.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn bytes(&self, body: &Body) -> Result<Vec<u8>, JsonError> {
        match self.origin {
            Origin::Recorded => Ok(self.text.as_bytes().to_vec()),
            Origin::Documented | Origin::Composed => Ok(body.write(&self.document()?)),
        }
    }

    /// Returns whether the documentation has placeholders such as `<string>` instead of values.
    #[must_use]
    pub fn has_placeholders(&self) -> bool {
        self.text.contains("\"<string>\"")
    }
}
