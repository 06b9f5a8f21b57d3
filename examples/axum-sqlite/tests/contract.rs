//! The endpoint passes all checks of hookproof for Truv. The rows of the table are the effects.

mod shop;

use hookproof::{Outage, Verifier, assert_decodes, providers};
use serde_json::json;
use shop::Shop;
use std::sync::Arc;

#[tokio::test]
async fn every_check_passes() {
    let shop = Shop::start("every_check_passes", "the access secret of my account").await;
    let (rows, things, tables) = (Arc::clone(&shop.watcher), Arc::clone(&shop.watcher), Arc::clone(&shop.vandal));
    let run = Verifier::of(providers::truv())
        .secret("the access secret of my account")
        .effects(move || {
            let rows = rows.events().unwrap();
            async move { rows }
        })
        .state(move || {
            let things = json!(things.things().unwrap());
            async move { things }
        })
        .outage(move |order| {
            let tables = Arc::clone(&tables);
            async move {
                match order {
                    Outage::Start => tables.take_away(),
                    Outage::Stop => tables.put_back(),
                }
            }
        })
        // Advice fails the run, too.
        .strict()
        .cases(8)
        .run(&shop.url)
        .await;
    run.assert_passed();
}

/// The test can fail: an endpoint with another secret refuses good deliveries.
#[tokio::test]
#[should_panic(expected = "wrong-secret")]
async fn another_secret_is_noticed() {
    let shop = Shop::start("another_secret_is_noticed", "an older secret").await;
    let truv = Verifier::of(providers::truv()).secret("the access secret of my account");
    truv.only(["delivery-documented"]).run(&shop.url).await.assert_passed();
}

#[test]
fn the_type_takes_every_event() {
    for event in providers::truv().events() {
        assert_decodes::<axum_sqlite::Event>(providers::truv(), &event.name);
    }
}
