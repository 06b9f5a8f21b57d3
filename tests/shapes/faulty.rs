//! Faulty consumers fail the run with every provider, whatever is assumed about it.

use std::sync::Arc;

use hookproof::__private::clock;
use hookproof::model::{Headers, Json};
use hookproof::provider::Provider;
use hookproof::sign::Material;
use hookproof::{Verifier, providers};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::campaign::{everywhere, is_long};
use crate::consumer::Consumer;
use crate::shop::{Delivery, Reply, Shop};
use crate::{about, few, is_red};

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

/// Runs these families of checks; in a campaign, or if none is named, the whole battery.
fn battery(provider: &Provider, seed: u64, families: &[&str]) -> Verifier {
    let verifier = about(provider, seed, few(provider).into_iter().take(2)).cases(2).skip(["redelivery-long-after"]);
    if is_long() { verifier } else { verifier.only(families.iter().copied()) }
}

/// Counts all effects with some providers, and the effects of each event with the others; the next seed swaps them.
fn source(consumer: &Consumer, seed: u64) -> String {
    let is_own = |provider: &fn() -> Provider| provider().id == consumer.shop.provider.id;
    let at = providers::ALL.iter().position(is_own).unwrap_or_default() as u64;
    if (at + seed).is_multiple_of(2) { consumer.effects() } else { consumer.effects_of_event() }
}

/// Asserts that a consumer is red, and that every one of these checks fails it.
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

/// Runs `is_caught` with every provider.
async fn is_caught_everywhere(
    families: &'static [&'static str],
    by: &'static [&'static str],
    handler: impl Fn(&Shop, &Delivery) -> Reply + Copy + Send + Sync + 'static,
) {
    everywhere(move |provider, seed| async move { is_caught(provider, seed, (families, by), handler).await }).await;
}

/// Reads an event without verifying its signature.
fn unverified(delivery: &Delivery) -> Result<Value, Reply> {
    Shop::read(&delivery.body)
}

/// Reads an event after verifying its signature.
fn verified(shop: &Shop, delivery: &Delivery) -> Result<Value, Reply> {
    shop.verify(delivery).and_then(|()| Shop::read(&delivery.body))
}

/// Processes an event in some way and answers 200, or refuses what could not be read.
fn accepted(event: Result<Value, Reply>, process: impl FnOnce(&Value)) -> Reply {
    match event {
        Ok(event) => {
            process(&event);
            Reply::status(200)
        }
        Err(refusal) => refusal,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verifies_nothing() {
    is_caught_everywhere(&["signature"], &FORGERIES, |shop, delivery| {
        accepted(unverified(delivery), |event| shop.process(event))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deduplicates_nothing() {
    is_caught_everywhere(&["redelivery"], &DUPLICATES, |shop, delivery| {
        accepted(verified(shop, delivery), |event| {
            if shop.type_of(event).is_some() {
                shop.act(event);
            }
        })
    })
    .await;
}

/// An Express application as tutorials have it: `app.post('/hook', (req, res) => { insert(req.body); res.sendStatus(200) })`.
#[tokio::test(flavor = "multi_thread")]
async fn verifies_nothing_and_deduplicates_nothing() {
    everywhere(|provider, seed| async move {
        let by = [&FORGERIES[..], &DUPLICATES[..]].concat();
        is_caught(provider, seed, (&[], &by), |shop, delivery| accepted(unverified(delivery), |event| shop.act(event)))
            .await;
    })
    .await;
}

/// The same without an effects source: the answers show that forgeries are accepted.
#[tokio::test(flavor = "multi_thread")]
async fn verifies_nothing_without_an_effects_source() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |_, delivery| accepted(unverified(delivery), |_| ())).await;
        let run = battery(&provider, seed, &["signature"]).run(&consumer.hook()).await;
        for check in &FORGERIES {
            is_red(&run, &[check]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_before_it_verifies() {
    is_caught_everywhere(&["signature"], &["signature-no-effect"], |shop, delivery| match unverified(delivery) {
        Ok(event) => {
            shop.process(&event);
            shop.verify(delivery).err().unwrap_or(Reply::status(200))
        }
        Err(refusal) => refusal,
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaks_the_expected_signature() {
    is_caught_everywhere(&["signature"], &["signature-leak"], |shop, delivery| {
        let reply = shop.handle(delivery);
        if reply.status != 401 {
            return reply;
        }
        let expected = shop.signer.headers(&Material::of(&delivery.body).at(clock::now())).ok();
        let expected = expected.iter().flat_map(Headers::iter);
        let headers: Vec<String> =
            expected.map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value))).collect();
        reply.saying(format!("wrong signature, expected {}", headers.join(", ")))
    })
    .await;
}

/// It answers 200 while its database is down, and the event is lost.
#[tokio::test(flavor = "multi_thread")]
async fn loses_events_in_an_outage() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            let reply = shop.handle(delivery);
            if reply.status == 503 { Reply::status(200) } else { reply }
        })
        .await;
        let verifier =
            battery(&provider, seed, &["retry"]).effects_at(source(&consumer, seed)).outage(consumer.outage());
        is_red(&verifier.run(&consumer.hook()).await, &["retry-asks-again"]);
    })
    .await;
}

/// It saves the id of the event before its database fails, so that the redelivery looks like a duplicate.
#[tokio::test(flavor = "multi_thread")]
async fn notes_events_in_an_outage() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| match verified(shop, delivery) {
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
        })
        .await;
        let verifier = battery(&provider, seed, &["retry"]).effects_at(consumer.effects()).outage(consumer.outage());
        is_red(&verifier.run(&consumer.hook()).await, &["retry-asks-again"]);
    })
    .await;
}

/// It treats every event of a type except the first as a duplicate.
#[tokio::test(flavor = "multi_thread")]
async fn remembers_events_by_their_type() {
    is_caught_everywhere(&["delivery", "redelivery"], &["delivery-effect"], |shop, delivery| {
        accepted(verified(shop, delivery), |event| {
            if let Some(name) = shop.type_of(event)
                && shop.is_new(name.to_owned())
            {
                shop.act(event);
            }
        })
    })
    .await;
}

/// Its worker stops at the first job that it cannot parse.
#[tokio::test(flavor = "multi_thread")]
async fn stops_at_a_poison_message() {
    everywhere(|provider, seed| async move {
        let (queue, mut jobs) = mpsc::unbounded_channel();
        let mut consumer = Consumer::start(Shop::new(provider.clone()), move |shop, delivery: Delivery| {
            let is_signed = shop.is_signed(&delivery) || is_signed_as_text(&shop, &delivery);
            if is_signed {
                // The worker may have stopped.
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

/// Orum signs a field of the event as well. A consumer that searches for its text need not parse the body.
fn is_signed_as_text(shop: &Shop, delivery: &Delivery) -> bool {
    let body = String::from_utf8_lossy(&delivery.body);
    let Some((_, rest)) = body.split_once("\"created_at\":\"") else { return false };
    let made = rest.split('"').next().unwrap_or_default();
    let event = Json::from(json!({"created_at": made}));
    let expected = shop.signer.headers(&Material::of(&delivery.body).event(&event));
    expected.is_ok_and(|expected| expected.iter().all(|(name, value)| delivery.headers.get(name) == Some(value)))
}
