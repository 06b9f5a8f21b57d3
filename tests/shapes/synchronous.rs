//! Verifies, parses, processes once, answers: the shape of most consumers.

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::{few, passes, verifier, whole};

#[tokio::test(flavor = "multi_thread")]
async fn passes_with_a_count_of_all_effects() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let verifier = whole(&provider, seed, few(&provider)).effects_at(consumer.effects()).outage(consumer.outage());
        passes(&verifier.run(&consumer.hook()).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_with_a_count_for_each_event() {
    somewhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let verifier = verifier(&provider, seed).effects_at(consumer.effects_of_event()).outage(consumer.outage());
        passes(&verifier.run(&consumer.hook()).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_without_an_effects_source() {
    somewhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        passes(&verifier(&provider, seed).run(&consumer.hook()).await);
    })
    .await;
}
