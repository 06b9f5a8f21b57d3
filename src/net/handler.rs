//! Endpoints that are called in this process, without a socket.

use std::any::Any;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use bytes::{Buf, Bytes};
use http::HeaderValue;
use http_body_util::BodyExt;

use crate::model::{Failure, Headers, Outcome, Request, Response, Target};
use crate::wire;
use crate::wire::WireError;

type Calling = dyn Fn(http::Request<Bytes>) -> Pin<Box<dyn Future<Output = Outcome> + Send>> + Send + Sync;

/// A function that receives deliveries in this process.
#[derive(Clone)]
pub struct Handler(Arc<Calling>);

/// The return type of a handler: an [`http::Response`] with any body, such as `String` or axum's, or a `Result` with
/// one, as a tower service returns it. An error counts as a missing response, and the report contains its text.
pub trait IntoAnswer: sealed::Sealed {
    /// Reads the whole response.
    #[doc(hidden)]
    fn into_answer(self) -> impl Future<Output = Outcome> + Send;
}

mod sealed {
    #[expect(unnameable_types, reason = "nobody else may implement it")]
    pub trait Sealed {}

    impl<B> Sealed for http::Response<B> {}
    impl<R, E> Sealed for Result<R, E> {}
}

impl Handler {
    /// Wraps a function that answers requests.
    pub fn new<H, F>(handler: H) -> Self
    where
        H: Fn(http::Request<Bytes>) -> F + Send + Sync + 'static,
        F: Future<Output: IntoAnswer> + Send + 'static,
    {
        Self(Arc::new(move |request| {
            let answering = handler(request);
            Box::pin(async move { answering.await.into_answer().await })
        }))
    }

    /// Passes a delivery to the handler as a server would. A panic ends only this delivery.
    pub(super) async fn call(&self, target: &Target, request: &Request) -> Outcome {
        let request = match handed_over(target, request) {
            Ok(request) => request,
            // A server would reject such a request itself, before its handler sees it.
            Err(error) => return Outcome::Answered(Response::new(400, Headers::new(), error.to_string().into())),
        };
        let mut calling = pin!(async { (self.0)(request).await });
        let called = poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| calling.as_mut().poll(context))) {
            Ok(poll) => poll,
            Err(panic) => Poll::Ready(crashed(format!("panicked: {}", message(&*panic)))),
        });
        let outcome = called.await;
        // A handler that never waits would not let other tasks on this thread run.
        tokio::task::yield_now().await;
        outcome
    }
}

impl<B> IntoAnswer for http::Response<B>
where
    B: http_body::Body<Data: Send, Error: fmt::Display> + Send,
{
    async fn into_answer(self) -> Outcome {
        let (parts, body) = self.into_parts();
        let head: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
        if head > wire::HEAD_LIMIT {
            return Outcome::Failed(Failure::Garbage(WireError::HeadTooLong.to_string()));
        }
        let mut body = pin!(body);
        let (mut kept, mut read) = (Vec::new(), 0);
        while let Some(frame) = body.frame().await {
            let mut data = match frame.map(http_body::Frame::into_data) {
                Ok(Ok(data)) => data,
                // Trailers.
                Ok(Err(_)) => continue,
                Err(error) => return crashed(format!("failed in the middle of its answer: {error}")),
            };
            read += data.remaining();
            if read > wire::READ_LIMIT {
                return Outcome::Failed(Failure::Garbage(WireError::TooLong.to_string()));
            }
            let room = wire::KEPT_BODY.saturating_sub(kept.len()).min(data.remaining());
            kept.extend_from_slice(&data.copy_to_bytes(room));
        }
        let headers = parts.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        Outcome::Answered(Response::new(parts.status.as_u16(), headers, kept.into()).with_size(read as u64))
    }
}

impl<B, E> IntoAnswer for Result<http::Response<B>, E>
where
    http::Response<B>: IntoAnswer + Send,
    E: fmt::Display + Send,
{
    async fn into_answer(self) -> Outcome {
        match self {
            Ok(response) => response.into_answer().await,
            Err(error) => crashed(format!("failed: {error}")),
        }
    }
}

impl fmt::Debug for Handler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Handler")
    }
}

/// Builds the request that a server would pass to its handler, with the headers that belong to the connection.
fn handed_over(target: &Target, request: &Request) -> Result<http::Request<Bytes>, http::Error> {
    let mut built = http::Request::builder()
        .method(request.method.as_str())
        .uri(&*request.at(&target.path))
        .header(http::header::HOST, target.authority.as_str())
        .header(http::header::CONTENT_LENGTH, request.body.len());
    for (name, value) in request.headers.iter() {
        built = built.header(name, HeaderValue::from_bytes(value)?);
    }
    built.body(request.body.clone())
}

const fn crashed(what: String) -> Outcome {
    Outcome::Failed(Failure::Crashed(what))
}

/// Returns the message of a panic.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it did not say why")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn outcome(answer: http::Response<String>) -> Outcome {
        answer.into_answer().await
    }

    #[tokio::test]
    async fn an_answer_is_bounded_as_on_a_socket() {
        let long = |length: usize| http::Response::builder().header("x-long", "x".repeat(length));
        let refused = outcome(long(wire::HEAD_LIMIT).body(String::new()).unwrap()).await;
        assert_eq!(refused, Outcome::Failed(Failure::Garbage(WireError::HeadTooLong.to_string())));
        let length = wire::KEPT_BODY + 1;
        let Outcome::Answered(response) = outcome(long(1_000).body("x".repeat(length)).unwrap()).await else {
            panic!("it is an answer")
        };
        assert_eq!((response.body.len(), response.size), (wire::KEPT_BODY, length as u64));
    }
}
