//! Providers and seeds of a test, and the load next to it.

use std::future::Future;
use std::sync::{Arc, Once};

use hookproof::provider::Provider;
use hookproof::providers;
use tokio::task::JoinSet;

/// The number in a variable; nothing if it is not set.
fn number(name: &str) -> Option<u64> {
    let text = std::env::var_os(name)?.into_string().unwrap();
    Some(text.parse().unwrap_or_else(|_| panic!("{name} must be a number, got {text}")))
}

/// Whether more than one seed is tried.
pub(crate) fn is_long() -> bool {
    number("HOOKPROOF_SEEDS").is_some()
}

/// Whether other work runs next to the tests.
pub(crate) fn is_busy() -> bool {
    number("HOOKPROOF_BUSY").is_some_and(|threads| threads > 0)
}

/// Starts what keeps the machine busy, once; it ends with the process.
fn keep_busy() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for _ in 0..number("HOOKPROOF_BUSY").unwrap_or_default() {
            std::thread::spawn(|| {
                let mut turns = 0_u64;
                loop {
                    turns = std::hint::black_box(turns.wrapping_add(1));
                }
            });
        }
    });
}

/// The providers that differ most: events without an id, and a signed time.
const MOST_DIFFERENT: [&str; 2] = ["argyle", "betterez"];

/// Runs a test with every provider at once, and with one seed after the other; names those with which it failed.
pub(crate) async fn everywhere<W, F>(work: W)
where
    W: Fn(Provider, u64) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    run(work, |_| true).await;
}

/// The same with two providers, unless this is a campaign: for a variant of what another test does with all of them.
pub(crate) async fn somewhere<W, F>(work: W)
where
    W: Fn(Provider, u64) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    run(work, |id| is_long() || MOST_DIFFERENT.contains(&id)).await;
}

async fn run<W, F>(work: W, takes: fn(&str) -> bool)
where
    W: Fn(Provider, u64) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    keep_busy();
    let named = std::env::var_os("HOOKPROOF_PROVIDER").map(|name| name.into_string().unwrap());
    let work = Arc::new(work);
    let mut running = JoinSet::new();
    for provider in providers::ALL.iter().map(|provider| provider()) {
        if named.as_ref().map_or(!takes(&provider.id), |name| *name != provider.id) {
            continue;
        }
        let work = Arc::clone(&work);
        running.spawn(async move {
            let mut failed = Vec::new();
            for seed in 0..number("HOOKPROOF_SEEDS").unwrap_or(1) {
                // A task of its own: the others go on when it panics.
                if tokio::spawn(work(provider.clone(), seed)).await.is_err() {
                    failed.push(format!("{} with seed {seed}", provider.id));
                }
            }
            failed
        });
    }
    let failed = running.join_all().await.concat();
    assert!(failed.is_empty(), "failed with {}: see above", failed.join(", "));
}
