//! What happened on one attempt: the request, and the answer or why there was none.

use std::time::Duration;

use bytes::Bytes;

use crate::model::headers::Headers;
use crate::model::request::Request;
use crate::model::shorten::shortened;

/// More of a URL that a redirect leads to is not told.
const TOLD_URL: usize = 200;

/// One attempt: a request, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub outcome: Outcome,
    /// From the first byte sent to the last byte read.
    pub duration: Duration,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is an answer or there is none")]
pub enum Outcome {
    /// An answer was read.
    Answered(Response),
    /// No answer, or none that HTTP knows.
    Failed(Failure),
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers as they came.
    pub headers: Headers,
    /// Body, cut at the probe's limit.
    pub body: Bytes,
    /// How many bytes the whole body has.
    pub size: u64,
    /// What the server speaks.
    pub version: HttpVersion,
    /// The redirects that were followed to this answer, in order.
    pub hops: Vec<Hop>,
}

/// A redirect that was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a status and where it led to")]
pub struct Hop {
    /// Status code of the redirect.
    pub status: u16,
    /// The URL that it led to.
    pub to: String,
}

/// Version of HTTP in the status line of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpVersion {
    /// HTTP/1.0, which knows no chunked bodies.
    Http10,
    /// HTTP/1.1, and an endpoint that is called in this process.
    #[default]
    Http11,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// No connection came about; the operating system's reason.
    Unreachable(String),
    /// The time-out passed.
    TimedOut(Duration),
    /// The connection ended before an answer was complete.
    Closed,
    /// What came back is not HTTP.
    Garbage(String),
    /// Nobody waited for one: the connection was ended on purpose.
    Abandoned,
    /// Called in this process, the endpoint ended in a panic or an error; what it said.
    Crashed(String),
}

impl Exchange {
    /// An exchange from its parts.
    #[must_use]
    pub const fn new(request: Request, outcome: Outcome, duration: Duration) -> Self {
        Self { request, outcome, duration }
    }

    /// The answer, if there was one.
    #[must_use]
    pub const fn response(&self) -> Option<&Response> {
        match &self.outcome {
            Outcome::Answered(response) => Some(response),
            Outcome::Failed(_) => None,
        }
    }

    /// Status code of the answer, if there was one.
    #[must_use]
    pub const fn status(&self) -> Option<u16> {
        match self.response() {
            Some(response) => Some(response.status),
            None => None,
        }
    }

    /// Whether the time-out passed without an answer.
    #[must_use]
    pub const fn timed_out(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(Failure::TimedOut(_)))
    }

    /// Whether no connection came about: then this delivery has done nothing, and shows nothing.
    #[must_use]
    pub const fn unreachable(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(Failure::Unreachable(_)))
    }

    /// What came back, in words that follow "the endpoint": `answered 200`.
    #[must_use]
    pub fn told(&self) -> String {
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
            Outcome::Failed(failure) => failure.told(),
        }
    }
}

impl Failure {
    /// What happened, in words that follow "the endpoint": `closed the connection without an answer`.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Unreachable(reason) => format!("could not be reached: {reason}"),
            Self::TimedOut(limit) => format!("did not answer within {limit:?}"),
            Self::Closed => "closed the connection without an answer".to_owned(),
            Self::Abandoned => "did not have to answer".to_owned(),
            Self::Garbage(what) => format!("did not answer in HTTP: {what}"),
            Self::Crashed(what) => what.clone(),
        }
    }
}

impl Response {
    /// An HTTP/1.1 answer with its whole body.
    #[must_use]
    pub const fn new(status: u16, headers: Headers, body: Bytes) -> Self {
        let size = body.len() as u64;
        Self { status, headers, body, size, version: HttpVersion::Http11, hops: Vec::new() }
    }

    /// Sets the size of the whole body, of which [`body`](Self::body) is the beginning.
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

    fn told(response: Response) -> String {
        Exchange::new(Request::new("POST", Headers::new(), "{}"), Outcome::Answered(response), Duration::ZERO).told()
    }

    #[test]
    fn a_followed_redirect_is_told() {
        let answer = |status| Response::new(status, Headers::new(), Bytes::new());
        let hop = |status, to: &str| Hop { status, to: to.to_owned() };
        assert_eq!(told(answer(404)), "answered 404");
        let text = told(answer(404).with_hops(vec![hop(302, "http://a.test/login")]));
        assert_eq!(text, "redirected (302) to http://a.test/login, which answered 404");
        let text = told(answer(405).with_hops(vec![hop(308, "https://a.test/x"), hop(301, "https://a.test/x/")]));
        assert_eq!(text, "redirected (308) to https://a.test/x and (301) to https://a.test/x/, which answered 405");
        let text = told(answer(404).with_hops(vec![hop(301, &"x".repeat(1_000))]));
        assert_eq!(text, format!("redirected (301) to {}..., which answered 404", "x".repeat(200)));
        let response = Response::new(302, [("Location", "/login?next=/hook")].into_iter().collect(), Bytes::new());
        assert_eq!(told(response), "answered 302, a redirect to /login");
    }
}
