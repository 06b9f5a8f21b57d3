//! Handshakes of the mock: made once for an endpoint, before anything is delivered to it.

use hookproof::__private::clock;
use hookproof::__private::deliver::Engine;
use hookproof::__private::demo;
use hookproof::__private::demo::Shop;
use hookproof::__private::provider_file;
use hookproof::__private::store::{Delivery, Status};
use hookproof::model::{Secret, SecretText};
use hookproof::sign::Signer;

use crate::bench::Bench;
use crate::consumer::Consumer;

/// Delivers events of a provider of the catalogue to a URL.
async fn delivered(name: &str, url: &str, events: usize, set: impl FnOnce(Engine) -> Engine) -> Vec<Delivery> {
    let bench = Bench::live_with(provider_file::find(name).unwrap(), set);
    let account = bench.subscribed("one", url);
    account.with(|state| state.set_secret(Some(SecretText::new("s3cret"))));
    for _ in 0..events {
        bench.emit(&account, clock::now());
    }
    bench.driven(4).await
}

fn reason(delivery: &Delivery) -> &str {
    &delivery.attempts.last().unwrap().reason
}

#[tokio::test]
async fn it_is_made_once_before_the_first_delivery() {
    let consumer = Consumer::answering(200).await;
    let ended = delivered("trello", &consumer.url, 4, |engine| engine).await;
    assert!(ended.iter().all(|delivery| delivery.status == Status::Succeeded), "{ended:?}");
    let methods: Vec<String> = consumer.heard().into_iter().map(|heard| heard.method).collect();
    assert_eq!(methods, ["HEAD", "POST", "POST", "POST", "POST"]);
}

/// A server that runs for months may meet any number of endpoints.
#[tokio::test]
async fn a_limited_number_of_endpoints_is_remembered() {
    let consumer = Consumer::answering(200).await;
    let bench = Bench::live(provider_file::find("trello").unwrap());
    let subscribed = |number: usize| {
        let account = bench.subscribed(&number.to_string(), &format!("{}/{number}", consumer.url));
        account.with(|state| state.set_secret(Some(SecretText::new("s3cret"))));
        bench.emit(&account, clock::now());
        account
    };
    let accounts: Vec<_> = (0..300).map(subscribed).collect();
    let handshakes = || consumer.heard().iter().filter(|heard| heard.method == "HEAD").count();
    let running = bench.drive(4);
    bench.ended().await;
    assert_eq!(handshakes(), 300);
    for account in &accounts {
        bench.emit(account, clock::now());
    }
    bench.ended().await;
    running.stop().await;
    assert!(handshakes() > 300, "the handshakes of endpoints that were forgotten are made again");
}

#[tokio::test]
async fn nothing_is_delivered_if_it_is_not_confirmed() {
    let consumer = Consumer::answering(404).await;
    let ended = delivered("trello", &consumer.url, 1, |engine| engine).await;
    assert_eq!((ended[0].status, ended[0].attempts.len()), (Status::Exhausted, 1));
    let said = "the endpoint answered 404 to the handshake, a HEAD; nothing is delivered before the handshake HEAD is \
                confirmed";
    assert_eq!(reason(&ended[0]), said);
    assert!(consumer.heard().iter().all(|heard| heard.method == "HEAD"));
}

#[tokio::test]
async fn a_token_that_is_not_known_is_asked_for() {
    let consumer = Consumer::answering(200).await;
    let ended = delivered("meta", &consumer.url, 1, |engine| engine).await;
    assert!(reason(&ended[0]).contains("its token is not known: give --verify-token"), "{}", reason(&ended[0]));
    assert_eq!(consumer.heard().len(), 0);
}

#[tokio::test]
async fn the_correct_consumer_confirms_each_kind() {
    for name in ["slack", "zoom", "meta", "dropbox", "xero"] {
        let provider = provider_file::find(name).unwrap();
        let signer = Signer::new(&provider.signing.recipe, &Secret::new("s3cret")).unwrap();
        let correct = demo::start(Shop::new(provider.clone(), Some(signer.clone()), demo::CORRECT)).await.unwrap();
        let with_token = |engine: Engine| engine.verify_token(Some(SecretText::new(demo::TOKEN)));
        let ended = delivered(name, &correct.url(), 2, with_token).await;
        assert!(ended.iter().all(|delivery| delivery.status == Status::Succeeded), "{name} {ended:?}");
        if name != "xero" {
            let faulty = demo::named("handshake-ignored").unwrap().shop(provider, Some(signer));
            let faulty = demo::start(faulty).await.unwrap();
            let ended = delivered(name, &faulty.url(), 1, with_token).await;
            assert!(reason(&ended[0]).contains("to the handshake"), "{name}: {}", reason(&ended[0]));
        }
    }
}
