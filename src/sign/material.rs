//! The inputs of a signature.

use crate::model::{Json, Timestamp};

/// The inputs of a signature.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Material<'a> {
    /// The raw body.
    pub body: &'a [u8],
    /// The time of signing.
    pub time: Timestamp,
    /// When the event happened, for providers that send it in a header; the time of signing if absent.
    pub event_time: Option<Timestamp>,
    /// The id of the delivery, for schemes that sign it.
    pub id: &'a str,
    /// The id of the attempt, for schemes that send it in a header.
    pub attempt: &'a str,
    /// The number of the retry; 0 for the first attempt.
    pub retry: u32,
    /// A value that is new in each attempt, for schemes that sign one.
    pub nonce: &'a str,
    /// The URL of the endpoint, for schemes that sign it.
    pub url: &'a str,
    /// The HTTP method, for schemes that sign it.
    pub method: &'a str,
    /// The name of the event, for schemes that send or sign it.
    pub event_name: &'a str,
    /// The document that `{member:..}` is read from; if absent, the body is parsed. A body that is not JSON is signed
    /// with the fields of the event that it is based on.
    pub event: Option<&'a Json>,
}

impl<'a> Material<'a> {
    /// Creates material with only a body.
    #[must_use]
    pub fn of(body: &'a [u8]) -> Self {
        Self {
            body,
            time: Timestamp::from_unix(0),
            event_time: None,
            id: "",
            attempt: "",
            retry: 0,
            nonce: "",
            url: "",
            method: "POST",
            event_name: "",
            event: None,
        }
    }

    /// Sets the time of signing.
    #[must_use]
    pub const fn at(mut self, time: Timestamp) -> Self {
        self.time = time;
        self
    }

    /// Sets when the event happened.
    #[must_use]
    pub const fn event_time(mut self, time: Timestamp) -> Self {
        self.event_time = Some(time);
        self
    }

    /// Sets the id of the delivery.
    #[must_use]
    pub const fn id(mut self, id: &'a str) -> Self {
        self.id = id;
        self
    }

    /// Sets the id of the attempt.
    #[must_use]
    pub const fn attempt(mut self, attempt: &'a str) -> Self {
        self.attempt = attempt;
        self
    }

    /// Sets the number of the retry.
    #[must_use]
    pub const fn retry(mut self, retry: u32) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the value that is new in each attempt.
    #[must_use]
    pub const fn nonce(mut self, nonce: &'a str) -> Self {
        self.nonce = nonce;
        self
    }

    /// Sets the URL of the endpoint.
    #[must_use]
    pub const fn url(mut self, url: &'a str) -> Self {
        self.url = url;
        self
    }

    /// Sets the HTTP method. It is POST by default.
    #[must_use]
    pub const fn method(mut self, method: &'a str) -> Self {
        self.method = method;
        self
    }

    /// Sets the name of the event.
    #[must_use]
    pub const fn event_name(mut self, name: &'a str) -> Self {
        self.event_name = name;
        self
    }

    /// Sets the event whose fields are signed, if the body cannot be parsed.
    #[must_use]
    pub const fn event(mut self, event: &'a Json) -> Self {
        self.event = Some(event);
        self
    }
}
