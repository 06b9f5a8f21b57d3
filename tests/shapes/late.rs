//! Effects that come 300 ms after the answer.

use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock;
use hookproof::provider::Provider;

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::shop::{Reply, Shop};
use crate::{about, few, is_red, passes, verifier};

const LAG: Duration = Duration::from_millis(300);

/// Whether it remembers what it has processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Memory {
    Yes,
    None,
}

/// Verifies and parses, answers 202, and does its work later.
async fn start(provider: Provider, memory: Memory) -> Consumer {
    Consumer::start(Shop::new(provider), move |shop, delivery| async move {
        let event = match shop.verify(&delivery).and_then(|()| Shop::read(&delivery.body)) {
            Ok(event) => event,
            Err(refusal) => return refusal,
        };
        if shop.type_of(&event).is_some() && (shop.is_new(shop.key(&event)) || memory == Memory::None) {
            let shop = Arc::clone(&shop);
            tokio::spawn(async move {
                clock::sleep(LAG).await;
                shop.act(&event);
            });
        }
        Reply::status(202)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_with_a_count_of_all_effects() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), Memory::Yes).await;
        passes(&verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_with_a_count_for_each_event() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), Memory::Yes).await;
        passes(&verifier(&provider, seed).effects_at(consumer.effects_of_event()).run(&consumer.hook()).await);
    })
    .await;
}

/// An effect of a duplicate is waited for as long.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_memory_it_is_red() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), Memory::None).await;
        for url in [consumer.effects(), consumer.effects_of_event()] {
            let verifier = about(&provider, seed, few(&provider).into_iter().take(1)).only(["redelivery-same"]);
            let run = verifier.effects_at(url).run(&consumer.hook()).await;
            is_red(&run, &["redelivery-same"]);
        }
    })
    .await;
}
