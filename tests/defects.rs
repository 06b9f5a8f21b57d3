//! Law 7: every check fails on its own planted defect and on nothing else, and passes on the sound consumer.
#![cfg(feature = "cli")]

use hookproof::Verifier;
use hookproof::demo;
use hookproof::demo::Defect;
use hookproof::demo::Shop;
use hookproof::demo::Steps;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::report::Paint;
use hookproof::report::human;
use hookproof::sign::Algorithm;
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::verify::Verdict;

fn secret(provider: &Provider) -> Secret {
    use std::sync::OnceLock;
    static PAIR: OnceLock<hookproof::sign::KeyPair> = OnceLock::new();
    match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => PAIR.get_or_init(|| hookproof::sign::generate_keys().unwrap()).private.clone(),
        _ => Secret::new("a secret of the demonstration"),
    }
}

async fn run(provider: &Provider, steps: Steps, defect: Option<&Defect>, seed: u64) -> Run {
    let secret = secret(provider);
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let consumer = demo::start(Shop::new(provider.clone(), Some(signer), steps)).await.unwrap();
    let mut verifier =
        Verifier::of(provider.clone()).secret(secret).seed(seed).cases(8).effects_at(consumer.effects_url());
    if let Some(timeout) = defect.and_then(|defect| defect.timeout) {
        verifier = verifier.timeout(timeout);
    }
    verifier.run(&consumer.url()).await
}

#[tokio::test]
async fn the_sound_consumer_passes_everything() {
    for provider in providers::ALL {
        let provider = provider();
        let run = run(&provider, demo::SOUND, None, 1).await;
        assert!(run.checks.iter().all(|check| check.verdict == Verdict::Pass), "{}", human(&run, Paint::Plain));
    }
}

#[tokio::test]
async fn every_defect_is_caught_by_its_checks_and_by_no_other() {
    for provider in providers::ALL {
        let provider = provider();
        for defect in demo::ALL.iter().filter(|defect| defect.shows_with(&provider.id)) {
            let run = run(&provider, defect.steps, Some(defect), 1).await;
            let failed: Vec<&str> = run.failed().collect();
            for check in defect.caught_by {
                assert!(
                    failed.contains(check),
                    "{} of {} escaped {check}\n{}",
                    defect.name,
                    provider.id,
                    human(&run, Paint::Plain)
                );
            }
            for check in failed {
                assert!(
                    defect.caught_by.contains(&check) || defect.also.contains(&check),
                    "{check} wrongly blames {} of {}\n{}",
                    defect.name,
                    provider.id,
                    human(&run, Paint::Plain)
                );
            }
        }
    }
}
