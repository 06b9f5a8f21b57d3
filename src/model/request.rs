//! One HTTP request as it is sent on the wire.

use std::borrow::Cow;

use bytes::Bytes;

use crate::model::headers::Headers;

/// A delivery that is ready to be sent: everything that the provider would send, except `Host` and `Content-Length`,
/// which belong to the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// Method, in upper case.
    pub method: String,
    /// Query that is added to that of the URL, without the question mark; empty for a delivery.
    pub query: String,
    /// Headers in the order and case that the provider uses.
    pub headers: Headers,
    /// The signed bytes.
    pub body: Bytes,
}

impl Request {
    /// Creates a request from these parts.
    pub fn new(method: impl Into<String>, headers: Headers, body: impl Into<Bytes>) -> Self {
        Self { method: method.into(), query: String::new(), headers, body: body.into() }
    }

    /// Returns a URL or its path with the query of the request.
    ///
    /// ```
    /// use hookproof::model::{Headers, Request};
    ///
    /// let mut request = Request::new("GET", Headers::new(), "");
    /// assert_eq!(request.at("/hook"), "/hook");
    /// request.query = "challenge=1".to_owned();
    /// assert_eq!((&*request.at("/hook"), &*request.at("/hook?a=b")), ("/hook?challenge=1", "/hook?a=b&challenge=1"));
    /// ```
    #[must_use]
    pub fn at<'a>(&self, url: &'a str) -> Cow<'a, str> {
        with_query(url, &self.query)
    }
}

/// Returns a URL or a path with one more query.
pub(crate) fn with_query<'a>(url: &'a str, query: &str) -> Cow<'a, str> {
    match query {
        "" => Cow::Borrowed(url),
        query => Cow::Owned(format!("{url}{}{query}", if url.contains('?') { '&' } else { '?' })),
    }
}
