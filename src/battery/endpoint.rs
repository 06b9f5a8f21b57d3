//! What is judged: an address, or a function of this process.

use std::future::Future;

use bytes::Bytes;

use crate::battery::error::VerifyError;
use crate::model::Target;
use crate::net::Handler;
use crate::net::IntoAnswer;

/// What a [`Verifier`](crate::Verifier) judges: an address, which is simply named (`.run("http://127.0.0.1:9000/hook")`),
/// or a handler of this process, which needs no socket.
#[derive(Clone, Debug)]
pub struct Endpoint {
    url: String,
    handler: Option<Handler>,
}

/// The host of an endpoint that has none.
const NO_HOST: &str = "http://in-process";

impl Endpoint {
    /// An endpoint in this process: every delivery calls `handler`, which is handed what a server would hand over, at
    /// this path. All checks run but those that need a socket, which are skipped; a delivery takes microseconds.
    ///
    /// ```
    /// use hookproof::Endpoint;
    /// use hookproof::Verifier;
    /// use hookproof::model::Headers;
    /// use hookproof::providers;
    /// use hookproof::sign::Signer;
    /// use http::StatusCode;
    ///
    /// let signer = Signer::new(&providers::truv().signing.recipe, &"s3cret".into()).unwrap();
    ///
    /// // Your handler stands here; this one verifies the bytes, then reads them, then answers.
    /// let endpoint = Endpoint::in_process("/hook", move |request| {
    ///     let headers: Headers =
    ///         request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    ///     let status = match serde_json::from_slice::<serde_json::Value>(request.body()) {
    ///         _ if signer.check(&headers, request.body()).is_err() => StatusCode::UNAUTHORIZED,
    ///         Ok(event) if event.is_object() => StatusCode::OK,
    ///         _ => StatusCode::BAD_REQUEST,
    ///     };
    ///     async move { http::Response::builder().status(status).body(String::new()) }
    /// });
    /// Verifier::of(providers::truv()).secret("s3cret").cases(8).run_blocking(endpoint).assert_passed();
    /// ```
    ///
    /// A tower service is called by its `oneshot`, an `axum::Router` with axum's own body type:
    ///
    /// ```ignore
    /// let router = my_shop::router();
    /// let endpoint = Endpoint::in_process("/hook", move |request| router.clone().oneshot(request.map(Body::from)));
    /// ```
    ///
    /// A whole URL in place of the path says what `Host` and a signed URL name; otherwise they name `in-process`. A
    /// handler that panics or gives an error fails the check that delivered, with its text. One that waits for ever
    /// meets the provider's time-out; one that blocks its thread blocks the test.
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

    /// Taken apart.
    pub(super) fn aim(self) -> Result<(Target, Option<Handler>), VerifyError> {
        Ok((self.url.parse()?, self.handler))
    }
}

impl<U: AsRef<str> + ?Sized> From<&U> for Endpoint {
    /// The endpoint at a URL.
    fn from(url: &U) -> Self {
        Self { url: url.as_ref().to_owned(), handler: None }
    }
}
