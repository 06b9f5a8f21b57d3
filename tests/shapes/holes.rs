//! Faults that once passed: each fails the run, or at least its check.

use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::sign::Signer;
use hookproof::verify::{Run, Verdict};
use hookproof::{Outage, providers};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::campaign::everywhere;
use crate::consumer::Consumer;
use crate::faulty::start;
use crate::shop::{Delivery, Keeps, Reply, Shop};
use crate::{SECRET, about, is_red, report, story_events, verifier};

/// Holds that a check failed, whatever it weighs.
#[track_caller]
pub(crate) fn fails(run: &Run, check: &str) {
    assert_eq!(run.check(check).unwrap().verdict, Verdict::Fail, "{check} passes\n{}", report(run));
}

/// A run of Truv over a consumer that answers at once.
async fn judged(handler: impl Fn(&Shop, &Delivery) -> Reply + Send + Sync + 'static) -> Run {
    let truv = providers::truv();
    let consumer = start(truv.clone(), handler).await;
    verifier(&truv, 0).effects_at(consumer.effects()).run(&consumer.hook()).await
}

/// Processes an event that was found to be signed.
fn accept(shop: &Shop, delivery: &Delivery) -> Reply {
    match Shop::read(&delivery.body) {
        Ok(event) => {
            shop.process(&event);
            Reply::status(200)
        }
        Err(refusal) => refusal,
    }
}

/// A consumer with a state. `state` returns what it shows of an event.
async fn with_state(provider: Provider, keeps: Keeps, state: fn(&Value) -> Value) -> Run {
    let consumer = start(provider.clone(), move |shop, delivery| {
        let reply = shop.handle(delivery);
        if reply.status == 200
            && let Ok(event) = Shop::read(&delivery.body)
        {
            shop.store(&event, state(&event), keeps);
        }
        reply
    })
    .await;
    let verifier =
        about(&provider, 0, story_events(&provider)).state_url(consumer.state()).effects_at(consumer.effects());
    verifier.only(["order"]).run(&consumer.hook()).await
}

/// A status, or the name of the event.
fn status(event: &Value) -> Value {
    let status = ["/status", "/data/status", "/data/resource/connection/status", "/event_data/person/status", "/event"];
    let status = status.iter().chain(&["/type", "/event_type"]).find_map(|at| event.pointer(at)?.as_str());
    json!(status)
}

/// Its state is a status. Both events of the check must differ in it, or the state cannot show which one was kept.
#[tokio::test(flavor = "multi_thread")]
async fn the_last_writer_wins_a_status() {
    let run = with_state(providers::truv(), Keeps::Last, status).await;
    fails(&run, "order-older-after-newer");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_writer_wins_an_event() {
    everywhere(|provider, _| async move {
        let run = with_state(provider.clone(), Keeps::Last, Value::clone).await;
        // Argyle's events have no time of their own.
        if provider.id != "argyle" {
            fails(&run, "order-older-after-newer");
        }
    })
    .await;
}

/// Verification is a part of the parser for JSON, and other content does not come through that.
#[tokio::test(flavor = "multi_thread")]
async fn other_content_types_are_not_verified() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            let content = delivery.headers.get("content-type").unwrap_or_default();
            let is_json = content.starts_with(b"application/json");
            if is_json && !shop.is_signed(delivery) { Reply::status(401) } else { accept(shop, delivery) }
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        is_red(&run, &["signature-missing"]);
    })
    .await;
}

/// Its keys are split from `"a,"`: the second one is empty, and `wrong-key` never tries that.
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_key_is_a_key() {
    let run = judged(|shop, delivery| {
        let is_signed = shop.is_signed(delivery) || is_signed_with_nothing(delivery);
        if is_signed { accept(shop, delivery) } else { Reply::status(401) }
    })
    .await;
    is_red(&run, &["signature-wrong-key"]);
}

fn is_signed_with_nothing(delivery: &Delivery) -> bool {
    // HMAC with an empty key is HMAC with a key of zeros.
    let recipe = providers::truv().signing.recipe;
    let signer = Signer::new(&recipe, &Secret::new("\0")).unwrap();
    signer.check(&delivery.headers, &delivery.body).is_ok()
}

/// A comparison of texts throws at what is not ASCII.
#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_is_not_ascii_crashes_it() {
    let is_garbled = |bytes: &[u8]| bytes.starts_with(b"v1=") && !bytes.is_ascii();
    let run = judged(move |shop, delivery| {
        let given = delivery.headers.get("x-webhook-sign").unwrap_or_default();
        if is_garbled(given) { Reply::status(500) } else { shop.handle(delivery) }
    })
    .await;
    is_red(&run, &["signature-garbage"]);
}

/// The same, if the text has the length of a signature.
#[tokio::test(flavor = "multi_thread")]
async fn a_signature_of_its_length_that_is_not_ascii_crashes_it() {
    let run = judged(|shop, delivery| {
        let given = String::from_utf8_lossy(delivery.headers.get("x-webhook-sign").unwrap_or_default()).into_owned();
        let is_long = given.chars().count() == "v1=".len() + 64;
        if is_long && !given.is_ascii() { Reply::status(500) } else { shop.handle(delivery) }
    })
    .await;
    is_red(&run, &["signature-garbage"]);
}

/// It accepts a hash that anyone can compute.
#[tokio::test(flavor = "multi_thread")]
async fn a_hash_without_a_key_is_a_signature() {
    let run = judged(|shop, delivery| {
        let given = delivery.headers.get("x-webhook-sign").unwrap_or_default();
        let hash = format!("v1={}", const_hex::encode(Sha256::digest(&delivery.body)));
        let is_signed = shop.is_signed(delivery) || given == hash.as_bytes();
        if is_signed { accept(shop, delivery) } else { Reply::status(401) }
    })
    .await;
    is_red(&run, &["signature-wrong-key", "signature-other-algorithm", "signature-garbage"]);
}

/// The page of an error prints its settings.
#[tokio::test(flavor = "multi_thread")]
async fn its_refusal_prints_the_secret() {
    let run = judged(|shop, delivery| {
        let reply = shop.handle(delivery);
        if reply.status == 401 { reply.saying(format!("<pre>SECRET={SECRET}</pre>")) } else { reply }
    })
    .await;
    is_red(&run, &["signature-leak"]);
    assert!(!report(&run).contains(SECRET), "{}", report(&run));
}

/// Its verification is for POST alone.
#[tokio::test(flavor = "multi_thread")]
async fn an_unsigned_get_has_an_effect() {
    let run =
        judged(|shop, delivery| if delivery.method == "POST" { shop.handle(delivery) } else { accept(shop, delivery) })
            .await;
    is_red(&run, &["signature-other-method"]);
}

/// It stores processed events in memory, and restarts empty after an outage.
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_ends_its_memory() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let (shop, outage) = (Arc::clone(&consumer.shop), consumer.outage());
        let verifier = verifier(&provider, seed).effects_at(consumer.effects()).outage(move |order| {
            if order == Outage::Stop {
                shop.restart();
            }
            outage(order)
        });
        is_red(&verifier.run(&consumer.hook()).await, &["retry-asks-again", "redelivery-long-after"]);
    })
    .await;
}

/// The commonest limit of all: 100 kB.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_more_than_100_kb_is_refused() {
    let run = judged(
        |shop, delivery| {
            if delivery.body.len() > 100 * 1024 { Reply::status(413) } else { shop.handle(delivery) }
        },
    )
    .await;
    fails(&run, "payload-large");
}

/// A database that cannot store U+0000 in a text.
#[tokio::test(flavor = "multi_thread")]
async fn a_null_character_crashes_it() {
    let run = judged(|shop, delivery| {
        let has_null = String::from_utf8_lossy(&delivery.body).contains("\\u0000");
        if has_null && shop.is_signed(delivery) { Reply::status(500) } else { shop.handle(delivery) }
    })
    .await;
    assert!(run.failed().any(|id| id.starts_with("payload-")), "{}", report(&run));
}

/// It processes at once and looks at the signature later, when everybody has been answered.
#[tokio::test(flavor = "multi_thread")]
async fn it_verifies_after_its_answer() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            if let Ok(event) = Shop::read(&delivery.body)
                && shop.is_signed(delivery)
            {
                shop.process(&event);
            }
            Reply::status(200)
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        is_red(&run, &["signature-missing"]);
    })
    .await;
}

/// It does not notice that its client has gone, and begins anew with the redelivery.
#[tokio::test(flavor = "multi_thread")]
async fn it_works_again_when_the_client_is_gone_before_the_answer() {
    struct Rollback {
        shop: Arc<Shop>,
        key: Option<String>,
    }
    impl Drop for Rollback {
        fn drop(&mut self) {
            if let Some(key) = self.key.take() {
                self.shop.forget(&key);
            }
        }
    }
    everywhere(|provider, seed| async move {
        let consumer = Consumer::start(Shop::new(provider.clone()), |shop, delivery| async move {
            let event = match shop.verify(&delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => event,
                Err(refusal) => return refusal,
            };
            let key = shop.key(&event);
            shop.process(&event);
            // The handler ends here when the connection is closed, and what it noted is rolled back; the effect is not.
            let mut rollback = Rollback { shop, key: Some(key) };
            clock::sleep(Duration::from_millis(30)).await;
            rollback.key = None;
            Reply::status(200)
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        is_red(&run, &["redelivery-lost-answer"]);
    })
    .await;
}

/// Its memory is a cache whose entries live for half a second.
#[tokio::test(flavor = "multi_thread")]
async fn a_memory_that_ends_in_time_is_seen_after_a_pause() {
    let truv = providers::truv();
    let consumer = Consumer::start(Shop::new(truv.clone()), |shop, delivery| async move {
        let event = match shop.verify(&delivery).and_then(|()| Shop::read(&delivery.body)) {
            Ok(event) => event,
            Err(refusal) => return refusal,
        };
        let key = shop.key(&event);
        if shop.type_of(&event).is_some() && shop.is_new(key.clone()) {
            shop.act(&event);
            tokio::spawn(async move {
                clock::sleep(Duration::from_millis(500)).await;
                shop.forget(&key);
            });
        }
        Reply::status(200)
    })
    .await;
    let url = consumer.hook();
    let judged = |verifier: hookproof::Verifier| verifier.only(["redelivery-after-pause"]).run(&url);
    let verifier = || verifier(&truv, 0).effects_at(consumer.effects());
    let run = judged(verifier()).await;
    let check = run.check("redelivery-after-pause").unwrap();
    assert!(check.reason.as_deref().unwrap_or_default().contains("give --pause"), "{}", report(&run));
    is_red(&judged(verifier().pause(Duration::from_millis(700))).await, &["redelivery-after-pause"]);
}

/// With a pause a correct consumer passes, and its signatures are as old as their attempts.
#[tokio::test(flavor = "multi_thread")]
async fn a_correct_consumer_passes_after_a_pause() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let verifier = verifier(&provider, seed).effects_at(consumer.effects()).pause(Duration::from_secs(1));
        let run = verifier.only(["redelivery"]).run(&consumer.hook()).await;
        crate::passes(&run);
        assert_eq!(run.check("redelivery-after-pause").unwrap().verdict, Verdict::Pass, "{}", report(&run));
    })
    .await;
}

/// Both events leave the same words: the state cannot show which one was kept.
#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_does_not_tell_events_apart_is_not_judged() {
    let truv = providers::truv();
    let run = with_state(truv, Keeps::Last, |_| json!("known")).await;
    let check = run.check("order-older-after-newer").unwrap();
    assert_eq!(check.verdict, Verdict::Skip, "{}", report(&run));
}
