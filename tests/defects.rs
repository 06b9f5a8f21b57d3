//! Law 7: every check fails on its own planted defect and on nothing else, and passes on the sound consumer.
//!
//! `HOOKPROOF_SEEDS` says over how many seeds. Without it there is one, and every defect is planted into the
//! consumer of one provider, each in its turn; with it, of all of them.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use hookproof::Verifier;
use hookproof::demo;
use hookproof::demo::Defect;
use hookproof::demo::Shop;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::report::Paint;
use hookproof::report::human;
use hookproof::sign::Algorithm;
use hookproof::sign::KeyPair;
use hookproof::sign::Signer;
use hookproof::sign::generate_keys;
use hookproof::verify::Run;
use hookproof::verify::Verdict;
use hookproof::verify::checks;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// One pair for all: making one takes longer than a whole run.
fn secret(provider: &Provider) -> Secret {
    static PAIR: OnceLock<KeyPair> = OnceLock::new();
    match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => PAIR.get_or_init(|| generate_keys().unwrap()).private.clone(),
        _ => Secret::new("a secret of the tests"),
    }
}

/// A consumer that gets no turn looks like one that is late.
static TURNS: Semaphore = Semaphore::const_new(4);

fn seeds() -> u64 {
    std::env::var_os("HOOKPROOF_SEEDS").and_then(|seeds| seeds.to_str()?.parse().ok()).unwrap_or(1)
}

async fn run(provider: Provider, defect: Option<&'static Defect>, seed: u64) -> Run {
    let secret = secret(&provider);
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let shop = match defect {
        Some(defect) => defect.shop(provider.clone(), Some(signer)).secret(secret.clone()),
        None => Shop::new(provider.clone(), Some(signer), demo::SOUND),
    };
    let consumer = demo::start(shop).await.unwrap();
    let verifier = Verifier::of(provider)
        .secret(secret)
        .seed(seed)
        .cases(16)
        .effects_at(consumer.effects_url())
        .state_url(consumer.state_url())
        .fault(consumer.fault());
    // A thousand deliveries for every defect take minutes, and say what the sound consumer has said.
    let lengthy = "redelivery-long-after";
    let verifier = match defect {
        Some(defect) if !defect.caught_by.contains(&lengthy) && !defect.also.contains(&lengthy) => {
            verifier.skip([lengthy])
        }
        _ => verifier,
    };
    let verifier = match defect.and_then(|defect| defect.timeout) {
        Some(timeout) => verifier.timeout(timeout),
        None => verifier,
    };
    verifier.run(&consumer.url()).await
}

/// Checks that have nothing to judge with a provider: it signs no time, say, or has no list of values.
fn without_a_place(provider: &str) -> &'static [&'static str] {
    match provider {
        "truv" => {
            &["delivery-no-redirect", "delivery-late", "signature-stale", "signature-future", "redelivery-new-attempt"]
        }
        "argyle" => &[
            "delivery-late",
            "signature-no-prefix",
            "signature-stale",
            "signature-future",
            "redelivery-new-attempt",
            "order-older-after-newer",
        ],
        "orum" => &[
            "payload-null",
            "signature-other-algorithm",
            "signature-no-prefix",
            "signature-stale",
            "signature-future",
            "redelivery-new-attempt",
        ],
        "betterez" => &["delivery-late", "payload-unknown-enum-value", "signature-no-prefix"],
        _ => &[
            "delivery-late",
            "payload-null",
            "payload-big-number",
            "payload-unknown-enum-value",
            "signature-no-prefix",
            "signature-stale",
            "signature-future",
            "redelivery-new-attempt",
            "order-older-after-newer",
        ],
    }
}

async fn sound(provider: fn() -> Provider) {
    for seed in 0..seeds() {
        let run = run(provider(), None, seed).await;
        let skipped = run.checks.iter().filter(|check| check.verdict == Verdict::Skip);
        let skipped: Vec<&str> = skipped.map(|check| check.id.as_str()).collect();
        assert_eq!(run.failed().count(), 0, "seed {seed}\n{}", human(&run, Paint::Plain));
        assert_eq!(skipped, without_a_place(&run.provider), "seed {seed}\n{}", human(&run, Paint::Plain));
    }
}

/// Whether this provider has its turn with a defect.
fn is_planted(defect: &Defect, provider: &str, turn: usize) -> bool {
    let ids = providers::ALL.iter().map(|provider| provider().id).filter(|id| defect.shows_with(id));
    let ids: Vec<String> = ids.collect();
    match std::env::var_os("HOOKPROOF_SEEDS") {
        Some(_) => ids.iter().any(|id| id == provider),
        None => ids[turn % ids.len()] == provider,
    }
}

/// What is wrong with the verdicts over a defect: it escaped a check, or another one blames it.
fn faults(defect: &Defect, run: &Run) -> Vec<String> {
    let failed: BTreeSet<&str> = run.failed().collect();
    let escaped = defect.caught_by.iter().filter(|check| !failed.contains(**check));
    let escaped = escaped.map(|check| format!("{} escaped {check}", defect.name));
    let allowed = |check: &&str| defect.caught_by.contains(check) || defect.also.contains(check);
    let wrong = failed.iter().filter(|check| !allowed(check));
    escaped.chain(wrong.map(|check| format!("{check} wrongly blames {}", defect.name))).collect()
}

async fn caught(provider: fn() -> Provider) {
    for seed in 0..seeds() {
        let id = provider().id;
        let mut runs = JoinSet::new();
        for defect in demo::all().enumerate().filter(|(turn, defect)| is_planted(defect, &id, *turn)).map(|(_, it)| it)
        {
            runs.spawn(async move {
                let _turn = TURNS.acquire().await.unwrap();
                (defect, run(provider(), Some(defect), seed).await)
            });
        }
        let mut told = Vec::new();
        while let Some(ended) = runs.join_next().await {
            let (defect, run) = ended.unwrap();
            let found = faults(defect, &run);
            if !found.is_empty() {
                told.push(format!("{}: {id}, seed {seed}\n{}", found.join(", "), human(&run, Paint::Plain)));
            }
        }
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}

macro_rules! law {
    ($($provider:ident),*) => {
        $(mod $provider {
            #[tokio::test(flavor = "multi_thread")]
            async fn passes_on_the_sound_consumer() {
                super::sound(super::providers::$provider).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn catches_every_defect_and_blames_nothing_else() {
                super::caught(super::providers::$provider).await;
            }
        })*
    };
}

law! { truv, argyle, orum, betterez, socotra }

#[test]
fn every_check_has_a_defect_of_its_own() {
    for check in checks::ALL {
        let own = demo::all().any(|defect| defect.caught_by.contains(&check.id));
        assert!(own, "{} has no planted defect: a check that cannot fail proves nothing", check.id);
    }
}

#[test]
fn every_defect_names_checks_and_providers_that_exist() {
    for defect in demo::all() {
        for id in defect.caught_by.iter().chain(defect.also) {
            assert!(checks::named(id).is_ok(), "{} names {id}", defect.name);
        }
        for id in defect.providers {
            assert!(providers::named(id).is_ok(), "{} names {id}", defect.name);
        }
    }
}
