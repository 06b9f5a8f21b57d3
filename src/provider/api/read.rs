//! Reads the body of a call.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::provider::api::call::{Call, Unreadable};
use crate::provider::definition::Provider;
use crate::schema;

impl Call<'_> {
    /// Reads the body as JSON and validates it against the schema of this request.
    ///
    /// # Errors
    /// Returns the reason if the body is not JSON or violates the schema.
    pub fn read(&self, provider: &Provider, request: &str) -> Result<Value, Unreadable> {
        let document: Value =
            serde_json::from_slice(self.body).map_err(|error| Unreadable::NotJson(error.to_string()))?;
        let violations = provider.violations(request, &document);
        if violations.is_empty() { Ok(document) } else { Err(Unreadable::Breaks(violations)) }
    }

    /// Reads the body as a Rust type after it is validated against the schema of this request.
    ///
    /// # Errors
    /// Returns the reason if the body is not JSON, violates the schema or does not fit the type.
    pub fn read_as<T: DeserializeOwned>(&self, provider: &Provider, request: &str) -> Result<T, Unreadable> {
        let document = self.read(provider, request)?;
        // A value that the schema accepts and its type rejects is rare. The parser's message would repeat the value.
        schema::read_as(&document).map_err(|_| Unreadable::NotJson("a value cannot be read".to_owned()))
    }
}
