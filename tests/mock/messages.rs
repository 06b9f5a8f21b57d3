//! Messages of a test whose consumer fails.

use std::future::IntoFuture;
use std::panic::AssertUnwindSafe;

use hookproof::{MockProvider, providers};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::caller::{TRUV, call, failing, register};

/// Returns the panic message of an action.
#[track_caller]
fn told(act: impl FnOnce()) -> String {
    let panicked = std::panic::catch_unwind(AssertUnwindSafe(act)).expect_err("it did not panic");
    panicked.downcast_ref::<String>().cloned().unwrap_or_else(|| (*panicked.downcast::<&str>().unwrap()).to_owned())
}

/// Addresses and accounts differ from run to run.
fn plain(mock: &MockProvider, told: &str) -> String {
    told.replace(mock.base_url(), "http://MOCK")
}

async fn truv() -> MockProvider {
    MockProvider::of(providers::truv()).start().await
}

#[tokio::test]
async fn nothing_was_ever_registered() {
    let mock = truv().await;
    insta::assert_snapshot!("never-called", plain(&mock, &told(|| mock.expect_registered("order-created"))));
    let emitted = mock.emit("order-created").await;
    assert!(emitted.is_empty());
    insta::assert_snapshot!("nobody-emitted", plain(&mock, &told(|| emitted.expect_succeeded())));
    assert_eq!(told(|| drop(emitted.one().clone())), told(|| emitted.expect_succeeded()));
}

#[tokio::test]
async fn what_came_was_refused() {
    let mock = truv().await;
    assert_eq!(call(&mock, &[], ("POST", "/v1/webhooks/"), &json!({})).await.0, 401);
    insta::assert_snapshot!("refused", told(|| mock.expect_registered("order-created")));
    call(&mock, mock.credentials(), ("POST", "/v1/webhooks/"), &json!({"name": 1})).await;
    insta::assert_snapshot!("findings", told(|| mock.expect_no_findings()));
}

#[tokio::test]
async fn something_else_is_registered() {
    let mock = truv().await;
    let hook = json!({"name": "mine", "webhook_url": "http://127.0.0.1:9/hook", "env_type": "sandbox",
        "events": ["order-created"]});
    assert_eq!(call(&mock, mock.credentials(), ("POST", "/v1/webhooks/"), &hook).await.0, 201);
    mock.expect_registered("order-created");
    mock.expect_registered("http://127.0.0.1:9/hook");
    insta::assert_snapshot!("another-event", told(|| mock.expect_registered("link-connected")));
    insta::assert_snapshot!("another-url", told(|| mock.expect_registered("http://127.0.0.1:9/other")));
    insta::assert_snapshot!("no-event", told(|| mock.expect_registered("order-create")));
    insta::assert_snapshot!("no-delivery", told(|| mock.expect_registered("CreateWebhook")));
}

#[tokio::test]
async fn the_consumer_is_not_there() {
    let mock = truv().await;
    // Another test may have taken a port that was free a moment ago; nothing listens on this one.
    register(&mock, &TRUV, mock.credentials(), "http://127.0.0.1:1/hook").await;
    let emitted = mock.emit("order-created").await;
    insta::assert_snapshot!("gone", told(|| emitted.expect_succeeded()));
}

#[tokio::test]
async fn the_consumer_has_no_such_path() {
    let mock = truv().await;
    let consumer = MockServer::start().await;
    Mock::given(matchers::path("/hooks")).respond_with(ResponseTemplate::new(200)).mount(&consumer).await;
    register(&mock, &TRUV, mock.credentials(), &format!("{}/hook", consumer.uri())).await;
    let emitted = mock.emit("order-created").await;
    insta::assert_snapshot!("no-path", told(|| emitted.expect_succeeded()).replace(&consumer.uri(), "http://CONSUMER"));
}

#[tokio::test]
async fn the_test_asks_for_what_there_is_not() {
    let mock = truv().await;
    let asked = [
        told(|| drop(mock.emit("order-create").into_future())),
        told(|| drop(mock.story("order-archived").into_future())),
        told(|| drop(mock.emit("CreateWebhook").into_future())),
        told(|| drop(mock.emit("order-created").with("/nowhere/at/all", 1).into_future())),
        told(|| drop(mock.emit("task-status-updated").with("/status", "over").into_future())),
        told(|| drop(mock.emit("order-created").for_account(&[]).into_future())),
        told(|| drop(MockProvider::of(providers::truv()).allow_target("http://x"))),
        told(|| {
            let faults = serde_json::from_value(json!({"duplicates": 2.0})).unwrap();
            drop(MockProvider::of(providers::truv()).faults(faults));
        }),
    ];
    insta::assert_snapshot!("asked", asked.join("\n"));
}

/// The message names the line of the test, not one of ours.
#[tokio::test]
async fn the_place_is_the_callers() {
    let mock = truv().await;
    let place = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let seen = std::sync::Arc::clone(&place);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        seen.lock().unwrap().push_str(panic.location().unwrap().file());
        seen.lock().unwrap().push(' ');
    }));
    told(|| mock.expect_registered("order-created"));
    told(|| mock.expect_registered("no-such-event"));
    told(|| drop(mock.emit("no-such-event").into_future()));
    let emitted = mock.emit("order-created").await;
    told(|| emitted.expect_succeeded());
    std::panic::set_hook(before);
    let seen = place.lock().unwrap().clone();
    // Other tests of this process may panic at the same time, all of them on purpose.
    assert!(seen.split_whitespace().all(|file| file.starts_with("tests/mock")), "{seen}");
}

/// Two deliveries instead of one are reported with their attempts.
#[tokio::test]
async fn several_where_one_was_expected() {
    let mock = truv().await;
    let consumer = failing(1).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    let emitted = mock.emit("order-created").count(2).await;
    let message = told(|| drop(emitted.one().clone()));
    insta::assert_snapshot!("several", message.replace(&consumer.uri(), "http://CONSUMER"));
    assert_eq!(Value::from(emitted.to_string().lines().count()), json!(5));
}
