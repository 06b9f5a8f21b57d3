//! A call to the management API, with all that a response may depend on in addition to the state.

use std::sync::LazyLock;

use crate::model::{Headers, SecretText, Timestamp};
use crate::provider::api::sent::History;
use crate::provider::ids::IdSource;
use crate::schema::Violation;
use crate::sign::Algorithm;

/// A call to the management API.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Call<'a> {
    /// Method, in capitals.
    pub method: &'a str,
    /// Path below the provider's own root, with its leading slash: `/v1/webhooks/`.
    pub path: &'a str,
    /// Query string without the question mark, as received.
    pub query: &'a str,
    /// Headers as received.
    pub headers: &'a Headers,
    /// Body as received.
    pub body: &'a [u8],
    /// URL prefix of the paths in responses: `http://127.0.0.1:4000/truv`.
    pub base: &'a str,
    /// The time of the call: real time, independent of the delivery clock.
    pub now: Timestamp,
    /// Source of the ids of new objects; each call has its own source.
    pub ids: &'a IdSource,
    /// Attempts and deliveries that [`Api::reads`](super::Api::reads) asked for.
    pub history: &'a History,
    /// Whether the server has a secret that signs in place of that of an account.
    pub has_secret: bool,
    /// Generates a key pair in PEM, private and public; returns `None` if this build does not support it.
    pub key_pair: fn(Algorithm) -> Option<(SecretText, String)>,
}

/// The reason why the body of a call is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "not JSON, or JSON of another shape")]
pub enum Unreadable {
    /// Not JSON; holds the parser's reason.
    NotJson(String),
    /// Violates the schema; holds every violation.
    Breaks(Vec<Violation>),
}

impl<'a> Call<'a> {
    /// Creates a call without query, headers and body, for a root at `http://localhost`. Its ids are the same in every
    /// call until `ids` is set.
    #[must_use]
    pub fn new(method: &'a str, path: &'a str, now: Timestamp) -> Self {
        static NO_IDS: LazyLock<IdSource> = LazyLock::new(|| IdSource::new(0, "", &[]));
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
            ids: &NO_IDS,
            history: NO_HISTORY,
            has_secret: false,
            key_pair: |_| None,
        }
    }

    /// Adds what a client sent, and the part of the URL before the path.
    #[must_use]
    pub const fn with(mut self, query: &'a str, headers: &'a Headers, body: &'a [u8], base: &'a str) -> Self {
        self.query = query;
        self.headers = headers;
        self.body = body;
        self.base = base;
        self
    }

    /// Returns the segments of the path, percent-decoded. A trailing slash adds no segment.
    #[must_use]
    pub fn segments(&self) -> Vec<String> {
        let path = self.path.trim_matches('/');
        if path.is_empty() {
            return Vec::new();
        }
        path.split('/').map(percent_decoded).collect()
    }

    /// Returns the value of a query parameter; the last one if the parameter is repeated.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters().into_iter().rev().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Returns every query parameter in the order of the query.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes()).into_owned().collect()
    }

    /// Returns a header as text; `None` if it is missing or not UTF-8.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).and_then(|value| std::str::from_utf8(value).ok())
    }
}

/// Decodes a path segment. Invalid UTF-8 is replaced, so that the result matches no name.
fn percent_decoded(part: &str) -> String {
    // A plus in a path is literal. It is kept from the decoder, which would read it as a space, as in forms.
    let part = part.replace('+', "%2B");
    form_urlencoded::parse(part.replace('&', "%26").replace('=', "%3D").as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}
