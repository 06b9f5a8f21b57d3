//! A consumer's life with every provider that has an API: register, receive, fail, recover.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock::Stopwatch;
use hookproof::__private::deliver::ClockSpeed;
use hookproof::__private::store::Status;
use hookproof::model::{Headers, Secret};
use hookproof::sign::Signer;
use hookproof::{MockProvider, providers};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use wiremock::{Mock, ResponseTemplate, matchers};

use crate::caller::{ALL, BETTEREZ, Registers, TRUV, call, failing, heard, register};

fn first_event(how: &Registers) -> String {
    (how.provider)().events().next().unwrap().name.clone()
}

#[tokio::test]
async fn registers_receives_fails_and_recovers() {
    for how in ALL {
        let mock = MockProvider::of((how.provider)()).start().await;
        let retries = (how.provider)().retry.retries as usize;
        let consumer = failing(retries).await;
        register(&mock, &how, mock.credentials(), &consumer.uri()).await;
        let event = first_event(&how);
        mock.expect_registered(&event);
        let emitted = mock.emit(&event).await;
        emitted.expect_succeeded();
        assert_eq!(emitted.one().attempts.len(), retries + 1);
        let came = heard(&consumer).await;
        assert_eq!(came.len(), retries + 1);
        for (request, attempt) in came.iter().zip(&emitted.one().attempts) {
            assert_eq!(request.body, attempt.exchange.request.body);
        }
        assert_eq!(mock.deliveries(), *emitted);
        mock.expect_no_findings();
        // Whoever knows only the events knows the URL.
        mock.expect_registered(&consumer.uri());
    }
}

#[tokio::test]
async fn every_api_has_a_consumer_here() {
    let here: Vec<String> = ALL.iter().map(|how| (how.provider)().id).collect();
    for provider in providers::ALL.iter().map(|provider| provider()).filter(|provider| provider.api.is_some()) {
        assert!(here.contains(&provider.id), "{} is registered at by no test", provider.id);
        let mock = MockProvider::of(provider).start().await;
        assert!(!mock.credentials().is_empty());
        assert_ne!(mock.credentials_of("one"), mock.credentials_of("other"));
        mock.expect_no_findings();
    }
}

/// The key signs what is delivered: for Truv it is the secret that the consumer calls with.
#[tokio::test]
async fn deliveries_are_signed() {
    let mock = MockProvider::of(providers::truv()).start().await;
    let consumer = failing(0).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    mock.emit("order-created").await.expect_succeeded();
    let request = &heard(&consumer).await[0];
    let headers: Headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let secret = mock.credentials().iter().find(|(name, _)| name == "X-Access-Secret").unwrap().1.clone();
    let signer = Signer::new(&providers::truv().signing.recipe, &Secret::new(secret)).unwrap();
    assert!(signer.check(&headers, &request.body).is_ok());
}

#[tokio::test]
async fn parallel_tests_with_keys_of_their_own_never_meet() {
    for how in ALL {
        let mock = Arc::new(MockProvider::of((how.provider)()).start().await);
        let (event, how) = (first_event(&how), Arc::new(how));
        let mut tests = JoinSet::new();
        for at in 0..16 {
            let (mock, how, event) = (Arc::clone(&mock), Arc::clone(&how), event.clone());
            tests.spawn(async move {
                let credentials = mock.credentials_of(&format!("test-{at}"));
                let consumer = failing(0).await;
                register(&mock, &how, &credentials, &consumer.uri()).await;
                for count in 1..=3 {
                    let emitted = mock.emit(&event).for_account(&credentials).await;
                    assert_eq!(emitted.one().url, consumer.uri());
                    assert_eq!(heard(&consumer).await.len(), count);
                }
                consumer
            });
        }
        // They are kept: wiremock would hand their servers to other tests.
        let consumers = tests.join_all().await;
        assert_eq!(mock.deliveries().len(), 48);
        // Without an account it goes to all of them, to each as an event of its own.
        let emitted = mock.emit(&event).await;
        assert_eq!(emitted.len(), 16);
        let bodies: HashSet<&[u8]> = emitted.iter().map(|delivery| delivery.body.as_ref()).collect();
        assert_eq!(bodies.len(), 16, "{event}");
        for consumer in &consumers {
            assert_eq!(heard(consumer).await.len(), 4);
        }
    }
}

#[tokio::test]
async fn given_values_are_in_the_event() {
    let mock = MockProvider::of(providers::truv()).start().await;
    let consumer = failing(0).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    let emitted = mock.emit("task-status-updated").with("/status", "done").count(3).await;
    assert_eq!(emitted.len(), 3);
    let bodies: Vec<Value> =
        heard(&consumer).await.iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect();
    assert!(bodies.iter().all(|body| body["status"] == "done"));
    assert_ne!(bodies[0]["webhook_id"], bodies[1]["webhook_id"], "each is an event of its own");
}

#[tokio::test]
async fn a_story_arrives_in_its_order() {
    let mock = MockProvider::of(providers::truv()).start().await;
    let consumer = failing(0).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    let story = providers::truv().stories[0].clone();
    mock.story(&story.name).await.expect_succeeded();
    let name = |request: &wiremock::Request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        body["event_type"].as_str().unwrap().to_owned()
    };
    let came: Vec<String> = heard(&consumer).await.iter().map(name).collect();
    assert_eq!(came, story.steps.iter().map(|step| step.event.clone()).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_url_needs_no_registration() {
    for provider in providers::ALL {
        let mock = MockProvider::of(provider()).start().await;
        if provider().api.is_none() || provider().id == "orum" {
            continue;
        }
        let consumer = failing(0).await;
        let event = provider().events().next().unwrap().name.clone();
        let emitted = mock.emit(event).to(consumer.uri(), "s3cret").await;
        emitted.expect_succeeded();
        let again = mock.redeliver(emitted.one()).await.unwrap();
        assert_eq!((again.redelivery_of, again.status), (Some(emitted.one().number), Status::Succeeded));
        assert_eq!(heard(&consumer).await.len(), 2);
    }
}

/// What cannot be delivered is kept, and sent again when the consumer asks for it; and a call may be the cause of an
/// event.
#[tokio::test]
async fn betterez_keeps_what_failed() {
    let mock = MockProvider::of(providers::betterez()).start().await;
    let consumer = failing(1).await;
    let credentials = mock.credentials();
    register(&mock, &BETTEREZ, credentials, &consumer.uri()).await;
    let person =
        json!({"person": {"documentTypeId": "5f243d100617680712e78dd7", "documentNumber": "A1", "lastName": "J"}});
    assert_eq!(call(&mock, credentials, ("POST", "/people-lookups"), &person).await.0, 200);
    let kept = mock.settled().await;
    assert_eq!(kept.iter().map(|delivery| delivery.status).collect::<Vec<_>>(), [Status::Parked]);
    assert_eq!(call(&mock, credentials, ("PUT", "/undelivered/retry-all"), &Value::Null).await.0, 200);
    let sent = mock.settled().await;
    assert_eq!((sent[0].status, sent[0].attempts.len()), (Status::Succeeded, 2));
    let bodies: Vec<Value> =
        heard(&consumer).await.iter().map(|request| serde_json::from_slice(&request.body).unwrap()).collect();
    assert_eq!(bodies[0]["id"], bodies[1]["id"]);
    assert_ne!(bodies[0]["attemptId"], bodies[1]["attemptId"]);
}

/// Mocks of the user's come before the API, on the same address, with their expectations.
#[tokio::test]
async fn mocks_of_ones_own_stand_beside_it() {
    let mock = MockProvider::of(providers::truv()).start().await;
    Mock::given(matchers::path("/v1/users/"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([])))
        .expect(1)
        .mount(mock.server())
        .await;
    Mock::given(matchers::path("/v1/webhooks/"))
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(1)
        .mount(mock.server())
        .await;
    let ask = |path: &'static str| call(&mock, mock.credentials(), ("GET", path), &Value::Null);
    assert_eq!(ask("/v1/users/").await, (200, json!([])));
    assert_eq!(ask("/v1/webhooks/").await.0, 500);
    assert_eq!(ask("/v1/webhooks/").await, (200, json!({"results": []})));
    // The wiremock server also has the API, after them.
    let beside = mock.server().uri();
    let answer = reqwest::get(format!("{beside}/v1/webhooks/")).await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.headers()["content-type"], "application/json");
}

#[tokio::test]
async fn a_mock_ends_with_its_test() {
    let mock = MockProvider::of(providers::truv()).start().await;
    let target: hookproof::__private::model::Target = mock.base_url().parse().unwrap();
    drop(mock);
    let probe = hookproof::__private::net::Probe::new(
        target,
        Duration::from_secs(1),
        hookproof::__private::net::Follows::Nothing,
        &hookproof::model::Trust::System,
    )
    .unwrap();
    // The socket closes soon. Wait for it.
    while probe.reach().await.is_ok() {
        tokio::task::yield_now().await;
    }
}

/// On the runtime of a test with several threads, and without any runtime at all.
#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn it_works_with_many_threads() {
    let mock = MockProvider::of(providers::truv()).at_once(8).start().await;
    let consumer = failing(2).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    let emitted = mock.emit("order-created").count(20).await;
    emitted.expect_succeeded();
    assert_eq!(heard(&consumer).await.len(), 22);
}

#[tokio::test]
async fn real_time_is_felt_and_can_be_put_forward() {
    let mock = MockProvider::of(providers::truv()).clock_speed(ClockSpeed::Real).start().await;
    let consumer = failing(1).await;
    register(&mock, &TRUV, mock.credentials(), &consumer.uri()).await;
    let emit = mock.emit("order-created");
    let forward = async {
        while mock.deliveries().first().is_none_or(|delivery| delivery.attempts.is_empty()) {
            tokio::task::yield_now().await;
        }
        mock.advance(Duration::from_secs(30));
    };
    let (emitted, ()) = tokio::join!(async { emit.await }, forward);
    assert_eq!(emitted.one().attempts.len(), 2);
    mock.set_clock_speed(ClockSpeed::Virtual);
    assert_eq!(mock.settled().await.len(), 1);
}

/// The goal is 5 ms; a loaded machine needs more, so this detects only large regressions.
#[tokio::test]
async fn it_starts_at_once() {
    let mut fastest = Duration::MAX;
    for _ in 0..20 {
        let watch = Stopwatch::start();
        let mock = MockProvider::of(providers::truv()).start().await;
        fastest = fastest.min(watch.elapsed());
        drop(mock);
    }
    eprintln_started(fastest);
    assert!(fastest < Duration::from_millis(50), "{fastest:?}");
}

#[expect(clippy::print_stderr, reason = "a figure for whoever asks for it with --nocapture")]
fn eprintln_started(fastest: Duration) {
    eprintln!("started in {fastest:?}");
}
