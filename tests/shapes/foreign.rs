//! Other traffic: effects happen that no delivery of the run has caused.

use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock;
use hookproof::__private::clock::Stopwatch;
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::verify::Outcome;
use tokio::time::{MissedTickBehavior, interval};

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::shop::{Reply, Shop};
use crate::{TYPES, early, is_not_red, is_red, passes, report, verifier};

/// Effects of others in a second.
const RATE: u32 = 30;

/// Lets effects of others happen.
pub(crate) fn disturb(consumer: &mut Consumer, a_second: u32) {
    let shop = Arc::clone(&consumer.shop);
    consumer.also(async move {
        let mut ticks = interval(Duration::from_secs(1) / a_second);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        loop {
            ticks.tick().await;
            shop.act_by_itself();
        }
    });
}

/// Lets effects of others happen as soon as there were so many effects.
fn begins_after(consumer: &mut Consumer, effects: u64) {
    let shop = Arc::clone(&consumer.shop);
    consumer.also(async move {
        let mut ticks = interval(Duration::from_secs(1) / RATE);
        loop {
            ticks.tick().await;
            if shop.total() >= effects {
                shop.act_by_itself();
            }
        }
    });
}

async fn busy(provider: Provider) -> Consumer {
    let mut consumer = Consumer::correct(provider).await;
    disturb(&mut consumer, RATE);
    consumer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bare_count_is_unproved_at_once_and_says_what_to_do() {
    everywhere(|provider, seed| async move {
        let consumer = busy(provider.clone()).await;
        let watch = Stopwatch::start();
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        let (took, text) = (watch.elapsed(), report(&run));
        is_not_red(&run);
        assert_eq!(run.verdict, Outcome::Unproved, "{text}");
        assert!(text.contains("grows without us") && text.contains("{id}"), "{text}");
        assert!(took < early(), "it took {took:?}\n{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_for_each_event_passes() {
    everywhere(|provider, seed| async move {
        let consumer = busy(provider.clone()).await;
        passes(&verifier(&provider, seed).effects_at(consumer.effects_of_event()).run(&consumer.hook()).await);
    })
    .await;
}

/// In Rust the closure gets the event.
#[tokio::test(flavor = "multi_thread")]
async fn a_closure_that_gets_the_event_passes() {
    somewhere(|provider, seed| async move {
        let consumer = busy(provider.clone()).await;
        let shop = Arc::clone(&consumer.shop);
        let verifier = verifier(&provider, seed).effects_of(move |event| {
            let count = shop.effects_of_event(&event.document);
            std::future::ready(count)
        });
        passes(&verifier.run(&consumer.hook()).await);
    })
    .await;
}

/// Traffic that begins during a run is found as well, whenever it begins.
#[tokio::test(flavor = "multi_thread")]
async fn traffic_that_begins_in_the_middle_of_a_run_blames_nobody_and_ends_it() {
    let truv = providers::truv();
    let consumer = Consumer::correct(truv.clone()).await;
    let clean = verifier(&truv, 0).effects_at(consumer.effects()).run(&consumer.hook()).await;
    passes(&clean);
    let all = consumer.shop.total();
    for percent in [10, 50, 70, 80, 90] {
        let mut consumer = Consumer::correct(truv.clone()).await;
        begins_after(&mut consumer, all * percent / 100);
        let watch = Stopwatch::start();
        let run = verifier(&truv, 0).effects_at(consumer.effects()).run(&consumer.hook()).await;
        let (took, text) = (watch.elapsed(), report(&run));
        is_not_red(&run);
        // Everything may have been counted before the traffic began.
        let is_named = run.verdict == Outcome::Unproved && text.contains("grows without us");
        assert!(is_named || (run.verdict == Outcome::Passed && percent > 50), "from {percent} % on\n{text}");
        // Other tests run meanwhile.
        let most = Duration::from_millis(clean.duration_ms) * 4 + early() * 2;
        assert!(took < most, "from {percent} % on, it took {took:?}, not {most:?}\n{text}");
    }
}

/// Traffic that ends while the effects of an event are measured changes no expectation.
#[tokio::test(flavor = "multi_thread")]
async fn traffic_that_ends_during_a_measurement_blames_nobody() {
    let truv = providers::truv();
    // Three deliveries of the calibration, three of a measurement of all types, and one or more of each type.
    for end in 4..10 {
        let consumer = Consumer::start(Shop::new(truv.clone()), move |shop, delivery| async move {
            if (3..end).contains(&delivery.nth) {
                (0..RATE).for_each(|_| shop.act_by_itself());
            }
            shop.handle(&delivery)
        })
        .await;
        let verifier = verifier(&truv, 0).only(["redelivery-same"]).effects_at(consumer.effects());
        is_not_red(&verifier.run(&consumer.hook()).await);
    }
}

/// Traffic that ends the run while the effects of an event are measured: what was not sent any more had no effect.
#[tokio::test(flavor = "multi_thread")]
async fn a_measurement_that_others_end_blames_nobody() {
    let truv = providers::truv();
    let mut consumer = Consumer::correct(truv.clone()).await;
    let shop = Arc::clone(&consumer.shop);
    consumer.also(async move {
        let mut ticks = interval(Duration::from_millis(10));
        while shop.total() < TYPES as u64 {
            ticks.tick().await;
        }
        // More than the deliveries can have caused, so that the count is watched; then one while it is watched.
        (0..100).for_each(|_| shop.act_by_itself());
        clock::sleep(Duration::from_millis(700)).await;
        shop.act_by_itself();
    });
    let verifier = verifier(&truv, 0).only(["delivery-effect"]).effects_at(consumer.effects());
    is_not_red(&verifier.run(&consumer.hook()).await);
}

/// Other traffic hides nothing: what processes duplicates is red when each event is counted alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_without_a_memory_is_red_all_the_same() {
    somewhere(|provider, seed| async move {
        let mut consumer = Consumer::start(Shop::new(provider.clone()), |shop, delivery| async move {
            match shop.verify(&delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => {
                    shop.act(&event);
                    Reply::status(200)
                }
                Err(refusal) => refusal,
            }
        })
        .await;
        disturb(&mut consumer, RATE);
        let run = verifier(&provider, seed).effects_at(consumer.effects_of_event()).run(&consumer.hook()).await;
        is_red(&run, &["redelivery-same", "redelivery-interleaved"]);
    })
    .await;
}

/// Traffic that is too rare for a short look fails nothing either.
#[tokio::test(flavor = "multi_thread")]
async fn seldom_effects_of_others_blame_nobody() {
    let truv = providers::truv();
    for a_second in [1, 3] {
        let mut consumer = Consumer::correct(truv.clone()).await;
        disturb(&mut consumer, a_second);
        let run = verifier(&truv, 0).effects_at(consumer.effects()).run(&consumer.hook()).await;
        is_not_red(&run);
    }
}
