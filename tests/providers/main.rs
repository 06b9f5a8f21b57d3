//! What holds for every provider, so that a new one is held to it at once.
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod consistency;
#[path = "../generate/counter.rs"]
mod counter;
mod covering;
mod examples;
mod facts;
mod management;
mod management_argyle;
mod management_betterez;
mod management_orum;
mod management_socotra;
mod management_truv;
mod names;
mod prepared;
mod schemas;
mod second;
#[path = "../generate/seen.rs"]
mod seen;
mod signatures;
mod typed;
mod types;
mod values;

use hookproof::provider::Provider;
use hookproof::providers;

/// Every provider, built anew.
fn all() -> impl Iterator<Item = Provider> {
    providers::ALL.iter().map(|provider| provider())
}
