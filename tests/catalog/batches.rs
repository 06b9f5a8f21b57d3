//! Deliveries of several events: correct consumers of two designs pass, and each planted defect is caught.

use std::collections::{BTreeSet, HashSet};
use std::future::ready;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use hookproof::__private::demo::{Answer, Defect, Shop, Steps};
use hookproof::__private::verify::checks;
use hookproof::__private::{demo, provider_file};
use hookproof::model::Headers;
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::{Endpoint, Verdict, Verifier};

use crate::{is_signed, provider, secret};

const BATCHES: [&str; 6] = ["cloudevents-batch", "hubspot", "marqeta", "meta", "sendgrid", "xero"];

/// Judges a consumer with these steps by the checks of batches.
async fn run(provider: Provider, steps: Steps) -> Run {
    let secret = is_signed(&provider).then(|| secret(&provider));
    let signer = secret.as_ref().map(|secret| Signer::new(&provider.signing.recipe, secret).unwrap());
    let shop = Arc::new(Shop::new(provider.clone(), signer, steps));
    let mut verifier = Verifier::of(provider).verify_token(demo::TOKEN).salt("batches").cases(1).only(["batch"]);
    if let Some(secret) = secret {
        verifier = verifier.secret(secret);
    }
    demo::observe(verifier, &shop).run(demo::in_process(shop)).await
}

fn verdict(run: &Run, id: &str) -> Verdict {
    run.checks.iter().find(|check| check.id == id).unwrap().verdict
}

#[test]
fn these_are_the_providers_with_batches() {
    let found: Vec<&str> = crate::names().into_iter().filter(|name| provider(name).body.batch.is_some()).collect();
    assert_eq!(found, BATCHES);
    for defect in defects() {
        assert!(defect.providers.iter().all(|name| BATCHES.contains(name)), "{}", defect.name);
    }
}

/// Returns the defects of which a check of batches is the one that must catch them.
fn defects() -> impl Iterator<Item = &'static Defect> {
    demo::all().filter(|defect| defect.caught_by.iter().any(|check| checks::named(check).unwrap().family() == "batch"))
}

#[tokio::test]
async fn a_correct_consumer_passes_and_no_check_is_left_out() {
    for name in BATCHES {
        let run = run(provider(name), demo::CORRECT).await;
        let has_ids = provider(name).envelope.identities().next().is_some();
        for check in run.checks.iter().filter(|check| check.id.starts_with("batch-")) {
            let expected = if check.id == "batch-same-event-twice" && !has_ids { Verdict::Skip } else { Verdict::Pass };
            assert_eq!(check.verdict, expected, "{name} {}\n{}", check.id, human(&run, Paint::Plain));
        }
    }
}

/// The provider sends the whole delivery again.
#[tokio::test]
async fn a_consumer_that_refuses_the_whole_is_not_accused() {
    fn all_or_nothing(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
        let is_good = |body: &Vec<u8>| (demo::CORRECT.read)(shop, body).is_ok();
        let is_refused = bodies.is_empty() || !bodies.iter().all(is_good);
        if is_refused { Answer::status(422) } else { (demo::CORRECT.batch)(shop, headers, bodies) }
    }
    for name in BATCHES {
        let run = run(provider(name), Steps { batch: all_or_nothing, ..demo::CORRECT }).await;
        assert_eq!(run.failed().count(), 0, "{name}\n{}", human(&run, Paint::Plain));
        assert_eq!(verdict(&run, "batch-bad-event"), Verdict::Pass, "{name}\n{}", human(&run, Paint::Plain));
        assert_eq!(verdict(&run, "batch-empty"), Verdict::Pass, "{name}\n{}", human(&run, Paint::Plain));
    }
}

/// Each defect is planted into the consumer of one provider, in turn; `HOOKPROOF_DEFECTS=1` takes all.
#[tokio::test]
async fn each_planted_defect_is_caught() {
    assert_eq!(defects().count(), 6);
    let all = std::env::var_os("HOOKPROOF_DEFECTS").is_some();
    for (turn, defect) in defects().enumerate() {
        let count = defect.providers.len();
        let names = defect.providers.iter().cycle().skip(turn % count).take(if all { count } else { 1 });
        for name in names {
            let run = run(provider(name), defect.steps).await;
            let failed: BTreeSet<&str> = run.failed().collect();
            let shown = human(&run, Paint::Plain);
            assert!(defect.caught_by.iter().all(|check| failed.contains(check)), "{name} {}\n{shown}", defect.name);
            let allowed = |check: &&str| defect.caught_by.contains(check) || defect.also.contains(check);
            assert!(failed.iter().all(allowed), "{name} {}\n{shown}", defect.name);
            assert!(run.causes.iter().any(|cause| cause.id == defect.cause), "{name} {}\n{shown}", defect.name);
        }
    }
}

#[tokio::test]
async fn a_provider_without_batches_skips_the_checks() {
    let run = run(provider("stripe"), demo::CORRECT).await;
    let batches: Vec<_> = run.checks.iter().filter(|check| check.id.starts_with("batch-")).collect();
    assert_eq!(batches.len(), 4);
    for check in batches {
        let reason = check.reason.as_deref();
        assert_eq!(
            (check.verdict, reason),
            (Verdict::Skip, Some("Stripe sends one event in a delivery")),
            "{}",
            check.id
        );
    }
}

/// Judges a consumer whose effects are counted for each event, and that reads this many events of a delivery.
async fn counted_for_each(most: usize) -> Run {
    let provider = provider_file::find("sendgrid").unwrap();
    let secret = secret(&provider);
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let rows = Arc::<Mutex<HashSet<String>>>::default();
    let counted = Arc::clone(&rows);
    let body = provider.body.clone();
    let endpoint = Endpoint::in_process("/hook", move |request: http::Request<Bytes>| {
        let headers: Headers =
            request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let events = signer.check(&headers, request.body()).ok().and_then(|()| body.read_events(request.body()).ok());
        let status = if events.is_some() { 200 } else { 401 };
        for event in events.into_iter().flatten().take(most) {
            rows.lock().unwrap().extend(event.pointer("/sg_event_id").and_then(|id| id.as_str()).map(str::to_owned));
        }
        ready(http::Response::builder().status(status).body(String::new()).unwrap())
    });
    Verifier::of(provider)
        .secret(secret)
        .salt("batches")
        .only(["batch"])
        .effects_of(move |event| ready(u64::from(counted.lock().unwrap().contains(&event.id.unwrap()))))
        .run(endpoint)
        .await
}

#[tokio::test]
async fn effects_can_be_counted_for_each_event_of_a_delivery() {
    let run = counted_for_each(usize::MAX).await;
    assert_eq!((run.failed().count(), run.counts.pass), (0, 4), "{}", human(&run, Paint::Plain));
    let run = counted_for_each(1).await;
    let failed: Vec<&str> = run.failed().collect();
    assert_eq!(
        failed,
        ["batch-several-events", "batch-same-event-twice", "batch-bad-event"],
        "{}",
        human(&run, Paint::Plain)
    );
}
