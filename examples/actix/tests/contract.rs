//! The endpoint handles everything that Betterez may send, and refuses old signatures.

use std::net::TcpListener;
use std::sync::Arc;

use actix::Shop;
use hookproof::mock::Faults;
use hookproof::{MockProvider, Verifier, providers};

const KEY: &str = "the private key of the application";

fn start() -> (Arc<Shop>, String) {
    let shop = Shop::new(KEY);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(actix::serve(Arc::clone(&shop), listener).unwrap());
    (shop, url)
}

#[tokio::test]
async fn every_check_passes() {
    let (shop, url) = start();
    let run = Verifier::of(providers::betterez())
        .secret(KEY)
        .effects(move || std::future::ready(shop.events()))
        // Advice fails the run, too.
        .strict()
        .cases(2)
        .run(&url)
        .await;
    run.assert_passed();
}

/// The service does not register, so the events go to its URL directly.
#[tokio::test]
async fn duplicates_are_taken_once() {
    let (shop, url) = start();
    let mut faults = Faults::default();
    faults.duplicates = 1.0;
    let betterez = MockProvider::of(providers::betterez()).faults(faults).start().await;
    let event = providers::betterez().events().next().unwrap().name.clone();

    betterez.emit(event).count(5).to(&url, KEY).await.expect_succeeded();

    assert_eq!(betterez.settled().await.len(), 10);
    assert_eq!(shop.events(), 5);
}
