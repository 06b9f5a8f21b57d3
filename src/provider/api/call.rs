//! A call to the management API, with all that an answer may depend on beside the state.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::Headers;
use crate::model::SecretText;
use crate::model::Timestamp;
use crate::provider::api::sent::History;
use crate::provider::dispatch::IdSource;
use crate::provider::sheet::Provider;
use crate::schema::Violation;

/// A call to the management API.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Call<'a> {
    /// Method, in capitals.
    pub method: &'a str,
    /// Path below the provider's own root, with its first slash: `/v1/webhooks/`.
    pub path: &'a str,
    /// What stands behind the question mark, as it came.
    pub query: &'a str,
    /// Headers as they came.
    pub headers: &'a Headers,
    /// Body as it came.
    pub body: &'a [u8],
    /// What stands before the path in the URLs that an answer contains: `http://127.0.0.1:4000/truv`.
    pub base: &'a str,
    /// The time of the call: real time, whatever the clock of the deliveries says.
    pub now: Timestamp,
    /// Where ids of new things come from: another source for every call.
    pub ids: &'a IdSource,
    /// What was sent, as far as [`Api::reads`](super::Api::reads) asked for it.
    pub history: &'a History,
    /// Makes a key pair in PEM, private and public; `None` where this build cannot.
    pub key_pair: fn() -> Option<(SecretText, String)>,
}

/// A body that is not what a call takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "not JSON, or JSON of another shape")]
pub enum Unreadable {
    /// Not JSON; the parser's reason.
    NotJson(String),
    /// Breaks these rules of the schema.
    Breaks(Vec<Violation>),
}

impl<'a> Call<'a> {
    /// A call without query, headers and body, for a root at `http://localhost`.
    #[must_use]
    pub fn new(method: &'a str, path: &'a str, now: Timestamp, ids: &'a IdSource) -> Self {
        const NO_HEADERS: &Headers = &Headers::new();
        const NO_HISTORY: &History = &History::empty();
        Self {
            method,
            path,
            query: "",
            headers: NO_HEADERS,
            body: b"",
            base: "http://localhost",
            now,
            ids,
            history: NO_HISTORY,
            key_pair: || None,
        }
    }

    /// The parts of the path between slashes, percent-decoded; a final slash adds none.
    #[must_use]
    pub fn segments(&self) -> Vec<String> {
        let path = self.path.trim_matches('/');
        if path.is_empty() {
            return Vec::new();
        }
        path.split('/').map(percent_decoded).collect()
    }

    /// The value of a query parameter, the last one if it stands there several times.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters().into_iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Every query parameter in the order of the query.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }

    /// A header as text; `None` where it is absent or not UTF-8.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// The body, if it keeps every rule of the request of this name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, provider: &Provider, request: &str) -> Result<Value, Unreadable> {
        let document: Value =
            serde_json::from_slice(self.body).map_err(|error| Unreadable::NotJson(error.to_string()))?;
        let violations = provider.violations(request, &document);
        if violations.is_empty() { Ok(document) } else { Err(Unreadable::Breaks(violations)) }
    }

    /// The body as a Rust type, if it keeps every rule of the request of this name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_as<T: DeserializeOwned>(&self, provider: &Provider, request: &str) -> Result<T, Unreadable> {
        let document = self.read(provider, request)?;
        // What a schema takes and its type does not is rare, and the parser would repeat the value.
        serde_json::from_value(document).map_err(|_| Unreadable::NotJson("a value cannot be read".to_owned()))
    }
}

/// A part of a path as it was meant; what is no UTF-8 is replaced, so that it names nothing.
fn percent_decoded(part: &str) -> String {
    // A plus in a path is a plus: it is kept from the decoder, which knows forms.
    let part = part.replace('+', "%2B");
    form_urlencoded::parse(part.replace('&', "%26").replace('=', "%3D").as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}
