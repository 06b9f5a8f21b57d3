//! Rate limits: beyond so many deliveries in a second it answers 429 and says when to try again.

use std::sync::Mutex;
use std::time::Duration;

use hookproof::__private::clock::Stopwatch;
use hookproof::provider::Provider;
use hookproof::providers;

use crate::campaign::everywhere;
use crate::consumer::Consumer;
use crate::shop::{Reply, Shop, locked};
use crate::{about, passes, report, verifier};

/// Deliveries in a second.
const MOST: u32 = 100;

async fn start(provider: Provider, most: u32) -> Consumer {
    let second = Mutex::new((Stopwatch::start(), 0));
    Consumer::start(Shop::new(provider), move |shop, delivery| {
        let is_too_much = {
            let mut second = locked(&second);
            if second.0.elapsed() >= Duration::from_secs(1) {
                *second = (Stopwatch::start(), 0);
            }
            second.1 += 1;
            second.1 > most
        };
        async move {
            if is_too_much {
                return Reply::status(429).with("Retry-After", "1").saying("slow down");
            }
            shop.handle(&delivery)
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_and_is_waited_for() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), MOST).await;
        let verifier = verifier(&provider, seed).skip(["redelivery-long-after"]).effects_at(consumer.effects());
        let run = verifier.run(&consumer.hook()).await;
        passes(&run);
        let deliveries = consumer.shop.deliveries();
        assert!(deliveries > u64::from(MOST), "{deliveries} deliveries never reach the limit");
        assert!(!report(&run).contains("flaky"), "{}", report(&run));
    })
    .await;
}

/// With `--rate` it need not answer 429 at all.
#[tokio::test(flavor = "multi_thread")]
async fn a_rate_below_the_limit_never_reaches_it() {
    let truv = providers::truv();
    let consumer = start(truv.clone(), u32::MAX).await;
    let watch = Stopwatch::start();
    let verifier = about(&truv, 0, ["link-connected"]).only(["signature", "payload"]).rate(100.0);
    let run = verifier.run(&consumer.hook()).await;
    passes(&run);
    let least = Duration::from_millis(10) * u32::try_from(run.deliveries - 1).unwrap();
    assert!(watch.elapsed() >= least, "{} deliveries in {:?}", run.deliveries, watch.elapsed());
}
