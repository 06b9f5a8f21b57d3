//! One HTTP request as it is sent on the wire.

use bytes::Bytes;

use crate::model::headers::Headers;

/// A delivery that is ready to be sent: everything that the provider would send, except `Host` and `Content-Length`,
/// which belong to the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// Method, in upper case.
    pub method: String,
    /// Headers in the order and case that the provider uses.
    pub headers: Headers,
    /// The signed bytes.
    pub body: Bytes,
}

impl Request {
    /// Creates a request from these parts.
    pub fn new(method: impl Into<String>, headers: Headers, body: impl Into<Bytes>) -> Self {
        Self { method: method.into(), headers, body: body.into() }
    }
}
