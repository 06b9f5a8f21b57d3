//! Fields of the consumer state that change by themselves.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hookproof::__private::clock::Stopwatch;
use hookproof::providers;
use hookproof::verify::Verdict;
use serde_json::{Value, json};

use crate::consumer::Consumer;
use crate::shop::{Keeps, Shop};
use crate::{passes, report, verifier};

/// A document with the time of its making and an uptime: both are found before the first delivery, named and left out.
#[tokio::test(flavor = "multi_thread")]
async fn fields_that_change_by_themselves_are_named_and_left_out() {
    let truv = providers::truv();
    let consumer = Consumer::start(Shop::new(truv.clone()), |shop, delivery| async move {
        let reply = shop.handle(&delivery);
        if let (200, Ok(event)) = (reply.status, Shop::read(&delivery.body)) {
            shop.store(&event, event.clone(), Keeps::Newest);
        }
        reply
    })
    .await;
    let (shop, reads) = (std::sync::Arc::clone(&consumer.shop), AtomicU64::new(0));
    let watch = Stopwatch::start();
    let verifier = verifier(&truv, 0).effects_at(consumer.effects()).state(move || {
        let read = reads.fetch_add(1, Ordering::SeqCst);
        let document: Value = json!({
            "generatedAt": hookproof::__private::clock::now().to_string(),
            "process": {"uptime": read},
            "orders": shop.state(),
        });
        std::future::ready(document)
    });
    let run = verifier.run(&consumer.hook()).await;
    passes(&run);
    let text = report(&run);
    let order = run.check("order-older-after-newer").unwrap();
    assert_eq!(order.verdict, Verdict::Pass, "{text}");
    for field in ["/generatedAt", "/process/uptime"] {
        assert!(text.contains(field), "{field} is not named\n{text}");
    }
    assert!(watch.elapsed() < Duration::from_secs(30), "it took {:?}", watch.elapsed());
}
