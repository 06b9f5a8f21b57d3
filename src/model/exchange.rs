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
    /// The URL that gave this answer, if redirects were followed to it.
    pub redirected_to: Option<String>,
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
            Outcome::Answered(Response { status, redirected_to: Some(url), .. }) => {
                format!("redirected to {}, which answered {status}", shortened(url, TOLD_URL))
            }
            Outcome::Answered(response) => format!("answered {}", response.status),
            Outcome::Failed(failure) => failure.told(),
        }
    }
}

impl Outcome {
    /// What it may mean when a good delivery ends like this.
    #[must_use]
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Failed(Failure::Unreachable(_)) => Some("is the endpoint running, and is this its address?"),
            Self::Failed(_) => None,
            Self::Answered(response) if response.redirected_to.is_some() && response.status >= 400 => {
                Some("give the address that it redirects to: a redirect may turn a POST into a GET")
            }
            Self::Answered(response) => match response.status {
                400 | 422 => Some("does something read the body before the handler does? It can be read once"),
                401 | 403 => Some(
                    "is this the endpoint's secret, and is the signature made of the raw body, before it is parsed?",
                ),
                404 => Some("is this the path of the webhook?"),
                405 => Some("the path takes another method"),
                415 => Some("the endpoint wants another content type"),
                500.. => Some("its log should say why"),
                _ => None,
            },
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
            Self::Abandoned => "was not waited for".to_owned(),
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
        Self { status, headers, body, size, version: HttpVersion::Http11, redirected_to: None }
    }

    /// Sets the size of the whole body, of which [`body`](Self::body) is the beginning.
    #[must_use]
    pub const fn with_size(mut self, size: u64) -> Self {
        self.size = size;
        self
    }

    /// Sets the URL to which redirects were followed.
    #[must_use]
    pub fn with_redirect(self, url: impl Into<String>) -> Self {
        Self { redirected_to: Some(url.into()), ..self }
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

    fn told(response: Response) -> (String, Option<&'static str>) {
        let outcome = Outcome::Answered(response);
        let hint = outcome.hint();
        (Exchange::new(Request::new("POST", Headers::new(), "{}"), outcome, Duration::ZERO).told(), hint)
    }

    #[test]
    fn a_followed_redirect_is_told() {
        let answer = |status| Response::new(status, Headers::new(), Bytes::new());
        assert_eq!(told(answer(404)).0, "answered 404");
        let (text, hint) = told(answer(404).with_redirect("http://a.test/login"));
        assert_eq!(text, "redirected to http://a.test/login, which answered 404");
        assert!(hint.unwrap().contains("give the address that it redirects to"));
        assert_eq!(told(answer(204).with_redirect("http://a.test/hook/")).1, None);
        let (text, _) = told(answer(404).with_redirect("x".repeat(1_000)));
        assert_eq!(text, format!("redirected to {}..., which answered 404", "x".repeat(200)));
    }
}
