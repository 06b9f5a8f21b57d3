//! The endpoint under test: an address, or a function of this process.

use std::future::Future;

use bytes::Bytes;

use crate::battery::error::VerifyError;
use crate::model::Target;
use crate::net::{Handler, IntoAnswer};

/// The endpoint of a [`Verifier`](crate::Verifier): an address as text (`.run("http://127.0.0.1:9000/hook")`), or a
/// handler of this process, which needs no socket.
#[derive(Clone, Debug)]
pub struct Endpoint {
    url: String,
    handler: Option<Handler>,
}

/// The host of an endpoint that has none.
const NO_HOST: &str = "http://in-process";

impl Endpoint {
    /// Returns an endpoint in this process: every delivery calls `handler` with the request that a server would pass to
    /// it at this path. Checks that need a socket are skipped, and the report says so; a delivery takes microseconds.
    ///
    /// Call a tower service by its `oneshot`, an `axum::Router` with axum's own body:
    ///
    /// ```
    /// use axum::Router;
    /// use axum::body::Body;
    /// use axum::body::Bytes;
    /// use axum::http::HeaderMap;
    /// use axum::http::StatusCode;
    /// use axum::routing::post;
    /// use hookproof::Endpoint;
    /// use hookproof::Verifier;
    /// use hookproof::providers;
    /// use tower::ServiceExt;
    /// # fn is_right(headers: &HeaderMap, body: &[u8]) -> bool {
    /// #     let recipe = providers::truv().signing.recipe;
    /// #     let signer = hookproof::sign::Signer::new(&recipe, &"s3cret".into()).unwrap();
    /// #     signer.check(&headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect(), body).is_ok()
    /// # }
    ///
    /// // Your endpoint goes here. This one verifies the bytes, then parses them, then answers.
    /// async fn receive(headers: HeaderMap, body: Bytes) -> StatusCode {
    ///     if !is_right(&headers, &body) {
    ///         return StatusCode::UNAUTHORIZED;
    ///     }
    ///     match serde_json::from_slice::<serde_json::Value>(&body) {
    ///         Ok(event) if event.is_object() => StatusCode::OK,
    ///         _ => StatusCode::BAD_REQUEST,
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let router = Router::new().route("/hook", post(receive));
    /// let endpoint = Endpoint::in_process("/hook", move |request| router.clone().oneshot(request.map(Body::from)));
    ///
    /// Verifier::of(providers::truv()).secret("s3cret").cases(8).run(endpoint).await.assert_passed();
    /// # }
    /// ```
    ///
    /// Any other function may answer as well, with any body, such as a `String`:
    ///
    /// ```
    /// use hookproof::Endpoint;
    ///
    /// let silent = Endpoint::in_process("/hook", |_| async { http::Response::new(String::new()) });
    /// # let _ = silent;
    /// ```
    ///
    /// Pass a whole URL instead of the path to set `Host` and a signed URL; the default is `in-process`. If a handler
    /// panics or returns an error, the check fails with its text. A handler that waits for ever reaches the provider's
    /// time-out; one that blocks its thread blocks the test.
    pub fn in_process<H, F>(path: &str, handler: H) -> Self
    where
        H: Fn(http::Request<Bytes>) -> F + Send + Sync + 'static,
        F: Future<Output: IntoAnswer> + Send + 'static,
    {
        let host = if path.starts_with('/') { NO_HOST } else { "" };
        Self { url: format!("{host}{path}"), handler: Some(Handler::new(handler)) }
    }

    /// Its address.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Splits it into the address and the handler.
    pub(super) fn aim(self) -> Result<(Target, Option<Handler>), VerifyError> {
        Ok((self.url.parse()?, self.handler))
    }
}

impl<U: AsRef<str> + ?Sized> From<&U> for Endpoint {
    /// Returns the endpoint at a URL.
    fn from(url: &U) -> Self {
        Self { url: url.as_ref().to_owned(), handler: None }
    }
}
