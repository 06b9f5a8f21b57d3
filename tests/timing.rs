//! Whether refusals tell by their time how much of a signature was right: a defect is seen, and a sound consumer is
//! never blamed. These tests measure, so they have a process of their own and run one after the other.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

use hookproof::__private::demo;
use hookproof::__private::demo::{Shop, Steps};
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::sign::{Signer, generate_keys};
use hookproof::verify::{CheckReport, Run, Verdict};
use hookproof::{Verifier, providers};
use tokio::sync::Mutex;

const CHECK: &str = "signature-timing";

static TURN: Mutex<()> = Mutex::const_new(());

async fn run(provider: Provider, secret: Secret, steps: Steps, only: &[&str], seed: u64) -> Run {
    let _turn = TURN.lock().await;
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let consumer = demo::start(Shop::new(provider.clone(), Some(signer), steps).secret(secret.clone())).await.unwrap();
    let events: Vec<String> = provider.events().take(1).map(|payload| payload.name.clone()).collect();
    let verifier = Verifier::of(provider).secret(secret).seed(seed).events(events).cases(1);
    verifier.only(only.iter().copied()).run(&consumer.url()).await
}

async fn timed(provider: Provider, steps: Steps, seed: u64) -> CheckReport {
    run(provider, Secret::new("s3cret"), steps, &[CHECK], seed).await.check(CHECK).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_consumer_is_never_blamed() {
    for provider in [providers::truv, providers::argyle, providers::betterez, providers::socotra] {
        for seed in 0..2 {
            let check = timed(provider(), demo::CORRECT, seed).await;
            let reason = check.reason.unwrap();
            // A busy machine may prove nothing.
            let is_right = match check.verdict {
                Verdict::Pass => reason.starts_with("no difference of more than "),
                Verdict::Skip => reason.starts_with("inconclusive: "),
                Verdict::Fail => false,
            };
            assert!(is_right, "seed {seed}: {reason}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_longer_for_a_better_guess_is_seen() {
    for name in ["compares-byte-by-byte", "logs-near-misses"] {
        let steps = demo::named(name).unwrap().steps;
        for seed in 0..2 {
            let check = timed(providers::truv(), steps, seed).await;
            let reason = check.reason.unwrap();
            assert_eq!(check.verdict, Verdict::Fail, "{name}, seed {seed}: {reason}");
            assert!(
                reason.starts_with("refuses a signature that is wrong in its last character ")
                    && reason.contains(" µs later than"),
                "{reason}"
            );
            let shown = check.counterexample.unwrap();
            assert_eq!(shown.what, "with a signature that is wrong in its last character");
            assert_eq!(shown.response.unwrap().status, 401);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_measured_unless_the_check_is_asked_for_by_its_id() {
    let secret = || Secret::new("s3cret");
    for only in [&["signature"][..], &["signature-", "delivery-in-time"]] {
        let run = run(providers::truv(), secret(), demo::CORRECT, only, 0).await;
        assert!(run.check(CHECK).is_none() && run.deliveries < 200, "{}", human(&run, Paint::Plain));
    }
    let run = run(providers::truv(), secret(), demo::CORRECT, &[CHECK], 0).await;
    assert!(run.deliveries > 4_000, "{}", run.deliveries);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_time_cannot_tell_a_secret_it_is_not_measured() {
    let key = generate_keys().unwrap().private;
    let orum = run(providers::orum(), key, demo::CORRECT, &[CHECK], 0).await;
    let check = orum.check(CHECK).unwrap();
    assert_eq!(check.verdict, Verdict::Skip);
    assert!(check.reason.as_ref().unwrap().contains("public key"), "{check:?}");
    let trusting = demo::named("looks-for-the-header").unwrap().steps;
    let check = timed(providers::truv(), trusting, 0).await;
    assert_eq!(check.verdict, Verdict::Skip);
    assert!(check.reason.unwrap().contains("not refused"));
}
