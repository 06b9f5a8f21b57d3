//! One HTTP request as it will be on the wire.

use bytes::Bytes;

use crate::model::headers::Headers;

/// A delivery ready to be sent: what the provider would put on the wire, but for `Host` and
/// `Content-Length`, which belong to the connection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// Method, in capitals.
    pub method: String,
    /// Headers in the order and letter case of the provider.
    pub headers: Headers,
    /// The signed bytes.
    pub body: Bytes,
}

impl Request {
    /// A request with these parts.
    pub fn new(method: impl Into<String>, headers: Headers, body: impl Into<Bytes>) -> Self {
        Self { method: method.into(), headers, body: body.into() }
    }
}
