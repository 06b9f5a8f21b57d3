//! `--only` gives a check the verdict that it has in the whole run.

use std::collections::HashSet;

use hookproof::provider::Provider;
use hookproof::verify::{Outcome, Verdict};

use crate::campaign::{is_long, somewhere};
use crate::consumer::Consumer;
use crate::faulty::start;
use crate::shop::{Delivery, Reply, Shop};
use crate::{about, report, verifier};

/// Fails checks of every level: no memory, no verification, and a strict schema.
fn careless(shop: &Shop, delivery: &Delivery) -> Reply {
    match Shop::read(&delivery.body) {
        Ok(event) if shop.type_of(&event).is_none() => Reply::status(422),
        Ok(event) => {
            shop.act(&event);
            Reply::status(200)
        }
        Err(_) => Reply::status(500),
    }
}

/// Refuses what a correct consumer may refuse, and is advised not to.
fn strict(shop: &Shop, delivery: &Delivery) -> Reply {
    let content = delivery.headers.get("content-type").unwrap_or_default();
    let is_plain = delivery.headers.get("expect").is_none() && delivery.headers.get("transfer-encoding").is_none();
    if content == b"application/json" && is_plain { shop.handle(delivery) } else { Reply::status(415) }
}

async fn agrees(provider: Provider, seed: u64, handler: fn(&Shop, &Delivery) -> Reply) {
    let run = |only: Vec<String>| {
        let provider = provider.clone();
        async move {
            let consumer: Consumer = start(provider.clone(), handler).await;
            let verifier = verifier(&provider, seed).cases(2).skip(["redelivery-long-after"]).only(only);
            verifier.effects_at(consumer.effects()).run(&consumer.hook()).await
        }
    };
    let whole = run(Vec::new()).await;
    let failed: Vec<_> = whole.checks.iter().filter(|check| check.verdict == Verdict::Fail).collect();
    assert!(!failed.is_empty(), "{}", report(&whole));
    // One of each family and level, or all of them in a campaign.
    let mut tried = HashSet::new();
    let kind = |id: &str| id.split('-').next().unwrap_or_default().to_owned();
    for check in failed {
        if !tried.insert((kind(&check.id), check.level as u8)) && !is_long() {
            continue;
        }
        let alone = run(vec![check.id.clone()]).await;
        let own = alone.check(&check.id).unwrap();
        let text = || format!("{}\n{}", report(&alone), report(&whole));
        assert_eq!((own.verdict, own.level), (check.verdict, check.level), "{}", text());
        let is_red = alone.verdict == Outcome::Failed;
        let others = crate::failing(&alone).iter().any(|id| *id != check.id);
        assert!(is_red == whole.fails_the_run(check) || others, "{}\n{}", check.id, text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_the_run_fails_it_alone() {
    somewhere(|provider, seed| async move { agrees(provider, seed, careless).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn advice_stays_advice_alone() {
    somewhere(|provider, seed| async move { agrees(provider, seed, strict).await }).await;
}

/// Known failures do not fail a run, alone or together.
#[tokio::test(flavor = "multi_thread")]
async fn known_failures_fail_nothing() {
    let truv = hookproof::providers::truv();
    let run = |only: Vec<String>, known: Vec<String>| {
        let truv = truv.clone();
        async move {
            let consumer = start(truv.clone(), careless).await;
            let verifier = about(&truv, 0, ["link-connected"]).only(only).baseline(known);
            verifier.effects_at(consumer.effects()).run(&consumer.hook()).await
        }
    };
    let some = ["signature", "redelivery-same"].map(str::to_owned);
    let whole = run(some.to_vec(), Vec::new()).await;
    let known: Vec<String> = whole.failed().map(str::to_owned).collect();
    crate::passes(&run(some.to_vec(), known.clone()).await);
    for check in ["signature-missing", "redelivery-same"] {
        // Nothing passed, and nothing unknown failed.
        crate::is_not_red(&run(vec![check.to_owned()], known.clone()).await);
    }
}
