//! A consumer: it calls the management API of its provider, and receives.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use hookproof::MockProvider;
use serde_json::Value;
use serde_json::json;
use wiremock::Mock;
use wiremock::MockServer;
use wiremock::Request;
use wiremock::ResponseTemplate;
use wiremock::matchers;

/// How a consumer registers for everything at a provider: the call, and where the id of what it made stands.
pub(crate) struct Registers {
    pub(crate) provider: fn() -> hookproof::provider::Provider,
    /// Method and path.
    pub(crate) call: (&'static str, &'static str),
    /// The body for a URL.
    pub(crate) body: fn(&str) -> Value,
}

/// Every provider that has an API.
pub(crate) fn registers() -> Vec<Registers> {
    vec![Registers {
        provider: hookproof::providers::truv,
        call: ("POST", "/v1/webhooks/"),
        body: |url| json!({"name": "mine", "webhook_url": url, "env_type": "sandbox"}),
    }]
}

/// Calls the management API and tells status and body.
pub(crate) async fn call(
    mock: &MockProvider,
    credentials: &[(String, String)],
    (method, path): (&str, &str),
    body: &Value,
) -> (u16, Value) {
    #[expect(clippy::disallowed_methods, reason = "a consumer has a client of its own")]
    let client = reqwest::Client::new();
    let mut call = client.request(method.parse().unwrap(), format!("{}{path}", mock.base_url()));
    for (name, value) in credentials {
        call = call.header(name, value);
    }
    if !body.is_null() {
        call = call.header("Content-Type", "application/json").body(body.to_string());
    }
    let answer = call.send().await.unwrap();
    let (status, text) = (answer.status().as_u16(), answer.bytes().await.unwrap());
    (status, serde_json::from_slice(&text).unwrap_or(Value::Null))
}

/// Registers a URL.
pub(crate) async fn register(mock: &MockProvider, how: &Registers, credentials: &[(String, String)], url: &str) {
    let (status, body) = call(mock, credentials, how.call, &(how.body)(url)).await;
    assert!((200..300).contains(&status), "{status} {body}");
}

/// A consumer that fails so often, then takes everything.
pub(crate) async fn failing(times: usize) -> MockServer {
    let server = MockServer::start().await;
    let left = Arc::new(AtomicUsize::new(times));
    let respond = move |_: &Request| {
        let fails = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        ResponseTemplate::new(if fails { 503 } else { 200 })
    };
    Mock::given(matchers::any()).respond_with(respond).mount(&server).await;
    server
}

/// What a consumer has heard.
pub(crate) async fn heard(consumer: &MockServer) -> Vec<Request> {
    consumer.received_requests().await.unwrap()
}
