//! The endpoint passes all checks of hookproof for Argyle. The events that the worker processed are the effects.

mod running;

use std::fs;
use std::sync::Arc;

use hookproof::{Outage, Verifier, assert_decodes, providers};
use running::{Running, SECRET, Work, anywhere, journal};

#[tokio::test]
async fn every_check_passes() {
    let (journal, work) = (journal("every_check_passes"), Arc::new(Work::default()));
    let running = Running::start(anywhere(), &journal, &work).await;
    let watch = running.service.watch();
    let away = journal.with_extension("away");
    let run = Verifier::of(providers::argyle())
        .secret(SECRET)
        // The answer comes before the work, so wait for the worker before you count.
        .effects(move || {
            let (watch, work) = (watch.clone(), Arc::clone(&work));
            async move {
                watch.idle().await;
                work.count()
            }
        })
        .outage(move |order| {
            let moved = match order {
                Outage::Start => fs::rename(&journal, &away),
                Outage::Stop => fs::rename(&away, &journal),
            };
            async move { moved.map_err(|error| error.to_string()) }
        })
        // Advice fails the run, too.
        .strict()
        .cases(8)
        .run(&running.url())
        .await;
    run.assert_passed();
}

#[test]
fn the_type_takes_every_event() {
    for event in providers::argyle().events() {
        assert_decodes::<worker_queue::Event>(providers::argyle(), &event.name);
    }
}
