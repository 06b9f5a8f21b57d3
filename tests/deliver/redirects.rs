//! Where deliveries go: what a redirect does, and where none may go.

use hookproof::__private::clock;
use hookproof::__private::store::{Delivery, Status};
use hookproof::provider::Redirects;
use hookproof::providers;

use crate::bench::Bench;
use crate::consumer::{Answer, Consumer, Heard};

/// One delivery to a consumer that sends it elsewhere on the same host.
async fn redirected(provider: hookproof::provider::Provider, status: u16) -> (Delivery, Vec<Heard>) {
    let bench = Bench::live(provider);
    let consumer = Consumer::start(move |heard| match heard.path.as_str() {
        "/hook" => Answer::With(status, "Location", "/moved".to_owned()),
        _ => Answer::Status(200),
    })
    .await;
    let account = bench.subscribed("one", &consumer.url);
    bench.emit(&account, clock::now());
    let mut ended = bench.driven(1).await;
    (ended.pop().unwrap(), consumer.heard())
}

#[tokio::test]
async fn each_provider_keeps_its_rule() {
    for provider in providers::ALL {
        let follows = provider().delivery.redirects == Redirects::Followed;
        for status in [301, 302, 307, 308] {
            let (delivery, heard) = redirected(provider(), status).await;
            if !follows {
                assert!(delivery.status != Status::Succeeded && heard.iter().all(|one| one.path == "/hook"));
                assert_eq!(delivery.attempts[0].exchange.status(), Some(status));
                continue;
            }
            assert_eq!((delivery.status, delivery.attempts.len(), heard.len()), (Status::Succeeded, 1, 2));
            let (method, body) = if status >= 307 { ("POST", &heard[0].body) } else { ("GET", &Vec::new()) };
            assert_eq!((heard[1].path.as_str(), heard[1].method.as_str(), &heard[1].body), ("/moved", method, body));
        }
    }
    assert!(providers::ALL.iter().any(|provider| provider().delivery.redirects == Redirects::Followed));
}

#[tokio::test]
async fn redirects_that_never_end_are_left() {
    let bench = Bench::live(providers::truv());
    let consumer = Consumer::start(|_| Answer::With(307, "Location", "/hook".to_owned())).await;
    let account = bench.subscribed("one", &consumer.url);
    bench.emit(&account, clock::now());
    let ended = bench.driven(1).await;
    assert_eq!((ended[0].status, consumer.heard().len()), (Status::Exhausted, 4 * 6), "five hops an attempt");
}

#[tokio::test]
async fn nothing_leaves_loopback_unless_it_may() {
    // Of the addresses for documentation: nobody is there, and nothing is sent to find that out.
    for url in ["http://192.0.2.1:9/hook", "http://169.254.169.254/latest", "http://[2001:db8::1]:9/hook"] {
        let bench = Bench::live(providers::argyle());
        let account = bench.subscribed("one", url);
        bench.emit(&account, clock::now());
        let ended = bench.driven(1).await;
        let reason = &ended[0].attempts[0].reason;
        assert!(ended[0].status == Status::Exhausted && reason.contains("not allowed"), "{reason}");
    }
}

#[tokio::test]
async fn nor_does_a_redirect_lead_away() {
    let bench = Bench::live(providers::truv());
    let elsewhere = Consumer::answering(200).await;
    let away = elsewhere.url.replace("127.0.0.1", "192.0.2.1");
    let consumer = Consumer::start(move |_| Answer::With(307, "Location", away.clone())).await;
    let account = bench.subscribed("one", &consumer.url);
    bench.emit(&account, clock::now());
    let ended = bench.driven(1).await;
    assert_eq!((ended[0].status, elsewhere.heard().len()), (Status::Exhausted, 0));
    assert!(ended[0].attempts.iter().all(|attempt| attempt.exchange.status() == Some(307)));
}
