//! Ids: an event is delivered again only by checks of redeliveries, and no two ids of one document coincide.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::campaign::everywhere;
use crate::faulty::start;
use crate::shop::{Reply, Shop, locked};
use crate::{report, verifier, whole};

/// Checks that deliver no event that was accepted before. The documented examples, as they are, have the ids of their
/// pages.
const OTHERS: [&str; 6] = ["delivery-burst", "payload", "malformed", "transport", "encoding", "signature"];

/// One new event of so many is answered with 500, so that checks are looked at again.
const FAILS: u64 = 29;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_is_delivered_again_by_redelivery_checks_only() {
    everywhere(|provider, seed| async move {
        let again = Arc::new(Mutex::new(Vec::new()));
        let (noted, number) = (Arc::clone(&again), AtomicU64::new(0));
        let consumer = start(provider.clone(), move |shop, delivery| {
            let event = match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => event,
                Err(refusal) => return refusal,
            };
            if number.fetch_add(1, Ordering::SeqCst) % FAILS == FAILS - 1 {
                return Reply::status(500);
            }
            if shop.is_new(shop.key(&event)) {
                shop.act(&event);
            } else {
                locked(&noted).push(event.to_string());
            }
            Reply::status(200)
        })
        .await;
        let run = verifier(&provider, seed).only(OTHERS).effects_at(consumer.effects()).run(&consumer.hook()).await;
        assert_eq!(*locked(&again), [""; 0], "{}", report(&run));
        assert!(run.failed().count() > 0, "nothing was looked at again\n{}", report(&run));
    })
    .await;
}

/// The ids at the top of a document, by their names.
fn ids(event: &Value) -> BTreeMap<&str, &str> {
    let fields = event.as_object().into_iter().flatten();
    let is_id = |name: &str| name == "id" || name.ends_with("_id") || name.ends_with("Id") || name.ends_with("Locator");
    fields.filter(|(name, _)| is_id(name)).filter_map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect()
}

/// A consumer that reads the wrong one would pass otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn no_two_ids_of_a_document_coincide() {
    everywhere(|provider, seed| async move {
        let events = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&events);
        let consumer = start(provider.clone(), move |shop, delivery| {
            if let Ok(event) = Shop::read(&delivery.body) {
                locked(&noted).push(event);
            }
            shop.handle(delivery)
        })
        .await;
        let names: Vec<String> = provider.events().map(|payload| payload.name.clone()).collect();
        let count = names.len();
        let run = whole(&provider, seed, names).only(["delivery-documented"]).run(&consumer.hook()).await;
        let events = locked(&events);
        assert!(events.len() >= count, "{}", report(&run));
        for event in events.iter() {
            let ids = ids(event);
            let mut values: Vec<&str> = ids.values().copied().collect();
            values.sort_unstable();
            values.dedup();
            assert_eq!(values.len(), ids.len(), "{} {event}", provider.id);
        }
    })
    .await;
}
