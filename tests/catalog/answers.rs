//! Providers that read the body of an answer: a correct consumer passes, and each planted defect is caught.

use std::collections::BTreeSet;
use std::sync::Arc;

use hookproof::__private::demo;
use hookproof::__private::demo::{Answer, Defect, Shop, Steps};
use hookproof::model::Headers;
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::{Verdict, Verifier};

use crate::{names, provider, secret};

const CHECK: &str = "delivery-answer";

/// Judges a consumer of this provider with these steps.
async fn run(name: &str, steps: Steps, only: &[&str]) -> Run {
    let (provider, secret) = (provider(name), secret(&provider(name)));
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let shop = Arc::new(Shop::new(provider.clone(), Some(signer), steps));
    let verifier = Verifier::of(provider).secret(secret).verify_token(demo::TOKEN).salt("answers").cases(1);
    let verifier = if only.is_empty() { verifier } else { verifier.only(only.iter().copied()) };
    demo::observe(verifier.skip(["redelivery-long-after"]), &shop).run(demo::in_process(shop)).await
}

fn defects() -> impl Iterator<Item = &'static Defect> {
    demo::all().filter(|defect| defect.caught_by.contains(&CHECK))
}

#[tokio::test]
async fn the_check_is_about_providers_that_read_the_body() {
    let reads: Vec<&str> = names().into_iter().filter(|name| provider(name).delivery.answer.is_some()).collect();
    assert!(reads.contains(&"vk"), "{reads:?}");
    for defect in defects() {
        assert!(defect.providers.iter().all(|name| reads.contains(name)), "{}", defect.name);
    }
    for (name, verdict) in [("vk", Verdict::Pass), ("stripe", Verdict::Skip)] {
        let run = run(name, demo::CORRECT, &[CHECK]).await;
        let check = run.checks.iter().find(|check| check.id == CHECK).unwrap();
        assert_eq!(check.verdict, verdict, "{name}\n{}", human(&run, Paint::Plain));
        assert_eq!(run.failed().count(), 0, "{name}\n{}", human(&run, Paint::Plain));
    }
}

/// No other check fails because of the text: without it, every delivery would be a failure.
#[tokio::test]
async fn another_text_is_one_problem() {
    assert_eq!(defects().count(), 2);
    for defect in defects() {
        let run = run("vk", defect.steps, &[]).await;
        let failed: BTreeSet<&str> = run.failed().collect();
        let shown = human(&run, Paint::Plain);
        assert_eq!(failed, BTreeSet::from([CHECK]), "{}\n{shown}", defect.name);
        assert_eq!(run.causes.iter().map(|cause| cause.id.as_str()).collect::<Vec<_>>(), [defect.cause], "{shown}");
    }
}

/// The provider sends such a delivery again: the status alone is no success.
#[tokio::test]
async fn a_refusal_may_be_a_text() {
    fn bad_secret(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
        (demo::CORRECT.verify)(shop, headers, body).map_err(|_| Answer::status(200).saying("Bad Secret"))
    }
    let run = run("vk", Steps { verify: bad_secret, ..demo::CORRECT }, &["signature"]).await;
    assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
    for id in ["signature-missing", "signature-wrong-key", "signature-no-effect"] {
        let check = run.checks.iter().find(|check| check.id == id).unwrap();
        assert_eq!(check.verdict, Verdict::Pass, "{id}\n{}", human(&run, Paint::Plain));
    }
}
