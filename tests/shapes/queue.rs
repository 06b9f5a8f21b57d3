//! Queue first: verifies the bytes, keeps them, answers 202; a worker parses and deduplicates later.

use std::sync::Arc;

use axum::body::Bytes;
use hookproof::provider::Provider;
use tokio::sync::mpsc;

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::shop::{Reply, Shop};
use crate::{passes, verifier};

/// A consumer with a worker. What cannot be parsed was answered with 202 and is dropped by the worker. The queue is
/// durable: while what the worker depends on is out of order, deliveries wait.
pub(crate) async fn start(provider: Provider) -> Consumer {
    let (queue, mut jobs) = mpsc::unbounded_channel::<Bytes>();
    let mut consumer = Consumer::start(Shop::new(provider), move |shop, delivery| {
        let queue = queue.clone();
        async move {
            if let Err(refusal) = shop.verify(&delivery) {
                return refusal;
            }
            queue.send(delivery.body).unwrap();
            Reply::status(202)
        }
    })
    .await;
    let shop = Arc::clone(&consumer.shop);
    consumer.also(async move {
        while let Some(body) = jobs.recv().await {
            while shop.is_broken() {
                hookproof::__private::clock::sleep(std::time::Duration::from_millis(5)).await;
            }
            if let Ok(event) = Shop::read(&body) {
                shop.process(&event);
            }
        }
    });
    consumer
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_with_a_count_of_all_effects() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone()).await;
        passes(&verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_with_a_count_for_each_event() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone()).await;
        passes(&verifier(&provider, seed).effects_at(consumer.effects_of_event()).run(&consumer.hook()).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_without_an_effects_source() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone()).await;
        let run = verifier(&provider, seed).run(&consumer.hook()).await;
        passes(&run);
    })
    .await;
}

/// It processes everything that it answered with 202 after the outage: no event is lost.
#[tokio::test(flavor = "multi_thread")]
async fn may_keep_deliveries_through_an_outage() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone()).await;
        let verifier = verifier(&provider, seed).only(["retry-asks-again"]);
        let run = verifier.effects_at(consumer.effects()).outage(consumer.outage()).run(&consumer.hook()).await;
        passes(&run);
    })
    .await;
}
