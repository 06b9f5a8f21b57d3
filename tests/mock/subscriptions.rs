//! A mock of a provider without a management API: it has hookproof's own.

use hookproof::__private::provider_file;
use hookproof::MockProvider;
use hookproof::model::{Headers, Secret};
use hookproof::sign::Signer;
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

async fn call(
    mock: &MockProvider,
    credentials: &[(String, String)],
    method: &str,
    id: &str,
    body: &Value,
) -> (u16, Value) {
    #[expect(clippy::disallowed_methods, reason = "a consumer has a client of its own")]
    let client = reqwest::Client::new();
    let url = format!("{}/_hookproof/subscriptions{id}", mock.base_url());
    let mut call = client.request(method.parse().unwrap(), url).body(body.to_string());
    for (name, value) in credentials {
        call = call.header(name, value);
    }
    let answer = call.send().await.unwrap();
    (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default())
}

#[tokio::test]
async fn a_url_is_subscribed_to_a_provider_of_the_catalogue() {
    let consumer = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(ResponseTemplate::new(503)).up_to_n_times(1).mount(&consumer).await;
    Mock::given(matchers::any()).respond_with(ResponseTemplate::new(200)).mount(&consumer).await;
    let provider = provider_file::find("standard-webhooks").unwrap();
    let event = provider.events().next().unwrap().name.clone();
    let mock = MockProvider::of(provider.clone()).start().await;
    let (status, made) = call(&mock, mock.credentials(), "POST", "", &json!({"url": consumer.uri()})).await;
    assert_eq!(status, 201, "{made}");
    mock.expect_registered(&event);
    let emitted = mock.emit(event.as_str()).await;
    emitted.expect_succeeded();
    assert_eq!(emitted.one().attempts.len(), 2, "{emitted}");
    let signer = Signer::new(&provider.signing.recipe, &Secret::new(made["secret"].as_str().unwrap())).unwrap();
    let received = consumer.received_requests().await.unwrap();
    let headers = |nth: usize| -> Headers {
        received[nth].headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
    };
    assert!((0..2).all(|nth| signer.check(&headers(nth), &received[nth].body).is_ok()));
    assert_eq!(headers(0).get("webhook-id"), headers(1).get("webhook-id"), "a retry is the same event");

    let other = mock.credentials_of("other");
    let id = format!("/{}", made["id"].as_str().unwrap());
    assert_eq!(call(&mock, &other, "GET", "", &Value::Null).await.1, json!({"subscriptions": []}));
    assert_eq!(call(&mock, &other, "DELETE", &id, &Value::Null).await.0, 404);
    assert_eq!(call(&mock, mock.credentials(), "DELETE", &id, &Value::Null).await.0, 204);
    assert!(mock.emit(event.as_str()).await.is_empty());
}

#[tokio::test]
async fn the_secret_of_the_mock_signs_in_place_of_a_new_one() {
    let consumer = MockServer::start().await;
    Mock::given(matchers::any()).respond_with(ResponseTemplate::new(200)).mount(&consumer).await;
    let provider = provider_file::find("github").unwrap();
    let mock = MockProvider::of(provider.clone()).secret("hush").start().await;
    let (_, made) = call(&mock, mock.credentials(), "POST", "", &json!({"url": consumer.uri()})).await;
    assert!(made.get("secret").is_none(), "{made}");
    mock.emit("push").await.expect_succeeded();
    let received = consumer.received_requests().await.unwrap();
    let headers = received[0].headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let signer = Signer::new(&provider.signing.recipe, &Secret::new("hush")).unwrap();
    assert!(signer.check(&headers, &received[0].body).is_ok());
    let (status, nowhere) = call(&mock, mock.credentials(), "GET", "/a/b", &Value::Null).await;
    assert_eq!(status, 404);
    assert!(nowhere.to_string().contains("/_hookproof/subscriptions"), "{nowhere}");
}
