//! A consumer: it calls the management API of its provider, and receives.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hookproof::MockProvider;
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

/// Registration of a consumer at a provider for its first event, and more.
pub(crate) struct Registers {
    pub(crate) provider: fn() -> hookproof::provider::Provider,
    /// The calls for a URL: method, path and body.
    pub(crate) calls: fn(&str) -> Vec<(&'static str, &'static str, Value)>,
}

pub(crate) const TRUV: Registers = Registers {
    provider: hookproof::providers::truv,
    calls: |url| vec![("POST", "/v1/webhooks/", json!({"name": "mine", "webhook_url": url, "env_type": "sandbox"}))],
};

const ARGYLE: Registers = Registers {
    provider: hookproof::providers::argyle,
    calls: |url| vec![("POST", "/v2/webhooks", json!({"name": "mine", "url": url, "events": "*", "secret": "s3cret"}))],
};

const ORUM: Registers = Registers {
    provider: hookproof::providers::orum,
    calls: |url| {
        let configuration = json!({"event_types": ["person_all"], "url": url, "enabled": true});
        vec![("POST", "/webhooks/secret", Value::Null), ("POST", "/webhooks/configurations", configuration)]
    },
};

const SOCOTRA: Registers = Registers {
    provider: hookproof::providers::socotra,
    calls: |url| {
        let name = hookproof::providers::socotra().events().next().unwrap().name.clone();
        let webhook = json!({"name": "mine", "integrationName": "hook", "events": [name]});
        vec![("POST", "/integrations", json!({"name": "hook", "url": url})), ("PUT", "/webhooks", webhook)]
    },
};

pub(crate) const BETTEREZ: Registers = Registers {
    provider: hookproof::providers::betterez,
    calls: |url| vec![("POST", "/subscriptions", json!({"url": url}))],
};

/// Every provider that has an API.
pub(crate) const ALL: [Registers; 5] = [TRUV, ARGYLE, ORUM, BETTEREZ, SOCOTRA];

/// Calls the management API and returns status and body.
pub(crate) async fn call(
    mock: &MockProvider,
    credentials: &[(String, String)],
    (method, path): (&str, &str),
    body: &Value,
) -> (u16, Value) {
    call_with(&client(), mock.base_url(), credentials, (method, path), body).await
}

/// Creates a client. It needs some time, because it could speak TLS.
pub(crate) fn client() -> reqwest::Client {
    #[expect(clippy::disallowed_methods, reason = "a consumer has a client of its own")]
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// The same with a client that is there already.
pub(crate) async fn call_with(
    client: &reqwest::Client,
    base: &str,
    credentials: &[(String, String)],
    (method, path): (&str, &str),
    body: &Value,
) -> (u16, Value) {
    let mut call = client.request(method.parse().unwrap(), format!("{base}{path}"));
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
    for (method, path, body) in (how.calls)(url) {
        let (status, answer) = call(mock, credentials, (method, path), &body).await;
        assert!((200..300).contains(&status), "{method} {path} gave {status} {answer}");
    }
}

/// A consumer that fails so often, then accepts everything.
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

/// Requests that a consumer got.
pub(crate) async fn heard(consumer: &MockServer) -> Vec<Request> {
    consumer.received_requests().await.unwrap()
}
