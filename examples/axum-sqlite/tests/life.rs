//! The shop registers with Truv, receives, fails and recovers. Retries wait on a virtual clock.

mod shop;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::{Router, middleware};
use axum_sqlite::{Account, register};
use hookproof::mock::{Faults, Status};
use hookproof::{MockProvider, providers};
use shop::Shop;

/// Returns the account that the mock creates for this test.
fn account(truv: &MockProvider) -> Account {
    let value = |name: &str| truv.credentials().iter().find(|(known, _)| known == name).unwrap().1.clone();
    Account { client_id: value("X-Access-Client-Id"), access_secret: value("X-Access-Secret") }
}

async fn registered(test: &str, truv: &MockProvider) -> Shop {
    let account = account(truv);
    let shop = Shop::start(test, &account.access_secret).await;
    register(truv.base_url(), &account, &shop.url).await.unwrap();
    shop
}

#[tokio::test]
async fn it_registers_and_receives() {
    let truv = MockProvider::of(providers::truv()).start().await;
    let shop = registered("it_registers_and_receives", &truv).await;
    truv.expect_registered("task-status-updated");

    let emitted = truv.emit("task-status-updated").with("/task_id", "7".repeat(32)).with("/status", "done").await;

    emitted.expect_succeeded();
    assert_eq!(emitted.one().attempts.len(), 1);
    assert_eq!(shop.rows(), 1);
    assert_eq!(shop.watcher.things().unwrap()[&"7".repeat(32)].0.as_deref(), Some("done"));
    truv.expect_no_findings();
}

/// A gateway fails twice. The retries take a minute of virtual time.
#[tokio::test]
async fn it_takes_an_event_once_that_needed_three_attempts() {
    let truv = MockProvider::of(providers::truv()).start().await;
    let account = account(&truv);
    let shop = Shop::behind("three_attempts", &account.access_secret, |router| stumbling(router, 2)).await;
    register(truv.base_url(), &account, &shop.url).await.unwrap();

    let emitted = truv.emit("order-created").await;

    emitted.expect_succeeded();
    assert_eq!(emitted.one().attempts.len(), 3);
    assert_eq!(shop.rows(), 1);
}

/// An outage outlasts Truv's retries. Nothing is half done, and a manual redelivery succeeds.
#[tokio::test]
async fn it_recovers_from_a_broken_database() {
    let truv = MockProvider::of(providers::truv()).start().await;
    let shop = registered("it_recovers_from_a_broken_database", &truv).await;
    shop.vandal.take_away().unwrap();

    let emitted = truv.emit("task-status-updated").await;
    assert_eq!(emitted.one().status, Status::Exhausted, "{emitted}");
    assert_eq!(shop.rows(), 0);

    shop.vandal.put_back().unwrap();
    let again = truv.redeliver(emitted.one()).await.unwrap();
    assert_eq!(again.status, Status::Succeeded);
    assert_eq!(shop.rows(), 1);
}

/// Twenty events are twenty rows, whatever faults are injected.
#[tokio::test]
async fn faults_change_nothing() {
    let mut faults = Faults::default();
    faults.duplicates = 0.5;
    faults.reordered = 0.5;
    faults.lost_answers = 0.3;
    let truv = MockProvider::of(providers::truv()).faults(faults).at_once(4).start().await;
    let shop = registered("faults_change_nothing", &truv).await;

    let _ = truv.emit("order-status-updated").count(20).await;
    let deliveries = truv.settled().await;

    let attempts: usize = deliveries.iter().map(|delivery| delivery.attempts.len()).sum();
    assert!(attempts > 20, "no faults were injected: {attempts} attempts");
    assert_eq!(shop.rows(), 20);
}

/// Answers 503 this many times, then lets everything through.
fn stumbling(router: Router, times: u32) -> Router {
    let left = Arc::new(AtomicU32::new(times));
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let left = Arc::clone(&left);
        async move {
            match left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)) {
                Ok(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
                Err(_) => next.run(request).await,
            }
        }
    }))
}
