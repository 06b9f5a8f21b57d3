//! Correct consumers are never red in any of the shapes in which people build them, and faulty ones are red with every
//! provider.
//!
//! Every test runs over five providers with one seed, or with as many as `HOOKPROOF_SEEDS` says. With `HOOKPROOF_BUSY`
//! so many threads keep the machine busy meanwhile, and `HOOKPROOF_PROVIDER` names the one provider to run over.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod blame;
mod campaign;
mod cold;
mod consumer;
mod entities;
mod faulty;
mod foreign;
mod holes;
mod ids;
mod late;
mod levels;
mod limited;
mod nginx;
mod only;
mod queue;
mod shop;
mod sources;
mod states;
mod synchronous;
mod tenants;
mod together;
mod tool;
#[path = "../tools/mod.rs"]
mod tools;
mod waits;
mod words;
mod workers;

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Duration;

use hookproof::Verifier;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::sign::{Algorithm, KeyPair, generate_keys};
use hookproof::verify::{CheckReport, Outcome, Run, Verdict};

pub(crate) const SECRET: &str = "ein Geheimnis, 秘密";

/// Event types that represent all of them.
const TYPES: usize = 3;

/// The keys of Orum: generating a pair needs more time than a whole run.
pub(crate) fn keys() -> &'static KeyPair {
    static KEYS: OnceLock<KeyPair> = OnceLock::new();
    KEYS.get_or_init(|| generate_keys().unwrap())
}

/// Returns the secret that signs deliveries, in the provider's form.
pub(crate) fn secret(provider: &Provider) -> Secret {
    match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => keys().private.clone(),
        _ => Secret::new(SECRET),
    }
}

/// Event types that represent all of them, from the whole list.
pub(crate) fn few(provider: &Provider) -> Vec<String> {
    let names: Vec<String> = provider.events().map(|payload| payload.name.clone()).collect();
    let every = names.len().div_ceil(TYPES);
    names.into_iter().step_by(every).collect()
}

/// A verifier of the whole battery, without an effects source, for these event types.
pub(crate) fn whole<N: Into<String>>(provider: &Provider, seed: u64, events: impl IntoIterator<Item = N>) -> Verifier {
    Verifier::of(provider.clone()).secret(secret(provider)).seed(seed).cases(4).events(events)
}

/// Runs the battery without checks of a thousand deliveries, unless this is a campaign.
pub(crate) fn about<N: Into<String>>(provider: &Provider, seed: u64, events: impl IntoIterator<Item = N>) -> Verifier {
    let verifier = whole(provider, seed, events);
    if campaign::is_long() { verifier } else { verifier.skip(["redelivery-long-after"]) }
}

/// The same for a few event types.
pub(crate) fn verifier(provider: &Provider, seed: u64) -> Verifier {
    about(provider, seed, few(provider))
}

/// Event types of the provider's stories: several of them are about one thing.
pub(crate) fn story_events(provider: &Provider) -> Vec<String> {
    let steps = provider.stories.iter().flat_map(|story| &story.steps);
    steps.map(|step| step.event.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The run as a person reads it.
pub(crate) fn report(run: &Run) -> String {
    human(run, Paint::Plain)
}

/// The checks that fail the run.
pub(crate) fn failing(run: &Run) -> Vec<&str> {
    run.checks.iter().filter(|check| run.fails_the_run(check)).map(|check| check.id.as_str()).collect()
}

/// A correct consumer: nothing fails the run, and it was proved.
#[track_caller]
pub(crate) fn passes(run: &Run) {
    is_not_red(run);
    assert_eq!(run.verdict, Outcome::Passed, "{}", report(run));
}

/// A correct consumer about which not everything could be seen: nothing fails the run.
#[track_caller]
pub(crate) fn is_not_red(run: &Run) {
    assert_eq!(failing(run), [""; 0], "{}", report(run));
    assert_ne!(run.verdict, Outcome::Failed, "{}", report(run));
}

/// A faulty consumer: one of these checks fails the run.
#[track_caller]
pub(crate) fn is_red(run: &Run, by: &[&str]) {
    assert_eq!(run.verdict, Outcome::Failed, "{} escaped\n{}", run.provider, report(run));
    let failing = failing(run);
    assert!(failing.iter().any(|id| by.contains(id)), "{}: {failing:?}\n{}", run.provider, report(run));
}

/// No check was lost that another run has judged.
#[track_caller]
pub(crate) fn judges_as_much_as(run: &Run, other: &Run) {
    assert_eq!(lost(run, other), [""; 0], "{}", report(run));
}

/// The checks that were lost, compared with another run.
pub(crate) fn lost<'r>(run: &Run, other: &'r Run) -> Vec<&'r str> {
    let is_judged = |check: &&CheckReport| check.verdict != Verdict::Skip;
    let lost: Vec<&str> = other.checks.iter().filter(is_judged).map(|check| check.id.as_str()).collect();
    lost.into_iter().filter(|id| run.check(id).is_none_or(|own| !is_judged(&own))).collect()
}

/// Longer than a run may take that finds out early that it proves nothing, with what a busy machine needs.
pub(crate) fn early() -> Duration {
    if campaign::is_busy() { Duration::from_secs(15) } else { Duration::from_secs(5) }
}
