//! Cold start: only the first answer exceeds the time-out.

use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock;
use hookproof::provider::Provider;
use hookproof::verify::Outcome;
use tokio::sync::OnceCell;
use tokio::time::interval;

use crate::campaign::{everywhere, is_busy, somewhere};
use crate::consumer::Consumer;
use crate::shop::{Reply, Shop};
use crate::{is_not_red, passes, report, verifier};

/// The time-out of the user, and the duration of the start.
fn times() -> (Duration, Duration) {
    let timeout = Duration::from_millis(if is_busy() { 3_000 } else { 800 });
    (timeout, timeout + timeout / 4)
}

/// A consumer that starts with its first delivery: that delivery is processed when the start is done, even though nobody
/// waits for its answer any more, and so are those that arrive meanwhile.
async fn start(provider: Provider, takes: Duration) -> Consumer {
    let started = Arc::new(OnceCell::new());
    Consumer::start(Shop::new(provider), move |shop, delivery| {
        let started = Arc::clone(&started);
        // A task of its own: it goes on when the connection is closed.
        let handling = tokio::spawn(async move {
            started.get_or_init(|| clock::sleep(takes)).await;
            shop.handle(&delivery)
        });
        async move { handling.await.unwrap_or(Reply::status(500)) }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_first_answer_is_reported_and_fails_nothing() {
    everywhere(|provider, seed| async move {
        let (timeout, takes) = times();
        let consumer = start(provider.clone(), takes).await;
        let verifier = verifier(&provider, seed).timeout(timeout).effects_at(consumer.effects());
        let run = verifier.run(&consumer.hook()).await;
        passes(&run);
        let text = report(&run);
        assert!(text.contains("first delivery to the idle endpoint"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_effects_source_it_passes_too() {
    somewhere(|provider, seed| async move {
        let (timeout, takes) = times();
        let consumer = start(provider.clone(), takes).await;
        passes(&verifier(&provider, seed).timeout(timeout).run(&consumer.hook()).await);
    })
    .await;
}

/// An endpoint whose second answer is late, too, is late.
#[tokio::test(flavor = "multi_thread")]
async fn one_that_stays_late_fails() {
    let (timeout, takes) = times();
    let provider = hookproof::providers::truv();
    let consumer = Consumer::start(Shop::new(provider.clone()), move |shop, delivery| async move {
        clock::sleep(takes).await;
        shop.handle(&delivery)
    })
    .await;
    let run = verifier(&provider, 0).timeout(timeout).run(&consumer.hook()).await;
    assert_eq!(run.verdict, Outcome::Failed, "{}", report(&run));
    assert!(crate::failing(&run).contains(&"delivery-in-time"), "{}", report(&run));
}

/// Effects of others that begin with the cold start are not a second effect of the first event.
#[tokio::test(flavor = "multi_thread")]
async fn effects_of_others_during_the_start_fail_nothing() {
    let provider = hookproof::providers::truv();
    for a_second in [2, 3, 5] {
        let (timeout, takes) = times();
        let mut consumer = start(provider.clone(), takes).await;
        let shop = Arc::clone(&consumer.shop);
        consumer.also(async move {
            let mut ticks = interval(Duration::from_secs(1) / a_second);
            loop {
                ticks.tick().await;
                if shop.is_in_use() {
                    shop.act_by_itself();
                }
            }
        });
        let verifier = verifier(&provider, 0).timeout(timeout).effects_at(consumer.effects());
        is_not_red(&verifier.run(&consumer.hook()).await);
    }
}

/// One that processes the delivery twice because its first answer was late is not excused by the cold start.
#[tokio::test(flavor = "multi_thread")]
async fn one_that_processes_the_first_event_twice_fails() {
    somewhere(|provider, seed| async move {
        let (timeout, takes) = times();
        let started = Arc::new(OnceCell::new());
        let consumer = Consumer::start(Shop::new(provider.clone()), move |shop, delivery| {
            let started = Arc::clone(&started);
            let handling = tokio::spawn(async move {
                started.get_or_init(|| clock::sleep(takes)).await;
                let event = shop.verify(&delivery).and_then(|()| Shop::read(&delivery.body));
                match event {
                    Ok(event) if shop.type_of(&event).is_none() => Reply::status(200),
                    // Its memory is a cache that is there with the second delivery only.
                    Ok(event) => {
                        if delivery.nth == 0 || shop.is_new(shop.key(&event)) {
                            shop.act(&event);
                        }
                        Reply::status(200)
                    }
                    Err(refusal) => refusal,
                }
            });
            async move { handling.await.unwrap_or(Reply::status(500)) }
        })
        .await;
        let verifier = verifier(&provider, seed).timeout(timeout).effects_at(consumer.effects());
        let run = verifier.run(&consumer.hook()).await;
        assert_eq!(run.verdict, Outcome::Failed, "{}", report(&run));
    })
    .await;
}

/// Two workers that share no memory: the second one processes the redelivery at once, and the first one the delivery
/// when its start is done.
#[tokio::test(flavor = "multi_thread")]
async fn one_whose_first_worker_ends_after_the_redelivery_fails() {
    somewhere(|provider, seed| async move {
        let (timeout, _) = times();
        let consumer = Consumer::start(Shop::new(provider.clone()), move |shop, delivery| {
            let handling = tokio::spawn(async move {
                if delivery.nth > 0 {
                    return shop.handle(&delivery);
                }
                clock::sleep(timeout + timeout / 2).await;
                match Shop::read(&delivery.body) {
                    Ok(event) => shop.act(&event),
                    Err(refusal) => return refusal,
                }
                Reply::status(200)
            });
            async move { handling.await.unwrap_or(Reply::status(500)) }
        })
        .await;
        let verifier = verifier(&provider, seed).timeout(timeout).effects_at(consumer.effects());
        let run = verifier.run(&consumer.hook()).await;
        assert_eq!(run.verdict, Outcome::Failed, "{}", report(&run));
        assert!(crate::failing(&run).contains(&"redelivery-lost-answer"), "{}", report(&run));
    })
    .await;
}
