//! Faulty consumers fail the run with every provider, whatever is assumed about it.

use std::sync::Arc;

use hookproof::Verifier;
use hookproof::clock;
use hookproof::model::Headers;
use hookproof::model::Json;
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::sign::Material;
use serde_json::Value;
use serde_json::json;
use tokio::sync::mpsc;

use crate::about;
use crate::campaign::everywhere;
use crate::campaign::is_long;
use crate::consumer::Consumer;
use crate::few;
use crate::is_red;
use crate::shop::Delivery;
use crate::shop::Reply;
use crate::shop::Shop;

const FORGERIES: [&str; 7] = [
    "signature-missing",
    "signature-empty",
    "signature-wrong-key",
    "signature-body-changed",
    "signature-other-body",
    "signature-truncated",
    "signature-garbage",
];

pub(crate) const DUPLICATES: [&str; 4] =
    ["redelivery-same", "redelivery-interleaved", "redelivery-concurrent", "redelivery-lost-answer"];

/// Starts a consumer that answers at once.
pub(crate) async fn start(
    provider: Provider,
    handler: impl Fn(&Shop, &Delivery) -> Reply + Send + Sync + 'static,
) -> Consumer {
    Consumer::start(Shop::new(provider), move |shop, delivery| std::future::ready(handler(&shop, &delivery))).await
}

/// The families of checks that a fault is about; in a campaign, or if none is named, the battery.
fn battery(provider: &Provider, seed: u64, families: &[&str]) -> Verifier {
    let verifier = about(provider, seed, few(provider).into_iter().take(2)).cases(2).skip(["redelivery-long-after"]);
    if is_long() { verifier } else { verifier.only(families.iter().copied()) }
}

/// A count of all effects with some providers, and one for each event with the others; with the next seed the other way
/// round.
fn source(consumer: &Consumer, seed: u64) -> String {
    let is_own = |provider: &fn() -> Provider| provider().id == consumer.shop.provider.id;
    let at = providers::ALL.iter().position(is_own).unwrap_or_default() as u64;
    if (at + seed).is_multiple_of(2) { consumer.effects() } else { consumer.effects_of_event() }
}

/// Holds that a consumer is red, and that every one of these checks fails it.
async fn is_caught(
    provider: Provider,
    seed: u64,
    (families, by): (&[&str], &[&str]),
    handler: impl Fn(&Shop, &Delivery) -> Reply + Send + Sync + 'static,
) {
    let consumer = start(provider.clone(), handler).await;
    let run = battery(&provider, seed, families).effects_at(source(&consumer, seed)).run(&consumer.hook()).await;
    for check in by {
        is_red(&run, &[check]);
    }
}

/// Reads an event without a look at its signature.
fn unverified(delivery: &Delivery) -> Result<Value, Reply> {
    Shop::read(&delivery.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn verifies_nothing() {
    everywhere(|provider, seed| async move {
        is_caught(provider, seed, (&["signature"], &FORGERIES), |shop, delivery| match unverified(delivery) {
            Ok(event) => {
                shop.process(&event);
                Reply::status(200)
            }
            Err(refusal) => refusal,
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deduplicates_nothing() {
    everywhere(|provider, seed| async move {
        is_caught(provider, seed, (&["redelivery"], &DUPLICATES), |shop, delivery| {
            match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => {
                    if shop.type_of(&event).is_some() {
                        shop.act(&event);
                    }
                    Reply::status(200)
                }
                Err(refusal) => refusal,
            }
        })
        .await;
    })
    .await;
}

/// An Express application as tutorials have it: `app.post('/hook', (req, res) => { insert(req.body); res.sendStatus(200) })`.
#[tokio::test(flavor = "multi_thread")]
async fn verifies_nothing_and_deduplicates_nothing() {
    everywhere(|provider, seed| async move {
        let by = [&FORGERIES[..], &DUPLICATES[..]].concat();
        is_caught(provider, seed, (&[], &by), |shop, delivery| match unverified(delivery) {
            Ok(event) => {
                shop.act(&event);
                Reply::status(200)
            }
            Err(refusal) => refusal,
        })
        .await;
    })
    .await;
}

/// The same without an effects source: answers alone show that forgeries are accepted.
#[tokio::test(flavor = "multi_thread")]
async fn verifies_nothing_and_nobody_counts() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |_, delivery| match unverified(delivery) {
            Ok(_) => Reply::status(200),
            Err(refusal) => refusal,
        })
        .await;
        let run = battery(&provider, seed, &["signature"]).run(&consumer.hook()).await;
        for check in &FORGERIES {
            is_red(&run, &[check]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_before_it_verifies() {
    everywhere(|provider, seed| async move {
        is_caught(provider, seed, (&["signature"], &["signature-no-effect"]), |shop, delivery| {
            match unverified(delivery) {
                Ok(event) => {
                    shop.process(&event);
                    shop.verify(delivery).err().unwrap_or(Reply::status(200))
                }
                Err(refusal) => refusal,
            }
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaks_the_expected_signature() {
    everywhere(|provider, seed| async move {
        is_caught(provider, seed, (&["signature"], &["signature-leak"]), |shop, delivery| {
            let reply = shop.handle(delivery);
            if reply.status != 401 {
                return reply;
            }
            let expected = shop.signer.headers(&Material::of(&delivery.body).at(clock::now())).ok();
            let expected = expected.iter().flat_map(Headers::iter);
            let told: Vec<String> =
                expected.map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value))).collect();
            reply.saying(format!("wrong signature, expected {}", told.join(", ")))
        })
        .await;
    })
    .await;
}

/// It answers 200 while its database is gone, and the event is lost for ever.
#[tokio::test(flavor = "multi_thread")]
async fn loses_events_in_an_outage() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            let reply = shop.handle(delivery);
            if reply.status == 503 { Reply::status(200) } else { reply }
        })
        .await;
        let verifier = battery(&provider, seed, &["retry"]).effects_at(source(&consumer, seed)).fault(consumer.fault());
        is_red(&verifier.run(&consumer.hook()).await, &["retry-asks-again"]);
    })
    .await;
}

/// It notes the event as done before its database fails: the redelivery is a duplicate then.
#[tokio::test(flavor = "multi_thread")]
async fn notes_events_in_an_outage() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) if shop.type_of(&event).is_none() => Reply::status(200),
                Ok(event) => {
                    let is_new = shop.is_new(shop.key(&event));
                    if shop.is_broken() {
                        return Reply::status(503);
                    }
                    if is_new {
                        shop.act(&event);
                    }
                    Reply::status(200)
                }
                Err(refusal) => refusal,
            }
        })
        .await;
        let verifier = battery(&provider, seed, &["retry"]).effects_at(consumer.effects()).fault(consumer.fault());
        is_red(&verifier.run(&consumer.hook()).await, &["retry-asks-again"]);
    })
    .await;
}

/// Every event of a type but the first is a duplicate to it.
#[tokio::test(flavor = "multi_thread")]
async fn remembers_events_by_their_type() {
    everywhere(|provider, seed| async move {
        is_caught(provider, seed, (&["delivery", "redelivery"], &["delivery-effect"]), |shop, delivery| {
            match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => {
                    if let Some(name) = shop.type_of(&event)
                        && shop.is_new(name.to_owned())
                    {
                        shop.act(&event);
                    }
                    Reply::status(200)
                }
                Err(refusal) => refusal,
            }
        })
        .await;
    })
    .await;
}

/// Its worker stops at the first job that it cannot read.
#[tokio::test(flavor = "multi_thread")]
async fn stops_at_a_poison_message() {
    everywhere(|provider, seed| async move {
        let (queue, mut jobs) = mpsc::unbounded_channel();
        let mut consumer = Consumer::start(Shop::new(provider.clone()), move |shop, delivery: Delivery| {
            let is_signed = shop.is_signed(&delivery) || is_signed_as_text(&shop, &delivery);
            if is_signed {
                // Nobody may be there any more who takes it.
                let _ = queue.send(delivery.body);
            }
            std::future::ready(Reply::status(if is_signed { 202 } else { 401 }))
        })
        .await;
        let shop = Arc::clone(&consumer.shop);
        consumer.also(async move {
            while let Some(event) = jobs.recv().await.and_then(|body| Shop::read(&body).ok()) {
                shop.process(&event);
            }
        });
        let run = battery(&provider, seed, &[]).effects_at(source(&consumer, seed)).run(&consumer.hook()).await;
        is_red(&run, &["malformed-json"]);
    })
    .await;
}

/// Orum signs a field of the event with it. A consumer that looks for the text need not be able to parse the body.
fn is_signed_as_text(shop: &Shop, delivery: &Delivery) -> bool {
    let body = String::from_utf8_lossy(&delivery.body);
    let Some((_, rest)) = body.split_once("\"created_at\":\"") else { return false };
    let made = rest.split('"').next().unwrap_or_default();
    let event = Json::from(json!({"created_at": made}));
    let expected = shop.signer.headers(&Material::of(&delivery.body).event(&event));
    expected.is_ok_and(|expected| expected.iter().all(|(name, value)| delivery.headers.get(name) == Some(value)))
}
