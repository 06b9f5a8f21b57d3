//! The result of one attempt: the request, and the response or the failure.

use std::time::Duration;

use bytes::Bytes;

use crate::model::headers::Headers;
use crate::model::request::Request;
use crate::model::shorten::shortened;

/// Maximum number of characters of a redirect URL in a description.
const TOLD_URL: usize = 200;

/// One attempt: a request and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// The request that was sent.
    pub request: Request,
    /// The outcome of the request.
    pub outcome: Outcome,
    /// Time from the first byte sent to the last byte read.
    pub duration: Duration,
}

/// The outcome of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is an answer or there is none")]
pub enum Outcome {
    /// A response was read.
    Answered(Response),
    /// No response, or one that is not valid HTTP.
    Failed(Failure),
}

/// An HTTP response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers as received.
    pub headers: Headers,
    /// Body, truncated at the probe's limit.
    pub body: Bytes,
    /// Size of the whole body in bytes.
    pub size: u64,
    /// HTTP version of the response.
    pub version: HttpVersion,
    /// The redirects that were followed to this response, in order.
    pub hops: Vec<Hop>,
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a status and where it led to")]
pub struct Hop {
    /// Status code of the redirect.
    pub status: u16,
    /// The URL that it redirects to.
    pub to: String,
}

/// HTTP version in the status line of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpVersion {
    /// HTTP/1.0, which does not support chunked bodies.
    Http10,
    /// HTTP/1.1; also used for an endpoint that is called in this process.
    #[default]
    Http11,
}

/// The reason why a request has no response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// No connection could be opened; holds the operating system's reason.
    Unreachable(String),
    /// The timeout passed.
    TimedOut(Duration),
    /// The connection closed before a response was complete.
    Closed,
    /// The response is not HTTP.
    Garbage(String),
    /// The connection was closed on purpose, without waiting for a response.
    Abandoned,
    /// The endpoint did not confirm a handshake, so nothing was delivered.
    Handshake {
        /// Name of the handshake.
        name: String,
        /// What the endpoint did instead, to be read after "the endpoint".
        reason: String,
    },
    /// The endpoint was called in this process and panicked or returned an error; holds the message.
    Crashed(String),
}

impl Exchange {
    /// Creates an exchange from its parts.
    #[must_use]
    pub const fn new(request: Request, outcome: Outcome, duration: Duration) -> Self {
        Self { request, outcome, duration }
    }

    /// Returns the response, if there was one.
    #[must_use]
    pub const fn response(&self) -> Option<&Response> {
        match &self.outcome {
            Outcome::Answered(response) => Some(response),
            Outcome::Failed(_) => None,
        }
    }

    /// Returns the status code of the response, if there was one.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self.response() {
            Some(response) => Some(response.status),
            None => None,
        }
    }

    /// Returns whether the timeout passed without a response.
    #[must_use]
    pub const fn timed_out(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(Failure::TimedOut(_)))
    }

    /// Returns whether no connection could be opened. Such a delivery had no effect and proves nothing.
    #[must_use]
    pub const fn unreachable(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(Failure::Unreachable(_)))
    }

    /// Describes the outcome in words that follow "the endpoint": `answered 200`.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.outcome {
            Outcome::Answered(response) if !response.hops.is_empty() => {
                let hops = response.hops.iter();
                let hops: Vec<String> =
                    hops.map(|hop| format!("({}) to {}", hop.status, shortened(&hop.to, TOLD_URL))).collect();
                format!("redirected {}, which answered {}", hops.join(" and "), response.status)
            }
            Outcome::Answered(response) if response.is_redirect() => {
                let to = response.location_path();
                format!("answered {}, a redirect to {}", response.status, shortened(&to, TOLD_URL))
            }
            Outcome::Answered(response) => format!("answered {}", response.status),
            Outcome::Failed(failure) => failure.describe(),
        }
    }
}

impl Failure {
    /// Describes the failure in words that follow "the endpoint": `closed the connection without an answer`.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Unreachable(reason) => format!("could not be reached: {reason}"),
            Self::TimedOut(limit) => format!("did not answer within {limit:?}"),
            Self::Closed => "closed the connection without an answer".to_owned(),
            Self::Abandoned => "did not have to answer".to_owned(),
            Self::Garbage(what) => format!("did not answer in HTTP: {what}"),
            Self::Handshake { name, reason } => {
                format!("{reason}; nothing is delivered before the handshake {name} is confirmed")
            }
            Self::Crashed(what) => what.clone(),
        }
    }
}

impl Response {
    /// Creates an HTTP/1.1 response with its whole body.
    #[must_use]
    pub const fn new(status: u16, headers: Headers, body: Bytes) -> Self {
        let size = body.len() as u64;
        Self { status, headers, body, size, version: HttpVersion::Http11, hops: Vec::new() }
    }

    /// Sets the size of the whole body, if [`body`](Self::body) is only the beginning of it.
    #[must_use]
    pub const fn with_size(mut self, size: u64) -> Self {
        self.size = size;
        self
    }

    /// Sets the redirects that were followed.
    #[must_use]
    pub fn with_hops(self, hops: Vec<Hop>) -> Self {
        Self { hops, ..self }
    }

    /// Sets the version of HTTP.
    #[must_use]
    pub const fn with_version(mut self, version: HttpVersion) -> Self {
        self.version = version;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(response: Response) -> String {
        Exchange::new(Request::new("POST", Headers::new(), "{}"), Outcome::Answered(response), Duration::ZERO)
            .describe()
    }

    #[test]
    fn a_followed_redirect_is_described() {
        let answer = |status| Response::new(status, Headers::new(), Bytes::new());
        let hop = |status, to: &str| Hop { status, to: to.to_owned() };
        assert_eq!(described(answer(404)), "answered 404");
        let text = described(answer(404).with_hops(vec![hop(302, "http://a.test/login")]));
        assert_eq!(text, "redirected (302) to http://a.test/login, which answered 404");
        let text = described(answer(405).with_hops(vec![hop(308, "https://a.test/x"), hop(301, "https://a.test/x/")]));
        assert_eq!(text, "redirected (308) to https://a.test/x and (301) to https://a.test/x/, which answered 405");
        let text = described(answer(404).with_hops(vec![hop(301, &"x".repeat(1_000))]));
        assert_eq!(text, format!("redirected (301) to {}..., which answered 404", "x".repeat(200)));
        let response = Response::new(302, [("Location", "/login?next=/hook")].into_iter().collect(), Bytes::new());
        assert_eq!(described(response), "answered 302, a redirect to /login");
    }
}
