//! The service registers with Argyle, receives, fails and recovers.

mod running;

use std::fs;
use std::sync::{Arc, Mutex};

use hookproof::mock::Status;
use hookproof::{MockProvider, providers};
use running::{Running, SECRET, Work, anywhere, journal};
use worker_queue::{Account, register};

async fn registered(argyle: &MockProvider, url: &str) {
    // Each key has an account of its own.
    let account = Account { api_key_id: "me".to_owned(), api_key_secret: "s3cret".to_owned() };
    register(argyle.base_url(), &account, url, SECRET).await.unwrap();
}

#[tokio::test]
async fn an_event_is_accepted_and_worked_off() {
    let argyle = MockProvider::of(providers::argyle()).start().await;
    let work = Arc::new(Work::default());
    let running = Running::start(anywhere(), &journal("accepted"), &work).await;
    registered(&argyle, &running.url()).await;
    argyle.expect_registered("accounts.connected");

    argyle.emit("accounts.connected").await.expect_succeeded();
    running.service.idle().await;

    assert_eq!(work.done.lock().unwrap()[0].kind, "accounts.connected");
    argyle.expect_no_findings();
}

/// If the work fails after the answer, Argyle sends no second attempt, and the worker retries by itself.
#[tokio::test]
async fn the_worker_tries_again_by_itself() {
    let argyle = MockProvider::of(providers::argyle()).start().await;
    let work = Arc::new(Work { failures: Mutex::new(3), ..Work::default() });
    let running = Running::start(anywhere(), &journal("tries_again"), &work).await;
    registered(&argyle, &running.url()).await;

    let emitted = argyle.emit("accounts.connected").await;
    running.service.idle().await;

    emitted.expect_succeeded();
    assert_eq!(emitted.one().attempts.len(), 1);
    assert_eq!(work.count(), 1);
}

/// An event that cannot be stored is not accepted, and a redelivery succeeds later.
#[tokio::test]
async fn an_event_that_cannot_be_kept_is_not_accepted() {
    let argyle = MockProvider::of(providers::argyle()).start().await;
    let (journal, work) = (journal("not_kept"), Arc::new(Work::default()));
    let running = Running::start(anywhere(), &journal, &work).await;
    registered(&argyle, &running.url()).await;
    let away = journal.with_extension("away");
    fs::rename(&journal, &away).unwrap();

    let emitted = argyle.emit("accounts.connected").await;
    assert_eq!(emitted.one().status, Status::Exhausted, "{emitted}");

    fs::rename(&away, &journal).unwrap();
    assert_eq!(argyle.redeliver(emitted.one()).await.unwrap().status, Status::Succeeded);
    running.service.idle().await;
    assert_eq!(work.count(), 1);
}

/// An accepted event outlives the process, and its redelivery is recognized.
#[tokio::test]
async fn a_restart_loses_nothing_and_repeats_nothing() {
    let argyle = MockProvider::of(providers::argyle()).start().await;
    let journal = journal("restart");
    let stuck = Arc::new(Work { hangs: true, ..Work::default() });
    let running = Running::start(anywhere(), &journal, &stuck).await;
    let address = running.address;
    registered(&argyle, &running.url()).await;
    let emitted = argyle.emit("accounts.connected").await;
    emitted.expect_succeeded();
    running.kill().await;
    assert_eq!(stuck.count(), 0);

    let work = Arc::new(Work::default());
    let running = Running::start(address, &journal, &work).await;
    running.service.idle().await;
    assert_eq!(work.count(), 1);

    assert_eq!(argyle.redeliver(emitted.one()).await.unwrap().status, Status::Succeeded);
    running.service.idle().await;
    assert_eq!(work.count(), 1);

    // Finished events do not come back.
    running.kill().await;
    let running = Running::start(address, &journal, &work).await;
    running.service.idle().await;
    assert_eq!(work.count(), 1);
}

/// An event that fails too often is set aside with the reason, and the next one is processed.
#[tokio::test]
async fn an_event_that_fails_too_often_is_set_aside() {
    let argyle = MockProvider::of(providers::argyle()).start().await;
    let (journal, work) = (journal("aside"), Arc::new(Work { failures: Mutex::new(5), ..Work::default() }));
    let running = Running::start(anywhere(), &journal, &work).await;
    registered(&argyle, &running.url()).await;

    argyle.emit("accounts.connected").count(2).await.expect_succeeded();
    running.service.idle().await;

    assert_eq!(work.count(), 1);
    let kept = fs::read_to_string(&journal).unwrap();
    assert_eq!(kept.matches("the system that it calls is down").count(), 1, "{kept}");
}
