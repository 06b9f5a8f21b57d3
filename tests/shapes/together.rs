//! Two runs at once against one consumer.

use hookproof::Verifier;
use hookproof::provider::Provider;

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::{is_not_red, passes, verifier};

/// With the same seed, as two jobs of one pipeline have.
fn both(provider: &Provider, seed: u64, url: &str) -> [Verifier; 2] {
    [(); 2].map(|()| verifier(provider, seed).effects_at(url))
}

#[tokio::test(flavor = "multi_thread")]
async fn both_pass_with_a_count_for_each_event() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let hook = consumer.hook();
        let [one, other] = both(&provider, seed, &consumer.effects_of_event());
        let (one, other) = tokio::join!(one.run(&hook), other.run(&hook));
        passes(&one);
        passes(&other);
        assert_ne!(one.salt, other.salt);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_is_red_with_a_count_of_all_effects() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let hook = consumer.hook();
        let [one, other] = both(&provider, seed, &consumer.effects());
        let (one, other) = tokio::join!(one.run(&hook), other.run(&hook));
        is_not_red(&one);
        is_not_red(&other);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_pass_one_after_the_other() {
    somewhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        for verifier in both(&provider, seed, &consumer.effects()) {
            passes(&verifier.run(&consumer.hook()).await);
        }
    })
    .await;
}
