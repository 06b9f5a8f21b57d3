//! Events for a handler without HTTP.

use std::panic::AssertUnwindSafe;

use hookproof::events::Event;
use hookproof::model::Secret;
use hookproof::sign::Signer;
use hookproof::{events, providers, sign};
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};

const SECRET: &str = "s3cret";

fn key(provider: &hookproof::provider::Provider) -> Secret {
    if provider.id == "orum" { sign::generate_keys().unwrap().private } else { Secret::new(SECRET) }
}

#[test]
fn every_event_is_as_it_would_be_delivered() {
    for provider in providers::ALL.iter().map(|provider| provider()) {
        let key = key(&provider);
        let signer = Signer::new(&provider.signing.recipe, &key).unwrap();
        let name = provider.events().next().unwrap().name.clone();
        let events = events::of(provider.event(&name).unwrap()).signed(key);
        let mut runner = TestRunner::new(ProptestConfig::with_cases(16));
        let held = runner.run(&events, |event| {
            prop_assert_eq!(event.name(), &name);
            prop_assert_eq!(serde_json::from_slice::<serde_json::Value>(event.body()).unwrap(), event.json());
            prop_assert!(provider.payload(&name).unwrap().violations(&event.json()).is_empty());
            let request = event.request("/hook");
            prop_assert_eq!(request.body(), event.body());
            prop_assert_eq!(request.uri().path(), "/hook");
            let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
            prop_assert!(signer.check(&headers.collect(), request.body()).is_ok());
            prop_assert!(event.headers().get("content-type").is_some());
            Ok(())
        });
        held.unwrap();
    }
}

#[test]
fn what_fails_is_shrunk() {
    let events = events::of(providers::truv().event("order-created").unwrap());
    let smallest = events.minimal();
    let mut runner = TestRunner::default();
    let failed = runner.run(&events, |_: Event| Err(TestCaseError::fail("always")));
    let Err(TestError::Fail(_, event)) = failed else { panic!("it did not fail") };
    assert_eq!(event.json().as_object().unwrap().len(), smallest.json().as_object().unwrap().len());
    assert!(events.maximal().body().len() > smallest.body().len());
}

#[test]
fn unsigned_where_there_is_no_secret() {
    let events = events::of(providers::truv().event("order-created").unwrap());
    assert!(events.minimal().headers().get("X-WEBHOOK-SIGN").is_none());
    assert!(format!("{:?}", events.minimal()).starts_with("order-created {\n"));
}

#[test]
fn an_invalid_secret_is_reported() {
    let told = |provider: hookproof::provider::Provider, name: &str, secret: &'static str| {
        let events = events::of(provider.event(name).unwrap());
        let panicked = std::panic::catch_unwind(AssertUnwindSafe(|| events.signed(secret))).unwrap_err();
        panicked.downcast_ref::<String>().cloned().unwrap_or_else(|| (*panicked.downcast::<&str>().unwrap()).to_owned())
    };
    assert!(told(providers::truv(), "order-created", "").contains("the secret is empty"));
    let pem = told(providers::orum(), "person_created", "not a key, but a secret");
    assert!(pem.contains("Orum cannot sign") && !pem.contains("not a key, but a secret"), "{pem}");
}

/// Passes requests to a tower service: here an axum router, a thousand times without a socket.
#[cfg(feature = "cli")]
#[tokio::test]
async fn a_router_without_a_socket() {
    use std::sync::Arc;

    use axum::body::Body;
    use axum::http::{HeaderMap, StatusCode};
    use axum::routing::post;
    use bytes::Bytes;
    use hookproof::__private::clock::Stopwatch;
    use hookproof::model::Headers;
    use proptest::strategy::ValueTree;
    use tower_service::Service;

    let signer = Arc::new(Signer::new(&providers::truv().signing.recipe, &Secret::new(SECRET)).unwrap());
    let handler = move |headers: HeaderMap, body: Bytes| async move {
        let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        if signer.check(&headers, &body).is_ok() { StatusCode::NO_CONTENT } else { StatusCode::UNAUTHORIZED }
    };
    let mut router = axum::Router::new().route("/hook", post(handler));
    let events = events::of(providers::truv().event("task-status-updated").unwrap()).signed(SECRET);
    let mut runner = TestRunner::deterministic();
    let watch = Stopwatch::start();
    for _ in 0..1_000 {
        let event = events.new_tree(&mut runner).unwrap().current();
        let answer = router.call(event.request("/hook").map(Body::from)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
        let mut forged = event.request("/hook").map(Body::from);
        forged.headers_mut().remove("x-webhook-sign");
        assert_eq!(router.call(forged).await.unwrap().status(), StatusCode::UNAUTHORIZED);
    }
    tell(&format!("1,000 events and as many forgeries in {:?}", watch.elapsed()));
}

#[cfg(feature = "cli")]
#[expect(clippy::print_stderr, reason = "a figure for whoever asks for it with --nocapture")]
fn tell(figure: &str) {
    eprintln!("{figure}");
}
