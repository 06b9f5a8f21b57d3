//! A request that was sent and its answer, without secrets, as a report shows them.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Hop, Request, Response, beginning, with_query};
use crate::verify::page;
use crate::verify::redact::Redactor;

/// A request in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SentRequest {
    /// Method.
    pub method: String,
    /// Query that was added to that of the endpoint, without the question mark; absent for a delivery.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub query: String,
    /// Names and values. Secret values read `[hidden]`. A signature by the user's key reads `[signature]`, or
    /// `[signature, cut]` if it was truncated.
    pub headers: Vec<(String, String)>,
    /// Body; invalid UTF-8 is replaced.
    pub body: String,
}

/// An answer in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SentResponse {
    /// Status code.
    pub status: u16,
    /// The URL to which the answer redirects, if it is a redirect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Body; only its beginning if it is long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Length in bytes of the whole body, if only a part is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Title and text of the page, if the body is HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The redirects that were followed to this answer, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<Redirect>,
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Redirect {
    /// Status code.
    pub status: u16,
    /// The URL that it led to.
    pub to: String,
}

/// Maximum number of characters of a body or a header that are shown.
const SHOWN: usize = 2_000;

/// Maximum number of characters of the text of a page that are shown.
const SHOWN_TEXT: usize = 1_000;

impl SentRequest {
    /// Returns the method and the URL: `POST http://127.0.0.1:9000/hook`.
    #[must_use]
    pub fn line(&self, endpoint: &str) -> String {
        format!("{} {}", self.method, self.url(endpoint))
    }

    /// Returns the URL.
    #[must_use]
    pub fn url<'a>(&self, endpoint: &'a str) -> Cow<'a, str> {
        with_query(endpoint, &self.query)
    }

    pub(super) fn of(request: &Request, redact: &Redactor<'_>) -> Self {
        let headers = request.headers.iter();
        Self {
            method: request.method.clone(),
            query: redact.text(&request.query).into_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), cut(&redact.header(name, value)))).collect(),
            body: String::from_utf8_lossy(&redact.body(&request.body)).into_owned(),
        }
    }
}

impl SentResponse {
    pub(super) fn of(response: &Response, redact: &Redactor<'_>) -> Self {
        let whole = String::from_utf8_lossy(&response.body);
        let body = begun(&redact.text(&whole), SHOWN);
        let is_cut = response.size > response.body.len() as u64 || body.ends_with('…') && !whole.ends_with('…');
        // The text of a page joins what tags separate, so it may contain a secret that the body does not.
        let text = page::text(&whole).map(|text| begun(&redact.text(&text), SHOWN_TEXT));
        let redirect = |hop: &Hop| Redirect { status: hop.status, to: cut(&redact.text(&hop.to)) };
        Self {
            status: response.status,
            location: response.is_redirect().then(|| cut(&redact.text(&response.location_path()))),
            body,
            size: is_cut.then_some(response.size),
            text,
            redirects: response.hops.iter().map(redirect).collect(),
        }
    }
}

/// Returns the text, or the beginning of a long one with its length.
pub(super) fn cut(text: &str) -> String {
    beginning(text, SHOWN)
}

/// Returns the text, or the beginning of a long one and an ellipsis. Its length is shown elsewhere.
fn begun(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
